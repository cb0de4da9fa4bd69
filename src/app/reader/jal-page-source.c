/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * What the pages of an open document are made of.
 *
 *  1. One job is at work at a time, because the document has one worker; what to do next is chosen when it has ended,
 * so that scrolling away from a page takes it out of the queue.
 *  2. A running job is not cancelled by scrolling: that would end the worker. Only drop() cancels.
 *  3. In view comes first: size, a small picture, the sharp one, the text; then the search, then the neighbours, then
 * the sizes of the rest.
 *  4. Pictures never take more than PICTURES_MAX bytes; the pages farthest from the view lose theirs first. Texts are
 *     kept for pages in view and TEXTS_AROUND beside them.
 *  5. A page that failed is not tried again: it has its sentence, and the rest goes on.
 */
#include "app/reader/jal-page-source.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-task.h"

#define PICTURE_PIXELS_MAX (16.0 * 1024 * 1024)
#define PICTURES_MAX (128u * 1024 * 1024)
/* Pictures with fewer pixels are made sharp at once. */
#define SMALL_PIXELS (512.0 * 1024)
#define TEXTS_AROUND 3
#define INFOS_A_JOB 25

typedef enum
{
  JOB_INFOS,
  JOB_PICTURE,
  JOB_TEXT,
  JOB_FIND,
} JobKind;

typedef struct
{
  JobKind kind;
  JalDocumentReader *reader;
  guint page;
  guint n;      /* infos */
  double scale; /* picture */
  char *words;  /* find */
  guint serial; /* find: of the search it belongs to */

  /* The answer. */
  JalPageInfo *infos; /* n */
  GError **errors;    /* n, each nullable */
  JalPixels *pixels;
  JalPageText *text;
  GArray *hits; /* of JalPageHit */
  GError *error;
  gboolean incomplete;
} Job;

typedef struct
{
  JalPageInfo *info; /* nullable */
  GdkTexture *picture;
  double scale; /* of the picture */
  gsize bytes;  /* of the picture */
  JalPageText *text;
  char *trouble;
  gboolean text_failed;
  gboolean text_wanted;
  gboolean incomplete;
  gboolean searched;
} Page;

struct _JalPageSource
{
  GObject parent_instance;

  JalDocumentReader *reader; /* nullable */
  Page *pages;
  guint n_pages;
  guint first; /* in view */
  guint last;
  double scale; /* 0: nothing in view yet */
  gsize picture_bytes;
  gboolean dropped;

  char *words; /* nullable: no search */
  guint find_from;
  guint n_searched;
  guint find_serial;
  GArray *hits;
};

G_DEFINE_FINAL_TYPE (JalPageSource, jal_page_source, G_TYPE_OBJECT)

enum
{
  OPENED,
  FAILED,
  SIZES,
  PAGE,
  HITS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void work_on (JalPageSource *self);

static void
clear_hit (gpointer data)
{
  g_clear_pointer (&((JalPageHit *)data)->quads, g_array_unref);
}

static GArray *
new_hits (void)
{
  GArray *hits = g_array_new (FALSE, TRUE, sizeof (JalPageHit));

  g_array_set_clear_func (hits, clear_hit);
  return hits;
}

static void
free_job (gpointer data)
{
  Job *job = data;

  for (guint i = 0; job->errors != NULL && i < job->n; i++)
    g_clear_error (&job->errors[i]);
  g_free (job->errors);
  g_free (job->infos);
  g_free (job->words);
  g_clear_error (&job->error);
  g_clear_pointer (&job->pixels, jal_pixels_unref);
  g_clear_pointer (&job->text, jal_page_text_unref);
  g_clear_pointer (&job->hits, g_array_unref);
  g_object_unref (job->reader);
  g_free (job);
}

static Job *
new_job (JalPageSource *self, JobKind kind, guint page)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->reader = g_object_ref (self->reader);
  job->page = page;
  return job;
}

