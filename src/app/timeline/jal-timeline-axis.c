/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The axis.
 *
 *      2027          |           2028            |          2029
 *   ①     ②      ③   '    ④        ⑤      '   ⑥    |            counted sessions
 *     · · · · · · · · · · · · · · · · · · · · · · ·                 mentions
 *
 * 1. The axis runs from the first of the first session's quarter to the end of the last one's.
 * 2. All lengths follow from the size of a session's button, which the style sheet sets.
 * 3. A drag moves only what is drawn; the day is changed by whoever listens to "session-dropped".
 */
#include "app/timeline/jal-timeline-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/shell/jal-shown.h"
#include "app/timeline/jal-session-words.h"

typedef struct
{
  JalSession *session;
  GtkWidget *button;
} Stop;

struct _JalTimelineAxis
{
  GtkWidget parent_instance;

  GArray *stops; /* Stop, in order of date */
  JalDate first;
  JalDate last;
  GtkWidget *dragged; /* nullable: one of the buttons */
  double drag_x;
  GtkLabel *drag_label;
};

G_DEFINE_FINAL_TYPE (JalTimelineAxis, jal_timeline_axis, GTK_TYPE_WIDGET)

enum
{
  SESSION_ACTIVATED,
  SESSION_DROPPED,
  SESSION_SELECTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

double
jal_timeline_axis_place (JalDate date, JalDate first, JalDate last, double width)
{
  return last > first ? (double)(date - first) * width / (double)(last - first) : 0;
}

JalDate
jal_timeline_axis_day_at (double x, JalDate first, JalDate last, double width)
{
  if (width <= 0)
    return first;
  return CLAMP (first + (JalDate)lround (x * (double)(last - first) / width), first, last);
}

/* --- Measures --------------------------------------------------------------------------------------------------- */

/* The natural size of a counted session's button: the unit of everything. */
static int
get_unit (JalTimelineAxis *self)
{
  int unit = 0;

  for (guint i = 0; i < self->stops->len && unit == 0; i++)
    {
      Stop *stop = &g_array_index (self->stops, Stop, i);

      if (stop->session->counted)
        gtk_widget_measure (stop->button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &unit, NULL, NULL);
    }
  return MAX (unit, 24);
}

static double
get_months (JalTimelineAxis *self)
{
  return (self->last - self->first) / 30.44;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  int unit = get_unit (self);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int ignored;

      gtk_widget_measure (child, orientation, -1, &ignored, NULL, NULL, NULL);
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = (int)(get_months (self) * unit * 0.72) + 2 * unit;
  else
    *minimum = *natural = unit * 4;
}

/* Left edge and width of the axis inside the widget. */
static void
get_span (JalTimelineAxis *self, double *start, double *width)
{
  int unit = get_unit (self);

  *start = unit;
  *width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * unit, 1);
}

static double
get_x (JalTimelineAxis *self, JalDate date)
{
  double start, width, x;

  get_span (self, &start, &width);
  x = start + jal_timeline_axis_place (date, self->first, self->last, width);
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;
}

static void
allocate_child (GtkWidget *child, double centre_x, double centre_y)
{
  GtkRequisition size;
  GtkAllocation place;

  gtk_widget_get_preferred_size (child, NULL, &size);
  place.x = (int)lround (centre_x - size.width / 2.0);
  place.y = (int)lround (centre_y - size.height / 2.0);
  place.width = size.width;
  place.height = size.height;
  gtk_widget_size_allocate (child, &place, -1);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  int unit = get_unit (self);

  for (guint i = 0; i < self->stops->len; i++)
    {
      Stop *stop = &g_array_index (self->stops, Stop, i);
      double x = get_x (self, stop->session->date) + (stop->button == self->dragged ? self->drag_x : 0);

      allocate_child (stop->button, x, stop->session->counted ? unit * 1.9 : unit * 3.1);
    }
  if (self->dragged != NULL)
    {
      GtkAllocation place;
      GtkRequisition size;

      gtk_widget_get_allocation (self->dragged, &place);
      gtk_widget_get_preferred_size (GTK_WIDGET (self->drag_label), NULL, &size);
      allocate_child (GTK_WIDGET (self->drag_label),
                      CLAMP (place.x + place.width / 2.0, size.width / 2.0, MAX (width - size.width / 2.0, size.width / 2.0)),
                      unit * 1.0);
    }
}

