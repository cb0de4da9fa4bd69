/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The time of day at the end of a date as it is said.
 *
 * 1. The Kiswahili clock begins at sunrise: "saa tatu" is the third hour, nine o'clock. Courts sit by day, so the hours from seven to
 *    five are meant.
 * 2. An English hour without "am" or "pm" is one of the day: "at 2" is two in the afternoon.
 * 3. "09:00", "0900", "14:00" are written by the clock of twenty-four hours, whatever stands before them.
 * 4. Nothing is guessed: "saa 9" is three in the afternoon to one reader and nine in the morning to another, and "saa mbili jioni" is no
 *    hour of a court. Such a time is said to be none.
 * 5. What jal_schedule_time_text() writes is read as what it was.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib.h>
#include <string.h>

#include "schedule/jal-said-words.h"

/* Up to two digits off the start of @text; -1 for none. */
static int
take_digits (const char **text)
{
  int value = 0, n = 0;

  for (; n < 2 && g_ascii_isdigit (**text); n++, (*text)++)
    value = value * 10 + g_ascii_digit_value (**text);
  return n > 0 ? value : -1;
}

/* "9", "9.30", "9:30", "0930": hours and minutes; FALSE for anything else. @whole: rule 3. */
static gboolean
read_clock (const char *word, int *hour, int *minute, gboolean *whole)
{
  gboolean four = strlen (word) == 4 && strspn (word, "0123456789") == 4;

  *whole = four || *word == '0';
  *minute = 0;
  if ((*hour = take_digits (&word)) < 0)
    return FALSE;
  if (four || ((*word == '.' || *word == ':') && strlen (word) == 3))
    {
      word += four ? 0 : 1;
      *minute = take_digits (&word);
    }
  *whole = *whole || *hour > 12;
  return *word == '\0' && *hour < 24 && *minute >= 0 && *minute < 60;
}

/* Rule 2; @half: "am", "pm", "" for neither. */
static int
english (const char *word, const char *half)
{
  int hour, minute;
  gboolean whole = FALSE;

  if (!read_clock (word, &hour, &minute, &whole))
    {
      hour = g_ascii_isdigit (*word) ? 0 : jal_said_find_number (word);
      minute = 0;
      if (hour < 1 || hour > 12)
        return -1;
    }
  if (*half != '\0')
    {
      if (hour < 1 || hour > 12)
        return -1;
      hour = hour % 12 + (g_str_equal (half, "pm") ? 12 : 0);
    }
  /* Rule 3; by night no court sits, so "at 02:30" may have been meant otherwise: rule 4. */
  else if (whole && hour < 6)
    return -1;
  else if (!whole && hour >= 1 && hour <= 6)
    hour += 12;
  return hour == 0 ? -1 : hour * 60 + minute;
}

static const char *
take_half (char *text)
{
  static const char *const halves[][2] = { { " am", "am" }, { " pm", "pm" }, { " a.m.", "am" }, { " p.m.", "pm" }, { " a.m", "am" }, { " p.m", "pm" } };

  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    if (g_str_has_suffix (text, halves[i][0]))
      {
        text[strlen (text) - strlen (halves[i][0])] = '\0';
        return halves[i][1];
      }
  /* "9am". */
  for (guint i = 0; i < 2; i++)
    {
      const char *half = halves[i][1];
      gsize length = strlen (text);

      if (length > 2 && g_str_has_suffix (text, half) && g_ascii_isdigit (text[length - 3]))
        {
          text[length - 2] = '\0';
          return half;
        }
    }
  return "";
}

static int
take_english (char *text)
{
  g_autofree char *work = g_strdup (text);
  const char *half;
  char *at, *word;
  int minutes;

  for (gsize i = 0; i < 2; i++)
    {
      const char *filler = i == 0 ? " o'clock" : " hours";

      if (g_str_has_suffix (work, filler))
        work[strlen (work) - strlen (filler)] = '\0';
    }
  half = take_half (work);
  at = g_strrstr (work, " at ");
  word = at != NULL ? at + 4 : strrchr (work, ' ');
  if (at == NULL && word != NULL)
    {
      /* Without "at" a number is a day or a year: only a clock, or "am", says that it is a time. */
      at = word++;
      if (*half == '\0' && strchr (word, ':') == NULL)
        return -1;
    }
  if (at == NULL)
    return -1;
  minutes = english (word, half);
  if (minutes >= 0)
    text[at - work] = '\0';
  return minutes;
}

/* Rules 1 and 4: the hour of the day (0 … 23) of @hour of the Kiswahili clock in that part of it (nullable: none was said); -1 when it is
   none. @digits: it was not in words. */
