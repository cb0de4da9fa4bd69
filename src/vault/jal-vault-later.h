/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that the vault itself cannot take: the file VAULT-record. */
#pragma once

#include "vault/jal-vault.h"

G_BEGIN_DECLS

/* Bytes of the seal of a record. */
#define JAL_VAULT_LATER_TAG 16

/**
 * JalVaultLater:
 * @records: of GBytes, in their order
 * @tags: their seals, one behind the other
 * @tag: that of the last one; zeros when there is none
 * @broken: what followed the last one was not whole, or did not belong to it; it was put aside
 * @cut: this computer has written more of them than are there
 */
typedef struct
{
  GPtrArray *records;
  GByteArray *tags;
  guint8 tag[JAL_VAULT_LATER_TAG];
  gboolean broken;
  gboolean cut;
} JalVaultLater;

/* Whether there is such a file beside @vault. */
gboolean jal_vault_later_exists (JalVault *vault);
/* Returns (transfer full): what lies there; nothing when there is no file, or none that is @vault's. What is not whole is renamed
   to VAULT-record-foreign-N first, and the whole records are kept. NULL, with @error set, when the disk does not give it. */
JalVaultLater *jal_vault_later_read (JalVault *vault, GError **error);
/* The same, changing nothing on the disk. */
JalVaultLater *jal_vault_later_peek (JalVault *vault, GError **error);
/* Whether this computer remembers records beside @vault that were not taken in yet; @tag (out): the seal of the last one. */
gboolean jal_vault_later_is_remembered (JalVault *vault, guint8 tag[JAL_VAULT_LATER_TAG]);
/* They were taken in, or their lack was told. */
void jal_vault_later_forget (JalVault *vault);
void jal_vault_later_free (JalVaultLater *later);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalVaultLater, jal_vault_later_free)
/* Appends @records (of GBytes) after those that are there. They are on the disk when it returns TRUE; none counts when it returns
   FALSE. */
gboolean jal_vault_later_append (JalVault *vault, GPtrArray *records, GError **error);
/* The vault has them itself now. */
gboolean jal_vault_later_remove (JalVault *vault, GError **error);

G_END_DECLS
