/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A document open for reading.
 *
 * 1. A document's page is a page of one of its originals, turned further by the document's own rotation.
 * 2. Each original has one reader, opened when its first page is asked for.
 * 3. The lock guards the table of readers and the pages with complaints; no page is read while it is held.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include <glib/gi18n-lib.h>

#include "evidence/jal-document-reader-private.h"
#include "evidence/jal-original-reader.h"
#include "record/jal-document-rows.h"

G_DEFINE_FINAL_TYPE (JalDocumentReader, jal_document_reader, G_TYPE_OBJECT)

static void
jal_document_reader_finalize (GObject *object)
{
  JalDocumentReader *self = JAL_DOCUMENT_READER (object);

  g_clear_pointer (&self->readers, g_hash_table_unref);
  g_clear_pointer (&self->complaints, g_hash_table_unref);
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_object (&self->store);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (jal_document_reader_parent_class)->finalize (object);
}

static void
jal_document_reader_class_init (JalDocumentReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_document_reader_finalize;
}

static void
jal_document_reader_init (JalDocumentReader *self)
{
  g_mutex_init (&self->lock);
  self->readers = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, (GDestroyNotify)jal_reader_unref);
  self->complaints = g_hash_table_new (NULL, NULL);
}

/* --- Opening ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId document_id;
  GArray *parts;
  JalId case_id;
} Load;

static gboolean
load_parts (JalTx *tx, gpointer data, GError **error)
{
  Load *load = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, load->document_id, error);

  if (document == NULL)
    return FALSE;
  load->case_id = document->case_id;
  return (load->parts = jal_document_rows_parts (tx, load->document_id, error)) != NULL;
}

JalDocumentReader *
jal_document_reader_open (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error)
{
  Load load = { .document_id = document_id };
  JalDocumentReader *self;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, load_parts, &load, cancellable, error))
    return NULL;
  if (jal_document_parts_are_locked (load.parts))
    {
      g_array_unref (load.parts);
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_ENCRYPTED,
                           _ ("This document came locked with a password. Enter the password that its sender uses."));
      return NULL;
    }
  self = g_object_new (JAL_TYPE_DOCUMENT_READER, NULL);
  self->store = g_object_ref (store);
  self->parts = load.parts;
  for (guint i = 0; i < load.parts->len; i++)
    self->n_pages += g_array_index (load.parts, JalDocumentPart, i).n_pages;
  jal_store_note_view (store, "document.open", load.case_id, document_id, NULL);
  return self;
}

/* An exhibit may stand in the register without its content. */
static gboolean
part_is_held (const JalDocumentPart *part, GError **error)
{
  if (!jal_id_is_none (part->blob_id))
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                       _ ("The content of this exhibit is not held here. The register says who has it."));
  return FALSE;
}

/* Returns (transfer full): the reader of the page's original; @original_page and @rotation are filled in. */
static JalReader *
find_reader (JalDocumentReader *self, guint page, guint *original_page, int *rotation, GCancellable *cancellable,
             GError **error)
{
  const JalDocumentPart *part = NULL;
  JalReader *reader = NULL;
  guint left = page;

  for (guint i = 0; i < self->parts->len && part == NULL; i++)
    {
      const JalDocumentPart *candidate = &g_array_index (self->parts, JalDocumentPart, i);

      if (left < candidate->n_pages)
        part = candidate;
      else
        left -= candidate->n_pages;
    }
  if (part == NULL)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NO_SUCH_PAGE, _ ("The document has no such page."));
      return NULL;
    }
  *original_page = part->first_page + left;
  *rotation = part->rotation;

  g_mutex_lock (&self->lock);
  reader = g_hash_table_lookup (self->readers, &part->original_id);
  if (reader != NULL)
    jal_reader_ref (reader);
  g_mutex_unlock (&self->lock);
  if (reader != NULL || !part_is_held (part, error)
      || (reader = jal_original_open (self->store, part, NULL, cancellable, error)) == NULL)
    return reader;

  /* Two threads may have opened it at once: the first to come here keeps its reader. */
  g_mutex_lock (&self->lock);
  if (g_hash_table_contains (self->readers, &part->original_id))
    {
      jal_reader_unref (reader);
      reader = g_hash_table_lookup (self->readers, &part->original_id);
    }
  else
    g_hash_table_insert (self->readers, g_memdup2 (&part->original_id, sizeof (JalId)), reader);
  jal_reader_ref (reader);
  g_mutex_unlock (&self->lock);
  return reader;
}

