#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that others had put on a page before the file came: whose, of what kind, what they say and quote; adopted, once; taken back.

test-received.py JALADACTL"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
count = 0
told = []
folder = tempfile.mkdtemp(prefix="jalada-test-")


def ok(seen, wanted, what):
    global count
    count += 1
    print(f"{'ok' if seen == wanted else 'not ok'} {count} {what}" + ("" if seen == wanted else f": {seen!r}, not {wanted!r}"), flush=True)
    if seen != wanted:
        print("1..%d" % count)
        sys.exit(1)


def path(name):
    return os.path.join(folder, name)


def run(*verb, status=0):
    done = subprocess.run([PROGRAM, *verb, "--vault", path("v.jalada"), "--passphrase-file", path("secret"), "--json"],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    told[:] = [line for line in done.stderr.splitlines() if "“" in line and "--hidden" not in line]
    if done.returncode != status:
        ok((done.returncode, done.stderr), status, " ".join(verb[:2]))
    return json.loads(done.stdout) if done.stdout.strip().startswith(("{", "[")) else done.stdout


HOTEL = CONTENT = b"BT /F1 12 Tf 72 700 Td (The hotel keeper was paid in Malindi) Tj ET"
NOTES = [b"/Subtype /Line /Rect [80 80 200 200] /L [90 90 (x) 190]",
         b"/Subtype /Highlight /Rect [72 696 168 714] /QuadPoints [72 714 168 714 72 696 168 696] /C [0.5 0.9 0.4] /T (A. Otieno) "
         b"/Contents (look\\007 here)",
         b"/Subtype /Text /Rect [300 600 320 620] /T <FEFF0057002E00200041> /Contents (why?)",
         b"/Subtype /Line /Rect [80 80 200 200] /L [90 90 190 190] /LE [/None /OpenArrow]",
         b"/Subtype /Link /Rect [1 1 9 9] /A << /S /URI /URI (http://example.invalid) >>",
         b"/Subtype /Ink /Rect [1 1 9 9] /InkList [[1 2 (x)]]", b"/Subtype /Square /Rect [1 1 1e9 9]"]


# The words of the appearance are drawn; a filled box hides half a name; very many notes more.
PICTURE = b"BT /F1 9 Tf 2 5 Td (FREEWORDS) Tj ET"
HIDING = [b"/Subtype /FreeText /Rect [300 600 400 620] /Contents (FREEWORDS) /DA (/F1 9 Tf) /T (TYPIST) /AP << /N 6 0 R >>",
          b"/Subtype /Square /Rect [170 690 240 720] /IC [0 0 0] /Contents (BOXWORDS)",
          b"/Subtype /Highlight /Rect [72 696 100 714] /QuadPoints [72 714 100 714 72 696 100 696] /C [1 1 0] /Contents (GOODWORDS)",
          b"/Subtype /Stamp /Rect [400 700 440 720] /AP << /N 7 0 R >>"]
MANY = [b"/Subtype /Text /Rect [%d 100 520 120] /Contents (MANYWORDS)" % (100 + n % 400) for n in range(1203)]


def make_pdf(notes, turn=90):
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R "
               b"/Annots [" % turn + b" ".join(b"<< /Type /Annot %s >>" % note for note in notes) + b"] >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(CONTENT), CONTENT),
               b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%s\n"
               b"endstream" % (len(PICTURE), PICTURE),
               b"<< /Type /XObject /Subtype /Form /BBox [0 0 40 20] /Length 24 >>\nstream\n1 0 0 rg 0 0 40 20 re f \nendstream"]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 8\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out))


for name, content in (("secret", b"nne maneno yasiyo ya kawaida"), ("noted.pdf", make_pdf(NOTES)),
                      ("hiding.pdf", make_pdf(HIDING + MANY, 0))):
    with open(path(name), "wb") as file:
        file.write(content)
