/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/jal-plan-template.h"
#include "plan/jal-planner.h"

#define MAX_SESSIONS 6
/* JALADA_PLANNER_CASES: how many random cases, this many unless told. */
#define N_RANDOM 4000

static guint n_random = N_RANDOM;

static JalDate
day_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

static JalPlanSession *
session_at (JalPlanRequest *request, guint i)
{
  return &g_array_index (request->sessions, JalPlanSession, i);
}

static JalDate
date_at (const JalPlan *plan, guint i)
{
  return g_array_index (plan->sessions, JalPlannedSession, i).date;
}

/* ---- The same rules and costs once more, written from PLANNER.md and judging whole plans only. ---- */

static gboolean
same_week (JalDate a, JalDate b)
{
  return a - jal_date_weekday (a) == b - jal_date_weekday (b);
}

static gboolean
away (const JalPlanRequest *request, guint i, JalDate date, gboolean hard, gint64 *points)
{
  gboolean found = FALSE;

  for (guint a = 0; a < request->absences->len; a++)
    {
      const JalPlanAbsence *absence = &g_array_index (request->absences, JalPlanAbsence, a);
      guint64 people = g_array_index (request->sessions, JalPlanSession, i).people;

      if (!!absence->hard != hard || date < absence->from || date > absence->to)
        continue;
      if (absence->people != 0 && (absence->people & people) == 0)
        continue;
      found = TRUE;
      if (points != NULL)
        *points += absence->points != 0 ? absence->points : request->weights.away_if_possible;
    }
  return found;
}

static int
others (const JalPlanRequest *request, JalDate date, gboolean week, gboolean demanding)
{
  int count = 0;

  for (guint l = 0; l < request->loads->len; l++)
    {
      const JalPlanLoad *load = &g_array_index (request->loads, JalPlanLoad, l);

      if (week ? same_week (load->date, date) : load->date == date)
        count += demanding ? load->demanding : load->sessions;
    }
  return count;
}

/* Whether session @i may be on @dates[i] after the ones before it. */
static gboolean
allowed (const JalPlanRequest *request, const JalDate *dates, guint i)
{
  const JalPlanSession *session = &g_array_index (request->sessions, JalPlanSession, i);
  const JalPlanSession *before = i > 0 ? session - 1 : NULL;
  JalDate date = dates[i];
  gboolean fixed = session->fixed != JAL_DATE_NONE;
  int gap = i > 0 ? date - dates[i - 1] : 0;

  if (i > 0 && fixed && before->fixed != JAL_DATE_NONE)
    {
      if (gap < 0)
        return FALSE;
    }
  else if (i > 0 && (gap < MAX (1, session->min_gap) || (session->max_gap > 0 && gap > session->max_gap)))
    return FALSE;
  if (fixed)
    return date == session->fixed && (session->held || jal_court_calendar_is_open (request->calendar, date));
  if (!jal_court_calendar_is_open (request->calendar, date) || date < request->earliest
      || away (request, i, date, TRUE, NULL))
    return FALSE;
  if (i == request->sessions->len - 1 && (date < request->last_from || date > request->last_to))
    return FALSE;
  return request->day_capacity <= 0 || others (request, date, FALSE, FALSE) < request->day_capacity;
}

/* The capacity of weeks, over the whole plan: counts a week only when it has a session that could be elsewhere. */
static gboolean
weeks_have_room (const JalPlanRequest *request, const JalDate *dates, guint n)
{
  for (guint i = 0; request->week_capacity > 0 && i < n; i++)
    {
      int count = others (request, dates[i], TRUE, FALSE);

      if (g_array_index (request->sessions, JalPlanSession, i).fixed != JAL_DATE_NONE)
        continue;
      for (guint j = 0; j < request->sessions->len; j++)
        {
          JalDate fixed = g_array_index (request->sessions, JalPlanSession, j).fixed;

          if (fixed != JAL_DATE_NONE)
            count += same_week (fixed, dates[i]);
          else if (j < n)
            count += same_week (dates[j], dates[i]);
        }
      if (count > request->week_capacity)
        return FALSE;
    }
  return TRUE;
}

static gint64
cost_of (const JalPlanRequest *request, const JalDate *dates, guint n)
{
  const JalPlanWeights *weights = &request->weights;
  gint64 cost = 0;

  for (guint i = 0; i < n; i++)
    {
      const JalPlanSession *session = &g_array_index (request->sessions, JalPlanSession, i);
      int demanding = others (request, dates[i], TRUE, TRUE);
      JalCourtDay day;

      for (guint j = 0; j < i; j++)
        demanding += same_week (dates[j], dates[i])
                     && g_array_index (request->sessions, JalPlanSession, j).kind->demanding;
      if (session->kind->demanding && demanding > 0)
        cost += weights->crowded_week;
      if (session->fixed != JAL_DATE_NONE)
        continue;
      jal_court_calendar_classify (request->calendar, dates[i], &day);
      cost += weights->distance_per_day * ABS (dates[i] - session->ideal);
      cost += session->announced && dates[i] != session->ideal ? weights->moved_session : 0;
      cost += session->survivor ? weights->survivor_late_per_day * MAX (0, dates[i] - session->ideal) : 0;
      cost += day.recess != NULL ? weights->recess_day : 0;
      cost += day.near_provisional ? weights->near_provisional_day : 0;
      away (request, i, dates[i], FALSE, &cost);
    }
  return cost;
}

