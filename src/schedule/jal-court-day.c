/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A court day.
 *
 * 1. Every entry is one action with one undo.
 * 2. Who comes is a person of the case wherever there is one of that label; then the entry holds no label of its own.
 * 3. Where an exhibit stands is what the last entry says; the register's number follows what the court marked.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-court-day.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "law/jal-task-template.h"
#include "record/jal-court-day-rows.h"
#include "record/jal-document-rows.h"
#include "record/jal-person-rows.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-private.h"

#define MAX_LINE_BYTES 400
#define MAX_REMARK_BYTES (16 * 1024)
#define MAX_NOTE_BYTES (4 * 1024 * 1024)
#define MAX_COST (100 * 1000 * 1000)

typedef struct
{
  JalId session_id;
  JalId case_id; /* of what was read */
  JalId document_id;
  JalId id;
  const JalAttendanceDraft *draft;
  const char *state, *label, *witness, *text;
  guint n;
  gpointer result; /* (transfer full) */
} Call;

const char *const *
jal_attendance_roles (void)
{
  static const char *const roles[] = { "survivor", "witness", "accused", "counsel", "investigator", "magistrate", "interpreter",
                                       "support", "other", NULL };

  return roles;
}

const char *const *
jal_attendance_states (void)
{
  static const char *const states[] = { "expected", "came", "absent", NULL };

  return states;
}

const char *const *
jal_attendance_heard (void)
{
  static const char *const heard[] = { "", "heard", "part_heard", "stood_down", NULL };

  return heard;
}

const char *const *
jal_produced_states (void)
{
  static const char *const states[] = { "identified", "produced", "objected", "rejected", NULL };

  return states;
}

static gboolean
is_short (const char *text, gsize most)
{
  return text == NULL || (strlen (text) <= most && g_utf8_validate (text, -1, NULL));
}

static gboolean
enter_session (JalTx *tx, JalId id, JalId *case_id, GError **error)
{
  g_autoptr (JalSession) session = jal_session_rows_get (tx, id, error);

  if (session == NULL)
    return FALSE;
  jal_tx_set_case (tx, session->case_id);
  if (case_id != NULL)
    *case_id = session->case_id;
  return TRUE;
}

/* --- Who came ------------------------------------------------------------------------------------------------ */

static gboolean
check_attendance (const JalAttendanceDraft *draft, GError **error)
{
  if (draft->who != NULL && !jal_text_is_label (draft->who, MAX_LINE_BYTES))
    return jal_schedule_refuse (error, _ ("Say who is meant, by a code or a name."));
  if (draft->role != NULL && !g_strv_contains (jal_attendance_roles (), draft->role))
    return jal_schedule_refuse (error, _ ("There is no such role in court."));
  if (draft->state != NULL && !g_strv_contains (jal_attendance_states (), draft->state))
    return jal_schedule_refuse (error, _ ("Somebody is expected, came or is absent."));
  if (draft->heard != NULL && !g_strv_contains (jal_attendance_heard (), draft->heard))
    return jal_schedule_refuse (error, _ ("A witness was heard, heard in part or stood down."));
  if (!is_short (draft->note, MAX_REMARK_BYTES))
    return jal_schedule_refuse (error, _ ("The note is too long."));
  if (draft->cost > MAX_COST)
    return jal_schedule_refuse (error, _ ("That is more than a day in court can cost."));
  return TRUE;
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

/* Rule 2: the one person of the case whom @label names, JAL_ID_NONE when there is none or more than one. */
static gboolean
find_person (JalTx *tx, JalId case_id, const char *label, JalId *id, GError **error)
{
  g_autoptr (GListStore) people = jal_person_rows_list (tx, case_id, error);
  guint n = 0;

  *id = JAL_ID_NONE;
  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (people), i);

      if (g_str_equal (jal_person_get_label (person), label) || g_strcmp0 (person->name, label) == 0)
        {
          *id = person->id;
          n++;
        }
    }
  if (n != 1)
    *id = JAL_ID_NONE;
  return TRUE;
}

