/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the open vault share. */
#pragma once

#include <sqlite3.h>
#include <sys/types.h>

#include "vault/jal-vault-file.h"
#include "vault/jal-vault-slots.h"
#include "vault/jal-vault.h"

G_BEGIN_DECLS

struct _JalVault
{
  char *path;
  sqlite3 *db;
  JalVaultKeys *keys;
  JalVaultHeader header; /* the current copy */
  guint copy;            /* where it lies */
  guint slot;            /* that opened it */
  gboolean both_copies;  /* both were whole when it was opened */
  JalVaultPages *pages;  /* not owned: of SQLite */
  gboolean tolerant;     /* opened although it is damaged */
  gboolean clean;        /* it was closed cleanly before */
  guint64 missing;       /* pages that it should have, and has not */
  guint64 missing_from;  /* the first of them */
  guint64 tail;          /* bytes behind its last page that were not its own */
  gboolean older;        /* this computer has seen a newer state */
  gboolean set_aside;    /* a journal that is not its own lay beside it */
  dev_t device;
  ino_t inode;
  gboolean listed;
  guint patience; /* ms */
  gboolean read_only;
};

/* A private file control of the vault file; returns a SQLite result. */
int jal_vault_control (JalVault *vault, int op, void *argument);

/* Returns (transfer full): the vault at @path, claimed but without its keys, or NULL. */
JalVault *jal_vault_open_locked (const char *path, gboolean read_only, GError **error);
/* Gives the file the vault's keys, undoes what a crash left, and reads the first row. */
gboolean jal_vault_start (JalVault *vault, GError **error);
/* Returns (transfer full): @path as SQLite will ask for it, or NULL. */
char *jal_vault_resolve (const char *path, GError **error);
/* Brings the name of the file at @path to the disk. */
gboolean jal_vault_sync_folder (const char *path, GError **error);
/* Of a vault without a seal: FALSE when what lies beside it is a journal of its own from an earlier session, which was played back
   or ended then. */
gboolean jal_vault_journal_may_count (JalVault *vault);
/* A sealed vault was complete when it was closed, and a journal is begun only after the seal has left the header: one that
   lies there was put there. Renames it, so that SQLite does not play it back. */
gboolean jal_vault_set_journal_aside (JalVault *vault, GError **error);
/* After a journal was played back: the pages that it should have filled and did not are missing. */
void jal_vault_count_lost (JalVault *vault);
/* Compares the file's length with the number of pages that the vault says it has. Of a damaged vault, the missing ones count as
   damaged from then on; of one that is written, what is not the vault's is cut off. */
gboolean jal_vault_measure_end (JalVault *vault, GError **error);
/* After a journal was played back or passed over, and before SQLite keeps the file's length: names what lies behind the last page,
   and cuts it off as above. */
gboolean jal_vault_measure_tail (JalVault *vault, GError **error);
/* After the first read: what is still in the journal never counted, and goes. */
void jal_vault_drop_stale_journal (JalVault *vault);
/* Removes what an interrupted change of the keys left behind: a copy that never took the vault's place. */
void jal_vault_remove_unfinished_rekey (JalVault *vault);
/* Removes a vault that could not be completed, with its journal: both are ours, made a moment ago. */
void jal_vault_remove_new_file (const char *path);

/* Makes a new, empty file at the full path @path; an existing one is refused. */
gboolean jal_vault_make_file (const char *path, GError **error);
/* Writes a compact copy of @vault to the new file at @path, with @header in front and sealed with @keys, and brings it
   to the disk. */
gboolean jal_vault_write_copy (JalVault *vault, const char *path, const JalVaultKeys *keys,
                               const JalVaultHeader *header, GError **error);

/* Finds the keys with @secret in the newest copy of the header that is whole. */
gboolean jal_vault_unlock (JalVault *vault, const JalVaultSecret *secret, GError **error);
/* Draws a master key, wraps it for @passphrase of @holder, and writes both copies of a new header. */
gboolean jal_vault_make_header (JalVault *vault, const guint8 *holder, const char *passphrase,
                                JalVaultStrength strength, GError **error);
/* Overwrites the older copy of the header with what is in memory, one generation on, and brings it to the disk. */
gboolean jal_vault_update_header (JalVault *vault, GError **error);
/* Makes the header's other copy whole again, with the slots of the current one (a slot may have been taken away just
   before the power went). */
gboolean jal_vault_refresh_header (JalVault *vault, GError **error);

G_END_DECLS
