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
#include <json-glib/json-glib.h>

#include "base/jal-phrase.h"
#include "bundle/jal-bundle-private.h"
#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"
#include "release/jal-guard.h"
#include "release/jal-redacted-copy.h"
#include "release/jal-release-unsearched.h"

#define PLACES_SAID 8

/* --- What the vault says -------------------------------------------------------------------------------------- */

gboolean
jal_bundle_redact_load (JalTx *tx, JalBundleContent *content, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  content->names = jal_protected_name_rows_list (tx, content->bundle->case_id, error);
  if (content->names == NULL)
    return FALSE;
  content->all_redactions = jal_redaction_rows_list_case (tx, content->bundle->case_id, error);
  if (content->all_redactions == NULL)
    return FALSE;
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
say_title (JalBundleContent *content, const char *words, const char *exhibit)
{
  g_autoptr (JalLetters) title = jal_letters_new (words, -1);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (content->names)); i++)
    {
      g_autoptr (JalProtectedName) name = g_list_model_get_item (G_LIST_MODEL (content->names), i);
      g_autoptr (JalLetters) letters = jal_letters_new (name->name, -1);
      g_autoptr (GArray) hits = jal_letters_find (title, letters, JAL_NEAR_ALL);

      if (hits->len > 0)
        return g_strdup (exhibit != NULL && *exhibit != '\0' ? exhibit : "…");
    }
  return g_strdup (words);
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
make_copy (JalBundleContent *content, JalItem *item, JalStore *store, JalGuardTold *told, GCancellable *cancellable, GError **error)
{
  GListModel *redactions = g_hash_table_lookup (content->redactions, &item->document_id);
  g_autoptr (GArray) parts = NULL;
  g_auto (JalRedactedCopy) result = { .even_bare = jal_guard_told_draws (told, item->document_id) };
  GBytes *bytes;

  if (((redactions == NULL || !is_redacted (redactions)) && !result.even_bare) || g_hash_table_contains (content->copies, &item->document_id))
    return TRUE;
  bytes = jal_redacted_copy_make (store, item->document_id, cancellable, &result, &parts, error);
  if (bytes == NULL)
    {
      g_autofree char *title = say_title (content, item->title, item->exhibit);

      if (told != NULL)
        told->leaks = g_steal_pointer (&result.told.leaks);
      g_prefix_error (error, _ ("“%s”: "), title);
      return FALSE;
    }
  g_hash_table_insert (content->copies, g_memdup2 (&item->document_id, sizeof (JalId)), bytes);
  if (told != NULL)
    jal_guard_told_add_all_answered (told, result.told.answered);
  if (result.told.incomplete != NULL && told != NULL)
    jal_guard_told_add_incomplete (told, result.told.incomplete);
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
  JalGuardTold *told;
  GCancellable *cancellable;
  GError **error;
} Making;

static gboolean
make_one (JalBundleContent *content, JalItem *item, gpointer data)
{
  Making *making = data;

  return make_copy (content, item, making->store, making->told, making->cancellable, making->error);
}

gboolean
jal_bundle_redact_make (JalBundleContent *content, const JalProfile *profile, const JalProfileCopy *copy, JalStore *store,
                        JalGuardTold *told, GCancellable *cancellable, GError **error)
{
  Making making = { store, told, cancellable, error };

  return g_str_equal (copy->id, "counsel") || for_each_item (content, profile, copy, make_one, &making);
}

/* --- The finished file ---------------------------------------------------------------------------------------- */

/* One document of the file, as its build record has it. */
typedef struct
{
  guint first; /* page of the file */
  guint n;
  char *title;
  char *label;
} Placed;

/* Where a page of the file comes from. */
typedef struct
{
  JalId original_id; /* JAL_ID_NONE: the page that says that there is none */
  guint page;        /* of the original */
  guint shown;       /* as people count it, from 1 */
  gboolean redacted; /* through the redacted copy of its document */
} Origin;

typedef struct
{
  guint first;     /* pages before the first document */
  GArray *placed;  /* of Placed */
  GArray *origins; /* of Origin: of each page from there on */
} Layout;

static void
clear_placed (gpointer data)
{
  Placed *placed = data;

  g_free (placed->title);
  g_free (placed->label);
}

