/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

/**
 * Backups: whole encrypted copies of the vault in a folder the user picked, each opened by the same passphrase.
 *
 * A copy is taken in small slices between other work, put on the disk under a hidden name, and takes its name when it is
 * whole. Then another process reads every byte of it back and compares every SHA-256. Old ones give way as
 * jal_backup_rotate() says. Every call here is synchronous, may take minutes, and is made from a thread of its own.
 */

G_BEGIN_DECLS

typedef enum
{
  JAL_BACKUP_COPYING,  /* bytes */
  JAL_BACKUP_CHECKING, /* bytes read back */
} JalBackupPhase;

/* On the caller's thread. */
typedef void (*JalBackupProgress) (JalBackupPhase phase, guint64 done, guint64 total, gpointer user_data);

/* What the check of a copy found. */
typedef struct
{
  guint64 n_bytes;     /* all of them authenticated */
  guint64 n_originals; /* whose SHA-256 was computed again and is right */
  guint64 n_records;   /* of the audit, whose chain holds */
  char head[64 + 1];   /* hex of its last record's hash */
} JalBackupReport;

typedef struct
{
  JalId id;            /* JAL_ID_NONE: found in the folder, made elsewhere */
  gint64 at;           /* microseconds since 1970 UTC: the moment whose content it holds */
  char *path;
  guint64 size;        /* bytes */
  char *state;         /* "made", "verified", "failed", "unknown" */
  gint64 checked_at;   /* 0: never */
  guint64 n_originals; /* compared by the check */
  char *trouble;       /* nullable: a sentence */
  gboolean present;    /* it lies where it was put */
  gboolean other;      /* found under a name that this program did not give it */
  gboolean apart;      /* found outside the folder for backups, or beside the vault: somebody may work in it */
} JalBackup;

void jal_backup_free (JalBackup *backup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalBackup, jal_backup_free)

/* Where backups stand. */
typedef struct
{
  char *folder;         /* nullable: none chosen */
  gboolean reachable;   /* the folder is there now */
  gboolean same_disk;   /* as the vault: no help when the computer is lost */
  gboolean automatic;
  gint64 last_made;     /* 0: none */
  gint64 last_good;     /* made and verified; 0: none */
  gint64 unverified;    /* a newer one that no check has seen yet; 0: none */
  guint n_changes;      /* recorded since the last one was made */
  gint64 failed_at;     /* when it last failed since the last good one; 0: not */
  char *failed;         /* nullable: the sentence */
} JalBackupStatus;

void jal_backup_status_free (JalBackupStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalBackupStatus, jal_backup_status_free)

/* --- One copy ------------------------------------------------------------------------------------------------ */

/* Writes a copy of the vault as it is now to @path, which must not exist, and brings it to the disk. @seq and @head
   (65 bytes), nullable, say where the audit stood. On failure or cancellation nothing is left at @path. */
gboolean jal_backup_write (JalStore *store, const char *path, guint64 *size, guint64 *seq, char *head, gint64 *at,
                           JalBackupProgress progress, gpointer progress_data, GCancellable *cancellable,
                           GError **error);
/* Lets another process read every byte of the copy at @path. It gets keys that open pages, through a socket, never the
   master key. JAL_STORE_ERROR_DAMAGED when anything is wrong, with words that say where. @report is nullable. */
gboolean jal_backup_check (JalStore *store, const char *path, JalBackupReport *report, JalBackupProgress progress,
                           gpointer progress_data, GCancellable *cancellable, GError **error);
/* Checks the backup at @source with @secret, a passphrase or the whole recovery code of a sheet, copies it to @dest, and checks the copy. Something at @dest is refused
   with JAL_STORE_ERROR_EXISTS, unless @kept (out, transfer full) is given: then it is moved aside, whole, and @kept is
   its new path, or NULL when nothing was there. A vault that is open is never touched. */
gboolean jal_backup_restore (const char *source, const char *dest, const char *secret, char **kept,
                             JalBackupReport *report, JalBackupProgress progress, gpointer progress_data,
                             GCancellable *cancellable, GError **error);

