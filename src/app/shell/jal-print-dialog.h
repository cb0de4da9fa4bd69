/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "release/jal-release.h"

G_BEGIN_DECLS

/* The form of the dialog: printer, copies, pages, sides. */
#define JAL_TYPE_PRINT_FORM (jal_print_form_get_type ())
G_DECLARE_FINAL_TYPE (JalPrintForm, jal_print_form, JAL, PRINT_FORM, AdwBin)

/* Runs on a thread: writes what is printed into @file (transfer full) and commits it, as jal_release_paper() does. */
typedef gboolean (*JalPrintWork) (gpointer data, JalReleaseFile *file, GCancellable *cancellable, GError **error);

/* Called when printing has ended, on the UI thread; @error is NULL when it went well, and never a cancellation. Returns whether
   the owner of the work has said how it went; otherwise the dialog does. */
typedef gboolean (*JalPrintEnd) (GtkWidget *inside, gpointer data, const GError *error);

/* Asks for the printer, copies, pages and sides, prints, and says how it went. @heading is translated and holds no name;
   @a3 chooses that paper instead of A4. @data is freed with @free_data (nullable) in every case, on any thread. @end (nullable). */
void jal_print_dialog_show (GtkWidget *inside, const char *heading, gboolean a3, JalPrintWork work, JalPrintEnd end, gpointer data,
                            GDestroyNotify free_data);

G_END_DECLS
