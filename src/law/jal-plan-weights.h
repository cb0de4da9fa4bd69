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

G_END_DECLS
