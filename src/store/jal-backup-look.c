/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can be checked of a copy that is open for reading: every byte authenticates, the tables hold
   together, every original has the SHA-256 it was taken in with, the chain of the audit holds. */
#define G_LOG_DOMAIN "jal-store"

#include <glib/gi18n-lib.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

#include "store/jal-backup-private.h"
#include "store/jal-store-private.h"

typedef struct
{
  JalBackupReport *report;
  JalBackupProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  guint64 done; /* bytes, pages and originals together */
  guint64 total;
  /* The originals, by their number in the table. */
  gint64 last;
  gint64 number;
  guint64 size;
  guint8 sha256[SHA256_DIGEST_SIZE];
  gboolean found;
} Look;

static void
tell (Look *look, guint64 done)
{
  if (look->progress != NULL)
    look->progress (JAL_BACKUP_CHECKING, done, look->total, look->progress_data);
}

static gboolean
damaged (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED, message);
  return FALSE;
}

static gboolean
bytes_checked (guint64 done, guint64 size, gpointer data)
{
  Look *look = data;

  look->done = done;
  tell (look, done);
  return !g_cancellable_is_cancelled (look->cancellable);
}

static gboolean
bytes_job (JalStore *copy, gpointer data, GError **error)
{
  Look *look = data;
  JalVaultInfo info;
  g_autofree char *where = NULL;
  GError *local = NULL;

  jal_vault_get_info (copy->vault, &info);
  look->total += info.page_count * info.page_size;
  if (jal_vault_check_bytes (copy->vault, bytes_checked, look, &where, &local))
    {
      look->report->n_bytes = info.page_count * info.page_size;
      look->done = look->report->n_bytes;
      return TRUE;
    }
  if (where != NULL)
    {
      g_clear_error (&local);
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                   _ ("This copy is damaged (%s): do not rely on it. Make a new backup, best on another disk."), where);
    }
  else
    jal_store_propagate_vault_error (error, local);
  return FALSE;
}

static gboolean
sizes_func (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;
  gint64 bytes = 0;

  if (!jal_tx_select_int (tx, &bytes, error, "SELECT coalesce(sum(size), 0) FROM blob WHERE state = 1", NULL))
    return FALSE;
  look->total = (guint64)bytes;
  return TRUE;
}

static gboolean
tables_func (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select_one (tx, error, "SELECT integrity_check FROM pragma_integrity_check (1)", NULL);

  if (rows == NULL)
    return FALSE;
  return g_strcmp0 (jal_rows_text (rows, 0), "ok") == 0
         || damaged (error, _ ("The tables in this copy do not hold together: do not rely on it. Make a new backup."));
}

/* An original in the register must have its bytes, and both must say the same hash; but for what was erased. */
static gboolean
register_func (JalTx *tx, gpointer data, GError **error)
{
  gint64 strays = 0;

  if (!jal_tx_select_int (tx, &strays, error,
                          "SELECT count(*) FROM original o LEFT JOIN blob b ON b.id = o.blob_id AND b.state = 1 "
                          "WHERE o.deleted = 0 AND o.erased_at IS NULL AND (b.id IS NULL OR lower(hex(b.sha256)) <> o.sha256)",
                          NULL))
    return FALSE;
  return strays == 0
         || damaged (error, _ ("An original in this copy is not the one that was taken in: do not rely on it."));
}

static gboolean
next_original_func (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr (GBytes) sha256 = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT number, size, sha256 FROM blob WHERE state = 1 AND number > ? ORDER BY number LIMIT 1", "i",
      look->last);

  if (rows == NULL)
    return FALSE;
  look->found = jal_rows_next (rows, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!look->found)
    return TRUE;
  look->number = jal_rows_int (rows, 0);
  look->size = (guint64)jal_rows_int (rows, 1);
  sha256 = jal_rows_bytes (rows, 2);
  if (sha256 == NULL || g_bytes_get_size (sha256) != SHA256_DIGEST_SIZE)
    return damaged (error, _ ("An original in this copy has no SHA-256: do not rely on it."));
  memcpy (look->sha256, g_bytes_get_data (sha256, NULL), SHA256_DIGEST_SIZE);
  return TRUE;
}

/* Row by row, so that a file of gigabytes needs the memory of a chunk. */
static gboolean
hash_func (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;
  struct sha256_ctx context;
  guint8 digest[SHA256_DIGEST_SIZE];
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  guint64 size = 0;

  rows = jal_tx_select (tx, error, "SELECT data FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id", "ii",
                        (gint64)JAL_CHUNK_KEY (look->number, 0), (gint64)JAL_CHUNK_KEY (look->number, JAL_MAX_CHUNKS - 1));
  if (rows == NULL)
    return FALSE;
  sha256_init (&context);
  while (jal_rows_next (rows, &local))
    {
      g_autoptr (GBytes) bytes = jal_rows_bytes (rows, 0);
      gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;

      if (length > 0)
        sha256_update (&context, length, g_bytes_get_data (bytes, NULL));
      size += length;
      tell (look, look->done + size);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  sha256_digest (&context, sizeof digest, digest);
  look->done += size;
  return (size == look->size && memcmp (digest, look->sha256, sizeof digest) == 0)
         || damaged (error, _ ("An original in this copy is not the one that was taken in: do not rely on it."));
}

static gboolean
check_originals (JalStore *copy, Look *look, GError **error)
{
  for (;;)
    {
      if (!jal_store_read (copy, next_original_func, look, look->cancellable, error))
        return FALSE;
      if (!look->found)
        return TRUE;
      if (!jal_store_read (copy, hash_func, look, look->cancellable, error))
        return FALSE;
      look->report->n_originals++;
      look->last = look->number;
    }
}

gboolean
jal_backup_look (JalStore *copy, JalBackupReport *report, JalBackupProgress progress, gpointer progress_data,
                 GCancellable *cancellable, GError **error)
{
  JalBackupReport own = { 0 };
  JalAuditReport audit = { 0 };
  Look look = { .report = &own, .progress = progress, .progress_data = progress_data, .cancellable = cancellable };

  g_return_val_if_fail (JAL_IS_STORE (copy) && copy->read_only, FALSE);

  if (!jal_store_read (copy, sizes_func, &look, cancellable, error)
      || !jal_store_run_job (copy, bytes_job, &look, JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error)
      || !jal_store_read (copy, tables_func, &look, cancellable, error)
      || !jal_store_read (copy, register_func, &look, cancellable, error) || !check_originals (copy, &look, error)
      || !jal_audit_verify (copy, &audit, cancellable, error))
    return FALSE;
  own.n_records = audit.n_records;
  g_strlcpy (own.head, audit.head, sizeof own.head);
  *report = own;
  return TRUE;
}
