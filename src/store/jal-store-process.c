/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the whole process does for the key's sake. */
#include "store/jal-store.h"

#include "vault/jal-vault.h"

void
jal_store_harden_process (void)
{
  jal_vault_harden_process ();
}
