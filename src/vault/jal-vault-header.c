/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header copy:
 *
 *      0  magic "JALADAV1"        32 vault id[16]          104 compatible features
 *      8  version                 48 generation            112 incompatible features
 *     12  page size               56 seal counter          120 session
 *     16  cipher                  64 seal[32]              128 16 slots of 192 bytes
 *     20  reserved bytes a page   96 page count at seal   3200 zero
 *     24  header length                                   8128 keyed BLAKE2b over 0…8127
 *     28  flags                                           8160 BLAKE2b over 0…8159
 *
 * 1. Nothing read from a header is used for more than finding the key before the keyed checksum was verified, and the
 *    effort a slot asks for is bounded even then.
 * The slots are the business of jal-vault-slot.c.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-header.h"

#include <sodium.h>
#include <string.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-slot.h"

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
  AT_SEAL_COUNTER = 56,
  AT_SEAL = 64,
  AT_SEALED_PAGES = 96,
  AT_COMPATIBLE = 104,
  AT_INCOMPATIBLE = 112,
  AT_SESSION = 120,
  AT_MAC = 8128,
  AT_SUM = 8160,
};

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
  jal_vault_put64 (bytes + AT_SESSION, 1);
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

void
jal_vault_header_get_id (const JalVaultHeader *header, guint8 id[JAL_VAULT_ID_SIZE])
{
  memcpy (id, header->bytes + AT_ID, JAL_VAULT_ID_SIZE);
}

guint64
jal_vault_header_get_seal_counter (const JalVaultHeader *header)
{
  return jal_vault_get64 (header->bytes + AT_SEAL_COUNTER);
}

guint64
jal_vault_header_get_session (const JalVaultHeader *header)
{
  return jal_vault_get64 (header->bytes + AT_SESSION);
}

void
jal_vault_header_set_session (JalVaultHeader *header, guint64 session)
{
  jal_vault_put64 (header->bytes + AT_SESSION, session);
}

guint64
jal_vault_header_get_sealed_pages (const JalVaultHeader *header)
{
  return jal_vault_get64 (header->bytes + AT_SEALED_PAGES);
}

const guint8 *
jal_vault_header_get_seal (const JalVaultHeader *header)
{
  return header->bytes + AT_SEAL;
}

void
jal_vault_header_set_seal (JalVaultHeader *header, guint64 counter, guint64 pages, const guint8 seal[32])
{
  jal_vault_put64 (header->bytes + AT_SEAL_COUNTER, counter);
  jal_vault_put64 (header->bytes + AT_SEALED_PAGES, pages);
  memcpy (header->bytes + AT_SEAL, seal, 32);
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
    {
      JalVaultSlot slot;

      jal_vault_header_get_slot (header, i, &slot);
      info->slots += slot.type != JAL_VAULT_SLOT_EMPTY;
    }
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
