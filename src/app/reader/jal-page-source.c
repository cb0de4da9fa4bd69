/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * What the pages of an open document are made of.
 *
 *  1. One job is at work at a time, because the document has one worker; what to do next is chosen when it has ended,
 * so that scrolling away from a page takes it out of the queue.
 *  2. A running job is cancelled only when it has lasted for PATIENCE and is about a page that one has left, or for
 *     JAL_PAGE_PATIENCE_ASIDE and is about links or contents while a page in view is not sharp, or about a search that
 *     is over: that ends the worker, and another one is started for the page that one looks at.
 *  3. In view comes first (jal-page-source-next.c).
 *  4. Pictures never take more than PICTURES_MAX bytes, but for those in view (jal-page-source-pictures.c); the pages farthest
 *     from it lose theirs first, and a neighbour is made only where it can stay. Texts are kept for pages in view and
 *     TEXTS_AROUND beside them, for what is selected, and where the next hits stand.
 *  5. A page that failed is not tried again unless somebody asks: it has its sentence, and the rest goes on. But when the worker
 *     ended, which need not be the page's fault, it is tried once more.
 */
#include "app/reader/jal-page-source-private.h"

#include <glib/gi18n-lib.h>
#include <malloc.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-task.h"
#include "pages/jal-pages-error.h"

#define PICTURES_MAX (32u * 1024 * 1024)
#define THUMBS_MAX 150
#define TEXTS_AROUND 3
/* The window waits so long for the first page, to be laid out once. */
#define HOLD_MS 80
/* Nothing is read for so long: there is time to give memory back. */
#define REST_MS 300
/* A page that one has left is given up when it takes longer than this (µs). */
#define PATIENCE (G_TIME_SPAN_SECOND * 3 / 4)

G_DEFINE_FINAL_TYPE (JalPageSource, jal_page_source, G_TYPE_OBJECT)

enum
{
  OPENED,
  FAILED,
  SIZES,
  PAGE,
  HITS,
  THUMB,
  OUTLINE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The answers -------------------------------------------------------------------------------------------------- */

/* The thumbs that nobody has looked at for longest go. */
static void
make_thumb_room (JalPageSource *self)
{
  while (self->n_thumbs > THUMBS_MAX)
    {
      guint oldest = G_MAXUINT;

      for (guint i = 0; i < self->n_pages; i++)
        if (self->pages[i].thumb != NULL
            && (oldest == G_MAXUINT || self->pages[i].thumb_used < self->pages[oldest].thumb_used))
          oldest = i;
      if (oldest == G_MAXUINT)
        return;
      g_clear_object (&self->pages[oldest].thumb);
      self->n_thumbs--;
    }
}

static void
take_thumb (JalPageSource *self, JalPageJob *job)
{
  JalPageEntry *page = &self->pages[job->page];

  if (job->pixels == NULL)
    page->thumb_failed = TRUE;
  else if (job->rotation == self->rotation)
    {
      self->n_thumbs += page->thumb == NULL ? 1 : 0;
      g_clear_object (&page->thumb);
      page->thumb = jal_page_picture_new (job->pixels);
      page->thumb_used = ++self->thumb_clock;
      make_thumb_room (self);
    }
  g_signal_emit (self, signals[THUMB], 0, job->page);
}

void
jal_page_source_turn_info (JalPageInfo *info, guint rotation)
{
  info->rotate = (info->rotate + rotation) % 360;
  if (rotation % 180 == 90)
    {
      double width = info->width;

      info->width = info->height;
      info->height = width;
    }
}

static void
set_trouble (JalPageEntry *page, const GError *error)
{
  page->is_heavy = g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_HEAVY);
  g_free (page->trouble);
  page->trouble = jal_error_text (error);
}

gboolean
jal_page_source_is_first_crash (JalPageEntry *page, JalPageJobKind kind, const GError *error)
{
  if (!g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED) || (page->crashes & (1u << kind)) != 0)
    return FALSE;
  page->crashes |= 1u << kind;
  return TRUE;
}

static void
take_infos (JalPageSource *self, JalPageJob *job)
{
  for (guint i = 0; i < job->n; i++)
    {
      JalPageEntry *page = &self->pages[job->page + i];

      if (job->errors[i] != NULL)
        {
          if (!g_error_matches (job->errors[i], G_IO_ERROR, G_IO_ERROR_CANCELLED)
              && !jal_page_source_is_first_crash (page, job->kind, job->errors[i]))
            set_trouble (page, job->errors[i]);
        }
      else if (page->info == NULL && job->infos[i].width > 0)
        {
          page->info = g_memdup2 (&job->infos[i], sizeof (JalPageInfo));
          jal_page_source_turn_info (page->info, self->rotation);
          page->incomplete = page->incomplete || page->info->incomplete;
        }
    }
  g_signal_emit (self, signals[SIZES], 0);
  for (guint i = 0; i < job->n && !self->dropped; i++)
    if (self->pages[job->page + i].trouble != NULL)
      g_signal_emit (self, signals[PAGE], 0, job->page + i);
}

