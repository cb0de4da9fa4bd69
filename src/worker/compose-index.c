/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pages that the composer makes itself: the index, and a plain page for what could not be included.
 *
 * The index is part of the numbering, so its length must be known before the numbers that it prints. Nothing in the
 * layout depends on those numbers (their column has a fixed width): the first pass breaks the index into pages, then
 * all pages are numbered, then it is drawn.
 *
 *     | No. | Document                                   | Date       | Pages |
 *     |       A. Charge sheet                                         |  3–9  |   <- a section, kept with its first line
 *     |  1  | Charge sheet dated …                       | 2 Jan 2026 |  3–4  |
 */
#define G_LOG_DOMAIN "jal-worker"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "worker/compose-private.h"

#define LEFT 56.7
#define RIGHT (JAL_COMPOSE_A4_WIDTH - 56.7)
#define TOP 76.0
#define BOTTOM (JAL_COMPOSE_A4_HEIGHT - 56.7)
#define NUMBER_WIDTH 58.0
#define DATE_WIDTH 84.0
#define PAGES_WIDTH 62.0
#define GAP 8.0
#define PADDING 4.0
#define ROW_SIZE 10.5

typedef enum
{
  ROW_SECTION,
  ROW_ITEM,
} RowKind;

typedef struct
{
  RowKind kind;
  guint section;
  guint item;
  guint page; /* of the index, from 0 */
  double top;
  double height;
} Row;

typedef struct
{
  JalCompose *compose;
  cairo_surface_t *surface;
  cairo_t *cr;
  GByteArray *bytes;
  PangoContext *context;
  GArray *rows; /* of Row */
  guint n_pages;
} Drawing;

