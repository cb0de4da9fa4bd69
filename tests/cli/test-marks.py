#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks out of the vault: only those of the chosen audience leave, in any encoding; XFDF says what the rows say."""
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

PROGRAM = sys.argv[1]
FOLDER = tempfile.mkdtemp(prefix="jalada-marks-")
NS = "{http://ns.adobe.com/xfdf/}"
# Not Latin-1, so that a PDF has to write it as UTF-16.
NOTES = {"private": "Siri ya wakili ŵŷ", "team": "Kwa timu tu ŵŷ", "court": "Kwa mahakama ŵŷ"}
PLAIN = {"private": "OnlyForMe", "team": "OnlyForTeam", "court": "ForTheCourt"}
PLACES = {"highlight": ["--find", "buyer"], "underline": ["--find", "paid"], "strikeout": ["--find", "nine"], "note": ["--area", "300,300,20,20"],
          "box": ["--area", "300,560,80,40"], "line": ["--line", "100,500,200,550"], "arrow": ["--line", "100,520,200,570"],
          "ink": ["--ink", "100,640,120,660,140,640"], "text": ["--area", "60,700,200,40"]}
SEEN = {"court": ["court"], "team": ["court", "team"], "private": ["court", "team", "private"]}


def path(name):
    return os.path.join(FOLDER, name)


