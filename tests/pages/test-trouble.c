/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Broken and hostile files, dying workers, bytes that cannot be had: each its own error, and the program goes on. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <zlib.h>

#include "pages/jal-reader-private.h"
#include "pdf-maker.h"

#define WORDS "BT /F 20 Tf 20 100 Td (Still here) Tj ET"

static JalReader *
open_bytes (GBytes *bytes, JalReaderKind kind, const char *password, GError **error)
{
  const JalBytes on_demand = jal_bytes_from_memory (bytes);

  return jal_reader_open (&on_demand, kind, password, NULL, error);
}

static void
assert_refused (GBytes *bytes, JalReaderKind kind, JalPagesError code, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = open_bytes (bytes, kind, NULL, &error);

  g_assert_null (reader);
  g_assert_error (error, JAL_PAGES_ERROR, (int)code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
}

static void
assert_page_is_fine (JalReader *reader, guint page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPageText) text = jal_reader_get_text (reader, page, NULL, &error);
  g_autoptr (JalPixels) pixels = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (text->text, ==, "Still here");
  pixels = jal_reader_render (reader, page, 0.5, 0, NULL, &error);
  g_assert_no_error (error);
}

static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree guint8 *noise = g_malloc (200000);
  g_autoptr (GBytes) bytes = NULL;
  JalReaderKind kind;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 200000; i++)
    noise[i] = (guint8)g_rand_int (rand);
  g_assert_false (jal_reader_sniff (noise, 1024, &kind, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED);
  bytes = g_bytes_new_static (noise, 200000);
  assert_refused (bytes, JAL_READER_PDF, JAL_PAGES_ERROR_DAMAGED, "damaged");
  assert_refused (bytes, JAL_READER_JPEG, JAL_PAGES_ERROR_DAMAGED, "damaged");
  assert_refused (bytes, JAL_READER_PNG, JAL_PAGES_ERROR_DAMAGED, "damaged");
  memcpy (noise, "%PDF-1.7\n", 9);
  assert_refused (bytes, JAL_READER_PDF, JAL_PAGES_ERROR_DAMAGED, "damaged");
}

static void
test_empty (void)
{
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) head = g_bytes_new_static ("%PDF-1.7\n", 9);

  assert_refused (empty, JAL_READER_PDF, JAL_PAGES_ERROR_NOT_SUPPORTED, "empty");
  assert_refused (head, JAL_READER_PDF, JAL_PAGES_ERROR_DAMAGED, "damaged");
}

/* Cut at every twentieth of its length, a file is refused or opened with what is left, and the next file is whole. */
static void
test_truncated (void)
{
  static const PdfPage page = { "/MediaBox [ 0 0 200 200 ]", WORDS };
  g_autoptr (GBytes) whole = pdf_make (&page, 1, NULL);
  guint n_refused = 0;

  for (guint part = 1; part < 20; part++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) * part / 20);
      g_autoptr (GError) error = NULL;
      g_autoptr (JalReader) reader = open_bytes (cut, JAL_READER_PDF, NULL, &error);

      if (reader == NULL)
        g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED);
      else
        g_assert_cmpuint (jal_reader_get_n_pages (reader), ==, 1);
      n_refused += reader == NULL;
    }
  g_test_message ("%u of 19 refused", n_refused);
  g_assert_cmpuint (n_refused, >=, 10);
}

