/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The pages of a document, scrolled.
 *
 *  1. Pages are placed from their sizes alone (jal-page-layout.c); only those in view are drawn, and the source is told
 *     which they are.
 *  2. What stands at the upper edge of the view (place) stays there when sizes become known or the view changes its
 * own.
 *  3. Marks and notes are drawn over the pictures (jal-page-view-draw.c), so that a new mark costs no rendering.
 *  4. Selecting and pointing is in jal-page-view-input.c.
 */
#include "app/reader/jal-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A4, until the pages are known. */
#define UNKNOWN_WIDTH 595
#define UNKNOWN_HEIGHT 842

static void scrollable_iface_init (GtkScrollableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalPageView, jal_page_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, scrollable_iface_init))

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

guint jal_page_view_signals[JAL_PAGE_VIEW_N_SIGNALS];

static void
scrollable_iface_init (GtkScrollableInterface *iface)
{
}

/* --- The widget --------------------------------------------------------------------------------------------------- */

static void
jal_page_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  JalPageView *self = JAL_PAGE_VIEW (widget);

  for (guint i = 0; i < self->notes->len; i++)
    gtk_widget_measure (self->notes->pdata[i], orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = 0;
  *natural = 0;
}

static void
jal_page_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  JalPageView *self = JAL_PAGE_VIEW (widget);

  jal_page_view_fit (self);
  jal_page_view_place_view (self);
  jal_page_view_update_wanted (self);
  jal_page_view_allocate_notes (self);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  gtk_widget_queue_draw (widget);
}

static void
set_adjustment (JalPageView *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_set_object (place, adjustment);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (jal_page_view_scrolled_cb), self,
                             G_CONNECT_SWAPPED);
  jal_page_view_place_view (self);
}

