/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"

/* Words of dates as they are said, English and Kiswahili, folded (jal_text_fold()); what the files that read them share. */

/* The month whose name in either language begins with @word, from 1; 0 for none or when it is not clear. */
int jal_said_find_month (const char *word);
/* 1 Monday … 7 Sunday, 0 for none. */
int jal_said_find_weekday (const char *word);
/* 1 … 12 in words of either language, or in digits; 0 for none. */
int jal_said_find_number (const char *word);
/* Returns (transfer full): @text with the day of the month it begins with in digits: "tarehe kumi na nne machi", "the fourteenth of
   march" become "14 machi", "14 of march"; as it is where it begins with none in words. */
char *jal_said_day_in_digits (const char *text);

/* Takes the time of day off the end of @text, when there is one: "at 9", "9.30 am", "saa tatu" (the Kiswahili clock: 09:00), "saa nane na
   nusu", "09:00". Returns minutes from midnight, never 0; -1 for none. @unclear (out): an hour was said that may be one of two, or none
   of a court's. */
int jal_said_take_time (char *text, gboolean *unclear);

/* Several days: "next week", "mwezi ujao", "March", "end of March", "mwisho wa mwezi". FALSE when it is none; @over: when it is one of which
   nothing is left. */
gboolean jal_said_stretch (const char *text, JalDate today, JalDate *from, JalDate *to, gboolean *over);
/* One day to come by its place in a week or month: "Tuesday next week", "Monday week", "first Monday of March", "14th of next month".
   JAL_DATE_NONE when it is none; @over: when it is one that has passed, or is today. */
JalDate jal_said_place (const char *text, JalDate today, gboolean *over);
