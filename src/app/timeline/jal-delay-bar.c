/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/timeline/jal-delay-bar.h"

#include "app/timeline/jal-timeline-axis.h"

struct _JalDelayBar
{
  GtkWidget parent_instance;

  JalDate first, last, planned, now;
};

G_DEFINE_FINAL_TYPE (JalDelayBar, jal_delay_bar, GTK_TYPE_WIDGET)

static void
draw_box (GtkSnapshot *snapshot, const GdkRGBA *color, double alpha, double x, double y, double width, double height)
{
  GdkRGBA faint = *color;

  faint.alpha *= (float)alpha;
  gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, (float)height));
}

/* Filled, or only its edge. */
static void
draw_disc (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double radius, gboolean filled)
{
  GskRoundedRect outline;
  const GdkRGBA colors[] = { *color, *color, *color, *color };
  const float border = (float)(radius / 3), borders[] = { border, border, border, border };

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT ((float)(x - radius), (float)(y - radius), (float)(2 * radius), (float)(2 * radius)),
                                   (float)radius);
  if (!filled)
    {
      gtk_snapshot_append_border (snapshot, &outline, borders, colors);
      return;
    }
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *picture)
{
  JalDelayBar *self = JAL_DELAY_BAR (widget);
  double width = gtk_widget_get_width (widget), middle = gtk_widget_get_height (widget) / 2.0;
  double radius = MIN (middle, width / 2) * 0.45;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double planned = radius + jal_timeline_axis_place (self->planned, self->first, self->last, width - 2 * radius);
  double now = radius + jal_timeline_axis_place (self->now, self->first, self->last, width - 2 * radius);
  GdkRGBA color, accent;

  if (rtl)
    {
      planned = width - planned;
      now = width - now;
    }
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color", &accent))
    accent = color;
  draw_box (picture, &color, 0.2, 0, middle - 0.5, width, 1);
  draw_box (picture, &accent, 0.8, MIN (planned, now), middle - 1.5, MAX (planned, now) - MIN (planned, now), 3);
  draw_disc (picture, &color, planned, middle, radius, FALSE);
  draw_disc (picture, &accent, now, middle, radius * 0.75, TRUE);
}

static void
jal_delay_bar_class_init (JalDelayBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = snapshot;
  gtk_widget_class_set_css_name (widget_class, "delaybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
jal_delay_bar_init (JalDelayBar *self)
{
}

GtkWidget *
jal_delay_bar_new (JalDate first, JalDate last, JalDate planned, JalDate now)
{
  JalDelayBar *self = g_object_new (JAL_TYPE_DELAY_BAR, "valign", GTK_ALIGN_CENTER, NULL);

  self->first = first;
  self->last = last;
  self->planned = planned;
  self->now = now;
  return GTK_WIDGET (self);
}
