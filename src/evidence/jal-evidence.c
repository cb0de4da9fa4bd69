/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The register of evidence.
 *
 * 1. An original is never changed: what is done to a document changes which pages of which originals it shows, and how.
 * 2. Every change is one action of the store, with its undo.
 * 3. An exhibit number is data: two documents may bear the same one, and both are shown as clashing.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-evidence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "record/jal-rank.h"

#define MAX_LINE_BYTES 800
#define MAX_NOTE_BYTES (64 * 1024)

typedef struct
{
  JalId id;
  JalId other;
  const JalDocumentDraft *draft;
  guint first;
  guint count;
  int degrees;
  gpointer result; /* (transfer full) */
} Call;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

/* --- Looking ------------------------------------------------------------------------------------------------- */

static gboolean
list_documents (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return (call->result = jal_document_rows_list (tx, call->id, error)) != NULL;
}

GListStore *
jal_evidence_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Call call = { .id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_documents, &call, cancellable, error) ? call.result : NULL;
}

static gboolean
get_document (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return (call->result = jal_document_rows_get (tx, call->id, error)) != NULL;
}

JalDocument *
jal_evidence_get (JalStore *store, JalId document_id, GError **error)
{
  Call call = { .id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, get_document, &call, NULL, error) ? call.result : NULL;
}

static gboolean
list_custody (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return (call->result = jal_custody_rows_list (tx, call->id, error)) != NULL;
}

GListStore *
jal_evidence_custody (JalStore *store, JalId document_id, GError **error)
{
  Call call = { .id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_custody, &call, NULL, error) ? call.result : NULL;
}

static gboolean
read_text (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->id, error);

  return document != NULL && (call->result = jal_document_rows_dup_text (tx, call->id, error)) != NULL;
}

char *
jal_evidence_dup_text (JalStore *store, JalId document_id, GError **error)
{
  Call call = { .id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, read_text, &call, NULL, error) ? call.result : NULL;
}

void
jal_evidence_note_view (JalStore *store, JalDocument *document, JalEvidenceView view)
{
  /* In the order of JalEvidenceView. */
  static const char *const verbs[] = { "document.show", "document.read", "mark.read", "redaction.read" };

  g_return_if_fail (JAL_IS_STORE (store) && JAL_IS_DOCUMENT (document) && view < G_N_ELEMENTS (verbs));

  jal_store_note_view_once (store, verbs[view], document->case_id, document->id);
}

/* --- Changing ------------------------------------------------------------------------------------------------ */

/* One action on one document; its case is known only inside. */
static gboolean
act_on (JalStore *store, const char *verb, const char *label, JalStoreFunc func, Call *call, GError **error)
{
  JalAct act = { .verb = verb, .label = label, .subject_id = call->id, .undoable = TRUE };
  g_autoptr (JalDocument) document = jal_evidence_get (store, call->id, error);

  if (document == NULL)
    return FALSE;
  act.case_id = document->case_id;
  return jal_store_act (store, &act, func, call, NULL, error);
}

static gboolean
check_draft (const JalDocumentDraft *draft, GError **error)
{
  static const char *const sensitivities[] = { "normal", "protected", "privileged", NULL };

  if (draft->title != NULL && !jal_text_is_label (draft->title, MAX_LINE_BYTES))
    return refuse (error, _ ("A document needs a title of at most 200 characters."));
  if ((draft->kind != NULL && !jal_text_is_label (draft->kind, 64))
      || (draft->language != NULL && !jal_text_is_label (draft->language, 16)))
    return refuse (error, _ ("The kind or the language of the document is not one this program knows."));
  if (draft->exhibit != NULL && (strlen (draft->exhibit) > 64 || !g_utf8_validate (draft->exhibit, -1, NULL)))
    return refuse (error, _ ("The exhibit number is too long."));
  if (draft->sensitivity != NULL && !g_strv_contains (sensitivities, draft->sensitivity))
    return refuse (error, _ ("A document is normal, protected or privileged."));
  if (draft->note != NULL && (strlen (draft->note) > MAX_NOTE_BYTES || !g_utf8_validate (draft->note, -1, NULL)))
    return refuse (error, _ ("The note is too long."));
  if (draft->set_date && draft->date != JAL_DATE_NONE && (draft->date < JAL_DATE_MIN || draft->date > JAL_DATE_MAX))
    return refuse (error, _ ("That is not a date this program can keep."));
  return TRUE;
}

