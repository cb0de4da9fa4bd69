/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guards of the record: triggers of the schema that refuse what would change it (data/migrations/013-append-only.sql).
   Whoever writes with a program of his own takes them out first; so the check of the record looks whether they stand as they were
   made. */
#include "store/jal-store-private.h"

#include <string.h>

#include "jal-migrations.h"

#define VERSION 13
#define MIGRATION "/org/jalada/migrations/013-append-only.sql"

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, word)) != NULL; p += strlen (word))
    n++;
  return n;
}

gboolean
jal_audit_guards_stand (JalTx *tx, gboolean *stand, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  gint64 version = 0;
  guint n = 0;

  *stand = TRUE;
  if (!jal_tx_select_int (tx, &version, error, "SELECT user_version FROM pragma_user_version", NULL))
    return FALSE;
  /* A backup that is older than they are. */
  if (version < VERSION)
    return TRUE;
  bytes = g_resource_lookup_data (jal_migrations_get_resource (), MIGRATION, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  rows = jal_tx_select (tx, error, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'", NULL);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      const char *sql = jal_rows_text (rows, 0);

      n++;
      *stand = *stand && sql != NULL && strstr (text, sql) != NULL;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *stand = *stand && n == count (text, "\nCREATE TRIGGER ");
  return TRUE;
}
