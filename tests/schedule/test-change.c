/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offers, moves, adjournments: what they say and what they pull after them. */
#include <glib/gstdio.h>

#include "base/jal-clock.h"
#include "cases/jal-cases.h"
#include "cases/jal-people.h"
#include "law/jal-session-kind.h"
#include "schedule/jal-lanes.h"
#include "record/jal-session-time.h"
#include "schedule/jal-schedule-change.h"

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
set_today (const char *iso)
{
  jal_clock_set_fake ((gint64)date_of (iso) * G_TIME_SPAN_DAY + 6 * G_TIME_SPAN_HOUR);
}

static JalId
add_case (Vault *vault, const char *number, const char *court)
{
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  JalId id;

  draft.title = "Fictional";
  draft.number = number;
  draft.court = court;
  g_assert_true (jal_cases_add (vault->store, &draft, &id, &error));
  g_assert_no_error (error);
  return id;
}

static void
open_vault (Vault *vault, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_today ("2026-11-23");
  vault->folder = g_dir_make_tmp ("jalada-change-XXXXXX", &error);
  vault->path = g_build_filename (vault->folder, "a.jalada", NULL);
  vault->store = jal_store_create_vault (vault->path, "correct horse", JAL_STORE_STRENGTH_MIN, NULL, &error);
  g_assert_no_error (error);
  vault->case_id = add_case (vault, "CR 1", "shanzu-magistrates");
}

static void
close_vault (Vault *vault, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_close (vault->store, &error));
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
counted (Vault *vault, guint ordinal)
{
  g_autoptr (GListStore) sessions = list (vault);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      if (session->ordinal == ordinal)
        return g_steal_pointer (&session);
    }
  g_assert_not_reached ();
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

