/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-work.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#define PAGE 8192
#define BLOB (5 * PAGE)

char *
vault_work_folder (void)
{
  GError *error = NULL;
  char *folder = g_dir_make_tmp ("jalada-vault-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
vault_work_remove (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

void
vault_work_exec (JalVault *vault, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (jal_vault_get_db (vault), sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

gint64
vault_work_int (JalVault *vault, const char *sql, int *rc)
{
  sqlite3_stmt *statement = NULL;
  gint64 value = -1;
  int result = sqlite3_prepare_v2 (jal_vault_get_db (vault), sql, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    {
      value = sqlite3_column_int64 (statement, 0);
      result = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  if (rc != NULL)
    *rc = result;
  return value;
}

void
vault_work_prepare (JalVault *vault)
{
  /* A cache of ten pages spills all the time. */
  vault_work_exec (vault, "PRAGMA cache_size = 10;"
                          "CREATE TABLE last (number INTEGER);"
                          "INSERT INTO last VALUES (0);"
                          "CREATE TABLE row (id INTEGER PRIMARY KEY, number INTEGER, text TEXT);"
                          "CREATE INDEX row_text ON row (text, number);"
                          "CREATE VIRTUAL TABLE words USING fts5 (text, content = 'row', content_rowid = 'id');"
                          "CREATE TABLE chunk (id INTEGER PRIMARY KEY, number INTEGER, bytes BLOB);");
}

/* One statement with ?1 = the number and ?2 = bytes that depend on it. */
static int
step (JalVault *vault, gint64 number, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  guint8 seed[32] = { 0 };
  g_autofree guint8 *bytes = g_malloc (BLOB);
  int rc;

  memcpy (seed, &number, sizeof number);
  randombytes_buf_deterministic (bytes, BLOB, seed);
  rc = sqlite3_prepare_v2 (jal_vault_get_db (vault), sql, -1, &statement, NULL);
  if (rc == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, number);
      if (sqlite3_bind_parameter_count (statement) > 1)
        sqlite3_bind_blob (statement, 2, bytes, BLOB - (int)(number % 7) * 3000, SQLITE_STATIC);
      rc = sqlite3_step (statement);
      while (rc == SQLITE_ROW)
        rc = sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
steps (JalVault *vault, gint64 number, const char *const *list)
{
  int rc = SQLITE_OK;

  for (guint i = 0; rc == SQLITE_OK && list[i] != NULL; i++)
    rc = step (vault, number, list[i]);
  return rc;
}

/* Writes into a blob in place, as the store writes chunks. */
static int
write_into_blob (JalVault *vault, gint64 number)
{
  sqlite3_blob *blob = NULL;
  int rc;
  gint64 row = vault_work_int (vault, "SELECT max (id) FROM chunk", &rc);

  if (rc != SQLITE_OK || row < 1)
    return rc;
  rc = sqlite3_blob_open (jal_vault_get_db (vault), "main", "chunk", "bytes", row, 1, &blob);
  if (rc == SQLITE_OK)
    rc = sqlite3_blob_write (blob, &number, sizeof number, 9000);
  sqlite3_blob_close (blob);
  return rc;
}

static int
fill_transaction (JalVault *vault, gint64 number)
{
  /* The index is kept beside its table, as the program keeps it. */
  static const char *const before[] = {
    "INSERT INTO words (words, rowid, text) SELECT 'delete', id, text FROM row WHERE id % 11 = ?1 % 11 AND number < ?1 - 3",
    "INSERT INTO words (words, rowid, text) SELECT 'delete', id, text FROM row"
    " WHERE id % 5 = ?1 % 5 AND NOT (id % 11 = ?1 % 11 AND number < ?1 - 3)",
    NULL,
  };
  static const char *const after[] = {
    "INSERT INTO words (rowid, text) SELECT id, text FROM row WHERE id % 5 = ?1 % 5 OR number = ?1",
    NULL,
  };
  static const char *const rows[] = {
    "DELETE FROM row WHERE id % 11 = ?1 % 11 AND number < ?1 - 3",
    "UPDATE row SET text = text || ?1 WHERE id % 5 = ?1 % 5",
    "INSERT INTO row (number, text) WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 60)"
    " SELECT ?1, hex (substr (?2, n, 150)) FROM c",
    NULL,
  };
  static const char *const chunks[] = {
    "INSERT INTO chunk (number, bytes) VALUES (?1, ?2)",
    "INSERT INTO chunk (number, bytes) VALUES (?1, ?2)",
    "DELETE FROM chunk WHERE number < ?1 - 4",
    "INSERT INTO chunk (number, bytes) VALUES (-?1, ?2)",
    NULL,
  };
  static const char *const given_up[] = {
    "SAVEPOINT s",
    "UPDATE row SET text = 'gone', number = ?1",
    "UPDATE chunk SET bytes = ?2, number = ?1 WHERE id % 2",
    "DELETE FROM row WHERE id % 3 = 0",
    "ROLLBACK TO s",
    "RELEASE s",
    NULL,
  };
  /* Pages that come and go within one transaction are never written: the file must have no holes for it. */
  static const char *const passing[] = {
    "INSERT INTO chunk (number, bytes) VALUES (1000000, ?2)",
    "INSERT INTO chunk (number, bytes) VALUES (1000001, ?2)",
    "DELETE FROM chunk WHERE number = 1000000",
    "UPDATE chunk SET number = ?1 WHERE number = 1000001",
    NULL,
  };
  int rc = step (vault, number, "UPDATE last SET number = ?1");

  if (rc == SQLITE_OK)
    rc = steps (vault, number, before);
  if (rc == SQLITE_OK)
    rc = steps (vault, number, rows);
  if (rc == SQLITE_OK)
    rc = steps (vault, number, after);
  if (rc == SQLITE_OK && number % 3 == 1)
    rc = steps (vault, number, given_up);
  if (rc == SQLITE_OK && number % 2 == 0)
    rc = steps (vault, number, chunks);
  if (rc == SQLITE_OK && number % 4 == 1)
    rc = steps (vault, number, passing);
  if (rc == SQLITE_OK)
    rc = write_into_blob (vault, number);
  return rc;
}

/* SQLite gave a transaction up by itself. */
static gboolean given_up;
gboolean vault_work_rereads = TRUE;

gint64
vault_work_search (JalVault *vault, gint64 *rows)
{
  static const char question[] = "SELECT count(*) FROM words WHERE words MATCH 'a* OR 5* OR f*'";

  *rows = vault_work_int (vault, "SELECT count(*) FROM row WHERE text LIKE 'a%' OR text LIKE '5%' OR text LIKE 'f%'", NULL);
  return vault_work_int (vault, question, NULL);
}

int
vault_work_do (JalVault *vault, gint64 number)
{
  sqlite3 *db = jal_vault_get_db (vault);
  int rc;

  /* As the store does: see jal_store_begin(). */
  if (given_up && vault_work_rereads)
    sqlite3_exec (db, "BEGIN; INSERT INTO words (words, rank) VALUES ('automerge', 4); ROLLBACK", NULL, NULL, NULL);
  given_up = FALSE;
  rc = sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    rc = fill_transaction (vault, number);
  if (rc == SQLITE_OK)
    rc = sqlite3_exec (db, number % 7 == 6 ? "ROLLBACK" : "COMMIT", NULL, NULL, NULL);
  if (rc == SQLITE_OK && number % 7 == 6)
    {
      rc = sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);
      if (rc == SQLITE_OK)
        rc = step (vault, number, "UPDATE last SET number = ?1");
      if (rc == SQLITE_OK)
        rc = sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
    }
  if (rc != SQLITE_OK && !sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  else if (rc != SQLITE_OK)
    given_up = TRUE;
  return rc;
}

gint64
vault_work_last (JalVault *vault)
{
  return vault_work_int (vault, "SELECT number FROM last", NULL);
}

static gboolean
digest_query (JalVault *vault, crypto_generichash_state *state, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (jal_vault_get_db (vault), sql, -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  while (rc == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const void *bytes = sqlite3_column_blob (statement, i);
          int length = sqlite3_column_bytes (statement, i);

          crypto_generichash_update (state, (guint8 *)&length, sizeof length);
          if (length > 0)
            crypto_generichash_update (state, bytes, (gsize)length);
        }
      rc = sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE;
}

gboolean
vault_work_digest (JalVault *vault, guint8 digest[32])
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, 32);
  if (!digest_query (vault, &state, "SELECT number FROM last")
      || !digest_query (vault, &state, "SELECT id, number, text FROM row ORDER BY id")
      || !digest_query (vault, &state, "SELECT id, number, bytes FROM chunk ORDER BY id"))
    return FALSE;
  crypto_generichash_final (&state, digest, 32);
  return TRUE;
}

static guint32
big_endian (const guint8 *at)
{
  return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

/* Returns (transfer full): the free pages without content, by walking the list that page 1 begins at byte 32; NULL when
   a page of the list cannot be read. */
static GHashTable *
free_leaves (sqlite3_file *file)
{
  g_autoptr (GHashTable) leaves = g_hash_table_new (NULL, NULL);
  guint8 page[PAGE];
  guint32 trunk;

  if (file->pMethods->xRead (file, page, PAGE, 0) != SQLITE_OK)
    return NULL;
  trunk = big_endian (page + 32);
  while (trunk != 0)
    {
      if (file->pMethods->xRead (file, page, PAGE, (sqlite3_int64)(trunk - 1) * PAGE) != SQLITE_OK)
        return NULL;
      for (guint32 i = 0; i < big_endian (page + 4); i++)
        g_hash_table_add (leaves, GUINT_TO_POINTER (big_endian (page + 8 + 4 * i)));
      trunk = big_endian (page);
    }
  return g_steal_pointer (&leaves);
}

const char *
vault_work_check (JalVault *vault, gboolean after_crash)
{
  g_autoptr (GHashTable) leaves = NULL;
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;
  guint8 page[PAGE];

  if (vault_work_int (vault, "SELECT count (*) = 1 AND min (integrity_check) = 'ok' FROM pragma_integrity_check", NULL)
      != 1)
    return "integrity_check";
  if (sqlite3_exec (jal_vault_get_db (vault), "INSERT INTO words (words, rank) VALUES ('integrity-check', 1)", NULL, NULL,
                    NULL)
      != SQLITE_OK)
    return "the full-text index";
  sqlite3_file_control (jal_vault_get_db (vault), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  file->pMethods->xFileSize (file, &size);
  if (size % PAGE != 0)
    return "file size";
  leaves = free_leaves (file);
  if (leaves == NULL)
    return "the list of free pages";
  for (sqlite3_int64 at = 0; at < size; at += PAGE)
    if (file->pMethods->xRead (file, page, PAGE, at) != SQLITE_OK
        && !(after_crash && g_hash_table_contains (leaves, GUINT_TO_POINTER (at / PAGE + 1))))
      return "a page that is not sealed";
  return NULL;
}
