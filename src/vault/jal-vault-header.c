/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header copy:
 *
 *      0  magic "JALADAV1"        32 vault id[16]          104 compatible features
 *      8  version                 48 generation            112 incompatible features
 *     12  page size               56 seal counter          120 zero
 *     16  cipher                  64 seal[32]              128 16 slots of 192 bytes
 *     20  reserved bytes a page   96 page count at seal   3200 zero
 *     24  header length                                   8128 keyed BLAKE2b over 0…8127
 *     28  flags                                           8160 BLAKE2b over 0…8159
 *
 * 1. Nothing read from a header is used for more than finding the key before the keyed checksum was verified, and the
 *    effort a slot asks for is bounded even then.
 * 2. A slot binds the wrapped key to the fixed part of the header, the vault's id, its own place and its parameters.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-header.h"

#include <sodium.h>
#include <string.h>

#include "vault/jal-vault-error.h"

#define MAGIC "JALADAV1"
#define MAGIC_FAMILY 7 /* "JALADAV" and any version letter */

enum
{
  AT_VERSION = 8,
  AT_PAGE_SIZE = 12,
  AT_CIPHER = 16,
  AT_RESERVE = 20,
  AT_LENGTH = 24,
  AT_FLAGS = 28,
  AT_ID = 32,
  AT_GENERATION = 48,
  AT_COMPATIBLE = 104,
  AT_INCOMPATIBLE = 112,
  AT_SLOTS = 128,
  AT_MAC = 8128,
  AT_SUM = 8160,
};

/* Within a slot. */
enum
{
  SLOT_TYPE = 0,
  SLOT_ALG = 4,
  SLOT_OPSLIMIT = 8,
  SLOT_MEMLIMIT = 16,
  SLOT_SALT = 24,
  SLOT_NONCE = 40,
  SLOT_WRAPPED = 64,
  SLOT_TAG = 96,
  SLOT_SIZE = 192,
};

#define ALG_ARGON2ID 1 /* Argon2id version 1.3, XChaCha20-Poly1305 */
#define OPSLIMIT_MAX 16
#define MEMLIMIT_MIN 8192
#define MEMLIMIT_MAX (1024u << 20)

#define WRAP_AD_SIZE (24 + JAL_VAULT_ID_SIZE + 4 + SLOT_NONCE)

G_STATIC_ASSERT (SLOT_SALT + crypto_pwhash_SALTBYTES == SLOT_NONCE);
G_STATIC_ASSERT (AT_SUM + 32 == JAL_VAULT_HEADER_COPY);

void
jal_vault_header_init (JalVaultHeader *header)
{
  guint8 *bytes = header->bytes;

  memset (bytes, 0, sizeof header->bytes);
  memcpy (bytes, MAGIC, 8);
  jal_vault_put32 (bytes + AT_VERSION, JAL_VAULT_VERSION);
  jal_vault_put32 (bytes + AT_PAGE_SIZE, JAL_VAULT_PAGE_SIZE);
  jal_vault_put32 (bytes + AT_CIPHER, JAL_VAULT_CIPHER);
  jal_vault_put32 (bytes + AT_RESERVE, JAL_VAULT_SEAL_SIZE);
  jal_vault_put32 (bytes + AT_LENGTH, JAL_VAULT_HEADER_SIZE);
  randombytes_buf (bytes + AT_ID, JAL_VAULT_ID_SIZE);
}

static void
sum (const JalVaultHeader *header, guint8 out[32])
{
  crypto_generichash (out, 32, header->bytes, AT_SUM, NULL, 0);
}

JalVaultCopyState
jal_vault_header_inspect (const JalVaultHeader *header)
{
  guint8 expected[32];

  if (memcmp (header->bytes, MAGIC, MAGIC_FAMILY) != 0)
    return JAL_VAULT_COPY_FOREIGN;
  sum (header, expected);
  return memcmp (expected, header->bytes + AT_SUM, 32) == 0 ? JAL_VAULT_COPY_WHOLE : JAL_VAULT_COPY_TORN;
}

