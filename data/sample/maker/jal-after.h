/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jal-paper.h"

G_BEGIN_DECLS

/* What is still to be done to a finished PDF whose last pages are "extra": looks of fields and of a layer. */
typedef struct
{
  guint n_pages;            /* of the document itself */
  const GArray *fields;     /* of JalPaperField; each that is no tick has its look on one extra page, in order */
  const char *const *boxes; /* nullable, one a page: "plain", "turn90", "turn180", "turn270", "offset", "crop", "unit2" */
  const char *layer;        /* nullable: name of a hidden layer, its look on the last extra page */
} JalAfter;

/* Returns (transfer full): the PDF with its form, layer and boxes, without the extra pages. Ends the program on failure. */
GBytes *jal_after_apply (GBytes *pdf, const JalAfter *after);

G_END_DECLS