def run(*words):
    done = subprocess.run([PROGRAM, *words, "--vault", path("v.jalada"), "--passphrase-file", path("p"), "--json"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, (words, done.stderr.decode())
    return json.loads(done.stdout) if done.stdout.strip() else None


def make_pdf():
    content = "BT /F1 14 Tf 72 700 Td (The buyer paid at nine) Tj ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
               "<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode())
    xref = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % xref


def forms(words):
    """The words as any program could have written them into a PDF."""
    for data in (words.encode(), words.encode("utf-16-be")):
        yield data
        yield data.hex().encode()
        yield data.hex().upper().encode()


def read_all(file):
    """The bytes of the file, and every decoded stream and string of it, by two programs."""
    raw = open(file, "rb").read()
    qdf = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", file, "-"], stdout=subprocess.PIPE).stdout
    shown = subprocess.run(["mutool", "show", "-b", file, "grep"], stdout=subprocess.PIPE).stdout
    # qpdf writes a string's bytes with escapes; mutool writes text.
    plain = b"".join(bytes([int(part[:3], 8)]) + part[3:] if i and part[:3].isdigit() else part
                     for i, part in enumerate(qdf.split(b"\\")))
    text = subprocess.run(["pdftotext", file, "-"], stdout=subprocess.PIPE).stdout
    return raw, qdf, plain, shown, text


def search(datas, words):
    return any(form in data for form in forms(words) for data in datas)


def check(ok, name):
    global failed, count
    count += 1
    print("%sok %d - %s" % ("" if ok else "not ", count, name), flush=True)
    failed = failed or not ok


failed, count = False, 0
open(path("p"), "w").write("korosho nne mbili\n")
open(path("a.pdf"), "wb").write(make_pdf())
run("vault", "create", "--strength", "min")
case = run("case", "add", "--title", "Kesi")["id"]
run("evidence", "add", case, path("a.pdf"))
document = run("evidence", "list", case)[0]["id"]
for i, audience in enumerate(NOTES):
    run("mark", "add", document, "--page", "1", "--kind", "note", "--area", "%d,300,20,20" % (100 + 40 * i), "--audience",
        audience, "--note", NOTES[audience])
    run("mark", "add", document, "--page", "1", "--kind", "text", "--area", "%d,400,120,40" % (60 + 140 * i), "--audience",
        audience, "--note", PLAIN[audience])
run("mark", "add", document, "--page", "1", "--kind", "highlight", "--find", "buyer paid", "--audience", "court", "--color", "pink")
run("mark", "add", document, "--page", "1", "--kind", "arrow", "--line", "100,500,200,550", "--audience", "court")
run("mark", "add", document, "--page", "1", "--kind", "ink", "--ink", "100,600,120,620,140,600;160,600,180,640", "--audience", "court",
    "--note", "Ink & <care>")
run("mark", "add", document, "--page", "1", "--kind", "box", "--area", "300,500,80,40", "--audience", "court")

# Every kind of mark for every audience, each with words of its own.
words = {(kind, who): "%sFor%sŵ" % (kind.capitalize(), who) for kind in PLACES for who in SEEN}
for (kind, who), note in words.items():
    run("mark", "add", document, "--page", "1", "--kind", kind, *PLACES[kind], "--audience", who, "--note", note)


def leaks(datas, allowed):
    """The words that are in it and may not be, and those that are not and should be."""
    return [note for key, note in words.items() if search(datas, note) != (key in allowed)]


for audience in SEEN:
    may = {key for key in words if key[1] in SEEN[audience]}
    for flat in (False, True):
        file = path("%s-%d.pdf" % (audience, flat))
        run("evidence", "save", document, file, "--marked", "--audience", audience, *(["--flatten"] if flat else []))
        datas = read_all(file)
        found = {who: search(datas, NOTES[who]) for who in NOTES}
        written = {who: search(datas, PLAIN[who]) for who in PLAIN}
        # Flattened, a note is a picture: its words stay here whoever it is for.
        check(found == {who: who in SEEN[audience] and not flat for who in NOTES},
              "notes for %s%s: %s" % (audience, ", drawn" if flat else "", found))
        check(written == {who: who in SEEN[audience] for who in PLAIN},
              "texts for %s%s: %s" % (audience, ", drawn" if flat else "", written))
        wrong = leaks(datas, {key for key in may if not flat or key[0] == "text"})
        check(not wrong, "every kind for %s%s: %s" % (audience, ", drawn" if flat else "", wrong))
    run("mark", "export", document, path(audience + ".xfdf"), "--audience", audience)
    wrong = leaks([open(path(audience + ".xfdf"), "rb").read()], may)
    check(not wrong, "every kind in XFDF for %s: %s" % (audience, wrong))
run("bundle", "sort", run("bundle", "sections", case)[0]["id"], document)
for copy in ("court", "counsel"):
    run("bundle", "build", case, path(copy + "-bundle.pdf"), "--copy", copy)
    datas = read_all(path(copy + "-bundle.pdf"))
    wrong = leaks(datas, set()) + [note for note in [*NOTES.values(), *PLAIN.values()] if search(datas, note)]
    check(not wrong and search(datas, "The buyer paid"), "no mark in the bundle for %s: %s" % (copy, wrong))

rows = {row["id"]: row for row in run("mark", "list", document)}
run("mark", "export", document, path("court.xfdf"), "--replace")
tree = xml.parse(path("court.xfdf")).getroot()
annotations = {annotation.get("name"): annotation for annotation in tree.find(NS + "annots")}
check(set(annotations) == {key for key, row in rows.items() if row["audience"] == "court"}, "XFDF holds the court's marks")
names = {"highlight": "highlight", "underline": "underline", "strikeout": "strikeout", "line": "line", "note": "text", "text": "freetext", "arrow": "line", "ink": "ink", "box": "square"}
good = True
for key, annotation in annotations.items():
    row = rows[key]
    numbers = [value for quad in row["quads"] for value in quad]
    rect = [float(value) for value in annotation.get("rect").split(",")]
    xs, ys = numbers[0::2], numbers[1::2]
    good = good and annotation.tag == NS + names[row["kind"]] and annotation.get("page") == str(row["page"] - 1)
    good = good and annotation.get("title") == row["author"]
    good = good and all(abs(a - b) < 1e-3 for a, b in zip(rect, [min(xs), min(ys), max(xs), max(ys)]))
    good = good and (annotation.findtext(NS + "contents") or "") == row["note"]
    if row["kind"] in ("highlight", "underline", "strikeout"):
        coords = [float(value) for value in annotation.get("coords").split(",")]
        good = good and len(coords) == len(numbers) and all(abs(a - b) < 1e-3 for a, b in zip(coords, numbers))
    if row["kind"] == "ink":
        strokes = [[tuple(map(float, pair.split(","))) for pair in gesture.text.split(";")]
                   for gesture in annotation.iter(NS + "gesture")]
        flat = [point for stroke in strokes for point in stroke]
        good = good and [len(stroke) for stroke in strokes] == ([3, 2] if "Ink &" in row["note"] else [3])
        good = good and all(abs(a[0] - b[0]) < 1e-3 and abs(a[1] - b[1]) < 1e-3 for a, b in zip(flat, row["points"]))
    if row["kind"] in ("arrow", "line"):
        ends = [tuple(map(float, annotation.get(end).split(","))) for end in ("start", "end")]
        good = good and all(abs(a[0] - b[0]) < 1e-3 and abs(a[1] - b[1]) < 1e-3 for a, b in zip(ends, row["points"]))
        good = good and annotation.get("tail") == ("OpenArrow" if row["kind"] == "arrow" else "None")
check(good, "XFDF says what the rows say")
check(not any(form in open(path("court.xfdf"), "rb").read() for who in ("private", "team") for form in forms(PLAIN[who])),
      "no other mark is in it")
mark = next(row["id"] for row in rows.values() if row["kind"] == "box" and not row["note"])
run("mark", "move", mark, "--by", "10,-20", "--size", "100,50")
moved = next(row for row in run("mark", "list", document) if row["id"] == mark)
check(moved["quads"][0] == [310, 362, 410, 362, 310, 312, 410, 312], "moved and resized: %s" % moved["quads"])
# What is moved quotes what is under it now, as in the window.
run("mark", "move", mark, "--to", "70,128", "--size", "66,20")
framed = next(row for row in run("mark", "list", document) if row["id"] == mark)
check(framed["quoted"] == "The buyer", "a box that was moved quotes what it frames: %r" % framed["quoted"])
mark = next(row["id"] for row in rows.values() if row["kind"] == "highlight" and not row["note"])
run("mark", "move", mark, "--by", "-27,0")
shifted = next(row for row in run("mark", "list", document) if row["id"] == mark)
check(shifted["quoted"].startswith("The buyer"), "a highlight that was moved quotes what it covers: %r" % shifted["quoted"])
run("mark", "move", mark, "--by", "0,200")
shifted = next(row for row in run("mark", "list", document) if row["id"] == mark)
check(shifted["quoted"] == "", "a highlight beside the words quotes none: %r" % shifted["quoted"])
print("1..%d" % count)
subprocess.run(["rm", "-r", FOLDER])
sys.exit(failed)
