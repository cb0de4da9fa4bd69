/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that the worker draws without poppler, beside what poppler draws of them, over a folder of files.
 *
 *   scan-compare FOLDER [SCALE…]
 *
 * Prints each such page with the mean and the largest difference of a value, and counts at the end. */
#include <glib.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../pages/pixels-compare.h"
#include "pages/jal-reader.h"

#define PAGES_MAX 20

typedef struct
{
  guint n_files, n_pages, n_scans, n_off;
  double worst;
} Counts;

static void
compare_page (JalReader *reader, PopplerDocument *document, const char *name, guint page, double scale, Counts *counts)
{
  g_autoptr (JalPixels) ours = jal_reader_render (reader, page, scale, 0, NULL, NULL);
  g_autoptr (GBytes) theirs = NULL;
  JalPageInfo info;
  Difference difference;

  if (ours == NULL || !jal_reader_get_page (reader, page, &info, NULL, NULL))
    return;
  counts->n_pages++;
  if (!ours->is_scan)
    return;
  counts->n_scans++;
  theirs = pixels_of_poppler (document, page, scale * info.user_unit, 0, ours->width, ours->height);
  difference = pixels_compare (ours, theirs);
  counts->worst = MAX (counts->worst, difference.mean);
  printf ("%-44s page %3u scale %.2f  %4u x %4u  mean %6.3f  blurred %6.3f  largest %u\n", name, page + 1, scale, ours->width,
          ours->height, difference.mean, difference.blurred, difference.largest);
  counts->n_off += difference.mean > 2 || difference.blurred > 1;
}

static void
compare_file (const char *folder, const char *name, char **scales, Counts *counts)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (PopplerDocument) document = NULL;

  if (!g_file_get_contents (path, &contents, &length, NULL) || length == 0)
    return;
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  {
    const JalBytes on_demand = jal_bytes_from_memory (bytes);

    reader = jal_reader_open (&on_demand, JAL_READER_PDF, NULL, NULL, NULL);
  }
  if (reader == NULL || (document = poppler_document_new_from_bytes (bytes, NULL, NULL)) == NULL)
    return;
  counts->n_files++;
  for (guint page = 0; page < MIN (jal_reader_get_n_pages (reader), PAGES_MAX); page++)
    for (char **scale = scales; *scale != NULL; scale++)
      compare_page (reader, document, name, page, g_ascii_strtod (*scale, NULL), counts);
}

static void
silent_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

int
main (int argc, char **argv)
{
  char *usual[] = { (char *)"0.5", (char *)"1", (char *)"1.8", NULL };
  g_autoptr (GDir) folder = argc > 1 ? g_dir_open (argv[1], 0, NULL) : NULL;
  const char *name;
  Counts counts = { 0 };

  if (folder == NULL)
    {
      fprintf (stderr, "scan-compare FOLDER [SCALE…]\n");
      return 2;
    }
  g_log_set_handler ("Poppler", G_LOG_LEVEL_MASK, silent_cb, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".pdf"))
      compare_file (argv[1], name, argc > 2 ? argv + 2 : usual, &counts);
  printf ("%u files, %u pictures of pages, %u of them drawn without poppler, %u differ; worst mean %.3f\n", counts.n_files,
          counts.n_pages, counts.n_scans, counts.n_off, counts.worst);
  return counts.n_off > 0;
}