static int
kiswahili (int hour, const char *part, gboolean digits)
{
  if (hour < 1 || hour > 12)
    return -1;
  if (part == NULL)
    return digits ? (hour <= 6 ? hour + 6 : -1) : (hour <= 11 ? hour + 6 : -1);
  if (g_str_equal (part, "asubuhi"))
    /* "saa 9 asubuhi" is no hour of that clock: the other one was read off. */
    return hour == 12 ? 6 : hour <= 5 ? hour + 6 : hour >= 7 ? hour : -1;
  if (g_str_equal (part, "mchana"))
    return hour >= 4 && hour <= 10 ? hour + 6 : -1;
  if (g_str_equal (part, "alasiri"))
    return hour >= 9 && hour <= 11 ? hour + 6 : -1;
  return hour >= 10 && hour <= 12 ? hour + 6 : -1;
}

/* Whether an hour written by the clock of twenty-four hours lies in the part of the day that was said with it. */
static gboolean
is_in (int hour, const char *part)
{
  return part == NULL || (g_str_equal (part, "asubuhi") ? hour < 12 : g_str_equal (part, "jioni") ? hour >= 15 : hour >= 11 && hour <= 17);
}

/* Takes one of the parts of the day off the end of @text; NULL for none. */
static const char *
take_part (char *text)
{
  static const char *const parts[] = { "asubuhi", "mchana", "jioni", "alasiri" };
  static const char *const links[] = { " za ", " ya ", " " };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint j = 0; g_str_has_suffix (text, parts[i]) && j < G_N_ELEMENTS (links); j++)
      {
        g_autofree char *tail = g_strconcat (links[j], parts[i], NULL);

        if (g_str_has_suffix (text, tail))
          {
            text[strlen (text) - strlen (tail)] = '\0';
            return parts[i];
          }
      }
  return NULL;
}

static void
take_off (char *text, const char *tail)
{
  if (g_str_has_suffix (text, tail))
    text[strlen (text) - strlen (tail)] = '\0';
}

/* @unclear: an hour was said, and it may be one of two or none. */
static int
take_kiswahili (char *text, gboolean *unclear)
{
  static const struct
  {
    const char *words;
    int minutes;
  } more[] = { { " na nusu", 30 }, { " u nusu", 30 }, { " na robo", 15 }, { " kasorobo", -15 }, { " kasoro robo", -15 } };
  char *saa = g_strrstr (text, " saa ");
  g_autofree char *work = saa != NULL ? g_strdup (saa + 5) : NULL;
  const char *part;
  gboolean whole = FALSE, digits;
  int hour, minute = 0, add = 0;

  if (saa == NULL)
    return -1;
  take_off (work, " kamili");
  part = take_part (work);
  take_off (work, " kamili");
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    if (g_str_has_suffix (work, more[i].words))
      {
        add = more[i].minutes;
        work[strlen (work) - strlen (more[i].words)] = '\0';
        break;
      }
  digits = g_ascii_isdigit (*work);
  if (digits ? !read_clock (work, &hour, &minute, &whole) : (hour = jal_said_find_number (work)) == 0)
    return -1;
  if (!whole)
    hour = kiswahili (hour, part, digits);
  else if (hour < 6 || !is_in (hour, part))
    hour = -1;
  *unclear = hour < 0;
  if (hour < 0)
    return -1;
  *saa = '\0';
  return hour * 60 + minute + add;
}

/* Rule 5: "… saa 3:00 asubuhi (09:00)"; what stands in brackets is what is meant. */
static int
take_shown (char *text)
{
  gsize length = strlen (text);
  char *open = g_strrstr (text, " (");
  char *saa = g_strrstr (text, " saa ");
  g_autofree char *word = NULL;
  int hour, minute;
  gboolean whole;

  if (open == NULL || saa == NULL || open < saa || text[length - 1] != ')')
    return -1;
  word = g_strndup (open + 2, (gsize)(text + length - open - 3));
  if (!read_clock (word, &hour, &minute, &whole) || hour == 0)
    return -1;
  *saa = '\0';
  return hour * 60 + minute;
}

int
jal_said_take_time (char *text, gboolean *unclear)
{
  static const char *const shown[] = { " time: ", " saa: " };
  int minutes;

  *unclear = FALSE;
  /* Rule 5: "Time: 09:00". */
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      char *at = g_strrstr (text, shown[i]);

      if (at == NULL)
        continue;
      at += strlen (shown[i]) - 2;
      if (i == 0)
        memmove (at - 4, at + 2, strlen (at + 2) + 1);
      else
        memmove (at, at + 1, strlen (at));
    }
  if ((minutes = take_shown (text)) < 0 && (minutes = take_kiswahili (text, unclear)) < 0 && !*unclear)
    minutes = take_english (text);
  return minutes;
}
