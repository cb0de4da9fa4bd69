/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saving one document.
 *
 * 1. Only marks for the audience that was asked for leave the vault (the court, when nothing was), whatever the document
 *    bears besides. A private mark leaves only when private marks were asked for by name.
 *    What goes to the court goes without what is redacted, and searched for what the case protects: see jal-release-court.c.
 * 2. An original leaves byte for byte as it came, or not at all: its hash is compared before it gets its name.
 * 3. The custody and the audit know of the copy before it has its name: no copy is unrecorded.
 */
#define G_LOG_DOMAIN "jal-release"

#include <glib/gi18n-lib.h>

#include <json-glib/json-glib.h>

#include "law/jal-words.h"
#include "pages/jal-composer.h"
#include "record/jal-blob-source.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "record/jal-original-password.h"
#include "pages/jal-reader.h"
#include "release/jal-release-bookmarks.h"
#include "release/jal-release-court.h"
#include "release/jal-release-covered.h"
#include "release/jal-release-unsearched.h"
#include "release/jal-release-inputs.h"
#include "release/jal-release-marks.h"
#include "release/jal-release.h"
#include "store/jal-rescue.h"

typedef struct
{
  JalId document_id;
  gboolean marked;
  const char *audience;
  gboolean flatten;
  JalDocument *document;
  GArray *parts;     /* of JalDocumentPart */
  GListStore *marks; /* those that may leave */
  GListStore *received; /* nullable, of JalMark: notes that came with the file and leave with it */
  JalReleaseInputs *inputs;
  JalReleaseFile *file;
  JalReleaseProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  char sha256[65];
  JalReleaseCourt court; /* for whom the copy is: searched, and without what is redacted */
  gboolean for_court;
  JalGuardTold *told;
  guint n_received;      /* notes that came with the file and stayed out of the copy */
  GByteArray *memory;    /* nullable: the copy, while nobody has looked through it */
} Save;

static void
clear_save (Save *save)
{
  g_clear_object (&save->document);
  g_clear_pointer (&save->parts, g_array_unref);
  g_clear_object (&save->marks);
  g_clear_object (&save->received);
  g_clear_pointer (&save->inputs, jal_release_inputs_free);
  g_clear_pointer (&save->file, jal_release_file_abort);
  jal_release_court_clear (&save->court);
  g_clear_pointer (&save->memory, g_byte_array_unref);
}

/* --- What is saved ------------------------------------------------------------------------------------------- */

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Save *save = data;

  save->document = jal_document_rows_get (tx, save->document_id, error);
  save->parts = save->document != NULL ? jal_document_rows_parts (tx, save->document_id, error) : NULL;
  if (save->parts != NULL && save->marked && jal_document_parts_are_locked (save->parts))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("This document came locked with a password. Open it and enter the password first."));
      return FALSE;
    }
  save->marks = save->parts != NULL ? jal_mark_rows_list (tx, save->document_id, error) : NULL;
  if (save->marks != NULL && save->marked && !save->for_court
      && (save->received = jal_received_rows_list (tx, save->document_id, error)) == NULL)
    return FALSE;
  return save->marks != NULL && (!save->for_court || jal_release_court_load (&save->court, tx, save->document, error));
}

static gboolean
is_whole_original (Save *save)
{
  const JalDocumentPart *part = &g_array_index (save->parts, JalDocumentPart, 0);

  return !save->marked && save->parts->len == 1 && part->first_page == 0 && part->rotation == 0
         && part->n_pages == part->original_pages;
}

/* --- The original as it is ----------------------------------------------------------------------------------- */

