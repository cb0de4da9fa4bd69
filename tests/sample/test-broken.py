# SPDX-License-Identifier: GPL-3.0-or-later
"""The broken files are broken in the way their names say."""
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap

MAKER = sys.argv[1]
FOLDER = tempfile.TemporaryDirectory()
subprocess.run([MAKER, "--broken", FOLDER.name], check=True)


def data(name):
    with open(os.path.join(FOLDER.name, name), "rb") as file:
        return file.read()


def qpdf(*arguments):
    return subprocess.run([os.environ["QPDF"], *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=FOLDER.name, check=False)


def test_all_are_there_and_small():
    assert sorted(os.listdir(FOLDER.name)) == ["empty.pdf", "encrypted.pdf", "flate-bomb.pdf", "giant-image.pdf", "giant.jpg", "giant.png",
                                               "huge-page.pdf", "noise.pdf", "notes.txt", "page-loop.pdf", "script.pdf", "truncated.pdf"]
    assert all(len(data(name)) < 100000 for name in os.listdir(FOLDER.name))


def test_damaged_ones_cannot_be_read():
    assert data("empty.pdf") == b""
    for name in ("truncated.pdf", "noise.pdf", "empty.pdf", "notes.txt"):
        assert qpdf("--check", name).returncode == 2, name


def test_locked_one_needs_its_password():
    assert b"invalid password" in qpdf("--show-npages", "encrypted.pdf").stdout
    assert qpdf("--password=sample", "--show-npages", "encrypted.pdf").stdout.strip() == b"1"


def test_loop_is_a_loop():
    assert b"Loop detected in /Pages" in qpdf("--check", "page-loop.pdf").stdout


def test_bomb_unpacks_to_sixteen_gigabytes():
    bomb = data("flate-bomb.pdf")
    first = re.search(rb"/FlateDecode /FlateDecode\] >>\nstream\n(.*?)\nendstream", bomb, re.S).group(1)
    once = zlib.decompress(first)
    unpacker = zlib.decompressobj()
    size = 0
    while once:
        size += len(unpacker.decompress(once, 1 << 24))
        once = unpacker.unconsumed_tail
    assert size == 256 << 20, size
    assert bomb.count(b"4 0 R") == 64


def test_sizes_that_cannot_be():
    assert b"/MediaBox [0 0 1000000000 1000000000]" in data("huge-page.pdf")
    assert b"/Width 400000 /Height 400000" in data("giant-image.pdf")
    assert struct.unpack_from(">HH", data("giant.jpg"), 25) == (65500, 65500)
    png = data("giant.png")
    assert struct.unpack_from(">II", png, 16) == (100000, 100000)
    assert zlib.crc32(png[12:29]) == struct.unpack_from(">I", png, 29)[0]


def test_script_runs_at_opening_where_scripts_run():
    assert qpdf("--show-npages", "script.pdf").stdout.strip() == b"1"
    assert b"/OpenAction 5 0 R" in data("script.pdf") and b"/JavaScript" in data("script.pdf")


tap.run(dict(globals()))
