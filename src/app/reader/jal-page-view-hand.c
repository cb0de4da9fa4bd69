/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The hand over the page.
 *
 *  a tool armed (box, line, arrow, ink, text)   a drag draws; letting go makes the mark
 *  a mark chosen     a drag on it moves it, on a handle resizes it; a mark on words is stretched by its two ends
 *                    arrow keys move it, with Shift resize it (with Ctrl in small steps); Delete removes it, Enter
 *                    writes in it, Tab goes to the next mark, Escape lets it go
 *
 *  1. What the hand shows is not yet kept: it is told in a signal when the pointer or the key is let go, and forgotten
 *     when the marks were read anew.
 *  2. The gesture runs before those for selecting, and claims a drag only when it is its own.
 */
#include "app/reader/jal-page-view-hand.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/reader/jal-page-view-private.h"
#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"

/* Logical pixels. */
#define TREMBLE 4.0
#define REACH 9.0
/* Points of the page. */
#define STEP 6.0
#define SMALL_STEP 1.0
#define LEAST 4.0
#define TEXT_WIDTH 160.0
#define TEXT_HEIGHT 40.0
#define CONTEXT 32

typedef enum
{
  IDLE,
  DRAWING,
  MOVING,
  SIZING,
} Doing;

struct _JalMarkHand
{
  Doing doing;
  gboolean claimed;
  guint page;
  JalPoint from;
  JalPoint to;
  GArray *stroke; /* of JalPoint */
  double x;       /* of the press, in the widget */
  double y;

  JalMark *mark; /* being held */
  guint handle;
  JalBox box;           /* as it was */
  JalMarkShape *shape;  /* nullable: as the hand has it */
  gboolean by_key;
};

/* --- Shapes ------------------------------------------------------------------------------------------------------- */

JalMarkShape *
jal_mark_shape_new (guint page)
{
  JalMarkShape *shape = g_new0 (JalMarkShape, 1);

  shape->page = page;
  shape->quads = g_array_new (FALSE, FALSE, sizeof (JalMarkQuad));
  shape->points = g_array_new (FALSE, FALSE, sizeof (JalMarkPoint));
  return shape;
}

JalMarkShape *
jal_mark_shape_copy (const JalMarkShape *shape)
{
  JalMarkShape *copy = g_new0 (JalMarkShape, 1);

  copy->page = shape->page;
  copy->quads = g_array_copy (shape->quads);
  copy->points = g_array_copy (shape->points);
  copy->quoted = g_strdup (shape->quoted);
  copy->before = g_strdup (shape->before);
  copy->after = g_strdup (shape->after);
  return copy;
}

void
jal_mark_shape_free (JalMarkShape *shape)
{
  if (shape == NULL)
    return;
  g_array_unref (shape->quads);
  g_array_unref (shape->points);
  g_free (shape->quoted);
  g_free (shape->before);
  g_free (shape->after);
  g_free (shape);
}

/* --- The chosen mark ---------------------------------------------------------------------------------------------- */

JalMark *
jal_page_view_get_chosen_mark (JalPageView *self)
{
  for (guint i = 0; self->marks != NULL && !jal_id_is_none (self->chosen) && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (jal_id_equal (mark->id, self->chosen))
        return mark;
    }
  return NULL;
}

static gboolean
holds (JalPageView *self, JalMark *mark)
{
  return self->hand != NULL && self->hand->shape != NULL && self->hand->mark != NULL
         && jal_id_equal (self->hand->mark->id, mark->id);
}

void
jal_page_view_hand_change (JalPageView *self, JalMark *mark, JalMarkLook *look)
{
  JalMarkShape *shape;

  if (!holds (self, mark))
    return;
  shape = self->hand->shape;
  look->quads = (const JalMarkQuad *)(gpointer)shape->quads->data;
  look->n_quads = shape->quads->len;
  look->points = (const JalMarkPoint *)(gpointer)shape->points->data;
  look->n_points = shape->points->len;
}

