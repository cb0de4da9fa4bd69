/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan after an adjournment: the same planner, asked to leave things where they are. People have been told the dates
   of the sessions to come, so those dates, not the template's, are where the sessions would now best be. */
#include "plan/jal-replan.h"

static JalPlanRequest *
request_for_rest (const JalPlanRequest *request, const JalDate *planned, guint adjourned, JalDate from)
{
  JalPlanRequest *rest = jal_plan_request_copy (request);

  for (guint i = 0; i < rest->sessions->len; i++)
    {
      JalPlanSession *session = &g_array_index (rest->sessions, JalPlanSession, i);

      if (i < adjourned && planned[i] != JAL_DATE_NONE)
        {
          session->fixed = planned[i];
          session->held = TRUE;
        }
      else if (i == adjourned)
        {
          session->fixed = JAL_DATE_NONE;
          session->held = FALSE;
          session->ideal = from;
        }
      else if (session->fixed == JAL_DATE_NONE && planned[i] != JAL_DATE_NONE)
        {
          session->ideal = planned[i];
          session->announced = TRUE;
        }
    }
  rest->earliest = rest->earliest == JAL_DATE_NONE ? from : MAX (rest->earliest, from);
  return rest;
}

JalPlan *
jal_replan_adjourned (const JalPlanRequest *request, const JalDate *planned, guint adjourned, JalDate from,
                      GArray **changes, JalPlanBlock *block, GError **error)
{
  g_autoptr (JalPlanRequest) rest = NULL;
  JalPlan *plan;
  GArray *found;

  g_return_val_if_fail (adjourned < request->sessions->len, NULL);

  rest = request_for_rest (request, planned, adjourned, from);
  plan = jal_planner_solve (rest, block, error);
  if (plan == NULL)
    return NULL;
  found = g_array_new (FALSE, TRUE, sizeof (JalReplanChange));
  for (guint i = 0; i < plan->sessions->len; i++)
    {
      JalReplanChange change = {
        .session = i,
        .before = planned[i],
        .after = g_array_index (plan->sessions, JalPlannedSession, i).date,
        .kept = g_array_index (rest->sessions, JalPlanSession, i).fixed != JAL_DATE_NONE,
      };

      g_array_append_val (found, change);
    }
  *changes = found;
  return plan;
}
