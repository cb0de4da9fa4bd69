/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* Shows what a rescue may have lost, each case with the ways to its protected names and redactions, and lets a person say that they
   were looked through. */
void jal_rescued_window_show (GtkWidget *inside, JalStore *store);

G_END_DECLS
