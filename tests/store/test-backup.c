/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups: whole whatever happens meanwhile, found out when a byte is wrong, kept and let go by the calendar, restored
   over nothing. */
#include "test-store.h"
#include "test-raw.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jal-clock.h"
#include "base/jal-date.h"
#include "store/jal-backup.h"
#include "test-raw.h"

#define HOUR ((gint64)3600 * G_USEC_PER_SEC)
#define DAY (24 * HOUR)

/* --- Rotation ------------------------------------------------------------------------------------------------- */

/* Noon in Nairobi of a day. */
static gint64
noon (const char *iso)
{
  JalDate date;

  g_assert_true (jal_date_parse (iso, &date));
  return (gint64)date * DAY + 9 * HOUR;
}

/* "2027-03-14" good, "2027-03-14!" not good; separated by spaces. Expects exactly @kept to stay. */
static void
expect_kept (const char *now, const char *all, const char *kept)
{
  g_auto (GStrv) days = g_strsplit (all, " ", -1);
  guint n = g_strv_length (days);
  g_autofree JalBackupAge *ages = g_new0 (JalBackupAge, n);
  g_autofree gboolean *keep = g_new0 (gboolean, n);
  g_autoptr (GString) seen = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *iso = g_strndup (days[i], 10);

      ages[i] = (JalBackupAge){ noon (iso), days[i][10] != '!' };
    }
  jal_backup_rotate (ages, n, noon (now), keep);
  for (guint i = 0; i < n; i++)
    if (keep[i])
      g_string_append_printf (seen, "%s%s", seen->len > 0 ? " " : "", days[i]);
  g_assert_cmpstr (seen->str, ==, kept);
}

static void
test_rotation_table (void)
{
  /* The newest stays, whatever its age. */
  expect_kept ("2027-06-01", "2021-01-01", "2021-01-01");
  /* Seven days that have one, not seven days on end. */
  expect_kept ("2027-06-30", "2027-06-30 2027-06-28 2027-06-26 2027-06-24 2027-06-22", "2027-06-30 2027-06-28 2027-06-26 2027-06-24 2027-06-22");
  /* Ten days on end, all in June and in two weeks: seven of them, and Sunday the 20th as the last of its week. */
  expect_kept ("2027-06-28",
               "2027-06-28 2027-06-27 2027-06-26 2027-06-25 2027-06-24 2027-06-23 2027-06-22 2027-06-21 2027-06-20 2027-06-19",
               "2027-06-28 2027-06-27 2027-06-26 2027-06-25 2027-06-24 2027-06-23 2027-06-22 2027-06-20");
  /* The end of a month: the 31st stands for January, the last day there is for the months that are shorter. */
  expect_kept ("2027-04-30",
               "2027-04-30 2027-04-29 2027-04-28 2027-04-27 2027-04-26 2027-04-25 2027-04-24 2027-03-31 2027-03-30 "
               "2027-02-28 2027-02-27 2027-01-31 2027-01-30 2026-12-31",
               "2027-04-30 2027-04-29 2027-04-28 2027-04-27 2027-04-26 2027-04-25 2027-04-24 2027-03-31 2027-02-28 "
               "2027-01-31 2026-12-31");
  /* A leap day is the last of its month like another. */
  expect_kept ("2028-05-02",
               "2028-05-02 2028-05-01 2028-04-30 2028-04-29 2028-04-28 2028-04-27 2028-04-26 2028-03-01 2028-02-29 2028-02-28",
               "2028-05-02 2028-05-01 2028-04-30 2028-04-29 2028-04-28 2028-04-27 2028-04-26 2028-03-01 2028-02-29");
  /* What was not read back whole goes only when a newer one was. */
  expect_kept ("2027-06-05", "2027-06-05! 2027-06-04! 2027-06-03", "2027-06-05! 2027-06-04! 2027-06-03");
  expect_kept ("2027-06-05", "2027-06-05 2027-06-04! 2027-06-03", "2027-06-05 2027-06-03");
  expect_kept ("2027-06-05", "2027-06-05! 2027-06-04!", "2027-06-05! 2027-06-04!");
  /* A clock that was wrong: those stay and stand for nothing. */
  expect_kept ("2027-06-05", "2031-01-01 2027-06-05 2027-06-04", "2031-01-01 2027-06-05 2027-06-04");
}

