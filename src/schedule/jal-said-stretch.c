/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weeks and months as they are said, and days by their place in them.
 *
 * 1. "Next week" is the week after this one, from Monday to Friday; "next month" the month after this one.
 * 2. A month without a year is the next one of that name that is not over.
 * 3. The end of a month are its last seven days, the beginning its first seven, the middle the 11th to the 20th.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "schedule/jal-said-words.h"

typedef struct
{
  int year, month; /* month 0: none */
} Month;

static int
days_of (Month month)
{
  for (int day = 31; day > 28; day--)
    if (jal_date_from_ymd (month.year, month.month, day) != JAL_DATE_NONE)
      return day;
  return 28;
}

static Month
month_after (JalDate today, int n)
{
  int year, month;

  jal_date_to_ymd (today, &year, &month, NULL);
  month += n - 1;
  return (Month){ year + month / 12, month % 12 + 1 };
}

/* "next month", "mwezi ujao", "this month", "March", "Machi 2028", "mwezi wa tatu": month 0 for none. */
static Month
read_month (const char *text, JalDate today)
{
  static const struct
  {
    const char *words;
    int after;
  } near[] = { { "this month", 0 },  { "the month", 0 },  { "month", 0 },      { "mwezi", 0 },           { "mwezi huu", 0 },
               { "next month", 1 },  { "mwezi ujao", 1 }, { "mwezi unaokuja", 1 }, { "the next month", 1 }, { "mwezi unaofuata", 1 },
               { "the month after next", 2 } };
  g_autofree char *name = NULL;
  Month now = month_after (today, 0), found = { 0, 0 };
  char *space;
  int year = 0;

  for (guint i = 0; i < G_N_ELEMENTS (near); i++)
    if (g_str_equal (text, near[i].words))
      return month_after (today, near[i].after);
  if (g_str_has_prefix (text, "mwezi wa "))
    text += strlen ("mwezi wa ");
  name = g_strdup (text);
  space = strrchr (name, ' ');
  if (space != NULL && strlen (space + 1) == 4 && strspn (space + 1, "0123456789") == 4)
    {
      year = atoi (space + 1);
      *space = '\0';
    }
  found.month = jal_said_find_month (name);
  found.year = year != 0 ? year : now.year + (found.month < now.month);
  return found;
}

/* The number of a month after "mwezi wa": "tatu", "3", "kumi na mbili". */
static Month
read_month_or_number (const char *text, JalDate today)
{
  Month found = read_month (text, today), now = month_after (today, 0);

  if (found.month == 0 && g_str_has_prefix (text, "mwezi wa "))
    {
      int number = jal_said_find_number (text + strlen ("mwezi wa "));

      if (number >= 1 && number <= 12)
        found = (Month){ now.year + (number < now.month), number };
    }
  return found;
}

/* The rest of @text after one of @words (NULL-terminated), or NULL. */
static const char *
after_any (const char *text, const char *const *words)
{
  for (; *words != NULL; words++)
    if (g_str_has_prefix (text, *words))
      return text + strlen (*words);
  return NULL;
}

