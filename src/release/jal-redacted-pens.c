/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is burnt for pens that hide something: their strokes and the words these touch, and not the whole rectangle around them.
 *
 * 1. The shape that a file gives a pen need not be what its picture draws. So the page is drawn with the notes and without them: each pixel
 *    that differs has to lie in a stroke, or in what is burnt anyway. Then the copy shows nothing that the file did not show.
 * 2. Of a word that is burnt in part the rest may be guessed: it is burnt whole. That takes words whose places are known; where anything but
 *    letters lies under a stroke (a picture, a scan, a drawing), they are not.
 * 3. In any doubt the rectangle stays.
 */
#define G_LOG_DOMAIN "jal-release"

#include <math.h>

#include "pages/jal-geometry.h"
#include "release/jal-redacted-copy-private.h"

/* Points: the soft edge of a line; what letters lean out of their boxes. */
#define EDGE 0.75
#define LEAN 1.0
/* A page with more pieces of strokes, or a broader pen, is none that anybody drew. */
#define PIECES_MAX 4000
#define WIDTH_MAX 100.0
/* How far a corner reaches, in half widths (ISO 32000-1, 8.4.3.5: what is usual). */
#define MITRE 10.1
/* From here on a pixel is paper, and has nothing under it. */
#define PAPER 232
/* The part of the paper under its strokes that a pen which is drawn at all has coloured. */
#define DRAWN 3

/* What a pixel lies in. */
enum
{
  STROKE = 1, /* of any pen, or the rectangle of another note that hides something */
  LETTER = 2,
};

typedef struct
{
  const JalPageInfo *info;
  const JalPageText *text;
  const JalPixels *bare;
  const JalPixels *dressed; /* with the notes */
  double sx, sy;            /* pixels to a point */
  guint8 *cells;            /* of the pixels */
  GArray *pieces;           /* of JalBox: of all strokes */
  GArray *starts;           /* of guint: where those of each pen begin in @pieces; one more at the end */
} Pens;

static gboolean
is_pen (const JalNote *note)
{
  return note->covers && note->width > 0 && note->width <= WIDTH_MAX && note->n_numbers >= 6
         && (g_str_equal (note->kind, "ink") || g_str_equal (note->kind, "line"));
}

/* A line from @width at @from to @end_width at @to. FALSE when there are too many pieces. */
static gboolean
add_segment (Pens *pens, JalPoint from, JalPoint to, double width, double end_width)
{
  double length = hypot (to.x - from.x, to.y - from.y);
  guint n = (guint)CLAMP (ceil (length / fmax (1, width / 4)), 1, PIECES_MAX + 1);

  if (pens->pieces->len + n > PIECES_MAX)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double x1 = from.x + (to.x - from.x) * i / n, y1 = from.y + (to.y - from.y) * i / n;
      double x2 = from.x + (to.x - from.x) * (i + 1) / n, y2 = from.y + (to.y - from.y) * (i + 1) / n;
      double out = (width + (end_width - width) * i / n) / 2 + EDGE;
      JalBox piece = { fmin (x1, x2) - out, fmin (y1, y2) - out, fmax (x1, x2) + out, fmax (y1, y2) + out };

      g_array_append_val (pens->pieces, piece);
    }
  return TRUE;
}

/* Where two lines meet they are drawn on to the point in which their outer edges meet, unless that is too far away. */
static gboolean
add_corner (Pens *pens, JalPoint before, JalPoint at, JalPoint after, double width)
{
  double a = hypot (at.x - before.x, at.y - before.y), b = hypot (after.x - at.x, after.y - at.y);
  JalPoint way, tip;
  double length, reach;

  if (a <= 0 || b <= 0)
    return TRUE;
  way = (JalPoint){ (at.x - before.x) / a - (after.x - at.x) / b, (at.y - before.y) / a - (after.y - at.y) / b };
  length = hypot (way.x, way.y);
  /* Half of it is the cosine of half the angle between the lines. */
  reach = length > 0.1 && length < 2 ? 1 / sqrt (1 - length * length / 4) : G_MAXDOUBLE;
  if (length <= 0.1 || reach > MITRE)
    return TRUE;
  tip = (JalPoint){ at.x + way.x / length * reach * width / 2, at.y + way.y / length * reach * width / 2 };
  return add_segment (pens, at, tip, width, 0);
}

