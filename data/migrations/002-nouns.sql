-- SPDX-License-Identifier: GPL-3.0-or-later
-- The nouns of a case. Synced tables begin with id, hlc, device, deleted; new columns go last; numbers that people see
-- (case numbers, exhibit numbers, counts) are data and may clash; rows are tombstoned, not deleted.
-- Dates are days since 1970-01-01; instants are microseconds since 1970 in UTC; ranks order siblings.

CREATE TABLE court_case (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  number TEXT,                 -- as the court writes it, kept as typed
  court TEXT,                  -- id of a court in the law data, or free text
  capacity TEXT NOT NULL DEFAULT 'prosecutor',
  stage TEXT NOT NULL DEFAULT 'investigation',
  plea_date INTEGER,
  custody INTEGER NOT NULL DEFAULT 0, -- an accused is remanded: the 15-day limit applies
  note TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE original (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  blob_id BLOB NOT NULL,
  name TEXT NOT NULL,          -- the file's name when it was taken in; never leaves the vault
  media TEXT NOT NULL,         -- pdf, jpeg, png
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  pages INTEGER NOT NULL,
  imported_at INTEGER NOT NULL
) STRICT;
CREATE INDEX original_by_case ON original (case_id, sha256);

CREATE TABLE document (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  title TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'other',  -- id of a document type in the law data
  date INTEGER,
  exhibit TEXT,                -- P4, MFI 2, D1 … as the court calls it
  language TEXT NOT NULL DEFAULT 'en',
  sensitivity TEXT NOT NULL DEFAULT 'normal', -- normal, protected (identifies the survivor), privileged (never to the court)
  note TEXT NOT NULL DEFAULT '',
  rank REAL NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX document_by_case ON document (case_id, rank);

-- A document is an ordered list of page runs of originals.
CREATE TABLE document_part (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  document_id BLOB NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  original_id BLOB NOT NULL REFERENCES original (id) DEFERRABLE INITIALLY DEFERRED,
  rank REAL NOT NULL,
  first_page INTEGER NOT NULL, -- from 0, in the original
  page_count INTEGER NOT NULL,
  rotation INTEGER NOT NULL DEFAULT 0 -- clockwise, added to the page's own: 0, 90, 180, 270
) STRICT;
CREATE INDEX document_part_by_document ON document_part (document_id, rank);

CREATE TABLE custody_event (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  original_id BLOB NOT NULL REFERENCES original (id) DEFERRABLE INITIALLY DEFERRED,
  at INTEGER NOT NULL,
  verb TEXT NOT NULL,          -- received, copied, checked, exported
  actor TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX custody_by_original ON custody_event (original_id, at);

CREATE TABLE mark (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  original_id BLOB NOT NULL REFERENCES original (id) DEFERRABLE INITIALLY DEFERRED,
  page INTEGER NOT NULL,       -- from 0, in the original
  kind TEXT NOT NULL,          -- highlight, underline, strikeout, note, box
  quads BLOB NOT NULL,         -- little-endian doubles, eight a quad: TL TR BL BR in default user space
  color TEXT NOT NULL,         -- a name: yellow, green, blue, pink, orange
  opacity REAL NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  quoted TEXT NOT NULL DEFAULT '',
  context_before TEXT NOT NULL DEFAULT '',
  context_after TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL,
  audience TEXT NOT NULL DEFAULT 'private',   -- private, team, court
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mark_by_page ON mark (original_id, page);

CREATE TABLE court_session (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,          -- id of a session kind in the law data
  date INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned', -- planned, fixed, held, adjourned, vacated
  counted INTEGER NOT NULL DEFAULT 1,    -- mentions are light entries and are not counted
  purpose TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  reason TEXT,                 -- id of an outcome in the law data
  note TEXT NOT NULL DEFAULT '',
  template INTEGER             -- which entry of the template it came from, for planning anew
) STRICT;
CREATE INDEX court_session_by_case ON court_session (case_id, date);

-- What the user knows better than the computed calendar: extra closed days, and holidays that moved.
CREATE TABLE calendar_day (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  date INTEGER NOT NULL,
  closed INTEGER NOT NULL,     -- 1 the court is closed on this day, 0 it sits although the calendar says otherwise
  name TEXT NOT NULL
) STRICT;

CREATE TABLE bundle (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  profile TEXT NOT NULL,
  title TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE bundle_section (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  bundle_id BLOB NOT NULL REFERENCES bundle (id) DEFERRABLE INITIALLY DEFERRED,
  rank REAL NOT NULL,
  code TEXT NOT NULL,          -- A, B, C …
  title TEXT NOT NULL,
  copies TEXT NOT NULL,        -- ids of the copies that show it, separated by spaces
  profile_section TEXT         -- id of the profile's section it was made from; null when the user made it
) STRICT;

CREATE TABLE bundle_item (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  section_id BLOB NOT NULL REFERENCES bundle_section (id) DEFERRABLE INITIALLY DEFERRED,
  document_id BLOB NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  rank REAL NOT NULL,
  first_page INTEGER NOT NULL DEFAULT 0, -- from 0, in the document
  page_count INTEGER                     -- NULL: to the end
) STRICT;

CREATE TABLE bundle_build (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  bundle_id BLOB NOT NULL REFERENCES bundle (id) DEFERRABLE INITIALLY DEFERRED,
  copy TEXT NOT NULL,
  built_at INTEGER NOT NULL,
  pages INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  spec TEXT NOT NULL,          -- the whole build record: the same record and originals give the same bytes
  inputs TEXT NOT NULL,        -- the ids of the originals in the order of the record's inputs, as a JSON array
  audit_head TEXT NOT NULL
) STRICT;

-- Derived: can be made again from the originals.
CREATE TABLE page_text (
  key INTEGER PRIMARY KEY,
  original_id BLOB NOT NULL,
  page INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (original_id, page)
) STRICT;
CREATE VIRTUAL TABLE page_text_index USING fts5 (text, content = 'page_text', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2');
-- The index is kept by the program beside each row: with trusted_schema off a trigger may not touch a virtual table.
