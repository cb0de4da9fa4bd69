/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The planner of sessions.
 *
 * 1. It is pure: the plan depends on the request alone, not on the clock, the locale or the order of memory.
 * 2. It is exact: no plan that keeps the rules costs less. tests/plan compares it with full enumeration.
 * 3. Of plans that cost the same it gives the one with the earliest first session, then the earliest second…
 * 4. A fixed date is never moved; a session that is not fixed never falls on a closed day, before the earliest day,
 *    on a hard absence or over capacity, and sessions never change their order.
 * 5. Costs are whole points, so sums are exact.
 *
 * Why dynamic programming fits. The cost of a session depends on its date and, through "one demanding session a week"
 * and the capacity of a week, on those before it in the same week. Sessions are in order, so the ones in a week are
 * always the last k: (session i, day d, k) is all that the rest of the plan needs to know. best[i][d][k] is the least
 * cost of sessions i … n-1 when session i is on day d and is the k-th of its week:
 *
 *      Mo Tu We Th Fr | Mo Tu We Th Fr |
 *       .  i-1 .  i   |  .  .  i+1 .   |          session i is the 2nd of its week (k = 2), i+1 the 1st of its own
 *          `---gap--->`------gap--->               least and greatest gap are looked at from one session to the next
 *
 * The next session is either in the same week (at most six days to try, k + 1) or in a later one (k = 1), where only
 * the least of best[i+1][…][1] over a window matters. Both ends of that window move with d, so a deque of candidates
 * gives its minimum in one step on average: n × days × k in all, under a millisecond for ten sessions in four years.
 */
#include "plan/jal-planner.h"

#include <string.h>

#include "plan/jal-planner-private.h"

#define INFINITE (G_MAXINT64 / 4)
/* Longer spans are a mistyped year. */
#define MAX_SPAN (30 * 366)
/* How far beyond its limits a request is looked at when the horizon or the earliest day is taken away to see whether
   that helps. */
#define RELAXED_REACH (3 * 366)

typedef struct
{
  const JalPlanRequest *request;
  JalPlanRequest priced; /* the same with only the absences that cost something: the others are looked at by their span */
  const JalPlanRelaxation *relaxation;
  const JalPlanSession *sessions;
  int n;
  JalDate start;
  int days;           /* day 0 is @start */
  gint64 *local;      /* [i][d]: cost of session i on day d, INFINITE where it may not be */
  int *week_sessions; /* [week]: sessions of other cases, and own fixed ones */
  int *week_demanding; /* [week]: demanding ones of other cases */
  gint64 *best;       /* [i][d][k - 1] */
} Problem;

static gboolean
relaxed (const Problem *p, JalPlanError rule)
{
  return (p->relaxation->rules & (1u << rule)) != 0;
}

static gboolean
is_fixed (const Problem *p, int i)
{
  return p->sessions[i].fixed != JAL_DATE_NONE && !relaxed (p, JAL_PLAN_ERROR_FIXED) && p->relaxation->fixed != i;
}

/* Weeks run from Monday to Sunday; 1970-01-05 was a Monday. */
static int
week_of (JalDate date)
{
  return (date - 4 + 7 * 7000) / 7;
}

static int
week_index (const Problem *p, int day)
{
  return week_of (p->start + day) - week_of (p->start);
}

static int
least_gap (const Problem *p, int i)
{
  if (is_fixed (p, i) && is_fixed (p, i - 1))
    return 0; /* what the court has fixed may even be one day */
  if (relaxed (p, JAL_PLAN_ERROR_MIN_GAP) || p->relaxation->min_gap == i)
    return 1;
  return MAX (p->sessions[i].min_gap, 1);
}

static int
greatest_gap (const Problem *p, int i)
{
  if (p->sessions[i].max_gap <= 0 || (is_fixed (p, i) && is_fixed (p, i - 1)) || relaxed (p, JAL_PLAN_ERROR_MAX_GAP)
      || p->relaxation->max_gap == i)
    return p->days;
  return p->sessions[i].max_gap;
}

