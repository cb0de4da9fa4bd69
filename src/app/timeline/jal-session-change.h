/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What a form, or a button of a row, has the core do. The strings belong to the change. */
typedef struct _JalSessionChange JalSessionChange;
struct _JalSessionChange
{
  gboolean (*run) (JalSessionChange *change, GError **error); /* on a thread */
  JalStore *store;
  GObject *value; /* nullable: the task */
  JalId case_id, session_id, id, person_id;
  const char *said;   /* translated; NULL: nothing is said */
  char *text[6];
  int number[4];
  gboolean flag;
};

JalSessionChange *jal_session_change_new (JalStore *store, JalSession *session,
                                          gboolean (*run) (JalSessionChange *change, GError **error), const char *said);
void jal_session_change_free (gpointer change);
/* Takes @change; does it after those that @inside was given before, and says so with its undo, or reports what went wrong. */
void jal_session_change_do (GtkWidget *inside, JalSessionChange *change);
/* Does at once what still waits, before @inside forgets its vault. UI thread; says nothing. */
void jal_session_change_flush (GtkWidget *inside);

G_END_DECLS
