/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The originals that a composed file is made of. */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-inputs.h"

#include <glib/gi18n-lib.h>

#include "record/jal-blob-source.h"
#include "record/jal-document-rows.h"
#include "record/jal-original-password.h"
#include "store/jal-blob.h"

struct _JalReleaseInputs
{
  GArray *parts;      /* of JalDocumentPart: whole originals */
  GHashTable *places; /* JalId * of a blob → place + 1 */
  GArray *bytes;      /* of JalBytes, when open */
  GPtrArray *passwords; /* of char *, nullable each: what opens them */
  GHashTable *copies; /* place + 1 → Copy */
};

/* A redacted copy, which stands for the document that it was made of. */
typedef struct
{
  GArray *parts; /* of JalDocumentPart */
  GBytes *bytes;
} Copy;

static void
free_copy (gpointer data)
{
  Copy *copy = data;

  g_array_unref (copy->parts);
  g_bytes_unref (copy->bytes);
  g_free (copy);
}

static void
clear_bytes (gpointer data)
{
  jal_bytes_clear (data);
}

JalReleaseInputs *
jal_release_inputs_new (void)
{
  JalReleaseInputs *inputs = g_new0 (JalReleaseInputs, 1);

  inputs->parts = g_array_new (FALSE, TRUE, sizeof (JalDocumentPart));
  inputs->places = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, NULL);
  inputs->bytes = g_array_new (FALSE, TRUE, sizeof (JalBytes));
  g_array_set_clear_func (inputs->bytes, clear_bytes);
  inputs->passwords = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_original_password_free);
  inputs->copies = g_hash_table_new_full (NULL, NULL, NULL, free_copy);
  return inputs;
}

void
jal_release_inputs_free (JalReleaseInputs *inputs)
{
  if (inputs == NULL)
    return;
  g_array_unref (inputs->bytes);
  g_ptr_array_unref (inputs->passwords);
  g_hash_table_unref (inputs->copies);
  g_hash_table_unref (inputs->places);
  g_array_unref (inputs->parts);
  g_free (inputs);
}

guint
jal_release_inputs_add (JalReleaseInputs *inputs, const JalDocumentPart *part)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (inputs->places, &part->blob_id));

  if (place == 0)
    {
      g_return_val_if_fail (inputs->bytes->len == 0, 0);
      g_array_append_val (inputs->parts, *part);
      place = inputs->parts->len;
      g_hash_table_insert (inputs->places, g_memdup2 (&part->blob_id, sizeof (JalId)), GUINT_TO_POINTER (place));
    }
  return place - 1;
}

static Copy *
get_copy (JalReleaseInputs *inputs, guint i)
{
  return g_hash_table_lookup (inputs->copies, GUINT_TO_POINTER (i + 1));
}

guint
jal_release_inputs_add_copy (JalReleaseInputs *inputs, JalId document_id, GArray *parts, GBytes *bytes)
{
  JalDocumentPart whole = { .blob_id = document_id, .media = "pdf" };
  guint place = jal_release_inputs_add (inputs, &whole);
  Copy *copy;

  if (get_copy (inputs, place) == NULL)
    {
      copy = g_new0 (Copy, 1);
      copy->parts = g_array_ref (parts);
      copy->bytes = g_bytes_ref (bytes);
      g_hash_table_insert (inputs->copies, GUINT_TO_POINTER (place + 1), copy);
    }
  return place;
}

gboolean
jal_release_inputs_get_copy (JalReleaseInputs *inputs, guint i, JalId *document_id, GArray **parts)
{
  Copy *copy = get_copy (inputs, i);

  if (copy == NULL)
    return FALSE;
  if (document_id != NULL)
    *document_id = g_array_index (inputs->parts, JalDocumentPart, i).blob_id;
  if (parts != NULL)
    *parts = copy->parts;
  return TRUE;
}

guint
jal_release_inputs_get_n (JalReleaseInputs *inputs)
{
  return inputs->parts->len;
}

JalId
jal_release_inputs_get_original (JalReleaseInputs *inputs, guint i)
{
  g_return_val_if_fail (i < inputs->parts->len, JAL_ID_NONE);

  return g_array_index (inputs->parts, JalDocumentPart, i).original_id;
}

const char *
jal_release_inputs_get_media (JalReleaseInputs *inputs, guint i)
{
  g_return_val_if_fail (i < inputs->parts->len, NULL);

  return g_array_index (inputs->parts, JalDocumentPart, i).media;
}

/* --- Whether they are what was taken in ---------------------------------------------------------------------------- */

typedef struct
{
  JalId original_id;
  gboolean bad;
} Look;

static gboolean
read_known (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;

  return jal_custody_rows_is_bad (tx, look->original_id, &look->bad, error);
}

static gboolean
note_mismatch (JalTx *tx, gpointer data, GError **error)
{
  Look *look = data;

  jal_tx_set_payload (tx, "does not match");
  return jal_custody_rows_note_check (tx, look->original_id, FALSE, error);
}

static gboolean
refuse_bad (GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                       _ ("The bytes of a document are no longer those that were taken in: it is neither printed nor "
                          "exported. Its custody says when that was found. Compare it with your backup."));
  return FALSE;
}

