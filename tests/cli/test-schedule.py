#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates of a case through jaladactl, on a stopped clock: people, plan, offer, adjourn, clashes, the years' edges."""
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Vault:
    def __init__(self, today="2026-11-23"):
        self.folder = tempfile.mkdtemp(prefix="jalada-schedule-")
        self.today = today
        self.secret = os.path.join(self.folder, "passphrase")
        with open(self.secret, "w", encoding="utf-8") as file:
            file.write("korosho nne mbili\n")
        self.run("vault", "create", "--strength", "min")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.folder)

    def run(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *arguments, "--vault", os.path.join(self.folder, "v.jalada"), "--passphrase-file", self.secret,
                               "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=dict(os.environ, JALADA_TEST_TODAY=self.today))
        equal(done.returncode, code, "%s: %s" % (arguments, done.stderr))
        self.said = done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else done.stderr

    def case(self, number="CR 1", court="shanzu-magistrates"):
        return self.run("case", "add", "--title", "Fictional", "--number", number, "--court", court)["id"]

    def session(self, case, n):
        return [x for x in self.run("session", "list", case) if x["ordinal"] == n][0]


def equal(seen, expected, what=""):
    if seen != expected:
        raise AssertionError("%s: %r instead of %r" % (what, seen, expected))


def true(condition, what=""):
    if not condition:
        raise AssertionError(what)


@test
def people():
    with Vault() as v:
        case = v.case()
        survivor = v.run("person", "add", case, "--role", "survivor", "--name", "Fictional Name", "--born", "2013-02-28")
        equal((survivor["code"], survivor["name"], survivor["name_hidden"]), ("Survivor A", None, True))
        equal(v.run("person", "list", case)[0]["name"], None)
        equal(v.run("person", "list", case, "--names")[0]["name"], "Fictional Name")
        witness = v.run("person", "add", case, "--role", "witness", "--alias", "PW2", "--hide-name", "no")
        v.run("person", "add", case, "--role", "witness", "--hide-name", "no", code=5)
        v.run("person", "add", case, "--role", "passer-by", "--alias", "X", code=5)
        away = v.run("person", "away", witness["id"], "--from", "2027-12-31", "--to", "2028-01-02", "--reason", "Abroad")
        equal([(a["who"], a["from"], a["to"], a["hard"]) for a in away], [("PW2", "2027-12-31", "2028-01-02", True)])
        v.run("person", "away", "counsel", "--from", "2028-02-29", "--could-be-arranged")
        v.run("person", "away", case, "--from", "2028-02-29", "--to", "2028-02-28", code=5)
        v.run("person", "away", case, "--from", "2027-02-29", code=2)
        equal(len(v.run("person", "absences", case)), 2)
        v.run("person", "change-away", away[0]["id"], "--to", "2028-01-03")
        equal(v.run("person", "absences", case)[0]["to"], "2028-01-03")
        v.run("person", "back", away[0]["id"])
        equal(len(v.run("person", "absences")), 1)
        v.run("person", "update", witness["id"], "--alias", "PW3")
        v.run("person", "remove", witness["id"])
        equal([p["code"] for p in v.run("person", "list", case)], ["Survivor A"])


@test
def offers():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        third = v.session(case, 3)
        survivor = v.run("person", "add", case, "--role", "survivor")
        v.run("person", "away", survivor["id"], "--from", "2027-06-07", "--to", "2027-06-11", "--reason", "Examinations")
        answer = v.run("session", "offer", third["id"], "9 June")
        equal((answer["date"], answer["clear"]), ("2027-06-09", False))
        equal(answer["cannot_come"], ["Survivor A (Examinations)"])
        equal(answer["better"], ["2027-06-04", "2027-06-14", "2027-06-03"])
        true(v.run("session", "offer", third["id"], "2027-06-03")["clear"])
        said = v.run("session", "offer", third["id"], "the fifth moon", code=2)
        true("Tuesday next week" in said, "an example that works: " + said)
        answer = v.run("session", "offer", third["id"], "2026-11-20")
        equal((answer["clear"], answer["clashes"][0]), (False, "That date has passed."), "what has passed needs no other reason first")
        # Several days were said: nobody guesses which.
        week = v.run("session", "offer", third["id"], "wiki ijayo")
        equal((week["from"], week["to"], len(week["choices"])), ("2026-11-30", "2026-12-04", 5))
        holidays = v.run("session", "offer", third["id"], "end of December")
        equal([c["date"] for c in holidays["choices"]], ["2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31"], "no weekend, no Boxing Day")
        away = v.run("session", "offer", third["id"], "early June 2027")
        equal([c["date"] for c in away["choices"] if not c["clear"]], ["2027-06-07"], "the day the survivor is away comes last")
        equal((away["choices"][-1]["date"], away["choices"][-1]["clash"]), ("2027-06-07", "Survivor A (Examinations) cannot come."))
        true("2026-11-30" in v.run("session", "offer", third["id"], "wiki ijayo", "--accept", code=2), "one of them has to be said")
        v.run("session", "move", third["id"], "--date", "next week", code=2)
        timed = v.run("session", "offer", third["id"], "3 Juni saa tatu na nusu")
        equal((timed["date"], timed["time"]), ("2027-06-03", "09:30"))
        v.run("session", "offer", third["id"], "25 December", "--accept", code=5)
        kept = v.run("session", "offer", third["id"], "3 Juni 2027 saa tatu na nusu", "--accept")
        true(kept["kept"] and kept["moved"] == 1)
        third = v.session(case, 3)
        equal((third["date"], third["time"], third["state"], third["note"]), ("2027-06-03", "09:30", "fixed", ""))
        # No gap over thirty days is left between entries, nor a warning.
        sessions = v.run("session", "list", case)
        equal([x["warning"] for x in sessions if x["warning"]], [])


@test
def a_time_that_was_said_is_kept():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        third = v.session(case, 3)["id"]

        def said(session=third):
            return [(x["time"], x["note"]) for x in v.run("session", "list", case) if x["id"] == session][0]

        v.run("session", "update", third, "--note", "Interpreter: Giriama only")
        kept = v.run("session", "offer", third, "3 June 2027 at 9", "--accept")
        equal((kept["time"], said()), ("09:00", ("09:00", "Interpreter: Giriama only")), "offered")
        v.run("session", "offer", third, "3 June 2027 at 11", "--accept")
        equal(said()[0], "11:00", "the last one said")
        v.run("undo", case)
        equal(said()[0], "09:00", "taken back")
        equal(v.run("session", "move", third, "--date", "15 July 2027 at 10")["time"], "10:00")
        equal(said()[0], "10:00", "moved")
        moved = v.run("session", "move", third, "--date", "16 July 2027")
        true("The time was said for its old date" in " ".join(moved["warnings"]), moved)
        equal(said(), (None, "Interpreter: Giriama only"), "another day, and no time said for it")
        v.run("session", "offer", third, "16 July 2027 at 9", "--accept")
        v.run("session", "update", third, "--date", "2027-07-19")
        equal(said(), (None, "Interpreter: Giriama only"), "dragged: the same")
        v.run("session", "update", third, "--time", "saa nne", "--place", "Court 2")
        equal(said()[0], "10:00", "set by itself")
        v.run("session", "update", third, "--date", "2027-07-20", "--time", "2pm")
        equal(said()[0], "14:00", "with the day")
        v.run("session", "update", third, "--time", "")
        equal(said()[0], None, "taken out")
        for typed, why in (("saa 9", "which hour"), ("soon", "no time of day")):
            true(why in v.run("session", "update", third, "--time", typed, code=2), typed)
        # A line of the note like those in which older vaults kept the time is what somebody wrote; of a new session, too.
        v.run("session", "update", third, "--note", "Time: 08:30")
        equal(said(), (None, "Interpreter: Giriama only\nTime: 08:30"), "the note as it was written")
        v.run("session", "update", third, "--time", "9:15")
        equal(said(), ("09:15", "Interpreter: Giriama only\nTime: 08:30"), "the time beside it")
        noted = v.run("session", "add", case, "--kind", "ruling", "--date", "2027-08-17", "--note", "Time: 14:00")["id"]
        equal(said(noted), (None, "Time: 14:00"), "written with it")
        v.run("undo", case)
        v.run("session", "update", third, "--date", "2027-07-19", "--note", "Bring the register")
        equal(said(), (None, "Interpreter: Giriama only\nTime: 08:30\nBring the register"), "its day is another; a note is added to")
        v.run("session", "update", third, "--note", "Interpreter: Giriama only", "--replace-note")
        v.run("session", "offer", third, "19 July 2027 at 9", "--accept")
        kept = v.run("session", "adjourn", third, "--reason", "adjourned_court", "--date", "9 August 2027 at 10", "--note", "No magistrate", "--keep")
        resumed = [x["id"] for x in v.run("session", "list", case) if x["date"] == "2027-08-09"][0]
        equal((kept["time"], said(resumed)), ("10:00", ("10:00", "")), "adjourned to a time")
        equal(said(), ("09:00", "Interpreter: Giriama only\nNo magistrate"), "and nothing of what stood there is written over")
        # What has passed, what may be one of two hours: said, and nothing done.
        for typed, why in (("the 2nd of the month", "has passed"), ("3 Juni saa 9", "which hour"), ("3 June 10", "is no date"), ("14 month", "is no date")):
            true(why in v.run("session", "offer", resumed, typed, "--accept", code=2), typed)
        true("passed" in v.run("session", "offer", resumed, "2026-11-02", "--accept", code=5), "no court gives a day that has passed")
        equal(said(resumed), ("10:00", ""))
        added = v.run("session", "add", case, "--kind", "ruling", "--date", "2027-03-02", "--time", "9:30")
        equal(added["time"], "09:30", "added with it")


@test
def a_day_that_has_passed():
    """Nothing that is to come is moved to a day that has passed, unless it was held on it, or somebody says that it is meant."""
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        third = v.session(case, 3)["id"]
        before = v.run("session", "list", case)
        for verb in (("move", third), ("update", third), ("fix", third)):
            said = v.run("session", *verb, "--date", "2026-11-09", code=5)
            true("has passed" in said and "--past-day" in said, said)
        equal(v.run("session", "list", case), before, "nothing was done")
        true("That date has passed." in v.run("session", "move", third, "--date", "2026-11-09", "--try")["warnings"], "shown")
        v.run("session", "move", third, "--date", "2026-11-09", "--past-day")
        v.run("undo", case)
        v.run("session", "update", third, "--date", "2026-11-09", "--state", "held", "--reason", "proceeded")
        v.run("undo", case)
        equal(v.run("session", "list", case), before, "one undo each")


@test
def what_somebody_wrote_stays_when_planned_anew():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        fourth, fifth = v.session(case, 4), v.session(case, 5)
        v.run("session", "update", fourth["id"], "--note", "Bring the register", "--place", "Court 2", "--purpose", "The first-report witness", "--time", "9:00")
        v.run("session", "plan", case, "--from", "2027-01-11")
        again = v.session(case, 4)
        equal((again["id"], again["note"], again["place"], again["purpose"], again["time"]),
              (fourth["id"], "Bring the register", "Court 2", "The first-report witness", "09:00"), "planned on the same day")
        v.run("session", "plan", case, "--from", "2027-02-08", "--sessions", "12")
        again = [x for x in v.run("session", "list", case) if x["id"] == fourth["id"]][0]
        equal((again["date"] != fourth["date"], again["note"], again["place"], again["time"]), (True, "Bring the register", "Court 2", None), "on another")
        equal([x["purpose"] for x in v.run("session", "list", case) if x["id"] == fifth["id"]] == [fifth["purpose"]], False, "what a plan wrote it writes anew")
        # With fewer sessions words stay with a session of their kind; what has no place any more is said.
        v.run("session", "plan", case, "--from", "2027-02-08", "--sessions", "14")
        for x in v.run("session", "list", case):
            if x["counted"]:
                v.run("session", "update", x["id"], "--note", "Words of %s %s" % (x["kind"], x["id"]), "--replace-note")
        v.run("session", "plan", case, "--from", "2027-02-08", "--sessions", "8")
        left = [x for x in v.run("session", "list", case) if x["counted"]]
        equal([x["note"] for x in left], ["Words of %s %s" % (x["kind"], x["id"]) for x in left], "with their own kind")
        v.run("undo", case)
        v.run("session", "plan", case, "--from", "2027-02-08", "--sessions", "8")
        true("6 planned sessions with words of yours have no place" in v.said, v.said)
        v.run("undo", case)
        equal(len([x for x in v.run("session", "list", case) if x["counted"] and x["note"]]), 14, "taken back")
        # A note of what happened is added to as well.
        v.today = v.session(case, 1)["date"]
        plea = v.session(case, 1)["id"]
        v.run("session", "update", plea, "--note", "", "--replace-note")
        for words in ("Read over in Kiswahili", "Plea of not guilty", "Plea of not guilty"):
            v.run("session", "record", plea, "--state", "held", "--reason", "proceeded", "--note", words)
        equal(v.session(case, 1)["note"], "Read over in Kiswahili\nPlea of not guilty", "added, and not said twice")
        v.run("session", "record", plea, "--state", "held", "--note", "Plea taken", "--replace-note")
        equal(v.session(case, 1)["note"], "Plea taken", "written over when that is said")
        for words, whole in (("One", "One"), ("Two", "One\nTwo"), ("", "One\nTwo")):
            equal(v.run("session", "note", plea, "--text", words)["text"], whole, "the note of proceedings")
        equal(v.run("session", "note", plea, "--text", "Anew", "--replace-note")["text"], "Anew")


@test
def twice_on_one_day():
    """The same hearing twice on one day is a slip of the pen until somebody says that it is meant."""
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        third, fourth, ninth = (v.session(case, n) for n in (3, 4, 9))
        before = v.run("session", "list", case)
        for verb in (("add", case, "--kind", "hearing", "--date", third["date"]), ("add", case, "--kind", "part_heard", "--date", third["date"]),
                     ("fix", fourth["id"], "--date", third["date"]), ("update", fourth["id"], "--date", third["date"])):
            said = v.run("session", *verb, code=5)
            true(("one of this kind" if "hearing" in verb else "a session with witnesses") + " on that day already: Hearing" in said, said)
            true("--same-day" in said, said)
        for verb in (("move", fourth["id"], "--date", third["date"]), ("offer", fourth["id"], third["date"], "--accept")):
            true("--same-day" in v.run("session", *verb, code=5), verb)
        equal(v.run("session", "list", case), before, "nothing was changed")
        true("stands on that day" in " ".join(v.run("session", "offer", fourth["id"], third["date"])["clashes"]), "the offer says so")
        true("with witnesses on that day" in v.run("session", "move", fourth["id"], "--date", third["date"], "--try")["same_day"])
        equal(v.run("session", "clashes", case), [])
        # What is another thing may be on the same day, and what is meant is kept, and stays listed.
        v.run("session", "add", case, "--kind", "sentencing", "--date", v.session(case, 10)["date"])
        v.run("session", "add", case, "--kind", "hearing", "--date", third["date"], "--same-day")
        equal([c["text"] for c in v.run("session", "clashes", case)], ["This case has one of this kind on that day already: Hearing, 2 June 2027."] * 2)
        equal(len([x for x in v.run("session", "list", case) if "one of this kind" in (x["warning"] or "")]), 2, "both are warned of")
        v.run("undo", case)
        v.run("session", "move", fourth["id"], "--date", third["date"], "--same-day")
        equal(v.session(case, 4)["date"], third["date"])
        v.run("undo", case)
        # One that comes back to a day on which the same stands by now.
        v.run("session", "vacate", third["id"], "--reason", "joined", "--keep")
        v.run("session", "add", case, "--kind", "hearing", "--date", third["date"])
        said = v.run("session", "update", third["id"], "--state", "planned", code=5)
        true("one of this kind" in said and "--same-day" in said, said)
        v.run("session", "update", third["id"], "--state", "planned", "--same-day")
        v.run("session", "update", third["id"], "--note", "It stands")
        # A light entry that is adjourned goes on on the next court day: looked at as well.
        v.run("session", "add", case, "--kind", "mention", "--date", "2026-12-08")
        v.run("session", "add", case, "--kind", "mention", "--date", "2026-12-07")
        light = [x for x in v.run("session", "list", case) if x["date"] == "2026-12-07"][0]
        shown = v.run("session", "adjourn", light["id"], "--reason", "adjourned_court")
        true("one of this kind" in (shown["same_day"] or ""), shown)
        v.run("session", "adjourn", light["id"], "--reason", "adjourned_court", "--keep", code=5)


@test
def adjournment():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        third, fifth = v.session(case, 3), v.session(case, 5)
        v.run("session", "fix", fifth["id"])
        v.today = third["date"]
        before = v.run("session", "list", case)
        shown = v.run("session", "adjourn", third["id"], "--reason", "witness_absent")
        true(not shown["kept"])
        equal(v.run("session", "list", case), before, "only shown")
        equal([c["before"] for c in shown["changes"] if c["ordinal"] is None], [third["date"]])
        said = v.run("session", "adjourn", third["id"], "--reason", "proceeded", "--keep", code=2)
        true("witness_absent" in said and "proceeded," not in said, "the reasons there are: " + said)
        said = v.run("session", "record", third["id"], "--state", "vacated", "--reason", "mood", code=2)
        true("charge_withdrawn" in said and "proceeded" not in said and "no_file" not in said, "the reasons to vacate: " + said)
        true("proceeded" in v.run("session", "record", third["id"], "--state", "held", "--reason", "guilty_plea", code=2), "outcomes there are")
        true("part_heard" in v.run("session", "add", case, "--kind", "chat", "--date", "2027-08-02", code=2), "kinds there are")
        for n in ("0", "5", "21", "-1", "ten"):
            true("from 6 to 20" in v.run("session", "plan", case, "--sessions", n, code=2), "--sessions " + n)
        v.run("session", "record", third["id"], "--state", "adjourned", code=2)
        v.run("session", "adjourn", third["id"], "--reason", "witness_absent", "--date", "in 3 weeks", "--keep")
        after = v.run("session", "list", case)
        old = [x for x in after if x["id"] == third["id"]][0]
        equal((old["state"], old["reason"], old["date"]), ("adjourned", "witness_absent", third["date"]))
        fixed = [x for x in after if x["state"] == "fixed" and x["kind"] == "hearing"]
        equal(len(fixed), 1)
        equal([x for x in after if x["id"] == fifth["id"]][0]["date"], fifth["date"], "what was fixed stays")


@test
def vacated():
    """A date is taken out of the diary with its reason; its tasks close, what was arranged is called off, and undo brings all back."""
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        third, fourth = v.session(case, 3), v.session(case, 4)
        listed = lambda session: v.run("task", "list", "--session", session)
        of = lambda name, session: [t for t in listed(session) if t["template"] == name][0]
        v.run("task", "done", of("transport", third["id"])["id"])
        v.run("task", "update", of("transport", third["id"])["id"], "--owner", "Clerk")
        v.run("task", "done", of("interpreter", third["id"])["id"])
        v.run("task", "done", of("disclosure", third["id"])["id"])
        v.run("task", "update", of("summons", third["id"])["id"], "--owner", "Paralegal")
        v.run("task", "add", case, "--session", third["id"], "--title", "Call the school", "--before", "4")
        v.run("task", "add", case, "--session", third["id"], "--title", "Pay the hotel", "--due", "2027-06-01")
        before, open_before = v.run("session", "list", case), listed(third["id"])
        for missing in (("--state", "vacated"), ("--state", "vacated", "--reason", "")):
            said = v.run("session", "record", third["id"], *missing, code=5)
            true("with its reason" in said, said)
        v.run("session", "update", third["id"], "--state", "vacated", code=5)
        v.run("session", "update", third["id"], "--state", "adjourned", code=5)
        shown = v.run("session", "vacate", third["id"], "--reason", "adjourned_court", "--note", "Station meeting")
        equal((shown["kept"], v.run("session", "list", case)), (False, before), "only shown")
        equal(sorted(shown["tasks"]["call_off"]), ["Cancel the interpreter or intermediary", "Cancel the transport and lodging"])
        true("Have the witnesses summoned" in shown["tasks"]["closed"] and "Call the school" in shown["tasks"]["closed"], shown)
        equal(shown["tasks"]["carried"], [])
        v.run("session", "vacate", third["id"], "--reason", "adjourned_court", "--note", "Station meeting", "--keep")
        old = [x for x in v.run("session", "list", case) if x["id"] == third["id"]][0]
        equal((old["state"], old["reason"], old["note"], old["date"]), ("vacated", "adjourned_court", "Station meeting", third["date"]))
        equal(v.session(case, 3)["id"], fourth["id"], "the others stay, and are counted anew")
        equal(v.session(case, 3)["date"], fourth["date"])
        equal([x["warning"] for x in v.run("session", "list", case) if x["warning"]], [], "mentions fill the gap it left")
        tasks = {t["title"]: t for t in listed(third["id"])}
        equal((tasks["Have the witnesses summoned"]["state"], tasks["Call the school"]["state"]), ("lapsed", "lapsed"))
        equal((tasks["Pay the hotel"]["state"], tasks["Arrange transport and lodging"]["state"]), ("open", "done"))
        off = [t for t in listed(third["id"]) if t["title"].startswith("Cancel the transport and lodging (")]
        equal([(t["state"], t["due"], t["owner"]) for t in off], [("open", "2026-11-23", "Clerk")], "called off by whoever arranged it")
        delays = v.run("session", "delays", case)
        equal((delays["vacated"], delays["adjourned"], delays["days_lost"]), (1, 0, 0))
        equal([(r["reason"], r["count"], r["vacated"]) for r in delays["reasons"]], [("adjourned_court", 0, 1)])
        v.run("undo", case)
        equal((v.run("session", "list", case), listed(third["id"])), (before, open_before), "one undo")
        # Adjourned: what the office wrote goes on with the new day, and who was called is called again.
        v.run("session", "attend", third["id"], "--who", "PW1", "--role", "witness")
        kept = v.run("session", "adjourn", third["id"], "--reason", "adjourned_court", "--date", "2027-06-08", "--keep")
        equal(sorted(kept["tasks"]["carried"]), ["Call the school", "Have the witnesses summoned"])
        again = [x for x in v.run("session", "list", case) if x["date"] == "2027-06-08"][0]["id"]
        equal((of("summons", again)["owner"], of("summons", again)["state"]), ("Paralegal", "open"))
        equal(("Call the school" in [t["title"] for t in listed(again)], "Call the school" in [t["title"] for t in listed(third["id"])]),
              (True, False))
        equal([(a["who"], a["state"]) for a in v.run("session", "attendance", again)], [("PW1", "expected")])
        v.run("undo", case)
        # Set back by hand, it has ended in no way.
        v.run("session", "record", third["id"], "--state", "vacated", "--reason", "joined")
        v.run("session", "update", third["id"], "--state", "planned")
        equal([x["reason"] for x in v.run("session", "list", case) if x["id"] == third["id"]], [None])
        # What was to be called off is not; what was called off has to be arranged again, as often as it happens.
        off = lambda: sorted((t["title"].split(" (")[0], t["state"]) for t in listed(third["id"]) if t["title"].startswith("Cancel"))
        state = lambda name: of(name, third["id"])["state"]
        equal((off(), state("transport"), state("interpreter")), ([], "done", "done"), "nothing is called off")
        v.run("session", "vacate", third["id"], "--reason", "joined", "--note", "By consent", "--keep")
        equal([x["note"] for x in v.run("session", "list", case) if x["id"] == third["id"]], ["By consent"])
        v.run("task", "done", [t for t in listed(third["id"]) if t["title"].startswith("Cancel the transport")][0]["id"])
        v.run("session", "update", third["id"], "--state", "planned")
        equal((off(), state("transport"), state("interpreter")), ([("Cancel the transport and lodging", "done")], "open", "done"), "set back")
        v.run("task", "done", of("transport", third["id"])["id"])
        v.run("session", "vacate", third["id"], "--reason", "joined", "--note", "Once more", "--keep")
        equal(off(), [("Cancel the interpreter or intermediary", "open"), ("Cancel the transport and lodging", "done"), ("Cancel the transport and lodging", "open")])
        equal([x["note"] for x in v.run("session", "list", case) if x["id"] == third["id"]], ["By consent\nOnce more"], "notes are added")
        v.run("session", "update", third["id"], "--state", "planned")
        equal(off(), [("Cancel the transport and lodging", "done")])
        v.run("undo", case)
        equal(len(off()), 3, "one undo")


@test
def held_and_watched():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        third = v.session(case, 3)
        v.run("session", "record", third["id"], "--state", "held", code=5)
        v.today = third["date"]
        v.run("session", "record", third["id"], "--state", "held", "--reason", "proceeded")
        equal(v.session(case, 3)["state"], "held")
        v.run("person", "add", case, "--role", "magistrate", "--alias", "Magistrate 2", "--since", "2027-12-01", "--hide-name", "no")
        true("CPC s.200(3)" in v.session(case, 4)["warning"])


@test
def a_plan_takes_what_the_case_needs():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        count = lambda: sum(x["counted"] for x in v.run("session", "list", case))
        equal(count(), 10, "as usual")
        v.run("session", "plan", case, "--from", "2027-01-11", "--sessions", "12", "--months", "30-40")
        equal(count(), 12, "as asked for")
        v.run("session", "plan", case)
        sessions = [x for x in v.run("session", "list", case) if x["counted"]]
        equal((len(sessions), "2029-07-11" <= sessions[-1]["date"] <= "2030-05-11"), (12, True), "as planned before, months and plea too")
        many = v.case("CR 2")
        for n in range(20):
            v.run("person", "add", many, "--role", "survivor" if n < 2 else "witness", "--alias", "PW%d" % (n + 1))
        sessions = [x for x in v.run("session", "plan", many, "--from", "2027-01-11") if x["counted"]]
        equal((len(sessions), sum(x["kind"] in ("hearing", "part_heard") for x in sessions)), (13, 8), "two days of survivors, six of three witnesses")


@test
def the_survivor_testifies_early_and_once():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        v.run("person", "add", case, "--role", "survivor", "--alias", "Survivor A")
        third, fourth, fifth = (v.session(case, n) for n in (3, 4, 5))

        def warned():
            return [x["ordinal"] for x in v.run("session", "list", case) if "testif" in (x["warning"] or "")]

        equal(warned(), [], "once")
        later = (datetime.date.fromisoformat(third["date"]) + datetime.timedelta(14)).isoformat()
        true("14 days later than first planned" in " ".join(v.run("session", "offer", third["id"], later)["advice"]), "late")
        earlier = (datetime.date.fromisoformat(third["date"]) - datetime.timedelta(7)).isoformat()
        true("later than" not in " ".join(v.run("session", "offer", third["id"], earlier)["advice"]), "early is well")
        v.run("session", "attend", fourth["id"], "--who", "Survivor A", "--state", "expected")
        equal(warned(), [4], "two days to come")
        true("ask that it be done on one day" in v.session(case, 4)["warning"])
        v.run("undo")
        v.today = third["date"]
        v.run("session", "attend", third["id"], "--who", "Survivor A", "--state", "came", "--heard", "heard")
        v.run("session", "record", third["id"], "--state", "held", "--reason", "proceeded")
        equal(warned(), [], "heard once")
        entry = v.run("session", "attend", fifth["id"], "--who", "Survivor A", "--state", "expected")
        equal(warned(), [5], "called again")
        true("second time" in v.session(case, 5)["warning"])
        true("second time" in " ".join(v.run("session", "offer", fifth["id"], fifth["date"])["advice"]), "also when a date is offered")
        v.run("undo")
        equal((warned(), bool(entry)), ([], True), "and no more")


@test
def mentions_keep_clear_of_days_away():
    with Vault() as v:
        case = v.case()
        v.run("person", "away", "counsel", "--from", "2027-03-01", "--to", "2027-03-12")
        v.run("person", "away", case, "--from", "2027-04-12", "--to", "2027-04-16")
        v.run("session", "plan", case, "--from", "2027-01-11")
        mentions = [x for x in v.run("session", "list", case) if x["kind"] == "mention"]
        true(len(mentions) > 20)
        equal([x["date"] for x in mentions if "2027-03-01" <= x["date"] <= "2027-03-12" or "2027-04-12" <= x["date"] <= "2027-04-16"], [])
        equal(v.run("session", "clashes", case), [])
        # Away on the very days on which they stand: each goes to another one.
        stood = [x["date"] for x in mentions[5:15]]
        for date in stood:
            v.run("person", "away", "counsel", "--from", date, "--to", date)
        v.run("session", "plan", case, "--from", "2027-01-11")
        sessions = v.run("session", "list", case)
        equal([x["date"] for x in sessions if x["kind"] == "mention" and x["date"] in stood], [], "moved off")
        equal([x["warning"] for x in sessions if "s.205" in (x["warning"] or "")], [], "and the gaps are filled")


@test
def the_gap_runs_from_the_last_day_in_court():
    with Vault(today="2027-01-27") as v:
        case = v.case()
        v.run("case", "update", case, "--in-custody", "yes")
        v.run("session", "plan", case, "--from", "2027-01-18")
        v.run("session", "record", v.session(case, 1)["id"], "--state", "held", "--reason", "proceeded")
        v.run("session", "plan", case, "--from", "2027-01-18")
        sessions = v.run("session", "list", case)
        true(sessions[1]["kind"] == "mention" and "2027-01-27" < sessions[1]["date"] <= "2027-02-02", sessions[1])
        equal([x["warning"] for x in sessions if "s.205" in (x["warning"] or "")], [], "and is filled")


@test
def mentions_follow_where_their_number_does_not_change():
    """A session moved a little earlier: as many mentions would do, but not on the days they stand on."""
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")

        def gaps():
            days = [datetime.date.fromisoformat(x["date"]) for x in v.run("session", "list", case)]
            return [(b - a).days for a, b in zip(days, days[1:])]

        tried = 0
        for n in range(3, 9):
            listed = v.run("session", "list", case)
            at = next(i for i, x in enumerate(listed) if x["ordinal"] == n)
            here, following = datetime.date.fromisoformat(listed[at]["date"]), datetime.date.fromisoformat(listed[at + 1]["date"])
            after = datetime.date.fromisoformat(v.session(case, n + 1)["date"])
            for back in range(1, 25):
                moved = here - datetime.timedelta(back)
                if moved.weekday() < 5 and (following - moved).days > 30 and ((after - moved).days - 1) // 30 == ((after - here).days - 1) // 30:
                    if v.run("session", "offer", listed[at]["id"], moved.isoformat())["clear"]:
                        v.run("session", "move", listed[at]["id"], "--date", moved.isoformat())
                        tried += 1
                        break
            true(max(gaps()) <= 30, "gaps after session %d: %r" % (n, gaps()))
        true(tried > 0, "one that can be tried")


@test
def a_mention_nobody_fixed_is_no_date_of_the_court():
    with Vault() as v:
        case = v.case()
        v.run("session", "plan", case, "--from", "2027-01-11")
        v.today = "2027-01-11"
        v.run("session", "record", v.session(case, 1)["id"], "--state", "held", "--reason", "proceeded")
        second = v.session(case, 2)["date"]
        mentions = [x for x in v.run("session", "list", case) if not x["counted"] and x["date"] < second]
        v.today = second
        true(mentions, "there are mentions before it")
        equal([x["warning"] for x in v.run("session", "list", case) if x["id"] == mentions[0]["id"]], [None], "nobody is asked")
        equal(v.run("case", "show", case)["overdue"], False, "not overdue")
        v.run("session", "fix", mentions[0]["id"])
        true("passed" in [x["warning"] for x in v.run("session", "list", case) if x["id"] == mentions[0]["id"]][0], "what the court fixed is asked for")
        equal(v.run("case", "show", case)["overdue"], True, "overdue")


@test
def several_accused():
    """Each has days of their own: fifteen for the one in custody; who is not called to a session was not before the court there."""
    with Vault() as v:
        case = v.case()
        first, second = [v.run("person", "add", case, "--role", "accused", "--alias", who, *more)["id"]
                         for who, more in (("Accused 1", []), ("Accused 2", ["--in-custody", "yes"]))]
        equal([p["in_custody"] for p in v.run("person", "list", case)], [False, True], "who is in custody")
        v.run("session", "plan", case, "--from", "2027-01-11")

        def gaps(*without):
            days = [datetime.date.fromisoformat(x["date"]) for x in v.run("session", "list", case) if x["id"] not in without]
            return max((b - a).days for a, b in zip(days, days[1:]))

        def warned():
            return [x["warning"] for x in v.run("session", "list", case) if "s.205" in (x["warning"] or "")]

        true(gaps() <= 15, "the shortest time is for all: %d" % gaps())
        equal(warned(), [])
        v.run("person", "update", second, "--in-custody", "no")
        v.run("session", "plan", case, "--from", "2027-01-11")
        true(15 < gaps() <= 30, "nobody is in custody: %d" % gaps())

        # A session for the first alone: the second does not come, and does not have to.
        fifth = v.session(case, 5)
        v.run("person", "away", second, "--from", fifth["date"], "--to", fifth["date"])
        equal(v.run("session", "offer", fifth["id"], fifth["date"])["cannot_come"], ["Accused 2"], "needed while nobody is called by name")
        v.run("session", "attend", fifth["id"], "--who", "Accused 1")
        answer = v.run("session", "offer", fifth["id"], fifth["date"])
        equal((answer["clear"], answer["cannot_come"], answer["can_come"]), (True, [], ["Accused 1"]), "for the first alone")
        equal([p["who"] for p in v.run("session", "call", fifth["id"])], ["Accused 1"], "and those it needs")
        true(gaps(fifth["id"]) <= 30, "mentions follow: %d" % gaps(fifth["id"]))
        equal(warned(), [])
        # A mention taken out beside it leaves too long a time for the second alone, and he is named.
        listed = v.run("session", "list", case)
        at = next(i for i, x in enumerate(listed) if x["id"] == fifth["id"])
        near = [x for x in (listed[at - 1], listed[at + 1]) if x["kind"] == "mention"]
        true(near, "a mention beside it")
        v.run("session", "remove", near[0]["id"])
        true([w for w in warned() if w.startswith("Accused 2: ")], warned())
        v.run("undo", case)
        # The one in custody who stays away from it has fifteen days all the same.
        v.run("person", "update", second, "--in-custody", "yes")
        true([w for w in warned() if w.startswith("Accused 2, in custody: ") and "allows 15" in w], warned())
        equal([w for w in warned() if "Accused 1" in w], [])
        # Released, and that taken back: the gaps are there again, and said again.
        v.run("person", "update", second, "--in-custody", "no")
        equal(v.run("undo", case)["undone"], "person.update")
        true("needed" in v.said, v.said)
        # The gaps are filled at once, with one undo, and no session moves.
        before, dates = v.run("session", "list", case), [x["date"] for x in v.run("session", "list", case) if x["counted"]]
        shown = v.run("session", "mentions", case)
        true(shown["wanted"] and shown["gaps"] and not shown["kept"] and shown["after"] > shown["before"] and shown["added"] > 0, shown)
        equal(v.run("session", "list", case), before, "only shown")
        kept = v.run("session", "mentions", case, "--keep")
        equal((kept["kept"], len([x for x in v.run("session", "list", case) if not x["counted"]])), (True, shown["after"]))
        equal((warned(), [x["date"] for x in v.run("session", "list", case) if x["counted"]]), ([], dates), "filled")
        equal(v.run("session", "mentions", case)["wanted"], False, "nothing is left to fill")
        v.run("undo", case)
        equal(v.run("session", "list", case), before, "one undo")
        v.run("session", "plan", case, "--from", "2027-01-11")
        equal(warned(), [], "planned again")
        true(gaps(fifth["id"]) <= 15, "for the second: %d" % gaps(fifth["id"]))
        # Adjourned: whoever was called to it is called to what goes on with it, so what is shown is what is kept.
        for days in (None, 28, 56):
            for who in (["Accused 1"], ["Accused 2"]):
                session = v.session(case, 6)
                for one in who:
                    v.run("session", "attend", session["id"], "--who", one)
                verb = ["session", "adjourn", session["id"], "--reason", "adjourned_court"]
                if days:
                    verb += ["--date", (datetime.date.fromisoformat(session["date"]) + datetime.timedelta(days)).isoformat()]
                shown, kept = v.run(*verb), v.run(*verb, "--keep")
                there = len([x for x in v.run("session", "list", case) if not x["counted"] and x["state"] == "planned"])
                equal((shown["mentions_after"], kept["mentions_after"]), (there, there), "%s, %s days on" % (who, days))
                v.run("undo", case)
                v.run("undo", case)
        # Released: thirty days again, and fewer mentions will do.
        v.run("person", "update", second, "--in-custody", "no")
        released = v.run("session", "mentions", case)
        equal((released["gaps"], released["wanted"], released["removed"] > 0), (False, True, True), released)


@test
def one_magistrate_of_several_cases():
    with Vault() as v:
        one, other, elsewhere = v.case("CR 1"), v.case("CR 2"), v.case("CR 3", "kwale-magistrates")
        for case in (one, other, elsewhere):
            v.run("session", "plan", case, "--from", "2027-01-11")
        mfano = {case: v.run("person", "add", case, "--role", "magistrate", "--name", name, "--hide-name", "no")["id"]
                 for case, name in ((one, "J. Mfano"), (other, "j. mfano"), (elsewhere, "J. Mfano"))}
        third = v.session(other, 3)
        true(v.run("session", "offer", third["id"], "2027-06-09")["clear"], "she is there")
        v.run("person", "away", mfano[one], "--from", "2027-06-07", "--to", "2027-06-11", "--reason", "Leave")
        answer = v.run("session", "offer", third["id"], "2027-06-09")
        equal((answer["clear"], answer["cannot_come"]), (False, ["j. mfano (Leave)"]), "her leave counts in the other case")
        equal([(a["person_id"], a["entered_in"]) for a in v.run("person", "absences", other)], [(mfano[other], "CR 1")], "and says whence")
        equal([a["entered_in"] for a in v.run("person", "absences", one)], [None], "in its own")
        equal(v.run("person", "absences", elsewhere), [], "another court is another person")
        v.run("session", "move", third["id"], "--date", "2027-06-14")
        # Planned together: nothing on her days away.
        v.run("session", "plan", "--all", "--keep")
        for case in (one, other):
            true(not any("2027-06-07" <= x["date"] <= "2027-06-11" for x in v.run("session", "list", case) if x["counted"]), "joint plan")
        # Her last day is the end of this case for her, and of no other: one case may be handed over.
        equal([x["warning"] for x in v.run("session", "list", other) if x["counted"] and x["warning"]], [], "no risk yet")

        def risks(case):
            said = [x for x in v.run("session", "list", case) if x["counted"] and "CPC s.200(3)" in (x["warning"] or "")]
            true(all("31 March 2028" in x["warning"] and x["date"] > "2028-03-31" for x in said), "beside the first session after it")
            return len(said)

        equal(v.run("person", "update", mfano[one], "--until", "2028-03-31")["stays_in"], ["CR 2"], "where she stays is said")
        equal([risks(case) for case in (one, other, elsewhere)], [1, 0, 0], "the risk of its own case alone")
        equal(v.run("person", "list", other)[0]["until"], None, "the other row is as it was")
        # Days away belong to her: they count where she stays, and no longer where she is gone.
        v.run("person", "away", mfano[one], "--from", "2028-06-05", "--to", "2028-06-30", "--reason", "Leave")
        later = v.session(other, 6)
        equal(v.run("session", "offer", later["id"], "2028-06-14")["cannot_come"], ["j. mfano (Leave)"], "in the case that goes on")
        equal(v.run("session", "offer", v.session(one, 6)["id"], "2028-06-14")["cannot_come"], [], "not after her last day")
        # Taken over into the other cases when somebody says so, with one undo.
        equal(v.run("person", "transfer", mfano[one])["stays_in"], [], "nowhere else")
        equal(([risks(case) for case in (one, other, elsewhere)], v.run("person", "list", other)[0]["until"]), ([1, 1, 0], "2028-03-31"), "taken over")
        v.run("undo")
        equal(([risks(case) for case in (one, other)], v.run("person", "list", other)[0]["until"]), ([1, 0], None), "taken back")
        v.run("person", "transfer", mfano[other], code=5)
        v.run("person", "update", mfano[one], "--until", "2027-02-01")
        equal([x for x in v.run("session", "list", other) if "last day" in (x["warning"] or "")], [], "a past one is nobody else's either")
        v.run("person", "update", mfano[one], "--until", "2028-03-31")
        v.run("person", "transfer", mfano[one])
        # Where a successor is entered, the change itself is what is said.
        v.run("person", "add", other, "--role", "magistrate", "--name", "K. Mpya", "--hide-name", "no", "--since", "2028-04-01")
        equal([x for x in v.run("session", "list", other) if "last day" in (x["warning"] or "")], [], "followed")


@test
def clashes():
    with Vault() as v:
        one, other = v.case(), v.case("CR 2", "mombasa-magistrates")
        for case in (one, other):
            v.run("session", "add", case, "--kind", "hearing", "--date", "2028-02-29")
        found = v.run("session", "clashes")
        equal([(c["date"], c["case"]) for c in found], [("2028-02-29", "CR 1"), ("2028-02-29", "CR 2")])
        # At other hours it is a clash all the same: nobody knows when the first one ends, or is in two courts on one day.
        v.run("session", "update", v.session(one, 1)["id"], "--time", "9:00")
        v.run("session", "update", v.session(other, 1)["id"], "--time", "2pm")
        equal([c["text"] for c in v.run("session", "clashes")], ["CR 2 is in another court that day, at 14:00.", "CR 1 is in another court that day, at 09:00."])
        equal(len(v.run("session", "clashes", "CR 2")), 1)


@test
def edges():
    """A leap day, a year's end, a holiday on a Sunday."""
    with Vault("2028-02-28") as v:
        case = v.case()
        session = v.run("session", "add", case, "--kind", "hearing", "--date", "2028-03-06")["id"]
        equal(v.run("session", "offer", session, "tomorrow")["date"], "2028-02-29")
        equal(v.run("session", "offer", session, "29")["date"], "2028-02-29")
        equal(v.run("session", "offer", session, "29 February 2032")["date"], "2032-02-29")
        v.run("session", "offer", session, "29 February 2030", code=2)
        v.today = "2028-12-29"
        equal(v.run("session", "offer", session, "31")["date"], "2028-12-31")
        equal(v.run("session", "offer", session, "1")["date"], "2029-01-01")
        equal(v.run("session", "offer", session, "monday")["date"], "2029-01-01")
        # Madaraka Day 2031 is a Sunday: the Monday is the holiday (Public Holidays Act s.4).
        v.today = "2031-05-01"
        true("Madaraka" in v.run("session", "offer", session, "2 June")["clashes"][0])
        true(v.run("session", "offer", session, "3 June")["clear"])


@test
def plan_all_together():
    with Vault() as v:
        cases = [v.case("CR %d" % n, "shanzu-magistrates" if n % 2 else "malindi-magistrates") for n in range(8)]
        for case in cases:
            v.run("session", "plan", case, "--from", "2027-01-11")
        v.case("CR 99")  # without a date of plea: takes no part

        def dates():
            return {c: [x["date"] for x in v.run("session", "list", c) if x["counted"]] for c in cases}

        before = dates()
        shown = v.run("session", "plan", "--all")
        equal(shown["kept"], False, "only shown")
        equal(dates(), before, "nothing was changed")
        equal(sorted(c["case"] for c in shown["cases"]), ["CR %d" % n for n in range(8)], "the cases")
        true(shown["points"] <= shown["one_after_the_other"], "never worse than one after the other")
        true(shown["alone"] <= shown["points"], "the sum of the best plans is the floor")
        equal(v.run("session", "plan", "--all"), shown, "the same again")
        kept = v.run("session", "plan", "--all", "--keep")
        equal(kept["cases"], shown["cases"], "what was shown is kept")
        after = dates()
        for c in kept["cases"]:
            equal([x["after"] for x in c["changes"]], after[c["id"]], "the dates of " + c["case"])
            equal([x["before"] for x in c["changes"]], before[c["id"]], "what they were")
            equal(c["moved"], sum(a != b for a, b in zip(before[c["id"]], after[c["id"]])), "how many moved")
        # No two courts on one day but for the pleas, which the court has fixed.
        clashes = [x for x in v.run("session", "clashes") if x["date"] != "2027-01-11"]
        equal(clashes, [], "clashes")
        v.run("undo")
        equal(dates(), before, "one undo")
        # What the court fixes stays.
        third = v.session(cases[0], 3)
        v.run("session", "fix", third["id"])
        again = v.run("session", "plan", "--all")
        equal([x["after"] for c in again["cases"] if c["id"] == cases[0] for x in c["changes"]][2], third["date"], "a fixed date stays")
        v.run("session", "plan", code=2)
        v.run("session", "plan", cases[0], "--all", code=2)


def main():
    print("1..%d" % len(TESTS))
    failed = 0
    for number, function in enumerate(TESTS, 1):
        try:
            function()
        except Exception as problem:
            failed += 1
            print("# %s: %s" % (type(problem).__name__, problem))
            print("not ok %d - %s" % (number, function.__name__))
        else:
            print("ok %d - %s" % (number, function.__name__))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
