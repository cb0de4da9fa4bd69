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
#include "app/timeline/jal-timeline-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/shell/jal-shown.h"

typedef struct
{
  JalLaneEntry *entry;
  GtkWidget *child;
  gboolean span; /* stands from one day to another */
} Stop;

struct _JalTimelineAxis
{
  GtkWidget parent_instance;

  GArray *stops; /* Stop, lane by lane, in order of date */
  JalDate first;
  JalDate last;
  JalAxisZoom zoom;
  GtkWidget *names[JAL_N_LANES];
  gboolean used[JAL_N_LANES];
  GtkAdjustment *scroll; /* nullable: of the scrolled window around */
  guint renaming;        /* source: the names move after the scroll */
  JalId previewed;
  JalDate preview;
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
  EXPECTED_ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Rows of a lane, and the height of one, in units. */
static const struct
{
  guint rows;
  double height;
} lanes[JAL_N_LANES] = { { 2, 1.15 }, { 1, 0.7 }, { 1, 0.9 }, { 2, 0.7 }, { 2, 0.8 }, { 1, 0.85 } };

#define HEAD 0.9

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

      if (stop->entry->lane == JAL_LANE_SESSIONS)
        gtk_widget_measure (stop->child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &unit, NULL, NULL);
    }
  return MAX (unit, 24);
}

static double
get_months (JalTimelineAxis *self)
{
  return (self->last - self->first) / 30.44;
}

