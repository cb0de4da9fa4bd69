/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user does to the tree: sections and items come, move, change and go. */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-bundle-private.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "record/jal-rank.h"

/* --- Sections ------------------------------------------------------------------------------------------------ */

static gboolean
check_copies (const JalProfile *profile, const char *copies, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (copies, " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0' && jal_profile_find_copy (profile, ids[i]) == NULL)
      return jal_bundle_refuse (error, _ ("The profile knows no such copy."));
  return TRUE;
}

static gboolean
check_title (const char *title, GError **error)
{
  return jal_text_is_label (title, 800)
         || jal_bundle_refuse (error, _ ("A section needs a title of at most 200 characters."));
}

static gboolean
add_section (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  g_autoptr (JalSection) section = g_object_new (JAL_TYPE_SECTION, NULL);

  section->id = call->id;
  section->bundle_id = call->other;
  g_free (section->title);
  section->title = jal_text_one_line (call->title, 200);
  g_free (section->copies);
  section->copies = g_strdup (call->copies);
  return check_copies (call->profile, call->copies, error)
         && jal_rank_last (tx, "bundle_section", "bundle_id", call->other, &section->rank, error)
         && jal_section_rows_insert (tx, section, error) && jal_section_rows_letter (tx, call->other, error);
}

gboolean
jal_bundle_add_section (JalStore *store, JalId bundle_id, const char *title, const char *copies, JalId *id,
                        GError **error)
{
  JalBundleCall call
      = { .id = jal_id_new (), .other = bundle_id, .title = title, .copies = copies != NULL ? copies : "counsel" };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!check_title (title, error)
      || !jal_bundle_act (store, bundle_id, "section.add", N_ ("new section"), add_section, &call, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

static gboolean
update_section (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  g_autofree char *title = call->title != NULL ? jal_text_one_line (call->title, 200) : NULL;

  return (title == NULL || jal_tx_update (tx, "bundle_section", call->id, error, "title", 's', title, NULL))
         && (call->copies == NULL
             || (check_copies (call->profile, call->copies, error)
                 && jal_tx_update (tx, "bundle_section", call->id, error, "copies", 's', call->copies, NULL)));
}

gboolean
jal_bundle_update_section (JalStore *store, JalId section_id, const char *title, const char *copies, GError **error)
{
  JalBundleCall call = { .id = section_id, .title = title, .copies = copies };
  g_autoptr (JalSection) section = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  section = jal_bundle_load_section (store, section_id, error);
  return section != NULL && (title == NULL || check_title (title, error))
         && jal_bundle_act (store, section->bundle_id, "section.update", N_ ("change of section"), update_section,
                            &call, error);
}

static gboolean
move_section (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  double rank;

  return jal_rank_behind (tx, "bundle_section", "bundle_id", call->section, call->other, call->id, &rank, error)
         && jal_tx_update (tx, "bundle_section", call->id, error, "rank", 'd', rank, NULL)
         && jal_section_rows_letter (tx, call->section, error);
}

gboolean
jal_bundle_move_section (JalStore *store, JalId section_id, JalId after, GError **error)
{
  JalBundleCall call = { .id = section_id, .other = after };
  g_autoptr (JalSection) section = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  section = jal_bundle_load_section (store, section_id, error);
  if (section == NULL)
    return FALSE;
  call.section = section->bundle_id;
  return jal_bundle_act (store, section->bundle_id, "section.move", N_ ("move of section"), move_section, &call, error);
}

static gboolean
remove_section (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  g_autoptr (GListStore) sections = jal_section_rows_list (tx, call->other, error);

  if (sections == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);

      if (!jal_id_equal (section->id, call->id))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          if (!jal_tx_delete (tx, "bundle_item", item->id, error))
            return FALSE;
        }
    }
  return jal_tx_delete (tx, "bundle_section", call->id, error) && jal_section_rows_letter (tx, call->other, error);
}

gboolean
jal_bundle_remove_section (JalStore *store, JalId section_id, GError **error)
{
  JalBundleCall call = { .id = section_id };
  g_autoptr (JalSection) section = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  section = jal_bundle_load_section (store, section_id, error);
  if (section == NULL)
    return FALSE;
  call.other = section->bundle_id;
  return jal_bundle_act (store, section->bundle_id, "section.remove", N_ ("removal of section"), remove_section, &call,
                         error);
}

static gboolean
get_item (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return (call->result = jal_item_rows_get (tx, call->id, error)) != NULL;
}

/* The bundle the item stands in. */
static gboolean
find_bundle_of_item (JalStore *store, JalId item_id, JalId *bundle_id, GError **error)
{
  JalBundleCall call = { .id = item_id };
  g_autoptr (JalItem) item = jal_store_read (store, get_item, &call, NULL, error) ? call.result : NULL;
  g_autoptr (JalSection) section = item != NULL ? jal_bundle_load_section (store, item->section_id, error) : NULL;

  if (section == NULL)
    return FALSE;
  *bundle_id = section->bundle_id;
  return TRUE;
}

/* --- Items --------------------------------------------------------------------------------------------------- */

static gboolean
add_item (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->document, error);
  double rank;

  if (document == NULL)
    return FALSE;
  if (!jal_id_equal (document->case_id, call->case_id))
    return jal_bundle_refuse (error, _ ("The document belongs to another case."));
  return jal_rank_behind (tx, "bundle_item", "section_id", call->section, call->other, JAL_ID_NONE, &rank, error)
         && jal_bundle_insert_item (tx, call->section, call->document, rank, &call->id, error);
}

