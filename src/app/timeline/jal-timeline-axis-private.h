/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/timeline/jal-timeline-axis.h"

G_BEGIN_DECLS

/* The parts of the axis: layout, drawing, keys and drag. */

typedef struct
{
  JalLaneEntry *entry;
  GtkWidget *child;
  gboolean span; /* stands from one day to another */
} JalAxisStop;

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
  gboolean dense;        /* the sessions would lie upon each other: smaller circles on more rows */
  guint densing;         /* source: it becomes so, or not, after the layout */
  int unit;              /* while they are not */
  JalId current; /* the session that had the focus last: Tab comes in there again */
  JalId previewed;
  JalDate preview;
  GtkWidget *dragged; /* nullable: one of the buttons */
  double drag_x;
  GtkLabel *drag_label;
};

enum
{
  JAL_AXIS_SESSION_ACTIVATED,
  JAL_AXIS_SESSION_DROPPED,
  JAL_AXIS_SESSION_SELECTED,
  JAL_AXIS_EXPECTED_ACTIVATED,
  JAL_AXIS_N_SIGNALS
};
extern guint jal_axis_signals[JAL_AXIS_N_SIGNALS];

/* The natural size of a counted session's button: the unit of everything. */
int jal_axis_unit (JalTimelineAxis *self);
/* The width of the column of names. */
int jal_axis_names_width (JalTimelineAxis *self);
/* Rows of a lane times their height, in units; and the height of the head with the years. */
double jal_axis_lane_height (guint lane);
double jal_axis_head_height (void);
/* Where the axis begins inside the widget, and its width. */
void jal_axis_span (JalTimelineAxis *self, double *start, double *width);
gboolean jal_axis_is_rtl (JalTimelineAxis *self);
double jal_axis_x (JalTimelineAxis *self, JalDate date);
/* The day the entry is drawn on: another than its own while it is previewed. */
JalDate jal_axis_shown_date (JalTimelineAxis *self, JalLaneEntry *entry);
/* Borrowed; NULL: none. */
JalAxisStop *jal_axis_find_stop (JalTimelineAxis *self, GtkWidget *child);
JalAxisStop *jal_axis_find_session (JalTimelineAxis *self, JalId id);
/* What can have the focus in @lane and is nearest to @date. */
JalAxisStop *jal_axis_find_near (JalTimelineAxis *self, JalLane lane, JalDate date);
/* Where Tab comes in; there is at least one stop. */
JalAxisStop *jal_axis_find_entrance (JalTimelineAxis *self);

/* The widget's own virtual functions. */
void jal_axis_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline);
void jal_axis_size_allocate (GtkWidget *widget, int width, int height, int baseline);
void jal_axis_snapshot (GtkWidget *widget, GtkSnapshot *picture);
gboolean jal_axis_focus (GtkWidget *widget, GtkDirectionType direction);

/* Gives a button what a hand can do with it: click, focus, drag. */
void jal_axis_watch_button (JalTimelineAxis *self, GtkWidget *button);

G_END_DECLS
