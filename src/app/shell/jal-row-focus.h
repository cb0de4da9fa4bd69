/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists whose rows are made anew keep the focus where it was: otherwise the keys fall back to the start of the window. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _JalRowFocus JalRowFocus;

/* Returns (transfer full) (nullable): where in a list of @within's window the focus is, and on which button of the row; NULL when it
   is in none. Behind another window too. */
JalRowFocus *jal_row_focus_keep (GtkWidget *within);
/* Gives the focus to the row of the same title, or the one that stands there now, and to the same button of it as far as it has it.
   Frees @place (nullable). */
void jal_row_focus_give_back (JalRowFocus *place);

G_END_DECLS
