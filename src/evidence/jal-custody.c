/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Custody outside and inside the vault.
 *
 * 1. A handover is about the exhibit, so it belongs to the document; receipts, copies and checks are about bytes, so they
 *    belong to an original.
 * 2. A mismatch is recorded before anything else is done with the document.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-custody.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "store/jal-blob.h"

#define MAX_LINE_BYTES 800

typedef struct
{
  JalId document_id;
  const JalHandover *handover;
  JalDocument *document;
  GArray *parts;
  /* The original in hand. */
  JalId original_id;
  gboolean matches;
  gboolean known_bad;
  gboolean on_record;
} Call;

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->document = jal_document_rows_get (tx, call->document_id, error);
  if (call->document == NULL)
    return FALSE;
  call->parts = jal_document_rows_parts (tx, call->document_id, error);
  return call->parts != NULL;
}

static void
clear_call (Call *call)
{
  g_clear_object (&call->document);
  g_clear_pointer (&call->parts, g_array_unref);
}

static gboolean
hand_over (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalHandover *handover = call->handover;
  g_autofree char *party = jal_text_one_line (handover->party, 0);
  g_autofree char *reason = jal_text_one_line (handover->reason != NULL ? handover->reason : "", 0);
  JalDate date = handover->date != JAL_DATE_NONE ? handover->date : jal_date_from_instant (jal_tx_get_now (tx));

  return jal_tx_insert (tx, "custody_event", jal_id_new (), error, "original_id", 'I',
                        &g_array_index (call->parts, JalDocumentPart, 0).original_id, "at", 'i', jal_tx_get_now (tx), "verb",
                        's', handover->returned ? "returned" : "handed", "actor", 's', jal_tx_get_actor (tx), "detail", 's',
                        reason, "document_id", 'I', &call->document_id, "party", 's', party, "happened", 'i', (gint64)date,
                        NULL);
}

gboolean
jal_custody_hand_over (JalStore *store, JalId document_id, const JalHandover *handover, GError **error)
{
  Call call = { .document_id = document_id, .handover = handover };
  JalAct act = { .verb = handover->returned ? "custody.receive" : "custody.hand",
                 .label = N_ ("handover"),
                 .subject_id = document_id,
                 .undoable = TRUE };
  gboolean done = FALSE;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (handover->party == NULL || !jal_text_is_label (handover->party, MAX_LINE_BYTES)
      || (handover->reason != NULL && (strlen (handover->reason) > MAX_LINE_BYTES || !g_utf8_validate (handover->reason, -1, NULL))))
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                         _ ("Say who took or gave the exhibit, in at most 200 characters."));
  else if (handover->date != JAL_DATE_NONE && handover->date > jal_date_today ())
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("A handover cannot lie in the future."));
  else if (jal_store_read (store, load, &call, NULL, error))
    {
      act.case_id = call.document->case_id;
      done = jal_store_act (store, &act, hand_over, &call, NULL, error);
    }
  clear_call (&call);
  return done;
}

/* --- Hashes ------------------------------------------------------------------------------------------------------ */

static gboolean
read_known (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  gint64 n = 0;

  if (!jal_tx_select_int (tx, &n, error, "SELECT count(*) FROM integrity WHERE original_id = ? AND matches = 0", "I",
                          &call->original_id))
    return FALSE;
  call->known_bad = n > 0;
  return TRUE;
}

static gboolean
note_check (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autofree char *detail = g_strdup_printf ("SHA-256 %s", call->matches ? "matches" : "DOES NOT MATCH");

  jal_tx_set_payload (tx, call->matches ? "matches" : "does not match");
  return jal_custody_rows_insert (tx, call->original_id, call->matches ? "checked" : "mismatch", detail, error)
         && jal_tx_run (tx, error,
                        "INSERT INTO integrity (original_id, checked_at, matches) VALUES (?, ?, ?) ON CONFLICT (original_id) "
                        "DO UPDATE SET checked_at = excluded.checked_at, matches = excluded.matches",
                        "Iii", &call->original_id, jal_tx_get_now (tx), (gint64)call->matches);
}

static gboolean
check_original (JalStore *store, Call *call, const JalDocumentPart *part, JalCustodyProgress progress, gpointer progress_data,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  JalAct act = { .verb = "custody.check", .case_id = call->document->case_id, .subject_id = call->document_id };

  call->original_id = part->original_id;
  call->matches = jal_blob_verify (store, part->blob_id, progress, progress_data, cancellable, &local);
  if (!call->matches && !g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)
      && !g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!jal_store_read (store, read_known, call, cancellable, error))
    return FALSE;
  /* A look that finds what was known is no event. */
  if (!call->on_record && call->matches != call->known_bad)
    return TRUE;
  return jal_store_act (store, &act, note_check, call, NULL, error);
}

gboolean
jal_custody_check (JalStore *store, JalId document_id, gboolean on_record, gboolean *matches, JalCustodyProgress progress,
                   gpointer progress_data, GCancellable *cancellable, GError **error)
{
  Call call = { .document_id = document_id, .on_record = on_record };
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);
  gboolean done, all = TRUE;

  g_return_val_if_fail (JAL_IS_STORE (store) && matches != NULL, FALSE);

  done = jal_store_read (store, load, &call, cancellable, error);
  for (guint i = 0; done && i < call.parts->len; i++)
    {
      JalDocumentPart *part = &g_array_index (call.parts, JalDocumentPart, i);

      if (!g_hash_table_add (seen, &part->original_id))
        continue;
      done = check_original (store, &call, part, progress, progress_data, cancellable, error);
      all = all && call.matches;
    }
  clear_call (&call);
  if (done)
    *matches = all;
  return done;
}

JalDate
jal_custody_event_date (JalCustodyEvent *event)
{
  return event->happened != JAL_DATE_NONE ? event->happened : jal_date_from_instant (event->at);
}
