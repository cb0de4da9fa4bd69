/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of buttons that wrap. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * jal_flow_box_mend:
 *
 * Keeps the arrow keys from @box until it has a size: GTK 4.8 steps from line to line by the number of children in a line, which is none
 * before that, and never comes to the end.
 */
void jal_flow_box_mend (GtkFlowBox *box);

G_END_DECLS