/* The page of a document that is made of @parts. */
static gboolean
find_origin (GArray *parts, guint page, Origin *origin)
{
  guint start = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      if (page < start + part->n_pages)
        {
          origin->original_id = part->original_id;
          origin->page = part->first_page + page - start;
          return TRUE;
        }
      start += part->n_pages;
    }
  return FALSE;
}

/* As people count it in the document that has the page; in its original when no document of the bundle has it any more. */
static guint
count_page (JalBundleContent *content, const Origin *origin)
{
  GHashTableIter iter;
  gpointer parts;

  g_hash_table_iter_init (&iter, content->parts);
  while (g_hash_table_iter_next (&iter, NULL, &parts))
    {
      guint start = 0;

      for (guint i = 0; i < ((GArray *)parts)->len; i++)
        {
          const JalDocumentPart *part = &g_array_index ((GArray *)parts, JalDocumentPart, i);

          if (jal_id_equal (part->original_id, origin->original_id) && origin->page >= part->first_page
              && origin->page < part->first_page + part->n_pages)
            return start + origin->page - part->first_page + 1;
          start += part->n_pages;
        }
    }
  return origin->page + 1;
}

static void
lay_page (JalBundleContent *content, JalReleaseInputs *inputs, JsonObject *page, Layout *layout)
{
  guint input = (guint)json_object_get_int_member (page, "input"), n = (guint)json_object_get_int_member (page, "page");
  Origin origin = { JAL_ID_NONE, n, n + 1, FALSE };
  JalId document_id;
  GArray *parts;

  if (jal_release_inputs_get_copy (inputs, input, &document_id, &parts))
    origin.redacted = find_origin (parts, n, &origin);
  else
    {
      origin.original_id = jal_release_inputs_get_original (inputs, input);
      origin.shown = count_page (content, &origin);
    }
  g_array_append_val (layout->origins, origin);
}

static void
lay_item (JalBundleContent *content, JalReleaseInputs *inputs, JsonObject *item, Layout *layout)
{
  JsonArray *pages = json_object_get_array_member (item, "pages");
  Placed placed = { .first = layout->first + layout->origins->len,
                    .n = json_array_get_length (pages),
                    .title = g_strdup (json_object_get_string_member_with_default (item, "title", "")),
                    .label = g_strdup (json_object_get_string_member_with_default (item, "label", "")) };

  for (guint i = 0; i < placed.n; i++)
    lay_page (content, inputs, json_array_get_object_element (pages, i), layout);
  /* What has no page to show has one that says so. */
  if (placed.n == 0)
    {
      Origin nothing = { JAL_ID_NONE, 0, 1, FALSE };

      placed.n = 1;
      g_array_append_val (layout->origins, nothing);
    }
  g_array_append_val (layout->placed, placed);
}

/* What stands on which page, from the very record that the file was made by. */
static gboolean
lay_out (JalBundleContent *content, JalReleaseInputs *inputs, const char *spec, Layout *layout, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (spec, error);
  JsonArray *sections;

  if (root == NULL)
    return FALSE;
  sections = json_object_get_array_member (json_node_get_object (root), "sections");
  for (guint i = 0; i < json_array_get_length (sections); i++)
    {
      JsonArray *items = json_object_get_array_member (json_array_get_object_element (sections, i), "items");

      for (guint k = 0; k < json_array_get_length (items); k++)
        lay_item (content, inputs, json_array_get_object_element (items, k), layout);
    }
  return TRUE;
}

/* Whether @redaction is of the page that stands at @i. */
static gboolean
is_of_page (JalRedaction *redaction, const Origin *origin)
{
  return jal_id_equal (redaction->original_id, origin->original_id) && redaction->page == origin->page;
}

/* What somebody looked at and said that it may stay. */
static void
allow (JalBundleContent *content, const Layout *layout, JalGuard *guard)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (content->all_redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (content->all_redactions), i);

      for (guint page = 0; page < layout->origins->len && g_str_equal (redaction->state, "rejected"); page++)
        if (is_of_page (redaction, &g_array_index (layout->origins, Origin, page)))
          jal_guard_allow (guard, redaction, layout->first + page);
    }
}

static char *
say_page (JalBundleContent *content, const Layout *layout, guint page)
{
  for (guint i = 0; i < layout->placed->len; i++)
    {
      const Placed *placed = &g_array_index (layout->placed, Placed, i);
      g_autofree char *title = NULL;

      if (page < placed->first || page >= placed->first + placed->n)
        continue;
      title = say_title (content, placed->title, placed->label);
      return g_strdup_printf (_ ("“%s”, page %u"), title,
                              g_array_index (layout->origins, Origin, page - layout->first).shown);
    }
  return g_strdup_printf (_ ("page %d of the bundle: the front page or the index"), page + 1);
}

