/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PDF is written here by hand: five objects, nothing in them but the page and the picture, so the same bytes give the
   same file, and what a camera wrote beside the picture cannot slip through. */
#include "worker/image-page.h"

#include <math.h>
#include <png.h>
#include <string.h>
#include <zlib.h>

#include "worker/image-file-private.h"

/* Pictures that must be decoded here (transparent or interlaced PNG) take three bytes a pixel. */
#define DECODED_MAX 100000000ull
/* A progressive JPEG is held whole, as coefficients, by whoever shows it: six bytes a pixel. */
#define PROGRESSIVE_MAX 120000000ull
#define N_OBJECTS 5

typedef struct
{
  GByteArray *out;
  guint offsets[N_OBJECTS + 1];
} Pdf;

static void G_GNUC_PRINTF (2, 3)
put (Pdf *pdf, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_byte_array_append (pdf->out, (const guint8 *)text, (guint)strlen (text));
}

static void
begin_object (Pdf *pdf, guint number)
{
  pdf->offsets[number] = pdf->out->len;
  put (pdf, "%u 0 obj\n", number);
}

/* Six numbers of a matrix, whatever the locale. */
static char *
matrix_to_text (const double matrix[6])
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (int i = 0; i < 6; i++)
    g_string_append_printf (text, "%s ", g_ascii_formatd (number, sizeof number, "%.4f", matrix[i]));
  return g_string_free (text, FALSE);
}

/* The picture is drawn in the unit square, its first row at the top. Where its first row and column must lie is EXIF's
   table of orientations. */
static void
place (const JalImageFile *file, double page_width, double page_height, double matrix[6])
{
  /* x and y as sums of 1, u (to the right) and v (upwards) */
  static const gint8 table[8][6] = {
    /* u→x u→y v→x v→y x0 y0 */
    { 1, 0, 0, 1, 0, 0 },  { -1, 0, 0, 1, 1, 0 },  { -1, 0, 0, -1, 1, 1 }, { 1, 0, 0, -1, 0, 1 },
    { 0, -1, -1, 0, 1, 1 }, { 0, -1, 1, 0, 0, 1 }, { 0, 1, 1, 0, 0, 0 },   { 0, 1, -1, 0, 1, 0 },
  };
  const gint8 *turn = table[file->orientation - 1];
  gboolean lies = file->orientation >= 5;
  double width = lies ? file->height : file->width;
  double height = lies ? file->width : file->height;
  double scale = fmin ((page_width - 2 * JAL_IMAGE_PAGE_MARGIN) / width,
                       (page_height - 2 * JAL_IMAGE_PAGE_MARGIN) / height);

  width *= scale;
  height *= scale;
  for (int i = 0; i < 6; i++)
    matrix[i] = turn[i] * (i % 2 == 0 ? width : height);
  matrix[4] += (page_width - width) / 2;
  matrix[5] += (page_height - height) / 2;
}

static void
put_page (Pdf *pdf, const JalImageFile *file)
{
  gboolean lies = file->orientation >= 5;
  guint width = lies ? file->height : file->width;
  guint height = lies ? file->width : file->height;
  double page_width = width > height ? JAL_IMAGE_PAGE_LONG : JAL_IMAGE_PAGE_SHORT;
  double page_height = width > height ? JAL_IMAGE_PAGE_SHORT : JAL_IMAGE_PAGE_LONG;
  char w[G_ASCII_DTOSTR_BUF_SIZE], h[G_ASCII_DTOSTR_BUF_SIZE];
  double matrix[6];
  g_autofree char *text = NULL;
  g_autofree char *content = NULL;

  place (file, page_width, page_height, matrix);
  text = matrix_to_text (matrix);
  content = g_strdup_printf ("q %scm /I Do Q", text);
  begin_object (pdf, 1);
  put (pdf, "<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
  begin_object (pdf, 2);
  put (pdf, "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>\nendobj\n");
  begin_object (pdf, 3);
  put (pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 %s %s ] /Contents 4 0 R"
            " /Resources << /XObject << /I 5 0 R >> >> >>\nendobj\n",
       g_ascii_formatd (w, sizeof w, "%.3f", page_width), g_ascii_formatd (h, sizeof h, "%.3f", page_height));
  begin_object (pdf, 4);
  put (pdf, "<< /Length %u >>\nstream\n%s\nendstream\nendobj\n", (guint)strlen (content), content);
}

/* @space and @filter are parts of the dictionary, ready to be written. */
static void
put_image (Pdf *pdf, const JalImageFile *file, guint bits, const char *space, const char *filter, const guint8 *data,
           gsize length)
{
  begin_object (pdf, 5);
  put (pdf, "<< /Type /XObject /Subtype /Image /Width %u /Height %u /BitsPerComponent %u /ColorSpace %s %s"
            " /Interpolate true /Length %" G_GSIZE_FORMAT " >>\nstream\n",
       file->width, file->height, bits, space, filter, length);
  g_byte_array_append (pdf->out, data, (guint)length);
  put (pdf, "\nendstream\nendobj\n");
}

