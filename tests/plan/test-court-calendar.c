/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plan/jal-court-calendar.h"
#include "plan/jal-feasts.h"

static JalDate
day_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

/* Returns (transfer full): the rows of a table beside this test, each split into its fields. */
static GPtrArray *
read_table (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "plan", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '#')
      g_ptr_array_add (rows, g_strsplit (lines[i], "\t", -1));
  return rows;
}

static char *
describe (const JalCourtDay *day)
{
  g_autofree char *iso = jal_date_dup_iso (day->date);
  g_autoptr (GString) flags = g_string_new (NULL);

  if (day->observed)
    g_string_append (flags, "observed,");
  if (day->ceased)
    g_string_append (flags, "ceased,");
  if (day->provisional)
    g_string_append (flags, "provisional,");
  if (flags->len > 0)
    g_string_truncate (flags, flags->len - 1);
  return g_strdup_printf ("%s\t%s\t%s", iso, day->holiday_id, flags->len > 0 ? flags->str : "certain");
}

/* Day for day the table of 2024 to 2032, with one departure: Idd-ul-Fitr, too, is a Part I day, so when the predicted
   date is a Sunday (30 March 2025) section 4 gives the Monday, which the table leaves out. */
static void
test_table (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GPtrArray) rows = read_table ("holidays-2024-2032.tsv");
  g_autoptr (GArray) days = jal_court_calendar_list (calendar, day_of ("2024-01-01"), day_of ("2032-12-31"));
  guint r = 0, departures = 0;

  for (guint i = 0; i < days->len; i++)
    {
      g_autofree char *ours = describe (&g_array_index (days, JalCourtDay, i));
      g_autofree char *theirs = r < rows->len ? g_strjoinv ("\t", rows->pdata[r]) : NULL;

      if (g_str_equal (ours, "2025-03-30\tidd-ul-fitr\tceased,provisional"))
        {
          g_assert_cmpstr (theirs, ==, "2025-03-30\tidd-ul-fitr\tprovisional");
          departures++;
          r++;
        }
      else if (g_str_equal (ours, "2025-03-31\tidd-ul-fitr\tobserved,provisional"))
        departures++;
      else
        {
          g_assert_cmpstr (ours, ==, theirs);
          r++;
        }
    }
  g_assert_cmpuint (r, ==, rows->len);
  g_assert_cmpuint (departures, ==, 2);
  g_test_message ("%u rows", r);
}

static void
test_feasts (void)
{
  g_autoptr (GPtrArray) rows = read_table ("feasts-2000-2100.tsv");
  guint easters = 0, islamic = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = rows->pdata[i];
      JalDate date = day_of (row[0]);
      int year;

      jal_date_to_ymd (date, &year, NULL, NULL);
      if (g_str_equal (row[1], "easter"))
        {
          g_assert_cmpint (jal_feasts_easter (year), ==, date);
          easters++;
          continue;
        }
      year = jal_feasts_islamic_year (date);
      if (g_str_equal (row[1], "idd-ul-fitr"))
        g_assert_cmpint (jal_feasts_islamic (year, 10, 1), ==, date);
      else
        g_assert_cmpint (jal_feasts_islamic (year, 12, 10), ==, date);
      islamic++;
    }
  g_assert_cmpuint (easters, ==, 101);
  g_assert_cmpuint (islamic, >, 200);
}

/* Beyond the dates given as data every predicted feast is there, provisional; and the table of the moon that the data
   has is never more than a day from the arithmetic. */
static void
test_islamic_days (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GPtrArray) rows = read_table ("feasts-2000-2100.tsv");
  guint seen = 0, near = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = rows->pdata[i];
      JalDate date = day_of (row[0]);
      JalCourtDay day;

      if (g_str_equal (row[1], "easter"))
        continue;
      if (date > day_of ("2032-12-31"))
        {
          jal_court_calendar_classify (calendar, date, &day);
          g_assert_false (jal_court_calendar_is_open (calendar, date));
          g_assert_true (day.holiday_id != NULL);
          seen++;
        }
      else if (date >= day_of ("2024-01-01"))
        {
          g_autoptr (GArray) days = jal_court_calendar_list (calendar, date - 1, date + 1);
          gboolean found = FALSE;

          for (guint d = 0; d < days->len; d++)
            found |= g_strcmp0 (g_array_index (days, JalCourtDay, d).holiday_id, row[1]) == 0;
          g_assert_true (found);
          near++;
        }
    }
  g_assert_cmpuint (seen, >, 135);
  g_assert_cmpuint (near, ==, 18);
}

