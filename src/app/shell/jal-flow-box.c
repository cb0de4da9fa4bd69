/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-flow-box.h"

/* Before the toolkit's own handler. */
static gboolean
move_cursor_cb (GtkFlowBox *box)
{
  if (gtk_widget_get_width (GTK_WIDGET (box)) == 0)
    g_signal_stop_emission_by_name (box, "move-cursor");
  return TRUE;
}

void
jal_flow_box_mend (GtkFlowBox *box)
{
  g_return_if_fail (GTK_IS_FLOW_BOX (box));

  g_signal_connect (box, "move-cursor", G_CALLBACK (move_cursor_cb), NULL);
}
