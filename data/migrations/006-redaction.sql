-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is taken out of copies, and the names and places that a case protects.

-- A redaction belongs to the case's original, as a mark does; it changes copies only.
CREATE TABLE redaction (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  original_id BLOB NOT NULL REFERENCES original (id) DEFERRABLE INITIALLY DEFERRED,
  page INTEGER NOT NULL,       -- from 0, in the original
  quads BLOB NOT NULL,         -- as in mark
  quoted TEXT NOT NULL DEFAULT '',
  context_before TEXT NOT NULL DEFAULT '',
  context_after TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,        -- id of a reason in the law data
  origin TEXT NOT NULL,        -- text, area, search, pattern, name: how it was found
  rule TEXT NOT NULL DEFAULT '', -- the words searched for, the pattern's id, the protected name
  state TEXT NOT NULL DEFAULT 'pending',   -- pending, accepted, rejected; only what is rejected stays readable in a copy
  reach TEXT NOT NULL DEFAULT 'everywhere', -- everywhere: a copy that says the words anywhere is refused; here
  author TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX redaction_by_page ON redaction (original_id, page);

CREATE TABLE protected_name (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  case_id BLOB NOT NULL REFERENCES court_case (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,          -- id of a kind in the law data: person, school, phone …
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX protected_name_by_case ON protected_name (case_id);

-- Derived: words that can be read in a received file although they cannot be seen.
CREATE TABLE hidden_words (
  key INTEGER PRIMARY KEY,
  original_id BLOB NOT NULL,
  page INTEGER NOT NULL,
  kind TEXT NOT NULL,          -- box: under something dark or coloured, unseen: nothing of them is drawn
  words TEXT NOT NULL
) STRICT;
CREATE INDEX hidden_words_by_original ON hidden_words (original_id, page);
