/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/jal-import-files-private.h"
#include "jal-test-pdf.h"
#include "jal-test-vault.h"

static void
test_titles (void)
{
  static const struct
  {
    const char *name;
    const char *title;
    const char *kind;
  } names[] = {
    { "01-charge-sheet.pdf", "Charge sheet", "charge_sheet" },
    { "10b_Translation__watchman.PDF", "Translation watchman", "other" },
    { "12 - P3 form.jpeg", "P3 form", "p3_form" },
    { "2026-03-14 receipt.pdf", "2026-03-14 receipt", "other" },
    { "statement survivor.pdf", "Statement survivor", "survivor_statement" },
    { "Statement of Mwana.pdf", "Statement of Mwana", "witness_statement" },
    { "photo hotel front.jpg", "Photo hotel front", "photographs" },
    { "Taarifa ya shahidi.pdf", "Taarifa ya shahidi", "witness_statement" },
    { "Exhibit memo.pdf", "Exhibit memo", "exhibit_memo" },
    { "Certificate 106b.pdf", "Certificate 106b", "s106b_certificate" },
    { "list-of-exhibits.pdf", "List of exhibits", "exhibit_list" },
    { "scan0001.pdf", "Scan0001", "other" },
    { "élan.pdf", "Élan", "other" },
    { "07.pdf", "07", "other" },
    { "___.pdf", "Untitled", "other" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *title = jal_import_make_title (names[i].name);

      g_assert_cmpstr (title, ==, names[i].title);
      g_assert_cmpstr (jal_import_guess_kind (title), ==, names[i].kind);
    }
}

static void
test_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("jalada-test-XXXXXX", NULL);
  g_autofree char *inner = g_build_filename (folder, "in", NULL);
  g_autofree char *deeper = g_build_filename (inner, "b", NULL);
  g_autofree char *outside = jal_test_write (folder, "outside.pdf", "x", 1);
  g_autofree char *missing = g_build_filename (folder, "missing.pdf", NULL);
  g_autofree char *pipe_path = g_build_filename (inner, "pipe.pdf", NULL);
  g_autofree char *link_out = g_build_filename (inner, "out.pdf", NULL);
  g_autofree char *link_in = g_build_filename (inner, "same.pdf", NULL);
  g_autofree char *link_round = g_build_filename (inner, "round", NULL);
  const char *paths[] = { outside, inner, missing, NULL };
  g_autoptr (GPtrArray) files = NULL;
  static const struct
  {
    const char *name;
    gboolean taken;
  } expected[] = {
    { "outside.pdf", TRUE }, { "in/.hidden.pdf", FALSE }, { "in/2.pdf", TRUE },     { "in/10.pdf", TRUE },
    { "in/b/1.pdf", TRUE },  { "in/out.pdf", FALSE },     { "in/pipe.pdf", FALSE }, { "in/round", FALSE },
    { "in/same.pdf", TRUE }, { "missing.pdf", FALSE },
  };

  g_assert_cmpint (g_mkdir_with_parents (deeper, 0700), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "10.pdf", "2.pdf", ".hidden.pdf" };
      g_autofree char *path = jal_test_write (inner, names[i], "xx", 2);
    }
  {
    g_autofree char *path = jal_test_write (deeper, "1.pdf", "1.7", 3);
  }
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_assert_cmpint (symlink ("../outside.pdf", link_out), ==, 0);
  g_assert_cmpint (symlink ("2.pdf", link_in), ==, 0);
  g_assert_cmpint (symlink ("..", link_round), ==, 0);

  files = jal_import_files_collect (paths, NULL);
  g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < files->len; i++)
    {
      JalImportFile *file = g_ptr_array_index (files, i);

      g_assert_cmpstr (file->name, ==, expected[i].name);
      g_assert_cmpint (file->refusal == NULL, ==, expected[i].taken);
    }
  g_assert_cmpuint (((JalImportFile *)g_ptr_array_index (files, 4))->size, ==, 3);
  jal_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence/files/titles", test_titles);
  g_test_add_func ("/evidence/files/folder", test_folder);
  return g_test_run ();
}
