-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who has a key to the vault. A key slot in the file's header names its holder by this id, a random number; the name is
-- only here, inside.
CREATE TABLE key_holder (
  id BLOB PRIMARY KEY NOT NULL,
  hlc TEXT NOT NULL,
  device BLOB NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  role TEXT
) STRICT;
