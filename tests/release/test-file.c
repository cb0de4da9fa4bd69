/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jal-test-vault.h"
#include "release/jal-release.h"

static char *folder;

static guint
count_entries (void)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_dir_close (dir);
  return n;
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static JalReleaseFile *
begin (const char *path, gboolean replace, const char *text)
{
  g_autoptr (GError) error = NULL;
  JalReleaseFile *file = jal_release_file_new (path, replace, &error);

  g_assert_no_error (error);
  g_assert_true (jal_release_file_write (file, (const guint8 *)text, strlen (text), &error));
  return file;
}

static void
test_commit (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL);
  JalReleaseFile *file = begin (path, FALSE, "hello");
  char sha256[65], before[65];
  struct stat info;

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  jal_release_file_get_sha256 (file, before);
  g_assert_true (jal_release_file_commit (file, sha256, &error));
  /* printf hello | sha256sum */
  g_assert_cmpstr (sha256, ==, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  g_assert_cmpstr (before, ==, sha256);
  assert_contents (path, "hello");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_entries (), ==, 1);
  g_remove (path);
}

static void
test_abort (void)
{
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL);
  JalReleaseFile *file;

  g_assert_true (g_file_set_contents (path, "older", -1, NULL));
  file = begin (path, TRUE, "newer");
  g_assert_cmpuint (count_entries (), ==, 2);
  assert_contents (path, "older");
  jal_release_file_abort (file);
  g_assert_cmpuint (count_entries (), ==, 1);
  assert_contents (path, "older");
  jal_release_file_abort (NULL);
  g_remove (path);
}

static void
test_exists (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL);
  JalReleaseFile *file = begin (path, FALSE, "mine");

  /* Somebody else's file takes the name while ours grows. */
  g_assert_true (g_file_set_contents (path, "theirs", -1, NULL));
  g_assert_false (jal_release_file_commit (file, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  assert_contents (path, "theirs");
  g_assert_cmpuint (count_entries (), ==, 1);

  g_assert_null (jal_release_file_new (path, FALSE, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  file = begin (path, TRUE, "mine");
  g_assert_true (jal_release_file_commit (file, NULL, &error));
  assert_contents (path, "mine");
  g_remove (path);
}

/* Replacing a link replaces the link, never what it leads to. */
static void
test_link (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL);
  g_autofree char *target = g_build_filename (folder, "precious", NULL);

  g_assert_true (g_file_set_contents (target, "precious", -1, NULL));
  g_assert_cmpint (symlink (target, path), ==, 0);
  g_assert_true (jal_release_file_commit (begin (path, TRUE, "copy"), NULL, &error));
  assert_contents (target, "precious");
  assert_contents (path, "copy");
  g_assert_false (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  g_remove (path);
  g_remove (target);
}

/* Whoever chooses the vault itself in a file dialog and answers "Replace" still has a vault. */
static void
test_vault (void)
{
  g_autofree char *vault = g_build_filename (folder, "v.jalada", NULL);
  g_autofree char *link_path = g_build_filename (folder, "link.pdf", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe.pdf", NULL);
  const char *const paths[] = { vault, link_path, pipe_path };

  g_assert_true (g_file_set_contents (vault, "JALADAV1 and all the cases", -1, NULL));
  g_assert_cmpint (symlink (vault, link_path), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (jal_release_file_new (paths[i], TRUE, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
    }
  assert_contents (vault, "JALADAV1 and all the cases");
  g_assert_cmpuint (count_entries (), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_remove (paths[i]);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "none", "a.pdf", NULL);

  g_assert_null (jal_release_file_new (path, FALSE, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (jal_release_file_new (folder, TRUE, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("jalada-test-XXXXXX", NULL);
  g_test_add_func ("/release/file/commit", test_commit);
  g_test_add_func ("/release/file/abort", test_abort);
  g_test_add_func ("/release/file/exists", test_exists);
  g_test_add_func ("/release/file/link", test_link);
  g_test_add_func ("/release/file/vault", test_vault);
  g_test_add_func ("/release/file/no-folder", test_no_folder);
  code = g_test_run ();
  jal_test_remove_tree (folder);
  g_free (folder);
  return code;
}
