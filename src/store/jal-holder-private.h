/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about key holders share with jal-store.c. All on the store's thread. */
#pragma once

#include "store/jal-holder.h"
#include "store/jal-store-private.h"
#include "vault/jal-vault-slots.h"

G_BEGIN_DECLS

/* A number for somebody new: random, since it stands in the header for all to see. */
JalId jal_holder_new_id (void);
/* What @strength means on this machine. */
JalVaultStrength jal_holder_get_strength (JalStoreStrength strength);
/* Inserts the row of a new vault's first person; part of its first action. */
gboolean jal_holder_insert_first (JalTx *tx, JalId id, const char *name, const char *role, GError **error);
/* Makes the person whose key opened the vault the one who acts. TRUE with @known FALSE when the vault does not say who
   that is. */
gboolean jal_holder_identify (JalStore *store, gboolean *known, GError **error);
/* Gives the key that opened the vault to somebody: a vault from before there were names. */
gboolean jal_holder_adopt (JalStore *store, GError **error);
/* Whether @name can stand in the record for a person, and @role (nullable, may be empty) beside it. */
gboolean jal_holder_check_name (const char *name, GError **error);
gboolean jal_holder_check_role (const char *role, GError **error);
/* FALSE with the vault's error handed on. */
gboolean jal_holder_fail (GError *vault_error, GError **error);
void jal_holder_set_actor (JalStore *store, const char *name);
/* Draws a recovery code. Returns (transfer full): its text. @code is locked memory. */
char *jal_holder_draw_code (guint8 code[JAL_VAULT_RECOVERY_SIZE]);
/* Returns (transfer full): the code of @text in locked memory, to be freed with sodium_free(). */
guint8 *jal_holder_parse_code (const char *text, GError **error);

G_END_DECLS
