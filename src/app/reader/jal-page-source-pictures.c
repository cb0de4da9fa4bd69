/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The pictures of pages and their room.
 *
 *  1. A page is drawn whole where it has WHOLE_PIXELS_MAX at most. Of a larger one (a plan, a scan looked at closely, a page on a
 *     screen with fine pixels) there is a small picture, and over it one of what is in view, as sharp as any.
 *  2. So what the pages in view take is bounded by the screen, however large they are.
 *  3. What is in view is made a little larger where that is cheap: a small step need not be drawn anew.
 */
#include "app/reader/jal-page-source-private.h"

#include <math.h>

/* 32 MiB. */
#define WHOLE_PIXELS_MAX (8.0 * 1024 * 1024)
/* Of a page that has more, in its small picture. */
#define SMALL_WHOLE_PIXELS (1.0 * 1024 * 1024)
/* What is in view and a margin, in pixels. */
#define DETAIL_PIXELS (4.0 * 1024 * 1024)
/* Bytes: one that is of another size by now is not kept until the new one is there. */
#define DETAIL_KEPT (8u * 1024 * 1024)
/* Parts of what is in view, on each side. */
#define MARGIN 0.25

static double
bound (const JalPageInfo *info, double scale, double pixels)
{
  double area = info->width * info->height;

  if (area > 0 && area * scale * scale > pixels)
    scale = sqrt (pixels / area);
  return fmin (scale, (JAL_READER_PIXELS_MAX - 1) / fmax (info->width, info->height));
}

double
jal_page_source_limit_scale (const JalPageInfo *info, double scale)
{
  if (!(info->width > 0 && info->height > 0))
    return scale;
  return bound (info, scale, WHOLE_PIXELS_MAX) < scale ? bound (info, scale, SMALL_WHOLE_PIXELS) : scale;
}

/* --- What is in view ---------------------------------------------------------------------------------------------- */

/* Pixels of the page on the screen; as the worker reckons them. */
static void
whole_of (JalPageSource *self, guint page, double *width, double *height)
{
  jal_reader_get_pixel_size (self->pages[page].info, self->scale, 0, width, height);
}

/* What is in view of @page and belongs to it. The view rounds up to its own units, which are several pixels each on a fine
   screen: what lies beyond the last pixel is never drawn, and would be waited for without end. */
static gboolean
get_seen (JalPageSource *self, guint page, JalPageArea *seen)
{
  double width, height;

  *seen = self->pages[page].seen;
  whole_of (self, page, &width, &height);
  if (seen->width == 0 || seen->height == 0 || seen->x >= width || seen->y >= height)
    return FALSE;
  seen->width = (guint)fmin (seen->width, width - seen->x);
  seen->height = (guint)fmin (seen->height, height - seen->y);
  return TRUE;
}

static gboolean
is_within (const JalPageArea *inner, const JalPageArea *outer)
{
  return inner->x >= outer->x && inner->y >= outer->y && inner->x + inner->width <= outer->x + outer->width
         && inner->y + inner->height <= outer->y + outer->height;
}

gboolean
jal_page_source_wants_detail (JalPageSource *self, guint page)
{
  const JalPageEntry *entry = &self->pages[page];
  JalPageArea seen;

  if (!(jal_page_source_limit_scale (entry->info, self->scale) < self->scale) || !get_seen (self, page, &seen))
    return FALSE;
  return entry->detail == NULL || fabs (entry->detail_scale - self->scale) > 1e-9 || !is_within (&seen, &entry->detail_area);
}

static void
widen (guint *start, guint *length, double more, double whole)
{
  double end = fmin (*start + *length + more, whole), first = fmax (*start - more, 0);

  *start = (guint)first;
  *length = (guint)fmax (1, floor (end) - floor (first));
}

guint
jal_page_source_get_distance (JalPageSource *self, guint page)
{
  return page < self->first ? self->first - page : page > self->last ? page - self->last : 0;
}