gboolean
jal_page_view_hand_box (JalPageView *self, JalMark *mark, JalBox *box)
{
  const JalPageInfo *info;

  if (!holds (self, mark))
    return jal_page_view_get_mark_box (self, mark, box);
  info = jal_page_source_get_info (self->source, self->hand->page);
  for (guint i = 0; i < self->hand->shape->quads->len; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&g_array_index (self->hand->shape->quads, JalMarkQuad, i));
      JalBox part = jal_geometry_quad_to_display (info, &quad);

      *box = i == 0 ? part
                    : (JalBox){ fmin (box->x1, part.x1), fmin (box->y1, part.y1), fmax (box->x2, part.x2),
                                fmax (box->y2, part.y2) };
    }
  return info != NULL && self->hand->shape->quads->len > 0;
}

guint
jal_page_view_hand_handles (JalPageView *self, JalMark *mark, JalPoint handles[JAL_MARK_HANDLES_MAX])
{
  const JalPageInfo *info = mark->document_page >= 0 && self->source != NULL
                                ? jal_page_source_get_info (self->source, (guint)mark->document_page)
                                : NULL;
  JalMarkLook look = { mark->kind, mark->color, mark->text, mark->quads, mark->n_quads, mark->points, mark->n_points };
  JalBox box;

  if (info == NULL || g_str_equal (mark->kind, "note") || !jal_page_view_hand_box (self, mark, &box))
    return 0;
  jal_page_view_hand_change (self, mark, &look);
  if (look.n_points == 2)
    {
      handles[0] = jal_mark_shape_point_shown (info, &look.points[0]);
      handles[1] = jal_mark_shape_point_shown (info, &look.points[1]);
      return 2;
    }
  if (jal_mark_kind_is_text (mark->kind))
    {
      JalQuad first = jal_page_view_quad_of (&look.quads[0]);
      JalQuad last = jal_page_view_quad_of (&look.quads[look.n_quads - 1]);
      JalBox start = jal_geometry_quad_to_display (info, &first);
      JalBox end = jal_geometry_quad_to_display (info, &last);

      handles[0] = (JalPoint){ start.x1, start.y2 };
      handles[1] = (JalPoint){ end.x2, end.y2 };
      return 2;
    }
  for (guint i = 0, k = 0; i < 9; i++)
    if (i != 4)
      handles[k++] = (JalPoint){ box.x1 + (box.x2 - box.x1) * (i % 3) / 2, box.y1 + (box.y2 - box.y1) * (i / 3) / 2 };
  return 8;
}

/* Which handle of the chosen mark is under the point; -1 none. */
static int
find_handle (JalPageView *self, JalMark *mark, JalPoint point)
{
  double reach = REACH / jal_page_layout_get_zoom (self->layout);
  JalPoint handles[JAL_MARK_HANDLES_MAX];
  guint n = jal_page_view_hand_handles (self, mark, handles);
  int best = -1;
  double nearest = reach;

  for (guint i = 0; i < n; i++)
    {
      double distance = hypot (handles[i].x - point.x, handles[i].y - point.y);

      if (distance <= nearest)
        {
          nearest = distance;
          best = (int)i;
        }
    }
  return best;
}

/* --- Marks on words ----------------------------------------------------------------------------------------------- */

/* The characters that the mark lies on. FALSE when the page has no words there. */
static gboolean
find_range (JalPageView *self, JalMark *mark, guint *first, guint *last)
{
  guint page = (guint)mark->document_page;
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  JalPageText *text = jal_page_source_get_text (self->source, page);
  JalMarkLook look = { mark->kind, mark->color, mark->text, mark->quads, mark->n_quads, NULL, 0 };
  gboolean found = FALSE;

  jal_page_view_hand_change (self, mark, &look);
  for (guint i = 0; info != NULL && text != NULL && i < text->n_chars; i++)
    {
      JalBox at = jal_geometry_box_to_display (info, text->boxes[i]);
      double x = (at.x1 + at.x2) / 2, y = (at.y1 + at.y2) / 2;

      if (at.x2 <= at.x1)
        continue;
      for (guint k = 0; k < look.n_quads; k++)
        {
          JalQuad quad = jal_page_view_quad_of (&look.quads[k]);
          JalBox box = jal_geometry_quad_to_display (info, &quad);

          if (x < box.x1 || x > box.x2 || y < box.y1 || y > box.y2)
            continue;
          if (!found)
            *first = i;
          *last = i;
          found = TRUE;
          break;
        }
    }
  return found;
}

