#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""soak-redact.py BUILD FOLDER [FILES [LOG]]: in every PDF of FOLDER that has words, the most frequent one is redacted.

The copy must be refused with a sentence, or be whole for qpdf and hold the word nowhere: not in what pdftotext and mutool
read, not in any decoded stream or string. Files come in turn from each folder within FOLDER. Prints how many were saved, asked
about, refused and why. With LOG what was done is kept there, a line a file, and not done again.
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


def in_turn(folder):
    """One of each folder within, until none has any more."""
    groups = collections.defaultdict(list)
    for path in sorted(str(p) for p in Path(folder).rglob("*.pdf") if p.is_file()):
        groups[os.path.relpath(path, folder).split(os.sep)[0] if os.sep in os.path.relpath(path, folder) else ""].append(path)
    waiting = [iter(group) for _, group in sorted(groups.items())]
    while waiting:
        for one in list(waiting):
            path = next(one, None)
            if path is None:
                waiting.remove(one)
            else:
                yield path


def last_line(done):
    return (done.stderr.strip().splitlines() or [""])[-1][:140]


def try_file(ctl, case, path, copy):
    """What came of it: an outcome, a reason, faults."""
    words = words_of(path)
    if not words:
        return {"outcome": "without words"}
    word = words.most_common(1)[0][0]
    taken = ctl("evidence", "add", case, path)
    rows = json.loads(taken.stdout or "[]")
    if taken.returncode != 0 or not rows or rows[0]["outcome"] != "taken":
        return {"outcome": "not taken in", "reason": last_line(taken)}
    document = rows[0]["id"]
    added = ctl("redact", "add", document, "--find", word)
    if added.returncode != 0:
        return {"outcome": "word not found by us", "reason": last_line(added), "word": word}
    saved = ctl("redact", "apply", document, copy, "--replace")
    result = {"outcome": "saved", "word": word, "faults": []}
    if saved.returncode != 0 and "--incomplete-stay" in saved.stderr:
        result["asked"] = [line.split("”: ", 1)[-1] for line in saved.stderr.splitlines() if "redacted copy" in line and "”: " in line]
        saved = ctl("redact", "apply", document, copy, "--replace", "--incomplete-stay")
    if saved.returncode != 0:
        result["outcome"], result["reason"] = "refused", last_line(saved)
        if not saved.stderr.strip():
            result["faults"].append("no sentence")
        return result
    if run("qpdf", "--check", copy).returncode != 0:
        result["faults"].append("qpdf complains about the copy")
    found = search(copy, word)
    if found:
        result["faults"].append(f"{', '.join(found)} find {word!r} in the copy")
    os.unlink(copy)
    return result


def main():
    build, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    log = sys.argv[4] if len(sys.argv) > 4 else os.devnull
    done = {}
    if os.path.isfile(log):
        done = {row["file"]: row for row in map(json.loads, Path(log).read_text().splitlines())}
    os.environ["JALADA_UNINSTALLED"] = build
    with tempfile.TemporaryDirectory(prefix="jalada-soak-") as work, open(log, "a") as kept:
        passphrase = os.path.join(work, "passphrase")
        Path(passphrase).write_text("a passphrase for soaking\n")

        def ctl(*verb):
            return run(os.path.join(build, "src/cli/jaladactl"), *verb, "--vault", os.path.join(work, "soak.jalada"),
                       "--passphrase-file", passphrase, "--json", text=True)

        ctl("vault", "create", "--strength", "min")
        case = json.loads(ctl("case", "add", "--title", "Soak").stdout)["id"]
        for path in in_turn(folder):
            name = os.path.relpath(path, folder)
            if sum(row["outcome"] not in ("without words", "not taken in") for row in done.values()) >= most:
                break
            if name in done:
                continue
            try:
                done[name] = try_file(ctl, case, path, os.path.join(work, "copy.pdf"))
            except subprocess.TimeoutExpired as expired:
                done[name] = {"outcome": "timeout", "faults": [f"{os.path.basename(expired.cmd[0])} took too long"]}
            done[name]["file"] = name
            kept.write(json.dumps(done[name]) + "\n")
            kept.flush()
    print(dict(collections.Counter(row["outcome"] for row in done.values())))
    print("asked about:", sum("asked" in row for row in done.values()))
    for reason, count in collections.Counter(row["reason"] for row in done.values() if "reason" in row).most_common(12):
        print(f"  {count:5} {reason}")
    faults = [f"{row['file']}: {fault}" for row in done.values() for fault in row.get("faults", [])]
    for fault in faults:
        print("FAULT", fault)
    sys.exit(bool(faults or not any(row["outcome"] == "saved" for row in done.values())))


main()
