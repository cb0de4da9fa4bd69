#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks, attendance, exhibits, notes and the pictures as data, by jaladactl alone."""
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
FOLDER = tempfile.mkdtemp(prefix="jalada-test-")
number = 0
# One empty page; readers rebuild the table of a file this small.
PDF = (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\n"
       b"endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")


def run(*arguments, code=0):
    done = subprocess.run([PROGRAM, *arguments, "--vault", os.path.join(FOLDER, "v.jalada"), "--passphrase-file",
                           os.path.join(FOLDER, "secret"), "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != code:
        raise AssertionError("%s: %d %s" % (arguments, done.returncode, done.stderr))
    return json.loads(done.stdout) if done.stdout.strip() else None


def paper(path):
    """How many pages the PDF has, and its words."""
    pages = subprocess.run(["qpdf", "--show-npages", path], capture_output=True, text=True, check=True).stdout
    return int(pages), subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def check(what, seen, wanted):
    global number
    number += 1
    print("%s %d - %s%s" % ("ok" if seen == wanted else "not ok", number, what,
                            "" if seen == wanted else ": %r instead of %r" % (seen, wanted)))


def tuesday(weeks):
    """A Tuesday that many weeks ahead on which the court sits: whoever is closed is asked again a week later."""
    day = datetime.date.today() + datetime.timedelta(weeks * 7)
    return day + datetime.timedelta((1 - day.weekday()) % 7)


try:
    with open(os.path.join(FOLDER, "secret"), "w") as file:
        file.write("korosho nne mbili\n")
    run("vault", "create", "--strength", "min")
    case = run("case", "add", "--title", "Fictional", "--number", "CR 7")["id"]
    for weeks in range(20, 30):
        try:
            session = run("session", "add", case, "--kind", "hearing", "--date", tuesday(weeks).isoformat())
            break
        except AssertionError:
            continue
    date = datetime.date.fromisoformat(session["date"])
    tasks = run("task", "list", "--session", session["id"])
    check("a hearing has its usual tasks", sorted(t["template"] for t in tasks),
          ["bundle", "counselling_after", "counselling_before", "court_visit", "disclosure", "interpreter", "summons", "transport"])
    check("the first due first", [t["due"] for t in tasks], sorted(t["due"] for t in tasks))
    summons = next(t for t in tasks if t["template"] == "summons")
    run("task", "done", summons["id"][:8])
    check("one is done", next(t for t in run("task", "list", case) if t["template"] == "summons")["state"], "done")
    run("undo", case)
    check("and taken back", next(t for t in run("task", "list", case) if t["template"] == "summons")["state"], "open")
    run("task", "done", summons["id"])
    check("and done again", next(t for t in run("task", "list", case) if t["template"] == "summons")["state"], "done")
    bundle = next(t for t in tasks if t["template"] == "bundle")
    changed = run("task", "update", bundle["id"], "--due", "2027-01-05", "--owner", "Paralegal")
    check("a day set by hand", (changed["due"], changed["by_hand"], changed["owner"]), ("2027-01-05", True, "Paralegal"))
    changed = run("task", "update", bundle["id"], "--counted", "--before", "0")
    check("counted again, on the day itself", (changed["due"], changed["by_hand"]), (date.isoformat(), False))
    own = run("task", "add", case, "--title", "Letter to the school", "--session", session["id"], "--before", "7")
    check("one of one's own", own["title"], "Letter to the school")
    run("task", "remove", own["id"])
    check("and away", [t for t in run("task", "list", case) if t["title"] == "Letter to the school"], [])
    run("task", "update", "zzzzzz", "--owner", "X", code=1)

    attended = run("session", "attend", session["id"], "--who", "Survivor A", "--role", "survivor")
    check("expected", (attended[0]["state"], attended[0]["cost"]), ("expected", "0.00"))
    attended = run("session", "attend", session["id"], "--who", "Survivor A", "--state", "came", "--heard", "heard",
                   "--escorted", "yes")
    check("came, was heard, and what it cost", (attended[0]["state"], attended[0]["heard"], attended[0]["escorted"],
                                                attended[0]["cost"], attended[0]["currency"], len(attended)),
          ("came", "heard", True, "260.00", "CAD", 1))
    run("session", "attend", session["id"], "--who", "X", "--role", "king", code=5)
    run("session", "unattend", session["id"], "--who", "Survivor A")
    check("nobody", run("session", "attendance", session["id"]), [])
    person = run("person", "add", case, "--role", "witness", "--alias", "PW3")
    accused = run("person", "add", case, "--role", "accused", "--alias", "Accused 1")
    attended = run("session", "attend", session["id"], "--who", "PW3")
    check("the person of the case", (attended[0]["person_id"], attended[0]["role"]), (person["id"], "witness"))
    run("person", "update", person["id"], "--alias", "PW3 (nurse)")
    attended = run("session", "call", session["id"])
    check("called, and no label is a copy", sorted((a["who"], a["state"]) for a in attended),
          [("Accused 1", "expected"), ("PW3 (nurse)", "expected")])
    check("by person", accused["id"] in [a["person_id"] for a in attended], True)
    run("person", "update", person["id"], "--alias", "PW3")

    pdf = os.path.join(FOLDER, "phone.pdf")
    with open(pdf, "wb") as file:
        file.write(PDF)
    document = run("evidence", "add", case, pdf) and run("evidence", "list", case)[0]["id"]
    run("session", "produce", session["id"], document, "--state", "identified", "--label", "MFI 2", "--witness", "PW3")
    produced = run("session", "produce", session["id"], document, "--state", "produced", "--label", "P.Exh 4")
    check("identified, then produced", [(e["state"], e["label"], e["witness"], e["witness_id"]) for e in produced],
          [("identified", "MFI 2", "PW3", person["id"]), ("produced", "P.Exh 4", "", None)])
    check("the register follows the court", run("evidence", "show", document)["exhibit"], "P.Exh 4")
    run("undo", case)
    check("undo takes both back", (run("evidence", "show", document)["exhibit"], len(run("session", "produced", session["id"]))),
          ("MFI 2", 1))
    run("session", "produce", session["id"], document, "--state", "eaten", code=5)

    text = "PW1 sworn.\n“Ndiyo,” said the witness."
    check("the note is kept as typed", run("session", "note", session["id"], "--text", text)["text"], text)
    check("and read", run("session", "note", session["id"])["text"], text)

    # The timeline on paper: one page in either copy; what may hold a name is in counsel's own alone.
    run("session", "update", session["id"], "--purpose", "Zawadi testifies")
    run("person", "away", person["id"], "--from", (date - datetime.timedelta(40)).isoformat(), "--to",
        (date - datetime.timedelta(30)).isoformat(), "--reason", "Leave")
    for copy in ("counsel", "court"):
        run("session", "print", case, "--pdf", os.path.join(FOLDER, copy + ".pdf"), "--copy", copy)
    words = {copy: paper(os.path.join(FOLDER, copy + ".pdf")) for copy in ("counsel", "court")}
    check("one page each", [pages for pages, _ in words.values()], [1, 1])
    check("counsel's own says who and what for", all(w in words["counsel"][1] for w in ("Zawadi testifies", "PW3", "CR 7", "Hearing")),
          True)
    check("the court's copy has the session", all(w in words["court"][1] for w in ("CR 7", "Hearing", "Court copy")), True)
    check("and nobody's name", [w for w in ("Zawadi", "PW3", "Fictional", "Leave", "school") if w in words["court"][1]], [])
    run("session", "print", case, "--pdf", os.path.join(FOLDER, "sw.pdf"), "--copy", "court", "--language", "sw")
    check("in Kiswahili", "Ratiba ya kesi" in paper(os.path.join(FOLDER, "sw.pdf"))[1], True)
    check("the record says that they left", sum(a["verb"] == "paper.export" for a in run("vault", "audit")), 3)
    run("session", "update", session["id"], "--purpose", "")

    # The usual tasks of an office, by kind of session.
    def usual(who):
        return [t for t in run("task", "list", "--session", session["id"]) if t["template"] == who]

    own = run("task", "usual-add", "--title", "Ring the school", "--kinds", "hearing,pretrial", "--before", "3", "--owner", "Clerk")
    check("an own usual task", (own["state"], own["kinds"], own["days_before"]), ("own", ["hearing", "pretrial"], 3))
    check("comes with every hearing", [(t["title"], t["owner"], t["state"]) for t in usual(own["id"])], [("Ring the school", "Clerk", "open")])
    check("not with other kinds", [t["id"] for t in run("task", "usual", "--kind", "plea") if t["id"] == own["id"]], [])
    run("task", "usual-update", own["id"], "--kinds", "pretrial")
    check("nor with a hearing any more", usual(own["id"]), [])
    run("undo", case)
    run("task", "done", usual(own["id"])[0]["id"])
    run("task", "usual-remove", own["id"])
    check("where somebody worked on it, it stays", [(t["title"], t["state"]) for t in usual(own["id"])], [("Ring the school", "done")])
    check("and it is usual no more", [t["state"] for t in run("task", "usual") if t["id"] == own["id"]], [])
    run("undo")
    check("and it is back", [t["state"] for t in run("task", "usual") if t["id"] == own["id"]], ["own"])
    run("task", "usual-update", "transport", "--before", "9", "--owner", "Paralegal")
    changed = usual("transport")[0]
    check("one of the program's, changed", (changed["title"], changed["days_before"], changed["owner"]),
          ("Arrange transport and lodging", 9, "Paralegal"))
    run("task", "usual-remove", "transport")
    check("taken away", (usual("transport"), [t["state"] for t in run("task", "usual") if t["id"] == "transport"]), ([], ["removed"]))
    run("task", "usual-reset", "transport")
    check("as the program proposes it", [(t["days_before"], t["owner"]) for t in usual("transport")], [(10, "")])
    run("task", "usual-add", "--title", "Nothing", "--kinds", "dance", code=5)
    run("task", "usual-reset", own["id"], code=5)
    past = run("session", "add", case, "--kind", "hearing", "--date", tuesday(-3).isoformat())
    check("what lies behind was done without it", [t for t in run("task", "list", "--session", past["id"]) if t["template"] == own["id"]], [])
    run("session", "remove", past["id"])

    lanes = run("session", "timeline", case)
    check("the session stands in its lane", [e["from"] for e in lanes if e["lane"] == "sessions"], [session["date"]])
    agenda = run("agenda", "--days", "400")
    check("the agenda has it next", agenda["next"]["case"], "CR 7")
    check("the diary has no clash", [e["clash"] for e in run("session", "diary")], [None])
    other = run("case", "add", "--title", "Fictional too", "--number", "CR 8")["id"]
    run("session", "add", other, "--kind", "hearing", "--date", session["date"])
    check("a clash in words", sorted(e["clash"] for e in run("session", "diary")),
          ["Clash: the same day, CR 7, Hearing", "Clash: the same day, CR 8, Hearing"])
    run("session", "update", session["id"], "--state", "adjourned", "--reason", "no_file")
    check("no delay before there is a next date", run("session", "delays", case)["days_lost"], 0)
    print("1..%d" % number)
finally:
    shutil.rmtree(FOLDER)
