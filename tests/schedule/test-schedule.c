/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of sessions in a real vault. */
#include <glib/gstdio.h>

#include "base/jal-clock.h"
#include "cases/jal-cases.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-schedule.h"

typedef struct
{
  char *folder;
  char *path;
  JalStore *store;
  JalId case_id;
} Vault;

static JalDate
date_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

static void
open_vault (Vault *vault, gconstpointer data)
{
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  g_autoptr (GError) error = NULL;

  /* 2026-11-23 09:00 in Nairobi. */
  jal_clock_set_fake ((gint64)date_of ("2026-11-23") * G_TIME_SPAN_DAY + 6 * G_TIME_SPAN_HOUR);
  vault->folder = g_dir_make_tmp ("jalada-schedule-XXXXXX", &error);
  g_assert_no_error (error);
  vault->path = g_build_filename (vault->folder, "a.jalada", NULL);
  vault->store = jal_store_create_vault (vault->path, "correct horse", JAL_STORE_STRENGTH_MIN, NULL, &error);
  g_assert_no_error (error);
  draft.title = "Fictional";
  g_assert_true (jal_cases_add (vault->store, &draft, &vault->case_id, &error));
  g_assert_no_error (error);
}

static void
close_vault (Vault *vault, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_close (vault->store, &error));
  g_assert_no_error (error);
  g_clear_object (&vault->store);
  g_unlink (vault->path);
  g_rmdir (vault->folder);
  g_free (vault->path);
  g_free (vault->folder);
  jal_clock_set_fake (-1);
}

static GListStore *
list (Vault *vault)
{
  g_autoptr (GError) error = NULL;
  GListStore *sessions = jal_schedule_list (vault->store, vault->case_id, NULL, &error);

  g_assert_no_error (error);
  return sessions;
}

static JalSession *
counted (GListStore *sessions, guint ordinal)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      if (session->ordinal == ordinal)
        return g_steal_pointer (&session);
    }
  return NULL;
}

static void
plan (Vault *vault, const char *from)
{
  JalScheduleRequest request = { .from = date_of (from), .n_sessions = 10, .months_min = 36, .months_max = 48 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) proposal = jal_schedule_propose (vault->store, vault->case_id, &request, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (jal_schedule_accept (vault->store, vault->case_id, &request, G_LIST_MODEL (proposal), &error));
  g_assert_no_error (error);
}

/* Ten counted sessions in order, on open days, over 36 to 48 months; no gap over 30 days once the mentions stand. */
static void
test_plan (Vault *vault, gconstpointer data)
{
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (JalCourtCalendar) calendar = jal_schedule_calendar (vault->store, JAL_ID_NONE, NULL);
  g_autoptr (JalSession) first = NULL;
  g_autoptr (JalSession) last = NULL;
  JalDate before = JAL_DATE_NONE;
  guint n = 0, mentions = 0;

  plan (vault, "2027-01-11");
  sessions = list (vault);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      g_assert_true (jal_court_calendar_is_open (calendar, session->date));
      if (before != JAL_DATE_NONE)
        {
          g_assert_cmpint (session->date, >, before);
          g_assert_cmpint (session->date - before, <=, 30);
        }
      before = session->date;
      if (session->counted)
        g_assert_cmpuint (session->ordinal, ==, ++n);
      else
        {
          g_assert_cmpstr (session->kind, ==, "mention");
          mentions++;
        }
      g_assert_null (session->warning);
    }
  g_assert_cmpuint (n, ==, 10);
  g_assert_cmpuint (mentions, >, 20);
  first = counted (sessions, 1);
  last = counted (sessions, 10);
  g_assert_cmpint (first->date, ==, date_of ("2027-01-11"));
  g_assert_cmpint (last->date, >=, date_of ("2030-01-11"));
  g_assert_cmpint (last->date, <=, date_of ("2031-01-11"));

  /* One undo takes the whole plan back. */
  g_assert_true (jal_store_undo (vault->store, vault->case_id, NULL, NULL, NULL));
  g_clear_object (&sessions);
  sessions = list (vault);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sessions)), ==, 0);
}

