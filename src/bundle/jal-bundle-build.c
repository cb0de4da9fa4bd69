/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Building a bundle, and building the very same one again.
 *
 * 1. The build record, the hash of the file, the custody of every original and the audit are one action, committed
 * before the file gets its name.
 * 2. A rebuild that differs by one byte from the first build is not delivered.
 * 3. A copy for others is searched each time it goes out, by what the case protects then: also when it is built again.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include <glib/gi18n-lib.h>

#include "base/jal-clock.h"
#include "bundle/jal-bundle-private.h"
#include "pages/jal-composer.h"
#include "record/jal-document-rows.h"
#include "record/jal-original-password.h"
#include "release/jal-redacted-copy.h"
#include "release/jal-release-covered.h"
#include "release/jal-release-unsearched.h"
#include "store/jal-rescue.h"

/* Lines at most: a received file may have hundreds of such pages. */
#define COVERED_SAID 8

typedef struct
{
  JalBundleContent content;
  JalProfile *profile;
  JalReleaseInputs *inputs;
  JalReleaseFile *file;
  JalReleaseProgress progress;
  gpointer progress_data;
  JalBuild *build;
  char *spec;
  char *originals; /* their ids as a JSON array */
  GArray *again;      /* nullable, of JalDocumentPart: what a build was made of, but for redacted copies */
  GByteArray *memory; /* nullable: the file, while nobody has looked through it */
  const char *verb;
  /* What a copy for others goes out with all the same. */
  struct
  {
    gboolean parts, covered, unsearched, incomplete;
  } let_go;
} Build;

static void
clear_build (Build *build)
{
  jal_bundle_content_clear (&build->content);
  g_clear_pointer (&build->profile, jal_profile_unref);
  g_clear_pointer (&build->inputs, jal_release_inputs_free);
  g_clear_pointer (&build->file, jal_release_file_abort);
  g_clear_object (&build->build);
  g_clear_pointer (&build->spec, g_free);
  g_clear_pointer (&build->again, g_array_unref);
  g_clear_pointer (&build->memory, g_byte_array_unref);
  g_clear_pointer (&build->originals, g_free);
}

void
jal_bundle_result_clear (JalBundleResult *result)
{
  g_clear_pointer (&result->copy, g_free);
  g_clear_pointer (&result->warnings, g_strfreev);
  jal_guard_told_clear (&result->told);
  memset (result, 0, sizeof *result);
}

static void
progress_cb (gpointer data, guint done, guint total)
{
  Build *build = data;

  if (build->progress != NULL)
    build->progress (done, total, build->progress_data);
}

/* --- What the composer reports ------------------------------------------------------------------------------- */

static void
add_warning (GPtrArray *warnings, JsonObject *warning, GPtrArray *titles)
{
  gint64 input = json_object_get_int_member_with_default (warning, "input", -1);
  gint64 page = json_object_get_int_member_with_default (warning, "page", -1);
  const char *text = json_object_get_string_member_with_default (warning, "text", "");
  const char *title = input >= 0 && input < titles->len ? g_ptr_array_index (titles, input) : NULL;

  /* Said when somebody has looked what lies there. */
  if (g_str_equal (json_object_get_string_member_with_default (warning, "code", ""), JAL_RELEASE_COVERED))
    return;
  if (title == NULL)
    g_ptr_array_add (warnings, g_strdup (text));
  else if (page < 0)
    g_ptr_array_add (warnings, g_strdup_printf ("“%s”: %s", title, text));
  else
    g_ptr_array_add (warnings, g_strdup_printf (_ ("“%s”, page %d: %s"), title, (int)page + 1, text));
}

static char *
say_covered (const JalCovered *covered, GPtrArray *titles)
{
  const char *title = covered->input < titles->len ? g_ptr_array_index (titles, covered->input) : NULL;

  if (title == NULL)
    title = "…";
  if (covered->picture)
    /* Translators: a document and its page. */
    return g_strdup_printf (_ ("“%s”, page %u: something is hidden under a box or a pen, but the whole picture is in this bundle and can be "
                               "taken out."),
                            title, covered->page + 1);
  return g_strdup_printf (_ ("“%s”, page %u: words are covered or cannot be seen, and can be copied out of this bundle."), title,
                          covered->page + 1);
}

