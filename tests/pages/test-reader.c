/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages as the worker gives them, against numbers we know, against pdftotext, and against poppler in this process. */
#include <cairo.h>
#include <glib/gstdio.h>
#include <math.h>
#include <poppler.h>
#include <string.h>

#include "pages/jal-geometry.h"
#include "pages/jal-reader.h"
#include "pdf-maker.h"
#include "pixels-compare.h"

#define LINES "BT /F 14 Tf 60 500 Td (The quick witness) Tj 0 -40 Td (met counsel at) Tj 0 -40 Td (Mombasa harbour) Tj ET " \
              "0.2 0.4 0.8 rg 80 300 120 60 re f 1 0 0 RG 3 w 60 250 m 300 420 l S"

static const PdfPage pages[] = {
  { "/MediaBox [ 0 0 595 842 ]", LINES },
  { "/MediaBox [ 0 0 595 842 ] /Rotate 90", LINES },
  { "/MediaBox [ 0 0 595 842 ] /Rotate 180 /CropBox [ 40 200 440 560 ]", LINES },
  { "/MediaBox [ -20 -30 580 800 ] /Rotate 270 /CropBox [ 30 190 585 600 ]", LINES },
  { "/MediaBox [ 0 0 595 842 ] /UserUnit 2.5", LINES },
  { "/MediaBox [ 595 842 0 0 ] /Rotate -90 /CropBox [ -100 -100 900 900 ]", LINES },
};

static const struct
{
  JalBox media, crop;
  double unit, width, height;
  guint rotate;
  const char *label;
} expected[] = {
  { { 0, 0, 595, 842 }, { 0, 0, 595, 842 }, 1, 595, 842, 0, "i" },
  { { 0, 0, 595, 842 }, { 0, 0, 595, 842 }, 1, 842, 595, 90, "ii" },
  { { 0, 0, 595, 842 }, { 40, 200, 440, 560 }, 1, 400, 360, 180, "A-5" },
  { { -20, -30, 580, 800 }, { 30, 190, 580, 600 }, 1, 410, 550, 270, "A-6" },
  { { 0, 0, 595, 842 }, { 0, 0, 595, 842 }, 2.5, 1487.5, 2105, 0, "A-7" },
  { { 0, 0, 595, 842 }, { 0, 0, 595, 842 }, 1, 842, 595, 270, "A-8" },
};

static GBytes *
make_document (void)
{
  return pdf_make (pages, G_N_ELEMENTS (pages),
                   "/PageLabels << /Nums [ 0 << /S /r >> 2 << /S /D /P (A-) /St 5 >> ] >>");
}

static JalReader *
open_reader (GBytes *pdf, JalReaderKind kind)
{
  const JalBytes bytes = jal_bytes_from_memory (pdf);
  g_autoptr (GError) error = NULL;
  JalReader *reader = jal_reader_open (&bytes, kind, NULL, NULL, &error);

  g_assert_no_error (error);
  return reader;
}

static void
assert_box (JalBox box, JalBox other)
{
  g_assert_cmpfloat_with_epsilon (box.x1, other.x1, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.y1, other.y1, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.x2, other.x2, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.y2, other.y2, 1e-6);
}

static void
test_pages (void)
{
  g_autoptr (GBytes) pdf = make_document ();
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);

  g_assert_cmpuint (jal_reader_get_n_pages (reader), ==, G_N_ELEMENTS (pages));
  g_assert_false (jal_reader_is_incomplete (reader));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GError) error = NULL;
      JalPageInfo info;

      jal_reader_get_page (reader, i, &info, NULL, &error);
      g_assert_no_error (error);
      assert_box (info.media, expected[i].media);
      assert_box (info.crop, expected[i].crop);
      g_assert_cmpfloat (info.user_unit, ==, expected[i].unit);
      g_assert_cmpuint (info.rotate, ==, expected[i].rotate);
      g_assert_cmpfloat_with_epsilon (info.width, expected[i].width, 1e-6);
      g_assert_cmpfloat_with_epsilon (info.height, expected[i].height, 1e-6);
      g_assert_cmpstr (info.label, ==, expected[i].label);
      g_assert_false (info.incomplete);
    }
}

