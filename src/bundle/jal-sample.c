/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sample case, made the way a user would make it: every step goes through the same doors.
 *
 * The manifest is part of the program, so what is wrong with it is a fault of the program: it ends the filling with a
 * plain error instead of being worked round.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-sample.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "bundle/jal-bundle.h"
#include "bundle/jal-sample-private.h"
#include "cases/jal-cases.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-marks.h"

#define PROFILE "kenya-trial"

static char *
find_folder (void)
{
  const char *tree = g_getenv ("JALADA_UNINSTALLED");
  g_autofree char *built = tree != NULL ? g_build_filename (tree, "data", "sample", NULL) : NULL;
  g_autofree char *manifest = built != NULL ? g_build_filename (built, "manifest.json", NULL) : NULL;

  if (manifest != NULL && g_file_test (manifest, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&built);
  return g_strdup (JALADA_PKGDATADIR "/sample");
}

gboolean
jal_sample_is_available (void)
{
  g_autofree char *folder = find_folder ();
  g_autofree char *manifest = g_build_filename (folder, "manifest.json", NULL);

  return g_file_test (manifest, G_FILE_TEST_IS_REGULAR);
}

const char *
jal_sample_get_string (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

JalDate
jal_sample_get_date (JsonObject *object, const char *name)
{
  const char *text = jal_sample_get_string (object, name);
  JalDate date = JAL_DATE_NONE;

  if (text != NULL)
    jal_date_parse (text, &date);
  return date;
}

GPtrArray *
jal_sample_get_objects (JsonObject *object, const char *name)
{
  GPtrArray *objects = g_ptr_array_new ();
  JsonArray *array = json_object_has_member (object, name) ? json_object_get_array_member (object, name) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (objects, json_array_get_object_element (array, i));
  return objects;
}

gboolean
jal_sample_is_broken (GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                       _ ("The sample case that came with the program is not whole. Install the program again."));
  return FALSE;
}

/* --- Its steps ----------------------------------------------------------------------------------------------- */

static gboolean
add_case (JalSample *sample, GError **error)
{
  JsonObject *source = json_object_get_object_member (sample->manifest, "case");
  JsonObject *court = json_object_get_object_member (source, "court");

  return jal_sample_add_case (sample, source, court != NULL ? jal_sample_get_string (court, "id") : NULL, &sample->result.case_id, error);
}

static void
import_progress_cb (const JalImportProgress *progress, gpointer data)
{
  JalSample *sample = data;

  if (sample->progress != NULL)
    sample->progress (progress->file, progress->n_files, sample->progress_data);
}

static gboolean
describe (JalSample *sample, JsonObject *source, JalImportResult *taken, GError **error)
{
  const char *exhibit = jal_sample_get_string (source, "exhibit");
  JalDocumentDraft draft = {
    .title = jal_sample_get_string (source, "title"),
    .kind = jal_sample_get_string (source, "kind"),
    .exhibit = exhibit,
    .language = jal_sample_get_string (source, "language"),
    .sensitivity = jal_sample_get_string (source, "sensitivity"),
    .note = jal_sample_get_string (source, "note"),
    .date = jal_sample_get_date (source, "date"),
    .set_date = TRUE,
  };

  if (taken->outcome == JAL_IMPORT_CANCELLED)
    return !g_cancellable_set_error_if_cancelled (sample->cancellable, error) ? jal_sample_is_broken (error) : FALSE;
  if (taken->outcome != JAL_IMPORT_TAKEN)
    return jal_sample_is_broken (error);
  g_hash_table_insert (sample->documents, g_strdup (jal_sample_get_string (source, "file")),
                       g_memdup2 (&taken->document_id, sizeof (JalId)));
  sample->result.n_documents++;
  sample->result.n_pages += taken->n_pages;
  return jal_evidence_update (sample->store, taken->document_id, &draft, error);
}

static gboolean
add_documents (JalSample *sample, GError **error)
{
  g_autoptr (GPtrArray) sources = jal_sample_get_objects (sample->manifest, "documents");
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GListStore) results = NULL;

  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (paths,
                     g_build_filename (sample->folder, jal_sample_get_string (g_ptr_array_index (sources, i), "file"), NULL));
  g_ptr_array_add (paths, NULL);
  results = jal_evidence_import (sample->store, sample->result.case_id, (const char *const *)paths->pdata,
                                 import_progress_cb, sample, sample->cancellable, error);
  if (results == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (JalImportResult) taken = g_list_model_get_item (G_LIST_MODEL (results), i);

      if (!describe (sample, g_ptr_array_index (sources, i), taken, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_marks (JalSample *sample, GError **error)
{
  g_autoptr (GPtrArray) sources = jal_sample_get_objects (sample->manifest, "marks");

  for (guint i = 0; i < sources->len; i++)
    {
      JsonObject *source = g_ptr_array_index (sources, i);
      const JalId *document_id = g_hash_table_lookup (sample->documents, jal_sample_get_string (source, "document"));
      JalMarkDraft look = {
        .kind = jal_sample_get_string (source, "kind"),
        .color = jal_sample_get_string (source, "color"),
        .text = jal_sample_get_string (source, "note"),
        .audience = jal_sample_get_string (source, "audience"),
      };
      g_autoptr (GArray) ids = NULL;

      if (document_id == NULL || look.kind == NULL)
        return jal_sample_is_broken (error);
      ids = jal_marks_add_by_words (sample->store, *document_id,
                                    (guint)json_object_get_int_member_with_default (source, "page", 1) - 1,
                                    jal_sample_get_string (source, "find"), FALSE, &look, sample->cancellable, error);
      if (ids == NULL)
        return FALSE;
      sample->result.n_marks += ids->len;
    }
  return TRUE;
}

/* --- Its bundle ---------------------------------------------------------------------------------------------- */

static JalSection *
find_section (GListStore *sections, const char *profile_section)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);

      if (g_strcmp0 (section->profile_section, profile_section) == 0)
        return g_steal_pointer (&section);
    }
  return NULL;
}

/* Where the item of the document stands: its id, and the section's. */
static gboolean
find_item (GListStore *sections, JalId document_id, JalId *item_id, JalId *section_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          if (!jal_id_equal (item->document_id, document_id))
            continue;
          *item_id = item->id;
          *section_id = section->id;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
place (JalSample *sample, JalId bundle_id, JsonObject *source, GError **error)
{
  g_autoptr (GListStore) sections = jal_bundle_sections (sample->store, bundle_id, sample->cancellable, error);
  g_autoptr (JalSection) wanted = sections != NULL ? find_section (sections, jal_sample_get_string (source, "section")) : NULL;
  const JalId *document_id = g_hash_table_lookup (sample->documents, jal_sample_get_string (source, "file"));
  JalId item_id, section_id, last = JAL_ID_NONE;
  guint n;

  if (sections == NULL)
    return FALSE;
  if (wanted == NULL || document_id == NULL || !find_item (sections, *document_id, &item_id, &section_id))
    return jal_sample_is_broken (error);
  if (jal_id_equal (section_id, wanted->id))
    return TRUE;
  n = g_list_model_get_n_items (G_LIST_MODEL (wanted->items));
  if (n > 0)
    {
      g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (wanted->items), n - 1);

      last = item->id;
    }
  return jal_bundle_move_item (sample->store, item_id, wanted->id, last, error);
}

static gboolean
make_bundle (JalSample *sample, GError **error)
{
  g_autoptr (GPtrArray) sources = jal_sample_get_objects (sample->manifest, "documents");
  JalId bundle_id;

  if (!jal_bundle_ensure (sample->store, sample->result.case_id, PROFILE, &bundle_id, error))
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    if (!place (sample, bundle_id, g_ptr_array_index (sources, i), error))
      return FALSE;
  return TRUE;
}

/* --- The door ------------------------------------------------------------------------------------------------ */

gboolean
jal_sample_fill (JalStore *store, JalReleaseProgress progress, gpointer progress_data, JalSampleResult *result,
                 GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = find_folder ();
  g_autofree char *path = g_build_filename (folder, "manifest.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GHashTable) documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JalSample sample = { .store = store,
                    .folder = folder,
                    .documents = documents,
                    .progress = progress,
                    .progress_data = progress_data,
                    .cancellable = cancellable };
  JsonNode *root;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           _ ("The sample case is not on this computer: it is installed with the program."));
      return FALSE;
    }
  if (!json_parser_load_from_file (parser, path, NULL) || (root = json_parser_get_root (parser)) == NULL
      || !JSON_NODE_HOLDS_OBJECT (root) || !json_object_has_member (json_node_get_object (root), "case"))
    return jal_sample_is_broken (error);
  sample.manifest = json_node_get_object (root);
  if (!add_case (&sample, error) || !add_documents (&sample, error) || !add_marks (&sample, error)
      || !jal_sample_live (&sample, error) || !make_bundle (&sample, error))
    return FALSE;
  if (result != NULL)
    *result = sample.result;
  return TRUE;
}
