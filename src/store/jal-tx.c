/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements and the rows they return.

   1. A prepared statement is either idle in the store's table, keyed by its text, or lent to exactly one JalRows or
      running call; so the same SELECT may be open twice.
   2. An idle statement is reset and has no values bound: nothing of a case stays behind in it.
   3. A full disk makes SQLite give up a whole transaction by itself. From then on nothing is written in it: a function
      that overlooked the failure would otherwise write on its own, without a record.
   4. Only the verbs of rows pass (SELECT, INSERT, UPDATE, DELETE, …): a function can neither end its transaction nor
      change a pragma. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More different statements than the program has; beyond it something builds SQL from values. */
#define MAX_STATEMENTS 512

struct _JalRows
{
  JalTx *tx;
  sqlite3_stmt *statement;
  gboolean on_row;
  gboolean ended;
};

void
jal_tx_init (JalTx *tx, JalStore *store, gboolean write)
{
  *tx = (JalTx){ .store = store, .write = write };
}

void
jal_tx_set_clock (JalTx *tx, guint64 clock)
{
  tx->clock = clock;
  g_snprintf (tx->hlc, sizeof tx->hlc, "%016" G_GINT64_MODIFIER "x", clock);
}

void
jal_tx_clear (JalTx *tx)
{
  if (tx->open_rows != 0)
    g_critical ("a JalStoreFunc left %u JalRows open", tx->open_rows);
  g_clear_pointer (&tx->actor, g_free);
  g_clear_pointer (&tx->payload, g_free);
  g_clear_pointer (&tx->adopted, g_ptr_array_unref);
}

static gboolean
is_row_verb (const char *sql)
{
  static const char *const verbs[] = { "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "EXPLAIN", "VALUES" };

  while (g_ascii_isspace (*sql))
    sql++;
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_ascii_strncasecmp (sql, verbs[i], strlen (verbs[i])) == 0 && !g_ascii_isalnum (sql[strlen (verbs[i])]))
      return TRUE;
  return FALSE;
}

gboolean
jal_tx_fail (JalTx *tx, int rc, GError **error)
{
  if (tx->write && tx->broken == 0 && sqlite3_get_autocommit (tx->store->db))
    tx->broken = rc;
  return jal_store_fail (tx->store, rc, error);
}

sqlite3_stmt *
jal_tx_take_statement (JalTx *tx, const char *sql, GError **error)
{
  JalStore *store = tx->store;
  sqlite3_stmt *statement = NULL;
  gpointer key = NULL, value = NULL;
  const char *tail = NULL;
  int rc;

  if (tx->broken != 0)
    {
      jal_store_fail (store, tx->broken, error);
      return NULL;
    }
  if (g_hash_table_steal_extended (store->statements, sql, &key, &value))
    {
      g_free (key);
      statement = value;
    }
  else
    {
      if (!is_row_verb (sql))
        {
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                               _ ("Only rows can be read and written here."));
          return NULL;
        }
      rc = sqlite3_prepare_v3 (store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, &tail);
      if (rc != SQLITE_OK)
        {
          jal_store_fail (store, rc, error);
          return NULL;
        }
      while (g_ascii_isspace (*tail) || *tail == ';')
        tail++;
      if (*tail != '\0')
        {
          sqlite3_finalize (statement);
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, _ ("Only one statement at a time."));
          return NULL;
        }
    }
  if (!tx->write && !sqlite3_stmt_readonly (statement))
    {
      jal_tx_give_statement (store, statement);
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("Reading must not change the vault."));
      return NULL;
    }
  return statement;
}

void
jal_tx_give_statement (JalStore *store, sqlite3_stmt *statement)
{
  const char *sql = sqlite3_sql (statement);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  if (g_hash_table_size (store->statements) >= MAX_STATEMENTS)
    g_hash_table_remove_all (store->statements);
  if (g_hash_table_contains (store->statements, sql))
    sqlite3_finalize (statement);
  else
    g_hash_table_insert (store->statements, g_strdup (sql), statement);
}

