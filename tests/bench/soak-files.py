#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""soak-files.py BUILD FOLDER: every file in FOLDER, broken ones among them, goes in by jaladactl as a user would do it.

Each file must be taken or refused with a sentence, the record must stay whole, and every document that was taken must be
given back byte for byte. Prints how long the slowest took and why files were refused.
"""
import collections
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# A worker may take 15 s for a page; a file that hangs is one that takes longer than all of its pages may.
PATIENCE = 600


def main():
    build, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    os.environ["JALADA_UNINSTALLED"] = build
    files = sorted(str(path) for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())
    faults, slowest, outcomes, reasons = [], [], collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory(prefix="jalada-soak-") as work:
        passphrase = os.path.join(work, "passphrase")
        Path(passphrase).write_text("a passphrase for soaking\n")

        def ctl(*verb, codes=(0,)):
            argv = [os.path.join(build, "src/cli/jaladactl"), *verb, "--vault", os.path.join(work, "soak.jalada"),
                    "--passphrase-file", passphrase, "--json"]
            done = subprocess.run(argv, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PATIENCE)
            if done.returncode not in codes or "CRITICAL" in done.stderr or "WARNING" in done.stderr:
                faults.append(f"{' '.join(verb)}: {done.returncode} {done.stderr.strip()[-300:]}")
            return json.loads(done.stdout) if done.stdout else []

        ctl("vault", "create", "--strength", "min")
        case = ctl("case", "add", "--title", "Soak")["id"]
        taken = {}
        for path in files:
            begin = time.monotonic()
            try:
                rows = ctl("evidence", "add", case, path, codes=(0, 5))
            except subprocess.TimeoutExpired:
                faults.append(f"{path} hangs")
                continue
            slowest.append((time.monotonic() - begin, path))
            if len(rows) != 1 or (rows[0]["outcome"] == "refused" and not rows[0]["reason"]):
                faults.append(f"{path}: {rows}")
                continue
            outcomes[rows[0]["outcome"]] += 1
            if rows[0]["outcome"] == "refused":
                reasons[rows[0]["reason"]] += 1
            elif rows[0]["outcome"] == "taken":
                taken[rows[0]["id"]] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        for document, digest in taken.items():
            copy = os.path.join(work, "copy")
            ctl("evidence", "save", document, copy, "--replace")
            if hashlib.sha256(Path(copy).read_bytes()).hexdigest() != digest:
                faults.append(f"document {document} comes back otherwise than it went in")
        ctl("audit", "verify")
    print(f"{len(files)} files: {dict(outcomes)}; {len(taken)} given back byte for byte")
    for reason, count in reasons.most_common():
        print(f"  {count:5} {reason}")
    for seconds, path in sorted(slowest, reverse=True)[:5]:
        print(f"  {seconds:5.1f} s {os.path.relpath(path, folder)}")
    for fault in faults:
        print("FAULT", fault)
    sys.exit(bool(faults or not files))


main()
