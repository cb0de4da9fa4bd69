/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of people and of their absences. A hidden name leaves the table only when it is asked for by itself. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-person-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "record/jal-rows-private.h"

#define PERSON_COLUMNS                                                                                                 \
  "SELECT p.id, p.case_id, p.role, p.code, CASE WHEN p.hidden = 1 THEN '' ELSE p.name END, p.hidden, p.name <> '', "   \
  "p.born, p.since, p.until, p.note, p.rank, p.custody FROM person p "                                                 \
  "JOIN court_case c ON c.id = p.case_id AND c.deleted = 0 "                                                           \
  "WHERE p.deleted = 0 "

#define PERSON_COLUMNS_NAMED                                                                                           \
  "SELECT p.id, p.case_id, p.role, p.code, p.name, p.hidden, p.name <> '', p.born, p.since, p.until, p.note, p.rank, " \
  "p.custody FROM person p WHERE p.deleted = 0 "

static gpointer
read_person (JalRows *rows)
{
  JalPerson *value = g_object_new (JAL_TYPE_PERSON, NULL);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  jal_rows_take (&value->role, rows, 2);
  jal_rows_take (&value->code, rows, 3);
  jal_rows_take (&value->name, rows, 4);
  value->hidden = jal_rows_int (rows, 5) != 0;
  value->named = jal_rows_int (rows, 6) != 0;
  value->born = jal_rows_date (rows, 7);
  value->since = jal_rows_date (rows, 8);
  value->until = jal_rows_date (rows, 9);
  jal_rows_take (&value->note, rows, 10);
  value->rank = jal_rows_real (rows, 11);
  value->in_custody = jal_rows_int (rows, 12) != 0;
  return value;
}

static gboolean
set_dates (JalTx *tx, JalPerson *value, GError **error)
{
  return jal_rows_set_date (tx, "person", value->id, "born", value->born, error)
         && jal_rows_set_date (tx, "person", value->id, "since", value->since, error)
         && jal_rows_set_date (tx, "person", value->id, "until", value->until, error);
}

gboolean
jal_person_rows_insert (JalTx *tx, JalPerson *value, GError **error)
{
  return jal_tx_insert (tx, "person", value->id, error, "case_id", 'I', &value->case_id, "role", 's', value->role, "code",
                        's', value->code, "name", 's', value->name, "hidden", 'i', (gint64)value->hidden, "note", 's',
                        value->note, "rank", 'd', value->rank, "custody", 'i', (gint64)value->in_custody, NULL)
         && set_dates (tx, value, error);
}

gboolean
jal_person_rows_update (JalTx *tx, JalPerson *value, gboolean with_name, GError **error)
{
  return jal_tx_update (tx, "person", value->id, error, "role", 's', value->role, "code", 's', value->code, "hidden", 'i',
                        (gint64)value->hidden, "note", 's', value->note, "rank", 'd', value->rank, "custody", 'i',
                        (gint64)value->in_custody, NULL)
         && (!with_name || jal_tx_update (tx, "person", value->id, error, "name", 's', value->name, NULL))
         && set_dates (tx, value, error);
}

GListStore *
jal_person_rows_list (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_id_is_none (case_id)
            ? jal_tx_select (tx, error, PERSON_COLUMNS "ORDER BY p.case_id, p.rank, p.id", "")
            : jal_tx_select (tx, error, PERSON_COLUMNS "AND p.case_id = ? ORDER BY p.rank, p.id", "I", &case_id);

  return jal_rows_list (rows, JAL_TYPE_PERSON, read_person, error);
}

JalPerson *
jal_person_rows_get (JalTx *tx, JalId id, gboolean with_name, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, with_name ? PERSON_COLUMNS_NAMED "AND p.id = ?" : PERSON_COLUMNS "AND p.id = ?", "I", &id);

  return jal_rows_one (rows, read_person, _ ("There is no such person."), error);
}

/* --- Absences ------------------------------------------------------------------------------------------------ */

/* An absence of somebody who was removed does not count, and comes back with the person. */
#define ABSENCE_COLUMNS                                                                                                \
  "SELECT a.id, a.case_id, a.person_id, a.first, a.last, a.reason, a.hard, a.uid, a.instance, "                        \
  "CASE WHEN p.code = '' THEN p.name ELSE p.code END, NULL FROM unavailability a "                                     \
  "LEFT JOIN person p ON p.id = a.person_id WHERE a.deleted = 0 AND (a.person_id IS NULL OR p.deleted = 0) "

/* One magistrate hears many cases: those of the same court whose magistrate has the same name are heard by the same person; where
   a name is missing, those with the same label. q: of another case, p: of the case at hand. A hidden name joins nobody. */
#define SAME_MAGISTRATE                                                                                                \
  "JOIN court_case d ON d.id = q.case_id AND d.deleted = 0 "                                                           \
  "JOIN court_case c ON c.court = d.court AND c.id <> d.id "                                                           \
  "JOIN person p ON p.case_id = c.id AND p.deleted = 0 AND p.role = 'magistrate' AND p.hidden = 0 "                    \
  "AND ((p.name <> '' AND lower (p.name) = lower (q.name)) "                                                           \
  "OR ((p.name = '' OR q.name = '') AND lower (CASE WHEN p.code = '' THEN p.name ELSE p.code END) = lower (CASE WHEN q.code = '' THEN q.name ELSE q.code END))) "

#define ELSEWHERE                                                                                                      \
  "UNION ALL SELECT a.id, a.case_id, p.id, a.first, a.last, a.reason, a.hard, a.uid, a.instance, "                     \
  "CASE WHEN p.code = '' THEN p.name ELSE p.code END, coalesce (d.number, '') FROM unavailability a "                  \
  "JOIN person q ON q.id = a.person_id AND q.deleted = 0 AND q.role = 'magistrate' AND q.hidden = 0 "                  \
  SAME_MAGISTRATE "WHERE a.deleted = 0 AND c.id = ? "

