/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a vault is, against a plain SQLite file with the same page size, journal, sync and cache in the same run, and
   against the cipher alone. Rounds alternate which goes first; each line is the median of the rounds' ratios, with their
   spread.

   vault-bench [--json] [--megabytes N] [--rounds N] [--rows N] [--folder DIR] */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault-loads.h"
#include "vault/jal-vault-cipher.h"
#include "vault/jal-vault.h"

#define PASSPHRASE "bench"
#define MAX_ROUNDS 50

typedef enum
{
  WRITE_CHUNKS,
  READ_CHUNKS,
  READ_CIPHER, /* the floor is the cipher alone */
  READ_PIECES,
  SMALL_COMMITS,
  ROWS,
  WORDS,
  SEARCH,
  COLD,
  SCAN,
  N_LOADS,
} Load;

static const struct
{
  const char *key;
  const char *name;
  double bar; /* what the ratio of times shall not be above; 0: none */
} loads[] = {
  [WRITE_CHUNKS] = { "write", "documents into the vault", 1 / 0.65 },
  [READ_CHUNKS] = { "read", "documents out of the vault", 0 },
  [READ_CIPHER] = { "read_cipher", "documents out, against the cipher alone", 1 / 0.8 },
  [READ_PIECES] = { "random_64k", "64 KiB from anywhere", 0 },
  [SMALL_COMMITS] = { "small_commit", "a small commit", 0 },
  [ROWS] = { "rows", "rows with an index", 1.5 },
  [WORDS] = { "words", "words into the full-text index", 1.15 },
  [SEARCH] = { "search", "questions to the full-text index", 0 },
  [COLD] = { "cold", "a row from anywhere, cold", 2.2 },
  [SCAN] = { "scan", "all rows in order, cold", 0 },
};

typedef struct
{
  double seconds[N_LOADS];
} Figures;

static int megabytes = 128;
static int rounds = 5;
static int n_rows = 100000;
static gboolean json;
static char *folder;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
  { "megabytes", 0, 0, G_OPTION_ARG_INT, &megabytes, "Size of the documents", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "How often", "N" },
  { "rows", 0, 0, G_OPTION_ARG_INT, &n_rows, "How many rows", "N" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where to write", "DIR" },
  { NULL },
};

/* One of the two things that are compared. */
typedef struct
{
  gboolean is_vault;
  char *path;
  JalVault *vault;
  sqlite3 *db;
} Side;

