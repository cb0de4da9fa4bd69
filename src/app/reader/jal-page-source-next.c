/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * What is read next: in view before all else, then what somebody waits for, then what somebody may want soon.
 */
#include "app/reader/jal-page-source-private.h"

#include <math.h>

#define PICTURE_PIXELS_MAX (16.0 * 1024 * 1024)
/* Pictures with fewer pixels are made sharp at once. */
#define SMALL_PIXELS (512.0 * 1024)
#define INFOS_A_JOB 25

double
jal_page_source_limit_scale (const JalPageInfo *info, double scale)
{
  double area = info->width * info->height;
  double longest = fmax (info->width, info->height);

  if (!(area > 0))
    return scale;
  scale = fmin (scale, sqrt (PICTURE_PIXELS_MAX / area));
  return fmin (scale, (JAL_READER_PIXELS_MAX - 1) / longest);
}

static double
sharp_scale (JalPageSource *self, guint page)
{
  return jal_page_source_limit_scale (self->pages[page].info, self->scale);
}

static gboolean
can_draw (JalPageSource *self, guint page)
{
  return self->pages[page].info != NULL && self->pages[page].trouble == NULL;
}

static gboolean
is_sharp (JalPageSource *self, guint page)
{
  return self->pages[page].picture != NULL && fabs (self->pages[page].scale - sharp_scale (self, page)) < 1e-9;
}

static JalPageJob *
picture_job (JalPageSource *self, guint page, double scale)
{
  JalPageJob *job = jal_page_job_new (self, JAL_PAGE_JOB_PICTURE, page);

  job->scale = scale;
  return job;
}

static JalPageJob *
infos_job (JalPageSource *self, guint page)
{
  JalPageJob *job = jal_page_job_new (self, JAL_PAGE_JOB_INFOS, page);

  while (job->n < INFOS_A_JOB && page + job->n < self->n_pages && self->pages[page + job->n].info == NULL
         && self->pages[page + job->n].trouble == NULL)
    job->n++;
  return job;
}

static JalPageJob *
next_in_view (JalPageSource *self)
{
  for (guint i = self->first; i <= self->last; i++)
    if (self->pages[i].info == NULL && self->pages[i].trouble == NULL)
      return infos_job (self, i);
  for (guint i = self->first; i <= self->last; i++)
    if (can_draw (self, i) && self->pages[i].picture == NULL)
      {
        const JalPageInfo *info = self->pages[i].info;
        double sharp = sharp_scale (self, i);
        double small = sqrt (SMALL_PIXELS / (info->width * info->height));

        return picture_job (self, i, small < sharp / 1.5 ? small : sharp);
      }
  for (guint i = self->first; i <= self->last; i++)
    if (can_draw (self, i) && !is_sharp (self, i))
      return picture_job (self, i, sharp_scale (self, i));
  for (guint i = self->first; i <= self->last; i++)
    if (can_draw (self, i) && self->pages[i].text == NULL && !self->pages[i].text_failed)
      return jal_page_job_new (self, JAL_PAGE_JOB_TEXT, i);
  for (guint i = self->first; i <= self->last; i++)
    if (can_draw (self, i) && self->pages[i].links == NULL && !self->pages[i].links_failed)
      return jal_page_job_new (self, JAL_PAGE_JOB_LINKS, i);
  return NULL;
}

static JalPageJob *
next_to_search (JalPageSource *self)
{
  for (guint i = 0; self->words != NULL && self->n_searched < self->n_pages && i < self->n_pages; i++)
    {
      guint page = (self->find_from + i) % self->n_pages;

      if (!self->pages[page].searched)
        {
          JalPageJob *job = jal_page_job_new (self, JAL_PAGE_JOB_FIND, page);

          job->words = g_strdup (self->words);
          job->serial = self->find_serial;
          return job;
        }
    }
  return NULL;
}

static JalPageJob *
next_beside (JalPageSource *self)
{
  guint beside[] = { self->last + 1, self->first > 0 ? self->first - 1 : G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    if (beside[i] < self->n_pages && can_draw (self, beside[i]) && !is_sharp (self, beside[i]))
      return picture_job (self, beside[i], sharp_scale (self, beside[i]));
  return NULL;
}

static JalPageJob *
next_thumb (JalPageSource *self)
{
  for (guint i = self->first_thumb; self->thumbs_wanted && i <= self->last_thumb && i < self->n_pages; i++)
    {
      const JalPageEntry *page = &self->pages[i];
      JalPageJob *job;

      if (page->thumb != NULL || page->thumb_failed || page->trouble != NULL)
        continue;
      if (page->info == NULL)
        return infos_job (self, i);
      job = jal_page_job_new (self, JAL_PAGE_JOB_THUMB, i);
      job->scale = fmin (self->thumb_pixels / fmax (page->info->width, page->info->height), 4);
      return job;
    }
  return NULL;
}

JalPageJob *
jal_page_source_next_job (JalPageSource *self)
{
  JalPageJob *job;

  if (self->scale > 0 && (job = next_in_view (self)) != NULL)
    return job;
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].text_wanted && self->pages[i].text == NULL && !self->pages[i].text_failed)
      return jal_page_job_new (self, JAL_PAGE_JOB_TEXT, i);
  if ((job = next_to_search (self)) != NULL)
    return job;
  if (self->outline_wanted && self->outline == NULL && !self->outline_failed)
    return jal_page_job_new (self, JAL_PAGE_JOB_OUTLINE, 0);
  if (self->scale > 0 && (job = next_beside (self)) != NULL)
    return job;
  if ((job = next_thumb (self)) != NULL)
    return job;
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].info == NULL && self->pages[i].trouble == NULL)
      return infos_job (self, i);
  return NULL;
}

