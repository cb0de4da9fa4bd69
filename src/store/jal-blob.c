/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading evidence bytes: any range, from any thread. A chunk is decrypted whole and the last few are kept, so that a
   reader that asks for small neighbouring ranges costs one decryption a chunk. */
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

/* 16 chunks, 4 MiB: what the readers of a few documents have in their hands at once. */
#define CACHE_CHUNKS 16

typedef struct
{
  JalId blob;
  guint64 size; /* of the blob */
  guint64 index;
  GBytes *bytes;
} Cached;

static void
free_cached (gpointer data)
{
  Cached *cached = data;

  g_bytes_unref (cached->bytes);
  g_free (cached);
}

GPtrArray *
jal_blob_new_cache (void)
{
  return g_ptr_array_new_with_free_func (free_cached);
}

void
jal_blob_clear_cache (JalStore *store)
{
  g_mutex_lock (&store->lock);
  g_ptr_array_set_size (store->cache, 0);
  g_mutex_unlock (&store->lock);
}

typedef struct
{
  gsize size;
  guint8 data[];
} Wiped;

static void
free_wiped (gpointer data)
{
  Wiped *wiped = data;

  sodium_memzero (wiped->data, wiped->size);
  g_free (wiped);
}

/* Evidence does not stay behind in freed memory. */
static GBytes *
copy_wiped (gconstpointer data, gsize size)
{
  Wiped *wiped = g_malloc (sizeof *wiped + size);

  wiped->size = size;
  if (size > 0)
    memcpy (wiped->data, data, size);
  return g_bytes_new_with_free_func (wiped->data, size, free_wiped, wiped);
}

typedef struct
{
  JalId blob;
  guint64 index;
  guint64 size;  /* out */
  GBytes *bytes; /* out, NULL past the end */
} ChunkCall;

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                       _ ("A part of this document is missing or damaged in the vault. Compare it with your backup."));
  return FALSE;
}

static gboolean
chunk_func (JalTx *tx, gpointer data, GError **error)
{
  ChunkCall *call = data;
  g_autoptr (JalRows) rows = NULL;
  guint64 start = call->index * JAL_BLOB_CHUNK;

  rows = jal_tx_select_one (tx, error,
                            "SELECT b.size, c.data FROM blob b LEFT JOIN chunk c ON c.id = (b.number << 24) + ? "
                            "WHERE b.id = ? AND b.state = 1",
                            "iI", (gint64)MIN (call->index, JAL_MAX_CHUNKS - 1), &call->blob);
  if (rows == NULL)
    return FALSE;
  call->size = (guint64)jal_rows_int (rows, 0);
  if (start >= call->size)
    return TRUE;
  call->bytes = jal_rows_bytes_with (rows, 1, copy_wiped);
  if (call->bytes == NULL || g_bytes_get_size (call->bytes) != MIN (JAL_BLOB_CHUNK, call->size - start))
    {
      g_clear_pointer (&call->bytes, g_bytes_unref);
      return damaged (error);
    }
  __atomic_add_fetch (&tx->store->chunk_reads, 1, __ATOMIC_RELAXED);
  return TRUE;
}

/* Returns (transfer full) (nullable): the chunk if it is kept, with the blob's size. */
static GBytes *
look_up (JalStore *store, JalId blob, guint64 index, guint64 *size)
{
  GBytes *bytes = NULL;

  g_mutex_lock (&store->lock);
  for (guint i = store->cache->len; bytes == NULL && i > 0; i--)
    {
      Cached *cached = store->cache->pdata[i - 1];

      if (cached->index != index || !jal_id_equal (cached->blob, blob))
        continue;
      bytes = g_bytes_ref (cached->bytes);
      *size = cached->size;
      g_ptr_array_steal_index (store->cache, i - 1);
      g_ptr_array_add (store->cache, cached);
    }
  g_mutex_unlock (&store->lock);
  return bytes;
}

static void
keep (JalStore *store, const ChunkCall *call)
{
  Cached *cached = g_new (Cached, 1);

  *cached = (Cached){ call->blob, call->size, call->index, g_bytes_ref (call->bytes) };
  g_mutex_lock (&store->lock);
  /* A store that closed meanwhile has wiped its chunks already. */
  if (store->closing)
    free_cached (cached);
  else
    {
      if (store->cache->len >= CACHE_CHUNKS)
        g_ptr_array_remove_index (store->cache, 0);
      g_ptr_array_add (store->cache, cached);
    }
  g_mutex_unlock (&store->lock);
}

static GBytes *
get_chunk (JalStore *store, JalId blob, guint64 index, guint64 *size, GCancellable *cancellable, GError **error)
{
  ChunkCall call = { .blob = blob, .index = index };
  GBytes *bytes = look_up (store, blob, index, size);

  if (bytes != NULL)
    return bytes;
  if (!jal_store_read (store, chunk_func, &call, cancellable, error))
    return NULL;
  if (call.bytes == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("The document ends before that."));
      return NULL;
    }
  *size = call.size;
  keep (store, &call);
  return call.bytes;
}

