#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not leave: names in fields, over pages' ends, with another between, parts of names; a court's copy built again;
what a court's copy leaves out. The person in these files does not exist.

test-leaks.py JALADACTL"""
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

PROGRAM = sys.argv[1]
NAME = "Amina Finwick"


def add_outline(objects, kids, outline):
    """Entries as (title, page, depth); an entry below another follows it."""
    top = len(objects) + 1
    objects[0] = objects[0].replace(b" >>", b" /Outlines %d 0 R >>" % top, 1)
    numbers, parents, above = [top + 1 + i for i in range(len(outline))], [], []
    for i, (_, _, depth) in enumerate(outline):
        above = above[:depth] + [numbers[i]]
        parents.append(above[depth - 1] if depth else top)
    link = lambda key, number: b"/%s %d 0 R " % (key, number)

    def ends(parent):
        below = [numbers[k] for k in range(len(outline)) if parents[k] == parent]
        return link(b"First", below[0]) + link(b"Last", below[-1]) if below else b""
    objects.append(b"<< /Type /Outlines %s>>" % ends(top))
    for i, (title, page, _) in enumerate(outline):
        peers = [numbers[k] for k in range(len(outline)) if parents[k] == parents[i]]
        at = peers.index(numbers[i])
        objects.append(b"<< /Title (%s) /Dest [%s /Fit] %s%s%s%s>>" % (
            title.encode(), kids[page - 1], link(b"Parent", parents[i]), link(b"Prev", peers[at - 1]) if at else b"",
            link(b"Next", peers[at + 1]) if at + 1 < len(peers) else b"", ends(numbers[i])))


def make_pdf(pages, field=None, outline=(), title=None, attached=None):
    """One line of text a page; the value of a field on the last; the file's own title; a text file attached."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", None, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for index, text in enumerate(pages):
        content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        notes = b""
        if field and index == len(pages) - 1:
            objects.append(b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V (%s) /Rect [72 500 300 520] /F 4 >>" % field.encode())
            notes = b"/Annots [%d 0 R]" % len(objects)
            objects[0] = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%d 0 R] /DA (/F1 12 Tf) >> >>" % len(objects)
        content_number = len(objects) - (1 if notes else 0)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
                       b"/Contents %d 0 R %s >>" % (content_number, notes))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    if outline:
        add_outline(objects, kids, outline)
    info = b""
    if title:
        objects.append(b"<< /Title (%s) >>" % title.encode())
        info = b" /Info %d 0 R" % len(objects)
    if attached:
        objects.append(b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(attached), attached if isinstance(attached, bytes) else attached.encode()))
        objects.append(b"<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F %d 0 R >> >>" % len(objects))
        objects[0] = objects[0].replace(b" >>", b" /Names << /EmbeddedFiles << /Names [(a.txt) %d 0 R] >> >> >>" % len(objects), 1)
    return put_together(objects, info)


def put_together(objects, info=b""):
    out, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
                  + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, info, len(out)))


def make_unseen(name, seen="A report"):
    """The name in a layer that is off, beyond the page's edge, in a link's address; on page 4 in sight."""
    name = name.encode()
    texts = [b"BT /F1 12 Tf 72 700 Td (%s) Tj ET /OC /L BDC BT /F1 12 Tf 72 600 Td (%s) Tj ET EMC" % (seen.encode(), name),
             b"BT /F1 12 Tf 72 700 Td (Another) Tj ET BT /F1 12 Tf 72 1500 Td (%s) Tj ET" % name,
             b"BT /F1 12 Tf 72 700 Td (See the page) Tj ET", b"BT /F1 12 Tf 72 700 Td (%s came) Tj ET" % name]
    objects = [b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [4 0 R] /D << /OFF [4 0 R] /Order [4 0 R] >> >> >>",
               b"<< /Type /Pages /Count 4 /Kids [5 0 R 7 0 R 9 0 R 11 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", b"<< /Type /OCG /Name (Drafts) >>"]
    for i, text in enumerate(texts):
        more = (b" /Properties << /L 4 0 R >>" if i == 0 else b"")
        link = (b"/Annots [<< /Type /Annot /Subtype /Link /Rect [72 696 200 714] /Border [0 0 0] /A << /S /URI /URI (http://example.invalid/%s) >> "
                b">>]" % name.replace(b" ", b"-")) if i == 2 else b""
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >>%s >> /Contents %d 0 R %s >>"
                       % (more, len(objects) + 2, link))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    return put_together(objects)


def make_patterned(name, seen="Read in Nairobi"):
    """A page whose words are harmless, and that is painted with a pattern that says the name."""
    says = b"BT /F1 18 Tf 10 10 Td (%s) Tj ET" % name.encode()
    page = b"BT /F1 14 Tf 72 700 Td (%s) Tj ET /Pattern cs /P1 scn 72 300 300 60 re f" % seen.encode()
    return put_together([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /Pattern << /P1 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 300 60] /XStep 300 /YStep 60 /Matrix [1 0 0 1 72 300] "
        b"/Resources << /Font << /F1 5 0 R >> >> /Length %d >>\nstream\n%s\nendstream" % (len(says), says)])


def make_carriers(name, jpeg):
    """The name in no page's words: of a font that pages 2 and 3 share, and beside a picture on page 4."""
    exif = b"Exif\0\0" + b"II*\0" + b"\x08\0\0\0\0\0 by " + name.encode()
    jpeg = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]
    width, height = struct.unpack(">HH", jpeg[jpeg.index(b"\xff\xc0") + 5:][:4])[::-1]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 4 /Kids [6 0 R 8 0 R 10 0 R 12 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /%s >>" % name.replace(" ", "#20").encode(),
               b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
               % (width, height, len(jpeg), jpeg)]
    for font, text in ((3, b"(A cover) Tj"), (4, b"(A letter) Tj"), (4, b"(Its end) Tj"), (3, b"(A photo) Tj ET q 200 0 0 200 72 300 cm /I Do Q BT")):
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 %d 0 R >> /XObject << %s >> >> /Contents %d 0 R >>"
                       % (font, b"/I 5 0 R" if b"Do" in text else b"", len(objects) + 2))
        text = b"BT /F1 14 Tf 72 700 Td %s ET" % text
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    return put_together(objects)


def make_untold(font, shown, seen="A report read in Nairobi", more=()):
    """A page with words, and others in a font that does not say which letters its shapes are."""
    page = ("BT /F1 14 Tf 72 700 Td (%s) Tj ET BT /F2 14 Tf 72 500 Td %s Tj ET" % (seen, shown)).encode()
    return put_together([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R %s>> >> >>" % (b"/F3 7 0 R " if len(more) > 1 else b""),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", font, *more])


def make_composite(ordering, seen="A report read in Nairobi", more=()):
    return make_untold(
        ("<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Serif /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 "
         "/BaseFont /ABCDEF+Serif /CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 0 >> /DW 600 /CIDToGIDMap /Identity >>] >>"
         % ordering).encode(), "<00240050004c00510044>", seen, more)


def make_shared_forms():
    """Forms that all have one dictionary, which names them all."""
    forms = b" ".join(b"/A%d 6 0 R" % i for i in range(30))
    return put_together([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        b"<< /Length 56 >>\nstream\nBT /F1 14 Tf 72 700 Td (A report read in Nairobi) Tj ET\nendstream", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << %s >> >> /Length 0 >>\nstream\n\nendstream" % forms])


def make_drawn(names):
    """A font whose shapes are drawn, under the names."""
    glyph = b"600 0 0 0 500 700 d1 0 0 500 700 re f"
    return make_untold(
        ("<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 68 /Widths [600 600 600 600] "
         "/Encoding << /Type /Encoding /Differences [65 %s] >> /CharProcs << %s >> >>"
         % (" ".join("/" + name for name in names), " ".join("/%s 7 0 R" % name for name in names))).encode(),
        "(ABCD)", more=[b"<< /Length %d >>\nstream\n%s\nendstream" % (len(glyph), glyph)])


def make_shared(name, n, more):
    """A pattern that says the name, on each page; it says of itself that it is the program of a font, which makes it none."""
    says = b"BT /F1 18 Tf 10 10 Td (%s) Tj ET" % name.encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", None, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 300 60] /XStep 300 /YStep 60 /Matrix [1 0 0 1 72 300] "
               b"/Length1 5 /Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%s\nendstream" % (len(says), says)]
    kids = []
    for page in range(n):
        text = b"BT /F1 14 Tf 72 700 Td (Page %d read in Nairobi, %s) Tj ET /Pattern cs /P1 scn 72 300 300 60 re f" % (page, more.encode())
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /Pattern << /P1 4 0 R >> >> "
                       b"/Contents %d 0 R >>" % (len(objects) + 2))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (n, b" ".join(kids))
    return put_together(objects)