static void
open_side (Side *side, gboolean create)
{
  if (side->is_vault)
    {
      side->vault = create ? jal_vault_create (side->path, PASSPHRASE, JAL_VAULT_STRENGTH_MIN, NULL)
                           : jal_vault_open (side->path, PASSPHRASE, NULL);
      must (side->vault != NULL);
      side->db = jal_vault_get_db (side->vault);
      return;
    }
  must (sqlite3_open_v2 (side->path, &side->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix-excl") == SQLITE_OK);
  run_sql (side->db, "PRAGMA page_size = 8192; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE;"
                     "PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;"
                     "PRAGMA cell_size_check = ON; PRAGMA cache_size = " G_STRINGIFY (JAL_VAULT_CACHE_SIZE));
}

static void
close_side (Side *side)
{
  if (side->vault != NULL)
    must (jal_vault_close (g_steal_pointer (&side->vault), NULL));
  else
    must (sqlite3_close (side->db) == SQLITE_OK);
  side->db = NULL;
}

static void
measure (Side *side, Figures *figures)
{
  open_side (side, TRUE);
  load_prepare (side->db);
  figures->seconds[WRITE_CHUNKS] = load_write_chunks (side->db, megabytes);
  close_side (side);
  open_side (side, FALSE);
  figures->seconds[READ_CHUNKS] = figures->seconds[READ_CIPHER] = load_read_chunks (side->db, megabytes);
  figures->seconds[READ_PIECES] = load_read_pieces (side->db, megabytes);
  figures->seconds[SMALL_COMMITS] = load_small_commits (side->db);
  figures->seconds[ROWS] = load_rows (side->db, n_rows);
  figures->seconds[WORDS] = load_words (side->db, n_rows);
  load_prepare_cold (side->db, n_rows);
  close_side (side);
  open_side (side, FALSE);
  figures->seconds[SEARCH] = load_search (side->db);
  figures->seconds[COLD] = load_cold (side->db, n_rows, 20000);
  close_side (side);
  open_side (side, FALSE);
  figures->seconds[SCAN] = load_scan (side->db, n_rows);
  close_side (side);
  g_unlink (side->path);
}

/* Opening as many pages with the cipher alone, the same one. */
static double
measure_cipher (void)
{
  guint8 key[32] = { 1 }, nonce[24], tag[16], page[JAL_VAULT_PAGE_BYTES - JAL_VAULT_SEAL_SIZE], sealed[sizeof page];
  int pages = megabytes * 1000000 / LOAD_CHUNK * LOAD_CHUNK / (int)sizeof page;
  gint64 start;

  randombytes_buf (page, sizeof page);
  jal_vault_seal_unit (key, key, 16, page, sizeof page, sealed, nonce, tag);
  start = g_get_monotonic_time ();
  for (int i = 0; i < pages; i++)
    must (jal_vault_open_unit (key, key, 16, sealed, sizeof sealed, nonce, tag, page));
  return seconds_since (start);
}

static void
remove_journal (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_unlink (journal);
}

static void
run_round (gboolean vault_first, Figures *vault, Figures *plain)
{
  Side sides[2] = { { .is_vault = TRUE, .path = g_build_filename (folder, "vault.jalada", NULL) },
                    { .path = g_build_filename (folder, "plain.db", NULL) } };

  if (!vault_first)
    measure (&sides[1], plain);
  measure (&sides[0], vault);
  if (vault_first)
    measure (&sides[1], plain);
  plain->seconds[READ_CIPHER] = measure_cipher ();
  for (guint i = 0; i < 2; i++)
    {
      remove_journal (sides[i].path);
      g_free (sides[i].path);
    }
}

static int
compare (const void *a, const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (double *values, int n)
{
  qsort (values, (size_t)n, sizeof *values, compare);
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static void
print_load (Load load, const Figures *vault, const Figures *plain)
{
  double ours[MAX_ROUNDS], floor[MAX_ROUNDS], ratio[MAX_ROUNDS], middle;

  for (int i = 0; i < rounds; i++)
    {
      ours[i] = vault[i].seconds[load];
      floor[i] = plain[i].seconds[load];
      ratio[i] = ours[i] / floor[i];
    }
  middle = median (ratio, rounds);
  if (json)
    printf (" {\"key\": \"%s\", \"name\": \"%s\", \"ours_ms\": %.3f, \"floor_ms\": %.3f, \"ratio\": %.3f, \"least\": %.3f, "
            "\"most\": %.3f, \"bar\": %.3f}%s\n",
            loads[load].key, loads[load].name, median (ours, rounds) * 1e3, median (floor, rounds) * 1e3, middle, ratio[0],
            ratio[rounds - 1], loads[load].bar, load + 1 < N_LOADS ? "," : "]}");
  else
    printf ("%-42s %9.1f %9.1f ms  %6.2f  (%.2f to %.2f)%s\n", loads[load].name, median (ours, rounds) * 1e3,
            median (floor, rounds) * 1e3, middle, ratio[0], ratio[rounds - 1],
            loads[load].bar == 0 ? "" : middle <= loads[load].bar ? "  within the bar" : "  ABOVE THE BAR");
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree Figures *vault = g_new0 (Figures, MAX_ROUNDS), *plain = g_new0 (Figures, MAX_ROUNDS);
  g_autofree char *given = NULL;
  GError *error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  rounds = CLAMP (rounds, 1, MAX_ROUNDS);
  must (jal_vault_init_process (NULL));
  given = g_steal_pointer (&folder);
  folder = given != NULL ? g_build_filename (given, "vault-bench-XXXXXX", NULL) : NULL;
  if (folder != NULL)
    must (g_mkdtemp (folder) != NULL);
  else
    folder = g_dir_make_tmp ("vault-bench-XXXXXX", NULL);
  must (folder != NULL);
  for (int i = 0; i < rounds; i++)
    run_round (i % 2 == 0, &vault[i], &plain[i]);
  g_rmdir (folder);
  g_free (folder);
  if (json)
    printf ("{\"bench\": \"vault\", \"megabytes\": %d, \"rows\": %d, \"rounds\": %d, \"loads\": [\n", megabytes, n_rows, rounds);
  else
    printf ("%d MB in chunks of 256 KiB, %d rows, median of %d rounds\n%-42s %9s %9s     %6s\n", megabytes, n_rows, rounds, "",
            "vault", "floor", "ratio");
  for (Load load = 0; load < N_LOADS; load++)
    print_load (load, vault, plain);
  return 0;
}
