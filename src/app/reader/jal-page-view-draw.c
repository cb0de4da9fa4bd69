/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * Drawing the pages in view: the picture, over it what is marked, found and selected, then the frames.
 *
 *  1. By day colours are multiplied with the picture, as a felt pen does: the words stay black. At night the picture is
 *     inverted and the colours shine through what is dark of it: the words stay white.
 *  2. A sharp picture is drawn pixel for pixel, any other is stretched until the sharp one comes.
 *  3. Without a graphics card cairo makes a picture of its own of all that it puts together, as large as what is drawn: on a fine
 *     screen some thirty megabytes each time. So a page is drawn in strips there.
 */
#include "app/reader/jal-page-view-private.h"
#include "app/reader/jal-page-view-redact.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels of the screen in a strip. */
#define STRIP_PIXELS (512 * 1024)

static const GdkRGBA paper = { 1, 1, 1, 1 };
static const GdkRGBA night_paper = { 0, 0, 0, 1 };
static const GdkRGBA selected = { 0.21f, 0.52f, 0.89f, 0.42f };
static const GdkRGBA found = { 1.0f, 0.76f, 0.28f, 0.6f };

/* What is in view of a page that is too large, over its small picture. */
static void
append_detail (JalPageView *self, GtkSnapshot *snapshot, guint page, const graphene_rect_t *rect)
{
  double scale;
  JalPageArea area;
  JalPagePicture *detail = jal_page_source_get_detail (self->source, page, &scale, &area);
  double part = detail != NULL ? jal_page_layout_get_zoom (self->layout) / scale : 0;

  if (detail != NULL)
    jal_page_picture_append (detail, snapshot,
                             &GRAPHENE_RECT_INIT (rect->origin.x + (float)(area.x * part), rect->origin.y + (float)(area.y * part),
                                                  (float)(area.width * part), (float)(area.height * part)),
                             self->night);
}

static void
append_picture (JalPageView *self, GtkSnapshot *snapshot, guint page, const graphene_rect_t *rect)
{
  double wanted = jal_page_layout_get_zoom (self->layout) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  JalPagePicture *picture;
  double scale;

  gtk_snapshot_append_color (snapshot, self->night ? &night_paper : &paper, rect);
  picture = jal_page_source_get_picture (self->source, page, &scale);
  if (picture == NULL)
    {
      /* The small one of the pane says more than an empty page. */
      picture = jal_page_source_get_thumb (self->source, page);
      scale = 0;
    }
  if (picture == NULL)
    return;
  if (fabs (scale - wanted) < 1e-9)
    {
      float factor = (float)gtk_widget_get_scale_factor (GTK_WIDGET (self));

      jal_page_picture_append (picture, snapshot,
                               &GRAPHENE_RECT_INIT (rect->origin.x, rect->origin.y,
                                                    (float)jal_page_picture_get_width (picture) / factor,
                                                    (float)jal_page_picture_get_height (picture) / factor),
                               self->night);
    }
  else
    jal_page_picture_append (picture, snapshot, rect, self->night);
  append_detail (self, snapshot, page, rect);
}

/* --- Colours over it ---------------------------------------------------------------------------------------------- */

static void
append_quads (JalPageView *self, GtkSnapshot *snapshot, guint page, GArray *quads, const GdkRGBA *color)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);

  for (guint i = 0; i < quads->len; i++)
    {
      graphene_rect_t rect = jal_page_view_place_box (
          self, page, jal_geometry_quad_to_display (info, &g_array_index (quads, JalQuad, i)));

      gtk_snapshot_append_color (snapshot, color, &rect);
    }
}

/* Hits are sorted by page. The one that is selected has the colour of the selection. */
static void
append_hits (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  GArray *hits = jal_page_source_get_hits (self->source);
  guint first, n;

  if (!jal_page_view_get_selected_range (self, page, &first, &n))
    first = n = 0;

  for (guint i = jal_page_source_get_first_hit (self->source, page); i < hits->len; i++)
    {
      const JalPageHit *hit = &g_array_index (hits, JalPageHit, i);
      GArray *quads = hit->page == page ? jal_page_source_get_quads (self->source, i) : NULL;

      if (hit->page > page)
        return;
      if (quads != NULL && (n == 0 || hit->first != first))
        append_quads (self, snapshot, page, quads, &found);
    }
}

static void
append_selection (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  g_autoptr (GArray) quads = NULL;
  guint first, n;

  if (!jal_page_view_get_selected_range (self, page, &first, &n))
    return;
  quads = jal_geometry_get_quads (info, jal_page_source_get_text (self->source, page), first, n);
  append_quads (self, snapshot, page, quads, &selected);
}

static gboolean
has_colors (JalPageView *self, guint page)
{
  GArray *hits = jal_page_source_get_hits (self->source);
  guint hit = jal_page_source_get_first_hit (self->source, page), first, n;

  if (hit < hits->len && g_array_index (hits, JalPageHit, hit).page == page)
    return TRUE;
  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (mark->document_page == (int)page && !g_str_equal (mark->kind, "note"))
        return TRUE;
    }
  return jal_page_view_get_selected_range (self, page, &first, &n);
}

static void
append_colors (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (mark->document_page == (int)page)
        jal_page_view_append_mark (self, snapshot, page, mark);
    }
  append_hits (self, snapshot, page);
  append_selection (self, snapshot, page);
}

/* --- Words where there is no picture ------------------------------------------------------------------------------ */

