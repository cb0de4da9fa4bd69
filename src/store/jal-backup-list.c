/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's backups: the folder, and making one. What lies there: jal-backup-find.c.
 *
 * 1. The list stands in the vault: how old the last good one is can be told while its stick is in a drawer.
 * 2. A backup counts as good only after the other process has read it back.
 * 3. An older one is removed only when it bears this vault's name and identity.
 */
#define G_LOG_DOMAIN "jal-store"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jal-clock.h"
#include "base/jal-date.h"
#include "store/jal-backup-private.h"
#include "store/jal-store-private.h"

#define AUTOMATIC "backup.automatic"
#define FAILED "backup.failed"
#define FAILED_AT "backup.failed_at"

/* Between two automatic ones, and before the next try after a failure. */
#define PAUSE (5 * G_TIME_SPAN_MINUTE)
#define AGAIN (10 * G_TIME_SPAN_MINUTE)

void
jal_backup_free (JalBackup *backup)
{
  if (backup == NULL)
    return;
  g_free (backup->path);
  g_free (backup->state);
  g_free (backup->trouble);
  g_free (backup);
}

void
jal_backup_status_free (JalBackupStatus *status)
{
  if (status == NULL)
    return;
  g_free (status->folder);
  g_free (status->failed);
  g_free (status);
}

/* --- Choosing ------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *value;
} Setting;

static gboolean
set_func (JalTx *tx, gpointer data, GError **error)
{
  const Setting *setting = data;

  return jal_tx_set_local_setting (tx, setting->name, setting->value, error);
}

/* Adds the folder chosen until now to those chosen before, but @but, one a line; a name that holds a line's end is not kept. */
static gboolean
keep_earlier (JalTx *tx, const char *add, const char *but, GError **error)
{
  g_autofree char *before = jal_tx_get_local_setting (tx, JAL_BACKUP_EARLIER, NULL), *joined = NULL;
  g_auto (GStrv) lines = g_strsplit (before != NULL ? before : "", "\n", -1);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && g_strcmp0 (lines[i], but) != 0 && g_strcmp0 (lines[i], add) != 0)
      g_ptr_array_add (folders, lines[i]);
  if (add != NULL && g_strcmp0 (add, but) != 0 && strchr (add, '\n') == NULL)
    g_ptr_array_add (folders, (char *)add);
  g_ptr_array_add (folders, NULL);
  joined = g_strjoinv ("\n", (char **)folders->pdata);
  return jal_tx_set_local_setting (tx, JAL_BACKUP_EARLIER, *joined != '\0' ? joined : NULL, error);
}

gboolean
jal_backup_forget_folder (JalTx *tx, const char *path, GError **error)
{
  return keep_earlier (tx, NULL, path, error);
}

static gboolean
set_folder_func (JalTx *tx, gpointer data, GError **error)
{
  const Setting *setting = data;
  g_autofree char *until_now = jal_tx_get_local_setting (tx, setting->name, NULL);

  return keep_earlier (tx, until_now, setting->value, error) && set_func (tx, data, error);
}

gboolean
jal_backup_set_folder (JalStore *store, const char *folder, GError **error)
{
  g_autofree char *full = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;
  Setting setting = { JAL_BACKUP_FOLDER, full };
  JalAct act = { .verb = "backup.folder" };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (full != NULL && (!g_file_test (full, G_FILE_TEST_IS_DIR) || access (full, W_OK | X_OK) != 0))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("Backups cannot be put there. Choose a folder that you may write."));
      return FALSE;
    }
  return jal_store_act (store, &act, set_folder_func, &setting, NULL, error);
}

gboolean
jal_backup_set_automatic (JalStore *store, gboolean automatic, GError **error)
{
  Setting setting = { AUTOMATIC, automatic ? NULL : "no" };
  JalAct act = { .verb = "backup.automatic" };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, set_func, &setting, NULL, error);
}

/* --- Looking -------------------------------------------------------------------------------------------------- */

