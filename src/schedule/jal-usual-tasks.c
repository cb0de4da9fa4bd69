/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The usual tasks of an office.
 *
 * 1. The law data's have a row only once somebody changed them, and the row says only what was changed: a title left as it was
 *    follows the language of the screen.
 * 2. A row that is gone goes on naming what somebody worked on: done is done.
 * 3. A new one is for sessions from that day on. What lies behind was done without it.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-usual-tasks.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-date.h"
#include "base/jal-text.h"
#include "law/jal-session-kind.h"
#include "law/jal-task-template.h"
#include "record/jal-court-day-rows.h"
#include "schedule/jal-schedule-private.h"

#define MAX_TITLE_BYTES 400
#define MAX_DAYS 400

typedef struct
{
  char *id; /* (transfer full) of a new one */
  const char *kind;
  gboolean all;
  const JalUsualTaskDraft *draft; /* nullable */
  GPtrArray *result;              /* (transfer full) */
} Call;

static void
free_task (gpointer data)
{
  JalUsualTask *task = data;

  g_free (task->id);
  g_free (task->title);
  g_free (task->owner);
  g_strfreev (task->kinds);
  g_free (task);
}

gboolean
jal_usual_task_is_for (const JalUsualTask *task, const char *kind)
{
  return kind != NULL && g_strv_contains ((const char *const *)task->kinds, kind);
}

/* --- Reading ------------------------------------------------------------------------------------------------- */

static JalUsualTask *
new_of_law (const JalTaskTemplate *template)
{
  JalUsualTask *task = g_new0 (JalUsualTask, 1);

  task->id = g_strdup (template->id);
  task->title = g_strdup (jal_label_get (&template->label, jal_lang_from_locale (g_get_language_names ()[0])));
  task->owner = g_strdup ("");
  task->days_before = template->days_before;
  task->kinds = g_strdupv ((char **)template->kinds);
  task->legal_ref = template->legal_ref;
  task->survivor = template->survivor;
  task->since = JAL_DATE_NONE;
  return task;
}

static JalUsualTask *
find (GPtrArray *tasks, const char *id)
{
  for (guint i = 0; i < tasks->len; i++)
    if (g_str_equal (((JalUsualTask *)g_ptr_array_index (tasks, i))->id, id))
      return g_ptr_array_index (tasks, i);
  return NULL;
}

static void
take_row (GPtrArray *tasks, JalRows *rows)
{
  const char *id = jal_rows_text (rows, 0), *title = jal_rows_text (rows, 1), *kinds = jal_rows_text (rows, 3);
  gboolean deleted = jal_rows_int (rows, 7) != 0;
  JalUsualTask *task = find (tasks, id);

  if (task != NULL && deleted)
    return; /* as the law data have it, again */
  if (task == NULL)
    {
      task = g_new0 (JalUsualTask, 1);
      task->id = g_strdup (id);
      task->title = g_strdup ("");
      task->kinds = g_new0 (char *, 1);
      task->own = TRUE;
      task->since = jal_date_from_instant (jal_rows_int (rows, 6));
      g_ptr_array_add (tasks, task);
    }
  if (*title != '\0')
    {
      g_free (task->title);
      task->title = g_strdup (title);
    }
  g_free (task->owner);
  task->owner = jal_rows_dup_text (rows, 2);
  if (*kinds != '\0')
    {
      g_strfreev (task->kinds);
      task->kinds = g_strsplit (kinds, " ", -1);
    }
  if (!jal_rows_is_null (rows, 4))
    task->days_before = (int)jal_rows_int (rows, 4);
  /* Rule 2. */
  task->dropped = jal_rows_int (rows, 5) != 0 || deleted;
  task->changed = !task->own;
}

GPtrArray *
jal_usual_tasks_read (JalTx *tx, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (free_task);
  g_autoptr (JalRows) rows = jal_tx_select (tx, error,
                                            "SELECT template, title, owner, kinds, days_before, dropped, created_at, deleted "
                                            "FROM usual_task ORDER BY created_at, id",
                                            "");
  g_autoptr (GError) local = NULL;
  guint n;
  const JalTaskTemplate *templates = jal_task_template_list (&n);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (tasks, new_of_law (&templates[i]));
  while (jal_rows_next (rows, &local))
    take_row (tasks, rows);
  if (local == NULL)
    return g_steal_pointer (&tasks);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
list_tasks (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) tasks = jal_usual_tasks_read (tx, error);

  if (tasks == NULL)
    return FALSE;
  for (guint i = tasks->len; i > 0; i--)
    {
      JalUsualTask *task = g_ptr_array_index (tasks, i - 1);

      /* One of its own that was taken away comes back by undo alone. */
      if ((task->dropped && (task->own || !call->all)) || (call->kind != NULL && !jal_usual_task_is_for (task, call->kind)))
        g_ptr_array_remove_index (tasks, i - 1);
    }
  call->result = g_steal_pointer (&tasks);
  return TRUE;
}

