/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fresh vault in a folder of its own, for the tests of the core rooms. */
#pragma once

#include <glib/gstdio.h>

#include "store/jal-store.h"

#define JAL_TEST_PASSPHRASE "korosho nne mbili"

typedef struct
{
  char *folder;
  char *path;
  JalStore *store;
} JalTestVault;

static inline void
jal_test_vault_open (JalTestVault *vault)
{
  g_autoptr (GError) error = NULL;

  vault->folder = g_dir_make_tmp ("jalada-test-XXXXXX", &error);
  g_assert_no_error (error);
  vault->path = g_build_filename (vault->folder, "test.jalada", NULL);
  vault->store = jal_store_create_vault (vault->path, JAL_TEST_PASSPHRASE, JAL_STORE_STRENGTH_MIN, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (vault->store);
  jal_store_set_actor (vault->store, "Tester");
}

static inline void
jal_test_remove_tree (const char *path)
{
  GDir *folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      jal_test_remove_tree (below);
    }
  g_clear_pointer (&folder, g_dir_close);
  g_remove (path);
}

static inline void
jal_test_vault_close (JalTestVault *vault)
{
  g_autoptr (GError) error = NULL;

  if (vault->store != NULL)
    {
      g_assert_true (jal_store_close (vault->store, &error));
      g_assert_no_error (error);
      g_assert_finalize_object (vault->store);
    }
  jal_test_remove_tree (vault->folder);
  g_clear_pointer (&vault->folder, g_free);
  g_clear_pointer (&vault->path, g_free);
}
