/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks that others put on a page before the file came: shown as theirs, adopted as one's own. */
#define G_LOG_DOMAIN "jal-marks"

#include <glib/gi18n-lib.h>

#include "marks/jal-marks.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"

typedef struct
{
  JalId document_id;
  JalId received_id;
  JalId id;
  GListStore *result; /* (transfer full) */
} Call;

static gboolean
list_received (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return (call->result = jal_received_rows_list (tx, call->document_id, error)) != NULL;
}

GListStore *
jal_marks_list_received (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error)
{
  Call call = { .document_id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_received, &call, cancellable, error) ? call.result : NULL;
}

static JalMark *
find (GListStore *marks, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (marks), i);

      if (jal_id_equal (mark->id, id))
        return g_steal_pointer (&mark);
    }
  return NULL;
}

static gboolean
adopt (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->document_id, error);
  g_autoptr (GListStore) marks = document != NULL ? jal_received_rows_list (tx, call->document_id, error) : NULL;
  g_autoptr (JalMark) mark = marks != NULL ? find (marks, call->received_id) : NULL;
  char name[JAL_ID_HEX_LENGTH + 1];

  if (marks == NULL)
    return FALSE;
  if (mark == NULL || mark->received != NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           mark == NULL ? _ ("There is no such note in this document.")
                                        : _ ("This note has been made a mark of your own already."));
      return FALSE;
    }
  jal_id_to_hex (mark->id, name);
  mark->received = g_strdup (name);
  mark->id = call->id;
  mark->case_id = document->case_id;
  mark->opacity = g_str_equal (mark->kind, "highlight") ? 0.5 : 1.0;
  g_free (mark->author);
  mark->author = g_strdup (jal_tx_get_actor (tx));
  g_free (mark->audience);
  mark->audience = g_strdup ("private");
  mark->created_at = mark->modified_at = jal_tx_get_now (tx);
  jal_tx_set_case (tx, mark->case_id);
  return jal_mark_rows_insert (tx, mark, error);
}

gboolean
jal_marks_adopt (JalStore *store, JalId document_id, JalId received_id, JalId *id, GError **error)
{
  Call call = { .document_id = document_id, .received_id = received_id, .id = jal_id_new () };
  JalAct act = { .verb = "mark.adopt", .label = N_ ("note made one's own"), .subject_id = call.id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_act (store, &act, adopt, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}
