/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cipher, whichever library does it, and reading ahead: the same bytes as without. */
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "vault-work.h"
#include "vault/jal-vault-ahead.h"
#include "vault/jal-vault-file.h"

#define P JAL_VAULT_PAGE_SIZE
#define N_PAGES 100
#define ROWS 40
#define ROW_BYTES (6 * P)

/* Ours and libsodium's open what the other sealed; nothing else opens, and then the output is zeros. */
static void
test_same_as_libsodium (void)
{
  static const gsize lengths[] = { 1, 32, 512, 2047, 2048, 4096, 8152, 8192 };
  guint8 key[32], nonce[24], tag[16], ad[16] = "JVPAGE1", plain[8192], cipher[8192], back[8192];

  randombytes_buf (key, sizeof key);
  randombytes_buf (plain, sizeof plain);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gsize n = lengths[i];

      jal_vault_seal_unit (key, ad, sizeof ad, plain, n, cipher, nonce, tag);
      g_assert_cmpint (crypto_aead_xchacha20poly1305_ietf_decrypt_detached (back, NULL, cipher, n, tag, ad, sizeof ad, nonce,
                                                                            key),
                       ==, 0);
      g_assert_cmpmem (back, n, plain, n);
      randombytes_buf (nonce, sizeof nonce);
      crypto_aead_xchacha20poly1305_ietf_encrypt_detached (cipher, tag, NULL, plain, n, ad, sizeof ad, NULL, nonce, key);
      memcpy (back, cipher, n);
      g_assert_true (jal_vault_open_unit (key, ad, sizeof ad, back, n, nonce, tag, back));
      g_assert_cmpmem (back, n, plain, n);
      for (guint where = 0; where < 4; where++)
        {
          guint8 *at = where == 0 ? &cipher[n - 1] : where == 1 ? &tag[15] : where == 2 ? &nonce[23] : &ad[15];

          *at ^= 0x80;
          memset (back, 1, n);
          g_assert_false (jal_vault_open_unit (key, ad, sizeof ad, cipher, n, nonce, tag, back));
          g_assert_true (sodium_is_zero (back, n));
          *at ^= 0x80;
        }
    }
  jal_vault_cipher_wipe ();
  g_assert_true (jal_vault_open_unit (key, ad, sizeof ad, cipher, 8192, nonce, tag, back));
}

typedef struct
{
  guint8 *file; /* N_PAGES sealed pages */
  guint reads;
} Disk;

static gboolean
read_cb (gpointer data, guint64 first, guint n, guint8 *to)
{
  Disk *disk = data;

  g_assert_cmpuint (first + n - 1, <=, N_PAGES);
  memcpy (to, disk->file + (first - 1) * P, n * P);
  disk->reads++;
  return TRUE;
}

static void
put (Disk *disk, const JalVaultKeys *keys, guint64 pgno, guint8 fill)
{
  guint8 plain[P - JAL_VAULT_SEAL_SIZE], ad[16] = "JVPAGE1";
  guint8 *to = disk->file + (pgno - 1) * P;

  memset (plain, fill, sizeof plain);
  jal_vault_put64 (ad + 8, pgno);
  jal_vault_seal_unit (keys->pages, ad, sizeof ad, plain, sizeof plain, to, to + sizeof plain,
                       to + sizeof plain + JAL_VAULT_NONCE_SIZE);
}

