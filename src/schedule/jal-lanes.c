/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lanes of a case.
 *
 * 1. Everything is computed from what the case holds: nothing here is written.
 * 2. What no court day stands for yet is "expected": the template's own months after the plea, for a case that was never
 *    planned.
 * 3. The case ends with its last judgment or sentence, held or planned; check-ins follow it.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-lanes.h"

#include <glib/gi18n-lib.h>

#include "law/jal-session-kind.h"
#include "law/jal-task-template.h"
#include "record/jal-person-rows.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"
#include "schedule/jal-tasks.h"

#define HORIZON_MONTHS 48

G_DEFINE_FINAL_TYPE (JalLaneEntry, jal_lane_entry, G_TYPE_OBJECT)

static void
jal_lane_entry_finalize (GObject *object)
{
  JalLaneEntry *self = JAL_LANE_ENTRY (object);

  g_free (self->style);
  g_free (self->label);
  g_free (self->words);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (jal_lane_entry_parent_class)->finalize (object);
}

static void
jal_lane_entry_class_init (JalLaneEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_lane_entry_finalize;
}

static void
jal_lane_entry_init (JalLaneEntry *self)
{
}

typedef struct
{
  JalId case_id;
  JalCase *owner;       /* (transfer full) */
  GListStore *sessions; /* (transfer full) */
  GListStore *absences; /* (transfer full): of JalAbsence */
  GListStore *entries;  /* (transfer full) */
} Picture;

static void
picture_clear (Picture *picture)
{
  g_clear_object (&picture->owner);
  g_clear_object (&picture->sessions);
  g_clear_object (&picture->absences);
  g_clear_object (&picture->entries);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static JalLang
screen_lang (void)
{
  return jal_lang_from_locale (g_get_language_names ()[0]);
}

/* Takes @words. */
static JalLaneEntry *
add (Picture *picture, JalLane lane, JalDate from, JalDate to, const char *style, const char *label, char *words)
{
  g_autoptr (JalLaneEntry) entry = g_object_new (JAL_TYPE_LANE_ENTRY, NULL);

  entry->lane = lane;
  entry->from = from;
  entry->to = to;
  entry->style = g_strdup (style);
  entry->label = g_strdup (label);
  entry->words = words;
  g_list_store_append (picture->entries, entry);
  return entry;
}

static const char *
kind_label (const char *id)
{
  const JalSessionKind *kind = jal_session_kind_find (id);

  return kind != NULL ? jal_label_get (&kind->label, screen_lang ()) : id;
}

static const char *
outcome_label (const char *id)
{
  const JalSessionOutcome *outcome = jal_session_outcome_find (id);

  return outcome != NULL ? jal_label_get (&outcome->label, screen_lang ()) : _ ("Adjourned, no reason recorded");
}

/* Why it was adjourned or vacated; NULL where it was not, or nobody said. */
static const char *
ending_label (JalSession *session)
{
  const JalSessionOutcome *outcome = session->reason != NULL ? jal_session_outcome_find (session->reason) : NULL;

  if (outcome == NULL || !(g_str_equal (session->state, "adjourned") || g_str_equal (session->state, "vacated")))
    return NULL;
  return jal_session_outcome_text (outcome, session->state, screen_lang ());
}

static const char *
state_label (const char *state)
{
  if (g_str_equal (state, "fixed"))
    return C_ ("session", "Fixed");
  if (g_str_equal (state, "held"))
    return C_ ("session", "Held");
  if (g_str_equal (state, "adjourned"))
    return C_ ("session", "Adjourned");
  if (g_str_equal (state, "vacated"))
    return C_ ("session", "Vacated");
  return C_ ("session", "Planned");
}

char *
jal_lane_describe (JalSession *session)
{
  g_autofree char *day = jal_schedule_date_text (session->date);
  g_autofree char *date = jal_schedule_with_time (day, session->minutes);
  const char *kind = kind_label (session->kind);
  const char *state = state_label (session->state);

  if (session->ordinal > 0)
    /* Translators: Session 3, Hearing, 14 March 2027, Planned */
    return g_strdup_printf (_ ("Session %u, %s, %s, %s"), session->ordinal, kind, date, state);
  return g_strdup_printf ("%s, %s, %s", kind, date, state);
}

/* --- Sessions and the gaps between them ---------------------------------------------------------------------- */

/* The counted session that took place, or will, instead of the one adjourned at @i. */
static JalSession *
find_after (GListModel *sessions, guint i)
{
  g_autoptr (JalSession) adjourned = g_list_model_get_item (sessions, i);

  /* The one that goes on with it, where that is known. */
  for (guint n = i + 1; n < g_list_model_get_n_items (sessions); n++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, n);

      if (jal_id_equal (session->resumes, adjourned->id) && jal_schedule_stands (session))
        return g_steal_pointer (&session);
    }
  for (guint n = i + 1; n < g_list_model_get_n_items (sessions); n++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, n);

      if (!jal_id_equal (session->case_id, adjourned->case_id))
        return NULL;
      if (session->date > adjourned->date && jal_schedule_stands (session) && (session->counted || !adjourned->counted))
        return g_steal_pointer (&session);
    }
  return NULL;
}

