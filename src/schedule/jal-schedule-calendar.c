/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's own days of the court calendar.
 *
 * 1. One row a day: a closure of a week is seven rows, made and taken out together.
 * 2. A day has one entry for all courts, and one for each court beside it.
 * 3. Nothing here moves a session. A session on a day that closed is warned of, and the next plan goes round it.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-schedule-calendar.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"
#include "law/jal-court.h"
#include "law/jal-holiday-rules.h"
#include "plan/jal-feasts.h"
#include "record/jal-case-rows.h"
#include "record/jal-session-rows.h"
#include "schedule/jal-schedule-private.h"
#include "schedule/jal-schedule.h"

#define MAX_NAME_BYTES 400
#define MAX_DAYS 366
/* As the calendar itself has it: further away is another feast. */
#define FEAST_REACH 20

typedef struct
{
  JalId case_id;
  const JalCalendarDraft *draft;
  const JalId *replaced;
  guint n_replaced;
  const char *holiday;
  JalDate date;
  GArray *ids;      /* JalId of new rows */
  gpointer result;  /* (transfer full) */
  GListStore *days; /* (transfer full) */
} Call;

/* --- Reading ------------------------------------------------------------------------------------------------- */

static gboolean
concerns (const JalCalendarDay *day, const char *court)
{
  return day->court == NULL || (court != NULL && g_ascii_strcasecmp (day->court, court) == 0);
}

static JalCourtOverrideType
override_type (const JalCalendarDay *day)
{
  if (g_str_equal (day->type, "holiday"))
    return JAL_COURT_OVERRIDE_HOLIDAY;
  if (g_str_equal (day->type, "moved"))
    return JAL_COURT_OVERRIDE_MOVED;
  return day->closed ? JAL_COURT_OVERRIDE_CLOSED : JAL_COURT_OVERRIDE_OPEN;
}

static JalCourtCalendar *
make_calendar (GListModel *days, const char *court)
{
  g_autoptr (GArray) overrides = g_array_new (FALSE, TRUE, sizeof (JalCourtOverride));

  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr (JalCalendarDay) day = g_list_model_get_item (days, i);
      JalCourtOverride override = { override_type (day), day->date, day->holiday, day->name };

      if (concerns (day, court))
        g_array_append_val (overrides, override);
    }
  return jal_court_calendar_new ((const JalCourtOverride *)(gpointer)overrides->data, overrides->len);
}

JalCourtCalendar *
jal_schedule_read_calendar (JalTx *tx, const char *court, GError **error)
{
  g_autoptr (GListStore) days = jal_calendar_day_rows_list (tx, error);

  return days != NULL ? make_calendar (G_LIST_MODEL (days), court) : NULL;
}

static gboolean
read_calendar (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (JalCase) owner = NULL;

  if (!jal_id_is_none (call->case_id) && (owner = jal_case_rows_get (tx, call->case_id, jal_date_today (), error)) == NULL)
    return FALSE;
  call->result = jal_schedule_read_calendar (tx, owner != NULL ? owner->court : NULL, error);
  return call->result != NULL;
}

JalCourtCalendar *
jal_schedule_calendar (JalStore *store, JalId case_id, GError **error)
{
  Call call = { .case_id = case_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, read_calendar, &call, NULL, error) ? call.result : NULL;
}

/* --- The list ------------------------------------------------------------------------------------------------ */

static void
free_entry (gpointer data)
{
  JalCalendarEntry *entry = data;

  g_free (entry->type);
  g_free (entry->name);
  g_free (entry->holiday);
  g_free (entry->court);
  g_array_unref (entry->ids);
  g_free (entry);
}

static JalCalendarEntry *
new_entry (GPtrArray *entries, JalDate from, JalDate to, const char *type, const char *name)
{
  JalCalendarEntry *entry = g_new0 (JalCalendarEntry, 1);

  entry->from = from;
  entry->to = to;
  entry->type = g_strdup (type);
  entry->name = g_strdup (name);
  entry->ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_ptr_array_add (entries, entry);
  return entry;
}

static JalLang
screen_language (void)
{
  return jal_lang_from_locale (g_get_language_names ()[0]);
}

static const JalHolidayRule *
find_rule (const char *id)
{
  const JalHolidayRules *rules = jal_holiday_rules_get ();

  for (guint i = 0; id != NULL && i < rules->n_rules; i++)
    if (g_str_equal (rules->rules[i].id, id))
      return &rules->rules[i];
  return NULL;
}

/* Rule 1: the stretch before, when this day continues it. */
static JalCalendarEntry *
find_stretch (GPtrArray *entries, const JalCalendarDay *day)
{
  for (guint i = entries->len; i-- > 0;)
    {
      JalCalendarEntry *entry = g_ptr_array_index (entries, i);

      if (entry->ids->len > 0 && entry->to + 1 == day->date && g_str_equal (entry->type, day->type)
          && g_str_equal (entry->name, day->name) && g_strcmp0 (entry->court, day->court) == 0)
        return entry;
    }
  return NULL;
}