/* The shape of a mark on the characters @first…@last. */
static JalMarkShape *
shape_words (JalPageView *self, guint page, guint first, guint last)
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

static void
hold (JalPageView *self, JalMarkShape *shape)
{
  if (shape == NULL)
    return;
  g_clear_pointer (&self->hand->shape, jal_mark_shape_free);
  self->hand->shape = shape;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Gives the held mark the place @box of its page. */
static void
hold_box (JalPageView *self, JalBox box)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  JalMarkShape *shape = g_new0 (JalMarkShape, 1);

  shape->page = hand->page;
  shape->quads = jal_mark_shape_map (info, hand->mark, hand->box, jal_mark_shape_inside (info, box), &shape->points);
  hold (self, shape);
}

static JalBox
size_box (JalBox box, guint handle, double dx, double dy)
{
  /* As the handles are numbered: rows of three, the middle left out. */
  guint place = handle < 4 ? handle : handle + 1;

  if (place % 3 == 0)
    box.x1 = fmin (box.x1 + dx, box.x2 - LEAST);
  else if (place % 3 == 2)
    box.x2 = fmax (box.x2 + dx, box.x1 + LEAST);
  if (place / 3 == 0)
    box.y1 = fmin (box.y1 + dy, box.y2 - LEAST);
  else if (place / 3 == 2)
    box.y2 = fmax (box.y2 + dy, box.y1 + LEAST);
  return box;
}

/* One end of a line goes to @to. */
static void
hold_end (JalPageView *self, guint end, JalPoint to)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  JalMarkShape *shape = jal_mark_shape_new (hand->page);
  JalMarkQuad quad;

  to.x = CLAMP (to.x, 0, info->width);
  to.y = CLAMP (to.y, 0, info->height);
  g_array_append_vals (shape->points, hand->mark->points, 2);
  g_array_index (shape->points, JalMarkPoint, end) = jal_mark_shape_point (info, to, end == 0);
  quad = jal_mark_shape_around ((const JalMarkPoint *)(gpointer)shape->points->data, 2);
  g_array_append_val (shape->quads, quad);
  hold (self, shape);
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
  if (text == NULL || !find_range (self, hand->mark, &first, &last)
      || !jal_geometry_find_char (info, text, to, &index))
    return;
  if (end == 0)
    first = MIN (index, last);
  else
    last = MAX (index, first);
  hold (self, shape_words (self, hand->page, first, last));
}

static void
reshape (JalPageView *self)
{
  JalMarkHand *hand = self->hand;
  double dx = hand->to.x - hand->from.x, dy = hand->to.y - hand->from.y;

  if (hand->doing == MOVING)
    hold_box (self, (JalBox){ hand->box.x1 + dx, hand->box.y1 + dy, hand->box.x2 + dx, hand->box.y2 + dy });
  else if (hand->mark->n_points == 2)
    hold_end (self, hand->handle, hand->to);
  else if (jal_mark_kind_is_text (hand->mark->kind))
    hold_words (self, hand->handle, hand->to);
  else
    hold_box (self, size_box (hand->box, hand->handle, dx, dy));
}

static void
tell_reshaped (JalPageView *self)
{
  JalMarkHand *hand = self->hand;

  if (hand->shape != NULL && hand->mark != NULL)
    g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_RESHAPED], 0, hand->mark, hand->shape);
}

void
jal_page_view_hand_forget (JalPageView *self)
{
  if (self->hand == NULL || (self->hand->doing != IDLE && !self->hand->by_key))
    return;
  self->hand->doing = IDLE;
  self->hand->by_key = FALSE;
  g_clear_object (&self->hand->mark);
  g_clear_pointer (&self->hand->shape, jal_mark_shape_free);
}

/* --- Drawing ------------------------------------------------------------------------------------------------------ */

static gboolean
is_tool (const char *armed)
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

  if (self->hand == NULL || self->hand->doing != DRAWING || self->hand->page != page || !is_tool (self->armed))
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

