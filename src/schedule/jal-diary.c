/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All cases together.
 *
 * 1. A clash is said in words, and only of sessions that are still to come: two cases on one day, in one court or in two.
 * 2. Reminders are numbers of a day. No case can be told from them.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-diary.h"

#include <glib/gi18n-lib.h>

#include "law/jal-court.h"
#include "law/jal-session-kind.h"
#include "record/jal-case-rows.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"
#include "schedule/jal-tasks.h"

G_DEFINE_FINAL_TYPE (JalDiaryEntry, jal_diary_entry, G_TYPE_OBJECT)

static void
jal_diary_entry_finalize (GObject *object)
{
  JalDiaryEntry *self = JAL_DIARY_ENTRY (object);

  g_clear_object (&self->session);
  g_clear_object (&self->owner);
  g_free (self->clash);
  G_OBJECT_CLASS (jal_diary_entry_parent_class)->finalize (object);
}

static void
jal_diary_entry_class_init (JalDiaryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_diary_entry_finalize;
}

static void
jal_diary_entry_init (JalDiaryEntry *self)
{
}

typedef struct
{
  JalDate from, to;
  GListStore *cases;    /* (transfer full) */
  GListStore *sessions; /* (transfer full) */
} Call;

static gboolean
read_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->cases = jal_case_rows_list (tx, jal_date_today (), error);
  call->sessions = call->cases != NULL ? jal_session_rows_list_all (tx, error) : NULL;
  if (call->sessions == NULL)
    g_clear_object (&call->cases);
  return call->sessions != NULL;
}

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalDiaryEntry *first = a, *second = b;

  if (first->session->date != second->session->date)
    return first->session->date < second->session->date ? -1 : 1;
  /* What takes the day comes before what takes a minute. */
  if (first->session->counted != second->session->counted)
    return first->session->counted ? -1 : 1;
  if (first->session->minutes != second->session->minutes)
    return first->session->minutes - second->session->minutes;
  return jal_id_compare (first->session->id, second->session->id);
}

static const char *
court_name (JalCase *owner)
{
  const JalCourt *court = owner->court != NULL ? jal_court_find (owner->court) : NULL;

  return court != NULL ? jal_label_get (&court->name, jal_lang_from_locale (g_get_language_names ()[0])) : owner->court;
}

static const char *
case_name (JalCase *owner)
{
  return owner->number != NULL && *owner->number != '\0' ? owner->number : owner->title;
}

/* Rule 1. */
static char *
describe_clash (JalDiaryEntry *entry, JalDiaryEntry *other)
{
  const JalSessionKind *kind = jal_session_kind_find (other->session->kind);
  const char *label = kind != NULL ? jal_label_get (&kind->label, jal_lang_from_locale (g_get_language_names ()[0])) : other->session->kind;
  g_autofree char *what = jal_schedule_with_time (label, other->session->minutes);
  const char *here = court_name (entry->owner), *there = court_name (other->owner);

  if (here != NULL && there != NULL && g_strcmp0 (entry->owner->court, other->owner->court) != 0)
    /* Translators: the other case, what it is there for, the other court */
    return g_strdup_printf (_ ("Clash: the same day in another court, %s, %s, %s"), case_name (other->owner), what, there);
  if (entry->session->counted && other->session->counted)
    return g_strdup_printf (_ ("Clash: the same day, %s, %s"), case_name (other->owner), what);
  return g_strdup_printf (_ ("The same day also: %s, %s"), case_name (other->owner), what);
}

static void
find_clashes (GListModel *entries)
{
  guint n = g_list_model_get_n_items (entries);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (entries, i);
      g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
      guint first = i;

      if (!jal_schedule_is_open (entry->session))
        continue;
      while (first > 0)
        {
          g_autoptr (JalDiaryEntry) before = g_list_model_get_item (entries, first - 1);

          if (before->session->date != entry->session->date)
            break;
          first--;
        }
      for (guint j = first; j < n; j++)
        {
          g_autoptr (JalDiaryEntry) other = g_list_model_get_item (entries, j);

          if (other->session->date != entry->session->date)
            break;
          if (!jal_id_equal (other->owner->id, entry->owner->id) && jal_schedule_is_open (other->session))
            g_ptr_array_add (sentences, describe_clash (entry, other));
        }
      if (sentences->len == 0)
        continue;
      g_ptr_array_add (sentences, NULL);
      entry->clash = g_strjoinv ("\n", (char **)sentences->pdata);
    }
}

GListStore *
jal_diary_list (JalStore *store, JalDate from, JalDate to, GCancellable *cancellable, GError **error)
{
  Call call = { 0 };
  g_autoptr (GListStore) cases = NULL;
  g_autoptr (GListStore) sessions = NULL;
  g_autoptr (GHashTable) by_id = NULL;
  GListStore *diary;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_all, &call, cancellable, error))
    return NULL;
  cases = call.cases;
  sessions = call.sessions;
  by_id = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, NULL, g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cases)); i++)
    {
      JalCase *owner = g_list_model_get_item (G_LIST_MODEL (cases), i);

      g_hash_table_replace (by_id, &owner->id, owner);
    }
  diary = g_list_store_new (JAL_TYPE_DIARY_ENTRY);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);
      JalCase *owner = g_hash_table_lookup (by_id, &session->case_id);
      g_autoptr (JalDiaryEntry) entry = NULL;

      if (owner == NULL || !jal_schedule_stands (session) || (from != JAL_DATE_NONE && session->date < from)
          || (to != JAL_DATE_NONE && session->date > to))
        continue;
      entry = g_object_new (JAL_TYPE_DIARY_ENTRY, NULL);
      entry->session = g_object_ref (session);
      entry->owner = g_object_ref (owner);
      g_list_store_append (diary, entry);
    }
  g_list_store_sort (diary, compare_entries, NULL);
  find_clashes (G_LIST_MODEL (diary));
  return diary;
}

