# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of the schedule, with a well filled case (filled.py)."""
import os
import shutil
import subprocess

import filled

ICS = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//fictional//EN",
    *[line for n, (title, first, last) in enumerate((("Fictional conference", "20280412", "20280415"), ("31 February", "20280231", "20280301"),
                                                     ("Ends before it starts", "20280612", "20280601"), ("Leave", "20280801", "20280816")))
      for line in ("BEGIN:VEVENT", f"UID:{n}", "DTSTAMP:20280101T000000Z", f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{last}",
                   f"SUMMARY:{title}", "END:VEVENT")], "END:VCALENDAR", ""])


def prepare(s, secret):
    """Returns the vault; made once."""
    vault = os.path.join(s.home, "Filled.jalada")
    if not os.path.exists(vault):
        s.jaladactl(vault, open(secret, encoding="utf-8").read().strip(), "vault", "create", "--strength", "min")
        filled.fill(s.ctl, vault, secret)
        with open(os.path.join(s.home, "counsel.ics"), "w", encoding="utf-8", newline="") as f:
            f.write(ICS)
    return vault


def wheel(s, node, clicks):
    """Scrolls what lies under the middle of a widget."""
    subprocess.run(["xdotool", "mousemove", "--window", s._newest_window(), *s._point(node, (0.5, 0.6)), "click", "--repeat", str(clicks),
                    "--delay", "30", "5"], check=True)


def card(s, tr, shot):
    """The card of the next session, what is asked over it, and planned against real."""
    s.wait(lambda: next((n for n in s.find_all(role="button") if " 12, " in n.name), None), "the twelfth session").act()
    s.see(tr("Who Comes"), "label")
    shot("card")
    wheel(s, s.see(tr("Who Comes"), "label"), 8)
    shot("card-below")
    for verb in ("outcome", "offer", "adjourn", "vacate", "edit"):
        s.do("timeline." + verb)
        if verb == "offer":
            s.settle()
            s.type(tr("Date: 14, 14 March, Next Tuesday"), "mwisho wa Machi")
            shot("card-offer-days")
            s.type(tr("Date: 14, 14 March, Next Tuesday"), "2028-04-11")
        shot("card-" + verb)
        s.key("Escape")
    s.do("timeline.leave-card")
    s.do("timeline.delays")
    shot("delays")
    s.do("timeline.leave-delays")


def shoot(s, folder, look, env, tr, resize, secret, passphrase):
    names = iter(range(1, 100))
    vault = os.path.join(s.home, "shown.jalada")
    shutil.copy(prepare(s, secret), vault)

    def shot(name):
        s.settle()
        s.shot(os.path.join(folder, f"{look}-schedule-{next(names):02d}-{name}.png"))

    s.start(vault, JALADA_TEST_TODAY=filled.TODAY, **env)
    resize(s, look)
    s.type(tr("Passphrase"), passphrase)
    s.click(tr("Unlock"))
    # The unlock page has a menu too.
    s.see(tr("What Is Next"), "page tab")
    shot("home")
    s.do("win.all-cases")
    s.see(tr("Clashes Only"))
    s.settle()
    shot("all-cases")
    s.choose(tr("How Much to Show"), tr("All the years"))
    shot("all-years")
    s.do("win.home")
    if look.startswith("small"):
        s.do("win.sidebar")
    s.press(s.wait(lambda: [n for n in s.find_all(role="row") if "E901" in n.name][-1:], "the case")[0])
    s.see(tr("Where the Case Stands"))
    shot("overview")
    s.click(tr("Timeline"), "page tab")
    s.wait(lambda: next((n for n in s.find_all(role="button") if " 12, " in n.name), None), "the twelfth session")
    shot("timeline")
    for verb in ("calendar", "plan-all", "plan", "calendar-out", "people", "weights", "usual-tasks", "print", "add"):
        s.do("timeline." + verb)
        shot(verb)
        s.key("Escape")
    s.do("timeline.calendar-in")
    s.choose_file(tr("Open Calendar File"), os.path.join(s.home, "counsel.ics"), tr("Open"))
    s.see(tr("Days Away from a Calendar"), "label")
    shot("calendar-in")
    s.key("Escape")
    card(s, tr, shot)
    s.kill()
