/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Redactions: what is taken out of copies.
 *
 * 1. A redaction is a row beside the original; the original is never changed.
 * 2. What is not rejected is taken out: a redaction that nobody has looked at yet is no reason to let a name slip.
 * 3. Every change is committed before the call returns, however many rows it has, and is one undo.
 */
#define G_LOG_DOMAIN "jal-marks"

#include "marks/jal-redactions.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/jal-text.h"
#include "law/jal-redaction-law.h"
#include "record/jal-document-rows.h"

#define MAX_QUADS 1000
#define MAX_POINTS 1e6
#define MAX_TEXT_BYTES (64 * 1024)
#define MAX_AT_ONCE 100000

typedef struct
{
  const JalRedactionDraft *drafts;
  const GArray *again; /* nullable, of JalId: rejected ones that are to be reviewed once more */
  const JalId *ids;
  guint n;
  const char *state;
  const char *reason;
  const char *reach;
  JalId document_id; /* or the case */
  gpointer result; /* (transfer full) */
} Call;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

/* --- Rules --------------------------------------------------------------------------------------------------- */

static gboolean
check_words (const char *state, const char *reason, const char *reach, GError **error)
{
  static const char *const states[] = { "pending", "accepted", "rejected", NULL };
  static const char *const reaches[] = { "everywhere", "here", NULL };

  if (state != NULL && !g_strv_contains (states, state))
    return refuse (error, _ ("A redaction is pending, accepted or rejected."));
  if (reason != NULL && jal_redaction_reason_find (reason) == NULL)
    return refuse (error, _ ("There is no such reason for a redaction."));
  if (reach != NULL && !g_strv_contains (reaches, reach))
    return refuse (error, _ ("A redaction is meant everywhere or only here."));
  return TRUE;
}

static gboolean
text_is_good (const char *text)
{
  return text == NULL || (strlen (text) <= MAX_TEXT_BYTES && g_utf8_validate (text, -1, NULL));
}

static gboolean
check_draft (const JalRedactionDraft *draft, GError **error)
{
  static const char *const origins[] = { "text", "area", "search", "pattern", "name", NULL };

  g_return_val_if_fail (draft->origin != NULL && g_strv_contains (origins, draft->origin), FALSE);

  if (draft->quads == NULL || draft->n_quads < 1 || draft->n_quads > MAX_QUADS || !text_is_good (draft->quoted)
      || !text_is_good (draft->context_before) || !text_is_good (draft->context_after) || !text_is_good (draft->rule))
    return refuse (error, _ ("The redaction covers nothing, or too much at once."));
  for (guint i = 0; i < draft->n_quads; i++)
    for (guint corner = 0; corner < 4; corner++)
      if (!isfinite (draft->quads[i].x[corner]) || !isfinite (draft->quads[i].y[corner])
          || fabs (draft->quads[i].x[corner]) > MAX_POINTS || fabs (draft->quads[i].y[corner]) > MAX_POINTS)
        return refuse (error, _ ("The redaction lies outside the page."));
  return check_words (NULL, draft->reason, draft->reach, error);
}

/* --- Inside a transaction ------------------------------------------------------------------------------------ */

/* Replaces the string; NULL for @value leaves it. */
static void
fill (char **field, const char *value)
{
  if (value == NULL)
    return;
  g_free (*field);
  *field = g_strdup (value);
}

static gboolean
locate (JalTx *tx, const JalRedactionDraft *draft, JalRedaction *value, GError **error)
{
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, draft->document_id, error);
  g_autoptr (GArray) parts = document != NULL ? jal_document_rows_parts (tx, draft->document_id, error) : NULL;
  guint page = draft->page;

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      if (page < part->n_pages)
        {
          value->case_id = document->case_id;
          value->original_id = part->original_id;
          value->page = part->first_page + page;
          return TRUE;
        }
      page -= part->n_pages;
    }
  return refuse (error, _ ("The document has no such page."));
}

static gboolean
add_one (JalTx *tx, const JalRedactionDraft *draft, JalId id, GError **error)
{
  g_autoptr (JalRedaction) value = g_object_new (JAL_TYPE_REDACTION, NULL);
  gboolean area = g_str_equal (draft->origin, "area");

  if (!locate (tx, draft, value, error))
    return FALSE;
  value->id = id;
  value->quads = g_memdup2 (draft->quads, draft->n_quads * sizeof (JalMarkQuad));
  value->n_quads = draft->n_quads;
  if (draft->quoted != NULL)
    {
      g_free (value->quoted);
      value->quoted = jal_text_one_line (draft->quoted, 0);
    }
  fill (&value->context_before, draft->context_before);
  fill (&value->context_after, draft->context_after);
  fill (&value->reason, draft->reason != NULL ? draft->reason : jal_redaction_reason_list (NULL)->id);
  fill (&value->origin, draft->origin);
  fill (&value->rule, draft->rule);
  fill (&value->state, "pending");
  fill (&value->reach, draft->reach != NULL ? draft->reach : area ? "here" : "everywhere");
  fill (&value->author, jal_tx_get_actor (tx));
  value->created_at = value->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, value->case_id);
  return jal_redaction_rows_insert (tx, value, error);
}

