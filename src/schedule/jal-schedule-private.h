/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "schedule/jal-schedule.h"
#include "store/jal-tx.h"

/* What the files of this room share. */

gboolean jal_schedule_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Whether the session stands in the diary: everything but what was vacated. */
gboolean jal_schedule_stands (JalSession *session);
/* Whether the session is still to come, and where: planned or fixed. */
gboolean jal_schedule_is_open (JalSession *session);
/* Returns (transfer full): the calendar with the user's days, inside a transaction. */
JalCourtCalendar *jal_schedule_read_calendar (JalTx *tx, GError **error);
/* Returns (transfer full): @date in words of the screen's language. */
char *jal_schedule_date_text (JalDate date);
/* Returns (transfer full) (nullable): why the court does not sit on @date, as a translated sentence. */
char *jal_schedule_closed_reason (JalCourtCalendar *calendar, JalDate date);
/* Returns (transfer full) (nullable): advice about @date on which the court does sit. */
char *jal_schedule_day_advice (JalCourtCalendar *calendar, JalDate date);
/* Fills in the warnings of @sessions, which stand in order of date. @limit: clear days of CPC s.205. */
void jal_schedule_fill_warnings (GListModel *sessions, JalCourtCalendar *calendar, int limit);
/* The longest gap in clear days the law allows: 15 while an accused is remanded, 30 otherwise (CPC s.205(1)). */
int jal_schedule_gap_limit (gboolean in_custody);
