/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as they are said in court: "the 14th", "next Tuesday", "in three weeks". */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jal-text.h"
#include "schedule/jal-said-words.h"
#include "schedule/jal-schedule-change.h"
#include "schedule/jal-schedule-private.h"

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
  g_autofree char *number = NULL, *unit = NULL;
  const char *rest, *space;
  int n;

  if (g_str_has_prefix (text, "in ") && (space = strchr (text + 3, ' ')) != NULL)
    {
      number = g_strndup (text + 3, (gsize)(space - text - 3));
      unit = g_strdup (space + 1);
    }
  else if (g_str_has_prefix (text, "baada ya ") && (rest = text + 9, space = strchr (rest, ' ')) != NULL)
    {
      unit = g_strndup (rest, (gsize)(space - rest));
      number = g_strdup (space + 1);
    }
  n = number != NULL ? jal_said_find_number (number) : 0;
  if (n < 1)
    return JAL_DATE_NONE;
  if (g_str_equal (unit, "day") || g_str_equal (unit, "days") || g_str_equal (unit, "siku"))
    return today + n;
  if (g_str_equal (unit, "week") || g_str_equal (unit, "weeks") || g_str_equal (unit, "wiki"))
    return today + 7 * n;
  if (g_str_equal (unit, "month") || g_str_equal (unit, "months") || g_str_equal (unit, "miezi") || g_str_equal (unit, "mwezi"))
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
  weekday = jal_said_find_weekday (word);
  if (weekday == 0)
    return JAL_DATE_NONE;
  if (next)
    return monday + 7 + weekday - 1;
  return monday + weekday - 1 > today ? monday + weekday - 1 : monday + 7 + weekday - 1;
}

/* A year as it is written: four digits, or two of this century from this year on ("14 March 10" is an hour rather); 0 for none. */
static int
to_year (int year, JalDate today)
{
  int now;

  jal_date_to_ymd (today, &now, NULL, NULL);
  return year >= 1000 ? year : year >= 10 && year <= 99 && 2000 + year >= now ? 2000 + year : 0;
}

/* "14/3", "14.3.", "14/3/2027", "14-3-27", "2027-3-14". */
static JalDate
parse_digits (const char *text, JalDate today)
{
  int day, month, year, end = 0;

  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 && text[end] == '\0' && year >= 1000)
    return jal_date_from_ymd (year, month, day);
  if ((sscanf (text, "%2d/%2d/%4d%n", &day, &month, &year, &end) == 3
       || sscanf (text, "%2d.%2d.%4d%n", &day, &month, &year, &end) == 3
       || sscanf (text, "%2d-%2d-%4d%n", &day, &month, &year, &end) == 3)
      && text[end] == '\0')
    return to_year (year, today) != 0 ? jal_date_from_ymd (to_year (year, today), month, day) : JAL_DATE_NONE;
  if ((sscanf (text, "%2d/%2d%n", &day, &month, &end) == 2 || sscanf (text, "%2d.%2d%n", &day, &month, &end) == 2)
      && (text[end] == '\0' || (text[end] == '.' && text[end + 1] == '\0')))
    return month >= 1 && month <= 12 ? next_day (today, month, day) : JAL_DATE_NONE;
  return JAL_DATE_NONE;
}

/* The day that @word says: "14", "14th"; 0 for none. */
static int
find_day (const char *word)
{
  char suffix[3] = "";
  int day, end = 0;

  if (!g_ascii_isdigit (word[0]) || sscanf (word, "%2d%n%2[a-z]%n", &day, &end, suffix, &end) < 1 || word[end] != '\0')
    return 0;
  return suffix[0] == '\0' || strstr ("st nd rd th", suffix) != NULL ? day : 0;
}

