/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A date that changes, and what comes after it.
 *
 * 1. What was held or fixed stays. What was only planned stays too, unless the rules between sessions leave it no room,
 *    or the session was adjourned: then the rest is planned again, and people who were told a date are a reason to keep it.
 * 2. A date the court gives is taken even where the rest cannot be planned around it: the court decides. That it cannot is
 *    said.
 * 3. What is kept is what was shown: keeping makes the same outcome again and compares.
 * 4. An adjourned session stays behind with its reason; a new one goes on with it and remembers it.
 * 5. A vacated session stays behind with its reason too, and nothing goes on with it: the others keep their dates.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-schedule-change.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "law/jal-session-kind.h"
#include "plan/jal-planner.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-off.h"
#include "schedule/jal-schedule-private.h"

typedef struct
{
  const JalScheduleMove *move;
  const JalScheduleOutcome *shown; /* when keeping */
  JalScheduleOutcome *outcome;     /* (transfer full) */
} Call;

static void
clear_change (gpointer data)
{
  g_free (((JalScheduleChange *)data)->kind);
}

void
jal_schedule_outcome_free (JalScheduleOutcome *outcome)
{
  if (outcome == NULL)
    return;
  g_clear_pointer (&outcome->changes, g_array_unref);
  g_strfreev (outcome->warnings);
  g_free (outcome->same_day);
  jal_schedule_tasks_off_clear (&outcome->tasks);
  g_clear_object (&outcome->sessions);
  g_free (outcome);
}

/* --- The rest of the case ------------------------------------------------------------------------------------ */

static guint
find_standing (GPtrArray *standing, JalId id)
{
  for (guint i = 0; i < standing->len; i++)
    if (jal_id_equal (((JalSession *)g_ptr_array_index (standing, i))->id, id))
      return i;
  return G_MAXUINT;
}

/* Whether the sessions after @at still have room when it is on @date. */
static gboolean
rest_has_room (const JalPlanRequest *request, guint at, JalDate date)
{
  const JalPlanSession *next = at + 1 < request->sessions->len ? &g_array_index (request->sessions, JalPlanSession, at + 1) : NULL;

  return next == NULL || next->ideal - date >= next->min_gap;
}

/* The earliest day an adjourned session can go on: people have to be called again. */
static JalDate
resume_from (JalSession *session)
{
  const JalSessionKind *kind = jal_session_kind_find (session->kind);

  return MAX (session->date, jal_date_today ()) + MAX (kind != NULL ? kind->min_gap_days : 1, 1);
}

/* Turns the request into that of @move. */
static void
ask_for_move (JalPlanRequest *request, guint at, const JalScheduleMove *move, JalSession *session)
{
  JalPlanSession *moved = &g_array_index (request->sessions, JalPlanSession, at);
  JalDate from = resume_from (session);

  for (guint i = 0; i < request->sessions->len; i++)
    {
      JalPlanSession *other = &g_array_index (request->sessions, JalPlanSession, i);

      if (i < at)
        {
          /* Before the one that moves nothing does. */
          other->fixed = other->ideal;
          other->held = TRUE;
        }
      else if (i > at && other->fixed == JAL_DATE_NONE)
        other->announced = TRUE;
    }
  moved->held = FALSE;
  moved->announced = FALSE;
  moved->fixed = move->date;
  if (move->date == JAL_DATE_NONE)
    {
      moved->ideal = from;
      request->earliest = MAX (request->earliest, from);
    }
}

/* Returns (transfer full) (nullable): the dates of the standing sessions afterwards. */
static GArray *
plan_rest (const JalScheduleCase *known, const JalScheduleMove *move, JalSession *session, gboolean *stuck, GError **error)
{
  g_autoptr (GPtrArray) standing = NULL;
  g_autoptr (JalPlanRequest) request = jal_schedule_case_request (known, &standing);
  g_autoptr (GError) local = NULL;
  g_autoptr (JalPlan) plan = NULL;
  g_autoptr (GArray) dates = g_array_new (FALSE, FALSE, sizeof (JalDate));
  guint at = find_standing (standing, session->id);

  *stuck = FALSE;
  for (guint i = 0; i < standing->len; i++)
    g_array_append_val (dates, ((JalSession *)g_ptr_array_index (standing, i))->date);
  /* Rule 5. */
  if (at == G_MAXUINT || move->type == JAL_SCHEDULE_VACATE)
    return g_steal_pointer (&dates);
  if (move->date != JAL_DATE_NONE)
    g_array_index (dates, JalDate, at) = move->date;
  if (move->type != JAL_SCHEDULE_ADJOURN && rest_has_room (request, at, move->date))
    return g_steal_pointer (&dates);
  ask_for_move (request, at, move, session);
  plan = jal_planner_solve (request, NULL, &local);
  if (plan == NULL && move->date == JAL_DATE_NONE)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      jal_schedule_turn_into_refusal (error);
      return NULL;
    }
  *stuck = plan == NULL;
  for (guint i = 0; plan != NULL && i < plan->sessions->len; i++)
    g_array_index (dates, JalDate, i) = g_array_index (plan->sessions, JalPlannedSession, i).date;
  return g_steal_pointer (&dates);
}

