/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disks that fail, disks that fill up, programs that are killed: what was acknowledged stays, the vault opens.

   JALADA_KILLS: how often a writing program is killed, 10 unless told. JALADA_FAULT_STEP: 1 tries every call of the disk,
   unless told every 20th. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "vault-disk.h"
#include "vault-work.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-vfs.h"

#define COMMITS 8

static guint8 digests[COMMITS + 1][32];
/* A vault at commit 0, to be copied: making one each time would mostly wait for the real disk. */
static char *template;
static gsize template_length;

/* What the vault holds after each commit. */
static void
learn_digests (void)
{
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  JalVault *vault = jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, NULL);

  vault_work_prepare (vault);
  jal_vault_close (vault, NULL);
  g_assert_true (g_file_get_contents (path, &template, &template_length, NULL));
  vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, NULL);
  for (gint64 i = 0; i <= COMMITS; i++)
    {
      if (i > 0)
        g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
      g_assert_true (vault_work_digest (vault, digests[i]));
    }
  jal_vault_close (vault, NULL);
  vault_work_remove (folder);
}

/* Opens with a healthy disk; the last commit is between @least and @most and complete. */
static void
verify (const char *path, gint64 least, gint64 most)
{
  GError *error = NULL;
  JalVault *vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, &error);
  guint8 digest[32];
  gint64 last;

  g_assert_no_error (error);
  g_assert_cmpstr (vault_work_check (vault, TRUE), ==, NULL);
  last = vault_work_last (vault);
  g_assert_cmpint (last, >=, least);
  g_assert_cmpint (last, <=, most);
  g_assert_true (vault_work_digest (vault, digest));
  g_assert_cmpmem (digest, 32, digests[last], 32);
  g_assert_true (jal_vault_close (vault, &error));
}

static JalVault *
begin (const char *path)
{
  GError *error = NULL;
  JalVault *vault;

  g_assert_true (g_file_set_contents_full (path, template, (gssize)template_length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  vault_work_exec (vault, "PRAGMA cache_size = 10");
  return vault;
}

/* One life with one fault. Returns whether the fault was reached. */
static gboolean
live_with_fault (guint nth, int rc, gboolean for_ever, guint *reported)
{
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  JalVault *vault = begin (path);
  gint64 acknowledged = 0;
  gboolean reached;

  vault_disk_fail (nth, rc, for_ever);
  for (gint64 i = 1; i <= 5; i++)
    {
      int result = vault_work_do (vault, i);

      if (result != SQLITE_OK)
        {
          g_autoptr (GError) error = NULL;

          jal_vault_error_from_sqlite (vault, result, &error);
          g_assert_cmpint (error->code, ==, rc == SQLITE_FULL ? JAL_VAULT_ERROR_DISK_FULL : JAL_VAULT_ERROR_IO);
          (*reported)++;
          break;
        }
      acknowledged = i;
    }
  reached = vault_disk_calls () >= nth;
  jal_vault_close (vault, NULL);
  vault_disk_fail (0, 0, FALSE);
  verify (path, acknowledged, MIN (acknowledged + 1, 5));
  vault_work_remove (folder);
  return reached;
}

static void
test_failing_calls (void)
{
  guint step = g_getenv ("JALADA_FAULT_STEP") != NULL ? (guint)MAX (atoi (g_getenv ("JALADA_FAULT_STEP")), 1) : 20;
  guint lives = 0, reported = 0;

  for (int kind = 0; kind < 4; kind++)
    for (guint nth = 1 + (guint)kind;; nth += step)
      {
        lives++;
        if (!live_with_fault (nth, kind & 1 ? SQLITE_FULL : SQLITE_IOERR_WRITE, (kind & 2) != 0, &reported))
          break;
      }
  g_test_message ("%u lives with a failing disk, %u told so", lives, reported);
  g_assert_cmpuint (reported, >, lives / 2);
}

/* A disk that fills up and is then cleared: the same open vault goes on. */
static void
test_full_disk (void)
{
  guint filled = 0;

  for (gint64 room = 0; room < 1000000; room += 9001)
    {
      char *folder = vault_work_folder ();
      g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
      JalVault *vault = begin (path);
      guint8 digest[32];
      gint64 i = 1;
      int rc = SQLITE_OK;

      vault_disk_limit (room);
      while (i <= COMMITS && (rc = vault_work_do (vault, i)) == SQLITE_OK)
        i++;
      if (rc != SQLITE_OK)
        {
          g_autoptr (GError) error = NULL;

          filled++;
          jal_vault_error_from_sqlite (vault, rc, &error);
          g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DISK_FULL);
          /* Everything acknowledged can still be read while the disk is full. */
          g_assert_cmpint (vault_work_last (vault), ==, i - 1);
          g_assert_true (vault_work_digest (vault, digest));
          g_assert_cmpmem (digest, 32, digests[i - 1], 32);
        }
      vault_disk_limit (-1);
      /* The index of words knows what is there: what it keeps in memory from the transaction that was given up is forgotten. */
      for (; i <= COMMITS; i++)
        {
          gint64 rows, found;

          g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
          found = vault_work_search (vault, &rows);
          g_assert_cmpint (found, ==, rows);
        }
      g_assert_true (jal_vault_close (vault, NULL));
      verify (path, COMMITS, COMMITS);
      vault_work_remove (folder);
    }
  g_test_message ("the disk filled up %u times", filled);
  g_assert_cmpuint (filled, >, 5);
}

/* Creation and copying on a full disk leave nothing. */
static void
test_full_disk_new_file (void)
{
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.jalada", NULL);
  g_autofree char *journal = g_build_filename (folder, "copy.jalada-journal", NULL);
  GError *error = NULL;
  JalVault *vault;

  for (gint64 room = 0; room < 24000; room += 1000)
    {
      vault_disk_limit (room);
      g_assert_null (jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error));
      g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DISK_FULL);
      g_clear_error (&error);
      g_assert_cmpint (g_rmdir (folder), ==, 0);
      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
    }
  vault_disk_limit (-1);
  vault = begin (path);
  for (gint64 i = 1; i <= 4; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  for (gint64 room = 0; room < 150000; room += 10000)
    {
      vault_disk_limit (room);
      g_assert_false (jal_vault_save_copy (vault, copy, &error));
      g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DISK_FULL);
      g_clear_error (&error);
      g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
      g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
    }
  vault_disk_limit (-1);
  g_assert_true (jal_vault_save_copy (vault, copy, &error));
  g_assert_true (jal_vault_close (vault, &error));
  verify (copy, 4, 4);
  vault_work_remove (folder);
}