int
jal_tx_bind_one (sqlite3_stmt *statement, int index, char type, va_list *values, sqlite3_destructor_type lifetime)
{
  switch (type)
    {
    case 'i':
      return sqlite3_bind_int64 (statement, index, va_arg (*values, gint64));
    case 'd':
      return sqlite3_bind_double (statement, index, va_arg (*values, double));
    case 's':
      return sqlite3_bind_text (statement, index, va_arg (*values, const char *), -1, lifetime);
    case 'I':
      {
        const JalId *id = va_arg (*values, const JalId *);

        if (id == NULL)
          return sqlite3_bind_null (statement, index);
        return sqlite3_bind_blob (statement, index, id->bytes, sizeof id->bytes, lifetime);
      }
    case 'b':
      {
        GBytes *bytes = va_arg (*values, GBytes *);
        gsize size = 0;
        gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

        if (bytes == NULL)
          return sqlite3_bind_null (statement, index);
        /* An empty GBytes has no data, and SQLite would take that for null. */
        return sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size, lifetime);
      }
    case 'n':
      return sqlite3_bind_null (statement, index);
    default:
      return SQLITE_MISUSE;
    }
}

static sqlite3_stmt *
take_bound (JalTx *tx, const char *sql, const char *types, va_list *values, sqlite3_destructor_type lifetime,
            GError **error)
{
  sqlite3_stmt *statement = jal_tx_take_statement (tx, sql, error);
  gsize n = types != NULL ? strlen (types) : 0;
  int rc = SQLITE_OK;

  if (statement == NULL)
    return NULL;
  if ((gsize)sqlite3_bind_parameter_count (statement) != n)
    {
      g_critical ("%d values wanted, %d given", sqlite3_bind_parameter_count (statement), (int)n);
      rc = SQLITE_MISUSE;
    }
  for (gsize i = 0; i < n && rc == SQLITE_OK; i++)
    rc = jal_tx_bind_one (statement, (int)i + 1, types[i], values, lifetime);
  if (rc != SQLITE_OK)
    {
      jal_store_fail (tx->store, rc, error);
      jal_tx_give_statement (tx->store, statement);
      return NULL;
    }
  return statement;
}

gboolean
jal_tx_finish_statement (JalTx *tx, sqlite3_stmt *statement, GError **error)
{
  int rc;

  do
    rc = sqlite3_step (statement);
  while (rc == SQLITE_ROW);
  if (rc == SQLITE_DONE)
    tx->changes = (guint64)sqlite3_changes64 (tx->store->db);
  else
    jal_tx_fail (tx, rc, error);
  jal_tx_give_statement (tx->store, statement);
  return rc == SQLITE_DONE;
}

gboolean
jal_tx_run (JalTx *tx, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;

  g_return_val_if_fail (tx != NULL && sql != NULL, FALSE);

  va_start (values, types);
  statement = take_bound (tx, sql, types, &values, SQLITE_STATIC, error);
  va_end (values);
  return statement != NULL && jal_tx_finish_statement (tx, statement, error);
}

guint64
jal_tx_get_changes (JalTx *tx)
{
  return tx->changes;
}

static JalRows *
select_va (JalTx *tx, GError **error, const char *sql, const char *types, va_list *values)
{
  sqlite3_stmt *statement = take_bound (tx, sql, types, values, SQLITE_TRANSIENT, error);
  JalRows *rows;

  if (statement == NULL)
    return NULL;
  rows = g_new0 (JalRows, 1);
  rows->tx = tx;
  rows->statement = statement;
  tx->open_rows++;
  return rows;
}

/* Rows standing on their first one. */
static JalRows *
select_first (JalTx *tx, GError **error, const char *sql, const char *types, va_list *values)
{
  g_autoptr (JalRows) rows = select_va (tx, error, sql, types, values);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  if (jal_rows_next (rows, &local))
    return g_steal_pointer (&rows);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is no such entry."));
  return NULL;
}

JalRows *
jal_tx_select (JalTx *tx, GError **error, const char *sql, const char *types, ...)
{
  JalRows *rows;
  va_list values;

  g_return_val_if_fail (tx != NULL && sql != NULL, NULL);

  va_start (values, types);
  rows = select_va (tx, error, sql, types, &values);
  va_end (values);
  return rows;
}

