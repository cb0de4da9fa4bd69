/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks and the court day. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cli/jal-ctl.h"
#include "schedule/jal-court-day.h"
#include "schedule/jal-tasks.h"

const JalCtlColumn jal_ctl_task_columns[] = {
  { "due", N_ ("Due") },     { "title", N_ ("Task") }, { "state", N_ ("State") }, { "owner", N_ ("Owner") },
  { "case", N_ ("Case") },   { "id", N_ ("Id") },      { NULL },
};
static const JalCtlColumn attendance_columns[] = {
  { "who", N_ ("Who") },     { "role", N_ ("Role") }, { "state", N_ ("State") }, { "heard", N_ ("Heard") },
  { "cost", N_ ("Cost") },   { "id", N_ ("Id") },     { NULL },
};
static const JalCtlColumn produced_columns[] = {
  { "label", N_ ("Exhibit") }, { "state", N_ ("State") }, { "title", N_ ("Title") }, { "witness", N_ ("Witness") },
  { "date", N_ ("Date") },     { "id", N_ ("Id") },       { NULL },
};
static const JalCtlColumn note_columns[] = { { "text", N_ ("Note") }, { NULL } };

/* --- Tasks --------------------------------------------------------------------------------------------------- */

static const char *
task_state (JalTask *task)
{
  if (task->done_at != 0)
    return "done";
  if (task->lapsed)
    return "lapsed";
  return task->overdue ? "overdue" : "open";
}

static void
put_task (JsonBuilder *builder, JalTask *task)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", task->id);
  jal_ctl_put_id (builder, "case_id", task->case_id);
  jal_ctl_put_string (builder, "case", task->case_number != NULL ? task->case_number : task->case_title);
  if (jal_id_is_none (task->session_id))
    jal_ctl_put_string (builder, "session_id", NULL);
  else
    jal_ctl_put_id (builder, "session_id", task->session_id);
  jal_ctl_put_string (builder, "template", task->template);
  jal_ctl_put_string (builder, "title", task->title);
  jal_ctl_put_string (builder, "state", task_state (task));
  jal_ctl_put_date (builder, "due", task->due);
  jal_ctl_put_flag (builder, "by_hand", task->by_hand);
  jal_ctl_put_number (builder, "days_before", task->days_before);
  jal_ctl_put_string (builder, "owner", task->owner);
  jal_ctl_put_string (builder, "note", task->note);
  jal_ctl_put_instant (builder, "done_at", task->done_at);
  json_builder_end_object (builder);
}

void
jal_ctl_put_tasks (JsonBuilder *builder, GListModel *tasks)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (tasks, i);

      put_task (builder, task);
    }
  json_builder_end_array (builder);
}

static gboolean
run_task_list (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) tasks = NULL;
  JalId case_id = JAL_ID_NONE, session_id = JAL_ID_NONE;
  const char *session = jal_ctl_get_option (ctl, "session");

  if ((jal_ctl_get_argument (ctl, 0) != NULL && !jal_ctl_get_id (ctl, "case", 0, &case_id, error))
      || (session != NULL && !jal_ctl_resolve (ctl, "session", session, &session_id, error))
      || (tasks = jal_tasks_list (ctl->store, case_id, session_id, ctl->cancellable, error)) == NULL)
    return FALSE;
  jal_ctl_put_tasks (builder, G_LIST_MODEL (tasks));
  jal_ctl_print (ctl, builder, jal_ctl_task_columns);
  return TRUE;
}

/* Tasks of the law data have no row before somebody touches them: they are looked up in the list. */
static JalTask *
find_task (JalCtl *ctl, const char *prefix, GError **error)
{
  g_autoptr (GListStore) tasks = NULL;
  g_autoptr (JalTask) found = NULL;
  g_autofree char *wanted = g_ascii_strdown (prefix, -1);
  guint n = 0;

  if (strlen (wanted) < 6)
    {
      jal_ctl_usage (error, _ ("Name it by at least the first six digits of its identifier, as the lists show it."));
      return NULL;
    }
  tasks = jal_tasks_list (ctl->store, JAL_ID_NONE, JAL_ID_NONE, ctl->cancellable, error);
  if (tasks == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);
      g_autofree char *hex = jal_id_dup_hex (task->id);

      if (!g_str_has_prefix (hex, wanted))
        continue;
      g_set_object (&found, task);
      n++;
    }
  if (n != 1)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, n == 0 ? JAL_STORE_ERROR_NOT_FOUND : JAL_STORE_ERROR_AMBIGUOUS,
                           n == 0 ? _ ("There is no such task.") : _ ("More than one task begins with these digits."));
      return NULL;
    }
  return g_steal_pointer (&found);
}