/* "14", "the 14th of March", "tarehe 14 mwezi wa 3", "March 14, 2027", "Tuesday 16 March", with a year or without. */
static JalDate
parse_words (const char *text, JalDate today)
{
  static const char *const fillers[] = { "the", "of", "on", "tarehe", "mwezi", "wa", NULL };
  g_auto (GStrv) words = g_strsplit (text, " ", 12);
  int day = 0, month = 0, year = 0, weekday = 0;
  gboolean month_next = FALSE;
  JalDate date;

  for (char **word = words; *word != NULL; word++)
    {
      int was = day;

      if (g_strv_contains (fillers, *word) || (*word)[0] == '\0')
        {
          month_next = month_next || g_str_equal (*word, "mwezi");
          continue;
        }
      if (month_next && month == 0)
        {
          g_autofree char *rest = g_strjoinv (" ", word);

          /* Up to three words: "kumi na mbili". */
          month = jal_said_find_number (rest);
          if (month > 0 && month <= 12)
            break;
          month = jal_said_find_number (*word);
          if (month < 1 || month > 12)
            return JAL_DATE_NONE;
        }
      else if (day == 0 && (day = find_day (*word)) != 0)
        ;
      else if (was != 0 && month != 0 && year == 0 && strspn (*word, "0123456789") == strlen (*word)
               && (strlen (*word) == 2 || strlen (*word) == 4))
        {
          year = to_year (atoi (*word), today);
          if (year == 0)
            return JAL_DATE_NONE;
        }
      else if (month == 0 && (month = jal_said_find_month (*word)) != 0)
        ;
      else if (weekday == 0 && (weekday = jal_said_find_weekday (*word)) != 0)
        ;
      else
        return JAL_DATE_NONE;
      if (day == 0)
        day = was;
    }
  if (day == 0)
    return JAL_DATE_NONE;
  date = year != 0 ? jal_date_from_ymd (year, month, day) : next_day (today, month, day);
  /* The wrong day of the week: one of the two was misheard. */
  return weekday == 0 || (date != JAL_DATE_NONE && jal_date_weekday (date) == weekday) ? date : JAL_DATE_NONE;
}

static JalDate
parse_day (const char *text, JalDate today)
{
  JalDate date = parse_digits (text, today);
  g_autofree char *apart = NULL;

  if (date != JAL_DATE_NONE)
    return date;
  apart = g_strdup (text);
  /* "14-Mar-2027". */
  if (strpbrk (apart, "abcdefghijklmnopqrstuvwxyz") != NULL)
    g_strdelimit (apart, "-", ' ');
  return parse_words (apart, today);
}

static JalDate
parse_one (const char *text, JalDate today, gboolean *over)
{
  JalDate parsed = JAL_DATE_NONE;

  if (jal_date_parse (text, &parsed))
    return parsed;
  if (g_str_equal (text, "tomorrow") || g_str_equal (text, "kesho"))
    return today + 1;
  if (g_str_equal (text, "day after tomorrow") || g_str_equal (text, "the day after tomorrow") || g_str_equal (text, "kesho kutwa"))
    return today + 2;
  if (g_str_equal (text, "today") || g_str_equal (text, "leo"))
    return today;
  if (g_str_equal (text, "in a fortnight") || g_str_equal (text, "a fortnight"))
    return today + 14;
  if ((parsed = parse_distance (text, today)) == JAL_DATE_NONE && (parsed = parse_weekday (text, today)) == JAL_DATE_NONE)
    parsed = parse_day (text, today);
  return parsed != JAL_DATE_NONE ? parsed : jal_said_place (text, today, over);
}

gboolean
jal_schedule_read_said (const char *said, JalDate today, JalSaid *read)
{
  g_autofree char *text = NULL;
  g_autofree char *digits = NULL;
  g_autofree char *apart = NULL;

  *read = JAL_SAID_NONE;
  if (said == NULL || !g_utf8_validate (said, -1, NULL))
    return FALSE;
  apart = g_strdup (said);
  g_strdelimit (apart, ",", ' ');
  text = jal_text_fold (apart);
  read->minutes = jal_said_take_time (text, &read->unclear);
  if (read->unclear)
    return FALSE;
  digits = jal_said_day_in_digits (text);
  read->date = parse_one (digits, today, &read->over);
  if (read->date == JAL_DATE_NONE)
    return !read->over && jal_said_stretch (digits, today, &read->from, &read->to, &read->over);
  read->from = read->to = read->date;
  return TRUE;
}