static void
jal_page_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  JalPageView *self = JAL_PAGE_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->hpolicy = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->vpolicy = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
jal_page_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  JalPageView *self = JAL_PAGE_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hpolicy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vpolicy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
jal_page_view_dispose (GObject *object)
{
  JalPageView *self = JAL_PAGE_VIEW (object);

  jal_page_view_set_marks (self, NULL);
  jal_page_view_set_source (self, NULL);
  g_clear_handle_id (&self->telling, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  G_OBJECT_CLASS (jal_page_view_parent_class)->dispose (object);
}

static void
jal_page_view_finalize (GObject *object)
{
  JalPageView *self = JAL_PAGE_VIEW (object);

  g_ptr_array_unref (self->notes);
  jal_page_layout_free (self->layout);
  g_free (self->armed);
  G_OBJECT_CLASS (jal_page_view_parent_class)->finalize (object);
}

static void
jal_page_view_class_init (JalPageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  guint *signals = jal_page_view_signals;

  object_class->set_property = jal_page_view_set_property;
  object_class->get_property = jal_page_view_get_property;
  object_class->dispose = jal_page_view_dispose;
  object_class->finalize = jal_page_view_finalize;
  widget_class->measure = jal_page_view_measure;
  widget_class->size_allocate = jal_page_view_size_allocate;
  widget_class->snapshot = jal_page_view_snapshot;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[JAL_PAGE_VIEW_PAGE_CHANGED]
      = g_signal_new ("page-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[JAL_PAGE_VIEW_ZOOMED] = g_signal_new ("zoomed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[JAL_PAGE_VIEW_SELECTION_CHANGED]
      = g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[JAL_PAGE_VIEW_SELECTED]
      = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[JAL_PAGE_VIEW_PLACED] = g_signal_new ("placed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                                G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[JAL_PAGE_VIEW_MARK_CHOSEN]
      = g_signal_new ("mark-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  signals[JAL_PAGE_VIEW_LINK_ACTIVATED]
      = g_signal_new ("link-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[JAL_PAGE_VIEW_DRAWN]
      = g_signal_new ("drawn", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[JAL_PAGE_VIEW_RESHAPED] = g_signal_new ("reshaped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                                  2, JAL_TYPE_MARK, G_TYPE_POINTER);

  jal_page_view_install_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "pageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
jal_page_view_init (JalPageView *self)
{
  self->layout = jal_page_layout_new ();
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_widget_unparent);
  self->chosen = JAL_ID_NONE;
  self->link_page = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (jal_page_view_update_wanted), NULL);
  jal_page_view_add_hand (self);
  jal_page_view_add_gestures (self);
  jal_page_view_add_pan (self);
  jal_page_view_describe (self);
}

/* --- Showing ------------------------------------------------------------------------------------------------------ */

static void
sizes_cb (JalPageView *self)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < jal_page_layout_get_n_pages (self->layout); i++)
    {
      const JalPageInfo *info = jal_page_source_get_info (self->source, i);

      if (info != NULL && info->width > 0 && info->height > 0)
        changed = jal_page_layout_set_size (self->layout, i, info->width, info->height) || changed;
    }
  if (changed)
    jal_page_view_relayout (self);
  else
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
page_cb (JalPageView *self, guint page)
{
  guint first, last;

  if (page == self->page)
    {
      jal_page_view_describe (self);
      g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_PAGE_CHANGED], 0);
    }
  if (jal_page_view_get_range (self, &first, &last) && page >= first && page <= last)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
jal_page_view_set_source (JalPageView *self, JalPageSource *source)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  jal_page_view_drop_pen (self);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_set_object (&self->source, source);
  self->selection = (JalPageSelection){ 0 };
  self->place = (JalPagePlace){ .y = -1 };
  self->page = 0;
  self->link_page = -1;
  jal_page_layout_reset (self->layout, 0, 1, 1);
  if (source != NULL)
    {
      g_signal_connect_object (source, "sizes", G_CALLBACK (sizes_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (source, "page", G_CALLBACK (page_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (source, "hits", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
    }
  jal_page_view_relayout (self);
}

double
jal_page_view_foresee_scale (JalPageView *self, const JalPagePlace *place, guint n_pages, guint page, const JalPageInfo *info)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  gboolean lies = place->rotation % 180 == 90;
  JalPageLayout *layout;
  double zoom = place->zoom;

  if (width <= 0 || height <= 0 || page >= n_pages)
    return 0;
  layout = jal_page_layout_new ();
  jal_page_layout_reset (layout, n_pages, UNKNOWN_WIDTH, UNKNOWN_HEIGHT);
  if (info->width > 0 && info->height > 0)
    jal_page_layout_set_size (layout, page, lies ? info->height : info->width, lies ? info->width : info->height);
  if (place->mode == JAL_ZOOM_WIDTH)
    zoom = jal_page_layout_fit_width (layout, width);
  else if (place->mode == JAL_ZOOM_PAGE)
    zoom = jal_page_layout_fit_page (layout, page, width, height);
  jal_page_layout_set_zoom (layout, zoom);
  zoom = jal_page_layout_get_zoom (layout);
  jal_page_layout_free (layout);
  return zoom * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

void
jal_page_view_opened (JalPageView *self)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self) && self->source != NULL);

  jal_page_layout_reset (self->layout, jal_page_source_get_n_pages (self->source), UNKNOWN_WIDTH, UNKNOWN_HEIGHT);
  sizes_cb (self);
  jal_page_view_relayout (self);
  jal_page_view_describe (self);
}

guint
jal_page_view_get_page (JalPageView *self)
{
  return self->page;
}

void
jal_page_view_show_page (JalPageView *self, guint page)
{
  guint n = jal_page_layout_get_n_pages (self->layout);
  JalPageRect rect;

  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (n == 0)
    return;
  self->place.page = MIN (page, n - 1);
  rect = jal_page_layout_get_rect (self->layout, self->place.page, 0);
  self->place.y = -JAL_PAGE_LAYOUT_GAP / rect.height;
  jal_page_view_relayout (self);
}

void
jal_page_view_show_point (JalPageView *self, guint page, const JalPoint *point)
{
  const JalPageInfo *info = self->source != NULL ? jal_page_source_get_info (self->source, page) : NULL;
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  jal_page_view_show_page (self, page);
  if (info == NULL || point == NULL || height <= 0)
    return;
  self->place.y = CLAMP (jal_geometry_to_display (info, *point).y / info->height, 0, 1)
                  - JAL_PAGE_LAYOUT_GAP / jal_page_layout_get_rect (self->layout, page, 0).height;
  jal_page_view_relayout (self);
}

void
jal_page_view_rotate (JalPageView *self, int rotation)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (self->source == NULL)
    return;
  /* The page being read stays, from its beginning: what was at the upper edge has gone to another. */
  self->place.page = self->page;
  self->place.y = 0;
  jal_page_source_set_rotation (self->source,
                                (jal_page_source_get_rotation (self->source) + (guint)((rotation % 360) + 360)) % 360);
}

void
jal_page_view_get_place (JalPageView *self, JalPagePlace *place)
{
  *place = self->place;
  place->mode = self->mode;
  place->night = self->night;
  place->zoom = jal_page_layout_get_zoom (self->layout);
  place->rotation = self->source != NULL ? jal_page_source_get_rotation (self->source) : 0;
}

void
jal_page_view_set_place (JalPageView *self, const JalPagePlace *place)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (self->source != NULL)
    jal_page_source_set_rotation (self->source, place->rotation);
  self->place = *place;
  self->mode = place->mode;
  if (place->mode == JAL_ZOOM_FREE)
    jal_page_layout_set_zoom (self->layout, place->zoom);
  jal_page_view_relayout (self);
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_ZOOMED], 0);
}

void
jal_page_view_reveal (JalPageView *self, guint page, JalBox box)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t rect;

  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (page >= jal_page_layout_get_n_pages (self->layout) || self->vadjustment == NULL)
    return;
  rect = jal_page_view_place_box (self, page, box);
  if (rect.origin.y < JAL_PAGE_LAYOUT_GAP || rect.origin.y + rect.size.height > height - JAL_PAGE_LAYOUT_GAP)
    jal_page_view_scroll_by (self, 0, round (rect.origin.y - height / 3));
  if (rect.origin.x < 0 || rect.origin.x + rect.size.width > width)
    jal_page_view_scroll_by (self, round (rect.origin.x - width / 4), 0);
}

