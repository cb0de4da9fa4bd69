/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The one place that turns an error's domain and code into words for the screen. */
#include "app/shell/jal-error-text.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>

#include "store/jal-store-error.h"

char *
jal_error_text (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == JAL_STORE_ERROR)
    switch ((JalStoreError)error->code)
      {
      case JAL_STORE_ERROR_PASSPHRASE:
        return g_strdup (_ ("This passphrase does not open the vault. Nothing was changed; try again."));
      case JAL_STORE_ERROR_NOT_A_VAULT:
        return g_strdup (_ ("This file is not a Jalada vault. Choose another file."));
      case JAL_STORE_ERROR_OPEN_ELSEWHERE:
        return g_strdup (_ ("This vault is open in another window or program. Lock it there first."));
      case JAL_STORE_ERROR_DISK_FULL:
        return g_strdup (_ ("The disk is full. Nothing of the last step was kept; everything before it is safe. "
                            "Make room, then try again."));
      case JAL_STORE_ERROR_EXISTS:
        return g_strdup (_ ("There is already a file of this name. Choose another name."));
      case JAL_STORE_ERROR_TOO_NEW:
        return g_strdup (_ ("This vault was written by a newer Jalada. Install the newer program to open it."));
      case JAL_STORE_ERROR_CONFLICT:
        return g_strdup (_ ("Something changed in the meantime, so this was not done. Look again and repeat it."));
      case JAL_STORE_ERROR_CLOSED:
        return g_strdup (_ ("The vault has been locked. Unlock it and try again."));
      case JAL_STORE_ERROR_NOT_FOUND:
      case JAL_STORE_ERROR_DAMAGED:
      case JAL_STORE_ERROR_AMBIGUOUS:
      case JAL_STORE_ERROR_REFUSED:
      case JAL_STORE_ERROR_FAILED:
      default:
        break; /* the core's own sentence says more */
      }
  if (error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
        return g_strdup (_ ("The disk is full. Make room, then try again."));
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
          || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES))
        return g_strdup (_ ("This place may not be written to. Choose another folder."));
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
          || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_strdup (_ ("The file is not there any more. Has the drive been removed?"));
    }
  return g_strdup (error->message);
}

gboolean
jal_error_is_grave (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)
         || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

const char *
jal_error_heading (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED))
    return _ ("The Vault Is Damaged");
  return _ ("The Disk Is Full");
}
