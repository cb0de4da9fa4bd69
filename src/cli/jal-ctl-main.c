/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way in: locale, signals, and the verbs. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "base/jal-clock.h"
#include "base/jal-dirs.h"
#include "cli/jal-ctl.h"

/* Waits for the user's Ctrl-C: the first cancels what is going on and lets it clean up, the second ends at once. */
static gpointer
wait_for_signals (gpointer data)
{
  GCancellable *cancellable = data;
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  for (guint n = 0;; n++)
    {
      if (sigwait (&signals, &number) != 0)
        return NULL;
      if (n > 0)
        jal_ctl_restore_terminal ();
      if (n > 0)
        _exit (JAL_CTL_FAILED);
      g_cancellable_cancel (cancellable);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  sigset_t signals;

  jal_dirs_init ();
  jal_clock_init ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, JALADA_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  jal_store_harden_process ();
  /* Before any thread is made: they all inherit it, and only the one thread above takes the signals. */
  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  signal (SIGPIPE, SIG_IGN);
  g_thread_unref (g_thread_new ("signals", wait_for_signals, cancellable));

  return jal_ctl_run (argc, argv, cancellable);
}