static gboolean
add_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  for (guint i = 0; i < call->n; i++)
    if (!add_one (tx, &call->drafts[i], call->ids[i], error))
      return FALSE;
  for (guint i = 0; call->again != NULL && i < call->again->len; i++)
    {
      g_autoptr (JalRedaction) value = jal_redaction_rows_get (tx, g_array_index (call->again, JalId, i), error);

      if (value == NULL)
        return FALSE;
      fill (&value->state, "pending");
      value->modified_at = jal_tx_get_now (tx);
      jal_tx_set_case (tx, value->case_id);
      if (!jal_redaction_rows_update (tx, value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
update_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  for (guint i = 0; i < call->n; i++)
    {
      g_autoptr (JalRedaction) value = jal_redaction_rows_get (tx, call->ids[i], error);

      if (value == NULL)
        return FALSE;
      fill (&value->state, call->state);
      fill (&value->reason, call->reason);
      fill (&value->reach, call->reach);
      value->modified_at = jal_tx_get_now (tx);
      jal_tx_set_case (tx, value->case_id);
      if (!jal_redaction_rows_update (tx, value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  for (guint i = 0; i < call->n; i++)
    {
      g_autoptr (JalRedaction) value = jal_redaction_rows_get (tx, call->ids[i], error);

      if (value == NULL || !jal_tx_delete (tx, "redaction", call->ids[i], error))
        return FALSE;
      jal_tx_set_case (tx, value->case_id);
    }
  return TRUE;
}

static gboolean
list_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->document_id, error);

  return document != NULL && (call->result = jal_redaction_rows_list (tx, call->document_id, error)) != NULL;
}

/* Of one document into the list of @all. */
static gboolean
list_more (JalTx *tx, JalDocument *document, GListStore *all, GHashTable *seen, GError **error)
{
  g_autoptr (GListStore) some = jal_redaction_rows_list (tx, document->id, error);

  for (guint i = 0; some != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (some)); i++)
    {
      g_autoptr (JalRedaction) value = g_list_model_get_item (G_LIST_MODEL (some), i);

      if (!g_hash_table_add (seen, &value->id))
        continue;
      g_free (value->document);
      value->document = document->exhibit != NULL && *document->exhibit != '\0'
                            ? g_strdup_printf ("%s %s", document->exhibit, document->title)
                            : g_strdup (document->title);
      g_list_store_append (all, value);
    }
  return some != NULL;
}

static gboolean
list_case (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GListStore) documents = jal_document_rows_list (tx, call->document_id, error);
  g_autoptr (GListStore) all = g_list_store_new (JAL_TYPE_REDACTION);
  /* The identifiers live as long as their rows do. */
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  for (guint i = 0; documents != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      if (!list_more (tx, document, all, seen, error))
        return FALSE;
    }
  call->result = documents != NULL ? g_steal_pointer (&all) : NULL;
  return documents != NULL;
}

static gboolean
list_hidden (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return (call->result = jal_hidden_words_list (tx, call->document_id, error)) != NULL;
}

/* --- The room's door ----------------------------------------------------------------------------------------- */

gboolean
jal_redactions_add (JalStore *store, const JalRedactionDraft *drafts, guint n, GArray **ids, GError **error)
{
  return jal_redactions_add_again (store, drafts, n, NULL, ids, error);
}

gboolean
jal_redactions_add_again (JalStore *store, const JalRedactionDraft *drafts, guint n, const GArray *again, GArray **ids, GError **error)
{
  g_autoptr (GArray) made = g_array_sized_new (FALSE, FALSE, sizeof (JalId), n);
  Call call = { .drafts = drafts, .n = n, .again = again };
  JalAct act = { .verb = "redaction.add", .label = N_ ("new redaction"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && (n == 0 || drafts != NULL) && (n > 0 || (again != NULL && again->len > 0)), FALSE);

  if (n > MAX_AT_ONCE)
    return refuse (error, _ ("These are too many redactions at once. Search one document after the other."));
  for (guint i = 0; i < n; i++)
    {
      JalId id = jal_id_new ();

      if (!check_draft (&drafts[i], error))
        return FALSE;
      g_array_append_val (made, id);
    }
  call.ids = (const JalId *)(gpointer)made->data;
  act.subject_id = n == 1 ? call.ids[0] : n > 1 ? drafts[0].document_id : g_array_index (again, JalId, 0);
  if (!jal_store_act (store, &act, add_all, &call, NULL, error))
    return FALSE;
  if (ids != NULL)
    {
      if (again != NULL)
        g_array_append_vals (made, again->data, again->len);
      *ids = g_steal_pointer (&made);
    }
  return TRUE;
}

GListStore *
jal_redactions_list (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error)
{
  Call call = { .document_id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_all, &call, cancellable, error) ? call.result : NULL;
}

GListStore *
jal_redactions_list_case (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Call call = { .document_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_case, &call, cancellable, error) ? call.result : NULL;
}

gboolean
jal_redactions_update (JalStore *store, const JalId *ids, guint n, const char *state, const char *reason,
                       const char *reach, GError **error)
{
  Call call = { .ids = ids, .n = n, .state = state, .reason = reason, .reach = reach };
  JalAct act = { .verb = "redaction.update", .label = N_ ("change of redaction"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && ids != NULL && n > 0, FALSE);

  act.subject_id = ids[0];
  return check_words (state, reason, reach, error) && jal_store_act (store, &act, update_all, &call, NULL, error);
}

gboolean
jal_redactions_remove (JalStore *store, const JalId *ids, guint n, GError **error)
{
  Call call = { .ids = ids, .n = n };
  JalAct act = { .verb = "redaction.remove", .label = N_ ("removal of redaction"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && ids != NULL && n > 0, FALSE);

  act.subject_id = ids[0];
  return jal_store_act (store, &act, remove_all, &call, NULL, error);
}

GArray *
jal_redactions_hidden_words (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error)
{
  Call call = { .document_id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_hidden, &call, cancellable, error) ? call.result : NULL;
}
