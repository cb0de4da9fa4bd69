/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pages of a redacted copy.
 *
 *   reader (has the original) --pixels, text--> here: boxes burnt, words chosen --raster--> composer (never sees the page)
 *
 * 1. A page is either a picture made here or copied by the composer; the composer gets the bytes of no page that it replaces
 *    but as a part of an original that other pages are copied from.
 * 2. What the composer warns of becomes a picture the next time.
 */
#define G_LOG_DOMAIN "jal-release"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-phrase.h"
#include "law/jal-words.h"
#include "pages/jal-composer.h"
#include "pages/jal-geometry.h"
#include "release/jal-redacted-copy-private.h"
#include "release/jal-release-bookmarks.h"

typedef struct
{
  JalRedactedWork *work;
  guint page;
} Source;

/* A JalBytesReadFunc: the page is drawn when it is first asked for. What lies beyond it is nothing. */
static gboolean
read_raster (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Source *source = user_data;
  JalRedactedWork *work = source->work;
  const guint8 *bytes;
  gsize size, n;

  if (work->current != source->page + 1)
    {
      work->current = 0;
      g_clear_pointer (&work->raster, g_bytes_unref);
      g_clear_error (&work->trouble);
      work->raster = jal_redacted_draw_page (work, &g_array_index (work->pages, JalRedactedPage, source->page), &work->trouble);
      if (work->raster == NULL)
        {
          g_propagate_error (error, g_error_copy (work->trouble));
          return FALSE;
        }
      work->current = source->page + 1;
    }
  bytes = g_bytes_get_data (work->raster, &size);
  n = offset < size ? (gsize)MIN (length, size - offset) : 0;
  if (n > 0)
    memcpy (to, bytes + offset, n);
  memset (to + n, 0, length - n);
  return TRUE;
}

/* --- Composing ----------------------------------------------------------------------------------------------- */

static void
put_input (JsonBuilder *builder, const char *kind, const char *password, guint64 size)
{
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "kind", kind);
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, (gint64)size);
  if (password != NULL)
    jal_release_put_string (builder, "password", password);
  json_builder_end_object (builder);
}

/* Adds the inputs: the originals that pages are copied from, then a raster for each other page. */
static gboolean
make_inputs (JalRedactedWork *work, JsonBuilder *builder, GArray *bytes, GArray *sources, GError **error)
{
  g_clear_pointer (&work->inputs, jal_release_inputs_free);
  work->inputs = jal_release_inputs_new ();
  for (guint i = 0; i < work->pages->len; i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);

      if (!page->raster)
        jal_release_inputs_add (work->inputs, jal_redacted_part_of (work, page));
    }
  if (!jal_release_inputs_open (work->inputs, work->store, work->cancellable, error))
    return FALSE;
  g_array_append_vals (bytes, jal_release_inputs_get_bytes (work->inputs), jal_release_inputs_get_n (work->inputs));
  json_builder_set_member_name (builder, "inputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bytes->len; i++)
    put_input (builder, jal_release_inputs_get_media (work->inputs, i), jal_release_inputs_get_password (work->inputs, i), g_array_index (bytes, JalBytes, i).size);
  for (guint i = 0; i < work->pages->len; i++)
    {
      JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      Source *source = &g_array_index (sources, Source, i);
      JalBytes raster = { .read = read_raster, .user_data = source };
      JalReader *reader;
      JalPageInfo info;

      if (!page->raster)
        continue;
      if (!jal_redacted_get_info (work, page, &reader, &info, error))
        return FALSE;
      raster.size = jal_redacted_draw_get_size_max (&info);
      page->input = bytes->len;
      g_array_append_val (bytes, raster);
      put_input (builder, "raster", NULL, raster.size);
    }
  json_builder_end_array (builder);
  return TRUE;
}

static void
put_pages (JalRedactedWork *work, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "pages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < work->pages->len; i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      const JalDocumentPart *part = jal_redacted_part_of (work, page);

      if (page->raster)
        jal_release_put_page (builder, page->input, 0, 0);
      else
        jal_release_put_page (builder, jal_release_inputs_add (work->inputs, part), page->page, part->rotation);
    }
  json_builder_end_array (builder);
}