/* The real thing: the kernel refuses to let the file grow. */
static void
test_file_size_limit (void)
{
  struct rlimit limit = { 300000, RLIM_INFINITY };
  char *folder;
  g_autofree char *path = NULL;
  GError *error = NULL;
  JalVault *vault;
  int rc = SQLITE_OK;
  gint64 i = 1;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  signal (SIGXFSZ, SIG_IGN);
  folder = vault_work_folder ();
  path = g_build_filename (folder, "a.jalada", NULL);
  vault = begin (path);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  while (i <= COMMITS && (rc = vault_work_do (vault, i)) == SQLITE_OK)
    i++;
  g_assert_cmpint (i, <=, COMMITS);
  jal_vault_error_from_sqlite (vault, rc, &error);
  /* When it was the full-text index that could not be written, SQLite no longer knows why. */
  if (!g_error_matches (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_IO))
    g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DISK_FULL);
  g_clear_error (&error);
  jal_vault_close (vault, NULL);
  limit.rlim_cur = RLIM_INFINITY;
  setrlimit (RLIMIT_FSIZE, &limit);
  verify (path, i - 1, i - 1);
  vault_work_remove (folder);
}

/* A header update that is cut off anywhere leaves a vault that opens. */
static void
test_torn_header_update (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  GError *error = NULL;
  FILE *file;

  jal_vault_close (begin (path), NULL);
  /* The second copy is damaged: opening writes it anew. */
  file = g_fopen (path, "r+b");
  fseek (file, 8192 + 50, SEEK_SET);
  fputc (0x77, file);
  fclose (file);
  vault_disk_record (folder);
  jal_vault_close (jal_vault_open (path, VAULT_WORK_PASSPHRASE, &error), NULL);
  g_assert_no_error (error);
  vault_disk_stop ();
  g_assert_cmpuint (vault_disk_length (), >=, 2);
  for (int i = 0; i < 60; i++)
    {
      char *image = vault_work_folder ();
      g_autofree char *image_path = g_build_filename (image, "a.jalada", NULL);

      vault_disk_power_cut (1 + (guint)i % vault_disk_length (), random, image);
      verify (image_path, 0, 0);
      vault_work_remove (image);
    }
  vault_work_remove (folder);
}