/* The document of the bundle that has the page, and which of its pages it is. */
static void
find_covered (Build *build, const JalCovered *covered, JalGuardTold *told)
{
  JalId original = jal_release_inputs_get_original (build->inputs, covered->input);
  GHashTableIter iter;
  gpointer id, parts;

  g_hash_table_iter_init (&iter, build->content.parts);
  while (g_hash_table_iter_next (&iter, &id, &parts))
    {
      guint start = 0;

      for (guint i = 0; i < ((GArray *)parts)->len; i++)
        {
          const JalDocumentPart *part = &g_array_index ((GArray *)parts, JalDocumentPart, i);

          if (jal_id_equal (part->original_id, original) && covered->page >= part->first_page
              && covered->page < part->first_page + part->n_pages)
            {
              jal_guard_told_add_document (told, *(JalId *)id, start + covered->page - part->first_page);
              return;
            }
          start += part->n_pages;
        }
    }
}

static void
add_once (GArray *documents, JalId id)
{
  for (guint i = 0; i < documents->len; i++)
    if (jal_id_equal (g_array_index (documents, JalId, i), id))
      return;
  g_array_append_val (documents, id);
}

/* The documents that went in, whole or as redacted copies. */
static gboolean
tell_unsearched (Build *build, JalGuardTold *told, GPtrArray *warnings, JalStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) documents = g_array_new (FALSE, FALSE, sizeof (JalId));

  for (guint input = 0; input < jal_release_inputs_get_n (build->inputs); input++)
    {
      JalId id = JAL_ID_NONE;
      GHashTableIter iter;
      gpointer document, parts;

      if (jal_release_inputs_get_copy (build->inputs, input, &id, NULL))
        {
          add_once (documents, id);
          continue;
        }
      g_hash_table_iter_init (&iter, build->content.parts);
      while (g_hash_table_iter_next (&iter, &document, &parts))
        for (guint i = 0; i < ((GArray *)parts)->len; i++)
          if (jal_id_equal (g_array_index ((GArray *)parts, JalDocumentPart, i).original_id,
                            jal_release_inputs_get_original (build->inputs, input)))
            add_once (documents, *(JalId *)document);
    }
  return jal_release_unsearched_look (store, documents, told, warnings, cancellable, error);
}

/* What is hidden and still there keeps a copy for others back until somebody has said that it may go. Counsel's own has everything. */
static gboolean
decide_covered (Build *build, const char *copy, const char *json, GPtrArray *titles, GPtrArray *warnings, JalBundleResult *result,
                JalStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) covered = NULL;
  g_autoptr (GString) lines = g_string_new (NULL), whole = g_string_new (NULL);
  JalGuardTold nobody = { 0 }, *told = result != NULL ? &result->told : &nobody;
  gboolean good;

  if (g_str_equal (copy, "counsel"))
    return TRUE;
  covered = jal_release_covered_find (store, build->inputs, build->spec, json, cancellable, error);
  if (covered == NULL)
    return FALSE;
  for (guint i = 0; i < covered->len; i++)
    {
      g_autofree char *line = say_covered (&g_array_index (covered, JalCovered, i), titles);

      if (i < COVERED_SAID)
        g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", line);
      g_string_append_printf (whole, "%s\n", line);
      g_ptr_array_add (warnings, g_steal_pointer (&line));
      find_covered (build, &g_array_index (covered, JalCovered, i), told);
    }
  if (covered->len > 0)
    {
      if (covered->len > COVERED_SAID)
        g_string_append_printf (lines,
                                g_dngettext (GETTEXT_PACKAGE, "\nand %u more page", "\nand %u more pages", covered->len - COVERED_SAID),
                                covered->len - COVERED_SAID);
      g_free (told->covered);
      g_free (told->covered_whole);
      told->covered = g_strdup (lines->str);
      told->covered_whole = g_strdup (whole->str);
    }
  if (told->incomplete != NULL)
    {
      g_auto (GStrv) incomplete = g_strsplit (told->incomplete, "\n", -1);

      for (char **line = incomplete; *line != NULL; line++)
        g_ptr_array_add (warnings, g_strdup (*line));
    }
  good = tell_unsearched (build, told, warnings, store, cancellable, error) && jal_release_covered_decide (told, error)
         && jal_release_unsearched_decide (told, error) && jal_guard_told_decide_incomplete (told, error);
  build->let_go.parts = told->parts_stay;
  build->let_go.covered = told->covered != NULL;
  build->let_go.unsearched = told->unsearched != NULL;
  build->let_go.incomplete = told->incomplete != NULL;
  jal_guard_told_clear (&nobody);
  return good;
}

