/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is drawn under the buttons: lanes, quarters, today. */
#include "app/timeline/jal-timeline-axis-private.h"

#include <glib/gi18n-lib.h>

static void
draw_line (GtkSnapshot *snapshot, const GdkRGBA *color, double alpha, double x, double y, double width, double height)
{
  GdkRGBA faint = *color;

  faint.alpha *= (float)alpha;
  gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, (float)height));
}

static void
draw_text (JalTimelineAxis *self, GtkSnapshot *snapshot, const GdkRGBA *color, const char *text, double x, double y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* A line at each quarter, a longer one with its number at each year; the names of the quarters where there is room. */
static void
draw_ticks (JalTimelineAxis *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  int unit = jal_axis_unit (self), year, month;
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  for (JalDate tick = self->first; tick != JAL_DATE_NONE && tick <= self->last; tick = jal_date_add_months (tick, 3))
    {
      double x = jal_axis_x (self, tick);
      gboolean is_year;

      jal_date_to_ymd (tick, &year, &month, NULL);
      is_year = month == 1;
      draw_line (snapshot, color, is_year ? 0.4 : 0.15, x, is_year ? 0 : unit * 0.7, 1, height);
      if (is_year || (tick == self->first && month <= 7))
        {
          g_autofree char *text = g_strdup_printf ("%d", year);

          draw_text (self, snapshot, color, text, x + unit * 0.2, unit * 0.05);
        }
      else if (self->zoom != JAL_AXIS_ZOOM_WHOLE)
        {
          /* Translators: a quarter of a year: Q2 2027 */
          g_autofree char *text = g_strdup_printf (_ ("Q%d %d"), (month - 1) / 3 + 1, year);

          draw_text (self, snapshot, color, text, x + unit * 0.2, unit * 0.05);
        }
    }
}

static void
draw_lanes (JalTimelineAxis *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  int unit = jal_axis_unit (self);
  double top = jal_axis_head_height () * unit, width = gtk_widget_get_width (GTK_WIDGET (self));

  for (guint i = 0; i < JAL_N_LANES; i++)
    {
      if (!self->used[i])
        continue;
      draw_line (snapshot, color, 0.12, 0, top, width, 1);
      top += jal_axis_lane_height (i) * unit;
    }
}

static void
draw_today (JalTimelineAxis *self, GtkSnapshot *snapshot)
{
  JalDate today = jal_date_today ();
  GdkRGBA color;
  double x;

  if (today < self->first || today > self->last
      || !gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color", &color))
    return;
  x = jal_axis_x (self, today);
  draw_line (snapshot, &color, 1, x - 1, jal_axis_unit (self) * 0.4, 2, gtk_widget_get_height (GTK_WIDGET (self)));
  draw_text (self, snapshot, &color, _ ("Today"), x + 4, jal_axis_unit (self) * 0.4);
}

void
jal_axis_snapshot (GtkWidget *widget, GtkSnapshot *picture)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  GdkRGBA color;

  if (self->stops->len == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  draw_lanes (self, picture, &color);
  draw_ticks (self, picture, &color);
  draw_today (self, picture);
  for (guint i = 0; i < self->stops->len; i++)
    gtk_widget_snapshot_child (widget, g_array_index (self->stops, JalAxisStop, i).child, picture);
  for (guint i = 0; i < JAL_N_LANES; i++)
    if (self->used[i])
      gtk_widget_snapshot_child (widget, self->names[i], picture);
  if (self->dragged != NULL)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->drag_label), picture);
}