static void
add_sessions (Picture *picture)
{
  GListModel *sessions = G_LIST_MODEL (picture->sessions);

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
      g_autofree char *number = session->ordinal > 0 ? g_strdup_printf ("%u", session->ordinal) : g_strdup ("");
      g_autoptr (GString) words = NULL;
      g_autofree char *described = jal_lane_describe (session);

      words = g_string_new (described);
      if (ending_label (session) != NULL)
        g_string_append_printf (words, ": %s", ending_label (session));
      if (*session->purpose != '\0')
        g_string_append_printf (words, ". %s", session->purpose);
      if (session->warning != NULL)
        g_string_append_printf (words, ". %s", session->warning);
      add (picture, session->counted ? JAL_LANE_SESSIONS : JAL_LANE_MENTIONS, session->date, session->date, session->state, number,
           g_strdup (words->str))
          ->session
          = g_object_ref (session);
    }
}

static void
add_gaps (Picture *picture)
{
  GListModel *sessions = G_LIST_MODEL (picture->sessions);

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);
      g_autoptr (JalSession) after = NULL;
      g_autofree char *from = NULL;
      g_autofree char *to = NULL;
      const char *reason;
      int days;

      if (!g_str_equal (session->state, "adjourned"))
        continue;
      after = find_after (sessions, i);
      if (after == NULL)
        continue;
      reason = outcome_label (session->reason);
      days = after->date - session->date;
      from = jal_schedule_date_text (session->date);
      to = jal_schedule_date_text (after->date);
      add (picture, JAL_LANE_GAPS, session->date, after->date, "gap", reason,
           /* Translators: the reason of the adjournment, how many days were lost, from and to which date */
           g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %d day lost, %s to %s", "%s: %d days lost, %s to %s", (gulong)days),
                            reason, days, from, to))
          ->session
          = g_object_ref (session);
    }
}

/* Rule 2. */
static void
add_expected (Picture *picture)
{
  const JalTemplate *template = jal_template_get ();
  JalDate plea = picture->owner->plea_date;

  if (plea == JAL_DATE_NONE)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (picture->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (picture->sessions), i);

      if (session->template_entry >= 0)
        return; /* it was planned */
    }
  for (guint i = 0; i < template->n_items; i++)
    {
      JalDate date = jal_date_add_months (plea, template->items[i].month_offset);
      g_autofree char *day = jal_schedule_date_text (date);
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      const char *kind = jal_label_get (&template->items[i].kind->label, screen_lang ());

      if (date >= jal_date_today ())
        add (picture, JAL_LANE_SESSIONS, date, date, "expected", number,
             /* Translators: "Session 3, Hearing, expected about 14 March 2027, not planned yet" */
             g_strdup_printf (_ ("Session %u, %s, expected about %s, not planned yet"), i + 1, kind, day));
    }
}

/* --- Deadlines, school, check-ins ------------------------------------------------------------------------------ */

