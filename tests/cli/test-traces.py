#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a session with jaladactl leaves behind: nothing.

1. Words that stand in a case's title, a file's name, a page and a note are found in no file of the vault's folder, the home,
   the XDG folders and the temporary folder: with the program stopped in the midst of a transaction, after kill -9, and after
   closing. The same search finds every one of them in a plain SQLite database, in each encoding.
2. A session opens for writing the vault, its journal and the copies that were asked for. With a temporary file planted in the
   same session the same search finds that.
"""
import ctypes
import json
import os
import re
import secrets
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
IN_MODIFY = 0x2


def marker(what):
    return "%s%s" % (what, secrets.token_hex(10))


def make_pdf(lines, padding=0):
    """A page a line; @padding random bytes that no page uses."""
    kids = " ".join("%d 0 R" % (4 + 2 * i) for i in range(len(lines)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(lines), kids.encode()),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for i, text in enumerate(lines):
        content = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text.encode()
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
                       b" /Contents %d 0 R >>" % (5 + 2 * i))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (padding, os.urandom(padding)))
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref))


class World:
    """A home of its own, with the vault in it; what goes in lies outside."""

    def __init__(self):
        self.outside = tempfile.mkdtemp(prefix="jalada-test-")
        self.inside = os.path.join(self.outside, "world")
        self.environment = dict(os.environ)
        for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            self.environment[name] = os.path.join(self.inside, name.lower())
            os.makedirs(self.environment[name], mode=0o700)
        self.vault = os.path.join(self.environment["HOME"], "v.jalada")
        self.passphrase = marker("passphrase")
        self.passphrase_file = self.write("passphrase", self.passphrase.encode() + b"\n")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.outside)

    def write(self, name, content):
        path = os.path.join(self.outside, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def argv(self, *verb):
        return [PROGRAM, *verb, "--vault", self.vault, "--passphrase-file", self.passphrase_file]

    def run(self, *verb):
        done = subprocess.run(self.argv(*verb, "--json"), env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        assert done.returncode == 0, (verb[:2], done.stderr)
        return json.loads(done.stdout)


def search(folder, words, pid=None):
    """Returns (files looked through, [(file, word, encoding)]); with @pid also files which it has open and that have no name."""
    paths = [os.path.join(here, name) for here, _, names in os.walk(folder) for name in names]
    if pid:
        links = ["/proc/%d/fd/%s" % (pid, fd) for fd in os.listdir("/proc/%d/fd" % pid)]
        paths += [link for link in links if os.readlink(link).endswith(" (deleted)") and not os.readlink(link).startswith("/memfd:")]
    found = []
    for path in paths:
        if not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            content = file.read()
        found += [(path, word, encoding) for word in words for encoding in ENCODINGS if word.encode(encoding) in content]
        found += [(path, word, "name") for word in words if word in os.path.basename(path)]
    return len(paths), found


def wait_for_change(folder, name):
    """Returns an object whose wait() returns at the next change of the file @name in @folder."""
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.inotify_init1(os.O_CLOEXEC)
    assert fd >= 0 and libc.inotify_add_watch(fd, folder.encode(), IN_MODIFY) >= 0

    def wait():
        while True:
            events = os.read(fd, 65536)
            while events:
                length = struct.unpack_from("iIII", events)[3]
                if events[16:16 + length].rstrip(b"\0").decode() == name:
                    return
                events = events[16 + length:]

    return wait


def leaves_no_word():
    with World() as world:
        title, page, note, second = marker("title"), marker("page"), marker("note"), marker("second")
        names = [marker("name") for _ in range(3)]
        words = [title, page, note, second, world.passphrase, *names]
        world.run("vault", "create", "--strength", "min")
        case = world.run("case", "add", "--title", title, "--note", note)["id"]
        first = world.write(names[0] + ".pdf", make_pdf(["Here stands %s." % page]))
        document = world.run("evidence", "add", case, first)[0]["id"]
        world.run("mark", "add", document, "--page", "1", "--kind", "highlight", "--find", page, "--note", note)

        # In the midst of a transaction: a large file is on its way in, and the journal holds what it needs to go back.
        files = [world.write(name + ".pdf", make_pdf([second], padding=40_000_000)) for name in names[1:]]
        wait = wait_for_change(world.environment["HOME"], "v.jalada-journal")
        program = subprocess.Popen(world.argv("evidence", "add", case, *files), env=world.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            wait()
            program.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, program.pid, os.WSTOPPED)
            if os.path.getsize(world.vault + "-journal") > 0:
                break
            program.send_signal(signal.SIGCONT)
        journal = os.path.getsize(world.vault + "-journal")
        seen, found = search(world.inside, words, program.pid)
        print("# in a transaction: %d files, a journal of %d bytes, a vault of %d: %d finds" %
              (seen, journal, os.path.getsize(world.vault), len(found)))
        assert seen >= 2 and found == [], found
        program.kill()
        program.wait()
        seen, found = search(world.inside, words)
        print("# after kill -9: %d files: %d finds" % (seen, len(found)))
        assert os.path.exists(world.vault + "-journal") and found == [], found

        # The words are in there, so that it means something not to find them.
        held = json.dumps([world.run("case", "show", case), world.run("evidence", "list", case), world.run("mark", "list", document),
                           world.run("evidence", "text", document)])
        assert all(word in held for word in (title, page, note, names[0])), held
        world.run("audit", "verify")
        world.run("evidence", "add", case, *files)
        held = json.dumps([world.run("evidence", "list", case)])
        assert all(name in held for name in names), held
        seen, found = search(world.inside, words)
        print("# after closing: %d files: %d finds" % (seen, len(found)))
        assert found == [], found

        # The twin: the same words in plain databases, each with its transaction open.
        for encoding in ENCODINGS:
            folder = os.path.join(world.outside, "twin-" + encoding)
            os.mkdir(folder)
            database = sqlite3.connect(os.path.join(folder, "plain.db"), isolation_level=None)
            database.execute("PRAGMA encoding = '%s'" % {"utf-8": "UTF-8", "utf-16-le": "UTF-16le", "utf-16-be": "UTF-16be"}[encoding])
            database.execute("PRAGMA cache_size = 2")
            database.execute("CREATE TABLE t (word TEXT, filler BLOB)")
            database.execute("BEGIN")
            database.executemany("INSERT INTO t VALUES (?, zeroblob (2000))", [(word,) for word in words * 3])
            database.execute("COMMIT")
            database.execute("BEGIN")
            database.execute("UPDATE t SET filler = zeroblob (3000)")
            files_seen, found = search(folder, words)
            print("# a plain twin in %s: %d files: %d finds" % (encoding, files_seen, len(found)))
            # One behind the other, words of ASCII in UTF-16 are also found a byte further, in the other byte order.
            assert {(word, encoding) for word in words} <= {(word, how) for _, word, how in found}, found
            database.close()


CALLS = "open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,link,linkat,symlink,symlinkat,rename,renameat,renameat2,truncate"
CHANGES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE|^\d+ +(?:creat|mk|link|symlink|rename|truncate)")


def written(log):
    """The paths that a traced run opened for writing, made or renamed."""
    paths = set()
    with open(log, encoding="utf-8", errors="replace") as file:
        text = file.read()
    # A call that another thread interrupted stands on two lines.
    begun = {}
    for line in text.splitlines():
        pid = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line[:-len("<unfinished ...>")]
            continue
        resumed = re.match(r"\d+ +<\.\.\. \w+ resumed>(.*)", line)
        if resumed:
            line = begun.pop(pid, "") + resumed.group(1)
        if CHANGES.search(line) and not re.search(r"= -1 E[A-Z]+", line):
            paths.update(re.findall(r'"([^"]*)"', line))
    return paths


def writes_nothing_else():
    with World() as world:
        source = world.write("source.pdf", make_pdf(["The first page", "The second page"]))
        copies = [os.path.join(world.outside, name) for name in ("bundle.pdf", "court.pdf", "saved.pdf", "marked.pdf")]
        log = os.path.join(world.outside, "trace")

        def traced(*verb, before=()):
            subprocess.run(["strace", "-f", "-o", log, "-e", "trace=" + CALLS, *before, *world.argv(*verb)], env=world.environment,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
            return written(log)

        every = traced("vault", "create", "--strength", "min")
        every |= traced("case", "add", "--title", "Republic v Majaribio")
        case = world.run("case", "list")[0]["id"]
        every |= traced("evidence", "add", case, source)
        document = world.run("evidence", "list", case)[0]["id"]
        every |= traced("evidence", "update", document, "--exhibit", "P1")
        every |= traced("mark", "add", document, "--page", "1", "--kind", "highlight", "--find", "first", "--audience", "court")
        every |= traced("session", "plan", case, "--from", "2027-01-18")
        every |= traced("evidence", "text", document)
        every |= traced("bundle", "build", case, copies[0])
        every |= traced("evidence", "save", document, copies[2])
        every |= traced("evidence", "save", document, copies[3], "--marked")
        assert all(os.path.getsize(copies[i]) > 500 for i in (0, 2, 3))

        # A copy grows under a hidden name beside its place.
        growing = re.compile(re.escape(world.outside) + r"/\.jalada-[0-9a-f]{8}\.part$")
        allowed = {world.vault, world.vault + "-journal", "/dev/null", "/dev/tty", *copies}
        # Our state: the seals that this computer saw.
        seen_seals = re.compile(re.escape(os.path.join(world.environment["XDG_STATE_HOME"], "jalada")) + r"(/seen(/[0-9a-f]{32}(\.[A-Z0-9]{6})?)?)?$")
        other = sorted(path for path in every if path not in allowed and not growing.match(path) and not seen_seals.match(path))
        print("# written: " + ", ".join(sorted({re.sub(r"[0-9a-f]{8}\.part", "….part", os.path.basename(path)) for path in every})))
        assert world.vault in every and world.vault + "-journal" in every and copies[0] in every, "the trace saw the writing: %s" % every
        assert other == [], other
        left = sorted(os.path.relpath(os.path.join(here, name), world.inside) for here, _, names in os.walk(world.inside) for name in names)
        assert [path for path in left if not path.startswith("xdg_state_home/jalada/seen/")] == ["home/v.jalada"], left

        # The same look at a session in which somebody writes one temporary file.
        planted = os.path.join(world.environment["TMPDIR"], "planted")
        seen = traced("evidence", "text", document, before=("sh", "-c", 'echo words > "$TMPDIR/planted"; exec "$@"', "sh"))
        other = sorted(path for path in seen if path not in allowed and not growing.match(path) and not seen_seals.match(path))
        assert other == [planted], other


def main():
    tests = (leaves_no_word, writes_nothing_else)
    print("1..%d" % len(tests))
    failed = 0
    for number, function in enumerate(tests, 1):
        try:
            function()
            print("ok %d %s" % (number, function.__name__), flush=True)
        except Exception as error:  # each test stands for itself
            failed += 1
            print("not ok %d %s" % (number, function.__name__))
            print("# " + ("%s: %s" % (type(error).__name__, error)).replace("\n", "\n# "), flush=True)
    sys.exit(1 if failed else 0)


main()