JalRows *
jal_tx_select_one (JalTx *tx, GError **error, const char *sql, const char *types, ...)
{
  JalRows *rows;
  va_list values;

  g_return_val_if_fail (tx != NULL && sql != NULL, NULL);

  va_start (values, types);
  rows = select_first (tx, error, sql, types, &values);
  va_end (values);
  return rows;
}

gboolean
jal_tx_select_int (JalTx *tx, gint64 *value, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (JalRows) rows = NULL;
  va_list values;

  g_return_val_if_fail (tx != NULL && sql != NULL && value != NULL, FALSE);

  va_start (values, types);
  rows = select_first (tx, error, sql, types, &values);
  va_end (values);
  if (rows == NULL)
    return FALSE;
  *value = jal_rows_int (rows, 0);
  return TRUE;
}

gboolean
jal_tx_ended (GError *local, GError **error)
{
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
jal_rows_next (JalRows *rows, GError **error)
{
  int rc;

  g_return_val_if_fail (rows != NULL, FALSE);

  if (rows->ended)
    return FALSE;
  /* The progress handler looks only every few thousand steps; a slow consumer of few rows is stopped here. */
  if (g_cancellable_set_error_if_cancelled (rows->tx->store->cancellable, error))
    rc = SQLITE_INTERRUPT;
  else if ((rc = sqlite3_step (rows->statement)) != SQLITE_ROW && rc != SQLITE_DONE)
    jal_tx_fail (rows->tx, rc, error);
  rows->on_row = rc == SQLITE_ROW;
  rows->ended = rc != SQLITE_ROW;
  return rows->on_row;
}

gint64
jal_rows_int (JalRows *rows, int column)
{
  g_return_val_if_fail (rows->on_row && column < sqlite3_column_count (rows->statement), 0);

  return sqlite3_column_int64 (rows->statement, column);
}

double
jal_rows_real (JalRows *rows, int column)
{
  g_return_val_if_fail (rows->on_row && column < sqlite3_column_count (rows->statement), 0);

  return sqlite3_column_double (rows->statement, column);
}

const char *
jal_rows_text (JalRows *rows, int column)
{
  g_return_val_if_fail (rows->on_row && column < sqlite3_column_count (rows->statement), NULL);

  return (const char *)sqlite3_column_text (rows->statement, column);
}

char *
jal_rows_dup_text (JalRows *rows, int column)
{
  return g_strdup (jal_rows_text (rows, column));
}

JalId
jal_rows_id (JalRows *rows, int column)
{
  JalId id = JAL_ID_NONE;

  g_return_val_if_fail (rows->on_row && column < sqlite3_column_count (rows->statement), id);

  if (sqlite3_column_bytes (rows->statement, column) == sizeof id.bytes)
    memcpy (id.bytes, sqlite3_column_blob (rows->statement, column), sizeof id.bytes);
  return id;
}

GBytes *
jal_rows_bytes (JalRows *rows, int column)
{
  g_return_val_if_fail (rows->on_row && column < sqlite3_column_count (rows->statement), NULL);

  return jal_rows_bytes_with (rows, column, g_bytes_new);
}

GBytes *
jal_rows_bytes_with (JalRows *rows, int column, GBytes *(*copy) (gconstpointer data, gsize size))
{
  if (jal_rows_is_null (rows, column))
    return NULL;
  return copy (sqlite3_column_blob (rows->statement, column), (gsize)sqlite3_column_bytes (rows->statement, column));
}

gboolean
jal_rows_is_null (JalRows *rows, int column)
{
  g_return_val_if_fail (rows->on_row && column < sqlite3_column_count (rows->statement), TRUE);

  return sqlite3_column_type (rows->statement, column) == SQLITE_NULL;
}

void
jal_rows_free (JalRows *rows)
{
  if (rows == NULL)
    return;
  rows->tx->open_rows--;
  jal_tx_give_statement (rows->tx->store, rows->statement);
  g_free (rows);
}
