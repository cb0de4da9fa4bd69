/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The originals that a composed file is made of. */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-inputs.h"

#include <glib/gi18n-lib.h>

#include "record/jal-blob-source.h"
#include "record/jal-document-rows.h"

struct _JalReleaseInputs
{
  GArray *parts;      /* of JalDocumentPart: whole originals */
  GHashTable *places; /* JalId * of a blob → place + 1 */
  GArray *bytes;      /* of JalBytes, when open */
};

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
  return inputs;
}

void
jal_release_inputs_free (JalReleaseInputs *inputs)
{
  if (inputs == NULL)
    return;
  g_array_unref (inputs->bytes);
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

static gboolean
count_bad (JalTx *tx, gpointer data, GError **error)
{
  JalReleaseInputs *inputs = data;

  for (guint i = 0; i < inputs->parts->len; i++)
    {
      JalId original = jal_release_inputs_get_original (inputs, i);
      gint64 n = 0;

      if (!jal_tx_select_int (tx, &n, error, "SELECT count(*) FROM integrity WHERE original_id = ? AND matches = 0", "I",
                              &original))
        return FALSE;
      if (n == 0)
        continue;
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                           _ ("The bytes of a document are no longer those that were taken in: it is neither printed nor "
                              "exported. Its custody says when that was found. Compare it with your backup."));
      return FALSE;
    }
  return TRUE;
}

gboolean
jal_release_inputs_open (JalReleaseInputs *inputs, JalStore *store, GCancellable *cancellable, GError **error)
{
  if (!jal_store_read (store, count_bad, inputs, cancellable, error))
    return FALSE;
  for (guint i = inputs->bytes->len; i < inputs->parts->len; i++)
    {
      JalBlobSource *source
          = jal_blob_source_new (store, g_array_index (inputs->parts, JalDocumentPart, i).blob_id, cancellable, error);
      JalBytes bytes;

      if (source == NULL)
        return FALSE;
      bytes = (JalBytes){ jal_blob_source_get_size (source), jal_blob_source_read, source, jal_blob_source_free };
      g_array_append_val (inputs->bytes, bytes);
    }
  return TRUE;
}

const JalBytes *
jal_release_inputs_get_bytes (JalReleaseInputs *inputs)
{
  return (const JalBytes *)(gpointer)inputs->bytes->data;
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

gboolean
jal_release_inputs_note_export (JalReleaseInputs *inputs, JalTx *tx, const char *detail, GError **error)
{
  for (guint i = 0; i < inputs->parts->len; i++)
    if (!jal_custody_rows_insert (tx, jal_release_inputs_get_original (inputs, i), "exported", detail, error))
      return FALSE;
  return TRUE;
}
