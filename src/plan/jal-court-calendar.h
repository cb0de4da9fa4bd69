/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"
#include "law/jal-lang.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_COURT_DAY_OPEN,
  JAL_COURT_DAY_WEEKEND,
  JAL_COURT_DAY_HOLIDAY,      /* a public holiday, also when it falls on a Saturday or Sunday */
  JAL_COURT_DAY_CLOSED,       /* closed by an entry of the user */
  JAL_COURT_DAY_OUT_OF_RANGE, /* a year the calendar does not know */
} JalCourtDayType;

/* What is known of one day. Whatever is not open is closed. The texts belong to the calendar. */
typedef struct
{
  JalDate date;
  JalCourtDayType type;
  const char *holiday_id;     /* nullable; "idd-ul-fitr" */
  const JalLabel *name;       /* nullable; of the holiday or closure */
  gboolean observed;          /* a holiday because the day itself fell on a Sunday */
  gboolean ceased;            /* a Sunday whose holiday has moved to the day after */
  gboolean provisional;       /* the date may still move: a predicted feast, an election not yet gazetted */
  gboolean near_provisional;  /* advice: the day before or after a provisional feast */
  const char *recess_id;      /* nullable; advice: superior courts are in recess, criminal matters go on */
  const JalLabel *recess;     /* nullable */
} JalCourtDay;

typedef enum
{
  JAL_COURT_OVERRIDE_CLOSED,  /* the court does not sit: a strike, a service week, a gazetted closure */
  JAL_COURT_OVERRIDE_HOLIDAY, /* a public holiday declared in the Gazette (Public Holidays Act s.3) */
  JAL_COURT_OVERRIDE_OPEN,    /* no holiday after all, or the court sits all the same */
  JAL_COURT_OVERRIDE_MOVED,   /* the feast @holiday_id is on @date: replaces the one nearest to it and is certain */
} JalCourtOverrideType;

/* What the user knows better than the rules. */
typedef struct
{
  JalCourtOverrideType type;
  JalDate date;
  const char *holiday_id; /* MOVED only */
  const char *name;       /* nullable: what to show for CLOSED and HOLIDAY; in the language it was typed in */
} JalCourtOverride;

/* Court days of Kenya, 2000 to 2100. Immutable and shared between threads. */
typedef struct _JalCourtCalendar JalCourtCalendar;

/* Returns (transfer full): the calendar by the rules of law/jal-holiday-rules.h and @overrides (array length=n), which
   are copied. An override outside the calendar's years is ignored. */
JalCourtCalendar *jal_court_calendar_new (const JalCourtOverride *overrides, guint n);
JalCourtCalendar *jal_court_calendar_ref (JalCourtCalendar *calendar);
void jal_court_calendar_unref (JalCourtCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalCourtCalendar, jal_court_calendar_unref)

/* Fills @day with what is known of @date. */
void jal_court_calendar_classify (const JalCourtCalendar *calendar, JalDate date, JalCourtDay *day);
gboolean jal_court_calendar_is_open (const JalCourtCalendar *calendar, JalDate date);
/* The first open day from @date on, or the last one up to @date; JAL_DATE_NONE when the calendar ends before. */
JalDate jal_court_calendar_next_open (const JalCourtCalendar *calendar, JalDate date);
JalDate jal_court_calendar_previous_open (const JalCourtCalendar *calendar, JalDate date);
/* Returns (transfer full) (element-type JalCourtDay): holidays and closures with @from ≤ date ≤ @to in order of date;
   Sundays whose holiday moved are among them (ceased). */
GArray *jal_court_calendar_list (const JalCourtCalendar *calendar, JalDate from, JalDate to);
/* The days the calendar knows. */
JalDate jal_court_calendar_first (const JalCourtCalendar *calendar);
JalDate jal_court_calendar_last (const JalCourtCalendar *calendar);

G_END_DECLS
