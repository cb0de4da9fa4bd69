/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup becomes a vault again.
 *
 * 1. What is put in place has been read back whole by another process first.
 * 2. Nothing is overwritten: an older vault is refused, or moved aside under a new name with its journal.
 * 3. A vault that a program has open is left alone.
 */
#define G_LOG_DOMAIN "jal-store"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jal-date.h"
#include "store/jal-backup-private.h"
#include "store/jal-holder.h"
#include "store/jal-store-private.h"

#define BUFFER_BYTES (1024 * 1024)
/* A recovery code as the sheet shows it. */
#define CODE_GROUPS 14
#define CODE_GROUP 5

static gboolean
copy_bytes (int from, int to, guint64 size, JalBackupProgress progress, gpointer progress_data, GCancellable *cancellable,
            GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_BYTES);
  guint64 done = 0;

  for (;;)
    {
      gssize n = read (from, buffer, BUFFER_BYTES);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                               _ ("The backup could not be read to its end. Check that its disk is still connected."));
          return FALSE;
        }
      if (n == 0)
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !jal_backup_write_bytes (to, buffer, (gsize)n, (gint64)done, error))
        return FALSE;
      done += (guint64)n;
      if (progress != NULL)
        progress (JAL_BACKUP_COPYING, done, size, progress_data);
    }
}

/* Copies to @hidden and brings it to the disk. */
static gboolean
make_copy (const char *source, const char *hidden, JalBackupProgress progress, gpointer progress_data,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (hidden);
  struct stat info;
  gboolean done;
  int from, to;

  from = open (source, O_RDONLY | O_CLOEXEC);
  if (from < 0 || fstat (from, &info) != 0)
    {
      if (from >= 0)
        close (from);
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("The backup cannot be read."));
      return FALSE;
    }
  if (!jal_backup_check_room (folder, (guint64)info.st_size, error) || (to = jal_backup_open_hidden (hidden, error)) < 0)
    {
      close (from);
      return FALSE;
    }
  done = copy_bytes (from, to, (guint64)info.st_size, progress, progress_data, cancellable, error);
  if (done && fsync (to) != 0)
    done = jal_backup_fail (errno, error);
  posix_fadvise (to, 0, 0, POSIX_FADV_DONTNEED);
  close (from);
  close (to);
  return done;
}

/* A name beside @path that is free: "Cases (2026-11-26).jalada". */
static char *
find_aside (const char *path)
{
  g_autofree char *stem = g_str_has_suffix (path, ".jalada") ? g_strndup (path, strlen (path) - 7) : g_strdup (path);
  char iso[JAL_DATE_ISO_SIZE];

  jal_date_format (jal_date_today (), iso);
  for (guint i = 1;; i++)
    {
      char *aside = i == 1 ? g_strdup_printf ("%s (%s).jalada", stem, iso) : g_strdup_printf ("%s (%s) %u.jalada", stem, iso, i);

      if (!g_file_test (aside, G_FILE_TEST_EXISTS))
        return aside;
      g_free (aside);
    }
}

static gboolean
move_aside (const char *path, char **kept, GError **error)
{
  g_autofree char *aside = find_aside (path);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *aside_journal = g_strconcat (aside, "-journal", NULL);

  if (rename (path, aside) != 0)
    return jal_backup_fail (errno, error);
  /* What a crash left half done belongs to the vault that moves. */
  if (g_file_test (journal, G_FILE_TEST_EXISTS) && rename (journal, aside_journal) != 0)
    {
      int number = errno;

      if (rename (aside, path) != 0)
        g_debug ("the older vault stays under its new name");
      return jal_backup_fail (number, error);
    }
  *kept = g_steal_pointer (&aside);
  return TRUE;
}

/* Moved aside, it would be where nothing is left to copy from. */
static gboolean
is_other_file (const char *source, const char *dest, GError **error)
{
  struct stat from, to;

  if (stat (source, &from) != 0 || stat (dest, &to) != 0 || from.st_ino != to.st_ino || from.st_dev != to.st_dev)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("That is the backup itself: nothing was changed. Choose another name or folder for the vault."));
  return FALSE;
}

