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
#define TICK_WIDTH 28.0
#define TICK_HEIGHT 22.0

/* --- Drawing ------------------------------------------------------------------------------------------------------ */

gboolean
jal_page_view_is_tool (const char *armed)
{
  static const char *const tools[] = { "box", "line", "arrow", "ink", "text", NULL };

  return armed != NULL && g_strv_contains (tools, armed);
}

/* What is being drawn, as a shape; NULL when it is nothing yet. */
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
      gboolean ink = g_str_equal (self->armed, "ink");
      guint n = ink ? hand->stroke->len : 2;
      JalMarkQuad quad;

      for (guint i = 0; i < n; i++)
        {
          JalPoint at = ink ? g_array_index (hand->stroke, JalPoint, i) : i == 0 ? hand->from : hand->to;
          JalMarkPoint point = jal_mark_shape_point (info, at, i == 0);

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

  if (self->hand == NULL || self->hand->doing != JAL_MARK_DRAWING || self->hand->page != page || !jal_page_view_is_tool (self->armed))
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

/* In the middle of what is in view of the page that is read. */
static JalBox
find_place_here (JalPageView *self, const JalPageInfo *info, double width, double height)
{
  JalPageRect rect = jal_page_view_get_rect (self, self->page);
  double zoom = jal_page_layout_get_zoom (self->layout);
  double left = CLAMP (-rect.x / zoom, 0, info->width), top = CLAMP (-rect.y / zoom, 0, info->height);
  double right = CLAMP ((gtk_widget_get_width (GTK_WIDGET (self)) - rect.x) / zoom, left, info->width);
  double bottom = CLAMP ((gtk_widget_get_height (GTK_WIDGET (self)) - rect.y) / zoom, top, info->height);
  JalPoint middle = { (left + right) / 2, (top + bottom) / 2 };

  return jal_mark_shape_inside (info, (JalBox){ middle.x - width / 2, middle.y - height / 2, middle.x + width / 2, middle.y + height / 2 });
}

/* The one thing that is drawn without a hand: a tick, as people put it beside what they have checked. */
static void
draw_tick (JalMarkHand *hand, JalBox box)
{
  const JalPoint stroke[] = { { box.x1, box.y1 + 0.55 * TICK_HEIGHT }, { box.x1 + 0.35 * TICK_WIDTH, box.y2 }, { box.x2, box.y1 } };

  g_array_append_vals (hand->stroke, stroke, G_N_ELEMENTS (stroke));
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
    box = find_place_here (self, info, TEXT_WIDTH, TEXT_HEIGHT);
  else if (g_str_equal (self->armed, "box"))
    box = find_place_here (self, info, BOX_WIDTH, BOX_HEIGHT);
  else if (g_str_equal (self->armed, "ink"))
    box = find_place_here (self, info, TICK_WIDTH, TICK_HEIGHT);
  else
    box = find_place_here (self, info, LINE_LENGTH, 0);
  hand->page = self->page;
  hand->from = (JalPoint){ box.x1, box.y1 };
  hand->to = (JalPoint){ box.x2, box.y2 };
  g_array_set_size (hand->stroke, 0);
  if (g_str_equal (self->armed, "ink"))
    draw_tick (hand, box);
  jal_page_view_finish_drawing (self);
  return TRUE;
}
