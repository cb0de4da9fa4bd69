/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The people of a case and the days they cannot come: add, change, remove, undo. Names behind the eye button stay shown
   until the vault is locked; each first look goes on record. */
#define JAL_TYPE_PEOPLE_DIALOG (jal_people_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalPeopleDialog, jal_people_dialog, JAL, PEOPLE_DIALOG, AdwWindow)

typedef void (*JalPeopleDialogDone) (GtkWidget *inside, gpointer data);

/* @changed (nullable) runs after every change, while @inside is still there. */
void jal_people_dialog_present (GtkWidget *inside, JalStore *store, JalId case_id, JalPeopleDialogDone changed, gpointer data);

G_END_DECLS
