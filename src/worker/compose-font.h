/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns (transfer full): a TrueType font of two empty glyphs of half an em. It draws nothing and has no names: invisible
   words are set in it, so that no reader has to guess how wide they are. */
GByteArray *jal_compose_font_without_glyphs (void);

G_END_DECLS