/* The point on the hand's own page, kept inside it. */
static gboolean
find_point (JalPageView *self, double x, double y, JalPoint *point)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, self->hand->page);
  JalPageRect rect = jal_page_view_get_rect (self, self->hand->page);
  double zoom = jal_page_layout_get_zoom (self->layout);

  if (info == NULL || zoom <= 0)
    return FALSE;
  *point = (JalPoint){ CLAMP ((x - rect.x) / zoom, 0, info->width), CLAMP ((y - rect.y) / zoom, 0, info->height) };
  return TRUE;
}

static void
finish_drawing (JalPageView *self)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_source_get_info (self->source, hand->page);
  g_autoptr (JalMarkShape) shape = NULL;
  double width = fabs (hand->to.x - hand->from.x), height = fabs (hand->to.y - hand->from.y);

  hand->doing = IDLE;
  if (info == NULL || !is_tool (self->armed))
    return;
  /* A click is a text of the usual size; anything else has to be drawn. */
  if (g_str_equal (self->armed, "text") && (width < LEAST || height < LEAST))
    {
      JalBox box = jal_mark_shape_inside (info, (JalBox){ hand->from.x, hand->from.y, hand->from.x + TEXT_WIDTH,
                                                          hand->from.y + TEXT_HEIGHT });

      hand->from = (JalPoint){ box.x1, box.y1 };
      hand->to = (JalPoint){ box.x2, box.y2 };
    }
  else if (g_str_equal (self->armed, "box") ? (width < LEAST || height < LEAST) : hypot (width, height) < LEAST)
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

/* --- The pointer -------------------------------------------------------------------------------------------------- */

static gboolean
is_inside (JalBox box, JalPoint point, double reach)
{
  return point.x >= box.x1 - reach && point.x <= box.x2 + reach && point.y >= box.y1 - reach && point.y <= box.y2 + reach;
}

/* What a press at the point would take hold of. */
static Doing
find_hold (JalPageView *self, guint page, JalPoint point, JalMark **mark, guint *handle)
{
  JalMark *chosen = jal_page_view_get_chosen_mark (self);
  JalMark *under = jal_page_view_find_mark (self, page, point);
  JalBox box;
  int found;

  if (chosen != NULL && chosen->document_page == (int)page)
    {
      found = find_handle (self, chosen, point);
      if (found >= 0)
        {
          *mark = chosen;
          *handle = (guint)found;
          return SIZING;
        }
      if (!jal_mark_kind_is_text (chosen->kind) && jal_page_view_hand_box (self, chosen, &box)
          && is_inside (box, point, 3 / jal_page_layout_get_zoom (self->layout)))
        {
          *mark = chosen;
          return MOVING;
        }
    }
  /* A note is taken hold of wherever it lies. */
  if (under != NULL && g_str_equal (under->kind, "note"))
    {
      *mark = under;
      return MOVING;
    }
  return IDLE;
}

const char *
jal_page_view_hand_cursor (JalPageView *self, guint page, JalPoint displayed)
{
  JalMark *mark = NULL;
  guint handle = 0;

  if (self->hand == NULL)
    return NULL;
  if (is_tool (self->armed))
    return "crosshair";
  switch (self->armed == NULL ? find_hold (self, page, displayed, &mark, &handle) : IDLE)
    {
    case MOVING:
      return "move";
    case SIZING:
      return jal_mark_kind_is_text (mark->kind) ? "col-resize" : "crosshair";
    default:
      return NULL;
    }
}

