/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where things are on a page: pure functions, no worker needed.
 *
 *   default user space                         displayed page
 *   (the file's own: unrotated, y upwards,     (what the reader shows: turned by /Rotate, cut to the crop box, in points
 *    not shifted by the crop box)               of real size, x to the right and y down from the top left)
 *
 * Marks are kept in default user space; everything on screen is on the displayed page. This file is the one edge between. */
#pragma once

#include "pages/jal-page-text.h"

G_BEGIN_DECLS

/* The size of the displayed page in points. */
void jal_geometry_get_size (const JalPageInfo *info, double *width, double *height);
/* A point of default user space on the displayed page, and back. */
JalPoint jal_geometry_to_display (const JalPageInfo *info, JalPoint user);
JalPoint jal_geometry_to_user (const JalPageInfo *info, JalPoint displayed);
/* The same for rectangles; the result has x1 ≤ x2 and y1 ≤ y2. */
JalBox jal_geometry_box_to_display (const JalPageInfo *info, JalBox user);
JalBox jal_geometry_box_to_user (const JalPageInfo *info, JalBox displayed);
/* The rectangle of the displayed page that holds @quad of default user space. */
JalBox jal_geometry_quad_to_display (const JalPageInfo *info, const JalQuad *quad);

/* Returns (transfer full, element type JalQuad): the characters @first … @first + @n - 1 as quads of default user space in
   the order TL, TR, BL, BR as the displayed page is read, one for each line. Empty when nothing of them has a size. */
GArray *jal_geometry_get_quads (const JalPageInfo *info, const JalPageText *text, guint first, guint n);
/* Returns (transfer full): the characters as text, line breaks kept. */
char *jal_geometry_get_text (const JalPageText *text, guint first, guint n);
/* The same, as long, with a tab in place of the space between two cells of a table or two columns side by side on a line. */
char *jal_geometry_get_table_text (const JalPageInfo *info, const JalPageText *text, guint first, guint n);
/* Returns (transfer full): the letters that have none beside them, put together as they stand one under the other (each turn of the page):
   columns from one side to the other, a space between two. For looking through, never for showing. @known (nullable): of each character,
   whether it is left out. Appends to @places (nullable, of guint), for each character of that, which one of the page it is; G_MAXUINT of
   white space. */
char *jal_geometry_dup_stacked (const JalPageText *text, const gboolean *known, GArray *places);
/* Returns (transfer full, element type guint): the characters of one place where the page says @words (case apart) in pieces of words that
   stand near each other, in whatever direction: slanted, curved; empty when it does not. Three pieces at least, and not only whole words of
   it. @known as above. */
GArray *jal_geometry_find_scattered (const JalPageText *text, const char *words, const gboolean *known);
/* Finds the character that a pointer at @displayed means: the one under it, else the nearest of the nearest line of the column that
   the pointer is in. FALSE when the page has no characters. */
gboolean jal_geometry_find_char (const JalPageInfo *info, const JalPageText *text, JalPoint displayed, guint *index);
/* Widens a range to whole words (a double click: first == last). */
void jal_geometry_widen_to_words (const JalPageText *text, guint *first, guint *n);
/* Returns (transfer full, element type JalHit, elements cleared with the array): where @words stand, regardless of case,
   accents, kind of quotation mark and white space; a line's end counts as a space, a hyphen at a line's end as nothing
   or as itself. */
GArray *jal_geometry_find (const JalPageInfo *info, const JalPageText *text, const char *words);

/* What jal_geometry_find() finds, in the text alone. */
typedef struct
{
  guint first; /* character */
  guint n;
  guint start; /* byte */
  guint end;   /* behind the last one */
} JalMatch;

/* Returns (transfer full, element type JalMatch): the same hits, without a page. */
GArray *jal_geometry_match (const char *text, gsize n_bytes, const char *words);
/* Returns (transfer full): what was found with some characters on either side, in one line. */
char *jal_geometry_dup_line (const char *text, gsize n_bytes, const JalMatch *match);

G_END_DECLS
