/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The pen by keys, for whoever has no pointer.
 *
 *  arrow keys                            move it, with Ctrl in small steps
 *  Home, Page Up, End, Page Down         aslant, as they stand on the keypad
 *  Space                                 puts it down: from here on it draws; and lifts it
 *  Backspace                             takes back the last straight piece
 *  Return                                keeps what is drawn; a tick, when nothing is
 *  Escape                                leaves nothing, and puts the tool down
 *
 * Other letters mean nothing until it is put away: a slip of the finger costs no drawing.
 */
#include "app/reader/jal-page-view-hand-private.h"

#include <math.h>

#include "marks/jal-mark-shape.h"

/* Points of the page. */
#define STEP 6.0
#define SMALL_STEP 1.0
#define TICK_WIDTH 28.0
#define TICK_HEIGHT 22.0
/* How much of the page is kept in view around it. */
#define AROUND 24.0
/* Logical pixels. */
#define RING 6.0

gboolean
jal_page_view_has_pen (JalPageView *self)
{
  g_return_val_if_fail (JAL_IS_PAGE_VIEW (self), FALSE);

  return self->hand != NULL && self->hand->pen != JAL_MARK_NO_PEN;
}

void
jal_page_view_drop_pen (JalPageView *self)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (!jal_page_view_has_pen (self))
    return;
  self->hand->pen = JAL_MARK_NO_PEN;
  self->hand->doing = JAL_MARK_IDLE;
  g_array_set_size (self->hand->stroke, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
jal_page_view_take_pen (JalPageView *self, JalPoint displayed)
{
  JalMarkHand *hand = self->hand;

  g_array_set_size (hand->stroke, 0);
  hand->doing = JAL_MARK_DRAWING;
  hand->pen = JAL_MARK_PEN_UP;
  hand->nib = jal_mark_shape_point (jal_page_source_get_info (self->source, hand->page), displayed, FALSE);
  hand->across = hand->down = 0;
  jal_page_view_set_chosen (self, JAL_ID_NONE); /* its handles would lie over what is drawn */
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
jal_page_view_draw_tick (JalPageView *self, JalPoint at)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, self->hand->page);
  JalBox box = jal_mark_shape_inside (info, (JalBox){ at.x - 0.35 * TICK_WIDTH, at.y - TICK_HEIGHT, at.x + 0.65 * TICK_WIDTH, at.y });

  g_array_set_size (self->hand->stroke, 0);
  jal_page_view_add_ink (self, (JalPoint){ box.x1, box.y1 + 0.55 * TICK_HEIGHT }, TRUE);
  jal_page_view_add_ink (self, (JalPoint){ box.x1 + 0.35 * TICK_WIDTH, box.y2 }, FALSE);
  jal_page_view_add_ink (self, (JalPoint){ box.x2, box.y1 }, FALSE);
}

static JalMarkPoint *
get_last (JalMarkHand *hand)
{
  return hand->stroke->len > 0 ? &g_array_index (hand->stroke, JalMarkPoint, hand->stroke->len - 1) : NULL;
}

static gboolean
ends_in_beginning (JalMarkHand *hand)
{
  const JalMarkPoint *last = get_last (hand);

  return last != NULL && last->begins > 0.5;
}

static void
put_down_or_lift (JalPageView *self, const JalPageInfo *info)
{
  JalMarkHand *hand = self->hand;

  if (hand->pen == JAL_MARK_PEN_UP)
    {
      hand->pen = JAL_MARK_PEN_DOWN;
      jal_page_view_add_ink (self, jal_mark_shape_point_shown (info, &hand->nib), TRUE);
    }
  else
    {
      hand->pen = JAL_MARK_PEN_UP;
      /* Nothing was drawn from there. */
      if (ends_in_beginning (hand))
        g_array_set_size (hand->stroke, hand->stroke->len - 1);
    }
  hand->across = hand->down = 0;
}