typedef struct
{
  const JalPlanRequest *request;
  JalDate first, last;
  JalDate dates[MAX_SESSIONS], best_dates[MAX_SESSIONS];
  gint64 best;
  guint64 plans;
} Enumeration;

/* Every plan there is, in order of first date, second date…: the first of the cheapest is kept. */
static void
enumerate (Enumeration *e, guint i)
{
  guint n = e->request->sessions->len;

  if (i == n)
    {
      gint64 cost;

      if (!weeks_have_room (e->request, e->dates, n))
        return;
      cost = cost_of (e->request, e->dates, n);
      e->plans++;
      if (cost < e->best)
        {
          e->best = cost;
          for (guint j = 0; j < n; j++)
            e->best_dates[j] = e->dates[j];
        }
      return;
    }
  for (JalDate date = i > 0 ? e->dates[i - 1] : e->first; date <= e->last; date++)
    {
      e->dates[i] = date;
      if (allowed (e->request, e->dates, i))
        enumerate (e, i + 1);
    }
}

/* What a careful clerk does: each session on the cheapest day that is left for it, one after the other. Returns -1 when
   that ends with no day left. */
static gint64
greedy (const JalPlanRequest *request, JalDate first, JalDate last)
{
  JalDate dates[MAX_SESSIONS];

  for (guint i = 0; i < request->sessions->len; i++)
    {
      gint64 least = G_MAXINT64;
      JalDate chosen = JAL_DATE_NONE;

      for (JalDate date = i > 0 ? dates[i - 1] : first; date <= last; date++)
        {
          dates[i] = date;
          if (!allowed (request, dates, i) || !weeks_have_room (request, dates, i + 1)
              || cost_of (request, dates, i + 1) >= least)
            continue;
          least = cost_of (request, dates, i + 1);
          chosen = date;
        }
      if (chosen == JAL_DATE_NONE)
        return -1;
      dates[i] = chosen;
    }
  return cost_of (request, dates, request->sessions->len);
}

static void
randomise_session (GRand *rand, JalPlanRequest *request, JalDate start, int span, guint i, guint n)
{
  static const char *const kinds[] = { "pretrial", "hearing", "part_heard", "ruling", "defence_hearing" };
  const char *kind = i == 0 ? "plea" : kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];
  JalPlanSession *session = jal_plan_request_add_session (
      request, jal_session_kind_find (kind), NULL,
      start + (int)i * span / (int)n + g_rand_int_range (rand, -6, 7));

  session->min_gap = g_rand_int_range (rand, 0, 9);
  session->max_gap = g_rand_int_range (rand, 0, 4) == 0 ? session->min_gap + g_rand_int_range (rand, 2, 20) : 0;
  session->survivor = g_rand_boolean (rand);
  session->announced = g_rand_int_range (rand, 0, 3) == 0;
  session->people = (guint64)g_rand_int_range (rand, 0, 8);
  if (i > 0 && g_rand_int_range (rand, 0, 6) == 0)
    {
      session->fixed = jal_court_calendar_next_open (request->calendar,
                                                     start + (int)i * span / (int)n + g_rand_int_range (rand, 0, 4));
      session->held = g_rand_boolean (rand);
    }
}

static JalPlanRequest *
random_request (GRand *rand, JalCourtCalendar *calendar, JalDate *first, JalDate *last)
{
  JalPlanRequest *request = jal_plan_request_new (calendar);
  JalDate start = day_of ("2024-01-01") + g_rand_int_range (rand, 0, 3000);
  guint n = (guint)g_rand_int_range (rand, 2, MAX_SESSIONS);
  int span = g_rand_int_range (rand, 12, n >= 5 ? 32 : 46);

  for (guint i = 0; i < n; i++)
    randomise_session (rand, request, start, span, i, n);
  if (g_rand_boolean (rand))
    {
      session_at (request, 0)->fixed = start;
      session_at (request, 0)->held = TRUE;
    }
  request->earliest = start;
  request->last_from = start + span * g_rand_int_range (rand, 4, 9) / 10;
  request->last_to = start + span;
  for (int a = g_rand_int_range (rand, 0, 4); a > 0; a--)
    {
      JalPlanAbsence absence = { .from = start + g_rand_int_range (rand, 0, span), .hard = g_rand_boolean (rand),
                                 .people = (guint64)g_rand_int_range (rand, 0, 8),
                                 .points = g_rand_int_range (rand, 0, 30) };

      absence.to = absence.from + g_rand_int_range (rand, 0, 8);
      g_array_append_val (request->absences, absence);
    }
  for (int l = g_rand_int_range (rand, 0, 12); l > 0; l--)
    {
      JalPlanLoad load = { .date = start + g_rand_int_range (rand, -3, span + 3),
                           .sessions = g_rand_int_range (rand, 1, 3) };

      load.demanding = g_rand_int_range (rand, 0, load.sessions + 1);
      g_array_append_val (request->loads, load);
    }
  request->day_capacity = g_rand_int_range (rand, 0, 4);
  request->week_capacity = g_rand_int_range (rand, 0, 6);
  request->weights = (JalPlanWeights){ g_rand_int_range (rand, 0, 4),  g_rand_int_range (rand, 0, 5),
                                       g_rand_int_range (rand, 0, 12), g_rand_int_range (rand, 0, 9),
                                       g_rand_int_range (rand, 0, 15), g_rand_int_range (rand, 0, 25),
                                       g_rand_int_range (rand, 0, 25) };
  *first = start;
  *last = request->last_to;
  for (guint i = 0; i < n; i++)
    if (session_at (request, i)->fixed != JAL_DATE_NONE)
      *last = MAX (*last, session_at (request, i)->fixed);
  return request;
}

