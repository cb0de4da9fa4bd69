/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-marks"

#include "marks/jal-look-through.h"

#include "store/jal-tx.h"

static void
free_document (gpointer data)
{
  JalLookDocument *document = data;

  g_free (document->title);
  g_free (document->exhibit);
  g_free (document);
}

void
jal_look_case_free (JalLookCase *look)
{
  if (look == NULL)
    return;
  g_free (look->title);
  g_free (look->number);
  g_ptr_array_unref (look->documents);
  g_free (look);
}

static gboolean
list_documents (JalTx *tx, JalLookCase *look, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error,
                       "SELECT d.id, d.title, d.exhibit, count(DISTINCT r.id) FROM document d JOIN document_part p ON p.document_id = d.id AND "
                       "p.deleted = 0 JOIN redaction r ON r.original_id = p.original_id AND r.deleted = 0 "
                       "AND r.page BETWEEN p.first_page AND p.first_page + p.page_count - 1 "
                       "WHERE d.case_id = ? AND d.deleted = 0 GROUP BY d.id ORDER BY d.rank, d.id",
                       "I", &look->id);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalLookDocument *document = g_new0 (JalLookDocument, 1);

      document->id = jal_rows_id (rows, 0);
      document->title = jal_rows_dup_text (rows, 1);
      document->exhibit = jal_rows_dup_text (rows, 2);
      document->n_redactions = (guint)jal_rows_int (rows, 3);
      look->n_redactions += document->n_redactions;
      g_ptr_array_add (look->documents, document);
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

static gboolean
list_func (JalTx *tx, gpointer data, GError **error)
{
  GPtrArray *list = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error,
                       "SELECT c.id, c.title, c.number, (SELECT count(*) FROM protected_name n WHERE n.case_id = c.id AND n.deleted = 0), "
                       "(SELECT count(*) FROM document d WHERE d.case_id = c.id AND d.deleted = 0) "
                       "FROM court_case c WHERE c.deleted = 0 ORDER BY c.title, c.id",
                       NULL);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalLookCase *look = g_new0 (JalLookCase, 1);

      look->id = jal_rows_id (rows, 0);
      look->title = jal_rows_dup_text (rows, 1);
      look->number = jal_rows_dup_text (rows, 2);
      look->n_names = (guint)jal_rows_int (rows, 3);
      look->n_documents = (guint)jal_rows_int (rows, 4);
      look->documents = g_ptr_array_new_with_free_func (free_document);
      g_ptr_array_add (list, look);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; i < list->len; i++)
    if (!list_documents (tx, list->pdata[i], error))
      return FALSE;
  return TRUE;
}

GPtrArray *
jal_look_through_list (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_look_case_free);

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_func, list, cancellable, error) ? g_steal_pointer (&list) : NULL;
}
