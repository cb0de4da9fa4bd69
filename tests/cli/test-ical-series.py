#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Series of calendar files as jaladactl takes them in, against python3-dateutil and zoneinfo: made-up rules with exceptions, added
days and occurrences moved or called off, in zones with and without daylight saving. The same ones in every run."""
import datetime
import importlib.util
import os
import random
import sys
from zoneinfo import ZoneInfo

from dateutil import rrule

spec = importlib.util.spec_from_file_location("ical", os.path.join(os.path.dirname(os.path.abspath(__file__)), "test-ical.py"))
ical = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ical)

SERIES = 150
DICE = random.Random(2026)
NAIROBI = ical.NAIROBI
UTC = datetime.timezone.utc
FIRST, LAST = datetime.date(2026, 10, 23), datetime.date(2032, 11, 23)  # what is looked at on 23 November 2026
WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# As the file names them, and as they are: one that only the file describes, one without a zone, which is Nairobi's.
ZONES = {"Europe/London": "Europe/London", "America/New_York": "America/New_York", "Africa/Nairobi": "Africa/Nairobi",
         "Australia/Sydney": "Australia/Sydney", "Office": "Europe/London", "UTC": "UTC", "": "Africa/Nairobi"}


def make_rule():
    freq = DICE.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = ["FREQ=" + freq, "INTERVAL=%d" % DICE.choice([1, 1, 2, 3, 5])]
    if freq == "WEEKLY":
        parts += DICE.choice([[], ["BYDAY=" + ",".join(DICE.sample(WEEK, DICE.randint(1, 3)))]])
    elif freq == "DAILY":
        parts += DICE.choice([[], ["BYDAY=" + ",".join(DICE.sample(WEEK, 3))]])
    elif freq == "MONTHLY":
        parts += DICE.choice([[], ["BYMONTHDAY=" + DICE.choice(["31", "-1", "1,15", "30,31"])],
                              ["BYDAY=" + DICE.choice(["-1FR", "1MO", "3WE", "1MO,3MO", "5FR"])],
                              ["BYDAY=MO,TU,WE,TH,FR", "BYSETPOS=" + DICE.choice(["-1", "1", "2"])]])
    else:
        parts[1] = "INTERVAL=1"
        parts += DICE.choice([[], ["BYMONTH=3,9", "BYMONTHDAY=8"], ["BYMONTH=10", "BYDAY=-1SU"], ["BYMONTH=2", "BYMONTHDAY=-1"], ["BYYEARDAY=100,-1"]])
    return parts + DICE.choice([[], [], ["WKST=SU"], ["WKST=WE"]])


def in_zone(time, zone):
    return time.replace(tzinfo=ZoneInfo(ZONES[zone])).astimezone(UTC)


def write(name, time, zone):
    if not isinstance(time, datetime.datetime):
        return "%s;VALUE=DATE:%s" % (name, time.strftime("%Y%m%d"))
    zoned = ";TZID=" + zone if zone not in ("", "UTC") else ""
    return "%s%s:%s%s" % (name, zoned, time.strftime("%Y%m%dT%H%M%S"), "Z" if zone == "UTC" else "")


def sitting(day, begin, end):
    begin = max(begin, datetime.datetime.combine(day, datetime.time(8), NAIROBI))
    end = min(end, datetime.datetime.combine(day, datetime.time(17), NAIROBI))
    return max(0, (end - begin).total_seconds() / 60)


def days_away(start, length, zone):
    """What an occurrence takes of counsel's days; None for nothing."""
    if not isinstance(start, datetime.datetime):
        first, last, minutes = start, start + length - datetime.timedelta(1), 540
    else:
        begin = in_zone(start, zone).astimezone(NAIROBI)
        end = begin + length
        first, last = begin.date(), (end - datetime.timedelta(seconds=1)).date()
        while first < last and not sitting(first, begin, end):
            first += datetime.timedelta(1)
        while last > first and not sitting(last, begin, end):
            last -= datetime.timedelta(1)
        minutes = 540 if (last - first).days > 1 else max(sitting(first, begin, end), sitting(last, begin, end))
    weekend = (last - first).days < 2 and first.weekday() >= 5 and last.weekday() >= 5
    if last < FIRST or first > LAST or minutes == 0 or weekend:
        return None
    return first.isoformat(), last.isoformat(), minutes >= 180


def occurrences(start, parts, until, zone):
    """By dateutil, in the zone's own hours, as RFC 5545 has it."""
    timed = isinstance(start, datetime.datetime)
    for time in rrule.rrulestr(";".join(parts), dtstart=start if timed else datetime.datetime.combine(start, datetime.time())):
        time = time if timed else time.date()
        if (time if not timed else time.date()) > LAST:
            return
        if until is not None and (in_zone(time, zone) > in_zone(until, zone) if timed and zone else time > until):
            return
        yield time