/* A calendar on which the courts sit on every day from @first to @last. */
static JalCourtCalendar *
open_calendar (JalDate first, JalDate last)
{
  g_autoptr (GArray) overrides = g_array_new (FALSE, TRUE, sizeof (JalCourtOverride));

  for (JalDate date = first; date <= last; date++)
    {
      JalCourtOverride sits = { JAL_COURT_OVERRIDE_OPEN, date, NULL, NULL };

      g_array_append_val (overrides, sits);
    }
  return jal_court_calendar_new ((const JalCourtOverride *)(gpointer)overrides->data, overrides->len);
}

/* Takes the rule a refusal names out of the request. */
static void
remove_rules (JalPlanRequest *request, guint rules)
{
  if ((rules & (1u << JAL_PLAN_ERROR_CLOSED_DAYS)) != 0)
    {
      JalDate first = request->earliest, last = request->last_to;

      jal_court_calendar_unref (request->calendar);
      request->calendar = open_calendar (first - 30, last + 3 * 366);
    }
  for (guint i = 0; i < request->sessions->len; i++)
    {
      JalPlanSession *session = session_at (request, i);

      if ((rules & (1u << JAL_PLAN_ERROR_MIN_GAP)) != 0)
        session->min_gap = 0;
      if ((rules & (1u << JAL_PLAN_ERROR_MAX_GAP)) != 0)
        session->max_gap = 0;
      if ((rules & (1u << JAL_PLAN_ERROR_FIXED)) != 0)
        session->fixed = JAL_DATE_NONE;
    }
  for (guint a = request->absences->len; a-- > 0;)
    if ((rules & (1u << JAL_PLAN_ERROR_ABSENCE)) != 0)
      g_array_remove_index (request->absences, a);
  if ((rules & (1u << JAL_PLAN_ERROR_DAY_CAPACITY)) != 0)
    request->day_capacity = 0;
  if ((rules & (1u << JAL_PLAN_ERROR_WEEK_CAPACITY)) != 0)
    request->week_capacity = 0;
  if ((rules & (1u << JAL_PLAN_ERROR_EARLIEST)) != 0)
    request->earliest -= 3 * 366;
  if ((rules & (1u << JAL_PLAN_ERROR_HORIZON)) != 0)
    {
      request->last_from = request->earliest;
      request->last_to += 3 * 366;
    }
}

