/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of originals, documents, their parts, custody and text. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-document-rows.h"

#include <glib/gi18n-lib.h>

#include "record/jal-rows-private.h"

/* --- Originals ----------------------------------------------------------------------------------------------- */

gboolean
jal_original_rows_insert (JalTx *tx, const JalOriginalRow *row, GError **error)
{
  return jal_tx_insert (tx, "original", row->id, error, "case_id", 'I', &row->case_id, "blob_id", 'I', &row->blob_id,
                        "name", 's', row->name, "media", 's', row->media, "size", 'i', (gint64)row->size, "sha256", 's',
                        row->sha256, "pages", 'i', (gint64)row->n_pages, "imported_at", 'i', row->imported_at, "password", 's', row->password,
                        NULL);
}

gboolean
jal_original_rows_find_same (JalTx *tx, JalId case_id, const char *sha256, JalId *document_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error,
                       "SELECT d.id FROM original o JOIN document_part p ON p.original_id = o.id AND p.deleted = 0 "
                       "JOIN document d ON d.id = p.document_id AND d.deleted = 0 "
                       "WHERE o.case_id = ? AND o.sha256 = ? AND o.deleted = 0 ORDER BY d.rank LIMIT 1",
                       "Is", &case_id, sha256);

  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    {
      *document_id = jal_rows_id (rows, 0);
      return TRUE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *document_id = JAL_ID_NONE;
  return TRUE;
}

gboolean
jal_original_rows_get (JalTx *tx, JalId id, JalDocumentPart *part, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select_one (tx, error, "SELECT blob_id, media, pages FROM original WHERE id = ?", "I", &id);

  if (rows == NULL)
    return FALSE;
  *part = (JalDocumentPart){ .original_id = id, .blob_id = jal_rows_id (rows, 0) };
  g_strlcpy (part->media, jal_rows_text (rows, 1), sizeof part->media);
  part->n_pages = part->original_pages = (guint)jal_rows_int (rows, 2);
  return TRUE;
}

gboolean
jal_original_rows_get_password (JalTx *tx, JalId id, char **password, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select_one (tx, error, "SELECT password FROM original WHERE id = ?", "I", &id);

  if (rows == NULL)
    return FALSE;
  *password = jal_rows_dup_text (rows, 0);
  return TRUE;
}

gboolean
jal_original_rows_unlock (JalTx *tx, JalId id, const char *password, guint n_pages, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT id FROM document_part WHERE original_id = ? AND page_count = 0 AND deleted = 0", "I", &id);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalId part = jal_rows_id (rows, 0);

      g_array_append_val (parts, part);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_clear_pointer (&rows, jal_rows_free);
  for (guint i = 0; i < parts->len; i++)
    if (!jal_tx_update (tx, "document_part", g_array_index (parts, JalId, i), error, "page_count", 'i', (gint64)n_pages, NULL))
      return FALSE;
  return jal_tx_update (tx, "original", id, error, "password", 's', password, "pages", 'i', (gint64)n_pages, NULL);
}

gboolean
jal_custody_rows_insert (JalTx *tx, JalId original_id, const char *verb, const char *detail, GError **error)
{
  return jal_tx_insert (tx, "custody_event", jal_id_new (), error, "original_id", 'I', &original_id, "at", 'i',
                        jal_tx_get_now (tx), "verb", 's', verb, "actor", 's', jal_tx_get_actor (tx), "detail", 's',
                        detail, NULL);
}

gboolean
jal_custody_rows_note_check (JalTx *tx, JalId original_id, gboolean matches, GError **error)
{
  return jal_custody_rows_insert (tx, original_id, matches ? "checked" : "mismatch",
                                  matches ? "SHA-256 matches" : "SHA-256 DOES NOT MATCH", error)
         && jal_tx_run (tx, error,
                        "INSERT INTO integrity (original_id, checked_at, matches) VALUES (?, ?, ?) ON CONFLICT (original_id) "
                        "DO UPDATE SET checked_at = excluded.checked_at, matches = excluded.matches",
                        "Iii", &original_id, jal_tx_get_now (tx), (gint64)matches);
}

