/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of a vault in use, for a copy.
 *
 * 1. Every page begins as "to be read"; reading takes the mark away, writing (a rollback too) sets it again.
 * 2. Reading flushes what was sealed but not written, so that a page whose mark is gone has been read as it is.
 * 3. Pages that an open transaction wrote may be read: its end either leaves them or writes them once more. Only the
 *    last reading must find no transaction open.
 * 4. Pages are copied as they are sealed: the same nonce with the same plaintext, nothing is encrypted twice.
 */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-backup.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vault/jal-vault-error.h"
#include "vault/jal-vault-file.h"
#include "vault/jal-vault-private.h"

G_STATIC_ASSERT (JAL_VAULT_BACKUP_HEADER == JAL_VAULT_HEADER_SIZE);
G_STATIC_ASSERT (JAL_VAULT_BACKUP_PAGE == JAL_VAULT_PAGE_SIZE);

struct _JalVaultBackup
{
  JalVault *vault;
  JalVaultTrack track;
  guint64 cursor; /* page number to look from */
};

void
jal_vault_track_mark (JalVaultTrack *track, guint64 pgno)
{
  guint64 word = (pgno - 1) / 64, bit = (guint64)1 << ((pgno - 1) % 64);

  if (word >= track->words->len)
    g_array_set_size (track->words, (guint)word + 1);
  if ((g_array_index (track->words, guint64, word) & bit) == 0)
    track->n_left++;
  g_array_index (track->words, guint64, word) |= bit;
}

static gboolean
is_marked (const JalVaultTrack *track, guint64 pgno)
{
  guint64 word = (pgno - 1) / 64;

  return word < track->words->len && (g_array_index (track->words, guint64, word) >> ((pgno - 1) % 64) & 1) != 0;
}

static void
unmark (JalVaultTrack *track, guint64 pgno)
{
  if (!is_marked (track, pgno))
    return;
  g_array_index (track->words, guint64, (pgno - 1) / 64) &= ~((guint64)1 << ((pgno - 1) % 64));
  track->n_left--;
}

JalVaultBackup *
jal_vault_backup_begin (JalVault *vault, GError **error)
{
  JalVaultBackup *backup = g_new0 (JalVaultBackup, 1);
  guint64 n_pages;

  backup->vault = vault;
  backup->track.words = g_array_new (FALSE, TRUE, sizeof (guint64));
  backup->cursor = 1;
  n_pages = jal_vault_backup_get_pages (backup);
  for (guint64 pgno = 1; pgno <= n_pages; pgno++)
    jal_vault_track_mark (&backup->track, pgno);
  jal_vault_control (vault, JAL_VAULT_FCNTL_TRACK, &backup->track);
  return backup;
}

void
jal_vault_backup_end (JalVaultBackup *backup)
{
  if (backup == NULL)
    return;
  jal_vault_control (backup->vault, JAL_VAULT_FCNTL_TRACK, NULL);
  g_array_unref (backup->track.words);
  g_free (backup);
}

guint64
jal_vault_backup_get_pages (JalVaultBackup *backup)
{
  JalVaultInfo info;

  jal_vault_get_info (backup->vault, &info);
  return info.page_count;
}

guint64
jal_vault_backup_get_left (JalVaultBackup *backup)
{
  return backup->track.n_left;
}

/* The next marked page from the cursor on, around the end; 0 when there is none. Words without a mark are passed over
   sixty-four pages at a time. */
static guint64
find_next (JalVaultBackup *backup)
{
  const GArray *words = backup->track.words;
  guint64 n = (guint64)words->len * 64;

  if (backup->track.n_left == 0)
    return 0;
  for (guint64 step = 0, at = backup->cursor - 1; step <= n + 64;)
    {
      guint64 word;

      if (at >= n)
        at = 0;
      word = g_array_index (words, guint64, at / 64) >> (at % 64);
      if (word != 0)
        return at + (guint64)__builtin_ctzll (word) + 1;
      step += 64 - at % 64;
      at += 64 - at % 64;
    }
  return 0;
}

/* Pages that the vault has given back are no longer to be read. */
static void
forget_behind (JalVaultBackup *backup, guint64 n_pages)
{
  for (guint64 pgno = n_pages + 1; pgno <= (guint64)backup->track.words->len * 64; pgno++)
    unmark (&backup->track, pgno);
  g_array_set_size (backup->track.words, (guint)((n_pages + 63) / 64));
}

gboolean
jal_vault_backup_read (JalVaultBackup *backup, guint max_pages, guint8 *to, gint64 *offset, gsize *length,
                       GError **error)
{
  guint64 n_pages = jal_vault_backup_get_pages (backup);
  JalVaultSealedRead read = { .to = to };
  int rc;

  *length = 0;
  if ((n_pages + 63) / 64 < backup->track.words->len || find_next (backup) > n_pages)
    forget_behind (backup, n_pages);
  read.first = find_next (backup);
  if (read.first == 0)
    return TRUE;
  while (read.n < max_pages && read.first + read.n <= n_pages && is_marked (&backup->track, read.first + read.n))
    read.n++;
  rc = jal_vault_control (backup->vault, JAL_VAULT_FCNTL_READ_SEALED, &read);
  if (rc != SQLITE_OK)
    return jal_vault_error_from_db (NULL, rc, error);
  for (guint i = 0; i < read.n; i++)
    unmark (&backup->track, read.first + i);
  backup->cursor = read.first + read.n;
  *offset = JAL_VAULT_HEADER_SIZE + (gint64)(read.first - 1) * JAL_VAULT_PAGE_SIZE;
  *length = (gsize)read.n * JAL_VAULT_PAGE_SIZE;
  return TRUE;
}

gboolean
jal_vault_backup_finish (JalVaultBackup *backup, guint8 header[JAL_VAULT_BACKUP_HEADER], gint64 *size, GError **error)
{
  JalVault *vault = backup->vault;
  g_autofree JalVaultHeader *copy = NULL;

  if (backup->track.n_left != 0 || !sqlite3_get_autocommit (vault->db))
    {
      jal_vault_set_error (error, JAL_VAULT_ERROR_STATEMENT);
      return FALSE;
    }
  copy = g_memdup2 (&vault->header, sizeof *copy);
  /* The copy has these very pages: it is sealed as the vault would be if it were closed now. */
  if (vault->pages->seal.known)
    jal_vault_seal_store (&vault->pages->seal, vault->keys, copy, jal_vault_backup_get_pages (backup));
  else
    jal_vault_header_set_flags (copy, jal_vault_header_get_flags (copy) & ~JAL_VAULT_FLAG_SEALED);
  jal_vault_header_authenticate (copy, vault->keys);
  memcpy (header, copy->bytes, JAL_VAULT_HEADER_COPY);
  memcpy (header + JAL_VAULT_HEADER_COPY, copy->bytes, JAL_VAULT_HEADER_COPY);
  *size = JAL_VAULT_HEADER_SIZE + (gint64)jal_vault_backup_get_pages (backup) * JAL_VAULT_PAGE_SIZE;
  return TRUE;
}