static JalReader *
open_cb (gpointer user_data, const JalDocumentPart *part, GError **error)
{
  return jal_redacted_get_reader (user_data, part, error);
}

/* A bookmark often says the heading of its page. Where words were redacted only here they are gone from here as well, and where
   nobody knows what lies under a box, nothing leads to its page. */
static gboolean
may_stand_cb (gpointer user_data, const char *title, guint page)
{
  JalRedactedWork *work = user_data;
  g_autoptr (JalLetters) letters = jal_letters_new (title, -1);

  if (!jal_redacted_copy_is_burning ())
    return TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (work->redactions)); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (work->redactions), i);
      g_autoptr (JalLetters) words = jal_letters_new (redaction->quoted, -1);
      g_autoptr (GArray) hits = NULL;

      if (g_str_equal (redaction->state, "rejected"))
        continue;
      if (jal_letters_get_n (words) == 0 && redaction->document_page == (int)page)
        return FALSE;
      hits = jal_letters_find (letters, words, JAL_NEAR_SAME | JAL_NEAR_FLAG (JAL_NEAR_DOUBLED) | JAL_NEAR_FLAG (JAL_NEAR_ONE));
      if (hits->len > 0)
        return FALSE;
    }
  return !jal_guard_says (&work->guard, title);
}

/* A document without a title: titles name people. */
static char *
make_record (JalRedactedWork *work, GArray *bytes, GArray *sources, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char hex[JAL_ID_HEX_LENGTH + 1];
  JalLang lang = JAL_LANG_EN;

  jal_lang_parse (work->document->language, &lang);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, 1);
  jal_release_put_string (builder, "job", "document");
  jal_release_put_string (builder, "id", jal_id_to_hex (work->id, hex));
  jal_release_put_string (builder, "language", jal_lang_code (lang));
  jal_release_put_string (builder, "addresses", "dropped");
  jal_release_put_string (builder, "received", "dropped");
  if (!make_inputs (work, builder, bytes, sources, error))
    return NULL;
  json_builder_set_member_name (builder, "words");
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "missing", jal_words_get (lang, "not_included"));
  jal_release_put_string (builder, "missing_page", jal_words_get (lang, "page_not_readable"));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "sections");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "title", "");
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "title", "");
  put_pages (work, builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  if (!jal_release_bookmarks_put (builder, work->parts, 0, G_MAXUINT, open_cb, may_stand_cb, work, work->cancellable, error))
    return NULL;
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
append_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  JalRedactedWork *work = data;

  if (length > G_MAXUINT32 / 2 - work->output->len)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE,
                           _ ("The copy is too large to be looked through. Redact the document in parts."));
      return FALSE;
    }
  g_byte_array_append (work->output, bytes, (guint)length);
  return TRUE;
}

static void
progress_cb (gpointer data, guint done, guint total)
{
  JalRedactedWork *work = data;

  if (work->progress != NULL)
    work->progress (done, 3 * (guint64)total, work->progress_data);
}

/* What the composer warned of becomes a picture the next time; so does a page on which a note hides something, with the place burnt.
   *@again when something did; FALSE when what it could not take in was a picture of ours. */
