-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pages that no search can read, at which somebody has looked and which may go out as they are redacted then. Asked about again when the case
-- protects more names, or when a box that was there is gone; a new version of a document is another original.

CREATE TABLE page_look (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  original_id BLOB NOT NULL REFERENCES original (id) DEFERRABLE INITIALLY DEFERRED,
  page INTEGER NOT NULL,   -- from 0, in the original
  kind TEXT NOT NULL,      -- what was asked: wordless, unreadable, unsaid
  names TEXT NOT NULL,     -- what the case protected then: 16 hex digits of the SHA-256 of each name in small letters, a space between two
  boxes TEXT NOT NULL,     -- the redactions of the page then that were not rejected: their ids in hex, a space between two
  author TEXT NOT NULL,
  looked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX page_look_by_page ON page_look (original_id, page);
