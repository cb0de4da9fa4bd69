/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two copies of the header on the disk: choosing one, unlocking, rewriting.
 *
 * 1. A header change overwrites the older copy with the next generation: at any moment one whole copy is on the disk.
 * 2. The header in memory is one that was authenticated; every later change starts from it.
 */
#define G_LOG_DOMAIN "jal-vault"

#include <sodium.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-file.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-slot.h"
#include "vault/jal-vault-vfs.h"

gboolean
jal_vault_update_header (JalVault *vault, GError **error)
{
  JalVaultHeaderWrite write
      = { jal_vault_rule (JAL_VAULT_RULE_OTHER_COPY) ? 1 - vault->copy : vault->copy, &vault->header };
  int rc;

  jal_vault_header_set_generation (&vault->header, jal_vault_header_get_generation (&vault->header) + 1);
  jal_vault_header_authenticate (&vault->header, vault->keys);
  rc = jal_vault_control (vault, JAL_VAULT_FCNTL_WRITE_HEADER, &write);
  if (rc != SQLITE_OK)
    return jal_vault_error_from_db (vault->db, rc, error);
  vault->copy = write.copy;
  return TRUE;
}

/* Hands the keys of @master to the file. */
static gboolean
take_keys (JalVault *vault, const guint8 *master, GError **error)
{
  vault->keys = jal_vault_keys_new (master);
  if (vault->keys == NULL)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
      return FALSE;
    }
  return TRUE;
}

/* Orders the whole copies, the newest first; returns how many there are. */
static guint
choose_copies (const JalVaultHeader copies[2], guint order[2])
{
  guint n = 0;

  for (guint i = 0; i < 2; i++)
    if (jal_vault_header_inspect (&copies[i]) == JAL_VAULT_COPY_WHOLE)
      order[n++] = i;
  if (n == 2
      && jal_vault_header_get_generation (&copies[order[1]]) > jal_vault_header_get_generation (&copies[order[0]]))
    {
      order[0] = 1;
      order[1] = 0;
    }
  return n;
}

/* Says why there is no whole copy. */
static void
set_header_error (const JalVaultHeader copies[2], GError **error)
{
  gboolean ours = jal_vault_header_inspect (&copies[0]) != JAL_VAULT_COPY_FOREIGN
                  || jal_vault_header_inspect (&copies[1]) != JAL_VAULT_COPY_FOREIGN;

  jal_vault_set_error (error, ours ? JAL_VAULT_ERROR_DAMAGED : JAL_VAULT_ERROR_NOT_A_VAULT);
}

/* Unlocks with one copy. */
static gboolean
unlock_with (JalVault *vault, const JalVaultHeader *header, const JalVaultSecret *secret, GError **error)
{
  g_autoptr (GError) inner = NULL;
  guint8 *master;

  if (!jal_vault_header_check_supported (header, error))
    return FALSE;
  master = jal_vault_locked_alloc (32);
  if (master == NULL)
    jal_vault_set_error (&inner, JAL_VAULT_ERROR_MEMORY);
  else if (jal_vault_header_unwrap (header, secret, JAL_VAULT_SLOTS, master, &vault->slot, &inner)
           && take_keys (vault, master, &inner)
           && !jal_vault_header_verify (header, vault->keys))
    {
      g_clear_pointer (&vault->keys, jal_vault_keys_free);
      jal_vault_set_error (&inner, JAL_VAULT_ERROR_DAMAGED);
    }
  sodium_free (master);
  if (inner != NULL)
    g_propagate_error (error, g_steal_pointer (&inner));
  return vault->keys != NULL;
}