static gboolean
copy_original (Save *save, JalStore *store, GError **error)
{
  const JalDocumentPart *part = &g_array_index (save->parts, JalDocumentPart, 0);
  JalBlobSource *source = jal_blob_source_new (store, part->blob_id, save->cancellable, error);
  g_autofree guint8 *buffer = g_malloc (JAL_BLOB_CHUNK);
  gboolean good = source != NULL;
  guint64 size = good ? jal_blob_source_get_size (source) : 0;

  for (guint64 offset = 0; good && offset < size;)
    {
      gsize n = (gsize)MIN (size - offset, (guint64)JAL_BLOB_CHUNK);

      good = !g_cancellable_set_error_if_cancelled (save->cancellable, error)
             && jal_blob_source_read (source, offset, n, buffer, error)
             && jal_release_file_write (save->file, buffer, n, error);
      offset += n;
      if (good && save->progress != NULL)
        save->progress (offset, size, save->progress_data);
    }
  jal_blob_source_free (source);
  if (!good)
    return FALSE;
  jal_release_file_get_sha256 (save->file, save->sha256);
  if (!g_str_equal (save->sha256, save->document->sha256))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                           _ ("This evidence is damaged: it is no longer what was taken in. Nothing was saved."));
      return FALSE;
    }
  return TRUE;
}

/* --- A composed copy ----------------------------------------------------------------------------------------- */

static void
put_numbers (JsonBuilder *builder, const char *name, const double *numbers, guint n)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, numbers[i]);
  json_builder_end_array (builder);
}

static void
put_strokes (JsonBuilder *builder, JalMark *mark)
{
  json_builder_set_member_name (builder, "strokes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < mark->n_points; i++)
    {
      if (i == 0 || mark->points[i].begins > 0.5)
        {
          if (i > 0)
            json_builder_end_array (builder);
          json_builder_begin_array (builder);
        }
      json_builder_add_double_value (builder, mark->points[i].x);
      json_builder_add_double_value (builder, mark->points[i].y);
    }
  if (mark->n_points > 0)
    json_builder_end_array (builder);
  json_builder_end_array (builder);
}

/* Notes and boxes have a rectangle, drawn marks have strokes, marks on text and texts have quads. */
static void
put_geometry (JsonBuilder *builder, JalMark *mark)
{
  if (mark->n_points > 0)
    {
      put_strokes (builder, mark);
      return;
    }
  if (g_str_equal (mark->kind, "note") || g_str_equal (mark->kind, "box"))
    {
      const JalMarkQuad *quad = &mark->quads[0];
      double rect[4] = { quad->x[0], quad->y[0], quad->x[0], quad->y[0] };

      for (guint corner = 1; corner < 4; corner++)
        {
          rect[0] = MIN (rect[0], quad->x[corner]);
          rect[1] = MIN (rect[1], quad->y[corner]);
          rect[2] = MAX (rect[2], quad->x[corner]);
          rect[3] = MAX (rect[3], quad->y[corner]);
        }
      put_numbers (builder, "rect", rect, 4);
      return;
    }
  json_builder_set_member_name (builder, "quads");
  json_builder_begin_array (builder);
  for (guint i = 0; i < mark->n_quads; i++)
    {
      const JalMarkQuad *quad = &mark->quads[i];
      const double numbers[8]
          = { quad->x[0], quad->y[0], quad->x[1], quad->y[1], quad->x[2], quad->y[2], quad->x[3], quad->y[3] };

      put_numbers (builder, NULL, numbers, 8);
    }
  json_builder_end_array (builder);
}

static guint
find_input (Save *save, JalId original_id)
{
  for (guint i = 0; i < save->parts->len; i++)
    if (jal_id_equal (g_array_index (save->parts, JalDocumentPart, i).original_id, original_id))
      return jal_release_inputs_add (save->inputs, &g_array_index (save->parts, JalDocumentPart, i));
  g_return_val_if_reached (0);
}

static void
widen (double box[4], double x, double y)
{
  box[0] = MIN (box[0], x);
  box[1] = MIN (box[1], y);
  box[2] = MAX (box[2], x);
  box[3] = MAX (box[3], y);
}

/* The note that the mark was made of would stand there a second time. */
static void
put_replaced (JsonBuilder *builder, Save *save, JalMark *mark, const char *id)
{
  for (guint i = 0; save->received != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (save->received)); i++)
    {
      g_autoptr (JalMark) note = g_list_model_get_item (G_LIST_MODEL (save->received), i);
      double box[4] = { 1e9, 1e9, -1e9, -1e9 };

      if (g_strcmp0 (note->received, id) != 0)
        continue;
      for (guint k = 0; k < note->n_points; k++)
        widen (box, note->points[k].x, note->points[k].y);
      for (guint k = 0; k < note->n_quads && note->n_points == 0; k++)
        for (guint corner = 0; corner < 4; corner++)
          widen (box, note->quads[k].x[corner], note->quads[k].y[corner]);
      if (box[2] >= box[0])
        put_numbers (builder, "replaces", box, 4);
      return;
    }
}

