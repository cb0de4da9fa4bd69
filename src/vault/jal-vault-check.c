/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the file page by page, past SQLite: for whoever checks a vault or saves what is left of it. */
#define G_LOG_DOMAIN "jal-vault"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-private.h"
#include "vault/jal-vault-seen.h"

/* Where page 1 says how its list of free pages begins (SQLite's file format, 1.3). */
#define AT_FREE_LIST 32

static guint32
big_endian (const guint8 *at)
{
  return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

JalVaultPageState
jal_vault_read_page (JalVault *vault, guint64 number, guint8 page[JAL_VAULT_PAGE_BYTES])
{
  sqlite3_file *file = NULL;
  int rc;

  jal_vault_control (vault, SQLITE_FCNTL_FILE_POINTER, &file);
  vault->pages->bare = TRUE;
  rc = number > 0 ? file->pMethods->xRead (file, page, JAL_VAULT_PAGE_BYTES,
                                           (sqlite3_int64)(number - 1) * JAL_VAULT_PAGE_BYTES)
                  : SQLITE_IOERR_SHORT_READ;
  vault->pages->bare = FALSE;
  switch (rc)
    {
    case SQLITE_OK:
      return JAL_VAULT_PAGE_WHOLE;
    case SQLITE_IOERR_DATA:
      return JAL_VAULT_PAGE_DAMAGED;
    case SQLITE_IOERR_SHORT_READ:
      return JAL_VAULT_PAGE_MISSING;
    default:
      memset (page, 0, JAL_VAULT_PAGE_BYTES);
      return JAL_VAULT_PAGE_UNREADABLE;
    }
}

static void
free_splint (gpointer page)
{
  sodium_memzero (page, JAL_VAULT_PAGE_BYTES);
  g_free (page);
}

void
jal_vault_splint (JalVault *vault, guint64 number, const guint8 page[JAL_VAULT_PAGE_BYTES])
{
  JalVaultPages *file = vault->pages;

  g_return_if_fail (vault->tolerant);
  if (file->splints == NULL)
    file->splints = g_hash_table_new_full (NULL, NULL, NULL, free_splint);
  g_hash_table_insert (file->splints, GUINT_TO_POINTER ((guint)number), g_memdup2 (page, JAL_VAULT_PAGE_BYTES));
  file->splints_end = MAX (file->splints_end, (gint64)number * JAL_VAULT_PAGE_BYTES);
}

GHashTable *
jal_vault_list_free_pages (JalVault *vault)
{
  g_autoptr (GHashTable) leaves = g_hash_table_new (NULL, NULL);
  g_autofree guint8 *page = g_malloc (JAL_VAULT_PAGE_BYTES);
  JalVaultInfo info;
  guint32 trunk;
  guint64 trunks = 0;

  jal_vault_get_info (vault, &info);
  if (jal_vault_read_page (vault, 1, page) != JAL_VAULT_PAGE_WHOLE)
    return g_steal_pointer (&leaves);
  trunk = big_endian (page + AT_FREE_LIST);
  /* A list that runs in a circle, or off the page, is damage that SQLite's own check names. */
  while (trunk != 0 && trunks++ < info.page_count && jal_vault_read_page (vault, trunk, page) == JAL_VAULT_PAGE_WHOLE)
    {
      guint32 n = MIN (big_endian (page + 4), (JAL_VAULT_PAGE_BYTES - 8) / 4);

      for (guint32 i = 0; i < n; i++)
        g_hash_table_add (leaves, GUINT_TO_POINTER (big_endian (page + 8 + 4 * i)));
      trunk = big_endian (page);
    }
  return g_steal_pointer (&leaves);
}

gboolean
jal_vault_count_sum (JalVault *vault, guint limit, gboolean *done, GError **error)
{
  int rc = jal_vault_pages_scan (vault->pages, limit, done);

  return rc == SQLITE_OK || jal_vault_error_from_db (vault->db, rc, error);
}

/* Those that SQLite has on its list of free pages hold nothing. */
static guint64
count_holes (JalVault *vault)
{
  GHashTable *holes = vault->pages->holes;
  g_autoptr (GHashTable) free_pages = NULL;
  GHashTableIter iter;
  gpointer number;
  guint64 n = 0;

  if (holes == NULL || g_hash_table_size (holes) == 0)
    return 0;
  free_pages = jal_vault_list_free_pages (vault);
  g_hash_table_iter_init (&iter, holes);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    n += !g_hash_table_contains (free_pages, number);
  return n;
}

void
jal_vault_get_health (JalVault *vault, JalVaultHealth *health)
{
  const JalVaultSeal *seal = &vault->pages->seal;

  *health = (JalVaultHealth){ .clean = vault->clean,
                              .counted = seal->checked,
                              .exchanged = seal->broken,
                              .missing = vault->missing,
                              .missing_from = vault->missing_from,
                              .holes = count_holes (vault),
                              .tail = vault->tail,
                              .header_copy = !vault->both_copies,
                              .older = vault->older,
                              .foreign_journal = vault->set_aside };
}

void
jal_vault_accept_age (JalVault *vault)
{
  vault->older = FALSE;
  jal_vault_seen_remember (&vault->header, vault->keys);
}