static void
test_sunday_rule (void)
{
  static const struct
  {
    const char *date;
    JalCourtDayType type;
    const char *id;
    gboolean observed, ceased;
  } rows[] = {
    /* Christmas 2022 was a Sunday, the 26th Boxing Day: the 27th, as the Gazette had it. */
    { "2022-12-25", JAL_COURT_DAY_WEEKEND, "christmas", FALSE, TRUE },
    { "2022-12-26", JAL_COURT_DAY_HOLIDAY, "boxing", FALSE, FALSE },
    { "2022-12-27", JAL_COURT_DAY_HOLIDAY, "christmas", TRUE, FALSE },
    { "2022-12-28", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    /* Boxing Day 2027 is a Sunday. */
    { "2027-12-26", JAL_COURT_DAY_WEEKEND, "boxing", FALSE, TRUE },
    { "2027-12-27", JAL_COURT_DAY_HOLIDAY, "boxing", TRUE, FALSE },
    { "2027-12-28", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    /* Saturdays do not move. */
    { "2026-10-10", JAL_COURT_DAY_HOLIDAY, "mazingira", FALSE, FALSE },
    { "2026-10-12", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    /* A new year on a Sunday. */
    { "2023-01-01", JAL_COURT_DAY_WEEKEND, "new-year", FALSE, TRUE },
    { "2023-01-02", JAL_COURT_DAY_HOLIDAY, "new-year", TRUE, FALSE },
    /* The ends of the calendar, leap days, elections. */
    { "2000-01-01", JAL_COURT_DAY_HOLIDAY, "new-year", FALSE, FALSE },
    { "2028-02-29", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    { "2100-02-28", JAL_COURT_DAY_WEEKEND, NULL, FALSE, FALSE },
    { "2100-12-31", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    { "2024-02-29", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    { "2032-02-29", JAL_COURT_DAY_WEEKEND, NULL, FALSE, FALSE },
    { "2100-03-01", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    /* Christmas 2033 is a Sunday again, and so is the new year of 2034. */
    { "2033-12-27", JAL_COURT_DAY_HOLIDAY, "christmas", TRUE, FALSE },
    { "2033-12-28", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    { "2034-01-01", JAL_COURT_DAY_WEEKEND, "new-year", FALSE, TRUE },
    { "2034-01-02", JAL_COURT_DAY_HOLIDAY, "new-year", TRUE, FALSE },
    { "2022-08-09", JAL_COURT_DAY_HOLIDAY, "general-election", FALSE, FALSE },
    { "2017-08-08", JAL_COURT_DAY_HOLIDAY, "general-election", FALSE, FALSE },
    { "2026-08-11", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    /* No holiday in October between the Constitution and the High Court's decision. */
    { "2012-10-10", JAL_COURT_DAY_OPEN, NULL, FALSE, FALSE },
    { "2018-10-10", JAL_COURT_DAY_HOLIDAY, "mazingira", FALSE, FALSE },
    { "1999-12-31", JAL_COURT_DAY_OUT_OF_RANGE, NULL, FALSE, FALSE },
    { "2101-01-03", JAL_COURT_DAY_OUT_OF_RANGE, NULL, FALSE, FALSE },
  };
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JalCourtDay day;

      jal_court_calendar_classify (calendar, day_of (rows[i].date), &day);
      g_test_message ("%s", rows[i].date);
      g_assert_cmpint (day.type, ==, rows[i].type);
      g_assert_cmpstr (day.holiday_id, ==, rows[i].id);
      g_assert_cmpint (day.observed, ==, rows[i].observed);
      g_assert_cmpint (day.ceased, ==, rows[i].ceased);
      g_assert_cmpint (jal_court_calendar_is_open (calendar, day.date), ==, day.type == JAL_COURT_DAY_OPEN);
    }
}

/* Against what programs of others say of 2024 to 2040: Easter and the civil Islamic calendar day for day, the Umm al-Qura
   calendar of Saudi Arabia within the two days by which the moon may differ, fixed days and days in place of a Sunday. */
static void
test_elsewhere (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GPtrArray) rows = read_table ("elsewhere-2024-2040.tsv");
  guint easters = 0, civil = 0, moon = 0, fixed = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = rows->pdata[i];
      JalDate date = day_of (row[0]);
      int year, month = g_str_equal (row[1], "idd-ul-fitr") ? 10 : 12, day = month == 10 ? 1 : 10;
      JalCourtDay known;

      jal_date_to_ymd (date, &year, NULL, NULL);
      if (g_str_equal (row[2], "dateutil"))
        {
          g_assert_cmpint (jal_feasts_easter (year), ==, date);
          easters++;
        }
      else if (g_str_equal (row[2], "civil"))
        {
          g_assert_cmpint (jal_feasts_islamic (jal_feasts_islamic_year (date), month, day), ==, date);
          civil++;
        }
      else if (g_str_equal (row[2], "umalqura"))
        {
          /* In the list, since another holiday may be on the same day. */
          g_autoptr (GArray) near = jal_court_calendar_list (calendar, date - 2, date + 2);
          gboolean found = FALSE;

          for (guint d = 0; d < near->len; d++)
            found = found || g_strcmp0 (g_array_index (near, JalCourtDay, d).holiday_id, row[1]) == 0;
          g_test_message ("%s %s", row[0], row[1]);
          g_assert_true (found);
          moon++;
        }
      else
        {
          g_test_message ("%s", row[0]);
          g_assert_false (jal_court_calendar_is_open (calendar, date));
          jal_court_calendar_classify (calendar, date, &known);
          g_assert_true (known.holiday_id != NULL || jal_date_weekday (date) >= 6);
          fixed++;
        }
    }
  g_assert_cmpuint (easters, ==, 17);
  g_assert_cmpuint (civil, ==, 36);
  g_assert_cmpuint (moon, ==, 36);
  g_assert_cmpuint (fixed, ==, 168);
}

/* By section 4 of every year: a Part I day on a Sunday always closes the next free day, and only it. */
static void
test_sunday_rule_every_year (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GArray) days
      = jal_court_calendar_list (calendar, jal_court_calendar_first (calendar), jal_court_calendar_last (calendar));
  guint ceased = 0, observed = 0;

  for (guint i = 0; i < days->len; i++)
    {
      const JalCourtDay *day = &g_array_index (days, JalCourtDay, i);

      if (day->ceased)
        {
          g_assert_cmpint (jal_date_weekday (day->date), ==, 7);
          g_assert_false (jal_court_calendar_is_open (calendar, day->date + 1));
        }
      else if (jal_date_weekday (day->date) == 7) /* Part II and election days stay where they are */
        g_assert_cmpstr (day->holiday_id, ==, "idd-ul-azha");
      ceased += day->ceased;
      observed += day->observed;
    }
  g_assert_cmpuint (ceased, ==, observed);
  g_assert_cmpuint (ceased, >, 100);
}

static void
test_recess (void)
{
  static const struct
  {
    const char *date, *recess;
  } rows[] = {
    { "2027-07-30", NULL },        { "2027-08-02", "august" },   { "2027-09-15", "august" },
    { "2027-09-16", NULL },        { "2027-12-21", "december" }, { "2028-01-13", "december" },
    { "2028-01-14", NULL },        { "2000-01-03", "december" }, { "2100-12-31", "december" },
    { "2027-03-25", "easter" },    { "2027-03-30", NULL },       { "2027-03-24", NULL },
  };
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JalCourtDay day;

      jal_court_calendar_classify (calendar, day_of (rows[i].date), &day);
      g_assert_cmpstr (day.recess_id, ==, rows[i].recess);
      g_assert_cmpint (day.recess != NULL, ==, rows[i].recess != NULL);
      /* Advice only. */
      g_assert_cmpint (day.type, ==, JAL_COURT_DAY_OPEN);
    }
}

static void
test_overrides (void)
{
  const JalCourtOverride overrides[] = {
    { JAL_COURT_OVERRIDE_CLOSED, day_of ("2027-02-10"), NULL, "Service week" },
    { JAL_COURT_OVERRIDE_HOLIDAY, day_of ("2027-10-11"), NULL, "Gazetted" },
    { JAL_COURT_OVERRIDE_MOVED, day_of ("2027-03-10"), "idd-ul-fitr", NULL },
    { JAL_COURT_OVERRIDE_OPEN, day_of ("2028-05-05"), NULL, NULL },
    { JAL_COURT_OVERRIDE_MOVED, day_of ("2029-02-11"), "idd-ul-fitr", NULL },
    { JAL_COURT_OVERRIDE_OPEN, day_of ("2027-02-13"), NULL, NULL },
    { JAL_COURT_OVERRIDE_CLOSED, day_of ("1990-02-13"), NULL, "before the calendar" },
  };
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (overrides, G_N_ELEMENTS (overrides));
  JalCourtDay day;

  jal_court_calendar_classify (calendar, day_of ("2027-02-10"), &day);
  g_assert_cmpint (day.type, ==, JAL_COURT_DAY_CLOSED);
  g_assert_cmpstr (day.name->text[JAL_LANG_SW], ==, "Service week");
  /* 10 October 2027 is a Sunday and the 11th was declared a holiday, so Mazingira Day is kept on the 12th. */
  jal_court_calendar_classify (calendar, day_of ("2027-10-12"), &day);
  g_assert_cmpstr (day.holiday_id, ==, "mazingira");
  g_assert_true (day.observed);
  /* The moon was seen a day later: the predicted day is free again and the new one is certain. */
  g_assert_true (jal_court_calendar_is_open (calendar, day_of ("2027-03-09")));
  jal_court_calendar_classify (calendar, day_of ("2027-03-10"), &day);
  g_assert_cmpint (day.type, ==, JAL_COURT_DAY_HOLIDAY);
  g_assert_false (day.provisional);
  jal_court_calendar_classify (calendar, day_of ("2027-03-11"), &day);
  g_assert_false (day.near_provisional);
  /* Not gazetted after all. */
  jal_court_calendar_classify (calendar, day_of ("2028-05-05"), &day);
  g_assert_cmpint (day.type, ==, JAL_COURT_DAY_OPEN);
  g_assert_null (day.name);
  /* Moved to a Sunday: section 4 applies to the new date. */
  g_assert_true (jal_court_calendar_is_open (calendar, day_of ("2029-02-14")));
  g_assert_false (jal_court_calendar_is_open (calendar, day_of ("2029-02-12")));
  /* A Saturday sitting. */
  g_assert_true (jal_court_calendar_is_open (calendar, day_of ("2027-02-13")));
}

static void
test_near_provisional (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  JalCourtDay day;

  for (int side = -2; side <= 2; side++)
    {
      jal_court_calendar_classify (calendar, day_of ("2027-03-09") + side, &day);
      g_assert_cmpint (day.near_provisional, ==, side == -1 || side == 1);
      g_assert_cmpint (day.provisional, ==, side == 0);
    }
}

static void
test_next_and_previous (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);

  g_assert_cmpint (jal_court_calendar_next_open (calendar, day_of ("2026-12-25")), ==, day_of ("2026-12-28"));
  g_assert_cmpint (jal_court_calendar_next_open (calendar, day_of ("2026-12-28")), ==, day_of ("2026-12-28"));
  g_assert_cmpint (jal_court_calendar_previous_open (calendar, day_of ("2027-01-03")), ==, day_of ("2026-12-31"));
  g_assert_cmpint (jal_court_calendar_next_open (calendar, day_of ("2101-01-01")), ==, JAL_DATE_NONE);
  g_assert_cmpint (jal_court_calendar_previous_open (calendar, day_of ("1999-12-31")), ==, JAL_DATE_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/court-calendar/table", test_table);
  g_test_add_func ("/court-calendar/feasts", test_feasts);
  g_test_add_func ("/court-calendar/elsewhere", test_elsewhere);
  g_test_add_func ("/court-calendar/islamic-days", test_islamic_days);
  g_test_add_func ("/court-calendar/sunday-rule", test_sunday_rule);
  g_test_add_func ("/court-calendar/sunday-rule-every-year", test_sunday_rule_every_year);
  g_test_add_func ("/court-calendar/recess", test_recess);
  g_test_add_func ("/court-calendar/overrides", test_overrides);
  g_test_add_func ("/court-calendar/near-provisional", test_near_provisional);
  g_test_add_func ("/court-calendar/next-and-previous", test_next_and_previous);
  return g_test_run ();
}
