/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about erasing share. */
#pragma once

#include "evidence/jal-erasure.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* Inside the transaction that erases: every backup there is, and the folder, still has to be reached. */
gboolean jal_erasure_left_mark (JalTx *tx, JalId original_id, GError **error);
/* A new backup, and the older ones go; @ids (of JalId) has the originals just erased among others. What fails here is told and
   stays on the list, not fatal: the vault itself is clean. */
void jal_erasure_left_replace (JalStore *store, GArray *ids, JalErasureReport *report, JalErasureProgress progress,
                               gpointer progress_data, GCancellable *cancellable);

G_END_DECLS
