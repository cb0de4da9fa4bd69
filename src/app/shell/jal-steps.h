/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * How far long work has come, from its thread to what shows it.
 *
 *  1. jal_steps_tell() may be called as often as the work likes: at most one answer is on its way to the UI thread, and it shows what was
 *     told last.
 *  2. What shows it is never kept alive by this, and never touched on another thread.
 *  3. After jal_steps_free() nothing is shown any more, whatever was on its way.
 */
typedef struct _JalSteps JalSteps;

typedef struct
{
  guint part;       /* which part of the work: a phase, or the file in hand, from 0 */
  guint n_parts;    /* 0: they are not counted */
  const char *name; /* (nullable): of the part; borrowed */
  guint64 done;
  guint64 total; /* 0: not known */
} JalStep;

/* On the UI thread, while @object lives. */
typedef void (*JalStepsShow) (gpointer object, const JalStep *step);

/* @object (nullable): a GObject, held weakly. Returns (transfer full); jal_steps_free() on the UI thread. */
JalSteps *jal_steps_new (gpointer object, JalStepsShow show);
void jal_steps_free (JalSteps *steps);
/* On any thread, before jal_steps_free(). */
void jal_steps_tell (JalSteps *steps, const JalStep *step);
/* The same of work without parts; the shape of most progress callbacks of the core. @steps: JalSteps. */
void jal_steps_progress (guint64 done, guint64 total, gpointer steps);
/* The same of a fraction from 0 to 1. */
void jal_steps_progress_fraction (double fraction, gpointer steps);
/* Returns 0 to 1; 0 where the total is not known. */
double jal_step_fraction (const JalStep *step);

G_END_DECLS
