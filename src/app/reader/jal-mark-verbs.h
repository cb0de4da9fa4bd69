/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to marks, each in a task of its own: two changes in a row are both kept. */
#pragma once

#include <gtk/gtk.h>

#include "app/reader/jal-page-view-hand.h"
#include "app/reader/jal-page-view.h"
#include "marks/jal-marks.h"

G_BEGIN_DECLS

/* Says in a toast what happened, with Undo; @added (nullable) is called with the new mark's id. @owner is the widget
   whose tasks they are. */
typedef void (*JalMarkAdded) (gpointer owner, JalId id);

/* Marks every part of @selected; a note sits beside the first part only. */
void jal_mark_verbs_add (GtkWidget *owner, JalStore *store, JalId document_id, JalPageSource *source,
                         GPtrArray *selected, const char *kind, const char *color, JalMarkAdded added);
/* A note with no words, its upper start corner at @user of @page. */
void jal_mark_verbs_add_note (GtkWidget *owner, JalStore *store, JalId document_id, JalPageSource *source, guint page,
                              JalPoint user, const char *color, JalMarkAdded added);
/* What was drawn on the page. */
void jal_mark_verbs_add_shape (GtkWidget *owner, JalStore *store, JalId document_id, const JalMarkShape *shape,
                               const char *kind, const char *color, JalMarkAdded added);
/* Moves or resizes; also to another page of the document. Moves are kept in the order in which they are asked for, each of them
   (jal-task-line.h). @placed (nullable) is called when the last of them is kept, or could not be. */
typedef void (*JalMarkPlaced) (gpointer owner);
void jal_mark_verbs_place (GtkWidget *owner, JalStore *store, JalId id, JalId document_id, const JalMarkShape *shape, JalMarkPlaced placed);
void jal_mark_verbs_link (GtkWidget *owner, JalStore *store, JalId id, JalId document_id, JalId session_id);
/* @anchor: "sure" or "left". */
void jal_mark_verbs_settle (GtkWidget *owner, JalStore *store, JalId id, const char *anchor);
/* NULL leaves as it is. */
void jal_mark_verbs_update (GtkWidget *owner, JalStore *store, JalId id, const char *text, const char *audience,
                            const char *color);
void jal_mark_verbs_remove (GtkWidget *owner, JalStore *store, JalId id);

/* Words for what a mark is. Transfer none. */
const char *jal_mark_verbs_shown_kind (const char *kind);
const char *jal_mark_verbs_shown_audience (const char *audience);
const char *jal_mark_verbs_shown_color (const char *color);
/* Returns (transfer full): the colour's name with what it means by @meanings (nullable, in the order of jal_marks_colors()). */
char *jal_mark_verbs_dup_color_words (const char *color, const char *const *meanings);

/* The language of the screen, for words of the law data. */
JalLang jal_mark_verbs_language (void);
/* Returns (transfer full) (nullable): where the mark leads, NULL when nowhere or to what is gone. */
char *jal_mark_verbs_shown_link (JalMark *mark);

/* The box on the displayed page where the note on the words at @words goes: beside the text, where there is room. */
JalBox jal_mark_verbs_place_note (const JalPageInfo *info, const JalPageText *text, JalBox words);
JalMarkQuad jal_mark_verbs_quad_of_box (const JalPageInfo *info, JalBox displayed);

G_END_DECLS
