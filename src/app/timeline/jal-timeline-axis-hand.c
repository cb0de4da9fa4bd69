/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Keys and drag on the axis. Rule 3: a drag moves only what is drawn. */
#include "app/timeline/jal-timeline-axis-private.h"

#include "app/shell/jal-shown.h"

JalAxisStop *
jal_axis_find_stop (JalTimelineAxis *self, GtkWidget *child)
{
  for (guint i = 0; i < self->stops->len; i++)
    if (g_array_index (self->stops, JalAxisStop, i).child == child)
      return &g_array_index (self->stops, JalAxisStop, i);
  return NULL;
}

JalAxisStop *
jal_axis_find_session (JalTimelineAxis *self, JalId id)
{
  for (guint i = 0; i < self->stops->len; i++)
    {
      JalAxisStop *stop = &g_array_index (self->stops, JalAxisStop, i);

      if (stop->entry->session != NULL && stop->entry->lane <= JAL_LANE_MENTIONS && jal_id_equal (stop->entry->session->id, id))
        return stop;
    }
  return NULL;
}

static void
clicked_cb (JalTimelineAxis *self, GtkWidget *button)
{
  JalAxisStop *stop = jal_axis_find_stop (self, button);

  if (stop == NULL)
    return;
  if (stop->entry->session != NULL)
    g_signal_emit (self, jal_axis_signals[JAL_AXIS_SESSION_ACTIVATED], 0, stop->entry->session);
  else if (g_str_equal (stop->entry->style, "expected"))
    g_signal_emit (self, jal_axis_signals[JAL_AXIS_EXPECTED_ACTIVATED], 0, stop->entry->from);
}

/* Keeps what has the focus in sight. */
static void
scroll_to (JalTimelineAxis *self, double x)
{
  double value, page;

  if (self->scroll == NULL)
    return;
  value = gtk_adjustment_get_value (self->scroll);
  page = gtk_adjustment_get_page_size (self->scroll);
  if (x < value + jal_axis_names_width (self) + jal_axis_unit (self) || x > value + page - jal_axis_unit (self))
    gtk_adjustment_set_value (self->scroll, x - page / 2);
}

static void
focus_changed_cb (JalTimelineAxis *self, GParamSpec *pspec, GtkWidget *button)
{
  JalAxisStop *stop = jal_axis_find_stop (self, button);

  if (stop == NULL || !gtk_widget_has_focus (button))
    return;
  scroll_to (self, jal_axis_x (self, jal_axis_shown_date (self, stop->entry)));
  if (stop->entry->session == NULL)
    return;
  self->current = stop->entry->session->id;
  g_signal_emit (self, jal_axis_signals[JAL_AXIS_SESSION_SELECTED], 0, stop->entry->session);
}

static gboolean
can_move (JalLaneEntry *entry)
{
  return entry->session != NULL && entry->lane <= JAL_LANE_MENTIONS
         && (g_str_equal (entry->session->state, "planned") || g_str_equal (entry->session->state, "fixed"));
}

