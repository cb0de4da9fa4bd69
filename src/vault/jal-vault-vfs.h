/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "jalada" VFS over SQLite's own "unix-excl". */
#pragma once

#include <sqlite3.h>

#include "vault/jal-vault-file.h"

G_BEGIN_DECLS

#define JAL_VAULT_VFS "jalada"

/* Registers the VFS over the one called @below, or again over another one (tests put their own between; no file may be
   open then). Returns a SQLite result. */
int jal_vault_vfs_register (const char *below);
/* Returns the VFS below. */
sqlite3_vfs *jal_vault_vfs_below (void);
/* Lets the vault file at the full path @path be opened by this process: with @keys and @header a new file is made
   with that header, otherwise it opens locked and waits for its keys. Paths that were not admitted cannot be opened.
   The arguments must live until jal_vault_vfs_dismiss(). */
void jal_vault_vfs_admit (const char *path, const JalVaultKeys *keys, const JalVaultHeader *header);
void jal_vault_vfs_dismiss (const char *path);

G_END_DECLS
