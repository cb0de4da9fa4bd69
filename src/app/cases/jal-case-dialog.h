/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalCaseDialog:
 *
 * The form of a case: number, title, court, capacity, stage, plea date.
 */
#define JAL_TYPE_CASE_DIALOG (jal_case_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalCaseDialog, jal_case_dialog, JAL, CASE_DIALOG, AdwWindow)

/* Runs after the case was kept. */
typedef void (*JalCaseDialogDone) (GtkWidget *inside, JalId case_id, gpointer data);

/* @court_case (nullable): the case to change; a new one when NULL. */
void jal_case_dialog_present (GtkWidget *inside, JalStore *store, JalCase *court_case, JalCaseDialogDone done, gpointer data);

G_END_DECLS
