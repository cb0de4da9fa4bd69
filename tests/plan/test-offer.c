/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/jal-offer.h"

#define SURVIVOR (1u << 0)
#define DOCTOR (1u << 1)

typedef struct
{
  JalCourtCalendar *calendar;
  JalPlanRequest *request;
  JalDate planned[4];
} Fixture;

static JalDate
day_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

static void
absence (Fixture *f, const char *from, const char *to, guint64 people, gboolean hard)
{
  JalPlanAbsence away = { .from = day_of (from), .to = day_of (to), .people = people, .hard = hard };

  g_array_append_val (f->request->absences, away);
}

/* Plea 1 Feb, hearing 3 May, part heard 5 July, ruling 6 September 2027. */
static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const kinds[] = { "plea", "hearing", "part_heard", "ruling" };
  static const char *const dates[] = { "2027-02-01", "2027-05-03", "2027-07-05", "2027-09-06" };
  JalPlanLoad load = { .date = day_of ("2027-05-18"), .sessions = 2, .demanding = 1 };

  f->calendar = jal_court_calendar_new (NULL, 0);
  f->request = jal_plan_request_new (f->calendar);
  for (guint i = 0; i < 4; i++)
    {
      f->planned[i] = day_of (dates[i]);
      jal_plan_request_add_session (f->request, jal_session_kind_find (kinds[i]), NULL, f->planned[i]);
    }
  g_array_index (f->request->sessions, JalPlanSession, 1).people = SURVIVOR | DOCTOR;
  g_array_index (f->request->sessions, JalPlanSession, 1).max_gap = 120;
  f->request->earliest = day_of ("2027-01-15");
  f->request->last_from = day_of ("2027-08-16");
  f->request->last_to = day_of ("2027-12-31");
  f->request->day_capacity = 2;
  f->request->week_capacity = 3;
  g_array_append_val (f->request->loads, load);
  absence (f, "2027-04-19", "2027-04-23", SURVIVOR, TRUE);
  absence (f, "2027-04-22", "2027-04-29", DOCTOR, TRUE);
  absence (f, "2027-04-26", "2027-04-26", 4, TRUE);
  absence (f, "2027-05-04", "2027-05-05", DOCTOR, FALSE);
  absence (f, "2027-05-11", "2027-05-11", 0, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  jal_plan_request_free (f->request);
  jal_court_calendar_unref (f->calendar);
}

