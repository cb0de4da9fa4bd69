/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence on its way into the vault, seen from the store's thread.

   1. Chunks of all imports share one transaction, the batch. It ends after 16 MiB, or as soon as anybody else wants to
      write; so an attorney's mark never waits for a scan of 200 MB.
   2. Until an action adopts it, an import is a row of state 0 and its chunks: nothing refers to it, and the next
      opening sweeps it away.
   3. A batch that fails takes all its imports with it. A row number that was rolled back is forgotten at once: the next
      import may get the same one. */
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-clock.h"

#define BATCH_BYTES (16 * 1024 * 1024)
/* Chunks between the reader of the file and the encryption: enough to keep both busy. */
#define MAX_IN_FLIGHT 8
/* Chunks removed in one go. */
#define REMOVE_STEP 64

typedef struct
{
  JalImport *import;
  guint64 index;
  GBytes *bytes;
} Chunk;

JalImport *
jal_import_new (void)
{
  JalImport *import = g_atomic_rc_box_new0 (JalImport);

  import->id = jal_id_new ();
  g_mutex_init (&import->lock);
  g_cond_init (&import->landed);
  return import;
}

JalImport *
jal_import_ref (JalImport *import)
{
  return g_atomic_rc_box_acquire (import);
}

static void
clear_import (gpointer data)
{
  JalImport *import = data;

  g_clear_error (&import->error);
  g_mutex_clear (&import->lock);
  g_cond_clear (&import->landed);
}

void
jal_import_unref (JalImport *import)
{
  g_atomic_rc_box_release_full (import, clear_import);
}

static void
set_failed (JalImport *import, const GError *error)
{
  g_mutex_lock (&import->lock);
  if (import->error == NULL)
    import->error = error != NULL ? g_error_copy (error)
                                  : g_error_new_literal (JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED,
                                                         _ ("The vault has been closed."));
  g_cond_broadcast (&import->landed);
  g_mutex_unlock (&import->lock);
}

