/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is hidden on the pages of a copy, and still in it. */
#pragma once

#include "release/jal-guard-told.h"
#include "release/jal-release-inputs.h"

G_BEGIN_DECLS

/* The composer's word for a page on which a note that came with the file hides something. */
#define JAL_RELEASE_COVERED "covered"

typedef struct
{
  guint input; /* place in the inputs */
  guint page;  /* of that input, from 0 */
  gboolean picture; /* the page has no words at all: it is a picture, which is whole in the copy */
} JalCovered;

/* Goes through what the composer said in @result (JSON) about @inputs, and looks whether there is anything under the notes: words, or
   the picture that the page is. Where nobody can tell there is. A cover over nothing is no matter. Returns (transfer full, element
   type JalCovered), in the order of the result. Blocks. */
GArray *jal_release_covered_find (JalReleaseInputs *inputs, const char *result, GCancellable *cancellable, GError **error);

/* Says in @told what @covered (of JalCovered, whose pages are the document's now) means for a copy of the document @title. */
void jal_release_covered_tell (const GArray *covered, const char *title, JalGuardTold *told);

G_END_DECLS
