/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plans of many cases.
 *
 * 1. One case at a time, exactly, with all the others where they are. The planner counts a crowded week against whoever
 *    comes to it last, and that is what the sum over all cases grows by: planning a case again never makes the sum greater.
 * 2. First every case once, in order of priority (what a diligent clerk would do), and once with the hardest first (those
 *    whose own best plan the first pass spoilt most). The better of the two is where the search begins.
 * 3. Then some cases that get in each other's way are taken out, and put back one by one, each exactly, in an order drawn
 *    from the seed. What is worse is put back as it was.
 * 4. A case more that can be planned is worth any points.
 * 5. No clock: the steps are counted. It is no proof of the best there is; the sum of the single optima says how far at
 *    most it can be from it.
 */
#include "plan/jal-plan-together.h"

#include <stdlib.h>
#include <string.h>

#include "plan/jal-planner-private.h"

/* How many are taken out at once. */
#define FEWEST_OUT 2
#define MOST_OUT 5

typedef struct
{
  JalPlanRequest *const *requests;
  const char *const *courts;
  guint n;
  JalPlan **plans;     /* [n] (nullable) */
  JalPlannerPrices **prices; /* [n] (nullable) */
  const JalPlanSearch *search;
  guint steps, total;
  gboolean stopped;
  guint32 random;
} Table;

static void
clear_case (gpointer data)
{
  g_clear_pointer (&((JalPlanOfCase *)data)->plan, jal_plan_free);
}

void
jal_plan_together_free (JalPlanTogether *together)
{
  if (together == NULL)
    return;
  g_array_unref (together->cases);
  g_free (together);
}

/* Numerical Recipes' generator: the same on every machine and with every library. */
static guint
draw (Table *table, guint below)
{
  table->random = table->random * 1664525u + 1013904223u;
  return (guint)(((guint64)table->random * below) >> 32);
}

static const JalPlanSession *
session_at (const JalPlanRequest *request, guint i)
{
  return &g_array_index (request->sessions, JalPlanSession, i);
}

static JalDate
date_at (const JalPlan *plan, guint i)
{
  return g_array_index (plan->sessions, JalPlannedSession, i).date;
}

static gboolean
is_elsewhere (const Table *table, guint a, guint b)
{
  return table->courts != NULL && table->courts[a] != NULL && table->courts[b] != NULL
         && !g_str_equal (table->courts[a], table->courts[b]);
}

/* Returns (transfer full): the request of case @c beside the plans that the others have. */
static JalPlanRequest *
beside_others (const Table *table, guint c)
{
  JalPlanRequest *request = jal_plan_request_copy (table->requests[c]);

  for (guint o = 0; o < table->n; o++)
    for (guint i = 0; o != c && table->plans[o] != NULL && i < table->plans[o]->sessions->len; i++)
      {
        JalDate date = date_at (table->plans[o], i);
        JalPlanLoad load = { .date = date, .sessions = 1, .demanding = session_at (table->requests[o], i)->kind->demanding };
        JalPlanAbsence away = { .from = date, .to = date, .hard = TRUE };

        /* What was held is no matter of the days to come. */
        if (session_at (table->requests[o], i)->held)
          continue;
        g_array_append_val (request->loads, load);
        if (is_elsewhere (table, o, c))
          g_array_append_val (request->absences, away);
      }
  return request;
}

/* Plans case @c beside the others, in place of whatever it had. */
static void
plan_case (Table *table, guint c)
{
  g_autoptr (JalPlanRequest) request = beside_others (table, c);

  g_clear_pointer (&table->plans[c], jal_plan_free);
  table->plans[c] = jal_planner_solve_priced (request, table->prices[c]);
  table->steps++;
  if (table->search->progress != NULL
      && !table->search->progress (MIN (table->steps, table->total), table->total, table->search->data))
    table->stopped = TRUE;
}

/* --- What it costs ------------------------------------------------------------------------------------------- */

/* Weeks run from Monday to Sunday. */
static int
week_of (JalDate date)
{
  return (date - 4 + 7 * 7000) / 7;
}

/* Rule 1: each session of witnesses beyond the first of its week once, the loads that were there before counted. Those are the
   same for every case of one counsel: the first request's are taken. */
static gint64
crowded (const Table *table)
{
  g_autoptr (GHashTable) weeks = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer week, count;
  gint64 sum = 0;

  for (guint c = 0; c < table->n; c++)
    for (guint i = 0; table->plans[c] != NULL && i < table->plans[c]->sessions->len; i++)
      if (session_at (table->requests[c], i)->kind->demanding && !session_at (table->requests[c], i)->held)
        {
          gpointer key = GINT_TO_POINTER (week_of (date_at (table->plans[c], i)));

          g_hash_table_insert (weeks, key, GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (weeks, key)) + 1));
        }
  g_hash_table_iter_init (&iter, weeks);
  while (g_hash_table_iter_next (&iter, &week, &count))
    {
      int there = 0;

      for (guint l = 0; l < table->requests[0]->loads->len; l++)
        if (week_of (g_array_index (table->requests[0]->loads, JalPlanLoad, l).date) == GPOINTER_TO_INT (week))
          there += g_array_index (table->requests[0]->loads, JalPlanLoad, l).demanding;
      sum += table->requests[0]->weights.crowded_week * (GPOINTER_TO_INT (count) - (there > 0 ? 0 : 1));
    }
  return sum;
}

