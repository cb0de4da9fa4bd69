#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendar files out and in through jaladactl; what we write is read, and what we read is written, by python3-icalendar."""
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

import icalendar

PROGRAM = sys.argv[1]
TESTS = []
NAIROBI = datetime.timezone(datetime.timedelta(hours=3))


def test(function):
    TESTS.append(function)
    return function


def equal(seen, expected, what=""):
    if seen != expected:
        raise AssertionError("%s: %r instead of %r" % (what, seen, expected))


def true(condition, what=""):
    if not condition:
        raise AssertionError(what)


class Vault:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jalada-ical-")
        self.secret = os.path.join(self.folder, "passphrase")
        with open(self.secret, "w", encoding="utf-8") as file:
            file.write("korosho nne mbili\n")
        self.run("vault", "create", "--strength", "min")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.folder)

    def run(self, *arguments, code=0, today="2026-11-23"):
        done = subprocess.run([PROGRAM, *arguments, "--vault", os.path.join(self.folder, "v.jalada"), "--passphrase-file", self.secret,
                               "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=dict(os.environ, JALADA_TEST_TODAY=today))
        equal(done.returncode, code, "%s: %s" % (arguments, done.stderr))
        return json.loads(done.stdout) if done.stdout.strip() else done.stderr

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def take(self, text, *more, code=0, name="in.ics"):
        """Imports a file of these bytes."""
        with open(self.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return self.run("session", "ical", "in", self.path(name), *more, code=code)

    def away(self):
        return [(a["from"], a["to"], a["hard"], a["reason"]) for a in self.run("person", "absences")]


def wrap(*events, head="", method="PUBLISH"):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "METHOD:" + method]
    if head:
        lines += head.strip().splitlines()
    for event in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20261101T000000Z"] + event.strip().splitlines() + ["END:VEVENT"]
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


LONDON = """BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:19701025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""


def events_of(data):
    return [e for e in icalendar.Calendar.from_ical(data).walk("VEVENT")]


@test
def out_says_nothing_but_busy():
    with Vault() as v:
        case = v.run("case", "add", "--title", "Secret Title", "--number", "CR 77", "--court", "shanzu-magistrates")["id"]
        v.run("session", "plan", case, "--from", "2027-01-11")
        first = v.run("session", "ical", "out", v.path("a.ics"))
        equal(first["events"], 10, "sessions without mentions")
        data = v.read("a.ics")
        for word in (b"Secret", b"CR 77", b"hanzu", b"Jalada", b"jalada", b"earing", b"plea", b"Plea", case.encode()[:8]):
            true(word not in data, "%r is in the file" % word)
        events = events_of(data)
        dates = sorted(s["date"] for s in v.run("session", "list", case) if s["counted"])
        equal(sorted(e.decoded("DTSTART").isoformat() for e in events), dates, "its days")
        equal({str(e["SUMMARY"]) for e in events}, {"Busy"}, "what it says")
        equal({str(e["CLASS"]) for e in events}, {"PRIVATE"}, "its class")
        equal({str(e["TRANSP"]) for e in events}, {"OPAQUE"}, "it takes the day")
        equal({(e.decoded("DTEND") - e.decoded("DTSTART")).days for e in events}, {1}, "whole days")
        equal(sorted(str(e["STATUS"]) for e in events), ["CONFIRMED"] + ["TENTATIVE"] * 9, "only the plea is fixed")
        equal(len({str(e["UID"]) for e in events}), 10, "an identifier each")
        equal({len(str(e["UID"])) for e in events}, {36}, "all alike")
        v.run("session", "ical", "out", v.path("a.ics"), code=5)  # nothing is overwritten unasked

        # The same session is the same event in a later file, a moved one too; one that fell away is called off.
        third = [s for s in v.run("session", "list", case) if s["ordinal"] == 3][0]
        day = datetime.date.fromisoformat(third["date"])
        moved = None
        for step in range(1, 8):
            after = (day + datetime.timedelta(step)).isoformat()
            if moved is None and weekday_open(v, after):
                v.run("session", "move", third["id"], "--date", after)
                moved = after
        last = [s for s in v.run("session", "list", case) if s["ordinal"] == 10][0]
        v.run("session", "remove", last["id"])
        v.run("session", "ical", "out", v.path("b.ics"), today="2026-11-24")
        later = {str(e["UID"]): e for e in events_of(v.read("b.ics"))}
        earlier = {str(e["UID"]): e for e in events}
        true(set(earlier) <= set(later), "every event is in the later file")
        by_date = {e.decoded("DTSTART").isoformat(): u for u, e in earlier.items()}
        equal(later[by_date[third["date"]]].decoded("DTSTART").isoformat(), moved, "the moved one")
        equal(str(later[by_date[last["date"]]]["STATUS"]), "CANCELLED", "the one that fell away")
        true(all(int(later[u]["SEQUENCE"]) > int(e["SEQUENCE"]) for u, e in earlier.items()), "a later file counts")
        # Saving a file does not stand in the way of taking back what was done before it.
        v.run("undo")
        equal(len([s for s in v.run("session", "list", case) if s["counted"]]), 10, "taken back")


def weekday_open(v, iso):
    year = iso[:4]
    day = datetime.date.fromisoformat(iso)
    closed = {c["date"] for c in v.run("calendar", "list", "--year", year) if c["type"] in ("holiday", "closed")}
    return day.weekday() < 5 and iso not in closed


def away_after(v, data):
    v.take(data, "--keep")
    return v.away()


@test
def out_in_full_when_asked():
    with Vault() as v:
        case = v.run("case", "add", "--title", "Fictional", "--number", "CR 77", "--court", "shanzu-magistrates")["id"]
        v.run("session", "plan", case, "--from", "2027-01-11")
        v.run("session", "ical", "out", v.path("a.ics"), "--full", "--case", "CR 77", "--mentions")
        events = events_of(v.read("a.ics"))
        true(len(events) > 30, "with mentions")
        true(all("CR 77" in str(e["SUMMARY"]) for e in events), "the number")
        true(any("Judgment" in str(e["SUMMARY"]) for e in events), "the kind")
        true(all("Shanzu" in str(e["LOCATION"]) for e in events), "the court")
        true(all("CLASS" not in e for e in events), "not private")
        true(b"VTIMEZONE" not in v.read("a.ics"), "days alone need no zone")
        # A time is a time in Nairobi, by any reader; what only says busy says none.
        third, fourth = [s for s in v.run("session", "list", case) if s["ordinal"] in (3, 4)]
        v.run("session", "update", third["id"], "--time", "9:30")
        v.run("session", "update", fourth["id"], "--time", "16:30")
        v.run("session", "ical", "out", v.path("b.ics"), "--full", "--case", "CR 77")
        data = v.read("b.ics")
        spans = {e.decoded("DTSTART").isoformat(): e.decoded("DTEND").isoformat() for e in events_of(data)}
        for day, begins, ends in ((third["date"], "09:30", "17:00"), (fourth["date"], "16:30", "17:30")):
            equal(spans.get(day + "T" + begins + ":00+03:00"), day + "T" + ends + ":00+03:00", "in Nairobi")
        equal((len(spans), sum("T" in day for day in spans), data.count(b"BEGIN:VTIMEZONE")), (10, 2, 1), "the others are days")
        equal([str(z["TZID"]) for z in icalendar.Calendar.from_ical(data).walk("VTIMEZONE")], ["Africa/Nairobi"], "and the file says which zone")
        v.run("session", "ical", "out", v.path("c.ics"), "--case", "CR 77")
        true(b"093000" not in v.read("c.ics") and b"Nairobi" not in v.read("c.ics"), "busy all day")
        # Our own reader has the same days.
        equal([(a, b) for a, b, *_ in away_after(v, data)][2:4], [(third["date"],) * 2, (fourth["date"],) * 2], "read back")


@test
def names_are_withheld():
    with Vault() as v:
        case = v.run("case", "add", "--title", "Fictional", "--number", "CR 78 Zawadi Finwick", "--court", "shanzu-magistrates")["id"]
        other = v.run("case", "add", "--title", "Fictional too", "--number", "CR 79", "--court", "shanzu-magistrates")["id"]
        v.run("case", "names", case, "add", "Zawadi Finwick")
        v.run("session", "add", case, "--kind", "hearing", "--date", "2027-01-12", "--purpose", "Zawadi is heard in camera",
              "--place", "The house of ZAWADI A. FINWICK")
        v.run("session", "add", other, "--kind", "mention", "--date", "2027-01-13", "--purpose", "After Zawadi Finwick was heard")
        v.run("session", "add", other, "--kind", "mention", "--date", "2027-01-14", "--purpose", "Mention")
        equal(v.run("session", "ical", "out", v.path("a.ics"), "--full", "--mentions")["withheld"], 2, "events told of")
        data = v.read("a.ics").decode().replace("\r\n ", "")
        true("zawadi" not in data.lower() and "finwick" not in data.lower(), "no name in the file")
        events = {e.decoded("DTSTART").isoformat(): e for e in events_of(v.read("a.ics"))}
        equal(str(events["2027-01-12"]["DESCRIPTION"]), "[name withheld] is heard in camera", "a part")
        equal(str(events["2027-01-12"]["LOCATION"]), "The house of [name withheld]", "with an initial")
        true("CR 78 [name withheld]" in str(events["2027-01-12"]["SUMMARY"]), "in the number of the case")
        equal(str(events["2027-01-13"]["DESCRIPTION"]), "After [name withheld] was heard", "in another case")
        equal(str(events["2027-01-14"]["DESCRIPTION"]), "Mention", "nothing else is touched")


@test
def five_hundred_round_trip():
    with Vault() as v, Vault() as other:
        for n in range(25):
            case = v.run("case", "add", "--title", "Fictional %d" % n, "--number", "CR %d" % n)["id"]
            v.run("session", "plan", case, "--from", "2027-%02d-%02d" % (1 + n % 12, 3 + n), "--sessions", "20")
        equal(v.run("session", "ical", "out", v.path("all.ics"))["events"], 500, "events")
        data = v.read("all.ics")
        events = events_of(data)
        dates = sorted(e.decoded("DTSTART").isoformat() for e in events)
        ours = []
        for c in v.run("case", "list"):
            ours += [s["date"] for s in v.run("session", "list", c["id"]) if s["counted"]]
        equal(dates, sorted(ours), "read by the other program")
        # The other vault's planned sessions are tentative, the pleas are not.
        result = other.take(data, "--keep")
        equal((result["new"], result["kept"]), (500, True), "taken in")
        equal(sorted(a[0] for a in other.away()), dates, "the same days")
        equal(sum(a[2] for a in other.away()), 25, "fixed dates cannot be moved")
        equal(other.take(data)["same"], 500, "nothing new the second time")
        # And what the other program writes of it is the same again.
        again = icalendar.Calendar.from_ical(data).to_ical()
        equal(other.take(again)["same"], 500, "as python3-icalendar writes it")


@test
def updates_and_undo():
    with Vault() as v:
        one = "UID:1@a\nSEQUENCE:%d\nDTSTART;VALUE=DATE:%s\nDTEND;VALUE=DATE:%s\nSUMMARY:%s"
        two = "UID:2@a\nDTSTART;VALUE=DATE:20270419\nSUMMARY:Two"
        preview = v.take(wrap(one % (1, "20270412", "20270415", "One"), two))
        equal((preview["new"], preview["kept"], v.away()), (2, False, []), "only shown")
        v.take(wrap(one % (1, "20270412", "20270415", "One"), two), "--keep")
        equal(v.away(), [("2027-04-12", "2027-04-14", True, "One"), ("2027-04-19", "2027-04-19", True, "Two")], "kept")
        # Moved, with a higher sequence; the other one is no longer there.
        result = v.take(wrap(one % (2, "20270413", "20270416", "One")), "--keep")
        equal((result["changed"], result["gone"]), (1, 1), "counted")
        equal(v.away(), [("2027-04-13", "2027-04-15", True, "One")], "updated and gone")
        # An older file changes nothing.
        result = v.take(wrap(one % (1, "20270412", "20270415", "One")), "--keep")
        equal((result["older"], result["changed"], result["gone"]), (1, 0, 0), "older")
        equal(v.away(), [("2027-04-13", "2027-04-15", True, "One")], "as it was")
        # Nor does it take out what came after it.
        v.take(wrap(one % (2, "20270413", "20270416", "One"), "UID:3@a\nDTSTART;VALUE=DATE:20270426\nSUMMARY:Three"), "--keep")
        result = v.take(wrap(one % (1, "20270412", "20270415", "One")), "--keep")
        equal((result["older"], result["gone"], [a[3] for a in v.away()]), (1, 0, ["One", "Three"]), "what came later stays")
        v.take(wrap(one % (2, "20270413", "20270416", "One")), "--keep")
        # Another calendar takes nothing out.
        v.take(wrap("UID:9@b\nDTSTART;VALUE=DATE:20270503\nSUMMARY:Nine"), "--keep")
        equal(len(v.away()), 2, "both calendars")
        v.take(wrap(one % (3, "20270413", "20270416", "One") + "\nSTATUS:CANCELLED"), "--keep", "--keep-gone")
        equal([a[3] for a in v.away()], ["Nine"], "called off")
        v.run("undo")
        equal(len(v.away()), 2, "taken back")
        v.take(wrap(one % (3, "20270413", "20270416", "One"), method="CANCEL"), "--keep", "--keep-gone")
        equal([a[3] for a in v.away()], ["Nine"], "called off by the file as a whole")
        # Typed days are never touched.
        v.run("person", "away", "counsel", "--from", "2027-06-01", "--to", "2027-06-02", "--reason", "Typed")
        v.take(wrap("UID:9@b\nDTSTART;VALUE=DATE:20270504\nSUMMARY:Nine"), "--keep", "--no-titles")
        equal([(a[0], a[3]) for a in v.away()], [("2027-05-04", "Nine"), ("2027-06-01", "Typed")], "typed ones stay")


@test
def a_person_of_a_case():
    with Vault() as v:
        case = v.run("case", "add", "--title", "Fictional", "--number", "CR 1")["id"]
        v.run("person", "add", case, "--role", "witness", "--alias", "Witness A")
        person = v.run("person", "list", case)[0]["id"]
        v.take(wrap("UID:1\nDTSTART;VALUE=DATE:20270412\nSUMMARY:Abroad"), "--keep", "--person", person)
        absences = v.run("person", "absences", case)
        equal([(a["who"], a["from"], a["imported"]) for a in absences], [("Witness A", "2027-04-12", True)], "the witness")
        # Counsel's own file does not meet it.
        v.take(wrap("UID:1\nDTSTART;VALUE=DATE:20270413\nSUMMARY:Mine"), "--keep")
        equal(sorted((a["who"], a["from"]) for a in v.run("person", "absences", case)),
              [("Witness A", "2027-04-12"), ("counsel", "2027-04-13")], "both")


@test
def zones_and_daylight_saving():
    with Vault() as v:
        event = "UID:%s\nDTSTART%s\nDTEND%s\nSUMMARY:%s"
        # Half past five in the morning to ten in London: in winter eight to one in Nairobi, in summer an hour earlier.
        v.take(wrap(
            event % ("w", ";TZID=Office:20270115T053000", ";TZID=Office:20270115T100000", "winter"),
            event % ("s", ";TZID=Office:20270715T020000", ";TZID=Office:20270715T060000", "summer"),
            event % ("late", ";TZID=Office:20270714T220000", ";TZID=Office:20270715T110000", "over midnight"),
            event % ("utc", ":20270308T050000Z", ":20270308T140000Z", "utc"),
            event % ("known", ";TZID=America/New_York:20270310T010000", ";TZID=America/New_York:20270310T050000", "known zone"),
            event % ("nobody", ";TZID=Mars:20270311T090000", ";TZID=Mars:20270311T150000", "unknown zone"),
            event % ("floating", ":20270312T090000", ":20270312T150000", "floating"),
            head=LONDON), "--keep")
        seen = {a[3]: (a[0], a[2]) for a in v.away()}
        equal(seen["winter"], ("2027-01-15", True), "winter")
        # 02:00 to 06:00 British summer time is 04:00 to 08:00 in Nairobi: before the court sits.
        true("summer" not in seen, "summer is an hour earlier")
        equal(seen["over midnight"][0], "2027-07-15", "its second day only")
        equal(seen["utc"], ("2027-03-08", True), "utc")
        equal(seen["known zone"], ("2027-03-10", True), "a zone the file does not describe")
        equal(seen["unknown zone"][0], "2027-03-11", "taken as Nairobi's")
        equal(seen["floating"][0], "2027-03-12", "taken as Nairobi's")
        equal(v.take(wrap(event % ("x", ";TZID=Mars:20270311T090000", ";TZID=Mars:20270311T150000", "x")))["guessed"], 1, "said")


@test
def a_series_over_the_change():
    """Every week at seven in London, for two hours: ten in winter, nine in summer; read by dateutil too."""
    from dateutil import rrule, tz
    with Vault() as v:
        v.take(wrap("UID:r\nDTSTART;TZID=Office:20270301T220000\nDTEND;TZID=Office:20270302T110000\n"
                    "RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=MO,TH\nEXDATE;TZID=Office:20270308T220000\nSUMMARY:R", head=LONDON), "--keep")
        starts = rrule.rrule(rrule.WEEKLY, count=12, byweekday=(0, 3), dtstart=datetime.datetime(2027, 3, 1, 22))
        london = tz.gettz("Europe/London")
        expected = []
        for start in starts:
            if start != datetime.datetime(2027, 3, 8, 22):
                expected.append((start.replace(tzinfo=london) + datetime.timedelta(hours=10)).astimezone(NAIROBI).date().isoformat())
        equal([a[0] for a in v.away()], expected, "the days")


@test
def series():
    with Vault() as v:
        # Rule, added dates, exceptions, one occurrence moved, one called off.
        result = v.take(wrap(
            "UID:r\nDTSTART:20270303T060000Z\nDTEND:20270303T120000Z\nRRULE:FREQ=WEEKLY;UNTIL=20270407T235959Z\n"
            "RDATE:20270420T060000Z\nEXDATE:20270310T060000Z\nSUMMARY:R",
            "UID:r\nRECURRENCE-ID:20270317T060000Z\nDTSTART:20270318T060000Z\nDTEND:20270318T120000Z\nSUMMARY:Moved",
            "UID:r\nRECURRENCE-ID:20270324T060000Z\nDTSTART:20270324T060000Z\nSTATUS:CANCELLED\nSUMMARY:Off"), "--keep")
        equal([(a[0], a[3]) for a in v.away()],
              [("2027-03-03", "R"), ("2027-03-18", "Moved"), ("2027-03-31", "R"), ("2027-04-07", "R"), ("2027-04-20", "R")], "the days")
        equal(result["new"], 5, "five")
        # Shorter, as the file says; the rest of it is gone.
        result = v.take(wrap("UID:r\nSEQUENCE:1\nDTSTART:20270303T060000Z\nDTEND:20270303T120000Z\nRRULE:FREQ=WEEKLY;COUNT=1\nSUMMARY:R"), "--keep")
        equal([a[0] for a in v.away()], ["2027-03-03"], "one is left")
        # The last Friday of each month, whole days, without end: as far as is looked ahead.
        result = v.take(wrap("UID:m\nDTSTART;VALUE=DATE:20270129\nRRULE:FREQ=MONTHLY;BYDAY=-1FR\nSUMMARY:M"))
        days = [i["from"] for i in result["items"] if i["change"] == "new"]
        equal(days[:3], ["2027-01-29", "2027-02-26", "2027-03-26"], "its beginning")
        equal(len(days), 70, "to six years ahead")
        # An exception that is a day takes out whatever happens on it.
        result = v.take(wrap("UID:e\nDTSTART:20270303T060000Z\nDTEND:20270303T120000Z\nRRULE:FREQ=DAILY;COUNT=3\n"
                             "EXDATE;VALUE=DATE:20270304\nSUMMARY:E"))
        equal([i["from"] for i in result["items"] if i["change"] == "new"], ["2027-03-03", "2027-03-05"], "the day is out")
        # A leap day.
        days = [i["from"] for i in v.take(wrap("UID:l\nDTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY\nSUMMARY:L"))["items"]
                if i["change"] == "new"]
        equal(days, ["2028-02-29"], "only in leap years, of which 2032 has it on a Sunday")


@test
def short_tentative_and_free():
    with Vault() as v:
        result = v.take(wrap(
            "UID:1\nDTSTART:20270308T060000Z\nDTEND:20270308T063000Z\nSUMMARY:Half an hour",
            "UID:2\nDTSTART;VALUE=DATE:20270309\nSTATUS:TENTATIVE\nSUMMARY:Perhaps",
            "UID:3\nDTSTART;VALUE=DATE:20270310\nTRANSP:TRANSPARENT\nSUMMARY:Free",
            "UID:4\nDTSTART:20270311T160000Z\nDTEND:20270311T190000Z\nSUMMARY:In the evening",
            "UID:5\nDTSTART;VALUE=DATE:20270313\nSUMMARY:On a Saturday"), "--keep")
        equal(v.away(), [("2027-03-08", "2027-03-08", False, "Half an hour"), ("2027-03-09", "2027-03-09", False, "Perhaps")], "the days")
        equal((result["free"], result["outside"]), (1, 2), "passed over")


@test
def odd_events_are_named_and_the_rest_is_taken():
    with Vault() as v:
        good = "UID:good\nDTSTART;VALUE=DATE:20270412\nSUMMARY:Good"
        odd = [
            ("UID:1\nDTSTART;VALUE=DATE:20270231\nSUMMARY:31 February", "date"),
            ("UID:2\nDTSTART:20270101T250000Z\nSUMMARY:25 o'clock", "date"),
            ("UID:3\nDTSTART;VALUE=DATE:20270401\nDTEND;VALUE=DATE:20270431\nSUMMARY:to 31 April", "date"),
            ("UID:4\nDTSTART;VALUE=DATE:00010101\nDTEND;VALUE=DATE:99991231\nSUMMARY:Years 1 to 9999", "date"),
            ("UID:5\nDTSTART;VALUE=DATE:20270612\nDTEND;VALUE=DATE:20270601\nSUMMARY:backwards", "ends_before"),
            ("UID:6\nDTSTART:20270612T090000Z\nDTEND:20270612T080000Z\nSUMMARY:backwards by the hour", "ends_before"),
            ("UID:7\nDTSTART:20270612T090000Z\nDURATION:-PT2H\nSUMMARY:backwards by its length", "ends_before"),
            ("DTSTART;VALUE=DATE:20270412\nSUMMARY:no identifier", "no_uid"),
            ("UID:8\nSUMMARY:no date", "no_date"),
            ("UID:9\nDTSTART:soon\nSUMMARY:soon", "unread"),
            ("UID:10\nDTSTART;VALUE=DATE:20270301\nRRULE:FREQ=NONSENSE\nSUMMARY:no rule", "unread"),
            ("UID:11\nDTSTART;VALUE=DATE:20270301\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:30 February", "repeats"),
            ("UID:12\nDTSTART:20270308T060000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:A", "too_often"),
            ("UID:13\nDTSTART:20270308T060000Z\nRRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:B", "too_often"),
            ("UID:14\nDTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=3\nRDATE;VALUE=DATE:20270231\nSUMMARY:a day added", "date"),
            ("UID:15\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270317T060000Z\nDTSTART:20270318T060000Z\nSUMMARY:of nothing", "following"),
        ]
        for text, reason in odd:
            seen = v.take(wrap(text, good))
            title = text.rsplit("SUMMARY:", 1)[1]
            equal([(i["change"], i["title"], i["reason"]) for i in seen["items"]],
                  [("not_understood", title, reason), ("new", "Good", "")], text)
            true(seen["items"][0]["why"].endswith("."), "a sentence")
        seen = v.take(wrap(*[text for text, reason in odd], good), "--no-titles", "--keep")
        equal((seen["not_understood"], seen["new"], seen["kept"]), (len(odd), 1, True), "all of them at once")
        equal(v.away(), [("2027-04-12", "2027-04-12", True, "")], "the one that is understood")
        # What is there of an event that is not understood now stays.
        v.take(wrap(good.replace("good", "5"), good), "--keep")
        equal(len(v.away()), 2, "both")
        equal(v.take(wrap(odd[4][0], good), "--keep")["gone"], 0, "nothing goes")
        equal(len(v.away()), 2, "both are still there")
        # A zone nobody knows: the event is named.
        seen = v.take(wrap("UID:z\nDTSTART;TZID=Mars:20270311T090000\nDTEND;TZID=Mars:20270311T150000\nSUMMARY:Z"))
        equal([i["title"] for i in seen["items"] if i["zone_guessed"]], ["Z"], "its zone")


@test
def the_rest_of_a_series():
    """RANGE=THISANDFUTURE: from there on a day later and half as long; then a second change; then called off."""
    with Vault() as v:
        series = "UID:r\nDTSTART:20270303T060000Z\nDTEND:20270303T120000Z\nRRULE:FREQ=WEEKLY;COUNT=8\nSUMMARY:R"
        later = "UID:r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270317T060000Z\nDTSTART:20270318T060000Z\nDTEND:20270318T080000Z\nSUMMARY:Later"
        alone = "UID:r\nRECURRENCE-ID:20270331T060000Z\nDTSTART:20270402T060000Z\nDTEND:20270402T120000Z\nSUMMARY:Alone"
        off = "UID:r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270414T060000Z\nDTSTART:20270414T060000Z\nSTATUS:CANCELLED\nSUMMARY:Off"
        days = [("2027-03-03", "R"), ("2027-03-10", "R"), ("2027-03-18", "Later"), ("2027-03-25", "Later"), ("2027-04-02", "Alone"),
                ("2027-04-08", "Later"), ("2027-04-15", "Later"), ("2027-04-22", "Later")]
        v.take(wrap(series, later, alone), "--keep")
        equal([(a[0], a[3]) for a in v.away()], days, "its days")
        equal([a[2] for a in v.away()][2:4], [False, False], "half as long")
        v.take(wrap(off, later, alone, series), "--keep")
        equal([(a[0], a[3]) for a in v.away()], days[:6], "no more")


@test
def however_it_is_written():
    """Line ends, letters, folds and lines without end: the same event."""
    with Vault() as v:
        plain = wrap("UID:1\nDTSTART;VALUE=DATE:20270412\nSUMMARY:Gr\u00fcn \u201cx\u201d")
        letters = plain.encode()
        photograph = b"ATTACH;ENCODING=BASE64;VALUE=BINARY:" + b"\r\n ".join([b"QUJD" * 18] * 80000) + b"\r\n"
        for data, how in (
                (letters.replace(b"\r\n", b"\n"), "lines as Unix has them"), (letters.replace(b"\r\n", b"\r"), "as the old Macintosh had them"),
                (b"\xef\xbb\xbf" + letters, "UTF-8 that says so"), (plain.encode("utf-16"), "UTF-16"),
                (b"\xfe\xff" + plain.encode("utf-16-be"), "the other way round"), (plain.encode("cp1252"), "Windows-1252"),
                (letters.replace(b"\xc3\xbc", b"\xc3\r\n \xbc"), "folded within a letter"), (letters.replace(b"SUMMARY", b"SUM\r\n\tMARY"), "folded by a tab"),
                (letters.replace(b"END:VEVENT", photograph + b"END:VEVENT"), "with a photograph of six megabytes"),
                (letters.replace(b"END:VEVENT", b"X-LONG:" + b"x" * 7000000 + b"\r\nEND:VEVENT"), "with a line without end")):
            seen = v.take(data)
            equal([(i["change"], i["from"], i["title"]) for i in seen["items"]], [("new", "2027-04-12", "Gr\u00fcn \u201cx\u201d")], how)
        # A title without end is cut between two letters.
        seen = v.take(plain.replace("Gr", "a" + "\u00fc" * 100000))
        equal([i["title"] for i in seen["items"]], ["a" + "\u00fc" * 118 + "\u2026"], "a long title")


@test
def hostile():
    with Vault() as v:
        many = wrap(*["UID:%d\nDTSTART;VALUE=DATE:20270412\nSUMMARY:A" % n for n in range(20001)])
        cases = [
            (b"", "empty"),
            (b"hello", "not a whole calendar"),
            (wrap("UID:1\nDTSTART;VALUE=DATE:20270412\nSUMMARY:A")[:-20], "not a whole calendar"),
            (wrap("UID:1\nDTSTART;VALUE=DATE:20270412\nSUMMARY:A").replace("END:VEVENT", "END:VEVENTX"), "not a whole calendar"),
            (many, "too many events"),
            (wrap(*["UID:%d\nDTSTART;VALUE=DATE:19000101\nRRULE:FREQ=DAILY\nSUMMARY:A" % n for n in range(12)]), "too many events"),
            (wrap(*["UID:%d\nDTSTART;VALUE=DATE:19000101\nRRULE:FREQ=DAILY;UNTIL=19990101\nSUMMARY:A" % n for n in range(20)]), "without end"),
            (b"A" * (9 * 1024 * 1024), "larger than 8 MB"),
            (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 300000 + b"END:VCALENDAR\r\n", "not a whole calendar"),
            (b"BEGIN:VCALENDAR\r\n" + b"\x00" * 100 + b"\r\nEND:VCALENDAR\r\n", "not a whole calendar"),
            (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 500000 + b"END:VCALENDAR\r\n", "not a whole calendar"),
        ]
        for n, (text, words) in enumerate(cases):
            said = v.take(text, code=1)
            true(words in said, "%d: %r instead of %r" % (n, said, words))
        # A hundred megabytes are not even read.
        with open(v.path("huge.ics"), "wb") as file:
            file.write(b"BEGIN:VCALENDAR\r\n")
            file.truncate(100 * 1024 * 1024)
        true("larger than 8 MB" in v.run("session", "ical", "in", v.path("huge.ics"), code=1), "huge")
        equal(v.away(), [], "nothing was taken in")


def main():
    print("1..%d" % len(TESTS))
    failed = False
    for n, function in enumerate(TESTS, 1):
        try:
            function()
            print("ok %d - %s" % (n, function.__name__), flush=True)
        except Exception as error:
            failed = True
            print("not ok %d - %s\n# %s" % (n, function.__name__, str(error).replace("\n", "\n# ")), flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
