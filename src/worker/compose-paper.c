/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drawing a paper: blocks from top to bottom, broken into pages.
 *
 * 1. Drawn twice: the first pass counts the pages, so that the foot of each can say "2 / 5"; both lay out alike.
 * 2. A row of a table and a drawing are never cut; a table repeats its head on every page. What is taller than a page
 *    stands alone on one.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "worker/compose-paper.h"
#include "worker/compose-private.h"

#define MARGIN 51.0
#define FOOT 40.0
#define GAP 8.0
#define PADDING 3.0

typedef struct
{
  JalCompose *compose;
  const JalPaperSpec *paper;
  GByteArray *bytes;
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context;
  double y;
  guint page;  /* from 1 */
  guint pages; /* of all, 0 in the first pass */
  gboolean begun; /* something stands on this page */
} Paper;

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
layout_new (Paper *paper, const char *text, const char *weight, double size, double width)
{
  PangoLayout *layout = pango_layout_new (paper->context);
  gboolean mono = strcmp (weight, "Mono") == 0;
  g_autofree char *name = mono ? g_strdup ("Liberation Mono, DejaVu Sans Mono, Monospace Bold")
                               : g_strdup_printf ("%s %s", paper->compose->spec->font, weight);
  PangoFontDescription *description = pango_font_description_from_string (name);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  if (width > 0)
    pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
layout_height (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double)logical.height / PANGO_SCALE;
}

static double
inner_width (Paper *paper)
{
  return paper->paper->width - 2 * MARGIN;
}

static double
bottom (Paper *paper)
{
  return paper->paper->height - MARGIN - FOOT / 2;
}

static void
put_foot (Paper *paper)
{
  g_autofree char *number = g_strdup_printf ("%u / %u", paper->page, paper->pages);
  PangoLayout *layout;

  if (paper->paper->footer != NULL)
    {
      layout = layout_new (paper, paper->paper->footer, "", 8.5, inner_width (paper) - 60);
      pango_layout_set_height (layout, -2);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      cairo_move_to (paper->cr, MARGIN, paper->paper->height - FOOT);
      pango_cairo_show_layout (paper->cr, layout);
      g_object_unref (layout);
    }
  layout = layout_new (paper, number, "", 8.5, 56);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  cairo_move_to (paper->cr, paper->paper->width - MARGIN - 56, paper->paper->height - FOOT);
  pango_cairo_show_layout (paper->cr, layout);
  g_object_unref (layout);
}

static void
next_page (Paper *paper)
{
  put_foot (paper);
  cairo_show_page (paper->cr);
  paper->page++;
  paper->y = MARGIN;
  paper->begun = FALSE;
}

/* Makes sure that @height fits below, on a new page when need be. */
static gboolean
make_room (Paper *paper, double height)
{
  gboolean turned = paper->begun && paper->y + height > bottom (paper);

  if (turned)
    next_page (paper);
  paper->begun = TRUE;
  return turned;
}

/* Long text is set line by line, so that it may go over to the next page. */
static void
put_lines (Paper *paper, PangoLayout *layout, double x)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle logical;
      double height;

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      height = (double)logical.height / PANGO_SCALE;
      make_room (paper, height);
      cairo_move_to (paper->cr, x + (double)logical.x / PANGO_SCALE,
                     paper->y + (double)(pango_layout_iter_get_baseline (iter) - logical.y) / PANGO_SCALE);
      pango_cairo_show_layout_line (paper->cr, pango_layout_iter_get_line_readonly (iter));
      paper->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
put_words (Paper *paper, const JalPaperBlock *block)
{
  static const double heading_sizes[] = { 17, 13, 11 };
  gboolean heading = block->kind == JAL_PAPER_HEADING;
  gboolean code = block->kind == JAL_PAPER_CODE;
  double size = heading ? heading_sizes[block->level - 1] : code ? 15 : block->small ? 9 : 10.5;
  PangoLayout *layout = layout_new (paper, block->text, code ? "Mono" : heading || block->bold ? "Bold" : "", size,
                                    inner_width (paper));

  if (heading)
    {
      paper->y += paper->begun ? size * 0.6 : 0;
      make_room (paper, size * 4); /* a heading stays with what follows */
    }
  if (block->centred)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  if (code)
    pango_layout_set_line_spacing (layout, 1.35f);
  put_lines (paper, layout, MARGIN);
  paper->y += heading ? 5 : 7;
  g_object_unref (layout);
}