/* The row with which the user gave the feast that stands on @date. */
static JalCalendarDay *
find_moved (GListModel *days, const char *holiday, JalDate date)
{
  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr (JalCalendarDay) day = g_list_model_get_item (days, i);

      if (g_str_equal (day->type, "moved") && g_strcmp0 (day->holiday, holiday) == 0 && day->date == date)
        return day; /* the model keeps it alive */
    }
  return NULL;
}

static void
list_rules (GPtrArray *entries, GListModel *days, const JalCourtCalendar *calendar, JalDate from, JalDate to)
{
  g_autoptr (GArray) listed = jal_court_calendar_list (calendar, from, to);

  for (guint i = 0; i < listed->len; i++)
    {
      const JalCourtDay *day = &g_array_index (listed, JalCourtDay, i);
      const JalHolidayRule *rule = find_rule (day->holiday_id);
      JalCalendarEntry *entry;
      JalCalendarDay *moved;

      if (rule == NULL)
        continue; /* the user's own, which come from their rows */
      entry = new_entry (entries, day->date, day->date, "holiday", jal_label_get (day->name, screen_language ()));
      entry->holiday = g_strdup (rule->id);
      entry->observed = day->observed;
      entry->ceased = day->ceased;
      entry->provisional = day->provisional;
      entry->movable = rule->provisional && !day->observed;
      moved = find_moved (days, rule->id, day->date);
      if (moved != NULL && !day->observed)
        g_array_append_val (entry->ids, moved->id);
    }
}

static void
list_own (GPtrArray *entries, GListModel *days, JalDate from, JalDate to)
{
  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr (JalCalendarDay) day = g_list_model_get_item (days, i);
      JalCalendarEntry *entry;

      if (day->date < from || day->date > to || g_str_equal (day->type, "moved"))
        continue;
      entry = find_stretch (entries, day);
      if (entry == NULL)
        {
          entry = new_entry (entries, day->date, day->date, day->type, day->name);
          entry->court = g_strdup (day->court);
        }
      entry->to = day->date;
      g_array_append_val (entry->ids, day->id);
    }
}

static void
list_recesses (GPtrArray *entries, const JalCourtCalendar *calendar, JalDate from, JalDate to)
{
  JalCalendarEntry *entry = NULL;
  const char *last = NULL;

  for (JalDate date = from; date <= to; date++)
    {
      JalCourtDay day;

      jal_court_calendar_classify (calendar, date, &day);
      if (day.recess_id != NULL && day.recess_id != last)
        {
          entry = new_entry (entries, date, date, "recess", jal_label_get (day.recess, screen_language ()));
          entry->holiday = g_strdup (day.recess_id);
        }
      if (day.recess_id != NULL)
        entry->to = date;
      last = day.recess_id;
    }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const JalCalendarEntry *one = *(JalCalendarEntry *const *)a, *other = *(JalCalendarEntry *const *)b;

  if (one->from != other->from)
    return one->from < other->from ? -1 : 1;
  if (one->to != other->to)
    return one->to < other->to ? -1 : 1;
  return g_strcmp0 (one->holiday != NULL ? one->holiday : one->name, other->holiday != NULL ? other->holiday : other->name);
}

static gboolean
read_list (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->days = jal_calendar_day_rows_list (tx, error);
  return call->days != NULL;
}

GPtrArray *
jal_schedule_calendar_list (JalStore *store, JalDate from, JalDate to, GCancellable *cancellable, GError **error)
{
  Call call = { 0 };
  g_autoptr (GListStore) days = NULL;
  g_autoptr (JalCourtCalendar) calendar = NULL;
  GPtrArray *entries;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, read_list, &call, cancellable, error))
    return NULL;
  days = call.days;
  calendar = make_calendar (G_LIST_MODEL (days), NULL);
  entries = g_ptr_array_new_with_free_func (free_entry);
  from = MAX (from, jal_court_calendar_first (calendar));
  to = MIN (to, jal_court_calendar_last (calendar));
  list_rules (entries, G_LIST_MODEL (days), calendar, from, to);
  list_own (entries, G_LIST_MODEL (days), from, to);
  list_recesses (entries, calendar, from, to);
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}

static gboolean
list_days (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->result = jal_calendar_day_rows_list (tx, error);
  return call->result != NULL;
}

GListStore *
jal_schedule_days (JalStore *store, GError **error)
{
  Call call = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, list_days, &call, NULL, error) ? call.result : NULL;
}

/* --- Changing ------------------------------------------------------------------------------------------------ */

