/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selected text: from one character of a page to another, maybe of another page. Pure sums, no widget. */
#pragma once

#include <glib.h>

#include "pages/jal-geometry.h"

G_BEGIN_DECLS

typedef struct
{
  guint page;
  guint index; /* of a character of the page */
} JalTextSpot;

/* Both ends belong to the selection, whichever comes first. */
typedef struct
{
  gboolean active;
  JalTextSpot anchor; /* where it was begun */
  JalTextSpot focus;  /* where it is being moved to */
} JalPageSelection;

/* Negative, 0, positive: @a is before, the same as, after @b. */
int jal_text_spot_compare (JalTextSpot a, JalTextSpot b);
/* The pages that have a part in it. FALSE when nothing is selected. */
gboolean jal_page_selection_get_pages (const JalPageSelection *selection, guint *first, guint *last);
/* The selected characters of @page, which has @n_chars. FALSE when none are. */
gboolean jal_page_selection_get_range (const JalPageSelection *selection, guint page, guint n_chars, guint *first,
                                       guint *n);
/* Moves @index by one character, or by one word when @words, as arrow keys do; stops at the ends of the page. */
guint jal_page_selection_step (const JalPageText *text, guint index, gboolean forward, gboolean words);
/* Moves @index to the line below (or above), as near as may be to the place across where it is; in the first and the last line
   to the end of the page. @info is the page's, as it is shown. */
guint jal_page_selection_step_line (const JalPageInfo *info, const JalPageText *text, guint index, gboolean forward);
/* The characters of the line that @index is in, without its end. */
void jal_page_selection_widen_to_line (const JalPageText *text, guint index, guint *first, guint *n);

G_END_DECLS
