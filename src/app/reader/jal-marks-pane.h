/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalMarksPane:
 *
 * The marks of the open document, by page, filtered by who may see them.
 *
 * Signals: "chosen" (JalMark): one became the chosen one by hand; "activated" (JalMark): the pages should go to it;
 * "adopt" (JalMark): what came with the file shall become a mark of one's own.
 */
#define JAL_TYPE_MARKS_PANE (jal_marks_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalMarksPane, jal_marks_pane, JAL, MARKS_PANE, AdwBin)

/* Shows other marks; @store and @marks are NULL when no document is open. @marks (element-type JalMark) is kept and
   watched. What was typed before is kept in a task. */
void jal_marks_pane_set_marks (JalMarksPane *self, JalStore *store, GListModel *marks);
/* Keeps what was typed and forgets every mark. */
void jal_marks_pane_drop (JalMarksPane *self);
/* Chooses a mark without saying so; shows it even when the filter hides it. */
void jal_marks_pane_choose (JalMarksPane *self, JalId id);
/* The same, with the cursor in its note; also when the mark arrives only later. */
void jal_marks_pane_write (JalMarksPane *self, JalId id);
/* Returns (transfer none) (nullable). */
JalMark *jal_marks_pane_get_chosen (JalMarksPane *self);
/* What the colours of jal_marks_colors() mean in the case; NULL when that is not known. */
void jal_marks_pane_set_meanings (JalMarksPane *self, const char *const *meanings);
/* What others had put on the pages before the file came; nullable. @more: there are more than these. */
void jal_marks_pane_set_received (JalMarksPane *self, GListModel *marks, gboolean more);
/* Shows that list. */
void jal_marks_pane_show_received (JalMarksPane *self);
/* Returns (transfer none) (nullable): the one chosen of them, when they are shown. */
JalMark *jal_marks_pane_get_received (JalMarksPane *self);
void jal_marks_pane_focus (JalMarksPane *self);

G_END_DECLS
