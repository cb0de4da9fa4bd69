/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-toolkit-words.h"

#include <glib.h>
#include <libintl.h>

void
jal_toolkit_words_lend (void)
{
  static const char *const libraries[] = { "gtk40", "libadwaita" };
  /* Both have it. */
  static const char *const probe = "_Cancel";
  const char *build = g_getenv ("JALADA_UNINSTALLED");
  g_autofree char *folder = build != NULL ? g_build_filename (build, "po", "toolkit", NULL) : g_strdup (JALADA_TOOLKITDIR);

  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    if (g_str_equal (dgettext (libraries[i], probe), probe))
      bindtextdomain (libraries[i], folder);
}
