/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* How old the last good backup is, in words, with the button that makes one: a small part of the overview. */
#define JAL_TYPE_BACKUP_NOTE (jal_backup_note_get_type ())
G_DECLARE_FINAL_TYPE (JalBackupNote, jal_backup_note, JAL, BACKUP_NOTE, AdwBin)

/* @store NULL: drops everything. Otherwise reads again. */
void jal_backup_note_set_store (JalBackupNote *self, JalStore *store);

G_END_DECLS
