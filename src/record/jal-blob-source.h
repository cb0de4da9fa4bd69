/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-blob.h"

G_BEGIN_DECLS

/**
 * JalBlobSource:
 *
 * A blob as something ranges are asked of. Its functions have the shape of JalBytes' (pages/jal-bytes.h), so that
 * evidence reaches a worker without the rooms with keys and those with parsers knowing each other.
 */
typedef struct _JalBlobSource JalBlobSource;

/* Returns (transfer full); @cancellable is nullable. */
JalBlobSource *jal_blob_source_new (JalStore *store, JalId blob_id, GCancellable *cancellable, GError **error);
guint64 jal_blob_source_get_size (JalBlobSource *source);
/* Copies the range; any thread but the store's. */
gboolean jal_blob_source_read (gpointer source, guint64 offset, gsize length, guint8 *to, GError **error);
void jal_blob_source_free (gpointer source);

G_END_DECLS
