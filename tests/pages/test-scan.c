/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that are one picture are drawn without poppler. Where that is done the pixels are poppler's but for how edges are
 * smoothed; where anything about the page or the picture is out of the ordinary it is not done, and the pixels are poppler's
 * to the last bit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "pdf-maker.h"
#include "pages/jal-reader-private.h"
#include "pixels-compare.h"

#define WIDTH 800
#define HEIGHT 1100
/* Of 255. What lies a pixel beside its place, or in other colours, is off by 5 and more. */
#define MEAN_MAX 1.6
#define BLURRED_MAX 1
/* Below this scale a picture is decoded at half its size, and may be softer by so much. */
#define HALF_SCALE 0.4
#define SOFTER_MAX 1.2

typedef struct
{
  int components; /* as given to the encoder: 1, 3 or 4 */
  J_COLOR_SPACE stored;
  gboolean no_markers; /* neither JFIF nor Adobe: the decoder guesses */
  gboolean progressive;
  gboolean whole_colours; /* 4:4:4 */
  guint times; /* every pixel of the sheet so often in a row and in rows; 0 is 1 */
} Jpeg;

static const Jpeg grey = { 1, JCS_GRAYSCALE, FALSE, FALSE, TRUE }, colour = { 3, JCS_YCbCr, FALSE, FALSE, FALSE };

static guint32 chance_state = 12345;

static guint
chance (guint n)
{
  chance_state = chance_state * 1664525u + 1013904223u;
  return (chance_state >> 8) % n;
}

/* A sheet of letters, a field that goes from dark to light, a red seal: no symmetry that would hide a turn. */
static guint8 *
draw_sheet (guint channels)
{
  guint8 *pixels = g_malloc ((gsize)WIDTH * HEIGHT * channels);

  chance_state = 12345;
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      for (guint c = 0; c < channels; c++)
        pixels[((gsize)y * WIDTH + x) * channels + c]
            = (guint8)(y < 200 && x < 300 ? 20 + x * 200 / 300 : x > 620 && y > 880 && c > 0 ? 40 : 225 + chance (20));
  for (guint i = 0; i < 1800; i++)
    {
      guint x = 60 + chance (WIDTH - 120), y = 240 + 18 * chance (40), w = 2 + chance (6), h = 4 + chance (9);

      for (guint v = 0; v < h; v++)
        for (guint u = 0; u < w; u++)
          memset (pixels + ((gsize)(y + v) * WIDTH + x + u) * channels, 35, channels);
    }
  return pixels;
}

