/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session costs on a day; PLANNER.md says the same in words. */
#include "plan/jal-planner-private.h"

gboolean
jal_planner_concerns (const JalPlanAbsence *absence, const JalPlanSession *session)
{
  return absence->people == 0 || (absence->people & session->people) != 0;
}

gint64
jal_planner_price_day (const JalPlanRequest *request, guint i, JalDate date, gint64 terms[JAL_PLAN_N_TERMS])
{
  const JalPlanWeights *weights = &request->weights;
  const JalPlanSession *session = &g_array_index (request->sessions, JalPlanSession, i);
  gint64 sum = 0;
  JalCourtDay day;

  for (int t = 0; t < JAL_PLAN_N_TERMS; t++)
    terms[t] = 0;
  jal_court_calendar_classify (request->calendar, date, &day);
  terms[JAL_PLAN_TERM_DISTANCE] = weights->distance_per_day * ABS (date - session->ideal);
  if (session->announced && date != session->ideal)
    terms[JAL_PLAN_TERM_MOVED] = weights->moved_session;
  if (session->survivor && date > session->ideal)
    terms[JAL_PLAN_TERM_SURVIVOR_LATE] = weights->survivor_late_per_day * (date - session->ideal);
  if (day.recess_id != NULL)
    terms[JAL_PLAN_TERM_RECESS] = weights->recess_day;
  if (day.near_provisional)
    terms[JAL_PLAN_TERM_NEAR_PROVISIONAL] = weights->near_provisional_day;
  for (guint a = 0; a < request->absences->len; a++)
    {
      const JalPlanAbsence *absence = &g_array_index (request->absences, JalPlanAbsence, a);

      if (!absence->hard && date >= absence->from && date <= absence->to && jal_planner_concerns (absence, session))
        terms[JAL_PLAN_TERM_AWAY_IF_POSSIBLE] += absence->points > 0 ? absence->points : weights->away_if_possible;
    }
  for (int t = 0; t < JAL_PLAN_N_TERMS; t++)
    sum += terms[t];
  return sum;
}
