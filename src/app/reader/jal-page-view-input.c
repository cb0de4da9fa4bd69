/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The page view under pointer and keys.
 *
 *  drag                 selects from letter to letter, over lines and pages; beyond an edge it scrolls
 *  double, triple click selects the word, the line; dragging on goes by words
 *  Shift+click          moves the end of the selection
 *  click                chooses the mark under it, or places an armed note; lets the selection go
 *  Shift+arrows         move the end of the selection by letter, with Ctrl by word; up and down by line
 *  Ctrl+wheel           zooms around the pointer
 *  middle button        takes hold of the page (jal-page-view-pan.c)
 */
#include "app/reader/jal-page-view-private.h"
#include "app/reader/jal-page-view-redact.h"

#include <math.h>

/* Logical pixels that a pointer may tremble in a click. */
#define TREMBLE 4.0

static void
selection_changed (JalPageView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_SELECTION_CHANGED], 0);
}

/* The letter nearest to a point of the widget. */
static gboolean
find_spot (JalPageView *self, double x, double y, JalTextSpot *spot)
{
  const JalPageInfo *info;
  JalPageText *text;
  JalPoint point;
  guint page;

  if (self->source == NULL || !jal_page_view_find_point (self, x, y, FALSE, &page, &point))
    return FALSE;
  info = jal_page_source_get_info (self->source, page);
  text = jal_page_source_get_text (self->source, page);
  if (info == NULL || text == NULL || !jal_geometry_find_char (info, text, point, &spot->index))
    return FALSE;
  spot->page = page;
  return TRUE;
}

static void
widen (JalPageView *self, JalTextSpot *start, JalTextSpot *end)
{
  JalPageText *first_text = jal_page_source_get_text (self->source, start->page);
  JalPageText *last_text = jal_page_source_get_text (self->source, end->page);
  guint first = start->index, n = 1;

  if (first_text != NULL)
    {
      jal_geometry_widen_to_words (first_text, &first, &n);
      start->index = first;
    }
  first = end->index;
  n = 1;
  if (last_text != NULL)
    {
      jal_geometry_widen_to_words (last_text, &first, &n);
      end->index = first + n - 1;
    }
}

static void
select_to (JalPageView *self, JalTextSpot spot)
{
  if (self->by_words)
    {
      JalTextSpot start = self->word_start, end = spot;

      if (jal_text_spot_compare (start, end) > 0)
        {
          start = spot;
          end = self->word_start;
        }
      widen (self, &start, &end);
      self->selection = (JalPageSelection){ TRUE, start, end };
    }
  else
    self->selection.focus = spot;
  self->selection.active = TRUE;
  selection_changed (self);
}

/* --- Dragging ----------------------------------------------------------------------------------------------------- */

static void
drag_to (JalPageView *self)
{
  JalTextSpot spot;

  if (find_spot (self, self->pointer_x, self->pointer_y, &spot))
    select_to (self, spot);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  JalPageView *self = JAL_PAGE_VIEW (widget);
  double height = gtk_widget_get_height (widget);
  double beyond = self->pointer_y < 0 ? self->pointer_y : self->pointer_y > height ? self->pointer_y - height : 0;

  if (beyond == 0)
    return G_SOURCE_CONTINUE;
  jal_page_view_scroll_by (self, 0, beyond / 4);
  drag_to (self);
  return G_SOURCE_CONTINUE;
}

static void
stop_dragging (JalPageView *self)
{
  self->selecting = FALSE;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static void
drag_begin_cb (JalPageView *self, double x, double y, GtkGestureDrag *drag)
{
  GdkDevice *device = gtk_gesture_get_device (GTK_GESTURE (drag));

  /* A finger scrolls. */
  if (device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->press_x = self->pointer_x = x;
  self->press_y = self->pointer_y = y;
}

static void
drag_update_cb (JalPageView *self, double dx, double dy, GtkGestureDrag *drag)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  JalTextSpot spot;

  self->pointer_x = self->press_x + dx;
  self->pointer_y = self->press_y + dy;
  if (!self->selecting)
    {
      if (hypot (dx, dy) < TREMBLE)
        return;
      if (!self->by_words && (state & GDK_SHIFT_MASK) == 0)
        {
          if (!find_spot (self, self->press_x, self->press_y, &spot))
            return;
          self->selection = (JalPageSelection){ FALSE, spot, spot };
        }
      self->selecting = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
      self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
    }
  drag_to (self);
}

static void
drag_end_cb (JalPageView *self)
{
  gboolean selected = self->selecting && self->selection.active;

  stop_dragging (self);
  if (selected)
    g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_SELECTED], 0);
}

