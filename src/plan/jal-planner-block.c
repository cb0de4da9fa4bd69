/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why there is no plan: by taking rules away and looking whether one appears. Slow beside a plan (some tens of
   solutions), but it only happens when there is something to say, and what it names is a fact: without that rule the
   request can be planned. */
#include "plan/jal-planner-private.h"

static gboolean
can_without (const JalPlanRequest *request, JalPlanRelaxation relaxation)
{
  g_autoptr (JalPlan) plan = jal_planner_solve_relaxed (request, &relaxation);

  return plan != NULL;
}

static void
find_absence (const JalPlanRequest *request, JalPlanBlock *block)
{
  for (guint a = 0; a < request->absences->len; a++)
    {
      JalPlanRelaxation relaxation = JAL_PLAN_RELAX_NOTHING;

      relaxation.absence = (int)a;
      if (g_array_index (request->absences, JalPlanAbsence, a).hard && can_without (request, relaxation))
        {
          block->absence = (int)a;
          return;
        }
    }
}

static void
find_session (const JalPlanRequest *request, JalPlanBlock *block)
{
  for (guint i = 0; i < request->sessions->len; i++)
    {
      const JalPlanSession *session = &g_array_index (request->sessions, JalPlanSession, i);
      JalPlanRelaxation relaxation = JAL_PLAN_RELAX_NOTHING;

      if (block->rule == JAL_PLAN_ERROR_MIN_GAP)
        relaxation.min_gap = (int)i;
      else if (block->rule == JAL_PLAN_ERROR_MAX_GAP)
        relaxation.max_gap = (int)i;
      else if (session->fixed != JAL_DATE_NONE)
        relaxation.fixed = (int)i;
      else
        continue;
      if (can_without (request, relaxation))
        {
          block->session = (int)i;
          return;
        }
    }
}

void
jal_planner_diagnose (const JalPlanRequest *request, JalPlanBlock *block)
{
  JalPlanRelaxation relaxation = JAL_PLAN_RELAX_NOTHING;

  block->session = block->absence = -1;
  for (guint rule = 0; rule < JAL_PLAN_N_RULES; rule++)
    {
      relaxation.rules = 1u << rule;
      if (can_without (request, relaxation))
        {
          block->rule = (JalPlanError)rule;
          block->rules = relaxation.rules;
          if (rule == JAL_PLAN_ERROR_ABSENCE)
            find_absence (request, block);
          else if (rule == JAL_PLAN_ERROR_MIN_GAP || rule == JAL_PLAN_ERROR_MAX_GAP || rule == JAL_PLAN_ERROR_FIXED)
            find_session (request, block);
          return;
        }
    }
  /* No single rule: take all away and give back, the ones hardest to change first, whatever can be given back. What
     remains is a least set that has to go together. */
  block->rules = (1u << JAL_PLAN_N_RULES) - 1;
  for (int rule = JAL_PLAN_N_RULES - 1; rule >= 0; rule--)
    {
      relaxation.rules = block->rules & ~(1u << rule);
      if (can_without (request, relaxation))
        block->rules = relaxation.rules;
    }
  for (guint rule = JAL_PLAN_N_RULES; rule-- > 0;)
    if ((block->rules & (1u << rule)) != 0)
      block->rule = (JalPlanError)rule;
}
