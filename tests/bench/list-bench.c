/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a passphrase to the list of exhibits, with 20,000 of them in one case: opening with the passphrase, and the list that
 * the window and jaladactl ask for.
 *
 *   list-bench [--json] [--exhibits N] [--rounds N] [--keep FILE]
 *
 * The floor is Argon2id alone with the strength of the vault, plus the same question to a plain SQLite file that holds the
 * same pages in the clear. What is asked is not written here: it is overheard. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/jal-evidence.h"
#include "record/jal-case-rows.h"
#include "record/jal-document-rows.h"
#include "store/jal-blob.h"
#include "vault-loads.h"
#include "vault/jal-vault.h"

#define PASSPHRASE "a passphrase for measuring"
#define DOCUMENTS_AN_ACT 500
#define MAX_ROUNDS 50

static int n_exhibits = 20000;
static int rounds = 5;
static gboolean json;
static char *keep;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
  { "exhibits", 0, 0, G_OPTION_ARG_INT, &n_exhibits, "How many", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "How often", "N" },
  { "keep", 0, 0, G_OPTION_ARG_FILENAME, &keep, "Leave the vault there", "FILE" },
  { NULL },
};

/* --- Making the vault ---------------------------------------------------------------------------------------------- */

typedef struct
{
  JalCase *court_case;
  JalBlobWriter *writer;
  JalBlobInfo blob;
  int first;
  int n;
} Work;

static gboolean
add_case (JalTx *tx, gpointer data, GError **error)
{
  Work *work = data;

  return jal_case_rows_insert (tx, work->court_case, error) && jal_blob_writer_adopt (work->writer, tx, &work->blob, error);
}

static gboolean
add_one (JalTx *tx, const Work *work, int number, GError **error)
{
  g_autoptr (JalDocument) document = g_object_new (JAL_TYPE_DOCUMENT, NULL);
  g_autofree char *name = g_strdup_printf ("scan %05d.pdf", number);
  JalOriginalRow original = { .id = jal_id_new (), .case_id = work->court_case->id, .blob_id = work->blob.id, .name = name,
                              .media = "pdf", .size = work->blob.size, .sha256 = work->blob.sha256, .n_pages = 1 };
  JalDocumentPart part = { .original_id = original.id, .blob_id = work->blob.id, .n_pages = 1, .original_pages = 1,
                           .first_page = 1 };

  document->id = jal_id_new ();
  document->case_id = work->court_case->id;
  document->title = g_strdup_printf ("Fictional exhibit number %d, a receipt of mobile money", number);
  document->kind = g_strdup ("other");
  document->exhibit = number % 3 == 0 ? g_strdup_printf ("P%d", number) : NULL;
  document->language = g_strdup ("en");
  document->sensitivity = g_strdup ("normal");
  document->note = g_strdup ("");
  document->rank = number;
  return jal_original_rows_insert (tx, &original, error) && jal_document_rows_insert (tx, document, error)
         && jal_document_rows_add_part (tx, document->id, &part, 1, error)
         && jal_custody_rows_insert (tx, original.id, "received", "", error);
}

static gboolean
add_exhibits (JalTx *tx, gpointer data, GError **error)
{
  Work *work = data;

  for (int i = 0; i < work->n; i++)
    if (!add_one (tx, work, work->first + i, error))
      return FALSE;
  return TRUE;
}

static void
act (JalStore *store, const char *verb, JalStoreFunc func, Work *work)
{
  const JalAct what = { .verb = verb, .case_id = work->court_case->id };
  g_autoptr (GError) error = NULL;

  if (!jal_store_act (store, &what, func, work, NULL, &error))
    g_error ("%s", error->message);
}

static JalId
make_vault (const char *path)
{
  g_autoptr (JalCase) court_case = g_object_new (JAL_TYPE_CASE, NULL);
  JalStore *store = jal_store_create_vault (path, PASSPHRASE, JAL_STORE_STRENGTH_MODERATE, NULL, NULL);
  Work work = { .court_case = court_case };
  JalId id;

  must (store != NULL);
  jal_store_set_actor (store, "Bench");
  court_case->id = id = jal_id_new ();
  court_case->title = g_strdup ("Republic v Fictional");
  court_case->capacity = g_strdup ("prosecutor");
  court_case->stage = g_strdup ("investigation");
  court_case->note = g_strdup ("");
  work.writer = jal_blob_writer_new (store);
  must (jal_blob_writer_append (work.writer, "%PDF-1.7 fictional", 18, NULL, NULL)
        && jal_blob_writer_finish (work.writer, &work.blob, NULL, NULL));
  act (store, "case.add", add_case, &work);
  jal_blob_writer_free (work.writer);
  for (work.first = 1; work.first <= n_exhibits; work.first += work.n)
    {
      work.n = MIN (DOCUMENTS_AN_ACT, n_exhibits - work.first + 1);
      act (store, "document.add", add_exhibits, &work);
    }
  must (jal_store_close (store, NULL));
  g_object_unref (store);
  return id;
}

/* --- The same in the clear ----------------------------------------------------------------------------------------- */

static JalVaultStrength strength;

