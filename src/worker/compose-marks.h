/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "worker/compose-private.h"

G_BEGIN_DECLS

/* Adds the marks of the slot's page to @annots as annotations, or, when the record wants them drawn, returns (transfer
   full) (nullable) the pictures to draw instead, of JalComposePicture. */
GArray *jal_compose_marks_add (JalCompose *compose, const JalComposeSlot *slot, int rotate, qpdf_oh annots);
/* Returns a form XObject of the output that shows @mark in user space, and the rectangle it fills; null on failure.
   @unit: the page's user unit; @drawn: it becomes part of the page, else the picture of an annotation. */
qpdf_oh jal_compose_mark_form (JalCompose *compose, const JalComposeMark *mark, int rotate, double unit, gboolean drawn,
                               double rect[4]);

G_END_DECLS