static GBytes *
make_jpeg (const Jpeg *kind)
{
  g_autofree guint8 *pixels = draw_sheet ((guint)kind->components);
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *memory = NULL;
  unsigned long length = 0;
  guint times = MAX (kind->times, 1), n = (guint)kind->components;
  g_autofree guint8 *wide = g_malloc ((gsize)WIDTH * times * n);
  GBytes *bytes;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &memory, &length);
  jpeg.image_width = WIDTH * times;
  jpeg.image_height = HEIGHT * times;
  jpeg.input_components = kind->components;
  jpeg.in_color_space = kind->components == 1 ? JCS_GRAYSCALE : kind->components == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults (&jpeg);
  jpeg_set_colorspace (&jpeg, kind->stored);
  jpeg_set_quality (&jpeg, 90, TRUE);
  if (kind->whole_colours)
    for (int i = 0; i < jpeg.num_components; i++)
      jpeg.comp_info[i].h_samp_factor = jpeg.comp_info[i].v_samp_factor = 1;
  if (kind->progressive)
    jpeg_simple_progression (&jpeg);
  if (kind->no_markers)
    jpeg.write_JFIF_header = jpeg.write_Adobe_marker = FALSE;
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height)
    {
      const guint8 *from = pixels + (gsize)(jpeg.next_scanline / times) * WIDTH * n;
      JSAMPROW row = wide;

      for (guint x = 0; x < WIDTH * times; x++)
        memcpy (wide + x * n, from + x / times * n, n);
      jpeg_write_scanlines (&jpeg, &row, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  bytes = g_bytes_new (memory, length);
  free (memory);
  return bytes;
}

/* A page with one picture; every field but the first has a usual value. */
typedef struct
{
  const char *name;
  gboolean is_scan; /* what is expected */
  const Jpeg *jpeg; /* NULL: grey */
  const char *space;
  const char *about;     /* more of the picture's dictionary */
  const char *page;      /* more of the page's */
  const char *resources; /* more of the resources */
  const char *content;
  const char *catalog;
  const char *media;
} Sheet;

/* Objects: 1 mask, 2 note, 3 layer, 4 a second picture, 5 the picture, 6 content, 7 page, 8 tree, 9 catalogue. */
static GBytes *
make_sheet (const Sheet *sheet)
{
  const Jpeg *kind = sheet->jpeg != NULL ? sheet->jpeg : &grey;
  g_autoptr (GBytes) jpeg = make_jpeg (kind);
  static const guint8 mask[4] = { 0, 255, 255, 80 };
  PdfMaker *maker = pdf_maker_new ();
  const char *space = sheet->space != NULL      ? sheet->space
                      : kind->components == 1 ? "/DeviceGray"
                      : kind->components == 3 ? "/DeviceRGB"
                                              : "/DeviceCMYK";
  const char *content = sheet->content != NULL ? sheet->content : "q 515 0 0 762 40 40 cm /I Do Q";
  g_autofree char *about = g_strdup_printf ("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s "
                                            "/BitsPerComponent 8 /Filter /DCTDecode %s",
                                            (int)(WIDTH * MAX (kind->times, 1)), (int)(HEIGHT * MAX (kind->times, 1)), space, sheet->about != NULL ? sheet->about : "");

  pdf_maker_add_stream (maker,
                        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", mask,
                        sizeof mask);
  pdf_maker_add (maker, "<< /Type /Annot /Subtype /Square /Rect [ 100 100 300 300 ] /C [ 1 0 0 ] /IC [ 1 1 0 ] /F 4 >>");
  pdf_maker_add (maker, "<< /Type /OCG /Name (Layer) >>");
  pdf_maker_add_stream (maker,
                        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", mask,
                        sizeof mask);
  pdf_maker_add_stream (maker, about, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));
  pdf_maker_add_stream (maker, "", content, strlen (content));
  pdf_maker_add (maker,
                 "<< /Type /Page /Parent 8 0 R /MediaBox [ %s ] /Contents 6 0 R %s "
                 "/Resources << /XObject << /I 5 0 R %s >> >>",
                 sheet->media != NULL ? sheet->media : "0 0 595 842", sheet->page != NULL ? sheet->page : "",
                 sheet->resources != NULL ? sheet->resources : ">>");
  pdf_maker_add (maker, "<< /Type /Pages /Count 1 /Kids [ 7 0 R ] >>");
  return pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages 8 0 R %s >>",
                                                 sheet->catalog != NULL ? sheet->catalog : ""));
}

static void
compare (const Sheet *sheet, JalReader *reader, PopplerDocument *document, double scale, guint rotation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) ours = jal_reader_render (reader, 0, scale, rotation, NULL, &error);
  g_autoptr (GBytes) theirs = NULL;
  g_autoptr (GBytes) fine = NULL;
  g_autoptr (JalPixels) shown = NULL;
  JalPageInfo info;
  Difference difference, of_ours = { 0 }, of_theirs = { 0 };

  g_assert_no_error (error);
  g_assert_true (jal_reader_get_page (reader, 0, &info, NULL, &error));
  theirs = pixels_of_poppler (document, 0, scale * info.user_unit, rotation, ours->width, ours->height);
  difference = pixels_compare (ours, theirs);
  /* Drawn finely it takes the time of sixteen pages: not for what poppler draws, nor for each turn of the same pixels. */
  if (ours->is_scan && rotation == 0)
    {
      fine = pixels_of_poppler_finely (document, 0, scale * info.user_unit, rotation, ours->width, ours->height);
      shown = jal_pixels_new_take (ours->width, ours->height, ours->stride, g_bytes_ref (theirs));
      of_ours = pixels_compare (ours, fine);
      of_theirs = pixels_compare (shown, fine);
    }
  g_test_message ("%s, scale %.2f, turned %u: %s, mean %.3f, blurred %.3f, largest %u; from the page itself ours %.3f %.3f "
                  "%u, theirs %.3f %.3f %u", sheet->name, scale, rotation,
                  ours->is_scan ? "drawn here" : "poppler's", difference.mean, difference.blurred, difference.largest,
                  of_ours.mean, of_ours.blurred, of_ours.largest, of_theirs.mean, of_theirs.blurred, of_theirs.largest);
  g_assert_cmpint (ours->is_scan, ==, sheet->is_scan);
  if (!ours->is_scan)
    g_assert_cmpuint (difference.largest, ==, 0);
  g_assert_cmpfloat (difference.mean, <, MEAN_MAX);
  g_assert_cmpfloat (difference.blurred, <, BLURRED_MAX);
  /* Letters are as sharp as poppler's, where it is not decoded smaller to the last bit. */
  if (fine != NULL)
    g_assert_cmpfloat (of_ours.mean, <, of_theirs.mean + (scale < HALF_SCALE ? SOFTER_MAX : 0.25));
}