gboolean
jal_schedule_parse_said (const char *said, JalDate today, JalDate *date)
{
  JalSaid read;

  if (!jal_schedule_read_said (said, today, &read) || read.date == JAL_DATE_NONE)
    return FALSE;
  *date = read.date;
  return TRUE;
}

char *
jal_schedule_said_trouble (const JalSaid *read, const char *said)
{
  if (read->unclear)
    /* Translators: what was typed; the two hours are examples in Kiswahili and stay as they are */
    return g_strdup_printf (_ ("“%s”: which hour? Say “saa 9 asubuhi” (09:00), “saa 9 mchana” (15:00), or 09:00 by the clock of 24 hours."), said);
  if (read->over)
    return g_strdup_printf (_ ("“%s” has passed: nothing of it is left. Say which day to come."), said);
  return NULL;
}

/* --- A time by itself ---------------------------------------------------------------------------------------- */

char *
jal_schedule_clock_text (int minutes)
{
  int hour = minutes / 60, minute = minutes % 60;
  const char *part = hour < 12 ? "asubuhi" : hour < 16 ? "mchana" : "jioni";

  if (minutes <= 0)
    return NULL;
  /* A reader of Kiswahili reads "saa 09:00" as three in the afternoon: the hour is given by both clocks. */
  if (jal_lang_from_locale (g_get_language_names ()[0]) == JAL_LANG_SW && hour >= 6 && hour <= 18)
    return g_strdup_printf ("saa %d:%02d %s (%02d:%02d)", (hour + 5) % 12 + 1, minute, part, hour, minute);
  return g_strdup_printf ("%02d:%02d", hour, minute);
}

char *
jal_schedule_with_time (const char *day, int minutes)
{
  g_autofree char *clock = jal_schedule_clock_text (minutes);

  /* Translators: a date, a time of day */
  return clock == NULL ? g_strdup (day) : g_strdup_printf (_ ("%s, %s"), day, clock);
}

char *
jal_schedule_time_text (int minutes)
{
  g_autofree char *clock = jal_schedule_clock_text (minutes);

  /* Translators: a time of day; jal_said_take_time() knows the word. In Kiswahili the time begins with "saa". */
  return clock == NULL ? NULL : g_str_has_prefix (clock, "saa ") ? g_strdup_printf ("Saa: %s", clock + 4) : g_strdup_printf (_ ("Time: %s"), clock);
}

gboolean
jal_schedule_read_time (const char *said, int *minutes, gboolean *unclear)
{
  g_autofree char *folded = NULL;
  g_autofree char *text = NULL;
  const char *word;
  int read;

  *unclear = FALSE;
  if (!g_utf8_validate (said, -1, NULL))
    return FALSE;
  folded = jal_text_fold (said);
  word = g_str_has_prefix (folded, "at ") ? folded + 3 : folded;
  if (*word == '\0')
    {
      *minutes = 0;
      return TRUE;
    }
  /* The time at the end of a date, without the date. */
  text = g_strconcat (g_str_has_prefix (word, "saa ") || g_str_has_prefix (word, "saa: ") || g_str_has_prefix (word, "time: ") ? "- " : "- at ", word, NULL);
  read = jal_said_take_time (text, unclear);
  if (read <= 0 || !g_str_equal (g_strstrip (text), "-"))
    return FALSE;
  *minutes = read;
  return TRUE;
}

const char *
jal_schedule_time_goes (void)
{
  return _ ("The time was said for its old date and goes with it.");
}
