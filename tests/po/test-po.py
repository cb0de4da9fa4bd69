#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the Kiswahili of the interface against the strings the sources have today.

The template is extracted afresh, with the very options the build gives xgettext, so that a string added without
its translation is found here and not by an attorney who meets half a window in English.
"""
import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path

source, build, xgettext, msgfmt = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
potfiles = source / 'po' / 'POTFILES'
LANGUAGE = 'sw'

# Strings that rightly read the same in both languages. Strings without any word of their own need no line here.
SAME = {
    'Jalada', 'SHA-256', 'PDF',
    'English', 'Kiswahili',  # each language under its own name
    'Jan', 'Feb', 'Apr', 'Jun', 'Jul', 'Sep', 'Nov',  # the months that begin alike
}
# One form for one thing. These are the forms not chosen, as patterns.
NOT_OUR_WORDS = {
    'korti': 'mahakama', 'manusura': 'mwathiriwa', 'mlalamikaji': 'mlalamishi', 'bunda': 'kabrasha',
    'mabunda': 'makabrasha', 'kuba': 'hazina', 'nywila': 'nenosiri', 'ithibati': 'kielelezo',
    'usafirishaji haramu': 'ulanguzi', 'mwendesha mashtaka': 'kiongozi wa mashtaka', 'rufani': 'rufaa',
    'chapa': 'chapisha', 'dokumenti': 'waraka', 'hati(?! ya mashtaka)': 'waraka',
    'nyaraka (?:hii|hiyo|ina|haina|moja)': 'waraka',
}
# Kiswahili writes a title like a sentence; these words keep their capital within one.
NAMES = {
    'Jalada', 'Kiswahili', 'Kiingereza', 'Kenya', 'Linux', 'Esc', 'Ctrl', 'Caps', 'Lock', 'Alt', 'Shift', 'Enter', 'Space',
    'General', 'Public', 'License',
    'Gazeti', 'Jumapili', 'Jumatatu', 'Jumamosi', 'Nairobi', 'Busy',
}
PLACEHOLDER = re.compile(r'%(?:\d+\$)?[-+ #0]*(?:\d+|\*)?(?:\.\d+)?(?:hh|h|ll|l|z|j|t)?[a-zA-Z]|%[%]')
MNEMONIC = re.compile(r'_(?=\w)')


class Entry:
    def __init__(self):
        self.context, self.msgid, self.plural, self.texts = None, None, None, {}
        self.files, self.flags, self.obsolete = [], set(), False

    def key(self):
        return (self.context, self.msgid)

    def name(self):
        return repr(self.msgid[:70]) + (' (%s)' % self.context if self.context else '')


def read_po(text):
    """Returns the entries of a catalogue, without its head."""
    entries, entry, place = [], Entry(), None
    for line in text.splitlines() + ['']:
        if line.startswith('#~'):
            entry.obsolete, line = True, line[2:].strip()
        match = re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[(\d+)\])?)\s+(".*")$', line)
        if not line.strip():
            if entry.msgid is not None:
                entries.append(entry)
            entry, place = Entry(), None
        elif line.startswith('#:'):
            entry.files += line[2:].split()
        elif line.startswith('#,'):
            entry.flags |= {flag.strip() for flag in line[2:].split(',')}
        elif match:
            word, number, value = match.group(1), match.group(2), ast.literal_eval(match.group(3))
            if word.startswith('msgstr'):
                place = int(number or 0)
                entry.texts[place] = value
            else:
                place = {'msgctxt': 'context', 'msgid': 'msgid', 'msgid_plural': 'plural'}[word]
                setattr(entry, place, value)
        elif line.startswith('"'):
            if isinstance(place, int):
                entry.texts[place] += ast.literal_eval(line)
            else:
                setattr(entry, place, getattr(entry, place) + ast.literal_eval(line))
    return [entry for entry in entries if entry.msgid]


def build_options():
    """Returns the options with which the build calls xgettext for the template."""
    text = (build / 'build.ninja').read_text(encoding='utf-8')
    for line in text.splitlines():
        if ' gettext pot ' in line:
            options = re.search(r"--extra-args=(\S+)", line).group(1)
            return ['-k_'] + [option.strip("'") for option in options.replace('$ ', ' ').split('@@')]
    raise SystemExit('Bail out! the build makes no template of the interface')


def extract(files):
    """Returns the entries xgettext finds in the files, named from the top of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / 'files'
        listed.write_text('\n'.join(files) + '\n', encoding='utf-8')
        out = Path(folder) / 'new.pot'
        subprocess.run([xgettext, '--package-name=jalada', *build_options(), '-D', str(source), '-f', str(listed),
                        '-o', str(out)], check=True, stderr=subprocess.PIPE)
        return read_po(out.read_text(encoding='utf-8'))


def own_words(text):
    """Returns what is left of a text when nothing of it is a placeholder or a sign."""
    return re.findall(r'[^\W\d_]+', PLACEHOLDER.sub('', text))


def candidates():
    """Returns every file of the tree that may hold a string of the interface."""
    found = [path for pattern in ('src/**/*.[ch]', 'ui/**/*.ui', 'data/desktop/*.in') for path in source.glob(pattern)]
    return sorted(str(path.relative_to(source)) for path in found)


def check_files(listed, fresh):
    wrong = ['not in po/POTFILES: ' + name for name in
             sorted({name for entry in fresh for name in entry.files} - set(listed))]
    wrong += ['po/POTFILES names a file that is not there: ' + name for name in listed if not (source / name).is_file()]
    wrong += ['po/POTFILES names a file without a string: ' + name for name in
              sorted(set(listed) - {name for entry in fresh for name in entry.files})]
    return wrong + ['po/POTFILES names it twice: ' + name for name in set(listed) if listed.count(name) > 1]


