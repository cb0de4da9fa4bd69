/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key slot, 192 bytes of a header copy:
 *
 *      0  type                    16 memory in bytes        64 master key, encrypted [32]
 *      4  algorithm               24 salt[16]               96 its tag[16]
 *      8  passes                  40 nonce[24]             112 holder[16]           128 zero
 *
 * 1. A slot binds the wrapped key to the fixed part of the header, the vault's id, its own place and its parameters.
 * 2. The effort a slot asks for is bounded before it is spent: the header is not authenticated yet.
 * 3. A recovery code is 256 random bits: there is nothing to guess, so nothing is stretched.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-slot.h"

#include <sodium.h>
#include <string.h>

#include "vault/jal-vault-error.h"

#define AT_ID 32
#define AT_SLOTS 128

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
  SLOT_HOLDER = 112,
  SLOT_SIZE = 192,
};

#define ALG_ARGON2ID 1 /* of a passphrase: Argon2id version 1.3 */
#define ALG_BLAKE2B 1  /* of a recovery code: keyed BLAKE2b */
#define OPSLIMIT_MAX 16
#define MEMLIMIT_MIN 8192
#define MEMLIMIT_MAX (1024u << 20)
#define RECOVERY_DOMAIN "JVRECOV1"

#define WRAP_AD_SIZE (24 + JAL_VAULT_ID_SIZE + 4 + SLOT_NONCE)

G_STATIC_ASSERT (SLOT_SALT + crypto_pwhash_SALTBYTES == SLOT_NONCE);

static const guint8 *
slot_at (const JalVaultHeader *header, guint index)
{
  return header->bytes + AT_SLOTS + index * SLOT_SIZE;
}

void
jal_vault_header_get_slot (const JalVaultHeader *header, guint index, JalVaultSlot *slot)
{
  const guint8 *bytes = slot_at (header, index);

  slot->index = index;
  slot->type = (JalVaultSlotType)jal_vault_get32 (bytes + SLOT_TYPE);
  slot->strength.opslimit = jal_vault_get64 (bytes + SLOT_OPSLIMIT);
  slot->strength.memlimit = (gsize)jal_vault_get64 (bytes + SLOT_MEMLIMIT);
  memcpy (slot->holder, bytes + SLOT_HOLDER, JAL_VAULT_HOLDER_SIZE);
}

static void
fill_wrap_ad (const JalVaultHeader *header, guint index, guint8 ad[WRAP_AD_SIZE])
{
  memcpy (ad, header->bytes, 24);
  memcpy (ad + 24, header->bytes + AT_ID, JAL_VAULT_ID_SIZE);
  jal_vault_put32 (ad + 24 + JAL_VAULT_ID_SIZE, index);
  memcpy (ad + 28 + JAL_VAULT_ID_SIZE, slot_at (header, index), SLOT_NONCE);
}

static int
stretch_passphrase (guint8 kek[32], const char *passphrase, const guint8 *slot)
{
  /* The same letters typed on another keyboard may be composed differently. */
  char *normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  const char *text = normal != NULL ? normal : passphrase;
  int failed = crypto_pwhash (kek, 32, text, strlen (text), slot + SLOT_SALT, jal_vault_get64 (slot + SLOT_OPSLIMIT),
                              (size_t)jal_vault_get64 (slot + SLOT_MEMLIMIT), crypto_pwhash_ALG_ARGON2ID13);

  if (normal != NULL)
    {
      sodium_memzero (normal, strlen (normal));
      g_free (normal);
    }
  return failed;
}

static int
stretch_recovery (guint8 kek[32], const guint8 recovery[JAL_VAULT_RECOVERY_SIZE], const guint8 *slot)
{
  guint8 message[8 + crypto_pwhash_SALTBYTES];

  memcpy (message, RECOVERY_DOMAIN, 8);
  memcpy (message + 8, slot + SLOT_SALT, crypto_pwhash_SALTBYTES);
  return crypto_generichash (kek, 32, message, sizeof message, recovery, JAL_VAULT_RECOVERY_SIZE);
}

/* Returns (transfer full): the key that wraps the master key, in locked memory. */
static guint8 *
make_kek (const JalVaultSecret *secret, const guint8 *slot, GError **error)
{
  guint8 *kek = jal_vault_locked_alloc (32);

  if (kek != NULL
      && (secret->passphrase != NULL ? stretch_passphrase (kek, secret->passphrase, slot)
                                     : stretch_recovery (kek, secret->recovery, slot))
             == 0)
    return kek;
  sodium_free (kek);
  jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
  return NULL;
}