static void
check (const Sheet *sheet)
{
  static const double scales[] = { 0.35, 0.72, 1.21 };
  g_autoptr (GBytes) pdf = make_sheet (sheet);
  const JalBytes bytes = jal_bytes_from_memory (pdf);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, &error);
  g_autoptr (PopplerDocument) document = poppler_document_new_from_bytes (pdf, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i += sheet->is_scan ? 1 : 2)
    compare (sheet, reader, document, scales[i], 0);
  /* How pixels are turned does not hang on how they were decoded. */
  for (guint rotation = 90; sheet->is_scan && (sheet->jpeg == NULL || sheet->content != NULL || sheet->page != NULL) && rotation < 360;
       rotation += 90)
    compare (sheet, reader, document, 0.72, rotation);
}

static void
test_drawn_here (void)
{
  static const Jpeg rgb = { 3, JCS_RGB, FALSE, FALSE, TRUE }; /* with Adobe's marker, transform 0 */
  static const Jpeg bare_grey = { 1, JCS_GRAYSCALE, TRUE, FALSE, TRUE }, bare_colour = { 3, JCS_YCbCr, TRUE, FALSE, TRUE };
  static const Jpeg slow_grey = { 1, JCS_GRAYSCALE, FALSE, TRUE, TRUE }, slow_colour = { 3, JCS_YCbCr, FALSE, TRUE, FALSE };
  static const Sheet sheets[] = {
    { "grey", TRUE },
    { "colour", TRUE, &colour },
    { "colour as RGB", TRUE, &rgb },
    { "grey without markers", TRUE, &bare_grey },
    { "colour without markers", TRUE, &bare_colour },
    { "progressive grey", TRUE, &slow_grey },
    { "progressive colour", TRUE, &slow_colour },
    { "over the whole page", TRUE, &colour, .content = "595 0 0 842 0 0 cm /I Do" },
    { "larger than the page", TRUE, &colour, .content = "q 640 0 0 900 -20 -30 cm /I Do Q" },
    { "beside whole numbers", TRUE, &grey, .content = "q 500.37 0 0 701.81 33.33 77.77 cm /I Do Q" },
    { "origin elsewhere", TRUE, &colour, .media = "-100 50 495 892", .content = "q 515 0 0 762 -60 90 cm /I Do Q" },
    { "cropped", TRUE, &colour, .page = "/CropBox [ 50 100 500 700 ]" },
    { "cropped beyond the sheet", TRUE, &colour, .page = "/CropBox [ -50 100 500 900 ]" },
    { "turned 90", TRUE, &colour, .page = "/Rotate 90" },
    { "turned 180", TRUE, &colour, .page = "/Rotate 180" },
    { "turned 270", TRUE, &colour, .page = "/Rotate -90" },
    { "turned and cropped", TRUE, &colour, .page = "/Rotate 90 /CropBox [ 50 100 500 700 ]" },
    { "user unit", TRUE, &colour, .media = "0 0 397 561", .content = "q 343 0 0 508 27 27 cm /I Do Q", .page = "/UserUnit 1.5" },
    { "smooth", TRUE, &grey, .about = "/Interpolate true" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    check (&sheets[i]);
}

static void
test_left_to_poppler (void)
{
  static const Jpeg cmyk = { 4, JCS_CMYK, FALSE, FALSE, TRUE }, ycck = { 4, JCS_YCCK, FALSE, FALSE, TRUE };
  static const char calibrated[] = ">> /ColorSpace << /DefaultGray [ /CalGray << /WhitePoint [ 0.95 1 1.09 ] /Gamma 3 >> ] "
                                   "/DefaultRGB [ /CalRGB << /WhitePoint [ 0.95 1 1.09 ] /Gamma [ 3 1 2 ] >> ] >>";
  static const char indexed[] = "[ /Indexed /DeviceRGB 255 5 0 R ]";
  static const Sheet sheets[] = {
    { "grey by another space", FALSE, &grey, .resources = calibrated },
    { "colour by another space", FALSE, &colour, .resources = calibrated },
    { "calibrated", FALSE, &grey, .space = "[ /CalGray << /WhitePoint [ 0.95 1 1.09 ] /Gamma 3 >> ]" },
    { "indexed", FALSE, &grey, .space = indexed },
    { "CMYK", FALSE, &cmyk },
    { "YCCK", FALSE, &ycck },
    { "inverted", FALSE, &grey, .about = "/Decode [ 1 0 ]" },
    { "inverted, in short", FALSE, &grey, .about = "/D [ 1 0 ]" },
    { "inverted colours", FALSE, &colour, .about = "/Decode [ 1 0 0 1 0 1 ]" },
    { "told not to transform", FALSE, &colour, .about = "/DecodeParms << /ColorTransform 0 >>" },
    { "told so in short", FALSE, &colour, .about = "/DP << /ColorTransform 0 >>" },
    { "soft mask", FALSE, &grey, .about = "/SMask 1 0 R" },
    { "hard mask", FALSE, &grey, .about = "/Mask [ 200 255 ]" },
    { "with a note", FALSE, &grey, .page = "/Annots [ 2 0 R ]" },
    { "picture on a layer", FALSE, &grey, .about = "/OC 3 0 R",
      .catalog = "/OCProperties << /OCGs [ 3 0 R ] /D << /OFF [ 3 0 R ] >> >>" },
    { "content on a layer", FALSE, &grey, .content = "/OC /L BDC q 515 0 0 762 40 40 cm /I Do Q EMC",
      .resources = ">> /Properties << /L 3 0 R >>",
      .catalog = "/OCProperties << /OCGs [ 3 0 R ] /D << /OFF [ 3 0 R ] >> >>" },
    { "clipped", FALSE, &grey, .content = "q 100 100 200 300 re W n 515 0 0 762 40 40 cm /I Do Q" },
    { "askew", FALSE, &grey, .content = "q 500 30 -40 700 80 60 cm /I Do Q" },
    { "mirrored", FALSE, &grey, .content = "q -515 0 0 762 555 40 cm /I Do Q" },
    { "upside down", FALSE, &grey, .content = "q 515 0 0 -762 40 802 cm /I Do Q" },
    { "on its side", FALSE, &grey, .content = "q 0 762 -515 0 555 40 cm /I Do Q" },
    { "drawn twice", FALSE, &grey, .content = "q 515 0 0 762 40 40 cm /I Do /I Do Q" },
    { "two matrices", FALSE, &grey, .content = "q 2 0 0 2 0 0 cm 250 0 0 350 20 20 cm /I Do Q" },
    { "two pictures", FALSE, &grey, .content = "q 515 0 0 762 40 40 cm /I Do Q q 99 0 0 99 9 9 cm /J Do Q",
      .resources = "/J 4 0 R >>" },
    { "an inline picture besides", FALSE, &grey,
      .content = "q 515 0 0 762 40 40 cm /I Do Q q 99 0 0 99 9 9 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q" },
    { "words over it", FALSE, &grey, .content = "q 515 0 0 762 40 40 cm /I Do Q 1 0 0 rg 50 50 90 90 re f" },
    { "a state before", FALSE, &grey, .content = "q /G gs 515 0 0 762 40 40 cm /I Do Q",
      .resources = ">> /ExtGState << /G << /ca 0.4 >> >>" },
    { "a group", FALSE, &grey, .page = "/Group << /S /Transparency /CS /DeviceRGB >>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    check (&sheets[i]);
}

/* Larger than its pixels a picture is poppler's. */
static void
test_enlarged (void)
{
  static const Sheet sheet = { "enlarged", FALSE, &colour };
  g_autoptr (GBytes) pdf = make_sheet (&sheet);
  const JalBytes bytes = jal_bytes_from_memory (pdf);
  g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, NULL);
  g_autoptr (PopplerDocument) document = poppler_document_new_from_bytes (pdf, NULL, NULL);

  compare (&sheet, reader, document, 1.7, 0);
  compare (&sheet, reader, document, 2.5, 90);
}

/* A part of a page is what the whole page has there, however it is turned. */
static void
test_parts (void)
{
  static const Sheet sheets[] = { { "grey", TRUE },
                                  { "turned 90", TRUE, &colour, .page = "/Rotate 90 /CropBox [ 50.3 100 500 700.9 ]" },
                                  { "turned 180", TRUE, &colour, .page = "/Rotate 180 /CropBox [ 50.3 100 500 700.9 ]" },
                                  { "turned 270", TRUE, &grey, .page = "/Rotate 270 /CropBox [ 50.3 100 500 700.9 ]" } };

  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    for (guint rotation = 0; rotation < 360; rotation += 90)
      {
        static const double shares[][4] = { { 0, 0, 0.4, 0.3 }, { 0.31, 0.17, 0.5, 0.6 }, { 0.8, 0.7, 1, 1 } };
        g_autoptr (GBytes) pdf = make_sheet (&sheets[i]);
        const JalBytes bytes = jal_bytes_from_memory (pdf);
        g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, NULL);
        g_autoptr (JalPixels) whole = jal_reader_render (reader, 0, 1.21, rotation, NULL, NULL);

        for (gsize k = 0; k < G_N_ELEMENTS (shares); k++)
          {
            guint x = (guint)(shares[k][0] * whole->width), y = (guint)(shares[k][1] * whole->height);
            guint width = (guint)(shares[k][2] * whole->width) - x, height = (guint)(shares[k][3] * whole->height) - y;
            g_autoptr (JalPixels) part = jal_reader_render_region (reader, 0, 1.21, rotation, x, y, width, height, NULL, NULL);
            g_autoptr (GByteArray) cut = g_byte_array_new ();
            g_autoptr (GBytes) theirs = NULL;

            for (guint row = y; row < y + height; row++)
              g_byte_array_append (cut, (const guint8 *)g_bytes_get_data (whole->bytes, NULL) + row * whole->stride + 4 * x, 4 * width);
            theirs = g_byte_array_free_to_bytes (g_steal_pointer (&cut));
            g_assert_true (part->is_scan);
            g_assert_cmpuint (part->width, ==, width);
            g_assert_cmpuint (part->height, ==, height);
            /* Places in the picture are reckoned from another corner: a rounding of one. */
            g_assert_cmpuint (pixels_compare (part, theirs).largest, <=, 1);
          }
      }
}

static GBytes *
part_of_poppler (PopplerDocument *document, double scale, guint x, guint y, guint width, guint height)
{
  g_autoptr (PopplerPage) page = poppler_document_get_page (document, 0);
  guint8 *pixels = g_malloc0 ((gsize)width * height * 4);
  cairo_surface_t *surface
      = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, (int)width, (int)height, (int)width * 4);
  cairo_t *cairo = cairo_create (surface);

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_translate (cairo, -(double)x, -(double)y);
  cairo_scale (cairo, scale, scale);
  poppler_page_render (page, cairo);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_bytes_new_take (pixels, (gsize)width * height * 4);
}

static guint
peak_mib_of (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int)pid);
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  return line != NULL ? (guint)(g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) / 1024) : 0;
}