static void
test_contents (void)
{
  static const PdfPage inline_image
      = { "/MediaBox [ 0 0 200 200 ]",
          "q 50 0 0 50 10 10 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x10\x80\xf0\x20 EI Q" };
  static const PdfPage blank = { "/MediaBox [ 0 0 200 200 ]", "" };
  g_autoptr (GBytes) words = make_document ();
  g_autoptr (GBytes) scan = pdf_make_scan (1, 50000);
  g_autoptr (GBytes) in_line = pdf_make (&inline_image, 1, NULL);
  g_autoptr (GBytes) nothing = pdf_make (&blank, 1, NULL);
  const struct
  {
    GBytes *pdf;
    guint n_chars, n_images;
    guint64 largest;
  } cases[] = { { words, 41, 0, 0 }, { scan, 0, 1, 50000 }, { in_line, 0, 1, 0 }, { nothing, 0, 0, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JalReader) reader = open_reader (cases[i].pdf, JAL_READER_PDF);
      g_autoptr (GError) error = NULL;
      JalPageContents contents;

      jal_reader_get_contents (reader, 0, &contents, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (contents.n_chars, ==, cases[i].n_chars);
      g_assert_cmpuint (contents.n_images, ==, cases[i].n_images);
      g_assert_cmpuint (contents.largest_image, ==, cases[i].largest);
    }
}

/* Returns pdftotext's words of one page: "word" → JalBox on the displayed page before the user unit. */
static GHashTable *
ask_pdftotext (const char *path, guint page)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  const char *arguments[] = { PDFTOTEXT, "-bbox", "-cropbox", "-f", number, "-l", number, path, "-", NULL };
  g_autofree char *out = NULL;
  g_autoptr (GRegex) word = g_regex_new (
      "<word xMin=\"([-0-9.]+)\" yMin=\"([-0-9.]+)\" xMax=\"([-0-9.]+)\" yMax=\"([-0-9.]+)\">([^<]*)</word>", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **)arguments, NULL, 0, NULL, NULL, &out, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  for (g_regex_match (word, out, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      double v[4];

      for (int i = 0; i < 4; i++)
        {
          g_autofree char *text = g_match_info_fetch (match, i + 1);
          v[i] = g_ascii_strtod (text, NULL);
        }
      g_hash_table_insert (words, g_match_info_fetch (match, 5), g_memdup2 (v, sizeof v));
    }
  return words;
}

static void
assert_words (JalReader *reader, guint page, GHashTable *words, guint *n_checked)
{
  GHashTableIter iter;
  gpointer word, box;
  JalPageInfo info;

  g_assert_true (jal_reader_get_page (reader, page, &info, NULL, NULL));
  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, &box))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) hits = jal_reader_find (reader, page, word, NULL, &error);
      const double *theirs = box;
      const JalHit *hit;
      JalBox ours;

      g_assert_no_error (error);
      g_assert_cmpuint (hits->len, ==, 1);
      hit = &g_array_index (hits, JalHit, 0);
      g_assert_cmpstr (hit->text, ==, word);
      g_assert_cmpuint (hit->quads->len, ==, 1);
      ours = jal_geometry_quad_to_display (&info, &g_array_index (hit->quads, JalQuad, 0));
      g_assert_cmpfloat_with_epsilon (ours.x1 / info.user_unit, theirs[0], 0.01);
      g_assert_cmpfloat_with_epsilon (ours.y1 / info.user_unit, theirs[1], 0.01);
      g_assert_cmpfloat_with_epsilon (ours.x2 / info.user_unit, theirs[2], 0.01);
      g_assert_cmpfloat_with_epsilon (ours.y2 / info.user_unit, theirs[3], 0.01);
      (*n_checked)++;
    }
}

static void
test_boxes (void)
{
  g_autoptr (GBytes) pdf = make_document ();
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);
  g_autofree char *folder = g_dir_make_tmp ("jalada-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "boxes.pdf", NULL);
  guint n_checked = 0;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize)g_bytes_get_size (pdf), NULL));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GHashTable) words = ask_pdftotext (path, i);
      guint before = n_checked;

      assert_words (reader, i, words, &n_checked);
      g_assert_cmpuint (n_checked - before, ==, 8);
    }
  g_test_message ("%u words where pdftotext has them", n_checked);
  g_remove (path);
  g_rmdir (folder);
}

/* The first word of every page begins at (60, 500) of default user space, whatever the page's box and turn. */
static void
test_user_space (void)
{
  g_autoptr (GBytes) pdf = make_document ();
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalPageText) text = jal_reader_get_text (reader, i, NULL, &error);
      g_autoptr (GArray) hits = jal_reader_find (reader, i, "the quick witness", NULL, &error);
      const JalQuad *quad = &g_array_index (g_array_index (hits, JalHit, 0).quads, JalQuad, 0);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (text->text, "met counsel at"));
      g_assert_cmpuint (text->n_chars, ==, g_utf8_strlen (text->text, -1));
      g_assert_cmpuint (hits->len, ==, 1);
      /* The quad holds the line: its left edge at 60, the base line at 500 within it, 14 points high at most. */
      {
        double x1 = INFINITY, y1 = INFINITY, y2 = -INFINITY;

        for (int c = 0; c < 4; c++)
          {
            x1 = fmin (x1, quad->corners[c].x);
            y1 = fmin (y1, quad->corners[c].y);
            y2 = fmax (y2, quad->corners[c].y);
          }
        g_assert_cmpfloat_with_epsilon (x1, 60, 0.5);
        g_assert_cmpfloat (y1, <, 500);
        g_assert_cmpfloat (y2, >, 508);
        g_assert_cmpfloat (y2 - y1, <, 17);
      }
    }
}

static GBytes *
render_here (GBytes *pdf, guint page, double scale, double unit, guint width, guint height)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  PopplerPage *poppler = poppler_document_get_page (document, (int)page);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  cairo_t *cairo = cairo_create (surface);
  GBytes *pixels;

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, scale * unit, scale * unit);
  poppler_page_render (poppler, cairo);
  cairo_surface_flush (surface);
  pixels = g_bytes_new (cairo_image_surface_get_data (surface), (gsize)width * height * 4);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  g_object_unref (poppler);
  g_object_unref (document);
  return pixels;
}

static void
test_pixels_are_equal (void)
{
  g_autoptr (GBytes) words = make_document ();
  g_autoptr (GBytes) scan = pdf_make_scan (3, 600000);
  GBytes *documents[] = { words, scan };
  static const double scales[] = { 0.2, 96.0 / 72.0, 2.2 };
  guint n_equal = 0;

  for (gsize d = 0; d < G_N_ELEMENTS (documents); d++)
    {
      g_autoptr (JalReader) reader = open_reader (documents[d], JAL_READER_PDF);

      for (guint page = 0; page < jal_reader_get_n_pages (reader); page++)
        for (gsize s = 0; s < G_N_ELEMENTS (scales); s++)
          {
            g_autoptr (GError) error = NULL;
            g_autoptr (JalPixels) there = jal_reader_render (reader, page, scales[s], 0, NULL, &error);
            g_autoptr (GBytes) here = NULL;
            JalPageInfo info;
            double width, height;

            g_assert_no_error (error);
            g_assert_true (jal_reader_get_page (reader, page, &info, NULL, NULL));
            jal_reader_get_pixel_size (&info, scales[s], 0, &width, &height);
            g_assert_cmpuint (there->width, ==, (guint)width);
            g_assert_cmpuint (there->height, ==, (guint)height);
            g_assert_cmpfloat (fabs (width - info.width * scales[s]), <=, 1);
            here = render_here (documents[d], page, scales[s], info.user_unit, there->width, there->height);
            g_assert_true (g_bytes_equal (there->bytes, here));
            g_assert_false (there->incomplete);
            n_equal++;
          }
    }
  g_test_message ("%u pictures equal to poppler's in this process", n_equal);
}

