/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as it may leave: pixels with boxes burnt into them, and the words that no box touches. Pure functions. */
#pragma once

#include "pages/jal-page-text.h"

G_BEGIN_DECLS

/* What the pixels of a page need: black and white, grey, or colours. */
typedef enum
{
  JAL_RASTER_BLACK_WHITE = 1, /* bits a pixel */
  JAL_RASTER_GREY = 8,
  JAL_RASTER_COLOUR = 24,
} JalRasterDepth;

/* The most bytes that jal_raster_make() returns for a page of @width × @height pixels. */
guint64 jal_raster_get_size_max (guint width, guint height);
/* How little suffices. Only a page of ink and paper is black and white: nothing faint may be lost. */
JalRasterDepth jal_raster_get_depth (const JalPixels *pixels);
/* Returns (transfer full, element type JalBox): @boxes with those beside each other on one line made one, so that the gaps
   do not tell how long the words were. Boxes of the displayed page, y downwards. */
GArray *jal_raster_merge (const GArray *boxes);

/**
 * jal_raster_make:
 * @pixels: the displayed page
 * @info: whose page it is, turned as @pixels are
 * @burn: (element-type JalBox): what becomes black, in points of the displayed page; a pixel that a box touches is burnt
 *   whole
 * @touch: (element-type JalBox): a word with a letter that one of these meets is left out
 * @text: (nullable): the page's words
 *
 * Returns: (transfer full): the page as an input of the composer of kind "raster".
 */
GBytes *jal_raster_make (const JalPixels *pixels, const JalPageInfo *info, const GArray *burn, const GArray *touch,
                         const JalPageText *text, JalRasterDepth depth);

G_END_DECLS