typedef struct
{
  guint unplanned;
  gint64 points;
} Cost;

static Cost
cost_of_all (const Table *table)
{
  Cost cost = { 0, table->n > 0 ? crowded (table) : 0 };

  for (guint c = 0; c < table->n; c++)
    if (table->plans[c] != NULL)
      cost.points += table->plans[c]->cost - table->plans[c]->terms[JAL_PLAN_TERM_CROWDED_WEEK];
    else
      cost.unplanned++;
  return cost;
}

/* Rule 4. */
static gboolean
is_better (Cost one, Cost other)
{
  return one.unplanned != other.unplanned ? one.unplanned < other.unplanned : one.points < other.points;
}

/* --- The first passes ---------------------------------------------------------------------------------------- */

static void
clear_plans (JalPlan **plans, guint n)
{
  for (guint c = 0; c < n; c++)
    g_clear_pointer (&plans[c], jal_plan_free);
}

static void
plan_in_order (Table *table, const guint *order)
{
  clear_plans (table->plans, table->n);
  for (guint i = 0; i < table->n; i++)
    plan_case (table, order[i]);
}

typedef struct
{
  guint c;
  gint64 regret;
} Hardship;

static int
compare_hardships (gconstpointer a, gconstpointer b)
{
  const Hardship *one = a, *other = b;

  if (one->regret != other->regret)
    return one->regret > other->regret ? -1 : 1;
  return one->c < other->c ? -1 : one->c > other->c;
}

/* Rule 2: how much more than by itself each case has to pay now. */
static void
order_by_regret (const Table *table, const gint64 *alone, guint *order)
{
  g_autofree Hardship *hardships = g_new (Hardship, table->n + 1);

  for (guint c = 0; c < table->n; c++)
    hardships[c] = (Hardship){ c, table->plans[c] == NULL ? G_MAXINT64 : table->plans[c]->cost - MAX (alone[c], 0) };
  qsort (hardships, table->n, sizeof (Hardship), compare_hardships);
  for (guint c = 0; c < table->n; c++)
    order[c] = hardships[c].c;
}

/* --- The search ---------------------------------------------------------------------------------------------- */

/* How many weeks both cases have sessions in. */
static guint
count_shared_weeks (const Table *table, guint a, guint b)
{
  guint shared = 0;

  if (table->plans[a] == NULL || table->plans[b] == NULL)
    return 1;
  for (guint i = 0; i < table->plans[a]->sessions->len; i++)
    for (guint j = 0; j < table->plans[b]->sessions->len; j++)
      shared += week_of (date_at (table->plans[a], i)) == week_of (date_at (table->plans[b], j));
  return shared;
}

/* The case to begin with: one without a plan where there is one, otherwise of three drawn the one that pays most more than by
   itself. */
static guint
choose_first (Table *table, const gint64 *alone)
{
  guint first = draw (table, table->n);

  for (guint c = 0; c < table->n; c++)
    if (table->plans[c] == NULL && draw (table, 2) == 0)
      return c;
  for (guint k = 0; k < 2; k++)
    {
      guint other = draw (table, table->n);

      if (table->plans[other] != NULL && table->plans[first] != NULL
          && table->plans[other]->cost - alone[other] > table->plans[first]->cost - alone[first])
        first = other;
    }
  return first;
}

/* Rule 3: fills @out with cases that get in each other's way; returns how many. */
static guint
choose_out (Table *table, const gint64 *alone, guint *out)
{
  guint want = MIN (FEWEST_OUT + draw (table, MOST_OUT - FEWEST_OUT + 1), table->n), n = 1;
  g_autofree gboolean *taken = g_new0 (gboolean, table->n);

  out[0] = choose_first (table, alone);
  taken[out[0]] = TRUE;
  while (n < want)
    {
      guint best = table->n, most = 0;

      for (guint k = 0; k < 6; k++)
        {
          guint c = draw (table, table->n), shared;

          if (taken[c])
            continue;
          shared = 1 + count_shared_weeks (table, out[draw (table, n)], c);
          if (shared > most)
            {
              most = shared;
              best = c;
            }
        }
      if (best == table->n)
        break;
      taken[best] = TRUE;
      out[n++] = best;
    }
  return n;
}

static void
shuffle (Table *table, guint *order, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = draw (table, i), kept = order[i - 1];

      order[i - 1] = order[j];
      order[j] = kept;
    }
}

