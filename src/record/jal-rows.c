/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the row files of this room share. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-rows-private.h"

GListStore *
jal_rows_list (JalRows *rows, GType type, JalRowFunc func, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GListStore) list = NULL;

  if (rows == NULL)
    return NULL;
  list = g_list_store_new (type);
  while (jal_rows_next (rows, &local))
    {
      g_autoptr (GObject) value = func (rows);

      g_list_store_append (list, value);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&list);
}

gpointer
jal_rows_one (JalRows *rows, JalRowFunc func, const char *missing, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  if (jal_rows_next (rows, &local))
    return func (rows);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, missing);
  return NULL;
}

void
jal_rows_take (char **field, JalRows *rows, int column)
{
  const char *text = jal_rows_text (rows, column);

  g_free (*field);
  *field = g_strdup (text != NULL ? text : "");
}

JalDate
jal_rows_date (JalRows *rows, int column)
{
  return jal_rows_is_null (rows, column) ? JAL_DATE_NONE : (JalDate)jal_rows_int (rows, column);
}

gboolean
jal_rows_set_date (JalTx *tx, const char *table, JalId id, const char *column, JalDate date, GError **error)
{
  if (date == JAL_DATE_NONE)
    return jal_tx_update (tx, table, id, error, column, 'n', NULL);
  return jal_tx_update (tx, table, id, error, column, 'i', (gint64)date, NULL);
}
