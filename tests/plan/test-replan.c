/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/jal-plan-template.h"
#include "plan/jal-replan.h"

typedef struct
{
  JalCourtCalendar *calendar;
  JalPlanRequest *request;
  JalDate planned[10];
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPlan) plan = NULL;

  f->calendar = jal_court_calendar_new (NULL, 0);
  f->request = jal_plan_request_new (f->calendar);
  jal_plan_template_fill (f->request, jal_date_from_ymd (2027, 2, 1), FALSE, 10, 36, 48, &error);
  g_assert_no_error (error);
  plan = jal_planner_solve (f->request, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    f->planned[i] = g_array_index (plan->sessions, JalPlannedSession, i).date;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  jal_plan_request_free (f->request);
  jal_court_calendar_unref (f->calendar);
}

/* Three weeks later: only the adjourned session moves. */
static void
test_short (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) changes = NULL;
  JalDate from = f->planned[4] + 21;
  g_autoptr (JalPlan) plan = jal_replan_adjourned (f->request, f->planned, 4, from, &changes, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      const JalReplanChange *change = &g_array_index (changes, JalReplanChange, i);

      g_assert_cmpuint (change->session, ==, i);
      g_assert_cmpint (change->before, ==, f->planned[i]);
      g_assert_cmpint (change->kept, ==, i < 4);
      if (i == 4)
        g_assert_cmpint (change->after, ==, jal_court_calendar_next_open (f->calendar, from));
      else
        g_assert_cmpint (change->after, ==, f->planned[i]);
    }
}

/* A date moved by hand is where that session now stands, whatever the template says. */
static void
test_moved_by_hand (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) changes = NULL;
  g_autoptr (JalPlan) plan = NULL;

  f->planned[7] = jal_court_calendar_next_open (f->calendar, f->planned[7] + 30);
  plan = jal_replan_adjourned (f->request, f->planned, 4, f->planned[4] + 21, &changes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_array_index (changes, JalReplanChange, 7).after, ==, f->planned[7]);
}

/* So late that the next ones have to give way, but no more of them than needed, and a fixed one does not. */
static void
test_long (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) changes = NULL;
  JalDate from = f->planned[5] + 10;
  g_autoptr (JalPlan) plan = NULL;

  g_array_index (f->request->sessions, JalPlanSession, 6).fixed = f->planned[6];
  plan = jal_replan_adjourned (f->request, f->planned, 4, from, &changes, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    {
      const JalReplanChange *change = &g_array_index (changes, JalReplanChange, i);

      g_assert_cmpint (change->after != change->before, ==, i == 4 || i == 5);
      g_assert_cmpint (change->kept, ==, i < 4 || i == 6);
      if (i == 5)
        g_assert_cmpint (change->after - g_array_index (changes, JalReplanChange, 4).after, >=, 21);
      if (i >= 4)
        g_assert_true (jal_court_calendar_is_open (f->calendar, change->after));
    }
  g_assert_cmpint (g_array_index (changes, JalReplanChange, 4).after, >=, from);
}

/* A date the court has fixed is in the way. */
static void
test_blocked (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GArray *changes = (GArray *)f;
  JalPlanBlock block;

  g_array_index (f->request->sessions, JalPlanSession, 5).fixed = f->planned[5];
  g_assert_null (
      jal_replan_adjourned (f->request, f->planned, 4, f->planned[5] + 1, &changes, &block, &error));
  g_assert_error (error, JAL_PLAN_ERROR, JAL_PLAN_ERROR_FIXED);
  g_assert_cmpint (block.session, ==, 5);
  g_assert_true (changes == (GArray *)f); /* untouched */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/replan/short", Fixture, NULL, set_up, test_short, tear_down);
  g_test_add ("/replan/moved-by-hand", Fixture, NULL, set_up, test_moved_by_hand, tear_down);
  g_test_add ("/replan/long", Fixture, NULL, set_up, test_long, tear_down);
  g_test_add ("/replan/blocked", Fixture, NULL, set_up, test_blocked, tear_down);
  return g_test_run ();
}
