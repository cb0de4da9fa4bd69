# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes a stored file as somebody could who has the passphrase: the page is sealed again, so that the vault itself opens and
reads it without complaint. Only the SHA-256 taken at import can tell."""
import importlib.util
import os

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