gboolean
jal_vault_header_check_supported (const JalVaultHeader *header, GError **error)
{
  const guint8 *bytes = header->bytes;

  if (memcmp (bytes, MAGIC, 8) != 0 || jal_vault_get32 (bytes + AT_VERSION) != JAL_VAULT_VERSION
      || jal_vault_get32 (bytes + AT_CIPHER) != JAL_VAULT_CIPHER || jal_vault_get64 (bytes + AT_INCOMPATIBLE) != 0)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_TOO_NEW);
      return FALSE;
    }
  if (jal_vault_get32 (bytes + AT_PAGE_SIZE) != JAL_VAULT_PAGE_SIZE
      || jal_vault_get32 (bytes + AT_RESERVE) != JAL_VAULT_SEAL_SIZE
      || jal_vault_get32 (bytes + AT_LENGTH) != JAL_VAULT_HEADER_SIZE)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_DAMAGED);
      return FALSE;
    }
  return TRUE;
}

guint64
jal_vault_header_get_generation (const JalVaultHeader *header)
{
  return jal_vault_get64 (header->bytes + AT_GENERATION);
}

void
jal_vault_header_set_generation (JalVaultHeader *header, guint64 generation)
{
  jal_vault_put64 (header->bytes + AT_GENERATION, generation);
}

guint32
jal_vault_header_get_flags (const JalVaultHeader *header)
{
  return jal_vault_get32 (header->bytes + AT_FLAGS);
}

void
jal_vault_header_set_flags (JalVaultHeader *header, guint32 flags)
{
  jal_vault_put32 (header->bytes + AT_FLAGS, flags);
}

static const guint8 *
slot_at (const JalVaultHeader *header, guint index)
{
  return header->bytes + AT_SLOTS + index * SLOT_SIZE;
}

void
jal_vault_header_get_info (const JalVaultHeader *header, JalVaultInfo *info)
{
  memcpy (info->id, header->bytes + AT_ID, JAL_VAULT_ID_SIZE);
  info->version = jal_vault_get32 (header->bytes + AT_VERSION);
  info->cipher = jal_vault_get32 (header->bytes + AT_CIPHER);
  info->page_size = jal_vault_get32 (header->bytes + AT_PAGE_SIZE);
  info->generation = jal_vault_header_get_generation (header);
  info->sealed = (jal_vault_header_get_flags (header) & JAL_VAULT_FLAG_SEALED) != 0;
  info->slots = 0;
  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    if (jal_vault_get32 (slot_at (header, i) + SLOT_TYPE) != JAL_VAULT_SLOT_EMPTY)
      info->slots++;
}

static void
fill_wrap_ad (const JalVaultHeader *header, guint index, guint8 ad[WRAP_AD_SIZE])
{
  memcpy (ad, header->bytes, 24);
  memcpy (ad + 24, header->bytes + AT_ID, JAL_VAULT_ID_SIZE);
  jal_vault_put32 (ad + 24 + JAL_VAULT_ID_SIZE, index);
  memcpy (ad + 28 + JAL_VAULT_ID_SIZE, slot_at (header, index), SLOT_NONCE);
}

/* Returns (transfer full): the key that wraps the master key, in locked memory. */
static guint8 *
stretch (const char *passphrase, const guint8 *slot, GError **error)
{
  guint8 *kek = jal_vault_locked_alloc (32);
  /* The same letters typed on another keyboard may be composed differently. */
  char *normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  const char *text = normal != NULL ? normal : passphrase;
  int failed = kek == NULL
               || crypto_pwhash (kek, 32, text, strlen (text), slot + SLOT_SALT, jal_vault_get64 (slot + SLOT_OPSLIMIT),
                                 (size_t)jal_vault_get64 (slot + SLOT_MEMLIMIT), crypto_pwhash_ALG_ARGON2ID13)
                      != 0;

  if (normal != NULL)
    {
      sodium_memzero (normal, strlen (normal));
      g_free (normal);
    }
  if (!failed)
    return kek;
  sodium_free (kek);
  jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
  return NULL;
}

