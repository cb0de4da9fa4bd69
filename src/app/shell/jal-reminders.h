/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalReminders:
 *
 * Desktop notifications of what is next. They never say a name, a case or a court: an open vault is told of by numbers, a
 * locked one by the fact alone.
 */
#define JAL_TYPE_REMINDERS (jal_reminders_get_type ())
G_DECLARE_FINAL_TYPE (JalReminders, jal_reminders, JAL, REMINDERS, GObject)

/* @application sends the notifications; it is not kept alive. */
JalReminders *jal_reminders_new (GApplication *application);
/* The vault is open: reads what is ahead, now and after every change. UI thread. */
void jal_reminders_open (JalReminders *self, JalStore *store);
/* The vault is about to be locked: forgets everything but the times, and takes back what is on show. */
void jal_reminders_lock (JalReminders *self);
/* Says what is due by now. The timer calls it; tests do with a clock of their own. */
void jal_reminders_check (JalReminders *self);
/* How many times are armed. For tests. */
guint jal_reminders_count (JalReminders *self);

G_END_DECLS
