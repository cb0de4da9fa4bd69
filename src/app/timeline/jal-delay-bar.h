/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/jal-date.h"

G_BEGIN_DECLS

/* A small axis that shows where a session was planned at first (a ring) and where it stands (a dot), from @first to @last.
   What it shows has to be said in words beside it: screen readers pass it over. */
#define JAL_TYPE_DELAY_BAR (jal_delay_bar_get_type ())
G_DECLARE_FINAL_TYPE (JalDelayBar, jal_delay_bar, JAL, DELAY_BAR, GtkWidget)

GtkWidget *jal_delay_bar_new (JalDate first, JalDate last, JalDate planned, JalDate now);

G_END_DECLS
