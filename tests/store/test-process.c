/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swap space that is not encrypted, in made-up /proc and /sys. */
#include <glib.h>
#include <glib/gstdio.h>

#include "store/jal-store.h"

static char *folder;

static void
write_file (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
look (const char *lines)
{
  g_autofree char *text = g_strconcat ("Filename\t\t\tType\t\tSize\tUsed\tPriority\n", lines, NULL);

  write_file ("swaps", text);
  return jal_store_find_open_swap (folder, folder);
}

static void
test_swap (void)
{
  static const struct
  {
    const char *lines;
    const char *found;
  } cases[] = {
    { "", NULL },
    { "/dev/zram0 partition 100 0 -2\n", NULL },
    { "/dev/dm-7 partition 100 0 -2\n", NULL },
    { "/dev/dm-8 partition 100 0 -2\n", "/dev/dm-8" },
    { "/dev/sda3 partition 100 0 -2\n", "/dev/sda3" },
    { "/swapfile file 100 0 -2\n", "/swapfile" },
    { "/dev/zram0 partition 100 0 5\n/dev/dm-7 partition 1 0 4\n/dev/sdb1 partition 1 0 3\n", "/dev/sdb1" },
  };

  write_file ("block/dm-7/dm/uuid", "CRYPT-PLAIN-swap\n");
  write_file ("block/dm-8/dm/uuid", "LVM-abc\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = look (cases[i].lines);

      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const char *rm[] = { "rm", "-rf", NULL, NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("jalada-test-XXXXXX", &error);
  g_assert_no_error (error);
  g_test_add_func ("/store/process/swap", test_swap);
  status = g_test_run ();
  rm[2] = folder;
  g_spawn_sync (NULL, (char **)rm, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  return status;
}
