/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a list of places that may be redacted: a box to tick, the words with those beside them, where they stand and why. */
#pragma once

#include <gtk/gtk.h>

#include "marks/jal-redactions.h"

G_BEGIN_DECLS

/* Whether @hit is not redacted yet. */
gboolean jal_redact_hit_can_redact (const JalRedactionHit *hit);
/* Returns (transfer floating): the row of @hit, one stop of the keys. @ticked is called with @owner, a GObject, when @hit is wanted or no
   longer is. */
GtkWidget *jal_redact_hit_row_new (JalRedactionHit *hit, GCallback ticked, gpointer owner);
/* Ticks it, or takes the tick away, where that can be. */
void jal_redact_hit_row_activate (GtkListBoxRow *row);
/* Shows what was changed at its hit. */
void jal_redact_hit_row_show (GtkListBoxRow *row);

G_END_DECLS
