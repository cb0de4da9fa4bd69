# SPDX-License-Identifier: GPL-3.0-or-later
"""The court calendar edited by keys, a calendar file taken in with a preview and one saved, all cases planned together; locked,
and read back by the other face."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
os.environ["JALADA_TEST_TODAY"] = "2026-11-23"
FILE = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fictional//EN",
    "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z", "DTSTART;VALUE=DATE:20270412", "DTEND;VALUE=DATE:20270415",
    "SUMMARY:Fictional conference", "END:VEVENT",
    "BEGIN:VEVENT", "UID:2", "DTSTAMP:20261101T000000Z", "DTSTART:20270503T060000Z", "DTEND:20270503T070000Z",
    "RRULE:FREQ=WEEKLY;COUNT=2", "SUMMARY:Fictional meeting", "END:VEVENT",
    "BEGIN:VEVENT", "UID:3", "DTSTAMP:20261101T000000Z", "DTSTART;VALUE=DATE:20270231", "SUMMARY:Fictional leave", "END:VEVENT",
    "END:VCALENDAR", ""])


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def keys_are_in(s, name):
    # There is no window manager that would give the keys back to a window when the one over it goes.
    s._xdotool("windowfocus", "--sync", s._newest_window())
    s.wait(lambda: any(n.has_state("focused") and n.name == name for n in s.windows()[-1].walk()), f"the keys in “{name}”")


def tab_to(s, name):
    for _ in range(40):
        s.key("Tab")
        if any(n.has_state("focused") for n in s.find_all(name)):
            return
    raise Failure(f"the keys do not reach “{name}”")


def own_day(s):
    """A closure: added, lengthened, taken back, removed, taken back."""
    s.key("ctrl+n")
    s.see("Add Day", "label")
    s.type("Name", "Service week")
    s.type("First Day", "8 February 2027")
    s.type("Last Day, Where There Are Several", "12 February 2027")
    s.key("ctrl+s")
    s.see(contains="Mon 8 Feb 2027 to Fri 12 Feb 2027")
    tab_to(s, "Edit Day: Service week")
    s.key("Return")
    s.see("Edit Day", "label")
    s.type("Last Day, Where There Are Several", "15 February 2027")
    s.key("ctrl+s")
    s.see(contains="Mon 8 Feb 2027 to Mon 15 Feb 2027")
    keys_are_in(s, "Edit Day: Service week")
    s.key("ctrl+z")
    s.see(contains="Mon 8 Feb 2027 to Fri 12 Feb 2027")
    keys_are_in(s, "Edit Day: Service week")
    s.key("Tab", "Return")
    s.gone(contains="Mon 8 Feb 2027 to Fri 12 Feb 2027")
    keys_are_in(s, "Remove Day: Repairs")  # the row that stands there now


def gazetted(s, feast, date, shown):
    tab_to(s, "Enter the Gazetted Date: " + feast)
    s.key("Return")
    s.type("Date", date)
    s.key("ctrl+s")
    s.see(contains=shown + " · as gazetted")
    keys_are_in(s, "Enter the Gazetted Date: " + feast)


def calendar(s):
    s.do("timeline.calendar")
    s.see("Court Calendar", "label")
    # Where the year has the keys, too.
    s.press(s.wait(lambda: next((n for n in s.windows()[-1].walk() if n.role == "spin button"), None), "the year"), (0.2, 0.5))
    s.key("Escape")
    s.gone("Court Calendar", "label")
    s.do("timeline.calendar")
    s.see("Court Calendar", "label")
    year = s.wait(lambda: next((n for n in s.windows()[-1].walk() if n.role == "spin button"), None), "the year")
    s.press(year, (0.2, 0.5))
    s.key("Up")
    s.see(contains="Tue 9 Mar 2027 · provisional")
    s.see(contains="Sun 1 Aug 2027 to Wed 15 Sep 2027")
    own_day(s)
    # By keys while the year has the focus: its entry would take both for itself.
    s.press(s.wait(lambda: next((n for n in s.windows()[-1].walk() if n.role == "spin button"), None), "the year"), (0.2, 0.5))
    s.key("ctrl+z")
    s.see(contains="Mon 8 Feb 2027 to Fri 12 Feb 2027")
    gazetted(s, "Idd-ul-Fitr", "10 March 2027", "Wed 10 Mar 2027")
    gazetted(s, "Idd-ul-Azha", "18 May 2027", "Tue 18 May 2027")
    s.key("Tab", "Return")  # Back to the Expected Date
    s.see(contains="Sun 16 May 2027 · provisional")
    gazetted(s, "General election day", "11 August 2027", "Wed 11 Aug 2027")
    s.key("ctrl+n")
    s.see("Add Day", "label")
    s.choose("What", "Public holiday declared in the Gazette")
    s.type("Name", "Day of mourning")
    s.type("First Day", "1 July 2027")
    s.key("ctrl+s")
    s.see(contains="Thu 1 Jul 2027")
    s.key("Escape")
    s.gone("Court Calendar", "label")


def take_in(s):
    path = os.path.join(s.home, "counsel.ics")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(FILE)
    s.do("timeline.calendar-in")
    s.choose_file("Open Calendar File", path, "Open")
    s.see("Days Away from a Calendar", "label")
    s.see(contains="New: 3.")
    s.see(contains="Not understood: 1 event.")
    s.see("Fictional leave", "label")
    s.see(contains="Not taken in. One of its dates does not exist")
    s.see(contains="Fictional conference")
    s.see(contains="could be arranged")
    s.click("Take In")
    s.gone("Days Away from a Calendar", "label")


def save(s, path):
    s.do("timeline.calendar-out")
    s.see("Save as Calendar File", "label")
    s.click("Choose Place…")
    s.choose_file("Save Calendar File", path, "Save")
    s.wait(lambda: os.path.exists(path), "the file")


def plan_all(s):
    s.key("ctrl+alt+s")
    s.see("Plan All Cases", "label")
    s.see(contains="Fewer points are better")
    s.see("CR 2", "toggle")
    s.wait(lambda: (lambda n: n is not None and n.sensitive)(s.find("Accept", "button")), "something to keep")
    s.key("ctrl+s")
    s.gone("Plan All Cases", "label")


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    out = os.path.join(s.home, "busy.ics")
    s.jaladactl(vault, PASSPHRASE, "vault", "create", "--strength", "min")
    cases = []
    for number, court in (("CR 1", "shanzu-magistrates"), ("CR 2", "malindi-magistrates")):
        cases.append(s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", number, "--court", court)["id"])
        s.jaladactl(vault, PASSPHRASE, "session", "plan", cases[-1], "--from", "2027-01-11")
    before = {c: s.jaladactl(vault, PASSPHRASE, "session", "list", c) for c in cases}
    s.jaladactl(vault, PASSPHRASE, "calendar", "add", [x for x in before[cases[0]] if x["ordinal"] == 4][0]["date"], "--name", "Repairs")
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.press(s.see("CR 1", "row"))
    s.click("Timeline", "page tab")
    s.see(contains="10 sessions", role="label")
    calendar(s)
    take_in(s)
    save(s, out)
    plan_all(s)
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    for secret in ("Fictional conference", "Service week", "CR 2"):
        if secret in s.tree():
            raise Failure(f"“{secret}” is still there after locking")
    s.stop()

    days = [(d["date"], d["to"], d["type"], d["name"]) for d in s.jaladactl(vault, PASSPHRASE, "calendar", "list", "--own")
            if d["name"] != "Repairs"]
    expect(days, [("2027-02-08", "2027-02-12", "closed", "Service week"), ("2027-03-10", "2027-03-10", "holiday", "Idd-ul-Fitr"),
                  ("2027-07-01", "2027-07-01", "holiday", "Day of mourning"), ("2027-08-11", "2027-08-11", "holiday", "General election day")],
           "the calendar")
    away = [(a["from"], a["to"], a["hard"]) for a in s.jaladactl(vault, PASSPHRASE, "person", "absences")]
    expect(away, [("2027-04-12", "2027-04-14", True), ("2027-05-03", "2027-05-03", False), ("2027-05-10", "2027-05-10", False)],
           "days away")
    fourth = [x for x in s.jaladactl(vault, PASSPHRASE, "session", "list", cases[0]) if x["ordinal"] == 4][0]
    if fourth["date"] == [x for x in before[cases[0]] if x["ordinal"] == 4][0]["date"]:
        raise Failure("the plans were not kept")
    with open(out, encoding="utf-8") as file:
        text = file.read()
    expect((text.count("BEGIN:VEVENT"), "CR 1" in text, "SUMMARY:Busy" in text), (20, False, True), "the file")


if __name__ == "__main__":
    Session.main(journey)
