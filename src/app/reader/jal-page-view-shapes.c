/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* How marks look on the page: as in a marked copy (worker/compose-marks.c), in the same colours and widths. */
#include "app/reader/jal-page-view-private.h"

#include <math.h>

#include "app/reader/jal-page-view-hand.h"
#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"

/* Points of the page, as the composer has them. */
#define LINE_WIDTH 2.0
#define BOX_WIDTH 1.5
#define HEAD 10.0
#define TEXT_SIZE 12.0
#define TEXT_MARGIN 2.0
/* Logical pixels. */
#define HANDLE 9.0f

static const GdkRGBA frame = { 0.11f, 0.44f, 0.85f, 1 };
static const GdkRGBA inside = { 1, 1, 1, 1 };

static GdkRGBA
get_color (JalPageView *self, const char *kind, const char *name)
{
  double rgb[3] = { 1, 0.88, 0.2 };
  gboolean felt = g_str_equal (kind, "highlight");

  /* By night a thin line has the light colour: it lies on black. */
  if (felt || self->night)
    jal_marks_color (name, rgb);
  else
    jal_marks_line_color (name, rgb);
  return (GdkRGBA){ (float)rgb[0], (float)rgb[1], (float)rgb[2], felt && self->night ? 0.45f : 1 };
}

static void
append_strokes (JalPageView *self, GtkSnapshot *snapshot, guint page, const char *kind, const JalMarkPoint *points,
                guint n_points, const GdkRGBA *color)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  JalPageRect place = jal_page_view_get_rect (self, page);
  double zoom = jal_page_layout_get_zoom (self->layout);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float)place.x, (float)place.y,
                                                                          (float)place.width, (float)place.height));
  JalPoint from = { 0 }, to = { 0 };

  gdk_cairo_set_source_rgba (cr, color);
  cairo_translate (cr, place.x, place.y);
  cairo_scale (cr, zoom, zoom);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, fmax (LINE_WIDTH, 1.5 / zoom));
  for (guint i = 0; i < n_points; i++)
    {
      from = to;
      to = jal_mark_shape_point_shown (info, &points[i]);
      if (i == 0 || points[i].begins > 0.5)
        {
          cairo_move_to (cr, to.x, to.y);
          if (i + 1 == n_points || points[i + 1].begins > 0.5)
            cairo_line_to (cr, to.x, to.y);
        }
      else
        cairo_line_to (cr, to.x, to.y);
    }
  if (g_str_equal (kind, "arrow") && n_points == 2)
    {
      double angle = atan2 (to.y - from.y, to.x - from.x);

      for (int side = -1; side <= 1; side += 2)
        {
          cairo_move_to (cr, to.x - HEAD * cos (angle + side * G_PI / 7), to.y - HEAD * sin (angle + side * G_PI / 7));
          cairo_line_to (cr, to.x, to.y);
        }
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
append_border (GtkSnapshot *snapshot, const graphene_rect_t *rect, float thick, const GdkRGBA *color)
{
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  const float widths[4] = { thick, thick, thick, thick };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* The words of a free text: as large as fits, up to 12 points. */
static void
append_words (JalPageView *self, GtkSnapshot *snapshot, const graphene_rect_t *rect, const char *words)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Liberation Sans, DejaVu Sans, Sans");
  const GdkRGBA color = self->night ? (GdkRGBA){ 0.92f, 0.92f, 0.92f, 1 } : (GdkRGBA){ 0, 0, 0, 1 };
  double zoom = jal_page_layout_get_zoom (self->layout);
  double margin = TEXT_MARGIN * zoom;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int)(fmax (rect->size.width - 2 * margin, 1) * PANGO_SCALE));
  for (double size = TEXT_SIZE; size >= 4; size -= 0.5)
    {
      int w, h;

      pango_font_description_set_absolute_size (font, size * zoom * PANGO_SCALE);
      pango_layout_set_font_description (layout, font);
      pango_layout_get_pixel_size (layout, &w, &h);
      if (h <= rect->size.height)
        break;
    }
  gtk_snapshot_push_clip (snapshot, rect);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rect->origin.x + (float)margin, rect->origin.y + (float)margin));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