def make_series(name):
    """Returns the events of a series and the days away that it should become."""
    zone = DICE.choice(list(ZONES))
    start = datetime.date(2026, 1, 1) + datetime.timedelta(DICE.randint(0, 1200))
    length = datetime.timedelta(DICE.choice([1, 1, 2, 5]))
    if DICE.random() < 0.7:
        start = datetime.datetime.combine(start, datetime.time(DICE.choice([0, 2, 5, 6, 9, 13, 22]), DICE.choice([0, 30])))
        length = datetime.timedelta(minutes=DICE.choice([60, 180, 240, 480, 2000]))
    parts, until, end = make_rule(), None, DICE.random()
    rule = parts
    if end < 0.4:
        rule = parts = parts + ["COUNT=%d" % DICE.randint(1, 60)]
    elif end < 0.8:
        until = start + datetime.timedelta(DICE.randint(1, 2000))
        timed = isinstance(start, datetime.datetime)
        rule = parts + ["UNTIL=" + (in_zone(until, zone).strftime("%Y%m%dT%H%M%SZ") if timed and zone
                                    else until.strftime("%Y%m%dT%H%M%S" if timed else "%Y%m%d"))]
    times = {time: time for time in occurrences(start, parts, until, zone)}
    times[start] = start
    ends = "DURATION:P%dDT%dS" % (length.days, length.seconds)
    main = ["UID:" + name, "SUMMARY:" + name, write("DTSTART", start, zone), ends, "RRULE:" + ";".join(rule)]
    events = [main]
    out, moved, off = (DICE.choice(list(times)) for _ in range(3))
    if DICE.random() < 0.5:
        main.append(write("EXDATE", out, zone))
        del times[out]
    if DICE.random() < 0.3:
        main.append(write("RDATE", start + datetime.timedelta(777), zone))
        times[start + datetime.timedelta(777)] = start + datetime.timedelta(777)
    if DICE.random() < 0.5 and moved in times:
        times[moved] = moved + datetime.timedelta(DICE.randint(-3, 3))
        events.append(["UID:" + name, "SUMMARY:" + name, write("RECURRENCE-ID", moved, zone), write("DTSTART", times[moved], zone), ends])
    if DICE.random() < 0.5 and off in times and off != moved:
        del times[off]
        events.append(["UID:" + name, "SUMMARY:" + name, write("RECURRENCE-ID", off, zone), write("DTSTART", off, zone), "STATUS:CANCELLED"])
    return events, sorted(filter(None, (days_away(time, length, zone) for time in times.values())))


@ical.test
def as_another_program_has_them():
    days = 0
    with ical.Vault() as v:
        for begin in range(0, SERIES, 15):
            made = {"s%d" % n: make_series("s%d" % n) for n in range(begin, begin + 15)}
            events = ["\n".join(lines) for series, unused in made.values() for lines in series]
            DICE.shuffle(events)
            seen = {name: [] for name in made}
            for item in v.take(ical.wrap(*events, head=ical.LONDON))["items"]:
                seen[item["title"]].append((item["from"], item["to"], item["hard"]))
            for name, (series, wanted) in made.items():
                ical.equal(sorted(seen[name]), wanted, repr(series))
                days += len(wanted)
    print("# %d series, %d days away" % (SERIES, days))


@ical.test
def weeks():
    """Every other Sunday, in weeks that begin on Monday, from a Friday: of the same week first."""
    with ical.Vault() as v:
        text = "UID:r\nDTSTART;VALUE=DATE:20270108\nDTEND;VALUE=DATE:20270110\nRRULE:FREQ=WEEKLY;INTERVAL=2;%s;COUNT=4\nSUMMARY:R"
        for rule, days in (("BYDAY=FR,SU", ["01-08", "01-10", "01-22", "01-24"]), ("BYDAY=FR,SU;WKST=SU", ["01-08", "01-17", "01-22", "01-31"])):
            equal = [i["from"] for i in v.take(ical.wrap(text % rule))["items"]]
            ical.equal(equal, ["2027-" + day for day in days], rule)
        # Sunday alone: the 8th is there since the series begins on it.
        seen = v.take(ical.wrap((text % "BYDAY=SU").replace("COUNT=4", "UNTIL=20270210")))
        ical.equal([i["from"] for i in seen["items"]], ["2027-01-08", "2027-01-10", "2027-01-24", "2027-02-07"], "Sundays")
        # By their number they are not followed, and that is said.
        seen = v.take(ical.wrap("UID:n\nDTSTART;VALUE=DATE:20270106\nRRULE:FREQ=YEARLY;BYWEEKNO=1;BYDAY=WE\nSUMMARY:N"))
        ical.equal([(i["change"], i["reason"]) for i in seen["items"]], [("not_understood", "weeks")], "numbers of weeks")


if __name__ == "__main__":
    ical.TESTS[:] = [as_another_program_has_them, weeks]
    sys.exit(ical.main())