/* --- The agenda ---------------------------------------------------------------------------------------------- */

static void
sort_sessions (JalAgenda *agenda, GListModel *diary, guint days)
{
  for (guint i = 0; i < g_list_model_get_n_items (diary); i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (diary, i);
      JalDate date = entry->session->date;

      if (!jal_schedule_is_open (entry->session))
        continue;
      if (date < agenda->today && jal_schedule_is_auto_mention (entry->session))
        continue;
      if (date < agenda->today)
        g_list_store_append (agenda->unrecorded, entry);
      else if (agenda->next == NULL)
        agenda->next = g_object_ref (entry);
      if (date >= agenda->today && date <= agenda->today + (JalDate)days)
        g_list_store_append (agenda->sessions, entry);
    }
}

static void
sort_tasks (JalAgenda *agenda, GListModel *tasks, guint days)
{
  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (tasks, i);

      if (task->done_at != 0 || task->lapsed || task->due == JAL_DATE_NONE)
        continue;
      if (task->overdue)
        g_list_store_append (agenda->overdue, task);
      else if (task->due <= agenda->today + (JalDate)days)
        g_list_store_append (agenda->tasks, task);
    }
}

JalAgenda *
jal_agenda_read (JalStore *store, guint days, GCancellable *cancellable, GError **error)
{
  g_autoptr (GListStore) diary = NULL;
  g_autoptr (GListStore) tasks = NULL;
  JalAgenda *agenda;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if ((diary = jal_diary_list (store, JAL_DATE_NONE, JAL_DATE_NONE, cancellable, error)) == NULL
      || (tasks = jal_tasks_list (store, JAL_ID_NONE, JAL_ID_NONE, cancellable, error)) == NULL)
    return NULL;
  agenda = g_new0 (JalAgenda, 1);
  agenda->today = jal_date_today ();
  agenda->unrecorded = g_list_store_new (JAL_TYPE_DIARY_ENTRY);
  agenda->sessions = g_list_store_new (JAL_TYPE_DIARY_ENTRY);
  agenda->overdue = g_list_store_new (JAL_TYPE_TASK);
  agenda->tasks = g_list_store_new (JAL_TYPE_TASK);
  sort_sessions (agenda, G_LIST_MODEL (diary), days);
  sort_tasks (agenda, G_LIST_MODEL (tasks), days);
  return agenda;
}

void
jal_agenda_free (JalAgenda *agenda)
{
  g_clear_object (&agenda->next);
  g_clear_object (&agenda->unrecorded);
  g_clear_object (&agenda->sessions);
  g_clear_object (&agenda->overdue);
  g_clear_object (&agenda->tasks);
  g_free (agenda);
}

/* --- Reminders ----------------------------------------------------------------------------------------------- */

static JalReminderDay *
day_of (GArray *days, JalDate today, JalDate date)
{
  return date >= today && date - today < (JalDate)days->len ? &g_array_index (days, JalReminderDay, date - today) : NULL;
}

/* A Monday's session is announced on the Friday: weekends are not for reading the diary. */
static JalDate
day_before (JalDate date)
{
  int weekday = jal_date_weekday (date);

  return date - (weekday == 1 ? 3 : weekday == 7 ? 2 : 1);
}

static gboolean
has_something (const JalReminderDay *day)
{
  return day->n_today + day->n_tomorrow + day->n_ahead + day->n_tasks > 0;
}

GArray *
jal_reminder_days (JalStore *store, guint days, guint ahead, GCancellable *cancellable, GError **error)
{
  JalDate today = jal_date_today ();
  g_autoptr (JalAgenda) agenda = jal_agenda_read (store, days + MAX (ahead, 4), cancellable, error);
  g_autoptr (GArray) all = NULL;
  GArray *result;

  if (agenda == NULL)
    return NULL;
  all = g_array_new (FALSE, TRUE, sizeof (JalReminderDay));
  g_array_set_size (all, days + 1);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (agenda->sessions)); i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (G_LIST_MODEL (agenda->sessions), i);
      JalDate date = entry->session->date;
      JalReminderDay *day;

      if ((day = day_of (all, today, date)) != NULL)
        day->n_today++;
      if ((day = day_of (all, today, day_before (date))) != NULL)
        day->n_tomorrow++;
      if (ahead > 0 && entry->session->counted && (day = day_of (all, today, date - (JalDate)ahead)) != NULL)
        day->n_ahead++;
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (agenda->tasks)); i++)
    {
      g_autoptr (JalTask) task = g_list_model_get_item (G_LIST_MODEL (agenda->tasks), i);
      JalReminderDay *day = day_of (all, today, task->due);

      if (day != NULL)
        day->n_tasks++;
    }
  result = g_array_new (FALSE, TRUE, sizeof (JalReminderDay));
  for (guint i = 0; i < all->len; i++)
    {
      JalReminderDay *day = &g_array_index (all, JalReminderDay, i);

      day->day = today + (JalDate)i;
      if (has_something (day))
        g_array_append_vals (result, day, 1);
    }
  return result;
}
