/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caller's side of an import: cuts the bytes into chunks and hashes them while the store's thread encrypts.

   1. A chunk is sent before it is hashed, so that both happen at once.
   2. The last chunk, full or not, is kept back: the action that adopts the blob writes it. So a document of at most
      one chunk costs one transaction in all. */
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

struct _JalBlobWriter
{
  JalStore *store;
  JalImport *import;
  guint8 *buffer; /* NULL or JAL_BLOB_CHUNK bytes */
  gsize filled;
  guint64 n_sent;
  guint64 size;
  struct sha256_ctx sha256;
  JalVaultDedupe *dedupe;
  GBytes *last; /* once finished */
  guint8 sha256_digest[SHA256_DIGEST_SIZE];
  guint8 dedupe_digest[JAL_VAULT_KEY_SIZE];
  gboolean finished;
};

static void
wipe_chunk (gpointer data)
{
  sodium_memzero (data, JAL_BLOB_CHUNK);
  g_free (data);
}

JalBlobWriter *
jal_blob_writer_new (JalStore *store)
{
  JalBlobWriter *writer;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  writer = g_new0 (JalBlobWriter, 1);
  writer->store = g_object_ref (store);
  writer->import = jal_import_new ();
  sha256_init (&writer->sha256);
  return writer;
}

/* The vault's keys belong to the store's thread. */
static gboolean
begin_job (JalStore *store, gpointer data, GError **error)
{
  JalBlobWriter *writer = data;

  writer->dedupe = jal_vault_dedupe_new (store->vault);
  if (writer->dedupe != NULL)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                       _ ("There is not enough memory. Close other programs and try again."));
  return FALSE;
}

static gboolean
begin (JalBlobWriter *writer, GCancellable *cancellable, GError **error)
{
  return writer->dedupe != NULL || jal_store_run_job (writer->store, begin_job, writer, JAL_STORE_PRIORITY_INTERACTIVE,
                                                      cancellable, error);
}

/* The buffer as bytes that wipe themselves; the buffer is gone then. */
static GBytes *
take_buffer (JalBlobWriter *writer)
{
  guint8 *buffer = g_steal_pointer (&writer->buffer);
  gsize filled = writer->filled;

  writer->filled = 0;
  return g_bytes_new_with_free_func (buffer, filled, wipe_chunk, buffer);
}

static void
hash (JalBlobWriter *writer, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  sha256_update (&writer->sha256, size, data);
  jal_vault_dedupe_update (writer->dedupe, data, size);
}

static gboolean
send_buffer (JalBlobWriter *writer, GError **error)
{
  g_autoptr (GBytes) bytes = take_buffer (writer);

  if (writer->n_sent >= JAL_MAX_CHUNKS - 1)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("This file is too large for a vault."));
      return FALSE;
    }
  if (!jal_import_send (writer->store, writer->import, writer->n_sent, bytes, error))
    return FALSE;
  writer->n_sent++;
  hash (writer, bytes);
  return TRUE;
}

gboolean
jal_blob_writer_append (JalBlobWriter *writer, const void *bytes, gsize length, GCancellable *cancellable,
                        GError **error)
{
  const guint8 *from = bytes;

  g_return_val_if_fail (writer != NULL && !writer->finished && (bytes != NULL || length == 0), FALSE);

  if (!begin (writer, cancellable, error))
    return FALSE;
  while (length > 0)
    {
      gsize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (writer->filled == JAL_BLOB_CHUNK && !send_buffer (writer, error))
        return FALSE;
      if (writer->buffer == NULL)
        writer->buffer = g_malloc (JAL_BLOB_CHUNK);
      n = MIN (length, JAL_BLOB_CHUNK - writer->filled);
      memcpy (writer->buffer + writer->filled, from, n);
      writer->filled += n;
      writer->size += n;
      from += n;
      length -= n;
    }
  return TRUE;
}