/* Who is meant, before anything else is filled in. */
static gboolean
name_attendance (JalTx *tx, JalId case_id, JalAttendance *value, const JalAttendanceDraft *draft, GError **error)
{
  g_autoptr (GListStore) others = NULL;
  JalId person_id = draft->person_id;

  if (draft->who == NULL && jal_id_is_none (person_id))
    return TRUE;
  if (jal_id_is_none (person_id))
    {
      g_free (value->who);
      value->who = jal_text_one_line (draft->who, 0);
      if (!find_person (tx, case_id, value->who, &person_id, error))
        return FALSE;
    }
  value->person_id = person_id;
  if (jal_id_is_none (person_id))
    return TRUE;
  {
    g_autoptr (JalPerson) person = jal_person_rows_get (tx, person_id, FALSE, error);

    if (person == NULL)
      return FALSE;
    if (!jal_id_equal (person->case_id, case_id))
      return jal_schedule_refuse (error, _ ("That person belongs to another case."));
    fill (&value->role, person->role);
  }
  others = jal_attendance_rows_list (tx, value->session_id, error);
  for (guint i = 0; others != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (others)); i++)
    {
      g_autoptr (JalAttendance) other = g_list_model_get_item (G_LIST_MODEL (others), i);

      if (jal_id_equal (other->person_id, person_id) && !jal_id_equal (other->id, value->id))
        return jal_schedule_refuse (error, _ ("That person stands in the list already."));
    }
  return others != NULL;
}

static void
fill_attendance (JalAttendance *value, const JalAttendanceDraft *draft)
{
  gboolean came = g_str_equal (value->state, "came");

  if (jal_id_is_none (value->person_id))
    fill (&value->role, draft->role);
  fill (&value->state, draft->state);
  fill (&value->heard, draft->heard);
  fill (&value->note, draft->note);
  /* Who did not come was not heard. */
  if (!g_str_equal (value->state, "came"))
    fill (&value->heard, "");
  if (draft->escorted >= 0)
    value->escorted = draft->escorted != 0;
  if (draft->cost >= 0)
    value->cost = draft->cost;
  else if (g_str_equal (value->role, "survivor") && g_str_equal (value->state, "came") && !came && value->cost == 0)
    {
      value->cost = jal_court_day_cost_get ()->amount;
      fill (&value->currency, jal_court_day_cost_get ()->currency);
    }
  /* Who did not come after all cost nothing, unless somebody wrote down another sum. */
  else if (came && !g_str_equal (value->state, "came") && value->cost == jal_court_day_cost_get ()->amount)
    value->cost = 0;
}

static gboolean
list_attendance (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_attendance_rows_list (tx, call->session_id, error);
  return call->result != NULL;
}

GListStore *
jal_attendance_list (JalStore *store, JalId session_id, GCancellable *cancellable, GError **error)
{
  Call call = { .session_id = session_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_attendance, &call, cancellable, error) ? call.result : NULL;
}

/* A session to which some of several accused are called is for those alone: the mentions of the others follow. */
static gboolean
settle_accused (JalTx *tx, JalId case_id, JalAttendance *value, GError **error)
{
  gint64 n = 0;

  if (jal_id_is_none (value->person_id) || !g_str_equal (value->role, "accused"))
    return TRUE;
  return jal_tx_select_int (tx, &n, error, "SELECT count(*) FROM person WHERE case_id = ? AND role = 'accused' AND deleted = 0", "I",
                            &case_id)
         && (n < 2 || jal_schedule_settle_mentions (tx, case_id, error));
}

static gboolean
add_attendance (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalAttendance) value = g_object_new (JAL_TYPE_ATTENDANCE, NULL);
  JalId case_id;

  if (!enter_session (tx, call->session_id, &case_id, error))
    return FALSE;
  value->id = call->id;
  value->session_id = call->session_id;
  fill (&value->role, "witness");
  fill (&value->state, "expected");
  fill (&value->currency, jal_court_day_cost_get ()->currency);
  if (!name_attendance (tx, case_id, value, call->draft, error))
    return FALSE;
  fill_attendance (value, call->draft);
  return jal_attendance_rows_insert (tx, value, error) && settle_accused (tx, case_id, value, error);
}

