/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check of everything.

   1. It runs as many short jobs of the background queue: whoever waits for the vault is served in between, and
      cancelling takes effect at the next job.
   2. Damage is what it looks for and never ends it: the report of one kind does not depend on another being whole.
   3. It changes nothing. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-check-private.h"
#include "store/jal-later-private.h"

#include <glib/gi18n-lib.h>
#include <nettle/sha2.h>
#include <string.h>

/* Pages in one job: about two milliseconds. */
#define BATCH 256

typedef struct
{
  JalStore *store;
  JalCheckReport *report;
  JalCheckProgress progress;
  gpointer data;
  GCancellable *cancellable;
  double done, total; /* bytes to read, about */

  /* Pages. */
  guint64 next;
  guint64 missing_from; /* the file ends before it */
  GHashTable *bad;      /* set of page numbers */
  GHashTable *owners; /* page → table */
  GHashTable *free;

  /* Tables. */
  GPtrArray *tables;
  guint table;

  /* Originals. */
  GArray *blobs; /* of Blob */
} Check;

typedef struct
{
  gint64 number;
  JalId id;
  guint64 size;
  guint8 sha256[SHA256_DIGEST_SIZE];
  gboolean has_hash;
} Blob;

typedef struct
{
  Check *check;
  gint64 key;
  GBytes *bytes; /* out */
} Piece;

static void
free_finding (gpointer data)
{
  JalFinding *finding = data;

  g_free (finding->table);
  g_free (finding->text);
  g_free (finding);
}

void
jal_check_report_free (JalCheckReport *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref (report->findings);
  g_free (report);
}

/* Takes @text. */
static JalFinding *
find (Check *check, JalFindingKind kind, gboolean damage, char *text)
{
  JalFinding *finding = g_new0 (JalFinding, 1);

  finding->kind = kind;
  finding->damage = damage;
  finding->text = text;
  check->report->n_damages += damage;
  g_ptr_array_add (check->report->findings, finding);
  return finding;
}

static void
advance (Check *check, double by)
{
  check->done += by;
  if (check->progress != NULL)
    check->progress (MIN (check->done / MAX (check->total, 1), 1), check->data);
}

static gboolean
run (Check *check, JalJobFunc func, gpointer data, GError **error)
{
  return jal_store_run_job (check->store, func, data, JAL_STORE_PRIORITY_BACKGROUND, check->cancellable, error);
}

/* --- Pages --------------------------------------------------------------------------------------------------- */

static gboolean
pages_job (JalStore *store, gpointer data, GError **error)
{
  Check *check = data;
  guint8 page[JAL_VAULT_PAGE_BYTES];

  for (guint i = 0; i < BATCH && check->next <= check->report->n_pages; i++, check->next++)
    {
      JalVaultPageState state = jal_vault_read_page (store->vault, check->next, page);

      /* The file has become shorter meanwhile. */
      if (state == JAL_VAULT_PAGE_MISSING && check->next < check->missing_from)
        check->report->n_pages = check->next - 1;
      else if (state != JAL_VAULT_PAGE_WHOLE)
        g_hash_table_add (check->bad, GUINT_TO_POINTER ((guint)check->next));
    }
  explicit_bzero (page, sizeof page);
  return TRUE;
}

static gboolean
owners_job (JalStore *store, gpointer data, GError **error)
{
  Check *check = data;

  check->free = jal_vault_list_free_pages (store->vault);
  jal_check_find_owners (store, check->report->n_pages, check->bad, check->owners, check->cancellable);
  return TRUE;
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  guint left = GPOINTER_TO_UINT (*(const gpointer *)a), right = GPOINTER_TO_UINT (*(const gpointer *)b);

  return left < right ? -1 : left > right;
}

static char *
missing_text (const char *table, guint first, guint count)
{
  g_autofree char *pages
      = count == 1 ? g_strdup_printf ("%u", first) : g_strdup_printf ("%u–%u", first, first + count - 1);

  if (table == NULL)
    /* Translators: %s is one number or two with a dash. */
    return g_strdup_printf (ngettext ("The vault's file ends too early: block %s is missing. What it held cannot be told.",
                                      "The vault's file ends too early: blocks %s are missing. What they held cannot be told.",
                                      count),
                            pages);
  /* Translators: the first %s is one number or two with a dash, the second is such as "the list of documents". */
  return g_strdup_printf (ngettext ("The vault's file ends too early: block %s is missing. It belonged to %s.",
                                    "The vault's file ends too early: blocks %s are missing. They belonged to %s.", count),
                          pages, jal_table_words (table));
}