static void
test_judge (Fixture *f, gconstpointer data)
{
  static const struct
  {
    guint session;
    const char *date;
    guint clashes;
    guint64 away, rather_not;
  } rows[] = {
    { 1, "2027-05-03", 0, 0, 0 },
    { 1, "2027-05-01", JAL_OFFER_CLOSED, 0, 0 }, /* Labour Day, a Saturday */
    { 1, "2027-05-04", 0, 0, DOCTOR },
    { 1, "2027-04-20", JAL_OFFER_AWAY, SURVIVOR, 0 },
    { 1, "2027-04-22", JAL_OFFER_AWAY, SURVIVOR | DOCTOR, 0 },
    { 1, "2027-04-26", JAL_OFFER_AWAY, DOCTOR, 0 }, /* the third person is not needed */
    { 1, "2027-05-11", JAL_OFFER_AWAY, 0, 0 },      /* the case as a whole */
    { 1, "2027-05-18", JAL_OFFER_FULL_DAY, 0, 0 },
    { 1, "2027-05-19", 0, 0, 0 },
    { 1, "2027-02-08", JAL_OFFER_SHORT_GAP, 0, 0 },
    { 1, "2027-06-14", JAL_OFFER_LONG_GAP, 0, 0 }, /* 133 days after the plea, exactly 21 before the next */
    { 1, "2027-06-15", JAL_OFFER_LONG_GAP | JAL_OFFER_SHORT_GAP, 0, 0 },
    { 1, "2027-07-05", JAL_OFFER_ORDER | JAL_OFFER_LONG_GAP, 0, 0 },
    { 1, "2027-01-14", JAL_OFFER_PAST | JAL_OFFER_ORDER, 0, 0 },
    { 3, "2027-12-24", 0, 0, 0 },
    { 3, "2028-01-03", JAL_OFFER_HORIZON, 0, 0 },
    { 3, "2027-08-13", JAL_OFFER_HORIZON, 0, 0 },
    { 3, "2101-01-03", JAL_OFFER_HORIZON | JAL_OFFER_CLOSED, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JalOffer offer;

      g_test_message ("%s", rows[i].date);
      jal_offer_judge (f->request, f->planned, rows[i].session, day_of (rows[i].date), &offer);
      g_assert_cmphex (offer.clashes, ==, rows[i].clashes);
      g_assert_cmphex (offer.away, ==, rows[i].away);
      g_assert_cmphex (offer.rather_not, ==, rows[i].rather_not);
    }
}

static void
test_figures (Fixture *f, gconstpointer data)
{
  JalOffer offer;

  jal_offer_judge (f->request, f->planned, 1, day_of ("2027-05-19"), &offer);
  g_assert_cmpint (offer.sessions_that_day, ==, 0);
  g_assert_cmpint (offer.sessions_that_week, ==, 2);
  g_assert_cmpint (offer.days_after_previous, ==, 107);
  g_assert_cmpint (offer.days_before_next, ==, 47);
  g_assert_cmpint (offer.terms[JAL_PLAN_TERM_DISTANCE], ==, 16);
  g_assert_cmpint (offer.terms[JAL_PLAN_TERM_CROWDED_WEEK], ==, 8);
  g_assert_cmpint (offer.cost, ==, 24);
  jal_offer_judge (f->request, f->planned, 1, day_of ("2027-05-05"), &offer);
  g_assert_cmpint (offer.terms[JAL_PLAN_TERM_AWAY_IF_POSSIBLE], ==, 20);
  g_assert_cmpint (offer.cost, ==, 22);
  /* A week too full although the day is not. */
  f->request->week_capacity = 2;
  jal_offer_judge (f->request, f->planned, 1, day_of ("2027-05-19"), &offer);
  g_assert_cmphex (offer.clashes, ==, JAL_OFFER_FULL_WEEK);
}

static void
test_better (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *offered;
    const char *better[3];
  } rows[] = {
    /* The survivor's examinations: out of them, the nearest clear days on either side. */
    { "2027-04-20", { "2027-04-16", "2027-04-15", "2027-04-14" } },
    /* Clear, but the doctor would rather not: the days around it are better. */
    { "2027-05-05", { "2027-05-06", "2027-05-03", "2027-05-07" } },
    /* Labour Day. */
    { "2027-05-01", { "2027-04-30", "2027-05-03", "2027-05-04" } },
    /* Nothing is better than the best. */
    { "2027-05-03", { NULL, NULL, NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) better = jal_offer_better (f->request, f->planned, 1, day_of (rows[i].offered), 3);

      for (guint b = 0; b < 3; b++)
        {
          g_autofree char *iso
              = b < better->len ? jal_date_dup_iso (g_array_index (better, JalOffer, b).date) : NULL;

          g_assert_cmpstr (iso, ==, rows[i].better[b]);
        }
    }
}

/* What the planner chose is clear when it is offered, session by session, and costs what the plan says. */
static void
test_agrees_with_planner (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPlan) plan = NULL;

  g_array_index (f->request->sessions, JalPlanSession, 0).fixed = f->planned[0];
  plan = jal_planner_solve (f->request, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    f->planned[i] = g_array_index (plan->sessions, JalPlannedSession, i).date;
  for (guint i = 1; i < 4; i++)
    {
      JalOffer offer;

      jal_offer_judge (f->request, f->planned, i, f->planned[i], &offer);
      g_assert_cmphex (offer.clashes, ==, 0);
      for (guint t = 0; t < JAL_PLAN_N_TERMS; t++)
        g_assert_cmpint (offer.terms[t], ==, g_array_index (plan->sessions, JalPlannedSession, i).terms[t]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/offer/judge", Fixture, NULL, set_up, test_judge, tear_down);
  g_test_add ("/offer/figures", Fixture, NULL, set_up, test_figures, tear_down);
  g_test_add ("/offer/better", Fixture, NULL, set_up, test_better, tear_down);
  g_test_add ("/offer/agrees-with-planner", Fixture, NULL, set_up, test_agrees_with_planner, tear_down);
  return g_test_run ();
}
