# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyboard alone: presses, types, and hears where the focus is, as a screen reader would say it. No action of a widget is called."""
import subprocess

from harness import Failure


class Keyboard:
    def __init__(self, session):
        self.s = session

    def focus(self):
        """The names of everything that says it has the focus: one, or none while a window changes. There is no window manager here, which
        would give the keys back to the window below a form that closed."""
        def ask():
            return [n.name for w in self.s.windows() for n in w.walk() if n.has_state("focused")]
        names = self.s._ask(ask)
        if not names:
            self.s._xdotool("windowfocus", self.s._newest_window())
            names = self.s._ask(ask)
        return names

    def on(self, name):
        """Waits until the focus, and nothing else, is on what is called @name, or begins with it."""
        self.s.wait(lambda: [n.startswith(name) for n in self.focus()] == [True], f"focus on “{name}”")

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
            at = self.s.wait(self.focus, "any focus")
            if any(n.startswith(name) for n in at):
                return
            path += at
            self.s.key(key)
        raise Failure(f"“{name}” is not reached by {key}: {path}")

    def fill(self, name, text):
        self.go(name)
        self.write(text)

    def pick(self, name, label):
        """Chooses from the list called @name: opened, walked down, Enter."""
        self.go(name)
        self.s.key("space")
        for _ in range(20):
            at = self.s.wait(lambda: [n for n in self.focus() if n != name], f"the choices of “{name}”")
            if at == [label]:
                break
            self.s.press_keys("Down")
            self.s.wait(lambda: self.focus() != at, "the next choice")
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

    def clear(self):
        """Messages take an Escape each; what is done next waits for none."""
        while self.s.find("Undo", "button") or self.s.find("Redo", "button"):
            before = self.s.find("Undo", "button") or self.s.find("Redo", "button")
            self.s.key("Escape")
            self.s.wait(lambda: (self.s.find("Undo", "button") or self.s.find("Redo", "button")) is None, "the message to go", 5)
