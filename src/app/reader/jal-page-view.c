/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The pages of a document, scrolled.
 *
 *  1. Pages are placed from their sizes alone (jal-page-layout.c); only those in view are drawn, and the source is told
 *     which they are.
 *  2. What stands at the upper edge of the view (place) stays there when sizes become known or the view changes its own.
 *  3. Marks and notes are drawn over the pictures (jal-page-view-draw.c), so that a new mark costs no rendering.
 *  4. Selecting and pointing is in jal-page-view-input.c.
 */
#include "app/reader/jal-page-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Characters of a mark's surroundings that are kept with it. */
#define CONTEXT 32

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
  return jal_page_layout_get_range (self->layout, y_offset (self), gtk_widget_get_height (GTK_WIDGET (self)), first, last);
}

JalQuad
jal_page_view_quad_of (const JalMarkQuad *quad)
{
  JalQuad result;

  for (int i = 0; i < 4; i++)
    result.corners[i] = (JalPoint){ quad->x[i], quad->y[i] };
  return result;
}

JalMark *
jal_page_view_find_mark (JalPageView *self, guint page, JalPoint displayed)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  guint n = self->marks != NULL && info != NULL ? g_list_model_get_n_items (self->marks) : 0;

  /* The newest lies on top. */
  for (guint i = n; i > 0; i--)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i - 1);

      for (guint k = 0; mark->document_page == (int)page && k < mark->n_quads; k++)
        {
          JalQuad quad = jal_page_view_quad_of (&mark->quads[k]);
          JalBox box = jal_geometry_quad_to_display (info, &quad);

          if (displayed.x >= box.x1 && displayed.x <= box.x2 && displayed.y >= box.y1 && displayed.y <= box.y2)
            return mark;
        }
    }
  return NULL;
}

gboolean
jal_page_view_get_mark_box (JalPageView *self, JalMark *mark, JalBox *box)
{
  const JalPageInfo *info = mark->document_page >= 0 && self->source != NULL
                                ? jal_page_source_get_info (self->source, (guint)mark->document_page)
                                : NULL;

  if (info == NULL)
    return FALSE;
  for (guint i = 0; i < mark->n_quads; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&mark->quads[i]);
      JalBox part = jal_geometry_quad_to_display (info, &quad);

      *box = i == 0 ? part
                    : (JalBox){ fmin (box->x1, part.x1), fmin (box->y1, part.y1), fmax (box->x2, part.x2),
                                fmax (box->y2, part.y2) };
    }
  return TRUE;
}

/* --- Scrolling ---------------------------------------------------------------------------------------------------- */

static void
describe (JalPageView *self)
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

static gboolean
tell_cb (gpointer data)
{
  JalPageView *self = data;

  self->telling = 0;
  describe (self);
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

static void
update_wanted (JalPageView *self)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  guint page = jal_page_layout_find_main_page (self->layout, y_offset (self), height);
  guint first, last;

  if (self->source == NULL || height <= 0 || !jal_page_view_get_range (self, &first, &last))
    return;
  jal_page_source_set_wanted (self->source, first, last,
                              jal_page_layout_get_zoom (self->layout) * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
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

static void
scrolled_cb (JalPageView *self)
{
  if (self->configuring)
    return; /* whoever configures does the rest */
  keep_place (self);
  update_wanted (self);
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
static void
place_view (JalPageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double view_width = gtk_widget_get_width (widget), view_height = gtk_widget_get_height (widget);
  double width, height, top = 0, middle = 0.5;

  jal_page_layout_get_extent (self->layout, &width, &height);
  if (jal_page_layout_get_n_pages (self->layout) > 0)
    {
      JalPageRect rect
          = jal_page_layout_get_rect (self->layout, MIN (self->place.page, jal_page_layout_get_n_pages (self->layout) - 1), 0);

      top = round (rect.y + self->place.y * rect.height);
    }
  if (self->hadjustment != NULL && gtk_adjustment_get_upper (self->hadjustment) > 0)
    middle = (gtk_adjustment_get_value (self->hadjustment) + gtk_adjustment_get_page_size (self->hadjustment) / 2)
             / gtk_adjustment_get_upper (self->hadjustment);
  self->configuring = TRUE;
  configure (self->hadjustment, middle * fmax (width, view_width) - view_width / 2, width, view_width);
  configure (self->vadjustment, top, height, view_height);
  self->configuring = FALSE;
}

static void
fit (JalPageView *self)
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

static void
relayout (JalPageView *self)
{
  fit (self);
  place_view (self);
  update_wanted (self);
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
  place_view (self);
  /* The point that was under the pointer comes back to it. */
  gtk_adjustment_set_value (self->vadjustment, round (rect.y + point.y * zoom - y));
  gtk_adjustment_set_value (self->hadjustment, round (rect.x + point.x * zoom - x));
  keep_place (self);
  update_wanted (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_ZOOMED], 0);
}

/* --- Note icons --------------------------------------------------------------------------------------------------- */

static void
note_clicked_cb (JalPageView *self, GtkButton *button)
{
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_MARK_CHOSEN], 0, g_object_get_data (G_OBJECT (button), "id"));
}

