-- SPDX-License-Identifier: GPL-3.0-or-later
-- The record of what was done only grows. These triggers refuse what would change it, also by a statement of somebody else's
-- program; the check of the record says when they were taken out. Only an erasure blanks what a record carried: its payload
-- and the salts that would let it be guessed.

CREATE TRIGGER audit_guard_insert BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE device = NEW.device AND seq = NEW.seq)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_update BEFORE UPDATE ON audit
WHEN NEW.rowid IS NOT OLD.rowid OR NEW.device IS NOT OLD.device OR NEW.seq IS NOT OLD.seq OR NEW.hlc IS NOT OLD.hlc
  OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor OR NEW.verb IS NOT OLD.verb OR NEW.case_id IS NOT OLD.case_id
  OR NEW.subject_id IS NOT OLD.subject_id OR NEW.payload_digest IS NOT OLD.payload_digest
  OR NEW.change_digest IS NOT OLD.change_digest OR NEW.hash IS NOT OLD.hash
  OR (NEW.payload IS NOT OLD.payload AND NEW.payload IS NOT NULL)
  OR (NEW.payload_salt IS NOT OLD.payload_salt AND NEW.payload_salt IS NOT NULL)
  OR (NEW.payload IS NULL) <> (NEW.payload_salt IS NULL)
  OR (NEW.change_salt IS NOT OLD.change_salt AND NEW.change_salt IS NOT NULL)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

-- Where a chain ends moves on by one record at a time.
CREATE TRIGGER audit_guard_head_insert BEFORE INSERT ON audit_head
WHEN EXISTS (SELECT 1 FROM audit_head WHERE device = NEW.device AND seq <> NEW.seq - 1)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_head_update BEFORE UPDATE ON audit_head
WHEN NEW.device IS NOT OLD.device OR NEW.seq <> OLD.seq + 1
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_head_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

-- A point is signed once; so is the key it is signed with made.
CREATE TRIGGER audit_guard_point_insert BEFORE INSERT ON audit_checkpoint
WHEN EXISTS (SELECT 1 FROM audit_checkpoint WHERE device = NEW.device AND seq = NEW.seq)
BEGIN SELECT RAISE (IGNORE); END;

CREATE TRIGGER audit_guard_point_update BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_point_delete BEFORE DELETE ON audit_checkpoint
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_key_insert BEFORE INSERT ON audit_key
WHEN EXISTS (SELECT 1 FROM audit_key WHERE device = NEW.device)
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_key_update BEFORE UPDATE ON audit_key
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;

CREATE TRIGGER audit_guard_key_delete BEFORE DELETE ON audit_key
BEGIN SELECT RAISE (ABORT, 'the record only grows'); END;
