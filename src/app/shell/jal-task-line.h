/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-task.h"

G_BEGIN_DECLS

/**
 * Calls to the core that must be made in the order they were asked for, none left out: what was moved last lies where it was moved
 * last.
 *
 *  1. One at a time, first in, first out; an owner has one line.
 *  2. What was asked for is done, also when the owner's tasks are cancelled meanwhile; only the answers are dropped then.
 *  3. Adding never waits.
 */

/* Lines up @work. Takes @data. @done as with jal_task_run(), without a result. */
void jal_task_line_add (gpointer owner, JalTaskWork work, gpointer data, GDestroyNotify free_data, JalTaskDone done);
/* Whether anything is still to be done, or its answer still to come. */
gboolean jal_task_line_is_busy (gpointer owner);
/* Does now, on this thread, what is not done yet: when the vault is about to close. Its @done is not called. */
void jal_task_line_finish (gpointer owner);

G_END_DECLS
