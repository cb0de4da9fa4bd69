# SPDX-License-Identifier: GPL-3.0-or-later
"""Custody and the record of what was done, in the real window: an exhibit is opened, handed over, corrected, undone, disclosed; its
sheet is saved for the court and holds no look at it; the record is filtered, verified, saved; a bundle prints the head and says who
got it; bytes changed behind the program's back are found on opening, and nothing leaves any more. Read back with jaladactl."""
import importlib.util
import datetime
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
ACTOR = "Wanjiru Mwangi"
OFFICER = "Cpl Otieno, DCI Mfano"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def words_of(pdf):
    return " ".join(subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())


def tamper(vault, needle):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vault", "tamper.py")
    spec = importlib.util.spec_from_file_location("tamper", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.change_bytes(vault, PASSPHRASE, needle)


def make_vault(s):
    vault = os.path.join(s.home, "Cases.jalada")
    s.jaladactl(vault, PASSPHRASE, "vault", "create", "--strength", "min", "--person", ACTOR)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 74")["id"]
    s.jaladactl(vault, PASSPHRASE, "case", "names", case, "add", "Zawadi " + OFFICER.split()[-1])
    photo = os.path.join(os.environ["JALADA_SAMPLE"], "21-photo-reception.jpg")
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, photo)
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)[0]["id"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "update", document, "--title", "Photograph", "--exhibit", "P1")
    with open(photo, "rb") as file:
        content = file.read()
    return vault, case, document, content[len(content) // 2:len(content) // 2 + 48]


def unlock(s):
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.press(s.see("CR 74", "row"))
    s.click("Evidence", "page tab")
    choose(s)


def choose(s):
    s.choose_document("Photograph")


def lock(s):
    s.do("win.lock")
    s.see("The Vault Is Locked")


def menu(s, button, item):
    # A menu button holds the button that is pressed; both bear the name.
    s.wait(lambda: next((n for n in s.find_all(button, "toggle") if n.actions()), None), button).act()
    s.click(item, "menu item")


def today():
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3)))
    return f"{now.day} {now:%B} {now.year}"


def custody(s):
    """Handed over by the menu, corrected, the correction taken back; then disclosed."""
    s.do("evidence.open")
    s.see("Page 1 of 1")
    s.do("win.step-back")
    choose(s)
    menu(s, "Custody Menu", "Record a Handover or Disclosure…")
    s.see("Handover or Disclosure")
    record = s.see("Record", "button")
    expect(record.sensitive, False, "a handover without anybody can be recorded")
    s.type("Day", "1 January 2099")
    s.type("Who", OFFICER)
    expect(record.sensitive, False, "a handover of tomorrow can be recorded")
    s.see(contains="A handover cannot lie in the future")
    # Nor one of before it was received; what was typed stays, and the sentence says what to do.
    s.type("Day", "4 May 2026")
    s.see(contains="it cannot have been handed on or disclosed before")
    expect(record.sensitive, False, "a handover of before the receipt can be recorded")
    s.type("Day", today())
    s.gone(contains="it cannot have been handed on or disclosed before")
    s.wait(lambda: record.sensitive, "the button after a right day")
    s.type("Why", "for the laboratory")
    s.click("Record")
    s.gone("Handover or Disclosure")
    s.see(contains=OFFICER)
    menu(s, "Entry Menu", "Correct…")
    s.see("Correct the Entry")
    s.type("Who", OFFICER + " North")
    s.click("Correct")
    s.gone("Correct the Entry")  # what is typed there has the words, too
    s.see(contains=OFFICER + " North")
    s.do("win.undo")
    s.gone(contains=OFFICER + " North")
    menu(s, "Entry Menu", "Take Out")
    s.gone("Handed Over")
    s.do("win.undo")
    s.see("Handed Over")


def sheets(s, vault, document):
    pdf, data = os.path.join(s.home, "sheet.pdf"), os.path.join(s.home, "sheet.json")
    for item, path in (("Save the Custody Sheet…", pdf), ("Save the Custody as Data…", data)):
        menu(s, "Custody Menu", item)
        save_as(s, "Save the Custody Sheet", path)
        s.wait(lambda: os.path.exists(path), path)
        decide_on_words(s, path, words_of if path == pdf else read)
    text = words_of(pdf)
    with open(data, encoding="utf-8") as file:
        events = json.load(file)["documents"][0]["events"]
    for part in ("Chain of custody", "P1 Photograph", "Handed to", OFFICER, "for the laboratory"):
        expect(part in text, True, f"on the court's sheet: {part}")
    expect([e["event"] for e in events], ["received", "handed"], "events for the court")
    expect(events[0]["date"], events[1]["date"], "the day of the handover")
    expect("open" in text.lower() or "open" in json.dumps(events).lower(), False, "a look at it on the court's sheet")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def decide_on_words(s, path, say):
    """A protected person shares a word with the officer: who saves the sheet is told, and decides."""
    s.see("Parts of Protected Names Were Withheld")
    s.see(contains="In 1 entry a single word of a protected name was withheld.")
    s.see(contains=f"P1: {OFFICER}")
    expect(OFFICER.split()[-1] in say(path), False, "the word before the decision")
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "withheld.png"))
    s.click("Save Again With Them")
    s.wait(lambda: OFFICER in say(path), "the officer's name after the decision")


def save_as(s, title, path):
    """Answers a file dialog for saving."""
    dialog = s.see(title)
    s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry").set_text(path)
    s.click("Save", within=dialog)
    s.gone(title)


