/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Locks. Returns whether the keys are wiped already; if not, jal_lock_signals_wiped() follows. */
typedef gboolean (*JalLockFunc) (gpointer data);
/* Calls @lock (data) on the UI thread when the screen is locked, the session is told to lock, or the computer is about to
   sleep or to shut down. Those two wait (a delay inhibitor of logind, which gives some seconds) until the keys are wiped.
   Quiet where there is no bus. */
void jal_lock_signals_watch (JalLockFunc lock, gpointer data);
/* The keys are wiped: the computer may sleep. */
void jal_lock_signals_wiped (void);

G_END_DECLS
