/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/timeline/jal-change-dialog.h"

G_BEGIN_DECLS

/* Asks what became of @session, which is planned or fixed. What proceeded is recorded as held, with a note; an adjournment
   hands its reason and note over to jal_change_dialog_adjourn(), which finds the next date. Either is one action with one
   undo; @done says it. */
void jal_outcome_form_present (GtkWidget *inside, JalStore *store, JalSession *session, JalChangeDialogDone done);

G_END_DECLS