static GtkWidget *
new_note (JalPageView *self, JalMark *mark)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("jal-note-symbolic");
  char id[JAL_ID_HEX_LENGTH + 1];
  g_autofree char *class = g_strconcat ("mark-", mark->color, NULL);
  g_autofree char *name = g_strdup_printf (_ ("Note: %s"), mark->text);

  jal_id_to_hex (mark->id, id);
  gtk_widget_add_css_class (button, "page-note");
  gtk_widget_add_css_class (button, class);
  gtk_widget_set_tooltip_text (button, *mark->text != '\0' ? mark->text : _ ("An empty note"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (button), "mark", g_object_ref (mark), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (note_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return button;
}

static void
marks_changed_cb (JalPageView *self)
{
  g_ptr_array_set_size (self->notes, 0);
  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (g_str_equal (mark->kind, "note") || *mark->text != '\0')
        g_ptr_array_add (self->notes, new_note (self, mark));
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
allocate_notes (JalPageView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  for (guint i = 0; i < self->notes->len; i++)
    {
      GtkWidget *button = self->notes->pdata[i];
      JalMark *mark = g_object_get_data (G_OBJECT (button), "mark");
      gboolean shown = FALSE;
      JalBox box;

      if (mark->document_page >= 0 && (guint)mark->document_page < jal_page_layout_get_n_pages (self->layout)
          && jal_page_view_get_mark_box (self, mark, &box))
        {
          graphene_rect_t rect = jal_page_view_place_box (self, (guint)mark->document_page, box);
          GtkRequisition size;
          GtkAllocation place;

          gtk_widget_get_preferred_size (button, &size, NULL);
          /* A note sits on its point, an annotated highlight has its icon in the margin beside it. */
          if (g_str_equal (mark->kind, "note"))
            place.x = (int)rect.origin.x;
          else
            {
              JalPageRect page = jal_page_view_get_rect (self, (guint)mark->document_page);

              place.x = (int)(page.x + page.width) - size.width - 6;
            }
          place.y = (int)rect.origin.y;
          place.width = size.width;
          place.height = size.height;
          shown = place.y + place.height > 0 && place.y < height;
          gtk_widget_size_allocate (button, &place, -1);
        }
      gtk_widget_set_child_visible (button, shown);
    }
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

  fit (self);
  place_view (self);
  update_wanted (self);
  allocate_notes (self);
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
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  place_view (self);
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
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_wanted), NULL);
  jal_page_view_add_gestures (self);
  describe (self);
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
    relayout (self);
  else
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
page_cb (JalPageView *self, guint page)
{
  guint first, last;

  if (page == self->page)
    {
      describe (self);
      g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_PAGE_CHANGED], 0);
    }
  if (jal_page_view_get_range (self, &first, &last) && page >= first && page <= last)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
jal_page_view_set_source (JalPageView *self, JalPageSource *source)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_set_object (&self->source, source);
  self->selection = (JalPageSelection){ 0 };
  self->place = (JalPagePlace){ .y = -1 };
  self->page = 0;
  jal_page_layout_reset (self->layout, 0, 1, 1);
  if (source != NULL)
    {
      g_signal_connect_object (source, "sizes", G_CALLBACK (sizes_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (source, "page", G_CALLBACK (page_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (source, "hits", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
    }
  relayout (self);
}

void
jal_page_view_opened (JalPageView *self)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self) && self->source != NULL);

  /* A4, until the pages are known. */
  jal_page_layout_reset (self->layout, jal_page_source_get_n_pages (self->source), 595, 842);
  sizes_cb (self);
  relayout (self);
  describe (self);
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
  relayout (self);
}

void
jal_page_view_get_place (JalPageView *self, JalPagePlace *place)
{
  *place = self->place;
  place->mode = self->mode;
  place->zoom = jal_page_layout_get_zoom (self->layout);
}

void
jal_page_view_set_place (JalPageView *self, const JalPagePlace *place)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->place = *place;
  self->mode = place->mode;
  if (place->mode == JAL_ZOOM_FREE)
    jal_page_layout_set_zoom (self->layout, place->zoom);
  relayout (self);
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
  relayout (self);
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

/* --- What is selected --------------------------------------------------------------------------------------------- */

void
jal_selected_text_free (JalSelectedText *selected)
{
  g_free (selected->text);
  g_free (selected->before);
  g_free (selected->after);
  g_clear_pointer (&selected->quads, g_array_unref);
  g_free (selected);
}

gboolean
jal_page_view_has_selection (JalPageView *self)
{
  return self->selection.active;
}

gboolean
jal_page_view_get_selected_range (JalPageView *self, guint page, guint *first, guint *n)
{
  JalPageText *text = self->source != NULL ? jal_page_source_get_text (self->source, page) : NULL;

  return text != NULL && jal_page_selection_get_range (&self->selection, page, text->n_chars, first, n);
}

GPtrArray *
jal_page_view_dup_selected (JalPageView *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_selected_text_free);
  guint first_page, last_page;

  if (!jal_page_selection_get_pages (&self->selection, &first_page, &last_page))
    return all;
  for (guint page = first_page; page <= last_page; page++)
    {
      const JalPageInfo *info = jal_page_source_get_info (self->source, page);
      JalPageText *text = jal_page_source_get_text (self->source, page);
      JalSelectedText *selected;
      guint first, n;

      if (info == NULL || !jal_page_view_get_selected_range (self, page, &first, &n))
        continue;
      selected = g_new0 (JalSelectedText, 1);
      selected->page = page;
      selected->text = jal_geometry_get_text (text, first, n);
      selected->before = jal_geometry_get_text (text, first > CONTEXT ? first - CONTEXT : 0, MIN (first, CONTEXT));
      selected->after = jal_geometry_get_text (text, first + n, CONTEXT);
      selected->quads = jal_geometry_get_quads (info, text, first, n);
      g_ptr_array_add (all, selected);
    }
  return all;
}

void
jal_page_view_select (JalPageView *self, guint page, guint first, guint n)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->by_words = FALSE;
  self->selection = (JalPageSelection){ n > 0, { page, first }, { page, first + (n > 0 ? n - 1 : 0) } };
  if (n > 0 && self->source != NULL)
    jal_page_source_want_text (self->source, page);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_SELECTION_CHANGED], 0);
}

void
jal_page_view_select_page (JalPageView *self)
{
  JalPageText *text = self->source != NULL ? jal_page_source_get_text (self->source, self->page) : NULL;

  if (text != NULL)
    jal_page_view_select (self, self->page, 0, text->n_chars);
}

void
jal_page_view_set_armed (JalPageView *self, const char *kind)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

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
jal_page_view_set_marks (JalPageView *self, GListModel *marks)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_set_object (&self->marks, marks);
  if (marks != NULL)
    g_signal_connect_object (marks, "items-changed", G_CALLBACK (marks_changed_cb), self, G_CONNECT_SWAPPED);
  marks_changed_cb (self);
}

void
jal_page_view_set_chosen (JalPageView *self, JalId id)
{
  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->chosen = id;
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
