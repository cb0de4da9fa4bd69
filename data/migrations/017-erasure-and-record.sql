-- SPDX-License-Identifier: GPL-3.0-or-later
-- What an erasure could not reach, and the guards of row numbers.

-- One row an erased original and place: a backup that still holds it, or (unseen = 1) a folder or file that could not be looked
-- at. Written with the erasure, before anything was reached, so that a crash forgets none.
CREATE TABLE erasure_left (
  original_id BLOB NOT NULL,
  path TEXT NOT NULL,
  unseen INTEGER NOT NULL,
  PRIMARY KEY (original_id, path)
) STRICT;

-- The record only grows, by its row numbers too: a REPLACE takes away what has the number without any delete that a trigger
-- sees. Where no number is given it is -1 here.

CREATE TRIGGER audit_guard_row BEFORE INSERT ON audit
WHEN NEW.rowid <> -1 AND EXISTS (SELECT 1 FROM audit WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_head_row BEFORE INSERT ON audit_head
WHEN NEW.rowid <> -1 AND EXISTS (SELECT 1 FROM audit_head WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_head_move BEFORE UPDATE ON audit_head
WHEN NEW.rowid IS NOT OLD.rowid
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_point_row BEFORE INSERT ON audit_checkpoint
WHEN NEW.rowid <> -1 AND EXISTS (SELECT 1 FROM audit_checkpoint WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_key_row BEFORE INSERT ON audit_key
WHEN NEW.rowid <> -1 AND EXISTS (SELECT 1 FROM audit_key WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;
