/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Court sessions. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cases/jal-cases.h"
#include "cli/jal-ctl.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-together.h"

static const JalCtlColumn columns[] = {
  { "ordinal", N_ ("No.") },     { "date", N_ ("Date") },       { "time", N_ ("Time") },
  { "kind", N_ ("Kind") },       { "state", N_ ("State") },     { "counted", N_ ("Counted") },
  { "purpose", N_ ("Purpose") },
  { "warning", N_ ("Warning") }, { "id", N_ ("Id") },           { NULL },
};

/* Null for none. */
static void
put_time (JsonBuilder *builder, int minutes)
{
  g_autofree char *time = minutes > 0 ? g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60) : NULL;

  jal_ctl_put_string (builder, "time", time);
}

/* Null for a light entry, and for one that an adjournment took the number from. */
static void
put_ordinal (JsonBuilder *builder, guint ordinal)
{
  if (ordinal > 0)
    jal_ctl_put_number (builder, "ordinal", ordinal);
  else
    jal_ctl_put_string (builder, "ordinal", NULL);
}

static void
put_session (JsonBuilder *builder, JalSession *session)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", session->id);
  put_ordinal (builder, session->ordinal);
  jal_ctl_put_string (builder, "kind", session->kind);
  jal_ctl_put_date (builder, "date", session->date);
  put_time (builder, session->minutes);
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

/* Leaves @request as it is when nobody said any. */
static gboolean
parse_months (JalCtl *ctl, JalScheduleRequest *request, GError **error)
{
  const char *text = jal_ctl_get_option (ctl, "months");
  char end;

  if (text == NULL)
    return TRUE;
  if (sscanf (text, "%3u-%3u%c", &request->months_min, &request->months_max, &end) != 2 || request->months_min < 1
      || request->months_min > request->months_max || request->months_max > 120)
    return jal_ctl_usage (error, _ ("--months is a range such as 36-48."));
  return TRUE;
}