/* Takes @n cases out and puts them back; keeps what comes of it when it is better. */
static void
take_out_and_put_back (Table *table, guint *out, guint n, Cost *cost)
{
  JalPlan *before[MOST_OUT];
  Cost now;

  for (guint i = 0; i < n; i++)
    before[i] = g_steal_pointer (&table->plans[out[i]]);
  for (guint i = 0; i < n; i++)
    plan_case (table, out[i]);
  now = cost_of_all (table);
  /* As good is taken too: it leads on from where nothing small helps. */
  if (!is_better (*cost, now))
    {
      *cost = now;
      for (guint i = 0; i < n; i++)
        g_clear_pointer (&before[i], jal_plan_free);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&table->plans[out[i]], jal_plan_free);
      table->plans[out[i]] = before[i];
    }
}

static void
search_on (Table *table, const gint64 *alone, Cost *cost)
{
  guint end = table->steps + table->search->steps;

  /* Each once beside all the others: cheap, and most of what there is to win. */
  for (guint c = 0; c < table->n && table->steps < end && !table->stopped; c++)
    take_out_and_put_back (table, &c, 1, cost);
  while (table->n > 1 && table->steps + MOST_OUT <= end && !table->stopped)
    {
      guint out[MOST_OUT], n = choose_out (table, alone, out);

      shuffle (table, out, n);
      take_out_and_put_back (table, out, n, cost);
    }
}

/* Why there is no plan beside the others. */
static void
explain (const Table *table, guint c, JalPlanBlock *block)
{
  g_autoptr (JalPlanRequest) request = beside_others (table, c);
  g_autoptr (JalPlan) none = jal_planner_solve (request, block, NULL);

  g_return_if_fail (none == NULL);
}

/* --- The door ------------------------------------------------------------------------------------------------ */

static void
plan_alone (Table *table, gint64 *alone, JalPlanTogether *together)
{
  for (guint c = 0; c < table->n && !table->stopped; c++)
    {
      g_autoptr (JalPlan) plan = jal_planner_solve_priced (table->requests[c], table->prices[c]);

      alone[c] = plan != NULL ? plan->cost : -1;
      together->alone += MAX (alone[c], 0);
      table->steps++;
      if (table->search->progress != NULL && !table->search->progress (table->steps, table->total, table->search->data))
        table->stopped = TRUE;
    }
}

/* Rule 2. @plans: room for the plans of the second pass. */
static Cost
first_passes (Table *table, const gint64 *alone, JalPlanTogether *together)
{
  g_autofree guint *order = g_new (guint, table->n + 1);
  g_autofree JalPlan **greedy = NULL;
  Cost first, second;

  for (guint c = 0; c < table->n; c++)
    order[c] = c;
  plan_in_order (table, order);
  first = cost_of_all (table);
  together->greedy = first.points;
  together->greedy_unplanned = first.unplanned;
  if (table->stopped || table->n < 2)
    return first;
  order_by_regret (table, alone, order);
  greedy = g_memdup2 (table->plans, table->n * sizeof (JalPlan *));
  memset (table->plans, 0, table->n * sizeof (JalPlan *));
  plan_in_order (table, order);
  second = cost_of_all (table);
  if (is_better (second, first))
    {
      clear_plans (greedy, table->n);
      return second;
    }
  clear_plans (table->plans, table->n);
  memcpy (table->plans, greedy, table->n * sizeof (JalPlan *));
  return first;
}

JalPlanTogether *
jal_plan_together (JalPlanRequest *const *requests, const char *const *courts, guint n, const JalPlanSearch *search)
{
  Table table = { requests, courts, n, g_new0 (JalPlan *, n + 1), g_new0 (JalPlannerPrices *, n + 1), search };
  g_autofree gint64 *alone = g_new0 (gint64, n + 1);
  JalPlanTogether *together = g_new0 (JalPlanTogether, 1);
  Cost cost;

  table.total = 3 * n + search->steps;
  table.random = search->seed;
  together->cases = g_array_new (FALSE, TRUE, sizeof (JalPlanOfCase));
  g_array_set_clear_func (together->cases, clear_case);
  for (guint c = 0; c < n; c++)
    table.prices[c] = jal_planner_prices_new (requests[c]);
  plan_alone (&table, alone, together);
  cost = first_passes (&table, alone, together);
  if (!table.stopped)
    search_on (&table, alone, &cost);
  together->cost = cost.points;
  together->unplanned = cost.unplanned;
  together->steps = table.steps;
  for (guint c = 0; c < n; c++)
    {
      JalPlanOfCase of_case = { .plan = table.plans[c], .alone = alone[c] };

      /* Why is only asked in the end: it takes some tens of plans. */
      if (of_case.plan == NULL && !table.stopped)
        explain (&table, c, &of_case.block);
      g_array_append_val (together->cases, of_case);
      jal_planner_prices_free (table.prices[c]);
    }
  g_free (table.plans);
  g_free (table.prices);
  return together;
}
