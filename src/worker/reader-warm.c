/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker that waits for its document does meanwhile what every document needs: functions of libraries are bound when they
 * are called first, fonts are looked up, tables are made. It is done with a page and a picture that are made here. */
#include <cairo.h>
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "worker/reader-private.h"

#define SIDE 64

static void
add_object (GString *pdf, GArray *offsets, const char *object)
{
  gsize at = pdf->len;

  g_array_append_val (offsets, at);
  g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", offsets->len, object);
}

/* One page with a line of letters. */
static GBytes *
make_page (void)
{
  static const char content[] = "BT /F 12 Tf 10 100 Td (Jalada) Tj ET 10 10 80 40 re S";
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  GString *pdf = g_string_new ("%PDF-1.4\n");
  g_autofree char *stream = g_strdup_printf ("<< /Length %u >>\nstream\n%s\nendstream", (guint)sizeof content - 1, content);
  gsize xref, length;

  add_object (pdf, offsets, "<< /Type /Catalog /Pages 2 0 R >>");
  add_object (pdf, offsets, "<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>");
  add_object (pdf, offsets, "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 200 200 ] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>");
  add_object (pdf, offsets, stream);
  add_object (pdf, offsets, "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>");
  xref = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (pdf, "%010" G_GSIZE_FORMAT " 00000 n \n", g_array_index (offsets, gsize, i));
  g_string_append_printf (pdf, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          offsets->len + 1, xref);
  length = pdf->len;
  return g_bytes_new_take (g_string_free (pdf, FALSE), length);
}

static void
show_page (GBytes *pdf)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  PopplerPage *page = document != NULL ? poppler_document_get_page (document, 0) : NULL;
  g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cairo = cairo_create (surface);

  if (page != NULL)
    poppler_page_render (page, cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  g_clear_object (&page);
  g_clear_object (&document);
}

static void
read_page (GBytes *pdf)
{
  gsize length;
  const char *bytes = g_bytes_get_data (pdf, &length);
  qpdf_data qpdf = qpdf_init ();

  qpdf_silence_errors (qpdf);
  if ((qpdf_read_memory (qpdf, "page", bytes, length, NULL) & QPDF_ERRORS) == 0)
    g_free (g_strdup (qpdf_oh_unparse (qpdf, qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/Pages"))));
  qpdf_cleanup (&qpdf);
}

static void
show_picture (void)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  guint8 row[SIDE] = { 0 };
  JSAMPROW rows[] = { row };
  g_autofree guint32 *pixels = g_new (guint32, SIDE * SIDE / 4);
  unsigned char *bytes = NULL;
  unsigned long size = 0;
  JalScan scan = { 0 };

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &bytes, &size);
  jpeg.image_width = jpeg.image_height = SIDE;
  jpeg.input_components = 1;
  jpeg.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults (&jpeg);
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < SIDE)
    jpeg_write_scanlines (&jpeg, rows, 1);
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  scan = (JalScan){ bytes, size, SIDE, SIDE, 1, { 0, 0, 1, 1 } };
  jal_reader_worker_draw_jpeg (&scan, pixels, SIDE / 2, SIDE / 2);
  free (bytes);
}

void
jal_reader_worker_warm_up (void)
{
  g_autoptr (GBytes) pdf = make_page ();

  show_page (pdf);
  read_page (pdf);
  show_picture ();
}
