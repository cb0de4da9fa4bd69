#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bundle-real.py BUILD FOLDER [--limit N] [--only all|sound] [--keep OUT.pdf]

Composes a bundle out of every distinct PDF in FOLDER (by SHA-256), broken ones among them, in the walled-in worker, and
looks at the result with other programs: qpdf --check, every stamp against its label by mutool, every line of the index,
every link, and what the files say about themselves. Then again with the files that qpdf --check finds sound, whose bundle
must be sound as well; its time and memory stand beside "qpdf --empty --pages" on the same files. Exits with 1 when a promise
is broken.
"""
import argparse
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from pathlib import Path

A4 = (595.276, 841.89)
WORDS = dict(index='Index', number='No.', document='Document', date='Date', pages='Pages',
             missing='This document could not be included.', missing_page='This page could not be included.')
problems = []


def problem(text):
    problems.append(text)
    if len(problems) <= 40:
        print('  PROBLEM', text)


def run(*argv, ok=(0,)):
    done = subprocess.run(argv, capture_output=True)
    if ok is not None and done.returncode not in ok:
        problem(f'{argv[0]} ended with {done.returncode}: {done.stderr[-300:]!r}')
    return done


def tree(pid):
    """The process and everything below it."""
    pids, queue = [], [pid]
    while queue:
        one = queue.pop()
        pids.append(one)
        try:
            for task in os.listdir(f'/proc/{one}/task'):
                queue += [int(p) for p in Path(f'/proc/{one}/task/{task}/children').read_text().split()]
        except OSError:
            pass
    return pids


def resident(pid):
    try:
        return int(re.search(r'VmRSS:\s+(\d+)', Path(f'/proc/{pid}/status').read_text()).group(1))
    except (OSError, AttributeError):
        return 0


def measured(*argv):
    """(finished process, seconds, peak MiB of the process and its children together)."""
    begin = time.monotonic()
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    peak, over = 0, threading.Event()

    def watch():
        nonlocal peak
        while not over.is_set():
            peak = max(peak, sum(resident(p) for p in tree(child.pid)))
            over.wait(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, err = child.communicate()
    seconds = time.monotonic() - begin
    over.set()
    watcher.join()
    return subprocess.CompletedProcess(argv, child.returncode, out, err), seconds, peak / 1024


def count_pages(path):
    done = subprocess.run(['qpdf', '--show-npages', str(path)], capture_output=True)
    text = done.stdout.strip()
    return int(text) if done.returncode in (0, 3) and text.isdigit() and 0 < int(text) <= 10000 else 0


def is_sound(path):
    """qpdf finds nothing to complain about, and can copy its pages."""
    checked = subprocess.run(['qpdf', '--check', str(path)], capture_output=True)
    copied = subprocess.run(['qpdf', '--empty', '--pages', str(path), '--', '/dev/null'], capture_output=True)
    return checked.returncode == 0 and copied.returncode == 0


def information(path):
    try:
        done = subprocess.run(['pdfinfo', '-enc', 'UTF-8', str(path)], capture_output=True, timeout=5)
    except subprocess.TimeoutExpired:
        return ''
    return done.stdout.decode(errors='replace')


def collect(folder, limit):
    files, seen = [], set()
    for path in sorted(Path(folder).rglob('*.pdf')):
        digest = hashlib.sha256(path.read_bytes()).digest()
        if digest not in seen:
            seen.add(digest)
            files.append((path, count_pages(path)))
    return files[:limit] if limit else files


def make_record(files):
    items, inputs = [], []
    for number, (path, pages) in enumerate(files):
        inputs.append(dict(kind='pdf', size=path.stat().st_size))
        items.append(dict(title=f'Document {number + 1} of the trial', label=f'P{number + 1}', date='2 January 2026',
                          pages=[dict(input=number, page=p, rotate=90 * (number % 4) if number % 7 == 0 else 0)
                                 for p in range(max(pages, 1))]))
    sections = [dict(title=f'Section {k + 1}', items=items[40 * k:40 * k + 40]) for k in range((len(items) + 39) // 40)]
    return dict(version=1, job='bundle', id='00112233445566778899aabbccddeeff', title='Trial', language='en',
                created='2026-11-23T08:00:00Z', inputs=inputs, words=WORDS,
                front=dict(lines=[dict(text='IN THE COURT OF THE TRIAL', style='court')]),
                stamp=dict(position='top-right', size=14, prefix=''), sections=sections, marks=[])


def harmless(match):
    number = int(match[1][1:], 16) if match[1][:1] == b'x' else int(match[1])
    allowed = number in (9, 10, 13) or 32 <= number < 0xd800 or 0xe000 <= number < 0xfffe or 0x10000 <= number < 0x110000
    return match[0] if allowed else b'?'


def poppler_sees(path, page):
    out = run('pdftotext', '-bbox', '-f', str(page), '-l', str(page), str(path), '-').stdout.decode(errors='replace')
    size = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', out)
    return any(float(x0) > float(size[1]) / 2 and float(x1) <= float(size[1]) and 0 <= float(y0) < float(size[2]) / 2
               for x0, y0, x1, text in re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)"[^>]*>([^<]*)<', out)
               if text == str(page))


def check_stamps(path, total, names, tiny):
    """Every page's stamp: its text is the label, it lies inside the page, upright, and is 12 points on A4 paper."""
    good, page, unseen, seen = 0, 0, [], set()
    def look(node):
        nonlocal good, page
        page = int(node.get('id').removeprefix('page'))
        seen.add(page)
        width, height = float(node.get('width')), float(node.get('height'))
        found = []
        for line in node.iter('line'):
            for font in line.iter('font'):
                text = ''.join(c.get('c', '') for c in font.iter('char')).strip()
                if font.get('name') in names and text == str(page):
                    found.append((line, font, text))
        if len(found) > 1:
            # The page may show its own number in the same font; the stamp is the one nearest to the upper right corner.
            corner = lambda f: min((width - float(c.get('x'))) + float(c.get('y')) for c in f[1].iter('char'))
            found = sorted(found, key=corner)[:1]
        if not found:
            problem(f'page {page}: stamps {[f[2] for f in found]}')
            return
        line, font, _ = found[0]
        quads = [[float(v) for v in c.get('quad').split()] for c in font.iter('char')]
        origins = [(float(c.get('x')), float(c.get('y'))) for c in font.iter('char')]
        direction = [float(v) for v in line.get('dir').split()]
        short, long = min(width, height), max(width, height)
        scale = min(A4[0] / short, A4[1] / long)
        printed = float(font.get('size')) * min(1, scale)
        xs, ys = [v for q in quads for v in q[0::2]], [o[1] for o in origins]
        if abs(direction[0] - 1) > 1e-3 or abs(direction[1]) > 1e-3:
            problem(f'page {page}: the stamp is turned: {direction}')
        elif min(xs) < -0.5 or max(xs) > width + 0.5 or min(ys) < 0 or max(ys) > height + 0.5:
            problem(f'page {page}: the stamp is outside of {width}×{height}: {min(xs)}…{max(xs)}, {ys}')
        elif printed < 11.99 and float(font.get('size')) * scale < 11.99 and page not in tiny:
            problem(f'page {page}: the stamp prints at {printed:.1f} points on a page of {width}×{height}')
        else:
            good += 1

    # A page on which mutool itself ends is looked at again alone, and then passed over.
    while page < total:
        begin = page
        xml = subprocess.Popen(['mutool', 'draw', '-i', '-q', '-F', 'stext', str(path), f'{page + 1}-{total}'],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        lines = []
        for line in xml.stdout:
            # Text may hold characters that XML cannot, and a page may be broken off by the next.
            lines = [line] if line.startswith(b'<page ') else lines
            if lines and lines[-1] is not line:
                lines.append(line)
            if line.startswith(b'</page>'):
                text = re.sub(rb'&#(x[0-9a-fA-F]+|[0-9]+);', harmless, b''.join(lines)).decode(errors='replace')
                try:
                    look(ET.fromstring(re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]', '?', text)))
                except ET.ParseError:
                    pass
        xml.wait()
        if page == begin:
            page += 1
            unseen.append(page)
            if len(unseen) > 50:
                break
    unseen = sorted(set(range(1, total + 1)) - seen)
    for page in unseen:
        if poppler_sees(path, page):
            good += 1
        else:
            problem(f'page {page}: mutool gives it up, poppler sees no stamp')
    if unseen:
        print(f'pages that mutool gives up, looked at with poppler: {unseen}')
    print(f'stamps equal to their labels, inside, upright, readable: {good} of {total}')


def check_objects(path, record, result, files):
    done = run('qpdf', '--json=2', str(path), ok=(0, 3))
    text = done.stdout.decode(errors='replace')
    data = json.loads(text)
    objects = data['qpdf'][1]
    value = lambda ref: objects.get('obj:' + ref, {}).get('value') if isinstance(ref, str) else ref
    pages = {p['object']: n for n, p in enumerate(data['pages'], 1)}
    labels = data['pagelabels']
    if len(labels) != 1 or labels[0]['label'].get('/S') != '/D' or labels[0]['label'].get('/St', 1) != 1:
        problem(f'labels are {labels}')

    names = set()
    for page in list(pages)[:1]:
        resources = value(value(page)['/Resources'])
        font = value(value(resources['/Font'])['/JalStamp'])
        names.add(font['/BaseFont'].lstrip('/').split('+')[-1])

    rows = []
    for section, made in zip(record['sections'], result['sections']):
        rows.append(made['first'])
        rows += [item['first'] for item in made['items']]
    links, alive, dead, outside = [], 0, 0, 0
    for page, number in pages.items():
        for annot in value(value(page).get('/Annots', [])) or []:
            annot = value(annot)
            if annot.get('/Subtype') != '/Link':
                continue
            target = annot.get('/Dest')
            if number <= result['index_pages']:
                links.append(pages.get(target[0]))
            elif target is not None:
                alive += target[0] in pages
                dead += target[0] not in pages
            else:
                outside += 1
    if links != rows:
        problem(f'{sum(a != b for a, b in zip(links, rows))} of {len(rows)} lines of the index lead elsewhere')
    print(f'lines of the index that lead to their first page: {sum(a == b for a, b in zip(links, rows))} of {len(rows)}')
    print(f'links inside documents: {alive} alive, {dead} dead, {outside} to the web or by name')
    if dead:
        problem(f'{dead} dead links')

    leaks = 0
    for path_in, _ in files:
        for key in ('Title', 'Author', 'Subject', 'Keywords'):
            found = re.search(rf'^{key}: +(.+)$', information(path_in), re.M)
            # Short words would be found by chance; what a page itself draws stands in streams, which are not searched.
            if found and len(found.group(1).strip()) >= 12 and json.dumps(found.group(1).strip())[1:-1] in text:
                leaks += 1
                problem(f'{key} of {path_in.name} is in the bundle: {found.group(1).strip()!r}')
        if path_in.name in text:
            leaks += 1
            problem(f'the name {path_in.name} is in the bundle')
    print(f'titles, authors, names of the files found in the bundle: {leaks}')
    for word in ('/JavaScript', '/Launch', '/EmbeddedFile', '/AA', '/PieceInfo', '/Metadata', '/AcroForm', '/Thumb', '/GoToR',
                 '/SubmitForm', '/Filespec'):
        if f'"{word}"' in text:
            problem(f'{word} is in the bundle')
    return names


def trial(tool, files, folder, sound):
    """Builds and looks; returns the path of the bundle."""
    record = make_record(files)
    spec, out, again, floor = (os.path.join(folder, n) for n in ('spec.json', 'out.pdf', 'again.pdf', 'floor.pdf'))
    Path(spec).write_text(json.dumps(record))
    names = [str(path) for path, _ in files]
    print(f'{len(files)} distinct files, {sum(1 for _, p in files if not p)} of them unreadable for qpdf, '
          f'{sum(p for _, p in files)} pages, {sum(f.stat().st_size for f, _ in files) / 1e6:.0f} MB')
    done, seconds, peak = measured(*tool, spec, out, *names)
    if done.returncode != 0:
        sys.exit(f'the composer failed: {done.stderr.decode()}')
    result = json.loads(done.stdout)
    print(f'composed: {result["pages"]} pages, {os.path.getsize(out) / 1e6:.0f} MB, {seconds:.2f} s, {peak:.0f} MiB')
    print('warnings:', dict(collections.Counter(w['code'] for w in result['warnings'])))
    if sound:
        base, base_seconds, base_peak = measured('qpdf', '--empty', '--pages', *names, '--', floor)
        _, seconds, peak = measured(*tool, spec, out, *names)
        print(f'qpdf --empty --pages: exit {base.returncode}, {base_seconds:.2f} s, {base_peak:.0f} MiB; composed again: '
              f'{seconds:.2f} s, {peak:.0f} MiB; ratio {seconds / base_seconds:.2f} in time, {peak / base_peak:.2f} in memory')
    done = run('qpdf', '--check', out, ok=(0, 2, 3))
    lines = (done.stdout + done.stderr).decode(errors='replace').splitlines()
    faults = [line for line in lines if 'WARNING' in line or 'ERROR' in line]
    print(f'qpdf --check: exit {done.returncode}, {len(faults)} complaints'
          + ('' if sound else ' (streams of broken files, which are copied as they are)'))
    if sound and done.returncode != 0:
        problem(f'the bundle of sound files is not sound: {faults[:5]}')
    firsts = [i['first'] for s in result['sections'] for i in s['items']]
    tiny = {firsts[w['input']] + w['page'] for w in result['warnings'] if w['code'] == 'stamp-small'}
    check_stamps(out, result['pages'], check_objects(out, record, result, files), tiny)
    subprocess.run([*tool, spec, again, *names], stdout=subprocess.DEVNULL, check=True)
    if Path(out).read_bytes() != Path(again).read_bytes():
        problem('a second build has other bytes')
    else:
        print('a second build has the same bytes')
    return out


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('build')
    arguments.add_argument('folder')
    arguments.add_argument('--limit', type=int)
    arguments.add_argument('--keep')
    arguments.add_argument('--in-process', action='store_true')
    arguments.add_argument('--only', choices=['all', 'sound'])
    options = arguments.parse_args()
    os.environ['JALADA_UNINSTALLED'] = os.path.abspath(options.build)
    tool = [os.path.join(options.build, 'tests/worker/compose-tool')] + (['--in-process'] if options.in_process else [])
    files = collect(options.folder, options.limit)
    with tempfile.TemporaryDirectory() as folder:
        if options.only != 'sound':
            print('All files, broken ones among them')
            out = trial(tool, files, folder, False)
            if options.keep:
                os.replace(out, options.keep)
        if options.only != 'all':
            print('The sound files')
            trial(tool, [f for f in files if f[1] and is_sound(f[0])], folder, True)
    print(f'{len(problems)} problems')
    sys.exit(bool(problems))


main()