static void
put_dates (JsonBuilder *builder, const JalScheduleOfCase *of_case)
{
  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; of_case->proposal != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (of_case->proposal)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (of_case->proposal), i);
      JalDate before = JAL_DATE_NONE;

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (of_case->before)); j++)
        {
          g_autoptr (JalSession) old = g_list_model_get_item (G_LIST_MODEL (of_case->before), j);

          if (jal_id_equal (old->id, session->id))
            before = old->date;
        }
      if (!session->counted)
        continue;
      json_builder_begin_object (builder);
      put_ordinal (builder, session->ordinal);
      jal_ctl_put_string (builder, "kind", session->kind);
      jal_ctl_put_date (builder, "before", before);
      jal_ctl_put_date (builder, "after", session->date);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_together (JalCtl *ctl, const JalScheduleTogether *together, gboolean kept)
{
  static const JalCtlColumn columns_case[] = {
    { "case", N_ ("Case") },   { "moved", N_ ("Moved") },     { "points", N_ ("Points") },
    { "alone", N_ ("Alone") }, { "trouble", N_ ("Trouble") }, { NULL },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (ctl->json)
    {
      json_builder_begin_object (builder);
      jal_ctl_put_flag (builder, "kept", kept);
      jal_ctl_put_number (builder, "points", together->cost);
      jal_ctl_put_number (builder, "one_after_the_other", together->greedy);
      jal_ctl_put_number (builder, "alone", together->alone);
      json_builder_set_member_name (builder, "cases");
    }
  json_builder_begin_array (builder);
  for (guint i = 0; i < together->cases->len; i++)
    {
      const JalScheduleOfCase *of_case = g_ptr_array_index (together->cases, i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", of_case->case_id);
      jal_ctl_put_string (builder, "case", of_case->number);
      jal_ctl_put_number (builder, "moved", of_case->n_moved);
      jal_ctl_put_number (builder, "points", of_case->cost);
      jal_ctl_put_number (builder, "alone", of_case->alone);
      jal_ctl_put_string (builder, "trouble", of_case->trouble);
      put_dates (builder, of_case);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (ctl->json)
    json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns_case);
  jal_ctl_say (ctl, _ ("Together %ld points; one case after the other %ld; each by itself %ld."), (long)together->cost,
               (long)together->greedy, (long)together->alone);
  jal_ctl_say (ctl, "%s", kept ? _ ("Kept.") : _ ("Nothing was changed. Say --keep to keep it."));
}

static gboolean
run_plan_all (JalCtl *ctl, GError **error)
{
  g_autoptr (JalScheduleTogether) together = jal_schedule_propose_all (ctl->store, NULL, NULL, ctl->cancellable, error);
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (JalId));
  gboolean keep = jal_ctl_get_option (ctl, "keep") != NULL;

  for (guint i = 0; together != NULL && i < together->cases->len; i++)
    g_array_append_val (chosen, ((JalScheduleOfCase *)g_ptr_array_index (together->cases, i))->case_id);
  if (together == NULL
      || (keep && !jal_schedule_accept_all (ctl->store, together, (const JalId *)(gpointer)chosen->data, chosen->len, error)))
    return FALSE;
  print_together (ctl, together, keep);
  return TRUE;
}

static gboolean
run_plan (JalCtl *ctl, GError **error)
{
  JalScheduleRequest request = { 0 }, asked = { 0 };
  g_autofree char *why = NULL, *left = NULL;
  g_autoptr (GListStore) proposal = NULL, before = NULL;
  JalId id;

  if (jal_ctl_get_option (ctl, "all") != NULL)
    return ctl->arguments->len == 0 ? run_plan_all (ctl, error) : jal_ctl_usage (error, _ ("Say a case, or --all."));
  if (ctl->arguments->len == 0)
    return jal_ctl_usage (error, _ ("Say a case, or --all."));
  /* What was said first: whether it makes sense depends on no case. */
  if (!parse_months (ctl, &asked, error)
      || !jal_ctl_get_number (ctl, "sessions", jal_template_get ()->fewest, jal_template_get ()->most, 0, &asked.n_sessions, error)
      || !jal_ctl_get_date (ctl, "from", &asked.from, error) || !jal_ctl_get_id (ctl, "case", 0, &id, error)
      || !jal_schedule_suggest (ctl->store, id, &request, &why, ctl->cancellable, error))
    return FALSE;
  if (asked.months_max > 0)
    {
      request.months_min = asked.months_min;
      request.months_max = asked.months_max;
    }
  if (asked.n_sessions > 0)
    request.n_sessions = asked.n_sessions;
  if (asked.from != JAL_DATE_NONE)
    request.from = asked.from;
  if (request.from == JAL_DATE_NONE)
    return jal_ctl_usage (error, _ ("Say when the plea is: --from DATE."));
  /* What was not asked for is said. */
  if (jal_ctl_get_option (ctl, "sessions") == NULL)
    jal_ctl_warn ("%s", why);
  before = jal_schedule_list (ctl->store, id, ctl->cancellable, error);
  proposal = before != NULL ? jal_schedule_propose (ctl->store, id, &request, ctl->cancellable, error) : NULL;
  left = proposal != NULL ? jal_schedule_say_left_out (G_LIST_MODEL (before), G_LIST_MODEL (proposal)) : NULL;
  if (left != NULL)
    jal_ctl_warn ("%s", left);
  return proposal != NULL && jal_schedule_accept (ctl->store, id, &request, G_LIST_MODEL (proposal), error)
         && print_sessions (ctl, id, error);
}

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "case", 0, &id, error) && print_sessions (ctl, id, error);
}

/* --- Names of the law's data ------------------------------------------------------------------------------------ */

static gboolean
refuse_name (GString *known, const char *option, const char *name, GError **error)
{
  gboolean refused = jal_ctl_usage (error, _ ("--%s: there is no “%s”. Say one of: %s."), option, name, known->str);

  g_string_free (known, TRUE);
  return refused;
}

static void
add_name (GString *known, const char *name)
{
  g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", name);
}

/* Whether --kind, when it is given, is one there is. */
static gboolean
check_kind (JalCtl *ctl, GError **error)
{
  const char *name = jal_ctl_get_option (ctl, "kind");
  GString *known;
  const JalSessionKind *kinds;
  guint n;

  if (name == NULL || jal_session_kind_find (name) != NULL)
    return TRUE;
  known = g_string_new (NULL);
  kinds = jal_session_kind_list (&n);
  for (guint i = 0; i < n; i++)
    add_name (known, kinds[i].id);
  return refuse_name (known, "kind", name, error);
}