/* --- On the thread ------------------------------------------------------------------------------------------------ */

static void
read_infos (Job *job, GCancellable *cancellable)
{
  job->infos = g_new0 (JalPageInfo, job->n);
  job->errors = g_new0 (GError *, job->n);
  for (guint i = 0; i < job->n && !g_cancellable_is_cancelled (cancellable); i++)
    jal_document_reader_get_page (job->reader, job->page + i, &job->infos[i], cancellable, &job->errors[i]);
}

static void
find_hits (Job *job, GCancellable *cancellable)
{
  JalPageInfo info;
  g_autoptr (GArray) found = NULL;

  job->hits = new_hits ();
  if (!jal_document_reader_get_page (job->reader, job->page, &info, cancellable, &job->error))
    return;
  job->text = jal_document_reader_get_text (job->reader, job->page, cancellable, &job->error);
  if (job->text == NULL)
    return;
  found = jal_geometry_find (&info, job->text, job->words);
  for (guint i = 0; i < found->len; i++)
    {
      JalHit *hit = &g_array_index (found, JalHit, i);
      JalPageHit kept = { job->page, hit->first, hit->n, g_array_ref (hit->quads) };

      g_array_append_val (job->hits, kept);
    }
}

static gpointer
job_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  switch (job->kind)
    {
    case JOB_INFOS:
      read_infos (job, cancellable);
      break;
    case JOB_PICTURE:
      job->pixels = jal_document_reader_render (job->reader, job->page, job->scale, 0, cancellable, &job->error);
      break;
    case JOB_TEXT:
      job->text = jal_document_reader_get_text (job->reader, job->page, cancellable, &job->error);
      break;
    case JOB_FIND:
      find_hits (job, cancellable);
      break;
    default:
      g_assert_not_reached ();
    }
  job->incomplete = jal_document_reader_page_has_complaints (job->reader, job->page);
  return NULL;
}

/* --- What to do next ---------------------------------------------------------------------------------------------- */

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

static Job *
picture_job (JalPageSource *self, guint page, double scale)
{
  Job *job = new_job (self, JOB_PICTURE, page);

  job->scale = scale;
  return job;
}

static Job *
infos_job (JalPageSource *self, guint page)
{
  Job *job = new_job (self, JOB_INFOS, page);

  while (job->n < INFOS_A_JOB && page + job->n < self->n_pages && self->pages[page + job->n].info == NULL
         && self->pages[page + job->n].trouble == NULL)
    job->n++;
  return job;
}

static Job *
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
      return new_job (self, JOB_TEXT, i);
  return NULL;
}

static Job *
next_to_search (JalPageSource *self)
{
  for (guint i = 0; self->words != NULL && self->n_searched < self->n_pages && i < self->n_pages; i++)
    {
      guint page = (self->find_from + i) % self->n_pages;

      if (!self->pages[page].searched)
        {
          Job *job = new_job (self, JOB_FIND, page);

          job->words = g_strdup (self->words);
          job->serial = self->find_serial;
          return job;
        }
    }
  return NULL;
}

static Job *
next_beside (JalPageSource *self)
{
  guint beside[] = { self->last + 1, self->first > 0 ? self->first - 1 : G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    if (beside[i] < self->n_pages && can_draw (self, beside[i]) && !is_sharp (self, beside[i]))
      return picture_job (self, beside[i], sharp_scale (self, beside[i]));
  return NULL;
}

static Job *
next_job (JalPageSource *self)
{
  Job *job;

  if (self->scale > 0 && (job = next_in_view (self)) != NULL)
    return job;
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].text_wanted && self->pages[i].text == NULL && !self->pages[i].text_failed)
      return new_job (self, JOB_TEXT, i);
  if ((job = next_to_search (self)) != NULL)
    return job;
  if (self->scale > 0 && (job = next_beside (self)) != NULL)
    return job;
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].info == NULL && self->pages[i].trouble == NULL)
      return infos_job (self, i);
  return NULL;
}