static char *
page_text (const char *table, gboolean known, guint first, guint count)
{
  g_autofree char *pages
      = count == 1 ? g_strdup_printf ("%u", first) : g_strdup_printf ("%u–%u", first, first + count - 1);

  if (!known)
    /* Translators: %s is one number or two with a dash. "Page" is a page of the vault's file, not of a document. */
    return g_strdup_printf (ngettext ("Block %s of the vault's file is damaged. What it held cannot be told.",
                                      "Blocks %s of the vault's file are damaged. What they held cannot be told.",
                                      count),
                            pages);
  /* Translators: the first %s is one number or two with a dash, the second is such as "the list of documents". */
  return g_strdup_printf (ngettext ("Block %s of the vault's file is damaged. It belongs to %s.",
                                    "Blocks %s of the vault's file are damaged. They belong to %s.", count),
                          pages, jal_table_words (table));
}

/* One finding for each run of pages of one table. */
static void
report_pages (Check *check)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, check->bad);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    /* A torn free page is what a power cut may leave, and holds nothing. */
    if (!g_hash_table_contains (check->free, key))
      g_ptr_array_add (pages, key);
  g_ptr_array_sort (pages, compare_pages);
  for (guint i = 0; i < pages->len;)
    {
      const char *table = g_hash_table_lookup (check->owners, pages->pdata[i]);
      guint first = GPOINTER_TO_UINT (pages->pdata[i]), n = 1;
      JalFinding *finding;

      while (i + n < pages->len && GPOINTER_TO_UINT (pages->pdata[i + n]) == first + n && first + n != check->missing_from
             && g_strcmp0 (g_hash_table_lookup (check->owners, pages->pdata[i + n]), table) == 0)
        n++;
      finding = find (check, JAL_FINDING_PAGE, TRUE,
                      first < check->missing_from ? page_text (table, table != NULL, first, n)
                                                  : missing_text (table, first, n));
      finding->table = g_strdup (table);
      finding->first = first;
      finding->count = n;
      i += n;
    }
}

static gboolean
check_pages (Check *check, GError **error)
{
  guint64 n = check->report->n_pages;

  while (check->next <= check->report->n_pages)
    {
      guint64 before = check->next;

      if (!run (check, pages_job, check, error))
        return FALSE;
      advance (check, (double)(check->next - before) * JAL_VAULT_PAGE_BYTES);
    }
  advance (check, (double)(n - check->report->n_pages) * JAL_VAULT_PAGE_BYTES);
  if (g_hash_table_size (check->bad) == 0)
    return TRUE;
  if (!run (check, owners_job, check, error))
    return FALSE;
  report_pages (check);
  return !g_cancellable_set_error_if_cancelled (check->cancellable, error);
}

/* --- Tables -------------------------------------------------------------------------------------------------- */