static JalId
add_person (Vault *vault, const char *role, const char *code, JalDate born, JalDate since)
{
  JalPersonDraft draft = JAL_PERSON_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  JalId id;

  draft.role = role;
  draft.code = code;
  draft.born = &born;
  draft.since = &since;
  jal_people_add (vault->store, vault->case_id, &draft, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
add_away (Vault *vault, JalId case_id, JalId person, const char *from, const char *to, gboolean hard)
{
  JalAbsenceDraft draft = { .case_id = case_id, .person_id = person, .from = date_of (from), .to = date_of (to),
                            .reason = "Fictional reason", .hard = hard };
  g_autoptr (GError) error = NULL;

  jal_people_add_absence (vault->store, &draft, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
says (char **sentences, const char *words)
{
  for (guint i = 0; sentences[i] != NULL; i++)
    if (strstr (sentences[i], words) != NULL)
      return TRUE;
  return FALSE;
}

static JalScheduleOffer *
offer (Vault *vault, JalId session, const char *date)
{
  g_autoptr (GError) error = NULL;
  JalScheduleOffer *answer = jal_schedule_offer (vault->store, session, date_of (date), NULL, &error);

  g_assert_no_error (error);
  return answer;
}

/* The whole answer to "is the … convenient?". */
static void
test_offer (Vault *vault, gconstpointer data)
{
  JalId survivor, other;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (JalSession) third = NULL;
  g_autoptr (JalScheduleOffer) clear = NULL;
  g_autoptr (JalScheduleOffer) away = NULL;
  g_autoptr (JalScheduleOffer) closed = NULL;
  g_autoptr (JalScheduleOffer) elsewhere = NULL;
  g_autoptr (JalScheduleOffer) early = NULL;
  g_autoptr (JalScheduleOffer) recess = NULL;

  plan (vault, "2027-01-11");
  third = counted (vault, 3);
  survivor = add_person (vault, "survivor", "Survivor A", JAL_DATE_NONE, JAL_DATE_NONE);
  add_person (vault, "accused", "Accused 1", JAL_DATE_NONE, JAL_DATE_NONE);
  add_away (vault, vault->case_id, survivor, "2027-06-07", "2027-06-11", TRUE);

  clear = offer (vault, third->id, "2027-06-03");
  g_assert_true (clear->clear);
  g_assert_true (says (clear->can_come, "Survivor A") && says (clear->can_come, "Accused 1"));
  g_assert_cmpint (clear->better[0], ==, JAL_DATE_NONE);
  g_assert_true (says (clear->advice, "CPC s.205"));

  away = offer (vault, third->id, "2027-06-09");
  g_assert_false (away->clear);
  g_assert_true (says (away->clashes, "Survivor A (Fictional reason) cannot come"));
  g_assert_true (says (away->cannot_come, "Survivor A"));
  g_assert_cmpint (away->better[0], ==, date_of ("2027-06-04"));
  g_assert_cmpint (away->better[1], ==, date_of ("2027-06-14"));
  g_assert_cmpint (away->better[2], ==, date_of ("2027-06-03"));

  closed = offer (vault, third->id, "2027-06-01");
  g_assert_true (closed->closed && !closed->clear);
  g_assert_true (says (closed->clashes, "1 June 2027"));

  /* Counsel cannot be in two courts. */
  other = add_case (vault, "CR 2", "mombasa-magistrates");
  draft.kind = "hearing";
  draft.date = date_of ("2027-06-03");
  g_assert_true (jal_schedule_add (vault->store, other, &draft, NULL, NULL));
  elsewhere = offer (vault, third->id, "2027-06-03");
  g_assert_true (says (elsewhere->clashes, "CR 2"));
  g_assert_cmpint (elsewhere->better[0], ==, date_of ("2027-06-02"));

  early = offer (vault, third->id, "2027-01-15");
  g_assert_false (early->clear);
  g_assert_true (says (early->clashes, "before the session of"));

  recess = offer (vault, third->id, "2027-08-05");
  g_assert_true (recess->clear);
  g_assert_true (says (recess->advice, "recess"));
}

static JalScheduleOutcome *
try_move (Vault *vault, const JalScheduleMove *move)
{
  g_autoptr (GError) error = NULL;
  JalScheduleOutcome *outcome = jal_schedule_try (vault->store, move, NULL, &error);

  g_assert_no_error (error);
  return outcome;
}

/* No gap over the limit, no session on a closed day, ten of them; whatever was done before. */
static void
check_whole (Vault *vault)
{
  g_autoptr (GListStore) sessions = list (vault);
  g_autoptr (JalCourtCalendar) calendar = jal_schedule_calendar (vault->store, JAL_ID_NONE, NULL);
  JalDate before = jal_date_today ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      n += session->counted && !g_str_equal (session->state, "adjourned");
      if (session->date < jal_date_today ())
        continue;
      g_assert_true (jal_court_calendar_is_open (calendar, session->date));
      if (before > jal_date_today ())
        g_assert_cmpint (session->date - before, <=, 30);
      before = session->date;
    }
  g_assert_cmpuint (n, ==, 10);
}

/* Fixed where the court said; mentions follow; one undo. */
static void
test_accept (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) third = NULL;
  g_autoptr (JalSession) fixed = NULL;
  g_autoptr (JalSession) back = NULL;
  g_autoptr (JalScheduleOutcome) outcome = NULL;
  g_autoptr (JalScheduleOutcome) stale = NULL;
  g_autoptr (GError) error = NULL;
  JalScheduleMove move = { .type = JAL_SCHEDULE_OFFER, .date = date_of ("2027-07-14") };

  plan (vault, "2027-01-11");
  third = counted (vault, 3);
  move.session_id = third->id;
  outcome = try_move (vault, &move);
  stale = try_move (vault, &move);
  g_assert_cmpuint (outcome->n_moved, ==, 1);
  g_assert_true (jal_schedule_keep (vault->store, &move, outcome, &error));
  g_assert_no_error (error);
  fixed = counted (vault, 3);
  g_assert_true (jal_id_equal (fixed->id, third->id));
  g_assert_cmpstr (fixed->state, ==, "fixed");
  g_assert_cmpint (fixed->date, ==, move.date);
  g_assert_cmpint (fixed->first_date, ==, third->date);
  check_whole (vault);

  /* What was shown before something else changed is not kept. */
  move.date = date_of ("2027-07-15");
  g_assert_false (jal_schedule_keep (vault->store, &move, stale, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_true (jal_store_undo (vault->store, vault->case_id, NULL, NULL, &error));
  back = counted (vault, 3);
  g_assert_cmpstr (back->state, ==, "planned");
  g_assert_cmpint (back->date, ==, third->date);
  check_whole (vault);
}

/* An adjournment plans the rest again, keeps what is fixed, and one undo takes it all back. */
static void
test_adjourn (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) third = NULL;
  g_autoptr (JalSession) fifth = NULL;
  g_autoptr (JalSession) resumed = NULL;
  g_autoptr (JalSession) later = NULL;
  g_autoptr (JalSession) back = NULL;
  g_autoptr (JalScheduleOutcome) outcome = NULL;
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (GError) error = NULL;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  JalScheduleMove move = { .type = JAL_SCHEDULE_ADJOURN, .date = JAL_DATE_NONE };
  char iso[JAL_DATE_ISO_SIZE];

  plan (vault, "2027-01-11");
  third = counted (vault, 3);
  fifth = counted (vault, 5);
  draft.state = "fixed";
  g_assert_true (jal_schedule_update (vault->store, fifth->id, &draft, &error));
  set_today (jal_date_format (third->date, iso));
  move.session_id = third->id;
  g_assert_null (jal_schedule_try (vault->store, &move, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED); /* no reason */
  g_clear_error (&error);
  move.reason = "proceeded";
  g_assert_null (jal_schedule_try (vault->store, &move, NULL, NULL)); /* not one that adjourns */
  move.reason = "witness_absent";
  move.note = "Summons not served";
  outcome = try_move (vault, &move);
  g_assert_true (jal_schedule_keep (vault->store, &move, outcome, &error));
  g_assert_no_error (error);

  resumed = counted (vault, 4);
  g_assert_true (jal_id_equal (resumed->resumes, third->id));
  g_assert_cmpstr (resumed->kind, ==, "hearing");
  g_assert_cmpstr (resumed->purpose, ==, third->purpose);
  g_assert_cmpint (resumed->date, >=, third->date + 21);
  g_assert_cmpint (resumed->date, <=, third->date + 25);
  g_assert_cmpint (resumed->first_date, ==, third->date);
  later = counted (vault, 6);
  g_assert_true (jal_id_equal (later->id, fifth->id));
  g_assert_cmpint (later->date, ==, fifth->date);
  check_whole (vault);

  g_assert_true (jal_store_undo (vault->store, vault->case_id, NULL, NULL, &error));
  back = counted (vault, 3);
  g_assert_cmpstr (back->state, ==, "planned");
  sessions = list (vault);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sessions)), >, 30);
  check_whole (vault);
}

/* A date the court gives beyond the next planned session pushes that one, and what is pushed stays in order. */
static void
test_push (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) third = NULL;
  g_autoptr (JalSession) fourth = NULL;
  g_autoptr (JalSession) pushed = NULL;
  g_autoptr (JalScheduleOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  JalScheduleMove move = { .type = JAL_SCHEDULE_OFFER };
  g_autoptr (JalCourtCalendar) calendar = jal_schedule_calendar (vault->store, JAL_ID_NONE, NULL);

  plan (vault, "2027-01-11");
  third = counted (vault, 3);
  fourth = counted (vault, 4);
  move.session_id = third->id;
  move.date = jal_court_calendar_next_open (calendar, fourth->date + 1);
  outcome = try_move (vault, &move);
  g_assert_cmpuint (outcome->n_moved, ==, 2);
  g_assert_true (jal_schedule_keep (vault->store, &move, outcome, &error));
  g_assert_no_error (error);
  pushed = counted (vault, 4);
  g_assert_true (jal_id_equal (pushed->id, fourth->id));
  g_assert_cmpint (pushed->date, >=, move.date + 21);
  check_whole (vault);
}

/* Each with its source, beside the session it concerns, and gone when it does not hold. */
static void
test_watch (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) third = NULL;
  g_autoptr (JalSession) warned = NULL;
  g_autoptr (JalSession) fourth = NULL;
  g_autoptr (JalSession) last = NULL;
  g_autoptr (JalSession) late = NULL;
  g_autoptr (JalSession) sentence = NULL;
  g_autoptr (GListStore) entries = NULL;
  g_autoptr (GString) shown = g_string_new (NULL);
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  char iso[JAL_DATE_ISO_SIZE];

  plan (vault, "2027-01-11");
  third = counted (vault, 3);
  g_assert_null (third->warning);
  /* Eighteen on the very day of the testimony: a child no longer. */
  add_person (vault, "survivor", "Survivor A", jal_date_add_months (third->date, -12 * 18), JAL_DATE_NONE);
  warned = counted (vault, 3);
  g_assert_nonnull (strstr (warned->warning, "Survivor A turns 18"));
  g_assert_nonnull (strstr (warned->warning, "art. 260"));
  /* In the picture and the list beside it, too. */
  entries = jal_lanes_list (vault->store, vault->case_id, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (entries)); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (G_LIST_MODEL (entries), i);

      if (entry->session != NULL && entry->session->warning != NULL)
        g_string_append (shown, entry->session->warning);
    }
  g_assert_nonnull (strstr (shown->str, "Survivor A turns 18"));

  set_today (jal_date_format (third->date, iso));
  draft.state = "held";
  g_assert_true (jal_schedule_update (vault->store, third->id, &draft, &error));
  g_assert_no_error (error);
  add_person (vault, "magistrate", "Magistrate 2", JAL_DATE_NONE, third->date + 30);
  fourth = counted (vault, 4);
  g_assert_nonnull (strstr (fourth->warning, "CPC s.200(3)"));

  last = counted (vault, 10);
  draft = JAL_SESSION_DRAFT_INIT;
  draft.date = date_of ("2031-02-12");
  g_assert_true (jal_schedule_update (vault->store, last->id, &draft, &error));
  g_assert_no_error (error);
  late = counted (vault, 10);
  g_assert_nonnull (strstr (late->warning, "48 months"));

  set_today ("2031-02-12");
  draft.state = "held";
  g_assert_true (jal_schedule_update (vault->store, last->id, &draft, &error));
  sentence = counted (vault, 10);
  g_assert_nonnull (strstr (sentence->warning, "26 February 2031"));
  g_assert_nonnull (strstr (sentence->warning, "CPC s.349"));
  set_today ("2031-02-27");
  g_clear_object (&sentence);
  sentence = counted (vault, 10);
  g_assert_null (sentence->warning);
}

