/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying a vault in slices while it changes: whatever happens between two slices, the copy is the vault as it was at the
   last one. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "vault/jal-vault-backup.h"

#define PASSPHRASE "korosho nne mbili"
#define ROUNDS 6
#define SLICE 16

typedef struct
{
  char *folder;
  char *path;
  char *copy;
  JalVault *vault;
  sqlite3 *db;
  GRand *rand;
} Fixture;

static void
run (sqlite3 *db, const char *sql)
{
  char *message = NULL;
  int rc = sqlite3_exec (db, sql, NULL, NULL, &message);

  if (rc != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static void
setup (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->rand = g_rand_new_with_seed (20260601);
  f->folder = g_dir_make_tmp ("jal-backup-XXXXXX", &error);
  f->path = g_build_filename (f->folder, "a.jalada", NULL);
  f->copy = g_build_filename (f->folder, "copy.jalada", NULL);
  f->vault = jal_vault_create (f->path, PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
  f->db = jal_vault_get_db (f->vault);
  run (f->db, "CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB NOT NULL)");
  run (f->db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150) "
              "INSERT INTO t SELECT i, randomblob (5000) FROM n");
}

static void
teardown (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_vault_close (f->vault, &error));
  g_assert_no_error (error);
  g_unlink (f->path);
  g_unlink (f->copy);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->copy);
  g_rand_free (f->rand);
}

/* Everything the database says, as one digest. */
static char *
digest (sqlite3 *db)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT id, v FROM t ORDER BY id", -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_checksum_update (sum, (const guchar *)&id, sizeof id);
      g_checksum_update (sum, sqlite3_column_blob (statement, 1), sqlite3_column_bytes (statement, 1));
    }
  sqlite3_finalize (statement);
  return g_strdup (g_checksum_get_string (sum));
}

/* Something of everything a program does to its vault between two slices. */
static void
disturb (Fixture *f, gboolean *in_transaction)
{
  g_autofree char *sql = NULL;
  int n = g_rand_int_range (f->rand, 1, 150);

  switch (g_rand_int_range (f->rand, 0, 9))
    {
    case 0:
      sql = g_strdup_printf ("UPDATE t SET v = randomblob (5000) WHERE id = %d", n);
      break;
    case 1:
      sql = g_strdup_printf ("INSERT INTO t (v) VALUES (randomblob (%d))", n * 200);
      break;
    case 2:
      sql = g_strdup_printf ("DELETE FROM t WHERE id BETWEEN %d AND %d", n, n + 9);
      break;
    case 3:
      /* More than the cache holds, so that pages reach the file before the end of the transaction; then taken back. */
      if (!*in_transaction)
        sql = g_strdup ("PRAGMA cache_size = 10; BEGIN; UPDATE t SET v = randomblob (4000) WHERE id % 2; ROLLBACK");
      break;
    case 4:
      if (!*in_transaction)
        sql = g_strdup ("PRAGMA cache_size = 10; BEGIN; UPDATE t SET v = randomblob (4000) WHERE id % 3 = 0");
      *in_transaction = TRUE;
      break;
    case 5:
    case 6:
      if (*in_transaction)
        sql = g_strdup (g_rand_boolean (f->rand) ? "COMMIT" : "ROLLBACK");
      *in_transaction = FALSE;
      break;
    case 7:
      /* The file becomes shorter. */
      if (!*in_transaction)
        sql = g_strdup ("VACUUM");
      break;
    default:
      break;
    }
  if (sql != NULL)
    run (f->db, sql);
}

static void
put (GByteArray *file, gint64 offset, const guint8 *bytes, gsize length)
{
  if (file->len < (guint64)offset + length)
    g_byte_array_set_size (file, (guint)((guint64)offset + length));
  memcpy (file->data + offset, bytes, length);
}

static void
copy_slices (Fixture *f, GByteArray *file, gboolean disturbed)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *buffer = g_malloc (SLICE * JAL_VAULT_BACKUP_PAGE);
  guint8 header[JAL_VAULT_BACKUP_HEADER];
  JalVaultBackup *backup = jal_vault_backup_begin (f->vault, &error);
  gboolean in_transaction = FALSE;
  gint64 offset, size;
  gsize length = 1;

  g_assert_no_error (error);
  for (guint i = 0; i < 30 || jal_vault_backup_get_left (backup) > 0; i++)
    {
      g_assert_true (jal_vault_backup_read (backup, SLICE, buffer, &offset, &length, &error));
      g_assert_no_error (error);
      if (length > 0)
        put (file, offset, buffer, length);
      if (disturbed && i < 30)
        disturb (f, &in_transaction);
      if (i == 30 && in_transaction)
        {
          /* What an open transaction wrote is not the vault: it must not be finished now. */
          g_assert_false (jal_vault_backup_finish (backup, header, &size, &error));
          g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_STATEMENT);
          g_clear_error (&error);
          run (f->db, "COMMIT");
        }
    }
  if (in_transaction && !sqlite3_get_autocommit (f->db))
    {
      run (f->db, "COMMIT");
      while (jal_vault_backup_get_left (backup) > 0)
        {
          g_assert_true (jal_vault_backup_read (backup, SLICE, buffer, &offset, &length, &error));
          put (file, offset, buffer, length);
        }
    }
  g_assert_true (jal_vault_backup_finish (backup, header, &size, &error));
  g_assert_no_error (error);
  jal_vault_backup_end (backup);
  put (file, 0, header, sizeof header);
  g_byte_array_set_size (file, (guint)size);
}