run("vault", "create", "--strength", "min", "--person", "Wanjiru Mwangi")
case = run("case", "add", "--title", "Republic v Nobody")["id"]
document = run("evidence", "add", case, path("noted.pdf"))[0]["id"]
notes = run("mark", "received", document)
ok(sorted((n["kind"], n["author"], n["note"], n["color"]) for n in notes),
   [("arrow", "", "", "yellow"), ("box", "", "", "yellow"), ("box", "", "", "yellow"), ("highlight", "A. Otieno", "look here", "green"), ("note", "W. A", "why?", "yellow")],
   "whose, of what kind, what they say")
highlight = next(n for n in notes if n["kind"] == "highlight")
ok("hotel keeper" in highlight["quoted"] and "Malindi" not in highlight["quoted"], True, "what it quotes")
ok((highlight["adopted"], run("mark", "list", document)), (None, []), "they are not our marks")
mark = run("mark", "adopt", document, highlight["id"])
mark = mark[0] if isinstance(mark, list) else mark
ok((mark["kind"], mark["audience"], mark["author"], mark["note"], mark["color"]),
   ("highlight", "private", "Wanjiru Mwangi", "look here", "green"), "adopted")
run("mark", "adopt", document, highlight["id"], status=5)
ok(len(run("mark", "list", document)), 1, "adopted once")
run("undo")
ok((len(run("mark", "list", document)), len(run("mark", "received", document))), (0, 5), "taken back in one step")


