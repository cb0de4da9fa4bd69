/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of bundles, their sections, items and builds. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-bundle-rows.h"

#include <glib/gi18n-lib.h>

#include "record/jal-document-rows.h"
#include "record/jal-rows-private.h"

void
jal_bundle_row_free (JalBundleRow *row)
{
  if (row == NULL)
    return;
  g_free (row->profile);
  g_free (row->title);
  g_free (row->language);
  g_free (row);
}

gboolean
jal_bundle_rows_insert (JalTx *tx, const JalBundleRow *row, GError **error)
{
  return jal_tx_insert (tx, "bundle", row->id, error, "case_id", 'I', &row->case_id, "profile", 's', row->profile,
                        "title", 's', row->title, "language", 's', row->language, "created_at", 'i',
                        jal_tx_get_now (tx), NULL);
}

gboolean
jal_bundle_rows_find (JalTx *tx, JalId case_id, const char *profile, JalId *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT id FROM bundle WHERE case_id = ? AND profile = ? AND deleted = 0 ORDER BY id LIMIT 1", "Is",
      &case_id, profile);

  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    {
      *id = jal_rows_id (rows, 0);
      return TRUE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *id = JAL_ID_NONE;
  return TRUE;
}

JalBundleRow *
jal_bundle_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT id, case_id, profile, title, language FROM bundle WHERE id = ? AND deleted = 0", "I", &id);
  JalBundleRow *row;

  if (rows == NULL)
    return NULL;
  if (!jal_rows_next (rows, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is no such bundle."));
      return NULL;
    }
  row = g_new0 (JalBundleRow, 1);
  row->id = jal_rows_id (rows, 0);
  row->case_id = jal_rows_id (rows, 1);
  row->profile = jal_rows_dup_text (rows, 2);
  row->title = jal_rows_dup_text (rows, 3);
  row->language = jal_rows_dup_text (rows, 4);
  return row;
}

/* --- Sections ------------------------------------------------------------------------------------------------ */

#define SECTION_COLUMNS                                                                                                \
  "SELECT id, bundle_id, rank, code, title, copies, profile_section FROM bundle_section WHERE deleted = 0 "

static gpointer
read_section (JalRows *rows)
{
  JalSection *value = g_object_new (JAL_TYPE_SECTION, NULL);

  value->id = jal_rows_id (rows, 0);
  value->bundle_id = jal_rows_id (rows, 1);
  value->rank = jal_rows_real (rows, 2);
  jal_rows_take (&value->code, rows, 3);
  jal_rows_take (&value->title, rows, 4);
  jal_rows_take (&value->copies, rows, 5);
  value->profile_section = jal_rows_dup_text (rows, 6);
  return value;
}

gboolean
jal_section_rows_insert (JalTx *tx, JalSection *value, GError **error)
{
  return jal_tx_insert (tx, "bundle_section", value->id, error, "bundle_id", 'I', &value->bundle_id, "rank", 'd',
                        value->rank, "code", 's', value->code, "title", 's', value->title, "copies", 's', value->copies,
                        "profile_section", 's', value->profile_section, NULL);
}

JalSection *
jal_section_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, SECTION_COLUMNS "AND id = ?", "I", &id);

  return jal_rows_one (rows, read_section, _ ("There is no such section."), error);
}

#define ITEM_COLUMNS                                                                                                   \
  "SELECT i.id, i.section_id, i.document_id, i.rank, i.first_page, i.page_count, d.title, d.exhibit, d.sensitivity, "  \
  "d.date, "                                                                                                           \
  "(SELECT coalesce(sum(p.page_count), 0) FROM document_part p WHERE p.document_id = d.id AND p.deleted = 0) "         \
  "FROM bundle_item i JOIN document d ON d.id = i.document_id AND d.deleted = 0 WHERE i.deleted = 0 "

static gpointer
read_item (JalRows *rows)
{
  JalItem *value = g_object_new (JAL_TYPE_ITEM, NULL);
  guint left;

  value->id = jal_rows_id (rows, 0);
  value->section_id = jal_rows_id (rows, 1);
  value->document_id = jal_rows_id (rows, 2);
  value->rank = jal_rows_real (rows, 3);
  value->first_page = (guint)jal_rows_int (rows, 4);
  value->whole = jal_rows_is_null (rows, 5);
  jal_rows_take (&value->title, rows, 6);
  value->exhibit = jal_rows_dup_text (rows, 7);
  jal_rows_take (&value->sensitivity, rows, 8);
  value->date = jal_rows_date (rows, 9);
  value->document_pages = (guint)jal_rows_int (rows, 10);
  left = value->first_page < value->document_pages ? value->document_pages - value->first_page : 0;
  value->n_pages = value->whole ? left : MIN (left, (guint)jal_rows_int (rows, 5));
  return value;
}

GListStore *
jal_section_rows_list (JalTx *tx, JalId bundle_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, SECTION_COLUMNS "AND bundle_id = ? ORDER BY rank, id", "I", &bundle_id);
  g_autoptr (GListStore) sections = jal_rows_list (rows, JAL_TYPE_SECTION, read_section, error);

  if (sections == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);
      g_autoptr (JalRows) item_rows
          = jal_tx_select (tx, error, ITEM_COLUMNS "AND i.section_id = ? ORDER BY i.rank, i.id", "I", &section->id);
      GListStore *items = jal_rows_list (item_rows, JAL_TYPE_ITEM, read_item, error);

      if (items == NULL)
        return NULL;
      g_set_object (&section->items, items);
      g_object_unref (items);
    }
  return g_steal_pointer (&sections);
}