/* A date that is kept costs nothing. */
static gint64
price (const Problem *p, int i, JalDate date, gint64 terms[JAL_PLAN_N_TERMS])
{
  if (!is_fixed (p, i))
    return jal_planner_price_day (&p->priced, (guint)i, date, terms);
  for (int t = 0; t < JAL_PLAN_N_TERMS; t++)
    terms[t] = 0;
  return 0;
}

/* Session @i as the @k-th of its week: what it adds for a week with several demanding sessions. */
static gint64
crowding (const Problem *p, int i, int day, int k)
{
  int before = p->week_demanding[week_index (p, day)];

  if (!p->sessions[i].kind->demanding)
    return 0;
  for (int j = i - k + 1; j < i; j++)
    before += p->sessions[j].kind->demanding;
  return before > 0 ? p->request->weights.crowded_week : 0;
}

static gboolean
week_has_room (const Problem *p, int i, int day, int k)
{
  int own = 0;

  if (p->request->week_capacity <= 0 || is_fixed (p, i) || relaxed (p, JAL_PLAN_ERROR_WEEK_CAPACITY))
    return TRUE;
  for (int j = i - k + 1; j <= i; j++)
    own += !is_fixed (p, j);
  return p->week_sessions[week_index (p, day)] + own <= p->request->week_capacity;
}

static gboolean
may_be_on (const Problem *p, int i, JalDate date)
{
  const JalPlanSession *session = &p->sessions[i];
  gboolean open = relaxed (p, JAL_PLAN_ERROR_CLOSED_DAYS) || jal_court_calendar_is_open (p->request->calendar, date);

  if (is_fixed (p, i))
    return date == session->fixed && (session->held || open);
  if (!open)
    return FALSE;
  if (!relaxed (p, JAL_PLAN_ERROR_EARLIEST) && p->request->earliest != JAL_DATE_NONE && date < p->request->earliest)
    return FALSE;
  return i < p->n - 1 || relaxed (p, JAL_PLAN_ERROR_HORIZON)
         || (date >= p->request->last_from && date <= p->request->last_to);
}

static void
block_absences (Problem *p)
{
  for (guint a = 0; a < p->request->absences->len; a++)
    {
      const JalPlanAbsence *absence = &g_array_index (p->request->absences, JalPlanAbsence, a);
      int from = MAX (absence->from - p->start, 0), to = MIN (absence->to - p->start, p->days - 1);

      if (!absence->hard || p->relaxation->absence == (int)a || relaxed (p, JAL_PLAN_ERROR_ABSENCE))
        continue;
      for (int i = 0; i < p->n; i++)
        if (jal_planner_concerns (absence, &p->sessions[i]) && !is_fixed (p, i))
          for (int d = from; d <= to; d++)
            p->local[(gsize)i * (gsize)p->days + (gsize)d] = INFINITE;
    }
}

/* Sessions of other cases, and the weeks our own fixed ones are in. */
static void
count_loads (Problem *p)
{
  g_autofree int *of_day = g_new0 (int, p->days);

  for (guint l = 0; l < p->request->loads->len; l++)
    {
      const JalPlanLoad *load = &g_array_index (p->request->loads, JalPlanLoad, l);
      int week = week_of (load->date) - week_of (p->start);

      if (week < 0 || week > week_index (p, p->days - 1))
        continue;
      p->week_sessions[week] += load->sessions;
      p->week_demanding[week] += load->demanding;
      if (load->date >= p->start && load->date < p->start + p->days)
        of_day[load->date - p->start] += load->sessions;
    }
  for (int i = 0; i < p->n; i++)
    if (is_fixed (p, i))
      p->week_sessions[week_of (p->sessions[i].fixed) - week_of (p->start)]++;
    else if (p->request->day_capacity > 0 && !relaxed (p, JAL_PLAN_ERROR_DAY_CAPACITY))
      for (int d = 0; d < p->days; d++)
        if (of_day[d] >= p->request->day_capacity)
          p->local[(gsize)i * (gsize)p->days + (gsize)d] = INFINITE;
}

