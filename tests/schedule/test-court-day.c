/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks, the court day, lanes, agenda and delays in a real vault; the clock stands. */
#include "../jal-test-vault.h"

#include "base/jal-clock.h"
#include "cases/jal-cases.h"
#include "cases/jal-people.h"
#include "law/jal-session-kind.h"
#include "law/jal-task-template.h"
#include "schedule/jal-court-day.h"
#include "schedule/jal-diary.h"
#include "schedule/jal-lanes.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule.h"
#include "schedule/jal-tasks.h"

typedef struct
{
  JalTestVault vault;
  JalId case_id;
  JalId other_id;
} Fixture;

static JalDate
date_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

static void
set_today (const char *iso)
{
  /* 09:00 in Nairobi. */
  jal_clock_set_fake ((gint64)date_of (iso) * G_TIME_SPAN_DAY + 6 * G_TIME_SPAN_HOUR);
}

static void
setup (Fixture *fixture, gconstpointer data)
{
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  g_autoptr (GError) error = NULL;

  g_setenv ("LANGUAGE", "en", TRUE);
  set_today ("2026-11-23");
  jal_test_vault_open (&fixture->vault);
  draft.title = "Fictional one";
  draft.number = "CR 1";
  draft.court = "shanzu-magistrates";
  g_assert_true (jal_cases_add (fixture->vault.store, &draft, &fixture->case_id, &error));
  draft.title = "Fictional two";
  draft.number = "CR 2";
  draft.court = "kwale-magistrates";
  g_assert_true (jal_cases_add (fixture->vault.store, &draft, &fixture->other_id, &error));
  g_assert_no_error (error);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  jal_test_vault_close (&fixture->vault);
  jal_clock_set_fake (-1);
}

static JalId
add_session (Fixture *fixture, JalId case_id, const char *kind, const char *date)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  JalId id;

  draft.kind = kind;
  draft.date = date_of (date);
  g_assert_true (jal_schedule_add (fixture->vault.store, case_id, &draft, &id, &error));
  g_assert_no_error (error);
  return id;
}

static void
update_session (Fixture *fixture, JalId id, const char *date, const char *state, const char *reason)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GError) error = NULL;

  draft.date = date != NULL ? date_of (date) : JAL_DATE_NONE;
  draft.state = state;
  draft.reason = reason;
  g_assert_true (jal_schedule_update (fixture->vault.store, id, &draft, &error));
  g_assert_no_error (error);
}

static GListStore *
list_tasks (Fixture *fixture, JalId case_id, JalId session_id)
{
  g_autoptr (GError) error = NULL;
  GListStore *tasks = jal_tasks_list (fixture->vault.store, case_id, session_id, NULL, &error);

  g_assert_no_error (error);
  return tasks;
}

static JalTask *
find_task (Fixture *fixture, JalId session_id, const char *template)
{
  g_autoptr (GListStore) tasks = list_tasks (fixture, JAL_ID_NONE, session_id);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);

      if (g_strcmp0 (task->template, template) == 0)
        return g_steal_pointer (&task);
    }
  return NULL;
}

static void
assert_due (Fixture *fixture, JalId session_id, const char *template, const char *due)
{
  g_autoptr (JalTask) task = find_task (fixture, session_id, template);

  g_assert_nonnull (task);
  if (task->due != date_of (due))
    g_error ("%s is due %s, not %s", template, jal_date_dup_iso (task->due), due);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_undo (fixture->vault.store, fixture->case_id, NULL, NULL, &error));
  g_assert_no_error (error);
}

