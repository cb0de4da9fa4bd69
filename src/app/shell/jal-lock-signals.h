/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Calls @lock (data) on the UI thread when the screen is locked, the session is told to lock, or the computer goes to sleep.
   Quiet where there is no bus. */
typedef void (*JalLockFunc) (gpointer data);
void jal_lock_signals_watch (JalLockFunc lock, gpointer data);

G_END_DECLS