/* Rule 3. */
static JalDate
find_end (Picture *picture)
{
  JalDate end = JAL_DATE_NONE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (picture->entries)); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (G_LIST_MODEL (picture->entries), i);
      JalSession *session = entry->session;

      if (entry->lane == JAL_LANE_SESSIONS && session != NULL
          && (g_str_equal (session->kind, "judgment") || g_str_equal (session->kind, "sentencing"))
          && (jal_schedule_is_open (session) || g_str_equal (session->state, "held")))
        end = MAX (end, session->date);
    }
  return end;
}

static void
add_deadlines (Picture *picture, JalDate end)
{
  int days = jal_time_limits_get ()->appeal_days;

  if (end != JAL_DATE_NONE)
    {
      g_autofree char *day = jal_schedule_date_text (end + days);

      add (picture, JAL_LANE_DEADLINES, end + days, end + days, "deadline", _ ("Appeal"),
           g_strdup_printf (_ ("Last day to appeal, %s: %d days after the judgment or sentence (CPC s.349)"), day, days))
          ->what
          = "appeal";
    }
  if (picture->owner->plea_date != JAL_DATE_NONE)
    {
      JalDate last = jal_date_add_months (picture->owner->plea_date, HORIZON_MONTHS);
      g_autofree char *day = jal_schedule_date_text (last);

      add (picture, JAL_LANE_DEADLINES, last, last, "deadline", _ ("Four years"),
           g_strdup_printf (_ ("Four years after the plea, %s"), day))
          ->what
          = "horizon";
    }
}

/* The tasks of the next session, and whatever is overdue: all of them would be a hundred. */
static void
add_tasks (Picture *picture, GListModel *tasks)
{
  JalDate today = jal_date_today (), next = JAL_DATE_MAX;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (picture->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (picture->sessions), i);

      if (session->counted && session->date >= today && jal_schedule_is_open (session))
        next = MIN (next, session->date);
    }
  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (tasks, i);
      g_autofree char *day = NULL;

      if (task->done_at != 0 || task->lapsed || task->due == JAL_DATE_NONE
          || !(task->overdue || task->by_hand || task->session_date == next || task->session_date == JAL_DATE_NONE))
        continue;
      day = jal_schedule_date_text (task->due);
      add (picture, JAL_LANE_DEADLINES, task->due, task->due, task->overdue ? "overdue" : "task", task->title,
           task->overdue ? g_strdup_printf (_ ("Overdue since %s: %s"), day, task->title)
                         : g_strdup_printf (_ ("Due %s: %s"), day, task->title))
          ->what
          = "task";
    }
}

static void
add_absences (Picture *picture, JalDate first, JalDate last)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (picture->absences)); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (picture->absences), i);
      const char *who = *absence->who != '\0' ? absence->who : _ ("Counsel");
      g_autofree char *from = jal_schedule_date_text (absence->from);
      g_autofree char *to = jal_schedule_date_text (absence->to);
      g_autoptr (GString) words = g_string_new (NULL);

      if (absence->to < first || absence->from > last)
        continue;
      /* Translators: who, from which day to which day */
      g_string_append_printf (words, _ ("%s away, %s to %s"), who, from, to);
      if (*absence->reason != '\0')
        g_string_append_printf (words, ". %s", absence->reason);
      add (picture, JAL_LANE_AWAY, MAX (absence->from, first), MIN (absence->to, last), "away", who, g_strdup (words->str))->what
          = *absence->who != '\0' ? NULL : "counsel";
    }
}

static void
add_school (Picture *picture, JalDate first, JalDate last)
{
  guint n;
  const JalSchoolTerm *terms = jal_school_term_list (&n);
  int year, end_year;

  jal_date_to_ymd (first, &year, NULL, NULL);
  jal_date_to_ymd (last, &end_year, NULL, NULL);
  for (; year <= end_year; year++)
    for (guint i = 0; i < n; i++)
      {
        JalDate from = jal_date_from_ymd (year, terms[i].from_month, terms[i].from_day);
        JalDate to = jal_date_from_ymd (year, terms[i].to_month, terms[i].to_day);
        const char *label = jal_label_get (&terms[i].label, screen_lang ());
        g_autofree char *start = jal_schedule_date_text (from);
        g_autofree char *stop = jal_schedule_date_text (to);

        if (to >= first && from <= last)
          add (picture, JAL_LANE_AWAY, from, to, "school", label,
               /* Translators: a school term; its dates are not from the Ministry's calendar */
               g_strdup_printf (_ ("%s, about %s to %s (usual dates, not verified)"), label, start, stop))
              ->what
              = "school";
      }
}

