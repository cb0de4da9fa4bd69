/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * Looking for words in what is known of the pages' text: kept in the vault since they were taken in, or read by a search before. A slice of
 * the document a task, beside the worker's own: a thousand pages in less time than the worker takes for one.
 *
 *  1. What is found is found for good: the text is that of the page, letter by letter. Where it turns out not to be, nothing of the document
 *     is believed any more, and its pages are read.
 *  2. A page of which nothing is known is left to the worker.
 */
#include "app/reader/jal-page-source-private.h"

#include <string.h>

#include "app/shell/jal-task.h"

#define PAGES_A_SLICE 64
/* Of text that a search has read from pages, kept for the next word. */
#define READ_BYTES_MAX (16u * 1024 * 1024)

typedef struct
{
  JalDocumentReader *reader;
  char *words;
  guint serial;
  guint first, n;
  guint hits_max;

  GPtrArray *read; /* n, of GRefString, nullable each: what a search read from the pages */
  gboolean *known; /* n: the answer is for this page */
  guint n_wordless;
  GArray *hits; /* of JalPageHit */
} Slice;

static void
free_slice (gpointer data)
{
  Slice *slice = data;

  g_object_unref (slice->reader);
  g_free (slice->words);
  g_ptr_array_unref (slice->read);
  g_free (slice->known);
  g_array_unref (slice->hits);
  g_free (slice);
}

static void
release_text (gpointer text)
{
  if (text != NULL)
    g_ref_string_release (text);
}

/* --- On the thread ------------------------------------------------------------------------------------------------ */

void
jal_page_hits_add (GArray *hits, guint page, const char *text, gsize n_bytes, const JalMatch *match)
{
  g_autofree char *line = jal_geometry_dup_line (text, n_bytes, match);
  JalPageHit hit = { page, match->first, match->n, NULL, g_ref_string_new (line) };

  g_array_append_val (hits, hit);
}

static gpointer
slice_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Slice *slice = data;
  g_autoptr (GError) local = NULL;
  /* What cannot be got from the vault is asked of the pages, which say it themselves. */
  g_autoptr (GPtrArray) said = jal_document_reader_dup_said (slice->reader, slice->first, slice->n, cancellable, &local);

  for (guint i = 0; i < slice->n && slice->hits->len < slice->hits_max && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const char *text = slice->read->pdata[i] != NULL ? slice->read->pdata[i] : said != NULL ? said->pdata[i] : NULL;
      g_autoptr (GArray) matches = NULL;

      if (text == NULL)
        continue;
      matches = jal_geometry_match (text, strlen (text), slice->words);
      for (guint k = 0; k < matches->len; k++)
        jal_page_hits_add (slice->hits, slice->first + i, text, strlen (text), &g_array_index (matches, JalMatch, k));
      slice->known[i] = TRUE;
      slice->n_wordless += *text == '\0' ? 1 : 0;
    }
  return NULL;
}

/* --- On the UI thread --------------------------------------------------------------------------------------------- */

static void
slice_done (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPageSource *self = owner;
  Slice *slice = data;

  if (slice->serial != self->find_serial || self->words == NULL || self->dropped)
    return;
  for (guint i = 0; i < slice->n; i++)
    {
      self->pages[slice->first + i].looked_up = TRUE;
      self->pages[slice->first + i].searched = slice->known[i];
      self->n_searched += slice->known[i] ? 1 : 0;
    }
  self->n_looked_up += slice->n;
  self->n_wordless += slice->n_wordless;
  jal_page_source_insert_hits (self, slice->first, slice->hits);
  for (guint i = 0; i < slice->n; i++)
    if (!jal_page_source_hits_are_true (self, slice->first + i))
      {
        jal_page_source_distrust (self);
        return;
      }
  g_signal_emit_by_name (self, "hits");
  if (slice->serial == self->find_serial && !self->dropped)
    jal_page_source_look_up (self);
  jal_page_source_work_on (self);
}

void
jal_page_source_look_up (JalPageSource *self)
{
  guint first = (self->find_from + self->n_looked_up) % MAX (self->n_pages, 1);
  Slice *slice;

  if (self->words == NULL || self->n_looked_up >= self->n_pages || jal_page_source_is_full (self))
    return;
  slice = g_new0 (Slice, 1);
  slice->reader = g_object_ref (self->reader);
  slice->words = g_strdup (self->words);
  slice->serial = self->find_serial;
  slice->first = first;
  /* In the order of the document: it goes on at its beginning. */
  slice->n = MIN (PAGES_A_SLICE, (first >= self->find_from ? self->n_pages : self->find_from) - first);
  slice->hits_max = self->hits_max - self->hits->len;
  slice->hits = jal_page_hits_new ();
  slice->known = g_new0 (gboolean, slice->n);
  slice->read = g_ptr_array_new_with_free_func (release_text);
  for (guint i = 0; i < slice->n; i++)
    {
      char *text = self->pages[first + i].read;

      g_ptr_array_add (slice->read, text != NULL ? g_ref_string_acquire (text) : NULL);
    }
  jal_task_renew (self, jal_page_source_look_up, slice_work, slice, free_slice, NULL, slice_done);
}

void
jal_page_source_stop_looking_up (JalPageSource *self)
{
  jal_task_cancel (self, jal_page_source_look_up);
}

void
jal_page_source_keep_read (JalPageSource *self, guint page, const JalPageText *text)
{
  JalPageEntry *entry = &self->pages[page];

  if (entry->read != NULL || self->read_bytes + text->n_bytes > READ_BYTES_MAX)
    return;
  entry->read = g_ref_string_new_len (text->text, (gssize)text->n_bytes);
  self->read_bytes += text->n_bytes;
}

void
jal_page_source_forget_read (JalPageSource *self)
{
  for (guint i = 0; i < self->n_pages; i++)
    g_clear_pointer (&self->pages[i].read, g_ref_string_release);
  self->read_bytes = 0;
}
