# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer goes to sleep while a backup is being written, and while one is being read back: it waits for the keys to be wiped, not
for the backup. Nothing half done is left under a backup's name, the process that reads back is gone with its keys, and after waking
the next backup is made.

logind is the one of python3-dbusmock. Whether the keys are gone is looked up in the memory of the process, as root."""
import glob
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402
from memory import check_memory, keys_of  # noqa: E402
from office import Sleep  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
MEGABYTES = 150
# Far less than what is left of the copy takes, and than logind's own limit of 5 s.
SECONDS = 1.5


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def make_vault(s):
    vault = os.path.join(s.home, "Cases.jalada")
    stick = os.path.join(s.home, "stick")
    os.mkdir(stick)
    s.jaladactl(vault, PASSPHRASE, "vault", "create")
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A fictional person", "--number", "CR 74")["id"]
    # A picture that is large because of what follows its end.
    with open(os.path.join(os.environ["JALADA_SAMPLE"], "21-photo-reception.jpg"), "rb") as file:
        picture = file.read()
    large = os.path.join(s.home, "large.jpg")
    with open(large, "wb") as file:
        file.write(picture)
        for _ in range(MEGABYTES):
            file.write(os.urandom(1 << 20))
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, large)
    os.remove(large)
    s.jaladactl(vault, PASSPHRASE, "vault", "backups", "--folder", stick)
    return vault, stick


def unlock(s):
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.press(s.see("CR 74", "row"))
    s.see("Where the Case Stands")


def children(pid):
    found = []
    for status in glob.glob("/proc/[0-9]*/status"):
        try:
            with open(status, encoding="ascii", errors="replace") as file:
                lines = dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)
        except OSError:
            continue
        if lines.get("PPid") == str(pid) and not lines.get("State", "").startswith("Z"):
            found.append(lines["Name"])
    return found


def wait_until(question, what, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if question():
            return
        time.sleep(0.002)
    raise Failure("not seen in time: " + what)


def sleep_now(s, sleep, stick, keys, when):
    """Sleeps; returns what is on the stick once the computer may."""
    began = time.monotonic()
    sleep.prepare(True)
    wait_until(lambda: "Jalada" not in sleep.inhibitors(), "the inhibitor let go")
    took = time.monotonic() - began
    if took > SECONDS:
        raise Failure(f"{when}: the computer was kept awake for {took:.2f} s")
    print(f"# {when}: the computer was kept awake for {took:.2f} s", flush=True)
    check_memory(s, keys, [], f"keys in memory, {when}")
    expect([n for n in children(s.process.pid) if "check" in n], [], f"processes that read back, {when}")
    s.see("The Vault Is Locked", "label")
    sleep.prepare(False)
    s.wait(lambda: "Jalada" in sleep.inhibitors(), "an inhibitor after waking")
    return sorted(os.listdir(stick))


def journey(s):
    vault, stick = make_vault(s)
    keys = keys_of(vault, PASSPHRASE)
    sleep = Sleep()
    try:
        s.start(vault)
        unlock(s)
        s.wait(lambda: "Jalada" in sleep.inhibitors(), "an inhibitor before sleep")
        check_memory(s, keys, sorted(keys), "keys in memory while it is open")
        s.do("win.backup-now")
        wait_until(lambda: any(os.path.getsize(os.path.join(stick, n)) > (2 << 20) for n in os.listdir(stick)), "a copy that grows")
        left = sleep_now(s, sleep, stick, keys, "while it was written")
        expect([n for n in left if not n.startswith(".")], [], "backups of a half")

        unlock(s)
        s.do("win.backup-now")
        wait_until(lambda: any("check" in n for n in children(s.process.pid)), "the process that reads back")
        left = sleep_now(s, sleep, stick, keys, "while it was read back")
        expect(len([n for n in left if not n.startswith(".")]), 1, "backups, the one not read back")

        unlock(s)
        s.see(contains="A newer one has not been read back yet.")
        s.do("win.backup-now")
        s.see(contains="The last good backup is moments old.", timeout=60)
        s.do("win.lock")
        s.see("The Vault Is Locked", "label")
        s.stop()
        states = [b["state"] for b in s.jaladactl(vault, PASSPHRASE, "vault", "backups")["backups"]]
        expect(states[0], "verified", "the newest")
        expect([n for n in os.listdir(stick) if n.startswith(".")], [], "what the half left behind")
    finally:
        sleep.close()


if __name__ == "__main__":
    Session.main(journey)
