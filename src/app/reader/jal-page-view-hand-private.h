/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the hand share: the pointer and the keys (hand), what is held (hold, reshape), what is drawn (tools, pen). */
#pragma once

#include "app/reader/jal-page-view-private.h"

G_BEGIN_DECLS

/* Points of the page: nothing is made smaller. */
#define JAL_MARK_LEAST 4.0

typedef enum
{
  JAL_MARK_IDLE,
  JAL_MARK_DRAWING,
  JAL_MARK_MOVING,
  JAL_MARK_SIZING,
} JalMarkDoing;

/* The pen that keys move. */
typedef enum
{
  JAL_MARK_NO_PEN,
  JAL_MARK_PEN_UP,
  JAL_MARK_PEN_DOWN,
} JalMarkPen;

struct _JalMarkHand
{
  JalMarkDoing doing;
  gboolean claimed;
  guint page;
  JalPoint from;
  JalPoint to;
  GArray *stroke; /* of JalMarkPoint: the page may be turned while the pen is out */
  double x;       /* of the press, in the widget */
  double y;
  JalMarkPen pen;
  JalMarkPoint nib; /* where it is */
  int across;       /* its last step */
  int down;

  JalMark *mark; /* being held */
  guint handle;
  JalBox box;           /* as it was */
  JalMarkShape *shape;  /* nullable: as the hand has it */
  gboolean by_key;
  gboolean keeping; /* the shape was told and is not kept yet: marks that are read meanwhile are those of a step before */
};

/* The characters that the mark lies on. FALSE when the page has no words there. */
gboolean jal_page_view_find_mark_range (JalPageView *self, JalMark *mark, guint *first, guint *last);
/* Returns (transfer full) (nullable): the shape of a mark on the characters @first…@last. */
JalMarkShape *jal_page_view_shape_words (JalPageView *self, guint page, guint first, guint last);
/* Shows the held mark in @shape (transfer full) (nullable: it stays as it is). */
void jal_page_view_hold (JalPageView *self, JalMarkShape *shape);
/* Gives the held mark the place @box of its page. */
void jal_page_view_hold_box (JalPageView *self, JalBox box);
/* One end of a held line (0: where it begins) goes to @to of its displayed page. */
void jal_page_view_hold_end (JalPageView *self, guint end, JalPoint to);
/* The held mark follows the pointer from hand->from to hand->to. */
void jal_page_view_reshape (JalPageView *self);
/* The hand lets go: "reshaped" is emitted when anything came of it. */
void jal_page_view_tell_reshaped (JalPageView *self);

/* Whether a drag with @armed (nullable) draws. */
gboolean jal_page_view_is_tool (const char *armed);
/* The pointer was let go: "drawn" is emitted when anything came of it. */
void jal_page_view_finish_drawing (JalPageView *self);
/* Ink goes on to @displayed of the hand's page; @begins puts the pen down there. */
void jal_page_view_add_ink (JalPageView *self, JalPoint displayed, gboolean begins);

/* jal-page-view-pen.c: the pen by keys, at @displayed of the hand's page. */
void jal_page_view_take_pen (JalPageView *self, JalPoint displayed);
/* What the keys do with it; FALSE when they mean something else, or it is not out. */
gboolean jal_page_view_pen_key (JalPageView *self, guint key, GdkModifierType state);
/* A tick with its lowest point at @at, as people put it beside what they have checked. */
void jal_page_view_draw_tick (JalPageView *self, JalPoint at);

gboolean jal_page_view_hand_key_cb (JalPageView *self, guint key, guint code, GdkModifierType state);
/* However long an arrow was held down, it is one change. */
void jal_page_view_hand_key_up_cb (JalPageView *self, guint key);

G_END_DECLS