/* The days a plan can touch. */
static gboolean
find_span (Problem *p)
{
  const JalPlanRequest *request = p->request;
  JalDate first = request->earliest != JAL_DATE_NONE ? request->earliest : JAL_DATE_MAX;
  JalDate last = request->last_to != JAL_DATE_NONE ? request->last_to : JAL_DATE_MIN;

  for (int i = 0; i < p->n; i++)
    if (p->sessions[i].fixed != JAL_DATE_NONE)
      {
        first = MIN (first, p->sessions[i].fixed);
        last = MAX (last, p->sessions[i].fixed);
      }
  if (relaxed (p, JAL_PLAN_ERROR_EARLIEST))
    first -= RELAXED_REACH;
  if (relaxed (p, JAL_PLAN_ERROR_HORIZON))
    last = MAX (last, first) + RELAXED_REACH;
  first = MAX (first, jal_court_calendar_first (request->calendar));
  last = MIN (last, jal_court_calendar_last (request->calendar));
  p->start = first;
  p->days = last - first + 1;
  return last >= first;
}

static gint64
best_at (const Problem *p, int i, int day, int k)
{
  return p->best[((gsize)i * (gsize)p->days + (gsize)day) * (gsize)p->n + (gsize)k - 1];
}

/* Least cost of the sessions after @i when the next one is in the same week. */
static gint64
best_same_week (const Problem *p, int i, int day, int k)
{
  int week = week_index (p, day);
  int last = MIN (day + greatest_gap (p, i + 1), p->days - 1);
  gint64 least = INFINITE;

  for (int d = day + least_gap (p, i + 1); d <= last && week_index (p, d) == week; d++)
    least = MIN (least, best_at (p, i + 1, d, k + 1));
  return least;
}

/* Fills least[d] with the least cost of the sessions after @i when session @i is on day d and the next one is in a
   later week. */
static void
best_later_weeks (const Problem *p, int i, gint64 *least)
{
  g_autofree int *candidates = g_new (int, p->days);
  int head = 0, tail = 0; /* candidates[head…tail-1]: days falling, costs rising */
  int taken = p->days;    /* days from here on have been candidates */
  int gap = least_gap (p, i + 1), reach = greatest_gap (p, i + 1);

  for (int d = p->days - 1; d >= 0; d--)
    {
      int monday = d + 8 - jal_date_weekday (p->start + d);
      int from = MAX (d + gap, monday);

      while (taken > from)
        {
          taken--;
          while (tail > head && best_at (p, i + 1, candidates[tail - 1], 1) >= best_at (p, i + 1, taken, 1))
            tail--;
          candidates[tail++] = taken;
        }
      while (head < tail && candidates[head] > d + reach)
        head++;
      least[d] = head < tail ? best_at (p, i + 1, candidates[head], 1) : INFINITE;
    }
}

/* The most sessions that can share a week with session @i as the last of them: a gap of seven days leaves none beside it,
   and each has a day of its own. Without this most of the table would be filled for nothing. */
static int
most_in_week (const Problem *p, int i)
{
  int k = 1;

  while (i > 0 && k < 7 && least_gap (p, i) < 7)
    {
      k++;
      i--;
    }
  return k;
}

static void
fill (Problem *p)
{
  g_autofree gint64 *later = g_new (gint64, p->days);

  for (int i = p->n - 1; i >= 0; i--)
    {
      int most = most_in_week (p, i);
      gboolean shares = i < p->n - 1 && least_gap (p, i + 1) < 7;

      if (i < p->n - 1)
        best_later_weeks (p, i, later);
      for (int d = 0; d < p->days; d++)
        for (int k = 1; k <= most; k++)
          {
            gsize cell = ((gsize)i * (gsize)p->days + (gsize)d) * (gsize)p->n + (gsize)k - 1;
            gint64 own = p->local[(gsize)i * (gsize)p->days + (gsize)d];
            gint64 rest = 0;

            p->best[cell] = INFINITE;
            if (own >= INFINITE || k > i + 1 || !week_has_room (p, i, d, k))
              continue;
            if (i < p->n - 1)
              rest = shares && k < 7 ? MIN (later[d], best_same_week (p, i, d, k)) : later[d];
            if (rest < INFINITE)
              p->best[cell] = own + crowding (p, i, d, k) + rest;
          }
    }
}

