#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of what was done and the custody of exhibits: who, what, when; what the court sees of it and what it does not;
a printed head found again; bytes changed by somebody who has the passphrase, and nothing leaves.

test-custody.py JALADACTL TAMPER.py"""
import datetime
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM, TAMPER = sys.argv[1], sys.argv[2]
SECRET = "nne maneno yasiyo ya kawaida"
ACTOR = "Wanjiru Mwangi"


def load(path):
    spec = importlib.util.spec_from_file_location("tamper", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_pdf(text, padding=0):
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
               b"<< /Length %d >>\nstream\n%s\nendstream" % (padding, b"z" * padding)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out))


class Vault:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jalada-test-")
        self.file = self.path("v.jalada")
        self.secret = self.write("secret", SECRET.encode())
        self.run("vault", "create", "--strength", "min", "--person", ACTOR)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content)
        return self.path(name)

    def run(self, *verb, status=0):
        home = self.path("home")
        os.makedirs(home, exist_ok=True)
        done = subprocess.run([PROGRAM, *verb, "--vault", self.file, "--passphrase-file", self.secret, "--json"], capture_output=True,
                              text=True, env=dict(os.environ, HOME=home, XDG_STATE_HOME=home, XDG_DATA_HOME=home, LANGUAGE="en"))
        assert done.returncode == status, (verb, done.returncode, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() and status == 0 else done.stderr

    def verbs(self, *more):
        return [record["verb"] for record in self.run("vault", "audit", *more)]


def words_of(pdf):
    return " ".join(subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout.split())


def check(name, condition, detail=""):
    check.number = getattr(check, "number", 0) + 1
    print(f"{'ok' if condition else 'not ok'} {check.number} - {name} {detail if not condition else ''}", flush=True)
    check.failed = getattr(check, "failed", 0) + (not condition)


def leaving(vault, case, document):
    """Everything that leaves, and everything that is only looked at: each is on record with its actor."""
    before = vault.run("vault", "audit")[0]["sequence"]
    person = vault.run("person", "add", case, "--role", "survivor", "--name", "Amina Fictional")["id"]
    vault.run("person", "list", case, "--names")
    vault.run("case", "names", case, "add", "Amina")
    vault.run("case", "names", case)
    vault.run("evidence", "text", document)
    vault.run("mark", "add", document, "--page", "1", "--kind", "highlight", "--find", "porter")
    vault.run("redact", "add", document, "--find", "porter")
    vault.run("evidence", "save", document, vault.path("copy.pdf"))
    vault.run("evidence", "save", document, vault.path("marked.pdf"), "--marked")
    vault.run("mark", "export", document, vault.path("marks.xfdf"))
    vault.run("redact", "apply", document, vault.path("redacted.pdf"))
    vault.run("evidence", "handover", document, "--from", "Sgt Baya, DCI Mfano", "--why", "seized", "--date", "2026-05-02")
    vault.run("evidence", "handover", document, "--to", "Cpl Otieno, DCI Mfano", "--why", "for the laboratory", "--date", "2026-05-04")
    vault.run("evidence", "handover", document, "--disclosed-to", "Advocate Fictional, for the accused", "--date", "2026-05-05")
    vault.run("evidence", "check", document)
    records = [r for r in vault.run("vault", "audit") if r["sequence"] > before]
    seen = {r["verb"] for r in records}
    for verb in ("person.add", "person.reveal", "name.add", "name.reveal", "document.read", "mark.add", "redaction.add",
                 "document.export", "document.export-marks", "document.redact", "custody.hand", "custody.disclose", "custody.check"):
        check(f"{verb} is on record", verb in seen, sorted(seen))
    check("each with its actor", {r["actor"] for r in records} == {ACTOR}, {r["actor"] for r in records})
    check("and in words", not any("." in r["words"] for r in records), [r["words"] for r in records if "." in r["words"]])
    check("numbered without a gap", [r["sequence"] for r in records] == list(range(before + len(records), before, -1)))
    looked = {"person.reveal", "name.reveal", "document.read", "document.open", "case.search"}
    check("looking is told apart from leaving", set(vault.verbs("--kind", "view")) == looked, vault.verbs("--kind", "view"))
    check("two copies, marks and a redacted copy left", vault.verbs("--kind", "out").count("document.export") == 2)
    return person


def looking(vault, case, document):
    """Each verb that shows what is in a case by itself is one record with its actor; lists of titles and of dates are none."""
    session = vault.run("session", "add", case, "--kind", "mention", "--date", "2027-03-01")["id"]
    vault.run("session", "note", session, "--text", "fictional note")
    views = [(("evidence", "text", document), "document.read", document), (("evidence", "show", document), "document.show", document),
             (("evidence", "custody", document), "document.show", document), (("evidence", "holder", document), "document.show", document),
             (("mark", "list", document), "mark.read", document), (("redact", "list", document), "redaction.read", document),
             (("redact", "find", case, "--find", "porter"), "case.search", case), (("redact", "find", case, "--names"), "case.search", case),
             (("session", "note", session), "session.read", session), (("case", "names", case), "name.reveal", None),
             (("person", "list", case, "--names"), "person.reveal", None)]
    for verb, expected, subject in views:
        before = vault.run("vault", "audit")[0]["sequence"]
        vault.run(*verb)
        new = [r for r in vault.run("vault", "audit") if r["sequence"] > before]
        seen = [(r["verb"], r["actor"], r["case_id"], r["payload"]) for r in new]
        check(f"{' '.join(verb[:2])} is one view", seen == [(expected, ACTOR, case, None)], seen)
        check("of what it showed", subject is None or new[0]["subject_id"] == subject, new)
        check("told apart as a view", expected in vault.verbs("--kind", "view"))
    vault.run("bundle", "show", case)  # the first look makes the bundle
    before = vault.run("vault", "audit")[0]["sequence"]
    for verb in (("evidence", "list", case), ("case", "list"), ("case", "show", case), ("person", "list", case), ("session", "list", case),
                 ("bundle", "builds", case), ("bundle", "show", case), ("task", "list"), ("agenda",), ("mark", "meanings", case),
                 ("person", "absences"), ("session", "timeline", case), ("vault", "audit"), ("vault", "slots"), ("vault", "info")):
        vault.run(*verb)
    check("a list is no view", vault.run("vault", "audit")[0]["sequence"] == before, vault.verbs()[:3])


def correcting(vault, document):
    def typed():
        return [(e["verb"], e["party"], e["detail"], e["happened"]) for e in vault.run("evidence", "custody", document) if e["party"]]

    first = typed()
    event = next(e["id"] for e in vault.run("evidence", "custody", document) if e["verb"] == "handed")
    received = next(e["id"] for e in vault.run("evidence", "custody", document) if e["verb"] == "received")
    vault.run("evidence", "handover-change", event, "--to", "Cpl Otieno, DCI Mfano North")
    check("a handover is corrected", typed()[1] == ("handed", "Cpl Otieno, DCI Mfano North", "for the laboratory", "2026-05-04"), typed())
    vault.run("undo")
    check("and the correction taken back", typed() == first, typed())
    vault.run("evidence", "handover-remove", event)
    check("taken out", len(typed()) == 2, typed())
    vault.run("undo")
    check("and put back", typed() == first, typed())
    vault.run("evidence", "handover-change", received, "--to", "somebody", status=5)
    vault.run("evidence", "handover-remove", received, status=5)
    check("what the program wrote stays", any(e["id"] == received for e in vault.run("evidence", "custody", document)))
    vault.run("evidence", "handover", document, "--to", "x", "--date", "2098-01-01", status=5)
    vault.run("evidence", "handover", document, "--to", "x", "--from", "y", status=2)
    counted = [v for v in vault.verbs() if v in ("custody.update", "custody.remove", "undo")]
    check("the record keeps both", counted == ["undo", "custody.remove", "undo", "custody.update"], counted)


def sheets(vault, case, document, sha256):
    vault.run("evidence", "custody", document, "--pdf", vault.path("custody.pdf"), "--json-file", vault.path("custody.json"))
    text = words_of(vault.path("custody.pdf"))
    with open(vault.path("custody.json"), encoding="utf-8") as file:
        data = json.load(file)
    events = data["documents"][0]["events"]
    check("the sheet holds receipt, handover, disclosure, copies, check",
          [e["event"] for e in events] == ["returned", "handed", "disclosed", "received", "exported", "checked"], events)
    check("the copy on it is that of the exhibit itself", [e["remarks"] for e in events if e["event"] == "exported"]
          == [f"copy of the file as it was taken in; SHA-256 {sha256}"], events)
    for part in ("Received into the", "Handed to", "Cpl Otieno, DCI Mfano", "for the laboratory", "Copy disclosed to",
                 "Copy given out", "Hash checked:", "SHA-256 matches", "4 May 2026", ACTOR):
        check(f"printed: {part}", part in text, text)
    check("its SHA-256", data["documents"][0]["sha256"] == sha256 and sha256[:16] in text.replace(" ", ""), text)
    # Views and reveals stay inside.
    for paper, what in ((text, "printed sheet"), (json.dumps(data), "JSON")):
        for inside in ("open", "reveal", "document.read", "Amina", "secret name.pdf", "Text of a document", "with marks", "marks as", "marked", "XFDF",
                       "redacted", "private", "looked"):
            check(f"not on the {what}: {inside}", inside not in paper, paper)
    head = vault.run("vault", "audit", "--head", data["audit_head"])
    check("the head on the sheet is that of an entry", [r["sequence"] for r in head] == [data["audit_records"]], head)
    vault.run("case", "custody", case, "--json-file", vault.path("all.json"), "--pdf", vault.path("all.pdf"))
    with open(vault.path("all.json"), encoding="utf-8") as file:
        check("the whole case's sheet", len(json.load(file)["documents"]) == 2)
    vault.run("case", "custody", case, status=2)
    vault.run("vault", "audit", "--json-file", vault.path("audit.json"), "--pdf", vault.path("audit.pdf"))
    with open(vault.path("audit.json"), encoding="utf-8") as file:
        audit = json.load(file)
    check("the saved record ends with its head", audit["records"][0]["hash"] == audit["head"] and len(audit["records"]) ==
          audit["records"][0]["sequence"])
    text = words_of(vault.path("audit.pdf"))
    check("the printed record is in words, and internal", all(p in text for p in ("Internal:", "Hidden name shown", "Exhibit handed over",
          "Copy of a document saved", ACTOR)) and "person.reveal" not in text, text[:400])


def dates(vault, case, document):
    """Nothing was handed on before it was received, or tomorrow; what is wrong is said, and nothing is kept."""
    tomorrow = (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
    custody = vault.run("evidence", "custody", document)
    kept = [(e["verb"], e["happened"]) for e in custody]
    event = {e["verb"]: e["id"] for e in custody}
    for verb, words in ((("handover", document, "--to", "x", "--date", "1900-01-01"), "received on 2026-05-02"),
                        (("handover", document, "--disclosed-to", "x", "--date", "2026-05-01"), "received on 2026-05-02"),
                        (("handover", document, "--to", "x", "--date", tomorrow), "future"),
                        (("handover", document, "--from", "x", "--date", tomorrow), "future"),
                        (("handover", document, "--from", "x", "--date", "1900-01-01"), "look at the year"),
                        (("handover-change", event["handed"], "--date", "2026-05-01"), "received on 2026-05-02"),
                        (("handover-change", event["handed"], "--date", tomorrow), "future"),
                        (("handover-change", event["returned"], "--date", "2026-05-05"), "received on 2026-05-05"),
                        (("handover-remove", event["returned"]), "cannot have been handed on")):
        said = vault.run("evidence", *verb, status=5)
        check(f"{verb[0]} {' '.join(verb[2:])} is refused with a sentence", words in said, said)
    vault.run("evidence", "update", document, "--date", "2026-05-02")
    said = vault.run("evidence", "handover", document, "--from", "x", "--date", "2026-05-01", status=5)
    check("not received before the date it bears", "bears the date 2026-05-02" in said, said)
    check("nothing of it was kept", [(e["verb"], e["happened"]) for e in vault.run("evidence", "custody", document)] == kept)
    vault.run("evidence", "handover", document, "--to", "on the day itself", "--date", "2026-05-02")
    vault.run("undo")
    vault.run("evidence", "update", document, "--date", "")
    text = subprocess.run([PROGRAM, "evidence", "custody", document, "--vault", vault.file, "--passphrase-file", vault.secret],
                          capture_output=True, text=True, env=dict(os.environ, LANGUAGE="en")).stdout
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for part in ("2026-05-02 Received from Sgt Baya, DCI Mfano seized", "2026-05-04 Handed to Cpl Otieno, DCI Mfano for the laboratory",
                 "2026-05-05 Copy disclosed to Advocate Fictional, for the accused"):
        check(f"in text: {part}", any(part in line for line in lines), text)


def kiswahili(vault, document):
    """The same sheet in Kiswahili: no English of the program on it."""
    vault.run("evidence", "custody", document, "--pdf", vault.path("sw.pdf"), "--json-file", vault.path("sw.json"), "--language", "sw")
    with open(vault.path("sw.json"), encoding="utf-8") as file:
        events = json.load(file)["documents"][0]["events"]
    own = " ".join(e["words"] + " " + e["remarks"] for e in events if e["party"] is None)
    check("remarks are Kiswahili", all(w in own for w in ("Kimepokelewa katika hazina", "baiti", "nakala ya faili kama ilivyopokelewa",
                                                          "SHA-256 inalingana")), own)
    check("and none is English", not any(w in own for w in ("copy", "bytes", "matches", "Received", "pages")), own)
    check("what a person wrote stays", [e["remarks"] for e in events if e["event"] == "handed"] == ["for the laboratory"], events)
    text = words_of(vault.path("sw.pdf"))
    check("printed too", "inalingana" in text and "matches" not in text and "bytes" not in text, text)
    vault.run("evidence", "custody", document, "--pdf", vault.path("x.pdf"), "--language", "fr", status=2)


def bundles(vault, case, document):
    vault.run("bundle", "build", case, vault.path("bundle.pdf"))
    build = vault.run("bundle", "builds", case)[0]
    text = words_of(vault.path("bundle.pdf"))
    record = vault.run("vault", "audit", "--head", build["audit_head"])
    check("the head of the build is that of one entry", len(record) == 1 and record[0]["hash"] == build["audit_head"], record)
    check("and is printed on the bundle, with its number", build["audit_head"] in text.replace(" ", "")
          and f"{record[0]['sequence']} entries" in text, text[:600])
    check("of before the build itself", record[0]["sequence"] < next(r["sequence"] for r in vault.run("vault", "audit")
                                                                     if r["verb"] == "bundle.build"))
    said = vault.run("bundle", "disclose", build["id"], "--to", "x", "--date", "2026-01-31", status=5)
    check("nobody received it before it was built", "Nobody can have received it before" in json.dumps(said)
          and vault.run("bundle", "builds", case)[0]["recipients"] == [], said)
    vault.run("bundle", "disclose", build["id"], "--to", "Defence counsel, Mfano", "--why", "art. 50(2)(j)")
    check("who got it", vault.run("bundle", "builds", case)[0]["recipients"] == ["Defence counsel, Mfano"])
    last = [e for e in vault.run("evidence", "custody", document) if e["verb"] == "disclosed"][-1]
    check("stands in the custody of what is in it", build["sha256"] in last["detail"] and last["party"] == "Defence counsel, Mfano", last)
    vault.run("undo")
    check("and can be taken back", vault.run("bundle", "builds", case)[0]["recipients"] == [])
    vault.run("bundle", "rebuild", build["id"], vault.path("again.pdf"))
    with open(vault.path("again.pdf"), "rb") as file:
        check("built again it is the same file", hashlib.sha256(file.read()).hexdigest() == build["sha256"])
    return build


def mismatch(vault, case, document, other, build, needle):
    load(TAMPER).change_bytes(vault.file, SECRET, needle)
    doors = [("evidence", "save", document, "x.pdf"), ("evidence", "save", document, "x.pdf", "--marked"),
             ("mark", "export", document, "x.xfdf"), ("redact", "apply", document, "x.pdf"), ("bundle", "build", case, "x.pdf"),
             ("bundle", "rebuild", build["id"], "x.pdf")]
    for door in doors:
        said = vault.run(*door[:3], vault.path(door[3]), *door[4:], status=4)
        check(f"{' '.join(door[:2])} is refused", "no longer those that were taken in" in said and not os.path.exists(vault.path(door[3])), said)
    events = [e["verb"] for e in vault.run("evidence", "custody", document)]
    check("the mismatch stands in the custody, once", events.count("mismatch") == 1, events)
    vault.run("evidence", "check", document, status=4)
    vault.run("evidence", "custody", document, "--pdf", vault.path("bad.pdf"))
    check("and on the sheet", "DOES NOT MATCH" in words_of(vault.path("bad.pdf")))
    vault.run("evidence", "save", other, vault.path("other copy.pdf"))
    check("the other document still leaves", os.path.exists(vault.path("other copy.pdf")))


def main():
    vault = Vault()
    try:
        case = vault.run("case", "add", "--title", "Fictional", "--number", "CR 1")["id"]
        content = make_pdf("asked the night porter", 20000)
        needle = b"z" * 64
        vault.run("evidence", "add", case, vault.write("secret name.pdf", content), vault.write("other.pdf", make_pdf("nothing")))
        documents = vault.run("evidence", "list", case)
        sha256 = hashlib.sha256(content).hexdigest()
        document = next(d["id"] for d in documents if d["sha256"] == sha256)
        other = next(d["id"] for d in documents if d["id"] != document)
        vault.run("evidence", "update", document, "--title", "Statement", "--exhibit", "P1")
        leaving(vault, case, document)
        looking(vault, case, document)
        correcting(vault, document)
        dates(vault, case, document)
        sheets(vault, case, document, sha256)
        kiswahili(vault, document)
        build = bundles(vault, case, document)
        mismatch(vault, case, document, other, build, needle)
        audit = vault.run("audit", "verify")
        check("the record still verifies", audit["signed"] > 0 and audit["erased"] == 0, audit)
    finally:
        shutil.rmtree(vault.folder)
    print(f"1..{check.number}")
    sys.exit(1 if check.failed else 0)


main()
