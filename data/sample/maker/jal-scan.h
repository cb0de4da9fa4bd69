/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "jal-dice.h"

G_BEGIN_DECLS

/* A picture in memory as 8-bit samples, rows without padding. */
typedef struct
{
  guint8 *samples;
  int width;
  int height;
  int channels; /* 1 or 3 */
} JalRaster;

void jal_raster_clear (JalRaster *raster);
/* Copies @surface (RGB24 or ARGB32) into @raster: three channels, or one when @grey. */
void jal_raster_from_surface (JalRaster *raster, cairo_surface_t *surface, gboolean grey);
/* Adds what a scanner or a small camera adds: noise of ±@grain, dust, and a shadow along one edge. */
void jal_raster_soil (JalRaster *raster, double grain, guint n_specks, JalDice *dice);
/* Returns (transfer full): a JPEG file. @app1 (nullable) becomes its EXIF segment. Aborts the program on failure. */
GBytes *jal_raster_to_jpeg (const JalRaster *raster, int quality, GBytes *app1);
/* Returns (transfer full): the bare CCITT Group 4 data of the one-channel @raster, black below 128. */
GBytes *jal_raster_to_g4 (const JalRaster *raster);
/* Returns (transfer full): a picture that cairo writes into a PDF with exactly the bytes of @jpeg. */
cairo_surface_t *jal_picture_from_jpeg (GBytes *jpeg, int width, int height);
cairo_surface_t *jal_picture_from_g4 (GBytes *g4, int width, int height);

G_END_DECLS