/* The same of --reason, for a session that is to be of @state (nullable). */
static gboolean
check_reason (JalCtl *ctl, const char *state, GError **error)
{
  const char *name = jal_ctl_get_option (ctl, "reason");
  const JalSessionOutcome *outcome = name != NULL ? jal_session_outcome_find (name) : NULL;
  GString *known;

  if (name == NULL || *name == '\0' || (outcome != NULL && jal_session_outcome_suits (outcome, state)))
    return TRUE;
  known = g_string_new (NULL);
  for (guint i = 0; (outcome = jal_session_outcome_nth (state, i)) != NULL; i++)
    add_name (known, outcome->id);
  return refuse_name (known, "reason", name, error);
}

/* --time: as it is said; "" takes it out. */
static gboolean
get_time (JalCtl *ctl, int *minutes, GError **error)
{
  const char *said = jal_ctl_get_option (ctl, "time");
  gboolean unclear;

  if (said == NULL || jal_schedule_read_time (said, minutes, &unclear))
    return TRUE;
  return unclear ? jal_ctl_usage (error, _ ("“%s”: which hour? Say “saa 9 asubuhi” (09:00), “saa 9 mchana” (15:00), or 09:00 by the clock of 24 hours."), said)
                 : jal_ctl_usage (error, _ ("“%s” is no time of day. Say 9:00, 2pm or saa tatu."), said);
}

/* What a session says is added to; to write over it is said. */
static void
get_note (JalCtl *ctl, JalSessionDraft *draft)
{
  draft->note = jal_ctl_get_option (ctl, "note");
  draft->add_note = jal_ctl_get_option (ctl, "replace-note") == NULL;
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
  get_note (ctl, draft);
  draft->same_day = jal_ctl_get_option (ctl, "same-day") != NULL;
  draft->past_day = jal_ctl_get_option (ctl, "past-day") != NULL;
  return get_time (ctl, &draft->minutes, error) && check_kind (ctl, error) && check_reason (ctl, draft->state, error) && jal_ctl_get_date (ctl, "date", &draft->date, error);
}

/* What is refused until it is said that it is meant: how that is said. Returns FALSE. */
static gboolean
say_option (GError **error)
{
  g_autofree char *said = NULL;

  int code;

  if (error == NULL || *error == NULL || (*error)->domain != JAL_SCHEDULE_ERROR)
    return FALSE;
  code = (*error)->code;
  said = g_strdup_printf (code == JAL_SCHEDULE_ERROR_PAST ? _ ("%s Say --past-day when that is meant.") : _ ("%s Say --same-day when that is meant."),
                          (*error)->message);
  g_clear_error (error);
  g_set_error_literal (error, JAL_SCHEDULE_ERROR, code, said);
  return FALSE;
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  JalSessionDraft draft;
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalId case_id, id;

  if (!read_draft (ctl, &draft, error) || !jal_ctl_get_id (ctl, "case", 0, &case_id, error)
      || (!jal_schedule_add (ctl->store, case_id, &draft, &id, error) && !say_option (error))
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
         && (jal_schedule_update (ctl->store, id, &draft, error) || say_option (error));
}

static gboolean
run_fix (JalCtl *ctl, GError **error)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  JalId id;

  draft.state = "fixed";
  draft.same_day = jal_ctl_get_option (ctl, "same-day") != NULL;
  draft.past_day = jal_ctl_get_option (ctl, "past-day") != NULL;
  return get_time (ctl, &draft.minutes, error) && jal_ctl_get_date (ctl, "date", &draft.date, error) && jal_ctl_get_id (ctl, "session", 0, &id, error)
         && (jal_schedule_update (ctl->store, id, &draft, error) || say_option (error));
}

/* --- Dates and what they pull after them ----------------------------------------------------------------------- */

static void
put_texts (JsonBuilder *builder, const char *key, char **texts)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

/* A date as it is said: "14", "14 March", "next Tuesday", or in full; several days are read where @several. */
static gboolean
read_said (const char *said, gboolean several, JalSaid *read, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_autofree char *trouble = NULL;

  if (!jal_schedule_read_said (said, jal_date_today (), read) && (trouble = jal_schedule_said_trouble (read, said)) != NULL)
    return jal_ctl_usage (error, "%s", trouble);
  if (read->from == JAL_DATE_NONE)
    return jal_ctl_usage (error, _ ("“%s” is no date. Say 14, 14 March, Tuesday next week, first Monday of March, or 2027-03-14."), said);
  if (several || read->date != JAL_DATE_NONE)
    return TRUE;
  from = jal_date_dup_iso (read->from);
  to = jal_date_dup_iso (read->to);
  return jal_ctl_usage (error, _ ("“%s” is several days, %s to %s. Say one of them: “session offer” shows which suit."), said, from, to);
}