static void
begin_cb (JalPageView *self, double x, double y, GtkGestureDrag *drag)
{
  JalMarkHand *hand = self->hand;
  JalMark *mark = NULL;
  JalPoint point;
  guint page;

  hand->claimed = FALSE;
  hand->x = x;
  hand->y = y;
  if (self->source == NULL || !jal_page_view_find_point (self, x, y, TRUE, &page, &point)
      || jal_page_source_get_info (self->source, page) == NULL)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  hand->from = hand->to = point;
  if (is_tool (self->armed))
    {
      hand->doing = DRAWING;
      hand->page = page;
      g_array_set_size (hand->stroke, 0);
      g_array_append_val (hand->stroke, point);
      hand->claimed = TRUE;
      gtk_widget_grab_focus (GTK_WIDGET (self));
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
  hand->doing = self->armed == NULL ? find_hold (self, page, point, &mark, &hand->handle) : IDLE;
  if (hand->doing == IDLE)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  g_clear_pointer (&hand->shape, jal_mark_shape_free);
  g_set_object (&hand->mark, mark);
  hand->page = page;
  hand->by_key = FALSE;
  if (!jal_page_view_get_mark_box (self, mark, &hand->box))
    hand->doing = IDLE;
}

static void
update_cb (JalPageView *self, double dx, double dy, GtkGestureDrag *drag)
{
  JalMarkHand *hand = self->hand;

  if (hand->doing == IDLE || !find_point (self, hand->x + dx, hand->y + dy, &hand->to))
    return;
  if (hand->doing == DRAWING)
    {
      if (hand->stroke->len < 5000)
        g_array_append_val (hand->stroke, hand->to);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }
  if (!hand->claimed)
    {
      if (hypot (dx, dy) < TREMBLE)
        return;
      hand->claimed = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  reshape (self);
}

static void
end_cb (JalPageView *self, double dx, double dy, GtkGestureDrag *drag)
{
  JalMarkHand *hand = self->hand;
  Doing doing = hand->doing;

  if (doing == DRAWING)
    {
      find_point (self, hand->x + dx, hand->y + dy, &hand->to);
      finish_drawing (self);
      return;
    }
  hand->doing = IDLE;
  if (doing != IDLE && hand->claimed)
    tell_reshaped (self);
}

static void
cancel_cb (JalPageView *self)
{
  if (self->hand->doing == IDLE)
    return;
  self->hand->doing = IDLE;
  g_clear_pointer (&self->hand->shape, jal_mark_shape_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

/* Says to a screen reader what is chosen and what can be done with it. */
static void
tell_chosen (JalPageView *self, JalMark *mark)
{
  char id[JAL_ID_HEX_LENGTH + 1];
  JalBox box;

  jal_id_to_hex (mark->id, id);
  self->chosen = mark->id;
  if (jal_page_view_get_mark_box (self, mark, &box))
    jal_page_view_reveal (self, (guint)mark->document_page, box);
  else if (mark->document_page >= 0)
    jal_page_view_show_page (self, (guint)mark->document_page);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_MARK_CHOSEN], 0, id);
}

/* The mark after the chosen one (or before it); without one the first on the page being read or after it. */
gboolean
jal_page_view_step_mark (JalPageView *self, gboolean forward)
{
  guint n = self->marks != NULL ? g_list_model_get_n_items (self->marks) : 0;
  int at = -1, next = -1;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (jal_id_equal (mark->id, self->chosen))
        at = (int)i;
      else if (at < 0 && jal_id_is_none (self->chosen) && mark->document_page >= (int)self->page && (next < 0 || !forward))
        next = (int)i;
    }
  if (at >= 0)
    next = at + (forward ? 1 : -1);
  if (next < 0 || next >= (int)n)
    return FALSE;
  {
    g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, (guint)next);

    tell_chosen (self, mark);
  }
  return TRUE;
}

/* A mark on words goes from word to word, or up and down a line. */
static gboolean
key_words (JalPageView *self, int across, int down, gboolean size)
{
  JalMarkHand *hand = self->hand;
  guint page = hand->page, first, last, index, n = 1;
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  JalPageText *text = jal_page_source_get_text (self->source, page);

  if (text == NULL || !find_range (self, hand->mark, &first, &last))
    return FALSE;
  if (across != 0)
    {
      gboolean forward = across > 0;

      if (size)
        last = MAX (first, jal_page_selection_step (text, last, forward, TRUE));
      else
        {
          guint to = jal_page_selection_step (text, first, forward, TRUE);
          guint length = last - first;

          first = to;
          last = MIN (to + length, text->n_chars - 1);
        }
    }
  else
    {
      JalBox at = jal_geometry_box_to_display (info, text->boxes[size ? last : first]);
      JalPoint point = { (at.x1 + at.x2) / 2, (at.y1 + at.y2) / 2 + down * 1.3 * (at.y2 - at.y1) };

      if (!jal_geometry_find_char (info, text, point, &index))
        return FALSE;
      if (size)
        last = MAX (first, index);
      else
        {
          last = MIN (index + (last - first), text->n_chars - 1);
          first = index;
        }
    }
  jal_geometry_widen_to_words (text, &first, &n);
  n = 1;
  index = last;
  jal_geometry_widen_to_words (text, &index, &n);
  last = MAX (first, index + n - 1);
  hold (self, shape_words (self, page, first, last));
  return TRUE;
}

