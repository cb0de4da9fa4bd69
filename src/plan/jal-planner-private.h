/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the plan room: solving a request with some of its rules taken away. */
#pragma once

#include "plan/jal-planner.h"

G_BEGIN_DECLS

/* What is taken away. */
typedef struct
{
  guint rules;     /* bits (1 << JalPlanError) */
  int min_gap;     /* index of a session whose least gap goes, or -1 */
  int max_gap;     /* … whose greatest gap goes */
  int fixed;       /* … whose fixed date goes */
  int absence;     /* index of an absence that goes */
} JalPlanRelaxation;

#define JAL_PLAN_RELAX_NOTHING ((JalPlanRelaxation){ 0, -1, -1, -1, -1 })

/* Returns (transfer full) (nullable): the best plan under what is left of the rules; NULL when there is none. */
JalPlan *jal_planner_solve_relaxed (const JalPlanRequest *request, const JalPlanRelaxation *relaxation);
/* What each session costs on each day by itself, for a request that is solved again and again with other loads and other hard
   absences. */
typedef struct _JalPlannerPrices JalPlannerPrices;

/* Returns (transfer full) (nullable): NULL when the request has no days at all. */
JalPlannerPrices *jal_planner_prices_new (const JalPlanRequest *request);
void jal_planner_prices_free (JalPlannerPrices *prices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPlannerPrices, jal_planner_prices_free)
/* Returns (transfer full) (nullable): as jal_planner_solve(), without saying why there is none. @request differs from the one
   of @prices (nullable) in loads and hard absences only. */
JalPlan *jal_planner_solve_priced (const JalPlanRequest *request, const JalPlannerPrices *prices);
/* Whether @absence is of somebody @session needs. */
gboolean jal_planner_concerns (const JalPlanAbsence *absence, const JalPlanSession *session);
/* What session @i, as one that is not fixed, costs on @date apart from its neighbours; fills @terms, returns the
   sum. */
gint64 jal_planner_price_day (const JalPlanRequest *request, guint i, JalDate date, gint64 terms[JAL_PLAN_N_TERMS]);
/* Finds the rule that blocks @request, which has no plan. */
void jal_planner_diagnose (const JalPlanRequest *request, JalPlanBlock *block);

G_END_DECLS
