/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture as a page of a document. */
#pragma once

#include <gio/gio.h>

#include "wire/jal-wire.h"

G_BEGIN_DECLS

/* The page: A4, upright or lying by the picture's own shape, the picture centred within margins of 28 points. */
#define JAL_IMAGE_PAGE_SHORT 595.276
#define JAL_IMAGE_PAGE_LONG 841.89
#define JAL_IMAGE_PAGE_MARGIN 28.0
/* Pictures of more pixels are refused before anything is decoded. */
#define JAL_IMAGE_PIXELS_MAX 250000000ull

/* Returns (transfer full) a PDF of one page that shows @image, a JPEG or PNG file.
   A JPEG's picture data is passed through unchanged and turned by a matrix as its EXIF orientation asks; everything else
   in the file (EXIF, position, preview, comments, what follows its end) stays behind. A PNG's pixels are kept exactly;
   transparent ones are laid on white. The same bytes give the same PDF.
   Errors: G_IO_ERROR_INVALID_DATA (not such a picture, or damaged), G_IO_ERROR_NO_SPACE (too large),
   G_IO_ERROR_NOT_SUPPORTED (@kind is neither). */
GBytes *jal_image_page_to_pdf (GBytes *image, JalWireKind kind, GError **error);

G_END_DECLS
