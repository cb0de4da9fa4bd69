#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""soak-redact.py BUILD FOLDER [FILES]: in every PDF of FOLDER that has words, the most frequent one is redacted.

The copy must be refused with a sentence, or be whole for qpdf and hold the word nowhere: not in what pdftotext and mutool
read, not in any decoded stream or string. Prints how many were saved, refused and why.
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PATIENCE = 300


def run(*argv, **more):
    return subprocess.run(argv, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, **more)


def words_of(path):
    text = run("pdftotext", "-q", path, "-").stdout.decode("utf-8", "replace")
    return collections.Counter(re.findall(r"[a-z]{5,20}", text.lower()))


def search(copy, word):
    """Names the readers that find @word in @copy."""
    found = []
    texts = {"pdftotext": run("pdftotext", "-q", copy, "-").stdout, "mutool": run("mutool", "draw", "-q", "-F", "txt", copy).stdout,
             "qpdf": run("qpdf", "--qdf", "--no-original-object-ids", "--object-streams=disable", copy, "-").stdout}
    for name, text in texts.items():
        text = text.lower()
        if word.encode() in text or word.encode("utf-16-be") in text or word.encode().hex().encode() in text:
            found.append(name)
    return found


def main():
    build, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    os.environ["JALADA_UNINSTALLED"] = build
    counts, reasons, faults, boxes = collections.Counter(), collections.Counter(), [], 0
    with tempfile.TemporaryDirectory(prefix="jalada-soak-") as work:
        passphrase = os.path.join(work, "passphrase")
        Path(passphrase).write_text("a passphrase for soaking\n")

        def ctl(*verb):
            return run(os.path.join(build, "src/cli/jaladactl"), *verb, "--vault", os.path.join(work, "soak.jalada"),
                       "--passphrase-file", passphrase, "--json", text=True)

        ctl("vault", "create", "--strength", "min")
        case = json.loads(ctl("case", "add", "--title", "Soak").stdout)["id"]
        for path in sorted(str(p) for p in Path(folder).rglob("*.pdf") if p.is_file()):
            if counts["tried"] >= most:
                break
            if counts["tried"] % 50 == 49:
                print(dict(counts), f"{len(faults)} faults", flush=True)
            try:
                words = words_of(path)
                if not words:
                    counts["without words"] += 1
                    continue
                word = words.most_common(1)[0][0]
                taken = ctl("evidence", "add", case, path)
                rows = json.loads(taken.stdout or "[]")
                if taken.returncode != 0 or not rows or rows[0]["outcome"] != "taken":
                    counts["not taken in"] += 1
                    continue
                counts["tried"] += 1
                document, copy = rows[0]["id"], os.path.join(work, "copy.pdf")
                added = ctl("redact", "add", document, "--find", word)
                if added.returncode != 0:
                    counts["word not found by us"] += 1
                    reasons[added.stderr.strip()[:110]] += 1
                    continue
                saved = ctl("redact", "apply", document, copy, "--replace")
                if saved.returncode != 0:
                    counts["refused"] += 1
                    reasons[(saved.stderr.strip().splitlines() or [""])[-1][:110]] += 1
                    if not saved.stderr.strip():
                        faults.append(f"{path}: no sentence")
                    continue
                counts["saved"] += 1
                if run("qpdf", "--check", copy).returncode != 0:
                    faults.append(f"{path}: qpdf complains about the copy")
                found = search(copy, word)
                if found:
                    faults.append(f"{path}: {', '.join(found)} find {word!r} in the copy")
                os.unlink(copy)
            except subprocess.TimeoutExpired as expired:
                faults.append(f"{path}: {expired.cmd[0]} took too long")
    print(dict(counts))
    for reason, count in reasons.most_common(12):
        print(f"  {count:5} {reason}")
    for fault in faults:
        print("FAULT", fault)
    sys.exit(bool(faults or not counts["saved"]))


main()
