# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes a stored file as somebody could who has the passphrase: the page is sealed again, so that the vault itself opens and
reads it without complaint. Only the SHA-256 taken at import can tell. And damages the rows of tables that are named."""
import importlib.util
import os
import sqlite3
import tempfile

import nacl.bindings as sodium


def load_reader():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "read-vault.py")
    spec = importlib.util.spec_from_file_location("read_vault", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def change_bytes(vault, secret, needle):
    """Flips one bit of the first place where @needle stands in a page. Returns the number of the page."""
    reader = load_reader()
    with open(vault, "rb") as file:
        raw = bytearray(file.read())
    header, master = reader.open_header(bytes(raw), secret)
    assert header
    key = reader.kdf(master, 1)
    for at in range(reader.FIRST_PAGE, len(raw) - reader.PAGE + 1, reader.PAGE):
        number = (at - reader.FIRST_PAGE) // reader.PAGE + 1
        plain = reader.open_page(master, number, bytes(raw[at:at + reader.PAGE]))
        place = plain.find(needle) if plain is not None else -1
        if place < 0:
            continue
        body = bytearray(plain[:reader.PAGE - reader.SEAL])
        body[place] ^= 1
        nonce = os.urandom(24)
        sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(body), b"JVPAGE1\0" + reader.le(number, 8), nonce, key)
        # A page on the disk: the ciphertext, then nonce and tag.
        raw[at:at + reader.PAGE] = sealed[:-16] + nonce + sealed[-16:]
        assert bytes(reader.open_page(master, number, bytes(raw[at:at + reader.PAGE]))[:len(body)]) == bytes(body)
        with open(vault, "r+b") as file:
            file.seek(at)
            file.write(raw[at:at + reader.PAGE])
        return number
    raise AssertionError("the bytes are in no page")


def find_leaves(vault, secret, tables):
    """The numbers of the pages that hold the rows of these tables of a whole vault."""
    reader = load_reader()
    with open(vault, "rb") as file:
        raw = file.read()
    header, master = reader.open_header(raw, secret)
    assert header
    pages = [reader.open_page(master, number, raw[at:at + reader.PAGE])
             for number, at in enumerate(range(reader.FIRST_PAGE, len(raw) - reader.PAGE + 1, reader.PAGE), 1)]
    with tempfile.TemporaryDirectory() as folder:
        plain = os.path.join(folder, "plain.db")
        with open(plain, "wb") as file:
            file.write(b"".join(page or bytes(reader.PAGE) for page in pages))
        database = sqlite3.connect(plain)
        rows = database.execute("SELECT pageno FROM dbstat WHERE pagetype = 'leaf' AND name IN (%s)" % ",".join("?" * len(tables)),
                                tables).fetchall()
        database.close()
    return [number for number, in rows]


def damage_tables(vault, secret, *tables):
    """Flips one bit in every page that holds rows of these tables: what a failing disk does."""
    leaves = find_leaves(vault, secret, tables)
    assert len(leaves) >= len(tables), leaves
    with open(vault, "r+b") as file:
        for number in leaves:
            at = 16384 + (number - 1) * 8192 + 500
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1]))