static gboolean
read_task_draft (JalCtl *ctl, JalTaskDraft *draft, GError **error)
{
  const char *before = jal_ctl_get_option (ctl, "before");
  gint64 days;

  *draft = JAL_TASK_DRAFT_INIT;
  draft->title = jal_ctl_get_option (ctl, "title");
  draft->owner = jal_ctl_get_option (ctl, "owner");
  draft->note = jal_ctl_get_option (ctl, "note");
  if (before != NULL)
    {
      if (!g_ascii_string_to_signed (before, 10, -400, 400, &days, NULL))
        return jal_ctl_usage (error, _ ("--before is a number of days; a negative one lies after the session."));
      draft->days_before = (int)days;
      draft->set_days = TRUE;
    }
  draft->set_due = jal_ctl_get_option (ctl, "due") != NULL || jal_ctl_get_option (ctl, "counted") != NULL;
  return jal_ctl_get_date (ctl, "due", &draft->due, error);
}

static gboolean
print_task (JalCtl *ctl, JalId id, GError **error)
{
  g_autofree char *hex = jal_id_dup_hex (id);
  g_autoptr (JalTask) task = find_task (ctl, hex, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (task == NULL)
    return FALSE;
  put_task (builder, task);
  jal_ctl_print (ctl, builder, jal_ctl_task_columns);
  return TRUE;
}

static gboolean
run_task_add (JalCtl *ctl, GError **error)
{
  const char *session = jal_ctl_get_option (ctl, "session");
  JalId case_id, session_id = JAL_ID_NONE, id;
  JalTaskDraft draft;

  return read_task_draft (ctl, &draft, error) && jal_ctl_get_id (ctl, "case", 0, &case_id, error)
         && (session == NULL || jal_ctl_resolve (ctl, "session", session, &session_id, error))
         && jal_tasks_add (ctl->store, case_id, session_id, &draft, &id, error) && print_task (ctl, id, error);
}

static gboolean
run_task_update (JalCtl *ctl, GError **error)
{
  JalTaskDraft draft;
  g_autoptr (JalTask) task = NULL;

  return read_task_draft (ctl, &draft, error) && (task = find_task (ctl, jal_ctl_get_argument (ctl, 0), error)) != NULL
         && jal_tasks_update (ctl->store, task, &draft, error) && print_task (ctl, task->id, error);
}

static gboolean
run_task_done (JalCtl *ctl, GError **error)
{
  g_autoptr (JalTask) task = find_task (ctl, jal_ctl_get_argument (ctl, 0), error);

  return task != NULL && jal_tasks_set_done (ctl->store, task, g_str_equal (ctl->verb->verb, "done"), error);
}

static gboolean
run_task_remove (JalCtl *ctl, GError **error)
{
  g_autoptr (JalTask) task = find_task (ctl, jal_ctl_get_argument (ctl, 0), error);

  return task != NULL && jal_tasks_remove (ctl->store, task, error);
}

static gboolean
run_task_restore (JalCtl *ctl, GError **error)
{
  JalId session_id;

  return jal_ctl_get_id (ctl, "session", 0, &session_id, error) && jal_tasks_restore (ctl->store, session_id, NULL, error);
}

/* --- Who came ------------------------------------------------------------------------------------------------ */

static gboolean
print_attendance (JalCtl *ctl, JalId session_id, GError **error)
{
  g_autoptr (GListStore) all = jal_attendance_list (ctl->store, session_id, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (all == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (all)); i++)
    {
      g_autoptr (JalAttendance) value = g_list_model_get_item (G_LIST_MODEL (all), i);
      g_autofree char *cost = g_strdup_printf ("%d.%02d", value->cost / 100, value->cost % 100);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", value->id);
      if (jal_id_is_none (value->person_id))
        jal_ctl_put_string (builder, "person_id", NULL);
      else
        jal_ctl_put_id (builder, "person_id", value->person_id);
      jal_ctl_put_string (builder, "who", value->who);
      jal_ctl_put_string (builder, "role", value->role);
      jal_ctl_put_string (builder, "state", value->state);
      jal_ctl_put_string (builder, "heard", value->heard);
      jal_ctl_put_flag (builder, "escorted", value->escorted);
      jal_ctl_put_string (builder, "cost", cost);
      jal_ctl_put_string (builder, "currency", value->currency);
      jal_ctl_put_string (builder, "note", value->note);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, attendance_columns);
  return TRUE;
}

static gboolean
run_attendance (JalCtl *ctl, GError **error)
{
  JalId session_id;

  return jal_ctl_get_id (ctl, "session", 0, &session_id, error) && print_attendance (ctl, session_id, error);
}

static gboolean
run_call (JalCtl *ctl, GError **error)
{
  JalId session_id;

  return jal_ctl_get_id (ctl, "session", 0, &session_id, error) && jal_attendance_call (ctl->store, session_id, NULL, error)
         && print_attendance (ctl, session_id, error);
}

/* JAL_ID_NONE when nobody of that name stands in the list. */
static gboolean
find_attendance (JalCtl *ctl, JalId session_id, const char *who, JalId *id, GError **error)
{
  g_autoptr (GListStore) all = jal_attendance_list (ctl->store, session_id, ctl->cancellable, error);

  *id = JAL_ID_NONE;
  for (guint i = 0; all != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (all)); i++)
    {
      g_autoptr (JalAttendance) value = g_list_model_get_item (G_LIST_MODEL (all), i);

      if (g_str_equal (value->who, who))
        *id = value->id;
    }
  return all != NULL;
}

