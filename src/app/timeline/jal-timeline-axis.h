/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "schedule/jal-lanes.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_AXIS_ZOOM_WHOLE,   /* all years in the width there is */
  JAL_AXIS_ZOOM_YEAR,
  JAL_AXIS_ZOOM_QUARTER,
} JalAxisZoom;

/**
 * JalTimelineAxis:
 *
 * A case over the years, lane by lane, on one continuous axis: a widget for each entry, so that keyboard and screen reader
 * come free. The names of the lanes stay in sight while the axis is scrolled.
 *
 * Signals: "session-activated" (JalSession) on Enter or click; "session-dropped" (JalSession, int date) when a session to
 * come was dragged to another day; "session-selected" (JalSession) when a button gets the focus; "expected-activated" (int
 * date) for a session that is not planned yet.
 */
#define JAL_TYPE_TIMELINE_AXIS (jal_timeline_axis_get_type ())
G_DECLARE_FINAL_TYPE (JalTimelineAxis, jal_timeline_axis, JAL, TIMELINE_AXIS, GtkWidget)

/* @entries (nullable): of JalLaneEntry, lane by lane, in order of date. The focus stays on the same session,
   or on what is nearest to where it was. */
void jal_timeline_axis_set_entries (JalTimelineAxis *self, GListModel *entries);
void jal_timeline_axis_set_zoom (JalTimelineAxis *self, JalAxisZoom zoom);
/* Shows the session on another day than its own, until JAL_ID_NONE is given. */
void jal_timeline_axis_preview (JalTimelineAxis *self, JalId session, JalDate date);
/* Whether one of the session buttons has the focus. */
gboolean jal_timeline_axis_has_session_focus (JalTimelineAxis *self);
void jal_timeline_axis_focus_session (JalTimelineAxis *self, JalId session);
/* Gives the focus to where Tab comes in: what had it last, or the next session to come. */
void jal_timeline_axis_focus_next (JalTimelineAxis *self);
/* Scrolls so that @date is in the middle. */
void jal_timeline_axis_show_date (JalTimelineAxis *self, JalDate date);
/* Where a day stands on an axis @width wide that shows @first to @last; and the day that stands at @x. For tests too. */
double jal_timeline_axis_place (JalDate date, JalDate first, JalDate last, double width);
JalDate jal_timeline_axis_day_at (double x, JalDate first, JalDate last, double width);

G_END_DECLS
