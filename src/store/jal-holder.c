/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People with keys: who they are, and who of them has the vault open.

   1. The header knows numbers, the table names. Where the two disagree (the power went between them) the header decides
      who can open the vault, and the list shows everybody who can.
   2. Who acts is the person whose key opened the vault. */
#define G_LOG_DOMAIN "jal-store"

#include "store/jal-holder-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "base/jal-text.h"

void
jal_holder_free (JalHolder *holder)
{
  if (holder == NULL)
    return;
  g_free (holder->name);
  g_free (holder->role);
  g_free (holder);
}

JalId
jal_holder_new_id (void)
{
  JalId id;

  randombytes_buf (id.bytes, sizeof id.bytes);
  return id;
}

JalVaultStrength
jal_holder_get_strength (JalStoreStrength strength)
{
  switch (strength)
    {
    case JAL_STORE_STRENGTH_MIN:
      return JAL_VAULT_STRENGTH_MIN;
    case JAL_STORE_STRENGTH_INTERACTIVE:
      return JAL_VAULT_STRENGTH_INTERACTIVE;
    case JAL_STORE_STRENGTH_MODERATE:
      return JAL_VAULT_STRENGTH_MODERATE;
    case JAL_STORE_STRENGTH_MACHINE:
    default:
      return jal_vault_calibrate ();
    }
}

gboolean
jal_holder_fail (GError *vault_error, GError **error)
{
  jal_store_propagate_vault_error (error, vault_error);
  return FALSE;
}

void
jal_holder_set_actor (JalStore *store, const char *name)
{
  g_mutex_lock (&store->lock);
  g_free (store->actor);
  store->actor = g_strdup (name);
  g_mutex_unlock (&store->lock);
}

/* --- Who opened it ------------------------------------------------------------------------------------------------ */

static JalId
get_self (JalStore *store, JalVaultSlot *slot)
{
  JalId id;

  jal_vault_get_unlocking_slot (store->vault, slot);
  memcpy (id.bytes, slot->holder, sizeof id.bytes);
  return id;
}

gboolean
jal_holder_identify (JalStore *store, gboolean *known, GError **error)
{
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  JalVaultSlot slot;
  JalId id = get_self (store, &slot);
  JalTx tx;

  jal_tx_init (&tx, store, FALSE);
  /* Removed people too: a removal may have been cut off before the key was gone. */
  rows = jal_tx_select (&tx, error, "SELECT name FROM key_holder WHERE id = ?", "I", &id);
  *known = rows != NULL && jal_rows_next (rows, &local);
  if (*known)
    jal_holder_set_actor (store, jal_rows_text (rows, 0));
  g_clear_pointer (&rows, jal_rows_free);
  jal_tx_clear (&tx);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return error == NULL || *error == NULL;
}

gboolean
jal_holder_insert_first (JalTx *tx, JalId id, const char *name, const char *role, GError **error)
{
  return jal_tx_insert (tx, "key_holder", id, error, "name", 's', name, "role", 's', role, NULL);
}

typedef struct
{
  JalId id;
  char *name;
} Adoption;

static gboolean
adopt_func (JalTx *tx, gpointer data, GError **error)
{
  const Adoption *adoption = data;

  return jal_holder_insert_first (tx, adoption->id, adoption->name, NULL, error);
}

gboolean
jal_holder_adopt (JalStore *store, GError **error)
{
  JalVaultSlot slot;
  Adoption adoption = { .id = get_self (store, &slot) };
  JalAct act = { .verb = "key.name", .subject_id = adoption.id };
  gboolean unnamed = jal_id_is_none (adoption.id);
  GError *local = NULL;
  gboolean done;

  if (unnamed)
    {
      /* What the record has called this person so far. */
      adoption.id = act.subject_id = jal_holder_new_id ();
      adoption.name = g_strdup (g_get_user_name ());
    }
  else
    /* Translators: the name of somebody whose name was lost in a power cut; the number is that of the key */
    adoption.name = g_strdup_printf (_ ("Person with key %u"), slot.index + 1);
  act.payload = adoption.name;
  jal_holder_set_actor (store, adoption.name);
  done = jal_store_do_act (store, &act, adopt_func, &adoption, 0, 0, error);
  g_free (adoption.name);
  if (!done || !unnamed)
    return done;
  return jal_vault_set_slot_holder (store->vault, slot.index, adoption.id.bytes, &local)
         || jal_holder_fail (local, error);
}

/* --- The list ----------------------------------------------------------------------------------------------------- */

static JalHolder *
find_holder (GPtrArray *holders, const guint8 *id)
{
  for (guint i = 0; i < holders->len; i++)
    {
      JalHolder *holder = holders->pdata[i];

      if (memcmp (holder->id.bytes, id, sizeof holder->id.bytes) == 0)
        return holder;
    }
  return NULL;
}