static gboolean
get_said (const char *said, JalScheduleMove *move, GError **error)
{
  JalSaid read;

  if (!read_said (said, FALSE, &read, error))
    return FALSE;
  move->date = read.date;
  move->minutes = MAX (read.minutes, 0);
  return TRUE;
}

static const JalCtlColumn change_columns[] = {
  { "ordinal", N_ ("No.") }, { "kind", N_ ("Kind") }, { "before", N_ ("Before") }, { "after", N_ ("After") }, { NULL },
};

static void
put_changes (JsonBuilder *builder, const JalScheduleOutcome *outcome)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < outcome->changes->len; i++)
    {
      const JalScheduleChange *change = &g_array_index (outcome->changes, JalScheduleChange, i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", change->session_id);
      put_ordinal (builder, change->ordinal);
      jal_ctl_put_string (builder, "kind", change->kind);
      jal_ctl_put_date (builder, "before", change->before);
      jal_ctl_put_date (builder, "after", change->after);
      jal_ctl_put_flag (builder, "kept", change->kept);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void say_all (JalCtl *ctl, const char *heading, char **texts);

static void
put_tasks (JsonBuilder *builder, const JalScheduleTasksOff *tasks)
{
  if (tasks->closed == NULL)
    return;
  json_builder_set_member_name (builder, "tasks");
  json_builder_begin_object (builder);
  put_texts (builder, "closed", tasks->closed);
  put_texts (builder, "call_off", tasks->call_off);
  put_texts (builder, "carried", tasks->carried);
  json_builder_end_object (builder);
}

static void
say_tasks (JalCtl *ctl, const JalScheduleTasksOff *tasks)
{
  if (tasks->closed == NULL)
    return;
  say_all (ctl, _ ("Tasks closed with it"), tasks->closed);
  say_all (ctl, _ ("Tasks to call off what was arranged"), tasks->call_off);
  say_all (ctl, _ ("Tasks that go on with the new day"), tasks->carried);
}

static void
print_outcome (JalCtl *ctl, const JalScheduleMove *move, const JalScheduleOutcome *outcome, gboolean kept)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *time = jal_schedule_time_text (move->minutes);

  if (!ctl->json)
    {
      put_changes (builder, outcome);
      jal_ctl_print (ctl, builder, change_columns);
      for (guint i = 0; outcome->warnings[i] != NULL; i++)
        jal_ctl_say (ctl, "%s", outcome->warnings[i]);
      if (outcome->same_day != NULL)
        jal_ctl_say (ctl, "%s", outcome->same_day);
      say_tasks (ctl, &outcome->tasks);
      if (time != NULL)
        jal_ctl_say (ctl, "%s", time);
      jal_ctl_say (ctl, "%s", kept ? _ ("Kept.") : _ ("Nothing was changed. Say --keep to keep it."));
      return;
    }
  json_builder_begin_object (builder);
  jal_ctl_put_flag (builder, "kept", kept);
  put_time (builder, move->minutes);
  json_builder_set_member_name (builder, "changes");
  put_changes (builder, outcome);
  jal_ctl_put_number (builder, "moved", outcome->n_moved);
  jal_ctl_put_number (builder, "mentions_before", outcome->mentions_before);
  jal_ctl_put_number (builder, "mentions_after", outcome->mentions_after);
  put_texts (builder, "warnings", outcome->warnings);
  jal_ctl_put_string (builder, "same_day", outcome->same_day);
  put_tasks (builder, &outcome->tasks);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, change_columns);
}

static gboolean
try_and_keep (JalCtl *ctl, JalScheduleMove *move, gboolean keep, GError **error)
{
  g_autoptr (JalScheduleOutcome) outcome = jal_schedule_try (ctl->store, move, ctl->cancellable, error);

  move->same_day = jal_ctl_get_option (ctl, "same-day") != NULL;
  move->past_day = jal_ctl_get_option (ctl, "past-day") != NULL;
  if (outcome == NULL || (keep && !jal_schedule_keep (ctl->store, move, outcome, error) && !say_option (error)))
    return FALSE;
  print_outcome (ctl, move, outcome, keep);
  return TRUE;
}

