# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten sessions planned, moved, refused, taken back and kept, in the real window; read back by the other face."""
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


def number(s, name):
    return s.wait(lambda: next((n for n in s.find_all(role="spin button") if name in n.name), None), name)


def shows(s, name):
    return next(n.text for n in number(s, name).walk() if n.a.get_text_iface() is not None)


def plan(s, plea):
    s.click("Timeline", "page tab")
    s.see("No Sessions Yet", "label")
    s.click("Plan Sessions…")
    s.see("Plan Sessions", "label")
    # What is typed at once is not overwritten by what is read of the case meanwhile.
    number(s, "At Most Months").set_text("47")
    s.type("Date of Plea", words(plea))
    s.wait(lambda: s.find("Propose", "button").sensitive, "a plan that can be proposed")
    s.key("ctrl+s")
    s.see("The Plan Would Be", "label")
    s.see(contains="light entries that are not counted")
    s.key("ctrl+s")
    s.see(contains="10 sessions", role="label")
    s.do("timeline.plan")
    s.wait(lambda: shows(s, "At Most Months") == "47", "the months it was planned for")
    s.key("Escape")
    s.gone("Plan Sessions", "label")


def open_card(s, ordinal):
    node = s.see(contains=f"Session {ordinal}, ", role="button")
    node.act()
    s.click("Edit or Move…")
    s.see("Edit Session", "label")


def close_card(s):
    s.gone("Edit Session")
    s.click("Back to the Timeline")
    s.see(contains="10 sessions", role="label")


def on_paper(s, path):
    """Ctrl+P asks for whom; the PDF for the court is one page without a purpose."""
    s.key("ctrl+p")
    s.see("Print Timeline", "label")
    s.see("For Whom")
    s.key("Escape")
    s.gone("Print Timeline")
    s.do("timeline.save-pdf")
    s.see("Timeline as PDF", "label")
    s.choose("For Whom", "Court copy")
    s.see(contains="nobody who is away")
    s.click("Save…")
    s.choose_file("Save the Timeline", path, "Save")
    s.see(contains="The timeline is saved")


def all_cases(s):
    """From the case to all of them, by a filter, and into a session from there."""
    s.do("win.all-cases")
    s.see("Nothing on These Days", "label")
    s.choose("How Much to Show", "All the years")
    s.see(contains="2 cases")
    s.click("Clashes Only", "toggle")
    s.see(contains="2 with a clash")

    def opened():
        if s.find("Who Comes", "label") is not None:
            return True
        node = next((n for n in s.find_all(role="button") if n.name.startswith("CR 9, Plea") and "Clash" in n.name), None)
        if node is not None:
            node.act()  # the row may just be made anew: then it is asked once more
        return None
    s.wait(opened, "the card of the clash")
    s.see("Who Comes", "label")
    s.click("Back to the Timeline")  # Escape might take away a toast instead
    s.see(contains="10 sessions", role="label")
    s.do("timeline.delays")
    s.see("Session by Session", "label")
    s.click("Back to the Timeline")
    s.key("alt+Home")
    s.see("What Is Next")
    s.see("CR 9", "row")


def weights(s):
    """Numbers typed and saved by Enter in one of them; they are there when it opens again."""
    points = {"In a Recess": "7", "Most Sessions a Day": "2"}

    s.do("timeline.weights")
    s.see("How to Plan", "label")
    for name, value in points.items():
        number(s, name).set_text(value)
    s.key("Tab", "Tab", "Return")
    s.gone("How to Plan", "label")
    s.do("timeline.weights")
    s.see("How to Plan", "label")
    expect({name: shows(s, name) for name in points}, points, "the points")
    s.key("Escape")
    s.gone("How to Plan", "label")
    # Undo of that message takes back what it says, and not the last change of the case.
    s.click("Undo")
    s.see(contains="Taken back: change of how to plan")
    s.click("Redo")
    s.see(contains="Done again: change of how to plan")
    # So does the key, although it belongs to no case.
    s.key("ctrl+z")
    s.see(contains="Taken back: change of how to plan")


def preference(s):
    s.do("win.preferences")
    s.choose("How Long Before a Session", "Two weeks")
    s.see("Notify of Sessions and Tasks")
    s.key("Escape")
    s.gone("How Long Before a Session")


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    s.jaladactl(vault, PASSPHRASE, "vault", "create", "--strength", "min")
    s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 9", "--court", "shanzu-magistrates")
    other = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional too", "--number", "CR 10", "--court",
                        "kwale-magistrates")["id"]
    s.jaladactl(vault, PASSPHRASE, "session", "add", other, "--kind", "hearing", "--date", plea_day().isoformat())
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.press(s.see("CR 9", "row"))
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

    paper = os.path.join(s.home, "court.pdf")
    on_paper(s, paper)
    weights(s)
    all_cases(s)
    preference(s)

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    if "Session 4" in s.tree():
        raise Failure("sessions are still there after locking")
    s.stop()

    printed = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    expect([w in printed for w in ("Timeline of the case", "CR 9", "Court copy", "first-report", "Fictional")],
           [True, True, True, False, False], "what the court's page says")
    expect(printed.count("\f"), 1, "its pages")
    case = [c["id"] for c in s.jaladactl(vault, PASSPHRASE, "case", "list") if c["number"] == "CR 9"][0]
    sessions = counted(s, vault, case)
    expect(len(sessions), 10, "counted sessions read back")
    expect(sessions[0]["date"], plea.isoformat(), "the plea")
    expect(sessions[3]["purpose"], "The first-report witness", "the purpose of the fourth")
    expect([x["date"] for x in sessions], sorted(x["date"] for x in sessions), "their order")


if __name__ == "__main__":
    Session.main(journey)