gboolean
jal_vault_header_set_passphrase (JalVaultHeader *header, guint index, const char *passphrase,
                                 JalVaultStrength strength, const guint8 master[32], GError **error)
{
  guint8 *slot = header->bytes + AT_SLOTS + index * SLOT_SIZE;
  guint8 ad[WRAP_AD_SIZE];
  guint8 *kek;

  memset (slot, 0, SLOT_SIZE);
  jal_vault_put32 (slot + SLOT_TYPE, JAL_VAULT_SLOT_PASSPHRASE);
  jal_vault_put32 (slot + SLOT_ALG, ALG_ARGON2ID);
  jal_vault_put64 (slot + SLOT_OPSLIMIT, CLAMP (strength.opslimit, 1, OPSLIMIT_MAX));
  jal_vault_put64 (slot + SLOT_MEMLIMIT, CLAMP (strength.memlimit, MEMLIMIT_MIN, MEMLIMIT_MAX));
  randombytes_buf (slot + SLOT_SALT, crypto_pwhash_SALTBYTES);
  kek = stretch (passphrase, slot, error);
  if (kek == NULL)
    {
      memset (slot, 0, SLOT_SIZE);
      return FALSE;
    }
  fill_wrap_ad (header, index, ad);
  jal_vault_seal_unit (kek, ad, sizeof ad, master, 32, slot + SLOT_WRAPPED, slot + SLOT_NONCE, slot + SLOT_TAG);
  sodium_free (kek);
  return TRUE;
}

static gboolean
effort_is_possible (const guint8 *slot)
{
  guint64 opslimit = jal_vault_get64 (slot + SLOT_OPSLIMIT);
  guint64 memlimit = jal_vault_get64 (slot + SLOT_MEMLIMIT);

  return opslimit >= 1 && opslimit <= OPSLIMIT_MAX && memlimit >= MEMLIMIT_MIN && memlimit <= MEMLIMIT_MAX;
}

static gboolean
try_slot (const JalVaultHeader *header, guint index, const char *passphrase, guint8 master[32], GError **error)
{
  const guint8 *slot = slot_at (header, index);
  guint8 ad[WRAP_AD_SIZE];
  guint8 *kek;
  gboolean opened;

  if (!effort_is_possible (slot))
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_DAMAGED);
      return FALSE;
    }
  kek = stretch (passphrase, slot, error);
  if (kek == NULL)
    return FALSE;
  fill_wrap_ad (header, index, ad);
  opened = jal_vault_open_unit (kek, ad, sizeof ad, slot + SLOT_WRAPPED, 32, slot + SLOT_NONCE, slot + SLOT_TAG,
                                master);
  sodium_free (kek);
  if (!opened)
    jal_vault_set_error (error, JAL_VAULT_ERROR_PASSPHRASE);
  return opened;
}

gboolean
jal_vault_header_unwrap (const JalVaultHeader *header, const char *passphrase, guint8 master[32], GError **error)
{
  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    {
      g_autoptr (GError) tried = NULL;
      const guint8 *slot = slot_at (header, i);

      if (jal_vault_get32 (slot + SLOT_TYPE) != JAL_VAULT_SLOT_PASSPHRASE
          || jal_vault_get32 (slot + SLOT_ALG) != ALG_ARGON2ID)
        continue;
      if (try_slot (header, i, passphrase, master, &tried))
        return TRUE;
      if (!g_error_matches (tried, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE))
        {
          g_propagate_error (error, g_steal_pointer (&tried));
          return FALSE;
        }
    }
  jal_vault_set_error (error, JAL_VAULT_ERROR_PASSPHRASE);
  return FALSE;
}

static void
mac (const JalVaultHeader *header, const JalVaultKeys *keys, guint8 out[32])
{
  crypto_generichash (out, 32, header->bytes, AT_MAC, keys->header, sizeof keys->header);
}

void
jal_vault_header_authenticate (JalVaultHeader *header, const JalVaultKeys *keys)
{
  mac (header, keys, header->bytes + AT_MAC);
  sum (header, header->bytes + AT_SUM);
}

gboolean
jal_vault_header_verify (const JalVaultHeader *header, const JalVaultKeys *keys)
{
  guint8 expected[32];

  mac (header, keys, expected);
  return sodium_memcmp (expected, header->bytes + AT_MAC, 32) == 0;
}
