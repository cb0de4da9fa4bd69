/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns (transfer full): @text case-folded, without accents, each run of white space one space, none at the ends;
   for comparing and searching, never for showing. @text is valid UTF-8. */
char *jal_text_fold (const char *text);
/* Returns (transfer full): @text as one line: control characters and line breaks become spaces, ends trimmed, at most
   @max_chars characters (the last an ellipsis when something was cut; 0 for no limit). Invalid UTF-8 is replaced. */
char *jal_text_one_line (const char *text, gsize max_chars);
/* Returns whether @text is valid UTF-8 of 1…@max_bytes bytes that are not all white space. */
gboolean jal_text_is_label (const char *text, gsize max_bytes);

/* UAX #9, table 1: what embeds, overrides, isolates and marks. */
gboolean jal_text_turns_direction (gunichar c);
/* Whether @text is a label that stands on one line and reads as it was typed: no control character, no line break, and none
   of the characters that turn the direction of writing (UAX #9). For names that stand in a record. */
gboolean jal_text_is_name (const char *text, gsize max_bytes);

/* Whether @text has a letter or a digit of any script: a page whose text has none has no words that could be searched, and is a picture. */
gboolean jal_text_has_words (const char *text);
/* Whether three characters beside each other are none that anybody can read: unknown letters (U+FFFD), private use, control. One alone is
   a bullet. Or whether letters stand in for others, as of a font that numbers them from another place. Such a page shows words that no search finds. */
gboolean jal_text_has_unreadable (const char *text);
/* Behind the words of a page that shows more than they say, on a line of its own: three times U+FFFC, "object replacement character". */
#define JAL_TEXT_UNSAID "\357\277\274\357\277\274\357\277\274"
gboolean jal_text_has_unsaid (const char *text);

/* Returns (transfer full): @numbers (of guint, from 0, ascending, repeated or not) as people count pages: "3, 7–9". */
char *jal_text_pages (const GArray *numbers);

G_END_DECLS
