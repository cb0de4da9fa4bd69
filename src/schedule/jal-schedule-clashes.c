/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot all be as it stands: counsel in two courts, too many sessions a day, people away, closed days. */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>

#include "record/jal-case-rows.h"
#include "schedule/jal-schedule-case.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"

typedef struct
{
  JalId case_id;
  GArray *clashes; /* (transfer full) */
} Call;

static void
clear_clash (gpointer data)
{
  JalScheduleClash *clash = data;

  g_free (clash->number);
  g_free (clash->text);
}

static void
add (GArray *clashes, const JalScheduleCase *known, JalSession *session, char *text)
{
  JalScheduleClash clash = { session->date, known->case_id, session->id,
                             g_strdup (known->owner->number != NULL ? known->owner->number : known->owner->title), text };

  g_array_append_val (clashes, clash);
}

static void
add_loads (GArray *clashes, const JalScheduleCase *known, JalSession *session)
{
  guint n = 1;

  for (guint i = 0; i < known->loads->len; i++)
    {
      const JalScheduleLoad *load = &g_array_index (known->loads, JalScheduleLoad, i);

      if (load->date != session->date)
        continue;
      n++;
      if (load->elsewhere)
        add (clashes, known, session, jal_schedule_load_text (load));
    }
  if (known->prefs.day_capacity > 0 && n > known->prefs.day_capacity)
    add (clashes, known, session,
         g_strdup_printf (ngettext ("%u session stands on that day; %u are the most.", "%u sessions stand on that day; %u are the most.", n),
                          n, known->prefs.day_capacity));
}

static void
add_absences (GArray *clashes, const JalScheduleCase *known, JalSession *session)
{
  for (guint a = 0; a < g_list_model_get_n_items (G_LIST_MODEL (known->absences)); a++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (known->absences), a);

      if (!absence->hard || session->date < absence->from || session->date > absence->to)
        continue;
      if (jal_id_is_none (absence->person_id))
        add (clashes, known, session,
             g_strdup (jal_id_is_none (absence->case_id) ? _ ("You are away that day.") : _ ("The whole case is away that day.")));
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known->people)); i++)
        {
          g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (known->people), i);

          /* A mention that only a plan put there can be before another magistrate, or on another day. */
          if (!jal_schedule_is_auto_mention (session) && jal_id_equal (person->id, absence->person_id) && jal_schedule_needs (known, session, person))
            add (clashes, known, session, g_strdup_printf (_ ("%s cannot come."), jal_person_get_label (person)));
        }
    }
}

static gboolean
add_case (JalTx *tx, GArray *clashes, JalId case_id, GError **error)
{
  g_auto (JalScheduleCase) known = { 0 };

  if (!jal_schedule_case_read (tx, case_id, &known, error))
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (known.sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (known.sessions), i);
      g_autofree char *same = NULL;
      char *closed;

      if (!jal_schedule_is_open (session) || session->date < jal_date_today ())
        continue;
      closed = jal_schedule_closed_reason (known.calendar, session->date);
      if (closed != NULL)
        add (clashes, &known, session, closed);
      if (session->counted)
        add_loads (clashes, &known, session);
      add_absences (clashes, &known, session);
      same = jal_schedule_find_same_day (G_LIST_MODEL (known.sessions), session->id, session->kind, session->date);
      if (same != NULL && !jal_schedule_is_auto_mention (session))
        add (clashes, &known, session, g_steal_pointer (&same));
    }
  return TRUE;
}

static int
compare_clashes (gconstpointer a, gconstpointer b)
{
  const JalScheduleClash *one = a, *other = b;

  int by_number = g_strcmp0 (one->number, other->number);

  if (one->date != other->date)
    return one->date < other->date ? -1 : 1;
  return by_number != 0 ? by_number : jal_id_compare (one->session_id, other->session_id);
}

static gboolean
find_clashes (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GListStore) cases = NULL;
  g_autoptr (GArray) clashes = g_array_new (FALSE, TRUE, sizeof (JalScheduleClash));

  g_array_set_clear_func (clashes, clear_clash);
  if (!jal_id_is_none (call->case_id))
    {
      if (!add_case (tx, clashes, call->case_id, error))
        return FALSE;
    }
  else
    {
      cases = jal_case_rows_list (tx, jal_date_today (), error);
      if (cases == NULL)
        return FALSE;
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cases)); i++)
        {
          g_autoptr (JalCase) value = g_list_model_get_item (G_LIST_MODEL (cases), i);

          if (!add_case (tx, clashes, value->id, error))
            return FALSE;
        }
    }
  g_array_sort (clashes, compare_clashes);
  call->clashes = g_steal_pointer (&clashes);
  return TRUE;
}

GArray *
jal_schedule_clashes (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error)
{
  Call call = { .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, find_clashes, &call, cancellable, error) ? call.clashes : NULL;
}
