/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * JalSplit:
 *
 * A content with a pane at its start or end. Where both fit they stand side by side; where not, the pane lies over the
 * content and closes by itself. The one place that knows which widget of the toolkit does it.
 *
 * A pane is never wider than "pane-width" unless its narrowest is: long words in it wrap or are cut, the content keeps the room.
 *
 * Properties: "content", "pane" (GtkWidget), "pane-width" (gint), "at-end" (gboolean, construct), "show-pane" (gboolean), "folded"
 * (gboolean, read-only).
 */
#define JAL_TYPE_SPLIT (jal_split_get_type ())
G_DECLARE_FINAL_TYPE (JalSplit, jal_split, JAL, SPLIT, AdwBin)

gboolean jal_split_get_show_pane (JalSplit *self);
void jal_split_set_show_pane (JalSplit *self, gboolean show);
gboolean jal_split_get_folded (JalSplit *self);

G_END_DECLS
