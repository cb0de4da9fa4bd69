/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a program finds what belongs to it. */
#include "base/jal-dirs.h"

void
jal_dirs_init (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *room = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *source = room != NULL ? g_path_get_dirname (room) : NULL;
  g_autofree char *root = source != NULL ? g_path_get_dirname (source) : NULL;
  g_autofree char *worker = root != NULL ? g_build_filename (root, "src", "worker", "jalada-reader", NULL) : NULL;
  g_autofree char *build = root != NULL ? g_build_filename (root, "build.ninja", NULL) : NULL;

  if (worker != NULL && g_file_test (worker, G_FILE_TEST_IS_EXECUTABLE) && g_file_test (build, G_FILE_TEST_IS_REGULAR))
    g_setenv ("JALADA_UNINSTALLED", root, FALSE);
}