static guint32
pixel_at (const JalPixels *pixels, guint x, guint y)
{
  guint32 value;

  g_assert_cmpuint (x, <, pixels->width);
  g_assert_cmpuint (y, <, pixels->height);
  memcpy (&value, (const guint8 *)g_bytes_get_data (pixels->bytes, NULL) + y * pixels->stride + x * 4, 4);
  return value;
}

static void
test_region (void)
{
  g_autoptr (GBytes) pdf = make_document ();
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) whole = jal_reader_render (reader, 0, 1, 0, NULL, &error);
  g_autoptr (JalPixels) part = jal_reader_render_region (reader, 0, 1, 0, 50, 400, 200, 250, NULL, &error);
  g_autoptr (JalPixels) beyond = jal_reader_render_region (reader, 0, 1, 0, 500, 800, 200, 200, NULL, &error);
  guint n_differ = 0;

  g_assert_no_error (error);
  for (guint y = 0; y < part->height; y++)
    for (guint x = 0; x < part->width; x++)
      n_differ += pixel_at (part, x, y) != pixel_at (whole, x + 50, y + 400);
  /* cairo smooths a line that crosses the picture's edge a little otherwise */
  g_assert_cmpuint (n_differ, <, 20);
  g_assert_cmphex (pixel_at (part, 60, 110), ==, 0xff3366cc); /* the blue field is in it */
  g_assert_cmphex (pixel_at (beyond, 199, 199), ==, 0xffffffff);
}

/* A field in the lower left of an unturned page, looked for after a quarter turn each. */
static void
test_turned (void)
{
  static const PdfPage page = { "/MediaBox [ 0 0 100 200 ]", "1 0 0 rg 0 0 20 20 re f" };
  static const guint corners[4][2] = { { 5, 195 }, { 5, 5 }, { 95, 5 }, { 195, 95 } };
  g_autoptr (GBytes) pdf = pdf_make (&page, 1, NULL);
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);

  for (guint turn = 0; turn < 4; turn++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalPixels) pixels = jal_reader_render (reader, 0, 1, turn * 90, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (pixels->width, ==, turn % 2 == 0 ? 100 : 200);
      g_assert_cmpuint (pixels->height, ==, turn % 2 == 0 ? 200 : 100);
      for (guint c = 0; c < 4; c++)
        if (corners[c][0] < pixels->width && corners[c][1] < pixels->height)
          g_assert_cmphex (pixel_at (pixels, corners[c][0], corners[c][1]), ==, c == turn ? 0xffff0000 : 0xffffffff);
    }
}

static void
test_sniff (void)
{
  static const struct
  {
    const char *bytes;
    gboolean known;
    JalReaderKind kind;
  } cases[] = {
    { "%PDF-1.4\n", TRUE, JAL_READER_PDF },
    { "\xef\xbb\xbf\n\n%PDF-1.7", TRUE, JAL_READER_PDF },
    { "\xff\xd8\xff\xe1xx", TRUE, JAL_READER_JPEG },
    { "\x89PNG\r\n\x1a\nxxxx", TRUE, JAL_READER_PNG },
    { "GIF89a", FALSE, JAL_READER_PDF },
    { "", FALSE, JAL_READER_PDF },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JalReaderKind kind = JAL_READER_PNG;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (jal_reader_sniff ((const guint8 *)cases[i].bytes, strlen (cases[i].bytes), &kind, &error), ==,
                       cases[i].known);
      if (cases[i].known)
        g_assert_cmpint (kind, ==, cases[i].kind);
      else
        g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED);
    }
}

typedef struct
{
  GBytes *pdf;
  guint8 *chunks; /* asked for, by chunk of 256 KiB */
  guint n_calls;
} Counted;

static gboolean
count_cb (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Counted *counted = user_data;

  counted->n_calls++;
  for (guint64 chunk = offset / 262144; chunk <= (offset + length - 1) / 262144; chunk++)
    counted->chunks[chunk] = 1;
  memcpy (to, (const guint8 *)g_bytes_get_data (counted->pdf, NULL) + offset, length);
  return TRUE;
}

/* The first page of a scan of 200 MB. */
static void
test_asks_for_little (void)
{
  g_autoptr (GBytes) pdf = pdf_make_scan (800, 262000);
  gsize n_chunks = (g_bytes_get_size (pdf) + 262143) / 262144, n_asked = 0;
  g_autofree guint8 *chunks = g_new0 (guint8, n_chunks);
  Counted counted = { pdf, chunks, 0 };
  const JalBytes bytes = { g_bytes_get_size (pdf), count_cb, &counted, NULL };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, &error);
  g_autoptr (JalPixels) pixels = NULL;

  g_assert_no_error (error);
  pixels = jal_reader_render (reader, 0, 96.0 / 72.0, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (jal_reader_get_n_pages (reader), ==, 800);
  for (gsize i = 0; i < n_chunks; i++)
    n_asked += chunks[i];
  g_test_message ("%.0f MB, 800 pages: the first page is there after %.0f ms and asked for %" G_GSIZE_FORMAT " of %"
                  G_GSIZE_FORMAT " chunks (%.2f %%)",
                  (double)bytes.size / 1e6, (double)(g_get_monotonic_time () - start) / 1000, n_asked, n_chunks,
                  100.0 * (double)n_asked / (double)n_chunks);
  g_assert_cmpuint (bytes.size, >, 200000000);
  g_assert_cmpuint (n_asked * 20, <, n_chunks);
}

