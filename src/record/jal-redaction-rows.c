/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of redactions, protected names, and hidden words of received files. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-redaction-rows.h"

#include <glib/gi18n-lib.h>

#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "record/jal-rows-private.h"

#define COLUMNS                                                                                                        \
  "SELECT id, case_id, original_id, page, quads, quoted, context_before, context_after, reason, origin, rule, state, " \
  "reach, author, created_at, modified_at FROM redaction WHERE deleted = 0 "

G_DEFINE_FINAL_TYPE (JalRedaction, jal_redaction, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (JalProtectedName, jal_protected_name, G_TYPE_OBJECT)

/* --- The values ---------------------------------------------------------------------------------------------- */

static const gsize strings[] = {
  G_STRUCT_OFFSET (JalRedaction, quoted), G_STRUCT_OFFSET (JalRedaction, context_before),
  G_STRUCT_OFFSET (JalRedaction, context_after), G_STRUCT_OFFSET (JalRedaction, reason),
  G_STRUCT_OFFSET (JalRedaction, origin), G_STRUCT_OFFSET (JalRedaction, rule),
  G_STRUCT_OFFSET (JalRedaction, state), G_STRUCT_OFFSET (JalRedaction, reach),
  G_STRUCT_OFFSET (JalRedaction, author),       G_STRUCT_OFFSET (JalRedaction, document),
};

static void
jal_redaction_finalize (GObject *object)
{
  JalRedaction *self = JAL_REDACTION (object);

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (G_STRUCT_MEMBER (char *, self, strings[i]));
  g_free (self->quads);
  G_OBJECT_CLASS (jal_redaction_parent_class)->finalize (object);
}

static void
jal_redaction_class_init (JalRedactionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_redaction_finalize;
}

static void
jal_redaction_init (JalRedaction *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    G_STRUCT_MEMBER (char *, self, strings[i]) = g_strdup ("");
  self->document_page = -1;
  self->document_id = JAL_ID_NONE;
}

static void
jal_protected_name_finalize (GObject *object)
{
  JalProtectedName *self = JAL_PROTECTED_NAME (object);

  g_free (self->kind);
  g_free (self->name);
  G_OBJECT_CLASS (jal_protected_name_parent_class)->finalize (object);
}

static void
jal_protected_name_class_init (JalProtectedNameClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_protected_name_finalize;
}

static void
jal_protected_name_init (JalProtectedName *self)
{
  self->kind = g_strdup ("");
  self->name = g_strdup ("");
}

/* --- Redactions ---------------------------------------------------------------------------------------------- */

static gpointer
read_redaction (JalRows *rows)
{
  JalRedaction *value = g_object_new (JAL_TYPE_REDACTION, NULL);
  g_autoptr (GBytes) quads = jal_rows_bytes (rows, 4);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  value->original_id = jal_rows_id (rows, 2);
  value->page = (guint)jal_rows_int (rows, 3);
  value->quads = jal_mark_quads_unpack (quads, &value->n_quads);
  jal_rows_take (&value->quoted, rows, 5);
  jal_rows_take (&value->context_before, rows, 6);
  jal_rows_take (&value->context_after, rows, 7);
  jal_rows_take (&value->reason, rows, 8);
  jal_rows_take (&value->origin, rows, 9);
  jal_rows_take (&value->rule, rows, 10);
  jal_rows_take (&value->state, rows, 11);
  jal_rows_take (&value->reach, rows, 12);
  jal_rows_take (&value->author, rows, 13);
  value->created_at = jal_rows_int (rows, 14);
  value->modified_at = jal_rows_int (rows, 15);
  return value;
}

gboolean
jal_redaction_rows_insert (JalTx *tx, JalRedaction *value, GError **error)
{
  g_autoptr (GBytes) quads = NULL;

  g_return_val_if_fail (value->n_quads > 0, FALSE);

  quads = jal_mark_quads_pack (value->quads, value->n_quads);
  return jal_tx_insert (tx, "redaction", value->id, error, "case_id", 'I', &value->case_id, "original_id", 'I',
                        &value->original_id, "page", 'i', (gint64)value->page, "quads", 'b', quads, "quoted", 's',
                        value->quoted, "context_before", 's', value->context_before, "context_after", 's',
                        value->context_after, "reason", 's', value->reason, "origin", 's', value->origin, "rule", 's',
                        value->rule, "state", 's', value->state, "reach", 's', value->reach, "author", 's',
                        value->author, "created_at", 'i', value->created_at, "modified_at", 'i', value->modified_at,
                        NULL);
}

gboolean
jal_redaction_rows_update (JalTx *tx, JalRedaction *value, GError **error)
{
  return jal_tx_update (tx, "redaction", value->id, error, "reason", 's', value->reason, "state", 's', value->state,
                        "reach", 's', value->reach, "modified_at", 'i', value->modified_at, NULL);
}

gboolean
jal_redaction_rows_place (JalTx *tx, JalRedaction *value, GError **error)
{
  g_autoptr (GBytes) quads = NULL;

  g_return_val_if_fail (value->n_quads > 0, FALSE);

  quads = jal_mark_quads_pack (value->quads, value->n_quads);
  return jal_tx_update (tx, "redaction", value->id, error, "quads", 'b', quads, "quoted", 's', value->quoted, "context_before", 's',
                        value->context_before, "context_after", 's', value->context_after, "state", 's', value->state, "modified_at",
                        'i', value->modified_at, NULL);
}

JalRedaction *
jal_redaction_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, COLUMNS "AND id = ?", "I", &id);

  return jal_rows_one (rows, read_redaction, _ ("There is no such redaction."), error);
}

