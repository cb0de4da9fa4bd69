#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench.py BUILD [--json] [--pdfs DIR] [--files N] [--megabytes N] [--rounds N] [--import-megabytes N] [--only PART]

Speed and memory as ratios against floors that are measured in the same run: a plain SQLite file, poppler in this process,
qpdf on the same files. --pdfs takes files that are not ours: the first N distinct ones that qpdf can copy.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from big_file import make_pdf  # noqa: E402
from measure import measured  # noqa: E402

PLAIN = "plain SQLite, same page size, journal and sync"
POPPLER = "poppler in this process"
QPDF = "qpdf --empty --pages on the same files"
claims = []


def say(text):
    print(text, file=sys.stderr, flush=True)


def claim(name, ours, floor, unit, against, note="", ratio=None):
    """The ratio is ours / floor: less is better. @ratio: the median of the ratios of rounds, when there were rounds."""
    claims.append(dict(name=name, ours=round(ours, 3), floor=round(floor, 3), unit=unit,
                       ratio=ratio or (round(ours / floor, 3) if floor else None), against=against, note=note))


def alone():
    """Before the programs of others: reading uses two processors, its floor one, so a busy machine would slow down one side only.
    (nice does not do it: sessions share the processors first.) Needs to be root."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        pass


def is_alone():
    return os.geteuid() == 0


def tool(build, name, *arguments, before=None):
    done = subprocess.run([os.path.join(build, "tests/bench", name), "--json", *arguments], capture_output=True, text=True,
                          preexec_fn=before)
    if not done.stdout:
        sys.exit(f"{name} failed with {done.returncode}: {done.stderr[-500:]}")
    return json.loads(done.stdout)


def bench_vault(build, options):
    say("The vault against plain SQLite…")
    for folder, where in ((None, "disk"), ("/dev/shm", "memory")):
        if folder and not os.access(folder, os.W_OK):
            continue
        seen = tool(build, "vault-bench", "--megabytes", str(options.megabytes), "--rounds", str(options.rounds),
                    *(["--folder", folder] if folder else []), before=alone)
        for load in seen["loads"]:
            against = "the cipher alone" if load["key"] == "read_cipher" else PLAIN
            spread = f"{load['least']:.2f} to {load['most']:.2f} in {seen['rounds']} rounds"
            bar = f"; the bar {load['bar']:.2f}" if load["bar"] else ""
            bar += "" if is_alone() else "; not alone on the processors"
            claim(f"{load['name']}, in {where}", load["ours_ms"], load["floor_ms"], "ms", against, spread + bar, ratio=load["ratio"])


def bench_planner(build):
    say("The planner, sixty cases together…")
    seen = tool(build, "plan-bench")
    claim("60 cases of 10 sessions planned together", seen["ours_ms"], seen["floor_ms"], "ms", "each case by itself, once",
          f"{seen['points']} points; one case after the other {seen['greedy']}; each by itself {seen['alone']} ({seen['plans']} exact plans)")


def bench_offer(build):
    say("A date the court offers, in one of sixty cases…")
    seen = tool(build, "offer-bench")
    here = "reading the case's sessions"
    claim("the answer to a date the court offers", seen["ours_ms"], seen["floor_ms"], "ms", here,
          f"median of {seen['asked']}, with the plan of the rest; judged alone {seen['judged_ms']:.0f} ms")
    claim("a slow one of them", seen["ours_p95_ms"], seen["floor_p95_ms"], "ms", here, f"95th of 100; worst {seen['worst_ms']:.0f} ms")


def bench_diary(build):
    """Frames of the picture of all cases while it is scrolled, in time of the processor, under Xvfb."""
    say("All cases in one picture…")
    env = dict(os.environ, GSETTINGS_SCHEMA_DIR=os.path.join(build, "data/desktop"), GSK_RENDERER="cairo", GDK_DEBUG="gl-disable", GDK_BACKEND="x11",
               GSETTINGS_BACKEND="memory", GTK_A11Y="none")
    done = subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 1280x860x24", os.path.join(build, "tests/bench/diary-bench"), "--json"],
                          capture_output=True, text=True, env=env)
    if done.returncode != 0:
        sys.exit(f"diary-bench failed with {done.returncode}: {done.stderr[-500:]}")
    seen = json.loads(done.stdout)
    here = "a plain list with as many buttons"
    claim("a frame of 60 cases of 10 sessions being scrolled", seen["ours_ms"], seen["floor_ms"], "ms", here, f"median of {seen['frames']}")
    claim("a slow frame of it", seen["ours_p95_ms"], seen["floor_p95_ms"], "ms", here, f"95th of 100; worst {seen['worst_ms']:.0f} ms")


def bench_reader(build, files, what):
    say(f"The reader against poppler, {what}…")
    seen = tool(build, "reader-bench", "--pages", "20" if not files else "4", *files)
    note = f"{seen['equal']} of {seen['pages']} pages equal pixel by pixel"
    claim(f"a page in the worker, {what}", seen["median_ms"], seen["floor_median_ms"], "ms", POPPLER, note + ", median")
    claim(f"a slow page, {what}", seen["p95_ms"], seen["floor_p95_ms"], "ms", POPPLER, "95th of 100")


def bench_scan(build):
    say("The first page of a long scan…")
    seen = tool(build, "scan-bench")
    size = f"a scan of {seen['megabytes']:.0f} MB"
    claim("chunks for page 1", seen["asked"], seen["chunks"], "chunks", "the whole file", size)
    claim("page 1, worker's start included", seen["first_page_ms"], seen["floor_first_page_ms"], "ms",
          "poppler in this process, the file in memory", size)


def bench_open(build):
    """The real chain under Xvfb: vault, walls, window. Times are the processor's: from clock to clock they depend on who else works."""
    say("Reading a scan of a thousand pages in the window…")
    env = dict(os.environ, GSETTINGS_SCHEMA_DIR=os.path.join(build, "data/desktop"), GSK_RENDERER="cairo", GDK_DEBUG="gl-disable", GDK_BACKEND="x11",
               GSETTINGS_BACKEND="memory", GTK_A11Y="none")
    done = subprocess.run(["xvfb-run", "-a", "-s", "-screen 0 3000x2400x24", os.path.join(build, "tests/bench/open-bench"), "--json"],
                          capture_output=True, text=True, env=env)
    if done.returncode != 0:
        sys.exit(f"open-bench failed with {done.returncode}: {done.stderr[-500:]}")
    seen = json.loads(done.stdout)
    here = "poppler in this process draws the page"
    for key, floor, name in (("open", "floor_scan", f"opening {seen['megabytes']:.0f} MB at any page"),
                             ("open_without_reserve", "floor_scan", "the same, no worker waiting in reserve"),
                             ("turn_scan_at_once", "floor_scan", "the next page of a scan, at once"),
                             ("turn_scan_after_pause", "floor_scan", "the next page of a scan, after a pause"),
                             ("turn_words_at_once", "floor_words", "the next page, born digital, at once")):
        clock = f"{seen[key]['n']} times; from clock to clock median {seen[key]['median_ms']:.0f}, 95th of 100 {seen[key]['p95_ms']:.0f} ms"
        claim(name, seen[key]["cpu_p95_ms"], seen[floor]["cpu_p95_ms"], "ms", here, clock)
    scroll = seen["scroll"]
    claim("frames over 33 ms while scrolling", scroll["busy"], scroll["frames"], "frames", "all frames",
          f"the window's own work; worst {scroll['worst_busy_ms']:.0f} ms, {scroll['late']} frames came late")
    claim("memory of window and worker", seen["peak_mib"], 250, "MiB", "the bar")


