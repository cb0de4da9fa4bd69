-- SPDX-License-Identifier: GPL-3.0-or-later
-- The time of day at which a court session begins. Before, it was a line of the note ("Time: 09:00"): where this is null it is still
-- read from there (src/record/jal-session-time.h), and stands here once the row is next written. No row is touched now, so that what
-- was done before can still be taken back.

ALTER TABLE court_session ADD COLUMN minutes INTEGER; -- since midnight in Nairobi; null: none was said
