/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables keep the rules that let them be shared later, all of them; and older vaults get the newer tables. */
#include "test-store.h"

#include "test-raw.h"

/* The list in data/migrations/tables.txt: name → class. */
static GHashTable *
read_list (void)
{
  GHashTable *list = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "migrations", "tables.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (lines[i], " \t", -1);
      guint last = g_strv_length (words);

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      g_hash_table_insert (list, g_strdup (words[0]), g_strdup (words[last - 1]));
    }
  return list;
}

static gboolean
check_synced (JalTx *tx, const char *table, GError **error)
{
  static const struct
  {
    const char *name;
    const char *type;
  } first[] = { { "id", "BLOB" }, { "hlc", "TEXT" }, { "device", "BLOB" }, { "deleted", "INTEGER" } };
  g_autoptr (JalRows) rows = NULL;
  gint64 n = 0;
  guint i;

  rows = jal_tx_select (tx, error,
                        "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo (?) ORDER BY cid", "s",
                        table);
  for (i = 0; jal_rows_next (rows, error); i++)
    {
      g_test_message ("%s.%s", table, jal_rows_text (rows, 0));
      if (i < G_N_ELEMENTS (first))
        {
          g_assert_cmpstr (jal_rows_text (rows, 0), ==, first[i].name);
          g_assert_cmpstr (jal_rows_text (rows, 1), ==, first[i].type);
          g_assert_cmpint (jal_rows_int (rows, 2), ==, 1);
        }
      g_assert_cmpint (jal_rows_int (rows, 3), ==, i == 0 ? 1 : 0);
      /* Generated columns are not for the session extension of 3.40. */
      g_assert_cmpint (jal_rows_int (rows, 4), ==, 0);
    }
  g_assert_cmpuint (i, >=, G_N_ELEMENTS (first));
  g_assert_true (jal_tx_select_int (tx, &n, error, "SELECT strict = 1 AND wr = 0 FROM pragma_table_list WHERE name = ?",
                                    "s", table));
  g_assert_cmpint (n, ==, 1);
  return TRUE;
}

static gboolean
walk_func (JalTx *tx, gpointer data, GError **error)
{
  GHashTable *list = data;
  g_autoptr (JalRows) rows = NULL;
  guint seen = 0;

  rows = jal_tx_select (tx, error,
                        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN "
                        "('table', 'virtual') AND name NOT LIKE 'sqlite%'",
                        NULL);
  g_assert_nonnull (rows);
  while (jal_rows_next (rows, error))
    {
      const char *name = jal_rows_text (rows, 0), *class = g_hash_table_lookup (list, name);

      g_test_message ("%s", name);
      g_assert_nonnull (class);
      g_assert_true (g_strv_contains ((const char *[]){ "synced", "local", "derived", NULL }, class));
      seen++;
      if (g_str_equal (class, "synced"))
        {
          g_assert_cmpstr (jal_rows_text (rows, 1), ==, "table");
          check_synced (tx, name, error);
        }
    }
  /* And none stands in the list that is not there. */
  g_assert_cmpuint (seen, ==, g_hash_table_size (list));
  return TRUE;
}

static void
test_walk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) list = read_list ();
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_read (fixture->store, walk_func, list, NULL, &error));
  g_assert_no_error (error);
}

typedef struct
{
  GHashTable *list;
  JalId id;
  guint n;
} Fill;

/* One row in a table, every column filled by its type; ids, and so all references, are the same one. */
static gboolean
fill_table (JalTx *tx, const char *table, JalId id, GError **error)
{
  g_autoptr (GString) columns = g_string_new ("hlc, device"), values = g_string_new (NULL);
  g_autofree char *hex = jal_id_dup_hex (id), *sql = NULL, *hlc = NULL, *device = NULL;
  g_autoptr (JalRows) rows = NULL, stamp = NULL;

  /* Any synced row that the helpers write tells this action's stamp. */
  stamp = jal_tx_select_one (tx, error, "SELECT hlc, hex(device) FROM setting WHERE name = 'stamp'", NULL);
  hlc = jal_rows_dup_text (stamp, 0);
  device = jal_rows_dup_text (stamp, 1);
  g_string_append_printf (values, "'%s', x'%s'", hlc, device);
  rows = jal_tx_select (tx, error, "SELECT name, type FROM pragma_table_info (?) WHERE name NOT IN "
                                   "('hlc', 'device', 'deleted')", "s", table);
  while (jal_rows_next (rows, error))
    {
      const char *type = jal_rows_text (rows, 1);

      g_string_append_printf (columns, ", \"%s\"", jal_rows_text (rows, 0));
      if (g_str_equal (type, "BLOB"))
        g_string_append_printf (values, ", x'%s'", hex);
      else
        g_string_append (values, g_str_equal (type, "TEXT") ? ", 'text'" : ", 1");
    }
  sql = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", table, columns->str, values->str);
  return jal_tx_run (tx, error, sql, NULL);
}

