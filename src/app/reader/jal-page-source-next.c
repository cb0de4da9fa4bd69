/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * What is read next: in view before all else, then what somebody waits for, then what somebody may want soon.
 */
#include "app/reader/jal-page-source-private.h"

#include <math.h>

/* Pictures with fewer pixels are made sharp at once. */
#define SMALL_PIXELS (512.0 * 1024)
/* A small picture comes first only when the sharp one has so much more to it: half the work twice is no gain. */
#define MUCH_SMALLER 2.5
#define INFOS_A_JOB 25

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

gboolean
jal_page_source_is_settled (JalPageSource *self, guint page)
{
  return page < self->n_pages && (self->pages[page].trouble != NULL || (self->scale > 0 && can_draw (self, page) && is_sharp (self, page)));
}

static JalPageJob *
picture_job (JalPageSource *self, guint page, double scale)
{
  JalPageJob *job = jal_page_job_new (self, JAL_PAGE_JOB_PICTURE, page);

  job->scale = scale;
  return job;
}

/* @n pages at most, those that are not known yet. */
static JalPageJob *
infos_job (JalPageSource *self, guint page, guint n)
{
  JalPageJob *job = jal_page_job_new (self, JAL_PAGE_JOB_INFOS, page);

  while (job->n < n && page + job->n < self->n_pages && self->pages[page + job->n].info == NULL
         && self->pages[page + job->n].trouble == NULL)
    job->n++;
  return job;
}

/* The page being read comes before those of which only a part is to be seen. */
static guint
nth_in_view (JalPageSource *self, guint n)
{
  guint main_page = CLAMP (self->main_page, self->first, self->last);

  return n == 0 ? main_page : n <= main_page - self->first ? main_page - n : self->first + n;
}

static JalPageJob *
next_picture (JalPageSource *self, guint page)
{
  const JalPageInfo *info = self->pages[page].info;
  double sharp = sharp_scale (self, page);
  double small = sqrt (SMALL_PIXELS / (info->width * info->height));

  return picture_job (self, page,
                      self->pages[page].picture == NULL && small < sharp / MUCH_SMALLER ? small : sharp);
}

/* What one looks at: its size and its picture. */
static JalPageJob *
next_to_show (JalPageSource *self)
{
  guint n = self->last - self->first + 1;

  for (guint i = 0; i < n; i++)
    {
      guint page = nth_in_view (self, i);

      if (self->pages[page].info == NULL && self->pages[page].trouble == NULL)
        return infos_job (self, page, i == 0 ? 1 : n);
      if (can_draw (self, page) && !is_sharp (self, page)
          && (self->pages[page].picture == NULL || sharp_scale (self, page) == self->scale))
        return next_picture (self, page);
    }
  for (guint i = 0; i < n; i++)
    {
      guint page = nth_in_view (self, i);

      if (can_draw (self, page) && jal_page_source_wants_detail (self, page))
        return jal_page_source_detail_job (self, page);
      /* What is stretched under it, in its right size. */
      if (can_draw (self, page) && !is_sharp (self, page))
        return next_picture (self, page);
    }
  return NULL;
}

/* What one may select or follow on it. */
static JalPageJob *
next_in_view (JalPageSource *self)
{
  guint n = self->last - self->first + 1;

  for (guint i = 0; i < n; i++)
    {
      guint page = nth_in_view (self, i);

      if (can_draw (self, page) && self->pages[page].text == NULL && !self->pages[page].text_failed)
        return jal_page_job_new (self, JAL_PAGE_JOB_TEXT, page);
    }
  for (guint i = 0; i < n; i++)
    {
      guint page = nth_in_view (self, i);

      if (can_draw (self, page) && self->pages[page].links == NULL && !self->pages[page].links_failed)
        return jal_page_job_new (self, JAL_PAGE_JOB_LINKS, page);
    }
  return NULL;
}

static JalPageJob *
next_to_search (JalPageSource *self)
{
  for (guint i = 0; jal_page_source_is_finding (self) && i < self->n_pages; i++)
    {
      guint page = (self->find_from + i) % self->n_pages;

      if (self->pages[page].looked_up && !self->pages[page].searched)
        {
          JalPageJob *job = jal_page_job_new (self, JAL_PAGE_JOB_FIND, page);

          job->words = g_strdup (self->words);
          job->serial = self->find_serial;
          return job;
        }
    }
  return NULL;
}

/* Whether the picture of a neighbour would be kept. One that had to go at once would be made again and again. */
static gboolean
has_room_beside (JalPageSource *self, guint page)
{
  const JalPageInfo *info = self->pages[page].info;
  double scale = sharp_scale (self, page), bytes = ceil (info->width * scale) * ceil (info->height * scale) * 4;

  for (guint i = self->first > 0 ? self->first - 1 : 0; i <= self->last + 1 && i < self->n_pages; i++)
    if (i != page && self->pages[i].picture != NULL)
      bytes += (double)jal_page_picture_get_size (self->pages[i].picture);
  return bytes <= (double)self->pictures_max;
}

/* The neighbours, the way one is going first. */
static JalPageJob *
next_beside (JalPageSource *self)
{
  guint after = self->last + 1, before = self->first > 0 ? self->first - 1 : G_MAXUINT;
  guint beside[] = { self->backward ? before : after, self->backward ? after : before };

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      guint page = beside[i];

      if (page >= self->n_pages)
        continue;
      if (self->pages[page].info == NULL && self->pages[page].trouble == NULL)
        return infos_job (self, page, 1);
      if (can_draw (self, page) && !is_sharp (self, page) && has_room_beside (self, page))
        return picture_job (self, page, sharp_scale (self, page));
    }
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
        return infos_job (self, i, INFOS_A_JOB);
      job = jal_page_job_new (self, JAL_PAGE_JOB_THUMB, i);
      job->scale = fmin (self->thumb_pixels / fmax (page->info->width, page->info->height), 4);
      return job;
    }
  return NULL;
}

JalPageJob *
jal_page_source_next_job (JalPageSource *self, gboolean urgent)
{
  JalPageJob *job;

  if (self->scale > 0 && (job = next_to_show (self)) != NULL)
    return job;
  if (urgent)
    return NULL;
  if (self->scale > 0 && (job = next_in_view (self)) != NULL)
    return job;
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].text_wanted && self->pages[i].text == NULL && !self->pages[i].text_failed)
      return jal_page_job_new (self, JAL_PAGE_JOB_TEXT, i);
  for (guint i = 0; i < G_N_ELEMENTS (self->near_hits); i++)
    {
      guint page = self->near_hits[i];

      if (page < self->n_pages && self->pages[page].text == NULL && !self->pages[page].text_failed)
        return jal_page_job_new (self, JAL_PAGE_JOB_TEXT, page);
    }
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
      return infos_job (self, i, INFOS_A_JOB);
  return NULL;
}