static GBytes *
finish (Pdf *pdf)
{
  guint start = pdf->out->len;

  put (pdf, "xref\n0 %d\n0000000000 65535 f \n", N_OBJECTS + 1);
  for (guint i = 1; i <= N_OBJECTS; i++)
    put (pdf, "%010u 00000 n \n", pdf->offsets[i]);
  put (pdf, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%u\n%%%%EOF\n", N_OBJECTS + 1, start);
  return g_byte_array_free_to_bytes (g_steal_pointer (&pdf->out));
}

static void
begin (Pdf *pdf, const JalImageFile *file)
{
  pdf->out = g_byte_array_sized_new (file->data->len + 2048);
  put (pdf, "%%PDF-1.5\n%%\xe2\xe3\xcf\xd3\n");
  put_page (pdf, file);
}

static GBytes *
jpeg_to_pdf (const JalImageFile *file, GError **error)
{
  static const char *const spaces[] = { NULL, "/DeviceGray", NULL, "/DeviceRGB", "/DeviceCMYK" };
  Pdf pdf = { 0 };

  if (file->progressive && (guint64)file->width * file->height > PROGRESSIVE_MAX)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "picture too large");
      return NULL;
    }
  begin (&pdf, file);
  put_image (&pdf, file, 8, spaces[file->components],
             file->components == 4 && file->adobe ? "/Filter /DCTDecode /Decode [ 1 0 1 0 1 0 1 0 ]"
                                                  : "/Filter /DCTDecode",
             file->data->data, file->data->len);
  return finish (&pdf);
}

/* A PNG's rows are a PDF's Flate stream with predictors as they are. */
static GBytes *
png_rows_to_pdf (const JalImageFile *file)
{
  g_autoptr (GString) space = g_string_new (file->components == 1 ? "/DeviceGray" : "/DeviceRGB");
  g_autofree char *filter
      = g_strdup_printf ("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %u /BitsPerComponent %u"
                         " /Columns %u >>",
                         file->components, file->bits, file->width);
  Pdf pdf = { 0 };

  if (file->colour_type == 3)
    {
      g_string_printf (space, "[ /Indexed /DeviceRGB %u <", file->n_colours - 1);
      for (guint i = 0; i < file->n_colours * 3; i++)
        g_string_append_printf (space, "%02x", file->palette[i]);
      g_string_append (space, "> ]");
    }
  begin (&pdf, file);
  put_image (&pdf, file, file->bits, space->str, filter, file->data->data, file->data->len);
  return finish (&pdf);
}

/* Transparent and interlaced pictures are decoded, laid on white and compressed again. */
static GBytes *
png_decoded_to_pdf (const JalImageFile *file, GBytes *image, GError **error)
{
  static const png_color white = { 255, 255, 255 };
  png_image decoder = { .version = PNG_IMAGE_VERSION };
  g_autofree guint8 *pixels = NULL;
  g_autofree guint8 *packed = NULL;
  gsize size, packed_size;
  uLongf written;
  gboolean colour;
  Pdf pdf = { 0 };

  if ((guint64)file->width * file->height > DECODED_MAX)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "picture too large");
      return NULL;
    }
  if (png_image_begin_read_from_memory (&decoder, g_bytes_get_data (image, NULL), g_bytes_get_size (image)))
    {
      colour = (decoder.format & PNG_FORMAT_FLAG_COLOR) != 0;
      decoder.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* else 16 bits without a gamma are taken for light, not for colour */
      decoder.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
      size = (gsize)file->width * file->height * (colour ? 3 : 1);
      packed_size = compressBound (size);
      pixels = g_try_malloc (size);
      packed = g_try_malloc (packed_size);
      written = packed_size;
      if (pixels != NULL && packed != NULL && png_image_finish_read (&decoder, &white, pixels, 0, NULL)
          && compress2 (packed, &written, pixels, size, 3) == Z_OK)
        {
          begin (&pdf, file);
          put_image (&pdf, file, 8, colour ? "/DeviceRGB" : "/DeviceGray", "/Filter /FlateDecode", packed, written);
          return finish (&pdf);
        }
    }
  png_image_free (&decoder);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "damaged PNG");
  return NULL;
}

GBytes *
jal_image_page_to_pdf (GBytes *image, JalWireKind kind, GError **error)
{
  JalImageFile file = { 0 };
  gsize length;
  const guint8 *bytes = g_bytes_get_data (image, &length);
  GBytes *pdf = NULL;

  if (kind == JAL_WIRE_KIND_JPEG)
    {
      if (jal_image_file_read_jpeg (&file, bytes, length, error))
        pdf = jpeg_to_pdf (&file, error);
    }
  else if (kind == JAL_WIRE_KIND_PNG)
    {
      if (!jal_image_file_read_png (&file, bytes, length, error))
        pdf = NULL;
      else if (file.interlaced || file.transparent || file.colour_type >= 4)
        pdf = png_decoded_to_pdf (&file, image, error);
      else
        pdf = png_rows_to_pdf (&file);
    }
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not a picture");
  jal_image_file_clear (&file);
  return pdf;
}
