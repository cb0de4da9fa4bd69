/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * The only way from the UI thread to the core and back.
 *
 * The core's calls are synchronous and may take seconds. A task runs one on a thread, and calls @done on the UI thread.
 *
 *  1. @work never touches a widget; it sees only @data and @cancellable.
 *  2. @done runs on the UI thread, at most once, and never after jal_task_forget() or jal_task_cancel_all() (which a page calls in drop()).
 *  3. One owner runs one task of a tag at a time: jal_task_run() refuses a second, jal_task_renew() lets the newest win.
 *  4. @owner is kept alive until the task's thread has ended.
 */

/* Runs on a thread. Returns (transfer full): the result; NULL with @error set on failure, NULL without it when there is
   nothing to return. */
typedef gpointer (*JalTaskWork) (gpointer data, GCancellable *cancellable, GError **error);
/* Runs on the UI thread. @result and @error are borrowed; @error is never a cancellation. */
typedef void (*JalTaskDone) (gpointer owner, gpointer data, gpointer result, const GError *error);

/* Starts @work unless @owner is still busy with @tag. Takes @data in both cases.
   Returns FALSE when it was busy: @data is freed and @done is not called. */
gboolean jal_task_run (gpointer owner, gpointer tag, JalTaskWork work, gpointer data, GDestroyNotify free_data,
                       GDestroyNotify free_result, JalTaskDone done);
/* The same, but an older task of the tag is cancelled and its answer dropped: for lists that are read again. */
void jal_task_renew (gpointer owner, gpointer tag, JalTaskWork work, gpointer data, GDestroyNotify free_data,
                     GDestroyNotify free_result, JalTaskDone done);
gboolean jal_task_is_busy (gpointer owner, gpointer tag);
/* Cancels the task; @done is still called, with whatever came of it (also with a cancellation). */
void jal_task_cancel (gpointer owner, gpointer tag);
/* Cancels the task and drops its answer: what it read is not shown any more. */
void jal_task_forget (gpointer owner, gpointer tag);
/* Cancels every task of @owner and drops their answers. */
void jal_task_cancel_all (gpointer owner);
/* On the thread of a task: waits until all other works have ended, but no longer than @milliseconds. Returns whether they have. */
gboolean jal_task_wait_for_others (guint milliseconds);

G_END_DECLS
