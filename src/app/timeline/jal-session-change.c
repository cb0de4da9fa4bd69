/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * What the card of a session has the core do: one change after the other, in the order in which they were made. Two ticks in a
 * row are two changes, and a tick taken back is not overtaken by the tick.
 */
#include "app/timeline/jal-session-change.h"

#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"

JalSessionChange *
jal_session_change_new (JalStore *store, JalSession *session, gboolean (*run) (JalSessionChange *change, GError **error),
                        const char *said)
{
  JalSessionChange *change = g_new0 (JalSessionChange, 1);

  change->run = run;
  change->store = g_object_ref (store);
  change->case_id = session->case_id;
  change->session_id = session->id;
  change->said = said;
  return change;
}

void
jal_session_change_free (gpointer data)
{
  JalSessionChange *change = data;

  g_object_unref (change->store);
  g_clear_object (&change->value);
  for (guint i = 0; i < G_N_ELEMENTS (change->text); i++)
    g_free (change->text[i]);
  g_free (change);
}

/* --- One after the other --------------------------------------------------------------------------------------- */

static GQuark
queue_quark (void)
{
  return g_quark_from_static_string ("jal-session-changes");
}

static void
free_queue (gpointer data)
{
  g_queue_free_full (data, jal_session_change_free);
}

static GQueue *
queue_of (GtkWidget *inside)
{
  GQueue *queue = g_object_get_qdata (G_OBJECT (inside), queue_quark ());

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_object_set_qdata_full (G_OBJECT (inside), queue_quark (), queue, free_queue);
    }
  return queue;
}

static gpointer
change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalSessionChange *change = data;

  change->run (change, error);
  return NULL;
}

static void do_next (GtkWidget *inside);

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalSessionChange *change = data;

  if (error != NULL)
    jal_shell_report (owner, error);
  else if (change->said != NULL)
    jal_shell_toast_undo (owner, change->said);
  do_next (owner);
}

static void
do_next (GtkWidget *inside)
{
  GQueue *queue = queue_of (inside);

  if (!g_queue_is_empty (queue) && !jal_task_is_busy (inside, jal_session_change_do))
    jal_task_run (inside, jal_session_change_do, change_work, g_queue_pop_head (queue), jal_session_change_free, NULL, changed_cb);
}

void
jal_session_change_do (GtkWidget *inside, JalSessionChange *change)
{
  g_queue_push_tail (queue_of (inside), change);
  do_next (inside);
}

void
jal_session_change_flush (GtkWidget *inside)
{
  GQueue *queue = queue_of (inside);
  JalSessionChange *change;

  while ((change = g_queue_pop_head (queue)) != NULL)
    {
      change->run (change, NULL);
      jal_session_change_free (change);
    }
}
