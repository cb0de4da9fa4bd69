/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls on threads: the promises of jal-task.h. */
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"

typedef struct
{
  GMainLoop *loop;
  guint n_done;
  char *last;
  GError *error;
} Seen;

static Seen seen;
static GMutex gate; /* held by the test while a task must not end */
static gint n_freed;
static GThread *ui_thread;

static gpointer
echo_work (gpointer data, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  if (g_str_equal (data, "fail"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "it failed");
      return NULL;
    }
  /* Some calls of the core cannot be stopped half-way: their answer comes all the same. */
  if (!g_str_equal (data, "stubborn") && g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_strdup (data);
}

static void
done_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  seen.n_done++;
  g_free (seen.last);
  seen.last = g_strdup (result);
  g_clear_error (&seen.error);
  if (error != NULL)
    seen.error = g_error_copy (error);
  g_main_loop_quit (seen.loop);
}

static void
free_data (gpointer data)
{
  g_assert_true (g_thread_self () == ui_thread);
  g_free (data);
  g_atomic_int_inc (&n_freed);
  g_main_context_wakeup (NULL);
}

static void
reset (void)
{
  g_clear_pointer (&seen.last, g_free);
  g_clear_error (&seen.error);
  seen.n_done = 0;
  n_freed = 0;
}

/* An owner is a widget: it may only go on the UI thread. */
static void
gone_cb (gpointer data, GObject *object)
{
  g_assert_true (g_thread_self () == ui_thread);
  g_atomic_int_set ((gint *)data, 1);
  g_main_context_wakeup (NULL);
}

