# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding one's way through a document in the real window, mostly by keys: outline, back, forward, link, page labels, find
and the list of hits, thumbnails, sizes by keys and wheel, turned pages, night, copy; closed and opened again at the same place. Nothing of it is left after
the lock. A page whose reader is killed, and another that is damaged, say so; the rest is read."""
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402
from shots_reading import make_troubles  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
N_PAGES = 12


def make_pdf(path):
    """Twelve pages called i, ii, 1 … 10; the outline leads to the third and the ninth, a link on the first to the seventh."""
    objects = {1: "<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R /PageLabels << /Nums [ 0 << /S /r >> 2 << /S /D >> ] >> >>",
               3: "<< /Type /Outlines /First 4 0 R /Last 5 0 R /Count 2 >>",
               4: "<< /Title (The charge) /Parent 3 0 R /Next 5 0 R /Dest [ 24 0 R /XYZ null null null ] >>",
               5: "<< /Title (The statement) /Parent 3 0 R /Prev 4 0 R /Dest [ 36 0 R /XYZ 0 500 null ] >>",
               6: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    kids = []
    for i in range(N_PAGES):
        page, content = 20 + 2 * i, 21 + 2 * i
        kids.append(f"{page} 0 R")
        text = f"BT /F 14 Tf 50 700 Td (Sheet {i + 1} of this file. The witness knew the house.) Tj ET"
        objects[content] = f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
        link = "/Annots [ << /Type /Annot /Subtype /Link /Rect [ 50 690 300 720 ] /Dest [ 32 0 R /Fit ] >> ]" if i == 0 else ""
        objects[page] = (f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 500 750 ] /Contents {content} 0 R {link} "
                         "/Resources << /Font << /F 6 0 R >> >> >>")
    objects[2] = f"<< /Type /Pages /Count {N_PAGES} /Kids [ {' '.join(kids)} ] >>"
    out, at = b"%PDF-1.6\n", {}
    for number in sorted(objects):
        at[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode()
    start, last = len(out), max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        out += (f"{at[number]:010} 00000 n \n" if number in at else "0000000000 65535 f \n").encode()
    out += f"trailer\n<< /Size {last + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    with open(path, "wb") as f:
        f.write(out)


def make_columns(path):
    """Two columns of lines at different heights, the first with a short last line above the end of the second."""
    text = "BT /F 11 Tf 13 TL 50 650 Td " + " ".join(f"(left {word} words that fill the column) '" for word in ("one", "two", "three"))
    text += " (left end) ' ET BT /F 11 Tf 13 TL 270 656 Td "
    text += " ".join(f"(right {word} words that fill the column) '" for word in ("one", "two", "three", "four", "five", "six")) + " ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 500 750 ] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
               f"<< /Length {len(text)} >>\nstream\n{text}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, at = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    with open(path, "w", encoding="ascii") as f:
        f.write(out + "xref\n0 6\n0000000000 65535 f \n" + "".join(f"{offset:010} 00000 n \n" for offset in at)
                + f"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n")


def read_columns(s):
    """Dragged past the end of the left column, beside the right one: the left one alone is selected, in the order it is read. It is
    copied and marked; what is marked is read back in the end."""
    open_document(s, "Columns")
    page = s.see("Page 1 of 1")
    s.drag(page, (0.102, 0.145), (0.35, 0.45))
    s.do("reader.copy")
    s.see("Copied. The clipboard is emptied after a minute, or when you lock")
    s.do("reader.highlight")
    s.do("reader.marks")
    s.see("1 mark", "label")
    s.do("win.find")
    s.wait(lambda: any(n.has_state("focused") for n in s.find_all("Find in the document")), "the entry to have the keys")
    s.key("ctrl+a")
    s.key("ctrl+v")
    s.wait(lambda: next((n for n in s.find_all("Find in the document") if "left end" in n.text and "right" not in n.text), None),
           "the column in the entry")
    s.do("win.back")


def make_vault(s):
    vault = os.path.join(s.home, "Cases.jalada")
    secret = os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 72")["id"]
    path = os.path.join(s.home, "Statement.pdf")
    make_pdf(path)
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, path)
    os.unlink(path)
    troubles = make_troubles(s.home)
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, troubles[0])
    for path in troubles:
        os.unlink(path)
    path = os.path.join(s.home, "Columns.pdf")
    make_columns(path)
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, path)
    os.unlink(path)
    return vault


def open_document(s, title):
    s.choose_document(title)
    s.do("evidence.open")


def press_for(s, find, page):
    """The row is pressed until its page is read: while the pane comes in it moves under the pointer."""
    def arrived():
        if s.find(page) is not None:
            return True
        row = find()
        if row is not None:
            s.pause(450)
            s.press(row)
        return None

    s.wait(arrived, page)


def zoom(s):
    """What the button of sizes says, as a number."""
    button = s.wait(lambda: next((n for n in s.find_all() if n.name.endswith(" %") and n.role in ("toggle button", "push button", "button")), None),
                    "the zoom")
    return int(button.name[:-2])


def other_zoom(s, before, larger):
    return s.wait(lambda: (lambda now: now if (now > before) == larger and now != before else None)(zoom(s)), "another size")


def shade(s, node):
    """How light the middle of the page's lower half is on the screen, 0 to 255."""
    x, y = s._point(node, (0.5, 0.8))
    seen = subprocess.run(["import", "-window", s._newest_window(), "-crop", f"4x4+{x}+{y}", "-colorspace", "Gray", "-depth", "8", "gray:-"],
                          capture_output=True, check=True).stdout
    return sum(seen) / max(1, len(seen))