static gboolean
status_func (JalTx *tx, gpointer data, GError **error)
{
  JalBackupStatus *status = data;
  g_autofree char *automatic = jal_tx_get_local_setting (tx, AUTOMATIC, NULL);
  g_autofree char *failed_at = jal_tx_get_local_setting (tx, FAILED_AT, NULL);
  g_autoptr (JalRows) last = NULL;
  g_autoptr (GError) local = NULL;
  gint64 seq = 0, changes = 0;

  status->folder = jal_tx_get_local_setting (tx, JAL_BACKUP_FOLDER, NULL);
  status->failed = jal_tx_get_local_setting (tx, FAILED, NULL);
  status->failed_at = failed_at != NULL ? g_ascii_strtoll (failed_at, NULL, 10) : 0;
  status->automatic = automatic == NULL;
  if (!jal_tx_select_int (tx, &status->last_made, error, "SELECT coalesce(max(at), 0) FROM backup", NULL)
      || !jal_tx_select_int (tx, &status->last_good, error,
                             "SELECT coalesce(max(at), 0) FROM backup WHERE state = 'verified'", NULL)
      || !jal_tx_select_int (tx, &status->unverified, error,
                             "SELECT coalesce(max(at), 0) FROM backup WHERE state = 'made' AND at > "
                             "(SELECT coalesce(max(at), 0) FROM backup WHERE state = 'verified')",
                             NULL))
    return FALSE;
  last = jal_tx_select (tx, error, "SELECT audit_seq FROM backup ORDER BY at DESC LIMIT 1", NULL);
  if (last == NULL)
    return FALSE;
  if (jal_rows_next (last, &local))
    seq = jal_rows_int (last, 0);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!jal_tx_select_int (tx, &changes, error,
                          "SELECT count(*) FROM audit WHERE device = ? AND seq > ? AND change_digest IS NOT NULL", "Ii",
                          &tx->store->device, seq))
    return FALSE;
  status->n_changes = (guint)MIN (changes, G_MAXUINT);
  return TRUE;
}

static void
look_at_folder (JalStore *store, JalBackupStatus *status)
{
  struct stat vault, folder;

  if (status->folder == NULL || stat (status->folder, &folder) != 0)
    return;
  status->reachable = S_ISDIR (folder.st_mode) && access (status->folder, W_OK | X_OK) == 0;
  status->same_disk = stat (jal_store_get_path (store), &vault) == 0 && vault.st_dev == folder.st_dev;
}

JalBackupStatus *
jal_backup_get_status (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalBackupStatus) status = g_new0 (JalBackupStatus, 1);

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read_background (store, status_func, status, cancellable, error))
    return NULL;
  look_at_folder (store, status);
  return g_steal_pointer (&status);
}

gboolean
jal_backup_is_due (const JalBackupStatus *status, gboolean paused, gint64 now)
{
  g_return_val_if_fail (status != NULL, FALSE);

  if (!status->automatic || status->folder == NULL)
    return FALSE;
  if (status->failed_at > 0 && now >= status->failed_at && now - status->failed_at < AGAIN)
    return FALSE;
  if (status->last_good == 0 || status->unverified != 0 || now - status->last_good >= G_TIME_SPAN_DAY)
    return TRUE;
  /* A clock that went back must not stop them. */
  return paused && status->n_changes > 0 && (now < status->last_made || now - status->last_made >= PAUSE);
}

/* --- Making --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId id;
  gint64 at;
  const char *folder;
  const char *name;
  guint64 size;
  guint64 seq;
  char head[64 + 1];
  const char *state;
  const char *trouble;
  JalBackupReport report;
} Made;

static gboolean
made_func (JalTx *tx, gpointer data, GError **error)
{
  const Made *made = data;

  return jal_tx_run (tx, error,
                     "INSERT INTO backup (id, at, folder, name, size, audit_seq, audit_head, state) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, 'made')",
                     "Iissiis", &made->id, made->at, made->folder, made->name, (gint64)made->size, (gint64)made->seq,
                     made->head)
         && jal_tx_set_local_setting (tx, FAILED, NULL, error) && jal_tx_set_local_setting (tx, FAILED_AT, NULL, error);
}

static gboolean
checked_func (JalTx *tx, gpointer data, GError **error)
{
  const Made *made = data;

  return jal_tx_run (tx, error, "UPDATE backup SET state = ?, checked_at = ?, originals = ?, trouble = ? WHERE id = ?",
                     "siisI", made->state, jal_tx_get_now (tx), (gint64)made->report.n_originals, made->trouble, &made->id);
}

static gboolean
failed_func (JalTx *tx, gpointer data, GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, jal_tx_get_now (tx));

  return jal_tx_set_local_setting (tx, FAILED, data, error) && jal_tx_set_local_setting (tx, FAILED_AT, now, error);
}

/* A failure that is not the user's cancelling is told until the next good one. */
static void
note_failure (JalStore *store, const GError *error)
{
  JalAct act = { .verb = "backup.fail", .payload = error->message, .priority = JAL_STORE_PRIORITY_BACKGROUND };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED))
    return;
  jal_store_act (store, &act, failed_func, (gpointer)error->message, NULL, NULL);
}

