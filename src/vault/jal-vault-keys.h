/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/jal-vault-cipher.h"
#include "vault/jal-vault.h"

G_BEGIN_DECLS

/* Numbers of the subkeys: part of the format (2 is not used). */
#define JAL_VAULT_SUBKEY_AUDIT 7
#define JAL_VAULT_SUBKEY_LATER 8
#define JAL_VAULT_SUBKEY_FREE 16

/**
 * JalVaultKeys:
 *
 * The master key of one vault and what is derived from it, in memory that is locked, fenced and read-only.
 */
typedef struct
{
  guint8 master[32];
  guint8 pages[32];
  guint8 side[32];
  guint8 header[32];
  guint8 seal[32];
  guint8 dedupe[32];
} JalVaultKeys;

/* Returns (transfer full): @size bytes that never reach the swap, or NULL. To be freed with sodium_free(). */
void *jal_vault_locked_alloc (gsize size);
/* Returns (transfer full): the keys of @master, or NULL when locked memory is used up. */
JalVaultKeys *jal_vault_keys_new (const guint8 master[32]);
/* Wipes and frees; NULL is allowed. */
void jal_vault_keys_free (JalVaultKeys *keys);

/* Returns (transfer full): see jal_vault_dedupe_new(). */
JalVaultDedupe *jal_vault_keys_new_dedupe (const JalVaultKeys *keys);
/* See jal_vault_derive(). */
gboolean jal_vault_keys_derive (const JalVaultKeys *keys, guint subkey, guint8 out[32]);

/* Little-endian stores and loads of the format. */
static inline void
jal_vault_put32 (guint8 *to, guint32 value)
{
  for (int i = 0; i < 4; i++)
    to[i] = (guint8)(value >> (8 * i));
}

static inline void
jal_vault_put64 (guint8 *to, guint64 value)
{
  for (int i = 0; i < 8; i++)
    to[i] = (guint8)(value >> (8 * i));
}

static inline guint32
jal_vault_get32 (const guint8 *from)
{
  return (guint32)from[0] | (guint32)from[1] << 8 | (guint32)from[2] << 16 | (guint32)from[3] << 24;
}

static inline guint64
jal_vault_get64 (const guint8 *from)
{
  return (guint64)jal_vault_get32 (from) | (guint64)jal_vault_get32 (from + 4) << 32;
}

G_END_DECLS
