/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Where everything on the axis stands. */
#include "app/timeline/jal-timeline-axis-private.h"

#include <math.h>

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
/* In as much room as the two rows have. */
#define DENSE_ROWS 3

static guint
rows_of (JalTimelineAxis *self, JalLane lane)
{
  return self->dense && lane == JAL_LANE_SESSIONS ? DENSE_ROWS : lanes[lane].rows;
}

static double
row_height (JalTimelineAxis *self, JalLane lane)
{
  return jal_axis_lane_height (lane) / rows_of (self, lane);
}

double
jal_axis_lane_height (guint lane)
{
  return lanes[lane].rows * lanes[lane].height;
}

double
jal_axis_head_height (void)
{
  return HEAD;
}

/* The natural size of a counted session's button: the unit of everything. */
int
jal_axis_unit (JalTimelineAxis *self)
{
  int unit = 0;

  if (self->dense && self->unit > 0)
    return self->unit;
  for (guint i = 0; i < self->stops->len && unit == 0; i++)
    {
      JalAxisStop *stop = &g_array_index (self->stops, JalAxisStop, i);

      if (stop->entry->lane == JAL_LANE_SESSIONS)
        gtk_widget_measure (stop->child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &unit, NULL, NULL);
    }
  return self->unit = MAX (unit, 24);
}

static double
get_months (JalTimelineAxis *self)
{
  return (self->last - self->first) / 30.44;
}

/* The width of the column of names. */
int
jal_axis_names_width (JalTimelineAxis *self)
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

void
jal_axis_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  static const double month_units[] = { 0, 2.2, 8.8 };
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  int unit = jal_axis_unit (self);
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

      *minimum = *natural = jal_axis_names_width (self) + width + 2 * unit;
      return;
    }
  for (guint i = 0; i < JAL_N_LANES; i++)
    if (self->used[i])
      height += jal_axis_lane_height (i);
  *minimum = *natural = (int)ceil (height * unit);
}

/* Where the axis begins inside the widget, and its width. */
void
jal_axis_span (JalTimelineAxis *self, double *start, double *width)
{
  int unit = jal_axis_unit (self);
  int names = jal_axis_names_width (self);

  *start = names + unit;
  *width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - names - 2 * unit, 1);
}

gboolean
jal_axis_is_rtl (JalTimelineAxis *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

double
jal_axis_x (JalTimelineAxis *self, JalDate date)
{
  double start, width, x;

  jal_axis_span (self, &start, &width);
  x = start + jal_timeline_axis_place (date, self->first, self->last, width);
  return jal_axis_is_rtl (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;
}

JalDate
jal_axis_shown_date (JalTimelineAxis *self, JalLaneEntry *entry)
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

static void
allocate_lane (JalTimelineAxis *self, JalLane lane, double top)
{
  int unit = jal_axis_unit (self);
  double ends[DENSE_ROWS] = { -1e9, -1e9, -1e9 };
  guint rows = rows_of (self, lane);
  double high = row_height (self, lane) * unit;

  for (guint i = 0; i < self->stops->len; i++)
    {
      JalAxisStop *stop = &g_array_index (self->stops, JalAxisStop, i);
      double x, wide, y;
      GtkRequisition size;

      if (stop->entry->lane != lane)
        continue;
      gtk_widget_get_preferred_size (stop->child, NULL, &size);
      if (stop->span)
        {
          double other = jal_axis_x (self, stop->entry->to);

          x = jal_axis_x (self, stop->entry->from);
          wide = MAX (fabs (other - x), unit * 0.2);
          x = MIN (x, other);
        }
      else
        {
          wide = size.width;
          x = jal_axis_x (self, jal_axis_shown_date (self, stop->entry)) - wide / 2 + (stop->child == self->dragged ? self->drag_x : 0);
        }
      y = top
          + (jal_axis_is_rtl (self) ? jal_lanes_take_row (ends, rows, -x - wide, -x) : jal_lanes_take_row (ends, rows, x, x + wide + 1))
                * high;
      /* Dots alone say nothing: the words are in the tooltip, and in the list. */
      if (stop->span && gtk_widget_get_first_child (stop->child) != NULL)
        gtk_widget_set_child_visible (gtk_widget_get_first_child (stop->child), wide >= 2.2 * unit);
      if (stop->span)
        allocate (stop->child, x, y + unit * 0.08, wide, high - unit * 0.16);
      else
        allocate (stop->child, x, y + (high - size.height) / 2, wide, size.height);
    }
}

/* Whether circles of the usual size would lie upon each other in the rows they have. */
static gboolean
is_crowded (JalTimelineAxis *self)
{
  int unit = jal_axis_unit (self);
  double ends[2] = { -1e9, -1e9 };

  for (guint i = 0; i < self->stops->len; i++)
    {
      JalAxisStop *stop = &g_array_index (self->stops, JalAxisStop, i);
      double x = jal_axis_x (self, stop->entry->from) * (jal_axis_is_rtl (self) ? -1 : 1) - unit / 2.0;

      if (stop->entry->lane != JAL_LANE_SESSIONS)
        continue;
      if (ends[0] > x && ends[1] > x)
        return TRUE;
      ends[ends[0] > x] = x + unit;
    }
  return FALSE;
}

static gboolean
dense_cb (gpointer data)
{
  JalTimelineAxis *self = data;

  self->densing = 0;
  self->dense = is_crowded (self);
  if (self->dense)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dense");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dense");
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
allocate_names (JalTimelineAxis *self, const double *tops)
{
  int unit = jal_axis_unit (self), names = jal_axis_names_width (self);
  double x = self->scroll != NULL ? gtk_adjustment_get_value (self->scroll) : 0;

  if (jal_axis_is_rtl (self))
    x = (self->scroll != NULL ? x + gtk_adjustment_get_page_size (self->scroll) : gtk_widget_get_width (GTK_WIDGET (self))) - names;
  for (guint i = 0; i < JAL_N_LANES; i++)
    if (self->used[i])
      allocate (self->names[i], x, tops[i], names, jal_axis_lane_height (i) * unit);
}

void
jal_axis_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  JalTimelineAxis *self = JAL_TIMELINE_AXIS (widget);
  int unit = jal_axis_unit (self);
  double top = HEAD * unit, tops[JAL_N_LANES] = { 0 };

  for (guint i = 0; i < JAL_N_LANES; i++)
    {
      tops[i] = top;
      if (!self->used[i])
        continue;
      allocate_lane (self, (JalLane)i, top);
      top += jal_axis_lane_height (i) * unit;
    }
  allocate_names (self, tops);
  /* Not at once: another look while the toolkit gives places would be lost. */
  if (self->densing == 0 && is_crowded (self) != self->dense)
    self->densing = g_idle_add_full (G_PRIORITY_HIGH_IDLE, dense_cb, self, NULL);
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
