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


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    stick = os.path.join(s.home, "stick")
    os.mkdir(stick)
    s.jaladactl(vault, PASSPHRASE, "vault", "create")
    s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 9")
    s.start(vault)
    unlock(s)

    # No backup yet, and the overview says what that means.
    s.see(contains="There is no backup yet: if this computer is lost")
    s.click("Choose a Folder…")
    s.see("Preferences")
    s.click("Choose…")
    s.choose_file("Folder for Backups", stick, "Choose")
    s.see(contains=stick)
    s.see(contains="on the same disk as the vault")
    s.click("Back Up Now", within=s.see("Preferences"))
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
    s.click("Restore a Backup…")
    s.click("Choose Backup…")
    s.choose_file("Choose a Backup", good, "Choose")
    s.see(contains="What is there now is kept under another name.")
    s.type("Its Passphrase", "wrong")
    s.click("Restore")
    s.wait(lambda: any(n.role == "alert" and n.text for w in s.windows() for n in w.walk()), "the complaint")
    s.type("Its Passphrase", PASSPHRASE)
    s.key("Return")
    s.gone("Restore a Backup")
    s.see("The Vault Is Locked", "label")
    unlock(s)
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()
    kept = glob.glob(os.path.join(s.home, "a (*).jalada"))
    expect(len(kept), 1, "the vault that was there before")
    expect(s.jaladactl(kept[0], PASSPHRASE, "case", "list")[0]["number"], "CR 9", "the case in the kept one")
    expect(s.jaladactl(vault, PASSPHRASE, "case", "list")[0]["number"], "CR 9", "the case in the restored one")


if __name__ == "__main__":
    Session.main(journey)
