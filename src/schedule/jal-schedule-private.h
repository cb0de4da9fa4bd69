/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-session-kind.h"
#include "schedule/jal-schedule.h"
#include "store/jal-tx.h"

/* What the files of this room share. */

gboolean jal_schedule_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* That the time of a session goes with the date for which it was said, as a translated sentence. */
const char *jal_schedule_time_goes (void);
/* Whether the session stands in the diary: everything but what was vacated. */
gboolean jal_schedule_stands (JalSession *session);
/* Whether the session is still to come, and where: planned or fixed. */
gboolean jal_schedule_is_open (JalSession *session);
/* Whether a session can be set to @state (nullable) with @reason (nullable): what is adjourned or vacated has its reason. */
gboolean jal_schedule_check_ending (const char *state, const char *reason, GError **error);
/* Returns (transfer full): the calendar with the user's days, those of @court (nullable) among them, inside a transaction. */
JalCourtCalendar *jal_schedule_read_calendar (JalTx *tx, const char *court, GError **error);
/* Returns (transfer full): @date in words of the screen's language. */
char *jal_schedule_date_text (JalDate date);
/* Returns (transfer full) (nullable): why the court does not sit on @date, as a translated sentence. */
char *jal_schedule_closed_reason (JalCourtCalendar *calendar, JalDate date);
/* Returns (transfer full) (nullable): advice about @date on which the court does sit. */
char *jal_schedule_day_advice (JalCourtCalendar *calendar, JalDate date);
/* Returns (transfer full) (nullable): that @date lies in a recess, which is advice in criminal matters. */
char *jal_schedule_recess_advice (JalCourtCalendar *calendar, JalDate date);
/* The longest gap in clear days the law allows: 15 while an accused is remanded, 30 otherwise (CPC s.205(1)). */
int jal_schedule_gap_limit (gboolean in_custody);

/* The template entry of a mention that a plan made; far above any count of sessions. */
#define JAL_SCHEDULE_MENTION_ENTRY 1000

/* Returns (transfer full): a planned session (a plea is fixed: its date is known). */
JalSession *jal_schedule_new_session (JalId case_id, const JalSessionKind *kind, JalDate date, const char *purpose, int entry);
/* Returns (transfer full): the same again, to change. */
JalSession *jal_schedule_copy_session (JalSession *session);
/* GCompareDataFunc for JalSession: by date, template entry and id. */
int jal_schedule_compare_dates (gconstpointer a, gconstpointer b, gpointer data);
/* Returns (transfer full) (nullable): that a session of @kind on @date would be the same as one among @sessions. */
char *jal_schedule_find_same_day (GListModel *sessions, JalId session_id, const char *kind, JalDate date);
/* Adds @more to a note that is not written over; what stands there already is not said twice. */
void jal_schedule_add_note (char **note, const char *more);
/* PAST, unless @meant: a session that is to come cannot be on @date, which has passed. */
gboolean jal_schedule_check_past (JalDate date, gboolean meant, GError **error);
/* Refuses @session, as it is to be written, where the same stands on that day already. */
gboolean jal_schedule_check_same_day (JalTx *tx, JalSession *session, GError **error);
/* Gives ordinals to @sessions, which stand in order of date, and takes their warnings out. */
void jal_schedule_number (GListModel *sessions);
/* A mention the program put there and nobody has touched. */
gboolean jal_schedule_is_auto_mention (JalSession *session);
/* Makes the automatic mentions of @sessions, in order of date, what they have to be. */
/* Where a session of the case counts its months from, wherever that is moved to. */
gboolean jal_schedule_note_plea (JalTx *tx, JalSession *session, GError **error);
/* The planner's rules are refusals to the faces, in its own words. */
void jal_schedule_turn_into_refusal (GError **error);
/* How sessions are planned, inside a transaction. */
gboolean jal_schedule_read_prefs (JalTx *tx, JalSchedulePrefs *prefs, JalPlanWeights *weights, GError **error);
