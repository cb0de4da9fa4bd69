/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define JAL_TYPE_PREFERENCES_WINDOW (jal_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (JalPreferencesWindow, jal_preferences_window, JAL, PREFERENCES_WINDOW, AdwPreferencesWindow)

void jal_preferences_window_present (GtkWindow *parent);

G_END_DECLS