/* --- Clicking ----------------------------------------------------------------------------------------------------- */

static void
pressed_cb (JalPageView *self, int n_press, double x, double y, GtkGestureClick *click)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  JalTextSpot spot;
  guint first, n = 1;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->by_words = FALSE;
  if (!find_spot (self, x, y, &spot))
    return;
  first = spot.index;
  if (n_press == 1 && (state & GDK_SHIFT_MASK) != 0 && self->selection.active)
    select_to (self, spot);
  else if (n_press == 2)
    {
      self->by_words = TRUE;
      self->word_start = spot;
      select_to (self, spot);
    }
  else if (n_press == 3)
    {
      jal_page_selection_widen_to_line (jal_page_source_get_text (self->source, spot.page), spot.index, &first, &n);
      jal_page_view_select (self, spot.page, first, n);
    }
}

static void
released_cb (JalPageView *self, int n_press, double x, double y, GtkGestureClick *click)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  char id[JAL_ID_HEX_LENGTH + 1];
  JalPoint point;
  JalMark *mark;
  guint page;

  if (n_press > 1 || (state & GDK_SHIFT_MASK) != 0)
    {
      self->by_words = FALSE;
      if (self->selection.active)
        g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_SELECTED], 0);
      return;
    }
  if (self->selection.active)
    jal_page_view_select (self, 0, 0, 0);
  if (self->source == NULL || !jal_page_view_find_point (self, x, y, TRUE, &page, &point))
    return;
  if (g_strcmp0 (self->armed, "note") == 0)
    {
      const JalPageInfo *info = jal_page_source_get_info (self->source, page);
      JalPoint user;

      if (info == NULL)
        return;
      user = jal_geometry_to_user (info, point);
      g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_PLACED], 0, page, user.x, user.y);
      return;
    }
  mark = jal_page_view_find_mark (self, page, point);
  if (mark == NULL)
    {
      const JalLead *link;

      if (jal_page_view_redact_click (self, page, point))
        return;
      link = jal_page_view_find_link (self, page, point);
      if (link != NULL)
        g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_LINK_ACTIVATED], 0, link);
      return;
    }
  jal_id_to_hex (mark->id, id);
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_MARK_CHOSEN], 0, id);
}