static guint
count_asked (const guint8 *chunks, gsize n_chunks)
{
  guint n = 0;

  for (gsize i = 0; i < n_chunks; i++)
    n += chunks[i];
  return n;
}

/* Any other page of it needs no more, nor do its words and links, forward or backward from there. */
static void
test_asks_for_little_anywhere (void)
{
  static const guint there[] = { 790, 791, 700, 699, 400 };
  g_autoptr (GBytes) pdf = pdf_make_scan (800, 262000);
  gsize n_chunks = (g_bytes_get_size (pdf) + 262143) / 262144;
  g_autofree guint8 *chunks = g_new0 (guint8, n_chunks);
  Counted counted = { pdf, chunks, 0 };
  const JalBytes bytes = { g_bytes_get_size (pdf), count_cb, &counted, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (there); i++)
    {
      g_autoptr (JalPixels) pixels = jal_reader_render (reader, there[i], 0.5, 0, NULL, &error);
      g_autoptr (JalPageText) text = NULL;
      g_autoptr (GPtrArray) links = NULL;

      g_assert_no_error (error);
      g_assert_false (pixels->incomplete);
      text = jal_reader_get_text (reader, there[i], NULL, &error);
      g_assert_no_error (error);
      links = jal_reader_get_links (reader, there[i], NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (text->n_chars, ==, 0);
      g_assert_cmpuint (links->len, ==, 0);
      g_test_message ("page %u: %u of %" G_GSIZE_FORMAT " chunks so far", there[i] + 1, count_asked (chunks, n_chunks), n_chunks);
      g_assert_cmpuint (count_asked (chunks, n_chunks), <, 40 * (i + 1));
    }
}

/* --- Long documents ----------------------------------------------------------------------------------------------- */

#define LONG 130
#define FIRST_PART 90

/* A tree of two parts, which hand down their boxes and turns; labels of three kinds; a link from page 121 to page 4.
   Objects: 1 font, then two a page (content, page), 2 parts, tree. The count of the first part is @wrong by so much. */
static GBytes *
make_long (int wrong)
{
  PdfMaker *maker = pdf_maker_new ();
  guint font = pdf_maker_add (maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  guint parts = font + 2 * LONG + 1, tree = parts + 2;
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);

  for (guint i = 0; i < LONG; i++)
    {
      g_autofree char *words = g_strdup_printf ("BT /F 20 Tf 80 %u Td (Page number %u of counsel) Tj ET 50 50 %u 90 re f", 300 + i, i, i);
      guint content = pdf_maker_add_stream (maker, "", words, strlen (words));
      g_autofree char *link = g_strdup_printf ("/Annots [ << /Type /Annot /Subtype /Link /Rect [ 10 10 60 60 ] /Dest [ %u 0 R /Fit ] >> ]",
                                               font + 2 * 4);
      guint page = pdf_maker_add (maker, "<< /Type /Page /Parent %u 0 R /Contents %u 0 R %s >>", parts + (i >= FIRST_PART),
                                  content, i == 120 ? link : "");

      g_string_append_printf (i >= FIRST_PART ? second : first, "%u 0 R ", page);
    }
  g_assert_cmpuint (pdf_maker_add (maker, "<< /Type /Pages /Parent %u 0 R /Count %d /Kids [ %s ] /Rotate 90 >>", tree,
                                   FIRST_PART + wrong, first->str), ==, parts);
  pdf_maker_add (maker, "<< /Type /Pages /Parent %u 0 R /Count %d /Kids [ %s ] /CropBox [ 20 30 500 700 ] >>", tree,
                 LONG - FIRST_PART, second->str);
  pdf_maker_add (maker,
                 "<< /Type /Pages /Count %d /Kids [ %u 0 R %u 0 R ] /MediaBox [ 0 0 595 842 ] "
                 "/Resources << /Font << /F %u 0 R >> >> >>", LONG, parts, parts + 1, font);
  return pdf_maker_finish (maker, pdf_maker_add (maker,
                                                 "<< /Type /Catalog /Pages %u 0 R /PageLabels << /Kids [ << /Nums [ 0 << /S /R "
                                                 ">> 60 << /S /a /P (X-) >> ] >> << /Nums [ 100 << /S /D /St 7 >> 125 << /P "
                                                 "(last) >> ] >> ] >> >>", tree));
}

static void
assert_page_is_popplers (JalReader *reader, PopplerDocument *document, guint index)
{
  PopplerPage *page = poppler_document_get_page (document, (int)index);
  g_autofree char *label = poppler_page_get_label (page), *words = poppler_page_get_text (page);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) pixels = jal_reader_render (reader, index, 0.5, 0, NULL, &error);
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GBytes) theirs = NULL;
  JalPageInfo info;
  double width, height;

  g_assert_no_error (error);
  text = jal_reader_get_text (reader, index, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_reader_get_page (reader, index, &info, NULL, &error));
  poppler_page_get_size (page, &width, &height);
  g_assert_cmpfloat (info.width, ==, width);
  g_assert_cmpfloat (info.height, ==, height);
  g_assert_cmpstr (info.label, ==, label);
  g_assert_cmpstr (text->text, ==, words);
  g_assert_false (pixels->incomplete);
  theirs = pixels_of_poppler (document, index, 0.5, 0, pixels->width, pixels->height);
  g_assert_cmpuint (pixels_compare (pixels, theirs).largest, ==, 0);
  g_object_unref (page);
}

