/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* --- Tasks: only those that somebody touched have rows ------------------------------------------------------- */

/* Writes the row of @value: a new one, or over the living one of that id. The title and the number of days are kept only
   where somebody chose them. */
gboolean jal_task_rows_put (JalTx *tx, JalTask *value, GError **error);
/* Returns (transfer full): GListStore of JalTask with what the rows hold, dropped ones among them; of one case, or of all
   living cases with JAL_ID_NONE. What is counted from the session is not filled in. */
GListStore *jal_task_rows_list (JalTx *tx, JalId case_id, GError **error);

/* --- Who came ------------------------------------------------------------------------------------------------ */

gboolean jal_attendance_rows_insert (JalTx *tx, JalAttendance *value, GError **error);
gboolean jal_attendance_rows_update (JalTx *tx, JalAttendance *value, GError **error);
/* Returns (transfer full): GListStore of JalAttendance in the order they were written down. */
GListStore *jal_attendance_rows_list (JalTx *tx, JalId session_id, GError **error);
JalAttendance *jal_attendance_rows_get (JalTx *tx, JalId id, GError **error);

/* --- What was produced --------------------------------------------------------------------------------------- */

gboolean jal_produced_rows_insert (JalTx *tx, JalProduced *value, GError **error);
/* Returns (transfer full): GListStore of JalProduced, oldest first: of a session, or of a document when @session_id is
   JAL_ID_NONE. */
GListStore *jal_produced_rows_list (JalTx *tx, JalId session_id, JalId document_id, GError **error);
JalProduced *jal_produced_rows_get (JalTx *tx, JalId id, GError **error);

/* --- The note of proceedings --------------------------------------------------------------------------------- */

/* Returns (transfer full): the text, "" when there is none; NULL with @error. */
char *jal_session_note_rows_get (JalTx *tx, JalId session_id, GError **error);
gboolean jal_session_note_rows_set (JalTx *tx, JalId session_id, const char *text, GError **error);

/* The id of the row that belongs to @owner under @name: the same on every device. */
JalId jal_court_day_id (JalId owner, const char *name);

G_END_DECLS
