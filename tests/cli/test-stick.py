#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups to a stick that is full, may not be written, or is pulled out halfway: a sentence each, nothing half done left behind, the
vault as it was, and the next one succeeds. The stick is a file system of its own in a name space of the test's own.

test-stick.py JALADACTL"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
SECRET = "nne maneno yasiyo ya kawaida"


def inside():
    """Runs this test again where it may mount; without such a name space there is nothing to test."""
    if os.environ.get("JALADA_STICK"):
        return
    able = subprocess.run(["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode == 0
    if not able:
        print("1..0 # SKIP no name space in which a stick could be mounted")
        sys.exit(0)
    os.environ["JALADA_STICK"] = "1"
    os.execvp("unshare", ["unshare", "-Urm", sys.executable, os.path.abspath(__file__), *sys.argv[1:]])


class Vault:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jalada-test-")
        self.file, self.stick = self.path("v.jalada"), self.path("stick")
        os.mkdir(self.stick)
        self.secret = self.path("secret")
        with open(self.secret, "w", encoding="utf-8") as file:
            file.write(SECRET)
        self.run("vault", "create", "--strength", "min")

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, *verb):
        home = self.path("home")
        os.makedirs(home, exist_ok=True)
        return ([PROGRAM, *verb, "--vault", self.file, "--passphrase-file", self.secret, "--json"],
                dict(os.environ, HOME=home, XDG_STATE_HOME=home, XDG_DATA_HOME=home, LANGUAGE="en"))

    def run(self, *verb, status=0):
        command, env = self.command(*verb)
        done = subprocess.run(command, capture_output=True, text=True, env=env)
        assert done.returncode == status, (verb, done.returncode, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() and status == 0 else done.stderr

    def mount(self, size, *options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join((f"size={size}",) + options), "tmpfs", self.stick], check=True)

    def unmount(self, *options):
        subprocess.run(["umount", *options, self.stick], check=True)


def check(name, condition, detail=""):
    check.number = getattr(check, "number", 0) + 1
    print(f"{'ok' if condition else 'not ok'} {check.number} - {name} {detail if not condition else ''}", flush=True)
    check.failed = getattr(check, "failed", 0) + (not condition)


def after(vault, what, said, words):
    """What holds after each failure."""
    check(f"{what}: a sentence", any(w in said for w in words), said)
    state = vault.run("vault", "backups")
    check(f"{what}: it is told until the next good one", bool(state["failed"]) and state["failed"] in said, state)
    check(f"{what}: nothing half done is left", os.listdir(vault.stick) == [], os.listdir(vault.stick))
    check(f"{what}: the vault is whole", vault.run("vault", "check")["damages"] == 0)


def make_big(vault, mib):
    """A document of so many MiB that does not shrink."""
    path = vault.path("big.pdf")
    body = os.urandom(mib << 20)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body)]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    at = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % at
    with open(path, "wb") as file:
        file.write(out)
    case = vault.run("case", "add", "--title", "Fictional")["id"]
    vault.run("evidence", "add", case, path)
    os.unlink(path)


def pull(vault):
    """Takes the stick away while a copy is on its way to it."""
    command, env = vault.command("vault", "backup")
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    until = time.monotonic() + 30
    while not os.listdir(vault.stick) and program.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    hidden = os.listdir(vault.stick)
    vault.unmount("-l")
    said = program.communicate()[1]
    return hidden, program.returncode, said


def end_halfway(vault, how, *verb):
    """Ends the program with the signal @how when something of it lies on the stick; returns its exit code and what lies there then."""
    command, env = vault.command(*verb)
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    until = time.monotonic() + 30
    while not any(os.path.getsize(os.path.join(vault.stick, name)) > 1 << 20 for name in os.listdir(vault.stick)):
        if program.poll() is not None or time.monotonic() > until:
            raise AssertionError((verb, program.poll()))
        time.sleep(0.002)
    program.send_signal(how)
    return program.wait(), os.listdir(vault.stick)


def restore_and_rescue(vault):
    """The ways back: onto a full stick, interrupted and killed. Nothing half done passes for a vault, what they read stays as it is."""
    backup, taken = vault.path("backup.jalada"), vault.path("v.jalada")
    vault.run("vault", "backup", backup)
    with open(backup, "rb") as file:
        before = file.read()
    dest = os.path.join(vault.stick, "back.jalada")
    for verb in (("vault", "restore", backup, dest), ("vault", "rescue", dest)):
        word = verb[1]
        vault.mount("8m")
        said = vault.run(*verb, status=1)
        check(f"{word} onto a full stick: a sentence", any(w in said for w in ("room", "full")), said)
        check(f"{word} onto a full stick: nothing is left", os.listdir(vault.stick) == [], os.listdir(vault.stick))
        vault.unmount()
        vault.mount("128m")
        code, left = end_halfway(vault, signal.SIGINT, *verb)
        check(f"{word} interrupted: nothing is left", code == 1 and left == [], (code, left))
        code, left = end_halfway(vault, signal.SIGKILL, *verb)
        halves = [name for name in left if name.endswith(".jalada") and not name.startswith(".")]
        # What has the name of a vault opens as one, or says that it is none.
        opened = [subprocess.run([PROGRAM, "vault", "check", "--vault", os.path.join(vault.stick, name), "--passphrase-file", vault.secret],
                                 capture_output=True, text=True) for name in halves]
        check(f"{word} killed: no half is taken for a vault", code == -9 and all(d.returncode in (1, 4) for d in opened),
              (code, left, [(d.returncode, d.stderr) for d in opened]))
        for name in left:
            os.unlink(os.path.join(vault.stick, name))
        made = vault.run(*verb)
        check(f"{word}: the next one succeeds", made["originals"] == 1, made)
        vault.unmount()
    with open(backup, "rb") as file:
        check("the backup is what it was", file.read() == before)
    vault.file = taken
    # The restored one is its successor: this computer saw it in a newer state.
    check("the vault is whole", vault.run("vault", "check", "--accept-older")["damages"] == 0)


def main():
    inside()
    vault = Vault()
    try:
        make_big(vault, 48)
        vault.mount("64m")
        vault.run("vault", "backups", "--folder", vault.stick)
        vault.unmount()

        vault.mount("8m")
        after(vault, "a full stick", vault.run("vault", "backup", status=1), ("room", "full"))
        vault.unmount()
        vault.mount("64m", "ro")
        after(vault, "a stick that may not be written", vault.run("vault", "backup", status=1), ("written", "write"))
        vault.unmount()
        vault.mount("64m")
        hidden, status, said = pull(vault)
        check("pulled out halfway: a copy was on its way", len(hidden) == 1 and hidden[0].startswith("."), hidden)
        check("pulled out halfway: it fails", status != 0, said)
        after(vault, "pulled out halfway", said, ("not there", "Connect", "connected"))

        vault.mount("64m")
        made = vault.run("vault", "backup")
        check("the next one succeeds", made["originals"] == 1, made)
        state = vault.run("vault", "backups")
        check("and nothing is complained of any more", not state["failed"] and [b["state"] for b in state["backups"]] == ["verified"], state)
        vault.unmount()
        restore_and_rescue(vault)
    finally:
        shutil.rmtree(vault.folder, ignore_errors=True)
    print(f"1..{check.number}")
    sys.exit(1 if check.failed else 0)


main()
