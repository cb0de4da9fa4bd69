/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known about the dates of a case, as the planner wants it.
 *
 * 1. A person takes a bit of the planner's people only when some absence is theirs: two bits, one for sessions that need
 *    them, one for hearings they could be asked to. Cases with more than 31 such people share the last pair; then a
 *    session may be kept from a day on which another of them is away, never the other way round.
 * 2. Who is needed: whoever is called to the session by name; always the accused (unless others of them are called by
 *    name), the magistrate and counsel; the
 *    survivor where the survivor testifies, with interpreter and support person; an interpreter wherever witnesses are
 *    examined. A witness or investigator who was not called by name is a reason to rather sit on another day.
 * 3. Light entries of other cases (mentions) do not fill a day.
 * 4. Days away belong to a person and count in all cases of the same magistrate; the end of a role belongs to its case. A
 *    magistrate's days away outside that time are of no interest to the case.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-schedule-case.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "law/jal-session-kind.h"
#include "record/jal-case-rows.h"
#include "record/jal-session-rows.h"
#include "record/jal-session-time.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"

#define MAX_BITS 31

static void
clear_load (gpointer data)
{
  JalScheduleLoad *load = data;

  g_free (load->number);
  g_free (load->court);
}

char *
jal_schedule_load_text (const JalScheduleLoad *load)
{
  g_autofree char *clock = jal_schedule_clock_text (load->minutes);

  /* Translators, in both: the other case, a time of day */
  if (clock != NULL)
    return load->elsewhere ? g_strdup_printf (_ ("%s is in another court that day, at %s."), load->number, clock)
                           : g_strdup_printf (_ ("%s is heard that day too, at %s."), load->number, clock);
  return load->elsewhere ? g_strdup_printf (_ ("%s is in another court that day."), load->number)
                         : g_strdup_printf (_ ("%s is heard that day too."), load->number);
}

/* Vaults of before have the time in the note. */
static int
read_minutes (JalRows *rows, guint minutes, guint note)
{
  g_autofree char *words = jal_rows_is_null (rows, minutes) ? jal_rows_dup_text (rows, note) : NULL;

  return words != NULL ? jal_session_time_take (&words) : (int)jal_rows_int (rows, minutes);
}

