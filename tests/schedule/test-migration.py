#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An older vault's two lists of people become one: migration 011, by an SQLite that is not ours."""
import os
import re
import sqlite3
import sys

folder = sys.argv[1]
files = sorted(f for f in os.listdir(folder) if f.endswith(".sql"))
db = sqlite3.connect(":memory:")
for file in files:
    if file < "011":
        db.executescript(open(os.path.join(folder, file), encoding="utf-8").read())


def add(table, id, **values):
    values = dict(id=id, hlc="1", device=b"d", **values)
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


for case in (b"c1", b"c2"):
    add("court_case", case, title="Fictional", created_at=0)
    add("court_session", b"s" + case, case_id=case, kind="hearing", date=20000)
add("person", b"p1", case_id=b"c1", role="survivor", code="Survivor A", name="Hidden", hidden=1, rank=1)
add("person", b"p2", case_id=b"c1", role="witness", code="PW1", rank=2)
add("person", b"p3", case_id=b"c1", role="witness", code="Twin", rank=3)
add("person", b"p4", case_id=b"c1", role="witness", code="Twin", rank=4)
add("person", b"p5", case_id=b"c2", role="witness", code="Elsewhere", rank=5)
add("session_person", b"k1", session_id=b"sc1", person_id=b"p2", state="called", note="by bus")
add("attendance", b"a1", session_id=b"sc1", who="Survivor A", role="witness", state="came", cost=26000)
add("attendance", b"a2", session_id=b"sc1", who="Twin", role="witness")
add("attendance", b"a3", session_id=b"sc1", who="Elsewhere", role="witness")
for file in files:
    if file >= "011":
        db.executescript(open(os.path.join(folder, file), encoding="utf-8").read())

# A vault that has a later migration never gets an earlier one: numbers are only added at the end.
LANDED = ["001", "002", "003", "005", "006", "007", "008", "009", "010", "011", "013", "015", "016", "017", "018", "020", "021"]
with open(os.path.join(folder, "migrations.gresource.xml"), encoding="utf-8") as f:
    listed = re.findall(r"<file>(\d{3})-[\w-]+\.sql</file>", f.read())

rows = {r[0]: r[1:] for r in db.execute("SELECT id, person_id, who, role, state, cost, note FROM attendance WHERE deleted = 0")}
checks = [
    ("who was called is expected", rows[b"k1"], (b"p2", "", "witness", "expected", 0, "by bus")),
    ("a label became the person", rows[b"a1"], (b"p1", "", "witness", "came", 26000, "")),
    ("of two of one name it is not known which", rows[b"a2"][:2], (None, "Twin")),
    ("somebody of another case is nobody here", rows[b"a3"][:2], (None, "Elsewhere")),
    ("numbers of migrations are only added at the end, here and in the list", (sorted(listed)[:len(LANDED)], listed), (LANDED, sorted(listed))),
    ("nothing else", len(rows), 4),
    ("the old list is closed", db.execute("SELECT count(*) FROM session_person WHERE deleted = 0").fetchone()[0], 0),
]
print(f"1..{len(checks)}")
failed = 0
for i, (what, seen, wanted) in enumerate(checks, 1):
    print("ok" if seen == wanted else "not ok", i, "-", what, "" if seen == wanted else f"# {seen!r} instead of {wanted!r}")
    failed += seen != wanted
sys.exit(failed > 0)
