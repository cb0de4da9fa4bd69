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

#define HEADER 16384

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

/* Every page of the vault in the clear, as far as it authenticates; bytes of zero else. */
static GBytes *
all_pages (JalVault *vault)
{
  g_autoptr (GByteArray) pages = g_byte_array_new ();
  guint8 page[JAL_VAULT_PAGE_BYTES];
  JalVaultInfo info;

  jal_vault_get_info (vault, &info);
  for (guint64 n = 1; n <= info.page_count; n++)
    {
      gboolean whole = jal_vault_read_page (vault, n, page) == JAL_VAULT_PAGE_WHOLE;

      if (!whole)
        memset (page, 0, sizeof page);
      g_byte_array_append (pages, page, sizeof page);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&pages));
}

#define CHANGE_ROWS                                                                                                                  \
  "UPDATE row SET number = 99, text = hex (randomblob (2000)); INSERT INTO row (number, text) SELECT 99, text FROM row;"
/* The pages at the end of the file, of so many bytes, are in the journal too. */
#define FINAL 300000
#define CHANGE_LAST "UPDATE final SET bytes = randomblob (" G_STRINGIFY (FINAL) "); " CHANGE_ROWS

/* Some hundred pages, half of them not touched by what comes later. */
static void
more_work (const World *world)
{
  JalVault *vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, NULL);

  vault_work_exec (vault, "INSERT INTO chunk (number, bytes) VALUES (1000000, randomblob (200000)), (1000000, randomblob (300000))");
  for (gint64 i = 2; i < 4; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  vault_work_exec (vault, "CREATE TABLE final (bytes BLOB); INSERT INTO final VALUES (randomblob (" G_STRINGIFY (FINAL) "))");
  g_assert_true (jal_vault_close (vault, NULL));
}

static void
put_file (const char *path, const char *bytes, gsize length)
{
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_cmpuint (size_of (path), ==, length);
}

typedef struct
{
  char *vault, *journal;
  gsize vault_length, journal_length;
} Crashed;

static void
clear_crashed (Crashed *crashed)
{
  g_free (crashed->vault);
  g_free (crashed->journal);
}

static void
crash (const World *world, const char *sql, Crashed *crashed)
{
  g_autofree char *all = g_strconcat ("PRAGMA cache_size = 10; BEGIN; ", sql, NULL);

  kill_after (world, all);
  g_assert_true (g_file_get_contents (world->path, &crashed->vault, &crashed->vault_length, NULL));
  g_assert_true (g_file_get_contents (world->journal, &crashed->journal, &crashed->journal_length, NULL));
}

/* Opens it again, and counts its pages, so that closing seals it. */
static void
expect_said (const World *world, gboolean missing)
{
  g_autoptr (GError) error = NULL;
  JalVault *vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
  JalVaultHealth health;
  gboolean done = FALSE;

  g_assert_no_error (error);
  while (!done)
    g_assert_true (jal_vault_count_sum (vault, 7, &done, NULL));
  jal_vault_get_health (vault, &health);
  g_assert_cmpint (health.missing + health.holes > 0, ==, missing);
  g_assert_true (jal_vault_close (vault, NULL));
}

/* Opens what lies there after a cut. It is refused as damaged; or it opens, every page that authenticates is the one that @whole
   has there, and unless all are there it says that some are missing. Returns whether it was refused or said so. */
