/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* Writes a new row from the persistent fields of @value, id and created_at included. */
gboolean jal_case_rows_insert (JalTx *tx, JalCase *value, GError **error);
/* Overwrites what a user can fill in. */
gboolean jal_case_rows_update (JalTx *tx, JalCase *value, GError **error);
/* Returns (transfer full): all living cases as GListStore of JalCase: the next date from @today on first, those without
   one last, then by title. */
GListStore *jal_case_rows_list (JalTx *tx, JalDate today, GError **error);
/* Returns (transfer full), or NULL with JAL_STORE_ERROR_NOT_FOUND. */
JalCase *jal_case_rows_get (JalTx *tx, JalId id, JalDate today, GError **error);
/* The living case whose number is @number, letter case and spaces aside. NOT_FOUND, AMBIGUOUS. */
gboolean jal_case_rows_find_number (JalTx *tx, const char *number, JalId *id, GError **error);

G_END_DECLS
