/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All cases planned together (plan/jal-plan-together.h).
 *
 * 1. Every case with a date of plea and something left to plan takes part, as it was last planned: its number of sessions,
 *    its months. Sessions that are fixed, held or entered by hand stay.
 * 2. Sessions of the cases that take part are no loads of each other beforehand: they are what is planned.
 * 3. The same cases give the same plans: the seed is fixed.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-schedule-together.h"

#include <glib/gi18n-lib.h>

#include "plan/jal-plan-together.h"
#include "record/jal-case-rows.h"
#include "schedule/jal-schedule-plan-private.h"
#include "schedule/jal-schedule-private.h"

#define SEED 20261123

/* One case while the plans are made. */
typedef struct
{
  JalScheduleCase known;
  JalScheduleRequest request;
  JalScheduleDraft draft;
  char *trouble; /* nullable: it cannot even be asked for */
  int index;     /* among the requests, -1 for none */
} Part;

typedef struct
{
  GPtrArray *parts; /* Part */
  const JalScheduleTogether *together;
  const JalId *chosen;
  guint n;
  JalScheduleProgress progress;
  gpointer data;
  GCancellable *cancellable;
} Call;

static void
free_part (gpointer data)
{
  Part *part = data;

  jal_schedule_draft_clear (&part->draft);
  jal_schedule_case_clear (&part->known);
  g_free (part->trouble);
  g_free (part);
}

static void
free_of_case (gpointer data)
{
  JalScheduleOfCase *of_case = data;

  g_free (of_case->number);
  g_free (of_case->trouble);
  g_clear_object (&of_case->before);
  g_clear_object (&of_case->proposal);
  g_free (of_case);
}

void
jal_schedule_together_free (JalScheduleTogether *together)
{
  if (together == NULL)
    return;
  g_ptr_array_unref (together->cases);
  g_free (together);
}

/* --- Reading ------------------------------------------------------------------------------------------------- */

/* Rule 1. */
static gboolean
takes_part (const JalScheduleCase *known)
{
  guint counted = 0, open = 0;

  if (known->owner->plea_date == JAL_DATE_NONE)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      counted += session->counted;
      open += session->counted && jal_schedule_is_open (session);
    }
  return counted == 0 || open > 0;
}

/* Whether the light entries of the case are the program's: then they follow. */
static gboolean
has_mentions (const JalScheduleCase *known)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (known->sessions));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      if (jal_schedule_is_auto_mention (session))
        return TRUE;
    }
  return n == 0;
}

static gboolean
read_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GListStore) cases = jal_case_rows_list (tx, jal_date_today (), error);

  if (cases == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cases)); i++)
    {
      g_autoptr (JalCase) owner = g_list_model_get_item (G_LIST_MODEL (cases), i);
      Part *part = g_new0 (Part, 1);

      if (g_cancellable_set_error_if_cancelled (call->cancellable, error) || !jal_schedule_case_read (tx, owner->id, &part->known, error))
        {
          free_part (part);
          return FALSE;
        }
      part->index = -1;
      part->request = (JalScheduleRequest){ part->known.owner->plea_date, part->known.n_sessions, part->known.months_min,
                                            part->known.months_max, !has_mentions (&part->known) };
      if (takes_part (&part->known))
        g_ptr_array_add (call->parts, part);
      else
        free_part (part);
    }
  return TRUE;
}

/* The order of priority: the older plea first, as it has waited longest. */
static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const Part *one = *(Part *const *)a, *other = *(Part *const *)b;

  if (one->request.from != other->request.from)
    return one->request.from < other->request.from ? -1 : 1;
  return jal_id_compare (one->known.case_id, other->known.case_id);
}

/* Rule 2. */
static void
drop_loads (GPtrArray *parts)
{
  g_autoptr (GHashTable) among = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  for (guint i = 0; i < parts->len; i++)
    g_hash_table_add (among, &((Part *)g_ptr_array_index (parts, i))->known.case_id);
  for (guint i = 0; i < parts->len; i++)
    {
      Part *part = g_ptr_array_index (parts, i);

      for (guint l = part->known.loads->len; l-- > 0;)
        if (g_hash_table_contains (among, &g_array_index (part->known.loads, JalScheduleLoad, l).case_id))
          g_array_remove_index (part->known.loads, l);
    }
}

/* --- Planning ------------------------------------------------------------------------------------------------ */

static gboolean
told (guint done, guint total, gpointer data)
{
  Call *call = data;

  return !g_cancellable_is_cancelled (call->cancellable) && (call->progress == NULL || call->progress (done, total, call->data));
}

static guint
count_moved (const JalScheduleOfCase *of_case)
{
  guint moved = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (of_case->proposal)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (of_case->proposal), i);
      gboolean same = !session->counted;

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (of_case->before)) && !same; j++)
        {
          g_autoptr (JalSession) before = g_list_model_get_item (G_LIST_MODEL (of_case->before), j);

          same = jal_id_equal (before->id, session->id) && before->date == session->date;
        }
      moved += !same;
    }
  return moved;
}

