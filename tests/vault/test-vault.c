/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Creating, opening, refusing. */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "vault-work.h"
#include "vault/jal-vault.h"

typedef struct
{
  char *folder;
  char *path;
  char *journal;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = vault_work_folder ();
  fixture->path = g_build_filename (fixture->folder, "a.jalada", NULL);
  fixture->journal = g_strconcat (fixture->path, "-journal", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vault_work_remove (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->journal);
}

static JalVault *
create (Fixture *fixture)
{
  GError *error = NULL;
  JalVault *vault = jal_vault_create (fixture->path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  g_assert_nonnull (vault);
  return vault;
}

static void
close_well (JalVault *vault)
{
  GError *error = NULL;

  g_assert_true (jal_vault_close (vault, &error));
  g_assert_no_error (error);
}

static void
refuses (const char *path, const char *passphrase, JalVaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (jal_vault_open (path, passphrase, &error));
  g_assert_error (error, JAL_VAULT_ERROR, (int)code);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  JalVault *vault = create (fixture);
  guint8 before[32], after[32];

  vault_work_prepare (vault);
  for (gint64 i = 1; i <= 8; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  g_assert_true (vault_work_digest (vault, before));
  close_well (vault);
  /* One file remains. */
  g_assert_false (g_file_test (fixture->journal, G_FILE_TEST_EXISTS));
  vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_true (vault_work_digest (vault, after));
  g_assert_cmpmem (before, 32, after, 32);
  g_assert_cmpstr (vault_work_check (vault, FALSE), ==, NULL);
  g_assert_cmpint (vault_work_last (vault), ==, 8);
  close_well (vault);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture);
  sqlite3 *db = jal_vault_get_db (vault);
  g_autofree char *other = g_build_filename (fixture->folder, "other.jalada", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS o", other);
  g_autofree char *into = g_strdup_printf ("VACUUM INTO '%s'", other);

  g_assert_cmpint (vault_work_int (vault, "PRAGMA page_size", NULL), ==, 8192);
  g_assert_cmpint (vault_work_int (vault, "PRAGMA synchronous", NULL), ==, 3);
  g_assert_cmpint (vault_work_int (vault, "PRAGMA temp_store", NULL), ==, 2);
  g_assert_cmpint (vault_work_int (vault, "PRAGMA secure_delete", NULL), ==, 2);
  g_assert_cmpint (vault_work_int (vault, "PRAGMA auto_vacuum", NULL), ==, 0);
  g_assert_cmpint (vault_work_int (vault, "PRAGMA trusted_schema", NULL), ==, 0);
  g_assert_cmpint (vault_work_int (vault, "PRAGMA application_id", NULL), ==, 0x4a414c41);
  g_assert_cmpint (vault_work_int (vault, "SELECT journal_mode = 'truncate' FROM pragma_journal_mode", NULL), ==, 1);
  g_assert_cmpint (vault_work_int (vault, "SELECT locking_mode = 'exclusive' FROM pragma_locking_mode", NULL), ==, 1);
  /* What SQL cannot change. */
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL), !=, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = OFF", NULL, NULL, NULL), !=, SQLITE_OK);
  vault_work_exec (vault, "CREATE TABLE t (a); PRAGMA page_size = 4096; VACUUM");
  g_assert_cmpint (vault_work_int (vault, "PRAGMA page_size", NULL), ==, 8192);
  g_assert_cmpint (vault_work_int (vault, "SELECT journal_mode = 'truncate' FROM pragma_journal_mode", NULL), ==, 1);
  /* What SQL cannot reach. */
  g_assert_cmpint (sqlite3_exec (db, attach, NULL, NULL, NULL), !=, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, into, NULL, NULL, NULL), !=, SQLITE_OK);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  close_well (vault);
}

static void
test_wrong_passphrase (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize length_before, length_after;

  close_well (create (fixture));
  g_assert_true (g_file_get_contents (fixture->path, &before, &length_before, NULL));
  refuses (fixture->path, "correct horse battery stapl", JAL_VAULT_ERROR_PASSPHRASE);
  refuses (fixture->path, "", JAL_VAULT_ERROR_PASSPHRASE);
  g_assert_true (g_file_get_contents (fixture->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
  g_assert_false (g_file_test (fixture->journal, G_FILE_TEST_EXISTS));
}

/* "é" typed as one character and as two. */
static void
test_normal_form (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;

  close_well (jal_vault_create (fixture->path, "caf\xc3\xa9", JAL_VAULT_STRENGTH_MIN, &error));
  close_well (jal_vault_open (fixture->path, "cafe\xcc\x81", &error));
  g_assert_no_error (error);
  refuses (fixture->path, "cafe", JAL_VAULT_ERROR_PASSPHRASE);
}

static void
write_file (const char *path, const char *bytes, gsize length)
{
  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
}

static void
test_not_a_vault (Fixture *fixture, gconstpointer data)
{
  g_autofree char *noise = g_malloc (40000);
  sqlite3 *plain;
  JalVaultInfo info;
  GError *error = NULL;

  refuses (fixture->path, "x", JAL_VAULT_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  refuses (fixture->folder, "x", JAL_VAULT_ERROR_NOT_A_VAULT);
  write_file (fixture->path, "", 0);
  refuses (fixture->path, "x", JAL_VAULT_ERROR_NOT_A_VAULT);
  write_file (fixture->path, "%PDF-1.4", 8);
  refuses (fixture->path, "x", JAL_VAULT_ERROR_NOT_A_VAULT);
  randombytes_buf (noise, 40000);
  write_file (fixture->path, noise, 40000);
  refuses (fixture->path, "x", JAL_VAULT_ERROR_NOT_A_VAULT);
  g_assert_false (jal_vault_read_info (fixture->path, &info, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_NOT_A_VAULT);
  g_clear_error (&error);
  g_unlink (fixture->path);
  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &plain, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix"), ==, 0);
  g_assert_cmpint (sqlite3_exec (plain, "CREATE TABLE t (a)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (plain);
  refuses (fixture->path, "x", JAL_VAULT_ERROR_NOT_A_VAULT);
}

static void
test_create_refuses (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no", "a.jalada", NULL);
  g_autofree char *content = NULL;
  GError *error = NULL;

  write_file (fixture->path, "precious", 8);
  g_assert_null (jal_vault_create (fixture->path, "x", JAL_VAULT_STRENGTH_MIN, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (fixture->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "precious");
  g_assert_null (jal_vault_create (nowhere, "x", JAL_VAULT_STRENGTH_MIN, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
}

static void
test_open_twice (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture);
  g_autofree char *link = g_build_filename (fixture->folder, "link.jalada", NULL);
  JalVaultInfo info;
  GError *error = NULL;

  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  refuses (fixture->path, VAULT_WORK_PASSPHRASE, JAL_VAULT_ERROR_OPEN_ELSEWHERE);
  /* Also when the first has only read so far. */
  close_well (vault);
  vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  refuses (fixture->path, VAULT_WORK_PASSPHRASE, JAL_VAULT_ERROR_OPEN_ELSEWHERE);
  refuses (link, VAULT_WORK_PASSPHRASE, JAL_VAULT_ERROR_OPEN_ELSEWHERE);
  /* Looking at the header of the open file must not give up its lock: another process is still kept out. */
  g_assert_true (jal_vault_read_info (fixture->path, &info, &error));
  for (int i = 0; i < 3; i++)
    {
      /* "Open elsewhere" comes before the passphrase is looked at. */
      const char *passphrase = i == 0 ? "wrong" : VAULT_WORK_PASSPHRASE;
      g_autoptr (GSubprocess) other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe",
                                                        "--open", fixture->path, passphrase, NULL);
      g_autofree char *said = NULL;

      g_assert_no_error (error);
      g_assert_true (g_subprocess_communicate_utf8 (other, NULL, NULL, &said, NULL, &error));
      g_assert_cmpstr (said, ==, i < 2 ? "3\n" : "opened\n");
      if (i == 1)
        close_well (g_steal_pointer (&vault));
    }
}

static void
test_info (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture);
  JalVaultInfo inside, outside;
  GError *error = NULL;

  vault_work_exec (vault, "CREATE TABLE t AS SELECT zeroblob (81920)");
  jal_vault_get_info (vault, &inside);
  close_well (vault);
  g_assert_true (jal_vault_read_info (fixture->path, &outside, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (inside.id, 16, outside.id, 16);
  g_assert_cmpuint (outside.version, ==, 1);
  g_assert_cmpuint (outside.cipher, ==, 1);
  g_assert_cmpuint (outside.page_size, ==, 8192);
  g_assert_cmpuint (outside.slots, ==, 1);
  g_assert_cmpuint (outside.generation, ==, 3);
  g_assert_true (outside.sealed);
  g_assert_cmpuint (outside.page_count, ==, inside.page_count);
  g_assert_cmpuint (outside.page_count, ==, 12);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture);
  g_autofree char *to = g_build_filename (fixture->folder, "copy.jalada", NULL);
  guint8 before[32], after[32];
  GError *error = NULL;

  vault_work_prepare (vault);
  for (gint64 i = 1; i <= 5; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  g_assert_true (vault_work_digest (vault, before));
  g_assert_true (jal_vault_save_copy (vault, to, &error));
  g_assert_no_error (error);
  g_assert_false (jal_vault_save_copy (vault, to, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_EXISTS);
  g_clear_error (&error);
  close_well (vault);
  vault = jal_vault_open (to, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_true (vault_work_digest (vault, after));
  g_assert_cmpmem (before, 32, after, 32);
  g_assert_cmpstr (vault_work_check (vault, FALSE), ==, NULL);
  close_well (vault);
}

/* Temporary tables in files of their own, as large sorts use them, written and rolled back in all places. */
static void
test_temporary_files (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture);

  vault_work_exec (vault, "PRAGMA temp_store = FILE; CREATE TEMP TABLE t (n INTEGER PRIMARY KEY, b BLOB);"
                          "PRAGMA temp.cache_size = 4;"
                          "WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 900)"
                          "INSERT INTO t SELECT n, zeroblob (n * 7) FROM c;"
                          "BEGIN; UPDATE t SET b = randomblob (5000) WHERE n % 3 = 0; SAVEPOINT s;"
                          "DELETE FROM t WHERE n % 2; ROLLBACK TO s; ROLLBACK;"
                          "BEGIN; DELETE FROM t WHERE n % 5 = 0; COMMIT");
  g_assert_cmpint (vault_work_int (vault, "SELECT count (*) FROM t WHERE b = zeroblob (n * 7)", NULL), ==, 720);
  g_assert_cmpint (vault_work_int (vault, "SELECT integrity_check = 'ok' FROM temp.pragma_integrity_check", NULL), ==, 1);
  close_well (vault);
}

/* A case's vault and a care file at the same time. */
static void
test_two_vaults (Fixture *fixture, gconstpointer data)
{
  g_autofree char *second_path = g_build_filename (fixture->folder, "care.jalada", NULL);
  JalVault *first = create (fixture);
  JalVault *second = jal_vault_create (second_path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, NULL);
  guint8 one[32], two[32];

  vault_work_prepare (first);
  vault_work_prepare (second);
  for (gint64 i = 1; i <= 4; i++)
    {
      g_assert_cmpint (vault_work_do (first, i), ==, SQLITE_OK);
      g_assert_cmpint (vault_work_do (second, i), ==, SQLITE_OK);
    }
  close_well (first);
  g_assert_true (vault_work_digest (second, two));
  close_well (second);
  first = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, NULL);
  g_assert_true (vault_work_digest (first, one));
  g_assert_cmpmem (one, 32, two, 32);
  close_well (first);
}

/* The page at 1 GiB, where SQLite keeps its locks and never writes, moved to the front. */
static void
test_lock_page (Fixture *fixture, gconstpointer data)
{
  JalVaultInfo info;
  JalVault *vault;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  sqlite3_test_control (SQLITE_TESTCTRL_PENDING_BYTE, 20 * 8192);
  vault = create (fixture);
  vault_work_prepare (vault);
  for (gint64 i = 1; i <= 5; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  close_well (vault);
  vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, NULL);
  g_assert_cmpstr (vault_work_check (vault, FALSE), ==, NULL);
  jal_vault_get_info (vault, &info);
  g_assert_cmpuint (info.page_count, >, 25);
  close_well (vault);
}

static void
test_derived (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture);
  JalVaultDedupe *dedupe;
  guint8 a[32], b[32], plain[32];
  GError *error = NULL;

  for (guint i = 0; i < 16; i++)
    g_assert_cmpint (jal_vault_derive (vault, i, a), ==, i == 7);
  g_assert_true (jal_vault_derive (vault, 7, a));
  dedupe = jal_vault_dedupe_new (vault);
  jal_vault_dedupe_update (dedupe, "exhibit", 4);
  jal_vault_dedupe_update (dedupe, (const char *)"exhibit" + 4, 3);
  jal_vault_dedupe_finish (dedupe, b);
  jal_vault_dedupe_free (dedupe);
  crypto_generichash (plain, 32, (const guint8 *)"exhibit", 7, NULL, 0);
  g_assert_cmpint (memcmp (plain, b, 32), !=, 0);
  close_well (vault);
  /* The same again after opening, another in another vault. */
  vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_true (jal_vault_derive (vault, 7, plain));
  g_assert_cmpmem (a, 32, plain, 32);
  dedupe = jal_vault_dedupe_new (vault);
  jal_vault_dedupe_update (dedupe, "exhibit", 7);
  jal_vault_dedupe_finish (dedupe, plain);
  jal_vault_dedupe_free (dedupe);
  g_assert_cmpmem (b, 32, plain, 32);
  close_well (vault);
}

static void
test_close_while_used (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture);
  sqlite3_stmt *statement = NULL;
  sqlite3_blob *blob = NULL;
  guint8 bytes[4];
  GError *error = NULL;

  /* A full-text table has statements of its own. */
  vault_work_exec (vault, "CREATE VIRTUAL TABLE f USING fts5 (w); INSERT INTO f VALUES ('page')");
  g_assert_cmpint (vault_work_int (vault, "SELECT count (*) FROM f WHERE f MATCH 'page'", NULL), ==, 1);
  vault_work_exec (vault, "CREATE TABLE t (b); INSERT INTO t VALUES (x'01020304'); BEGIN; DELETE FROM t");
  g_assert_cmpint (sqlite3_prepare_v2 (jal_vault_get_db (vault), "SELECT 1", -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_step (statement);
  /* Statements and transactions are ended for the caller. */
  close_well (vault);
  vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vault_work_int (vault, "SELECT count (*) FROM t", NULL), ==, 1);
  vault_work_exec (vault, "INSERT INTO t VALUES (zeroblob (100000))");
  g_assert_cmpint (sqlite3_blob_open (jal_vault_get_db (vault), "main", "t", "b", 2, 0, &blob), ==, SQLITE_OK);
  /* A blob handle cannot be found; it stays, but without keys. */
  g_assert_false (jal_vault_close (vault, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (sqlite3_blob_read (blob, bytes, 4, 90000), !=, SQLITE_OK);
  sqlite3_blob_close (blob);
  vault = jal_vault_open (fixture->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vault_work_int (vault, "SELECT count (*) FROM t", NULL), ==, 2);
  close_well (vault);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  close_well (create (fixture));
  g_chmod (fixture->path, 0400);
  /* Root may write everything. */
  if (g_access (fixture->path, W_OK) != 0)
    refuses (fixture->path, VAULT_WORK_PASSPHRASE, JAL_VAULT_ERROR_READ_ONLY);
  else
    refuses (fixture->path, "wrong", JAL_VAULT_ERROR_PASSPHRASE);
}

static void
test_error_from_sqlite (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    int rc;
    JalVaultError code;
  } table[] = {
    { SQLITE_FULL, JAL_VAULT_ERROR_DISK_FULL },
    { SQLITE_BUSY, JAL_VAULT_ERROR_OPEN_ELSEWHERE },
    { SQLITE_CORRUPT, JAL_VAULT_ERROR_DAMAGED },
    { SQLITE_IOERR_DATA, JAL_VAULT_ERROR_DAMAGED },
    { SQLITE_IOERR_READ, JAL_VAULT_ERROR_IO },
    { SQLITE_NOMEM, JAL_VAULT_ERROR_MEMORY },
    { SQLITE_READONLY, JAL_VAULT_ERROR_READ_ONLY },
    { SQLITE_CONSTRAINT_UNIQUE, JAL_VAULT_ERROR_STATEMENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (jal_vault_error_from_sqlite (NULL, table[i].rc, &error));
      g_assert_error (error, JAL_VAULT_ERROR, (int)table[i].code);
    }
  {
    g_autoptr (GError) error = NULL;

    jal_vault_error_from_sqlite (NULL, SQLITE_INTERRUPT, &error);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

static void
test_hardening (Fixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      struct rlimit limit;

      jal_vault_harden_process ();
      g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
      g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
      g_assert_cmpuint (limit.rlim_max, ==, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* Another program that wants the vault. */
static int
open_as_other (const char *path, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalVault) vault = jal_vault_open (path, passphrase, &error);

  if (vault != NULL)
    g_print ("opened\n");
  else
    g_print ("%d\n", error->code);
  return 0;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/vault/round-trip", test_round_trip },
    { "/vault/settings", test_settings },
    { "/vault/wrong-passphrase", test_wrong_passphrase },
    { "/vault/normal-form", test_normal_form },
    { "/vault/not-a-vault", test_not_a_vault },
    { "/vault/create-refuses", test_create_refuses },
    { "/vault/open-twice", test_open_twice },
    { "/vault/info", test_info },
    { "/vault/copy", test_copy },
    { "/vault/temporary-files", test_temporary_files },
    { "/vault/two-vaults", test_two_vaults },
    { "/vault/lock-page", test_lock_page },
    { "/vault/derived", test_derived },
    { "/vault/close-while-used", test_close_while_used },
    { "/vault/read-only", test_read_only },
    { "/vault/error-from-sqlite", test_error_from_sqlite },
    { "/vault/hardening", test_hardening },
  };

  if (argc == 4 && strcmp (argv[1], "--open") == 0)
    return open_as_other (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
