#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""soak-marked.py BUILD: marks on pages that are turned, cropped and measured in units of their own, in copies that poppler, mupdf and
ghostscript draw.

Of each page a highlight, an underline, a box and an arrow leave in a marked copy, and in one with the marks drawn into the page. For
every page and program: how much of the page is marked, how much the two copies differ, and how far what is marked lies from where the
words are, in percent of the page. Ends with 1 when a program shows no marks, shows the copies otherwise, or shows them elsewhere.
"""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ui"))
from drawn import draw  # noqa: E402
from PIL import ImageChops  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
MEDIA, CROP = (-20, -30, 480, 670), (30, 45, 430, 605)
# Where the words begin, in default user space, and about how long and high they are.
AT, LENGTH, HEIGHT = (90, 400), 130, 22
OTHER = 24  # of 255: the same program draws the same page
AWAY = 1.5  # percent of the page: what programs smooth otherwise
PAGES = [(rotate, cropped, unit) for rotate in (0, 90, 180, 270) for cropped in (False, True) for unit in (1, 2)]


def make_pdf(path):
    objects = {1: "<< /Type /Catalog /Pages 2 0 R >>", 3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    kids = []
    for i, (rotate, cropped, unit) in enumerate(PAGES):
        number = 10 + 2 * i
        kids.append(f"{number} 0 R")
        text = f"BT /F 20 Tf {AT[0]} {AT[1]} Td (knewthehouse) Tj ET BT /F 20 Tf {AT[0]} {AT[1] + 120} Td (underlined) Tj ET"
        more = (f"/CropBox [ {' '.join(map(str, CROP))} ] " if cropped else "") + (f"/UserUnit {unit} " if unit != 1 else "")
        objects[number] = (f"<< /Type /Page /Parent 2 0 R /MediaBox [ {' '.join(map(str, MEDIA))} ] {more}/Rotate {rotate} "
                           f"/Contents {number + 1} 0 R /Resources << /Font << /F 3 0 R >> >> >>")
        objects[number + 1] = f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [ {' '.join(kids)} ] >>"
    out, at = b"%PDF-1.6\n", {}
    for number in sorted(objects):
        at[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode()
    start, last = len(out), max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    out += b"".join((f"{at[n]:010} 00000 n \n" if n in at else "0000000000 65535 f \n").encode() for n in range(1, last + 1))
    out += f"trailer\n<< /Size {last + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    with open(path, "wb") as f:
        f.write(out)


def changed(a, b):
    """What differs clearly: its share of the page and the box around it, in shares of the page. None where pages differ in size."""
    if a.size != b.size:
        return None
    red, green, blue = ImageChops.difference(a, b).split()
    mask = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda v: 255 if v >= OTHER else 0)
    box = mask.getbbox()
    return mask.histogram()[255] / (a.width * a.height), box and (box[0] / a.width, box[1] / a.height, box[2] / a.width, box[3] / a.height)


def shown(page, point):
    """A point of default user space as a share of the displayed page, from its top left corner."""
    rotate, cropped, _ = page
    x1, y1, x2, y2 = CROP if cropped else MEDIA
    x, y = (point[0] - x1) / (x2 - x1), (y2 - point[1]) / (y2 - y1)
    return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[rotate]


def far(box, page):
    """How far the box around the highlight lies from its words, in percent: it covers them and little more."""
    a, b = shown(page, (AT[0], AT[1] - 5)), shown(page, (AT[0] + LENGTH, AT[1] + HEIGHT - 5))
    wanted = min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
    return 100 * max(abs(s - w) for s, w in zip(box, wanted))


def main(build):
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        vault, secret = os.path.join(folder, "v.jalada"), os.path.join(folder, "secret")
        with open(secret, "w", encoding="utf-8") as f:
            f.write(PASSPHRASE)

        def ctl(*verb):
            done = subprocess.run([os.path.join(build, "src", "cli", "jaladactl"), "--vault", vault, "--passphrase-file", secret, "--json", *verb],
                                  check=True, capture_output=True, text=True)
            return json.loads(done.stdout) if done.stdout.strip() else None

        ctl("vault", "create", "--strength", "min")
        case = ctl("case", "add", "--title", "Fictional", "--number", "1")["id"]
        bare = os.path.join(folder, "bare.pdf")
        make_pdf(bare)
        ctl("evidence", "add", case, bare)
        document = ctl("evidence", "list", case)[0]["id"]
        copies = {"bare": draw(bare, True)}
        for page in range(1, len(PAGES) + 1):
            ctl("mark", "add", document, "--page", str(page), "--kind", "highlight", "--find", "knewthehouse", "--audience", "court", "--color", "blue")
        for step in ("highlight", "all"):
            if step == "all":
                for page in range(1, len(PAGES) + 1):
                    for kind, where in (("underline", ("--find", "underlined")), ("box", ("--area", "20,20,90,50")), ("arrow", ("--line", "30,120,150,200"))):
                        ctl("mark", "add", document, "--page", str(page), "--kind", kind, *where, "--audience", "court", "--color", "pink")
            for how in ("court", "flat"):
                path = os.path.join(folder, f"{step}-{how}.pdf")
                ctl("evidence", "save", document, path, "--marked", *(["--flatten"] if how == "flat" else []))
                copies[f"{step}-{how}"] = draw(path, True)
    print("rotate crop unit  program       marked   drawn into it   away")
    for i, page in enumerate(PAGES):
        for program in copies["bare"]:
            one = {name: drawn[program][i] for name, drawn in copies.items()}
            marked, same = changed(one["all-court"], one["bare"]), changed(one["all-court"], one["all-flat"])
            words = changed(one["highlight-court"], one["bare"])
            away = far(words[1], page) if words and words[1] else 100
            good = marked is not None and same is not None and marked[0] > 0.002 and same[0] <= 0.002 and away <= AWAY
            faults += not good
            print(f"{page[0]:>6} {'yes' if page[1] else 'no':>4} {page[2]:>4}  {program:<12} {marked[0] if marked else 0:>7.2%} "
                  f"{same[0] if same else 1:>14.3%} {away:>6.2f} %{'' if good else '  FAULT'}", flush=True)
    print(f"{len(PAGES)} pages, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
