/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page shows and its words do not say: a picture of a letter under a line of words, a stamp, handwriting,
 * letters drawn as lines. */
#pragma once

#include "pages/jal-hidden-text.h"

G_BEGIN_DECLS

/* A page as it is looked at, at any scale from one pixel a point. */
typedef struct
{
  const JalPageInfo *info;
  const JalPageText *text;
  const JalPixels *whole;
  const JalPixels *no_letters; /* nullable: without what is drawn with fonts, as large */
} JalUnsaidPage;

/* Whether @page shows writing or pictures that none of its words stands for. @frames (nullable, element type JalBox, of the displayed
   page): what is left out, but for what frames a large part of the page; @covers (the same): what is left out however large. Small
   things are passed over: emblems, most signatures. Pure. */
gboolean jal_unsaid_find (const JalUnsaidPage *page, const GArray *frames, const GArray *covers);
/* @whole, @no_letters (out, transfer full): @page, turned clockwise by @rotation beyond what the file asks, as it is looked at. */
gboolean jal_unsaid_draw (JalReader *reader, guint page, const JalPageInfo *info, guint rotation, JalPixels **whole,
                          JalPixels **no_letters, GCancellable *cancellable, GError **error);
/* Looks at @page once for both: jal_hidden_text_find() and, in *@unsaid, jal_unsaid_find() without notes and fields,
   whose words are searched as well. A page without words is not drawn: it is known to say nothing. With NULL nobody
   knows, and *@unsaid is TRUE. */
GArray *jal_reader_look_over (JalReader *reader, guint page, gboolean *unsaid, GCancellable *cancellable,
                              GError **error);

G_END_DECLS
