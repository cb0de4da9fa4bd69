/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What poppler in this process draws of a page, and how far the reader's pixels are from it. */
#pragma once

#include <poppler.h>

#include "pages/jal-reader.h"

/* poppler-glib has none of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)

typedef struct
{
  double mean;    /* of the differences of all values, 0…255 */
  double blurred; /* the same over means of 4 × 4 pixels: what is left when edges are only drawn softer or sharper */
  guint largest;
} Difference;

/* Returns (transfer full) the page as the worker would draw it with poppler: white paper, BGRA, no padding. @scale with the
   user unit in it. */
GBytes *pixels_of_poppler (PopplerDocument *document, guint page, double scale, guint rotation, guint width, guint height);
/* The same, but drawn FINER times as large and averaged: what the page looks like, without the roundings of either. */
GBytes *pixels_of_poppler_finely (PopplerDocument *document, guint page, double scale, guint rotation, guint width,
                                  guint height);
/* Both of the size of @ours. */
Difference pixels_compare (const JalPixels *ours, GBytes *theirs);
