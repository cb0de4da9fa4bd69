/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The system's file dialogs. The one place that knows which widget of the toolkit does it. Strings are translated. */

typedef enum
{
  JAL_FILE_DIALOG_VAULT,    /* open one vault */
  JAL_FILE_DIALOG_EVIDENCE, /* open any number of PDF, JPEG, PNG files */
  JAL_FILE_DIALOG_FOLDER,   /* one folder */
  JAL_FILE_DIALOG_CALENDAR, /* open one calendar file */
  JAL_FILE_DIALOG_SAVE,     /* a new file, or one the user agreed to replace */
} JalFileDialogKind;

/* @paths: local paths, NULL-terminated, at least one. */
typedef void (*JalFileDialogDone) (GtkWidget *inside, const char *const *paths, gpointer data);

/* @suggested (nullable): name, or path, of the file to save. @done runs only when something was chosen and @inside is still
   there. @data is freed with @free_data (nullable) in every case. */
void jal_file_dialog_show (GtkWidget *inside, JalFileDialogKind kind, const char *title, const char *accept,
                           const char *suggested, JalFileDialogDone done, gpointer data, GDestroyNotify free_data);

G_END_DECLS
