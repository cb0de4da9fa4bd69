/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * Looking for words on every page: first in what is known of the pages' text (jal-page-source-said.c), then, one page a job, on those of
 * which nothing is known.
 *
 *  1. A page counts as searched when its words were looked at, or when it is certain that they cannot be: what was given up for
 *     another page, or ended with the worker once, is looked at again.
 *  2. "Not found" is said of the pages that were read. Of others it is said how many they are.
 *  3. Where a hit stands is found out when its page's text is read, which pages in view are by themselves.
 */
#include "app/reader/jal-page-source-private.h"

#include <glib/gi18n-lib.h>

gboolean
jal_page_source_is_full (JalPageSource *self)
{
  return self->hits->len >= self->hits_max;
}

guint
jal_page_source_get_first_hit (JalPageSource *self, guint page)
{
  guint from = 0, to = self->hits->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (self->hits, JalPageHit, middle).page < page)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

void
jal_page_source_insert_hits (JalPageSource *self, guint page, GArray *hits)
{
  guint at = jal_page_source_get_first_hit (self, page);

  if (hits->len == 0)
    return;
  g_array_insert_vals (self->hits, at, hits->data, hits->len);
  for (guint i = 0; i < hits->len; i++)
    {
      JalPageHit *hit = &g_array_index (self->hits, JalPageHit, at + i);

      if (hit->quads != NULL)
        g_array_ref (hit->quads);
      g_ref_string_acquire (hit->line);
    }
}

/* Whether what was found on a page is what its text says; TRUE when that is not known. */
gboolean
jal_page_source_hits_are_true (JalPageSource *self, guint page)
{
  const JalPageText *text = self->pages[page].text;
  guint at = jal_page_source_get_first_hit (self, page);
  g_autoptr (GArray) matches = NULL;
  guint n;

  if (text == NULL || self->words == NULL || !self->pages[page].searched)
    return TRUE;
  n = jal_page_source_get_first_hit (self, page + 1) - at;
  matches = jal_geometry_match (text->text, text->n_bytes, self->words);
  if (matches->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const JalPageHit *hit = &g_array_index (self->hits, JalPageHit, at + i);
      const JalMatch *match = &g_array_index (matches, JalMatch, i);

      if (hit->first != match->first || hit->n != match->n)
        return FALSE;
    }
  return TRUE;
}

GArray *
jal_page_source_get_quads (JalPageSource *self, guint index)
{
  JalPageHit *hit = &g_array_index (self->hits, JalPageHit, index);
  const JalPageEntry *page = &self->pages[hit->page];

  if (hit->quads == NULL && page->text != NULL && page->info != NULL)
    hit->quads = jal_geometry_get_quads (page->info, page->text, hit->first, hit->n);
  return hit->quads;
}

/* The next page on either side with a hit. */
void
jal_page_source_set_near (JalPageSource *self, guint index)
{
  guint page = g_array_index (self->hits, JalPageHit, index).page, next = jal_page_source_get_first_hit (self, page + 1);
  guint before = jal_page_source_get_first_hit (self, page);

  self->near_hits[0] = g_array_index (self->hits, JalPageHit, next < self->hits->len ? next : 0).page;
  self->near_hits[1] = g_array_index (self->hits, JalPageHit, before > 0 ? before - 1 : self->hits->len - 1).page;
  jal_page_source_work_on (self);
}

static void
begin_search (JalPageSource *self)
{
  g_array_set_size (self->hits, 0);
  self->near_hits[0] = self->near_hits[1] = G_MAXUINT;
  self->find_serial++;
  self->n_searched = self->n_unread = self->n_wordless = 0;
  self->n_looked_up = self->words != NULL && self->distrusts ? self->n_pages : 0;
  for (guint i = 0; i < self->n_pages; i++)
    {
      self->pages[i].searched = FALSE;
      self->pages[i].looked_up = self->distrusts;
    }
  jal_page_source_stop_looking_up (self);
  if (self->job != NULL && self->job->kind == JAL_PAGE_JOB_FIND)
    jal_page_source_give_up_in (self, JAL_PAGE_PATIENCE_ASIDE);
  jal_page_source_look_up (self);
  g_signal_emit_by_name (self, "hits");
  jal_page_source_work_on (self);
}

void
jal_page_source_distrust (JalPageSource *self)
{
  self->distrusts = TRUE;
  jal_page_source_forget_read (self);
  begin_search (self);
}

void
jal_page_source_take_hits (JalPageSource *self, JalPageJob *job)
{
  if (job->text != NULL)
    jal_page_source_keep_read (self, job->page, job->text);
  if (job->serial != self->find_serial || job->hits == NULL)
    return;
  if (job->text == NULL
      && (job->error == NULL || g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
          || jal_page_source_is_first_crash (&self->pages[job->page], job->kind, job->error)))
    return;
  self->pages[job->page].searched = TRUE;
  self->n_searched++;
  if (job->text == NULL)
    self->n_unread++;
  else if (job->text->n_chars == 0)
    self->n_wordless++;
  jal_page_source_insert_hits (self, job->page, job->hits);
  g_signal_emit_by_name (self, "hits");
}

void
jal_page_source_find (JalPageSource *self, const char *words, guint page)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  g_clear_pointer (&self->words, g_free);
  self->find_from = page;
  if (words != NULL && *words != '\0' && self->n_pages > 0)
    self->words = g_strdup (words);
  begin_search (self);
}

GArray *
jal_page_source_get_hits (JalPageSource *self)
{
  return self->hits;
}

gboolean
jal_page_source_is_finding (JalPageSource *self)
{
  return self->words != NULL && self->n_searched < self->n_pages && !jal_page_source_is_full (self);
}

gboolean
jal_page_source_is_seeking (JalPageSource *self)
{
  return self->words != NULL;
}

guint
jal_page_source_get_n_searched (JalPageSource *self)
{
  return self->n_searched;
}

char *
jal_page_source_dup_unsearched (JalPageSource *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (jal_page_source_is_full (self))
    g_ptr_array_add (parts, g_strdup (_ ("There are too many hits to list them all. Write more of what you look for.")));
  if (self->n_unread > 0)
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page could not be read and was not searched.",
                                                          "%u pages could not be read and were not searched.", self->n_unread),
                                             self->n_unread));
  if (self->n_wordless > 0)
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page has no words to search: it is a picture, or empty.",
                                                          "%u pages have no words to search: they are pictures, or empty.",
                                                          self->n_wordless),
                                             self->n_wordless));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" ", (char **)parts->pdata);
}
