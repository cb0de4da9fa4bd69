/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, creating, refusing. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "vault/jal-vault.h"

#define PASSPHRASE "correct horse battery staple"

static char *
temp_path (const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("jalada-XXXXXX", NULL);

  return g_build_filename (folder, name, NULL);
}

static gint64
query_int (JalVault *vault, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 value = -1;

  g_assert_cmpint (sqlite3_prepare_v2 (jal_vault_get_db (vault), sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

static void
exec (JalVault *vault, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (jal_vault_get_db (vault), sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

static void
test_round_trip (void)
{
  g_autofree char *path = temp_path ("a.jalada");
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  GError *error = NULL;
  JalVault *vault = jal_vault_create (path, PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  exec (vault, "CREATE TABLE t (n INTEGER, b BLOB); INSERT INTO t VALUES (7, zeroblob (100000))");
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
  vault = jal_vault_open (path, PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (query_int (vault, "SELECT n + length (b) FROM t"), ==, 100007);
  g_assert_cmpint (query_int (vault, "PRAGMA page_size"), ==, 8192);
  g_assert_true (jal_vault_close (vault, &error));
  vault = jal_vault_open (path, "wrong", &error);
  g_assert_null (vault);
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE);
}

static void
test_rollback_and_spill (void)
{
  g_autofree char *path = temp_path ("a.jalada");
  g_autofree char *copy = g_strconcat (path, ".copy", NULL);
  GError *error = NULL;
  JalVault *vault = jal_vault_create (path, PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  exec (vault, "PRAGMA cache_size = 10; CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)");
  exec (vault, "WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 300)"
               "INSERT INTO t SELECT n, zeroblob (20000) FROM c");
  exec (vault, "BEGIN; UPDATE t SET b = randomblob (20000); SAVEPOINT s; UPDATE t SET b = randomblob (9000);"
               "DELETE FROM t WHERE n % 2; ROLLBACK TO s; RELEASE s; ROLLBACK");
  g_assert_cmpint (query_int (vault, "SELECT count(*) FROM t WHERE b = zeroblob (20000)"), ==, 300);
  exec (vault, "BEGIN; UPDATE t SET b = zeroblob (300); SAVEPOINT s; UPDATE t SET b = randomblob (9000);"
               "DELETE FROM t WHERE n % 2; ROLLBACK TO s; RELEASE s; COMMIT; VACUUM");
  g_assert_cmpint (query_int (vault, "SELECT count(*) FROM t WHERE b = zeroblob (300)"), ==, 300);
  g_assert_true (jal_vault_save_copy (vault, copy, &error));
  g_assert_no_error (error);
  g_assert_null (jal_vault_open (path, PASSPHRASE, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_OPEN_ELSEWHERE);
  g_clear_error (&error);
  g_assert_true (jal_vault_close (vault, &error));
  vault = jal_vault_open (copy, PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (query_int (vault, "SELECT count(*) FROM t WHERE b = zeroblob (300)"), ==, 300);
  g_assert_cmpint (query_int (vault, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), ==, 1);
  g_assert_true (jal_vault_close (vault, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/round-trip", test_round_trip);
  g_test_add_func ("/vault/rollback-and-spill", test_rollback_and_spill);
  return g_test_run ();
}
