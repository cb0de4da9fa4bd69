/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "schedule/jal-usual-tasks.h"

G_BEGIN_DECLS

/* A usual task: what, when, whose, for which kinds of sessions. @task (nullable): a new one, for @kind (nullable) at first. @done
   says what was kept. */
void jal_usual_task_form_present (GtkWidget *inside, JalStore *store, const JalUsualTask *task, const char *kind,
                                  void (*done) (GtkWidget *inside, const char *said));

G_END_DECLS