static void
test_equals_enumeration (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  guint feasible = 0, infeasible = 0, worse = 0, stuck = 0, removed = 0;
  guint64 plans = 0;

  for (guint c = 0; c < n_random; c++)
    {
      Enumeration e = { .best = G_MAXINT64 };
      g_autoptr (GError) error = NULL;
      g_autoptr (JalPlan) plan = NULL;
      g_autoptr (JalPlanRequest) request = random_request (rand, calendar, &e.first, &e.last);
      JalPlanBlock block;
      gint64 clerk;

      e.request = request;
      enumerate (&e, 0);
      plans += e.plans;
      plan = jal_planner_solve (request, &block, &error);
      if (e.plans == 0)
        {
          g_assert_null (plan);
          g_assert_nonnull (error);
          g_assert_true (error->domain == JAL_PLAN_ERROR);
          g_assert_cmpint (error->code, ==, (int)block.rule);
          g_assert_cmpuint (block.rules & (1u << block.rule), !=, 0);
          infeasible++;
          {
            g_autoptr (JalPlan) after = NULL;

            remove_rules (request, block.rules);
            after = jal_planner_solve (request, NULL, NULL);
            g_assert_nonnull (after);
            removed++;
          }
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (plan->cost, ==, e.best);
      for (guint i = 0; i < request->sessions->len; i++)
        g_assert_cmpint (date_at (plan, i), ==, e.best_dates[i]);
      feasible++;
      clerk = greedy (request, e.first, e.last);
      stuck += clerk < 0;
      worse += clerk > plan->cost;
      g_assert_true (clerk < 0 || clerk >= plan->cost);
    }
  g_print ("# %u cases equal to full enumeration of %" G_GUINT64_FORMAT " plans; one session after the other: %u worse, "
           "%u without an end; %u cases have no plan, %u of them have one without the rule named\n",
           feasible, plans, worse, stuck, infeasible, removed);
  g_assert_cmpuint (feasible, >=, n_random / 2);
  g_assert_cmpuint (worse, >, 0);
  g_assert_cmpuint (infeasible, >, 20);
  g_assert_cmpuint (removed, ==, infeasible);
}

/* ---- The real size ---- */

static JalPlanRequest *
ten_sessions (JalCourtCalendar *calendar, const char *plea, guint n)
{
  JalPlanRequest *request = jal_plan_request_new (calendar);
  g_autoptr (GError) error = NULL;

  jal_plan_template_fill (request, day_of (plea), FALSE, n, 36, 48, &error);
  g_assert_no_error (error);
  return request;
}

/* Promises that hold for every plan. */
static void
check_promises (const JalPlanRequest *request, const JalPlan *plan)
{
  gint64 sum = 0;
  JalDate plea = date_at (plan, 0);
  guint n = plan->sessions->len;

  g_assert_cmpuint (n, ==, request->sessions->len);
  for (guint i = 0; i < n; i++)
    {
      const JalPlanSession *session = &g_array_index (request->sessions, JalPlanSession, i);
      const JalPlannedSession *planned = &g_array_index (plan->sessions, JalPlannedSession, i);

      g_assert_true (jal_court_calendar_is_open (request->calendar, planned->date));
      if (i > 0)
        g_assert_cmpint (planned->date - date_at (plan, i - 1), >=, session->min_gap);
      if (session->fixed != JAL_DATE_NONE)
        g_assert_cmpint (planned->date, ==, session->fixed);
      for (guint t = 0; t < JAL_PLAN_N_TERMS; t++)
        sum += planned->terms[t];
    }
  g_assert_cmpint (sum, ==, plan->cost);
  g_assert_cmpint (date_at (plan, n - 1), >=, jal_date_add_months (plea, 36));
  g_assert_cmpint (date_at (plan, n - 1), <=, jal_date_add_months (plea, 48));
}

static void
test_every_plea_day (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  gint64 before = g_get_monotonic_time ();
  guint count = 0;

  /* Four years of pleas: leap days, year ends, feasts. */
  for (JalDate plea = day_of ("2026-01-01"); plea <= day_of ("2029-12-31"); plea += 3)
    {
      g_autofree char *iso = jal_date_dup_iso (plea);
      g_autoptr (JalPlanRequest) request = ten_sessions (calendar, iso, 10);
      g_autoptr (GError) error = NULL;
      g_autoptr (JalPlan) plan = jal_planner_solve (request, NULL, &error);

      g_assert_no_error (error);
      check_promises (request, plan);
      g_assert_cmpint (date_at (plan, 0), ==, jal_court_calendar_next_open (calendar, plea));
      count++;
    }
  g_print ("# %u plans of ten sessions, %.2f ms each\n", count,
           (double)(g_get_monotonic_time () - before) / 1000 / count);
}

static void
test_all_counts (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  const JalTemplate *template = jal_template_get ();

  for (guint n = template->fewest; n <= template->most; n++)
    {
      g_autoptr (JalPlanRequest) request = ten_sessions (calendar, "2027-02-01", n);
      g_autoptr (GError) error = NULL;
      g_autoptr (JalPlan) plan = jal_planner_solve (request, NULL, &error);
      guint survivors = 0;

      g_assert_no_error (error);
      check_promises (request, plan);
      g_assert_cmpuint (request->sessions->len, ==, n);
      g_assert_cmpstr (session_at (request, 0)->kind->id, ==, "plea");
      g_assert_cmpstr (session_at (request, n - 1)->kind->id, ==, "judgment");
      for (guint i = 0; i < n; i++)
        {
          survivors += session_at (request, i)->survivor;
          g_assert_cmpstr (session_at (request, i)->purpose[JAL_LANG_EN], !=, NULL);
          g_assert_cmpstr (session_at (request, i)->purpose[JAL_LANG_SW], !=, NULL);
          g_assert_true (i == 0 || session_at (request, i)->ideal > session_at (request, i - 1)->ideal);
        }
      g_assert_cmpuint (survivors, ==, 1);
    }
}

/* The template of ten stretched to a middle of 42 months. */
static void
test_ideal_dates (void)
{
  static const int months[] = { 0, 1, 4, 8, 13, 18, 22, 25, 30, 36 };
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (JalPlanRequest) ten = ten_sessions (calendar, "2027-02-01", 10);
  g_autoptr (JalPlanRequest) six = ten_sessions (calendar, "2027-02-01", 6);
  g_autoptr (JalPlanRequest) eight = ten_sessions (calendar, "2027-02-01", 8);
  g_autoptr (JalPlanRequest) twelve = ten_sessions (calendar, "2027-02-01", 12);
  JalDate plea = day_of ("2027-02-01");
  double span = (day_of ("2030-02-01") - plea + day_of ("2031-02-01") - plea) / 2;

  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat_with_epsilon (session_at (ten, i)->ideal, plea + months[i] * span / 36, 1.0);
  g_assert_cmpstr (session_at (ten, 4)->purpose[JAL_LANG_EN], ==, "Medical (P3/PRC) and age");
  g_assert_cmpstr (session_at (ten, 4)->purpose[JAL_LANG_SW], ==, "Ushahidi wa matibabu (P3/PRC) na umri");
  /* Nothing of the ten's purposes is lost in a shorter case. */
  g_assert_cmpstr (session_at (eight, 3)->purpose[JAL_LANG_EN], ==,
                   "First-report witness and guardian/teacher; Medical (P3/PRC) and age");
  g_assert_cmpstr (session_at (six, 2)->purpose[JAL_LANG_EN], ==,
                   "Survivor testifies first (expedited, protected); First-report witness and guardian/teacher; "
                   "Medical (P3/PRC) and age; Digital, M-Pesa, booking records; forensic; "
                   "Investigating officer; close of prosecution; submissions");
  /* A longer one has hearings for further witnesses between the template's first and last. */
  g_assert_cmpstr (session_at (twelve, 3)->purpose[JAL_LANG_EN], ==, "First-report witness and guardian/teacher");
  g_assert_cmpstr (session_at (twelve, 4)->purpose[JAL_LANG_EN], ==, "Further prosecution witnesses");
  g_assert_cmpstr (session_at (twelve, 8)->purpose[JAL_LANG_EN], ==,
                   "Investigating officer; close of prosecution; submissions");
  g_assert_cmpfloat_with_epsilon (session_at (twelve, 9)->ideal, plea + 25 * span / 36, 1.0);
}

static void
test_same_again (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (JalCourtCalendar) another = jal_court_calendar_new (NULL, 0);
  g_autoptr (JalPlanRequest) one = ten_sessions (calendar, "2027-02-01", 10);
  g_autoptr (JalPlanRequest) two = ten_sessions (another, "2027-02-01", 10);
  g_autoptr (JalPlanRequest) three = jal_plan_request_copy (one);
  g_autoptr (JalPlan) first = NULL;

  /* Absences and loads in another order are the same request. */
  for (int i = 0; i < 20; i++)
    {
      JalPlanAbsence absence = { .from = day_of ("2027-06-01") + 17 * i, .to = day_of ("2027-06-04") + 17 * i,
                                 .hard = i % 2 == 0 };
      JalPlanLoad load = { .date = day_of ("2027-06-01") + 11 * i, .sessions = 1, .demanding = i % 3 == 0 };

      g_array_append_val (one->absences, absence);
      g_array_append_val (one->loads, load);
      g_array_prepend_val (two->absences, absence);
      g_array_prepend_val (two->loads, load);
      g_array_prepend_val (three->absences, absence);
      g_array_append_val (three->loads, load);
    }
  first = jal_planner_solve (one, NULL, NULL);
  for (int again = 0; again < 6; again++)
    {
      g_autoptr (JalPlan) other
          = jal_planner_solve (again % 3 == 0 ? one : again % 3 == 1 ? two : three, NULL, NULL);

      g_assert_cmpint (other->cost, ==, first->cost);
      for (guint i = 0; i < 10; i++)
        g_assert_cmpint (date_at (other, i), ==, date_at (first, i));
    }
}

/* ---- Each rule by name ---- */

typedef void (*Spoil) (JalPlanRequest *request);

static void
spoil_absence (JalPlanRequest *request)
{
  JalPlanAbsence nobody = { .from = day_of ("2027-05-01"), .to = day_of ("2027-05-02"), .hard = TRUE };
  JalPlanAbsence abroad = { .from = day_of ("2029-01-01"), .to = day_of ("2032-01-01"), .people = 4, .hard = TRUE };

  g_array_append_val (request->absences, nobody);
  g_array_append_val (request->absences, abroad);
  session_at (request, 9)->people = 4;
}

static void
fill_all_days (JalPlanRequest *request)
{
  for (JalDate date = request->last_from; date <= request->last_to; date++)
    {
      JalPlanLoad load = { .date = date, .sessions = 3 };

      g_array_append_val (request->loads, load);
    }
}

static void
spoil_day_capacity (JalPlanRequest *request)
{
  fill_all_days (request);
  request->day_capacity = 3;
}

static void
spoil_week_capacity (JalPlanRequest *request)
{
  fill_all_days (request);
  request->week_capacity = 3;
}

static void
spoil_min_gap (JalPlanRequest *request)
{
  session_at (request, 5)->min_gap = 5 * 366;
}

static void
spoil_max_gap (JalPlanRequest *request)
{
  for (guint i = 1; i < 10; i++)
    session_at (request, i)->max_gap = 22;
}

static void
spoil_fixed_closed (JalPlanRequest *request)
{
  session_at (request, 4)->fixed = day_of ("2028-12-25");
}

static void
spoil_fixed_order (JalPlanRequest *request)
{
  session_at (request, 4)->fixed = day_of ("2028-06-15");
  session_at (request, 6)->fixed = day_of ("2028-06-14");
}

static void
spoil_earliest (JalPlanRequest *request)
{
  request->earliest = request->last_to - 5;
}

static void
spoil_horizon (JalPlanRequest *request)
{
  request->last_from = day_of ("2027-02-03");
  request->last_to = day_of ("2027-02-09");
}

static void
spoil_closed_days (JalPlanRequest *request)
{
  g_autoptr (GArray) overrides = g_array_new (FALSE, TRUE, sizeof (JalCourtOverride));

  for (JalDate date = request->last_from; date <= request->last_to; date++)
    {
      JalCourtOverride closed = { JAL_COURT_OVERRIDE_CLOSED, date, NULL, "Building work" };

      g_array_append_val (overrides, closed);
    }
  /* Nothing but closed days to the end of what a plan could reach. */
  for (JalDate date = request->last_to + 1; date <= request->last_to + 4 * 366; date++)
    {
      JalCourtOverride closed = { JAL_COURT_OVERRIDE_CLOSED, date, NULL, "Building work" };

      g_array_append_val (overrides, closed);
    }
  session_at (request, 8)->fixed = request->last_from - 1;
  session_at (request, 8)->held = TRUE;
  jal_court_calendar_unref (request->calendar);
  request->calendar = jal_court_calendar_new ((const JalCourtOverride *)(gpointer)overrides->data, overrides->len);
}

/* The survivor sits examinations through the whole time in which the survivor could be heard. */
static void
spoil_examinations (JalPlanRequest *request)
{
  JalPlanAbsence examinations = { .from = day_of ("2027-02-02"), .to = day_of ("2031-12-31"), .people = 1, .hard = TRUE };

  session_at (request, 3)->people = 1;
  g_array_append_val (request->absences, examinations);
}

static void
spoil_counsel_away (JalPlanRequest *request)
{
  JalPlanAbsence away = { .from = request->last_from, .to = request->last_to, .hard = TRUE };

  g_array_append_val (request->absences, away);
}

/* Two absences after each other: taking out one alone does not help where both are needed. */
static void
spoil_two_absences (JalPlanRequest *request)
{
  JalPlanAbsence first = { .from = request->last_from, .to = request->last_to, .people = 2, .hard = TRUE };
  JalPlanAbsence other = { .from = request->last_from, .to = request->last_to, .people = 4, .hard = TRUE };

  session_at (request, 9)->people = 6;
  g_array_append_val (request->absences, first);
  g_array_append_val (request->absences, other);
}

static void
spoil_absence_and_capacity (JalPlanRequest *request)
{
  JalPlanAbsence away = { .from = day_of ("2027-02-02"), .to = request->last_to + 4 * 366, .hard = TRUE };

  /* Far beyond the horizon, so that other months would not help. */
  g_array_append_val (request->absences, away);
  for (JalDate date = away.from; date <= away.to; date++)
    {
      JalPlanLoad load = { .date = date, .sessions = 3 };

      g_array_append_val (request->loads, load);
    }
  request->day_capacity = 3;
}

static void
spoil_fixed_saturday (JalPlanRequest *request)
{
  session_at (request, 4)->fixed = day_of ("2028-06-17");
}

static void
spoil_no_room_between (JalPlanRequest *request)
{
  session_at (request, 4)->fixed = day_of ("2028-06-12");
  session_at (request, 6)->fixed = day_of ("2028-06-16");
}

static void
spoil_fixed_before_the_plea (JalPlanRequest *request)
{
  session_at (request, 5)->fixed = day_of ("2027-01-05");
}

static void
spoil_fixed_after_the_end (JalPlanRequest *request)
{
  session_at (request, 8)->fixed = jal_court_calendar_next_open (request->calendar, request->last_to + 10);
}

/* A Friday, and the next one on the day after at most. */
static void
spoil_day_after_friday (JalPlanRequest *request)
{
  session_at (request, 4)->fixed = day_of ("2028-06-16");
  session_at (request, 5)->min_gap = 1;
  session_at (request, 5)->max_gap = 1;
}

static void
spoil_earliest_beyond (JalPlanRequest *request)
{
  request->earliest = request->last_to + 10;
}

static void
spoil_one_month (JalPlanRequest *request)
{
  request->last_from = day_of ("2027-02-20");
  request->last_to = day_of ("2027-03-03");
}

static void
spoil_week_of_others (JalPlanRequest *request)
{
  for (JalDate date = request->last_from - 7; date <= request->last_to; date += 7)
    {
      JalPlanLoad load = { .date = date, .sessions = 1 };

      g_array_append_val (request->loads, load);
    }
  request->week_capacity = 1;
}

static void
test_rules_by_name (void)
{
  static const struct
  {
    const char *name;
    Spoil spoil;
    JalPlanError rule;
    int session, absence;
    guint also; /* rules that have to go with it */
  } rows[] = {
    { "absence", spoil_absence, JAL_PLAN_ERROR_ABSENCE, -1, 1 },
    { "day capacity", spoil_day_capacity, JAL_PLAN_ERROR_DAY_CAPACITY, -1, -1 },
    { "week capacity", spoil_week_capacity, JAL_PLAN_ERROR_WEEK_CAPACITY, -1, -1 },
    { "least gap", spoil_min_gap, JAL_PLAN_ERROR_MIN_GAP, 5, -1 },
    { "greatest gap", spoil_max_gap, JAL_PLAN_ERROR_MAX_GAP, 1, -1 },
    { "fixed on Christmas", spoil_fixed_closed, JAL_PLAN_ERROR_FIXED, 4, -1 },
    { "fixed in the wrong order", spoil_fixed_order, JAL_PLAN_ERROR_FIXED, 4, -1 },
    { "earliest", spoil_earliest, JAL_PLAN_ERROR_EARLIEST, -1, -1 },
    { "horizon", spoil_horizon, JAL_PLAN_ERROR_HORIZON, -1, -1 },
    { "the survivor's examinations", spoil_examinations, JAL_PLAN_ERROR_ABSENCE, -1, 0 },
    { "counsel away", spoil_counsel_away, JAL_PLAN_ERROR_ABSENCE, -1, 0 },
    { "two people away", spoil_two_absences, JAL_PLAN_ERROR_ABSENCE, -1, -1 },
    { "fixed on a Saturday", spoil_fixed_saturday, JAL_PLAN_ERROR_FIXED, 4, -1 },
    { "no room between two fixed dates", spoil_no_room_between, JAL_PLAN_ERROR_MIN_GAP, -1, -1 },
    { "fixed before the plea", spoil_fixed_before_the_plea, JAL_PLAN_ERROR_FIXED, 5, -1 },
    { "fixed after the end", spoil_fixed_after_the_end, JAL_PLAN_ERROR_FIXED, 8, -1 },
    { "the day after a Friday", spoil_day_after_friday, JAL_PLAN_ERROR_MAX_GAP, 5, -1 },
    { "today is beyond the end", spoil_earliest_beyond, JAL_PLAN_ERROR_EARLIEST, -1, -1 },
    { "ten sessions in a month", spoil_one_month, JAL_PLAN_ERROR_MIN_GAP, -1, -1 },
    { "a week full of others", spoil_week_of_others, JAL_PLAN_ERROR_WEEK_CAPACITY, -1, -1 },
    { "away and full", spoil_absence_and_capacity, JAL_PLAN_ERROR_ABSENCE, -1, -1, 1u << JAL_PLAN_ERROR_DAY_CAPACITY },
    { "courts closed", spoil_closed_days, JAL_PLAN_ERROR_CLOSED_DAYS, -1, -1 },
  };
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JalPlanRequest) request = ten_sessions (calendar, "2027-02-01", 10);
      g_autoptr (GError) error = NULL;
      g_autoptr (JalPlan) plan = NULL;
      JalPlanBlock block;

      g_test_message ("%s", rows[i].name);
      rows[i].spoil (request);
      g_assert_null (jal_planner_solve (request, &block, &error));
      g_assert_error (error, JAL_PLAN_ERROR, (int)rows[i].rule);
      g_assert_cmpint (block.rule, ==, rows[i].rule);
      g_assert_cmpuint (block.rules, ==, (1u << rows[i].rule) | rows[i].also);
      g_assert_cmpint (block.session, ==, rows[i].session);
      g_assert_cmpint (block.absence, ==, rows[i].absence);
      g_assert_cmpstr (error->message, ==, jal_plan_rule_describe (rows[i].rule));
      remove_rules (request, block.rules);
      plan = jal_planner_solve (request, NULL, NULL);
      g_assert_nonnull (plan);
    }
  g_print ("# %u requests without a plan, each with one once the rule it names is taken out\n", (guint)G_N_ELEMENTS (rows));
}

