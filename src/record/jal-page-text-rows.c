/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of pages as the vault holds it, for looking through. What writes it is in jal-document-rows.c. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-document-rows.h"

gboolean
jal_page_text_list (JalTx *tx, JalId original_id, guint first, GPtrArray *texts, guint at, guint n, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, "SELECT page, text FROM page_text WHERE original_id = ? AND page >= ? AND page < ? AND reading = ?", "Iiii",
                       &original_id, (gint64)first, (gint64)first + n, (gint64)JAL_PAGE_TEXT_READING);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      gpointer *text = &texts->pdata[at + (guint)(jal_rows_int (rows, 0) - first)];

      g_free (*text);
      *text = jal_rows_dup_text (rows, 1);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

gboolean
jal_page_text_get_size (JalTx *tx, JalId original_id, gint64 *n_bytes, GError **error)
{
  return jal_tx_select_int (tx, n_bytes, error,
                            "SELECT coalesce (sum (length (CAST (text AS BLOB))), 0) FROM page_text WHERE original_id = ?", "I", &original_id);
}
