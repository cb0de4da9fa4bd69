/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk for tests: a SQLite VFS named "disk" over "unix-excl" that records what is written, fails on demand, fills up,
   and from the record makes the files as a power cut could have left them. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Registers the VFS. */
void vault_disk_init (void);

/* Begins a record: the files in @folder, as they are now, are on the disk for certain. */
void vault_disk_record (const char *folder);
/* Notes in the record that commit number @number was acknowledged. */
void vault_disk_mark (gint64 number);
/* Notes that the file @from has now the name @to (which another file may have lost by that): until the folder is synced a power
   cut may find the old names. */
void vault_disk_renamed (const char *from, const char *to);
/* Notes that the folder was synced with all its names. */
void vault_disk_names_synced (void);
/* Notes that the folder was synced, which does not go through the VFS: the file @name is there, or gone, for certain. */
void vault_disk_folder_synced (const char *name);
void vault_disk_stop (void);
/* The number of things recorded: a power cut may come before any of them or after the last. */
guint vault_disk_length (void);
/* Chooses a moment by @random: any, or (half of the time) just before a sync of the file @name, when most is under
   way. */
guint vault_disk_moment (GRand *random, const char *name);
/* Writes into @folder the files as a power cut after the first @length things may leave them: what was synced is
   there; of the rest each write is there, lost, torn in sectors, or junk, chosen by @random. Returns the last
   acknowledged commit. */
gint64 vault_disk_power_cut (guint length, GRand *random, const char *folder);

/* From now on the @nth call that touches the disk (from 1) fails with @rc, and all after it if @for_ever. 0: none. */
void vault_disk_fail (guint nth, int rc, gboolean for_ever);
/* The number of calls since vault_disk_fail(). */
guint vault_disk_calls (void);
/* Limits the files of this VFS to @bytes altogether; -1 for no limit. */
void vault_disk_limit (gint64 bytes);

G_END_DECLS
