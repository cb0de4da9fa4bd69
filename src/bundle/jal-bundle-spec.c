/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The build record: everything the composer is told.
 *
 * 1. What stands in it is printed, or is a place in the list of inputs. No file name, no author, no note, no mark.
 * 2. Words come from the law data in the bundle's language, never from the screen's.
 * 3. The same record and the same inputs give the same bytes; that is why it is kept whole.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include <glib/gi18n-lib.h>

#include "bundle/jal-bundle-private.h"
#include "law/jal-court.h"
#include "law/jal-words.h"
#include "record/jal-case-rows.h"
#include "record/jal-document-rows.h"
#include "release/jal-guard.h"
#include "release/jal-release-bookmarks.h"

/* --- What the vault says ------------------------------------------------------------------------------------- */

static gboolean
load_parts (JalTx *tx, JalBundleContent *content, JalSection *section, GError **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (section->items)); i++)
    {
      g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), i);
      GArray *parts;

      if (g_hash_table_contains (content->parts, &item->document_id))
        continue;
      parts = jal_document_rows_parts (tx, item->document_id, error);
      if (parts == NULL)
        return FALSE;
      g_hash_table_insert (content->parts, g_memdup2 (&item->document_id, sizeof (JalId)), parts);
    }
  return TRUE;
}

gboolean
jal_bundle_content_load (JalTx *tx, gpointer data, GError **error)
{
  JalBundleContent *content = data;

  content->parts = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, (GDestroyNotify)g_array_unref);
  content->bundle = jal_bundle_rows_get (tx, content->bundle_id, error);
  if (content->bundle == NULL)
    return FALSE;
  content->court_case = jal_case_rows_get (tx, content->bundle->case_id, jal_date_today (), error);
  if (content->court_case == NULL)
    return FALSE;
  content->sections = jal_section_rows_list (tx, content->bundle_id, error);
  if (content->sections == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (content->sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (content->sections), i);

      if (!load_parts (tx, content, section, error))
        return FALSE;
    }
  return jal_bundle_redact_load (tx, content, error);
}

void
jal_bundle_content_clear (JalBundleContent *content)
{
  g_clear_pointer (&content->bundle, jal_bundle_row_free);
  g_clear_object (&content->court_case);
  g_clear_object (&content->sections);
  g_clear_pointer (&content->parts, g_hash_table_unref);
  g_clear_pointer (&content->redactions, g_hash_table_unref);
  g_clear_object (&content->all_redactions);
  g_clear_object (&content->names);
  g_clear_pointer (&content->copies, g_hash_table_unref);
}

/* --- Which items --------------------------------------------------------------------------------------------- */

typedef struct
{
  JalBundleContent *content;
  const JalProfile *profile;
  const JalProfileCopy *copy;
  JalLang lang;
  JalReleaseInputs *inputs;
  JsonBuilder *builder;
  guint n_items;
  char *witness;
  JalStore *store;
  GCancellable *cancellable;
  JalGuard guard;
  JalReader *reader; /* nullable: of the outline that is read */
  GBytes *copy_of_item; /* nullable: the redacted copy that stands for the item */
} Spec;

static GArray *
get_parts (Spec *spec, JalItem *item)
{
  return g_hash_table_lookup (spec->content->parts, &item->document_id);
}

/* (nullable): what goes in instead of the document. */
static GBytes *
get_copy (Spec *spec, JalItem *item)
{
  return g_hash_table_lookup (spec->content->copies, &item->document_id);
}

static gboolean
is_shown (Spec *spec, JalSection *section, JalItem *item)
{
  return item->n_pages > 0 && jal_bundle_shows_item (spec->profile, spec->copy, section, item);
}