def typing(s):
    """The keys are in an entry."""
    s.wait(lambda: any(n.has_state("focused") and n.role in ("entry", "text") for n in s.find_all()), "the focus in an entry")


def look_round(s):
    """Page labels, sizes by keys and by the wheel, thumbnails, turned pages, night: each changes what is seen."""
    s.do("reader.go-to-page")
    typing(s)
    s.key("i", "i", "Return")
    s.see("Page 2 of 12")
    s.key("ctrl+l")
    typing(s)
    s.key("7", "Return")
    s.see("Page 9 of 12")
    s.do("reader.thumbnails")
    s.all_named("the thumbnails")
    # The page that is read is in view there, and the one before it.
    press_for(s, lambda: s.find("Page 6", "list item"), "Page 8 of 12")
    s.key("ctrl+l")
    typing(s)
    s.key("8", "Return")
    s.see("Page 10 of 12")
    beside = zoom(s)
    s.do("reader.contents")
    wide = other_zoom(s, beside, True)
    s.key("ctrl+plus")
    larger = other_zoom(s, wide, True)
    page = s.see("Page 10 of 12")
    s._xdotool("mousemove", "--window", s._newest_window(), *s._point(page, (0.5, 0.5)), "keydown", "Control_L", "click", "4", "keyup", "Control_L")
    other_zoom(s, larger, True)
    s.key("ctrl+9")
    whole = other_zoom(s, wide, False)
    s.do("reader.rotate")
    turned = other_zoom(s, whole, True)
    s.do("reader.rotate-back")
    if other_zoom(s, turned, False) != whole:
        raise Failure("turned there and back the page has another size")
    s.key("ctrl+0")
    s.wait(lambda: zoom(s) == wide, "the width to fit as before")
    page = s.see("Page 10 of 12")
    s.wait(lambda: shade(s, page) > 200, "a light page")
    s.key("ctrl+i")
    s.wait(lambda: shade(s, page) < 60, "a dark page at night")
    s.key("ctrl+i")
    s.wait(lambda: shade(s, page) > 200, "a light page again")


