/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * JalFocusPlace:
 *
 * Where the focus was among rows that are filled anew. A toolkit that loses the widget with the focus gives it to the first
 * button of the window, and whoever works by keys is thrown out of the list with every tick.
 *
 *  1. Each row has a key (jal_focus_set_key()) that is the same after filling: the identifier of what it shows. Of several rows of one key
 *     the nearest counts.
 *  2. The focus goes to the row of that key, to the button of the same tooltip, or to the one that stands in its place; is the row gone, to
 *     the one that stands there now; are all gone, to what stands beside the list.
 *  3. It holds behind another window too, and does nothing where the focus was elsewhere.
 */
typedef struct _JalFocusPlace JalFocusPlace;

/* Returns (transfer none) (nullable): what has the focus of its window, or is to have it. */
GtkWidget *jal_focus_get (GtkRoot *root);
/* Gives the focus now, or when the window is the active one again: behind a form GTK 4.8 would tell screen readers of two at once.
   Returns whether it can have it. */
gboolean jal_focus_give (GtkWidget *widget);

/* Behind a form: takes the focus from what is about to go. The toolkit would give it to the first button of the window. */
void jal_focus_let_go (GtkWidget *within);

void jal_focus_set_key (GtkWidget *row, const char *key);

/* Notes where the focus is within @within: call it before its rows are taken out. Returns (transfer full) (nullable): NULL when it is
   elsewhere. */
JalFocusPlace *jal_focus_note (GtkWidget *within);
/* Brings it back and frees @place (nullable). @otherwise (nullable): who gets it when there is no row any more. */
void jal_focus_restore (JalFocusPlace *place, GtkWidget *within, GtkWidget *otherwise);

G_END_DECLS
