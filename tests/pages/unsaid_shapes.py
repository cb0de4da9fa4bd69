# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters as outlines and as pictures, for pages that show what their words do not say."""
import os
import random
import struct
import subprocess
import tempfile

FONTS = "/usr/share/fonts/truetype/dejavu"


class Font:
    """The outlines of a TrueType font, its cmap of format 4, simple shapes and those made of others."""

    def __init__(self, name="DejaVuSans.ttf"):
        with open(os.path.join(FONTS, name), "rb") as file:
            self.data = file.read()
        n = self.u16(4)
        self.tables = {self.data[12 + 16 * i:16 + 16 * i].decode(): self.u32(20 + 16 * i) for i in range(n)}
        self.em = self.u16(self.tables["head"] + 18)
        self.long = self.u16(self.tables["head"] + 50)
        self.n_metrics = self.u16(self.tables["hhea"] + 34)
        self.map = self.read_map()

    def u16(self, at):
        return struct.unpack_from(">H", self.data, at)[0]

    def i16(self, at):
        return struct.unpack_from(">h", self.data, at)[0]

    def u32(self, at):
        return struct.unpack_from(">I", self.data, at)[0]

    def read_map(self):
        cmap, shapes = self.tables["cmap"], {}
        for i in range(self.u16(cmap + 2)):
            at = cmap + self.u32(cmap + 4 + 8 * i + 4)
            if self.u16(at) != 4:
                continue
            n = self.u16(at + 6) // 2
            for k in range(n):
                last, first = self.u16(at + 14 + 2 * k), self.u16(at + 16 + 2 * (n + k))
                delta, place = self.u16(at + 16 + 2 * (2 * n + k)), at + 16 + 2 * (3 * n + k)
                offset = self.u16(place)
                for c in range(first, min(last, 0xfffe) + 1):
                    shape = self.u16(place + offset + 2 * (c - first)) if offset else c
                    shapes[c] = (shape + delta) & 0xffff if shape else 0
        return shapes

    def advance(self, shape):
        return self.u16(self.tables["hmtx"] + 4 * min(shape, self.n_metrics - 1))

    def contours(self, shape, dx=0, dy=0):
        """Lists of (x, y, on the curve)."""
        loca = self.tables["loca"]
        first, last = ((self.u32(loca + 4 * shape), self.u32(loca + 4 * shape + 4)) if self.long
                       else (2 * self.u16(loca + 2 * shape), 2 * self.u16(loca + 2 * shape + 2)))
        if first == last:
            return []
        at = self.tables["glyf"] + first
        n = self.i16(at)
        return self.composed(at + 10, dx, dy) if n < 0 else self.simple(at, n, dx, dy)

    def composed(self, at, dx, dy):
        out, more = [], True
        while more:
            flags, shape = self.u16(at), self.u16(at + 2)
            x, y = (self.i16(at + 4), self.i16(at + 6)) if flags & 1 else struct.unpack_from(">bb", self.data, at + 4)
            out += self.contours(shape, dx + x, dy + y)
            at += (8 if flags & 1 else 6) + (2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)
            more = bool(flags & 0x20)
        return out

    def simple(self, at, n, dx, dy):
        ends = [self.u16(at + 10 + 2 * i) for i in range(n)]
        at += 10 + 2 * n
        at += 2 + self.u16(at)
        flags, total = [], ends[-1] + 1
        while len(flags) < total:
            flag = self.data[at]
            at += 1
            repeat = 1
            if flag & 8:
                repeat += self.data[at]
                at += 1
            flags += [flag] * repeat
        places = []
        for short, same in ((2, 16), (4, 32)):
            value, line = 0, []
            for flag in flags[:total]:
                if flag & short:
                    value += self.data[at] if flag & same else -self.data[at]
                    at += 1
                elif not flag & same:
                    value += self.i16(at)
                    at += 2
                line.append(value)
            places.append(line)
        points = [(places[0][i] + dx, places[1][i] + dy, bool(flags[i] & 1)) for i in range(total)]
        return [points[(ends[i - 1] + 1 if i else 0):ends[i] + 1] for i in range(n)]

    def width(self, text, size):
        return sum(self.advance(self.map.get(ord(c), 0)) for c in text) * size / self.em

    def draw(self, text, x, y, size, finish="f"):
        """The text as paths of a page's content."""
        scale, out = size / self.em, []
        for c in text:
            shape = self.map.get(ord(c), 0)
            for points in self.contours(shape):
                out.append(self.path([(x + px * scale, y + py * scale, on) for px, py, on in points]))
            x += self.advance(shape) * scale
        return " ".join(out) + f" {finish} "

    @staticmethod
    def path(points):
        full = []
        for i, (x, y, on) in enumerate(points):
            before = points[i - 1]
            if not on and not before[2]:
                full.append(((x + before[0]) / 2, (y + before[1]) / 2, True))
            full.append((x, y, on))
        while not full[0][2]:
            full.append(full.pop(0))
        out, now = [f"{full[0][0]:.2f} {full[0][1]:.2f} m"], full[0]
        full.append(full[0])
        i = 1
        while i < len(full):
            x, y, on = full[i]
            if on:
                out.append(f"{x:.2f} {y:.2f} l")
                now = full[i]
                i += 1
                continue
            end = full[i + 1]
            a, b = [now[k] + 2 / 3 * (full[i][k] - now[k]) for k in (0, 1)], [end[k] + 2 / 3 * (full[i][k] - end[k]) for k in (0, 1)]
            out.append("%.2f %.2f %.2f %.2f %.2f %.2f c" % (*a, *b, end[0], end[1]))
            now = end
            i += 2
        return " ".join(out) + " h"


