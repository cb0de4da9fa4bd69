# SPDX-License-Identifier: GPL-3.0-or-later
"""A date the court offers, as it is said in court: it clashes, a better one is taken; an adjournment shows before and after, is
refused once, accepted, and taken back. Read back by the other face."""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
TODAY = {"JALADA_TEST_TODAY": "2026-11-23"}
os.environ.update(TODAY)


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def open_verb(s, ordinal, verb, heading):
    """Opens the card of a session, then does the verb."""
    s.see(contains=f"Session {ordinal}, ", role="button").act()
    s.see("Edit or Move…", "button")
    s.do(verb)
    s.see(heading, "label")


def back(s, heading):
    s.gone(heading)
    s.click("Back to the Timeline")
    s.see(contains="10 sessions", role="label")


def people(s):
    s.do("timeline.people")
    s.see("People of the Case", "label")
    s.click("Add Person…")
    s.see("Add Person", "label")
    s.type("Name", "Fictional Name")
    s.click("Save")
    s.see("Survivor A", "label")
    s.see(contains="name hidden")
    if "Fictional Name" in s.tree():
        raise Failure("a hidden name is on the screen")
    s.click("Show the Name")
    s.see(contains="Fictional Name")
    s.click("Hide the Name Again")
    s.gone(contains="Fictional Name")
    s.click("Show the Name")
    s.see(contains="Fictional Name")
    s.click("Add Days Away…")
    s.see("Add Days Away", "label")
    s.type("First Day", "7 June 2027")
    s.type("Last Day", "11 June 2027")
    s.type("Reason", "Examinations")
    s.click("Save")
    s.see(contains="Examinations")
    s.click("Close")
    s.gone("People of the Case")


