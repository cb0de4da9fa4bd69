/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* Plans all cases together and shows, case by case, what becomes of each session; what is ticked is kept, with one undo. @done
   runs after that, with what was done in words. */
void jal_plan_all_present (GtkWidget *inside, JalStore *store, void (*done) (GtkWidget *inside, const char *said));

G_END_DECLS