static gboolean
read_result (const char *json, GPtrArray *titles, GPtrArray *warnings, guint *pages, guint *index_pages, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (json, error);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *array;

  if (object == NULL)
    return FALSE;
  *pages = (guint)json_object_get_int_member_with_default (object, "pages", 0);
  *index_pages = (guint)json_object_get_int_member_with_default (object, "index_pages", 0);
  array = json_object_has_member (object, "warnings") ? json_object_get_array_member (object, "warnings") : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    add_warning (warnings, json_array_get_object_element (array, i), titles);
  return TRUE;
}

/* --- On record ----------------------------------------------------------------------------------------------- */

/* Their ids; of a redacted copy a list: its document and its originals. */
static char *
list_originals (JalReleaseInputs *inputs)
{
  g_autoptr (GString) ids = g_string_new ("[");
  char hex[JAL_ID_HEX_LENGTH + 1];

  for (guint i = 0; i < jal_release_inputs_get_n (inputs); i++)
    {
      JalId document;
      GArray *parts;

      if (i > 0)
        g_string_append_c (ids, ',');
      if (!jal_release_inputs_get_copy (inputs, i, &document, &parts))
        {
          g_string_append_printf (ids, "\"%s\"", jal_id_to_hex (jal_release_inputs_get_original (inputs, i), hex));
          continue;
        }
      /* A redacted copy: of which document, then of which originals. */
      g_string_append_printf (ids, "[\"%s\"", jal_id_to_hex (document, hex));
      for (guint k = 0; k < parts->len; k++)
        g_string_append_printf (ids, ",\"%s\"",
                                jal_id_to_hex (g_array_index (parts, JalDocumentPart, k).original_id, hex));
      g_string_append_c (ids, ']');
    }
  g_string_append_c (ids, ']');
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static const char *
say_flag (gboolean flag)
{
  return flag ? "true" : "false";
}

static gboolean
note_export (JalTx *tx, Build *build, GError **error)
{
  g_autofree char *detail
      = g_strdup_printf ("%s, %s copy; SHA-256 %s", build->verb, build->build->copy, build->build->sha256);
  g_autofree char *payload = g_strdup_printf (
      "{\"sha256\":\"%s\",\"copy\":\"%s\",\"pages\":%u,\"parts_stay\":%s,\"covered\":%s,\"unsearched\":%s,\"incomplete\":%s}",
      build->build->sha256, build->build->copy, build->build->pages, say_flag (build->let_go.parts), say_flag (build->let_go.covered),
      say_flag (build->let_go.unsearched), say_flag (build->let_go.incomplete));

  jal_tx_set_payload (tx, payload);
  return jal_release_inputs_note_export (build->inputs, tx, detail, error);
}

static gboolean
record_build (JalTx *tx, gpointer data, GError **error)
{
  Build *build = data;

  build->build->built_at = jal_tx_get_now (tx);
  return jal_build_rows_insert (tx, build->build, build->spec, build->originals, error)
         && note_export (tx, build, error);
}

static gboolean
record_rebuild (JalTx *tx, gpointer data, GError **error)
{
  return note_export (tx, data, error);
}

/* --- Looked through before it goes anywhere ------------------------------------------------------------------ */

static gboolean
keep_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  Build *build = data;

  if (length > G_MAXUINT32 / 2 - build->memory->len)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE,
                           _ ("This copy is too large to be looked through for protected names. Put fewer documents in it."));
      return FALSE;
    }
  g_byte_array_append (build->memory, bytes, (guint)length);
  return TRUE;
}