static gboolean
check_part (JalStore *store, JalId case_id, const JalDocumentPart *part, GCancellable *cancellable, GError **error)
{
  Look look = { .original_id = part->original_id };
  JalAct act = { .verb = "custody.check", .leaves = TRUE, .case_id = case_id };
  g_autoptr (GError) local = NULL;

  if (!jal_store_read (store, read_known, &look, cancellable, error))
    return FALSE;
  if (look.bad)
    return refuse_bad (error);
  if (jal_blob_verify (store, part->blob_id, NULL, NULL, cancellable, &local))
    return TRUE;
  if (!g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)
      && !g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return jal_store_act (store, &act, note_mismatch, &look, NULL, error) && refuse_bad (error);
}

gboolean
jal_release_check_originals (JalStore *store, JalId case_id, GArray *parts, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  for (guint i = 0; i < parts->len; i++)
    {
      JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      /* What was erased, or never taken in, has no bytes. */
      if (!jal_id_is_none (part->blob_id) && g_hash_table_add (seen, &part->blob_id)
          && !check_part (store, case_id, part, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_release_inputs_check (JalReleaseInputs *inputs, JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (JalDocumentPart));

  for (guint i = 0; i < inputs->parts->len; i++)
    {
      Copy *copy = get_copy (inputs, i);

      if (copy == NULL)
        g_array_append_val (parts, g_array_index (inputs->parts, JalDocumentPart, i));
      else
        g_array_append_vals (parts, copy->parts->data, copy->parts->len);
    }
  return jal_release_check_originals (store, case_id, parts, cancellable, error);
}

gboolean
jal_release_inputs_open (JalReleaseInputs *inputs, JalStore *store, GCancellable *cancellable, GError **error)
{
  for (guint i = inputs->bytes->len; i < inputs->parts->len; i++)
    {
      Copy *copy = get_copy (inputs, i);
      JalBlobSource *source;
      JalBytes bytes;
      char *password;

      if (copy != NULL)
        {
          bytes = jal_bytes_from_memory (copy->bytes);
          g_array_append_val (inputs->bytes, bytes);
          g_ptr_array_add (inputs->passwords, NULL);
          continue;
        }
      source = jal_blob_source_new (store, g_array_index (inputs->parts, JalDocumentPart, i).blob_id, cancellable, error);
      if (source == NULL)
        return FALSE;
      bytes = (JalBytes){ jal_blob_source_get_size (source), jal_blob_source_read, source, jal_blob_source_free };
      g_array_append_val (inputs->bytes, bytes);
      if (!jal_original_password_get (store, g_array_index (inputs->parts, JalDocumentPart, i).original_id, &password, cancellable,
                                      error))
        return FALSE;
      g_ptr_array_add (inputs->passwords, password);
    }
  return TRUE;
}

const JalBytes *
jal_release_inputs_get_bytes (JalReleaseInputs *inputs)
{
  return (const JalBytes *)(gpointer)inputs->bytes->data;
}

const char *
jal_release_inputs_get_password (JalReleaseInputs *inputs, guint i)
{
  return i < inputs->passwords->len ? inputs->passwords->pdata[i] : NULL;
}

void
jal_release_put_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
put_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
jal_release_inputs_put_json (JalReleaseInputs *inputs, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "inputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < inputs->bytes->len; i++)
    {
      json_builder_begin_object (builder);
      jal_release_put_string (builder, "kind", g_array_index (inputs->parts, JalDocumentPart, i).media);
      put_number (builder, "size", (gint64)g_array_index (inputs->bytes, JalBytes, i).size);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
jal_release_inputs_unlock (JalReleaseInputs *inputs, const char *spec, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (spec, error);
  JsonArray *list;

  if (root == NULL)
    return NULL;
  list = json_object_get_array_member (json_node_get_object (root), "inputs");
  for (guint i = 0; i < inputs->passwords->len && i < json_array_get_length (list); i++)
    if (inputs->passwords->pdata[i] != NULL)
      json_object_set_string_member (json_array_get_object_element (list, i), "password", inputs->passwords->pdata[i]);
  return json_to_string (root, FALSE);
}

void
jal_release_put_page (JsonBuilder *builder, guint input, guint page, int rotation)
{
  json_builder_begin_object (builder);
  put_number (builder, "input", input);
  put_number (builder, "page", page);
  if (rotation != 0)
    put_number (builder, "rotate", rotation);
  json_builder_end_object (builder);
}

static gboolean
note_parts (JalTx *tx, const JalDocumentPart *parts, guint n, GHashTable *seen, const char *detail, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!jal_id_is_none (parts[i].original_id) && g_hash_table_add (seen, (gpointer)&parts[i].original_id)
        && !jal_custody_rows_insert (tx, parts[i].original_id, "exported", detail, error))
      return FALSE;
  return TRUE;
}

gboolean
jal_release_inputs_note_export (JalReleaseInputs *inputs, JalTx *tx, const char *detail, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  for (guint i = 0; i < inputs->parts->len; i++)
    {
      Copy *copy = get_copy (inputs, i);
      const JalDocumentPart *parts = copy != NULL ? (const JalDocumentPart *)(gpointer)copy->parts->data
                                                  : &g_array_index (inputs->parts, JalDocumentPart, i);

      if (!note_parts (tx, parts, copy != NULL ? copy->parts->len : 1, seen, detail, error))
        return FALSE;
    }
  return TRUE;
}