gboolean
jal_vault_unlock (JalVault *vault, const JalVaultSecret *secret, GError **error)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);
  g_autoptr (GError) first = NULL;
  guint order[2];
  guint n;
  int rc = jal_vault_control (vault, JAL_VAULT_FCNTL_READ_HEADER, copies);

  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
    return jal_vault_error_from_db (vault->db, rc, error);
  n = choose_copies (copies, order);
  if (n == 0)
    {
      set_header_error (copies, error);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) inner = NULL;

      if (unlock_with (vault, &copies[order[i]], secret, &inner))
        {
          vault->header = copies[order[i]];
          vault->copy = order[i];
          vault->both_copies = n == 2 && jal_vault_header_verify (&copies[order[1 - i]], vault->keys);
          return TRUE;
        }
      /* A wrong passphrase is not tried twice: the other copy may only hold a slot that was taken away. */
      if (first == NULL)
        first = g_steal_pointer (&inner);
      if (!g_error_matches (first, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

/* Whole, authenticated, and without a slot that the current one has not. */
static gboolean
other_copy_is_good (JalVault *vault)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);

  return jal_vault_control (vault, JAL_VAULT_FCNTL_READ_HEADER, copies) == SQLITE_OK
         && jal_vault_header_verify (&copies[1 - vault->copy], vault->keys)
         && jal_vault_header_inspect (&copies[1 - vault->copy]) == JAL_VAULT_COPY_WHOLE
         && jal_vault_header_same_slots (&copies[1 - vault->copy], &vault->header);
}

gboolean
jal_vault_refresh_header (JalVault *vault, GError **error)
{
  guint32 flags = jal_vault_header_get_flags (&vault->header);

  if (other_copy_is_good (vault))
    return TRUE;
  /* A seal beside a damaged copy was not taken over. */
  if (!vault->both_copies)
    jal_vault_header_set_flags (&vault->header, flags & ~JAL_VAULT_FLAG_SEALED);
  return jal_vault_update_header (vault, error);
}

gboolean
jal_vault_make_header (JalVault *vault, const guint8 *holder, const char *passphrase, JalVaultStrength strength,
                       GError **error)
{
  const JalVaultSecret secret = { passphrase, NULL };
  guint8 *master = jal_vault_locked_alloc (32);
  gboolean made = FALSE;

  if (master == NULL)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
      return FALSE;
    }
  randombytes_buf (master, 32);
  jal_vault_header_init (&vault->header);
  made = jal_vault_header_set_slot (&vault->header, 0, holder, &secret, strength, master, error)
         && take_keys (vault, master, error);
  sodium_free (master);
  vault->copy = 1;
  return made && jal_vault_update_header (vault, error) && jal_vault_update_header (vault, error);
}

/* Reads the header region through the VFS below, which knows how to close a descriptor without losing locks. */
static int
peek_header (const char *path, JalVaultHeader copies[2], sqlite3_int64 *size)
{
  sqlite3_vfs *below = jal_vault_vfs_below ();
  g_autofree sqlite3_file *file = g_malloc0 ((gsize)below->szOsFile);
  const char *name = sqlite3_create_filename (path, "", "", 0, NULL);
  int rc = below->xOpen (below, name, file, SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY, NULL);

  if (rc == SQLITE_OK)
    {
      rc = file->pMethods->xRead (file, copies, JAL_VAULT_HEADER_SIZE, 0);
      file->pMethods->xFileSize (file, size);
    }
  if (file->pMethods != NULL)
    file->pMethods->xClose (file);
  sqlite3_free_filename ((char *)name);
  return rc;
}

gboolean
jal_vault_read_info (const char *path, JalVaultInfo *info, GError **error)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);
  g_autofree char *full = NULL;
  sqlite3_int64 size = 0;
  guint order[2];
  int rc;

  g_return_val_if_fail (path != NULL && info != NULL, FALSE);
  if (!jal_vault_init_process (error))
    return FALSE;
  full = jal_vault_resolve (path, error);
  if (full == NULL)
    return FALSE;
  if (!g_file_test (full, G_FILE_TEST_IS_REGULAR))
    {
      gboolean exists = g_file_test (full, G_FILE_TEST_EXISTS);

      jal_vault_set_error (error, exists ? JAL_VAULT_ERROR_NOT_A_VAULT : JAL_VAULT_ERROR_NOT_FOUND);
      return FALSE;
    }
  rc = peek_header (full, copies, &size);
  if (rc == SQLITE_CANTOPEN)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_FOUND);
      return FALSE;
    }
  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
    return jal_vault_error_from_db (NULL, rc, error);
  if (choose_copies (copies, order) == 0)
    {
      set_header_error (copies, error);
      return FALSE;
    }
  if (!jal_vault_header_check_supported (&copies[order[0]], error))
    return FALSE;
  jal_vault_header_get_info (&copies[order[0]], info);
  info->page_count = (guint64)MAX (size - JAL_VAULT_HEADER_SIZE, 0) / JAL_VAULT_PAGE_SIZE;
  return TRUE;
}