/* Counts that are not those of the kids lead nobody to another page than going there page by page does. */
static void
test_long_miscounted (void)
{
  g_autoptr (GBytes) pdf = make_long (2);
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);

  for (guint page = 60; page < LONG; page += 30)
    {
      g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);

      g_autoptr (GError) error = NULL;
      g_autoptr (JalPixels) pixels = jal_reader_render (reader, page, 0.5, 0, NULL, &error);
      g_autoptr (GBytes) theirs = NULL;

      g_assert_no_error (error);
      theirs = pixels_of_poppler (document, page, 0.5, 0, pixels->width, pixels->height);
      g_assert_cmpuint (pixels_compare (pixels, theirs).largest, ==, 0);
    }
  g_object_unref (document);
}

/* Whichever way one comes to a page, it is the page that poppler shows of the whole file. */
static void
test_long (void)
{
  static const guint there[] = { 129, 128, 127, 101, 100, 99, 91, 90, 89, 88, 60, 59, 0, 33, 120, 121, 64, 63, 62, 110 };
  g_autoptr (GBytes) pdf = make_long (0);
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (jal_reader_get_n_pages (reader), ==, LONG);
  for (gsize i = 0; i < G_N_ELEMENTS (there); i++)
    assert_page_is_popplers (reader, document, there[i]);
  links = jal_reader_get_links (reader, 120, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (links->len, ==, 1);
  g_assert_cmpint (((JalLead *)links->pdata[0])->page, ==, 3);
  assert_page_is_popplers (reader, document, 70);
  g_object_unref (document);
}

static gpointer
render_all_cb (gpointer reader)
{
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalPixels) pixels = jal_reader_render (reader, i % G_N_ELEMENTS (pages), 0.3, 0, NULL, &error);
      g_autoptr (JalPageText) text = jal_reader_get_text (reader, (i + 1) % G_N_ELEMENTS (pages), NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (text->text, "counsel"));
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (GBytes) pdf = make_document ();
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("render", render_all_cb, reader);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* --- What is read from the right ---------------------------------------------------------------------------------- */

/* Three pages of the same letters' shapes: with two words of Arabic in a line that is read from the left; all Latin; and two lines
   that are read from the right. The Arabic letters are Latin ones by their looks, drawn from left to right as they are seen. */
static GBytes *
make_from_the_right (void)
{
  static const char *const map
      = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def 1 begincodespacerange <00> <FF> "
        "endcodespacerange 9 beginbfchar <20> <0020> <61> <0641> <62> <0627> <63> <0637> <64> <0645> <65> <0629> <66> <0639> "
        "<67> <0644> <68> <064A> endbfchar endcmap end end";
  static const char *const contents[]
      = { "BT /F 12 Tf 50 700 Td (The child ) Tj /A 12 Tf (hgf edcba) Tj /F 12 Tf ( came. Amina Wanjiru) Tj 0 -20 Td (lives here) Tj ET",
          "BT /F 12 Tf 50 700 Td (The child hgf edcba came. Amina Wanjiru) Tj 0 -20 Td (lives here) Tj ET",
          "BT /A 12 Tf 50 700 Td (hgf edcba) Tj 0 -20 Td (edcba hgf edcba) Tj ET" };
  PdfMaker *maker = pdf_maker_new ();
  g_autoptr (GString) kids = g_string_new (NULL);
  guint tree = 12, latin, unicode, arabic, root;

  latin = pdf_maker_add (maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  unicode = pdf_maker_add_stream (maker, "", map, strlen (map));
  arabic = pdf_maker_add (maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode %u 0 R >>", unicode);
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      guint content = pdf_maker_add_stream (maker, "", contents[i], strlen (contents[i]));
      guint page = pdf_maker_add (maker,
                                  "<< /Type /Page /Parent %u 0 R /MediaBox [ 0 0 595 842 ] /Contents %u 0 R "
                                  "/Resources << /Font << /F %u 0 R /A %u 0 R >> >> >>", tree, content, latin, arabic);

      g_string_append_printf (kids, "%u 0 R ", page);
    }
  while ((root = pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", tree)) + 1 < tree)
    continue;
  g_assert_cmpuint (pdf_maker_add (maker, "<< /Type /Pages /Count 3 /Kids [ %s ] >>", kids->str), ==, tree);
  return pdf_maker_finish (maker, root);
}

static void
assert_same_place (const JalPageText *a, guint i, const JalPageText *b, guint k)
{
  assert_box (a->boxes[i], b->boxes[k]);
}

/* Each character has its own place, and words stand in the order in which they are read. */
static void
test_from_the_right (void)
{
  g_autoptr (GBytes) pdf = make_from_the_right ();
  g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPageText) mixed = jal_reader_get_text (reader, 0, NULL, &error);
  g_autoptr (JalPageText) latin = jal_reader_get_text (reader, 1, NULL, &error);
  g_autoptr (JalPageText) arabic = jal_reader_get_text (reader, 2, NULL, &error);
  g_autoptr (GArray) hits = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (latin->text, ==, "The child hgf edcba came. Amina Wanjiru\nlives here");
  g_assert_cmpstr (mixed->text, ==, "The child فاطمة علي came. Amina Wanjiru\nlives here");
  g_assert_cmpstr (arabic->text, ==, "فاطمة علي\nفاطمة علي فاطمة");
  g_assert_cmpuint (mixed->n_chars, ==, latin->n_chars);
  for (guint i = 0; i < mixed->n_chars; i++)
    if (i < 10 || i > 18)
      assert_same_place (mixed, i, latin, i);
  /* "hgf edcba" is "فاطمة علي" from the right. */
  for (guint i = 10; i <= 18; i++)
    assert_same_place (mixed, i, latin, 28 - i);
  hits = jal_reader_find (reader, 0, "فاطمة علي", NULL, &error);
  g_assert_cmpuint (hits->len, ==, 1);
}

/* --- Tables ------------------------------------------------------------------------------------------------------- */

/* A4, with @content in Helvetica. */
static GBytes *
make_page (const GString *content)
{
  PdfMaker *maker = pdf_maker_new ();
  guint tree = 4, font = pdf_maker_add (maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  guint page = pdf_maker_add_stream (maker, "", content->str, content->len);

  page = pdf_maker_add (maker, "<< /Type /Page /Parent %u 0 R /MediaBox [ 0 0 595 842 ] /Contents %u 0 R /Resources << /Font << /F %u 0 R >> >> >>",
                        tree, page, font);
  g_assert_cmpuint (pdf_maker_add (maker, "<< /Type /Pages /Count 1 /Kids [ %u 0 R ] >>", page), ==, tree);
  return pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", tree));
}

/* poppler puts the cells of a row one after the other. A heading that is spaced out stays a word. */
static void
test_cells (void)
{
  static const char *const rows[][3] = { { "Mobile money", "Achieng", "3" }, { "Cash", "Otieno", "4" }, { "Cash", "Wanjiku", "5" },
                                         { "Mobile money", "Achieng", "6" }, { "Cash", "Baraka", "7" }, { "Cheque", "Neema", "8" } };
  static const guint columns[] = { 50, 160, 260 };
  g_autoptr (GString) content = g_string_new ("BT /F 9 Tf 3 Tc 1 0 0 1 50 800 Tm (REGISTER) Tj 0 Tc ");
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GError) error = NULL;
  const char *cash;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (columns); k++)
      g_string_append_printf (content, "1 0 0 1 %u %u Tm (%s) Tj ", columns[k], (guint)(740 - 15 * i), rows[i][k]);
  g_string_append (content, "ET");
  pdf = make_page (content);
  reader = open_reader (pdf, JAL_READER_PDF);
  text = jal_reader_get_text (reader, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text->text, ==, "REGISTER\nMobile money Achieng 3\nCash Otieno 4\nCash Wanjiku 5\nMobile money Achieng 6\nCash Baraka 7\n"
                                   "Cheque Neema 8");
  /* The space lies between the cells. */
  cash = strstr (text->text, "Cash Otieno");
  g_assert_cmpfloat (text->boxes[cash + 4 - text->text].x1, ==, text->boxes[cash + 3 - text->text].x2);
  g_assert_cmpfloat (text->boxes[cash + 4 - text->text].x2, ==, text->boxes[cash + 5 - text->text].x1);
}

/* Of a register with narrow columns poppler takes some cells across and some down. Here they come row by row, the lines of a cell one below
   the other; and a word of the register is found with the one that stands beside it. */
static void
test_rows (void)
{
  static const struct
  {
    guint x;
    const char *head;
    const char *cells[12]; /* NULL: as above */
  } columns[] = {
    { 40, "No.", { "1180", "1181", "1182", "1183", "1184", "1185", "1186", "1187\n(copy)", "1188", "1189", "1190", "1191" } },
    { 72, "Made", { "10/01", "11/01", "12/01", "13/01", "14/01", "15/01", "16/01", "17/01", "18/01", "19/01", "20/01", "21/01" } },
    { 112, "Guest as entered", { "Couple", "Guest, nurse", "Family of four", "Surveyor", "Couple", "Surveyor", "Surveyor", "Couple", "Surveyor", "Family of four", "Family of four", "Family of four" } },
    { 200, "Room", { "1", "2", "3", "4", "5", "6", "7", "8", "9", "1", "2", "3" } },
    { 230, "In", { "01/02", "02/02", "03/02", "04/02", "05/02", "06/02", "07/02", "08/02", "09/02", "10/02", "11/02", "12/02" } },
    { 268, "Out", { "03/02", "04/02", "05/02", "06/02", "07/02", "08/02", "09/02", "10/02", "11/02", "12/02", "13/02", "14/02" } },
    { 306, "Days", { "2", "2", "2", "2", "2", "2", "2", "2", "2", "2", "2", "2" } },
    { 342, "Amount", { "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00", "4,000.00" } },
    { 392, "Paid by", { "Cash", "Mobile money", "Cash", "Mobile money", "Cash", "Mobile money", "Cash", "Cash", "Cash", "Cash", "Mobile money", "Mobile money" } },
    { 462, "Desk", { "PZ", "PZ", "PZ", "PZ", "PZ", "PZ", "PZ", "KT", "PZ", "PZ", "PZ", "PZ" } },
    { 490, "Remarks", { "", "", "", "", "", "", "", "entered by\nthe keeper", "", "", "", "" } },
  };
  g_autoptr (GString) content = g_string_new ("BT /F 10 Tf 1 0 0 1 40 760 Tm (A line of prose above the register, longer than any of its columns) Tj ");
  g_autoptr (GString) wanted = g_string_new ("A line of prose above the register, longer than any of its columns\n");
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GArray) hits = NULL;
  g_autoptr (GError) error = NULL;
  guint y = 720;

  for (gsize row = 0; row <= G_N_ELEMENTS (columns[0].cells); row++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
        {
          const char *cell = row == 0 ? columns[i].head : columns[i].cells[row - 1];
          g_auto (GStrv) lines = g_strsplit (cell, "\n", -1);

          for (guint k = 0; lines[k] != NULL; k++)
            g_string_append_printf (content, "1 0 0 1 %u %u Tm (%s) Tj ", columns[i].x, y - 11 * k, lines[k]);
          if (*cell != '\0')
            g_string_append_printf (wanted, "%s%s", i > 0 ? " " : "", cell);
        }
      g_string_append (wanted, row < G_N_ELEMENTS (columns[0].cells) ? "\n" : "");
      y -= row == 8 ? 27 : 16;
    }
  g_string_append (content, "ET");
  pdf = make_page (content);
  reader = open_reader (pdf, JAL_READER_PDF);
  text = jal_reader_get_text (reader, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text->text, ==, wanted->str);
  /* Each letter has kept its place. */
  for (guint i = 0; i < text->n_chars; i++)
    if (g_str_has_prefix (text->text + text->offsets[i], "1187\n(copy) 17/01"))
      {
        g_assert_cmpfloat_with_epsilon (text->boxes[i].x1, 40, 0.5);
        g_assert_cmpfloat_with_epsilon (text->boxes[i + 12].x1, 72, 0.5);
      }
  hits = jal_reader_find (reader, 0, "KT entered by the keeper", NULL, &error);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpuint (g_array_index (hits, JalHit, 0).quads->len, ==, 2);
}

/* A register of nine rows, of which the fifth has a name that is broken in its cell, in column @column: with rows as close as the lines of a
   cell, or apart and the other cells at the top, in the middle, at the bottom of their row. */
static GBytes *
make_register (guint column, double pitch, double down)
{
  static const char *const cells[][10] = { { "1180", "10/01", "Couple", "1", "01/02", "03/02", "2", "4,000.00", "Mobile money", "PZ" },
                                           { "1181", "11/01", "Surveyor", "2", "02/02", "04/02", "2", "2,000.00", "Cash", "" },
                                           { "1182", "12/01", "Family of four", "3", "03/02", "05/02", "2", "6,000.00", "Cash", "PZ" } };
  static const guint columns[] = { 40, 72, 112, 200, 230, 268, 306, 342, 392, 462 };
  g_autoptr (GString) content = g_string_new ("BT /F 10 Tf ");
  double y = 740;

  for (guint i = 0; i < 9; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
        if (i == 4 && k == column)
          g_string_append_printf (content, "1 0 0 1 %u %.1f Tm (Amina) Tj 1 0 0 1 %u %.1f Tm (Finwick) Tj ", columns[k], y, columns[k], y - 11);
        else
          g_string_append_printf (content, "1 0 0 1 %u %.1f Tm (%s) Tj ", columns[k], i == 4 ? y - down : y, cells[i % 3][k]);
      y -= pitch + (i == 4 ? 11 : 0);
    }
  g_string_append (content, "ET");
  return make_page (content);
}

/* A name that is broken in its cell stays together. */
static void
test_broken_cells (void)
{
  static const struct
  {
    double pitch, down;
    guint columns[5]; /* up to a 0 */
  } cases[] = { { 11, 0, { 2, 8 } }, { 11, 11, { 2, 5, 8 } }, { 16, 0, { 2, 5, 8 } }, { 16, 5.5, { 2, 5, 8 } }, { 16, 11, { 2, 6, 8 } }, { 24, 11, { 2, 3, 6, 8 } } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (const guint *column = cases[i].columns; *column != 0; column++)
      {
        g_autoptr (GBytes) pdf = make_register (*column, cases[i].pitch, cases[i].down);
        g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);
        g_autoptr (GError) error = NULL;
        g_autoptr (JalPageText) text = jal_reader_get_text (reader, 0, NULL, &error);

        g_assert_no_error (error);
        g_test_message ("rows %.0f apart, others %.1f down, column %u", cases[i].pitch, cases[i].down, *column);
        g_assert_nonnull (strstr (text->text, "Amina\nFinwick"));
      }
}

/* Prose in columns stays prose, also beside a table. */
static void
test_no_rows (void)
{
  static const char *const prose[] = { "The witness was shown the photograph", "and said that she knew the man who", "stood beside the gate on the evening",
                                       "of the thirteenth of February when", "she came home from the shop of her", "aunt with bread and a bag of sugar." };
  static const char *const label[] = { "Born", "Lives", "Trade", "School", "Seen", "Called" };
  g_autoptr (GString) content = g_string_new ("BT /F 10 Tf ");
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (prose); i++)
    g_string_append_printf (content, "1 0 0 1 40 %u Tm (%s) Tj 1 0 0 1 260 %u Tm (%s) Tj 1 0 0 1 320 %u Tm (01/02) Tj 1 0 0 1 380 %u Tm (Mobile) Tj ",
                            740 - 14 * i, prose[i], 733 - 14 * i, label[i], 733 - 14 * i, 733 - 14 * i);
  g_string_append (content, "ET");
  pdf = make_page (content);
  reader = open_reader (pdf, JAL_READER_PDF);
  text = jal_reader_get_text (reader, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text->text, "shown the photograph\nand said that she knew the man who\nstood beside the gate"));
}

