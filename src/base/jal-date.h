/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * JalDate:
 *
 * A day of the proleptic Gregorian calendar as the number of days since 1970-01-01. A court date is a date, not an
 * instant: it has no time zone. Differences are plain subtraction. %JAL_DATE_NONE means "no date".
 */
typedef gint32 JalDate;

#define JAL_DATE_NONE G_MININT32
/* The dates this program accepts: 1900-01-01 to 2199-12-31. */
#define JAL_DATE_MIN (-25567)
#define JAL_DATE_MAX 84005

/* Length of "YYYY-MM-DD" with its NUL. */
#define JAL_DATE_ISO_SIZE 11

/* Returns the day, or JAL_DATE_NONE when there is no such day or it is out of range. @month and @day count from 1. */
JalDate jal_date_from_ymd (int year, int month, int day);
/* Any of the outputs may be NULL. @date must not be JAL_DATE_NONE. */
void jal_date_to_ymd (JalDate date, int *year, int *month, int *day);
/* Parses exactly "YYYY-MM-DD". FALSE, leaving @date alone, on anything else or a day that does not exist. */
gboolean jal_date_parse (const char *iso, JalDate *date);
/* Writes "YYYY-MM-DD", or "" for JAL_DATE_NONE; returns @iso. */
char *jal_date_format (JalDate date, char iso[JAL_DATE_ISO_SIZE]);
/* Returns (transfer full): the same as a new string. */
char *jal_date_dup_iso (JalDate date);
/* 1 Monday … 7 Sunday. */
int jal_date_weekday (JalDate date);
/* The same day of the month @months later (or earlier), the last day of that month when it has no such day. */
JalDate jal_date_add_months (JalDate date, int months);
/* The day of @microseconds (UTC) in Africa/Nairobi (UTC+3, without daylight saving since 1960). */
JalDate jal_date_from_instant (gint64 microseconds);
/* Today in Africa/Nairobi by jal_clock_now(). */
JalDate jal_date_today (void);

G_END_DECLS
