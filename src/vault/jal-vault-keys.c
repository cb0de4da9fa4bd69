/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys in locked memory. */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-keys.h"

#include <sodium.h>
#include <string.h>

#include "vault/jal-vault.h"

#define KDF_CONTEXT "JALADAV1"

struct _JalVaultDedupe
{
  crypto_generichash_state state;
};

void *
jal_vault_locked_alloc (gsize size)
{
  void *memory = sodium_malloc (size);

  /* sodium_malloc() is silent when the limit on locked memory is used up; asking again tells. Locks do not nest. */
  if (memory != NULL && sodium_mlock (memory, size) != 0)
    {
      sodium_free (memory);
      return NULL;
    }
  return memory;
}

static void
derive (guint8 out[32], guint64 subkey, const guint8 master[32])
{
  crypto_kdf_derive_from_key (out, 32, subkey, KDF_CONTEXT, master);
}

JalVaultKeys *
jal_vault_keys_new (const guint8 master[32])
{
  JalVaultKeys *keys = jal_vault_locked_alloc (sizeof *keys);

  if (keys == NULL)
    return NULL;
  memcpy (keys->master, master, 32);
  derive (keys->pages, 1, master);
  derive (keys->side, 3, master);
  derive (keys->header, 4, master);
  derive (keys->seal, 5, master);
  derive (keys->dedupe, 6, master);
  sodium_mprotect_readonly (keys);
  return keys;
}

void
jal_vault_keys_free (JalVaultKeys *keys)
{
  sodium_free (keys);
}

void
jal_vault_dedupe_update (JalVaultDedupe *dedupe, const void *bytes, gsize length)
{
  crypto_generichash_update (&dedupe->state, bytes, length);
}

void
jal_vault_dedupe_finish (JalVaultDedupe *dedupe, guint8 digest[JAL_VAULT_KEY_SIZE])
{
  crypto_generichash_final (&dedupe->state, digest, JAL_VAULT_KEY_SIZE);
}

void
jal_vault_dedupe_free (JalVaultDedupe *dedupe)
{
  sodium_free (dedupe);
}

JalVaultDedupe *
jal_vault_keys_new_dedupe (const JalVaultKeys *keys)
{
  JalVaultDedupe *dedupe = jal_vault_locked_alloc (sizeof *dedupe);

  if (dedupe != NULL)
    crypto_generichash_init (&dedupe->state, keys->dedupe, sizeof keys->dedupe, JAL_VAULT_KEY_SIZE);
  return dedupe;
}

gboolean
jal_vault_keys_derive (const JalVaultKeys *keys, guint subkey, guint8 out[32])
{
  if (subkey != JAL_VAULT_SUBKEY_AUDIT && subkey != JAL_VAULT_SUBKEY_LATER && subkey < JAL_VAULT_SUBKEY_FREE)
    return FALSE;
  derive (out, subkey, keys->master);
  return TRUE;
}
