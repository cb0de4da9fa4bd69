/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A drop-down whose labels are cut where there is no room for them. @labels (transfer full): of GtkStringObject; @name: for a screen reader. */
GtkWidget *jal_redact_choice_new (GListModel *labels, guint chosen, const char *name);
/* A list of the reasons in the screen's language; @chosen (nullable: the first). And which one is chosen: its id. */
GtkWidget *jal_redact_reasons_new (const char *chosen);
const char *jal_redact_reasons_get (GtkWidget *reasons);

G_END_DECLS
