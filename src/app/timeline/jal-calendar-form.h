/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "schedule/jal-schedule-calendar.h"

G_BEGIN_DECLS

/* Forms of the court calendar. @done runs after the change was kept, with what was done in words. */
typedef void (*JalCalendarFormDone) (GtkWidget *inside, const char *said);

/* A day, or several in a row, that the user knows better. @entry (nullable): the one that is changed; @date: the first day
   shown. */
void jal_calendar_form_day (GtkWidget *inside, JalStore *store, const JalCalendarEntry *entry, JalDate date,
                            JalCalendarFormDone done);
/* The date for which the moving feast @entry was declared. */
void jal_calendar_form_feast (GtkWidget *inside, JalStore *store, const JalCalendarEntry *entry, JalCalendarFormDone done);

G_END_DECLS