static gboolean
heed_warnings (JalRedactedWork *work, const char *result, gboolean *again, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root;
  JsonArray *warnings;

  *again = FALSE;
  if (!json_parser_load_from_data (parser, result, -1, error))
    return FALSE;
  root = json_node_get_object (json_parser_get_root (parser));
  work->n_received = (guint)json_object_get_int_member (root, "received_left_out");
  warnings = json_object_get_array_member (root, "warnings");
  for (guint i = 0; i < json_array_get_length (warnings); i++)
    {
      JsonObject *warning = json_array_get_object_element (warnings, i);
      guint input = (guint)json_object_get_int_member (warning, "input");
      JsonNode *number = json_object_get_member (warning, "page");
      gboolean whole = JSON_NODE_HOLDS_NULL (number);
      const char *code = json_object_get_string_member (warning, "code");

      if (g_str_equal (code, "stamp-small") || g_str_equal (code, "note-without-picture")
          || g_str_equal (code, "received-left-out"))
        continue;
      if (input >= jal_release_inputs_get_n (work->inputs))
        {
          if (work->trouble != NULL)
            g_propagate_error (error, g_steal_pointer (&work->trouble));
          else
            g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED,
                                 _ ("Nothing was saved: a page could not be made into a picture. Try again."));
          return FALSE;
        }
      for (guint p = 0; p < work->pages->len; p++)
        {
          JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, p);

          if (page->raster || jal_release_inputs_add (work->inputs, jal_redacted_part_of (work, page)) != input
              || (!whole && json_node_get_int (number) != (gint64)page->page))
            continue;
          page->raster = TRUE;
          *again = TRUE;
        }
    }
  return TRUE;
}

static gboolean
compose_once (JalRedactedWork *work, gboolean *again, GError **error)
{
  g_autoptr (GArray) bytes = g_array_new (FALSE, FALSE, sizeof (JalBytes));
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_autofree char *record = NULL;
  g_autofree char *result = NULL;

  for (guint i = 0; i < work->pages->len; i++)
    {
      Source source = { work, i };

      g_array_append_val (sources, source);
    }
  work->current = 0;
  g_clear_error (&work->trouble);
  g_byte_array_set_size (work->output, 0);
  record = make_record (work, bytes, sources, error);
  return record != NULL
         && jal_compose (record, (const JalBytes *)(gpointer)bytes->data, bytes->len, append_cb, work, progress_cb, work,
                         work->cancellable, &result, error)
         && heed_warnings (work, result, again, error);
}

gboolean
jal_redacted_pages_compose (JalRedactedWork *work, GError **error)
{
  gboolean again = TRUE;

  /* Every round makes one page more a picture, so it ends. */
  while (again)
    if (!compose_once (work, &again, error))
      return FALSE;
  g_clear_pointer (&work->raster, g_bytes_unref);
  return TRUE;
}

GArray *
jal_redacted_pages_get_infos (JalRedactedWork *work, GError **error)
{
  g_autoptr (GArray) infos = g_array_new (FALSE, FALSE, sizeof (JalPageInfo));

  for (guint i = 0; i < work->pages->len; i++)
    {
      JalReader *reader;
      JalPageInfo info;

      if (!jal_redacted_get_info (work, &g_array_index (work->pages, JalRedactedPage, i), &reader, &info, error))
        return NULL;
      g_array_append_val (infos, info);
    }
  return g_steal_pointer (&infos);
}

/* --- Looking at the boxes ------------------------------------------------------------------------------------ */

gboolean
jal_redacted_pages_check (JalRedactedWork *work, JalReader *reader, GError **error)
{
  for (guint i = 0; i < work->pages->len; i++)
    {
      const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      g_autoptr (JalPageText) text = NULL;
      JalPageInfo info;

      if (page->touch->len == 0)
        continue;
      text = jal_reader_get_text (reader, i, work->cancellable, error);
      if (text == NULL || !jal_reader_get_page (reader, i, &info, work->cancellable, error))
        return FALSE;
      for (guint c = 0; c < text->n_chars; c++)
        {
          JalBox box = jal_geometry_box_to_display (&info, text->boxes[c]);
          double x = (box.x1 + box.x2) / 2, y = (box.y1 + box.y2) / 2;

          if (g_unichar_isspace (g_utf8_get_char (text->text + text->offsets[c])))
            continue;
          for (guint k = 0; k < page->touch->len; k++)
            {
              const JalBox *burnt = &g_array_index (page->touch, JalBox, k);

              if (x > burnt->x1 && x < burnt->x2 && y > burnt->y1 && y < burnt->y2)
                {
                  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                               _ ("Nothing was saved: on page %u words can be read under a redaction. Report this as a "
                                  "fault of the program."),
                               i + 1);
                  return FALSE;
                }
            }
        }
    }
  return TRUE;
}