gboolean
jal_attendance_add (JalStore *store, JalId session_id, const JalAttendanceDraft *draft, JalId *id, GError **error)
{
  Call call = { .session_id = session_id, .id = jal_id_new (), .draft = draft };
  JalAct act = { .verb = "attendance.add", .label = N_ ("entry of attendance"), .subject_id = call.id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  if (!check_attendance (draft, error))
    return FALSE;
  if (draft->who == NULL && jal_id_is_none (draft->person_id))
    return jal_schedule_refuse (error, _ ("Say who is meant, by a code or a name."));
  if (!jal_store_act (store, &act, add_attendance, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

static gboolean
update_attendance (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalAttendance) value = jal_attendance_rows_get (tx, call->id, error);
  JalId case_id;

  if (value == NULL || !enter_session (tx, value->session_id, &case_id, error)
      || !name_attendance (tx, case_id, value, call->draft, error))
    return FALSE;
  fill_attendance (value, call->draft);
  return jal_attendance_rows_update (tx, value, error);
}

gboolean
jal_attendance_update (JalStore *store, JalId id, const JalAttendanceDraft *draft, GError **error)
{
  Call call = { .id = id, .draft = draft };
  JalAct act = { .verb = "attendance.update", .label = N_ ("entry of attendance"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  return check_attendance (draft, error) && jal_store_act (store, &act, update_attendance, &call, NULL, error);
}

static gboolean
remove_attendance (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalAttendance) value = jal_attendance_rows_get (tx, call->id, error);
  JalId case_id;

  return value != NULL && enter_session (tx, value->session_id, &case_id, error) && jal_tx_delete (tx, "attendance", call->id, error)
         && settle_accused (tx, case_id, value, error);
}

gboolean
jal_attendance_remove (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };
  JalAct act = { .verb = "attendance.remove", .label = N_ ("removal from the attendance"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_attendance, &call, NULL, error);
}

/* Everybody whom the session needs, as the planner sees it. */
static gboolean
call_people (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_auto (JalScheduleCase) known = { 0 };
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);

  if (session == NULL || !jal_schedule_case_read (tx, session->case_id, &known, error))
    return FALSE;
  jal_tx_set_case (tx, session->case_id);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known.people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known.people), i);
      g_autoptr (JalAttendance) value = g_object_new (JAL_TYPE_ATTENDANCE, NULL);
      gboolean there = FALSE;

      for (guint n = 0; n < known.called->len; n++)
        {
          const JalCalled *called = &g_array_index (known.called, JalCalled, n);

          there = there || (jal_id_equal (called->session_id, session->id) && jal_id_equal (called->person_id, person->id));
        }
      if (there || !jal_schedule_needs (&known, session, person))
        continue;
      value->id = jal_id_new ();
      value->session_id = session->id;
      value->person_id = person->id;
      fill (&value->role, person->role);
      fill (&value->state, "expected");
      fill (&value->currency, jal_court_day_cost_get ()->currency);
      if (!jal_attendance_rows_insert (tx, value, error))
        return FALSE;
      call->n++;
    }
  return TRUE;
}

gboolean
jal_attendance_call (JalStore *store, JalId session_id, guint *n, GError **error)
{
  Call call = { .session_id = session_id };
  JalAct act = { .verb = "attendance.call", .label = N_ ("people called to the session"), .subject_id = session_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_act (store, &act, call_people, &call, NULL, error))
    return FALSE;
  if (n != NULL)
    *n = call.n;
  return TRUE;
}

/* --- What was produced --------------------------------------------------------------------------------------- */

static gboolean
list_produced (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_produced_rows_list (tx, call->session_id, call->document_id, error);
  return call->result != NULL;
}

GListStore *
jal_produced_list (JalStore *store, JalId session_id, GCancellable *cancellable, GError **error)
{
  Call call = { .session_id = session_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_produced, &call, cancellable, error) ? call.result : NULL;
}

GListStore *
jal_produced_of_document (JalStore *store, JalId document_id, GCancellable *cancellable, GError **error)
{
  Call call = { .document_id = document_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_produced, &call, cancellable, error) ? call.result : NULL;
}

/* Rule 3. */
static gboolean
number_exhibit (JalTx *tx, JalDocument *document, JalProduced *value, GError **error)
{
  if (*value->label == '\0' || !(g_str_equal (value->state, "identified") || g_str_equal (value->state, "produced"))
      || g_strcmp0 (document->exhibit, value->label) == 0)
    return TRUE;
  g_free (document->exhibit);
  document->exhibit = g_strdup (value->label);
  return jal_document_rows_update (tx, document, error);
}

