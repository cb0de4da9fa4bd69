/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG and PNG as documents of one page. */
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#include "pages/jal-reader.h"
#include "worker/image-page.h"

#define WIDTH 64
#define HEIGHT 32
#define SECRET "Nyumba ya Siri 0712"

/* Four fields: red and green above, blue and black below. */
static const guint8 fields[4][3] = { { 220, 0, 0 }, { 0, 200, 0 }, { 0, 0, 220 }, { 10, 10, 10 } };

static const guint8 *
field_at (guint x, guint y)
{
  return fields[(x >= WIDTH / 2 ? 1 : 0) + (y >= HEIGHT / 2 ? 2 : 0)];
}

static void
append (GByteArray *out, const void *bytes, gsize length)
{
  g_byte_array_append (out, bytes, (guint)length);
}

/* An APP1 segment: EXIF with an orientation, and words that must not leave the vault in a court copy. */
static void
append_exif (GByteArray *out, guint orientation)
{
  const guint8 tiff[] = { 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1,
                          0, (guint8)orientation, 0, 0, 0, 0, 0, 0 };
  gsize length = 2 + sizeof tiff + sizeof SECRET;
  const guint8 head[] = { 0xff, 0xe1, (guint8)(length >> 8), (guint8)length };

  append (out, head, sizeof head);
  append (out, tiff, sizeof tiff);
  append (out, SECRET, sizeof SECRET);
}

/* @orientation 0: no EXIF. */
static GBytes *
make_jpeg (guint orientation, gboolean progressive)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *memory = NULL;
  unsigned long length = 0;
  GByteArray *out = g_byte_array_new ();

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &memory, &length);
  jpeg.image_width = WIDTH;
  jpeg.image_height = HEIGHT;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, 95, TRUE);
  if (progressive)
    jpeg_simple_progression (&jpeg);
  jpeg_start_compress (&jpeg, TRUE);
  for (guint y = 0; y < HEIGHT; y++)
    {
      guint8 row[WIDTH * 3];
      JSAMPROW rows[1] = { row };

      for (guint x = 0; x < WIDTH; x++)
        memcpy (row + 3 * x, field_at (x, y), 3);
      jpeg_write_scanlines (&jpeg, rows, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  append (out, memory, 2);
  if (orientation > 0)
    append_exif (out, orientation);
  append (out, memory + 2, length - 2);
  append (out, SECRET, sizeof SECRET); /* what cameras append after the end */
  free (memory);
  return g_byte_array_free_to_bytes (out);
}

static JalReader *
open_picture (GBytes *bytes, JalReaderKind kind, GError **error)
{
  const JalBytes on_demand = jal_bytes_from_memory (bytes);

  return jal_reader_open (&on_demand, kind, NULL, NULL, error);
}

/* Compares the four fields of the rendered page with @corners: which field is shown upper left, upper right, lower left
   (the fourth follows). */
static void
assert_shown (GBytes *bytes, JalReaderKind kind, const guint corners[3], guint width, guint height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = open_picture (bytes, kind, &error);
  g_autoptr (JalPixels) pixels = NULL;
  JalPageInfo info;
  double scale;

  g_assert_no_error (error);
  g_assert_cmpuint (jal_reader_get_n_pages (reader), ==, 1);
  g_assert_true (jal_reader_get_page (reader, 0, &info, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (info.width, width > height ? 841.89 : 595.276, 0.001);
  g_assert_cmpfloat_with_epsilon (info.height, width > height ? 595.276 : 841.89, 0.001);
  g_assert_false (info.incomplete);
  pixels = jal_reader_render (reader, 0, 1, 0, NULL, &error);
  g_assert_no_error (error);
  scale = fmin ((info.width - 56) / width, (info.height - 56) / height);
  for (guint c = 0; c < 3; c++)
    {
      double x = info.width / 2 + (c == 1 ? 0.25 : -0.25) * width * scale;
      double y = info.height / 2 + (c == 2 ? 0.25 : -0.25) * height * scale;
      const guint8 *bgra = (const guint8 *)g_bytes_get_data (pixels->bytes, NULL) + (gsize)y * pixels->stride + (gsize)x * 4;

      for (int channel = 0; channel < 3; channel++)
        g_assert_cmpint (ABS ((int)bgra[2 - channel] - (int)fields[corners[c]][channel]), <, 12);
    }
  /* the margin is white, the picture reaches it */
  g_assert_cmphex (*(const guint32 *)g_bytes_get_data (pixels->bytes, NULL), ==, 0xffffffff);
}

static void
test_orientations (void)
{
  /* fields: 0 upper left, 1 upper right, 2 lower left, 3 lower right of what is stored; as EXIF 2.3 table 6 shows them */
  static const guint shown[9][3] = { { 0, 1, 2 }, { 0, 1, 2 }, { 1, 0, 3 }, { 3, 2, 1 }, { 2, 3, 0 },
                                     { 0, 2, 1 }, { 2, 0, 3 }, { 3, 1, 2 }, { 1, 3, 0 } };

  for (guint orientation = 0; orientation <= 8; orientation++)
    for (guint progressive = 0; progressive < 2; progressive++)
      {
        g_autoptr (GBytes) jpeg = make_jpeg (orientation, progressive);
        gboolean lies = orientation >= 5;

        g_test_message ("orientation %u", orientation);
        assert_shown (jpeg, JAL_READER_JPEG, shown[orientation], lies ? HEIGHT : WIDTH, lies ? WIDTH : HEIGHT);
      }
}

static gboolean
contains (GBytes *bytes, const void *part, gsize length)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), part, length) != NULL;
}

