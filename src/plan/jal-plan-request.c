/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests and plans as values. */
#include "plan/jal-planner.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (jal-plan-error-quark, jal_plan_error)

JalPlanRequest *
jal_plan_request_new (JalCourtCalendar *calendar)
{
  JalPlanRequest *request = g_new0 (JalPlanRequest, 1);

  request->calendar = jal_court_calendar_ref (calendar);
  request->weights = *jal_plan_weights_get ();
  request->sessions = g_array_new (FALSE, TRUE, sizeof (JalPlanSession));
  request->absences = g_array_new (FALSE, TRUE, sizeof (JalPlanAbsence));
  request->loads = g_array_new (FALSE, TRUE, sizeof (JalPlanLoad));
  request->texts = g_string_chunk_new (512);
  request->earliest = request->last_from = request->last_to = JAL_DATE_NONE;
  return request;
}

JalPlanRequest *
jal_plan_request_copy (const JalPlanRequest *request)
{
  JalPlanRequest *copy = jal_plan_request_new (request->calendar);

  copy->weights = request->weights;
  copy->earliest = request->earliest;
  copy->last_from = request->last_from;
  copy->last_to = request->last_to;
  copy->day_capacity = request->day_capacity;
  copy->week_capacity = request->week_capacity;
  g_array_append_vals (copy->sessions, request->sessions->data, request->sessions->len);
  g_array_append_vals (copy->absences, request->absences->data, request->absences->len);
  g_array_append_vals (copy->loads, request->loads->data, request->loads->len);
  for (guint i = 0; i < copy->sessions->len; i++)
    for (guint lang = 0; lang < JAL_N_LANGS; lang++)
      {
        JalPlanSession *session = &g_array_index (copy->sessions, JalPlanSession, i);

        if (session->purpose[lang] != NULL)
          session->purpose[lang] = g_string_chunk_insert_const (copy->texts, session->purpose[lang]);
      }
  return copy;
}

void
jal_plan_request_free (JalPlanRequest *request)
{
  if (request == NULL)
    return;
  jal_court_calendar_unref (request->calendar);
  g_array_unref (request->sessions);
  g_array_unref (request->absences);
  g_array_unref (request->loads);
  g_string_chunk_free (request->texts);
  g_free (request);
}

JalPlanSession *
jal_plan_request_add_session (JalPlanRequest *request, const JalSessionKind *kind, const JalLabel *purpose,
                              JalDate ideal)
{
  JalPlanSession session = { .kind = kind, .ideal = ideal, .fixed = JAL_DATE_NONE };

  g_return_val_if_fail (kind != NULL, NULL);

  session.min_gap = MAX (kind->min_gap_days, 1);
  for (guint lang = 0; purpose != NULL && lang < JAL_N_LANGS; lang++)
    session.purpose[lang] = g_string_chunk_insert_const (request->texts, purpose->text[lang]);
  g_array_append_val (request->sessions, session);
  return &g_array_index (request->sessions, JalPlanSession, request->sessions->len - 1);
}

void
jal_plan_free (JalPlan *plan)
{
  if (plan == NULL)
    return;
  g_array_unref (plan->sessions);
  g_free (plan);
}

const char *
jal_plan_term_describe (JalPlanTerm term)
{
  static const char *const texts[JAL_PLAN_N_TERMS] = {
    N_ ("Away from the best date"),      N_ ("The survivor testifies late"), N_ ("In a recess"),
    N_ ("Next to a day that may become a holiday"), N_ ("Several demanding sessions in a week"),
    N_ ("Somebody would rather be elsewhere"),
    N_ ("People were told another date"),
  };

  g_return_val_if_fail (term < JAL_PLAN_N_TERMS, "");

  return _ (texts[term]);
}

const char *
jal_plan_rule_describe (JalPlanError rule)
{
  switch (rule)
    {
    case JAL_PLAN_ERROR_ABSENCE:
      return _ ("The sessions cannot all be planned: people they need are away on the days that are left. Shorten or "
                "take out an absence.");
    case JAL_PLAN_ERROR_DAY_CAPACITY:
      return _ ("The sessions cannot all be planned: other cases fill the days that are left. Allow more sessions a "
                "day.");
    case JAL_PLAN_ERROR_WEEK_CAPACITY:
      return _ ("The sessions cannot all be planned: the weeks that are left have as many sessions as you allow. Allow "
                "more sessions a week.");
    case JAL_PLAN_ERROR_MIN_GAP:
      return _ ("The sessions cannot all be planned: there is not enough time for the days you want between them. "
                "Shorten a gap, or plan fewer sessions.");
    case JAL_PLAN_ERROR_MAX_GAP:
      return _ ("The sessions cannot all be planned: two of them would be further apart than you allow. Lengthen that "
                "gap, or plan more sessions.");
    case JAL_PLAN_ERROR_FIXED:
      return _ ("The sessions cannot all be planned around a date that is fixed: it is a closed day, out of order, or "
                "too near another one. Correct or free that date.");
    case JAL_PLAN_ERROR_EARLIEST:
      return _ ("The sessions cannot all be planned: too little time is left from today. Plan fewer sessions, or allow "
                "a later end.");
    case JAL_PLAN_ERROR_HORIZON:
      return _ ("The sessions cannot all be planned: the last one cannot fall in the months you gave. Allow other "
                "months.");
    case JAL_PLAN_ERROR_CLOSED_DAYS:
      return _ ("The sessions cannot all be planned: courts are closed on the days that are left. Look at the closed "
                "days, or allow a longer time.");
    case JAL_PLAN_ERROR_COUNT:
      return _ ("That number of sessions cannot be planned.");
    case JAL_PLAN_ERROR_RANGE:
    default:
      return _ ("These dates are outside the years the court calendar knows, or too far apart. Check the date of the "
                "plea and the months.");
    }
}
