#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can open the vault, in the window: create for a person, save the recovery sheet, forget the passphrase, open with the
sheet, choose a new passphrase, add a person, rename and remove one, replace the keys. Read back with jaladactl.

test-keys.py JALADA JALADACTL"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

FIRST = "nne maneno yasiyo ya kawaida"
SECOND = "kahawa ndoo mwezi tatu"
OTHER = "baiskeli jua kumi na moja"


def expect(got, wanted, what):
    if got != wanted:
        raise Failure(f"{what}: {got!r} instead of {wanted!r}")


def alert(s, contains):
    s.wait(lambda: any(n.role == "alert" and contains in n.text for w in s.windows() for n in w.walk()), f"alert “{contains}”")


def unlock(s, passphrase):
    s.type("Passphrase", passphrase)
    s.click("Unlock")


def people(s, vault, passphrase):
    return {p["name"]: p for p in s.jaladactl(vault, passphrase, "vault", "slots")}


def create(s, vault, pdf):
    s.start()
    s.click("Create a New Vault…")
    s.see("A New Vault")
    s.type("Your Name", "Wanjiru")
    s.type("New passphrase", FIRST)
    s.type("New passphrase again", FIRST)
    s.click("Create Vault")
    s.see("Make the Recovery Sheet Now?")
    s.click("Save as PDF…")
    dialog = s.see("Save the Recovery Sheet")
    s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry").set_text(pdf)
    s.click("Save", within=dialog)
    s.see("The Recovery Sheet Is Saved")
    s.click("Close")
    s.see("Search cases")
    s.do("win.lock")
    s.see("The Vault Is Locked")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    if "Key of Wanjiru" not in text or "Whoever has this sheet" not in text:
        raise Failure(f"the sheet says {text!r}")
    groups = re.findall(r"\b[0-9A-Z]{5}\b", text.split("computer", 1)[1].split("When the", 1)[0])
    expect(len(groups), 14, "groups on the sheet")
    os.unlink(pdf)
    return groups


def recover(s, groups):
    """The passphrase is forgotten: a mistake is named while it is typed, then the vault opens and asks for a new one."""
    s.click("Use the Recovery Sheet…")
    wrong = groups[4][:1] + ("7" if groups[4][1] != "7" else "8") + groups[4][2:]
    s.type("Recovery code", " ".join(groups[:4] + [wrong]))
    alert(s, "mistake in group 5")
    s.type("Recovery code", " ".join(groups[:5]))
    alert(s, "Right so far")
    s.type("Recovery code", " ".join(groups).lower())
    alert(s, "complete and without a mistake")
    s.click("Open the Vault")
    s.see("A New Passphrase")
    s.type("New Passphrase", SECOND)
    s.type("The Same Again", SECOND)
    s.click("Save")
    s.gone("A New Passphrase")
    s.see("Search cases")
    s.do("win.lock")
    s.see("The Vault Is Locked")
    unlock(s, FIRST)
    alert(s, "does not open the vault")
    unlock(s, SECOND)
    s.see("Search cases")


def add_people(s):
    s.do("win.keys")
    s.see("People Who Can Open the Vault")
    s.see(contains="has the vault open")
    s.click("Add Person…")
    s.see("Passphrase of This Person")
    for name in ("Otieno", "Achieng"):
        if name == "Achieng":
            s.click("Add Person…")
        s.type("Name", name)
        s.type("Role", "Paralegal")
        s.type("Passphrase of This Person", OTHER + name)
        s.type("The Same Again", OTHER + name)
        if name == "Otieno":
            s.type("Your Own Passphrase", FIRST)
            s.click("Add")
            alert(s, "does not open the vault")
            s.type("Passphrase of This Person", OTHER + name)
            s.type("The Same Again", OTHER + name)
        s.type("Your Own Passphrase", SECOND)
        s.click("Add")
        s.gone("Passphrase of This Person")
        s.see(f"What can be done about {name}")


def menu(s, name, item):
    s.click(f"What can be done about {name}", "toggle")
    s.click(item, "menu item")


def journey(s):
    vault, pdf = os.path.join(s.home, "Cases.jalada"), os.path.join(s.home, "sheet.pdf")
    groups = create(s, vault, pdf)
    expect(sorted(people(s, vault, FIRST)), ["Wanjiru"], "people at the beginning")
    recover(s, groups)
    add_people(s)
    menu(s, "Otieno", "Rename…")
    s.type("Name", "Otieno Ouma")
    s.click("Save")
    s.see("What can be done about Otieno Ouma")
    menu(s, "Achieng", "Remove…")
    s.type("Your Own Passphrase", SECOND)
    s.key("ctrl+s")
    s.gone("What can be done about Achieng")

    s.click("Replace the Keys…")
    s.type("Your Own Passphrase", SECOND)
    s.click("Replace")
    s.click("Later")
    s.see(contains="has no key")
    s.gone("Later")  # Else the key goes to the question that is closing
    s.key("Escape")
    s.gone("People Who Can Open the Vault")
    s.do("win.lock")
    s.see("The Vault Is Locked")
    s.stop()

    who = people(s, vault, SECOND)
    expect({n: (p["passphrase"], p["recovery"]) for n, p in who.items()},
           {"Wanjiru": (True, False), "Otieno Ouma": (False, False)}, "people at the end")
    if who["Wanjiru"]["passes"] < 3 or who["Wanjiru"]["memory"] < 64 << 20:
        raise Failure(f"the passphrase is not stretched enough: {who['Wanjiru']}")
    code = os.path.join(s.home, "code")
    with open(code, "w", encoding="utf-8") as f:
        f.write("-".join(groups))
    done = subprocess.run([s.ctl, "vault", "slots", "--vault", vault, "--recovery-file", code], capture_output=True)
    expect(done.returncode, 3, "the sheet of before the new keys")
    s.jaladactl(vault, SECOND, "audit", "verify")


if __name__ == "__main__":
    Session.main(journey)
