# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading and marking without a pointer, in the real window: open, turn pages, find, highlight, write a note, read the
page as text, say who may see a mark, take back, export a marked copy, lock. Read back with qpdf and jaladactl."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
NOTE = "Ask the officer when this was written"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def make_vault(s):
    vault = os.path.join(s.home, "Cases.jalada")
    secret = os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    sample = os.environ["JALADA_SAMPLE"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(sample, "01-charge-sheet.pdf"),
                os.path.join(sample, "21-photo-reception.jpg"))
    return vault, case


def open_document(s, title):
    s.choose_document(title)
    s.do("evidence.open")


def turn_pages(s):
    s.see("Page 1 of 2")
    s.do("reader.next-page")
    s.see("Page 2 of 2")
    s.do("reader.first-page")
    s.see("Page 1 of 2")
    s.do("reader.zoom-in")
    s.do("reader.night")
    s.do("reader.night")
    s.do("reader.fit-width")


def highlight_a_hit(s):
    s.do("win.find")
    s.type("Find in the document", "for the purpose of exploitation")
    s.see(contains="1 of ", role="status bar")
    s.do("reader.highlight")
    s.see("Highlight added")
    s.do("reader.marks")
    s.see("1 mark", "label")
    s.do("reader.mark-court")
    s.see("The court will see this mark in marked copies")
    s.see(contains="Highlight on page 1, Court:", role="row")


def write_a_note(s):
    s.type("Find in the document", "Mfano Police Station")
    s.see(contains="1 of ", role="status bar")
    s.do("reader.note")
    s.see("2 marks", "label")
    row = s.see(contains="Note on page 1, Private:", role="row")
    note = s.wait(lambda: next((n for n in row.walk() if n.name == "Note" and n.a.get_editable_text_iface()), None), "the note")
    note.set_text(NOTE)


def read_the_text(s):
    """The words of the page as text; the hit is selected there as on the page."""
    s.do("reader.page-text")
    panel = s.wait(lambda: next((n for n in s.find_all("Page as text") if "COUNT II" in n.text), None), "the page as text")
    s.all_named("the page as text")
    words = "knowingly permitted"
    s.type("Find in the document", words)
    text = panel.a.get_text_iface()

    def selected():
        if text.get_n_selections() != 1:
            return None
        part = text.get_selection(0)
        return panel.text[part.start_offset:part.end_offset] == words

    s.wait(selected, "the hit selected in the text of the page")
    s.do("reader.highlight")
    s.see("3 marks", "label")
    s.see(contains="Highlight on page 1, Private: " + words, role="row")
    s.do("reader.page-text")


def remove_and_take_back(s):
    s.do("reader.mark-remove")
    s.see("The mark was removed")
    s.see("2 marks", "label")
    s.do("win.undo")
    s.see("3 marks", "label")


def export_marked(s):
    """What leaves bears the mark for the court and nothing of the others; qpdf lays the file open."""
    path = os.path.join(s.home, "marked.pdf")
    s.do("reader.export-marked")
    s.see(contains="The court: 1 mark")
    s.click("Export…")
    dialog = s.see("Save a Marked Copy Outside the Vault")
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(path)
    s.click("Save", within=dialog)
    s.see(contains="The marked copy was saved", timeout=60)
    laid_open = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True, check=True).stdout
    expect(laid_open.count(b"/Subtype /Highlight"), 1, "highlights in the copy")
    expect(laid_open.count(b"/Subtype /Text"), 0, "notes in the copy")
    for words in (NOTE, NOTE[4:20]):
        if any(words.encode(code) in laid_open for code in ("utf-8", "utf-16-be")):
            raise Failure("a private note is in the copy")


def look_at_a_picture(s):
    s.do("win.back")
    open_document(s, "Photo reception")
    s.see("Page 1 of 1")
    s.do("reader.page-text")
    s.wait(lambda: next((n for n in s.find_all("Page as text") if "it is a picture" in n.text), None), "word that it is a picture")
    s.do("reader.page-text")


def journey(s):
    vault, case = make_vault(s)
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    row = s.see("CR 71", "row")
    print("#", row, flush=True)
    open_document(s, "Charge sheet")
    turn_pages(s)
    highlight_a_hit(s)
    write_a_note(s)
    read_the_text(s)
    remove_and_take_back(s)
    export_marked(s)
    look_at_a_picture(s)

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    for words in ("Charge sheet", NOTE, "exploitation"):
        if words in s.tree():
            raise Failure(f"“{words}” is still there after locking")
    s.stop()

    sheet = next(d for d in s.jaladactl(vault, PASSPHRASE, "evidence", "list", case) if d["title"] == "Charge sheet")
    marks = s.jaladactl(vault, PASSPHRASE, "mark", "list", sheet["id"])
    seen = sorted((m["kind"], m["audience"], " ".join(m["quoted"].split()), m["note"]) for m in marks)
    expect(seen, [("highlight", "court", "for the purpose of exploitation", ""),
                  ("highlight", "private", "knowingly permitted", ""),
                  ("note", "private", "MFANO POLICE STATION", NOTE)], "marks read back")


if __name__ == "__main__":
    Session.main(journey)
