/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing for good: what a tombstone leaves behind goes too. */
#pragma once

#include "store/jal-tx.h"

G_BEGIN_DECLS

/**
 * jal_store_erase:
 * @act: never undoable
 * @func: deletes and overwrites by plain jal_tx_run(), and calls jal_tx_erase_*()
 *
 * An action of which nothing is kept but its audit record: no changeset, no entry in the undo journal. What it deletes is
 * overwritten in the file (secure_delete), and so are the pages that earlier deletions left free; the full-text index is
 * merged, because FTS5 of SQLite 3.40 keeps the words of deleted rows until then. Slow: it writes as much as is free.
 */
gboolean jal_store_erase (JalStore *store, const JalAct *act, JalStoreFunc func, gpointer data,
                          GCancellable *cancellable, GError **error);

/* Inside jal_store_erase(): takes out of the change log, the undo journal and the audit's payloads everything about the
   rows with these ids. The chain still verifies: it was computed over salted digests. */
gboolean jal_tx_erase_history (JalTx *tx, const JalId *ids, guint n_ids, GError **error);
/* Inside jal_store_erase(): deletes every row that hangs on the row @id of @table by a column of that kind ("case_id",
   "original_id" …), and what hangs on those rows by foreign keys, except in the tables of @spared (NULL-terminated).
   Their ids are added to @gone (of JalId). */
gboolean jal_tx_erase_dependents (JalTx *tx, const char *column, JalId id, const char *const *spared, GArray *gone,
                                  GError **error);

G_END_DECLS