/* A copy for others is held back until it is known to say no protected name. */
static gboolean
compose (Build *build, JalStore *store, const char *copy, GPtrArray *titles, GPtrArray *warnings, guint *pages, guint *index_pages,
         JalBundleResult *result, GCancellable *cancellable, GError **error)
{
  g_autofree char *json = NULL;
  g_autoptr (GBytes) file = NULL;
  /* The passwords of what came locked are no part of the record. */
  char *unlocked = jal_release_inputs_unlock (build->inputs, build->spec, error);
  gboolean good;

  if (unlocked == NULL)
    return FALSE;
  /* Nothing of a copy for others is written, or sent to a printer, before all questions about it are answered. */
  if (!g_str_equal (copy, "counsel"))
    build->memory = g_byte_array_new ();
  good = jal_compose (unlocked, jal_release_inputs_get_bytes (build->inputs), jal_release_inputs_get_n (build->inputs),
                      build->memory != NULL ? keep_cb : jal_release_file_write,
                      build->memory != NULL ? (gpointer)build : build->file, progress_cb, build, cancellable, &json, error);
  jal_original_password_free (unlocked);
  if (!good || !read_result (json, titles, warnings, pages, index_pages, error))
    return FALSE;
  if (build->memory == NULL)
    return decide_covered (build, copy, json, titles, warnings, result, store, cancellable, error);
  file = g_byte_array_free_to_bytes (g_steal_pointer (&build->memory));
  /* Names first: nobody decides on those. */
  return (!jal_bundle_redact_is_checked (&build->content, copy)
          || jal_bundle_redact_check (&build->content, build->inputs, build->spec, *index_pages, file, warnings,
                                      result != NULL ? &result->told : NULL, cancellable, error))
         && decide_covered (build, copy, json, titles, warnings, result, store, cancellable, error)
         && jal_release_file_write (build->file, g_bytes_get_data (file, NULL), g_bytes_get_size (file), error);
}

/* --- Building ------------------------------------------------------------------------------------------------ */

static void
put_warnings (JalBundleResult *result, GPtrArray *warnings)
{
  g_ptr_array_add (warnings, NULL);
  result->warnings = g_strdupv ((char **)warnings->pdata);
}

static gboolean
run_build (Build *build, JalStore *store, const char *copy_id, const char *path, gboolean replace, JalReleaseFile *into,
           JalBundleResult *result, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *head = NULL;
  const JalProfileCopy *copy;
  JalAct act = { .verb = into != NULL ? "bundle.print" : "bundle.build", .subject_id = jal_id_new () };
  guint pages, index_pages;

  build->file = into;
  if (!jal_store_allows_copies (store, error) || !jal_store_read (store, jal_bundle_content_load, &build->content, cancellable, error)
      || (build->profile = jal_profile_new_builtin (build->content.bundle->profile, error)) == NULL)
    return FALSE;
  copy = jal_profile_find_copy (build->profile, copy_id);
  if (copy == NULL)
    return jal_bundle_refuse (error, _ ("The profile knows no such copy."));
  act.case_id = build->content.bundle->case_id;
  if (!jal_bundle_redact_make (&build->content, build->profile, copy, store, result != NULL ? &result->told : NULL, cancellable, error))
    return FALSE;
  build->spec = jal_bundle_make_spec (&build->content, build->profile, copy, act.subject_id, jal_clock_now (), store,
                                      build->inputs, titles, warnings, &head, cancellable, error);
  if (build->spec == NULL
      || (build->file == NULL && (build->file = jal_release_file_new (path, replace, error)) == NULL)
      || !compose (build, store, copy_id, titles, warnings, &pages, &index_pages, result, cancellable, error))
    return FALSE;

  build->build = g_object_new (JAL_TYPE_BUILD, NULL);
  build->build->id = act.subject_id;
  build->build->bundle_id = build->content.bundle_id;
  g_free (build->build->copy);
  build->build->copy = g_strdup (copy_id);
  build->build->pages = pages;
  g_free (build->build->sha256);
  build->build->sha256 = g_malloc0 (65);
  jal_release_file_get_sha256 (build->file, build->build->sha256);
  g_free (build->build->audit_head);
  build->build->audit_head = g_steal_pointer (&head);
  build->originals = list_originals (build->inputs);
  if (!jal_store_act (store, &act, record_build, build, cancellable, error)
      || !jal_release_file_commit (g_steal_pointer (&build->file), NULL, error))
    return FALSE;

  if (result != NULL)
    {
      result->copy = g_strdup (copy_id);
      result->pages = pages;
      result->index_pages = index_pages;
      result->build_id = act.subject_id;
      g_strlcpy (result->sha256, build->build->sha256, sizeof result->sha256);
      put_warnings (result, warnings);
    }
  return TRUE;
}

