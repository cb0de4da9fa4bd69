/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables: which there are, of which class, and how an older vault gets the newer ones.

   1. Migrations are the files NNN-name.sql compiled in from data/migrations, applied in the order of NNN, each in a
      transaction of its own that also sets user_version to NNN: a crash in between leaves a vault of an older version,
      never one in between.
   2. Migrations only add. So an older program may open a newer vault, unless a migration has said otherwise by
      raising the local setting "schema.oldest" to the first version that knows how. */
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jal-migrations.h"

#define RESOURCE_PREFIX "/org/jalada/migrations/"

GHashTable *
jal_store_load_tables (GError **error)
{
  static const struct
  {
    const char *word;
    JalTableClass class;
  } classes[] = { { "synced", JAL_TABLE_SYNCED }, { "local", JAL_TABLE_LOCAL }, { "derived", JAL_TABLE_DERIVED } };
  g_autoptr (GHashTable) tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  bytes = g_resource_lookup_data (jal_migrations_get_resource (), RESOURCE_PREFIX "tables.txt",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char name[64], word[16];

      if (lines[i][0] == '#' || sscanf (lines[i], "%63s %15s", name, word) != 2)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (classes); k++)
        if (strcmp (word, classes[k].word) == 0)
          g_hash_table_insert (tables, g_strdup (name), GINT_TO_POINTER (classes[k].class));
    }
  return g_steal_pointer (&tables);
}

JalTableClass
jal_store_get_table_class (JalStore *store, const char *table)
{
  return (JalTableClass)GPOINTER_TO_INT (g_hash_table_lookup (store->tables, table));
}

const char *const *
jal_store_get_columns (JalStore *store, const char *table, GError **error)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  sqlite3_stmt *statement = NULL;
  GStrv names = g_hash_table_lookup (store->columns, table);
  int rc;

  if (names != NULL)
    return (const char *const *)names;
  builder = g_strv_builder_new ();
  rc = sqlite3_prepare_v2 (store->db, "SELECT name FROM pragma_table_info (?) ORDER BY cid", -1, &statement, NULL);
  if (rc == SQLITE_OK)
    rc = sqlite3_bind_text (statement, 1, table, -1, SQLITE_TRANSIENT);
  while (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_strv_builder_add (builder, (const char *)sqlite3_column_text (statement, 0));
      rc = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  if (rc != SQLITE_DONE)
    {
      jal_store_fail (store, rc, error);
      return NULL;
    }
  names = g_strv_builder_end (builder);
  g_hash_table_insert (store->columns, g_strdup (table), names);
  return (const char *const *)names;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static guint
get_number (const char *name)
{
  return (guint)strtoul (name, NULL, 10);
}

static gboolean
query_int (JalStore *store, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (store->db, sql, -1, &statement, NULL);

  if (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    *value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return rc == SQLITE_ROW || rc == SQLITE_DONE || jal_store_fail (store, rc, error);
}

static gboolean
apply_one (JalStore *store, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, name, NULL);
  g_autofree char *sql = NULL, *version = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_resource_lookup_data (jal_migrations_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return FALSE;
  sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  version = g_strdup_printf ("PRAGMA user_version = %u", get_number (name));
  if (jal_store_exec (store, "BEGIN IMMEDIATE", error) && jal_store_exec (store, sql, error) &&
      jal_store_exec (store, version, error) && jal_store_commit (store, error))
    return TRUE;
  jal_store_rollback (store);
  return FALSE;
}

/* Returns (transfer full) (nullable): the names of the migrations in their order. */
static GStrv
list_migrations (GError **error)
{
  GStrv names = g_resource_enumerate_children (jal_migrations_get_resource (), RESOURCE_PREFIX, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                               error);

  if (names != NULL)
    qsort (names, g_strv_length (names), sizeof *names, compare_names);
  return names;
}

guint
jal_store_get_newest_version (void)
{
  g_auto (GStrv) names = list_migrations (NULL);
  guint newest = 0;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    newest = MAX (newest, get_number (names[i]));
  return newest;
}

sqlite3 *
jal_store_make_model (guint version, GError **error)
{
  g_auto (GStrv) names = list_migrations (error);
  sqlite3 *db = NULL;
  int rc;

  if (names == NULL)
    return NULL;
  rc = sqlite3_open (":memory:", &db);
  for (guint i = 0; rc == SQLITE_OK && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (RESOURCE_PREFIX, names[i], NULL), *sql = NULL;
      g_autoptr (GBytes) bytes = NULL;

      if (!g_str_has_suffix (names[i], ".sql") || get_number (names[i]) > version)
        continue;
      bytes = g_resource_lookup_data (jal_migrations_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      sql = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
      rc = sql != NULL ? sqlite3_exec (db, sql, NULL, NULL, NULL) : SQLITE_ERROR;
    }
  if (rc == SQLITE_OK)
    return db;
  sqlite3_close (db);
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("The vault could not do this."));
  return NULL;
}

gboolean
jal_store_migrate (JalStore *store, guint *from, guint *to, GError **error)
{
  g_auto (GStrv) names = NULL;
  gint64 version = 0, oldest = 0;
  guint newest;

  names = list_migrations (error);
  if (names == NULL || !query_int (store, "PRAGMA user_version", &version, error))
    return FALSE;
  newest = jal_store_get_newest_version ();

  if (version > newest)
    {
      if (!query_int (store, "SELECT CAST(value AS INTEGER) FROM local_setting WHERE name = 'schema.oldest'", &oldest,
                      error))
        return FALSE;
      if (oldest > newest)
        {
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_TOO_NEW,
                               _ ("This vault was changed by a newer version of Jalada. Install the newer version to "
                                  "open it."));
          return FALSE;
        }
    }
  *from = (guint)version;
  *to = MAX ((guint)version, newest);
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_has_suffix (names[i], ".sql") && get_number (names[i]) > version && !apply_one (store, names[i], error))
      return FALSE;
  return TRUE;
}