static void
test_ahead (void)
{
  static const guint8 master[32] = { 1 };
  JalVaultKeys *keys = jal_vault_keys_new (master);
  Disk disk = { g_malloc (N_PAGES * P), 0 };
  JalVaultAhead *ahead = jal_vault_ahead_new (read_cb, &disk);
  guint8 page[P];
  guint taken = 0;

  for (guint64 i = 1; i <= N_PAGES; i++)
    put (&disk, keys, i, (guint8)i);
  /* Here and there: nothing is read ahead. */
  for (guint64 i = 1; i <= N_PAGES; i += 2)
    g_assert_false (jal_vault_ahead_take (ahead, keys, i, N_PAGES, page));
  g_assert_cmpuint (disk.reads, ==, 0);
  /* In order, with page 50 damaged, page 60 changed after it was read, and the file cut off behind page 80. */
  disk.file[49 * P + 17] ^= 1;
  for (guint64 i = 1; i <= N_PAGES; i++)
    {
      if (i == 58)
        {
          put (&disk, keys, 60, 0xee);
          jal_vault_ahead_changed (ahead, 60, FALSE);
        }
      if (i == 79)
        jal_vault_ahead_changed (ahead, 81, TRUE);
      /* Every second page is opened by the other thread for certain. */
      if (i % 2)
        jal_vault_ahead_wait (ahead);
      if (!jal_vault_ahead_take (ahead, keys, i, i < 79 ? N_PAGES : 80, page))
        continue;
      taken++;
      g_assert_cmpuint (i, !=, 50);
      g_assert_cmpuint (i, <=, 80);
      g_assert_cmpuint (page[0], ==, i == 60 ? 0xee : i);
      g_assert_cmpuint (page[P - JAL_VAULT_SEAL_SIZE - 1], ==, i == 60 ? 0xee : i);
      g_assert_true (sodium_is_zero (page + P - JAL_VAULT_SEAL_SIZE, JAL_VAULT_SEAL_SIZE));
    }
  g_assert_cmpuint (taken, >, 60);
  g_assert_cmpuint (disk.reads, <, 12);
  /* Without the keys there is nothing to take. */
  jal_vault_ahead_wipe (ahead);
  g_assert_false (jal_vault_ahead_take (ahead, keys, 40, N_PAGES, page));
  jal_vault_ahead_free (ahead);
  jal_vault_keys_free (keys);
  g_free (disk.file);
}

/* A vault that is read in order while the rows to come are changed, with hardly any cache. */
static void
test_read_what_was_written (void)
{
  char *folder = vault_work_folder ();
  g_autofree char *path = g_build_filename (folder, "a.jalada", NULL);
  g_autofree guint8 *bytes = g_malloc (ROW_BYTES);
  guint8 now[ROWS] = { 0 };
  GError *error = NULL;
  JalVault *vault = jal_vault_create (path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);
  sqlite3_stmt *write, *read;
  sqlite3 *db;

  g_assert_no_error (error);
  db = jal_vault_get_db (vault);
  vault_work_exec (vault, "PRAGMA cache_size = 5; CREATE TABLE row (id INTEGER PRIMARY KEY, bytes BLOB)");
  sqlite3_prepare_v2 (db, "REPLACE INTO row VALUES (?1, ?2)", -1, &write, NULL);
  sqlite3_prepare_v2 (db, "SELECT bytes FROM row WHERE id = ?1", -1, &read, NULL);
  for (int pass = 0; pass < 4; pass++)
    for (int i = 0; i < ROWS; i++)
      {
        for (int change = pass == 0 ? i : i + 1; change < ROWS && change < i + (pass == 0 ? 1 : 3); change++)
          {
            memset (bytes, ++now[change], ROW_BYTES);
            sqlite3_bind_int (write, 1, change);
            sqlite3_bind_blob (write, 2, bytes, ROW_BYTES, SQLITE_STATIC);
            g_assert_cmpint (sqlite3_step (write), ==, SQLITE_DONE);
            sqlite3_reset (write);
          }
        sqlite3_bind_int (read, 1, i);
        g_assert_cmpint (sqlite3_step (read), ==, SQLITE_ROW);
        memset (bytes, now[i], ROW_BYTES);
        g_assert_cmpmem (sqlite3_column_blob (read, 0), sqlite3_column_bytes (read, 0), bytes, ROW_BYTES);
        sqlite3_reset (read);
      }
  sqlite3_finalize (write);
  sqlite3_finalize (read);
  g_assert_cmpstr (vault_work_int (vault, "SELECT count(*) FROM pragma_integrity_check", NULL) == 1 ? NULL : "damaged", ==,
                   NULL);
  g_assert_true (jal_vault_close (vault, &error));
  vault_work_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  g_test_add_func ("/cipher/same-as-libsodium", test_same_as_libsodium);
  g_test_add_func ("/cipher/ahead", test_ahead);
  g_test_add_func ("/cipher/read-what-was-written", test_read_what_was_written);
  return g_test_run ();
}