static void
rule (Paper *paper, double width, double grey)
{
  cairo_set_source_rgb (paper->cr, grey, grey, grey);
  cairo_set_line_width (paper->cr, width);
  cairo_move_to (paper->cr, MARGIN, paper->y);
  cairo_line_to (paper->cr, paper->paper->width - MARGIN, paper->y);
  cairo_stroke (paper->cr);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
}

/* Sets one row of a table; without @draw only its height is taken. */
static double
put_row (Paper *paper, const JalPaperBlock *block, char **cells, const char *weight, gboolean draw)
{
  double shares = 0, x = MARGIN, height = 0;
  double room = inner_width (paper) - GAP * (block->columns->len - 1);

  for (guint i = 0; i < block->columns->len; i++)
    shares += g_array_index (block->columns, JalPaperColumn, i).share;
  for (guint i = 0; i < block->columns->len; i++)
    {
      const JalPaperColumn *column = &g_array_index (block->columns, JalPaperColumn, i);
      double width = room * column->share / shares;
      PangoLayout *layout = layout_new (paper, cells != NULL ? cells[i] : column->title, weight, 9, width);

      if (column->end)
        pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
      height = fmax (height, layout_height (layout));
      if (draw)
        {
          cairo_move_to (paper->cr, x, paper->y + PADDING);
          pango_cairo_show_layout (paper->cr, layout);
        }
      x += width + GAP;
      g_object_unref (layout);
    }
  return height + 2 * PADDING;
}

static void
put_head (Paper *paper, const JalPaperBlock *block)
{
  paper->y += put_row (paper, block, NULL, "Bold", TRUE);
  rule (paper, 0.8, 0);
}

static void
put_table (Paper *paper, const JalPaperBlock *block)
{
  double head = put_row (paper, block, NULL, "Bold", FALSE);

  make_room (paper, head + 30);
  put_head (paper, block);
  for (guint i = 0; i < block->rows->len; i++)
    {
      char **cells = block->rows->pdata[i];
      double height = put_row (paper, block, cells, "", FALSE);

      if (make_room (paper, height))
        {
          put_head (paper, block);
          paper->begun = TRUE;
        }
      put_row (paper, block, cells, "", TRUE);
      paper->y += height;
      rule (paper, 0.3, 0.7);
    }
  paper->y += 9;
}

/* A QR code (ISO/IEC 18004) with its quiet zone of four modules, at error correction level Q. */
static gboolean
put_qr (Paper *paper, const JalPaperBlock *block)
{
  QRcode *code = QRcode_encodeString (block->text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1);
  double side, left;

  if (code == NULL)
    return FALSE;
  make_room (paper, block->height);
  side = block->height / (code->width + 8);
  left = block->centred ? (paper->paper->width - block->height) / 2 : MARGIN - 4 * side;
  for (int row = 0; row < code->width; row++)
    for (int column = 0; column < code->width; column++)
      if ((code->data[row * code->width + column] & 1) != 0)
        cairo_rectangle (paper->cr, left + (column + 4) * side, paper->y + (row + 4) * side, side, side);
  cairo_fill (paper->cr);
  paper->y += block->height + 6;
  QRcode_free (code);
  return TRUE;
}

static void
put_shape_words (Paper *paper, const JalPaperShape *shape, double top)
{
  PangoLayout *layout = layout_new (paper, shape->text, shape->bold ? "Bold" : "", shape->size, shape->x2);
  double x = MARGIN + shape->x;
  int width;

  if (shape->x2 > 0)
    pango_layout_set_alignment (layout, shape->align < 0    ? PANGO_ALIGN_LEFT
                                        : shape->align == 0 ? PANGO_ALIGN_CENTER
                                                            : PANGO_ALIGN_RIGHT);
  else
    {
      pango_layout_get_size (layout, &width, NULL);
      x -= (shape->align + 1) * (double)width / PANGO_SCALE / 2;
    }
  cairo_move_to (paper->cr, x, top + shape->y);
  pango_cairo_show_layout (paper->cr, layout);
  g_object_unref (layout);
}