gboolean
jal_vault_header_set_slot (JalVaultHeader *header, guint index, const guint8 holder[JAL_VAULT_HOLDER_SIZE],
                           const JalVaultSecret *secret, JalVaultStrength strength, const guint8 master[32],
                           GError **error)
{
  guint8 *slot = header->bytes + AT_SLOTS + index * SLOT_SIZE;
  guint8 ad[WRAP_AD_SIZE];
  guint8 *kek;

  memset (slot, 0, SLOT_SIZE);
  jal_vault_put32 (slot + SLOT_TYPE,
                   secret->passphrase != NULL ? JAL_VAULT_SLOT_PASSPHRASE : JAL_VAULT_SLOT_RECOVERY);
  jal_vault_put32 (slot + SLOT_ALG, secret->passphrase != NULL ? ALG_ARGON2ID : ALG_BLAKE2B);
  if (secret->passphrase != NULL)
    {
      jal_vault_put64 (slot + SLOT_OPSLIMIT, CLAMP (strength.opslimit, 1, OPSLIMIT_MAX));
      jal_vault_put64 (slot + SLOT_MEMLIMIT, CLAMP (strength.memlimit, MEMLIMIT_MIN, MEMLIMIT_MAX));
    }
  randombytes_buf (slot + SLOT_SALT, crypto_pwhash_SALTBYTES);
  kek = make_kek (secret, slot, error);
  if (kek == NULL)
    {
      memset (slot, 0, SLOT_SIZE);
      return FALSE;
    }
  fill_wrap_ad (header, index, ad);
  jal_vault_seal_unit (kek, ad, sizeof ad, master, 32, slot + SLOT_WRAPPED, slot + SLOT_NONCE, slot + SLOT_TAG);
  sodium_free (kek);
  jal_vault_header_set_holder (header, index, holder);
  return TRUE;
}

void
jal_vault_header_clear_slot (JalVaultHeader *header, guint index)
{
  memset (header->bytes + AT_SLOTS + index * SLOT_SIZE, 0, SLOT_SIZE);
}

void
jal_vault_header_set_holder (JalVaultHeader *header, guint index, const guint8 holder[JAL_VAULT_HOLDER_SIZE])
{
  memcpy (header->bytes + AT_SLOTS + index * SLOT_SIZE + SLOT_HOLDER, holder, JAL_VAULT_HOLDER_SIZE);
}

gboolean
jal_vault_header_same_slots (const JalVaultHeader *a, const JalVaultHeader *b)
{
  return memcmp (a->bytes + AT_SLOTS, b->bytes + AT_SLOTS, JAL_VAULT_SLOTS * SLOT_SIZE) == 0;
}

static gboolean
effort_is_possible (const guint8 *slot)
{
  guint64 opslimit = jal_vault_get64 (slot + SLOT_OPSLIMIT);
  guint64 memlimit = jal_vault_get64 (slot + SLOT_MEMLIMIT);

  return opslimit >= 1 && opslimit <= OPSLIMIT_MAX && memlimit >= MEMLIMIT_MIN && memlimit <= MEMLIMIT_MAX;
}

static gboolean
try_slot (const JalVaultHeader *header, guint index, const JalVaultSecret *secret, guint8 master[32], GError **error)
{
  const guint8 *slot = slot_at (header, index);
  guint8 ad[WRAP_AD_SIZE];
  guint8 *kek;
  gboolean opened;

  if (secret->passphrase != NULL && !effort_is_possible (slot))
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_DAMAGED);
      return FALSE;
    }
  kek = make_kek (secret, slot, error);
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

static gboolean
is_for (const JalVaultHeader *header, guint index, const JalVaultSecret *secret)
{
  const guint8 *slot = slot_at (header, index);
  guint32 alg = jal_vault_get32 (slot + SLOT_ALG);

  if (secret->passphrase != NULL)
    return jal_vault_get32 (slot + SLOT_TYPE) == JAL_VAULT_SLOT_PASSPHRASE && alg == ALG_ARGON2ID;
  return jal_vault_get32 (slot + SLOT_TYPE) == JAL_VAULT_SLOT_RECOVERY && alg == ALG_BLAKE2B;
}

gboolean
jal_vault_header_unwrap (const JalVaultHeader *header, const JalVaultSecret *secret, guint only, guint8 master[32],
                         guint *index, GError **error)
{
  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    {
      g_autoptr (GError) tried = NULL;

      if ((only < JAL_VAULT_SLOTS && i != only) || !is_for (header, i, secret))
        continue;
      if (try_slot (header, i, secret, master, &tried))
        {
          *index = i;
          return TRUE;
        }
      if (!g_error_matches (tried, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE))
        {
          g_propagate_error (error, g_steal_pointer (&tried));
          return FALSE;
        }
    }
  jal_vault_set_error (error, secret->passphrase != NULL ? JAL_VAULT_ERROR_PASSPHRASE : JAL_VAULT_ERROR_RECOVERY);
  return FALSE;
}