static void
put_mark (JsonBuilder *builder, Save *save, JalMark *mark, guint input)
{
  char hex[JAL_ID_HEX_LENGTH + 1];
  g_autoptr (GDateTime) modified = g_date_time_new_from_unix_utc (mark->modified_at / G_USEC_PER_SEC);
  g_autofree char *iso = modified != NULL ? g_date_time_format (modified, "%Y-%m-%dT%H:%M:%SZ") : NULL;
  double rgb[3] = { 1, 1, 0 };

  if (g_str_equal (mark->kind, "highlight") || g_str_equal (mark->kind, "note"))
    jal_mark_rows_color (mark->color, rgb);
  else
    jal_mark_rows_line_color (mark->color, rgb);
  json_builder_begin_object (builder);
  jal_release_put_string (builder, "kind", mark->kind);
  json_builder_set_member_name (builder, "input");
  json_builder_add_int_value (builder, input);
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, mark->page);
  put_geometry (builder, mark);
  put_numbers (builder, "color", rgb, 3);
  json_builder_set_member_name (builder, "opacity");
  json_builder_add_double_value (builder, mark->opacity);
  jal_release_put_string (builder, "text", mark->text);
  jal_release_put_string (builder, "author", mark->author);
  if (iso != NULL)
    jal_release_put_string (builder, "modified", iso);
  jal_release_put_string (builder, "id", jal_id_to_hex (mark->id, hex));
  put_replaced (builder, save, mark, hex);
  json_builder_end_object (builder);
}

/* A mark stands once even when its page stands twice: the composer puts it on every copy of the page. */
static void
put_marks (JsonBuilder *builder, Save *save, const guint *inputs)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  json_builder_set_member_name (builder, "marks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (save->marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (save->marks), i);

      /* The list keeps the mark, so its id may serve as the key. */
      if (jal_release_mark_leaves (mark, save->audience) && (save->court.copy != NULL || g_hash_table_add (seen, &mark->id)))
        put_mark (builder, save, mark, inputs[i]);
    }
  json_builder_end_array (builder);
}

static void
put_pages (JsonBuilder *builder, Save *save, const guint *part_inputs)
{
  guint start = 0;

  json_builder_set_member_name (builder, "pages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < save->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (save->parts, JalDocumentPart, i);

      /* The redacted copy has the document's pages, turned already. */
      for (guint page = 0; save->court.copy != NULL && page < part->n_pages; page++)
        jal_release_put_page (builder, part_inputs[i], start + page, 0);
      start += part->n_pages;
      if (save->court.copy != NULL)
        continue;
      for (guint page = part->first_page; page < part->first_page + part->n_pages; page++)
        jal_release_put_page (builder, part_inputs[i], page, part->rotation);
    }
  json_builder_end_array (builder);
}

static guint
add_input (Save *save, guint part)
{
  if (save->court.copy != NULL)
    return jal_release_inputs_add_copy (save->inputs, save->document_id, save->court.parts, save->court.copy);
  return jal_release_inputs_add (save->inputs, &g_array_index (save->parts, JalDocumentPart, part));
}

