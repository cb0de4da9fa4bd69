#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PDF that came locked with a password: taken in as it is, opened with the password, read, marked, redacted, bundled, locked again
by undo; the password is in no file that leaves.

test-locked.py JALADACTL READ-VAULT.py"""
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM, READER = sys.argv[1:3]
SECRET, PASSWORD = "nne maneno yasiyo ya kawaida", "pwani-2031"
count = 0


def make_pdf(text):
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out))


def ok(seen, wanted, what):
    global count
    count += 1
    good = seen == wanted
    print(f"{'ok' if good else 'not ok'} {count} {what}" + ("" if good else f": {seen!r}, not {wanted!r}"), flush=True)
    if not good:
        print("1..%d" % count)
        sys.exit(1)


folder = tempfile.mkdtemp(prefix="jalada-test-")


def path(name):
    return os.path.join(folder, name)


def write(name, content):
    with open(path(name), "wb") as file:
        file.write(content)
    return path(name)


def plain(name):
    """Every page of the vault in the clear, read by a reader that shares no code with Jalada."""
    spec = importlib.util.spec_from_file_location("read_vault", READER)
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    raw = open(path(name), "rb").read()
    _, master = reader.open_header(raw, SECRET)
    return b"".join(reader.open_page(master, (at - reader.FIRST_PAGE) // reader.PAGE + 1, raw[at:at + reader.PAGE])
                    for at in range(reader.FIRST_PAGE, len(raw) - reader.PAGE + 1, reader.PAGE))


def run(*verb, status=0, vault="v.jalada"):
    done = subprocess.run([PROGRAM, *verb, "--vault", path(vault), "--passphrase-file", path("secret"), "--json"],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != status:
        ok((done.returncode, done.stderr), status, " ".join(verb[:2]))
    if PASSWORD in done.stdout + done.stderr:
        ok("the password", "nothing of it", f"what {verb[0]} {verb[1]} prints")
    return json.loads(done.stdout) if done.stdout.strip().startswith(("{", "[")) else done.stdout


def text_of(name):
    return subprocess.run(["pdftotext", path(name), "-"], capture_output=True, text=True, check=True).stdout


write("secret", SECRET.encode())
write("password", (PASSWORD + "\n").encode())
write("other", b"something else\n")
write("plain.pdf", make_pdf("Paid by the hotel keeper in Malindi"))
for name, user, bits in (("statement.pdf", PASSWORD, "256"), ("older.pdf", PASSWORD, "128"), ("owner.pdf", "", "256")):
    subprocess.run(["qpdf", "--encrypt", user, "owner", bits, "--", "--allow-weak-crypto", path("plain.pdf"), path(name)], check=True,
                   capture_output=True)
run("vault", "create", "--strength", "min")
case = run("case", "add", "--title", "Republic v Nobody")["id"]

taken = run("evidence", "add", case, path("statement.pdf"))[0]
ok((taken["outcome"], taken["locked"], taken["pages"]), ("taken", True, 0), "taken in as it is")
document = taken["id"]
ok(run("evidence", "show", document)["sha256"], hashlib.sha256(open(path("statement.pdf"), "rb").read()).hexdigest(), "its bytes' hash")
ok(run("evidence", "add", case, path("statement.pdf"))[0]["outcome"], "duplicate", "taken in twice")
run("evidence", "save", document, path("marked.pdf"), "--marked", status=5)
run("evidence", "unlock", document, "--pdf-password-file", path("other"), status=1)
ok(run("evidence", "show", document)["locked"], True, "another password changes nothing")
run("bundle", "build", case, path("early.pdf"), status=5)
run("evidence", "unlock", document, "--pdf-password-file", path("password"))
shown = run("evidence", "show", document)
ok((shown["locked"], shown["pages"]), (False, 1), "opened with its password")
run("evidence", "unlock", document, "--pdf-password-file", path("password"), status=5)
ok("Malindi" in json.dumps(run("evidence", "text", document)), True, "its words are in the vault")
run("mark", "add", document, "--page", "1", "--kind", "highlight", "--find", "Malindi", "--audience", "court")
run("evidence", "save", document, path("marked.pdf"), "--marked")
ok("Malindi" in text_of("marked.pdf"), True, "the marked copy can be read without it")
run("evidence", "save", document, path("as-it-came.pdf"))
ok(open(path("as-it-came.pdf"), "rb").read() == open(path("statement.pdf"), "rb").read(), True, "the original leaves as it came")

redaction = run("redact", "add", document, "--find", "keeper")[0]["id"]
run("redact", "update", redaction, "--state", "accepted")
run("redact", "apply", document, path("redacted.pdf"))
ok(("keeper" in text_of("redacted.pdf"), "Malindi" in text_of("redacted.pdf")), (False, True), "the redacted copy")
run("bundle", "build", case, path("bundle.pdf"))
ok("hotel keeper in Malindi" in text_of("bundle.pdf"), True, "the bundle")
build = run("bundle", "builds", case)[0]["id"]
run("bundle", "rebuild", build, path("again.pdf"))
ok(open(path("bundle.pdf"), "rb").read() == open(path("again.pdf"), "rb").read(), True, "built again the same")

shutil.copy(path("v.jalada"), path("w.jalada"))
ok(PASSWORD.encode() in plain("w.jalada"), True, "the vault knows the password")
run("evidence", "erase", document, "--yes", "--holder", "Court registry", "--why", "abuse", vault="w.jalada")
ok(PASSWORD.encode() in plain("w.jalada"), False, "the password of what was erased, in any page of the vault")

older, owner = (run("evidence", "add", case, path(name), "--pdf-password-file", path("password"))[0] for name in ("older.pdf", "owner.pdf"))
ok((older["locked"], older["pages"]), (False, 1), "taken in with its password")
ok((owner["locked"], owner["pages"]), (False, 1), "locked against changes only: no password is needed")
for _ in range(8):
    if "evidence.unlock" in json.dumps(run("undo")):
        break
ok(run("evidence", "show", document)["locked"], True, "locked again by undo")
for name in os.listdir(folder):
    if name.endswith(".pdf") or name.endswith(".jalada"):
        ok(PASSWORD.encode() in open(path(name), "rb").read(), False, f"the password in {name}")
shutil.rmtree(folder)
print(f"1..{count}")
