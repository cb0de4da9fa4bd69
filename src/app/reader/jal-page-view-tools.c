/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing with a tool: box, line, arrow, ink, text. */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-page-view-hand-private.h"

#include <math.h>

#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"

/* Points of the page: of what nobody gave a size. */
#define TEXT_WIDTH 160.0
#define TEXT_HEIGHT 40.0
#define BOX_WIDTH 160.0
#define BOX_HEIGHT 80.0
#define LINE_LENGTH 120.0
/* Nobody draws on for so long; a mark has room for them. */
#define MOST_POINTS 5000

/* --- Drawing ------------------------------------------------------------------------------------------------------ */

gboolean
jal_page_view_is_tool (const char *armed)
{
  static const char *const tools[] = { "box", "line", "arrow", "ink", "text", NULL };

  return armed != NULL && g_strv_contains (tools, armed);
}

void
jal_page_view_add_ink (JalPageView *self, JalPoint displayed, gboolean begins)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  JalMarkPoint point;

  if (info == NULL || hand->stroke->len >= MOST_POINTS)
    return;
  point = jal_mark_shape_point (info, displayed, begins);
  g_array_append_val (hand->stroke, point);
}

/* What is being drawn, as a shape. */
static JalMarkShape *
shape_drawing (JalPageView *self)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  JalMarkShape *shape = jal_mark_shape_new (hand->page);
  JalBox box = { fmin (hand->from.x, hand->to.x), fmin (hand->from.y, hand->to.y), fmax (hand->from.x, hand->to.x),
                 fmax (hand->from.y, hand->to.y) };

  if (jal_mark_kind_is_drawn (self->armed))
    {
      JalMarkQuad quad;

      if (g_str_equal (self->armed, "ink"))
        g_array_append_vals (shape->points, hand->stroke->data, hand->stroke->len);
      for (guint i = 0; i < 2 && !g_str_equal (self->armed, "ink"); i++)
        {
          JalMarkPoint point = jal_mark_shape_point (info, i == 0 ? hand->from : hand->to, i == 0);

          g_array_append_val (shape->points, point);
        }
      quad = jal_mark_shape_around ((const JalMarkPoint *)(gpointer)shape->points->data, shape->points->len);
      g_array_append_val (shape->quads, quad);
    }
  else
    {
      JalMarkQuad quad = jal_mark_shape_quad (info, box);

      g_array_append_val (shape->quads, quad);
    }
  return shape;
}

void
jal_page_view_append_drawing (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  g_autoptr (JalMarkShape) shape = NULL;
  JalMarkLook look = { 0 };

  if (self->hand == NULL || self->hand->doing != JAL_MARK_DRAWING || self->hand->page != page || !jal_page_view_is_tool (self->armed)
      || jal_page_source_get_info (self->source, page) == NULL)
    return;
  if (g_str_equal (self->armed, "ink") && self->hand->stroke->len == 0)
    return;
  shape = shape_drawing (self);
  look = (JalMarkLook){ self->armed,
                        self->armed_color != NULL ? self->armed_color : "yellow",
                        "",
                        (const JalMarkQuad *)(gpointer)shape->quads->data,
                        shape->quads->len,
                        (const JalMarkPoint *)(gpointer)shape->points->data,
                        shape->points->len };
  jal_page_view_append_shape (self, snapshot, page, &look);
}

void
jal_page_view_finish_drawing (JalPageView *self)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  g_autoptr (JalMarkShape) shape = NULL;
  double width = fabs (hand->to.x - hand->from.x), height = fabs (hand->to.y - hand->from.y);

  hand->doing = JAL_MARK_IDLE;
  if (info == NULL || !jal_page_view_is_tool (self->armed))
    return;
  /* A click is a text of the usual size; anything else has to be drawn. */
  if (g_str_equal (self->armed, "text") && (width < JAL_MARK_LEAST || height < JAL_MARK_LEAST))
    {
      JalBox box = jal_mark_shape_inside (info, (JalBox){ hand->from.x, hand->from.y, hand->from.x + TEXT_WIDTH,
                                                          hand->from.y + TEXT_HEIGHT });

      hand->from = (JalPoint){ box.x1, box.y1 };
      hand->to = (JalPoint){ box.x2, box.y2 };
    }
  else if (g_str_equal (self->armed, "box") ? (width < JAL_MARK_LEAST || height < JAL_MARK_LEAST) : hypot (width, height) < JAL_MARK_LEAST)
    if (!g_str_equal (self->armed, "ink") || hand->stroke->len < 2)
      {
        gtk_widget_queue_draw (GTK_WIDGET (self));
        return;
      }
  shape = shape_drawing (self);
  if (g_str_equal (self->armed, "box"))
    {
      JalPageText *text = jal_page_source_get_text (self->source, hand->page);

      shape->quoted = jal_marks_quote_area (info, text,
                                            (JalBox){ fmin (hand->from.x, hand->to.x), fmin (hand->from.y, hand->to.y),
                                                      fmax (hand->from.x, hand->to.x),
                                                      fmax (hand->from.y, hand->to.y) });
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_DRAWN], 0, shape);
}

JalBox
jal_page_view_place_here (JalPageView *self, const JalPageInfo *info, double width, double height)
{
  JalPageRect rect = jal_page_view_get_rect (self, self->page);
  double zoom = jal_page_layout_get_zoom (self->layout);
  double left = CLAMP (-rect.x / zoom, 0, info->width), top = CLAMP (-rect.y / zoom, 0, info->height);
  double right = CLAMP ((gtk_widget_get_width (GTK_WIDGET (self)) - rect.x) / zoom, left, info->width);
  double bottom = CLAMP ((gtk_widget_get_height (GTK_WIDGET (self)) - rect.y) / zoom, top, info->height);
  JalPoint middle = { (left + right) / 2, (top + bottom) / 2 };

  return jal_mark_shape_inside (info, (JalBox){ middle.x - width / 2, middle.y - height / 2, middle.x + width / 2, middle.y + height / 2 });
}

gboolean
jal_page_view_draw_here (JalPageView *self)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = self->source != NULL ? jal_page_source_get_info (self->source, self->page) : NULL;
  JalBox box;

  g_return_val_if_fail (JAL_IS_PAGE_VIEW (self), FALSE);

  if (info == NULL || hand->doing != JAL_MARK_IDLE || !jal_page_view_is_tool (self->armed))
    return FALSE;
  if (g_str_equal (self->armed, "text"))
    box = jal_page_view_place_here (self, info, TEXT_WIDTH, TEXT_HEIGHT);
  else if (g_str_equal (self->armed, "box"))
    box = jal_page_view_place_here (self, info, BOX_WIDTH, BOX_HEIGHT);
  else if (g_str_equal (self->armed, "ink"))
    box = jal_page_view_place_here (self, info, 0, 0);
  else
    box = jal_page_view_place_here (self, info, LINE_LENGTH, 0);
  hand->page = self->page;
  hand->from = (JalPoint){ box.x1, box.y1 };
  hand->to = (JalPoint){ box.x2, box.y2 };
  if (g_str_equal (self->armed, "ink"))
    jal_page_view_take_pen (self, hand->from);
  else
    jal_page_view_finish_drawing (self);
  return TRUE;
}