/* The column "instance" holds the occurrence and, after a space, the sequence: "20270308T060000Z 3". */
static void
read_instance (JalAbsence *value, const char *text)
{
  const char *space = text != NULL ? strchr (text, ' ') : NULL;

  if (text == NULL)
    return;
  value->instance = space != NULL ? g_strndup (text, (gsize)(space - text)) : g_strdup (text);
  value->sequence = space != NULL ? (guint)g_ascii_strtoull (space + 1, NULL, 10) : 0;
}

static char *
dup_instance (JalAbsence *value)
{
  return value->instance != NULL ? g_strdup_printf ("%s %u", value->instance, value->sequence) : NULL;
}

static gpointer
read_absence (JalRows *rows)
{
  JalAbsence *value = g_object_new (JAL_TYPE_ABSENCE, NULL);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  value->person_id = jal_rows_id (rows, 2);
  value->from = jal_rows_date (rows, 3);
  value->to = jal_rows_date (rows, 4);
  jal_rows_take (&value->reason, rows, 5);
  value->hard = jal_rows_int (rows, 6) != 0;
  value->uid = jal_rows_dup_text (rows, 7);
  read_instance (value, jal_rows_text (rows, 8));
  jal_rows_take (&value->who, rows, 9);
  value->entered_in = jal_rows_dup_text (rows, 10);
  return value;
}

gboolean
jal_absence_rows_insert (JalTx *tx, JalAbsence *value, GError **error)
{
  g_autofree char *instance = dup_instance (value);

  return jal_tx_insert (tx, "unavailability", value->id, error, "case_id", 'I',
                        jal_id_is_none (value->case_id) ? NULL : &value->case_id, "person_id", 'I',
                        jal_id_is_none (value->person_id) ? NULL : &value->person_id, "first", 'i', (gint64)value->from,
                        "last", 'i', (gint64)value->to, "reason", 's', value->reason, "hard", 'i', (gint64)value->hard,
                        "uid", 's', value->uid, "instance", 's', instance, NULL);
}

gboolean
jal_absence_rows_update (JalTx *tx, JalAbsence *value, GError **error)
{
  g_autofree char *instance = dup_instance (value);

  return jal_tx_update (tx, "unavailability", value->id, error, "first", 'i', (gint64)value->from, "last", 'i',
                        (gint64)value->to, "reason", 's', value->reason, "hard", 'i', (gint64)value->hard,
                        "instance", 's', instance, NULL);
}

GListStore *
jal_absence_rows_list (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (JalRows) rows
      = jal_id_is_none (case_id)
            ? jal_tx_select (tx, error, ABSENCE_COLUMNS "ORDER BY a.first, a.last, a.id", "")
            : jal_tx_select (tx, error,
                             ABSENCE_COLUMNS "AND (a.case_id = ? OR a.case_id IS NULL) " ELSEWHERE "ORDER BY 4, 5, 1",
                             "II", &case_id, &case_id);

  return jal_rows_list (rows, JAL_TYPE_ABSENCE, read_absence, error);
}

JalAbsence *
jal_absence_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, ABSENCE_COLUMNS "AND a.id = ?", "I", &id);

  return jal_rows_one (rows, read_absence, _ ("There is no such absence."), error);
}

static gpointer
read_elsewhere (JalRows *rows)
{
  JalPerson *value = read_person (rows);

  value->case_number = jal_rows_dup_text (rows, 12);
  return value;
}

GListStore *
jal_person_rows_elsewhere (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error,
      "SELECT q.id, q.case_id, q.role, q.code, q.name, q.hidden, q.name <> '', q.born, q.since, q.until, q.note, q.rank, "
      "coalesce (d.number, d.title) FROM person q " SAME_MAGISTRATE
      "WHERE q.deleted = 0 AND q.role = 'magistrate' AND q.hidden = 0 AND q.until IS NULL AND p.id = ? "
      "AND (p.until IS NULL OR q.since IS NULL OR q.since <= p.until) ORDER BY 13, q.id",
      "I", &id);

  return jal_rows_list (rows, JAL_TYPE_PERSON, read_elsewhere, error);
}

/* --- Who is called ------------------------------------------------------------------------------------------- */

#define CALLED_COLUMNS                                                                                                 \
  "SELECT k.session_id, k.person_id, p.role, k.heard = 'heard' FROM attendance k "                                     \
  "JOIN court_session s ON s.id = k.session_id AND s.deleted = 0 "                                                     \
  "JOIN person p ON p.id = k.person_id AND p.deleted = 0 WHERE k.deleted = 0 "

GArray *
jal_called_rows_list (JalTx *tx, JalId case_id, GError **error)
{
  g_autoptr (JalRows) rows = jal_id_is_none (case_id)
                                 ? jal_tx_select (tx, error, CALLED_COLUMNS, "")
                                 : jal_tx_select (tx, error, CALLED_COLUMNS "AND s.case_id = ?", "I", &case_id);
  g_autoptr (GArray) called = g_array_new (FALSE, TRUE, sizeof (JalCalled));
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    {
      const char *role = jal_rows_text (rows, 2);
      JalCalled one = { .session_id = jal_rows_id (rows, 0),
                        .person_id = jal_rows_id (rows, 1),
                        .testifies = g_str_equal (role, "survivor") || g_str_equal (role, "witness")
                                     || g_str_equal (role, "investigator"),
                        .heard = jal_rows_int (rows, 3) != 0 };

      g_array_append_val (called, one);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&called);
}