static void
say_all (JalCtl *ctl, const char *heading, char **texts)
{
  g_autofree char *joined = g_strjoinv (heading != NULL ? ", " : "\n", texts);

  if (*joined != '\0')
    jal_ctl_say (ctl, heading != NULL ? "%s: %s" : "%s%s", heading != NULL ? heading : "", joined);
}

/* The days of a stretch that was said: which one was meant nobody guesses. */
static gboolean
print_choices (JalCtl *ctl, JalId session_id, const JalSaid *read, GError **error)
{
  static const JalCtlColumn columns_choice[] = { { "date", N_ ("Date") }, { "clear", N_ ("Clear") }, { "clash", N_ ("Clash") }, { NULL } };
  g_autoptr (GArray) choices = jal_schedule_choices (ctl->store, session_id, read->from, read->to, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (choices == NULL)
    return FALSE;
  if (ctl->json)
    {
      json_builder_begin_object (builder);
      jal_ctl_put_date (builder, "from", read->from);
      jal_ctl_put_date (builder, "to", read->to);
      json_builder_set_member_name (builder, "choices");
    }
  json_builder_begin_array (builder);
  for (guint i = 0; i < choices->len; i++)
    {
      const JalScheduleChoice *choice = &g_array_index (choices, JalScheduleChoice, i);

      json_builder_begin_object (builder);
      jal_ctl_put_date (builder, "date", choice->date);
      jal_ctl_put_flag (builder, "clear", choice->clear);
      jal_ctl_put_string (builder, "clash", choice->clash);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (ctl->json)
    json_builder_end_object (builder);
  jal_ctl_say (ctl, "%s", choices->len > 0 ? _ ("Several days were said. Which of them?") : _ ("The court does not sit on any of these days."));
  jal_ctl_print (ctl, builder, columns_choice);
  return TRUE;
}

static void
print_offer (JalCtl *ctl, const JalScheduleOffer *offer, int minutes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  static const JalCtlColumn columns_offer[] = { { "date", N_ ("Date") }, { "clear", N_ ("Clear") }, { NULL } };

  json_builder_begin_object (builder);
  jal_ctl_put_date (builder, "date", offer->date);
  put_time (builder, minutes);
  jal_ctl_put_flag (builder, "clear", offer->clear);
  put_texts (builder, "clashes", offer->clashes);
  put_texts (builder, "advice", offer->advice);
  put_texts (builder, "can_come", offer->can_come);
  put_texts (builder, "cannot_come", offer->cannot_come);
  json_builder_set_member_name (builder, "better");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (offer->better) && offer->better[i] != JAL_DATE_NONE; i++)
    {
      g_autofree char *iso = jal_date_dup_iso (offer->better[i]);

      json_builder_add_string_value (builder, iso);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns_offer);
  if (ctl->json)
    return;
  say_all (ctl, NULL, offer->clashes);
  say_all (ctl, NULL, offer->advice);
  say_all (ctl, _ ("Can come"), offer->can_come);
  say_all (ctl, _ ("Cannot come"), offer->cannot_come);
  for (guint i = 0; i < G_N_ELEMENTS (offer->better) && offer->better[i] != JAL_DATE_NONE; i++)
    {
      g_autofree char *iso = jal_date_dup_iso (offer->better[i]);

      jal_ctl_say (ctl, _ ("Better: %s"), iso);
    }
}

static gboolean
run_offer (JalCtl *ctl, GError **error)
{
  JalScheduleMove move = { .type = JAL_SCHEDULE_OFFER };
  g_autoptr (JalScheduleOffer) offer = NULL;
  gboolean accepts = jal_ctl_get_option (ctl, "accept") != NULL;
  JalSaid read;

  if (!jal_ctl_get_id (ctl, "session", 0, &move.session_id, error)
      || !read_said (jal_ctl_get_argument (ctl, 1), !accepts, &read, error))
    return FALSE;
  if (read.date == JAL_DATE_NONE)
    return print_choices (ctl, move.session_id, &read, error);
  move.date = read.date;
  move.minutes = MAX (read.minutes, 0);
  if (accepts)
    return try_and_keep (ctl, &move, TRUE, error);
  offer = jal_schedule_offer (ctl->store, move.session_id, move.date, ctl->cancellable, error);
  if (offer == NULL)
    return FALSE;
  print_offer (ctl, offer, read.minutes);
  return TRUE;
}

static gboolean
run_move (JalCtl *ctl, GError **error)
{
  JalScheduleMove move = { .type = JAL_SCHEDULE_MOVE };

  return jal_ctl_get_id (ctl, "session", 0, &move.session_id, error)
         && get_said (jal_ctl_get_option (ctl, "date"), &move, error)
         && try_and_keep (ctl, &move, jal_ctl_get_option (ctl, "try") == NULL, error);
}

static gboolean
run_adjourn (JalCtl *ctl, GError **error)
{
  const char *date = jal_ctl_get_option (ctl, "date");
  JalScheduleMove move = { .type = JAL_SCHEDULE_ADJOURN, .date = JAL_DATE_NONE };

  move.reason = jal_ctl_get_option (ctl, "reason");
  move.note = jal_ctl_get_option (ctl, "note");
  return check_reason (ctl, "adjourned", error) && jal_ctl_get_id (ctl, "session", 0, &move.session_id, error) && (date == NULL || get_said (date, &move, error))
         && try_and_keep (ctl, &move, jal_ctl_get_option (ctl, "keep") != NULL, error);
}

static gboolean
vacate (JalCtl *ctl, gboolean keep, GError **error)
{
  JalScheduleMove move = { .type = JAL_SCHEDULE_VACATE, .date = JAL_DATE_NONE };

  move.reason = jal_ctl_get_option (ctl, "reason");
  move.note = jal_ctl_get_option (ctl, "note");
  return check_reason (ctl, "vacated", error) && jal_ctl_get_id (ctl, "session", 0, &move.session_id, error)
         && try_and_keep (ctl, &move, keep, error);
}

static gboolean
run_vacate (JalCtl *ctl, GError **error)
{
  return vacate (ctl, jal_ctl_get_option (ctl, "keep") != NULL, error);
}

static gboolean
run_record (JalCtl *ctl, GError **error)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  JalId id;

  draft.state = jal_ctl_get_option (ctl, "state");
  draft.reason = jal_ctl_get_option (ctl, "reason");
  get_note (ctl, &draft);
  if (g_str_equal (draft.state, "adjourned"))
    return jal_ctl_usage (error, _ ("An adjournment is “session adjourn”: it plans what comes after it."));
  if (g_str_equal (draft.state, "vacated"))
    return vacate (ctl, TRUE, error);
  return check_reason (ctl, draft.state, error) && jal_ctl_get_id (ctl, "session", 0, &id, error)
         && jal_schedule_update (ctl->store, id, &draft, error);
}

