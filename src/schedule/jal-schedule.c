/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The life of a court session.
 *
 * 1. A session that is to come never stands on a day on which the court does not sit: adding and moving refuse it, by
 *    name. A calendar that changes later makes a warning, never a change.
 * 2. Whether a kind is counted among the ten is the law data's word, copied into the row when it is written.
 * 3. Every change is one action with one undo.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-schedule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "law/jal-session-kind.h"
#include "record/jal-case-rows.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-off.h"
#include "schedule/jal-schedule-private.h"

#define MAX_LINE_BYTES 400
#define MAX_NOTE_BYTES (64 * 1024)

static const char *const states[] = { "planned", "fixed", "held", "adjourned", "vacated" };

typedef struct
{
  JalId case_id;
  JalId session_id;
  const JalSessionDraft *draft;
  JalDate date;
  gboolean blocked;
  gpointer result; /* (transfer full) */
} Call;

gboolean
jal_schedule_refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

gboolean
jal_schedule_stands (JalSession *session)
{
  return !g_str_equal (session->state, "vacated");
}

gboolean
jal_schedule_is_open (JalSession *session)
{
  return g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed");
}

/* --- The rules of a draft ------------------------------------------------------------------------------------ */

static gboolean
line_is_good (const char *line, gsize most)
{
  return line == NULL || (strlen (line) <= most && g_utf8_validate (line, -1, NULL));
}

static gboolean
check_draft (const JalSessionDraft *draft, GError **error)
{
  if (draft->kind != NULL && jal_session_kind_find (draft->kind) == NULL)
    return jal_schedule_refuse (error, _ ("There is no kind of session of that name."));
  if (draft->state != NULL)
    {
      gboolean known = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        known = known || g_str_equal (states[i], draft->state);
      if (!known)
        return jal_schedule_refuse (error, _ ("A session is planned, fixed, held, adjourned or vacated."));
    }
  if (draft->reason != NULL && *draft->reason != '\0' && jal_session_outcome_find (draft->reason) == NULL)
    return jal_schedule_refuse (error, _ ("There is no such outcome of a session."));
  if (!line_is_good (draft->purpose, MAX_LINE_BYTES) || !line_is_good (draft->place, MAX_LINE_BYTES)
      || !line_is_good (draft->note, MAX_NOTE_BYTES))
    return jal_schedule_refuse (error, _ ("The purpose, the place or the note is too long."));
  if (draft->minutes >= 24 * 60)
    return jal_schedule_refuse (error, _ ("That is no time of day."));
  if (draft->date != JAL_DATE_NONE && (draft->date < JAL_DATE_MIN || draft->date > JAL_DATE_MAX))
    return jal_schedule_refuse (error, _ ("That is not a date this program can keep."));
  return TRUE;
}

gboolean
jal_schedule_check_ending (const char *state, const char *reason, GError **error)
{
  const JalSessionOutcome *outcome = reason != NULL ? jal_session_outcome_find (reason) : NULL;
  gboolean suits = outcome != NULL && jal_session_outcome_suits (outcome, state);

  if (g_strcmp0 (state, "adjourned") == 0)
    return suits || jal_schedule_refuse (error, _ ("An adjournment needs its reason."));
  if (g_strcmp0 (state, "vacated") == 0)
    return suits || jal_schedule_refuse (error, _ ("A date is vacated with its reason."));
  return outcome == NULL || suits || jal_schedule_refuse (error, _ ("That is a reason to vacate a date, and no outcome of a session."));
}

static void
fill (char **field, const char *value)
{
  if (value != NULL)
    {
      g_free (*field);
      *field = g_strdup (value);
    }
}

static void
fill_from_draft (JalSession *session, const JalSessionDraft *draft)
{
  if (draft->kind != NULL)
    {
      fill (&session->kind, draft->kind);
      session->counted = jal_session_kind_find (draft->kind)->counted;
    }
  if (draft->date != JAL_DATE_NONE)
    session->date = draft->date;
  fill (&session->state, draft->state);
  fill (&session->purpose, draft->purpose);
  fill (&session->place, draft->place);
  if (draft->note != NULL && draft->add_note)
    jal_schedule_add_note (&session->note, draft->note);
  else
    fill (&session->note, draft->note);
  if (draft->minutes >= 0)
    session->minutes = draft->minutes;
  if (draft->reason != NULL)
    {
      g_free (session->reason);
      session->reason = *draft->reason != '\0' ? g_strdup (draft->reason) : NULL;
    }
}