def kill_readers(s):
    """Ends the programs that read documents for this one."""
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/stat", encoding="utf-8", errors="replace") as f:
                name, rest = f.read().rsplit(")", 1)
            if name.endswith("(jalada-reader") and int(rest.split()[1]) == s.process.pid:
                os.kill(int(number), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            pass  # it has ended


def until(s, find, what):
    """What waits for the slow page has its reader killed until it gives up."""
    def seen():
        node = find()
        if node is None:
            kill_readers(s)
            s.pause(100)
        return node
    s.wait(seen, what)


def troubles(s):
    """The second page takes for ever, the third is damaged; the first and the last are read, and what is not found there is not said
    to be nowhere."""
    open_document(s, "Trouble")
    s.see("Page 1 of 4", "panel")
    s.do("reader.next-page")
    s.see("Page 2 of 4", "panel")
    until(s, lambda: s.find("Try Again"), "a page that cannot be shown")
    s.see(contains="Page 2: The program that reads documents stopped on this", role="panel")
    s.do("reader.page-text")
    until(s, lambda: next((n for n in s.find_all("Page as text") if "stopped on this" in n.text), None), "word of it in the text of the page")
    s.do("reader.page-text")
    s.do("reader.next-page")
    s.see("Page 3 of 4. This page may be incomplete", "panel")
    s.do("reader.last-page")
    s.see("Page 4 of 4", "panel")
    s.do("win.find")
    s.type("Find in the document", "fictional")
    until(s, lambda: s.find(contains="1 page could not be read and was not searched", role="status bar"), "word of the page that was not searched")
    s.see("2 of 2", "status bar")  # The page that is read comes first
    s.do("win.back")


def journey(s):
    vault = make_vault(s)
    s.start(vault)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 72", "row")
    s.click("Evidence", "page tab")
    s.see("Register of evidence")
    s.all_named("the register")
    read_columns(s)
    troubles(s)
    open_document(s, "Statement")
    s.see("Page 1 of 12")

    # The outline leads to a page, Alt+Left back, and forward again.
    s.do("reader.outline")
    s.all_named("the outline")
    press_for(s, lambda: s.find("The statement, page 7"), "Page 9 of 12")
    s.do("win.step-back")
    s.see("Page 1 of 12")
    s.do("reader.forward")
    s.see("Page 9 of 12")
    s.do("win.step-back")
    s.see("Page 1 of 12")

    # A link by keys.
    s.do("reader.next-link")
    s.see("Link to page 7. Enter follows it")
    s.do("reader.follow-link")
    s.see("Page 7 of 12")
    s.do("win.step-back")
    s.see("Page 1 of 12")

    # All hits are listed; one of them leads there.
    s.do("win.find")
    s.type("Find in the document", "Sheet 1")
    s.see(contains="of 4", role="status bar")
    s.do("reader.hits")
    s.all_named("the hits")
    press_for(s, lambda: next((n for n in s.find_all() if n.name.startswith("Page 8: ") and "Sheet 10" in n.name), None),
              "Page 10 of 12")
    s.do("reader.copy")
    s.see("Copied. The clipboard is emptied after a minute, or when you lock")
    look_round(s)
    s.see("Page 10 of 12")

    # Left and opened again: the same place.
    s.do("win.back")
    open_document(s, "Statement")
    s.see("Page 10 of 12")

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    for words in ("The statement", "Sheet 10", "Statement"):
        if words in s.tree():
            raise Failure(f"“{words}” is still there after locking")

    # Unlocked and opened again: still the same place, which the vault keeps.
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 72", "row")
    open_document(s, "Statement")
    s.see("Page 10 of 12")
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.stop()
    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]["id"]
    columns = next(d["id"] for d in s.jaladactl(vault, PASSPHRASE, "evidence", "list", case) if d["title"] == "Columns")
    quoted = [" ".join(m["quoted"].split()) for m in s.jaladactl(vault, PASSPHRASE, "mark", "list", columns)]
    wanted = " ".join(f"left {word} words that fill the column" for word in ("one", "two", "three")) + " left end"
    if quoted != [wanted]:
        raise Failure(f"marked: {quoted!r}")
    if not any(d["title"] == "Statement" for c in s.jaladactl(vault, PASSPHRASE, "case", "list")
               for d in s.jaladactl(vault, PASSPHRASE, "evidence", "list", c["id"])):
        raise Failure("the document is gone")


if __name__ == "__main__":
    Session.main(journey)
