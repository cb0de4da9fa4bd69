/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that somebody has looked at, and under what names and boxes. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-page-look-rows.h"

#include <string.h>

#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"
#include "record/jal-rows-private.h"

/* Hex digits of a name: enough for telling the few names of one case apart. */
#define NAME_DIGITS 16

void
jal_page_look_free (JalPageLook *look)
{
  if (look == NULL)
    return;
  g_free (look->kind);
  g_free (look->names);
  g_free (look->boxes);
  g_free (look->author);
  g_free (look);
}

/* --- What was so then ------------------------------------------------------------------------------------------ */

static void
add_word (GString *words, const char *word)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, word);
}

char *
jal_page_look_names (GListModel *names)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (JalProtectedName) name = g_list_model_get_item (names, i);
      g_autofree char *small = g_utf8_casefold (name->name, -1);
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, small, -1);

      digest[NAME_DIGITS] = '\0';
      add_word (out, digest);
    }
  return g_string_free (out, FALSE);
}

char *
jal_page_look_boxes (GListModel *redactions, guint document_page)
{
  GString *out = g_string_new (NULL);
  char hex[JAL_ID_HEX_LENGTH + 1];

  for (guint i = 0; i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);

      if (redaction->document_page == (int)document_page && !g_str_equal (redaction->state, "rejected"))
        add_word (out, jal_id_to_hex (redaction->id, hex));
    }
  return g_string_free (out, FALSE);
}

/* Whether all words of @some are among @all. */
static gboolean
are_among (const char *some, const char *all)
{
  g_auto (GStrv) words = g_strsplit (some, " ", -1), others = g_strsplit (all, " ", -1);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !g_strv_contains ((const char *const *)others, *word))
      return FALSE;
  return TRUE;
}

JalLookDoubt
jal_page_look_doubt (const JalPageLook *look, const char *names, const char *boxes)
{
  if (!are_among (names, look->names))
    return JAL_LOOK_NAMES;
  return are_among (look->boxes, boxes) ? JAL_LOOK_STANDS : JAL_LOOK_BOXES;
}

/* --- Rows ------------------------------------------------------------------------------------------------------ */

/* *@id stays NONE when there is none. */
static gboolean
find (JalTx *tx, JalId original_id, guint page, const char *kind, JalId *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT id FROM page_look WHERE deleted = 0 AND original_id = ? AND page = ? AND kind = ?", "Iis",
      &original_id, (gint64)page, kind);

  *id = JAL_ID_NONE;
  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    *id = jal_rows_id (rows, 0);
  return jal_tx_ended (g_steal_pointer (&local), error);
}

gboolean
jal_page_look_rows_put (JalTx *tx, JalPageLook *look, GError **error)
{
  JalId there;

  look->looked_at = jal_tx_get_now (tx);
  if (!find (tx, look->original_id, look->page, look->kind, &there, error))
    return FALSE;
  if (!jal_id_is_none (there))
    {
      look->id = there;
      return jal_tx_update (tx, "page_look", there, error, "names", 's', look->names, "boxes", 's', look->boxes,
                            "author", 's', look->author, "looked_at", 'i', look->looked_at, NULL);
    }
  look->id = jal_id_new ();
  return jal_tx_insert (tx, "page_look", look->id, error, "case_id", 'I', &look->case_id, "original_id", 'I',
                        &look->original_id, "page", 'i', (gint64)look->page, "kind", 's', look->kind, "names", 's',
                        look->names, "boxes", 's', look->boxes, "author", 's', look->author, "looked_at", 'i',
                        look->looked_at, NULL);
}

gboolean
jal_page_look_rows_remove (JalTx *tx, JalId original_id, guint page, const char *kind, gboolean *any, GError **error)
{
  JalId there;

  *any = FALSE;
  /* Two programs may each have written one. */
  while (find (tx, original_id, page, kind, &there, error))
    {
      if (jal_id_is_none (there))
        return TRUE;
      if (!jal_tx_delete (tx, "page_look", there, error))
        return FALSE;
      *any = TRUE;
    }
  return FALSE;
}

static gboolean
read_part (JalTx *tx, const JalDocumentPart *part, guint start, GPtrArray *all, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      "SELECT id, case_id, original_id, page, kind, names, boxes, author, looked_at FROM page_look WHERE deleted = 0 "
      "AND original_id = ? AND page >= ? AND page < ? ORDER BY page, looked_at, id",
      "Iii", &part->original_id, (gint64)part->first_page, (gint64)part->first_page + part->n_pages);

  while (rows != NULL && jal_rows_next (rows, &local))
    {
      JalPageLook *look = g_new0 (JalPageLook, 1);

      look->id = jal_rows_id (rows, 0);
      look->case_id = jal_rows_id (rows, 1);
      look->original_id = jal_rows_id (rows, 2);
      look->page = (guint)jal_rows_int (rows, 3);
      look->document_page = start + look->page - part->first_page;
      look->kind = jal_rows_dup_text (rows, 4);
      look->names = jal_rows_dup_text (rows, 5);
      look->boxes = jal_rows_dup_text (rows, 6);
      look->author = jal_rows_dup_text (rows, 7);
      look->looked_at = jal_rows_int (rows, 8);
      g_ptr_array_add (all, look);
    }
  return rows != NULL && jal_tx_ended (g_steal_pointer (&local), error);
}

GPtrArray *
jal_page_look_rows_list (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, document_id, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_page_look_free);
  guint start = 0;

  if (parts == NULL)
    return NULL;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      if (!read_part (tx, part, start, all, error))
        return NULL;
      start += part->n_pages;
    }
  return g_steal_pointer (&all);
}

GHashTable *
jal_page_look_rows_gone (JalTx *tx, GError **error)
{
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error,
                       "SELECT name FROM key_holder WHERE deleted = 1 AND name NOT IN (SELECT name FROM key_holder WHERE deleted = 0)",
                       NULL);

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    g_hash_table_add (gone, jal_rows_dup_text (rows, 0));
  if (local == NULL)
    return g_steal_pointer (&gone);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