/* A title that names somebody stays here. */
static const char *
get_title (Save *save)
{
  return save->for_court && jal_guard_says (&save->court.guard, save->document->title) ? "" : save->document->title;
}

/* --- The outline ------------------------------------------------------------------------------------------------- */

/* One original at a time. */
typedef struct
{
  Save *save;
  JalStore *store;
  JalReader *reader; /* nullable */
} Opening;

static JalReader *
open_cb (gpointer user_data, const JalDocumentPart *part, GError **error)
{
  Opening *opening = user_data;
  Save *save = opening->save;

  g_clear_pointer (&opening->reader, jal_reader_unref);
  if (save->court.copy != NULL)
    {
      JalBytes bytes = jal_bytes_from_memory (save->court.copy);

      opening->reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, save->cancellable, error);
    }
  else
    opening->reader = jal_release_open_reader (opening->store, part, save->cancellable, error);
  return opening->reader;
}

static gboolean
may_stand_cb (gpointer user_data, const char *title, guint page)
{
  Opening *opening = user_data;

  return !opening->save->for_court || !jal_guard_says (&opening->save->court.guard, title);
}

static gboolean
put_bookmarks (JsonBuilder *builder, Save *save, JalStore *store, GError **error)
{
  g_autoptr (GArray) whole = g_array_new (FALSE, TRUE, sizeof (JalDocumentPart));
  Opening opening = { save, store, NULL };
  JalDocumentPart all = { .media = "pdf" };
  gboolean good;

  for (guint i = 0; i < save->parts->len; i++)
    all.n_pages += g_array_index (save->parts, JalDocumentPart, i).n_pages;
  g_array_append_val (whole, all);
  /* The redacted copy is all of the document, with an outline that was looked through. */
  good = jal_release_bookmarks_put (builder, save->court.copy != NULL ? whole : save->parts, 0, G_MAXUINT, open_cb, may_stand_cb, &opening,
                                    save->cancellable, error);
  g_clear_pointer (&opening.reader, jal_reader_unref);
  return good;
}

static char *
make_spec (Save *save, JalStore *store, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree guint *part_inputs = g_new0 (guint, MAX (save->parts->len, 1));
  g_autofree guint *mark_inputs = NULL;
  guint n_marks = g_list_model_get_n_items (G_LIST_MODEL (save->marks));
  char hex[JAL_ID_HEX_LENGTH + 1];
  JalLang lang = JAL_LANG_EN;

  jal_lang_parse (save->document->language, &lang);
  for (guint i = 0; i < save->parts->len; i++)
    part_inputs[i] = add_input (save, i);
  mark_inputs = g_new0 (guint, MAX (n_marks, 1));
  for (guint i = 0; i < n_marks; i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (save->marks), i);

      mark_inputs[i] = save->court.copy != NULL ? add_input (save, 0) : find_input (save, mark->original_id);
    }
  if (!jal_release_inputs_open (save->inputs, store, save->cancellable, error))
    return NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, 1);
  jal_release_put_string (builder, "job", "document");
  jal_release_put_string (builder, "id", jal_id_to_hex (jal_id_new (), hex));
  jal_release_put_string (builder, "title", get_title (save));
  jal_release_put_string (builder, "language", jal_lang_code (lang));
  jal_release_inputs_put_json (save->inputs, builder);
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
  jal_release_put_string (builder, "title", get_title (save));
  put_pages (builder, save, part_inputs);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  if (save->for_court)
    jal_release_put_string (builder, "received", "dropped");
  if (save->marked && save->flatten)
    jal_release_put_string (builder, "marks_as", "drawn");
  if (save->marked)
    put_marks (builder, save, mark_inputs);
  if (!put_bookmarks (builder, save, store, error))
    return NULL;
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
compose_progress_cb (gpointer data, guint done, guint total)
{
  Save *save = data;

  if (save->progress != NULL)
    save->progress (done, total, save->progress_data);
}

