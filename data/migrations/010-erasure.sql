-- SPDX-License-Identifier: GPL-3.0-or-later
-- Content that may not be held any more, or never was: the exhibit stays by number, hash and holder.
ALTER TABLE original ADD COLUMN erased_at INTEGER;
ALTER TABLE original ADD COLUMN erased_why TEXT; -- abuse, retention, never-held
ALTER TABLE original ADD COLUMN holder TEXT;     -- who has the exhibit itself
