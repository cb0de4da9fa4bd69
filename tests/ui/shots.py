# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a picture of every screen, filled with the sample case: light, dark and Kiswahili.

    python3 tests/ui/shots.py build/src/app/jalada build/src/cli/jaladactl FOLDER [light|dark|sw|small|small-sw …] [safety|schedule|doors|reading]

small is a window of 640 by 480; safety takes only the pictures of the vault's own screens, schedule those of a well filled schedule, doors what is
asked before something leaves, reading a document with its panes, troubles and questions.

Not a test: somebody has to look at the pictures.
"""
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vault"))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import leaks  # noqa: E402
import shots_reading  # noqa: E402
import shots_schedule  # noqa: E402
import tamper  # noqa: E402
from harness import Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
LOOKS = {
    "light": {},
    "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "sw": {"LANGUAGE": "sw"},
    "small": {},
    "small-sw": {"LANGUAGE": "sw"},
}


def translate(look):
    """Returns a function from an English label to the one on screen."""
    if not look.endswith("sw"):
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


def shoot_reader(s, tr, shot):
    """The document that is chosen in the register, with its panes, marks and redactions."""
    s.do("evidence.open")
    s.see(tr("Page"), "text")
    shot("reader")
    s.do("reader.thumbnails")
    shot("reader-thumbnails")
    s.do("reader.outline")
    shot("reader-outline")
    s.do("win.find")
    s.type(tr("Find in the document"), "the")
    s.do("reader.hits")
    shot("reader-hits")
    s.key("Escape")
    s.do("reader.contents")
    s.do("reader.select-all")
    s.do("reader.highlight")
    shot("reader-marked")
    s.do("reader.page-text")
    shot("reader-text")
    s.do("reader.page-text")
    s.do("reader.night")
    shot("reader-night")
    s.do("reader.night")
    s.do("reader.select-all")
    s.do("reader.redact")
    s.do("reader.redactions")
    shot("reader-redactions")
    s.do("reader.redact-names")
    shot("reader-redact-names")
    s.key("Escape")
    s.do("reader.protected-names")
    shot("reader-protected-names")
    s.key("Escape")
    s.do("win.back")


def shoot_session(s, tr, shot):
    """The card of a session that is to come, and what is asked over it; then planned against real."""
    s.wait(lambda: next((n for n in s.find_all(role="button") if " 7, " in n.name), None), "the session that is next").act()
    s.see(tr("Who Comes"), "label")
    shot("card")
    for verb in ("outcome", "offer", "adjourn", "edit"):
        s.do("timeline." + verb)
        shot("card-" + verb)
        s.key("Escape")
    s.do("timeline.leave-card")
    s.do("timeline.delays")
    shot("delays")
    s.do("timeline.leave-delays")


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
    s.do("win.all-cases")
    s.see(tr("Clashes Only"))
    shot("all-cases")
    s.do("win.home")
    # What is next in all cases names the case too, and there is a second one.
    s.press(s.wait(lambda: next((n for n in s.see(tr("Cases"), "list").walk() if n.role == "list item" and "E000" in n.name), None), "the case"))
    s.see(tr("Where the Case Stands"))
    shot("overview")
    s.do("win.edit-case")
    s.see(tr("Edit Case"))
    shot("edit-case")
    s.key("Escape")
    s.click(tr("Evidence"), "page tab")
    s.see(tr("Register of evidence"))
    shot("evidence-plain")
    s.press(s.wait(lambda: next((n for n in s.find(tr("Register of evidence")).walk() if n.role == "label"
                                 and n.name.startswith("Statement of Pendo")), None), "a statement"))
    shot("evidence")
    shoot_reader(s, tr, shot)
    s.do("win.palette")
    shot("palette")
    s.key("Escape")
    s.do("win.help")
    shot("help")
    s.key("Escape")
    s.do("win.shortcuts")
    shot("shortcuts")
    s.key("Escape")
    s.gone(tr("Shortcuts"), "frame")
    for action, name in (("win.preferences", "preferences"), ("win.backup-preferences", "backups")):
        s.do(action)
        s.see(tr("Preferences"), "frame")
        shot(name)
        s.key("Escape")
        s.gone(tr("Preferences"), "frame")
    s.do("win.about")
    shot("about")
    s.key("Escape")
    s.click(tr("Timeline"), "page tab")
    shot("timeline")
    for verb in ("calendar", "plan-all", "calendar-out", "people", "weights", "print", "add"):
        s.do("timeline." + verb)
        shot(verb)
        s.key("Escape")
    shoot_session(s, tr, shot)
    s.click(tr("Bundle"), "page tab")
    shot("bundle")
    s.do("bundle.left-out")
    s.see(tr("Documents left out"))
    shot("bundle-left-out")
    s.key("Escape")
    s.do("win.sidebar")
    shot("bundle-wide")
    s.do("win.lock")
    shot("locked")
    s.stop()


def resize(s, look):
    """Nobody manages windows here, so the window takes the size it is given."""
    if look.startswith("small"):
        subprocess.run(["xdotool", "windowsize", "--sync", s._newest_window(), "640", "480"], check=True)


def damage(vault):
    """Flips a bit in the block of a picture, near the end of the file."""
    with open(vault, "r+b") as f:
        size = f.seek(0, 2)
        for at in range(size - 40 * 8192, size - 8192, 9 * 8192):
            f.seek(at + 500)
            byte = f.read(1)
            f.seek(at + 500)
            f.write(bytes([byte[0] ^ 1]))


def wheel(s, node, clicks):
    """Scrolls what lies under the middle of a widget."""
    subprocess.run(["xdotool", "mousemove", "--window", s._newest_window(), *s._point(node, (0.5, 0.6)), "click", "--repeat", str(clicks), "--delay", "30", "5"], check=True)


def forget_seen(s):
    """A machine that has seen none of the copies: else the next one would be older than the last, and a question over the window says so."""
    shutil.rmtree(os.path.join(s.home, "state", "jalada"), ignore_errors=True)
    os.makedirs(os.path.join(s.home, "state", "jalada"))


def opened(s, look, tr):
    """Waits for the desk; in a narrow window the cases are behind a button."""
    s.see(tr("Main Menu"), "toggle") if look.startswith("small") else s.see(tr("Search cases"))


def erasing():
    """The journey of erasing, for its way of holding up the process that reads a backup back."""
    spec = importlib.util.spec_from_file_location("erasing", os.path.join(os.path.dirname(os.path.abspath(__file__)), "test-erasure.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shoot_erasing(s, shot, look, vault, tr):
    """A copy of the vault with backups: an exhibit is erased, held up while the new backup is read back, then what came of it."""
    # In a folder of its own: what lies beside it and is an older copy of it goes with the erasure.
    folder = os.path.join(s.home, f"erased-{look}")
    other, backups = os.path.join(folder, "Sample.jalada"), os.path.join(folder, "backups")
    os.makedirs(backups)
    shutil.copy(vault, other)
    s.jaladactl(other, PASSPHRASE, "vault", "backups", "--folder", backups)
    s.jaladactl(other, PASSPHRASE, "vault", "backup", backups)
    erasing().add_large(s, other)  # Else nothing is left to read back, and that is over before it is held up
    shutil.copy(os.path.join(backups, os.listdir(backups)[0]), os.path.join(backups, "copied by hand.jalada"))
    s.start(other, **LOOKS[look])
    resize(s, look)
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    opened(s, look, tr)
    if look.startswith("small"):
        s.do("win.sidebar")
    s.press(s.wait(lambda: next((n for n in s.see(tr("Cases"), "list").walk() if n.role == "list item" and "E000" in n.name), None), "the case"))
    s.click(tr("Evidence"), "page tab")
    s.see(tr("Register of evidence"))
    s.do("evidence.erase-case")
    s.type(tr("Who holds the exhibits"), "OB 12/3/2026, Mfano Police Station")
    s.press(s.see(tr("I know that this cannot be undone"), "check box"), (0.02, 0.5))
    s.click(tr("_Erase").replace("_", ""))
    reader = erasing().hold_reader(s)
    s.see(tr("Erasing for Good"))
    shot("erasing")
    os.kill(reader, signal.SIGCONT)
    s.see(tr("Erased for Good"), timeout=90)
    shot("erased")
    s.kill()
    shutil.rmtree(folder)


def shoot_shut(s, shot, look, vault, tr):
    """A vault that a damaged block shuts: open to read only."""
    shut, secret = vault + ".shut.jalada", os.path.join(s.home, "secret")
    with open(vault, "rb") as f:
        whole = f.read()
    for n in range(1, 200):
        with open(shut, "wb") as f:
            f.write(whole[:16384 + n * 8192 + 500] + bytes([whole[16384 + n * 8192 + 500] ^ 1]) + whole[16384 + n * 8192 + 501:])
        codes = [subprocess.run([s.ctl, "--vault", shut, "--passphrase-file", secret, *more, "case", "list"], capture_output=True).returncode
                 for more in ([], ["--damaged"])]
        if codes == [4, 0]:
            break
    s.start(shut, **LOOKS[look])
    resize(s, look)
    s.type(tr("Passphrase"), "not the one")
    s.click(tr("Unlock"))
    s.wait(lambda: s.find(tr("Passphrase")) and s.find(tr("Passphrase")).sensitive and s.find(tr("Unlock"), "button"), "the answer")
    shot("wrong-passphrase")
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    s.see(tr("The Vault Is Damaged"), timeout=120)
    shot("shut-damage")
    s.key("Escape")
    opened(s, look, tr)
    shot("shut")
    s.kill()
    os.unlink(shut)


def shoot_rescued(s, shot, look, vault, tr):
    """A vault rescued with losses: what is told at the end of the rescue, the bar over the case, what has to be looked through."""
    lost, saved = vault + ".lost.jalada", vault + ".saved.jalada"
    shutil.copy(vault, lost)
    tamper.damage_tables(lost, PASSPHRASE, "protected_name", "redaction", "change")
    s.start(lost, **LOOKS[look])
    resize(s, look)
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    opened(s, look, tr)
    s.do("win.check-vault")
    s.see(tr("The Vault Is Damaged"), timeout=120)
    s.click(tr("_Rescue to a New Vault…").replace("_", ""))
    write_to(s, saved)
    s.see(tr("The Rescue Is Complete"), timeout=120)
    shot("rescue")
    s.kill()
    s.start(saved, **LOOKS[look])
    resize(s, look)
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    opened(s, look, tr)
    s.see(tr("_Look Through Them…").replace("_", ""))
    shot("rescued-bar")
    s.do("win.rescued")
    s.see(tr("_I Have Looked Through Them").replace("_", ""))
    shot("rescued-window")
    s.kill()
    os.unlink(lost)
    os.unlink(saved)


def shoot_safety(s, folder, look, vault):
    """Keys, backups, the record, custody, erasing, damage."""
    tr = translate(look)
    names = iter(range(1, 100))

    def shot(name):
        s.settle()
        s.shot(os.path.join(folder, f"{look}-safety-{next(names):02d}-{name}.png"))

    def page(title):
        s.click(tr(title), "toggle", within=s.see(tr("Preferences"), "frame"))

    env = LOOKS[look]
    s.start(vault, **env)
    resize(s, look)
    shot("unlock")
    s.click(tr("Use the Recovery Sheet…"))
    s.type(tr("Recovery code"), "ABCDE 12345")
    shot("recovery-code")
    s.stop()
    s.start(vault, **env)
    resize(s, look)
    s.click(tr("Restore a Backup…"))
    shot("restore")
    s.stop()

    s.start(vault, **env)
    resize(s, look)
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    opened(s, look, tr)
    for action, name in (("win.preferences", "preferences"), ("win.keys", "keys"), ("win.backup-preferences", "backup"),
                         ("win.audit", "audit")):
        s.do(action)
        frame = s.see(tr("Preferences"), "frame")
        resize(s, look)
        shot(name)
        if action == "win.keys":
            s.click(tr("Change…"), within=frame)
            shot("change-passphrase")
            s.key("Escape")
        if action == "win.audit":
            wheel(s, frame, 12)
            shot("audit-list")
        s.key("Escape")
        s.gone(tr("Preferences"), "frame")
    if look.startswith("small"):
        s.do("win.sidebar")
    # What is next in all cases names the case too, and there is a second one.
    s.press(s.wait(lambda: next((n for n in s.see(tr("Cases"), "list").walk() if n.role == "list item" and "E000" in n.name), None), "the case"))
    s.click(tr("Evidence"), "page tab")
    register = s.see(tr("Register of evidence"))
    if look.startswith("small"):
        shot("register-narrow")
        if s.find(tr("Search cases")):
            s.do("win.sidebar")
            s.gone(tr("Search cases"))
    # In a small window most rows lie out of sight, and the details behind a button.
    s.type(tr("Search the register"), "P2")
    s.press(s.wait(lambda: next((n for n in register.walk() if n.role == "label" and n.name == "P2"), None), "an exhibit"))
    if look.startswith("small"):
        if not s.find(tr("Custody"), "list"):
            s.click(tr("Details"), "toggle")
        shot("details")
    s.wait(lambda: s.find(tr("Custody"), "list"), "the custody")
    s.wait(lambda: next((n for n in s.find_all(tr("Custody Menu"), "toggle") if n.actions()), None), "the menu").act()
    shot("custody-menu")
    s.click(tr("Record a Handover or Disclosure…"), "menu item")
    s.see(tr("Handover or Disclosure"))
    s.type(tr("Who"), "Cpl Otieno, DCI Mfano")
    shot("handover")
    s.click(tr("_Record").lstrip("_"))
    s.see(contains="Cpl Otieno")
    wheel(s, s.see(tr("Save a Copy…")), 60)
    shot("custody")
    if look.startswith("small"):
        s.key("Escape")
    s.do("evidence.erase")
    shot("erase")
    s.key("Escape")
    s.do("evidence.erase-case")
    shot("erase-case")
    s.key("Escape")
    s.do("evidence.register")
    shot("register")
    s.key("Escape")
    s.click(tr("Bundle"), "page tab")
    s.do("win.check-vault")
    s.see(tr("The Vault Is Whole"), timeout=120)
    shot("check")
    s.key("Escape")
    s.do("win.lock")
    s.stop()

    hurt = vault + ".hurt.jalada"
    shutil.copy(vault, hurt)
    damage(hurt)
    s.start(hurt, **env)
    resize(s, look)
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    opened(s, look, tr)
    s.do("win.check-vault")
    s.see(tr("The Vault Is Damaged"), timeout=120)
    s.gone(tr("Checking the Vault…"))
    shot("damage")
    s.kill()
    os.unlink(hurt)
    shoot_shut(s, shot, look, vault, tr)
    shoot_rescued(s, shot, look, vault, tr)
    forget_seen(s)  # The rescued vault was opened, and took the place of the one it was rescued from
    shoot_erasing(s, shot, look, vault, tr)


def write_to(s, path):
    """Answers the toolkit's own file dialog, whose words are its own."""
    dialog = s.wait(lambda: next((w for w in s.windows() if w.role == "file chooser" or "…" not in w.name and w.name not in ("", "Jalada")
                                  and any(n.a.get_editable_text_iface() is not None for n in w.walk())), None), "the file dialog")
    s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry").set_text(path)
    s.key("Return")


