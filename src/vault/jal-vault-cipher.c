/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XChaCha20-Poly1305 with two libraries.
 *
 * XChaCha20-Poly1305 is ChaCha20-Poly1305 (RFC 8439) under a key of its own for each unit, HChaCha20 of the key and the
 * first 16 bytes of the nonce, with four zero bytes and the other 8 as the nonce. libcrypto's ChaCha20-Poly1305 is half as
 * fast again as libsodium's on a page (4.8 against 7.3 µs on one machine), and slower on a slot of 512 bytes: so pages go
 * through the one, short units through the other. Both make the same bytes; a test compares them. Where libcrypto has no
 * such cipher (it may be configured without) libsodium does all.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-cipher.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

/* From here on libcrypto is faster. */
#define LONG_UNIT 2048

/* Nonces are drawn many at a time: a system call for each page would cost a tenth of the encryption. Each thread has
   its own; a forked child must not use its parent's. */
#define NONCES 32
static __thread guint8 nonce_pool[NONCES][JAL_VAULT_NONCE_SIZE];
static __thread guint nonces_left;
static __thread guint nonce_epoch;
static guint fork_epoch = 1;

typedef struct
{
  guint8 key[crypto_aead_chacha20poly1305_IETF_KEYBYTES];
  guint8 nonce[crypto_aead_chacha20poly1305_IETF_NPUBBYTES];
} UnitKey;

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

/* Returns (transfer none) (nullable): libcrypto's cipher. */
static const EVP_CIPHER *
get_cipher (void)
{
  static EVP_CIPHER *cipher;
  static gsize looked;

  if (g_once_init_enter (&looked))
    {
      /* Its configuration file could load other people's code into the process that has the key. */
      if (OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL))
        cipher = EVP_CIPHER_fetch (NULL, "ChaCha20-Poly1305", NULL);
      g_once_init_leave (&looked, 1);
    }
  return cipher;
}

static void
free_context (gpointer context)
{
  EVP_CIPHER_CTX_free (context);
}

static GPrivate thread_context = G_PRIVATE_INIT (free_context);

/* Returns (transfer none) (nullable): this thread's workspace. */
static EVP_CIPHER_CTX *
get_context (void)
{
  EVP_CIPHER_CTX *context = g_private_get (&thread_context);
  const EVP_CIPHER *cipher;

  if (context != NULL)
    return context;
  cipher = get_cipher ();
  if (cipher != NULL)
    context = EVP_CIPHER_CTX_new ();
  /* Which way it goes is said for each unit. */
  if (context != NULL && !EVP_CipherInit_ex2 (context, cipher, NULL, NULL, 1, NULL))
    {
      EVP_CIPHER_CTX_free (context);
      context = NULL;
    }
  g_private_set (&thread_context, context);
  return context;
}

void
jal_vault_cipher_wipe (void)
{
  g_private_replace (&thread_context, NULL);
}

static void
derive_unit_key (UnitKey *unit, const guint8 key[32], const guint8 nonce[JAL_VAULT_NONCE_SIZE])
{
  crypto_core_hchacha20 (unit->key, nonce, key, NULL);
  memset (unit->nonce, 0, 4);
  memcpy (unit->nonce + 4, nonce + 16, 8);
}

static gboolean
seal_long (EVP_CIPHER_CTX *context, const UnitKey *unit, const void *ad, gsize ad_length, const guint8 *plain,
           gsize length, guint8 *cipher, guint8 tag[JAL_VAULT_TAG_SIZE])
{
  int n;

  return EVP_CipherInit_ex2 (context, NULL, unit->key, unit->nonce, 1, NULL)
         && EVP_CipherUpdate (context, NULL, &n, ad, (int)ad_length)
         && EVP_CipherUpdate (context, cipher, &n, plain, (int)length) && n == (int)length
         && EVP_CipherFinal_ex (context, cipher + length, &n)
         && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_GET_TAG, JAL_VAULT_TAG_SIZE, tag);
}

/* FALSE: it does not authenticate. */
static gboolean
open_long (EVP_CIPHER_CTX *context, const UnitKey *unit, const void *ad, gsize ad_length, const guint8 *cipher,
           gsize length, const guint8 tag[JAL_VAULT_TAG_SIZE], guint8 *plain)
{
  guint8 wanted[JAL_VAULT_TAG_SIZE];
  int n;

  memcpy (wanted, tag, sizeof wanted);
  return EVP_CipherInit_ex2 (context, NULL, unit->key, unit->nonce, 0, NULL)
         && EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_SET_TAG, JAL_VAULT_TAG_SIZE, wanted)
         && EVP_CipherUpdate (context, NULL, &n, ad, (int)ad_length)
         && EVP_CipherUpdate (context, plain, &n, cipher, (int)length) && n == (int)length
         && EVP_CipherFinal_ex (context, plain + length, &n);
}

void
jal_vault_seal_unit (const guint8 key[32], const void *ad, gsize ad_length, const guint8 *plain, gsize length,
                     guint8 *cipher, guint8 nonce[JAL_VAULT_NONCE_SIZE], guint8 tag[JAL_VAULT_TAG_SIZE])
{
  EVP_CIPHER_CTX *context = length >= LONG_UNIT ? get_context () : NULL;
  gboolean sealed = FALSE;

  next_nonce (nonce);
  if (context != NULL)
    {
      UnitKey unit;

      derive_unit_key (&unit, key, nonce);
      sealed = seal_long (context, &unit, ad, ad_length, plain, length, cipher, tag);
      sodium_memzero (&unit, sizeof unit);
    }
  if (!sealed)
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached (cipher, tag, NULL, plain, length, ad, ad_length, NULL, nonce, key);
}

gboolean
jal_vault_open_unit (const guint8 key[32], const void *ad, gsize ad_length, const guint8 *cipher, gsize length,
                     const guint8 nonce[JAL_VAULT_NONCE_SIZE], const guint8 tag[JAL_VAULT_TAG_SIZE], guint8 *plain)
{
  EVP_CIPHER_CTX *context = length >= LONG_UNIT ? get_context () : NULL;
  gboolean opened;

  if (context != NULL)
    {
      UnitKey unit;

      derive_unit_key (&unit, key, nonce);
      opened = open_long (context, &unit, ad, ad_length, cipher, length, tag, plain);
      sodium_memzero (&unit, sizeof unit);
    }
  else
    opened = crypto_aead_xchacha20poly1305_ietf_decrypt_detached (plain, NULL, cipher, length, tag, ad, ad_length, nonce,
                                                                  key)
             == 0;
  /* libcrypto has deciphered before it knows. */
  if (!opened)
    memset (plain, 0, length);
  return opened;
}
