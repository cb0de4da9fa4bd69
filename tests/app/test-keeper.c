/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keeper of backups: it lets nobody wait, and what was cut off by a lock is begun again when the vault is open again. */
#include "app/backup/jal-backup-keeper.h"

#include <glib/gstdio.h>
#include <string.h>

#include "store/jal-backup.h"
#include "store/jal-blob.h"
#include "store/jal-tx.h"

#define MIB (1024 * 1024)
#define N_MIB 96

typedef struct
{
  char *folder;
  char *path;
  char *stick;
  JalStore *store;
} Fixture;

static gboolean
adopt_func (JalTx *tx, gpointer data, GError **error)
{
  gpointer *pair = data;

  return jal_blob_writer_adopt (pair[0], tx, pair[1], error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = g_malloc (MIB);
  g_autoptr (JalBlobWriter) writer = NULL;
  JalAct act = { .verb = "evidence.import" };
  JalBlobInfo info;
  gpointer pair[2];

  fixture->folder = g_dir_make_tmp ("jalada-keeper-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "a.jalada", NULL);
  fixture->stick = g_build_filename (fixture->folder, "stick", NULL);
  g_assert_cmpint (g_mkdir (fixture->stick, 0700), ==, 0);
  fixture->store = jal_store_create_vault (fixture->path, "passphrase", JAL_STORE_STRENGTH_MIN, NULL, &error);
  g_assert_no_error (error);
  writer = jal_blob_writer_new (fixture->store);
  for (guint i = 0; i < N_MIB; i++)
    {
      memset (bytes, (int)i + 1, MIB);
      g_assert_true (jal_blob_writer_append (writer, bytes, MIB, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_true (jal_blob_writer_finish (writer, &info, NULL, &error));
  pair[0] = writer;
  pair[1] = &info;
  g_assert_true (jal_store_act (fixture->store, &act, adopt_func, pair, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_backup_set_folder (fixture->store, fixture->stick, &error));
  g_assert_no_error (error);
}

static guint
count_files (const char *folder, gboolean remove)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      n++;
      if (remove)
        g_unlink (path);
    }
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  jal_store_close (fixture->store, NULL);
  g_clear_object (&fixture->store);
  count_files (fixture->stick, TRUE);
  g_rmdir (fixture->stick);
  count_files (fixture->folder, TRUE);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->stick);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop until the keeper copies, or until it has nothing to do. */
static void
turn_until (JalBackupKeeper *keeper, gboolean copying)
{
  guint wake = g_timeout_add (5, wake_cb, NULL);
  gint64 until = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  JalBackupPhase phase;
  double fraction;

  for (;;)
    {
      gboolean busy = jal_backup_keeper_is_busy (keeper, &phase, &fraction);

      if (copying ? busy && phase == JAL_BACKUP_COPYING && fraction > 0.02 : !busy)
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static void
ended_cb (const JalBackupReport *report, const GError *error, gpointer data)
{
}

/* A lock in the middle of a copy: the vault is closed before the copy can be done, nothing half done stays on the stick, and the
   opening after it makes the backup without being asked. */
static void
test_lock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalBackupKeeper) keeper = jal_backup_keeper_new (fixture->store);
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GPtrArray) backups = NULL;
  gint64 begun;

  g_assert_true (jal_backup_keeper_run (keeper, ended_cb, object));
  turn_until (keeper, TRUE);
  g_assert_cmpuint (count_files (fixture->stick, FALSE), ==, 1);
  begun = g_get_monotonic_time ();
  jal_backup_keeper_stop (keeper);
  g_assert_true (jal_store_close (fixture->store, &error));
  g_assert_no_error (error);
  g_test_message ("closed and wiped %.1f ms after the lock", (double)(g_get_monotonic_time () - begun) / 1000);
  /* The thread that copied is told so, and takes its half away. */
  for (guint i = 0; i < 2000 && count_files (fixture->stick, FALSE) > 0; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
  g_assert_cmpuint (count_files (fixture->stick, FALSE), ==, 0);
  g_clear_object (&keeper);
  g_clear_object (&fixture->store);

  fixture->store = jal_store_open_vault (fixture->path, "passphrase", NULL, &error);
  g_assert_no_error (error);
  backups = jal_backup_list (fixture->store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (backups->len, ==, 0);
  g_clear_pointer (&backups, g_ptr_array_unref);
  keeper = jal_backup_keeper_new (fixture->store);
  jal_backup_keeper_set_pause (keeper, 20);
  turn_until (keeper, TRUE);
  turn_until (keeper, FALSE);
  backups = jal_backup_list (fixture->store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (backups->len, ==, 1);
  g_assert_cmpstr (((JalBackup *)backups->pdata[0])->state, ==, "verified");
  jal_backup_keeper_stop (keeper);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/keeper/lock", Fixture, NULL, set_up, test_lock, tear_down);
  return g_test_run ();
}
