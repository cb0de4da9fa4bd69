/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erasure reaches further than a tombstone.
 *
 * 1. The act has no changeset: one would carry the old values. Whoever shares the vault is told by the audit record.
 * 2. SQLite overwrites what it deletes while secure_delete is on. What was deleted before, under FAST, may still stand in
 *    pages that are free now: they are filled with zeros first, by writing a row as large as all of them.
 * 3. A changeset that mentions one of the ids goes whole, with its entry of the undo journal; its record in the chain
 *    keeps the salted digest, so the chain still verifies.
 */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-erase.h"

#include <string.h>

#include "store/jal-store-private.h"

/* The largest row that fills free pages; SQLite's own limit is a thousand million bytes. */
#define FILL_ROW (64 * 1024 * 1024)
#define PAYLOAD_OF_PAGE 8000
/* Keys of the rows that fill: no chunk has a negative key. */
#define FILL_KEY (-1)

typedef struct
{
  const JalAct *act;
  JalStoreFunc func;
  gpointer data;
} Erase;

static gboolean
fill_free_pages (JalTx *tx, GError **error)
{
  gint64 pages = 0;

  if (!jal_tx_select_int (tx, &pages, error, "SELECT freelist_count FROM pragma_freelist_count", NULL))
    return FALSE;
  for (gint64 left = pages * PAYLOAD_OF_PAGE, key = FILL_KEY; left > 0; left -= FILL_ROW, key--)
    if (!jal_tx_run (tx, error, "INSERT INTO chunk (id, data) VALUES (?, zeroblob (?))", "ii", key,
                     MIN (left, (gint64)FILL_ROW)))
      return FALSE;
  return pages == 0 || jal_tx_run (tx, error, "DELETE FROM chunk WHERE id < 0", NULL);
}

/* What was taken back before an erasure is not done again after it. */
static gboolean
end_redo (JalTx *tx, GError **error)
{
  return jal_tx_run (tx, error, "UPDATE undo SET state = 2 WHERE state = 1", NULL);
}

static gboolean
erase_func (JalTx *tx, gpointer data, GError **error)
{
  Erase *erase = data;

  return fill_free_pages (tx, error) && erase->func (tx, erase->data, error) && end_redo (tx, error)
         && jal_tx_run (tx, error, "INSERT INTO page_text_index (page_text_index) VALUES ('optimize')", NULL)
         && fill_free_pages (tx, error);
}

static gboolean
erase_job (JalStore *store, gpointer data, GError **error)
{
  Erase *erase = data;
  gboolean done;

  if (!jal_store_exec (store, "PRAGMA secure_delete = ON", error))
    return FALSE;
  store->erasing = TRUE;
  done = jal_store_do_act (store, erase->act, erase_func, erase, 0, 0, error);
  store->erasing = FALSE;
  return jal_store_exec (store, "PRAGMA secure_delete = FAST", done ? error : NULL) && done;
}

gboolean
jal_store_erase (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data, GCancellable *cancellable,
                 GError **error)
{
  Erase erase = { act, func, data };

  g_return_val_if_fail (JAL_IS_STORE (store) && act != NULL && func != NULL && !act->undoable, FALSE);

  return jal_store_run_job (store, erase_job, &erase, act->priority, cancellable, error);
}

/* --- The history ---------------------------------------------------------------------------------------------- */

static gboolean
erase_changes (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, "SELECT seq FROM change WHERE instr (changeset, ?) > 0", "I", &id);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      gint64 seq = jal_rows_int (rows, 0);

      g_array_append_val (found, seq);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_clear_pointer (&rows, jal_rows_free);
  for (guint i = 0; i < found->len; i++)
    {
      gint64 seq = g_array_index (found, gint64, i);

      if (!jal_tx_run (tx, error, "DELETE FROM undo WHERE seq = ? OR change = ? OR moved = ?", "iii", seq, seq, seq)
          || !jal_tx_run (tx, error, "DELETE FROM change WHERE seq = ?", "i", seq)
          || !jal_tx_run (tx, error, "UPDATE audit SET change_salt = NULL WHERE device = ? AND seq = ?", "Ii",
                          &tx->store->device, seq))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_tx_erase_history (JalTx *tx, const JalId *ids, guint n_ids, GError **error)
{
  for (guint i = 0; i < n_ids; i++)
    if (!erase_changes (tx, ids[i], error) || !jal_tx_erase_audit_payloads (tx, ids[i], error))
      return FALSE;
  return TRUE;
}

/* --- What hangs on a row -------------------------------------------------------------------------------------- */

/* (transfer full): the first column of @sql, one string each. */
static GPtrArray *
list_names (JalTx *tx, const char *sql, const char *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JalRows) rows
      = name != NULL ? jal_tx_select (tx, error, sql, "s", name) : jal_tx_select (tx, error, sql, NULL);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    g_ptr_array_add (names, jal_rows_dup_text (rows, 0));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&names);
}

static gboolean
collect_ids (JalTx *tx, const char *table, const char *column, JalId id, GArray *into, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE \"%s\" = ?", table, column);
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, sql, "I", &id);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalId found = jal_rows_id (rows, 0);

      g_array_append_val (into, found);
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

static gboolean
erase_rows (JalTx *tx, const char *table, const char *column, JalId id, const char *const *spared, GArray *gone,
            GError **error);

/* What refers to the row @id of @table by a foreign key, and then the row. */
static gboolean
erase_row (JalTx *tx, const char *table, JalId id, const char *const *spared, GArray *gone, GError **error)
{
  g_autoptr (GPtrArray) tables
      = list_names (tx,
                    "SELECT m.name || '/' || f.\"from\" FROM sqlite_master m, pragma_foreign_key_list (m.name) f "
                    "WHERE m.type = 'table' AND f.\"table\" = ?",
                    table, error);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = ?", table);

  if (tables == NULL)
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    {
      g_auto (GStrv) pair = g_strsplit (tables->pdata[i], "/", 2);

      if (!g_strv_contains (spared, pair[0]) && !erase_rows (tx, pair[0], pair[1], id, spared, gone, error))
        return FALSE;
    }
  return jal_tx_run (tx, error, sql, "I", &id);
}

static gboolean
erase_rows (JalTx *tx, const char *table, const char *column, JalId id, const char *const *spared, GArray *gone,
            GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (JalId));

  if (!collect_ids (tx, table, column, id, found, error))
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      JalId row = g_array_index (found, JalId, i);

      g_array_append_val (gone, row);
      if (!erase_row (tx, table, row, spared, gone, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_tx_erase_dependents (JalTx *tx, const char *column, JalId id, const char *const *spared, GArray *gone,
                         GError **error)
{
  g_autoptr (GPtrArray) tables
      = list_names (tx,
                    "SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM "
                    "pragma_table_info (m.name) c WHERE c.name = ?) AND EXISTS (SELECT 1 FROM pragma_table_info (m.name) c "
                    "WHERE c.name = 'id' AND c.type = 'BLOB')",
                    column, error);

  if (tables == NULL)
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    if (!g_strv_contains (spared, tables->pdata[i])
        && !erase_rows (tx, tables->pdata[i], column, id, spared, gone, error))
      return FALSE;
  return TRUE;
}
