/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of cases. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-case-rows.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "record/jal-rows-private.h"

#define TO_COME "FROM court_session s WHERE s.case_id = c.id AND s.deleted = 0 AND s.state IN ('planned', 'fixed') "

#define OWN                                                                                                            \
  "SELECT c.id, c.title, c.number, c.court, c.capacity, c.stage, c.plea_date, c.custody, c.note, c.created_at, "

#define DOCUMENTS                                                                                                      \
  "(SELECT count(*) FROM document d WHERE d.case_id = c.id AND d.deleted = 0), "                                       \
  "(SELECT coalesce(sum(p.page_count), 0) FROM document d JOIN document_part p ON p.document_id = d.id "               \
  "  WHERE d.case_id = c.id AND d.deleted = 0 AND p.deleted = 0), "
#define NO_DOCUMENTS "0, 0, "

#define SESSIONS                                                                                                       \
  "(SELECT count(*) FROM court_session s WHERE s.case_id = c.id AND s.deleted = 0 AND s.counted = 1 "                  \
  "  AND s.state <> 'vacated'), "                                                                                      \
  "(SELECT count(*) FROM court_session s WHERE s.case_id = c.id AND s.deleted = 0 AND s.counted = 1 "                  \
  "  AND s.state = 'held'), "                                                                                          \
  "(SELECT min(s.date) " TO_COME "AND s.date >= ?1) AS next_date, "                                                    \
  "(SELECT s.kind " TO_COME "AND s.date >= ?1 ORDER BY s.date, s.id LIMIT 1), "                                        \
  /* A mention that only a plan put there (1000: schedule/jal-schedule-private.h) was a proposal, no date of the court. */             \
  "EXISTS (SELECT 1 " TO_COME "AND s.date < ?1 AND NOT (coalesce (s.template, 0) = 1000 AND s.state = 'planned')), "
#define NO_SESSIONS "0, 0, NULL AS next_date, NULL, 0, "

#define CASES "FROM court_case c WHERE c.deleted = 0 AND ?1 IS NOT NULL "
#define IN_ORDER "ORDER BY next_date IS NULL, next_date, c.title COLLATE NOCASE, c.id"
#define ONE "AND c.id = ?2"

/* What is summed up lies in other tables. Damage there must not hide the case: then it is left out, and said. */
#define WAYS(rest)                                                                                                     \
  {                                                                                                                    \
    OWN DOCUMENTS SESSIONS "0 " CASES rest, OWN DOCUMENTS NO_SESSIONS "1 " CASES rest,                                 \
        OWN NO_DOCUMENTS SESSIONS "1 " CASES rest, OWN NO_DOCUMENTS NO_SESSIONS "1 " CASES rest                        \
  }

static const char *const list_ways[] = WAYS (IN_ORDER);
static const char *const get_ways[] = WAYS (ONE);

/* Whether the next way is to be tried. */
static gboolean
is_damage (GError **error, guint way)
{
  if (!g_error_matches (*error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED) || way + 1 >= G_N_ELEMENTS (list_ways))
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

static JalCase *
read_case (JalRows *rows)
{
  JalCase *value = g_object_new (JAL_TYPE_CASE, NULL);

  value->id = jal_rows_id (rows, 0);
  jal_rows_take (&value->title, rows, 1);
  value->number = jal_rows_dup_text (rows, 2);
  value->court = jal_rows_dup_text (rows, 3);
  jal_rows_take (&value->capacity, rows, 4);
  jal_rows_take (&value->stage, rows, 5);
  value->plea_date = jal_rows_date (rows, 6);
  value->in_custody = jal_rows_int (rows, 7) != 0;
  jal_rows_take (&value->note, rows, 8);
  value->created_at = jal_rows_int (rows, 9);
  value->n_documents = (guint)jal_rows_int (rows, 10);
  value->n_pages = (guint)jal_rows_int (rows, 11);
  value->n_sessions = (guint)jal_rows_int (rows, 12);
  value->n_sessions_held = (guint)jal_rows_int (rows, 13);
  value->next_date = jal_rows_date (rows, 14);
  value->next_kind = jal_rows_dup_text (rows, 15);
  value->overdue = jal_rows_int (rows, 16) != 0;
  value->incomplete = jal_rows_int (rows, 17) != 0;
  return value;
}

gboolean
jal_case_rows_insert (JalTx *tx, JalCase *value, GError **error)
{
  return jal_tx_insert (tx, "court_case", value->id, error, "title", 's', value->title, "number", 's', value->number,
                        "court", 's', value->court, "capacity", 's', value->capacity, "stage", 's', value->stage,
                        "note", 's', value->note, "custody", 'i', (gint64)value->in_custody, "created_at", 'i',
                        value->created_at, NULL)
         && jal_rows_set_date (tx, "court_case", value->id, "plea_date", value->plea_date, error);
}

gboolean
jal_case_rows_update (JalTx *tx, JalCase *value, GError **error)
{
  return jal_tx_update (tx, "court_case", value->id, error, "title", 's', value->title, "number", 's', value->number,
                        "court", 's', value->court, "capacity", 's', value->capacity, "stage", 's', value->stage,
                        "note", 's', value->note, "custody", 'i', (gint64)value->in_custody, NULL)
         && jal_rows_set_date (tx, "court_case", value->id, "plea_date", value->plea_date, error);
}

GListStore *
jal_case_rows_list (JalTx *tx, JalDate today, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (guint way = 0;; way++)
    {
      g_autoptr (JalRows) rows = jal_tx_select (tx, &local, list_ways[way], "i", (gint64)today);
      GListStore *list = jal_rows_list (rows, JAL_TYPE_CASE, (JalRowFunc)read_case, &local);

      if (list != NULL)
        return list;
      if (!is_damage (&local, way))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

JalCase *
jal_case_rows_get (JalTx *tx, JalId id, JalDate today, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (guint way = 0;; way++)
    {
      g_autoptr (JalRows) rows = jal_tx_select (tx, &local, get_ways[way], "iI", (gint64)today, &id);
      JalCase *value = jal_rows_one (rows, (JalRowFunc)read_case, _ ("There is no such case."), &local);

      if (value != NULL)
        return value;
      if (!is_damage (&local, way))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
jal_case_rows_find_number (JalTx *tx, const char *number, JalId *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *wanted = jal_text_fold (number);
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error, "SELECT id, number FROM court_case WHERE deleted = 0 AND number IS NOT NULL", "");
  JalId found = JAL_ID_NONE;
  guint n = 0;

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      g_autofree char *folded = jal_text_fold (jal_rows_text (rows, 1));

      if (!g_str_equal (folded, wanted))
        continue;
      found = jal_rows_id (rows, 0);
      n++;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (n != 1)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, n == 0 ? JAL_STORE_ERROR_NOT_FOUND : JAL_STORE_ERROR_AMBIGUOUS,
                           n == 0 ? _ ("There is no such case.")
                                  : _ ("More than one case bears that number. Name it by its identifier instead."));
      return FALSE;
    }
  *id = found;
  return TRUE;
}
