/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public holidays and recesses as rules: data/law/holidays.json. plan/jal-court-calendar turns them into days. */
#include "law/jal-holiday-rules.h"

#include <stdio.h>

#include "law/jal-law-data.h"

static JalHolidayType
type_from_text (const char *text)
{
  static const char *const names[] = { "fixed", "easter", "islamic", "election" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], text))
      return (JalHolidayType)i;
  g_error ("compiled-in data: no holiday rule \"%s\"", text);
}

static void
load_names (JalHolidayRule *rule, JsonArray *list)
{
  JalHolidayName *names = g_new0 (JalHolidayName, json_array_get_length (list));

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);

      names[i].from = jal_law_data_int (entry, "from", 0);
      names[i].to = jal_law_data_int (entry, "to", 0);
      names[i].name = jal_law_data_label (entry);
    }
  rule->names = names;
  rule->n_names = json_array_get_length (list);
}

static JalHolidayRule
load_rule (JsonObject *entry)
{
  gboolean islamic = g_str_equal (jal_law_data_string (entry, "rule"), "islamic");
  JalHolidayRule rule = {
    .id = jal_law_data_string (entry, "id"),
    .type = type_from_text (jal_law_data_string (entry, "rule")),
    .month = jal_law_data_int (entry, islamic ? "hijri_month" : "month", 0),
    .day = jal_law_data_int (entry, islamic ? "hijri_day" : "day", 0),
    .offset = jal_law_data_int (entry, "offset", 0),
    .weekday = jal_law_data_int (entry, "weekday", 0),
    .nth = jal_law_data_int (entry, "nth", 0),
    .first_year = jal_law_data_int (entry, "first_year", 0),
    .every_years = jal_law_data_int (entry, "every_years", 0),
    .shifts = g_strcmp0 (jal_law_data_optional (entry, "part"), "I") == 0,
    .provisional = jal_law_data_boolean (entry, "provisional", FALSE),
    .name = jal_law_data_label (entry),
    .standing = jal_law_data_standing (entry),
  };

  if (json_object_has_member (entry, "names"))
    load_names (&rule, jal_law_data_array (entry, "names"));
  return rule;
}

static void
load_moon_dates (JalHolidayRules *rules, JsonArray *list)
{
  JalMoonDate *dates = g_new0 (JalMoonDate, json_array_get_length (list));

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);

      dates[i].id = jal_law_data_string (entry, "id");
      dates[i].date = jal_law_data_date (entry, "date");
      dates[i].provisional = jal_law_data_boolean (entry, "provisional", TRUE);
      dates[i].standing = jal_law_data_standing (entry);
      g_assert (i == 0 || dates[i - 1].date <= dates[i].date);
    }
  rules->moon_dates = dates;
  rules->n_moon_dates = json_array_get_length (list);
}

static void
load_recesses (JalHolidayRules *rules, JsonArray *list)
{
  JalRecessRule *recesses = g_new0 (JalRecessRule, json_array_get_length (list));

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      JalRecessRule *recess = &recesses[i];

      recess->id = jal_law_data_string (entry, "id");
      recess->name = jal_law_data_label (entry);
      recess->standing = jal_law_data_standing (entry);
      recess->by_easter = json_object_has_member (entry, "easter_from");
      recess->easter_from = jal_law_data_int (entry, "easter_from", 0);
      recess->easter_to = jal_law_data_int (entry, "easter_to", 0);
      if (recess->by_easter)
        continue;
      if (sscanf (jal_law_data_string (entry, "start"), "%2d-%2d", &recess->start_month, &recess->start_day) != 2
          || sscanf (jal_law_data_string (entry, "end"), "%2d-%2d", &recess->end_month, &recess->end_day) != 2)
        g_error ("compiled-in data: recess \"%s\" has no dates", recess->id);
    }
  rules->recesses = recesses;
  rules->n_recesses = json_array_get_length (list);
}

const JalHolidayRules *
jal_holiday_rules_get (void)
{
  static JalHolidayRules *rules;

  if (g_once_init_enter (&rules))
    {
      JsonObject *root = jal_law_data_root ("law/holidays.json");
      JsonArray *list = jal_law_data_array (root, "rules");
      JalHolidayRules *loaded = g_new0 (JalHolidayRules, 1);
      JalHolidayRule *holidays = g_new0 (JalHolidayRule, json_array_get_length (list));

      for (guint i = 0; i < json_array_get_length (list); i++)
        holidays[i] = load_rule (json_array_get_object_element (list, i));
      loaded->rules = holidays;
      loaded->n_rules = json_array_get_length (list);
      loaded->first_year = jal_law_data_int (root, "first_year", 2000);
      loaded->last_year = jal_law_data_int (root, "last_year", 2100);
      load_moon_dates (loaded, jal_law_data_array (root, "moon_dates"));
      load_recesses (loaded, jal_law_data_array (jal_law_data_object (root, "recesses"), "items"));
      g_once_init_leave (&rules, loaded);
    }
  return rules;
}

const JalLabel *
jal_holiday_rule_name (const JalHolidayRule *rule, int year)
{
  if (rule->n_names == 0)
    return &rule->name;
  for (guint i = 0; i < rule->n_names; i++)
    if ((rule->names[i].from == 0 || year >= rule->names[i].from)
        && (rule->names[i].to == 0 || year <= rule->names[i].to))
      return &rule->names[i].name;
  return NULL;
}
