# SPDX-License-Identifier: GPL-3.0-or-later
"""A PDF that came locked with a password, in the real window: asked for where its pages would be, a wrong one said, cancelled,
opened by keyboard, locked again by undo, opened once more. Read back with jaladactl."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE, PASSWORD = "nne maneno yasiyo ya kawaida", "pwani-2031"
SHOTS = os.environ.get("JALADA_LOCKED_SHOTS")


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def shot(s, name):
    if SHOTS:
        s.settle()
        s.shot(os.path.join(SHOTS, name + ".png"))


def make_vault(s):
    vault, secret = os.path.join(s.home, "Cases.jalada"), os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    locked = os.path.join(s.home, "Charge sheet.pdf")
    subprocess.run(["qpdf", "--encrypt", PASSWORD, "owner", "256", "--",
                    os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"), locked], check=True)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, locked)[0]["id"]
    return vault, document


def open_document(s):
    s.choose_document("Charge sheet")
    s.do("evidence.open")
    s.see("This Document Is Locked")


def read_help(s):
    """F1 speaks of what is on the screen; what is typed is searched, and Escape puts it down, then closes the help."""
    s.key("F1")
    s.see("Help")
    s.see("Reading", "heading")
    shot(s, "help")
    s.key("ctrl+f")
    for letter in "m-pesa":
        s.key("minus" if letter == "-" else letter)
    s.see("Redaction", "heading")
    expect(sorted(n.name for n in s.find_all(role="label", within=s.see("Topics", "list"))), ["Redaction"], "topics that speak of M-PESA")
    shot(s, "help-found")
    s.key("x")
    s.see("The help does not speak of it")
    s.key("Escape")
    s.see("Marks", "label", within=s.see("Topics", "list"))
    s.key("Escape")
    s.gone("Reading", "heading")


def journey(s):
    vault, document = make_vault(s)
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71", "row")
    open_document(s)
    shot(s, "locked")
    s.type("Password of the document", "not this one")
    s.key("Return")
    s.see(contains="This is not the password of this document")
    shot(s, "locked-wrong")
    if "not this one" in s.tree():
        raise Failure("what was typed can still be read")
    s.do("reader.unlock-cancel")
    s.choose_document("Charge sheet")

    s.do("evidence.open")
    s.see("This Document Is Locked")
    s.type("Password of the document", PASSWORD)
    s.key("Return")
    s.see("Page 1 of 2")
    s.see(contains="its password is kept in the vault")
    read_help(s)
    s.do("reader.highlight")
    s.do("win.find")
    s.type("Find in the document", "for the purpose of exploitation")
    s.see(contains="1 of ", role="status bar")
    s.do("reader.find")
    s.do("win.undo")
    s.see("This Document Is Locked")
    s.type("Password of the document", PASSWORD)
    s.key("Return")
    s.see("Page 1 of 2")

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    if PASSWORD in s.tree():
        raise Failure("the password is there after locking")
    s.stop()
    shown = s.jaladactl(vault, PASSPHRASE, "evidence", "show", document)
    expect((shown["locked"], shown["pages"]), (False, 2), "read back")


if __name__ == "__main__":
    Session.main(journey)
