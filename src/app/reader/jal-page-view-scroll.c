/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Where pages and points are in the view, and how it scrolls and zooms over them. */
#include "app/reader/jal-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- Where things are --------------------------------------------------------------------------------------------- */

static double
x_offset (JalPageView *self)
{
  return self->hadjustment != NULL ? floor (gtk_adjustment_get_value (self->hadjustment)) : 0;
}

static double
y_offset (JalPageView *self)
{
  return self->vadjustment != NULL ? floor (gtk_adjustment_get_value (self->vadjustment)) : 0;
}

JalPageRect
jal_page_view_get_rect (JalPageView *self, guint page)
{
  JalPageRect rect = jal_page_layout_get_rect (self->layout, page, gtk_widget_get_width (GTK_WIDGET (self)));

  rect.x -= x_offset (self);
  rect.y -= y_offset (self);
  return rect;
}

graphene_rect_t
jal_page_view_place_box (JalPageView *self, guint page, JalBox box)
{
  JalPageRect rect = jal_page_view_get_rect (self, page);
  double zoom = jal_page_layout_get_zoom (self->layout);

  return GRAPHENE_RECT_INIT ((float)(rect.x + box.x1 * zoom), (float)(rect.y + box.y1 * zoom),
                             (float)((box.x2 - box.x1) * zoom), (float)((box.y2 - box.y1) * zoom));
}

gboolean
jal_page_view_find_point (JalPageView *self, double x, double y, gboolean strict, guint *page, JalPoint *displayed)
{
  double zoom = jal_page_layout_get_zoom (self->layout);
  JalPageRect rect;
  guint found;

  if (jal_page_layout_get_n_pages (self->layout) == 0)
    return FALSE;
  found = jal_page_layout_find_page (self->layout, y + y_offset (self));
  rect = jal_page_view_get_rect (self, found);
  if (strict && (x < rect.x || y < rect.y || x > rect.x + rect.width || y > rect.y + rect.height))
    return FALSE;
  *page = found;
  *displayed = (JalPoint){ (x - rect.x) / zoom, (y - rect.y) / zoom };
  return TRUE;
}

gboolean
jal_page_view_get_range (JalPageView *self, guint *first, guint *last)
{
  return jal_page_layout_get_range (self->layout, y_offset (self), gtk_widget_get_height (GTK_WIDGET (self)), first,
                                    last);
}

/* --- Scrolling ---------------------------------------------------------------------------------------------------- */

void
jal_page_view_describe (JalPageView *self)
{
  guint n = jal_page_layout_get_n_pages (self->layout);
  const char *trouble = self->source != NULL ? jal_page_source_get_trouble (self->source, self->page) : NULL;
  g_autofree char *where = n > 0 ? g_strdup_printf (_ ("Page %u of %u"), self->page + 1, n) : g_strdup (_ ("Pages"));
  g_autofree char *whole = NULL;

  if (trouble == NULL && self->source != NULL && jal_page_source_is_incomplete (self->source, self->page))
    trouble = _ ("This page may be incomplete");
  whole = trouble != NULL ? g_strdup_printf ("%s. %s", where, trouble) : g_strdup (where);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

/* With bars that come by themselves a scrolled window guesses from the smallest size of what it scrolls, which is none, and finds out in
   the middle of the allocation: it asks for another one, and GTK 4.8 may draw before it. */
static void
show_bars (JalPageView *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_SCROLLED_WINDOW (parent))
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (parent), self->wide ? GTK_POLICY_ALWAYS : GTK_POLICY_EXTERNAL,
                                    self->high ? GTK_POLICY_ALWAYS : GTK_POLICY_EXTERNAL);
}

static gboolean
tell_cb (gpointer data)
{
  JalPageView *self = data;

  self->telling = 0;
  show_bars (self);
  jal_page_view_describe (self);
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_PAGE_CHANGED], 0);
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_ZOOMED], 0);
  return G_SOURCE_REMOVE;
}

/* While sizes are being allocated nobody may change a label. */
static void
tell_later (JalPageView *self)
{
  if (self->telling == 0)
    self->telling = g_idle_add (tell_cb, self);
}

/* What is in view of @page, in pixels of the screen from its top left. */
static void
tell_seen (JalPageView *self, guint page)
{
  JalPageRect rect = jal_page_view_get_rect (self, page);
  double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double x1 = fmax (0, -rect.x), x2 = fmin (rect.width, gtk_widget_get_width (GTK_WIDGET (self)) - rect.x);
  double y1 = fmax (0, -rect.y), y2 = fmin (rect.height, gtk_widget_get_height (GTK_WIDGET (self)) - rect.y);
  JalPageArea seen = { 0 };

  if (x2 > x1 && y2 > y1)
    seen = (JalPageArea){ (guint)floor (x1 * factor), (guint)floor (y1 * factor), (guint)floor ((x2 - x1) * factor),
                          (guint)floor ((y2 - y1) * factor) };
  jal_page_source_set_seen (self->source, page, &seen);
}

