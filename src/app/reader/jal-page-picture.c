/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * Pixels on their way to the screen.
 *
 *  1. With a graphics card they are a texture, which is sent to the card once.
 *  2. Without one GTK draws with cairo, and for every frame turns every texture's pixels into numbers with a point and back
 *     (GTK 4.8, gdk_memory_convert): 25 ms a page. So there they are a node that cairo fills from the pixels themselves.
 *  3. The node is made once: two frames with the same node need not draw it again.
 *  4. A node holds the surface that it draws, for GTK keeps nodes until the next frame. It asks for the surface each time
 *     (cairo_pattern_create_raster_source): of one that it was given, cairo copies all pixels at the very moment it goes, "for
 *     those who may still draw it", which nobody does.
 */
#include "app/reader/jal-page-picture.h"

struct _JalPagePicture
{
  GObject parent_instance;

  JalPixels *pixels;
  cairo_surface_t *surface; /* nullable: of the pixels */
  GdkTexture *texture;      /* nullable: not drawn yet */
  GskRenderNode *nodes[2];  /* nullable: by day, at night */
};

static void paintable_iface_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalPagePicture, jal_page_picture, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_iface_init))

static gboolean by_cairo;

static void
jal_page_picture_finalize (GObject *object)
{
  JalPagePicture *self = JAL_PAGE_PICTURE (object);

  g_clear_pointer (&self->nodes[0], gsk_render_node_unref);
  g_clear_pointer (&self->nodes[1], gsk_render_node_unref);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_object (&self->texture);
  jal_pixels_unref (self->pixels);
  G_OBJECT_CLASS (jal_page_picture_parent_class)->finalize (object);
}

static void
jal_page_picture_class_init (JalPagePictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_page_picture_finalize;
}

static void
jal_page_picture_init (JalPagePicture *self)
{
}

/* --- By cairo ----------------------------------------------------------------------------------------------------- */

static const cairo_user_data_key_t pixels_key, surface_key;

/* The surface holds the pixels as long as a node that is still to be drawn needs them. */
static cairo_surface_t *
make_surface (JalPixels *pixels)
{
  guint8 *bytes = (guint8 *)g_bytes_get_data (pixels->bytes, NULL);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (bytes, CAIRO_FORMAT_RGB24, (int)pixels->width,
                                                                  (int)pixels->height, (int)pixels->stride);

  cairo_surface_set_user_data (surface, &pixels_key, jal_pixels_ref (pixels), (cairo_destroy_func_t)jal_pixels_unref);
  return surface;
}

static cairo_surface_t *
acquire (cairo_pattern_t *pattern, void *surface, cairo_surface_t *target, const cairo_rectangle_int_t *extents)
{
  return cairo_surface_reference (surface);
}

static void
release (cairo_pattern_t *pattern, void *data, cairo_surface_t *surface)
{
  cairo_surface_destroy (surface);
}

/* One unit a pixel. */
static GskRenderNode *
make_node (JalPagePicture *self, gboolean night)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float)self->pixels->width, (float)self->pixels->height);
  GskRenderNode *node = gsk_cairo_node_new (&bounds);
  cairo_t *cairo = gsk_cairo_node_get_draw_context (node);
  cairo_pattern_t *pattern;

  if (self->surface == NULL)
    self->surface = make_surface (self->pixels);
  /* What is drawn goes first when the node does, then this. */
  cairo_surface_set_user_data (cairo_get_target (cairo), &surface_key, cairo_surface_reference (self->surface),
                               (cairo_destroy_func_t)cairo_surface_destroy);
  pattern = cairo_pattern_create_raster_source (self->surface, CAIRO_CONTENT_COLOR, (int)self->pixels->width,
                                                (int)self->pixels->height);
  cairo_raster_source_pattern_set_acquire (pattern, acquire, release);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_BILINEAR);
  cairo_set_source (cairo, pattern);
  cairo_pattern_destroy (pattern);
  cairo_set_operator (cairo, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cairo);
  if (night)
    {
      cairo_set_operator (cairo, CAIRO_OPERATOR_DIFFERENCE);
      cairo_set_source_rgb (cairo, 1, 1, 1);
      cairo_paint (cairo);
    }
  cairo_destroy (cairo);
  return node;
}