/* Sets @id when these bytes are in the vault already. */
static gboolean
find_duplicate (JalTx *tx, JalBlobWriter *writer, JalId *id, gboolean *found, GError **error)
{
  g_autoptr (GBytes) digest = g_bytes_new (writer->dedupe_digest, sizeof writer->dedupe_digest);
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = NULL;

  rows = jal_tx_select (tx, error, "SELECT id FROM blob WHERE dedupe = ? AND state = 1", "b", digest);
  if (rows == NULL)
    return FALSE;
  *found = jal_rows_next (rows, &local);
  if (*found)
    *id = jal_rows_id (rows, 0);
  return jal_tx_ended (g_steal_pointer (&local), error);
}

static gboolean
describe (JalTx *tx, JalBlobWriter *writer, JalBlobInfo *info, GError **error)
{
  JalBlobInfo described = { .id = writer->import->id, .size = writer->size };

  if (!find_duplicate (tx, writer, &described.id, &described.duplicate, error))
    return FALSE;
  sodium_bin2hex (described.sha256, sizeof described.sha256, writer->sha256_digest, sizeof writer->sha256_digest);
  *info = described;
  return TRUE;
}

typedef struct
{
  JalBlobWriter *writer;
  JalBlobInfo info;
} Describe;

static gboolean
describe_func (JalTx *tx, gpointer data, GError **error)
{
  Describe *call = data;

  return describe (tx, call->writer, &call->info, error);
}

gboolean
jal_blob_writer_finish (JalBlobWriter *writer, JalBlobInfo *info, GCancellable *cancellable, GError **error)
{
  Describe call = { .writer = writer };

  g_return_val_if_fail (writer != NULL && info != NULL && !writer->finished, FALSE);

  if (!begin (writer, cancellable, error))
    return FALSE;
  if (writer->buffer != NULL)
    {
      writer->last = take_buffer (writer);
      hash (writer, writer->last);
    }
  sha256_digest (&writer->sha256, sizeof writer->sha256_digest, writer->sha256_digest);
  jal_vault_dedupe_finish (writer->dedupe, writer->dedupe_digest);
  writer->finished = TRUE;
  if (!jal_import_wait (writer->import, error) ||
      !jal_store_read (writer->store, describe_func, &call, cancellable, error))
    return FALSE;
  *info = call.info;
  return TRUE;
}

static gboolean
complete (JalTx *tx, JalBlobWriter *writer, GError **error)
{
  g_autoptr (GBytes) sha256 = g_bytes_new (writer->sha256_digest, sizeof writer->sha256_digest);
  g_autoptr (GBytes) dedupe = g_bytes_new (writer->dedupe_digest, sizeof writer->dedupe_digest);

  return jal_import_insert_row (tx, writer->import, error) &&
         (writer->last == NULL ||
          jal_import_insert_chunk (tx, writer->import, writer->n_sent, writer->last, error)) &&
         jal_tx_run (tx, error, "UPDATE blob SET state = 1, size = ?, sha256 = ?, dedupe = ? WHERE number = ?", "ibbi",
                     (gint64)writer->size, sha256, dedupe, writer->import->number);
}

gboolean
jal_blob_writer_adopt (JalBlobWriter *writer, JalTx *tx, JalBlobInfo *info, GError **error)
{
  JalBlobInfo described;

  g_return_val_if_fail (writer != NULL && writer->finished && tx != NULL && tx->write, FALSE);

  /* The batch with its last chunks has been committed by now, or has failed. */
  if (!jal_import_wait (writer->import, error) || !describe (tx, writer, &described, error))
    return FALSE;
  if (!described.duplicate)
    {
      if (tx->adopted == NULL)
        tx->adopted = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_import_unref);
      g_ptr_array_add (tx->adopted, jal_import_ref (writer->import));
      if (!complete (tx, writer, error))
        return FALSE;
    }
  if (info != NULL)
    *info = described;
  return TRUE;
}

void
jal_blob_writer_free (JalBlobWriter *writer)
{
  if (writer == NULL)
    return;
  jal_import_abort (writer->store, writer->import);
  jal_import_unref (writer->import);
  g_clear_pointer (&writer->buffer, wipe_chunk);
  g_clear_pointer (&writer->last, g_bytes_unref);
  jal_vault_dedupe_free (writer->dedupe);
  g_object_unref (writer->store);
  g_free (writer);
}