/* What is fixed or added by hand stays; identities stay; the count stays ten. */
static void
test_plan_anew (Vault *vault, gconstpointer data)
{
  g_autoptr (GListStore) before = NULL;
  g_autoptr (GListStore) after = NULL;
  g_autoptr (JalSession) third = NULL;
  g_autoptr (JalSession) same = NULL;
  g_autoptr (JalSession) last_before = NULL;
  g_autoptr (JalSession) last_after = NULL;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  JalId by_hand;

  plan (vault, "2027-01-11");
  before = list (vault);
  third = counted (before, 3);
  last_before = counted (before, 10);
  draft.date = date_of ("2027-07-14");
  draft.state = "fixed";
  g_assert_true (jal_schedule_update (vault->store, third->id, &draft, &error));
  g_assert_no_error (error);
  draft = JAL_SESSION_DRAFT_INIT;
  draft.kind = "mention";
  draft.date = date_of ("2027-03-03");
  draft.note = "By hand";
  g_assert_true (jal_schedule_add (vault->store, vault->case_id, &draft, &by_hand, &error));
  plan (vault, "2027-01-11");

  after = list (vault);
  same = counted (after, 3);
  g_assert_true (jal_id_equal (same->id, third->id));
  g_assert_cmpint (same->date, ==, date_of ("2027-07-14"));
  g_assert_cmpstr (same->state, ==, "fixed");
  last_after = counted (after, 10);
  g_assert_nonnull (last_after);
  g_assert_true (jal_id_equal (last_before->id, last_after->id));
  g_assert_null (counted (after, 11));
  for (guint i = 0;; i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (after), i);

      g_assert_nonnull (session);
      if (jal_id_equal (session->id, by_hand))
        {
          g_assert_cmpstr (session->note, ==, "By hand");
          break;
        }
    }
}

static void
test_closed_days_are_refused (Vault *vault, gconstpointer data)
{
  static const char *closed[] = { "2027-12-25", "2027-06-01", "2027-03-06", "2027-03-26" };
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) sessions = NULL;
  JalCalendarDraft strike = { .type = "closed", .from = date_of ("2027-06-02"), .to = JAL_DATE_NONE, .name = "Strike" };
  JalCalendarDraft sits = { .type = "open", .from = date_of ("2027-06-02"), .to = JAL_DATE_NONE, .name = "Sits" };
  g_autoptr (GArray) days = NULL;
  JalId id;

  draft.kind = "hearing";
  for (guint i = 0; i < G_N_ELEMENTS (closed); i++)
    {
      draft.date = date_of (closed[i]);
      g_assert_false (jal_schedule_add (vault->store, vault->case_id, &draft, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      g_clear_error (&error);
    }
  draft.date = date_of ("2027-06-02");
  g_assert_true (jal_schedule_add (vault->store, vault->case_id, &draft, &id, &error));

  /* A day closed by the user is closed; the session that stands there is warned of, not moved. */
  g_assert_true (jal_schedule_calendar_add (vault->store, &strike, &days, &error));
  g_assert_false (jal_schedule_calendar_add (vault->store, &sits, NULL, NULL));
  sessions = list (vault);
  {
    g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), 0);

    g_assert_cmpint (session->date, ==, draft.date);
    g_assert_nonnull (strstr (session->warning, "Strike"));
  }
  g_assert_true (jal_schedule_calendar_remove (vault->store, (const JalId *)(gpointer)days->data, days->len, &error));

  /* A holiday the court sits on all the same. */
  sits.from = date_of ("2027-06-01");
  g_assert_true (jal_schedule_calendar_add (vault->store, &sits, NULL, &error));
  draft.date = date_of ("2027-06-01");
  g_assert_true (jal_schedule_update (vault->store, id, &draft, &error));
  g_assert_no_error (error);
}

static void
test_consequences (Vault *vault, gconstpointer data)
{
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (JalSession) third = NULL;
  g_autoptr (JalSession) fourth = NULL;
  g_auto (GStrv) sentences = NULL;
  g_autoptr (GError) error = NULL;
  gboolean blocked = FALSE;

  plan (vault, "2027-01-11");
  sessions = list (vault);
  third = counted (sessions, 3);
  fourth = counted (sessions, 4);

  sentences = jal_schedule_consequences (vault->store, third->id, date_of ("2027-12-27"), &blocked, &error);
  g_assert_no_error (error);
  g_assert_true (blocked);
  g_assert_nonnull (strstr (sentences[0], "27 December 2027"));
  g_clear_pointer (&sentences, g_strfreev);

  sentences = jal_schedule_consequences (vault->store, third->id, fourth->date + (jal_date_weekday (fourth->date) == 5 ? 3 : 1), &blocked, &error);
  g_assert_false (blocked);
  g_assert_nonnull (strstr (sentences[0], "which it preceded"));
}

