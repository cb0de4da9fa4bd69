/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files as they must not harm anybody: cut off, empty, noise, locked, circular, bursting. They are written object by
 * object, since no library would write them. None of them is part of the sample case.
 */
#include "jal-broken.h"

#include <gio/gio.h>
#include <qpdf/qpdf-c.h>
#include <string.h>

#include "jal-dice.h"

#define PAGE_WORDS "BT /F1 14 Tf 72 720 Td (FICTIONAL SAMPLE - a page for tests) Tj ET"
#define FONT "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"

static gboolean
keep (const char *dest, const char *name, const void *data, gsize size)
{
  g_autofree char *path = g_build_filename (dest, name, NULL);

  return g_file_set_contents (path, data, (gssize)size, NULL);
}

/* Returns (transfer full): a PDF of these objects, numbered from 1, the first of them the catalogue. */
static GByteArray *
assemble (GBytes *const *objects, guint n)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GString) table = g_string_new (NULL);
  g_autofree char *tail = NULL;
  guint start;

  g_byte_array_append (out, (const guint8 *)"%PDF-1.6\n", 9);
  g_string_printf (table, "xref\n0 %u\n0000000000 65535 f \n", n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *head = g_strdup_printf ("%u 0 obj\n", i + 1);
      gsize size;
      const guint8 *data = g_bytes_get_data (objects[i], &size);

      g_string_append_printf (table, "%010u 00000 n \n", out->len);
      g_byte_array_append (out, (const guint8 *)head, (guint)strlen (head));
      g_byte_array_append (out, data, (guint)size);
      g_byte_array_append (out, (const guint8 *)"\nendobj\n", 8);
    }
  start = out->len;
  tail = g_strdup_printf ("%strailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%u\n%%%%EOF\n", table->str, n + 1, start);
  g_byte_array_append (out, (const guint8 *)tail, (guint)strlen (tail));
  return out;
}