static gboolean
expect_named (const World *world, GBytes *whole)
{
  gsize length, found_length;
  const guint8 *right = g_bytes_get_data (whole, &length), *seen;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;
  JalVault *vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
  JalVaultHealth health;
  guint n_wrong = 0;

  if (vault == NULL)
    {
      g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
      return TRUE;
    }
  found = all_pages (vault);
  seen = g_bytes_get_data (found, &found_length);
  g_assert_cmpuint (found_length, <=, length);
  for (gsize at = 0; at < length; at += JAL_VAULT_PAGE_BYTES)
    {
      guint8 page[JAL_VAULT_PAGE_BYTES];

      if (at < found_length && memcmp (seen + at, right + at, sizeof page) == 0)
        continue;
      n_wrong++;
      g_assert_true (at >= found_length
                     || jal_vault_read_page (vault, at / sizeof page + 1, page) != JAL_VAULT_PAGE_WHOLE);
    }
  jal_vault_get_health (vault, &health);
  g_assert_cmpint (health.missing > 0, ==, n_wrong > 0);
  g_assert_true (jal_vault_close (vault, NULL));
  /* So does every later opening, which has no journal: as soon as the pages are counted, wherever the holes are. */
  for (guint i = 0; i < 2; i++)
    expect_said (world, n_wrong > 0);
  return n_wrong > 0;
}

/* A vault that lost its end between a crash and the next opening: the journal brings back what it has, and what it has not is never
   filled with pages that look right. */
static void
test_cut_beside_own (World *world, gconstpointer data)
{
  Crashed crashed;
  g_autoptr (GBytes) whole = NULL;
  JalVault *vault;
  guint named = 0, n = 0;
  gsize end;

  more_work (world);
  crash (world, data, &crashed);
  vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, NULL);
  whole = all_pages (vault);
  g_assert_true (jal_vault_close (vault, NULL));
  end = HEADER + g_bytes_get_size (whole);
  g_test_message ("%zu bytes, crashed %zu, journal %zu", end, crashed.vault_length, crashed.journal_length);
  for (gsize cut = end; cut > HEADER; cut -= MIN (cut, end / 23 + 77), n++)
    {
      put_file (world->path, crashed.vault, MIN (cut, crashed.vault_length));
      put_file (world->journal, crashed.journal, crashed.journal_length);
      named += expect_named (world, whole);
    }
  g_test_message ("%u of %u cuts named", named, n);
  /* What the journal has of the end comes back whole. */
  if (g_strcmp0 (data, CHANGE_LAST) == 0)
    n -= FINAL / (end / 23 + 77) + 1;
  g_assert_cmpuint (named, >=, n - 1);
  clear_crashed (&crashed);
}

/* The program is killed in a change, and again in a later session after another one was saved; then the journal of the first lies
   there once more. It is the vault's own, and would put old pages among new ones. */
static void
test_old_own (World *world, gconstpointer data)
{
  g_autoptr (GBytes) whole = NULL, found = NULL;
  GError *error = NULL;
  Crashed old, now;
  JalVaultHealth health;
  JalVault *vault;
  gboolean first = GPOINTER_TO_INT (data);

  more_work (world);
  crash (world, CHANGE_ROWS, &old);
  /* The first session after it closes in order, or is the one that is killed. */
  if (first)
    {
      vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
      g_assert_no_error (error);
      vault_work_exec (vault, "UPDATE row SET number = 97");
      g_assert_true (jal_vault_close (vault, NULL));
    }
  kill_after (world, "PRAGMA cache_size = 10; UPDATE row SET number = 98, text = hex (randomblob (1900))");
  g_assert_true (g_file_get_contents (world->path, &now.vault, &now.vault_length, NULL));
  vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  whole = all_pages (vault);
  g_assert_true (jal_vault_close (vault, NULL));
  put_file (world->path, now.vault, now.vault_length);
  put_file (world->journal, old.journal, old.journal_length);
  vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  found = all_pages (vault);
  g_assert_true (g_bytes_equal (found, whole));
  jal_vault_get_health (vault, &health);
  g_assert_true (health.foreign_journal);
  g_assert_true (jal_vault_close (vault, NULL));
  clear_crashed (&old);
  g_free (now.vault);
}

/* Two pages and a piece. */
#define APPENDED 20001

