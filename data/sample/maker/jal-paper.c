/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of paper: opened, footed, numbered, and either kept as text or turned into a picture as a scanner would. */
#include "jal-paper.h"

#include <cairo-pdf.h>
#include <math.h>

#include "jal-scan.h"

#define GREY_DPI 150.0
#define FAX_DPI 200.0

static cairo_status_t
collect_cb (void *closure, const unsigned char *data, unsigned int length)
{
  if (closure != NULL)
    g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static double
scan_scale (JalPaper *paper)
{
  return (paper->make == JAL_PAPER_FAX ? FAX_DPI : GREY_DPI) / 72.0;
}

static gboolean
scanned (JalPaper *paper)
{
  return paper->make != JAL_PAPER_TYPED && paper->n_pages > 0;
}

static void
foot (JalPaper *paper)
{
  double y = paper->height - 34;
  double width = paper->width - paper->left - paper->right;

  cairo_set_source_rgb (paper->cr, 0.35, 0.35, 0.35);
  cairo_set_line_width (paper->cr, 0.4);
  cairo_move_to (paper->cr, paper->left, y - 4);
  cairo_rel_line_to (paper->cr, width, 0);
  cairo_stroke (paper->cr);
  jal_paper_put (paper, paper->footer, "Liberation Sans 7.5", paper->left, y, width, PANGO_ALIGN_CENTER);
  if (paper->page_words != NULL)
    {
      g_autofree char *number = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      number = g_strdup_printf (paper->page_words, paper->page, MAX (paper->n_pages, paper->page));
#pragma GCC diagnostic pop
      jal_paper_put (paper, number, "Liberation Sans 7.5", paper->left, y + 10, width, PANGO_ALIGN_CENTER);
    }
  if (paper->running != NULL)
    jal_paper_put (paper, paper->running, "Liberation Sans 8", paper->left, 30, width, PANGO_ALIGN_RIGHT);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
}

static void
open_page (JalPaper *paper)
{
  paper->page++;
  paper->line = 0;
  paper->y = paper->top;
  if (scanned (paper))
    {
      double scale = scan_scale (paper);
      double tone = paper->make == JAL_PAPER_FAX ? 1.0 : 0.945;

      paper->scan = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)lround (paper->width * scale), (int)lround (paper->height * scale));
      paper->cr = cairo_create (paper->scan);
      cairo_set_source_rgb (paper->cr, tone, tone, tone);
      cairo_paint (paper->cr);
      cairo_scale (paper->cr, scale, scale);
      cairo_translate (paper->cr, paper->width / 2, paper->height / 2);
      cairo_rotate (paper->cr, 0.011 * jal_dice_wobble (&paper->dice));
      cairo_translate (paper->cr, -paper->width / 2 + 3 * jal_dice_wobble (&paper->dice), -paper->height / 2 + 3 * jal_dice_wobble (&paper->dice));
    }
  else
    paper->cr = cairo_create (paper->pdf);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  foot (paper);
}

/* Turns the drawn page into the bytes a scanner would deliver and lays them on the PDF's page. */
static void
deliver_scan (JalPaper *paper)
{
  JalRaster raster = { 0 };
  cairo_surface_t *picture;
  g_autoptr (GBytes) packed = NULL;
  cairo_t *cr = cairo_create (paper->pdf);

  jal_raster_from_surface (&raster, paper->scan, TRUE);
  if (paper->make == JAL_PAPER_FAX)
    {
      jal_raster_soil (&raster, 60, 240, &paper->dice);
      packed = jal_raster_to_g4 (&raster);
      picture = jal_picture_from_g4 (packed, raster.width, raster.height);
    }
  else
    {
      jal_raster_soil (&raster, 16, 90, &paper->dice);
      packed = jal_raster_to_jpeg (&raster, 58, NULL);
      picture = jal_picture_from_jpeg (packed, raster.width, raster.height);
    }
  cairo_scale (cr, paper->width / raster.width, paper->height / raster.height);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
  jal_raster_clear (&raster);
}

static void
close_page (JalPaper *paper)
{
  if (paper->cr == NULL)
    return;
  if (!scanned (paper))
    cairo_show_page (paper->cr);
  g_clear_pointer (&paper->cr, cairo_destroy);
  if (scanned (paper))
    {
      deliver_scan (paper);
      g_clear_pointer (&paper->scan, cairo_surface_destroy);
    }
}

static void
field_clear (JalPaperField *field)
{
  g_free (field->name);
  g_free (field->label);
  g_free (field->value);
}

