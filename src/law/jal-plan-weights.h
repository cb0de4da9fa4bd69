/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-law.h"

G_BEGIN_DECLS

/* What the planner of sessions minimises, in points; src/plan/PLANNER.md says each in words. */
typedef struct
{
  gint64 distance_per_day;
  gint64 survivor_late_per_day;
  gint64 recess_day;
  gint64 near_provisional_day;
  gint64 crowded_week;
  gint64 away_if_possible; /* for an absence that can be moved, when it does not say its own cost */
  gint64 moved_session;
} JalPlanWeights;

/* The weights of data/law/planner.json; a copy may be changed. */
const JalPlanWeights *jal_plan_weights_get (void);

/* More points than this say nothing that these do not. */
#define JAL_PLAN_WEIGHT_MAX 1000

/* One weight by its id in the data, for editing and keeping. */
typedef struct
{
  const char *id; /* "recess_day" */
  gsize offset;
} JalPlanWeightInfo;

/* Returns (transfer none) (array length=n): all of them, in the order of the data. */
const JalPlanWeightInfo *jal_plan_weights_list (guint *n);
gint64 jal_plan_weights_value (const JalPlanWeights *weights, const JalPlanWeightInfo *info);
/* FALSE, changing nothing, when there is no such weight or @points is not 0…%JAL_PLAN_WEIGHT_MAX. */
gboolean jal_plan_weights_set (JalPlanWeights *weights, const char *id, gint64 points);

G_END_DECLS
