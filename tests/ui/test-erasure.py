# SPDX-License-Identifier: GPL-3.0-or-later
"""Content that may not be kept any more, erased in the real window: one exhibit with Shift+Delete, then the whole case at the end
of its retention. What is said about backups out of reach; afterwards the words are in no page of the vault, read by a reader that
shares no code with the program. Looking again for what was out of reach: with another stick in, locked and cancelled half-way, and whole."""
import glob
import importlib.util
import os
import shutil
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
WORD, PAGE_WORDS = "zumaridiYaSiri", "being the occupier"
HOLDER, REGISTRY = "DCI exhibit store, Mfano", "Court registry, Mfano"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def plain(vault):
    """Every page in the clear and in lower case."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vault", "read-vault.py")
    spec = importlib.util.spec_from_file_location("read_vault", path)
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    with open(vault, "rb") as file:
        raw = file.read()
    header, master = reader.open_header(raw, PASSPHRASE)
    if not header:
        raise Failure("the independent reader does not open the vault")
    pages = [reader.open_page(master, (at - reader.FIRST_PAGE) // reader.PAGE + 1, raw[at:at + reader.PAGE])
             for at in range(reader.FIRST_PAGE, len(raw) - reader.PAGE + 1, reader.PAGE)]
    if None in pages:
        raise Failure("a page does not open")
    return b"".join(pages).lower()


def held(vault, word):
    content = plain(vault)
    return sum(content.count(word.lower().encode(code)) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def make_vault(s):
    """An exhibit with the word in its note and in a mark, one without; a backup in the folder, another one taken away."""
    vault = os.path.join(s.home, "Cases.jalada")
    s.jaladactl(vault, PASSPHRASE, "vault", "create", "--strength", "min")
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional", "--number", "CR 73")["id"]
    sample = os.environ["JALADA_SAMPLE"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(sample, "01-charge-sheet.pdf"),
                os.path.join(sample, "21-photo-reception.jpg"))
    documents = {d["media"]: d for d in s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)}
    charge = documents["pdf"]["id"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "update", charge, "--exhibit", "P7", "--note", f"note on {WORD}")
    s.jaladactl(vault, PASSPHRASE, "mark", "add", charge, "--page", "1", "--kind", "highlight", "--find", "COUNT II",
                "--note", f"mark of {WORD}")
    s.jaladactl(vault, PASSPHRASE, "person", "add", case, "--role", "witness", "--name", f"Shahidi {WORD}")
    backups, away = (os.path.join(s.home, name) for name in ("backups", "stick"))
    os.mkdir(backups)
    os.mkdir(away)
    s.jaladactl(vault, PASSPHRASE, "vault", "backups", "--folder", backups)
    s.jaladactl(vault, PASSPHRASE, "vault", "backup", backups)
    s.jaladactl(vault, PASSPHRASE, "vault", "backup", away)
    os.rename(away, away + " in a drawer")
    shutil.copy(os.path.join(backups, os.listdir(backups)[0]), os.path.join(backups, "copied by hand.jalada"))
    return vault, case, documents, backups


def unlock(s):
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.press(s.see("CR 73", "row"))


def answer(s, heading, entry, holder, held_up=False):
    """Nothing goes without a holder and a tick; then it does, and says how far it is."""
    s.see(heading)
    erase = s.see("Erase", "button")
    expect(erase.sensitive, False, f"“{heading}” can be answered at once")
    s.tab_to(entry)
    s.write(holder)
    expect(erase.sensitive, False, "with a holder alone")
    s.tab_to("I know that this cannot be undone")
    s.key("space")
    sure = s.see("I know that this cannot be undone", "check box")
    s.wait(lambda: sure.has_state("checked"), "the tick")
    s.tab_to("Erase")
    s.key("Return")
    if held_up:
        reader = hold_reader(s)
        s.see("Erasing for Good")
        s.see(role="progress bar")
        os.kill(reader, signal.SIGCONT)
    s.see("Erased for Good", timeout=60)
    s.gone("Erasing for Good")
    words = " ".join(n.text for n in s.find_all(role="label"))
    s.key("Escape")
    s.gone("Erased for Good")
    return words


def add_large(s, vault):
    """Something that takes a while to read back, in a case of its own: a picture that is large because of what follows its end."""
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Fictional too", "--number", "CR 74")["id"]
    with open(os.path.join(os.environ["JALADA_SAMPLE"], "21-photo-reception.jpg"), "rb") as file:
        picture = file.read()
    large = os.path.join(s.home, "large.jpg")
    with open(large, "wb") as file:
        file.write(picture + os.urandom(60 << 20))
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, large)
    os.remove(large)
    # Nothing else reads back meanwhile.
    s.jaladactl(vault, PASSPHRASE, "vault", "backups", "--automatic", "no")


def readers(pid):
    """The processes of the program that read a backup back."""
    found = []
    for status in glob.glob("/proc/[0-9]*/status"):
        try:
            with open(status, encoding="ascii", errors="replace") as file:
                lines = dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)
        except OSError:
            continue
        if lines.get("PPid") == str(pid) and "check" in lines["Name"] and not lines["State"].startswith("Z"):
            found.append(int(lines["Pid"]))
    return found


def hold_reader(s):
    """Holds up the process that reads the new backup back."""
    until = time.monotonic() + 30
    while not (found := readers(s.process.pid)):
        if time.monotonic() > until:
            raise Failure("nothing is read back")
        time.sleep(0.002)
    os.kill(found[0], signal.SIGSTOP)
    return found[0]


def begin_to_look(s):
    """Looks again, and holds it up while the new backup is read back. Returns that process."""
    s.click("Look Again")
    reader = hold_reader(s)
    s.see("Looking Again")
    s.see(role="progress bar")
    expect(s.find("Look Again", "button").sensitive, False, "looking again can be asked for once more meanwhile")
    return reader


def end_of(s, reader):
    s.wait(lambda: reader not in readers(s.process.pid), "the end of the process that reads back", timeout=10)
    s.settle()
    if s.find("Looked Again") is not None:
        raise Failure("it is said that it was looked again")


def lock(s):
    s.do("win.lock")
    s.see("The Vault Is Locked")


def journey(s):
    vault, case, documents, backups = make_vault(s)
    first = os.listdir(backups)
    before = (held(vault, WORD), held(vault, PAGE_WORDS))
    if min(before) == 0:
        raise Failure(f"the words are not in the vault to begin with: {before}")

    s.start(vault)
    unlock(s)
    charge = documents["pdf"]
    s.choose_document(charge["title"])
    s.key("shift+Delete")
    # A change of mind loses nothing.
    s.see("Erase the Content of P7?")
    s.key("Escape")
    s.gone("Erase the Content of P7?")
    s.key("shift+Delete")
    words = answer(s, "Erase the Content of P7?", "Who holds the exhibit", HOLDER)
    for part in ("The content of 1 document is gone from this vault.", "A new backup was made and verified, and 2 older ones deleted.",
                 "these backups still hold it.", os.path.join(s.home, "stick")):
        if part not in words:
            raise Failure(f"not said: {part!r}, but {words!r}")
    s.wait(lambda: s.has_focus("P7 · P7"), "the keys in the register, at what is left of it")
    # Ctrl+Z right after it says so, and changes nothing older; nor when it is asked again.
    for _ in range(2):
        s.key("ctrl+z")
        s.see(contains="An erasure cannot be taken back")
    lock(s)
    kept = next(d for d in s.jaladactl(vault, PASSPHRASE, "evidence", "list", case) if d["id"] == charge["id"])
    holder = s.jaladactl(vault, PASSPHRASE, "evidence", "holder", charge["id"])
    expect((kept["exhibit"], holder["sha256"], holder["holder"]), ("P7", charge["sha256"], HOLDER), "number, hash and holder")
    expect(kept["note"], "", "its note")
    expect([r["verb"] for r in s.jaladactl(vault, PASSPHRASE, "vault", "audit")].count("undo"), 0, "older changes taken back")
    expect(held(vault, PAGE_WORDS), 0, "the page's words in the pages of the vault")
    expect(s.jaladactl(vault, PASSPHRASE, "mark", "list", charge["id"]), [], "marks left on it")
    now = os.listdir(backups)
    expect((len(now), now != first, held(os.path.join(backups, now[0]), PAGE_WORDS)), (1, True, 0), "the backup in reach")

    add_large(s, vault)
    unlock(s)
    s.do("evidence.erase-case")
    words = answer(s, "Erase the Case CR 73?", "Who holds the exhibits", REGISTRY, held_up=True)
    if os.path.join(s.home, "stick") not in words:
        raise Failure(f"the backup in the drawer is not named: {words!r}")
    # The document keeps it on its list.
    s.choose_document("P7")
    s.see("Not Reached")
    stick = os.path.join(s.home, "stick")
    s.see(contains=stick)
    lock(s)
    expect(held(vault, WORD), 0, "the word in the pages of the vault")
    # Another stick of that name is in: it tells nothing of this one. Locked meanwhile, the look ends, and says nothing.
    os.mkdir(stick)
    with open(os.path.join(stick, "letter.txt"), "w", encoding="utf-8") as file:
        file.write("of something else")
    unlock(s)
    s.choose_document("P7")
    reader = begin_to_look(s)
    lock(s)
    end_of(s, reader)
    unlock(s)
    s.choose_document("P7")
    s.see(contains=stick)
    # So does one that is cancelled.
    reader = begin_to_look(s)
    s.click("Cancel")
    end_of(s, reader)
    s.gone("Looking Again")
    s.wait(lambda: s.find("Look Again", "button").sensitive, "that it can be asked for again")
    s.click("Look Again")
    s.see("Looked Again", timeout=60)
    s.key("Escape")
    s.gone("Looked Again")
    s.see(contains=stick)
    # Brought here, it goes.
    os.remove(os.path.join(stick, "letter.txt"))
    os.rmdir(stick)
    os.rename(stick + " in a drawer", stick)
    s.click("Look Again")
    s.see("Looked Again", timeout=60)
    s.see(contains="Nothing is left that the vault knows of.")
    s.key("Escape")
    s.gone("Not Reached")
    expect(os.listdir(stick), [], "on the stick")
    lock(s)
    s.stop()
    photo = documents["jpeg"]
    expect(s.jaladactl(vault, PASSPHRASE, "case", "show", case)["number"], "CR 73", "the court's number")
    expect(s.jaladactl(vault, PASSPHRASE, "person", "list", case), [], "people left")
    held_now = s.jaladactl(vault, PASSPHRASE, "evidence", "holder", photo["id"])
    expect((held_now["holder"], held_now["sha256"]), (REGISTRY, photo["sha256"]), "what stays of the photograph")
    verbs = [r["verb"] for r in s.jaladactl(vault, PASSPHRASE, "vault", "audit")]
    expect((verbs.count("document.erase"), verbs.count("case.erase")), (1, 1), "erasures on record")
    expect(s.jaladactl(vault, PASSPHRASE, "vault", "check")["damages"], 0, "damages")


if __name__ == "__main__":
    Session.main(journey)