/* --- The case afterwards ------------------------------------------------------------------------------------- */

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

void
jal_schedule_add_note (char **note, const char *more)
{
  g_autofree char *both = NULL;

  if (**note == '\0')
    set_text (note, more);
  else if (strstr (*note, more) == NULL)
    {
      both = g_strconcat (*note, "\n", more, NULL);
      set_text (note, both);
    }
}

static void
add_note (JalSession *session, const JalScheduleMove *move)
{
  if (move->note != NULL && move->whole_note)
    set_text (&session->note, move->note);
  else if (move->note != NULL)
    jal_schedule_add_note (&session->note, move->note);
}

static JalSession *
new_resumed (JalSession *adjourned, const JalScheduleMove *move, JalDate date)
{
  JalSession *session = jal_schedule_copy_session (adjourned);

  session->id = JAL_ID_NONE;
  session->resumes = adjourned->id;
  session->date = date;
  set_text (&session->state, move->date != JAL_DATE_NONE ? "fixed" : "planned");
  set_text (&session->note, "");
  session->minutes = move->date != JAL_DATE_NONE ? MAX (move->minutes, 0) : 0;
  g_clear_pointer (&session->reason, g_free);
  if (session->first_date == JAL_DATE_NONE)
    session->first_date = adjourned->date;
  return session;
}

/* The moved session itself; appends to @after. */
static void
apply_move (GListStore *after, JalSession *copy, const JalScheduleMove *move, JalDate date)
{
  g_autoptr (JalSession) resumed = NULL;

  if (move->type == JAL_SCHEDULE_VACATE)
    {
      set_text (&copy->state, "vacated");
      set_text (&copy->reason, move->reason);
      add_note (copy, move);
      return;
    }
  if (move->type != JAL_SCHEDULE_ADJOURN)
    {
      /* A time belongs to its day: on another one without a time none is said any more. */
      if (move->minutes > 0 || copy->date != date)
        copy->minutes = MAX (move->minutes, 0);
      copy->date = date;
      if (move->type == JAL_SCHEDULE_OFFER)
        set_text (&copy->state, "fixed");
      return;
    }
  resumed = new_resumed (copy, move, date);
  set_text (&copy->state, "adjourned");
  set_text (&copy->reason, move->reason);
  add_note (copy, move);
  g_list_store_append (after, resumed);
}

static guint
count_mentions (GListModel *sessions)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      n += !session->counted && jal_schedule_is_open (session) && session->date >= jal_date_today ();
    }
  return n;
}

static gboolean
has_auto_mentions (GListModel *sessions)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (jal_schedule_is_auto_mention (session))
        return TRUE;
    }
  return FALSE;
}

static GListStore *
make_after (const JalScheduleCase *known, const JalScheduleMove *move, const GArray *dates)
{
  GListStore *after = g_list_store_new (JAL_TYPE_SESSION);
  g_autoptr (GPtrArray) standing = NULL;
  g_autoptr (JalPlanRequest) request = jal_schedule_case_request (known, &standing);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);
      g_autoptr (JalSession) copy = jal_schedule_copy_session (session);
      guint at = find_standing (standing, session->id);
      JalDate date = at != G_MAXUINT ? g_array_index (dates, JalDate, at) : session->date;

      if (jal_id_equal (session->id, move->session_id))
        {
          /* A light entry takes no part in the plan. */
          if (at == G_MAXUINT && move->type != JAL_SCHEDULE_VACATE)
            date = move->date != JAL_DATE_NONE ? move->date : jal_court_calendar_next_open (known->calendar, resume_from (session));
          if (move->type == JAL_SCHEDULE_MOVE && jal_schedule_is_auto_mention (session))
            copy->template_entry = -1; /* moved by hand: it is the user's now */
          apply_move (after, copy, move, date);
        }
      else
        {
          if (copy->date != date)
            copy->minutes = 0;
          copy->date = date;
        }
      g_list_store_append (after, copy);
    }
  g_list_store_sort (after, jal_schedule_compare_dates, NULL);
  if (has_auto_mentions (G_LIST_MODEL (known->sessions)))
    jal_schedule_fill_mentions (known, after);
  jal_schedule_number (G_LIST_MODEL (after));
  return after;
}