/* --- Without notes ---------------------------------------------------------------------------------------------- */

#define SQUARES_ACROSS 40
#define SQUARES_DOWN 25

/* A page of 1,000 black squares, each drawn by an object of its own, so that any object that is lost shows; with @n_loose notes that have
   no number, a stamp and a field that are not printed, a note with a number, a hidden stamp. */
static GBytes *
make_noted (guint n_loose)
{
  static const char picture[] = "0 g 0 0 20 20 re f", *const kinds[] = { "Square", "Text", "Popup", "Highlight", "Ink" };
  PdfMaker *maker = pdf_maker_new ();
  g_autoptr (GString) contents = g_string_new (NULL), notes = g_string_new (NULL);
  guint drawn = pdf_maker_add_stream (maker, "/Type /XObject /Subtype /Form /BBox [ 0 0 20 20 ]", picture, sizeof picture - 1), page, tree;

  for (guint i = 0; i < SQUARES_ACROSS * SQUARES_DOWN; i++)
    {
      g_autofree char *square = g_strdup_printf ("0 g %u %u 8 8 re f\n", 20 + 10 * (i % SQUARES_ACROSS), 20 + 10 * (i / SQUARES_ACROSS));

      g_string_append_printf (contents, " %u 0 R", pdf_maker_add_stream (maker, "", square, strlen (square)));
    }
  for (guint i = 0; i < n_loose; i++)
    g_string_append_printf (notes, " << /Type /Annot /Subtype /%s /Rect [ 20 320 40 340 ] /F 4 /C [ 1 0 0 ] /AP << /N %u 0 R >> >>",
                            kinds[i % G_N_ELEMENTS (kinds)], drawn);
  g_string_append_printf (notes, " %u 0 R",
                          pdf_maker_add (maker, "<< /Type /Annot /Subtype /Square /Rect [ 60 320 80 340 ] /F 4 /AP << /N %u 0 R >> >>", drawn));
  g_string_append_printf (notes, " << /Type /Annot /Subtype /Stamp /Rect [ 100 320 120 340 ] /F 0 /AP << /N %u 0 R >> >>", drawn);
  g_string_append_printf (notes, " %u 0 R",
                          pdf_maker_add (maker, "<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /Ff 65536 /Rect [ 140 320 160 340 ] "
                                                "/F 0 /AP << /N %u 0 R >> >>", drawn));
  g_string_append_printf (notes, " << /Type /Annot /Subtype /Stamp /Rect [ 180 320 200 340 ] /F 2 /AP << /N %u 0 R >> >>", drawn);
  page = pdf_maker_add (maker, "<< /Type /Page /MediaBox [ 0 0 440 360 ] /Resources << >> /Contents [%s ] /Annots [%s ] >>", contents->str,
                        notes->str);
  tree = pdf_maker_add (maker, "<< /Type /Pages /Count 1 /Kids [ %u 0 R ] >>", page);
  return pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", tree));
}