/* --- The user's backups -------------------------------------------------------------------------------------- */

/* @folder NULL: none from now on. REFUSED when it is no folder or cannot be written. */
gboolean jal_backup_set_folder (JalStore *store, const char *folder, GError **error);
gboolean jal_backup_set_automatic (JalStore *store, gboolean automatic, GError **error);
/* Returns (transfer full). */
JalBackupStatus *jal_backup_get_status (JalStore *store, GCancellable *cancellable, GError **error);
/* Whether one should be made by itself at @now: a day has passed, or work has paused after a change. */
gboolean jal_backup_is_due (const JalBackupStatus *status, gboolean paused, gint64 now);
/* Returns (transfer full) (element-type JalBackup): newest first, also those in the folder that this vault's list does
   not know. */
GPtrArray *jal_backup_list (JalStore *store, GCancellable *cancellable, GError **error);
/* The same with what lies in folders below the chosen one, beside the vault, and in the folders that earlier backups went to,
   for erasing. @unseen (out, transfer full): the places that could not be looked at, where there may be more: folders that are
   not there, closed or too deep, files that cannot be read. @looked (out, transfer full): the folders beyond the chosen one whose
   files were looked at. */
GPtrArray *jal_backup_list_all (JalStore *store, GStrv *unseen, GStrv *looked, GCancellable *cancellable, GError **error);
/* Whether the copy at @path holds nothing that this vault does not: its history, read back and verified by another process, is
   the beginning of this vault's, and no program has it open. @at (out): when its last change was. Slow. */
gboolean jal_backup_is_contained (JalStore *store, const char *path, gint64 *at, JalBackupProgress progress, gpointer progress_data,
                                  GCancellable *cancellable);
/* Inside a transaction: the folder at @path, chosen earlier, is not looked for any more. */
gboolean jal_backup_forget_folder (JalTx *tx, const char *path, GError **error);
/* Deletes the file of one of the list and takes it off; only what bears this vault's identity. FALSE when it is not there or
   cannot be deleted. */
gboolean jal_backup_forget (JalStore *store, const JalBackup *backup, GError **error);
/* Makes one in the chosen folder, checks it, lets old ones go, and records all of it. Failures are recorded too, but for
   cancellation. @path (out, nullable, transfer full). */
gboolean jal_backup_run (JalStore *store, char **path, JalBackupReport *report, JalBackupProgress progress,
                         gpointer progress_data, GCancellable *cancellable, GError **error);
/* The same to a place named now: @dest is a folder, or a file that is not there yet. It stands in the list, and the
   rotation leaves it alone unless it got its name by itself in the chosen folder. @path (out, nullable, transfer full). */
gboolean jal_backup_run_to (JalStore *store, const char *dest, char **path, JalBackupReport *report,
                            JalBackupProgress progress, gpointer progress_data, GCancellable *cancellable, GError **error);
/* Checks one of the list again (JAL_ID_NONE: the newest that no check has seen) and records what it found. */
gboolean jal_backup_recheck (JalStore *store, JalId id, JalBackupReport *report, JalBackupProgress progress,
                             gpointer progress_data, GCancellable *cancellable, GError **error);

/* --- Rotation ------------------------------------------------------------------------------------------------ */

#define JAL_BACKUP_DAYS 7
#define JAL_BACKUP_WEEKS 4
#define JAL_BACKUP_MONTHS 12

typedef struct
{
  gint64 at;
  gboolean good; /* checked and found whole */
} JalBackupAge;

/* Which of @n backups, in any order, stay at @now. Of the good ones the newest of each of the last seven days, four weeks
   (from Monday) and twelve months in Nairobi that have one; the newest good one always. One that is not good stays until
   there is a newer good one. One from the future (the clock was wrong) stays and counts for nothing. */
void jal_backup_rotate (const JalBackupAge *backups, guint n, gint64 now, gboolean *keep);

G_END_DECLS
