/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree of a bundle: sections and items.
 *
 * 1. A case has one bundle a profile. Its sections begin as the profile's; from then on they are the user's.
 * 2. A document stands in a section by its kind until somebody moves it. Removing an item leaves the document in the
 * register.
 * 3. Letters of sections follow their order; numbers of pages do not exist before a build.
 * 4. Which copy shows an item is decided in one place: jal_bundle_shows_item().
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-bundle-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-case-rows.h"
#include "record/jal-document-rows.h"
#include "record/jal-rank.h"

gboolean
jal_bundle_refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

/* --- What a copy shows --------------------------------------------------------------------------------------- */

gboolean
jal_bundle_section_has_copy (JalSection *section, const char *copy)
{
  g_auto (GStrv) ids = g_strsplit (section->copies, " ", -1);

  return g_strv_contains ((const char *const *)ids, copy);
}

/* "MFI 2" is marked for identification only: not yet produced. */
static gboolean
is_produced (JalItem *item)
{
  return item->exhibit != NULL && *item->exhibit != '\0' && g_ascii_strncasecmp (item->exhibit, "MFI", 3) != 0;
}

gboolean
jal_bundle_shows_item (const JalProfile *profile, const JalProfileCopy *copy, JalSection *section, JalItem *item)
{
  const JalProfileSection *origin
      = section->profile_section != NULL ? jal_profile_find_section (profile, section->profile_section) : NULL;

  if (!jal_bundle_section_has_copy (section, copy->id))
    return FALSE;
  if (!g_str_equal (copy->id, "counsel") && g_str_equal (item->sensitivity, "privileged"))
    return FALSE;
  /* Where the profile opens the section to exhibits only, opening the section by hand opens no more than that. */
  if (origin != NULL && jal_profile_shows (profile, copy, origin, TRUE)
      && !jal_profile_shows (profile, copy, origin, FALSE))
    return is_produced (item);
  return TRUE;
}

gboolean
jal_bundle_copy_shows (const char *profile, const char *copy, JalSection *section, JalItem *item)
{
  g_autoptr (JalProfile) rules = jal_profile_new_builtin (profile, NULL);
  const JalProfileCopy *which = rules != NULL ? jal_profile_find_copy (rules, copy) : NULL;

  return which != NULL && jal_bundle_shows_item (rules, which, section, item);
}

/* Returns (transfer full): the ids of the copies for which the profile opens @section. */
static char *
copies_of_section (const JalProfile *profile, const JalProfileSection *section)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  guint n;
  const JalProfileCopy *copies = jal_profile_get_copies (profile, &n);

  for (guint i = 0; i < n; i++)
    if (jal_profile_shows (profile, &copies[i], section, TRUE))
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", copies[i].id);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* --- Making a bundle ----------------------------------------------------------------------------------------- */

static JalLang
parse_language (const char *code)
{
  JalLang lang = JAL_LANG_EN;

  jal_lang_parse (code, &lang);
  return lang;
}

gboolean
jal_bundle_insert_item (JalTx *tx, JalId section_id, JalId document_id, double rank, JalId *id, GError **error)
{
  g_autoptr (JalItem) item = g_object_new (JAL_TYPE_ITEM, NULL);

  item->id = jal_id_new ();
  item->section_id = section_id;
  item->document_id = document_id;
  item->rank = rank;
  if (!jal_item_rows_insert (tx, item, error))
    return FALSE;
  if (id != NULL)
    *id = item->id;
  return TRUE;
}

/* The section where documents of @kind go by themselves: the profile's, its fallback, or the last one there is. */
static JalSection *
choose_section (GListModel *sections, const JalProfile *profile, const char *kind)
{
  const char *wanted = jal_profile_section_for_kind (profile, kind)->id;
  const char *fallback = jal_profile_section_for_kind (profile, NULL)->id;
  g_autoptr (JalSection) second = NULL;
  guint n = g_list_model_get_n_items (sections);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (sections, i);

      if (g_strcmp0 (section->profile_section, wanted) == 0)
        return g_steal_pointer (&section);
      if (g_strcmp0 (section->profile_section, fallback) == 0)
        g_set_object (&second, section);
    }
  return second != NULL ? g_steal_pointer (&second) : (n > 0 ? g_list_model_get_item (sections, n - 1) : NULL);
}