def bench_memory(build):
    """The real program, in an ordinary window and on the finest screen that offices have. Needs root, to look at another process."""
    for screen, scale in (("1280x860", 1), ("3840x2160", 2)):
        say(f"Memory while reading on a screen of {screen}…")
        env = dict(os.environ, JALADA_UI_SCREEN=screen + "x24", GDK_SCALE=str(scale))
        done = subprocess.run(["/usr/bin/python3", os.path.join(os.path.dirname(os.path.abspath(__file__)), "read-memory.py"),
                               os.path.join(build, "src/app/jalada"), os.path.join(build, "src/cli/jaladactl"), "--size=" + screen],
                              capture_output=True, text=True, env=env)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode != 0:
            sys.exit(f"read-memory.py failed with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
        if not lines:
            say("  not root: not measured")
            continue
        states = json.loads(lines[-1])["states"]
        most = max(states, key=lambda state: state["peak_mb"])
        claim(f"memory of the program and its workers, {screen}", most["peak_mb"], 250, "MB", "the bar",
              f"the most of {len(states)} states: {most['state']}; window, scan, plan of 108 million pixels, 3,300 hits")


class Vault:
    """A vault in the folder, worked with jaladactl."""

    def __init__(self, build, folder, name):
        self.path = os.path.join(folder, name)
        self.passphrase = os.path.join(folder, "passphrase")
        Path(self.passphrase).write_text("a passphrase for measuring\n")
        self.program = os.path.join(build, "src/cli/jaladactl")

    def argv(self, *verb):
        vault = [] if verb[0] == "sample" else ["--vault", self.path]
        return [self.program, *verb, *vault, "--passphrase-file", self.passphrase, "--json"]

    def json(self, *verb, codes=(0,)):
        done = subprocess.run(self.argv(*verb), capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode not in codes:
            sys.exit(f"jaladactl {verb[0]} {verb[1]} ended with {done.returncode}: {done.stderr[-500:]}")
        return json.loads(done.stdout)


def bench_list(build, rounds):
    say("Opening a vault with 20,000 exhibits…")
    seen = tool(build, "list-bench", "--rounds", str(rounds))
    claim("opening with the passphrase, 20,000 exhibits", seen["open_ms"], seen["kdf_ms"], "ms", "Argon2id alone",
          f"median of {seen['rounds']} rounds")
    claim("their list", seen["list_ms"], seen["plain_ms"], "ms", "the same question to a plain SQLite file")
    claim("from the passphrase to the list", seen["open_ms"] + seen["list_ms"], seen["kdf_ms"] + seen["plain_ms"], "ms",
          "Argon2id and the plain file")


def median(values):
    return sorted(values)[len(values) // 2]


def seconds_of(*argv):
    begin = time.monotonic()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin


def bench_import(build, folder, options):
    """cp leaves its copy to the system's good will; the vault is on the disk when jaladactl ends. So both are measured."""
    say(f"Taking in a file of {options.import_megabytes} MB…")
    big, copy = os.path.join(folder, "big.pdf"), os.path.join(folder, "copy.pdf")
    make_pdf(big, options.import_megabytes * 1000000)
    ours, floor, synced = [], [], []
    for number in range(options.rounds):
        vault = Vault(build, folder, f"import-{number}.jalada")
        vault.json("vault", "create")
        case = vault.json("case", "add", "--title", "A large file")["id"]
        subprocess.run(["sync"], check=True)
        floor.append(seconds_of("cp", big, copy) + seconds_of("sha256sum", big))
        synced.append(floor[-1] + seconds_of("sync", copy))
        begin = time.monotonic()
        rows = vault.json("evidence", "add", case, big)
        ours.append(time.monotonic() - begin)
        if rows[0]["outcome"] != "taken":
            sys.exit("the large file was not taken in")
        os.remove(vault.path)
        os.remove(copy)
    os.remove(big)
    ratios = sorted(a / b for a, b in zip(ours, floor))
    claim(f"taking in {options.import_megabytes} MB", median(ours), median(floor), "s", "cp and sha256sum",
          f"{ratios[0]:.2f} to {ratios[-1]:.2f} in {options.rounds} rounds; the bar 1.5; unlocking and reading it included",
          ratio=round(median(ratios), 3))
    claim("the same, with the copy on the disk too", median(ours), median(synced), "s", "cp, sync and sha256sum")


def count_pages(path):
    done = subprocess.run(["qpdf", "--show-npages", path], capture_output=True, text=True)
    return int(done.stdout) if done.stdout.strip().isdigit() else 0


def compare_bundle(vault, case, files, folder, rounds, what):
    """Builds the bundle and the floor in turns; @files are the same documents as the floor reads them."""
    bundle, floor = os.path.join(folder, "bundle.pdf"), os.path.join(folder, "floor.pdf")
    unlocks, ours, theirs = [], [], []
    for _ in range(rounds):
        unlocks.append(measured(vault.argv("case", "list")).seconds)
        run = measured(vault.argv("bundle", "build", case, bundle, "--replace"))
        if run.code != 0:
            sys.exit(f"the bundle failed with {run.code}: {run.err.decode(errors='replace')[-500:]}")
        ours.append(run)
        run = measured(["qpdf", "--empty", "--pages", *files, "--", floor])
        if run.code not in (0, 3):
            sys.exit(f"qpdf failed with {run.code}: {run.err.decode(errors='replace')[-500:]}")
        theirs.append(run)
    built = json.loads(ours[-1].out)
    unlock = min(unlocks)
    note = (f"{len(files)} documents, {built['pages']} pages (floor {count_pages(floor)}), "
            f"{sum(os.path.getsize(f) for f in files) / 1e6:.0f} MB in, {os.path.getsize(bundle) / 1e6:.0f} MB out "
            f"(floor {os.path.getsize(floor) / 1e6:.0f})")
    claim(f"the bundle, {what}", min(r.seconds for r in ours) - unlock, min(r.seconds for r in theirs), "s", QPDF, note)
    claim(f"its memory, {what}", min(r.peak_work for r in ours), min(r.peak for r in theirs), "MiB", QPDF,
          "peak, all processes summed, while a worker runs")
    claim(f"unlocking, {what}", unlock, min(r.seconds for r in ours), "s", "the whole command",
          f"time of “case list”, taken off above; peak with it {min(r.peak for r in ours):.0f} MiB")


def bench_sample(build, folder, rounds):
    say("The sample case's bundle…")
    vault = Vault(build, folder, "sample.jalada")
    case = vault.json("sample", vault.path)["id"]
    files = []
    for row in vault.json("evidence", "list", case):
        path = os.path.join(folder, f"{len(files):03}.pdf")
        # The original of a PDF; a picture as the page that it makes, since qpdf reads no pictures.
        vault.json("evidence", "save", row["id"], path, *([] if row["media"] == "pdf" else ["--marked"]))
        files.append(path)
    compare_bundle(vault, case, files, folder, rounds, "sample case")


def bench_hashing(build, folder, rounds):
    """Before a bundle is built every original of it is hashed anew. The sample's PDFs ten times, each time other bytes."""
    say("Hashing the originals of a bundle, the sample's ten times…")
    files = []
    for number in range(10):
        for path in sorted(Path(build, "data/sample").glob("*.pdf")):
            files.append(os.path.join(folder, f"{number}-{path.name}"))
            Path(files[-1]).write_bytes(path.read_bytes() + b"%% copy %d\n" % number)
    vault = Vault(build, folder, "hashing.jalada")
    vault.json("vault", "create")
    case = vault.json("case", "add", "--title", "Ten times the sample")["id"]
    vault.json("evidence", "add", case, *files)
    unlock = min(measured(vault.argv("case", "list")).seconds for _ in range(rounds))
    runs = [measured(vault.argv("bundle", "build", case, os.path.join(folder, "ten.pdf"), "--replace")) for _ in range(rounds)]
    if any(run.code for run in runs):
        sys.exit(f"the bundle failed: {runs[0].err.decode(errors='replace')[-500:]}")
    seen = tool(build, "hash-bench", vault.path, vault.passphrase, str(rounds))
    claim("hashing the originals anew before a bundle", seen["seconds"], min(run.seconds for run in runs) - unlock, "s",
          "building it, that hashing included", f"{seen['originals']} originals, {seen['megabytes']:.0f} MB")


def choose(folder, most):
    """Distinct files that qpdf can copy."""
    files, seen = [], set()
    for path in sorted(Path(folder).rglob("*.pdf")):
        digest = hashlib.sha256(path.read_bytes()).digest()
        if digest in seen or len(files) == most:
            continue
        seen.add(digest)
        try:
            copied = subprocess.run(["qpdf", "--empty", "--pages", str(path), "--", "/dev/null"], capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            continue
        if copied.returncode in (0, 3) and 0 < count_pages(str(path)) <= 1000:
            files.append(str(path))
    return files


def bench_files(build, folder, options):
    say(f"The bundle of files in {options.pdfs}…")
    chosen = choose(options.pdfs, options.files)
    vault = Vault(build, folder, "files.jalada")
    vault.json("vault", "create")
    case = vault.json("case", "add", "--title", "Files for measuring")["id"]
    begin = time.monotonic()
    rows = vault.json("evidence", "add", case, *chosen, codes=(0, 5))
    say(f"  taken in within {time.monotonic() - begin:.1f} s")
    taken = [path for path, row in zip(chosen, rows) if row["outcome"] == "taken"]
    if len(rows) != len(chosen) or not taken:
        sys.exit("what came back from the import are not the files that went in")
    compare_bundle(vault, case, taken, folder, options.rounds, "given files")
    bench_reader(build, taken[:40], "given files")


def print_table():
    def number(value):
        return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"

    rows = [("claim", "here", "floor", "", "ratio", "floor is")]
    for c in claims:
        rows.append((c["name"], number(c["ours"]), number(c["floor"]), c["unit"], f"{c['ratio']:.3g}×", c["against"]))
    width = [max(len(row[i]) for row in rows) for i in range(6)]
    for row, c in zip(rows, [None] + claims):
        line = (f"{row[0]:<{width[0]}}  {row[1]:>{width[1]}}  {row[2]:>{width[2]}} {row[3]:<{width[3]}}  "
                f"{row[4]:>{width[4]}}  {row[5]}")
        print((line + (f" ({c['note']})" if c and c["note"] else "")).rstrip())
    print("Less is better everywhere.")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pdfs", metavar="DIR")
    parser.add_argument("--files", type=int, default=120, help="how many of them")
    parser.add_argument("--megabytes", type=int, default=128)
    parser.add_argument("--import-megabytes", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["vault", "list", "import", "hashing", "memory", "reader"], help="measure nothing else")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    os.environ["JALADA_UNINSTALLED"] = build
    os.environ["LC_ALL"] = "C.UTF-8"
    begin = time.monotonic()
    if options.only in (None, "vault"):
        bench_vault(build, options)
    if options.only in (None, "list"):
        bench_list(build, options.rounds)
    if options.only in (None, "import"):
        with tempfile.TemporaryDirectory(prefix="jalada-bench-") as folder:
            bench_import(build, folder, options)
    if options.only in (None, "hashing"):
        with tempfile.TemporaryDirectory(prefix="jalada-bench-") as folder:
            bench_hashing(build, folder, options.rounds)
    if options.only == "memory":
        bench_memory(build)
    if options.only == "reader":
        bench_reader(build, [], "our pages")
        bench_scan(build)
        bench_open(build)
        bench_memory(build)
        if options.pdfs:
            bench_reader(build, choose(options.pdfs, 40), "given files")
    if options.only is None:
        bench_planner(build)
        bench_offer(build)
        bench_diary(build)
        bench_reader(build, [], "our pages")
        bench_scan(build)
        bench_open(build)
        bench_memory(build)
        with tempfile.TemporaryDirectory(prefix="jalada-bench-") as folder:
            bench_sample(build, folder, options.rounds)
    if options.pdfs and options.only != "reader":
        with tempfile.TemporaryDirectory(prefix="jalada-bench-") as folder:
            bench_files(build, folder, options)
    seconds = time.monotonic() - begin
    if options.json:
        print(json.dumps(dict(claims=claims, cpus=os.cpu_count(), load=os.getloadavg()[0], seconds=round(seconds, 1)), ensure_ascii=False,
                         indent=1))
    else:
        print_table()
        print(f"Measured in {seconds:.0f} s on {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}.")


main()
