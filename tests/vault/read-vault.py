#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent reader of the vault format, written from src/vault/FORMAT.md; shares no code with Jalada.

read-vault.py VAULT SECRET-FILE                lists the key slots and the pages, and checks the seal
read-vault.py VAULT SECRET-FILE PLAIN.db       also writes the database (and its journal) in the clear

SECRET-FILE holds a passphrase or a recovery code (fourteen groups of five characters); each is tried as what it can be.

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


ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'


def times_x(value):
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def parse_recovery(text):
    """The 32 bytes of a recovery code, or None with a complaint on standard error that names the group."""
    text = text.upper().translate(str.maketrans('ILOU', '110V', ' -.\n\r\t'))
    if any(c not in ALPHABET for c in text) or len(text) != 70:
        return None
    values, bits = [ALPHABET.index(c) for c in text], 0
    for group in range(14):
        check = 0
        for value in values[5 * group:5 * group + 4]:
            check = times_x(check ^ value)
            bits = bits << 5 | value
        if check ^ (group + 1) != values[5 * group + 4]:
            print('recovery code: group', group + 1, 'is wrong', file=sys.stderr)
            return None
    raw = bits.to_bytes(35, 'big')
    return raw[:32] if hashlib.blake2b(raw[:32], digest_size=32).digest()[:3] == raw[32:] else None


def recovery_kek(code, salt):
    return hashlib.blake2b(b'JVRECOV1' + salt, digest_size=32, key=code).digest()


def is_whole(copy):
    return copy[:8] == MAGIC and hashlib.blake2b(copy[:8160], digest_size=32).digest() == copy[8160:]


def unwrap(header, secret):
    """The master key, or None."""
    code = parse_recovery(secret)
    for index in range(16):
        slot = header[128 + 192 * index:128 + 192 * (index + 1)]
        passes, memory = number(slot, 8, 8), number(slot, 16, 8)
        associated = header[:24] + header[32:48] + le(index, 4) + slot[:40]
        try:
            if number(slot, 0, 4) == 1 and 1 <= passes <= 16 and 8192 <= memory <= 1 << 30:
                return unseal(stretch(secret, slot[24:40], passes, memory), associated, slot[40:64], slot[64:112])
            if number(slot, 0, 4) == 2 and code is not None:
                return unseal(recovery_kek(code, slot[24:40]), associated, slot[40:64], slot[64:112])
        except CryptoError:
            continue
    return None


def open_header(raw, secret):
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
        master = unwrap(header, secret)
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


def journal_counts(header, both_whole, raw):
    """Whether a journal beside a vault is of the session that was cut off."""
    if number(header, 28, 4) & 1 and both_whole:
        return False
    ours, its = number(header, 120, 8), number(raw, 16, 8)
    return ours == 0 or (its == ours if both_whole else its >= ours)


def count_sum(master, raw):
    """The sum of the terms of all pages."""
    total = bytes(32)
    for n, at in enumerate(range(FIRST_PAGE, len(raw) - PAGE + 1, PAGE), 1):
        term = hashlib.blake2b(b'JVTERM1\0' + le(n, 8) + raw[at + PAGE - SEAL:at + PAGE], digest_size=32,
                               key=kdf(master, 5)).digest()
        total = xor(total, term)
    return total


def xor(left, right):
    return bytes(a ^ b for a, b in zip(left, right))


def mask(master, vault_id, counter, pages):
    return hashlib.blake2b(b'JVSEAL1\0' + vault_id + le(counter, 8) + le(pages, 8), digest_size=32,
                           key=kdf(master, 5)).digest()


def check_seal(header, master, raw, both_whole):
    """What the seal says."""
    if not both_whole or not number(header, 28, 4) & 1:
        return 'none: the history cannot be checked'
    pages = number(header, 96, 8)
    if (len(raw) - FIRST_PAGE) // PAGE != pages:
        return 'broken: %d pages were sealed' % pages
    good = xor(count_sum(master, raw), mask(master, header[32:48], number(header, 56, 8), pages)) == header[64:96]
    return 'holds, counter %d' % number(header, 56, 8) if good else 'broken'


def main():
    vault, secret = Path(sys.argv[1]), Path(sys.argv[2]).read_text().rstrip('\n')
    raw = vault.read_bytes()
    header, master = open_header(raw, secret)
    print('vault', header[32:48].hex(), 'generation', number(header, 48, 8))
    for index in range(16):
        slot = header[128 + 192 * index:128 + 192 * (index + 1)]
        if number(slot, 0, 4) != 0:
            print('slot', index, 'type', number(slot, 0, 4), 'passes', number(slot, 8, 8), 'memory', number(slot, 16, 8),
                  'holder', slot[112:128].hex())
    both = all(is_whole(copy) and hashlib.blake2b(copy[:8128], digest_size=32, key=kdf(master, 4)).digest()
               == copy[8128:8160] for copy in (raw[:COPY], raw[COPY:2 * COPY]))
    print('seal', check_seal(header, master, raw, both))
    pages = [open_page(master, n + 1, raw[at:at + PAGE]) for n, at in enumerate(range(FIRST_PAGE, len(raw), PAGE))]
    for n, page in enumerate(pages, 1):
        print('page', n, 'damaged' if page is None else 'zeros' if not any(page) else 'type %d' % page[100 if n == 1 else 0])
    if len(sys.argv) > 3:
        plain = Path(sys.argv[3])
        plain.write_bytes(b''.join(page or bytes(PAGE) for page in pages))
        journal = Path(str(vault) + '-journal')
        if journal.exists():
            raw = journal.read_bytes()
            counts = journal_counts(header, both, raw)
            print('journal', 'counts' if counts else 'of another session')
            if counts:
                Path(str(plain) + '-journal').write_bytes(open_journal(master, raw))


if __name__ == '__main__':
    main()
