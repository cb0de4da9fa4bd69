/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing who can open the vault.
 *
 * 1. A change is made to a copy of the header in memory and becomes the header when the disk has it.
 * 2. A slot that was taken away or overwritten is gone from both copies before the change counts as done; if the power
 *    goes between the two, the next opening finishes it (jal_vault_refresh_header()).
 * 3. There is always a passphrase left.
 */
#define G_LOG_DOMAIN "jal-vault"

#include <sodium.h>
#include <string.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-slot.h"

/* Brings @next to the disk, in both copies. */
static gboolean
take_header (JalVault *vault, const JalVaultHeader *next, GError **error)
{
  g_autofree JalVaultHeader *before = g_memdup2 (&vault->header, sizeof vault->header);

  vault->header = *next;
  if (!jal_vault_update_header (vault, error))
    {
      /* What the disk has of it nobody knows: put the old one there instead, if it still can be written. */
      jal_vault_header_set_generation (before, jal_vault_header_get_generation (&vault->header));
      vault->header = *before;
      jal_vault_update_header (vault, NULL);
      return FALSE;
    }
  return !jal_vault_rule (JAL_VAULT_RULE_BOTH_COPIES) || jal_vault_update_header (vault, error);
}

guint
jal_vault_list_slots (JalVault *vault, JalVaultSlot slots[JAL_VAULT_SLOTS])
{
  guint n = 0;

  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    {
      jal_vault_header_get_slot (&vault->header, i, &slots[n]);
      n += slots[n].type != JAL_VAULT_SLOT_EMPTY;
    }
  return n;
}

void
jal_vault_get_unlocking_slot (JalVault *vault, JalVaultSlot *slot)
{
  jal_vault_header_get_slot (&vault->header, vault->slot, slot);
}

/* Where a key of @type for @holder goes: over the one @holder has, else into an empty slot, else JAL_VAULT_SLOTS. */
static guint
find_place (const JalVaultHeader *header, const guint8 *holder, JalVaultSlotType type)
{
  guint place = JAL_VAULT_SLOTS;

  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    {
      JalVaultSlot slot;

      jal_vault_header_get_slot (header, i, &slot);
      if (slot.type == type && memcmp (slot.holder, holder, JAL_VAULT_HOLDER_SIZE) == 0)
        return i;
      if (slot.type == JAL_VAULT_SLOT_EMPTY && place == JAL_VAULT_SLOTS)
        place = i;
    }
  return place;
}

gboolean
jal_vault_set_slot (JalVault *vault, const guint8 holder[JAL_VAULT_HOLDER_SIZE], const JalVaultSecret *secret,
                    JalVaultStrength strength, GError **error)
{
  g_autofree JalVaultHeader *next = g_memdup2 (&vault->header, sizeof vault->header);
  JalVaultSlotType type = secret->passphrase != NULL ? JAL_VAULT_SLOT_PASSPHRASE : JAL_VAULT_SLOT_RECOVERY;
  guint place = find_place (next, holder, type);
  JalVaultSlot own;

  g_return_val_if_fail ((secret->passphrase != NULL) != (secret->recovery != NULL), FALSE);
  if (place == JAL_VAULT_SLOTS)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_NO_SLOT);
      return FALSE;
    }
  if (!jal_vault_header_set_slot (next, place, holder, secret, strength, vault->keys->master, error)
      || !take_header (vault, next, error))
    return FALSE;
  /* Who came in by the recovery code and chose a passphrase is from now on in by the passphrase. */
  jal_vault_get_unlocking_slot (vault, &own);
  if (type == JAL_VAULT_SLOT_PASSPHRASE && memcmp (own.holder, holder, JAL_VAULT_HOLDER_SIZE) == 0)
    vault->slot = place;
  return TRUE;
}

gboolean
jal_vault_clear_slots (JalVault *vault, const guint8 holder[JAL_VAULT_HOLDER_SIZE], JalVaultSlotType type,
                       GError **error)
{
  g_autofree JalVaultHeader *next = g_memdup2 (&vault->header, sizeof vault->header);
  guint n_left = 0, n_taken = 0;

  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    {
      JalVaultSlot slot;

      jal_vault_header_get_slot (next, i, &slot);
      if (slot.type == JAL_VAULT_SLOT_EMPTY)
        continue;
      if ((type == JAL_VAULT_SLOT_EMPTY || slot.type == type)
          && memcmp (slot.holder, holder, JAL_VAULT_HOLDER_SIZE) == 0)
        {
          jal_vault_header_clear_slot (next, i);
          n_taken++;
        }
      else if (slot.type == JAL_VAULT_SLOT_PASSPHRASE)
        n_left++;
    }
  if (n_taken == 0)
    return TRUE;
  if (n_left == 0)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_LAST_SLOT);
      return FALSE;
    }
  return take_header (vault, next, error);
}

gboolean
jal_vault_set_slot_holder (JalVault *vault, guint index, const guint8 holder[JAL_VAULT_HOLDER_SIZE], GError **error)
{
  g_autofree JalVaultHeader *next = g_memdup2 (&vault->header, sizeof vault->header);

  g_return_val_if_fail (index < JAL_VAULT_SLOTS, FALSE);
  jal_vault_header_set_holder (next, index, holder);
  return take_header (vault, next, error);
}

gboolean
jal_vault_check_passphrase (JalVault *vault, const guint8 holder[JAL_VAULT_HOLDER_SIZE], const char *passphrase,
                            GError **error)
{
  const JalVaultSecret secret = { passphrase, NULL };
  guint8 *master = jal_vault_locked_alloc (32);
  gboolean right = FALSE;

  if (master == NULL)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
      return FALSE;
    }
  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    {
      JalVaultSlot slot;
      guint index;

      jal_vault_header_get_slot (&vault->header, i, &slot);
      if (slot.type == JAL_VAULT_SLOT_PASSPHRASE && memcmp (slot.holder, holder, JAL_VAULT_HOLDER_SIZE) == 0)
        {
          right = jal_vault_header_unwrap (&vault->header, &secret, i, master, &index, error);
          sodium_free (master);
          return right;
        }
    }
  sodium_free (master);
  jal_vault_set_error (error, JAL_VAULT_ERROR_PASSPHRASE);
  return FALSE;
}
