/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file on its way out.
 *
 * 1. Until commit nothing stands under the name the user chose but what stood there before.
 * 2. What is under way has a name that says nothing of the case, and only its owner may read it.
 * 3. Commit puts the bytes and the name on the disk before it says so.
 * 4. A vault is never replaced, nor anything that is no plain file, whatever the user answered.
 */
#define G_LOG_DOMAIN "jal-release"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "release/jal-release-file-private.h"

struct _JalReleaseFile
{
  char *path;
  char *folder;
  char *hidden; /* where it grows */
  gboolean replace;
  int fd;
  GChecksum *checksum;
  const JalReleaseSink *sink; /* (nullable): it goes there, and nothing of it to the disk */
  gpointer sink_data;
};

static gboolean
fail (int number, GError **error)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL,
                           _ ("The disk is full: the file was not saved. Make room or choose another place."));
      break;
    case EEXIST:
    case EISDIR:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS,
                           _ ("Something of that name is already there. Choose another name."));
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("You may not write there. Choose another folder."));
      break;
    case ENOENT:
    case ENOTDIR:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("There is no such folder. Choose another place."));
      break;
    default:
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("The file could not be saved: %s"),
                   g_strerror (number));
    }
  return FALSE;
}

/* Whether this process has the file open: then it is the vault, or is being read. It must not even be looked into, because
   closing any descriptor of a file drops the locks that this process holds on it (POSIX), and with them the vault's. */
static gboolean
is_open_here (const struct stat *file)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      struct stat info;

      if (stat (path, &info) == 0 && info.st_dev == file->st_dev && info.st_ino == file->st_ino)
        return TRUE;
    }
  return FALSE;
}

/* Whether what stands at @path may give way to a copy: a plain file that is no vault, open or closed, or a link to one.
   A vault lost that way is every case in it. */
static gboolean
may_replace (const char *path)
{
  char head[7];
  struct stat info;
  gboolean may;
  int fd;

  if (stat (path, &info) == 0 && is_open_here (&info))
    return FALSE;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  /* What cannot be read cannot be told from a vault; a link that leads nowhere can. */
  if (fd < 0)
    return errno == ENOENT;
  may = fstat (fd, &info) == 0 && S_ISREG (info.st_mode)
        && (pread (fd, head, sizeof head, 0) < (gssize)sizeof head || memcmp (head, "JALADAV", sizeof head) != 0);
  close (fd);
  return may;
}

/* Frees @file; what has grown goes unless @keep. */
static void
free_file (JalReleaseFile *file, gboolean keep)
{
  if (file->fd >= 0)
    close (file->fd);
  if (!keep && file->hidden != NULL)
    unlink (file->hidden);
  g_clear_pointer (&file->checksum, g_checksum_free);
  g_free (file->path);
  g_free (file->folder);
  g_free (file->hidden);
  g_free (file);
}

JalReleaseFile *
jal_release_file_new (const char *path, gboolean replace, GError **error)
{
  JalReleaseFile *file;
  struct stat info;

  g_return_val_if_fail (path != NULL, NULL);

  if (lstat (path, &info) == 0 && (!replace || !may_replace (path)))
    {
      fail (EEXIST, error);
      return NULL;
    }
  file = g_new0 (JalReleaseFile, 1);
  file->path = g_strdup (path);
  file->folder = g_path_get_dirname (path);
  file->replace = replace;
  file->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  file->fd = -1;
  for (guint attempt = 0; attempt < 16 && file->fd < 0; attempt++)
    {
      g_autofree char *name = g_strdup_printf (".jalada-%08x.part", g_random_int ());

      g_free (file->hidden);
      file->hidden = g_build_filename (file->folder, name, NULL);
      file->fd = open (file->hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
      if (file->fd < 0 && errno != EEXIST)
        break;
    }
  if (file->fd < 0)
    {
      int number = errno;

      g_clear_pointer (&file->hidden, g_free);
      free_file (file, FALSE);
      fail (number, error);
      return NULL;
    }
  return file;
}

JalReleaseFile *
jal_release_file_new_for_sink (const JalReleaseSink *sink, gpointer data)
{
  JalReleaseFile *file = g_new0 (JalReleaseFile, 1);

  file->fd = -1;
  file->sink = sink;
  file->sink_data = data;
  file->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return file;
}

gboolean
jal_release_file_write (gpointer user_data, const guint8 *bytes, gsize length, GError **error)
{
  JalReleaseFile *file = user_data;

  g_return_val_if_fail (file != NULL && (file->fd >= 0 || file->sink != NULL), FALSE);

  g_checksum_update (file->checksum, bytes, (gssize)length);
  if (file->sink != NULL)
    return file->sink->write (file->sink_data, bytes, length, error);
  while (length > 0)
    {
      gssize n = write (file->fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (errno, error);
      bytes += n;
      length -= (gsize)n;
    }
  return TRUE;
}

void
jal_release_file_get_sha256 (JalReleaseFile *file, char sha256[65])
{
  g_autoptr (GChecksum) so_far = NULL;

  g_return_if_fail (file != NULL);

  so_far = g_checksum_copy (file->checksum);
  g_strlcpy (sha256, g_checksum_get_string (so_far), 65);
}

/* Gives the file its name; 0 or an errno. */
static int
take_place (JalReleaseFile *file)
{
  if (file->replace)
    return rename (file->hidden, file->path) == 0 ? 0 : errno;
  if (renameat2 (AT_FDCWD, file->hidden, AT_FDCWD, file->path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  /* A file system without that call: a second name is never put over an existing one either. */
  if (link (file->hidden, file->path) == 0)
    return unlink (file->hidden) == 0 ? 0 : errno;
  if (errno != EPERM && errno != ENOTSUP)
    return errno;
  /* FAT on a stick knows no second names. */
  if (access (file->path, F_OK) == 0)
    return EEXIST;
  return rename (file->hidden, file->path) == 0 ? 0 : errno;
}

gboolean
jal_release_file_commit (JalReleaseFile *file, char sha256[65], GError **error)
{
  int number = 0, folder;

  g_return_val_if_fail (file != NULL, FALSE);

  if (file->sink != NULL)
    {
      gboolean finished = file->sink->finish (file->sink_data, error);

      if (finished && sha256 != NULL)
        g_strlcpy (sha256, g_checksum_get_string (file->checksum), 65);
      free_file (file, TRUE);
      return finished;
    }
  if (fsync (file->fd) != 0)
    number = errno;
  if (close (file->fd) != 0 && number == 0)
    number = errno;
  file->fd = -1;
  if (number == 0)
    number = take_place (file);
  if (number != 0)
    {
      free_file (file, FALSE);
      return fail (number, error);
    }
  folder = open (file->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0)
    {
      /* Some file systems refuse to sync a folder; the file is complete all the same. */
      if (fsync (folder) != 0)
        g_debug ("the folder was not synced");
      close (folder);
    }
  if (sha256 != NULL)
    g_strlcpy (sha256, g_checksum_get_string (file->checksum), 65);
  free_file (file, TRUE);
  return TRUE;
}

void
jal_release_file_abort (JalReleaseFile *file)
{
  if (file == NULL)
    return;
  if (file->sink != NULL)
    file->sink->abort (file->sink_data);
  free_file (file, FALSE);
}