/* Counted back by hand from the calendar: Tuesday 9 February 2027. */
static void
test_counted (Fixture *fixture, gconstpointer data)
{
  JalId hearing = add_session (fixture, fixture->case_id, "hearing", "2027-02-09");
  g_autoptr (GListStore) tasks = list_tasks (fixture, JAL_ID_NONE, hearing);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tasks)), ==, 8);
  assert_due (fixture, hearing, "summons", "2027-01-19");          /* 21 days: a Tuesday */
  assert_due (fixture, hearing, "interpreter", "2027-01-26");      /* 14 days */
  assert_due (fixture, hearing, "transport", "2027-01-29");        /* 10 days: Saturday 30 January, so Friday */
  assert_due (fixture, hearing, "bundle", "2027-02-02");           /* 7 days */
  assert_due (fixture, hearing, "counselling_before", "2027-02-05"); /* 3 days: Saturday, so Friday */
  assert_due (fixture, hearing, "counselling_after", "2027-02-12");  /* 3 days after */

  /* They follow the session. */
  update_session (fixture, hearing, "2027-02-11", NULL, NULL);
  assert_due (fixture, hearing, "summons", "2027-01-21");
  assert_due (fixture, hearing, "counselling_after", "2027-02-12"); /* Sunday 14 February: back to Friday */

  /* Nothing of this was written. */
  g_clear_object (&tasks);
  tasks = list_tasks (fixture, fixture->case_id, JAL_ID_NONE);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (tasks), i);

      g_assert_false (task->stored);
    }
}

static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  JalStore *store = fixture->vault.store;
  JalId hearing = add_session (fixture, fixture->case_id, "hearing", "2027-02-09");
  JalTaskDraft draft = JAL_TASK_DRAFT_INIT;
  g_autoptr (JalTask) task = find_task (fixture, hearing, "summons");
  g_autoptr (GError) error = NULL;

  draft.due = date_of ("2027-01-20");
  draft.set_due = TRUE;
  draft.owner = "Paralegal";
  g_assert_true (jal_tasks_update (store, task, &draft, &error));
  g_assert_no_error (error);
  update_session (fixture, hearing, "2027-02-16", NULL, NULL);
  assert_due (fixture, hearing, "summons", "2027-01-20");
  assert_due (fixture, hearing, "bundle", "2027-02-09");

  /* Counted again, with days of one's own. */
  draft = JAL_TASK_DRAFT_INIT;
  draft.set_due = TRUE;
  draft.set_days = TRUE;
  draft.days_before = 28;
  g_assert_true (jal_tasks_update (store, task, &draft, &error));
  assert_due (fixture, hearing, "summons", "2027-01-19");
  g_clear_object (&task);
  task = find_task (fixture, hearing, "summons");
  g_assert_cmpstr (task->owner, ==, "Paralegal");
  g_assert_true (task->stored);

  undo (fixture);
  assert_due (fixture, hearing, "summons", "2027-01-20");
  undo (fixture); /* the move */
  undo (fixture); /* the first change */
  assert_due (fixture, hearing, "summons", "2027-01-19");
}

