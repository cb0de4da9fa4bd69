/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * Looking for words on every page, one page a job.
 *
 *  1. A page counts as searched when its words were looked at, or when it is certain that they cannot be: what was given up for
 *     another page, or ended with the worker once, is looked at again.
 *  2. "Not found" is said of the pages that were read. Of others it is said how many they are.
 */
#include "app/reader/jal-page-source-private.h"

#include <glib/gi18n-lib.h>

static void
insert_hits (JalPageSource *self, const JalPageJob *job)
{
  guint at = 0;

  while (at < self->hits->len && g_array_index (self->hits, JalPageHit, at).page < job->page)
    at++;
  for (guint i = 0; i < job->hits->len; i++)
    {
      JalPageHit hit = g_array_index (job->hits, JalPageHit, i);

      hit.quads = g_array_ref (hit.quads);
      hit.line = g_strdup (hit.line);
      g_array_insert_val (self->hits, at + i, hit);
    }
}

void
jal_page_source_take_hits (JalPageSource *self, JalPageJob *job)
{
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
  insert_hits (self, job);
  g_signal_emit_by_name (self, "hits");
}

void
jal_page_source_find (JalPageSource *self, const char *words, guint page)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  g_clear_pointer (&self->words, g_free);
  g_array_set_size (self->hits, 0);
  self->find_serial++;
  self->n_searched = self->n_unread = self->n_wordless = 0;
  self->find_from = page;
  for (guint i = 0; i < self->n_pages; i++)
    self->pages[i].searched = FALSE;
  if (words != NULL && *words != '\0' && self->n_pages > 0)
    self->words = g_strdup (words);
  if (self->job != NULL && self->job->kind == JAL_PAGE_JOB_FIND)
    jal_page_source_give_up_in (self, JAL_PAGE_PATIENCE_ASIDE);
  g_signal_emit_by_name (self, "hits");
  jal_page_source_work_on (self);
}

GArray *
jal_page_source_get_hits (JalPageSource *self)
{
  return self->hits;
}

gboolean
jal_page_source_is_finding (JalPageSource *self)
{
  return self->words != NULL && self->n_searched < self->n_pages;
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
