/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/reader/jal-page-view.h"
#include "marks/jal-redactions.h"

G_BEGIN_DECLS

/* What the view tells. */
typedef struct
{
  /* A box was drawn on @page, in points of the displayed page. */
  void (*drawn) (gpointer data, guint page, JalBox area);
  /* The box was moved or resized. */
  void (*placed) (gpointer data, JalRedaction *redaction, guint page, JalBox area);
  /* Another one is chosen; @redaction is nullable. */
  void (*chosen) (gpointer data, JalRedaction *redaction);
} JalRedactFuncs;

/* Shows @redactions (element-type JalRedaction) on the pages, and lets boxes be drawn while "redaction" is armed, and be chosen, moved
   and resized, by pointer and by keys. Once a view; @funcs and @data must outlive it. */
void jal_page_view_add_redacting (JalPageView *self, GListModel *redactions, const JalRedactFuncs *funcs, gpointer data);
/* Chooses the redaction, which may be on its way; JAL_ID_NONE lets go. What was moved and not kept goes back. Tells nobody. */
void jal_page_view_choose_redaction (JalPageView *self, JalId id);
/* All that placed() told is kept: the rows that are read from now on say where it lies. */
void jal_page_view_redaction_kept (JalPageView *self);
/* Returns (transfer none) (nullable) */
JalRedaction *jal_page_view_get_chosen_redaction (JalPageView *self);
/* Draws a box in the middle of what is in view of the page, for whoever has no pointer. FALSE when there is no page. */
gboolean jal_page_view_redact_here (JalPageView *self);

/* Inside the view: over a page. */
void jal_page_view_append_redactions (JalPageView *self, GtkSnapshot *snapshot, guint page);
/* What the keys do with the chosen redaction; FALSE when they mean something else. */
gboolean jal_page_view_redact_key (JalPageView *self, guint key, GdkModifierType state);
/* However long an arrow was held down, it is one change. */
void jal_page_view_redact_key_up (JalPageView *self, guint key);
/* What an arrow key still has hold of is told: something else comes in between. */
void jal_page_view_redact_settle (JalPageView *self);
/* A click on a page, where no mark lies: whether it chose a redaction. */
gboolean jal_page_view_redact_click (JalPageView *self, guint page, JalPoint point);
/* Returns (nullable): the pointer's shape over a point of the page. */
const char *jal_page_view_redact_cursor (JalPageView *self, guint page, JalPoint point);

G_END_DECLS