gboolean
jal_custody_rows_is_bad (JalTx *tx, JalId original_id, gboolean *bad, GError **error)
{
  gint64 n = 0;

  if (!jal_tx_select_int (tx, &n, error, "SELECT count(*) FROM integrity WHERE original_id = ? AND matches = 0", "I",
                          &original_id))
    return FALSE;
  *bad = n > 0;
  return TRUE;
}

#define CUSTODY_COLUMNS "SELECT c.id, c.original_id, c.at, c.verb, c.actor, c.detail, c.party, c.happened FROM custody_event c "

static gpointer
read_custody (JalRows *rows)
{
  JalCustodyEvent *event = g_object_new (JAL_TYPE_CUSTODY_EVENT, NULL);

  event->id = jal_rows_id (rows, 0);
  event->original_id = jal_rows_id (rows, 1);
  event->at = jal_rows_int (rows, 2);
  jal_rows_take (&event->verb, rows, 3);
  jal_rows_take (&event->actor, rows, 4);
  jal_rows_take (&event->detail, rows, 5);
  event->party = jal_rows_dup_text (rows, 6);
  event->happened = jal_rows_is_null (rows, 7) ? JAL_DATE_NONE : (JalDate)jal_rows_int (rows, 7);
  return event;
}

GListStore *
jal_custody_rows_list (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      CUSTODY_COLUMNS
      "WHERE c.deleted = 0 AND (c.document_id = ?1 OR (c.document_id IS NULL AND c.original_id IN "
      "(SELECT original_id FROM document_part WHERE document_id = ?1 AND deleted = 0))) ORDER BY c.at, c.id",
      "I", &document_id);

  return jal_rows_list (rows, JAL_TYPE_CUSTODY_EVENT, read_custody, error);
}

JalCustodyEvent *
jal_custody_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, CUSTODY_COLUMNS "WHERE c.deleted = 0 AND c.id = ?", "I", &id);

  return jal_rows_one (rows, read_custody, _ ("There is no such entry in the custody."), error);
}

/* Takes the page's words out of the index and the table; no trigger may touch a virtual table (trusted_schema is off).
 */
static gboolean
remove_page_text (JalTx *tx, JalId original_id, guint page, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, "SELECT key, text FROM page_text WHERE original_id = ? AND page = ?", "Ii",
                       &original_id, (gint64)page);
  g_autofree char *text = NULL;
  gint64 key;

  if (rows == NULL)
    return FALSE;
  if (!jal_rows_next (rows, &local))
    {
      gboolean absent = local == NULL;

      if (!absent)
        g_propagate_error (error, g_steal_pointer (&local));
      return absent;
    }
  key = jal_rows_int (rows, 0);
  text = jal_rows_dup_text (rows, 1);
  g_clear_pointer (&rows, jal_rows_free);
  return jal_tx_run (tx, error, "INSERT INTO page_text_index (page_text_index, rowid, text) VALUES ('delete', ?, ?)",
                     "is", key, text)
         && jal_tx_run (tx, error, "DELETE FROM page_text WHERE key = ?", "i", key);
}

gboolean
jal_page_text_remove (JalTx *tx, JalId original_id, GError **error)
{
  gint64 last = -1;

  if (!jal_tx_select_int (tx, &last, error, "SELECT coalesce (max (page), -1) FROM page_text WHERE original_id = ?", "I",
                          &original_id))
    return FALSE;
  for (gint64 page = 0; page <= last; page++)
    if (!remove_page_text (tx, original_id, (guint)page, error))
      return FALSE;
  return TRUE;
}

