#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-format.py MAKE-VAULT READ-VAULT.PY FORMAT.MD: reads vaults of ours with a reader that shares no code with us."""
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
make, reader, page = sys.argv[1:4]
sys.path.insert(0, str(Path(reader).parent))
read_vault = __import__('read-vault')
count = 0


def ok(condition, what):
    global count
    count += 1
    print('ok' if condition else 'not ok', count, '-', what, flush=True)


def content(path):
    db = sqlite3.connect(path)
    lines = [row[0] for row in db.execute("SELECT id || ' ' || number || ' ' || text FROM row ORDER BY id")]
    lines += [row[0] for row in db.execute("SELECT id || ' ' || number || ' ' || hex (bytes) FROM chunk ORDER BY id")]
    check = db.execute('PRAGMA integrity_check').fetchall()
    db.close()
    return lines, check


def read(vault, plain):
    return subprocess.run([sys.executable, reader, vault, key, plain], capture_output=True, text=True)


def check_vectors(text):
    vectors = re.findall(r'`([0-9a-f]{32,})`', text)
    master = bytes(range(32))
    ok([read_vault.kdf(master, n).hex() for n in (1, 3, 4)] == vectors[:3], 'subkeys are those of FORMAT.md')
    ok(read_vault.kdf(master, 5).hex() == vectors[3], 'and that of the seal')
    # As a file of eight pages of which only the last two count: the terms of the others are taken away again.
    raw = bytes(16384) + b''.join(bytes(8152) + bytes(range(first, first + 40)) for first in [0] * 6 + [0x40, 0x60])
    total = read_vault.xor(read_vault.count_sum(master, raw), read_vault.count_sum(master, raw[:16384 + 6 * 8192]))
    ok(total.hex() == vectors[4], 'the sum of two pages is that of FORMAT.md')
    ok(read_vault.xor(total, read_vault.mask(master, bytes(range(0x80, 0x90)), 3, 8)).hex() == vectors[5],
       'their seal, too')
    vectors = vectors[:3] + vectors[6:]
    sealed = read_vault.sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        b'a' * 8152, b'JVPAGE1\0' + (7).to_bytes(8, 'little'), bytes(range(0x40, 0x58)), read_vault.kdf(master, 1))
    ok([sealed[:16].hex(), sealed[-16:].hex()] == vectors[3:5], 'a page is that of FORMAT.md')
    ok(read_vault.recovery_kek(master, bytes(range(16))).hex() == vectors[5], 'the key of a recovery code, too')
    ok(read_vault.stretch('café', bytes(range(16)), 1, 8192).hex() == vectors[6], 'a stretched passphrase, too')
    code = re.search(r'`((?:[0-9A-Z]{5}-){13}[0-9A-Z]{5})`', text).group(1)
    ok(read_vault.parse_recovery(code) == master, 'the recovery code of FORMAT.md is read')
    ok(read_vault.parse_recovery(code.replace('X', 'Y', 1)) is None, 'with a wrong character it is refused')
    return code


print('1..28')
code = check_vectors(Path(page).read_text())
folder = Path(tempfile.mkdtemp(prefix='jalada-format-'))
try:
    key = folder / 'passphrase'
    key.write_text('café au lait\n')
    expected = subprocess.run([make, folder], capture_output=True, text=True, check=True).stdout.splitlines()
    ok(len(expected) > 200, 'vaults were made')

    result = read(folder / 'a.jalada', folder / 'a.db')
    ok(result.returncode == 0 and 'damaged' not in result.stdout, 'every page of a closed vault opens')
    ok(content(folder / 'a.db') == (expected, [('ok',)]), 'SQLite reads the same content')

    result = read(folder / 'b.jalada', folder / 'b.db')
    journal = folder / 'b.db-journal'
    ok(result.returncode == 0 and journal.stat().st_size > 8192, 'a crash left a journal that opens')
    shutil.copy(folder / 'b.db', folder / 'c.db')
    try:
        without = content(folder / 'c.db')[0]
    except sqlite3.DatabaseError:
        without = None
    ok(without != expected, 'without it the content is another')
    ok(content(folder / 'b.db') == (expected, [('ok',)]), 'with it SQLite goes back to the last commit')

    shutil.copy(folder / 'a.jalada', folder / 'e.jalada')
    shutil.copy(folder / 'b.jalada-journal', folder / 'e.jalada-journal')
    ok('journal counts' in result.stdout and 'of another session' in read(folder / 'e.jalada', folder / 'e.db').stdout
       and not (folder / 'e.db-journal').exists(), 'a journal that was put beside a closed vault is passed over')

    raw = (folder / 'a.jalada').read_bytes()
    ok(sum(page.startswith('page') for page in read(folder / 'a.jalada', folder / 'a.db').stdout.splitlines())
       == (len(raw) - 16384) // 8192, 'all pages are listed')
    ok('seal holds, counter 1' in read(folder / 'a.jalada', folder / 'a.db').stdout, 'the seal of a closed vault holds')
    ok('seal none' in read(folder / 'b.jalada', folder / 'b.db').stdout, 'after a crash there is none')
    (folder / 'd.jalada').write_bytes(raw[:-8192])
    ok('seal broken' in read(folder / 'd.jalada', folder / 'd.db').stdout, 'a page cut off breaks it')
    (folder / 'd.jalada').write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    ok('seal broken' in read(folder / 'd.jalada', folder / 'd.db').stdout, 'a flipped bit of a trailer breaks it')
    ok(read(folder / 'd.jalada', folder / 'd.db').stdout.count('damaged') == 1, 'a flipped bit is noticed')
    (folder / 'd.jalada').write_bytes(raw[:8192] + bytes(8192) + raw[16384:])
    ok(read(folder / 'd.jalada', folder / 'd.db').returncode == 0, 'one header copy is enough')
    key.write_text(code.lower().replace('-', ' ').replace('0', 'o') + '\n')
    result = read(folder / 'a.jalada', folder / 'a.db')
    slots = [line.split() for line in result.stdout.splitlines() if line.startswith('slot')]
    ok([slot[3] for slot in slots] == ['1', '1', '2'], 'passphrase slots and a recovery slot are listed')
    ok(slots[0][-1] == '0' * 32 and slots[1][-1] == slots[2][-1] == b'holder number 02'.hex(), 'each with its holder')
    ok(content(folder / 'a.db') == (expected, [('ok',)]), 'the recovery code opens the vault, typed carelessly')
    key.write_text('tatu bila nne\n')
    ok(read(folder / 'a.jalada', folder / 'a.db').returncode == 0, 'the second passphrase opens it, too')
    key.write_text('cafe au lait\n')
    ok(read(folder / 'a.jalada', folder / 'a.db').stderr.strip() == 'wrong passphrase', 'another passphrase is refused')
finally:
    shutil.rmtree(folder)
