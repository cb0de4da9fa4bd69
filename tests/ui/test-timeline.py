# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of a case by keys and by drag, and the card of a session; locked at the end and read back by the other face."""
import datetime
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def sessions(s, vault, case):
    return [x for x in s.jaladactl(vault, PASSPHRASE, "session", "list", case) if x["counted"]]


def short(iso):
    day = datetime.date.fromisoformat(iso)
    return f"{day.strftime('%a')} {day.day} {day.strftime('%b %Y')}"


def words(ordinal, session):
    """How the picture calls it: "Session 3, Hearing, 14 March 2029"."""
    day = datetime.date.fromisoformat(session["date"])
    kind = {"hearing": "Hearing", "part_heard": "Part-heard hearing"}[session["kind"]]
    return f"Session {ordinal}, {kind}, {day.day} {day.strftime('%B %Y')}"


def has_focus(s, name):
    """A screen reader hears that name: the keys are there."""
    s.wait(lambda: next((n for n in s.find_all(name) if n.has_state("focused")), None), f"the focus on “{name}”")


def keeps_focus(s, third):
    """A date that is taken by keys, and taken back, leaves the keys on its session, though the picture is drawn anew behind the form."""
    def on(text):
        s.wait(lambda: next((n for n in s.find_all() if n.has_state("focused") and n.name.startswith(text)), None), f"the focus on “{text}…”")

    for key, seen in (("Right", "Session 2, "), ("Right", words(3, third))):
        s.key(key)
        on(seen)
    s.key("ctrl+d")
    on("Date: ")
    offered = datetime.date.fromisoformat(third["date"]) + datetime.timedelta(7)
    subprocess.run(["xdotool", "type", "--delay", "20", offered.isoformat()], check=True)
    s.see(contains=f"→ {short(offered.isoformat())}")
    s.key("ctrl+s")
    on(words(3, dict(third, date=offered.isoformat())) + ", Fixed")
    s.key("ctrl+z")
    on(words(3, third) + ", Planned")
    # Toasts take an Escape each.
    s.see("Redo", "button")
    s.key("Escape", "Escape")
    s.gone("Redo", "button")