static gboolean
add_pen (Pens *pens, const JalNote *note)
{
  double unit = pens->info->user_unit > 0 ? pens->info->user_unit : 1;
  JalPoint last = { 0 }, before = { 0 };
  guint n = 0; /* points of the stroke */

  g_array_append_val (pens->starts, pens->pieces->len);
  for (guint i = 0; i + 3 <= note->n_numbers; i += 3)
    {
      JalPoint at = jal_geometry_to_display (pens->info, (JalPoint){ note->numbers[i], note->numbers[i + 1] });

      n = i == 0 || note->numbers[i + 2] > 0.5 ? 1 : n + 1;
      if (!add_segment (pens, n == 1 ? at : last, at, note->width * unit, note->width * unit)
          || (n > 2 && !add_corner (pens, before, last, at, note->width * unit)))
        return FALSE;
      before = last;
      last = at;
    }
  return TRUE;
}

/* --- Pixels ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint x1, y1, x2, y2;
} Span;

static Span
span_of (const Pens *pens, JalBox box)
{
  double width = pens->bare->width, height = pens->bare->height;

  return (Span){ (guint)CLAMP (floor (box.x1 * pens->sx), 0, width), (guint)CLAMP (floor (box.y1 * pens->sy), 0, height),
                 (guint)CLAMP (ceil (box.x2 * pens->sx), 0, width), (guint)CLAMP (ceil (box.y2 * pens->sy), 0, height) };
}

static void
paint (const Pens *pens, JalBox box, guint8 what)
{
  Span span = span_of (pens, box);

  for (guint y = span.y1; y < span.y2; y++)
    for (guint x = span.x1; x < span.x2; x++)
      pens->cells[(gsize)y * pens->bare->width + x] |= what;
}

static const guint8 *
pixel_of (const JalPixels *pixels, guint x, guint y)
{
  return (const guint8 *)g_bytes_get_data (pixels->bytes, NULL) + (gsize)y * pixels->stride + (gsize)4 * x;
}

static gboolean
differs (const Pens *pens, guint x, guint y)
{
  const guint8 *a = pixel_of (pens->bare, x, y), *b = pixel_of (pens->dressed, x, y);

  return a[0] != b[0] || a[1] != b[1] || a[2] != b[2];
}

static gboolean
is_paper (const guint8 *pixel)
{
  return pixel[0] >= PAPER && pixel[1] >= PAPER && pixel[2] >= PAPER;
}

/* Rule 1. What a picture draws is cut off at its note's rectangle; a point around it is looked at, too. */
static gboolean
lies_in_strokes (const Pens *pens, JalBox box)
{
  Span span = span_of (pens, (JalBox){ box.x1 - EDGE, box.y1 - EDGE, box.x2 + EDGE, box.y2 + EDGE });

  for (guint y = span.y1; y < span.y2; y++)
    for (guint x = span.x1; x < span.x2; x++)
      if ((pens->cells[(gsize)y * pens->bare->width + x] & STROKE) == 0 && differs (pens, x, y))
        return FALSE;
  return TRUE;
}

/* Rule 2; and that the pen is drawn at all: one that is only printed hides something elsewhere. */
static gboolean
lies_on_letters (const Pens *pens, guint first, guint end)
{
  guint64 paper = 0, drawn = 0;

  for (guint i = first; i < end; i++)
    {
      Span span = span_of (pens, g_array_index (pens->pieces, JalBox, i));

      for (guint y = span.y1; y < span.y2; y++)
        for (guint x = span.x1; x < span.x2; x++)
          if (is_paper (pixel_of (pens->bare, x, y)))
            {
              paper++;
              drawn += differs (pens, x, y) ? 1 : 0;
            }
          else if ((pens->cells[(gsize)y * pens->bare->width + x] & LETTER) == 0)
            return FALSE;
    }
  return paper > 0 && DRAWN * drawn >= paper;
}

/* --- Words ----------------------------------------------------------------------------------------------------- */

static gboolean
meet (const JalBox *a, const JalBox *b)
{
  return a->x1 < b->x2 && a->x2 > b->x1 && a->y1 < b->y2 && a->y2 > b->y1;
}

/* The letters of words that the pieces from @first to @end touch are burnt, and taken out of the text. */
static void
add_words (const Pens *pens, guint first, guint end, GArray *burn, GArray *touch)
{
  guint next = 0;

  for (guint c = 0; c < pens->text->n_chars; c++)
    {
      JalBox box = jal_geometry_box_to_display (pens->info, pens->text->boxes[c]), line = jal_redacted_line_of (box);
      gboolean touched = FALSE;
      guint start = c, n = 1;

      for (guint i = first; i < end && !touched && box.x2 > box.x1; i++)
        touched = meet (&line, &g_array_index (pens->pieces, JalBox, i));
      if (!touched)
        continue;
      jal_geometry_widen_to_words (pens->text, &start, &n);
      for (guint k = MAX (start, next); k < start + n && k < pens->text->n_chars; k++)
        {
          JalBox letter = jal_geometry_box_to_display (pens->info, pens->text->boxes[k]), inside = jal_redacted_line_of (letter);

          g_array_append_val (burn, letter);
          g_array_append_val (touch, inside);
        }
      next = MAX (next, start + n);
    }
}