static void
assert_qpdf_is_content (GBytes *pdf)
{
  g_autofree char *folder = g_dir_make_tmp ("jalada-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "page.pdf", NULL);
  const char *arguments[] = { QPDF, "--check", path, NULL };
  int status;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize)g_bytes_get_size (pdf), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status,
                               NULL));
  g_assert_cmpint (status, ==, 0);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_jpeg_is_passed_through (void)
{
  g_autoptr (GBytes) jpeg = make_jpeg (6, FALSE);
  g_autoptr (GBytes) pdf = jal_image_page_to_pdf (jpeg, JAL_WIRE_KIND_JPEG, NULL);
  g_autoptr (GBytes) again = jal_image_page_to_pdf (jpeg, JAL_WIRE_KIND_JPEG, NULL);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (jpeg, &length);
  const guint8 *tables = memmem (bytes, length, "\xff\xdb", 2); /* from the first table to the end of the picture */
  gsize kept = length - sizeof SECRET - (gsize)(tables - bytes);

  g_assert_nonnull (pdf);
  g_assert_true (g_bytes_equal (pdf, again));
  g_assert_true (contains (jpeg, SECRET, sizeof SECRET - 1));
  g_assert_false (contains (pdf, SECRET, sizeof SECRET - 1));
  g_assert_false (contains (pdf, "Exif", 4));
  g_assert_true (contains (pdf, tables, kept));
  assert_qpdf_is_content (pdf);
}

typedef struct
{
  int colour_type;
  int bits;
  gboolean interlaced;
} PngKind;

static void
write_png_cb (png_structp png, png_bytep bytes, png_size_t length)
{
  append (png_get_io_ptr (png), bytes, length);
}

static void
put_pixel (png_bytep row, const PngKind *kind, guint x, guint y)
{
  const guint8 *colour = field_at (x, y);
  guint step = (guint)kind->bits / 8;

  if (kind->colour_type == PNG_COLOR_TYPE_PALETTE)
    row[x / (8 / kind->bits)] |= (guint8)(((x >= WIDTH / 2 ? 1 : 0) + (y >= HEIGHT / 2 ? 2 : 0))
                                          << (8 - kind->bits - (x % (8 / kind->bits)) * kind->bits));
  else
    {
      guint channels = (kind->colour_type & PNG_COLOR_MASK_ALPHA) != 0 ? 4 : 3;

      for (guint c = 0; c < channels; c++)
        memset (row + (x * channels + c) * step, c < 3 ? colour[c] : 255, step);
    }
}

static GBytes *
make_png (const PngKind *kind)
{
  GByteArray *out = g_byte_array_new ();
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  png_color palette[4];
  png_text text = { .compression = PNG_TEXT_COMPRESSION_NONE, .key = (char *)"Comment", .text = (char *)SECRET };
  int passes;

  png_set_write_fn (png, out, write_png_cb, NULL);
  png_set_IHDR (png, info, WIDTH, HEIGHT, kind->bits, kind->colour_type,
                kind->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  for (guint i = 0; i < 4; i++)
    palette[i] = (png_color){ fields[i][0], fields[i][1], fields[i][2] };
  if (kind->colour_type == PNG_COLOR_TYPE_PALETTE)
    png_set_PLTE (png, info, palette, 4);
  png_set_text (png, info, &text, 1);
  png_write_info (png, info);
  passes = png_set_interlace_handling (png);
  for (int pass = 0; pass < passes; pass++)
    for (guint y = 0; y < HEIGHT; y++)
      {
        guint8 row[WIDTH * 8] = { 0 };

        for (guint x = 0; x < WIDTH; x++)
          put_pixel (row, kind, x, y);
        png_write_row (png, row);
      }
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return g_byte_array_free_to_bytes (out);
}

static void
test_png (void)
{
  static const PngKind kinds[] = {
    { PNG_COLOR_TYPE_RGB, 8, FALSE },     { PNG_COLOR_TYPE_RGB, 16, FALSE },  { PNG_COLOR_TYPE_RGB, 8, TRUE },
    { PNG_COLOR_TYPE_RGBA, 8, FALSE },    { PNG_COLOR_TYPE_RGBA, 16, TRUE },  { PNG_COLOR_TYPE_PALETTE, 2, FALSE },
    { PNG_COLOR_TYPE_PALETTE, 8, FALSE }, { PNG_COLOR_TYPE_PALETTE, 4, TRUE },
  };
  static const guint upright[3] = { 0, 1, 2 };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) png = make_png (&kinds[i]);
      g_autoptr (GBytes) pdf = jal_image_page_to_pdf (png, JAL_WIRE_KIND_PNG, NULL);

      g_test_message ("colour type %d, %d bits%s", kinds[i].colour_type, kinds[i].bits,
                      kinds[i].interlaced ? ", interlaced" : "");
      g_assert_nonnull (pdf);
      g_assert_true (contains (png, SECRET, sizeof SECRET - 1));
      g_assert_false (contains (pdf, SECRET, sizeof SECRET - 1));
      assert_qpdf_is_content (pdf);
      assert_shown (png, JAL_READER_PNG, upright, WIDTH, HEIGHT);
    }
}

