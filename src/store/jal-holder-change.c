/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing who has a key.

   1. The record comes first, the header last: it cannot be rolled back. If the power goes between them, somebody is
      listed without the key the record speaks of (and can be given it again), or with one (and can be removed again);
      there is never a change of the keys that is not on record.
   2. There is no key without a person: one is added with the other. */
#define G_LOG_DOMAIN "jal-store"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "base/jal-text.h"
#include "store/jal-holder-private.h"
#include "store/jal-later-private.h"

typedef struct
{
  JalId id;
  const char *name;
  const char *role;
  const char *current;
  const char *passphrase;
  JalStoreStrength strength;
  char *code; /* out */
  char *old_name;
} Change;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

static JalId
get_self (JalStore *store, JalVaultSlot *slot)
{
  JalId id;

  jal_vault_get_unlocking_slot (store->vault, slot);
  memcpy (id.bytes, slot->holder, sizeof id.bytes);
  return id;
}

static gboolean
has_slot (JalStore *store, JalId id, JalVaultSlotType type)
{
  JalVaultSlot slots[JAL_VAULT_SLOTS];
  guint n = jal_vault_list_slots (store->vault, slots);

  for (guint i = 0; i < n; i++)
    if (slots[i].type == type && memcmp (slots[i].holder, id.bytes, sizeof id.bytes) == 0)
      return TRUE;
  return FALSE;
}

gboolean
jal_holder_check_name (const char *name, GError **error)
{
  if (name == NULL || !jal_text_is_label (name, G_MAXSIZE))
    return refuse (error, _ ("Give a name: it stands in the record of everything this person does."));
  if (strlen (name) > JAL_HOLDER_NAME_MAX)
    return refuse (error, _ ("The name is too long: it must fit on one line of the record."));
  if (!jal_text_is_name (name, JAL_HOLDER_NAME_MAX))
    return refuse (error, _ ("The name holds a line break or a character that cannot be seen: in the record it would read as "
                             "something else. Type it anew."));
  return TRUE;
}

gboolean
jal_holder_check_role (const char *role, GError **error)
{
  if (role == NULL || *role == '\0' || jal_text_is_name (role, JAL_HOLDER_NAME_MAX))
    return TRUE;
  if (strlen (role) > JAL_HOLDER_NAME_MAX)
    return refuse (error, _ ("The role is too long."));
  return refuse (error, _ ("The role must be one line of text that can be seen."));
}

/* Two people with one passphrase: the first key that opens would act for both, and the record would name the wrong one. */
static gboolean
check_passphrase_is_free (JalStore *store, const Change *change, GError **error)
{
  JalVaultSlot slots[JAL_VAULT_SLOTS];
  guint n = jal_vault_list_slots (store->vault, slots);

  for (guint i = 0; i < n; i++)
    {
      GError *local = NULL;

      if (slots[i].type != JAL_VAULT_SLOT_PASSPHRASE || memcmp (slots[i].holder, change->id.bytes, sizeof change->id.bytes) == 0)
        continue;
      if (jal_vault_check_passphrase (store->vault, slots[i].holder, change->passphrase, &local))
        return refuse (error, _ ("Somebody else has a key with this passphrase already, so the record could not tell the two "
                                 "apart. Choose another one."));
      if (!g_error_matches (local, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE))
        return jal_holder_fail (local, error);
      g_clear_error (&local);
    }
  return TRUE;
}

/* Two people of one name could not be told apart in the record. */
static gboolean
check_name (JalTx *tx, const Change *change, GError **error)
{
  g_autofree char *wanted = NULL;
  g_autoptr (JalRows) rows = NULL;
  g_autoptr (GError) local = NULL;

  if (!jal_holder_check_name (change->name, error) || !jal_holder_check_role (change->role, error))
    return FALSE;
  wanted = jal_text_fold (change->name);
  rows = jal_tx_select (tx, error, "SELECT name FROM key_holder WHERE deleted = 0 AND id <> ?", "I", &change->id);
  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      g_autofree char *taken = jal_text_fold (jal_rows_text (rows, 0));

      if (g_str_equal (wanted, taken))
        return refuse (error, _ ("Somebody of this name already has a key. Add something that tells the two apart."));
    }
  return jal_tx_ended (g_steal_pointer (&local), error);
}

static const char *
get_role (const Change *change)
{
  return change->role != NULL && *change->role != '\0' ? change->role : NULL;
}

static gboolean
insert_func (JalTx *tx, gpointer data, GError **error)
{
  Change *change = data;

  return check_name (tx, change, error) && check_passphrase_is_free (tx->store, change, error)
         && jal_tx_insert (tx, "key_holder", change->id, error, "name", 's', change->name, "role", 's',
                           get_role (change), NULL);
}