def record(s):
    """Preferences, Audit: everything, a filter, verified, saved."""
    s.do("win.audit")
    s.see("Record of What Was Done")
    s.see(contains="Document opened: P1 · CR 74")
    s.see(contains="Exhibit handed over: P1 · CR 74")
    expect([n.name for n in s.find_all(role="label") if n.name.startswith(("document.", "custody.", "case.", "key."))], [],
           "raw verbs on the screen")
    s.type("Who, what, exhibit, case, or the head on a bundle", "handed")
    s.gone(contains="Document opened: P1")
    s.see(contains="Exhibit handed over: P1")
    s.type("Who, what, exhibit, case, or the head on a bundle", "nothing like this")
    s.see("Nothing matches.")
    s.type("Who, what, exhibit, case, or the head on a bundle", "")
    s.see(contains="Document opened: P1")
    s.tab_to("Verify")
    s.key("Return")
    s.see(contains="It is whole: ")
    pdf, data = os.path.join(s.home, "record.pdf"), os.path.join(s.home, "record.json")
    for item, path in (("Save as PDF…", pdf), ("Save as Data…", data)):
        s.tab_to("Save")
        s.key("Return")
        s.wait(lambda: s.has_focus("Save as PDF…"), "the first item of the menu")
        s.press_keys(*["Down"] * (path == data), "Return")
        s.choose_file_by_keys("Save the Record of What Was Done", path)
        s.wait(lambda: os.path.exists(path), path)
    s.click("Close", within=s.see("Preferences", "frame"))
    s.gone("Preferences", "frame")
    with open(data, encoding="utf-8") as file:
        saved = json.load(file)
    expect(saved["records"][0]["hash"], saved["head"], "head of the saved record")
    expect(all(part in words_of(pdf) for part in ("Internal:", "Document opened", "Exhibit handed over", ACTOR)), True,
           "the printed record")


def bundle(s):
    s.click("Bundle", "page tab")
    s.click("Build", "toggle")
    s.click("Counsel's Own Copy…", "menu item")
    path = os.path.join(s.home, "bundle.pdf")
    save_as(s, "Save Bundle", path)
    s.see("The bundle is saved", timeout=60)
    s.click("Who Received It…")
    s.see("Who Received This Bundle?")
    s.type("Who", "Defence counsel, Mfano")
    s.click("Record")
    s.see(contains="Received by Defence counsel, Mfano")
    return path


def blocked(s, vault, document):
    """The seal tells that the file was changed; opening the document finds it; then it is neither saved nor built."""
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("This Vault Was Changed from Outside")
    s.click("Cancel")
    s.gone("This Vault Was Changed from Outside")
    s.press(s.see("CR 74", "row"))
    s.click("Evidence", "page tab")
    choose(s)
    s.do("evidence.open")
    s.see("This Document Is Not What Was Taken In")
    s.key("Escape")
    s.gone("This Document Is Not What Was Taken In")
    s.do("win.step-back")
    choose(s)
    s.see("Checked: Not What Was Taken In")
    s.click("Save a Copy…")
    s.click("Save As It Is…")  # A picture has no words that could be searched for the protected name
    path = os.path.join(s.home, "blocked.jpg")
    save_as(s, "Save a Copy Outside the Vault", path)
    s.see(contains="no longer those that were taken in")
    expect(os.path.exists(path), False, "a copy was saved")
    s.click("Bundle", "page tab")
    s.click("Build", "toggle")
    s.click("Counsel's Own Copy…", "menu item")
    save_as(s, "Save Bundle", os.path.join(s.home, "blocked.pdf"))
    s.see("The bundle was not built")
    expect(os.path.exists(os.path.join(s.home, "blocked.pdf")), False, "a bundle was saved")


def journey(s):
    vault, case, document, needle = make_vault(s)
    s.start(vault)
    unlock(s)
    custody(s)
    sheets(s, vault, document)
    record(s)
    path = bundle(s)
    lock(s)
    build = s.jaladactl(vault, PASSPHRASE, "bundle", "builds", case)[0]
    head = s.jaladactl(vault, PASSPHRASE, "vault", "audit", "--head", build["audit_head"])
    expect(len(head), 1, "entries with the head of the build")
    expect(build["audit_head"] in words_of(path).replace(" ", "") and f"{head[0]['sequence']} entries" in words_of(path), True,
           "printed on the bundle")
    expect(build["recipients"], ["Defence counsel, Mfano"], "who got it")
    records = s.jaladactl(vault, PASSPHRASE, "vault", "audit")
    verbs = [r["verb"] for r in records]
    for verb in ("document.open", "custody.hand", "custody.update", "custody.remove", "undo", "paper.export", "audit.export",
                 "bundle.build", "bundle.disclose"):
        expect(verb in verbs, True, f"on record: {verb}")
    expect({r["actor"] for r in records}, {ACTOR}, "who did it")
    tamper(vault, needle)
    blocked(s, vault, document)
    lock(s)
    s.stop()
    events = [e["verb"] for e in s.jaladactl(vault, PASSPHRASE, "evidence", "custody", document)]
    expect((events.count("handed"), events.count("disclosed"), events.count("mismatch")), (1, 1, 1), "custody at the end")
    s.jaladactl(vault, PASSPHRASE, "audit", "verify")


if __name__ == "__main__":
    Session.main(journey)
