-- SPDX-License-Identifier: GPL-3.0-or-later
-- What somebody put on a page before the file came. It is theirs: it is shown, never changed, and can be adopted as a mark, which
-- names it in mark.received. Vaults were made that had this table as part of 015, and others that had not.
CREATE TABLE IF NOT EXISTS received_mark (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  original_id BLOB NOT NULL REFERENCES original (id) DEFERRABLE INITIALLY DEFERRED,
  page INTEGER NOT NULL,       -- from 0, in the original
  kind TEXT NOT NULL,          -- as of a mark
  quads BLOB NOT NULL,
  points BLOB,
  color TEXT NOT NULL,         -- the name that comes nearest
  author TEXT NOT NULL,        -- as the file says, or empty
  text TEXT NOT NULL,
  quoted TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS received_mark_by_page ON received_mark (original_id, page);
