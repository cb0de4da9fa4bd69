#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pages show more than their words say: a page of each kind, and the very kinds that are asked about.

test-unsaid.py UNSAID-TOOL"""
import os
import subprocess
import sys
import tempfile

import unsaid_pages

# No writing, or words that are searched with what no page shows, and asked about all the same: lines in all directions, and lands beside
# lands, are told from writing by nobody here, nor is half a line of words from half a line of outlines.
SAFE_SIDE = {"a map of colours", "drawing with hatching", "a line cut by the edge"}


def main():
    pdf, kinds = unsaid_pages.make()
    with tempfile.TemporaryDirectory(prefix="jalada-unsaid-") as folder:
        path = os.path.join(folder, "kinds.pdf")
        with open(path, "wb") as file:
            file.write(pdf)
        said = [line.split("\t")[2] for line in subprocess.run([sys.argv[1], path], capture_output=True, text=True, check=True).stdout.splitlines()]
    good = len(said) == len(kinds)
    print(f"1..{len(kinds) + 1}")
    print("ok" if good else "not ok", "1 - every page was looked at")
    for number, ((name, asked), one) in enumerate(zip(kinds, said), 2):
        held = one in (("unsaid", "untold") if asked or name in SAFE_SIDE else ("said",))
        good = good and held
        print("ok" if held else "not ok", number, "-", f"{name}: {one}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
