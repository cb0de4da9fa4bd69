# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job in the real window, from an empty home to a locked vault, read back by the other face of the program, while
strace watches which files are written."""
import datetime
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402
from traces import CALLS, check_files  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
MARKER = "hotel keeper"
MOVED_TO = "2027-12-21"
SAMPLES = ["01-charge-sheet.pdf", "02-ob-extract.pdf", "13-p3-form.pdf"]


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def make_folder(s):
    """Three papers of the sample case, one of them twice, a PDF cut in half, and something that is no paper."""
    folder = os.path.join(s.home, "papers")
    os.mkdir(folder)
    for name in SAMPLES:
        shutil.copy(os.path.join(os.environ["JALADA_SAMPLE"], name), folder)
    shutil.copy(os.path.join(folder, SAMPLES[0]), os.path.join(folder, "again.pdf"))
    with open(os.path.join(folder, SAMPLES[1]), "rb") as f:
        whole = f.read()
    with open(os.path.join(folder, "broken.pdf"), "wb") as f:
        f.write(whole[:200])
    with open(os.path.join(folder, "noise.jpg"), "wb") as f:
        f.write(bytes(range(256)) * 16)
    return folder


def create_vault(s):
    s.start()
    s.click("Create a New Vault…")
    s.see("A New Vault")
    s.type("New passphrase", "short")
    s.see(contains="Too short")
    s.type("New passphrase", PASSPHRASE)
    s.type("New passphrase again", PASSPHRASE)
    s.click("Create Vault")
    s.click("Later")
    s.see("Search cases")
    vault = os.path.join(s.home, "Cases.jalada")
    expect(os.path.exists(vault), True, "the vault lies in the home folder")
    return vault


def add_case(s):
    s.do("win.new-case")
    s.see("New Case", "label")
    s.type("Title", "Republic v A hotel keeper")
    s.type("Case Number", "CR 71/2026")
    s.type("Court", "Shanzu Magistrates' Court")
    s.type("Date of Plea", "15 March 2027")
    s.click("Save")
    s.see("CR 71/2026", "row")
    s.see("15 March 2027", "label")


def import_folder(s, folder):
    s.click("Evidence", "page tab")
    s.see("No Evidence Yet", "label")
    s.do("evidence.import-folder")
    s.choose_file("Import a Folder of Evidence", folder, "Import")
    s.see(contains="3 documents taken in", timeout=120)
    s.see(contains="originals outside the vault", role="label")
    report = s.see("What became of each file", "list")
    rows = {n.name: " ".join(c.name for c in n.walk() if c.role == "label") for n in report.walk() if n.role == "list item"}
    for name, text in rows.items():
        print(f"# {name}: {text}", flush=True)
    expect(len(rows), 6, "files in the report")
    s.click("Close the Report")
    s.gone("What became of each file")


def read_and_mark(s):
    """Reads the charge sheet: a highlight drawn with the pointer, a note put on the page and written."""
    cell = s.wait(lambda: next((n for n in s.find("Register of evidence").walk()
                                if n.role == "label" and n.name == "Charge sheet"), None), "the charge sheet in the register")
    s.press(cell)
    s.do("evidence.open")
    page = s.see("Page 1 of 2")
    s.do("reader.fit-width")
    if s.find("Marks", "toggle") and not s.find(contains="mark", role="label"):
        s.do("reader.marks")
    s.drag(page, (0.3, 0.5), (0.7, 0.56))
    s.do("reader.highlight")
    s.see("1 mark", "label")
    s.do("reader.note")
    s.press(page, (0.5, 0.3))
    s.wait(lambda: s.find("2 marks", "label"), "two marks in the pane")
    note = s.wait(lambda: next((n for n in s.find_all(role="text") if "note" in n.name.lower()), None), "the text of the note")
    note.set_text("Ask for the register of room 7")
    s.do("win.back")
    s.see("Register of evidence")


def words_of(iso):
    return datetime.date.fromisoformat(iso).strftime("%a %-d %b %Y")


def plan_and_move(s):
    """Ten sessions from the day of plea; the fourth is moved to the day after."""
    s.click("Timeline", "page tab")
    s.see("No Sessions Yet", "label")
    s.click("Plan Sessions…")
    s.see("Plan Sessions", "label")
    s.click("Propose")
    s.see("The Plan Would Be", "label")
    s.click("Accept")
    s.see(contains="10 sessions", role="label")
    s.see(contains="Session 4, ", role="button").act()
    s.click("Edit or Move…")
    s.see("Edit Session", "label")
    s.type("Date", MOVED_TO)
    s.click("Save")
    s.gone("Edit Session")
    s.click("Back to the Timeline")
    s.see(contains=words_of(MOVED_TO))


def rows(s):
    listing = s.find("Sections and documents", "list")
    return [n.name for n in listing.children()] if listing else []


def arrange_and_build(s):
    """The P3 form goes one place up, into section C; counsel's own copy is built and saved."""
    s.click("Bundle", "page tab")
    s.wait(lambda: "P3 form" in rows(s), "the rows of the bundle")
    before = rows(s)
    s.select("Sections and documents", before.index("P3 form"))
    s.do("bundle.move-up")
    s.wait(lambda: rows(s).index("P3 form") == before.index("P3 form") - 1, "the P3 form one place up")
    path = os.path.join(s.home, "bundle.pdf")
    s.click("Build", "toggle")
    s.click("Counsel's Own Copy…", "menu item")
    dialog = s.see("Save Bundle")
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(path)
    s.click("Save", within=dialog)
    s.see("The bundle is saved", timeout=120)
    s.click("Close the Report")
    return path