gboolean
jal_bundle_build (JalStore *store, JalId bundle_id, const char *copy, const char *path, gboolean replace,
                  JalReleaseProgress progress, gpointer progress_data, JalBundleResult *result,
                  GCancellable *cancellable, GError **error)
{
  Build build
      = { .content.bundle_id = bundle_id, .progress = progress, .progress_data = progress_data, .verb = "bundle" };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && copy != NULL && path != NULL, FALSE);

  build.inputs = jal_release_inputs_new ();
  done = run_build (&build, store, copy, path, replace, NULL, result, cancellable, error);
  clear_build (&build);
  return done;
}

gboolean
jal_bundle_build_into (JalStore *store, JalId bundle_id, const char *copy, JalReleaseFile *file,
                       JalReleaseProgress progress, gpointer progress_data, JalBundleResult *result,
                       GCancellable *cancellable, GError **error)
{
  Build build
      = { .content.bundle_id = bundle_id, .progress = progress, .progress_data = progress_data, .verb = "printed bundle" };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && copy != NULL && file != NULL, FALSE);

  build.inputs = jal_release_inputs_new ();
  done = run_build (&build, store, copy, NULL, FALSE, file, result, cancellable, error);
  clear_build (&build);
  return done;
}

/* --- Again --------------------------------------------------------------------------------------------------- */

static gboolean
load_build (JalTx *tx, gpointer data, GError **error)
{
  Build *build = data;
  g_autoptr (JsonNode) ids = NULL;
  JsonArray *array;

  build->build = jal_build_rows_get (tx, build->content.bundle_id, &build->spec, &build->originals, error);
  if (build->build == NULL)
    return FALSE;
  /* What the case protects and has redacted today counts, not what it did when the copy was first built. */
  build->content.bundle_id = build->build->bundle_id;
  if (!jal_bundle_content_load (tx, &build->content, error) || (ids = json_from_string (build->originals, error)) == NULL)
    return FALSE;
  array = JSON_NODE_HOLDS_ARRAY (ids) ? json_node_get_array (ids) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JalDocumentPart part;
      JalId id = JAL_ID_NONE;

      /* A redacted copy is made again afterwards: see make_copies(). */
      if (JSON_NODE_HOLDS_ARRAY (node))
        continue;
      jal_id_parse (json_node_get_string (node), &id);
      if (!jal_original_rows_get (tx, id, &part, error))
        return FALSE;
      g_array_append_val (build->again, part);
    }
  return TRUE;
}

