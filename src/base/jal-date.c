/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days since 1970-01-01 and the Gregorian calendar. The conversions count from 1 March, so that a leap day is the
   last day of its year and every month length follows from one linear formula. */
#include "base/jal-date.h"

#include <string.h>

#include "base/jal-clock.h"

#define DAYS_PER_ERA 146097 /* 400 years */
#define EPOCH_SHIFT 719468  /* days from 0000-03-01 to 1970-01-01 */
#define NAIROBI_OFFSET_US (3 * G_TIME_SPAN_HOUR)

static gboolean
is_leap (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month (int year, int month)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month == 2 && is_leap (year) ? 29 : lengths[month - 1];
}

static gint64
floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b < 0);
}

JalDate
jal_date_from_ymd (int year, int month, int day)
{
  int shifted_year, era, year_of_era, day_of_year, day_of_era;

  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > days_in_month (year, month))
    return JAL_DATE_NONE;
  shifted_year = month <= 2 ? year - 1 : year;
  era = shifted_year / 400;
  year_of_era = shifted_year - era * 400;
  day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - EPOCH_SHIFT;
}

void
jal_date_to_ymd (JalDate date, int *year, int *month, int *day)
{
  gint64 days, era;
  int day_of_era, year_of_era, day_of_year, shifted_month, m;

  g_return_if_fail (date != JAL_DATE_NONE);

  days = (gint64)date + EPOCH_SHIFT;
  era = floor_div (days, DAYS_PER_ERA);
  day_of_era = (int)(days - era * DAYS_PER_ERA);
  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  shifted_month = (5 * day_of_year + 2) / 153;
  m = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  if (day != NULL)
    *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  if (month != NULL)
    *month = m;
  if (year != NULL)
    *year = (int)(year_of_era + era * 400 + (m <= 2));
}

gboolean
jal_date_parse (const char *iso, JalDate *date)
{
  JalDate parsed;

  if (iso == NULL || strlen (iso) != 10 || iso[4] != '-' || iso[7] != '-')
    return FALSE;
  for (int i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (iso[i]))
      return FALSE;
  parsed = jal_date_from_ymd ((iso[0] - '0') * 1000 + (iso[1] - '0') * 100 + (iso[2] - '0') * 10 + iso[3] - '0',
                              (iso[5] - '0') * 10 + iso[6] - '0', (iso[8] - '0') * 10 + iso[9] - '0');
  if (parsed == JAL_DATE_NONE)
    return FALSE;
  *date = parsed;
  return TRUE;
}

char *
jal_date_format (JalDate date, char iso[JAL_DATE_ISO_SIZE])
{
  int year, month, day;

  iso[0] = '\0';
  if (date < JAL_DATE_MIN || date > JAL_DATE_MAX)
    return iso;
  jal_date_to_ymd (date, &year, &month, &day);
  for (int i = 3; i >= 0; i--, year /= 10)
    iso[i] = (char)('0' + year % 10);
  iso[4] = iso[7] = '-';
  iso[5] = (char)('0' + month / 10);
  iso[6] = (char)('0' + month % 10);
  iso[8] = (char)('0' + day / 10);
  iso[9] = (char)('0' + day % 10);
  iso[10] = '\0';
  return iso;
}

char *
jal_date_dup_iso (JalDate date)
{
  return jal_date_format (date, g_malloc (JAL_DATE_ISO_SIZE));
}

int
jal_date_weekday (JalDate date)
{
  /* 1970-01-01 was a Thursday. */
  return (int)(((gint64)date % 7 + 7 + 3) % 7) + 1;
}

JalDate
jal_date_add_months (JalDate date, int months)
{
  int year, month, day;
  gint64 count;

  g_return_val_if_fail (date != JAL_DATE_NONE, JAL_DATE_NONE);

  jal_date_to_ymd (date, &year, &month, &day);
  count = (gint64)year * 12 + month - 1 + months;
  if (count < 1900 * 12 || count >= 2200 * 12)
    return JAL_DATE_NONE;
  year = (int)(count / 12);
  month = (int)(count % 12) + 1;
  return jal_date_from_ymd (year, month, MIN (day, days_in_month (year, month)));
}

JalDate
jal_date_from_instant (gint64 microseconds)
{
  return (JalDate)floor_div (microseconds + NAIROBI_OFFSET_US, G_TIME_SPAN_DAY);
}

JalDate
jal_date_today (void)
{
  return jal_date_from_instant (jal_clock_now ());
}