/* Rule 1. */
static gboolean
check_day (JalTx *tx, JalSession *session, GError **error)
{
  g_autoptr (JalCourtCalendar) calendar = NULL;
  g_autoptr (JalCase) owner = NULL;
  g_autofree char *reason = NULL;

  if (!jal_schedule_is_open (session))
    return TRUE;
  owner = jal_case_rows_get (tx, session->case_id, jal_date_today (), error);
  calendar = owner != NULL ? jal_schedule_read_calendar (tx, owner->court, error) : NULL;
  if (calendar == NULL)
    return FALSE;
  reason = jal_schedule_closed_reason (calendar, session->date);
  return reason == NULL || jal_schedule_refuse (error, "%s", reason);
}

static gboolean
is_due (JalSession *session)
{
  return jal_schedule_is_open (session) || g_str_equal (session->state, "held");
}

static gboolean
check_held (JalSession *session, GError **error)
{
  return !g_str_equal (session->state, "held") || session->date <= jal_date_today ()
         || jal_schedule_refuse (error, _ ("A session that lies ahead cannot have been held. Correct its date first."));
}

/* --- Inside a transaction ------------------------------------------------------------------------------------ */

static gboolean
add_session (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalSession) session = g_object_new (JAL_TYPE_SESSION, NULL);
  g_autoptr (JalCase) owner = jal_case_rows_get (tx, call->case_id, jal_date_today (), error);

  if (owner == NULL)
    return FALSE;
  session->id = call->session_id;
  session->case_id = call->case_id;
  session->template_entry = -1;
  fill (&session->state, "planned");
  fill_from_draft (session, call->draft);
  session->first_date = session->date;
  return check_day (tx, session, error) && check_held (session, error)
         && (call->draft->same_day || !is_due (session) || jal_schedule_check_same_day (tx, session, error))
         && jal_schedule_check_ending (session->state, session->reason, error) && jal_session_rows_insert (tx, session, error);
}

/* The case counts its months from the plea, wherever that is moved to. */
gboolean
jal_schedule_note_plea (JalTx *tx, JalSession *session, GError **error)
{
  g_autoptr (JalCase) owner = NULL;

  if (!g_str_equal (session->kind, JAL_SESSION_KIND_PLEA) || !jal_schedule_stands (session))
    return TRUE;
  owner = jal_case_rows_get (tx, session->case_id, jal_date_today (), error);
  if (owner == NULL)
    return FALSE;
  if (owner->plea_date == session->date)
    return TRUE;
  owner->plea_date = session->date;
  return jal_case_rows_update (tx, owner, error);
}

/* Its tasks, by the calendar of the case's court. */
static gboolean
take_off (JalTx *tx, JalSession *session, GError **error)
{
  g_autoptr (JalCase) owner = jal_case_rows_get (tx, session->case_id, jal_date_today (), error);
  g_autoptr (JalCourtCalendar) calendar = owner != NULL ? jal_schedule_read_calendar (tx, owner->court, error) : NULL;

  return calendar != NULL && jal_schedule_take_off (tx, session, JAL_ID_NONE, calendar, error);
}

