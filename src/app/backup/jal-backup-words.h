/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-backup.h"

G_BEGIN_DECLS

/* Tells of a copy and of what is read back, as the parts of one work. @steps: JalSteps. */
void jal_backup_words_progressed (JalBackupPhase phase, guint64 done, guint64 total, gpointer steps);

/* Backups in words. All return (transfer full). */

/* "3 hours", "2 days": how long ago, or "moments". */
char *jal_backup_words_age (gint64 then, gint64 now);
/* How old the last good backup is, and what is wrong; @warn says whether somebody should do something. */
char *jal_backup_words_status (const JalBackupStatus *status, gint64 now, gboolean *warn);
/* What is known of one backup: "2.3 MB · read back whole, 12 originals compared". */
char *jal_backup_words_state (const JalBackup *backup);

G_END_DECLS
