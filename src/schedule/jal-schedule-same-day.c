/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same hearing twice on one day.
 *
 * 1. Two sessions of one case are the same when they are of one kind, or when witnesses are examined in both. A ruling and a sentence on
 *    one day are two.
 * 2. It is nearly always a slip of the pen, so it is refused until somebody says that it is meant.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>

#include "law/jal-session-kind.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"

G_DEFINE_QUARK (jal-schedule-error, jal_schedule_error)

/* Rule 1. */
static gboolean
are_same (const char *kind, const char *other)
{
  const JalSessionKind *one = jal_session_kind_find (kind), *two = jal_session_kind_find (other);

  return g_strcmp0 (kind, other) == 0 || (one != NULL && two != NULL && one->demanding && two->demanding);
}

char *
jal_schedule_find_same_day (GListModel *sessions, JalId session_id, const char *kind, JalDate date)
{
  for (guint i = 0; i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (JalSession) other = g_list_model_get_item (sessions, i);
      const JalSessionKind *known = jal_session_kind_find (other->kind);
      g_autofree char *words = NULL;
      const char *label;

      if (other->date != date || jal_id_equal (other->id, session_id) || !are_same (kind, other->kind)
          || jal_schedule_is_auto_mention (other) || !(jal_schedule_is_open (other) || g_str_equal (other->state, "held")))
        continue;
      words = jal_schedule_date_text (date);
      label = known != NULL ? jal_label_get (&known->label, jal_lang_from_locale (g_get_language_names ()[0])) : other->kind;
      /* Translators, here and below: the kind of a session, a date */
      return g_strcmp0 (kind, other->kind) == 0
                 ? g_strdup_printf (_ ("This case has one of this kind on that day already: %s, %s."), label, words)
                 : g_strdup_printf (_ ("This case has a session with witnesses on that day already: %s, %s."), label, words);
    }
  return NULL;
}

gboolean
jal_schedule_check_past (JalDate date, gboolean meant, GError **error)
{
  if (meant || date >= jal_date_today ())
    return TRUE;
  g_set_error_literal (error, JAL_SCHEDULE_ERROR, JAL_SCHEDULE_ERROR_PAST,
                       _ ("That date has passed. A session that was held on it is recorded as held; one that is still to come needs a day to come."));
  return FALSE;
}

gboolean
jal_schedule_check_same_day (JalTx *tx, JalSession *session, GError **error)
{
  g_autoptr (GListStore) sessions = jal_session_rows_list (tx, session->case_id, error);
  g_autofree char *text = NULL;

  if (sessions == NULL)
    return FALSE;
  text = jal_schedule_find_same_day (G_LIST_MODEL (sessions), session->id, session->kind, session->date);
  if (text != NULL)
    g_set_error_literal (error, JAL_SCHEDULE_ERROR, JAL_SCHEDULE_ERROR_UNCONFIRMED, text);
  return text == NULL;
}

typedef struct
{
  JalId case_id, session_id;
  const char *kind;
  JalDate date;
  char *text;
} Call;

static gboolean
find (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GListStore) sessions = jal_session_rows_list (tx, call->case_id, error);

  if (sessions != NULL)
    call->text = jal_schedule_find_same_day (G_LIST_MODEL (sessions), call->session_id, call->kind, call->date);
  return sessions != NULL;
}

char *
jal_schedule_same_day (JalStore *store, JalId case_id, JalId session_id, const char *kind, JalDate date, GError **error)
{
  Call call = { case_id, session_id, kind, date, NULL };

  g_return_val_if_fail (JAL_IS_STORE (store) && kind != NULL, NULL);

  return jal_store_read (store, find, &call, NULL, error) ? call.text : NULL;
}
