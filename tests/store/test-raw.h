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

/* The same without the guards of the record, which are put back afterwards: what only their absence allows. */
static inline void
raw_unguarded (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  JalVault *vault = jal_vault_open (path, PASSPHRASE, &error);
  sqlite3 *db = jal_vault_get_db (vault);
  g_autoptr (GString) drop = g_string_new (NULL), make = g_string_new (NULL);
  sqlite3_stmt *row = NULL;

  g_assert_no_error (error);
  sqlite3_prepare_v2 (db, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_guard_%'", -1, &row, NULL);
  while (sqlite3_step (row) == SQLITE_ROW)
    {
      g_string_append_printf (drop, "DROP TRIGGER %s;", (const char *)sqlite3_column_text (row, 0));
      g_string_append_printf (make, "%s;", (const char *)sqlite3_column_text (row, 1));
    }
  sqlite3_finalize (row);
  g_assert_cmpuint (drop->len, >, 0);
  g_assert_cmpint (sqlite3_exec (db, drop->str, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, make->str, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_no_error (error);
}
