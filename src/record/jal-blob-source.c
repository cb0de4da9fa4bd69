/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blob as something ranges are asked of. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-blob-source.h"

struct _JalBlobSource
{
  JalStore *store;
  JalId blob_id;
  guint64 size;
  GCancellable *cancellable;
};

JalBlobSource *
jal_blob_source_new (JalStore *store, JalId blob_id, GCancellable *cancellable, GError **error)
{
  JalBlobSource *source;
  JalBlobInfo info;

  if (!jal_blob_get_info (store, blob_id, &info, cancellable, error))
    return NULL;
  source = g_new0 (JalBlobSource, 1);
  source->store = g_object_ref (store);
  source->blob_id = blob_id;
  source->size = info.size;
  g_set_object (&source->cancellable, cancellable);
  return source;
}

guint64
jal_blob_source_get_size (JalBlobSource *source)
{
  return source->size;
}

gboolean
jal_blob_source_read (gpointer data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  JalBlobSource *source = data;

  return jal_blob_read (source->store, source->blob_id, offset, length, to, source->cancellable, error);
}

void
jal_blob_source_free (gpointer data)
{
  JalBlobSource *source = data;

  if (source == NULL)
    return;
  g_clear_object (&source->cancellable);
  g_object_unref (source->store);
  g_free (source);
}