static GBytes *
text_object (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
stream_object (const char *entries, GBytes *data)
{
  g_autofree char *head = NULL;
  GByteArray *out = g_byte_array_new ();
  gsize size;
  const guint8 *bytes = g_bytes_get_data (data, &size);

  head = g_strdup_printf ("<< /Length %u %s >>\nstream\n", (guint)size, entries);
  g_byte_array_append (out, (const guint8 *)head, (guint)strlen (head));
  g_byte_array_append (out, bytes, (guint)size);
  g_byte_array_append (out, (const guint8 *)"\nendstream", 10);
  return g_byte_array_free_to_bytes (out);
}

static gboolean
keep_pdf (const char *dest, const char *name, const char *catalog, const char *pages, const char *page, GBytes *fourth, GBytes *fifth)
{
  g_autoptr (GBytes) first = text_object (catalog);
  g_autoptr (GBytes) second = text_object (pages);
  g_autoptr (GBytes) third = text_object (page);
  GBytes *objects[5] = { first, second, third, fourth, fifth };
  g_autoptr (GByteArray) pdf = assemble (objects, fifth != NULL ? 5 : 4);

  return keep (dest, name, pdf->data, pdf->len);
}

#define CATALOG "<< /Type /Catalog /Pages 2 0 R >>"
#define PAGES "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
#define PAGE "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources " FONT " >>"

static GBytes *
words_object (void)
{
  g_autoptr (GBytes) words = text_object (PAGE_WORDS);

  return stream_object ("", words);
}

/* @n_megabytes of spaces, packed. */
static GBytes *
packed_spaces (guint n_megabytes)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (zlib));
  g_autofree char *block = g_malloc (1 << 20);

  memset (block, ' ', 1 << 20);
  for (guint i = 0; i < n_megabytes; i++)
    g_output_stream_write_all (out, block, 1 << 20, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
pack (GBytes *bytes)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (zlib));
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_output_stream_write_all (out, data, size, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static gboolean
write_damaged (const char *dest)
{
  g_autoptr (GBytes) words = words_object ();
  g_autoptr (GByteArray) noise = g_byte_array_new ();
  g_autofree char *path = g_build_filename (dest, "truncated.pdf", NULL);
  g_autofree char *whole = NULL;
  gsize size;
  JalDice dice;

  if (!keep_pdf (dest, "truncated.pdf", CATALOG, PAGES, PAGE, words, NULL) || !g_file_get_contents (path, &whole, &size, NULL))
    return FALSE;
  /* Cut inside the page object: neither the table nor a page's content is left. */
  size = (gsize)(strstr (whole, "3 0 obj") - whole) + 30;
  jal_dice_init (&dice, "noise");
  for (guint i = 0; i < 20000; i++)
    {
      guint8 sample = (guint8)jal_dice_next (&dice);

      g_byte_array_append (noise, &sample, 1);
    }
  return keep (dest, "truncated.pdf", whole, size) && keep (dest, "empty.pdf", "", 0) && keep (dest, "noise.pdf", noise->data, noise->len)
         && keep (dest, "notes.txt", "FICTIONAL SAMPLE\nNot a PDF and not a picture.\n", 46);
}

static gboolean
write_locked (const char *dest)
{
  g_autoptr (GBytes) words = words_object ();
  g_autofree char *path = g_build_filename (dest, "encrypted.pdf", NULL);
  qpdf_data pdf;
  gboolean done;

  if (!keep_pdf (dest, "encrypted.pdf", CATALOG, PAGES, PAGE, words, NULL))
    return FALSE;
  pdf = qpdf_init ();
  qpdf_read (pdf, path, NULL);
  qpdf_init_write_memory (pdf);
  qpdf_set_static_ID (pdf, TRUE);
  qpdf_set_r6_encryption_parameters2 (pdf, "sample", "sample owner", TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, qpdf_r3p_full, TRUE);
  qpdf_write (pdf);
  done = !qpdf_has_error (pdf) && keep (dest, "encrypted.pdf", qpdf_get_buffer (pdf), qpdf_get_buffer_length (pdf));
  qpdf_cleanup (&pdf);
  return done;
}

static gboolean
write_hostile (const char *dest)
{
  g_autoptr (GBytes) words = words_object ();
  g_autoptr (GBytes) once = packed_spaces (256);
  g_autoptr (GBytes) twice = pack (once);
  g_autoptr (GBytes) bomb = stream_object ("/Filter [/FlateDecode /FlateDecode]", twice);
  g_autoptr (GBytes) show = text_object ("q 595 0 0 842 0 0 cm /Im1 Do Q");
  g_autoptr (GBytes) show_object = stream_object ("", show);
  g_autoptr (GBytes) scraps = text_object ("x");
  g_autoptr (GBytes) image
      = stream_object ("/Type /XObject /Subtype /Image /Width 400000 /Height 400000 /BitsPerComponent 16 /ColorSpace /DeviceRGB", scraps);
  g_autoptr (GBytes) script = text_object ("<< /S /JavaScript /JS (app.alert\\('FICTIONAL SAMPLE'\\);) >>");
  g_autoptr (GString) many = g_string_new ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources " FONT " /Contents [");

  /* 64 times the same 256 megabytes: 16 gigabytes of content in a file of some kilobytes. */
  for (int i = 0; i < 64; i++)
    g_string_append (many, "4 0 R ");
  g_string_append (many, "] >>");
  return keep_pdf (dest, "flate-bomb.pdf", CATALOG, PAGES, many->str, bomb, NULL)
         && keep_pdf (dest, "page-loop.pdf", CATALOG, "<< /Type /Pages /Count 2 /Kids [3 0 R 2 0 R] >>", "<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R] >>", words, NULL)
         && keep_pdf (dest, "huge-page.pdf", CATALOG, PAGES,
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1000000000 1000000000] /Contents 4 0 R /Resources " FONT " >>", words, NULL)
         && keep_pdf (dest, "giant-image.pdf", CATALOG, PAGES,
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im1 5 0 R >> >> >>", show_object, image)
         && keep_pdf (dest, "script.pdf", "<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>", PAGES, PAGE, words, script);
}

/* Pictures whose head declares far more than they hold. */
static gboolean
write_pictures (const char *dest)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 'J', 'F', 'I', 'F', 0,    1,    1,    0,    0,    1,    0,    1,    0,   0,
                                 0xff, 0xc0, 0x00, 0x11, 0x08, 0xff, 0xdc, 0xff, 0xdc, 0x03, 0x01, 0x22, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11, 0x01, 0xff, 0xd9 };
  /* 100,000 × 100,000 pixels of 16-bit colour; the checksum of the head is right. */
  static const guint8 png[] = { 0x89, 'P', 'N', 'G',  '\r', '\n', 0x1a, '\n', 0, 0,    0,    13,   'I',  'H', 'D', 'R', 0,   1,   0x86, 0xa0, 0,    1,    0x86,
                                0xa0, 16,  2,   0,    0,    0,    0x77, 0xa0, 0x40, 0xdc };

  return keep (dest, "giant.jpg", jpeg, sizeof jpeg) && keep (dest, "giant.png", png, sizeof png);
}

gboolean
jal_broken_write (const char *dest)
{
  g_mkdir_with_parents (dest, 0755);
  return write_damaged (dest) && write_locked (dest) && write_hostile (dest) && write_pictures (dest);
}
