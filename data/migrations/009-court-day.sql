-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is to be done before a court day, who came, what was produced and what was said.

-- A task. Those of the law data's templates are counted from the session's date and have a row only once somebody
-- touched them; their id is made from the session and the template, so that two devices write the same row.
CREATE TABLE task (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  session_id BLOB REFERENCES court_session (id) DEFERRABLE INITIALLY DEFERRED, -- null: a task of the case
  template TEXT,               -- id of a task in the law data; null: somebody wrote it
  title TEXT NOT NULL,         -- '' : as the law data say
  owner TEXT NOT NULL DEFAULT '',
  owner_id BLOB,               -- a person of the case
  days_before INTEGER,         -- before the session; negative: after it. null: as the law data say
  due INTEGER,                 -- set by hand; null: counted from the session
  done_at INTEGER,
  dropped INTEGER NOT NULL DEFAULT 0, -- not needed for this session
  note TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX task_by_case ON task (case_id);
CREATE INDEX task_by_session ON task (session_id);

-- Who is to come to a session, and who came.
CREATE TABLE attendance (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  session_id BLOB NOT NULL REFERENCES court_session (id) DEFERRABLE INITIALLY DEFERRED,
  person_id BLOB,              -- a person of the case; null: named below only
  who TEXT NOT NULL,           -- a code or a name
  role TEXT NOT NULL,          -- survivor, witness, accused, counsel, investigator, interpreter, support, other
  state TEXT NOT NULL DEFAULT 'expected', -- expected, came, absent
  heard TEXT NOT NULL DEFAULT '',         -- '', heard, part_heard, stood_down
  escorted INTEGER NOT NULL DEFAULT 0,
  cost INTEGER NOT NULL DEFAULT 0,        -- of the court day, in cents, for the care file
  currency TEXT NOT NULL DEFAULT 'CAD',
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attendance_by_session ON attendance (session_id);

-- What happened to an exhibit in a session. The last one says where the exhibit stands.
CREATE TABLE produced (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  session_id BLOB NOT NULL REFERENCES court_session (id) DEFERRABLE INITIALLY DEFERRED,
  document_id BLOB NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL,         -- identified (MFI), produced, objected, rejected
  label TEXT NOT NULL DEFAULT '', -- as the court marked it: MFI 2, P.Exh 4
  witness TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX produced_by_session ON produced (session_id);
CREATE INDEX produced_by_document ON produced (document_id);

-- The note of proceedings, one a session; its id is made from the session's.
CREATE TABLE session_note (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  session_id BLOB NOT NULL REFERENCES court_session (id) DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL,
  modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_note_by_session ON session_note (session_id);