static gboolean
read_attendance_draft (JalCtl *ctl, JalAttendanceDraft *draft, GError **error)
{
  const char *escorted = jal_ctl_get_option (ctl, "escorted");
  const char *cost = jal_ctl_get_option (ctl, "cost");
  char *end = NULL;

  *draft = JAL_ATTENDANCE_DRAFT_INIT;
  draft->who = jal_ctl_get_option (ctl, "who");
  draft->role = jal_ctl_get_option (ctl, "role");
  draft->state = jal_ctl_get_option (ctl, "state");
  draft->heard = jal_ctl_get_option (ctl, "heard");
  draft->note = jal_ctl_get_option (ctl, "note");
  if (escorted != NULL)
    {
      if (!g_str_equal (escorted, "yes") && !g_str_equal (escorted, "no"))
        return jal_ctl_usage (error, _ ("--escorted is yes or no."));
      draft->escorted = g_str_equal (escorted, "yes");
    }
  if (cost != NULL)
    {
      double amount = g_ascii_strtod (cost, &end);

      if (end == cost || *end != '\0' || !(amount >= 0 && amount < 1e6))
        return jal_ctl_usage (error, _ ("--cost is an amount such as 260.00."));
      draft->cost = (int)lround (amount * 100);
    }
  return TRUE;
}

static gboolean
run_attend (JalCtl *ctl, GError **error)
{
  JalAttendanceDraft draft;
  JalId session_id, id;

  return read_attendance_draft (ctl, &draft, error) && jal_ctl_get_id (ctl, "session", 0, &session_id, error)
         && find_attendance (ctl, session_id, draft.who, &id, error)
         && (jal_id_is_none (id) ? jal_attendance_add (ctl->store, session_id, &draft, NULL, error)
                                 : jal_attendance_update (ctl->store, id, &draft, error))
         && print_attendance (ctl, session_id, error);
}

static gboolean
run_unattend (JalCtl *ctl, GError **error)
{
  JalId session_id, id;

  if (!jal_ctl_get_id (ctl, "session", 0, &session_id, error)
      || !find_attendance (ctl, session_id, jal_ctl_get_option (ctl, "who"), &id, error))
    return FALSE;
  if (jal_id_is_none (id))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is no such entry in the attendance."));
      return FALSE;
    }
  return jal_attendance_remove (ctl->store, id, error);
}

/* --- What was produced --------------------------------------------------------------------------------------- */

static gboolean
print_produced (JalCtl *ctl, JalId session_id, GError **error)
{
  g_autoptr (GListStore) all = jal_produced_list (ctl->store, session_id, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (all == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (all)); i++)
    {
      g_autoptr (JalProduced) value = g_list_model_get_item (G_LIST_MODEL (all), i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", value->id);
      jal_ctl_put_id (builder, "document_id", value->document_id);
      jal_ctl_put_string (builder, "title", value->title);
      jal_ctl_put_string (builder, "state", value->state);
      jal_ctl_put_string (builder, "label", value->label);
      jal_ctl_put_string (builder, "witness", value->witness);
      if (jal_id_is_none (value->witness_id))
        jal_ctl_put_string (builder, "witness_id", NULL);
      else
        jal_ctl_put_id (builder, "witness_id", value->witness_id);
      jal_ctl_put_string (builder, "note", value->note);
      jal_ctl_put_date (builder, "date", value->session_date);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, produced_columns);
  return TRUE;
}

static gboolean
run_produced (JalCtl *ctl, GError **error)
{
  JalId session_id;

  return jal_ctl_get_id (ctl, "session", 0, &session_id, error) && print_produced (ctl, session_id, error);
}

static gboolean
run_produce (JalCtl *ctl, GError **error)
{
  JalId session_id, document_id;

  return jal_ctl_get_id (ctl, "session", 0, &session_id, error) && jal_ctl_get_id (ctl, "document", 1, &document_id, error)
         && jal_produced_add (ctl->store, session_id, document_id, jal_ctl_get_option (ctl, "state"),
                              jal_ctl_get_option (ctl, "label"), jal_ctl_get_option (ctl, "witness"),
                              jal_ctl_get_option (ctl, "note"), NULL, error)
         && print_produced (ctl, session_id, error);
}

static gboolean
run_unproduce (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "produced", 0, &id, error) && jal_produced_remove (ctl->store, id, error);
}