static void
add_slot (GPtrArray *holders, const JalVaultSlot *slot)
{
  JalHolder *holder = find_holder (holders, slot->holder);

  if (holder == NULL)
    {
      holder = g_new0 (JalHolder, 1);
      memcpy (holder->id.bytes, slot->holder, sizeof holder->id.bytes);
      holder->name = g_strdup_printf (_ ("Person with key %u"), slot->index + 1);
      g_ptr_array_add (holders, holder);
    }
  if (slot->type == JAL_VAULT_SLOT_RECOVERY)
    holder->has_recovery = TRUE;
  else if (slot->type == JAL_VAULT_SLOT_PASSPHRASE)
    {
      holder->has_passphrase = TRUE;
      holder->passes = slot->strength.opslimit;
      holder->memory = slot->strength.memlimit;
    }
}

static int
compare_holders (gconstpointer a, gconstpointer b)
{
  const JalHolder *one = *(const JalHolder *const *)a, *other = *(const JalHolder *const *)b;

  if (one->is_self != other->is_self)
    return one->is_self ? -1 : 1;
  return g_utf8_collate (one->name, other->name);
}

static gboolean
list_func (JalTx *tx, gpointer data, GError **error)
{
  GPtrArray *holders = data;
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_holder_free);
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;
  JalVaultSlot slots[JAL_VAULT_SLOTS], own;
  guint n_slots = jal_vault_list_slots (tx->store->vault, slots);
  JalId self = get_self (tx->store, &own);

  rows = jal_tx_select (tx, error, "SELECT id, name, role, deleted FROM key_holder", NULL);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalHolder *holder = g_new0 (JalHolder, 1);

      holder->id = jal_rows_id (rows, 0);
      holder->name = jal_rows_dup_text (rows, 1);
      holder->role = jal_rows_dup_text (rows, 2);
      holder->is_self = jal_id_equal (holder->id, self);
      g_ptr_array_add (jal_rows_int (rows, 3) != 0 ? gone : holders, holder);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; i < n_slots; i++)
    {
      JalHolder *removed = find_holder (gone, slots[i].holder);
      guint at;

      if (removed != NULL && g_ptr_array_find (gone, removed, &at))
        g_ptr_array_add (holders, g_ptr_array_steal_index_fast (gone, at));
      add_slot (holders, &slots[i]);
    }
  g_ptr_array_sort (holders, compare_holders);
  return TRUE;
}

GPtrArray *
jal_holder_list (JalStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_holder_free);

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  if (!jal_store_read (store, list_func, holders, cancellable, error))
    return NULL;
  return g_steal_pointer (&holders);
}

/* --- The recovery code as text ------------------------------------------------------------------------------------ */

void
jal_recovery_free (char *code)
{
  if (code == NULL)
    return;
  explicit_bzero (code, strlen (code));
  g_free (code);
}

char *
jal_holder_draw_code (guint8 code[JAL_VAULT_RECOVERY_SIZE])
{
  char *text = g_malloc0 (JAL_VAULT_RECOVERY_TEXT_SIZE);

  randombytes_buf (code, JAL_VAULT_RECOVERY_SIZE);
  jal_vault_recovery_format (code, text);
  return text;
}

static gboolean
complain (JalVaultRecoveryFlaw flaw, guint group, GError **error)
{
  const char *message = NULL;

  switch (flaw)
    {
    case JAL_VAULT_RECOVERY_UNFINISHED:
      message = _ ("The recovery code is not complete: it has fourteen groups of five characters.");
      break;
    case JAL_VAULT_RECOVERY_TOO_LONG:
      message = _ ("There are too many characters: a recovery code has fourteen groups of five.");
      break;
    case JAL_VAULT_RECOVERY_SUM:
      message = _ ("The groups do not belong together: compare every one of them with the sheet.");
      break;
    case JAL_VAULT_RECOVERY_CHARACTER:
    case JAL_VAULT_RECOVERY_GROUP:
      if (group > 0)
        {
          g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_RECOVERY,
                       _ ("There is a mistake in group %u: compare it with the sheet."), group);
          return FALSE;
        }
      message = _ ("This is not a recovery code.");
      break;
    case JAL_VAULT_RECOVERY_RIGHT:
    default:
      return TRUE;
    }
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_RECOVERY, message);
  return FALSE;
}

gboolean
jal_recovery_check (const char *text, gboolean *unfinished, GError **error)
{
  guint group = 0;
  JalVaultRecoveryFlaw flaw;

  g_return_val_if_fail (text != NULL, FALSE);

  flaw = jal_vault_recovery_parse (text, NULL, &group);
  if (unfinished != NULL)
    *unfinished = flaw == JAL_VAULT_RECOVERY_UNFINISHED;
  return complain (flaw, group, error);
}

guint8 *
jal_holder_parse_code (const char *text, GError **error)
{
  guint8 *code;
  guint group = 0;
  JalVaultRecoveryFlaw flaw;

  /* Locked memory is there only once the room below was set up. */
  if (!jal_vault_init_process (error))
    return NULL;
  code = sodium_malloc (JAL_VAULT_RECOVERY_SIZE);
  if (code == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("There is not enough memory. Close other programs and try again."));
      return NULL;
    }
  flaw = jal_vault_recovery_parse (text, code, &group);
  if (complain (flaw, group, error))
    return code;
  sodium_free (code);
  return NULL;
}
