/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hand by keys: from mark to mark, moving, resizing, removing. */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-page-view-hand-private.h"
#include "app/reader/jal-page-view-redact.h"

#include <math.h>

#include "marks/jal-mark-shape.h"

/* Points of the page. */
#define STEP 6.0
#define SMALL_STEP 1.0

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

  if (text == NULL || !jal_page_view_find_mark_range (self, hand->mark, &first, &last))
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
  jal_page_view_hold (self, jal_page_view_shape_words (self, page, first, last));
  return TRUE;
}

/* A line is resized by its end: so it can be turned, too. */
static void
key_end (JalPageView *self, JalMark *mark, double dx, double dy)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, self->hand->page);
  JalMarkLook look = { .points = mark->points, .n_points = mark->n_points };
  JalPoint at;

  jal_page_view_hand_change (self, mark, &look);
  at = jal_mark_shape_point_shown (info, &look.points[1]);
  jal_page_view_hold_end (self, 1, (JalPoint){ at.x + dx, at.y + dy });
}

static void
key_move (JalPageView *self, JalMark *mark, int across, int down, GdkModifierType state)
{
  JalMarkHand *hand = self->hand;
  double step = (state & GDK_CONTROL_MASK) != 0 ? SMALL_STEP : STEP;
  gboolean size = (state & GDK_SHIFT_MASK) != 0 && !g_str_equal (mark->kind, "note");
  JalBox box;

  if (hand->mark == NULL || !jal_id_equal (hand->mark->id, mark->id))
    jal_page_view_hand_settle (self); /* another one is moved before the key was let go */
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
  if (size && mark->n_points == 2)
    key_end (self, mark, across * step, down * step);
  else if (size)
    {
      box.x2 = fmax (box.x1 + JAL_MARK_LEAST, box.x2 + across * step);
      box.y2 = fmax (box.y1 + JAL_MARK_LEAST, box.y2 + down * step);
      jal_page_view_hold_box (self, box);
    }
  else
    jal_page_view_hold_box (self, (JalBox){ box.x1 + across * step, box.y1 + down * step, box.x2 + across * step,
                              box.y2 + down * step });
}

gboolean
jal_page_view_get_arrow (guint key, int *across, int *down)
{
  *across = key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1 : key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1 : 0;
  *down = key == GDK_KEY_Up || key == GDK_KEY_KP_Up ? -1 : key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1 : 0;
  return *across != 0 || *down != 0;
}

gboolean
jal_page_view_hand_key_cb (JalPageView *self, guint key, guint code, GdkModifierType state)
{
  JalMark *mark = jal_page_view_get_chosen_mark (self);
  int across, down;

  if (!gtk_widget_has_focus (GTK_WIDGET (self)) || self->source == NULL || (state & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (jal_page_view_pen_key (self, key, state))
    return GDK_EVENT_STOP;
  if (mark == NULL && jal_page_view_redact_key (self, key, state))
    return GDK_EVENT_STOP;
  if (key == GDK_KEY_Tab && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    return jal_page_view_step_mark (self, TRUE);
  if (key == GDK_KEY_ISO_Left_Tab || (key == GDK_KEY_Tab && (state & GDK_SHIFT_MASK) != 0))
    return mark != NULL && jal_page_view_step_mark (self, FALSE);
  if (key == GDK_KEY_Escape && self->armed != NULL)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
  if (mark == NULL)
    return GDK_EVENT_PROPAGATE;
  if (jal_page_view_get_arrow (key, &across, &down))
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

void
jal_page_view_hand_settle (JalPageView *self)
{
  if (self->hand == NULL || !self->hand->by_key)
    return;
  self->hand->by_key = FALSE;
  jal_page_view_tell_reshaped (self);
}

void
jal_page_view_hand_key_up_cb (JalPageView *self, guint key)
{
  int across, down;

  jal_page_view_redact_key_up (self, key);
  if (jal_page_view_get_arrow (key, &across, &down))
    jal_page_view_hand_settle (self);
}
