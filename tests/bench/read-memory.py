# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory of the real program and its workers while one reads: a scan in colour, a plan of a hundred million pixels, a text with
thousands of hits; pages turned, enlarged, turned round, by night, with thumbnails, found, marked.

    read-memory.py JALADA JALADACTL [--size=WIDTHxHEIGHT] [--maps=FOLDER] [--giants[=FOLDER]]    GDK_SCALE=2 and JALADA_UI_SCREEN as wanted

--giants: pictures of more than a hundred million pixels in every form a PDF knows (giants.py), or the PDFs of the folder, instead.

Every state is looked at until nothing changes, and all the while: what counts is the most that was seen. Shared memory is counted
once (PSS), so it wants the right to look at the program (root). --maps keeps the maps of each moment of most memory."""
import glob
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ui"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import giants  # noqa: E402
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
OPTIONS = dict((a[2:].split("=", 1) + [""])[:2] for a in sys.argv[1:] if a.startswith("--"))
MAPS = OPTIONS.get("maps")
MB = 1e6


def pdf(path, pages, objects_of):
    """Writes a PDF; @objects_of(page) gives the box, the content and the resource, a stream's dictionary and bytes or None."""
    with open(path, "wb") as f:
        at = []

        def add(body):
            at.append(f.tell())
            f.write(b"%d 0 obj\n%s\nendobj\n" % (len(at), body))
            return len(at)

        f.write(b"%PDF-1.5\n")
        add(b"<< /Type /Catalog /Pages 2 0 R >>")
        tree = len(at)
        at.append(0)
        font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        kids = []
        for page in range(pages):
            box, content, picture = objects_of(page)
            resources = b"/Font << /F %d 0 R >>" % font
            if picture is not None:
                number = add(b"<< /Type /XObject /Subtype /Image %s /Length %d >>\nstream\n%s\nendstream" % (picture[0], len(picture[1]), picture[1]))
                resources += b" /XObject << /I %d 0 R >>" % number
            drawn = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
            kids.append(add(b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 %d %d ] /Contents %d 0 R /Resources << %s >> >>" % (*box, drawn, resources)))
        at[tree] = f.tell()
        f.write(b"2 0 obj\n<< /Type /Pages /Count %d /Kids [ %s ] >>\nendobj\n" % (pages, b" ".join(b"%d 0 R" % k for k in kids)))
        start = f.tell()
        f.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at))
        f.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(at) + 1, start))


def picture(folder, width, height):
    """A coloured JPEG."""
    path = os.path.join(folder, "picture.jpg")
    subprocess.run(["convert", "-size", "500x700", "plasma:tan-white", "-resize", f"{width}x{height}!", "-quality", "70", path], check=True)
    with open(path, "rb") as f:
        return (b"/Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode" % (width, height), f.read())


def make_files(folder):
    scan, plan = picture(folder, 2480, 3508), picture(folder, 9000, 12000)
    pdf(os.path.join(folder, "Scan.pdf"), 60, lambda page: ((595, 842), b"q 595 0 0 842 0 0 cm /I Do Q", scan))
    pdf(os.path.join(folder, "Plan.pdf"), 2, lambda page: ((2384, 3370), b"q 2384 0 0 3370 0 0 cm /I Do Q", plan))
    words = b"".join(b"(The witness of page said what the witness knew of the witness.) Tj T* " for _ in range(55))
    pdf(os.path.join(folder, "Words.pdf"), 60, lambda page: ((595, 842), b"BT /F 10 Tf 13 TL 50 790 Td %s ET" % words, None))
    return [os.path.join(folder, name) for name in ("Scan.pdf", "Plan.pdf", "Words.pdf")]


