/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mentions that keep a case within Criminal Procedure Code s.205. The proviso speaks of thirty clear days and counts
   the day after the adjournment as the first; a day later could be argued for, nobody can argue against the
   thirtieth. */
#include "plan/jal-mentions.h"

#include "law/jal-session-kind.h"

int
jal_mentions_limit (gboolean in_custody)
{
  const JalTimeLimits *limits = jal_time_limits_get ();

  return in_custody ? limits->days_in_custody : limits->days_on_bail;
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  JalDate one = *(const JalDate *)a, other = *(const JalDate *)b;

  return one < other ? -1 : one > other;
}

GArray *
jal_mentions_find_gaps (const JalDate *entries, guint n, gboolean in_custody)
{
  g_autoptr (GArray) sorted = g_array_sized_new (FALSE, FALSE, sizeof (JalDate), n);
  GArray *gaps = g_array_new (FALSE, TRUE, sizeof (JalMentionGap));
  int limit = jal_mentions_limit (in_custody);

  if (n > 0)
    g_array_append_vals (sorted, entries, n);
  g_array_sort (sorted, compare_dates);
  for (guint i = 1; i < n; i++)
    {
      JalMentionGap gap = { g_array_index (sorted, JalDate, i - 1), g_array_index (sorted, JalDate, i), 0, limit };

      gap.days = gap.to - gap.from;
      if (gap.days > limit)
        g_array_append_val (gaps, gap);
    }
  return gaps;
}

/* As far as possible each time: no way needs fewer. @closed says whether the courts were closed too long on the way. */
static GArray *
stride (const JalCourtCalendar *calendar, JalDate from, JalDate to, int limit, gboolean *closed)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (JalDate));
  JalDate here = from;

  *closed = FALSE;
  while (to - here > limit)
    {
      JalDate next = jal_court_calendar_previous_open (calendar, here + limit);

      if (next == JAL_DATE_NONE || next <= here)
        {
          *closed = TRUE;
          next = jal_court_calendar_next_open (calendar, here + limit + 1);
          if (next == JAL_DATE_NONE || next >= to)
            break;
        }
      g_array_append_val (days, next);
      here = next;
    }
  return days;
}

/* The open day nearest to @wanted from @from to @to, the earlier of two; there is one. */
static JalDate
nearest_open (const JalCourtCalendar *calendar, JalDate wanted, JalDate from, JalDate to)
{
  wanted = CLAMP (wanted, from, to);
  for (int away = 0; away <= to - from; away++)
    {
      if (wanted - away >= from && jal_court_calendar_is_open (calendar, wanted - away))
        return wanted - away;
      if (wanted + away <= to && jal_court_calendar_is_open (calendar, wanted + away))
        return wanted + away;
    }
  return from;
}

GArray *
jal_mentions_propose (const JalCourtCalendar *calendar, JalDate from, JalDate to, gboolean in_custody)
{
  int limit = jal_mentions_limit (in_custody);
  gboolean closed;
  GArray *days = stride (calendar, from, to, limit, &closed);
  g_autofree JalDate *not_before = g_new (JalDate, days->len + 1);
  JalDate here = from;
  guint n = days->len;

  if (closed)
    return days;
  /* The first day each mention may have so that the ones after it still reach @to: the same stride, backwards. */
  not_before[n] = to;
  for (guint i = n; i-- > 0;)
    not_before[i] = jal_court_calendar_next_open (calendar, not_before[i + 1] - limit);
  for (guint i = 0; i < n; i++)
    {
      JalDate even = from + (JalDate)((gint64)(to - from) * (i + 1) / (n + 1));

      here = nearest_open (calendar, even, not_before[i], here + limit);
      g_array_index (days, JalDate, i) = here;
    }
  return days;
}
