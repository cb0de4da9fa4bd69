/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A busy life for a vault, the same for the same seed, whose state after every commit is known. */
#pragma once

#include "vault/jal-vault.h"

G_BEGIN_DECLS

#define VAULT_WORK_PASSPHRASE "correct horse battery staple"

/* Returns (transfer full): a new temporary folder. */
char *vault_work_folder (void);
/* Removes @folder and what is in it; frees the string. */
void vault_work_remove (char *folder);

/* Runs SQL that must succeed. */
void vault_work_exec (JalVault *vault, const char *sql);
/* Returns the first integer of a query, or -1 when it fails or has no row; @rc (may be NULL) its SQLite result. */
gint64 vault_work_int (JalVault *vault, const char *sql, int *rc);
/* Makes the tables and a first commit, number 0. */
void vault_work_prepare (JalVault *vault);
/* Does transaction @number (from 1, in order) with much spilling, savepoints, blobs and free pages. Returns the SQLite
   result; when it is not SQLITE_OK the transaction was rolled back. */
int vault_work_do (JalVault *vault, gint64 number);
/* Whether the full-text index is read anew after SQLite gave a transaction up by itself, as the store has it (a negative control
   switches it off). */
extern gboolean vault_work_rereads;
/* Returns how many rows a question to the full-text index finds; @rows: how many there are. */
gint64 vault_work_search (JalVault *vault, gint64 *rows);
/* Returns the number of the last commit, or -1 when it cannot be read. */
gint64 vault_work_last (JalVault *vault);
/* Hashes everything in the tables. FALSE when something cannot be read. */
gboolean vault_work_digest (JalVault *vault, guint8 digest[32]);
/* Reads every page of the file and runs SQLite's own check. After a power cut a page may be torn that SQLite counts as
   free and never reads again before it writes it (it keeps no journal of those); @after_crash allows only that. NULL
   when all is well, else (transfer none) what is not. */
const char *vault_work_check (JalVault *vault, gboolean after_crash);

G_END_DECLS
