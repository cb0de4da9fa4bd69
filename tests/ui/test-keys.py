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
from office import Printer  # noqa: E402

FIRST = "nne maneno yasiyo ya kawaida"
SECOND = "kahawa ndoo mwezi tatu"
THIRD = "mvua ya vuli bandarini"
OTHER = "baiskeli jua kumi na moja"


def expect(got, wanted, what):
    if got != wanted:
        raise Failure(f"{what}: {got!r} instead of {wanted!r}")


def alert(s, contains):
    s.wait(lambda: any(n.role == "alert" and contains in n.text for w in s.windows() for n in w.walk()), f"alert “{contains}”")


def focused(s, name):
    """What a screen reader hears of the focus."""
    s.wait(lambda: any(n.has_state("focused") and n.name == name for w in s.windows() for n in w.walk()), f"focus on “{name}”")


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


def fill_in(s, *entries):
    """Types into one entry after another, without the pointer; Enter in the last one saves."""
    for name, text in entries:
        s.tab_to(name)
        s.write(text)
    s.key("Return")


def recover(s, groups):
    """The passphrase is forgotten: a mistake is named while it is typed, then the vault opens and asks for a new one."""
    s.tab_to("Use the Recovery Sheet…")
    s.key("Return")
    focused(s, "Recovery code")
    s.key("Escape")
    focused(s, "Passphrase")
    s.tab_to("Use the Recovery Sheet…")
    s.key("Return")
    focused(s, "Recovery code")
    wrong = groups[4][:1] + ("7" if groups[4][1] != "7" else "8") + groups[4][2:]
    s.type("Recovery code", " ".join(groups[:4] + [wrong]))
    alert(s, "mistake in group 5")
    s.type("Recovery code", " ".join(groups[:5]))
    alert(s, "Right so far")
    s.type("Recovery code", " ".join(groups).lower())
    alert(s, "complete and without a mistake")
    s.click("Open the Vault")
    s.see("A New Passphrase")
    focused(s, "New Passphrase")
    # The key that locks counts in a form, too: then the sheet is used once more.
    s.key("ctrl+shift+l")
    s.see("The Vault Is Locked")
    expect([w.name for w in s.windows()], ["Jalada"], "windows over a locked vault")
    # Without the pointer: what is typed ends with Enter.
    s.tab_to("Use the Recovery Sheet…")
    s.key("Return")
    focused(s, "Recovery code")
    s.write(" ".join(groups).lower())
    alert(s, "complete and without a mistake")
    s.key("Return")
    s.see("A New Passphrase")
    focused(s, "New Passphrase")
    fill_in(s, ("New Passphrase", SECOND), ("The Same Again", SECOND))
    s.gone("A New Passphrase")
    s.see("Search cases")
    s.do("win.lock")
    s.see("The Vault Is Locked")
    unlock(s, FIRST)
    alert(s, "does not open the vault")
    unlock(s, SECOND)
    s.see("Search cases")


def passphrase_and_sheet(s, vault, printer):
    """Changed in the preferences; then the sheet is printed. The passphrase of before opens nothing, whichever of the two copies of
    the header is left. Returns the groups of the printed sheet."""
    # By the list of all commands, which goes away before what it opens comes.
    s.key("ctrl+k")
    s.type("Search all commands", "passphrase and")
    s.press_keys("Return")
    s.see("People Who Can Open the Vault")
    s.gone("Search all commands")
    # On the page that was asked for, at once.
    focused(s, "Passphrase")
    s.key("Tab", "Return")
    s.see("Present Passphrase")
    fill_in(s, ("Present Passphrase", SECOND + "x"), ("New Passphrase", THIRD), ("The Same Again", THIRD))
    alert(s, "does not open the vault")
    # One goes on where it is typed again, and nothing can be saved before.
    focused(s, "Present Passphrase")
    expect(s.see("Save", "button").sensitive, False, "saving with nothing typed")
    fill_in(s, ("Present Passphrase", SECOND), ("New Passphrase", THIRD), ("The Same Again", THIRD))
    s.gone("Present Passphrase")
    s.click("Print…")
    s.see("Recovery Sheet")
    s.type("Your Own Passphrase", THIRD)
    s.key("ctrl+s")
    s.see("Print the Recovery Sheet")
    s.wait(lambda: next((n for n in s.find_all("Print", "button") if n.sensitive), None), "a printer")
    s.click("Print", "button")
    path, options = printer.printed()
    expect(options.splitlines()[0], "Jalada", "name of the print job")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    groups = re.findall(r"\b[0-9A-Z]{5}\b", text.split("computer", 1)[1].split("When the", 1)[0])
    expect(len(groups), 14, "groups on the printed sheet")
    s.key("ctrl+shift+l")
    s.see("The Vault Is Locked")
    unlock(s, SECOND)
    alert(s, "does not open the vault")
    with open(vault, "rb") as file:
        whole = file.read()
    for at in (0, 8192):
        half = os.path.join(s.home, f"one copy {at}.jalada")
        with open(half, "wb") as file:
            file.write(whole[:at] + bytes(8192) + whole[at + 8192:])
        for passphrase, status in ((SECOND, 3), (FIRST, 3), (THIRD, 0)):
            secret = os.path.join(s.home, "secret")
            with open(secret, "w", encoding="utf-8") as file:
                file.write(passphrase)
            # Another computer opens it: this one would remember the copy, and call the vault older than that.
            done = subprocess.run([s.ctl, "case", "list", "--vault", half, "--passphrase-file", secret], capture_output=True,
                                  env=dict(os.environ, XDG_STATE_HOME=os.path.join(s.home, "elsewhere")))
            expect(done.returncode, status, f"with the header copy at {at} gone, passphrase {(FIRST, SECOND, THIRD).index(passphrase) + 1}")
        os.unlink(half)
    unlock(s, THIRD)
    s.see("Search cases")
    expect([w.name for w in s.windows()], ["Jalada"], "questions over the vault that was opened")
    return groups


