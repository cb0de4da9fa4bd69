/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journals that a killed program leaves: what counts is played back, what does not is gone, and one file remains. */
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault-work.h"
#include "vault/jal-vault-backup.h"

typedef struct
{
  char *folder;
  char *path;
  char *journal;
} World;

static void
set_up (World *world, gconstpointer data)
{
  GError *error = NULL;
  JalVault *vault;

  world->folder = vault_work_folder ();
  world->path = g_build_filename (world->folder, "a.jalada", NULL);
  world->journal = g_strconcat (world->path, "-journal", NULL);
  vault = jal_vault_create (world->path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
  vault_work_prepare (vault);
  g_assert_cmpint (vault_work_do (vault, 1), ==, SQLITE_OK);
  g_assert_true (jal_vault_close (vault, &error));
}

static void
tear_down (World *world, gconstpointer data)
{
  g_free (world->journal);
  g_free (world->path);
  vault_work_remove (world->folder);
}

/* A program that opens the vault, does @sql and is killed before it says COMMIT. */
static void
kill_after (const World *world, const char *sql)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      JalVault *vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, NULL);

      if (vault == NULL || sqlite3_exec (jal_vault_get_db (vault), sql, NULL, NULL, NULL) != SQLITE_OK)
        _exit (1);
      raise (SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
}

static gsize
size_of (const char *path)
{
  GStatBuf found;

  return g_stat (path, &found) == 0 ? (gsize)found.st_size : 0;
}

/* Opens, reads, closes: the first commit is there, and nothing beside the vault; the next opening finds it sealed. */
static void
expect_one_file (const World *world)
{
  g_autoptr (GDir) dir = NULL;
  GError *error = NULL;
  JalVault *vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
  JalVaultHealth health;

  g_assert_no_error (error);
  g_assert_cmpint (vault_work_last (vault), ==, 1);
  g_assert_cmpint (vault_work_int (vault, "SELECT count(*) FROM row WHERE number = 99", NULL), ==, 0);
  g_assert_cmpstr (vault_work_check (vault, TRUE), ==, NULL);
  g_assert_true (jal_vault_close (vault, &error));
  dir = g_dir_open (world->folder, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "a.jalada");
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
  vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  jal_vault_get_health (vault, &health);
  g_assert_true (health.clean);
  g_assert_false (health.foreign_journal);
  g_assert_true (jal_vault_close (vault, &error));
}

/* Begun, never synced: SQLite writes zeros for its head until then and leaves such a journal where it is, until the next
   change. Who only looks at the vault afterwards makes none. */
static void
test_never_synced (World *world, gconstpointer data)
{
  kill_after (world, "BEGIN; INSERT INTO row (number, text) VALUES (99, 'not said to be saved')");
  g_assert_cmpuint (size_of (world->journal), >, 0);
  expect_one_file (world);
}

/* Synced, and pages of the vault overwritten after it: it must be played back. */
static void
test_hot (World *world, gconstpointer data)
{
  kill_after (world, "PRAGMA cache_size = 10; BEGIN; UPDATE row SET number = 99, text = hex (randomblob (2000)); "
                     "INSERT INTO row (number, text) SELECT 99, text FROM row");
  g_assert_cmpuint (size_of (world->journal), >, 8192);
  expect_one_file (world);
}

/* Whoever may not write leaves everything as it is. */
static void
test_only_read (World *world, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length, after_length;
  GError *error = NULL;
  JalVault *vault;

  kill_after (world, "BEGIN; INSERT INTO row (number, text) VALUES (99, 'not said to be saved')");
  g_assert_true (g_file_get_contents (world->journal, &before, &before_length, NULL));
  vault = jal_vault_open_to_read (world->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vault_work_last (vault), ==, 1);
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_true (g_file_get_contents (world->journal, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
  expect_one_file (world);
}

/* Another program's bytes there, or a torn head: they do not authenticate, so they are not a journal. */
static void
test_torn (World *world, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length;

  kill_after (world, "PRAGMA cache_size = 10; BEGIN; INSERT INTO row (number, text) VALUES (99, 'not said to be saved')");
  g_assert_true (g_file_get_contents (world->journal, &bytes, &length, NULL));
  bytes[100] ^= 1;
  g_assert_true (g_file_set_contents_full (world->journal, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  expect_one_file (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  g_test_add ("/journal/never-synced", World, NULL, set_up, test_never_synced, tear_down);
  g_test_add ("/journal/hot", World, NULL, set_up, test_hot, tear_down);
  g_test_add ("/journal/only-read", World, NULL, set_up, test_only_read, tear_down);
  g_test_add ("/journal/torn", World, NULL, set_up, test_torn, tear_down);
  return g_test_run ();
}