static void
show_menu (JalPageView *self, double x, double y)
{
  if (self->menu == NULL)
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_cb (JalPageView *self, int n_press, double x, double y)
{
  show_menu (self, x, y);
}

static void
moved_cb (JalPageView *self, double x, double y)
{
  gboolean busy = self->selecting || self->panning;
  JalPoint point;
  guint page;
  const char *cursor = NULL;

  if (!busy)
    {
      self->pointer_x = x;
      self->pointer_y = y;
    }
  if (self->panning)
    return;
  if (self->source != NULL && jal_page_view_find_point (self, x, y, TRUE, &page, &point))
    {
      JalPageText *text = jal_page_source_get_text (self->source, page);

      if (g_strcmp0 (self->armed, "note") == 0)
        cursor = "crosshair";
      else if (!busy && ((cursor = jal_page_view_hand_cursor (self, page, point)) != NULL
                         || (cursor = jal_page_view_redact_cursor (self, page, point)) != NULL))
        ;
      else if (!busy && jal_page_view_find_link (self, page, point) != NULL)
        cursor = "pointer";
      else if (text != NULL && text->n_chars > 0)
        cursor = "text";
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
}

/* --- Zooming by wheel --------------------------------------------------------------------------------------------- */

static gboolean
wheel_cb (JalPageView *self, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if ((state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  jal_page_view_zoom_at (self, jal_page_layout_get_zoom (self->layout) * pow (1.15, -dy), self->pointer_x,
                         self->pointer_y);
  return GDK_EVENT_STOP;
}

void
jal_page_view_add_gestures (JalPageView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (menu, "pressed", G_CALLBACK (menu_cb), self, G_CONNECT_SWAPPED);
  /* A page may come under a pointer that rests. */
  g_signal_connect_object (motion, "enter", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wheel, "scroll", G_CALLBACK (wheel_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
}

/* --- Keys --------------------------------------------------------------------------------------------------------- */

/* The amount is in tenths of the view; a hundred and more is to the end. */
static gboolean
scroll_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  JalPageView *self = JAL_PAGE_VIEW (widget);
  int across, down;

  g_variant_get (parameter, "(ii)", &across, &down);
  if (self->vadjustment == NULL || self->hadjustment == NULL)
    return GDK_EVENT_PROPAGATE;
  if (ABS (down) >= 100)
    gtk_adjustment_set_value (self->vadjustment, down < 0 ? 0 : gtk_adjustment_get_upper (self->vadjustment));
  else
    jal_page_view_scroll_by (self, across * gtk_adjustment_get_page_size (self->hadjustment) / 10,
                             down * gtk_adjustment_get_page_size (self->vadjustment) / 10);
  return GDK_EVENT_STOP;
}

static gboolean
extend_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  JalPageView *self = JAL_PAGE_VIEW (widget);
  JalPageText *text;
  JalTextSpot spot = self->selection.focus;
  gboolean forward, words;

  g_variant_get (parameter, "(bb)", &forward, &words);
  if (self->source == NULL || !self->selection.active)
    return GDK_EVENT_PROPAGATE;
  text = jal_page_source_get_text (self->source, spot.page);
  if (text == NULL)
    return GDK_EVENT_PROPAGATE;
  self->by_words = FALSE;
  spot.index = jal_page_selection_step (text, spot.index, forward, words);
  select_to (self, spot);
  return GDK_EVENT_STOP;
}

static gboolean
extend_line_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  JalPageView *self = JAL_PAGE_VIEW (widget);
  JalTextSpot spot = self->selection.focus;
  const JalPageInfo *info;
  JalPageText *text;

  if (self->source == NULL || !self->selection.active || (info = jal_page_source_get_info (self->source, spot.page)) == NULL
      || (text = jal_page_source_get_text (self->source, spot.page)) == NULL)
    return GDK_EVENT_PROPAGATE;
  self->by_words = FALSE;
  spot.index = jal_page_selection_step_line (info, text, spot.index, g_variant_get_boolean (parameter));
  select_to (self, spot);
  return GDK_EVENT_STOP;
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  show_menu (JAL_PAGE_VIEW (widget), gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 3.0);
  return GDK_EVENT_STOP;
}

void
jal_page_view_install_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    int across;
    int down;
  } scrolls[] = {
    { GDK_KEY_Page_Down, 0, 0, 9 }, { GDK_KEY_KP_Page_Down, 0, 0, 9 }, { GDK_KEY_space, 0, 0, 9 },
    { GDK_KEY_Page_Up, 0, 0, -9 },  { GDK_KEY_KP_Page_Up, 0, 0, -9 },  { GDK_KEY_space, GDK_SHIFT_MASK, 0, -9 },
    { GDK_KEY_Down, 0, 0, 1 },      { GDK_KEY_KP_Down, 0, 0, 1 },      { GDK_KEY_Up, 0, 0, -1 },
    { GDK_KEY_KP_Up, 0, 0, -1 },    { GDK_KEY_Right, 0, 1, 0 },        { GDK_KEY_Left, 0, -1, 0 },
    { GDK_KEY_Home, 0, 0, -100 },   { GDK_KEY_KP_Home, 0, 0, -100 },   { GDK_KEY_End, 0, 0, 100 },
    { GDK_KEY_KP_End, 0, 0, 100 },
  };
  static const guint extends[] = { GDK_KEY_Left, GDK_KEY_Right };

  for (guint i = 0; i < G_N_ELEMENTS (scrolls); i++)
    gtk_widget_class_add_binding (widget_class, scrolls[i].key, scrolls[i].state, scroll_key_cb, "(ii)",
                                  scrolls[i].across, scrolls[i].down);
  for (guint i = 0; i < G_N_ELEMENTS (extends); i++)
    {
      gtk_widget_class_add_binding (widget_class, extends[i], GDK_SHIFT_MASK, extend_key_cb, "(bb)", i == 1, FALSE);
      gtk_widget_class_add_binding (widget_class, extends[i], GDK_SHIFT_MASK | GDK_CONTROL_MASK, extend_key_cb, "(bb)",
                                    i == 1, TRUE);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_SHIFT_MASK, extend_line_key_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_SHIFT_MASK, extend_line_key_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
}
