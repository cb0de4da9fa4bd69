/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's own days of the court calendar in a real vault, and that plans, offers and warnings obey them at once. */
#include "base/jal-clock.h"
#include "cases/jal-cases.h"
#include "../jal-test-vault.h"
#include "law/jal-court.h"
#include "schedule/jal-schedule-change.h"

static JalDate
date_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

static void
open_vault (JalTestVault *vault, gconstpointer data)
{
  jal_clock_set_fake ((gint64)date_of ("2026-11-23") * G_TIME_SPAN_DAY + 6 * G_TIME_SPAN_HOUR);
  jal_test_vault_open (vault);
}

static void
close_vault (JalTestVault *vault, gconstpointer data)
{
  jal_test_vault_close (vault);
  jal_clock_set_fake (-1);
}

static JalId
add_case (JalTestVault *vault, const char *number, const char *court)
{
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalId id;

  draft.title = "Fictional";
  draft.number = number;
  draft.court = court;
  g_assert_true (jal_cases_add (vault->store, &draft, &id, NULL));
  return id;
}

static GPtrArray *
list (JalTestVault *vault, const char *from, const char *to)
{
  GPtrArray *entries = jal_schedule_calendar_list (vault->store, date_of (from), date_of (to), NULL, NULL);

  g_assert_nonnull (entries);
  return entries;
}

/* The entry of a holiday or of a name; its index in @entries. */
static const JalCalendarEntry *
find (GPtrArray *entries, const char *what)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const JalCalendarEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->holiday, what) == 0 || g_str_equal (entry->name, what))
        return entry;
    }
  return NULL;
}

static gboolean
is_open (JalTestVault *vault, JalId case_id, const char *iso)
{
  g_autoptr (JalCourtCalendar) calendar = jal_schedule_calendar (vault->store, case_id, NULL);

  return jal_court_calendar_is_open (calendar, date_of (iso));
}