static void
key_move (JalPageView *self, JalMark *mark, int across, int down, GdkModifierType state)
{
  JalMarkHand *hand = self->hand;
  double step = (state & GDK_CONTROL_MASK) != 0 ? SMALL_STEP : STEP;
  gboolean size = (state & GDK_SHIFT_MASK) != 0 && !g_str_equal (mark->kind, "note");
  JalBox box;

  if (hand->mark == NULL || !jal_id_equal (hand->mark->id, mark->id))
    g_clear_pointer (&hand->shape, jal_mark_shape_free);
  g_set_object (&hand->mark, mark);
  hand->page = (guint)mark->document_page;
  hand->by_key = TRUE;
  if (jal_page_source_get_info (self->source, hand->page) == NULL || !jal_page_view_hand_box (self, mark, &box)
      || !jal_page_view_get_mark_box (self, mark, &hand->box))
    return;
  if (jal_mark_kind_is_text (mark->kind) && key_words (self, across, down, size))
    return;
  if (size)
    {
      box.x2 = fmax (box.x1 + LEAST, box.x2 + across * step);
      box.y2 = fmax (box.y1 + LEAST, box.y2 + down * step);
      hold_box (self, box);
    }
  else
    hold_box (self, (JalBox){ box.x1 + across * step, box.y1 + down * step, box.x2 + across * step,
                              box.y2 + down * step });
}

static gboolean
get_arrow (guint key, int *across, int *down)
{
  *across = key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1 : key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1 : 0;
  *down = key == GDK_KEY_Up || key == GDK_KEY_KP_Up ? -1 : key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1 : 0;
  return *across != 0 || *down != 0;
}

static gboolean
key_cb (JalPageView *self, guint key, guint code, GdkModifierType state)
{
  JalMark *mark = jal_page_view_get_chosen_mark (self);
  int across, down;

  if (!gtk_widget_has_focus (GTK_WIDGET (self)) || self->source == NULL || (state & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Tab && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    return jal_page_view_step_mark (self, TRUE);
  if (key == GDK_KEY_ISO_Left_Tab || (key == GDK_KEY_Tab && (state & GDK_SHIFT_MASK) != 0))
    return mark != NULL && jal_page_view_step_mark (self, FALSE);
  if (key == GDK_KEY_Escape && self->armed != NULL)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
  if (mark == NULL)
    return GDK_EVENT_PROPAGATE;
  if (get_arrow (key, &across, &down))
    key_move (self, mark, across, down, state);
  else if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete)
    gtk_widget_activate_action (GTK_WIDGET (self), "reader.mark-remove", NULL);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_F2)
    gtk_widget_activate_action (GTK_WIDGET (self), "reader.mark-write", NULL);
  else if (key == GDK_KEY_Escape)
    {
      jal_page_view_hand_forget (self);
      jal_page_view_set_chosen (self, JAL_ID_NONE);
    }
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* However long an arrow was held down, it is one change. */
static void
key_up_cb (JalPageView *self, guint key)
{
  int across, down;

  if (self->hand->by_key && get_arrow (key, &across, &down))
    tell_reshaped (self);
}

static void
free_hand (gpointer data)
{
  JalMarkHand *hand = data;

  g_array_unref (hand->stroke);
  g_clear_object (&hand->mark);
  g_clear_pointer (&hand->shape, jal_mark_shape_free);
  g_free (hand);
}

void
jal_page_view_add_hand (JalPageView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->hand = g_new0 (JalMarkHand, 1);
  self->hand->stroke = g_array_new (FALSE, FALSE, sizeof (JalPoint));
  g_object_set_data_full (G_OBJECT (self), "hand", self->hand, free_hand);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "cancel", G_CALLBACK (cancel_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-released", G_CALLBACK (key_up_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
