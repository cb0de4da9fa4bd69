/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-rescue-private.h"

G_BEGIN_DECLS

/* Puts @page in the place of page @number, or of a new one when that is 0; returns its number. */
typedef guint64 (*JalRescueNewPage) (guint64 number, const guint8 *page, gpointer data);

/* Makes an empty page of @type (of a b-tree). */
void jal_rescue_make_empty (guint8 *page, guint type);
/* Makes the pages above the leaves of @tree, the root in the place of the old one if that is known; returns its number. */
guint64 jal_rescue_make_tree (const JalRescueTree *tree, JalRescueMap *map, JalRescueNewPage make, gpointer data);
/* Makes the table of contents of the entries of @map: fills @page_1, whose numbers about the file remain to be set; @first is the
   number the first new page will get. */
gboolean jal_rescue_make_contents (JalRescueMap *map, guint8 *page_1, guint64 first, JalRescueNewPage make, gpointer data);

G_END_DECLS
