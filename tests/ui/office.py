# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journey needs of the desk around it, real programs of their own: a printing system, a login manager, notifications.

Printer: CUPS' own scheduler in a temporary folder, whose one printer writes down what it gets.
Sleep: the logind of python3-dbusmock on a system bus that nobody else sees.
Notifications: the notification daemon of python3-dbusmock on the journey's bus, and dbus-monitor on all of that bus.
"""
import ctypes
import os
import re
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


class Notifications:
    """Who shows notifications, and who listens to the session bus. @folder: for what they write down."""

    def __init__(self, folder):
        os.mkdir(folder)
        self.bus, self.log = os.path.join(folder, "bus"), os.path.join(folder, "daemon")
        with open(self.bus, "w", encoding="utf-8") as out:
            self.monitor = subprocess.Popen(["dbus-monitor", "--session"], stdout=out, stderr=subprocess.DEVNULL, preexec_fn=_die_with_us)
        self.mock = subprocess.Popen(["/usr/bin/python3", "-m", "dbusmock", "--template", "notification_daemon", "--logfile", self.log],
                                     stdout=subprocess.DEVNULL, preexec_fn=_die_with_us)
        subprocess.run(["gdbus", "wait", "--session", "--timeout", "30", "org.freedesktop.Notifications"], check=True)

    def said(self):
        """(summary, body) of every notification so far."""
        with open(self.log, encoding="utf-8") as file:
            calls = [line for line in file if " Notify " in line]
        return [tuple(re.findall(r'"((?:[^"\\]|\\.)*)"', call)[2:4]) for call in calls]

    def carried(self):
        """Everything the session bus carried so far, as text."""
        with open(self.bus, encoding="utf-8", errors="replace") as file:
            return file.read()

    def close(self):
        for process in (self.mock, self.monitor):
            process.terminate()
            process.wait()
