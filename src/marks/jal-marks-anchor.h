/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding quoted words again in another version of a document: pure functions. */
#pragma once

#include "pages/jal-page-text.h"

G_BEGIN_DECLS

/* Where words were found again. */
typedef struct
{
  guint page;
  guint first; /* character */
  guint n;
  double likeness; /* of the words, 0…1 */
  gboolean sure;   /* they are the same words in the same surroundings, or stand only once */
} JalAnchor;

/* Finds @quoted in @texts (element type JalPageText, nullable), the pages of the newer version, by itself and by the words
   @before and @after it; @page is where it stood. Case and white space count for nothing; a few letters may differ; words with
   letters that nobody knows are never sure. FALSE when nothing like it is there. */
gboolean jal_anchor_find (GPtrArray *texts, const char *quoted, const char *before, const char *after, guint page,
                          JalAnchor *anchor);
/* How alike two pages are by their words, 0…1; 0 when one has none. */
double jal_anchor_compare_pages (const JalPageText *a, const JalPageText *b);

G_END_DECLS
