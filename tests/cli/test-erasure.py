#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing content: afterwards its words are in no page of the vault, read by a reader that shares no code with Jalada.

jaladactl takes in two documents, one of them twice (in two cases); words stand in a page, in the file's name, in a mark and in a
note, and were changed and taken back before, so that they lie in the history and in free pages too.
"""
import importlib.util
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile

PROGRAM, READER = sys.argv[1], sys.argv[2]
WORD, OTHER = "zumaridiYaSiri", "innocentWords"


def load_reader():
    spec = importlib.util.spec_from_file_location("read_vault", READER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_pdf(text):
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out))


class Vault:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jalada-test-")
        self.path = os.path.join(self.folder, "v.jalada")
        self.secret = os.path.join(self.folder, "secret")
        with open(self.secret, "w", encoding="utf-8") as file:
            file.write("nne maneno\n")
        self.run("vault", "create", "--strength", "min")

    def run(self, *verb, status=0, file=None):
        home = os.path.join(self.folder, "home")
        os.makedirs(home, exist_ok=True)
        done = subprocess.run([PROGRAM, *verb, "--vault", file or self.path, "--passphrase-file", self.secret, "--json"], capture_output=True,
                              text=True, start_new_session=True, env=dict(os.environ, HOME=home, XDG_STATE_HOME=home, XDG_DATA_HOME=home))
        assert done.returncode == status, (verb, done.returncode, done.stderr)
        if done.stderr:
            print("# " + done.stderr.strip())
        return json.loads(done.stdout) if done.stdout.strip() else done.stderr

    def at_terminal(self, answer, *verb):
        """What the program says at a terminal of its own, where @answer is typed."""
        pid, fd = pty.fork()
        if pid == 0:
            os.execve(PROGRAM, [PROGRAM, *verb, "--vault", self.path, "--passphrase-file", self.secret],
                      dict(os.environ, HOME=os.path.join(self.folder, "home"), XDG_STATE_HOME=os.path.join(self.folder, "home")))
        shown, typed = b"", False
        while True:
            try:
                got = os.read(fd, 4096)
            except OSError:
                break
            shown += got
            if not typed and b"go on: " in shown:
                os.write(fd, answer.encode())
                typed = True
            if not got:
                break
        os.close(fd)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def plain(self, path=None):
        """Every page in the clear, read by the other reader."""
        reader = load_reader()
        with open(path or self.path, "rb") as file:
            raw = file.read()
        header, master = reader.open_header(raw, "nne maneno")
        assert header
        pages = []
        for at in range(reader.FIRST_PAGE, len(raw) - reader.PAGE + 1, reader.PAGE):
            page = reader.open_page(master, (at - reader.FIRST_PAGE) // reader.PAGE + 1, raw[at:at + reader.PAGE])
            assert page is not None
            pages.append(page)
        return b"".join(pages)


def counts(plain):
    # The index keeps words in lower case; lists of them share beginnings, so the last letters are looked for, too.
    return {word: sum(plain.lower().count(word.lower().encode(code)) for code in ("utf-8", "utf-16-le", "utf-16-be"))
            for word in (WORD, WORD[3:], OTHER)}


def check(name, condition, detail=""):
    check.number = getattr(check, "number", 0) + 1
    print(f"{'ok' if condition else 'not ok'} {check.number} - {name} {detail}", flush=True)
    check.failed = getattr(check, "failed", 0) + (not condition)


def two_sticks():
    """Two sticks of one name, in turn at the same place: what lies on the one that is not in stays named, whatever the other holds."""
    vault = Vault()
    try:
        case = vault.run("case", "add", "--title", "Fictional", "--number", "CR 3")["id"]
        vault.run("evidence", "add", case, vault.write("bad.pdf", make_pdf(f"Here stands {WORD}")))
        document = vault.run("evidence", "list", case)[0]["id"]
        place, first, second = (os.path.join(vault.folder, name) for name in ("stick", "first", "second"))
        os.mkdir(place)
        vault.run("vault", "backups", "--folder", place, "--automatic", "no")
        old = [os.path.join(place, name) for name in ("given.jalada", "kept.jalada")]
        for path in old:
            vault.run("vault", "backup", path)
        odd = os.path.join(place, "odd.jalada")
        shutil.copy(old[0], odd)
        with open(odd, "r+b") as file:
            for at in (60, 8192 + 60):
                file.seek(at)
                file.write(b"broken")
        os.rename(place, first)
        os.mkdir(place)
        with open(os.path.join(place, "letter.txt"), "w", encoding="utf-8") as file:
            file.write("of something else")
        vault.run("vault", "backup")
        report = vault.run("evidence", "erase", document, "--yes", "--holder", "DCI exhibit store, Mfano", "--why", "abuse")
        check("with the second stick in, only its own backup is deleted", report["backups_deleted"] == 1, str(report))
        check("and those on the first stay named", sorted(report["backups_not_reached"]) == old, str(report))
        again = vault.run("vault", "erased", "--again")
        check("looking again with the second in crosses nothing off", again["backups_deleted"] == 0
              and sorted(again["backups_not_reached"]) == old, str(again))
        vault.run("vault", "erased", "--gone", old[0])
        again = vault.run("vault", "erased", "--again")
        check("what was called deleted is not asked after again", again["backups_not_reached"] == old[1:], str(again))
        os.rename(place, second)
        os.rename(first, place)
        again = vault.run("vault", "erased", "--again")
        check("with the first in, all of its copies go, also what was called deleted", (again["backups_deleted"], again["backups_not_reached"],
              again["not_looked_at"]) == (2, [], [odd]) and not any(os.path.exists(path) for path in old), str(again))
        os.rename(place, first)
        os.rename(second, place)
        again = vault.run("vault", "erased", "--again")
        check("a file that could not be read stays named while the second is in", again["not_looked_at"] == [odd], str(again))
        os.rename(place, second)
        os.rename(first, place)
        with open(odd, "w", encoding="utf-8") as file:
            file.write("no vault")
        again = vault.run("vault", "erased", "--again")
        check("looked at where it was, it is crossed off", again["not_looked_at"] == [], str(again))
    finally:
        shutil.rmtree(vault.folder)


def erase_apart():
    """Copies of the vault that lie elsewhere than in the folder for backups: beside it, and where earlier backups went."""
    vault = Vault()

    def path(*names):
        return os.path.join(vault.folder, *names)

    def folder(name):
        os.mkdir(path(name))
        vault.run("vault", "backups", "--folder", path(name))

    try:
        case = vault.run("case", "add", "--title", "Fictional", "--number", "CR 1")["id"]
        vault.run("evidence", "add", case, vault.write(WORD + ".pdf", make_pdf(f"Here stands {WORD}")))
        document = vault.run("evidence", "list", case)[0]["id"]
        folder("first")
        vault.run("vault", "backup", path("first"))
        backup = path("first", os.listdir(path("first"))[0])
        vault.run("case", "update", case, "--note", "work that only the older vault holds")
        said = vault.run("vault", "restore", backup, backup, "--keep-old", status=5)
        check("a backup is not restored onto itself, in words", "the backup itself" in said and os.path.exists(backup), said)
        vault.run("vault", "restore", backup, vault.path, "--keep-old")
        kept = [path(name) for name in os.listdir(vault.folder) if name.startswith("v (") and name.endswith(".jalada")]
        check("the older vault lies beside it", len(kept) == 1 and counts(vault.plain(kept[0]))[WORD] > 0, str(kept))
        folder("gone")
        folder("now")
        os.rmdir(path("gone"))
        shutil.copy(backup, path("first", "renamed.jalada"))
        shutil.copy(vault.path, path("plain copy.jalada"))
        shutil.copy(vault.path, path("no ending"))
        vault.run("vault", "create", "--strength", "min", file=path("stranger.jalada"))
        before = os.path.getsize(kept[0])
        report = vault.run("evidence", "erase", document, "--yes", "--holder", "DCI exhibit store, Mfano", "--why", "abuse")
        check("copies apart that hold nothing more are gone", report["backups_deleted"] == 4 and os.listdir(path("first")) == []
              and not os.path.exists(path("plain copy.jalada")) and not os.path.exists(path("no ending")), str(report))
        check("one with work of its own is kept and named", report["backups_not_reached"] == kept and os.path.getsize(kept[0]) == before,
              str(report))
        check("a folder chosen earlier that is not there is named", report["not_looked_at"] == [path("gone")], str(report))
        check("another vault beside it is untouched", os.path.exists(path("stranger.jalada")))
        made = os.listdir(path("now"))
        check("one new backup, without the words", len(made) == 1 and counts(vault.plain(path("now", made[0])))[WORD] == 0, str(made))
        shutil.copy(vault.path, path("later.jalada"))
        os.mkdir(path("gone"))
        again = vault.run("vault", "erased", "--again")
        check("looking again names it again", again["backups_not_reached"] == kept and again["not_looked_at"] == [], str(again))
        os.rmdir(path("gone"))
        again = vault.run("vault", "erased", "--again")
        check("a folder that is away is named as long as nobody says otherwise", again["not_looked_at"] == [path("gone")], str(again))
        vault.run("vault", "erased", "--gone", path("gone"))
        again = vault.run("vault", "erased", "--again")
        check("a folder that is destroyed is not looked for again", again["not_looked_at"] == [], str(again))
        check("a copy made since the erasure is left", os.path.exists(path("later.jalada")), str(again))
        os.remove(path("later.jalada"))
        # Work goes on in the older one: the vault that is used every day lies beside it, and holds what it does not.
        report = vault.run("evidence", "erase", document, "--yes", "--holder", "DCI exhibit store, Mfano", "--why", "abuse", file=kept[0])
        check("the vault in use is never deleted from the other one", os.path.exists(vault.path)
              and vault.path in report["backups_not_reached"] and counts(vault.plain(kept[0]))[WORD] == 0, str(report))
    finally:
        shutil.rmtree(vault.folder)


def main():
    erase_apart()
    two_sticks()
    vault = Vault()
    try:
        case = vault.run("case", "add", "--title", "Fictional", "--number", "CR 1")["id"]
        second = vault.run("case", "add", "--title", "Fictional too", "--number", "CR 2")["id"]
        bad = vault.write(WORD + ".pdf", make_pdf(f"Here stands {WORD} twice {WORD}"))
        good = vault.write("good.pdf", make_pdf(f"Here stand {OTHER}"))
        vault.run("evidence", "add", case, bad, good)
        vault.run("evidence", "add", second, bad)
        documents = vault.run("evidence", "list", case)
        document = next(d["id"] for d in documents if WORD.lower() in d["title"].lower())
        sha = next(d["sha256"] for d in documents if d["id"] == document)
        vault.run("evidence", "update", document, "--exhibit", "P7", "--note", f"note on {WORD}")
        mark = vault.run("mark", "add", document, "--page", "1", "--kind", "highlight", "--find", WORD, "--note", f"mark of {WORD}")
        vault.run("mark", "update", mark[0]["id"] if isinstance(mark, list) else mark["id"], "--note", f"other {WORD}")
        vault.run("undo", case)
        backups = os.path.join(vault.folder, "backups")
        os.mkdir(backups)
        vault.run("vault", "backups", "--folder", backups)
        away = os.path.join(vault.folder, "stick")
        os.mkdir(away)
        vault.run("vault", "backup", backups)
        vault.run("vault", "backup", away)
        os.rename(away, away + " in a drawer")
        # Copies that somebody made of it: under another name, without an ending, one folder down, cut short; and another vault.
        copy = os.path.join(backups, os.listdir(backups)[0])
        os.mkdir(os.path.join(backups, "old things"))
        for name in ("copy of it.jalada", "nameless", ".hidden", "old things/deep.jalada"):
            shutil.copy(copy, os.path.join(backups, name))
        with open(os.path.join(backups, "nameless"), "r+b") as file:
            file.truncate(os.path.getsize(copy) - 8192)
        os.symlink(copy, os.path.join(backups, "link.jalada"))
        # Where the search does not come to: too deep, closed, by a name that leads elsewhere; and one whose head is broken.
        deep = os.path.join(backups, *"abcde")
        outside = os.path.join(vault.folder, "elsewhere", "given.jalada")
        os.mkdir(os.path.dirname(outside))
        broken = os.path.join(backups, "broken.jalada")
        os.makedirs(deep)
        shutil.copy(copy, os.path.join(deep, "too deep.jalada"))
        shutil.copy(copy, outside)
        os.symlink(outside, os.path.join(backups, "leads out"))
        shutil.copy(copy, broken)
        with open(broken, "r+b") as file:
            for at in (60, 8192 + 60):
                file.seek(at)
                file.write(b"broken")
        closed = os.path.join(backups, "closed")
        os.mkdir(closed)
        unseen = [broken, deep, outside] + ([closed] if os.geteuid() != 0 else [])
        os.chmod(closed, 0)
        stranger = os.path.join(backups, "another vault.jalada")
        vault.run("vault", "create", "--strength", "min", file=stranger)
        listed = vault.run("vault", "backups")["backups"]
        check("other copies are listed as such", sorted(os.path.basename(b["path"]) for b in listed if b["other"])
              == [".hidden", "copy of it.jalada", "nameless"] and len(listed) == 5, str(listed))
        first = os.listdir(backups)
        vault.run("bundle", "build", case, os.path.join(vault.folder, "bundle.pdf"))
        before = counts(vault.plain())
        check("the words are in the vault", before[WORD] > 5 and before[OTHER] > 0, str(before))

        vault.run("case", "update", second, "--note", "older")
        vault.run("evidence", "erase", document, "--yes", status=5)
        check("nothing is erased without a holder", counts(vault.plain())[WORD] == before[WORD])
        alone = vault.run("evidence", "erase", document, "--holder", "DCI exhibit store, Mfano", status=2)
        check("nor without --yes where nobody can be asked", "--yes" in alone and counts(vault.plain())[WORD] == before[WORD], alone)
        for noun, what in (("evidence", document), ("case", case)):
            code, shown = vault.at_terminal("no\n", noun, "erase", what, "--holder", "DCI exhibit store, Mfano")
            check(f"at a terminal it asks ({noun}), and another answer stops it",
                  code == 5 and "cannot be undone" in shown and counts(vault.plain())[WORD] == before[WORD], repr(shown))
        other = next(d["id"] for d in documents if d["id"] != document)
        vault.run("evidence", "update", other, "--title", "An older change")
        vault.run("evidence", "update", other, "--note", "taken back")
        vault.run("undo", case)
        report = vault.run("evidence", "erase", document, "--yes", "--holder", "DCI exhibit store, Mfano", "--why", "abuse")
        check("the same bytes went in the other case, too", report["documents"] == 2, str(report))
        after = counts(vault.plain())
        check("no page of the vault holds the words", after[WORD] == 0 and after[WORD[3:]] == 0, str(after))
        left = sorted(os.path.join(d, f) for d, _, files in os.walk(backups) for f in files if not os.path.islink(os.path.join(d, f)))
        made = [f for f in left if f not in (stranger, broken) and not f.startswith(deep)]
        check("every copy within reach gave way to a new one", report["backups_deleted"] == 5 and len(made) == 1
              and os.path.basename(made[0]) not in first and counts(vault.plain(made[0]))[WORD] == 0, str((report, left)))
        check("another vault in that folder is untouched", os.path.exists(stranger))
        check("the one in a drawer is named", len(report["backups_not_reached"]) == 1 and "/stick/" in report["backups_not_reached"][0],
              str(report))
        check("what could not be looked at is named", sorted(report["not_looked_at"]) == sorted(unseen), str(report))
        left = vault.run("vault", "erased")
        check("both stay on the list", (left["backups_not_reached"], left["not_looked_at"])
              == (report["backups_not_reached"], sorted(unseen)), str(left))
        mine = vault.run("evidence", "holder", document)
        check("and at the document", (mine["backups_not_reached"], mine["not_looked_at"])
              == (report["backups_not_reached"], sorted(unseen)), str(mine))
        check("another document has none", vault.run("evidence", "holder", next(d["id"] for d in documents if d["id"] != document))
              ["not_looked_at"] == [])
        # A stick's folder that is there but empty tells nothing.
        os.mkdir(away)
        again = vault.run("vault", "erased", "--again")
        check("an empty folder is no proof", again["backups_not_reached"] == left["backups_not_reached"], str(again))
        os.rmdir(away)
        os.rename(away + " in a drawer", away)
        os.rename(os.path.join(deep, "too deep.jalada"), os.path.join(backups, "not deep.jalada"))
        shutil.rmtree(os.path.join(backups, "a"))
        os.remove(broken)
        again = vault.run("vault", "erased", "--again")
        check("brought here, it goes", again["backups_deleted"] == 2 and again["backups_not_reached"] == [] and os.listdir(away) == []
              and not os.path.exists(os.path.join(backups, "not deep.jalada")), str(again))
        check("what is not there any more is no proof either: it and the rest stay named", sorted(again["not_looked_at"])
              == sorted(unseen), str(again))
        for path in again["not_looked_at"]:
            vault.run("vault", "erased", "--gone", path)
        vault.run("vault", "erased", "--gone", "/nowhere", status=1)
        check("called deleted, it goes off the list", vault.run("vault", "erased")["not_looked_at"] == [])
        check("and that is on record", [r["verb"] for r in vault.run("vault", "audit")].count("backup.said-gone") == len(unseen))
        check("the other document is untouched", OTHER in json.dumps(vault.run("evidence", "text", next(
            d["id"] for d in documents if d["id"] != document))))

        titles = [d["title"] for d in vault.run("evidence", "list", case)]
        for scope in ([case], [], [case]):
            said = vault.run("undo", *scope, status=5)
            check("undo stops at the erasure, asked again too", "erasure cannot be taken back" in json.dumps(said)
                  and [d["title"] for d in vault.run("evidence", "list", case)] == titles, json.dumps(said))
        said = vault.run("undo", second, status=5)
        check("in the other case that held the bytes, too", "erasure cannot be taken back" in json.dumps(said)
              and vault.run("case", "show", second)["note"] == "older", json.dumps(said))
        vault.run("evidence", "update", other, "--title", "A newer change")
        check("a newer change is taken back", vault.run("undo", case)["undone"] == "document.update"
              and [d["title"] for d in vault.run("evidence", "list", case)] == titles)
        vault.run("undo", case, status=5)

        kept = next(d for d in vault.run("evidence", "list", case) if d["id"] == document)
        held = vault.run("evidence", "holder", document)
        check("number, hash and holder stay", (kept["exhibit"], held["sha256"], held["holder"])
              == ("P7", sha, "DCI exhibit store, Mfano"), str((kept["exhibit"], held)))
        audit = vault.run("audit", "verify")
        check("the audit still verifies", audit["erased"] > 0 and audit["records"] > audit["erased"], json.dumps(audit)[:60])
        whole = vault.run("vault", "check")
        check("the vault is whole", whole["originals"] == 1, json.dumps(whole)[:80])
        refused = vault.run("evidence", "add", case, bad, status=5)
        check("the file is refused now", "not be held" in json.dumps(refused) or "Nothing was taken in" in json.dumps(refused),
              json.dumps(refused)[:200])
        vault.run("bundle", "build", case, os.path.join(vault.folder, "later.pdf"))
        text = subprocess.run(["pdftotext", os.path.join(vault.folder, "later.pdf"), "-"], capture_output=True, text=True, check=True).stdout
        check("a bundle is still built, with a plain page for it", "P7" in text and WORD not in text and OTHER in text)
        text = vault.run("evidence", "text", document)
        check("its text is gone", WORD not in json.dumps(text))

        entered = vault.run("evidence", "register", second, "--exhibit", "P9", "--holder", "Forensic laboratory", "--sha256", "ab" * 32)
        check("an exhibit is entered without content", vault.run("evidence", "holder", entered["id"])
              == {"holder": "Forensic laboratory", "sha256": "ab" * 32, "backups_not_reached": [], "not_looked_at": []})
        vault.run("evidence", "register", second, "--exhibit", "P9", "--holder", "x", "--sha256", "zz", status=5)
        vault.run("evidence", "add", second, good)
        vault.run("session", "add", second, "--kind", "plea", "--date", "2027-03-01", "--note", f"said {WORD}")
        vault.run("case", "erase", second, "--yes", "--holder", "Court registry")
        after = counts(vault.plain())
        check("an erased case leaves its number", vault.run("case", "show", second)["number"] == "CR 2")
        check("and nothing of its words", after[WORD] == 0, str(after))
        check("and its sessions are gone", vault.run("session", "list", second) == [])
    finally:
        shutil.rmtree(vault.folder)
    print(f"1..{check.number}")
    sys.exit(1 if check.failed else 0)


main()
