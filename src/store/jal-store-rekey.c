/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New keys for the whole vault, seen from the store: what must be asked, checked and mended around the vault's own change
   of keys (vault/jal-vault-rekey.c).

   1. One job on the store's thread: nobody reads or writes meanwhile.
   2. Who shall have a key afterwards proves the present passphrase; the others keep their line in the list, without a
      key. Recovery codes cannot be carried over: nobody has them.
   3. Before the new file takes the old one's place every stored file in it was read and has its SHA-256; the digests by
      which the same document is known twice are made anew, since their key is new.
   4. Once it has taken the place there is no way back: if it cannot be opened then, the store is closed. */
#define G_LOG_DOMAIN "jal-store"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

#include "store/jal-holder-private.h"
#include "store/jal-later-private.h"

/* Virtual machine steps between two looks at how far the copy is. */
#define PROGRESS_STEPS 20000
/* Of the whole: writing the new file, reading it back. */
#define SHARE_WRITING 0.6

typedef struct
{
  const JalRekeyKey *keys;
  guint n_keys;
  JalStoreStrength strength;
  gboolean want_recovery;
  char *recovery; /* out */
  guint wrong;
  JalRekeyProgress progress;
  gpointer data;
  guint8 *code;
  /* While it runs. */
  JalStore *store;
  char *beside;
  double old_size;
} Rekey;

static void
tell (const Rekey *rekey, double fraction)
{
  if (rekey->progress != NULL)
    rekey->progress (CLAMP (fraction, 0, 1), rekey->data);
}

static int
writing_cb (void *data)
{
  Rekey *rekey = data;
  GStatBuf found;

  if (g_stat (rekey->beside, &found) == 0 && rekey->old_size > 0)
    tell (rekey, SHARE_WRITING * MIN ((double)found.st_size / rekey->old_size, 1));
  return rekey->store->cancellable != NULL && g_cancellable_is_cancelled (rekey->store->cancellable);
}

/* --- What is asked before ------------------------------------------------------------------------------------------ */

static gboolean
check_keys (JalStore *store, Rekey *rekey, GError **error)
{
  JalVaultSlot slots[JAL_VAULT_SLOTS], own;
  guint n_slots = jal_vault_list_slots (store->vault, slots);

  jal_vault_get_unlocking_slot (store->vault, &own);
  if (memcmp (rekey->keys[0].holder.bytes, own.holder, sizeof own.holder) != 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("The person who has the vault open must keep a key."));
      return FALSE;
    }
  for (guint k = 0; k < rekey->n_keys; k++)
    {
      gboolean has_one = FALSE;
      GError *local = NULL;

      rekey->wrong = k;
      for (guint i = 0; i < n_slots; i++)
        has_one = has_one
                  || (slots[i].type == JAL_VAULT_SLOT_PASSPHRASE
                      && memcmp (slots[i].holder, rekey->keys[k].holder.bytes, sizeof slots[i].holder) == 0);
      if ((!has_one || (k == 0 && own.type == JAL_VAULT_SLOT_RECOVERY)))
        continue;
      if (!jal_vault_check_passphrase (store->vault, rekey->keys[k].holder.bytes, rekey->keys[k].passphrase, &local))
        return jal_holder_fail (local, error);
    }
  rekey->wrong = G_MAXUINT;
  return TRUE;
}

/* What opens the vault for @key afterwards. */
static const char *
get_next (const JalRekeyKey *key)
{
  return key->new_passphrase != NULL ? key->new_passphrase : key->passphrase;
}

/* As the slots take it: in normal form C. */
static gboolean
same_passphrase (const char *one, const char *other)
{
  char *a = g_utf8_normalize (one, -1, G_NORMALIZE_NFC), *b = g_utf8_normalize (other, -1, G_NORMALIZE_NFC);
  gboolean same = g_strcmp0 (a != NULL ? a : one, b != NULL ? b : other) == 0;

  jal_recovery_free (a);
  jal_recovery_free (b);
  return same;
}