static gboolean
removed_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_run (tx, error, "UPDATE backup SET state = 'removed' WHERE id = ?", "I", data);
}

/* One that stood in no list: the record says that it went. */
static gboolean
nothing_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

/* Lets go of what the rotation no longer wants, in the folder of today only. */
static void
let_go (JalStore *store, const char *folder)
{
  g_autoptr (GPtrArray) all = jal_backup_list (store, NULL, NULL);
  g_autoptr (GPtrArray) here = g_ptr_array_new ();
  g_autofree JalBackupAge *ages = NULL;
  g_autofree gboolean *keep = NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      JalBackup *backup = all->pdata[i];
      g_autofree char *dirname = g_path_get_dirname (backup->path);

      if (!jal_id_is_none (backup->id) && backup->present && g_str_equal (dirname, folder)
          && jal_backup_has_own_name (backup->path))
        g_ptr_array_add (here, backup);
    }
  ages = g_new0 (JalBackupAge, MAX (here->len, 1));
  keep = g_new0 (gboolean, MAX (here->len, 1));
  for (guint i = 0; i < here->len; i++)
    {
      JalBackup *backup = here->pdata[i];

      ages[i] = (JalBackupAge){ backup->at, g_str_equal (backup->state, "verified") };
    }
  jal_backup_rotate (ages, here->len, jal_clock_now (), keep);
  for (guint i = 0; i < here->len; i++)
    {
      JalBackup *backup = here->pdata[i];
      JalAct act = { .verb = "backup.remove", .subject_id = backup->id, .priority = JAL_STORE_PRIORITY_BACKGROUND };

      if (!keep[i] && jal_backup_is_of_vault (store, backup->path) && g_unlink (backup->path) == 0)
        jal_store_act (store, &act, removed_func, &backup->id, NULL, NULL);
    }
}

gboolean
jal_backup_forget (JalStore *store, const JalBackup *backup, GError **error)
{
  g_autofree char *journal = NULL;
  JalAct act = { .verb = "backup.remove", .subject_id = backup->id };
  JalId id = backup->id;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_backup_is_of_vault (store, backup->path))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("This backup is not where it was put."));
      return FALSE;
    }
  /* What a crash left of a vault that was moved aside; there is none beside a backup. First, so that what still stands is listed. */
  journal = g_strconcat (backup->path, "-journal", NULL);
  if ((g_unlink (journal) != 0 && errno != ENOENT) || g_unlink (backup->path) != 0)
    return jal_backup_fail (errno, error);
  return jal_store_act (store, &act, jal_id_is_none (id) ? nothing_func : removed_func, &id, NULL, error);
}

static gboolean
check_made (JalStore *store, const char *path, Made *made, JalBackupProgress progress, gpointer progress_data,
            GCancellable *cancellable, GError **error)
{
  JalAct act = { .verb = "backup.check", .subject_id = made->id, .priority = JAL_STORE_PRIORITY_BACKGROUND };
  g_autoptr (GError) local = NULL;

  if (jal_backup_check (store, path, &made->report, progress, progress_data, cancellable, &local))
    made->state = "verified";
  else if (g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)
           || g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_A_VAULT))
    {
      made->state = "failed";
      made->trouble = local->message;
    }
  act.payload = made->state;
  if (made->state != NULL && !jal_store_act (store, &act, checked_func, made, NULL, local == NULL ? error : NULL))
    return FALSE;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return made->trouble == NULL && g_strcmp0 (made->state, "verified") == 0;
}

/* A free name in @folder that says when, in the time of Nairobi; nothing of the vault's own name, which may be a
   case's. */
