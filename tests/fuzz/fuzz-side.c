/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal of ours with bytes changed, or anything else in its place: it is read to its end, cut, and written on. */
#include <stdlib.h>
#include <string.h>

#include "vault/jal-vault-file.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* A file in memory. */
typedef struct
{
  sqlite3_file base;
  guint8 bytes[64 * 1024];
  gint64 size;
} Memory;

static int
memory_close (sqlite3_file *file)
{
  return SQLITE_OK;
}

static int
memory_read (sqlite3_file *file, void *to, int amount, sqlite3_int64 offset)
{
  Memory *memory = (Memory *)file;
  gint64 n = CLAMP (memory->size - offset, 0, amount);

  memcpy (to, memory->bytes + MIN (offset, memory->size), (gsize)n);
  memset ((guint8 *)to + n, 0, (gsize)(amount - n));
  return n == amount ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
memory_write (sqlite3_file *file, const void *from, int amount, sqlite3_int64 offset)
{
  Memory *memory = (Memory *)file;

  if (offset + amount > (gint64)sizeof memory->bytes)
    return SQLITE_FULL;
  if (offset > memory->size)
    memset (memory->bytes + memory->size, 0, (gsize)(offset - memory->size));
  memcpy (memory->bytes + offset, from, (gsize)amount);
  memory->size = MAX (memory->size, offset + amount);
  return SQLITE_OK;
}

static int
memory_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  ((Memory *)file)->size = MIN (((Memory *)file)->size, size);
  return SQLITE_OK;
}

static int
memory_sync (sqlite3_file *file, int flags)
{
  return SQLITE_OK;
}

static int
memory_size (sqlite3_file *file, sqlite3_int64 *size)
{
  *size = ((Memory *)file)->size;
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = memory_close,
  .xRead = memory_read,
  .xWrite = memory_write,
  .xTruncate = memory_truncate,
  .xSync = memory_sync,
  .xFileSize = memory_size,
};

static Memory *
new_memory (void)
{
  Memory *memory = sqlite3_malloc (sizeof *memory);

  memset (memory, 0, sizeof *memory);
  memory->base.pMethods = &methods;
  return memory;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const guint8 key[32] = { 9 };
  static guint8 good[8192];
  static gint64 good_size;
  JalVaultSide side = { 0 };
  Memory *memory = NULL;
  guint8 buffer[3000];
  sqlite3_int64 length = 0;

  if (good_size == 0)
    {
      if (!jal_vault_init_process (NULL))
        abort ();
      memory = new_memory ();
      jal_vault_side_init (&side, &memory->base, JAL_VAULT_SIDE_JOURNAL, key);
      memset (buffer, 'j', sizeof buffer);
      side.base.pMethods->xWrite (&side.base, buffer, sizeof buffer, 0);
      good_size = memory->size;
      memcpy (good, memory->bytes, (gsize)good_size);
      side.base.pMethods->xClose (&side.base);
      memset (&side, 0, sizeof side);
    }
  memory = new_memory ();
  if (size > 0 && data[0] % 4 == 0)
    {
      memory->size = (gint64)MIN (size, 8000);
      memcpy (memory->bytes, data, (gsize)memory->size);
    }
  else
    {
      memory->size = good_size;
      memcpy (memory->bytes, good, (gsize)good_size);
      for (size_t i = 1; i + 2 < size; i += 3)
        memory->bytes[(data[i] | data[i + 1] << 8) % good_size] = data[i + 2];
    }
  if (jal_vault_side_init (&side, &memory->base, JAL_VAULT_SIDE_JOURNAL, key) != SQLITE_OK)
    abort ();
  side.base.pMethods->xFileSize (&side.base, &length);
  for (sqlite3_int64 at = 0; at < length; at += 700)
    side.base.pMethods->xRead (&side.base, buffer, 900, at);
  if (length > 600)
    side.base.pMethods->xTruncate (&side.base, length - 600);
  memset (buffer, 'n', sizeof buffer);
  side.base.pMethods->xWrite (&side.base, buffer, 1000, 100);
  side.base.pMethods->xWrite (&side.base, buffer, 512, 0);
  side.base.pMethods->xRead (&side.base, buffer, 512, 0);
  /* What was just written is read as it was. */
  if (buffer[0] != 'n' || buffer[511] != 'n')
    abort ();
  side.base.pMethods->xClose (&side.base);
  return 0;
}