/* With one passphrase for two people the record would name the wrong one. */
static gboolean
check_different (Rekey *rekey, GError **error)
{
  for (guint k = 1; k < rekey->n_keys; k++)
    for (guint i = 0; i < k; i++)
      if (same_passphrase (get_next (&rekey->keys[i]), get_next (&rekey->keys[k])))
        {
          rekey->wrong = k;
          g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                               _ ("Two of these people have the same passphrase, so the record could not tell them apart. "
                                  "Change one of them first."));
          return FALSE;
        }
  return TRUE;
}

static gboolean
check_idle (JalStore *store, GError **error)
{
  gint64 importing = 0;
  JalTx tx;
  gboolean ok;

  if (store->backup != NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("A backup is being made just now. Wait for its end, then replace the keys."));
      return FALSE;
    }
  jal_import_commit_batch (store, NULL);
  jal_tx_init (&tx, store, FALSE);
  ok = jal_tx_select_int (&tx, &importing, error, "SELECT count(*) FROM blob WHERE state = 0", NULL);
  jal_tx_clear (&tx);
  if (ok && importing > 0)
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                         _ ("Files are being taken in just now. Wait for their end, then replace the keys."));
  return ok && importing == 0;
}

/* --- The new file -------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalVault *vault;
  sqlite3 *db;
  sqlite3_stmt *blobs, *chunks, *update;
  guint64 done, total;
} Fresh;

static gboolean
fail (Fresh *fresh, int rc, GError **error)
{
  GError *local = NULL;

  jal_vault_error_from_sqlite (fresh->vault, rc, &local);
  return jal_holder_fail (local, error);
}

static gboolean
differs (GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                       _ ("A stored file is damaged, so the keys were not replaced and nothing was changed. Check the "
                          "vault first."));
  return FALSE;
}

/* Reads the file number @number whole; its digests go to @sha256 and @dedupe. */
static gboolean
read_blob (Rekey *rekey, Fresh *fresh, gint64 number, guint64 *size, guint8 sha256[JAL_HASH_SIZE],
           guint8 dedupe[JAL_HASH_SIZE], GError **error)
{
  g_autoptr (JalVaultDedupe) hash = jal_vault_dedupe_new (fresh->vault);
  struct sha256_ctx context;
  int rc;

  if (hash == NULL)
    return fail (fresh, SQLITE_NOMEM, error);
  sha256_init (&context);
  *size = 0;
  sqlite3_bind_int64 (fresh->chunks, 1, number << 24);
  sqlite3_bind_int64 (fresh->chunks, 2, (number + 1) << 24);
  while ((rc = sqlite3_step (fresh->chunks)) == SQLITE_ROW)
    {
      const void *data = sqlite3_column_blob (fresh->chunks, 0);
      gsize length = (gsize)sqlite3_column_bytes (fresh->chunks, 0);

      sha256_update (&context, length, data);
      jal_vault_dedupe_update (hash, data, length);
      *size += length;
      fresh->done += length;
      tell (rekey, SHARE_WRITING + (1 - SHARE_WRITING) * (double)fresh->done / (double)MAX (fresh->total, 1));
      if (g_cancellable_set_error_if_cancelled (rekey->store->cancellable, error))
        {
          sqlite3_reset (fresh->chunks);
          return FALSE;
        }
    }
  sqlite3_reset (fresh->chunks);
  sha256_digest (&context, JAL_HASH_SIZE, sha256);
  jal_vault_dedupe_finish (hash, dedupe);
  return rc == SQLITE_DONE || fail (fresh, rc, error);
}

