/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The usual tasks of each kind of session. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "schedule/jal-usual-tasks.h"

static const JalCtlColumn columns[] = {
  { "title", N_ ("Task") }, { "days_before", N_ ("Days before") }, { "owner", N_ ("Owner") }, { "state", N_ ("State") },
  { "id", N_ ("Id") },      { NULL },
};

static void
put (JsonBuilder *builder, const JalUsualTask *task)
{
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "id", task->id);
  jal_ctl_put_string (builder, "title", task->title);
  jal_ctl_put_number (builder, "days_before", task->days_before);
  jal_ctl_put_string (builder, "owner", task->owner);
  jal_ctl_put_string (builder, "state", task->dropped ? "removed" : task->own ? "own" : task->changed ? "changed" : "usual");
  json_builder_set_member_name (builder, "kinds");
  json_builder_begin_array (builder);
  for (guint i = 0; task->kinds[i] != NULL; i++)
    json_builder_add_string_value (builder, task->kinds[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* @id (nullable): that one alone. */
static gboolean
print (JalCtl *ctl, const char *kind, const char *id, GError **error)
{
  g_autoptr (GPtrArray) tasks = jal_usual_tasks_list (ctl->store, kind, TRUE, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (tasks == NULL)
    return FALSE;
  if (id == NULL)
    json_builder_begin_array (builder);
  for (guint i = 0; i < tasks->len; i++)
    if (id == NULL || g_str_equal (((JalUsualTask *)g_ptr_array_index (tasks, i))->id, id))
      put (builder, g_ptr_array_index (tasks, i));
  if (id == NULL)
    json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static gboolean
run_usual (JalCtl *ctl, GError **error)
{
  return print (ctl, jal_ctl_get_option (ctl, "kind"), NULL, error);
}

/* @kinds (out, transfer full) (nullable): what the draft points at. */
static gboolean
read_draft (JalCtl *ctl, JalUsualTaskDraft *draft, char ***kinds, GError **error)
{
  const char *before = jal_ctl_get_option (ctl, "before"), *given = jal_ctl_get_option (ctl, "kinds");
  gint64 days = 0;

  *draft = (JalUsualTaskDraft){ .title = jal_ctl_get_option (ctl, "title"), .owner = jal_ctl_get_option (ctl, "owner") };
  if (before != NULL && !g_ascii_string_to_signed (before, 10, -400, 400, &days, NULL))
    return jal_ctl_usage (error, _ ("--before is a number of days; a negative one lies after the session."));
  draft->set_days = before != NULL;
  draft->days_before = (int)days;
  if (given != NULL)
    draft->kinds = (const char *const *)(*kinds = g_strsplit (given, ",", -1));
  return TRUE;
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  g_auto (GStrv) kinds = NULL;
  g_autofree char *id = NULL;
  JalUsualTaskDraft draft;

  if (!read_draft (ctl, &draft, &kinds, error))
    return FALSE;
  /* As in the window. */
  if (!draft.set_days)
    draft.days_before = 7;
  draft.set_days = TRUE;
  return jal_usual_tasks_add (ctl->store, &draft, &id, error) && print (ctl, NULL, id, error);
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  const char *id = jal_ctl_get_argument (ctl, 0);
  g_auto (GStrv) kinds = NULL;
  JalUsualTaskDraft draft;

  return read_draft (ctl, &draft, &kinds, error) && jal_usual_tasks_update (ctl->store, id, &draft, error) && print (ctl, NULL, id, error);
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  return jal_usual_tasks_remove (ctl->store, jal_ctl_get_argument (ctl, 0), error);
}

static gboolean
run_reset (JalCtl *ctl, GError **error)
{
  const char *id = jal_ctl_get_argument (ctl, 0);

  return jal_usual_tasks_reset (ctl->store, id, error) && print (ctl, NULL, id, error);
}

const JalCtlVerb jal_ctl_usual_task_verbs[] = {
  { "task", "usual", "", 0, 0, "kind=KIND", N_ ("List the usual tasks of sessions, of all kinds or of one."), JAL_CTL_OPEN_VAULT, run_usual },
  { "task", "usual-add", "", 0, 0, "!title=TEXT !kinds=KIND,… owner=TEXT before=DAYS",
    N_ ("Add a usual task to the sessions of some kinds, from today on, in every case."), JAL_CTL_OPEN_VAULT, run_add },
  { "task", "usual-update", "ID", 1, 1, "title=TEXT kinds=KIND,… owner=TEXT before=DAYS", N_ ("Change what is given."), JAL_CTL_OPEN_VAULT,
    run_update },
  { "task", "usual-remove", "ID", 1, 1, NULL, N_ ("Take a usual task away; undo brings it back."), JAL_CTL_OPEN_VAULT, run_remove },
  { "task", "usual-reset", "ID", 1, 1, NULL, N_ ("A usual task as the program proposes it."), JAL_CTL_OPEN_VAULT, run_reset },
  { NULL },
};
