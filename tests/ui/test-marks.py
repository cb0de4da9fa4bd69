# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks on a page, in the real window. By keys alone: every kind made, recoloured, moved, resized, written in, shown to whom it may concern,
linked, removed and taken back; the list searched, filtered, sorted, and left for the page. By pointer: a box drawn, moved and resized, ink, a
text. Given out as PDF and drawn into the pages, by jaladactl as XFDF. The copies are drawn and read by programs that are not ours. Then the
program is quit, started again, and all of it is taken back: the rows are those of the start."""
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
    for date in ("04-14", "04-21", "04-28", "06-14", "06-16", "06-21"):
        s.jaladactl(vault, PASSPHRASE, "session", "add", case, "--kind", "mention", "--date", "2027-" + date)
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


def show_by_row(s, keys, index, name):
    """By the button of the row that has the keys; @index of the choices of its menu."""
    s.key("Tab", "Return")
    keys.on("Private: only in this vault")
    s.press_keys(*["Down"] * index, "Return")
    row(s, name)
    done()


def on_words(s, keys):
    """What is found is selected, Escape leaves the search, and a key marks it."""
    for words, key, whom, n in (("for the purpose of exploitation", "h", None, 2), ("knowingly permitted", "u", None, 3),
                                ("Mfano Police Station", "s", "court", 4)):
        s.key("ctrl+f")
        keys.on("Find in the document")
        s.write(words)  # in place of what was looked for before
        s.see(contains="1 of ", role="status bar")
        s.key("Escape")
        keys.on("Page 1 of 2")
        s.key(key)
        s.see(f"{n} marks", "label")
        if whom:
            show_to(s, whom)
        if key == "h":
            keys.command("Show the Chosen Mark to the Team")
            row(s, "Highlight on page 1, Team: for the purpose")
            done()
        elif key == "u":
            # Into the list and out of it.
            s.key("F8", "F8")
            keys.on("Underline on page 1")
            show_by_row(s, keys, 2, "Underline on page 1, Court: knowingly permitted")
            keys.back("Page 1 of 2")
        done()


def put(s, key, n, moves=()):
    """The second key puts it where one is reading, Escape puts the tool down; then the keys move it, and resize it with Shift."""
    s.key(key, key)
    s.see(f"{n} marks", "label")
    s.key("Escape")
    s.gone(contains="here. Esc ends it.")
    for move in moves:
        s.key(move)
    done(1 + len(moves))


def write_note(s, keys, start, text):
    """What is written in it is chosen already, and the keys are there."""
    keys.on("Note")
    if text.isascii():
        s.write(text)
    else:
        s.wait(lambda: next((n for n in row(s, start).walk() if n.name == "Note" and n.a.get_editable_text_iface()), None), "the note").set_text(text)
    s.key("Escape")
    row(s, f"{start}, Private: {text}")
    done()


def by_keys(s, keys):
    """What is not on words."""
    s.key("n", "n")
    s.see("5 marks", "label")
    write_note(s, keys, "Note on page 1", SECRET)
    done()
    keys.back("Page 1 of 2")
    put(s, "l", 6)
    row(s, "Line on page 1")
    s.key("Delete")
    s.see("5 marks", "label")
    done()
    put(s, "a", 6, ["Right", "shift+Down"])
    show_to(s, "court")
    put(s, "b", 7, ["Down", "ctrl+Down", "shift+Right", "shift+ctrl+Up"])
    s.key("4")
    described(s, "Box on page 1", "Pink")
    show_to(s, "team")
    s.key("t", "t")
    s.see("8 marks", "label")
    write_note(s, keys, "Text on page 1", "Paid once")
    # What was written is changed, and goes to the court, all from its row.
    s.key("F2")
    keys.on("Note")
    keys.write(WORDS)
    s.key("Escape")
    row(s, "Text on page 1, Private: " + WORDS)
    show_by_row(s, keys, 2, "Text on page 1, Court: " + WORDS)
    keys.back("Page 1 of 2")
    done(3)
    with_pen(s)


def with_pen(s):
    """The pen by keys: Escape leaves nothing of it, Return without a stroke is a tick, and the strokes are where the keys went."""
    s.key("i")
    s.see(contains="I takes out a pen")
    s.key("i")
    s.see(contains="Arrows move the pen")
    s.key("space", "Right", "Escape")
    s.gone(contains="Arrows move the pen")
    s.key("i", "i", "Return")
    s.see("9 marks", "label")
    row(s, "Ink on page 1")
    s.key("Escape", "ctrl+z")
    s.see("8 marks", "label")
    # Two strokes, and a slip that is taken back; a letter is none of the pen's.
    s.key("i", "i", "Down", "space", "Right", "Right", "ctrl+Down", "Left", "BackSpace", "h", "space", "Up", "space", "Next", "Next", "Return")
    s.see("9 marks", "label")
    s.key("Escape", "2")
    described(s, "Ink on page 1", "Green")
    show_to(s, "court")
    done(2)


def by_pointer(s):
    """A box that is moved and made larger by its corner; ink and a text that are taken back. The tool stays in hand until Escape."""
    page = s.see("Page 1 of 2")
    s.key("b")
    s.see("Drag over the place to frame it; B puts a box here. Esc ends it.")
    s.drag(page, (0.2, 0.1), (0.4, 0.2))
    s.see("10 marks", "label")
    s.key("Escape")
    s.gone(contains="B puts a box here")
    s.drag(page, (0.3, 0.15), (0.4, 0.45))
    s.see("The mark was moved")
    s.drag(page, (0.5, 0.5), (0.6, 0.55))
    done(3)
    show_to(s, "court")
    s.key("i")
    s.drag(page, (0.5, 0.3), (0.7, 0.4))
    s.see("11 marks", "label")
    s.key("Escape", "ctrl+z")
    s.see("10 marks", "label")
    s.key("t")
    s.press(page, (0.2, 0.7))
    s.see("11 marks", "label")
    s.key("ctrl+z")
    s.see("10 marks", "label")
    shot(s, "marks-drawn")


def described(s, start, word):
    s.wait(lambda: (s.find(contains=start, role="row") or s.frame()).a.get_description().startswith(word), f"{start} in {word}")


def to_search(keys):
    """From the page; F8 would give the keys to the row of the chosen mark."""
    keys.press("F8", "F8", "shift+Tab")
    keys.on("Search in the marks")


def to_row(keys, n, start):
    """From the search down to the row of that number."""
    keys.press(*["Down"] * n)
    keys.on(start)


def recolour(s, keys):
    """By a key, and by the menu of the row."""
    expect("withheld" in row(s, "Box on page 1, Court").name, True, "the box quotes what it frames now")
    to_search(keys)
    to_row(keys, 3, "Box on page 1, Court")
    s.key("3")
    described(s, "Box on page 1, Court", "Blue")
    link_by_search(s, keys, "Box on page 1, Court", "Photo reception")
    to_row(keys, 2, "Text on page 1")
    s.key("Tab", "Tab", "Return")
    keys.on("Write a Note")
    s.press_keys(*["Down"] * 3)
    keys.on("Green: ")
    s.press_keys("Return")
    described(s, "Text on page 1", "Green")
    done(2)
    # From within the row back to it, and on.
    s.key("shift+Tab", "shift+Tab")
    to_row(keys, 2, "Ink on page 1")
    link(s, keys, "Ink on page 1", 1, "16 March 2027")


def link_by_search(s, keys, start, said):
    """What is typed is searched for; what leads nowhere is not offered: the document itself."""
    s.key("e")
    s.see("Link the Mark")
    keys.on("Nowhere")
    offered = s.see("Where the mark leads", "list")
    expect([s.find(title, "label", within=offered) is not None for title in ("Photo reception", "Charge sheet")], [True, False], "what is offered")
    s.press_keys("c", "h", "a", "r", "g", "e")
    s.see("No session and no exhibit is called this.", "label")
    s.key("Escape")
    keys.write("photo rec")
    s.key("Return")
    s.see("The mark is linked")
    s.see(contains=said, role="label", within=row(s, start))
    keys.on(start)
    done()


def link(s, keys, start, where, said):
    s.key("e")
    s.see("Link the Mark")
    keys.on("Nowhere")
    s.key(*["Down"] * where, "Return")
    s.see("The mark is linked")
    s.see(contains=said, role="label", within=row(s, start))
    keys.on(start)
    done()


def rows(s):
    return [n.name.split(" ")[0] for n in s.see("Marks", "list").walk() if n.role == "list item" and " on page " in n.name and not n.hidden]


def open_filters(s, keys):
    """From the search."""
    s.key("shift+Tab", "Return")
    keys.on("Who May See Them")
    s.press_keys("Tab")


def filters(s, keys):
    s.key("shift+Tab")
    keys.on("Search in the marks")
    s.write("exploitation")
    s.see("1 of 10 marks", "label")
    s.key("Escape")
    s.see("10 marks", "label")
    open_filters(s, keys)
    s.all_named("the filters")
    keys.pick("Kind", "Box")
    s.press_keys("Escape")
    s.see("3 of 10 marks", "label")
    s.key("Return")
    keys.on("Who May See Them")
    s.press_keys("shift+Tab", "Return")
    s.see("10 marks", "label")
    s.key("Return")
    keys.on("Who May See Them")
    s.press_keys("Tab", "Tab", "Tab", "Tab")
    keys.pick("Sort By", "Newest first")
    s.press_keys("Escape")
    expect(rows(s)[0], "Ink", "what was changed last")
    # The list leads to the page, and back.
    s.key("Tab")
    find_first(s, keys)
    s.key("Return")
    s.see("Page 2 of 2")
    s.key("alt+Left")
    s.see("Page 1 of 2")


def find_first(s, keys):
    """From the search to the mark that was there before, alone in the list."""
    keys.on("Search in the marks")
    keys.write("From before")
    s.see("1 of 10 marks", "label")
    s.key("Down")
    keys.on("Box on page 2")


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


def remove(s, keys):
    """By a key, back by another, and away again."""
    keys.back("Page 1 of 2")
    to_search(keys)
    find_first(s, keys)
    s.key("Delete")
    s.see("0 of 9 marks", "label")
    s.key("ctrl+z")
    s.see("1 of 10 marks", "label")
    # The keys were left in the search, since there was no other mark.
    keys.on("Search in the marks")
    s.key("Down")
    keys.on("Box on page 2")
    s.key("Delete")
    s.see("0 of 9 marks", "label")
    done()


def size(quad):
    return [max(quad[0::2]) - min(quad[0::2]), max(quad[1::2]) - min(quad[1::2])]


def check_rows(marks, photo, session, scale):
    expect(sorted(marks), ["arrow", "box", "box by keys", "highlight", "ink", "note", "strikeout", "text", "underline"], "kinds read back")
    expect({k: m["audience"] for k, m in marks.items() if m["audience"] != "court"},
           {"highlight": "team", "box by keys": "team", "note": "private"}, "not for the court")
    expect([marks[k]["color"] for k in ("box", "box by keys", "text", "ink", "note")], ["blue", "pink", "green", "green", "yellow"], "colours")
    expect([marks["box"]["document"], marks["ink"]["session"]],
           [photo, session], "where the box and the ink lead")
    expect([marks["note"]["note"], marks["text"]["note"]], [SECRET, WORDS], "what was written")
    width, height = scale
    near(size(marks["box"]["quads"][0]), [0.3 * width, 0.15 * height], "size of the box")
    near(size(marks["box by keys"]["quads"][0]), [160 + 6, 80 - 1], "size of the box by keys", 0.1)
    (x1, y1), (x2, y2) = [point[:2] for point in marks["arrow"]["points"]]
    # Six points to the end, then the tip six points down: the axis of the page goes up.
    near([x2 - x1, y2 - y1], [120, -6], "from the arrow's end to its tip", 0.1)
    points = marks["ink"]["points"]
    expect([begins for _, _, begins in points], [True, False, False, True, False], "where the pen was put down")
    near([a - b for p in points[1:] for a, b in zip(p[:2], points[0])], [12, 0, 12, -1, 12, 5, 24, -7], "where the pen went", 0.1)


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
    keys = Keyboard(s)
    keys.on("Search in the marks")
    keys.back("Page 1 of 2")
    on_words(s, keys)
    by_keys(s, keys)
    by_pointer(s)
    recolour(s, keys)
    box = s.see("Page 1 of 2").a.get_component_iface().get_extents()
    zoom = int(s.wait(lambda: next((n for n in s.find_all() if n.name.endswith(" %")), None), "the zoom").name[:-2]) / 75
    filters(s, keys)
    save(s, "court.pdf", None)
    save(s, "flat.pdf", "PDF, marks drawn into the pages")
    remove(s, keys)
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()
    marks = {"box by keys" if m["kind"] == "box" and m["audience"] == "team" else m["kind"]: m
             for m in s.jaladactl(vault, PASSPHRASE, "mark", "list", document)}
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
    s.see("Page 1 of 2")  # where one was
    s.do("reader.marks")
    s.see("9 marks", "label")


if __name__ == "__main__":
    Session.main(journey)
