# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and memory of a program and of all that it starts."""
import os
import re
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.004


def family(pid):
    """The process and everything below it."""
    pids, queue = [], [pid]
    while queue:
        one = queue.pop()
        pids.append(one)
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                queue += [int(p) for p in Path(f"/proc/{one}/task/{task}/children").read_text().split()]
        except OSError:
            pass
    return pids


def resident(pid):
    """KiB in memory; shared pages count in every process that has them, so a sum is never too low."""
    try:
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()).group(1))
    except (OSError, AttributeError):
        return 0


@dataclass
class Run:
    code: int
    out: bytes
    err: bytes
    seconds: float
    peak: float       # MiB, processes summed
    peak_work: float  # MiB, processes summed, while there was a child


def measured(argv, **options):
    begin = time.monotonic()
    child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    peaks = [0, 0]
    over = threading.Event()

    def watch():
        while not over.is_set():
            pids = family(child.pid)
            total = sum(resident(pid) for pid in pids)
            peaks[0] = max(peaks[0], total)
            if len(pids) > 1:
                peaks[1] = max(peaks[1], total)
            over.wait(INTERVAL)

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, err = child.communicate()
    seconds = time.monotonic() - begin
    over.set()
    watcher.join()
    return Run(child.returncode, out, err, seconds, peaks[0] / 1024, peaks[1] / 1024)