gboolean
jal_blob_read (JalStore *store, JalId blob, guint64 offset, gsize length, guint8 *to, GCancellable *cancellable,
               GError **error)
{
  g_return_val_if_fail (JAL_IS_STORE (store) && (to != NULL || length == 0), FALSE);

  if (length == 0)
    {
      JalBlobInfo info;

      return jal_blob_get_info (store, blob, &info, cancellable, error);
    }
  while (length > 0)
    {
      guint64 size = 0, within = offset % JAL_BLOB_CHUNK;
      g_autoptr (GBytes) bytes = get_chunk (store, blob, offset / JAL_BLOB_CHUNK, &size, cancellable, error);
      gsize n;

      if (bytes == NULL)
        return FALSE;
      if (offset > size || length > size - offset)
        {
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("The document ends before that."));
          return FALSE;
        }
      n = MIN (length, JAL_BLOB_CHUNK - within);
      memcpy (to, (const guint8 *)g_bytes_get_data (bytes, NULL) + within, n);
      to += n;
      offset += n;
      length -= n;
    }
  return TRUE;
}

gboolean
jal_tx_get_blob_info (JalTx *tx, JalId blob, JalBlobInfo *info, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GBytes) sha256 = NULL;

  g_return_val_if_fail (tx != NULL && info != NULL, FALSE);

  rows = jal_tx_select_one (tx, error, "SELECT size, sha256 FROM blob WHERE id = ? AND state = 1", "I", &blob);
  if (rows == NULL)
    return FALSE;
  sha256 = jal_rows_bytes (rows, 1);
  if (sha256 == NULL || g_bytes_get_size (sha256) != SHA256_DIGEST_SIZE)
    return damaged (error);
  *info = (JalBlobInfo){ .id = blob, .size = (guint64)jal_rows_int (rows, 0) };
  sodium_bin2hex (info->sha256, sizeof info->sha256, g_bytes_get_data (sha256, NULL), SHA256_DIGEST_SIZE);
  return TRUE;
}

static gboolean
info_func (JalTx *tx, gpointer data, GError **error)
{
  JalBlobInfo *info = data;

  return jal_tx_get_blob_info (tx, info->id, info, error);
}

gboolean
jal_blob_get_info (JalStore *store, JalId blob, JalBlobInfo *info, GCancellable *cancellable, GError **error)
{
  JalBlobInfo own = { .id = blob };

  g_return_val_if_fail (JAL_IS_STORE (store) && info != NULL, FALSE);

  if (!jal_store_read (store, info_func, &own, cancellable, error))
    return FALSE;
  *info = own;
  return TRUE;
}

gboolean
jal_blob_verify (JalStore *store, JalId blob, JalBlobProgress progress, gpointer data, GCancellable *cancellable,
                 GError **error)
{
  struct sha256_ctx context;
  guint8 digest[SHA256_DIGEST_SIZE];
  char hex[64 + 1];
  JalBlobInfo info;

  if (!jal_blob_get_info (store, blob, &info, cancellable, error))
    return FALSE;
  sha256_init (&context);
  /* Past the cache on purpose: it is the bytes on the disk that are in question. */
  for (guint64 done = 0; done < info.size;)
    {
      ChunkCall call = { .blob = blob, .index = done / JAL_BLOB_CHUNK };

      if (!jal_store_read_background (store, chunk_func, &call, cancellable, error))
        return FALSE;
      if (call.bytes == NULL)
        return damaged (error);
      sha256_update (&context, g_bytes_get_size (call.bytes), g_bytes_get_data (call.bytes, NULL));
      done += g_bytes_get_size (call.bytes);
      g_bytes_unref (call.bytes);
      if (progress != NULL)
        progress (done, info.size, data);
    }
  sha256_digest (&context, sizeof digest, digest);
  sodium_bin2hex (hex, sizeof hex, digest, sizeof digest);
  return strcmp (hex, info.sha256) == 0 || damaged (error);
}

gboolean
jal_tx_remove_blob (JalTx *tx, JalId blob, GError **error)
{
  gint64 number = 0;

  g_return_val_if_fail (tx != NULL, FALSE);

  if (!jal_tx_select_int (tx, &number, error, "SELECT number FROM blob WHERE id = ? AND state = 1", "I", &blob) ||
      !jal_tx_run (tx, error, "DELETE FROM chunk WHERE id BETWEEN ? AND ?", "ii", (gint64)JAL_CHUNK_KEY (number, 0),
                   (gint64)JAL_CHUNK_KEY (number, JAL_MAX_CHUNKS - 1)) ||
      !jal_tx_run (tx, error, "DELETE FROM blob WHERE number = ?", "i", number))
    return FALSE;
  jal_blob_clear_cache (tx->store);
  return TRUE;
}

guint64
jal_blob_get_chunk_reads (JalStore *store)
{
  g_return_val_if_fail (JAL_IS_STORE (store), 0);

  return __atomic_load_n (&store->chunk_reads, __ATOMIC_RELAXED);
}
