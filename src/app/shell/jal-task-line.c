/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-task-line.h"

/* Outlives its owner while a thread works on it. */
typedef struct
{
  gatomicrefcount references;
  GMutex turn;    /* held while an entry is being done */
  GMutex lock;    /* of what follows; never held for long */
  GQueue waiting; /* of Entry */
  gboolean running;
  guint n_open; /* UI thread only: entries that are not answered, nor dropped */
} Line;

typedef struct
{
  Line *line; /* borrowed: it is freed after them */
  JalTaskWork work;
  gpointer data;
  GDestroyNotify free_data;
  JalTaskDone done;
  GError *error; /* nullable */
} Entry;

/* Nobody waits for it any longer. */
static void
settle (Entry *entry)
{
  if (entry->line != NULL)
    entry->line->n_open--;
  entry->line = NULL;
}

/* On the UI thread. */
static void
free_entry (gpointer data)
{
  Entry *entry = data;

  settle (entry);
  if (entry->free_data != NULL)
    entry->free_data (entry->data);
  g_clear_error (&entry->error);
  g_free (entry);
}

static void
unref_line (gpointer data)
{
  Line *line = data;

  if (!g_atomic_ref_count_dec (&line->references))
    return;
  g_queue_clear_full (&line->waiting, free_entry);
  g_mutex_clear (&line->turn);
  g_mutex_clear (&line->lock);
  g_free (line);
}

static Line *
ref_line (Line *line)
{
  g_atomic_ref_count_inc (&line->references);
  return line;
}

static Line *
line_of (gpointer owner)
{
  Line *line = g_object_get_data (owner, "jal-task-line");

  if (line != NULL)
    return line;
  line = g_new0 (Line, 1);
  g_atomic_ref_count_init (&line->references);
  g_mutex_init (&line->turn);
  g_mutex_init (&line->lock);
  g_object_set_data_full (owner, "jal-task-line", line, unref_line);
  return line;
}

/* Does the first one. Returns (transfer full) (nullable): it. */
static Entry *
do_next (Line *line, GCancellable *cancellable)
{
  Entry *entry;

  g_mutex_lock (&line->turn);
  g_mutex_lock (&line->lock);
  entry = g_queue_pop_head (&line->waiting);
  if (entry == NULL)
    line->running = FALSE;
  g_mutex_unlock (&line->lock);
  if (entry != NULL)
    entry->work (entry->data, cancellable, &entry->error);
  g_mutex_unlock (&line->turn);
  return entry;
}

static void
free_entries (gpointer entries)
{
  g_ptr_array_unref (entries);
}

/* Nobody can cancel it: rule 2. */
static gpointer
run_work (gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (free_entry);
  Entry *entry;

  while ((entry = do_next (data, NULL)) != NULL)
    g_ptr_array_add (entries, entry);
  return entries;
}

static void
run_done (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  GPtrArray *entries = result;

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = entries->pdata[i];

      settle (entry);
      entry->done (owner, entry->data, NULL, entry->error);
    }
}

void
jal_task_line_add (gpointer owner, JalTaskWork work, gpointer data, GDestroyNotify free_data, JalTaskDone done)
{
  Entry *entry;
  gboolean start;
  Line *line;

  g_return_if_fail (G_IS_OBJECT (owner) && work != NULL && done != NULL);

  line = line_of (owner);
  entry = g_new0 (Entry, 1);
  *entry = (Entry){ line, work, data, free_data, done, NULL };
  line->n_open++;
  g_mutex_lock (&line->lock);
  g_queue_push_tail (&line->waiting, entry);
  start = !line->running;
  line->running = TRUE;
  g_mutex_unlock (&line->lock);
  /* The entry's own address: a tag that no other task has. */
  if (start)
    jal_task_run (owner, entry, run_work, ref_line (line), unref_line, free_entries, run_done);
}

gboolean
jal_task_line_is_busy (gpointer owner)
{
  g_return_val_if_fail (G_IS_OBJECT (owner), FALSE);

  return line_of (owner)->n_open > 0;
}

void
jal_task_line_finish (gpointer owner)
{
  Line *line;
  Entry *entry;

  g_return_if_fail (G_IS_OBJECT (owner));

  line = ref_line (line_of (owner));
  while ((entry = do_next (line, NULL)) != NULL)
    free_entry (entry);
  unref_line (line);
}