static gboolean
tables_job (JalStore *store, gpointer data, GError **error)
{
  Check *check = data;
  sqlite3_stmt *statement = NULL;

  /* The pieces of stored files are read one by one, with their hash: no need to read them twice. Virtual tables are
     their shadow tables. */
  sqlite3_prepare_v2 (store->db,
                      "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 "
                      "AND name <> 'chunk' ORDER BY name",
                      -1, &statement, NULL);
  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (check->tables, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  return TRUE;
}

/* Whether a page of @table was found damaged: then it does not hang together, of course. */
static gboolean
is_known (Check *check, const char *table)
{
  GHashTableIter iter;
  gpointer owner;

  g_hash_table_iter_init (&iter, check->owners);
  while (g_hash_table_iter_next (&iter, NULL, &owner))
    if (strcmp (owner, table) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
table_job (JalStore *store, gpointer data, GError **error)
{
  Check *check = data;
  const char *table = check->tables->pdata[check->table];
  sqlite3_stmt *statement = NULL;
  gboolean whole = FALSE;
  int rc
      = sqlite3_prepare_v2 (store->db, "SELECT integrity_check FROM pragma_integrity_check (?)", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    whole = g_strcmp0 ((const char *)sqlite3_column_text (statement, 0), "ok") == 0;
  sqlite3_finalize (statement);
  if ((rc & 0xff) == SQLITE_INTERRUPT)
    return jal_store_fail (store, rc, error);
  /* Without a part of the table of contents the indexes of some tables are not known: that says nothing of the tables. */
  if (!whole && !is_known (check, table) && !is_known (check, "sqlite_schema"))
    /* Translators: %s is such as "the list of documents". */
    find (check, JAL_FINDING_STRUCTURE, TRUE, g_strdup_printf (_ ("Something is wrong within %s."), jal_table_words (table)))
        ->table
        = g_strdup (table);
  return TRUE;
}

static gboolean
index_job (JalStore *store, gpointer data, GError **error)
{
  Check *check = data;
  int rc;

  rc = sqlite3_exec (store->db, "INSERT INTO page_text_index (page_text_index, rank) VALUES ('integrity-check', 1)",
                     NULL, NULL, NULL);
  if ((rc & 0xff) == SQLITE_INTERRUPT)
    return jal_store_fail (store, rc, error);
  if (rc != SQLITE_OK)
    find (check, JAL_FINDING_INDEX, TRUE,
          g_strdup (_ ("The search index does not fit the text of the documents: a search may miss something.")));
  return TRUE;
}

static gboolean
check_tables (Check *check, GError **error)
{
  if (!run (check, tables_job, check, error))
    return FALSE;
  for (check->table = 0; check->table < check->tables->len; check->table++)
    if (!run (check, table_job, check, error))
      return FALSE;
  return run (check, index_job, check, error);
}

/* --- Stored files -------------------------------------------------------------------------------------------- */

static gboolean
blobs_job (JalStore *store, gpointer data, GError **error)
{
  Check *check = data;
  sqlite3_stmt *statement = NULL;
  int rc;

  rc = sqlite3_prepare_v2 (store->db, "SELECT number, id, size, sha256 FROM blob WHERE state = 1 ORDER BY number", -1,
                           &statement, NULL);
  while (rc == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    {
      Blob blob
          = { .number = sqlite3_column_int64 (statement, 0), .size = (guint64)sqlite3_column_int64 (statement, 2) };

      if (sqlite3_column_bytes (statement, 1) == sizeof blob.id.bytes)
        memcpy (blob.id.bytes, sqlite3_column_blob (statement, 1), sizeof blob.id.bytes);
      blob.has_hash = sqlite3_column_bytes (statement, 3) == SHA256_DIGEST_SIZE;
      if (blob.has_hash)
        memcpy (blob.sha256, sqlite3_column_blob (statement, 3), SHA256_DIGEST_SIZE);
      g_array_append_val (check->blobs, blob);
      check->report->original_bytes += blob.size;
    }
  sqlite3_finalize (statement);
  check->report->n_originals = check->blobs->len;
  return TRUE;
}

static void
free_piece (gpointer data)
{
  GByteArray *bytes = data;

  explicit_bzero (bytes->data, bytes->len);
  g_byte_array_unref (bytes);
}

static gboolean
piece_job (JalStore *store, gpointer data, GError **error)
{
  Piece *piece = data;
  sqlite3_blob *blob = NULL;
  GByteArray *bytes;

  /* Not by a statement: that would copy a damaged piece's good beginning for nothing. */
  if (sqlite3_blob_open (store->db, "main", "chunk", "data", piece->key, 0, &blob) == SQLITE_OK)
    {
      bytes = g_byte_array_sized_new ((guint)sqlite3_blob_bytes (blob));
      g_byte_array_set_size (bytes, (guint)sqlite3_blob_bytes (blob));
      if (sqlite3_blob_read (blob, bytes->data, (int)bytes->len, 0) == SQLITE_OK)
        piece->bytes = g_bytes_new_with_free_func (bytes->data, bytes->len, free_piece, bytes);
      else
        free_piece (bytes);
    }
  sqlite3_blob_close (blob);
  return TRUE;
}

static char *
original_text (guint64 bad, guint64 pieces)
{
  g_autofree char *some = g_strdup_printf ("%" G_GUINT64_FORMAT, bad);
  g_autofree char *all = g_strdup_printf ("%" G_GUINT64_FORMAT, pieces);

  if (bad == 0)
    return g_strdup (_ ("A stored file is not what was taken in: its SHA-256 differs."));
  /* Translators: two numbers, "2 of 31 pieces". */
  return g_strdup_printf (_ ("A stored file is damaged: %s of its %s pieces cannot be read."), some, all);
}

static gboolean
check_blob (Check *check, const Blob *blob, GError **error)
{
  guint64 pieces = (blob->size + JAL_BLOB_CHUNK - 1) / JAL_BLOB_CHUNK, bad = 0, first = 0;
  guint8 digest[SHA256_DIGEST_SIZE];
  struct sha256_ctx context;
  JalFinding *finding;

  sha256_init (&context);
  for (guint64 i = 0; i < pieces; i++)
    {
      Piece piece = { check, (gint64)JAL_CHUNK_KEY (blob->number, i), NULL };
      guint64 expected = MIN (JAL_BLOB_CHUNK, blob->size - i * JAL_BLOB_CHUNK);

      if (!run (check, piece_job, &piece, error))
        return FALSE;
      if (piece.bytes == NULL || g_bytes_get_size (piece.bytes) != expected)
        first = bad++ == 0 ? i : first;
      else
        sha256_update (&context, expected, g_bytes_get_data (piece.bytes, NULL));
      g_clear_pointer (&piece.bytes, g_bytes_unref);
      advance (check, (double)expected);
    }
  sha256_digest (&context, sizeof digest, digest);
  if (bad == 0 && blob->has_hash && memcmp (digest, blob->sha256, sizeof digest) == 0)
    return TRUE;
  finding = find (check, JAL_FINDING_ORIGINAL, TRUE, original_text (bad, pieces));
  finding->blob = blob->id;
  finding->first = first;
  finding->count = bad;
  return TRUE;
}

static gboolean
check_blobs (Check *check, GError **error)
{
  for (guint i = 0; i < check->blobs->len; i++)
    if (!check_blob (check, &g_array_index (check->blobs, Blob, i), error))
      return FALSE;
  return TRUE;
}

/* --- The record of what was done ----------------------------------------------------------------------------- */

static gboolean
check_audit (Check *check, GError **error)
{
  g_autoptr (GError) local = NULL;
  JalAuditReport audit = { 0 };
  gboolean whole = jal_audit_verify (check->store, &audit, check->cancellable, &local);

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  check->report->n_records = audit.n_records;
  memcpy (check->report->audit_head, audit.head, sizeof audit.head);
  if (!whole && (audit.bad_sequence != 0 || audit.unguarded))
    find (check, JAL_FINDING_AUDIT, TRUE, g_strdup (local->message))->first = audit.bad_sequence;
  else if (!whole && !is_known (check, "audit") && !is_known (check, "change"))
    find (check, JAL_FINDING_AUDIT, TRUE, g_strdup (_ ("The record of what was done cannot be read to its end.")));
  return TRUE;
}

/* --- The time between ---------------------------------------------------------------------------------------- */

static gboolean
seal_job (JalStore *store, gpointer data, GError **error)
{
  return jal_vault_count_sum (store->vault, 8 * BATCH, data, error);
}

static gboolean
health_job (JalStore *store, gpointer data, GError **error)
{
  jal_vault_get_health (store->vault, data);
  return TRUE;
}

/* Entries beside the vault: what was wrong with them when it was opened, and what is there now. */
static gboolean
beside_job (JalStore *store, gpointer data, GError **error)
{
  *(guint *)data = (guint)g_atomic_int_get (&store->beside) | jal_later_look (store);
  return TRUE;
}

static void
report_beside (Check *check, guint beside)
{
  static const JalStoreBeside all[] = { JAL_STORE_BESIDE_CUT, JAL_STORE_BESIDE_BROKEN, JAL_STORE_BESIDE_LEFT };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if ((beside & all[i]) != 0)
      find (check, JAL_FINDING_RECORD, all[i] != JAL_STORE_BESIDE_LEFT, g_strdup (jal_store_beside_words (all[i])));
}

static void
report_health (Check *check, const JalVaultHealth *health, JalCheckFlags flags)
{
  if (health->header_copy)
    find (check, JAL_FINDING_HEADER, TRUE,
          g_strdup (_ ("One of the two copies of the vault's header was damaged. The other one was used; nothing is lost, and a "
                       "vault that can be written has both again. Should it happen again, the disk may be failing.")));
  if (health->tail > 0)
    {
      g_autofree char *bytes = g_strdup_printf ("%" G_GUINT64_FORMAT, health->tail);

      find (check, JAL_FINDING_TAIL, TRUE,
            /* Translators: %s is a number. */
            g_strdup_printf (ngettext ("%s byte that is not the vault's lay behind its last block. It was not read.",
                                       "%s bytes that are not the vault's lay behind its last block. They were not read.",
                                       (gulong)health->tail),
                             bytes))
          ->count
          = health->tail;
    }
  /* What is missing from the end is named by its blocks. */
  if (health->exchanged)
    find (check, JAL_FINDING_SEAL, TRUE,
          g_strdup (_ ("The vault's file was changed since it was last closed, not by Jalada: older blocks were put in the "
                       "place of newer ones, or blocks were taken away. Which ones cannot be told. Compare the vault with "
                       "your backup.")));
  if (health->foreign_journal)
    find (check, JAL_FINDING_JOURNAL, TRUE,
          g_strdup (_ ("A journal that does not belong to the vault lay beside it. It was not used; it was renamed.")));
  if (health->older && (flags & JAL_CHECK_NO_AGE) == 0)
    find (check, JAL_FINDING_AGE, TRUE,
          g_strdup (_ ("This computer has seen a newer state of this vault. If you did not restore a backup or open a copy "
                       "on purpose, somebody has put an old vault in the place of yours.")));
  if (!health->clean)
    find (check, JAL_FINDING_HISTORY, FALSE,
          g_strdup (_ ("The vault was not closed cleanly last time, so its history could not be checked: blocks exchanged "
                       "for older ones would not have been noticed.")));
}

static gboolean
check_seal (Check *check, JalCheckFlags flags, GError **error)
{
  g_autoptr (GError) local = NULL;
  JalVaultHealth health;
  guint beside = 0;
  gboolean done = FALSE;

  /* A disk that does not give a page's trailer has been reported with the page. */
  while (!done && local == NULL)
    run (check, seal_job, &done, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!run (check, health_job, &health, error) || !run (check, beside_job, &beside, error))
    return FALSE;
  report_health (check, &health, flags);
  /* A backup has none, whatever lies beside the vault itself. */
  if ((flags & JAL_CHECK_NO_AGE) != 0)
    beside &= ~(guint)JAL_STORE_BESIDE_CUT;
  report_beside (check, beside);
  return TRUE;
}

/* --- All of it ----------------------------------------------------------------------------------------------- */

static gboolean
begin_job (JalStore *store, gpointer data, GError **error)
{
  Check *check = data;
  JalVaultHealth health;
  JalVaultInfo info;

  jal_vault_get_info (store->vault, &info);
  jal_vault_get_health (store->vault, &health);
  check->report->n_pages = info.page_count;
  check->missing_from = info.page_count + 1;
  if (health.missing > 0)
    {
      check->missing_from = health.missing_from;
      check->report->n_pages = MAX (info.page_count, health.missing_from + health.missing - 1);
    }
  return blobs_job (store, data, error);
}

static int
damage_first (gconstpointer a, gconstpointer b)
{
  const JalFinding *left = *(const JalFinding *const *)a, *right = *(const JalFinding *const *)b;

  return (int)right->damage - (int)left->damage;
}

JalCheckReport *
jal_store_check (JalStore *store, JalCheckFlags flags, JalCheckProgress progress, gpointer data,
                 GCancellable *cancellable, GError **error)
{
  Check check = { .store = store, .progress = progress, .data = data, .cancellable = cancellable, .next = 1 };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  check.report = g_new0 (JalCheckReport, 1);
  check.report->findings = g_ptr_array_new_with_free_func (free_finding);
  check.bad = g_hash_table_new (NULL, NULL);
  check.owners = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  check.tables = g_ptr_array_new_with_free_func (g_free);
  check.blobs = g_array_new (FALSE, FALSE, sizeof (Blob));
  done = run (&check, begin_job, &check, error);
  check.total = (double)check.report->n_pages * JAL_VAULT_PAGE_BYTES + (double)check.report->original_bytes;
  done = done && check_pages (&check, error) && check_tables (&check, error) && check_blobs (&check, error)
         && check_audit (&check, error) && check_seal (&check, flags, error);
  if (done)
    g_ptr_array_sort (check.report->findings, damage_first);
  else
    g_clear_pointer (&check.report, jal_check_report_free);
  g_hash_table_unref (check.bad);
  g_hash_table_unref (check.owners);
  g_clear_pointer (&check.free, g_hash_table_unref);
  g_ptr_array_unref (check.tables);
  g_array_unref (check.blobs);
  return check.report;
}
