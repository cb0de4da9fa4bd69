/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/jal-mentions.h"

static JalDate
day_of (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return date;
}

static void
test_gaps (void)
{
  static const struct
  {
    int days;
    gboolean in_custody, over;
  } rows[] = { { 1, FALSE, FALSE },  { 30, FALSE, FALSE }, { 31, FALSE, TRUE },
               { 15, TRUE, FALSE },  { 16, TRUE, TRUE },   { 30, TRUE, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* Given the wrong way round: order is not asked for. */
      JalDate entries[] = { day_of ("2028-02-10") + rows[i].days, day_of ("2028-02-10") };
      g_autoptr (GArray) gaps = jal_mentions_find_gaps (entries, 2, rows[i].in_custody);

      g_assert_cmpuint (gaps->len, ==, rows[i].over ? 1 : 0);
      if (rows[i].over)
        {
          const JalMentionGap *gap = &g_array_index (gaps, JalMentionGap, 0);

          g_assert_cmpint (gap->from, ==, day_of ("2028-02-10"));
          g_assert_cmpint (gap->to, ==, entries[0]);
          g_assert_cmpint (gap->days, ==, rows[i].days);
          g_assert_cmpint (gap->limit, ==, rows[i].in_custody ? 15 : 30);
        }
    }
  {
    g_autoptr (GArray) none = jal_mentions_find_gaps (NULL, 0, FALSE);

    g_assert_cmpuint (none->len, ==, 0);
  }
}

/* How few mentions reach from one day to the other, by trying all open days (breadth first). */
static guint
fewest (const JalCourtCalendar *calendar, JalDate from, JalDate to, int limit)
{
  g_autofree guint *count = g_new0 (guint, to - from + 1);

  for (int d = 1; d <= to - from; d++)
    {
      count[d] = G_MAXUINT / 2;
      if (d < to - from && !jal_court_calendar_is_open (calendar, from + d))
        continue;
      for (int b = MAX (0, d - limit); b < d; b++)
        count[d] = MIN (count[d], count[b] + 1);
    }
  return count[to - from] - 1;
}

static void
test_proposals (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (205);

  for (guint c = 0; c < 2000; c++)
    {
      JalDate from = day_of ("2025-01-01") + g_rand_int_range (rand, 0, 3000);
      JalDate to = from + g_rand_int_range (rand, 1, 260);
      gboolean in_custody = g_rand_boolean (rand);
      int limit = jal_mentions_limit (in_custody);
      g_autoptr (GArray) days = jal_mentions_propose (calendar, from, to, JAL_DATE_MIN, in_custody, NULL, NULL);
      JalDate before = from;

      g_assert_cmpuint (days->len, ==, fewest (calendar, from, to, limit));
      for (guint i = 0; i <= days->len; i++)
        {
          JalDate day = i < days->len ? g_array_index (days, JalDate, i) : to;

          g_assert_cmpint (day, >, before);
          g_assert_cmpint (day - before, <=, limit);
          g_assert_true (i == days->len || jal_court_calendar_is_open (calendar, day));
          before = day;
        }
    }
}

/* Evenly: no mention a few days before a hearing when there is room. */
static void
test_even (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GArray) days = jal_mentions_propose (calendar, day_of ("2027-02-01"), day_of ("2027-03-16"), JAL_DATE_MIN, FALSE, NULL, NULL);

  g_assert_cmpuint (days->len, ==, 1);
  g_assert_cmpint (g_array_index (days, JalDate, 0), ==, day_of ("2027-02-22"));
}

/* Nobody is there in the first half of each month of even number, and all February. */
static gboolean
is_there (JalDate date, gpointer data)
{
  int year, month, day;

  jal_date_to_ymd (date, &year, &month, &day);
  return month != 2 && (month % 2 == 1 || day > 15);
}

/* Not more of them, never a gap, and where there is a choice on days that suit, none before the earliest. */
static void
test_suits (void)
{
  g_autoptr (JalCourtCalendar) calendar = jal_court_calendar_new (NULL, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (206);
  guint better = 0, worse = 0;

  for (guint c = 0; c < 2000; c++)
    {
      JalDate from = day_of ("2025-01-01") + g_rand_int_range (rand, 0, 3000);
      JalDate to = from + g_rand_int_range (rand, 1, 260), before = from;
      JalDate earliest = from + g_rand_int_range (rand, 0, 30);
      gboolean in_custody = g_rand_boolean (rand);
      int limit = jal_mentions_limit (in_custody);
      g_autoptr (GArray) days = NULL;
      g_autoptr (GArray) even = NULL;

      if (!jal_mentions_can_begin (calendar, from, earliest, in_custody))
        continue;
      days = jal_mentions_propose (calendar, from, to, earliest, in_custody, is_there, NULL);
      even = jal_mentions_propose (calendar, from, to, earliest, in_custody, NULL, NULL);
      g_assert_cmpuint (days->len, ==, fewest (calendar, from, to, limit));
      for (guint i = 0; i <= days->len; i++)
        {
          JalDate day = i < days->len ? g_array_index (days, JalDate, i) : to;

          g_assert_cmpint (day, >, before);
          g_assert_cmpint (day - before, <=, limit);
          g_assert_true (i == days->len || (jal_court_calendar_is_open (calendar, day) && day >= earliest));
          if (i < days->len)
            {
              better += is_there (day, NULL);
              worse += is_there (g_array_index (even, JalDate, i), NULL);
            }
          before = day;
        }
    }
  g_assert_cmpuint (better, >, worse + worse / 10);
}

static void
test_long_closure (void)
{
  JalCourtOverride overrides[40];
  g_autoptr (JalCourtCalendar) calendar = NULL;
  g_autoptr (GArray) days = NULL;
  g_autoptr (GArray) gaps = NULL;
  JalDate entries[3];

  for (guint i = 0; i < G_N_ELEMENTS (overrides); i++)
    overrides[i] = (JalCourtOverride){ JAL_COURT_OVERRIDE_CLOSED, day_of ("2027-02-02") + (int)i, NULL, "Closed" };
  calendar = jal_court_calendar_new (overrides, G_N_ELEMENTS (overrides));
  days = jal_mentions_propose (calendar, day_of ("2027-02-01"), day_of ("2027-04-01"), JAL_DATE_MIN, FALSE, NULL, NULL);
  g_assert_cmpuint (days->len, ==, 1);
  g_assert_cmpint (g_array_index (days, JalDate, 0), ==, day_of ("2027-03-15")); /* the first open day after */
  entries[0] = day_of ("2027-02-01");
  entries[1] = g_array_index (days, JalDate, 0);
  entries[2] = day_of ("2027-04-01");
  gaps = jal_mentions_find_gaps (entries, 3, FALSE);
  g_assert_cmpuint (gaps->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mentions/gaps", test_gaps);
  g_test_add_func ("/mentions/proposals", test_proposals);
  g_test_add_func ("/mentions/even", test_even);
  g_test_add_func ("/mentions/suits", test_suits);
  g_test_add_func ("/mentions/long-closure", test_long_closure);
  return g_test_run ();
}
