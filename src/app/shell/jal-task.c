/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * Calls to the core on threads, one a tag and owner.
 *
 * The thread lets go of its GTask after the answer has reached the UI thread, and whoever lets go last frees what hangs on
 * it. So nothing hangs on it: owner, data and answer are freed in task_returned_cb(). An owner is a widget, and a widget
 * that is disposed of on another thread takes the program down.
 */
#include "app/shell/jal-task.h"

typedef struct
{
  gpointer owner; /* our own reference, given back on the UI thread */
  gpointer tag;
  JalTaskWork work;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  JalTaskDone done;
  gboolean stale;     /* UI thread only: the answer is not wanted any more */
  gboolean cancelled; /* UI thread only: asked for with jal_task_cancel(): the owner wants to hear how it ended */
} Run;

/* Works that were asked for and have not ended. */
static GMutex at_work_lock;
static GCond at_work_fewer;
static guint n_at_work;

static void
count_work (gboolean begins)
{
  g_mutex_lock (&at_work_lock);
  n_at_work = begins ? n_at_work + 1 : n_at_work - 1;
  g_cond_broadcast (&at_work_fewer);
  g_mutex_unlock (&at_work_lock);
}

gboolean
jal_task_wait_for_others (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  gboolean alone;

  g_mutex_lock (&at_work_lock);
  while (n_at_work > 1 && g_cond_wait_until (&at_work_fewer, &at_work_lock, end))
    ;
  alone = n_at_work <= 1;
  g_mutex_unlock (&at_work_lock);
  return alone;
}

static GQuark
running_quark (void)
{
  return g_quark_from_static_string ("jal-running-tasks");
}

/* Tag → GTask, borrowed: a running task keeps itself alive and leaves the table before it ends. */
static GHashTable *
running_tasks (gpointer owner)
{
  GHashTable *table = g_object_get_qdata (owner, running_quark ());

  if (table == NULL)
    {
      table = g_hash_table_new (NULL, NULL);
      g_object_set_qdata_full (owner, running_quark (), table, (GDestroyNotify)g_hash_table_unref);
    }
  return table;
}

static void
work_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;
  gpointer result = run->work (run->data, cancellable, &error);

  count_work (FALSE);
  if (error != NULL)
    {
      if (result != NULL && run->free_result != NULL)
        run->free_result (result);
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, result, run->free_result);
}

static void
task_returned_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  GTask *task = G_TASK (async_result);
  Run *run = g_task_get_task_data (task);
  gpointer owner = run->owner;
  GHashTable *table = running_tasks (owner);
  g_autoptr (GError) error = NULL;
  gpointer result = g_task_propagate_pointer (task, &error);

  if (g_hash_table_lookup (table, run->tag) == task)
    g_hash_table_remove (table, run->tag);
  if (!run->stale && (run->cancelled || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    run->done (owner, run->data, result, error);
  if (result != NULL && run->free_result != NULL)
    run->free_result (result);
  if (run->free_data != NULL && run->data != NULL)
    run->free_data (g_steal_pointer (&run->data));
  g_clear_object (&run->owner);
}

static void
start (gpointer owner, gpointer tag, JalTaskWork work, gpointer data, GDestroyNotify free_data,
       GDestroyNotify free_result, JalTaskDone done)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, task_returned_cb, NULL);
  Run *run = g_new0 (Run, 1);

  run->owner = g_object_ref (owner);
  run->tag = tag;
  run->work = work;
  run->data = data;
  run->free_data = free_data;
  run->free_result = free_result;
  run->done = done;
  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "jalada");
  /* A finished result counts even when the wish to cancel came too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, g_free);
  g_hash_table_insert (running_tasks (owner), tag, task);
  count_work (TRUE);
  g_task_run_in_thread (task, work_in_thread);
}

static void
make_stale (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  run->stale = TRUE;
  g_cancellable_cancel (g_task_get_cancellable (task));
}

gboolean
jal_task_run (gpointer owner, gpointer tag, JalTaskWork work, gpointer data, GDestroyNotify free_data,
              GDestroyNotify free_result, JalTaskDone done)
{
  g_return_val_if_fail (G_IS_OBJECT (owner) && work != NULL && done != NULL, FALSE);

  if (jal_task_is_busy (owner, tag))
    {
      if (data != NULL && free_data != NULL)
        free_data (data);
      return FALSE;
    }
  start (owner, tag, work, data, free_data, free_result, done);
  return TRUE;
}

void
jal_task_renew (gpointer owner, gpointer tag, JalTaskWork work, gpointer data, GDestroyNotify free_data,
                GDestroyNotify free_result, JalTaskDone done)
{
  GTask *older;

  g_return_if_fail (G_IS_OBJECT (owner) && work != NULL && done != NULL);

  older = g_hash_table_lookup (running_tasks (owner), tag);
  if (older != NULL)
    make_stale (older);
  start (owner, tag, work, data, free_data, free_result, done);
}

gboolean
jal_task_is_busy (gpointer owner, gpointer tag)
{
  g_return_val_if_fail (G_IS_OBJECT (owner), FALSE);

  return g_hash_table_lookup (running_tasks (owner), tag) != NULL;
}

void
jal_task_cancel (gpointer owner, gpointer tag)
{
  GTask *task;

  g_return_if_fail (G_IS_OBJECT (owner));

  task = g_hash_table_lookup (running_tasks (owner), tag);
  if (task == NULL)
    return;
  ((Run *)g_task_get_task_data (task))->cancelled = TRUE;
  g_cancellable_cancel (g_task_get_cancellable (task));
}

void
jal_task_forget (gpointer owner, gpointer tag)
{
  GTask *task;

  g_return_if_fail (G_IS_OBJECT (owner));

  task = g_hash_table_lookup (running_tasks (owner), tag);
  if (task == NULL)
    return;
  make_stale (task);
  g_hash_table_remove (running_tasks (owner), tag);
}

void
jal_task_cancel_all (gpointer owner)
{
  GHashTableIter iter;
  gpointer task;

  g_return_if_fail (G_IS_OBJECT (owner));

  g_hash_table_iter_init (&iter, running_tasks (owner));
  while (g_hash_table_iter_next (&iter, NULL, &task))
    {
      make_stale (task);
      g_hash_table_iter_remove (&iter);
    }
}
