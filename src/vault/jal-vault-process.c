/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the whole process needs: an allocator for SQLite that leaves nothing behind, and closed doors to its memory. */
#define G_LOG_DOMAIN "jal-vault"

#include <glib/gi18n-lib.h>
#include <malloc.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "vault/jal-vault-vfs.h"
#include "vault/jal-vault.h"

/* Each block is preceded by its size; SQLite wants 8-byte alignment, malloc() gives 16. */
#define PREFIX 16

static void *
wiping_malloc (int size)
{
  guint8 *block = malloc (PREFIX + (gsize)size);

  if (block == NULL)
    return NULL;
  *(int *)block = size;
  return block + PREFIX;
}

static int
wiping_size (void *memory)
{
  return memory != NULL ? *(int *)((guint8 *)memory - PREFIX) : 0;
}

static void
wiping_free (void *memory)
{
  if (memory == NULL)
    return;
  explicit_bzero (memory, (gsize)wiping_size (memory));
  free ((guint8 *)memory - PREFIX);
}

static void *
wiping_realloc (void *memory, int size)
{
  int old = wiping_size (memory);
  void *moved;

  moved = wiping_malloc (size);
  if (moved == NULL)
    return NULL;
  memcpy (moved, memory, (gsize)MIN (old, size));
  wiping_free (memory);
  return moved;
}

static int
wiping_roundup (int size)
{
  return (size + 7) & ~7;
}

static int
wiping_init (void *data)
{
  return SQLITE_OK;
}

static void
wiping_shutdown (void *data)
{
}

static const sqlite3_mem_methods wiping_methods = {
  .xMalloc = wiping_malloc,
  .xFree = wiping_free,
  .xRealloc = wiping_realloc,
  .xSize = wiping_size,
  .xRoundup = wiping_roundup,
  .xInit = wiping_init,
  .xShutdown = wiping_shutdown,
};

static gboolean
init_once (void)
{
  return sodium_init () >= 0 && sqlite3_threadsafe () != 0
         && sqlite3_config (SQLITE_CONFIG_MALLOC, &wiping_methods) == SQLITE_OK
         && sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK && sqlite3_initialize () == SQLITE_OK
         && jal_vault_vfs_register ("unix-excl") == SQLITE_OK;
}

gboolean
jal_vault_init_process (GError **error)
{
  static gsize state; /* 1 failed, 2 ready */

  if (g_once_init_enter (&state))
    g_once_init_leave (&state, init_once () ? 2 : 1);
  if (state == 2)
    return TRUE;
  g_set_error_literal (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_MEMORY,
                       _ ("This program could not set up protected memory. Close other programs and start it again."));
  return FALSE;
}

void
jal_vault_harden_process (void)
{
  const struct rlimit none = { 0, 0 };

  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#ifdef M_PERTURB
  /* glibc overwrites every block that is freed: what a label, a message or a page's text held is gone with it. */
  mallopt (M_PERTURB, 0xff);
#endif
  setrlimit (RLIMIT_CORE, &none);
}