static void
test_done (Fixture *fixture, gconstpointer data)
{
  JalStore *store = fixture->vault.store;
  JalId hearing = add_session (fixture, fixture->case_id, "hearing", "2026-12-08");
  g_autoptr (JalTask) task = find_task (fixture, hearing, "summons");
  JalTaskDraft draft = JAL_TASK_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  guint n = 0;
  JalId own;

  /* 17 November has passed. */
  g_assert_true (task->overdue);
  g_assert_true (jal_tasks_set_done (store, task, TRUE, &error));
  g_clear_object (&task);
  task = find_task (fixture, hearing, "summons");
  g_assert_cmpint (task->done_at, ==, jal_clock_now ());
  g_assert_false (task->overdue);
  undo (fixture);
  g_clear_object (&task);
  task = find_task (fixture, hearing, "summons");
  g_assert_cmpint (task->done_at, ==, 0);

  /* Not needed, and back again. */
  g_assert_true (jal_tasks_remove (store, task, &error));
  g_assert_null (find_task (fixture, hearing, "summons"));
  g_assert_true (jal_tasks_restore (store, hearing, &n, &error));
  g_assert_cmpuint (n, ==, 1);
  g_clear_object (&task);
  task = find_task (fixture, hearing, "summons");
  g_assert_nonnull (task);

  /* One of one's own. */
  g_assert_false (jal_tasks_add (store, fixture->case_id, hearing, &draft, &own, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  draft.title = "Ask the school for a letter";
  draft.set_days = TRUE;
  draft.days_before = 5;
  g_assert_true (jal_tasks_add (store, fixture->case_id, hearing, &draft, &own, &error));
  g_assert_no_error (error);
  g_assert_false (jal_tasks_add (store, fixture->other_id, hearing, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  {
    g_autoptr (GListStore) tasks = list_tasks (fixture, fixture->case_id, JAL_ID_NONE);
    gboolean found = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tasks)); i++)
      {
        g_autoptr (JalTask) each = g_list_model_get_item (G_LIST_MODEL (tasks), i);

        if (jal_id_equal (each->id, own))
          {
            found = TRUE;
            g_assert_cmpint (each->due, ==, date_of ("2026-12-03"));
            g_assert_cmpstr (each->case_number, ==, "CR 1");
          }
      }
    g_assert_true (found);
  }

  /* A session that is over has nothing to prepare, but something to follow. */
  set_today ("2026-12-15");
  update_session (fixture, hearing, NULL, "held", "proceeded");
  g_clear_object (&task);
  task = find_task (fixture, hearing, "bundle");
  g_assert_true (task->lapsed);
  g_assert_false (task->overdue);
  g_clear_object (&task);
  task = find_task (fixture, hearing, "counselling_after");
  g_assert_true (task->overdue);
}

static void
test_attendance (Fixture *fixture, gconstpointer data)
{
  JalStore *store = fixture->vault.store;
  JalId hearing = add_session (fixture, fixture->case_id, "hearing", "2026-12-08");
  JalAttendanceDraft draft = JAL_ATTENDANCE_DRAFT_INIT;
  g_autoptr (GListStore) all = NULL;
  g_autoptr (JalAttendance) value = NULL;
  g_autoptr (GError) error = NULL;
  JalId id;

  draft.who = "Survivor A";
  draft.role = "survivor";
  g_assert_true (jal_attendance_add (store, hearing, &draft, &id, &error));
  g_assert_no_error (error);
  draft = JAL_ATTENDANCE_DRAFT_INIT;
  draft.state = "came";
  draft.heard = "heard";
  draft.escorted = TRUE;
  g_assert_true (jal_attendance_update (store, id, &draft, &error));
  all = jal_attendance_list (store, hearing, NULL, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all)), ==, 1);
  value = g_list_model_get_item (G_LIST_MODEL (all), 0);
  g_assert_cmpstr (value->state, ==, "came");
  g_assert_cmpstr (value->heard, ==, "heard");
  g_assert_true (value->escorted);
  g_assert_cmpint (value->cost, ==, 26000);
  g_assert_cmpstr (value->currency, ==, "CAD");

  draft = JAL_ATTENDANCE_DRAFT_INIT;
  draft.state = "absent";
  g_assert_true (jal_attendance_update (store, id, &draft, &error));
  g_clear_object (&all);
  g_clear_object (&value);
  all = jal_attendance_list (store, hearing, NULL, &error);
  value = g_list_model_get_item (G_LIST_MODEL (all), 0);
  g_assert_cmpstr (value->heard, ==, "");
  undo (fixture);
  g_clear_object (&all);
  g_clear_object (&value);
  all = jal_attendance_list (store, hearing, NULL, &error);
  value = g_list_model_get_item (G_LIST_MODEL (all), 0);
  g_assert_cmpstr (value->heard, ==, "heard");

  draft = JAL_ATTENDANCE_DRAFT_INIT;
  draft.state = "perhaps";
  g_assert_false (jal_attendance_update (store, id, &draft, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (jal_attendance_remove (store, id, &error));
  g_clear_object (&all);
  all = jal_attendance_list (store, hearing, NULL, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all)), ==, 0);
}

static JalId
add_person (Fixture *fixture, JalId case_id, const char *role, const char *code)
{
  JalPersonDraft draft = JAL_PERSON_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  JalId id;

  draft.role = role;
  draft.code = code;
  g_assert_true (jal_people_add (fixture->vault.store, case_id, &draft, &id, &error));
  g_assert_no_error (error);
  return id;
}

static JalAttendance *
find_attendance (Fixture *fixture, JalId session, JalId person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) all = jal_attendance_list (fixture->vault.store, session, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (all)); i++)
    {
      g_autoptr (JalAttendance) value = g_list_model_get_item (G_LIST_MODEL (all), i);

      if (jal_id_equal (value->person_id, person))
        return g_steal_pointer (&value);
    }
  return NULL;
}

