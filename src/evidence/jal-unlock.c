/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document that came locked with a password, from when somebody knows it. */
#define G_LOG_DOMAIN "jal-evidence"

#include <glib/gi18n-lib.h>

#include "evidence/jal-evidence.h"
#include "evidence/jal-import-pages-private.h"
#include "record/jal-blob-source.h"
#include "record/jal-document-rows.h"

typedef struct
{
  JalId document_id;
  JalId case_id;
  JalDocumentPart part; /* the locked one */
  const char *password;
  JalImportPages pages;
} Unlock;

static gboolean
find_part (JalTx *tx, gpointer data, GError **error)
{
  Unlock *unlock = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, unlock->document_id, error);
  g_autoptr (GArray) parts = document != NULL ? jal_document_rows_parts (tx, unlock->document_id, error) : NULL;

  if (parts == NULL)
    return FALSE;
  unlock->case_id = document->case_id;
  for (guint i = 0; i < parts->len; i++)
    {
      unlock->part = g_array_index (parts, JalDocumentPart, i);
      if (unlock->part.n_pages == 0 && g_str_equal (unlock->part.media, "pdf") && !jal_id_is_none (unlock->part.blob_id))
        return TRUE;
    }
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("This document is not locked with a password."));
  return FALSE;
}

static gboolean
write_pages (JalTx *tx, gpointer data, GError **error)
{
  Unlock *unlock = data;

  return jal_original_rows_unlock (tx, unlock->part.original_id, unlock->password, unlock->pages.texts->len, error)
         && jal_import_pages_write (&unlock->pages, tx, unlock->part.original_id, error);
}

static gboolean
read_pages (JalStore *store, Unlock *unlock, GCancellable *cancellable, GError **error)
{
  JalBlobSource *source = jal_blob_source_new (store, unlock->part.blob_id, cancellable, error);
  JalImportLock lock;
  JalBytes bytes;
  gboolean read;

  if (source == NULL)
    return FALSE;
  /* Not taken over: reading opens it twice. */
  bytes = (JalBytes){ jal_blob_source_get_size (source), jal_blob_source_read, source, NULL };
  read = jal_import_pages_read (&unlock->pages, &bytes, JAL_READER_PDF, unlock->password, &lock, cancellable, error);
  jal_blob_source_free (source);
  if (read && lock == JAL_IMPORT_LOCKED)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_ENCRYPTED,
                           _ ("This is not the password of this document. Nothing was changed; try again."));
      return FALSE;
    }
  return read;
}

gboolean
jal_evidence_unlock (JalStore *store, JalId document_id, const char *password, GCancellable *cancellable, GError **error)
{
  Unlock unlock = { .document_id = document_id, .password = password };
  JalAct act = {
    .verb = "evidence.unlock", .label = N_ ("opening of a locked document"), .subject_id = document_id, .undoable = TRUE
  };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && password != NULL, FALSE);

  if (!jal_store_read (store, find_part, &unlock, cancellable, error))
    return FALSE;
  act.case_id = unlock.case_id;
  jal_import_pages_init (&unlock.pages);
  done = read_pages (store, &unlock, cancellable, error)
         && jal_store_act (store, &act, write_pages, &unlock, cancellable, error);
  jal_import_pages_clear (&unlock.pages);
  return done;
}
