/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-date.h"
#include "store/jal-tx.h"

/* What the row files of this room share. */

/* Makes a value of the row @rows stands on. Returns (transfer full): a GObject. */
typedef gpointer (*JalRowFunc) (JalRows *rows);

/* Returns (transfer full): a GListStore of @type with all rows; NULL with @error, also when @rows is NULL because the
   select has failed. */
GListStore *jal_rows_list (JalRows *rows, GType type, JalRowFunc func, GError **error);
/* Returns (transfer full): the first row's value; NOT_FOUND with the sentence @missing when there is none. */
gpointer jal_rows_one (JalRows *rows, JalRowFunc func, const char *missing, GError **error);
/* Replaces the string *@field with the column's text, "" for null. */
void jal_rows_take (char **field, JalRows *rows, int column);
/* The column as a day, JAL_DATE_NONE for null. */
JalDate jal_rows_date (JalRows *rows, int column);
/* Writes a nullable date of a living row. */
gboolean jal_rows_set_date (JalTx *tx, const char *table, JalId id, const char *column, JalDate date, GError **error);
