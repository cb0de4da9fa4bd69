/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as a picture and the words that may be found on it: what the program hands to the composer in the place of a
   page that must not travel. All numbers are little-endian.
 *
 *   JalWireRaster · rows · for every word: JalWireRasterWord, its UTF-8
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define JAL_WIRE_RASTER_MAGIC "JALRAST1"
#define JAL_WIRE_RASTER_SIDE_MAX 20000
#define JAL_WIRE_RASTER_POINTS_MAX 14400.0
#define JAL_WIRE_RASTER_WORDS_MAX (32u << 20)

typedef struct
{
  char magic[8];
  guint32 width; /* pixels */
  guint32 height;
  guint32 bits; /* 1 (0 is white; the first pixel is the highest bit; rows begin at a byte), 8 grey, 24 red green blue */
  guint32 n_words;
  double page_width; /* points */
  double page_height;
  guint64 words_size; /* bytes of all words */
} JalWireRaster;

/* Where the word stands, in points from the upper left corner of the page, and which way it is read. */
typedef struct
{
  double box[4];     /* x1 y1 x2 y2 */
  guint32 direction; /* 0 to the right, 90 down, 270 up */
  guint32 length;    /* bytes of UTF-8 */
} JalWireRasterWord;

G_END_DECLS