static void
forget_far_texts (JalPageSource *self)
{
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].text != NULL && !self->pages[i].text_wanted && i != self->near_hits[0] && i != self->near_hits[1]
        && jal_page_source_get_distance (self, i) > TEXTS_AROUND)
      g_clear_pointer (&self->pages[i].text, jal_page_text_unref);
}

static void
take_text (JalPageSource *self, JalPageJob *job)
{
  JalPageEntry *page = &self->pages[job->page];

  if (job->text != NULL)
    {
      g_clear_pointer (&page->text, jal_page_text_unref);
      page->text = jal_page_text_ref (job->text);
      forget_far_texts (self);
      if (!jal_page_source_hits_are_true (self, job->page))
        jal_page_source_distrust (self);
    }
  else
    {
      page->text_failed = TRUE;
      g_free (page->text_trouble);
      page->text_trouble = job->error != NULL ? jal_error_text (job->error) : NULL;
    }
}

/* It is asked for again. */
static gboolean
was_cancelled (JalPageSource *self, const JalPageJob *job)
{
  return job->error == NULL ? job->pixels == NULL && job->text == NULL && job->leads == NULL
                            : g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                  || jal_page_source_is_first_crash (&self->pages[job->page], job->kind, job->error);
}

static void
job_done (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPageSource *self = owner;
  JalPageJob *job = data;
  JalPageEntry *page = &self->pages[job->page];

  self->job = NULL;
  g_clear_handle_id (&self->patience, g_source_remove);
  page->incomplete = page->incomplete || job->incomplete;
  switch (job->kind)
    {
    case JAL_PAGE_JOB_INFOS:
      take_infos (self, job);
      break;
    case JAL_PAGE_JOB_PICTURE:
    case JAL_PAGE_JOB_DETAIL:
      if (job->pixels != NULL)
        jal_page_source_take_picture (self, job);
      else if (!was_cancelled (self, job))
        set_trouble (page, job->error);
      break;
    case JAL_PAGE_JOB_THUMB:
      take_thumb (self, job);
      break;
    case JAL_PAGE_JOB_TEXT:
      if (!was_cancelled (self, job))
        take_text (self, job);
      break;
    case JAL_PAGE_JOB_LINKS:
      if (job->leads != NULL)
        page->links = g_ptr_array_ref (job->leads);
      else
        page->links_failed = !was_cancelled (self, job);
      break;
    case JAL_PAGE_JOB_OUTLINE:
      if (job->leads != NULL)
        self->outline = g_ptr_array_ref (job->leads);
      else
        self->outline_failed = !was_cancelled (self, job); /* if it was, it is asked for again */
      if (self->outline != NULL || self->outline_failed)
        g_signal_emit (self, signals[OUTLINE], 0);
      break;
    case JAL_PAGE_JOB_FIND:
      jal_page_source_take_hits (self, job);
      break;
    default:
      g_assert_not_reached ();
    }
  jal_page_source_tell_opened (self);
  if (!self->dropped
      && (job->kind == JAL_PAGE_JOB_PICTURE || job->kind == JAL_PAGE_JOB_DETAIL || job->kind == JAL_PAGE_JOB_TEXT || job->kind == JAL_PAGE_JOB_LINKS))
    g_signal_emit (self, signals[PAGE], 0, job->page);
  jal_page_source_work_on (self);
}

static void
begin_job (JalPageSource *self, gboolean urgent)
{
  JalPageJob *job;

  if (self->reader == NULL || self->dropped || jal_task_is_busy (self, jal_page_source_work_on))
    return;
  job = jal_page_source_next_job (self, urgent);
  if (job == NULL)
    return;
  self->job = job;
  self->pages[job->page].again = FALSE;
  jal_task_run (self, jal_page_source_work_on, jal_page_job_work, job, jal_page_job_free, NULL, job_done);
}

/* Between what is in use the heap keeps what pages, hits and rows have left: fifteen megabytes after a while. */
static gboolean
rest_cb (gpointer data)
{
  JalPageSource *self = data;

  self->rest = 0;
  if (self->job == NULL)
    malloc_trim (0);
  return G_SOURCE_REMOVE;
}

static gboolean
later_cb (gpointer data)
{
  JalPageSource *self = data;

  self->later = 0;
  begin_job (self, FALSE);
  if (self->job == NULL && self->rest == 0)
    self->rest = g_timeout_add (REST_MS, rest_cb, self);
  return G_SOURCE_REMOVE;
}

