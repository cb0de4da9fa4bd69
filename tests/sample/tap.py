# SPDX-License-Identifier: GPL-3.0-or-later
"""A few lines of TAP: each function named test_* is one test; an assertion that fails is its report."""
import sys
import traceback


def run(namespace):
    tests = [(name, body) for name, body in namespace.items() if name.startswith("test_")]
    failed = 0
    print("1..%d" % len(tests))
    for number, (name, body) in enumerate(tests, 1):
        try:
            body()
            print("ok %d %s" % (number, name[5:]))
        except Exception:
            failed += 1
            print("not ok %d %s" % (number, name[5:]))
            for line in traceback.format_exc().splitlines():
                print("# " + line)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