static void
append_node (JalPagePicture *self, GtkSnapshot *snapshot, const graphene_rect_t *rect, gboolean night)
{
  float x = rect->size.width / (float)self->pixels->width, y = rect->size.height / (float)self->pixels->height;
  GskRenderNode **node = &self->nodes[night ? 1 : 0];

  if (*node == NULL)
    *node = make_node (self, night);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &rect->origin);
  if (x != 1 || y != 1)
    gtk_snapshot_scale (snapshot, x, y);
  gtk_snapshot_append_node (snapshot, *node);
  gtk_snapshot_restore (snapshot);
}

/* --- By a graphics card ------------------------------------------------------------------------------------------- */

static void
append_texture (JalPagePicture *self, GtkSnapshot *snapshot, const graphene_rect_t *rect, gboolean night)
{
  if (self->texture == NULL)
    self->texture = gdk_memory_texture_new ((int)self->pixels->width, (int)self->pixels->height, GDK_MEMORY_DEFAULT,
                                            self->pixels->bytes, self->pixels->stride);
  if (night)
    {
      graphene_matrix_t invert;
      graphene_vec4_t offset;

      graphene_matrix_init_scale (&invert, -1, -1, -1);
      graphene_vec4_init (&offset, 1, 1, 1, 0);
      gtk_snapshot_push_color_matrix (snapshot, &invert, &offset);
    }
  gtk_snapshot_append_texture (snapshot, self->texture, rect);
  if (night)
    gtk_snapshot_pop (snapshot);
}

/* --- As a paintable ----------------------------------------------------------------------------------------------- */

static void
snapshot_paintable (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  jal_page_picture_append (JAL_PAGE_PICTURE (paintable), snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height),
                           FALSE);
}

static GdkPaintableFlags
get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static int
get_intrinsic_width (GdkPaintable *paintable)
{
  return (int)JAL_PAGE_PICTURE (paintable)->pixels->width;
}

static int
get_intrinsic_height (GdkPaintable *paintable)
{
  return (int)JAL_PAGE_PICTURE (paintable)->pixels->height;
}

static void
paintable_iface_init (GdkPaintableInterface *iface)
{
  iface->snapshot = snapshot_paintable;
  iface->get_flags = get_flags;
  iface->get_intrinsic_width = get_intrinsic_width;
  iface->get_intrinsic_height = get_intrinsic_height;
}

/* --- Public ------------------------------------------------------------------------------------------------------- */

JalPagePicture *
jal_page_picture_new (JalPixels *pixels)
{
  JalPagePicture *self = g_object_new (JAL_TYPE_PAGE_PICTURE, NULL);

  self->pixels = jal_pixels_ref (pixels);
  return self;
}

guint
jal_page_picture_get_width (JalPagePicture *self)
{
  return self->pixels->width;
}

guint
jal_page_picture_get_height (JalPagePicture *self)
{
  return self->pixels->height;
}

gsize
jal_page_picture_get_size (JalPagePicture *self)
{
  return self->pixels->stride * self->pixels->height;
}

void
jal_page_picture_append (JalPagePicture *self, GtkSnapshot *snapshot, const graphene_rect_t *rect, gboolean night)
{
  if (by_cairo)
    append_node (self, snapshot, rect, night);
  else
    append_texture (self, snapshot, rect, night);
}

void
jal_page_picture_note_renderer (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;

  by_cairo = renderer != NULL && GSK_IS_CAIRO_RENDERER (renderer);
}

gboolean
jal_page_picture_is_by_cairo (void)
{
  return by_cairo;
}