def drag_by(s, node, pixels):
    """Drags the middle of a widget sideways, slowly enough for a gesture."""
    window = s._newest_window()
    x, y = (int(v) for v in s._point(node, (0.5, 0.5)))
    command = ["xdotool", "mousemove", "--sync", "--window", window, str(x), str(y), "mousedown", "1"]
    for part in (0.25, 0.5, 0.75, 1):
        command += ["mousemove", "--sync", "--window", window, str(x + int(pixels * part)), str(y)]
    subprocess.run(command + ["mouseup", "1"], check=True)


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    s.jaladactl(vault, PASSPHRASE, "vault", "create", "--strength", "min")
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 9")["id"]
    plea = datetime.date(datetime.date.today().year + 2, 3, 14)
    plea += datetime.timedelta((1 - plea.weekday()) % 7)
    s.jaladactl(vault, PASSPHRASE, "session", "plan", case, "--from", plea.isoformat())
    before = sessions(s, vault, case)
    for who in ("Accused 1", "Accused 2"):
        s.jaladactl(vault, PASSPHRASE, "person", "add", case, "--role", "accused", "--alias", who)
    survivor = s.jaladactl(vault, PASSPHRASE, "person", "add", case, "--role", "survivor", "--name", "Fictional Name")
    expect(survivor["code"], "Survivor A", "her code")

    s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional too", "--number", "CR 10")

    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    # By keys: the list has the focus, Enter opens, the arrows mark no case but the one that is open, and a view asked for has the keys.
    has_focus(s, "CR 9")
    s.key("Return", "Down")
    has_focus(s, "CR 10")
    expect([s.find(number, "row").has_state("selected") for number in ("CR 9", "CR 10")], [True, False], "the case that is marked")
    s.key("ctrl+3")
    s.see(contains="10 sessions", role="label")
    s.key("ctrl+shift+n")
    has_focus(s, "Date")
    s.key("Escape")
    s.gone("Add Session", "label")
    keeps_focus(s, before[2])
    for lane in ("Sessions", "Light entries", "Deadlines", "Away and school", "Check-ins"):
        s.see(lane, "label")
    s.see(contains="Last day to appeal", role="button")
    s.see(contains="Check-in two years after the case ended", role="button")

    # By keys: to the card of the third and back, moved by court days, refused.
    s.see(contains="Session 3, ", role="button").act()
    s.see("Who Comes", "label")
    s.key("Escape")
    s.see(contains="10 sessions", role="label")
    s.key("ctrl+Right", "ctrl+Right")
    s.see(contains="Move session 3", role="label")
    s.see(contains=f"Before: {short(before[2]['date'])}", role="label")
    s.see(contains="8 tasks move along.")
    s.key("Escape")
    # And kept: M, two court days on, Enter; taken back; kept again.
    s.key("m", "Right", "Right")
    s.see(contains="8 tasks move along.")
    s.wait(lambda: (lambda n: n is not None and n.sensitive)(s.find("Keep the New Date", "button")), "an open way")
    s.key("Return")
    s.gone(contains=words(3, before[2]))
    s.do("win.undo")
    s.see(contains=words(3, before[2]), role="button")

    # By drag: a move that stands only once it is kept.
    drag_by(s, s.see(contains="Session 4, ", role="button"), 25)
    s.see(contains="Move session 4", role="label")
    s.click("Keep the New Date")
    s.gone(contains=words(4, before[3]))

    # The card.
    s.see(contains="Session 3, ", role="button").act()
    s.see("Who Comes", "label")
    s.press(s.see("Done: Have the witnesses summoned"))
    s.see("Done", "label")
    s.click("Add Person…")
    s.see("Add to the Attendance", "label")
    s.choose("Person of the Case", "Survivor A · Survivor")
    s.click("Save")
    s.click("Came: Survivor A")
    s.see(contains="CAD 260.00")
    s.click("Add Task…")
    s.type("Task", "A letter to the school")
    s.click("Save")
    s.see("Done: A letter to the school")
    s.type("Note of Proceedings", "PW1 sworn. No questions.")

    # Some of the accused: the card says who is not called, and it is taken back by the key.
    s.click("Add Person…")
    s.see("Add to the Attendance", "label")
    s.choose("Person of the Case", "Accused 1 · Accused")
    s.click("Save")
    s.see(contains="Not called: Accused 2")
    s.click("Remove: Accused 1")
    s.gone(contains="Not called: Accused 2")

    # A usual task of this kind of session, for every case: added, changed, removed and back, by keys.
    s.click("Usual Tasks…")
    s.see("Kind of Session")
    s.key("ctrl+n")
    s.see("Add Usual Task", "label")
    s.type("Task", "Ring the school")
    s.key("ctrl+s")
    s.gone("Add Usual Task")
    s.click("Edit: Ring the school")
    s.see("Edit Usual Task", "label")
    s.type("Owner", "Clerk")
    s.key("ctrl+s")
    s.see(contains="Clerk · your own")
    s.click("Remove: Have the witnesses summoned")
    s.see("Removed", "label")
    s.key("ctrl+z")
    s.gone("Removed", "label")
    s.click("Close", within=s.see("Usual Tasks", "label").session.windows()[-1])
    s.gone("Kind of Session")
    s.see("Done: Ring the school")

    # What happened: adjourned, with its reason, before and after; taken back whole; then held.
    s.key("ctrl+m")
    s.see("What Happened?", "label")
    s.choose("Outcome", "Witness absent")
    s.type("Note", "The nurse was at another court")
    s.click("Go On")
    s.see("Adjourn Session", "label")
    s.see("Witness absent", "label")
    s.see("Before and After", "label")
    s.click("Accept")
    s.gone("Adjourn Session")
    s.see(contains="Adjourned")
    s.do("win.undo")
    s.wait(lambda: s.find(contains="Adjourned") is None, "the adjournment to be taken back")
    # What has not come yet was not held.
    s.click("Outcome…")
    s.see("The day of this session has not come yet.")
    s.wait(lambda: not s.find("Go On", "button").sensitive, "a session that cannot have been held")
    s.key("Escape")
    s.gone("What Happened?")

    # Locked before the typing has paused.
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    for secret in ("Survivor A", "PW1", "Session 4"):
        if secret in s.tree():
            raise Failure(f"“{secret}” is still there after locking")
    s.stop()
    looks = {(r["verb"], r["subject_id"]) for r in s.jaladactl(vault, PASSPHRASE, "vault", "audit", "--kind", "view")}

    after = sessions(s, vault, case)
    expect(after[2]["date"], before[2]["date"], "the third, moved and taken back")
    if not after[3]["date"] > before[3]["date"]:
        raise Failure(f"the fourth was not moved: {after[3]['date']}")
    tasks = {t["title"]: t for t in s.jaladactl(vault, PASSPHRASE, "task", "list", "--session", after[2]["id"])}
    expect(tasks["Have the witnesses summoned"]["state"], "done", "the summons")
    expect(tasks["A letter to the school"]["days_before"], 7, "the task of one's own")
    expect((tasks["Ring the school"]["owner"], tasks["Ring the school"]["days_before"]), ("Clerk", 7), "the usual one")
    came = s.jaladactl(vault, PASSPHRASE, "session", "attendance", after[2]["id"])
    expect([(e["who"], e["person_id"], e["state"], e["cost"]) for e in came],
           [("Survivor A", survivor["id"], "came", "260.00")], "who came")
    expect([x for x in after if x["state"] == "adjourned"], [], "adjournments left")
    expect(s.jaladactl(vault, PASSPHRASE, "session", "note", after[2]["id"])["text"], "PW1 sworn. No questions.", "the note")
    expect(("session.read", after[2]["id"]) in looks, True, "that the note was read in the window, on record")


if __name__ == "__main__":
    Session.main(journey)