def custody(s):
    """Remanded: the days of s.205 are others at once. Asked, left: a warning; released and taken back: asked again, filled; one undo. In a
    case of few sessions: every look at the window walks all its rows."""
    def switch():
        was = s.see("In Custody", "check box").has_state("checked")
        s.see("In Custody", "check box").act()
        s.wait(lambda: s.find("In Custody", "check box").has_state("checked") != was, "the switch")

    def entries():
        return int(s.see(contains=" light entries", role="label").name.split(" · ")[1].split()[0])

    s.press(s.see("CR 10", "row"))
    s.click("Timeline", "page tab")
    s.see(contains="2 sessions", role="label")
    few = entries()
    s.do("timeline.people")
    s.click("Add Person…")
    s.see("Add Person", "label")
    s.choose("Role", "Accused")
    s.type("Neutral Code", "Accused 1")
    switch()
    s.key("ctrl+s")
    s.see("Fill the Gaps with Mentions?", "label")
    s.see(contains=f"planned now: {few}. Added: ")
    s.key("Escape")
    s.gone("Fill the Gaps with Mentions?")
    s.see(contains="in custody")
    # Released: no gap is too long, and nothing was put in; so nothing is asked. Taken back: the gaps are there again.
    s.wait(lambda: [n for n in s.find_all("Edit Person", "button") if n.actions()][-1:], "the accused's button")[0].act()
    s.see("Edit Person", "label")
    switch()
    s.key("ctrl+s")
    s.gone("Edit Person", "label")
    s.gone(contains="in custody")
    s.key("ctrl+z")
    s.see("Fill the Gaps with Mentions?", "label")
    s.key("Escape")
    s.gone("Fill the Gaps with Mentions?")
    s.key("Escape")
    s.gone("People of the Case")
    s.see(contains="allows 15 (CPC s.205). Add a mention.")
    s.do("timeline.people")
    # Released for good and remanded: asked, done.
    for _ in range(2):
        s.wait(lambda: [n for n in s.find_all("Edit Person", "button") if n.actions()][-1:], "the accused's button")[0].act()
        s.see("Edit Person", "label")
        switch()
        s.key("ctrl+s")
        s.gone("Edit Person", "label")
    s.click("Fill the Gaps")
    s.gone("Fill the Gaps with Mentions?")
    s.see("The gaps were filled anew")
    # Released once more: fewer would do, and that is what is asked.
    s.wait(lambda: [n for n in s.find_all("Edit Person", "button") if n.actions()][-1:], "the accused's button")[0].act()
    s.see("Edit Person", "label")
    switch()
    s.key("ctrl+s")
    s.see("Take Mentions Out of the Diary?", "label")
    s.see(contains="Fewer mentions will do. Nothing has to be taken out.")
    s.click("Take Out")
    s.see("Mentions were taken out")
    s.key("Escape")
    s.gone("People of the Case")
    s.wait(lambda: entries() == few, "as few as before")
    s.do("win.undo")
    s.wait(lambda: entries() > few * 3 // 2, "the mentions to be back")
    s.press(s.see("CR 9", "row"))
    s.click("Timeline", "page tab")
    s.see(contains="10 sessions", role="label")


def offer(s):
    open_verb(s, 3, "timeline.offer", "Date Offered by the Court")
    s.type("Date: 14, 14 March, Next Tuesday", "wiki gani")
    s.see(contains="“wiki gani” is no date yet. Try 14")
    # Several days: which one is asked.
    s.type("Date: 14, 14 March, Next Tuesday", "early June")
    s.see(contains=": which day?")
    s.see("Days to Choose From", "label")
    if s.find("Accept", "button").sensitive:
        raise Failure("a week was taken for a day")
    s.type("Date: 14, 14 March, Next Tuesday", "June 2027")
    s.see(contains="more days: say fewer days, a week, to see them")
    s.type("Date: 14, 14 March, Next Tuesday", "9 Juni saa tatu")
    s.see(contains="Wed 9 Jun 2027, 09:00 clashes")
    s.type("Date: 14, 14 March, Next Tuesday", "9 Juni saa 9")
    s.see(contains="“9 Juni saa 9”: which hour?")
    s.type("Date: 14, 14 March, Next Tuesday", "9 June at 10")
    s.see(contains="Wed 9 Jun 2027, 10:00 clashes")
    s.see(contains="You are away that day (Examinations)")
    # The better day is taken at the hour that was said.
    s.click("Fri 4 Jun 2027")
    s.see(contains="Fri 4 Jun 2027, 10:00 is clear")
    s.click("Accept")
    back(s, "Date Offered by the Court")
    s.see(contains="Fixed", role="button")


def leave_move(s):
    """The first Escape may take away a toast instead."""
    for _ in range(5):
        s.key("Escape")
        time.sleep(1)
        if s.find(None, "label", None, "Move session ") is None:
            return
    s.gone(contains="Move session ", role="label")


def twice(s):
    """The same on one day: asked, not done; asked again, done, warned of, taken back. By keys."""
    s.key("ctrl+shift+n")
    s.see("Add Session", "label")
    s.type("Date", "4 June 2027")
    s.key("ctrl+s")
    s.see("Twice on One Day?", "label")
    s.see(contains="This case has one of this kind on that day already: Hearing, 4 June 2027.")
    s.key("Escape")
    s.gone("Twice on One Day?")
    s.key("ctrl+s")
    s.see("Twice on One Day?", "label")
    s.click("Save All the Same")
    s.gone("Add Session")
    s.see(contains="11 sessions", role="label")
    s.see(contains="one of this kind on that day already")
    s.do("win.undo")
    s.see(contains="10 sessions", role="label")
    # The bar of a move says it too, and asks; Kiswahili for the hour, which goes on the card, and goes with the day.
    s.do("timeline.add")
    s.see("Add Session", "label")
    s.type("Date", "3 June 2027")
    s.type("Time: 9:00, 2pm, Saa Tatu", "saa tatu")
    s.key("ctrl+s")
    s.gone("Add Session")
    s.see(contains="Hearing, 3 June 2027, 09:00, Planned", role="button")
    s.see(contains="Hearing, 4 June 2027, 10:00, Fixed", role="button").act()
    s.see("Who Comes", "label")
    s.see(contains="4 June 2027, 10:00, in ")
    s.click("Back to the Timeline")  # Escape might take away a toast instead
    s.see(contains="11 sessions", role="label")
    s.key("ctrl+Left")
    s.see(contains="Move session ", role="label")
    s.see(contains="one of this kind on that day already: Hearing, 3 June 2027.", role="label")
    s.see(contains="The time was said for its old date and goes with it.", role="label")
    s.wait(lambda: (lambda n: n is not None and n.sensitive)(s.find("Keep the New Date", "button")), "an open way")
    s.key("Return")
    s.see("Twice on One Day?", "label")
    s.key("Escape")
    s.gone("Twice on One Day?")
    leave_move(s)
    # A day that has passed: asked, left; the time is taken out of its entry with the day, and comes back with it.
    s.do("timeline.edit")
    s.see("Edit Session", "label")
    s.type("Date", "9 November 2026")
    s.wait(lambda: s.see("Time: 9:00, 2pm, Saa Tatu", "entry").text == "", "the time to go with its day")
    s.key("ctrl+s")
    s.see("A Day That Has Passed?", "label")
    s.key("Escape")
    s.gone("A Day That Has Passed?")
    s.type("Date", "4 June 2027")
    s.wait(lambda: s.see("Time: 9:00, 2pm, Saa Tatu", "entry").text == "10:00", "the time to be back")
    s.key("Escape")
    s.gone("Edit Session")
    s.do("win.undo")
    s.see(contains="10 sessions", role="label")


def adjourn(s):
    open_verb(s, 4, "timeline.adjourn", "Adjourn Session")
    s.see("Before and After", "label")
    s.see(contains=": adjourned")
    s.click("Cancel")
    back(s, "Adjourn Session")
    open_verb(s, 4, "timeline.adjourn", "Adjourn Session")
    s.see("Before and After", "label")
    if s.find("Accept", "button").sensitive:
        raise Failure("an adjournment without its reason")
    s.choose("Reason", "Adjourned: court not sitting")
    s.click("Accept")
    s.gone("Adjourn Session")
    s.click("Back to the Timeline")
    s.see(contains="Adjourned", role="button")
    s.do("win.undo")
    s.wait(lambda: s.find(contains="Adjourned", role="button") is None, "the adjournment to be taken back")


def vacate(s):
    """By keys alone: the reason first, then what becomes of the tasks; kept, looked at on the card, taken back."""
    open_verb(s, 4, "timeline.vacate", "Vacate Session")
    s.see("The other sessions stay where they are")
    s.see("What Becomes of Its Tasks", "label")
    s.see(contains="Have the witnesses summoned")
    if s.find("Accept", "button").sensitive:
        raise Failure("a date vacated without its reason")
    s.choose("Reason", "Charge withdrawn")
    s.type("Note", "Application granted")
    s.wait(lambda: s.find("Accept", "button").sensitive, "a reason to be enough")
    s.key("ctrl+s")
    s.gone("Vacate Session")
    s.see(contains="Vacated: Charge withdrawn")
    s.see(contains="Application granted")
    s.click("Back to the Timeline")
    s.see(contains="Vacated: Charge withdrawn")
    s.do("timeline.delays")
    s.see("1 date vacated")
    s.do("timeline.leave-delays")
    s.do("win.undo")
    s.wait(lambda: s.find(contains="Vacated") is None, "the date to be back")
    # The form of the session hands over to the verb, which shows what becomes of the tasks.
    s.see(contains="Session 4, ", role="button").act()
    s.click("Edit or Move…")
    s.see("Edit Session", "label")
    s.choose("State", "Vacated")
    s.choose("Outcome", "Charge withdrawn")
    s.key("ctrl+s")
    s.see("Vacate Session", "label")
    s.see(contains="Have the witnesses summoned")
    s.wait(lambda: s.find("Accept", "button").sensitive, "the reason to have come along")
    s.key("Escape")
    s.gone("Vacate Session")
    s.click("Back to the Timeline")


def held(s):
    """The outcome of a day that has come: one step from the card."""
    s.see(contains="Mention, 20 November 2026", role="button").act()
    s.click("Outcome…")
    s.see("What Happened?", "label")
    s.type("Note", "Bond terms confirmed")
    s.click("Go On")
    s.gone("What Happened?")
    s.wait(lambda: not s.find("Outcome…", "button").sensitive, "a session that is over")
    s.click("Back to the Timeline")
    s.see(contains="Mention, 20 November 2026, Held", role="button")


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    s.jaladactl(vault, PASSPHRASE, "vault", "create", "--strength", "min")
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 9")["id"]
    s.jaladactl(vault, PASSPHRASE, "session", "plan", case, "--from", "2027-01-11")
    s.jaladactl(vault, PASSPHRASE, "session", "add", case, "--kind", "mention", "--date", "2026-11-20")
    other = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional too", "--number", "CR 10")["id"]
    for kind, date in (("hearing", "2027-01-11"), ("judgment", "2027-03-22")):
        s.jaladactl(vault, PASSPHRASE, "session", "add", other, "--kind", kind, "--date", date)
    s.jaladactl(vault, PASSPHRASE, "session", "mentions", other, "--keep")
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.press(s.see("CR 9", "row"))
    s.click("Timeline", "page tab")
    s.see(contains="10 sessions", role="label")
    people(s)
    custody(s)
    offer(s)
    twice(s)
    adjourn(s)
    vacate(s)
    held(s)

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    if "Fictional Name" in s.tree() or "Survivor A" in s.tree():
        raise Failure("people are still there after locking")
    s.stop()

    looks = s.jaladactl(vault, PASSPHRASE, "vault", "audit", "--kind", "view")
    person = s.jaladactl(vault, PASSPHRASE, "person", "list", case)[0]
    expect([r["verb"] for r in looks if r["subject_id"] == person["id"]], ["person.reveal"] * 2, "the name shown twice, on record")
    expect((person["code"], person["name"]), ("Survivor A", None), "the survivor read back")
    away = s.jaladactl(vault, PASSPHRASE, "person", "absences", case)[0]
    expect((away["who"], away["from"], away["to"]), ("counsel", "2027-06-07", "2027-06-11"), "her days away")
    sessions = s.jaladactl(vault, PASSPHRASE, "session", "list", case)
    third = [x for x in sessions if x["ordinal"] == 3][0]
    expect((third["date"], third["time"], third["state"], third["note"]), ("2027-06-04", "10:00", "fixed", ""), "the third session")
    past = [x for x in sessions if x["date"] == "2026-11-20"][0]
    expect((past["state"], past["reason"], past["note"]), ("held", "proceeded", "Bond terms confirmed"), "what was held")
    expect([x for x in sessions if x["state"] in ("adjourned", "vacated")], [], "adjourned or vacated ones left")


if __name__ == "__main__":
    Session.main(journey)
