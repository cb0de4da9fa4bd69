# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault of which one block is damaged, in the real window: the damage is named by document, another document is read, a
rescue makes a new vault. Then a damaged copy of the header, foreign bytes behind the end, and a file cut short: each is named,
the last one rescued. A vault that lost its protected names in the rescue holds copies back until somebody has looked. Read back with
jaladactl."""
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vault"))
import tamper  # noqa: E402
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
HEADER, PAGE = 16384, 8192


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def make_vault(s, secret):
    vault = os.path.join(s.home, "Cases.jalada")
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"],
                   check=True, stdout=subprocess.DEVNULL)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    sample = os.environ["JALADA_SAMPLE"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(sample, "01-charge-sheet.pdf"),
                os.path.join(sample, "21-photo-reception.jpg"))
    return vault


def check(s, vault, secret):
    """Exit code and findings of jaladactl vault check."""
    done = subprocess.run([s.ctl, "--vault", vault, "--passphrase-file", secret, "--json", "vault", "check"],
                          capture_output=True, text=True)
    return done.returncode, json.loads(done.stdout)["findings"] if done.stdout else None


def damage(s, vault, secret):
    """Flips one bit in a block of the photograph; returns its title."""
    with open(vault, "rb") as f:
        whole = bytearray(f.read())
    for n in range((len(whole) - HEADER) // PAGE - 1, 0, -11):
        whole[HEADER + n * PAGE + 500] ^= 1
        with open(vault, "wb") as f:
            f.write(whole)
        code, findings = check(s, vault, secret)
        named = [found for found in findings or [] if found["title"]]
        if code == 4 and len(named) == 1 and "hoto" in named[0]["title"]:
            expect(named[0]["case_number"], "CR 71", "the case of the damaged document")
            return named[0]["title"]
        whole[HEADER + n * PAGE + 500] ^= 1
    raise Failure("no block of the photograph was found")


def damage_sessions(s, secret):
    """A vault with a planned case, of which a block of the table of sessions is damaged."""
    vault = os.path.join(s.home, "Planned.jalada")
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"],
                   check=True, stdout=subprocess.DEVNULL)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A landlord", "--number", "CR 72")["id"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"))
    s.jaladactl(vault, PASSPHRASE, "session", "plan", case, "--from", "2026-05-11")
    with open(vault, "rb") as f:
        whole = bytearray(f.read())
    for n in range((len(whole) - HEADER) // PAGE - 1, 0, -1):
        whole[HEADER + n * PAGE + 500] ^= 1
        with open(vault, "wb") as f:
            f.write(whole)
        findings = check(s, vault, secret)[1] or []
        if [found for found in findings if found["kind"] == "block" and "court sessions" in found["text"]]:
            return vault
        whole[HEADER + n * PAGE + 500] ^= 1
    raise Failure("no block of the sessions was found")


def sessions_are_damaged(s, secret):
    """The case stays in the list, its documents can be read; the timeline says why it is not shown, and nothing looks empty."""
    vault = damage_sessions(s, secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]
    expect((case["number"], case["incomplete"], case["documents"], case["next_date"]), ("CR 72", True, 1, None), "the case with damaged sessions")
    s.start(vault)
    unlock(s)
    s.see("CR 72", "row")
    s.see("A part of it is damaged")
    s.see(contains="cannot be read: the vault is damaged")
    s.click("Timeline", "page tab")
    s.see("This Cannot Be Shown")
    s.click("Evidence", "page tab")
    read_another(s)
    s.stop()


def read_another(s):
    """The document that is not damaged opens as ever."""
    s.choose_document("Charge sheet")
    s.do("evidence.open")
    s.see("Page 1 of 2")


def read_damaged(s):
    """The damaged one says so in place of its page, to a screen reader too."""
    s.choose_document("Photo reception")
    s.do("evidence.open")
    s.see(contains="Page 1 of 1. This evidence is damaged: a part of what is stored cannot be read", role="panel")
    s.see("Try Again")
    s.see("This Document Is Not What Was Taken In")
    s.see(contains="What is left of it can be read here")
    s.click("Close")
    s.do("win.step-back")


def save_another(s, asked=False):
    """And it leaves the damaged vault: byte for byte what was taken in."""
    s.do("win.step-back")
    s.choose_document("Charge sheet")
    s.click("Save a Copy…")
    if asked:
        s.see("Save the Original from a Damaged Vault?")
        s.click("Save the Original…")
    path = os.path.join(s.home, "out.pdf")
    dialog = s.see("Save a Copy Outside the Vault")
    s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry").set_text(path)
    s.click("Save", within=dialog)
    s.wait(lambda: os.path.exists(path), "the copy")
    with open(path, "rb") as out, open(os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"), "rb") as original:
        expect(out.read() == original.read(), True, "the copy is what was taken in")


def journey(s):
    secret = os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    vault = make_vault(s, secret)
    expect(check(s, vault, secret)[0], 0, "before the damage the check ends with")
    title = damage(s, vault, secret)
    sessions_are_damaged(s, secret)
    s.start(vault)
    s.write(PASSPHRASE)
    s.key("Return")
    s.see("CR 71", "row")
    # Checked and rescued without the pointer.
    s.key("ctrl+k")
    s.type("Search all commands", "check the vault")
    s.press_keys("Return")
    s.see("The Vault Is Damaged", timeout=60)
    s.see(contains=f"CR 71, “{title}”, page 1")
    saved = os.path.join(s.home, "saved.jalada")
    s.wait(lambda: s.has_focus("Rescue to a New Vault…"), "the keys at the rescue")
    # The list of damage is read row by row, on the way back.
    s.key("shift+Tab")
    s.wait(lambda: s.focus() is not None and f"CR 71, “{title}”, page 1" in s.focus().name, "the damage under the keys")
    s.key("Tab")
    s.key("Return")
    s.choose_file_by_keys("Rescue to a New Vault", saved)
    s.see("The Rescue Is Complete", timeout=60)
    s.see(contains="Protected names and redactions are not among them")
    s.key("Escape")
    read_damaged(s)
    read_another(s)
    save_another(s)
    s.do("win.lock")
    s.see("Passphrase")
    code, findings = check(s, saved, secret)
    expect([found["title"] for found in findings if found["kind"] == "original"], [title], "the rescued vault still names")
    expect([found["kind"] for found in findings if found["kind"] == "block"], [], "damaged blocks in it")
    expect(len(s.jaladactl(saved, PASSPHRASE, "case", "list")), 1, "cases in it")
    # The rescued vault was opened and took the place of the old one, which is older from then on: not what is looked at here.
    for state in {os.environ.get("XDG_STATE_HOME"), os.path.join(s.home, "state")} - {None}:
        shutil.rmtree(os.path.join(state, "jalada", "seen"), ignore_errors=True)
    header_and_end(s, vault)
    cut_short(s, vault, secret)
    s.stop()
    names_are_lost(s, secret)


def change(s, vault, how):
    # The lock shows before the file is let go of.
    s.jaladactl(vault, PASSPHRASE, "case", "list")
    with open(vault, "rb") as f:
        whole = bytearray(f.read())
    with open(vault, "wb") as f:
        f.write(how(whole))


def unlock(s):
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")


def header_and_end(s, vault):
    """One bit of a header copy, and bytes that are not the vault's: told at once, and listed."""
    def both(whole):
        whole[100] ^= 1
        return whole + os.urandom(5000)
    change(s, vault, both)
    unlock(s)
    s.see("This Vault Was Changed from Outside")
    s.click("Check the Vault…")
    s.see("The Vault Is Damaged", timeout=60)
    s.see(contains="5000 bytes that are not the vault's lay behind its last block")
    s.see(contains="One of the two copies of the vault's header was damaged")
    s.key("Escape")
    s.do("win.lock")
    s.see("Passphrase")
    # Both are as they should be now; one copy of the header alone is told as what it is.
    change(s, vault, lambda whole: whole[:8192 + 40] + bytes([whole[8192 + 40] ^ 1]) + whole[8192 + 41:])
    unlock(s)
    s.see("The Vault's Header Was Damaged")
    s.key("Escape")
    s.do("win.lock")
    s.see("Passphrase")