static void
note_complaint (JalDocumentReader *self, guint page, gboolean incomplete)
{
  if (!incomplete)
    return;
  g_mutex_lock (&self->lock);
  g_hash_table_add (self->complaints, GUINT_TO_POINTER (page + 1));
  g_mutex_unlock (&self->lock);
}

/* --- Reading ------------------------------------------------------------------------------------------------- */

guint
jal_document_reader_get_n_pages (JalDocumentReader *self)
{
  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self), 0);

  return self->n_pages;
}

gboolean
jal_document_reader_locate (JalDocumentReader *self, guint page, JalId *original_id, guint *original_page,
                            int *rotation)
{
  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self), FALSE);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (self->parts, JalDocumentPart, i);

      if (page >= part->n_pages)
        {
          page -= part->n_pages;
          continue;
        }
      if (original_id != NULL)
        *original_id = part->original_id;
      if (original_page != NULL)
        *original_page = part->first_page + page;
      if (rotation != NULL)
        *rotation = part->rotation;
      return TRUE;
    }
  return FALSE;
}

gboolean
jal_document_reader_get_page (JalDocumentReader *self, guint page, JalPageInfo *info, GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (JalReader) reader = NULL;
  JalPageInfo found;
  guint original_page;
  int rotation;

  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self) && info != NULL, FALSE);

  reader = find_reader (self, page, &original_page, &rotation, cancellable, error);
  if (reader == NULL || !jal_reader_get_page (reader, original_page, &found, cancellable, error))
    return FALSE;
  note_complaint (self, page, found.incomplete);
  found.rotate = (found.rotate + (guint)rotation) % 360;
  if (rotation == 90 || rotation == 270)
    {
      double width = found.width;

      found.width = found.height;
      found.height = width;
    }
  *info = found;
  return TRUE;
}

JalPageText *
jal_document_reader_get_text (JalDocumentReader *self, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalReader) reader = NULL;
  JalPageText *text;
  guint original_page;
  int rotation;

  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self), NULL);

  reader = find_reader (self, page, &original_page, &rotation, cancellable, error);
  text = reader != NULL ? jal_reader_get_text (reader, original_page, cancellable, error) : NULL;
  note_complaint (self, page, text != NULL && (text->incomplete || text->lacks_shapes));
  return text;
}

JalPixels *
jal_document_reader_render (JalDocumentReader *self, guint page, double scale, int extra_rotation,
                            GCancellable *cancellable, GError **error)
{
  return jal_document_reader_render_region (self, page, scale, extra_rotation, 0, 0, 0, 0, cancellable, error);
}

JalPixels *
jal_document_reader_render_region (JalDocumentReader *self, guint page, double scale, int extra_rotation, guint x, guint y,
                                   guint width, guint height, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalReader) reader = NULL;
  JalPixels *pixels;
  guint original_page;
  int rotation;

  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self), NULL);
  g_return_val_if_fail (extra_rotation % 90 == 0, NULL);

  reader = find_reader (self, page, &original_page, &rotation, cancellable, error);
  if (reader == NULL)
    return NULL;
  rotation = ((rotation + extra_rotation) % 360 + 360) % 360;
  jal_reader_set_light (reader, g_atomic_int_get (&self->light) != 0);
  pixels = width == 0 ? jal_reader_render (reader, original_page, scale, (guint)rotation, cancellable, error)
                      : jal_reader_render_region (reader, original_page, scale, (guint)rotation, x, y, width, height,
                                                  cancellable, error);
  note_complaint (self, page, pixels != NULL && pixels->incomplete);
  return pixels;
}