/* A gap over 30 days is warned of while a mention can still mend it, and no longer afterwards. */
static void
test_gap (Vault *vault, gconstpointer data)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (JalSession) second = NULL;

  draft.kind = "plea";
  draft.date = date_of ("2026-11-24");
  g_assert_true (jal_schedule_add (vault->store, vault->case_id, &draft, NULL, NULL));
  draft.kind = "hearing";
  draft.date = date_of ("2027-02-02");
  g_assert_true (jal_schedule_add (vault->store, vault->case_id, &draft, NULL, NULL));
  sessions = list (vault);
  second = counted (sessions, 2);
  g_assert_nonnull (strstr (second->warning, "70 days"));
  g_assert_nonnull (strstr (second->warning, "30"));

  jal_clock_set_fake ((gint64)date_of ("2027-01-05") * G_TIME_SPAN_DAY);
  g_clear_object (&sessions);
  g_clear_object (&second);
  sessions = list (vault);
  second = counted (sessions, 2);
  g_assert_null (second->warning);
}

static void
test_bad_drafts (Vault *vault, gconstpointer data)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  JalScheduleRequest request = { .from = date_of ("2027-01-11"), .n_sessions = 10, .months_min = 48, .months_max = 36 };
  g_autoptr (GError) error = NULL;

  draft.kind = "party";
  draft.date = date_of ("2027-06-02");
  g_assert_false (jal_schedule_add (vault->store, vault->case_id, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  draft.kind = "hearing";
  draft.state = "maybe";
  g_assert_false (jal_schedule_add (vault->store, vault->case_id, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (jal_schedule_propose (vault->store, vault->case_id, &request, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  request.months_min = 1;
  request.months_max = 1;
  g_assert_null (jal_schedule_propose (vault->store, vault->case_id, &request, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  /* A mistyped century is not moved to the first year the calendar knows. */
  request = (JalScheduleRequest){ .from = date_of ("1927-01-11"), .n_sessions = 10, .months_min = 36, .months_max = 48 };
  g_assert_null (jal_schedule_propose (vault->store, vault->case_id, &request, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_schedule_remove (vault->store, jal_id_new (), &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
}

/* Moving the plea moves what the months are counted from; removing and undoing bring the row back as it was. */
static void
test_plea_and_undo (Vault *vault, gconstpointer data)
{
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (JalSession) plea = NULL;
  g_autoptr (JalSession) back = NULL;
  g_autoptr (JalCase) owner = NULL;

  plan (vault, "2027-01-11");
  sessions = list (vault);
  plea = counted (sessions, 1);
  draft.date = date_of ("2027-01-18");
  g_assert_true (jal_schedule_update (vault->store, plea->id, &draft, NULL));
  owner = jal_cases_get (vault->store, vault->case_id, NULL);
  g_assert_cmpint (owner->plea_date, ==, date_of ("2027-01-18"));
  g_assert_true (jal_schedule_remove (vault->store, plea->id, NULL));
  g_assert_true (jal_store_undo (vault->store, vault->case_id, NULL, NULL, NULL));
  g_clear_object (&sessions);
  sessions = list (vault);
  back = counted (sessions, 1);
  g_assert_true (jal_id_equal (back->id, plea->id));
  g_assert_cmpint (back->date, ==, date_of ("2027-01-18"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Vault, NULL, open_vault, function, close_vault)
  ADD ("/schedule/plan", test_plan);
  ADD ("/schedule/plan-anew", test_plan_anew);
  ADD ("/schedule/closed-days-are-refused", test_closed_days_are_refused);
  ADD ("/schedule/consequences", test_consequences);
  ADD ("/schedule/gap", test_gap);
  ADD ("/schedule/bad-drafts", test_bad_drafts);
  ADD ("/schedule/plea-and-undo", test_plea_and_undo);
  return g_test_run ();
}
