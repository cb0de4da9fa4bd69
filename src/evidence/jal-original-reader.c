/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-original-reader.h"

#include "record/jal-blob-source.h"
#include "record/jal-original-password.h"

JalReader *
jal_original_open (JalStore *store, const JalDocumentPart *part, GCancellable *reading, GCancellable *cancellable, GError **error)
{
  JalReaderKind kind = g_str_equal (part->media, "jpeg")  ? JAL_READER_JPEG
                       : g_str_equal (part->media, "png") ? JAL_READER_PNG
                                                          : JAL_READER_PDF;
  JalBlobSource *source;
  JalReader *reader;
  JalBytes bytes;
  char *password;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_original_password_get (store, part->original_id, &password, cancellable, error))
    return NULL;
  source = jal_blob_source_new (store, part->blob_id, reading, error);
  if (source == NULL)
    {
      jal_original_password_free (password);
      return NULL;
    }
  bytes = (JalBytes){ jal_blob_source_get_size (source), jal_blob_source_read, source, jal_blob_source_free };
  reader = jal_reader_open (&bytes, kind, password, cancellable, error);
  jal_original_password_free (password);
  return reader;
}
