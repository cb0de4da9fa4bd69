# SPDX-License-Identifier: GPL-3.0-or-later
"""Redacting in the real window: protect names by keys, put a box on a page and move it by keys, protect a name, find and redact with R, see the copy refused because the name stands elsewhere,
look for it in the whole case, review, save, take back, lock. Read back with pdftotext, qpdf and jaladactl. The person in the
file does not exist."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402
from keyboard import Keyboard  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
PAGES = ["The girl Amina Finwick lives at the coast", "Nothing stands here, call 0712 345 678", "AMINA went home and Amena stayed"]


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def write_pdf(path, lines):
    objects = ["<< /Type /Catalog /Pages 2 0 R >>",
               "<< /Type /Pages /Count %d /Kids [%s] >>" % (len(lines), " ".join("%d 0 R" % (4 + 2 * i) for i in range(len(lines)))),
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for i, line in enumerate(lines):
        content = f"BT /F 14 Tf 72 700 Td ({line}) Tj ET"
        if i == 1:
            # Nobody sees it on the page.
            content += " BT /F 14 Tf 72 1500 Td (Amina Finwick) Tj ET"
        objects.append("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> "
                       f"/Contents {5 + 2 * i} 0 R >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    xref = len(out)
    out += "xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + "".join("%010d 00000 n \n" % o for o in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n"
    with open(path, "w", encoding="latin-1") as f:
        f.write(out)


def make_vault(s):
    vault = os.path.join(s.home, "Cases.jalada")
    secret = os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    path = os.path.join(s.home, "statement.pdf")
    write_pdf(path, PAGES)
    added = s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, path)[0]
    s.jaladactl(vault, PASSPHRASE, "mark", "add", added.get("document_id") or added["id"], "--page", "2", "--kind", "note", "--area",
                "100,100,20,20", "--note", "Ask Amina first", "--audience", "team")
    return vault, case


def open_document(s, title):
    s.choose_document(title)
    s.do("evidence.open")
    s.see("Page 1 of 3")


def protect_a_name(s):
    """By keys alone: added twice, which is refused where one looks; one taken out, back, and away again; the keys stay in the list."""
    keys = Keyboard(s)
    keys.command("Protected Names")
    s.see("Protected Names and Places")
    keys.on("Name to protect")
    for name in ("Amina Finwick", "Kipepeo"):
        keys.write(name)
        s.key("Return")
        s.see("Remove " + name)
    keys.write("Kipepeo")
    s.key("Return")
    s.see("This name is protected already.")
    keys.go("Remove Amina Finwick")
    s.key("space")
    s.gone("Remove Amina Finwick")
    keys.on("Remove Kipepeo")
    s.key("ctrl+z")
    s.see("Remove Amina Finwick")
    s.key("space")
    s.gone("Remove Kipepeo")
    keys.close("Protected Names and Places")


def box_by_keys(s):
    """A second R puts a box in the middle of what is in view; keys move and resize it, lead to its review and back, remove it."""
    keys = Keyboard(s)
    keys.on("Page 1 of 3")
    s.key("r")
    s.see(contains="R puts a box here")
    s.key("r")
    s.see("Redacted in copies of this document")
    s.key("Escape")
    s.see(contains="Arrow keys move the box")
    # From the middle of the view to the line of words above it.
    s.key(*["Up"] * 12, *["Left"] * 16)
    s.see("The redacted box was changed")
    s.key(*["shift+Left"] * 12)
    s.key("Return")
    keys.on("Redaction on page 1: ")
    s.see("Redaction on page 1: Amina Finwick. To be reviewed", "list item")
    keys.go("Accept")
    s.key("space")
    keys.on("Accept")
    s.see(contains="Amina Finwick. Accepted", role="list item")
    keys.go("Redaction on page 1: ", "shift+Tab")
    s.key("Return")
    keys.on("Page 1 of 3")
    # It was accepted elsewhere.
    s.key("ctrl+Right")
    s.see(contains=". To be reviewed", role="list item")
    s.key("Delete")
    s.see("No redaction", "label")
    s.key("ctrl+z")
    s.see("1 redaction, 1 to be reviewed", "label")
    s.key("ctrl+alt+r")
    keys.on("Page 1 of 3")
    s.key("ctrl+alt+r")
    keys.on("Redaction on page 1: ")
    s.key("Delete")
    s.see("No redaction", "label")
    s.key("ctrl+alt+r")
    keys.on("Page 1 of 3")


def mark_by_keys(s):
    """A marked box that is moved faster than it is kept: no step is lost. It is read back at the end."""
    s.key("b", "b")
    s.see("Mark added")
    s.key("Escape")
    s.key(*["Right"] * 10)
    s.see("The mark was moved")
    s.key("Escape")


def redact_a_hit(s):
    s.do("win.find")
    s.type("Find in the document", "Amina Finwick")
    s.see(contains="1 of ", role="status bar")
    s.do("reader.redact")
    s.see("Redacted in copies of this document")
    s.do("reader.redactions")
    s.see("1 redaction, 1 to be reviewed", "label")


def save(s, path, answer):
    s.do("reader.redact-apply")
    s.see(contains="Redactions to be burnt in")
    s.click("Save…")
    write_to(s, "Save a Redacted Copy Outside the Vault", path)
    s.see(contains=answer, timeout=60)


def keep_as_drawn(s):
    """Page 2 says the name beyond its edge: whether its picture shows it only somebody who looks can say."""
    s.see("Look at These Pages First", timeout=60)
    s.see(contains="stands in page 2, and not among its words")
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "look-first.png"))
    s.click("Save All the Same")
    s.gone("Look at These Pages First")


def be_refused(s, path):
    """“Amina Finwick” is redacted with R; the name list says nothing of page 3, but a second R on “AMINA” there is missing."""
    s.type("Find in the document", "AMINA went")
    s.see(contains="1 of 1", role="status bar")
    s.do("reader.redact")
    s.see("2 redactions, 2 to be reviewed", "label")
    s.do("win.undo")
    s.see("1 redaction, 1 to be reviewed", "label")


def write_to(s, title, path):
    dialog = s.see(title)
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(path)
    s.click("Save", within=dialog)


def be_asked_about_the_original(s, path):
    """The original names somebody, on page 1 whole and on page 3 by half: nobody saves it without having been told."""
    s.do("evidence.save-copy")
    s.see("Save It As It Is?")
    s.see(contains="1 redaction of this document is not in this copy")
    s.see(contains="this case protects can be read in it: pages 1–2.")
    s.see(contains="page 2, outside the page, or not to be seen on it: Amina Finwick")
    s.see(contains="page 3: AMINA")
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "as-it-is.png"))
    s.key("Escape")
    s.gone("Save It As It Is?")
    s.do("evidence.save-copy")
    s.click("Make a Redacted Copy…")
    s.see(contains="Redactions to be burnt in")
    s.click("Cancel")
    s.gone(contains="Redactions to be burnt in")
    s.do("evidence.save-copy")
    s.click("Save As It Is…")
    write_to(s, "Save a Copy Outside the Vault", path)
    s.see(contains="The copy was saved")
    with open(path, "rb") as copy, open(os.path.join(s.home, "statement.pdf"), "rb") as original:
        expect(copy.read() == original.read(), True, "the original, byte for byte")


def be_asked_about_the_team(s, path):
    """A marked copy for the team holds the same pages."""
    s.do("reader.export-marked")
    s.choose("Who Reads It", "Court and team: 1 mark")
    s.click("Export…")
    s.see("Save It As It Is?")
    s.see(contains="Single words of protected names stand in: a mark on page 2.")
    s.see(contains="a mark on page 2: amina")
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "team.png"))
    s.key("Return")  # What is suggested: the redacted copy
    s.see(contains="Redactions to be burnt in")
    s.click("Cancel")
    expect(os.path.exists(path), False, "a copy for the team was saved without a decision")
    # The marks alone: their words leave too, and no redaction changes them.
    s.do("reader.export-marked")
    s.choose("Who Reads It", "Court and team: 1 mark")
    s.choose("As", "Only the marks (XFDF)")
    s.click("Export…")
    s.see("Save It As It Is?")
    s.see(contains="a mark on page 2: amina")
    expect(s.find("Make a Redacted Copy…"), None, "a way to a redacted copy beside a file of marks")
    s.key("Return")  # Nothing leaves
    s.gone("Save It As It Is?")
    expect(s.find("Save a Marked Copy Outside the Vault"), None, "the way out after no answer")


def decide_on_parts(s, path):
    """“AMINA” of page 3 is a word of a protected name: the copy is not saved before somebody has decided."""
    save(s, path, "1 part of a protected name remains, on page 3")
    s.see(contains="page 3: amina")
    s.click("Cancel")
    expect(os.path.exists(path), False, "a copy is there before the decision")
    save(s, path, "1 part of a protected name remains, on page 3")
    s.click("They May Stay")
    keep_as_drawn(s)
    s.see(contains="none of the redacted words was found", timeout=60)
    s.click("Close")
    expect(os.path.exists(path), True, "the copy is saved after the decision")


def be_refused_a_court_copy(s, path):
    """The court's marked copy asks the same, from the register and from the page, with the word and its page in a window."""
    s.do("evidence.save-marked")
    write_to(s, "Save a Copy Outside the Vault", path)
    s.see(contains="1 part of a protected name remains, on page 3", timeout=60)
    s.see(contains="page 3: amina")
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "parts.png"))
    s.click("Cancel")
    s.gone(contains="page 3: amina")
    expect(os.path.exists(path), False, "the court's copy before the decision")
    s.do("reader.export-marked")
    s.click("Export…")
    write_to(s, "Save a Marked Copy Outside the Vault", path)
    s.see(contains="page 3: amina", timeout=60)
    s.click("They May Stay")
    keep_as_drawn(s)
    s.see(contains="The marked copy was saved", timeout=60)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    expect(("Finwick" in text, "AMINA went" in text), (False, True), "the court's copy after the decision")
    # What was let go is told once more.
    s.see("The Marked Copy Is Saved")
    s.see(contains="stands in page 2, and not among its words")
    s.click("Close")
    s.gone("The Marked Copy Is Saved")
    s.do("reader.export-marked")
    s.choose("As", "Only the marks (XFDF)")
    s.click("Export…")
    write_to(s, "Save a Marked Copy Outside the Vault", path + ".xfdf")
    s.see(contains="The marks were saved as a file")


