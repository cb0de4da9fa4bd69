/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page shows and its words do not say: a picture of a letter under a line of words, a stamp, handwriting,
 * letters drawn as lines. */
#pragma once

#include "pages/jal-hidden-text.h"

G_BEGIN_DECLS

/* Whether @pixels, the displayed page at any scale from one pixel a point, show writing or pictures that none of the
   words of @text stands for. @frames (nullable, element type JalBox, of the displayed page): what is left out. Small
   things are passed over: emblems, most signatures. Pure. */
gboolean jal_unsaid_find (const JalPageInfo *info, const JalPageText *text, const GArray *frames,
                          const JalPixels *pixels);
/* Looks at @page once for both: jal_hidden_text_find() and, in *@unsaid, jal_unsaid_find() without notes and fields,
   whose words are searched as well. A page without words is not drawn: it is known to say nothing. With NULL nobody
   knows, and *@unsaid is TRUE. */
GArray *jal_reader_look_over (JalReader *reader, guint page, gboolean *unsaid, GCancellable *cancellable,
                              GError **error);

G_END_DECLS