static void
record (const Problem *p, JalPlan *plan, int i, int day, int k)
{
  JalPlannedSession planned = { .date = p->start + day };

  price (p, i, planned.date, planned.terms);
  planned.terms[JAL_PLAN_TERM_CROWDED_WEEK] = crowding (p, i, day, k);
  for (int t = 0; t < JAL_PLAN_N_TERMS; t++)
    {
      plan->terms[t] += planned.terms[t];
      plan->cost += planned.terms[t];
    }
  g_array_append_val (plan->sessions, planned);
}

/* Walks the table forwards, always to the earliest day that still leads to the least cost. */
static JalPlan *
read_plan (const Problem *p)
{
  JalPlan *plan;
  gint64 left = INFINITE;
  int day = -1, k = 1;

  for (int d = 0; d < p->days; d++)
    if (best_at (p, 0, d, 1) < left)
      {
        left = best_at (p, 0, d, 1);
        day = d;
      }
  if (day < 0)
    return NULL;
  plan = g_new0 (JalPlan, 1);
  plan->sessions = g_array_new (FALSE, TRUE, sizeof (JalPlannedSession));
  record (p, plan, 0, day, 1);
  for (int i = 1; i < p->n; i++)
    {
      int next = day + least_gap (p, i);
      int next_k;

      left -= p->local[(gsize)(i - 1) * (gsize)p->days + (gsize)day] + crowding (p, i - 1, day, k);
      for (;; next++)
        {
          g_assert (next < p->days && next <= day + greatest_gap (p, i));
          next_k = week_index (p, next) == week_index (p, day) ? k + 1 : 1;
          if (best_at (p, i, next, next_k) == left)
            break;
        }
      day = next;
      k = next_k;
      record (p, plan, i, day, k);
    }
  return plan;
}

static gboolean is_in_range (const JalPlanRequest *request);

static GArray *
list_soft (const JalPlanRequest *request)
{
  GArray *soft = g_array_new (FALSE, FALSE, sizeof (JalPlanAbsence));

  for (guint a = 0; a < request->absences->len; a++)
    if (!g_array_index (request->absences, JalPlanAbsence, a).hard)
      g_array_append_val (soft, g_array_index (request->absences, JalPlanAbsence, a));
  return soft;
}

struct _JalPlannerPrices
{
  JalDate start;
  int days;
  gsize n;
  gint64 *local;
};

static void
price_days (Problem *p)
{
  gint64 terms[JAL_PLAN_N_TERMS];

  for (int i = 0; i < p->n; i++)
    for (int d = 0; d < p->days; d++)
      p->local[(gsize)i * (gsize)p->days + (gsize)d]
          = may_be_on (p, i, p->start + d) ? price (p, i, p->start + d, terms) : INFINITE;
}

static JalPlan *
solve_problem (const JalPlanRequest *request, const JalPlanRelaxation *relaxation, const JalPlannerPrices *prices)
{
  Problem p = { .request = request, .relaxation = relaxation, .n = (int)request->sessions->len,
                .sessions = (const JalPlanSession *)(gpointer)request->sessions->data };
  g_autoptr (GArray) soft = NULL;
  JalPlan *plan;

  if (!find_span (&p))
    return NULL;
  p.priced = *request;
  p.priced.absences = soft = list_soft (request);
  p.local = g_new (gint64, (gsize)p.n * (gsize)p.days);
  p.week_sessions = g_new0 (int, week_index (&p, p.days - 1) + 1);
  p.week_demanding = g_new0 (int, week_index (&p, p.days - 1) + 1);
  p.best = g_new (gint64, (gsize)p.n * (gsize)p.days * (gsize)p.n);
  if (prices != NULL && prices->start == p.start && prices->days == p.days && prices->n == (gsize)p.n * (gsize)p.days)
    memcpy (p.local, prices->local, prices->n * sizeof (gint64));
  else
    price_days (&p);
  block_absences (&p);
  count_loads (&p);
  fill (&p);
  plan = read_plan (&p);
  g_free (p.local);
  g_free (p.week_sessions);
  g_free (p.week_demanding);
  g_free (p.best);
  return plan;
}