static void
test_closed_days_block (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (JalPlanRequest) request = ten_sessions (calendar, "2027-02-01", 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPlan) plan = NULL;
  JalPlanBlock block;

  spoil_closed_days (request);
  g_assert_null (jal_planner_solve (request, &block, &error));
  g_assert_error (error, JAL_PLAN_ERROR, JAL_PLAN_ERROR_CLOSED_DAYS);
  jal_court_calendar_unref (request->calendar);
  request->calendar = jal_court_calendar_ref (calendar);
  plan = jal_planner_solve (request, NULL, NULL);
  g_assert_nonnull (plan);
}

static void
test_bad_requests (void)
{
  static const struct
  {
    const char *plea;
    guint sessions;
    int min, max;
    JalPlanError code;
  } rows[] = {
    { "2027-02-01", 5, 36, 48, JAL_PLAN_ERROR_COUNT },  { "2027-02-01", 21, 36, 48, JAL_PLAN_ERROR_COUNT },
    { "2027-02-01", 10, 0, 48, JAL_PLAN_ERROR_RANGE },  { "2027-02-01", 10, 48, 36, JAL_PLAN_ERROR_RANGE },
    { "1999-02-01", 10, 36, 9999, JAL_PLAN_ERROR_RANGE }, { "2150-02-01", 10, 36, 48, JAL_PLAN_ERROR_RANGE },
  };
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JalPlanRequest) request = jal_plan_request_new (calendar);
      g_autoptr (GError) error = NULL;

      g_assert_false (jal_plan_template_fill (request, day_of (rows[i].plea), FALSE, rows[i].sessions, rows[i].min,
                                              rows[i].max, &error));
      g_assert_error (error, JAL_PLAN_ERROR, (int)rows[i].code);
    }
  {
    g_autoptr (JalPlanRequest) late = ten_sessions (calendar, "2098-02-01", 10);
    g_autoptr (JalPlanRequest) nothing = jal_plan_request_new (calendar);
    g_autoptr (GError) error = NULL;

    g_assert_null (jal_planner_solve (late, NULL, &error));
    g_assert_error (error, JAL_PLAN_ERROR, JAL_PLAN_ERROR_RANGE);
    g_clear_error (&error);
    g_assert_null (jal_planner_solve (nothing, NULL, &error));
    g_assert_error (error, JAL_PLAN_ERROR, JAL_PLAN_ERROR_COUNT);
  }
}

