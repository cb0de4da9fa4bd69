#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user sees of files that are broken or hostile: the very sentence and the exit code, each file by itself; and that
the vault, its record and the good files beside them are as they should be. Arguments: jaladactl, the sample maker."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM, MAKER = sys.argv[1:3]
TOO_LARGE = "A page or picture in this file is too large to be shown. Ask for a copy at a smaller size."
OTHER_KIND = "This is not a PDF, JPEG or PNG file. Convert it to a PDF and import that."
# Outcome and sentence. The limit of a page is 15 s.
EXPECTED = {
    "empty.pdf": ("refused", "This file is empty. Ask for it again."),
    "encrypted.pdf": ("taken", "It is locked with a password: open it and enter the password."),
    "flate-bomb.pdf": ("refused", "Reading this file takes more time or memory than a paper should. Ask for it again, or print and "
                                  "scan it."),
    "giant-image.pdf": ("taken", "Page 1 may not be shown whole: hold it against the paper."),
    "giant.jpg": ("refused", TOO_LARGE),
    "giant.png": ("refused", TOO_LARGE),
    "huge-page.pdf": ("refused", TOO_LARGE),
    "noise.pdf": ("refused", OTHER_KIND),
    "notes.txt": ("refused", OTHER_KIND),
    "page-loop.pdf": ("refused", "None of its pages can be read: the file is broken. Ask for it again, or print and scan it."),
    "script.pdf": ("taken", None),
    "truncated.pdf": ("refused", "This file is damaged or not whole, and cannot be read. Ask for it again, or import another copy."),
}


def main():
    folder = tempfile.mkdtemp(prefix="jalada-test-")
    files = os.path.join(folder, "files")
    vault = ["--vault", os.path.join(folder, "v.jalada"), "--passphrase-file", os.path.join(folder, "passphrase")]
    with open(vault[3], "w", encoding="utf-8") as file:
        file.write("korosho nne mbili\n")
    subprocess.run([MAKER, "--broken", files], check=True)

    def ctl(*verb):
        done = subprocess.run([PROGRAM, *verb, *vault], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        assert "CRITICAL" not in done.stderr and "WARNING" not in done.stderr, done.stderr
        return done

    assert ctl("vault", "create", "--strength", "min").returncode == 0
    case = json.loads(ctl("case", "add", "--title", "Broken", "--json").stdout)["id"]
    names = sorted(os.listdir(files))
    print("1..%d" % (len(names) + 2))
    failed = 0

    def report(number, name, wrong):
        nonlocal failed
        failed += bool(wrong)
        print("%s %d %s" % ("not ok" if wrong else "ok", number, name))
        if wrong:
            print("# " + str(wrong).replace("\n", "\n# "))
        sys.stdout.flush()

    for number, name in enumerate(names, 1):
        begin = time.monotonic()
        done = ctl("evidence", "add", case, os.path.join(files, name), "--json")
        row = json.loads(done.stdout)[0]
        seen = (row["outcome"], row["reason"], done.returncode, row["pages"])
        outcome, sentence = EXPECTED.get(name, (None, None))
        expected = (outcome, sentence, 0 if outcome == "taken" else 5,
                    1 if outcome == "taken" and name != "encrypted.pdf" else 0)
        print("# %s: %s (exit %d, %.1f s)" % (name, row["reason"] or "taken in", done.returncode, time.monotonic() - begin))
        report(number, name, "" if seen == expected and time.monotonic() - begin < 60 else "%s instead of %s" % (seen, expected))

    # As a person sees them: a table, in which no sentence is cut.
    os.remove(os.path.join(files, "flate-bomb.pdf"))  # its time was waited for above
    shown = ctl("evidence", "add", case, files)
    lacking = [name for name, (outcome, sentence) in EXPECTED.items()
               if outcome == "refused" and name != "flate-bomb.pdf" and sentence not in shown.stdout]
    report(len(names) + 1, "whole sentences in the table", lacking)
    listed = [row["file_name"] for row in json.loads(ctl("evidence", "list", case, "--json").stdout)]
    verified = ctl("audit", "verify", "--json")
    info = json.loads(ctl("vault", "info", "--json").stdout)
    left = [name for name in os.listdir(folder) if name not in ("files", "passphrase", "v.jalada")]
    seen = (sorted(listed), verified.returncode, info["originals"], left)
    report(len(names) + 2, "nothing of them is left",
           "" if seen == (["encrypted.pdf", "giant-image.pdf", "script.pdf"], 0, 3, []) else seen)
    shutil.rmtree(folder)
    sys.exit(1 if failed else 0)


main()
