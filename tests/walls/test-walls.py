#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the rooms' table in CONTRIBUTING.md against what was really included and really linked."""
import json
import re
import subprocess
import sys
from pathlib import Path

source, build = Path(sys.argv[1]), Path(sys.argv[2])

# Headers that betray a library, whatever header of ours pulled them in.
LIBRARY = {
    'sqlite3': re.compile(r'(^|/)sqlite3[^/]*\.h$'),
    'sodium': re.compile(r'(^|/)sodium(\.h|/)'),
    'openssl': re.compile(r'(^|/)openssl/[a-z0-9_]+\.h$'),
    'poppler': re.compile(r'/poppler/'),
    'libical': re.compile(r'/libical/'),
    'qpdf': re.compile(r'/qpdf/'),
    'cups': re.compile(r'(^|/)cups/[a-z]+\.h$'),
    'jpeglib': re.compile(r'(^|/)jpeglib\.h$'),
    'gtk': re.compile(r'/gtk-4\.0/gtk/'),
    'adwaita': re.compile(r'/libadwaita-1/'),
}
# What a finished program may never be linked with.
FORBIDDEN = {
    'src/worker/jalada-reader': r'lib(sqlite3|sodium|crypto|gtk-4|adwaita|curl|ssl)',
    'src/worker/jalada-composer': r'lib(sqlite3|sodium|crypto|gtk-4|adwaita|curl|ssl)',
    'src/worker/jalada-intake': r'lib(sqlite3|sodium|crypto|gtk-4|adwaita|curl|ssl|poppler|qpdf)',
    'src/app/jalada': r'lib(poppler|qpdf|jpeg|tesseract|gmime|ical)',
    'src/cli/jaladactl': r'lib(poppler|qpdf|jpeg|tesseract|gmime|ical|gtk-4|adwaita)',
}


def read_table(text):
    """Returns {room: (allowed rooms, libraries only it may meet)}."""
    rooms = {}
    for line in text.split('## The rooms')[1].split('\n## ')[0].splitlines():
        cells = [cell.strip() for cell in line.strip().strip('|').split('|')]
        if len(cells) == 4 and re.fullmatch(r'[a-z]+', cells[0]) and cells[0] != 'room':
            rooms[cells[0]] = (set(cells[1].split()), set(cells[2].split()))
    return rooms


def room_of(path):
    match = re.search(r'(?:^|/)src/([a-z]+)/[^/]', path)
    return match.group(1) if match else None


def real_includes():
    """(room, file, every header the compiler opened for it), from ninja's own record."""
    out = subprocess.run(['ninja', '-C', str(build), '-t', 'deps'], capture_output=True, text=True, check=True).stdout
    for block in out.split('\n\n'):
        lines = [line.strip() for line in block.splitlines() if line.strip() and not line.startswith('ninja:')]
        if not lines:
            continue
        target = lines[0].split(': #deps')[0]
        room = re.match(r'src/([a-z]+)/', target)
        if room:
            yield room.group(1), target, lines[1:]


def breaches(rooms, includes):
    """Every sentence that says which wall was crossed."""
    found = set()
    for room, target, headers in includes:
        if room not in rooms:
            found.add(f'{room}: this room does not stand in the table')
            continue
        allowed, own = rooms[room]
        for header in headers:
            if header.startswith('/usr/') or header.startswith('/lib/'):
                for library, pattern in LIBRARY.items():
                    guarded = any(library in only for _, only in rooms.values())
                    if guarded and library not in own and pattern.search(header):
                        found.add(f'{target}: meets {library}')
            else:
                other = room_of(header)
                if other in rooms and other != room and other not in allowed:
                    found.add(f'{target}: includes {other}')
    return sorted(found)


number = 0


def check(name, problems):
    global number
    number += 1
    for problem in problems:
        print(f'# {problem}')
    print(f'{"not ok" if problems else "ok"} {number} - {name}')


table = read_table((source / 'CONTRIBUTING.md').read_text())
real = list(real_includes())
check('the table names every room, and every room stands in the table',
      sorted(({p.name for p in (source / 'src').iterdir() if p.is_dir()}) ^ set(table)))
check('ninja knows what was included', [] if len(real) > 20 else ['too few records'])
check('no include crosses a wall', breaches(table, real))

# The test can fail: each of these must be found.
planted = [
    ('app', 'src/app/x.o', ['/usr/include/sqlite3.h']),
    ('record', 'src/record/x.o', ['/usr/include/sodium.h']),
    ('pages', 'src/pages/x.o', ['/usr/include/poppler/glib/poppler.h']),
    ('bundle', 'src/bundle/x.o', ['/usr/include/qpdf/qpdf-c.h']),
    ('cases', 'src/cases/x.o', ['/usr/include/gtk-4.0/gtk/gtk.h']),
    ('cli', 'src/cli/x.o', ['../src/vault/jal-vault.h']),
    ('app', 'src/app/x.o', ['../src/wire/jal-wire.h']),
    ('worker', 'src/worker/x.o', ['../src/store/jal-store.h']),
    ('base', 'src/base/x.o', ['../src/law/jal-law.h']),
]
check('planted breaches are found', [f'{p[1]} {p[2]} was not found' for p in planted if not breaches(table, [p])])

for program, pattern in FORBIDDEN.items():
    path = build / program
    if not path.exists():
        check(f'{program} is not linked across a wall', [f'{program} was not built'])
        continue
    dynamic = subprocess.run(['readelf', '-d', str(path)], capture_output=True, text=True, check=True).stdout
    needed = re.findall(r'\(NEEDED\).*\[(.+?)\]', dynamic)
    check(f'{program} is not linked across a wall',
          [f'linked with {lib}' for lib in needed if re.match(pattern, lib)] or ([] if needed else ['nothing read']))

# A member that stands twice in an object hides its first value, and with it a whole entry: a merge did that once.
twice = []


def members(pairs):
    names = [name for name, _ in pairs]
    twice.extend(name for name in set(names) if names.count(name) > 1)
    return dict(pairs)


json.loads('{"id": 1, "id": 2}', object_pairs_hook=members)
check('a member that stands twice is found', [] if twice == ['id'] else ['it was not'])
twice.clear()
for path in sorted((source / 'data').rglob('*.json')):
    json.loads(path.read_text(encoding='utf-8'), object_pairs_hook=members)
check('no member stands twice in an object of the data', twice)

print(f'1..{number}')