GPtrArray *
jal_usual_tasks_list (JalStore *store, const char *kind, gboolean all, GCancellable *cancellable, GError **error)
{
  Call call = { .kind = kind, .all = all };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_tasks, &call, cancellable, error) ? call.result : NULL;
}

/* --- Changing ------------------------------------------------------------------------------------------------ */

static gboolean
check_draft (const JalUsualTaskDraft *draft, GError **error)
{
  if ((draft->title != NULL && *draft->title != '\0' && !jal_text_is_label (draft->title, MAX_TITLE_BYTES))
      || (draft->owner != NULL && (strlen (draft->owner) > MAX_TITLE_BYTES || !g_utf8_validate (draft->owner, -1, NULL))))
    return jal_schedule_refuse (error, _ ("The title or the owner of the task is too long."));
  if (draft->set_days && (draft->days_before > MAX_DAYS || draft->days_before < -MAX_DAYS))
    return jal_schedule_refuse (error, _ ("A task lies at most 400 days before or after its session."));
  for (guint i = 0; draft->kinds != NULL && draft->kinds[i] != NULL; i++)
    if (jal_session_kind_find (draft->kinds[i]) == NULL)
      return jal_schedule_refuse (error, _ ("There is no such kind of session."));
  if (draft->kinds != NULL && draft->kinds[0] == NULL)
    return jal_schedule_refuse (error, _ ("Say for which kinds of sessions the task is usual."));
  return TRUE;
}

/* The row of a task: made from the name of those of the law data. */
static JalId
row_of (const JalUsualTask *task)
{
  JalId id = JAL_ID_NONE;

  if (!task->own)
    return jal_court_day_id (JAL_ID_NONE, task->id);
  jal_id_parse (task->id, &id);
  return id;
}

static gboolean
fill (char **field, const char *value)
{
  if (value == NULL)
    return FALSE;
  g_free (*field);
  *field = jal_text_one_line (value, 0);
  return TRUE;
}

/* Rule 1: what is as the law data have it is left out. */
static gboolean
put (JalTx *tx, const JalUsualTask *task, GError **error)
{
  const JalTaskTemplate *law = task->own ? NULL : jal_task_template_find (task->id);
  g_autofree char *kinds = g_strjoinv (" ", task->kinds);
  g_autofree char *usual = law != NULL ? g_strjoinv (" ", (char **)law->kinds) : NULL;
  const char *title = task->title;
  JalId id = row_of (task);
  gint64 there = 0;
  gboolean exists;

  if (law != NULL && g_strcmp0 (title, jal_label_get (&law->label, jal_lang_from_locale (g_get_language_names ()[0]))) == 0)
    title = "";
  if (!jal_tx_select_int (tx, &there, error, "SELECT count(*) FROM usual_task WHERE id = ? AND deleted = 0", "I", &id))
    return FALSE;
  exists = there > 0;
  if (!exists && !jal_tx_revive (tx, "usual_task", id, &exists, error))
    return FALSE;
  if (exists ? !jal_tx_update (tx, "usual_task", id, error, "title", 's', title, "owner", 's', task->owner, "kinds", 's',
                               g_strcmp0 (kinds, usual) == 0 ? "" : kinds, "dropped", 'i', (gint64)task->dropped, NULL)
             : !jal_tx_insert (tx, "usual_task", id, error, "template", 's', task->id, "title", 's', title, "owner", 's', task->owner,
                               "kinds", 's', g_strcmp0 (kinds, usual) == 0 ? "" : kinds, "dropped", 'i', (gint64)task->dropped,
                               "created_at", 'i', jal_tx_get_now (tx), NULL))
    return FALSE;
  return law != NULL && law->days_before == task->days_before
             ? jal_tx_update (tx, "usual_task", id, error, "days_before", 'n', NULL)
             : jal_tx_update (tx, "usual_task", id, error, "days_before", 'i', (gint64)task->days_before, NULL);
}

