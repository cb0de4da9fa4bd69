/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-dialog.h"
#include "release/jal-guard-told.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Asks once about all pages of a copy that no search can read, by what they show and by document. What is ticked is
   kept at once, with its undo, and is not asked about again. @stay saves the copy, or prints it (@printed); @data is
   freed with @free_data (nullable) in every case. */
void jal_looked_window_ask (GtkWidget *inside, JalStore *store, const JalGuardTold *told, gboolean printed,
                            JalDialogDone stay, gpointer data, GDestroyNotify free_data);
/* Shows the same of a whole case, to see who has looked at what, and to take it back. */
void jal_looked_window_show (GtkWidget *inside, JalStore *store, JalId case_id);

G_END_DECLS