static void
add_checkins (Picture *picture, JalDate end)
{
  guint n;
  const JalCheckin *checkins = jal_checkin_list (&n);

  for (guint i = 0; i < n && end != JAL_DATE_NONE; i++)
    {
      JalDate date = jal_date_add_months (end, checkins[i].months);
      g_autofree char *day = jal_schedule_date_text (date);
      g_autofree char *label = g_strdup_printf ("%d", checkins[i].months);

      add (picture, JAL_LANE_CHECKINS, date, date, "checkin", label,
           g_strdup_printf ("%s, %s", jal_label_get (&checkins[i].label, screen_lang ()), day));
    }
}

/* --- Putting it together --------------------------------------------------------------------------------------- */

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalLaneEntry *first = a, *second = b;

  if (first->lane != second->lane)
    return first->lane < second->lane ? -1 : 1;
  if (first->from != second->from)
    return first->from < second->from ? -1 : 1;
  /* One order among those with a session and one among those without: a mixed pair compared by words would be no order at all. */
  if ((first->session != NULL) != (second->session != NULL))
    return first->session != NULL ? -1 : 1;
  if (first->session != NULL)
    return jal_id_compare (first->session->id, second->session->id);
  return g_strcmp0 (first->words, second->words);
}

static void
find_span (GListModel *entries, JalDate *first, JalDate *last)
{
  *first = *last = jal_date_today ();
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (entries, i);

      if (entry->lane == JAL_LANE_CHECKINS)
        continue;
      *first = MIN (*first, entry->from);
      *last = MAX (*last, entry->to);
    }
}

static gboolean
read_picture (JalTx *tx, gpointer data, GError **error)
{
  Picture *picture = data;
  g_auto (JalScheduleCase) known = { 0 };

  if (!jal_schedule_case_read (tx, picture->case_id, &known, error))
    return FALSE;
  /* The same warnings as wherever else the sessions are listed. */
  jal_schedule_fill_case_warnings (&known, G_LIST_MODEL (known.sessions));
  picture->owner = g_steal_pointer (&known.owner);
  picture->sessions = g_steal_pointer (&known.sessions);
  picture->absences = g_steal_pointer (&known.absences);
  return TRUE;
}

GListStore *
jal_lanes_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  g_auto (Picture) picture = { .case_id = case_id };
  g_autoptr (GListStore) tasks = NULL;
  JalDate first, last, end;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_picture, &picture, cancellable, error)
      || (tasks = jal_tasks_list (store, case_id, JAL_ID_NONE, cancellable, error)) == NULL)
    return NULL;
  picture.entries = g_list_store_new (JAL_TYPE_LANE_ENTRY);
  add_sessions (&picture);
  add_expected (&picture);
  /* A case without any date has no picture. */
  if (g_list_model_get_n_items (G_LIST_MODEL (picture.entries)) > 0)
    {
      add_gaps (&picture);
      end = find_end (&picture);
      add_deadlines (&picture, end);
      add_tasks (&picture, G_LIST_MODEL (tasks));
      find_span (G_LIST_MODEL (picture.entries), &first, &last);
      add_checkins (&picture, end);
      add_absences (&picture, first, last);
      add_school (&picture, first, last);
    }
  g_list_store_sort (picture.entries, compare_entries, NULL);
  return g_steal_pointer (&picture.entries);
}

const char *
jal_lane_name (JalLane lane)
{
  switch (lane)
    {
    case JAL_LANE_SESSIONS:
      return _ ("Sessions");
    case JAL_LANE_MENTIONS:
      return _ ("Light entries");
    case JAL_LANE_GAPS:
      return _ ("Adjournments");
    case JAL_LANE_DEADLINES:
      return _ ("Deadlines");
    case JAL_LANE_AWAY:
      return _ ("Away and school");
    case JAL_LANE_CHECKINS:
      return _ ("Check-ins");
    default:
      return "";
    }
}

