# SPDX-License-Identifier: GPL-3.0-or-later
"""The page keeps room whatever stands beside it: both panes, the list of cases, Kiswahili, a small window."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from atspi import COORD_WINDOW  # noqa: E402
from harness import Failure, Session  # noqa: E402
from shots import translate  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SHOTS = os.environ.get("JALADA_ROOM_SHOTS")
# Of the window, for the page with whatever is asked for beside it.
SHARE = 0.45


def make_vault(s):
    vault, secret = os.path.join(s.home, "Cases.jalada"), os.path.join(s.home, "secret")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(PASSPHRASE)
    subprocess.run([s.ctl, "vault", "create", "--vault", vault, "--passphrase-file", secret, "--strength", "min"], check=True,
                   stdout=subprocess.DEVNULL)
    os.unlink(secret)
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v A hotel keeper", "--number", "CR 71")["id"]
    s.jaladactl(vault, PASSPHRASE, "evidence", "add", case, os.path.join(os.environ["JALADA_SAMPLE"], "01-charge-sheet.pdf"))
    document = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case)[0]["id"]
    s.jaladactl(vault, PASSPHRASE, "mark", "add", document, "--page", "1", "--kind", "highlight", "--find", "exploitation", "--every",
                "--note", "A_word_that_is_far_longer_than_any_pane_is_wide_and_has_no_place_to_break")
    return vault


def extents(node):
    return node.a.get_component_iface().get_extents(COORD_WINDOW)


def measure(s, tr, look, state):
    """Waits until the page has its share of the window's width."""
    def share():
        view = s.find(contains=tr("Page %u of %u").replace("%u", "1", 1).replace("%u", "2"))
        return extents(view).width / extents(s.frame()).width if view else 0
    s.settle()
    try:
        s.wait(lambda: share() >= SHARE, "room for the page")
    except Failure:
        raise Failure(f"{look}, {state}: the page has {share():.0%} of the window") from None
    finally:
        if SHOTS:
            s.shot(os.path.join(SHOTS, f"{look}-{state}.png"))
    print(f"# {look} {state}: {share():.0%}", flush=True)


def look_at(s, vault, look, env):
    tr = translate(look)
    s.start(vault, **env)
    s.type(tr("Passphrase"), PASSPHRASE)
    s.click(tr("Unlock"))
    s.see(tr("Main Menu"), "toggle")
    s.press(s.wait(lambda: [n for n in s.find_all(role="row") if "CR 71" in n.name][-1:], "the case")[0])
    s.click(tr("Evidence"), "page tab")
    s.see(tr("Register of evidence"))
    s.press(s.wait(lambda: next((n for n in s.find(tr("Register of evidence")).walk() if n.role == "label" and n.name == "Charge sheet"),
                                None), "the document"))
    s.do("evidence.open")
    measure(s, tr, look, "alone")
    s.do("reader.marks")
    measure(s, tr, look, "marks")
    # The other pane gives way: the cases stand there, too.
    s.do("reader.thumbnails")
    measure(s, tr, look, "contents")
    s.do("win.sidebar")
    s.do("reader.marks")
    measure(s, tr, look, "both")
    subprocess.run(["xdotool", "windowsize", "--sync", s._newest_window(), "640", "480"], check=True)
    measure(s, tr, look, "small")
    s.stop()


def journey(s):
    vault = make_vault(s)
    for look, env in (("light", {}), ("sw", {"LANGUAGE": "sw"})):
        look_at(s, vault, look, env)


if __name__ == "__main__":
    Session.main(journey)