void
jal_ctl_warn_mentions (JalCtl *ctl, JalId case_id)
{
  JalScheduleRefill refill;

  if (jal_schedule_try_refill (ctl->store, case_id, &refill, ctl->cancellable, NULL) && refill.wanted)
    jal_ctl_warn (_ ("The time that CPC s.205 allows between court dates has changed: mentions planned %u, needed %u. “session mentions CASE "
                     "--keep” makes them so."),
                  refill.before, refill.after);
}

static gboolean
run_mentions (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns_refill[] = { { "before", N_ ("Before") }, { "after", N_ ("After") }, { "kept", N_ ("Kept") }, { NULL } };
  gboolean keep = jal_ctl_get_option (ctl, "keep") != NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalScheduleRefill refill;
  JalId id;

  if (!jal_ctl_get_id (ctl, "case", 0, &id, error) || !jal_schedule_try_refill (ctl->store, id, &refill, ctl->cancellable, error)
      || (keep && refill.wanted && !jal_schedule_refill (ctl->store, id, &refill, error)))
    return FALSE;
  json_builder_begin_object (builder);
  jal_ctl_put_number (builder, "before", refill.before);
  jal_ctl_put_number (builder, "after", refill.after);
  jal_ctl_put_number (builder, "added", refill.added);
  jal_ctl_put_number (builder, "removed", refill.removed);
  jal_ctl_put_flag (builder, "gaps", refill.gaps);
  jal_ctl_put_flag (builder, "wanted", refill.wanted);
  jal_ctl_put_flag (builder, "kept", keep && refill.wanted);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns_refill);
  return TRUE;
}

