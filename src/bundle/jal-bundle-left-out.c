/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a copy of the bundle leaves out, and why: a page that is left out unnoticed can cost the case.
 *
 * 1. Every document of the case is either in the copy or in the list.
 * 2. What stands where nobody put it (the section for whatever has no other) counts as not sorted, whatever the profile says of
 *    that section.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-bundle-private.h"

#include <glib/gi18n-lib.h>

#include "record/jal-document-rows.h"
#include "record/jal-rank.h"

G_DEFINE_FINAL_TYPE (JalLeftOut, jal_left_out, G_TYPE_OBJECT)

static void
jal_left_out_finalize (GObject *object)
{
  JalLeftOut *self = JAL_LEFT_OUT (object);

  g_free (self->title);
  g_free (self->exhibit);
  g_free (self->section);
  G_OBJECT_CLASS (jal_left_out_parent_class)->finalize (object);
}

static void
jal_left_out_class_init (JalLeftOutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_left_out_finalize;
}

static void
jal_left_out_init (JalLeftOut *self)
{
}

const char *
jal_left_out_why_id (JalLeftOutWhy why)
{
  static const char *const ids[] = { "unsorted", "unplaced", "not-produced", "privileged", "section", "no-pages" };

  g_return_val_if_fail (why < G_N_ELEMENTS (ids), NULL);
  return ids[why];
}

/* --- The list ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId bundle_id;
  const char *copy;
  GListStore *left_out;
  JalBundleCounts counts;
} Listing;

static JalLeftOut *
new_left_out (JalDocument *document, JalLeftOutWhy why)
{
  JalLeftOut *value = g_object_new (JAL_TYPE_LEFT_OUT, NULL);

  value->document_id = document->id;
  value->title = g_strdup (document->title);
  value->exhibit = g_strdup (document->exhibit);
  value->n_pages = document->n_pages;
  value->why = why;
  value->item_id = value->section_id = JAL_ID_NONE;
  return value;
}

static JalLeftOutWhy
find_why (const JalProfile *profile, const JalProfileCopy *copy, JalSection *section, JalItem *item)
{
  const JalProfileSection *fallback = jal_profile_section_for_kind (profile, NULL);

  if (!g_str_equal (copy->id, "counsel") && g_str_equal (item->sensitivity, "privileged"))
    return JAL_LEFT_OUT_PRIVILEGED;
  if (g_strcmp0 (section->profile_section, fallback->id) == 0)
    return JAL_LEFT_OUT_UNSORTED;
  if (!jal_bundle_section_has_copy (section, copy->id))
    return JAL_LEFT_OUT_SECTION;
  return item->n_pages == 0 ? JAL_LEFT_OUT_NO_PAGES : JAL_LEFT_OUT_NOT_PRODUCED;
}

/* Where a document stands; owned by the list of sections. */
typedef struct
{
  JalSection *section;
  JalItem *item;
  gboolean shown; /* by the copy; of several places, one that is */
} Place;

/* Returns (transfer container): JalId * → Place *, as long as @sections. @copy (nullable): no copy is asked about. */
static GHashTable *
list_places (GListModel *sections, const JalProfile *profile, const JalProfileCopy *copy)
{
  GHashTable *places = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, NULL, g_free);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (sections, i);

      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (section->items)); k++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), k);
          Place *place = g_hash_table_lookup (places, &item->document_id);

          gboolean shown = copy != NULL && item->n_pages > 0 && jal_bundle_shows_item (profile, copy, section, item);

          if (place != NULL && (place->shown || !shown))
            continue;
          place = g_new (Place, 1);
          *place = (Place){ section, item, shown };
          g_hash_table_replace (places, &item->document_id, place);
        }
    }
  return places;
}

static gboolean
list_left_out (JalTx *tx, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autoptr (JalBundleRow) bundle = jal_bundle_rows_get (tx, listing->bundle_id, error);
  g_autoptr (JalProfile) profile = bundle != NULL ? jal_profile_new_builtin (bundle->profile, error) : NULL;
  const JalProfileCopy *copy = profile != NULL ? jal_profile_find_copy (profile, listing->copy) : NULL;
  g_autoptr (GListStore) sections = NULL, documents = NULL;
  g_autoptr (GHashTable) places = NULL;

  if (profile == NULL)
    return FALSE;
  if (copy == NULL)
    return jal_bundle_refuse (error, _ ("The profile knows no such copy."));
  if ((sections = jal_section_rows_list (tx, listing->bundle_id, error)) == NULL
      || (documents = jal_document_rows_list (tx, bundle->case_id, error)) == NULL)
    return FALSE;
  places = list_places (G_LIST_MODEL (sections), profile, copy);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (documents)); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);
      const Place *place = g_hash_table_lookup (places, &document->id);
      g_autoptr (JalLeftOut) value = NULL;

      if (place != NULL && place->shown)
        {
          listing->counts.n_shown++;
          listing->counts.n_pages += place->item->n_pages;
          continue;
        }
      value = new_left_out (document, place != NULL ? find_why (profile, copy, place->section, place->item) : JAL_LEFT_OUT_UNPLACED);
      if (place != NULL)
        {
          value->item_id = place->item->id;
          value->section_id = place->section->id;
          value->section = g_strdup_printf ("%s. %s", place->section->code, place->section->title);
        }
      listing->counts.n_by_why[value->why]++;
      listing->counts.n_left_out++;
      g_list_store_append (listing->left_out, value);
    }
  return TRUE;
}

