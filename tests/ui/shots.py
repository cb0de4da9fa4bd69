# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a picture of every screen, filled with the sample case: light, dark and Kiswahili.

    python3 tests/ui/shots.py build/src/app/jalada build/src/cli/jaladactl FOLDER [light|dark|sw …]

Not a test: somebody has to look at the pictures.
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
LOOKS = {
    "light": {},
    "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "sw": {"LANGUAGE": "sw"},
}


def translate(look):
    """Returns a function from an English label to the one on screen."""
    if look != "sw":
        return lambda text: text
    import gettext
    build = os.environ["JALADA_UNINSTALLED"]
    catalogue = gettext.translation("jalada", os.path.join(build, "po"), ["sw"])

    def tr(text):
        # A label may stand in the catalogue with its mnemonic.
        for i in range(len(text) + 1):
            for candidate in (text, text[:i] + "_" + text[i:]):
                found = catalogue.gettext(candidate)
                if found != candidate:
                    return found.replace("_", "")
        return text
    return tr


def shoot(s, folder, look, vault):
    tr = translate(look)
    names = iter(range(1, 100))

    def shot(name):
        s.settle()
        s.shot(os.path.join(folder, f"{look}-{next(names):02d}-{name}.png"))

    env = LOOKS[look]
    s.start(**env)
    shot("welcome")
    s.click(tr("Create a New Vault…"))
    s.see(tr("A New Vault"))
    s.type(tr("New passphrase"), "kahawa na maziwa")
    shot("create")
    s.stop()

    s.start(vault, **env)
    s.type(tr("Passphrase"), "wrong")
    s.click(tr("Unlock"))
    s.wait(lambda: any(n.role == "alert" and n.text for n in s.frame().walk()), "the complaint")
    shot("unlock")
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    s.see(tr("Search cases"))
    shot("no-case")
    row = s.wait(lambda: next((n for n in s.find_all(role="row") if n.name.startswith("CR") or "/" in n.name), None), "the case")
    s.press(row)
    s.see(tr("Where the Case Stands"))
    shot("overview")
    s.do("win.edit-case")
    s.see(tr("Edit Case"))
    shot("edit-case")
    s.key("Escape")
    s.click(tr("Evidence"), "page tab")
    s.see(tr("Register of evidence"))
    shot("evidence-plain")
    s.press(s.wait(lambda: next((n for n in s.find(tr("Register of evidence")).walk() if n.role == "label" and n.name == "P2"
                                 or "MFI" in n.name), None), "an exhibit"))
    shot("evidence")
    s.do("win.palette")
    shot("palette")
    s.key("Escape")
    s.do("win.shortcuts")
    shot("shortcuts")
    s.key("Escape")
    s.do("win.preferences")
    shot("preferences")
    s.key("Escape")
    s.do("win.backup-preferences")
    shot("backups")
    s.key("Escape")
    s.do("win.about")
    shot("about")
    s.key("Escape")
    s.click(tr("Timeline"), "page tab")
    shot("timeline")
    for verb in ("calendar", "plan-all", "calendar-out"):
        s.do("timeline." + verb)
        shot(verb)
        s.key("Escape")
    s.click(tr("Bundle"), "page tab")
    shot("bundle")
    s.do("win.sidebar")
    shot("bundle-wide")
    s.do("win.lock")
    shot("locked")
    s.stop()


def journey(s):
    folder = os.path.abspath(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    vault = os.path.join(s.home, "Sample.jalada")
    secret = os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "--passphrase-file", secret, "sample", vault], check=True, stdout=subprocess.DEVNULL)
    for look in sys.argv[4:] or LOOKS:
        os.makedirs(os.path.join(s.home, "state", "jalada"), exist_ok=True)
        last = os.path.join(s.home, "state", "jalada", "last-vault")
        if os.path.exists(last):
            os.unlink(last)
        shoot(s, folder, look, vault)


if __name__ == "__main__":
    Session.main(journey)
