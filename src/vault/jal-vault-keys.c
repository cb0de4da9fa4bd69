/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys in locked memory, and the one way this room seals and opens bytes. */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-keys.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "vault/jal-vault.h"

#define KDF_CONTEXT "JALADAV1"

/* Nonces are drawn many at a time: a system call for each page would cost a tenth of the encryption. Each thread has
   its own; a forked child must not use its parent's. */
#define NONCES 32
static __thread guint8 nonce_pool[NONCES][JAL_VAULT_NONCE_SIZE];
static __thread guint nonces_left;
static __thread guint nonce_epoch;
static guint fork_epoch = 1;

struct _JalVaultDedupe
{
  crypto_generichash_state state;
};

static void
forked_cb (void)
{
  fork_epoch++;
}

static void
fill_pool (void)
{
  static gsize watching;

  if (g_once_init_enter (&watching))
    {
      pthread_atfork (NULL, NULL, forked_cb);
      g_once_init_leave (&watching, 1);
    }
  randombytes_buf (nonce_pool, sizeof nonce_pool);
  nonces_left = NONCES;
  nonce_epoch = fork_epoch;
}

static void
next_nonce (guint8 nonce[JAL_VAULT_NONCE_SIZE])
{
  if (nonces_left == 0 || nonce_epoch != fork_epoch)
    fill_pool ();
  nonces_left--;
  memcpy (nonce, nonce_pool[nonces_left], JAL_VAULT_NONCE_SIZE);
}

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
jal_vault_seal_unit (const guint8 key[32], const void *ad, gsize ad_length, const guint8 *plain, gsize length,
                     guint8 *cipher, guint8 nonce[JAL_VAULT_NONCE_SIZE], guint8 tag[JAL_VAULT_TAG_SIZE])
{
  unsigned long long tag_length;

  next_nonce (nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached (cipher, tag, &tag_length, plain, length, ad, ad_length, NULL,
                                                       nonce, key);
}

gboolean
jal_vault_open_unit (const guint8 key[32], const void *ad, gsize ad_length, const guint8 *cipher, gsize length,
                     const guint8 nonce[JAL_VAULT_NONCE_SIZE], const guint8 tag[JAL_VAULT_TAG_SIZE], guint8 *plain)
{
  return crypto_aead_xchacha20poly1305_ietf_decrypt_detached (plain, NULL, cipher, length, tag, ad, ad_length, nonce,
                                                              key)
         == 0;
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
  if (subkey != JAL_VAULT_SUBKEY_AUDIT && subkey < JAL_VAULT_SUBKEY_FREE)
    return FALSE;
  derive (out, subkey, keys->master);
  return TRUE;
}
