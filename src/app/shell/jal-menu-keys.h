/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys that menus show. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * jal_menu_keys_mend:
 *
 * To be called before an action loses its keys. A menu item of GTK 4.8 then gives back one reference too many on what listens for them
 * while the menu is open, and the program ends: each item below @within is given the one that it lacks.
 */
void jal_menu_keys_mend (GtkWidget *within);

G_END_DECLS
