/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this computer remembers of a vault, in the user's state folder: enough to notice an old copy put in its place. */
#pragma once

#include "vault/jal-vault-header.h"

G_BEGIN_DECLS

/* Whether this computer has seen a newer state of the vault than @header, or another one of the same age. FALSE when it
   has never seen it, or what it remembers does not authenticate. @other_lost: the other copy of the header is damaged; it
   may have been the newer one, by one generation and one sealing. */
gboolean jal_vault_seen_is_newer (const JalVaultHeader *header, const JalVaultKeys *keys, gboolean other_lost);
/* Remembers @header. Failing to is no reason to stop: the next time it is tried again. */
void jal_vault_seen_remember (const JalVaultHeader *header, const JalVaultKeys *keys);

/* What was recorded beside the vault last (jal-vault-later.h): how many records lie there, and the seal of the last one. @count 0:
   none, they were taken in. Kept by jal_vault_seen_remember(). */
#define JAL_VAULT_SEEN_TAG 16
void jal_vault_seen_note_later (const JalVaultHeader *header, const JalVaultKeys *keys, guint32 count, const guint8 tag[JAL_VAULT_SEEN_TAG]);
/* Returns @count, and @tag when it is not 0. */
guint32 jal_vault_seen_get_later (const JalVaultHeader *header, const JalVaultKeys *keys, guint8 tag[JAL_VAULT_SEEN_TAG]);

G_END_DECLS