/* --- All of it --------------------------------------------------------------------------------------------------- */

/* Whether the page is one of which rule 2 can be told. */
static gboolean
is_plain (JalReader *reader, guint page, const JalPageText *text, GCancellable *cancellable)
{
  JalPageContents contents;

  return !text->incomplete && jal_reader_get_contents (reader, page, &contents, cancellable, NULL) && !contents.incomplete
         && contents.n_images == 0;
}

/* Returns (transfer full) (nullable): the page with its notes, as large as @bare. */
static JalPixels *
draw_dressed (JalRedactedWork *work, const JalRedactedPage *page, const JalPixels *bare, double scale, guint rotation)
{
  g_autoptr (JalReader) reader = jal_release_open_reader (work->store, jal_redacted_part_of (work, page), work->cancellable, NULL);
  g_autoptr (JalPixels) pixels = reader != NULL ? jal_reader_render (reader, page->page, scale, rotation, work->cancellable, NULL) : NULL;

  return pixels != NULL && !pixels->incomplete && pixels->width == bare->width && pixels->height == bare->height ? g_steal_pointer (&pixels)
                                                                                                              : NULL;
}

static JalBox
box_of (const Pens *pens, const JalNote *note)
{
  return jal_geometry_box_to_display (pens->info, note->box);
}

void
jal_redacted_pens_add (JalRedactedWork *work, const JalRedactedPage *page, const GPtrArray *notes, const JalPageInfo *info,
                       const JalPageText *text, const JalPixels *bare, double scale, GArray *burn, GArray *touch, GArray *strokes)
{
  guint rotation = (guint)jal_redacted_part_of (work, page)->rotation, n_pens = 0, pen = 0;
  Pens pens = { .info = info, .text = text, .bare = bare, .sx = bare->width / info->width, .sy = bare->height / info->height };
  g_autoptr (JalPixels) dressed = NULL;
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (JalBox)), starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint8 *cells = NULL;
  JalReader *reader = jal_redacted_get_reader (work, jal_redacted_part_of (work, page), NULL);
  gboolean told = TRUE;

  pens.pieces = pieces;
  pens.starts = starts;
  for (guint i = 0; i < notes->len; i++)
    if (is_pen (notes->pdata[i]))
      {
        n_pens++;
        told = told && add_pen (&pens, notes->pdata[i]);
      }
  g_array_append_val (starts, pieces->len);
  told = told && n_pens > 0 && !bare->incomplete && reader != NULL && is_plain (reader, page->page, text, work->cancellable)
         && (dressed = draw_dressed (work, page, bare, scale, rotation)) != NULL;
  pens.dressed = dressed;
  if (told)
    {
      pens.cells = cells = g_new0 (guint8, (gsize)bare->width * bare->height);
      for (guint i = 0; i < pieces->len; i++)
        paint (&pens, g_array_index (pieces, JalBox, i), STROKE);
      for (guint i = 0; i < notes->len; i++)
        if (((const JalNote *)notes->pdata[i])->covers && !is_pen (notes->pdata[i]))
          paint (&pens, box_of (&pens, notes->pdata[i]), STROKE);
      for (guint c = 0; c < text->n_chars; c++)
        {
          JalBox box = jal_geometry_box_to_display (info, text->boxes[c]);

          if (box.x2 > box.x1)
            paint (&pens, (JalBox){ box.x1 - LEAN, box.y1 - LEAN, box.x2 + LEAN, box.y2 + LEAN }, LETTER);
        }
      /* All strokes are burnt: each pen was looked at with those of the others. */
      g_array_append_vals (strokes, pieces->data, pieces->len);
      g_array_append_vals (touch, pieces->data, pieces->len);
    }
  for (guint i = 0; i < notes->len; i++)
    {
      const JalNote *note = notes->pdata[i];
      JalBox box = box_of (&pens, note);
      guint first = 0, end = 0;

      if (!note->covers)
        continue;
      if (told && is_pen (note))
        {
          first = g_array_index (starts, guint, pen);
          end = g_array_index (starts, guint, pen + 1);
          pen++;
        }
      if (first < end)
        add_words (&pens, first, end, burn, touch);
      if (first < end && lies_in_strokes (&pens, box) && lies_on_letters (&pens, first, end))
        continue;
      g_array_append_val (burn, box);
      g_array_append_val (touch, box);
    }
}
