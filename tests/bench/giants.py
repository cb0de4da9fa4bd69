# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of more than a hundred million pixels in every form a PDF knows, made in seconds: stripes, so that the files are small
whatever they hold. For read-memory.py and by hand: giants.py FOLDER"""
import io
import os
import struct
import sys
import zlib

# Multiples of 128, for the stripes.
WIDTH, HEIGHT = 12800, 8448
BOX = (842, 556)


def group4():
    """CCITT Group 4: a row of stripes of 64 pixels, and every other row as the one above."""
    white, black = "11011" "00110101", "0000001111" "0000110111"
    bits = ("001" + white + black) * (WIDTH // 128) + "1" * (WIDTH // 64) * (HEIGHT - 1) + "000000000001" * 2
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def flate(n_channels):
    """Stripes across, and a slow change down the page: rows are made one at a time."""
    out, pack = io.BytesIO(), zlib.compressobj(1)
    stripe = bytes([40] * 64 * n_channels + [220] * 64 * n_channels)
    for y in range(HEIGHT):
        shade = 255 - y * 100 // HEIGHT
        row = bytes(min(v, shade) for v in stripe) * (WIDTH // 128)
        out.write(pack.compress(row))
    out.write(pack.flush())
    return out.getvalue()


def jbig2():
    """One region of the page in the MMR coding, which is Group 4."""
    def segment(number, kind, data):
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
    page = struct.pack(">IIIIBH", WIDTH, HEIGHT, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", WIDTH, HEIGHT, 0, 0, 0, 1) + group4()
    return segment(0, 48, page) + segment(1, 39, region)


def jpx():
    from PIL import Image
    Image.MAX_IMAGE_PIXELS = None
    picture = Image.frombytes("L", (128, 1), bytes([40] * 64 + [220] * 64)).resize((WIDTH, 1), Image.NEAREST).resize((WIDTH, HEIGHT))
    out = io.BytesIO()
    picture.save(out, "JPEG2000", irreversible=False, num_resolutions=6)
    return out.getvalue()


def pictures():
    """Yields each picture as (name, dictionary, bytes, soft mask or None)."""
    size = b"/Width %d /Height %d" % (WIDTH, HEIGHT)
    fax = b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %d /Rows %d >>" % (WIDTH, HEIGHT)
    yield "Flate", size + b" /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", flate(3), None
    yield "Fax", size + b" /ColorSpace /DeviceGray /BitsPerComponent 1 " + fax, group4(), None
    yield "Stencil", size + b" /ImageMask true /BitsPerComponent 1 " + fax, group4(), None
    yield "JBIG2", size + b" /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode", jbig2(), None
    yield "JPX", size + b" /Filter /JPXDecode", jpx(), None
    grey = size + b" /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    yield "Masked", size + b" /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", flate(3), (grey, flate(1))


def write(path, about, data, mask):
    content = b"q %d 0 0 %d 0 0 cm /I Do Q BT /F 18 Tf 60 60 Td (Words beside the picture) Tj ET" % BOX
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 %d %d ] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /I 6 0 R >> >> >>" % BOX,
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /XObject /Subtype /Image %s%s /Length %d >>\nstream\n%s\nendstream" % (about, b" /SMask 7 0 R" if mask else b"", len(data), data)]
    if mask:
        objects.append(b"<< /Type /XObject /Subtype /Image %s /Length %d >>\nstream\n%s\nendstream" % (mask[0], len(mask[1]), mask[1]))
    out, at = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    with open(path, "wb") as f:
        f.write(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
                + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(at) + 1, len(out)))


def make(folder):
    """Returns {title: path}."""
    made = {}
    for name, about, data, mask in pictures():
        made[name] = os.path.join(folder, name + ".pdf")
        write(made[name], about, data, mask)
    return made


if __name__ == "__main__":
    print(*make(sys.argv[1]).values(), sep="\n")
