/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The hand over the page.
 *
 *  a tool armed (box, line, arrow, ink, text)   a drag draws; letting go makes the mark
 *  the pen out       arrow keys move it, Space puts it down and lifts it (jal-page-view-pen.c)
 *  a mark chosen     a drag on it moves it, on a handle resizes it; a mark on words is stretched by its two ends
 *                    arrow keys move it, with Shift resize it (with Ctrl in small steps); Delete removes it, Enter
 *                    writes in it, Tab goes to the next mark, Escape lets it go
 *
 *  1. What the hand shows is not yet kept: it is told in a signal when the pointer or the key is let go, and forgotten
 *     when the marks were read anew.
 *  2. The gesture runs before those for selecting, and claims a drag only when it is its own.
 */
#include "app/reader/jal-page-view-hand-private.h"

#include <math.h>

#include "marks/jal-mark-shape.h"

/* Logical pixels. */
#define TREMBLE 4.0
#define REACH 9.0

/* --- The pointer -------------------------------------------------------------------------------------------------- */

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

static gboolean
is_inside (JalBox box, JalPoint point, double reach)
{
  return point.x >= box.x1 - reach && point.x <= box.x2 + reach && point.y >= box.y1 - reach && point.y <= box.y2 + reach;
}

/* What a press at the point would take hold of. */
static JalMarkDoing
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
          return JAL_MARK_SIZING;
        }
      if (!jal_mark_kind_is_text (chosen->kind) && jal_page_view_hand_box (self, chosen, &box)
          && is_inside (box, point, 3 / jal_page_layout_get_zoom (self->layout)))
        {
          *mark = chosen;
          return JAL_MARK_MOVING;
        }
    }
  /* A note is taken hold of wherever it lies. */
  if (under != NULL && g_str_equal (under->kind, "note"))
    {
      *mark = under;
      return JAL_MARK_MOVING;
    }
  return JAL_MARK_IDLE;
}

const char *
jal_page_view_hand_cursor (JalPageView *self, guint page, JalPoint displayed)
{
  JalMark *mark = NULL;
  guint handle = 0;

  if (self->hand == NULL)
    return NULL;
  if (jal_page_view_is_tool (self->armed))
    return "crosshair";
  switch (self->armed == NULL ? find_hold (self, page, displayed, &mark, &handle) : JAL_MARK_IDLE)
    {
    case JAL_MARK_MOVING:
      return "move";
    case JAL_MARK_SIZING:
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
  if (jal_page_view_is_tool (self->armed))
    {
      hand->page = page;
      jal_page_view_drop_pen (self);
      hand->doing = JAL_MARK_DRAWING;
      g_array_set_size (hand->stroke, 0);
      jal_page_view_add_ink (self, point, TRUE);
      hand->claimed = TRUE;
      gtk_widget_grab_focus (GTK_WIDGET (self));
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
  hand->doing = self->armed == NULL ? find_hold (self, page, point, &mark, &hand->handle) : JAL_MARK_IDLE;
  if (hand->doing == JAL_MARK_IDLE)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  g_clear_pointer (&hand->shape, jal_mark_shape_free);
  g_set_object (&hand->mark, mark);
  hand->page = page;
  hand->by_key = FALSE;
  if (!jal_page_view_get_mark_box (self, mark, &hand->box))
    hand->doing = JAL_MARK_IDLE;
}

static void
update_cb (JalPageView *self, double dx, double dy, GtkGestureDrag *drag)
{
  JalMarkHand *hand = self->hand;

  if (hand->doing == JAL_MARK_IDLE || !find_point (self, hand->x + dx, hand->y + dy, &hand->to))
    return;
  if (hand->doing == JAL_MARK_DRAWING)
    {
      jal_page_view_add_ink (self, hand->to, FALSE);
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
  jal_page_view_reshape (self);
}

static void
end_cb (JalPageView *self, double dx, double dy, GtkGestureDrag *drag)
{
  JalMarkHand *hand = self->hand;
  JalMarkDoing doing = hand->doing;

  if (doing == JAL_MARK_DRAWING)
    {
      find_point (self, hand->x + dx, hand->y + dy, &hand->to);
      jal_page_view_finish_drawing (self);
      return;
    }
  hand->doing = JAL_MARK_IDLE;
  if (doing != JAL_MARK_IDLE && hand->claimed)
    jal_page_view_tell_reshaped (self);
}

static void
cancel_cb (JalPageView *self)
{
  if (self->hand->doing == JAL_MARK_IDLE)
    return;
  self->hand->doing = JAL_MARK_IDLE;
  g_clear_pointer (&self->hand->shape, jal_mark_shape_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Made and freed ----------------------------------------------------------------------------------------------- */

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
  self->hand->stroke = g_array_new (FALSE, FALSE, sizeof (JalMarkPoint));
  g_object_set_data_full (G_OBJECT (self), "hand", self->hand, free_hand);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "cancel", G_CALLBACK (cancel_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (jal_page_view_hand_key_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-released", G_CALLBACK (jal_page_view_hand_key_up_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
