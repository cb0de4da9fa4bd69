/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which backups stay. A pure function: the calendar of Nairobi, no clock, no disk. */
#include "store/jal-backup.h"

#include "base/jal-date.h"

/* A clock that is a little ahead of another is no wrong clock. */
#define FUTURE (2 * G_TIME_SPAN_HOUR)

typedef gint64 (*Period) (gint64 at);

static gint64
day_of (gint64 at)
{
  return jal_date_from_instant (at);
}

/* Weeks begin on Monday. */
static gint64
week_of (gint64 at)
{
  JalDate day = jal_date_from_instant (at);

  return day - (jal_date_weekday (day) - 1);
}

static gint64
month_of (gint64 at)
{
  int year, month;

  jal_date_to_ymd (jal_date_from_instant (at), &year, &month, NULL);
  return (gint64)year * 12 + month;
}

static int
compare_newest (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalBackupAge *backups = data;
  gint64 first = backups[*(const guint *)a].at, second = backups[*(const guint *)b].at;

  return (first < second) - (first > second);
}

/* Keeps the newest good one of each of the last @limit periods that have one. */
static void
keep_periods (const JalBackupAge *backups, const guint *order, guint n, gint64 now, Period period, guint limit,
              gboolean *keep)
{
  gint64 last = G_MAXINT64;

  for (guint i = 0; i < n && limit > 0; i++)
    {
      const JalBackupAge *backup = &backups[order[i]];

      if (!backup->good || backup->at > now + FUTURE || period (backup->at) >= last)
        continue;
      last = period (backup->at);
      keep[order[i]] = TRUE;
      limit--;
    }
}

void
jal_backup_rotate (const JalBackupAge *backups, guint n, gint64 now, gboolean *keep)
{
  g_autofree guint *order = g_new (guint, MAX (n, 1));
  gboolean newer_good = FALSE;

  for (guint i = 0; i < n; i++)
    {
      order[i] = i;
      keep[i] = FALSE;
    }
  g_qsort_with_data (order, (int)n, sizeof *order, compare_newest, (gpointer)backups);
  for (guint i = 0; i < n; i++)
    {
      const JalBackupAge *backup = &backups[order[i]];

      if (backup->at > now + FUTURE)
        keep[order[i]] = TRUE;
      else if (!newer_good)
        {
          /* The newest good one, and everything newer than it. */
          keep[order[i]] = TRUE;
          newer_good = backup->good;
        }
    }
  keep_periods (backups, order, n, now, day_of, JAL_BACKUP_DAYS, keep);
  keep_periods (backups, order, n, now, week_of, JAL_BACKUP_WEEKS, keep);
  keep_periods (backups, order, n, now, month_of, JAL_BACKUP_MONTHS, keep);
}