/* The inputs in the order of the record, its redacted copies made anew. */
static gboolean
make_copies (Build *build, JalStore *store, JalGuardTold *told, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) ids = json_from_string (build->originals, error);
  JsonArray *array = ids != NULL && JSON_NODE_HOLDS_ARRAY (ids) ? json_node_get_array (ids) : NULL;
  guint plain = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      /* The record has a copy there, for whatever reason. */
      g_auto (JalRedactedCopy) result = { .even_bare = TRUE };
      g_autoptr (GArray) parts = NULL;
      g_autoptr (GBytes) bytes = NULL;
      JalId id = JAL_ID_NONE;

      if (!JSON_NODE_HOLDS_ARRAY (node))
        {
          jal_release_inputs_add (build->inputs, &g_array_index (build->again, JalDocumentPart, plain++));
          continue;
        }
      jal_id_parse (json_array_get_string_element (json_node_get_array (node), 0), &id);
      bytes = jal_redacted_copy_make (store, id, cancellable, &result, &parts, error);
      if (bytes == NULL)
        {
          if (told != NULL)
            told->leaks = g_steal_pointer (&result.told.leaks);
          return FALSE;
        }
      jal_release_inputs_add_copy (build->inputs, id, parts, bytes);
      if (told != NULL)
        jal_guard_told_add_all_answered (told, result.told.answered);
      if (result.told.incomplete != NULL && told != NULL)
        jal_guard_told_add_incomplete (told, result.told.incomplete);
    }
  return array != NULL;
}

static gboolean
run_rebuild (Build *build, JalStore *store, JalId build_id, const char *path, gboolean replace, JalBundleResult *result,
             GCancellable *cancellable, GError **error)
{
  JalAct act = { .verb = "bundle.rebuild", .subject_id = build_id };
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  guint pages, index_pages;
  char sha256[65];

  build->again = g_array_new (FALSE, FALSE, sizeof (JalDocumentPart));
  if (!jal_store_allows_copies (store, error) || !jal_store_read (store, load_build, build, cancellable, error) || !make_copies (build, store, result != NULL ? &result->told : NULL, cancellable, error)
      || (!g_str_equal (build->build->copy, "counsel")
          && !jal_bundle_redact_check_bare (&build->content, build->inputs, build->spec, error))
      || !jal_release_inputs_check (build->inputs, store, build->content.bundle->case_id, cancellable, error)
      || !jal_release_inputs_open (build->inputs, store, cancellable, error)
      || (build->file = jal_release_file_new (path, replace, error)) == NULL
      || !compose (build, store, build->build->copy, titles, warnings, &pages, &index_pages, result, cancellable, error))
    return FALSE;
  jal_release_file_get_sha256 (build->file, sha256);
  if (!g_str_equal (sha256, build->build->sha256))
    {
      g_set_error_literal (
          error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
          _ ("What came out is not the file that was built then, so it was not saved. Either evidence in the vault is "
             "damaged, or redactions, the program or its fonts have changed since."));
      return FALSE;
    }
  act.case_id = build->content.bundle->case_id;
  if (!jal_store_act (store, &act, record_rebuild, build, cancellable, error)
      || !jal_release_file_commit (g_steal_pointer (&build->file), NULL, error))
    return FALSE;
  if (result != NULL)
    put_warnings (result, warnings);
  return TRUE;
}

gboolean
jal_bundle_rebuild (JalStore *store, JalId build_id, const char *path, gboolean replace, JalReleaseProgress progress,
                    gpointer progress_data, JalBundleResult *result, GCancellable *cancellable, GError **error)
{
  Build build
      = { .content.bundle_id = build_id, .progress = progress, .progress_data = progress_data, .verb = "bundle again" };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  build.inputs = jal_release_inputs_new ();
  done = run_rebuild (&build, store, build_id, path, replace, result, cancellable, error);
  /* The very same file has no other pages. */
  if (!done && result != NULL && result->told.drawable != NULL)
    {
      result->told.leaks = g_steal_pointer (&result->told.drawable);
      g_clear_error (error);
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("Nothing left the vault: names or places that this case protects stand in parts of this copy that no page "
                              "shows. Build the copy anew: pages can be drawn as pictures then."));
    }
  clear_build (&build);
  return done;
}
