# SPDX-License-Identifier: GPL-3.0-or-later
"""A valid PDF of one page and as many bytes as wanted."""
import os

BLOCK = 16 << 20


def make_pdf(path, size):
    """Writes about @size bytes; nearly all of them are one picture's data that no page shows."""
    content = b"BT /F 12 Tf 72 720 Td (A fictional page before a large picture) Tj ET"
    head = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    offsets = []
    with open(path, "wb") as file:
        file.write(b"%PDF-1.7\n")
        for number, body in enumerate(head, 1):
            offsets.append(file.tell())
            file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        offsets.append(file.tell())
        file.write(b"6 0 obj\n<< /Length %d >>\nstream\n" % size)
        block = os.urandom(BLOCK)
        for at in range(0, size, BLOCK):
            file.write(block[:min(BLOCK, size - at)])
        file.write(b"\nendstream\nendobj\n")
        xref = file.tell()
        file.write(b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
        file.write(b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % xref)
