#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""soak-redact.py BUILD FOLDER [FILES [LOG [WORDS [SHARE]]]]: in every PDF of FOLDER that has words, the most frequent one is redacted; with
WORDS as many more, short ones (4 to 6 letters), each in a copy of its own.

The copy must be refused with a sentence, or be whole for qpdf and hold the word nowhere: not in what pdftotext and mutool
read, not in any decoded stream or string. A longer word that begins like it is another word, and so is what every file is built of
("/Rotate"). Files come in turn from each folder within FOLDER. Prints how many were saved, asked about, refused and why. With LOG what
was done is kept there, a line a copy, and not done again. SHARE "1/2" is every second file from the first on.
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


def words_of(path, short):
    """The most frequent word, and @short more."""
    text = run("pdftotext", "-q", path, "-").stdout.decode("utf-8", "replace").lower()
    words = [word for word, _ in collections.Counter(re.findall(r"[a-z]{5,20}", text)).most_common(1)]
    common = [word for word, _ in collections.Counter(re.findall(r"\b[a-z]{4,6}\b", text)).most_common(short + 1) if word not in words]
    return words + common[:short]


def search(copy, word):
    """Names the readers that find @word in @copy."""
    found = []
    texts = {"pdftotext": run("pdftotext", "-q", copy, "-").stdout, "mutool": run("mutool", "draw", "-q", "-F", "txt", copy).stdout,
             "qpdf": run("qpdf", "--qdf", "--no-original-object-ids", "--object-streams=disable", copy, "-").stdout}
    # Keys and names of the format, and what qpdf itself writes beside them ("%% Page 1"); strings in digits as the letters they are.
    texts["qpdf"] = re.sub(rb"(?m)^%% .*$", b"", texts["qpdf"])
    texts["qpdf"] = re.sub(rb"/[A-Za-z0-9.+_-]+|\b(end)?(stream|obj)\b|startxref|trailer|xref", b" ", texts["qpdf"])
    digits = [bytes.fromhex(hit.decode()) for hit in re.findall(rb"<((?:[0-9a-fA-F]{2})+)>", texts["qpdf"])]
    texts["qpdf"] += b"\n".join([b""] + digits + [pairs.decode("utf-16-be", "replace").encode() for pairs in digits])
    for name, text in texts.items():
        text = text.lower()
        if any(re.search(rb"(?<![a-z])%s(?![a-z\0])" % re.escape(form), text) for form in (word.encode(), word.encode("utf-16-be"))):
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


def try_file(ctl, case, path, copy, short):
    """What came of it, a row a word: an outcome, a reason, faults."""
    words = words_of(path, short)
    if not words:
        return [{"outcome": "without words"}]
    taken = ctl("evidence", "add", case, path)
    rows = json.loads(taken.stdout or "[]")
    if taken.returncode != 0 or not rows or rows[0]["outcome"] != "taken":
        return [{"outcome": "not taken in", "reason": last_line(taken)}]
    results = []
    for word in words:
        results.append(try_word(ctl, rows[0]["id"], word, copy))
        if results[-1]["outcome"] != "word not found by us":
            ctl("undo")
    return results


def try_word(ctl, document, word, copy):
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
    short = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    share, shares = map(int, (sys.argv[6] if len(sys.argv) > 6 else "1/1").split("/"))
    done = collections.defaultdict(list)
    if os.path.isfile(log):
        for row in map(json.loads, Path(log).read_text().splitlines()):
            done[row["file"]].append(row)
    os.environ["JALADA_UNINSTALLED"] = build
    with tempfile.TemporaryDirectory(prefix="jalada-soak-") as work, open(log, "a") as kept:
        passphrase = os.path.join(work, "passphrase")
        Path(passphrase).write_text("a passphrase for soaking\n")

        def ctl(*verb):
            return run(os.path.join(build, "src/cli/jaladactl"), *verb, "--vault", os.path.join(work, "soak.jalada"),
                       "--passphrase-file", passphrase, "--json", text=True)

        ctl("vault", "create", "--strength", "min")
        case = json.loads(ctl("case", "add", "--title", "Soak").stdout)["id"]
        for path in list(in_turn(folder))[share - 1::shares]:
            name = os.path.relpath(path, folder)
            if sum(rows[0]["outcome"] not in ("without words", "not taken in") for rows in done.values()) >= most:
                break
            if name in done:
                continue
            try:
                done[name] = try_file(ctl, case, path, os.path.join(work, "copy.pdf"), short)
            except subprocess.TimeoutExpired as expired:
                done[name] = [{"outcome": "timeout", "faults": [f"{os.path.basename(expired.cmd[0])} took too long"]}]
            for row in done[name]:
                row["file"] = name
                kept.write(json.dumps(row) + "\n")
            kept.flush()
    done = [row for rows in done.values() for row in rows]
    print(dict(collections.Counter(row["outcome"] for row in done)))
    print("asked about:", sum("asked" in row for row in done))
    for reason, count in collections.Counter(row["reason"] for row in done if "reason" in row).most_common(12):
        print(f"  {count:5} {reason}")
    faults = [f"{row['file']}: {row.get('word')}: {fault}" for row in done for fault in row.get("faults", [])]
    for fault in faults:
        print("FAULT", fault)
    sys.exit(bool(faults or not any(row["outcome"] == "saved" for row in done)))


main()
