# SPDX-License-Identifier: GPL-3.0-or-later
"""A case three years old, filled as a diligent clerk would have filled it: people, days away, six adjournments, tasks, attendance,
outcomes, a new magistrate. Everything in it is fictional. It goes through jaladactl, day after day on a stopped clock.

    python3 filled.py JALADACTL VAULT PASSPHRASE_FILE
"""
import json
import os
import subprocess
import sys

TODAY = "2028-01-24"
PLEA = "2026-05-11"
DAYS = (  # what became of each day in court: held, or why it was adjourned and the day the court gave, if it gave one
    None, None, ("witness_absent", None), ("adjourned_court", "in 4 weeks"), None, ("accused_absent", None), ("adjourned_defence", None), None,
    ("witness_absent", "in 5 weeks"), ("interpreter", None), None)


class Clerk:
    def __init__(self, program, vault, secret):
        self.command = [program]
        self.tail = ["--vault", vault, "--passphrase-file", secret, "--json"]
        self.today = "2026-05-04"

    def __call__(self, *arguments):
        done = subprocess.run([*self.command, *arguments, *self.tail], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=dict(os.environ, JALADA_TEST_TODAY=self.today))
        if done.returncode != 0:
            raise SystemExit("%s: %s" % (" ".join(arguments), done.stderr))
        return json.loads(done.stdout) if done.stdout.strip() else None

    def next(self, case):
        """The next session of the ten; on its day."""
        session = next(x for x in self("session", "list", case) if x["counted"] and x["state"] in ("planned", "fixed"))
        self.today = session["date"]
        return session


def people(c, case):
    ids = {}
    for role, alias, more in (
            ("survivor", "Survivor A", ("--born", "2011-02-20")), ("survivor", "Survivor B", ("--born", "2010-07-02")),
            ("witness", "PW1 Mother", ()), ("witness", "PW2 Teacher", ()), ("witness", "PW3 Nurse", ()),
            ("witness", "PW4 Hotel Clerk", ()), ("investigator", "Investigating Officer", ()), ("accused", "Accused 1", ()),
            ("accused", "Accused 2", ()), ("magistrate", "Magistrate Mfano", ("--until", "2027-11-30")),
            ("magistrate", "Magistrate Mpya", ("--since", "2027-12-01")), ("counsel", "Counsel for the Defence", ()),
            ("interpreter", "Interpreter, Giriama", ()), ("support", "Counsellor", ())):
        hide = "yes" if role == "survivor" else "no"
        ids[alias] = c("person", "add", case, "--role", role, "--alias", alias, "--hide-name", hide, *more)["id"]
    for who, first, last, why, soft in (
            (ids["Survivor A"], "2028-03-20", "2028-04-07", "Examinations", False), (ids["Survivor A"], "2028-05-17", "2028-05-17", "Anniversary", True),
            (ids["Survivor B"], "2028-10-23", "2028-11-17", "National examinations", False),
            (ids["PW3 Nurse"], "2028-06-01", "2028-06-30", "Abroad", False), ("counsel", "2028-04-10", "2028-04-14", "Conference", False),
            (ids["Magistrate Mpya"], "2028-08-01", "2028-08-31", "Leave", False), (case, "2028-12-18", "2028-12-29", "Court users' recess", True)):
        c("person", "away", who, "--from", first, "--to", last, "--reason", why, *(["--could-be-arranged"] if soft else []))
    return ids


def live(c, case):
    """From day to day in court."""
    for day in DAYS:
        session = c.next(case)
        c("session", "call", session["id"])
        if day is None:
            c("session", "record", session["id"], "--state", "held", "--reason", "proceeded")
            c("session", "note", session["id"], "--text", "Sworn and examined. Nothing in this is real.")
        else:
            why, offered = day
            c("session", "adjourn", session["id"], "--reason", why, "--keep", *(["--date", offered] if offered else []))


def fill(program, vault, secret):
    c = Clerk(program, vault, secret)
    case = c("case", "add", "--title", "Republic v Mfano and another (fictional)", "--number", "MCSO/E901/2026", "--court", "shanzu-magistrates",
             "--plea-date", PLEA)["id"]
    c("session", "plan", case, "--from", PLEA)
    people(c, case)
    live(c, case)
    c.today = TODAY
    other = c("case", "add", "--title", "Republic v Mwingine (fictional)", "--number", "MCSO/E902/2027", "--court", "mombasa-magistrates")["id"]
    c("session", "plan", other, "--from", "2028-02-09")
    work(c, case)
    return c, case, other


def work(c, case):
    """What is being done for the next session, and a task of one's own."""
    session = next(x for x in c("session", "list", case) if x["counted"] and x["state"] == "planned")
    tasks = c("task", "list", "--session", session["id"])
    for task in tasks[1:3]:
        c("task", "update", task["id"], "--owner", "Paralegal")
    c("task", "done", tasks[1]["id"])
    c("task", "add", case, "--title", "A letter to the children's officer", "--session", session["id"], "--owner", "Counsellor", "--before", "7")
    for who, state, more in (("PW3 Nurse", "expected", ("--cost", "40", "--escorted", "yes")), ("Survivor A", "expected", ())):
        c("session", "attend", session["id"], "--who", who, "--state", state, *more)
    c("session", "update", session["id"], "--place", "Courtroom 3", "--time", "9:00", "--note", "The second nurse, too")


if __name__ == "__main__":
    fill(*sys.argv[1:4])