def cut_short(s, vault, secret):
    """A file without its last blocks is open to read only: its damage is listed, what is not damaged is read and copied out, nothing is
    changed, no byte of the file becomes another; what was done stands in the record of the vault rescued from it."""
    change(s, vault, lambda whole: whole[:-2 * PAGE])
    with open(vault, "rb") as f:
        before = f.read()
    unlock(s)
    s.see("The Vault Is Damaged", timeout=60)
    s.see(contains="The vault's file ends too early: block")
    s.settle()
    s.key("Escape")
    s.gone("The Vault Is Damaged")
    s.see(contains="This vault is damaged and open to read only")
    s.press(s.see("CR 71", "row"))
    s.click("Evidence", "page tab")
    read_another(s)
    os.remove(os.path.join(s.home, "out.pdf"))
    save_another(s, asked=True)
    s.do("evidence.save-marked")
    dialog = s.see("Save a Copy Outside the Vault")
    marked = os.path.join(s.home, "marked.pdf")
    s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry").set_text(marked)
    s.click("Save", within=dialog)
    s.see(contains="only originals leave it, as they came")
    s.key("Escape")
    expect(os.path.exists(marked), False, "a copy with marks left")
    s.do("win.edit-case")
    s.type("Title", "Republic v Somebody else")
    s.click("Save")
    s.see(contains="open to read only: nothing in it is changed")
    s.key("Escape")
    s.key("Escape")
    saved = os.path.join(s.home, "cut.jalada")
    s.click("Damage and Rescue…")
    s.see("The Vault Is Damaged", timeout=60)
    s.click("Rescue to a New Vault…")
    s.choose_file("Rescue to a New Vault", saved, "Rescue")
    s.see("The Rescue Is Complete", timeout=60)
    s.key("Escape")
    s.do("win.lock")
    s.see("Passphrase")
    with open(vault, "rb") as f:
        expect(f.read() == before, True, "the damaged file is byte for byte what it was")
    def ask(*more):
        return subprocess.run([s.ctl, "--vault", vault, "--passphrase-file", secret, *more, "case", "list"], capture_output=True, text=True)

    opened = ask()
    expect((opened.returncode, opened.stderr if opened.returncode != 4 else ""), (4, ""), "the short vault for jaladactl")
    if "jaladactl vault rescue" not in opened.stderr:
        raise Failure(f"no way out is named: {opened.stderr}")
    opened = ask("--damaged")
    expect((opened.returncode, "CR 71" in opened.stdout), (0, True), "and opened to read only")
    expect(len(s.jaladactl(saved, PASSPHRASE, "case", "list")), 1, "cases in the vault rescued from it")
    verbs = [e["verb"] for e in reversed(s.jaladactl(saved, PASSPHRASE, "vault", "audit"))]
    verbs = verbs[verbs.index("record.later"):]
    expect({"document.open", "document.export", "vault.rescue"} - set(verbs), set(), "missing in its record")
    expect("case.update" in verbs, False, "a change in it")
    code, findings = check(s, saved, secret)
    expect([found["kind"] for found in findings if found["kind"] not in ("original", "history")], [], "other damage in it")


