/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the pages of a document say, as the vault holds it since they were taken in: at hand at once, where reading a page takes the worker
 * tens of milliseconds.
 *
 *  1. It is, letter by letter, what jal_document_reader_get_text() reads, or it is not told: text of an older reading, of somebody's hand, or
 *     left out because there was too much of it does not count.
 *  2. Where each letter stands is not in it.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-document-reader-private.h"
#include "evidence/jal-import-pages-private.h"
#include "record/jal-document-rows.h"

typedef struct
{
  JalDocumentReader *reader;
  guint first, n;
  GPtrArray *texts;
} Said;

/* An empty text is what was left out of too much, too. */
static gboolean
drop_left_out (JalTx *tx, JalId original_id, GPtrArray *texts, guint at, guint n, GError **error)
{
  gboolean has_empty = FALSE;
  gint64 n_bytes;

  for (guint i = at; i < at + n && !has_empty; i++)
    has_empty = texts->pdata[i] != NULL && *(const char *)texts->pdata[i] == '\0';
  if (!has_empty)
    return TRUE;
  if (!jal_page_text_get_size (tx, original_id, &n_bytes, error))
    return FALSE;
  for (guint i = at; i < at + n && n_bytes > JAL_IMPORT_TEXT_BYTES_MAX - JAL_IMPORT_PAGE_BYTES_MAX; i++)
    if (texts->pdata[i] != NULL && *(const char *)texts->pdata[i] == '\0')
      g_clear_pointer (&texts->pdata[i], g_free);
  return TRUE;
}

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Said *said = data;
  const GArray *parts = said->reader->parts;

  for (guint i = 0, start = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      guint from = MAX (said->first, start), to = MIN (said->first + said->n, start + part->n_pages);

      if (from < to
          && (!jal_page_text_list (tx, part->original_id, part->first_page + from - start, said->texts, from - said->first, to - from, error)
              || !drop_left_out (tx, part->original_id, said->texts, from - said->first, to - from, error)))
        return FALSE;
      start += part->n_pages;
    }
  return TRUE;
}

GPtrArray *
jal_document_reader_dup_said (JalDocumentReader *self, guint first, guint n, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Said said = { self, first, n, texts };

  g_return_val_if_fail (JAL_IS_DOCUMENT_READER (self) && n <= self->n_pages && first <= self->n_pages - n, NULL);

  g_ptr_array_set_size (texts, (int)n);
  if (!jal_store_read (self->store, load, &said, cancellable, error))
    return NULL;
  for (guint i = 0; i < n; i++)
    if (texts->pdata[i] != NULL)
      jal_import_pages_cut_text (texts->pdata[i]);
  return g_steal_pointer (&texts);
}
