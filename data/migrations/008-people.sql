-- SPDX-License-Identifier: GPL-3.0-or-later
-- The people of a case and when they cannot come; what else the schedule has to remember.

CREATE TABLE person (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  role TEXT NOT NULL,          -- survivor, witness, accused, investigator, counsel, magistrate, interpreter, support, other
  code TEXT NOT NULL DEFAULT '', -- the neutral code lists and papers show; never empty when the name is hidden
  name TEXT NOT NULL DEFAULT '',
  hidden INTEGER NOT NULL DEFAULT 0, -- the name is shown only after the eye button, and that is logged
  born INTEGER,
  since INTEGER,               -- in this role from … on: a magistrate who took the case over
  until INTEGER,
  note TEXT NOT NULL DEFAULT '',
  rank REAL NOT NULL
) STRICT;
CREATE INDEX person_by_case ON person (case_id, rank);

-- Days on which somebody cannot come. Without a person: the case as a whole. Without a case: counsel, in every case.
CREATE TABLE unavailability (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  person_id BLOB REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,       -- included
  reason TEXT NOT NULL DEFAULT '',
  hard INTEGER NOT NULL DEFAULT 1, -- 0: could be arranged, at a cost
  uid TEXT,                    -- the event of a calendar file it came from
  instance TEXT                -- which occurrence of it
) STRICT;
CREATE INDEX unavailability_by_case ON unavailability (case_id, first);

-- Who is asked to come to a session. Without any row the role of a person and the purpose of the session decide.
CREATE TABLE session_person (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  session_id BLOB NOT NULL REFERENCES court_session (id) DEFERRABLE INITIALLY DEFERRED,
  person_id BLOB NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL DEFAULT 'called', -- called, came, absent
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_person_by_session ON session_person (session_id);

-- How a case is to be planned. Its id is that of the case.
CREATE TABLE case_plan (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  sessions INTEGER NOT NULL,
  months_min INTEGER NOT NULL,
  months_max INTEGER NOT NULL,
  priority INTEGER NOT NULL DEFAULT 0 -- the higher is planned first when all cases are planned together
) STRICT;

ALTER TABLE court_session ADD COLUMN first_date INTEGER; -- where it was first planned: the delay is measured from there
ALTER TABLE court_session ADD COLUMN resumes BLOB;       -- the adjourned session it goes on with
ALTER TABLE court_session ADD COLUMN calendar_uid TEXT;  -- random: what calendar files call it

ALTER TABLE calendar_day ADD COLUMN type TEXT;           -- closed, holiday, open, moved; null: as "closed" says
ALTER TABLE calendar_day ADD COLUMN holiday TEXT;        -- moved: which feast
