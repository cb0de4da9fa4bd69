# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks on a page, in the real window: every kind made: on words, note, line, tick and arrow by keys; box, ink and text by pointer; recoloured, moved, resized, linked, shown to whom it
may concern, removed; filtered, sorted and gone to in the list; given out as PDF and drawn into the pages, by jaladactl as XFDF. The copies are
drawn and read by programs that are not ours. Then the program is quit, started again, and all of it is taken back: the rows are
those of the start."""
import os
import subprocess
import sys
import xml.etree.ElementTree as xml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from drawn import compare, draw  # noqa: E402
from harness import Failure, Session  # noqa: E402
from keyboard import Keyboard  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SHOTS = os.environ.get("JALADA_MARK_SHOTS")
SECRET = "Ask the watchman first ŵŷ"
WORDS = "Paid twice"
# Steps of the journey that can be taken back.
STEPS = 0


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def near(seen, wanted, what, by=2.5):
    if len(seen) != len(wanted) or any(abs(a - b) > by for a, b in zip(seen, wanted)):
        raise Failure(f"{what}: {seen} instead of {wanted}")
    print(f"# {what}: {[round(v, 1) for v in seen]}", flush=True)


def shot(s, name):
    if SHOTS:
        s.settle()
        s.shot(os.path.join(SHOTS, name + ".png"))


def make_vault(s):
    vault, secret = os.path.join(s.home, "Cases.jalada"), os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    sample = os.environ["JALADA_SAMPLE"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(sample, "01-charge-sheet.pdf"),
                os.path.join(sample, "21-photo-reception.jpg"))
    session = s.jaladactl(vault, PASSPHRASE, "session", "add", case, "--kind", "hearing", "--date", "2027-03-16")["id"]
    register = {d["title"]: d["id"] for d in s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)}
    document, photo = register["Charge sheet"], register["Photo reception"]
    s.jaladactl(vault, PASSPHRASE, "mark", "add", document, "--page", "2", "--kind", "box", "--area", "100,300,120,60", "--color", "pink",
                "--note", "From before")
    return vault, document, photo, session


def open_document(s, vault):
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71", "row")
    s.choose_document("Charge sheet")
    s.do("evidence.open")
    s.see("Page 1 of 2")
    s.do("reader.marks")
    s.see("1 mark", "label")


def done(n=1):
    global STEPS
    STEPS += n


def row(s, start):
    return s.see(contains=start, role="row")


def choose(s, start):
    """In the list, wherever it is scrolled to."""
    def select():
        marks = s.find("Marks", "list")
        names = [n.name for n in marks.walk() if n.role == "list item" and " on page " in n.name]
        index = next((i for i, name in enumerate(names) if name.startswith(start)), None)
        return index is not None and marks.a.get_selection_iface().select_child(index)
    s.wait(select, f"{start} to be chosen")


def show_to(s, whom):
    """What was just made is chosen."""
    s.do("reader.mark-" + whom)
    done()


def on_words(s):
    """By keys: what is found is selected, Escape leaves the search, and a key marks it."""
    keys = Keyboard(s)
    for words, key, whom, n in (("for the purpose of exploitation", "h", "team", 2), ("knowingly permitted", "u", "court", 3),
                                ("Mfano Police Station", "s", "court", 4)):
        s.key("ctrl+f")
        keys.on("Find in the document")
        s.write(words)  # in place of what was looked for before
        s.see(contains="1 of ", role="status bar")
        s.key("Escape")
        keys.on("Page 1 of 2")
        s.key(key)
        s.see(f"{n} marks", "label")
        show_to(s, whom)
        done()
    row(s, "Underline on page 1, Court: knowingly permitted")


def by_keys(s):
    """What is not on words, without a pointer: the second key puts it where one is reading. Then the keys move the arrow, and
    its tip; a line and a tick are put there and taken back."""
    keys = Keyboard(s)
    keys.on("Page 1 of 2")
    s.key("n", "n")
    s.see("5 marks", "label")
    keys.on("Note")
    note = s.wait(lambda: next((n for n in row(s, "Note on page 1").walk() if n.name == "Note" and n.a.get_editable_text_iface()), None),
                  "the note")
    note.set_text(SECRET)
    s.key("Escape")
    row(s, "Note on page 1, Private: " + SECRET)
    done(2)
    keys.back("Page 1 of 2")
    s.key("l", "l")
    s.see("6 marks", "label")
    row(s, "Line on page 1")
    s.key("Escape", "Delete")
    s.see("5 marks", "label")
    s.key("i")
    s.see(contains="I puts a tick here")
    s.key("i")
    s.see("6 marks", "label")
    row(s, "Ink on page 1")
    s.key("Escape", "Delete")
    s.see("5 marks", "label")
    done(4)
    s.key("a", "a")
    s.see("6 marks", "label")
    s.key("Escape")
    s.gone(contains="puts an arrow here")
    s.key("Right")
    s.see("The mark was moved")
    s.key("shift+Down")
    s.pause(450)
    done(3)
    show_to(s, "court")


def by_pointer(s):
    """A box that is moved and made larger by its corner, ink, and a text. The tool stays in hand until Escape."""
    page = s.see("Page 1 of 2")
    s.do("reader.box")
    s.see("Drag over the place to frame it; B puts a box here. Esc ends it.")
    s.drag(page, (0.2, 0.1), (0.4, 0.2))
    s.see("7 marks", "label")
    s.key("Escape")
    s.gone(contains="B puts a box here")
    s.drag(page, (0.3, 0.15), (0.4, 0.45))
    s.see("The mark was moved")
    s.pause(450)
    s.drag(page, (0.5, 0.5), (0.6, 0.55))
    s.pause(450)
    done(3)
    show_to(s, "court")
    s.do("reader.ink")
    s.drag(page, (0.5, 0.3), (0.7, 0.4))
    s.see("8 marks", "label")
    show_to(s, "court")
    s.key("Escape")
    s.do("reader.text")
    s.press(page, (0.2, 0.7))
    s.see("9 marks", "label")
    words = s.wait(lambda: next((n for n in row(s, "Text on page 1").walk() if n.name == "Note" and n.a.get_editable_text_iface()), None),
                   "the words")
    words.set_text(WORDS)
    s.key("Escape")
    row(s, "Text on page 1, Private: " + WORDS)
    show_to(s, "court")
    row(s, "Text on page 1, Court: " + WORDS)
    done(3)
    shot(s, "marks-drawn")


def described(s, start, word):
    s.wait(lambda: (s.find(contains=start, role="row") or s.frame()).a.get_description().startswith(word), f"{start} in {word}")


def recolour(s):
    """By a key, and by the menu of the row."""
    expect("withheld" in row(s, "Box on page 1").name, True, "the box quotes what it frames now")
    choose(s, "Box on page 1")
    s.key("3")
    described(s, "Box on page 1", "Blue")
    open_menu(s, "What to do with the mark", row(s, "Text on page 1"))
    s.wait(lambda: next((n for n in s.find_all() if n.name.startswith("Green: ") and n.actions()), None), "Green").act()
    described(s, "Text on page 1", "Green")
    done(2)


def link(s, start, where, said):
    choose(s, start)
    s.do("reader.mark-link")
    s.see("Link the Mark")
    s.select("Where the mark leads", where)
    s.click("Link")
    s.see("The mark is linked")
    s.see(contains=said, role="label", within=row(s, start))
    done()


def rows(s):
    return [n.name.split(" ")[0] for n in s.see("Marks", "list").walk() if n.role == "list item" and " on page " in n.name and not n.hidden]


def open_menu(s, name, within=None):
    """The button is inside of what has its name."""
    s.wait(lambda: next((n for n in s.find_all(name, within=within) if n.actions()), None), name).act()


def pick(s, name, label):
    open_menu(s, "Filter and Sort the Marks")
    s.see(name, "combo box")
    s.all_named("the filters")
    s.choose(name, label)
    s.key("Escape")


def filters(s):
    s.type("Search in the marks", "exploitation")
    s.see("1 of 9 marks", "label")
    s.type("Search in the marks", "")
    s.see("9 marks", "label")
    pick(s, "Kind", "Box")
    s.see("2 of 9 marks", "label")
    open_menu(s, "Filter and Sort the Marks")
    s.click("Show All")
    s.see("9 marks", "label")
    pick(s, "Sort By", "Newest first")
    expect(rows(s)[0], "Ink", "what was changed last")
    # The list leads to the page, and back.
    press_alone(s)
    s.see("Page 2 of 2")
    s.do("win.step-back")
    s.see("Page 1 of 2")
    s.type("Search in the marks", "")
    s.see("9 marks", "label")


def press_alone(s):
    """Presses the heading of the one row that is left; further down one would write in its note."""
    s.type("Search in the marks", "From before")
    s.see("1 of 9 marks", "label")
    s.press(row(s, "Box on page 2"), (0.3, 0.12))


def save(s, name, form):
    s.do("reader.export-marked")
    s.see(contains="The court: 6 marks")
    if form is not None:
        s.choose("As", form)
    shot(s, "marks-export")
    s.click("Export…")
    dialog = s.see("Save a Marked Copy Outside the Vault")
    entry = s.wait(lambda: next((n for n in dialog.walk() if n.a.get_editable_text_iface() is not None), None), "name entry")
    entry.set_text(os.path.join(s.home, name))
    s.click("Save", within=dialog)
    s.wait(lambda: os.path.exists(os.path.join(s.home, name)), "the copy", timeout=60)
    s.see(contains="saved", timeout=60)


def remove(s):
    """One by its key, back by another, and away again."""
    press_alone(s)
    s.key("e")
    s.see("Link the Mark")
    s.key("Escape")
    s.gone("Link the Mark")
    s.key("Delete")
    s.see("0 of 8 marks", "label")
    s.key("ctrl+z")
    s.see("1 of 9 marks", "label")
    s.type("Search in the marks", "")
    s.see("9 marks", "label")
    choose(s, "Box on page 2")
    s.do("reader.mark-remove")
    s.see("8 marks", "label")
    done()


def check_rows(marks, photo, session, scale):
    expect(sorted(marks), ["arrow", "box", "highlight", "ink", "note", "strikeout", "text", "underline"], "kinds read back")
    expect({k: m["audience"] for k, m in marks.items() if m["audience"] != "court"}, {"highlight": "team", "note": "private"}, "not for the court")
    expect([marks[k]["color"] for k in ("box", "text", "ink")], ["blue", "green", "yellow"], "colours")
    expect([marks["box"]["document"], marks["ink"]["session"]],
           [photo, session], "where the box and the ink lead")
    expect([marks["note"]["note"], marks["text"]["note"]], [SECRET, WORDS], "what was written")
    width, height = scale
    quad = marks["box"]["quads"][0]
    near([max(quad[0::2]) - min(quad[0::2]), max(quad[1::2]) - min(quad[1::2])], [0.3 * width, 0.15 * height], "size of the box")
    (x1, y1), (x2, y2) = [point[:2] for point in marks["arrow"]["points"]]
    # Six points to the end, then the tip six points down: the axis of the page goes up.
    near([x2 - x1, y2 - y1], [120, -6], "from the arrow's end to its tip", 0.1)


def annotations(path):
    import gi
    gi.require_version("Poppler", "0.18")
    from gi.repository import Gio, Poppler
    document = Poppler.Document.new_from_file(Gio.File.new_for_path(path).get_uri(), None)
    return sorted((document.get_page(i).get_index(), m.annot.get_annot_type().value_nick, (m.annot.get_contents() or "").strip())
                  for i in range(document.get_n_pages()) for m in document.get_page(i).get_annot_mapping())


def is_said(data, words):
    forms = [words.encode(), words.encode("utf-16-be"), words.encode("utf-16-be").hex().encode(), words.encode("utf-16-be").hex().upper().encode()]
    return any(form in data for form in forms)


def check_copies(s, vault, document):
    copies = [os.path.join(s.home, name) for name in ("court.pdf", "flat.pdf", "court.xfdf")]
    bare = os.path.join(s.home, "bare.pdf")
    s.jaladactl(vault, PASSPHRASE, "mark", "export", document, copies[2])
    s.jaladactl(vault, PASSPHRASE, "evidence", "save", document, bare)
    expect([kind for _, kind, _ in annotations(copies[0])], ["free-text", "ink", "line", "square", "strike-out", "underline"],
           "annotations that poppler finds")
    expect([annotations(copies[1]), annotations(bare)], [[], []], "annotations where they are drawn into the pages, and in the original")
    annots = xml.parse(copies[2]).getroot().find("{http://ns.adobe.com/xfdf/}annots")
    expect(sorted(a.tag.split("}")[1] for a in annots), ["freetext", "ink", "line", "square", "strikeout", "underline"], "marks in the XFDF")
    for path in copies:
        data = open(path, "rb").read()
        if path.endswith(".pdf"):
            data += subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True, check=True).stdout
        if is_said(data, SECRET) or is_said(data, SECRET[:11]):
            raise Failure(f"a private note is in {os.path.basename(path)}")
    compare({name: draw(os.path.join(s.home, name)) for name in ("court.pdf", "flat.pdf", "bare.pdf")})


def journey(s):
    vault, document, photo, session = make_vault(s)
    before = s.jaladactl(vault, PASSPHRASE, "mark", "list", document)
    open_document(s, vault)
    on_words(s)
    by_keys(s)
    by_pointer(s)
    recolour(s)
    link(s, "Box on page 1", 3, "Photo reception")
    link(s, "Ink on page 1", 1, "16 March 2027")
    box = s.see("Page 1 of 2").a.get_component_iface().get_extents()
    zoom = int(s.wait(lambda: next((n for n in s.find_all() if n.name.endswith(" %")), None), "the zoom").name[:-2]) / 75
    filters(s)
    save(s, "court.pdf", None)
    save(s, "flat.pdf", "PDF, marks drawn into the pages")
    remove(s)
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()
    marks = {m["kind"]: m for m in s.jaladactl(vault, PASSPHRASE, "mark", "list", document)}
    check_rows(marks, photo, session, (box.width / zoom, box.height / zoom))
    check_copies(s, vault, document)

    # Quit and started again: as many keys as there were steps.
    if STEPS < 20:
        raise Failure(f"only {STEPS} steps")
    open_again(s, vault)
    s.key(*["ctrl+z"] * STEPS)
    s.see("1 mark", "label")
    row(s, "Box on page 2, Private: ")
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()
    expect(s.jaladactl(vault, PASSPHRASE, "mark", "list", document), before, f"the rows after {STEPS} steps taken back")


def open_again(s, vault):
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71", "row")
    s.choose_document("Charge sheet")
    s.do("evidence.open")
    s.see("Page 2 of 2")  # where one was
    s.do("reader.marks")
    s.see("8 marks", "label")


if __name__ == "__main__":
    Session.main(journey)