GArray *
jal_page_text_list_old (JalTx *tx, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (JalOldText));
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      "SELECT t.original_id, t.page, d.id, d.case_id, o.blob_id, o.media FROM page_text t JOIN original o ON o.id = t.original_id "
      "JOIN document d ON d.id = (SELECT p.document_id FROM document_part p JOIN document m ON m.id = p.document_id AND m.deleted = 0 "
      "WHERE p.original_id = t.original_id AND p.deleted = 0 ORDER BY p.id LIMIT 1) "
      "WHERE t.reading < ? AND o.media = 'pdf' AND o.blob_id IS NOT NULL "
      "ORDER BY t.original_id, t.page",
      "i", (gint64)JAL_PAGE_TEXT_READING);

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    {
      JalOldText one = { .part.original_id = jal_rows_id (rows, 0), .page = (guint)jal_rows_int (rows, 1), .document_id = jal_rows_id (rows, 2),
                         .case_id = jal_rows_id (rows, 3), .part.blob_id = jal_rows_id (rows, 4) };

      g_strlcpy (one.part.media, jal_rows_text (rows, 5), sizeof one.part.media);
      g_array_append_val (old, one);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&old);
}

gboolean
jal_page_text_renew (JalTx *tx, JalId original_id, guint page, const char *text, GError **error)
{
  gint64 n = 0;

  /* It may have been erased since, or read by somebody quicker. */
  if (!jal_tx_select_int (tx, &n, error, "SELECT count (*) FROM page_text WHERE original_id = ? AND page = ? AND reading < ?", "Iii",
                          &original_id, (gint64)page, (gint64)JAL_PAGE_TEXT_READING))
    return FALSE;
  return n == 0 || jal_page_text_set (tx, original_id, page, text, error);
}

gboolean
jal_page_text_keep (JalTx *tx, JalId original_id, guint page, GError **error)
{
  return jal_tx_run (tx, error, "UPDATE page_text SET reading = ? WHERE original_id = ? AND page = ?", "iIi",
                     (gint64)JAL_PAGE_TEXT_READING, &original_id, (gint64)page);
}

gboolean
jal_page_text_set (JalTx *tx, JalId original_id, guint page, const char *text, GError **error)
{
  gint64 key;

  return remove_page_text (tx, original_id, page, error)
         && jal_tx_run (tx, error, "INSERT INTO page_text (original_id, page, text, reading) VALUES (?, ?, ?, ?)", "Iisi",
                        &original_id, (gint64)page, text, (gint64)JAL_PAGE_TEXT_READING)
         && jal_tx_select_int (tx, &key, error, "SELECT key FROM page_text WHERE original_id = ? AND page = ?", "Ii",
                               &original_id, (gint64)page)
         && jal_tx_run (tx, error, "INSERT INTO page_text_index (rowid, text) VALUES (?, ?)", "is", key, text);
}

/* --- Documents ----------------------------------------------------------------------------------------------- */

/* Whether another document bears the same exhibit number: of one document by looking; of a list by counting once, since
   looking for each of 20,000 takes minutes. */
#define CLASH_OF_ONE                                                                                                   \
  "EXISTS (SELECT 1 FROM document e WHERE e.case_id = d.case_id AND e.deleted = 0 "                                    \
  "  AND e.id <> d.id AND e.exhibit = d.exhibit COLLATE NOCASE)"
#define CLASH_OF_MANY                                                                                                  \
  "(d.case_id, d.exhibit COLLATE NOCASE) IN (SELECT e.case_id, e.exhibit COLLATE NOCASE FROM document e "              \
  "  WHERE e.deleted = 0 AND e.exhibit IS NOT NULL GROUP BY e.case_id, e.exhibit COLLATE NOCASE HAVING count(*) > 1)"
