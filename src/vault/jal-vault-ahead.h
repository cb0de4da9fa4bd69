/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/jal-vault-keys.h"

G_BEGIN_DECLS

/* Pages read at once: what goes into one read of SQLite's own VFS. */
#define JAL_VAULT_AHEAD_PAGES 15

/**
 * JalVaultAhead:
 *
 * Pages that will be asked for next: whoever reads pages in order finds those behind them read already, and opened or
 * being opened by a second thread. It is told what was asked for and reads through who owns it; it never writes.
 */
typedef struct _JalVaultAhead JalVaultAhead;

/* Reads @n sealed pages from page @first on into @to; FALSE when that is not possible. */
typedef gboolean (*JalVaultAheadRead) (gpointer data, guint64 first, guint n, guint8 *to);

/* Returns (transfer full). */
JalVaultAhead *jal_vault_ahead_new (JalVaultAheadRead read, gpointer data);
void jal_vault_ahead_free (JalVaultAhead *ahead);

/* Page @pgno of @n_pages is asked for: fills @plain (JAL_VAULT_PAGE_SIZE, its trailer zeroed) and returns TRUE when it was
   read ahead and authenticates. FALSE: it has to be read as ever. @keys must live until jal_vault_ahead_wipe(). */
gboolean jal_vault_ahead_take (JalVaultAhead *ahead, const JalVaultKeys *keys, guint64 pgno, guint64 n_pages, guint8 *plain);
/* Page @pgno, and with @behind every page after it, is not what it was. */
void jal_vault_ahead_changed (JalVaultAhead *ahead, guint64 pgno, gboolean behind);
/* Waits until the second thread has opened all that was read. */
void jal_vault_ahead_wait (JalVaultAhead *ahead);
/* The keys are about to go: waits for the second thread and wipes what was opened. */
void jal_vault_ahead_wipe (JalVaultAhead *ahead);

G_END_DECLS
