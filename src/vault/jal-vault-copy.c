/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New files: where they go, how they reach the disk, and copies of the vault. */
#define G_LOG_DOMAIN "jal-vault"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-vfs.h"

char *
jal_vault_resolve (const char *path, GError **error)
{
  sqlite3_vfs *below = jal_vault_vfs_below ();
  g_autofree char *full = g_malloc0 ((gsize)below->mxPathname + 2);
  int rc = below->xFullPathname (below, path, below->mxPathname + 1, full);

  if ((rc & 0xff) != SQLITE_OK)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_FOUND);
      return NULL;
    }
  return g_steal_pointer (&full);
}

gboolean
jal_vault_sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  int number = errno;

#ifdef JAL_VAULT_TEST_HOOKS
  if (done && jal_vault_folder_hook != NULL && jal_vault_rule (JAL_VAULT_RULE_FOLDER))
    jal_vault_folder_hook (NULL, path);
#endif

  if (fd >= 0)
    close (fd);
  if (!done)
    jal_vault_set_error_from_errno (error, number);
  return done;
}

void
jal_vault_remove_new_file (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_unlink (journal);
  g_unlink (path);
}

/* Runs VACUUM INTO @path, which has been admitted. */
static gboolean
vacuum_into (JalVault *vault, const char *path, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (vault->db, "VACUUM INTO ?1", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_DONE)
    rc = SQLITE_OK;
  else
    jal_vault_error_from_db (vault->db, rc, error);
  sqlite3_finalize (statement);
  return rc == SQLITE_OK;
}

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  int number = errno;

  if (fd >= 0)
    close (fd);
  if (!done)
    jal_vault_set_error_from_errno (error, number);
  return done;
}

gboolean
jal_vault_make_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      jal_vault_set_error_from_errno (error, errno);
      return FALSE;
    }
  close (fd);
  return TRUE;
}

gboolean
jal_vault_write_copy (JalVault *vault, const char *path, const JalVaultKeys *keys, const JalVaultHeader *header,
                      GError **error)
{
  g_autofree JalVaultHeader *copies = g_new (JalVaultHeader, 2);
  gboolean done;

  if (!jal_vault_make_file (path, error))
    return FALSE;
  copies[0] = copies[1] = *header;
  jal_vault_vfs_admit (path, keys, copies);
  done = vacuum_into (vault, path, error);
  jal_vault_vfs_dismiss (path);
  done = done && sync_file (path, error) && jal_vault_sync_folder (path, error);
  if (!done)
    jal_vault_remove_new_file (path);
  return done;
}

gboolean
jal_vault_save_copy (JalVault *vault, const char *path, GError **error)
{
  g_autofree char *full = NULL;

  g_return_val_if_fail (vault != NULL && path != NULL, FALSE);
  full = jal_vault_resolve (path, error);
  return full != NULL && jal_vault_write_copy (vault, full, vault->keys, &vault->header, error);
}