/* With the lock held. */
static gboolean
fail_if_failed (JalImport *import, GError **error)
{
  if (import->error == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (import->error);
  return FALSE;
}

void
jal_import_batch_failed (JalStore *store, const GError *error)
{
  if (!store->batch_open)
    return;
  store->batch_open = FALSE;
  store->batch_bytes = 0;
  jal_store_rollback (store);
  for (guint i = 0; i < store->batch_imports->len; i++)
    {
      JalImport *import = store->batch_imports->pdata[i];

      if (import->row_in_batch)
        import->number = 0;
      import->row_in_batch = FALSE;
      set_failed (import, error);
    }
  g_ptr_array_set_size (store->batch_imports, 0);
}

/* SQLite undoes a transaction by itself when a page it wanted to put aside found no room: even a SELECT may do it. */
static gboolean
batch_lives (JalStore *store, GError **error)
{
  if (!sqlite3_get_autocommit (store->db))
    return TRUE;
  return jal_store_fail (store, SQLITE_FULL, error);
}

gboolean
jal_import_commit_batch (JalStore *store, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!store->batch_open)
    return TRUE;
  if (!batch_lives (store, &local) || !jal_store_commit (store, &local))
    {
      jal_import_batch_failed (store, local);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  store->batch_open = FALSE;
  store->batch_bytes = 0;
  for (guint i = 0; i < store->batch_imports->len; i++)
    ((JalImport *)store->batch_imports->pdata[i])->row_in_batch = FALSE;
  g_ptr_array_set_size (store->batch_imports, 0);
  return TRUE;
}

gboolean
jal_import_insert_row (JalTx *tx, JalImport *import, GError **error)
{
  if (import->number != 0)
    return TRUE;
  if (!jal_tx_run (tx, error, "INSERT INTO blob (id, state, created) VALUES (?, 0, ?)", "Ii", &import->id,
                   jal_clock_now ()))
    return FALSE;
  import->number = sqlite3_last_insert_rowid (tx->store->db);
  import->row_in_batch = TRUE;
  return TRUE;
}

gboolean
jal_import_insert_chunk (JalTx *tx, JalImport *import, guint64 index, GBytes *bytes, GError **error)
{
  return jal_tx_run (tx, error, "INSERT INTO chunk (id, data) VALUES (?, ?)", "ib",
                     (gint64)JAL_CHUNK_KEY (import->number, index), bytes);
}

static gboolean
write_chunk (JalStore *store, Chunk *chunk, GError **error)
{
  gboolean ok;
  JalTx tx;

  if (!store->batch_open)
    {
      if (!jal_store_begin (store, error))
        return FALSE;
      store->batch_open = TRUE;
    }
  if (!g_ptr_array_find (store->batch_imports, chunk->import, NULL))
    g_ptr_array_add (store->batch_imports, jal_import_ref (chunk->import));
  jal_tx_init (&tx, store, TRUE);
  ok = batch_lives (store, error) && jal_import_insert_row (&tx, chunk->import, error) &&
       jal_import_insert_chunk (&tx, chunk->import, chunk->index, chunk->bytes, error);
  jal_tx_clear (&tx);
  return ok;
}

static gboolean
chunk_job (JalStore *store, gpointer data, GError **error)
{
  Chunk *chunk = data;
  g_autoptr (GError) local = NULL;
  gboolean failed;

  g_mutex_lock (&chunk->import->lock);
  failed = chunk->import->error != NULL;
  g_mutex_unlock (&chunk->import->lock);
  if (failed)
    return TRUE;
  if (!write_chunk (store, chunk, &local))
    {
      /* Also when not even the batch could begin. */
      set_failed (chunk->import, local);
      jal_import_batch_failed (store, local);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  store->batch_bytes += g_bytes_get_size (chunk->bytes);
  return store->batch_bytes < BATCH_BYTES || jal_import_commit_batch (store, error);
}

static void
chunk_finished (gpointer data, gboolean ok, GError *error)
{
  Chunk *chunk = data;
  JalImport *import = chunk->import;

  if (!ok)
    set_failed (import, error);
  g_bytes_unref (chunk->bytes);
  g_free (chunk);
  g_mutex_lock (&import->lock);
  import->in_flight--;
  g_cond_broadcast (&import->landed);
  g_mutex_unlock (&import->lock);
  jal_import_unref (import);
}

gboolean
jal_import_send (JalStore *store, JalImport *import, guint64 index, GBytes *bytes, GError **error)
{
  gboolean ok;
  Chunk *chunk;

  g_mutex_lock (&import->lock);
  while (import->in_flight >= MAX_IN_FLIGHT && import->error == NULL)
    g_cond_wait (&import->landed, &import->lock);
  ok = fail_if_failed (import, error);
  if (ok)
    import->in_flight++;
  g_mutex_unlock (&import->lock);
  if (!ok)
    return FALSE;
  chunk = g_new (Chunk, 1);
  *chunk = (Chunk){ jal_import_ref (import), index, g_bytes_ref (bytes) };
  jal_store_run_detached (store, chunk_job, chunk, JAL_STORE_PRIORITY_BACKGROUND, chunk_finished);
  return TRUE;
}

gboolean
jal_import_wait (JalImport *import, GError **error)
{
  gboolean ok;

  g_mutex_lock (&import->lock);
  while (import->in_flight > 0)
    g_cond_wait (&import->landed, &import->lock);
  ok = fail_if_failed (import, error);
  g_mutex_unlock (&import->lock);
  return ok;
}

void
jal_import_settled (JalImport *import, gboolean committed)
{
  if (committed)
    import->committed = TRUE;
  else if (import->row_in_batch)
    import->number = 0;
  import->row_in_batch = FALSE;
}

/* Removes up to REMOVE_STEP chunks of the unfinished blob @number, in the end the row itself: then sets @done. */
static gboolean
remove_step (JalStore *store, gint64 number, JalId id, gboolean *done, GError **error)
{
  gboolean ok;
  JalTx tx;

  if (!jal_store_begin (store, error))
    return FALSE;
  jal_tx_init (&tx, store, TRUE);
  ok = jal_tx_run (&tx, error,
                   "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id BETWEEN ? AND ? LIMIT ?) "
                   "AND EXISTS (SELECT 1 FROM blob WHERE number = ? AND id = ? AND state = 0)",
                   "iiiiI", (gint64)JAL_CHUNK_KEY (number, 0), (gint64)JAL_CHUNK_KEY (number, JAL_MAX_CHUNKS - 1),
                   (gint64)REMOVE_STEP, number, &id);
  *done = ok && jal_tx_get_changes (&tx) < REMOVE_STEP;
  if (*done)
    ok = jal_tx_run (&tx, error, "DELETE FROM blob WHERE number = ? AND id = ? AND state = 0", "iI", number, &id);
  jal_tx_clear (&tx);
  if (ok && jal_store_commit (store, error))
    return TRUE;
  jal_store_rollback (store);
  return FALSE;
}

typedef struct
{
  JalImport *import;
  gboolean done;
} Removal;

static gboolean
remove_job (JalStore *store, gpointer data, GError **error)
{
  Removal *removal = data;

  /* Committing the batch first may fail and with it forget the row. */
  if (!jal_import_commit_batch (store, NULL) || removal->import->number == 0 || removal->import->committed)
    {
      removal->done = removal->import->number == 0 || removal->import->committed;
      return TRUE;
    }
  return remove_step (store, removal->import->number, removal->import->id, &removal->done, error);
}

void
jal_import_abort (JalStore *store, JalImport *import)
{
  Removal removal = { import, FALSE };

  jal_import_wait (import, NULL);
  /* What a full disk or a closed store keeps from being removed now is swept at the next opening. */
  while (!removal.done && jal_store_run_job (store, remove_job, &removal, JAL_STORE_PRIORITY_BACKGROUND, NULL, NULL))
    ;
}

gboolean
jal_import_sweep (JalStore *store, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_autoptr (GError) local = NULL;
  JalRows *rows;
  JalTx tx;

  jal_tx_init (&tx, store, FALSE);
  rows = jal_tx_select (&tx, &local, "SELECT number, id FROM blob WHERE state = 0", NULL);
  while (rows != NULL && jal_rows_next (rows, &local))
    {
      gint64 number = jal_rows_int (rows, 0);
      JalId id = jal_rows_id (rows, 1);

      g_array_append_val (numbers, number);
      g_array_append_val (ids, id);
    }
  jal_rows_free (rows);
  jal_tx_clear (&tx);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; i < numbers->len; i++)
    for (gboolean done = FALSE; !done;)
      if (!remove_step (store, g_array_index (numbers, gint64, i), g_array_index (ids, JalId, i), &done, &local))
        {
          /* Removing needs a journal. No room for one is no reason to keep the vault shut: it is swept another time. */
          if (g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL))
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
  return TRUE;
}