/* The first original stands for the document's media, hash and size. */
#define COLUMNS(clash)                                                                                                 \
  "SELECT d.id, d.case_id, d.title, d.kind, d.date, d.exhibit, d.language, d.sensitivity, d.note, d.rank, "            \
  "d.created_at, "                                                                                                     \
  "(SELECT coalesce(sum(p.page_count), 0) FROM document_part p WHERE p.document_id = d.id AND p.deleted = 0), "        \
  "(SELECT count(DISTINCT m.id) FROM document_part p JOIN mark m ON m.original_id = p.original_id AND m.deleted = 0 "  \
  "  AND m.page >= p.first_page AND m.page < p.first_page + p.page_count WHERE p.document_id = d.id AND p.deleted = "  \
  "0), "                                                                                                               \
  "o.media, o.sha256, o.size, o.name, o.imported_at, "                                                                 \
  "d.exhibit IS NOT NULL AND " clash ", d.newer_id "                                                                   \
  "FROM document d LEFT JOIN original o ON o.id = (SELECT p.original_id FROM document_part p "                         \
  "  WHERE p.document_id = d.id AND p.deleted = 0 ORDER BY p.rank, p.id LIMIT 1) "                                     \
  "WHERE d.deleted = 0 "

static gpointer
read_document (JalRows *rows)
{
  JalDocument *value = g_object_new (JAL_TYPE_DOCUMENT, NULL);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  jal_rows_take (&value->title, rows, 2);
  jal_rows_take (&value->kind, rows, 3);
  value->date = jal_rows_date (rows, 4);
  value->exhibit = jal_rows_dup_text (rows, 5);
  jal_rows_take (&value->language, rows, 6);
  jal_rows_take (&value->sensitivity, rows, 7);
  jal_rows_take (&value->note, rows, 8);
  value->rank = jal_rows_real (rows, 9);
  value->created_at = jal_rows_int (rows, 10);
  value->n_pages = (guint)jal_rows_int (rows, 11);
  value->n_marks = (guint)jal_rows_int (rows, 12);
  jal_rows_take (&value->media, rows, 13);
  jal_rows_take (&value->sha256, rows, 14);
  value->size = (guint64)jal_rows_int (rows, 15);
  jal_rows_take (&value->source_name, rows, 16);
  value->imported_at = jal_rows_int (rows, 17);
  value->exhibit_clash = jal_rows_int (rows, 18) != 0;
  value->newer_id = jal_rows_id (rows, 19);
  return value;
}

gboolean
jal_document_rows_insert (JalTx *tx, JalDocument *value, GError **error)
{
  return jal_tx_insert (tx, "document", value->id, error, "case_id", 'I', &value->case_id, "title", 's', value->title,
                        "kind", 's', value->kind, "exhibit", 's', value->exhibit, "language", 's', value->language,
                        "sensitivity", 's', value->sensitivity, "note", 's', value->note, "rank", 'd', value->rank,
                        "created_at", 'i', value->created_at, NULL)
         && jal_rows_set_date (tx, "document", value->id, "date", value->date, error);
}

gboolean
jal_document_rows_update (JalTx *tx, JalDocument *value, GError **error)
{
  return jal_tx_update (tx, "document", value->id, error, "title", 's', value->title, "kind", 's', value->kind,
                        "exhibit", 's', value->exhibit, "language", 's', value->language, "sensitivity", 's',
                        value->sensitivity, "note", 's', value->note, "rank", 'd', value->rank, NULL)
         && jal_rows_set_date (tx, "document", value->id, "date", value->date, error);
}

GListStore *
jal_document_rows_list (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, COLUMNS (CLASH_OF_MANY) "AND d.case_id = ? ORDER BY d.rank, d.id", "I", &case_id);

  return jal_rows_list (rows, JAL_TYPE_DOCUMENT, read_document, error);
}

JalDocument *
jal_document_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, COLUMNS (CLASH_OF_ONE) "AND d.id = ?", "I", &id);

  return jal_rows_one (rows, read_document, _ ("There is no such document."), error);
}