def outside(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


def said(name):
    """Which of the words can be found in the file: in any decoded stream or string, or as text."""
    everything = outside("qpdf", "--qdf", "--object-streams=disable", path(name), "-") + outside("pdftotext", path(name), "-")
    assert outside("qpdf", "--check", path(name))
    return sorted(word for word in ("FREEWORDS", "TYPIST", "BOXWORDS", "GOODWORDS", "MANYWORDS") if word.encode() in everything)


def pixel(name, x, y):
    """Of the first page, in points from the top left."""
    picture = outside("pdftoppm", "-r", "72", "-x", str(x), "-y", str(y), "-W", "1", "-H", "1", path(name))
    return tuple(picture[-3:])


# What goes to the court goes without what nobody made a mark for the court; what a note hides stays hidden.
document = run("evidence", "add", case, path("hiding.pdf"))[0]["id"]
notes = run("mark", "received", document)
ok(len(notes), 3 + len(MANY), "more notes than a portion holds are all listed")
good = next(n for n in notes if n["note"] == "GOODWORDS")
mark = run("mark", "adopt", document, good["id"])
mark = mark[0] if isinstance(mark, list) else mark
saved = run("evidence", "save", document, path("private.pdf"), "--marked", "--covers-stay")
ok((saved["received_left_out"], said("private.pdf")), (3 + len(MANY), []), "an adopted note that is private is not in the court's copy")
run("mark", "update", mark["id"], "--audience", "court")
COVERED = "“Hiding”: words are covered or cannot be seen on page 1, and can be copied out of this copy."
for how in (("--marked",), ("--marked", "--flatten"), ("--marked", "--audience", "team"), ()):
    run("evidence", "save", document, path("court.pdf"), *how, status=5)
    ok((COVERED in told, os.path.exists(path("court.pdf"))), (True, False), f"nothing leaves with words under a cover: {how}")
saved = run("evidence", "save", document, path("court.pdf"), "--marked", "--covers-stay")
ok((saved["covered_pages"], told), ("1", [COVERED]), "but for who says so, and is told again")
ok(b"paid" in outside("pdftotext", path("court.pdf"), "-"), True, "as it is")
ok((saved["received_left_out"], said("court.pdf")), (3 + len(MANY), ["GOODWORDS"]), "one for the court is, and no other")
ok((pixel("court.pdf", 200, 135), pixel("court.pdf", 420, 130), pixel("court.pdf", 310, 233)), ((0, 0, 0), (255, 0, 0), (255, 255, 255)),
   "the box hides, the stamp stays, the text is gone")
saved = run("evidence", "save", document, path("flat.pdf"), "--marked", "--flatten", "--covers-stay")
ok((saved["received_left_out"], said("flat.pdf")), (3 + len(MANY), []), "drawn into the page nothing is left to read")
saved = run("evidence", "save", document, path("team.pdf"), "--marked", "--audience", "team", "--covers-stay")
ok((saved["received_left_out"], said("team.pdf")), (0, ["FREEWORDS", "GOODWORDS"]), "the team sees what was there")
ok((pixel("team.pdf", 98, 842 - 712), pixel("court.pdf", 98, 842 - 712) != (255, 255, 255)), (pixel("court.pdf", 98, 842 - 712), True),
   "a note that was adopted stands there once, as one's own mark")
run("evidence", "save", document, path("same.pdf"), "--covers-stay")
ok(open(path("same.pdf"), "rb").read() == open(path("hiding.pdf"), "rb").read(), True, "the original is as it came")
run("evidence", "update", document, "--exhibit", "P1")
run("bundle", "build", case, path("court-bundle.pdf"), "--copy", "court", status=5)
ok((told, os.path.exists(path("court-bundle.pdf"))),
   (["“Hiding”, page 1: words are covered or cannot be seen, and can be copied out of this bundle."], False), "no bundle either")
built = run("bundle", "build", case, path("court-bundle.pdf"), "--copy", "court", "--covers-stay")
ok((said("court-bundle.pdf"), any("1206" in words for words in built["warnings"])), ([], True), "the court's bundle, which says so")
ok([words for words in built["warnings"] if "copied out" in words or "hidden" in words],
   ["“Hiding”, page 1: words are covered or cannot be seen, and can be copied out of this bundle."], "and what is only hidden in it")
run("bundle", "rebuild", built["id"], path("again.pdf"), status=5)
run("bundle", "rebuild", built["id"], path("again.pdf"), "--covers-stay")
ok(open(path("again.pdf"), "rb").read() == open(path("court-bundle.pdf"), "rb").read(), True, "built again it is asked again")
ok(any("copied" in words for words in run("bundle", "build", case, path("counsel.pdf"))["warnings"]), False, "counsel's own hides nothing")
ok("FREEWORDS" in said("counsel.pdf"), True, "counsel's own bundle keeps them")
run("redact", "add", document, "--find", "hotel")
saved = run("redact", "apply", document, path("redacted.pdf"))
text = outside("pdftotext", path("redacted.pdf"), "-")
ok((saved["received_left_out"], said("redacted.pdf"), b"hotel" in text, b"keeper" in text), (3 + len(MANY), [], False, True), "a redacted copy")
ok([[value // 128 for value in pixel("redacted.pdf", *at)] for at in ((200, 135), (420, 130), (310, 233))], [[0, 0, 0], [1, 0, 0], [1, 1, 1]],
   "what a note hid is burnt, the stamp is drawn, the text is not")
ok((b"paid" in text, b"paid" in outside("pdftotext", path("hiding.pdf"), "-")), (False, True), "and the words under it are gone")
# A scan: its picture is whole under a pen; a box over an empty place of a page with words is no matter.
for name, notes, content in (("scan.pdf", [b"/Subtype /Ink /BS << /W 20 >> /Rect [100 100 300 120] /InkList [[100 110 300 110]]"], b"0.5 g 0 0 595 842 re f"),
                             ("empty.pdf", [b"/Subtype /Square /IC [0 0 0] /Rect [100 100 300 120]"], CONTENT)):
    CONTENT = content
    with open(path(name), "wb") as file:
        file.write(make_pdf(notes, 0))
    made = run("evidence", "add", case, path(name))[0]["id"]
    run("evidence", "save", made, path("copy-" + name), *([] if name == "scan.pdf" else ["--marked"]), status=5 if name == "scan.pdf" else 0)
    saved = run("evidence", "save", made, path("copy-" + name), "--marked", "--replace", "--covers-stay")
    ok((saved["covered_pages"], [("whole picture" in line) for line in told]), ("1", [True]) if name == "scan.pdf" else (None, []), "a cover on " + name)
    if name == "scan.pdf":
        ok(pixel("copy-scan.pdf", 200, 842 - 110), (0, 0, 0), "the pen hides it")
# A redacted copy takes away what is hidden on its other pages as well: they become pictures.
for name, notes, content in (("one.pdf", [], b"BT /F1 12 Tf 72 700 Td (The court sits in Malindi) Tj ET"), ("other.pdf", HIDING[1:2], HOTEL)):
    CONTENT = content
    with open(path(name), "wb") as file:
        file.write(make_pdf(notes, 0))
outside("qpdf", "--empty", "--pages", path("one.pdf"), path("other.pdf"), "--", path("two.pdf"))
made = run("evidence", "add", case, path("two.pdf"))[0]["id"]
run("redact", "add", made, "--find", "sits")
saved = run("redact", "apply", made, path("two-redacted.pdf"))
text = outside("pdftotext", path("two-redacted.pdf"), "-")
ok((saved["redacted_pages"], b"Malindi" in text, b"keeper" in text, b"paid" in text), (2, True, True, False), "words under a box are in no redacted copy")
ok([value // 128 for value in outside("pdftoppm", "-r", "72", "-f", "2", "-x", "200", "-y", "135", "-W", "1", "-H", "1", path("two-redacted.pdf"))[-3:]],
   [0, 0, 0], "and the box is burnt in")
saved = run("evidence", "save", made, path("two-court.pdf"), "--marked")
ok((saved["covered_pages"], b"paid" in outside("pdftotext", path("two-court.pdf"), "-")), (None, False), "nor in a marked copy of a document with redactions")
# A box that the page draws itself, and white ink on white paper, keep copies back as a note does; the way out is one word.
CONTENT = (b"BT /F1 12 Tf 72 700 Td (The hotel keeper was paid) Tj ET 0 g 140 694 60 16 re f 1 g BT /F1 12 Tf 72 600 Td (WHITEWORDS here) "
           b"Tj ET 0 g BT /F1 12 Tf 72 500 Td (The rest stays) Tj ET")
with open(path("painted.pdf"), "wb") as file:
    file.write(make_pdf([], 0))
outside("qpdf", "--empty", "--pages", path("one.pdf"), path("painted.pdf"), "--", path("painted2.pdf"))
made = run("evidence", "add", case, path("painted2.pdf"))[0]["id"]
run("evidence", "save", made, path("painted-court.pdf"), "--marked", status=5)
ok(told, ["“Painted2”: words are covered or cannot be seen on page 2, and can be copied out of this copy."], "a box on the page itself")
run("evidence", "save", made, path("painted-court.pdf"), status=5)
run("redact", "add", made, "--find", "sits")
run("redact", "apply", made, path("painted-court.pdf"))
text = outside("pdftotext", path("painted-court.pdf"), "-")
ok((b"keeper" in text, b"WHITE" in text, b"hotel" in text, b"rest stays" in text), (False, False, True, True),
   "a redacted copy has only words that can be seen")
run("undo")
rows = run("redact", "add", made, "--hidden")
ok([(row["page"], row["quoted"], row["reach"]) for row in rows], [(2, "per was p", "here"), (2, "WHITEWORDS here", "here")], "what others covered is redacted")
run("redact", "add", made, "--hidden", status=1)
run("evidence", "save", made, path("painted-out.pdf"), "--marked")
text = outside("pdftotext", path("painted-out.pdf"), "-")
ok((b"keeper" in text, b"WHITE" in text, b"hotel" in text, b"rest stays" in text), (False, False, True, True), "and the copy leaves without a question")
# A file with more of them than are kept.
with open(path("crowd.pdf"), "wb") as file:
    file.write(make_pdf(MANY * 5, 0))
document = run("evidence", "add", case, path("crowd.pdf"))[0]["id"]
done = subprocess.run([PROGRAM, "mark", "received", document, "--vault", path("v.jalada"), "--passphrase-file", path("secret"), "--json"],
                      capture_output=True, text=True, stdin=subprocess.DEVNULL)
ok((len(json.loads(done.stdout)), "more notes than are listed" in done.stderr), (5000, True), "that there are more is said")
shutil.rmtree(folder)
print(f"1..{count}")
