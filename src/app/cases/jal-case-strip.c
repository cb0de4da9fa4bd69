/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * A case along some days.
 *
 * 1. Rows are used again while the list is scrolled: so are the buttons. Nothing here reads or computes more than the few
 *    sessions of one case.
 * 2. What lies upon its neighbour takes the second line.
 */
#include "app/cases/jal-case-strip.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shown.h"

#define LINES 2
/* Where years are shown the circles are smaller, on more lines. */
#define LINES_OF_YEARS 3

struct _JalCaseStrip
{
  GtkWidget parent_instance;

  gboolean heads;
  JalDate first, last;
  JalStripScale scale;
  GPtrArray *entries; /* nullable */
  GPtrArray *buttons; /* as many as there ever were entries */
};

G_DEFINE_FINAL_TYPE (JalCaseStrip, jal_case_strip, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static guint
count (JalCaseStrip *self)
{
  return self->entries != NULL ? self->entries->len : 0;
}

static double
place (JalCaseStrip *self, JalDate date)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  /* In the middle of its day. */
  double x = (date - self->first + 0.5) * width / MAX (self->last - self->first + 1, 1);

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? width - x : x;
}

static guint
lines (JalCaseStrip *self)
{
  return self->scale == JAL_STRIP_YEARS ? LINES_OF_YEARS : LINES;
}

/* --- Layout ------------------------------------------------------------------------------------------------------ */

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  JalCaseStrip *self = JAL_CASE_STRIP (widget);
  int most = 0;

  for (guint i = 0; i < self->buttons->len; i++)
    {
      int least, size;

      gtk_widget_measure (g_ptr_array_index (self->buttons, i), orientation, -1, &least, &size, NULL, NULL);
      most = MAX (most, size);
    }
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? most : (int)lines (self) * most;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  JalCaseStrip *self = JAL_CASE_STRIP (widget);
  double ends[LINES_OF_YEARS] = { -1e9, -1e9, -1e9 };

  for (guint i = 0; i < count (self); i++)
    {
      GtkWidget *button = g_ptr_array_index (self->buttons, i);
      JalDiaryEntry *entry = g_ptr_array_index (self->entries, i);
      GtkRequisition size;
      double x = place (self, entry->session->date);
      guint line = 0;

      gtk_widget_get_preferred_size (button, NULL, &size);
      /* The first line with room, or the one that has had it longest. */
      for (guint l = 1; l < lines (self) && ends[line] > x - size.width / 2.0; l++)
        if (ends[l] <= x - size.width / 2.0 || ends[l] < ends[line])
          line = l;
      ends[line] = x + size.width / 2.0;
      gtk_widget_size_allocate (button,
                                &(GtkAllocation){ (int)CLAMP (x - size.width / 2.0, 0, MAX (width - size.width, 0)),
                                                  (int)(height * (2 * line + 1) / (2.0 * lines (self)) - size.height / 2.0), size.width,
                                                  size.height },
                                -1);
    }
}

/* --- Drawing ---------------------------------------------------------------------------------------------------- */

static JalDate
next_tick (JalCaseStrip *self, JalDate date)
{
  int year, month;

  switch (self->scale)
    {
    case JAL_STRIP_DAYS:
      return date + 1;
    case JAL_STRIP_WEEKS:
      return date + 8 - jal_date_weekday (date);
    case JAL_STRIP_MONTHS:
    case JAL_STRIP_YEARS:
    default:
      jal_date_to_ymd (date, &year, &month, NULL);
      return jal_date_add_months (jal_date_from_ymd (year, month, 1), self->scale == JAL_STRIP_YEARS ? 4 - (month + 2) % 3 - 1 : 1);
    }
}

/* Returns (transfer full): the part of the date that the scale needs, from "Mon 14 Mar 2027". */
static char *
name_tick (JalCaseStrip *self, JalDate date)
{
  g_autofree char *whole = jal_shown_date_short (date);
  g_auto (GStrv) parts = g_strsplit (whole, " ", 4);
  int month;

  if (g_strv_length (parts) < 4)
    return g_steal_pointer (&whole);
  jal_date_to_ymd (date, NULL, &month, NULL);
  switch (self->scale)
    {
    case JAL_STRIP_DAYS:
      return g_strdup_printf ("%s %s", parts[0], parts[1]);
    case JAL_STRIP_WEEKS:
      return g_strdup_printf ("%s %s", parts[1], parts[2]);
    case JAL_STRIP_MONTHS:
      return g_strdup (month == 1 ? parts[3] : parts[2]);
    case JAL_STRIP_YEARS:
    default:
      return g_strdup (month == 1 ? parts[3] : "");
    }
}

/* @named_to: how far the names reach that were drawn; one that would run into it is left out. */
static void
draw_tick (JalCaseStrip *self, GtkSnapshot *snapshot, const GdkRGBA *color, JalDate date, double *named_to)
{
  double x = place (self, date) - place (self, date + 1);
  GdkRGBA faint = *color;

  /* At the beginning of its day. */
  x = place (self, date) + x / 2;
  faint.alpha *= 0.18F;
  gtk_snapshot_append_color (snapshot, &faint,
                             &GRAPHENE_RECT_INIT ((float)x, 0, 1, (float)gtk_widget_get_height (GTK_WIDGET (self))));
  if (self->heads)
    {
      g_autofree char *name = name_tick (self, date);
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), name);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      if (*name == '\0' || x < *named_to || x + width > gtk_widget_get_width (GTK_WIDGET (self)))
        return;
      *named_to = x + width + 6;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x + 3, 0));
      gtk_snapshot_append_layout (snapshot, layout, color);
      gtk_snapshot_restore (snapshot);
    }
}

