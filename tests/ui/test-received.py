# SPDX-License-Identifier: GPL-3.0-or-later
"""A marked copy of a file in which somebody had put a black box over words, in the real window: who saves it is told the page and led
to it. Read back with jaladactl."""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SHOTS = os.environ.get("JALADA_RECEIVED_SHOTS")


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def shot(s, name):
    if SHOTS:
        s.settle()
        s.shot(os.path.join(SHOTS, name + ".png"))


def quietly(s, vault, *verb):
    """What answers with nothing."""
    with open(os.path.join(s.home, "secret"), "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    for _ in range(40):
        done = subprocess.run([s.ctl, "--vault", vault, "--passphrase-file", os.path.join(s.home, "secret"), *verb], capture_output=True, text=True)
        if "already open" not in done.stderr:
            break
        time.sleep(0.25)
    os.unlink(os.path.join(s.home, "secret"))
    expect(done.returncode, 0, " ".join(verb[:2]))


def make_pdf():
    content = b"BT /F1 14 Tf 72 700 Td (The keeper paid Bahati at the gate) Tj ET"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots ["
               b"<< /Type /Annot /Subtype /Square /Rect [172 692 220 718] /IC [0 0 0] /C [0 0 0] >> "
               b"<< /Type /Annot /Subtype /Highlight /Rect [72 696 118 714] /QuadPoints [72 714 118 714 72 696 118 696] /C [1 1 0] >> ] >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out))


def make_vault(s):
    vault, secret, file = (os.path.join(s.home, name) for name in ("Cases.jalada", "secret", "statement.pdf"))
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    with open(file, "wb") as f:
        f.write(make_pdf())
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, file)[0]["id"]
    note = next(n for n in s.jaladactl(vault, PASSPHRASE, "mark", "received", document) if n["kind"] == "highlight")
    mark = s.jaladactl(vault, PASSPHRASE, "mark", "adopt", document, note["id"])
    mark = mark[0] if isinstance(mark, list) else mark
    quietly(s, vault, "mark", "update", mark["id"], "--audience", "court")
    return vault, document


def save(s, name):
    s.do("reader.export-marked")
    s.see(contains="The court: 1 mark")
    s.click("Export…")
    dialog = s.see("Save a Marked Copy Outside the Vault")
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(os.path.join(s.home, name))
    s.click("Save", within=dialog)


def words(s, name):
    return subprocess.run(["pdftotext", os.path.join(s.home, name), "-"], check=True, capture_output=True, text=True).stdout


def journey(s):
    vault, document = make_vault(s)
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71", "row")
    s.choose_document("Statement")
    s.do("evidence.open")
    s.see("Page 1 of 1")
    save(s, "copy.pdf")
    s.see("What Is Hidden Can Be Copied Out", timeout=60)
    s.see(contains="“Statement”: words are covered or cannot be seen on page 1")
    expect(os.path.exists(os.path.join(s.home, "copy.pdf")), False, "asked before anything leaves")
    shot(s, "received-covered")
    s.click("Save All the Same")
    s.wait(lambda: os.path.exists(os.path.join(s.home, "copy.pdf")), "the copy")
    expect("Bahati" in words(s, "copy.pdf"), True, "it says what is so")
    save(s, "redacted.pdf")
    s.see("What Is Hidden Can Be Copied Out", timeout=60)
    s.click("Redact What Is Hidden")
    s.see(contains="redacted in copies", timeout=60)
    s.see("Page 1 of 1")
    save(s, "redacted.pdf")
    s.wait(lambda: os.path.exists(os.path.join(s.home, "redacted.pdf")), "the redacted copy", timeout=60)
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()
    expect(("Bahati" in words(s, "redacted.pdf"), "keeper" in words(s, "redacted.pdf")), (False, True), "redacted, it is gone")
    rows = s.jaladactl(vault, PASSPHRASE, "redact", "list", document)
    expect([(row["page"], row["origin"]) for row in rows], [(1, "area")] * len(rows), "what was hidden is redacted")


if __name__ == "__main__":
    Session.main(journey)
