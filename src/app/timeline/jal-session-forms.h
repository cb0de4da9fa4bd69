/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/timeline/jal-session-change.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The small forms over the card of a session. Each keeps its own change and offers the undo. */

/* @task (nullable): the one to change, NULL for a new one of the session. */
void jal_session_forms_task (GtkWidget *inside, JalStore *store, JalSession *session, JalTask *task);
/* @entry (nullable): the one to change. @people (nullable): of JalPerson, to choose from. */
void jal_session_forms_attendance (GtkWidget *inside, JalStore *store, JalSession *session, JalAttendance *entry,
                                   GListModel *people);
/* @documents: of JalDocument, to choose from. @people (nullable): of JalPerson, as witnesses. */
void jal_session_forms_exhibit (GtkWidget *inside, JalStore *store, JalSession *session, GListModel *documents,
                                GListModel *people);

/* Words of the screen. Transfer none. */
const char *jal_session_forms_role (const char *role);
const char *jal_session_forms_attendance_state (const char *state);
const char *jal_session_forms_heard (const char *heard);
const char *jal_session_forms_exhibit_state (const char *state);

G_END_DECLS