/* An office with sixty cases: one after the other, each leaving the days the others have filled. Prints what that costs
   beside every case by itself. */
static void
test_sixty_cases (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GArray) loads = g_array_new (FALSE, TRUE, sizeof (JalPlanLoad));
  g_autoptr (GHashTable) days = g_hash_table_new (NULL, NULL);
  gint64 together = 0, alone = 0, microseconds = 0;

  for (guint c = 0; c < 60; c++)
    {
      g_autofree char *plea = jal_date_dup_iso (day_of ("2027-02-01") + (int)(c % 12));
      g_autoptr (JalPlanRequest) request = ten_sessions (calendar, plea, 10);
      g_autoptr (JalPlan) single = jal_planner_solve (request, NULL, NULL);
      g_autoptr (JalPlan) plan = NULL;
      gint64 before;

      g_array_append_vals (request->loads, loads->data, loads->len);
      request->day_capacity = 2;
      request->week_capacity = 6;
      before = g_get_monotonic_time ();
      plan = jal_planner_solve (request, NULL, NULL);
      microseconds += g_get_monotonic_time () - before;
      g_assert_nonnull (plan);
      check_promises (request, plan);
      g_assert_cmpint (plan->cost, >=, single->cost);
      together += plan->cost;
      alone += single->cost;
      for (guint i = 0; i < 10; i++)
        {
          gpointer key = GINT_TO_POINTER (date_at (plan, i));
          JalPlanLoad load = { .date = date_at (plan, i), .sessions = 1,
                               .demanding = session_at (request, i)->kind->demanding };

          g_array_append_val (loads, load);
          g_hash_table_insert (days, key, GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (days, key)) + (i > 0)));
          g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (days, key)), <=, 2);
        }
    }
  g_print ("# sixty cases: %.0f ms; %" G_GINT64_FORMAT " points, each by itself %" G_GINT64_FORMAT "\n",
           (double)microseconds / 1000, together, alone);
  g_assert_cmpint (together, >, alone);
}

