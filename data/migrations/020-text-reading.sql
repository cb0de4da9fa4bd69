-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which reading of the program a page's text is. 0: before words that are read from the right kept all their letters, and their places.
-- A page that somebody corrected has a number that the program never writes.

ALTER TABLE page_text ADD COLUMN reading INTEGER NOT NULL DEFAULT 0;