/* Two years of one a day, and more on some: 7, then 4 weeks, then 12 months, each the newest of its own. */
static void
test_rotation_two_years (void)
{
  g_autoptr (GArray) ages = g_array_new (FALSE, FALSE, sizeof (JalBackupAge));
  gint64 first = noon ("2027-01-01");
  g_autofree gboolean *keep = NULL;

  for (guint day = 0; day < 730; day++)
    {
      gint64 now = first + day * DAY;

      for (guint n = 0; n < 1 + day % 3; n++)
        {
          JalBackupAge age = { now + n * HOUR, TRUE };

          g_array_append_val (ages, age);
        }
      g_free (keep);
      keep = g_new0 (gboolean, ages->len);
      jal_backup_rotate ((JalBackupAge *)ages->data, ages->len, now + 4 * HOUR, keep);
      for (guint i = ages->len; i > 0; i--)
        if (!keep[i - 1])
          g_array_remove_index (ages, i - 1);
      g_assert_cmpuint (ages->len, <=, JAL_BACKUP_DAYS + JAL_BACKUP_WEEKS + JAL_BACKUP_MONTHS);
      g_assert_cmpint (g_array_index (ages, JalBackupAge, ages->len - 1).at, >=, now);
    }
  /* What two years of this leave: nothing from the first year but its December's end. */
  g_assert_cmpuint (ages->len, >=, 20);
  for (guint i = 1; i < ages->len; i++)
    g_assert_cmpint (g_array_index (ages, JalBackupAge, i).at, >, g_array_index (ages, JalBackupAge, i - 1).at);
  g_assert_cmpint (jal_date_from_instant (g_array_index (ages, JalBackupAge, 0).at), ==, jal_date_from_ymd (2028, 1, 31));
}

static void
test_due (void)
{
  static const struct
  {
    JalBackupStatus status;
    gboolean paused, due;
  } cases[] = {
    { { .folder = (char *)"/x", .automatic = TRUE }, FALSE, TRUE },
    { { .folder = NULL, .automatic = TRUE }, TRUE, FALSE },
    { { .folder = (char *)"/x", .automatic = FALSE }, TRUE, FALSE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 99 * DAY, .last_good = 99 * DAY, .n_changes = 3 }, TRUE, TRUE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 99 * DAY + 1, .last_good = 99 * DAY + 1, .n_changes = 3 }, FALSE, FALSE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 99 * DAY + 1, .last_good = 99 * DAY + 1, .n_changes = 0 }, TRUE, FALSE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 100 * DAY - 60 * G_USEC_PER_SEC, .last_good = 100 * DAY - 60 * G_USEC_PER_SEC, .n_changes = 1 }, TRUE, FALSE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 100 * DAY - 6 * 60 * G_USEC_PER_SEC, .last_good = 100 * DAY - 6 * 60 * G_USEC_PER_SEC, .n_changes = 1 }, TRUE, TRUE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 98 * DAY, .last_good = 98 * DAY }, FALSE, TRUE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 98 * DAY, .last_good = 98 * DAY, .failed_at = 100 * DAY - 60 * G_USEC_PER_SEC }, FALSE, FALSE },
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 98 * DAY, .last_good = 98 * DAY, .failed_at = 100 * DAY - 11 * 60 * G_USEC_PER_SEC }, FALSE, TRUE },
    /* The clock went back. */
    { { .folder = (char *)"/x", .automatic = TRUE, .last_made = 200 * DAY, .last_good = 200 * DAY, .n_changes = 1 }, TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (jal_backup_is_due (&cases[i].status, cases[i].paused, 100 * DAY) != cases[i].due)
      g_error ("case %u", i);
}

