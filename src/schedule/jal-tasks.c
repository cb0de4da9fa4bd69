/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tasks before and after a session.
 *
 * 1. The usual tasks (the law data's and the office's own) are computed, not written: they follow the session's date and kind by
 *    themselves. A task has a row only once somebody changed it, and the row says only what was changed.
 * 2. A day set by hand stays, whatever becomes of the session. Any other is counted from the session and falls back to the
 *    court day before when the court does not sit on it.
 * 3. A task of a session that is over, adjourned or vacated has lapsed: it is no longer overdue. What follows a session
 *    (counselling after, appeal) goes on once it was held, and what has a day of its own goes on in any case.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-tasks.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-case-rows.h"
#include "record/jal-court-day-rows.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-private.h"
#include "schedule/jal-usual-tasks.h"

#define MAX_TITLE_BYTES 400
#define MAX_NOTE_BYTES (16 * 1024)
#define MAX_DAYS 400

typedef struct
{
  JalId case_id;
  JalId session_id;
  JalTask *task; /* nullable */
  const JalTaskDraft *draft;
  gboolean done;
  guint n;
  GListStore *result; /* (transfer full) */
} Call;

/* --- Counting ------------------------------------------------------------------------------------------------ */

/* Rule 2. */
static JalDate
count_due (JalCourtCalendar *calendar, JalDate session, int days_before)
{
  JalDate due = session - days_before;
  JalDate open = jal_court_calendar_previous_open (calendar, due);

  /* What follows the session does not fall back behind it. */
  if (open == JAL_DATE_NONE || (days_before < 0 && open <= session))
    return due;
  return open;
}

static void
take_usual (JalTask *task, const JalUsualTask *usual)
{
  if (!task->own_title)
    {
      g_free (task->title);
      task->title = g_strdup (usual->title);
    }
  if (*task->owner == '\0')
    {
      g_free (task->owner);
      task->owner = g_strdup (usual->owner);
    }
  if (!task->own_days)
    task->days_before = usual->days_before;
  task->survivor = usual->survivor;
  g_free (task->legal_ref);
  task->legal_ref = g_strdup (usual->legal_ref);
}

/* Everything that follows from the session (nullable) and the case. */
static void
complete (JalTask *task, JalSession *session, JalCase *owner, JalCourtCalendar *calendar)
{
  JalDate today = jal_date_today ();

  g_free (task->case_title);
  task->case_title = g_strdup (owner->title);
  g_free (task->case_number);
  task->case_number = g_strdup (owner->number);
  if (session != NULL)
    {
      task->session_date = session->date;
      g_free (task->session_kind);
      task->session_kind = g_strdup (session->kind);
      if (!task->by_hand)
        task->due = count_due (calendar, session->date, task->days_before);
      if (g_str_equal (session->state, "held"))
        task->lapsed = task->days_before >= 0 && !task->by_hand;
      else
        task->lapsed = !jal_schedule_is_open (session) && !task->by_hand;
    }
  task->overdue = task->done_at == 0 && !task->lapsed && task->due != JAL_DATE_NONE && task->due < today;
}

/* --- Listing ------------------------------------------------------------------------------------------------- */

static GHashTable *
index_by_id (GListModel *rows, gsize offset)
{
  GHashTable *index = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, NULL, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      gpointer value = g_list_model_get_item (rows, i);

      g_hash_table_replace (index, G_STRUCT_MEMBER_P (value, offset), value);
    }
  return index;
}

/* Whether a session on which nobody worked has the task by itself. */
static gboolean
comes_by_itself (const JalUsualTask *usual, JalSession *session)
{
  return !usual->dropped && jal_usual_task_is_for (usual, session->kind)
         && (usual->since == JAL_DATE_NONE || session->date >= usual->since)
         && (jal_schedule_is_open (session) || g_str_equal (session->state, "held"));
}

