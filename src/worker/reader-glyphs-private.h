/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Glyphs that are more than a letter. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Whether what @face draws for @index is a row of letters, or joined writing. Remembered for each glyph, until: */
gboolean jal_glyphs_is_word (cairo_font_face_t *face, gulong index);
void jal_glyphs_forget_words (void);

G_END_DECLS