/* --- Drawing ---------------------------------------------------------------------------------------------------- */

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

/* A line at each quarter, a longer one with its number at each year. */
static void
draw_ticks (JalTimelineAxis *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  int unit = get_unit (self), year, month;
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  jal_date_to_ymd (self->first, &year, &month, NULL);
  for (JalDate tick = self->first; tick != JAL_DATE_NONE && tick <= self->last; tick = jal_date_add_months (tick, 3))
    {
      double x = get_x (self, tick);
      gboolean is_year;

      jal_date_to_ymd (tick, &year, &month, NULL);
      is_year = month == 1;
      draw_line (snapshot, color, is_year ? 0.4 : 0.15, x, is_year ? 0 : unit, 1, is_year ? height : height - unit);
      if (is_year || tick == self->first)
        {
          g_autofree char *text = g_strdup_printf ("%d", year);

          if (is_year || month <= 7)
            draw_text (self, snapshot, color, text, x + unit * 0.2, unit * 0.1);
        }
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
  x = get_x (self, today);
  draw_line (snapshot, &color, 1, x - 1, get_unit (self) * 0.9, 2, gtk_widget_get_height (GTK_WIDGET (self)));
  draw_text (self, snapshot, &color, _ ("Today"), x + 4, gtk_widget_get_height (GTK_WIDGET (self)) - get_unit (self) * 0.62);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *picture)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  GdkRGBA color;
  double start, width;

  if (self->stops->len == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  get_span (self, &start, &width);
  draw_ticks (self, picture, &color);
  draw_line (picture, &color, 0.4, start, get_unit (self) * 1.9, width, 1);
  draw_today (self, picture);
  for (guint i = 0; i < self->stops->len; i++)
    gtk_widget_snapshot_child (widget, g_array_index (self->stops, Stop, i).button, picture);
  if (self->dragged != NULL)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->drag_label), picture);
}

/* --- Keys and drag ---------------------------------------------------------------------------------------------- */

static Stop *
find_stop (JalTimelineAxis *self, GtkWidget *button)
{
  for (guint i = 0; i < self->stops->len; i++)
    if (g_array_index (self->stops, Stop, i).button == button)
      return &g_array_index (self->stops, Stop, i);
  return NULL;
}

static void
clicked_cb (JalTimelineAxis *self, GtkWidget *button)
{
  Stop *stop = find_stop (self, button);

  if (stop != NULL)
    g_signal_emit (self, signals[SESSION_ACTIVATED], 0, stop->session);
}

static void
focus_changed_cb (JalTimelineAxis *self, GParamSpec *pspec, GtkWidget *button)
{
  Stop *stop = find_stop (self, button);

  if (stop != NULL && gtk_widget_has_focus (button))
    g_signal_emit (self, signals[SESSION_SELECTED], 0, stop->session);
}

static gboolean
can_move (JalSession *session)
{
  return g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed");
}

static JalDate
get_dragged_day (JalTimelineAxis *self, Stop *stop)
{
  double start, width;
  double moved = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -self->drag_x : self->drag_x;

  get_span (self, &start, &width);
  return jal_timeline_axis_day_at (jal_timeline_axis_place (stop->session->date, self->first, self->last, width) + moved,
                                   self->first, self->last, width);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, JalTimelineAxis *self)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  Stop *stop = find_stop (self, button);
  g_autofree char *text = NULL;

  if (stop == NULL || !can_move (stop->session))
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
  Stop *stop = self->dragged != NULL ? find_stop (self, self->dragged) : NULL;
  JalDate day;

  if (stop == NULL)
    return;
  day = get_dragged_day (self, stop);
  self->dragged = NULL;
  self->drag_x = 0;
  gtk_widget_set_child_visible (GTK_WIDGET (self->drag_label), FALSE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (day != stop->session->date)
    g_signal_emit (self, signals[SESSION_DROPPED], 0, stop->session, day);
}

