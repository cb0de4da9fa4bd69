/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at a vault without changing a byte of it: a backup on a stick that may not even be written. */
#define G_LOG_DOMAIN "jal-vault"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "vault/jal-vault-backup.h"
#include "vault/jal-vault-error.h"
#include "vault/jal-vault-file.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-vfs.h"

/* Pages between two words with the caller. */
#define PAGES_A_STEP 256

guint8 *
jal_vault_check_keys_alloc (void)
{
  return jal_vault_locked_alloc (JAL_VAULT_CHECK_KEYS_SIZE);
}

void
jal_vault_check_keys_free (guint8 *keys)
{
  sodium_free (keys);
}

void
jal_vault_get_check_keys (JalVault *vault, guint8 keys[JAL_VAULT_CHECK_KEYS_SIZE])
{
  memcpy (keys, vault->keys->pages, 32);
  memcpy (keys + 32, vault->keys->header, 32);
  memcpy (keys + 64, vault->keys->seal, 32);
}

/* What is not needed to read stays random: nothing can be unlocked or written with it. */
static JalVaultKeys *
keys_from_check_keys (const guint8 keys[JAL_VAULT_CHECK_KEYS_SIZE])
{
  JalVaultKeys *made = jal_vault_locked_alloc (sizeof *made);

  if (made == NULL)
    return NULL;
  randombytes_buf (made, sizeof *made);
  memcpy (made->pages, keys, 32);
  memcpy (made->header, keys + 32, 32);
  memcpy (made->seal, keys + 64, 32);
  sodium_mprotect_readonly (made);
  return made;
}

static gboolean
is_whole (const JalVaultHeader *header, const JalVaultKeys *keys)
{
  return jal_vault_header_inspect (header) == JAL_VAULT_COPY_WHOLE && jal_vault_header_verify (header, keys);
}

/* Takes the newest copy of the header that is authentic. */
static gboolean
take_header (JalVault *vault, GError **error)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);
  int rc = jal_vault_control (vault, JAL_VAULT_FCNTL_READ_HEADER, copies);
  gboolean first, second;

  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
    return jal_vault_error_from_db (vault->db, rc, error);
  first = is_whole (&copies[0], vault->keys);
  second = is_whole (&copies[1], vault->keys);
  if (!first && !second)
    {
      gboolean ours = jal_vault_header_inspect (&copies[0]) != JAL_VAULT_COPY_FOREIGN
                      || jal_vault_header_inspect (&copies[1]) != JAL_VAULT_COPY_FOREIGN;

      jal_vault_set_error (error, ours ? JAL_VAULT_ERROR_DAMAGED : JAL_VAULT_ERROR_NOT_A_VAULT);
      return FALSE;
    }
  vault->copy = !first
                || (second
                    && jal_vault_header_get_generation (&copies[1]) > jal_vault_header_get_generation (&copies[0]));
  vault->header = copies[vault->copy];
  vault->both_copies = first && second;
  return jal_vault_header_check_supported (&vault->header, error);
}

JalVault *
jal_vault_open_to_check (const char *path, const guint8 keys[JAL_VAULT_CHECK_KEYS_SIZE], GError **error)
{
  g_autoptr (JalVault) vault = NULL;

  g_return_val_if_fail (path != NULL && keys != NULL, NULL);
  vault = jal_vault_open_locked (path, TRUE, error);
  if (vault == NULL)
    return NULL;
  vault->keys = keys_from_check_keys (keys);
  if (vault->keys == NULL)
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_MEMORY);
      return NULL;
    }
  if (!take_header (vault, error) || !jal_vault_start (vault, error))
    return NULL;
  return g_steal_pointer (&vault);
}

JalVault *
jal_vault_open_to_read_with (const char *path, const JalVaultSecret *secret, GError **error)
{
  g_autoptr (JalVault) vault = NULL;

  g_return_val_if_fail (path != NULL && secret != NULL, NULL);
  g_return_val_if_fail ((secret->passphrase != NULL) != (secret->recovery != NULL), NULL);
  vault = jal_vault_open_locked (path, TRUE, error);
  if (vault == NULL || !jal_vault_unlock (vault, secret, error) || !jal_vault_start (vault, error))
    return NULL;
  return g_steal_pointer (&vault);
}

JalVault *
jal_vault_open_to_read (const char *path, const char *passphrase, GError **error)
{
  const JalVaultSecret secret = { passphrase, NULL };

  g_return_val_if_fail (passphrase != NULL, NULL);
  return jal_vault_open_to_read_with (path, &secret, error);
}

gboolean
jal_vault_is_read_only (JalVault *vault)
{
  return vault->read_only;
}

gboolean
jal_vault_is_open_elsewhere (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalVault) vault = jal_vault_open_locked (path, FALSE, &error);

  return vault == NULL && g_error_matches (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_OPEN_ELSEWHERE);
}

static gboolean
damaged (char **where, char *place, GError **error)
{
  jal_vault_set_error (error, JAL_VAULT_ERROR_DAMAGED);
  if (where != NULL)
    *where = place;
  else
    g_free (place);
  return FALSE;
}

gboolean
jal_vault_check_bytes (JalVault *vault, JalVaultCheckFunc func, gpointer data, char **where, GError **error)
{
  g_autofree JalVaultHeader *copies = g_new0 (JalVaultHeader, 2);
  g_autofree guint8 *page = g_malloc (JAL_VAULT_PAGE_SIZE);
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;
  guint64 n_pages;

  jal_vault_control (vault, SQLITE_FCNTL_FILE_POINTER, &file);
  if (file->pMethods->xFileSize (file, &size) != SQLITE_OK || size % JAL_VAULT_PAGE_SIZE != 0)
    return damaged (where, g_strdup ("end"), error);
  if (jal_vault_control (vault, JAL_VAULT_FCNTL_READ_HEADER, copies) != SQLITE_OK || !is_whole (&copies[0], vault->keys)
      || !is_whole (&copies[1], vault->keys))
    return damaged (where, g_strdup ("header"), error);
  n_pages = (guint64)size / JAL_VAULT_PAGE_SIZE;
  for (guint64 i = 0; i < n_pages; i++)
    {
      int rc;

      if (i % PAGES_A_STEP == 0 && func != NULL && !func (i * JAL_VAULT_PAGE_SIZE, (guint64)size, data))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The work was cancelled."));
          return FALSE;
        }
      rc = file->pMethods->xRead (file, page, JAL_VAULT_PAGE_SIZE, (gint64)(i * JAL_VAULT_PAGE_SIZE));
      if (rc == SQLITE_IOERR_DATA || rc == SQLITE_IOERR_SHORT_READ)
        {
          sodium_memzero (page, JAL_VAULT_PAGE_SIZE);
          return damaged (where, g_strdup_printf ("page %" G_GUINT64_FORMAT, i + 1), error);
        }
      if (rc != SQLITE_OK)
        return jal_vault_error_from_db (NULL, rc, error);
    }
  sodium_memzero (page, JAL_VAULT_PAGE_SIZE);
  return TRUE;
}