static gboolean
check_draft (const JalCalendarDraft *draft, GError **error)
{
  JalDate to = draft->to == JAL_DATE_NONE ? draft->from : draft->to;

  if (draft->from < JAL_DATE_MIN || draft->from > JAL_DATE_MAX || to > JAL_DATE_MAX || !jal_text_is_label (draft->name, MAX_NAME_BYTES))
    return jal_schedule_refuse (error, _ ("A day of the calendar needs a date and a name."));
  if (to < draft->from)
    return jal_schedule_refuse (error, _ ("The last day lies before the first one."));
  if (to - draft->from >= MAX_DAYS)
    return jal_schedule_refuse (error, _ ("An entry of the calendar is at most a year long."));
  if (!g_str_equal (draft->type, "closed") && !g_str_equal (draft->type, "holiday") && !g_str_equal (draft->type, "open"))
    return jal_schedule_refuse (error, _ ("A day of the calendar is closed, a holiday, or open."));
  if (draft->court != NULL && g_str_equal (draft->type, "holiday"))
    return jal_schedule_refuse (error, _ ("A public holiday is one for every court. For one court alone enter a closure."));
  return draft->court == NULL || jal_text_is_label (draft->court, MAX_NAME_BYTES)
         || jal_schedule_refuse (error, _ ("The name of the court is too long."));
}

/* Rule 2. */
static gboolean
check_free (GListModel *days, const JalCalendarDay *wanted, GError **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr (JalCalendarDay) other = g_list_model_get_item (days, i);

      if (other->date == wanted->date && !g_str_equal (other->type, "moved")
          && (other->court == NULL ? wanted->court == NULL
                                   : wanted->court != NULL && g_ascii_strcasecmp (other->court, wanted->court) == 0))
        {
          g_autofree char *words = jal_schedule_date_text (other->date);

          return jal_schedule_refuse (error, _ ("%s has an entry of yours already: %s. Remove that one first."), words, other->name);
        }
    }
  return TRUE;
}

/* The court as cases name it: by its id, or as it was typed for one of them. A closure of a court that no case could have would
   close nothing, and nobody would notice. */
static gboolean
find_court (JalTx *tx, const char *typed, char **court, GError **error)
{
  guint n;
  const JalCourt *known = jal_court_list (&n);
  g_autoptr (GListStore) cases = NULL;

  if (typed == NULL)
    return TRUE;
  for (guint i = 0; i < n && *court == NULL; i++)
    if (g_ascii_strcasecmp (known[i].id, typed) == 0 || g_ascii_strcasecmp (jal_label_get (&known[i].name, JAL_LANG_EN), typed) == 0
        || g_ascii_strcasecmp (jal_label_get (&known[i].name, JAL_LANG_SW), typed) == 0)
      *court = g_strdup (known[i].id);
  cases = *court == NULL ? jal_case_rows_list (tx, jal_date_today (), error) : NULL;
  if (*court == NULL && cases == NULL)
    return FALSE;
  for (guint i = 0; *court == NULL && i < g_list_model_get_n_items (G_LIST_MODEL (cases)); i++)
    {
      g_autoptr (JalCase) owner = g_list_model_get_item (G_LIST_MODEL (cases), i);

      if (owner->court != NULL && g_ascii_strcasecmp (owner->court, typed) == 0)
        *court = g_strdup (owner->court);
    }
  return *court != NULL || jal_schedule_refuse (error, _ ("No case is before a court of that name, and the program knows none."));
}

