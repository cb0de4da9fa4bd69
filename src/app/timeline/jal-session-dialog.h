/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/timeline/jal-change-dialog.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The card of one session: what, when, where, and what became of it; under the date, what a change of it would mean. */
#define JAL_TYPE_SESSION_DIALOG (jal_session_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalSessionDialog, jal_session_dialog, JAL, SESSION_DIALOG, AdwWindow)

typedef void (*JalSessionDialogDone) (GtkWidget *inside, gpointer data);

/* @session (nullable): the one to change, NULL for a new one. @date: the day proposed, JAL_DATE_NONE for the session's
   own. @done runs when a change was kept and @inside is still there; @off when the session was then adjourned or vacated, which
   jal-change-dialog.h does, because it shows what becomes of the tasks. */
void jal_session_dialog_present (GtkWidget *inside, JalStore *store, JalId case_id, JalSession *session, JalDate date,
                                 JalSessionDialogDone done, JalChangeDialogDone off, gpointer data);

G_END_DECLS
