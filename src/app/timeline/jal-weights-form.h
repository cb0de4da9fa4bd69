/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* "How to Plan": what the planner weighs, in words. @done runs after it was kept, while @inside is still there. */
void jal_weights_form_present (GtkWidget *inside, JalStore *store, void (*done) (GtkWidget *inside, const char *said));

G_END_DECLS