def look_in_the_case(s):
    s.do("reader.redact-names")
    s.see("Redact Names in This Case")
    s.key("Escape")  # From the entry, which has the focus
    s.gone("Redact Names in This Case")
    s.do("reader.redact-names")
    window = s.see("Redact Names in This Case")
    s.type("Words to look for", "Amina", within=window)
    s.click("Search", within=window)
    s.press(s.see("One reason for all:", "check box", within=window))
    s.choose("Reason for all", "Identity of a child")
    s.see(contains="Redact AMINA, page 3 of", role="check box")
    amena = s.see(contains="Redact Amena, page 3 of", role="check box")
    expect(amena.has_state("checked"), False, "a name that differs by a letter is ticked")
    s.see(contains="outside the page, or not to be seen on it", within=window)
    shot(s, "unseen")
    s.click("Tick All or None", within=window)
    s.wait(lambda: s.find(contains="Redact Amena, page 3 of", role="check box").has_state("checked"), "all ticked")
    s.wait(lambda: next((n for n in window.walk() if n.role in ("push button", "button") and n.name.startswith("Redact")
                         and n.name.endswith(("Place", "Places"))), None), "the verb").act()
    s.gone("Redact Names in This Case")
    s.see(contains="to be reviewed", role="label")


def review(s):
    """By keys alone: down to the one that may stay, rejected, and another reason; the keys stay where they were."""
    keys = Keyboard(s)
    s.key("ctrl+alt+r")
    keys.on("Page ")
    s.key("ctrl+alt+r")
    keys.on("Redaction on page 1: ")
    keys.go("Redaction on page 3: Amena", "Down")
    keys.go("Reject")
    s.key("space")
    s.see(contains="Amena. Rejected", role="list item")
    keys.on("Reject")
    keys.go("Reason", "shift+Tab")
    s.wait(lambda: on_reason(s), "the reason has the focus")
    s.key("space")
    s.wait(lambda: s.find("Protected witness", "list item") or s.find("Protected witness", "label"), "the reasons are open")
    s.key("Home", "Down", "Down", "Down", "Return")
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "reason.png"))
    s.wait(lambda: s.find("Protected witness", "label", within=s.see(contains="Redaction on page 3: Amena", role="list item")),
           "the reason is changed")
    s.wait(lambda: on_reason(s), "the reason has the focus still")


