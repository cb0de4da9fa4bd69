/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a JPEG or PNG file says about itself, read without decoding a pixel. Every read is within the bytes. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint width; /* as stored */
  guint height;
  guint components;  /* JPEG: 1, 3, 4 */
  guint bits;        /* a component */
  guint orientation; /* 1…8, as EXIF counts */
  gboolean whole;    /* the file has its end */
  /* JPEG */
  gboolean progressive;
  gboolean adobe; /* has Adobe's marker: CMYK is stored inverted */
  /* PNG */
  guint colour_type; /* 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA */
  gboolean interlaced;
  gboolean transparent; /* a tRNS chunk */
  guint n_colours;
  guint8 palette[768];
  /* What goes into the page: a JPEG without its side information; a PNG's joined IDAT chunks. */
  GByteArray *data;
} JalImageFile;

/* Fills @file (clear it with jal_image_file_clear() in any case). FALSE with an error as jal_image_page_to_pdf()'s. */
gboolean jal_image_file_read_jpeg (JalImageFile *file, const guint8 *bytes, gsize length, GError **error);
gboolean jal_image_file_read_png (JalImageFile *file, const guint8 *bytes, gsize length, GError **error);
void jal_image_file_clear (JalImageFile *file);

G_END_DECLS
