#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the user help against the program: every word in bold is a word of the window, every key is a key of a verb, and the
two languages say the same in the same order, each with the words that its own window shows."""
import importlib.util
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
HELP = source / 'data' / 'help'
# Keys that no verb of the table has: the toolkit's, and those of the page that has the focus.
OWN_KEYS = {'Esc', 'Space', 'Backspace', 'Down', 'Ctrl', 'Shift', 'Ctrl+1', 'Ctrl+2', 'Ctrl+3', 'Ctrl+4', 'Ctrl++', 'Ctrl+-', '.', ','}
NAMES = {'question': '?', 'comma': ',', 'period': '.', 'Page_Up': 'Page Up', 'Page_Down': 'Page Down', 'plus': '+', 'minus': '-'}


def catalogue():
    """Returns {English words without a mnemonic: the Kiswahili ones} of the window."""
    text = (source / 'tests' / 'po' / 'test-po.py').read_text(encoding='utf-8')
    body = text[text.index('class Entry'):text.index('def build_options')]
    space = {}
    exec('import re\nimport ast\n' + body, space)  # the reader of catalogues, without running the test
    told = {}
    for entry in space['read_po']((source / 'po' / 'sw.po').read_text(encoding='utf-8')):
        if not entry.obsolete and any(f.startswith(('ui/', 'src/app/')) for f in entry.files):
            # The help leaves the dots of a verb away.
            for cut in ('', '…'):
                words = (entry.msgid, entry.texts[0])
                if all(w.endswith(cut) for w in words):
                    a, b = (w.replace('_', '').removesuffix(cut) for w in words)
                    told.setdefault(a, set()).add(b)
    return told


def keys():
    """Returns every key of the tables of verbs, as the help writes it."""
    found = set()
    for path in (source / 'src' / 'app').rglob('*.c'):
        for group in re.findall(r'N?C?_ ?\((?:"[^"]*", )?"[^"]*"\), "([^"]+)"', path.read_text(encoding='utf-8')):
            for key in group.split():
                parts = re.findall(r'<(\w+)>', key)
                last = re.sub(r'<\w+>', '', key)
                last = NAMES.get(last, last.upper() if len(last) == 1 else last)
                found.add('+'.join([{'Control': 'Ctrl'}.get(p, p) for p in sorted(parts, key=['Control', 'Alt', 'Shift'].index)] + [last]))
    return found


def tables():
    """Returns the keys of every table of verbs, each with its page and verb; a table of several pages belongs to each of them."""
    found = []
    for path in sorted(p for p in (source / 'src' / 'app').rglob('*.[ch]')):
        for page, verb, keys in re.findall(r'{ (?:"(\w+)\.|P "\.)([\w:-]+)", N_ ?\("[^"]*"\), "([^"]+)"', path.read_text(encoding='utf-8')):
            found += [(page or 'any', verb, key) for key in keys.split()]
    return found


def twice(verbs):
    """Returns the keys that two verbs of one page have: the later one takes it, and the earlier one is told of in vain."""
    return [f'{key}: {page}.{verb} and {other}.{else_}' for n, (page, verb, key) in enumerate(verbs) for other, else_, same in verbs[n + 1:]
            if key == same and (page == other or 'any' in (page, other) and {page, other} <= {'any', 'timeline', 'overview', 'win'})]


def shape(text):
    """Returns the kinds of the lines, and what is not to be translated."""
    kinds = [re.match(r'(#+ |- |\d+\. |)', line).group(1) for line in text.splitlines() if line.strip()]
    return kinds, re.findall(r'`(.+?)`', text)


def plain(text):
    return [re.sub(r'[`*#\d.\-]', '', line).strip() for line in text.splitlines() if line.strip()]


number = 0


def check(name, problems):
    global number
    number += 1
    for problem in problems:
        print(f'# {problem}')
    print(f'{"not ok" if problems else "ok"} {number} - {name}')


told, known = catalogue(), keys() | OWN_KEYS
english = {p.stem: p.read_text(encoding='utf-8') for p in sorted((HELP / 'en').glob('*.md'))}
kiswahili = {p.stem: p.read_text(encoding='utf-8') for p in sorted((HELP / 'sw').glob('*.md'))}
listed = re.findall(r'"(\w+)"', re.search(r'jal_help_topics\[\] = \{(.*?)\}', (source / 'src/app/help/jal-help-page.c').read_text(), re.S).group(1))

check('both languages have the topics of the window', [f'{t}' for t in set(english) ^ set(kiswahili) | set(english) ^ set(listed)])
check('what is bold stands in the window', [f'{t}: {b}' for t, text in english.items() for b in re.findall(r'\*\*(.+?)\*\*', text) if b not in told])
check('in Kiswahili too', [f'{t}: “{s}” for “{e}”' for t in english for e, s in
                           zip(re.findall(r'\*\*(.+?)\*\*', english[t]), re.findall(r'\*\*(.+?)\*\*', kiswahili.get(t, '')))
                           if s not in told.get(e, ())])
check('as many bold words', [t for t in english if len(re.findall(r'\*\*', english[t])) != len(re.findall(r'\*\*', kiswahili.get(t, '')))])
check('every key is one of the program', [f'{t}: {k}' for t, text in english.items() for k in re.findall(r'`(.+?)`', text) if k not in known])
check('the two say the same in the same order', [t for t in english if shape(english[t]) != shape(kiswahili.get(t, ''))])
check('nothing is left in English', [f'{t}: {a}' for t in english for a, b in zip(plain(english[t]), plain(kiswahili.get(t, ''))) if a == b])
check('no page has one key for two of its verbs', twice(tables()))
check('planted faults are found', [] if 'Ctrl+Shift+J9' not in known and 'No Such Words…' not in told and 'Ctrl+Alt+R' in keys()
      and len(twice([('timeline', 'a', '<Control>x'), ('any', 'b', '<Control>x'), ('bundle', 'c', '<Control>x')])) == 1 and len(tables()) > 40 else ['not'])
print(f'1..{number}')