void
jal_page_view_append_shape (JalPageView *self, GtkSnapshot *snapshot, guint page, const JalMarkLook *look)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  double zoom = jal_page_layout_get_zoom (self->layout);
  GdkRGBA color = get_color (self, look->kind, look->color);
  float thick = (float)fmax (1.5, zoom * BOX_WIDTH);

  if (info == NULL || g_str_equal (look->kind, "note"))
    return; /* its icon is a button of its own */
  if (jal_mark_kind_is_drawn (look->kind))
    {
      append_strokes (self, snapshot, page, look->kind, look->points, look->n_points, &color);
      return;
    }
  for (guint i = 0; i < look->n_quads; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&look->quads[i]);
      graphene_rect_t rect = jal_page_view_place_box (self, page, jal_geometry_quad_to_display (info, &quad));

      if (g_str_equal (look->kind, "underline") || g_str_equal (look->kind, "strikeout"))
        {
          if (g_str_equal (look->kind, "underline"))
            rect.origin.y += rect.size.height - thick;
          else
            rect.origin.y += (rect.size.height - thick) / 2;
          rect.size.height = thick;
          gtk_snapshot_append_color (snapshot, &color, &rect);
        }
      else if (g_str_equal (look->kind, "box"))
        append_border (snapshot, &rect, thick, &color);
      else if (g_str_equal (look->kind, "text"))
        {
          append_border (snapshot, &rect, fmaxf (1, thick / 1.5f), &color);
          append_words (self, snapshot, &rect, look->text);
        }
      else if (g_str_equal (look->kind, "highlight"))
        gtk_snapshot_append_color (snapshot, &color, &rect);
    }
}

void
jal_page_view_append_mark (JalPageView *self, GtkSnapshot *snapshot, guint page, JalMark *mark)
{
  JalMarkLook look = { mark->kind,     mark->color,  mark->text, mark->quads,
                       mark->n_quads, mark->points, mark->n_points };

  jal_page_view_hand_change (self, mark, &look);
  jal_page_view_append_shape (self, snapshot, page, &look);
}

static void
append_handle (GtkSnapshot *snapshot, JalPageView *self, guint page, JalPoint at)
{
  graphene_rect_t spot = jal_page_view_place_box (self, page, (JalBox){ at.x, at.y, at.x, at.y });
  graphene_rect_t rect
      = GRAPHENE_RECT_INIT (spot.origin.x - HANDLE / 2, spot.origin.y - HANDLE / 2, HANDLE, HANDLE);

  gtk_snapshot_append_color (snapshot, &frame, &rect);
  graphene_rect_inset (&rect, 1.5f, 1.5f);
  gtk_snapshot_append_color (snapshot, &inside, &rect);
}

/* A frame around the mark that is chosen, and where it can be taken hold of. */
void
jal_page_view_append_chosen (JalPageView *self, GtkSnapshot *snapshot, guint page)
{
  const GdkRGBA colors[4] = { frame, frame, frame, frame };
  const float widths[4] = { 2, 2, 2, 2 };
  JalPoint handles[JAL_MARK_HANDLES_MAX];
  GskRoundedRect outline;
  graphene_rect_t rect;
  JalMark *mark = jal_page_view_get_chosen_mark (self);
  JalBox box;
  guint n;

  if (mark == NULL || mark->document_page != (int)page || !jal_page_view_hand_box (self, mark, &box))
    return;
  rect = jal_page_view_place_box (self, page, box);
  graphene_rect_inset (&rect, -3, -3);
  if (!g_str_equal (mark->kind, "line") && !g_str_equal (mark->kind, "arrow") && !g_str_equal (mark->kind, "note"))
    {
      gsk_rounded_rect_init_from_rect (&outline, &rect, 4);
      gtk_snapshot_append_border (snapshot, &outline, widths, colors);
    }
  n = jal_page_view_hand_handles (self, mark, handles);
  for (guint i = 0; i < n; i++)
    append_handle (snapshot, self, page, handles[i]);
}
