/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* A date the court offers, an adjournment, or a date that is vacated: says at once what it means, shows before and after, keeps it when accepted. */
#define JAL_TYPE_CHANGE_DIALOG (jal_change_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalChangeDialog, jal_change_dialog, JAL, CHANGE_DIALOG, AdwWindow)

/* @said: words for the toast that offers the undo. */
typedef void (*JalChangeDialogDone) (GtkWidget *inside, const char *said);

/* "Is the 14th convenient?" for @session. */
void jal_change_dialog_offer (GtkWidget *inside, JalStore *store, JalSession *session, JalChangeDialogDone done);
/* @session is adjourned. @reason (nullable): id of the outcome to begin with; @note (nullable) the same. */
void jal_change_dialog_adjourn (GtkWidget *inside, JalStore *store, JalSession *session, const char *reason, const char *note,
                                JalChangeDialogDone done);
/* @session is taken out of the diary before its day; @reason and @note (nullable) the same. */
void jal_change_dialog_vacate (GtkWidget *inside, JalStore *store, JalSession *session, const char *reason, const char *note,
                               JalChangeDialogDone done);

G_END_DECLS