static gboolean
update_func (JalTx *tx, gpointer data, GError **error)
{
  Change *change = data;

  return check_name (tx, change, error)
         && jal_tx_update (tx, "key_holder", change->id, error, "name", 's', change->name, "role", 's',
                           get_role (change), NULL);
}

static gboolean
exists_func (JalTx *tx, gpointer data, GError **error)
{
  Change *change = data;
  gint64 n;

  return jal_tx_select_int (tx, &n, error, "SELECT 1 FROM key_holder WHERE id = ?", "I", &change->id);
}

static gboolean
delete_func (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;
  Change *change = data;

  /* Gone already: only the key had been left. */
  if (jal_tx_delete (tx, "key_holder", change->id, &local)
      || g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* --- Jobs --------------------------------------------------------------------------------------------------------- */

static gboolean
check_job (JalStore *store, gpointer data, GError **error)
{
  Change *change = data;
  JalVaultSlot own;
  GError *local = NULL;
  JalId id = jal_id_is_none (change->id) ? get_self (store, &own) : change->id;

  return jal_vault_check_passphrase (store->vault, id.bytes, change->current, &local)
         || jal_holder_fail (local, error);
}

static gboolean
set_slot (JalStore *store, const Change *change, GError **error)
{
  const JalVaultSecret secret = { change->passphrase, NULL };
  GError *local = NULL;

  return jal_vault_set_slot (store->vault, change->id.bytes, &secret, jal_holder_get_strength (change->strength), &local)
         || jal_holder_fail (local, error);
}

static gboolean
room_for_one (JalStore *store, GError **error)
{
  JalVaultSlot slots[JAL_VAULT_SLOTS];

  if (jal_vault_list_slots (store->vault, slots) < JAL_VAULT_SLOTS)
    return TRUE;
  return refuse (error, _ ("All sixteen places for keys are taken. Remove somebody who needs none any more, then try again."));
}

static gboolean
add_job (JalStore *store, gpointer data, GError **error)
{
  Change *change = data;
  JalAct act = { .verb = "key.add", .subject_id = change->id, .payload = change->name };
  JalAct back = { .verb = "key.add-failed", .subject_id = change->id };

  if (!room_for_one (store, error) || !jal_store_do_act (store, &act, insert_func, change, 0, 0, error))
    return FALSE;
  if (set_slot (store, change, error))
    return TRUE;
  jal_store_do_act (store, &back, delete_func, change, 0, 0, NULL);
  return FALSE;
}

static gboolean
rename_job (JalStore *store, gpointer data, GError **error)
{
  Change *change = data;
  JalAct act = { .verb = "key.rename", .label = N_ ("Rename Person"), .subject_id = change->id, .undoable = TRUE,
                 .payload = change->name };
  JalVaultSlot own;

  if (!jal_store_do_act (store, &act, update_func, change, 0, 0, error))
    return FALSE;
  if (jal_id_equal (get_self (store, &own), change->id))
    jal_holder_set_actor (store, change->name);
  return TRUE;
}

static gboolean
passphrase_job (JalStore *store, gpointer data, GError **error)
{
  Change *change = data;
  JalAct act = { .verb = "key.passphrase", .subject_id = change->id };
  JalVaultSlot own;
  gboolean by_code = jal_id_equal (get_self (store, &own), change->id) && own.type == JAL_VAULT_SLOT_RECOVERY;
  GError *local = NULL;

  if (has_slot (store, change->id, JAL_VAULT_SLOT_PASSPHRASE))
    {
      if (change->current != NULL
          && !jal_vault_check_passphrase (store->vault, change->id.bytes, change->current, &local))
        return jal_holder_fail (local, error);
      if (change->current == NULL && !by_code)
        return refuse (error, _ ("A passphrase is changed by whoever knows the present one."));
    }
  else if (!room_for_one (store, error))
    return FALSE;
  return check_passphrase_is_free (store, change, error)
         && jal_store_do_act (store, &act, exists_func, change, 0, 0, error) && set_slot (store, change, error);
}

/* Whether a passphrase of somebody else than @id opens the vault. */
static gboolean
others_have_passphrase (JalStore *store, JalId id)
{
  JalVaultSlot slots[JAL_VAULT_SLOTS];
  guint n = jal_vault_list_slots (store->vault, slots);

  for (guint i = 0; i < n; i++)
    if (slots[i].type == JAL_VAULT_SLOT_PASSPHRASE && memcmp (slots[i].holder, id.bytes, sizeof id.bytes) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
remove_job (JalStore *store, gpointer data, GError **error)
{
  Change *change = data;
  JalAct act = { .verb = "key.remove", .subject_id = change->id };
  JalVaultSlot own;
  GError *local = NULL;

  if (jal_id_equal (get_self (store, &own), change->id))
    return refuse (error, _ ("You have the vault open with your own key, so somebody else must remove it."));
  if (!others_have_passphrase (store, change->id))
    return refuse (error, _ ("This is the last passphrase of the vault: without it nobody could open it. Nothing was changed."));
  return jal_store_do_act (store, &act, delete_func, change, 0, 0, error)
         && (jal_vault_clear_slots (store->vault, change->id.bytes, JAL_VAULT_SLOT_EMPTY, &local)
             || jal_holder_fail (local, error));
}

static gboolean
recovery_job (JalStore *store, gpointer data, GError **error)
{
  Change *change = data;
  JalVaultSlot own;
  JalAct act = { .verb = "key.recovery", .subject_id = get_self (store, &own) };
  guint8 *code = sodium_malloc (JAL_VAULT_RECOVERY_SIZE);
  const JalVaultSecret secret = { NULL, code };
  GError *local = NULL;
  gboolean done;

  change->id = act.subject_id;
  if (code == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("There is not enough memory. Close other programs and try again."));
      return FALSE;
    }
  change->code = jal_holder_draw_code (code);
  done = (has_slot (store, change->id, JAL_VAULT_SLOT_RECOVERY) || room_for_one (store, error))
         && jal_store_do_act (store, &act, exists_func, change, 0, 0, error)
         && (jal_vault_set_slot (store->vault, change->id.bytes, &secret, JAL_VAULT_STRENGTH_MIN, &local)
             || jal_holder_fail (local, error));
  sodium_free (code);
  if (!done)
    g_clear_pointer (&change->code, jal_recovery_free);
  return done;
}

static gboolean
remove_recovery_job (JalStore *store, gpointer data, GError **error)
{
  Change *change = data;
  JalAct act = { .verb = "key.recovery-remove", .subject_id = change->id };
  GError *local = NULL;

  if (!has_slot (store, change->id, JAL_VAULT_SLOT_RECOVERY))
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is no recovery sheet of this person."));
      return FALSE;
    }
  return jal_store_do_act (store, &act, exists_func, change, 0, 0, error)
         && (jal_vault_clear_slots (store->vault, change->id.bytes, JAL_VAULT_SLOT_RECOVERY, &local)
             || jal_holder_fail (local, error));
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

static gboolean
run (JalStore *store, JalJobFunc job, Change *change, GCancellable *cancellable, GError **error)
{
  if (store->damaged && job != check_job)
    return jal_later_refuse (error);
  return jal_store_run_job (store, job, change, JAL_STORE_PRIORITY_INTERACTIVE, cancellable, error);
}

gboolean
jal_holder_check_passphrase (JalStore *store, JalId id, const char *passphrase, GCancellable *cancellable, GError **error)
{
  Change change = { .id = id, .current = passphrase };

  g_return_val_if_fail (JAL_IS_STORE (store) && passphrase != NULL, FALSE);

  return run (store, check_job, &change, cancellable, error);
}

gboolean
jal_holder_add (JalStore *store, const char *name, const char *role, const char *passphrase, JalStoreStrength strength,
                JalId *id, GCancellable *cancellable, GError **error)
{
  Change change = { .id = jal_holder_new_id (), .name = name, .role = role, .passphrase = passphrase,
                    .strength = strength };

  g_return_val_if_fail (JAL_IS_STORE (store) && name != NULL && passphrase != NULL && *passphrase != '\0', FALSE);

  if (!run (store, add_job, &change, cancellable, error))
    return FALSE;
  if (id != NULL)
    *id = change.id;
  return TRUE;
}

gboolean
jal_holder_rename (JalStore *store, JalId id, const char *name, const char *role, GCancellable *cancellable,
                   GError **error)
{
  Change change = { .id = id, .name = name, .role = role };

  g_return_val_if_fail (JAL_IS_STORE (store) && name != NULL, FALSE);

  return run (store, rename_job, &change, cancellable, error);
}

gboolean
jal_holder_set_passphrase (JalStore *store, JalId id, const char *current, const char *passphrase,
                           JalStoreStrength strength, GCancellable *cancellable, GError **error)
{
  Change change = { .id = id, .current = current, .passphrase = passphrase, .strength = strength };

  g_return_val_if_fail (JAL_IS_STORE (store) && passphrase != NULL && *passphrase != '\0', FALSE);

  return run (store, passphrase_job, &change, cancellable, error);
}

gboolean
jal_holder_remove (JalStore *store, JalId id, GCancellable *cancellable, GError **error)
{
  Change change = { .id = id };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return run (store, remove_job, &change, cancellable, error);
}

char *
jal_holder_make_recovery (JalStore *store, GCancellable *cancellable, GError **error)
{
  Change change = { 0 };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return run (store, recovery_job, &change, cancellable, error) ? change.code : NULL;
}

gboolean
jal_holder_remove_recovery (JalStore *store, JalId id, GCancellable *cancellable, GError **error)
{
  Change change = { .id = id };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return run (store, remove_recovery_job, &change, cancellable, error);
}