static gboolean
fill_func (JalTx *tx, gpointer data, GError **error)
{
  Fill *fill = data;
  GHashTableIter iter;
  gpointer table, class;

  if (!jal_tx_set_setting (tx, "stamp", "stamp", error))
    return FALSE;
  g_hash_table_iter_init (&iter, fill->list);
  while (g_hash_table_iter_next (&iter, &table, &class))
    if (g_str_equal (class, "synced"))
      {
        fill->n++;
        if (!fill_table (tx, table, fill->id, error))
          return FALSE;
      }
  return TRUE;
}

/* A table that the session extension does not see could neither be shared nor taken back, silently: one action writes
   a row into each, and taking it back must reach every one of them. */
static void
test_recorded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) list = read_list ();
  g_autoptr (GError) error = NULL;
  Fill fill = { list, jal_id_new (), 0 };
  JalAct act = { .verb = "test.fill", .undoable = TRUE };
  GHashTableIter iter;
  gpointer table, class;
  guint reached = 0;

  g_assert_true (jal_store_act (fixture->store, &act, fill_func, &fill, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_store_undo (fixture->store, JAL_ID_NONE, NULL, NULL, &error));
  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, list);
  while (g_hash_table_iter_next (&iter, &table, &class))
    if (g_str_equal (class, "synced"))
      {
        g_autofree char *hex = jal_id_dup_hex (fill.id);
        g_autofree char *sql
            = g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE id = x'%s' AND deleted = 1", (char *)table, hex);

        g_test_message ("%s", (char *)table);
        g_assert_cmpint (ask (fixture->store, sql), ==, 1);
        reached++;
      }
  g_assert_cmpuint (reached, ==, fill.n);
  g_assert_cmpuint (reached, >=, 14);
}

/* A vault as the first version of the tables left it. */
static void
test_older (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "older.jalada", NULL);
  g_autofree char *file = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "migrations",
                                             "001-core.sql", NULL);
  g_autofree char *sql = NULL, *value = NULL, *verb = NULL, *device = NULL;
  g_autoptr (JalStore) store = NULL;
  g_autoptr (GError) error = NULL;
  JalStoreInfo info, newest;
  JalVault *vault;

  g_assert_true (g_file_get_contents (file, &sql, NULL, NULL));
  vault = jal_vault_create (path, PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_exec (jal_vault_get_db (vault), sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_true (jal_vault_close (vault, NULL));
  raw (path, "INSERT INTO local_setting VALUES ('device', '0123456789abcdef0123456789abcdef'), ('old', 'kept');"
             "PRAGMA user_version = 1");

  store = jal_store_open_vault (path, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_store_get_info (store, &info, NULL, NULL));
  g_assert_true (jal_store_get_info (fixture->store, &newest, NULL, NULL));
  g_assert_cmpuint (info.schema, ==, newest.schema);
  g_assert_cmpstr (info.device_id, ==, "0123456789abcdef0123456789abcdef");
  value = ask_text (store, "SELECT value FROM local_setting WHERE name = 'old'");
  g_assert_cmpstr (value, ==, "kept");
  /* Updated, and the key that was nobody's is its owner's. */
  verb = ask_text (store, "SELECT group_concat(verb, ' ') FROM (SELECT verb FROM audit ORDER BY seq)");
  g_assert_cmpstr (verb, ==, "vault.update key.name audit.key");
  g_assert_cmpint (ask (store, "SELECT count(*) FROM court_case"), ==, 0);
  g_assert_true (jal_audit_verify (store, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_store_close (store, NULL));
}

/* A newer vault opens as long as its tables only grew, and is not set back; one that says otherwise is refused. */
static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalStoreInfo info;

  close_store (fixture);
  raw (fixture->path, "PRAGMA user_version = 999; CREATE TABLE from_the_future (id BLOB PRIMARY KEY NOT NULL) STRICT");
  reopen (fixture);
  g_assert_true (jal_store_get_info (fixture->store, &info, NULL, NULL));
  g_assert_cmpuint (info.schema, ==, 999);
  close_store (fixture);
  raw (fixture->path, "INSERT INTO local_setting VALUES ('schema.oldest', '999')");
  g_assert_null (jal_store_open_vault (fixture->path, PASSPHRASE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_TOO_NEW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/store/tables/" path, Fixture, NULL, setup, func, teardown)
  ADD ("walk", test_walk);
  ADD ("recorded", test_recorded);
  ADD ("older", test_older);
  ADD ("newer", test_newer);
  return g_test_run ();
}
