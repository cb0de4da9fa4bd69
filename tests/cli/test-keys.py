#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-keys.py JALADACTL READ-VAULT.PY: people, passphrases, recovery codes and new keys through jaladactl; what comes of it is
read by a reader that shares no code with us."""
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

PROGRAM, READER = sys.argv[1:3]
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class World:
    """A vault of Wanjiru's (fictional, as everybody here)."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jalada-keys-")
        self.vault = self.path("v.jalada")
        self.secret("one", "korosho nne mbili")
        self.run("one", "vault", "create", "--person", "Wanjiru", "--role", "Prosecutor", "--strength", "min")

    def path(self, name):
        return os.path.join(self.folder, name)

    def secret(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text + "\n")
        return self.path(name)

    def argv(self, key, *verb):
        option = "--recovery-file" if key.startswith("code") else "--passphrase-file"
        return [PROGRAM, *verb, "--vault", self.vault, option, self.path(key), "--json"]

    def run(self, key, *verb, expect=0):
        """The JSON it prints; with another @expect the complaint instead."""
        done = subprocess.run(self.argv(key, *verb), capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en"))
        assert done.returncode == expect, (verb, done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout) if expect == 0 else done.stderr

    def add(self, name, key, text):
        self.secret(key, text)
        return self.run("one", "vault", "slots", "add", name, "--new-passphrase-file", self.path(key), "--strength", "min")

    def read(self, key):
        """The database as the independent reader sees it, or what it says instead."""
        plain = self.path("plain.db")
        done = subprocess.run(["/usr/bin/python3", READER, self.vault, self.path(key), plain], capture_output=True, text=True)
        if done.returncode != 0:
            return done.stderr.strip()
        assert "damaged" not in done.stdout
        return sqlite3.connect(plain)

    def people(self, key="one"):
        return {p["name"]: p for p in self.run(key, "vault", "slots")}


@test
def people_act_under_their_names(w):
    w.add("Otieno", "two", "passphrase ya pili")
    assert w.run("two", "case", "add", "--title", "Republic v A.B.", "--number", "CR 1/2027")["id"]
    people = w.people("two")
    assert list(people) == ["Otieno", "Wanjiru"], people
    assert people["Otieno"]["self"] and not people["Wanjiru"]["self"]
    assert people["Wanjiru"]["role"] == "Prosecutor" and people["Wanjiru"]["passes"] == 1
    actors = w.read("two").execute("SELECT actor, verb FROM audit ORDER BY seq").fetchall()
    assert actors == [("Wanjiru", "vault.create"), ("Wanjiru", "key.add"), ("Otieno", "case.create")] or \
        [a for a, _ in actors] == ["Wanjiru", "Wanjiru", "Otieno"], actors
    w.run("one", "vault", "slots", "rename", "otieno", "Otieno Ouma", "--role", "Paralegal")
    people = w.people()
    assert people["Otieno Ouma"]["role"] == "Paralegal", people
    assert "already has a key" in w.run("one", "vault", "slots", "add", "WANJIRU", "--new-passphrase-file", w.path("two"),
                                        "--strength", "min", expect=5)
    w.run("one", "vault", "slots", "remove", people["Otieno Ouma"]["id"][:8])
    w.run("two", "vault", "slots", expect=3)
    assert list(w.people()) == ["Wanjiru"]
    assert "somebody else must remove" in w.run("one", "vault", "slots", "remove", "Wanjiru", expect=5)
    w.run("one", "vault", "slots", "remove", "Nobody", expect=1)
    w.run("one", "audit", "verify")


@test
def passphrases(w):
    w.add("Otieno", "two", "passphrase ya pili")
    w.secret("three", "passphrase ya tatu")
    w.secret("four", "passphrase ya nne")
    # One's own.
    w.run("one", "vault", "passphrase", "--new-passphrase-file", w.path("three"), "--strength", "min")
    w.run("one", "vault", "slots", expect=3)
    w.run("three", "vault", "slots")
    # Somebody else's, only with the present one.
    w.run("three", "vault", "passphrase", "Otieno", "--current-passphrase-file", w.path("one"), "--new-passphrase-file", w.path("four"),
          "--strength", "min", expect=3)
    w.run("two", "vault", "slots")
    w.run("three", "vault", "passphrase", "Otieno", "--current-passphrase-file", w.path("two"), "--new-passphrase-file", w.path("four"),
          "--strength", "min")
    w.run("two", "vault", "slots", expect=3)
    w.run("four", "vault", "slots")
    # Without a terminal and without a file nothing is taken from anywhere else.
    assert "--new-passphrase-file" in w.run("four", "vault", "passphrase", expect=2)
    assert w.read("one") == w.read("two") == "wrong passphrase"


@test
def recovery(w):
    code = w.run("one", "vault", "recovery")["code"]
    assert len(code.split("-")) == 14 and all(len(g) == 5 for g in code.split("-")), code
    # Typed carelessly, on two lines.
    groups = code.lower().replace("0", "o").replace("1", "l").split("-")
    w.secret("code", " ".join(groups[:7]) + "\n" + " ".join(groups[7:]))
    assert w.people("code")["Wanjiru"]["recovery"]
    names = w.read("code").execute("SELECT name, role FROM key_holder WHERE deleted = 0").fetchall()
    assert names == [("Wanjiru", "Prosecutor")], names
    # A mistake is named by its group.
    wrong = code.split("-")
    wrong[8] = wrong[8][:2] + ("A" if wrong[8][2] != "A" else "B") + wrong[8][3:]
    w.secret("code wrong", "-".join(wrong))
    assert "group 9" in w.run("code wrong", "vault", "slots", expect=3)
    w.secret("code short", "-".join(code.split("-")[:13]))
    assert "not complete" in w.run("code short", "vault", "slots", expect=3)
    # In by the code, a new passphrase without the forgotten one.
    w.secret("new", "passphrase mpya")
    w.run("code", "vault", "passphrase", "--new-passphrase-file", w.path("new"), "--strength", "min")
    w.run("one", "vault", "slots", expect=3)
    verbs = [v for v, in w.read("new").execute("SELECT verb FROM audit ORDER BY seq")]
    assert verbs.count("key.recovery-used") >= 2 and verbs.count("key.passphrase") == 1, verbs
    # The sheet restores a backup, too; a wrong one, or one of another code, does not, and leaves nothing.
    os.mkdir(w.path("stick"))
    made = w.run("new", "vault", "backup", w.path("stick"))["path"]
    w.run("code wrong", "vault", "restore", made, w.path("again.jalada"), expect=3)
    assert not os.path.exists(w.path("again.jalada"))
    done = w.run("code", "vault", "restore", made, w.path("again.jalada"))
    assert done["records"] > 0, done
    lost, w.vault = w.vault, w.path("again.jalada")
    w.run("new", "vault", "check", "--accept-older")
    assert w.people("code")["Wanjiru"]["recovery"]
    w.vault = lost
    # The next sheet, and none.
    second = w.run("new", "vault", "recovery")["code"]
    assert "newest sheet" in w.run("code", "vault", "slots", expect=3)
    w.secret("code", second)
    w.run("code", "vault", "recovery", "remove", "Wanjiru")
    w.run("code", "vault", "slots", expect=3)
    assert w.read("code") == "wrong passphrase"
    w.run("new", "audit", "verify")
    w.run("new", "vault", "check")


@test
def new_keys(w):
    w.add("Otieno", "two", "passphrase ya pili")
    w.add("Achieng", "three", "passphrase ya tatu")
    w.secret("code", w.run("one", "vault", "recovery")["code"])
    shutil.copy(w.vault, w.path("old.jalada"))
    assert w.run("one", "vault", "rekey", "Otieno", w.path("one"), "--strength", "min", expect=3)
    made = w.run("one", "vault", "rekey", "Otieno", w.path("two"), "--recovery", "--strength", "min")
    kept = {p["name"]: p["passphrase"] for p in made["people"]}
    assert kept == {"Wanjiru": True, "Otieno": True, "Achieng": False}, kept
    for key, expect in (("one", 0), ("two", 0), ("three", 3), ("code", 3)):
        w.run(key, "vault", "slots", expect=expect)
    w.secret("code new", made["code"])
    assert w.people("code new")["Achieng"]["passphrase"] is False
    w.run("one", "vault", "check")
    # The master key is another one: the old file's pages do not open with the new, nor the other way round.
    with open(w.vault, "rb") as f, open(w.path("old.jalada"), "rb") as g:
        new, old = f.read(), g.read()
    assert new[32:48] == old[32:48]
    with open(w.vault, "wb") as f:
        f.write(old[:16384] + new[16384:])
    w.run("one", "vault", "slots", expect=4)
    with open(w.vault, "wb") as f:
        f.write(new)
    # Who lost the key gets one again.
    w.secret("four", "passphrase ya nne")
    w.run("one", "vault", "passphrase", "Achieng", "--new-passphrase-file", w.path("four"), "--strength", "min")
    w.run("four", "vault", "slots")


@test
def sheet(w):
    """The sheet as a PDF: the code as words and as a QR code, read by other programs, opens the vault."""
    paper = w.path("sheet.pdf")
    assert "code" not in w.run("one", "vault", "recovery", "--sheet", paper)
    words = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    groups = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{5}\b", words)
    subprocess.run(["pdftoppm", "-r", "150", "-png", paper, w.path("sheet")], check=True)
    picture = [n for n in os.listdir(w.folder) if n.startswith("sheet") and n.endswith(".png")][0]
    seen = subprocess.run(["zbarimg", "-q", "--raw", w.path(picture)], capture_output=True, text=True, check=True).stdout.strip()
    assert [g for g in groups if g in seen] == seen.split("-") and len(seen.split("-")) == 14, (groups, seen)
    w.secret("code", seen)
    assert w.people("code")["Wanjiru"]["recovery"]
    assert "already there" in w.run("one", "vault", "recovery", "--sheet", paper, expect=5)
    w.run("one", "vault", "recovery", "--sheet", paper, "--replace", "--language", "sw")
    w.run("code", "vault", "slots", expect=3)


@test
def one_passphrase_is_one_person(w):
    """The first key that opens acts: with one passphrase for two people the record would name the wrong one."""
    w.add("Otieno", "two", "passphrase ya pili é")
    w.secret("same", "korosho nne mbili")
    w.secret("two decomposed", "passphrase ya pili e\u0301")
    w.secret("three", "passphrase ya tatu")
    records = len(w.read("one").execute("SELECT 1 FROM audit").fetchall())
    said = w.run("one", "vault", "slots", "add", "Achieng", "--new-passphrase-file", w.path("same"), "--strength", "min", expect=5)
    assert "Somebody else" in said and "Achieng" not in said, said
    assert "Somebody else" in w.run("one", "vault", "slots", "add", "Achieng", "--new-passphrase-file", w.path("two decomposed"),
                                    "--strength", "min", expect=5)
    assert "Somebody else" in w.run("two", "vault", "passphrase", "--new-passphrase-file", w.path("same"), "--strength", "min", expect=5)
    # Nothing of it is on record, nobody was added, the keys are what they were.
    assert len(w.read("one").execute("SELECT 1 FROM audit").fetchall()) == records
    assert sorted(w.people()) == ["Otieno", "Wanjiru"] and list(w.people("two"))[0] == "Otieno"
    # One's own once more is no clash, and a free one is taken.
    w.run("two", "vault", "passphrase", "--new-passphrase-file", w.path("two decomposed"), "--strength", "min")
    w.run("two", "vault", "passphrase", "--new-passphrase-file", w.path("three"), "--strength", "min")
    assert list(w.people("three"))[0] == "Otieno"
    # New keys for the whole vault: the same rule.
    said = w.run("one", "vault", "rekey", "Otieno", w.path("three"), "--new-passphrase-file", w.path("three"), "--strength", "min",
                 expect=5)
    assert "same passphrase" in said, said
    assert w.people("one")["Wanjiru"]["self"]


@test
def new_keys_with_a_new_passphrase(w):
    w.add("Otieno", "two", "passphrase ya pili")
    w.secret("next", "passphrase mpya kabisa")
    made = w.run("one", "vault", "rekey", "Otieno", w.path("two"), "--new-passphrase-file", w.path("next"), "--strength", "min")
    assert {p["name"]: p["passphrase"] for p in made["people"]} == {"Wanjiru": True, "Otieno": True}, made
    w.run("one", "vault", "slots", expect=3)
    assert w.people("next")["Wanjiru"]["self"] and w.people("two")["Otieno"]["self"]
    assert w.read("one") == "wrong passphrase"
    assert w.read("next").execute("SELECT count(*) FROM key_holder WHERE deleted = 0").fetchone() == (2,)
    # A file that is not there or empty is said, and nothing was changed.
    assert "could not be read" in w.run("next", "vault", "rekey", "--new-passphrase-file", w.path("nowhere"), "--strength", "min", expect=2)
    w.secret("empty", "")
    w.run("next", "vault", "rekey", "--new-passphrase-file", w.path("empty"), "--strength", "min", expect=2)
    w.secret("long", "x" * 5000)
    assert "too long" in w.run("next", "vault", "rekey", "--new-passphrase-file", w.path("long"), "--strength", "min", expect=2)
    assert w.people("two")["Otieno"]["passphrase"]
    w.run("next", "vault", "check")


@test
def names_stand_on_one_line(w):
    w.secret("two", "passphrase ya pili")

    def refused(*verb):
        return w.run("one", *verb, expect=5)

    for name in ("Otieno\nWanjiru", "Otieno\rW", "Otieno\tW", "Otieno\u202eurijnaW", "\u2066Otieno", "Otieno\u2028W"):
        assert "line break" in refused("vault", "slots", "add", name, "--new-passphrase-file", w.path("two"), "--strength", "min"), name
        assert "line break" in refused("vault", "slots", "rename", "Wanjiru", name), name
        assert "one line" in refused("vault", "slots", "rename", "Wanjiru", "Wanjiru", "--role", name), name
    assert "name is too long" in refused("vault", "slots", "rename", "Wanjiru", "W" * 121)
    assert "role is too long" in refused("vault", "slots", "rename", "Wanjiru", "Wanjiru", "--role", "W" * 121)
    assert "Give a name" in refused("vault", "slots", "rename", "Wanjiru", "  ")
    assert list(w.people()) == ["Wanjiru"] and w.people()["Wanjiru"]["role"] == "Prosecutor"
    w.run("one", "vault", "slots", "rename", "Wanjiru", "Wanjirũ wa Ng’ang’a")
    # The first person of a new vault too.
    w.vault = w.path("second.jalada")
    assert "line break" in refused("vault", "create", "--person", "A\u202eB", "--strength", "min")
    assert "name is too long" in refused("vault", "create", "--person", "A" * 121, "--strength", "min")
    assert not os.path.exists(w.vault)


@test
def killed_while_the_keys_are_replaced(w):
    """kill -9 at random moments: afterwards the vault is whole, opens, and nothing lies beside it."""
    generator = random.Random(7)
    ends = {"done": 0, "killed": 0}
    w.run("one", "case", "add", "--title", "Republic v C.D.", "--number", "CR 2/2027")
    for _ in range(8):
        process = subprocess.Popen(w.argv("one", "vault", "rekey", "--strength", "min"), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(generator.uniform(0.01, 0.25))
        process.send_signal(signal.SIGKILL)
        ends["killed" if process.wait() == -signal.SIGKILL else "done"] += 1
        assert w.people()["Wanjiru"]["self"]
        assert sorted(n for n in os.listdir(w.folder) if n.startswith("v.")) == ["v.jalada"], os.listdir(w.folder)
    w.run("one", "vault", "check")
    print("#", ends)


@test
def an_older_vault_is_told_at_once(w):
    """A copy of before in its place: every verb says so, not the check alone, which ends with 4."""
    def said(*verb):
        done = subprocess.run(w.argv("one", *verb), capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en"))
        return done.returncode, "seen a newer state of this vault" in done.stderr

    shutil.copy(w.vault, w.path("before"))
    w.run("one", "case", "add", "--title", "Republic v E.F.", "--number", "CR 3/2027")
    assert said("case", "list") == (0, False)
    shutil.copy(w.path("before"), w.vault)
    assert said("case", "list") == (0, True)
    assert said("vault", "check")[0] == 4
    w.run("one", "vault", "check", "--accept-older")
    assert said("case", "list") == (0, False)


@test
def nothing_secret_is_an_argument(w):
    help_text = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    for verb in ("vault slots", "vault passphrase", "vault recovery", "vault rekey"):
        assert verb in help_text, verb
    for option in ("--passphrase ", "--new-passphrase ", "--recovery-code "):
        assert option not in help_text, option
    assert "no option" in w.run("one", "vault", "passphrase", "--new-passphrase", "x", expect=2)


print("1..%d" % len(TESTS))
failed = 0
for number, function in enumerate(TESTS, 1):
    world = World()
    try:
        function(world)
        print("ok %d - %s" % (number, function.__name__), flush=True)
    except Exception as error:  # noqa: BLE001
        failed += 1
        print("not ok %d - %s: %r" % (number, function.__name__, error), flush=True)
    finally:
        shutil.rmtree(world.folder)
sys.exit(failed > 0)