/* @pages: of the file, from 0; -1: of no page. "“Charge sheet”, page 3; page 1 of the bundle" */
static char *
describe (JalBundleContent *content, const Layout *layout, const GArray *pages)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < pages->len && said->len <= PLACES_SAID; i++)
    {
      int page = g_array_index (pages, int, i);
      char *words = page >= 0 ? say_page (content, layout, (guint)page)
                              : g_strdup (_ ("bookmarks or other parts of the file that are no page"));

      if (!g_ptr_array_find_with_equal_func (said, words, g_str_equal, NULL))
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
jal_bundle_redact_is_checked (JalBundleContent *content, const char *copy)
{
  return !g_str_equal (copy, "counsel") && g_list_model_get_n_items (G_LIST_MODEL (content->names)) > 0;
}

static void
begin_layout (Layout *layout, guint index_pages)
{
  *layout = (Layout){ index_pages, g_array_new (FALSE, FALSE, sizeof (Placed)), g_array_new (FALSE, FALSE, sizeof (Origin)) };
  g_array_set_clear_func (layout->placed, clear_placed);
}

static void
clear_layout (Layout *layout)
{
  g_array_unref (layout->placed);
  g_array_unref (layout->origins);
}

static GArray *
pages_of (const GArray *leaks)
{
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < leaks->len; i++)
    g_array_append_val (pages, g_array_index (leaks, JalLeak, i).page);
  return pages;
}

typedef struct
{
  JalBundleContent *content;
  const Layout *layout;
} Telling;

/* A JalLeakPlaceFunc: "“Charge sheet”, page 3". */
static char *
say_leak (const JalLeak *leak, gpointer user_data)
{
  Telling *telling = user_data;
  g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (int));

  g_array_append_val (page, leak->page);
  return describe (telling->content, telling->layout, page);
}

static void
note_parts (JalBundleContent *content, const Layout *layout, const GArray *parts, GPtrArray *notes)
{
  g_autoptr (GArray) pages = pages_of (parts);
  g_autofree char *places = describe (content, layout, pages);

  if (parts->len > 0)
    g_ptr_array_add (notes,
                     /* Translators: %s is a list of places: "“Charge sheet”, page 3; “Report”, page 1". */
                     g_strdup_printf (_ ("Single words of protected names can be read in this copy: %s. Look at them before you "
                                         "pass it on."),
                                      places));
}

/* Adds the documents of the bundle that have the page of the file; FALSE when none has it. */
static gboolean
add_drawable (JalBundleContent *content, const Layout *layout, guint page, JalGuardTold *told)
{
  const Origin *origin;
  gboolean any = FALSE;
  GHashTableIter iter;
  gpointer id, parts;

  if (page < layout->first || page - layout->first >= layout->origins->len)
    return FALSE;
  origin = &g_array_index (layout->origins, Origin, page - layout->first);
  g_hash_table_iter_init (&iter, content->parts);
  while (g_hash_table_iter_next (&iter, &id, &parts))
    for (guint i = 0; !origin->redacted && i < ((GArray *)parts)->len; i++)
      {
        const JalDocumentPart *part = &g_array_index ((GArray *)parts, JalDocumentPart, i);

        if (!jal_id_equal (part->original_id, origin->original_id) || origin->page < part->first_page
            || origin->page >= part->first_page + part->n_pages)
          continue;
        jal_guard_told_add_drawable (told, *(JalId *)id);
        any = TRUE;
      }
  return any;
}

/* Whether drawing pages of documents as pictures takes all leaks away; they are noted then. */
static gboolean
are_drawable (JalBundleContent *content, const Layout *layout, const GArray *leaks, JalGuardTold *told)
{
  gboolean all = told != NULL && jal_leak_are_unread (leaks);

  for (guint i = 0; i < leaks->len && all; i++)
    all = add_drawable (content, layout, (guint)g_array_index (leaks, JalLeak, i).page, told);
  return all;
}

