/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an earlier life of the program, or somebody else, left beside the vault.
 *
 * 1. A journal that counts is played back by SQLite, at the first read, and is gone afterwards.
 * 2. One beside a sealed vault was put there, and is put aside before SQLite sees it; so is one of an earlier session beside a
 *    vault that a later one left unsealed. It authenticates, and would put old pages among new ones.
 * 3. One that is still there after the first read never counted: it was begun and not synced (its head is zeros until then),
 *    or does not authenticate. It is emptied, on the disk too: it may not lie beside a vault that is sealed later.
 */
#define G_LOG_DOMAIN "jal-vault"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-slots.h"
#include "vault/jal-vault-vfs.h"

static gboolean
has_content (const char *path)
{
  GStatBuf found;

  return g_stat (path, &found) == 0 && found.st_size > 0;
}

gboolean
jal_vault_journal_may_count (JalVault *vault)
{
  g_autofree char *journal = g_strconcat (vault->path, "-journal", NULL);
  guint64 ours = jal_vault_header_get_session (&vault->header), found;

  if (ours == 0 || !jal_vault_rule (JAL_VAULT_RULE_SESSION) || !jal_vault_side_read_session (journal, &found))
    return TRUE;
  /* A header copy that is damaged may have been the newer one. */
  return vault->both_copies ? found == ours : found >= ours;
}

gboolean
jal_vault_set_journal_aside (JalVault *vault, GError **error)
{
  g_autofree char *journal = g_strconcat (vault->path, "-journal", NULL);

  if (vault->read_only || !jal_vault_rule (JAL_VAULT_RULE_SET_ASIDE) || !has_content (journal))
    return TRUE;
  for (guint i = 1; i < 1000; i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s-foreign-%u", journal, i);

      if (g_file_test (aside, G_FILE_TEST_EXISTS))
        continue;
      if (g_rename (journal, aside) != 0)
        break;
      vault->set_aside = TRUE;
      return TRUE;
    }
  jal_vault_set_error (error, JAL_VAULT_ERROR_READ_ONLY);
  return FALSE;
}

void
jal_vault_drop_stale_journal (JalVault *vault)
{
  sqlite3_vfs *below = jal_vault_vfs_below ();
  g_autofree char *journal = g_strconcat (vault->path, "-journal", NULL);
  g_autofree sqlite3_file *file = NULL;
  const char *name;

  if (vault->read_only || vault->tolerant || !has_content (journal))
    return;
  file = g_malloc0 ((gsize)below->szOsFile);
  name = sqlite3_create_filename (vault->path, journal, "", 0, NULL);
  /* If it fails no harm is done: SQLite passes over such a journal, and empties it at the next change. */
  if (name != NULL
      && below->xOpen (below, sqlite3_filename_journal (name), file, SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_READWRITE, NULL)
             == SQLITE_OK
      && file->pMethods->xTruncate (file, 0) == SQLITE_OK)
    file->pMethods->xSync (file, SQLITE_SYNC_NORMAL);
  if (file->pMethods != NULL)
    file->pMethods->xClose (file);
  sqlite3_free_filename ((char *)name);
}

void
jal_vault_remove_unfinished_rekey (JalVault *vault)
{
  g_autofree char *path = jal_vault_rekey_path (vault->path);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    jal_vault_remove_new_file (path);
}
