/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page as it may leave.
 *
 * 1. Burning is done on pixels, before anything is encoded, and without half tones: what was there is gone.
 * 2. A word is kept whole or left out whole.
 */
#include "pages/jal-raster.h"

#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"
#include "wire/jal-wire-raster.h"

G_STATIC_ASSERT (sizeof (JalWireRaster) == 48);
G_STATIC_ASSERT (sizeof (JalWireRasterWord) == 40);
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

/* Pixels that may be neither ink nor paper nor the edge between them before a page counts as grey. */
#define STRAY_PIXELS 60
#define INK 64
#define PAPER 247
/* Channels that differ by more are a colour. */
#define COLOURED 24
/* What becomes black in black and white. */
#define THRESHOLD 160
/* Boxes nearer than this part of their height are one. */
#define NEIGHBOURS 1.0
/* Points burnt beyond a box: letters lean out of theirs. */
#define MARGIN 0.4

static guint8
grey_of (const guint8 *bgra)
{
  return (guint8)((bgra[2] * 77u + bgra[1] * 150u + bgra[0] * 29u) >> 8);
}

static const guint8 *
row_of (const JalPixels *pixels, guint y)
{
  return (const guint8 *)g_bytes_get_data (pixels->bytes, NULL) + (gsize)y * pixels->stride;
}

static guint
row_bytes (guint width, JalRasterDepth depth)
{
  return (width * (guint)depth + 7) / 8;
}

guint64
jal_raster_get_size_max (guint width, guint height)
{
  return sizeof (JalWireRaster) + (guint64)row_bytes (width, JAL_RASTER_COLOUR) * height + JAL_WIRE_RASTER_WORDS_MAX;
}

/* --- How many colours ---------------------------------------------------------------------------------------- */

/* Whether there is ink within two pixels. */
static gboolean
is_edge (const JalPixels *pixels, guint x, guint y)
{
  guint x1 = x > 2 ? x - 2 : 0, x2 = MIN (x + 2, pixels->width - 1);
  guint y1 = y > 2 ? y - 2 : 0, y2 = MIN (y + 2, pixels->height - 1);

  for (guint v = y1; v <= y2; v++)
    {
      const guint8 *row = row_of (pixels, v);

      for (guint u = x1; u <= x2; u++)
        if (row[4 * u + 1] < INK && grey_of (row + 4 * u) < INK)
          return TRUE;
    }
  return FALSE;
}

JalRasterDepth
jal_raster_get_depth (const JalPixels *pixels)
{
  guint stray = 0, coloured = 0;

  for (guint y = 0; y < pixels->height; y++)
    {
      const guint8 *row = row_of (pixels, y);

      for (guint x = 0; x < pixels->width; x++)
        {
          const guint8 *p = row + 4 * x;
          guint8 grey;

          if (MAX (p[0], MAX (p[1], p[2])) - MIN (p[0], MIN (p[1], p[2])) > COLOURED && ++coloured > STRAY_PIXELS)
            return JAL_RASTER_COLOUR;
          grey = grey_of (p);
          if (grey >= INK && grey <= PAPER && stray <= STRAY_PIXELS && !is_edge (pixels, x, y))
            stray++;
        }
    }
  return stray > STRAY_PIXELS ? JAL_RASTER_GREY : JAL_RASTER_BLACK_WHITE;
}

/* --- Boxes --------------------------------------------------------------------------------------------------- */

static gboolean
are_neighbours (const JalBox *a, const JalBox *b)
{
  double height = fmin (a->y2 - a->y1, b->y2 - b->y1);
  double shared = fmin (a->y2, b->y2) - fmax (a->y1, b->y1);
  double gap = fmax (a->x1, b->x1) - fmin (a->x2, b->x2);

  return shared >= 0.5 * height && gap <= NEIGHBOURS * height && fmax (a->y2 - a->y1, b->y2 - b->y1) <= 2 * height;
}

GArray *
jal_raster_merge (const GArray *boxes)
{
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (JalBox));
  gboolean again = TRUE;

  g_array_append_vals (merged, boxes->data, boxes->len);
  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < merged->len; i++)
        for (guint k = i + 1; k < merged->len; k++)
          {
            JalBox *a = &g_array_index (merged, JalBox, i);
            const JalBox *b = &g_array_index (merged, JalBox, k);

            if (!are_neighbours (a, b))
              continue;
            *a = (JalBox){ fmin (a->x1, b->x1), fmin (a->y1, b->y1), fmax (a->x2, b->x2), fmax (a->y2, b->y2) };
            g_array_remove_index (merged, k);
            again = TRUE;
            k--;
          }
    }
  return merged;
}

/* --- Pixels -------------------------------------------------------------------------------------------------- */

static void
burn_box (guint8 *rows, guint stride, const JalPixels *pixels, JalRasterDepth depth, double scale_x, double scale_y,
          const JalBox *box)
{
  guint x1 = (guint)CLAMP (floor ((box->x1 - MARGIN) * scale_x), 0, pixels->width);
  guint x2 = (guint)CLAMP (ceil ((box->x2 + MARGIN) * scale_x), 0, pixels->width);
  guint y1 = (guint)CLAMP (floor ((box->y1 - MARGIN) * scale_y), 0, pixels->height);
  guint y2 = (guint)CLAMP (ceil ((box->y2 + MARGIN) * scale_y), 0, pixels->height);

  for (guint y = y1; y < y2; y++)
    {
      guint8 *row = rows + (gsize)y * stride;

      if (depth != JAL_RASTER_BLACK_WHITE && x2 > x1)
        memset (row + x1 * ((guint)depth / 8), 0, (x2 - x1) * ((guint)depth / 8));
      else
        for (guint x = x1; x < x2; x++)
          row[x / 8] |= (guint8)(0x80 >> (x % 8));
    }
}

