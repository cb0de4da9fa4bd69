# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's notification as the bus carries it, from the real program: unlocked it is numbers, locked the fact alone. All the
session bus is listened to, not only the message meant for the notification daemon: no name, number or title of the case on it."""
import datetime
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402
from office import Notifications  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
TODAY = "2026-11-23"
SECRETS = ("Zuri", "Makini", "Siri", "CR 77", "Shanzu", "shanzu", "Survivor", "Hearing", "counselling")
MARGINS = (15, 40, 90)  # Seconds from the start of the program to half past seven; a busy machine unlocks slowly


def half_past_seven(s, vault, ready):
    """Starts the program shortly before, and does @ready; once more, earlier, when that took too long."""
    for margin in MARGINS:
        at = datetime.datetime(2026, 11, 23, 7, 30) - datetime.timedelta(seconds=margin)
        begin = datetime.datetime.now()
        s.start(vault, JALADA_TEST_TODAY=at.isoformat(), GNOTIFICATION_BACKEND="freedesktop")
        s.type("Passphrase", PASSPHRASE)
        s.click("Unlock")
        s.see(contains="CR 77", role="row")
        ready()
        if (datetime.datetime.now() - begin).total_seconds() < margin - 2:
            return
        s.stop()
    raise Failure("the program never unlocked in time")


def locked(s):
    s.do("win.lock")
    s.see("The Vault Is Locked", "label")


def journey(s):
    vault = os.path.join(s.home, "a.jalada")
    os.environ["JALADA_TEST_TODAY"] = TODAY
    s.jaladactl(vault, PASSPHRASE, "vault", "create", "--strength", "min")
    case = s.jaladactl(vault, PASSPHRASE, "case", "add", "--title", "Republic v Makini Siri", "--number", "CR 77", "--court",
                       "shanzu-magistrates")["id"]
    s.jaladactl(vault, PASSPHRASE, "person", "add", case, "--role", "survivor", "--name", "Makini Siri", "--alias", "Zuri 7")
    s.jaladactl(vault, PASSPHRASE, "session", "add", case, "--kind", "hearing", "--date", TODAY, "--purpose", "Makini testifies")
    s.jaladactl(vault, PASSPHRASE, "task", "add", case, "--title", "Makini's counselling", "--due", TODAY)
    office = Notifications(os.path.join(s.home, "bus"))
    try:
        half_past_seven(s, vault, lambda: None)
        s.wait(lambda: len(office.said()) == 1, "the reminder", 120)
        if office.said()[0] != ("Jalada", "A session today. A task is due today."):
            raise Failure(f"unlocked it said {office.said()}")
        s.stop()
        half_past_seven(s, vault, lambda: locked(s))
        s.wait(lambda: len(office.said()) == 2, "the reminder while locked", 120)
        if office.said()[1] != ("Jalada: a reminder is waiting", ""):
            raise Failure(f"locked it said {office.said()[1]}")
        s.stop()
        carried = office.carried()
        told = [word for word in SECRETS if word in carried]
        if told:
            raise Failure(f"the bus carried {told}")
        if "Notify" not in carried:
            raise Failure("the bus was not listened to")
        print(f"# {len(carried)} characters of the session bus, {office.said()}", flush=True)
    finally:
        office.close()


if __name__ == "__main__":
    Session.main(journey)
