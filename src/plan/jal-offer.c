/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question asked in court: is the 14th convenient? Judged by the planner's own rules and points, for one session
   among others that stay where they are. */
#include "plan/jal-offer.h"

#include "plan/jal-planner-private.h"

/* How far from an offered date better ones are looked for. */
#define REACH 366
/* A date is worth asking for when it saves what a week's distance costs; a point or two is no reason to argue. */
#define WORTH_ASKING_DAYS 7

static gboolean
same_week (JalDate a, JalDate b)
{
  return a - jal_date_weekday (a) == b - jal_date_weekday (b);
}

static const JalPlanSession *
session_of (const JalPlanRequest *request, guint i)
{
  return &g_array_index (request->sessions, JalPlanSession, i);
}

/* The nearest session with a date before (@step -1) or after (@step 1) @i; -1 when there is none. */
static int
neighbour (const JalPlanRequest *request, const JalDate *planned, guint i, int step)
{
  for (int j = (int)i + step; j >= 0 && j < (int)request->sessions->len; j += step)
    if (planned[j] != JAL_DATE_NONE)
      return j;
  return -1;
}

/* @gap days from the session before to @later, both next to each other in the plan or not. */
static guint
judge_gap (const JalPlanSession *later, int gap, gboolean adjacent)
{
  if (gap < 1)
    return JAL_OFFER_ORDER;
  if (!adjacent)
    return 0;
  if (gap < later->min_gap)
    return JAL_OFFER_SHORT_GAP;
  return later->max_gap > 0 && gap > later->max_gap ? JAL_OFFER_LONG_GAP : 0;
}

static void
judge_neighbours (const JalPlanRequest *request, const JalDate *planned, guint i, JalOffer *offer)
{
  int before = neighbour (request, planned, i, -1);
  int after = neighbour (request, planned, i, 1);

  if (before >= 0)
    {
      offer->days_after_previous = offer->date - planned[before];
      offer->clashes |= judge_gap (session_of (request, i), offer->days_after_previous, before == (int)i - 1);
    }
  if (after >= 0)
    {
      offer->days_before_next = planned[after] - offer->date;
      offer->clashes
          |= judge_gap (session_of (request, (guint)after), offer->days_before_next, after == (int)i + 1);
    }
}

static void
judge_people (const JalPlanRequest *request, guint i, JalOffer *offer)
{
  guint64 needed = session_of (request, i)->people;

  for (guint a = 0; a < request->absences->len; a++)
    {
      const JalPlanAbsence *absence = &g_array_index (request->absences, JalPlanAbsence, a);

      if (offer->date < absence->from || offer->date > absence->to)
        continue;
      if (!absence->hard)
        offer->rather_not |= absence->people & needed;
      else if (absence->people == 0)
        offer->case_away = TRUE;
      else
        offer->away |= absence->people & needed;
    }
  if (offer->case_away || offer->away != 0)
    offer->clashes |= JAL_OFFER_AWAY;
}

static void
judge_loads (const JalPlanRequest *request, const JalDate *planned, guint i, JalOffer *offer)
{
  int demanding = 0;

  for (guint l = 0; l < request->loads->len; l++)
    {
      const JalPlanLoad *load = &g_array_index (request->loads, JalPlanLoad, l);

      if (!same_week (load->date, offer->date))
        continue;
      offer->sessions_that_day += load->date == offer->date ? load->sessions : 0;
      offer->sessions_that_week += load->sessions;
      demanding += load->demanding;
    }
  for (guint j = 0; j < request->sessions->len; j++)
    if (j != i && planned[j] != JAL_DATE_NONE && same_week (planned[j], offer->date))
      {
        offer->sessions_that_week++;
        demanding += session_of (request, j)->kind->demanding;
      }
  if (request->day_capacity > 0 && offer->sessions_that_day >= request->day_capacity)
    offer->clashes |= JAL_OFFER_FULL_DAY;
  if (request->week_capacity > 0 && offer->sessions_that_week >= request->week_capacity)
    offer->clashes |= JAL_OFFER_FULL_WEEK;
  if (session_of (request, i)->kind->demanding && demanding > 0)
    offer->terms[JAL_PLAN_TERM_CROWDED_WEEK] = request->weights.crowded_week;
}

void
jal_offer_judge (const JalPlanRequest *request, const JalDate *planned, guint session, JalDate date, JalOffer *offer)
{
  JalOffer found = { .date = date };

  g_return_if_fail (session < request->sessions->len);

  jal_court_calendar_classify (request->calendar, date, &found.day);
  jal_planner_price_day (request, session, date, found.terms);
  if (!jal_court_calendar_is_open (request->calendar, date))
    found.clashes |= JAL_OFFER_CLOSED;
  if (request->earliest != JAL_DATE_NONE && date < request->earliest)
    found.clashes |= JAL_OFFER_PAST;
  if (session == request->sessions->len - 1 && (date < request->last_from || date > request->last_to))
    found.clashes |= JAL_OFFER_HORIZON;
  judge_neighbours (request, planned, session, &found);
  judge_people (request, session, &found);
  judge_loads (request, planned, session, &found);
  for (int t = 0; t < JAL_PLAN_N_TERMS; t++)
    found.cost += found.terms[t];
  *offer = found;
}

GArray *
jal_offer_better (const JalPlanRequest *request, const JalDate *planned, guint session, JalDate date, guint n)
{
  GArray *better = g_array_new (FALSE, FALSE, sizeof (JalOffer));
  gint64 worth = request->weights.distance_per_day * WORTH_ASKING_DAYS;
  JalOffer offered;

  jal_offer_judge (request, planned, session, date, &offered);
  for (int away = 1; away <= REACH && better->len < n; away++)
    for (int side = -1; side <= 1 && better->len < n; side += 2)
      {
        JalOffer other;

        jal_offer_judge (request, planned, session, date + side * away, &other);
        if (other.clashes == 0 && (offered.clashes != 0 || other.cost + MAX (worth, 1) <= offered.cost))
          g_array_append_val (better, other);
      }
  return better;
}
