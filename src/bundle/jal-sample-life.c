/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The life of the sample case in court: people, what happened, what is to come.
 *
 * 1. The manifest's dates are fixed, the day on which somebody looks at the sample is not: what lies ahead of that day has
 *    not happened yet and is left to the plan; a plan's session that lies behind it was held.
 * 2. It goes day by day, as a clerk would write it down, so that delays and adjournments are what the program makes of them.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "base/jal-date.h"
#include "bundle/jal-sample-private.h"
#include "cases/jal-cases.h"
#include "cases/jal-people.h"
#include "marks/jal-redactions.h"
#include "schedule/jal-court-day.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule.h"
#include "schedule/jal-tasks.h"

#define SESSIONS 10
#define MONTHS_MIN 36
#define MONTHS_MAX 48
#define LATELY 21 /* days */

gboolean
jal_sample_add_case (JalSample *sample, JsonObject *source, const char *court, JalId *id, GError **error)
{
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;

  draft.title = jal_sample_get_string (source, "title");
  draft.number = jal_sample_get_string (source, "number");
  draft.court = court;
  draft.capacity = jal_sample_get_string (source, "capacity");
  draft.stage = jal_sample_get_string (source, "stage");
  draft.note = jal_sample_get_string (source, "note");
  draft.plea_date = jal_sample_get_date (source, "plea_date");
  draft.in_custody = json_object_get_boolean_member_with_default (source, "in_custody", FALSE);
  return jal_cases_add (sample->store, &draft, id, error);
}

/* --- People -------------------------------------------------------------------------------------------------- */

