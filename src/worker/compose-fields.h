/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "worker/compose-source.h"

G_BEGIN_DECLS

/* The entry of a field, its own or inherited from its parents; null when there is none. */
qpdf_oh jal_compose_field_get (qpdf_data pdf, qpdf_oh widget, const char *key);
/* The resources that appearances of fields may rely on. */
qpdf_oh jal_compose_fields_resources (qpdf_data pdf);
/* Draws the value of @widget where its document leaves that to the reader. FALSE when it brings its own appearance, or has
   nothing to show. */
gboolean jal_compose_field_draw (JalComposeSource *source, qpdf_oh widget, const double rect[4], JalComposePage *result);
/* Returns a form XObject of the output, @width by @height, that shows @text from its top left corner on with an embedded
   font, as large as fits up to @size, turned counter-clockwise by @turn (0, 90, 180, 270), in a frame of @border
   (nullable); JAL_PDF_NONE on failure. */
JalPdfRef jal_compose_text_form (JalCompose *compose, double width, double height, int turn, double size,
                                 const double *border, const char *text);

G_END_DECLS
