/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"

G_BEGIN_DECLS

/**
 * JalTimelineAxis:
 *
 * The sessions of a case on one axis over the years: a button for each, so that keyboard and screen reader come free.
 *
 * Signals: "session-activated" (JalSession) on Enter or click; "session-dropped" (JalSession, int date) when a session to
 * come was dragged to another day; "session-selected" (JalSession) when a button gets the focus.
 */
#define JAL_TYPE_TIMELINE_AXIS (jal_timeline_axis_get_type ())
G_DECLARE_FINAL_TYPE (JalTimelineAxis, jal_timeline_axis, JAL, TIMELINE_AXIS, GtkWidget)

/* @sessions (nullable): of JalSession, in order of date. */
void jal_timeline_axis_set_sessions (JalTimelineAxis *self, GListModel *sessions);
/* Where a day stands on an axis @width wide that shows @first to @last; and the day that stands at @x. For tests too. */
double jal_timeline_axis_place (JalDate date, JalDate first, JalDate last, double width);
JalDate jal_timeline_axis_day_at (double x, JalDate first, JalDate last, double width);

G_END_DECLS