static guint
grey_at (const JalPixels *pixels, guint x, guint y)
{
  return ((const guint8 *)g_bytes_get_data (pixels->bytes, NULL))[y * pixels->stride + 4 * x + 1];
}

/* poppler hides a note without a number under whatever number lies in memory: what has that one is gone. */
static void
test_without_notes (void)
{
  const guint loose[] = { 1, 40, 400 };

  for (gsize i = 0; i < G_N_ELEMENTS (loose); i++)
    {
      g_autoptr (GBytes) pdf = make_noted (loose[i]);

      for (guint run = 0; run < 3; run++)
        {
          g_autoptr (JalReader) reader = open_reader (pdf, JAL_READER_PDF);
          g_autoptr (JalPixels) pixels = NULL;
          g_autoptr (GError) error = NULL;
          guint missing = 0;

          jal_reader_drop_notes (reader);
          pixels = jal_reader_render (reader, 0, 1, 0, NULL, &error);
          g_assert_no_error (error);
          g_assert_false (pixels->incomplete);
          for (guint k = 0; k < SQUARES_ACROSS * SQUARES_DOWN; k++)
            missing += grey_at (pixels, 24 + 10 * (k % SQUARES_ACROSS), 336 - 10 * (k / SQUARES_ACROSS)) == 0 ? 0 : 1;
          g_assert_cmpuint (missing, ==, 0);
          /* Notes are gone, with a number or without; what is no note is there. */
          g_assert_cmpuint (grey_at (pixels, 30, 30), ==, 255);
          g_assert_cmpuint (grey_at (pixels, 70, 30), ==, 255);
          g_assert_cmpuint (grey_at (pixels, 110, 30), ==, 0);
          g_assert_cmpuint (grey_at (pixels, 150, 30), ==, 0);
          g_assert_cmpuint (grey_at (pixels, 190, 30), ==, 255);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/pages", test_pages);
  g_test_add_func ("/reader/contents", test_contents);
  g_test_add_func ("/reader/boxes", test_boxes);
  g_test_add_func ("/reader/user-space", test_user_space);
  g_test_add_func ("/reader/cells", test_cells);
  g_test_add_func ("/reader/rows", test_rows);
  g_test_add_func ("/reader/broken-cells", test_broken_cells);
  g_test_add_func ("/reader/no-rows", test_no_rows);
  g_test_add_func ("/reader/from-the-right", test_from_the_right);
  g_test_add_func ("/reader/pixels-are-equal", test_pixels_are_equal);
  g_test_add_func ("/reader/region", test_region);
  g_test_add_func ("/reader/turned", test_turned);
  g_test_add_func ("/reader/sniff", test_sniff);
  g_test_add_func ("/reader/asks-for-little", test_asks_for_little);
  g_test_add_func ("/reader/asks-for-little-anywhere", test_asks_for_little_anywhere);
  g_test_add_func ("/reader/long", test_long);
  g_test_add_func ("/reader/long-miscounted", test_long_miscounted);
  g_test_add_func ("/reader/threads", test_threads);
  g_test_add_func ("/reader/without-notes", test_without_notes);
  return g_test_run ();
}