/* The attendance and the planner know the same people: no label is kept twice, and who is called is asked. */
static void
test_people (Fixture *fixture, gconstpointer data)
{
  JalStore *store = fixture->vault.store;
  JalId hearing = add_session (fixture, fixture->case_id, "hearing", "2026-12-08");
  JalId first = add_person (fixture, fixture->case_id, "witness", "PW1"), second = add_person (fixture, fixture->case_id, "witness", "PW2");
  JalId accused = add_person (fixture, fixture->case_id, "accused", "Accused 1");
  JalId stranger = add_person (fixture, fixture->other_id, "witness", "PW9");
  JalAttendanceDraft draft = JAL_ATTENDANCE_DRAFT_INIT;
  JalPersonDraft renamed = JAL_PERSON_DRAFT_INIT;
  JalAbsenceDraft away = JAL_ABSENCE_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalScheduleOffer) before = NULL, after = NULL;
  g_autoptr (JalAttendance) value = NULL;
  guint n = 0;

  away.case_id = fixture->case_id;
  away.person_id = first;
  away.from = away.to = date_of ("2026-12-15");
  g_assert_true (jal_people_add_absence (store, &away, NULL, &error));
  /* Nobody was called: a witness who is away is advice. */
  before = jal_schedule_offer (store, hearing, date_of ("2026-12-15"), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (before->clear);

  /* By the label as by the person; the role is the person's. */
  draft.who = "PW1";
  draft.role = "support";
  g_assert_true (jal_attendance_add (store, hearing, &draft, NULL, &error));
  g_assert_no_error (error);
  value = find_attendance (fixture, hearing, first);
  g_assert_nonnull (value);
  g_assert_cmpstr (value->role, ==, "witness");
  after = jal_schedule_offer (store, hearing, date_of ("2026-12-15"), NULL, &error);
  g_assert_false (after->clear);
  g_assert_cmpstr (after->clashes[0], ==, "PW1 cannot come.");
  /* And nobody else who testifies is asked any more. */
  g_assert_false (g_strv_contains ((const char *const *)after->can_come, "PW2"));
  g_assert_true (g_strv_contains ((const char *const *)after->can_come, "Accused 1"));

  renamed.code = "PW1 (clerk)";
  g_assert_true (jal_people_update (store, first, &renamed, &error));
  g_clear_object (&value);
  value = find_attendance (fixture, hearing, first);
  g_assert_cmpstr (value->who, ==, "PW1 (clerk)");

  draft = JAL_ATTENDANCE_DRAFT_INIT;
  draft.person_id = first;
  g_assert_false (jal_attendance_add (store, hearing, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  draft.person_id = stranger;
  g_assert_false (jal_attendance_add (store, hearing, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);

  /* The rest of those the session needs: the accused; nobody twice, and back with one undo. */
  g_assert_true (jal_attendance_call (store, hearing, &n, &error));
  g_assert_cmpuint (n, ==, 1);
  g_clear_object (&value);
  value = find_attendance (fixture, hearing, accused);
  g_assert_cmpstr (value->state, ==, "expected");
  g_assert_null (find_attendance (fixture, hearing, second));
  undo (fixture);
  g_assert_null (find_attendance (fixture, hearing, accused));
}

static void
test_note (Fixture *fixture, gconstpointer data)
{
  JalStore *store = fixture->vault.store;
  JalId hearing = add_session (fixture, fixture->case_id, "hearing", "2026-12-08");
  g_autoptr (GError) error = NULL;
  g_autofree char *empty = jal_session_note_get (store, hearing, &error);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_cmpstr (empty, ==, "");
  g_assert_true (jal_session_note_set (store, hearing, "PW1 sworn.", &error));
  g_assert_true (jal_session_note_set (store, hearing, "PW1 sworn.\nNo cross-examination.", &error));
  g_assert_no_error (error);
  first = jal_session_note_get (store, hearing, &error);
  g_assert_cmpstr (first, ==, "PW1 sworn.\nNo cross-examination.");
  undo (fixture);
  second = jal_session_note_get (store, hearing, &error);
  g_assert_cmpstr (second, ==, "PW1 sworn.");
}

static JalLaneEntry *
find_entry (GListModel *entries, JalLane lane, const char *style)
{
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (entries, i);

      if (entry->lane == lane && (style == NULL || g_str_equal (entry->style, style)))
        return g_steal_pointer (&entry);
    }
  return NULL;
}

static void
test_lanes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) empty = jal_lanes_list (fixture->vault.store, fixture->case_id, NULL, &error);
  g_autoptr (GListStore) entries = NULL;
  g_autoptr (JalLaneEntry) gap = NULL;
  g_autoptr (JalLaneEntry) appeal = NULL;
  g_autoptr (JalLaneEntry) checkin = NULL;
  g_autoptr (JalLaneEntry) school = NULL;
  JalId hearing;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (empty)), ==, 0);
  hearing = add_session (fixture, fixture->case_id, "hearing", "2026-12-08");
  add_session (fixture, fixture->case_id, "part_heard", "2027-02-16");
  add_session (fixture, fixture->case_id, "judgment", "2029-06-12");
  update_session (fixture, hearing, NULL, "adjourned", "witness_absent");
  entries = jal_lanes_list (fixture->vault.store, fixture->case_id, NULL, &error);
  g_assert_no_error (error);
  gap = find_entry (G_LIST_MODEL (entries), JAL_LANE_GAPS, "gap");
  g_assert_nonnull (gap);
  g_assert_cmpint (gap->from, ==, date_of ("2026-12-08"));
  g_assert_cmpint (gap->to, ==, date_of ("2027-02-16"));
  g_assert_cmpstr (gap->label, ==, "Witness absent");
  g_assert_nonnull (strstr (gap->words, "70 days"));
  appeal = find_entry (G_LIST_MODEL (entries), JAL_LANE_DEADLINES, "deadline");
  g_assert_cmpint (appeal->from, ==, date_of ("2029-06-26"));
  checkin = find_entry (G_LIST_MODEL (entries), JAL_LANE_CHECKINS, NULL);
  g_assert_cmpint (checkin->from, ==, date_of ("2029-12-12"));
  {
    g_autoptr (JalLaneEntry) last = g_list_model_get_item (G_LIST_MODEL (entries), g_list_model_get_n_items (G_LIST_MODEL (entries)) - 1);

    g_assert_cmpint (last->lane, ==, JAL_LANE_CHECKINS);
    g_assert_cmpint (last->from, ==, date_of ("2031-06-12"));
  }
  school = find_entry (G_LIST_MODEL (entries), JAL_LANE_AWAY, "school");
  g_assert_nonnull (school);
  /* A case that was never planned, but has a plea, is expected to go on. */
  {
    JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
    g_autoptr (GListStore) expected = NULL;
    g_autoptr (JalLaneEntry) second = NULL;

    draft.plea_date = date_of ("2026-11-30");
    g_assert_true (jal_cases_update (fixture->vault.store, fixture->other_id, &draft, &error));
    expected = jal_lanes_list (fixture->vault.store, fixture->other_id, NULL, &error);
    second = g_list_model_get_item (G_LIST_MODEL (expected), 1);
    g_assert_cmpstr (second->style, ==, "expected");
    g_assert_cmpint (second->from, ==, date_of ("2026-12-30"));
  }
}