/* As jal_guard_decide(), by the documents of the bundle. */
static gboolean
decide (JalBundleContent *content, const Layout *layout, const JalGuard *guard, const GArray *leaks, const GArray *parts,
        JalGuardTold *told, GError **error)
{
  const GArray *found = leaks->len > 0 ? leaks : parts;
  g_autoptr (GArray) pages = pages_of (found);
  g_autofree char *places = describe (content, layout, pages);
  gboolean drawable = are_drawable (content, layout, leaks, told);
  Telling telling = { content, layout };

  if (told != NULL)
    *(drawable ? &told->drawable : leaks->len > 0 ? &told->leaks : &told->parts)
        = jal_leak_tell_by (found, (const char *const *)(leaks->len > 0 ? guard->phrases : guard->parts)->pdata, say_leak, &telling);
  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
               /* Translators: %s is a list of places: "“Charge sheet”, page 3; “Report”, page 1". */
               drawable ? _ ("Nothing left the vault: names or places that this case protects stand in parts of this copy that no page "
                             "shows: %s. Drawn as pictures, these pages keep their words and lose those parts.")
               /* Translators: %s is the same. */
               : leaks->len > 0 ? _ ("Nothing left the vault: a name or place that this case protects can be read in this copy: %s. Redact it "
                                   "there, or, where this reader must see it, redact it and reject that redaction in the review.")
                              /* Translators: %s is the same. */
                              : _ ("Nothing left the vault: single words of protected names can be read in this copy: %s. Redact them, or "
                                   "decide that they may stay."),
               places);
  return FALSE;
}

static gboolean
look_through (JalBundleContent *content, const Layout *layout, JalGuard *guard, GBytes *file, GPtrArray *notes, JalGuardTold *told,
              GCancellable *cancellable, GError **error)
{
  JalBytes bytes = jal_bytes_from_memory (file);
  JalLeakQuery query = jal_guard_query (guard);
  g_autoptr (GArray) parts = NULL, blind = NULL;
  g_autoptr (GArray) leaks = jal_leak_scan (&bytes, &query, &parts, &blind, NULL, NULL, cancellable, error);

  if (leaks == NULL)
    return FALSE;
  if (leaks->len > 0 || (parts->len > 0 && (told == NULL || !told->parts_stay)))
    return decide (content, layout, guard, leaks, parts, told, error);
  note_parts (content, layout, parts, notes);
  if (blind->len > 0 && told != NULL)
    {
      g_autofree char *line = jal_release_unlooked_tell (blind);

      jal_guard_told_add_incomplete (told, line);
    }
  return TRUE;
}

gboolean
jal_bundle_redact_check (JalBundleContent *content, JalReleaseInputs *inputs, const char *spec, guint index_pages, GBytes *file,
                         GPtrArray *notes, JalGuardTold *told, GCancellable *cancellable, GError **error)
{
  JalGuard guard;
  Layout layout;
  gboolean good;

  jal_guard_init (&guard, G_LIST_MODEL (content->names));
  begin_layout (&layout, index_pages);
  good = lay_out (content, inputs, spec, &layout, error);
  if (good)
    {
      allow (content, &layout, &guard);
      good = look_through (content, &layout, &guard, file, notes, told, cancellable, error);
    }
  clear_layout (&layout);
  jal_guard_clear (&guard);
  return good;
}

gboolean
jal_bundle_redact_check_bare (JalBundleContent *content, JalReleaseInputs *inputs, const char *spec, GError **error)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree char *places = NULL;
  gboolean good;
  Layout layout;

  begin_layout (&layout, 0);
  good = lay_out (content, inputs, spec, &layout, error);
  for (guint page = 0; good && page < layout.origins->len; page++)
    {
      const Origin *origin = &g_array_index (layout.origins, Origin, page);
      gboolean bare = FALSE;

      for (guint i = 0; !origin->redacted && !bare && i < g_list_model_get_n_items (G_LIST_MODEL (content->all_redactions)); i++)
        {
          g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (content->all_redactions), i);

          bare = !g_str_equal (redaction->state, "rejected") && is_of_page (redaction, origin);
        }
      if (bare)
        g_array_append_val (pages, page);
    }
  if (good && pages->len > 0)
    {
      places = describe (content, &layout, pages);
      /* Translators: %s is a list of places: "“Charge sheet”, page 3; “Report”, page 1". */
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                   _ ("Nothing left the vault: what was redacted since can still be read in this copy as it was built then: %s. Build "
                      "the copy anew."),
                   places);
      good = FALSE;
    }
  clear_layout (&layout);
  return good;
}