static gboolean
keep_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  Save *save = data;

  if (length > G_MAXUINT32 / 2 - save->memory->len)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE,
                           _ ("The copy is too large to be looked through. Redact the document in parts."));
      return FALSE;
    }
  g_byte_array_append (save->memory, bytes, (guint)length);
  return TRUE;
}

static gboolean
check_memory (Save *save, GError **error)
{
  g_autoptr (GBytes) file = g_byte_array_free_to_bytes (g_steal_pointer (&save->memory));

  if (!jal_release_court_check (&save->court, file, save->told, save->cancellable, error))
    {
      if (save->told->drawable != NULL)
        jal_guard_told_add_drawable (save->told, save->document_id);
      return FALSE;
    }
  return jal_release_covered_decide (save->told, error) && jal_release_unsearched_decide (save->told, error)
         && jal_guard_told_decide_incomplete (save->told, error)
         && jal_release_file_write (save->file, g_bytes_get_data (file, NULL), g_bytes_get_size (file), error);
}

static gboolean
count_received (Save *save, const char *result, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, result, -1, error))
    return FALSE;
  save->n_received = save->court.n_received
                     + (guint)json_object_get_int_member (json_node_get_object (json_parser_get_root (parser)), "received_left_out");
  return TRUE;
}

/* The page of the document that page @page of @input is. */
static guint
count_page (Save *save, guint input, guint page)
{
  guint start = 0;

  for (guint i = 0; i < save->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (save->parts, JalDocumentPart, i);

      if (save->court.copy == NULL && add_input (save, i) == input && page >= part->first_page && page < part->first_page + part->n_pages)
        return start + page - part->first_page;
      start += part->n_pages;
    }
  return page;
}

/* What goes out with the notes that came with it is looked through by jal_release_look_beside(). */
static gboolean
tell_covered (Save *save, JalStore *store, const char *spec, const char *result, GError **error)
{
  g_autoptr (GArray) covered = NULL;

  if (!save->for_court)
    return TRUE;
  covered = jal_release_covered_find (store, save->inputs, spec, result, save->cancellable, error);
  if (covered == NULL)
    return FALSE;
  for (guint i = 0; i < covered->len; i++)
    {
      JalCovered *one = &g_array_index (covered, JalCovered, i);

      one->page = count_page (save, one->input, one->page);
    }
  jal_release_covered_tell (covered, save->document->title, save->told);
  if (covered->len > 0)
    jal_guard_told_add_document (save->told, save->document_id, g_array_index (covered, JalCovered, 0).page);
  return TRUE;
}

static gboolean
tell_unsearched (Save *save, JalStore *store, GError **error)
{
  g_autoptr (GArray) document = g_array_new (FALSE, FALSE, sizeof (JalId));

  g_array_append_val (document, save->document_id);
  return !save->for_court || jal_release_unsearched_look (store, document, save->told, NULL, save->cancellable, error);
}

static gboolean
compose_copy (Save *save, JalStore *store, GError **error)
{
  g_autofree char *spec = NULL;
  g_autofree char *result = NULL;
  char *unlocked;
  gboolean good;

  if (save->for_court)
    {
      if (!jal_release_court_prepare (&save->court, store, save->document_id, G_LIST_MODEL (save->marks), save->told,
                                      save->cancellable, error))
        return FALSE;
      save->memory = g_byte_array_new ();
    }
  spec = make_spec (save, store, error);
  unlocked = spec != NULL ? jal_release_inputs_unlock (save->inputs, spec, error) : NULL;
  good = unlocked != NULL
         && jal_compose (unlocked, jal_release_inputs_get_bytes (save->inputs), jal_release_inputs_get_n (save->inputs),
                         save->for_court ? keep_cb : jal_release_file_write, save->for_court ? (gpointer)save : save->file,
                         compose_progress_cb, save, save->cancellable, &result, error);
  jal_original_password_free (unlocked);
  if (!good || !count_received (save, result, error) || !tell_covered (save, store, spec, result, error)
      || !tell_unsearched (save, store, error) || (save->for_court && !check_memory (save, error)))
    return FALSE;
  jal_release_file_get_sha256 (save->file, save->sha256);
  return TRUE;
}

