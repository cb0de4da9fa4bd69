/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The hand that redacts.
 *
 *  "redaction" armed    a drag that begins beside the words draws a box: it is taken before the view can select with it
 *  a redaction chosen   a drag on a box moves it, on a handle resizes it; arrow keys move it, with Shift resize it (with Ctrl in small
 *                       steps); Delete removes it, Enter leads to its row in the review, Tab goes to the next, Escape lets it go
 *
 * Words are redacted where they stand: only boxes move.
 */
#include "app/reader/jal-page-view-redact-private.h"

#include <math.h>

/* Points of the page: of a box that nobody drew, the least one, and by how much keys move. */
#define WIDTH 160.0
#define HEIGHT 40.0
#define LEAST 4.0
#define STEP 6.0
#define SMALL_STEP 1.0
/* Logical pixels. */
#define TREMBLE 4.0
#define REACH 9.0

static JalBox
keep_inside (const JalPageInfo *info, JalBox box)
{
  double width = fmin (box.x2 - box.x1, info->width), height = fmin (box.y2 - box.y1, info->height);

  box.x1 = CLAMP (box.x1, 0, info->width - width);
  box.y1 = CLAMP (box.y1, 0, info->height - height);
  return (JalBox){ box.x1, box.y1, box.x1 + width, box.y1 + height };
}

static const JalPageInfo *
get_info (const JalRedactHand *hand)
{
  return hand->view->source != NULL ? jal_page_source_get_info (hand->view->source, hand->page) : NULL;
}

static void
hold (JalRedactHand *hand, JalBox box)
{
  hand->area = box;
  hand->held = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (hand->view));
}

static void
tell_placed (JalRedactHand *hand)
{
  JalRedaction *redaction = jal_page_view_get_chosen_redaction (hand->view);

  hand->by_key = FALSE;
  if (!hand->held || redaction == NULL)
    return;
  hand->kept = FALSE;
  hand->funcs->placed (hand->data, redaction, hand->page, hand->area);
}

void
jal_page_view_redact_settle (JalPageView *self)
{
  JalRedactHand *hand = jal_page_view_get_redacting (self);

  if (hand != NULL && hand->by_key)
    tell_placed (hand);
}

static void
choose (JalRedactHand *hand, JalRedaction *redaction)
{
  jal_page_view_redact_settle (hand->view);
  jal_page_view_choose_redaction (hand->view, redaction != NULL ? redaction->id : JAL_ID_NONE);
  hand->funcs->chosen (hand->data, redaction);
}

/* --- The pointer ---------------------------------------------------------------------------------------------- */

/* Whether the point is on a letter: then words are selected. */
static gboolean
is_on_letter (JalPageView *self, guint page, JalPoint point)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  JalPageText *text = jal_page_source_get_text (self->source, page);

  for (guint i = 0; text != NULL && i < text->n_chars; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);

      if (point.x >= box.x1 && point.x <= box.x2 && point.y >= box.y1 && point.y <= box.y2)
        return TRUE;
    }
  return FALSE;
}

/* What a press at the point would take hold of. */
static JalRedactDoing
find_hold (JalPageView *self, guint page, JalPoint point, guint *handle)
{
  JalRedaction *redaction = jal_page_view_get_chosen_redaction (self);
  double reach = REACH / jal_page_layout_get_zoom (self->layout);
  JalPoint handles[JAL_REDACT_HANDLES];
  JalBox box;

  if (self->armed != NULL || redaction == NULL || redaction->document_page != (int)page || !jal_redaction_is_box (redaction)
      || !jal_page_view_redact_box (self, redaction, &box))
    return JAL_REDACT_IDLE;
  jal_page_view_redact_handles (box, handles);
  for (guint i = JAL_REDACT_HANDLES; i > 0; i--)
    if (hypot (handles[i - 1].x - point.x, handles[i - 1].y - point.y) <= reach)
      {
        *handle = i - 1;
        return JAL_REDACT_SIZING;
      }
  return point.x >= box.x1 && point.x <= box.x2 && point.y >= box.y1 && point.y <= box.y2 ? JAL_REDACT_MOVING : JAL_REDACT_IDLE;
}

