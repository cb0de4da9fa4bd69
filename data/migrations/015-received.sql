-- SPDX-License-Identifier: GPL-3.0-or-later
-- What opens a PDF that came locked: asked for once, kept here only. A locked original whose password nobody has given yet has
-- no pages; its bytes are as they came.
ALTER TABLE original ADD COLUMN password TEXT;

-- What somebody put on a page before the file came. It is theirs: it is shown, never changed, and can be adopted as a mark, which
-- names it in mark.received.
CREATE TABLE received_mark (
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
CREATE INDEX received_mark_by_page ON received_mark (original_id, page);