/* The width of the column of names. */
static int
get_names (JalTimelineAxis *self)
{
  int widest = 0;

  for (guint i = 0; i < JAL_N_LANES; i++)
    {
      int width = 0;

      if (!self->used[i])
        continue;
      gtk_widget_measure (self->names[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  static const double month_units[] = { 0, 2.2, 8.8 };
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  int unit = get_unit (self);
  double height = HEAD;

  /* The toolkit wants every child measured before it is given a place. */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int ignored;

      gtk_widget_measure (child, orientation, -1, &ignored, NULL, NULL, NULL);
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int width = self->zoom == JAL_AXIS_ZOOM_WHOLE ? 10 * unit : (int)(get_months (self) * unit * month_units[self->zoom]);

      *minimum = *natural = get_names (self) + width + 2 * unit;
      return;
    }
  for (guint i = 0; i < JAL_N_LANES; i++)
    if (self->used[i])
      height += lanes[i].rows * lanes[i].height;
  *minimum = *natural = (int)ceil (height * unit);
}

/* Where the axis begins inside the widget, and its width. */
static void
get_span (JalTimelineAxis *self, double *start, double *width)
{
  int unit = get_unit (self);
  int names = get_names (self);

  *start = names + unit;
  *width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - names - 2 * unit, 1);
}

static gboolean
is_rtl (JalTimelineAxis *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static double
get_x (JalTimelineAxis *self, JalDate date)
{
  double start, width, x;

  get_span (self, &start, &width);
  x = start + jal_timeline_axis_place (date, self->first, self->last, width);
  return is_rtl (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;
}

static JalDate
shown_date (JalTimelineAxis *self, JalLaneEntry *entry)
{
  if (entry->session != NULL && entry->lane <= JAL_LANE_MENTIONS && jal_id_equal (entry->session->id, self->previewed))
    return self->preview;
  return entry->from;
}

static void
allocate (GtkWidget *child, double x, double y, double width, double height)
{
  GtkAllocation place = { (int)lround (x), (int)lround (y), MAX ((int)lround (width), 1), MAX ((int)lround (height), 1) };
  int least_width, least_height;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  place.width = MAX (place.width, least_width);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, place.width, &least_height, NULL, NULL, NULL);
  place.height = MAX (place.height, least_height);
  gtk_widget_size_allocate (child, &place, -1);
}

static void
allocate_centred (GtkWidget *child, double centre_x, double centre_y)
{
  GtkRequisition size;

  gtk_widget_get_preferred_size (child, NULL, &size);
  allocate (child, centre_x - size.width / 2.0, centre_y - size.height / 2.0, size.width, size.height);
}

/* The first row in which there is room from @from on; rule 4. */
static guint
take_row (double ends[3], guint n_rows, double from, double to)
{
  guint row = 0;

  while (row + 1 < n_rows && ends[row] > from)
    row++;
  if (ends[row] > from)
    row = 0;
  ends[row] = MAX (ends[row], to);
  return row;
}

static void
allocate_lane (JalTimelineAxis *self, JalLane lane, double top)
{
  int unit = get_unit (self);
  double ends[3] = { -1e9, -1e9, -1e9 };

  for (guint i = 0; i < self->stops->len; i++)
    {
      Stop *stop = &g_array_index (self->stops, Stop, i);
      double x, wide, y;
      GtkRequisition size;

      if (stop->entry->lane != lane)
        continue;
      gtk_widget_get_preferred_size (stop->child, NULL, &size);
      if (stop->span)
        {
          double other = get_x (self, stop->entry->to);

          x = get_x (self, stop->entry->from);
          wide = MAX (fabs (other - x), unit * 0.2);
          x = MIN (x, other);
        }
      else
        {
          wide = size.width;
          x = get_x (self, shown_date (self, stop->entry)) - wide / 2 + (stop->child == self->dragged ? self->drag_x : 0);
        }
      y = top
          + (is_rtl (self) ? take_row (ends, lanes[lane].rows, -x - wide, -x) : take_row (ends, lanes[lane].rows, x, x + wide + 1))
                * lanes[lane].height * unit;
      if (stop->span)
        allocate (stop->child, x, y + unit * 0.08, wide, lanes[lane].height * unit - unit * 0.16);
      else
        allocate (stop->child, x, y + (lanes[lane].height * unit - size.height) / 2, wide, size.height);
    }
}

static void
allocate_names (JalTimelineAxis *self, const double *tops)
{
  int unit = get_unit (self), names = get_names (self);
  double x = self->scroll != NULL ? gtk_adjustment_get_value (self->scroll) : 0;

  if (is_rtl (self))
    x = (self->scroll != NULL ? x + gtk_adjustment_get_page_size (self->scroll) : gtk_widget_get_width (GTK_WIDGET (self))) - names;
  for (guint i = 0; i < JAL_N_LANES; i++)
    if (self->used[i])
      allocate (self->names[i], x, tops[i], names, lanes[i].rows * lanes[i].height * unit);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  int unit = get_unit (self);
  double top = HEAD * unit, tops[JAL_N_LANES] = { 0 };

  for (guint i = 0; i < JAL_N_LANES; i++)
    {
      tops[i] = top;
      if (!self->used[i])
        continue;
      allocate_lane (self, (JalLane)i, top);
      top += lanes[i].rows * lanes[i].height * unit;
    }
  allocate_names (self, tops);
  if (self->dragged != NULL)
    {
      GtkAllocation place;
      GtkRequisition size;

      gtk_widget_get_allocation (self->dragged, &place);
      gtk_widget_get_preferred_size (GTK_WIDGET (self->drag_label), NULL, &size);
      allocate_centred (GTK_WIDGET (self->drag_label),
                        CLAMP (place.x + place.width / 2.0, size.width / 2.0, MAX (width - size.width / 2.0, size.width / 2.0)),
                        unit * 0.6);
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

/* A line at each quarter, a longer one with its number at each year; the names of the quarters where there is room. */
static void
draw_ticks (JalTimelineAxis *self, GtkSnapshot *snapshot, const GdkRGBA *color)
{
  int unit = get_unit (self), year, month;
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  for (JalDate tick = self->first; tick != JAL_DATE_NONE && tick <= self->last; tick = jal_date_add_months (tick, 3))
    {
      double x = get_x (self, tick);
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
  int unit = get_unit (self);
  double top = HEAD * unit, width = gtk_widget_get_width (GTK_WIDGET (self));

  for (guint i = 0; i < JAL_N_LANES; i++)
    {
      if (!self->used[i])
        continue;
      draw_line (snapshot, color, 0.12, 0, top, width, 1);
      top += lanes[i].rows * lanes[i].height * unit;
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
  draw_line (snapshot, &color, 1, x - 1, get_unit (self) * 0.4, 2, gtk_widget_get_height (GTK_WIDGET (self)));
  draw_text (self, snapshot, &color, _ ("Today"), x + 4, get_unit (self) * 0.4);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *picture)
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
    gtk_widget_snapshot_child (widget, g_array_index (self->stops, Stop, i).child, picture);
  for (guint i = 0; i < JAL_N_LANES; i++)
    if (self->used[i])
      gtk_widget_snapshot_child (widget, self->names[i], picture);
  if (self->dragged != NULL)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->drag_label), picture);
}

/* --- Keys and drag ---------------------------------------------------------------------------------------------- */

static Stop *
find_stop (JalTimelineAxis *self, GtkWidget *child)
{
  for (guint i = 0; i < self->stops->len; i++)
    if (g_array_index (self->stops, Stop, i).child == child)
      return &g_array_index (self->stops, Stop, i);
  return NULL;
}

static Stop *
find_session (JalTimelineAxis *self, JalId id)
{
  for (guint i = 0; i < self->stops->len; i++)
    {
      Stop *stop = &g_array_index (self->stops, Stop, i);

      if (stop->entry->session != NULL && stop->entry->lane <= JAL_LANE_MENTIONS && jal_id_equal (stop->entry->session->id, id))
        return stop;
    }
  return NULL;
}

static void
clicked_cb (JalTimelineAxis *self, GtkWidget *button)
{
  Stop *stop = find_stop (self, button);

  if (stop == NULL)
    return;
  if (stop->entry->session != NULL)
    g_signal_emit (self, signals[SESSION_ACTIVATED], 0, stop->entry->session);
  else if (g_str_equal (stop->entry->style, "expected"))
    g_signal_emit (self, signals[EXPECTED_ACTIVATED], 0, stop->entry->from);
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
  if (x < value + get_names (self) + get_unit (self) || x > value + page - get_unit (self))
    gtk_adjustment_set_value (self->scroll, x - page / 2);
}

static void
focus_changed_cb (JalTimelineAxis *self, GParamSpec *pspec, GtkWidget *button)
{
  Stop *stop = find_stop (self, button);

  if (stop == NULL || !gtk_widget_has_focus (button))
    return;
  scroll_to (self, get_x (self, shown_date (self, stop->entry)));
  if (stop->entry->session != NULL)
    g_signal_emit (self, signals[SESSION_SELECTED], 0, stop->entry->session);
}

static gboolean
can_move (JalLaneEntry *entry)
{
  return entry->session != NULL && entry->lane <= JAL_LANE_MENTIONS
         && (g_str_equal (entry->session->state, "planned") || g_str_equal (entry->session->state, "fixed"));
}

static JalDate
get_dragged_day (JalTimelineAxis *self, Stop *stop)
{
  double start, width;
  double moved = is_rtl (self) ? -self->drag_x : self->drag_x;

  get_span (self, &start, &width);
  return jal_timeline_axis_day_at (jal_timeline_axis_place (shown_date (self, stop->entry), self->first, self->last, width) + moved,
                                   self->first, self->last, width);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, JalTimelineAxis *self)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  Stop *stop = find_stop (self, button);
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
  Stop *stop = self->dragged != NULL ? find_stop (self, self->dragged) : NULL;
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
  if (day != shown_date (self, stop->entry))
    g_signal_emit (self, signals[SESSION_DROPPED], 0, session, day);
}

static gboolean
can_focus (Stop *stop)
{
  return gtk_widget_get_focusable (stop->child);
}

/* The stop of the next lane up or down that is nearest in time. */
static Stop *
find_beside (JalTimelineAxis *self, Stop *from, int step)
{
  for (int lane = (int)from->entry->lane + step; lane >= 0 && lane < JAL_N_LANES; lane += step)
    {
      Stop *best = NULL;

      for (guint i = 0; i < self->stops->len; i++)
        {
          Stop *stop = &g_array_index (self->stops, Stop, i);

          if ((int)stop->entry->lane == lane && can_focus (stop)
              && (best == NULL || ABS (stop->entry->from - from->entry->from) < ABS (best->entry->from - from->entry->from)))
            best = stop;
        }
      if (best != NULL)
        return best;
    }
  return NULL;
}

static Stop *
find_next (JalTimelineAxis *self, Stop *from, int step)
{
  int index = (int)(from - (Stop *)(gpointer)self->stops->data);

  for (int i = index + step; i >= 0 && i < (int)self->stops->len; i += step)
    {
      Stop *stop = &g_array_index (self->stops, Stop, i);

      if (stop->entry->lane != from->entry->lane)
        return NULL;
      if (can_focus (stop))
        return stop;
    }
  return NULL;
}

/* Where Tab comes in: the next session to come, or else the first. */
static Stop *
find_entrance (JalTimelineAxis *self)
{
  Stop *first = NULL;

  for (guint i = 0; i < self->stops->len; i++)
    {
      Stop *stop = &g_array_index (self->stops, Stop, i);

      if (!can_focus (stop) || stop->entry->lane != JAL_LANE_SESSIONS)
        continue;
      if (first == NULL)
        first = stop;
      if (stop->entry->from >= jal_date_today ())
        return stop;
    }
  return first != NULL ? first : &g_array_index (self->stops, Stop, 0);
}

static gboolean
focus (GtkWidget *widget, GtkDirectionType direction)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (widget);
  Stop *stop = focused != NULL ? find_stop (self, focused) : NULL;
  Stop *next;

  if (self->stops->len == 0)
    return FALSE;
  if (stop == NULL)
    return gtk_widget_grab_focus (find_entrance (self)->child);
  switch (direction)
    {
    case GTK_DIR_UP:
    case GTK_DIR_DOWN:
      next = find_beside (self, stop, direction == GTK_DIR_UP ? -1 : 1);
      return next != NULL && gtk_widget_grab_focus (next->child);
    case GTK_DIR_LEFT:
    case GTK_DIR_RIGHT:
      next = find_next (self, stop, (direction == GTK_DIR_RIGHT) != is_rtl (self) ? 1 : -1);
      return next == NULL || gtk_widget_grab_focus (next->child);
    case GTK_DIR_TAB_FORWARD:
    case GTK_DIR_TAB_BACKWARD:
    default:
      /* Tab leaves the axis; the arrows walk along it. */
      return FALSE;
    }
}

/* --- Entries ---------------------------------------------------------------------------------------------------- */

static void
clear_stop (gpointer data)
{
  Stop *stop = data;

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

static GtkWidget *
new_button (JalTimelineAxis *self, JalLaneEntry *entry)
{
  static const char *const styles[JAL_N_LANES] = { "session-stop", "mention-stop", "gap-span", "deadline-stop", "", "checkin-stop" };
  GtkWidget *button = gtk_button_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_autofree char *style = g_strconcat ("session-", entry->style, NULL);

  if (entry->lane == JAL_LANE_SESSIONS || entry->lane == JAL_LANE_CHECKINS)
    gtk_button_set_label (GTK_BUTTON (button), entry->label);
  else if (entry->lane == JAL_LANE_GAPS)
    {
      GtkWidget *label = gtk_label_new (entry->label);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_button_set_child (GTK_BUTTON (button), label);
    }
  gtk_widget_add_css_class (button, styles[entry->lane]);
  gtk_widget_add_css_class (button, style);
  if (entry->session != NULL && entry->session->warning != NULL && entry->lane == JAL_LANE_SESSIONS)
    gtk_widget_add_css_class (button, "session-warned");
  say (button, entry);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "notify::has-focus", G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, 0);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (drag));
  return button;
}

