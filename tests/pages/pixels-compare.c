/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pixels-compare.h"

#include <cairo.h>
#include <stdlib.h>

#define BLOCK 4

GBytes *
pixels_of_poppler (PopplerDocument *document, guint page, double scale, guint rotation, guint width, guint height)
{
  g_autoptr (PopplerPage) shown = poppler_document_get_page (document, (int)page);
  guint8 *pixels = g_malloc0 ((gsize)width * height * 4);
  cairo_surface_t *surface
      = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, (int)width, (int)height, (int)width * 4);
  cairo_t *cairo = cairo_create (surface);
  cairo_matrix_t turn;
  double w, h;

  poppler_page_get_size (shown, &w, &h);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, scale, scale);
  if (rotation != 0)
    {
      if (rotation == 90)
        cairo_matrix_init (&turn, 0, 1, -1, 0, h, 0);
      else if (rotation == 180)
        cairo_matrix_init (&turn, -1, 0, 0, -1, w, h);
      else
        cairo_matrix_init (&turn, 0, -1, 1, 0, 0, w);
      cairo_transform (cairo, &turn);
    }
  poppler_page_render (shown, cairo);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_bytes_new_take (pixels, (gsize)width * height * 4);
}

#define FINER 4

GBytes *
pixels_of_poppler_finely (PopplerDocument *document, guint page, double scale, guint rotation, guint width, guint height)
{
  g_autoptr (GBytes) fine = pixels_of_poppler (document, page, scale * FINER, rotation, width * FINER, height * FINER);
  const guint8 *from = g_bytes_get_data (fine, NULL);
  guint8 *pixels = g_malloc ((gsize)width * height * 4);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint channel = 0; channel < 4; channel++)
        {
          guint sum = FINER * FINER / 2;

          for (guint v = 0; v < FINER; v++)
            for (guint u = 0; u < FINER; u++)
              sum += from[(((gsize)y * FINER + v) * width * FINER + x * FINER + u) * 4 + channel];
          pixels[((gsize)y * width + x) * 4 + channel] = (guint8)(sum / (FINER * FINER));
        }
  return g_bytes_new_take (pixels, (gsize)width * height * 4);
}

static double
block_difference (const JalPixels *ours, const guint8 *a, const guint8 *b, guint x, guint y, guint channel)
{
  int sum = 0;

  for (guint v = 0; v < BLOCK; v++)
    for (guint u = 0; u < BLOCK; u++)
      {
        gsize at = (gsize)(y + v) * ours->stride + (x + u) * 4 + channel;

        sum += (int)a[at] - (int)b[at];
      }
  return (double)abs (sum) / (BLOCK * BLOCK);
}

Difference
pixels_compare (const JalPixels *ours, GBytes *theirs)
{
  const guint8 *a = g_bytes_get_data (ours->bytes, NULL), *b = g_bytes_get_data (theirs, NULL);
  Difference difference = { 0 };
  guint64 sum = 0, n_blocks = 0;

  g_assert_cmpuint (g_bytes_get_size (theirs), ==, ours->stride * ours->height);
  for (gsize i = 0; i < ours->stride * ours->height; i++)
    {
      guint d = (guint)abs ((int)a[i] - (int)b[i]);

      sum += d;
      difference.largest = MAX (difference.largest, d);
    }
  difference.mean = (double)sum / ((double)ours->width * ours->height * 3);
  for (guint y = 0; y + BLOCK <= ours->height; y += BLOCK)
    for (guint x = 0; x + BLOCK <= ours->width; x += BLOCK)
      for (guint channel = 0; channel < 3; channel++, n_blocks++)
        difference.blurred += block_difference (ours, a, b, x, y, channel);
  difference.blurred /= (double)MAX (n_blocks, 1);
  return difference;
}