static void
append_words (JalPageView *self, GtkSnapshot *snapshot, const graphene_rect_t *rect, const char *words)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  const GdkRGBA color = self->night ? (GdkRGBA){ 0.85f, 0.85f, 0.85f, 1 } : (GdkRGBA){ 0.25f, 0.25f, 0.25f, 1 };
  /* In a small window, too, clear of the button that lies over the lower edge. */
  float middle = fminf (240, (float)gtk_widget_get_height (GTK_WIDGET (self)) / 3);
  int width = (int)(rect->size.width * 0.7f), w, h;

  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, &w, &h);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (rect->origin.x + (rect->size.width - (float)width) / 2,
                                                rect->origin.y + fminf (rect->size.height / 2, fmaxf (middle, (float)h / 2 + 12)) - (float)h / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* A strip over the upper edge of the page. */
static void
append_strip (JalPageView *self, GtkSnapshot *snapshot, const graphene_rect_t *rect, const char *words)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  const GdkRGBA back = { 1, 0.94f, 0.7f, 1 };
  const GdkRGBA color = { 0.2f, 0.14f, 0, 1 };
  int w, h;

  pango_layout_set_width (layout, (int)(rect->size.width - 24) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &w, &h);
  gtk_snapshot_append_color (snapshot, &back,
                             &GRAPHENE_RECT_INIT (rect->origin.x, rect->origin.y, rect->size.width, (float)(h + 12)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rect->origin.x + 12, rect->origin.y + 6));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* --- A page ------------------------------------------------------------------------------------------------------- */

static void
append_blended (JalPageView *self, GtkSnapshot *snapshot, guint page, const graphene_rect_t *rect)
{
  if (jal_page_source_get_info (self->source, page) == NULL || !has_colors (self, page))
    {
      append_picture (self, snapshot, page, rect);
      return;
    }
  gtk_snapshot_push_blend (snapshot, self->night ? GSK_BLEND_MODE_SCREEN : GSK_BLEND_MODE_MULTIPLY);
  append_picture (self, snapshot, page, rect);
  gtk_snapshot_pop (snapshot);
  append_colors (self, snapshot, page);
  gtk_snapshot_pop (snapshot);
}

/* How high a strip of what is in view of @rect is; 0: all of it at once. */
static int
strip_height (JalPageView *self, const graphene_rect_t *rect)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)), width = (int)ceilf (rect->size.width);

  if (!jal_page_picture_is_by_cairo () || width <= 0)
    return 0;
  return MAX (16, STRIP_PIXELS / (width * scale * scale));
}

/* Strips begin and end on whole units, so on whole pixels: no seam between them. */
static void
append_strips (JalPageView *self, GtkSnapshot *snapshot, guint page, const graphene_rect_t *rect)
{
  graphene_rect_t view = GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (GTK_WIDGET (self)),
                                             (float)gtk_widget_get_height (GTK_WIDGET (self)));
  graphene_rect_t shown;
  int height, end;

  if (!graphene_rect_intersection (rect, &view, &shown))
    return;
  height = strip_height (self, &shown);
  end = (int)ceilf (shown.origin.y + shown.size.height);
  if (height == 0 || height >= end - (int)shown.origin.y)
    {
      append_blended (self, snapshot, page, rect);
      return;
    }
  for (int y = (int)floorf (shown.origin.y); y < end; y += height)
    {
      gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (floorf (shown.origin.x), (float)y, ceilf (shown.size.width) + 1,
                                                             (float)MIN (height, end - y)));
      append_blended (self, snapshot, page, rect);
      gtk_snapshot_pop (snapshot);
    }
}

static void
append_page (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  const GdkRGBA edge = { 0, 0, 0, 0.28f };
  JalPageRect place = jal_page_view_get_rect (self, page);
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float)place.x, (float)place.y, (float)place.width, (float)place.height);
  const char *trouble = jal_page_source_get_trouble (self->source, page);
  double scale;

  /* An edge, not a shadow: a blurred one costs more than the page where no graphics card draws. */
  gtk_snapshot_append_color (snapshot, &edge,
                             &GRAPHENE_RECT_INIT (rect.origin.x - 1, rect.origin.y - 1, rect.size.width + 2,
                                                  rect.size.height + 3));
  append_strips (self, snapshot, page, &rect);
  if (trouble != NULL)
    append_words (self, snapshot, &rect, trouble);
  else if (jal_page_source_get_picture (self->source, page, &scale) == NULL
           && jal_page_source_get_thumb (self->source, page) == NULL)
    {
      g_autofree char *words = g_strdup_printf (_ ("Page %u"), page + 1);

      append_words (self, snapshot, &rect, words);
    }
  else if (jal_page_source_is_incomplete (self->source, page))
    append_strip (self, snapshot, &rect, _ ("This page may be incomplete"));
  jal_page_view_append_drawing (self, snapshot, page);
  jal_page_view_append_pen (self, snapshot, page);
  jal_page_view_append_chosen (self, snapshot, page);
  jal_page_view_append_link (self, snapshot, page);
}

void
jal_page_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  JalPageView *self = JAL_PAGE_VIEW (widget);
  guint first, last;

  if (self->source == NULL || !jal_page_view_get_range (self, &first, &last))
    return;
  jal_page_picture_note_renderer (widget);
  for (guint i = first; i <= last; i++)
    append_page (self, snapshot, i);
  for (guint i = first; i <= last; i++)
    jal_page_view_append_redactions (self, snapshot, i);
  for (guint i = 0; i < self->notes->len; i++)
    gtk_widget_snapshot_child (widget, self->notes->pdata[i], snapshot);
}
