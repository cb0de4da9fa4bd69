/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The axis.
 *
 *              2027          |           2028            |          2029
 *   Sessions  ①     ②      ③   '    ④        ⑤      '   ⑥    |
 *   Light entries · · · · · · · · · · · · · · · · · · · · · ·
 *   Adjournments        [witness absent ]
 *
 * 1. The axis runs from the first of the first entry's quarter to the end of the last one's.
 * 2. All lengths follow from the size of a session's button, which the style sheet sets.
 * 3. A drag moves only what is drawn; the day is changed by whoever listens to "session-dropped".
 * 4. Entries that would lie upon each other take the next row of their lane while there is one.
 */
#include "app/timeline/jal-timeline-axis-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/shell/jal-accessible.h"
#include "app/shell/jal-focus.h"

G_DEFINE_FINAL_TYPE (JalTimelineAxis, jal_timeline_axis, GTK_TYPE_WIDGET)

guint jal_axis_signals[JAL_AXIS_N_SIGNALS];

/* --- Entries ---------------------------------------------------------------------------------------------------- */

static void
clear_stop (gpointer data)
{
  JalAxisStop *stop = data;

  g_clear_object (&stop->entry);
  g_clear_pointer (&stop->child, gtk_widget_unparent);
}

static void
say (GtkWidget *child, JalLaneEntry *entry)
{
  gtk_widget_set_tooltip_text (child, entry->words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->words, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* Words of a span of days, which may be too short for any: they take no room of their own, and none is taken from the days beside it. */
static GtkWidget *
new_words (const char *text)
{
  GtkWidget *words = gtk_inscription_new (text);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (words), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (words), 0);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (words), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  return words;
}

static GtkWidget *
new_button (JalTimelineAxis *self, JalLaneEntry *entry)
{
  static const char *const styles[JAL_N_LANES] = { "session-stop", "mention-stop", "gap-span", "deadline-stop", "", "checkin-stop" };
  GtkWidget *button = gtk_button_new ();
  g_autofree char *style = g_strconcat ("session-", entry->style, NULL);

  if (entry->lane == JAL_LANE_SESSIONS || entry->lane == JAL_LANE_CHECKINS)
    gtk_button_set_label (GTK_BUTTON (button), entry->label);
  else if (entry->lane == JAL_LANE_GAPS)
    gtk_button_set_child (GTK_BUTTON (button), new_words (entry->label));
  gtk_widget_add_css_class (button, styles[entry->lane]);
  gtk_widget_add_css_class (button, style);
  if (entry->session != NULL && entry->session->warning != NULL && entry->lane == JAL_LANE_SESSIONS)
    gtk_widget_add_css_class (button, "session-warned");
  say (button, entry);
  jal_axis_watch_button (self, button);
  return button;
}

static GtkWidget *
new_span (JalLaneEntry *entry)
{
  GtkWidget *label = g_object_new (ADW_TYPE_BIN, "accessible-role", GTK_ACCESSIBLE_ROLE_LABEL, "child", new_words (entry->label), NULL);

  gtk_widget_add_css_class (label, "away-span");
  gtk_widget_add_css_class (label, g_str_equal (entry->style, "school") ? "school" : "person");
  gtk_widget_set_tooltip_text (label, entry->words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->words, -1);
  return label;
}

/* Rule 1. */
static void
find_span (JalTimelineAxis *self)
{
  JalDate first = JAL_DATE_MAX, last = JAL_DATE_MIN;
  int year, month;

  for (guint i = 0; i < self->stops->len; i++)
    {
      JalLaneEntry *entry = g_array_index (self->stops, JalAxisStop, i).entry;

      first = MIN (first, entry->from);
      last = MAX (last, entry->to);
    }
  jal_date_to_ymd (first, &year, &month, NULL);
  self->first = jal_date_from_ymd (year, (month - 1) / 3 * 3 + 1, 1);
  jal_date_to_ymd (last, &year, &month, NULL);
  self->last = jal_date_add_months (jal_date_from_ymd (year, (month - 1) / 3 * 3 + 1, 1), 3);
}

void
jal_timeline_axis_set_entries (JalTimelineAxis *self, GListModel *entries)
{
  GtkWidget *child;
  JalAxisStop *focused;
  JalId was = JAL_ID_NONE;
  JalLane lane = JAL_LANE_SESSIONS;
  JalDate date = JAL_DATE_NONE;

  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  child = jal_accessible_get_focus_child (GTK_WIDGET (self));
  focused = child != NULL ? jal_axis_find_stop (self, child) : NULL;
  if (focused != NULL)
    {
      was = focused->entry->session != NULL ? focused->entry->session->id : JAL_ID_NONE;
      lane = focused->entry->lane;
      date = focused->entry->from;
      jal_focus_let_go (GTK_WIDGET (self));
    }
  self->dragged = NULL;
  gtk_widget_set_child_visible (GTK_WIDGET (self->drag_label), FALSE);
  g_array_set_size (self->stops, 0);
  for (guint i = 0; i < JAL_N_LANES; i++)
    self->used[i] = FALSE;
  for (guint i = 0; entries != NULL && i < g_list_model_get_n_items (entries); i++)
    {
      JalAxisStop stop = { .entry = g_list_model_get_item (entries, i) };

      stop.span = stop.entry->lane == JAL_LANE_GAPS || stop.entry->lane == JAL_LANE_AWAY;
      stop.child = stop.entry->lane == JAL_LANE_AWAY ? new_span (stop.entry) : new_button (self, stop.entry);
      gtk_widget_insert_before (stop.child, GTK_WIDGET (self), self->names[0]);
      self->used[stop.entry->lane] = TRUE;
      g_array_append_val (self->stops, stop);
    }
  for (guint i = 0; i < JAL_N_LANES; i++)
    gtk_widget_set_child_visible (self->names[i], self->used[i]);
  if (self->stops->len > 0)
    find_span (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (focused == NULL || self->stops->len == 0)
    return;
  /* It may be gone: removed, or its addition taken back. */
  focused = jal_axis_find_session (self, was);
  if (focused == NULL)
    focused = jal_axis_find_near (self, lane, date);
  if (focused == NULL)
    focused = jal_axis_find_entrance (self);
  jal_focus_give (focused->child);
}

void
jal_timeline_axis_set_zoom (JalTimelineAxis *self, JalAxisZoom zoom)
{
  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
jal_timeline_axis_preview (JalTimelineAxis *self, JalId session, JalDate date)
{
  JalAxisStop *stop;

  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  stop = jal_axis_find_session (self, self->previewed);
  if (stop != NULL)
    gtk_widget_remove_css_class (stop->child, "session-previewed");
  self->previewed = session;
  self->preview = CLAMP (date, self->first, self->last);
  stop = jal_axis_find_session (self, session);
  if (stop != NULL)
    gtk_widget_add_css_class (stop->child, "session-previewed");
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
jal_timeline_axis_has_session_focus (JalTimelineAxis *self)
{
  GtkWidget *focused;
  JalAxisStop *stop;

  g_return_val_if_fail (JAL_IS_TIMELINE_AXIS (self), FALSE);

  focused = gtk_widget_get_focus_child (GTK_WIDGET (self));
  stop = focused != NULL && gtk_widget_has_focus (focused) ? jal_axis_find_stop (self, focused) : NULL;
  return stop != NULL && stop->entry->session != NULL;
}

void
jal_timeline_axis_focus_session (JalTimelineAxis *self, JalId session)
{
  JalAxisStop *stop;

  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  stop = jal_axis_find_session (self, session);
  if (stop != NULL)
    jal_focus_give (stop->child);
}

void
jal_timeline_axis_focus_next (JalTimelineAxis *self)
{
  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  if (self->stops->len > 0)
    jal_focus_give (jal_axis_find_entrance (self)->child);
}

void
jal_timeline_axis_show_date (JalTimelineAxis *self, JalDate date)
{
  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  if (self->scroll != NULL && self->stops->len > 0)
    gtk_adjustment_set_value (self->scroll, jal_axis_x (self, date) - gtk_adjustment_get_page_size (self->scroll) / 2);
}

static gboolean
rename_cb (gpointer data)
{
  JalTimelineAxis *self = data;

  self->renaming = 0;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Not at once: the adjustment also changes while the scrolled window gives us our place. */
static void
scrolled_cb (JalTimelineAxis *self)
{
  if (self->renaming == 0)
    self->renaming = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rename_cb, self, NULL);
}

/* The names stay where they are while the axis moves under them. */
static void
jal_timeline_axis_root (GtkWidget *widget)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  GtkWidget *scrolled;

  GTK_WIDGET_CLASS (jal_timeline_axis_parent_class)->root (widget);
  scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (scrolled == NULL)
    return;
  g_set_object (&self->scroll, gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  g_signal_connect_object (self->scroll, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}

static void
jal_timeline_axis_unroot (GtkWidget *widget)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);

  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_data (self->scroll, self);
  g_clear_object (&self->scroll);
  g_clear_handle_id (&self->renaming, g_source_remove);
  g_clear_handle_id (&self->densing, g_source_remove);
  GTK_WIDGET_CLASS (jal_timeline_axis_parent_class)->unroot (widget);
}

static void
jal_timeline_axis_dispose (GObject *object)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (object);

  if (self->stops != NULL)
    g_array_set_size (self->stops, 0);
  for (guint i = 0; i < JAL_N_LANES; i++)
    g_clear_pointer (&self->names[i], gtk_widget_unparent);
  if (self->drag_label != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->drag_label));
  self->drag_label = NULL;
  G_OBJECT_CLASS (jal_timeline_axis_parent_class)->dispose (object);
}

static void
jal_timeline_axis_finalize (GObject *object)
{
  g_array_unref (JAL_TIMELINE_AXIS (object)->stops);
  G_OBJECT_CLASS (jal_timeline_axis_parent_class)->finalize (object);
}

static void
jal_timeline_axis_class_init (JalTimelineAxisClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_timeline_axis_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_timeline_axis_finalize;
  widget_class->measure = jal_axis_measure;
  widget_class->size_allocate = jal_axis_size_allocate;
  widget_class->snapshot = jal_axis_snapshot;
  widget_class->focus = jal_axis_focus;
  widget_class->root = jal_timeline_axis_root;
  widget_class->unroot = jal_timeline_axis_unroot;
  jal_axis_signals[JAL_AXIS_SESSION_ACTIVATED] = g_signal_new ("session-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, JAL_TYPE_SESSION);
  jal_axis_signals[JAL_AXIS_SESSION_DROPPED] = g_signal_new ("session-dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, JAL_TYPE_SESSION, G_TYPE_INT);
  jal_axis_signals[JAL_AXIS_SESSION_SELECTED] = g_signal_new ("session-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, JAL_TYPE_SESSION);
  jal_axis_signals[JAL_AXIS_EXPECTED_ACTIVATED] = g_signal_new ("expected-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                              NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "timelineaxis");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
jal_timeline_axis_init (JalTimelineAxis *self)
{
  self->stops = g_array_new (FALSE, TRUE, sizeof (JalAxisStop));
  g_array_set_clear_func (self->stops, clear_stop);
  for (guint i = 0; i < JAL_N_LANES; i++)
    {
      self->names[i] = gtk_label_new (jal_lane_name ((JalLane)i));
      gtk_label_set_xalign (GTK_LABEL (self->names[i]), 0);
      gtk_widget_add_css_class (self->names[i], "lane-name");
      gtk_widget_set_parent (self->names[i], GTK_WIDGET (self));
      gtk_widget_set_child_visible (self->names[i], FALSE);
    }
  self->drag_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->drag_label), "drag-day");
  gtk_widget_set_parent (GTK_WIDGET (self->drag_label), GTK_WIDGET (self));
  gtk_widget_set_child_visible (GTK_WIDGET (self->drag_label), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("The case over the years"), -1);
}
