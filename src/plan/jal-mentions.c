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

#define UNSUITED 10000 /* more than any mention can lie from where it would best be */
#define NEVER G_MAXINT64

/* What @n mentions cost together, from the last to the first: least[i * span + day] with mention i on @from + day. */
static void
weigh (const JalCourtCalendar *calendar, JalDate from, JalDate to, JalDate earliest, int limit, guint n, JalMentionSuits suits, gpointer data,
       gint64 *least)
{
  int span = to - from;

  for (guint i = n; i-- > 0;)
    for (int day = 0; day < span; day++)
      {
        JalDate date = from + day;
        int even = (int)((gint64)span * (i + 1) / (n + 1));
        gint64 rest = NEVER, *here = &least[(gsize)i * (gsize)span + (gsize)day];

        *here = NEVER;
        if (day == 0 || date < earliest || !jal_court_calendar_is_open (calendar, date))
          continue;
        if (i == n - 1)
          rest = span - day <= limit ? 0 : NEVER;
        else
          for (int next = day + 1; next < span && next <= day + limit; next++)
            rest = MIN (rest, least[(gsize)(i + 1) * (gsize)span + (gsize)next]);
        if (rest != NEVER)
          *here = rest + ABS (day - even) + (suits != NULL && !suits (date, data) ? UNSUITED : 0);
      }
}

gboolean
jal_mentions_can_begin (const JalCourtCalendar *calendar, JalDate from, JalDate earliest, gboolean in_custody)
{
  JalDate last = jal_court_calendar_previous_open (calendar, from + jal_mentions_limit (in_custody));

  return last != JAL_DATE_NONE && last > from && last >= earliest;
}

GArray *
jal_mentions_propose (const JalCourtCalendar *calendar, JalDate from, JalDate to, JalDate earliest, gboolean in_custody,
                      JalMentionSuits suits, gpointer data)
{
  int limit = jal_mentions_limit (in_custody), here = 0;
  gboolean closed;
  GArray *days = stride (calendar, from, to, limit, &closed);
  guint n = days->len;
  gsize span = (gsize)MAX (to - from, 0);
  g_autofree gint64 *least = NULL;

  if (closed || n == 0)
    return days;
  least = g_new (gint64, n * span);
  weigh (calendar, from, to, earliest, limit, n, suits, data, least);
  for (guint i = 0; i < n; i++)
    {
      int best = 0;

      for (int day = here + 1; day < (int)span && day <= here + limit; day++)
        if (best == 0 || least[i * span + (gsize)day] < least[i * span + (gsize)best])
          best = day;
      /* Nothing within the limit: jal_mentions_can_begin() was not asked. As far as possible is what is left. */
      if (best == 0 || least[i * span + (gsize)best] == NEVER)
        return days;
      g_array_index (days, JalDate, i) = from + best;
      here = best;
    }
  return days;
}
