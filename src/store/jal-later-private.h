/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that the vault cannot take now; see jal-later.c. All on the store's thread. */
#pragma once

#include "store/jal-store-private.h"

G_BEGIN_DECLS

/* FALSE, with @error saying that a damaged vault is not changed. */
gboolean jal_later_refuse (GError **error);
/* Keeps @notes (of JalNote) beside the vault, on the disk when it returns TRUE. */
gboolean jal_later_keep_notes (JalStore *store, GPtrArray *notes, GError **error);
/* The same for an action, with the rows it made as a changeset. */
gboolean jal_later_keep_act (JalTx *tx, const JalNote *note, const void *change, gsize change_size, GError **error);
/* JalStoreBeside of what lies beside @store now; nothing is changed there. */
guint jal_later_look (JalStore *store);
/* Takes what waits into the chain of a vault that was just opened; nothing when nothing waits. */
gboolean jal_later_settle (JalStore *store, GError **error);
/* Puts what waits beside the damaged vault into @to, the new one that its rescue fills, and behind it the record of the rescue itself
   with @payload and the row it made (@change, nullable, of the clock @hlc). A file beside that cannot be read is told by an entry.
   Returns a result of SQLite. */
int jal_later_carry (JalStore *store, sqlite3 *to, const char *payload, GBytes *change, const char *hlc, guint64 *n_carried);

G_END_DECLS
