#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every verb that the program puts on record has words for people. test-audit-words.py SOURCE"""
import pathlib
import re
import sys

source = pathlib.Path(sys.argv[1])


def check_audit_words():
    """Every verb that the program puts on record has words in src/bundle/jal-audit-words.c."""
    table = set(re.findall(r'^  \{ "([a-z.-]+)", N_', (source / 'src/bundle/jal-audit-words.c').read_text(encoding='utf-8'), re.M))
    used = set()
    for room in ('store', 'evidence', 'marks', 'cases', 'schedule', 'release', 'bundle', 'app', 'cli'):
        for path in (source / 'src' / room).rglob('*.c'):
            text = path.read_text(encoding='utf-8')
            used |= set(re.findall(r'\.verb = "([a-z]+(?:\.[a-z-]+)?)"', text))
            used |= set(re.findall(r'(?:act_on|jal_bundle_act|jal_store_note_view(?:_once)?)\s*\([^;]*?"([a-z]+\.[a-z-]+)"', text))
    # The views of a document stand in a list of their own.
    views = (source / 'src/evidence/jal-evidence.c').read_text(encoding='utf-8')
    used |= set(re.findall(r'"([a-z]+\.[a-z-]+)"', re.search(r'In the order of JalEvidenceView.*?;', views, re.S).group(0)))
    used -= {'bundle'}
    return ['give words to the verb “%s” in src/bundle/jal-audit-words.c' % verb for verb in sorted(used - table)] + (
        [] if len(used) > 60 else ['only %d verbs were found' % len(used)])


print('1..1')
wrong = check_audit_words()
print('%s 1 - every verb on record has words' % ('not ok' if wrong else 'ok'))
for line in wrong:
    print('# ' + line)
sys.exit(bool(wrong))
