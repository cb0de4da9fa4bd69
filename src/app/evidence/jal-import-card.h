/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalImportCard:
 *
 * The card at the foot of the evidence: how far the import is, and afterwards what became of every file.
 *
 * Signal "finished": an import has ended, however.
 */
#define JAL_TYPE_IMPORT_CARD (jal_import_card_get_type ())
G_DECLARE_FINAL_TYPE (JalImportCard, jal_import_card, JAL, IMPORT_CARD, AdwBin)

/* Takes the files and folders at @paths in. FALSE when an import is still running. */
gboolean jal_import_card_start (JalImportCard *self, JalStore *store, JalId case_id, const char *const *paths);
gboolean jal_import_card_is_busy (JalImportCard *self);
/* Stops after taking back the file in hand; finished files stay. */
void jal_import_card_cancel (JalImportCard *self);
/* Forgets everything, stopping a running import. */
void jal_import_card_drop (JalImportCard *self);

G_END_DECLS