static gboolean
may_go_to (const char *dest, gboolean aside, GError **error)
{
  if (!g_file_test (dest, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!aside)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS,
                           _ ("There is a file already where the backup should go: nothing was changed. Choose another "
                              "name."));
      return FALSE;
    }
  if (!jal_vault_is_open_elsewhere (dest))
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_OPEN_ELSEWHERE,
                       _ ("Another program has this vault open. Close it there first."));
  return FALSE;
}

static gboolean
restored_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

/* A code of 256 bits with its check digits is no passphrase by chance. */
static gboolean
is_code (const char *secret)
{
  return jal_recovery_check (secret, NULL, NULL);
}

/* Fourteen groups of five: somebody typed a code, with a mistake in it when it is none. */
static gboolean
looks_like_code (const char *secret)
{
  g_auto (GStrv) groups = g_strsplit_set (secret, "- \t\n", -1);
  guint n = 0;

  for (guint i = 0; groups[i] != NULL; i++)
    if (*groups[i] != '\0' && (strlen (groups[i]) != CODE_GROUP || ++n > CODE_GROUPS))
      {
        n = 0;
        break;
      }
  /* They are a secret as a whole. */
  for (guint i = 0; groups[i] != NULL; i++)
    sodium_memzero (groups[i], strlen (groups[i]));
  return n == CODE_GROUPS;
}

/* The vault tells from now on that it was restored, and what it was restored from. */
static gboolean
note_restore (const char *dest, const char *secret, const char *head, GError **error)
{
  g_autofree char *payload = g_strdup_printf ("{\"audit_head\":\"%s\"}", head);
  JalAct act = { .verb = "vault.restore", .payload = payload };
  g_autoptr (JalStore) store = is_code (secret) ? jal_store_open_vault_by_code (dest, secret, NULL, error)
                                              : jal_store_open_vault (dest, secret, NULL, error);

  return store != NULL && jal_store_act (store, &act, restored_func, NULL, NULL, error)
         && jal_store_close (store, error);
}

static gboolean
restore_from (JalStore *copy, const char *source, const char *hidden, const char *dest, char **kept,
              JalBackupReport *report, JalBackupProgress progress, gpointer progress_data, GCancellable *cancellable,
              GError **error)
{
  int fd;

  if (!make_copy (source, hidden, progress, progress_data, cancellable, error)
      || !jal_backup_check (copy, hidden, report, progress, progress_data, cancellable, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error)
      || !may_go_to (dest, kept != NULL, error)
      || (kept != NULL && g_file_test (dest, G_FILE_TEST_EXISTS) && !move_aside (dest, kept, error)))
    return FALSE;
  fd = open (hidden, O_RDWR | O_CLOEXEC);
  return fd >= 0 ? jal_backup_take_place (fd, hidden, dest, error) : jal_backup_fail (errno, error);
}

gboolean
jal_backup_restore (const char *source, const char *dest, const char *secret, char **kept, JalBackupReport *report,
                    JalBackupProgress progress, gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = NULL, *hidden = NULL;
  g_autoptr (JalStore) copy = NULL;
  JalStoreInfo info;
  gboolean done;

  g_return_val_if_fail (source != NULL && dest != NULL && secret != NULL, FALSE);

  if (kept != NULL)
    *kept = NULL;
  if (!is_other_file (source, dest, error) || !may_go_to (dest, kept != NULL, error)
      || (looks_like_code (secret) && !jal_recovery_check (secret, NULL, error)))
    return FALSE;
  copy = is_code (secret) ? jal_store_open_to_read_by_code (source, secret, cancellable, error)
                          : jal_store_open_to_read (source, secret, cancellable, error);
  if (copy == NULL || !jal_store_get_info (copy, &info, cancellable, error))
    return FALSE;
  folder = g_path_get_dirname (dest);
  hidden = g_strdup_printf ("%s/.jalada-%.8s.part", folder, info.vault_id);
  done = restore_from (copy, source, hidden, dest, kept, report, progress, progress_data, cancellable, error);
  if (!done)
    g_unlink (hidden);
  jal_store_close (copy, NULL);
  return done && note_restore (dest, secret, info.audit_head, error);
}