/* Bytes behind the last page are named and cut off, whatever lies beside them. */
static void
expect_tail (const World *world, const Crashed *vault_was, const Crashed *beside)
{
  g_autofree char *longer = g_malloc0 (vault_was->vault_length + APPENDED);
  GError *error = NULL;
  JalVaultHealth health;
  JalVault *vault;

  memcpy (longer, vault_was->vault, vault_was->vault_length);
  memset (longer + vault_was->vault_length, 'x', APPENDED);
  put_file (world->path, longer, vault_was->vault_length + APPENDED);
  put_file (world->journal, beside->journal, beside->journal_length);
  vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  jal_vault_get_health (vault, &health);
  g_assert_cmpuint (health.tail, ==, APPENDED);
  /* SQLite knows the length that is left: what is added goes there. */
  vault_work_exec (vault, "INSERT INTO chunk (number, bytes) VALUES (1000001, randomblob (50000))");
  g_assert_cmpstr (vault_work_check (vault, TRUE), ==, NULL);
  g_assert_true (jal_vault_close (vault, NULL));
  g_assert_cmpuint (size_of (world->path), <, vault_was->vault_length + 50000 + 2 * JAL_VAULT_PAGE_BYTES);
  expect_said (world, FALSE);
}

/* Beside a vault that was cut after a crash: noise, the journal of another vault, one whose head is torn; none is played back, and
   what is missing is named as if it were not there. */
static void
test_cut_beside_foreign (World *world, gconstpointer data)
{
  Crashed foreign[3], committed;
  World second;
  g_autoptr (GBytes) whole = NULL;
  JalVault *vault;
  gsize end;

  more_work (world);
  set_up (&second, NULL);
  crash (&second, CHANGE_ROWS, &foreign[0]);
  tear_down (&second, NULL);
  for (guint i = 1; i < G_N_ELEMENTS (foreign); i++)
    foreign[i] = (Crashed){ .journal = g_memdup2 (foreign[0].journal, foreign[0].journal_length),
                            .journal_length = foreign[0].journal_length };
  for (gsize i = 40; i < foreign[1].journal_length; i++)
    foreign[1].journal[i] = (char)g_random_int ();
  memset (foreign[2].journal, 0, 512);
  /* Committed and not closed: the seal is off, the journal empty. */
  kill_after (world, "PRAGMA cache_size = 10; UPDATE row SET number = 98");
  g_assert_true (g_file_get_contents (world->path, &committed.vault, &committed.vault_length, NULL));
  vault = jal_vault_open (world->path, VAULT_WORK_PASSPHRASE, NULL);
  whole = all_pages (vault);
  g_assert_true (jal_vault_close (vault, NULL));
  end = HEADER + g_bytes_get_size (whole);
  for (guint k = 0; k < G_N_ELEMENTS (foreign); k++)
    for (gsize cut = end; cut > HEADER; cut -= MIN (cut, end / 7 + 77))
      {
        put_file (world->path, committed.vault, MIN (cut, committed.vault_length));
        put_file (world->journal, foreign[k].journal, foreign[k].journal_length);
        g_assert_cmpint (expect_named (world, whole), ==, cut < end);
      }
  for (guint k = 0; k < G_N_ELEMENTS (foreign); k++)
    expect_tail (world, &committed, &foreign[k]);
  for (guint k = 0; k < G_N_ELEMENTS (foreign); k++)
    g_free (foreign[k].journal);
  g_free (foreign[0].vault);
  g_free (committed.vault);
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
  g_test_add ("/journal/cut-beside-own", World, CHANGE_ROWS, set_up, test_cut_beside_own, tear_down);
  g_test_add ("/journal/cut-before-its-end", World, CHANGE_LAST, set_up, test_cut_beside_own, tear_down);
  g_test_add ("/journal/old-own", World, GINT_TO_POINTER (FALSE), set_up, test_old_own, tear_down);
  g_test_add ("/journal/old-own-closed", World, GINT_TO_POINTER (TRUE), set_up, test_old_own, tear_down);
  g_test_add ("/journal/cut-beside-foreign", World, NULL, set_up, test_cut_beside_foreign, tear_down);
  return g_test_run ();
}
