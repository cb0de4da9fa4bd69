# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that others had put on the pages before the file came, in the real window: listed as theirs, made one's own once, shown to the
court, taken back step by step. Then a newer version comes: the mark goes along, is in doubt, and is placed anew; locked. Read back with
jaladactl, and in the court's copy with programs that are not ours."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SHOTS = os.environ.get("JALADA_MARK_SHOTS")
CONTENT = b"BT /F1 12 Tf 72 700 Td (The hotel keeper was paid in Malindi) Tj ET"
NOTES = [b"/Subtype /Highlight /Rect [72 696 168 714] /QuadPoints [72 714 168 714 72 696 168 696] /C [0.5 0.9 0.4] /T (A. Otieno) "
         b"/Contents (paid by whom?)",
         b"/Subtype /Text /Rect [300 600 320 620] /T (W. Achieng) /Contents (first line of the note\nsecond line of the note)"]


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def shot(s, name):
    if SHOTS:
        s.settle()
        s.shot(os.path.join(SHOTS, name + ".png"))


def make_pdf(content=CONTENT, notes=NOTES):
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots ["
               + b" ".join(b"<< /Type /Annot %s >>" % note for note in notes) + b"] >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out))


def make_vault(s):
    vault, secret, file = (os.path.join(s.home, name) for name in ("Cases.jalada", "secret", "Statement.pdf"))
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    with open(file, "wb") as f:
        f.write(make_pdf())
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min", "--person", "Wanjiru Mwangi"],
                   check=True, stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, file)[0]
    return vault, document


def unlock(s):
    s.see("Passphrase")
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")


def list_received(s):
    """By the button of the marks; each row says whose it is. Nothing of ours yet."""
    s.do("reader.marks")
    s.see("0 marks", "label")
    s.click("2 notes came with the file")
    s.see("Received: Highlight on page 1, A. Otieno: paid by whom?", "row")
    s.see("Received: Note on page 1, W. Achieng: first line of the note second line of the note", "row")
    shot(s, "received-listed")


def adopt(s):
    """One by its button, which is not offered twice. It is ours and private, with the words it quotes."""
    s.click("Make it my own: Highlight on page 1")
    s.see("The note is a private mark of your own now")
    s.see("It is a mark of your own, too", "label")
    s.gone("Make it my own: Highlight on page 1", "button")


def back_to_ours(s):
    s.click("Back to Your Own Marks")
    s.see("1 mark", "label")
    row = s.see(contains="Highlight on page 1, Private: The hotel keeper", role="row")
    shot(s, "received-adopted")
    return row


def change(s):
    """To the court, seen on the row at once; taken back and done once more, then the note of the other adopted by keys."""
    s.press(back_to_ours(s))
    s.do("reader.mark-court")
    s.see(contains="Highlight on page 1, Court: The hotel keeper", role="row")
    s.do("win.undo")
    s.see(contains="Highlight on page 1, Private: The hotel keeper", role="row")
    s.do("reader.mark-court")
    s.see(contains="Highlight on page 1, Court: The hotel keeper", role="row")
    s.do("reader.received")
    s.see(contains="Received: Note on page 1", role="row")
    s.press(s.see(contains="Received: Note on page 1", role="row"))
    s.do("reader.mark-adopt")
    s.wait(lambda: len([n for n in s.find_all("It is a mark of your own, too", "label")]) == 2, "both adopted")


def place_by_keys(s, row):
    """Settled and taken back by the keyboard: it is in doubt again, and where it was."""
    s.press(row)
    s.key("alt+p")
    s.see("Select the words that the mark belongs to. Esc ends it.")
    s.key("ctrl+f")
    s.wait(lambda: any(n.has_state("focused") for n in s.find_all("Find in the document")), "the entry to have the keys")
    s.key(*"malindi", "Return")
    s.see(contains="1 of 1", role="status bar")
    s.do("reader.highlight")
    s.see(contains="Highlight on page 1, Court: Malindi", role="row")
    s.gone("1 mark from the older version is to be checked")
    s.key("ctrl+z")


def take_newer(s):
    """The sentence was written anew: the mark stands on what is like it and asks; words that are selected settle it, and the list is whole
    again."""
    path = os.path.join(s.home, "Newer.pdf")
    with open(path, "wb") as f:
        f.write(make_pdf(CONTENT.replace(b"The hotel keeper was", b"The host and keeper was"), []))
    s.do("evidence.newer")
    s.choose_file("Choose the Newer Version", path, "Take In")
    s.see("The newer version is in its place; 1 mark is to be checked")
    s.click("1 mark from the older version is to be checked")
    row = s.see(contains="Highlight on page 1, Court: The host and keeper", role="row")
    shot(s, "newer-doubtful")
    place_by_keys(s, row)
    s.click("1 mark from the older version is to be checked")
    row = s.see(contains="Highlight on page 1, Court: The host and keeper", role="row")
    s.click("Place…", within=row)
    s.see("Select the words that the mark belongs to. Esc ends it.")
    s.type("Find in the document", "keeper")
    s.see(contains="1 of 1", role="status bar")
    s.do("reader.highlight")
    s.see(contains="Highlight on page 1, Court: keeper", role="row")
    s.see("1 mark", "label")


def journey(s):
    vault, document = make_vault(s)
    s.start(vault)
    unlock(s)
    s.see("CR 71", "row")
    s.choose_document("Statement")
    s.do("evidence.open")
    s.see("Page 1 of 1")
    list_received(s)
    adopt(s)
    change(s)
    s.click("Back to Your Own Marks")
    s.see("2 marks", "label")
    shot(s, "received-both")
    s.do("win.undo")  # the second is theirs alone again
    s.see("1 mark", "label")
    take_newer(s)
    s.do("win.back")
    s.see("Statement (older version)", "label")
    s.see("Statement", "label", within=s.see("Register of evidence"))
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    if s.find(contains="Otieno") is not None:
        raise Failure("a name is on the locked window")
    s.stop()

    marks = s.jaladactl(vault, PASSPHRASE, "mark", "list", document["id"])
    expect([(m["kind"], m["audience"], m["author"], m["note"], m["quoted"]) for m in marks],
           [("highlight", "court", "Wanjiru Mwangi", "paid by whom?", "keeper")], "what is ours")
    expect([m["anchor"] for m in marks], ["sure"], "settled")
    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]["id"]
    older = next(d["id"] for d in s.jaladactl(vault, PASSPHRASE, "evidence", "list", case) if d["id"] != document["id"])
    marks = s.jaladactl(vault, PASSPHRASE, "mark", "list", older)
    expect([m["quoted"] for m in marks], ["The hotel keeper"], "in the older version")
    notes = {n["kind"]: n for n in s.jaladactl(vault, PASSPHRASE, "mark", "received", older)}
    expect({kind: (n["author"], n["adopted"]) for kind, n in notes.items()},
           {"highlight": ("A. Otieno", marks[0]["id"]), "note": ("W. Achieng", None)}, "what is theirs")
    copy = os.path.join(s.home, "copy.pdf")
    s.jaladactl(vault, PASSPHRASE, "evidence", "save", document["id"], copy, "--marked")
    open_copy = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", copy, "-"], capture_output=True, check=True).stdout
    expect([word in open_copy for word in (b"paid by whom?", b"Wanjiru Mwangi", b"Otieno", b"second line")], [True, True, False, False],
           "what the court can read")


if __name__ == "__main__":
    Session.main(journey)
