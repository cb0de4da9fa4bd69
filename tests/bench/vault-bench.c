/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast documents go into and come out of the vault, against a plain SQLite file with the same pages and the same
   journal in the same run, and against the cipher alone. Rounds alternate; the best of each counts.

   vault-bench [--json] [--megabytes N] [--rounds N] [--folder DIR] */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "vault/jal-vault.h"

#define CHUNK (256 * 1024)
/* Chunks in a transaction. */
#define BATCH 64
#define PIECE (64 * 1024)
#define PASSPHRASE "bench"

typedef struct
{
  double write; /* MB/s */
  double read;
  double piece; /* µs for 64 KiB somewhere in a chunk */
  double row;   /* µs for a small transaction */
} Figures;

static guint8 chunk[CHUNK];
static int megabytes = 128;
static int rounds = 3;
static gboolean json;
static char *folder;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
  { "megabytes", 0, 0, G_OPTION_ARG_INT, &megabytes, "Size of the documents", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "How often", "N" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where to write", "DIR" },
  { NULL },
};

static void
must (gboolean done)
{
  if (!done)
    g_error ("The bench could not be carried out.");
}

static void
run (sqlite3 *db, const char *sql)
{
  must (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static double
seconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1e6;
}

static double
write_chunks (sqlite3 *db, int count)
{
  sqlite3_stmt *statement;
  gint64 start = g_get_monotonic_time ();

  must (sqlite3_prepare_v2 (db, "INSERT INTO chunk VALUES (?1, ?2)", -1, &statement, NULL) == SQLITE_OK);
  for (int i = 0; i < count; i++)
    {
      if (i % BATCH == 0)
        run (db, "BEGIN");
      sqlite3_bind_int (statement, 1, i);
      sqlite3_bind_blob (statement, 2, chunk, CHUNK, SQLITE_STATIC);
      must (sqlite3_step (statement) == SQLITE_DONE);
      sqlite3_reset (statement);
      if (i % BATCH == BATCH - 1 || i == count - 1)
        run (db, "COMMIT");
    }
  sqlite3_finalize (statement);
  return count * (CHUNK / 1e6) / seconds_since (start);
}

static double
read_chunks (sqlite3 *db, int count)
{
  sqlite3_blob *blob;
  guint8 *to = g_malloc (CHUNK);
  gint64 start = g_get_monotonic_time ();
  double elapsed;

  must (sqlite3_blob_open (db, "main", "chunk", "bytes", 0, 0, &blob) == SQLITE_OK);
  for (int i = 0; i < count; i++)
    {
      must (sqlite3_blob_reopen (blob, i) == SQLITE_OK);
      must (sqlite3_blob_read (blob, to, CHUNK, 0) == SQLITE_OK);
      must (to[CHUNK - 1] == chunk[CHUNK - 1]);
    }
  sqlite3_blob_close (blob);
  elapsed = seconds_since (start);
  g_free (to);
  return count * (CHUNK / 1e6) / elapsed;
}

static double
read_pieces (sqlite3 *db, int count)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  const int tries = 400;
  sqlite3_blob *blob;
  guint8 to[PIECE];
  gint64 start = g_get_monotonic_time ();

  must (sqlite3_blob_open (db, "main", "chunk", "bytes", 0, 0, &blob) == SQLITE_OK);
  for (int i = 0; i < tries; i++)
    {
      must (sqlite3_blob_reopen (blob, g_rand_int_range (random, 0, count)) == SQLITE_OK);
      must (sqlite3_blob_read (blob, to, PIECE, g_rand_int_range (random, 0, CHUNK - PIECE)) == SQLITE_OK);
    }
  sqlite3_blob_close (blob);
  return seconds_since (start) * 1e6 / tries;
}

static double
write_rows (sqlite3 *db)
{
  const int tries = 100;
  gint64 start = g_get_monotonic_time ();

  for (int i = 0; i < tries; i++)
    run (db, "INSERT INTO row (text) VALUES ('a task, done')");
  return seconds_since (start) * 1e6 / tries;
}

static Figures
measure (sqlite3 *db)
{
  int count = megabytes * 1000000 / CHUNK;
  Figures figures;

  run (db, "CREATE TABLE chunk (id INTEGER PRIMARY KEY, bytes BLOB); CREATE TABLE row (id INTEGER PRIMARY KEY, text)");
  figures.write = write_chunks (db, count);
  figures.read = read_chunks (db, count);
  figures.piece = read_pieces (db, count);
  figures.row = write_rows (db);
  return figures;
}