static void
test_delays (Fixture *fixture, gconstpointer data)
{
  JalId hearing = add_session (fixture, fixture->case_id, "hearing", "2026-12-08");
  JalId second = add_session (fixture, fixture->case_id, "part_heard", "2027-02-16");
  JalId third = add_session (fixture, fixture->case_id, "ruling", "2027-04-13");
  g_autoptr (GError) error = NULL;
  g_autoptr (JalDelays) delays = NULL;

  update_session (fixture, hearing, NULL, "adjourned", "witness_absent");
  update_session (fixture, second, "2027-03-02", NULL, NULL);
  update_session (fixture, second, NULL, "adjourned", "adjourned_defence");
  update_session (fixture, third, "2027-04-27", NULL, NULL);
  delays = jal_delays_read (fixture->vault.store, fixture->case_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (delays->n_adjourned, ==, 2);
  g_assert_cmpint (delays->days_lost, ==, 84 + 56);
  g_assert_cmpint (delays->last_slip, ==, 14);
  g_assert_cmpuint (delays->reasons->len, ==, 2);
  g_assert_cmpstr (g_array_index (delays->reasons, JalDelayReason, 0).reason, ==, "witness_absent");
  g_assert_cmpint (g_array_index (delays->reasons, JalDelayReason, 0).days, ==, 84);
  g_assert_cmpint (g_array_index (delays->reasons, JalDelayReason, 1).days, ==, 56);
  g_assert_cmpuint (delays->entries->len, ==, 1);
  g_assert_cmpint (g_array_index (delays->entries, JalDelayedSession, 0).session->first_date, ==, date_of ("2027-04-13"));
}

static void
test_agenda (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalAgenda) agenda = NULL;
  g_autoptr (GArray) days = NULL;
  g_autoptr (GListStore) diary = NULL;
  g_autoptr (JalDiaryEntry) clash = NULL;
  const JalReminderDay *day;

  add_session (fixture, fixture->case_id, "mention", "2026-11-24");
  add_session (fixture, fixture->case_id, "hearing", "2026-12-01");
  add_session (fixture, fixture->other_id, "hearing", "2026-12-01");
  agenda = jal_agenda_read (fixture->vault.store, 7, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (agenda->next->session->kind, ==, "mention");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (agenda->sessions)), ==, 1);
  /* Two hearings on 1 December: disclosure, summons, interpreter, transport were due by 20 November. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (agenda->overdue)), ==, 8);
  /* Bundle, visit and counselling of each. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (agenda->tasks)), ==, 6);

  diary = jal_diary_list (fixture->vault.store, date_of ("2026-12-01"), JAL_DATE_NONE, NULL, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (diary)), ==, 2);
  clash = g_list_model_get_item (G_LIST_MODEL (diary), 0);
  g_assert_true (g_str_has_prefix (clash->clash, "Clash: the same day in another court, CR "));

  days = jal_reminder_days (fixture->vault.store, 30, 7, NULL, &error);
  g_assert_no_error (error);
  day = &g_array_index (days, JalReminderDay, 0);
  g_assert_cmpint (day->day, ==, date_of ("2026-11-23"));
  g_assert_cmpuint (day->n_tomorrow, ==, 1);
  g_assert_cmpuint (day->n_today, ==, 0);
  day = &g_array_index (days, JalReminderDay, 1);
  g_assert_cmpint (day->day, ==, date_of ("2026-11-24"));
  g_assert_cmpuint (day->n_today, ==, 1);
  g_assert_cmpuint (day->n_ahead, ==, 2);
  g_assert_cmpuint (day->n_tasks, ==, 4); /* bundle and visit, seven days before */

  set_today ("2026-12-02");
  g_clear_pointer (&agenda, jal_agenda_free);
  agenda = jal_agenda_read (fixture->vault.store, 7, NULL, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (agenda->unrecorded)), ==, 3);
  g_assert_null (agenda->next);
}

static void
test_data (void)
{
  guint n, checkins;
  const JalTaskTemplate *templates = jal_task_template_list (&n);
  const JalCheckin *checkin = jal_checkin_list (&checkins);

  g_assert_cmpuint (n, ==, 13);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; templates[i].kinds[k] != NULL; k++)
      if (jal_session_kind_find (templates[i].kinds[k]) == NULL)
        g_error ("task %s is for a kind that does not exist: %s", templates[i].id, templates[i].kinds[k]);
  g_assert_cmpint (checkin[checkins - 1].months, ==, 24);
  g_assert_true (checkin[checkins - 1].standing.verified);
  g_assert_cmpint (jal_court_day_cost_get ()->amount, ==, 26000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/schedule/court-day/" path, Fixture, NULL, setup, func, teardown)
  g_test_add_func ("/schedule/court-day/data", test_data);
  ADD ("counted", test_counted);
  ADD ("by-hand", test_by_hand);
  ADD ("done", test_done);
  ADD ("attendance", test_attendance);
  ADD ("people", test_people);
  ADD ("note", test_note);
  ADD ("lanes", test_lanes);
  ADD ("delays", test_delays);
  ADD ("agenda", test_agenda);
  return g_test_run ();
}
