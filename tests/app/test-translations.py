# SPDX-License-Identifier: GPL-3.0-or-later
"""The Kiswahili interface is complete: every text of the program is in po/sw.po, translated, not fuzzy, not English.

Arguments: the source folder. Uses xgettext and msgfmt, which did not write our files.
"""
import os
import re
import subprocess
import sys
import tempfile

# What is the same in both languages: names, and forms without words.
SAME = {"Jalada", "English", "Kiswahili", "SHA-256", "%1$s %2$d %3$s %4$d", "%s, %02d:%02d", "%1$s %2$s", "Jun", "PDF"}

root = sys.argv[1]
os.chdir(root)


def parse(text):
    """Returns {(context, msgid): (list of msgstr, flags)}."""
    entries = {}
    for block in re.split(r"\n\s*\n", text):
        flags = set()
        fields = {}
        key = None
        for line in block.splitlines():
            if line.startswith("#~"):
                continue
            if line.startswith("#,"):
                flags |= {f.strip() for f in line[2:].split(",")}
            elif line.startswith("#"):
                continue
            else:
                m = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+"(.*)"$', line)
                if m:
                    key = m.group(1)
                    fields[key] = m.group(2)
                elif line.startswith('"') and key:
                    fields[key] += line.strip()[1:-1]
        if fields.get("msgid"):
            strings = [v for k, v in fields.items() if k.startswith("msgstr")]
            entries[fields.get("msgctxt"), fields["msgid"]] = (strings, flags, fields.get("msgid_plural"))
    return entries


def files_with_texts():
    found = set()
    for folder in ("src", "ui", "data/desktop"):
        for where, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(where, name)
                with open(path, encoding="utf-8", errors="replace") as f:
                    text = f.read()
                if name.endswith((".c", ".h")) and re.search(r"\b(_|N_|C_|NC_|ngettext|g_dngettext) ?\(\s*\"", text):
                    found.add(path)
                elif name.endswith(".ui") and 'translatable="yes"' in text:
                    found.add(path)
                elif name.endswith((".desktop.in", ".metainfo.xml.in")):
                    found.add(path)
    return found


failures = []
with open("po/POTFILES", encoding="utf-8") as f:
    listed = {line.strip() for line in f if line.strip() and not line.startswith("#")}
for path in sorted(files_with_texts() - listed):
    failures.append(f"{path} has texts but is not in po/POTFILES")
for path in sorted(listed):
    if not os.path.exists(path):
        failures.append(f"po/POTFILES names {path}, which is not there")

with tempfile.TemporaryDirectory() as temporary:
    pot = os.path.join(temporary, "jalada.pot")
    subprocess.run(["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
                    "--keyword=g_dngettext:2,3", "--keyword=ngettext:1,2", "--keyword=g_dpgettext2:2c,3", "--add-comments",
                    "-o", pot, "--files-from=po/POTFILES"], check=True, stderr=subprocess.DEVNULL) \
        if not any("which is not there" in f for f in failures) else None
    with open(pot, encoding="utf-8") as f:
        wanted = parse(f.read())
with open("po/sw.po", encoding="utf-8") as f:
    translated = parse(f.read())

for key, (_, _, plural) in sorted(wanted.items(), key=str):
    text = key[1]
    if key not in translated:
        failures.append(f"not in sw.po: {text}")
        continue
    strings, flags, _ = translated[key]
    if "fuzzy" in flags:
        failures.append(f"fuzzy: {text}")
    if not strings or not all(strings):
        failures.append(f"empty: {text}")
    if plural and len(strings) != 2:
        failures.append(f"one form only: {text}")
    if text in strings and text not in SAME and re.search(r"[A-Za-z]{2}", text):
        failures.append(f"still English: {text}")
checked = subprocess.run(["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", "po/sw.po"], capture_output=True,
                         text=True)
if checked.returncode != 0:
    failures.append(checked.stderr)

print(f"# {len(wanted)} texts, {len(translated)} translations")
for failure in failures:
    print("#", failure)
print(f"{'not ok' if failures else 'ok'} 1 - Kiswahili is complete")
print("1..1")
sys.exit(1 if failures else 0)
