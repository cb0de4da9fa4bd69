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

G_END_DECLS