static gboolean
place_documents (JalTx *tx, JalId bundle_id, const JalProfile *profile, guint *n_placed, GError **error)
{
  g_autoptr (GListStore) documents = jal_item_rows_unplaced (tx, bundle_id, error);
  g_autoptr (GListStore) sections = documents != NULL ? jal_section_rows_list (tx, bundle_id, error) : NULL;

  if (sections == NULL)
    return FALSE;
  *n_placed = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);
      g_autoptr (JalSection) section = choose_section (G_LIST_MODEL (sections), profile, document->kind);
      double rank;

      if (section == NULL)
        return jal_bundle_refuse (error, _ ("The bundle has no section to put documents in. Add one first."));
      if (!jal_rank_last (tx, "bundle_item", "section_id", section->id, &rank, error)
          || !jal_bundle_insert_item (tx, section->id, document->id, rank, NULL, error))
        return FALSE;
      (*n_placed)++;
    }
  return TRUE;
}

static gboolean
make_bundle (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  JalBundleRow row = { .id = call->id,
                       .case_id = call->case_id,
                       .profile = (char *)call->profile_id,
                       .title = (char *)"",
                       .language = (char *)"en" };
  guint n;
  const JalProfileSection *sections = jal_profile_get_sections (call->profile, &n);
  g_autoptr (JalCase) value = jal_case_rows_get (tx, call->case_id, jal_date_today (), error);

  if (value == NULL || !jal_bundle_rows_insert (tx, &row, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalSection) section = g_object_new (JAL_TYPE_SECTION, NULL);

      section->id = jal_id_new ();
      section->bundle_id = call->id;
      section->rank = i + 1.0;
      g_free (section->title);
      section->title = g_strdup (jal_label_get (&sections[i].title, JAL_LANG_EN));
      g_free (section->copies);
      section->copies = copies_of_section (call->profile, &sections[i]);
      section->profile_section = g_strdup (sections[i].id);
      if (!jal_section_rows_insert (tx, section, error))
        return FALSE;
    }
  return jal_section_rows_letter (tx, call->id, error)
         && place_documents (tx, call->id, call->profile, &call->n_placed, error);
}

static gboolean
find_bundle (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return jal_bundle_rows_find (tx, call->case_id, call->profile_id, &call->id, error);
}

gboolean
jal_bundle_ensure (JalStore *store, JalId case_id, const char *profile, JalId *bundle_id, GError **error)
{
  g_autoptr (JalProfile) built_in = NULL;
  JalBundleCall call = { .case_id = case_id, .profile_id = profile };
  /* Looking at a bundle makes it. That is nothing the user did and could take back: it would stand before everything that
     can be, and be made again by the next look. */
  JalAct act = { .verb = "bundle.add", .label = N_ ("new bundle"), .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store) && profile != NULL && bundle_id != NULL, FALSE);

  if (!jal_store_read (store, find_bundle, &call, NULL, error))
    return FALSE;
  if (jal_id_is_none (call.id))
    {
      call.profile = built_in = jal_profile_new_builtin (profile, error);
      if (built_in == NULL)
        return FALSE;
      act.subject_id = call.id = jal_id_new ();
      if (!jal_store_act (store, &act, make_bundle, &call, NULL, error))
        return FALSE;
    }
  *bundle_id = call.id;
  return TRUE;
}

/* --- Reading the tree ---------------------------------------------------------------------------------------- */

static gboolean
get_bundle (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return (call->result = jal_bundle_rows_get (tx, call->id, error)) != NULL;
}

static JalBundleRow *
load_bundle (JalStore *store, JalId bundle_id, GError **error)
{
  JalBundleCall call = { .id = bundle_id };

  return jal_store_read (store, get_bundle, &call, NULL, error) ? call.result : NULL;
}

static gboolean
list_sections (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return (call->result = jal_section_rows_list (tx, call->id, error)) != NULL;
}

GListStore *
jal_bundle_sections (JalStore *store, JalId bundle_id, GCancellable *cancellable, GError **error)
{
  JalBundleCall call = { .id = bundle_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_sections, &call, cancellable, error) ? call.result : NULL;
}