static gboolean
run_note (JalCtl *ctl, GError **error)
{
  const char *text = jal_ctl_get_option (ctl, "text");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *kept = NULL;
  g_autofree char *before = NULL;
  g_autofree char *both = NULL;
  JalId session_id;

  if (!jal_ctl_get_id (ctl, "session", 0, &session_id, error))
    return FALSE;
  /* What was written down in court is not written over unless that is said. */
  if (text != NULL && jal_ctl_get_option (ctl, "replace-note") == NULL)
    {
      if ((before = jal_session_note_get (ctl->store, session_id, error)) == NULL)
        return FALSE;
      if (*before != '\0' && *text != '\0')
        text = both = g_strconcat (before, "\n", text, NULL);
      else if (*before != '\0')
        text = NULL;
    }
  if ((text != NULL && !jal_session_note_set (ctl->store, session_id, text, error))
      || (kept = jal_session_note_get (ctl->store, session_id, error)) == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "text", kept);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, note_columns);
  return TRUE;
}

#define TASK_FIELDS "owner=TEXT before=DAYS due=DATE note=TEXT"

const JalCtlVerb jal_ctl_court_day_verbs[] = {
  { "task", "list", "[CASE]", 0, 1, "session=SESSION", N_ ("List the tasks of all cases, of a case or of a session."),
    JAL_CTL_OPEN_VAULT, run_task_list },
  { "task", "add", "CASE", 1, 1, "!title=TEXT session=SESSION " TASK_FIELDS, N_ ("Add a task."), JAL_CTL_OPEN_VAULT,
    run_task_add },
  { "task", "update", "TASK", 1, 1, "title=TEXT counted " TASK_FIELDS,
    N_ ("Change what is given; --counted has its day counted from the session again."), JAL_CTL_OPEN_VAULT, run_task_update },
  { "task", "done", "TASK", 1, 1, NULL, N_ ("The task is done."), JAL_CTL_OPEN_VAULT, run_task_done },
  { "task", "undone", "TASK", 1, 1, NULL, N_ ("The task is not done after all."), JAL_CTL_OPEN_VAULT, run_task_done },
  { "task", "remove", "TASK", 1, 1, NULL, N_ ("Take a task away; undo brings it back."), JAL_CTL_OPEN_VAULT, run_task_remove },
  { "task", "restore", "SESSION", 1, 1, NULL, N_ ("Bring back the usual tasks that were taken away from a session."),
    JAL_CTL_OPEN_VAULT, run_task_restore },
  { "session", "attendance", "SESSION", 1, 1, NULL, N_ ("List who is expected and who came."), JAL_CTL_OPEN_VAULT,
    run_attendance },
  { "session", "attend", "SESSION", 1, 1,
    "!who=NAME role=ROLE state=STATE heard=HOW escorted=yes|no cost=AMOUNT note=TEXT",
    N_ ("Write down who is expected or came; the same name changes its entry."), JAL_CTL_OPEN_VAULT, run_attend },
  { "session", "call", "SESSION", 1, 1, NULL, N_ ("Write down everybody of the case whom the session needs as expected."),
    JAL_CTL_OPEN_VAULT, run_call },
  { "session", "unattend", "SESSION", 1, 1, "!who=NAME", N_ ("Take somebody out of the attendance."), JAL_CTL_OPEN_VAULT,
    run_unattend },
  { "session", "produced", "SESSION", 1, 1, NULL, N_ ("List the exhibits of a session."), JAL_CTL_OPEN_VAULT, run_produced },
  { "session", "produce", "SESSION DOCUMENT", 2, 2, "!state=STATE label=NUMBER witness=NAME note=TEXT",
    N_ ("An exhibit was identified, produced, objected to or rejected."), JAL_CTL_OPEN_VAULT, run_produce },
  { "session", "unproduce", "ENTRY", 1, 1, NULL, N_ ("Take such an entry back."), JAL_CTL_OPEN_VAULT, run_unproduce },
  { "session", "note", "SESSION", 1, 1, "text=TEXT replace-note", N_ ("Show the note of proceedings, or add to it; --replace-note writes over it."), JAL_CTL_OPEN_VAULT,
    run_note },
  { NULL },
};