/* --- Negative controls: a rule of the format is switched off, and the trial must find out ---------------------------- */

typedef struct
{
  const char *path;
  GTestFunc trial;
  guint rule;
} Control;

static void
test_without_rereading (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*assertion failed*");
      return;
    }
  vault_work_rereads = FALSE;
  test_full_disk ();
}

static void
test_without_rule (gconstpointer data)
{
  const Control *control = data;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*assertion failed*");
      return;
    }
  jal_vault_rules_off = control->rule;
  control->trial ();
}

/* The program that will be killed: goes on from the last commit, and says each number when it is acknowledged. */
static int
write_for_ever (const char *path)
{
  JalVault *vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, NULL);

  if (vault == NULL)
    return 1;
  vault_work_exec (vault, "PRAGMA cache_size = 10");
  for (gint64 i = vault_work_last (vault) + 1;; i++)
    {
      if (vault_work_do (vault, i) != SQLITE_OK)
        return 1;
      printf ("%" G_GINT64_FORMAT "\n", i);
      fflush (stdout);
    }
}

static gint64
read_until_killed (GSubprocess *writer, int after)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (writer));
  gint64 last = -1;
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL)
    {
      last = g_ascii_strtoll (line, NULL, 10);
      g_free (line);
      if (--after == 0)
        g_subprocess_force_exit (writer);
    }
  g_subprocess_wait (writer, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (writer));
  return last;
}

static void
test_kills (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  int kills = g_getenv ("JALADA_KILLS") != NULL ? atoi (g_getenv ("JALADA_KILLS")) : 10;
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *off = g_strdup_printf ("%u", jal_vault_rules_off);
  GError *error = NULL;
  gint64 acknowledged = 0;

  jal_vault_close (begin (path), NULL);
  for (int i = 0; i < kills; i++)
    {
      g_autoptr (GSubprocess) writer
          = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--write", path, off, NULL);
      gint64 said, kept;
      JalVault *vault;

      g_assert_no_error (error);
      said = read_until_killed (writer, g_rand_int_range (random, 1, 9));
      acknowledged = MAX (acknowledged, said);
      vault = jal_vault_open (path, VAULT_WORK_PASSPHRASE, &error);
      g_assert_no_error (error);
      kept = vault_work_last (vault);
      g_assert_cmpint (kept, >=, acknowledged);
      g_assert_cmpint (kept, <=, acknowledged + 1);
      acknowledged = kept;
      g_assert_cmpstr (vault_work_check (vault, TRUE), ==, NULL);
      g_assert_true (jal_vault_close (vault, &error));
      g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
    }
  g_test_message ("%d kills, %" G_GINT64_FORMAT " transactions, none lost", kills, acknowledged);
  vault_work_remove (folder);
}

static const Control controls[] = {
  { "/faults/without/flush/kills", test_kills, JAL_VAULT_RULE_FLUSH },
  { "/faults/without/flush/failing-calls", test_failing_calls, JAL_VAULT_RULE_FLUSH },
  { "/faults/without/unseal/failing-calls", test_failing_calls, JAL_VAULT_RULE_UNSEAL },
  { "/faults/without/at-once/full-disk", test_full_disk, JAL_VAULT_RULE_AT_ONCE },
};

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--write") == 0)
    {
      jal_vault_rules_off = (guint)atoi (argv[3]);
      return write_for_ever (argv[2]);
    }
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  vault_disk_init ();
  learn_digests ();
  g_test_add_func ("/faults/kills", test_kills);
  g_assert_cmpint (jal_vault_vfs_register ("disk"), ==, SQLITE_OK);
  g_test_add_func ("/faults/failing-calls", test_failing_calls);
  g_test_add_func ("/faults/full-disk", test_full_disk);
  g_test_add_func ("/faults/full-disk-new-file", test_full_disk_new_file);
  g_test_add_func ("/faults/file-size-limit", test_file_size_limit);
  g_test_add_func ("/faults/torn-header-update", test_torn_header_update);
  g_test_add_func ("/faults/without/rereading/full-disk", test_without_rereading);
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    g_test_add_data_func (controls[i].path, &controls[i], test_without_rule);
  return g_test_run ();
}