gboolean
jal_section_rows_letter (JalTx *tx, JalId bundle_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, SECTION_COLUMNS "AND bundle_id = ? ORDER BY rank, id", "I", &bundle_id);
  g_autoptr (GListStore) sections = jal_rows_list (rows, JAL_TYPE_SECTION, read_section, error);

  if (sections == NULL)
    return FALSE;
  g_clear_pointer (&rows, jal_rows_free);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);
      /* No I, which reads as a one; Z is followed by AA, as on the tabs of a lever arch file. */
      static const char letters[] = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
      char letter = letters[i % (sizeof letters - 1)];
      char code[3] = { letter, i >= sizeof letters - 1 ? letter : '\0', '\0' };

      if (!g_str_equal (section->code, code)
          && !jal_tx_update (tx, "bundle_section", section->id, error, "code", 's', code, NULL))
        return FALSE;
    }
  return TRUE;
}

/* --- Items --------------------------------------------------------------------------------------------------- */

gboolean
jal_item_rows_insert (JalTx *tx, JalItem *value, GError **error)
{
  if (!jal_tx_insert (tx, "bundle_item", value->id, error, "section_id", 'I', &value->section_id, "document_id", 'I',
                      &value->document_id, "rank", 'd', value->rank, "first_page", 'i', (gint64)value->first_page,
                      NULL))
    return FALSE;
  return value->whole
         || jal_tx_update (tx, "bundle_item", value->id, error, "page_count", 'i', (gint64)value->n_pages, NULL);
}

JalItem *
jal_item_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, ITEM_COLUMNS "AND i.id = ?", "I", &id);

  return jal_rows_one (rows, read_item, _ ("There is no such item in the bundle."), error);
}

GListStore *
jal_item_rows_unplaced (JalTx *tx, JalId bundle_id, GError **error)
{
  g_autoptr (JalBundleRow) bundle = jal_bundle_rows_get (tx, bundle_id, error);
  g_autoptr (GListStore) documents = bundle != NULL ? jal_document_rows_list (tx, bundle->case_id, error) : NULL;

  if (documents == NULL)
    return NULL;
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (documents)); i > 0; i--)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i - 1);
      gint64 placed;

      /* An item that was taken out counts too: what somebody took out on purpose does not come back by itself. */
      if (!jal_tx_select_int (tx, &placed, error,
                              "SELECT count(*) FROM bundle_item i JOIN bundle_section s ON s.id = i.section_id "
                              "WHERE i.document_id = ? AND s.bundle_id = ?",
                              "II", &document->id, &bundle_id))
        return NULL;
      if (placed > 0)
        g_list_store_remove (documents, i - 1);
    }
  return g_steal_pointer (&documents);
}

/* --- Builds -------------------------------------------------------------------------------------------------- */

#define BUILD_COLUMNS                                                                                                  \
  "SELECT id, bundle_id, copy, built_at, pages, sha256, spec, inputs, audit_head FROM bundle_build WHERE deleted = 0 "

static gpointer
read_build (JalRows *rows)
{
  JalBuild *value = g_object_new (JAL_TYPE_BUILD, NULL);

  value->id = jal_rows_id (rows, 0);
  value->bundle_id = jal_rows_id (rows, 1);
  jal_rows_take (&value->copy, rows, 2);
  value->built_at = jal_rows_int (rows, 3);
  value->pages = (guint)jal_rows_int (rows, 4);
  jal_rows_take (&value->sha256, rows, 5);
  jal_rows_take (&value->audit_head, rows, 8);
  return value;
}

gboolean
jal_build_rows_insert (JalTx *tx, JalBuild *value, const char *spec, const char *inputs, GError **error)
{
  return jal_tx_insert (tx, "bundle_build", value->id, error, "bundle_id", 'I', &value->bundle_id, "copy", 's',
                        value->copy, "built_at", 'i', value->built_at, "pages", 'i', (gint64)value->pages, "sha256",
                        's', value->sha256, "spec", 's', spec, "inputs", 's', inputs, "audit_head", 's', value->audit_head, NULL);
}

GListStore *
jal_build_rows_list (JalTx *tx, JalId bundle_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, BUILD_COLUMNS "AND bundle_id = ? ORDER BY built_at DESC, id DESC", "I", &bundle_id);

  return jal_rows_list (rows, JAL_TYPE_BUILD, read_build, error);
}

JalBuild *
jal_build_rows_get (JalTx *tx, JalId id, char **spec, char **inputs, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, BUILD_COLUMNS "AND id = ?", "I", &id);
  JalBuild *build = jal_rows_one (rows, read_build, _ ("There is no such build."), error);

  if (build == NULL)
    return NULL;
  if (spec != NULL)
    *spec = jal_rows_dup_text (rows, 6);
  if (inputs != NULL)
    *inputs = jal_rows_dup_text (rows, 7);
  return build;
}
