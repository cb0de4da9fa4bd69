#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has looked at pages that no search can read: remembered, asked about again when that does not count any more, taken back.

test-looked.py JALADACTL"""
import os
import shutil
import subprocess
import sys

from leaks import NAME, Vault, check, make_pdf, make_pictured, make_png


def main():
    vault = Vault()
    good = []
    ident = lambda row: row.get("document_id") or row["id"]
    case = vault.run("case", "add", "--title", "Republic v A landlord", "--number", "CR 95")["id"]
    first = vault.run("case", "names", case, "add", NAME)[0]["id"]
    # A line of words over a picture of some.
    vault.write("a.pdf", make_pdf(["He came with Amina"]))
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", "-x", "60", "-y", "120", "-W", "240", "-H", "40", vault.path("a.pdf"), vault.path("line")], check=True)
    with open(vault.path("line.pgm"), "rb") as file:
        line = file.read()[-240 * 40:]
    unsaid = ident(vault.run("evidence", "add", case, vault.write("pictured.pdf", make_pictured(line, 240, 40, 240)))[0])
    wordless = ident(vault.run("evidence", "add", case, vault.write("blank.pdf", make_pdf(["Read in Nairobi", "", ""])))[0])
    state = lambda *options: [(row["document"], row["page"], row["kind"], row["state"], row["why"]) for row in vault.run("redact", "looked", case, *options)]

    # The bundle for the court: both kinds, by their document and page.
    section = next(row["id"] for row in vault.run("bundle", "sections", case) if row["section"].startswith("A."))
    vault.run("bundle", "sort", section, unsaid, wordless)
    court = lambda name, *options, status=0: vault.run("bundle", "build", case, vault.path(name), "--copy", "court", *options, status=status)
    court("open.pdf", status=5)
    good.append(check("a bundle asks of each page what it is asked for", "“Pictured”: page 1 shows a picture or writing beside its words" in vault.said
                      and "“Blank”: pages 2–3 have no words" in vault.said and "redact look" in vault.said and not os.path.exists(vault.path("open.pdf"))))
    good.append(check("so does the list", sorted(state()) == [("Blank", 2, "wordless", "open", None), ("Blank", 3, "wordless", "open", None), ("Pictured", 1, "unsaid", "open", None)]))
    made = court("all-the-same.pdf", "--unsearched-stay")
    good.append(check("a bundle that goes out all the same says so, and remembers nothing", any("“Pictured”: page 1 shows a picture" in w for w in made["warnings"])
                      and all(row[3] == "open" for row in state())))

    # Looked at, a part of them; the rest is asked about, and what was looked at is told.
    vault.run("redact", "look", unsaid)
    good.append(check("a look is kept with who and when", [(row["state"], bool(row["by"]), row["at"][:2]) for row in vault.run("redact", "looked", case, "--document", unsaid)]
                      == [("looked", True, "20")]))
    vault.run("redact", "look", wordless, "3")
    court("rest.pdf", status=5)
    good.append(check("the next copy asks about what is left", "“Blank”: page 2 has no words" in vault.said and "Pictured" not in vault.said
                      and "2 pages were looked at before (by " in vault.said))
    vault.run("evidence", "save", unsaid, vault.path("pictured-m.pdf"), "--marked")
    good.append(check("so do other copies of the document", os.path.exists(vault.path("pictured-m.pdf")) and "1 page was looked at before (by " in vault.said))
    vault.run("redact", "look", wordless, "1", status=1)
    vault.run("redact", "look", wordless, "2,x", status=2)
    vault.run("redact", "look", wordless)
    made = court("whole.pdf")
    good.append(check("nothing is asked when all were looked at, and the bundle tells it", any("3 pages were looked at before" in w for w in made["warnings"])
                      and not any("could not be searched" in w for w in made["warnings"])))
    audit = [row["verb"] for row in sorted(vault.run("vault", "audit", case), key=lambda row: row["sequence"]) if row["verb"].startswith("page.")]
    good.append(check("each is on record", audit == ["page.look"] * 3))
    vault.run("undo", case)
    good.append(check("one undo takes the last one back", [row[3] for row in state() if row[0] == "Blank"] == ["open", "looked"]))
    vault.run("redact", "look", wordless)

    # Fewer names do no harm. One more, or another one in its place, and somebody has to look again: the copy says why.
    second = next(row["id"] for row in vault.run("case", "names", case, "add", "Zuhura Kombo") if row["id"] != first)
    court("names.pdf", status=5)
    said = vault.said
    good.append(check("a name more: it is asked again, and why", {row[3:] for row in state()} == {("again", "names")}
                      and "before the case protected more names" in said and not os.path.exists(vault.path("names.pdf")) or print("#", said)))
    vault.run("case", "names", case, "remove", second)
    good.append(check("without it the looks count", {row[3] for row in state()} == {"looked"}))
    vault.run("case", "names", case, "update", first, "--name", "Amina Finwicke")
    good.append(check("a name that is written otherwise is another", {row[3:] for row in state()} == {("again", "names")}))
    vault.run("redact", "look", unsaid)
    vault.run("redact", "look", wordless)
    third = next(row["id"] for row in vault.run("case", "names", case, "add", "Zuhura Kombo") if row["id"] != first)
    vault.run("redact", "look", unsaid)
    vault.run("case", "names", case, "remove", third)
    good.append(check("who looked under more names looked under fewer, too", {row[3] for row in state()} == {"looked"}))

    # A box that was there is gone.
    vault.run("redact", "unlook", unsaid)
    box = vault.run("redact", "add", unsaid, "--area", "1,56,296,40,50")[0]["id"]
    vault.run("redact", "look", unsaid)
    vault.run("redact", "add", unsaid, "--area", "1,400,650,60,60")
    good.append(check("a box more does no harm", state("--document", unsaid)[0][3] == "looked"))
    vault.run("redact", "apply", unsaid, vault.path("boxed.pdf"))
    vault.run("redact", "update", box, "--state", "rejected")
    good.append(check("a box that was rejected: it is asked again", state("--document", unsaid)[0][3:] == ("again", "boxes")))
    vault.run("redact", "update", box, "--state", "accepted")
    vault.run("redact", "remove", box)
    vault.run("redact", "apply", unsaid, vault.path("unboxed.pdf"), status=5)
    said = vault.said
    good.append(check("one that is gone: the copy asks again, and says why", state("--document", unsaid)[0][3:] == ("again", "boxes")
                      and "a box on it is gone since" in said and not os.path.exists(vault.path("unboxed.pdf")) or print("#", said)))

    # A new version is another document; the same file in another case, too.
    newer = ident(vault.run("evidence", "add", case, vault.write("newer.pdf", make_pictured(line, 240, 40, 230)))[0])
    good.append(check("a new version is asked about", state("--document", newer)[0][3] == "open"))
    # A box answers for what it is painted over, and for no more.
    half = vault.run("redact", "add", newer, "--area", "1,56,300,60,46")[0]["id"]
    vault.run("redact", "apply", newer, vault.path("half.pdf"), status=5)
    good.append(check("a box over a part of the picture is no answer", "shows a picture or writing" in vault.said and not os.path.exists(vault.path("half.pdf")) or print("#", vault.said)))
    vault.run("redact", "remove", half)
    vault.run("redact", "add", newer, "--area", "1,56,300,240,46")
    vault.run("redact", "apply", newer, vault.path("over-all.pdf"))
    good.append(check("one over all of it is", os.path.exists(vault.path("over-all.pdf"))))
    other = vault.run("case", "add", "--title", "Republic v Another", "--number", "CR 96")["id"]
    vault.run("case", "names", other, "add", NAME)
    vault.run("evidence", "add", other, vault.path("blank.pdf"))
    good.append(check("so is the same file in another case", {row["state"] for row in vault.run("redact", "looked", other)} == {"open"}))

    # Taken back.
    vault.run("redact", "unlook", wordless, "2-3")
    good.append(check("what was said is taken back", [row[3] for row in state("--document", wordless)] == ["open", "open"]))
    vault.run("redact", "unlook", wordless, status=1)
    good.append(check("once", "Nobody has said" in vault.said))

    # Who looked has no key any more: the look counts, and that is said. A new name of somebody is none that left.
    own = vault.secret
    others = vault.write("other-key", b"nne maneno mengine ya kawaida")
    vault.run("vault", "slots", "add", "Otieno", "--new-passphrase-file", others, "--strength", "min")
    vault.secret = others
    vault.run("redact", "look", wordless, "2")
    vault.secret = own
    keys = lambda: [(row["by"], row["has_key"], row["state"]) for row in vault.run("redact", "looked", case, "--document", wordless)]
    good.append(check("who looked has a key", keys() == [("Otieno", True, "looked"), (None, None, "open")]))
    vault.run("vault", "slots", "rename", "Otieno", "Otieno Ouma")
    good.append(check("nobody left who has a new name", keys()[0] == ("Otieno", True, "looked")))
    vault.run("vault", "slots", "rename", "Otieno Ouma", "Otieno")
    vault.run("vault", "slots", "remove", "Otieno")
    good.append(check("who looked has left, and it counts", keys()[0] == ("Otieno", False, "looked")))
    vault.run("evidence", "save", wordless, vault.path("left.pdf"), "--marked", status=5)
    good.append(check("the copy says it", "by Otieno (no longer has a key), on" in vault.said or print("#", vault.said)))
    vault.run("vault", "slots", "add", "Otieno", "--new-passphrase-file", others, "--strength", "min")
    good.append(check("who came back has a key", keys()[0] == ("Otieno", True, "looked")))

    # A box on a page without words answers as before.
    vault.run("redact", "add", wordless, "--area", "2,10,10,20,20")
    good.append(check("a box on a page without words says that somebody saw it", [row[1] for row in state("--document", wordless)] == [3]))
    box = vault.run("redact", "list", wordless)[-1]["id"]
    vault.run("redact", "update", box, "--state", "rejected")
    good.append(check("one that was rejected does not", [row[1] for row in state("--document", wordless)] == [2, 3]))
    print(f"1..{len(good)}")
    shutil.rmtree(vault.folder)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
