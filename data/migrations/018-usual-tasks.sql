-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which accused are in custody, and the usual tasks as an office has them.

ALTER TABLE person ADD COLUMN custody INTEGER NOT NULL DEFAULT 0; -- an accused who is remanded

-- A usual task of the sessions of some kinds. Those of the law data have a row only once somebody changed them; its id is made from
-- theirs, so that two devices write the same row.
CREATE TABLE usual_task (
  id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  template TEXT NOT NULL,      -- id of a task in the law data, or the hex digits of this row's own id
  title TEXT NOT NULL,         -- '' : as the law data say
  owner TEXT NOT NULL DEFAULT '',
  kinds TEXT NOT NULL,         -- kinds of sessions, with spaces between; '' : as the law data say
  days_before INTEGER,         -- negative: after it; null: as the law data say
  dropped INTEGER NOT NULL DEFAULT 0, -- not usual here
  created_at INTEGER NOT NULL
) STRICT;
