/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jalada-checker: the other process that reads a backup back. It is told what to look at over a socket, answers there,
   and ends with the program that asked. It writes to no file. */
#define G_LOG_DOMAIN "jal-store"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/jal-backup-private.h"
#include "store/jal-store-private.h"

#define MAX_PATH_BYTES 8192
/* Between two words of progress. */
#define STEP_BYTES (8 * 1024 * 1024)

static gboolean
read_all (void *to, gsize length)
{
  guint8 *at = to;

  while (length > 0)
    {
      gssize n = read (JAL_BACKUP_CHECKER_FD, at, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize)n;
    }
  return TRUE;
}

static void
say (const char *line)
{
  gsize left = strlen (line);

  while (left > 0)
    {
      gssize n = write (JAL_BACKUP_CHECKER_FD, line, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        _exit (1);
      line += n;
      left -= (gsize)n;
    }
}

/* Nobody listens any more: the vault has been locked, or the program is gone. The key goes with this process. */
static gpointer
watch_thread (gpointer data)
{
  struct pollfd wait = { JAL_BACKUP_CHECKER_FD, POLLRDHUP, 0 };

  while (poll (&wait, 1, -1) < 0 && errno == EINTR)
    ;
  _exit (1);
}

static void
progressed (JalBackupPhase phase, guint64 done, guint64 total, gpointer data)
{
  guint64 *told = data;
  g_autofree char *line = NULL;

  if (done < *told + STEP_BYTES && done != total)
    return;
  *told = done;
  line = g_strdup_printf ("progress %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", done, total);
  say (line);
}

static void
look_at (const char *path, guint8 *keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) copy = jal_store_open_to_check (path, keys, NULL, &error);
  g_autofree char *line = NULL;
  JalBackupReport report = { 0 };
  guint64 told = 0;

  jal_vault_check_keys_free (keys);
  if (copy != NULL && jal_backup_look (copy, &report, progressed, &told, NULL, &error))
    line = g_strdup_printf ("whole %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s\n", report.n_bytes,
                            report.n_originals, report.n_records, report.head);
  else
    {
      g_strdelimit (error->message, "\n", ' ');
      line = g_strdup_printf ("failed %d %s\n", error->domain == JAL_STORE_ERROR ? error->code : JAL_STORE_ERROR_FAILED,
                              error->message);
    }
  if (copy != NULL)
    jal_store_close (copy, NULL);
  say (line);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  guint8 *keys;
  guint32 length = 0;

  /* Before the keys are here. */
  jal_store_harden_process ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("JALADA_LOCALEDIR") != NULL ? g_getenv ("JALADA_LOCALEDIR") : JALADA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (jal_vault_init_process (NULL) && (keys = jal_vault_check_keys_alloc ()) != NULL)
    {
      /* Tells that it can no longer be looked into. */
      say ("ready\n");
      if (read_all (keys, JAL_VAULT_CHECK_KEYS_SIZE) && read_all (&length, sizeof length) && length < MAX_PATH_BYTES)
        {
          path = g_malloc0 (length + 1);
          if (read_all (path, length))
            {
              g_thread_unref (g_thread_new ("watch", watch_thread, NULL));
              look_at (path, keys);
              return 0;
            }
        }
      jal_vault_check_keys_free (keys);
    }
  return 1;
}
