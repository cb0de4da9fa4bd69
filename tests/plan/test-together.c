/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many cases planned together: never worse than one after the other, nothing clashes, the same again, at the real size. */
#include "law/jal-session-kind.h"
#include "plan/jal-plan-template.h"
#include "plan/jal-plan-together.h"

static JalDate
day_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

typedef struct
{
  GPtrArray *requests;
  GPtrArray *courts;
} Office;

static const char *const stations[] = { "shanzu", "malindi", "kwale" };

static Office
new_office (guint n, guint n_courts, int day_capacity, int week_capacity, guint every)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  Office office = { g_ptr_array_new_with_free_func ((GDestroyNotify)jal_plan_request_free), g_ptr_array_new () };

  for (guint c = 0; c < n; c++)
    {
      JalPlanRequest *request = jal_plan_request_new (calendar);

      g_assert_true (jal_plan_template_fill (request, day_of ("2027-02-01") + (int)(c % every), FALSE, 10, 36, 48, NULL));
      request->day_capacity = day_capacity;
      request->week_capacity = week_capacity;
      g_ptr_array_add (office.requests, request);
      g_ptr_array_add (office.courts, (gpointer)stations[c % n_courts]);
    }
  return office;
}

/* As offices are: pleas over a year and a half, shorter and longer cases, weeks in which a case cannot be heard. */
static Office
new_mixed_office (guint n, guint32 seed)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Office office = { g_ptr_array_new_with_free_func ((GDestroyNotify)jal_plan_request_free), g_ptr_array_new () };

  for (guint c = 0; c < n; c++)
    {
      JalPlanRequest *request = jal_plan_request_new (calendar);
      JalDate plea = day_of ("2027-02-01") + g_rand_int_range (rand, 0, 540);

      g_assert_true (jal_plan_template_fill (request, plea, TRUE, 10, 36, 48, NULL));
      request->day_capacity = 2;
      request->week_capacity = 4;
      for (int a = 0; a < 25; a++)
        {
          JalPlanAbsence away = { .from = plea + g_rand_int_range (rand, 0, 1400), .hard = g_rand_int_range (rand, 0, 3) > 0 };

          away.to = away.from + g_rand_int_range (rand, 3, 25);
          g_array_append_val (request->absences, away);
        }
      g_ptr_array_add (office.requests, request);
      g_ptr_array_add (office.courts, (gpointer)stations[g_rand_int_range (rand, 0, 3)]);
    }
  return office;
}

static JalPlanTogether *
plan (Office *office, guint32 seed, guint steps)
{
  JalPlanSearch search = { .seed = seed, .steps = steps };

  return jal_plan_together ((JalPlanRequest *const *)office->requests->pdata, (const char *const *)office->courts->pdata,
                            office->requests->len, &search);
}

static void
clear_office (Office *office)
{
  g_ptr_array_unref (office->requests);
  g_ptr_array_unref (office->courts);
}

static const JalPlan *
plan_at (const JalPlanTogether *together, guint c)
{
  return g_array_index (together->cases, JalPlanOfCase, c).plan;
}

/* Every promise a reader can check by hand: order, gaps, open days, capacity, never in two courts. */
static void
check (Office *office, const JalPlanTogether *together)
{
  const JalPlanRequest *any = g_ptr_array_index (office->requests, 0);
  g_autoptr (GHashTable) days = g_hash_table_new (NULL, NULL), weeks = g_hash_table_new (NULL, NULL), courts = g_hash_table_new (NULL, NULL);
  gint64 points = 0;
  g_autoptr (GHashTable) demanding = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer count;

  for (guint c = 0; c < office->requests->len; c++)
    {
      const JalPlanRequest *request = g_ptr_array_index (office->requests, c);
      const JalPlan *of_case = plan_at (together, c);

      if (of_case == NULL)
        continue;
      points += of_case->cost - of_case->terms[JAL_PLAN_TERM_CROWDED_WEEK];
      for (guint i = 0; i < of_case->sessions->len; i++)
        {
          const JalPlanSession *session = &g_array_index (request->sessions, JalPlanSession, i);
          JalDate date = g_array_index (of_case->sessions, JalPlannedSession, i).date;
          gpointer day = GINT_TO_POINTER (date), week = GINT_TO_POINTER ((date - 4 + 49000) / 7);
          const char *court = g_hash_table_lookup (courts, day);

          g_assert_true (session->held || jal_court_calendar_is_open (request->calendar, date));
          if (i > 0)
            g_assert_cmpint (date - g_array_index (of_case->sessions, JalPlannedSession, i - 1).date, >=, session->min_gap);
          g_hash_table_insert (days, day, GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (days, day)) + 1));
          g_hash_table_insert (weeks, week, GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (weeks, week)) + 1));
          if (session->kind->demanding)
            g_hash_table_insert (demanding, week, GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (demanding, week)) + 1));
          /* The pleas are fixed: where two of them clash nothing can be done. */
          if (i > 0 && any->day_capacity > 0)
            g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (days, day)), <=, MAX (any->day_capacity, 8));
          if (i > 0 && court != NULL)
            g_assert_cmpstr (court, ==, g_ptr_array_index (office->courts, c));
          if (i > 0)
            g_hash_table_insert (courts, day, g_ptr_array_index (office->courts, c));
        }
    }
  g_hash_table_iter_init (&iter, demanding);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    points += any->weights.crowded_week * (GPOINTER_TO_INT (count) - 1);
  g_assert_cmpint (together->cost, ==, points);
  g_assert_cmpint (together->alone, <=, together->cost);
}

