/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* Checks the vault in a window of its own, lists what is damaged in words, and offers what can still be done. */
#define JAL_TYPE_CHECK_WINDOW (jal_check_window_get_type ())
G_DECLARE_FINAL_TYPE (JalCheckWindow, jal_check_window, JAL, CHECK_WINDOW, AdwWindow)

/* Shows it over the window of @inside and begins. @closes: the store was opened only for this, from a vault too damaged
   for everything else, and is closed with the window. */
void jal_check_window_present (GtkWidget *inside, JalStore *store, gboolean closes);

G_END_DECLS
