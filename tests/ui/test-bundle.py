# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle arranged, built and built again in the real window; read with pdftotext and qpdf, which we did not write."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SAMPLES = ["01-charge-sheet.pdf", "02-ob-extract.pdf", "03-list-of-witnesses.pdf", "13-p3-form.pdf"]


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def save_as(s, title, path):
    """Answers a save dialog: its name entry takes a whole path."""
    dialog = s.see(title)
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(path)
    s.click("Save", within=dialog)
    s.gone(title)


def build(s, copy, path):
    s.click("Build", "toggle")
    s.click(copy, "menu item")
    save_as(s, "Save Bundle", path)
    s.see("The bundle is saved", timeout=120)
    s.click("Close the Report")


def rows(s):
    listing = s.find("Sections and documents", "list")
    return [n.name for n in listing.children()] if listing else []


def at(s, index):
    return rows(s)[index:index + 1] == ["List of witnesses"]


def looked(s, vault):
    rows = s.jaladactl(vault, PASSPHRASE, "redact", "looked", "CR 9")
    return [(row["document"], row["page"], row["kind"], row["state"]) for row in rows]


def ask_once(s, path):
    """One question for all pages that no search can read, by keys alone: a page seen, ticked, and remembered."""
    s.key("ctrl+shift+b")
    save_as(s, "Save Bundle", path)
    s.see("Have You Looked at These Pages?", timeout=60)
    s.see("Pictures or writing beside the words", "list")
    s.see(contains="2 pages are to be looked at still.", role="status bar")
    shot(s, "looked-ask")
    expect(os.path.exists(path), False, "a court's copy before the answer")
    s.tab_to("Show page 2 of Charge sheet", "button")
    s.key("Return")
    s.see("Charge sheet, page 2", "image")
    s.wait(lambda: s.has_focus("Looked at: It May Stay", "check box"), "the keys at the page's tick")
    shot(s, "looked-page")
    s.key("space")
    s.wait(lambda: s.find("Looked at: It May Stay", "check box").has_state("checked"), "the tick")
    s.key("Escape")
    s.see(contains="1 page is to be looked at still.", role="status bar")
    s.wait(lambda: s.has_focus("Show page 2 of Charge sheet", "button"), "the keys back at the page")
    s.tab_to("List of witnesses, page 1", "check box")
    s.key("space")
    s.see(contains="All of them were looked at.", role="status bar")
    shot(s, "looked-all")
    s.tab_to("Save the Copy", "button")
    s.key("Return")
    s.see("The bundle is saved", timeout=120)
    s.see(contains="2 pages were looked at before (by ")
    s.click("Close the Report")


def shot(s, name):
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], name + ".png"))


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    papers = os.path.join(s.home, "papers")
    os.mkdir(papers)
    for name in SAMPLES:
        shutil.copy(os.path.join(os.environ["JALADA_SAMPLE"], name), papers)
    s.jaladactl(vault, PASSPHRASE, "vault", "create")
    s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 9")
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", "CR 9", papers)
    s.jaladactl(vault, PASSPHRASE, "case", "names", "CR 9", "add", "Tabitha Wanyonyi")

    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 9", "row")
    s.click("Bundle", "page tab")
    s.see(contains="4 documents", role="label")

    # The list of witnesses leaves its section for the one before it; one undo brings it back; again, to stay.
    s.wait(lambda: "List of witnesses" in rows(s), "the rows of the bundle")
    witnesses = rows(s).index("List of witnesses")
    s.select("Sections and documents", witnesses)
    s.do("bundle.move-up")
    s.wait(lambda: at(s, witnesses - 1), "the list of witnesses in section A")
    s.do("win.undo")
    s.wait(lambda: at(s, witnesses), "the list of witnesses back in section B")
    s.select("Sections and documents", witnesses)
    s.do("bundle.move-up")
    s.wait(lambda: at(s, witnesses - 1), "the list of witnesses in section A")

    # Keys that come faster than the list shows what they did: as many steps as were pressed.
    s.press(s.see("List of witnesses", "label"))
    s.wait(lambda: s.has_focus("List of witnesses", "list item"), "the keys on the list of witnesses")
    s.key(*["alt+Down"] * 3)
    s.wait(lambda: rows(s)[4:7] == ["D. Medical and age", "List of witnesses", "P3 form"], "the list of witnesses three steps down")
    s.key(*["alt+Up"] * 3)
    s.wait(lambda: at(s, witnesses - 1), "the list of witnesses three steps up")

    # What was pressed past the first place is not owed afterwards.
    s._xdotool("keydown", "alt", "key", "--delay", "0", *["Up"] * 8, "keyup", "alt")
    s.wait(lambda: at(s, 1), "the list of witnesses in the first place")
    s.key(*["alt+Down"] * 2)
    s.wait(lambda: rows(s)[2:4] == ["B. Lists of witnesses and exhibits", "List of witnesses"], "the list of witnesses two steps down")
    s.key("alt+Up")
    s.wait(lambda: at(s, witnesses - 1), "the list of witnesses where it was")

    # A section of one's own.
    s.do("bundle.add-section")
    s.type("Title of the section", "Maps")
    s.click("Save")
    s.wait(lambda: any(r.endswith("Maps") for r in rows(s)), "the new section")

    first = os.path.join(s.home, "first.pdf")
    second = os.path.join(s.home, "second.pdf")
    build(s, "Counsel's Own Copy…", first)
    text = subprocess.run(["pdftotext", "-layout", first, "-"], capture_output=True, text=True, check=True).stdout
    index = text.split("\f")[0]
    for words in ("CR 9", "Charge sheet", "List of witnesses", "P3 form"):
        expect(words in index, True, f"“{words}” stands in the index")
    expect(index.index("List of witnesses") < index.index("D. Medical"), True, "the list of witnesses stands before section D")
    subprocess.run(["qpdf", "--check", first], check=True, stdout=subprocess.DEVNULL)

    # The same again from its record.
    s.click("Save Again…")
    save_as(s, "Save the Same Bundle Again", second)
    s.see(contains="The very same file, byte for byte.", role="label", timeout=120)
    with open(first, "rb") as one, open(second, "rb") as other:
        expect(one.read() == other.read(), True, "the same bytes again")

    # What the court's copy would leave out, sorted in from its list; one undo takes that back.
    s.see(contains="This copy leaves out 2 of 4 documents: 2 not produced as an exhibit.", role="label")
    s.click("Sort Them…")
    s.see("Documents left out", "list")
    s.press(s.see("P3 form", "check box"))
    s.wait(lambda: s.find("P3 form", "check box").has_state("checked"), "the tick")
    s.click("Put 1 Document There")
    s.see(contains="This copy leaves out 1 of 4 documents", role="status bar")
    s.key("Escape")
    s.gone("Documents left out")
    s.see(contains="This copy leaves out 1 of 4 documents", role="label")
    s.do("win.undo")
    s.see(contains="This copy leaves out 2 of 4 documents", role="label")

    ask_once(s, os.path.join(s.home, "court.pdf"))
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    if "P3 form" in s.tree():
        raise Failure("documents are still there after locking")
    s.stop()
    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]["id"]
    expect(len(s.jaladactl(vault, PASSPHRASE, "bundle", "builds", case)), 2, "builds read back")
    expect([row for row in looked(s, vault) if row[3] != "open"], [("Charge sheet", 2, "unsaid", "looked"), ("List of witnesses", 1, "unsaid", "looked")], "who looked, read back")


if __name__ == "__main__":
    Session.main(journey)