static void
add_usual_tasks (GListStore *tasks, GPtrArray *usual_tasks, GHashTable *rows, JalSession *session, JalCase *owner, JalCourtCalendar *calendar)
{
  for (guint i = 0; i < usual_tasks->len; i++)
    {
      const JalUsualTask *usual = g_ptr_array_index (usual_tasks, i);
      JalId id = jal_court_day_id (session->id, usual->id);
      JalTask *stored = g_hash_table_lookup (rows, &id);
      g_autoptr (JalTask) task = NULL;

      /* A kind that was changed, or a usual task that was taken away, leaves those on which somebody worked. */
      if (stored == NULL && !comes_by_itself (usual, session))
        continue;
      task = stored != NULL ? g_object_ref (stored) : g_object_new (JAL_TYPE_TASK, NULL);
      task->id = id;
      task->case_id = session->case_id;
      task->session_id = session->id;
      g_free (task->template);
      task->template = g_strdup (usual->id);
      take_usual (task, usual);
      complete (task, session, owner, calendar);
      g_list_store_append (tasks, task);
      g_hash_table_remove (rows, &id);
    }
}

static int
compare_due (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalTask *first = a, *second = b;
  JalDate x = first->due == JAL_DATE_NONE ? JAL_DATE_MAX + 1 : first->due;
  JalDate y = second->due == JAL_DATE_NONE ? JAL_DATE_MAX + 1 : second->due;

  if (x != y)
    return x < y ? -1 : 1;
  return strcmp (first->title, second->title);
}

static void
drop_unneeded (GListStore *tasks)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (tasks)); i > 0; i--)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i - 1);

      if (task->dropped)
        g_list_store_remove (tasks, i - 1);
    }
}

static GListStore *
read_cases (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (GListStore) cases = NULL;
  g_autoptr (JalCase) only = NULL;

  if (jal_id_is_none (case_id))
    return jal_case_rows_list (tx, jal_date_today (), error);
  only = jal_case_rows_get (tx, case_id, jal_date_today (), error);
  if (only == NULL)
    return NULL;
  cases = g_list_store_new (JAL_TYPE_CASE);
  g_list_store_append (cases, only);
  return g_steal_pointer (&cases);
}

GListStore *
jal_tasks_read (JalTx *tx, JalId case_id, JalId session_id, GError **error)
{
  g_autoptr (GListStore) rows = NULL;
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (GListStore) cases = NULL;
  g_autoptr (GPtrArray) usual = NULL;
  g_autoptr (JalCourtCalendar) calendar = NULL;
  g_autoptr (GListStore) tasks = g_list_store_new (JAL_TYPE_TASK);
  g_autoptr (GHashTable) by_id = NULL;
  g_autoptr (GHashTable) case_of = NULL;
  g_autoptr (GHashTable) session_of = NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (!jal_id_is_none (session_id))
    {
      g_autoptr (JalSession) session = jal_session_rows_get (tx, session_id, error);

      if (session == NULL)
        return NULL;
      case_id = session->case_id;
    }
  if ((cases = read_cases (tx, case_id, error)) == NULL || (rows = jal_task_rows_list (tx, case_id, error)) == NULL
      || (calendar = jal_schedule_read_calendar (tx, NULL, error)) == NULL || (usual = jal_usual_tasks_read (tx, error)) == NULL
      || (sessions = jal_id_is_none (case_id) ? jal_session_rows_list_all (tx, error)
                                                    : jal_session_rows_list (tx, case_id, error)) == NULL)
    return NULL;
  by_id = index_by_id (G_LIST_MODEL (rows), G_STRUCT_OFFSET (JalTask, id));
  case_of = index_by_id (G_LIST_MODEL (cases), G_STRUCT_OFFSET (JalCase, id));
  session_of = index_by_id (G_LIST_MODEL (sessions), G_STRUCT_OFFSET (JalSession, id));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);
      JalCase *owner = g_hash_table_lookup (case_of, &session->case_id);

      if (owner != NULL && (jal_id_is_none (session_id) || jal_id_equal (session->id, session_id)))
        add_usual_tasks (tasks, usual, by_id, session, owner, calendar);
    }
  /* What is left are the tasks that somebody wrote. */
  g_hash_table_iter_init (&iter, by_id);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      JalTask *task = value;
      JalCase *owner = g_hash_table_lookup (case_of, &task->case_id);
      JalSession *session = g_hash_table_lookup (session_of, &task->session_id);

      if (task->template != NULL || owner == NULL || (!jal_id_is_none (task->session_id) && session == NULL)
          || (!jal_id_is_none (session_id) && !jal_id_equal (task->session_id, session_id)))
        continue;
      complete (task, session, owner, calendar);
      g_list_store_append (tasks, task);
    }
  drop_unneeded (tasks);
  g_list_store_sort (tasks, compare_due, NULL);
  return g_steal_pointer (&tasks);
}

