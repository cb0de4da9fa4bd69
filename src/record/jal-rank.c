/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of siblings. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-rank.h"

#include <glib/gi18n-lib.h>

/* Two neighbours closer than this leave no room between them. */
#define SMALLEST_GAP 1e-6

typedef struct
{
  JalId id;
  double rank;
} Sibling;

static GArray *
load_siblings (JalTx *tx, const char *table, const char *owner_column, JalId owner, JalId moving, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) siblings = g_array_new (FALSE, FALSE, sizeof (Sibling));
  g_autofree char *sql = g_strdup_printf (
      "SELECT id, rank FROM %s WHERE %s = ? AND deleted = 0 AND id <> ? ORDER BY rank, id", table, owner_column);
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, sql, "II", &owner, &moving);

  if (rows == NULL)
    return NULL;
  while (jal_rows_next (rows, &local))
    {
      Sibling sibling = { jal_rows_id (rows, 0), jal_rows_real (rows, 1) };

      g_array_append_val (siblings, sibling);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&siblings);
}

gboolean
jal_rank_last (JalTx *tx, const char *table, const char *owner_column, JalId owner, double *rank, GError **error)
{
  g_autoptr (GArray) siblings = load_siblings (tx, table, owner_column, owner, JAL_ID_NONE, error);

  if (siblings == NULL)
    return FALSE;
  *rank = siblings->len == 0 ? 1.0 : g_array_index (siblings, Sibling, siblings->len - 1).rank + 1.0;
  return TRUE;
}

gboolean
jal_rank_behind (JalTx *tx, const char *table, const char *owner_column, JalId owner, JalId after, JalId moving,
                 double *rank, GError **error)
{
  g_autoptr (GArray) siblings = load_siblings (tx, table, owner_column, owner, moving, error);
  guint place = 0; /* how many siblings stand before the new one */
  double before, behind;

  if (siblings == NULL)
    return FALSE;
  if (!jal_id_is_none (after))
    {
      while (place < siblings->len && !jal_id_equal (g_array_index (siblings, Sibling, place).id, after))
        place++;
      if (place == siblings->len)
        {
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                               _ ("The place to move it to is no longer there. Look at the list again."));
          return FALSE;
        }
      place++;
    }

  before = place > 0 ? g_array_index (siblings, Sibling, place - 1).rank
                     : (siblings->len > 0 ? g_array_index (siblings, Sibling, 0).rank - 2.0 : 0.0);
  behind = place < siblings->len ? g_array_index (siblings, Sibling, place).rank : before + 2.0;
  if (behind - before < SMALLEST_GAP)
    {
      for (guint i = 0; i < siblings->len; i++)
        if (!jal_tx_update (tx, table, g_array_index (siblings, Sibling, i).id, error, "rank", 'd',
                            (double)(i < place ? i + 1 : i + 2), NULL))
          return FALSE;
      *rank = place + 1.0;
      return TRUE;
    }
  *rank = before + (behind - before) / 2.0;
  return TRUE;
}
