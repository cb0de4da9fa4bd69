/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Asks for whom the timeline of @court_case is put on paper, then prints it, or saves it as a PDF. */
void jal_timeline_paper_present (GtkWidget *inside, JalStore *store, JalCase *court_case, gboolean print);

G_END_DECLS
