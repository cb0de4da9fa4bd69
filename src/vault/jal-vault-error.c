/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From SQLite's results to sentences. */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>

G_DEFINE_QUARK (jal-vault-error-quark, jal_vault_error)

/* The sentence for @code. Some name the way out; none names a file or a person. */
static const char *
sentence (JalVaultError code)
{
  switch (code)
    {
    case JAL_VAULT_ERROR_PASSPHRASE:
      return _ ("The passphrase is not right. Check the keyboard layout and Caps Lock, and try again.");
    case JAL_VAULT_ERROR_DAMAGED:
      return _ ("Part of this vault is damaged and cannot be read. Restore it from a backup, or rescue what can still be read to a "
                "new vault.");
    case JAL_VAULT_ERROR_NOT_A_VAULT:
      return _ ("This file is not a Jalada vault.");
    case JAL_VAULT_ERROR_OPEN_ELSEWHERE:
      return _ ("This vault is already open, here or in another program. Close it there first.");
    case JAL_VAULT_ERROR_DISK_FULL:
      return _ ("The disk is full. Nothing that was saved is lost; free some space and try again.");
    case JAL_VAULT_ERROR_EXISTS:
      return _ ("There already is a file of this name. Choose another name.");
    case JAL_VAULT_ERROR_NOT_FOUND:
      return _ ("This vault cannot be found, or you may not read it.");
    case JAL_VAULT_ERROR_TOO_NEW:
      return _ ("This vault was made by a newer Jalada. Install the current version to open it.");
    case JAL_VAULT_ERROR_READ_ONLY:
      return _ ("This vault or its folder cannot be written. Copy it to a folder of your own and open the copy.");
    case JAL_VAULT_ERROR_MEMORY:
      return _ ("There is too little free memory. Close other programs and try again.");
    case JAL_VAULT_ERROR_IO:
      return _ ("The disk reported an error. Nothing that was saved is lost; check the disk and open the vault again.");
    case JAL_VAULT_ERROR_RECOVERY:
      return _ ("This recovery code does not open this vault. Is it the newest sheet, and the sheet of this vault?");
    case JAL_VAULT_ERROR_NO_SLOT:
      return _ ("All sixteen places for keys are taken. Remove somebody who needs none any more, then try again.");
    case JAL_VAULT_ERROR_LAST_SLOT:
      return _ ("This is the last passphrase of the vault: without it nobody could open it. Nothing was changed.");
    case JAL_VAULT_ERROR_STATEMENT:
    default:
      return _ ("The vault refused this change. Nothing was changed.");
    }
}

void
jal_vault_set_error (GError **error, JalVaultError code)
{
  g_set_error_literal (error, JAL_VAULT_ERROR, code, sentence (code));
}

void
jal_vault_set_error_from_errno (GError **error, int number)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      jal_vault_set_error (error, JAL_VAULT_ERROR_DISK_FULL);
      break;
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
      jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_FOUND);
      break;
    case EEXIST:
      jal_vault_set_error (error, JAL_VAULT_ERROR_EXISTS);
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      jal_vault_set_error (error, JAL_VAULT_ERROR_READ_ONLY);
      break;
    case ENOMEM:
      jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
      break;
    case EISDIR:
      jal_vault_set_error (error, JAL_VAULT_ERROR_NOT_A_VAULT);
      break;
    default:
      jal_vault_set_error (error, JAL_VAULT_ERROR_IO);
      break;
    }
}

static JalVaultError
classify_io (int rc, int system_error)
{
  switch (rc)
    {
    case SQLITE_IOERR_DATA:
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_SHORT_READ:
      return JAL_VAULT_ERROR_DAMAGED;
    case SQLITE_IOERR_NOMEM:
      return JAL_VAULT_ERROR_MEMORY;
    default:
      return system_error == EDQUOT || system_error == EFBIG || system_error == ENOSPC ? JAL_VAULT_ERROR_DISK_FULL
                                                                                        : JAL_VAULT_ERROR_IO;
    }
}

static JalVaultError
classify (int rc, int system_error)
{
  switch (rc & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return JAL_VAULT_ERROR_DAMAGED;
    case SQLITE_IOERR:
      return classify_io (rc, system_error);
    case SQLITE_FULL:
      return JAL_VAULT_ERROR_DISK_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return JAL_VAULT_ERROR_OPEN_ELSEWHERE;
    case SQLITE_NOMEM:
      return JAL_VAULT_ERROR_MEMORY;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return JAL_VAULT_ERROR_READ_ONLY;
    case SQLITE_CANTOPEN:
      return JAL_VAULT_ERROR_IO;
    default:
      return JAL_VAULT_ERROR_STATEMENT;
    }
}

gboolean
jal_vault_error_from_db (sqlite3 *db, int rc, GError **error)
{
  JalVaultError code = classify (rc, db != NULL ? sqlite3_system_errno (db) : 0);

  if ((rc & 0xff) == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The operation was cancelled."));
  else if (code == JAL_VAULT_ERROR_STATEMENT)
    /* Translators: the number is SQLite's result code, for a report to us. */
    g_set_error (error, JAL_VAULT_ERROR, code, _ ("The vault refused this change (code %d). Nothing was changed."), rc);
  else
    jal_vault_set_error (error, code);
  return FALSE;
}

gboolean
jal_vault_error_from_sqlite (JalVault *vault, int rc, GError **error)
{
  return jal_vault_error_from_db (vault != NULL ? jal_vault_get_db (vault) : NULL, rc, error);
}
