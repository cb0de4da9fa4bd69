/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where jaladactl gets the passphrase from: never from the command line, where every user of the computer could read
 * it. */
#define G_LOG_DOMAIN "jal-cli"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/jal-ctl.h"
#include "store/jal-passphrase.h"

#define MAX_PASSPHRASE 4096

void
jal_ctl_free_passphrase (char *passphrase)
{
  if (passphrase == NULL)
    return;
  explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

/* Returns (transfer full): the first line of @fd without its end. */
static char *
read_line (int fd, GError **error)
{
  char *line = g_malloc0 (MAX_PASSPHRASE + 1);
  gsize length = 0;

  while (length < MAX_PASSPHRASE)
    {
      gssize n = read (fd, line + length, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          jal_ctl_free_passphrase (line);
          g_set_error (error, JAL_CTL_ERROR, JAL_CTL_ERROR_FAILED, _ ("The passphrase could not be read: %s"),
                       g_strerror (errno));
          return NULL;
        }
      if (n == 0 || line[length] == '\n')
        break;
      length++;
    }
  if (length == MAX_PASSPHRASE)
    {
      jal_ctl_free_passphrase (line);
      jal_ctl_usage (error, _ ("The passphrase is too long: %d bytes at most."), MAX_PASSPHRASE - 1);
      return NULL;
    }
  line[length] = '\0';
  if (length > 0 && line[length - 1] == '\r')
    line[--length] = '\0';
  if (length == 0 || !g_utf8_validate (line, -1, NULL))
    {
      jal_ctl_free_passphrase (line);
      jal_ctl_usage (error, _ ("The passphrase must be one line of text, and not empty."));
      return NULL;
    }
  return line;
}

char *
jal_ctl_read_secret (const char *path, GError **error)
{
  int fd = g_str_equal (path, "-") ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);
  char *line;

  if (fd < 0)
    {
      jal_ctl_usage (error, _ ("The passphrase file could not be read: %s"), g_strerror (errno));
      return NULL;
    }
  line = read_line (fd, error);
  close (fd);
  return line;
}

/* The terminal as it was before it was told to hide what is typed; restored by whoever ends the program in between. */
static struct
{
  GMutex lock;
  int fd; /* -1: nothing to restore */
  struct termios before;
} hidden = { .fd = -1 };

void
jal_ctl_restore_terminal (void)
{
  g_mutex_lock (&hidden.lock);
  if (hidden.fd >= 0)
    tcsetattr (hidden.fd, TCSAFLUSH, &hidden.before);
  hidden.fd = -1;
  g_mutex_unlock (&hidden.lock);
}

/* tcsetattr() is content when it could do a part of what it was asked: the terminal is asked back. */
static gboolean
hide_typing (int fd, GError **error)
{
  struct termios before, now, seen;

  if (tcgetattr (fd, &before) == 0)
    {
      g_mutex_lock (&hidden.lock);
      hidden.before = before;
      hidden.fd = fd;
      g_mutex_unlock (&hidden.lock);
      now = before;
      now.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
      /* Ctrl+Z and Ctrl+\ would leave the shell with a terminal that shows nothing. */
      now.c_cc[VSUSP] = now.c_cc[VQUIT] = _POSIX_VDISABLE;
      if (tcsetattr (fd, TCSAFLUSH, &now) == 0 && tcgetattr (fd, &seen) == 0 && (seen.c_lflag & (ECHO | ECHONL)) == 0)
        return TRUE;
      jal_ctl_restore_terminal ();
    }
  g_set_error (error, JAL_CTL_ERROR, JAL_CTL_ERROR_FAILED,
               /* Translators: %s is an option such as --passphrase-file. */
               _ ("The terminal would show what you type, so nothing was asked. Give the secret in a file instead: %s."),
               "--passphrase-file, --new-passphrase-file");
  return FALSE;
}

/* Waits until there is something to read: somebody who presses Ctrl+C wants no answer any more. */
static gboolean
wait_for_typing (int fd, GCancellable *cancellable, GError **error)
{
  GPollFD polled[2] = { { .fd = fd, .events = G_IO_IN } };
  guint n = 1 + (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &polled[1]));

  while (g_poll (polled, n, -1) < 0 && errno == EINTR)
    ;
  if (n > 1)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Asks at the terminal @fd (transfer full), which does not show what is typed unless @shows. The line ends where the terminal
   says so: it hands over whole lines. */
