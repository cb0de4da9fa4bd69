/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pdf-maker.h"

#include <string.h>

struct _PdfMaker
{
  GByteArray *out;
  GArray *offsets;
};

PdfMaker *
pdf_maker_new (void)
{
  static const char head[] = "%PDF-1.6\n%\xe2\xe3\xcf\xd3\n";
  PdfMaker *maker = g_new0 (PdfMaker, 1);

  maker->out = g_byte_array_new ();
  maker->offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  g_byte_array_append (maker->out, (const guint8 *)head, sizeof head - 1);
  return maker;
}

static void
put (PdfMaker *maker, const char *text)
{
  g_byte_array_append (maker->out, (const guint8 *)text, (guint)strlen (text));
}

static guint
begin (PdfMaker *maker)
{
  g_autofree char *head = g_strdup_printf ("%u 0 obj\n", maker->offsets->len + 1);

  g_array_append_val (maker->offsets, maker->out->len);
  put (maker, head);
  return maker->offsets->len;
}

guint
pdf_maker_add (PdfMaker *maker, const char *format, ...)
{
  guint number = begin (maker);
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  put (maker, text);
  put (maker, "\nendobj\n");
  return number;
}

guint
pdf_maker_add_stream (PdfMaker *maker, const char *dictionary, const void *data, gsize length)
{
  guint number = begin (maker);
  g_autofree char *head = g_strdup_printf ("<< %s /Length %" G_GSIZE_FORMAT " >>\nstream\n", dictionary, length);

  put (maker, head);
  g_byte_array_append (maker->out, data, (guint)length);
  put (maker, "\nendstream\nendobj\n");
  return number;
}

GBytes *
pdf_maker_finish (PdfMaker *maker, guint root)
{
  guint start = maker->out->len;
  g_autofree char *head = g_strdup_printf ("xref\n0 %u\n0000000000 65535 f \n", maker->offsets->len + 1);
  g_autofree char *tail = g_strdup_printf ("trailer\n<< /Size %u /Root %u 0 R >>\nstartxref\n%u\n%%%%EOF\n",
                                           maker->offsets->len + 1, root, start);
  GBytes *bytes;

  put (maker, head);
  for (guint i = 0; i < maker->offsets->len; i++)
    {
      g_autofree char *line = g_strdup_printf ("%010u 00000 n \n", g_array_index (maker->offsets, guint, i));
      put (maker, line);
    }
  put (maker, tail);
  bytes = g_byte_array_free_to_bytes (maker->out);
  g_array_unref (maker->offsets);
  g_free (maker);
  return bytes;
}

/* Objects: 1 font, then two a page (content, page), then tree and catalog; a page names its parent before it exists. */
GBytes *
pdf_make (const PdfPage *pages, guint n_pages, const char *catalog_extra)
{
  PdfMaker *maker = pdf_maker_new ();
  guint font = pdf_maker_add (maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  guint tree = font + 2 * n_pages + 1;
  g_autoptr (GString) kids = g_string_new (NULL);

  for (guint i = 0; i < n_pages; i++)
    {
      guint content = pdf_maker_add_stream (maker, "", pages[i].content, strlen (pages[i].content));
      guint page = pdf_maker_add (maker,
                                  "<< /Type /Page /Parent %u 0 R %s /Contents %u 0 R"
                                  " /Resources << /Font << /F %u 0 R >> >> >>",
                                  tree, pages[i].attributes, content, font);

      g_string_append_printf (kids, "%u 0 R ", page);
    }
  g_assert_cmpuint (pdf_maker_add (maker, "<< /Type /Pages /Count %u /Kids [ %s] >>", n_pages, kids->str), ==, tree);
  return pdf_maker_finish (
      maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R %s >>", tree, catalog_extra ? catalog_extra : ""));
}

GBytes *
pdf_make_scan (guint n_pages, gsize bytes_a_page)
{
  PdfMaker *maker = pdf_maker_new ();
  guint tree = 3 * n_pages + 1;
  gsize width = 1000, height = bytes_a_page / width;
  g_autofree guint8 *noise = g_malloc (width * height);
  g_autofree char *image
      = g_strdup_printf ("/Type /XObject /Subtype /Image /Width %" G_GSIZE_FORMAT " /Height %" G_GSIZE_FORMAT
                         " /BitsPerComponent 8 /ColorSpace /DeviceGray",
                         width, height);
  g_autoptr (GString) kids = g_string_new (NULL);
  guint32 state = 1;

  for (guint i = 0; i < n_pages; i++)
    {
      const char *content = "q 539 0 0 786 28 28 cm /I Do Q";
      guint picture, drawn;

      for (gsize b = 0; b < width * height; b++)
        noise[b] = (guint8)((state = state * 1664525u + 1013904223u) >> 24);
      picture = pdf_maker_add_stream (maker, image, noise, width * height);
      drawn = pdf_maker_add_stream (maker, "", content, strlen (content));
      g_string_append_printf (kids, "%u 0 R ",
                              pdf_maker_add (maker,
                                             "<< /Type /Page /Parent %u 0 R /MediaBox [ 0 0 595 842 ] /Contents %u 0 R"
                                             " /Resources << /XObject << /I %u 0 R >> >> >>",
                                             tree, drawn, picture));
    }
  g_assert_cmpuint (pdf_maker_add (maker, "<< /Type /Pages /Count %u /Kids [ %s] >>", n_pages, kids->str), ==, tree);
  return pdf_maker_finish (maker, pdf_maker_add (maker, "<< /Type /Catalog /Pages %u 0 R >>", tree));
}