const char *
jal_page_view_redact_cursor (JalPageView *self, guint page, JalPoint point)
{
  guint handle;

  if (jal_page_view_get_redacting (self) == NULL)
    return NULL;
  switch (find_hold (self, page, point, &handle))
    {
    case JAL_REDACT_MOVING:
      return "move";
    case JAL_REDACT_SIZING:
      return "crosshair";
    default:
      return NULL;
    }
}

static void
begin_cb (JalRedactHand *hand, double x, double y, GtkGesture *drag)
{
  JalPageView *self = hand->view;

  hand->doing = JAL_REDACT_IDLE;
  hand->claimed = FALSE;
  hand->x = x;
  hand->y = y;
  if (self->source == NULL || !jal_page_view_find_point (self, x, y, TRUE, &hand->page, &hand->start)
      || jal_page_source_get_info (self->source, hand->page) == NULL)
    {
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  if (g_strcmp0 (self->armed, "redaction") == 0 && !is_on_letter (self, hand->page, hand->start))
    {
      hand->doing = JAL_REDACT_DRAWING;
      hand->claimed = TRUE;
      hand->held = FALSE;
      hand->area = (JalBox){ hand->start.x, hand->start.y, hand->start.x, hand->start.y };
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
  hand->doing = find_hold (self, hand->page, hand->start, &hand->handle);
  if (hand->doing == JAL_REDACT_IDLE)
    gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
  else
    jal_page_view_redact_box (self, jal_page_view_get_chosen_redaction (self), &hand->before);
}

static void
update_cb (JalRedactHand *hand, double dx, double dy, GtkGesture *drag)
{
  JalPageView *self = hand->view;
  const JalPageInfo *info = hand->doing != JAL_REDACT_IDLE ? get_info (hand) : NULL;
  double zoom = jal_page_layout_get_zoom (self->layout);
  JalPoint point = { hand->start.x + dx / zoom, hand->start.y + dy / zoom };

  if (info == NULL || zoom <= 0)
    return;
  if (!hand->claimed && hypot (dx, dy) < TREMBLE)
    return;
  if (!hand->claimed)
    {
      hand->claimed = TRUE;
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
    }
  point.x = CLAMP (point.x, 0, info->width);
  point.y = CLAMP (point.y, 0, info->height);
  dx = point.x - hand->start.x;
  dy = point.y - hand->start.y;
  if (hand->doing == JAL_REDACT_MOVING)
    hold (hand, keep_inside (info, (JalBox){ hand->before.x1 + dx, hand->before.y1 + dy, hand->before.x2 + dx, hand->before.y2 + dy }));
  else if (hand->doing == JAL_REDACT_SIZING)
    hold (hand, jal_page_view_size_box (hand->before, hand->handle, dx, dy));
  else
    hand->area = (JalBox){ fmin (hand->start.x, point.x), fmin (hand->start.y, point.y), fmax (hand->start.x, point.x),
                           fmax (hand->start.y, point.y) };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
end_cb (JalRedactHand *hand)
{
  JalRedactDoing doing = hand->doing;
  gboolean drawn = doing == JAL_REDACT_DRAWING && hand->area.x2 - hand->area.x1 >= 2 && hand->area.y2 - hand->area.y1 >= 2;

  hand->doing = JAL_REDACT_IDLE;
  gtk_widget_queue_draw (GTK_WIDGET (hand->view));
  if (drawn)
    hand->funcs->drawn (hand->data, hand->page, hand->area);
  else if (doing != JAL_REDACT_DRAWING && hand->claimed)
    tell_placed (hand);
}

gboolean
jal_page_view_redact_click (JalPageView *self, guint page, JalPoint point)
{
  JalRedactHand *hand = jal_page_view_get_redacting (self);

  if (hand == NULL || self->armed != NULL)
    return FALSE;
  for (guint i = hand->redactions != NULL ? g_list_model_get_n_items (hand->redactions) : 0; i > 0; i--)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (hand->redactions, i - 1);
      const JalPageInfo *info = jal_page_source_get_info (self->source, page);

      for (guint k = 0; redaction->document_page == (int)page && info != NULL && k < redaction->n_quads; k++)
        {
          JalQuad quad = jal_page_view_quad_of (&redaction->quads[k]);
          JalBox box = jal_geometry_quad_to_display (info, &quad);

          if (point.x < box.x1 || point.x > box.x2 || point.y < box.y1 || point.y > box.y2)
            continue;
          choose (hand, redaction);
          return TRUE;
        }
    }
  if (!jal_id_is_none (hand->chosen))
    choose (hand, NULL);
  return FALSE;
}

/* --- Keys ----------------------------------------------------------------------------------------------------- */

gboolean
jal_page_view_redact_here (JalPageView *self)
{
  JalRedactHand *hand = jal_page_view_get_redacting (self);
  const JalPageInfo *info = self->source != NULL ? jal_page_source_get_info (self->source, self->page) : NULL;

  if (hand == NULL || info == NULL || jal_page_layout_get_zoom (self->layout) <= 0)
    return FALSE;
  hand->funcs->drawn (hand->data, self->page, keep_inside (info, jal_page_view_place_here (self, info, WIDTH, HEIGHT)));
  return TRUE;
}

static gboolean
key_move (JalRedactHand *hand, JalRedaction *redaction, int across, int down, GdkModifierType state)
{
  double step = (state & GDK_CONTROL_MASK) != 0 ? SMALL_STEP : STEP;
  const JalPageInfo *info;
  JalBox box;

  if (!jal_redaction_is_box (redaction) || !jal_page_view_redact_box (hand->view, redaction, &box))
    return FALSE;
  hand->page = (guint)redaction->document_page;
  info = get_info (hand);
  hand->by_key = TRUE;
  if ((state & GDK_SHIFT_MASK) != 0)
    {
      box.x2 = CLAMP (box.x2 + across * step, box.x1 + LEAST, info->width);
      box.y2 = CLAMP (box.y2 + down * step, box.y1 + LEAST, info->height);
    }
  else
    box = keep_inside (info, (JalBox){ box.x1 + across * step, box.y1 + down * step, box.x2 + across * step, box.y2 + down * step });
  hold (hand, box);
  jal_page_view_reveal (hand->view, hand->page, box);
  return TRUE;
}

/* The one after the chosen one in the document, or before it. */
static gboolean
step (JalRedactHand *hand, gboolean forward)
{
  guint n = g_list_model_get_n_items (hand->redactions);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (hand->redactions, i);
      g_autoptr (JalRedaction) next = NULL;
      JalBox box;

      if (!jal_id_equal (redaction->id, hand->chosen))
        continue;
      if (forward ? i + 1 >= n : i == 0)
        return FALSE;
      next = g_list_model_get_item (hand->redactions, forward ? i + 1 : i - 1);
      choose (hand, next);
      if (jal_page_view_redact_box (hand->view, next, &box))
        jal_page_view_reveal (hand->view, (guint)next->document_page, box);
      else if (next->document_page >= 0)
        jal_page_view_show_page (hand->view, (guint)next->document_page);
      return TRUE;
    }
  return FALSE;
}

gboolean
jal_page_view_redact_key (JalPageView *self, guint key, GdkModifierType state)
{
  JalRedactHand *hand = jal_page_view_get_redacting (self);
  JalRedaction *redaction = hand != NULL ? jal_page_view_get_chosen_redaction (self) : NULL;
  int across, down;

  if (redaction == NULL || (key == GDK_KEY_Escape && self->armed != NULL))
    return FALSE;
  if (jal_page_view_get_arrow (key, &across, &down))
    return key_move (hand, redaction, across, down, state);
  switch (key)
    {
    case GDK_KEY_Tab:
      return (state & GDK_CONTROL_MASK) == 0 && step (hand, (state & GDK_SHIFT_MASK) == 0);
    case GDK_KEY_ISO_Left_Tab:
      return step (hand, FALSE);
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      gtk_widget_activate_action (GTK_WIDGET (self), "reader.redaction-remove", NULL);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_F2:
      gtk_widget_activate_action (GTK_WIDGET (self), "reader.redaction-review", NULL);
      return TRUE;
    case GDK_KEY_Escape:
      choose (hand, NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

void
jal_page_view_redact_key_up (JalPageView *self, guint key)
{
  JalRedactHand *hand = jal_page_view_get_redacting (self);
  int across, down;

  if (hand != NULL && hand->by_key && jal_page_view_get_arrow (key, &across, &down))
    tell_placed (hand);
}

void
jal_page_view_add_redact_hand (JalPageView *self, JalRedactHand *hand)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (begin_cb), hand);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (update_cb), hand);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (end_cb), hand);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