/* --- Copies --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId blob;
  gsize size;
} Adopt;

typedef struct
{
  JalBlobWriter *writer;
  JalId id;
} AdoptCall;

static gboolean
adopt_func (JalTx *tx, gpointer data, GError **error)
{
  AdoptCall *call = data;
  JalBlobInfo info;

  if (!jal_blob_writer_adopt (call->writer, tx, &info, error))
    return FALSE;
  call->id = info.id;
  return TRUE;
}

static JalId
add_blob (JalStore *store, gsize size, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree guint32 *bytes = g_malloc (size);
  AdoptCall call = { jal_blob_writer_new (store), JAL_ID_NONE };
  JalAct act = { .verb = "test.blob" };
  JalBlobInfo info;

  for (gsize i = 0; i < size / 4; i++)
    bytes[i] = g_rand_int (rand);
  g_assert_true (jal_blob_writer_append (call.writer, bytes, size, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_blob_writer_finish (call.writer, &info, NULL, &error));
  g_assert_true (jal_store_act (store, &act, adopt_func, &call, NULL, &error));
  g_assert_no_error (error);
  jal_blob_writer_free (call.writer);
  return call.id;
}

static char *
copy_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
make_copy (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_backup_write (fixture->store, path, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
check_fails (Fixture *fixture, const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (jal_backup_check (fixture->store, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  if (words != NULL && strstr (error->message, words) == NULL)
    g_error ("%s", error->message);
}

static gpointer
write_thread (gpointer data)
{
  JalStore *store = data;

  for (guint32 i = 0; i < 12; i++)
    {
      add_blob (store, 700000, 100 + i);
      run (store, "INSERT INTO local_setting VALUES ('n' || hex (randomblob (8)), hex (randomblob (900)))");
    }
  return NULL;
}

static void
test_while_writing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GThread) thread = NULL;
  g_autofree char *second = copy_path (fixture, "second.jalada");
  JalBackupReport report = { 0 };
  guint64 size = 0, seq = 0;
  char head[65];
  gint64 at = 0;

  add_blob (fixture->store, 5000000, 1);
  thread = g_thread_new ("writer", write_thread, fixture->store);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = copy_path (fixture, "copy.jalada");
      struct stat info;

      g_assert_true (jal_backup_write (fixture->store, path, &size, &seq, head, &at, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_size, ==, size);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      g_assert_true (jal_backup_check (fixture->store, path, &report, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (report.n_originals, >=, 1);
      g_assert_cmpuint (report.n_records, ==, seq);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_thread_join (g_steal_pointer (&thread));
  make_copy (fixture, second);
  g_assert_true (jal_backup_check (fixture->store, second, &report, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_originals, ==, 13);
}

static void
flip (const char *path, gint64 at)
{
  int fd = g_open (path, O_RDWR, 0);
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
  byte ^= 1;
  g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
  close (fd);
}

static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_path (fixture, "copy.jalada");
  g_autoptr (GError) error = NULL;
  struct stat info;

  add_blob (fixture->store, 300000, 1);
  make_copy (fixture, path);
  g_assert_true (jal_backup_check (fixture->store, path, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpint (stat (path, &info), ==, 0);
  for (gint64 at = 3; at < info.st_size; at += info.st_size / 17)
    {
      flip (path, at);
      check_fails (fixture, path, NULL);
      flip (path, at);
    }
  g_assert_cmpint (truncate (path, info.st_size - 8192), ==, 0);
  check_fails (fixture, path, NULL);
  g_assert_true (g_file_set_contents (path, "no vault at all", -1, NULL));
  g_assert_false (jal_backup_check (fixture->store, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_A_VAULT);
}

/* Every page authentic, and still not what was taken in: somebody who had the key changed the bytes. */
static void
test_other_bytes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_path (fixture, "copy.jalada");

  add_blob (fixture->store, 300000, 1);
  run (fixture->store, "UPDATE chunk SET data = zeroblob (length (data)) WHERE rowid = (SELECT max (rowid) FROM chunk)");
  make_copy (fixture, path);
  check_fails (fixture, path, "not the one that was taken in");
}

/* And a record of the audit that was changed. */
static void
test_other_record (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_path (fixture, "copy.jalada");

  close_store (fixture);
  raw_unguarded (fixture->path, "UPDATE audit SET actor = 'somebody else' WHERE seq = 1");
  reopen (fixture);
  make_copy (fixture, path);
  check_fails (fixture, path, "entry 1");
}

typedef struct
{
  GCancellable *cancellable;
  JalStore *store;
  JalBackupPhase phase;
} Stop;

