/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the store share: a vault in a temporary folder, and short ways to ask it. */
#pragma once

#include <glib/gstdio.h>
#include <string.h>

#include "store/jal-audit.h"
#include "store/jal-blob.h"
#include "store/jal-store.h"
#include "store/jal-tx.h"

#define PASSPHRASE "correct horse battery staple"

typedef struct
{
  char *folder;
  char *path;
  JalStore *store;
} Fixture;

static inline void
setup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("jal-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.jalada", NULL);
  fixture->store = jal_store_create_vault (fixture->path, PASSPHRASE, JAL_STORE_STRENGTH_MIN, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fixture->store);
}

static inline void
teardown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (fixture->store != NULL)
    {
      g_assert_true (jal_store_close (fixture->store, &error));
      g_assert_no_error (error);
      g_assert_finalize_object (fixture->store);
    }
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static inline void
reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (fixture->store != NULL)
    {
      g_assert_true (jal_store_close (fixture->store, &error));
      g_assert_no_error (error);
      g_assert_finalize_object (fixture->store);
    }
  fixture->store = jal_store_open_vault (fixture->path, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
}

typedef struct
{
  const char *sql;
  gint64 number;
  char *text;
} Query;

static inline gboolean
query_func (JalTx *tx, gpointer data, GError **error)
{
  Query *query = data;
  g_autoptr (JalRows) rows = jal_tx_select_one (tx, error, query->sql, NULL);

  if (rows == NULL)
    return FALSE;
  query->number = jal_rows_int (rows, 0);
  query->text = jal_rows_dup_text (rows, 0);
  return TRUE;
}

/* First column of the first row. */
static inline gint64
ask (JalStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  Query query = { .sql = sql };

  jal_store_read (store, query_func, &query, NULL, &error);
  g_assert_no_error (error);
  g_free (query.text);
  return query.number;
}

static inline char *
ask_text (JalStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  Query query = { .sql = sql };

  jal_store_read (store, query_func, &query, NULL, &error);
  g_assert_no_error (error);
  return query.text;
}

static inline gboolean
run_func (JalTx *tx, gpointer sql, GError **error)
{
  return jal_tx_run (tx, error, sql, NULL);
}

/* A statement of its own as an action; for what no other action does, such as tampering. */
static inline void
run (JalStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "test.run" };

  jal_store_act (store, &act, run_func, (gpointer)sql, NULL, &error);
  g_assert_no_error (error);
}
