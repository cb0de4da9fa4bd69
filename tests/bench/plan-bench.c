/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan-bench [--json]: sixty cases of ten sessions over four years, planned together, beside one after the other and beside each
   by itself. The floor of the time is each case by itself, exactly, once. */
#include "plan/jal-plan-template.h"
#include "plan/jal-plan-together.h"

#define N_CASES 60

static JalPlanRequest *
new_case (JalCourtCalendar *calendar, GRand *rand)
{
  JalPlanRequest *request = jal_plan_request_new (calendar);
  JalDate plea = jal_date_from_ymd (2027, 2, 1) + g_rand_int_range (rand, 0, 540);

  g_assert_true (jal_plan_template_fill (request, plea, TRUE, 10, 36, 48, NULL));
  request->day_capacity = 2;
  request->week_capacity = 4;
  for (int a = 0; a < 25; a++)
    {
      JalPlanAbsence away = { .from = plea + g_rand_int_range (rand, 0, 1400), .hard = g_rand_int_range (rand, 0, 3) > 0 };

      away.to = away.from + g_rand_int_range (rand, 3, 25);
      g_array_append_val (request->absences, away);
    }
  return request;
}

int
main (int argc, char **argv)
{
  static const char *const stations[] = { "shanzu", "malindi", "kwale" };
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261127);
  JalPlanRequest *requests[N_CASES];
  const char *courts[N_CASES];
  JalPlanSearch search = { 1, JAL_PLAN_SEARCH_STEPS, NULL, NULL };
  g_autoptr (JalPlanTogether) together = NULL;
  double ms, floor_ms;
  gint64 begin;

  for (guint c = 0; c < N_CASES; c++)
    {
      requests[c] = new_case (calendar, rand);
      courts[c] = stations[g_rand_int_range (rand, 0, 3)];
    }
  begin = g_get_monotonic_time ();
  for (guint c = 0; c < N_CASES; c++)
    jal_plan_free (jal_planner_solve (requests[c], NULL, NULL));
  floor_ms = (double)(g_get_monotonic_time () - begin) / 1000;
  begin = g_get_monotonic_time ();
  together = jal_plan_together (requests, courts, N_CASES, &search);
  ms = (double)(g_get_monotonic_time () - begin) / 1000;
  g_print ("{\"ours_ms\": %.1f, \"floor_ms\": %.1f, \"points\": %" G_GINT64_FORMAT ", \"greedy\": %" G_GINT64_FORMAT
           ", \"alone\": %" G_GINT64_FORMAT ", \"plans\": %u}\n",
           ms, floor_ms, together->cost, together->greedy, together->alone, together->steps);
  for (guint c = 0; c < N_CASES; c++)
    jal_plan_request_free (requests[c]);
  return 0;
}
