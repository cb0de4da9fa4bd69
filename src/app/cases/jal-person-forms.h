/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The forms of a person and of days away. @done runs after it was kept, while @inside is still there. */
typedef void (*JalPersonFormsDone) (GtkWidget *inside, const char *said);

/* Returns (transfer none): "Survivor", "Witness" … in the language of the screen. */
const char *jal_person_forms_role (const char *role);
/* @person (nullable): the one to change, with the name when it has been revealed. */
void jal_person_forms_person (GtkWidget *inside, JalStore *store, JalId case_id, JalPerson *person, gboolean revealed,
                              JalPersonFormsDone done);
/* @people: of JalPerson, to choose from; @absence (nullable): the one to change. */
void jal_person_forms_absence (GtkWidget *inside, JalStore *store, JalId case_id, GListModel *people, JalAbsence *absence,
                               JalPersonFormsDone done);

G_END_DECLS
