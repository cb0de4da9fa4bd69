/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What hangs on a session that is not held on its day: it was vacated or adjourned.
 *
 * 1. What nobody has done yet has lapsed with the session. What was done and was for that day alone (transport, an interpreter) has to be
 *    called off: a task of today says so, with the same owner. On the day itself it is too late for that.
 * 2. Where the session goes on on another day, what the office itself wrote goes on with it, and who was called is called again; so
 *    is what was marked as not needed. A day set by hand stays, whatever becomes of the session.
 * 3. Set back to planned, the session is held after all: what nobody has called off yet is not called off, and what was has to be arranged
 *    again.
 * 4. All of it belongs to the act that takes the session off its day, and goes with its undo.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-schedule-off.h"

#include <glib/gi18n-lib.h>

#include "law/jal-task-template.h"
#include "record/jal-court-day-rows.h"
#include "schedule/jal-schedule-private.h"

static JalLang
screen_lang (void)
{
  return jal_lang_from_locale (g_get_language_names ()[0]);
}

static void
clear_strings (char ***strings)
{
  g_clear_pointer (strings, g_strfreev);
}

void
jal_schedule_tasks_off_clear (JalScheduleTasksOff *off)
{
  clear_strings (&off->closed);
  clear_strings (&off->call_off);
  clear_strings (&off->carried);
}

static char **
take (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);
  return (char **)g_ptr_array_free (texts, FALSE);
}

/* Returns (nullable): what takes @task back, which was done. */
static const char *
find_call_off (JalTask *task, JalSession *session)
{
  const JalTaskTemplate *usual = jal_task_template_find (task->template);

  if (usual == NULL || task->done_at == 0 || session->date <= jal_date_today ())
    return NULL;
  return jal_label_get (&usual->call_off, screen_lang ());
}

/* The task that takes back the usual one of @template of the session, the @nth time. */
static JalId
call_off_id (JalSession *session, const char *template, guint nth)
{
  g_autofree char *name = g_strdup_printf ("call off %s %u", template, nth);

  return jal_court_day_id (session->id, name);
}

static JalTask *
find_row (GListStore *rows, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (jal_id_equal (task->id, id))
        return g_steal_pointer (&task);
    }
  return NULL;
}

#define MOST_TIMES 100

/* Rule 1. */
static gboolean
add_call_off (JalTx *tx, JalTask *done, JalSession *session, JalCourtCalendar *calendar, const char *what, GError **error)
{
  g_autoptr (JalTask) task = g_object_new (JAL_TYPE_TASK, NULL);
  g_autofree char *date = jal_schedule_date_text (session->date);
  JalDate due = jal_court_calendar_next_open (calendar, jal_date_today ());
  g_autoptr (GListStore) rows = jal_task_rows_list (tx, session->case_id, error);

  if (rows == NULL)
    return FALSE;
  /* What was called off before stays as it was done. */
  for (guint nth = 0; nth < MOST_TIMES; nth++)
    {
      g_autoptr (JalTask) before = find_row (rows, task->id = call_off_id (session, done->template, nth));

      if (before == NULL)
        break;
    }
  task->case_id = session->case_id;
  task->session_id = session->id;
  g_free (task->title);
  /* Translators: a task, the date of the session that is not held: "Cancel the transport (14 March 2027)" */
  task->title = g_strdup_printf (_ ("%s (%s)"), what, date);
  task->own_title = TRUE;
  g_free (task->owner);
  task->owner = g_strdup (done->owner);
  task->owner_id = done->owner_id;
  task->due = due != JAL_DATE_NONE && due < session->date ? due : jal_date_today ();
  task->by_hand = TRUE;
  return jal_task_rows_put (tx, task, error);
}

/* Rule 2. */
static gboolean
carry (JalTx *tx, JalTask *task, JalId resumed, GError **error)
{
  if (task->template == NULL)
    return jal_tx_update (tx, "task", task->id, error, "session_id", 'I', &resumed, NULL);
  task->id = jal_court_day_id (resumed, task->template);
  task->session_id = resumed;
  return jal_task_rows_put (tx, task, error);
}

