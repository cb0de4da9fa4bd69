/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Somebody was remanded or released: the days of CPC s.205 are others, and the gaps are asked about at once. */
#include "app/cases/jal-custody-question.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-schedule-change.h"

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalCustodyDone done;
  JalScheduleRefill refill;
  gboolean undone;
  guint lacked; /* before it */
} Call;

static Call *
copy_call (const Call *call)
{
  Call *copy = g_memdup2 (call, sizeof *call);

  g_object_ref (copy->store);
  return copy;
}

static void
free_call (gpointer data)
{
  g_object_unref (((Call *)data)->store);
  g_free (data);
}

/* Whether mentions come in, and so the gaps are what it is about. */
static gboolean
fills (const JalScheduleRefill *refill)
{
  return refill->gaps && refill->added > 0;
}

static gpointer
fill_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_refill (call->store, call->case_id, &call->refill, error);
  return NULL;
}

static void
filled_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Call *call = data;

  if (error != NULL)
    jal_shell_report (owner, error);
  else
    call->done (owner, fills (&call->refill) ? _ ("The gaps were filled anew") : _ ("Mentions were taken out"));
}

static void
fill_cb (GtkWidget *inside, gpointer data)
{
  jal_task_run (inside, fill_work, fill_work, copy_call (data), free_call, NULL, filled_cb);
}

static gpointer
ask_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_schedule_try_refill (call->store, call->case_id, &call->refill, cancellable, error);
  return NULL;
}

static char *
say_numbers (const JalScheduleRefill *refill)
{
  return g_strdup_printf (_ ("Mentions planned now: %u. Added: %u. Taken out: %u. What the court has fixed stays."), refill->before,
                          refill->added, refill->removed);
}

/* Gaps that mentions can fill, or mentions of which fewer would do: two questions, each by what it does. */
static void
asked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Call *call = data;
  const JalScheduleRefill *refill = &call->refill;
  const JalTimeLimits *limits = jal_time_limits_get ();
  g_autofree char *law = NULL, *numbers = NULL, *body = NULL;

  if (error != NULL)
    jal_shell_report (owner, error);
  if (error != NULL || !refill->wanted || (call->undone && (!fills (refill) || refill->added <= call->lacked)))
    return;
  law = g_strdup_printf (_ ("While an accused is in custody the law allows %d clear days between court dates, otherwise %d (CPC s.205)."),
                         limits->days_in_custody, limits->days_on_bail);
  numbers = say_numbers (refill);
  if (fills (refill))
    {
      body = g_strdup_printf ("%s %s %s", law, _ ("Some lie further apart, and carry a warning until the gaps are filled."), numbers);
      jal_dialog_ask (owner, _ ("Fill the Gaps with Mentions?"), body, _ ("_Fill the Gaps"), FALSE, fill_cb, copy_call (call), free_call);
      return;
    }
  body = g_strdup_printf ("%s %s %s", law,
                          refill->gaps ? _ ("Fewer mentions will do. Some court dates still lie further apart than that, and no mention can stand "
                                            "between them. Nothing has to be taken out.")
                                       : _ ("Fewer mentions will do. Nothing has to be taken out."),
                          numbers);
  jal_dialog_ask (owner, _ ("Take Mentions Out of the Diary?"), body, _ ("_Take Out"), TRUE, fill_cb, copy_call (call), free_call);
}

static void
ask (GtkWidget *inside, JalStore *store, JalId case_id, gboolean undone, guint lacked, JalCustodyDone done)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (store);
  call->case_id = case_id;
  call->undone = undone;
  call->lacked = lacked;
  call->done = done;
  jal_task_renew (inside, ask_work, ask_work, call, free_call, NULL, asked_cb);
}

void
jal_custody_question_ask (GtkWidget *inside, JalStore *store, JalId case_id, JalCustodyDone done)
{
  ask (inside, store, case_id, FALSE, 0, done);
}

guint
jal_custody_question_count (JalStore *store, JalId case_id, GCancellable *cancellable)
{
  JalScheduleRefill refill;

  return jal_schedule_try_refill (store, case_id, &refill, cancellable, NULL) && fills (&refill) ? refill.added : 0;
}

void
jal_custody_question_ask_undone (GtkWidget *inside, JalStore *store, JalId case_id, const char *verb, guint lacked, JalCustodyDone done)
{
  if (verb != NULL && !jal_id_is_none (case_id) && (g_str_has_prefix (verb, "person.") || g_str_equal (verb, "case.update")))
    ask (inside, store, case_id, TRUE, lacked, done);
}