def add_people(s):
    s.do("win.keys")
    s.see("People Who Can Open the Vault")
    s.see(contains="has the vault open")
    s.click("Add Person…")
    s.see("Passphrase of This Person")
    s.all_named("the form for a person")
    # A name that would read as another one, and a passphrase that somebody has already, are refused with a sentence.
    for name, passphrase, complaint in (("Oti\u202eeno", OTHER, "a character that cannot be seen"),
                                        ("Otieno", THIRD, "Somebody else has a key with this passphrase already")):
        s.type("Name", name)
        s.type("Role", "Paralegal")
        s.type("Passphrase of This Person", passphrase)
        s.type("The Same Again", passphrase)
        s.type("Your Own Passphrase", THIRD)
        s.click("Add")
        alert(s, complaint)
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
        s.type("Your Own Passphrase", THIRD)
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
    printer = Printer()
    try:
        s.stop()
        s.start(vault)
        unlock(s, SECOND)
        s.see("Search cases")
        groups = passphrase_and_sheet(s, vault, printer)
    finally:
        printer.close()
    add_people(s)
    menu(s, "Otieno", "Rename…")
    s.type("Name", "Otieno Ouma")
    s.click("Save")
    s.see("What can be done about Otieno Ouma")
    menu(s, "Achieng", "Remove…")
    s.type("Your Own Passphrase", THIRD)
    s.key("ctrl+s")
    s.gone("What can be done about Achieng")

    s.tab_to("Replace the Keys…", back=True)
    s.key("Return")
    s.see("Replace the Keys")
    fill_in(s, ("Your Own Passphrase", THIRD))
    s.see("Later", "button")
    s.key("Escape")
    s.see(contains="has no key")
    s.gone("Later")  # Else the key goes to the question that is closing
    # The list of commands gives the keys back, and so did the preferences over it.
    s.key("Escape")
    s.gone("Preferences", "frame")
    s.key("ctrl+k")
    s.see("Search all commands")
    s.press_keys("Escape")
    s.gone("Search all commands")
    s.wait(lambda: s.focus() is not None and s.focus().name != "Main Menu", "the keys where they were")
    s.key("ctrl+shift+l")
    s.see("The Vault Is Locked")
    s.stop()

    who = people(s, vault, THIRD)
    expect({n: (p["passphrase"], p["recovery"]) for n, p in who.items()},
           {"Wanjiru": (True, False), "Otieno Ouma": (False, False)}, "people at the end")
    if who["Wanjiru"]["passes"] < 3 or who["Wanjiru"]["memory"] < 64 << 20:
        raise Failure(f"the passphrase is not stretched enough: {who['Wanjiru']}")
    code = os.path.join(s.home, "code")
    with open(code, "w", encoding="utf-8") as f:
        f.write("-".join(groups))
    done = subprocess.run([s.ctl, "vault", "slots", "--vault", vault, "--recovery-file", code], capture_output=True)
    expect(done.returncode, 3, "the sheet of before the new keys")
    s.jaladactl(vault, THIRD, "audit", "verify")


if __name__ == "__main__":
    Session.main(journey)
