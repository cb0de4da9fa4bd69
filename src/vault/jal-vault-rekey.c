/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New keys for the whole vault.
 *
 * 1. Until the rename the old vault is whole and in its place; from the rename on the new one is. There is no moment
 *    between them.
 * 2. The new file is complete, checked and on the disk, its journal gone, before the rename.
 * 3. The new file is unlocked once with its first key before the rename: a vault that nobody can open never takes the
 *    place of one that somebody can.
 * 4. The old file has no name afterwards. Its header is overwritten, unless another name (a hard link, somebody's
 *    backup) leads to it; a disk may keep what was overwritten all the same.
 */
#define G_LOG_DOMAIN "jal-vault"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-file.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-slot.h"

#define SUFFIX "-rekey"

char *
jal_vault_rekey_path (const char *path)
{
  return g_strconcat (path, SUFFIX, NULL);
}

/* Fills @header for the new file, which @keys belong to. */
static gboolean
make_header (JalVault *vault, const JalVaultNewKey *new_keys, guint n_keys, JalVaultStrength strength,
             const JalVaultKeys *keys, JalVaultHeader *header, GError **error)
{
  *header = vault->header;
  for (guint i = 0; i < JAL_VAULT_SLOTS; i++)
    jal_vault_header_clear_slot (header, i);
  for (guint i = 0; i < n_keys; i++)
    if (!jal_vault_header_set_slot (header, i, new_keys[i].holder, &new_keys[i].secret, strength, keys->master, error))
      return FALSE;
  jal_vault_header_set_flags (header, jal_vault_header_get_flags (header) & ~JAL_VAULT_FLAG_SEALED);
  jal_vault_header_set_generation (header, jal_vault_header_get_generation (header) + 1);
  jal_vault_header_authenticate (header, keys);
  return TRUE;
}

static JalVaultKeys *
draw_keys (GError **error)
{
  guint8 *master = jal_vault_locked_alloc (32);
  JalVaultKeys *keys = NULL;

  if (master != NULL)
    {
      randombytes_buf (master, 32);
      keys = jal_vault_keys_new (master);
    }
  sodium_free (master);
  if (keys == NULL)
    jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
  return keys;
}

JalVault *
jal_vault_rekey_begin (JalVault *vault, const JalVaultNewKey *new_keys, guint n_keys, JalVaultStrength strength,
                       GError **error)
{
  g_autofree JalVaultHeader *header = g_new (JalVaultHeader, 1);
  g_autofree char *path = NULL;
  gboolean passphrase = FALSE;
  JalVault *fresh = NULL;
  JalVaultKeys *keys;

  g_return_val_if_fail (vault != NULL && n_keys > 0, NULL);
  for (guint i = 0; i < n_keys; i++)
    passphrase = passphrase || new_keys[i].secret.passphrase != NULL;
  if (!passphrase || n_keys > JAL_VAULT_SLOTS)
    {
      jal_vault_set_error (error, passphrase ? JAL_VAULT_ERROR_NO_SLOT : JAL_VAULT_ERROR_LAST_SLOT);
      return NULL;
    }
  path = jal_vault_rekey_path (vault->path);
  keys = draw_keys (error);
  if (keys == NULL)
    return NULL;
  jal_vault_remove_new_file (path);
  if (make_header (vault, new_keys, n_keys, strength, keys, header, error)
      && jal_vault_write_copy (vault, path, keys, header, error))
    {
      fresh = jal_vault_open_with (path, &new_keys[0].secret, error);
      if (fresh == NULL)
        jal_vault_remove_new_file (path);
    }
  jal_vault_keys_free (keys);
  return fresh;
}

void
jal_vault_rekey_abandon (JalVault *fresh)
{
  g_autofree char *path = g_strdup (fresh->path);

  jal_vault_close (fresh, NULL);
  jal_vault_remove_new_file (path);
}

/* Overwrites what wrapped the old key. */
static void
destroy_header (JalVault *vault)
{
  g_autofree JalVaultHeader *nothing = g_new0 (JalVaultHeader, 1);

  for (guint i = 0; i < 2; i++)
    {
      JalVaultHeaderWrite write = { i, nothing };

      jal_vault_control (vault, JAL_VAULT_FCNTL_WRITE_HEADER, &write);
    }
}

gboolean
jal_vault_rekey_finish (JalVault *vault, JalVault *fresh, GError **error)
{
  g_autofree char *path = g_strdup (fresh->path);
  struct stat found;
  gboolean sole;

  /* A journal that is not empty belongs to the old file and would be played back into the new one. */
  if (!sqlite3_get_autocommit (vault->db) || !jal_vault_close (fresh, error))
    {
      if (error != NULL && *error == NULL)
        jal_vault_set_error (error, JAL_VAULT_ERROR_STATEMENT);
      jal_vault_remove_new_file (path);
      return FALSE;
    }
  sole = stat (vault->path, &found) == 0 && found.st_nlink == 1;
  if (g_rename (path, vault->path) != 0)
    {
      jal_vault_set_error_from_errno (error, errno);
      jal_vault_remove_new_file (path);
      return FALSE;
    }
#ifdef JAL_VAULT_TEST_HOOKS
  if (jal_vault_folder_hook != NULL)
    jal_vault_folder_hook (path, vault->path);
#endif
  /* If this fails a power cut may bring the old vault back, whole; there is nothing better to do about it. */
  if (!jal_vault_sync_folder (vault->path, NULL))
    g_debug ("the folder could not be synced");
  else if (sole)
    destroy_header (vault);
  /* Closing must not take away the journal of whoever opens the new file first. */
  jal_vault_control (vault, JAL_VAULT_FCNTL_SET_KEYS, NULL);
  return TRUE;
}
