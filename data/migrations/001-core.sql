-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the store itself needs. The classes of the tables stand in tables.txt.

-- Settings that travel with a team; the id is made from the name, so that two devices write the same row.
CREATE TABLE setting (
  id BLOB PRIMARY KEY NOT NULL,
  hlc TEXT NOT NULL,
  device BLOB NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  value TEXT
) STRICT;

-- The laptops that wrote into this vault.
CREATE TABLE device (
  id BLOB PRIMARY KEY NOT NULL,
  hlc TEXT NOT NULL,
  device BLOB NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE local_setting (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT
) STRICT;

-- One hash-chained list of records a device. A payload and its salt can be erased; its digest stays in the chain.
CREATE TABLE audit (
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  hlc TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL,
  case_id BLOB,
  subject_id BLOB,
  payload TEXT,
  payload_salt BLOB,
  payload_digest BLOB,
  change_salt BLOB,
  change_digest BLOB,
  hash BLOB NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT;
CREATE INDEX audit_case ON audit (case_id);
CREATE INDEX audit_subject ON audit (subject_id);

-- Where each chain ends, kept apart from the records.
CREATE TABLE audit_head (
  device BLOB PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- What each action changed in the synced tables, as SQLite's session extension writes it; seq is that of the audit.
CREATE TABLE change (
  seq INTEGER PRIMARY KEY NOT NULL,
  hlc TEXT NOT NULL,
  changeset BLOB NOT NULL
) STRICT;

-- The undo journal. state: 0 done, 1 taken back, 2 out of reach. moved: the audit seq of the last turn; change: the
-- changeset of the last turn, whose inverse is the next one.
CREATE TABLE undo (
  seq INTEGER PRIMARY KEY NOT NULL,
  state INTEGER NOT NULL,
  moved INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES change (seq) DEFERRABLE INITIALLY DEFERRED,
  verb TEXT NOT NULL,
  label TEXT,
  case_id BLOB,
  subject_id BLOB
) STRICT;
CREATE INDEX undo_case ON undo (case_id, state, moved);
CREATE INDEX undo_state ON undo (state, moved);
CREATE INDEX undo_change ON undo (change);

-- Evidence bytes. state: 0 importing, 1 complete. Chunk n of a blob has the key number × 2^24 + n.
CREATE TABLE blob (
  number INTEGER PRIMARY KEY NOT NULL,
  id BLOB NOT NULL UNIQUE,
  state INTEGER NOT NULL,
  created INTEGER NOT NULL,
  size INTEGER,
  sha256 BLOB,
  dedupe BLOB
) STRICT;
CREATE UNIQUE INDEX blob_dedupe ON blob (dedupe) WHERE state = 1;

CREATE TABLE chunk (
  id INTEGER PRIMARY KEY NOT NULL,
  data BLOB NOT NULL
) STRICT;