static gboolean
update_session (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);
  g_autoptr (JalSession) before = NULL;
  gboolean touches_day;
  gboolean was_open, was_due, is_off;

  if (session == NULL)
    return FALSE;
  before = jal_schedule_copy_session (session);
  was_open = jal_schedule_is_open (session);
  was_due = is_due (session);
  jal_tx_set_case (tx, session->case_id);
  touches_day = (call->draft->date != JAL_DATE_NONE && call->draft->date != session->date)
                || (call->draft->state != NULL && !g_str_equal (call->draft->state, session->state));
  /* What was held on a day is not moved to another; a slip of the pen is set back first, or only its date is corrected. */
  if (!was_open && call->draft->date != JAL_DATE_NONE && call->draft->date != session->date
      && (call->draft->date > jal_date_today () || (call->draft->state != NULL && !g_str_equal (call->draft->state, session->state))))
    return jal_schedule_refuse (error, _ ("This session is over: only one to come can be moved or adjourned."));
  fill_from_draft (session, call->draft);
  /* A time belongs to its day. */
  if (call->draft->minutes < 0 && session->date != before->date)
    session->minutes = 0;
  /* What is to come again has not ended in any way. */
  if (!was_open && jal_schedule_is_open (session) && call->draft->reason == NULL)
    g_clear_pointer (&session->reason, g_free);
  is_off = was_open && (g_str_equal (session->state, "adjourned") || g_str_equal (session->state, "vacated"));
  /* Moved or fixed by hand: it is the user's now. */
  if (touches_day && session->template_entry == JAL_SCHEDULE_MENTION_ENTRY)
    session->template_entry = -1;
  if ((is_due (session) && !call->draft->same_day
       && (!was_due || session->date != before->date || !g_str_equal (session->kind, before->kind))
       && !jal_schedule_check_same_day (tx, session, error))
      || (jal_schedule_is_open (session) && session->date != before->date
          && !jal_schedule_check_past (session->date, call->draft->past_day, error))
      || (touches_day && (!check_day (tx, session, error) || !check_held (session, error)))
      || ((touches_day || call->draft->reason != NULL) && !jal_schedule_check_ending (session->state, session->reason, error)))
    return FALSE;
  return (!is_off || take_off (tx, before, error)) && (was_open || !jal_schedule_is_open (session) || jal_schedule_put_back (tx, before, error))
         && jal_session_rows_update (tx, session, error)
         && jal_schedule_note_plea (tx, session, error)
         && (!touches_day || jal_schedule_settle_mentions (tx, session->case_id, error));
}

static gboolean
remove_session (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);

  if (session == NULL)
    return FALSE;
  jal_tx_set_case (tx, session->case_id);
  if (!jal_schedule_is_open (session) && !g_str_equal (session->state, "vacated"))
    return jal_schedule_refuse (error, _ ("What happened in court stays on record. If this session was entered by mistake, set it back "
                                          "to planned first; then it can be removed."));
  return jal_tx_delete (tx, "court_session", call->session_id, error)
         && (!session->counted || jal_schedule_settle_mentions (tx, session->case_id, error));
}

static gboolean
list_sessions (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };

  if (!jal_schedule_case_read (tx, call->case_id, &known, error))
    return FALSE;
  jal_schedule_fill_case_warnings (&known, G_LIST_MODEL (known.sessions));
  call->result = g_steal_pointer (&known.sessions);
  return TRUE;
}

/* --- What a move would mean ---------------------------------------------------------------------------------- */

/* The court dates directly before and after @date among the others. */
static void
find_neighbours (const JalScheduleCase *known, const JalScheduleTrack *track, JalSession *moved, JalDate date, JalSession **before,
                 JalSession **after)
{
  GListModel *sessions = G_LIST_MODEL (known->sessions);

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) other = g_list_model_get_item (sessions, i);

      if (jal_id_equal (other->id, moved->id) || !jal_schedule_stands (other) || !jal_schedule_track_has (known, track, other))
        continue;
      if (other->date <= date)
        g_set_object (before, other);
      else if (*after == NULL)
        g_set_object (after, other);
    }
}

/* The kinds come in the order of the trial: saying so when a move breaks it. */
static void
add_order_warnings (GPtrArray *sentences, GListModel *sessions, JalSession *moved, JalDate date)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) other = g_list_model_get_item (sessions, i);
      gboolean was_before = other->date < moved->date;
      gboolean is_before = other->date < date;
      g_autofree char *words = NULL;

      if (jal_id_equal (other->id, moved->id) || !other->counted || !moved->counted || !jal_schedule_stands (other)
          || was_before == is_before)
        continue;
      words = jal_schedule_date_text (other->date);
      g_ptr_array_add (sentences, was_before
                                      ? g_strdup_printf (_ ("It would come before the session of %s, which it followed."), words)
                                      : g_strdup_printf (_ ("It would come after the session of %s, which it preceded."), words));
    }
}

static void
add_gap_warning (GPtrArray *sentences, const JalScheduleTrack *track, JalDate from, JalDate to)
{
  int limit = track->limit;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (to - from <= limit)
    return;
  first = jal_schedule_date_text (from);
  second = jal_schedule_date_text (to);
  g_ptr_array_add (sentences,
                   jal_schedule_track_text (
                       track, g_strdup_printf (_ ("Between %s and %s lie %d days; the law allows %d (CPC s.205), so a mention is needed."),
                                               first, second, to - from, limit)));
}

