/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: a search for what should be redacted, while it runs. */
#pragma once

#include "marks/jal-redactions-rules-private.h"
#include "pages/jal-page-text.h"
#include "pages/jal-reader.h"
#include "record/jal-document-rows.h"

typedef struct
{
  const JalRedactionQuery *query;
  JalStore *store;
  GArray *rules;
  GListStore *hits;
  JalDocument *document;
  char *title;
  GListModel *known; /* of JalRedaction */
  guint page;
  const char *text;
  const char *last; /* texts of the pages on either side; "": there is none */
  const char *next;
  const JalLead *note; /* nullable: what is searched instead of the page */
  GArray *found; /* of what is found on this page */
  GArray *heads; /* of halves on the page that follows */
  guint first_hit; /* of the document, in the hits */
  gboolean more;
  guint n_open, n_marked; /* how many were found: to be redacted, and redacted already */
} JalRedactionSearch;

/* Adds @hit, known by its words and what stands on either side, and says whether it is marked already. */
void jal_redaction_search_append (JalRedactionSearch *search, JalRedactionHit *hit);
/* Looks through the original's strings and streams for what none of its pages and notes said; @reader has it open, its first page is
   page @start of the document, and all of its pages have been searched. @blind (out)
   (transfer full) (element-type guint): the document's pages that could not be looked through, so that nobody knows what they say. FALSE when it
   was cancelled. */
gboolean jal_redaction_search_unseen (JalRedactionSearch *search, const JalDocumentPart *part, guint start, JalReader *reader,
                                      GArray **blind, GCancellable *cancellable, GError **error);
/* Returns (transfer full, element type JalBox, default user space): the letters of the page that say @phrase in no line of its text: slanted,
   along a curve, a letter a line, mirrored. */
GArray *jal_redaction_find_anyhow (const JalPageText *text, const char *phrase);