/* What is not needed for the next frame is begun after that frame: it would take the processor from drawing it. */
void
jal_page_source_work_on (JalPageSource *self)
{
  begin_job (self, TRUE);
  if (self->later == 0 && self->job == NULL && !self->dropped && self->reader != NULL)
    self->later = g_idle_add_full (G_PRIORITY_LOW, later_cb, self, NULL);
}

/* Somebody waits for a page in view and the worker is busy with one that was left. */
static gboolean
give_up_cb (gpointer data)
{
  JalPageSource *self = data;

  self->patience = 0;
  if (self->job != NULL)
    jal_task_cancel (self, jal_page_source_work_on);
  return G_SOURCE_REMOVE;
}

static gboolean
is_page_waited_for (JalPageSource *self)
{
  JalPageJob *job = self->scale > 0 ? jal_page_source_next_job (self, TRUE) : NULL;

  gboolean waited_for = job != NULL;

  g_clear_pointer (&job, jal_page_job_free);
  return waited_for;
}

void
jal_page_source_give_up_in (JalPageSource *self, gint64 patience)
{
  gint64 age;

  if (self->job == NULL || self->patience != 0)
    return;
  age = g_get_monotonic_time () - self->job->began;
  self->patience = g_timeout_add ((guint)(MAX (0, patience - age) / 1000), give_up_cb, self);
}

static void
watch_patience (JalPageSource *self)
{
  gboolean is_aside, may_last;

  if (self->job == NULL)
    return;
  is_aside = self->job->kind == JAL_PAGE_JOB_LINKS || self->job->kind == JAL_PAGE_JOB_OUTLINE;
  may_last = is_aside ? !is_page_waited_for (self) : self->job->page >= self->first && self->job->page <= self->last;
  if (may_last)
    {
      g_clear_handle_id (&self->patience, g_source_remove);
      return;
    }
  jal_page_source_give_up_in (self, is_aside ? JAL_PAGE_PATIENCE_ASIDE : PATIENCE);
}

/* --- The object --------------------------------------------------------------------------------------------------- */

static void
forget (JalPageSource *self)
{
  for (guint i = 0; i < self->n_pages; i++)
    {
      JalPageEntry *page = &self->pages[i];

      g_clear_object (&page->picture);
      g_clear_object (&page->detail);
      g_clear_object (&page->thumb);
      g_clear_pointer (&page->links, g_ptr_array_unref);
      g_clear_pointer (&page->info, g_free);
      g_clear_pointer (&page->text, jal_page_text_unref);
      g_clear_pointer (&page->trouble, g_free);
      g_clear_pointer (&page->text_trouble, g_free);
    }
  jal_page_source_forget_read (self);
  self->n_pages = 0;
  self->picture_bytes = 0;
  self->n_thumbs = 0;
  self->job = NULL;
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_handle_id (&self->held, g_source_remove);
  self->told = FALSE;
  g_clear_pointer (&self->outline, g_ptr_array_unref);
  g_clear_pointer (&self->pages, g_free);
  g_clear_pointer (&self->words, g_free);
  g_array_set_size (self->hits, 0);
  g_clear_object (&self->reader);
}

static void
jal_page_source_finalize (GObject *object)
{
  JalPageSource *self = JAL_PAGE_SOURCE (object);

  forget (self);
  g_array_unref (self->hits);
  G_OBJECT_CLASS (jal_page_source_parent_class)->finalize (object);
}