def shoot_doors(s, folder, look, vault, secret):
    """What is asked and told before something leaves: an original, the court's copy, its bundle."""
    tr = translate(look)
    names = iter(range(1, 100))

    def shot(name):
        s.settle()
        s.shot(os.path.join(folder, f"{look}-doors-{next(names):02d}-{name}.png"))

    mine = vault + ".doors.jalada"
    shutil.copy(vault, mine)

    def ctl(*verb):
        done = subprocess.run([s.ctl, *verb, "--vault", mine, "--passphrase-file", secret, "--json"], check=True, capture_output=True, text=True)
        return json.loads(done.stdout) if done.stdout.strip() else None

    case, number, document = next((c["id"], c["number"], d["id"]) for c in ctl("case", "list") for d in ctl("evidence", "list", c["id"])
                                  if d["exhibit"] == "P2")
    # Two words of the exhibit are protected, so that there is something to tell.
    words = re.search(r"\b[A-Z][a-z]{3,} [A-Za-z][a-z]{3,}\b", " ".join(ctl("evidence", "text", document)["pages"])).group(0)
    ctl("case", "names", case, "add", words, "--kind", "person")
    ctl("redact", "add", document, "--area", "1,60,60,200,20")
    # A page whose pattern says a name, and pages whose fonts and pictures do.
    files = {name: os.path.join(s.home, name + ".pdf") for name in ("Pattern", "Carriers")}
    with open(files["Pattern"], "wb") as f:
        f.write(leaks.make_patterned(leaks.NAME))
    subprocess.run(["pdftoppm", "-r", "20", "-jpeg", "-singlefile", files["Pattern"], os.path.join(s.home, "photo")], check=True)
    with open(files["Carriers"], "wb") as f, open(os.path.join(s.home, "photo.jpg"), "rb") as photo:
        f.write(leaks.make_carriers(leaks.NAME, photo.read()))
    ctl("case", "names", case, "add", leaks.NAME)
    pattern = ctl("evidence", "add", case, *files.values())[0]["id"]
    ctl("redact", "add", pattern, "--find", "Nairobi")
    s.start(mine, **LOOKS[look])
    resize(s, look)
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    opened(s, look, tr)
    if look.startswith("small"):
        s.do("win.sidebar")
    s.press(s.wait(lambda: [n for n in s.find_all(role="row") if n.name.startswith(number)][:1], "the case")[0])
    s.click(tr("Evidence"), "page tab")
    register = s.see(tr("Register of evidence"))
    if look.startswith("small") and s.find(tr("Search cases")):
        s.do("win.sidebar")
        s.gone(tr("Search cases"))
    s.type(tr("Search the register"), "P2")
    s.press(s.wait(lambda: next((n for n in register.walk() if n.role == "label" and n.name == "P2"), None), "an exhibit"))
    s.do("evidence.save-copy")
    s.see(tr("Save It As It Is?"))
    shot("as-it-is")
    s.key("Return")
    s.see(tr("Save a Redacted Copy?"))
    shot("redacted-copy")
    s.key("Escape")
    s.do("win.back")
    s.do("evidence.save-marked")
    write_to(s, os.path.join(s.home, look + "-court.pdf"))
    s.see(tr("The Copy Was Not Saved"), timeout=60)
    shot("refused")
    s.key("Escape")
    for title, question, name in (("Carriers", "Draw These Pages as Pictures?", "draw-pages"), ("Pattern", "Look at These Pages First", "look-first")):
        s.type(tr("Search the register"), title)
        s.press(s.wait(lambda: next((n for n in register.walk() if n.role == "label" and n.name == title), None), title))
        s.do("evidence.save-marked")
        write_to(s, os.path.join(s.home, f"{look}-{name}.pdf"))
        s.see(tr(question), timeout=90)
        shot(name)
        s.key("Escape")
    s.stop()
    os.unlink(mine)


def journey(s):
    folder = os.path.abspath(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    vault = os.path.join(s.home, "Sample.jalada")
    secret = os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "--passphrase-file", secret, "sample", vault], check=True, stdout=subprocess.DEVNULL)
    only = sys.argv[4:]
    parts = [name for name in only if name in ("safety", "schedule", "doors", "reading")]
    for look in [name for name in only if name in LOOKS] or LOOKS:
        forget_seen(s)
        if not parts and not look.startswith("small"):
            shoot(s, folder, look, vault)
        if "schedule" in parts or not parts:
            shots_schedule.shoot(s, folder, look, LOOKS[look], translate(look), resize, secret, PASSPHRASE)
        if "reading" in parts or not parts:
            shots_reading.shoot(s, folder, look, LOOKS[look], translate(look), resize, vault, secret, PASSPHRASE)
        if "safety" in parts or not parts:
            shoot_safety(s, folder, look, vault)
        if "doors" in parts or not parts:
            shoot_doors(s, folder, look, vault, secret)


if __name__ == "__main__":
    Session.main(journey)