static gboolean
read_loads (JalTx *tx, JalScheduleCase *known, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      "SELECT s.date, s.case_id, s.id, s.kind, coalesce(c.number, c.title), c.court, s.minutes, s.note FROM court_session s "
      "JOIN court_case c ON c.id = s.case_id AND c.deleted = 0 WHERE s.deleted = 0 AND s.counted = 1 "
      "AND s.state IN ('planned', 'fixed') AND s.case_id <> ? ORDER BY s.date, s.id",
      "I", &known->case_id);
  g_autoptr (GError) local = NULL;

  known->loads = g_array_new (FALSE, TRUE, sizeof (JalScheduleLoad));
  g_array_set_clear_func (known->loads, clear_load);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      const JalSessionKind *kind = jal_session_kind_find (jal_rows_text (rows, 3));
      JalScheduleLoad load = { .date = (JalDate)jal_rows_int (rows, 0),
                               .case_id = jal_rows_id (rows, 1),
                               .session_id = jal_rows_id (rows, 2),
                               .demanding = kind != NULL && kind->demanding,
                               .number = jal_rows_dup_text (rows, 4),
                               .court = jal_rows_dup_text (rows, 5),
                               .minutes = read_minutes (rows, 6, 7) };

      load.elsewhere = load.court != NULL && known->owner->court != NULL && !g_str_equal (load.court, known->owner->court);
      g_array_append_val (known->loads, load);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_plan (JalTx *tx, JalScheduleCase *known, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, "SELECT sessions, months_min, months_max FROM case_plan WHERE deleted = 0 AND id = ?", "I",
                       &known->case_id);
  g_autoptr (GError) local = NULL;

  known->n_sessions = 10;
  known->months_min = 36;
  known->months_max = 48;
  if (rows == NULL)
    return FALSE;
  if (jal_rows_next (rows, &local))
    {
      known->planned_before = TRUE;
      known->n_sessions = (guint)jal_rows_int (rows, 0);
      known->months_min = (guint)jal_rows_int (rows, 1);
      known->months_max = (guint)jal_rows_int (rows, 2);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
jal_schedule_case_read (JalTx *tx, JalId case_id, JalScheduleCase *known, GError **error)
{
  known->case_id = case_id;
  return (known->owner = jal_case_rows_get (tx, case_id, jal_date_today (), error)) != NULL
         && (known->calendar = jal_schedule_read_calendar (tx, known->owner->court, error)) != NULL
         && (known->sessions = jal_session_rows_list (tx, case_id, error)) != NULL
         && (known->people = jal_person_rows_list (tx, case_id, error)) != NULL
         && (known->absences = jal_absence_rows_list (tx, case_id, error)) != NULL
         && (known->called = jal_called_rows_list (tx, case_id, error)) != NULL && read_loads (tx, known, error)
         && read_plan (tx, known, error) && jal_schedule_read_prefs (tx, &known->prefs, &known->weights, error);
}

void
jal_schedule_case_clear (JalScheduleCase *known)
{
  g_clear_object (&known->owner);
  g_clear_pointer (&known->calendar, jal_court_calendar_unref);
  g_clear_object (&known->sessions);
  g_clear_object (&known->people);
  g_clear_object (&known->absences);
  g_clear_pointer (&known->called, g_array_unref);
  g_clear_pointer (&known->loads, g_array_unref);
}

gboolean
jal_schedule_write_plan (JalTx *tx, JalId case_id, guint sessions, guint months_min, guint months_max, GError **error)
{
  gint64 there = 0;

  if (!jal_tx_select_int (tx, &there, error, "SELECT count(*) FROM case_plan WHERE id = ?", "I", &case_id))
    return FALSE;
  if (there == 0)
    return jal_tx_insert (tx, "case_plan", case_id, error, "sessions", 'i', (gint64)sessions, "months_min", 'i',
                          (gint64)months_min, "months_max", 'i', (gint64)months_max, "priority", 'i', (gint64)0, NULL);
  return jal_tx_update (tx, "case_plan", case_id, error, "sessions", 'i', (gint64)sessions, "months_min", 'i',
                        (gint64)months_min, "months_max", 'i', (gint64)months_max, NULL);
}

/* --- Who is needed ------------------------------------------------------------------------------------------- */

gboolean
jal_schedule_is_called_to (const JalCalled *called, JalSession *session)
{
  if (!jal_id_is_none (session->id))
    return jal_id_equal (called->session_id, session->id);
  return !jal_id_is_none (session->resumes) && jal_id_equal (called->session_id, session->resumes) && !called->heard;
}

/* @person NULL: whether anybody who testifies is called by name. An interpreter or counsel in the list says nothing about
   who testifies. */
static gboolean
is_called (const JalScheduleCase *known, JalSession *session, JalPerson *person)
{
  for (guint i = 0; i < known->called->len; i++)
    {
      const JalCalled *called = &g_array_index (known->called, JalCalled, i);

      if (jal_schedule_is_called_to (called, session)
          && (person != NULL ? jal_id_equal (called->person_id, person->id) : called->testifies))
        return TRUE;
    }
  return FALSE;
}

static int
survivors_entry (void)
{
  const JalTemplate *template = jal_template_get ();

  for (guint i = 0; i < template->n_items; i++)
    if (template->items[i].survivor)
      return (int)i;
  return -1;
}

static gboolean
is_demanding (JalSession *session)
{
  const JalSessionKind *kind = jal_session_kind_find (session->kind);

  return kind != NULL && kind->demanding;
}

gboolean
jal_schedule_is_survivors (const JalScheduleCase *known, JalSession *session)
{
  for (guint i = 0; !jal_id_is_none (session->id) && i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);

      if (g_str_equal (person->role, "survivor") && is_called (known, session, person))
        return TRUE;
    }
  return session->template_entry >= 0 && session->template_entry == survivors_entry () && is_demanding (session);
}

gboolean
jal_schedule_serves (JalPerson *person, JalDate date)
{
  return (person->since == JAL_DATE_NONE || person->since <= date) && (person->until == JAL_DATE_NONE || person->until >= date);
}

gboolean
jal_schedule_needs (const JalScheduleCase *known, JalSession *session, JalPerson *person)
{
  if (is_called (known, session, person))
    return TRUE;
  if (g_str_equal (person->role, "accused") && jal_schedule_calls_accused (known, session))
    return FALSE;
  if (g_str_equal (person->role, "accused") || g_str_equal (person->role, "magistrate") || g_str_equal (person->role, "counsel"))
    return jal_schedule_serves (person, session->date);
  if (is_called (known, session, NULL))
    return FALSE;
  if (g_str_equal (person->role, "survivor") || g_str_equal (person->role, "support"))
    return jal_schedule_is_survivors (known, session);
  return g_str_equal (person->role, "interpreter") && is_demanding (session);
}

gboolean
jal_schedule_may_need (const JalScheduleCase *known, JalSession *session, JalPerson *person)
{
  if (jal_schedule_needs (known, session, person))
    return TRUE;
  if (is_called (known, session, NULL))
    return FALSE;
  return (g_str_equal (person->role, "witness") || g_str_equal (person->role, "investigator")) && is_demanding (session)
         && !jal_schedule_is_survivors (known, session);
}