static gboolean
run_clashes (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns_clash[] = {
    { "date", N_ ("Date") }, { "case", N_ ("Case") }, { "text", N_ ("Clash") }, { "session_id", N_ ("Session") }, { NULL },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GArray) clashes = NULL;
  JalId id = JAL_ID_NONE;

  if (ctl->arguments->len > 0 && !jal_ctl_get_id (ctl, "case", 0, &id, error))
    return FALSE;
  clashes = jal_schedule_clashes (ctl->store, id, ctl->cancellable, error);
  if (clashes == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < clashes->len; i++)
    {
      const JalScheduleClash *clash = &g_array_index (clashes, JalScheduleClash, i);

      json_builder_begin_object (builder);
      jal_ctl_put_date (builder, "date", clash->date);
      jal_ctl_put_string (builder, "case", clash->number);
      jal_ctl_put_id (builder, "session_id", clash->session_id);
      jal_ctl_put_string (builder, "text", clash->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns_clash);
  return TRUE;
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "session", 0, &id, error) && jal_schedule_remove (ctl->store, id, error);
}

#define FIELDS "purpose=TEXT place=TEXT note=TEXT"

const JalCtlVerb jal_ctl_session_verbs[] = {
  { "session", "plan", "[CASE]", 0, 1, "from=DATE sessions=N months=A-B all keep",
    N_ ("Plan the sessions from the plea on; what is fixed stays. --all plans every case together and shows it; --keep keeps that."), JAL_CTL_OPEN_VAULT, run_plan },
  { "session", "list", "CASE", 1, 1, NULL, N_ ("List the sessions of a case."), JAL_CTL_OPEN_VAULT, run_list },
  { "session", "add", "CASE", 1, 1, "!kind=ID !date=DATE time=TIME state=STATE reason=ID same-day " FIELDS, N_ ("Add a session."),
    JAL_CTL_OPEN_VAULT, run_add },
  { "session", "move", "SESSION", 1, 1, "!date=DATE try same-day past-day", N_ ("Move a session to another day; --try only shows what it pulls after it."),
    JAL_CTL_OPEN_VAULT, run_move },
  { "session", "offer", "SESSION DATE", 2, 2, "accept same-day",
    N_ ("Whether the date the court offers suits: clashes, who can come, better dates. --accept fixes it."), JAL_CTL_OPEN_VAULT,
    run_offer },
  { "session", "adjourn", "SESSION", 1, 1, "!reason=ID date=DATE note=TEXT keep same-day",
    N_ ("Adjourn a session and plan the rest again: shows before and after; --keep keeps it."), JAL_CTL_OPEN_VAULT, run_adjourn },
  { "session", "vacate", "SESSION", 1, 1, "!reason=ID note=TEXT keep",
    N_ ("Take a date out of the diary with its reason: shows what it means and what becomes of its tasks; --keep keeps it."),
    JAL_CTL_OPEN_VAULT, run_vacate },
  { "session", "record", "SESSION", 1, 1, "!state=STATE reason=ID note=TEXT replace-note",
    N_ ("Record a session as held, or as vacated with its reason; a note is added to what the session says, unless --replace-note."), JAL_CTL_OPEN_VAULT, run_record },
  { "session", "mentions", "CASE", 1, 1, "keep",
    N_ ("The mentions between the sessions to come, and how many CPC s.205 wants; --keep adds them, or takes out what is too many."), JAL_CTL_OPEN_VAULT,
    run_mentions },
  { "session", "clashes", "[CASE]", 0, 1, NULL, N_ ("What cannot all be as it stands, in every case or in one."),
    JAL_CTL_OPEN_VAULT, run_clashes },
  { "session", "ical", "out|in FILE", 2, 2, "case=CASE full mentions replace person=PERSON keep no-titles keep-gone",
    N_ ("Save the sessions to come as a calendar file that says no more than “busy” (--full: all), or take days away from one: of counsel, "
        "or of a --person; --keep keeps it."), JAL_CTL_OPEN_VAULT, jal_ctl_run_ical },
  { "session", "update", "SESSION", 1, 1, "kind=ID date=DATE time=TIME state=STATE reason=ID same-day past-day replace-note " FIELDS,
    N_ ("Change what is given; a note is added to what the session says, unless --replace-note."), JAL_CTL_OPEN_VAULT, run_update },
  { "session", "fix", "SESSION", 1, 1, "date=DATE time=TIME same-day past-day", N_ ("The court has given this date."), JAL_CTL_OPEN_VAULT,
    run_fix },
  { "session", "remove", "SESSION", 1, 1, NULL, N_ ("Take a session out; undo brings it back."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { NULL },
};