static void
fill_from_draft (JalUsualTask *task, const JalUsualTaskDraft *draft)
{
  const JalTaskTemplate *law = task->own ? NULL : jal_task_template_find (task->id);

  if (fill (&task->title, draft->title) && *task->title == '\0' && law != NULL)
    fill (&task->title, jal_label_get (&law->label, jal_lang_from_locale (g_get_language_names ()[0])));
  fill (&task->owner, draft->owner);
  if (draft->set_days)
    task->days_before = draft->days_before;
  if (draft->kinds != NULL)
    {
      g_strfreev (task->kinds);
      task->kinds = g_strdupv ((char **)draft->kinds);
    }
}

static gboolean
add_task (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  JalUsualTask *task = g_new0 (JalUsualTask, 1);
  gboolean good;

  task->id = g_strdup (call->id);
  task->title = g_strdup ("");
  task->owner = g_strdup ("");
  task->kinds = g_new0 (char *, 1);
  task->own = TRUE;
  fill_from_draft (task, call->draft);
  if (*task->title == '\0')
    good = jal_schedule_refuse (error, _ ("A task needs a title."));
  else if (task->kinds[0] == NULL)
    good = jal_schedule_refuse (error, _ ("Say for which kinds of sessions the task is usual."));
  else
    good = put (tx, task, error);
  free_task (task);
  return good;
}

gboolean
jal_usual_tasks_add (JalStore *store, const JalUsualTaskDraft *draft, char **id, GError **error)
{
  JalId row = jal_id_new ();
  Call call = { .id = jal_id_dup_hex (row), .draft = draft };
  JalAct act = { .verb = "usual-task.add", .label = N_ ("new usual task"), .subject_id = row, .undoable = TRUE };
  g_autofree char *made = call.id;

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!check_draft (draft, error) || !jal_store_act (store, &act, add_task, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = g_steal_pointer (&made);
  return TRUE;
}

/* Returns (transfer none): one that is usual now, or of the law data; NULL with NOT_FOUND. */
static JalUsualTask *
find_living (GPtrArray *tasks, const char *id, GError **error)
{
  JalUsualTask *task = find (tasks, id);

  if (task == NULL || (task->own && task->dropped))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is no such usual task."));
      return NULL;
    }
  return task;
}

static gboolean
update_task (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) tasks = jal_usual_tasks_read (tx, error);
  JalUsualTask *task = tasks != NULL ? find_living (tasks, call->id, error) : NULL;

  if (task == NULL)
    return FALSE;
  fill_from_draft (task, call->draft);
  if (*task->title == '\0')
    return jal_schedule_refuse (error, _ ("A task needs a title."));
  return put (tx, task, error);
}

gboolean
jal_usual_tasks_update (JalStore *store, const char *id, const JalUsualTaskDraft *draft, GError **error)
{
  Call call = { .id = (char *)id, .draft = draft };
  JalAct act = { .verb = "usual-task.update", .label = N_ ("change of usual task"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && id != NULL && draft != NULL, FALSE);

  return check_draft (draft, error) && jal_store_act (store, &act, update_task, &call, NULL, error);
}

static gboolean
remove_task (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) tasks = jal_usual_tasks_read (tx, error);
  JalUsualTask *task = tasks != NULL ? find_living (tasks, call->id, error) : NULL;

  if (task == NULL)
    return FALSE;
  if (task->own)
    return jal_tx_delete (tx, "usual_task", row_of (task), error);
  task->dropped = TRUE;
  return put (tx, task, error);
}

gboolean
jal_usual_tasks_remove (JalStore *store, const char *id, GError **error)
{
  Call call = { .id = (char *)id };
  JalAct act = { .verb = "usual-task.remove", .label = N_ ("removal of usual task"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && id != NULL, FALSE);

  return jal_store_act (store, &act, remove_task, &call, NULL, error);
}

static gboolean
reset_task (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) tasks = jal_usual_tasks_read (tx, error);
  JalUsualTask *task = tasks != NULL ? find_living (tasks, call->id, error) : NULL;

  if (task == NULL)
    return FALSE;
  if (task->own)
    return jal_schedule_refuse (error, _ ("This task is not one of the program's: change or remove it."));
  return !task->changed || jal_tx_delete (tx, "usual_task", row_of (task), error);
}

gboolean
jal_usual_tasks_reset (JalStore *store, const char *id, GError **error)
{
  Call call = { .id = (char *)id };
  JalAct act = { .verb = "usual-task.reset", .label = N_ ("usual task as it was"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && id != NULL, FALSE);

  return jal_store_act (store, &act, reset_task, &call, NULL, error);
}
