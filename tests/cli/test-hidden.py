#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that no page's words say: in layers, beyond the page, in patterns, forms, stamps and fonts of numbers; pictures of writing; and what
could not be looked through.

test-hidden.py JALADACTL"""
import os
import shutil
import subprocess
import sys

import leaks
from leaks import (NAME, Vault, check, make_composite, make_crowded, make_drawn, make_numbered, make_patterned, make_pdf, make_pictured, make_redrawn, make_renamed, make_shared_forms,
                   make_swapped, make_unseen, text_of)


def main():
    vault = Vault()
    good = []
    # What no page shows keeps a copy back; it is found, said where, and gone when it is redacted.
    unseen = vault.run("case", "add", "--title", "A case of unseen words", "--number", "CR 9 of 2026")["id"]
    vault.run("case", "names", unseen, "add", NAME)
    hidden = vault.run("evidence", "add", unseen, vault.write("unseen.pdf", make_unseen(NAME)))[0]
    hidden = hidden.get("document_id") or hidden["id"]
    vault.run("evidence", "save", hidden, vault.path("unseen-court.pdf"), "--marked", status=5)
    good.append(check("the court's copy is kept back, with each place", all(place in vault.said for place in (
        f"page 1: {NAME}", f"page 2: {NAME}", f"the address of a link on page 3: {NAME}", f"page 4: {NAME}")) or print("#", vault.said)))
    bare = vault.run("evidence", "save", hidden, vault.path("unseen-bare.pdf"))["bare"]
    good.append(check("who saves the original is told where", bare["name_pages"] == "1–4"
                      and f"page 1, in a hidden layer: {NAME}" in vault.said or print("#", bare, vault.said)))
    rows = [(hit["page"], hit["where"], hit["wanted"], hit["marked"]) for hit in vault.run("redact", "find", unseen, "--names")]
    good.append(check("they are found", rows == [(1, "layer", True, False), (2, "outside", True, False), (3, "link", True, False), (4, "page", True, False)]
                      or print("#", rows)))
    vault.run("redact", "add", hidden, "--names")
    good.append(check("redacted", all(hit["marked"] for hit in vault.run("redact", "find", unseen, "--names"))))
    for name, verb in (("unseen-redacted.pdf", ("redact", "apply")), ("unseen-court.pdf", ("evidence", "save"))):
        options = ["--marked"] if verb[0] == "evidence" else []
        vault.run(*verb, hidden, vault.path(name), *options, status=5)
        good.append(check("nobody knows whether the pages show it: it is asked", "stands in pages 1–3, and not among their words" in vault.said
                          and not os.path.exists(vault.path(name))))
        vault.run(*verb, hidden, vault.path(name), *options, "--incomplete-stay")
        inside = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", vault.path(name), "-"], check=True, capture_output=True).stdout
        good.append(check(f"and gone from {name}", not any(word in inside for word in (b"Amina", b"Finwick", b"004600690066", b"example.invalid"))
                          and "See the page" in text_of(vault.path(name))))
    vault.run("undo")
    good.append(check("taken back in one step", not any(hit["marked"] for hit in vault.run("redact", "find", unseen, "--names"))))

    # Bad redactions of a received file, each with its page; a page without one has none.
    over = lambda paint: f"The pupil {NAME} came) Tj ET {paint} 60 690 300 24 re f 0 g BT /F1 12 Tf 72 500 Td (to the clinic"
    kinds = [f"The pupil {NAME} came", over("0 g"), over("1 g"), f") Tj 1 g (The pupil {NAME} came", f") Tj /F1 .4 Tf (The pupil {NAME} came",
             f"A page) Tj 0 -800 Td (The pupil {NAME} came"]
    rows = vault.run("redact", "inspect", vault.write("bad.pdf", make_pdf(kinds)))
    good.append(check("bad redactions are found and named", [(row["page"], row["kind"]) for row in rows if NAME in row["words"]]
                      == [(2, "box"), (3, "unseen"), (4, "unseen"), (5, "unseen"), (6, "outside")] and len(rows) == 5 or print("#", rows)))
    rows = vault.run("redact", "inspect", vault.path("unseen.pdf"))
    good.append(check("in a hidden layer and beyond the crop box, too", [(row["page"], row["kind"]) for row in rows if NAME in row["words"]]
                      == [(1, "outside"), (2, "outside")] or print("#", rows)))

    # The page becomes a picture for another word's sake: what its bytes say and its words do not shows in that picture.
    painted = vault.run("evidence", "add", unseen, vault.write("painted.pdf", make_patterned(NAME)))[0]
    painted = painted.get("document_id") or painted["id"]
    vault.run("redact", "add", painted, "--find", "Nairobi")
    vault.run("redact", "apply", painted, vault.path("painted-out.pdf"), status=5)
    good.append(check("a name in the pattern of a page that is drawn anyway: it is asked", "stands in page 1, and not among its words" in vault.said
                      and not os.path.exists(vault.path("painted-out.pdf"))))
    # A box in another corner, drawn for whatever, is no answer.
    vault.run("redact", "add", painted, "--area", "1,400,700,60,30")
    vault.run("redact", "apply", painted, vault.path("painted-out.pdf"), status=5)
    good.append(check("and a box elsewhere on the page does not answer for it", "stands in page 1, and not among its words" in vault.said
                      and not os.path.exists(vault.path("painted-out.pdf"))))
    vault.run("redact", "apply", painted, vault.path("painted-out.pdf"), "--incomplete-stay", "--unsearched-stay")
    good.append(check("whoever has looked lets it go", os.path.exists(vault.path("painted-out.pdf"))))
    # So where the file cannot be looked through at all (its attachments alone are locked): nobody knows.
    shut = make_patterned(NAME).replace(b"/Size", b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /CF << /StdCF << /AuthEvent /EFOpen /CFM /AESV3 "
                                        b"/Length 32 >> >> /StmF /Identity /StrF /Identity /EFF /StdCF /O (x) /U (x) /OE (x) /UE (x) /P -4 /Perms (x) >> /Size")
    shut = vault.run("evidence", "add", unseen, vault.write("shut.pdf", shut))[0]
    shut = shut.get("document_id") or shut["id"]
    vault.run("redact", "add", shut, "--find", "Nairobi")
    vault.run("redact", "apply", shut, vault.path("shut-out.pdf"), status=5)
    good.append(check("a page whose file could not be looked through is asked about", "page 1 is drawn as a picture, and its file could not be looked through"
                      in vault.said and not os.path.exists(vault.path("shut-out.pdf"))))

    ident = lambda row: row.get("document_id") or row["id"]
    # Written in numbers of shapes, where no reader shows it: no search of bytes finds it, and whoever gets the copy can.
    for how in ("layer", "cropped", "beyond", "far", "form", "pattern", "instead", "stamp"):
        numbered = ident(vault.run("evidence", "add", unseen, vault.write(how + ".pdf", make_numbered(NAME, how)))[0])
        vault.run("evidence", "save", numbered, vault.path(how + "-m.pdf"), "--marked", status=5)
        good.append(check(f"a name in shapes ({how}) keeps the court's copy back", f"page 1: {NAME}" in vault.said and not os.path.exists(vault.path(how + "-m.pdf"))))
    vault.run("redact", "add", numbered, "--names")
    good.append(check("in a stamp it is found and redacted", [(hit["where"], hit["marked"]) for hit in vault.run("redact", "find", unseen, "--names")
                                                              if hit["document"] == numbered] == [("note", True)]))
    vault.run("redact", "apply", numbered, vault.path("stamp-r.pdf"), "--incomplete-stay")
    # After 50,000 tiny letters poppler reads no more.
    tiny = ident(vault.run("evidence", "add", unseen, vault.write("tiny.pdf", make_numbered(NAME, "tiny")))[0])
    vault.run("evidence", "save", tiny, vault.path("tiny-m.pdf"), "--marked", status=5)
    good.append(check("so many tiny letters that others are not read are asked about", "could not be looked through" in vault.said and not os.path.exists(vault.path("tiny-m.pdf"))))
    # A table that names one letter for all shapes.
    lying = ident(vault.run("evidence", "add", unseen, vault.write("lying.pdf", make_numbered(NAME, "lying")))[0])
    vault.run("evidence", "save", lying, vault.path("lying-m.pdf"), "--marked", status=5)
    good.append(check("a font whose table lies is asked about", "page 1 shows words that could not be searched" in vault.said
                      and not os.path.exists(vault.path("lying-m.pdf"))))
    # One for one, for a short name: the font itself says otherwise. An honest table is believed.
    short, shorter, sole = "Ewino Ba", "Ewin", "Kiprotich"
    for name in (short, shorter, sole):
        vault.run("case", "names", unseen, "add", name)
    for what, made, said in (("swapped", make_swapped(short), "page 1 shows words that could not be searched"),
                             ("renamed", make_renamed(short), "page 1 shows words that could not be searched"),
                             ("of another font's letters", make_redrawn(short), "page 1 shows words that could not be searched"), ("honest", make_swapped("Nobody", True), None),
                             ("honest, a short name backwards in a word", make_swapped("niwE seen", True), None),
                             ("mirrored, a short name", make_swapped(shorter, True, True), f"page 1: {shorter}"),
                             ("mirrored", make_swapped(short, True, True), f"page 1: {short}")):
        turned = ident(vault.run("evidence", "add", unseen, vault.write("turned.pdf", made))[0])
        vault.run("evidence", "save", turned, vault.path("turned-m.pdf"), "--marked", "--replace", status=5 if said else 0)
        good.append(check(f"writing whose table is {what}", said is None or said in vault.said or print("#", vault.said)))
    vault.run("redact", "add", turned, "--names")
    vault.run("redact", "apply", turned, vault.path("mirrored-r.pdf"))
    good.append(check("mirrored writing is burnt where it stands", text_of(vault.path("mirrored-r.pdf")).strip() == "A report read in Nairobi"))
    # A letter of the name is painted over: the word is not laid over the picture, which shows the rest of it.
    half = ident(vault.run("evidence", "add", unseen, vault.write("half.pdf", make_pdf([f"A report on {sole}) Tj ET 1 g 143 690 2.6 20 re f 0 g BT /F1 12 Tf 72 600 Td (of Nairobi"])))[0])
    vault.run("redact", "add", half, "--find", "Nairobi")
    vault.run("redact", "apply", half, vault.path("half-r.pdf"), status=5)
    good.append(check("a name of which the picture shows all but a letter is asked about", "stands in page 1, and not among its words" in vault.said or print("#", vault.said)))
    # Words of which every font's table is built are nobody's; a hyphen at a line's end may stand between two words.
    maker = ident(vault.run("evidence", "add", unseen, vault.write("maker.pdf", make_pdf(["Read with Adobe today, source-) Tj 0 -14 Td (level"])))[0])
    for word in ("Adobe", "source"):
        vault.run("redact", "add", maker, "--find", word)
    vault.run("redact", "apply", maker, vault.path("maker-r.pdf"), "--parts-stay")
    good.append(check("so they can be redacted", "Read with" in text_of(vault.path("maker-r.pdf")) and "Adobe" not in text_of(vault.path("maker-r.pdf"))
                      and "source" not in text_of(vault.path("maker-r.pdf"))))
    # A picture under a line of words.
    vault.write("a.pdf", make_pdf(["He came with Amina"]))
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", "-x", "60", "-y", "120", "-W", "240", "-H", "40", vault.path("a.pdf"), vault.path("line")], check=True)
    with open(vault.path("line.pgm"), "rb") as file:
        line = file.read()[-240 * 40:]
    shapes = {"a line of writing": (line, 240, 40, 240), "a page of it": (line * 8, 240, 320, 480), "an emblem": (line[:3600], 60, 60, 60),
              "a rule": ((b"\xff" * 240 + b"\0" * 240) * 20, 240, 40, 480), "bars": (b"\0\xff\xff" * 3200, 240, 40, 480)}
    asked = {}
    for what, made in shapes.items():
        pictured = ident(vault.run("evidence", "add", unseen, vault.write("pictured.pdf", make_pictured(*made)))[0])
        asked[what] = "\ufffc" in vault.run("evidence", "text", pictured)["pages"][0]
        if what == "a line of writing":
            vault.run("evidence", "save", pictured, vault.path("pictured-m.pdf"), "--marked", status=5)
            good.append(check("a picture of words under a line of words is asked about", "page 1 shows a picture or writing beside its words" in vault.said
                              and not os.path.exists(vault.path("pictured-m.pdf"))))
            vault.run("evidence", "save", pictured, vault.path("pictured-m.pdf"), "--marked", "--unsearched-stay")
            vault.run("redact", "add", pictured, "--area", "1,400,650,60,60")
            vault.run("redact", "apply", pictured, vault.path("pictured-r.pdf"), status=5)
            good.append(check("a box beside it answers nothing", "page 1 shows a picture or writing beside its words" in vault.said))
            vault.run("redact", "add", pictured, "--area", "1,56,296,250,50")
            vault.run("redact", "apply", pictured, vault.path("pictured-r.pdf"))
            vault.run("evidence", "save", pictured, vault.path("pictured-m.pdf"), "--marked", "--replace")
            good.append(check("a box over it answers for it", "Scanned with a telephone" in text_of(vault.path("pictured-m.pdf")) and os.path.exists(vault.path("pictured-r.pdf"))))
    # The arms at the head of the sample's charge sheet are no writing; the signature on its second page is.
    sheet = ident(vault.run("evidence", "add", unseen, os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"))[0])
    pages = vault.run("evidence", "text", sheet)["pages"]
    good.append(check("a signature is told from the arms of a letter", ["\ufffc" in page for page in pages] == [False, True]))
    good.append(check("writing is told from rules, bars and small pictures", asked == {
        "a line of writing": True, "a page of it": True, "an emblem": False, "a rule": False, "bars": False} or print("#", asked)))

    # Fonts that do not say which letters their shapes are: what their text says is no name, and the page may well show one.
    untold = {what: ident(vault.run("evidence", "add", unseen, vault.write(what + ".pdf", made))[0]) for what, made in (
        ("numbered", make_composite("Identity")), ("listed", make_composite("Japan1")), ("unlisted", make_composite("Foo")),
        ("drawn", make_drawn(["g23", "g41", "g52", "g60"])), ("coded", make_drawn(["a65", "a66", "a67", "a68"])),
        ("unused", make_composite("Identity").replace(b"/F2 14 Tf", b"/F1 14 Tf")), ("shared", make_shared_forms()))}
    texts = {what: vault.run("evidence", "text", document)["pages"][0] for what, document in untold.items()}
    good.append(check("a page says that it shows letters that nobody knows", {what: "\ufffd\ufffd\ufffd" in text for what, text in texts.items()} == {
        "numbered": True, "listed": False, "unlisted": True, "drawn": True, "coded": False, "unused": False, "shared": False}
        and all("read in Nairobi" in text for text in texts.values()) or print("#", texts)))
    for what in ("numbered", "unlisted", "drawn"):
        vault.run("evidence", "save", untold[what], vault.path(what + "-m.pdf"), "--marked", status=5)
        good.append(check(f"{what}: it is asked before a copy leaves", "page 1 shows words that could not be searched for names" in vault.said
                          and not os.path.exists(vault.path(what + "-m.pdf"))))
    vault.run("redact", "add", untold["numbered"], "--find", "Nairobi")
    vault.run("redact", "add", untold["numbered"], "--area", "1,400,20,30,30")
    vault.run("redact", "apply", untold["numbered"], vault.path("numbered-r.pdf"), status=5)
    good.append(check("what is redacted elsewhere on the page does not answer for it", "page 1 shows words that could not be searched" in vault.said))
    vault.run("redact", "apply", untold["numbered"], vault.path("numbered-r.pdf"), "--unsearched-stay", "--incomplete-stay")
    good.append(check("whoever has looked does, and the copy says nothing of it", "\ufffd" not in text_of(vault.path("numbered-r.pdf"))))
    vault.run("evidence", "save", untold["coded"], vault.path("coded-m.pdf"), "--marked")
    good.append(check("numbers that are the codes are letters", os.path.exists(vault.path("coded-m.pdf"))))
    # A font of the same name that does say them keeps its letters.
    told = (b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange "
            b"2 beginbfrange <0003> <0060> <0020> <0061> <00ff> <007e> endbfrange endcmap end end")
    other = (b"<< /Type /Font /Subtype /Type0 /BaseFont /GHIJKL+Serif /Encoding /Identity-H /ToUnicode 8 0 R /DescendantFonts [<< /Type /Font "
             b"/Subtype /CIDFontType2 /BaseFont /GHIJKL+Serif /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>] >>")
    twice = ident(vault.run("evidence", "add", unseen, vault.write("twice.pdf", make_composite(
        "Identity", seen="A report) Tj ET BT /F3 14 Tf 72 600 Td <%s> Tj ET BT /F1 14 Tf 72 650 Td (Read" % "".join(
            "%04x" % (ord(letter) - 29) for letter in NAME), more=[other, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(told), told)])))[0])
    vault.run("evidence", "save", twice, vault.path("twice-m.pdf"), "--marked", "--unsearched-stay", status=5)
    good.append(check("a name in a font of the same name is found as ever", f"page 1: {NAME}" in vault.said))


    # As much of anything as somebody may put into a file, and deep within: no limit ends the search.
    crowded = ident(vault.run("evidence", "add", unseen, vault.write("crowded.pdf", make_crowded(NAME)))[0])
    vault.run("evidence", "save", crowded, vault.path("crowded-m.pdf"), "--marked", status=5)
    said = {line.split(":")[0] for line in vault.said.splitlines() if line.endswith(f": {NAME}")}
    places = ("many forms", "many stamps", "many states", "a form of a form's", "a pattern of a form's", "a mask of a form's", "a glyph", "instead, in numbers")
    # Notes stay out of a copy for the court; a stamp that shows is drawn.
    wanted = {f"page {page}" for page, what in enumerate(places, 1) if what != "many states"}
    good.append(check("a name behind however many forms, stamps and states, within forms, masks and glyphs", said == wanted or print("#", said ^ wanted, vault.said)))
    hits = [hit for hit in vault.run("redact", "find", unseen, "--names") if hit["document"] == crowded]
    good.append(check("of a stamp that stands twice, both are found", [hit["page"] for hit in hits if hit["where"] == "note"] == [2, 2, 3] or print("#", [(hit["page"], hit["where"]) for hit in hits])))

    # What nobody can look through: it is asked, page by page, whichever way the file leaves.
    blind = ident(vault.run("evidence", "add", unseen, vault.write("blind.pdf", make_crowded("Nobody at all", blind=True)))[0])
    vault.run("evidence", "save", blind, vault.path("blind-m.pdf"), "--marked", "--unsearched-stay", status=5)
    good.append(check("pages that cannot be looked through are asked about before the court's copy", "Pages 9–11 of this copy could not be looked through"
                      in vault.said and "--incomplete-stay" in vault.said and not os.path.exists(vault.path("blind-m.pdf")) or print("#", vault.said)))
    vault.run("evidence", "save", blind, vault.path("blind-m.pdf"), "--marked", "--incomplete-stay", "--unsearched-stay")
    good.append(check("and go when somebody says so", "A page" in text_of(vault.path("blind-m.pdf"))))
    vault.run("redact", "find", unseen, "--find", "Nairobi")
    good.append(check("a search says where it was blind", "9–11" in vault.said or print("#", vault.said)))
    bare = vault.run("evidence", "save", blind, vault.path("blind-o.pdf"))["bare"]
    good.append(check("so is who saves the original told", bare["unlooked_pages"] == "9–11" and "pages hold and do not show: 9–11." in vault.said or print("#", bare, vault.said)))
    vault.run("redact", "add", blind, "--area", "9,10,10,20,20")
    vault.run("redact", "apply", blind, vault.path("blind-r.pdf"), "--unsearched-stay", status=5)
    good.append(check("in a redacted copy they are pictures, which somebody has to look at", "pages 9–11 are drawn as pictures, and their file could not be looked"
                      in vault.said and not os.path.exists(vault.path("blind-r.pdf")) or print("#", vault.said)))
    shutil.rmtree(vault.folder)
    print(f"1..{leaks.NUMBER}")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
