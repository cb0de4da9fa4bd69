/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-backup.h"

G_BEGIN_DECLS

/**
 * JalBackupKeeper:
 *
 * Makes backups of the open vault by itself: when work pauses after a change, and daily; and at once when asked. It never
 * holds up a lock: jal_backup_keeper_stop() returns at once and what was under way goes.
 *
 * Signal "changed": something began, went on or ended. UI thread only.
 */
#define JAL_TYPE_BACKUP_KEEPER (jal_backup_keeper_get_type ())
G_DECLARE_FINAL_TYPE (JalBackupKeeper, jal_backup_keeper, JAL, BACKUP_KEEPER, GObject)

/* Returns (transfer full): the keeper of @store, found by jal_backup_keeper_of() until it is stopped. */
JalBackupKeeper *jal_backup_keeper_new (JalStore *store);
/* Returns (transfer none) (nullable) */
JalBackupKeeper *jal_backup_keeper_of (JalStore *store);
/* How long nothing must have changed before work counts as paused. */
void jal_backup_keeper_set_pause (JalBackupKeeper *self, guint milliseconds);
/* Called when a backup or check that somebody asked for has ended; @error (nullable) is borrowed. */
typedef void (*JalBackupKeeperDone) (const JalBackupReport *report, const GError *error, gpointer data);
/* Makes one now. FALSE when something is under way. @object: nothing is called once it is gone; it gets @data swapped in. */
gboolean jal_backup_keeper_run (JalBackupKeeper *self, JalBackupKeeperDone done, GObject *object);
/* Reads one back again. */
gboolean jal_backup_keeper_check (JalBackupKeeper *self, JalId id, JalBackupKeeperDone done, GObject *object);
/* Cancels what is under way. */
void jal_backup_keeper_cancel (JalBackupKeeper *self);
/* Whether something is under way, what, and how far it is (0 to 1). */
gboolean jal_backup_keeper_is_busy (JalBackupKeeper *self, JalBackupPhase *phase, double *fraction);
/* Ends everything; no signal comes after it. */
void jal_backup_keeper_stop (JalBackupKeeper *self);

G_END_DECLS
