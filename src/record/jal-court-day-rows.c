/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a court day: tasks, who came, what was produced, the note. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-court-day-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "record/jal-rows-private.h"

JalId
jal_court_day_id (JalId owner, const char *name)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  JalId id;

  g_checksum_update (sum, owner.bytes, sizeof owner.bytes);
  g_checksum_update (sum, (const guchar *)name, -1);
  g_checksum_get_digest (sum, digest, &length);
  memcpy (id.bytes, digest, sizeof id.bytes);
  return id;
}

/* --- Tasks --------------------------------------------------------------------------------------------------- */

static gpointer
read_task (JalRows *rows)
{
  JalTask *value = g_object_new (JAL_TYPE_TASK, NULL);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  value->session_id = jal_rows_id (rows, 2);
  value->template = jal_rows_dup_text (rows, 3);
  jal_rows_take (&value->title, rows, 4);
  value->own_title = *value->title != '\0';
  jal_rows_take (&value->owner, rows, 5);
  value->owner_id = jal_rows_id (rows, 6);
  value->own_days = !jal_rows_is_null (rows, 7);
  value->days_before = (int)jal_rows_int (rows, 7);
  value->due = jal_rows_date (rows, 8);
  value->by_hand = value->due != JAL_DATE_NONE;
  value->done_at = jal_rows_int (rows, 9);
  value->dropped = jal_rows_int (rows, 10) != 0;
  jal_rows_take (&value->note, rows, 11);
  value->created_at = jal_rows_int (rows, 12);
  value->stored = TRUE;
  return value;
}

/* Whether there is a row of that id to be written over; a tombstone comes to life for it. */
static gboolean
row_exists (JalTx *tx, const char *table, JalId id, gboolean *exists, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE id = ? AND deleted = 0", table);
  gint64 n;

  if (!jal_tx_select_int (tx, &n, error, sql, "I", &id))
    return FALSE;
  *exists = n > 0;
  return *exists || jal_tx_revive (tx, table, id, exists, error);
}

/* What may be null is written apart: a null takes no value. */
static gboolean
put_nullable (JalTx *tx, JalTask *value, GError **error)
{
  if (!(value->own_days ? jal_tx_update (tx, "task", value->id, error, "days_before", 'i', (gint64)value->days_before, NULL)
                        : jal_tx_update (tx, "task", value->id, error, "days_before", 'n', NULL)))
    return FALSE;
  if (!(value->done_at != 0 ? jal_tx_update (tx, "task", value->id, error, "done_at", 'i', value->done_at, NULL)
                            : jal_tx_update (tx, "task", value->id, error, "done_at", 'n', NULL)))
    return FALSE;
  return jal_rows_set_date (tx, "task", value->id, "due", value->by_hand ? value->due : JAL_DATE_NONE, error);
}

gboolean
jal_task_rows_put (JalTx *tx, JalTask *value, GError **error)
{
  const JalId *session = jal_id_is_none (value->session_id) ? NULL : &value->session_id;
  const JalId *owner = jal_id_is_none (value->owner_id) ? NULL : &value->owner_id;
  const char *title = value->own_title ? value->title : "";
  gboolean exists;

  if (!row_exists (tx, "task", value->id, &exists, error))
    return FALSE;
  if (exists ? !jal_tx_update (tx, "task", value->id, error, "title", 's', title, "owner", 's', value->owner, "owner_id", 'I',
                               owner, "dropped", 'i', (gint64)value->dropped, "note", 's', value->note, NULL)
             : !jal_tx_insert (tx, "task", value->id, error, "case_id", 'I', &value->case_id, "session_id", 'I', session,
                               "template", 's', value->template, "title", 's', title, "owner", 's', value->owner, "owner_id",
                               'I', owner, "dropped", 'i', (gint64)value->dropped, "note", 's', value->note, "created_at", 'i',
                               jal_tx_get_now (tx), NULL))
    return FALSE;
  return put_nullable (tx, value, error);
}

