/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* The court calendar: the public holidays to come, and the days the user knows better. */
#define JAL_TYPE_CALENDAR_DIALOG (jal_calendar_dialog_get_type ())
G_DECLARE_FINAL_TYPE (JalCalendarDialog, jal_calendar_dialog, JAL, CALENDAR_DIALOG, AdwWindow)

void jal_calendar_dialog_present (GtkWidget *inside, JalStore *store);

G_END_DECLS
