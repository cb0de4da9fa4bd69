/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moving, resizing and stretching a mark that is held. */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-page-view-hand-private.h"

#include <math.h>

#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"

#define CONTEXT 32

/* --- Marks on words ----------------------------------------------------------------------------------------------- */

gboolean
jal_page_view_find_mark_range (JalPageView *self, JalMark *mark, guint *first, guint *last)
{
  guint page = (guint)mark->document_page;
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  JalPageText *text = jal_page_source_get_text (self->source, page);
  JalMarkLook look = { mark->kind, mark->color, mark->text, mark->quads, mark->n_quads, NULL, 0 };

  jal_page_view_hand_change (self, mark, &look);
  return info != NULL && text != NULL && jal_marks_find_letters (info, text, look.quads, look.n_quads, first, last);
}

JalMarkShape *
jal_page_view_shape_words (JalPageView *self, guint page, guint first, guint last)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  JalPageText *text = jal_page_source_get_text (self->source, page);
  guint n = last - first + 1, before = first > CONTEXT ? first - CONTEXT : 0;
  g_autoptr (GArray) quads = jal_geometry_get_quads (info, text, first, n);
  JalMarkShape *shape;

  if (quads->len == 0)
    return NULL;
  shape = jal_mark_shape_new (page);
  for (guint i = 0; i < quads->len; i++)
    {
      const JalQuad *quad = &g_array_index (quads, JalQuad, i);
      JalMarkQuad kept;

      for (int k = 0; k < 4; k++)
        {
          kept.x[k] = quad->corners[k].x;
          kept.y[k] = quad->corners[k].y;
        }
      g_array_append_val (shape->quads, kept);
    }
  shape->quoted = jal_geometry_get_text (text, first, n);
  shape->before = jal_geometry_get_text (text, before, first - before);
  shape->after = jal_geometry_get_text (text, last + 1, MIN (CONTEXT, text->n_chars - last - 1));
  return shape;
}

/* --- Reshaping ---------------------------------------------------------------------------------------------------- */

void
jal_page_view_hold (JalPageView *self, JalMarkShape *shape)
{
  if (shape == NULL)
    return;
  g_clear_pointer (&self->hand->shape, jal_mark_shape_free);
  self->hand->shape = shape;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
jal_page_view_hold_box (JalPageView *self, JalBox box)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  JalMarkShape *shape = g_new0 (JalMarkShape, 1);

  shape->page = hand->page;
  shape->quads = jal_mark_shape_map (info, hand->mark, hand->box, jal_mark_shape_inside (info, box), &shape->points);
  jal_page_view_hold (self, shape);
}

JalBox
jal_page_view_size_box (JalBox box, guint handle, double dx, double dy)
{
  /* As the handles are numbered: rows of three, the middle left out. */
  guint place = handle < 4 ? handle : handle + 1;

  if (place % 3 == 0)
    box.x1 = fmin (box.x1 + dx, box.x2 - JAL_MARK_LEAST);
  else if (place % 3 == 2)
    box.x2 = fmax (box.x2 + dx, box.x1 + JAL_MARK_LEAST);
  if (place / 3 == 0)
    box.y1 = fmin (box.y1 + dy, box.y2 - JAL_MARK_LEAST);
  else if (place / 3 == 2)
    box.y2 = fmax (box.y2 + dy, box.y1 + JAL_MARK_LEAST);
  return box;
}

void
jal_page_view_hold_end (JalPageView *self, guint end, JalPoint to)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  JalMarkShape *shape = jal_mark_shape_new (hand->page);
  JalMarkLook look = { .points = hand->mark->points, .n_points = hand->mark->n_points };
  JalMarkQuad quad;

  /* The other end stays where the hand has it. */
  jal_page_view_hand_change (self, hand->mark, &look);
  to.x = CLAMP (to.x, 0, info->width);
  to.y = CLAMP (to.y, 0, info->height);
  g_array_append_vals (shape->points, look.points, 2);
  g_array_index (shape->points, JalMarkPoint, end) = jal_mark_shape_point (info, to, end == 0);
  quad = jal_mark_shape_around ((const JalMarkPoint *)(gpointer)shape->points->data, 2);
  g_array_append_val (shape->quads, quad);
  jal_page_view_hold (self, shape);
}

/* One end of a mark on words goes to the letter at @to. */
static void
hold_words (JalPageView *self, guint end, JalPoint to)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  JalPageText *text = jal_page_source_get_text (self->source, hand->page);
  guint first, last, index;

  /* A handle hangs below its letter. */
  to.y -= 4 / jal_page_layout_get_zoom (self->layout);
  if (text == NULL || !jal_page_view_find_mark_range (self, hand->mark, &first, &last)
      || !jal_geometry_find_char (info, text, to, &index))
    return;
  if (end == 0)
    first = MIN (index, last);
  else
    last = MAX (index, first);
  jal_page_view_hold (self, jal_page_view_shape_words (self, hand->page, first, last));
}

void
jal_page_view_reshape (JalPageView *self)
{
  JalMarkHand *hand = self->hand;
  double dx = hand->to.x - hand->from.x, dy = hand->to.y - hand->from.y;

  if (hand->doing == JAL_MARK_MOVING)
    jal_page_view_hold_box (self, (JalBox){ hand->box.x1 + dx, hand->box.y1 + dy, hand->box.x2 + dx, hand->box.y2 + dy });
  else if (hand->mark->n_points == 2)
    jal_page_view_hold_end (self, hand->handle, hand->to);
  else if (jal_mark_kind_is_text (hand->mark->kind))
    hold_words (self, hand->handle, hand->to);
  else
    jal_page_view_hold_box (self, jal_page_view_size_box (hand->box, hand->handle, dx, dy));
}

/* What is moved quotes what is under it now. A mark on words has taken them already, letter by letter. */
static void
quote_anew (JalPageView *self)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->shape->page);
  JalPageText *text = jal_page_source_get_text (self->source, hand->shape->page);
  JalMarkPlace place = { .quads = (const JalMarkQuad *)(gconstpointer)hand->shape->quads->data, .n_quads = hand->shape->quads->len };

  if (info == NULL || hand->shape->quoted != NULL || !jal_marks_quote_anew (info, text, hand->mark->kind, &place))
    return;
  hand->shape->quoted = (char *)place.quoted;
  g_free (hand->shape->before);
  hand->shape->before = (char *)place.context_before;
  g_free (hand->shape->after);
  hand->shape->after = (char *)place.context_after;
}

void
jal_page_view_tell_reshaped (JalPageView *self)
{
  JalMarkHand *hand = self->hand;

  if (hand->shape != NULL && hand->mark != NULL)
    quote_anew (self);
  if (hand->shape == NULL || hand->mark == NULL)
    return;
  hand->keeping = TRUE;
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_RESHAPED], 0, hand->mark, hand->shape);
}

void
jal_page_view_reshape_kept (JalPageView *self)
{
  if (self->hand != NULL)
    self->hand->keeping = FALSE;
}

void
jal_page_view_hand_forget (JalPageView *self)
{
  /* Pointer or key have hold of it still, or what they did is being kept. */
  if (self->hand == NULL || self->hand->keeping || self->hand->by_key || self->hand->doing != JAL_MARK_IDLE)
    return;
  self->hand->doing = JAL_MARK_IDLE;
  self->hand->by_key = FALSE;
  g_clear_object (&self->hand->mark);
  g_clear_pointer (&self->hand->shape, jal_mark_shape_free);
}