static gboolean
take_out (JalTx *tx, Call *call, GError **error)
{
  for (guint i = 0; i < call->n_replaced; i++)
    if (!jal_tx_delete (tx, "calendar_day", call->replaced[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
write_draft (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalCalendarDraft *draft = call->draft;
  JalDate to = draft->to == JAL_DATE_NONE ? draft->from : draft->to;
  g_autofree char *court = NULL;
  g_autoptr (GListStore) days = NULL;

  if (!find_court (tx, draft->court, &court, error) || !take_out (tx, call, error) || (days = jal_calendar_day_rows_list (tx, error)) == NULL)
    return FALSE;
  for (JalDate date = draft->from; date <= to; date++)
    {
      g_autoptr (JalCalendarDay) day = g_object_new (JAL_TYPE_CALENDAR_DAY, NULL);

      day->id = jal_id_new ();
      day->date = date;
      day->closed = !g_str_equal (draft->type, "open");
      g_free (day->name);
      day->name = jal_text_one_line (draft->name, 120);
      g_free (day->type);
      day->type = g_strdup (draft->type);
      day->court = g_strdup (court);
      if (!check_free (G_LIST_MODEL (days), day, error) || !jal_calendar_day_rows_insert (tx, day, error))
        return FALSE;
      g_array_append_val (call->ids, day->id);
    }
  return TRUE;
}

static gboolean
keep (JalStore *store, JalAct *act, Call *call, GArray **ids, GError **error)
{
  gboolean good;

  if (!check_draft (call->draft, error))
    return FALSE;
  call->ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  good = jal_store_act (store, act, write_draft, call, NULL, error);
  if (good && ids != NULL)
    *ids = g_array_ref (call->ids);
  g_array_unref (call->ids);
  return good;
}

gboolean
jal_schedule_calendar_add (JalStore *store, const JalCalendarDraft *draft, GArray **ids, GError **error)
{
  Call call = { .draft = draft };
  JalAct act = { .verb = "calendar.add", .label = N_ ("new calendar day"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL, FALSE);

  return keep (store, &act, &call, ids, error);
}

gboolean
jal_schedule_calendar_change (JalStore *store, const JalId *ids, guint n, const JalCalendarDraft *draft, GError **error)
{
  Call call = { .draft = draft, .replaced = ids, .n_replaced = n };
  JalAct act = { .verb = "calendar.change", .label = N_ ("change of calendar day"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && draft != NULL && n > 0, FALSE);

  return keep (store, &act, &call, NULL, error);
}

/* Where the rules, without any word of the user, have the feast nearest to @date; JAL_DATE_NONE when it is too far away. */
static JalDate
expected_on (const char *holiday, JalDate date)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GArray) listed = jal_court_calendar_list (calendar, date - FEAST_REACH, date + FEAST_REACH);
  JalDate nearest = JAL_DATE_NONE;

  for (guint i = 0; i < listed->len; i++)
    {
      const JalCourtDay *day = &g_array_index (listed, JalCourtDay, i);

      if (g_strcmp0 (day->holiday_id, holiday) == 0 && !day->observed
          && (nearest == JAL_DATE_NONE || ABS (day->date - date) < ABS (nearest - date)))
        nearest = day->date;
    }
  return nearest;
}

static gboolean
move_feast (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalHolidayRule *rule = find_rule (call->holiday);
  g_autoptr (GListStore) days = jal_calendar_day_rows_list (tx, error);
  g_autoptr (JalCalendarDay) day = g_object_new (JAL_TYPE_CALENDAR_DAY, NULL);
  JalDate expected = expected_on (call->holiday, call->date);

  if (days == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (days)); i++)
    {
      g_autoptr (JalCalendarDay) other = g_list_model_get_item (G_LIST_MODEL (days), i);

      if (g_str_equal (other->type, "moved") && g_strcmp0 (other->holiday, call->holiday) == 0
          && expected_on (call->holiday, other->date) == expected && !jal_tx_delete (tx, "calendar_day", other->id, error))
        return FALSE;
    }
  day->id = jal_id_new ();
  day->date = call->date;
  day->closed = TRUE;
  g_free (day->name);
  day->name = g_strdup (jal_label_get (&rule->name, screen_language ()));
  g_free (day->type);
  day->type = g_strdup ("moved");
  day->holiday = g_strdup (call->holiday);
  return jal_calendar_day_rows_insert (tx, day, error);
}

gboolean
jal_schedule_calendar_move (JalStore *store, const char *holiday, JalDate date, GError **error)
{
  Call call = { .holiday = holiday, .date = date };
  JalAct act = { .verb = "calendar.move", .label = N_ ("date of a feast"), .undoable = TRUE };
  const JalHolidayRule *rule = find_rule (holiday);

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (rule == NULL)
    return jal_schedule_refuse (error, _ ("There is no holiday of that name."));
  if (!rule->provisional)
    return jal_schedule_refuse (error, _ ("The date of %s does not move. Enter a holiday of your own, and the old date as a day on which "
                                          "the court sits."), jal_label_get (&rule->name, screen_language ()));
  if (date < JAL_DATE_MIN || date > JAL_DATE_MAX || expected_on (holiday, date) == JAL_DATE_NONE)
    return jal_schedule_refuse (error, _ ("%s is not expected within %d days of that date. Check the year."),
                                jal_label_get (&rule->name, screen_language ()), FEAST_REACH);
  return jal_store_act (store, &act, move_feast, &call, NULL, error);
}

static gboolean
remove_days (JalTx *tx, gpointer data, GError **error)
{
  return take_out (tx, data, error);
}

gboolean
jal_schedule_calendar_remove (JalStore *store, const JalId *ids, guint n, GError **error)
{
  Call call = { .replaced = ids, .n_replaced = n };
  JalAct act = { .verb = "calendar.remove", .label = N_ ("removal of calendar day"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && n > 0, FALSE);

  act.subject_id = ids[0];
  return jal_store_act (store, &act, remove_days, &call, NULL, error);
}