/* --- What is shown ------------------------------------------------------------------------------------------- */

/* Whether a time was said for the day on which the session no longer is, and none for its new one. */
static gboolean
loses_time (const JalScheduleCase *known, JalSession *session)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) old = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      if (jal_id_equal (old->id, session->id))
        return old->minutes > 0 && session->minutes == 0 && old->date != session->date;
    }
  return FALSE;
}

static JalDate
date_before (const JalScheduleCase *known, JalSession *session)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) old = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      if (jal_id_equal (old->id, session->id))
        return old->date;
    }
  return JAL_DATE_NONE;
}

static void
list_changes (const JalScheduleCase *known, const JalScheduleMove *move, JalScheduleOutcome *outcome)
{
  JalDate from = JAL_DATE_MAX;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (outcome->sessions)); i++)
      {
        g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (outcome->sessions), i);
        JalDate before = date_before (known, session);
        gboolean is_moved = jal_id_equal (session->id, move->session_id);
        gboolean left = is_moved && !jal_schedule_is_open (session);
        JalScheduleChange change = { .session_id = session->id, .ordinal = left ? 0 : session->ordinal, .before = before,
                                     .after = left ? JAL_DATE_NONE : session->date,
                                     .kept = !is_moved && !g_str_equal (session->state, "planned") };

        if (pass == 0)
          {
            if (is_moved)
              from = MIN (before, session->date);
            continue;
          }
        if ((!session->counted && !is_moved && jal_id_is_none (session->resumes)) || session->date < from
            || (!session->counted && jal_schedule_is_auto_mention (session) && !is_moved)
            || (!is_moved && !jal_schedule_is_open (session)))
          continue;
        change.kind = g_strdup (session->kind);
        outcome->n_moved += change.before != change.after;
        g_array_append_val (outcome->changes, change);
      }
}

static void
list_warnings (const JalScheduleCase *known, const JalScheduleMove *move, gboolean stuck, JalScheduleOutcome *outcome)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);

  if (stuck)
    g_ptr_array_add (warnings, g_strdup (_ ("The sessions after it cannot be planned around this date by the rules. They stay where "
                                            "they are: look at each of them.")));
  if (move->type == JAL_SCHEDULE_MOVE && move->date < jal_date_today ())
    g_ptr_array_add (warnings, g_strdup (_ ("That date has passed.")));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (outcome->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (outcome->sessions), i);
      g_autofree char *date = loses_time (known, session) ? jal_schedule_date_text (session->date) : NULL;

      if (date != NULL)
        g_ptr_array_add (warnings, g_strdup_printf ("%s: %s", date, jal_schedule_time_goes ()));
    }
  for (guint i = 0; i < outcome->changes->len; i++)
    {
      const JalScheduleChange *change = &g_array_index (outcome->changes, JalScheduleChange, i);

      for (guint s = 0; s < g_list_model_get_n_items (G_LIST_MODEL (outcome->sessions)); s++)
        {
          g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (outcome->sessions), s);
          g_autofree char *date = NULL;

          if (session->warning == NULL || !jal_id_equal (session->id, change->session_id) || session->date != change->after)
            continue;
          date = jal_schedule_date_text (session->date);
          g_ptr_array_add (warnings, g_strdup_printf ("%s: %s", date, session->warning));
        }
    }
  g_ptr_array_add (warnings, NULL);
  outcome->warnings = (char **)g_ptr_array_free (g_steal_pointer (&warnings), FALSE);
}

/* That the case has the same on the day on which the session, or what goes on with it, would stand; where it stands already nothing
   new is done. */
static char *
find_same_day (const JalScheduleMove *move, JalSession *session, GListModel *after)
{
  for (guint i = 0; move->type != JAL_SCHEDULE_VACATE && i < g_list_model_get_n_items (after); i++)
    {
      g_autoptr (JalSession) moved = g_list_model_get_item (after, i);

      if (move->type == JAL_SCHEDULE_ADJOURN ? jal_id_is_none (moved->id) && jal_id_equal (moved->resumes, session->id)
                                             : jal_id_equal (moved->id, session->id))
        return moved->date == session->date ? NULL : jal_schedule_find_same_day (after, moved->id, moved->kind, moved->date);
    }
  return NULL;
}