static gboolean
mend_blob (Rekey *rekey, Fresh *fresh, GError **error)
{
  gint64 number = sqlite3_column_int64 (fresh->blobs, 0);
  guint64 size = 0, wanted = (guint64)sqlite3_column_int64 (fresh->blobs, 1);
  guint8 sha256[JAL_HASH_SIZE], dedupe[JAL_HASH_SIZE], kept[JAL_HASH_SIZE];
  gboolean erased = sqlite3_column_type (fresh->blobs, 3) == SQLITE_NULL;
  int rc;

  if (sqlite3_column_bytes (fresh->blobs, 2) != JAL_HASH_SIZE)
    return differs (error);
  memcpy (kept, sqlite3_column_blob (fresh->blobs, 2), sizeof kept);
  /* Without a digest its content is not held here any more. */
  if (erased)
    return TRUE;
  if (!read_blob (rekey, fresh, number, &size, sha256, dedupe, error))
    return FALSE;
  if (size != wanted || memcmp (sha256, kept, sizeof kept) != 0)
    return differs (error);
  sqlite3_bind_blob (fresh->update, 1, dedupe, sizeof dedupe, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (fresh->update, 2, number);
  rc = sqlite3_step (fresh->update);
  sqlite3_reset (fresh->update);
  return rc == SQLITE_DONE || fail (fresh, rc, error);
}

static gboolean
exec (Fresh *fresh, const char *sql, GError **error)
{
  int rc = sqlite3_exec (fresh->db, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || fail (fresh, rc, error);
}

static gboolean
prepare (Fresh *fresh, GError **error)
{
  const struct
  {
    sqlite3_stmt **statement;
    const char *sql;
  } statements[] = {
    { &fresh->blobs, "SELECT number, size, sha256, dedupe FROM blob WHERE state = 1 ORDER BY number" },
    { &fresh->chunks, "SELECT data FROM chunk WHERE id >= ? AND id < ? ORDER BY id" },
    { &fresh->update, "UPDATE blob SET dedupe = ? WHERE number = ?" },
  };
  sqlite3_stmt *sum = NULL;
  int rc = SQLITE_OK;

  for (guint i = 0; rc == SQLITE_OK && i < G_N_ELEMENTS (statements); i++)
    rc = sqlite3_prepare_v2 (fresh->db, statements[i].sql, -1, statements[i].statement, NULL);
  if (rc == SQLITE_OK)
    rc = sqlite3_prepare_v2 (fresh->db, "SELECT coalesce (sum (size), 0) FROM blob WHERE state = 1", -1, &sum, NULL);
  if (rc == SQLITE_OK && sqlite3_step (sum) == SQLITE_ROW)
    fresh->total = (guint64)sqlite3_column_int64 (sum, 0);
  sqlite3_finalize (sum);
  return rc == SQLITE_OK || fail (fresh, rc, error);
}

/* SQLite's own check: one line, "ok". */
static gboolean
check_structure (Fresh *fresh, GError **error)
{
  sqlite3_stmt *check = NULL;
  int rc = sqlite3_prepare_v2 (fresh->db, "PRAGMA quick_check(1)", -1, &check, NULL);
  gboolean good = rc == SQLITE_OK && sqlite3_step (check) == SQLITE_ROW
                  && g_strcmp0 ((const char *)sqlite3_column_text (check, 0), "ok") == 0;

  sqlite3_finalize (check);
  return good || differs (error);
}

/* Checks the new file and makes its digests anew. */
static gboolean
mend (Rekey *rekey, JalVault *vault, GError **error)
{
  Fresh fresh = { .vault = vault, .db = jal_vault_get_db (vault) };
  gboolean done;
  int rc;

  done = exec (&fresh, "PRAGMA secure_delete = FAST; BEGIN IMMEDIATE", error) && prepare (&fresh, error)
         && check_structure (&fresh, error);
  while (done && (rc = sqlite3_step (fresh.blobs)) != SQLITE_DONE)
    done = rc == SQLITE_ROW ? mend_blob (rekey, &fresh, error) : fail (&fresh, rc, error);
  sqlite3_finalize (fresh.blobs);
  sqlite3_finalize (fresh.chunks);
  sqlite3_finalize (fresh.update);
  return done && exec (&fresh, "COMMIT", error);
}

static gboolean
nothing_func (JalTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

/* Opens what now lies in the vault's place. */
static gboolean
move_in (JalStore *store, const Rekey *rekey, GError **error)
{
  const JalVaultSecret secret = { get_next (&rekey->keys[0]), NULL };
  GError *local = NULL;
  JalVault *vault = jal_vault_open_with (store->path, &secret, &local);

  g_hash_table_remove_all (store->statements);
  sqlite3_progress_handler (store->db, 0, NULL, NULL);
  jal_vault_close (g_steal_pointer (&store->vault), NULL);
  store->db = NULL;
  if (vault == NULL)
    {
      store->lost = TRUE;
      return jal_holder_fail (local, error);
    }
  store->vault = vault;
  return jal_store_prepare_db (store, error);
}

static JalVault *
write_fresh (JalStore *store, Rekey *rekey, GError **error)
{
  g_autofree JalVaultNewKey *keys = g_new0 (JalVaultNewKey, rekey->n_keys + 1);
  guint n = rekey->n_keys;
  JalVaultInfo info;
  GError *local = NULL;
  JalVault *fresh;

  for (guint i = 0; i < n; i++)
    {
      memcpy (keys[i].holder, rekey->keys[i].holder.bytes, sizeof keys[i].holder);
      keys[i].secret.passphrase = get_next (&rekey->keys[i]);
    }
  if (rekey->want_recovery)
    {
      memcpy (keys[n].holder, keys[0].holder, sizeof keys[n].holder);
      rekey->code = sodium_malloc (JAL_VAULT_RECOVERY_SIZE);
      if (rekey->code != NULL)
        {
          rekey->recovery = jal_holder_draw_code (rekey->code);
          keys[n++].secret.recovery = rekey->code;
        }
    }
  jal_vault_get_info (store->vault, &info);
  rekey->old_size = (double)info.page_count * info.page_size;
  sqlite3_progress_handler (store->db, PROGRESS_STEPS, writing_cb, rekey);
  fresh = jal_vault_rekey_begin (store->vault, keys, n, jal_holder_get_strength (rekey->strength), &local);
  jal_store_watch_cancelling (store);
  if (fresh == NULL)
    jal_holder_fail (local, error);
  return fresh;
}

static gboolean
rekey_job (JalStore *store, gpointer data, GError **error)
{
  Rekey *rekey = data;
  JalAct act = { .verb = "vault.rekey", .subject_id = rekey->keys[0].holder };
  GError *local = NULL;
  JalVault *fresh;

  rekey->store = store;
  if (!check_keys (store, rekey, error) || !check_different (rekey, error) || !check_idle (store, error) || !jal_store_write_notes (store, NULL, error))
    return FALSE;
  fresh = write_fresh (store, rekey, error);
  if (fresh == NULL)
    return FALSE;
  if (!mend (rekey, fresh, error) || g_cancellable_set_error_if_cancelled (store->cancellable, error))
    {
      jal_vault_rekey_abandon (fresh);
      return FALSE;
    }
  if (!jal_vault_rekey_finish (store->vault, fresh, &local))
    return jal_holder_fail (local, error);
  return move_in (store, rekey, error) && jal_store_do_act (store, &act, nothing_func, NULL, 0, 0, error);
}

gboolean
jal_store_rekey (JalStore *store, const JalRekeyKey *keys, guint n_keys, JalStoreStrength strength, char **recovery,
                 guint *wrong, JalRekeyProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  Rekey rekey = { .keys = keys, .n_keys = n_keys, .strength = strength, .want_recovery = recovery != NULL,
                  .wrong = G_MAXUINT, .progress = progress, .data = data };
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && keys != NULL && n_keys > 0, FALSE);

  if (store->damaged)
    return jal_later_refuse (error);

  rekey.beside = jal_vault_rekey_path (store->path);
  done = jal_store_run_job (store, rekey_job, &rekey, JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error);
  sodium_free (rekey.code);
  g_free (rekey.beside);
  if (wrong != NULL)
    *wrong = rekey.wrong;
  if (done && recovery != NULL)
    *recovery = g_steal_pointer (&rekey.recovery);
  jal_recovery_free (rekey.recovery);
  return done;
}
