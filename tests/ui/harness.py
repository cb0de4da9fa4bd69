# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program over AT-SPI, as a screen reader does.

    from harness import Session
    def journey(s):
        s.click("Create a New Vault…")
    if __name__ == "__main__":
        Session.main(journey)

Session.main() runs the script once more inside a private D-Bus, a private X server and an empty home, so nothing of the
machine it runs on is seen or touched. Arguments of the script: the program, and jaladactl.

 1. Nothing sleeps: wait() sleeps in the main loop until an accessibility event arrives (with a slow tick beside it, since
    GTK does not announce every change), asks again, and fails after a time that only a hung program reaches.
 2. The whole tree comes in one message, anew for every question (atspi.py): a message for every widget was most of the time.
 3. Widgets are found by role and name. "push button" became "button" in later GTK: ROLES folds them together.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from atspi import CONTAINERS, COORD_WINDOW, LEAVES, ROOT, Accessible, Bus, Gone, Tree  # noqa: E402

INSIDE = "JALADA_UI_INSIDE"
SCREEN = os.environ.get("JALADA_UI_SCREEN", "1280x860x24")
TIMEOUT = float(os.environ.get("JALADA_UI_TIMEOUT", 30))

ROLES = {
    "button": {"push button", "button"},
    "toggle": {"toggle button", "check box", "radio button", "push button", "button"},
    "entry": {"entry", "text", "password text"},
    "row": {"list item", "table row", "row"},
    "cell": {"table cell", "list item", "cell", "tree item"},
}


TEXTUAL = {"text", "entry", "alert", "password text", "terminal"}


# What GTK 4.8 or libadwaita 1.2 complain of without a fault of ours, each with its reason. Any other complaint fails the journey.
UNAVOIDABLE = (
)
COMPLAINT = re.compile(r"(WARNING|CRITICAL) \*\*: ")


TYPE_NAME = re.compile(r"(Gtk|Adw|Jal|Gdk)[A-Z]\w*$")
# What only holds what has the names.
NAMELESS = {"scroll pane", "panel", "filler", "viewport", "frame", "split pane"}


class Failure(Exception):
    pass


def _display():
    """A private X server. It picks the number itself, so two that start together cannot meet as those of xvfb-run can; it is not
    reset when a client leaves, for who connects meanwhile is refused."""
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"], pass_fds=(writing,),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as f:
        number = f.readline().strip()
    if not number:
        sys.exit("not ok - the X server did not start")
    return server, ":" + number


def _reexec():
    """Runs this very script again inside its own bus, display and home."""
    home = tempfile.mkdtemp(prefix="jalada-ui-")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "DBUS_", "GTK_", "WAYLAND_", "XAUTHORITY"))}
    env.update({
        INSIDE: "1",
        "HOME": home,
        "XDG_RUNTIME_DIR": os.path.join(home, "run"),
        "XDG_DATA_HOME": os.path.join(home, "data"),
        "XDG_CONFIG_HOME": os.path.join(home, "config"),
        "XDG_STATE_HOME": os.path.join(home, "state"),
        "XDG_CACHE_HOME": os.path.join(home, "cache"),
        "GSETTINGS_BACKEND": "memory",
        "GSK_RENDERER": "cairo",
        "GDK_BACKEND": "x11",
        "LC_ALL": "C.UTF-8",
        "NO_AT_BRIDGE": "0",
    })
    env.setdefault("LANGUAGE", "en")
    build = os.path.abspath(os.path.join(os.path.dirname(sys.argv[1]), "..", ".."))
    env.setdefault("JALADA_UNINSTALLED", build)
    env.setdefault("JALADA_SAMPLE", os.path.join(build, "data", "sample"))
    for folder in ("run", "data", "config", "state", "cache"):
        os.mkdir(os.path.join(home, folder), 0o700)
    server, env["DISPLAY"] = _display()
    try:
        return subprocess.call(
            ["dbus-run-session", "--", sys.executable] + sys.argv, env=env)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(home, ignore_errors=True)


