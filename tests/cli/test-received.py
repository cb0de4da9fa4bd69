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
    if done.returncode != status:
        ok((done.returncode, done.stderr), status, " ".join(verb[:2]))
    return json.loads(done.stdout) if done.stdout.strip().startswith(("{", "[")) else done.stdout


CONTENT = b"BT /F1 12 Tf 72 700 Td (The hotel keeper was paid in Malindi) Tj ET"
NOTES = [b"/Subtype /Line /Rect [80 80 200 200] /L [90 90 (x) 190]",
         b"/Subtype /Highlight /Rect [72 696 168 714] /QuadPoints [72 714 168 714 72 696 168 696] /C [0.5 0.9 0.4] /T (A. Otieno) "
         b"/Contents (look\\007 here)",
         b"/Subtype /Text /Rect [300 600 320 620] /T <FEFF0057002E00200041> /Contents (why?)",
         b"/Subtype /Line /Rect [80 80 200 200] /L [90 90 190 190] /LE [/None /OpenArrow]",
         b"/Subtype /Link /Rect [1 1 9 9] /A << /S /URI /URI (http://example.invalid) >>",
         b"/Subtype /Ink /Rect [1 1 9 9] /InkList [[1 2 (x)]]", b"/Subtype /Square /Rect [1 1 1e9 9]"]


def make_pdf():
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 90 /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R "
               b"/Annots [" + b" ".join(b"<< /Type /Annot %s >>" % note for note in NOTES) + b"] >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(CONTENT), CONTENT)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out))


for name, content in (("secret", b"nne maneno yasiyo ya kawaida"), ("noted.pdf", make_pdf())):
    with open(path(name), "wb") as file:
        file.write(content)
run("vault", "create", "--strength", "min", "--person", "Wanjiru Mwangi")
case = run("case", "add", "--title", "Republic v Nobody")["id"]
document = run("evidence", "add", case, path("noted.pdf"))[0]["id"]
notes = run("mark", "received", document)
ok(sorted((n["kind"], n["author"], n["note"], n["color"]) for n in notes),
   [("arrow", "", "", "yellow"), ("highlight", "A. Otieno", "look here", "green"), ("note", "W. A", "why?", "yellow")],
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
ok((len(run("mark", "list", document)), len(run("mark", "received", document))), (0, 3), "taken back in one step")
shutil.rmtree(folder)
print(f"1..{count}")