static void
make_plain (const char *from, const char *to)
{
  JalVault *vault = jal_vault_open (from, PASSPHRASE, NULL);
  FILE *out = g_fopen (to, "wb");
  guint8 page[JAL_VAULT_PAGE_BYTES];
  sqlite3_file *file;
  sqlite3_int64 size;

  must (vault != NULL && out != NULL);
  sqlite3_file_control (jal_vault_get_db (vault), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  must (file->pMethods->xFileSize (file, &size) == SQLITE_OK);
  for (sqlite3_int64 at = 0; at < size; at += (sqlite3_int64)sizeof page)
    must (file->pMethods->xRead (file, page, sizeof page, at) == SQLITE_OK && fwrite (page, sizeof page, 1, out) == 1);
  must (fclose (out) == 0 && jal_vault_close (vault, NULL));
}

/* --- Measuring ----------------------------------------------------------------------------------------------------- */

static char *overheard; /* the SQL statement that ran last */
static gboolean listening;

static int
overhear_cb (unsigned what, void *data, void *statement, void *text)
{
  if (listening && g_str_has_prefix (text, "SELECT d."))
    {
      g_free (overheard);
      overheard = g_strdup (text);
    }
  return 0;
}

static int
connected_cb (sqlite3 *db, char **message, const void *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, overhear_cb, NULL);
}

typedef struct
{
  double open, list, kdf, plain;
} Figures;

static void
measure_vault (const char *path, JalId case_id, Figures *figures)
{
  gint64 start = g_get_monotonic_time ();
  JalStore *store = jal_store_open_vault (path, PASSPHRASE, NULL, NULL);
  g_autoptr (GListStore) list = NULL;

  must (store != NULL);
  figures->open = seconds_since (start);
  listening = TRUE;
  start = g_get_monotonic_time ();
  list = jal_evidence_list (store, case_id, NULL, NULL);
  figures->list = seconds_since (start);
  listening = FALSE;
  must (list != NULL && g_list_model_get_n_items (G_LIST_MODEL (list)) == (guint)n_exhibits);
  must (jal_store_close (store, NULL));
  g_object_unref (store);
}

static void
measure_floor (const char *path, JalId case_id, Figures *figures)
{
  guint8 key[32], salt[crypto_pwhash_SALTBYTES] = { 1 };
  gint64 start = g_get_monotonic_time ();
  sqlite3_stmt *statement;
  int rows = 0;
  sqlite3 *db;

  must (crypto_pwhash (key, sizeof key, PASSPHRASE, strlen (PASSPHRASE), salt, strength.opslimit, strength.memlimit,
                       crypto_pwhash_ALG_ARGON2ID13)
        == 0);
  figures->kdf = seconds_since (start);
  start = g_get_monotonic_time ();
  must (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, "unix-excl") == SQLITE_OK);
  run_sql (db, "PRAGMA cache_size = " G_STRINGIFY (JAL_VAULT_CACHE_SIZE));
  must (sqlite3_prepare_v2 (db, overheard, -1, &statement, NULL) == SQLITE_OK);
  sqlite3_bind_blob (statement, 1, case_id.bytes, sizeof case_id.bytes, SQLITE_TRANSIENT);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        sqlite3_column_text (statement, i);
      rows++;
    }
  must (rows == n_exhibits);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  figures->plain = seconds_since (start);
}

static int
compare (const void *a, const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (const Figures *figures, gsize field)
{
  double values[MAX_ROUNDS];

  for (int i = 0; i < rounds; i++)
    values[i] = G_STRUCT_MEMBER (double, &figures[i], field);
  qsort (values, (size_t)rounds, sizeof *values, compare);
  return values[rounds / 2] * 1e3;
}

static void
print (const Figures *figures)
{
  double open = median (figures, G_STRUCT_OFFSET (Figures, open)), list = median (figures, G_STRUCT_OFFSET (Figures, list));
  double kdf = median (figures, G_STRUCT_OFFSET (Figures, kdf)), plain = median (figures, G_STRUCT_OFFSET (Figures, plain));

  if (json)
    printf ("{\"bench\": \"list\", \"exhibits\": %d, \"rounds\": %d, \"open_ms\": %.1f, \"list_ms\": %.1f, \"kdf_ms\": %.1f, "
            "\"plain_ms\": %.1f}\n",
            n_exhibits, rounds, open, list, kdf, plain);
  else
    printf ("%d exhibits, median of %d rounds\nopening %.1f ms, of it Argon2id %.1f ms\nthe list %.1f ms, from a plain file "
            "%.1f ms\nboth %.2f times the floor\n",
            n_exhibits, rounds, open, kdf, list, plain, (open + list) / (kdf + plain));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *folder = NULL, *path = NULL, *plain = NULL;
  Figures figures[MAX_ROUNDS] = { 0 };
  GError *error = NULL;
  JalId case_id;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  rounds = CLAMP (rounds, 1, MAX_ROUNDS);
  must (jal_vault_init_process (NULL));
  strength = JAL_VAULT_STRENGTH_MODERATE;
  sqlite3_auto_extension ((void (*) (void))connected_cb);
  folder = g_dir_make_tmp ("list-bench-XXXXXX", NULL);
  must (folder != NULL);
  path = keep != NULL ? g_strdup (keep) : g_build_filename (folder, "vault.jalada", NULL);
  plain = g_build_filename (folder, "plain.db", NULL);
  case_id = make_vault (path);
  make_plain (path, plain);
  for (int i = 0; i < rounds; i++)
    {
      measure_vault (path, case_id, &figures[i]);
      measure_floor (plain, case_id, &figures[i]);
    }
  print (figures);
  g_unlink (plain);
  if (keep == NULL)
    g_unlink (path);
  g_rmdir (folder);
  return 0;
}
