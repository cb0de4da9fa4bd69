/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one way this room seals and opens bytes: XChaCha20-Poly1305-IETF. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define JAL_VAULT_NONCE_SIZE 24
#define JAL_VAULT_TAG_SIZE 16
/* What a sealed unit costs on disk beyond its content. */
#define JAL_VAULT_SEAL_SIZE (JAL_VAULT_NONCE_SIZE + JAL_VAULT_TAG_SIZE)

/* Seals @length bytes of @plain: nonce, ciphertext and tag go where the pointers say (never over @plain). The nonce is
   fresh randomness. */
void jal_vault_seal_unit (const guint8 key[32], const void *ad, gsize ad_length, const guint8 *plain, gsize length,
                          guint8 *cipher, guint8 nonce[JAL_VAULT_NONCE_SIZE], guint8 tag[JAL_VAULT_TAG_SIZE]);
/* The reverse; @plain may be @cipher. FALSE, with @plain zeroed, when it does not authenticate. */
gboolean jal_vault_open_unit (const guint8 key[32], const void *ad, gsize ad_length, const guint8 *cipher,
                              gsize length, const guint8 nonce[JAL_VAULT_NONCE_SIZE],
                              const guint8 tag[JAL_VAULT_TAG_SIZE], guint8 *plain);
/* Forgets what this thread's last unit left in the cipher's memory: the key of that one unit. */
void jal_vault_cipher_wipe (void);

G_END_DECLS