def make_forgetful(s, secret):
    """A vault rescued from one whose protected names were lost, and with them what the record of changes knew of them."""
    vault, saved = os.path.join(s.home, "Lost.jalada"), os.path.join(s.home, "Found.jalada")
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"],
                   check=True, stdout=subprocess.DEVNULL)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A trader", "--number", "CR 73")["id"]
    s.jaladactl(vault, PASSPHRASE, "case", "names", case, "add", "Amina Finwick")
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"))
    tamper.damage_tables(vault, PASSPHRASE, "protected_name", "change")
    expect(s.jaladactl(vault, PASSPHRASE, "vault", "rescue", saved)["unsure"], True, "the rescue is unsure")
    return saved, case


def save_marked(s, path, refused):
    s.do("evidence.save-marked")
    dialog = s.see("Save a Copy Outside the Vault")
    s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry").set_text(path)
    s.click("Save", within=dialog)
    if refused:
        s.see(contains="protected names and redactions may be missing, and a copy would not miss them")
        s.key("Escape")
        expect(os.path.exists(path), False, "a copy left before anybody had looked")
    else:
        # A name is protected now, and the second page is signed by hand.
        s.see("Have You Looked at These Pages?")
        s.see("Pictures or writing beside the words", "list")
        expect(os.path.exists(path), False, "a copy left before the answer")
        s.click("Save All the Same")
        s.wait(lambda: os.path.exists(path), "the copy")


def names_are_lost(s, secret):
    """The bar stands over the case; nothing but an original leaves; the list of names is opened from it, a person says that it was
    looked through, the copy leaves; taken back, the next one does not."""
    vault, case = make_forgetful(s, secret)
    s.start(vault)
    unlock(s)
    s.see(contains="This vault was rescued with losses")
    s.click("Evidence", "page tab")
    s.choose_document("Charge sheet")
    save_marked(s, os.path.join(s.home, "one.pdf"), True)
    s.click("Look Through Them…")
    s.see(contains="They belong to: protected names and places")
    s.press(s.see("Protected Names and Places", "row"))
    s.see(contains="No Name Is Protected")
    s.type("Name to protect", "Amina Finwick")
    s.key("Return")
    s.see("Remove Amina Finwick")
    s.key("Escape")
    s.see(contains="1 protected name · 0 redactions")
    s.click("I Have Looked Through Them")
    s.gone("I Have Looked Through Them")
    s.see("Copies leave this vault again")
    save_marked(s, os.path.join(s.home, "two.pdf"), False)
    s.key("Escape")
    s.do("win.undo")
    s.see(contains="This vault was rescued with losses")
    save_marked(s, os.path.join(s.home, "three.pdf"), True)
    s.do("win.lock")
    s.see("Passphrase")
    state = s.jaladactl(vault, PASSPHRASE, "vault", "rescued")
    expect((state["unsure"], state["lost"], state["cases"][0]["names"]), (True, 2, 1), "what waits to be looked through")
    # The sheet says nothing of a case: it comes out all the same. Refused after the code was changed, the old one would open nothing.
    sheet = os.path.join(s.home, "sheet.pdf")
    s.jaladactl(vault, PASSPHRASE, "vault", "recovery", "--sheet", sheet)
    expect(os.path.exists(sheet), True, "the recovery sheet of a vault that holds copies back")
    verbs = [e["verb"] for e in s.jaladactl(vault, PASSPHRASE, "vault", "audit") if e["verb"] in ("rescue.looked-through", "undo", "name.reveal")]
    expect(verbs[:3], ["undo", "rescue.looked-through", "name.reveal"], "on record, the last one first")
    s.stop()


if __name__ == "__main__":
    Session.main(journey)
