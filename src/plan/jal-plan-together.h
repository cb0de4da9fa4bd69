/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/jal-planner.h"

G_BEGIN_DECLS

/* Several cases of one counsel planned together. */

typedef struct
{
  JalPlan *plan;      /* (transfer full) (nullable): NULL when this case has none beside the others */
  JalPlanBlock block; /* why, when it has none */
  gint64 alone;       /* what the case would cost if there were no others; -1 when it has no plan even then */
} JalPlanOfCase;

typedef struct
{
  GArray *cases;     /* JalPlanOfCase, in the order of the requests */
  guint unplanned;   /* how many have no plan */
  guint greedy_unplanned; /* the same one after the other */
  gint64 cost;       /* of all plans there are, each judged beside all the others */
  gint64 greedy;     /* the same with each case once, in order, never looked at again: what @cost is never above */
  gint64 alone;      /* the sum of what each would cost by itself: nothing can be cheaper */
  guint steps;       /* exact plans of a single case that were made */
} JalPlanTogether;

/* How long the search goes on, in steps and not in seconds: the same input gives the same plans on every machine. */
typedef struct
{
  guint32 seed;
  guint steps; /* exact plans of single cases in the search, beyond those of the first pass */
  /* nullable: told after each step; FALSE ends the search with the best there is so far */
  gboolean (*progress) (guint done, guint total, gpointer data);
  gpointer data;
} JalPlanSearch;

#define JAL_PLAN_SEARCH_STEPS 240

/* @requests (array length = @n): in order of priority, each with whatever loads and absences it has without the others.
   @courts (array length = @n) (nullable): equal strings are one court, NULL is unknown; a session in another court is a day
   on which nobody of the case can be asked to come. Returns (transfer full). */
JalPlanTogether *jal_plan_together (JalPlanRequest *const *requests, const char *const *courts, guint n,
                                    const JalPlanSearch *search);
void jal_plan_together_free (JalPlanTogether *together);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPlanTogether, jal_plan_together_free)

G_END_DECLS
