/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "marks/jal-redactions.h"

G_BEGIN_DECLS

/**
 * JalRedactPane:
 *
 * The review of the redactions of a document, or of its whole case: each with its page, words, reason and author, to be accepted,
 * rejected, limited to where it stands, removed or jumped to; all of them or those of one state; and what received files hide badly.
 *
 * Signals: "activated" (JalRedaction): somebody wants to be there; "focused" (JalRedaction): the keys came to its row; "case-wanted": the
 * whole case is asked for, or no longer.
 */
#define JAL_TYPE_REDACT_PANE (jal_redact_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalRedactPane, jal_redact_pane, JAL, REDACT_PANE, AdwBin)

GtkWidget *jal_redact_pane_new (void);
/* @redactions (nullable, element-type JalRedaction) is kept and watched. @store is nullable. */
void jal_redact_pane_set (JalRedactPane *self, JalStore *store, GListModel *redactions);
/* Whether somebody reviews the whole case; and its redactions, with the document of each (nullable: they are not known). */
gboolean jal_redact_pane_wants_case (JalRedactPane *self);
void jal_redact_pane_set_of_case (JalRedactPane *self, GListModel *redactions);
/* Puts @read in the place of what is in @into, one of the two lists; the keys stay where they are. */
void jal_redact_pane_fill (JalRedactPane *self, GListStore *into, GListModel *read);
/* Brings its row into view, or gives it the keys. */
void jal_redact_pane_show (JalRedactPane *self, JalId id);
void jal_redact_pane_focus_on (JalRedactPane *self, JalId id);
/* @text (nullable): what was found hidden in the document. */
void jal_redact_pane_set_warning (JalRedactPane *self, const char *text);
/* @fraction below 0: nothing is under way. */
void jal_redact_pane_set_progress (JalRedactPane *self, double fraction);
void jal_redact_pane_focus (JalRedactPane *self);

/* The reason that was chosen for what is redacted next. */
const char *jal_redact_pane_get_reason (JalRedactPane *self);

G_END_DECLS
