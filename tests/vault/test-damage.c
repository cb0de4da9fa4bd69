/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged vault: named or harmless, never wrong data. */
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "vault-work.h"
#include "vault/jal-vault-header.h"
#include "vault/jal-vault-slot.h"
#include "vault/jal-vault.h"

#define PAGE 8192
#define FIRST 16384

/* A vault in memory, to be damaged and opened over and over. */
typedef struct
{
  char *folder;
  char *path;
  guint8 *bytes;
  gsize length;
  guint8 digest[32];
} Sample;

static Sample sample;

static void
make_sample (void)
{
  GError *error = NULL;
  JalVault *vault;

  sample.folder = vault_work_folder ();
  sample.path = g_build_filename (sample.folder, "a.jalada", NULL);
  vault = jal_vault_create (sample.path, VAULT_WORK_PASSPHRASE, JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
  vault_work_prepare (vault);
  for (gint64 i = 1; i <= 4; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  g_assert_true (vault_work_digest (vault, sample.digest));
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_true (g_file_get_contents (sample.path, (char **)&sample.bytes, &sample.length, &error));
}

static void
put (const guint8 *bytes, gsize length)
{
  FILE *file = g_fopen (sample.path, "wb");

  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Opens @bytes. Returns TRUE when they open and hold what they should; FALSE when something was refused, with the code
   of the opening in @code (-1 when it opened and the reading failed). Anything else fails the test. */
static gboolean
try (const guint8 *bytes, gsize length, int *code)
{
  g_autoptr (GError) error = NULL;
  guint8 digest[32];
  JalVault *vault;
  gboolean whole;

  put (bytes, length);
  vault = jal_vault_open (sample.path, VAULT_WORK_PASSPHRASE, &error);
  *code = -1;
  if (vault == NULL)
    {
      g_assert_true (error->domain == JAL_VAULT_ERROR);
      *code = error->code;
      return FALSE;
    }
  whole = vault_work_digest (vault, digest);
  if (whole)
    g_assert_cmpmem (digest, 32, sample.digest, 32);
  jal_vault_close (vault, NULL);
  return whole;
}

static guint8 *
copy_sample (void)
{
  return g_memdup2 (sample.bytes, sample.length);
}

static void
test_one_header_copy (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  int code;

  /* Every part of either copy; the slots and the spare room in larger steps. */
  for (gsize at = 0; at < FIRST; at += (at % 8192 < 240 || at % 8192 > 8120) ? 1 : 61)
    {
      bytes[at] ^= 0x10;
      g_assert_true (try (bytes, sample.length, &code));
      bytes[at] ^= 0x10;
    }
}

/* Opening makes the damaged copy whole again. */
static void
test_healing (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  g_autofree guint8 *healed = NULL;
  gsize length;
  int code;

  for (gsize copy = 0; copy < 2; copy++)
    {
      memcpy (bytes, sample.bytes, FIRST);
      memset (bytes + copy * 8192, 0, 8192);
      g_assert_true (try (bytes, sample.length, &code));
      g_assert_true (g_file_get_contents (sample.path, (char **)&healed, &length, NULL));
      memset (healed + (1 - copy) * 8192, 0x55, 8192);
      g_assert_true (try (healed, length, &code));
      g_clear_pointer (&healed, g_free);
    }
}

static void
test_both_header_copies (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  int code;

  for (gsize at = 0; at < 8192; at += (at < 240 || at > 8120) ? 1 : 61)
    {
      bytes[at] ^= 0x01;
      bytes[at + 8192] ^= 0x01;
      g_assert_false (try (bytes, sample.length, &code));
      g_assert_cmpint (code, ==, at < 7 ? JAL_VAULT_ERROR_NOT_A_VAULT : JAL_VAULT_ERROR_DAMAGED);
      bytes[at] ^= 0x01;
      bytes[at + 8192] ^= 0x01;
    }
}

/* Whoever changes a byte can also make the open checksum right again. The keyed one then tells, or the slot does. */
static void
test_forged_header (void)
{
  const JalVaultSecret secret = { VAULT_WORK_PASSPHRASE, NULL };
  JalVaultHeader header, forged;
  guint8 *master = sodium_malloc (32);
  JalVaultKeys *keys;
  GError *error = NULL;
  guint refused[16] = { 0 };
  guint index;

  memcpy (header.bytes, sample.bytes + 8192, 8192);
  g_assert_true (jal_vault_header_unwrap (&header, &secret, JAL_VAULT_SLOTS, master, &index, &error));
  keys = jal_vault_keys_new (master);
  g_assert_true (jal_vault_header_verify (&header, keys));
  for (gsize at = 0; at < 8160; at++)
    {
      forged = header;
      forged.bytes[at] ^= 0x04;
      crypto_generichash (forged.bytes + 8160, 32, forged.bytes, 8160, NULL, 0);
      if (jal_vault_header_inspect (&forged) == JAL_VAULT_COPY_WHOLE
          && jal_vault_header_check_supported (&forged, &error)
          && jal_vault_header_unwrap (&forged, &secret, JAL_VAULT_SLOTS, master, &index, &error))
        {
          g_assert_false (jal_vault_header_verify (&forged, keys));
          refused[15]++;
        }
      else if (error != NULL)
        refused[error->code]++;
      else
        refused[14]++;
      g_clear_error (&error);
    }
  g_test_message ("refused by magic %u, as too new %u, as damaged %u, by slot %u, by keyed checksum %u", refused[14],
                  refused[JAL_VAULT_ERROR_TOO_NEW], refused[JAL_VAULT_ERROR_DAMAGED],
                  refused[JAL_VAULT_ERROR_PASSPHRASE], refused[15]);
  g_assert_cmpuint (refused[14], ==, 7);
  /* The last letter of the magic, version, cipher, incompatible features. */
  g_assert_cmpuint (refused[JAL_VAULT_ERROR_TOO_NEW], ==, 1 + 4 + 4 + 8);
  g_assert_cmpuint (refused[JAL_VAULT_ERROR_PASSPHRASE], >=, 16 + 24 + 48);
  jal_vault_keys_free (keys);
  sodium_free (master);
}

/* The same on disk: the slot still opens, the keyed checksum of both copies does not fit. */
static void
test_forged_file (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  int code;

  for (gsize at = 0; at < FIRST; at += 8192)
    {
      bytes[at + 48 + 4] ^= 1;
      crypto_generichash (bytes + at + 8160, 32, bytes + at, 8160, NULL, 0);
    }
  g_assert_false (try (bytes, sample.length, &code));
  g_assert_cmpint (code, ==, JAL_VAULT_ERROR_DAMAGED);
  /* Only the newer one: the other is used, and the vault is whole again. */
  memcpy (bytes, sample.bytes, 8192);
  g_assert_true (try (bytes, sample.length, &code));
  g_assert_true (try (sample.bytes, sample.length, &code));
}

/* A newer format is named as such, on disk too. */
static void
test_too_new (void)
{
  static const gsize places[] = { 7, 8, 16, 112, 119 };
  g_autofree guint8 *bytes = copy_sample ();
  JalVaultInfo info;
  int code;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;

      memcpy (bytes, sample.bytes, FIRST);
      for (gsize at = 0; at < FIRST; at += 8192)
        {
          bytes[at + places[i]]++;
          crypto_generichash (bytes + at + 8160, 32, bytes + at, 8160, NULL, 0);
        }
      g_assert_false (try (bytes, sample.length, &code));
      g_assert_cmpint (code, ==, JAL_VAULT_ERROR_TOO_NEW);
      g_assert_false (jal_vault_read_info (sample.path, &info, &error));
      g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_TOO_NEW);
    }
}

/* An absurd effort is refused, not attempted. */
static void
test_effort (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  int code;

  for (gsize at = 0; at < FIRST; at += 8192)
    {
      jal_vault_put64 (bytes + at + 128 + 16, G_GUINT64_CONSTANT (1) << 40);
      crypto_generichash (bytes + at + 8160, 32, bytes + at, 8160, NULL, 0);
    }
  g_assert_false (try (bytes, sample.length, &code));
  g_assert_cmpint (code, ==, JAL_VAULT_ERROR_DAMAGED);
}

/* Counts the pages whose reading fails while their neighbours' does not. */
static guint
unreadable_pages (const guint8 *bytes, gsize length, gsize *which)
{
  sqlite3_file *file = NULL;
  sqlite3_int64 size;
  guint8 page[PAGE];
  guint bad = 0;
  JalVault *vault;

  put (bytes, length);
  vault = jal_vault_open (sample.path, VAULT_WORK_PASSPHRASE, NULL);
  if (vault == NULL)
    return G_MAXUINT;
  sqlite3_file_control (jal_vault_get_db (vault), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  file->pMethods->xFileSize (file, &size);
  for (sqlite3_int64 at = 0; at < size; at += PAGE)
    {
      int rc = file->pMethods->xRead (file, page, PAGE, at);

      if (rc == SQLITE_OK)
        continue;
      g_assert_cmpint (rc, ==, SQLITE_IOERR_DATA);
      *which = (gsize)(at / PAGE);
      bad++;
    }
  jal_vault_close (vault, NULL);
  return bad;
}

static void
test_flipped_bits (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  gsize pages = (sample.length - FIRST) / PAGE;
  guint refused = 0;
  int code;

  g_assert_cmpuint (pages, >, 30);
  for (gsize i = 0; i < pages; i++)
    {
      /* Now and then in the nonce or the tag. */
      gsize at = FIRST + i * PAGE
                 + (gsize)(i % 4 == 3 ? g_rand_int_range (random, 8152, 8192) : g_rand_int_range (random, 0, 8152));
      guint8 bit = (guint8)(1 << g_rand_int_range (random, 0, 8));
      gsize which = 0;
      guint bad;

      bytes[at] ^= bit;
      bad = unreadable_pages (bytes, sample.length, &which);
      if (i == 0)
        g_assert_cmpuint (bad, ==, G_MAXUINT);
      else
        {
          g_assert_cmpuint (bad, ==, 1);
          g_assert_cmpuint (which, ==, i);
        }
      refused += !try (bytes, sample.length, &code);
      bytes[at] ^= bit;
    }
  /* Nearly every page holds something; the rest are free pages or indexes that this reading does not need. */
  g_test_message ("%u of %u pages stop a full reading", refused, (guint)pages);
  g_assert_cmpuint (refused, >=, pages / 2);
}

static void
test_swapped_pages (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  gsize pages = (sample.length - FIRST) / PAGE;
  gsize which;

  for (gsize i = 1; i + 1 < pages; i += 3)
    {
      memcpy (bytes + FIRST + i * PAGE, sample.bytes + FIRST + (i + 1) * PAGE, PAGE);
      memcpy (bytes + FIRST + (i + 1) * PAGE, sample.bytes + FIRST + i * PAGE, PAGE);
      g_assert_cmpuint (unreadable_pages (bytes, sample.length, &which), ==, 2);
      memcpy (bytes, sample.bytes, sample.length);
    }
}

static void
test_zeroed_pages (void)
{
  g_autofree guint8 *bytes = copy_sample ();
  gsize pages = (sample.length - FIRST) / PAGE;
  gsize which;

  for (gsize i = 1; i < pages; i += 3)
    {
      memset (bytes + FIRST + i * PAGE, 0, PAGE);
      g_assert_cmpuint (unreadable_pages (bytes, sample.length, &which), ==, 1);
      g_assert_cmpuint (which, ==, i);
      memcpy (bytes + FIRST + i * PAGE, sample.bytes + FIRST + i * PAGE, PAGE);
    }
}

static void
test_cut_short (void)
{
  gsize which;
  int code;

  for (gsize length = 1; length < sample.length; length += 4001)
    {
      /* Where only the last page is cut, and nothing needs it, the rest stays readable; the page is named. */
      if (length > sample.length - PAGE)
        {
          g_assert_cmpuint (unreadable_pages (sample.bytes, length, &which), ==, 1);
          g_assert_cmpuint (which, ==, (sample.length - FIRST) / PAGE - 1);
          continue;
        }
      g_assert_false (try (sample.bytes, length, &code));
      if (code >= 0)
        g_assert_cmpint (code, ==, length < 8 ? JAL_VAULT_ERROR_NOT_A_VAULT : JAL_VAULT_ERROR_DAMAGED);
    }
  /* All header and no page. */
  g_assert_false (try (sample.bytes, FIRST, &code));
  g_assert_cmpint (code, ==, JAL_VAULT_ERROR_DAMAGED);
  g_assert_true (try (sample.bytes, sample.length, &code));
}

/* The files as they are in the middle of a transaction, page 1 torn: the journal brings it back. Without the journal
   the same file is refused. */
static void
test_torn_first_page (void)
{
  g_autofree char *journal = g_strconcat (sample.path, "-journal", NULL);
  g_autofree char *other = g_build_filename (sample.folder, "b.jalada", NULL);
  g_autofree char *other_journal = g_strconcat (other, "-journal", NULL);
  g_autofree char *bytes = NULL, *journal_bytes = NULL, *after = NULL;
  guint8 digest[32];
  gsize length, journal_length, after_length;
  GError *error = NULL;
  JalVault *vault;

  put (sample.bytes, sample.length);
  vault = jal_vault_open (sample.path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  vault_work_exec (vault, "PRAGMA cache_size = 10; BEGIN");
  for (int i = 0; i < 8; i++)
    vault_work_exec (vault, "INSERT INTO chunk (bytes) VALUES (randomblob (60000)); UPDATE row SET text = 'x' || text");
  g_assert_true (g_file_get_contents (sample.path, &bytes, &length, NULL));
  g_assert_true (g_file_get_contents (journal, &journal_bytes, &journal_length, NULL));
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_cmpint (memcmp (bytes + FIRST + PAGE, sample.bytes + FIRST + PAGE, sample.length - FIRST - PAGE), !=, 0);
  /* Whoever does not know the passphrase changes nothing, not even by the journal. */
  g_assert_true (g_file_set_contents (other, bytes, (gssize)length, NULL));
  g_assert_true (g_file_set_contents (other_journal, journal_bytes, (gssize)journal_length, NULL));
  g_assert_null (jal_vault_open (other, "wrong", &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (other, &after, &after_length, NULL));
  g_assert_cmpmem (after, after_length, bytes, length);
  g_clear_pointer (&after, g_free);
  g_assert_true (g_file_get_contents (other_journal, &after, &after_length, NULL));
  g_assert_cmpmem (after, after_length, journal_bytes, journal_length);
  for (gsize tear = 0; tear < PAGE; tear += 512)
    {
      memset (bytes + FIRST, 0xee, tear + 512);
      g_assert_true (g_file_set_contents (other, bytes, (gssize)length, NULL));
      g_assert_true (g_file_set_contents (other_journal, journal_bytes, (gssize)journal_length, NULL));
      vault = jal_vault_open (other, VAULT_WORK_PASSPHRASE, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (vault_work_check (vault, TRUE), ==, NULL);
      g_assert_true (vault_work_digest (vault, digest));
      g_assert_cmpmem (digest, 32, sample.digest, 32);
      g_assert_true (jal_vault_close (vault, &error));
    }
  g_assert_true (g_file_set_contents (other, bytes, (gssize)length, NULL));
  g_assert_null (jal_vault_open (other, VAULT_WORK_PASSPHRASE, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
  g_clear_error (&error);
}

/* A journal of another vault, or of noise, is not replayed. */
static void
test_foreign_journal (void)
{
  g_autofree char *journal = g_strconcat (sample.path, "-journal", NULL);
  g_autofree guint8 *noise = g_malloc (30000);
  int code;

  randombytes_buf (noise, 30000);
  for (int i = 0; i < 3; i++)
    {
      if (i == 1)
        memcpy (noise, "JVSIDE1\0\1\0\0\0\0\2\0\0", 16);
      if (i == 2)
        memcpy (noise, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);
      g_assert_true (g_file_set_contents (journal, (char *)noise, 30000, NULL));
      g_assert_true (try (sample.bytes, sample.length, &code));
      g_unlink (journal);
    }
}

/* What such a journal leaves behind does not get mixed with a new one: that begins anew, with an id of its own. */
static void
test_leftover_journal (void)
{
  g_autofree char *journal = g_strconcat (sample.path, "-journal", NULL);
  g_autofree guint8 *noise = g_malloc (3000000);
  g_autofree char *bytes = NULL;
  guint8 digest[32];
  gsize length;
  GError *error = NULL;
  JalVault *vault;

  randombytes_buf (noise, 3000000);
  memcpy (noise, "JVSIDE1\0\1\0\0\0\0\2\0\0", 16);
  put (sample.bytes, sample.length);
  g_assert_true (g_file_set_contents (journal, (char *)noise, 3000000, NULL));
  vault = jal_vault_open (sample.path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_no_error (error);
  vault_work_exec (vault, "PRAGMA cache_size = 10; BEGIN; UPDATE row SET text = 'x' || text");
  g_assert_true (g_file_get_contents (journal, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 8192);
  g_assert_cmpuint (length, <, 3000000);
  g_assert_cmpint (memcmp (bytes, noise, 16), ==, 0);
  g_assert_cmpint (memcmp (bytes + 16, noise + 16, 16), !=, 0);
  g_assert_true (jal_vault_close (vault, &error));
  vault = jal_vault_open (sample.path, VAULT_WORK_PASSPHRASE, &error);
  g_assert_true (vault_work_digest (vault, digest));
  g_assert_cmpmem (digest, 32, sample.digest, 32);
  g_assert_true (jal_vault_close (vault, &error));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  make_sample ();
  g_test_add_func ("/damage/one-header-copy", test_one_header_copy);
  g_test_add_func ("/damage/healing", test_healing);
  g_test_add_func ("/damage/both-header-copies", test_both_header_copies);
  g_test_add_func ("/damage/forged-header", test_forged_header);
  g_test_add_func ("/damage/forged-file", test_forged_file);
  g_test_add_func ("/damage/too-new", test_too_new);
  g_test_add_func ("/damage/effort", test_effort);
  g_test_add_func ("/damage/flipped-bits", test_flipped_bits);
  g_test_add_func ("/damage/swapped-pages", test_swapped_pages);
  g_test_add_func ("/damage/zeroed-pages", test_zeroed_pages);
  g_test_add_func ("/damage/cut-short", test_cut_short);
  g_test_add_func ("/damage/torn-first-page", test_torn_first_page);
  g_test_add_func ("/damage/foreign-journal", test_foreign_journal);
  g_test_add_func ("/damage/leftover-journal", test_leftover_journal);
  result = g_test_run ();
  vault_work_remove (sample.folder);
  g_free (sample.path);
  g_free (sample.bytes);
  return result;
}