class Watch(threading.Thread):
    """Sums the memory of the program and of all that it started, again and again."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.last, self.parts, self.over, self.kept, self.maps = pid, 0, 0, {}, False, 0, ''

    def pids(self):
        found, ask = [], [self.pid]
        while ask:
            pid = ask.pop()
            found.append(pid)
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as f:
                    ask += [int(child) for child in f.read().split()]
        return found

    def look(self):
        parts, program = {}, os.readlink(f"/proc/{self.pid}/exe")
        for pid in self.pids():
            try:
                if pid != self.pid and os.readlink(f"/proc/{pid}/exe") == program:
                    continue  # About to become another program: its memory is the program's, and would be counted twice
                with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
                    parts[pid] = next(int(line.split()[1]) * 1024 for line in f if line.startswith("Pss:"))
            except (OSError, StopIteration):
                continue  # It has just ended
        self.last = sum(parts.values())
        if self.last > self.peak:
            self.peak, self.parts = self.last, parts
            if MAPS is not None and self.last > self.kept:
                self.kept = self.last
                with open(f"/proc/{self.pid}/smaps", encoding="ascii") as f:
                    self.maps = f.read()

    def run(self):
        while not self.over:
            try:
                self.look()
            except OSError:
                pass
            time.sleep(0.02)

    def take(self):
        """The most since the last time."""
        peak, self.peak, self.kept = self.peak, 0, 0
        return peak, [round(b / MB) for b in self.parts.values()]


def giant(s, title, note, do):
    """Until it is a few pixels of the picture on the whole window, and round again."""
    s.choose_document(title)
    s.do("evidence.open")
    s.see("Page", "text")
    note(title)
    for step in range(6):
        do(f"enlarged {step + 1}", "reader.zoom-in", times=3)
    do("turned round", "reader.rotate")
    do("fit the page", "reader.fit-page")
    s.do("win.back")


def journey(s):
    if os.geteuid() != 0:
        print("# not root: nothing can be measured", flush=True)
        return
    vault, secret = os.path.join(s.home, "Cases.jalada"), os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)

    def ctl(*verb):
        done = subprocess.run([s.ctl, *verb, "--vault", vault, "--passphrase-file", secret, "--json"], check=True, capture_output=True, text=True)
        return json.loads(done.stdout) if done.stdout.strip() else None

    ctl("vault", "create")
    case = ctl("case", "add", "--title", "Republic v Nobody", "--number", "CR 1")["id"]
    with tempfile.TemporaryDirectory(dir=s.home) as folder:
        wanted = OPTIONS.get("giants")
        files = make_files(folder) if wanted is None else sorted(glob.glob(os.path.join(wanted, "*.pdf"))) if wanted else list(giants.make(folder).values())
        ctl("evidence", "add", case, *files)
        titles = [os.path.splitext(os.path.basename(path))[0] for path in files] if wanted is not None else []
    s.start(vault)
    size = OPTIONS.get("size")
    if size is not None:
        subprocess.run(["xdotool", "windowmove", s._newest_window(), "0", "0", "windowsize", "--sync", s._newest_window(), *size.split("x")], check=True)
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("Search cases")
    watch = Watch(s.process.pid)
    watch.start()
    states = []

    def note(name):
        s.settle()
        peak, parts = watch.take()
        states.append({"state": name, "peak_mb": round(peak / MB, 1), "rests_mb": round(watch.last / MB, 1), "parts_mb": parts})
        print(f"# {name:28} peak {peak / MB:6.1f} MB, then {watch.last / MB:6.1f}; {parts}", flush=True)
        if MAPS is not None:
            with open(os.path.join(MAPS, f"{len(states):02d}-{name.replace(' ', '-')}"), "w", encoding="ascii") as out:
                out.write(watch.maps)

    def do(name, *actions, times=1):
        for _ in range(times):
            for action in actions:
                if action in s.frame().actions():  # There is no page after the last
                    s.do(action)
        note(name)

    s.press(s.wait(lambda: [n for n in s.find_all(role="row") if n.name.startswith("CR 1")][-1:], "the case")[0])
    s.click("Evidence", "page tab")
    s.see("Register of evidence")
    note("register")
    for title in titles:
        giant(s, title, note, do)
    for title in ("Scan", "Plan", "Words") if not titles else ():
        s.choose_document(title)
        s.do("evidence.open")
        s.see("Page", "text")
        note(title)
        do("turned 50 times", "reader.next-page", times=50)
        do("turned back", "reader.previous-page", times=10)
        for step in range(4):
            do(f"enlarged {step + 1}", "reader.zoom-in", times=3)
        do("turned while large", "reader.next-page", times=8)
        do("fit the page", "reader.fit-page")
        do("fit the width", "reader.fit-width")
        do("night", "reader.night", "reader.next-page")
        do("day", "reader.night")
        do("turned round", "reader.rotate")
        do("turned back round", "reader.rotate-back")
        do("thumbnails", "reader.thumbnails")
        do("thumbnails, far away", "reader.last-page", "reader.first-page")
        do("as text", "reader.page-text")
        do("as text, away", "reader.page-text")
        if title == "Words":
            s.do("win.find")
            s.type("Find in the document", "witness")
            note("found")
            s.do("reader.hits")
            note("list of hits")
            do("hits turned", "reader.next-page", times=20)
            do("marked", "reader.select-all", "reader.highlight")
            do("marks", "reader.marks")
        s.do("reader.contents")
        s.do("win.back")
    watch.over = True
    print(json.dumps({"bench": "read-memory", "peak_mb": max(x["peak_mb"] for x in states), "scale": os.environ.get("GDK_SCALE", "1"), "states": states}), flush=True)


if __name__ == "__main__":
    Session.main(journey)
