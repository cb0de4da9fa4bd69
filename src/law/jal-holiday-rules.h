/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"
#include "law/jal-law.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_HOLIDAY_FIXED,    /* month and day */
  JAL_HOLIDAY_EASTER,   /* days from Easter Sunday */
  JAL_HOLIDAY_ISLAMIC,  /* month and day of the Islamic year; provisional until gazetted */
  JAL_HOLIDAY_ELECTION, /* the nth weekday of a month every so many years */
} JalHolidayType;

/* A name a day had for some years; 0 stands for an open end. */
typedef struct
{
  int from, to;
  JalLabel name;
} JalHolidayName;

typedef struct
{
  const char *id; /* "idd-ul-fitr" */
  JalHolidayType type;
  int month, day; /* fixed: of the Gregorian year; Islamic: of the Islamic one; election: month only */
  int offset;     /* Easter */
  int weekday, nth, first_year, every_years; /* election */
  gboolean shifts;      /* Part I of the Schedule: moves off a Sunday, Public Holidays Act s.4 */
  gboolean provisional;
  JalLabel name;
  const JalHolidayName *names; /* what it was called when, empty when always @name; a year none covers has no holiday */
  guint n_names;
  JalStanding standing;
} JalHolidayRule;

/* A date given for a moving feast: predicted (provisional) or gazetted. */
typedef struct
{
  const char *id;
  JalDate date;
  gboolean provisional;
  JalStanding standing;
} JalMoonDate;

/* A recess of the superior courts, advice for criminal matters. By the calendar (month and day, may run over the year's
   end) or, when @by_easter, from and to so many days from Easter Sunday. */
typedef struct
{
  const char *id;
  JalLabel name;
  gboolean by_easter;
  int easter_from, easter_to;
  int start_month, start_day, end_month, end_day;
  JalStanding standing;
} JalRecessRule;

typedef struct
{
  int first_year, last_year;
  const JalHolidayRule *rules;
  guint n_rules;
  const JalMoonDate *moon_dates; /* in order of date */
  guint n_moon_dates;
  const JalRecessRule *recesses;
  guint n_recesses;
} JalHolidayRules;

/* Returns (transfer none): the Kenyan rules of data/law/holidays.json. */
const JalHolidayRules *jal_holiday_rules_get (void);
/* Returns (transfer none) (nullable): the name of @rule's day in @year, NULL when it was no public holiday then. */
const JalLabel *jal_holiday_rule_name (const JalHolidayRule *rule, int year);

G_END_DECLS