static double
get_top (const JalRedaction *value)
{
  return value->n_quads > 0 ? MAX (value->quads[0].y[0], value->quads[0].y[1]) : 0.0;
}

static int
compare_redactions (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const JalRedaction *first = a, *second = b;

  if (first->document_page != second->document_page)
    return first->document_page < second->document_page ? -1 : 1;
  if (get_top (first) != get_top (second))
    return get_top (first) > get_top (second) ? -1 : 1;
  return jal_id_compare (first->id, second->id);
}

GListStore *
jal_redaction_rows_list (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, document_id, error);
  g_autoptr (GListStore) all = g_list_store_new (JAL_TYPE_REDACTION);
  guint start = 0;

  if (parts == NULL)
    return NULL;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      g_autoptr (JalRows) rows
          = jal_tx_select (tx, error, COLUMNS "AND original_id = ? AND page >= ? AND page < ?", "Iii",
                           &part->original_id, (gint64)part->first_page, (gint64)part->first_page + part->n_pages);
      g_autoptr (GListStore) some = jal_rows_list (rows, JAL_TYPE_REDACTION, read_redaction, error);

      if (some == NULL)
        return NULL;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (some)); j++)
        {
          g_autoptr (JalRedaction) value = g_list_model_get_item (G_LIST_MODEL (some), j);

          value->document_page = (int)(start + value->page - part->first_page);
          value->document_id = document_id;
          g_list_store_append (all, value);
        }
      start += part->n_pages;
    }
  g_list_store_sort (all, compare_redactions, NULL);
  return g_steal_pointer (&all);
}

GListStore *
jal_redaction_rows_list_case (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, COLUMNS "AND case_id = ?", "I", &case_id);

  return jal_rows_list (rows, JAL_TYPE_REDACTION, read_redaction, error);
}

/* --- Protected names ----------------------------------------------------------------------------------------- */

static gpointer
read_name (JalRows *rows)
{
  JalProtectedName *value = g_object_new (JAL_TYPE_PROTECTED_NAME, NULL);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  jal_rows_take (&value->kind, rows, 2);
  jal_rows_take (&value->name, rows, 3);
  value->created_at = jal_rows_int (rows, 4);
  return value;
}

gboolean
jal_protected_name_rows_insert (JalTx *tx, JalProtectedName *value, GError **error)
{
  return jal_tx_insert (tx, "protected_name", value->id, error, "case_id", 'I', &value->case_id, "kind", 's',
                        value->kind, "name", 's', value->name, "created_at", 'i', value->created_at, NULL);
}

gboolean
jal_protected_name_rows_update (JalTx *tx, JalProtectedName *value, GError **error)
{
  return jal_tx_update (tx, "protected_name", value->id, error, "kind", 's', value->kind, "name", 's', value->name,
                        NULL);
}

#define NAME_COLUMNS "SELECT id, case_id, kind, name, created_at FROM protected_name WHERE deleted = 0 "

JalProtectedName *
jal_protected_name_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, NAME_COLUMNS "AND id = ?", "I", &id);

  return jal_rows_one (rows, read_name, _ ("There is no such protected name."), error);
}

GListStore *
jal_protected_name_rows_list (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, NAME_COLUMNS "AND case_id = ? ORDER BY created_at, id", "I", &case_id);

  return jal_rows_list (rows, JAL_TYPE_PROTECTED_NAME, read_name, error);
}

/* --- Hidden words -------------------------------------------------------------------------------------------- */

static void
clear_hidden (gpointer data)
{
  JalHiddenWords *hidden = data;

  g_free (hidden->kind);
  g_free (hidden->words);
}

gboolean
jal_hidden_words_clear (JalTx *tx, JalId original_id, GError **error)
{
  return jal_tx_run (tx, error, "DELETE FROM hidden_words WHERE original_id = ?", "I", &original_id);
}

gboolean
jal_hidden_words_add (JalTx *tx, JalId original_id, guint page, const char *kind, const char *words, GError **error)
{
  return jal_tx_run (tx, error, "INSERT INTO hidden_words (original_id, page, kind, words) VALUES (?, ?, ?, ?)", "Iiss",
                     &original_id, (gint64)page, kind, words);
}

GArray *
jal_hidden_words_pages (JalTx *tx, JalId original_id, GError **error)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, "SELECT DISTINCT page FROM hidden_words WHERE original_id = ? ORDER BY page", "I", &original_id);

  while (rows != NULL && jal_rows_next (rows, &local))
    {
      guint page = (guint)jal_rows_int (rows, 0);

      g_array_append_val (pages, page);
    }
  return rows != NULL && jal_tx_ended (g_steal_pointer (&local), error) ? g_steal_pointer (&pages) : NULL;
}

GArray *
jal_hidden_words_list (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, document_id, error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (JalHiddenWords));
  guint start = 0;

  if (parts == NULL)
    return NULL;
  g_array_set_clear_func (all, clear_hidden);
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      g_autoptr (GError) local = NULL;
      g_autoptr (JalRows) rows = jal_tx_select (
          tx, error,
          "SELECT page, kind, words FROM hidden_words WHERE original_id = ? AND page >= ? AND page < ? ORDER BY page, key",
          "Iii", &part->original_id, (gint64)part->first_page, (gint64)part->first_page + part->n_pages);

      while (rows != NULL && jal_rows_next (rows, &local))
        {
          JalHiddenWords hidden = { start + (guint)jal_rows_int (rows, 0) - part->first_page,
                                    jal_rows_dup_text (rows, 1), jal_rows_dup_text (rows, 2) };

          g_array_append_val (all, hidden);
        }
      if (rows == NULL || local != NULL)
        {
          if (local != NULL)
            g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      start += part->n_pages;
    }
  return g_steal_pointer (&all);
}