/* Of a picture of 35 million pixels, which poppler would hold in 134 MiB, there are two rows at a time: small, part by part, and larger
   than it is. */
static void
test_giant (void)
{
  static const Jpeg giant = { 3, JCS_YCbCr, FALSE, FALSE, FALSE, 7 };
  static const Sheet sheet = { "giant", TRUE, &giant, .content = "q 595 0 0 842 0 0 cm /I Do Q" };
  static const double scales[] = { 4, 11, 14.7 };
  g_autoptr (GBytes) pdf = make_sheet (&sheet);
  const JalBytes bytes = jal_bytes_from_memory (pdf);
  g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, NULL);
  g_autoptr (PopplerDocument) document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  g_autoptr (JalPixels) small = jal_reader_render (reader, 0, 0.2, 0, NULL, NULL);

  g_assert_true (small->is_scan);
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      guint x = (guint)(100 * scales[i]), y = (guint)(140 * scales[i]);
      g_autoptr (JalPixels) part = jal_reader_render_region (reader, 0, scales[i], 0, x, y, 700, 500, NULL, NULL);
      g_autoptr (GBytes) theirs = part_of_poppler (document, scales[i], x, y, 700, 500);
      Difference difference = pixels_compare (part, theirs);

      g_test_message ("scale %.1f: mean %.3f, blurred %.3f, largest %u", scales[i], difference.mean, difference.blurred, difference.largest);
      g_assert_true (part->is_scan);
      g_assert_cmpfloat (difference.mean, <, MEAN_MAX);
      g_assert_cmpfloat (difference.blurred, <, BLURRED_MAX);
    }
  g_test_message ("most memory of the worker: %u MiB", peak_mib_of (jal_reader_get_pid (reader)));
  g_assert_cmpuint (peak_mib_of (jal_reader_get_pid (reader)), <, 80);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scan/parts", test_parts);
  g_test_add_func ("/scan/giant", test_giant);
  g_test_add_func ("/scan/drawn-here", test_drawn_here);
  g_test_add_func ("/scan/left-to-poppler", test_left_to_poppler);
  g_test_add_func ("/scan/enlarged", test_enlarged);
  return g_test_run ();
}