void
jal_page_view_update_wanted (JalPageView *self)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  guint page = jal_page_layout_find_main_page (self->layout, y_offset (self), height);
  guint first, last;

  if (self->source == NULL || height <= 0 || !jal_page_view_get_range (self, &first, &last))
    return;
  for (guint i = first; i <= last; i++)
    tell_seen (self, i);
  jal_page_source_set_wanted (self->source, first, last, page,
                              jal_page_layout_get_zoom (self->layout)
                                  * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  if (page != self->page)
    {
      self->page = page;
      tell_later (self);
    }
}

static void
keep_place (JalPageView *self)
{
  double y = y_offset (self);
  JalPageRect rect;

  if (jal_page_layout_get_n_pages (self->layout) == 0)
    return;
  self->place.page = jal_page_layout_find_page (self->layout, y);
  rect = jal_page_layout_get_rect (self->layout, self->place.page, 0);
  self->place.y = (y - rect.y) / rect.height;
}

void
jal_page_view_scrolled_cb (JalPageView *self)
{
  if (self->configuring)
    return; /* whoever configures does the rest */
  keep_place (self);
  jal_page_view_update_wanted (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
configure (GtkAdjustment *adjustment, double value, double upper, double page)
{
  if (adjustment == NULL)
    return;
  upper = fmax (upper, page);
  gtk_adjustment_configure (adjustment, CLAMP (value, 0, upper - page), 0, upper, page * 0.1, page * 0.9, page);
}

/* Puts the adjustments right for the layout; the place stays where it was. */
void
jal_page_view_place_view (JalPageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double view_width = gtk_widget_get_width (widget), view_height = gtk_widget_get_height (widget);
  double width, height, top = 0, middle = 0.5;

  jal_page_layout_get_extent (self->layout, &width, &height);
  if (jal_page_layout_get_n_pages (self->layout) > 0)
    {
      JalPageRect rect = jal_page_layout_get_rect (
          self->layout, MIN (self->place.page, jal_page_layout_get_n_pages (self->layout) - 1), 0);

      top = round (rect.y + self->place.y * rect.height);
    }
  if (self->hadjustment != NULL && gtk_adjustment_get_upper (self->hadjustment) > 0)
    middle = (gtk_adjustment_get_value (self->hadjustment) + gtk_adjustment_get_page_size (self->hadjustment) / 2)
             / gtk_adjustment_get_upper (self->hadjustment);
  self->configuring = TRUE;
  configure (self->hadjustment, middle * fmax (width, view_width) - view_width / 2, width, view_width);
  configure (self->vadjustment, top, height, view_height);
  self->configuring = FALSE;
  if (view_width > 0 && view_height > 0 && (!self->bars_known || self->wide != (width > view_width) || self->high != (height > view_height)))
    {
      self->bars_known = TRUE;
      self->wide = width > view_width;
      self->high = height > view_height;
      tell_later (self);
    }
}

void
jal_page_view_fit (JalPageView *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double before = jal_page_layout_get_zoom (self->layout);

  if (width <= 0 || jal_page_layout_get_n_pages (self->layout) == 0)
    return;
  if (self->mode == JAL_ZOOM_WIDTH)
    jal_page_layout_set_zoom (self->layout, jal_page_layout_fit_width (self->layout, width));
  else if (self->mode == JAL_ZOOM_PAGE)
    jal_page_layout_set_zoom (self->layout, jal_page_layout_fit_page (self->layout, self->place.page, width, height));
  if (jal_page_layout_get_zoom (self->layout) != before)
    tell_later (self);
}

void
jal_page_view_relayout (JalPageView *self)
{
  jal_page_view_fit (self);
  jal_page_view_place_view (self);
  jal_page_view_update_wanted (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
jal_page_view_scroll_by (JalPageView *self, double dx, double dy)
{
  if (self->hadjustment == NULL || self->vadjustment == NULL)
    return;
  gtk_adjustment_set_value (self->hadjustment, gtk_adjustment_get_value (self->hadjustment) + dx);
  gtk_adjustment_set_value (self->vadjustment, gtk_adjustment_get_value (self->vadjustment) + dy);
}

void
jal_page_view_zoom_at (JalPageView *self, double zoom, double x, double y)
{
  JalPageRect rect;
  JalPoint point;
  guint page;

  self->mode = JAL_ZOOM_FREE;
  if (!jal_page_view_find_point (self, x, y, FALSE, &page, &point))
    return;
  jal_page_layout_set_zoom (self->layout, zoom);
  zoom = jal_page_layout_get_zoom (self->layout);
  rect = jal_page_layout_get_rect (self->layout, page, gtk_widget_get_width (GTK_WIDGET (self)));
  jal_page_view_place_view (self);
  /* The point that was under the pointer comes back to it. */
  gtk_adjustment_set_value (self->vadjustment, round (rect.y + point.y * zoom - y));
  gtk_adjustment_set_value (self->hadjustment, round (rect.x + point.x * zoom - x));
  keep_place (self);
  jal_page_view_update_wanted (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_ZOOMED], 0);
}
