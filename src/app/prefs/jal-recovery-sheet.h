/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* The recovery sheet, on paper or as a PDF. The code is drawn when the sheet is made, stands on it and nowhere else: making
   one makes the sheet before it worthless. */

void jal_recovery_sheet_print (GtkWidget *inside, JalStore *store);
void jal_recovery_sheet_save (GtkWidget *inside, JalStore *store);
/* Offers to make one now: for a new vault, and for one with new keys. */
void jal_recovery_sheet_offer (GtkWidget *inside, JalStore *store);

G_END_DECLS
