/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The time of day at the end of a date as it is said.
 *
 * 1. The Kiswahili clock begins at sunrise: "saa tatu" is the third hour, nine o'clock. Courts sit by day, so the twelve hours from seven
 *    to six are meant.
 * 2. An English hour without "am" or "pm" is one of the day: "at 2" is two in the afternoon.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "schedule/jal-said-words.h"

/* "9", "9.30", "9:30", "0930": hours and minutes; FALSE for anything else. */
static gboolean
read_clock (const char *word, int *hour, int *minute)
{
  gsize length = strlen (word);
  int end = 0;

  *minute = 0;
  if (length == 4 && strspn (word, "0123456789") == 4 && sscanf (word, "%2d%2d", hour, minute) == 2)
    return *hour < 24 && *minute < 60;
  if ((sscanf (word, "%2d.%2d%n", hour, minute, &end) == 2 || sscanf (word, "%2d:%2d%n", hour, minute, &end) == 2) && word[end] == '\0')
    return *hour < 24 && *minute < 60;
  *minute = 0;
  return sscanf (word, "%2d%n", hour, &end) == 1 && word[end] == '\0' && *hour < 24;
}

/* Rule 2; @half: "am", "pm", "" for neither. */
static int
english (const char *word, const char *half)
{
  int hour, minute;

  if (!read_clock (word, &hour, &minute))
    {
      hour = jal_said_find_number (word);
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
  else if (hour >= 1 && hour <= 6)
    hour += 12;
  return hour * 60 + minute;
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

/* Rule 1. */
static int
take_kiswahili (char *text)
{
  static const char *const parts[] = { " asubuhi", " mchana", " jioni", " alasiri", " kamili", " za asubuhi" };
  static const struct
  {
    const char *words;
    int minutes;
  } more[] = { { " na nusu", 30 }, { " u nusu", 30 }, { " na robo", 15 }, { " kasorobo", -15 }, { " kasoro robo", -15 } };
  char *saa = g_strrstr (text, " saa ");
  g_autofree char *work = saa != NULL ? g_strdup (saa + 5) : NULL;
  gboolean morning = FALSE;
  int hour, minute = 0, add = 0;

  if (saa == NULL)
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint again = 0; again < 2; again++)
      if (g_str_has_suffix (work, parts[i]))
        {
          morning = morning || g_str_has_suffix (parts[i], "asubuhi");
          work[strlen (work) - strlen (parts[i])] = '\0';
        }
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    if (g_str_has_suffix (work, more[i].words))
      {
        add = more[i].minutes;
        work[strlen (work) - strlen (more[i].words)] = '\0';
        break;
      }
  if (!read_clock (work, &hour, &minute))
    hour = jal_said_find_number (work);
  if (hour < 1 || hour > 12)
    return -1;
  *saa = '\0';
  /* "saa 9 asubuhi" is no hour of that clock: the other one was read off. */
  if (morning && hour > 6 && hour < 12)
    return hour * 60 + minute + add;
  return (hour + 6) * 60 + minute + add;
}

int
jal_said_take_time (char *text)
{
  int minutes = take_kiswahili (text);

  return minutes >= 0 ? minutes : take_english (text);
}
