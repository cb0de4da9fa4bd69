/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Asks for a plan of the case's sessions, shows it beside what stands now, and keeps it when it is accepted. */
#define JAL_TYPE_PLAN_DIALOG (jal_plan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalPlanDialog, jal_plan_dialog, JAL, PLAN_DIALOG, AdwWindow)

typedef void (*JalPlanDialogDone) (GtkWidget *inside, gpointer data);

/* @sessions (nullable): of JalSession, what stands now. @done runs when a plan was kept and @inside is still there. */
void jal_plan_dialog_present (GtkWidget *inside, JalStore *store, JalCase *court_case, GListModel *sessions, JalPlanDialogDone done,
                              gpointer data);

G_END_DECLS