def see_what_was_rejected(s):
    """It is not redacted, and whoever looks for it is not told that it is."""
    s.do("reader.redact-names")
    window = s.see("Redact Names in This Case")
    s.type("Words to look for", "Amina", within=window)
    s.click("Search", within=window)
    s.see(contains="stays readable: rejected in the review")
    amena = s.see(contains="Redact Amena, page 3 of", role="check box")
    expect((amena.has_state("checked"), amena.has_state("sensitive")), (False, True), "what was rejected, looked for again")
    amina = s.see(contains="Redact AMINA, page 3 of", role="check box")
    expect(amina.has_state("checked"), True, "what is redacted, looked for again")
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "rejected.png"))
    s.press(amena)
    s.click("Redact 1 Place", within=window)
    s.gone("Redact Names in This Case")
    s.see(contains="Redaction on page 3: Amena. To be reviewed", role="list item")
    s.do("win.undo")
    s.see(contains="Amena. Rejected", role="list item")


def shot(s, name):
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], name + ".png"))


def on_reason(s):
    row = s.see(contains="Redaction on page 3: Amena", role="list item")
    reason = next(n for n in row.walk() if n.name == "Reason")
    return any(n.has_state("focused") for n in reason.walk())


def journey(s):
    vault, case = make_vault(s)
    out, early = os.path.join(s.home, "redacted.pdf"), os.path.join(s.home, "early.pdf")
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71", "row")
    open_document(s, "Statement")
    protect_a_name(s)
    box_by_keys(s)
    mark_by_keys(s)
    redact_a_hit(s)
    be_refused(s, early)
    be_asked_about_the_original(s, os.path.join(s.home, "as-it-is.pdf"))
    be_asked_about_the_team(s, os.path.join(s.home, "team.pdf"))
    decide_on_parts(s, early)
    be_refused_a_court_copy(s, os.path.join(s.home, "court.pdf"))
    look_in_the_case(s)
    review(s)
    see_what_was_rejected(s)
    if os.environ.get("JALADA_UI_SHOTS"):
        s.settle()
        s.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "redact.png"))
    save(s, out, "Look at These Pages First")
    keep_as_drawn(s)
    s.see(contains="none of the redacted words was found", timeout=60)
    s.click("Close")
    text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    expect("amina" in text.lower(), False, "the name is in the copy")
    expect("Amena" in text, True, "what was rejected is in the copy")
    laid_open = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", out, "-"], capture_output=True).stdout.lower()
    expect(any("amina".encode(code) in laid_open for code in ("utf-8", "utf-16-be")), False, "the name is anywhere in the file")

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    for words in ("Amina", "Finwick", "Statement"):
        if words in s.tree():
            raise Failure(f"“{words}” is still there after locking")
    s.stop()

    looks = {r["verb"] for r in s.jaladactl(vault, PASSPHRASE, "vault", "audit", "--kind", "view") if r["case_id"] == case}
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)[0]
    seen = sorted((r["page"], r["quoted"], r["origin"], r["state"]) for r in
                  s.jaladactl(vault, PASSPHRASE, "redact", "list", document["id"]))
    print("#", seen, flush=True)
    expect([r for r in seen if r[3] == "rejected"], [(3, "Amena", "search", "rejected")], "rejected, read back")
    reasons = {r["quoted"]: r["reason"] for r in s.jaladactl(vault, PASSPHRASE, "redact", "list", document["id"])}
    expect(reasons["Amena"], "witness", "the reason that was chosen in the review")
    expect(reasons["AMINA"], "child", "the reason that was chosen in the search")
    expect((3, "AMINA", "search", "pending") in seen, True, "the name on page 3 is redacted")
    names = [(n["kind"], n["name"]) for n in s.jaladactl(vault, PASSPHRASE, "case", "names", case)]
    expect(names, [("person", "Amina Finwick")], "protected names read back")
    box = next(m for m in s.jaladactl(vault, PASSPHRASE, "mark", "list", document["id"]) if m["kind"] == "box")
    # In the middle of 595 points, 160 wide; then ten times six points.
    expect(round(box["quads"][0][0], 1), 595 / 2 - 80 + 60, "where the box was moved to")
    # What was only looked at is on record, too: jaladactl is not, it came after.
    expect([verb for verb in ("document.open", "document.show", "case.search", "name.reveal") if verb not in looks], [], "looks on record")


if __name__ == "__main__":
    Session.main(journey)
