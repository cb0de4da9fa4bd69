/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of the room, and what SQLite's results mean in plain words. */
#include "store/jal-store-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (jal-store-error-quark, jal_store_error)

gboolean
jal_store_fail (JalStore *store, int rc, GError **error)
{
  int extended = store->db != NULL ? sqlite3_extended_errcode (store->db) : rc;
  /* Names tables and columns at most, never what is in them. */
  const char *detail = store->db != NULL ? sqlite3_errmsg (store->db) : sqlite3_errstr (rc);

  switch (rc & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The work was cancelled."));
      break;
    case SQLITE_FULL:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL,
                           _ ("The disk is full. Nothing of this action was kept; everything before it is safe. "
                              "Make room and try again."));
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                           _ ("A part of the vault is damaged and cannot be read. Check the vault, and compare it "
                              "with your backup."));
      break;
    case SQLITE_IOERR:
      if (extended == SQLITE_IOERR_DATA || extended == SQLITE_IOERR_CORRUPTFS || extended == SQLITE_IOERR_SHORT_READ)
        g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                             _ ("A part of the vault is damaged and cannot be read. Check the vault, and compare it "
                                "with your backup."));
      else
        g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                     _ ("The disk did not read or write the vault (%d). Check that the disk is still connected."),
                     extended);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_OPEN_ELSEWHERE,
                           _ ("Another program has this vault open. Close it there first."));
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("The vault cannot be written. Check that you may write to its folder."));
      break;
    case SQLITE_CONSTRAINT:
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT,
                   _ ("This does not fit what the vault holds (%s)."), detail);
      break;
    case SQLITE_NOMEM:
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("There is not enough memory. Close other programs and try again."));
      break;
    default:
      g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("The vault could not do this (%s)."), detail);
    }
  return FALSE;
}

void
jal_store_propagate_vault_error (GError **error, GError *vault_error)
{
  static const JalStoreError codes[] = {
    [JAL_VAULT_ERROR_PASSPHRASE] = JAL_STORE_ERROR_PASSPHRASE,
    [JAL_VAULT_ERROR_DAMAGED] = JAL_STORE_ERROR_DAMAGED,
    [JAL_VAULT_ERROR_NOT_A_VAULT] = JAL_STORE_ERROR_NOT_A_VAULT,
    [JAL_VAULT_ERROR_OPEN_ELSEWHERE] = JAL_STORE_ERROR_OPEN_ELSEWHERE,
    [JAL_VAULT_ERROR_DISK_FULL] = JAL_STORE_ERROR_DISK_FULL,
    [JAL_VAULT_ERROR_EXISTS] = JAL_STORE_ERROR_EXISTS,
    [JAL_VAULT_ERROR_NOT_FOUND] = JAL_STORE_ERROR_NOT_FOUND,
    [JAL_VAULT_ERROR_TOO_NEW] = JAL_STORE_ERROR_TOO_NEW,
    [JAL_VAULT_ERROR_READ_ONLY] = JAL_STORE_ERROR_FAILED,
    [JAL_VAULT_ERROR_MEMORY] = JAL_STORE_ERROR_FAILED,
    [JAL_VAULT_ERROR_IO] = JAL_STORE_ERROR_FAILED,
    [JAL_VAULT_ERROR_STATEMENT] = JAL_STORE_ERROR_FAILED,
    [JAL_VAULT_ERROR_RECOVERY] = JAL_STORE_ERROR_RECOVERY,
    [JAL_VAULT_ERROR_NO_SLOT] = JAL_STORE_ERROR_REFUSED,
    [JAL_VAULT_ERROR_LAST_SLOT] = JAL_STORE_ERROR_REFUSED,
  };

  if (vault_error->domain == JAL_VAULT_ERROR)
    {
      JalStoreError code = vault_error->code >= 0 && vault_error->code < (int)G_N_ELEMENTS (codes)
                               ? codes[vault_error->code]
                               : JAL_STORE_ERROR_FAILED;

      vault_error->domain = JAL_STORE_ERROR;
      vault_error->code = (int)code;
    }
  g_propagate_error (error, vault_error);
}
