/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalMarkRow:
 *
 * One mark in the pane: what it is, the words, the note (written in place and kept by itself), who may see it.
 *
 * Its verbs are actions of the group "mark" on the row: mark.audience('court'), mark.color('green'), mark.write,
 * mark.remove.
 */
#define JAL_TYPE_MARK_ROW (jal_mark_row_get_type ())
G_DECLARE_FINAL_TYPE (JalMarkRow, jal_mark_row, JAL, MARK_ROW, GtkListBoxRow)

GtkWidget *jal_mark_row_new (JalStore *store, JalMark *mark);
/* Returns (transfer none). */
JalMark *jal_mark_row_get_mark (JalMarkRow *self);
/* Shows the mark as it is now; what is being typed stays. */
void jal_mark_row_set_mark (JalMarkRow *self, JalMark *mark);
/* What each of jal_marks_colors() means in the case, for the menu of colours; nullable. */
void jal_mark_row_set_meanings (JalMarkRow *self, const char *const *meanings);
/* Puts the cursor into the note. */
void jal_mark_row_write (JalMarkRow *self);
/* Keeps what was typed, in a task. */
void jal_mark_row_keep (JalMarkRow *self);
/* Keeps what was typed before it returns: the vault locks now, and a task would come too late. */
void jal_mark_row_keep_now (JalMarkRow *self);
/* The page in the document, from 0; for order and headings. */
int jal_mark_row_get_page (JalMarkRow *self);

G_END_DECLS
