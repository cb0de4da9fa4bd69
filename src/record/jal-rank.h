/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-tx.h"

G_BEGIN_DECLS

/**
 * Ranks: the order of siblings as real numbers, so that a move writes one row.
 *
 * @table is one of the program's own tables with a column "rank", @owner_column its column that names the parent: both
 * are constants of the code, never data.
 */

/* The rank behind the last living sibling. */
gboolean jal_rank_last (JalTx *tx, const char *table, const char *owner_column, JalId owner, double *rank,
                        GError **error);
/* The rank directly behind the sibling @after (JAL_ID_NONE: before the first). @moving, the row that is moved, does not
   count as a sibling. Spreads the siblings anew when there is no room between two. NOT_FOUND when @after is not one. */
gboolean jal_rank_behind (JalTx *tx, const char *table, const char *owner_column, JalId owner, JalId after,
                          JalId moving, double *rank, GError **error);

G_END_DECLS
