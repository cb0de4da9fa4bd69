/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs to hash every original of a vault anew, as happens before anything leaves it.

   hash-bench [--json] VAULT PASSPHRASE-FILE ROUNDS */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/jal-blob.h"
#include "store/jal-store.h"
#include "store/jal-tx.h"

static gboolean
list_func (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, "SELECT id FROM blob WHERE state = 1", NULL);

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, error))
    {
      JalId id = jal_rows_id (rows, 0);

      g_array_append_val ((GArray *)data, id);
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) blobs = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_autofree char *passphrase = NULL;
  g_autoptr (JalStore) store = NULL;
  double best = G_MAXDOUBLE;
  guint64 bytes = 0;

  if (argc != 5 || !g_file_get_contents (argv[3], &passphrase, NULL, NULL))
    return 2;
  store = jal_store_open_vault (argv[2], g_strchomp (passphrase), NULL, NULL);
  if (store == NULL || !jal_store_read (store, list_func, blobs, NULL, NULL))
    return 1;
  for (int round = 0; round < atoi (argv[4]); round++)
    {
      gint64 start = g_get_monotonic_time ();

      bytes = 0;
      for (guint i = 0; i < blobs->len; i++)
        {
          JalBlobInfo info;
          JalId id = g_array_index (blobs, JalId, i);

          if (!jal_blob_verify (store, id, NULL, NULL, NULL, NULL) || !jal_blob_get_info (store, id, &info, NULL, NULL))
            return 1;
          bytes += info.size;
        }
      best = MIN (best, (double)(g_get_monotonic_time () - start) / 1e6);
    }
  jal_store_close (store, NULL);
  printf ("{\"bench\": \"hash\", \"originals\": %u, \"megabytes\": %.1f, \"seconds\": %.4f}\n", blobs->len, (double)bytes / 1e6, best);
  return 0;
}
