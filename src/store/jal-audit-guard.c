/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guards of the record: triggers of the schema that refuse what would change it (the migrations below).
   Whoever writes with a program of his own takes them out first; so the check of the record looks whether they stand as they were
   made. */
#include "store/jal-store-private.h"

#include <string.h>

#include "jal-migrations.h"

/* Every migration that makes guards, with its number: a backup that is older than one of them cannot have those. */
static const struct
{
  gint64 version;
  const char *path;
} migrations[] = {
  { 13, "/org/jalada/migrations/013-append-only.sql" },
  { 17, "/org/jalada/migrations/017-erasure-and-record.sql" },
};

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
  g_autoptr (GString) made = g_string_new (NULL);
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  gint64 version = 0;
  guint n = 0;

  *stand = TRUE;
  if (!jal_tx_select_int (tx, &version, error, "SELECT user_version FROM pragma_user_version", NULL))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (migrations); i++)
    {
      g_autoptr (GBytes) bytes = NULL;

      if (version < migrations[i].version)
        continue;
      bytes = g_resource_lookup_data (jal_migrations_get_resource (), migrations[i].path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (bytes == NULL)
        return FALSE;
      g_string_append_len (made, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
    }
  if (made->len == 0)
    return TRUE;
  rows = jal_tx_select (tx, error, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'", NULL);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      const char *sql = jal_rows_text (rows, 0);

      n++;
      *stand = *stand && sql != NULL && strstr (made->str, sql) != NULL;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *stand = *stand && n == count (made->str, "\nCREATE TRIGGER ");
  return TRUE;
}
