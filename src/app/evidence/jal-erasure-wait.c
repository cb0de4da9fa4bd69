/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/evidence/jal-erasure-wait.h"

struct _JalErasureWait
{
  GtkWindow *window; /* nullable; forgotten when it closes; UI thread only */
  JalErasurePhase phase; /* what was told last; the thread's only */
  int percent;
};

typedef struct
{
  JalErasureWait *wait;
  JalErasurePhase phase;
  double fraction;
} Step;

JalErasureWait *
jal_erasure_wait_new (void)
{
  JalErasureWait *wait = g_atomic_rc_box_new0 (JalErasureWait);

  wait->percent = -1;
  return wait;
}

static void
clear (gpointer data)
{
  JalErasureWait *wait = data;

  g_clear_weak_pointer (&wait->window);
}

void
jal_erasure_wait_unref (JalErasureWait *wait)
{
  g_atomic_rc_box_release_full (wait, clear);
}

void
jal_erasure_wait_show (JalErasureWait *wait, GtkWidget *inside, const char *heading, const char *body, JalDialogDone cancelled,
                       gpointer data)
{
  g_set_weak_pointer (&wait->window, jal_dialog_wait (inside, heading, body, cancelled, data, NULL));
}

void
jal_erasure_wait_end (JalErasureWait *wait)
{
  GtkWindow *window = wait->window;

  if (window == NULL)
    return;
  g_clear_weak_pointer (&wait->window);
  jal_dialog_wait_end (window);
}

static gboolean
step_cb (gpointer data)
{
  Step *step = data;

  if (step->wait->window != NULL)
    jal_dialog_wait_set_progress (step->wait->window, jal_erasure_phase_words (step->phase), step->fraction);
  return G_SOURCE_REMOVE;
}

/* On the UI thread: whatever was the last reference, the window is let go there. */
static void
free_step (gpointer data)
{
  Step *step = data;

  jal_erasure_wait_unref (step->wait);
  g_free (step);
}

void
jal_erasure_wait_progress (JalErasurePhase phase, guint64 done, guint64 total, gpointer data)
{
  JalErasureWait *wait = data;
  int percent = total > 0 ? (int)(done * 100 / total) : 0;
  Step *step;

  /* What is not counted has the turning sign. */
  if (total == 0 || (phase == wait->phase && percent == wait->percent))
    return;
  wait->phase = phase;
  wait->percent = percent;
  step = g_new0 (Step, 1);
  step->wait = g_atomic_rc_box_acquire (wait);
  step->phase = phase;
  step->fraction = (double)done / (double)total;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, step_cb, step, free_step);
}
