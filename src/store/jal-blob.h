/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalBlobInfo:
 *
 * Evidence bytes, whole and never changed. @sha256 is what courts know: lower-case hex, the same as sha256sum prints.
 */
typedef struct
{
  JalId id;
  guint64 size;        /* bytes */
  char sha256[64 + 1];
  gboolean duplicate;  /* these bytes were in the vault before: @id is the older blob, nothing was stored twice */
} JalBlobInfo;

#define JAL_BLOB_CHUNK (256 * 1024)

/**
 * JalBlobWriter:
 *
 * Bytes on their way into the vault. They are encrypted and written in batches while the caller reads and hashes on;
 * an interactive action in between does not wait for more than a chunk. Until adopted inside an action they belong to
 * nothing: freeing the writer removes them, and after a crash the next opening does.
 *
 *   writer = jal_blob_writer_new (store);
 *   while (read) jal_blob_writer_append (writer, bytes, n, cancellable, error);
 *   jal_blob_writer_finish (writer, &info, cancellable, error);      what it is, and whether it is here already
 *   jal_store_act (…, func) and inside func: jal_blob_writer_adopt (writer, tx, &info, error), then the custody rows
 *   jal_blob_writer_free (writer)
 *
 * One thread at a time.
 */
typedef struct _JalBlobWriter JalBlobWriter;

JalBlobWriter *jal_blob_writer_new (JalStore *store);
/* Any @length; @bytes may be NULL when it is 0. After a failure the writer only fails again. */
gboolean jal_blob_writer_append (JalBlobWriter *writer, const void *bytes, gsize length, GCancellable *cancellable,
                                 GError **error);
/* No more bytes. @info tells size and hash; when @info->duplicate, @info->id is the blob already in the vault. */
gboolean jal_blob_writer_finish (JalBlobWriter *writer, JalBlobInfo *info, GCancellable *cancellable, GError **error);
/* Inside an action, after jal_blob_writer_finish(): the blob becomes complete when that action commits, with the
   caller's rows. @info as before; a duplicate is found here for certain. */
gboolean jal_blob_writer_adopt (JalBlobWriter *writer, JalTx *tx, JalBlobInfo *info, GError **error);
/* Removes what was not adopted by a committed action. */
void jal_blob_writer_free (JalBlobWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalBlobWriter, jal_blob_writer_free)

/* JAL_STORE_ERROR_NOT_FOUND when there is no such complete blob. */
gboolean jal_blob_get_info (JalStore *store, JalId blob, JalBlobInfo *info, GCancellable *cancellable, GError **error);
/* The same inside a transaction. */
gboolean jal_tx_get_blob_info (JalTx *tx, JalId blob, JalBlobInfo *info, GError **error);
/* Copies @length bytes from @offset into @to. The range must lie within the blob (JAL_STORE_ERROR_REFUSED). From any
   thread but the store's; the chunks read last are kept, so that neighbouring ranges cost nothing. */
gboolean jal_blob_read (JalStore *store, JalId blob, guint64 offset, gsize length, guint8 *to,
                        GCancellable *cancellable, GError **error);
/* Reads the whole blob again and compares its SHA-256 with the one taken at import: JAL_STORE_ERROR_DAMAGED when they
   differ. @progress, nullable, gets the bytes done so far, on the caller's thread. */
typedef void (*JalBlobProgress) (guint64 done, guint64 size, gpointer data);
gboolean jal_blob_verify (JalStore *store, JalId blob, JalBlobProgress progress, gpointer data,
                          GCancellable *cancellable, GError **error);
/* Removes a blob that no longer belongs to anything, bytes and all, inside an action (erasure). */
gboolean jal_tx_remove_blob (JalTx *tx, JalId blob, GError **error);
/* Chunks decrypted for readers since the store was opened; ranges served from the cache do not count. */
guint64 jal_blob_get_chunk_reads (JalStore *store);

G_END_DECLS