static void
undo (JalTestVault *vault)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_undo (vault->store, JAL_ID_NONE, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_moving_feast (JalTestVault *vault, gconstpointer data)
{
  g_autoptr (GPtrArray) before = list (vault, "2027-01-01", "2027-12-31");
  const JalCalendarEntry *fitr = find (before, "idd-ul-fitr");
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fitr->from, ==, date_of ("2027-03-09"));
  g_assert_true (fitr->provisional && fitr->movable);
  g_assert_cmpuint (fitr->ids->len, ==, 0);
  g_assert_true (find (before, "general-election")->movable);
  g_assert_false (find (before, "madaraka")->movable);
  g_assert_cmpstr (find (before, "august")->type, ==, "recess");
  g_assert_cmpint (find (before, "august")->to, ==, date_of ("2027-09-15"));

  g_assert_true (jal_schedule_calendar_move (vault->store, "idd-ul-fitr", date_of ("2027-03-10"), &error));
  g_assert_no_error (error);
  g_assert_true (is_open (vault, JAL_ID_NONE, "2027-03-09"));
  g_assert_false (is_open (vault, JAL_ID_NONE, "2027-03-10"));
  /* A second word replaces the first one. */
  g_assert_true (jal_schedule_calendar_move (vault->store, "idd-ul-fitr", date_of ("2027-03-11"), &error));
  after = list (vault, "2027-01-01", "2027-12-31");
  fitr = find (after, "idd-ul-fitr");
  g_assert_cmpint (fitr->from, ==, date_of ("2027-03-11"));
  g_assert_false (fitr->provisional);
  g_assert_cmpuint (fitr->ids->len, ==, 1);
  g_assert_true (is_open (vault, JAL_ID_NONE, "2027-03-10"));
  undo (vault);
  g_assert_false (is_open (vault, JAL_ID_NONE, "2027-03-10"));
  undo (vault);
  back = list (vault, "2027-01-01", "2027-12-31");
  g_assert_true (find (back, "idd-ul-fitr")->provisional);
  g_assert_cmpint (find (back, "idd-ul-fitr")->from, ==, date_of ("2027-03-09"));

  /* The feast of one year is not that of the next; another year than meant is refused. */
  g_assert_true (jal_schedule_calendar_move (vault->store, "idd-ul-fitr", date_of ("2028-02-27"), &error));
  g_assert_false (is_open (vault, JAL_ID_NONE, "2027-03-09"));
  g_assert_false (jal_schedule_calendar_move (vault->store, "idd-ul-fitr", date_of ("2028-05-27"), &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_schedule_calendar_move (vault->store, "madaraka", date_of ("2028-06-02"), NULL));
  g_assert_false (jal_schedule_calendar_move (vault->store, "no-such-day", date_of ("2028-06-02"), NULL));
  /* An election on the day the rules say, but certain. */
  g_assert_true (jal_schedule_calendar_move (vault->store, "general-election", date_of ("2027-08-10"), &error));
  g_assert_false (is_open (vault, JAL_ID_NONE, "2027-08-10"));
}

static void
test_stretch (JalTestVault *vault, gconstpointer data)
{
  JalCalendarDraft draft = { "closed", date_of ("2028-02-28"), date_of ("2028-03-03"), "Service week", NULL };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) changed = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  const JalCalendarEntry *entry;

  g_assert_true (jal_schedule_calendar_add (vault->store, &draft, &ids, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 5); /* over a leap day */
  entries = list (vault, "2028-01-01", "2028-12-31");
  entry = find (entries, "Service week");
  g_assert_cmpint (entry->from, ==, draft.from);
  g_assert_cmpint (entry->to, ==, draft.to);
  g_assert_false (is_open (vault, JAL_ID_NONE, "2028-02-29"));
  /* Shorter, and the other way round: the court sits. */
  draft.to = JAL_DATE_NONE;
  draft.type = "open";
  draft.name = "Sits";
  g_assert_true (jal_schedule_calendar_change (vault->store, (const JalId *)(gpointer)entry->ids->data, entry->ids->len, &draft, &error));
  changed = list (vault, "2028-01-01", "2028-12-31");
  g_assert_null (find (changed, "Service week"));
  g_assert_cmpint (find (changed, "Sits")->to, ==, date_of ("2028-02-28"));
  g_assert_true (is_open (vault, JAL_ID_NONE, "2028-02-29"));
  undo (vault);
  g_assert_false (is_open (vault, JAL_ID_NONE, "2028-02-29"));

  /* What is wrong is refused in words. */
  draft = (JalCalendarDraft){ "closed", date_of ("2028-03-01"), JAL_DATE_NONE, "Twice", NULL };
  g_assert_false (jal_schedule_calendar_add (vault->store, &draft, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Service week"));
  g_clear_error (&error);
  draft = (JalCalendarDraft){ "closed", date_of ("2028-05-02"), date_of ("2028-05-01"), "Backwards", NULL };
  g_assert_false (jal_schedule_calendar_add (vault->store, &draft, NULL, NULL));
  draft = (JalCalendarDraft){ "closed", date_of ("2028-05-02"), date_of ("2030-05-01"), "Too long", NULL };
  g_assert_false (jal_schedule_calendar_add (vault->store, &draft, NULL, NULL));
  draft = (JalCalendarDraft){ "holiday", date_of ("2028-05-02"), JAL_DATE_NONE, "", NULL };
  g_assert_false (jal_schedule_calendar_add (vault->store, &draft, NULL, NULL));
  draft = (JalCalendarDraft){ "holiday", date_of ("2028-05-02"), JAL_DATE_NONE, "Of one court", "shanzu-magistrates" };
  g_assert_false (jal_schedule_calendar_add (vault->store, &draft, NULL, NULL));
}

/* A gazetted day pushes a holiday that moves off a Sunday further. */
static void
test_gazetted (JalTestVault *vault, gconstpointer data)
{
  JalCalendarDraft draft = { "holiday", date_of ("2027-10-11"), JAL_DATE_NONE, "Declared", NULL };

  g_assert_false (is_open (vault, JAL_ID_NONE, "2027-10-11"));
  g_assert_true (is_open (vault, JAL_ID_NONE, "2027-10-12"));
  g_assert_true (jal_schedule_calendar_add (vault->store, &draft, NULL, NULL));
  g_assert_false (is_open (vault, JAL_ID_NONE, "2027-10-12"));
  g_assert_true (is_open (vault, JAL_ID_NONE, "2027-10-13"));
}

static void
test_one_court (JalTestVault *vault, gconstpointer data)
{
  JalId here = add_case (vault, "CR 1", "shanzu-magistrates"), there = add_case (vault, "CR 2", "malindi-magistrates");
  JalCalendarDraft draft = { "closed", date_of ("2027-06-02"), JAL_DATE_NONE, "Repairs", "shanzu-magistrates" };
  JalSessionDraft session = JAL_SESSION_DRAFT_INIT;
  g_autoptr (JalScheduleOffer) offer = NULL;
  g_autoptr (JalScheduleOffer) other = NULL;
  g_autoptr (GError) error = NULL;
  JalId id, other_id;

  g_assert_true (jal_schedule_calendar_add (vault->store, &draft, NULL, &error));
  /* Beside it another court, and all courts, may have entries of their own. */
  draft.court = "malindi-magistrates";
  draft.type = "open";
  g_assert_true (jal_schedule_calendar_add (vault->store, &draft, NULL, &error));
  g_assert_false (is_open (vault, here, "2027-06-02"));
  g_assert_true (is_open (vault, there, "2027-06-02"));
  g_assert_true (is_open (vault, JAL_ID_NONE, "2027-06-02"));

  session.kind = "hearing";
  session.date = date_of ("2027-06-02");
  g_assert_false (jal_schedule_add (vault->store, here, &session, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Repairs"));
  g_clear_error (&error);
  g_assert_true (jal_schedule_add (vault->store, there, &session, &other_id, &error));
  session.date = date_of ("2027-06-03");
  g_assert_true (jal_schedule_add (vault->store, here, &session, &id, &error));
  offer = jal_schedule_offer (vault->store, id, date_of ("2027-06-02"), NULL, &error);
  g_assert_true (offer->closed);
  for (guint i = 0; i < G_N_ELEMENTS (offer->better) && offer->better[i] != JAL_DATE_NONE; i++)
    g_assert_cmpint (offer->better[i], !=, date_of ("2027-06-02"));
  other = jal_schedule_offer (vault->store, other_id, date_of ("2027-06-02"), NULL, &error);
  g_assert_false (other->closed);
}

/* A closure of a court that no case could be before would close nothing, unnoticed. Its printed name and its id are the same court. */
static void
test_court_by_name (JalTestVault *vault, gconstpointer data)
{
  JalId here = add_case (vault, "CR 1", "shanzu-magistrates"), free_text = add_case (vault, "CR 2", "A Court by the Sea");
  JalCalendarDraft draft = { "closed", date_of ("2027-06-02"), JAL_DATE_NONE, "Repairs", "nowhere" };
  g_autoptr (GError) error = NULL;

  g_assert_false (jal_schedule_calendar_add (vault->store, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  draft.court = jal_label_get (&jal_court_find ("shanzu-magistrates")->name, JAL_LANG_EN);
  g_assert_true (jal_schedule_calendar_add (vault->store, &draft, NULL, &error));
  g_assert_false (is_open (vault, here, "2027-06-02"));
  g_assert_true (is_open (vault, free_text, "2027-06-02"));
  draft.court = "a court by the sea";
  g_assert_true (jal_schedule_calendar_add (vault->store, &draft, NULL, &error));
  g_assert_false (is_open (vault, free_text, "2027-06-02"));
}

/* Recess: said, never a bar. */
static void
test_recess_is_advice (JalTestVault *vault, gconstpointer data)
{
  JalId case_id = add_case (vault, "CR 1", NULL);
  JalSessionDraft session = JAL_SESSION_DRAFT_INIT;
  g_autoptr (JalScheduleOffer) offer = NULL;
  g_auto (GStrv) sentences = NULL;
  g_autoptr (GError) error = NULL;
  gboolean blocked = TRUE, said = FALSE;
  JalId id;

  session.kind = "hearing";
  session.date = date_of ("2027-08-18");
  g_assert_true (jal_schedule_add (vault->store, case_id, &session, &id, &error));
  sentences = jal_schedule_consequences (vault->store, id, date_of ("2027-08-19"), &blocked, &error);
  g_assert_false (blocked);
  for (guint i = 0; sentences[i] != NULL; i++)
    said = said || strstr (sentences[i], "recess") != NULL;
  g_assert_true (said);
  offer = jal_schedule_offer (vault->store, id, date_of ("2027-08-19"), NULL, &error);
  g_assert_true (offer->clear);
  g_assert_nonnull (strstr (offer->advice[0], "recess"));
}

/* A plan made after a closure goes round it; one made before it is warned of. */
static void
test_plan_obeys (JalTestVault *vault, gconstpointer data)
{
  JalId case_id = add_case (vault, "CR 1", "shanzu-magistrates");
  JalScheduleRequest request = { date_of ("2027-01-11"), 10, 36, 48, FALSE };
  g_autoptr (GListStore) first = jal_schedule_propose (vault->store, case_id, &request, NULL, NULL);
  g_autoptr (GListStore) second = NULL;
  g_autoptr (GListStore) sessions = NULL;
  JalDate closed = JAL_DATE_NONE;
  guint warned = 0;

  g_assert_true (jal_schedule_accept (vault->store, case_id, &request, G_LIST_MODEL (first), NULL));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (first)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (first), i);

      if (session->ordinal == 5)
        closed = session->date;
    }
  {
    JalCalendarDraft draft = { "closed", closed - 2, closed + 2, "Strike", NULL };

    g_assert_true (jal_schedule_calendar_add (vault->store, &draft, NULL, NULL));
  }
  sessions = jal_schedule_list (vault->store, case_id, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      if (session->date == closed)
        {
          g_assert_nonnull (strstr (session->warning, "Strike"));
          warned++;
        }
    }
  g_assert_cmpuint (warned, ==, 1);
  second = jal_schedule_propose (vault->store, case_id, &request, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (second)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (second), i);

      g_assert_true (session->date < closed - 2 || session->date > closed + 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/calendar/moving-feast", JalTestVault, NULL, open_vault, test_moving_feast, close_vault);
  g_test_add ("/calendar/stretch", JalTestVault, NULL, open_vault, test_stretch, close_vault);
  g_test_add ("/calendar/gazetted", JalTestVault, NULL, open_vault, test_gazetted, close_vault);
  g_test_add ("/calendar/one-court", JalTestVault, NULL, open_vault, test_one_court, close_vault);
  g_test_add ("/calendar/court-by-name", JalTestVault, NULL, open_vault, test_court_by_name, close_vault);
  g_test_add ("/calendar/recess-is-advice", JalTestVault, NULL, open_vault, test_recess_is_advice, close_vault);
  g_test_add ("/calendar/plan-obeys", JalTestVault, NULL, open_vault, test_plan_obeys, close_vault);
  return g_test_run ();
}