def check_whole(fresh, told):
    wrong = []
    for entry in fresh:
        here = told.get(entry.key())
        if here is None:
            wrong.append('missing: ' + entry.name())
        elif 'fuzzy' in here.flags:
            wrong.append('fuzzy: ' + entry.name())
        elif here.plural != entry.plural or set(here.texts) != ({0, 1} if entry.plural else {0}):
            wrong.append('other plural forms: ' + entry.name())
        elif not all(text.strip() for text in here.texts.values()):
            wrong.append('not translated: ' + entry.name())
    return wrong


def check_own_language(told):
    return ['left in English: ' + entry.name() for entry in told
            if entry.msgid in entry.texts.values() and entry.msgid not in SAME and own_words(entry.msgid)]


def check_placeholders(told):
    """msgfmt knows only what is flagged as a format; this holds for every string."""
    wrong = []
    for entry in told:
        for form, text in entry.texts.items():
            english = entry.plural if form and entry.plural else entry.msgid
            bare = [sorted(re.sub(r'\d+\$', '', found) for found in PLACEHOLDER.findall(t)) for t in (english, text)]
            if bare[0] != bare[1]:
                wrong.append('other placeholders: %s: %s, not %s' % (entry.name(), bare[1], bare[0]))
    return wrong


def check_manners(told):
    """Mnemonics, ellipses, colons and full stops stand in both or in neither."""
    wrong = []
    for entry in told:
        for text in entry.texts.values():
            if len(MNEMONIC.findall(entry.msgid)) == 1 != len(MNEMONIC.findall(text)):
                wrong.append('mnemonic: ' + entry.name())
            if not MNEMONIC.search(entry.msgid) and MNEMONIC.search(text):
                wrong.append('mnemonic: ' + entry.name())
            for end in ('…', '.', ':', '?', ' '):
                if entry.msgid.endswith(end) != text.endswith(end):
                    wrong.append('ends otherwise than with “%s”: %s' % (end, entry.name()))
    return wrong


def check_capitals(told):
    """A word has a capital where a sentence, a label after a colon or a quotation begins, and nowhere else."""
    wrong = []
    for entry in told:
        for text in entry.texts.values():
            plain = MNEMONIC.sub('', PLACEHOLDER.sub('', text))
            for match in re.finditer(r'(?<=[^\W\d_])([,;)]?) +([^\W\d_]+)', plain):
                word = match.group(2)
                if word[0].isupper() and not word[1:].isupper() and len(word) > 1 and word not in NAMES:
                    wrong.append('“%s” within a sentence: %s' % (word, entry.name()))
    return wrong


def check_words(told):
    wrong = []
    for entry in told:
        for text in entry.texts.values():
            plain = MNEMONIC.sub('', text).lower()
            wrong += ['“%s” where we say “%s”: %s' % (word, ours, entry.name()) for word, ours in
                      NOT_OUR_WORDS.items() if re.search(r'(?<!\w)' + word + r'(?!\w)', plain)]
    return wrong


def check_head(text):
    head = text.split('\n\n')[0]
    return ['the head lacks ' + line for line in (
        '"Language: sw\\n"', '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"') if line not in head]


def check_msgfmt(path):
    done = subprocess.run([msgfmt, '--check', '-o', '/dev/null', str(path)], capture_output=True, text=True)
    return [] if done.returncode == 0 else done.stderr.replace(str(source) + '/', '').splitlines()


def main():
    listed = [line for line in potfiles.read_text(encoding='utf-8').splitlines() if line and line[0] != '#']
    whole = extract(candidates())
    path = source / 'po' / (LANGUAGE + '.po')
    lent_path = source / 'po' / 'toolkit' / (LANGUAGE + '.po')
    lent = read_po(lent_path.read_text(encoding='utf-8'))
    text = path.read_text(encoding='utf-8')
    told = read_po(text)
    living = [entry for entry in told if not entry.obsolete]
    by_key = {entry.key(): entry for entry in living}
    known = {entry.key() for entry in whole}
    checks = [
        ('every file with strings is listed', check_files(listed, whole)),
        ('at least five hundred strings were found', [] if len(whole) >= 500 else ['only %d' % len(whole)]),
        ('every string is translated', check_whole(whole, by_key)),
        ('nothing is left over', ['obsolete: ' + entry.name() for entry in told
                                  if entry.obsolete or entry.key() not in known]),
        ('no entry stands twice', ['twice: ' + entry.name() for entry in living if by_key[entry.key()] is not entry]),
        ('nothing is left in English', check_own_language(living)),
        ('placeholders agree', check_placeholders(living)),
        ('mnemonics and ends agree', check_manners(living)),
        ('capitals stand where a sentence begins', check_capitals(living)),
        ('one form for one thing', check_words(living)),
        ('the head is whole', check_head(text)),
        ('msgfmt is content', check_msgfmt(path)),
        ('the words lent to the toolkit are in order',
         check_head(lent_path.read_text(encoding='utf-8')) + check_msgfmt(lent_path) + check_whole(lent, {
             entry.key(): entry for entry in lent}) + check_own_language(lent) + check_placeholders(lent)
         + check_manners(lent) + check_capitals(lent) + check_words(lent)),
    ]
    print('1..%d' % len(checks))
    for number, (name, wrong) in enumerate(checks, 1):
        print('%s %d - %s' % ('not ok' if wrong else 'ok', number, name))
        for line in wrong:
            print('# ' + line)
    print('# %d strings in %d files' % (len(whole), len(listed)))
    return any(wrong for _, wrong in checks)


sys.exit(main())
