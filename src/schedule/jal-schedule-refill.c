/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mentions of a case asked for anew, when somebody was remanded or released: the time that CPC s.205 allows is another from then on,
 * and what fills the gaps does not wait for the next plan. Nothing else moves.
 *
 * 1. It is asked for where a gap is too long, or where fewer mentions would do; that others would do as well is no reason.
 * 2. What is kept is what was shown.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>

#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"

typedef struct
{
  JalId case_id;
  JalScheduleRefill refill;
  const JalScheduleRefill *shown; /* when keeping */
} Call;

GListStore *
jal_schedule_refilled (const JalScheduleCase *known)
{
  GListStore *after = g_list_store_new (JAL_TYPE_SESSION);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);
      g_autoptr (JalSession) copy = jal_schedule_copy_session (session);

      g_list_store_append (after, copy);
    }
  jal_schedule_fill_mentions (known, after);
  return after;
}

/* The days of the light entries that are still to come. */
static GArray *
find_days (GListModel *sessions)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (JalDate));

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (!session->counted && jal_schedule_is_open (session) && session->date >= jal_date_today ())
        g_array_append_val (days, session->date);
    }
  return days;
}

/* How many of @days are not among @others; both in order. */
static guint
count_without (const GArray *days, const GArray *others)
{
  guint n = 0, at = 0;

  for (guint i = 0; i < days->len; i++)
    {
      JalDate day = g_array_index (days, JalDate, i);

      while (at < others->len && g_array_index (others, JalDate, at) < day)
        at++;
      if (at < others->len && g_array_index (others, JalDate, at) == day)
        at++;
      else
        n++;
    }
  return n;
}

/* Rule 1. */
static void
compare (const JalScheduleCase *known, GListStore *after, JalScheduleRefill *refill)
{
  g_autoptr (GArray) old = find_days (G_LIST_MODEL (known->sessions));
  g_autoptr (GArray) now = find_days (G_LIST_MODEL (after));

  refill->before = old->len;
  refill->after = now->len;
  refill->added = count_without (now, old);
  refill->removed = count_without (old, now);
  refill->gaps = jal_schedule_has_gaps (known, G_LIST_MODEL (known->sessions));
  refill->wanted = refill->added + refill->removed > 0 && (refill->gaps || refill->after < refill->before);
}

static gboolean
try_refill (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };
  g_autoptr (GListStore) after = NULL;

  if (!jal_schedule_case_read (tx, call->case_id, &known, error))
    return FALSE;
  after = jal_schedule_refilled (&known);
  compare (&known, after, &call->refill);
  return TRUE;
}

gboolean
jal_schedule_try_refill (JalStore *store, JalId case_id, JalScheduleRefill *refill, GCancellable *cancellable, GError **error)
{
  Call call = { .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store) && refill != NULL, FALSE);

  if (!jal_store_read (store, try_refill, &call, cancellable, error))
    return FALSE;
  *refill = call.refill;
  return TRUE;
}

static gboolean
run_refill (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };
  g_autoptr (GListStore) after = NULL;

  if (!jal_schedule_case_read (tx, call->case_id, &known, error))
    return FALSE;
  jal_tx_set_case (tx, call->case_id);
  after = jal_schedule_refilled (&known);
  compare (&known, after, &call->refill);
  /* Rule 2. */
  if (call->refill.added != call->shown->added || call->refill.removed != call->shown->removed || call->refill.before != call->shown->before)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT, _ ("The schedule has changed since. Look at it again."));
      return FALSE;
    }
  return jal_schedule_write_all (tx, &known, G_LIST_MODEL (after), error);
}

gboolean
jal_schedule_refill (JalStore *store, JalId case_id, const JalScheduleRefill *shown, GError **error)
{
  Call call = { .case_id = case_id, .shown = shown };
  JalAct act = { .verb = "session.mentions", .label = N_ ("mentions in the gaps"), .case_id = case_id, .subject_id = case_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && shown != NULL, FALSE);

  return jal_store_act (store, &act, run_refill, &call, NULL, error);
}
