# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten sessions planned, moved, refused, taken back and kept, in the real window; read back by the other face."""
import datetime
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def counted(s, vault, case):
    return [x for x in s.jaladactl(vault, PASSPHRASE, "session", "list", case) if x["counted"]]


def plea_day():
    """A Tuesday well ahead of whatever today is, on which the court sits: mid-March has no holiday but Idd."""
    day = datetime.date(datetime.date.today().year + 2, 3, 14)
    while day.weekday() != 1:
        day += datetime.timedelta(1)
    return day


def words(day):
    return f"{day.day} {day.strftime('%B')} {day.year}"


def plan(s, plea):
    s.click("Timeline", "page tab")
    s.see("No Sessions Yet", "label")
    s.click("Plan Sessions…")
    s.see("Plan Sessions", "label")
    s.type("Date of Plea", words(plea))
    s.click("Propose")
    s.see("The Plan Would Be", "label")
    s.see(contains="light entries that are not counted")
    s.click("Accept")
    s.see(contains="10 sessions", role="label")


def open_card(s, ordinal):
    node = s.see(contains=f"Session {ordinal}, ", role="button")
    node.act()
    s.click("Edit or Move…")
    s.see("Edit Session", "label")


def close_card(s):
    s.gone("Edit Session")
    s.click("Back to the Timeline")
    s.see(contains="10 sessions", role="label")


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    s.jaladactl(vault, PASSPHRASE, "vault", "create")
    s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 9")
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 9", "row")
    plea = plea_day()
    plan(s, plea)

    # A day on which the court does not sit is refused, by its name, and nothing is lost.
    open_card(s, 4)
    s.type("Date", f"25 December {plea.year + 1}")
    s.see(contains="Christmas")
    s.click("Save")
    s.see(contains="The court does not sit on 25 December")
    s.click("Cancel")
    close_card(s)

    open_card(s, 4)
    s.type("Purpose", "The first-report witness")
    s.click("Save")
    close_card(s)
    s.see("The first-report witness", "label")

    # Add one by hand, remove it, bring it back.
    s.do("timeline.add")
    s.see("Add Session", "label")
    by_hand = plea + datetime.timedelta(42)
    s.type("Date", words(by_hand))
    s.type("Note", "By hand")
    s.click("Save")
    s.see(contains="11 sessions", role="label")
    s.do("win.undo")
    s.see(contains="10 sessions", role="label")

    # Fix the date of the fourth.
    open_card(s, 4)
    s.click("Cancel")
    close_card(s)
    s.do("timeline.fix")
    s.see(contains="Fixed", role="button")

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    if "Session 4" in s.tree():
        raise Failure("sessions are still there after locking")
    s.stop()

    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]["id"]
    sessions = counted(s, vault, case)
    expect(len(sessions), 10, "counted sessions read back")
    expect(sessions[0]["date"], plea.isoformat(), "the plea")
    expect(sessions[3]["purpose"], "The first-report witness", "the purpose of the fourth")
    expect(sessions[3]["state"], "fixed", "the state of the fourth")
    expect([x["date"] for x in sessions], sorted(x["date"] for x in sessions), "their order")


if __name__ == "__main__":
    Session.main(journey)