/* Invariant 1: the pair of bits of @person, -1 when no absence is theirs. */
static int
find_bit (const JalScheduleCase *known, JalId person)
{
  int bit = -1;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) one = g_list_model_get_item (G_LIST_MODEL (known->people), i);
      gboolean away = FALSE;

      for (guint a = 0; !away && a < g_list_model_get_n_items (G_LIST_MODEL (known->absences)); a++)
        {
          g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (known->absences), a);

          away = jal_id_equal (absence->person_id, one->id);
        }
      bit += away;
      if (jal_id_equal (one->id, person))
        return away ? MIN (bit, MAX_BITS) : -1;
    }
  return -1;
}

void
jal_schedule_case_add_people (const JalScheduleCase *known, JalPlanSession *session, JalSession *like)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);
      int bit = find_bit (known, person->id);

      if (bit < 0)
        continue;
      /* Invariant 4: outside their time a magistrate has no days away here. */
      if (jal_schedule_needs (known, like, person) || g_str_equal (person->role, "magistrate"))
        session->people |= (guint64)1 << bit;
      else if (jal_schedule_may_need (known, like, person))
        session->people |= (guint64)1 << (bit + MAX_BITS + 1);
    }
}

/* Invariant 4. */
static void
find_time_of (const JalScheduleCase *known, JalId person, JalDate *from, JalDate *to)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
    {
      g_autoptr (JalPerson) one = g_list_model_get_item (G_LIST_MODEL (known->people), i);

      if (!jal_id_equal (one->id, person) || !g_str_equal (one->role, "magistrate"))
        continue;
      if (one->since != JAL_DATE_NONE)
        *from = MAX (*from, one->since);
      if (one->until != JAL_DATE_NONE)
        *to = MIN (*to, one->until);
    }
}

static void
add_absence (JalPlanRequest *request, JalDate from, JalDate to, guint64 people, gboolean hard)
{
  JalPlanAbsence absence = { .from = from, .to = to, .people = people, .hard = hard };

  g_array_append_val (request->absences, absence);
}

void
jal_schedule_case_fill (const JalScheduleCase *known, JalPlanRequest *request)
{
  request->weights = known->weights;
  request->day_capacity = (int)known->prefs.day_capacity;
  request->week_capacity = (int)known->prefs.week_capacity;
  for (guint i = 0; i < known->loads->len; i++)
    {
      const JalScheduleLoad *load = &g_array_index (known->loads, JalScheduleLoad, i);
      JalPlanLoad plain = { .date = load->date, .sessions = 1, .demanding = load->demanding };

      g_array_append_val (request->loads, plain);
      if (load->elsewhere)
        add_absence (request, load->date, load->date, 0, TRUE);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->absences)); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (known->absences), i);
      JalDate from = absence->from, to = absence->to;
      int bit;

      if (jal_id_is_none (absence->person_id))
        {
          add_absence (request, absence->from, absence->to, 0, absence->hard);
          continue;
        }
      bit = find_bit (known, absence->person_id);
      find_time_of (known, absence->person_id, &from, &to);
      if (bit < 0 || from > to)
        continue;
      add_absence (request, from, to, (guint64)1 << bit, absence->hard);
      /* Somebody who was not called by name: rather not on such a day. */
      add_absence (request, from, to, (guint64)1 << (bit + MAX_BITS + 1), FALSE);
    }
}

JalPlanRequest *
jal_schedule_case_request (const JalScheduleCase *known, GPtrArray **standing)
{
  JalPlanRequest *request = jal_plan_request_new (known->calendar);
  JalDate plea = known->owner->plea_date, today = jal_date_today (), last;

  *standing = g_ptr_array_new_with_free_func (g_object_unref);
  jal_schedule_case_fill (known, request);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);
      const JalSessionKind *kind = jal_session_kind_find (session->kind);
      JalPlanSession *wanted;

      if (!session->counted || kind == NULL || !jal_schedule_stands (session) || g_str_equal (session->state, "adjourned"))
        continue;
      wanted = jal_plan_request_add_session (request, kind, NULL, session->date);
      wanted->survivor = jal_schedule_is_survivors (known, session);
      if (!g_str_equal (session->state, "planned"))
        wanted->fixed = session->date;
      wanted->held = g_str_equal (session->state, "held");
      jal_schedule_case_add_people (known, wanted, session);
      g_ptr_array_add (*standing, g_object_ref (session));
    }
  request->earliest = today;
  last = (*standing)->len > 0 ? ((JalSession *)g_ptr_array_index (*standing, (*standing)->len - 1))->date : today;
  request->last_from = plea != JAL_DATE_NONE ? plea : today;
  /* A case that runs over its months still has to be planned: the overrun is a warning, not a rule. */
  request->last_to = MAX (plea != JAL_DATE_NONE ? jal_date_add_months (plea, (int)known->months_max) : last, MAX (last, today) + 2 * 366);
  request->last_to = MIN (request->last_to, jal_court_calendar_last (known->calendar));
  return request;
}
