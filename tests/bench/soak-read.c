/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads every page of every file in a folder through the sandboxed worker, and tells what came of it.
 *
 *   soak-read FOLDER [PAGES A FILE [LIST]]
 *
 * A file is refused with a sentence or opened; a page of an opened one is drawn, drawn as "may be incomplete", or has a
 * sentence of its own; LIST names what came of each. After a page on which the worker ended the next page must go on. Ends with 1 when a sentence is
 * missing or the program could not go on. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pages/jal-pages-error.h"
#include "pages/jal-reader.h"

static GPtrArray *paths;
static FILE *list; /* nullable */

typedef struct
{
  guint files, opened, refused[JAL_PAGES_ERROR_OUTPUT + 2];
  guint pages, drawn, incomplete, texts, troubled[JAL_PAGES_ERROR_OUTPUT + 2];
  guint faults;
  double slowest;
  char *slowest_name;
} Counts;

/* In the order of JalPagesError. */
static const char *const words[] = { "damaged",       "locked with a password", "too large",       "timed out",    "crashed",
                                     "not supported", "no sandbox",             "beyond a limit", "no such page", "output" };

static int
visit (const char *path, const struct stat *about, int type, struct FTW *where)
{
  if (type == FTW_F)
    g_ptr_array_add (paths, g_strdup (path));
  return 0;
}

static void
count_error (const GError *error, guint *counts, guint *faults)
{
  guint code = error != NULL && error->domain == JAL_PAGES_ERROR ? (guint)error->code : JAL_PAGES_ERROR_OUTPUT + 1;

  if (error == NULL || error->domain != JAL_PAGES_ERROR || *error->message == '\0')
    (*faults)++;
  counts[MIN (code, JAL_PAGES_ERROR_OUTPUT + 1)]++;
}

static void
note (const char *name, guint page, const char *what)
{
  if (list != NULL)
    fprintf (list, "%s\t%u\t%s\n", name, page, what);
}

static void
read_page (JalReader *reader, guint page, const char *name, Counts *counts)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JalPixels) pixels = jal_reader_render (reader, page, 1, 0, NULL, &error);
  g_autoptr (JalPageText) text = NULL;
  double seconds;

  counts->pages++;
  if (pixels == NULL)
    count_error (error, counts->troubled, &counts->faults);
  else if (pixels->incomplete)
    counts->incomplete++;
  else
    counts->drawn++;
  text = jal_reader_get_text (reader, page, NULL, NULL);
  counts->texts += text != NULL ? 1 : 0;
  note (name, page + 1, pixels == NULL ? error->message : pixels->incomplete ? "incomplete" : text != NULL && text->lacks_shapes ? "shapes" : "drawn");
  seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  if (seconds > counts->slowest)
    {
      counts->slowest = seconds;
      g_free (counts->slowest_name);
      counts->slowest_name = g_strdup_printf ("%s, page %u", name, page + 1);
    }
}

static void
read_file (const char *path, guint pages_max, Counts *counts)
{
  g_autofree char *contents = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JalReader) reader = NULL;
  JalReaderKind kind;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return;
  counts->files++;
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  if (jal_reader_sniff (g_bytes_get_data (bytes, NULL), MIN (length, JAL_READER_SNIFF_SIZE), &kind, &error))
    {
      const JalBytes on_demand = jal_bytes_from_memory (bytes);

      reader = jal_reader_open (&on_demand, kind, NULL, NULL, &error);
    }
  if (reader == NULL)
    {
      note (name, 0, error->message);
      count_error (error, counts->refused, &counts->faults);
      return;
    }
  counts->opened++;
  for (guint page = 0; page < MIN (jal_reader_get_n_pages (reader), pages_max); page++)
    read_page (reader, page, name, counts);
}

static void
print_errors (const guint *counts)
{
  for (guint i = 0; i < JAL_PAGES_ERROR_OUTPUT + 2; i++)
    if (counts[i] > 0)
      printf ("    %5u %s\n", counts[i], i < G_N_ELEMENTS (words) ? words[i] : "other");
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

int
main (int argc, char **argv)
{
  guint pages_max = argc > 2 ? (guint)atoi (argv[2]) : 10;
  Counts counts = { 0 };

  if (argc < 2)
    {
      fprintf (stderr, "soak-read FOLDER [PAGES A FILE [LIST]]\n");
      return 2;
    }
  if (argc > 3)
    list = fopen (argv[3], "w");
  paths = g_ptr_array_new_with_free_func (g_free);
  nftw (argv[1], visit, 16, FTW_PHYS);
  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    read_file (paths->pdata[i], pages_max, &counts);
  printf ("%u files: %u opened\n  refused:\n", counts.files, counts.opened);
  print_errors (counts.refused);
  printf ("%u pages: %u drawn, %u drawn that may be incomplete, %u texts\n  with a sentence instead:\n", counts.pages,
          counts.drawn, counts.incomplete, counts.texts);
  print_errors (counts.troubled);
  printf ("slowest: %.1f s, %s; %u without a sentence\n", counts.slowest,
          counts.slowest_name != NULL ? counts.slowest_name : "none", counts.faults);
  if (list != NULL)
    fclose (list);
  return counts.faults > 0 || counts.files == 0;
}
