/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts right, from now on and for every widget:
   a button with words on it is called by these words alone (GTK 4.8 gives it two names, one with the underscore of its
   mnemonic, and a screen reader speaks both: "Create a _New Vault Create a New Vault");
   pages of a stack that are not shown, and panes that are put away, are hidden to screen readers too (GTK 4.8 lets them wander there);
   what one writes into in a row has the row's name, and its focus is heard; the rows of a group without a title have a name. */
void jal_accessible_mend_names (void);

/* gtk_widget_set_sensitive() for what holds an entry: the focus leaves it first. An entry that becomes insensitive with the focus is not
   told that it lost it, and its cursor goes on (GTK 4.8). */
void jal_accessible_set_sensitive (GtkWidget *widget, gboolean sensitive);

/* Returns (transfer none) (nullable): the child of @within that has the focus of its window or holds what has it. Behind another
   window too, where gtk_widget_get_focus_child() says nothing: what is filled anew while a form is open takes the focus along. */
GtkWidget *jal_accessible_get_focus_child (GtkWidget *within);

G_END_DECLS
