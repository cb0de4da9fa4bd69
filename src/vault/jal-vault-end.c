/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the vault ends, compared with where it says it ends.
 *
 * 1. Page 1 counts the pages (SQLite's file format, 1.3.7), the seal counts them once more: what is missing is known.
 * 2. What lies behind the last page is cut off only when not one page of it is the vault's: after a power cut there may be
 *    pages of its own that no longer count. Beside a journal this waits for the first read: SQLite cuts off itself what the
 *    change of a crash had added, and passes over a journal that is not the vault's.
 * 3. A journal that is played back beside a file that was cut brings back what it has; the rest stays pages of zeros, which never
 *    authenticate, and counts as missing: at this opening by its place, at later ones when the pages are counted (jal-vault-pages.c).
 */
#define G_LOG_DOMAIN "jal-vault"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-private.h"

#define P JAL_VAULT_PAGE_SIZE

/* In page 1. */
#define AT_CHANGES 24
#define AT_COUNT 28
#define AT_COUNTED_AT 92

static guint32
big_endian (const guint8 *at)
{
  return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

/* The number of pages the vault says it has; 0 when that cannot be known. */
static guint64
ask_count (JalVault *vault)
{
  guint8 page[P];
  guint64 count = vault->clean ? jal_vault_header_get_sealed_pages (&vault->header) : 0;

  if (jal_vault_read_page (vault, 1, page) == JAL_VAULT_PAGE_WHOLE
      && big_endian (page + AT_CHANGES) == big_endian (page + AT_COUNTED_AT))
    count = MAX (count, big_endian (page + AT_COUNT));
  sodium_memzero (page, sizeof page);
  return count;
}

/* Whether any of the pages from @first to @last is the vault's. */
static gboolean
has_own_page (JalVault *vault, guint64 first, guint64 last)
{
  guint8 page[P];
  gboolean own = FALSE;

  for (guint64 n = first; n <= last && !own; n++)
    own = jal_vault_read_page (vault, n, page) == JAL_VAULT_PAGE_WHOLE;
  sodium_memzero (page, sizeof page);
  return own;
}

/* Nothing has been read of the pages behind: they are in no sum but that of the counting, which has not begun. */
static gboolean
cut_off (JalVault *vault, gint64 size, GError **error)
{
  sqlite3_file *real = vault->pages->real;
  int rc = real->pMethods->xTruncate (real, JAL_VAULT_HEADER_SIZE + size);

  if (rc == SQLITE_OK)
    rc = real->pMethods->xSync (real, SQLITE_SYNC_NORMAL);
  vault->pages->size = -1;
  return rc == SQLITE_OK || jal_vault_error_from_db (vault->db, rc, error);
}

/* How many of the pages that end with @last were never filled after the file had been cut. */
static guint64
count_holes (JalVault *vault, guint64 last)
{
  static const guint8 zeros[P];
  sqlite3_file *real = vault->pages->real;
  guint8 page[P];
  guint64 n = 0;

  while (n < last && real->pMethods->xRead (real, page, P, JAL_VAULT_HEADER_SIZE + (sqlite3_int64)(last - n - 1) * P) == SQLITE_OK
         && memcmp (page, zeros, P) == 0)
    n++;
  return n;
}

void
jal_vault_count_lost (JalVault *vault)
{
  guint8 page[P];
  guint64 count = vault->pages->size > 0 ? (guint64)vault->pages->size / P : 0;

  for (guint64 n = vault->pages->first_hole; n > 0 && n <= count; n++)
    if (jal_vault_read_page (vault, n, page) != JAL_VAULT_PAGE_WHOLE && vault->missing++ == 0)
      vault->missing_from = n;
  sodium_memzero (page, sizeof page);
}

/* Of a vault of @count pages in @size bytes. */
static gboolean
take_tail (JalVault *vault, guint64 count, gint64 size, GError **error)
{
  if ((gint64)count * P >= size || has_own_page (vault, count + 1, (guint64)size / P))
    return TRUE;
  vault->tail = (guint64)(size - (gint64)count * P);
  return vault->read_only || vault->tolerant || cut_off (vault, (gint64)count * P, error);
}

/* The bytes that the file has for pages. */
static gboolean
ask_size (JalVault *vault, gint64 *size, GError **error)
{
  sqlite3_file *real = vault->pages->real;
  sqlite3_int64 all = 0;
  int rc = real->pMethods->xFileSize (real, &all);

  *size = MAX (all - JAL_VAULT_HEADER_SIZE, 0);
  return rc == SQLITE_OK || jal_vault_error_from_db (vault->db, rc, error);
}

gboolean
jal_vault_measure_end (JalVault *vault, GError **error)
{
  guint64 count, there;
  gint64 size;

  if (!ask_size (vault, &size, error))
    return FALSE;
  there = (guint64)size / P;
  count = ask_count (vault);
  if (count == 0)
    return TRUE;
  vault->missing = count > there ? count - there : 0;
  vault->missing_from = there + 1;
  if (vault->missing == 0 && (vault->missing = count_holes (vault, there)) > 0)
    vault->missing_from = there - vault->missing + 1;
  if (vault->missing > 0 && vault->tolerant)
    {
      vault->pages->claimed = (gint64)count * P;
      vault->pages->size = -1;
    }
  return take_tail (vault, count, size, error);
}

gboolean
jal_vault_measure_tail (JalVault *vault, GError **error)
{
  guint64 count = ask_count (vault);
  gint64 size;

  return count == 0 || (ask_size (vault, &size, error) && take_tail (vault, count, size, error));
}
