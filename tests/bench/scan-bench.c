/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page of a long scan: how much of the file is asked for until it is there, and how long that takes, beside
   poppler that has the whole file in memory.

   scan-bench [--json] [--megabytes N] */
#include <cairo.h>
#include <gio/gio.h>
#include <poppler.h>
#include <stdio.h>
#include <string.h>

#include "../pages/pdf-maker.h"
#include "pages/jal-reader.h"

/* As the vault keeps it. */
#define CHUNK (256 * 1024)
#define BYTES_A_PAGE 262000
#define SCALE (96.0 / 72.0)

typedef struct
{
  GBytes *pdf;
  guint8 *asked; /* a flag a chunk */
} Counted;

static gboolean
count_cb (gpointer user_data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Counted *counted = user_data;

  for (guint64 chunk = offset / CHUNK; length > 0 && chunk <= (offset + length - 1) / CHUNK; chunk++)
    counted->asked[chunk] = 1;
  memcpy (to, (const guint8 *)g_bytes_get_data (counted->pdf, NULL) + offset, length);
  return TRUE;
}

static double
now_ms (void)
{
  return (double)g_get_monotonic_time () / 1000;
}

/* Starts a worker, opens, shows page 1; returns the chunks asked for, 0 when it failed. */
static gsize
show_walled_in (GBytes *pdf, gsize n_chunks, double *ms, GError **error)
{
  g_autofree guint8 *asked = g_new0 (guint8, n_chunks);
  Counted counted = { pdf, asked };
  const JalBytes bytes = { g_bytes_get_size (pdf), count_cb, &counted, NULL };
  double start = now_ms ();
  g_autoptr (JalReader) reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, error);
  g_autoptr (JalPixels) pixels = reader != NULL ? jal_reader_render (reader, 0, SCALE, 0, NULL, error) : NULL;
  gsize n = 0;

  *ms = now_ms () - start;
  for (gsize i = 0; pixels != NULL && i < n_chunks; i++)
    n += asked[i];
  return n;
}

/* The floor: no worker, and every byte at hand before the clock starts. */
static gboolean
show_here (GBytes *pdf, double *ms)
{
  double start = now_ms ();
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  PopplerPage *page = document != NULL ? poppler_document_get_page (document, 0) : NULL;
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cairo;

  if (page == NULL)
    return FALSE;
  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(width * SCALE), (int)(height * SCALE));
  cairo = cairo_create (surface);
  cairo_scale (cairo, SCALE, SCALE);
  poppler_page_render (page, cairo);
  cairo_destroy (cairo);
  *ms = now_ms () - start;
  cairo_surface_destroy (surface);
  g_object_unref (page);
  g_object_unref (document);
  return TRUE;
}

int
main (int argc, char **argv)
{
  gboolean json = FALSE;
  int megabytes = 210;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
                                   { "megabytes", 0, 0, G_OPTION_ARG_INT, &megabytes, "Size of the scan", "N" },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gsize n_chunks, asked = 0;
  double ms = 0, here_ms = 0;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  pdf = pdf_make_scan ((guint)(megabytes * 1e6 / BYTES_A_PAGE) + 1, BYTES_A_PAGE);
  n_chunks = (g_bytes_get_size (pdf) + CHUNK - 1) / CHUNK;
  for (guint round = 0; round < 3; round++)
    {
      double this_ms, this_here_ms;

      asked = show_walled_in (pdf, n_chunks, &this_ms, &error);
      if (asked == 0 || !show_here (pdf, &this_here_ms))
        {
          g_printerr ("%s\n", error != NULL ? error->message : "poppler cannot show the page");
          return 1;
        }
      ms = round == 0 ? this_ms : MIN (ms, this_ms);
      here_ms = round == 0 ? this_here_ms : MIN (here_ms, this_here_ms);
    }
  if (json)
    printf ("{\"bench\": \"scan\", \"megabytes\": %.1f, \"chunks\": %" G_GSIZE_FORMAT ", \"asked\": %" G_GSIZE_FORMAT
            ", \"share\": %.5f, \"first_page_ms\": %.2f, \"floor_first_page_ms\": %.2f}\n",
            (double)g_bytes_get_size (pdf) / 1e6, n_chunks, asked, (double)asked / (double)n_chunks, ms, here_ms);
  else
    printf ("scan: the first page of %.0f MB asked for %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
            " chunks (%.2f %%) and was there after %.1f ms, worker's start included; %.1f ms with the file in memory\n",
            (double)g_bytes_get_size (pdf) / 1e6, asked, n_chunks, 100.0 * (double)asked / (double)n_chunks, ms, here_ms);
  return 0;
}