static GtkWidget *
new_span (JalLaneEntry *entry)
{
  GtkWidget *label = gtk_label_new (entry->label);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
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
      JalLaneEntry *entry = g_array_index (self->stops, Stop, i).entry;

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
  Stop *focused;
  JalId was = JAL_ID_NONE;

  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL
                ? find_stop (self, gtk_widget_get_focus_child (GTK_WIDGET (self)))
                : NULL;
  if (focused != NULL && focused->entry->session != NULL)
    was = focused->entry->session->id;
  self->dragged = NULL;
  gtk_widget_set_child_visible (GTK_WIDGET (self->drag_label), FALSE);
  g_array_set_size (self->stops, 0);
  for (guint i = 0; i < JAL_N_LANES; i++)
    self->used[i] = FALSE;
  for (guint i = 0; entries != NULL && i < g_list_model_get_n_items (entries); i++)
    {
      Stop stop = { .entry = g_list_model_get_item (entries, i) };

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
  if (!jal_id_is_none (was))
    jal_timeline_axis_focus_session (self, was);
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
  Stop *stop;

  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  stop = find_session (self, self->previewed);
  if (stop != NULL)
    gtk_widget_remove_css_class (stop->child, "session-previewed");
  self->previewed = session;
  self->preview = CLAMP (date, self->first, self->last);
  stop = find_session (self, session);
  if (stop != NULL)
    gtk_widget_add_css_class (stop->child, "session-previewed");
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
jal_timeline_axis_has_session_focus (JalTimelineAxis *self)
{
  GtkWidget *focused;
  Stop *stop;

  g_return_val_if_fail (JAL_IS_TIMELINE_AXIS (self), FALSE);

  focused = gtk_widget_get_focus_child (GTK_WIDGET (self));
  stop = focused != NULL && gtk_widget_has_focus (focused) ? find_stop (self, focused) : NULL;
  return stop != NULL && stop->entry->session != NULL;
}

void
jal_timeline_axis_focus_session (JalTimelineAxis *self, JalId session)
{
  Stop *stop;

  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  stop = find_session (self, session);
  if (stop != NULL)
    gtk_widget_grab_focus (stop->child);
}

void
jal_timeline_axis_show_date (JalTimelineAxis *self, JalDate date)
{
  g_return_if_fail (JAL_IS_TIMELINE_AXIS (self));

  if (self->scroll != NULL && self->stops->len > 0)
    gtk_adjustment_set_value (self->scroll, get_x (self, date) - gtk_adjustment_get_page_size (self->scroll) / 2);
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
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->focus = focus;
  widget_class->root = jal_timeline_axis_root;
  widget_class->unroot = jal_timeline_axis_unroot;
  signals[SESSION_ACTIVATED] = g_signal_new ("session-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, JAL_TYPE_SESSION);
  signals[SESSION_DROPPED] = g_signal_new ("session-dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, JAL_TYPE_SESSION, G_TYPE_INT);
  signals[SESSION_SELECTED] = g_signal_new ("session-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, JAL_TYPE_SESSION);
  signals[EXPECTED_ACTIVATED] = g_signal_new ("expected-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                              NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "timelineaxis");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
jal_timeline_axis_init (JalTimelineAxis *self)
{
  self->stops = g_array_new (FALSE, TRUE, sizeof (Stop));
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
