-- SPDX-License-Identifier: GPL-3.0-or-later
-- What opens a PDF that came locked: asked for once, kept here only. A locked original whose password nobody has given yet has
-- no pages; its bytes are as they came.
ALTER TABLE original ADD COLUMN password TEXT;