/* Runs until @object is finalized and the data of @n_tasks are freed: all of its tasks have ended then. */
static void
drain (GObject *object, gint n_tasks)
{
  gint gone = 0;

  g_object_weak_ref (object, gone_cb, &gone);
  g_object_unref (object);
  while (!g_atomic_int_get (&gone) || g_atomic_int_get (&n_freed) < n_tasks)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_run (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  reset ();
  g_mutex_lock (&gate);
  g_assert_true (jal_task_run (owner, test_run, echo_work, g_strdup ("one"), free_data, g_free, done_cb));
  g_assert_true (jal_task_is_busy (owner, test_run));
  /* The second is refused and its data freed at once. */
  g_assert_false (jal_task_run (owner, test_run, echo_work, g_strdup ("two"), free_data, g_free, done_cb));
  g_assert_cmpint (n_freed, ==, 1);
  /* Another tag is another matter. */
  g_assert_false (jal_task_is_busy (owner, reset));
  g_mutex_unlock (&gate);
  g_main_loop_run (seen.loop);
  g_assert_cmpstr (seen.last, ==, "one");
  g_assert_cmpuint (seen.n_done, ==, 1);
  g_assert_false (jal_task_is_busy (owner, test_run));
  drain (owner, 2);
  g_assert_cmpint (n_freed, ==, 2);
}

static void
test_renew (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  reset ();
  g_mutex_lock (&gate);
  jal_task_renew (owner, test_renew, echo_work, g_strdup ("old"), free_data, g_free, done_cb);
  jal_task_renew (owner, test_renew, echo_work, g_strdup ("new"), free_data, g_free, done_cb);
  g_mutex_unlock (&gate);
  g_main_loop_run (seen.loop);
  drain (owner, 2);
  g_assert_cmpstr (seen.last, ==, "new");
  g_assert_cmpuint (seen.n_done, ==, 1);
  g_assert_cmpint (n_freed, ==, 2);
}

static void
test_error (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  reset ();
  jal_task_run (owner, test_error, echo_work, g_strdup ("fail"), free_data, g_free, done_cb);
  g_main_loop_run (seen.loop);
  g_assert_error (seen.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (seen.last);
  drain (owner, 1);
}

static void
test_cancel (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  reset ();
  g_mutex_lock (&gate);
  jal_task_run (owner, test_cancel, echo_work, g_strdup ("one"), free_data, g_free, done_cb);
  jal_task_cancel (owner, test_cancel);
  g_mutex_unlock (&gate);
  /* Who cancels one task wants to hear how it ended. */
  g_main_loop_run (seen.loop);
  g_assert_error (seen.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  drain (owner, 1);

  owner = g_object_new (G_TYPE_OBJECT, NULL);
  reset ();
  g_mutex_lock (&gate);
  jal_task_run (owner, test_cancel, echo_work, g_strdup ("stubborn"), free_data, g_free, done_cb);
  jal_task_cancel_all (owner);
  g_assert_false (jal_task_is_busy (owner, test_cancel));
  g_mutex_unlock (&gate);
  /* After the lock nothing is called any more. */
  drain (owner, 1);
  g_assert_cmpuint (seen.n_done, ==, 0);
  g_assert_cmpint (n_freed, ==, 1);
}

static void
ignore_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
}

/* A page that is destroyed at lock while it reads: whoever ends last, the page goes on the UI thread. */
static void
test_last (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

      reset ();
      for (guint j = 0; j < 4; j++)
        jal_task_renew (owner, GUINT_TO_POINTER (j + 1), echo_work, g_strdup ("one"), free_data, g_free, ignore_cb);
      drain (owner, 4);
    }
}

typedef struct
{
  GObject parent_instance;
  guint n_shown;
  JalStep last;
  char name[20];
} Shown;
typedef GObjectClass ShownClass;

static GType shown_get_type (void);
G_DEFINE_TYPE (Shown, shown, G_TYPE_OBJECT)

static void
shown_class_init (ShownClass *klass)
{
}

static void
shown_init (Shown *self)
{
}

static void
show (gpointer object, const JalStep *step)
{
  Shown *self = object;

  g_assert_true (g_thread_self () == ui_thread);
  self->n_shown++;
  self->last = *step;
  g_strlcpy (self->name, step->name != NULL ? step->name : "", sizeof self->name);
}

static gpointer
tell_often (gpointer steps)
{
  for (guint i = 1; i <= 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("file %u", i);
      const JalStep step = { .part = i, .n_parts = 1000, .name = name, .done = i, .total = 4000 };

      jal_steps_tell (steps, &step);
    }
  return NULL;
}

/* However often the thread tells, the newest is shown, once, and by its own name. */
static void
test_steps (void)
{
  Shown *shown = g_object_new (shown_get_type (), NULL);
  JalSteps *steps = jal_steps_new (shown, show);

  g_thread_join (g_thread_new (NULL, tell_often, steps));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (shown->n_shown, ==, 1);
  g_assert_cmpuint (shown->last.part, ==, 1000);
  g_assert_cmpstr (shown->name, ==, "file 1000");
  g_assert_cmpfloat (jal_step_fraction (&shown->last), ==, 0.25);
  jal_steps_progress_fraction (0.5, steps);
  jal_steps_progress_fraction (1.5, steps);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (shown->n_shown, ==, 2);
  g_assert_cmpfloat (jal_step_fraction (&shown->last), ==, 1);
  g_assert_cmpstr (shown->name, ==, "");
  /* What was on its way when the work ended is not shown over how it ended. */
  jal_steps_progress (1, 2, steps);
  jal_steps_free (steps);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (shown->n_shown, ==, 2);
  /* Nor to what has gone. */
  steps = jal_steps_new (shown, show);
  jal_steps_progress (1, 2, steps);
  g_object_unref (shown);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  jal_steps_free (steps);
}

/* --- Lines ---------------------------------------------------------------------------------------------------------- */

static GString *moved;    /* by the work, in its order */
static GString *answered; /* in the order of the answers; "!" after one that failed, "." after the last one open */

static gpointer
move_work (gpointer data, GCancellable *cancellable, GError **error)
{
  /* The first one is being kept for as long as the test likes. */
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  if (g_str_equal (data, "A2"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "it failed");
      return NULL;
    }
  g_string_append (moved, data);
  return NULL;
}

static void
moved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  g_string_append_printf (answered, "%s%s%s", (char *)data, error != NULL ? "!" : "", jal_task_line_is_busy (owner) ? "" : ".");
}