class Picture:
    """A grey picture, a byte a pixel."""

    def __init__(self, width, height, data):
        self.width, self.height, self.data = width, height, bytes(data)

    def mapped(self, low, high):
        """Black becomes low, white high."""
        return Picture(self.width, self.height, self.data.translate(bytes(low + (high - low) * i // 255 for i in range(256))))

    def noisy(self, amount, shade=0, seed=1):
        """With the grain of a camera, and darker to the right."""
        dice, width = random.Random(seed), self.width
        return Picture(self.width, self.height, bytes(
            max(0, min(255, value + dice.randint(-amount, amount) - shade * (i % width) // width)) for i, value in enumerate(self.data)))

    def over(self, ground, white=True):
        """This one's ink, in white or as it is, over another of its size."""
        return Picture(self.width, self.height, bytes(
            max(b, 255 - a) if white else min(a, b) for a, b in zip(self.data, ground.data)))


def texture(width, height, seed=2, rough=60):
    """A photograph of nothing: soft light and dark, with grain at several sizes."""
    dice, total = random.Random(seed), [128.0] * (width * height)
    for size, weight in ((64, rough), (24, rough * 0.6), (9, rough * 0.35), (4, rough * 0.25)):
        across, down = width // size + 2, height // size + 2
        grid = [[dice.uniform(-weight, weight) for _ in range(across)] for _ in range(down)]
        for y in range(height):
            top, fy = y // size, y % size / size
            for x in range(width):
                left, fx = x // size, x % size / size
                a = grid[top][left] * (1 - fx) + grid[top][left + 1] * fx
                b = grid[top + 1][left] * (1 - fx) + grid[top + 1][left + 1] * fx
                total[y * width + x] += a * (1 - fy) + b * fy
    return Picture(width, height, bytes(max(0, min(255, int(value))) for value in total))


def put_together(objects):
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def stream(keys, data):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(data), data)


def draw(contents, width, height, dpi):
    """Pictures of drawn contents, by poppler."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", None, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for content in contents:
        objects.append(stream(b"", content.encode()))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
                       % (width, height, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    with tempfile.TemporaryDirectory(prefix="jalada-unsaid-") as folder:
        with open(folder + "/a.pdf", "wb") as file:
            file.write(put_together(objects))
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", folder + "/a.pdf", folder + "/p"], check=True)
        out = []
        for name in sorted(os.listdir(folder)):
            if name.endswith(".pgm"):
                with open(os.path.join(folder, name), "rb") as file:
                    data = file.read()
                across, down = map(int, data.split(b"\n", 2)[1].split()) if data.count(b"\n", 0, 20) > 1 else (0, 0)
                out.append(Picture(across, down, data[-across * down:]))
    return out
