# SPDX-License-Identifier: GPL-3.0-or-later
"""soak-damage.py BUILD [STEP]: one bit in every STEPth block of a vault with the sample case, one after the other.

Each time: the vault opens, or ends with 4 and opens with --damaged; the check names the block; every document is listed; the rescued
vault has them all, with no more files in parts than the check names (a block may hold the beginnings of several); a vault that was
only read is byte for byte what it was."""
import collections
import json
import os
import subprocess
import sys
import tempfile

HEADER, PAGE = 16384, 8192
program = os.path.join(os.path.abspath(sys.argv[1]), "src", "cli", "jaladactl")
step = int(sys.argv[2]) if len(sys.argv) > 2 else 1


def lay_bait(run, vault, case, folder):
    """A protected name, and a document that says it and is not redacted: its copy for the court is refused. Returns the document."""
    path = os.path.join(folder, "bait.pdf")
    content = b"BT /F1 14 Tf 72 700 Td (Then Amina Finwick went home) Tj ET"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
             b"/BaseFont /Helvetica >> >> >> /Contents 4 0 R >>",
             b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    with open(path, "wb") as file:
        file.write(out)
    run(vault, "case", "names", case, "add", "Amina Finwick")
    taken = run(vault, "evidence", "add", case, path)[1][0]
    document = taken.get("document_id") or taken.get("document") or taken["id"]
    if run(vault, "evidence", "save", document, os.path.join(folder, "bait-copy.pdf"), "--marked")[0] != 5:
        sys.exit("the bait is not refused in a whole vault")
    return document


def main(folder):
    secret, vault, rescued = (os.path.join(folder, name) for name in ("secret", "damaged.jalada", "rescued.jalada"))
    env = dict(os.environ, XDG_STATE_HOME=os.path.join(folder, "state"))
    with open(secret, "w", encoding="utf-8") as file:
        file.write("korosho nne mbili")

    def run(path, *verb):
        done = subprocess.run([program, "--vault", path, "--passphrase-file", secret, "--json", *verb], capture_output=True, text=True,
                              env=env, stdin=subprocess.DEVNULL)
        return done.returncode, json.loads(done.stdout) if done.stdout else None

    subprocess.run([program, "sample", vault, "--passphrase-file", secret, "--strength", "min"], check=True, env=env,
                   stdout=subprocess.DEVNULL)
    with open(vault, "rb") as file:
        whole = file.read()
    case = run(vault, "case", "list")[1][0]["id"]
    guarded = lay_bait(run, vault, case, folder)
    with open(vault, "rb") as file:
        whole = file.read()
    documents, files = len(run(vault, "evidence", "list", case)[1]), run(vault, "vault", "check")[1]["originals"]
    blocks = (len(whole) - HEADER) // PAGE
    counts, bad = collections.Counter(), 0
    for n in range(0, blocks, step):
        for name in os.listdir(folder):
            if ".jalada" in name:
                os.remove(os.path.join(folder, name))
        damaged = bytearray(whole)
        damaged[HEADER + n * PAGE + 500] ^= 1
        with open(vault, "wb") as file:
            file.write(damaged)
        shut = run(vault, "case", "list")[0] == 4
        code, checked = run(vault, "vault", "check")
        named = [found for found in checked["findings"] if found["kind"] == "block"] if checked else []
        hit = sum(found["kind"] == "original" for found in checked["findings"]) if checked else 0
        listed = run(vault, *(["--damaged"] if shut else []), "evidence", "list", case)[1]
        # Where names or redactions cannot be looked up nothing leaves for the court: never with status 0, never a file.
        copy = os.path.join(folder, "copy.pdf")
        leaked = run(vault, "--damaged", "evidence", "save", guarded, copy, "--marked")[0] == 0 or os.path.exists(copy)
        result = run(vault, "vault", "rescue", rescued)[1] or {"originals": 0, "broken": files}
        again = run(rescued, "evidence", "list", case)[1] or []
        other = [found for found in (run(rescued, "vault", "check")[1] or {"findings": []})["findings"]
                 if found["kind"] in ("block", "table", "index")]
        with open(vault, "rb") as file:
            same = not shut or file.read() == damaged
        wrong = [what for what, good in (
            ("A COPY WITH A NAME LEFT", not leaked), ("not named", code == 4 and named), ("not all are listed", listed is None or len(listed) == documents),
            ("files are gone", result["originals"] + result["broken"] == files and result["broken"] <= hit),
            ("documents are gone", len(again) == documents), ("damage in the rescued vault", not other), ("the file changed", same)) if not good]
        counts["shut" if shut else "open"] += 1
        counts["with a file in parts"] += result["broken"]
        if wrong:
            bad += 1
            print(f"block {n + 1}: {', '.join(wrong)}; {named[0]['text'] if named else 'nothing named'}", flush=True)
    print(f"{blocks} blocks, every {step}.: {dict(counts)}, {bad} wrong")
    return bad


with tempfile.TemporaryDirectory() as name:
    sys.exit(1 if main(name) else 0)
