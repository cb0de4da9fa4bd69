/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of court sessions and of the user's own calendar days. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-session-rows.h"

#include <glib/gi18n-lib.h>

#include "record/jal-rows-private.h"
#include "record/jal-session-time.h"

#define COLUMNS                                                                                                        \
  "SELECT id, case_id, kind, date, state, counted, purpose, place, reason, note, coalesce(template, -1), "             \
  "coalesce(first_date, date), resumes, minutes "                                                         \
  "FROM court_session WHERE deleted = 0 "

static gpointer
read_session (JalRows *rows)
{
  JalSession *value = g_object_new (JAL_TYPE_SESSION, NULL);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  jal_rows_take (&value->kind, rows, 2);
  value->date = jal_rows_date (rows, 3);
  jal_rows_take (&value->state, rows, 4);
  value->counted = jal_rows_int (rows, 5) != 0;
  jal_rows_take (&value->purpose, rows, 6);
  jal_rows_take (&value->place, rows, 7);
  value->reason = jal_rows_dup_text (rows, 8);
  jal_rows_take (&value->note, rows, 9);
  value->template_entry = (int)jal_rows_int (rows, 10);
  value->first_date = jal_rows_date (rows, 11);
  value->resumes = jal_rows_id (rows, 12);
  /* No value: the row was last written before there was a column for the time. */
  value->minutes = jal_rows_is_null (rows, 13) ? jal_session_time_take (&value->note) : (int)jal_rows_int (rows, 13);
  return value;
}

/* What may be none is null in the table: the template's entry, the first date, the session before. Not the time: 0 says that none was
   said, and that what the note says of one is somebody's sentence. */
static gboolean
set_maybe (JalTx *tx, JalSession *value, GError **error)
{
  gboolean has_template = value->template_entry >= 0;

  if (!(has_template ? jal_tx_update (tx, "court_session", value->id, error, "template", 'i',
                                      (gint64)value->template_entry, NULL)
                     : jal_tx_update (tx, "court_session", value->id, error, "template", 'n', NULL))
      || !jal_tx_update (tx, "court_session", value->id, error, "minutes", 'i', (gint64)value->minutes, NULL))
    return FALSE;
  return jal_rows_set_date (tx, "court_session", value->id, "first_date", value->first_date, error)
         && (jal_id_is_none (value->resumes)
             || jal_tx_update (tx, "court_session", value->id, error, "resumes", 'I', &value->resumes, NULL));
}

gboolean
jal_session_rows_insert (JalTx *tx, JalSession *value, GError **error)
{
  if (value->first_date == JAL_DATE_NONE)
    value->first_date = value->date;
  return jal_tx_insert (tx, "court_session", value->id, error, "case_id", 'I', &value->case_id, "kind", 's',
                        value->kind, "date", 'i', (gint64)value->date, "state", 's', value->state, "counted", 'i',
                        (gint64)value->counted, "purpose", 's', value->purpose, "place", 's', value->place, "reason",
                        's', value->reason, "note", 's', value->note, NULL)
         && set_maybe (tx, value, error);
}

gboolean
jal_session_rows_update (JalTx *tx, JalSession *value, GError **error)
{
  return jal_tx_update (tx, "court_session", value->id, error, "kind", 's', value->kind, "date", 'i',
                        (gint64)value->date, "state", 's', value->state, "counted", 'i', (gint64)value->counted,
                        "purpose", 's', value->purpose, "place", 's', value->place, "reason", 's', value->reason,
                        "note", 's', value->note, NULL)
         && set_maybe (tx, value, error);
}

/* Counts within each case: the rows of a case stand together. */
static void
number_sessions (GListModel *sessions)
{
  JalId of = JAL_ID_NONE;
  guint ordinal = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (sessions, i);

      if (!jal_id_equal (session->case_id, of))
        ordinal = 0;
      of = session->case_id;
      if (session->counted && !g_str_equal (session->state, "vacated"))
        session->ordinal = ++ordinal;
    }
}

GListStore *
jal_session_rows_list (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, COLUMNS "AND case_id = ? ORDER BY date, coalesce(template, 1000), id", "I", &case_id);
  GListStore *sessions = jal_rows_list (rows, JAL_TYPE_SESSION, read_session, error);

  if (sessions != NULL)
    number_sessions (G_LIST_MODEL (sessions));
  return sessions;
}

GListStore *
jal_session_rows_list_all (JalTx *tx, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      COLUMNS "AND case_id IN (SELECT id FROM court_case WHERE deleted = 0) "
              "ORDER BY case_id, date, coalesce(template, 1000), id", "");
  GListStore *sessions = jal_rows_list (rows, JAL_TYPE_SESSION, read_session, error);

  if (sessions != NULL)
    number_sessions (G_LIST_MODEL (sessions));
  return sessions;
}

JalSession *
jal_session_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, COLUMNS "AND id = ?", "I", &id);

  return jal_rows_one (rows, read_session, _ ("There is no such session."), error);
}

/* The column "holiday" says what the entry is about: of a moved feast which one, of any other day which court alone. */
static gpointer
read_day (JalRows *rows)
{
  JalCalendarDay *value = g_object_new (JAL_TYPE_CALENDAR_DAY, NULL);

  value->id = jal_rows_id (rows, 0);
  value->date = jal_rows_date (rows, 1);
  value->closed = jal_rows_int (rows, 2) != 0;
  jal_rows_take (&value->name, rows, 3);
  g_free (value->type);
  value->type = jal_rows_is_null (rows, 4) ? g_strdup (value->closed ? "closed" : "open") : jal_rows_dup_text (rows, 4);
  if (g_str_equal (value->type, "moved"))
    value->holiday = jal_rows_dup_text (rows, 5);
  else
    value->court = jal_rows_dup_text (rows, 5);
  return value;
}

GListStore *
jal_calendar_day_rows_list (JalTx *tx, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT id, date, closed, name, type, holiday FROM calendar_day WHERE deleted = 0 ORDER BY date, id", "");

  return jal_rows_list (rows, JAL_TYPE_CALENDAR_DAY, read_day, error);
}

gboolean
jal_calendar_day_rows_insert (JalTx *tx, JalCalendarDay *value, GError **error)
{
  return jal_tx_insert (tx, "calendar_day", value->id, error, "date", 'i', (gint64)value->date, "closed", 'i',
                        (gint64)value->closed, "name", 's', value->name, "type", 's', value->type, "holiday", 's',
                        value->holiday != NULL ? value->holiday : value->court, NULL);
}

gboolean
jal_calendar_day_rows_update (JalTx *tx, JalCalendarDay *value, GError **error)
{
  return jal_tx_update (tx, "calendar_day", value->id, error, "date", 'i', (gint64)value->date, "closed", 'i',
                        (gint64)value->closed, "name", 's', value->name, "type", 's', value->type, "holiday", 's',
                        value->holiday != NULL ? value->holiday : value->court, NULL);
}