GListStore *
jal_task_rows_list (JalTx *tx, JalId case_id, GError **error)
{
  gboolean all = jal_id_is_none (case_id);
  const JalId *wanted = all ? NULL : &case_id;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error,
                       "SELECT id, case_id, session_id, template, title, owner, owner_id, days_before, due, done_at, dropped, "
                       "note, created_at FROM task WHERE deleted = 0 AND (?1 IS NULL OR case_id = ?1) "
                       "AND case_id IN (SELECT id FROM court_case WHERE deleted = 0) ORDER BY created_at, id",
                       "I", wanted);

  return jal_rows_list (rows, JAL_TYPE_TASK, read_task, error);
}

/* --- Who came ------------------------------------------------------------------------------------------------ */

/* A person's row says how to call them and what they are; a label of one's own is only there for somebody else. */
#define ATTENDANCE                                                                                                     \
  "SELECT a.id, a.session_id, a.person_id, CASE WHEN p.id IS NULL THEN a.who WHEN p.code = '' THEN p.name ELSE p.code END, " \
  "coalesce(p.role, a.role), a.state, a.heard, a.escorted, a.cost, a.currency, a.note FROM attendance a "              \
  "LEFT JOIN person p ON p.id = a.person_id WHERE a.deleted = 0 "

static const char *
own_label (JalAttendance *value)
{
  return jal_id_is_none (value->person_id) ? value->who : "";
}

static gpointer
read_attendance (JalRows *rows)
{
  JalAttendance *value = g_object_new (JAL_TYPE_ATTENDANCE, NULL);

  value->id = jal_rows_id (rows, 0);
  value->session_id = jal_rows_id (rows, 1);
  value->person_id = jal_rows_id (rows, 2);
  jal_rows_take (&value->who, rows, 3);
  jal_rows_take (&value->role, rows, 4);
  jal_rows_take (&value->state, rows, 5);
  jal_rows_take (&value->heard, rows, 6);
  value->escorted = jal_rows_int (rows, 7) != 0;
  value->cost = (int)jal_rows_int (rows, 8);
  jal_rows_take (&value->currency, rows, 9);
  jal_rows_take (&value->note, rows, 10);
  return value;
}

gboolean
jal_attendance_rows_insert (JalTx *tx, JalAttendance *value, GError **error)
{
  const JalId *person = jal_id_is_none (value->person_id) ? NULL : &value->person_id;

  return jal_tx_insert (tx, "attendance", value->id, error, "session_id", 'I', &value->session_id, "person_id", 'I', person,
                        "who", 's', own_label (value), "role", 's', value->role, "state", 's', value->state, "heard", 's',
                        value->heard, "escorted", 'i', (gint64)value->escorted, "cost", 'i', (gint64)value->cost, "currency",
                        's', value->currency, "note", 's', value->note, NULL);
}

gboolean
jal_attendance_rows_update (JalTx *tx, JalAttendance *value, GError **error)
{
  const JalId *person = jal_id_is_none (value->person_id) ? NULL : &value->person_id;

  return jal_tx_update (tx, "attendance", value->id, error, "person_id", 'I', person, "who", 's', own_label (value), "role", 's',
                        value->role, "state", 's', value->state, "heard", 's', value->heard, "escorted", 'i',
                        (gint64)value->escorted, "cost", 'i', (gint64)value->cost, "currency", 's', value->currency, "note",
                        's', value->note, NULL);
}

GListStore *
jal_attendance_rows_list (JalTx *tx, JalId session_id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, ATTENDANCE "AND a.session_id = ? ORDER BY a.id", "I", &session_id);

  return jal_rows_list (rows, JAL_TYPE_ATTENDANCE, read_attendance, error);
}

JalAttendance *
jal_attendance_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, ATTENDANCE "AND a.id = ?", "I", &id);

  return jal_rows_one (rows, read_attendance, _ ("There is no such entry in the attendance."), error);
}

