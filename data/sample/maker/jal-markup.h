/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jal-paper.h"

G_BEGIN_DECLS

/* Draws the picture @name (of @photo and @draw lines) into the rectangle; returns FALSE when there is none of that name. */
typedef gboolean (*JalMarkupDraw) (cairo_t *cr, const char *name, double x, double y, double width, double height);

/**
 * jal_markup_write:
 *
 * Writes a document from its text, line by line. A line is a paragraph in Pango markup unless it begins with
 *
 *   # title   ## heading   ^ centred   > to the right   % small   ~ handwriting   - item   1. item   (a) item
 *   |: weights of columns ("30 10r")   |= head row   | row | of cells   |~ row in handwriting
 *   @turn   @space points   @rule   @set family|size|leading|lines|margin value   @court   @parties
 *   @sign name | role | date   @stamp around | across | below   @received line | line | line
 *   @field label | value   @hand label | value   @form name | label | value   @tick name | label | on
 *   @dest name   @link name | words   @outline level | title   @photo scene | caption   @draw picture | height
 *
 * An empty line leaves half a line of space. A wrong line ends the program and says where it stands.
 */
void jal_markup_write (JalPaper *paper, const char *text, const char *where, JalMarkupDraw draw);

G_END_DECLS
