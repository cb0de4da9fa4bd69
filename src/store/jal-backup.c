/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One copy of the open vault, taken while it is in use.
 *
 * 1. The store's thread only reads, a slice at a time and after everything that somebody waits for; a slow stick holds up
 *    the thread of the backup and nobody else.
 * 2. What grows has a hidden name that belongs to this vault: what a power cut left is removed by the next one.
 * 3. The name comes last, when the bytes are on the disk.
 * 4. A cancelled backup, or one whose store was closed, goes without a trace and within a slice.
 */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-backup.h"
#include "store/jal-later-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/jal-clock.h"
#include "store/jal-backup-private.h"
#include "store/jal-store-private.h"

/* Pages the store's thread reads in one job: half a megabyte, well under a millisecond from a warm disk. */
#define SLICE_PAGES 64
/* So few pages left are read in one job, and with them the copy is what the vault is at that moment. */
#define LAST_PAGES 256
/* Beside the pages themselves. */
#define SPARE_BYTES (4 * 1024 * 1024)

typedef struct
{
  gint64 offset;
  gsize length;
  guint8 *bytes; /* (not owned) */
} Piece;

typedef struct
{
  /* The writing side. */
  char *hidden;
  char *folder;
  int fd;
  guint8 *buffer;
  /* Answers of the store's thread. */
  Piece pieces[LAST_PAGES];
  guint n_pieces;
  guint64 n_left;
  guint64 n_pages;
  gboolean last;
  guint8 header[JAL_VAULT_BACKUP_HEADER];
  gint64 size;
  JalAuditHead head;
  gint64 at;
} Copy;

/* --- On the store's thread ------------------------------------------------------------------------------------ */

static gboolean
begin_job (JalStore *store, gpointer data, GError **error)
{
  Copy *copy = data;
  GError *local = NULL;

  if (store->backup != NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("A backup is being made already."));
      return FALSE;
    }
  store->backup = jal_vault_backup_begin (store->vault, &local);
  if (store->backup == NULL)
    {
      jal_store_propagate_vault_error (error, local);
      return FALSE;
    }
  copy->n_pages = jal_vault_backup_get_pages (store->backup);
  return TRUE;
}

static gboolean
end_job (JalStore *store, gpointer data, GError **error)
{
  g_clear_pointer (&store->backup, jal_vault_backup_end);
  return TRUE;
}

static gboolean
read_piece (JalStore *store, Copy *copy, guint max_pages, gsize *used, GError **error)
{
  Piece *piece = &copy->pieces[copy->n_pieces];
  GError *local = NULL;

  piece->bytes = copy->buffer + *used;
  if (!jal_vault_backup_read (store->backup, max_pages, piece->bytes, &piece->offset, &piece->length, &local))
    {
      jal_store_propagate_vault_error (error, local);
      return FALSE;
    }
  *used += piece->length;
  copy->n_pieces += piece->length > 0;
  return TRUE;
}

/* The last few pages in one go: nothing can change between them and the header. */
static gboolean
finish_copy (JalStore *store, Copy *copy, GError **error)
{
  gsize used = 0;
  GError *local = NULL;

  if (store->batch_open)
    jal_import_commit_batch (store, NULL);
  /* The batch may have written more than fits: then this was not the last time yet. */
  if (jal_vault_backup_get_left (store->backup) > LAST_PAGES)
    return TRUE;
  while (jal_vault_backup_get_left (store->backup) > 0)
    {
      guint before = copy->n_pieces;

      if (!read_piece (store, copy, LAST_PAGES, &used, error))
        return FALSE;
      if (copy->n_pieces == before)
        break;
    }
  if (!jal_vault_backup_finish (store->backup, copy->header, &copy->size, &local))
    {
      jal_store_propagate_vault_error (error, local);
      return FALSE;
    }
  copy->head = store->head;
  copy->at = jal_clock_now ();
  copy->last = TRUE;
  g_clear_pointer (&store->backup, jal_vault_backup_end);
  return TRUE;
}