static void
move (JalPageView *self, const JalPageInfo *info, int across, int down, double step)
{
  JalMarkHand *hand = self->hand;
  JalPoint at = jal_mark_shape_point_shown (info, &hand->nib);

  at.x = CLAMP (at.x + across * step, 0, info->width);
  at.y = CLAMP (at.y + down * step, 0, info->height);
  hand->nib = jal_mark_shape_point (info, at, FALSE);
  if (hand->pen == JAL_MARK_PEN_DOWN && hand->across == across && hand->down == down && !ends_in_beginning (hand))
    *get_last (hand) = hand->nib; /* straight on */
  else if (hand->pen == JAL_MARK_PEN_DOWN)
    jal_page_view_add_ink (self, at, FALSE);
  hand->across = across;
  hand->down = down;
  jal_page_view_reveal (self, hand->page, (JalBox){ at.x - AROUND, at.y - AROUND, at.x + AROUND, at.y + AROUND });
}

static void
take_back (JalMarkHand *hand)
{
  if (hand->stroke->len == 0)
    return;
  g_array_set_size (hand->stroke, hand->stroke->len - 1);
  hand->across = hand->down = 0;
  hand->pen = hand->stroke->len > 0 ? JAL_MARK_PEN_DOWN : JAL_MARK_PEN_UP;
  if (hand->stroke->len > 0)
    hand->nib = *get_last (hand);
  hand->nib.begins = 0;
}

static void
keep (JalPageView *self, const JalPageInfo *info)
{
  JalMarkHand *hand = self->hand;

  if (ends_in_beginning (hand))
    g_array_set_size (hand->stroke, hand->stroke->len - 1);
  if (hand->stroke->len == 0)
    jal_page_view_draw_tick (self, jal_mark_shape_point_shown (info, &hand->nib));
  hand->pen = JAL_MARK_NO_PEN;
  jal_page_view_finish_drawing (self);
}

static gboolean
get_direction (guint key, int *across, int *down)
{
  static const struct
  {
    guint keys[2];
    int across;
    int down;
  } directions[] = {
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, -1, 0 },      { { GDK_KEY_Right, GDK_KEY_KP_Right }, 1, 0 },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, 0, -1 },          { { GDK_KEY_Down, GDK_KEY_KP_Down }, 0, 1 },
    { { GDK_KEY_Home, GDK_KEY_KP_Home }, -1, -1 },     { { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up }, 1, -1 },
    { { GDK_KEY_End, GDK_KEY_KP_End }, -1, 1 },        { { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down }, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    if (key == directions[i].keys[0] || key == directions[i].keys[1])
      {
        *across = directions[i].across;
        *down = directions[i].down;
        return TRUE;
      }
  return FALSE;
}

gboolean
jal_page_view_pen_key (JalPageView *self, guint key, GdkModifierType state)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_view_has_pen (self) ? jal_page_source_get_info (self->source, hand->page) : NULL;
  gboolean small = (state & GDK_CONTROL_MASK) != 0;
  int across, down;

  if (info == NULL)
    return FALSE;
  if (get_direction (key, &across, &down) && (!small || across == 0 || down == 0))
    move (self, info, across, down, small ? SMALL_STEP : STEP);
  else if (small)
    return FALSE;
  else if (key == GDK_KEY_space || key == GDK_KEY_KP_Space)
    put_down_or_lift (self, info);
  else if (key == GDK_KEY_BackSpace)
    take_back (hand);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    keep (self, info);
  else if (key == GDK_KEY_Escape)
    {
      jal_page_view_drop_pen (self);
      return FALSE; /* the tool is put down with it */
    }
  else if (key == GDK_KEY_Tab || gdk_keyval_to_unicode (key) < ' ')
    return FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

void
jal_page_view_append_pen (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  JalMarkHand *hand = self->hand;
  const JalPageInfo *info = jal_page_view_has_pen (self) && hand->page == page ? jal_page_source_get_info (self->source, page) : NULL;
  graphene_rect_t spot, around;
  JalPoint at;
  cairo_t *cr;

  if (info == NULL)
    return;
  at = jal_mark_shape_point_shown (info, &hand->nib);
  spot = jal_page_view_place_box (self, page, (JalBox){ at.x, at.y, at.x, at.y });
  around = GRAPHENE_RECT_INIT (spot.origin.x - 10, spot.origin.y - 10, 20, 20);
  cr = gtk_snapshot_append_cairo (snapshot, &around);
  cairo_arc (cr, spot.origin.x, spot.origin.y, RING, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 5);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 0.11, 0.44, 0.85);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
  /* It is down: the ring has a middle. */
  if (hand->pen == JAL_MARK_PEN_DOWN)
    {
      cairo_arc (cr, spot.origin.x, spot.origin.y, 2.5, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
}