static gboolean
carry_rows (JalTx *tx, JalSession *session, JalId resumed, GError **error)
{
  g_autoptr (GListStore) rows = jal_task_rows_list (tx, session->case_id, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (jal_id_equal (task->session_id, session->id) && task->done_at == 0 && !task->by_hand && !carry (tx, task, resumed, error))
        return FALSE;
    }
  return TRUE;
}

/* Rule 2: who was not heard to the end has to come again. */
static gboolean
call_again (JalTx *tx, JalSession *session, JalId resumed, GError **error)
{
  g_autoptr (GListStore) rows = jal_attendance_rows_list (tx, session->id, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (JalAttendance) value = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (g_str_equal (value->heard, "heard"))
        continue;
      /* What was arranged for a day that came belongs to that day. */
      if (!g_str_equal (value->state, "expected"))
        {
          g_free (value->note);
          value->note = g_strdup ("");
        }
      value->id = jal_id_new ();
      value->session_id = resumed;
      value->cost = 0;
      g_free (value->state);
      value->state = g_strdup ("expected");
      g_free (value->heard);
      value->heard = g_strdup ("");
      if (!jal_attendance_rows_insert (tx, value, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_schedule_tasks_off_read (JalTx *tx, JalSession *session, gboolean resumes, JalScheduleTasksOff *off, GError **error)
{
  g_autoptr (GListStore) tasks = jal_tasks_read (tx, JAL_ID_NONE, session->id, error);
  GPtrArray *closed, *call_off, *carried;

  if (tasks == NULL)
    return FALSE;
  closed = g_ptr_array_new ();
  call_off = g_ptr_array_new ();
  carried = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);
      const char *what = find_call_off (task, session);

      if (what != NULL)
        g_ptr_array_add (call_off, g_strdup (what));
      else if (task->done_at == 0 && !task->by_hand)
        g_ptr_array_add (resumes && task->stored ? carried : closed, g_strdup (task->title));
    }
  off->closed = take (closed);
  off->call_off = take (call_off);
  off->carried = take (carried);
  return TRUE;
}

/* Rule 3, of one of the usual tasks. */
static gboolean
put_back_one (JalTx *tx, GListStore *rows, JalSession *session, const char *template, GError **error)
{
  for (guint nth = 0; nth < MOST_TIMES; nth++)
    {
      g_autoptr (JalTask) off = find_row (rows, call_off_id (session, template, nth));
      g_autoptr (JalTask) done = off != NULL ? find_row (rows, jal_court_day_id (session->id, template)) : NULL;

      if (off == NULL)
        continue;
      if (off->done_at == 0)
        {
          if (!jal_tx_delete (tx, "task", off->id, error))
            return FALSE;
        }
      else if (done != NULL && done->done_at != 0 && done->done_at <= off->done_at)
        {
          done->done_at = 0;
          if (!jal_task_rows_put (tx, done, error))
            return FALSE;
        }
    }
  return TRUE;
}

gboolean
jal_schedule_put_back (JalTx *tx, JalSession *session, GError **error)
{
  g_autoptr (GListStore) rows = jal_task_rows_list (tx, session->case_id, error);
  guint n;
  const JalTaskTemplate *templates = jal_task_template_list (&n);

  for (guint i = 0; rows != NULL && i < n; i++)
    if (!put_back_one (tx, rows, session, templates[i].id, error))
      return FALSE;
  return rows != NULL;
}

gboolean
jal_schedule_take_off (JalTx *tx, JalSession *session, JalId resumed, JalCourtCalendar *calendar, GError **error)
{
  g_autoptr (GListStore) tasks = jal_tasks_read (tx, JAL_ID_NONE, session->id, error);

  if (tasks == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);
      const char *what = find_call_off (task, session);

      if (what != NULL && !add_call_off (tx, task, session, calendar, what, error))
        return FALSE;
    }
  return jal_id_is_none (resumed)
         || (carry_rows (tx, session, resumed, error) && call_again (tx, session, resumed, error)
             && jal_schedule_settle_mentions (tx, session->case_id, error));
}
