/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/jal-clock.h"
#include "base/jal-date.h"

/* Every day from 1900 to 2199 against GDate, which we did not write. */
static void
test_every_day (void)
{
  g_autoptr (GDate) other = g_date_new_dmy (1, 1, 1900);

  for (JalDate date = JAL_DATE_MIN; date <= JAL_DATE_MAX; date++, g_date_add_days (other, 1))
    {
      int year, month, day;

      jal_date_to_ymd (date, &year, &month, &day);
      g_assert_cmpint (year, ==, g_date_get_year (other));
      g_assert_cmpint (month, ==, g_date_get_month (other));
      g_assert_cmpint (day, ==, g_date_get_day (other));
      g_assert_cmpint (jal_date_from_ymd (year, month, day), ==, date);
      g_assert_cmpint (jal_date_weekday (date), ==, (int)g_date_get_weekday (other));
    }
}

static void
test_parse (void)
{
  static const char *bad[]
      = { "", "2026-1-01", "2026-13-01", "2026-02-29", "2026-00-10", "2026-04-31", "2026/04/01", "2026-04-01 ", "1899-12-31", "2200-01-01", "20a6-01-01" };
  char iso[JAL_DATE_ISO_SIZE];
  JalDate date = 7;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (jal_date_parse (bad[i], &date));
  g_assert_false (jal_date_parse (NULL, &date));
  g_assert_cmpint (date, ==, 7);
  g_assert_true (jal_date_parse ("2028-02-29", &date));
  g_assert_cmpstr (jal_date_format (date, iso), ==, "2028-02-29");
  g_assert_cmpstr (jal_date_format (JAL_DATE_NONE, iso), ==, "");
}

static void
test_add_months (void)
{
  static const struct
  {
    const char *from;
    int months;
    const char *to;
  } rows[] = {
    { "2026-01-31", 1, "2026-02-28" }, { "2028-01-31", 1, "2028-02-29" }, { "2028-02-29", 12, "2029-02-28" },
    { "2026-11-23", 48, "2030-11-23" }, { "2026-03-15", -3, "2025-12-15" }, { "2026-12-31", 2, "2027-02-28" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JalDate from, to;

      g_assert_true (jal_date_parse (rows[i].from, &from));
      g_assert_true (jal_date_parse (rows[i].to, &to));
      g_assert_cmpint (jal_date_add_months (from, rows[i].months), ==, to);
    }
}

static void
test_today_is_nairobi (void)
{
  char iso[JAL_DATE_ISO_SIZE];

  jal_clock_set_fake (G_GINT64_CONSTANT (1798750799) * G_USEC_PER_SEC); /* 2026-12-31 20:59:59 UTC */
  g_assert_cmpstr (jal_date_format (jal_date_today (), iso), ==, "2026-12-31");
  jal_clock_set_fake (G_GINT64_CONSTANT (1798750800) * G_USEC_PER_SEC);
  g_assert_cmpstr (jal_date_format (jal_date_today (), iso), ==, "2027-01-01");
  jal_clock_set_fake (-1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/every-day", test_every_day);
  g_test_add_func ("/date/parse", test_parse);
  g_test_add_func ("/date/add-months", test_add_months);
  g_test_add_func ("/date/today-is-nairobi", test_today_is_nairobi);
  return g_test_run ();
}