/* A plea held on a Saturday is a fact. */
static void
test_held_plea (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (JalPlanRequest) request = jal_plan_request_new (calendar);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPlan) plan = NULL;

  g_assert_true (jal_plan_template_fill (request, day_of ("2027-02-06"), TRUE, 10, 36, 48, &error));
  plan = jal_planner_solve (request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (date_at (plan, 0), ==, day_of ("2027-02-06"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("JALADA_PLANNER_CASES") != NULL)
    n_random = MAX (1000u, (guint)g_ascii_strtoull (g_getenv ("JALADA_PLANNER_CASES"), NULL, 10));
  g_test_add_func ("/planner/equals-enumeration", test_equals_enumeration);
  g_test_add_func ("/planner/every-plea-day", test_every_plea_day);
  g_test_add_func ("/planner/all-counts", test_all_counts);
  g_test_add_func ("/planner/ideal-dates", test_ideal_dates);
  g_test_add_func ("/planner/same-again", test_same_again);
  g_test_add_func ("/planner/rules-by-name", test_rules_by_name);
  g_test_add_func ("/planner/closed-days-block", test_closed_days_block);
  g_test_add_func ("/planner/bad-requests", test_bad_requests);
  g_test_add_func ("/planner/sixty-cases", test_sixty_cases);
  g_test_add_func ("/planner/held-plea", test_held_plea);
  return g_test_run ();
}
