/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"

G_BEGIN_DECLS

/* Easter Sunday of the western churches in @year (1900 to 2199). */
JalDate jal_feasts_easter (int year);
/* The day of the tabular Islamic calendar (thirty-year cycle, leap years 2 5 7 10 13 16 18 21 24 26 29, counted from
   16 July 622): what the moon will say can be a day or two away. */
JalDate jal_feasts_islamic (int year, int month, int day);
/* The Islamic year in which @date falls by the same table. */
int jal_feasts_islamic_year (JalDate date);
/* The @nth (from 1) @weekday (1 Monday … 7 Sunday) of a month. */
JalDate jal_feasts_nth_weekday (int year, int month, int weekday, int nth);

G_END_DECLS
