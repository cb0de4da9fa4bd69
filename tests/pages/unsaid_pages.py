# SPDX-License-Identifier: GPL-3.0-or-later
"""A document of pages that show more than their words say, and of pages that do not; each has a line of words."""
import math
import random

from unsaid_shapes import Font, Picture, draw, put_together, stream, texture

SANS = Font()
LETTER = ["To the officer in charge", "I saw the girl Amina Finwick at the", "gate of the landlord's house on Monday", "and again on the day after. She told me",
          "that she wished to go home to her aunt", "and that he kept her papers. I write", "this so that it is known. The other", "children were taken to the coast road"]


def text(words, x, y, size, turn="1 0 0 1"):
    return f"BT /F1 {size} Tf {turn} {x} {y} Tm ({words}) Tj ET "


def lines(words, x, y, size, step):
    return "".join(text(line, x, y - step * i, size) for i, line in enumerate(words))


def cursive(x, y, size, n, seed=1):
    """A word written by hand in one stroke: n letters, most of them loops, some tall, some hanging."""
    dice, out = random.Random(seed), [f"{x:.1f} {y:.1f} m"]
    for _ in range(n):
        tall = dice.choice((0.5, 0.5, 0.55, 1.1, -0.5))
        wide = size * dice.uniform(0.4, 0.55)
        out.append("%.1f %.1f %.1f %.1f %.1f %.1f c" % (x + wide, y + size * 0.1, x + wide * 0.9, y + size * tall, x + wide * 0.45, y + size * tall))
        out.append("%.1f %.1f %.1f %.1f %.1f %.1f c" % (x + wide * 0.1, y + size * tall, x + wide * 0.3, y - size * 0.05, x + wide, y))
        x += wide
    return " ".join(out) + " S ", x


def hand(words, x, y, size, width=1.1, seed=1):
    out = f"{width} w 1 J 1 j "
    for i, word in enumerate(words.split()):
        path, x = cursive(x, y, size, len(word), seed + i)
        out += path
        x += size * 0.6
    return out


