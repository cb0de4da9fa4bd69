# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program tells assistive technology, asked over the accessibility bus itself.

The program's whole tree comes in one message (org.a11y.atspi.Cache.GetItems) instead of five messages a widget; a journey
asks hundreds of times, and with a message a question that was most of its time. Names of interfaces, roles and states are
those of at-spi2-core's XML files.

 1. A tree is a picture of one moment. Tree.forget() ends it, and so does half a second, unless it is held for a question of
    many parts; what is asked next takes a new one.
 2. What changes is never read from the picture: texts, actions and places are asked of the program each time.
"""
import time

BUS = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
EVENTS = ("object:state-changed", "object:children-changed", "object:text-changed", "object:property-change", "window")
TIMEOUT_MS = 30000
COORD_WINDOW = 1
AGE = 0.5  # Seconds
LEAVES = {"label", "image", "separator", "progress bar", "scroll bar"}
CONTAINERS = {"panel", "filler", "scroll pane", "viewport", "grouping", "box", "group", "tab panel", "generic", "list"}


class Bus:
    """The private accessibility bus, and the program on it."""

    def __init__(self):
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, Gio, GLib
        self.atspi, self.gio, self.glib = Atspi, Gio, GLib
        self._roles = {}
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, TIMEOUT_MS, None)
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.connection = Gio.DBusConnection.new_for_address_sync(address.unpack()[0], flags, None, None)
        session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
                          GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True))), None, 0, TIMEOUT_MS, None)
        for event in EVENTS:
            self.connection.call_sync(BUS + "Registry", "/org/a11y/atspi/registry", BUS + "Registry", "RegisterEvent",
                                      GLib.Variant("(sass)", (event, [], "")), None, 0, TIMEOUT_MS, None)
        for kind in ("Object", "Window"):
            # Nothing to do: that something came wakes the main loop.
            self.connection.signal_subscribe(None, BUS + "Event." + kind, None, None, None, Gio.DBusSignalFlags.NONE,
                                             lambda *_: None)
        self.states = {value.value_nick.upper().replace("-", "_"): int(value) for value in Atspi.StateType.__enum_values__.values()}

    def call(self, name, path, interface, method, signature=None, *arguments):
        parameters = self.glib.Variant(signature, arguments) if signature else None
        return self.connection.call_sync(name, path, interface, method, parameters, None, 0, TIMEOUT_MS, None).unpack()

    def items(self, name, before):
        """What the program says of all its objects, by the bytes of what it says of each. Those that say the same as @before are not
        taken apart again: that was a third of a journey."""
        answer = self.connection.call_sync(name, "/org/a11y/atspi/cache", BUS + "Cache", "GetItems", None, None, 0, TIMEOUT_MS, None)
        answer = answer.get_child_value(0)
        items = {}
        for index in range(answer.n_children()):
            item = answer.get_child_value(index)
            said = item.get_data_as_bytes().get_data()
            items[said] = before.get(said) or item.unpack()
        return items

    def call_many(self, calls):
        """Answers of many calls that are on their way together, as they came; None for one that failed."""
        answers, left = [], 0
        context = self.glib.MainContext()
        context.push_thread_default()

        def done(connection, result, index):
            nonlocal left
            left -= 1
            try:
                answers[index] = connection.call_finish(result)
            except self.glib.Error:
                pass  # it went away

        try:
            for call in calls:
                answers.append(None)
                left += 1
                self.connection.call(*call, None, None, 0, TIMEOUT_MS, None, done, len(answers) - 1)
            while left:
                context.iteration(True)
        finally:
            context.pop_thread_default()
        return answers

    def find(self, pid):
        """The bus name of the program with that number, or None while it has not come."""
        for name, path in self.call(BUS + "Registry", ROOT, BUS + "Accessible", "GetChildren")[0]:
            try:
                owner = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                  "GetConnectionUnixProcessID", "(s)", name)[0]
            except self.glib.Error:
                continue  # it left
            if owner == pid:
                return name
        return None

    def role_name(self, number):
        if number not in self._roles:
            self._roles[number] = self.atspi.role_get_name(self.atspi.Role(number))
        return self._roles[number]

    def role_number(self, name):
        return next((int(value) for value in self.atspi.Role.__enum_values__.values() if self.atspi.role_get_name(value) == name), None)


class Tree:
    """All accessible objects of the program at one moment, but for what is inside labels and hidden pages of a stack (LEAVES, CONTAINERS):
    nobody looks there, and it was most of the messages. whole() takes those too."""

    def __init__(self, bus, name):
        self.bus, self.name = bus, name
        self._items = None
        self._taken = 0.0
        self._known = []
        self._found, self._said = {}, {}
        self._all = False
        self.held = False
        self._leaves = {bus.role_number(name) for name in LEAVES}
        self._containers = {bus.role_number(name) for name in CONTAINERS}
        self._visible = bus.states["VISIBLE"]

    def forget(self):
        self._items = None

    def is_fresh(self):
        """Nothing was done to the program since it was taken, a moment ago."""
        return self._items is not None and time.monotonic() - self._taken < AGE

    def whole(self, question):
        """Answers a question from a picture with all that is hidden."""
        held, self.held, self._all = self.held, True, True
        self.forget()
        try:
            return question()
        finally:
            self.held, self._all = held, False
            self.forget()

    def items(self):
        if self._items is None or (not self.held and time.monotonic() - self._taken > AGE):
            self._items = self._take()
            self._taken = time.monotonic()
        return self._items

    def focused(self):
        """The names of what says that it has the focus, in one message; of what was never asked for before it says nothing."""
        self._said = self.bus.items(self.name, self._said)
        number = self.bus.states["FOCUSED"]
        return [item[6] for item in self._said.values() if item[9][number // 32] >> (number % 32) & 1]

    def _is_closed(self, path, found):
        """Nobody looks at what is inside."""
        item = found.get(path)
        if item is None or self._all:
            return False
        return item[7] in self._leaves or (item[7] in self._containers
                                           and not item[9][self._visible // 32] >> (self._visible % 32) & 1)

    def _take(self):
        """GTK lists only what somebody asked for once, and hidden pages of a stack among it: whose child is whose is asked of each
        object, all at once, beginning with those that were there the last time. What was closed then is asked if it no longer is."""
        calls = {path: None for path in self._known if not self._is_closed(path, self._found)}
        calls.setdefault(ROOT)
        children = {}
        while True:
            while calls:
                answers = self.bus.call_many((self.name, path, BUS + "Accessible", "GetChildren") for path in calls)
                for path, answer in zip(calls, answers):
                    children[path] = self._paths(answer) if answer else []
                calls = {child: None for path in calls for child in children[path]
                         if child not in children and not self._is_closed(child, self._found)}
            self._said = self.bus.items(self.name, self._said)
            found = self._found = {item[0][1]: item for item in self._said.values()}
            self._known = list(self._reached(children))
            calls = {path: None for path in self._known if path not in children and not self._is_closed(path, found)}
            if not calls:
                return found, children

    @staticmethod
    def _paths(answer):
        """The paths of an answer of the kind (a(so))."""
        pairs = answer.get_child_value(0)
        return [pairs.get_child_value(index).get_child_value(1).get_string() for index in range(pairs.n_children())]

    @staticmethod
    def _reached(children):
        paths = [ROOT]
        while paths:
            path = paths.pop()
            yield path
            paths += children.get(path, [])

    def item(self, path):
        return self.items()[0].get(path)

    def children(self, path):
        return self.items()[1].get(path, [])


class Gone(Exception):
    """The object is no longer there."""


class Extents:
    def __init__(self, x, y, width, height):
        self.x, self.y, self.width, self.height = x, y, width, height


class Range:
    def __init__(self, start_offset, end_offset):
        self.start_offset, self.end_offset = start_offset, end_offset


class Accessible:
    """One accessible object, by the place it has on the bus."""

    def __init__(self, tree, path):
        self.tree, self.path = tree, path

    def _item(self):
        item = self.tree.item(self.path)
        if item is None:
            raise Gone(self.path)
        return item

    def _call(self, interface, method, signature=None, *arguments):
        return self.tree.bus.call(self.tree.name, self.path, BUS + interface, method, signature, *arguments)

    def _has(self, interface):
        item = self.tree.item(self.path)
        return item is not None and BUS + interface in item[5]

    def _of(self, interface):
        return self if self._has(interface) else None

    def get_name(self):
        return self._item()[6]

    def get_description(self):
        return self._item()[8]

    def get_role_name(self):
        return self.tree.bus.role_name(self._item()[7])

    def has_state(self, name):
        number = self.tree.bus.states[name.upper()]
        return bool(self._item()[9][number // 32] >> (number % 32) & 1)

    def children(self):
        return [Accessible(self.tree, path) for path in self.tree.children(self.path)]

    # Interfaces: the object itself where it has them.

    def get_text_iface(self):
        return self._of("Text")

    def get_editable_text_iface(self):
        return self._of("EditableText")

    def get_component_iface(self):
        return self._of("Component")

    def get_selection_iface(self):
        return self._of("Selection")

    def get_character_count(self):
        return self.tree.bus.call(self.tree.name, self.path, "org.freedesktop.DBus.Properties", "Get", "(ss)", BUS + "Text",
                                  "CharacterCount")[0]

    def get_text(self, start, end):
        return self._call("Text", "GetText", "(ii)", start, end)[0]

    def get_n_selections(self):
        return self._call("Text", "GetNSelections")[0]

    def get_selection(self, number):
        return Range(*self._call("Text", "GetSelection", "(i)", number))

    def set_text_contents(self, text):
        self.tree.forget()
        return self._call("EditableText", "SetTextContents", "(s)", text)[0]

    def get_extents(self, coordinates=COORD_WINDOW):
        return Extents(*self._call("Component", "GetExtents", "(u)", int(coordinates))[0])

    def select_child(self, index):
        self.tree.forget()
        return self._call("Selection", "SelectChild", "(i)", index)[0]

    def action_names(self):
        if not self._has("Action"):
            return []
        return [action[0] for action in self._call("Action", "GetActions")[0]]

    def do_action(self, index):
        self.tree.forget()
        return self._call("Action", "DoAction", "(i)", index)[0]
