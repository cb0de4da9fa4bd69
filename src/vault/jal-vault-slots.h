/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key slots of an open vault: who can open it, and changing that. Only the store room includes this header. */
#pragma once

#include "vault/jal-vault-recovery.h"
#include "vault/jal-vault.h"

G_BEGIN_DECLS

#define JAL_VAULT_SLOTS 16
#define JAL_VAULT_HOLDER_SIZE 16


typedef enum
{
  JAL_VAULT_SLOT_EMPTY = 0,
  JAL_VAULT_SLOT_PASSPHRASE = 1,
  JAL_VAULT_SLOT_RECOVERY = 2,
  JAL_VAULT_SLOT_FIDO2 = 3,
  JAL_VAULT_SLOT_PERSON = 4,
} JalVaultSlotType;

/**
 * JalVaultSlot:
 * @index: 0…15
 * @type: what opens it
 * @holder: whose it is: a random number that means something only inside the vault; all zero when it says nothing
 * @strength: of a passphrase slot; zero otherwise
 *
 * A key slot, as anybody who holds the file can read it.
 */
typedef struct
{
  guint index;
  JalVaultSlotType type;
  guint8 holder[JAL_VAULT_HOLDER_SIZE];
  JalVaultStrength strength;
} JalVaultSlot;

/**
 * JalVaultSecret:
 *
 * What opens a vault: exactly one of the two is not NULL. Borrowed.
 */
typedef struct
{
  const char *passphrase;  /* UTF-8, hashed in normal form C */
  const guint8 *recovery;  /* JAL_VAULT_RECOVERY_SIZE bytes */
} JalVaultSecret;

/* Like jal_vault_create(); the first slot says whose it is. */
JalVault *jal_vault_create_for (const char *path, const guint8 holder[JAL_VAULT_HOLDER_SIZE], const char *passphrase,
                                JalVaultStrength strength, GError **error);
/* Opens a damaged vault so far as that is possible, to read what is left: fewer rules are kept, and much may fail. Pages that
   are missing from its end count as damaged ones. */
JalVault *jal_vault_open_damaged (const char *path, const JalVaultSecret *secret, GError **error);
/* Like jal_vault_open(), with any secret. */
JalVault *jal_vault_open_with (const char *path, const JalVaultSecret *secret, GError **error);
/* Fills @slot with the slot that opened @vault, as it is now: when its secret is changed it stays that one. */
void jal_vault_get_unlocking_slot (JalVault *vault, JalVaultSlot *slot);
/* Fills @slots with those in use; returns how many. */
guint jal_vault_list_slots (JalVault *vault, JalVaultSlot slots[JAL_VAULT_SLOTS]);

/* Gives @holder a key: a passphrase (stretched with @strength) or a recovery code. A slot of the same type that @holder
   has is overwritten, in both copies of the header: what opened it before opens nothing any more. Fails with
   %JAL_VAULT_ERROR_NO_SLOT when all are taken; nothing is changed then. */
gboolean jal_vault_set_slot (JalVault *vault, const guint8 holder[JAL_VAULT_HOLDER_SIZE], const JalVaultSecret *secret,
                             JalVaultStrength strength, GError **error);
/* Takes all keys of @type away from @holder (JAL_VAULT_SLOT_EMPTY: of every type), in both copies of the header. Refuses
   with %JAL_VAULT_ERROR_LAST_SLOT when no passphrase would be left. */
gboolean jal_vault_clear_slots (JalVault *vault, const guint8 holder[JAL_VAULT_HOLDER_SIZE], JalVaultSlotType type,
                                GError **error);
/* Says whose slot @index is. */
gboolean jal_vault_set_slot_holder (JalVault *vault, guint index, const guint8 holder[JAL_VAULT_HOLDER_SIZE],
                                    GError **error);
/* Whether @passphrase is that of @holder: %JAL_VAULT_ERROR_PASSPHRASE when it is not, or there is none. */
gboolean jal_vault_check_passphrase (JalVault *vault, const guint8 holder[JAL_VAULT_HOLDER_SIZE], const char *passphrase,
                                     GError **error);

/* Chooses how costly a guess shall be on this machine: about half a second, with the memory at hand; measures for a
   tenth of that. Never weaker than three passes over 64 MiB. */
JalVaultStrength jal_vault_calibrate (void);
/* The rule behind it: @pass_seconds is what one pass over 64 MiB takes, @available the memory at hand in bytes (0: not
   known). */
JalVaultStrength jal_vault_choose_strength (double pass_seconds, guint64 available);

/**
 * New keys: a copy of the vault under a master key of its own takes the vault's place.
 *
 *   fresh = jal_vault_rekey_begin (vault, …)      a whole vault beside the old one, open, for the caller to check and mend
 *   jal_vault_rekey_finish (vault, fresh, …)      takes its place; both are closed
 *
 * A crash at any moment leaves the old vault or the new one under the vault's name; what is left of an unfinished one is
 * removed when the vault is next opened.
 */

/* One key of the new vault. */
typedef struct
{
  guint8 holder[JAL_VAULT_HOLDER_SIZE];
  JalVaultSecret secret;
} JalVaultNewKey;

/* Writes a compact copy of @vault, with the same identity, under new keys that only @keys open (at least one of them a
   passphrase). No transaction may be open. Returns (transfer full): the copy, open, or NULL; then nothing is left. */
JalVault *jal_vault_rekey_begin (JalVault *vault, const JalVaultNewKey *keys, guint n_keys, JalVaultStrength strength,
                                 GError **error);
/* Closes @fresh (transfer full) and puts it in the place of @vault, which stays open on a file that nobody can find any
   more and is only to be closed. On failure the old vault is untouched and nothing is left of @fresh. */
gboolean jal_vault_rekey_finish (JalVault *vault, JalVault *fresh, GError **error);
/* Gives up: closes and removes @fresh (transfer full). */
void jal_vault_rekey_abandon (JalVault *fresh);
/* Returns (transfer full): where the copy of the vault at @path lies while it is made. */
char *jal_vault_rekey_path (const char *path);

G_END_DECLS