/* --- What was produced --------------------------------------------------------------------------------------- */

#define PRODUCED                                                                                                       \
  "SELECT p.id, p.session_id, p.document_id, p.state, p.label, "                                                       \
  "CASE WHEN w.id IS NULL THEN p.witness WHEN w.code = '' THEN w.name ELSE w.code END, p.note, p.created_at, "         \
  "d.title, s.date, p.witness_id FROM produced p JOIN document d ON d.id = p.document_id "                             \
  "JOIN court_session s ON s.id = p.session_id LEFT JOIN person w ON w.id = p.witness_id "                             \
  "WHERE p.deleted = 0 AND s.deleted = 0 "

static gpointer
read_produced (JalRows *rows)
{
  JalProduced *value = g_object_new (JAL_TYPE_PRODUCED, NULL);

  value->id = jal_rows_id (rows, 0);
  value->session_id = jal_rows_id (rows, 1);
  value->document_id = jal_rows_id (rows, 2);
  jal_rows_take (&value->state, rows, 3);
  jal_rows_take (&value->label, rows, 4);
  jal_rows_take (&value->witness, rows, 5);
  jal_rows_take (&value->note, rows, 6);
  value->created_at = jal_rows_int (rows, 7);
  jal_rows_take (&value->title, rows, 8);
  value->session_date = jal_rows_date (rows, 9);
  value->witness_id = jal_rows_id (rows, 10);
  return value;
}

gboolean
jal_produced_rows_insert (JalTx *tx, JalProduced *value, GError **error)
{
  const JalId *witness = jal_id_is_none (value->witness_id) ? NULL : &value->witness_id;

  return jal_tx_insert (tx, "produced", value->id, error, "session_id", 'I', &value->session_id, "document_id", 'I',
                        &value->document_id, "state", 's', value->state, "label", 's', value->label, "witness", 's',
                        witness == NULL ? value->witness : "", "witness_id", 'I', witness, "note", 's', value->note,
                        "created_at", 'i', jal_tx_get_now (tx), NULL);
}

GListStore *
jal_produced_rows_list (JalTx *tx, JalId session_id, JalId document_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_id_is_none (session_id)
            ? jal_tx_select (tx, error, PRODUCED "AND p.document_id = ? ORDER BY s.date, p.created_at, p.id", "I", &document_id)
            : jal_tx_select (tx, error, PRODUCED "AND p.session_id = ? ORDER BY p.created_at, p.id", "I", &session_id);

  return jal_rows_list (rows, JAL_TYPE_PRODUCED, read_produced, error);
}

JalProduced *
jal_produced_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, PRODUCED "AND p.id = ?", "I", &id);

  return jal_rows_one (rows, read_produced, _ ("There is no such entry among the exhibits produced."), error);
}

/* --- The note of proceedings --------------------------------------------------------------------------------- */

char *
jal_session_note_rows_get (JalTx *tx, JalId session_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT text FROM session_note WHERE deleted = 0 AND session_id = ? ORDER BY hlc DESC LIMIT 1", "I", &session_id);

  if (rows == NULL)
    return NULL;
  if (jal_rows_next (rows, &local))
    return jal_rows_dup_text (rows, 0);
  if (local == NULL)
    return g_strdup ("");
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
jal_session_note_rows_set (JalTx *tx, JalId session_id, const char *text, GError **error)
{
  JalId id = jal_court_day_id (session_id, "note");
  gboolean exists;

  if (!row_exists (tx, "session_note", id, &exists, error))
    return FALSE;
  if (exists)
    return jal_tx_update (tx, "session_note", id, error, "text", 's', text, "modified_at", 'i', jal_tx_get_now (tx), NULL);
  return jal_tx_insert (tx, "session_note", id, error, "session_id", 'I', &session_id, "text", 's', text, "modified_at", 'i',
                        jal_tx_get_now (tx), NULL);
}