/* Weeks from this one on: "this week", "wiki ijayo"; -1 for none. */
static int
read_week (const char *text)
{
  static const struct
  {
    const char *words;
    int after;
  } weeks[] = { { "this week", 0 },           { "wiki hii", 0 },         { "next week", 1 },   { "the next week", 1 },
                { "wiki ijayo", 1 },          { "wiki inayokuja", 1 },   { "wiki inayofuata", 1 }, { "juma lijalo", 1 },
                { "the week after next", 2 }, { "week after next", 2 },  { "wiki mbili zijazo", 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (weeks); i++)
    if (g_str_equal (text, weeks[i].words))
      return weeks[i].after;
  return -1;
}

static JalDate
monday_of (JalDate today)
{
  return today - jal_date_weekday (today) + 1;
}

gboolean
jal_said_stretch (const char *text, JalDate today, JalDate *from, JalDate *to, gboolean *over)
{
  static const char *const ends[]
      = { "the end of ", "end of ", "late in ", "late ", "mwisho wa ", "mwishoni mwa ", "mwisho mwa ", NULL };
  static const char *const starts[]
      = { "the beginning of ", "beginning of ", "the start of ", "start of ", "early in ", "early ", "mwanzo wa ", "mwanzoni mwa ", NULL };
  static const char *const middles[]
      = { "the middle of ", "middle of ", "mid-", "mid ", "katikati ya ", "katikati mwa ", NULL };
  static const char *const whole[] = { "in ", "during ", "mnamo ", "ndani ya ", "", NULL };
  int week = read_week (text), last;
  const char *rest;
  Month month;
  gboolean end, start, middle;

  if (week >= 0)
    {
      *from = MAX (monday_of (today) + 7 * week, today + 1);
      *to = monday_of (today) + 7 * week + 4;
      *over = *from > *to;
      return !*over;
    }
  rest = after_any (text, ends);
  end = rest != NULL;
  start = !end && (rest = after_any (text, starts)) != NULL;
  middle = !end && !start && (rest = after_any (text, middles)) != NULL;
  if (rest == NULL)
    rest = after_any (text, whole);
  month = read_month_or_number (rest, today);
  /* "month" alone says nothing. */
  if (month.month == 0 || (!end && !start && !middle && (g_str_equal (rest, "month") || g_str_equal (rest, "mwezi") || g_str_equal (rest, "the month"))))
    return FALSE;
  last = days_of (month);
  *from = jal_date_from_ymd (month.year, month.month, end ? last - 6 : middle ? 11 : 1);
  *to = jal_date_from_ymd (month.year, month.month, start ? 7 : middle ? 20 : last);
  /* Rule 2. */
  if (*to <= today && month.year < 2100 && strpbrk (rest, "0123456789") == NULL && jal_said_find_month (rest) != 0)
    return jal_said_stretch (text, jal_date_from_ymd (month.year, month.month, last) + 1, from, to, over);
  *over = *to != JAL_DATE_NONE && *to <= today;
  if (*from == JAL_DATE_NONE || *to == JAL_DATE_NONE || *over)
    return FALSE;
  *from = MAX (*from, today + 1);
  return TRUE;
}

/* --- Days ------------------------------------------------------------------------------------------------------ */

/* 1 … 5, 6 for the last, 0 for none. */
static int
read_ordinal (const char *word)
{
  static const char *const words[][4] = { { "first", "1st", "kwanza", "" },  { "second", "2nd", "pili", "" }, { "third", "3rd", "tatu", "" },
                                          { "fourth", "4th", "nne", "" },    { "fifth", "5th", "tano", "" },  { "last", "mwisho", "", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < 4; j++)
      if (words[i][j][0] != '\0' && g_str_equal (word, words[i][j]))
        return (int)i + 1;
  return 0;
}

static JalDate
nth_weekday (Month month, int ordinal, int weekday)
{
  JalDate first = jal_date_from_ymd (month.year, month.month, 1), date;
  int last = days_of (month);

  if (first == JAL_DATE_NONE)
    return JAL_DATE_NONE;
  date = first + (weekday - jal_date_weekday (first) + 7) % 7;
  if (ordinal == 6)
    return date + 28 < first + last ? date + 28 : date + 21;
  date += 7 * (ordinal - 1);
  return date < first + last ? date : JAL_DATE_NONE;
}

/* "first monday of march", "jumatatu ya kwanza ya machi". */
static JalDate
read_nth (const char *text, JalDate today)
{
  static const char *const links[] = { "of ", "in ", "ya ", "mwezi ", NULL };
  g_auto (GStrv) words = g_strsplit (text, " ", 5);
  guint n = g_strv_length (words), at = 0;
  int ordinal, weekday;
  g_autofree char *rest = NULL;
  const char *name;
  Month month;
  JalDate date;

  if (n > 0 && g_str_equal (words[0], "the"))
    at = 1;
  if (n < at + 3)
    return JAL_DATE_NONE;
  ordinal = read_ordinal (words[at]);
  weekday = jal_said_find_weekday (words[at + (ordinal != 0 ? 1 : 0)]);
  if (ordinal == 0 && weekday != 0 && g_str_equal (words[at + 1], "ya"))
    {
      ordinal = read_ordinal (words[at + 2]);
      at++;
    }
  if (ordinal == 0 || weekday == 0)
    return JAL_DATE_NONE;
  rest = g_strjoinv (" ", words + at + 2);
  name = after_any (rest, links);
  /* "ya mwezi ujao": the link and then the month itself. */
  month = read_month_or_number (name != NULL && !g_str_has_prefix (rest, "mwezi ") ? name : rest, today);
  if (month.month == 0)
    return JAL_DATE_NONE;
  date = nth_weekday (month, ordinal, weekday);
  if (date != JAL_DATE_NONE && date <= today && strpbrk (rest, "0123456789") == NULL && jal_said_find_month (name != NULL ? name : rest) != 0)
    date = nth_weekday ((Month){ month.year + 1, month.month }, ordinal, weekday);
  return date;
}

/* "tuesday next week", "jumanne ya wiki ijayo", "monday week", "a week on monday", "this friday". */
static JalDate
read_of_week (const char *text, JalDate today, gboolean *over)
{
  static const char *const weeks[] = { "a week on ", "a week from ", NULL };
  static const char *const links[] = { "of ", "in ", "ya ", "", NULL };
  static const char *const these[] = { "this ", NULL };
  const char *space = strchr (text, ' ');
  const char *rest = after_any (text, weeks);
  g_autofree char *day = NULL;
  JalDate monday = monday_of (today);
  int weekday, week;

  if (rest != NULL)
    {
      weekday = jal_said_find_weekday (rest);
      if (weekday == 0)
        return g_str_equal (rest, "today") ? today + 7 : g_str_equal (rest, "tomorrow") ? today + 8 : JAL_DATE_NONE;
      return (monday + weekday - 1 > today ? monday : monday + 7) + weekday - 1 + 7;
    }
  if ((rest = after_any (text, these)) != NULL)
    {
      weekday = jal_said_find_weekday (rest);
      *over = weekday != 0 && monday + weekday - 1 <= today;
      return weekday != 0 && !*over ? monday + weekday - 1 : JAL_DATE_NONE;
    }
  if (space == NULL)
    return JAL_DATE_NONE;
  day = g_strndup (text, (gsize)(space - text));
  weekday = jal_said_find_weekday (day);
  if (weekday == 0)
    return g_str_equal (text, "today week") ? today + 7 : g_str_equal (text, "tomorrow week") ? today + 8 : JAL_DATE_NONE;
  if (g_str_equal (space + 1, "week") || g_str_equal (space + 1, "fortnight"))
    return (monday + weekday - 1 > today ? monday : monday + 7) + weekday - 1 + (g_str_equal (space + 1, "week") ? 7 : 14);
  week = g_str_equal (space + 1, "hii") ? 0 : read_week (after_any (space + 1, links));
  *over = week >= 0 && monday + 7 * week + weekday - 1 <= today;
  return week >= 0 && !*over ? monday + 7 * week + weekday - 1 : JAL_DATE_NONE;
}

/* "14 next month", "the 14th of next month", "tarehe 14 mwezi ujao". */
static JalDate
read_of_month (const char *text, JalDate today)
{
  static const char *const fillers[] = { "the ", "tarehe ", "on the ", NULL };
  static const char *const links[] = { "of ", "ya ", "", NULL };
  const char *rest = after_any (text, fillers), *name;
  char *end = NULL;
  long day;
  Month month;

  rest = rest != NULL ? rest : text;
  day = strtol (rest, &end, 10);
  if (end == rest || day < 1 || day > 31)
    return JAL_DATE_NONE;
  if (g_str_has_prefix (end, "st ") || g_str_has_prefix (end, "nd ") || g_str_has_prefix (end, "rd ") || g_str_has_prefix (end, "th "))
    end += 2;
  if (*end != ' ')
    return JAL_DATE_NONE;
  name = after_any (end + 1, links);
  /* A month by its name is read with the other days. */
  if (!(g_str_has_suffix (name, "month") || g_str_has_suffix (name, "ujao") || g_str_has_suffix (name, "huu") || g_str_has_suffix (name, "unaokuja")))
    return JAL_DATE_NONE;
  /* "3 month", "third month" say nothing of which. */
  month = g_str_equal (name, "month") ? (Month){ 0, 0 } : read_month (name, today);
  return month.month != 0 ? jal_date_from_ymd (month.year, month.month, (int)day) : JAL_DATE_NONE;
}

JalDate
jal_said_place (const char *text, JalDate today, gboolean *over)
{
  JalDate date = read_of_week (text, today, over);

  if (date != JAL_DATE_NONE || *over)
    return date;
  date = read_nth (text, today);
  if (date == JAL_DATE_NONE)
    date = read_of_month (text, today);
  /* Whoever names a day by its place means one to come. */
  *over = date != JAL_DATE_NONE && date <= today;
  return *over ? JAL_DATE_NONE : date;
}
