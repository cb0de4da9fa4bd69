/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-store-private.h"

G_BEGIN_DECLS

/* Lists stored files again whose pieces are in @to, the new vault that a rescue of @store fills, and whose rows were lost; the
   documents' rows are there already. On the store's thread. Returns a result of SQLite. */
int jal_rescue_list_blobs (JalStore *store, sqlite3 *to, guint64 *n_listed);

G_END_DECLS
