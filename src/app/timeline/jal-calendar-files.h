/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Calendar files in the window. */

/* Asks what is to be said, then where to save it. @court_case (nullable): the one that can be saved alone. */
void jal_calendar_files_save (GtkWidget *inside, JalStore *store, JalCase *court_case);
/* Asks for a file, shows what comes in, and keeps it when accepted. @court_case (nullable): whose people it can be of. @done says in words what was taken in, to be taken back. */
void jal_calendar_files_take_in (GtkWidget *inside, JalStore *store, JalCase *court_case, void (*done) (GtkWidget *inside, const char *said));

G_END_DECLS
