/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jalada: the window onto the vault. */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

#include "app/shell/jal-application.h"
#include "app/shell/jal-settings.h"
#include "base/jal-clock.h"
#include "base/jal-dirs.h"
#include "store/jal-store.h"

/* The translations lie beside the program while it runs uninstalled. */
static void
set_language (void)
{
  const char *build = g_getenv ("JALADA_UNINSTALLED");
  g_autofree char *folder = build != NULL ? g_build_filename (build, "po", NULL) : g_strdup (JALADA_LOCALEDIR);
  g_autofree char *language = g_settings_get_string (jal_settings_get (), "language");

  /* Before any thread exists. A locale of "C" would hold gettext back whatever the language. */
  if (*language != '\0')
    {
      g_setenv ("LANGUAGE", language, TRUE);
      if (g_strcmp0 (setlocale (LC_MESSAGES, NULL), "C") == 0)
        setlocale (LC_MESSAGES, "C.UTF-8");
    }
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* GLib before 2.76 keeps small blocks in an allocator of its own, which never overwrites what is freed: lines of a text view
   outlived the lock in it. It can only be told so before it starts, and it starts with the library: hence once more from the
   beginning. When that is not possible the program runs as it is. */
static void
free_through_malloc (char **argv)
{
  char path[4096];
  gssize n;

  if (g_getenv ("G_SLICE") != NULL)
    return;
  n = readlink ("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0)
    return;
  path[n] = '\0';
  g_setenv ("G_SLICE", "always-malloc", TRUE);
  /* glibc overwrites no block that it keeps for the same thread to use again: it shall keep none. */
  /* And it would keep the pictures of whole windows once it has learnt how large they are: what is large goes back at once. */
  g_setenv ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.mmap_threshold=4194304:glibc.malloc.trim_threshold=8388608", TRUE);
  execv (path, argv);
}

static gboolean
has_graphics_card (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  return g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS);
}

/* Where there is no graphics card GTK has one played by the processor (llvmpipe), which takes twice cairo's time and 200 MB
   more; even to be asked what it can do it loads 35 MB. */
static void
choose_renderer (void)
{
  if (has_graphics_card ())
    return;
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (JalApplication) application = NULL;

  free_through_malloc (argv);
  /* First of all: no core dumps, and no other program of the user reads this one's memory. */
  jal_store_harden_process ();
  jal_dirs_init ();
  jal_clock_init ();
  setlocale (LC_ALL, "");
  set_language ();
  choose_renderer ();
  application = jal_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
