/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored files that the list of stored files has lost.

   1. That list is short, and all its rows may lie on one block: without it every piece is there and belongs to nobody.
   2. The documents say which file they want, and what its SHA-256 must be. Pieces whose bytes have that SHA-256 are that file, and
      nothing else is.
   3. Where a piece is missing too, the index of the list may still know which pieces belong to the file: then it is listed as what it
      is, a file of which parts are missing. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-rescue-blobs-private.h"

#include <nettle/sha2.h>
#include <string.h>

typedef struct
{
  gint64 number;
  guint64 size;
  guint8 sha256[SHA256_DIGEST_SIZE];
  guint8 dedupe[JAL_VAULT_KEY_SIZE];
  gboolean taken;
} Pieces;

typedef struct
{
  JalStore *store;
  sqlite3 *from, *to;
  GArray *orphans; /* of Pieces */
  sqlite3_stmt *insert;
  guint64 n_listed;
} Lost;

static gboolean
is_cancelled (const Lost *lost)
{
  return lost->store->cancellable != NULL && g_cancellable_is_cancelled (lost->store->cancellable);
}

/* The bytes of file @number, as far as they are there. */
static int
read_pieces (Lost *lost, gint64 number, Pieces *pieces)
{
  g_autoptr (JalVaultDedupe) dedupe = jal_vault_dedupe_new (lost->store->vault);
  struct sha256_ctx hash;
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (lost->to, "SELECT data FROM chunk WHERE id BETWEEN ?1 << 24 AND (?1 << 24) + 16777215 ORDER BY id",
                               -1, &statement, NULL);

  if (dedupe == NULL)
    rc = SQLITE_NOMEM;
  sha256_init (&hash);
  *pieces = (Pieces){ .number = number };
  if (rc == SQLITE_OK)
    rc = sqlite3_bind_int64 (statement, 1, number);
  while (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gsize n = (gsize)sqlite3_column_bytes (statement, 0);
      const void *bytes = sqlite3_column_blob (statement, 0);

      sha256_update (&hash, n, bytes);
      jal_vault_dedupe_update (dedupe, bytes, n);
      pieces->size += n;
      rc = is_cancelled (lost) ? SQLITE_INTERRUPT : SQLITE_OK;
    }
  sqlite3_finalize (statement);
  sha256_digest (&hash, sizeof pieces->sha256, pieces->sha256);
  if (dedupe != NULL)
    jal_vault_dedupe_finish (dedupe, pieces->dedupe);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Every number that pieces bear and the list does not have. */
static int
find_orphans (Lost *lost)
{
  sqlite3_stmt *statement = NULL;
  sqlite3_int64 number = 0;
  int rc = sqlite3_prepare_v2 (lost->to, "SELECT id >> 24 FROM chunk WHERE id >= ? << 24 ORDER BY id LIMIT 1", -1, &statement, NULL);

  while (rc == SQLITE_OK)
    {
      sqlite3_stmt *known = NULL;
      Pieces pieces;

      sqlite3_bind_int64 (statement, 1, number);
      rc = sqlite3_step (statement);
      if (rc != SQLITE_ROW)
        break;
      number = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
      rc = sqlite3_prepare_v2 (lost->to, "SELECT 1 FROM blob WHERE number = ?", -1, &known, NULL);
      if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64 (known, 1, number);
      if (rc == SQLITE_OK)
        rc = sqlite3_step (known);
      sqlite3_finalize (known);
      if (rc == SQLITE_DONE && (rc = read_pieces (lost, number, &pieces)) == SQLITE_OK)
        g_array_append_val (lost->orphans, pieces);
      if (rc == SQLITE_ROW)
        rc = SQLITE_OK;
      number++;
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* What the old index says of the file @id; -1 when it says nothing. */
static gint64
ask_index (Lost *lost, const void *id, int length)
{
  sqlite3_stmt *statement = NULL;
  gint64 number = -1;

  if (sqlite3_prepare_v2 (lost->from, "SELECT number FROM blob INDEXED BY sqlite_autoindex_blob_1 WHERE id = ?", -1, &statement, NULL)
          == SQLITE_OK
      && sqlite3_bind_blob (statement, 1, id, length, SQLITE_TRANSIENT) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

static Pieces *
find_pieces (Lost *lost, sqlite3_stmt *wanted, const guint8 *sha256)
{
  gint64 number;

  for (guint i = 0; i < lost->orphans->len; i++)
    {
      Pieces *pieces = &g_array_index (lost->orphans, Pieces, i);

      if (!pieces->taken && memcmp (pieces->sha256, sha256, SHA256_DIGEST_SIZE) == 0)
        return pieces;
    }
  number = ask_index (lost, sqlite3_column_blob (wanted, 0), sqlite3_column_bytes (wanted, 0));
  for (guint i = 0; number >= 0 && i < lost->orphans->len; i++)
    {
      Pieces *pieces = &g_array_index (lost->orphans, Pieces, i);

      if (!pieces->taken && pieces->number == number)
        return pieces;
    }
  return NULL;
}

static gboolean
parse_hash (const char *text, guint8 hash[SHA256_DIGEST_SIZE])
{
  for (guint i = 0; text != NULL && strlen (text) == 2 * SHA256_DIGEST_SIZE && i < SHA256_DIGEST_SIZE; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      hash[i] = (guint8)(high << 4 | low);
    }
  return text != NULL && strlen (text) == 2 * SHA256_DIGEST_SIZE;
}

/* A document's file goes back on the list. */
static int
list_again (Lost *lost, sqlite3_stmt *wanted)
{
  guint8 sha256[SHA256_DIGEST_SIZE];
  Pieces *pieces;
  gboolean whole;
  int rc;

  if (!parse_hash ((const char *)sqlite3_column_text (wanted, 1), sha256) || (pieces = find_pieces (lost, wanted, sha256)) == NULL)
    return SQLITE_OK;
  whole = memcmp (pieces->sha256, sha256, sizeof sha256) == 0;
  sqlite3_bind_int64 (lost->insert, 1, pieces->number);
  sqlite3_bind_value (lost->insert, 2, sqlite3_column_value (wanted, 0));
  sqlite3_bind_value (lost->insert, 3, sqlite3_column_value (wanted, 3));
  sqlite3_bind_value (lost->insert, 4, sqlite3_column_value (wanted, 2));
  sqlite3_bind_blob (lost->insert, 5, sha256, sizeof sha256, SQLITE_TRANSIENT);
  if (whole)
    sqlite3_bind_blob (lost->insert, 6, pieces->dedupe, sizeof pieces->dedupe, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (lost->insert, 6);
  rc = sqlite3_step (lost->insert);
  sqlite3_reset (lost->insert);
  if (rc != SQLITE_DONE)
    return rc;
  lost->n_listed += (guint64)sqlite3_changes (lost->to);
  pieces->taken = TRUE;
  return SQLITE_OK;
}

int
jal_rescue_list_blobs (JalStore *store, sqlite3 *to, guint64 *n_listed)
{
  Lost lost = { .store = store, .from = store->db, .to = to, .orphans = g_array_new (FALSE, FALSE, sizeof (Pieces)) };
  sqlite3_stmt *wanted = NULL;
  int rc = find_orphans (&lost);

  if (rc == SQLITE_OK && lost.orphans->len > 0)
    rc = sqlite3_prepare_v2 (to, "INSERT OR IGNORE INTO blob (number, id, state, created, size, sha256, dedupe) VALUES (?, ?, 1, ?, ?, ?, ?)",
                             -1, &lost.insert, NULL);
  if (rc == SQLITE_OK && lost.orphans->len > 0)
    rc = sqlite3_prepare_v2 (to, "SELECT blob_id, sha256, size, imported_at FROM original o WHERE NOT EXISTS "
                                 "(SELECT 1 FROM blob b WHERE b.id = o.blob_id) GROUP BY blob_id",
                             -1, &wanted, NULL);
  while (wanted != NULL && rc == SQLITE_OK && (rc = sqlite3_step (wanted)) == SQLITE_ROW)
    rc = list_again (&lost, wanted);
  sqlite3_finalize (wanted);
  sqlite3_finalize (lost.insert);
  g_array_unref (lost.orphans);
  *n_listed = lost.n_listed;
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