/* The days to the court dates before and after, for each accused for whom the session is. */
static void
add_gaps (GPtrArray *sentences, const JalScheduleCase *known, JalSession *session, JalDate date)
{
  g_autoptr (GPtrArray) tracks = jal_schedule_tracks (known);
  gboolean said = FALSE;

  for (guint i = 0; i < tracks->len; i++)
    {
      const JalScheduleTrack *track = g_ptr_array_index (tracks, i);
      g_autoptr (JalSession) before = NULL;
      g_autoptr (JalSession) after = NULL;

      if (!jal_schedule_track_has (known, track, session))
        continue;
      find_neighbours (known, track, session, date, &before, &after);
      if (before != NULL && before->date == date && !said)
        {
          g_ptr_array_add (sentences, g_strdup (_ ("Another session of this case stands on that day.")));
          said = TRUE;
        }
      if (before != NULL)
        add_gap_warning (sentences, track, before->date, date);
      if (after != NULL)
        add_gap_warning (sentences, track, date, after->date);
    }
}

static gboolean
find_consequences (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);
  g_auto (JalScheduleCase) known = { 0 };
  JalCourtCalendar *calendar;
  char *sentence;

  if (session == NULL || !jal_schedule_case_read (tx, session->case_id, &known, error))
    return FALSE;
  calendar = known.calendar;
  sentence = jal_schedule_closed_reason (calendar, call->date);
  call->blocked = sentence != NULL;
  if (call->date < jal_date_today ())
    g_ptr_array_add (sentences, g_strdup (_ ("That date has passed.")));
  if (sentence != NULL)
    g_ptr_array_add (sentences, sentence);
  if (call->date != session->date && session->minutes > 0)
    g_ptr_array_add (sentences, g_strdup (jal_schedule_time_goes ()));
  add_order_warnings (sentences, G_LIST_MODEL (known.sessions), session, call->date);
  add_gaps (sentences, &known, session, call->date);
  sentence = jal_schedule_day_advice (calendar, call->date);
  if (sentence != NULL)
    g_ptr_array_add (sentences, sentence);
  sentence = jal_schedule_recess_advice (calendar, call->date);
  if (sentence != NULL && !call->blocked)
    g_ptr_array_add (sentences, g_steal_pointer (&sentence));
  g_free (sentence);
  g_ptr_array_add (sentences, NULL);
  call->result = g_ptr_array_free (g_steal_pointer (&sentences), FALSE);
  return TRUE;
}

/* --- The room's door ----------------------------------------------------------------------------------------- */

GListStore *
jal_schedule_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Call call = { .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_sessions, &call, cancellable, error) ? call.result : NULL;
}

gboolean
jal_schedule_add (JalStore *store, JalId case_id, const JalSessionDraft *draft, JalId *id, GError **error)
{
  Call call = { .case_id = case_id, .session_id = jal_id_new (), .draft = draft };
  JalAct act = { .verb = "session.add", .label = N_ ("new session"), .case_id = case_id, .subject_id = call.session_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!check_draft (draft, error))
    return FALSE;
  if (draft->kind == NULL || draft->date == JAL_DATE_NONE)
    return jal_schedule_refuse (error, _ ("A session needs a kind and a date."));
  if (!jal_store_act (store, &act, add_session, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.session_id;
  return TRUE;
}

gboolean
jal_schedule_update (JalStore *store, JalId session_id, const JalSessionDraft *draft, GError **error)
{
  Call call = { .session_id = session_id, .draft = draft };
  JalAct act = { .verb = "session.update", .label = N_ ("change of session"), .subject_id = session_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  return check_draft (draft, error) && jal_store_act (store, &act, update_session, &call, NULL, error);
}

gboolean
jal_schedule_remove (JalStore *store, JalId session_id, GError **error)
{
  Call call = { .session_id = session_id };
  JalAct act = { .verb = "session.remove", .label = N_ ("removal of session"), .subject_id = session_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_session, &call, NULL, error);
}

char **
jal_schedule_consequences (JalStore *store, JalId session_id, JalDate date, gboolean *blocked, GError **error)
{
  Call call = { .session_id = session_id, .date = date };

  g_return_val_if_fail (JAL_IS_STORE (store) && date != JAL_DATE_NONE, NULL);

  if (!jal_store_read (store, find_consequences, &call, NULL, error))
    return NULL;
  if (blocked != NULL)
    *blocked = call.blocked;
  return call.result;
}