JalPaper *
jal_paper_new (JalPaperMake make, double width, double height, const char *footer, const char *seed, guint n_pages, const char *date)
{
  JalPaper *paper = g_new0 (JalPaper, 1);
  g_autofree char *instant = g_strdup_printf ("%sT09:00:00+03:00", date);

  paper->make = make;
  paper->width = width;
  paper->height = height;
  paper->left = paper->right = 72;
  paper->top = 64;
  paper->bottom = 58;
  paper->footer = g_strdup (footer);
  paper->family = g_strdup ("Liberation Serif");
  paper->size = 12;
  paper->leading = 1.25;
  paper->n_pages = n_pages;
  jal_dice_init (&paper->dice, seed);
  paper->fields = g_array_new (FALSE, TRUE, sizeof (JalPaperField));
  g_array_set_clear_func (paper->fields, (GDestroyNotify)field_clear);
  paper->bytes = g_byte_array_new ();
  paper->pdf = cairo_pdf_surface_create_for_stream (collect_cb, paper->bytes, width, height);
  cairo_pdf_surface_set_metadata (paper->pdf, CAIRO_PDF_METADATA_CREATE_DATE, instant);
  return paper;
}

void
jal_paper_free (JalPaper *paper)
{
  g_clear_pointer (&paper->cr, cairo_destroy);
  g_clear_pointer (&paper->scan, cairo_surface_destroy);
  g_clear_pointer (&paper->pdf, cairo_surface_destroy);
  g_clear_pointer (&paper->bytes, g_byte_array_unref);
  g_array_unref (paper->fields);
  g_free (paper->footer);
  g_free (paper->running);
  g_free (paper->page_words);
  g_free (paper->family);
  g_free (paper);
}

void
jal_paper_turn (JalPaper *paper)
{
  close_page (paper);
  open_page (paper);
}

void
jal_paper_need (JalPaper *paper, double height)
{
  if (paper->cr == NULL || paper->y + height > paper->height - paper->bottom)
    jal_paper_turn (paper);
}

PangoLayout *
jal_paper_layout (JalPaper *paper, const char *markup, const char *font, double width, PangoAlignment align)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  g_autofree char *body = font == NULL ? g_strdup_printf ("%s %.1f", paper->family, paper->size) : NULL;
  PangoFontDescription *description = pango_font_description_from_string (font != NULL ? font : body);
  PangoLayout *layout;

  /* The same metrics on paper and on a picture, so that both passes break lines alike. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  layout = pango_layout_new (context);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, align);
  pango_layout_set_markup (layout, markup, -1);
  pango_font_description_free (description);
  cairo_font_options_destroy (options);
  g_object_unref (context);
  return layout;
}

void
jal_paper_flow (JalPaper *paper, PangoLayout *layout, double x, gboolean numbered)
{
  int n = pango_layout_get_line_count (layout);

  for (int i = 0; i < n; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      PangoRectangle logical;
      double height, offset;

      pango_layout_line_get_extents (line, NULL, &logical);
      height = (double)logical.height / PANGO_SCALE * paper->leading;
      /* No single line of a paragraph is left behind at the foot of a page. */
      jal_paper_need (paper, i == 0 && n > 2 ? 2 * height : height);
      offset = 0;
      if (pango_layout_get_alignment (layout) != PANGO_ALIGN_LEFT)
        {
          double slack = (pango_layout_get_width (layout) - logical.width) / (double)PANGO_SCALE;

          offset = pango_layout_get_alignment (layout) == PANGO_ALIGN_CENTER ? slack / 2 : slack;
        }
      paper->line++;
      if (numbered && paper->line_numbers && paper->line % 5 == 0)
        {
          g_autofree char *number = g_strdup_printf ("%u", paper->line);

          jal_paper_put (paper, number, "Liberation Sans 7", paper->left - 34, paper->y + height * 0.25, 20, PANGO_ALIGN_RIGHT);
        }
      cairo_move_to (paper->cr, x + offset, paper->y - (double)logical.y / PANGO_SCALE);
      pango_cairo_show_layout_line (paper->cr, line);
      paper->y += height;
    }
}

double
jal_paper_put (JalPaper *paper, const char *markup, const char *font, double x, double y, double width, PangoAlignment align)
{
  g_autoptr (PangoLayout) layout = jal_paper_layout (paper, markup, font, width, align);
  int height;

  cairo_move_to (paper->cr, x, y);
  pango_cairo_show_layout (paper->cr, layout);
  pango_layout_get_size (layout, NULL, &height);
  return (double)height / PANGO_SCALE;
}

void
jal_paper_extra (JalPaper *paper, const char *markup, const char *font, double width, double height, double red, double green, double blue)
{
  close_page (paper);
  cairo_pdf_surface_set_size (paper->pdf, width, height);
  paper->cr = cairo_create (paper->pdf);
  cairo_set_source_rgb (paper->cr, red, green, blue);
  jal_paper_put (paper, markup, font, 2, 1.5, width - 4, PANGO_ALIGN_LEFT);
  cairo_show_page (paper->cr);
  g_clear_pointer (&paper->cr, cairo_destroy);
  paper->n_extra++;
}

GBytes *
jal_paper_finish (JalPaper *paper)
{
  close_page (paper);
  cairo_surface_finish (paper->pdf);
  if (cairo_surface_status (paper->pdf) != CAIRO_STATUS_SUCCESS)
    g_error ("A page could not be drawn: %s", cairo_status_to_string (cairo_surface_status (paper->pdf)));
  return paper->n_pages > 0 ? g_bytes_new (paper->bytes->data, paper->bytes->len) : NULL;
}
