/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-steps.h"

/* What a fraction is told in. */
#define FRACTIONS 100000

struct _JalSteps
{
  GWeakRef object; /* looked at on the UI thread alone */
  JalStepsShow show;
  gboolean ended; /* UI thread only */

  GMutex mutex;
  gboolean pending;
  JalStep last;
  char *name; /* what @last points at */
};

static void
clear (gpointer data)
{
  JalSteps *steps = data;

  g_weak_ref_clear (&steps->object);
  g_mutex_clear (&steps->mutex);
  g_free (steps->name);
}

static void
unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear);
}

JalSteps *
jal_steps_new (gpointer object, JalStepsShow show)
{
  JalSteps *steps = g_atomic_rc_box_new0 (JalSteps);

  g_weak_ref_init (&steps->object, object);
  g_mutex_init (&steps->mutex);
  steps->show = show;
  return steps;
}

void
jal_steps_free (JalSteps *steps)
{
  if (steps == NULL)
    return;
  steps->ended = TRUE;
  unref (steps);
}

static gboolean
show_cb (gpointer data)
{
  JalSteps *steps = data;
  g_autoptr (GObject) object = NULL;
  g_autofree char *name = NULL;
  JalStep step;

  g_mutex_lock (&steps->mutex);
  steps->pending = FALSE;
  step = steps->last;
  step.name = name = g_strdup (steps->name);
  g_mutex_unlock (&steps->mutex);
  object = steps->ended ? NULL : g_weak_ref_get (&steps->object);
  if (object != NULL)
    steps->show (object, &step);
  return G_SOURCE_REMOVE;
}

void
jal_steps_tell (JalSteps *steps, const JalStep *step)
{
  gboolean tell;

  g_mutex_lock (&steps->mutex);
  steps->last = *step;
  if (g_strcmp0 (steps->name, step->name) != 0)
    {
      g_free (steps->name);
      steps->name = g_strdup (step->name);
    }
  steps->last.name = steps->name;
  tell = !steps->pending;
  steps->pending = TRUE;
  g_mutex_unlock (&steps->mutex);
  if (tell)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_cb, g_atomic_rc_box_acquire (steps), unref);
}

void
jal_steps_progress (guint64 done, guint64 total, gpointer steps)
{
  const JalStep step = { .done = done, .total = total };

  jal_steps_tell (steps, &step);
}

void
jal_steps_progress_fraction (double fraction, gpointer steps)
{
  jal_steps_progress ((guint64)(CLAMP (fraction, 0, 1) * FRACTIONS), FRACTIONS, steps);
}

double
jal_step_fraction (const JalStep *step)
{
  return step->total > 0 ? CLAMP ((double)step->done / (double)step->total, 0, 1) : 0;
}