static gboolean
slice_job (JalStore *store, gpointer data, GError **error)
{
  Copy *copy = data;
  gsize used = 0;
  gboolean ok;

  copy->n_pieces = 0;
  if (jal_vault_backup_get_left (store->backup) <= LAST_PAGES)
    ok = finish_copy (store, copy, error);
  else
    ok = read_piece (store, copy, SLICE_PAGES, &used, error);
  if (ok && store->backup != NULL)
    {
      copy->n_left = jal_vault_backup_get_left (store->backup);
      copy->n_pages = jal_vault_backup_get_pages (store->backup);
    }
  return ok;
}

/* --- On the disk ---------------------------------------------------------------------------------------------- */

gboolean
jal_backup_fail (int number, GError **error)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL,
                           _ ("There is no room for a backup in the backup folder. Make room there or choose another "
                              "folder."));
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("The backup folder cannot be written. Choose another folder, or a stick without write "
                              "protection."));
      break;
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           _ ("The backup folder is not there. Connect the disk or stick it lies on; the backup is tried "
                              "again."));
      break;
    case EEXIST:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS,
                           _ ("Something of that name is already there. Choose another name."));
      break;
    case EIO:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("The disk of the backup folder failed or was taken away half-way. Connect it again; the "
                              "backup is tried again."));
      break;
    default:
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("The backup could not be written: %s"),
                   g_strerror (number));
    }
  return FALSE;
}