double
jal_page_view_get_zoom (JalPageView *self)
{
  return jal_page_layout_get_zoom (self->layout);
}

JalZoomMode
jal_page_view_get_zoom_mode (JalPageView *self)
{
  return self->mode;
}

void
jal_page_view_set_zoom_mode (JalPageView *self, JalZoomMode mode)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->mode = mode;
  if (mode == JAL_ZOOM_PAGE)
    {
      self->place.page = self->page;
      self->place.y = 0;
    }
  jal_page_view_relayout (self);
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_ZOOMED], 0);
}

void
jal_page_view_set_zoom (JalPageView *self, double zoom)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  jal_page_view_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                         gtk_widget_get_height (GTK_WIDGET (self)) / 3.0);
}

void
jal_page_view_set_night (JalPageView *self, gboolean night)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->night = night;
  if (night)
    gtk_widget_add_css_class (GTK_WIDGET (self), "night");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "night");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Arming and menus --------------------------------------------------------------------------------------------- */

void
jal_page_view_set_armed (JalPageView *self, const char *kind)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  jal_page_view_drop_pen (self);
  g_free (self->armed);
  self->armed = g_strdup (kind);
}

gboolean
jal_page_view_get_resting_point (JalPageView *self, guint *page, JalPoint *user)
{
  const JalPageInfo *info;
  JalPageRect rect;
  JalPoint displayed;

  if (self->source == NULL || (info = jal_page_source_get_info (self->source, self->page)) == NULL)
    return FALSE;
  rect = jal_page_view_get_rect (self, self->page);
  displayed.x = info->width * 0.04;
  displayed.y = fmax (0, -rect.y) / jal_page_layout_get_zoom (self->layout) + info->height * 0.02;
  *page = self->page;
  *user = jal_geometry_to_user (info, displayed);
  return TRUE;
}

void
jal_page_view_set_menu (JalPageView *self, GMenuModel *menu)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}
