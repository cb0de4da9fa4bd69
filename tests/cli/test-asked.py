#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before a copy leaves: pages without words, faults, what no page shows; slanted writing, a letter a line, shared patterns.

test-asked.py JALADACTL"""
import json
import os
import re
import shutil
import subprocess
import sys

import leaks
from leaks import NAME, Vault, check, make_carriers, make_patterned, make_pdf, make_png, make_shared, make_unseen, text_of


def dark(path, x1, y1, x2, y2):
    """Points (square) of the first page that are black within the box, y downwards."""
    pixels = subprocess.run(["pdftoppm", "-r", "72", "-gray", "-x", str(x1), "-y", str(y1), "-W", str(x2 - x1), "-H", str(y2 - y1), "-singlefile", path],
                            check=True, capture_output=True).stdout
    return sum(value < 64 for value in pixels[-(x2 - x1) * (y2 - y1):])


def main():
    vault = Vault()
    good = []
    ident = lambda row: row.get("document_id") or row["id"]
    vault.write("a.pdf", make_pdf(["He came with Amina"]))

    # A scan shows what it shows: nobody but its reader can say whom it names.
    third = vault.run("case", "add", "--title", "Republic v A landlord", "--number", "CR 93")["id"]
    vault.run("case", "names", third, "add", NAME, "--kind", "person")
    scan = ident(vault.run("evidence", "add", third, vault.write("scan.png", make_png(120, 160)))[0])
    words = ident(vault.run("evidence", "add", third, vault.write("words.pdf", make_pdf(["A charge of another case"])))[0])
    vault.run("evidence", "save", words, vault.path("words-copy.pdf"), "--marked")
    vault.run("evidence", "save", scan, vault.path("scan-copy.pdf"), "--marked", status=5)
    good.append(check("a scan is asked about before its copy for the court", "page 1 has no words that could be searched" in vault.said
                      and "--unsearched-stay" in vault.said and not os.path.exists(vault.path("scan-copy.pdf"))))
    vault.run("evidence", "save", scan, vault.path("scan-copy.pdf"), "--marked", "--unsearched-stay")
    good.append(check("and saved when somebody has looked", os.path.exists(vault.path("scan-copy.pdf"))))
    place = next(row["id"] for row in vault.run("bundle", "sections", third) if row["section"].startswith("A."))
    vault.run("bundle", "sort", place, scan, words)
    vault.run("bundle", "build", third, vault.path("scans.pdf"), "--copy", "court", status=5)
    good.append(check("so in the court's bundle", "page 1 has no words that could be searched" in vault.said
                      and not os.path.exists(vault.path("scans.pdf"))))
    vault.run("bundle", "build", third, vault.path("counsel.pdf"))
    let = vault.run("bundle", "build", third, vault.path("scans.pdf"), "--copy", "court", "--unsearched-stay")
    good.append(check("which says it all the same", any("no words that could be searched" in w for w in let["warnings"])))
    vault.run("redact", "add", scan, "--area", "1,10,10,20,20")
    again = vault.run("bundle", "build", third, vault.path("looked-at.pdf"), "--copy", "court")
    good.append(check("a page with a box was looked at", not any("no words" in w for w in again["warnings"])))

    # A page that was not drawn without faults, and one without words, in a redacted copy.
    faulty = ident(vault.run("evidence", "add", third, vault.write("faulty.pdf", make_pdf(
        ["The landlord met Amina Finwick", "", "A list of Amina Finwick) Tj ET /Nope Do BT /F1 12 Tf 72 600 Td (and more"])))[0])
    vault.run("redact", "add", faulty, "--names")
    vault.run("redact", "apply", faulty, vault.path("faulty-copy.pdf"), status=5)
    good.append(check("a redacted copy asks about pages without words", "page 2 has no words that could be searched" in vault.said
                      and "--unsearched-stay" in vault.said and not os.path.exists(vault.path("faulty-copy.pdf"))))
    vault.run("redact", "apply", faulty, vault.path("faulty-copy.pdf"), "--unsearched-stay", status=5)
    good.append(check("and about a page that could not be drawn without faults, and names it",
                      "page 3 could not be drawn without faults" in vault.said and "--incomplete-stay" in vault.said
                      and not os.path.exists(vault.path("faulty-copy.pdf"))))
    let = vault.run("redact", "apply", faulty, vault.path("faulty-copy.pdf"), "--unsearched-stay", "--incomplete-stay")
    good.append(check("what was let go is told once more", all("page 3 could not be drawn" in words and "page 2" in let["unsearched"]
                                                                for words in (vault.said, let["incomplete"]))))
    kept = text_of(vault.path("faulty-copy.pdf"))
    good.append(check("which is kept as drawn when somebody says so", "and more" in kept and "Amina" not in kept))
    vault.run("evidence", "save", faulty, vault.path("faulty-court.pdf"), "--marked", "--unsearched-stay", status=5)
    good.append(check("so in the marked copy for the court", "page 3 could not be drawn" in vault.said
                      and not os.path.exists(vault.path("faulty-court.pdf"))))
    let = vault.run("evidence", "save", faulty, vault.path("faulty-court.pdf"), "--marked", "--unsearched-stay", "--incomplete-stay")
    good.append(check("and tells it once more", all("page 3 could not be drawn" in words for words in (vault.said, let["incomplete"]))))
    vault.run("bundle", "sort", place, faulty)
    vault.run("bundle", "build", third, vault.path("faulty-bundle.pdf"), "--copy", "court", "--unsearched-stay", status=5)
    good.append(check("and in the court's bundle", "page 3 could not be drawn" in vault.said
                      and not os.path.exists(vault.path("faulty-bundle.pdf"))))
    let = vault.run("bundle", "build", third, vault.path("faulty-bundle.pdf"), "--copy", "court", "--unsearched-stay", "--incomplete-stay")
    good.append(check("whose warnings tell it", any("page 3 could not be drawn" in line for line in let["warnings"])))
    good.append(check("which is built all the same when somebody says so", "and more" in text_of(vault.path("faulty-bundle.pdf"))))
    said = [json.loads(row["payload"]) for row in vault.run("vault", "audit", third) if row["verb"] == "document.redact"]
    good.append(check("the record says what was let go", [(row["unsearched"], row["incomplete"], row["parts_stay"], row["redactions"])
                                                           for row in said] == [(True, True, False, 2)]))
    rows = [row for row in vault.run("vault", "audit", third) if row["verb"] in ("document.export", "bundle.build")]
    last = {row["verb"]: json.loads(row["payload"]) for row in sorted(rows, key=lambda row: row["sequence"])}
    good.append(check("of the marked copy and of the bundle, too", [(last[verb]["unsearched"], last[verb]["incomplete"])
                                                                    for verb in ("document.export", "bundle.build")] == [(True, True)] * 2))

    # A letter a line, in two columns beside a line that says the name as well: refused while only that one is redacted.
    down = lambda x, word: "".join(f") Tj ET BT /F1 12 Tf {x} {600 - 16 * k} Td ({c}" for k, c in enumerate(word))
    upright = ident(vault.run("evidence", "add", third, vault.write("upright.pdf", make_pdf(
        ["A list" + down(80, "Amina") + down(300, "Finwick") + f") Tj ET BT /F1 12 Tf 150 560 Td ({NAME} side"])))[0])
    rows = vault.run("redact", "add", upright, "--names")
    good.append(check("a name of a letter a line is found, in its pieces", sorted(re.sub(r"\s", "", row["quoted"]) for row in rows)
                      == ["Amina", "AminaFinwick", "Finwick"]))
    vault.run("redact", "apply", upright, vault.path("upright-copy.pdf"))
    good.append(check("and burnt", re.sub(r"\s", "", text_of(vault.path("upright-copy.pdf"))).replace("side", "") == "Alist"))
    vault.run("redact", "remove", *[row["id"] for row in rows if len(re.sub(r"\s", "", row["quoted"])) < 12])
    vault.run("redact", "apply", upright, vault.path("upright-2.pdf"), status=5)
    good.append(check("a copy that still shows it is refused", "page 1" in vault.said and not os.path.exists(vault.path("upright-2.pdf"))))

    # What somebody lets stand in sight excuses nothing in a hidden layer of the same page.
    layered = ident(vault.run("evidence", "add", third, vault.write("layered.pdf", make_unseen(NAME, "A report on " + NAME)))[0])
    rows = vault.run("redact", "add", layered, "--names")
    vault.run("redact", "update", next(row["id"] for row in rows if row["page"] == 1), "--state", "rejected")
    again = vault.run("redact", "find", third, "--names")
    good.append(check("a name let stand in sight is found in the layer below", [row["where"] for row in again if row["document"] == layered and row["page"] == 1] == ["page", "layer"] or print("#", again)))
    vault.run("redact", "add", layered, "--names")
    vault.run("redact", "apply", layered, vault.path("layered-copy.pdf"), "--incomplete-stay")
    left = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", vault.path("layered-copy.pdf"), "-"], capture_output=True, check=True).stdout
    good.append(check("and is not in the copy, which says it where it was let stand", left.count(NAME.encode()) <= 1
                      and text_of(vault.path("layered-copy.pdf")).count(NAME) == 1))

    # Slanted writing: its words are no words of the text, and the picture shows them. They are burnt letter by letter.
    slanted = ident(vault.run("evidence", "add", third, vault.write("slanted.pdf", make_pdf(
        ["A form of the clinic) Tj ET BT /F1 14 Tf 0.866 0.5 -0.5 0.866 100 400 Tm (" + NAME])))[0])
    vault.run("redact", "add", slanted, "--names")
    vault.run("redact", "apply", slanted, vault.path("slanted-copy.pdf"))
    good.append(check("a slanted name is burnt where it stands", text_of(vault.path("slanted-copy.pdf")).strip() == "A form of the clinic"
                      and dark(vault.path("slanted-copy.pdf"), 90, 350, 230, 450) > 1500))
    vault.run("undo")
    vault.run("redact", "add", slanted, "--find", "clinic")
    vault.run("redact", "apply", slanted, vault.path("slanted-copy.pdf"), "--replace", status=5)
    good.append(check("a copy that shows it is refused", f"page 1: {NAME}" in vault.said))

    # What no page shows: nobody can redact the name of a font, or what a camera wrote beside a picture. The pages are drawn.
    subprocess.run(["pdftoppm", "-r", "20", "-jpeg", "-singlefile", vault.path("a.pdf"), vault.path("photo")], check=True)
    with open(vault.path("photo.jpg"), "rb") as photo:
        carriers = ident(vault.run("evidence", "add", third, vault.write("carriers.pdf", make_carriers(NAME, photo.read())))[0])
    plain_of = lambda name: subprocess.run(["qpdf", "--qdf", "--object-streams=disable", vault.path(name), "-"], capture_output=True, check=True).stdout
    vault.run("evidence", "save", carriers, vault.path("carriers-copy.pdf"), "--marked", status=5)
    good.append(check("what no page shows stops a copy, with its pages and a way out", f"page 2: {NAME}" in vault.said and f"page 4: {NAME}" in vault.said
                      and "--draw-pages" in vault.said and "no page shows" in vault.said and not os.path.exists(vault.path("carriers-copy.pdf"))
                      or print("#", vault.said)))
    let = vault.run("evidence", "save", carriers, vault.path("carriers-copy.pdf"), "--marked", "--draw-pages")
    said = text_of(vault.path("carriers-copy.pdf"))
    good.append(check("drawn as pictures the pages keep their words, and nobody is asked what they show", all(words in said for words in (
        "A cover", "A letter", "Its end", "A photo")) and let["incomplete"] is None and b"Finwick" not in plain_of("carriers-copy.pdf")))
    vault.run("bundle", "sort", place, carriers)
    vault.run("bundle", "build", third, vault.path("carriers-bundle.pdf"), "--copy", "court", "--unsearched-stay", "--incomplete-stay", status=5)
    good.append(check("so in the court's bundle", "“Carriers”, page 2" in vault.said and "--draw-pages" in vault.said
                      and not os.path.exists(vault.path("carriers-bundle.pdf")) or print("#", vault.said)))
    let = vault.run("bundle", "build", third, vault.path("carriers-bundle.pdf"), "--copy", "court", "--unsearched-stay", "--incomplete-stay", "--draw-pages")
    good.append(check("which draws them", "Its end" in text_of(vault.path("carriers-bundle.pdf")) and b"Finwick" not in plain_of("carriers-bundle.pdf")))
    vault.run("bundle", "rebuild", let["id"], vault.path("carriers-again.pdf"), "--unsearched-stay", "--incomplete-stay")
    good.append(check("and is built again to the last byte", open(vault.path("carriers-again.pdf"), "rb").read() == open(vault.path("carriers-bundle.pdf"), "rb").read()))

    # One pattern for four pages: each of them shows it, whichever way it becomes a picture; a file with faults is drawn for those.
    for what, first, verb in (("drawn when asked", b"", ("evidence", "save")), ("drawn for a word on each", b"", ("redact", "apply")),
                              ("drawn for the file's faults", b"x", ("evidence", "save"))):
        shared = ident(vault.run("evidence", "add", third, vault.write("shared.pdf", first + make_shared(NAME, 4, what)))[0])
        options = ["--marked", "--draw-pages"] if verb[0] == "evidence" else []
        if verb[0] == "redact":
            vault.run("redact", "add", shared, "--find", "Nairobi")
        vault.run(*verb, shared, vault.path("shared-copy.pdf"), *options, status=5)
        good.append(check(f"a pattern of four pages, {what}: each is told", "stands in pages 1–4, and not among" in vault.said
                          and not os.path.exists(vault.path("shared-copy.pdf")) or print("#", vault.said)))

    # A heading with the name is burnt, or may stand: the pattern of the page says it beside that.
    for what in ("burnt", "let stand"):
        both = ident(vault.run("evidence", "add", third, vault.write("both.pdf", make_patterned(NAME, f"On {NAME}" + (" again" if what != "burnt" else ""))))[0])
        rows = vault.run("redact", "add", both, "--names")
        if what != "burnt":
            vault.run("redact", "update", *[row["id"] for row in rows], "--state", "rejected")
            vault.run("redact", "add", both, "--find", "again")
        vault.run("redact", "apply", both, vault.path("both-copy.pdf"), status=5)
        good.append(check(f"a pattern says the name beside a heading that is {what}: it is asked", "stands in page 1, and not among" in vault.said
                          and not os.path.exists(vault.path("both-copy.pdf")) or print("#", vault.said)))
    vault.run("evidence", "save", both, vault.path("both-copy.pdf"), "--marked", status=5)

    # What is let stand in a line lets nothing stand that is slanted, or of a letter a line, on the same page.
    slant = ") Tj ET BT /F1 14 Tf 0.866 0.5 -0.5 0.866 100 400 Tm (" + NAME
    for what, more in (("slanted", slant), ("of a letter a line", down(300, NAME.replace(" ", "")))):
        path = vault.write("twice.pdf", make_pdf([f"A report on {NAME}" + more + ") Tj ET BT /F1 12 Tf 72 100 Td (the clinic"]))
        twice = ident(vault.run("evidence", "add", third, path)[0])
        rows = vault.run("redact", "add", twice, "--names")
        for row in rows:
            if "\n" not in row["quoted"] and "Finwick" in row["quoted"] and " " in row["quoted"] and len(row["quoted"]) == len(NAME):
                vault.run("redact", "update", row["id"], "--state", "rejected")
            else:
                vault.run("redact", "remove", row["id"])
        vault.run("redact", "add", twice, "--find", "clinic")
        vault.run("redact", "apply", twice, vault.path("twice-out.pdf"), "--incomplete-stay", status=5)
        good.append(check(f"a name let stand in the heading lets none stand that is {what}", f"page 1: {NAME}" in vault.said
                          and not os.path.exists(vault.path("twice-out.pdf"))))

    shutil.rmtree(vault.folder)
    print(f"1..{leaks.NUMBER}")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
