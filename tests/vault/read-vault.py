#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent reader of the vault format, written from src/vault/FORMAT.md; shares no code with Jalada.

read-vault.py VAULT PASSPHRASE-FILE                lists the pages
read-vault.py VAULT PASSPHRASE-FILE PLAIN.db       also writes the database (and its journal) in the clear

For auditing the format, not for daily use: what it writes is readable by anyone.
"""
import hashlib
import sys
import unicodedata
from pathlib import Path

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

COPY, FIRST_PAGE, PAGE, SEAL = 8192, 16384, 8192, 40
MAGIC = b'JALADAV1'


def number(raw, at, size):
    return int.from_bytes(raw[at:at + size], 'little')


def le(value, size):
    return value.to_bytes(size, 'little')


def kdf(master, subkey):
    return hashlib.blake2b(b'', digest_size=32, key=master, salt=le(subkey, 8) + bytes(8),
                           person=MAGIC + bytes(8)).digest()


def unseal(key, associated, nonce, sealed):
    """sealed: ciphertext and tag. Raises CryptoError."""
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, associated, nonce, key)


def stretch(passphrase, salt, passes, memory):
    return sodium.crypto_pwhash_alg(32, unicodedata.normalize('NFC', passphrase).encode(), salt, passes, memory,
                                    sodium.crypto_pwhash_ALG_ARGON2ID13)


def is_whole(copy):
    return copy[:8] == MAGIC and hashlib.blake2b(copy[:8160], digest_size=32).digest() == copy[8160:]


def unwrap(header, passphrase):
    """The master key, or None."""
    for index in range(16):
        slot = header[128 + 192 * index:128 + 192 * (index + 1)]
        passes, memory = number(slot, 8, 8), number(slot, 16, 8)
        if number(slot, 0, 4) != 1 or not 1 <= passes <= 16 or not 8192 <= memory <= 1 << 30:
            continue
        associated = header[:24] + header[32:48] + le(index, 4) + slot[:40]
        try:
            return unseal(stretch(passphrase, slot[24:40], passes, memory), associated, slot[40:64], slot[64:112])
        except CryptoError:
            continue
    return None


def open_header(raw, passphrase):
    """(header, master key) of the newest copy that authenticates."""
    whole = [copy for copy in (raw[:COPY], raw[COPY:2 * COPY]) if is_whole(copy)]
    whole.sort(key=lambda copy: number(copy, 48, 8), reverse=True)
    if not whole:
        sys.exit('no whole header')
    for header in whole:
        if number(header, 8, 4) != 1 or number(header, 16, 4) != 1 or number(header, 112, 8) != 0:
            sys.exit('too new')
        if (number(header, 12, 4), number(header, 20, 4), number(header, 24, 4)) != (PAGE, SEAL, FIRST_PAGE):
            sys.exit('damaged header')
        master = unwrap(header, passphrase)
        if master is None:
            sys.exit('wrong passphrase')
        if hashlib.blake2b(header[:8128], digest_size=32, key=kdf(master, 4)).digest() == header[8128:8160]:
            return header, master
    sys.exit('damaged header')


def open_page(master, pgno, raw):
    """The page in the clear, or None when it does not authenticate."""
    try:
        return unseal(kdf(master, 1), b'JVPAGE1\0' + le(pgno, 8), raw[8152:8176], raw[:8152] + raw[8176:]) + bytes(SEAL)
    except CryptoError:
        return None


def open_journal(master, raw):
    """A rollback journal in the clear."""
    if len(raw) < 32 or raw[:8] != b'JVSIDE1\0' or number(raw, 8, 4) != 1 or number(raw, 12, 4) != 512:
        return b''
    key = hashlib.blake2b(raw[16:32], digest_size=32, key=kdf(master, 3)).digest()
    plain = bytearray()
    for k in range((len(raw) - 32) // 552):
        slot = raw[32 + 552 * k:32 + 552 * (k + 1)]
        try:
            plain += unseal(key, b'JVSLOT1\0' + le(k, 8) + le(512, 8), slot[:24], slot[24:])
        except CryptoError:
            plain += bytes(512)
    return bytes(plain)


def main():
    vault, passphrase = Path(sys.argv[1]), Path(sys.argv[2]).read_text().rstrip('\n')
    raw = vault.read_bytes()
    header, master = open_header(raw, passphrase)
    print('vault', header[32:48].hex(), 'generation', number(header, 48, 8))
    pages = [open_page(master, n + 1, raw[at:at + PAGE]) for n, at in enumerate(range(FIRST_PAGE, len(raw), PAGE))]
    for n, page in enumerate(pages, 1):
        print('page', n, 'damaged' if page is None else 'zeros' if not any(page) else 'type %d' % page[100 if n == 1 else 0])
    if len(sys.argv) > 3:
        plain = Path(sys.argv[3])
        plain.write_bytes(b''.join(page or bytes(PAGE) for page in pages))
        journal = Path(str(vault) + '-journal')
        if journal.exists():
            Path(str(plain) + '-journal').write_bytes(open_journal(master, journal.read_bytes()))


if __name__ == '__main__':
    main()
