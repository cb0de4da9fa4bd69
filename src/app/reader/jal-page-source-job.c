/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is done on a thread for the pages: one question to the document, and its answer. */
#include "app/reader/jal-page-source-private.h"

static void
clear_hit (gpointer data)
{
  JalPageHit *hit = data;

  g_clear_pointer (&hit->quads, g_array_unref);
  g_clear_pointer (&hit->line, g_ref_string_release);
}

GArray *
jal_page_hits_new (void)
{
  GArray *hits = g_array_new (FALSE, TRUE, sizeof (JalPageHit));

  g_array_set_clear_func (hits, clear_hit);
  return hits;
}

void
jal_page_job_free (gpointer data)
{
  JalPageJob *job = data;

  for (guint i = 0; job->errors != NULL && i < job->n; i++)
    g_clear_error (&job->errors[i]);
  g_free (job->errors);
  g_free (job->infos);
  g_free (job->words);
  g_clear_error (&job->error);
  g_clear_pointer (&job->pixels, jal_pixels_unref);
  g_clear_pointer (&job->text, jal_page_text_unref);
  g_clear_pointer (&job->hits, g_array_unref);
  g_clear_pointer (&job->leads, g_ptr_array_unref);
  g_object_unref (job->reader);
  g_free (job);
}

JalPageJob *
jal_page_job_new (JalPageSource *self, JalPageJobKind kind, guint page)
{
  JalPageJob *job = g_new0 (JalPageJob, 1);

  job->kind = kind;
  job->reader = g_object_ref (self->reader);
  job->page = page;
  job->rotation = self->rotation;
  job->began = g_get_monotonic_time ();
  job->again = self->pages[page].again;
  job->heavy = self->pages[page].heavy;
  return job;
}

/* --- On the thread ------------------------------------------------------------------------------------------------ */

static void
read_infos (JalPageJob *job, GCancellable *cancellable)
{
  job->infos = g_new0 (JalPageInfo, job->n);
  job->errors = g_new0 (GError *, job->n);
  for (guint i = 0; i < job->n && !g_cancellable_is_cancelled (cancellable); i++)
    jal_document_reader_get_page (job->reader, job->page + i, &job->infos[i], cancellable, &job->errors[i]);
}

static void
find_hits (JalPageJob *job, GCancellable *cancellable)
{
  g_autoptr (GArray) matches = NULL;

  job->hits = jal_page_hits_new ();
  job->text = jal_document_reader_get_text (job->reader, job->page, cancellable, &job->error);
  if (job->text == NULL)
    return;
  matches = jal_geometry_match (job->text->text, job->text->n_bytes, job->words);
  for (guint i = 0; i < matches->len; i++)
    jal_page_hits_add (job->hits, job->page, job->text->text, job->text->n_bytes, &g_array_index (matches, JalMatch, i));
}

gpointer
jal_page_job_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalPageJob *job = data;

  if (job->again)
    jal_document_reader_try_again (job->reader, job->page);
  jal_document_reader_set_light (job->reader, !job->heavy);
  switch (job->kind)
    {
    case JAL_PAGE_JOB_INFOS:
      read_infos (job, cancellable);
      break;
    case JAL_PAGE_JOB_PICTURE:
    case JAL_PAGE_JOB_THUMB:
      job->pixels = jal_document_reader_render (job->reader, job->page, job->scale, (int)job->rotation, cancellable, &job->error);
      break;
    case JAL_PAGE_JOB_DETAIL:
      job->pixels = jal_document_reader_render_region (job->reader, job->page, job->scale, (int)job->rotation, job->area.x,
                                                       job->area.y, job->area.width, job->area.height, cancellable, &job->error);
      break;
    case JAL_PAGE_JOB_TEXT:
      job->text = jal_document_reader_get_text (job->reader, job->page, cancellable, &job->error);
      break;
    case JAL_PAGE_JOB_LINKS:
      job->leads = jal_document_reader_get_links (job->reader, job->page, cancellable, &job->error);
      break;
    case JAL_PAGE_JOB_OUTLINE:
      job->leads = jal_document_reader_get_outline (job->reader, cancellable, &job->error);
      break;
    case JAL_PAGE_JOB_FIND:
      find_hits (job, cancellable);
      break;
    default:
      g_assert_not_reached ();
    }
  job->incomplete = jal_document_reader_page_has_complaints (job->reader, job->page);
  return NULL;
}