static void
put_shape (Paper *paper, const JalPaperShape *shape, double top)
{
  const double dash[] = { 3, 2 };
  double x = MARGIN + shape->x, y = top + shape->y;

  cairo_new_path (paper->cr);
  cairo_set_dash (paper->cr, dash, shape->dashed ? 2 : 0, 0);
  if (shape->kind == JAL_PAPER_LINE)
    {
      cairo_move_to (paper->cr, x, y);
      cairo_line_to (paper->cr, MARGIN + shape->x2, top + shape->y2);
    }
  else if (shape->kind == JAL_PAPER_BOX)
    cairo_rectangle (paper->cr, x, y, shape->x2, shape->y2);
  else if (shape->kind == JAL_PAPER_CIRCLE)
    cairo_arc (paper->cr, x, y, fmax (shape->x2, 0), 0, 2 * G_PI);
  if (shape->fill[0] >= 0 && shape->kind != JAL_PAPER_LINE)
    {
      cairo_set_source_rgb (paper->cr, shape->fill[0], shape->fill[1], shape->fill[2]);
      cairo_fill_preserve (paper->cr);
    }
  cairo_set_source_rgb (paper->cr, shape->color[0], shape->color[1], shape->color[2]);
  if (shape->kind == JAL_PAPER_WORDS)
    put_shape_words (paper, shape, top);
  else if (shape->line > 0)
    {
      cairo_set_line_width (paper->cr, shape->line);
      cairo_stroke_preserve (paper->cr);
    }
  cairo_new_path (paper->cr);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  cairo_set_dash (paper->cr, NULL, 0, 0);
}

static void
put_drawing (Paper *paper, const JalPaperBlock *block)
{
  make_room (paper, block->height);
  for (guint i = 0; i < block->shapes->len; i++)
    put_shape (paper, &g_array_index (block->shapes, JalPaperShape, i), paper->y);
  paper->y += block->height + 6;
}

static gboolean
put_blocks (Paper *paper)
{
  GPtrArray *blocks = paper->paper->blocks;

  paper->y = MARGIN;
  paper->page = 1;
  paper->begun = FALSE;
  for (guint i = 0; i < blocks->len; i++)
    {
      const JalPaperBlock *block = blocks->pdata[i];

      switch (block->kind)
        {
        case JAL_PAPER_TABLE:
          put_table (paper, block);
          break;
        case JAL_PAPER_QR:
          if (!put_qr (paper, block))
            return FALSE;
          break;
        case JAL_PAPER_SPACE:
          paper->y += block->height;
          break;
        case JAL_PAPER_PAGE:
          if (paper->begun)
            next_page (paper);
          break;
        case JAL_PAPER_DRAWING:
          put_drawing (paper, block);
          break;
        case JAL_PAPER_HEADING:
        case JAL_PAPER_TEXT:
        case JAL_PAPER_CODE:
        default:
          put_words (paper, block);
          break;
        }
    }
  put_foot (paper);
  cairo_show_page (paper->cr);
  return TRUE;
}

static void
paper_open (Paper *paper)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  paper->bytes = g_byte_array_new ();
  paper->surface
    = cairo_pdf_surface_create_for_stream (append_cb, paper->bytes, paper->paper->width, paper->paper->height);
  paper->cr = cairo_create (paper->surface);
  paper->context = pango_cairo_create_context (paper->cr);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (paper->context, options);
  pango_cairo_context_set_resolution (paper->context, 72);
  cairo_font_options_destroy (options);
}

static gboolean
paper_close (Paper *paper)
{
  gboolean good;

  cairo_surface_finish (paper->surface);
  good = cairo_surface_status (paper->surface) == CAIRO_STATUS_SUCCESS && cairo_status (paper->cr) == CAIRO_STATUS_SUCCESS;
  g_object_unref (paper->context);
  cairo_destroy (paper->cr);
  cairo_surface_destroy (paper->surface);
  return good;
}

gboolean
jal_compose_paper_make (JalCompose *compose, GError **error)
{
  Paper paper = { .compose = compose, .paper = compose->spec->paper };
  gboolean good = TRUE;
  qpdf_data own;

  for (guint pass = 0; good && pass < 2; pass++)
    {
      paper.pages = pass == 0 ? 0 : paper.page;
      paper_open (&paper);
      good = put_blocks (&paper);
      good = paper_close (&paper) && good;
      if (pass == 0 || !good)
        g_byte_array_unref (paper.bytes);
    }
  own = good ? jal_compose_open_own (compose, paper.bytes) : NULL;
  for (int i = 0; own != NULL && i < qpdf_get_num_pages (own); i++)
    {
      qpdf_oh page = qpdf_oh_copy_foreign_object (compose->out, own, qpdf_get_page_n (own, (size_t)i));

      qpdf_add_page (compose->out, compose->out, page, QPDF_FALSE);
      compose->index_pages++;
    }
  if (good)
    g_byte_array_unref (paper.bytes);
  good = own != NULL && compose->index_pages > 0 && !jal_pdf_clear (compose->out, NULL);
  if (own != NULL)
    qpdf_cleanup (&own);
  if (!good)
    g_set_error_literal (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_FAILED, "The paper could not be drawn");
  return good;
}
