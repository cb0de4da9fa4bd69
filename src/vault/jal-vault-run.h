/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * JalVaultRun:
 *
 * Sealed bytes of one file on their way to the disk: a stretch without gaps that is written in one go. Units (a page,
 * a slot) are sealed straight into it. What a failed flush could not write stays, is still read, and is tried again.
 */
typedef struct
{
  sqlite3_file *real; /* not owned */
  gint64 start;       /* offset of the first byte in the file */
  gsize used;
  gsize size;
  guint8 *bytes;
} JalVaultRun;

/* Prepares @run for @real with room for @size bytes. FALSE when memory is short. */
gboolean jal_vault_run_init (JalVaultRun *run, sqlite3_file *real, gsize size);
void jal_vault_run_clear (JalVaultRun *run);
/* Returns where to put @length bytes for @offset of the file, flushing first if need be; NULL with @rc set when that
   fails. A unit that is already in the run is overwritten in place. */
guint8 *jal_vault_run_reserve (JalVaultRun *run, gint64 offset, gsize length, int *rc);
/* Returns the @length bytes waiting for @offset, or NULL when they are not in the run. */
const guint8 *jal_vault_run_find (const JalVaultRun *run, gint64 offset, gsize length);
/* Returns a SQLite result. */
int jal_vault_run_flush (JalVaultRun *run);
/* Forgets everything from @offset on. */
void jal_vault_run_truncate (JalVaultRun *run, gint64 offset);

G_END_DECLS