static JalDate
get_dragged_day (JalTimelineAxis *self, JalAxisStop *stop)
{
  double start, width;
  double moved = jal_axis_is_rtl (self) ? -self->drag_x : self->drag_x;

  jal_axis_span (self, &start, &width);
  return jal_timeline_axis_day_at (jal_timeline_axis_place (jal_axis_shown_date (self, stop->entry), self->first, self->last, width) + moved,
                                   self->first, self->last, width);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, JalTimelineAxis *self)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  JalAxisStop *stop = jal_axis_find_stop (self, button);
  g_autofree char *text = NULL;

  if (stop == NULL || !can_move (stop->entry))
    return;
  if (self->dragged == NULL)
    {
      if (!gtk_drag_check_threshold (button, 0, 0, (int)x, 0))
        return;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      self->dragged = button;
      self->drag_x = 0;
      gtk_widget_set_child_visible (GTK_WIDGET (self->drag_label), TRUE);
    }
  /* The offset is told against the button, which moves with the drag. */
  self->drag_x += x;
  text = jal_shown_date_short (get_dragged_day (self, stop));
  gtk_label_set_text (self->drag_label, text);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double x, double y, JalTimelineAxis *self)
{
  JalAxisStop *stop = self->dragged != NULL ? jal_axis_find_stop (self, self->dragged) : NULL;
  g_autoptr (JalSession) session = NULL;
  JalDate day;

  if (stop == NULL)
    return;
  day = get_dragged_day (self, stop);
  session = g_object_ref (stop->entry->session);
  self->dragged = NULL;
  self->drag_x = 0;
  gtk_widget_set_child_visible (GTK_WIDGET (self->drag_label), FALSE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (day != jal_axis_shown_date (self, stop->entry))
    g_signal_emit (self, jal_axis_signals[JAL_AXIS_SESSION_DROPPED], 0, session, day);
}

static gboolean
can_focus (JalAxisStop *stop)
{
  return gtk_widget_get_focusable (stop->child);
}

JalAxisStop *
jal_axis_find_near (JalTimelineAxis *self, JalLane lane, JalDate date)
{
  JalAxisStop *best = NULL;

  for (guint i = 0; i < self->stops->len; i++)
    {
      JalAxisStop *stop = &g_array_index (self->stops, JalAxisStop, i);

      if (stop->entry->lane == lane && can_focus (stop) && (best == NULL || ABS (stop->entry->from - date) < ABS (best->entry->from - date)))
        best = stop;
    }
  return best;
}

/* The stop of the next lane up or down that is nearest in time. */
static JalAxisStop *
find_beside (JalTimelineAxis *self, JalAxisStop *from, int step)
{
  JalAxisStop *best = NULL;

  for (int lane = (int)from->entry->lane + step; best == NULL && lane >= 0 && lane < JAL_N_LANES; lane += step)
    best = jal_axis_find_near (self, (JalLane)lane, from->entry->from);
  return best;
}

static JalAxisStop *
find_next (JalTimelineAxis *self, JalAxisStop *from, int step)
{
  int index = (int)(from - (JalAxisStop *)(gpointer)self->stops->data);

  for (int i = index + step; i >= 0 && i < (int)self->stops->len; i += step)
    {
      JalAxisStop *stop = &g_array_index (self->stops, JalAxisStop, i);

      if (stop->entry->lane != from->entry->lane)
        return NULL;
      if (can_focus (stop))
        return stop;
    }
  return NULL;
}

JalAxisStop *
jal_axis_find_entrance (JalTimelineAxis *self)
{
  JalAxisStop *last = jal_axis_find_session (self, jal_id_is_none (self->previewed) ? self->current : self->previewed);
  JalAxisStop *first = NULL;

  if (last != NULL && can_focus (last))
    return last;
  for (guint i = 0; i < self->stops->len; i++)
    {
      JalAxisStop *stop = &g_array_index (self->stops, JalAxisStop, i);

      if (!can_focus (stop) || stop->entry->lane != JAL_LANE_SESSIONS)
        continue;
      if (first == NULL)
        first = stop;
      if (stop->entry->from >= jal_date_today ())
        return stop;
    }
  return first != NULL ? first : &g_array_index (self->stops, JalAxisStop, 0);
}

gboolean
jal_axis_focus (GtkWidget *widget, GtkDirectionType direction)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (widget);
  JalAxisStop *stop = focused != NULL ? jal_axis_find_stop (self, focused) : NULL;
  JalAxisStop *next;

  if (self->stops->len == 0)
    return FALSE;
  if (stop == NULL)
    return gtk_widget_grab_focus (jal_axis_find_entrance (self)->child);
  switch (direction)
    {
    case GTK_DIR_UP:
    case GTK_DIR_DOWN:
      next = find_beside (self, stop, direction == GTK_DIR_UP ? -1 : 1);
      return next != NULL && gtk_widget_grab_focus (next->child);
    case GTK_DIR_LEFT:
    case GTK_DIR_RIGHT:
      next = find_next (self, stop, (direction == GTK_DIR_RIGHT) != jal_axis_is_rtl (self) ? 1 : -1);
      return next == NULL || gtk_widget_grab_focus (next->child);
    case GTK_DIR_TAB_FORWARD:
    case GTK_DIR_TAB_BACKWARD:
    default:
      /* Tab leaves the axis; the arrows walk along it. */
      return FALSE;
    }
}

void
jal_axis_watch_button (JalTimelineAxis *self, GtkWidget *button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "notify::has-focus", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, 0);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (drag));
}