static gboolean
add_produced (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, call->document_id, error);
  g_autoptr (JalProduced) value = g_object_new (JAL_TYPE_PRODUCED, NULL);
  JalId case_id;

  if (document == NULL || !enter_session (tx, call->session_id, &case_id, error))
    return FALSE;
  if (!jal_id_equal (case_id, document->case_id))
    return jal_schedule_refuse (error, _ ("That document belongs to another case."));
  value->id = call->id;
  value->session_id = call->session_id;
  value->document_id = call->document_id;
  fill (&value->state, call->state);
  g_free (value->label);
  value->label = jal_text_one_line (call->label != NULL ? call->label : "", 60);
  g_free (value->witness);
  value->witness = jal_text_one_line (call->witness != NULL ? call->witness : "", 0);
  if (*value->witness != '\0' && !find_person (tx, case_id, value->witness, &value->witness_id, error))
    return FALSE;
  fill (&value->note, call->text);
  return jal_produced_rows_insert (tx, value, error) && number_exhibit (tx, document, value, error);
}

gboolean
jal_produced_add (JalStore *store, JalId session_id, JalId document_id, const char *state, const char *label,
                  const char *witness, const char *note, JalId *id, GError **error)
{
  Call call = { .session_id = session_id, .document_id = document_id, .id = jal_id_new (), .state = state, .label = label,
                .witness = witness, .text = note };
  JalAct act = { .verb = "exhibit.produce", .label = N_ ("exhibit in court"), .subject_id = document_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && state != NULL, FALSE);

  if (!g_strv_contains (jal_produced_states (), state))
    return jal_schedule_refuse (error, _ ("An exhibit is identified, produced, objected to or rejected."));
  if (!is_short (label, MAX_LINE_BYTES) || !is_short (witness, MAX_LINE_BYTES) || !is_short (note, MAX_REMARK_BYTES))
    return jal_schedule_refuse (error, _ ("The exhibit number, the witness or the note is too long."));
  if (!jal_store_act (store, &act, add_produced, &call, NULL, error))
    return FALSE;
  if (id != NULL)
    *id = call.id;
  return TRUE;
}

static gboolean
remove_produced (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalProduced) value = jal_produced_rows_get (tx, call->id, error);

  return value != NULL && enter_session (tx, value->session_id, NULL, error) && jal_tx_delete (tx, "produced", call->id, error);
}

gboolean
jal_produced_remove (JalStore *store, JalId id, GError **error)
{
  Call call = { .id = id };
  JalAct act = { .verb = "exhibit.unproduce", .label = N_ ("removal of exhibit entry"), .subject_id = id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, remove_produced, &call, NULL, error);
}

/* --- The note of proceedings --------------------------------------------------------------------------------- */

static gboolean
read_note (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalSession) session = jal_session_rows_get (tx, call->session_id, error);

  if (session == NULL)
    return FALSE;
  call->case_id = session->case_id;
  call->result = jal_session_note_rows_get (tx, call->session_id, error);
  return call->result != NULL;
}

char *
jal_session_note_get (JalStore *store, JalId session_id, GError **error)
{
  Call call = { .session_id = session_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_note, &call, NULL, error))
    return NULL;
  if (*(const char *)call.result != '\0')
    jal_store_note_view_once (store, "session.read", call.case_id, session_id);
  return call.result;
}

static gboolean
write_note (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return enter_session (tx, call->session_id, NULL, error) && jal_session_note_rows_set (tx, call->session_id, call->text, error);
}

gboolean
jal_session_note_set (JalStore *store, JalId session_id, const char *text, GError **error)
{
  Call call = { .session_id = session_id, .text = text };
  JalAct act = { .verb = "session.note", .label = N_ ("note of proceedings"), .subject_id = session_id, .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && text != NULL, FALSE);

  if (!is_short (text, MAX_NOTE_BYTES))
    return jal_schedule_refuse (error, _ ("The note of proceedings is too long."));
  return jal_store_act (store, &act, write_note, &call, NULL, error);
}