static gboolean
list_tasks (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_tasks_read (tx, call->case_id, call->session_id, error);
  return call->result != NULL;
}

GListStore *
jal_tasks_list (JalStore *store, JalId case_id, JalId session_id, GCancellable *cancellable, GError **error)
{
  Call call = { .case_id = case_id, .session_id = session_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_tasks, &call, cancellable, error) ? call.result : NULL;
}

/* --- Changing ------------------------------------------------------------------------------------------------ */

static gboolean
check_draft (const JalTaskDraft *draft, GError **error)
{
  if ((draft->title != NULL && *draft->title != '\0' && !jal_text_is_label (draft->title, MAX_TITLE_BYTES))
      || (draft->owner != NULL && (strlen (draft->owner) > MAX_TITLE_BYTES || !g_utf8_validate (draft->owner, -1, NULL)))
      || (draft->note != NULL && (strlen (draft->note) > MAX_NOTE_BYTES || !g_utf8_validate (draft->note, -1, NULL))))
    return jal_schedule_refuse (error, _ ("The title, the owner or the note of the task is too long."));
  if (draft->set_days && (draft->days_before > MAX_DAYS || draft->days_before < -MAX_DAYS))
    return jal_schedule_refuse (error, _ ("A task lies at most 400 days before or after its session."));
  if (draft->set_due && draft->due != JAL_DATE_NONE && (draft->due < JAL_DATE_MIN || draft->due > JAL_DATE_MAX))
    return jal_schedule_refuse (error, _ ("That is not a date this program can keep."));
  return TRUE;
}

static void
fill_from_draft (JalTask *task, const JalTaskDraft *draft)
{
  if (draft->title != NULL)
    {
      g_free (task->title);
      task->title = jal_text_one_line (draft->title, 0);
      task->own_title = *task->title != '\0';
    }
  if (draft->owner != NULL)
    {
      g_free (task->owner);
      task->owner = jal_text_one_line (draft->owner, 0);
      task->owner_id = draft->owner_id;
    }
  if (draft->note != NULL)
    {
      g_free (task->note);
      task->note = g_strdup (draft->note);
    }
  if (draft->set_days)
    {
      task->days_before = draft->days_before;
      task->own_days = TRUE;
    }
  if (draft->set_due)
    {
      task->due = draft->due;
      task->by_hand = draft->due != JAL_DATE_NONE;
    }
}

/* What the row holds now, or a fresh value of the task when nobody touched it: the caller's copy may be old. */
static JalTask *
read_again (JalTx *tx, JalTask *task, GError **error)
{
  g_autoptr (GListStore) rows = jal_task_rows_list (tx, task->case_id, error);
  JalTask *fresh;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (JalTask) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (jal_id_equal (row->id, task->id))
        return g_steal_pointer (&row);
    }
  if (task->template == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is no such task."));
      return NULL;
    }
  fresh = g_object_new (JAL_TYPE_TASK, NULL);
  fresh->id = task->id;
  fresh->case_id = task->case_id;
  fresh->session_id = task->session_id;
  fresh->template = g_strdup (task->template);
  return fresh;
}

static gboolean
add_task (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalCase) owner = jal_case_rows_get (tx, call->case_id, jal_date_today (), error);
  g_autoptr (JalSession) session = NULL;
  g_autoptr (JalTask) task = g_object_new (JAL_TYPE_TASK, NULL);

  if (owner == NULL)
    return FALSE;
  if (!jal_id_is_none (call->session_id))
    {
      session = jal_session_rows_get (tx, call->session_id, error);
      if (session == NULL)
        return FALSE;
      if (!jal_id_equal (session->case_id, call->case_id))
        return jal_schedule_refuse (error, _ ("That session belongs to another case."));
    }
  task->id = call->task->id;
  task->case_id = call->case_id;
  task->session_id = call->session_id;
  task->own_days = session != NULL;
  fill_from_draft (task, call->draft);
  if (!task->own_title)
    return jal_schedule_refuse (error, _ ("A task needs a title."));
  return jal_task_rows_put (tx, task, error);
}

