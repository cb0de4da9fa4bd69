/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

#define JAL_TYPE_PREFERENCES_WINDOW (jal_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (JalPreferencesWindow, jal_preferences_window, JAL, PREFERENCES_WINDOW, AdwPreferencesWindow)

/* @store (nullable): of the open vault, whose keys and backups get pages; @page (nullable): the one to show, "keys" or "backup". */
void jal_preferences_window_present (GtkWindow *parent, JalStore *store, const char *page);

G_END_DECLS