/* The inputs must be known before the first page can name one. */
static void
collect_inputs (Spec *spec, GPtrArray *titles, GPtrArray *notes)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (spec->content->sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (spec->content->sections), i);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);
          GArray *parts = get_parts (spec, item);

          if (item->n_pages == 0 && jal_document_parts_are_locked (parts)
              && jal_bundle_shows_item (spec->profile, spec->copy, section, item))
            g_ptr_array_add (notes, g_strdup_printf (_ ("“%s” came locked with a password and is left out. Open it, enter the "
                                                        "password and build again."),
                                                     item->title));
          if (!is_shown (spec, section, item))
            continue;
          spec->n_items++;
          if (get_copy (spec, item) != NULL)
            {
              if (jal_release_inputs_add_copy (spec->inputs, item->document_id, parts, get_copy (spec, item))
                  == titles->len)
                g_ptr_array_add (titles, g_strdup (item->title));
            }
          for (guint k = 0; k < parts->len && get_copy (spec, item) == NULL; k++)
            /* A part that is not held has no bytes to compose from: its item gets a plain page. */
            if (!jal_id_is_none (g_array_index (parts, JalDocumentPart, k).blob_id)
                && jal_release_inputs_add (spec->inputs, &g_array_index (parts, JalDocumentPart, k)) == titles->len)
              g_ptr_array_add (titles, g_strdup (item->title));
          if (!g_str_equal (spec->copy->id, "counsel") && g_str_equal (item->sensitivity, "protected"))
            g_ptr_array_add (
                notes,
                g_strdup_printf (_ ("“%s” identifies the survivor. See to it that this copy reaches the court alone."),
                                 item->title));
        }
    }
}

/* --- What is printed ----------------------------------------------------------------------------------------- */

static void
put_line (JsonBuilder *builder, const char *style, const char *text)
{
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "text", text);
  jal_release_put_string (builder, "style", style);
  json_builder_end_object (builder);
}

static void
put_front (Spec *spec)
{
  JalCase *value = spec->content->court_case;
  JalLang lang = spec->lang;
  const JalCourt *court = jal_court_find (value->court);
  const char *court_name = court != NULL ? jal_label_get (&court->name, lang) : value->court;

  json_builder_set_member_name (spec->builder, "front");
  json_builder_begin_object (spec->builder);
  json_builder_set_member_name (spec->builder, "lines");
  json_builder_begin_array (spec->builder);
  if (court_name != NULL)
    {
      g_autofree char *line = g_strdup_printf ("%s %s", jal_words_get (lang, "in_the"), court_name);
      g_autofree char *upper = g_utf8_strup (line, -1);

      put_line (spec->builder, "court", upper);
    }
  if (value->number != NULL)
    {
      g_autofree char *line = g_strdup_printf ("%s %s", jal_words_get (lang, "case"), value->number);

      put_line (spec->builder, "case", line);
    }
  put_line (spec->builder, "party", value->title);
  put_line (spec->builder, "title", jal_words_get (lang, "bundle_of_documents"));
  put_line (spec->builder, "copy", jal_label_get (&spec->copy->title, lang));
  put_line (spec->builder, "note", jal_words_get (lang, "identity_warning"));
  put_line (spec->builder, "note", spec->witness);
  json_builder_end_array (spec->builder);
  json_builder_end_object (spec->builder);
}

/* Where the vault's record of what was done stood when the bundle was made: printed, so that whoever changes the record later
   is found out by the paper. */
static char *
make_witness (Spec *spec, JalStore *store, char **audit_head, GCancellable *cancellable, GError **error)
{
  JalStoreInfo info;
  g_autofree char *length = NULL;

  if (!jal_store_get_info (store, &info, cancellable, error))
    return NULL;
  length = g_strdup_printf ("%" G_GUINT64_FORMAT, info.audit_length);
  *audit_head = g_strdup (info.audit_head);
  return jal_words_format (spec->lang, "custody_witness", "number", length, "head", info.audit_head, NULL);
}

static void
put_words (Spec *spec)
{
  static const struct
  {
    const char *name;
    const char *key;
  } words[] = {
    { "index", "index" },
    { "number", "number" },
    { "document", "document" },
    { "date", "date" },
    { "pages", "pages" },
    { "missing", "not_included" },
    { "missing_page", "page_not_readable" },
  };

  json_builder_set_member_name (spec->builder, "words");
  json_builder_begin_object (spec->builder);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    jal_release_put_string (spec->builder, words[i].name, jal_words_get (spec->lang, words[i].key));
  json_builder_end_object (spec->builder);
}

