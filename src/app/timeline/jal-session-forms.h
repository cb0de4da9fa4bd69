/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The small forms over the card of a session. Each keeps its own change and offers the undo. */

/* @task (nullable): the one to change, NULL for a new one of the session. */
void jal_session_forms_task (GtkWidget *inside, JalStore *store, JalSession *session, JalTask *task);
/* @entry (nullable): the one to change. @people (nullable): of JalPerson, to choose from. */
void jal_session_forms_attendance (GtkWidget *inside, JalStore *store, JalSession *session, JalAttendance *entry,
                                   GListModel *people);
/* @documents: of JalDocument, to choose from. */
void jal_session_forms_exhibit (GtkWidget *inside, JalStore *store, JalSession *session, GListModel *documents);

/* Words of the screen. Transfer none. */
const char *jal_session_forms_role (const char *role);
const char *jal_session_forms_attendance_state (const char *state);
const char *jal_session_forms_heard (const char *heard);
const char *jal_session_forms_exhibit_state (const char *state);

/* What a form, or a button of a row, has the core do. The strings belong to the change. */
typedef struct _JalSessionChange JalSessionChange;
struct _JalSessionChange
{
  gboolean (*run) (JalSessionChange *change, GError **error); /* on a thread */
  JalStore *store;
  GObject *value; /* nullable: the task */
  JalId case_id, session_id, id;
  const char *said;   /* translated; NULL: nothing is said */
  char *text[6];
  int number[4];
  gboolean flag;
};

JalSessionChange *jal_session_change_new (JalStore *store, JalSession *session,
                                          gboolean (*run) (JalSessionChange *change, GError **error), const char *said);
void jal_session_change_free (gpointer change);
/* Takes @change; does it, and says so with its undo, or reports what went wrong. */
void jal_session_change_do (GtkWidget *inside, JalSessionChange *change);

G_END_DECLS
