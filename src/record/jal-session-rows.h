/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* Writes a new row from the persistent fields of @value. */
gboolean jal_session_rows_insert (JalTx *tx, JalSession *value, GError **error);
/* Overwrites everything but the case. */
gboolean jal_session_rows_update (JalTx *tx, JalSession *value, GError **error);
/* Returns (transfer full): GListStore of JalSession by date, ordinals filled in, warnings not. */
GListStore *jal_session_rows_list (JalTx *tx, JalId case_id, GError **error);
/* Returns (transfer full): the same of all living cases, case by case. */
GListStore *jal_session_rows_list_all (JalTx *tx, GError **error);
/* Returns (transfer full): ordinal and warning not filled in; NULL with NOT_FOUND. */
JalSession *jal_session_rows_get (JalTx *tx, JalId id, GError **error);

/* The user's own days of the calendar: GListStore of JalCalendarDay by date, (transfer full). */
GListStore *jal_calendar_day_rows_list (JalTx *tx, GError **error);
gboolean jal_calendar_day_rows_insert (JalTx *tx, JalCalendarDay *value, GError **error);
gboolean jal_calendar_day_rows_update (JalTx *tx, JalCalendarDay *value, GError **error);

G_END_DECLS