static char *
make_name (JalStore *store, const char *folder, GError **error)
{
  g_autofree char *prefix = jal_backup_name_prefix (store, error);

  for (gint64 now = jal_clock_now (); prefix != NULL; now += G_USEC_PER_SEC)
    {
      gint64 seconds = now / G_USEC_PER_SEC + 3 * 3600;
      char iso[JAL_DATE_ISO_SIZE];
      g_autofree char *name = NULL, *path = NULL;

      jal_date_format (jal_date_from_instant (now), iso);
      name = g_strdup_printf ("%s%s-%02d%02d%02d.jalada", prefix, iso, (int)(seconds / 3600 % 24),
                              (int)(seconds / 60 % 60), (int)(seconds % 60));
      path = g_build_filename (folder, name, NULL);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
  return NULL;
}

static gboolean
make_at (JalStore *store, const char *folder, const char *name, JalBackupReport *report, JalBackupProgress progress,
         gpointer progress_data, GCancellable *cancellable, GError **error)
{
  JalAct act = { .verb = "backup.make", .payload = name, .priority = JAL_STORE_PRIORITY_BACKGROUND };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  Made made = { .id = jal_id_new (), .folder = folder, .name = name };

  if (!jal_backup_write (store, path, &made.size, &made.seq, made.head, &made.at, progress, progress_data, cancellable,
                         error))
    return FALSE;
  act.subject_id = made.id;
  if (!jal_store_act (store, &act, made_func, &made, NULL, error))
    {
      /* Nobody would know of it. */
      g_unlink (path);
      return FALSE;
    }
  if (!check_made (store, path, &made, progress, progress_data, cancellable, error))
    return FALSE;
  *report = made.report;
  return TRUE;
}

gboolean
jal_backup_run_to (JalStore *store, const char *dest, char **path, JalBackupReport *report, JalBackupProgress progress,
                   gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *full = NULL, *folder = NULL, *name = NULL;
  JalBackupReport own = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store) && dest != NULL, FALSE);

  full = g_canonicalize_filename (dest, NULL);
  if (g_file_test (full, G_FILE_TEST_IS_DIR))
    {
      folder = g_strdup (full);
      name = make_name (store, folder, error);
    }
  else
    {
      folder = g_path_get_dirname (full);
      name = g_path_get_basename (full);
    }
  if (name == NULL || !make_at (store, folder, name, &own, progress, progress_data, cancellable, error))
    return FALSE;
  if (report != NULL)
    *report = own;
  if (path != NULL)
    *path = g_build_filename (folder, name, NULL);
  return TRUE;
}

gboolean
jal_backup_run (JalStore *store, char **path, JalBackupReport *report, JalBackupProgress progress, gpointer progress_data,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (JalBackupStatus) status = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *own_name = NULL;
  JalBackupReport own = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  status = jal_backup_get_status (store, cancellable, error);
  if (status == NULL)
    return FALSE;
  if (status->folder == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("Choose a folder for backups first: a stick, another disk or a synced folder."));
      return FALSE;
    }
  if (!g_file_test (status->folder, G_FILE_TEST_IS_DIR))
    jal_backup_fail (ENOENT, &local);
  else if ((own_name = make_name (store, status->folder, &local)) != NULL
           && make_at (store, status->folder, own_name, &own, progress, progress_data, cancellable, &local))
    let_go (store, status->folder);
  if (local != NULL)
    {
      note_failure (store, local);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (report != NULL)
    *report = own;
  if (path != NULL)
    *path = g_build_filename (status->folder, own_name, NULL);
  return TRUE;
}

typedef struct
{
  JalId id;
  char *path;
} Newest;

static gboolean
newest_func (JalTx *tx, gpointer data, GError **error)
{
  Newest *newest = data;
  g_autoptr (JalRows) rows
      = jal_id_is_none (newest->id)
            ? jal_tx_select_one (tx, error,
                                 "SELECT id, folder, name FROM backup WHERE state = 'made' ORDER BY at DESC LIMIT 1", NULL)
            : jal_tx_select_one (tx, error, "SELECT id, folder, name FROM backup WHERE id = ? AND state <> 'removed'", "I",
                                 &newest->id);

  if (rows == NULL)
    return FALSE;
  newest->id = jal_rows_id (rows, 0);
  newest->path = g_build_filename (jal_rows_text (rows, 1), jal_rows_text (rows, 2), NULL);
  return TRUE;
}

gboolean
jal_backup_recheck (JalStore *store, JalId id, JalBackupReport *report, JalBackupProgress progress,
                    gpointer progress_data, GCancellable *cancellable, GError **error)
{
  Newest newest = { .id = id };
  g_autofree char *path = NULL, *folder = NULL;
  g_autoptr (GError) local = NULL;
  Made made = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (!jal_store_read_background (store, newest_func, &newest, cancellable, error))
    return FALSE;
  path = newest.path;
  made.id = newest.id;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    jal_backup_fail (ENOENT, &local);
  else
    check_made (store, path, &made, progress, progress_data, cancellable, &local);
  if (local != NULL)
    {
      note_failure (store, local);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  folder = g_path_get_dirname (path);
  let_go (store, folder);
  if (report != NULL)
    *report = made.report;
  return TRUE;
}