class Book:
    def __init__(self):
        self.objects = [b"<< /Type /Catalog /Pages 2 0 R >>", None, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
        self.kids, self.names = [], []

    def add(self, body):
        self.objects.append(body)
        return len(self.objects)

    def page(self, name, content, pictures=(), box=(0, 0, 595, 842), head="Read in Nairobi on the day of the hearing", more="", fonts="", rotate=0):
        """@pictures: of (Picture, matrix) or (Picture, matrix, is a mask)."""
        drawn, places = content, []
        for i, (picture, matrix, *mask) in enumerate(pictures):
            if mask and mask[0]:
                rows = []
                for y in range(picture.height):
                    row = picture.data[y * picture.width:(y + 1) * picture.width].ljust((picture.width + 7) // 8 * 8, b"\xff")
                    rows.append(bytes(sum((row[8 * k + b] >= 128) << (7 - b) for b in range(8)) for k in range(len(row) // 8)))
                number = self.add(stream(b"/Type /XObject /Subtype /Image /ImageMask true /Width %d /Height %d /BitsPerComponent 1"
                                         % (picture.width, picture.height), b"".join(rows)))
            else:
                number = self.add(stream(b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"
                                         % (picture.width, picture.height), picture.data))
            places.append(f"/I{i} {number} 0 R")
            drawn = f"q {matrix} cm /I{i} Do Q " + drawn
        if head:
            drawn += " 0 g 0 G 0 Tr " + text(head, 72, box[3] - 42, 12)
        content = self.add(stream(b"", drawn.encode()))
        self.kids.append(b"%d 0 R" % self.add((f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /CropBox [{box[0]} {box[1]} {box[2]} {box[3]}] /Rotate {rotate} "
                                               f"/Contents {content} 0 R /Resources << /Font << /F1 3 0 R {fonts} >> /XObject << {' '.join(places)} >> {more} >> >>").encode()))
        self.names.append(name)

    def whole(self):
        self.objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self.kids), b" ".join(self.kids))
        return put_together(self.objects)


def turned(degrees, width, height, x, y):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return f"{width * c:.2f} {width * s:.2f} {-height * s:.2f} {height * c:.2f} {x} {y}"


def ring(words, x, y, radius):
    """Words around a stamp."""
    out = ""
    for i, c in enumerate(words):
        a = math.pi * 0.95 - i * 1.9 * math.pi / len(words)
        turn = a - math.pi / 2
        out += text(c, f"{x + radius * math.cos(a):.1f}", f"{y + radius * math.sin(a):.1f}", 10,
                    f"{math.cos(turn):.3f} {math.sin(turn):.3f} {-math.sin(turn):.3f} {math.cos(turn):.3f}")
    return out


def circle(x, y, r):
    k = 0.5523 * r
    return (f"{x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c {x - k} {y + r} {x - r} {y + k} {x - r} {y} c "
            f"{x - r} {y - k} {x - k} {y - r} {x} {y - r} c {x + k} {y - r} {x + r} {y - k} {x + r} {y} c ")


def square_code(dice):
    out = "".join(f"{200 + 4 * i} {300 + 4 * k} 4 4 re f " for i in range(29) for k in range(29) if dice.random() < 0.5)
    for cx, cy in ((200, 300), (288, 300), (200, 388)):
        out += f"1 g {cx - 4} {cy - 4} 36 36 re f 0 g {cx} {cy} 28 28 re f 1 g {cx + 4} {cy + 4} 20 20 re f 0 g {cx + 8} {cy + 8} 12 12 re f "
    return out


def add_asked(book):
    letter, stamp, chat, small, pencil, table, ruled, one, dots = draw([
        lines(LETTER, 20, 270, 12, 22),
        "1.5 w " + circle(150, 150, 90) + "S " + circle(150, 150, 60) + "S " + ring("HIGH COURT OF KENYA * MOMBASA *", 150, 150, 70) + text("RECEIVED", 110, 152, 14) + text("A. Finwick", 115, 135, 11),
        "0.9 g 20 200 200 60 re f 120 110 160 60 re f 0 g " + text("Where is Amina now?", 32, 236, 12) + text("At the gate of the house", 32, 216, 12) + text("Bring her papers", 132, 142, 12)
        + text("on Monday night", 132, 122, 12),
        lines(LETTER, 20, 270, 6, 11),
        hand("the girl Amina Finwick", 20, 240, 22) + hand("came with her aunt", 20, 200, 22, seed=9) + hand("on Monday", 20, 160, 22, seed=20),
        "0.8 w " + "".join(f"20 {y} 260 40 re S " for y in (220, 180, 140)) + "100 140 m 100 260 l S 200 140 m 200 260 l S " + lines(["Amina F.", "Juma K.", "Neema A."], 26, 235, 12, 40)
        + lines(["aged 14", "aged 12", "aged 15"], 112, 235, 12, 40),
        "".join(f"0.7 w 20 {y} m 280 {y} l S " for y in (240, 210, 180)) + hand("Amina Finwick", 24, 241, 22) + hand("of the coast", 24, 211, 22, seed=5) + hand("road house", 24, 181, 22, seed=13),
        text("Amina Finwick", 20, 240, 12),
        "1.6 w 1 J [0 2.6] 0 d 1 Tr " + "BT /F1 22 Tf 20 230 Td (Amina Finwick) Tj 0 -40 Td (of Mombasa) Tj 0 -40 Td (aged fourteen) Tj ET",
    ], 300, 300, 150)
    page = "420 0 0 420 80 300"
    book.page("photo of a letter", "", [(letter.mapped(40, 215).noisy(14, 40), turned(3, 420, 420, 80, 260))])
    book.page("handwriting as strokes", hand("the girl Amina", 80, 500, 20) + hand("came home", 80, 460, 20, seed=7))
    book.page("signature as strokes", hand("AFinwick", 320, 200, 26, 1.3, 4))
    book.page("stamp as picture", "", [(stamp.mapped(60, 255), turned(12, 200, 200, 300, 120))])
    book.page("screenshot of a chat", "", [(chat, "260 0 0 260 150 380")])
    book.page("scan below a line of words", "", [(letter.mapped(20, 245).noisy(5), "595 0 0 595 0 100")])
    book.page("scan on its side", "", [(letter.mapped(20, 245), "0 420 -420 0 500 250")])
    book.page("scan askew", "", [(letter.mapped(20, 245), turned(17, 380, 380, 180, 250))])
    book.page("scan at 45 degrees", "", [(letter.mapped(20, 245), turned(45, 360, 360, 300, 150))])
    book.page("scan upside down", "", [(letter.mapped(20, 245), "-420 0 0 -420 500 700")])
    book.page("faint pencil", "", [(pencil.mapped(165, 244).noisy(5), page)])
    book.page("white writing on black", "", [(letter.mapped(255, 0), page)])
    book.page("words as outlines", "".join(SANS.draw(line, 72, 600 - 20 * i, 12) for i, line in enumerate(LETTER[:4])))
    book.page("a name as a curve", "0.8 w " + SANS.draw("Amina Finwick", 150, 420, 30, "S"))
    book.page("one line of outlines", SANS.draw("paid to Amina Finwick", 300, 300, 11))
    book.page("sparse logo with a name", "0.2 0.4 0.8 rg 60 640 40 40 re f 0 g " + SANS.draw("Finwick", 108, 650, 26) + SANS.draw("Traders", 220, 650, 26))
    book.page("text in an image mask", "", [(letter, page, True)])
    # Letters in the forms they take beside each other, as they stand from the left.
    arabic = "".join(chr(c) for c in (0xfe94, 0xfee8, 0xfef4, 0xfee3, 0xfe83, 0x20, 0xfe96, 0xfee8, 0xfe92, 0xfedf, 0xfe8d, 0x20, 0xfeee, 0xfeeb))
    book.page("Arabic as paths", SANS.draw(arabic, 200, 500, 24) + SANS.draw(arabic[::-1], 200, 460, 24))
    single = draw([text(c, 8, 6, 18) for c in "AMINAFINWICK"], 30, 26, 150)
    book.page("a letter a line as pictures", "", [(picture, f"30 0 0 26 300 {660 - 26 * i}") for i, picture in enumerate(single)])
    book.page("picture of 6 point writing", "", [(small, "300 0 0 300 120 300")])
    book.page("picture of a filled table", "", [(table, "300 0 0 300 120 300")])
    book.page("handwriting on ruled lines", "", [(ruled, "300 0 0 300 120 300")])
    book.page("a name in a picture, alone", "", [(one, "300 0 0 300 250 100")])
    book.page("writing of dots", "", [(dots, "300 0 0 300 120 300")])
    ground = texture(300, 120)
    caption = draw([text("Amina at the gate", 20, 30, 18)], 300, 120, 72)[0]
    book.page("words over a photograph", "", [(caption.over(ground), "300 0 0 120 120 400")])
    book.page("writing on grey paper", "", [(letter.mapped(60, 150), page)])
    book.page("a signature over its line", "0.7 w 300 195 m 500 195 l S " + text("Signed", 300, 180, 10) + hand("Finwick", 330, 200, 24, 1.2, 6))
    book.page("a page that is turned", "", [(letter.mapped(20, 245), "420 0 0 420 80 200")], rotate=90)
    # What the rules for boxes, bars, curves and codes must not take along.
    book.page("a name in a dark banner", "0.15 0.2 0.5 rg 60 500 475 40 re f 1 g " + SANS.draw("Amina Finwick", 80, 513, 14))
    book.page("a dark name in a dark banner", "0.4 g 60 500 475 40 re f 0 g " + SANS.draw("Amina Finwick", 80, 513, 14))
    book.page("letters in boxes", "0.8 w " + "".join(f"{100 + 16 * i} 500 16 20 re S " + SANS.draw(c, 103 + 16 * i, 505, 13) for i, c in enumerate("AMINAFINWICK")))
    book.page("boxes for letters that a font lacks", "0.8 w " + "".join(f"{100 + 11 * i} 500 8 12 re S " for i in range(14)))
    book.page("a long signature", hand("AminaFinwickMutindi", 150, 300, 30, 1.3, 8))
    book.page("a name beside a QR code", square_code(random.Random(5)) + SANS.draw("paid to Amina Finwick", 330, 350, 11))
    book.page("handwriting in a shaded field", "0.8 g 72 400 300 26 re f 0 g " + text("Name", 78, 408, 11) + hand("Amina Finwick", 130, 406, 20, 1.1, 3))
    book.page("outlines under a curve", "1 w 60 395 m " + " ".join(f"{60 + 5 * i} {395 + (i % 3)} l" for i in range(1, 90)) + " S " + SANS.draw("paid to Amina Finwick", 150, 400, 12))
    book.page("underlined outlines", SANS.draw("paid to Amina Finwick", 150, 400, 14) + "0.8 w 150 398.5 m 320 398.5 l S")
    book.page("outlines over a table's rule", "0.8 w 72 404 m 500 404 l S 72 424 m 500 424 l S " + SANS.draw("paid to Amina Finwick", 150, 400, 14))
    # Few letters, where what is no writing is left out: they stand in a row.
    square = "{x} {y} {s} {s} re {x1} {y1} {s1} {s1} re f* {x2} {y2} {s2} {s2} re f "

    def corner(x, y, m):
        return square.format(x=x, y=y, s=7 * m, x1=x + m, y1=y + m, s1=5 * m, x2=x + 2 * m, y2=y + 2 * m, s2=3 * m)

    book.page("a letter between the marks of a form", corner(60, 620, 3) + corner(514, 620, 3) + corner(60, 166, 3)
              + "".join(SANS.draw(line, 90, 560 - 22 * i, 12) for i, line in enumerate(LETTER)))
    book.page("a name across a QR code", square_code(random.Random(5)) + "1 g 190 335 84 22 re f 0 g " + SANS.draw("Amina", 196, 340, 14))
    book.page("outlines cut by the edge", SANS.draw("paid to Amina Finwick of Mombasa", 150, 101, 12) + "1 g 0 0 595 100 re f 0 g ", box=(0, 102, 595, 842))
    book.page("outlines over the dots of a form", text("Name " + "." * 80, 72, 400, 10) + SANS.draw("Amina Finwick aged 14", 120, 401, 12))
    book.page("a name on a thick rule", "72 400 456 4 re f " + SANS.draw("Amina Finwick", 90, 404, 16))
    book.page("a large name", SANS.draw("Amina", 200, 420, 36))
    book.page("a very large name", SANS.draw("Finwick", 60, 420, 90))
    book.page("one field of letters", "0.8 w " + "".join(f"{100 + 14 * i} 500 14 18 re S " + SANS.draw(c, 103 + 14 * i, 505, 11) for i, c in enumerate("AMINAFINWICK")))
    bars = "".join(f"0.3 g {90 + 60 * i} 200 26 {160 + 40 * i} re f q 0 1 -1 0 {108 + 60 * i} 210 cm 1 g " + SANS.draw(name, 0, 0, 9) + " Q " for i, name in enumerate(("Amina", "Baraka", "Neema", "Otieno")))
    book.page("white names on the bars of a chart", bars)
    book.page("a name in a rule of 6 points", "72 394.5 456 6 re f " + SANS.draw("Amina Finwick", 90, 400, 12))
    book.page("a name struck through", SANS.draw("paid to Amina Finwick", 100, 400, 12) + "6 w 95 404 m 300 404 l S")

    strokes = ((100, 400, 115, 440), (115, 440, 130, 400), (106, 416, 124, 416), (140, 400, 140, 440), (140, 440, 155, 415), (155, 415, 170, 440), (170, 440, 170, 400), (182, 400, 182, 440),
               (194, 400, 194, 440), (194, 440, 218, 400), (218, 400, 218, 440), (228, 400, 243, 440), (243, 440, 258, 400), (234, 416, 252, 416))
    book.page("capitals of single strokes", "0.8 w " + " ".join(f"{a} {c} m {d} {e} l S" for a, c, d, e in strokes))

    # Turned.
    def at(degrees, x, y, drawn):
        return f"q {turned(degrees, 1, 1, x, y)} cm {drawn} Q "

    for degrees in (45, 75, 135):
        book.page(f"a name turned by {degrees} degrees", at(degrees, 250, 300, SANS.draw("Amina Finwick", 0, 0, 12)))
    book.page("slanted labels of a chart", "".join(at(45, 90 + 60 * i, 150, SANS.draw(name, 0, 0, 8)) for i, name in enumerate(("Amina", "Baraka", "Neema", "Otieno"))))
    book.page("a pale name across the page", "0.8 g " + at(45, 120, 150, SANS.draw("Amina Finwick", 0, 0, 60)))
    # In cells, on the lines of a form, between lines that are typed.
    book.page("letters in wide cells", "0.7 w " + "".join(f"{60 + 22 * i} 500 22 25 re S " + SANS.draw(c, 67 + 22 * i, 503, 9) for i, c in enumerate("FINWICK")))
    book.page("letters over lines of their own", "0.7 w " + "".join(f"{61 + 20 * i} 500 m {78 + 20 * i} 500 l S " + SANS.draw(c, 66 + 20 * i, 503, 11) for i, c in enumerate("FINWICK")))
    book.page("by hand over the dots of a form", text("Name " + "." * 90, 72, 400, 11) + hand("Amina Finwick", 120, 401, 16, 1.1, 3))
    book.page("by hand over underscores", text("Name " + "_" * 50, 72, 400, 11) + hand("Amina Finwick", 120, 401, 16, 1.1, 3))
    book.page("by hand between typed lines", lines(LETTER * 3, 72, 700, 10, 14) + hand("Amina Finwick", 150, 565, 16, 1.1, 3))
    form = draw([text("Name " + "." * 80, 20, 150, 12) + SANS.draw("paid to Amina Finwick aged 14", 70, 153, 12)], 300, 300, 150)[0]
    book.page("over the dots of a form, scanned and read", "3 Tr " + text("Name " + "." * 80, 100, 500, 12), [(form, "300 0 0 300 80 350")])
    # Colours that are as light as each other.
    book.page("orange on light blue", "0.6 0.72 1 rg 60 380 480 60 re f 1 0.62 0.4 rg " + SANS.draw("paid to Amina Finwick", 90, 400, 14))
    book.page("red on green", "0 0.5 0 rg 60 380 480 60 re f 1 0 0 rg " + SANS.draw("Amina Finwick", 90, 400, 16))
    # A font may draw whatever it likes for a letter.
    line = book.add(stream(b"", ("14 0 0 -200 8000 800 d1 " + SANS.draw("paid to Amina Finwick of Mombasa", 0, 0, 1000)).encode()))
    many = book.add(f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -300 20000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /a {line} 0 R >> "
                    "/Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [300] /Resources << >> >>".encode())
    book.page("a letter that is drawn as a line of words", "BT /F2 12 Tf 150 400 Td (a) Tj ET", fonts=f"/F2 {many} 0 R")

    def glyph(name, drawn, advance, frame, size, said="0078", resources=""):
        """One code of a drawn font, which is said to be @said."""
        number = book.add(stream(b"", f"{advance} 0 {drawn}".encode()))
        told = table({1: said})
        font = book.add(f"<< /Type /Font /Subtype /Type3 /FontBBox [{frame}] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar 1 /Widths [{advance}] /CharProcs << /a {number} 0 R >> "
                        f"/Encoding << /Type /Encoding /Differences [1 /a] >> /Resources << {resources} >> /ToUnicode {told} 0 R >>".encode())
        book.page(name, f"BT /F2 {size} Tf 80 400 Td <01> Tj ET", fonts=f"/F2 {font} 0 R")

    def table(said):
        rows = " ".join(f"<{code:02x}> <{hexes}>" for code, hexes in said.items())
        return book.add(stream(b"", (f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff> endcodespacerange {len(said)} beginbfchar {rows} "
                                     "endbfchar endcmap end end").encode()))

    whole = SANS.draw("Amina Finwick", 0, 0, 1000)
    glyph("a letter as wide as the line that is drawn for it", "0 -300 9000 1000 d1 " + whole, 7000, "0 -300 9000 1000", 14)
    glyph("a glyph of a name for a few words", "0 -300 9000 1000 d1 " + whole, 7000, "0 -300 9000 1000", 14, "006100200077006f007200640020006f0066")
    glyph("a letter drawn as three lines", "0 -3000 9000 1000 d1 " + "".join(SANS.draw(w, 0, -1200 * i, 1000) for i, w in enumerate(("Amina Finwick", "girl of 12", "Mombasa"))), 7000,
          "0 -3000 9000 1000", 14)
    glyph("a glyph of two short lines for a few words", "0 -2000 3000 1000 d1 " + SANS.draw("Anna", 0, 0, 1000) + SANS.draw("Lucy", 0, -1000, 1000), 2600, "0 -2000 3000 1000", 20,
          "006100200077006f007200640020006f0066")
    scan = draw([SANS.draw("Amina Finwick", 10, 10, 12)], 140, 30, 150)[0]
    picture = book.add(stream(b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray" % (scan.width, scan.height), scan.data))
    glyph("a letter drawn as a picture", "0 d0 q 7000 0 0 1500 0 0 cm /I Do Q", 7000, "0 0 7000 1500", 20, resources=f"/XObject << /I {picture} 0 R >>")

    # What a table says of all its shapes.
    def told(name, said, before="", word="AminaFinwick"):
        shapes = [book.add(stream(b"", f"{SANS.width(c, 1000):.0f} 0 0 -300 1000 1000 d1 {SANS.draw(c, 0, 0, 1000)}".encode())) for c in word]
        font = book.add((f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -300 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar {len(word)} /Widths [{' '.join(f'{SANS.width(c, 1000):.0f}' for c in word)}] "
                         f"/CharProcs << {' '.join(f'/{chr(97 + i)} {n} 0 R' for i, n in enumerate(shapes))} >> /Encoding << /Type /Encoding /Differences [1 {' '.join('/' + chr(97 + i) for i in range(len(word)))}] >> "
                         f"/Resources << >> /ToUnicode {table({i + 1: said(i) for i in range(len(word))})} 0 R >>").encode())
        book.page(name, before + "BT /F2 12 Tf 80 400 Td <" + "".join(f"{i + 1:02x}" for i in range(len(word))) * (12 // len(word)) + "> Tj ET", fonts=f"/F2 {font} 0 R")

    told("a table of spaces only, in a free line", lambda i: "0020", lines(LETTER[:4], 72, 418 + 3 * 18, 12, 18) + lines(LETTER[4:], 72, 382, 12, 18))
    told("a table of nothing that is drawn", lambda i: ("00ad", "200b", "fe0f", "00a0")[i % 4])
    told("a table of tags", lambda i: f"db40dc{0x61 + i:02x}")
    told("a table of accents without letters", lambda i: "0301")
    told("a table of one dash", lambda i: "002d")
    told("a table of one letter of another alphabet", lambda i: "0430")
    # Letters that nobody sees account for nothing.
    told("four letters, said to be spaces", lambda i: "0020", word="Amin")
    told("invisible letters over a name", lambda i: "0020", "3 Tr " + text("xxxx", 60, 380, 80) + "0 Tr ", "Amin")


def add_unasked(book):
    dice = random.Random(5)
    gradient = ("/Shading << /S1 << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [60 0 535 0] /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0.2 0] /C1 [0 0.2 1] /N 1 >> "
                "/Extend [true true] >> /S2 << /ShadingType 3 /ColorSpace /DeviceGray /Coords [180 300 10 180 300 90] /Function << /FunctionType 3 /Domain [0 1] /Bounds [0.25 0.5 0.75] "
                "/Encode [0 1 1 0 0 1 1 0] /Functions [<< /FunctionType 2 /Domain [0 1] /C0 [0.1] /C1 [0.9] /N 1 >> << /FunctionType 2 /Domain [0 1] /C0 [0.1] /C1 [0.9] /N 1 >> "
                "<< /FunctionType 2 /Domain [0 1] /C0 [0.1] /C1 [0.9] /N 1 >> << /FunctionType 2 /Domain [0 1] /C0 [0.1] /C1 [0.9] /N 1 >>] >> >> >>")
    book.page("gradients", "q 60 500 475 150 re W n /S1 sh Q 1.5 w 60 500 475 150 re S q 60 200 230 200 re W n /S2 sh Q 60 200 230 200 re S "
              "q 1 0 0 1 245 0 cm 60 200 230 200 re W n /S2 sh Q 305 200 230 200 re S q 60 430 475 40 re W n /S1 sh Q", more=gradient)
    beat = ""
    for y in (560, 480, 400, 320, 240, 160):
        path, x = [f"60 {y} m"], 60.0
        while x < 530:
            for dx, dy in ((8, 0), (3, 3), (3, 0), (2, -4), (2, 30), (3, -12), (2, 0), (5, 6), (4, 0)):
                x += dx * 0.8
                path.append(f"{x:.1f} {y + dy + dice.uniform(-1, 1):.1f} l")
        beat += " ".join(path) + " S "
    book.page("heart's curve", "1 0.85 0.85 RG 0.4 w " + "".join(f"{x} 140 m {x} 620 l S " for x in range(60, 536, 12)) + "".join(f"60 {y} m 535 {y} l S " for y in range(140, 621, 12))
              + "0 G 0.8 w " + beat)
    brain = texture(200, 160, 11, 40)
    book.page("maps of tones", "0.9 w " + circle(200, 420, 50) + "S " + circle(260, 380, 30) + "S ", [(brain, "400 0 0 320 90 300")])
    hatch = "".join(f"{140 + i * 4} 300 m {180 + i * 4 + dice.uniform(-3, 3):.1f} {360 + dice.uniform(-6, 6):.1f} l S " for i in range(50))
    book.page("drawing with hatching", "0.8 w " + circle(240, 420, 60) + "S " + circle(220, 440, 6) + "S " + circle(260, 440, 6) + "S 215 400 m 230 385 250 385 265 400 c S " + hatch
              + "180 360 m 200 300 280 300 300 360 c S")
    book.page("dotted lines of a form", "1 w 1 J [0 3] 0 d " + "".join(f"150 {y} m 520 {y} l S " for y in range(200, 700, 24)) + "[] 0 d "
              + "".join(text(f"Answer {i + 1}", 72, 698 - 24 * i, 11) for i in range(20)))
    book.page("a line that runs off the edge", "".join(text("that goes on and on as nobody had told it where to stop before the edge of its page is reached by it", x, y, 14) for x, y in ((60, 400), (-90, 300))))
    book.page("a line cut by the edge", text("The last line of a page that is cut", 60, 95, 16) + text("and the first one, cut as well", 60, 790, 16), box=(0, 100, 595, 800), head=None)
    letters = "Written downwards as they do in the east"
    program = book.add(stream(b"/Length1 %d" % len(SANS.data), SANS.data))
    widths = "[" + " ".join(f"{SANS.map[ord(c)]} [{round(SANS.advance(SANS.map[ord(c)]) * 1000 / SANS.em)}]" for c in sorted(set(letters))) + "]"
    told = book.add(stream(b"", ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange "
                                 f"{len(set(letters))} beginbfchar " + " ".join(f"<{SANS.map[ord(c)]:04x}> <{ord(c):04x}>" for c in sorted(set(letters)))
                                 + " endbfchar endcmap end end").encode()))

    def font(way, ascent, descent):
        descriptor = book.add((f"<< /Type /FontDescriptor /FontName /DejaVuSans /Flags 4 /FontBBox [-100 {descent} 1200 {ascent}] /ItalicAngle 0 /Ascent {ascent} /Descent {descent} "
                               f"/CapHeight 730 /StemV 80 /FontFile2 {program} 0 R >>").encode())
        return book.add((f"<< /Type /Font /Subtype /Type0 /BaseFont /DejaVuSans /Encoding /Identity-{way} /ToUnicode {told} 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 "
                         f"/BaseFont /DejaVuSans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity "
                         f"/DW 600 /W {widths} >>] >>").encode())

    code = "".join(f"{SANS.map[ord(c)]:04x}" for c in letters)
    down, low = font("V", 928, -236), font("H", 350, -300)
    book.page("writing downwards", "".join(f"BT /F2 16 Tf {x} 700 Td <{code}> Tj ET " for x in (150, 250, 350, 450)), fonts=f"/F2 {down} 0 R")
    book.page("letters higher than their font says", f"BT /F2 40 Tf 30 400 Td <{code[:88]}> Tj ET BT /F2 40 Tf 30 300 Td <{code[88:]}> Tj ET", fonts=f"/F2 {low} 0 R")
    grid = "0.8 w " + "".join(f"{x} 200 m {x} 680 l S " for x in range(80, 561, 32)) + "".join(f"80 {y} m 560 {y} l S " for y in range(200, 681, 32))
    book.page("a table of single letters", grid + "".join(text(chr(0x41 + (i * 7) % 26), 91 + 32 * (i % 15), 658 - 32 * (i // 15), 14) for i in range(225)))
    book.page("slanted writing", "".join(text("slanted words of a form of the clinic", 100 + 40 * i, 300, 14, "0.866 0.5 -0.5 0.866") for i in range(4)))
    book.page("leaning writing", "".join(text("a line that leans a little as a scan does", 70, 300 + 40 * i, 14, "0.995 0.0998 -0.0998 0.995") for i in range(4)))
    form = "0.8 w " + "".join(f"72 {y} 470 22 re S 440 {y} m 440 {y + 22} l S 470 {y} m 470 {y + 22} l S " for y in range(160, 650, 22)) + "0.8 g 440 160 30 220 re f 0 g "
    form += "".join(f"{x} 655 m {x} 675 l S " for x in range(300, 480, 14)) + "300 655 168 20 re S "
    form += "".join(text(f"{k + 1}  Wages, tips and other pay of the year " + ". " * 18, 76, 634 - 22 * k + 6 - 6, 9) for k in range(22))
    book.page("a form with boxes", form)
    bars = "".join(f"{0.2 + 0.1 * (i % 6)} g {90 + 40 * i} 200 24 {dice.randint(40, 380)} re f " for i in range(11)) + "0 g 1 w 80 200 m 540 200 l S 80 200 m 80 620 l S "
    bars += "".join(f"76 {y} m 80 {y} l S " for y in range(200, 621, 10)) + "".join(text(str(y), 50, y - 3, 8) for y in range(200, 621, 60))
    book.page("a chart of bars", bars)
    points = "0.5 w " + "".join(f"80 {y} m 540 {y} l S " for y in range(200, 620, 40))
    for k in range(3):
        points += "1.2 w 80 %d m " % (250 + 80 * k) + " ".join(f"{80 + 10 * i} {250 + 80 * k + dice.uniform(-40, 40):.1f} l" for i in range(1, 47)) + " S "
    book.page("a chart of lines", points)
    book.page("a chart of points", "".join(f"{dice.uniform(80, 540):.1f} {dice.uniform(180, 640):.1f} 3 3 re f " for _ in range(160)) + "1 w 80 180 m 540 180 l S 80 180 m 80 640 l S")
    slices, a = "", 0.0
    for i, part in enumerate((0.3, 0.22, 0.18, 0.17, 0.13)):
        b = a + part * 2 * math.pi
        arc = " ".join(f"{300 + 120 * math.cos(a + (b - a) * k / 12):.1f} {420 + 120 * math.sin(a + (b - a) * k / 12):.1f} l" for k in range(13))
        slices += f"{0.2 + 0.15 * i} g 300 420 m {arc} h f "
        a = b
    book.page("a chart of a cake", slices)
    rows = "0.6 w " + "".join(f"72 {y} m 540 {y} l S " for y in range(200, 700, 20)) + "".join(f"{x} 200 m {x} 680 l S " for x in (72, 200, 330, 440, 540))
    book.page("a table with rules", rows + "".join(text(f"{dice.randint(1, 99)} {w}", x + 4, 186 + 20 * k, 10) for k in range(1, 25) for x, w in ((72, "shillings"), (200, "witnesses"), (330, "days"), (440, "pages"))))
    code, x = "", 150.0
    for _ in range(60):
        w = dice.choice((1, 1, 2, 3)) * 1.2
        code += f"{x:.1f} 400 {w:.1f} 50 re f "
        x += w + dice.choice((1, 1, 2, 3)) * 1.2
    book.page("a bar code", code)
    book.page("a QR code", square_code(dice))
    book.page("a photograph without words", "", [(texture(240, 180, 7, 70).noisy(6), "480 0 0 360 60 300")])
    lands = ""
    for i in range(30):
        cx, cy = 120 + 75 * (i % 6), 220 + 85 * (i // 6)
        outline = " ".join(f"{cx + (40 + dice.uniform(-6, 6)) * math.cos(k * math.pi / 5):.1f} {cy + (44 + dice.uniform(-6, 6)) * math.sin(k * math.pi / 5):.1f} l" for k in range(1, 11))
        lands += f"{dice.random():.2f} {dice.random():.2f} {dice.random():.2f} rg {cx + 40} {cy} m {outline} b "
    book.page("a map of colours", "0.6 w " + lands)
    book.page("a watermark that words say", "0.8 g " + text("CONFIDENTIAL COPY", 110, 150, 60, "0.707 0.707 -0.707 0.707") + "0 g " + lines(LETTER * 3, 72, 700, 12, 24))
    book.page("dotted leaders", "".join(text("Chapter %d " % (i + 1) + ". " * 60, 72, 700 - 20 * i, 11) for i in range(25)))
    marks = "0.5 w " + "".join(f"{x} {y} m {x + dx} {y} l S {x} {y} m {x} {y + dy} l S " for x, dx in ((20, 30), (575, -30)) for y, dy in ((20, 30), (822, -30)))
    marks += "".join(circle(x, y, 7) + f"S {x - 10} {y} m {x + 10} {y} l S {x} {y - 10} m {x} {y + 10} l S " for x, y in ((297, 20), (297, 822), (20, 421), (575, 421)))
    marks += "".join(f"{0.1 * i:.1f} g {150 + 14 * i} 10 14 14 re f " for i in range(10))
    book.page("crop marks", marks)
    book.page("lines to write on", "0.6 w " + "".join(f"72 {y} m 530 {y} l S " for y in range(120, 700, 22)))
    wave = "".join("0.8 w %d %d m " % (72, y) + " ".join(f"{72 + 3 * i} {y + (2 if i % 2 else -2)} l" for i in range(1, 150)) + " S " for y in (300, 400, 500))
    book.page("wavy underlines", wave + "".join(text("words that somebody doubted", 72, y + 6, 12) for y in (300, 400, 500)))
    book.page("boxes to tick", "".join(f"0.8 w 80 {y} 10 10 re S " + text("I agree with what stands here", 100, y + 1, 11) for y in range(150, 700, 20)))
    book.page("fills of lines", "0.5 w q 100 300 300 200 re W n " + "".join(f"{x} 300 m {x + 200} 500 l S " for x in range(-100, 400, 6)) + "Q 100 300 300 200 re S")
    book.page("a brick pattern", "0.8 w " + "".join(f"{100 + 24 * i + (12 if k % 2 else 0)} {300 + 10 * k} 24 10 re S " for i in range(14) for k in range(20)))
    book.page("a diagram with arrows", "1.2 w " + "".join(f"{100 + 150 * i} {300 + 110 * k} 80 40 re S " + text(f"step {i}{k}", 120 + 150 * i, 316 + 110 * k, 11)
              + f"{180 + 150 * i} {320 + 110 * k} m {250 + 150 * i} {320 + 110 * k} l S {240 + 150 * i} {316 + 110 * k} m {250 + 150 * i} {320 + 110 * k} l {240 + 150 * i} {324 + 110 * k} l f "
              f"{140 + 150 * i} {340 + 110 * k} m {140 + 150 * i} {410 + 110 * k} l S " for i in range(3) for k in range(4)))
    book.page("boxes in a row", "".join(f"{100 + 90 * i} 300 60 45 re S " for i in range(4)))
    book.page("an emblem", circle(297, 700, 24) + "S " + circle(297, 700, 18) + "S 285 690 24 20 re f 280 680 m 297 720 l 314 680 l S")
    read = draw([lines(LETTER, 20, 270, 12, 22)], 300, 300, 150)[0]
    book.page("a scan whose words are read", "3 Tr " + lines(LETTER, 100, 620, 12, 22), [(read, "300 0 0 300 80 350")])
    book.page("marks in a row", "".join(circle(100 + 26 * i, 300, 4) + "f " for i in range(12)))
    book.page("rings on a slant", "1 w " + "".join(circle(150 + 24 * i, 300 + 24 * i, 9) + "S " for i in range(6)))
    book.page("words close under each other", lines(LETTER * 4, 72, 700, 12, 11))
    book.page("words only", lines(LETTER * 3, 72, 700, 12, 24))


def make():
    """Returns the document, and of each page its kind and whether it must be asked about."""
    book = Book()
    add_asked(book)
    n = len(book.names)
    add_unasked(book)
    return book.whole(), [(name, i < n) for i, name in enumerate(book.names)]


if __name__ == "__main__":
    import sys

    pdf, kinds = make()
    with open(sys.argv[1], "wb") as file:
        file.write(pdf)
    print("\n".join(f"{i + 1}\t{name}\t{'asked' if asked else 'not'}" for i, (name, asked) in enumerate(kinds)))