def make_numbered(name, how):
    """The name in numbers of a font's shapes (their letters stand in a table), where no page's words have it."""
    shown = b"BT /F2 14 Tf 72 %d Td <%s> Tj ET" % (1500 if how == "beyond" else 600, "".join("%04x" % (ord(c) - 29) for c in name).encode())
    told = (b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange "
            b"2 beginbfrange <0003> <0060> <0020> <0061> <00ff> <007e> endbfrange endcmap end end")
    if how == "lying":
        told = told.replace(b"2 beginbfrange <0003> <0060> <0020> <0061> <00ff> <007e> endbfrange",
                            b"93 beginbfchar %s endbfchar" % b" ".join(b"<%04x> <0078>" % code for code in range(3, 96)))
    stream = lambda keys, data: b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(data), data)
    page = b"BT /F1 14 Tf 72 700 Td (A report read in Nairobi) Tj ET "
    page += {"layer": b"/OC /L BDC " + shown + b" EMC", "cropped": shown, "beyond": shown, "lying": shown, "instead": b"/Span << /ActualText (somebody) >> BDC " + shown + b" EMC",
             "pattern": b"/Pattern cs /P1 scn 5 5 9 9 re f"}.get(how, b"")
    form = stream({"pattern": b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /XStep 300 /YStep 700"}.get(how, b"/Type /XObject /Subtype /Form")
                  + b" /BBox [0 0 595 842] /Resources << /Font << /F2 6 0 R >> >>", shown)
    return put_together([
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [9 0 R] /D << /OFF [9 0 R] /Order [9 0 R] >> >> >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> /Properties << /L 9 0 R >> %s >> %s >>"
        % (b"/CropBox [0 650 595 842]" if how == "cropped" else b"", {"form": b"/XObject << /X 8 0 R >>", "pattern": b"/Pattern << /P1 8 0 R >>"}.get(how, b""),
           b"/Annots [10 0 R]" if how == "stamp" else b""),
        stream(b"", page), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /GHIJKL+Serif /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 "
        b"/BaseFont /GHIJKL+Serif /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>] >>",
        stream(b"", told), form, b"<< /Type /OCG /Name (Drafts) >>",
        b"<< /Type /Annot /Subtype /Stamp /Rect [72 590 300 620] /F 4 /AP << /N 8 0 R >> >>"])


def make_pictured(grey, width, height, across):
    """A line of words, and below it a picture (@grey, a byte a pixel) @across points wide."""
    page = b"BT /F1 9 Tf 72 800 Td (Scanned with a telephone) Tj ET q %d 0 0 %d 60 500 cm /I Do Q" % (across, across * height // width)
    return put_together([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray /Length %d >>\nstream\n%s\nendstream"
        % (width, height, len(grey), grey)])


class Vault:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="jalada-test-")
        self.secret = self.write("secret", b"nne maneno yasiyo ya kawaida")
        self.said = ""
        self.run("vault", "create", "--strength", "min")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content)
        return self.path(name)

    def run(self, *verb, status=0):
        home = self.path("home")
        os.makedirs(home, exist_ok=True)
        place = {"HOME": home, "XDG_STATE_HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home,
                 "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
        done = subprocess.run([PROGRAM, *verb, "--vault", self.path("v.jalada"), "--passphrase-file", self.secret, "--json"],
                              capture_output=True, text=True, timeout=120, env=os.environ | place)
        self.said = done.stderr
        assert done.returncode == status, (verb, done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else None


NUMBER = 0


def make_png(width, height):
    """A grey picture without words."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * 2) & 255 for x in range(width)) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def check(what, good):
    global NUMBER
    NUMBER += 1
    print(("ok" if good else "not ok"), NUMBER, "-", what, flush=True)
    return good


def text_of(path):
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def bookmarks(path):
    """As mutool reads them: depth, title, page; the file is whole to qpdf."""
    subprocess.run(["qpdf", "--check", path], check=True, stdout=subprocess.DEVNULL)
    shown = subprocess.run(["mutool", "show", path, "outline"], capture_output=True, text=True, check=True).stdout
    # "|\t\t\"Title\"\t#page=3&view=…", a tab a level.
    return [(len(re.match(r".(\t*)", line).group(1)) - 1, line.split('"')[1], int(re.search(r"#(?:page=)?(\d+)", line).group(1)))
            for line in shown.splitlines()]


def main():
    vault = Vault()
    good = []
    case = vault.run("case", "add", "--title", "A fictional case", "--number", "CR 1 of 2026")["id"]

    vault.run("redact", "find", case, "--names", status=5)
    good.append(check("a case without names says so", "protects no name yet" in vault.said))
    vault.run("case", "names", case, "add", NAME, "--kind", "child", status=2)
    good.append(check("an unknown kind is answered with the kinds", "person, relative, witness, place" in vault.said))
    vault.run("case", "names", case, "add", NAME)

    pages = ["He came with Amina", "Finwick, and Amina W. Finwick", "/SpanAmina Finwick came", "Only Amina here", "A form"]
    taken = vault.run("evidence", "add", case, vault.write("a.pdf", make_pdf(pages, NAME)))
    document = taken[0]["document_id"] if "document_id" in taken[0] else taken[0]["id"]
    hits = vault.run("redact", "find", case, "--names")
    rows = [(hit["page"], hit["likeness"], hit["wanted"], hit["over_page_end"], hit["in_note_or_field"]) for hit in hits]
    good.append(check("found over the page's end, with an initial, run together, as a part, in a field", rows == [
        (1, "exact", True, True, False), (2, "exact", True, True, False), (2, "middle", True, False, False),
        (3, "run", True, False, False), (4, "part", False, False, False), (5, "exact", True, False, True)]))

    bare = vault.run("evidence", "save", document, vault.path("bare.pdf"))["bare"]
    good.append(check("who saves the original is told whom it names, and where", bare["names"] == 5 and bare["name_pages"] == "1–3, 5"
                      and bare["parts_of_names"] == 1 and bare["part_pages"] == "4" and bare["redactions"] == 0
                      and "this case protects can be read in it: pages 1–3, 5." in vault.said and "page 4: Amina" in vault.said
                      and "protected names can be read in it: page 4." in vault.said
                      and (bare["names_beside"], bare["parts_beside"], bare["unread"]) == (0, 0, False)))
    vault.run("evidence", "save", document, vault.path("team.pdf"), "--marked", "--audience", "team")
    good.append(check("the same for a marked copy that is not the court's", "pages 1–3, 5." in vault.said))

    made = vault.run("redact", "add", document, "--names")
    good.append(check("what is sure is redacted, the part is told", len(made) == 5 and "1 part of a name" in vault.said))
    vault.run("redact", "apply", document, vault.path("out.pdf"), status=5)
    good.append(check("a part wants a decision: how many, on which page, which word",
                      "1 part of a protected name remains, on page 4" in vault.said and "page 4: amina" in vault.said
                      and "--parts-stay" in vault.said and not os.path.exists(vault.path("out.pdf"))))
    copy = vault.run("redact", "apply", document, vault.path("out.pdf"), "--parts-stay")
    good.append(check("and is let go when that is said", copy["parts_of_names"] == 1 and "Finwick" not in text_of(vault.path("out.pdf"))))

    vault.run("evidence", "save", document, vault.path("court.pdf"), "--marked", status=5)
    good.append(check("the court's marked copy wants the same decision", "1 part of a protected name remains, on page 4" in vault.said
                      and "page 4: amina" in vault.said and not os.path.exists(vault.path("court.pdf"))))
    vault.run("evidence", "save", document, vault.path("court.pdf"), "--marked", "--parts-stay")
    good.append(check("and is saved after it", "Only Amina" in text_of(vault.path("court.pdf"))))
    os.unlink(vault.path("court.pdf"))
    mark = vault.run("mark", "add", document, "--page", "5", "--kind", "highlight", "--find", "A form", "--note", "Ask Amina first", "--audience", "court")["id"]
    vault.run("mark", "export", document, vault.path("marks.xfdf"), status=5)
    good.append(check("so does a file of the marks", "1 part of a protected name remains, on page 5" in vault.said
                      and "page 5: amina" in vault.said and not os.path.exists(vault.path("marks.xfdf"))))
    vault.run("evidence", "save", document, vault.path("court.pdf"), "--marked", status=5)
    good.append(check("a marked copy is searched in its notes too", "page 4: amina" in vault.said
                      and "a note or form field on page 5: amina" in vault.said))
    vault.run("mark", "export", document, vault.path("marks.xfdf"), "--parts-stay")
    vault.run("mark", "update", mark, "--note", f"Ask {NAME} first")
    vault.run("mark", "export", document, vault.path("marks.xfdf"), "--replace", "--parts-stay", status=5)
    good.append(check("a whole name in a mark is told and never let go", f"page 5: {NAME}" in vault.said
                      and NAME not in open(vault.path("marks.xfdf"), encoding="utf-8").read()))
    vault.run("mark", "remove", mark)

    vault.run("redact", "update", next(row["id"] for row in made if row["page"] == 3), "--state", "rejected")
    bare = vault.run("evidence", "save", document, vault.path("bare.pdf"), "--replace")["bare"]
    good.append(check("and what is redacted; what may stay is not told again", bare["redactions"] == 4 and bare["name_pages"] == "1–2, 5"
                      and "4 redactions of this document" in vault.said))
    states = {hit["page"]: (hit["marked"], hit["let_stand"], hit["wanted"]) for hit in vault.run("redact", "find", case, "--names")}
    good.append(check("what was rejected is not called redacted", states[3] == (False, True, False) and states[1] == (True, False, False)))
    vault.run("redact", "add", document, "--names")
    good.append(check("nor passed over in silence", "1 place was rejected in the review and stays readable" in vault.said))

    field = [row["id"] for row in made if row["page"] == 5]
    other = [row["id"] for row in made if row["page"] == 3]
    vault.run("redact", "remove", *field, *other)
    vault.run("redact", "apply", document, vault.path("out.pdf"), "--replace", "--parts-stay", status=5)
    good.append(check("a refusal tells who asked which words remain where", f"page 3: {NAME}" in vault.said))
    good.append(check("a field nobody redacted is burnt all the same", "page 5" not in vault.said))
    good.append(check("the record says none of it", "finwick" not in json.dumps(vault.run("vault", "audit")).lower()))

    # Two words of a name of three, in either order, are that person.
    third = vault.run("case", "add", "--title", "A third fictional case", "--number", "CR 3 of 2026")["id"]
    vault.run("case", "names", third, "add", "Zawadi Rehema Finwick")
    said = [f"we met {who} there again" for who in ("Zawadi Finwick", "Rehema Finwick", "ZAWADI REHEMA", "Finwick, Zawadi",
                                                    "Zawadi R. Finwick", "only Rehema", "a Finwick and then one Zawadi")]
    other = vault.run("evidence", "add", third, vault.write("b.pdf", make_pdf(said)))[0]
    other = other.get("document_id") or other["id"]
    rows = [(hit["page"], hit["likeness"], hit["words"]) for hit in vault.run("redact", "find", third, "--names") if hit["wanted"]]
    good.append(check("without its middle part, surname first: found", rows == [
        (1, "middle", "Zawadi Finwick"), (2, "middle", "Rehema Finwick"), (3, "middle", "ZAWADI REHEMA"), (4, "middle", "Finwick, Zawadi"),
        (5, "middle", "Zawadi R. Finwick")]) or print("#", rows))
    vault.run("redact", "add", other, "--area", "1,0,0,10,10")
    vault.run("redact", "apply", other, vault.path("forms.pdf"), "--parts-stay", status=5)
    good.append(check("and keep a copy back, each told once", "page 1: Zawadi Finwick\n" in vault.said and "page 4: Finwick Zawadi\n" in vault.said
                      and vault.said.count("page 5:") == 1 and "page 6" not in vault.said))
    vault.run("redact", "add", other, "--names")
    vault.run("redact", "apply", other, vault.path("forms.pdf"), "--parts-stay")
    good.append(check("until they are redacted", text_of(vault.path("forms.pdf")).count("Finwick") == 1))

    # The mark and the last search agree on what a word is; the words by which every file is built are nobody's.
    plain = vault.run("evidence", "add", third, vault.write("d.pdf", make_pdf(["lorem dolor sit, dolorem font of the Image, Images"])))[0]
    plain = plain.get("document_id") or plain["id"]
    for word in ("dolor", "font"):
        vault.run("redact", "add", plain, "--find", word)
    vault.run("redact", "apply", plain, vault.path("plain.pdf"))
    left = text_of(vault.path("plain.pdf"))
    good.append(check("longer words stay, the words are gone", "dolorem" in left and "Images" in left and "font" not in left
                      and "dolor " not in left))

    vault.run("redact", "add", plain, "--find", "Image")
    vault.run("redact", "apply", plain, vault.path("plain.pdf"), "--replace")
    left = text_of(vault.path("plain.pdf"))
    good.append(check("a word stays whose beginning is redacted, and which ends its string", "Images" in left and "Image," not in left))

    # What no page shows keeps a copy back; it is found, said where, and gone when it is redacted.
    unseen = vault.run("case", "add", "--title", "A case of unseen words", "--number", "CR 9 of 2026")["id"]
    vault.run("case", "names", unseen, "add", NAME)
    hidden = vault.run("evidence", "add", unseen, vault.write("unseen.pdf", make_unseen(NAME)))[0]
    hidden = hidden.get("document_id") or hidden["id"]
    vault.run("evidence", "save", hidden, vault.path("unseen-court.pdf"), "--marked", status=5)
    good.append(check("the court's copy is kept back, with each place", all(place in vault.said for place in (
        f"page 1: {NAME}", f"page 2: {NAME}", f"the address of a link on page 3: {NAME}", f"page 4: {NAME}")) or print("#", vault.said)))
    bare = vault.run("evidence", "save", hidden, vault.path("unseen-bare.pdf"))["bare"]
    good.append(check("who saves the original is told where", bare["name_pages"] == "1–4"
                      and f"page 1, in a hidden layer: {NAME}" in vault.said or print("#", bare, vault.said)))
    rows = [(hit["page"], hit["where"], hit["wanted"], hit["marked"]) for hit in vault.run("redact", "find", unseen, "--names")]
    good.append(check("they are found", rows == [(1, "layer", True, False), (2, "outside", True, False), (3, "link", True, False), (4, "page", True, False)]
                      or print("#", rows)))
    vault.run("redact", "add", hidden, "--names")
    good.append(check("redacted", all(hit["marked"] for hit in vault.run("redact", "find", unseen, "--names"))))
    for name, verb in (("unseen-redacted.pdf", ("redact", "apply")), ("unseen-court.pdf", ("evidence", "save"))):
        options = ["--marked"] if verb[0] == "evidence" else []
        vault.run(*verb, hidden, vault.path(name), *options, status=5)
        good.append(check("nobody knows whether the pages show it: it is asked", "stands in pages 1–3, and not among their words" in vault.said
                          and not os.path.exists(vault.path(name))))
        vault.run(*verb, hidden, vault.path(name), *options, "--incomplete-stay")
        inside = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", vault.path(name), "-"], check=True, capture_output=True).stdout
        good.append(check(f"and gone from {name}", not any(word in inside for word in (b"Amina", b"Finwick", b"004600690066", b"example.invalid"))
                          and "See the page" in text_of(vault.path(name))))
    vault.run("undo")
    good.append(check("taken back in one step", not any(hit["marked"] for hit in vault.run("redact", "find", unseen, "--names"))))

    # The page becomes a picture for another word's sake: what its bytes say and its words do not shows in that picture.
    painted = vault.run("evidence", "add", unseen, vault.write("painted.pdf", make_patterned(NAME)))[0]
    painted = painted.get("document_id") or painted["id"]
    vault.run("redact", "add", painted, "--find", "Nairobi")
    vault.run("redact", "apply", painted, vault.path("painted-out.pdf"), status=5)
    good.append(check("a name in the pattern of a page that is drawn anyway: it is asked", "stands in page 1, and not among its words" in vault.said
                      and not os.path.exists(vault.path("painted-out.pdf"))))
    # A box in another corner, drawn for whatever, is no answer.
    vault.run("redact", "add", painted, "--area", "1,400,700,60,30")
    vault.run("redact", "apply", painted, vault.path("painted-out.pdf"), status=5)
    good.append(check("and a box elsewhere on the page does not answer for it", "stands in page 1, and not among its words" in vault.said
                      and not os.path.exists(vault.path("painted-out.pdf"))))
    vault.run("redact", "apply", painted, vault.path("painted-out.pdf"), "--incomplete-stay", "--unsearched-stay")
    good.append(check("whoever has looked lets it go", os.path.exists(vault.path("painted-out.pdf"))))
    # So where the file cannot be looked through at all (its attachments alone are locked): nobody knows.
    shut = make_patterned(NAME).replace(b"/Size", b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /CF << /StdCF << /AuthEvent /EFOpen /CFM /AESV3 "
                                        b"/Length 32 >> >> /StmF /Identity /StrF /Identity /EFF /StdCF /O (x) /U (x) /OE (x) /UE (x) /P -4 /Perms (x) >> /Size")
    shut = vault.run("evidence", "add", unseen, vault.write("shut.pdf", shut))[0]
    shut = shut.get("document_id") or shut["id"]
    vault.run("redact", "add", shut, "--find", "Nairobi")
    vault.run("redact", "apply", shut, vault.path("shut-out.pdf"), status=5)
    good.append(check("a page whose file could not be looked through is asked about", "page 1 is drawn as a picture, and its file could not be looked through"
                      in vault.said and not os.path.exists(vault.path("shut-out.pdf"))))

    ident = lambda row: row.get("document_id") or row["id"]
    # Written in numbers of shapes, where no reader shows it: no search of bytes finds it, and whoever gets the copy can.
    for how in ("layer", "cropped", "beyond", "form", "pattern", "instead", "stamp"):
        numbered = ident(vault.run("evidence", "add", unseen, vault.write(how + ".pdf", make_numbered(NAME, how)))[0])
        vault.run("evidence", "save", numbered, vault.path(how + "-m.pdf"), "--marked", status=5)
        good.append(check(f"a name in shapes ({how}) keeps the court's copy back", f"page 1: {NAME}" in vault.said and not os.path.exists(vault.path(how + "-m.pdf"))))
    vault.run("redact", "add", numbered, "--names")
    good.append(check("in a stamp it is found and redacted", [(hit["where"], hit["marked"]) for hit in vault.run("redact", "find", unseen, "--names")
                                                              if hit["document"] == numbered] == [("note", True)]))
    vault.run("redact", "apply", numbered, vault.path("stamp-r.pdf"), "--incomplete-stay")
    # A table that names one letter for all shapes.
    lying = ident(vault.run("evidence", "add", unseen, vault.write("lying.pdf", make_numbered(NAME, "lying")))[0])
    vault.run("evidence", "save", lying, vault.path("lying-m.pdf"), "--marked", status=5)
    good.append(check("a font whose table lies is asked about", "page 1 shows words that could not be searched" in vault.said
                      and not os.path.exists(vault.path("lying-m.pdf"))))
    # Words of which every font's table is built are nobody's; a hyphen at a line's end may stand between two words.
    maker = ident(vault.run("evidence", "add", third, vault.write("maker.pdf", make_pdf(["Read with Adobe today, source-) Tj 0 -14 Td (level"])))[0])
    for word in ("Adobe", "source"):
        vault.run("redact", "add", maker, "--find", word)
    vault.run("redact", "apply", maker, vault.path("maker-r.pdf"), "--parts-stay")
    good.append(check("so they can be redacted", "Read with" in text_of(vault.path("maker-r.pdf")) and "Adobe" not in text_of(vault.path("maker-r.pdf"))
                      and "source" not in text_of(vault.path("maker-r.pdf"))))
    # A picture under a line of words.
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", "-x", "60", "-y", "120", "-W", "240", "-H", "40", vault.path("a.pdf"), vault.path("line")], check=True)
    with open(vault.path("line.pgm"), "rb") as file:
        line = file.read()[-240 * 40:]
    shapes = {"a line of writing": (line, 240, 40, 240), "a page of it": (line * 8, 240, 320, 480), "an emblem": (line[:3600], 60, 60, 60),
              "a rule": ((b"\xff" * 240 + b"\0" * 240) * 20, 240, 40, 480), "bars": (b"\0\xff\xff" * 3200, 240, 40, 480)}
    asked = {}
    for what, made in shapes.items():
        pictured = ident(vault.run("evidence", "add", unseen, vault.write("pictured.pdf", make_pictured(*made)))[0])
        asked[what] = "\ufffc" in vault.run("evidence", "text", pictured)["pages"][0]
        if what == "a line of writing":
            vault.run("evidence", "save", pictured, vault.path("pictured-m.pdf"), "--marked", status=5)
            good.append(check("a picture of words under a line of words is asked about", "page 1 shows a picture or writing beside its words" in vault.said
                              and not os.path.exists(vault.path("pictured-m.pdf"))))
            vault.run("evidence", "save", pictured, vault.path("pictured-m.pdf"), "--marked", "--unsearched-stay")
    # The arms at the head of the sample's charge sheet are no writing; the signature on its second page is.
    sheet = ident(vault.run("evidence", "add", unseen, os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"))[0])
    pages = vault.run("evidence", "text", sheet)["pages"]
    good.append(check("a signature is told from the arms of a letter", ["\ufffc" in page for page in pages] == [False, True]))
    good.append(check("writing is told from rules, bars and small pictures", asked == {
        "a line of writing": True, "a page of it": True, "an emblem": False, "a rule": False, "bars": False} or print("#", asked)))

    # Fonts that do not say which letters their shapes are: what their text says is no name, and the page may well show one.
    untold = {what: ident(vault.run("evidence", "add", unseen, vault.write(what + ".pdf", made))[0]) for what, made in (
        ("numbered", make_composite("Identity")), ("listed", make_composite("Japan1")), ("unlisted", make_composite("Foo")),
        ("drawn", make_drawn(["g23", "g41", "g52", "g60"])), ("coded", make_drawn(["a65", "a66", "a67", "a68"])),
        ("unused", make_composite("Identity").replace(b"/F2 14 Tf", b"/F1 14 Tf")), ("shared", make_shared_forms()))}
    texts = {what: vault.run("evidence", "text", document)["pages"][0] for what, document in untold.items()}
    good.append(check("a page says that it shows letters that nobody knows", {what: "\ufffd\ufffd\ufffd" in text for what, text in texts.items()} == {
        "numbered": True, "listed": False, "unlisted": True, "drawn": True, "coded": False, "unused": False, "shared": False}
        and all("read in Nairobi" in text for text in texts.values()) or print("#", texts)))
    for what in ("numbered", "unlisted", "drawn"):
        vault.run("evidence", "save", untold[what], vault.path(what + "-m.pdf"), "--marked", status=5)
        good.append(check(f"{what}: it is asked before a copy leaves", "page 1 shows words that could not be searched for names" in vault.said
                          and not os.path.exists(vault.path(what + "-m.pdf"))))
    vault.run("redact", "add", untold["numbered"], "--find", "Nairobi")
    vault.run("redact", "add", untold["numbered"], "--area", "1,400,20,30,30")
    vault.run("redact", "apply", untold["numbered"], vault.path("numbered-r.pdf"), status=5)
    good.append(check("what is redacted elsewhere on the page does not answer for it", "page 1 shows words that could not be searched" in vault.said))
    vault.run("redact", "apply", untold["numbered"], vault.path("numbered-r.pdf"), "--unsearched-stay", "--incomplete-stay")
    good.append(check("whoever has looked does, and the copy says nothing of it", "\ufffd" not in text_of(vault.path("numbered-r.pdf"))))
    vault.run("evidence", "save", untold["coded"], vault.path("coded-m.pdf"), "--marked")
    good.append(check("numbers that are the codes are letters", os.path.exists(vault.path("coded-m.pdf"))))
    # A font of the same name that does say them keeps its letters.
    told = (b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange "
            b"2 beginbfrange <0003> <0060> <0020> <0061> <00ff> <007e> endbfrange endcmap end end")
    other = (b"<< /Type /Font /Subtype /Type0 /BaseFont /GHIJKL+Serif /Encoding /Identity-H /ToUnicode 8 0 R /DescendantFonts [<< /Type /Font "
             b"/Subtype /CIDFontType2 /BaseFont /GHIJKL+Serif /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>] >>")
    twice = ident(vault.run("evidence", "add", unseen, vault.write("twice.pdf", make_composite(
        "Identity", seen="A report) Tj ET BT /F3 14 Tf 72 600 Td <%s> Tj ET BT /F1 14 Tf 72 650 Td (Read" % "".join(
            "%04x" % (ord(letter) - 29) for letter in NAME), more=[other, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(told), told)])))[0])
    vault.run("evidence", "save", twice, vault.path("twice-m.pdf"), "--marked", "--unsearched-stay", status=5)
    good.append(check("a name in a font of the same name is found as ever", f"page 1: {NAME}" in vault.said))

    # Copies keep the bookmarks that say nothing of it; what stood below another moves up.
    fourth = vault.run("case", "add", "--title", "A fourth fictional case", "--number", "CR 4 of 2026")["id"]
    vault.run("case", "names", fourth, "add", NAME)
    outline = [("Cover", 1, 0), ("Statements", 2, 0), (f"Of {NAME}", 2, 1), ("Her words", 2, 2), ("Of the medical officer", 3, 1),
               ("AMINA herself", 3, 0), ("Call 0712 345 678", 4, 0), ("The boxed one", 5, 0), ("Annexes", 4, 0)]
    said = ["A cover", f"Statement of {NAME} here", "A report", "Call 0712 345 678 now", "A boxed page"]
    booked = vault.run("evidence", "add", fourth, vault.write("c.pdf", make_pdf(said, outline=outline)))[0]
    booked = booked.get("document_id") or booked["id"]
    vault.run("evidence", "save", booked, vault.path("team.pdf"), "--marked", "--audience", "team", "--replace")
    good.append(check("the team's copy has all of them", bookmarks(vault.path("team.pdf")) == [(d, t, p) for t, p, d in outline]))
    vault.run("redact", "add", booked, "--names")
    call = vault.run("redact", "add", booked, "--pattern", "phone")
    vault.run("redact", "update", *[row["id"] for row in call], "--reach", "here")
    vault.run("redact", "add", booked, "--area", "5,300,300,50,50")
    vault.run("redact", "apply", booked, vault.path("booked.pdf"))
    kept = [(0, "Cover", 1), (0, "Statements", 2), (1, "Her words", 2), (1, "Of the medical officer", 3), (0, "Annexes", 4)]
    good.append(check("the redacted copy has those that say no name, no redacted number and nothing of a boxed page",
                      bookmarks(vault.path("booked.pdf")) == kept) or print("#", bookmarks(vault.path("booked.pdf"))))
    vault.run("evidence", "save", booked, vault.path("court.pdf"), "--marked")
    good.append(check("so has the court's marked copy", bookmarks(vault.path("court.pdf")) == kept))
    os.unlink(vault.path("court.pdf"))
    # In a bundle they stand below the document's own line, which is shut.
    shelf = next(row["id"] for row in vault.run("bundle", "sections", fourth) if row["section"].startswith("A."))
    vault.run("bundle", "sort", shelf, booked)
    vault.run("bundle", "build", fourth, vault.path("own-bundle.pdf"))
    lines = bookmarks(vault.path("own-bundle.pdf"))
    place_of = lambda lines: next(i for i, line in enumerate(lines) if line[0] == 1 and line[1].startswith("C ("))
    at = place_of(lines)
    first = lines[at][2]
    good.append(check("counsel's bundle has a document's bookmarks below it", lines[at + 1:] == [(d + 2, t, p + first - 1) for t, p, d in outline]
                      or print("#", lines)))
    vault.run("bundle", "build", fourth, vault.path("court-bundle.pdf"), "--copy", "court")
    lines = bookmarks(vault.path("court-bundle.pdf"))
    at = place_of(lines)
    first = lines[at][2]
    good.append(check("the court's goes without those that name somebody", lines[at + 1:] == [(d + 2, t, p + first - 1) for d, t, p in kept]
                      or print("#", lines)))
    shown = subprocess.run(["qpdf", "--json", "--json-key=outlines", vault.path("court-bundle.pdf")], capture_output=True, text=True, check=True).stdout
    good.append(check("shut, so that the bundle's own lines are seen at once", [line["open"] for top in json.loads(shown)["outlines"] for line in top["kids"]
                      if line["title"].startswith("C (")] == [False] or print("#", shown[:2000])))

    # What leaves beside the words of the pages.
    fifth = vault.run("case", "add", "--title", "A fifth fictional case", "--number", "CR 5 of 2026")["id"]
    vault.run("case", "names", fifth, "add", NAME)
    told = lambda bare: (bare["names_beside"], bare["name_places"], bare["parts_beside"], bare["part_places"], bare["unread"])
    quiet = vault.run("evidence", "add", fifth, vault.write("d.pdf", make_pdf(
        ["A report", "SpanAmina here"], outline=[(f"Of {NAME}", 1, 0), ("Of Amina", 2, 0)], title=f"Statement of {NAME}",
        attached="what Amina said")))[0]
    quiet = quiet.get("document_id") or quiet["id"]
    bare = vault.run("evidence", "save", quiet, vault.path("quiet.pdf"))["bare"]
    good.append(check("the original's own title, bookmarks and attached files are told", told(bare) == (
        2, "the document's information, a bookmark", 1, "an attached file", False) or print("#", bare)))
    good.append(check("in words too", "redacted or protected stand in: the document's information, a bookmark." in vault.said
                      and f"a bookmark: {NAME}" in vault.said and "an attached file: amina" in vault.said))
    good.append(check("and a word that runs into the one before", (bare["names"], bare["parts_of_names"], bare["part_pages"]) == (0, 1, "2")
                      or print("#", bare)))
    good.append(check("a text that is attached was read", bare["attached_unread"] == 0 and "attached file was not" not in vault.said))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{NAME} said so</w:t>" * 40)
    boxed = vault.run("evidence", "add", fifth, vault.write("boxed.pdf", make_pdf(["A report"], attached=packed.getvalue())))[0]
    boxed = boxed.get("document_id") or boxed["id"]
    bare = vault.run("evidence", "save", boxed, vault.path("boxed.pdf.out"))["bare"]
    good.append(check("a word-processor file that is attached was not, which is said", bare["attached_unread"] == 1
                      and "1 attached file was not looked through" in vault.said or print("#", bare, vault.said)))
    vault.run("evidence", "save", boxed, vault.path("boxed-court.pdf"), "--marked")
    good.append(check("a copy that is made anew goes without it", "0 attached" in subprocess.run(
        ["pdfdetach", "-list", vault.path("boxed-court.pdf")], capture_output=True, text=True).stdout.replace("0 embedded", "0 attached")))
    vault.run("evidence", "update", quiet, "--title", "The report on Amina")
    mark = vault.run("mark", "add", quiet, "--page", "1", "--kind", "note", "--area", "100,100,20,20", "--note", "Amina is the child", "--audience", "team")["id"]
    vault.run("mark", "add", quiet, "--page", "1", "--kind", "note", "--area", "100,200,20,20", "--note", NAME, "--audience", "private")
    bare = vault.run("evidence", "save", quiet, vault.path("quiet2.pdf"), "--marked", "--audience", "team")["bare"]
    good.append(check("a team's copy: the title, its marks, the bookmarks that go along", told(bare) == (
        1, "a bookmark", 3, "the title, a mark on page 1, a bookmark", False) or print("#", bare)))
    bare = vault.run("mark", "export", quiet, vault.path("quiet.xfdf"), "--audience", "private")["bare"]
    good.append(check("a file of marks alone: the marks", told(bare) == (1, "a mark on page 1", 1, "a mark on page 1", False)
                      and f"a mark on page 1: {NAME}" in vault.said or print("#", bare)))
    vault.run("mark", "export", quiet, vault.path("quiet.xfdf"), "--replace")
    good.append(check("of the court's, which has none of them, nothing", "protected" not in vault.said))
    vault.run("mark", "remove", mark)

    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    photo = vault.run("evidence", "add", fifth, vault.write("photo.png", b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0" * 72)) + chunk(b"IEND", b"")))[0]
    bare = vault.run("evidence", "save", photo.get("document_id") or photo["id"], vault.path("photo out.png"))["bare"]
    good.append(check("what a camera writes beside its picture was not looked through", bare["unread"]
                      and "own information" in vault.said or print("#", bare)))

    # A whole name that was rejected lets none of its words stand by themselves.
    sixth = vault.run("case", "add", "--title", "A sixth fictional case", "--number", "CR 6 of 2026")["id"]
    vault.run("case", "names", sixth, "add", NAME)
    lone = vault.run("evidence", "add", sixth, vault.write("e.pdf", make_pdf([f"{NAME} came, and Amina sat", f"{NAME} went"])))[0]
    lone = lone.get("document_id") or lone["id"]
    rows = vault.run("redact", "add", lone, "--names")
    vault.run("redact", "update", *[row["id"] for row in rows if row["page"] == 1], "--state", "rejected")
    vault.run("redact", "apply", lone, vault.path("lone.pdf"), status=5)
    good.append(check("a rejected whole name lets no lone word of it pass", "1 part of a protected name remains, on page 1" in vault.said))
    word = vault.run("redact", "add", lone, "--find", "Amina sat")
    vault.run("redact", "update", *[row["id"] for row in word], "--state", "rejected")
    vault.run("redact", "apply", lone, vault.path("lone.pdf"))
    good.append(check("a rejected word does", text_of(vault.path("lone.pdf")).count("Amina") == 2))

    # Papers for the court: whoever wrote a name into a title, a number or a handover. Nobody is asked, so a part is withheld too.
    vault.run("evidence", "update", document, "--title", "Statement of Amina", "--exhibit", "P7 Finwick")
    vault.run("evidence", "handover", document, "--to", f"the aunt of {NAME}", "--why", "Amina asked for it")
    vault.run("case", "update", case, "--number", "CR 1 Amina W. Finwick")
    vault.run("session", "plan", case, "--from", "2027-01-11", "--keep")
    vault.run("evidence", "handover", document, "--to", "PC Amina Omar", "--why", "to the laboratory")
    vault.run("case", "custody", case, "--json-file", vault.path("custody.json"), "--pdf", vault.path("custody.pdf"))
    good.append(check("who saves the sheet is told what was withheld, and which words may be somebody else's",
                      "In 2 entries protected names were withheld." in vault.said
                      and "In 4 entries single words of protected names were withheld." in vault.said
                      and "P7 Finwick: PC Amina Omar\n" in vault.said and "--parts-stay" in vault.said) or print("#", vault.said))
    good.append(check("until somebody decides", "PC [name withheld] Omar" in open(vault.path("custody.json"), encoding="utf-8").read()))
    vault.run("case", "custody", case, "--json-file", vault.path("stay.json"), "--parts-stay")
    sheet = open(vault.path("stay.json"), encoding="utf-8").read()
    good.append(check("then the officer has his name and the child has none", "PC Amina Omar" in sheet and "Statement of Amina" in sheet
                      and "the aunt of [name withheld]" in sheet and "Amina Finwick" not in sheet and "single word" not in vault.said))
    vault.run("session", "print", case, "--pdf", vault.path("timeline.pdf"), "--copy", "court")
    good.append(check("the timeline says it too", "withheld in the number or the court" in vault.said))
    sheet = open(vault.path("custody.json"), encoding="utf-8").read()
    for what, paper in (("custody", sheet), ("printed custody", text_of(vault.path("custody.pdf"))),
                        ("timeline", text_of(vault.path("timeline.pdf")))):
        good.append(check(f"the {what} sheet withholds the name and its words", "[name withheld]" in " ".join(paper.split())
                          and "amina" not in paper.lower() and "finwick" not in paper.lower()))
    good.append(check("and says the rest", "the aunt of [name withheld]" in sheet and "Statement of [name withheld]" in sheet))
    vault.run("session", "print", case, "--pdf", vault.path("own.pdf"), "--copy", "counsel")
    good.append(check("counsel's own timeline says it, and who saves it is told", "Amina W. Finwick" in text_of(vault.path("own.pdf"))
                      and "are not withheld in it" in vault.said))

    # The court's copy, built again after a name was added.
    second = vault.run("case", "add", "--title", "Another fictional case", "--number", "CR 2 of 2026")["id"]
    charge = vault.run("evidence", "add", second, vault.write("charge.pdf", make_pdf(["A charge at Bahari Tisa"])))[0]
    loose = [vault.run("evidence", "add", second, vault.write(f"loose{i}.pdf", make_pdf([f"Loose paper {i}"])))[0] for i in range(11)]
    vault.run("evidence", "update", ident(charge), "--kind", "charge_sheet")
    built = vault.run("bundle", "build", second, vault.path("court.pdf"), "--copy", "court")
    good.append(check("what the court's copy leaves out is said", "leaves out 11 of 12 documents: 11 not sorted" in vault.said
                      and "nearly empty" in vault.said and len(built["left_out"]) == 11 and built["documents"] == 1
                      and built["nearly_empty"] and {row["why"] for row in built["left_out"]} == {"unsorted"}))
    listed = vault.run("bundle", "left-out", second)
    sections = vault.run("bundle", "sections", second)
    good.append(check("all sections are listed, the empty ones too", [row["documents"] for row in sections].count(0) == len(sections) - 2))
    charges = next(row["id"] for row in sections if row["section"].startswith("A."))
    vault.run("bundle", "sort", charges, *[row["document_id"] for row in listed[:9]])
    good.append(check("sorted in with one verb", [row["title"] for row in vault.run("bundle", "left-out", second)]
                      == [row["title"] for row in listed[9:]]))
    after = vault.run("bundle", "build", second, vault.path("court2.pdf"), "--copy", "court")
    good.append(check("and in the next copy", after["documents"] == 10 and not after["nearly_empty"]
                      and "Loose paper 8" in text_of(vault.path("court2.pdf"))))
    part = vault.run("case", "names", second, "add", "Loose Finwick")[0]["id"]
    vault.run("bundle", "build", second, vault.path("court3.pdf"), "--copy", "court", status=5)
    good.append(check("the court's bundle wants the decision too, and names document and page", "“…”, page 1: loose" in vault.said
                      and "--parts-stay" in vault.said and not os.path.exists(vault.path("court3.pdf"))))
    let = vault.run("bundle", "build", second, vault.path("court3.pdf"), "--copy", "court", "--parts-stay")
    good.append(check("and says them all the same when they may stay", any("Single words of protected names" in w for w in let["warnings"])))
    vault.run("case", "names", second, "remove", part)
    vault.run("case", "names", second, "add", "Bahari Tisa", "--kind", "place")
    vault.run("bundle", "rebuild", after["id"], vault.path("again.pdf"), status=5)
    good.append(check("an old copy does not go out again with a name protected since", "page 1: Bahari Tisa" in vault.said
                      and not os.path.exists(vault.path("again.pdf"))))
    vault.run("redact", "add", ident(charge), "--names")
    vault.run("bundle", "rebuild", after["id"], vault.path("again.pdf"), status=5)
    good.append(check("nor with what was redacted since", "redacted since" in vault.said and "Bahari" not in vault.said))

    # A scan shows what it shows: nobody but its reader can say whom it names.
    third = vault.run("case", "add", "--title", "Republic v A landlord", "--number", "CR 93")["id"]
    vault.run("case", "names", third, "add", NAME, "--kind", "person")
    scan = ident(vault.run("evidence", "add", third, vault.write("scan.png", make_png(120, 160)))[0])
    words = ident(vault.run("evidence", "add", third, vault.write("words.pdf", make_pdf(["A charge of another case"])))[0])
    vault.run("evidence", "save", words, vault.path("words-copy.pdf"), "--marked")
    vault.run("evidence", "save", scan, vault.path("scan-copy.pdf"), "--marked", status=5)
    good.append(check("a scan is asked about before its copy for the court", "page 1 has no words that could be searched" in vault.said
                      and "--unsearched-stay" in vault.said and not os.path.exists(vault.path("scan-copy.pdf"))))
    vault.run("evidence", "save", scan, vault.path("scan-copy.pdf"), "--marked", "--unsearched-stay")
    good.append(check("and saved when somebody has looked", os.path.exists(vault.path("scan-copy.pdf"))))
    place = next(row["id"] for row in vault.run("bundle", "sections", third) if row["section"].startswith("A."))
    vault.run("bundle", "sort", place, scan, words)
    vault.run("bundle", "build", third, vault.path("scans.pdf"), "--copy", "court", status=5)
    good.append(check("so in the court's bundle", "page 1 has no words that could be searched" in vault.said
                      and not os.path.exists(vault.path("scans.pdf"))))
    vault.run("bundle", "build", third, vault.path("counsel.pdf"))
    let = vault.run("bundle", "build", third, vault.path("scans.pdf"), "--copy", "court", "--unsearched-stay")
    good.append(check("which says it all the same", any("no words that could be searched" in w for w in let["warnings"])))
    vault.run("redact", "add", scan, "--area", "1,10,10,20,20")
    again = vault.run("bundle", "build", third, vault.path("looked-at.pdf"), "--copy", "court")
    good.append(check("a page with a box was looked at", not any("no words" in w for w in again["warnings"])))

    # A page that was not drawn without faults, and one without words, in a redacted copy.
    faulty = ident(vault.run("evidence", "add", third, vault.write("faulty.pdf", make_pdf(
        ["The landlord met Amina Finwick", "", "A list of Amina Finwick) Tj ET /Nope Do BT /F1 12 Tf 72 600 Td (and more"])))[0])
    vault.run("redact", "add", faulty, "--names")
    vault.run("redact", "apply", faulty, vault.path("faulty-copy.pdf"), status=5)
    good.append(check("a redacted copy asks about pages without words", "page 2 has no words that could be searched" in vault.said
                      and "--unsearched-stay" in vault.said and not os.path.exists(vault.path("faulty-copy.pdf"))))
    vault.run("redact", "apply", faulty, vault.path("faulty-copy.pdf"), "--unsearched-stay", status=5)
    good.append(check("and about a page that could not be drawn without faults, and names it",
                      "page 3 could not be drawn without faults" in vault.said and "--incomplete-stay" in vault.said
                      and not os.path.exists(vault.path("faulty-copy.pdf"))))
    let = vault.run("redact", "apply", faulty, vault.path("faulty-copy.pdf"), "--unsearched-stay", "--incomplete-stay")
    good.append(check("what was let go is told once more", all("page 3 could not be drawn" in words and "page 2" in let["unsearched"]
                                                                for words in (vault.said, let["incomplete"]))))
    kept = text_of(vault.path("faulty-copy.pdf"))
    good.append(check("which is kept as drawn when somebody says so", "and more" in kept and "Amina" not in kept))
    vault.run("evidence", "save", faulty, vault.path("faulty-court.pdf"), "--marked", "--unsearched-stay", status=5)
    good.append(check("so in the marked copy for the court", "page 3 could not be drawn" in vault.said
                      and not os.path.exists(vault.path("faulty-court.pdf"))))
    let = vault.run("evidence", "save", faulty, vault.path("faulty-court.pdf"), "--marked", "--unsearched-stay", "--incomplete-stay")
    good.append(check("and tells it once more", all("page 3 could not be drawn" in words for words in (vault.said, let["incomplete"]))))
    vault.run("bundle", "sort", place, faulty)
    vault.run("bundle", "build", third, vault.path("faulty-bundle.pdf"), "--copy", "court", "--unsearched-stay", status=5)
    good.append(check("and in the court's bundle", "page 3 could not be drawn" in vault.said
                      and not os.path.exists(vault.path("faulty-bundle.pdf"))))
    let = vault.run("bundle", "build", third, vault.path("faulty-bundle.pdf"), "--copy", "court", "--unsearched-stay", "--incomplete-stay")
    good.append(check("whose warnings tell it", any("page 3 could not be drawn" in line for line in let["warnings"])))
    good.append(check("which is built all the same when somebody says so", "and more" in text_of(vault.path("faulty-bundle.pdf"))))
    said = [json.loads(row["payload"]) for row in vault.run("vault", "audit", third) if row["verb"] == "document.redact"]
    good.append(check("the record says what was let go", [(row["unsearched"], row["incomplete"], row["parts_stay"], row["redactions"])
                                                           for row in said] == [(True, True, False, 2)]))
    rows = [row for row in vault.run("vault", "audit", third) if row["verb"] in ("document.export", "bundle.build")]
    last = {row["verb"]: json.loads(row["payload"]) for row in sorted(rows, key=lambda row: row["sequence"])}
    good.append(check("of the marked copy and of the bundle, too", [(last[verb]["unsearched"], last[verb]["incomplete"])
                                                                    for verb in ("document.export", "bundle.build")] == [(True, True)] * 2))

    # A letter a line, in two columns beside a line that says the name as well: refused while only that one is redacted.
    down = lambda x, word: "".join(f") Tj ET BT /F1 12 Tf {x} {600 - 16 * k} Td ({c}" for k, c in enumerate(word))
    upright = ident(vault.run("evidence", "add", third, vault.write("upright.pdf", make_pdf(
        ["A list" + down(80, "Amina") + down(300, "Finwick") + f") Tj ET BT /F1 12 Tf 150 560 Td ({NAME} side"])))[0])
    rows = vault.run("redact", "add", upright, "--names")
    good.append(check("a name of a letter a line is found, in its pieces", sorted(re.sub(r"\s", "", row["quoted"]) for row in rows)
                      == ["Amina", "AminaFinwick", "Finwick"]))
    vault.run("redact", "apply", upright, vault.path("upright-copy.pdf"))
    good.append(check("and burnt", re.sub(r"\s", "", text_of(vault.path("upright-copy.pdf"))).replace("side", "") == "Alist"))
    vault.run("redact", "remove", *[row["id"] for row in rows if len(re.sub(r"\s", "", row["quoted"])) < 12])
    vault.run("redact", "apply", upright, vault.path("upright-2.pdf"), status=5)
    good.append(check("a copy that still shows it is refused", "page 1" in vault.said and not os.path.exists(vault.path("upright-2.pdf"))))

    # What somebody lets stand in sight excuses nothing in a hidden layer of the same page.
    layered = ident(vault.run("evidence", "add", third, vault.write("layered.pdf", make_unseen(NAME, "A report on " + NAME)))[0])
    rows = vault.run("redact", "add", layered, "--names")
    vault.run("redact", "update", next(row["id"] for row in rows if row["page"] == 1), "--state", "rejected")
    again = vault.run("redact", "find", third, "--names")
    good.append(check("a name let stand in sight is found in the layer below", [row["where"] for row in again if row["document"] == layered and row["page"] == 1] == ["page", "layer"] or print("#", again)))
    vault.run("redact", "add", layered, "--names")
    vault.run("redact", "apply", layered, vault.path("layered-copy.pdf"), "--incomplete-stay")
    left = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", vault.path("layered-copy.pdf"), "-"], capture_output=True, check=True).stdout
    good.append(check("and is not in the copy, which says it where it was let stand", left.count(NAME.encode()) <= 1
                      and text_of(vault.path("layered-copy.pdf")).count(NAME) == 1))

    # Slanted writing: its words are no words of the text, and the picture shows them.
    slanted = ident(vault.run("evidence", "add", third, vault.write("slanted.pdf", make_pdf(
        ["A form of the clinic) Tj ET BT /F1 14 Tf 0.866 0.5 -0.5 0.866 100 400 Tm (" + NAME])))[0])
    vault.run("redact", "add", slanted, "--names")
    vault.run("redact", "apply", slanted, vault.path("slanted-copy.pdf"), "--incomplete-stay", status=5)
    good.append(check("a copy that shows a slanted name is refused", "page 1" in vault.said and not os.path.exists(vault.path("slanted-copy.pdf"))))
    vault.run("redact", "add", slanted, "--area", "1,90,350,140,110")
    vault.run("redact", "apply", slanted, vault.path("slanted-copy.pdf"))
    good.append(check("until somebody draws a box", text_of(vault.path("slanted-copy.pdf")).strip() == "A form of the clinic"))

    # What no page shows: nobody can redact the name of a font, or what a camera wrote beside a picture. The pages are drawn.
    subprocess.run(["pdftoppm", "-r", "20", "-jpeg", "-singlefile", vault.path("a.pdf"), vault.path("photo")], check=True)
    with open(vault.path("photo.jpg"), "rb") as photo:
        carriers = ident(vault.run("evidence", "add", third, vault.write("carriers.pdf", make_carriers(NAME, photo.read())))[0])
    plain_of = lambda name: subprocess.run(["qpdf", "--qdf", "--object-streams=disable", vault.path(name), "-"], capture_output=True, check=True).stdout
    vault.run("evidence", "save", carriers, vault.path("carriers-copy.pdf"), "--marked", status=5)
    good.append(check("what no page shows stops a copy, with its pages and a way out", f"page 2: {NAME}" in vault.said and f"page 4: {NAME}" in vault.said
                      and "--draw-pages" in vault.said and "no page shows" in vault.said and not os.path.exists(vault.path("carriers-copy.pdf"))
                      or print("#", vault.said)))
    let = vault.run("evidence", "save", carriers, vault.path("carriers-copy.pdf"), "--marked", "--draw-pages")
    said = text_of(vault.path("carriers-copy.pdf"))
    good.append(check("drawn as pictures the pages keep their words, and nobody is asked what they show", all(words in said for words in (
        "A cover", "A letter", "Its end", "A photo")) and let["incomplete"] is None and b"Finwick" not in plain_of("carriers-copy.pdf")))
    vault.run("bundle", "sort", place, carriers)
    vault.run("bundle", "build", third, vault.path("carriers-bundle.pdf"), "--copy", "court", "--unsearched-stay", "--incomplete-stay", status=5)
    good.append(check("so in the court's bundle", "“Carriers”, page 2" in vault.said and "--draw-pages" in vault.said
                      and not os.path.exists(vault.path("carriers-bundle.pdf")) or print("#", vault.said)))
    let = vault.run("bundle", "build", third, vault.path("carriers-bundle.pdf"), "--copy", "court", "--unsearched-stay", "--incomplete-stay", "--draw-pages")
    good.append(check("which draws them", "Its end" in text_of(vault.path("carriers-bundle.pdf")) and b"Finwick" not in plain_of("carriers-bundle.pdf")))
    vault.run("bundle", "rebuild", let["id"], vault.path("carriers-again.pdf"), "--unsearched-stay", "--incomplete-stay")
    good.append(check("and is built again to the last byte", open(vault.path("carriers-again.pdf"), "rb").read() == open(vault.path("carriers-bundle.pdf"), "rb").read()))

    # One pattern for four pages: each of them shows it, whichever way it becomes a picture; a file with faults is drawn for those.
    for what, first, verb in (("drawn when asked", b"", ("evidence", "save")), ("drawn for a word on each", b"", ("redact", "apply")),
                              ("drawn for the file's faults", b"x", ("evidence", "save"))):
        shared = ident(vault.run("evidence", "add", third, vault.write("shared.pdf", first + make_shared(NAME, 4, what)))[0])
        options = ["--marked", "--draw-pages"] if verb[0] == "evidence" else []
        if verb[0] == "redact":
            vault.run("redact", "add", shared, "--find", "Nairobi")
        vault.run(*verb, shared, vault.path("shared-copy.pdf"), *options, status=5)
        good.append(check(f"a pattern of four pages, {what}: each is told", "stands in pages 1–4, and not among" in vault.said
                          and not os.path.exists(vault.path("shared-copy.pdf")) or print("#", vault.said)))

    # A heading with the name is burnt, or may stand: the pattern of the page says it beside that.
    for what in ("burnt", "let stand"):
        both = ident(vault.run("evidence", "add", third, vault.write("both.pdf", make_patterned(NAME, f"On {NAME}" + (" again" if what != "burnt" else ""))))[0])
        rows = vault.run("redact", "add", both, "--names")
        if what != "burnt":
            vault.run("redact", "update", *[row["id"] for row in rows], "--state", "rejected")
            vault.run("redact", "add", both, "--find", "again")
        vault.run("redact", "apply", both, vault.path("both-copy.pdf"), status=5)
        good.append(check(f"a pattern says the name beside a heading that is {what}: it is asked", "stands in page 1, and not among" in vault.said
                          and not os.path.exists(vault.path("both-copy.pdf")) or print("#", vault.said)))
    vault.run("evidence", "save", both, vault.path("both-copy.pdf"), "--marked", status=5)

    # What is let stand in a line lets nothing stand that is slanted, or of a letter a line, on the same page.
    slant = ") Tj ET BT /F1 14 Tf 0.866 0.5 -0.5 0.866 100 400 Tm (" + NAME
    for what, more in (("slanted", slant), ("of a letter a line", down(300, NAME.replace(" ", "")))):
        path = vault.write("twice.pdf", make_pdf([f"A report on {NAME}" + more + ") Tj ET BT /F1 12 Tf 72 100 Td (the clinic"]))
        twice = ident(vault.run("evidence", "add", third, path)[0])
        rows = vault.run("redact", "add", twice, "--names")
        for row in rows:
            if "\n" not in row["quoted"] and "Finwick" in row["quoted"] and " " in row["quoted"] and len(row["quoted"]) == len(NAME):
                vault.run("redact", "update", row["id"], "--state", "rejected")
            else:
                vault.run("redact", "remove", row["id"])
        vault.run("redact", "add", twice, "--find", "clinic")
        vault.run("redact", "apply", twice, vault.path("twice-out.pdf"), "--incomplete-stay", status=5)
        good.append(check(f"a name let stand in the heading lets none stand that is {what}", f"page 1: {NAME}" in vault.said
                          and not os.path.exists(vault.path("twice-out.pdf"))))

    shutil.rmtree(vault.folder)
    print(f"1..{NUMBER}")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
