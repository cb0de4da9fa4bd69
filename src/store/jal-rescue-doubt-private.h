/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-store-private.h"

G_BEGIN_DECLS

/**
 * JalRescueLosses:
 * @tables: of char *: where rows could not be read, each once
 * @n_gaps: rows that the record of changes speaks of and that did not come back
 */
typedef struct
{
  GPtrArray *tables;
  guint n_gaps;
} JalRescueLosses;

void jal_rescue_losses_add (JalRescueLosses *losses, const char *table);
/* Whether @to, the new vault that a rescue of @store has filled, may lack something that keeps a name in, or an earlier rescue left
   that open. Before what it lacks of the record is put right. On the store's thread. */
gboolean jal_rescue_is_unsure (JalStore *store, sqlite3 *to, const JalRescueLosses *losses);
/* Writes that into @to, as a setting that goes with the vault wherever it goes. @change (out) (transfer full): the row as a changeset,
   of the clock @hlc (out) (transfer full). Returns a result of SQLite. */
int jal_rescue_write_doubt (JalStore *store, sqlite3 *to, const JalRescueLosses *losses, guint64 n_lost, GBytes **change, char **hlc);

/* The setting. */
#define JAL_RESCUE_UNSURE "rescue.unsure"
/* Its value, as GVariant prints it: when, how often something could not be read, whether there may be more that could not even be
   counted, and the tables. "" when somebody has looked it through. */
#define JAL_RESCUE_UNSURE_TYPE "(xtbas)"

G_END_DECLS
