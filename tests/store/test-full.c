/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A full disk: each action says so and leaves nothing of itself, everything before it stays, the vault opens again.
   Runs itself again with a small file system of its own, which needs no rights (unshare). */
#include "test-store.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Fills the disk up but for @left bytes. */
static void
fill_up (const char *folder, guint64 left)
{
  g_autofree char *path = g_build_filename (folder, "ballast", NULL);
  struct statvfs room;
  guint64 bytes;
  int fd;

  g_assert_cmpint (statvfs (folder, &room), ==, 0);
  bytes = (guint64)room.f_bavail * room.f_frsize;
  g_assert_cmpuint (bytes, >, left);
  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (posix_fallocate (fd, 0, (off_t)(bytes - left)), ==, 0);
  close (fd);
}

static void
make_room (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "ballast", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static gboolean
case_func (JalTx *tx, gpointer title, GError **error)
{
  return jal_tx_insert (tx, "court_case", jal_id_new (), error, "title", 's', title, "created_at", 'i', (gint64)1,
                        NULL);
}

static void
assert_counts (JalStore *store, gint64 cases)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ask (store, "SELECT count(*) FROM court_case"), ==, cases);
  g_assert_cmpint (ask (store, "SELECT count(*) FROM undo"), ==, cases);
  g_assert_cmpint (ask (store, "SELECT count(*) FROM audit WHERE verb = 'case.add'"), ==, cases);
  g_assert_true (jal_audit_verify (store, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_actions (Fixture *fixture, gconstpointer data)
{
  JalAct act = { .verb = "case.add", .undoable = TRUE };
  g_autofree char *title = g_strnfill (20000, 'x');
  g_autoptr (GError) error = NULL;
  gint64 done = 0;

  fill_up (fixture->folder, 300000);
  while (jal_store_act (fixture->store, &act, case_func, title, NULL, &error))
    done++;
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL);
  g_clear_error (&error);
  g_assert_cmpint (done, >, 0);
  g_test_message ("%d actions until the disk was full", (int)done);
  assert_counts (fixture->store, done);
  /* And once more: the failure has broken nothing. */
  g_assert_false (jal_store_act (fixture->store, &act, case_func, title, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL);
  reopen (fixture);
  assert_counts (fixture->store, done);
  make_room (fixture->folder);
  g_assert_true (jal_store_act (fixture->store, &act, case_func, title, NULL, NULL));
  assert_counts (fixture->store, done + 1);
}

/* A function that overlooks the failure and goes on. */
static gboolean
careless_func (JalTx *tx, gpointer data, GError **error)
{
  g_autofree char *value = g_strnfill (1024 * 1024, 'x');
  gboolean ok = TRUE;

  for (int i = 0; ok && i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("large %d", i);

      ok = jal_tx_set_local_setting (tx, name, value, NULL);
    }
  g_assert_false (ok);
  jal_tx_set_local_setting (tx, "small", "x", NULL);
  return TRUE;
}

static void
test_careless (Fixture *fixture, gconstpointer data)
{
  JalAct act = { .verb = "test.careless" };
  g_autoptr (GError) error = NULL;

  fill_up (fixture->folder, 3 * 1024 * 1024);
  g_assert_false (jal_store_act (fixture->store, &act, careless_func, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM local_setting WHERE name = 'small'"), ==, 0);
  assert_counts (fixture->store, 0);
  make_room (fixture->folder);
}

static gboolean
adopt_func (JalTx *tx, gpointer writer, GError **error)
{
  return jal_blob_writer_adopt (writer, tx, NULL, error);
}

static void
test_import (Fixture *fixture, gconstpointer data)
{
  JalAct act = { .verb = "case.add", .undoable = TRUE };
  g_autofree guint8 *bytes = g_malloc0 (1024 * 1024);
  JalBlobWriter *writer = jal_blob_writer_new (fixture->store);
  g_autoptr (GError) error = NULL;
  JalBlobInfo info;
  gboolean ok = TRUE;

  g_assert_true (jal_store_act (fixture->store, &act, case_func, (gpointer)"before", NULL, NULL));
  fill_up (fixture->folder, 3 * 1024 * 1024);
  for (int i = 0; ok && i < 8; i++)
    ok = jal_blob_writer_append (writer, bytes, 1024 * 1024, NULL, &error);
  if (ok)
    ok = jal_blob_writer_finish (writer, &info, NULL, &error);
  /* At the latest when the batch is committed. */
  if (ok)
    ok = jal_store_act (fixture->store, &act, adopt_func, writer, NULL, &error);
  g_assert_false (ok);
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL);
  /* The import has failed, not the vault: a small action still finds room. */
  g_clear_error (&error);
  jal_store_act (fixture->store, &act, case_func, (gpointer)"after", NULL, &error);
  g_assert_no_error (error);
  jal_blob_writer_free (writer);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM blob"), ==, 0);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM chunk"), ==, 0);
  assert_counts (fixture->store, 2);
  reopen (fixture);
  assert_counts (fixture->store, 2);
  make_room (fixture->folder);
}

/* Not even room for a vault: nothing is left behind. */
static void
test_create (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "second.jalada", NULL);
  g_autoptr (GError) error = NULL;

  fill_up (fixture->folder, 64 * 1024);
  g_assert_null (jal_store_create_vault (path, PASSPHRASE, JAL_STORE_STRENGTH_MIN, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  make_room (fixture->folder);
}

/* Who looked at what waits for room, in memory, and is written when there is some. */
static void
test_views (Fixture *fixture, gconstpointer data)
{
  g_autofree char *payload = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;

  fill_up (fixture->folder, 64 * 1024);
  for (int i = 0; i < 3; i++)
    {
      jal_store_note_view (fixture->store, "document.open", JAL_ID_NONE, JAL_ID_NONE, payload);
      g_assert_true (jal_audit_verify (fixture->store, NULL, NULL, NULL));
    }
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE verb = 'document.open'"), ==, 0);
  make_room (fixture->folder);
  reopen (fixture);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM audit WHERE verb = 'document.open'"), ==, 3);
}

int
main (int argc, char **argv)
{
  g_autofree char *script = NULL;

  if (g_getenv ("JAL_TEST_SMALL_DISK") == NULL)
    {
      g_setenv ("JAL_TEST_SMALL_DISK", "1", TRUE);
      script = g_strdup_printf ("mount -t tmpfs -o size=6m tmpfs /mnt && TMPDIR=/mnt exec %s", argv[0]);
      execl (UNSHARE, UNSHARE, "-Urm", "/bin/sh", "-c", script, NULL);
      g_error ("unshare did not start");
    }
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/store/full/" path, Fixture, NULL, setup, func, teardown)
  ADD ("actions", test_actions);
  ADD ("careless", test_careless);
  ADD ("import", test_import);
  ADD ("create", test_create);
  ADD ("views", test_views);
  return g_test_run ();
}
