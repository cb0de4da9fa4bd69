/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * How a document is opened.
 *
 *  1. On a thread: the document, where it was left, its first page to be shown. The worker starts with that.
 *  2. Then its picture is begun at once, at the scale that the view foresees, and "opened" waits for it for hold_ms at
 *     most: the window is laid out and drawn once, with the page, and not once without it and, a frame later, once more.
 *  3. What was foreseen may turn out wrong: then that picture is shown stretched until the right one has been made.
 */
#include "app/reader/jal-page-source-private.h"

#include "app/shell/jal-task.h"

typedef struct
{
  JalStore *store;
  JalId document_id;
  gboolean wants_place;
  gboolean has_place;
  JalPagePlace place;
  guint page; /* where reading begins */
  JalPageInfo info;
  gboolean has_info;
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

  JalDocumentReader *reader = jal_document_reader_open (opening->store, opening->document_id, cancellable, error);

  if (reader != NULL && opening->wants_place)
    {
      g_autofree char *text = jal_document_get_place (opening->store, opening->document_id, cancellable);

      opening->has_place = jal_page_place_parse (text, &opening->place);
      opening->page = opening->has_place ? opening->place.page : 0;
    }

  /* The worker opens the file with this: the first picture has to wait for nothing else. What is wrong with the page is
     found out again when it is to be shown. */
  if (reader != NULL && jal_document_reader_get_n_pages (reader) > 0)
    {
      opening->page = MIN (opening->page, jal_document_reader_get_n_pages (reader) - 1);
      opening->has_info
          = jal_document_reader_get_page (reader, opening->page, &opening->info, cancellable, NULL);
    }
  return reader;
}

void
jal_page_source_tell_opened (JalPageSource *self)
{
  if (self->told || self->dropped)
    return;
  self->told = TRUE;
  g_clear_handle_id (&self->held, g_source_remove);
  g_signal_emit_by_name (self, "opened");
}

static gboolean
held_cb (gpointer data)
{
  JalPageSource *self = data;

  self->held = 0;
  jal_page_source_tell_opened (self);
  return G_SOURCE_REMOVE;
}

/* Begins with the picture that will be wanted. FALSE when that cannot be known. */
static gboolean
foresee (JalPageSource *self, const Opening *opening)
{
  JalPageInfo *info = self->pages[opening->page].info;
  guint rotation = 0;
  double scale;

  if (info == NULL || self->foresee == NULL)
    return FALSE;
  scale = self->foresee (self->foresee_data, opening->has_place ? &opening->place : NULL, self->n_pages, opening->page,
                         info, &rotation);
  if (!(scale > 0))
    return FALSE;
  jal_page_source_turn_info (info, (rotation + 360 - self->rotation) % 360);
  self->rotation = rotation;
  self->first = self->last = self->main_page = opening->page;
  self->scale = scale;
  return TRUE;
}

static void
opened_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPageSource *self = owner;
  const Opening *opening = data;

  if (result == NULL)
    {
      g_signal_emit_by_name (self, "failed", error);
      return;
    }
  self->reader = g_object_ref (result);
  self->has_left_place = opening->has_place;
  self->left_place = opening->place;
  self->n_pages = jal_document_reader_get_n_pages (self->reader);
  self->pages = g_new0 (JalPageEntry, self->n_pages);
  if (opening->has_info)
    {
      self->pages[opening->page].info = g_memdup2 (&opening->info, sizeof (JalPageInfo));
      jal_page_source_turn_info (self->pages[opening->page].info, self->rotation);
      self->pages[opening->page].incomplete = opening->info.incomplete;
    }
  if (foresee (self, opening))
    self->held = g_timeout_add (self->hold_ms, held_cb, self);
  else
    jal_page_source_tell_opened (self);
  jal_page_source_work_on (self);
}

void
jal_page_source_set_foresee (JalPageSource *self, JalPageSourceForesee foresee_fn, gpointer data)
{
  g_return_if_fail (JAL_IS_PAGE_SOURCE (self));

  self->foresee = foresee_fn;
  self->foresee_data = data;
}

void
jal_page_source_open (JalPageSource *self, JalStore *store, JalId document_id, int page)
{
  Opening *opening;

  g_return_if_fail (JAL_IS_PAGE_SOURCE (self) && JAL_IS_STORE (store));
  g_return_if_fail (self->reader == NULL && !self->dropped);

  opening = g_new0 (Opening, 1);
  opening->store = g_object_ref (store);
  opening->document_id = document_id;
  opening->wants_place = page < 0;
  opening->page = (guint)MAX (page, 0);
  jal_task_run (self, open_work, open_work, opening, free_opening, g_object_unref, opened_cb);
}

gboolean
jal_page_source_get_left_place (JalPageSource *self, JalPagePlace *place)
{
  g_return_val_if_fail (JAL_IS_PAGE_SOURCE (self), FALSE);

  if (self->has_left_place)
    *place = self->left_place;
  return self->has_left_place;
}