def lock_and_unlock(s):
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.gone("Sections and documents")
    for secret in ("CR 71/2026", "hotel keeper", "Charge sheet"):
        if secret in s.tree():
            raise Failure(f"“{secret}” is still there after locking")
    s.type("Passphrase", "not the passphrase")
    s.click("Unlock")
    s.see(contains="does not open the vault")
    expect(s.see("Passphrase").text, "", "what is left in the entry")
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71/2026", "row")


def lock_with_the_screen(s):
    """The screen saver says that it is on: so must we be."""
    subprocess.run(["gdbus", "emit", "--session", "--object-path", "/org/gnome/ScreenSaver", "--signal",
                    "org.gnome.ScreenSaver.ActiveChanged", "true"], check=True)
    s.see("The Vault Is Locked", "label")


def read_back(s, vault, pdf):
    """What the other face of the program, pdftotext and qpdf say."""
    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]
    expect(case["number"], "CR 71/2026", "number")
    documents = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case["id"])
    expect(len(documents), 3, "documents")
    sheet = next(d for d in documents if d["title"] == "Charge sheet")
    marks = s.jaladactl(vault, PASSPHRASE, "mark", "list", sheet["id"])
    expect(sorted(m["kind"] for m in marks), ["highlight", "note"], "marks")
    expect({m["kind"]: m["note"] for m in marks}["note"], "Ask for the register of room 7", "note")
    quoted = {m["kind"]: m["quoted"] for m in marks}["highlight"]
    print("# highlighted:", " ".join(quoted.split()), flush=True)
    expect(len(quoted) > 20 and "".join(quoted.split()) in sheet_text(), True, "these words stand so in the charge sheet")
    sessions = [x for x in s.jaladactl(vault, PASSPHRASE, "session", "list", case["id"]) if x["counted"]]
    expect(len(sessions), 10, "counted sessions")
    expect(MOVED_TO in [x["date"] for x in sessions], True, f"a session on {MOVED_TO}")
    expect(len(s.jaladactl(vault, PASSPHRASE, "bundle", "builds", case["id"])), 1, "builds")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("CR 71/2026", "Charge sheet", "P3 form", "STATEMENT OF OFFENCE"):
        expect(words in text, True, f"“{words}” in the bundle")
    subprocess.run(["qpdf", "--check", pdf], check=True, stdout=subprocess.DEVNULL)


def sheet_text():
    """The charge sheet as another program reads it, without white space."""
    path = os.path.join(os.environ["JALADA_SAMPLE"], SAMPLES[0])
    return "".join(subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout.split())


def check_recent_files(s):
    """The toolkit keeps a list of recent files, and writes an empty one when it may not remember any: not even that."""
    expect(os.path.exists(os.path.join(s.home, "data", "recently-used.xbel")), False, "there is a list of recent files")


def look_for_traces(s, vault):
    """Nothing the program wrote outside the vault and the saved bundle holds the marker."""
    for where, _, names in os.walk(s.home):
        for name in names:
            path = os.path.join(where, name)
            if name in ("bundle.pdf", "trace") or where.endswith("papers") or not os.path.isfile(path):
                continue
            with open(path, "rb") as f:
                content = f.read()
            for marker in (MARKER.encode(), MARKER.encode("utf-16-le")):
                if marker in content:
                    raise Failure(f"{path} holds the marker")
    state = os.path.join(s.home, "state", "jalada", "last-vault")
    with open(state, encoding="utf-8") as f:
        expect(f.read().strip(), vault, "all that the state remembers")
    check_recent_files(s)


def journey(s):
    trace = os.path.join(s.home, "trace")
    start = s.start
    s.start = lambda: start(under=("strace", "-D", "-f", "--seccomp-bpf", "-s", "4096", "-e", "trace=" + CALLS, "-o", trace))
    vault = create_vault(s)
    add_case(s)
    import_folder(s, make_folder(s))
    read_and_mark(s)
    plan_and_move(s)
    pdf = arrange_and_build(s)
    lock_and_unlock(s)
    lock_with_the_screen(s)
    s.stop()
    read_back(s, vault, pdf)
    look_for_traces(s, vault)
    check_files(s, trace, vault, pdf)


if __name__ == "__main__":
    Session.main(journey)
