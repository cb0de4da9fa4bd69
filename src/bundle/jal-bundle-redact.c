/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must not leave in a copy for others.
 *
 * 1. A document with redactions goes in as its redacted copy, made by the very path that saves one alone.
 * 2. The finished file is opened and searched for every name that the case protects before anything of it is written: a
 *    find that nobody has confirmed stops it. What was rejected in the review of redactions is confirmed.
 * 3. What is said of a find names document and page, never the name.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include <glib/gi18n-lib.h>

#include "base/jal-phrase.h"
#include "bundle/jal-bundle-private.h"
#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"
#include "release/jal-redacted-copy.h"

#define PLACES_SAID 8

/* --- What the vault says -------------------------------------------------------------------------------------- */

gboolean
jal_bundle_redact_load (JalTx *tx, JalBundleContent *content, GError **error)
{
  g_autoptr (GListStore) names = jal_protected_name_rows_list (tx, content->bundle->case_id, error);
  GHashTableIter iter;
  gpointer id;

  if (names == NULL)
    return FALSE;
  content->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (names)); i++)
    {
      g_autoptr (JalProtectedName) name = g_list_model_get_item (G_LIST_MODEL (names), i);

      g_ptr_array_add (content->names, g_strdup (name->name));
    }
  g_ptr_array_add (content->names, NULL);
  content->redactions = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, g_object_unref);
  content->copies
      = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, (GDestroyNotify)g_bytes_unref);
  g_hash_table_iter_init (&iter, content->parts);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      GListStore *redactions = jal_redaction_rows_list (tx, *(JalId *)id, error);

      if (redactions == NULL)
        return FALSE;
      g_hash_table_insert (content->redactions, g_memdup2 (id, sizeof (JalId)), redactions);
    }
  return TRUE;
}

/* The title, but where it says what it must not. */
static char *
say_title (JalBundleContent *content, JalItem *item)
{
  g_autoptr (JalLetters) title = jal_letters_new (item->title, -1);

  for (guint i = 0; content->names->pdata[i] != NULL; i++)
    {
      g_autoptr (JalLetters) name = jal_letters_new (content->names->pdata[i], -1);
      g_autoptr (GArray) hits = jal_letters_find (title, name, JAL_NEAR_ALL);

      if (hits->len > 0)
        return g_strdup (item->exhibit != NULL && *item->exhibit != '\0' ? item->exhibit : "…");
    }
  return g_strdup (item->title);
}

/* --- Redacted copies ------------------------------------------------------------------------------------------ */

static gboolean
is_redacted (GListModel *redactions)
{
  for (guint i = 0; i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);

      if (!g_str_equal (redaction->state, "rejected"))
        return TRUE;
    }
  return FALSE;
}

static gboolean
make_copy (JalBundleContent *content, JalItem *item, JalStore *store, GCancellable *cancellable, GError **error)
{
  GListModel *redactions = g_hash_table_lookup (content->redactions, &item->document_id);
  g_autoptr (GArray) parts = NULL;
  g_auto (JalRedactedCopy) result = { 0 };
  GBytes *bytes;

  if (redactions == NULL || !is_redacted (redactions) || g_hash_table_contains (content->copies, &item->document_id))
    return TRUE;
  bytes = jal_redacted_copy_make (store, item->document_id, cancellable, &result, &parts, error);
  if (bytes == NULL)
    {
      g_autofree char *title = say_title (content, item);

      g_prefix_error (error, _ ("“%s”: "), title);
      return FALSE;
    }
  g_hash_table_insert (content->copies, g_memdup2 (&item->document_id, sizeof (JalId)), bytes);
  return TRUE;
}

typedef gboolean (*ItemFunc) (JalBundleContent *content, JalItem *item, gpointer data);

/* Calls @func for what the copy shows, in its order, until it returns FALSE. */
static gboolean
for_each_item (JalBundleContent *content, const JalProfile *profile, const JalProfileCopy *copy, ItemFunc func,
               gpointer data)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (content->sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (content->sections), i);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          if (item->n_pages > 0 && jal_bundle_shows_item (profile, copy, section, item) && !func (content, item, data))
            return FALSE;
        }
    }
  return TRUE;
}

typedef struct
{
  JalStore *store;
  GCancellable *cancellable;
  GError **error;
} Making;

static gboolean
make_one (JalBundleContent *content, JalItem *item, gpointer data)
{
  Making *making = data;

  return make_copy (content, item, making->store, making->cancellable, making->error);
}

gboolean
jal_bundle_redact_make (JalBundleContent *content, const JalProfile *profile, const JalProfileCopy *copy, JalStore *store,
                        GCancellable *cancellable, GError **error)
{
  Making making = { store, cancellable, error };

  return g_str_equal (copy->id, "counsel") || for_each_item (content, profile, copy, make_one, &making);
}

/* --- The finished file ---------------------------------------------------------------------------------------- */

typedef struct
{
  guint first; /* page of the file */
  guint n;
  JalItem *item;
} Placed;

typedef struct
{
  guint next;
  GArray *placed;  /* of Placed */
  GArray *allowed; /* of JalLeakAllowance */
} Layout;