static void
test_held_ahead (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) second = NULL;
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GError) error = NULL;

  plan (vault, "2027-01-11");
  second = counted (vault, 2);
  draft.state = "held";
  g_assert_false (jal_schedule_update (vault->store, second->id, &draft, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
}

/* What was held is not fixed for another day nor taken away; a slip is set back to planned first. */
static void
test_over (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) second = NULL;
  g_autoptr (JalSession) after = NULL;
  JalSessionDraft held = JAL_SESSION_DRAFT_INIT, moved = JAL_SESSION_DRAFT_INIT, back = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GError) error = NULL;
  char iso[JAL_DATE_ISO_SIZE];

  plan (vault, "2027-01-11");
  second = counted (vault, 2);
  set_today (jal_date_format (second->date + 1, iso));
  held.state = "held";
  g_assert_true (jal_schedule_update (vault->store, second->id, &held, &error));
  moved.state = "fixed";
  moved.date = second->date + 28;
  g_assert_false (jal_schedule_update (vault->store, second->id, &moved, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  moved.state = NULL;
  g_assert_false (jal_schedule_update (vault->store, second->id, &moved, NULL));
  g_assert_false (jal_schedule_remove (vault->store, second->id, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  after = counted (vault, 2);
  g_assert_true (jal_id_equal (after->id, second->id));
  g_assert_cmpint (after->date, ==, second->date);
  g_assert_cmpstr (after->state, ==, "held");
  back.state = "planned";
  g_assert_true (jal_schedule_update (vault->store, second->id, &back, &error));
  g_assert_true (jal_schedule_remove (vault->store, second->id, &error));
}

/* A date after the months that the case was planned for is not clear. */
static void
test_offer_beyond (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) fourth = NULL;
  g_autoptr (JalScheduleOffer) offer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean said = FALSE;

  plan (vault, "2027-01-11");
  fourth = counted (vault, 4);
  offer = jal_schedule_offer (vault->store, fourth->id, date_of ("2033-03-02"), NULL, &error);
  g_assert_no_error (error);
  g_assert_false (offer->clear);
  for (guint i = 0; offer->clashes[i] != NULL; i++)
    said = said || strstr (offer->clashes[i], "48 months") != NULL;
  g_assert_true (said);
}

/* Plans keep away from days on which people are away, and from other courts. */
static void
test_plan_with_people (Vault *vault, gconstpointer data)
{
  g_autoptr (JalSession) before = NULL;
  g_autoptr (JalSession) after = NULL;
  char from[JAL_DATE_ISO_SIZE], to[JAL_DATE_ISO_SIZE];
  JalId survivor;

  plan (vault, "2027-01-11");
  before = counted (vault, 3);
  survivor = add_person (vault, "survivor", NULL, JAL_DATE_NONE, JAL_DATE_NONE);
  add_away (vault, vault->case_id, survivor, jal_date_format (before->date - 3, from), jal_date_format (before->date + 20, to), TRUE);
  plan (vault, "2027-01-11");
  after = counted (vault, 3);
  g_assert_true (after->date < before->date - 3); /* early is better than late */
}

static void
test_clashes (Vault *vault, gconstpointer data)
{
  JalId other = add_case (vault, "CR 2", "mombasa-magistrates");
  JalSessionDraft draft = JAL_SESSION_DRAFT_INIT;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) one = NULL;

  draft.kind = "hearing";
  draft.date = date_of ("2027-06-03");
  g_assert_true (jal_schedule_add (vault->store, vault->case_id, &draft, NULL, NULL));
  none = jal_schedule_clashes (vault->store, JAL_ID_NONE, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (jal_schedule_add (vault->store, other, &draft, NULL, NULL));
  found = jal_schedule_clashes (vault->store, JAL_ID_NONE, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  one = jal_schedule_clashes (vault->store, other, NULL, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (g_array_index (one, JalScheduleClash, 0).text, ==, "CR 1 is in another court that day.");
}

static void
test_prefs (Vault *vault, gconstpointer data)
{
  JalSchedulePrefs prefs;
  JalPlanWeights weights;
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_schedule_get_prefs (vault->store, &prefs, &weights, &error));
  g_assert_cmpint (weights.recess_day, ==, jal_plan_weights_get ()->recess_day);
  g_assert_cmpuint (prefs.day_capacity, ==, 3);
  weights.recess_day = 77;
  prefs.day_capacity = 1;
  g_assert_true (jal_schedule_set_prefs (vault->store, &prefs, &weights, &error));
  weights = (JalPlanWeights){ 0 };
  g_assert_true (jal_schedule_get_prefs (vault->store, &prefs, &weights, &error));
  g_assert_cmpint (weights.recess_day, ==, 77);
  g_assert_cmpint (weights.distance_per_day, ==, 1);
  g_assert_cmpuint (prefs.day_capacity, ==, 1);
  g_assert_true (jal_store_undo (vault->store, JAL_ID_NONE, NULL, NULL, &error));
  g_assert_true (jal_schedule_get_prefs (vault->store, &prefs, &weights, &error));
  g_assert_cmpint (weights.recess_day, ==, jal_plan_weights_get ()->recess_day);
  weights.recess_day = -1;
  g_assert_false (jal_schedule_set_prefs (vault->store, &prefs, &weights, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
}

/* Today is Monday 23 November 2026. */
static void
test_said (void)
{
  static const struct
  {
    const char *said, *iso;
  } cases[] = {
    { "14", "2026-12-14" },          { "23", "2026-12-23" },          { "24", "2026-11-24" },
    { "the 14th", "2026-12-14" },    { "31", "2026-12-31" },          { "14 March", "2027-03-14" },
    { "14 march 2028", "2028-03-14" }, { "March 14", "2027-03-14" },  { "14 Machi", "2027-03-14" },
    { "14/3", "2027-03-14" },        { "14/3/2028", "2028-03-14" },   { "14.3.", "2027-03-14" },
    { "23 november", "2027-11-23" }, { "24 Nov", "2026-11-24" },      { "29 February", "2028-02-29" },
    { "tuesday", "2026-11-24" },     { "monday", "2026-11-30" },      { "next Tuesday", "2026-12-01" },
    { "Jumanne ijayo", "2026-12-01" }, { "jumatano", "2026-11-25" },  { "tomorrow", "2026-11-24" },
    { "kesho", "2026-11-24" },       { "in 3 weeks", "2026-12-14" },  { "in 2 months", "2027-01-23" },
    { "baada ya wiki 2", "2026-12-07" }, { "2027-12-31", "2027-12-31" }, { " 1  January ", "2027-01-01" },
    { "tarehe 14", "2026-12-14" },   { "14th March", "2027-03-14" },   { "the 1st of June", "2027-06-01" },
    { "2/3/27", "2027-03-02" },      { "2027-3-5", "2027-03-05" },    { "14-Mar-2027", "2027-03-14" },
    { "in two weeks", "2026-12-07" }, { "in a month", "2026-12-23" }, { "baada ya miezi miwili", "2027-01-23" },
    { "day after tomorrow", "2026-11-25" }, { "kesho kutwa", "2026-11-25" }, { "March 14th, 2028", "2028-03-14" },
    { "Tuesday 16 March", "2027-03-16" }, { "Tuesday the 16th of March 2027", "2027-03-16" }, { "14 Machi 28", "2028-03-14" },
    { "tarehe 14 mwezi wa 3", "2027-03-14" }, { "tarehe 14 mwezi wa tatu", "2027-03-14" },
    { "14 mwezi wa kumi na mbili", "2026-12-14" },
    /* By their place in a week or month. */
    { "Jumanne wiki ijayo", "2026-12-01" }, { "Jumanne ya wiki ijayo", "2026-12-01" }, { "Tuesday next week", "2026-12-01" },
    { "Friday of next week", "2026-12-04" }, { "Monday week", "2026-12-07" }, { "Tuesday week", "2026-12-01" },
    { "a week on Tuesday", "2026-12-01" }, { "this Friday", "2026-11-27" }, { "Ijumaa hii", "2026-11-27" },
    { "Ijumaa wiki hii", "2026-11-27" }, { "Monday fortnight", "2026-12-14" }, { "in a fortnight", "2026-12-07" },
    { "Tuesday the week after next", "2026-12-08" },
    { "first Monday of March", "2027-03-01" }, { "the first Monday in March", "2027-03-01" }, { "1st Monday of March 2028", "2028-03-06" },
    { "third Wednesday in April", "2027-04-21" }, { "last Friday of April", "2027-04-30" }, { "second Tuesday of next month", "2026-12-08" },
    { "Jumatatu ya kwanza ya Machi", "2027-03-01" }, { "Jumatatu ya kwanza ya mwezi wa tatu", "2027-03-01" },
    { "Ijumaa ya mwisho ya Aprili", "2027-04-30" }, { "Jumanne ya pili ya mwezi ujao", "2026-12-08" },
    { "first Monday of November", "2027-11-01" }, { "last Monday of November", "2026-11-30" },
    { "14 next month", "2026-12-14" }, { "the 14th of next month", "2026-12-14" }, { "tarehe 14 mwezi ujao", "2026-12-14" },
    { "tarehe 30 mwezi huu", "2026-11-30" },
    /* Days in words. */
    { "tarehe kumi na nne mwezi wa tatu", "2027-03-14" }, { "tarehe kumi na nne Machi", "2027-03-14" }, { "tarehe mosi Juni", "2027-06-01" },
    { "tarehe ishirini na tisa", "2026-11-29" }, { "tarehe thelathini na moja mwezi wa kumi na mbili", "2026-12-31" },
    { "the fourteenth of March", "2027-03-14" }, { "twenty first March", "2027-03-21" }, { "thirty-first of January", "2027-01-31" },
    /* With a time. */
    { "14 Mei saa tatu", "2027-05-14" }, { "14 March at 9", "2027-03-14" }, { "14 March 2028 9:30", "2028-03-14" },
    { "Jumanne wiki ijayo saa nne asubuhi", "2026-12-01" }, { "14 at 9am", "2026-12-14" },
  };
  static const struct
  {
    const char *said;
    int minutes;
  } times[] = {
    { "14 Mei saa tatu", 540 }, { "14 Mei saa tatu asubuhi", 540 }, { "14 Mei saa tatu na nusu", 570 }, { "14 Mei saa nne kasoro robo", 585 },
    { "14 Mei saa nane mchana", 840 }, { "14 Mei saa 3", 540 }, { "14 Mei saa 3:30", 570 }, { "14 Mei saa moja na robo", 435 },
    { "14 Mei saa kumi na moja jioni", 1020 }, { "14 Mei saa 9 asubuhi", 540 }, { "14 Mei, saa tatu kamili", 540 },
    { "14 March at 9", 540 }, { "14 March at 9.30", 570 }, { "14 March at 2", 840 }, { "14 March at 2pm", 840 }, { "14 March at 9 a.m.", 540 },
    { "14 March at 12", 720 }, { "14 March at nine o'clock", 540 }, { "14 March 9am", 540 }, { "14 March at 0900 hours", 540 },
    /* By the clock of 24 hours, and as the program writes it. */
    { "14 Mei saa 09:00", 540 }, { "14 Mei saa 0900", 540 }, { "14 Mei saa 14:00", 840 }, { "14 Mei saa 14:00 mchana", 840 },
    { "14 Mei saa 3:00 asubuhi (09:00)", 540 }, { "14 Mei Saa: 3:00 asubuhi (09:00)", 540 }, { "14 Mei Saa: 09:00", 540 },
    { "14 March Time: 09:00", 540 }, { "14 March, 15:00", 900 }, { "14 March, 06:00", 360 },
    { "14 Mei saa kumi na mbili asubuhi", 360 }, { "14 Mei saa 9 alasiri", 900 }, { "14 Mei saa 9 mchana", 900 }, { "14 Mei saa 12 jioni", 1080 },
    { "14 Mei saa 3 ya asubuhi", 540 }, { "14 Mei saa nne kamili asubuhi", 600 },
    { "14 March", -1 }, { "14 March 2028", -1 }, { "2027-03-14", -1 }, { "14 Machi 28", -1 },
  };
  static const struct
  {
    const char *said, *from, *to;
  } stretches[] = {
    { "wiki ijayo", "2026-11-30", "2026-12-04" },  { "next week", "2026-11-30", "2026-12-04" },  { "this week", "2026-11-24", "2026-11-27" },
    { "wiki hii", "2026-11-24", "2026-11-27" },    { "mwezi ujao", "2026-12-01", "2026-12-31" }, { "next month", "2026-12-01", "2026-12-31" },
    { "mwezi huu", "2026-11-24", "2026-11-30" },   { "mwisho wa mwezi", "2026-11-24", "2026-11-30" }, { "end of the month", "2026-11-24", "2026-11-30" },
    { "end of March", "2027-03-25", "2027-03-31" }, { "mwisho wa Machi", "2027-03-25", "2027-03-31" }, { "March", "2027-03-01", "2027-03-31" },
    { "in March 2028", "2028-03-01", "2028-03-31" }, { "mwezi wa tatu", "2027-03-01", "2027-03-31" }, { "mwishoni mwa mwezi wa tatu", "2027-03-25", "2027-03-31" },
    { "beginning of April", "2027-04-01", "2027-04-07" }, { "mwanzoni mwa Aprili", "2027-04-01", "2027-04-07" }, { "mid April", "2027-04-11", "2027-04-20" },
    { "end of February 2028", "2028-02-23", "2028-02-29" }, { "end of next month", "2026-12-25", "2026-12-31" }, { "mwisho wa mwezi ujao", "2026-12-25", "2026-12-31" },
    { "early November", "2027-11-01", "2027-11-07" }, { "the week after next", "2026-12-07", "2026-12-11" }, { "katikati ya mwezi wa 4", "2027-04-11", "2027-04-20" },
    { "next week at 9", "2026-11-30", "2026-12-04" },
  };
  static const char *const bad[] = { "", "0", "32", "14 Mars 2027x", "30 February", "juma", "14/13", "soon", "29/2/2027", "14 Ju", "-3",
                                      "Monday 16 March", "14 15 March", "14 mwezi wa 13", "14th March 2", "in no weeks", "in 3",
                                      "14ab", "the of", "2027-13-5", "2/3/7", "fifth Monday of February", "sixth Monday of March", "saa tatu",
                                      "at 9", "9am", "wiki", "month", "mwezi", "mwisho wa", "end of", "first Monday", "Jumatatu ya kwanza",
                                      "Monday next", "next", "14 Mei saa", "14 Mei saa kumi na tano", "14 March at 25", "last", "wiki ijayo",
                                      /* An hour that may be one of two, or none of a court's. */
                                      "14 Mei saa 9", "14 Mei saa 9:00", "14 Mei saa 12", "14 Mei saa kumi na mbili", "14 Mei saa moja jioni",
                                      "14 Mei saa mbili jioni", "14 Mei saa 03:00", "14 Mei saa 09:00 jioni", "14 Mei saa 6 asubuhi",
                                      "tomorrow at 9.-5", "tomorrow at -9", "14 March at 02:30", "14 March at 12am",
                                      /* Years that have passed: hours rather. */
                                      "14 March 10", "9 March 12", "14/3/20", "3 month", "third month",
                                      /* Days that have passed. */
                                      "the 14th of the month", "14 this month", "14 mwezi huu", "first Monday of the month",
                                      "fourth Monday of the month" };
  /* A time alone, "" is none, -1 is not read, -2 may be one of two. */
  static const struct
  {
    const char *said;
    int minutes;
  } clocks[] = {
    { "", 0 }, { "9", 540 }, { "9.30", 570 }, { "9:30", 570 }, { "09:00", 540 }, { "0900", 540 }, { "2pm", 840 }, { "at 2", 840 }, { "saa tatu", 540 },
    { "Saa tatu na nusu", 570 }, { "saa 3:00 asubuhi (09:00)", 540 }, { "Time: 11:00", 660 }, { "nine", 540 }, { "soon", -1 }, { "25:00", -1 },
    { "14 March at 9", -1 }, { "9 9", -1 }, { "saa 9", -2 }, { "02:30", -1 },
  };
  /* What older vaults have in the note. */
  static const struct
  {
    const char *note;
    int minutes;
    const char *after;
  } notes[] = {
    { "", 0, "" }, { "Time: 09:00", 540, "" }, { "Saa: 09:00", 540, "" }, { "Giriama\nTime: 10:00", 600, "Giriama" },
    { "Saa: 3:00 asubuhi (09:00)\nGiriama", 540, "Giriama" }, { "Time: 09:00, court 2", 540, "court 2" }, { "Time: 09:00 · £50 fare", 540, "£50 fare" },
    { "Time: 09:00\nTime: 09:00", 540, "" }, { "Time: 09:00\nTime: 11:00", 0, "Time: 09:00\nTime: 11:00" }, { "Time: 09:00 she arrived", 0, "Time: 09:00 she arrived" },
    { "Time: 9 people", 0, "Time: 9 people" }, { "Time: 25:00", 0, "Time: 25:00" }, { "Time: 09:001", 0, "Time: 09:001" }, { "See Time: 09:00", 0, "See Time: 09:00" },
  };
  static const char *const languages[] = { "en", "sw" };
  JalSaid read;
  JalDate date;

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autofree char *note = g_strdup (notes[i].note);

      g_test_message ("%s", note);
      g_assert_cmpint (jal_session_time_take (&note), ==, notes[i].minutes);
      g_assert_cmpstr (note, ==, notes[i].after);
    }
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      int minutes = -7;
      gboolean unclear;

      g_test_message ("%s", clocks[i].said);
      g_assert_cmpint (jal_schedule_read_time (clocks[i].said, &minutes, &unclear), ==, clocks[i].minutes >= 0);
      g_assert_cmpint (minutes, ==, clocks[i].minutes >= 0 ? clocks[i].minutes : -7);
      g_assert_cmpint (unclear, ==, clocks[i].minutes == -2);
    }
  /* What the program writes is read back as what it was, whatever the language. */
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (int minutes = 6 * 60; minutes <= 18 * 60 + 30; minutes += 15)
      {
        g_autofree char *clock = NULL, *time = NULL, *shown = NULL, *kept = NULL;

        g_setenv ("LANGUAGE", languages[i], TRUE);
        clock = jal_schedule_clock_text (minutes);
        time = jal_schedule_time_text (minutes);
        g_assert_true (g_str_has_prefix (clock, "saa ") == (i == 1));
        shown = g_strdup_printf ("14 Machi 2027, %s", clock);
        kept = g_strdup_printf ("14 Machi 2027 %s", time);
        g_test_message ("%s; %s", shown, kept);
        g_assert_true (jal_schedule_read_said (shown, date_of ("2026-11-23"), &read));
        g_assert_cmpint (read.minutes, ==, minutes);
        g_assert_true (jal_schedule_read_said (kept, date_of ("2026-11-23"), &read));
        g_assert_cmpint (read.minutes, ==, minutes);
        g_assert_cmpint (read.date, ==, date_of ("2027-03-14"));
        g_assert_cmpint (jal_session_time_take (&time), ==, minutes);
        g_assert_cmpstr (time, ==, "");
      }
  g_setenv ("LANGUAGE", "en", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char iso[JAL_DATE_ISO_SIZE];

      date = JAL_DATE_NONE;
      g_test_message ("%s", cases[i].said);
      g_assert_true (jal_schedule_parse_said (cases[i].said, date_of ("2026-11-23"), &date));
      g_assert_cmpstr (jal_date_format (date, iso), ==, cases[i].iso);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (jal_schedule_parse_said (bad[i], date_of ("2026-11-23"), &date));
      g_assert_true (!jal_schedule_read_said (bad[i], date_of ("2026-11-23"), &read) || g_str_equal (bad[i], "wiki ijayo"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_test_message ("%s", times[i].said);
      g_assert_true (jal_schedule_read_said (times[i].said, date_of ("2026-11-23"), &read));
      g_assert_cmpint (read.minutes, ==, times[i].minutes);
      g_assert_cmpint (read.date, !=, JAL_DATE_NONE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (stretches); i++)
    {
      char iso[JAL_DATE_ISO_SIZE];

      g_test_message ("%s", stretches[i].said);
      g_assert_true (jal_schedule_read_said (stretches[i].said, date_of ("2026-11-23"), &read));
      g_assert_cmpint (read.date, ==, JAL_DATE_NONE);
      g_assert_cmpstr (jal_date_format (read.from, iso), ==, stretches[i].from);
      g_assert_cmpstr (jal_date_format (read.to, iso), ==, stretches[i].to);
    }
  /* A month that is all but over is still meant; one that is over is next year's. */
  g_assert_true (jal_schedule_read_said ("November", date_of ("2026-11-29"), &read));
  g_assert_cmpint (read.from, ==, date_of ("2026-11-30"));
  g_assert_true (jal_schedule_read_said ("November", date_of ("2026-11-30"), &read));
  g_assert_cmpint (read.from, ==, date_of ("2027-11-01"));
  /* The sixth day of a week has nothing left of it but the next one. */
  g_assert_false (jal_schedule_read_said ("wiki hii", date_of ("2026-11-27"), &read));
  g_assert_true (read.over && !read.unclear);
  g_assert_false (jal_schedule_read_said ("tarehe 14 mwezi huu", date_of ("2026-11-27"), &read));
  g_assert_true (read.over && !read.unclear);
  g_assert_false (jal_schedule_read_said ("last friday of the month", date_of ("2026-11-27"), &read));
  g_assert_true (read.over && !read.unclear);
  g_assert_false (jal_schedule_read_said ("14 Mei saa 9", date_of ("2026-11-27"), &read));
  g_assert_true (read.unclear && !read.over);
  g_assert_false (jal_schedule_read_said ("soon", date_of ("2026-11-27"), &read));
  g_assert_true (!read.unclear && !read.over);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Vault, NULL, open_vault, function, close_vault)
  ADD ("/schedule/offer", test_offer);
  ADD ("/schedule/accept", test_accept);
  ADD ("/schedule/adjourn", test_adjourn);
  ADD ("/schedule/push", test_push);
  ADD ("/schedule/watch", test_watch);
  ADD ("/schedule/held-ahead", test_held_ahead);
  ADD ("/schedule/over", test_over);
  ADD ("/schedule/offer-beyond", test_offer_beyond);
  ADD ("/schedule/plan-with-people", test_plan_with_people);
  ADD ("/schedule/clashes", test_clashes);
  ADD ("/schedule/prefs", test_prefs);
  g_test_add_func ("/schedule/said", test_said);
  return g_test_run ();
}
