/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages as a scanner sees them, and pictures as a telephone writes them. */
#include "jal-scan.h"

#include <stdio.h>
#include <jpeglib.h>
#include <string.h>
#include <tiffio.h>

void
jal_raster_clear (JalRaster *raster)
{
  g_clear_pointer (&raster->samples, g_free);
}

void
jal_raster_from_surface (JalRaster *raster, cairo_surface_t *surface, gboolean grey)
{
  const guchar *data;
  int stride;
  guint8 *out;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  raster->width = cairo_image_surface_get_width (surface);
  raster->height = cairo_image_surface_get_height (surface);
  raster->channels = grey ? 1 : 3;
  raster->samples = out = g_malloc ((gsize)raster->width * raster->height * raster->channels);
  for (int y = 0; y < raster->height; y++)
    {
      const guint32 *row = (const guint32 *)(const void *)(data + (gsize)y * stride);

      for (int x = 0; x < raster->width; x++)
        {
          guint r = row[x] >> 16 & 0xff, g = row[x] >> 8 & 0xff, b = row[x] & 0xff;

          if (grey)
            *out++ = (guint8)((r * 77 + g * 151 + b * 28) >> 8);
          else
            {
              *out++ = (guint8)r;
              *out++ = (guint8)g;
              *out++ = (guint8)b;
            }
        }
    }
}

void
jal_raster_soil (JalRaster *raster, double grain, guint n_specks, JalDice *dice)
{
  gsize row = (gsize)raster->width * raster->channels;
  int reach = (int)(grain * 256);
  int edge = raster->width / 22;

  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        guint32 chance = jal_dice_next (dice);
        int noise = (((int)(chance & 0xff) + (int)(chance >> 8 & 0xff) - 255) * reach) / 65536;
        int shade = n_specks > 0 && x < edge ? (edge - x) * 26 / edge : 0;

        for (int c = 0; c < raster->channels; c++)
          {
            guint8 *sample = raster->samples + y * row + (gsize)x * raster->channels + c;

            *sample = (guint8)CLAMP (*sample + noise - shade, 0, 255);
          }
      }
  for (guint i = 0; i < n_specks; i++)
    {
      int size = 1 + (int)jal_dice_below (dice, 3);
      int x = (int)jal_dice_below (dice, (guint)(raster->width - size));
      int y = (int)jal_dice_below (dice, (guint)(raster->height - size));

      for (int dy = 0; dy < size; dy++)
        memset (raster->samples + (y + dy) * row + (gsize)x * raster->channels, 60, (gsize)size * raster->channels);
    }
}

GBytes *
jal_raster_to_jpeg (const JalRaster *raster, int quality, GBytes *app1)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  guchar *data = NULL;
  unsigned long size = 0;
  GBytes *bytes;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &data, &size);
  jpeg.image_width = (JDIMENSION)raster->width;
  jpeg.image_height = (JDIMENSION)raster->height;
  jpeg.input_components = raster->channels;
  jpeg.in_color_space = raster->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, quality, TRUE);
  jpeg.dct_method = JDCT_ISLOW;
  if (app1 != NULL)
    jpeg.write_JFIF_header = FALSE;
  jpeg_start_compress (&jpeg, TRUE);
  if (app1 != NULL)
    jpeg_write_marker (&jpeg, JPEG_APP0 + 1, g_bytes_get_data (app1, NULL), (unsigned int)g_bytes_get_size (app1));
  while (jpeg.next_scanline < jpeg.image_height)
    {
      JSAMPROW line = raster->samples + (gsize)jpeg.next_scanline * raster->width * raster->channels;

      jpeg_write_scanlines (&jpeg, &line, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  bytes = g_bytes_new (data, size);
  free (data);
  return bytes;
}

/* --- Group 4 through libtiff, written into memory ------------------------------------------------------------- */

typedef struct
{
  GByteArray *bytes;
  gsize position;
} Tray;

static tmsize_t
tray_read (thandle_t handle, void *data, tmsize_t size)
{
  Tray *tray = handle;
  gsize n = MIN ((gsize)size, tray->bytes->len - MIN (tray->position, tray->bytes->len));

  memcpy (data, tray->bytes->data + tray->position, n);
  tray->position += n;
  return (tmsize_t)n;
}

static tmsize_t
tray_write (thandle_t handle, void *data, tmsize_t size)
{
  Tray *tray = handle;

  if (tray->position + (gsize)size > tray->bytes->len)
    g_byte_array_set_size (tray->bytes, (guint)(tray->position + (gsize)size));
  memcpy (tray->bytes->data + tray->position, data, (gsize)size);
  tray->position += (gsize)size;
  return size;
}

static toff_t
tray_seek (thandle_t handle, toff_t offset, int whence)
{
  Tray *tray = handle;

  tray->position = whence == SEEK_SET ? offset : whence == SEEK_CUR ? tray->position + offset : tray->bytes->len + offset;
  return tray->position;
}

static toff_t
tray_size (thandle_t handle)
{
  return ((Tray *)handle)->bytes->len;
}

static int
tray_close (thandle_t handle)
{
  return 0;
}

GBytes *
jal_raster_to_g4 (const JalRaster *raster)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  Tray tray = { file, 0 };
  gsize stride = ((gsize)raster->width + 7) / 8;
  g_autofree guint8 *bits = g_malloc0 (stride * (gsize)raster->height);
  uint64_t *counts = NULL, *offsets = NULL;
  TIFF *tiff = TIFFClientOpen ("page", "wm", &tray, tray_read, tray_write, tray_seek, tray_close, tray_size, NULL, NULL);
  GBytes *g4;

  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      if (raster->samples[(gsize)y * raster->width + x] < 128)
        bits[y * stride + x / 8] |= (guint8)(0x80 >> (x & 7));
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, (uint32_t)raster->width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, (uint32_t)raster->height);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
  TIFFSetField (tiff, TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, (uint32_t)raster->height);
  if (TIFFWriteEncodedStrip (tiff, 0, bits, (tmsize_t)(stride * (gsize)raster->height)) < 0)
    g_error ("A page could not be written as Group 4.");
  TIFFFlushData (tiff);
  TIFFGetField (tiff, TIFFTAG_STRIPBYTECOUNTS, &counts);
  TIFFGetField (tiff, TIFFTAG_STRIPOFFSETS, &offsets);
  g4 = g_bytes_new (file->data + offsets[0], counts[0]);
  TIFFClose (tiff);
  return g4;
}

static void
attach (cairo_surface_t *surface, const char *type, GBytes *bytes)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);

  cairo_surface_set_mime_data (surface, type, data, size, (cairo_destroy_func_t)g_bytes_unref, g_bytes_ref (bytes));
}

cairo_surface_t *
jal_picture_from_jpeg (GBytes *jpeg, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);

  attach (surface, CAIRO_MIME_TYPE_JPEG, jpeg);
  return surface;
}

cairo_surface_t *
jal_picture_from_g4 (GBytes *g4, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  g_autofree char *text = g_strdup_printf ("Columns=%d Rows=%d K=-1", width, height);
  g_autoptr (GBytes) params = g_bytes_new (text, strlen (text));

  attach (surface, CAIRO_MIME_TYPE_CCITT_FAX, g4);
  attach (surface, CAIRO_MIME_TYPE_CCITT_FAX_PARAMS, params);
  return surface;
}