static const struct
{
  const char *style;
  const char *weight;
  double size;
  double above;
  double below;
  PangoAlignment align;
} styles[] = {
  { "court", "Bold", 12.5, 0, 6, PANGO_ALIGN_CENTER },   { "case", "Bold", 12, 0, 10, PANGO_ALIGN_CENTER },
  { "party", "", 11.5, 0, 3, PANGO_ALIGN_CENTER },       { "versus", "Italic", 10.5, 0, 3, PANGO_ALIGN_CENTER },
  { "title", "Bold", 16, 14, 6, PANGO_ALIGN_CENTER },    { "copy", "Italic", 10.5, 0, 6, PANGO_ALIGN_CENTER },
  { "note", "", 9.5, 2, 4, PANGO_ALIGN_LEFT },           { "plain", "", 11, 0, 4, PANGO_ALIGN_CENTER },
};

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
layout_new (Drawing *drawing, const char *text, const char *weight, double size, double width)
{
  PangoLayout *layout = pango_layout_new (drawing->context);
  g_autofree char *name = g_strdup_printf ("%s %s", drawing->compose->spec->font, weight);
  PangoFontDescription *description = pango_font_description_from_string (name);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
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

/* Draws when there is a page to draw on; returns the height either way. */
static double
put_text (Drawing *drawing, gboolean draw, const char *text, const char *weight, double size, double x, double y,
          double width, PangoAlignment align)
{
  PangoLayout *layout = layout_new (drawing, text, weight, size, width);
  double height = layout_height (layout);

  pango_layout_set_alignment (layout, align);
  if (draw)
    {
      cairo_move_to (drawing->cr, x, y);
      pango_cairo_show_layout (drawing->cr, layout);
    }
  g_object_unref (layout);
  return height;
}

static double
put_front (Drawing *drawing, gboolean draw)
{
  GPtrArray *front = drawing->compose->spec->front;
  double y = TOP;

  for (guint i = 0; i < front->len; i++)
    {
      const JalComposeLine *line = front->pdata[i];
      guint style = 0;

      while (style < G_N_ELEMENTS (styles) - 1 && g_strcmp0 (styles[style].style, line->style) != 0)
        style++;
      y += styles[style].above;
      y += put_text (drawing, draw, line->text, styles[style].weight, styles[style].size, LEFT, y, RIGHT - LEFT,
                     styles[style].align)
           + styles[style].below;
    }
  return front->len > 0 ? y + 10 : y;
}

static void
rule (Drawing *drawing, double y, double width, double grey)
{
  cairo_set_source_rgb (drawing->cr, grey, grey, grey);
  cairo_set_line_width (drawing->cr, width);
  cairo_move_to (drawing->cr, LEFT, y);
  cairo_line_to (drawing->cr, RIGHT, y);
  cairo_stroke (drawing->cr);
  cairo_set_source_rgb (drawing->cr, 0, 0, 0);
}

/* The words over the columns; returns where the first row begins. */
static double
put_head (Drawing *drawing, gboolean draw, double y)
{
  char **words = drawing->compose->spec->words;
  double height = put_text (drawing, draw, words[JAL_COMPOSE_WORD_INDEX], "Bold", 13, LEFT, y, RIGHT - LEFT,
                            PANGO_ALIGN_LEFT);
  double line;

  y += height + 6;
  line = put_text (drawing, draw, words[JAL_COMPOSE_WORD_NUMBER], "Bold", 9.5, LEFT, y, NUMBER_WIDTH, PANGO_ALIGN_LEFT);
  put_text (drawing, draw, words[JAL_COMPOSE_WORD_DOCUMENT], "Bold", 9.5, LEFT + NUMBER_WIDTH + GAP, y,
            RIGHT - LEFT - NUMBER_WIDTH - DATE_WIDTH - PAGES_WIDTH - 3 * GAP, PANGO_ALIGN_LEFT);
  put_text (drawing, draw, words[JAL_COMPOSE_WORD_DATE], "Bold", 9.5, RIGHT - PAGES_WIDTH - GAP - DATE_WIDTH, y,
            DATE_WIDTH, PANGO_ALIGN_LEFT);
  put_text (drawing, draw, words[JAL_COMPOSE_WORD_PAGES], "Bold", 9.5, RIGHT - PAGES_WIDTH, y, PAGES_WIDTH,
            PANGO_ALIGN_RIGHT);
  y += line + 4;
  if (draw)
    rule (drawing, y, 1, 0);
  return y;
}

static char *
range_text (const JalComposeRange *range, const char *prefix)
{
  if (range->first == 0)
    return g_strdup ("–");
  if (range->first == range->last)
    return g_strdup_printf ("%s%u", prefix, range->first);
  return g_strdup_printf ("%s%u–%s%u", prefix, range->first, prefix, range->last);
}

static double
put_row (Drawing *drawing, gboolean draw, const Row *row, guint running, double y)
{
  JalCompose *compose = drawing->compose;
  const JalComposeSection *section = compose->spec->sections->pdata[row->section];
  const char *prefix = compose->spec->stamp_prefix;
  g_autofree char *pages = NULL;
  g_autofree char *number = NULL;
  const JalComposeItem *item;
  double x = LEFT + NUMBER_WIDTH + GAP;
  double height;

  if (row->kind == ROW_SECTION)
    {
      pages = draw ? range_text (&compose->sections[row->section], prefix) : g_strdup ("");
      y += 4 + PADDING;
      height = put_text (drawing, draw, section->title, "Bold", 11, LEFT, y, RIGHT - LEFT - PAGES_WIDTH - GAP,
                         PANGO_ALIGN_LEFT);
      put_text (drawing, draw, pages, "Bold", ROW_SIZE, RIGHT - PAGES_WIDTH, y, PAGES_WIDTH, PANGO_ALIGN_RIGHT);
      return height + 4 + 2 * PADDING;
    }
  item = section->items->pdata[row->item];
  pages = draw ? range_text (&compose->items[row->section][row->item], prefix) : g_strdup ("");
  number = *item->label != '\0' ? g_strdup (item->label) : g_strdup_printf ("%u", running);
  y += PADDING;
  height = put_text (drawing, draw, item->title, "", ROW_SIZE, x, y,
                     RIGHT - x - DATE_WIDTH - PAGES_WIDTH - 2 * GAP, PANGO_ALIGN_LEFT);
  height = fmax (height, put_text (drawing, draw, number, "", ROW_SIZE, LEFT, y, NUMBER_WIDTH, PANGO_ALIGN_LEFT));
  height = fmax (height, put_text (drawing, draw, item->date, "", ROW_SIZE, RIGHT - PAGES_WIDTH - GAP - DATE_WIDTH, y,
                                   DATE_WIDTH, PANGO_ALIGN_LEFT));
  put_text (drawing, draw, pages, "", ROW_SIZE, RIGHT - PAGES_WIDTH, y, PAGES_WIDTH, PANGO_ALIGN_RIGHT);
  return height + 2 * PADDING;
}

/* First pass: the rows with their heights, broken into pages. */
static void
break_pages (Drawing *drawing)
{
  GPtrArray *sections = drawing->compose->spec->sections;
  double y = put_head (drawing, FALSE, put_front (drawing, FALSE));
  guint page = 0;

  for (guint s = 0; s < sections->len; s++)
    {
      const JalComposeSection *section = sections->pdata[s];

      for (guint i = 0; i <= section->items->len; i++)
        {
          Row row = { .kind = i == 0 ? ROW_SECTION : ROW_ITEM, .section = s, .item = i == 0 ? 0 : i - 1 };

          row.height = put_row (drawing, FALSE, &row, 0, 0);
          /* A section's title does not stand alone at the foot of a page; a row taller than a page is drawn over. */
          if (y + row.height + (i == 0 ? 24 : 0) > BOTTOM && y > TOP + 60)
            {
              page++;
              y = put_head (drawing, FALSE, TOP);
            }
          row.page = page;
          row.top = y;
          y += row.height;
          g_array_append_val (drawing->rows, row);
        }
    }
  drawing->n_pages = page + 1;
}

/* Second pass: every slot gets its number, every item and section its range. */
static void
number_pages (JalCompose *compose)
{
  for (guint i = 0; i < compose->slots->len; i++)
    {
      const JalComposeSlot *slot = &g_array_index (compose->slots, JalComposeSlot, i);
      JalComposeRange *item = &compose->items[slot->section][slot->item];
      JalComposeRange *section = &compose->sections[slot->section];
      guint number = compose->index_pages + i + 1;

      item->first = item->first == 0 ? number : item->first;
      item->last = number;
      section->first = section->first == 0 ? number : section->first;
      section->last = number;
    }
}

static void
add_link (Drawing *drawing, const Row *row)
{
  JalCompose *compose = drawing->compose;
  const JalComposeRange *range = row->kind == ROW_SECTION ? &compose->sections[row->section]
                                                          : &compose->items[row->section][row->item];
  JalComposeIndexRow link = { .page = row->page, .target = range->first };

  if (range->first == 0)
    return;
  link.rect[0] = LEFT;
  link.rect[1] = JAL_COMPOSE_A4_HEIGHT - row->top - row->height;
  link.rect[2] = RIGHT;
  link.rect[3] = JAL_COMPOSE_A4_HEIGHT - row->top;
  g_array_append_val (compose->index_rows, link);
}

static void
draw_index (Drawing *drawing)
{
  guint page = 0;
  guint running = 0;

  put_head (drawing, TRUE, put_front (drawing, TRUE));
  for (guint i = 0; i < drawing->rows->len; i++)
    {
      const Row *row = &g_array_index (drawing->rows, Row, i);

      if (row->page != page)
        {
          page = row->page;
          cairo_show_page (drawing->cr);
          put_head (drawing, TRUE, TOP);
        }
      running += row->kind == ROW_ITEM;
      put_row (drawing, TRUE, row, running, row->top);
      rule (drawing, row->top + row->height, 0.4, 0.65);
      add_link (drawing, row);
    }
  cairo_show_page (drawing->cr);
}

/* In the place of pages that could not be included: which document it was, and that it is missing. */
static void
draw_plain_page (Drawing *drawing, const JalComposeSlot *slot)
{
  JalComposeSpec *spec = drawing->compose->spec;
  const JalComposeSection *section = spec->sections->pdata[slot->section];
  const JalComposeItem *item = section->items->pdata[slot->item];
  gboolean whole = strcmp (slot->missing, "no-such-page") != 0 && strcmp (slot->missing, "page-unreadable") != 0;
  g_autofree char *label = g_strdup_printf ("%s%s%s", item->label, *item->label != '\0' ? "  " : "", item->title);
  double y = 300;

  y += put_text (drawing, TRUE, label, "Bold", 14, LEFT, y, RIGHT - LEFT, PANGO_ALIGN_CENTER) + 14;
  put_text (drawing, TRUE, spec->words[whole ? JAL_COMPOSE_WORD_MISSING : JAL_COMPOSE_WORD_MISSING_PAGE], "", 12, LEFT, y,
            RIGHT - LEFT, PANGO_ALIGN_CENTER);
  cairo_show_page (drawing->cr);
}

/* Copies every page of the drawing into the output. */
static gboolean
take_pages (JalCompose *compose, GByteArray *bytes)
{
  qpdf_data own = jal_compose_open_own (compose, bytes);
  int n = own != NULL ? qpdf_get_num_pages (own) : 0;

  for (int i = 0; i < n; i++)
    {
      qpdf_oh copy = qpdf_oh_copy_foreign_object (compose->out, own, qpdf_get_page_n (own, (size_t)i));
      JalPdfRef *ref = g_new0 (JalPdfRef, 1);

      *ref = jal_pdf_ref (compose->out, copy);
      g_ptr_array_add (compose->own, ref);
    }
  if (own != NULL)
    qpdf_cleanup (&own);
  return n > 0;
}

static void
drawing_open (Drawing *drawing, JalCompose *compose)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  memset (drawing, 0, sizeof *drawing);
  drawing->compose = compose;
  drawing->bytes = g_byte_array_new ();
  drawing->surface
    = cairo_pdf_surface_create_for_stream (append_cb, drawing->bytes, JAL_COMPOSE_A4_WIDTH, JAL_COMPOSE_A4_HEIGHT);
  drawing->cr = cairo_create (drawing->surface);
  drawing->context = pango_cairo_create_context (drawing->cr);
  drawing->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  /* The layout must not depend on the screen that somebody has. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (drawing->context, options);
  pango_cairo_context_set_resolution (drawing->context, 72);
  cairo_font_options_destroy (options);
}

static void
drawing_close (Drawing *drawing)
{
  g_array_unref (drawing->rows);
  g_object_unref (drawing->context);
  g_byte_array_unref (drawing->bytes);
  cairo_destroy (drawing->cr);
  cairo_surface_destroy (drawing->surface);
}

gboolean
jal_compose_index_make (JalCompose *compose, GError **error)
{
  Drawing drawing;
  gboolean any = compose->spec->job == JAL_COMPOSE_BUNDLE;
  gboolean ok = TRUE;

  drawing_open (&drawing, compose);
  if (compose->spec->job == JAL_COMPOSE_BUNDLE)
    {
      break_pages (&drawing);
      compose->index_pages = drawing.n_pages;
    }
  number_pages (compose);
  if (compose->spec->job == JAL_COMPOSE_BUNDLE)
    draw_index (&drawing);
  for (guint i = 0; i < compose->slots->len; i++)
    {
      const JalComposeSlot *slot = &g_array_index (compose->slots, JalComposeSlot, i);

      if (slot->page != NULL)
        continue;
      draw_plain_page (&drawing, slot);
      any = TRUE;
    }
  cairo_surface_finish (drawing.surface);
  if (any)
    ok = cairo_surface_status (drawing.surface) == CAIRO_STATUS_SUCCESS && take_pages (compose, drawing.bytes);
  drawing_close (&drawing);
  if (!ok)
    g_set_error_literal (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_FAILED, "The index could not be drawn");
  return ok;
}
