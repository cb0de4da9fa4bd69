/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-loads.h"

#include <sodium.h>
#include <string.h>

/* Chunks in a transaction, as the store has them. */
#define BATCH 64
#define PIECE (64 * 1024)
#define ROWS_A_TRANSACTION 5000

void
must (gboolean done)
{
  if (!done)
    g_error ("The bench could not be carried out.");
}

double
seconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1e6;
}

void
run_sql (sqlite3 *db, const char *sql)
{
  must (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement;

  must (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK);
  return statement;
}

static void
step_once (sqlite3_stmt *statement)
{
  must (sqlite3_step (statement) == SQLITE_DONE);
  sqlite3_reset (statement);
}

static const guint8 *
get_chunk (void)
{
  static guint8 chunk[LOAD_CHUNK];
  static const guint8 seed[randombytes_SEEDBYTES] = { 7 };

  if (chunk[0] == 0 && chunk[1] == 0)
    randombytes_buf_deterministic (chunk, sizeof chunk, seed);
  return chunk;
}

static int
count_chunks (int megabytes)
{
  return megabytes * 1000000 / LOAD_CHUNK;
}

void
load_prepare (sqlite3 *db)
{
  run_sql (db, "CREATE TABLE chunk (id INTEGER PRIMARY KEY, bytes BLOB);"
               "CREATE TABLE small (id INTEGER PRIMARY KEY, text);"
               "CREATE TABLE row (id BLOB PRIMARY KEY NOT NULL, hlc TEXT NOT NULL, device BLOB NOT NULL,"
               " deleted INTEGER NOT NULL, case_id BLOB NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL) STRICT;"
               "CREATE INDEX row_case ON row (case_id, number);"
               "CREATE VIRTUAL TABLE words USING fts5 (text, content = '');"
               "CREATE TABLE cold (id INTEGER PRIMARY KEY, bytes BLOB)");
}

double
load_write_chunks (sqlite3 *db, int megabytes)
{
  const guint8 *chunk = get_chunk ();
  int count = count_chunks (megabytes);
  gint64 start = g_get_monotonic_time ();
  sqlite3_stmt *statement = prepare (db, "INSERT INTO chunk VALUES (?1, ?2)");

  for (int i = 0; i < count; i++)
    {
      if (i % BATCH == 0)
        run_sql (db, "BEGIN");
      sqlite3_bind_int (statement, 1, i);
      sqlite3_bind_blob (statement, 2, chunk, LOAD_CHUNK, SQLITE_STATIC);
      step_once (statement);
      if (i % BATCH == BATCH - 1 || i == count - 1)
        run_sql (db, "COMMIT");
    }
  sqlite3_finalize (statement);
  return seconds_since (start);
}

double
load_read_chunks (sqlite3 *db, int megabytes)
{
  const guint8 *chunk = get_chunk ();
  g_autofree guint8 *to = g_malloc (LOAD_CHUNK);
  gint64 start = g_get_monotonic_time ();
  sqlite3_blob *blob;

  must (sqlite3_blob_open (db, "main", "chunk", "bytes", 0, 0, &blob) == SQLITE_OK);
  for (int i = 0; i < count_chunks (megabytes); i++)
    {
      must (sqlite3_blob_reopen (blob, i) == SQLITE_OK);
      must (sqlite3_blob_read (blob, to, LOAD_CHUNK, 0) == SQLITE_OK);
      must (to[LOAD_CHUNK - 1] == chunk[LOAD_CHUNK - 1]);
    }
  sqlite3_blob_close (blob);
  return seconds_since (start);
}

double
load_read_pieces (sqlite3 *db, int megabytes)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  gint64 start = g_get_monotonic_time ();
  sqlite3_blob *blob;
  guint8 to[PIECE];

  must (sqlite3_blob_open (db, "main", "chunk", "bytes", 0, 0, &blob) == SQLITE_OK);
  for (int i = 0; i < 400; i++)
    {
      must (sqlite3_blob_reopen (blob, g_rand_int_range (random, 0, count_chunks (megabytes))) == SQLITE_OK);
      must (sqlite3_blob_read (blob, to, PIECE, g_rand_int_range (random, 0, LOAD_CHUNK - PIECE)) == SQLITE_OK);
    }
  sqlite3_blob_close (blob);
  return seconds_since (start);
}

double
load_small_commits (sqlite3 *db)
{
  gint64 start = g_get_monotonic_time ();

  for (int i = 0; i < 100; i++)
    run_sql (db, "INSERT INTO small (text) VALUES ('a task, done')");
  return seconds_since (start);
}

/* Words as they come in statements: few of them often, many of them seldom. */
static char *
make_text (GRand *random)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 14; i++)
    {
      guint n = (guint)(50 / (0.0025 + g_rand_double (random)));

      g_string_append_printf (text, "%s%c%c%u", i > 0 ? " " : "", 'a' + n % 26, 'a' + n / 26 % 26, n);
    }
  return g_string_free (text, FALSE);
}