GListStore *
jal_bundle_left_out (JalStore *store, JalId bundle_id, const char *copy, JalBundleCounts *counts, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GListStore) left_out = g_list_store_new (JAL_TYPE_LEFT_OUT);
  Listing listing = { .bundle_id = bundle_id, .copy = copy, .left_out = left_out };

  g_return_val_if_fail (JAL_IS_STORE (store) && copy != NULL, NULL);

  if (!jal_store_read (store, list_left_out, &listing, cancellable, error))
    return NULL;
  if (counts != NULL)
    *counts = listing.counts;
  return g_steal_pointer (&left_out);
}

gboolean
jal_bundle_is_nearly_empty (const JalBundleCounts *counts)
{
  return counts->n_left_out > 0 && (counts->n_shown == 0 || counts->n_shown * 10 <= counts->n_left_out);
}

/* --- In words ------------------------------------------------------------------------------------------------- */

static void
add_reason (GString *words, const char *format, guint n)
{
  if (n == 0)
    return;
  if (words->len > 0)
    g_string_append (words, ", ");
  /* The formats stand below, each with one %u. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (words, format, n);
#pragma GCC diagnostic pop
}

char *
jal_bundle_describe_left_out (const JalBundleCounts *counts)
{
  const guint *n = counts->n_by_why;
  guint all = counts->n_left_out + counts->n_shown;
  g_autoptr (GString) why = g_string_new (NULL);

  if (counts->n_left_out == 0)
    return NULL;
  /* Translators: these five are parts of a list that follows "This copy leaves out 12 of 20 documents:" */
  add_reason (why, _ ("%u not sorted into a section for it"), n[JAL_LEFT_OUT_UNSORTED] + n[JAL_LEFT_OUT_UNPLACED]);
  add_reason (why, _ ("%u not produced as an exhibit"), n[JAL_LEFT_OUT_NOT_PRODUCED]);
  add_reason (why, _ ("%u in sections that it does not have"), n[JAL_LEFT_OUT_SECTION]);
  add_reason (why, _ ("%u privileged"), n[JAL_LEFT_OUT_PRIVILEGED]);
  add_reason (why, _ ("%u without pages here"), n[JAL_LEFT_OUT_NO_PAGES]);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "This copy leaves out %u of %u document: %s.",
                                       "This copy leaves out %u of %u documents: %s.", all),
                          counts->n_left_out, all, why->str);
}

/* --- Sorting them in ------------------------------------------------------------------------------------------ */

typedef struct
{
  JalBundleCall call; /* first: what jal_bundle_act() fills in */
  const JalId *documents;
  guint n;
} Sorting;

static gboolean
sort_one (JalTx *tx, Sorting *sorting, GHashTable *places, JalId document_id, GError **error)
{
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, document_id, error);
  const Place *place = g_hash_table_lookup (places, &document_id);
  double rank;

  if (document == NULL)
    return FALSE;
  if (!jal_id_equal (document->case_id, sorting->call.case_id))
    return jal_bundle_refuse (error, _ ("The document belongs to another case."));
  if (!jal_rank_last (tx, "bundle_item", "section_id", sorting->call.section, &rank, error))
    return FALSE;
  if (place == NULL)
    return jal_bundle_insert_item (tx, sorting->call.section, document_id, rank, NULL, error);
  return jal_tx_update (tx, "bundle_item", place->item->id, error, "rank", 'd', rank, "section_id", 'I', &sorting->call.section, NULL);
}

static gboolean
sort_all (JalTx *tx, gpointer data, GError **error)
{
  Sorting *sorting = data;
  g_autoptr (JalSection) section = jal_section_rows_get (tx, sorting->call.section, error);
  g_autoptr (GListStore) sections = section != NULL ? jal_section_rows_list (tx, section->bundle_id, error) : NULL;
  g_autoptr (GHashTable) places = NULL;

  if (sections == NULL)
    return FALSE;
  places = list_places (G_LIST_MODEL (sections), NULL, NULL);
  for (guint i = 0; i < sorting->n; i++)
    if (!sort_one (tx, sorting, places, sorting->documents[i], error))
      return FALSE;
  return TRUE;
}

gboolean
jal_bundle_sort_documents (JalStore *store, JalId section_id, const JalId *documents, guint n, GError **error)
{
  Sorting sorting = { .call = { .id = section_id, .section = section_id }, .documents = documents, .n = n };
  g_autoptr (JalSection) section = NULL;

  g_return_val_if_fail (JAL_IS_STORE (store) && (documents != NULL || n == 0), FALSE);

  section = jal_bundle_load_section (store, section_id, error);
  return section != NULL
         && (n == 0
             || jal_bundle_act (store, section->bundle_id, "item.sort", N_ ("sorting of documents"), sort_all, &sorting.call,
                                error));
}

char *
jal_bundle_dup_left_out (JalStore *store, JalId bundle_id, const char *copy, GCancellable *cancellable)
{
  JalBundleCounts counts;
  g_autoptr (GListStore) left_out = NULL;

  if (g_str_equal (copy, "counsel"))
    return NULL;
  left_out = jal_bundle_left_out (store, bundle_id, copy, &counts, cancellable, NULL);
  return left_out != NULL ? jal_bundle_describe_left_out (&counts) : NULL;
}
