#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample case's bundles are as check-bundle.py wants them, and it notices what is not. Arguments: jaladactl, the checker."""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM, CHECKER = sys.argv[1:3]


def check(path):
    done = subprocess.run([sys.executable, CHECKER, path, "--json"], capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def main():
    print("1..4")
    failed = 0

    def report(number, name, good, seen):
        nonlocal failed
        failed += not good
        print("%s %d %s" % ("ok" if good else "not ok", number, name))
        print("# " + str(seen)[:1000], flush=True)

    with tempfile.TemporaryDirectory(prefix="jalada-test-") as folder:
        passphrase, vault, bundle, changed = (os.path.join(folder, name) for name in ("passphrase", "v.jalada", "bundle.pdf", "changed.pdf"))
        with open(passphrase, "w", encoding="utf-8") as file:
            file.write("korosho nne mbili\n")
        made = subprocess.run([PROGRAM, "sample", vault, "--passphrase-file", passphrase, "--strength", "min", "--json"],
                              capture_output=True, check=True)
        subprocess.run([PROGRAM, "bundle", "build", json.loads(made.stdout)["id"], bundle, "--vault", vault, "--passphrase-file", passphrase],
                       stdout=subprocess.DEVNULL, check=True)
        code, seen = check(bundle)
        report(1, "every stamp, label and line of the index", code == 0 and seen["problems"] == []
               and seen["pages"] == seen["stamps_right"] == seen["labels_equal_to_page"] >= 100
               and seen["index_lines"] == seen["index_lines_right"] >= 51, seen)

        subprocess.run(["qpdf", "--rotate=+90:40", bundle, changed], check=True)
        code, seen = check(changed)
        report(2, "a turned page is noticed", code == 1 and len(seen["problems"]) == 1 and seen["problems"][0].startswith("page 40:"),
               seen["problems"])

        # Two pages of evidence change places: stamps, index and outline no longer agree with the file.
        subprocess.run(["qpdf", bundle, "--pages", ".", "1-59,61,60,62-z", "--", changed], check=True)
        code, seen = check(changed)
        report(3, "pages in another order are noticed", code == 1 and "labels differ from the place in the file" in seen["problems"]
               and any("prints 60, leads to 61" in text for text in seen["problems"]), seen["problems"])

        # The index's first link leads to where its second one leads.
        done = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", bundle, "-"], capture_output=True, check=True)
        parts = done.stdout.split(b"/Subtype /Link")
        first = parts[0][parts[0].rindex(b"/Dest ["):parts[0].index(b"]", parts[0].rindex(b"/Dest ["))]
        at = parts[0].rindex(b"/Dest [")
        target = next(part[part.rindex(b"/Dest ["):part.index(b"]", part.rindex(b"/Dest ["))] for part in parts[1:-1]
                      if part[part.rindex(b"/Dest ["):part.index(b"]", part.rindex(b"/Dest ["))] != first)
        with open(changed, "wb") as file:
            file.write(parts[0][:at] + target + parts[0][at + len(first):] + b"/Subtype /Link" + b"/Subtype /Link".join(parts[1:]))
        fixed = subprocess.run(["fix-qdf", changed], capture_output=True, check=True).stdout
        with open(changed, "wb") as file:
            file.write(fixed)
        code, seen = check(changed)
        report(4, "a link that leads elsewhere is noticed", code == 1 and any(text.startswith("line 1 of the index") for text in seen["problems"]),
               seen["problems"])
    sys.exit(1 if failed else 0)


main()
