# SPDX-License-Identifier: GPL-3.0-or-later
"""soak-damage.py BUILD [STEP]: one bit in every STEPth block of a vault with the sample case, one after the other.

Each time: the vault opens, or ends with 4 and opens with --damaged; the check names the block; every document is listed; the rescued
vault has them all, with no more than the one file that the block belonged to in parts; a vault that was only read is byte for byte what
it was."""
import collections
import json
import os
import subprocess
import sys
import tempfile

HEADER, PAGE = 16384, 8192
program = os.path.join(os.path.abspath(sys.argv[1]), "src", "cli", "jaladactl")
step = int(sys.argv[2]) if len(sys.argv) > 2 else 1


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
        hit = any(found["kind"] == "original" for found in checked["findings"]) if checked else False
        listed = run(vault, *(["--damaged"] if shut else []), "evidence", "list", case)[1]
        result = run(vault, "vault", "rescue", rescued)[1] or {"originals": 0, "broken": files}
        again = run(rescued, "evidence", "list", case)[1] or []
        other = [found for found in (run(rescued, "vault", "check")[1] or {"findings": []})["findings"]
                 if found["kind"] in ("block", "table", "index")]
        with open(vault, "rb") as file:
            same = not shut or file.read() == damaged
        wrong = [what for what, good in (
            ("not named", code == 4 and named), ("not all are listed", listed is None or len(listed) == documents),
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