gboolean
jal_tasks_add (JalStore *store, JalId case_id, JalId session_id, const JalTaskDraft *draft, JalId *id, GError **error)
{
  g_autoptr (JalTask) task = g_object_new (JAL_TYPE_TASK, NULL);
  Call call = { .case_id = case_id, .session_id = session_id, .task = task, .draft = draft };
  JalAct act = { .verb = "task.add", .label = N_ ("new task"), .case_id = case_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  task->id = jal_id_new ();
  act.subject_id = task->id;
  if (!check_draft (draft, error) || !jal_store_act (store, &act, add_task, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = task->id;
  return TRUE;
}

static gboolean
update_task (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalTask) task = read_again (tx, call->task, error);

  if (task == NULL)
    return FALSE;
  fill_from_draft (task, call->draft);
  if (task->template == NULL && !task->own_title)
    return jal_schedule_refuse (error, _ ("A task needs a title."));
  return jal_task_rows_put (tx, task, error);
}

gboolean
jal_tasks_update (JalStore *store, JalTask *task, const JalTaskDraft *draft, GError **error)
{
  Call call = { .task = task, .draft = draft };
  JalAct act = { .verb = "task.update", .label = N_ ("change of task"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && JAL_IS_TASK (task) && draft != NULL, FALSE);

  act.case_id = task->case_id;
  act.subject_id = task->id;
  return check_draft (draft, error) && jal_store_act (store, &act, update_task, &call, NULL, error);
}

static gboolean
set_done (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalTask) task = read_again (tx, call->task, error);

  if (task == NULL)
    return FALSE;
  task->done_at = call->done ? jal_tx_get_now (tx) : 0;
  return jal_task_rows_put (tx, task, error);
}

gboolean
jal_tasks_set_done (JalStore *store, JalTask *task, gboolean done, GError **error)
{
  Call call = { .task = task, .done = done };
  JalAct act = { .verb = done ? "task.done" : "task.undone", .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && JAL_IS_TASK (task), FALSE);

  act.label = done ? N_ ("task done") : N_ ("task not done");
  act.case_id = task->case_id;
  act.subject_id = task->id;
  return jal_store_act (store, &act, set_done, &call, NULL, error);
}

static gboolean
remove_task (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalTask) task = read_again (tx, call->task, error);

  if (task == NULL)
    return FALSE;
  if (task->template == NULL)
    return jal_tx_delete (tx, "task", task->id, error);
  task->dropped = TRUE;
  return jal_task_rows_put (tx, task, error);
}

gboolean
jal_tasks_remove (JalStore *store, JalTask *task, GError **error)
{
  Call call = { .task = task };
  JalAct act = { .verb = "task.remove", .label = N_ ("removal of task"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && JAL_IS_TASK (task), FALSE);

  act.case_id = task->case_id;
  act.subject_id = task->id;
  return jal_store_act (store, &act, remove_task, &call, NULL, error);
}

static gboolean
restore_tasks (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);
  g_autoptr (GListStore) rows = session != NULL ? jal_task_rows_list (tx, session->case_id, error) : NULL;

  if (rows == NULL)
    return FALSE;
  jal_tx_set_case (tx, session->case_id);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (!task->dropped || !jal_id_equal (task->session_id, call->session_id))
        continue;
      task->dropped = FALSE;
      call->n++;
      if (!jal_task_rows_put (tx, task, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_tasks_restore (JalStore *store, JalId session_id, guint *n, GError **error)
{
  Call call = { .session_id = session_id };
  JalAct act = { .verb = "task.restore", .label = N_ ("tasks brought back"), .subject_id = session_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_act (store, &act, restore_tasks, &call, NULL, error))
    return FALSE;
  if (n != NULL)
    *n = call.n;
  return TRUE;
}