static void
cancel_cb (JalBackupPhase phase, guint64 done, guint64 total, gpointer data)
{
  Stop *stop = data;

  if (phase == stop->phase && stop->cancellable != NULL)
    g_cancellable_cancel (stop->cancellable);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_path (fixture, "copy.jalada");
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stop stop = { cancellable, NULL, JAL_BACKUP_COPYING };
  JalStoreInfo info;
  guint before;

  add_blob (fixture->store, 9000000, 1);
  before = count_files (fixture->folder);
  g_assert_false (jal_backup_write (fixture->store, path, NULL, NULL, NULL, NULL, cancel_cb, &stop, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture->folder), ==, before);

  /* What a power cut left is replaced by the next. */
  g_assert_true (jal_store_get_info (fixture->store, &info, NULL, NULL));
  left = g_strdup_printf ("%s/.jalada-%.8s.part", fixture->folder, info.vault_id);
  g_assert_true (g_file_set_contents (left, "half a backup", -1, NULL));
  make_copy (fixture, path);
  g_assert_cmpuint (count_files (fixture->folder), ==, before + 1);
  g_assert_true (jal_backup_check (fixture->store, path, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  g_cancellable_reset (cancellable);
  stop.phase = JAL_BACKUP_CHECKING;
  g_assert_false (jal_backup_check (fixture->store, path, NULL, cancel_cb, &stop, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
close_thread (gpointer data)
{
  jal_store_close (data, NULL);
  return NULL;
}

static void
close_cb (JalBackupPhase phase, guint64 done, guint64 total, gpointer data)
{
  Stop *stop = data;

  if (stop->store != NULL)
    g_thread_join (g_thread_new ("closer", close_thread, g_steal_pointer (&stop->store)));
}

/* Locking does not wait for the backup; the backup ends and leaves nothing. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_path (fixture, "copy.jalada");
  g_autoptr (GError) error = NULL;
  Stop stop = { NULL, fixture->store, JAL_BACKUP_COPYING };

  add_blob (fixture->store, 9000000, 1);
  g_assert_false (jal_backup_write (fixture->store, path, NULL, NULL, NULL, NULL, close_cb, &stop, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  g_clear_object (&fixture->store);
}

/* --- The list ------------------------------------------------------------------------------------------------- */

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = copy_path (fixture, "stick");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalBackupStatus) none = NULL, made = NULL, gone = NULL, spoilt = NULL;
  g_autoptr (GPtrArray) backups = NULL;
  gint64 start = noon ("2027-03-14");

  jal_clock_set_fake (start);
  g_assert_false (jal_backup_run (fixture->store, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_backup_set_folder (fixture->store, folder, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (jal_backup_set_folder (fixture->store, folder, &error));
  none = jal_backup_get_status (fixture->store, NULL, &error);
  g_assert_cmpint (none->last_good, ==, 0);
  g_assert_true (none->reachable && none->automatic && none->same_disk);

  /* Nine days, two backups a day; seven days of one are left, and the Sunday before them. */
  for (guint i = 0; i < 18; i++)
    {
      jal_clock_set_fake (start + i * DAY / 2);
      run (fixture->store, "INSERT INTO local_setting VALUES ('n' || hex (randomblob (8)), '')");
      g_clear_pointer (&path, g_free);
      g_assert_true (jal_backup_run (fixture->store, &path, NULL, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
  backups = jal_backup_list (fixture->store, NULL, &error);
  g_assert_cmpuint (backups->len, ==, 8);
  g_assert_cmpuint (count_files (folder), ==, 8);
  for (guint i = 0; i < backups->len; i++)
    {
      JalBackup *backup = backups->pdata[i];

      g_assert_cmpstr (backup->state, ==, "verified");
      g_assert_true (backup->present);
      if (i > 0)
        g_assert_cmpint (((JalBackup *)backups->pdata[i - 1])->at, >, backup->at);
    }
  made = jal_backup_get_status (fixture->store, NULL, &error);
  g_assert_cmpint (made->last_good, ==, start + 17 * DAY / 2);
  g_assert_cmpuint (made->n_changes, ==, 0);
  g_assert_cmpint (made->unverified, ==, 0);

  /* A byte of the newest changes on the stick: looking again tells, and the last good one is an older one. */
  flip (path, 30000);
  g_assert_false (jal_backup_recheck (fixture->store, ((JalBackup *)backups->pdata[0])->id, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  spoilt = jal_backup_get_status (fixture->store, NULL, &error);
  g_assert_cmpint (spoilt->last_good, ==, ((JalBackup *)backups->pdata[1])->at);
  g_assert_nonnull (spoilt->failed);

  /* The stick is taken away. */
  empty_folder (folder);
  jal_clock_set_fake (start + 10 * DAY);
  g_assert_false (jal_backup_run (fixture->store, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  gone = jal_backup_get_status (fixture->store, NULL, NULL);
  g_assert_cmpint (gone->failed_at, ==, start + 10 * DAY);
  g_assert_cmpstr (gone->failed, ==, error->message);
  g_assert_false (gone->reachable);
  jal_clock_set_fake (-1);
}

static void
test_folder_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = copy_path (fixture, "copy.jalada");
  g_autoptr (GError) error = NULL;

  if (g_getenv ("JALADA_TEST_FULL") == NULL)
    {
      const char *argv[] = { UNSHARE, "-Urm", "sh", "-c", NULL, NULL };
      g_autofree char *command
          = g_strdup_printf ("d=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs $d && JALADA_TEST_FULL=$d exec '%s' -p %s",
                             (const char *)data, "/store/backup/full");
      int status;

      argv[4] = command;
      g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                                  &status, &error));
      g_assert_no_error (error);
      g_assert_cmpint (status, ==, 0);
      return;
    }
  add_blob (fixture->store, 3000000, 1);
  g_clear_pointer (&path, g_free);
  path = g_build_filename (g_getenv ("JALADA_TEST_FULL"), "copy.jalada", NULL);
  g_assert_false (jal_backup_write (fixture->store, path, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL);
  g_assert_cmpuint (count_files (g_getenv ("JALADA_TEST_FULL")), ==, 0);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM blob WHERE state = 1"), ==, 1);
}

/* --- Restoring ------------------------------------------------------------------------------------------------ */

static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = copy_path (fixture, "copy.jalada"), *dest = copy_path (fixture, "restored.jalada");
  g_autofree char *kept = NULL, *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  JalBackupReport report = { 0 };
  gsize length, length_after;

  add_blob (fixture->store, 300000, 1);
  make_copy (fixture, copy);
  g_assert_false (jal_backup_restore (copy, dest, "a wrong one", NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_false (g_file_test (dest, G_FILE_TEST_EXISTS));

  g_assert_true (jal_backup_restore (copy, dest, PASSPHRASE, NULL, &report, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_originals, ==, 1);

  /* What is there is not overwritten. */
  g_assert_true (g_file_get_contents (dest, &before, &length, NULL));
  g_assert_false (jal_backup_restore (copy, dest, PASSPHRASE, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (dest, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
  g_clear_pointer (&after, g_free);

  /* Moved aside it is still itself. */
  g_assert_true (jal_backup_restore (copy, dest, PASSPHRASE, &kept, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (kept, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);

  /* A vault that is open stays where it is. */
  g_clear_pointer (&kept, g_free);
  g_assert_false (jal_backup_restore (copy, fixture->path, PASSPHRASE, &kept, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_OPEN_ELSEWHERE);
  g_clear_error (&error);
  g_assert_cmpint (ask (fixture->store, "SELECT count(*) FROM blob WHERE state = 1"), ==, 1);

  /* A damaged backup is not put in place. */
  flip (copy, 20000);
  g_assert_cmpint (g_unlink (dest), ==, 0);
  g_assert_false (jal_backup_restore (copy, dest, PASSPHRASE, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  g_assert_false (g_file_test (dest, G_FILE_TEST_EXISTS));
}

static void
test_restored_opens (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = copy_path (fixture, "copy.jalada"), *dest = copy_path (fixture, "restored.jalada");
  g_autofree char *verb = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) restored = NULL;
  JalId blob = add_blob (fixture->store, 300000, 1);

  make_copy (fixture, copy);
  g_assert_true (jal_backup_restore (copy, dest, PASSPHRASE, NULL, NULL, NULL, NULL, NULL, &error));
  restored = jal_store_open_vault (dest, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_blob_verify (restored, blob, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  verb = ask_text (restored, "SELECT verb FROM audit WHERE verb = 'vault.restore'");
  g_assert_cmpstr (verb, ==, "vault.restore");
  g_assert_true (jal_audit_verify (restored, NULL, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/backup/rotation", test_rotation_table);
  g_test_add_func ("/store/backup/rotation-two-years", test_rotation_two_years);
  g_test_add_func ("/store/backup/due", test_due);
  g_test_add ("/store/backup/while-writing", Fixture, NULL, setup, test_while_writing, teardown);
  g_test_add ("/store/backup/flipped", Fixture, NULL, setup, test_flipped, teardown);
  g_test_add ("/store/backup/other-bytes", Fixture, NULL, setup, test_other_bytes, teardown);
  g_test_add ("/store/backup/other-record", Fixture, NULL, setup, test_other_record, teardown);
  g_test_add ("/store/backup/cancelled", Fixture, NULL, setup, test_cancelled, teardown);
  g_test_add ("/store/backup/closed", Fixture, NULL, setup, test_closed, teardown);
  g_test_add ("/store/backup/list", Fixture, NULL, setup, test_list, teardown);
  g_test_add ("/store/backup/full", Fixture, argv[0], setup, test_folder_full, teardown);
  g_test_add ("/store/backup/restore", Fixture, NULL, setup, test_restore, teardown);
  g_test_add ("/store/backup/restored-opens", Fixture, NULL, setup, test_restored_opens, teardown);
  return g_test_run ();
}