static void
move_all (GObject *owner, const char *const *moves)
{
  for (; *moves != NULL; moves++)
    jal_task_line_add (owner, move_work, g_strdup (*moves), free_data, moved_cb);
  g_assert_true (jal_task_line_is_busy (owner));
}

/* Two boxes, moved in turns while the first step of the first is still being kept: each lies where it was moved last. */
static void
test_line (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  reset ();
  moved = g_string_new (NULL);
  answered = g_string_new (NULL);
  g_mutex_lock (&gate);
  move_all (owner, (const char *const[]){ "A1", "B1", "A2", "B2", "A3", NULL });
  g_mutex_unlock (&gate);
  while (jal_task_line_is_busy (owner))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (moved->str, ==, "A1B1B2A3");
  g_assert_cmpstr (answered->str, ==, "A1B1A2!B2A3.");
  /* One that comes after the line was empty. */
  move_all (owner, (const char *const[]){ "B3", NULL });
  while (jal_task_line_is_busy (owner))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (answered->str, ==, "A1B1A2!B2A3.B3.");
  drain (owner, 6);
  g_assert_cmpint (n_freed, ==, 6);
  g_string_free (moved, TRUE);
  g_string_free (answered, TRUE);
}

/* The vault is locked while the first step is being kept: all are kept, in their order, before finish() returns, and nobody is told. */
static void
test_line_finish (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  reset ();
  moved = g_string_new (NULL);
  answered = g_string_new (NULL);
  g_mutex_lock (&gate);
  move_all (owner, (const char *const[]){ "A1", "B1", "A3", NULL });
  jal_task_cancel_all (owner);
  g_mutex_unlock (&gate);
  jal_task_line_finish (owner);
  g_assert_cmpstr (moved->str, ==, "A1B1A3");
  drain (owner, 3);
  g_assert_cmpstr (answered->str, ==, "");
  g_assert_cmpint (n_freed, ==, 3);
  g_string_free (moved, TRUE);
  g_string_free (answered, TRUE);
}

/* Whoever closes the vault waits for what is on its way to it, but not for ever. */
static void
test_wait_for_others (void)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL), *closer = g_object_new (G_TYPE_OBJECT, NULL);

  reset ();
  moved = g_string_new (NULL);
  answered = g_string_new (NULL);
  g_mutex_lock (&gate);
  move_all (owner, (const char *const[]){ "A1", NULL });
  move_all (closer, (const char *const[]){ "C1", NULL });
  g_assert_false (jal_task_wait_for_others (20));
  g_mutex_unlock (&gate);
  g_assert_true (jal_task_wait_for_others (G_MAXINT));
  jal_task_cancel_all (owner);
  jal_task_cancel_all (closer);
  jal_task_line_finish (owner);
  jal_task_line_finish (closer);
  drain (owner, 2);
  drain (closer, 2);
  g_string_free (moved, TRUE);
  g_string_free (answered, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ui_thread = g_thread_self ();
  seen.loop = g_main_loop_new (NULL, FALSE);
  g_test_add_func ("/app/task/run", test_run);
  g_test_add_func ("/app/task/renew", test_renew);
  g_test_add_func ("/app/task/error", test_error);
  g_test_add_func ("/app/task/cancel", test_cancel);
  g_test_add_func ("/app/task/last", test_last);
  g_test_add_func ("/app/task/steps", test_steps);
  g_test_add_func ("/app/task/line", test_line);
  g_test_add_func ("/app/task/wait-for-others", test_wait_for_others);
  g_test_add_func ("/app/task/line-finish", test_line_finish);
  return g_test_run ();
}