gboolean
jal_bundle_get_language (JalStore *store, JalId bundle_id, char **language, GError **error)
{
  g_autoptr (JalBundleRow) bundle = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store) && language != NULL, FALSE);

  bundle = load_bundle (store, bundle_id, error);
  if (bundle == NULL)
    return FALSE;
  *language = g_strdup (bundle->language);
  return TRUE;
}

/* --- Changing the tree --------------------------------------------------------------------------------------- */

gboolean
jal_bundle_act (JalStore *store, JalId bundle_id, const char *verb, const char *label, JalStoreFunc func,
                JalBundleCall *call, GError **error)
{
  g_autoptr (JalBundleRow) bundle = load_bundle (store, bundle_id, error);
  g_autoptr (JalProfile) profile = bundle != NULL ? jal_profile_new_builtin (bundle->profile, error) : NULL;
  JalAct act = { .verb = verb, .label = label, .subject_id = call->id, .undoable = TRUE };

  if (profile == NULL)
    return FALSE;
  act.case_id = call->case_id = bundle->case_id;
  call->profile = profile;
  return jal_store_act (store, &act, func, call, NULL, error);
}

static gboolean
get_section (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return (call->result = jal_section_rows_get (tx, call->id, error)) != NULL;
}

JalSection *
jal_bundle_load_section (JalStore *store, JalId section_id, GError **error)
{
  JalBundleCall call = { .id = section_id };

  return jal_store_read (store, get_section, &call, NULL, error) ? call.result : NULL;
}

static gboolean
place_new (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return place_documents (tx, call->id, call->profile, &call->n_placed, error);
}

static gboolean
count_unplaced (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  g_autoptr (GListStore) documents = jal_item_rows_unplaced (tx, call->id, error);

  if (documents == NULL)
    return FALSE;
  call->count = g_list_model_get_n_items (G_LIST_MODEL (documents));
  return TRUE;
}

gboolean
jal_bundle_place_new (JalStore *store, JalId bundle_id, guint *n_placed, GError **error)
{
  JalBundleCall call = { .id = bundle_id };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_read (store, count_unplaced, &call, NULL, error))
    return FALSE;
  if (call.count > 0
      && !jal_bundle_act (store, bundle_id, "bundle.place", N_ ("placing of new documents"), place_new, &call, error))
    return FALSE;
  if (n_placed != NULL)
    *n_placed = call.n_placed;
  return TRUE;
}

static gboolean
set_language (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;
  JalLang lang = parse_language (call->language);
  g_autoptr (GListStore) sections = jal_section_rows_list (tx, call->id, error);

  if (sections == NULL || !jal_tx_update (tx, "bundle", call->id, error, "language", 's', call->language, NULL))
    return FALSE;
  /* A title that the user has not touched follows. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);
      const JalProfileSection *origin = section->profile_section != NULL
                                            ? jal_profile_find_section (call->profile, section->profile_section)
                                            : NULL;

      for (guint other = 0; origin != NULL && other < JAL_N_LANGS; other++)
        if (other != lang && g_str_equal (section->title, origin->title.text[other])
            && !jal_tx_update (tx, "bundle_section", section->id, error, "title", 's', origin->title.text[lang], NULL))
          return FALSE;
    }
  return TRUE;
}

gboolean
jal_bundle_set_language (JalStore *store, JalId bundle_id, const char *language, GError **error)
{
  JalBundleCall call = { .id = bundle_id, .language = language };
  JalLang lang;

  g_return_val_if_fail (JAL_IS_STORE (store) && language != NULL, FALSE);

  if (!jal_lang_parse (language, &lang))
    return jal_bundle_refuse (error, _ ("Papers are printed in English or in Kiswahili."));
  return jal_bundle_act (store, bundle_id, "bundle.language", N_ ("change of language"), set_language, &call, error);
}

/* --- Builds -------------------------------------------------------------------------------------------------- */

static gboolean
list_builds (JalTx *tx, gpointer data, GError **error)
{
  JalBundleCall *call = data;

  return (call->result = jal_build_rows_list (tx, call->id, error)) != NULL;
}

GListStore *
jal_bundle_builds (JalStore *store, JalId bundle_id, GError **error)
{
  JalBundleCall call = { .id = bundle_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_builds, &call, NULL, error) ? call.result : NULL;
}
