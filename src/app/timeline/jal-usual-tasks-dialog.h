/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* The usual tasks of each kind of session: add, change, remove, back to what the program proposes; each with its undo. */
#define JAL_TYPE_USUAL_TASKS_DIALOG (jal_usual_tasks_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalUsualTasksDialog, jal_usual_tasks_dialog, JAL, USUAL_TASKS_DIALOG, AdwWindow)

/* @kind (nullable): the kind of session that is shown first. @changed (nullable) runs after every change. */
void jal_usual_tasks_dialog_present (GtkWidget *inside, JalStore *store, const char *kind, void (*changed) (GtkWidget *inside));

G_END_DECLS
