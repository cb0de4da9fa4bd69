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

/* --- A time as it is written ------------------------------------------------------------------------------------ */

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
jal_schedule_time_text (int minutes)
{
  g_autofree char *clock = jal_schedule_clock_text (minutes);

  /* Translators: a time of day; jal_said_take_time() and jal_schedule_set_time() know the word. In Kiswahili the time begins with "saa". */
  return clock == NULL ? NULL : g_str_has_prefix (clock, "saa ") ? g_strdup_printf ("Saa: %s", clock + 4) : g_strdup_printf (_ ("Time: %s"), clock);
}

/* How much of the start of @line says a time, in whatever language it was written. */
static gsize
time_length (const char *line)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  int end = 0;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^(Time: [0-9]{2}:[0-9]{2}|Saa: [0-9]{1,2}:[0-9]{2}( [a-z]+ \\([0-9]{2}:[0-9]{2}\\))?)(?![0-9])", 0, 0, NULL));
  return g_regex_match (regex, line, 0, &match) && g_match_info_fetch_pos (match, 0, NULL, &end) ? (gsize)end : 0;
}

const char *
jal_schedule_time_goes (void)
{
  return _ ("The time in its note was said for its old date and is taken out.");
}

gboolean
jal_schedule_has_time (const char *note)
{
  g_auto (GStrv) lines = g_strsplit (note, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (time_length (lines[i]) > 0)
      return TRUE;
  return FALSE;
}

/* What parts a time from the words beside it is left away with it. */
static const char *
skip_parting (const char *text)
{
  for (;;)
    if (g_str_has_prefix (text, "·"))
      text += strlen ("·");
    else if (*text != '\0' && strchr (" ,.;-", *text) != NULL)
      text++;
    else
      return text;
}

char *
jal_schedule_set_time (const char *note, int minutes)
{
  g_auto (GStrv) lines = g_strsplit (note, "\n", -1);
  g_autofree char *time = jal_schedule_time_text (minutes);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = time_length (lines[i]);
      const char *rest = lines[i] + length;

      if (length == 0)
        {
          g_ptr_array_add (kept, g_strdup (lines[i]));
          continue;
        }
      /* What somebody wrote beside it stays. */
      if (time != NULL)
        g_ptr_array_add (kept, g_strconcat (time, rest, NULL));
      else if (*skip_parting (rest) != '\0')
        g_ptr_array_add (kept, g_strdup (skip_parting (rest)));
      g_clear_pointer (&time, g_free);
    }
  if (time != NULL && kept->len == 1 && *(char *)g_ptr_array_index (kept, 0) == '\0')
    g_ptr_array_set_size (kept, 0);
  if (time != NULL)
    g_ptr_array_add (kept, g_steal_pointer (&time));
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("\n", (char **)kept->pdata);
}
