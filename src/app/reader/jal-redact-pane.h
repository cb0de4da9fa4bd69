/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "marks/jal-redactions.h"

G_BEGIN_DECLS

/**
 * JalRedactPane:
 *
 * The review of a document's redactions: each with its page, words, reason and author, to be accepted, rejected, limited to
 * where it stands, removed or jumped to; and what received files hide badly.
 *
 * Signal: "activated" (JalRedaction).
 */
#define JAL_TYPE_REDACT_PANE (jal_redact_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalRedactPane, jal_redact_pane, JAL, REDACT_PANE, AdwBin)

GtkWidget *jal_redact_pane_new (void);
/* @redactions (nullable, element-type JalRedaction) is kept and watched. @store is nullable. */
void jal_redact_pane_set (JalRedactPane *self, JalStore *store, GListModel *redactions);
/* @text (nullable): what was found hidden in the document. */
void jal_redact_pane_set_warning (JalRedactPane *self, const char *text);
/* @fraction below 0: nothing is under way. */
void jal_redact_pane_set_progress (JalRedactPane *self, double fraction);
void jal_redact_pane_focus (JalRedactPane *self);

/* The reason that was chosen for what is redacted next. */
const char *jal_redact_pane_get_reason (JalRedactPane *self);

/* A list of the reasons in the screen's language; @chosen (nullable: the first). And which one is chosen: its id. */
GtkWidget *jal_redact_reasons_new (const char *chosen);
const char *jal_redact_reasons_get (GtkWidget *reasons);

G_END_DECLS
