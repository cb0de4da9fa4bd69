/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people type and read them. */
#include "app/shell/jal-shown.h"
#include "base/jal-clock.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *typed;
    const char *iso; /* "" is no date, NULL is refused */
  } cases[] = {
    { "", "" },
    { "  ", "" },
    { "2027-03-14", "2027-03-14" },
    { "14/3/2027", "2027-03-14" },
    { "14.03.2027", "2027-03-14" },
    { "14 March 2027", "2027-03-14" },
    { "  14  mar   2027 ", "2027-03-14" },
    { "14 Machi 2027", "2027-03-14" },
    { "1 Agosti 2027", "2027-08-01" },
    { "1 May 2027", "2027-05-01" },
    { "31 February 2027", NULL },
    { "31/4/2027", NULL },
    { "14 Ma 2027", NULL },
    { "14/3/27", NULL },
    { "14/3/2027x", NULL },
    { "soon", NULL },
    { "14 Ju 2027", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JalDate date = 12345;
      gboolean good = jal_shown_parse_date (cases[i].typed, &date);
      g_autofree char *iso = good ? jal_date_dup_iso (date) : NULL;

      g_test_message ("“%s”", cases[i].typed);
      g_assert_cmpint (good, ==, cases[i].iso != NULL);
      if (good)
        g_assert_cmpstr (iso, ==, cases[i].iso);
      else
        g_assert_cmpint (date, ==, 12345);
    }
}

static void
test_distance (void)
{
  static const struct
  {
    const char *iso;
    const char *words;
  } cases[] = {
    { "2026-11-23", "today" },      { "2026-11-24", "tomorrow" },     { "2026-11-22", "yesterday" },
    { "2026-12-05", "in 12 days" }, { "2027-05-23", "in 6 months" },  { "2026-11-20", "3 days ago" },
    { "2025-11-23", "12 months ago" },
  };

  /* 21:30 UTC is past midnight in Nairobi. */
  jal_clock_set_fake ((gint64)(jal_date_from_ymd (2026, 11, 22)) * 86400 * G_USEC_PER_SEC + (gint64)21 * 3600 * G_USEC_PER_SEC
                      + (gint64)1800 * G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JalDate date;
      g_autofree char *words = NULL;

      g_assert_true (jal_date_parse (cases[i].iso, &date));
      words = jal_shown_distance (date);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
  jal_clock_set_fake (-1);
}

static void
test_words (void)
{
  g_autofree char *date = jal_shown_date (jal_date_from_ymd (2027, 3, 14));
  g_autofree char *brief = jal_shown_date_short (jal_date_from_ymd (2027, 5, 14));
  g_autofree char *none = jal_shown_date (JAL_DATE_NONE);
  g_autofree char *instant
      = jal_shown_instant (((gint64)jal_date_from_ymd (2027, 3, 14) * 86400 + 22 * 3600 + 5 * 60) * G_USEC_PER_SEC);
  g_autofree char *one = jal_shown_pages (1);
  g_autofree char *many = jal_shown_pages (12);

  g_assert_cmpstr (date, ==, "14 March 2027");
  g_assert_cmpstr (brief, ==, "Fri 14 May 2027");
  g_assert_cmpstr (none, ==, "");
  /* In Nairobi it is the next morning. */
  g_assert_cmpstr (instant, ==, "Mon 15 Mar 2027, 01:05");
  g_assert_cmpstr (one, ==, "1 page");
  g_assert_cmpstr (many, ==, "12 pages");
  g_assert_cmpstr (jal_shown_stage ("investigation"), ==, "Investigation");
  g_assert_cmpstr (jal_shown_doctype ("p3_form"), ==, "P3 (police medical examination report)");
  g_assert_cmpstr (jal_shown_doctype ("no such kind"), ==, "no such kind");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/shown/parse", test_parse);
  g_test_add_func ("/app/shown/distance", test_distance);
  g_test_add_func ("/app/shown/words", test_words);
  return g_test_run ();
}