static guint
find_name (JalBundleContent *content, const char *words)
{
  g_autoptr (JalLetters) letters = jal_letters_new (words, -1);

  for (guint i = 0; content->names->pdata[i] != NULL; i++)
    {
      g_autoptr (JalLetters) name = jal_letters_new (content->names->pdata[i], -1);

      if (jal_letters_equal (letters, name))
        return i;
    }
  return G_MAXUINT;
}

/* The page of the item on which page @page of the document is shown; -1: it is not. Pages that are not held are not. */
static int
find_shown (JalBundleContent *content, JalItem *item, guint page, guint *n_shown)
{
  GArray *parts = g_hash_table_lookup (content->parts, &item->document_id);
  gboolean copied = g_hash_table_contains (content->copies, &item->document_id);
  guint start = 0;
  int found = -1;

  *n_shown = 0;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      for (guint k = 0; k < part->n_pages; k++, start++)
        {
          if (start < item->first_page || start >= item->first_page + item->n_pages
              || (!copied && jal_id_is_none (part->blob_id)))
            continue;
          if (start == page)
            found = (int)*n_shown;
          (*n_shown)++;
        }
    }
  return found;
}

static gboolean
place_one (JalBundleContent *content, JalItem *item, gpointer data)
{
  Layout *layout = data;
  GListModel *redactions = g_hash_table_lookup (content->redactions, &item->document_id);
  Placed placed = { layout->next, 0, item };

  find_shown (content, item, 0, &placed.n);
  for (guint i = 0; redactions != NULL && i < g_list_model_get_n_items (redactions); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);
      guint phrase = g_str_equal (redaction->state, "rejected") ? find_name (content, redaction->quoted) : G_MAXUINT, n;
      int page = phrase != G_MAXUINT && redaction->document_page >= 0
                     ? find_shown (content, item, (guint)redaction->document_page, &n)
                     : -1;
      JalLeakAllowance allowance = { phrase, layout->next + (guint)MAX (page, 0), 1 };

      if (page >= 0)
        g_array_append_val (layout->allowed, allowance);
    }
  /* What has no page to show has one that says so. */
  placed.n = MAX (placed.n, 1);
  layout->next += placed.n;
  g_array_append_val (layout->placed, placed);
  return TRUE;
}

/* "“Charge sheet”, page 3; page 1 of the bundle" */
static char *
describe (JalBundleContent *content, Layout *layout, GArray *leaks)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < leaks->len; i++)
    {
      const JalLeak *leak = &g_array_index (leaks, JalLeak, i);
      char *words = NULL;

      for (guint k = 0; k < layout->placed->len && leak->page >= 0; k++)
        {
          const Placed *placed = &g_array_index (layout->placed, Placed, k);

          if ((guint)leak->page >= placed->first && (guint)leak->page < placed->first + placed->n)
            {
              g_autofree char *title = say_title (content, placed->item);

              words = g_strdup_printf (_ ("“%s”, page %u"), title,
                                       (guint)leak->page - placed->first + placed->item->first_page + 1);
            }
        }
      if (words == NULL)
        words = leak->page >= 0 ? g_strdup_printf (_ ("page %d of the bundle: the front page or the index"), leak->page + 1)
                                : g_strdup (_ ("bookmarks or other parts of the file that are no page"));
      if (said->len <= PLACES_SAID && !g_ptr_array_find_with_equal_func (said, words, g_str_equal, NULL))
        g_ptr_array_add (said, words);
      else
        g_free (words);
    }
  if (said->len > PLACES_SAID)
    {
      g_ptr_array_set_size (said, PLACES_SAID);
      g_ptr_array_add (said, g_strdup ("…"));
    }
  g_ptr_array_add (said, NULL);
  return g_strjoinv ("; ", (char **)said->pdata);
}

gboolean
jal_bundle_redact_is_checked (JalBundleContent *content, const JalProfileCopy *copy)
{
  return !g_str_equal (copy->id, "counsel") && content->names->len > 1;
}

gboolean
jal_bundle_redact_check (JalBundleContent *content, const JalProfile *profile, const JalProfileCopy *copy,
                         guint index_pages, GBytes *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (Placed));
  g_autoptr (GArray) allowed = g_array_new (FALSE, FALSE, sizeof (JalLeakAllowance));
  Layout layout = { index_pages, placed, allowed };
  JalBytes bytes = jal_bytes_from_memory (file);
  g_autoptr (GArray) leaks = NULL;
  g_autofree char *places = NULL;

  for_each_item (content, profile, copy, place_one, &layout);
  leaks = jal_leak_scan (&bytes, (const char *const *)content->names->pdata, allowed, NULL, NULL, cancellable, error);
  if (leaks == NULL)
    return FALSE;
  if (leaks->len == 0)
    return TRUE;
  places = describe (content, &layout, leaks);
  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
               /* Translators: %s is a list of places: "“Charge sheet”, page 3; “Report”, page 1". */
               _ ("Nothing was saved: a name or place that this case protects can be read in this copy: %s. Redact it there, "
                  "or, where this reader must see it, redact it and reject that redaction in the review."),
               places);
  return FALSE;
}
