/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing marks, and moving and resizing the chosen one, by pointer and by keys. */
#pragma once

#include "app/reader/jal-page-view.h"

G_BEGIN_DECLS

#define JAL_MARK_HANDLES_MAX 8

/* Of a page: where a mark is to be, in default user space. With it the signals "drawn" (JalMarkShape *) and "reshaped"
   (JalMark *, JalMarkShape *) are called. */
typedef struct
{
  guint page;
  GArray *quads;  /* of JalMarkQuad */
  GArray *points; /* of JalMarkPoint */
  char *quoted;   /* nullable: as it is; the same for the words around */
  char *before;
  char *after;
} JalMarkShape;

JalMarkShape *jal_mark_shape_new (guint page);
JalMarkShape *jal_mark_shape_copy (const JalMarkShape *shape);
void jal_mark_shape_free (JalMarkShape *shape);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalMarkShape, jal_mark_shape_free)

/* What is drawn of a mark. */
typedef struct
{
  const char *kind;
  const char *color;
  const char *text;
  const JalMarkQuad *quads;
  guint n_quads;
  const JalMarkPoint *points;
  guint n_points;
} JalMarkLook;

/* What the hand is doing. Made by jal_page_view_add_hand(), freed with the view. */
typedef struct _JalMarkHand JalMarkHand;

/* Adds the gestures and keys. */
void jal_page_view_add_hand (JalPageView *self);
/* The marks were read anew: nothing is being held any more. */
void jal_page_view_hand_forget (JalPageView *self);
/* What an arrow key still has hold of is told: something else comes in between. */
void jal_page_view_hand_settle (JalPageView *self);
/* All that "reshaped" told is kept: marks that are read from now on say where they lie. */
void jal_page_view_reshape_kept (JalPageView *self);
/* A mark that is being moved is shown where the hand has it. */
void jal_page_view_hand_change (JalPageView *self, JalMark *mark, JalMarkLook *look);
gboolean jal_page_view_hand_box (JalPageView *self, JalMark *mark, JalBox *box);
/* Where the mark can be taken hold of, on the displayed page. Returns how many. */
guint jal_page_view_hand_handles (JalPageView *self, JalMark *mark, JalPoint handles[JAL_MARK_HANDLES_MAX]);
/* Chooses the mark after the chosen one (or the one before it); without one, the first from the page being read on. FALSE
   when there is none. */
gboolean jal_page_view_step_mark (JalPageView *self, gboolean forward);
/* The armed tool draws in the middle of what is read, for whoever has no pointer: it is moved and resized by keys then. Ink takes out the pen,
   which keys move. FALSE when there is no page. */
gboolean jal_page_view_draw_here (JalPageView *self);
/* Whether the pen is out. */
gboolean jal_page_view_has_pen (JalPageView *self);
/* Puts the pen away; what it drew is left out. */
void jal_page_view_drop_pen (JalPageView *self);
/* Shows where it is. */
void jal_page_view_append_pen (JalPageView *self, GtkSnapshot *snapshot, guint page);
/* Shows what is being drawn. */
void jal_page_view_append_drawing (JalPageView *self, GtkSnapshot *snapshot, guint page);
/* Returns (nullable): the pointer's shape over a point, NULL when the hand has no say. */
const char *jal_page_view_hand_cursor (JalPageView *self, guint page, JalPoint displayed);

void jal_page_view_append_shape (JalPageView *self, GtkSnapshot *snapshot, guint page, const JalMarkLook *look);
void jal_page_view_append_mark (JalPageView *self, GtkSnapshot *snapshot, guint page, JalMark *mark);
void jal_page_view_append_chosen (JalPageView *self, GtkSnapshot *snapshot, guint page);
/* Returns (transfer none) (nullable). */
JalMark *jal_page_view_get_chosen_mark (JalPageView *self);

G_END_DECLS