static void
put_row (guint8 *to, const JalPixels *pixels, guint y, JalRasterDepth depth)
{
  const guint8 *p = row_of (pixels, y);

  for (guint x = 0; x < pixels->width; x++, p += 4)
    switch (depth)
      {
      case JAL_RASTER_BLACK_WHITE:
        if (grey_of (p) < THRESHOLD)
          to[x / 8] |= (guint8)(0x80 >> (x % 8));
        break;
      case JAL_RASTER_GREY:
        to[x] = grey_of (p);
        break;
      case JAL_RASTER_COLOUR:
      default:
        to[3 * x] = p[2];
        to[3 * x + 1] = p[1];
        to[3 * x + 2] = p[0];
        break;
      }
}

/* --- Words --------------------------------------------------------------------------------------------------- */

typedef struct
{
  const JalPageInfo *info;
  const JalPageText *text;
  const GArray *touch;
  GByteArray *out;
  guint n;
} Words;

static gboolean
is_touched (const Words *words, const JalBox *box)
{
  for (guint i = 0; i < words->touch->len; i++)
    {
      const JalBox *other = &g_array_index (words->touch, JalBox, i);

      if (box->x1 < other->x2 && other->x1 < box->x2 && box->y1 < other->y2 && other->y1 < box->y2)
        return TRUE;
    }
  return FALSE;
}

static gunichar
char_at (const Words *words, guint i)
{
  return g_utf8_get_char (words->text->text + words->text->offsets[i]);
}

/* Characters @first … @end - 1: no white space among them. */
static void
put_word (Words *words, guint first, guint end)
{
  JalWireRasterWord word = { { 0 }, 0, words->text->offsets[end] - words->text->offsets[first] };
  JalBox box = jal_geometry_box_to_display (words->info, words->text->boxes[first]);
  JalBox last = jal_geometry_box_to_display (words->info, words->text->boxes[end - 1]);
  double dx = (last.x1 + last.x2 - box.x1 - box.x2) / 2, dy = (last.y1 + last.y2 - box.y1 - box.y2) / 2;

  if (words->out->len + sizeof word + word.length > JAL_WIRE_RASTER_WORDS_MAX)
    return;
  for (guint i = first; i < end; i++)
    {
      JalBox one = jal_geometry_box_to_display (words->info, words->text->boxes[i]);

      if (is_touched (words, &one))
        return;
      box = (JalBox){ fmin (box.x1, one.x1), fmin (box.y1, one.y1), fmax (box.x2, one.x2), fmax (box.y2, one.y2) };
    }
  /* The letters may be clear of a box and the word round it all the same, as in a ring. */
  if (!(box.x2 > box.x1) || !(box.y2 > box.y1) || is_touched (words, &box))
    return;
  memcpy (word.box, &box, sizeof word.box);
  word.direction = fabs (dy) > fabs (dx) ? (dy > 0 ? 90 : 270) : 0;
  g_byte_array_append (words->out, (const guint8 *)&word, sizeof word);
  g_byte_array_append (words->out, (const guint8 *)words->text->text + words->text->offsets[first], word.length);
  words->n++;
}

static void
put_words (Words *words)
{
  guint first = 0;

  for (guint i = 0; i <= words->text->n_chars; i++)
    if (i == words->text->n_chars || g_unichar_isspace (char_at (words, i)))
      {
        if (i > first)
          put_word (words, first, i);
        first = i + 1;
      }
}

GBytes *
jal_raster_make (const JalPixels *pixels, const JalPageInfo *info, const GArray *burn, const GArray *touch,
                 const JalPageText *text, JalRasterDepth depth)
{
  g_autoptr (GByteArray) words_out = g_byte_array_new ();
  Words words = { info, text, touch, words_out, 0 };
  guint stride = row_bytes (pixels->width, depth);
  gsize of_rows = (gsize)stride * pixels->height;
  JalWireRaster head = { .width = pixels->width, .height = pixels->height, .bits = (guint32)depth };
  guint8 *bytes;

  /* A page larger than a file can say is shown smaller. */
  double shrink = fmin (1, JAL_WIRE_RASTER_POINTS_MAX / fmax (info->width, info->height));

  memcpy (head.magic, JAL_WIRE_RASTER_MAGIC, sizeof head.magic);
  head.page_width = fmax (info->width * shrink, 1);
  head.page_height = fmax (info->height * shrink, 1);
  if (text != NULL && shrink == 1)
    put_words (&words);
  head.n_words = words.n;
  head.words_size = words_out->len;
  bytes = g_malloc0 (sizeof head + of_rows + words_out->len);
  memcpy (bytes, &head, sizeof head);
  for (guint y = 0; y < pixels->height; y++)
    put_row (bytes + sizeof head + (gsize)y * stride, pixels, y, depth);
  for (guint i = 0; i < burn->len; i++)
    burn_box (bytes + sizeof head, stride, pixels, depth, pixels->width / info->width, pixels->height / info->height,
              &g_array_index (burn, JalBox, i));
  memcpy (bytes + sizeof head + of_rows, words_out->data, words_out->len);
  return g_bytes_new_take (bytes, sizeof head + of_rows + words_out->len);
}
