# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left when the window is locked, printed from, sent to sleep and killed: nothing.

1. Memory: with the vault open the process holds the key of the pages and a page's words; once it is locked neither they nor the
   master key nor the passphrase are found anywhere in it. Needs root, as reading another process' memory does.
2. Sleep waits for that: logind's inhibitor is held until the keys are wiped, and taken again on waking.
3. A bundle is printed by a real CUPS, and no file is written for it; nor by a crash.
4. A planted temporary file is found by the same search.
"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402
from memory import check_memory, keys_of  # noqa: E402
from office import Printer, Sleep  # noqa: E402
from traces import CALLS, check_files, written  # noqa: E402

PASSPHRASE = "herufi za siri kabisa"
WORDS = "being the occupier"
NOTE = "ask the night porter"


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def make_vault(s):
    vault = os.path.join(s.home, "Cases.jalada")
    s.jaladactl(vault, PASSPHRASE, "vault", "create")
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A fictional person", "--number", "CR 72")["id"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"))
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)[0]["id"]
    s.jaladactl(vault, PASSPHRASE, "mark", "add", document, "--page", "1", "--kind", "highlight", "--find", "COUNT II", "--note", NOTE)
    return vault, case, document


def unlock(s):
    """Types as a person does: through AT-SPI the passphrase would travel as one message."""
    s.see("Passphrase")
    subprocess.run(["xdotool", "windowfocus", "--sync", s._newest_window(), "type", "--delay", "1", PASSPHRASE], check=True)
    s.key("Return")
    s.see("CR 72", "row")


def read(s):
    s.choose_document("Charge sheet")
    s.do("evidence.open")
    s.see("Page 1 of 2")
    s.do("reader.page-text")
    s.wait(lambda: next((n for n in s.find_all(role="text") if len(n.text or "") > 200), None), "the page as text")


def print_bundle(s, printer):
    s.click("Bundle", "page tab")
    s.click("Build", "toggle")
    s.click("Print Counsel's Own Copy…", "menu item")
    s.see("Print Bundle")
    s.wait(lambda: next((n for n in s.find_all("Print", "button") if n.sensitive), None), "a printer")
    s.click("Print", "button")
    path, options = printer.printed()
    expect(options.splitlines()[0], "Jalada", "name of the print job")
    with open(path, "rb") as file:
        expect(file.read(5), b"%PDF-", "what the printer got")
    subprocess.run(["qpdf", "--check", path], check=True, stdout=subprocess.DEVNULL)
    s.wait(lambda: not [n for n in os.listdir(os.path.join(printer.folder, "spool")) if n.startswith("d")],
           "readable copies gone from the spool")


def sleep_and_wake(s, sleep):
    s.wait(lambda: "Jalada" in sleep.inhibitors(), "an inhibitor before sleep")
    sleep.prepare(True)
    s.see("Passphrase")
    s.wait(lambda: "Jalada" not in sleep.inhibitors(), "the inhibitor let go")
    print("# locked, wiped, and the computer may sleep", flush=True)


def journey(s):
    vault, case, document = make_vault(s)
    needles = dict(keys_of(vault, PASSPHRASE), **{"page's words": WORDS.encode(), "note": NOTE.encode(), "passphrase": PASSPHRASE.encode()})
    trace = os.path.join(s.home, "trace")
    printer, sleep = Printer(), Sleep()
    try:
        s.start(vault)
        unlock(s)
        read(s)
        # The passphrase may still be there while it is open; the search must find what surely is.
        check_memory(s, {k: v for k, v in needles.items() if k != "passphrase"},
                     ["key of the pages", "master key", "note", "page's words"], "in memory while it is open")
        sleep_and_wake(s, sleep)
        check_memory(s, needles, [], "in memory once it is locked")
        sleep.prepare(False)
        s.wait(lambda: "Jalada" in sleep.inhibitors(), "an inhibitor after waking")
        s.stop()

        s.start(vault, under=("strace", "-D", "-f", "--seccomp-bpf", "-s", "4096", "-e", "trace=" + CALLS, "-o", trace))
        unlock(s)
        print_bundle(s, printer)
        s.kill()
        check_files(s, trace, vault, os.path.join(s.home, "nothing.pdf"))
        expect(s.jaladactl(vault, PASSPHRASE, "bundle", "builds", case)[0]["copy"], "counsel", "the printed bundle on record")

        # The search can fail: somebody else's temporary file in the same session.
        planted = os.path.join(s.home, "planted.tmp")
        subprocess.run(["strace", "-f", "-o", trace, "-e", "trace=" + CALLS, "sh", "-c", f'echo words > "{planted}"; echo > "{vault}"x'],
                       check=True)
        expect(planted in written(trace), True, "a planted file is seen")
        try:
            check_files(s, trace, vault + "x", os.path.join(s.home, "nothing.pdf"))
        except Failure as failure:
            expect("planted.tmp" in str(failure), True, "a planted file turns the search red")
        else:
            raise Failure("a planted file was not found")
    finally:
        printer.close()
        sleep.close()


if __name__ == "__main__":
    Session.main(journey)