GArray *
jal_document_rows_parts (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (JalDocumentPart));
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      "SELECT p.id, p.original_id, o.blob_id, o.media, p.first_page, p.page_count, p.rotation, o.pages "
      "FROM document_part p JOIN original o ON o.id = p.original_id "
      "WHERE p.document_id = ? AND p.deleted = 0 ORDER BY p.rank, p.id",
      "I", &document_id);

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    {
      JalDocumentPart part = { 0 };

      part.id = jal_rows_id (rows, 0);
      part.original_id = jal_rows_id (rows, 1);
      part.blob_id = jal_rows_id (rows, 2);
      g_strlcpy (part.media, jal_rows_text (rows, 3), sizeof part.media);
      part.first_page = (guint)jal_rows_int (rows, 4);
      part.n_pages = (guint)jal_rows_int (rows, 5);
      part.rotation = (int)jal_rows_int (rows, 6);
      part.original_pages = (guint)jal_rows_int (rows, 7);
      g_array_append_val (parts, part);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&parts);
}

gboolean
jal_document_parts_are_locked (GArray *parts)
{
  gboolean locked = FALSE;

  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      if (part->n_pages > 0)
        return FALSE;
      locked = locked || (g_str_equal (part->media, "pdf") && !jal_id_is_none (part->blob_id));
    }
  return locked;
}

gboolean
jal_document_rows_add_part (JalTx *tx, JalId document_id, const JalDocumentPart *part, double rank, GError **error)
{
  return jal_tx_insert (tx, "document_part", jal_id_is_none (part->id) ? jal_id_new () : part->id, error, "document_id",
                        'I', &document_id, "original_id", 'I', &part->original_id, "rank", 'd', rank, "first_page", 'i',
                        (gint64)part->first_page, "page_count", 'i', (gint64)part->n_pages, "rotation", 'i',
                        (gint64)part->rotation, NULL);
}

static gboolean
part_is_among (GArray *parts, JalId id)
{
  for (guint i = 0; i < parts->len; i++)
    if (jal_id_equal (g_array_index (parts, JalDocumentPart, i).id, id))
      return TRUE;
  return FALSE;
}

gboolean
jal_document_rows_set_parts (JalTx *tx, JalId document_id, GArray *parts, GError **error)
{
  g_autoptr (GArray) old = jal_document_rows_parts (tx, document_id, error);

  if (old == NULL)
    return FALSE;
  for (guint i = 0; i < old->len; i++)
    {
      JalId id = g_array_index (old, JalDocumentPart, i).id;

      if (!part_is_among (parts, id) && !jal_tx_delete (tx, "document_part", id, error))
        return FALSE;
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      gboolean done;

      if (!jal_id_is_none (part->id) && part_is_among (old, part->id))
        done = jal_tx_update (tx, "document_part", part->id, error, "rank", 'd', i + 1.0, "first_page", 'i',
                              (gint64)part->first_page, "page_count", 'i', (gint64)part->n_pages, "rotation", 'i',
                              (gint64)part->rotation, NULL);
      else
        done = jal_document_rows_add_part (tx, document_id, part, i + 1.0, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

char *
jal_document_rows_dup_text (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, document_id, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (parts == NULL)
    return NULL;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      g_autoptr (GError) local = NULL;
      g_autoptr (JalRows) rows = jal_tx_select (
          tx, error, "SELECT page, text FROM page_text WHERE original_id = ? AND page >= ? AND page < ? ORDER BY page",
          "Iii", &part->original_id, (gint64)part->first_page, (gint64)part->first_page + part->n_pages);
      gboolean more;

      if (rows == NULL)
        return NULL;
      more = jal_rows_next (rows, &local);
      for (guint page = part->first_page; page < part->first_page + part->n_pages; page++)
        {
          if (i > 0 || page > part->first_page)
            g_string_append_c (text, '\f');
          if (more && jal_rows_int (rows, 0) == (gint64)page)
            {
              g_string_append (text, jal_rows_text (rows, 1));
              more = jal_rows_next (rows, &local);
            }
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