static void
assert_refused (GBytes *bytes, JalReaderKind kind, JalPagesError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = open_picture (bytes, kind, &error);

  g_assert_null (reader);
  g_assert_error (error, JAL_PAGES_ERROR, (int)code);
}

/* Returns a copy of @bytes with @n bytes at @at replaced. */
static GBytes *
patch (GBytes *bytes, gsize at, const void *with, gsize n)
{
  gsize length;
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));

  g_assert_cmpuint (at + n, <=, length);
  memcpy (copy + at, with, n);
  return g_bytes_new_take (copy, length);
}

static void
test_bombs (void)
{
  static const PngKind plain = { PNG_COLOR_TYPE_RGB, 8, FALSE };
  g_autoptr (GBytes) jpeg = make_jpeg (0, FALSE);
  g_autoptr (GBytes) png = make_png (&plain);
  const guint8 *frame = memmem (g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg), "\xff\xc0", 2);
  gsize at = (gsize)(frame - (const guint8 *)g_bytes_get_data (jpeg, NULL));
  g_autoptr (GBytes) huge_jpeg = patch (jpeg, at + 5, "\xff\xff\xff\xff", 4);
  g_autoptr (GBytes) flat_jpeg = patch (jpeg, at + 5, "\0\0", 2);
  guint8 header[17] = { 'I', 'H', 'D', 'R', 0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0 };
  guint32 sum = GUINT32_TO_BE ((guint32)crc32 (0, header, sizeof header));
  g_autoptr (GBytes) half_png = patch (png, 12, header, sizeof header);
  g_autoptr (GBytes) huge_png = patch (half_png, 29, &sum, 4);

  assert_refused (huge_jpeg, JAL_READER_JPEG, JAL_PAGES_ERROR_TOO_LARGE); /* 65535 × 65535 */
  assert_refused (flat_jpeg, JAL_READER_JPEG, JAL_PAGES_ERROR_DAMAGED);
  assert_refused (huge_png, JAL_READER_PNG, JAL_PAGES_ERROR_TOO_LARGE); /* 60000 × 60000 */
  assert_refused (half_png, JAL_READER_PNG, JAL_PAGES_ERROR_DAMAGED);   /* its checksum is wrong */
}

/* Cut short, a picture is refused or shown as "may be incomplete"; never shown as if it were whole. */
static void
test_truncated (void)
{
  static const PngKind plain = { PNG_COLOR_TYPE_RGB, 8, FALSE };
  g_autoptr (GBytes) jpeg = make_jpeg (3, FALSE);
  g_autoptr (GBytes) png = make_png (&plain);
  g_autoptr (GBytes) jpeg_itself = g_bytes_new_from_bytes (jpeg, 0, g_bytes_get_size (jpeg) - sizeof SECRET);
  const struct
  {
    GBytes *bytes;
    JalReaderKind kind;
  } cases[] = { { jpeg_itself, JAL_READER_JPEG }, { png, JAL_READER_PNG } };
  guint n_shown = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 1; length < g_bytes_get_size (cases[i].bytes); length += i == 0 ? 17 : 3)
      {
        g_autoptr (GBytes) cut = g_bytes_new_from_bytes (cases[i].bytes, 0, length);
        g_autoptr (GError) error = NULL;
        g_autoptr (JalReader) reader = open_picture (cut, cases[i].kind, &error);

        if (reader == NULL)
          {
            g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED);
            continue;
          }
        g_assert_true (jal_reader_is_incomplete (reader));
        n_shown++;
      }
  g_test_message ("%u shown in part", n_shown);
  g_assert_cmpuint (n_shown, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/orientations", test_orientations);
  g_test_add_func ("/picture/jpeg-is-passed-through", test_jpeg_is_passed_through);
  g_test_add_func ("/picture/png", test_png);
  g_test_add_func ("/picture/bombs", test_bombs);
  g_test_add_func ("/picture/truncated", test_truncated);
  return g_test_run ();
}