static gboolean
focus (GtkWidget *widget, GtkDirectionType direction)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (widget);
  gboolean forward = direction == GTK_DIR_RIGHT || direction == GTK_DIR_TAB_FORWARD;
  int step = forward ? 1 : -1, index = -1;

  if (direction == GTK_DIR_UP || direction == GTK_DIR_DOWN || self->stops->len == 0)
    return FALSE;
  for (guint i = 0; i < self->stops->len; i++)
    if (g_array_index (self->stops, Stop, i).button == focused)
      index = (int)i;
  if (focused == NULL)
    return gtk_widget_grab_focus (g_array_index (self->stops, Stop, forward ? 0 : self->stops->len - 1).button);
  /* Tab leaves the axis; the arrows walk along it. */
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    step = -step;
  if (index + step < 0 || index + step >= (int)self->stops->len)
    return TRUE;
  return gtk_widget_grab_focus (g_array_index (self->stops, Stop, index + step).button);
}

/* --- Sessions --------------------------------------------------------------------------------------------------- */

static void
clear_stop (gpointer data)
{
  Stop *stop = data;

  g_clear_object (&stop->session);
  g_clear_pointer (&stop->button, gtk_widget_unparent);
}

static GtkWidget *
new_button (JalTimelineAxis *self, JalSession *session)
{
  GtkWidget *button = gtk_button_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_autofree char *words = jal_session_words_describe (session);
  g_autofree char *number = session->ordinal > 0 ? g_strdup_printf ("%u", session->ordinal) : NULL;
  g_autofree char *style = g_strconcat ("session-", session->state, NULL);

  if (session->counted && number != NULL)
    gtk_button_set_label (GTK_BUTTON (button), number);
  gtk_widget_add_css_class (button, session->counted ? "session-stop" : "mention-stop");
  gtk_widget_add_css_class (button, style);
  if (session->warning != NULL)
    gtk_widget_add_css_class (button, "session-warned");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "notify::has-focus", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, 0);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

/* Rule 1. */
static void
find_span (JalTimelineAxis *self, GListModel *sessions)
{
  g_autoptr (JalSession) first = g_list_model_get_item (sessions, 0);
  g_autoptr (JalSession) last = g_list_model_get_item (sessions, g_list_model_get_n_items (sessions) - 1);
  int year, month;

  jal_date_to_ymd (first->date, &year, &month, NULL);
  self->first = jal_date_from_ymd (year, (month - 1) / 3 * 3 + 1, 1);
  jal_date_to_ymd (last->date, &year, &month, NULL);
  self->last = jal_date_add_months (jal_date_from_ymd (year, (month - 1) / 3 * 3 + 1, 1), 3);
}

void
jal_timeline_axis_set_sessions (JalTimelineAxis *self, GListModel *sessions)
{
  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  self->dragged = NULL;
  g_array_set_size (self->stops, 0);
  if (sessions != NULL && g_list_model_get_n_items (sessions) > 0)
    {
      find_span (self, sessions);
      for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
        {
          Stop stop = { .session = g_list_model_get_item (sessions, i) };

          stop.button = new_button (self, stop.session);
          g_array_append_val (self->stops, stop);
        }
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
jal_timeline_axis_dispose (GObject *object)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (object);

  if (self->stops != NULL)
    g_array_set_size (self->stops, 0);
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
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->focus = focus;
  signals[SESSION_ACTIVATED] = g_signal_new ("session-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, JAL_TYPE_SESSION);
  signals[SESSION_DROPPED] = g_signal_new ("session-dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, JAL_TYPE_SESSION, G_TYPE_INT);
  signals[SESSION_SELECTED] = g_signal_new ("session-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, JAL_TYPE_SESSION);
  gtk_widget_class_set_css_name (widget_class, "timelineaxis");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
jal_timeline_axis_init (JalTimelineAxis *self)
{
  self->stops = g_array_new (FALSE, TRUE, sizeof (Stop));
  g_array_set_clear_func (self->stops, clear_stop);
  self->drag_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->drag_label), "drag-day");
  gtk_widget_set_parent (GTK_WIDGET (self->drag_label), GTK_WIDGET (self));
  gtk_widget_set_child_visible (GTK_WIDGET (self->drag_label), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sessions over the years"), -1);
}
