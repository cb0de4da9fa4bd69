#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes feasts-2000-2100.tsv, the table test-court-calendar compares the program with.

Both feasts are found in another way than the program finds them: Easter by the lunar tables of Clavius (golden number,
epact, first Sunday after the full moon), the Islamic feasts by counting the days of the thirty-year cycle one year and
one month after the other.
"""
import datetime


def easter(year):
    golden = year % 19 + 1
    century = year // 100 + 1
    sundays = 5 * year // 4 - (3 * century // 4 - 12) - 10
    epact = (11 * golden + 20 + (8 * century + 5) // 25 - 5 - (3 * century // 4 - 12)) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = 44 - epact
    if full < 21:
        full += 30
    sunday = full + 7 - (sundays + full) % 7
    return datetime.date(year, 3, 1) + datetime.timedelta(days=sunday - 1)


def islamic_feasts():
    leap = {2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29}
    day = datetime.date(622, 7, 19)  # 16 July 622 of the Julian calendar
    year = 1
    while day.year <= 2100:
        for month in range(1, 13):
            if month == 10:
                yield "idd-ul-fitr", day
            if month == 12:
                yield "idd-ul-azha", day + datetime.timedelta(days=9)
            length = 30 if month % 2 == 1 or (month == 12 and (year - 1) % 30 + 1 in leap) else 29
            day += datetime.timedelta(days=length)
        year += 1


rows = [(easter(year), "easter") for year in range(2000, 2101)]
rows += [(day, name) for name, day in islamic_feasts() if 2000 <= day.year <= 2100]
print("# SPDX-License-Identifier: GPL-3.0-or-later")
print("# Made by make-feasts.py: date, feast. Islamic dates by the table, not by the moon.")
for day, name in sorted(rows):
    print(f"{day}\t{name}")