static gboolean
add_absences (JalSample *sample, JsonObject *source, const char *name, JalId person_id, GError **error)
{
  g_autoptr (GPtrArray) absences = jal_sample_get_objects (source, name);

  for (guint i = 0; i < absences->len; i++)
    {
      JsonObject *one = g_ptr_array_index (absences, i);
      JalAbsenceDraft draft = { .person_id = person_id,
                                .from = jal_sample_get_date (one, "from"),
                                .to = jal_sample_get_date (one, "to"),
                                .reason = jal_sample_get_string (one, "reason"),
                                .hard = !json_object_get_boolean_member_with_default (one, "could_be_arranged", FALSE) };

      if (!jal_people_add_absence (sample->store, &draft, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_person (JalSample *sample, JsonObject *source, GError **error)
{
  JalPersonDraft draft = JAL_PERSON_DRAFT_INIT;
  const char *part = jal_sample_get_string (source, "part"), *note = jal_sample_get_string (source, "note");
  g_autofree char *both = part != NULL && note != NULL && *note != '\0' ? g_strdup_printf ("%s. %s", part, note) : g_strdup (part != NULL ? part : note);
  JalDate born = jal_sample_get_date (source, "born");
  JalId id;

  if (both != NULL && *both != '\0')
    *both = g_ascii_toupper (*both);
  draft.role = jal_sample_get_string (source, "role");
  draft.code = jal_sample_get_string (source, "code");
  draft.name = jal_sample_get_string (source, "name");
  draft.note = both;
  draft.born = born <= jal_date_today () ? &born : NULL;
  draft.hidden = json_object_get_boolean_member_with_default (source, "protected", FALSE);
  return jal_people_add (sample->store, sample->result.case_id, &draft, &id, error)
         && add_absences (sample, source, "away", id, error);
}

/* What no copy may say. Only one of them stands in a document, and not in one for the court: everything else was withheld already
   by whoever wrote it. */
static gboolean
add_protected_names (JalSample *sample, GError **error)
{
  g_autoptr (GPtrArray) names = jal_sample_get_objects (sample->manifest, "protected_names");

  for (guint i = 0; i < names->len; i++)
    if (!jal_protected_names_add (sample->store, sample->result.case_id, jal_sample_get_string (g_ptr_array_index (names, i), "kind"),
                                  jal_sample_get_string (g_ptr_array_index (names, i), "name"), NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_people (JalSample *sample, GError **error)
{
  g_autoptr (GPtrArray) people = jal_sample_get_objects (sample->manifest, "people");

  for (guint i = 0; i < people->len; i++)
    if (!add_person (sample, g_ptr_array_index (people, i), error))
      return FALSE;
  return add_absences (sample, sample->manifest, "counsel_away", JAL_ID_NONE, error) && add_protected_names (sample, error);
}

/* --- What happened ------------------------------------------------------------------------------------------- */

/* Who was called again after an adjournment stands in the list already: the case says itself who comes. */
static gboolean
clear_attendance (JalSample *sample, JalId session_id, GError **error)
{
  g_autoptr (GListStore) called = jal_attendance_list (sample->store, session_id, sample->cancellable, error);

  for (guint i = 0; called != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (called)); i++)
    {
      g_autoptr (JalAttendance) entry = g_list_model_get_item (G_LIST_MODEL (called), i);

      if (!jal_attendance_remove (sample->store, entry->id, error))
        return FALSE;
    }
  return called != NULL;
}

static gboolean
add_attendance (JalSample *sample, JsonObject *source, JalId session_id, GError **error)
{
  g_autoptr (GPtrArray) people = jal_sample_get_objects (source, "attendance");

  if (!clear_attendance (sample, session_id, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      JsonObject *one = g_ptr_array_index (people, i);
      JalAttendanceDraft draft = JAL_ATTENDANCE_DRAFT_INIT;

      draft.who = jal_sample_get_string (one, "who");
      draft.state = jal_sample_get_string (one, "state");
      draft.heard = jal_sample_get_string (one, "heard");
      draft.note = jal_sample_get_string (one, "note");
      draft.escorted = json_object_get_boolean_member_with_default (one, "escorted", FALSE);
      if (!jal_attendance_add (sample->store, session_id, &draft, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_produced (JalSample *sample, JsonObject *source, JalId session_id, GError **error)
{
  g_autoptr (GPtrArray) exhibits = jal_sample_get_objects (source, "produced");

  for (guint i = 0; i < exhibits->len; i++)
    {
      JsonObject *one = g_ptr_array_index (exhibits, i);
      const JalId *document_id = g_hash_table_lookup (sample->documents, jal_sample_get_string (one, "document"));

      if (document_id == NULL)
        return jal_sample_is_broken (error);
      if (!jal_produced_add (sample->store, session_id, *document_id, jal_sample_get_string (one, "state"),
                             jal_sample_get_string (one, "label"), jal_sample_get_string (one, "witness"), NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* What was written down about a day in court. */
static gboolean
add_day (JalSample *sample, JsonObject *source, JalId session_id, GError **error)
{
  const char *note = jal_sample_get_string (source, "note");

  return add_attendance (sample, source, session_id, error) && add_produced (sample, source, session_id, error)
         && (note == NULL || jal_session_note_set (sample->store, session_id, note, error));
}

static gboolean
adjourn (JalSample *sample, JsonObject *source, JalId session_id, JalId *resumed, GError **error)
{
  JalScheduleMove move = { .type = JAL_SCHEDULE_ADJOURN,
                           .session_id = session_id,
                           .date = jal_sample_get_date (source, "to"),
                           .reason = jal_sample_get_string (source, "reason"),
                           .note = jal_sample_get_string (source, "remark") };
  g_autoptr (JalScheduleOutcome) outcome = jal_schedule_try (sample->store, &move, sample->cancellable, error);
  g_autoptr (JalSession) session = outcome != NULL ? g_list_model_get_item (G_LIST_MODEL (outcome->sessions), 0) : NULL;
  g_autoptr (GListStore) kept = NULL;

  if (session == NULL || !jal_schedule_keep (sample->store, &move, outcome, error)
      || (kept = jal_schedule_list (sample->store, session->case_id, sample->cancellable, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (kept)); i++)
    {
      g_autoptr (JalSession) one = g_list_model_get_item (G_LIST_MODEL (kept), i);

      if (jal_id_equal (one->resumes, session_id))
        *resumed = one->id;
    }
  return TRUE;
}

/* One session; @resumed: the one an adjournment before it led to, or JAL_ID_NONE. */
static gboolean
add_session (JalSample *sample, JalId case_id, JsonObject *source, JalId *resumed, GError **error)
{
  const char *state = jal_sample_get_string (source, "state");
  JalDate date = jal_sample_get_date (source, "date"), first = jal_sample_get_date (source, "first");
  /* Rule 1. */
  gboolean happened = date <= jal_date_today ();
  gboolean adjourned = happened && g_strcmp0 (state, "adjourned") == 0;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  JalId id = *resumed;

  *resumed = JAL_ID_NONE;
  draft.state = happened && !adjourned ? (g_strcmp0 (state, "vacated") == 0 ? "vacated" : "held")
                                       : (g_strcmp0 (state, "planned") == 0 ? "planned" : "fixed");
  draft.reason = g_str_equal (draft.state, "held")      ? "proceeded"
                 : g_str_equal (draft.state, "vacated") ? jal_sample_get_string (source, "reason")
                                                        : NULL;
  if (jal_id_is_none (id))
    {
      draft.kind = jal_sample_get_string (source, "kind");
      draft.date = date;
      draft.purpose = jal_sample_get_string (source, "purpose");
      draft.place = jal_sample_get_string (source, "place");
      draft.note = jal_sample_get_string (source, "remark");
      if (first != JAL_DATE_NONE)
        {
          draft.date = first;
          draft.state = "planned";
        }
      if (!jal_schedule_add (sample->store, case_id, &draft, &id, error))
        return FALSE;
      draft = JAL_SESSION_DRAFT_INIT;
      draft.date = date;
      draft.state = "fixed";
      draft.past_day = TRUE; /* it is what happened long ago */
      if (first != JAL_DATE_NONE && !jal_schedule_update (sample->store, id, &draft, error))
        return FALSE;
    }
  else if (happened && !adjourned && !jal_schedule_update (sample->store, id, &draft, error))
    return FALSE;
  if (!happened)
    return TRUE;
  return add_day (sample, source, id, error) && (!adjourned || adjourn (sample, source, id, resumed, error));
}

/* Rule 2. @plans: the sessions are those of a plan, so nothing is entered that lies ahead. */
static gboolean
add_sessions (JalSample *sample, JalId case_id, JsonObject *source, gboolean plans, GError **error)
{
  g_autoptr (GPtrArray) sessions = jal_sample_get_objects (source, "sessions");
  JalId resumed = JAL_ID_NONE;

  for (guint i = 0; i < sessions->len; i++)
    {
      JsonObject *one = g_ptr_array_index (sessions, i);

      if (plans && i > 0 && jal_id_is_none (resumed) && jal_sample_get_date (one, "date") > jal_date_today ())
        break;
      if (!add_session (sample, case_id, one, &resumed, error))
        return FALSE;
    }
  return TRUE;
}

/* --- What is to come ----------------------------------------------------------------------------------------- */

static gboolean
plan_rest (JalSample *sample, GError **error)
{
  JsonObject *source = json_object_get_object_member (sample->manifest, "case");
  JalScheduleRequest request = { .from = jal_sample_get_date (source, "plea_date"),
                                 .n_sessions = SESSIONS,
                                 .months_min = MONTHS_MIN,
                                 .months_max = MONTHS_MAX };
  g_autoptr (GListStore) proposal = jal_schedule_propose (sample->store, sample->result.case_id, &request, sample->cancellable, error);
  g_autoptr (GListStore) sessions = NULL;
  JalSessionDraft held = JAL_SESSION_DRAFT_INIT;

  held.state = "held";
  held.reason = "proceeded";
  if (proposal == NULL || !jal_schedule_accept (sample->store, sample->result.case_id, &request, G_LIST_MODEL (proposal), error)
      || (sessions = jal_schedule_list (sample->store, sample->result.case_id, sample->cancellable, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      sample->result.n_sessions += session->ordinal > 0 && !g_str_equal (session->state, "adjourned") ? 1 : 0;
      if (session->date < jal_date_today () && (g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed"))
          && !jal_schedule_update (sample->store, session->id, &held, error))
        return FALSE;
    }
  return TRUE;
}

/* The date the court gave, and who is called: known before the rest is planned. @id (out). */
static gboolean
fix_next (JalSample *sample, JsonObject *source, JalId *id, GError **error)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  JsonArray *called = json_object_has_member (source, "call") ? json_object_get_array_member (source, "call") : NULL;

  draft.kind = jal_sample_get_string (source, "kind");
  draft.date = jal_sample_get_date (source, "date");
  draft.state = "fixed";
  draft.purpose = jal_sample_get_string (source, "purpose");
  draft.place = jal_sample_get_string (source, "place");
  if (!jal_schedule_add (sample->store, sample->result.case_id, &draft, id, error))
    return FALSE;
  for (guint i = 0; called != NULL && i < json_array_get_length (called); i++)
    {
      JalAttendanceDraft one = JAL_ATTENDANCE_DRAFT_INIT;

      one.who = json_array_get_string_element (called, i);
      one.state = "expected";
      if (!jal_attendance_add (sample->store, *id, &one, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Who does what of the usual tasks, and what is done. */
static gboolean
share_work (JalSample *sample, JsonObject *source, JalId next, GError **error)
{
  JsonObject *owners = json_object_has_member (source, "owners") ? json_object_get_object_member (source, "owners") : NULL;
  const char *done = jal_sample_get_string (source, "done");
  g_autoptr (GListStore) tasks = jal_tasks_list (sample->store, sample->result.case_id, next, sample->cancellable, error);

  for (guint i = 0; tasks != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);
      JalTaskDraft draft = JAL_TASK_DRAFT_INIT;

      draft.owner = owners != NULL && task->template != NULL ? jal_sample_get_string (owners, task->template) : NULL;
      if ((draft.owner != NULL && !jal_tasks_update (sample->store, task, &draft, error))
          || (g_strcmp0 (task->template, done) == 0 && done != NULL && !jal_tasks_set_done (sample->store, task, TRUE, error)))
        return FALSE;
    }
  return tasks != NULL;
}

static gboolean
add_tasks (JalSample *sample, GError **error)
{
  g_autoptr (GPtrArray) tasks = jal_sample_get_objects (sample->manifest, "tasks");

  for (guint i = 0; i < tasks->len; i++)
    {
      JsonObject *one = g_ptr_array_index (tasks, i);
      JalTaskDraft draft = JAL_TASK_DRAFT_INIT;

      draft.title = jal_sample_get_string (one, "title");
      draft.owner = jal_sample_get_string (one, "owner");
      draft.due = jal_sample_get_date (one, "due");
      draft.set_due = TRUE;
      if (!jal_tasks_add (sample->store, sample->result.case_id, JAL_ID_NONE, &draft, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* What was to be done after days in court was done in good time, but for the last days before @given. */
static gboolean
close_old_tasks (JalSample *sample, JalDate given, GError **error)
{
  g_autoptr (GListStore) tasks = jal_tasks_list (sample->store, JAL_ID_NONE, JAL_ID_NONE, sample->cancellable, error);

  for (guint i = 0; tasks != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);

      if (task->overdue && task->due < given - LATELY && !jal_tasks_set_done (sample->store, task, TRUE, error))
        return FALSE;
    }
  return tasks != NULL;
}

static gboolean
add_others (JalSample *sample, GError **error)
{
  g_autoptr (GPtrArray) others = jal_sample_get_objects (sample->manifest, "other_cases");

  for (guint i = 0; i < others->len; i++)
    {
      JsonObject *one = g_ptr_array_index (others, i);
      JalId id;

      if (!jal_sample_add_case (sample, one, jal_sample_get_string (one, "court"), &id, error) || !add_sessions (sample, id, one, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_sample_live (JalSample *sample, GError **error)
{
  JsonObject *source = json_object_has_member (sample->manifest, "next") ? json_object_get_object_member (sample->manifest, "next") : NULL;
  JalDate given = source != NULL ? jal_sample_get_date (source, "given") : JAL_DATE_NONE;
  gboolean is_fixed; /* rule 1: the date was given on the day of the last session entered, and lies ahead */
  JalId next;

  if (source == NULL)
    return jal_sample_is_broken (error);
  is_fixed = given <= jal_date_today () && jal_sample_get_date (source, "date") > jal_date_today ();
  return add_people (sample, error) && add_sessions (sample, sample->result.case_id, sample->manifest, TRUE, error)
         && (!is_fixed || fix_next (sample, source, &next, error)) && add_others (sample, error) && plan_rest (sample, error)
         && close_old_tasks (sample, given, error) && (!is_fixed || share_work (sample, source, next, error)) && add_tasks (sample, error);
}