static void
check_copy (Fixture *f, GByteArray *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalVault) copy = NULL;
  g_autofree char *wanted = digest (f->db), *seen = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_true (g_file_set_contents (f->copy, (const char *)file->data, (gssize)file->len, &error));
  copy = jal_vault_open_to_read (f->copy, PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_true (jal_vault_is_read_only (copy));
  g_assert_true (jal_vault_check_bytes (copy, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  seen = digest (jal_vault_get_db (copy));
  g_assert_cmpstr (seen, ==, wanted);
  g_assert_cmpint (sqlite3_prepare_v2 (jal_vault_get_db (copy), "PRAGMA integrity_check", -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_exec (jal_vault_get_db (copy), "DELETE FROM t", NULL, NULL, NULL), !=, SQLITE_OK);
}

static void
test_quiet (Fixture *f, gconstpointer data)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();

  copy_slices (f, file, FALSE);
  check_copy (f, file);
}

static void
test_disturbed (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();

      copy_slices (f, file, TRUE);
      check_copy (f, file);
      run (f->db, "INSERT INTO t SELECT max (id) + 1, randomblob (90000) FROM t");
    }
}

static void
drain (JalVaultBackup *backup, GByteArray *file)
{
  g_autofree guint8 *buffer = g_malloc (SLICE * JAL_VAULT_BACKUP_PAGE);
  gint64 offset;
  gsize length;

  while (jal_vault_backup_get_left (backup) > 0)
    {
      g_assert_true (jal_vault_backup_read (backup, SLICE, buffer, &offset, &length, NULL));
      put (file, offset, buffer, length);
    }
}

/* Pages that a transaction has handed over but that wait to be written together: they are copied as they will be. */
static void
test_waiting (Fixture *f, gconstpointer data)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  JalVaultBackup *backup = jal_vault_backup_begin (f->vault, &error);
  guint8 header[JAL_VAULT_BACKUP_HEADER];
  gint64 size;

  drain (backup, file);
  run (f->db, "PRAGMA cache_size = 10; BEGIN; UPDATE t SET v = randomblob (5000)");
  drain (backup, file);
  run (f->db, "COMMIT");
  drain (backup, file);
  g_assert_true (jal_vault_backup_finish (backup, header, &size, &error));
  jal_vault_backup_end (backup);
  put (file, 0, header, sizeof header);
  g_byte_array_set_size (file, (guint)size);
  check_copy (f, file);
}

static void
flip (int fd, gint64 at)
{
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
  byte ^= 0x10;
  g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
}

/* A byte anywhere, a cut and a tail: every one is found. */
static void
test_spoilt (Fixture *f, gconstpointer data)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  guint8 *keys = jal_vault_check_keys_alloc ();
  guint n_found = 0, n_tried = 0;
  int fd;

  copy_slices (f, file, FALSE);
  g_assert_true (g_file_set_contents (f->copy, (const char *)file->data, (gssize)file->len, NULL));
  fd = g_open (f->copy, O_RDWR, 0);
  jal_vault_get_check_keys (f->vault, keys);
  for (guint at = 0; at < file->len; at += at < JAL_VAULT_BACKUP_HEADER ? 101 : 4099)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalVault) copy = NULL;

      flip (fd, at);
      copy = jal_vault_open_to_check (f->copy, keys, &error);
      if (copy != NULL)
        jal_vault_check_bytes (copy, NULL, NULL, NULL, &error);
      g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
      n_found++;
      n_tried++;
      flip (fd, at);
    }
  close (fd);
  for (int change = -1; change <= 1; change += 2)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalVault) copy = NULL;
      g_autofree guint8 *longer = g_malloc0 (file->len + 1);

      memcpy (longer, file->data, file->len);
      g_assert_true (g_file_set_contents (f->copy, (const char *)longer, (gssize)file->len + change, NULL));
      copy = jal_vault_open_to_check (f->copy, keys, &error);
      if (copy != NULL)
        jal_vault_check_bytes (copy, NULL, NULL, NULL, &error);
      g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
    }
  g_test_message ("%u of %u flipped bytes found", n_found, n_tried);
  jal_vault_check_keys_free (keys);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/vault/backup/quiet", Fixture, NULL, setup, test_quiet, teardown);
  g_test_add ("/vault/backup/disturbed", Fixture, NULL, setup, test_disturbed, teardown);
  g_test_add ("/vault/backup/waiting", Fixture, NULL, setup, test_waiting, teardown);
  g_test_add ("/vault/backup/spoilt", Fixture, NULL, setup, test_spoilt, teardown);
  return g_test_run ();
}
