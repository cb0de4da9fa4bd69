/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Making a backup a vault again: which file, its passphrase, where to. */
#define JAL_TYPE_RESTORE_DIALOG (jal_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalRestoreDialog, jal_restore_dialog, JAL, RESTORE_DIALOG, AdwWindow)

/* @path: the vault that was restored. @inside is alive. */
typedef void (*JalRestoreDone) (GtkWidget *inside, const char *path);

/* @source (nullable): the backup. @dest (nullable): the vault it shall take the place of, which is kept under another
   name. @done is nullable: then the dialog says by itself that it is done. */
void jal_restore_dialog_present (GtkWidget *inside, const char *source, const char *dest, JalRestoreDone done);

G_END_DECLS