static void
test_encrypted (void)
{
  static const PdfPage page = { "/MediaBox [ 0 0 200 200 ]", WORDS };
  g_autoptr (GBytes) plain = pdf_make (&page, 1, NULL);
  g_autofree char *folder = g_dir_make_tmp ("jalada-test-XXXXXX", NULL);
  g_autofree char *in = g_build_filename (folder, "in.pdf", NULL);
  g_autofree char *out = g_build_filename (folder, "out.pdf", NULL);
  const char *arguments[] = { QPDF, "--encrypt", "simba", "owner", "256", "--", in, out, NULL };
  g_autofree char *locked = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = NULL;
  JalPageInfo info;
  gsize length;
  int status;

  g_assert_true (g_file_set_contents (in, g_bytes_get_data (plain, NULL), (gssize)g_bytes_get_size (plain), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **)arguments, NULL, 0, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (out, &locked, &length, NULL));
  bytes = g_bytes_new (locked, length);
  g_remove (in);
  g_remove (out);
  g_rmdir (folder);

  assert_refused (bytes, JAL_READER_PDF, JAL_PAGES_ERROR_ENCRYPTED, "password");
  g_assert_null (open_bytes (bytes, JAL_READER_PDF, "nyoka", &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_ENCRYPTED);
  g_clear_error (&error);
  reader = open_bytes (bytes, JAL_READER_PDF, "simba", &error);
  g_assert_no_error (error);
  assert_page_is_fine (reader, 0);
  g_assert_true (jal_reader_get_page (reader, 0, &info, NULL, NULL));
  g_assert_false (info.incomplete); /* both readers have the password */
}

static void
test_odd_pages (void)
{
  static const PdfPage pages[] = {
    { "/MediaBox [ 0 0 1000000000 1000000000 ]", WORDS },
    { "/MediaBox [ 0 0 200 200 ]", WORDS },
    { "/MediaBox [ 0 0 200 200 ] /CropBox [ 900 900 950 950 ]", WORDS },
    { "/MediaBox [ 0 0 200000 200000 ]", WORDS },
    { "/MediaBox [ 0 0 0.001 200 ]", WORDS },
  };
  g_autoptr (GBytes) pdf = pdf_make (pages, G_N_ELEMENTS (pages), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  g_autoptr (JalPixels) pixels = NULL;
  JalPageInfo info;

  g_assert_no_error (error);
  /* a page of 350 km: refused by name, the next is there */
  g_assert_false (jal_reader_get_page (reader, 0, &info, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE);
  g_assert_true (g_str_has_prefix (error->message, "Page 1: "));
  g_clear_error (&error);
  g_assert_null (jal_reader_render (reader, 0, 1, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE);
  g_clear_error (&error);
  assert_page_is_fine (reader, 1);
  /* cut to nothing: keeps its size, and is said to be doubtful */
  g_assert_true (jal_reader_get_page (reader, 2, &info, NULL, &error));
  g_assert_true (info.incomplete);
  g_assert_cmpfloat (info.width, ==, 200);
  /* too large to be shown whole at this size, not at a smaller one */
  g_assert_null (jal_reader_render (reader, 3, 1, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE);
  g_clear_error (&error);
  pixels = jal_reader_render (reader, 3, 0.01, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, 2000);
  g_assert_false (jal_reader_get_page (reader, 99, &info, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NO_SUCH_PAGE);
}

static void
test_page_loop (void)
{
  PdfMaker *maker = pdf_maker_new ();
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = NULL;

  pdf_maker_add (maker, "<< /Type /Pages /Count 3 /Kids [ 1 0 R 2 0 R 1 0 R ] >>");
  pdf_maker_add (maker, "<< /Type /Pages /Parent 1 0 R /Count 3 /Kids [ 1 0 R ] >>");
  pdf = pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages 1 0 R >>"));
  reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  if (reader != NULL)
    {
      JalPageInfo info;

      g_assert_false (jal_reader_get_page (reader, 0, &info, NULL, &error));
      g_assert_true (g_str_has_prefix (error->message, "Page 1: "));
    }
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED);
}

static void
test_too_many_pages (void)
{
  PdfMaker *maker = pdf_maker_new ();
  g_autoptr (GString) kids = g_string_new (NULL);
  g_autoptr (GBytes) pdf = NULL;

  for (guint i = 1; i <= JAL_READER_PAGES_MAX + 1; i++)
    {
      pdf_maker_add (maker, "<< /Type /Page /Parent %u 0 R /MediaBox [ 0 0 9 9 ] >>", JAL_READER_PAGES_MAX + 2);
      g_string_append_printf (kids, "%u 0 R ", i);
    }
  pdf_maker_add (maker, "<< /Type /Pages /Count %u /Kids [ %s] >>", JAL_READER_PAGES_MAX + 1, kids->str);
  pdf = pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", JAL_READER_PAGES_MAX + 2));
  assert_refused (pdf, JAL_READER_PDF, JAL_PAGES_ERROR_LIMIT, "Split it");
}

/* Two pages: a fax of 40 million white pixels, and a whole one. Where memory counts a sentence stands in its place; where it leaves the
   vault it is drawn. */
static void
test_heavy_picture (void)
{
  PdfMaker *maker = pdf_maker_new ();
  g_autofree guint8 *rows = g_malloc (6400 / 8 + 3);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (JalPixels) pixels = NULL;

  /* Every row is as the white one above it: a bit. */
  memset (rows, 0xff, 6400 / 8);
  memcpy (rows + 6400 / 8, "\x00\x10\x01", 3);
  pdf_maker_add_stream (maker, "/Type /XObject /Subtype /Image /Width 6400 /Height 6400 /BitsPerComponent 1 /ColorSpace /DeviceGray"
                               " /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 6400 /Rows 6400 >>", rows, 6400 / 8 + 3);
  pdf_maker_add_stream (maker, "", "q 200 0 0 200 0 0 cm /I Do Q", 28);
  pdf_maker_add (maker, "<< /Type /Page /Parent 4 0 R /MediaBox [ 0 0 200 200 ] /Contents 2 0 R"
                        " /Resources << /XObject << /I 1 0 R >> >> >>");
  pdf_maker_add (maker, "<< /Type /Pages /Count 2 /Kids [ 3 0 R 5 0 R ] >>");
  pdf_maker_add (maker, "<< /Type /Page /Parent 4 0 R /MediaBox [ 0 0 200 200 ] /Contents 6 0 R"
                        " /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>");
  pdf_maker_add_stream (maker, "", WORDS, strlen (WORDS));
  pdf_maker_add (maker, "<< /Type /Catalog /Pages 4 0 R >>");
  pdf = pdf_maker_finish (maker, 7);
  reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  g_assert_no_error (error);
  jal_reader_set_light (reader, TRUE);
  g_assert_null (jal_reader_render (reader, 0, 1, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_HEAVY);
  g_assert_nonnull (strstr (error->message, "all the same"));
  g_clear_error (&error);
  assert_page_is_fine (reader, 1);
  jal_reader_set_light (reader, FALSE);
  pixels = jal_reader_render (reader, 0, 1, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (pixels->incomplete);
}

/* Two pages: a picture of 400 million pixels that the file does not hold, and a whole one. */
static void
test_giant_picture (void)
{
  PdfMaker *maker = pdf_maker_new ();
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (JalPixels) pixels = NULL;
  JalPageContents contents;

  pdf_maker_add_stream (maker, "/Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 8"
                               " /ColorSpace /DeviceRGB", "x", 1);
  pdf_maker_add_stream (maker, "", "q 200 0 0 200 0 0 cm /I Do Q", 28);
  pdf_maker_add (maker, "<< /Type /Page /Parent 4 0 R /MediaBox [ 0 0 200 200 ] /Contents 2 0 R"
                        " /Resources << /XObject << /I 1 0 R >> >> >>");
  pdf_maker_add (maker, "<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>");
  pdf = pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages 4 0 R >>"));
  reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_reader_get_contents (reader, 0, &contents, NULL, &error));
  g_assert_cmpuint (contents.largest_image, ==, 400000000);
  g_assert_true (contents.incomplete);
  /* shown as far as it goes, and said not to be whole; or the page's own error; never silence */
  pixels = jal_reader_render (reader, 0, 1, 0, NULL, &error);
  g_assert_true (pixels != NULL ? pixels->incomplete : g_str_has_prefix (error->message, "Page 1: "));
}

/* A megabyte that unfolds to a gigabyte of drawing, on the first of two pages. */
static GBytes *
make_bomb (void)
{
  const gsize unfolded = 512u << 20;
  g_autofree guint8 *spaces = g_malloc (1 << 20);
  g_autofree guint8 *packed = g_malloc (4 << 20);
  z_stream stream = { 0 };
  PdfMaker *maker = pdf_maker_new ();

  memset (spaces, ' ', 1 << 20);
  for (guint i = 0; i + 13 < (1 << 20); i += 13)
    memcpy (spaces + i, "0 0 9 9 re f ", 13);
  deflateInit (&stream, 1);
  stream.next_out = packed;
  stream.avail_out = 4 << 20;
  for (gsize done = 0; done < unfolded; done += 1 << 20)
    {
      stream.next_in = spaces;
      stream.avail_in = 1 << 20;
      deflate (&stream, done + (1 << 20) >= unfolded ? Z_FINISH : Z_NO_FLUSH);
    }
  deflateEnd (&stream);
  pdf_maker_add_stream (maker, "/Filter /FlateDecode", packed, stream.total_out);
  pdf_maker_add_stream (maker, "", WORDS, strlen (WORDS));
  pdf_maker_add (maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  pdf_maker_add (maker, "<< /Type /Page /Parent 6 0 R /MediaBox [ 0 0 200 200 ] /Contents 1 0 R /Resources << >> >>");
  pdf_maker_add (maker, "<< /Type /Page /Parent 6 0 R /MediaBox [ 0 0 200 200 ] /Contents 2 0 R"
                        " /Resources << /Font << /F 3 0 R >> >> >>");
  pdf_maker_add (maker, "<< /Type /Pages /Count 2 /Kids [ 4 0 R 5 0 R ] >>");
  return pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages 6 0 R >>"));
}

static void
test_bomb (void)
{
  g_autoptr (GBytes) pdf = make_bomb ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  JalPageInfo info;
  pid_t before, after;
  gint64 start;

  g_assert_no_error (error);
  g_test_message ("%" G_GSIZE_FORMAT " bytes", g_bytes_get_size (pdf));
  /* What is quick is asked for before the time is short: on a busy machine nothing is sure to be quick. */
  g_assert_true (jal_reader_get_page (reader, 0, &info, NULL, &error));
  jal_reader_set_timeout (reader, 700);
  before = jal_reader_get_pid (reader);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (jal_reader_render (reader, 0, 1, 0, NULL, &error));
      g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT);
      g_assert_true (g_str_has_prefix (error->message, "Page 1: "));
      g_clear_error (&error);
      g_assert_cmpint (jal_reader_get_pid (reader), ==, 0);
    }
  /* the third time nobody tries */
  start = g_get_monotonic_time ();
  g_assert_null (jal_reader_render (reader, 0, 1, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED);
  g_assert_nonnull (strstr (error->message, "twice"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 700000);
  g_assert_cmpint (jal_reader_get_pid (reader), ==, 0);
  jal_reader_set_timeout (reader, 15000);
  assert_page_is_fine (reader, 1);
  after = jal_reader_get_pid (reader);
  g_assert_cmpint (after, !=, 0);
  g_assert_cmpint (after, !=, before);
}

typedef struct
{
  GBytes *pdf;
  guint64 refuse_from; /* offsets from here on cannot be read */
  pid_t kill_pid;      /* killed in the middle of a range */
  GCancellable *cancel;
  gulong delay;
  guint n_destroyed;
} Source;

static gboolean
read_cb (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Source *source = user_data;

  if (source->kill_pid != 0)
    kill (source->kill_pid, SIGKILL);
  source->kill_pid = 0;
  if (source->cancel != NULL)
    g_cancellable_cancel (source->cancel);
  g_usleep (source->delay);
  source->delay = 0;
  if (offset >= source->refuse_from)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "chunk 3 does not authenticate");
      return FALSE;
    }
  memcpy (to, (const guint8 *)g_bytes_get_data (source->pdf, NULL) + offset, length);
  return TRUE;
}

static void
destroy_cb (gpointer user_data)
{
  ((Source *)user_data)->n_destroyed++;
}

static JalReader *
open_source (Source *source)
{
  const JalBytes bytes = { g_bytes_get_size (source->pdf), read_cb, source, destroy_cb };
  g_autoptr (GError) error = NULL;
  JalReader *reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, &error);

  g_assert_no_error (error);
  return reader;
}

static void
test_killed (void)
{
  g_autoptr (GBytes) pdf = pdf_make_scan (20, 600000);
  Source source = { pdf, G_MAXUINT64 };
  g_autoptr (JalReader) reader = open_source (&source);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) again = NULL;
  g_autoptr (JalPixels) other = NULL;

  /* between two calls */
  kill (jal_reader_get_pid (reader), SIGKILL);
  g_assert_null (jal_reader_render (reader, 4, 0.2, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED);
  g_assert_true (g_str_has_prefix (error->message, "Page 5: "));
  g_clear_error (&error);
  other = jal_reader_render (reader, 4, 0.2, 0, NULL, &error);
  g_assert_no_error (error);
  /* in the middle of one */
  source.kill_pid = jal_reader_get_pid (reader);
  g_assert_null (jal_reader_render (reader, 12, 0.2, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED);
  g_assert_true (g_str_has_prefix (error->message, "Page 13: "));
  g_clear_error (&error);
  again = jal_reader_render (reader, 12, 0.2, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->width, ==, 119);
}

/* Killed again and again without a page between, the document is given up: the sixth time nobody tries. */
static void
test_killed_for_ever (void)
{
  g_autoptr (GBytes) pdf = make_bomb ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  JalPageContents contents;
  JalPageInfo info;

  g_assert_no_error (error);
  g_assert_true (jal_reader_get_page (reader, 0, &info, NULL, &error));
  jal_reader_set_timeout (reader, 200);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (jal_reader_render (reader, 0, 1, 0, NULL, NULL));
      g_assert_false (jal_reader_get_contents (reader, 0, &contents, NULL, NULL));
    }
  g_assert_null (jal_reader_get_text (reader, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT);
  g_clear_error (&error);
  jal_reader_set_timeout (reader, 15000);
  g_assert_null (jal_reader_render (reader, 1, 1, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED);
  g_assert_nonnull (strstr (error->message, "again and again"));
  g_assert_cmpint (jal_reader_get_pid (reader), ==, 0);
}

static void
test_bytes_fail (void)
{
  g_autoptr (GBytes) pdf = pdf_make_scan (20, 600000);
  Source source = { pdf, G_MAXUINT64 };
  JalReader *reader = open_source (&source);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) pixels = NULL;

  source.refuse_from = 5000000;
  g_assert_null (jal_reader_render (reader, 12, 0.2, 0, NULL, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED);
  g_assert_true (g_str_has_prefix (error->message, "Page 13: This evidence is damaged"));
  g_assert_null (strstr (error->message, "chunk")); /* not words for a lawyer */
  g_clear_error (&error);
  source.refuse_from = G_MAXUINT64;
  pixels = jal_reader_render (reader, 12, 0.2, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (source.n_destroyed, ==, 0);
  jal_reader_unref (reader);
  g_assert_cmpuint (source.n_destroyed, ==, 1);

  /* nothing can be read from the start: the bytes are given back all the same */
  {
    Source bad = { pdf, 0 };
    const JalBytes bytes = { g_bytes_get_size (pdf), read_cb, &bad, destroy_cb };

    g_assert_null (jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, &error));
    g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED);
    g_assert_true (g_str_has_prefix (error->message, "This evidence is damaged"));
    g_assert_cmpuint (bad.n_destroyed, ==, 1);
  }
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) pdf = pdf_make_scan (20, 600000);
  Source source = { pdf, G_MAXUINT64 };
  g_autoptr (JalReader) reader = open_source (&source);
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) during = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) pixels = NULL;
  pid_t pid = jal_reader_get_pid (reader);

  g_cancellable_cancel (before);
  g_assert_null (jal_reader_render (reader, 3, 0.2, 0, before, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpint (jal_reader_get_pid (reader), ==, pid); /* nothing had begun: the worker stays */
  source.cancel = during;
  g_assert_null (jal_reader_render (reader, 3, 0.2, 0, during, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  source.cancel = NULL;
  pixels = jal_reader_render (reader, 3, 0.2, 0, NULL, &error);
  g_assert_no_error (error);
}

/* The clock is the worker's: bytes that take longer than its time are no time-out. */
static void
test_slow_bytes (void)
{
  g_autoptr (GBytes) pdf = pdf_make_scan (20, 600000);
  Source source = { pdf, G_MAXUINT64 };
  g_autoptr (JalReader) reader = open_source (&source);
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) pixels = NULL;

  jal_reader_set_timeout (reader, 3000);
  source.delay = 3500000; /* the first range alone */
  pixels = jal_reader_render (reader, 1, 0.2, 0, NULL, &error);
  g_assert_cmpuint (source.delay, ==, 0);
  g_assert_no_error (error);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* Opening and closing leaves no descriptor, no process and no zombie behind. */
static void
test_leaves_nothing (void)
{
  static const PdfPage page = { "/MediaBox [ 0 0 200 200 ]", WORDS };
  g_autoptr (GBytes) pdf = pdf_make (&page, 1, NULL);
  guint n_before = 0;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalReader) reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);

      g_assert_no_error (error);
      assert_page_is_fine (reader, 0);
      if (i % 2 == 0)
        kill (jal_reader_get_pid (reader), SIGKILL);
      g_clear_pointer (&reader, jal_reader_unref);
      if (i == 4)
        n_before = count_descriptors (); /* the pool of windows has filled */
    }
  g_assert_cmpuint (count_descriptors (), ==, n_before);
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
}

/* A page that writes the letter @letter (hex of its UTF-16) in a font that is not in the file. */
static JalPageText *
read_letter (const char *letter)
{
  PdfMaker *maker = pdf_maker_new ();
  g_autofree char *table = g_strdup_printf ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
                                            "1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfchar <41> <%s> endbfchar\n"
                                            "endcmap end end", letter);
  static const char words[] = "BT /F 20 Tf 20 100 Td (AAA) Tj ET";
  guint content = pdf_maker_add_stream (maker, "", words, strlen (words));
  guint unicode = pdf_maker_add_stream (maker, "", table, strlen (table));
  guint font = pdf_maker_add (maker, "<< /Type /Font /Subtype /TrueType /BaseFont /Nowhere /FirstChar 65 /LastChar 65 /Widths [ 600 ] "
                                     "/ToUnicode %u 0 R >>", unicode);
  guint pages = font + 2;
  guint page = pdf_maker_add (maker, "<< /Type /Page /Parent %u 0 R /MediaBox [ 0 0 200 200 ] /Contents %u 0 R "
                                     "/Resources << /Font << /F %u 0 R >> >> >>", pages, content, font);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = NULL;
  JalPageText *text;

  pdf_maker_add (maker, "<< /Type /Pages /Count 1 /Kids [ %u 0 R ] >>", page);
  pdf = pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", pages));
  reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  g_assert_no_error (error);
  text = jal_reader_get_text (reader, 0, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* A letter that no font here has is drawn as an empty box, without a word of poppler's. */
static void
test_missing_font (void)
{
  g_autoptr (JalPageText) rare = read_letter ("D81ADE40"); /* Mro */
  g_autoptr (JalPageText) greek = read_letter ("03B2");
  g_autofree char *having = NULL;

  g_assert_cmpstr (greek->text, ==, "βββ");
  g_assert_false (greek->lacks_shapes);
  g_assert_cmpstr (rare->text, ==, "𖩀𖩀𖩀");
  g_assert_true (g_spawn_command_line_sync ("fc-list :charset=16a40", &having, NULL, NULL, NULL));
  g_assert_cmpint (rare->lacks_shapes, ==, *having == '\0');
  g_assert_false (rare->incomplete);
}

/* A page whose parts lead nowhere (objects from 900 on) may be incomplete: poppler complains once a file, whatever is missing later. */
static void
test_lost_parts (void)
{
  static const struct
  {
    const char *contents;
    const char *more;
    gboolean complete;
  } pages[] = {
    { "1 0 R", "", TRUE },
    { "900 0 R", "", FALSE },
    { "901 0 R", "", FALSE },
    { "[ 1 0 R 902 0 R ]", "", FALSE },
    { "2 0 R", "/Resources << /XObject << /X 3 0 R >> >>", FALSE },
    { "2 0 R", "/Resources << /XObject << /X 4 0 R >> >>", FALSE },
    { "2 0 R", "/Resources << /XObject << /X 5 0 R >> >>", TRUE },
    { "1 0 R", "/Annots [ 903 0 R ]", FALSE },
    { "1 0 R", "/Annots 904 0 R", FALSE },
    { "1 0 R", "/Annots [ << /Type /Annot /Subtype /Stamp /Rect [ 10 10 90 90 ] /AP << /N 905 0 R >> >> ]", FALSE },
    { "1 0 R", "", TRUE },
  };
  PdfMaker *maker = pdf_maker_new ();
  guint first = 6, parent = first + G_N_ELEMENTS (pages);
  g_autoptr (GString) kids = g_string_new (NULL);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalReader) reader = NULL;

  pdf_maker_add_stream (maker, "", "1 0 0 rg 20 20 60 60 re f", 25);
  pdf_maker_add_stream (maker, "", "q 60 0 0 60 20 20 cm /X Do Q", 28);
  pdf_maker_add_stream (maker, "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 906 0 R", "abcd", 4);
  pdf_maker_add_stream (maker, "/Type /XObject /Subtype /Form /BBox [ 0 0 1 1 ] /Resources 907 0 R", "0 0 1 1 re f", 12);
  pdf_maker_add_stream (maker, "/Type /XObject /Subtype /Form /BBox [ 0 0 1 1 ]", "0 0 1 1 re f", 12);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_assert_cmpuint (pdf_maker_add (maker, "<< /Type /Page /Parent %u 0 R /MediaBox [ 0 0 100 100 ] /Contents %s %s >>", parent, pages[i].contents,
                                       pages[i].more),
                        ==, first + i);
      g_string_append_printf (kids, "%u 0 R ", first + i);
    }
  pdf_maker_add (maker, "<< /Type /Pages /Count %u /Kids [ %s ] >>", (guint)G_N_ELEMENTS (pages), kids->str);
  pdf = pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", parent));
  reader = open_bytes (pdf, JAL_READER_PDF, NULL, &error);
  g_assert_no_error (error);
  /* What poppler complains of once must not be what is looked at. */
  jal_pixels_unref (jal_reader_render (reader, 1, 1, 0, NULL, &error));
  for (guint i = G_N_ELEMENTS (pages); i > 0; i--)
    {
      g_autoptr (JalPixels) pixels = jal_reader_render (reader, i - 1, 1, 0, NULL, &error);
      JalPageContents contents;

      g_assert_no_error (error);
      g_assert_cmpint (pixels->incomplete, ==, !pages[i - 1].complete);
      g_assert_true (jal_reader_get_contents (reader, i - 1, &contents, NULL, &error));
      g_assert_cmpint (contents.incomplete, ==, !pages[i - 1].complete);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trouble/noise", test_noise);
  g_test_add_func ("/trouble/empty", test_empty);
  g_test_add_func ("/trouble/truncated", test_truncated);
  g_test_add_func ("/trouble/encrypted", test_encrypted);
  g_test_add_func ("/trouble/odd-pages", test_odd_pages);
  g_test_add_func ("/trouble/page-loop", test_page_loop);
  g_test_add_func ("/trouble/too-many-pages", test_too_many_pages);
  g_test_add_func ("/trouble/giant-picture", test_giant_picture);
  g_test_add_func ("/trouble/heavy-picture", test_heavy_picture);
  g_test_add_func ("/trouble/bomb", test_bomb);
  g_test_add_func ("/trouble/killed", test_killed);
  g_test_add_func ("/trouble/killed-for-ever", test_killed_for_ever);
  g_test_add_func ("/trouble/bytes-fail", test_bytes_fail);
  g_test_add_func ("/trouble/cancelled", test_cancelled);
  g_test_add_func ("/trouble/slow-bytes", test_slow_bytes);
  g_test_add_func ("/trouble/missing-font", test_missing_font);
  g_test_add_func ("/trouble/lost-parts", test_lost_parts);
  g_test_add_func ("/trouble/leaves-nothing", test_leaves_nothing);
  return g_test_run ();
}