static void
put_stamp (Spec *spec)
{
  static const char *const positions[] = {
    [JAL_STAMP_TOP_LEFT] = "top-left",           [JAL_STAMP_TOP_CENTRE] = "top-centre",
    [JAL_STAMP_TOP_RIGHT] = "top-right",         [JAL_STAMP_BOTTOM_LEFT] = "bottom-left",
    [JAL_STAMP_BOTTOM_CENTRE] = "bottom-centre", [JAL_STAMP_BOTTOM_RIGHT] = "bottom-right",
  };

  json_builder_set_member_name (spec->builder, "stamp");
  json_builder_begin_object (spec->builder);
  jal_release_put_string (spec->builder, "position", positions[jal_profile_get_stamp_position (spec->profile)]);
  json_builder_set_member_name (spec->builder, "size");
  json_builder_add_double_value (spec->builder, jal_profile_get_stamp_points (spec->profile));
  json_builder_end_object (spec->builder);
}

/* --- The tree ------------------------------------------------------------------------------------------------ */

static void
put_pages (Spec *spec, JalItem *item)
{
  GArray *parts = get_parts (spec, item);
  GBytes *copy = get_copy (spec, item);
  guint start = 0; /* of the part, in the document */

  json_builder_set_member_name (spec->builder, "pages");
  json_builder_begin_array (spec->builder);
  /* A redacted copy has the document's pages, turned already. */
  for (guint page = 0; copy != NULL && page < item->n_pages; page++)
    jal_release_put_page (spec->builder, jal_release_inputs_add_copy (spec->inputs, item->document_id, parts, copy),
                          item->first_page + page, 0);
  for (guint i = 0; i < parts->len && copy == NULL; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      guint input = jal_id_is_none (part->blob_id) ? 0 : jal_release_inputs_add (spec->inputs, part);

      for (guint page = 0; page < part->n_pages && !jal_id_is_none (part->blob_id); page++)
        if (start + page >= item->first_page && start + page < item->first_page + item->n_pages)
          jal_release_put_page (spec->builder, input, part->first_page + page, part->rotation);
      start += part->n_pages;
    }
  json_builder_end_array (spec->builder);
}

/* One original at a time; the redacted copy is all of the document, with an outline that was looked through. */
static JalReader *
open_cb (gpointer user_data, const JalDocumentPart *part, GError **error)
{
  Spec *spec = user_data;

  g_clear_pointer (&spec->reader, jal_reader_unref);
  if (spec->copy_of_item != NULL)
    {
      JalBytes bytes = jal_bytes_from_memory (spec->copy_of_item);

      spec->reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, spec->cancellable, error);
    }
  else if (!jal_id_is_none (part->blob_id))
    spec->reader = jal_release_open_reader (spec->store, part, spec->cancellable, error);
  return spec->reader;
}

/* Titles come with the file: they leave as its pages do. */
static gboolean
may_stand_cb (gpointer user_data, const char *title, guint page)
{
  Spec *spec = user_data;

  return g_str_equal (spec->copy->id, "counsel") || !jal_guard_says (&spec->guard, title);
}

static gboolean
put_bookmarks (Spec *spec, JalItem *item, GError **error)
{
  g_autoptr (GArray) whole = g_array_new (FALSE, TRUE, sizeof (JalDocumentPart));
  GArray *parts = get_parts (spec, item);
  JalDocumentPart all = { .media = "pdf" };
  gboolean good;

  for (guint i = 0; i < parts->len; i++)
    all.n_pages += g_array_index (parts, JalDocumentPart, i).n_pages;
  g_array_append_val (whole, all);
  spec->copy_of_item = get_copy (spec, item);
  good = jal_release_bookmarks_put (spec->builder, spec->copy_of_item != NULL ? whole : parts, item->first_page, item->n_pages, open_cb,
                                    may_stand_cb, spec, spec->cancellable, error);
  g_clear_pointer (&spec->reader, jal_reader_unref);
  return good;
}