/* --- The answers -------------------------------------------------------------------------------------------------- */

static guint
distance (JalPageSource *self, guint page)
{
  return page < self->first ? self->first - page : page > self->last ? page - self->last : 0;
}

static void
forget_picture (JalPageSource *self, guint page)
{
  self->picture_bytes -= self->pages[page].bytes;
  self->pages[page].bytes = 0;
  g_clear_object (&self->pages[page].picture);
}

static void
make_room (JalPageSource *self)
{
  while (self->picture_bytes > PICTURES_MAX)
    {
      guint farthest = G_MAXUINT;

      for (guint i = 0; i < self->n_pages; i++)
        if (self->pages[i].picture != NULL && (farthest == G_MAXUINT || distance (self, i) > distance (self, farthest)))
          farthest = i;
      if (farthest == G_MAXUINT || distance (self, farthest) == 0)
        return;
      forget_picture (self, farthest);
    }
}

static void
take_picture (JalPageSource *self, Job *job)
{
  Page *page = &self->pages[job->page];
  JalPixels *pixels = job->pixels;

  forget_picture (self, job->page);
  page->picture = gdk_memory_texture_new ((int)pixels->width, (int)pixels->height, GDK_MEMORY_DEFAULT, pixels->bytes,
                                          pixels->stride);
  page->scale = job->scale;
  page->bytes = pixels->stride * pixels->height;
  self->picture_bytes += page->bytes;
  make_room (self);
}

static void
set_trouble (Page *page, const GError *error)
{
  g_free (page->trouble);
  page->trouble = jal_error_text (error);
}

static void
take_infos (JalPageSource *self, Job *job)
{
  for (guint i = 0; i < job->n; i++)
    {
      Page *page = &self->pages[job->page + i];

      if (job->errors[i] != NULL)
        set_trouble (page, job->errors[i]);
      else if (page->info == NULL)
        {
          page->info = g_memdup2 (&job->infos[i], sizeof (JalPageInfo));
          page->incomplete = page->incomplete || page->info->incomplete;
        }
    }
  g_signal_emit (self, signals[SIZES], 0);
}

static void
take_hits (JalPageSource *self, Job *job)
{
  guint at = 0;

  if (job->serial != self->find_serial)
    return;
  self->pages[job->page].searched = TRUE;
  self->n_searched++;
  while (at < self->hits->len && g_array_index (self->hits, JalPageHit, at).page < job->page)
    at++;
  for (guint i = 0; i < job->hits->len; i++)
    {
      JalPageHit hit = g_array_index (job->hits, JalPageHit, i);

      hit.quads = g_array_ref (hit.quads);
      g_array_insert_val (self->hits, at + i, hit);
    }
  g_signal_emit (self, signals[HITS], 0);
}

static void
forget_far_texts (JalPageSource *self)
{
  for (guint i = 0; i < self->n_pages; i++)
    if (self->pages[i].text != NULL && !self->pages[i].text_wanted && distance (self, i) > TEXTS_AROUND)
      g_clear_pointer (&self->pages[i].text, jal_page_text_unref);
}

static void
take_text (JalPageSource *self, Job *job)
{
  Page *page = &self->pages[job->page];

  if (job->text != NULL)
    {
      g_clear_pointer (&page->text, jal_page_text_unref);
      page->text = jal_page_text_ref (job->text);
      forget_far_texts (self);
    }
  else
    page->text_failed = TRUE;
}

