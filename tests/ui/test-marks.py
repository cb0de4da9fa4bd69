# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks on a page, in the real window: drawn by pointer, moved by keys, recoloured, linked to a session, filtered, given out drawn
into the pages and as XFDF, taken back, locked. Read back with jaladactl."""
import os
import subprocess
import sys
import xml.etree.ElementTree as xml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SHOTS = os.environ.get("JALADA_MARK_SHOTS")


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def shot(s, name):
    if SHOTS:
        s.settle()
        s.shot(os.path.join(SHOTS, name + ".png"))


def make_vault(s):
    vault, secret = os.path.join(s.home, "Cases.jalada"), os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"))
    session = s.jaladactl(vault, PASSPHRASE, "session", "add", case, "--kind", "hearing", "--date", "2027-03-16")["id"]
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)[0]["id"]
    return vault, case, document, session


def open_document(s):
    s.choose_document("Charge sheet")
    s.do("evidence.open")
    return s.see("Page 1 of 2")


def mark_words(s):
    s.do("win.find")
    s.type("Find in the document", "for the purpose of exploitation")
    s.see(contains="1 of ", role="status bar")
    s.do("reader.underline")
    s.do("reader.marks")
    s.see("1 mark", "label")
    s.see(contains="Underline on page 1, Private: for the purpose", role="row")
    s.do("reader.find")


def draw(s):
    """Each with its tool armed; the tool stays in hand until Escape."""
    page = s.see("Page 1 of 2")
    s.do("reader.box")
    s.see("Drag over the place to frame it. Esc ends it.")
    s.drag(page, (0.2, 0.1), (0.4, 0.2))
    s.see("2 marks", "label")
    s.key("Escape")
    s.gone("Drag over the place to frame it. Esc ends it.")
    s.do("reader.ink")
    s.drag(page, (0.5, 0.3), (0.7, 0.4))
    s.see("3 marks", "label")
    s.key("Escape")
    s.do("reader.arrow")
    s.drag(page, (0.2, 0.4), (0.4, 0.3))
    s.see("4 marks", "label")
    s.key("Escape")
    s.see(contains="Arrow on page 1, Private", role="row")
    shot(s, "marks-drawn")


def geometry(s, vault, document):
    return {m["kind"]: (m["quads"][0], m["color"]) for m in s.jaladactl(vault, PASSPHRASE, "mark", "list", document)}


def move_by_keys(s):
    """The arrow is chosen still: the keys move it, Tab goes on."""
    s.press(s.see(contains="Arrow on page 1", role="row"))
    s.press(s.see("Page 1 of 2"), (0.3, 0.35))
    s.key("Right")
    s.see("The mark was moved")
    s.key("shift+Right")


def link(s):
    s.do("reader.mark-link")
    s.see("Link the Mark")
    s.select("Where the mark leads", 1)
    s.click("Link")
    s.see("The mark is linked")
    s.see(contains="16 March 2027", role="label")
    shot(s, "marks-linked")


def filter_marks(s):
    s.type("Search in the marks", "exploitation")
    s.see("1 of 4 marks", "label")
    s.type("Search in the marks", "")
    s.see("4 marks", "label")


def save(s, name):
    s.click("Export…")
    dialog = s.see("Save a Marked Copy Outside the Vault")
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(os.path.join(s.home, name))
    s.click("Save", within=dialog)
    s.see(contains="The marked copy was saved", timeout=60)


def journey(s):
    vault, case, document, session = make_vault(s)
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71", "row")
    open_document(s)
    mark_words(s)
    draw(s)
    link(s)
    move_by_keys(s)
    filter_marks(s)
    s.do("reader.mark-court")
    s.see("The court will see this mark in marked copies")
    s.do("reader.export-marked")
    s.see(contains="The court: 1 mark")
    shot(s, "marks-export")
    save(s, "copy.pdf")
    s.do("reader.mark-remove")
    s.see("3 marks", "label")
    s.do("win.undo")
    s.see("4 marks", "label")
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()

    marks = {m["kind"]: m for m in s.jaladactl(vault, PASSPHRASE, "mark", "list", document)}
    expect(sorted(marks), ["arrow", "box", "ink", "underline"], "kinds read back")
    expect(marks["arrow"]["session"], session, "where the arrow leads")
    expect(marks["arrow"]["audience"], "court", "who sees the arrow")
    laid_open = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", os.path.join(s.home, "copy.pdf"), "-"],
                               capture_output=True, check=True).stdout
    expect([laid_open.count(kind) for kind in (b"/Subtype /Line", b"/Subtype /Ink", b"/Subtype /Square")], [1, 0, 0],
           "annotations in the copy")
    file = os.path.join(s.home, "marks.xfdf")
    s.jaladactl(vault, PASSPHRASE, "mark", "export", document, file)
    annots = xml.parse(file).getroot().find("{http://ns.adobe.com/xfdf/}annots")
    expect([a.tag.split("}")[1] for a in annots], ["line"], "marks in the XFDF")


if __name__ == "__main__":
    Session.main(journey)
