# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of reading: the register, a document with each pane, its marks and their menu, what is found, troubles, the question for a
password, the review of redactions. Called by shots.py."""
import json
import os
import re
import shutil
import subprocess


def make_troubles(folder):
    """A file that is locked with a password, and one whose second page takes for ever, whose third is damaged."""
    plain = os.path.join(folder, "plain.pdf")
    words = b"BT /F 14 Tf 60 760 Td (A fictional page.) Tj ET"
    deep = 9
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 4 /Kids [ 4 0 R 6 0 R 8 0 R 10 0 R ] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    bodies = (b"<< /Length %d >>" % len(words), words), (b"<< /Length 5 >>", b"/X Do"), \
             (b"<< /Filter /FlateDecode /Length 40 >>", b"\x78\x9c" + b"\xa5" * 38), (b"<< /Length %d >>" % len(words), words)
    for number, (head, body) in enumerate(bodies):
        extra = b"/XObject << /X 12 0 R >>" if number == 1 else b""
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> %s >> >>"
                       % (5 + 2 * number, extra))
        objects.append(head + b"\nstream\n" + body + b"\nendstream")
    for level in range(deep):
        inner = b"/X Do " * 10 if level < deep - 1 else b"0 0 300 300 re f " * 3
        below = b"<< /XObject << /X %d 0 R >> >>" % (13 + level) if level < deep - 1 else b"<< >>"
        objects.append(b"<< /Type /XObject /Subtype /Form /BBox [ 0 0 595 842 ] /Resources %s /Length %d >>\nstream\n%s\nendstream"
                       % (below, len(inner), inner))
    out, at = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    with open(plain, "wb") as f:
        f.write(out)
    trouble, locked = os.path.join(folder, "Trouble.pdf"), os.path.join(folder, "Locked.pdf")
    shutil.copy(plain, trouble)
    subprocess.run(["qpdf", "--empty", "--pages", plain, "1", "--", os.path.join(folder, "one.pdf")], capture_output=True)
    subprocess.run(["qpdf", "--encrypt", "siri", "siri2", "256", "--", os.path.join(folder, "one.pdf"), locked], check=True)
    os.unlink(plain)
    return [trouble, locked]


def shoot(s, folder, look, env, tr, resize, vault, secret, passphrase):
    names = iter(range(1, 100))
    mine = vault + ".reading.jalada"
    shutil.copy(vault, mine)

    def shot(name):
        s.settle()
        s.shot(os.path.join(folder, f"{look}-reading-{next(names):02d}-{name}.png"))

    def ctl(*verb):
        done = subprocess.run([s.ctl, *verb, "--vault", mine, "--passphrase-file", secret, "--json"], check=True, capture_output=True, text=True)
        return json.loads(done.stdout) if done.stdout.strip() else None

    def choose(what):
        register = s.see(tr("Register of evidence"))
        s.type(tr("Search the register"), what)
        s.press(s.wait(lambda: next((n for n in register.walk() if n.role == "label" and n.name == what), None), what))

    case, number = next((c["id"], c["number"]) for c in ctl("case", "list") for d in ctl("evidence", "list", c["id"]) if d["exhibit"] == "P2")
    ctl("evidence", "add", case, *make_troubles(s.home))
    document = next(d["id"] for d in ctl("evidence", "list", case) if d["exhibit"] == "P2")
    words = re.findall(r"\b[a-z]{5,}\b", " ".join(ctl("evidence", "text", document)["pages"]))
    s.start(mine, **env)
    resize(s, look)
    s.type(tr("Passphrase"), passphrase)
    s.click(tr("Unlock"))
    s.see(tr("Main Menu"), "toggle") if look.startswith("small") else s.see(tr("Search cases"))
    if look.startswith("small"):
        s.do("win.sidebar")
    s.press(s.wait(lambda: [n for n in s.find_all(role="row") if n.name.startswith(number)][-1:], "the case of the sample")[0])
    s.click(tr("Evidence"), "page tab")
    s.see(tr("Register of evidence"))
    if look.startswith("small") and s.find(tr("Search cases")):
        s.do("win.sidebar")
    shot("register")
    choose("P2")
    shot("register-chosen")
    s.do("evidence.open")
    s.see(tr("Page"), "text")
    shot("page")
    for verb in ("thumbnails", "outline"):
        s.do("reader." + verb)
        shot(verb)
    s.do("win.find")
    s.type(tr("Find in the document"), words[0] if words else "the")
    s.do("reader.hits")
    shot("hits")
    s.do("reader.highlight")
    s.do("reader.contents")
    s.key("Escape")
    s.do("reader.marks")
    s.do("reader.note")
    s.do("reader.note")
    shot("marks")
    more = next((n for n in s.find_all(tr("What to do with the mark")) if n.actions()), None)
    if more is not None:
        more.act()
        shot("mark-menu")
        s.key("Escape")
    s.do("reader.mark-link")
    shot("link")
    s.key("Escape")
    s.do("reader.meanings")
    shot("meanings")
    s.key("Escape")
    s.do("reader.export-marked")
    shot("export-marked")
    s.key("Escape")
    s.do("reader.box")
    shot("armed")
    s.do("reader.box")
    s.do("reader.marks")
    s.do("reader.page-text")
    shot("page-text")
    s.do("reader.page-text")
    s.do("reader.night")
    shot("night")
    s.do("reader.night")
    s.do("reader.select-all")
    s.do("reader.redact")
    s.do("reader.redactions")
    shot("redactions")
    s.do("reader.redact-names")
    shot("redact-names")
    s.key("Escape")
    s.do("reader.protected-names")
    shot("protected-names")
    s.click(tr("Pages That No Search Can Read…"))
    s.settle()
    shot("pages-looked-at")
    s.key("Escape")
    s.gone(tr("Tick All or None"))
    s.key("Escape")
    s.do("win.back")
    choose("Locked")
    s.do("evidence.open")
    s.see(tr("This Document Is Locked"))
    shot("password")
    s.do("win.back")
    choose("Trouble")
    s.do("evidence.open")
    s.see(tr("Page"), "text")
    s.do("reader.next-page")
    shot("waiting")
    s.see(tr("Try Again"), timeout=60)
    shot("cannot-be-shown")
    s.do("reader.next-page")
    shot("incomplete")
    s.kill()
    os.unlink(mine)
