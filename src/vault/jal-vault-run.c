/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-vault"

#include "vault/jal-vault-run.h"

#include <string.h>

/* SQLite's own VFS takes no more than 128 KiB − 1 at once (it masks the length). */
#define WRITE_MAX (120 * 1024)

gboolean
jal_vault_run_init (JalVaultRun *run, sqlite3_file *real, gsize size)
{
  run->real = real;
  run->start = 0;
  run->used = 0;
  run->size = size;
  run->bytes = sqlite3_malloc64 (size);
  return run->bytes != NULL;
}

void
jal_vault_run_clear (JalVaultRun *run)
{
  sqlite3_free (run->bytes);
  memset (run, 0, sizeof *run);
}

guint8 *
jal_vault_run_reserve (JalVaultRun *run, gint64 offset, gsize length, int *rc)
{
  gint64 end = run->start + (gint64)run->used;

  if (run->used > 0)
    {
      if (offset >= run->start && offset <= end && offset - run->start + length <= run->size)
        {
          gsize at = (gsize)(offset - run->start);

          run->used = MAX (run->used, at + length);
          return run->bytes + at;
        }
      *rc = jal_vault_run_flush (run);
      if (*rc != SQLITE_OK)
        return NULL;
    }
  run->start = offset;
  run->used = length;
  return run->bytes;
}

const guint8 *
jal_vault_run_find (const JalVaultRun *run, gint64 offset, gsize length)
{
  if (offset < run->start || offset - run->start + length > run->used)
    return NULL;
  return run->bytes + (offset - run->start);
}

int
jal_vault_run_flush (JalVaultRun *run)
{
  int rc = SQLITE_OK;

  for (gsize at = 0; rc == SQLITE_OK && at < run->used; at += WRITE_MAX)
    rc = run->real->pMethods->xWrite (run->real, run->bytes + at, (int)MIN (run->used - at, WRITE_MAX),
                                      run->start + (gint64)at);
  if (rc == SQLITE_OK)
    run->used = 0;
  return rc;
}

void
jal_vault_run_truncate (JalVaultRun *run, gint64 offset)
{
  if (offset <= run->start)
    run->used = 0;
  else if ((guint64)(offset - run->start) < run->used)
    run->used = (gsize)(offset - run->start);
}
