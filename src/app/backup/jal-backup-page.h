/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* The page of the preferences about backups of the open vault: folder, list, now, restore. */
#define JAL_TYPE_BACKUP_PAGE (jal_backup_page_get_type ())
G_DECLARE_FINAL_TYPE (JalBackupPage, jal_backup_page, JAL, BACKUP_PAGE, AdwPreferencesPage)

/* @store (nullable): the open vault. */
GtkWidget *jal_backup_page_new (JalStore *store);

G_END_DECLS