static gboolean
put_item (Spec *spec, JalItem *item, GError **error)
{
  g_autofree char *date = item->date != JAL_DATE_NONE ? jal_words_date (spec->lang, item->date) : g_strdup ("");

  json_builder_begin_object (spec->builder);
  jal_release_put_string (spec->builder, "title", item->title);
  jal_release_put_string (spec->builder, "label", item->exhibit != NULL ? item->exhibit : "");
  jal_release_put_string (spec->builder, "date", date);
  put_pages (spec, item);
  if (!put_bookmarks (spec, item, error))
    return FALSE;
  json_builder_end_object (spec->builder);
  return TRUE;
}

static gboolean
put_section (Spec *spec, JalSection *section, GError **error)
{
  g_autofree char *title = g_strdup_printf ("%s. %s", section->code, section->title);
  gboolean open = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (section->items)); i++)
    {
      g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), i);

      if (!is_shown (spec, section, item))
        continue;
      if (!open)
        {
          json_builder_begin_object (spec->builder);
          jal_release_put_string (spec->builder, "title", title);
          json_builder_set_member_name (spec->builder, "items");
          json_builder_begin_array (spec->builder);
          open = TRUE;
        }
      if (!put_item (spec, item, error))
        return FALSE;
    }
  if (open)
    {
      json_builder_end_array (spec->builder);
      json_builder_end_object (spec->builder);
    }
  return TRUE;
}

static gboolean
put_sections (Spec *spec, GError **error)
{
  json_builder_set_member_name (spec->builder, "sections");
  json_builder_begin_array (spec->builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (spec->content->sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (spec->content->sections), i);

      if (!put_section (spec, section, error))
        return FALSE;
    }
  json_builder_end_array (spec->builder);
  return TRUE;
}

static void
put_head (Spec *spec, JalId id, gint64 now)
{
  const char *words = jal_words_get (spec->lang, "bundle_of_documents");
  const char *number = spec->content->court_case->number;
  g_autofree char *title = number != NULL ? g_strdup_printf ("%s, %s", number, words) : g_strdup (words);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *created = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  char hex[JAL_ID_HEX_LENGTH + 1];

  json_builder_set_member_name (spec->builder, "version");
  json_builder_add_int_value (spec->builder, 1);
  jal_release_put_string (spec->builder, "job", "bundle");
  jal_release_put_string (spec->builder, "id", jal_id_to_hex (id, hex));
  jal_release_put_string (spec->builder, "title", title);
  jal_release_put_string (spec->builder, "language", jal_lang_code (spec->lang));
  jal_release_put_string (spec->builder, "created", created);
}

char *
jal_bundle_make_spec (JalBundleContent *content, const JalProfile *profile, const JalProfileCopy *copy, JalId id,
                      gint64 now, JalStore *store, JalReleaseInputs *inputs, GPtrArray *titles, GPtrArray *notes,
                      char **audit_head, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  Spec spec = { .content = content,
                .profile = profile,
                .copy = copy,
                .inputs = inputs,
                .builder = builder,
                .store = store,
                .cancellable = cancellable };
  gboolean done;

  jal_lang_parse (content->bundle->language, &spec.lang);
  collect_inputs (&spec, titles, notes);
  if (spec.n_items == 0)
    {
      jal_bundle_refuse (
          error, _ ("This copy would be empty. Put documents in its sections, or enter which exhibits were produced."));
      return NULL;
    }
  if (!jal_release_inputs_check (inputs, store, content->court_case->id, cancellable, error)
      || !jal_release_inputs_open (inputs, store, cancellable, error)
      || (spec.witness = make_witness (&spec, store, audit_head, cancellable, error)) == NULL)
    return NULL;
  json_builder_begin_object (builder);
  put_head (&spec, id, now);
  jal_release_inputs_put_json (inputs, builder);
  /* What others wrote on the pages is for the team. */
  if (!g_str_equal (copy->id, "counsel"))
    jal_release_put_string (builder, "received", "dropped");
  put_words (&spec);
  put_front (&spec);
  put_stamp (&spec);
  jal_guard_init (&spec.guard, G_LIST_MODEL (content->names));
  done = put_sections (&spec, error);
  jal_guard_clear (&spec.guard);
  g_free (spec.witness);
  if (!done)
    return NULL;
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
