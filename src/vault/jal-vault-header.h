/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One copy of the vault's header, as bytes: pure functions without any file. */
#pragma once

#include "vault/jal-vault-keys.h"
#include "vault/jal-vault.h"

G_BEGIN_DECLS

#define JAL_VAULT_VERSION 1
#define JAL_VAULT_CIPHER 1
#define JAL_VAULT_PAGE_SIZE 8192
/* Two copies of the header; the pages follow. */
#define JAL_VAULT_HEADER_COPY 8192
#define JAL_VAULT_HEADER_SIZE (2 * JAL_VAULT_HEADER_COPY)

/* Header flags. */
#define JAL_VAULT_FLAG_SEALED (1u << 0)

/* A header copy is kept as its bytes, so that what a newer program wrote into spare room survives our updates. */
typedef struct
{
  guint8 bytes[JAL_VAULT_HEADER_COPY];
} JalVaultHeader;

/* What one copy looks like before any key is known. */
typedef enum
{
  JAL_VAULT_COPY_FOREIGN, /* not ours at all */
  JAL_VAULT_COPY_TORN,    /* ours, but its checksum is wrong */
  JAL_VAULT_COPY_WHOLE,
} JalVaultCopyState;

/* Fills @header for a new vault: random id, no slots, generation 0. */
void jal_vault_header_init (JalVaultHeader *header);
JalVaultCopyState jal_vault_header_inspect (const JalVaultHeader *header);
/* Whether this program understands a whole copy; TOO_NEW or DAMAGED otherwise. */
gboolean jal_vault_header_check_supported (const JalVaultHeader *header, GError **error);

guint64 jal_vault_header_get_generation (const JalVaultHeader *header);
void jal_vault_header_set_generation (JalVaultHeader *header, guint64 generation);
guint32 jal_vault_header_get_flags (const JalVaultHeader *header);
void jal_vault_header_set_flags (JalVaultHeader *header, guint32 flags);
void jal_vault_header_get_id (const JalVaultHeader *header, guint8 id[JAL_VAULT_ID_SIZE]);
guint64 jal_vault_header_get_seal_counter (const JalVaultHeader *header);
/* The number of the last opening in which something was written; 0: not counted yet, by an earlier program. */
guint64 jal_vault_header_get_session (const JalVaultHeader *header);
void jal_vault_header_set_session (JalVaultHeader *header, guint64 session);
guint64 jal_vault_header_get_sealed_pages (const JalVaultHeader *header);
/* Returns (transfer none): 32 bytes. */
const guint8 *jal_vault_header_get_seal (const JalVaultHeader *header);
void jal_vault_header_set_seal (JalVaultHeader *header, guint64 counter, guint64 pages, const guint8 seal[32]);
/* Everything but page_count. */
void jal_vault_header_get_info (const JalVaultHeader *header, JalVaultInfo *info);

/* Writes the keyed and the unkeyed checksum: the last thing before the copy goes to disk. */
void jal_vault_header_authenticate (JalVaultHeader *header, const JalVaultKeys *keys);
/* Whether the keyed checksum is right. */
gboolean jal_vault_header_verify (const JalVaultHeader *header, const JalVaultKeys *keys);

G_END_DECLS
