/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving feasts by arithmetic. */
#include "plan/jal-feasts.h"

/* Days from the first day of the tabular Islamic calendar (16 July 622 of the Julian calendar) to 1970-01-01. */
#define ISLAMIC_EPOCH (-492148)

JalDate
jal_feasts_easter (int year)
{
  /* The anonymous Gregorian computus of 1876, as Meeus prints it: the names are those of the literature. */
  int golden = year % 19;
  int century = year / 100, year_of_century = year % 100;
  int skipped_leaps = century / 4, century_rest = century % 4;
  int lunar_shift = (century + 8) / 25;
  int lunar_correction = (century - lunar_shift + 1) / 3;
  int epact = (19 * golden + century - skipped_leaps - lunar_correction + 15) % 30;
  int leaps = year_of_century / 4, rest = year_of_century % 4;
  int weekday = (32 + 2 * century_rest + 2 * leaps - epact - rest) % 7;
  int exception = (golden + 11 * epact + 22 * weekday) / 451;
  int month_and_day = epact + weekday - 7 * exception + 114;

  return jal_date_from_ymd (year, month_and_day / 31, month_and_day % 31 + 1);
}

JalDate
jal_feasts_islamic (int year, int month, int day)
{
  int whole_years = (year - 1) * 354 + (3 + 11 * year) / 30;
  int whole_months = 29 * (month - 1) + month / 2; /* 30 and 29 days by turns */

  return ISLAMIC_EPOCH + whole_years + whole_months + day - 1;
}

int
jal_feasts_islamic_year (JalDate date)
{
  int year = (int)((30 * ((gint64)date - ISLAMIC_EPOCH) + 10646) / 10631);

  /* The estimate can be one off at a year's ends. */
  while (jal_feasts_islamic (year, 1, 1) > date)
    year--;
  while (jal_feasts_islamic (year + 1, 1, 1) <= date)
    year++;
  return year;
}

JalDate
jal_feasts_nth_weekday (int year, int month, int weekday, int nth)
{
  JalDate first = jal_date_from_ymd (year, month, 1);

  return first + (weekday - jal_date_weekday (first) + 7) % 7 + 7 * (nth - 1);
}
