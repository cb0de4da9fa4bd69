/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is hidden on the pages of a copy, and still in it. */
#pragma once

#include "pages/jal-reader.h"
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
   the picture that the page is. Where nobody can tell there is. A cover over nothing is no matter. Then adds those pages of the
   build record @spec on which words were found when the file was taken in that can be read and not seen. Redacted copies have none.
   Returns (transfer full, element type JalCovered): each page once. Blocks. */
GArray *jal_release_covered_find (JalStore *store, JalReleaseInputs *inputs, const char *spec, const char *result,
                                  GCancellable *cancellable, GError **error);
/* The same for the pages of @part that leave with the original's own notes; @reader has it open, with its notes dropped; the first of
   them is page @start of the document. Appends to @covered, whose pages are the document's. */
gboolean jal_release_covered_look (JalStore *store, JalReader *reader, const JalDocumentPart *part, guint start, GArray *covered,
                                   GCancellable *cancellable, GError **error);

/* Says in @told what @covered (of JalCovered, whose pages are the document's now) means for a copy of the document @title. */
void jal_release_covered_tell (const GArray *covered, const char *title, JalGuardTold *told);

/* FALSE with REFUSED when something of @told (nullable: nothing is told then) is covered, and nobody has said that it may go out. */
gboolean jal_release_covered_decide (const JalGuardTold *told, GError **error);

G_END_DECLS
