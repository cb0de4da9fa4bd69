/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of dates: months, days of the week, numbers. */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-said-words.h"

#include <stdio.h>
#include <string.h>

#include "base/jal-text.h"
#include "law/jal-words.h"

/* In the order of jal_date_weekday(), English and Kiswahili, folded. */
static const char *const weekdays[][2] = {
  { "monday", "jumatatu" }, { "tuesday", "jumanne" }, { "wednesday", "jumatano" }, { "thursday", "alhamisi" },
  { "friday", "ijumaa" },   { "saturday", "jumamosi" }, { "sunday", "jumapili" },
};

int
jal_said_find_month (const char *word)
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

int
jal_said_find_weekday (const char *word)
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

int
jal_said_find_number (const char *word)
{
  static const char *const words[][3] = {
    { "one", "moja", "kwanza" }, { "two", "mbili", "pili" },    { "three", "tatu", "tatu" }, { "four", "nne", "nne" },
    { "five", "tano", "tano" },  { "six", "sita", "sita" },     { "seven", "saba", "saba" }, { "eight", "nane", "nane" },
    { "nine", "tisa", "tisa" },  { "ten", "kumi", "kumi" },     { "eleven", "kumi na moja", "kumi na moja" },
    { "twelve", "kumi na mbili", "kumi na mbili" },
  };
  int n, end = 0;

  if (sscanf (word, "%3d%n", &n, &end) == 1 && word[end] == '\0')
    return MAX (n, 0);
  if (g_str_equal (word, "a") || g_str_equal (word, "an"))
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < G_N_ELEMENTS (words[i]); j++)
      if (g_str_equal (word, words[i][j]))
        return (int)i + 1;
  /* "miezi miwili": the number takes the noun's class. */
  return g_str_equal (word, "miwili") ? 2 : g_str_equal (word, "mitatu") ? 3 : g_str_equal (word, "minne") ? 4
         : g_str_equal (word, "mitano") ? 5 : g_str_equal (word, "mmoja") ? 1 : 0;
}


/* --- Days of the month in words ---------------------------------------------------------------------------------- */

/* Takes "kumi na nne", "mosi", "ishirini" off the start of @words; 0 for none. */
static int
take_kiswahili_day (char **words, guint *taken)
{
  static const struct
  {
    const char *word;
    int value;
  } tens[] = { { "kumi", 10 }, { "ishirini", 20 }, { "thelathini", 30 } };

  *taken = 1;
  if (words[0] == NULL)
    return 0;
  if (g_str_equal (words[0], "mosi"))
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (tens); i++)
    if (g_str_equal (words[0], tens[i].word))
      {
        int unit = words[1] != NULL && words[2] != NULL && g_str_equal (words[1], "na") ? jal_said_find_number (words[2]) : 0;

        if (words[1] != NULL && words[2] != NULL && g_str_equal (words[1], "na") && g_str_equal (words[2], "moja"))
          unit = 1;
        if (unit < 1 || unit > 9)
          return tens[i].value;
        *taken = 3;
        return tens[i].value + unit;
      }
  return g_ascii_isdigit (words[0][0]) ? 0 : jal_said_find_number (words[0]);
}

/* The same of "fourteenth", "twenty first", "thirty-first". */
static int
take_english_day (char **words, guint *taken)
{
  static const char *const days[] = { "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
                                      "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
                                      "eighteenth", "nineteenth", "twentieth" };
  g_autofree char *first = words[0] != NULL ? g_strdup (words[0]) : NULL;
  char *hyphen = first != NULL ? strchr (first, '-') : NULL;
  const char *unit = hyphen != NULL ? hyphen + 1 : first != NULL ? words[1] : NULL;
  int ten;

  *taken = 1;
  if (first == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (g_str_equal (first, days[i]))
      return (int)i + 1;
  if (g_str_equal (first, "thirtieth"))
    return 30;
  if (hyphen != NULL)
    *hyphen = '\0';
  ten = g_str_equal (first, "twenty") ? 20 : g_str_equal (first, "thirty") ? 30 : 0;
  for (guint i = 0; ten != 0 && unit != NULL && i < 9; i++)
    if (g_str_equal (unit, days[i]))
      {
        *taken = hyphen != NULL ? 1 : 2;
        return ten + (int)i + 1;
      }
  return 0;
}

char *
jal_said_day_in_digits (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint at = 0, taken = 1;
  g_autofree char *rest = NULL;
  int day = 0;

  if (words[0] != NULL && g_str_equal (words[0], "tarehe"))
    day = take_kiswahili_day (words + (at = 1), &taken);
  else
    {
      at = words[0] != NULL && g_str_equal (words[0], "the") ? 1 : 0;
      day = take_english_day (words + at, &taken);
      /* "the first monday of march" is no day of the month. */
      if (day != 0 && words[at + taken] != NULL && jal_said_find_weekday (words[at + taken]) != 0)
        day = 0;
    }
  if (day == 0)
    return g_strdup (text);
  rest = g_strjoinv (" ", words + at + taken);
  return g_strdup_printf ("%d%s%s", day, *rest != '\0' ? " " : "", rest);
}
