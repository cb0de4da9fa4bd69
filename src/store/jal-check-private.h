/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-check.h"
#include "store/jal-store-private.h"

G_BEGIN_DECLS

/* Fills @owners (guint page → table name, transfer full both as the table frees them) for each of the pages in @bad
   (a set) of the @n_pages that a tree of the database leads to. On the store's thread. */
void jal_check_find_owners (JalStore *store, guint64 n_pages, GHashTable *bad, GHashTable *owners, GCancellable *cancellable);

/* Returns (transfer none): what @table (nullable) holds, in translated words. */
const char *jal_table_words (const char *table);

G_END_DECLS
