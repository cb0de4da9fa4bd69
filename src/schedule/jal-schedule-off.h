/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-tasks.h"

/* What hangs on a session that is not held on its day. */

/* What jal_schedule_take_off() would do with the tasks of @session, in words; @resumes: it goes on on another day. */
gboolean jal_schedule_tasks_off_read (JalTx *tx, JalSession *session, gboolean resumes, JalScheduleTasksOff *off, GError **error);
void jal_schedule_tasks_off_clear (JalScheduleTasksOff *off);
/* Inside the act that sets @session, as it was, back to planned or fixed: nothing of it is called off any more. */
gboolean jal_schedule_put_back (JalTx *tx, JalSession *session, GError **error);
/* Inside the act that vacates or adjourns it. @session: with the day it had; @resumed: the session it goes on with, or JAL_ID_NONE. */
gboolean jal_schedule_take_off (JalTx *tx, JalSession *session, JalId resumed, JalCourtCalendar *calendar, GError **error);
