/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What others put on the pages of a file that was taken in before such notes were kept.
 *
 * 1. Each file is read for them once: a setting of this vault says that it was, also when it has none or cannot be read.
 * 2. What is not about the file (no sandbox, the vault closed, a reader called back) leaves it to be read another time.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include <glib/gi18n-lib.h>

#include "evidence/jal-evidence.h"
#include "evidence/jal-import-pages-private.h"
#include "evidence/jal-original-reader.h"
#include "record/jal-document-rows.h"

typedef struct
{
  JalId document_id;
  JalId case_id;
  GArray *unread; /* of JalDocumentPart */
  gboolean more;
  JalId original_id;
  JalImportPages pages;
} Call;

static gboolean
look_at_part (JalTx *tx, Call *call, const JalDocumentPart *part, GError **error)
{
  JalImportNotes state = jal_import_pages_get_notes (tx, part->original_id, error);

  if (state == JAL_IMPORT_NOTES_FAILED)
    return FALSE;
  call->more = call->more || state == JAL_IMPORT_NOTES_MORE;
  if (state == JAL_IMPORT_NOTES_UNKNOWN && part->n_pages > 0 && g_str_equal (part->media, "pdf") && !jal_id_is_none (part->blob_id))
    g_array_append_val (call->unread, *part);
  return TRUE;
}

static gboolean
find_unread (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->document_id, error);
  g_autoptr (GArray) parts = document != NULL ? jal_document_rows_parts (tx, call->document_id, error) : NULL;

  if (parts == NULL)
    return FALSE;
  call->case_id = document->case_id;
  for (guint i = 0; i < parts->len; i++)
    if (!look_at_part (tx, call, &g_array_index (parts, JalDocumentPart, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_notes (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  JalImportNotes state = jal_import_pages_get_notes (tx, call->original_id, error);

  /* Somebody else may have been quicker. */
  if (state != JAL_IMPORT_NOTES_UNKNOWN)
    return state != JAL_IMPORT_NOTES_FAILED;
  return jal_import_pages_write_notes (&call->pages, tx, call->original_id, error);
}

static gboolean
read_part (JalStore *store, Call *call, const JalDocumentPart *part, GCancellable *cancellable, GError **error)
{
  JalAct act = { .verb = "mark.received", .case_id = call->case_id, .subject_id = call->document_id };
  g_autoptr (GError) local = NULL;
  g_autoptr (JalReader) reader = jal_original_open (store, part, cancellable, cancellable, &local);
  gboolean done;

  /* A busy machine, perhaps: the next time may have it. */
  if (g_error_matches (local, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT) || g_error_matches (local, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED))
    {
      call->more = TRUE;
      return TRUE;
    }
  if (reader == NULL && local->domain != JAL_PAGES_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (local != NULL && jal_import_concerns_all (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  call->original_id = part->original_id;
  jal_import_pages_init (&call->pages);
  done = (reader == NULL || jal_import_pages_read_notes (&call->pages, reader, cancellable, error))
         && jal_store_act (store, &act, write_notes, call, cancellable, error);
  call->more = call->more || call->pages.more_received || call->pages.lost_received;
  jal_import_pages_clear (&call->pages);
  return done;
}

gboolean
jal_evidence_read_received (JalStore *store, JalId document_id, gboolean *more, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (JalDocumentPart));
  Call call = { .document_id = document_id, .unread = unread };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  done = jal_store_read (store, find_unread, &call, cancellable, error);
  for (guint i = 0; done && i < unread->len; i++)
    done = read_part (store, &call, &g_array_index (unread, JalDocumentPart, i), cancellable, error);
  if (more != NULL)
    *more = call.more;
  return done;
}