static void
test_sixty (gconstpointer data)
{
  gboolean mixed = data != NULL;
  Office office = mixed ? new_mixed_office (60, 20261127) : new_office (60, 2, 2, 6, 12);
  gint64 before = g_get_monotonic_time ();
  g_autoptr (JalPlanTogether) together = plan (&office, 1, JAL_PLAN_SEARCH_STEPS);
  double ms = (double)(g_get_monotonic_time () - before) / 1000;

  g_print ("# sixty cases%s: %" G_GINT64_FORMAT " points together, %" G_GINT64_FORMAT " one after the other, %" G_GINT64_FORMAT
           " each by itself; %u exact plans, %.0f ms\n",
           mixed ? ", mixed" : " of one fortnight", together->cost, together->greedy, together->alone, together->steps, ms);
  check (&office, together);
  g_assert_cmpuint (together->unplanned, ==, 0);
  g_assert_cmpint (together->cost, <, together->greedy);
  g_assert_cmpint (together->cost, >=, together->alone);
  clear_office (&office);
}

static void
test_never_worse (void)
{
  for (guint seed = 0; seed < 12; seed++)
    {
      Office office = new_office (4 + seed, 1 + seed % 3, 1 + (int)seed % 3, seed % 2 == 0 ? 0 : 4, 1 + seed % 5);
      g_autoptr (JalPlanTogether) together = plan (&office, seed, 30);
      g_autoptr (JalPlanTogether) clerk = plan (&office, seed, 0);

      check (&office, together);
      g_assert_cmpuint (together->unplanned, <=, together->greedy_unplanned);
      if (together->unplanned == together->greedy_unplanned)
        g_assert_cmpint (together->cost, <=, together->greedy);
      g_assert_cmpint (together->cost, <=, clerk->cost);
      clear_office (&office);
    }
}

static void
test_same_again (void)
{
  Office office = new_office (12, 2, 1, 3, 4);
  g_autoptr (JalPlanTogether) one = plan (&office, 7, 60);
  g_autoptr (JalPlanTogether) other = plan (&office, 7, 60);

  g_assert_cmpint (one->cost, ==, other->cost);
  for (guint c = 0; c < 12; c++)
    for (guint i = 0; i < 10; i++)
      g_assert_cmpint (g_array_index (plan_at (one, c)->sessions, JalPlannedSession, i).date, ==,
                       g_array_index (plan_at (other, c)->sessions, JalPlannedSession, i).date);
  clear_office (&office);
}

/* A case that cannot be planned at all does not stand in the way of the others, and says why. */
static void
test_one_impossible (void)
{
  Office office = new_office (6, 1, 2, 0, 3);
  g_autoptr (JalPlanTogether) together = NULL;

  g_array_index (((JalPlanRequest *)g_ptr_array_index (office.requests, 2))->sessions, JalPlanSession, 5).min_gap = 5 * 366;
  together = plan (&office, 3, 30);
  g_assert_cmpuint (together->unplanned, ==, 1);
  g_assert_null (plan_at (together, 2));
  g_assert_cmpint (g_array_index (together->cases, JalPlanOfCase, 2).block.rule, ==, JAL_PLAN_ERROR_MIN_GAP);
  g_assert_cmpint (g_array_index (together->cases, JalPlanOfCase, 2).alone, ==, -1);
  for (guint c = 0; c < 6; c++)
    g_assert_true (c == 2 || plan_at (together, c) != NULL);
  clear_office (&office);
}

static gboolean
stop_at_once (guint done, guint total, gpointer data)
{
  g_assert_cmpuint (done, <=, total);
  return ++*(guint *)data < 20;
}

static void
test_stop (void)
{
  Office office = new_office (8, 1, 2, 0, 3);
  guint told = 0;
  JalPlanSearch search = { .seed = 1, .steps = 100, .progress = stop_at_once, .data = &told };
  g_autoptr (JalPlanTogether) together = jal_plan_together ((JalPlanRequest *const *)office.requests->pdata, NULL, 8, &search);

  g_assert_cmpuint (together->steps, <, 60);
  clear_office (&office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/together/sixty", NULL, test_sixty);
  g_test_add_data_func ("/together/sixty-mixed", "mixed", test_sixty);
  g_test_add_func ("/together/never-worse", test_never_worse);
  g_test_add_func ("/together/same-again", test_same_again);
  g_test_add_func ("/together/one-impossible", test_one_impossible);
  g_test_add_func ("/together/stop", test_stop);
  return g_test_run ();
}