gboolean
jal_bundle_add_item (JalStore *store, JalId section_id, JalId document_id, JalId after, JalId *id, GError **error)
{
  JalBundleCall call = { .section = section_id, .document = document_id, .other = after };
  g_autoptr (JalSection) section = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  section = jal_bundle_load_section (store, section_id, error);
  if (section == NULL
      || !jal_bundle_act (store, section->bundle_id, "item.add", N_ ("new item"), add_item, &call, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

static gboolean
move_item (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  g_autoptr (JalSection) section = jal_section_rows_get (tx, call->section, error);
  double rank;

  if (section == NULL)
    return FALSE;
  if (!jal_id_equal (section->bundle_id, call->document))
    return jal_bundle_refuse (error, _ ("An item stays in its own bundle."));
  return jal_rank_behind (tx, "bundle_item", "section_id", call->section, call->other, call->id, &rank, error)
         && jal_tx_update (tx, "bundle_item", call->id, error, "rank", 'd', rank, "section_id", 'I', &call->section,
                           NULL);
}

gboolean
jal_bundle_move_item (JalStore *store, JalId item_id, JalId section_id, JalId after, GError **error)
{
  JalBundleCall call = { .id = item_id, .section = section_id, .other = after };
  JalId bundle_id;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!find_bundle_of_item (store, item_id, &bundle_id, error))
    return FALSE;
  call.document = bundle_id;
  return jal_bundle_act (store, bundle_id, "item.move", N_ ("move of item"), move_item, &call, error);
}

static gboolean
set_range (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  g_autoptr (JalItem) item = jal_item_rows_get (tx, call->id, error);

  if (item == NULL)
    return FALSE;
  if (call->first >= item->document_pages || call->count > item->document_pages - call->first)
    return jal_bundle_refuse (error, _ ("The document has no such pages."));
  if (call->count == 0)
    return jal_tx_update (tx, "bundle_item", call->id, error, "first_page", 'i', (gint64)call->first, "page_count", 'n',
                          NULL);
  return jal_tx_update (tx, "bundle_item", call->id, error, "first_page", 'i', (gint64)call->first, "page_count", 'i',
                        (gint64)call->count, NULL);
}

gboolean
jal_bundle_set_item_range (JalStore *store, JalId item_id, guint first_page, guint n_pages, GError **error)
{
  JalBundleCall call = { .id = item_id, .first = first_page, .count = n_pages };
  JalId bundle_id;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return find_bundle_of_item (store, item_id, &bundle_id, error)
         && jal_bundle_act (store, bundle_id, "item.range", N_ ("choice of pages"), set_range, &call, error);
}

static gboolean
remove_item (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return jal_tx_delete (tx, "bundle_item", call->id, error);
}

gboolean
jal_bundle_remove_item (JalStore *store, JalId item_id, GError **error)
{
  JalBundleCall call = { .id = item_id };
  JalId bundle_id;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return find_bundle_of_item (store, item_id, &bundle_id, error)
         && jal_bundle_act (store, bundle_id, "item.remove", N_ ("removal of item"), remove_item, &call, error);
}