/* --- Trying and keeping -------------------------------------------------------------------------------------- */

static gboolean
check_move (const JalScheduleCase *known, const JalScheduleMove *move, JalSession *session, GError **error)
{
  g_autofree char *closed = NULL;

  if (!jal_schedule_is_open (session))
    return jal_schedule_refuse (error, _ ("This session is over: only one to come can be moved or adjourned."));
  if (move->type == JAL_SCHEDULE_ADJOURN)
    {
      const JalSessionOutcome *reason = move->reason != NULL ? jal_session_outcome_find (move->reason) : NULL;

      if (reason == NULL || !reason->adjourns)
        return jal_schedule_refuse (error, _ ("An adjournment needs its reason."));
      if (move->date != JAL_DATE_NONE && move->date <= session->date)
        return jal_schedule_refuse (error, _ ("A session goes on after the day it was adjourned."));
    }
  else if (move->type == JAL_SCHEDULE_VACATE)
    return jal_schedule_check_ending ("vacated", move->reason, error);
  else if (move->date == JAL_DATE_NONE)
    return jal_schedule_refuse (error, _ ("Say on which day."));
  if (move->date == JAL_DATE_NONE)
    return TRUE;
  /* No court gives a day that has passed. */
  if (move->type == JAL_SCHEDULE_OFFER && move->date < jal_date_today ())
    return jal_schedule_refuse (error, _ ("That date has passed."));
  closed = jal_schedule_closed_reason (known->calendar, move->date);
  return closed == NULL || jal_schedule_refuse (error, "%s", closed);
}

static gboolean
try_move (JalTx *tx, const JalScheduleMove *move, JalScheduleCase *known, JalScheduleOutcome **outcome, GError **error)
{
  g_autoptr (JalSession) session = jal_session_rows_get (tx, move->session_id, error);
  g_autoptr (GArray) dates = NULL;
  JalScheduleOutcome *made;
  gboolean stuck;

  if (session == NULL || !jal_schedule_case_read (tx, session->case_id, known, error) || !check_move (known, move, session, error)
      || (dates = plan_rest (known, move, session, &stuck, error)) == NULL)
    return FALSE;
  made = g_new0 (JalScheduleOutcome, 1);
  made->changes = g_array_new (FALSE, TRUE, sizeof (JalScheduleChange));
  g_array_set_clear_func (made->changes, clear_change);
  made->sessions = make_after (known, move, dates);
  made->mentions_before = count_mentions (G_LIST_MODEL (known->sessions));
  made->mentions_after = count_mentions (G_LIST_MODEL (made->sessions));
  list_changes (known, move, made);
  jal_schedule_fill_case_warnings (known, G_LIST_MODEL (made->sessions));
  list_warnings (known, move, stuck, made);
  made->same_day = find_same_day (move, session, G_LIST_MODEL (made->sessions));
  *outcome = made;
  return (move->type != JAL_SCHEDULE_ADJOURN && move->type != JAL_SCHEDULE_VACATE)
         || jal_schedule_tasks_off_read (tx, session, move->type == JAL_SCHEDULE_ADJOURN, &made->tasks, error);
}

static gboolean
run_try (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };

  return try_move (tx, call->move, &known, &call->outcome, error);
}

JalScheduleOutcome *
jal_schedule_try (JalStore *store, const JalScheduleMove *move, GCancellable *cancellable, GError **error)
{
  Call call = { .move = move };

  g_return_val_if_fail (JAL_IS_STORE (store) && move != NULL, NULL);

  if (jal_store_read (store, run_try, &call, cancellable, error))
    return call.outcome;
  jal_schedule_outcome_free (call.outcome);
  return NULL;
}

/* Invariant 3. */
static gboolean
is_same (const JalScheduleOutcome *a, const JalScheduleOutcome *b)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (a->sessions));

  if (n != g_list_model_get_n_items (G_LIST_MODEL (b->sessions)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalSession) one = g_list_model_get_item (G_LIST_MODEL (a->sessions), i);
      g_autoptr (JalSession) other = g_list_model_get_item (G_LIST_MODEL (b->sessions), i);

      if (!jal_id_equal (one->id, other->id) || one->date != other->date || one->minutes != other->minutes || !g_str_equal (one->state, other->state)
          || !g_str_equal (one->kind, other->kind))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_session (JalTx *tx, const JalScheduleCase *known, JalSession *session, GError **error)
{
  if (jal_id_is_none (session->id))
    {
      session->id = jal_id_new ();
      return jal_session_rows_insert (tx, session, error);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) old = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      if (jal_id_equal (old->id, session->id))
        return (old->date == session->date && old->minutes == session->minutes && g_str_equal (old->state, session->state)
                && g_strcmp0 (old->reason, session->reason) == 0 && g_str_equal (old->note, session->note)
                && old->template_entry == session->template_entry)
               || jal_session_rows_update (tx, session, error);
    }
  return jal_schedule_refuse (error, _ ("The schedule has changed since. Look at it again."));
}