static JalScheduleOfCase *
tell_case (Part *part, const JalPlanTogether *plans)
{
  JalScheduleOfCase *of_case = g_new0 (JalScheduleOfCase, 1);
  const JalPlanOfCase *planned = part->index >= 0 ? &g_array_index (plans->cases, JalPlanOfCase, part->index) : NULL;

  of_case->case_id = part->known.case_id;
  of_case->number = g_strdup (part->known.owner->number != NULL && *part->known.owner->number != '\0' ? part->known.owner->number
                                                                                                       : part->known.owner->title);
  of_case->request = part->request;
  of_case->before = g_object_ref (part->known.sessions);
  of_case->cost = of_case->alone = -1;
  if (planned != NULL)
    of_case->alone = planned->alone;
  if (planned != NULL && planned->plan != NULL)
    {
      of_case->proposal = jal_schedule_draft_finish (&part->draft, planned->plan);
      of_case->cost = planned->plan->cost;
      of_case->n_moved = count_moved (of_case);
    }
  else
    of_case->trouble = part->trouble != NULL ? g_strdup (part->trouble) : g_strdup (jal_plan_rule_describe (planned->block.rule));
  return of_case;
}

static JalScheduleTogether *
plan_all (Call *call)
{
  JalScheduleTogether *together = g_new0 (JalScheduleTogether, 1);
  g_autoptr (GPtrArray) requests = g_ptr_array_new (), courts = g_ptr_array_new ();
  JalPlanSearch search = { SEED, JAL_PLAN_SEARCH_STEPS, told, call };
  g_autoptr (JalPlanTogether) plans = NULL;

  for (guint i = 0; i < call->parts->len; i++)
    {
      Part *part = g_ptr_array_index (call->parts, i);
      g_autoptr (GError) error = NULL;

      if (!jal_schedule_draft_init (&part->draft, &part->known, &part->request, &error))
        {
          part->trouble = g_strdup (error->message);
          continue;
        }
      jal_schedule_draft_start_today (&part->draft);
      part->index = (int)requests->len;
      g_ptr_array_add (requests, part->draft.wanted);
      g_ptr_array_add (courts, part->known.owner->court);
    }
  plans = jal_plan_together ((JalPlanRequest *const *)requests->pdata, (const char *const *)courts->pdata, requests->len, &search);
  together->cases = g_ptr_array_new_with_free_func (free_of_case);
  together->cost = plans->cost;
  together->greedy = plans->greedy;
  together->alone = plans->alone;
  for (guint i = 0; i < call->parts->len; i++)
    g_ptr_array_add (together->cases, tell_case (g_ptr_array_index (call->parts, i), plans));
  return together;
}

JalScheduleTogether *
jal_schedule_propose_all (JalStore *store, JalScheduleProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  Call call = { .parts = parts, .progress = progress, .data = data, .cancellable = cancellable };
  JalScheduleTogether *together;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_all, &call, cancellable, error))
    return NULL;
  if (parts->len == 0)
    {
      jal_schedule_refuse (error, _ ("No case has a date of plea and sessions left to plan."));
      return NULL;
    }
  g_ptr_array_sort (parts, compare_parts);
  drop_loads (parts);
  together = plan_all (&call);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    return together;
  jal_schedule_together_free (together);
  return NULL;
}

/* --- Keeping ------------------------------------------------------------------------------------------------- */

/* Whether the sessions of the case are those the plan was made with. */
static gboolean
check_unchanged (JalTx *tx, const JalScheduleOfCase *of_case, GError **error)
{
  g_auto (JalScheduleCase) known = { 0 };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (of_case->before));
  gboolean same;

  if (!jal_schedule_case_read (tx, of_case->case_id, &known, error))
    return FALSE;
  same = g_list_model_get_n_items (G_LIST_MODEL (known.sessions)) == n;
  for (guint i = 0; i < n && same; i++)
    {
      g_autoptr (JalSession) one = g_list_model_get_item (G_LIST_MODEL (known.sessions), i);
      g_autoptr (JalSession) other = g_list_model_get_item (G_LIST_MODEL (of_case->before), i);

      same = jal_id_equal (one->id, other->id) && one->date == other->date && g_str_equal (one->state, other->state);
    }
  if (!same)
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT,
                         _ ("A case has changed since the plans were made. Plan all cases again."));
  return same;
}

static const JalScheduleOfCase *
find_case (const JalScheduleTogether *together, JalId id)
{
  for (guint i = 0; i < together->cases->len; i++)
    {
      const JalScheduleOfCase *of_case = g_ptr_array_index (together->cases, i);

      if (jal_id_equal (of_case->case_id, id))
        return of_case;
    }
  return NULL;
}

static gboolean
accept_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  for (guint i = 0; i < call->n; i++)
    {
      const JalScheduleOfCase *of_case = find_case (call->together, call->chosen[i]);

      if (of_case == NULL || of_case->proposal == NULL)
        continue;
      if (!check_unchanged (tx, of_case, error)
          || !jal_schedule_write_proposal (tx, of_case->case_id, &of_case->request, G_LIST_MODEL (of_case->proposal), error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_schedule_accept_all (JalStore *store, const JalScheduleTogether *together, const JalId *chosen, guint n, GError **error)
{
  Call call = { .together = together, .chosen = chosen, .n = n };
  JalAct act = { .verb = "session.plan-all", .label = N_ ("plans of all cases"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && together != NULL, FALSE);

  return jal_store_act (store, &act, accept_all, &call, NULL, error);
}
