-- SPDX-License-Identifier: GPL-3.0-or-later
-- Marks that are drawn, marks that lead somewhere, marks taken over from a file or from an older version of it.

ALTER TABLE mark ADD COLUMN points BLOB;             -- line, arrow, ink: three little-endian doubles a point in default user space: x, y, 1 where the pen is put down
ALTER TABLE mark ADD COLUMN link_document_id BLOB REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE mark ADD COLUMN link_session_id BLOB REFERENCES court_session (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE mark ADD COLUMN received TEXT;           -- the annotation of the file that it was adopted from
ALTER TABLE mark ADD COLUMN anchor TEXT NOT NULL DEFAULT 'sure'; -- sure; doubtful: brought over from an older version, to be looked at; left: looked at, and left where it is
ALTER TABLE mark ADD COLUMN earlier_id BLOB;         -- the mark on the older version that it was brought over from

-- The document that took this one's place; this one is an older version of it.
ALTER TABLE document ADD COLUMN newer_id BLOB;

-- What a colour means in a case, where it is not what the law data say.
CREATE TABLE mark_meaning (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  color TEXT NOT NULL,
  meaning TEXT NOT NULL
) STRICT;
CREATE INDEX mark_meaning_by_case ON mark_meaning (case_id, color);
