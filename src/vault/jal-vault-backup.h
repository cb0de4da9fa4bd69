/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying a vault while it is in use, and opening a copy to look whether it is whole. Only the store includes this. */
#pragma once

#include "vault/jal-vault-slots.h"

G_BEGIN_DECLS

/* Both copies of the header, which the pages follow. */
#define JAL_VAULT_BACKUP_HEADER 16384
/* Bytes of a page on the disk. */
#define JAL_VAULT_BACKUP_PAGE 8192

/**
 * JalVaultBackup:
 *
 * The pages of an open vault as they lie on the disk, read a few at a time by the vault's own thread while other work
 * goes on between. A page written after it was read is read again. When nothing is left to read and no transaction is
 * open, what was read last of every page is the vault at that moment, whole and sealed, without a byte decrypted.
 */
typedef struct _JalVaultBackup JalVaultBackup;

/* Returns (transfer full): to be ended before the vault is closed. One at a time. */
JalVaultBackup *jal_vault_backup_begin (JalVault *vault, GError **error);
/* Reads at most @max_pages pages that follow each other and are not copied yet into @to. @offset says where in the file
   they belong, @length how many bytes they are; 0 when nothing is left. */
gboolean jal_vault_backup_read (JalVaultBackup *backup, guint max_pages, guint8 *to, gint64 *offset, gsize *length,
                                GError **error);
/* Pages that are still to be read, and all pages. */
guint64 jal_vault_backup_get_left (JalVaultBackup *backup);
guint64 jal_vault_backup_get_pages (JalVaultBackup *backup);
/* Fills @header with both copies of a header for the backup and @size with its length in bytes; to be called without
   another statement after the last read. FALSE with %JAL_VAULT_ERROR_STATEMENT while a transaction is open. */
gboolean jal_vault_backup_finish (JalVaultBackup *backup, guint8 header[JAL_VAULT_BACKUP_HEADER], gint64 *size,
                                  GError **error);
/* NULL is allowed. */
void jal_vault_backup_end (JalVaultBackup *backup);

/* --- Looking at a copy --------------------------------------------------------------------------------------- */

/* What a process needs to check a copy of this vault: keys that open pages and headers, never the master key. */
#define JAL_VAULT_CHECK_KEYS_SIZE 96

/* Writes them into @keys, which is locked memory of the caller. */
void jal_vault_get_check_keys (JalVault *vault, guint8 keys[JAL_VAULT_CHECK_KEYS_SIZE]);
/* Opens the vault at @path for reading only; no byte of it changes. Returns (transfer full) or NULL with an error. */
JalVault *jal_vault_open_to_check (const char *path, const guint8 keys[JAL_VAULT_CHECK_KEYS_SIZE], GError **error);
/* The same with what somebody typed, for a backup that is to be restored. */
JalVault *jal_vault_open_to_read_with (const char *path, const JalVaultSecret *secret, GError **error);
JalVault *jal_vault_open_to_read (const char *path, const char *passphrase, GError **error);
gboolean jal_vault_is_read_only (JalVault *vault);
/* Whether a program has the vault at @path open now. */
gboolean jal_vault_is_open_elsewhere (const char *path);

/* Called now and then with the bytes looked at; FALSE stops with %G_IO_ERROR_CANCELLED. */
typedef gboolean (*JalVaultCheckFunc) (guint64 done, guint64 size, gpointer data);
/* Authenticates every byte of the file: both headers, every page, nothing behind them. %JAL_VAULT_ERROR_DAMAGED names
   the place in @where (nullable, transfer full): "header", "page 17", "end". */
gboolean jal_vault_check_bytes (JalVault *vault, JalVaultCheckFunc func, gpointer data, char **where, GError **error);

/* Locked memory for keys on their way; NULL when it is used up. */
guint8 *jal_vault_check_keys_alloc (void);
void jal_vault_check_keys_free (guint8 *keys);

G_END_DECLS