static void
draw_today (JalCaseStrip *self, GtkSnapshot *snapshot)
{
  JalDate today = jal_date_today ();
  GdkRGBA color;

  if (today < self->first || today > self->last
      || !gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color", &color))
    return;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float)place (self, today) - 1, 0, 2,
                                                  (float)gtk_widget_get_height (GTK_WIDGET (self))));
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *picture)
{
  JalCaseStrip *self = JAL_CASE_STRIP (widget);
  GdkRGBA color;
  double named_to = 0;

  if (self->last < self->first)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  for (JalDate tick = self->first; tick <= self->last; tick = next_tick (self, tick))
    draw_tick (self, picture, &color, tick, &named_to);
  draw_today (self, picture);
  for (guint i = 0; i < count (self); i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->buttons, i), picture);
}

/* --- Keys ------------------------------------------------------------------------------------------------------- */

/* The arrows walk along the case; Tab and up and down leave it. */
static gboolean
focus (GtkWidget *widget, GtkDirectionType direction)
{
  JalCaseStrip *self = JAL_CASE_STRIP (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (widget);
  guint at = 0, n = count (self);
  int step;

  if (n == 0)
    return FALSE;
  if (focused == NULL || !g_ptr_array_find (self->buttons, focused, &at))
    return gtk_widget_grab_focus (g_ptr_array_index (self->buttons, 0));
  if (direction != GTK_DIR_LEFT && direction != GTK_DIR_RIGHT)
    return FALSE;
  step = (direction == GTK_DIR_RIGHT) == (gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL) ? 1 : -1;
  if ((step < 0 && at == 0) || (step > 0 && at + 1 >= n))
    return TRUE;
  return gtk_widget_grab_focus (g_ptr_array_index (self->buttons, (guint)((int)at + step)));
}

/* --- Entries ---------------------------------------------------------------------------------------------------- */

static void
clicked_cb (JalCaseStrip *self, GtkWidget *button)
{
  guint at;

  if (g_ptr_array_find (self->buttons, button, &at) && at < count (self))
    g_signal_emit (self, signals[CHOSEN], 0, g_ptr_array_index (self->entries, at));
}

static GtkWidget *
nth_button (JalCaseStrip *self, guint n)
{
  GtkWidget *button;

  if (n < self->buttons->len)
    return g_ptr_array_index (self->buttons, n);
  button = gtk_button_new ();
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_ptr_array_add (self->buttons, button);
  return button;
}

/* What the button stands for: who, what, when, and what it clashes with. */
static char *
describe (JalDiaryEntry *entry)
{
  g_autofree char *date = jal_shown_session_day (entry->session);
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (words, "%s, %s, %s", jal_shown_case (entry->owner), jal_shown_session_kind (entry->session->kind), date);
  if (entry->owner->court != NULL && *entry->owner->court != '\0')
    g_string_append_printf (words, ", %s", jal_shown_court (entry->owner->court));
  if (entry->clash != NULL)
    g_string_append_printf (words, "\n%s", entry->clash);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
fill_button (GtkWidget *button, JalDiaryEntry *entry)
{
  g_autofree char *state = g_strconcat ("session-", entry->session->state, NULL);
  g_autofree char *number = entry->session->ordinal > 0 ? g_strdup_printf ("%u", entry->session->ordinal) : g_strdup ("");
  g_autofree char *words = describe (entry);
  const char *classes[] = { entry->session->counted ? "session-stop" : "mention-stop", state,
                            entry->clash != NULL ? "session-warned" : NULL, NULL };

  gtk_widget_set_css_classes (button, classes);
  gtk_button_set_label (GTK_BUTTON (button), entry->session->counted ? number : "");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_widget_set_child_visible (button, TRUE);
}

void
jal_case_strip_set_entries (JalCaseStrip *self, GPtrArray *entries)
{
  g_return_if_fail (JAL_IS_CASE_STRIP (self));

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries != NULL ? g_ptr_array_ref (entries) : NULL;
  for (guint i = 0; i < count (self); i++)
    fill_button (nth_button (self, i), g_ptr_array_index (entries, i));
  /* Those that are not needed go: they would answer to a screen reader. */
  while (self->buttons->len > count (self))
    {
      gtk_widget_unparent (g_ptr_array_index (self->buttons, self->buttons->len - 1));
      g_ptr_array_set_size (self->buttons, (int)self->buttons->len - 1);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
jal_case_strip_set_span (JalCaseStrip *self, JalDate first, JalDate last, JalStripScale scale)
{
  g_return_if_fail (JAL_IS_CASE_STRIP (self));

  self->first = first;
  self->last = last;
  self->scale = scale;
  if (self->scale == JAL_STRIP_YEARS)
    gtk_widget_add_css_class (GTK_WIDGET (self), "years");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "years");
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
jal_case_strip_dispose (GObject *object)
{
  JalCaseStrip *self = JAL_CASE_STRIP (object);

  for (guint i = 0; self->buttons != NULL && i < self->buttons->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->buttons, i));
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_case_strip_parent_class)->dispose (object);
}

static void
jal_case_strip_class_init (JalCaseStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_case_strip_dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->focus = focus;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  JAL_TYPE_DIARY_ENTRY);
  gtk_widget_class_set_css_name (widget_class, "casestrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
jal_case_strip_init (JalCaseStrip *self)
{
  self->buttons = g_ptr_array_new ();
  self->last = -1;
}

GtkWidget *
jal_case_strip_new (gboolean heads)
{
  JalCaseStrip *self = g_object_new (JAL_TYPE_CASE_STRIP, "hexpand", TRUE, NULL);

  self->heads = heads;
  if (heads)
    gtk_widget_add_css_class (GTK_WIDGET (self), "head");
  return GTK_WIDGET (self);
}
