/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The program's few settings, and the one path it remembers. Nothing here says anything about a case. */

/* Returns (transfer none): the settings, made on first use; they live in memory when the schema is not installed. */
GSettings *jal_settings_get (void);
/* 0: never. */
guint jal_settings_get_auto_lock_minutes (void);
/* Calls @callback (swapped, with @object) when the minutes change, as long as @object lives. */
void jal_settings_watch_auto_lock (GCallback callback, gpointer object);

/* Whether notifications are wanted at all, and how many days before a session one comes early; 0: none. */
gboolean jal_settings_get_reminders (void);
guint jal_settings_get_reminder_days (void);
/* Calls @callback (swapped, with @object) when either changes, as long as @object lives. */
void jal_settings_watch_reminders (GCallback callback, gpointer object);

/* The vault used last, kept as a path in a file under XDG_STATE_HOME. Returns (transfer full) (nullable). */
char *jal_settings_dup_last_vault (void);
/* NULL forgets it. */
void jal_settings_set_last_vault (const char *path);

G_END_DECLS