static Figures
measure_plain (void)
{
  g_autofree char *path = g_build_filename (folder, "plain.db", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  sqlite3 *db;
  Figures figures;

  must (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix-excl") == SQLITE_OK);
  run (db, "PRAGMA page_size = 8192; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE;"
           "PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;"
           "PRAGMA cache_size = -8192");
  figures = measure (db);
  sqlite3_close (db);
  g_unlink (path);
  g_unlink (journal);
  return figures;
}

static Figures
measure_vault (void)
{
  g_autofree char *path = g_build_filename (folder, "vault.jalada", NULL);
  JalVault *vault = jal_vault_create (path, PASSPHRASE, JAL_VAULT_STRENGTH_MIN, NULL);
  Figures figures;

  must (vault != NULL);
  figures = measure (jal_vault_get_db (vault));
  jal_vault_close (vault, NULL);
  g_unlink (path);
  return figures;
}

/* The cipher alone over as many pages, in MB/s both ways. */
static Figures
measure_cipher (void)
{
  guint8 key[32] = { 1 }, nonce[24] = { 2 }, tag[16], page[8152], sealed[8152];
  int pages = megabytes * 1000000 / 8192;
  Figures figures = { 0 };
  gint64 start = g_get_monotonic_time ();

  randombytes_buf (page, sizeof page);
  for (int i = 0; i < pages; i++)
    {
      memcpy (nonce, &i, sizeof i);
      crypto_aead_xchacha20poly1305_ietf_encrypt_detached (sealed, tag, NULL, page, sizeof page, nonce, 16, NULL, nonce,
                                                           key);
    }
  figures.write = pages * 8192e-6 / seconds_since (start);
  start = g_get_monotonic_time ();
  for (int i = 0; i < pages; i++)
    must (crypto_aead_xchacha20poly1305_ietf_decrypt_detached (page, NULL, sealed, sizeof sealed, tag, nonce, 16, nonce,
                                                               key)
          == 0);
  figures.read = pages * 8192e-6 / seconds_since (start);
  return figures;
}

static void
keep_best (Figures *best, Figures now)
{
  best->write = MAX (best->write, now.write);
  best->read = MAX (best->read, now.read);
  best->piece = best->piece > 0 ? MIN (best->piece, now.piece) : now.piece;
  best->row = best->row > 0 ? MIN (best->row, now.row) : now.row;
}

static void
print_text (const Figures *vault, const Figures *plain, const Figures *cipher)
{
  printf ("%d MB in chunks of 256 KiB, best of %d\n", megabytes, rounds);
  printf ("                        vault     plain    ratio    cipher alone\n");
  printf ("write, MB/s          %8.0f  %8.0f   %5.2fx    %8.0f\n", vault->write, plain->write,
          vault->write / plain->write, cipher->write);
  printf ("read, MB/s           %8.0f  %8.0f   %5.2fx    %8.0f\n", vault->read, plain->read, vault->read / plain->read,
          cipher->read);
  printf ("64 KiB anywhere, µs  %8.0f  %8.0f   %5.2fx\n", vault->piece, plain->piece, vault->piece / plain->piece);
  printf ("small commit, µs     %8.0f  %8.0f   %5.2fx\n", vault->row, plain->row, vault->row / plain->row);
}

static void
print_json (const Figures *vault, const Figures *plain, const Figures *cipher)
{
  printf ("{\"bench\": \"vault\", \"megabytes\": %d, \"rounds\": %d,\n", megabytes, rounds);
  printf (" \"write\": {\"vault_mb_s\": %.0f, \"plain_mb_s\": %.0f, \"cipher_mb_s\": %.0f, \"ratio_plain\": %.3f, "
          "\"ratio_cipher\": %.3f},\n",
          vault->write, plain->write, cipher->write, vault->write / plain->write, vault->write / cipher->write);
  printf (" \"read\": {\"vault_mb_s\": %.0f, \"plain_mb_s\": %.0f, \"cipher_mb_s\": %.0f, \"ratio_plain\": %.3f, "
          "\"ratio_cipher\": %.3f},\n",
          vault->read, plain->read, cipher->read, vault->read / plain->read, vault->read / cipher->read);
  printf (" \"random_64k\": {\"vault_us\": %.1f, \"plain_us\": %.1f, \"ratio_plain\": %.3f},\n", vault->piece,
          plain->piece, vault->piece / plain->piece);
  printf (" \"small_commit\": {\"vault_us\": %.1f, \"plain_us\": %.1f, \"ratio_plain\": %.3f}}\n", vault->row, plain->row,
          vault->row / plain->row);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *given = NULL;
  Figures vault = { 0 }, plain = { 0 }, cipher = { 0 };
  GError *error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  must (jal_vault_init_process (NULL));
  given = g_steal_pointer (&folder);
  folder = given != NULL ? g_build_filename (given, "vault-bench-XXXXXX", NULL) : NULL;
  if (folder != NULL)
    must (g_mkdtemp (folder) != NULL);
  else
    folder = g_dir_make_tmp ("vault-bench-XXXXXX", NULL);
  must (folder != NULL);
  randombytes_buf (chunk, sizeof chunk);
  for (int i = 0; i < rounds; i++)
    {
      keep_best (&plain, measure_plain ());
      keep_best (&vault, measure_vault ());
      keep_best (&cipher, measure_cipher ());
    }
  g_rmdir (folder);
  g_free (folder);
  if (json)
    print_json (&vault, &plain, &cipher);
  else
    print_text (&vault, &plain, &cipher);
  return 0;
}
