# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups in the real window: a folder chosen, one made, told in words, spoilt and found out, restored and unlocked."""
import glob
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def unlock(s):
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.press(s.see("CR 9", "row"))
    s.see("Where the Case Stands")


def close_preferences(s):
    s.click("Close", within=s.see("Preferences", "frame"))
    s.gone("Preferences", "frame")


def by_code(s, good, code):
    """The passphrase is forgotten and the vault lost: the sheet restores the backup, then opens the vault."""
    s.click("Restore a Backup…")
    s.click("Choose Backup…")
    s.choose_file("Choose a Backup", good, "Choose")
    wrong = code[:-1] + ("7" if code[-1] != "7" else "8")
    for typed, complaint in ((wrong, True), (code.lower().replace("-", " "), False)):
        s.type("Its Passphrase or Recovery Code", typed)
        s.click("Restore")
        if complaint:
            s.wait(lambda: any(n.role == "alert" and "group 14" in n.text for w in s.windows() for n in w.walk()), "the group with the mistake")
    s.gone("Restore a Backup")
    s.see("The Vault Is Locked", "label")
    s.click("Use the Recovery Sheet…")
    s.type("Recovery code", code)
    s.click("Open the Vault")
    s.see("A New Passphrase")
    s.type("New Passphrase", PASSPHRASE + " mpya")
    s.type("The Same Again", PASSPHRASE + " mpya")
    s.click("Save")
    s.gone("A New Passphrase")
    s.press(s.see("CR 9", "row"))
    s.see("Where the Case Stands")
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    stick = os.path.join(s.home, "stick")
    os.mkdir(stick)
    s.jaladactl(vault, PASSPHRASE, "vault", "create")
    s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 9")
    code = s.jaladactl(vault, PASSPHRASE, "vault", "recovery")["code"]
    s.start(vault)
    unlock(s)

    # No backup yet, and the overview says what that means.
    s.see(contains="There is no backup yet: if this computer is lost")
    s.tab_to("Choose a Folder…")
    s.key("Return")
    s.see("Preferences")
    s.tab_to("Choose…")
    s.key("Return")
    s.choose_file_by_keys("Folder for Backups", stick)
    s.see(contains=stick)
    s.see(contains="on the same disk as the vault")
    s.tab_to("Back Up Now")
    s.key("Return")
    s.see(contains="read back whole, 0 stored files compared")
    made = glob.glob(os.path.join(stick, "*.jalada"))
    expect(len(made), 1, "backups on the stick")
    close_preferences(s)
    s.see(contains="The last good backup is moments old.")

    # One byte changes on the stick: reading back says so, and the overview too.
    with open(made[0], "r+b") as f:
        f.seek(30000)
        byte = f.read(1)
        f.seek(30000)
        f.write(bytes([byte[0] ^ 1]))
    s.do("win.backup-preferences")
    s.click("Read Back Again")
    s.see(contains="This copy is damaged (page ")
    close_preferences(s)
    s.see(contains="The last try failed: This copy is damaged")

    # A new one takes its place as the last good one.
    s.click("Back Up Now")
    s.see(contains="The last good backup is moments old.")
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    state = s.jaladactl(vault, PASSPHRASE, "vault", "backups")
    expect([b["state"] for b in state["backups"]], ["verified"], "the list read back: the spoilt one went")
    good = state["backups"][0]["path"]

    # Restored over the vault; the old one is kept beside it.
    s.tab_to("Restore a Backup…")
    s.key("Return")
    s.see("Restore a Backup")
    s.tab_to("Choose Backup…")
    s.key("Return")
    s.choose_file_by_keys("Choose a Backup", good)
    s.see(contains="What is there now is kept under another name.")
    s.tab_to("Its Passphrase or Recovery Code")
    s.write("wrong")
    s.key("Return")
    s.wait(lambda: any(n.role == "alert" and n.text for w in s.windows() for n in w.walk()), "the complaint")
    s.wait(lambda: s.has_focus("Its Passphrase or Recovery Code"), "the keys in the entry again")
    s.write(PASSPHRASE)
    s.key("Return")
    s.gone("Restore a Backup")
    s.see("The Vault Is Locked", "label")
    unlock(s)
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    by_code(s, good, code)
    s.stop()
    kept = glob.glob(os.path.join(s.home, "a (*.jalada"))
    expect(len(kept), 2, "the vaults that were there before")
    for old in kept:
        expect(s.jaladactl(old, PASSPHRASE, "case", "list")[0]["number"], "CR 9", "the case in a kept one")
    expect(s.jaladactl(vault, PASSPHRASE + " mpya", "case", "list")[0]["number"], "CR 9", "the case in the restored one")
    verbs = [r["verb"] for r in s.jaladactl(vault, PASSPHRASE + " mpya", "vault", "audit")]
    expect((verbs.count("vault.restore"), "key.recovery-used" in verbs), (1, True), "on record in the one restored with the sheet")


if __name__ == "__main__":
    Session.main(journey)
