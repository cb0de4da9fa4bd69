/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key slots within a header copy: pure functions without any file. */
#pragma once

#include "vault/jal-vault-header.h"
#include "vault/jal-vault-slots.h"

G_BEGIN_DECLS

/* Fills @slot with slot @index; the parameters of an empty one are zero. */
void jal_vault_header_get_slot (const JalVaultHeader *header, guint index, JalVaultSlot *slot);
/* Wraps @master for @secret into slot @index of @holder, overwriting it. Slow by design for a passphrase. Fails with
   MEMORY, and leaves the slot empty then. */
gboolean jal_vault_header_set_slot (JalVaultHeader *header, guint index, const guint8 holder[JAL_VAULT_HOLDER_SIZE],
                                    const JalVaultSecret *secret, JalVaultStrength strength, const guint8 master[32],
                                    GError **error);
void jal_vault_header_clear_slot (JalVaultHeader *header, guint index);
void jal_vault_header_set_holder (JalVaultHeader *header, guint index, const guint8 holder[JAL_VAULT_HOLDER_SIZE]);
/* Tries @secret on the slots of its type, or on @only of them when that is a slot's number; @master is locked memory.
   @index (out): the one that opened. Fails with PASSPHRASE, DAMAGED (a slot asks for an impossible effort) or
   MEMORY. */
gboolean jal_vault_header_unwrap (const JalVaultHeader *header, const JalVaultSecret *secret, guint only,
                                  guint8 master[32], guint *index, GError **error);
/* Whether two copies have the same slots. */
gboolean jal_vault_header_same_slots (const JalVaultHeader *a, const JalVaultHeader *b);

G_END_DECLS
