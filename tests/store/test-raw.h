/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only somebody with the key and a SQLite of his own can do to a vault: for tests of tampering and of age. */
#pragma once

#include <sqlite3.h>

#include "vault/jal-vault.h"

/* Runs @sql on the vault at @path, which must be closed. */
static inline void
raw (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  JalVault *vault = jal_vault_open (path, PASSPHRASE, &error);
  char *message = NULL;

  g_assert_no_error (error);
  sqlite3_exec (jal_vault_get_db (vault), sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_no_error (error);
}

static inline void
close_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_close (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (fixture->store);
  fixture->store = NULL;
}