static void
fill (char **field, const char *value)
{
  if (value == NULL)
    return;
  g_free (*field);
  *field = jal_text_one_line (value, 0);
}

static gboolean
update_document (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalDocumentDraft *draft = call->draft;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->id, error);

  if (document == NULL)
    return FALSE;
  fill (&document->title, draft->title);
  fill (&document->kind, draft->kind);
  fill (&document->language, draft->language);
  fill (&document->sensitivity, draft->sensitivity);
  fill (&document->exhibit, draft->exhibit);
  if (document->exhibit != NULL && *document->exhibit == '\0')
    g_clear_pointer (&document->exhibit, g_free);
  if (draft->note != NULL)
    {
      g_free (document->note);
      document->note = g_strdup (draft->note);
    }
  if (draft->set_date)
    document->date = draft->date;
  return jal_document_rows_update (tx, document, error);
}

gboolean
jal_evidence_update (JalStore *store, JalId document_id, const JalDocumentDraft *draft, GError **error)
{
  Call call = { .id = document_id, .draft = draft };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  return check_draft (draft, error)
         && act_on (store, "document.update", N_ ("change of document"), update_document, &call, error);
}

static gboolean
move_document (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->id, error);

  return document != NULL
         && jal_rank_behind (tx, "document", "case_id", document->case_id, call->other, call->id, &document->rank,
                             error)
         && jal_tx_update (tx, "document", call->id, error, "rank", 'd', document->rank, NULL);
}

gboolean
jal_evidence_move (JalStore *store, JalId document_id, JalId after, GError **error)
{
  Call call = { .id = document_id, .other = after };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return act_on (store, "document.move", N_ ("move of document"), move_document, &call, error);
}

static gboolean
remove_document (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return jal_tx_delete (tx, "document", call->id, error);
}

gboolean
jal_evidence_remove (JalStore *store, JalId document_id, GError **error)
{
  Call call = { .id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return act_on (store, "document.remove", N_ ("removal of document"), remove_document, &call, error);
}

/* --- Turning pages ------------------------------------------------------------------------------------------- */

static void
append_run (GArray *parts, const JalDocumentPart *from, guint offset, guint n_pages, int rotation, gboolean keeps_id)
{
  JalDocumentPart part = *from;

  if (n_pages == 0)
    return;
  if (!keeps_id)
    part.id = JAL_ID_NONE;
  part.first_page = from->first_page + offset;
  part.n_pages = n_pages;
  part.rotation = rotation;
  g_array_append_val (parts, part);
}

/* Cuts the runs of pages where the turned ones begin and end; the first piece of a run keeps its row. */
static GArray *
turn_parts (GArray *parts, guint first, guint count, int degrees)
{
  GArray *turned = g_array_new (FALSE, TRUE, sizeof (JalDocumentPart));
  guint start = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      guint end = start + part->n_pages;
      guint from = CLAMP (first, start, end) - start;
      guint to = CLAMP (first + count, start, end) - start;

      append_run (turned, part, 0, from, part->rotation, TRUE);
      append_run (turned, part, from, to - from, (part->rotation + degrees) % 360, from == 0);
      append_run (turned, part, to, part->n_pages - to, part->rotation, to == 0);
      start = end;
    }
  return turned;
}

static gboolean
rotate_document (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, call->id, error);
  g_autoptr (GArray) turned = NULL;

  if (parts == NULL)
    return FALSE;
  turned = turn_parts (parts, call->first, call->count, call->degrees);
  return jal_document_rows_set_parts (tx, call->id, turned, error);
}

gboolean
jal_evidence_rotate (JalStore *store, JalId document_id, guint first, guint count, int degrees, GError **error)
{
  Call call = { .id = document_id, .first = first, .count = count, .degrees = degrees };
  g_autoptr (JalDocument) document = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (degrees != 90 && degrees != 180 && degrees != 270)
    return refuse (error, _ ("Pages are turned by 90, 180 or 270 degrees."));
  document = jal_evidence_get (store, document_id, error);
  if (document == NULL)
    return FALSE;
  if (count == 0 || first >= document->n_pages || count > document->n_pages - first)
    return refuse (error, _ ("The document has no such pages."));
  return act_on (store, "document.rotate", N_ ("turning of pages"), rotate_document, &call, error);
}