static char *
ask_at (int fd, const char *question, gboolean shows, GCancellable *cancellable, GError **error)
{
  char *line = NULL;

  if (shows || hide_typing (fd, error))
    {
      if (write (fd, question, strlen (question)) < 0)
        g_set_error (error, JAL_CTL_ERROR, JAL_CTL_ERROR_FAILED, _ ("The passphrase could not be read: %s"),
                     g_strerror (errno));
      else if (wait_for_typing (fd, cancellable, error))
        line = read_line (fd, error);
      if (!shows && write (fd, "\n", 1) < 0)
        g_debug ("the terminal is gone");
      jal_ctl_restore_terminal ();
    }
  close (fd);
  return line;
}

/* Returns the terminal, or -1. */
static int
open_terminal (void)
{
  return open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

static char *
ask (JalCtl *ctl, const char *question, const char *option, GError **error)
{
  int fd = open_terminal ();

  if (fd >= 0)
    return ask_at (fd, question, FALSE, ctl->cancellable, error);
  jal_ctl_usage (error, _ ("There is no terminal to ask for the passphrase: give --%s FILE."), option);
  return NULL;
}

gboolean
jal_ctl_confirm (JalCtl *ctl, const char *what, GError **error)
{
  /* Translators: typed at the terminal to erase for good; and the option --yes stays as it is. */
  const char *word = _ ("erase");
  g_autofree char *question = g_strdup_printf (_ ("%s\nType “%s” to go on: "), what, word);
  g_autofree char *answer = NULL;
  int fd;

  if (jal_ctl_get_option (ctl, "yes") != NULL)
    return TRUE;
  fd = open_terminal ();
  if (fd < 0)
    return jal_ctl_usage (error, _ ("%s There is no terminal to ask: add --yes if that is what you want."), what);
  answer = ask_at (fd, question, TRUE, ctl->cancellable, NULL);
  if (answer != NULL && g_str_equal (g_strstrip (answer), word))
    return TRUE;
  g_set_error_literal (error, JAL_CTL_ERROR, JAL_CTL_ERROR_REFUSED, _ ("Nothing was erased."));
  return FALSE;
}

/* The rule of the window, for a passphrase that is to become one of a vault. */
static char *
take_new (char *passphrase, GError **error)
{
  if (passphrase == NULL || jal_passphrase_check (passphrase, error))
    return passphrase;
  jal_ctl_free_passphrase (passphrase);
  return NULL;
}

char *
jal_ctl_get_secret (JalCtl *ctl, const char *option, const char *question, gboolean twice, GError **error)
{
  const char *path = jal_ctl_get_option (ctl, option);
  char *first, *second;
  gboolean same;

  if (path != NULL)
    first = jal_ctl_read_secret (path, error);
  else
    first = ask (ctl, question, option, error);
  if (!twice)
    return first;
  first = take_new (first, error);
  if (first == NULL || path != NULL)
    return first;
  second = ask (ctl, _ ("The same again: "), option, error);
  same = second != NULL && g_str_equal (first, second);
  if (same)
    {
      jal_ctl_free_passphrase (second);
      return first;
    }
  if (second != NULL)
    jal_ctl_usage (error, _ ("The two passphrases differ. Nothing was made."));
  jal_ctl_free_passphrase (first);
  jal_ctl_free_passphrase (second);
  return NULL;
}

char *
jal_ctl_get_passphrase (JalCtl *ctl, gboolean twice, GError **error)
{
  return jal_ctl_get_secret (ctl, "passphrase-file", _ ("Passphrase: "), twice, error);
}

char *
jal_ctl_get_recovery (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_option (ctl, "recovery-file");
  int fd = g_str_equal (path, "-") ? dup (STDIN_FILENO) : open (path, O_RDONLY | O_CLOEXEC);
  char *text = g_malloc0 (MAX_PASSPHRASE + 1);
  gsize length = 0;
  gssize n = 0;

  /* A code may stand on more than one line. */
  while (fd >= 0 && length < MAX_PASSPHRASE
         && ((n = read (fd, text + length, MAX_PASSPHRASE - length)) > 0 || (n < 0 && errno == EINTR)))
    length += n > 0 ? (gsize)n : 0;
  if (fd < 0 || n < 0)
    {
      jal_ctl_usage (error, _ ("The file with the recovery code could not be read: %s"), g_strerror (errno));
      g_clear_pointer (&text, jal_ctl_free_passphrase);
    }
  if (fd >= 0)
    close (fd);
  return text;
}
