# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole job as one journey in the real window, from an empty home: vault, case, evidence, marks, sessions, bundle, lock, unlock.
Read back with jaladactl and pdftotext."""
import datetime
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SAMPLES = ["01-charge-sheet.pdf", "02-ob-extract.pdf", "03-list-of-witnesses.pdf", "13-p3-form.pdf"]
SHOTS = os.environ.get("JALADA_UI_SHOTS")


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def shot(s, name):
    if SHOTS:
        s.settle()
        s.shot(os.path.join(SHOTS, f"whole-{name}.png"))


def make_folder(s):
    folder = os.path.join(s.home, "papers")
    os.mkdir(folder)
    for name in SAMPLES:
        shutil.copy(os.path.join(os.environ["JALADA_SAMPLE"], name), folder)
    with open(os.path.join(folder, SAMPLES[1]), "rb") as f:
        whole = f.read()
    with open(os.path.join(folder, "torn.pdf"), "wb") as f:
        f.write(whole[:300])
    return folder


def create(s):
    s.start()
    s.click("Create a New Vault…")
    s.type("New passphrase", PASSPHRASE)
    s.type("New passphrase again", PASSPHRASE)
    s.click("Create Vault")
    s.click("Later")
    s.see("Search cases")
    s.do("win.new-case")
    s.see("New Case", "label")
    s.type("Title", "Republic v A hotel keeper")
    s.type("Case Number", "CR 71")
    s.click("Save")
    s.see("CR 71", "row")
    return os.path.join(s.home, "Cases.jalada")


def take_in(s, folder):
    s.click("Evidence", "page tab")
    s.do("evidence.import-folder")
    s.choose_file("Import a Folder of Evidence", folder, "Import")
    s.see(contains="4 documents taken in", timeout=120)
    s.see(contains="torn")
    shot(s, "evidence")
    s.click("Close the Report")


def read_and_mark(s):
    row = s.wait(lambda: next((n for n in s.find_all(role="label") if n.name == "Charge sheet"), None), "the charge sheet")
    s.press(row)
    s.do("evidence.open")
    s.see(contains="of 2")
    s.do("win.find")
    s.type("Find in the document", "Child A")
    s.see(contains="1 of 8", role="status bar")
    s.do("reader.highlight")
    s.see("Highlight added")
    s.do("reader.find-next")
    s.do("reader.note")
    fields = lambda: [n for n in s.find_all() if n.a.get_editable_text_iface() is not None and n.name == "Note"]  # noqa: E731
    # A highlight can carry words too, so there are two fields; the new note's stands below.
    note = s.wait(lambda: (fields() + [None, None])[1], "the field of the note")
    note.set_text("Ask for the age assessment")
    shot(s, "reader")


def plan_and_move(s):
    year = datetime.date.today().year + 2
    s.click("Timeline", "page tab")
    s.click("Plan Sessions…")
    s.type("Date of Plea", f"14 March {year}" if datetime.date(year, 3, 14).weekday() < 5 else f"16 March {year}")
    s.click("Propose")
    s.see("The Plan Would Be", "label")
    s.click("Accept")
    s.see(contains="10 sessions", role="label")
    s.see(contains="Session 5, ", role="button").act()
    s.click("Edit or Move…")
    s.see("Edit Session", "label")
    moved = datetime.date(year + 1, 6, 4)
    while moved.weekday() > 4:
        moved += datetime.timedelta(1)
    s.type("Date", f"{moved.day} June {moved.year}")
    shot(s, "move")
    s.click("Save")
    s.gone("Edit Session")
    s.click("Back to the Timeline")
    s.see(contains=f"{moved.day} June {moved.year}", role="button")
    shot(s, "timeline")
    return moved


def bundle(s, path):
    def rows():
        listing = s.find("Sections and documents", "list")
        return [n.name for n in listing.children()] if listing else []

    s.click("Bundle", "page tab")
    s.wait(lambda: "List of witnesses" in rows(), "the rows of the bundle")
    at = rows().index("List of witnesses")
    s.select("Sections and documents", at)
    s.do("bundle.move-up")
    s.wait(lambda: rows()[at - 1:at] == ["List of witnesses"], "the new order")
    s.click("Build", "toggle")
    s.click("Counsel's Own Copy…", "menu item")
    dialog = s.see("Save Bundle")
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(path)
    s.click("Save", within=dialog)
    s.gone("Save Bundle")
    s.see("The bundle is saved", timeout=120)
    shot(s, "bundle")


def journey(s):
    folder = make_folder(s)
    saved = os.path.join(s.home, "bundle.pdf")
    vault = create(s)
    take_in(s, folder)
    read_and_mark(s)
    moved = plan_and_move(s)
    bundle(s, saved)

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    for words in ("CR 71", "Charge sheet", "Ask for the age"):
        if words in s.tree():
            raise Failure(f"“{words}” is still there after locking")
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71", "row")
    s.click("Timeline", "page tab")
    s.see(contains=f"{moved.day} June {moved.year}", role="button")
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()

    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]["id"]
    documents = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)
    expect(len(documents), 4, "documents")
    sheet = next(d for d in documents if d["title"] == "Charge sheet")
    marks = s.jaladactl(vault, PASSPHRASE, "mark", "list", sheet["id"])
    expect(sorted(m["kind"] for m in marks), ["highlight", "note"], "marks")
    expect([m["quoted"] for m in marks if m["kind"] == "highlight"], ["CHILD A"], "the quoted words")
    expect([m["note"] for m in marks if m["kind"] == "note"], ["Ask for the age assessment"], "the note")
    expect({m["audience"] for m in marks}, {"private"}, "for whom")
    sessions = [x for x in s.jaladactl(vault, PASSPHRASE, "session", "list", case) if x["counted"]]
    expect(len(sessions), 10, "counted sessions")
    expect(moved.isoformat() in [x["date"] for x in sessions], True, "the moved date")
    text = subprocess.run(["pdftotext", "-layout", saved, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("CR 71", "Charge sheet", "List of witnesses", "P3 form"):
        expect(words in text, True, f"“{words}” in the bundle")
    if "Ask for the age" in text:
        raise Failure("a private note is in the bundle")


if __name__ == "__main__":
    Session.main(journey)
