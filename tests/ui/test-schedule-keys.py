# SPDX-License-Identifier: GPL-3.0-or-later
"""The schedule by the keyboard alone, from the password to the lock: every verb is pressed, typed and heard; what was kept is read back by the
other face. The focus is never lost: after each verb it is where the verb was begun."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402
from keyboard import Keyboard  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
os.environ["JALADA_TEST_TODAY"] = "2026-11-23"
THIRD = "Session 4, Hearing, 3 June 2027"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def court_day(s, k):
    """A day that has passed: who came, what was produced, what was said, what came of it."""
    k.press("Left")
    k.on("Session 1, Hearing, 20 November 2026, Planned")
    k.press("Menu")
    k.on("Edit or Move…")
    s.press_keys("Escape")
    s.gone("Edit or Move…", "menu item")
    k.on("Session 1, Hearing, 20 November 2026, Planned")
    k.press("Return")
    k.on("Outcome…")
    k.press("alt+p")
    k.pick("Person of the Case", "PW2 · Witness")
    k.press("ctrl+s")
    s.see("Came: PW2")
    k.press("alt+d")
    k.on("Those Needed")
    s.see("Came: Accused 1")
    k.go("Came: Accused 1")
    k.press("space")
    k.on("Edit: Accused 1")
    k.press("alt+d")
    k.on("Those Needed")
    k.go("Did not come: PW2")
    k.press("space")
    k.on("Edit: PW2")
    k.press("alt+x")
    k.pick("State", "Produced")
    k.fill("Number the Court Gave It", "PEx 1")
    k.press("Return")
    s.see(contains="PEx 1", role="list item")
    k.fill("Note of Proceedings", "PW2 absent. Adjourned? No.")
    k.press("ctrl+m")
    k.on("Outcome")
    k.fill("Note", "Went on")
    k.press("Return")
    s.gone("What Happened?")
    k.on("Note of Proceedings")
    k.back("Session 1, Hearing, 20 November 2026, Held")


def moved(s, k):
    """Fixed from the list of commands and taken back; moved by court days, left once, kept once."""
    k.press("Right", "Right", "Right")
    k.on(THIRD + ", Planned")
    k.command("fix the date")
    k.on(THIRD + ", Fixed")
    k.press("ctrl+z")
    k.on(THIRD + ", Planned")
    k.press("m", "Right")
    s.see(contains="After: Fri 4 Jun 2027.", role="label")
    k.press("Tab")
    k.on("Leave It")
    k.press("shift+Tab")
    k.on(THIRD)
    k.leave(lambda: s.find(None, "label", None, "After: Fri 4 Jun 2027.") is None, "the end of the move")
    k.press("m", "Right", "Right")
    s.wait(lambda: (lambda n: n is not None and n.sensitive)(s.find("Keep the New Date", "button")), "an open way")
    k.press("Return")
    k.on("Session 4, Hearing, 7 June 2027, Planned")
    # The menu of what has the focus; with Escape back to it.
    k.press("shift+F10")
    k.on("Edit or Move…")
    s.press_keys("Escape")
    s.gone("Edit or Move…", "menu item")
    k.on("Session 4, Hearing, 7 June 2027, Planned")
    k.press("Right", "Left")
    k.on("Session 4, Hearing, 7 June 2027, Planned")


def called_off(s, k):
    """Adjourned with its reason: before and after, refused, accepted, taken back, accepted with the date of the court. Vacated."""
    k.press("ctrl+j")
    k.on("Reason")
    s.see("Before and After", "label")
    k.press("Escape")
    s.gone("Adjourn Session")
    for date in (None, "10 June 2027 at 9"):
        k.press("ctrl+j")
        k.on("Reason")
        k.pick("Reason", "Adjourned: court not sitting")
        if date:
            k.fill("Next Date, If the Court Gave One", date)
            s.see(contains="Thu 10 Jun 2027, 09:00 is clear")
        s.wait(lambda: s.find("Accept", "button").sensitive, "a way to accept")
        k.press("Return" if date else "ctrl+s")
        s.gone("Adjourn Session")
        k.on("Session 4, Hearing, 7 June 2027, Adjourned")
        if not date:
            k.press("ctrl+z")
            k.on("Session 4, Hearing, 7 June 2027, Planned")
    k.press("Right")
    k.on("Session 5, Hearing, 10 June 2027, 09:00, Fixed")
    k.press("Right")
    k.on("Session 6, Part-heard hearing, 22 October 2027, Planned")
    k.command("vacate")
    k.on("Reason")
    k.pick("Reason", "Charge withdrawn")
    k.fill("Note", "Application granted")
    s.wait(lambda: s.find("Accept", "button").sensitive, "a way to accept")
    k.press("Return")
    k.on("Part-heard hearing, 22 October 2027, Vacated: Charge withdrawn")


def tasks(s, k):
    """On the card, and what every card of that kind begins with: the focus stays in its row."""
    k.press("Left")
    k.on("Session 5, ")
    k.press("Return")
    k.on("Outcome…")
    k.press("alt+t")
    k.fill("Task", "A letter to the school")
    k.fill("Owner", "Clerk")
    k.fill("Days Before the Session", "99")  # It stands first
    k.press("Return")
    s.see("Done: A letter to the school")
    k.go("Done: A letter to the school")
    k.press("space")
    s.wait(lambda: any(n.has_state("checked") for n in s.find_all("Done: A letter to the school")), "a task that is done")
    k.on("Done: A letter to the school")
    k.press("Tab", "Return")
    k.on("Task")
    k.write("A letter to the head")
    k.press("Return")
    k.on("Edit: A letter to the head")
    k.press("Tab", "space")
    s.gone("Done: A letter to the head")
    k.on("Remove: ")
    k.press("ctrl+z")
    s.see("Done: A letter to the head")
    k.press("alt+u")
    k.on("Kind of Session")
    k.press("ctrl+n")
    k.on("Task")
    k.write("Ring the school")
    k.press("Return")
    k.go("Edit: Ring the school", "shift+Tab")
    k.press("space")
    k.fill("Owner", "Clerk")
    k.press("Return")
    k.on("Edit: Ring the school")
    k.close("Kind of Session")
    k.back("Session 5, ")


def people(s, k):
    k.press("ctrl+shift+p")
    k.on("Add Person…")
    k.press("Return")
    k.pick("Role", "Witness")
    k.fill("Neutral Code", "PW3")
    k.press("Return")
    s.gone("Add Person", "label")
    k.press("alt+d")
    k.on("Who Is Away")
    k.fill("First Day", "3 June 2027")
    k.fill("Last Day", "4 June 2027")
    k.press("Return")
    s.gone("Add Days Away", "label")
    k.go("Edit Days Away")
    k.press("space")
    k.fill("Last Day", "5 June 2027")
    k.press("Return")
    k.on("Edit Days Away")
    k.press("Tab", "space")
    k.on("Add Days Away…")
    k.press("ctrl+z")
    s.see("Edit Days Away")
    k.close("People of the Case")
    k.on("Session 5, ")


def views(s, k):
    """All cases, what clashes there, and into the card of one."""
    k.press("alt+0")
    for stop in ("All Cases", "How Much to Show", "Court", "Clashes Only", "CR 10, Hearing"):
        k.go(stop, most=8)
    k.press("Return")
    s.see("Who Comes", "label")
    k.on("Outcome…")


def journey(s):
    k = Keyboard(s)
    vault = os.path.join(s.home, "a.jalada")

    def ctl(*arguments):
        return s.jaladactl(vault, PASSPHRASE, *arguments)

    ctl("vault", "create", "--strength", "min")
    case = ctl("case", "add", "--title", "Fictional", "--number", "CR 9", "--court", "shanzu-magistrates")["id"]
    ctl("session", "plan", case, "--from", "2027-01-12")
    ctl("session", "add", case, "--kind", "hearing", "--date", "2026-11-20")
    for role, code in (("accused", "Accused 1"), ("witness", "PW2")):
        ctl("person", "add", case, "--role", role, "--alias", code)
    ctl("evidence", "add", case, next(os.path.join(r, f) for r, _, fs in sorted(os.walk(os.environ["JALADA_SAMPLE"])) for f in sorted(fs)
                                      if f.endswith(".pdf")))
    other = ctl("case", "add", "--title", "Fictional too", "--number", "CR 10", "--court", "kwale-magistrates")["id"]
    ctl("session", "add", other, "--kind", "hearing", "--date", "2027-02-17")

    s.start(vault)
    k.write(PASSPHRASE)
    k.press("Return")
    k.on("CR 9")
    k.press("Return", "ctrl+3")
    # A view that is asked for begins with what is next.
    k.on("Session 2, Plea, 12 January 2027")
    court_day(s, k)
    moved(s, k)
    called_off(s, k)
    tasks(s, k)
    people(s, k)
    views(s, k)
    k.press("ctrl+shift+l")
    s.see("The Vault Is Locked", "label")
    s.stop()

    sessions = ctl("session", "list", case)
    counted = [x for x in sessions if x["counted"]]
    first = counted[0]
    expect((first["date"], first["state"], first["reason"], first["note"]), ("2026-11-20", "held", "proceeded", "Went on"), "the day in court")
    expect({e["who"]: e["state"] for e in ctl("session", "attendance", first["id"])}, {"PW2": "absent", "Accused 1": "came"}, "who came")
    expect(ctl("session", "note", first["id"])["text"], "PW2 absent. Adjourned? No.", "the note")
    expect([(x["date"], x["time"], x["state"], x["reason"]) for x in counted[3:6]],
           [("2027-06-07", None, "adjourned", "adjourned_court"), ("2027-06-10", "09:00", "fixed", None),
            ("2027-10-22", None, "vacated", "charge_withdrawn")], "adjourned, fixed, vacated")
    expect(counted[5]["note"], "Application granted", "why it was vacated")
    listed = {t["title"]: (t["owner"], t["state"]) for t in ctl("task", "list", "--session", counted[4]["id"])}
    expect(listed["A letter to the head"], ("Clerk", "done"), "the task")
    expect(listed["Ring the school"], ("Clerk", "open"), "the usual task")
    expect([(a["who"], a["from"], a["to"]) for a in ctl("person", "absences", case)], [("counsel", "2027-06-03", "2027-06-05")], "days away")
    expect([p["code"] for p in ctl("person", "list", case)], ["Accused 1", "PW2", "PW3"], "people")


if __name__ == "__main__":
    Session.main(journey)
