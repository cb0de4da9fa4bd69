# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files a program wrote, as strace saw it, and which it may write."""
import os
import re

from harness import Failure

CALLS = "open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknod,mknodat"


def written(trace):
    """The paths that strace saw being made, or opened for writing."""
    paths = set()
    with open(trace, encoding="utf-8", errors="replace") as f:
        for line in f:
            if re.search(r"= -1 E", line):
                continue
            names = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
            if re.search(r"\b(open|openat|openat2)\(", line):
                if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", line):
                    paths.add(names[0])
            elif names:
                paths.add(names[-1])
    return paths


def check_files(s, trace, vault, pdf):
    """Every file that was made or opened for writing is the vault's, the saved bundle, or what the desktop keeps about any program."""
    allowed = [
        re.escape(vault) + r"(-[a-z0-9.-]+|\.[a-z0-9.-]+)?",
        re.escape(os.path.dirname(pdf)) + r"/\.?" + re.escape(os.path.basename(pdf)) + r"[-.A-Za-z0-9]*",
        re.escape(os.path.dirname(pdf)) + r"/\.jalada-[-.A-Za-z0-9]*",
        re.escape(os.path.join(s.home, "state", "jalada")) + r"(/last-vault(\.[A-Z0-9]{6})?|/seen(/[0-9a-f]{32}(\.[A-Z0-9]{6})?)?)?",
        # Sockets, locks and shared memory of X, D-Bus, dconf and fontconfig: made before anything is shown.
        r"/dev/(null|tty|shm/.*|dri/.*|urandom)", r"/proc/self/.*", r"/memfd:.*",
        re.escape(os.path.join(s.home, "run")) + r"(/.*)?",
        re.escape(os.path.join(s.home, "cache")) + r"/(fontconfig|mesa_shader_cache.*)(/.*)?",
        re.escape(os.path.join(s.home, "config")) + r"(/(gtk-4\.0|dconf))?",
        re.escape(os.path.join(s.home, "data")),
        re.escape(os.path.join(s.home, "cache")),
        re.escape(os.path.join(s.home, "state")),
    ]
    paths = written(trace)
    if not any(p == vault for p in paths):
        raise Failure("the trace does not even show the vault: it saw nothing")
    for path in sorted(paths):
        good = any(re.fullmatch(pattern, path) for pattern in allowed)
        print(f"# {'written' if good else 'NOT ALLOWED'}: {path.replace(s.home, '~')}", flush=True)
    bad = [p for p in paths if not any(re.fullmatch(pattern, p) for pattern in allowed)]
    if bad:
        raise Failure(f"written outside the vault and the chosen copy: {bad}")
