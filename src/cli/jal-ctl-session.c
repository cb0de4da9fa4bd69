/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Court sessions. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cases/jal-cases.h"
#include "cli/jal-ctl.h"
#include "schedule/jal-schedule.h"

static const JalCtlColumn columns[] = {
  { "ordinal", N_ ("No.") },     { "date", N_ ("Date") },       { "kind", N_ ("Kind") },
  { "state", N_ ("State") },     { "counted", N_ ("Counted") }, { "purpose", N_ ("Purpose") },
  { "warning", N_ ("Warning") }, { "id", N_ ("Id") },           { NULL },
};

static void
put_session (JsonBuilder *builder, JalSession *session)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", session->id);
  /* Light entries have no number among the ten. */
  if (session->ordinal > 0)
    jal_ctl_put_number (builder, "ordinal", session->ordinal);
  else
    jal_ctl_put_string (builder, "ordinal", NULL);
  jal_ctl_put_string (builder, "kind", session->kind);
  jal_ctl_put_date (builder, "date", session->date);
  jal_ctl_put_flag (builder, "counted", session->counted);
  jal_ctl_put_string (builder, "state", session->state);
  jal_ctl_put_string (builder, "purpose", session->purpose);
  jal_ctl_put_string (builder, "place", session->place);
  jal_ctl_put_string (builder, "reason", session->reason);
  jal_ctl_put_string (builder, "note", session->note);
  jal_ctl_put_string (builder, "warning", session->warning);
  json_builder_end_object (builder);
}

static gboolean
print_sessions (JalCtl *ctl, JalId case_id, GError **error)
{
  g_autoptr (GListStore) sessions = jal_schedule_list (ctl->store, case_id, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (sessions == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      put_session (builder, session);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static gboolean
parse_months (JalCtl *ctl, JalScheduleRequest *request, GError **error)
{
  const char *text = jal_ctl_get_option (ctl, "months");
  char end;

  request->months_min = 36;
  request->months_max = 48;
  if (text != NULL && sscanf (text, "%3u-%3u%c", &request->months_min, &request->months_max, &end) != 2)
    return jal_ctl_usage (error, _ ("--months is a range such as 36-48."));
  if (request->months_min < 1 || request->months_min > request->months_max || request->months_max > 120)
    return jal_ctl_usage (error, _ ("--months is a range such as 36-48."));
  return TRUE;
}

static gboolean
run_plan (JalCtl *ctl, GError **error)
{
  JalScheduleRequest request = { 0 };
  g_autoptr (JalCase) value = NULL;
  g_autoptr (GListStore) proposal = NULL;
  JalId id;

  if (!parse_months (ctl, &request, error)
      || !jal_ctl_get_number (ctl, "sessions", 1, 100, 10, &request.n_sessions, error)
      || !jal_ctl_get_date (ctl, "from", &request.from, error) || !jal_ctl_get_id (ctl, "case", 0, &id, error))
    return FALSE;
  if (request.from == JAL_DATE_NONE)
    {
      value = jal_cases_get (ctl->store, id, error);
      if (value == NULL)
        return FALSE;
      request.from = value->plea_date;
      if (request.from == JAL_DATE_NONE)
        return jal_ctl_usage (error, _ ("Say when the plea is: --from DATE."));
    }
  proposal = jal_schedule_propose (ctl->store, id, &request, ctl->cancellable, error);
  return proposal != NULL && jal_schedule_accept (ctl->store, id, &request, G_LIST_MODEL (proposal), error)
         && print_sessions (ctl, id, error);
}

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "case", 0, &id, error) && print_sessions (ctl, id, error);
}

static gboolean
read_draft (JalCtl *ctl, JalSessionDraft *draft, GError **error)
{
  *draft = JAL_SESSION_DRAFT_INIT;
  draft->kind = jal_ctl_get_option (ctl, "kind");
  draft->state = jal_ctl_get_option (ctl, "state");
  draft->purpose = jal_ctl_get_option (ctl, "purpose");
  draft->place = jal_ctl_get_option (ctl, "place");
  draft->reason = jal_ctl_get_option (ctl, "reason");
  draft->note = jal_ctl_get_option (ctl, "note");
  return jal_ctl_get_date (ctl, "date", &draft->date, error);
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  JalSessionDraft draft;
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalId case_id, id;

  if (!read_draft (ctl, &draft, error) || !jal_ctl_get_id (ctl, "case", 0, &case_id, error)
      || !jal_schedule_add (ctl->store, case_id, &draft, &id, error)
      || (sessions = jal_schedule_list (ctl->store, case_id, ctl->cancellable, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      if (!jal_id_equal (session->id, id))
        continue;
      put_session (builder, session);
      jal_ctl_print (ctl, builder, columns);
    }
  return TRUE;
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  JalSessionDraft draft;
  JalId id;

  return read_draft (ctl, &draft, error) && jal_ctl_get_id (ctl, "session", 0, &id, error)
         && jal_schedule_update (ctl->store, id, &draft, error);
}

static gboolean
run_fix (JalCtl *ctl, GError **error)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  JalId id;

  draft.state = "fixed";
  return jal_ctl_get_date (ctl, "date", &draft.date, error) && jal_ctl_get_id (ctl, "session", 0, &id, error)
         && jal_schedule_update (ctl->store, id, &draft, error);
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "session", 0, &id, error) && jal_schedule_remove (ctl->store, id, error);
}

#define FIELDS "purpose=TEXT place=TEXT note=TEXT"

const JalCtlVerb jal_ctl_session_verbs[] = {
  { "session", "plan", "CASE", 1, 1, "from=DATE sessions=N months=A-B",
    N_ ("Plan the sessions from the plea on; what is fixed stays."), JAL_CTL_OPEN_VAULT, run_plan },
  { "session", "list", "CASE", 1, 1, NULL, N_ ("List the sessions of a case."), JAL_CTL_OPEN_VAULT, run_list },
  { "session", "add", "CASE", 1, 1, "!kind=ID !date=DATE state=STATE " FIELDS, N_ ("Add a session."),
    JAL_CTL_OPEN_VAULT, run_add },
  { "session", "move", "SESSION", 1, 1, "!date=DATE", N_ ("Move a session to another day."), JAL_CTL_OPEN_VAULT,
    run_update },
  { "session", "update", "SESSION", 1, 1, "kind=ID date=DATE state=STATE reason=ID " FIELDS,
    N_ ("Change what is given."), JAL_CTL_OPEN_VAULT, run_update },
  { "session", "fix", "SESSION", 1, 1, "date=DATE", N_ ("The court has given this date."), JAL_CTL_OPEN_VAULT,
    run_fix },
  { "session", "remove", "SESSION", 1, 1, NULL, N_ ("Take a session out; undo brings it back."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { NULL },
};
