/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-seal.h"

#include <sodium.h>
#include <string.h>

#include "vault/jal-vault-rules.h"

#define TERM_DOMAIN "JVTERM1"
#define SEAL_DOMAIN "JVSEAL1"

static void
add (guint8 sum[JAL_VAULT_SUM_SIZE], const guint8 term[JAL_VAULT_SUM_SIZE])
{
  for (guint i = 0; i < JAL_VAULT_SUM_SIZE; i++)
    sum[i] ^= term[i];
}

void
jal_vault_seal_add (guint8 sum[JAL_VAULT_SUM_SIZE], const JalVaultKeys *keys, guint64 number,
                    const guint8 trailer[JAL_VAULT_SEAL_SIZE])
{
  guint8 message[16 + JAL_VAULT_SEAL_SIZE], term[JAL_VAULT_SUM_SIZE];

  memcpy (message, TERM_DOMAIN, 8);
  jal_vault_put64 (message + 8, number);
  memcpy (message + 16, trailer, JAL_VAULT_SEAL_SIZE);
  crypto_generichash (term, sizeof term, message, sizeof message, keys->seal, sizeof keys->seal);
  add (sum, term);
}

void
jal_vault_seal_change (JalVaultSeal *seal, const JalVaultKeys *keys, guint64 number, const guint8 *old,
                       const guint8 *new)
{
  guint8 change[JAL_VAULT_SUM_SIZE] = { 0 };

  if (old != NULL)
    jal_vault_seal_add (change, keys, number, old);
  if (new != NULL)
    jal_vault_seal_add (change, keys, number, new);
  if (jal_vault_rule (JAL_VAULT_RULE_SEAL))
    add (seal->sum, change);
  if (number <= seal->scanned)
    add (seal->scan, change);
}

/* What hides the sum in the header, different for each sealing: sums of one vault could otherwise be compared. */
static void
fill_mask (const JalVaultKeys *keys, const JalVaultHeader *header, guint8 mask[JAL_VAULT_SUM_SIZE])
{
  guint8 message[8 + JAL_VAULT_ID_SIZE + 16];

  memcpy (message, SEAL_DOMAIN, 8);
  jal_vault_header_get_id (header, message + 8);
  jal_vault_put64 (message + 8 + JAL_VAULT_ID_SIZE, jal_vault_header_get_seal_counter (header));
  jal_vault_put64 (message + 16 + JAL_VAULT_ID_SIZE, jal_vault_header_get_sealed_pages (header));
  crypto_generichash (mask, JAL_VAULT_SUM_SIZE, message, sizeof message, keys->seal, sizeof keys->seal);
}

void
jal_vault_seal_load (JalVaultSeal *seal, const JalVaultKeys *keys, const JalVaultHeader *header)
{
  memset (seal, 0, sizeof *seal);
  fill_mask (keys, header, seal->sum);
  add (seal->sum, jal_vault_header_get_seal (header));
  seal->sealed = TRUE;
  seal->known = TRUE;
}

void
jal_vault_seal_store (const JalVaultSeal *seal, const JalVaultKeys *keys, JalVaultHeader *header, guint64 page_count)
{
  guint8 mask[JAL_VAULT_SUM_SIZE];

  jal_vault_header_set_seal (header, jal_vault_header_get_seal_counter (header) + 1, page_count, seal->sum);
  fill_mask (keys, header, mask);
  add (mask, seal->sum);
  jal_vault_header_set_seal (header, jal_vault_header_get_seal_counter (header), page_count, mask);
  jal_vault_header_set_flags (header, jal_vault_header_get_flags (header) | JAL_VAULT_FLAG_SEALED);
}

void
jal_vault_seal_conclude (JalVaultSeal *seal)
{
  if (seal->checked)
    return;
  seal->checked = TRUE;
  if (seal->known)
    seal->broken = sodium_memcmp (seal->sum, seal->scan, JAL_VAULT_SUM_SIZE) != 0;
  else
    memcpy (seal->sum, seal->scan, JAL_VAULT_SUM_SIZE);
  seal->known = TRUE;
}