class Node:
    """One accessible object; a question is answered from the tree of the moment (see Session.wait), never from an older one."""

    def __init__(self, session, accessible):
        self.session = session
        self.a = accessible

    @property
    def name(self):
        return self.a.get_name() or ""

    @property
    def role(self):
        return self.a.get_role_name() or ""

    @property
    def text(self):
        """What it shows: its text where it has one, its name otherwise."""
        iface = self.a.get_text_iface()
        if iface is not None:
            return iface.get_text(0, iface.get_character_count())
        return self.name

    def has_state(self, state):
        return self.a.has_state(state)

    @property
    def sensitive(self):
        return self.has_state("sensitive") or self.has_state("enabled")

    def children(self):
        for child in self.a.children():
            yield Node(self.session, child)

    @property
    def hidden(self):
        """Not for users now: a page of a stack behind another one."""
        return not self.has_state("visible")

    def walk(self):
        # What lies inside a leaf is of no use to anybody, and what a hidden page of a stack holds cannot be seen.
        role = self.role
        if role in LEAVES:
            yield self
            return
        if role in CONTAINERS and self.hidden:
            return
        yield self
        for child in self.children():
            try:
                yield from child.walk()
            except (Gone, self.session.glib.Error):
                continue  # it went away while we looked

    def actions(self):
        return self.a.action_names()

    def act(self, name=None):
        """Does the named action, or the first one."""
        names = self.actions()
        if not names:
            raise Failure(f"“{self.name}” ({self.role}) has no action")
        index = names.index(name) if name is not None else 0
        if not self.a.do_action(index):
            raise Failure(f"“{self.name}” ({self.role}) refused {names[index]}")

    def set_text(self, text):
        iface = self.a.get_editable_text_iface()
        if iface is None:
            for node in self.walk():
                iface = node.a.get_editable_text_iface()
                if iface is not None:
                    break
        if iface is None:
            raise Failure(f"“{self.name}” ({self.role}) takes no text")
        iface.set_text_contents(text)

    def __repr__(self):
        return f"<{self.role} “{self.name}”>"


