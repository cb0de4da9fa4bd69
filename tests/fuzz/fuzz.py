# SPDX-License-Identifier: GPL-3.0-or-later
"""fuzz.py FUZZER RUNS: makes small seeds, whole files of the kind the fuzzer reads, and runs it from a fixed start."""
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

fuzzer, runs = sys.argv[1:3]


def make_pictures(folder):
    from PIL import Image
    for n, (mode, kind) in enumerate([('L', 'png'), ('RGB', 'png'), ('P', 'png'), ('RGBA', 'png'), ('1', 'png'),
                                      ('RGB', 'jpeg'), ('L', 'jpeg'), ('CMYK', 'jpeg')]):
        Image.new(mode, (5, 3)).save(folder / f'picture-{n}.{kind}', kind)


def make_records(folder):
    record = {'format': 1, 'title': 'A', 'language': 'en', 'inputs': [{'pages': 2}], 'items': [], 'pages': [],
              'sections': [{'title': 'A', 'code': 'A'}], 'stamps': [], 'fields': {'a': [1, -1.5, True, None]}}
    (folder / 'record').write_text(json.dumps(record))
    (folder / 'nested').write_text('[' * 200 + ']' * 200)


def make_answers(folder):
    """Long enough for a conversation about three pages; zeros are what an honest worker would say."""
    pick = random.Random(1)
    for n in range(24):
        length = (80, 300, 900)[n % 3]
        chances = [0, 0, 0, None] if n % 2 else [None]
        (folder / f'answers-{n}').write_bytes(bytes(pick.randrange(256) if pick.choice(chances) is None else 0 for _ in range(length)))


def make_calendars(folder):
    event = ('BEGIN:VEVENT\r\nUID:a%d\r\nSEQUENCE:1\r\nDTSTART;TZID=Z:20270308T210000\r\nDURATION:PT3H\r\n%s\r\nSUMMARY:A\r\n'
             'END:VEVENT\r\n')
    zone = ('BEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\nDTSTART:19701025T020000\r\nTZOFFSETFROM:+0100\r\n'
            'TZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n')
    for n, extra in enumerate(['RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO,WE', 'RDATE:20270401T100000Z', 'STATUS:CANCELLED',
                               'RRULE:FREQ=MONTHLY;BYDAY=-1FR\r\nEXDATE:20270326T210000',
                               'RECURRENCE-ID:20270308T210000Z', 'RRULE:FREQ=SECONDLY', 'TRANSP:TRANSPARENT']):
        (folder / f'calendar-{n}').write_text('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n' + zone + event % (n, extra) + 'END:VCALENDAR\r\n')


with tempfile.TemporaryDirectory() as name:
    seeds = Path(name)
    if fuzzer.endswith('image'):
        make_pictures(seeds)
    elif fuzzer.endswith('record'):
        make_records(seeds)
    elif fuzzer.endswith('reader'):
        make_answers(seeds)
    elif fuzzer.endswith('calendar'):
        make_calendars(seeds)
    env = dict(os.environ, ASAN_OPTIONS='detect_leaks=1:allocator_may_return_null=1')
    done = subprocess.run([fuzzer, '-seed=1', '-runs=' + runs, '-max_len=4096', '-rss_limit_mb=2048',
                           '-artifact_prefix=' + os.environ.get('JALADA_FUZZ_FINDS', name) + '/', str(seeds)],
                          capture_output=True, text=True, env=env)
    print(done.stderr[-3000:] if done.returncode else done.stderr.strip().splitlines()[-1])
    sys.exit(done.returncode)
