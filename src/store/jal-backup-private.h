/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about backups share. */
#pragma once

#include "store/jal-backup.h"

G_BEGIN_DECLS

/* FALSE, with the sentence for the errno @number of a file operation in the backup folder. */
gboolean jal_backup_fail (int number, GError **error);
gboolean jal_backup_write_bytes (int fd, const guint8 *bytes, gsize length, gint64 offset, GError **error);
/* DISK_FULL when @folder has no room for @bytes. */
gboolean jal_backup_check_room (const char *folder, guint64 bytes, GError **error);
/* A new file under a name of ours, which replaces what a power cut left; -1 on failure. */
int jal_backup_open_hidden (const char *hidden, GError **error);
/* Brings the file to the disk and gives it its name, replacing nothing. Closes @fd; on failure @hidden is gone. */
gboolean jal_backup_take_place (int fd, const char *hidden, const char *path, GError **error);

/* The local setting that holds the folder. */
#define JAL_BACKUP_FOLDER "backup.folder"
/* Those chosen before it, one a line. */
#define JAL_BACKUP_EARLIER "backup.folders-before"

/* Named by this program, not by the user. */
gboolean jal_backup_has_own_name (const char *path);
/* Returns (transfer full): how names of this vault's backups begin. */
char *jal_backup_name_prefix (JalStore *store, GError **error);
/* Whether the file itself is a copy of this vault. */
gboolean jal_backup_is_of_vault (JalStore *store, const char *path);

/* What the other process does (jal-backup-look.c): everything that can be checked of an open copy. */
gboolean jal_backup_look (JalStore *copy, JalBackupReport *report, JalBackupProgress progress, gpointer progress_data,
                          GCancellable *cancellable, GError **error);

/* Between the two processes, over one socket. The question: keys, length of the path, path. The answers: lines.
     progress PHASE DONE TOTAL
     whole BYTES ORIGINALS RECORDS HEAD
     failed CODE MESSAGE */
#define JAL_BACKUP_CHECKER "jalada-checker"
#define JAL_BACKUP_CHECKER_FD 3

G_END_DECLS