class Session:
    """The running program and what a person at the screen would do with it."""

    def __init__(self, program, ctl):
        self.bus = Bus()
        self.glib = self.bus.glib
        self.program, self.ctl = program, ctl
        self.home = os.environ["HOME"]
        self.process = None
        self.application = None
        self.moment = None
        self.log = open(os.path.join(self.home, "program.log"), "w+")

    # --- The program ---------------------------------------------------------------------------------------------

    def start(self, *arguments, under=(), **more_env):
        """Starts the program; @under is a command that runs it in its own process, such as strace -D."""
        env = dict(os.environ, G_DEBUG="", **more_env)
        env.pop(INSIDE)
        self.process = subprocess.Popen([*under, self.program, *arguments], stdout=self.log, stderr=subprocess.STDOUT, env=env)
        self.application = None
        self.wait(self._find_application, "the program on the accessibility bus")
        self.wait(lambda: self.frame(), "the window")

    def _find_application(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode}:\n{self.said()}")
        name = self.bus.find(self.process.pid)
        if name is not None:
            self.moment = Tree(self.bus, name)
            self.application = Node(self, Accessible(self.moment, ROOT))
        return self.application

    def stop(self):
        """Closes the window as its close button does, and waits for the end."""
        if self.process is not None and self.process.poll() is None:
            try:
                self.do("window.close")
            except (Gone, self.glib.Error):
                pass  # it was gone before it could answer
            self.process.wait(TIMEOUT)
        self.process = None

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(TIMEOUT)
        self.process = None

    def said(self):
        self.log.flush()
        with open(self.log.name, encoding="utf-8", errors="replace") as f:
            return f.read()[-4000:]

    def complaints(self):
        """What the program and its libraries said was wrong, each once, without the time and the number of the process."""
        self.log.flush()
        with open(self.log.name, encoding="utf-8", errors="replace") as f:
            lines = [line.strip() for line in f if COMPLAINT.search(line)]
        said = dict.fromkeys(re.sub(r"^\(\S+:\d+\): |\d\d:\d\d:\d\d\.\d+: |0x[0-9a-f]+", "", line) for line in lines)
        return [line for line in said if not any(fault in line for fault in UNAVOIDABLE)]

    # --- Waiting --------------------------------------------------------------------------------------------------

    def wait(self, question, what, timeout=TIMEOUT):
        """Returns the first true answer of @question; asks again whenever something happened. What the last question was answered from
        will do for the first try, when nothing was done since."""
        if self.moment is None or not self.moment.held:
            return self._wait(question, what, timeout)
        # Inside another question, whose picture would never change.
        self.moment.held = False
        try:
            return self._wait(question, what, timeout)
        finally:
            self.moment.held = True

    def _wait(self, question, what, timeout):
        end, nudge = time.monotonic() + timeout, time.monotonic() + 1.5
        known = True
        context = self.glib.MainContext.default()
        while True:
            if self.process is not None and self.process.poll() is not None:
                raise Failure(f"the program ended with {self.process.returncode} while waiting for {what}:\n{self.said()}")
            try:
                answer = self._ask(question, known)
            except (Gone, self.glib.Error):
                answer = None  # what we looked at went away
            if answer:
                return answer
            known = False
            if time.monotonic() > nudge:
                self._give_keys()
                nudge += 2
            if time.monotonic() > end:
                raise Failure(f"no {what} after {timeout:.0f} s\n{self.tree()}\n{self.said()}")
            ticked = []
            tick = self.glib.timeout_add(100, lambda: ticked.append(1) or False)
            context.iteration(True)
            while context.pending():
                context.iteration(False)
            if not ticked:
                self.glib.source_remove(tick)

    def _give_keys(self):
        """There is no window manager here, which would give the keys back to the window below a list or a form that closed."""
        try:
            if self.application is not None and self.focus() is None:
                self._xdotool("windowfocus", self._newest_window())
        except (Failure, Gone, self.glib.Error, subprocess.CalledProcessError):
            pass  # there is no window just now

    def forget(self):
        """Something is done to the program: what is asked next is asked anew."""
        if self.moment is not None:
            self.moment.forget()

    def _ask(self, question, known=False):
        """All parts of a question are answered from one picture, taken now, or @known already."""
        if self.moment is None or self.moment.held:
            return question()
        if not (known and self.moment.is_fresh()):
            self.moment.forget()
        self.moment.held = True
        try:
            return question()
        finally:
            if self.moment is not None:
                self.moment.held = False

    # --- Finding --------------------------------------------------------------------------------------------------

    def windows(self):
        return list(self.application.children()) if self.application else []

    def frame(self):
        windows = [w for w in self.windows() if w.name == "Jalada"]
        return windows[0] if windows else None

    def find(self, name=None, role=None, within=None, contains=None):
        """The first widget of that name (and role), newest window first; None when there is none."""
        return self._ask(lambda: self._find(name, role, within, contains))

    def _find(self, name, role, within, contains):
        roles = ROLES.get(role, {role}) if role else None
        for window in [within] if within is not None else reversed(self.windows()):
            for node in window.walk():
                if name is not None and node.name != name:
                    continue
                if contains is not None and contains not in node.name and not (node.role in TEXTUAL and contains in node.text):
                    continue
                if roles is not None and node.role not in roles:
                    continue
                return node
        return None

    def find_all(self, name=None, role=None, within=None):
        roles = ROLES.get(role, {role}) if role else None

        def ask():
            found = []
            for window in [within] if within is not None else self.windows():
                found += [n for n in window.walk() if (name is None or n.name == name) and (roles is None or n.role in roles)]
            return found
        return self._ask(ask)

    def see(self, name=None, role=None, within=None, contains=None, timeout=TIMEOUT):
        """Waits until the widget is there."""
        what = f"“{name or contains}”" + (f" ({role})" if role else "")
        return self.wait(lambda: self.find(name, role, within, contains), what, timeout)

    def all_named(self, where):
        """Whatever the keyboard reaches has a name that is not the type of its widget."""
        def ask():
            return [repr(node) for window in self.windows() for node in window.walk()
                    if node.has_state("focusable") and node.has_state("sensitive") and (not node.name or TYPE_NAME.match(node.name))
                    and node.role not in NAMELESS]
        found = self._ask(ask)
        if found:
            raise Failure(f"{where}: the keyboard reaches what has no name: {', '.join(found)}")

    def gone(self, name=None, role=None, contains=None):
        self.wait(lambda: self.find(name, role, None, contains) is None, f"end of “{name or contains}”")

    def tree(self, depth=40):
        lines = []

        def add(node, level):
            try:
                lines.append("  " * level + repr(node) + (f" = {node.text!r}" if node.text != node.name else ""))
                if level < depth:
                    for child in node.children():
                        add(child, level + 1)
            except (Gone, self.glib.Error):
                pass

        def ask():
            for window in self.windows():
                add(window, 0)
        if self.moment is not None:
            self.moment.whole(ask)  # what is hidden, too: a name that should be gone may be there
        return "\n".join(lines)

    # --- Doing ----------------------------------------------------------------------------------------------------

    def click(self, name, role="button", within=None):
        def ready():
            node = self.find(name, role, within)
            return node if node is not None and node.sensitive and node.actions() else None

        # GTK 4.8 calls a button sensitive when only what it lies in is not, and refuses then; a person would press again.
        end = time.monotonic() + TIMEOUT
        while not self.wait(ready, f"“{name}” that can be pressed").a.do_action(0):
            if time.monotonic() > end:
                raise Failure(f"“{name}” refuses to be pressed\n{self.tree()}")
            self.pause(100)

    def type(self, name, text, role=None, within=None):
        """Puts @text into the entry called @name."""
        def ready():
            for window in [within] if within is not None else reversed(self.windows()):
                for node in window.walk():
                    if node.name == name and (node.a.get_editable_text_iface() is not None or node.role in ROLES["entry"]):
                        return node
            return None
        node = self.wait(ready, f"entry “{name}”")
        node.set_text(text)
        return node

    def _point(self, node, share):
        iface = node.a.get_component_iface()
        box = self.wait(lambda: (lambda e: e if e.width > 0 else None)(iface.get_extents(COORD_WINDOW)), "a place")
        scale = int(os.environ.get("GDK_SCALE", 1))  # The pointer moves by pixels of the screen
        return [str(scale * (box.x + int(box.width * share[0]))), str(scale * (box.y + int(box.height * share[1])))]

    def _xdotool(self, *arguments):
        subprocess.run(["xdotool", *arguments], check=True)
        self.forget()

    def press(self, node, share=(0.5, 0.5)):
        """Clicks on a widget with the pointer, where it has no action of its own (rows of lists, pages)."""
        # Without --sync, which waits for 15 s when the pointer is there already; one connection keeps the order.
        self._xdotool("mousemove", "--window", self._newest_window(), *self._point(node, share), "click", "1")

    def drag(self, node, start, end):
        """Drags the pointer over a widget, from one share of its width and height to another."""
        window = self._newest_window()
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        command = ["mousemove", "--sync", "--window", window, *self._point(node, start), "mousedown", "1"]
        for share in (middle, end):
            command += ["mousemove", "--sync", "--window", window, *self._point(node, share)]
        self._xdotool(*command, "mouseup", "1")

    def pause(self, milliseconds):
        loop = self.glib.MainLoop()
        self.glib.timeout_add(milliseconds, loop.quit)
        loop.run()

    def settle(self):
        """Lets the animations of the last step end; only for pictures."""
        self.pause(900)

    def select(self, name, index):
        """Selects a row of the list called @name: rows have no action of their own."""
        node = self.see(name, "list")
        if not node.a.get_selection_iface().select_child(index):
            raise Failure(f"row {index} of “{name}” cannot be selected")

    def choose(self, name, label):
        """Chooses @label in the combo row called @name, with the pointer and the keys."""
        combo = self.see(name, "combo box")
        button = next((n for n in combo.walk() if n.role in ROLES["button"] and n.actions()), None)
        if button is not None:
            button.act()
        else:
            self.press(combo)

        def items():
            lists = [n for n in combo.walk() if n.role == "list"]
            rows = [n.name or next((c.name for c in n.walk() if c.role == "label"), "")
                    for n in (lists[-1].walk() if lists else ()) if n.role == "list item"]
            return rows if label in rows else None
        rows = self.wait(items, f"“{label}” in “{name}”")
        self.key("Home", *["Down"] * rows.index(label), "Return")
        self.wait(lambda: any(n.role == "label" and n.name == label for n in list(combo.walk())[:12]), f"“{label}” to be chosen")

    def do(self, action):
        """Does an action of the window, "win.lock" or "evidence.import": GTK lists them on the frame."""
        def ready():
            frame = self.frame()
            return frame if frame is not None and action in frame.actions() else None
        self.wait(ready, f"action {action}").act(action)

    def key(self, *keys):
        """Presses keys as the X server sees them ("ctrl+k", "Return"); only where AT-SPI has no way. There is no window
        manager here, so the newest window is given the focus first."""
        # A window that is just coming refuses the focus, and xdotool ends before the keys.
        for _ in range(20):
            done = subprocess.run(["xdotool", "windowfocus", "--sync", self._newest_window(), "key", "--clearmodifiers", *keys],
                                  stderr=subprocess.PIPE, text=True)
            if done.returncode == 0 or "X_SetInputFocus" not in done.stderr:
                break
            self.pause(50)
        if done.returncode != 0:
            raise Failure(f"{keys} were not pressed: {done.stderr}")
        self.forget()

    def press_keys(self, *keys):
        """Presses keys without giving a window the focus first: what pops up over one has none of its own."""
        self._xdotool("key", "--clearmodifiers", *keys)

    def focus(self):
        """The widget that has the keys: of the newest window that says so."""
        return self._ask(lambda: next((n for window in reversed(self.windows()) for n in window.walk() if n.has_state("focused")), None))

    def has_focus(self, name, role=None):
        """Whether the widget called @name has the keys; a row that is called like what it holds does not count unless it is asked for."""
        def ask():
            node = self.focus()
            roles = ROLES.get(role, {role}) if role else None
            return node if node is not None and node.name == name and (node.role in roles if roles else node.role != "list item") else None
        return self._ask(ask)

    def tab_to(self, name, role=None, back=False):
        """Goes to a widget as who has no pointer does."""
        for _ in range(40):
            before = self._ask(lambda: (lambda n: n.a.path if n is not None else None)(self.focus()))
            if self.has_focus(name, role):
                return
            self.key("shift+Tab" if back else "Tab")
            try:
                self.wait(lambda: (self.focus() or self.application).a.path != before, "the keys to move", 1)
            except Failure:
                pass  # nothing else takes them just now
        raise Failure(f"the key Tab does not come to “{name}”; it is at {self.focus()}\n{self.tree()}")

    def write(self, text):
        """Types into what has the keys."""
        self._xdotool("windowfocus", "--sync", self._newest_window(), "type", "--delay", "2", text)

    def choose_file_by_keys(self, title, path):
        """Answers a file dialog as it is answered without a pointer; one that saves has its name entry ready."""
        dialog = self.see(title)
        if not any(n.a.get_editable_text_iface() is not None for n in dialog.walk()):
            self.key("ctrl+l")
        self.wait(lambda: (lambda n: n is not None and n.a.get_editable_text_iface() is not None)(self.focus()), "the entry of the file dialog")
        self.key("ctrl+a")
        self.write(path)
        self.key("Return")
        self.gone(title)

    def _newest_window(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)], capture_output=True,
                               text=True).stdout.split()
        if not found:
            raise Failure("no window of the program on the screen")
        return found[-1]

    def choose_document(self, title):
        """Goes to the evidence and selects a document. While the register lays itself out a row may move under the pointer: then
        it is pressed once more, but not so soon that it would be a double click, which opens it."""
        def shown():
            return any(n.name == "Title" and n.text == title for n in self.find_all())

        self.click("Evidence", "page tab")
        register = self.see("Register of evidence")  # The Overview may show the title too
        for _ in range(5):
            self.press(self.see(title, "label", within=register))
            try:
                return self.wait(shown, f"“{title}” chosen", 4)
            except Failure:
                register = self.see("Register of evidence")
        raise Failure(f"“{title}” cannot be chosen:\n{self.tree()}")

    def choose_file(self, title, path, accept):
        """Answers a file dialog by its location entry."""
        dialog = self.see(title)
        self.key("slash")
        self.key("BackSpace")
        entry = self.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None),
                          "location entry")
        entry.set_text(path)
        self.click(accept, within=dialog)
        self.gone(title)

    def shot(self, path):
        """Saves a picture of the whole screen."""
        subprocess.run(["import", "-window", "root", path], check=True)

    # --- Reading back with the other face --------------------------------------------------------------------------

    def jaladactl(self, vault, passphrase, *arguments):
        """Returns the parsed answer of `jaladactl --json`."""
        secret = os.path.join(self.home, "passphrase")
        with open(secret, "w", encoding="utf-8") as f:
            f.write(passphrase)
        for _ in range(40):
            done = subprocess.run([self.ctl, "--vault", vault, "--passphrase-file", secret, "--json", *arguments],
                                  capture_output=True, text=True)
            # The lock shows at once; the file is let go of a moment later.
            if done.returncode == 0 or "already open" not in done.stderr:
                break
            time.sleep(0.25)
        os.unlink(secret)
        if done.returncode != 0:
            raise Failure(f"jaladactl {' '.join(arguments)}: {done.returncode} {done.stderr}")
        return json.loads(done.stdout)

    # --- The end --------------------------------------------------------------------------------------------------

    @classmethod
    def main(cls, journey):
        if INSIDE not in os.environ:
            sys.exit(_reexec())
        session = cls(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None)
        try:
            try:
                journey(session)
            except session.glib.Error as error:
                # Asked for when it had ended already: why is what it said last.
                code = session.process.wait(5) if session.process is not None else None
                raise Failure(f"the program ended with {code}: {error.message}\n{session.said()}") from error
            session.stop()
            if session.complaints():
                raise Failure("the program complained:\n# " + "\n# ".join(session.complaints()))
        except Failure as failure:
            if os.environ.get("JALADA_UI_SHOTS"):
                session.shot(os.path.join(os.environ["JALADA_UI_SHOTS"], "failure.png"))
            said = str(failure)
            print(f"not ok - {said}", flush=True)
            if "\n" in said:
                # A log that is cut keeps its end, and the tree above is long.
                where = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(failure.__traceback__)]
                print(f"not ok - {said.splitlines()[0]}  [{' '.join(where)}]", flush=True)
            sys.exit(1)
        finally:
            session.kill()
        print("ok", flush=True)