JalPlan *
jal_planner_solve_relaxed (const JalPlanRequest *request, const JalPlanRelaxation *relaxation)
{
  return solve_problem (request, relaxation, NULL);
}

JalPlannerPrices *
jal_planner_prices_new (const JalPlanRequest *request)
{
  Problem p = { .request = request, .relaxation = &JAL_PLAN_RELAX_NOTHING, .n = (int)request->sessions->len,
                .sessions = (const JalPlanSession *)(gpointer)request->sessions->data };
  g_autoptr (GArray) soft = list_soft (request);
  JalPlannerPrices *prices;

  if (p.n == 0 || !is_in_range (request) || !find_span (&p))
    return NULL;
  p.priced = *request;
  p.priced.absences = soft;
  p.local = g_new (gint64, (gsize)p.n * (gsize)p.days);
  price_days (&p);
  prices = g_new0 (JalPlannerPrices, 1);
  *prices = (JalPlannerPrices){ p.start, p.days, (gsize)p.n * (gsize)p.days, p.local };
  return prices;
}

void
jal_planner_prices_free (JalPlannerPrices *prices)
{
  if (prices == NULL)
    return;
  g_free (prices->local);
  g_free (prices);
}

JalPlan *
jal_planner_solve_priced (const JalPlanRequest *request, const JalPlannerPrices *prices)
{
  if (request->sessions->len == 0 || request->sessions->len > 64 || !is_in_range (request))
    return NULL;
  return solve_problem (request, &JAL_PLAN_RELAX_NOTHING, prices);
}

/* Dates the calendar does not know, or so far apart that somebody mistyped a year. */
static gboolean
is_in_range (const JalPlanRequest *request)
{
  JalDate first = JAL_DATE_MAX, last = JAL_DATE_MIN;

  for (guint i = 0; i < request->sessions->len; i++)
    {
      JalDate fixed = g_array_index (request->sessions, JalPlanSession, i).fixed;

      if (fixed != JAL_DATE_NONE)
        {
          first = MIN (first, fixed);
          last = MAX (last, fixed);
        }
    }
  if (request->earliest != JAL_DATE_NONE)
    first = MIN (first, request->earliest);
  if (request->last_from == JAL_DATE_NONE || request->last_to == JAL_DATE_NONE || first == JAL_DATE_MAX)
    return FALSE;
  last = MAX (last, request->last_to);
  return first >= jal_court_calendar_first (request->calendar) && last <= jal_court_calendar_last (request->calendar)
         && last - first <= MAX_SPAN;
}

JalPlan *
jal_planner_solve (const JalPlanRequest *request, JalPlanBlock *block, GError **error)
{
  JalPlanBlock found = { .rule = JAL_PLAN_ERROR_RANGE, .session = -1, .absence = -1 };
  JalPlan *plan = NULL;

  if (request->sessions->len == 0 || request->sessions->len > 64)
    found.rule = JAL_PLAN_ERROR_COUNT;
  else if (is_in_range (request))
    {
      plan = jal_planner_solve_relaxed (request, &JAL_PLAN_RELAX_NOTHING);
      if (plan != NULL)
        return plan;
      jal_planner_diagnose (request, &found);
    }
  if (block != NULL)
    *block = found;
  g_set_error_literal (error, JAL_PLAN_ERROR, (int)found.rule, jal_plan_rule_describe (found.rule));
  return NULL;
}