static gboolean
is_left (GListModel *sessions, JalId id)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (jal_id_equal (session->id, id))
        return TRUE;
    }
  return FALSE;
}

gboolean
jal_schedule_write_all (JalTx *tx, const JalScheduleCase *known, GListModel *sessions, GError **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) old = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      if (!is_left (sessions, old->id) && !jal_tx_delete (tx, "court_session", old->id, error))
        return FALSE;
    }
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (!write_session (tx, known, session, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_schedule_settle_mentions (JalTx *tx, JalId case_id, GError **error)
{
  g_auto (JalScheduleCase) known = { 0 };
  g_autoptr (GListStore) after = NULL;

  if (!jal_schedule_case_read (tx, case_id, &known, error))
    return FALSE;
  if (!has_auto_mentions (G_LIST_MODEL (known.sessions)))
    return TRUE;
  after = jal_schedule_refilled (&known);
  return jal_schedule_write_all (tx, &known, G_LIST_MODEL (after), error);
}

/* The tasks and the people of a session that is not held on its day. */
static gboolean
take_off (JalTx *tx, const JalScheduleCase *known, const JalScheduleMove *move, GListModel *sessions, GError **error)
{
  JalId resumed = JAL_ID_NONE;

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (jal_id_equal (session->resumes, move->session_id))
        resumed = session->id;
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->sessions)); i++)
    {
      g_autoptr (JalSession) before = g_list_model_get_item (G_LIST_MODEL (known->sessions), i);

      if (jal_id_equal (before->id, move->session_id))
        return jal_schedule_take_off (tx, before, resumed, known->calendar, error);
    }
  return TRUE;
}

static gboolean
run_keep (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };
  g_autoptr (JalScheduleOutcome) outcome = NULL;
  gboolean off = call->move->type == JAL_SCHEDULE_ADJOURN || call->move->type == JAL_SCHEDULE_VACATE;

  if (!try_move (tx, call->move, &known, &outcome, error))
    return FALSE;
  if (!is_same (outcome, call->shown))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT, _ ("The schedule has changed since. Look at it again."));
      return FALSE;
    }
  if (outcome->same_day != NULL && !call->move->same_day)
    {
      g_set_error_literal (error, JAL_SCHEDULE_ERROR, JAL_SCHEDULE_ERROR_UNCONFIRMED, outcome->same_day);
      return FALSE;
    }
  if (call->move->type == JAL_SCHEDULE_MOVE && !jal_schedule_check_past (call->move->date, call->move->past_day, error))
    return FALSE;
  jal_tx_set_case (tx, known.case_id);
  if (!jal_schedule_write_all (tx, &known, G_LIST_MODEL (outcome->sessions), error))
    return FALSE;
  for (guint i = 0; !off && i < g_list_model_get_n_items (G_LIST_MODEL (outcome->sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (outcome->sessions), i);

      if (jal_id_equal (session->id, call->move->session_id) && !jal_schedule_note_plea (tx, session, error))
        return FALSE;
    }
  return !off || take_off (tx, &known, call->move, G_LIST_MODEL (outcome->sessions), error);
}

gboolean
jal_schedule_keep (JalStore *store, const JalScheduleMove *move, const JalScheduleOutcome *outcome, GError **error)
{
  static const struct
  {
    const char *verb, *label;
  } acts[] = {
    { "session.offer", N_ ("date given by the court") },
    { "session.move", N_ ("move of session") },
    { "session.adjourn", N_ ("adjournment") },
    { "session.vacate", N_ ("vacated date") },
  };
  Call call = { .move = move, .shown = outcome };
  JalAct act = { .verb = acts[move->type].verb, .label = acts[move->type].label, .subject_id = move->session_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && outcome != NULL, FALSE);

  if (move->note != NULL && (strlen (move->note) > 64 * 1024 || !g_utf8_validate (move->note, -1, NULL)))
    return jal_schedule_refuse (error, _ ("The purpose, the place or the note is too long."));
  return jal_store_act (store, &act, run_keep, &call, NULL, error);
}
