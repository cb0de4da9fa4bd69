/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as they are said in court: "the 14th", "next Tuesday", "in three weeks". */
#define G_LOG_DOMAIN "jal-schedule"

#include <stdio.h>
#include <string.h>

#include "base/jal-text.h"
#include "law/jal-words.h"
#include "schedule/jal-schedule-change.h"

/* In the order of jal_date_weekday(), English and Kiswahili, folded. */
static const char *const weekdays[][2] = {
  { "monday", "jumatatu" }, { "tuesday", "jumanne" }, { "wednesday", "jumatano" }, { "thursday", "alhamisi" },
  { "friday", "ijumaa" },   { "saturday", "jumamosi" }, { "sunday", "jumapili" },
};

/* The month whose name in either language begins with @word, from 1; 0 for none or when it is not clear. */
static int
find_month (const char *word)
{
  int found = 0;

  if (g_utf8_strlen (word, -1) < 3)
    return 0;
  for (int month = 1; month <= 12; month++)
    for (int lang = 0; lang < JAL_N_LANGS; lang++)
      {
        g_autofree char *date = jal_words_date ((JalLang)lang, jal_date_from_ymd (2027, month, 1));
        g_auto (GStrv) parts = g_strsplit (date, " ", -1);
        g_autofree char *name = g_strv_length (parts) == 3 ? jal_text_fold (parts[1]) : g_strdup ("");

        if (!g_str_has_prefix (name, word))
          continue;
        if (found != 0 && found != month)
          return 0;
        found = month;
      }
  return found;
}

/* 1 Monday … 7 Sunday, 0 for none. */
static int
find_weekday (const char *word)
{
  int found = 0;

  for (guint i = 0; strlen (word) >= 3 && i < G_N_ELEMENTS (weekdays); i++)
    for (guint lang = 0; lang < 2; lang++)
      if (g_str_has_prefix (weekdays[i][lang], word))
        {
          /* "juma" could be any of five. */
          if (found != 0)
            return 0;
          found = (int)i + 1;
          break;
        }
  return found;
}

/* The first such day of a month after @today. */
static JalDate
next_day (JalDate today, int month, int day)
{
  int year, first;

  jal_date_to_ymd (today, &year, &first, NULL);
  for (int i = 0; i <= 12 * 8; i++)
    {
      int at = first - 1 + i;
      JalDate date = month != 0 && at % 12 + 1 != month ? JAL_DATE_NONE : jal_date_from_ymd (year + at / 12, at % 12 + 1, day);

      if (date != JAL_DATE_NONE && date > today)
        return date;
    }
  return JAL_DATE_NONE;
}

static JalDate
parse_distance (const char *text, JalDate today)
{
  char word[16];
  int n, end = 0;

  if ((sscanf (text, "in %3d %15[a-z]%n", &n, word, &end) != 2 && sscanf (text, "baada ya %15[a-z] %3d%n", word, &n, &end) != 2)
      || text[end] != '\0' || n < 1)
    return JAL_DATE_NONE;
  if (g_str_has_prefix (word, "day") || g_str_equal (word, "siku"))
    return today + n;
  if (g_str_has_prefix (word, "week") || g_str_equal (word, "wiki"))
    return today + 7 * n;
  if (g_str_has_prefix (word, "month") || g_str_equal (word, "miezi") || g_str_equal (word, "mwezi"))
    return jal_date_add_months (today, n);
  return JAL_DATE_NONE;
}

static JalDate
parse_weekday (const char *text, JalDate today)
{
  gboolean next = g_str_has_prefix (text, "next ");
  g_autofree char *word = g_strdup (next ? text + 5 : g_str_has_prefix (text, "on ") ? text + 3 : text);
  JalDate monday = today - jal_date_weekday (today) + 1;
  int weekday;

  if (g_str_has_suffix (word, " ijayo"))
    {
      next = TRUE;
      word[strlen (word) - 6] = '\0';
    }
  weekday = find_weekday (word);
  if (weekday == 0)
    return JAL_DATE_NONE;
  if (next)
    return monday + 7 + weekday - 1;
  return monday + weekday - 1 > today ? monday + weekday - 1 : monday + 7 + weekday - 1;
}

/* "14", "14th", "the 14th", "tarehe 14", "14 march", "march 14", "14/3", with a year or without. */
static JalDate
parse_day (const char *text, JalDate today)
{
  int day, month = 0, year = 0, end = 0;
  char word[32], suffix[3];

  if (g_str_has_prefix (text, "the "))
    text += 4;
  if (g_str_has_prefix (text, "tarehe "))
    text += 7;
  if (sscanf (text, "%2d%n", &day, &end) == 1 && text[end] == '\0')
    return next_day (today, 0, day);
  if (sscanf (text, "%2d%2[a-z]%n", &day, suffix, &end) == 2 && text[end] == '\0'
      && (g_str_equal (suffix, "st") || g_str_equal (suffix, "nd") || g_str_equal (suffix, "rd") || g_str_equal (suffix, "th")))
    return next_day (today, 0, day);
  if ((sscanf (text, "%2d/%2d/%4d%n", &day, &month, &year, &end) == 3
       || sscanf (text, "%2d.%2d.%4d%n", &day, &month, &year, &end) == 3)
      && text[end] == '\0')
    return year >= 100 ? jal_date_from_ymd (year, month, day) : JAL_DATE_NONE;
  if ((sscanf (text, "%2d/%2d%n", &day, &month, &end) == 2 || sscanf (text, "%2d.%2d%n", &day, &month, &end) == 2)
      && (text[end] == '\0' || (text[end] == '.' && text[end + 1] == '\0')))
    return month >= 1 && month <= 12 ? next_day (today, month, day) : JAL_DATE_NONE;
  year = 0;
  if ((sscanf (text, "%2d %31[^0-9 ]%n %4d%n", &day, word, &end, &year, &end) >= 2
       || sscanf (text, "%2d%*2[a-z] %31[^0-9 ]%n %4d%n", &day, word, &end, &year, &end) >= 2
       || sscanf (text, "%31[^0-9 ] %2d%n %4d%n", word, &day, &end, &year, &end) >= 2)
      && text[end] == '\0')
    {
      month = find_month (g_str_has_prefix (word, "of ") ? word + 3 : word);
      if (month != 0)
        return year >= 100 ? jal_date_from_ymd (year, month, day) : year == 0 ? next_day (today, month, day) : JAL_DATE_NONE;
    }
  return JAL_DATE_NONE;
}

gboolean
jal_schedule_parse_said (const char *said, JalDate today, JalDate *date)
{
  g_autofree char *text = NULL;
  JalDate parsed = JAL_DATE_NONE;

  if (said == NULL || !g_utf8_validate (said, -1, NULL))
    return FALSE;
  text = jal_text_fold (said);
  g_strdelimit (text, ",", ' ');
  if (jal_date_parse (text, &parsed))
    ;
  else if (g_str_equal (text, "tomorrow") || g_str_equal (text, "kesho"))
    parsed = today + 1;
  else if (g_str_equal (text, "today") || g_str_equal (text, "leo"))
    parsed = today;
  else if ((parsed = parse_distance (text, today)) == JAL_DATE_NONE && (parsed = parse_weekday (text, today)) == JAL_DATE_NONE)
    parsed = parse_day (text, today);
  if (parsed == JAL_DATE_NONE)
    return FALSE;
  *date = parsed;
  return TRUE;
}