static void
job_done (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPageSource *self = owner;
  Job *job = data;
  Page *page = &self->pages[job->page];

  page->incomplete = page->incomplete || job->incomplete;
  switch (job->kind)
    {
    case JOB_INFOS:
      take_infos (self, job);
      break;
    case JOB_PICTURE:
      if (job->pixels != NULL)
        take_picture (self, job);
      else
        set_trouble (page, job->error);
      break;
    case JOB_TEXT:
      take_text (self, job);
      break;
    case JOB_FIND:
      take_hits (self, job);
      break;
    default:
      g_assert_not_reached ();
    }
  if (!self->dropped && (job->kind == JOB_PICTURE || job->kind == JOB_TEXT))
    g_signal_emit (self, signals[PAGE], 0, job->page);
  work_on (self);
}

static void
work_on (JalPageSource *self)
{
  Job *job;

  if (self->reader == NULL || self->dropped || jal_task_is_busy (self, work_on))
    return;
  job = next_job (self);
  if (job != NULL)
    jal_task_run (self, work_on, job_work, job, free_job, NULL, job_done);
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  JalStore *store;
  JalId document_id;
} Opening;

static void
free_opening (gpointer data)
{
  g_object_unref (((Opening *)data)->store);
  g_free (data);
}

static gpointer
open_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;

  return jal_document_reader_open (opening->store, opening->document_id, cancellable, error);
}

static void
opened_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPageSource *self = owner;

  if (result == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  self->reader = g_object_ref (result);
  self->n_pages = jal_document_reader_get_n_pages (self->reader);
  self->pages = g_new0 (Page, self->n_pages);
  g_signal_emit (self, signals[OPENED], 0);
  work_on (self);
}

static void
forget (JalPageSource *self)
{
  for (guint i = 0; i < self->n_pages; i++)
    {
      Page *page = &self->pages[i];

      g_clear_object (&page->picture);
      g_clear_pointer (&page->info, g_free);
      g_clear_pointer (&page->text, jal_page_text_unref);
      g_clear_pointer (&page->trouble, g_free);
    }
  self->n_pages = 0;
  self->picture_bytes = 0;
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
  signals[HITS] = g_signal_new ("hits", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
jal_page_source_init (JalPageSource *self)
{
  self->hits = new_hits ();
}

JalPageSource *
jal_page_source_new (void)
{
  return g_object_new (JAL_TYPE_PAGE_SOURCE, NULL);
}

void
jal_page_source_open (JalPageSource *self, JalStore *store, JalId document_id)
{
  Opening *opening;

  g_return_if_fail (JAL_IS_PAGE_SOURCE (self) && JAL_IS_STORE (store));
  g_return_if_fail (self->reader == NULL && !self->dropped);

  opening = g_new0 (Opening, 1);
  opening->store = g_object_ref (store);
  opening->document_id = document_id;
  jal_task_run (self, open_work, open_work, opening, free_opening, g_object_unref, opened_cb);
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

  return self->n_pages;
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

void
jal_page_source_want_text (JalPageSource *self, guint page)
{
  if (page >= self->n_pages)
    return;
  self->pages[page].text_wanted = TRUE;
  work_on (self);
}

GdkTexture *
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

gboolean
jal_page_source_is_incomplete (JalPageSource *self, guint page)
{
  return page < self->n_pages && self->pages[page].incomplete;
}

void
jal_page_source_set_wanted (JalPageSource *self, guint first, guint last, double scale)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  if (self->n_pages == 0)
    return;
  self->first = MIN (first, self->n_pages - 1);
  self->last = MIN (last, self->n_pages - 1);
  self->scale = scale;
  make_room (self);
  work_on (self);
}

void
jal_page_source_find (JalPageSource *self, const char *words, guint page)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  g_clear_pointer (&self->words, g_free);
  g_array_set_size (self->hits, 0);
  self->find_serial++;
  self->n_searched = 0;
  self->find_from = page;
  for (guint i = 0; i < self->n_pages; i++)
    self->pages[i].searched = FALSE;
  if (words != NULL && *words != '\0' && self->n_pages > 0)
    self->words = g_strdup (words);
  g_signal_emit (self, signals[HITS], 0);
  work_on (self);
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
