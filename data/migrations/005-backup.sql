-- SPDX-License-Identifier: GPL-3.0-or-later
-- Backups, the signed points of the audit, and custody outside the vault.

-- Copies of this vault that were made, and what became of them. Only this computer's: folders differ elsewhere.
CREATE TABLE backup (
  id BLOB PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL,         -- the moment whose content it holds
  folder TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  audit_seq INTEGER NOT NULL,  -- how far this device's chain had come
  audit_head TEXT NOT NULL,
  state TEXT NOT NULL,         -- made, verified, failed, removed
  checked_at INTEGER,
  originals INTEGER,           -- whose SHA-256 was compared
  trouble TEXT                 -- what the check found
) STRICT;
CREATE INDEX backup_by_time ON backup (at);

-- The device's signing key. Its public half stands in the record of the chain that made it, too.
CREATE TABLE audit_key (
  device BLOB PRIMARY KEY NOT NULL,
  public BLOB NOT NULL,
  secret BLOB
) STRICT;

-- Points of a chain, signed: whoever changes the chain before one of them has to forge a signature.
CREATE TABLE audit_checkpoint (
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  hash BLOB NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT;

-- What the last look at the bytes of an original found; one that does not match is neither printed nor exported.
CREATE TABLE integrity (
  original_id BLOB PRIMARY KEY NOT NULL,
  checked_at INTEGER NOT NULL,
  matches INTEGER NOT NULL
) STRICT;

-- Handovers of the exhibit itself: of which document, with whom, and on what day.
ALTER TABLE custody_event ADD COLUMN document_id BLOB;
ALTER TABLE custody_event ADD COLUMN party TEXT;
ALTER TABLE custody_event ADD COLUMN happened INTEGER;