static void
forget (JalPageSource *self, JalPagePicture **picture)
{
  if (*picture != NULL)
    self->picture_bytes -= jal_page_picture_get_size (*picture);
  g_clear_object (picture);
}

static gboolean
is_of_use (JalPageSource *self, guint page)
{
  const JalPageEntry *entry = &self->pages[page];

  if (jal_page_source_get_distance (self, page) > 0 || !(jal_page_source_limit_scale (entry->info, self->scale) < self->scale))
    return FALSE;
  return fabs (entry->detail_scale - self->scale) < 1e-9 || jal_page_picture_get_size (entry->detail) <= DETAIL_KEPT;
}

/* The pages beside @page do with their small pictures until theirs are made: two large ones of each are too much on a fine screen. */
static void
forget_beside (JalPageSource *self, guint page)
{
  for (guint i = 0; i < self->n_pages; i++)
    if (i != page && self->pages[i].detail != NULL && !is_of_use (self, i))
      forget (self, &self->pages[i].detail);
}

JalPageJob *
jal_page_source_detail_job (JalPageSource *self, guint page)
{
  JalPageJob *job = jal_page_job_new (self, JAL_PAGE_JOB_DETAIL, page);
  double width, height, more;
  JalPageArea seen;

  if (!get_seen (self, page, &seen))
    g_assert_not_reached (); /* it is asked for only where it is wanted */
  forget_beside (self, page);
  whole_of (self, page, &width, &height);
  more = fmin (MARGIN, (sqrt (fmax (1, DETAIL_PIXELS / ((double)seen.width * seen.height))) - 1) / 2);
  job->scale = self->scale;
  job->area = seen;
  widen (&job->area.x, &job->area.width, floor (more * seen.width), width);
  widen (&job->area.y, &job->area.height, floor (more * seen.height), height);
  return job;
}

void
jal_page_source_set_seen (JalPageSource *self, guint page, const JalPageArea *seen)
{
  if (page < self->n_pages)
    self->pages[page].seen = *seen;
}

JalPagePicture *
jal_page_source_get_detail (JalPageSource *self, guint page, double *scale, JalPageArea *area)
{
  if (page >= self->n_pages || self->pages[page].detail == NULL)
    return NULL;
  *scale = self->pages[page].detail_scale;
  *area = self->pages[page].detail_area;
  return self->pages[page].detail;
}

/* --- Room --------------------------------------------------------------------------------------------------------- */

void
jal_page_source_forget_picture (JalPageSource *self, guint page)
{
  forget (self, &self->pages[page].picture);
  forget (self, &self->pages[page].detail);
}

void
jal_page_source_make_room (JalPageSource *self)
{
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].detail != NULL && !is_of_use (self, i))
      forget (self, &self->pages[i].detail);
  while (self->picture_bytes > self->pictures_max)
    {
      guint farthest = G_MAXUINT;

      for (guint i = 0; i < self->n_pages; i++)
        if (self->pages[i].picture != NULL
            && (farthest == G_MAXUINT || jal_page_source_get_distance (self, i) > jal_page_source_get_distance (self, farthest)))
          farthest = i;
      if (farthest == G_MAXUINT || jal_page_source_get_distance (self, farthest) == 0)
        return;
      jal_page_source_forget_picture (self, farthest);
    }
}

void
jal_page_source_take_picture (JalPageSource *self, JalPageJob *job)
{
  JalPageEntry *page = &self->pages[job->page];
  gboolean is_detail = job->kind == JAL_PAGE_JOB_DETAIL;
  JalPagePicture **picture = is_detail ? &page->detail : &page->picture;

  if (job->rotation != self->rotation)
    return;
  forget (self, picture);
  *picture = jal_page_picture_new (job->pixels);
  if (is_detail)
    {
      page->detail_scale = job->scale;
      page->detail_area = job->area;
    }
  else
    page->scale = job->scale;
  self->picture_bytes += jal_page_picture_get_size (*picture);
  jal_page_source_make_room (self);
}
