/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's thread and its queue.

   1. All SQL of an open vault runs here, one job at a time; a job is a few milliseconds long, or watches for
      cancellation (SQLite's progress handler does it inside statements).
   2. An interactive job goes before every background one. Import chunks and background jobs take turns, so neither
      starves the other.
   3. A caller waits for its own job and holds no lock meanwhile. A cancelled caller whose job has not begun leaves at
      once; one whose job runs waits for it to notice.
   4. After closing has begun nothing is queued. What somebody had changed by then is kept first; whatever else was queued ends
      with JAL_STORE_ERROR_CLOSED. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>

static GError *
closed_error (void)
{
  return g_error_new_literal (JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED, _ ("The vault has been closed."));
}

/* With the lock held. */
static JalJob *
pop_job (JalStore *store)
{
  for (guint i = 0; i < G_N_ELEMENTS (store->queues); i++)
    if (!g_queue_is_empty (&store->queues[i]))
      return g_queue_pop_head (&store->queues[i]);
  return NULL;
}

static void
run_job (JalStore *store, JalJob *job)
{
  GError *error = NULL;
  gboolean ok;

  store->cancellable = job->cancellable;
  if (store->lost)
    error = closed_error ();
  ok = !store->lost && job->run (store, job->data, &error);
  store->cancellable = NULL;
  if (!ok && error == NULL)
    error = g_error_new_literal (JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("The vault could not do this."));
  if (ok)
    g_clear_error (&error);

  if (job->detached)
    {
      job->finished (job->data, ok, error);
      g_clear_error (&error);
      g_free (job);
      return;
    }
  g_mutex_lock (&store->lock);
  job->ok = ok;
  job->error = error;
  job->state = JAL_JOB_DONE;
  g_cond_signal (&job->done);
  g_mutex_unlock (&store->lock);
}

gpointer
jal_store_thread (gpointer data)
{
  JalStore *store = data;

  for (;;)
    {
      JalJob *job = NULL;

      g_mutex_lock (&store->lock);
      while ((job = pop_job (store)) == NULL && !store->closing)
        g_cond_wait (&store->work, &store->lock);
      if (job != NULL)
        job->state = JAL_JOB_RUNNING;
      g_mutex_unlock (&store->lock);
      if (job == NULL)
        break;
      run_job (store, job);
    }
  jal_store_close_on_thread (store);
  return NULL;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  JalJob *job = data;
  JalStore *store = job->store;

  g_mutex_lock (&store->lock);
  if (job->state == JAL_JOB_QUEUED && g_queue_remove (&store->queues[job->priority], job))
    {
      g_cancellable_set_error_if_cancelled (cancellable, &job->error);
      job->state = JAL_JOB_DONE;
      g_cond_signal (&job->done);
    }
  g_mutex_unlock (&store->lock);
}

static gboolean
run_waiting (JalStore *store, JalJobFunc func, gpointer data, JalStorePriority priority, gboolean change, GCancellable *cancellable,
             GError **error)
{
  JalJob job = { .run = func, .data = data, .priority = priority, .change = change, .cancellable = cancellable, .store = store };
  gulong handler = 0;

  if (g_thread_self () == store->thread)
    {
      g_critical ("a JalStoreFunc called its own store: it would wait for itself");
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("The vault could not do this."));
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_cond_init (&job.done);
  g_mutex_lock (&store->lock);
  if (store->closing || store->closed)
    {
      job.error = closed_error ();
      job.state = JAL_JOB_DONE;
    }
  else
    {
      g_queue_push_tail (&store->queues[priority], &job);
      g_cond_signal (&store->work);
    }
  g_mutex_unlock (&store->lock);

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), &job, NULL);
  g_mutex_lock (&store->lock);
  while (job.state != JAL_JOB_DONE)
    g_cond_wait (&job.done, &store->lock);
  g_mutex_unlock (&store->lock);
  /* Waits for a callback that is under way, so that none sees the job after this function. */
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  g_cond_clear (&job.done);

  if (!job.ok)
    g_propagate_error (error, job.error);
  return job.ok;
}

gboolean
jal_store_run_job (JalStore *store, JalJobFunc func, gpointer data, JalStorePriority priority, GCancellable *cancellable,
                   GError **error)
{
  return run_waiting (store, func, data, priority, FALSE, cancellable, error);
}

gboolean
jal_store_run_change (JalStore *store, JalJobFunc func, gpointer data, JalStorePriority priority, GCancellable *cancellable,
                      GError **error)
{
  return run_waiting (store, func, data, priority, priority == JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error);
}

void
jal_store_run_detached (JalStore *store, JalJobFunc run, gpointer data, JalStorePriority priority,
                        void (*finished) (gpointer data, gboolean ok, GError *error))
{
  gboolean queued = FALSE;

  g_mutex_lock (&store->lock);
  if (!store->closing && !store->closed)
    {
      JalJob *job = g_new0 (JalJob, 1);

      job->run = run;
      job->data = data;
      job->priority = priority;
      job->store = store;
      job->detached = TRUE;
      job->finished = finished;
      g_queue_push_tail (&store->queues[priority], job);
      g_cond_signal (&store->work);
      queued = TRUE;
    }
  g_mutex_unlock (&store->lock);
  if (!queued)
    {
      g_autoptr (GError) error = closed_error ();

      finished (data, FALSE, error);
    }
}

guint
jal_store_count_waiting (JalStore *store)
{
  guint n = 0;

  g_return_val_if_fail (JAL_IS_STORE (store), 0);

  g_mutex_lock (&store->lock);
  /* Work that the store gave itself, such as counting blocks for the seal, has nobody waiting for it. */
  for (guint i = 0; i < G_N_ELEMENTS (store->queues); i++)
    for (GList *l = store->queues[i].head; l != NULL; l = l->next)
      n += !((JalJob *)l->data)->detached;
  g_mutex_unlock (&store->lock);
  return n;
}

void
jal_store_refuse_queued (JalStore *store, GList **detached)
{
  GQueue kept = G_QUEUE_INIT;
  JalJob *job;

  while ((job = pop_job (store)) != NULL)
    {
      if (job->change)
        {
          g_queue_push_tail (&kept, job);
          continue;
        }
      if (job->detached)
        {
          *detached = g_list_append (*detached, job);
          continue;
        }
      job->error = closed_error ();
      job->state = JAL_JOB_DONE;
      g_cond_signal (&job->done);
    }
  store->queues[JAL_STORE_PRIORITY_INTERACTIVE] = kept;
}

void
jal_store_finish_refused (GList *detached)
{
  for (GList *l = detached; l != NULL; l = l->next)
    {
      JalJob *job = l->data;
      g_autoptr (GError) error = closed_error ();

      job->finished (job->data, FALSE, error);
      g_free (job);
    }
  g_list_free (detached);
}
