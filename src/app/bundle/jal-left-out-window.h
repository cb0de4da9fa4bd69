/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Shows what the copy @copy of the bundle leaves out, and why, and lets it be put into a section. @inside is a widget of the page:
   it shows the undo of what was done, and is told by the store's change. */
void jal_left_out_window_show (GtkWidget *inside, JalStore *store, JalId bundle);

G_END_DECLS
