/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define JAL_TYPE_PENDING (jal_pending_get_type ())
G_DECLARE_FINAL_TYPE (JalPending, jal_pending, JAL, PENDING, AdwBin)

/**
 * JalPending:
 *
 * What stands where a list or a page will be: nothing for a moment, then a spinner; or the sentence why it cannot be shown, with
 * the way to check a vault that is damaged. A list that could not be read must never look like an empty one.
 */

/* In a @stack whose child "reading" is a #JalPending: shows that child, waiting. */
void jal_pending_begin (GtkStack *stack);
/* Says in it why nothing can be shown; where something older is still shown, leaves that and reports @error as jal_shell_report().
   That something was cancelled is no reason. */
void jal_pending_fail (GtkStack *stack, const GError *error);

G_END_DECLS