gboolean
jal_backup_write_bytes (int fd, const guint8 *bytes, gsize length, gint64 offset, GError **error)
{
  while (length > 0)
    {
      gssize n = pwrite (fd, bytes, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return jal_backup_fail (n < 0 ? errno : EIO, error);
      bytes += n;
      length -= (gsize)n;
      offset += n;
    }
  return TRUE;
}

gboolean
jal_backup_check_room (const char *folder, guint64 bytes, GError **error)
{
  struct statvfs room;

  if (statvfs (folder, &room) != 0)
    return jal_backup_fail (errno, error);
  /* Some file systems over the network say nothing. */
  if (room.f_blocks > 0 && (guint64)room.f_bavail * room.f_frsize < bytes + SPARE_BYTES)
    return jal_backup_fail (ENOSPC, error);
  return TRUE;
}

int
jal_backup_open_hidden (const char *hidden, GError **error)
{
  int fd;

  /* Only ever one of ours that a power cut left. */
  g_unlink (hidden);
  fd = open (hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    jal_backup_fail (errno, error);
  return fd;
}

static int
rename_without_replacing (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  /* FAT on a stick does not know that call. */
  if (access (to, F_OK) == 0)
    return EEXIST;
  return rename (from, to) == 0 ? 0 : errno;
}

gboolean
jal_backup_take_place (int fd, const char *hidden, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int number = fsync (fd) == 0 ? 0 : errno;
  int folder_fd;

  /* What is read back afterwards comes from the disk, not from memory. */
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  if (close (fd) != 0 && number == 0)
    number = errno;
  if (number == 0)
    number = rename_without_replacing (hidden, path);
  if (number != 0)
    {
      g_unlink (hidden);
      return jal_backup_fail (number, error);
    }
  folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd >= 0)
    {
      /* Some file systems refuse to sync a folder; the file is complete all the same. */
      if (fsync (folder_fd) != 0)
        g_debug ("the folder was not synced");
      close (folder_fd);
    }
  return TRUE;
}

static gboolean
write_pieces (Copy *copy, GError **error)
{
  for (guint i = 0; i < copy->n_pieces; i++)
    if (!jal_backup_write_bytes (copy->fd, copy->pieces[i].bytes, copy->pieces[i].length, copy->pieces[i].offset, error))
      return FALSE;
  if (!copy->last)
    return TRUE;
  /* The header last: without it what lies there is no vault. */
  if (ftruncate (copy->fd, copy->size) != 0)
    return jal_backup_fail (errno, error);
  return jal_backup_write_bytes (copy->fd, copy->header, sizeof copy->header, 0, error);
}

static gboolean
copy_slices (JalStore *store, Copy *copy, JalBackupProgress progress, gpointer progress_data, GCancellable *cancellable,
             GError **error)
{
  while (!copy->last)
    {
      if (!jal_store_run_job (store, slice_job, copy, JAL_STORE_PRIORITY_BACKGROUND, cancellable, error)
          || !write_pieces (copy, error))
        return FALSE;
      if (progress != NULL)
        progress (JAL_BACKUP_COPYING,
                  (copy->last ? copy->n_pages : copy->n_pages - MIN (copy->n_left, copy->n_pages)) * JAL_VAULT_BACKUP_PAGE,
                  copy->n_pages * JAL_VAULT_BACKUP_PAGE, progress_data);
    }
  return TRUE;
}

static void
clear_copy (Copy *copy)
{
  g_free (copy->hidden);
  g_free (copy->folder);
  g_free (copy->buffer);
  g_free (copy);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, clear_copy)

/* The hidden name belongs to the vault: the next backup finds what this one may leave. */
static char *
hidden_name (JalStore *store, const char *folder)
{
  JalVaultInfo info;
  GString *name = g_string_new (".jalada-");

  jal_vault_get_info (store->vault, &info);
  for (guint i = 0; i < 4; i++)
    g_string_append_printf (name, "%02x", info.id[i]);
  g_string_append (name, ".part");
  g_autofree char *base = g_string_free (name, FALSE);

  return g_build_filename (folder, base, NULL);
}

static gboolean
name_job (JalStore *store, gpointer data, GError **error)
{
  Copy *copy = data;

  copy->hidden = hidden_name (store, copy->folder);
  return TRUE;
}

gboolean
jal_backup_write (JalStore *store, const char *path, guint64 *size, guint64 *seq, char *head, gint64 *at,
                  JalBackupProgress progress, gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (Copy) copy = g_new0 (Copy, 1);
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  if (store->damaged)
    return jal_later_refuse (error);
  copy->folder = g_path_get_dirname (path);
  copy->buffer = g_malloc ((gsize)LAST_PAGES * JAL_VAULT_BACKUP_PAGE);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return jal_backup_fail (EEXIST, error);
  if (!jal_store_run_job (store, begin_job, copy, JAL_STORE_PRIORITY_BACKGROUND, cancellable, error))
    return FALSE;
  done = jal_store_run_job (store, name_job, copy, JAL_STORE_PRIORITY_BACKGROUND, cancellable, error)
         && jal_backup_check_room (copy->folder, copy->n_pages * JAL_VAULT_BACKUP_PAGE, error)
         && (copy->fd = jal_backup_open_hidden (copy->hidden, error)) >= 0;
  if (done)
    {
      done = copy_slices (store, copy, progress, progress_data, cancellable, error)
             && !g_cancellable_set_error_if_cancelled (cancellable, error);
      if (!done)
        {
          close (copy->fd);
          g_unlink (copy->hidden);
        }
      else
        done = jal_backup_take_place (copy->fd, copy->hidden, path, error);
    }
  /* Refused when the store has been closed: it has ended the backup by itself then. */
  if (!copy->last)
    jal_store_run_job (store, end_job, NULL, JAL_STORE_PRIORITY_BACKGROUND, NULL, NULL);
  if (!done)
    return FALSE;
  if (size != NULL)
    *size = (guint64)copy->size;
  if (seq != NULL)
    *seq = copy->head.seq;
  if (head != NULL)
    for (guint i = 0; i < JAL_HASH_SIZE; i++)
      g_snprintf (head + 2 * i, 3, "%02x", copy->head.hash[i]);
  if (at != NULL)
    *at = copy->at;
  return TRUE;
}
