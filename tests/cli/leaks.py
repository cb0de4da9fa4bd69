# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with a name where it is hard to see, and a vault to take them in; for test-leaks.py and test-hidden.py. The person in these files does
not exist."""
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
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


def make_renamed(name):
    """The name in a font whose encoding names each code's letter, under a table that gives the code's own letter, which is the next one."""
    shown = "".join(chr(ord(c) + 1) if c.isalpha() else c for c in name)
    names = lambda first: " ".join("/" + chr(c) for c in range(first, first + 26))
    table = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff> endcodespacerange "
             "1 beginbfrange <20> <7e> <0020> endbfrange endcmap end end").encode()
    return make_untold(("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [66 %s 98 %s] >> /ToUnicode 7 0 R >>"
                        % (names(65), names(97))).encode(), "(%s)" % shown, more=[b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table)])


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
    dots = b"BT /F1 .5 Tf %s ET " % b" ".join(b"1 0 0 1 72 %d Tm (%s) Tj" % (y, b"." * 1000) for y in range(400, 460))
    page += {"far": b"q 1 0 0 1 25000 0 cm " + shown + b" Q", "tiny": dots + shown, "layer": b"/OC /L BDC " + shown + b" EMC", "cropped": shown, "beyond": shown, "lying": shown, "instead": b"/Span << /ActualText (somebody) >> BDC " + shown + b" EMC",
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


def make_crowded(name, blind=False):
    """A page each with the name in numbers of shapes: behind 70 forms, of the 502 stamps the last two, the last of ten states of a stamp, in a form that a
    form's own resources name, in a pattern and a mask of such, in a drawn glyph, under another text whose key is written in numbers; and, when
    @blind, pages of which a form, the content, or forms 40 deep cannot be read."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", None, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]

    def add(body):
        objects.append(body)
        return len(objects)

    def stream(keys, data):
        return add(b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(data), data))

    told = stream(b"", b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange "
                  b"1 beginbfrange <0003> <0060> <0020> endbfrange endcmap end end")
    font = add(b"<< /Type /Font /Subtype /Type0 /BaseFont /GHIJKL+Serif /Encoding /Identity-H /ToUnicode %d 0 R /DescendantFonts [<< /Type /Font /Subtype "
               b"/CIDFontType2 /BaseFont /GHIJKL+Serif /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>] >>" % told)
    fonts = b"/Font << /F1 3 0 R /F2 %d 0 R >>" % font
    shapes = lambda text: b"BT /F2 14 Tf 7 600 Td <%s> Tj ET" % "".join("%04x" % (ord(c) - 29) for c in text).encode()
    form = lambda text, more=b"", data=b"": stream(b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s %s >>" % (fonts, more),
                                                   shapes(text) if text else data)
    tile = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 99 700] /XStep 99 /YStep 700 /Resources << %s >>" % fonts
    dull, told_form, kids = form("Nothing"), form(name), []

    def page(more=b"", data=b"BT /F1 14 Tf 72 700 Td (A page) Tj ET", notes=b"", filtered=b""):
        content = stream(filtered, data)
        kids.append(b"%d 0 R" % add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s /Resources << %s %s >> >>" % (content, notes, fonts, more)))

    stamp = lambda y, look: b"<< /Type /Annot /Subtype /Stamp /Rect [10 %d 100 %d] /F 4 /AP << /N %s >> >>" % (y, y + 9, look)
    shut = lambda look: form(None, b"/XObject << /Y %d 0 R >>" % look)
    page(b"/XObject << %s >>" % b" ".join([b"/A%02d %d 0 R" % (i, form("Nothing %d" % i)) for i in range(70)] + [b"/Z %d 0 R" % told_form]))
    page(notes=b"/Annots [%s %s %s]" % (b" ".join(stamp(100, b"%d 0 R" % dull) for _ in range(500)), stamp(300, b"%d 0 R" % told_form), stamp(400, b"%d 0 R" % told_form)))
    page(notes=b"/Annots [%s]" % stamp(300, b"<< %s /S9 %d 0 R >>" % (b" ".join(b"/S%d %d 0 R" % (i, dull) for i in range(9)), told_form)))
    page(b"/XObject << /X %d 0 R >>" % shut(shut(told_form)))
    page(b"/XObject << /X %d 0 R >>" % form(None, b"/Pattern << /P %d 0 R >>" % stream(tile, shapes(name))))
    page(b"/XObject << /X %d 0 R >>" % form(None, b"/ExtGState << /G << /SMask << /S /Luminosity /G %d 0 R >> >> >>" % told_form))
    glyph = stream(b"", b"600 0 d0 " + shapes(name))
    page(b"/XObject << /X %d 0 R >>" % form(None, b"/Font << /F3 << /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 "
                                            b"/LastChar 65 /Widths [600] /Encoding << /Differences [65 /a] >> /CharProcs << /a %d 0 R >> /Resources << %s >> >> >>"
                                            % (glyph, fonts)))
    page(data=b"BT /F1 14 Tf 72 700 Td (A page) Tj ET /Span << /Act#75al#54ext (somebody) >> BDC " + shapes(name) + b" EMC")
    if blind:
        page(b"/XObject << /X %d 0 R >>" % stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /Nobody", b"BT (x) Tj ET"), b"BT /F1 14 Tf 72 700 Td (A page) Tj ET /X Do")
        page(data=b"BT /F1 14 Tf 72 700 Td (Nairobi) Tj ET", filtered=b"/Filter /Nobody")
        deep = dull
        for _ in range(40):
            deep = shut(deep)
        page(b"/XObject << /X %d 0 R >>" % deep)
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return put_together(objects)


LETTERS = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"


def make_redrawn(name):
    """The name in a font whose glyphs are drawn with the letters of another: its encoding says "a" for the first of them, "b" for the second."""
    letters = sorted(set(name))
    codes = "".join(chr(ord("a") + letters.index(c)) for c in name)
    stream = lambda keys, data: b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(data), data)
    glyphs = [stream(b"", b"600 0 d0 BT /F1 1000 Tf (%s) Tj ET" % c.encode()) for c in letters]
    names = b" ".join(b"/%c" % (97 + i) for i in range(len(letters)))
    return put_together([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        stream(b"", b"BT /F1 14 Tf 72 700 Td (A report read in Nairobi) Tj ET BT /F2 14 Tf 72 600 Td (%s) Tj ET" % codes.encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 1000 900] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar %d /Widths [%s] "
        b"/Encoding << /Differences [97 %s] >> /CharProcs << %s >> /Resources << /Font << /F1 5 0 R >> >> >>"
        % (96 + len(letters), b"600 " * len(letters), names, b" ".join(b"/%c %d 0 R" % (97 + i, 7 + i) for i in range(len(letters))))] + glyphs)


def make_swapped(name, honest=False, mirrored=False):
    """The name in the shapes of an embedded font, under a table that gives each letter for the next one, unless it is @honest."""
    with open(LETTERS, "rb") as file:
        font = file.read()
    # Liberation's Latin letters are in the order of ASCII: "A" is shape 36.
    shapes = "".join("%04x" % (ord(c) - 29) for c in name)
    turn = lambda c: c if honest or not c.isalpha() else chr((ord(c) & 0x60) + (ord(c) & 0x1f) % 26 + 1)
    table = b"\n".join(b"<%04x> <%04x>" % (ord(c) - 29, ord(turn(c))) for c in map(chr, range(32, 127)))
    told = (b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange "
            b"95 beginbfchar\n" + table + b"\nendbfchar endcmap end end")
    stream = lambda keys, data: b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(data), data)
    page = b"BT /F1 14 Tf 72 700 Td (A report read in Nairobi) Tj ET BT /F2 14 Tf %s 600 Tm <%s> Tj ET" % (
        b"-1 0 0 1 300" if mirrored else b"1 0 0 1 72", shapes.encode())
    return put_together([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        stream(b"", page), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /GHIJKL+Sans /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 "
        b"/BaseFont /GHIJKL+Sans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 /CIDToGIDMap /Identity /FontDescriptor 8 0 R >>] >>",
        stream(b"", told), b"<< /Type /FontDescriptor /FontName /GHIJKL+Sans /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 "
        b"/CapHeight 700 /StemV 80 /FontFile2 9 0 R >>", stream(b"", font)])


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