/* --- On record ----------------------------------------------------------------------------------------------- */

static gboolean
note_export (JalTx *tx, gpointer data, GError **error)
{
  Save *save = data;
  g_autofree char *detail = g_strdup_printf ("%s; SHA-256 %s", save->marked ? "marked copy" : "copy", save->sha256);
  g_autofree char *payload = g_strdup_printf (
      "{\"sha256\":\"%s\",\"marked\":%s,\"audience\":\"%s\",\"flattened\":%s,\"received_left_out\":%u,\"parts_stay\":%s,\"covered\":%s,"
      "\"unsearched\":%s,\"incomplete\":%s}",
      save->sha256, save->marked ? "true" : "false", save->audience, save->marked && save->flatten ? "true" : "false",
      save->n_received, save->told->parts_stay ? "true" : "false", save->told->covered != NULL ? "true" : "false",
      save->told->unsearched != NULL ? "true" : "false", save->told->incomplete != NULL ? "true" : "false");

  jal_tx_set_payload (tx, payload);
  return jal_release_inputs_note_export (save->inputs, tx, detail, error);
}

gboolean
jal_release_save_document (JalStore *store, JalId document_id, const char *path, gboolean marked, gboolean replace,
                           JalReleaseProgress progress, gpointer progress_data, GCancellable *cancellable,
                           GError **error)
{
  const JalReleaseLook look = { .marked = marked };

  return jal_release_save_copy (store, document_id, path, &look, replace, progress, progress_data, NULL, cancellable, error);
}

gboolean
jal_release_save_copy (JalStore *store, JalId document_id, const char *path, const JalReleaseLook *look,
                       gboolean replace, JalReleaseProgress progress, gpointer progress_data, JalGuardTold *told,
                       GCancellable *cancellable, GError **error)
{
  g_auto (JalGuardTold) nobody = { 0 };
  Save save = { .document_id = document_id,
                .marked = look->marked,
                .audience = look->audience != NULL ? look->audience : "court",
                .flatten = look->flatten,
                .for_court = look->marked && (look->audience == NULL || g_str_equal (look->audience, "court")),
                .progress = progress,
                .progress_data = progress_data,
                .told = told != NULL ? told : &nobody,
                .cancellable = cancellable };
  JalAct act = { .verb = "document.export", .leaves = TRUE, .subject_id = document_id };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  if (!jal_release_check_audience (look->audience, error)
      || !jal_store_read (store, load, &save, cancellable, error))
    {
      clear_save (&save);
      return FALSE;
    }
  act.case_id = save.document->case_id;
  save.inputs = jal_release_inputs_new ();
  save.file = jal_release_file_new (path, replace, error);
  done = save.file != NULL && (is_whole_original (&save) || jal_store_allows_copies (store, error)) && jal_release_check_originals (store, act.case_id, save.parts, cancellable, error)
         && (is_whole_original (&save) ? copy_original (&save, store, error) : compose_copy (&save, store, error));
  if (done && jal_release_inputs_get_n (save.inputs) == 0)
    jal_release_inputs_add (save.inputs, &g_array_index (save.parts, JalDocumentPart, 0));
  done = done && jal_store_act (store, &act, note_export, &save, cancellable, error)
         && jal_release_file_commit (g_steal_pointer (&save.file), NULL, error);
  if (done && look->n_received != NULL)
    *look->n_received = save.n_received;
  clear_save (&save);
  return done;
}