static void
jal_page_source_class_init (JalPageSourceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = jal_page_source_finalize;
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIZES] = g_signal_new ("sizes", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PAGE] = g_signal_new ("page", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[THUMB] = g_signal_new ("thumb", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[OUTLINE] = g_signal_new ("outline", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[HITS] = g_signal_new ("hits", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
jal_page_source_init (JalPageSource *self)
{
  self->hits = jal_page_hits_new ();
  self->near_hits[0] = self->near_hits[1] = G_MAXUINT;
  self->hold_ms = HOLD_MS;
  self->pictures_max = PICTURES_MAX;
  self->hits_max = JAL_PAGE_HITS_MAX;
}

JalPageSource *
jal_page_source_new (void)
{
  return g_object_new (JAL_TYPE_PAGE_SOURCE, NULL);
}

void
jal_page_source_drop (JalPageSource *self)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  self->dropped = TRUE;
  jal_task_cancel_all (self);
  forget (self);
}

guint
jal_page_source_get_n_pages (JalPageSource *self)
{
  g_return_val_if_fail (JAL_IS_PAGE_SOURCE (self), 0);

  return self->told ? self->n_pages : 0;
}

const JalPageInfo *
jal_page_source_get_info (JalPageSource *self, guint page)
{
  return page < self->n_pages ? self->pages[page].info : NULL;
}

JalPageText *
jal_page_source_get_text (JalPageSource *self, guint page)
{
  return page < self->n_pages ? self->pages[page].text : NULL;
}

const char *
jal_page_source_get_text_trouble (JalPageSource *self, guint page)
{
  return page < self->n_pages ? self->pages[page].text_trouble : NULL;
}

void
jal_page_source_want_text (JalPageSource *self, guint page)
{
  if (page >= self->n_pages)
    return;
  self->pages[page].text_wanted = TRUE;
  jal_page_source_work_on (self);
}

void
jal_page_source_let_text_go (JalPageSource *self, guint page)
{
  if (page < self->n_pages)
    self->pages[page].text_wanted = FALSE;
}

JalPagePicture *
jal_page_source_get_picture (JalPageSource *self, guint page, double *scale)
{
  if (page >= self->n_pages || self->pages[page].picture == NULL)
    return NULL;
  *scale = self->pages[page].scale;
  return self->pages[page].picture;
}

const char *
jal_page_source_get_trouble (JalPageSource *self, guint page)
{
  return page < self->n_pages ? self->pages[page].trouble : NULL;
}

void
jal_page_source_try_again (JalPageSource *self, guint page)
{
  JalPageEntry *entry;

  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  if (page >= self->n_pages)
    return;
  entry = &self->pages[page];
  g_clear_pointer (&entry->trouble, g_free);
  g_clear_pointer (&entry->text_trouble, g_free);
  entry->crashes = 0;
  entry->again = TRUE;
  entry->heavy = entry->heavy || entry->is_heavy;
  entry->text_failed = entry->links_failed = entry->thumb_failed = FALSE;
  g_signal_emit (self, signals[PAGE], 0, page);
  jal_page_source_work_on (self);
}

gboolean
jal_page_source_is_incomplete (JalPageSource *self, guint page)
{
  return page < self->n_pages && self->pages[page].incomplete;
}

void
jal_page_source_set_wanted (JalPageSource *self, guint first, guint last, guint main_page, double scale)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  if (!self->told)
    return;
  if (main_page != self->main_page)
    self->backward = main_page < self->main_page;
  self->main_page = main_page;
  self->first = MIN (first, self->n_pages - 1);
  self->last = MIN (last, self->n_pages - 1);
  self->scale = scale;
  jal_page_source_make_room (self);
  watch_patience (self);
  jal_page_source_work_on (self);
}

void
jal_page_source_set_rotation (JalPageSource *self, guint rotation)
{
  guint more = (rotation + 360 - self->rotation) % 360;

  g_return_if_fail (JAL_IS_PAGE_SOURCE (self) && rotation < 360 && rotation % 90 == 0);

  if (more == 0)
    return;
  self->rotation = rotation;
  for (guint i = 0; i < self->n_pages; i++)
    {
      if (self->pages[i].info != NULL)
        jal_page_source_turn_info (self->pages[i].info, more);
      jal_page_source_forget_picture (self, i);
      g_clear_object (&self->pages[i].thumb);
    }
  self->n_thumbs = 0;
  g_signal_emit (self, signals[SIZES], 0);
  jal_page_source_work_on (self);
}

guint
jal_page_source_get_rotation (JalPageSource *self)
{
  return self->rotation;
}

void
jal_page_source_want_thumbs (JalPageSource *self, guint first, guint last, double pixels)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  self->thumbs_wanted = TRUE;
  self->first_thumb = first;
  self->last_thumb = MIN (last, first + THUMBS_MAX / 2);
  self->thumb_pixels = pixels;
  for (guint i = first; i <= self->last_thumb && i < self->n_pages; i++)
    self->pages[i].thumb_used = ++self->thumb_clock;
  jal_page_source_work_on (self);
}

void
jal_page_source_stop_thumbs (JalPageSource *self)
{
  self->thumbs_wanted = FALSE;
}

JalPagePicture *
jal_page_source_get_thumb (JalPageSource *self, guint page)
{
  return page < self->n_pages ? self->pages[page].thumb : NULL;
}

void
jal_page_source_want_outline (JalPageSource *self)
{
  self->outline_wanted = TRUE;
  jal_page_source_work_on (self);
}

GPtrArray *
jal_page_source_get_outline (JalPageSource *self)
{
  return self->outline;
}

GPtrArray *
jal_page_source_get_links (JalPageSource *self, guint page)
{
  return page < self->n_pages ? self->pages[page].links : NULL;
}

int
jal_page_source_find_label (JalPageSource *self, const char *label)
{
  guint64 number;

  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].info != NULL && *self->pages[i].info->label != '\0'
        && g_ascii_strcasecmp (self->pages[i].info->label, label) == 0)
      return (int)i;
  if (self->n_pages > 0 && g_ascii_string_to_unsigned (label, 10, 1, self->n_pages, &number, NULL))
    return (int)number - 1;
  return -1;
}