double
load_rows (sqlite3 *db, int n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement;
  guint8 id[16], case_id[16] = { 0 };
  gint64 start;

  for (int i = 0; i < n; i++)
    g_ptr_array_add (texts, make_text (random));
  start = g_get_monotonic_time ();
  statement = prepare (db, "INSERT INTO row VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6)");
  for (int i = 0; i < n; i++)
    {
      guint32 ms = GUINT32_TO_BE ((guint32)(i / 4));

      if (i % ROWS_A_TRANSACTION == 0)
        run_sql (db, "BEGIN");
      /* As JalId: 48 bits of time, the rest random. */
      memset (id, 0, 2);
      memcpy (id + 2, &ms, sizeof ms);
      for (guint k = 6; k < 16; k += 2)
        {
          id[k] = (guint8)g_rand_int (random);
          id[k + 1] = (guint8)g_rand_int (random);
        }
      case_id[0] = (guint8)g_rand_int_range (random, 0, 100);
      sqlite3_bind_blob (statement, 1, id, sizeof id, SQLITE_STATIC);
      sqlite3_bind_text (statement, 2, "018f3a5b7c9d0e1f", 16, SQLITE_STATIC);
      sqlite3_bind_blob (statement, 3, case_id, sizeof case_id, SQLITE_STATIC);
      sqlite3_bind_blob (statement, 4, case_id, sizeof case_id, SQLITE_STATIC);
      sqlite3_bind_int (statement, 5, i);
      sqlite3_bind_text (statement, 6, texts->pdata[i], -1, SQLITE_STATIC);
      step_once (statement);
      if (i % ROWS_A_TRANSACTION == ROWS_A_TRANSACTION - 1 || i == n - 1)
        run_sql (db, "COMMIT");
    }
  sqlite3_finalize (statement);
  return seconds_since (start);
}

double
load_words (sqlite3 *db, int n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement;
  gint64 start;

  for (int i = 0; i < n; i++)
    g_ptr_array_add (texts, make_text (random));
  start = g_get_monotonic_time ();
  statement = prepare (db, "INSERT INTO words (rowid, text) VALUES (?1, ?2)");
  for (int i = 0; i < n; i++)
    {
      if (i % ROWS_A_TRANSACTION == 0)
        run_sql (db, "BEGIN");
      sqlite3_bind_int (statement, 1, i + 1);
      sqlite3_bind_text (statement, 2, texts->pdata[i], -1, SQLITE_STATIC);
      step_once (statement);
      if (i % ROWS_A_TRANSACTION == ROWS_A_TRANSACTION - 1 || i == n - 1)
        run_sql (db, "COMMIT");
    }
  sqlite3_finalize (statement);
  return seconds_since (start);
}

double
load_search (sqlite3 *db)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  gint64 start = g_get_monotonic_time ();
  sqlite3_stmt *statement = prepare (db, "SELECT count(*) FROM words WHERE words MATCH ?1");

  for (int i = 0; i < 100; i++)
    {
      g_autofree char *text = make_text (random);
      g_autofree char *question = g_strndup (text, strcspn (text, " "));

      sqlite3_bind_text (statement, 1, question, -1, SQLITE_STATIC);
      must (sqlite3_step (statement) == SQLITE_ROW);
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
  return seconds_since (start);
}

void
load_prepare_cold (sqlite3 *db, int n)
{
  sqlite3_stmt *statement = prepare (db, "INSERT INTO cold VALUES (?1, ?2)");

  run_sql (db, "BEGIN");
  for (int i = 0; i < n; i++)
    {
      sqlite3_bind_int (statement, 1, i);
      sqlite3_bind_blob (statement, 2, get_chunk () + i % 1000, 2000, SQLITE_STATIC);
      step_once (statement);
    }
  run_sql (db, "COMMIT");
  sqlite3_finalize (statement);
}

double
load_cold (sqlite3 *db, int n, int tries)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  gint64 start = g_get_monotonic_time ();
  sqlite3_stmt *statement = prepare (db, "SELECT bytes FROM cold WHERE id = ?1");

  for (int i = 0; i < tries; i++)
    {
      int id = g_rand_int_range (random, 0, n);

      sqlite3_bind_int (statement, 1, id);
      must (sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_bytes (statement, 0) == 2000
            && memcmp (sqlite3_column_blob (statement, 0), get_chunk () + id % 1000, 16) == 0);
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
  return seconds_since (start);
}

double
load_scan (sqlite3 *db, int n)
{
  gint64 start = g_get_monotonic_time ();
  sqlite3_stmt *statement = prepare (db, "SELECT count(*), sum(length(bytes)), sum(length(substr(bytes, 1990))) FROM cold");

  must (sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_int (statement, 0) == n
        && sqlite3_column_int64 (statement, 2) == (gint64)n * 11);
  sqlite3_finalize (statement);
  return seconds_since (start);
}
