/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wall costs: every page rendered by the worker and by poppler in this process, in turns, on the same bytes.
 *
 *   reader-bench [--json] [--dpi N] [--pages N] [--rounds N] [FILE.pdf…]
 *
 * Without files it makes its own: words, drawings and scans. The bar: at most 5 % or 1 ms a page over in-process,
 * whichever is larger, for the median page; every picture equal. The best of the rounds counts. */
#include <cairo.h>
#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <string.h>

#include "../pages/pdf-maker.h"
#include "pages/jal-reader.h"

typedef struct
{
  GArray *inside;  /* ms a page, here */
  GArray *outside; /* ms a page, in the worker */
  guint n_equal, n_differ, n_refused;
  double open_ms;
  guint n_opened;
} Totals;

static int rounds = 3;

static double
now_ms (void)
{
  return (double)g_get_monotonic_time () / 1000;
}

static GBytes *
render_here (PopplerDocument *document, guint page, double scale, guint width, guint height)
{
  PopplerPage *poppler = poppler_document_get_page (document, (int)page);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  cairo_t *cairo = cairo_create (surface);
  GBytes *pixels;

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, scale, scale);
  poppler_page_render (poppler, cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  /* not copied: the surface lives as long as its pixels */
  pixels = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize)width * height * 4,
                                       (GDestroyNotify)cairo_surface_destroy, surface);
  g_object_unref (poppler);
  return pixels;
}

static void
measure_page (Totals *totals, JalReader *reader, PopplerDocument *document, guint page, double scale)
{
  JalPageInfo info;
  double width, height, inside = INFINITY, outside = INFINITY;
  g_autoptr (JalPixels) there = NULL;
  g_autoptr (GBytes) here = NULL;

  if (!jal_reader_get_page (reader, page, &info, NULL, NULL))
    {
      totals->n_refused++;
      return;
    }
  jal_reader_get_pixel_size (&info, scale, 0, &width, &height);
  for (int turn = 0; turn < 2 * rounds; turn++)
    {
      double start;

      if (turn % 2 == 0)
        {
          g_clear_pointer (&there, jal_pixels_unref);
          start = now_ms ();
          there = jal_reader_render (reader, page, scale, 0, NULL, NULL);
          outside = fmin (outside, now_ms () - start);
        }
      else if (there != NULL)
        {
          g_clear_pointer (&here, g_bytes_unref);
          start = now_ms ();
          here = render_here (document, page, scale * info.user_unit, (guint)width, (guint)height);
          inside = fmin (inside, now_ms () - start);
        }
    }
  if (there == NULL || here == NULL)
    {
      totals->n_refused++;
      return;
    }
  g_array_append_val (totals->inside, inside);
  g_array_append_val (totals->outside, outside);
  if (g_bytes_equal (there->bytes, here))
    totals->n_equal++;
  else
    totals->n_differ++;
}

static void
measure_document (Totals *totals, GBytes *bytes, double scale, guint most_pages)
{
  const JalBytes on_demand = jal_bytes_from_memory (bytes);
  double start = now_ms ();
  g_autoptr (JalReader) reader = jal_reader_open (&on_demand, JAL_READER_PDF, NULL, NULL, NULL);
  g_autoptr (GInputStream) stream = NULL;
  PopplerDocument *document;

  if (reader == NULL)
    {
      totals->n_refused++;
      return;
    }
  totals->open_ms += now_ms () - start;
  totals->n_opened++;
  /* the same kind of stream as in the worker: from a damaged file poppler makes different things of another kind */
  stream = g_memory_input_stream_new_from_bytes (bytes);
  document = poppler_document_new_from_stream (stream, (goffset)on_demand.size, NULL, NULL, NULL);
  for (guint page = 0; document != NULL && page < MIN (jal_reader_get_n_pages (reader), most_pages); page++)
    measure_page (totals, reader, document, page, scale);
  g_clear_object (&document);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static double
quantile (GArray *values, double part)
{
  g_array_sort (values, compare_doubles);
  return values->len == 0 ? 0 : g_array_index (values, double, (guint)floor (part * (values->len - 1)));
}

static GBytes *
make_words (void)
{
  g_autoptr (GString) content = g_string_new ("BT /F 10 Tf 12 TL 50 800 Td ");
  PdfPage pages[20];

  for (guint line = 0; line < 60; line++)
    g_string_append_printf (content, "(Line %u: the witness was shown the photograph and said what she knew of it.) Tj T* ",
                            line);
  g_string_append (content, "ET 40 40 515 770 re S");
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    pages[i] = (PdfPage){ "/MediaBox [ 0 0 595 842 ]", content->str };
  return pdf_make (pages, G_N_ELEMENTS (pages), NULL);
}

static void
ignore_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

int
main (int argc, char **argv)
{
  gboolean json = FALSE;
  int dpi = 96, most_pages = 20;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
                                   { "dpi", 0, 0, G_OPTION_ARG_INT, &dpi, "Pixels an inch", "N" },
                                   { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "How often", "N" },
                                   { "pages", 0, 0, G_OPTION_ARG_INT, &most_pages, "Pages of each file at most", "N" },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("[FILE.pdf…]");
  Totals totals = { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)) };
  g_autoptr (GError) error = NULL;
  double median, inside_median;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  g_log_set_handler ("Poppler", G_LOG_LEVEL_MASK, ignore_cb, NULL);
  if (argc == 1)
    {
      g_autoptr (GBytes) words = make_words ();
      g_autoptr (GBytes) scan = pdf_make_scan (20, 2000000);

      measure_document (&totals, words, dpi / 72.0, (guint)most_pages);
      measure_document (&totals, scan, dpi / 72.0, (guint)most_pages);
    }
  for (int i = 1; i < argc; i++)
    {
      char *text;
      gsize length;

      if (g_file_get_contents (argv[i], &text, &length, NULL))
        {
          g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
          measure_document (&totals, bytes, dpi / 72.0, (guint)most_pages);
        }
    }
  median = quantile (totals.outside, 0.5);
  inside_median = quantile (totals.inside, 0.5);
  if (json)
    printf ("{\"bench\": \"reader\", \"pages\": %u, \"equal\": %u, \"refused\": %u, \"median_ms\": %.3f, "
            "\"floor_median_ms\": %.3f, \"p95_ms\": %.3f, \"floor_p95_ms\": %.3f, \"ratio\": %.3f, \"open_ms\": %.2f}\n",
            totals.inside->len, totals.n_equal, totals.n_refused, median, inside_median,
            quantile (totals.outside, 0.95), quantile (totals.inside, 0.95), median / inside_median,
            totals.open_ms / MAX (1, totals.n_opened));
  else
    printf ("reader: %u pages at %d dpi, %u equal to poppler in this process, %u not, %u refused\n"
            "  a page   median %.2f ms walled in, %.2f ms here (ratio %.2f, %+.2f ms); p95 %.2f and %.2f ms\n"
            "  opening  %.1f ms on average, starting the worker included\n",
            totals.inside->len, dpi, totals.n_equal, totals.n_differ, totals.n_refused, median, inside_median,
            median / inside_median, median - inside_median, quantile (totals.outside, 0.95),
            quantile (totals.inside, 0.95), totals.open_ms / MAX (1, totals.n_opened));
  g_array_unref (totals.inside);
  g_array_unref (totals.outside);
  return totals.n_differ > 0;
}