void
jal_document_reader_set_light (JalDocumentReader *self, gboolean light)
{
  g_return_if_fail (JAL_IS_DOCUMENT_READER (self));

  g_atomic_int_set (&self->light, light ? 1 : 0);
}

void
jal_document_reader_try_again (JalDocumentReader *self, guint page)
{
  g_autoptr (JalReader) reader = NULL;
  guint original_page;
  int rotation;

  g_return_if_fail (JAL_IS_DOCUMENT_READER (self));

  reader = find_reader (self, page, &original_page, &rotation, NULL, NULL);
  if (reader != NULL)
    jal_reader_try_again (reader);
}

/* The first page of a part in the document. */
static guint
part_start (JalDocumentReader *self, guint index)
{
  guint start = 0;

  for (guint i = 0; i < index; i++)
    start += g_array_index (self->parts, JalDocumentPart, i).n_pages;
  return start;
}

/* Where a page of a part's original stands in the document: best in the same part. -1 when it does not. */
static int
find_in_document (JalDocumentReader *self, guint part, int original_page)
{
  JalId original_id = g_array_index (self->parts, JalDocumentPart, part).original_id;

  for (guint k = 0; k < self->parts->len && original_page >= 0; k++)
    {
      guint i = (part + k) % self->parts->len;
      const JalDocumentPart *other = &g_array_index (self->parts, JalDocumentPart, i);

      if (jal_id_equal (other->original_id, original_id) && (guint)original_page >= other->first_page
          && (guint)original_page - other->first_page < other->n_pages)
        return (int)(part_start (self, i) + (guint)original_page - other->first_page);
    }
  return -1;
}

GPtrArray *
jal_document_reader_get_outline (JalDocumentReader *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_lead_free);

  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self), NULL);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (self->parts, JalDocumentPart, i);
      guint start = part_start (self, i), original_page;
      g_autoptr (JalReader) reader = NULL;
      g_autoptr (GPtrArray) leads = NULL;
      int rotation;

      if (part->n_pages == 0 || !g_str_equal (part->media, "pdf"))
        continue;
      reader = find_reader (self, start, &original_page, &rotation, cancellable, error);
      if (reader == NULL || (leads = jal_reader_get_outline (reader, cancellable, error)) == NULL)
        return NULL;
      for (guint k = 0; k < leads->len; k++)
        {
          g_autofree JalLead *lead = leads->pdata[k];
          int page = find_in_document (self, i, lead->page);

          leads->pdata[k] = NULL;
          /* A heading that leads nowhere stays where nothing else was left out. */
          if (page >= 0 ? (guint)page < start || (guint)page >= start + part->n_pages : self->parts->len > 1)
            {
              g_free (lead->text);
              continue;
            }
          lead->page = page;
          lead->has_point = lead->has_point && page >= 0;
          g_ptr_array_add (all, g_steal_pointer (&lead));
        }
    }
  return g_steal_pointer (&all);
}

GPtrArray *
jal_document_reader_get_links (JalDocumentReader *self, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (GPtrArray) leads = NULL;
  guint original_page, part = 0;
  int rotation;

  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self), NULL);

  reader = find_reader (self, page, &original_page, &rotation, cancellable, error);
  if (reader == NULL || (leads = jal_reader_get_links (reader, original_page, cancellable, error)) == NULL)
    return NULL;
  while (part + 1 < self->parts->len && part_start (self, part + 1) <= page)
    part++;
  for (guint i = leads->len; i > 0; i--)
    {
      JalLead *lead = leads->pdata[i - 1];

      lead->page = find_in_document (self, part, lead->page);
      if (lead->page < 0 && *lead->text == '\0')
        g_ptr_array_remove_index (leads, i - 1);
    }
  return g_steal_pointer (&leads);
}

gboolean
jal_document_reader_page_has_complaints (JalDocumentReader *self, guint page)
{
  gboolean found;

  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self), FALSE);

  g_mutex_lock (&self->lock);
  found = g_hash_table_contains (self->complaints, GUINT_TO_POINTER (page + 1));
  g_mutex_unlock (&self->lock);
  return found;
}
