/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/jal-vault.h"

G_BEGIN_DECLS

/* Sets @error to the plain sentence for @code. */
void jal_vault_set_error (GError **error, JalVaultError code);
/* The same for an errno of a file operation. */
void jal_vault_set_error_from_errno (GError **error, int number);
/* The same for the result @rc of a call on @db, which may be NULL. Returns FALSE. */
gboolean jal_vault_error_from_db (sqlite3 *db, int rc, GError **error);

G_END_DECLS
