# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyboard alone: presses, types, and hears where the focus is, as a screen reader would say it. No action of a widget is called."""
import subprocess
import time

from harness import TIMEOUT, Failure


class Keyboard:
    def __init__(self, session):
        self.s = session

    def focus(self):
        """The names of everything that says it has the focus: one, or none while a window changes. There is no window manager here, which
        would give the keys back to the window below a form that closed."""
        def ask():
            return [n.name for w in self.s.windows() for n in w.walk() if n.has_state("focused")]
        names = self.s.moment.focused() or self.s._ask(ask)
        if not names:
            self.s._xdotool("windowfocus", self.s._newest_window())
            names = self.s._ask(ask)
        return names

    def on(self, name):
        """Waits until the focus, and nothing else, is on what is called @name, or begins with it."""
        self._until(lambda: [n.startswith(name) for n in self.focus()] == [True], f"focus on “{name}”")

    def _until(self, question, what):
        """As wait() of the session, without the picture of the whole window before each try."""
        end = time.monotonic() + TIMEOUT
        while True:
            answer = question()
            if answer:
                return answer
            if time.monotonic() > end:
                raise Failure(f"no {what}; it is on {self.focus()}\n{self.s.tree()}")
            self.s.pause(40)

    def press(self, *keys):
        self.s.key(*keys)

    def write(self, text):
        """In place of what stands in the entry that has the focus."""
        self.s.key("ctrl+a")
        subprocess.run(["xdotool", "type", "--delay", "8", text], check=True)
        self.s.forget()

    def go(self, name, key="Tab", most=30):
        """From stop to stop until the focus is on @name."""
        path = []
        for _ in range(most):
            at = self._until(self.focus, "any focus")
            if any(n.startswith(name) for n in at):
                return
            path += at
            self.s.key(key)
            # What is asked at once may still be the stop before; two stops of one name end the waiting by time.
            end = time.monotonic() + 1
            while self.focus() in (at, []) and time.monotonic() < end:
                self.s.pause(30)
        raise Failure(f"“{name}” is not reached by {key}: {path}")

    def fill(self, name, text):
        self.go(name)
        self.write(text)

    def pick(self, name, label):
        """Chooses from the list called @name: opened, walked down, Enter."""
        self.go(name)
        self.s.key("space")
        for _ in range(20):
            at = self._until(lambda: [n for n in self.focus() if n != name], f"the choices of “{name}”")
            if at == [label]:
                break
            self.s.press_keys("Down")
            self._until(lambda: self.focus() != at, "the next choice")
        else:
            raise Failure(f"“{label}” is not among the choices of “{name}”")
        self.s.press_keys("Return")
        self.on(name)

    def command(self, words):
        """From the list of commands, typed and entered: the first that is left."""
        self.s.key("ctrl+k")
        self.on("Search all commands")
        subprocess.run(["xdotool", "type", "--delay", "8", words], check=True)
        self.s.press_keys("Return")
        self.s.gone("Search all commands")

    def leave(self, left, what):
        """Escape until @left() is true: a message takes one each."""
        for _ in range(6):
            if left():
                return
            self.s.key("Escape")
            end = time.monotonic() + 2
            while not left() and time.monotonic() < end:
                self.s.pause(50)
        raise Failure(f"Escape does not lead to {what}; the focus is on {self.focus()}\n{self.s.tree()}")

    def back(self, name):
        """Escape until the focus is on @name."""
        self.leave(lambda: [n.startswith(name) for n in self.focus()] == [True], name)

    def close(self, heading):
        self.leave(lambda: self.s.find(heading, "label") is None, f"the end of “{heading}”")
