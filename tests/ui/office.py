# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journey needs of the desk around it: a printing system and a login manager, both real programs of their own.

Printer: CUPS' own scheduler in a temporary folder, whose one printer writes down what it gets.
Sleep: the logind of python3-dbusmock on a system bus that nobody else sees.
"""
import ctypes
import os
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import time


def _die_with_us():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def wait_for_file(path, seconds=60):
    """Returns once a file of that name is there, without polling."""
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.inotify_init1(os.O_CLOEXEC)
    assert fd >= 0 and libc.inotify_add_watch(fd, os.path.dirname(path).encode(), 0x80 | 0x100) >= 0
    until = time.monotonic() + seconds
    try:
        while not os.path.exists(path):
            if not select.select([fd], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError(path)
            os.read(fd, 4096)
    finally:
        os.close(fd)


class Printer:
    """A CUPS with one printer, "Office". Sets CUPS_SERVER for what is started afterwards."""

    BACKEND = """#!/bin/sh
[ $# = 0 ] && exit 0
printf '%s\\n' "$3" "$4" "$5" >{0}/jobs/options
cat ${{6:-/dev/stdin}} >{0}/jobs/document
mv {0}/jobs/document {0}/jobs/printed
"""
    FILES = """ServerRoot {0}
StateDir {0}/state
CacheDir {0}/cache
RequestRoot {0}/spool
TempDir {0}/tmp
AccessLog {0}/log/access
ErrorLog {0}/log/error
PageLog {0}/log/page
ServerBin {0}/bin
User lp
Group lp
SystemGroup lpadmin
"""
    CONF = """Listen {0}/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobFiles Yes
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
"""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jalada-cups-")
        os.chmod(self.folder, 0o755)
        for name in ("state", "cache", "spool", "tmp", "log", "jobs", "bin", "bin/backend"):
            os.mkdir(os.path.join(self.folder, name))
            os.chmod(os.path.join(self.folder, name), 0o755 if name.startswith("bin") else 0o777)
        for name in ("filter", "daemon", "cgi-bin", "notifier"):
            os.symlink(os.path.join("/usr/lib/cups", name), os.path.join(self.folder, "bin", name))
        for name, text in (("bin/backend/paper", self.BACKEND), ("cups-files.conf", self.FILES), ("cupsd.conf", self.CONF)):
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(text.format(self.folder))
        os.chmod(os.path.join(self.folder, "bin/backend/paper"), 0o755)
        socket = os.path.join(self.folder, "cups.sock")
        self.process = subprocess.Popen(["/usr/sbin/cupsd", "-f", "-c", os.path.join(self.folder, "cupsd.conf"), "-s",
                                         os.path.join(self.folder, "cups-files.conf")], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, preexec_fn=_die_with_us)
        wait_for_file(socket)
        os.environ["CUPS_SERVER"] = socket
        subprocess.run(["/usr/sbin/lpadmin", "-p", "Office", "-E", "-v", "paper:/x", "-m", "raw", "-D", "Printer at the desk"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def printed(self):
        """Waits for the document. Returns (its path, the name and the options of the job)."""
        path = os.path.join(self.folder, "jobs", "printed")
        wait_for_file(path)
        with open(os.path.join(self.folder, "jobs", "options"), encoding="utf-8") as file:
            return path, file.read()

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Sleep:
    """A logind on a bus of its own. Sets DBUS_SYSTEM_BUS_ADDRESS for what is started afterwards."""

    def __init__(self):
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True,
                                    preexec_fn=_die_with_us)
        self.address = self.bus.stdout.readline().strip()
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = self.address
        self.mock = subprocess.Popen(["/usr/bin/python3", "-m", "dbusmock", "--system", "--template", "logind"],
                                     stdout=subprocess.DEVNULL, preexec_fn=_die_with_us)
        subprocess.run(["gdbus", "wait", "--address", self.address, "--timeout", "30", "org.freedesktop.login1"], check=True)

    def call(self, interface, method, *arguments):
        return subprocess.run(["gdbus", "call", "--address", self.address, "--dest", "org.freedesktop.login1", "--object-path",
                               "/org/freedesktop/login1", "--method", f"{interface}.{method}", *arguments], check=True,
                              capture_output=True, text=True).stdout

    def inhibitors(self):
        """What ListInhibitors answers: holds "Jalada" while the program keeps the computer awake."""
        return self.call("org.freedesktop.login1.Manager", "ListInhibitors")

    def prepare(self, begins):
        self.call("org.freedesktop.DBus.Mock", "EmitSignal", "org.freedesktop.login1.Manager", "PrepareForSleep", "b",
                  f"[<{'true' if begins else 'false'}>]")

    def close(self):
        for process in (self.mock, self.bus):
            process.terminate()
            process.wait()