const char *
jal_lane_id (JalLane lane)
{
  static const char *const ids[JAL_N_LANES] = { "sessions", "mentions", "gaps", "deadlines", "away", "checkins" };

  return ids[lane];
}

/* --- Planned against real -------------------------------------------------------------------------------------- */

static gboolean
read_sessions (JalTx *tx, gpointer data, GError **error)
{
  Picture *picture = data;

  picture->sessions = jal_id_is_none (picture->case_id) ? jal_session_rows_list_all (tx, error)
                                                        : jal_session_rows_list (tx, picture->case_id, error);
  return picture->sessions != NULL;
}

static JalDelayReason *
find_reason (GArray *reasons, const char *id)
{
  JalDelayReason fresh = { .reason = id };

  for (guint i = 0; i < reasons->len; i++)
    if (g_str_equal (g_array_index (reasons, JalDelayReason, i).reason, id))
      return &g_array_index (reasons, JalDelayReason, i);
  g_array_append_val (reasons, fresh);
  return &g_array_index (reasons, JalDelayReason, reasons->len - 1);
}

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  const JalDelayReason *first = a, *second = b;

  if (first->days != second->days)
    return first->days > second->days ? -1 : 1;
  if (first->count + first->vacated != second->count + second->vacated)
    return first->count + first->vacated > second->count + second->vacated ? -1 : 1;
  return g_strcmp0 (first->reason, second->reason);
}

static void
count_adjournment (JalDelays *delays, JalSession *session, guint i)
{
  g_autoptr (JalSession) after = find_after (G_LIST_MODEL (delays->sessions), i);
  const JalSessionOutcome *outcome = jal_session_outcome_find (session->reason);
  JalDelayReason *reason = find_reason (delays->reasons, outcome != NULL ? outcome->id : "");
  int days = after != NULL ? after->date - session->date : 0;

  reason->count++;
  reason->days += days;
  delays->n_adjourned++;
  delays->days_lost += days;
}

/* A vacated date cost no day by itself: what was put in its place has dates of its own. */
static void
count_vacated (JalDelays *delays, JalSession *session)
{
  const JalSessionOutcome *outcome = session->reason != NULL ? jal_session_outcome_find (session->reason) : NULL;

  find_reason (delays->reasons, outcome != NULL ? outcome->id : "")->vacated++;
  delays->n_vacated++;
}

JalDelays *
jal_delays_read (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Picture picture = { .case_id = case_id };
  JalDelays *delays;
  JalId of = JAL_ID_NONE;
  int slip = 0;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_sessions, &picture, cancellable, error))
    return NULL;
  delays = g_new0 (JalDelays, 1);
  delays->sessions = picture.sessions;
  delays->entries = g_array_new (FALSE, TRUE, sizeof (JalDelayedSession));
  delays->reasons = g_array_new (FALSE, TRUE, sizeof (JalDelayReason));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (delays->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (delays->sessions), i);
      JalDelayedSession entry = { .session = session, .days = session->date - session->first_date };

      if (!jal_id_equal (session->case_id, of))
        {
          delays->last_slip += slip;
          slip = 0;
        }
      of = session->case_id;
      if (g_str_equal (session->state, "adjourned"))
        count_adjournment (delays, session, i);
      else if (g_str_equal (session->state, "vacated"))
        count_vacated (delays, session);
      else if (session->counted && jal_schedule_stands (session))
        {
          g_array_append_val (delays->entries, entry);
          slip = entry.days;
        }
    }
  delays->last_slip += slip;
  g_array_sort (delays->reasons, compare_reasons);
  return delays;
}

void
jal_delays_free (JalDelays *delays)
{
  g_clear_object (&delays->sessions);
  g_clear_pointer (&delays->entries, g_array_unref);
  g_clear_pointer (&delays->reasons, g_array_unref);
  g_free (delays);
}

guint
jal_lanes_take_row (double *ends, guint n_rows, double from, double to)
{
  guint row = 0;

  while (row + 1 < n_rows && ends[row] > from)
    row++;
  if (ends[row] > from)
    row = 0;
  ends[row] = MAX (ends[row], to);
  return row;
}
