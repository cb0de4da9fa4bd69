/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Having a copy read back by another process.
 *
 * 1. The key reaches it through a socket from locked memory, after it has said that nobody can look into it any more:
 *    never through its arguments, its environment or the disk. A socket cannot be opened a second time through /proc.
 * 2. It gets the keys of pages and headers, not the master key.
 * 3. Cancelling ends it at once; should this program end, it ends by itself.
 */
#define G_LOG_DOMAIN "jal-store"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/jal-backup-private.h"
#include "store/jal-store-private.h"

/* Above the descriptors that the spawned program gets. */
#define LOWEST_FD 10
#define MAX_LINE 4096

typedef struct
{
  pid_t pid;
  int fd;
  char line[MAX_LINE];
  gsize used;
} Checker;

static char *
find_program (void)
{
  const char *tree = g_getenv ("JALADA_UNINSTALLED");

  if (tree != NULL && *tree != '\0')
    {
      g_autofree char *path = g_build_filename (tree, "src", "store", JAL_BACKUP_CHECKER, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_build_filename (JAL_PKGLIBEXECDIR, JAL_BACKUP_CHECKER, NULL);
}

static int
spawn (const char *path, int socket, pid_t *pid)
{
  char *argv[] = { (char *)path, NULL };
  const char *tree = g_getenv ("JALADA_UNINSTALLED");
  g_auto (GStrv) env = g_get_environ ();
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int failed;

  if (tree != NULL)
    {
      g_autofree char *folder = g_build_filename (tree, "po", NULL);

      env = g_environ_setenv (env, "JALADA_LOCALEDIR", folder, TRUE);
    }
  sigemptyset (&none);
  sigfillset (&all);
  posix_spawn_file_actions_init (&files);
  posix_spawnattr_init (&attributes);
  posix_spawn_file_actions_addopen (&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen (&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen (&files, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2 (&files, socket, JAL_BACKUP_CHECKER_FD);
  posix_spawn_file_actions_addclosefrom_np (&files, JAL_BACKUP_CHECKER_FD + 1);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &all);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  failed = posix_spawn (pid, path, &files, &attributes, argv, env);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&files);
  return failed;
}

static gboolean
start (Checker *checker, GError **error)
{
  g_autofree char *path = find_program ();
  int pair[2], high = -1, failed = EMFILE;

  checker->pid = -1;
  checker->fd = -1;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0)
    {
      checker->fd = pair[0];
      high = fcntl (pair[1], F_DUPFD_CLOEXEC, LOWEST_FD);
      close (pair[1]);
      failed = high >= 0 ? spawn (path, high, &checker->pid) : errno;
      if (high >= 0)
        close (high);
    }
  if (failed == 0)
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                       _ ("The backup could not be read back: a part of Jalada is missing. Install Jalada again."));
  return FALSE;
}

static void
finish (Checker *checker)
{
  if (checker->fd >= 0)
    close (checker->fd);
  if (checker->pid > 0)
    {
      kill (checker->pid, SIGKILL);
      while (waitpid (checker->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    }
}

/* Reads on until a line is there; NULL when the process is gone or the work was cancelled. */
static const char *
next_line (Checker *checker, GCancellable *cancellable)
{
  GPollFD stop = { -1, 0, 0 };
  gboolean pollable = g_cancellable_make_pollfd (cancellable, &stop);
  const char *line = NULL;

  for (;;)
    {
      struct pollfd waits[] = { { checker->fd, POLLIN, 0 }, { pollable ? stop.fd : -1, POLLIN, 0 } };
      char *end = memchr (checker->line, '\n', checker->used);
      gssize n;

      if (end != NULL)
        {
          *end = '\0';
          line = checker->line;
          break;
        }
      if (checker->used == sizeof checker->line || g_cancellable_is_cancelled (cancellable))
        break;
      if (poll (waits, G_N_ELEMENTS (waits), -1) < 0 && errno != EINTR)
        break;
      if (waits[1].revents != 0 || waits[0].revents == 0)
        continue;
      n = read (checker->fd, checker->line + checker->used, sizeof checker->line - checker->used);
      if (n <= 0 && !(n < 0 && errno == EINTR))
        break;
      checker->used += n > 0 ? (gsize)n : 0;
    }
  if (pollable)
    g_cancellable_release_fd (cancellable);
  return line;
}

static void
drop_line (Checker *checker)
{
  gsize length = strlen (checker->line) + 1;

  memmove (checker->line, checker->line + length, checker->used - length);
  checker->used -= length;
}

static gboolean
send_all (int fd, const void *bytes, gsize length)
{
  const guint8 *at = bytes;

  while (length > 0)
    {
      gssize n = send (fd, at, length, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize)n;
    }
  return TRUE;
}

typedef struct
{
  guint8 *keys; /* locked memory */
} Keys;

static gboolean
keys_job (JalStore *store, gpointer data, GError **error)
{
  jal_vault_get_check_keys (store->vault, ((Keys *)data)->keys);
  return TRUE;
}

static gboolean
ask (JalStore *store, Checker *checker, const char *path, GCancellable *cancellable, GError **error)
{
  Keys keys = { jal_vault_check_keys_alloc () };
  guint32 length = (guint32)strlen (path);
  gboolean sent = FALSE;

  if (keys.keys != NULL && jal_store_run_job (store, keys_job, &keys, JAL_STORE_PRIORITY_BACKGROUND, cancellable, error))
    sent = send_all (checker->fd, keys.keys, JAL_VAULT_CHECK_KEYS_SIZE)
           && send_all (checker->fd, &length, sizeof length) && send_all (checker->fd, path, length);
  jal_vault_check_keys_free (keys.keys);
  return sent;
}

/* TRUE when there is more to come. */
static gboolean
understand (const char *line, JalBackupReport *report, gboolean *whole, JalBackupProgress progress, gpointer progress_data,
            GError **error)
{
  guint64 numbers[3];
  char head[64 + 1] = "";
  int code, at = 0;

  if (sscanf (line, "progress %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &numbers[0], &numbers[1]) == 2)
    {
      if (progress != NULL)
        progress (JAL_BACKUP_CHECKING, numbers[0], numbers[1], progress_data);
      return TRUE;
    }
  if (sscanf (line, "whole %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %64s", &numbers[0], &numbers[1],
              &numbers[2], head) >= 3)
    {
      *report = (JalBackupReport){ .n_bytes = numbers[0], .n_originals = numbers[1], .n_records = numbers[2] };
      g_strlcpy (report->head, head, sizeof report->head);
      *whole = TRUE;
    }
  else if (sscanf (line, "failed %d %n", &code, &at) == 1 && at > 0 && code >= 0 && code <= JAL_STORE_ERROR_CLOSED)
    g_set_error_literal (error, JAL_STORE_ERROR, code, line + at);
  return FALSE;
}

gboolean
jal_backup_check (JalStore *store, const char *path, JalBackupReport *report, JalBackupProgress progress,
                  gpointer progress_data, GCancellable *cancellable, GError **error)
{
  g_autofree Checker *checker = g_new0 (Checker, 1);
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  JalBackupReport own = { 0 };
  GError *local = NULL;
  const char *line;
  gboolean whole = FALSE;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  if (start (checker, &local) && (line = next_line (checker, cancellable)) != NULL && g_str_equal (line, "ready"))
    {
      drop_line (checker);
      if (ask (store, checker, full, cancellable, &local))
        while ((line = next_line (checker, cancellable)) != NULL
               && understand (line, &own, &whole, progress, progress_data, &local))
          drop_line (checker);
    }
  finish (checker);
  if (whole)
    {
      if (report != NULL)
        *report = own;
      return TRUE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_clear_error (&local);
      return FALSE;
    }
  if (local == NULL)
    local = g_error_new_literal (JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                                 _ ("The backup could not be read back. Try again; if it happens again, choose another "
                                    "disk."));
  g_propagate_error (error, local);
  return FALSE;
}
