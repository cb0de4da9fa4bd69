/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading as a user sees it: a document in an encrypted vault, its worker behind the walls, the reader in a window. Clocks
 * stop at the frame in which the page is sharp.
 *
 *   open-bench [--json] [--pages N] [--openings N] [--turns N]      (under Xvfb)
 *
 *  opening      from the call that opens the document at any page to the frame with sharp pixels; another worker each time,
 *               which has seen no document. In the window one waits in reserve; without it the start of one is counted, too
 *  turning      the next page, at once and after a pause in which neighbours are made; born digital and scanned
 *  scrolling    how long the window's thread works on a frame, and how far frames are apart
 *  memory       of window and worker together
 *
 * The floor is poppler in this process on the same page, the file in memory. Beside every time from clock to clock stands
 * the processor's time that window and worker took: on a busy machine only that says what it costs. */
#include <adwaita.h>
#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../jal-test-vault.h"
#include "../pages/pdf-maker.h"
#include "app/reader/jal-page-source-private.h"
#include "app/reader/jal-page-view-private.h"
#include "app/reader/jal-reader-page-private.h"
#include "cases/jal-cases.h"
#include "scan-maker.h"

#define FRAME_MS 33

typedef struct
{
  JalTestVault vault;
  JalCase *court_case;
  GtkWidget *window;
  JalReaderPage *page;
  double peak_mib;     /* all processes together */
  double peak_own_mib; /* this one, then */
  guint longest_ms;
} Bench;

typedef struct
{
  GArray *wall; /* ms */
  GArray *cpu;  /* ms, window and worker */
} Times;

static double
now_ms (void)
{
  return (double)g_get_monotonic_time () / 1000;
}

static double
clock_ms (clockid_t clock)
{
  struct timespec at;

  clock_gettime (clock, &at);
  return (double)at.tv_sec * 1000 + (double)at.tv_nsec / 1e6;
}

/* Calls @fn with every child of this process: the document's worker and the one in reserve. Returns the sum. */
static double
sum_workers (double (*fn) (const char *pid))
{
  double sum = 0;
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while (tasks != NULL && (task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", task);
      g_autofree char *text = NULL;
      g_auto (GStrv) pids = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      pids = g_strsplit (g_strstrip (text), " ", -1);
      for (char **pid = pids; *pid != NULL; pid++)
        sum += **pid != '\0' ? fn (*pid) : 0;
    }
  return sum;
}

static double
count_one (const char *pid)
{
  return 1;
}

static double
cpu_of (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/schedstat", pid);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (double)g_ascii_strtoull (text, NULL, 10) / 1e6 : 0;
}

static double
field_mib (const char *who, const char *file, const char *field)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/%s", who, file);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, field)) == NULL)
    return 0;
  return (double)g_ascii_strtoull (line + strlen (field), NULL, 10) / 1024;
}

/* What windows share with workers, and libraries all of them share, is counted once; where that may not be looked at, each
   time. */
static double
resident_mib (const char *who)
{
  double share = field_mib (who, "smaps_rollup", "\nPss:");

  return share > 0 ? share : field_mib (who, "status", "VmRSS:");
}

static void
note_memory (Bench *bench)
{
  double own = resident_mib ("self"), all = own + sum_workers (resident_mib);

  if (all <= bench->peak_mib)
    return;
  bench->peak_mib = all;
  bench->peak_own_mib = own;
}

static Times
times_new (void)
{
  return (Times){ g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)) };
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
  return values->len == 0 ? 0 : g_array_index (values, double, (guint)ceil (part * (values->len - 1)));
}

/* --- The chain ---------------------------------------------------------------------------------------------------- */

static JalId
take_in (Bench *bench, GBytes *pdf, const char *name)
{
  g_autofree char *path = g_build_filename (bench->vault.folder, name, NULL);
  const char *paths[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) results = NULL;
  g_autoptr (JalImportResult) result = NULL;
  gsize size;
  const char *bytes = g_bytes_get_data (pdf, &size);

  g_assert_true (g_file_set_contents (path, bytes, (gssize)size, &error));
  results = jal_evidence_import (bench->vault.store, bench->court_case->id, paths, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  return result->document_id;
}

static gboolean
is_sharp (Bench *bench, guint wanted)
{
  JalPageView *view = bench->page->view;
  double scale, want;

  if (bench->page->source == NULL || jal_page_view_get_page (view) != wanted
      || jal_page_source_get_picture (bench->page->source, wanted, &scale) == NULL)
    return FALSE;
  want = jal_page_source_limit_scale (jal_page_source_get_info (bench->page->source, wanted),
                                      jal_page_view_get_zoom (view) * gtk_widget_get_scale_factor (GTK_WIDGET (view)));
  return fabs (scale - want) < 1e-9;
}

typedef struct
{
  Bench *bench;
  guint page;
  gboolean painted;
} Wait;

static void
painted_cb (Wait *wait)
{
  wait->painted = wait->painted || is_sharp (wait->bench, wait->page);
}

/* Until a frame has been painted with the page sharp. */
static void
wait_sharp (Bench *bench, guint page)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->window);
  Wait wait = { bench, page, FALSE };
  gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &wait);

  while (!wait.painted)
    {
      /* It may have been sharp already: then a frame is asked for. */
      if (is_sharp (bench, page))
        gtk_widget_queue_draw (GTK_WIDGET (bench->page->view));
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

static gboolean
tick_over_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
pause_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, tick_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Until nothing is being read. */
static void
settle (Bench *bench)
{
  while (bench->page->source->job != NULL || bench->page->source->later != 0)
    pause_for (5);
}

static void
close_document (Bench *bench)
{
  jal_case_page_drop (JAL_CASE_PAGE (bench->page));
  while (sum_workers (count_one) > 0)
    g_main_context_iteration (NULL, FALSE);
  jal_case_page_set_store (JAL_CASE_PAGE (bench->page), bench->vault.store, bench->court_case);
  /* Nobody opens a document within a tenth of a second of having closed one: the worker in reserve has started by then. It
     has seen no document. */
  while (sum_workers (count_one) < 1)
    pause_for (2);
  pause_for (100);
}

/* When what happened, from activation; of the page that is waited for. */
typedef struct
{
  double start;
  double opened; /* the worker has the document and the size of the page */
  double made;   /* its sharp picture is here */
  guint page;
  Bench *bench;
} Phases;

static gboolean is_sharp (Bench *bench, guint wanted);

static void
phase_opened_cb (Phases *phases)
{
  phases->opened = now_ms () - phases->start;
}

static void
phase_page_cb (Phases *phases, guint page)
{
  if (page == phases->page && phases->made == 0 && is_sharp (phases->bench, page))
    phases->made = now_ms () - phases->start;
}

/* As after the reserve has been used up, or has died. */
static void
forget_reserve (void)
{
  jal_reader_forget_prepared ();
  while (sum_workers (count_one) > 0)
    g_main_context_iteration (NULL, FALSE);
}

static void
measure_opening (Bench *bench, JalId document, guint page, Times *times, Times *opened, Times *made)
{
  double start = now_ms (), cpu = clock_ms (CLOCK_PROCESS_CPUTIME_ID) + sum_workers (cpu_of), wall;
  Phases phases = { start, 0, 0, page, bench };

  jal_reader_page_show (bench->page, document, page);
  g_signal_connect_swapped (bench->page->source, "opened", G_CALLBACK (phase_opened_cb), &phases);
  g_signal_connect_swapped (bench->page->source, "page", G_CALLBACK (phase_page_cb), &phases);
  wait_sharp (bench, page);
  g_signal_handlers_disconnect_by_data (bench->page->source, &phases);
  g_array_append_val (opened->wall, phases.opened);
  g_array_append_val (made->wall, phases.made);
  wall = now_ms () - start;
  cpu = clock_ms (CLOCK_PROCESS_CPUTIME_ID) + sum_workers (cpu_of) - cpu;
  g_array_append_val (times->wall, wall);
  g_array_append_val (times->cpu, cpu);
  note_memory (bench); /* looking there takes a while: not on the clock */
  close_document (bench);
}

static void
measure_turn (Bench *bench, guint page, Times *times)
{
  double start = now_ms (), cpu = clock_ms (CLOCK_PROCESS_CPUTIME_ID) + sum_workers (cpu_of), wall;

  jal_page_view_show_page (bench->page->view, page);
  wait_sharp (bench, page);
  wall = now_ms () - start;
  cpu = clock_ms (CLOCK_PROCESS_CPUTIME_ID) + sum_workers (cpu_of) - cpu;
  g_array_append_val (times->wall, wall);
  g_array_append_val (times->cpu, cpu);
  note_memory (bench); /* looking there takes a while: not on the clock */
}

static void
measure_turns (Bench *bench, JalId document, guint n_pages, guint n_turns, gboolean with_pause, Times *times)
{
  jal_reader_page_show (bench->page, document, 1);
  wait_sharp (bench, 1);
  settle (bench);
  for (guint i = 0; i < n_turns; i++)
    {
      measure_turn (bench, 2 + i % (n_pages - 3), times);
      if (with_pause)
        settle (bench);
    }
  close_document (bench);
}

/* --- The floor ---------------------------------------------------------------------------------------------------- */

static double
render_here (PopplerDocument *document, guint page, double scale)
{
  double start = clock_ms (CLOCK_THREAD_CPUTIME_ID), width, height;
  PopplerPage *poppler = poppler_document_get_page (document, (int)page);
  cairo_surface_t *surface;
  cairo_t *cairo;

  poppler_page_get_size (poppler, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(width * scale), (int)(height * scale));
  cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, scale, scale);
  poppler_page_render (poppler, cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  g_object_unref (poppler);
  return clock_ms (CLOCK_THREAD_CPUTIME_ID) - start;
}

static GArray *
measure_floor (GBytes *pdf, guint n, guint n_pages, double scale)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);

  for (guint i = 0; i < n; i++)
    {
      double ms = render_here (document, (i * 37 + 1) % n_pages, scale);

      g_array_append_val (times, ms);
    }
  g_object_unref (document);
  return times;
}

/* --- Scrolling ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint n, late, busy;
  double last_wall, cpu_before, worst_busy;
} Scroll;

static void
before_cb (Scroll *scroll)
{
  scroll->cpu_before = clock_ms (CLOCK_THREAD_CPUTIME_ID);
}

static void
after_cb (Scroll *scroll)
{
  double wall = now_ms (), busy = clock_ms (CLOCK_THREAD_CPUTIME_ID) - scroll->cpu_before;

  if (scroll->last_wall > 0 && wall - scroll->last_wall > FRAME_MS)
    scroll->late++;
  if (busy > FRAME_MS)
    scroll->busy++;
  scroll->worst_busy = fmax (scroll->worst_busy, busy);
  scroll->last_wall = wall;
  scroll->n++;
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  jal_page_view_scroll_by (JAL_PAGE_VIEW (widget), 0, 90);
  return G_SOURCE_CONTINUE;
}

static void
measure_scrolling (Bench *bench, JalId document, guint n_frames, Scroll *scroll)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->window);
  gulong before, after;
  guint tick;

  jal_reader_page_show (bench->page, document, 1);
  wait_sharp (bench, 1);
  before = g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_cb), scroll);
  after = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_cb), scroll);
  tick = gtk_widget_add_tick_callback (GTK_WIDGET (bench->page->view), scroll_cb, NULL, NULL);
  while (scroll->n < n_frames)
    {
      g_main_context_iteration (NULL, TRUE);
      if (scroll->n % 16 == 0)
        note_memory (bench);
    }
  gtk_widget_remove_tick_callback (GTK_WIDGET (bench->page->view), tick);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);
  close_document (bench);
}

/* --- All of it ---------------------------------------------------------------------------------------------------- */

static GBytes *
make_words (guint n)
{
  g_autofree PdfPage *pages = g_new0 (PdfPage, n);
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      GString *content = g_string_new ("BT /F 10 Tf 12 TL 50 800 Td ");

      for (guint line = 0; line < 60; line++)
        g_string_append_printf (content, "(%u.%u The witness was shown the photograph and said what she knew.) Tj T* ", i, line);
      g_string_append (content, "ET 40 40 515 770 re S");
      g_ptr_array_add (contents, g_string_free (content, FALSE));
      pages[i] = (PdfPage){ "/MediaBox [ 0 0 595 842 ]", contents->pdata[i] };
    }
  return pdf_make (pages, n, NULL);
}

static void
print_times (GString *json, const char *name, Times *times)
{
  g_string_append_printf (json,
                          ", \"%s\": {\"n\": %u, \"median_ms\": %.1f, \"p95_ms\": %.1f, \"cpu_median_ms\": %.1f, "
                          "\"cpu_p95_ms\": %.1f}",
                          name, times->wall->len, quantile (times->wall, 0.5), quantile (times->wall, 0.95),
                          quantile (times->cpu, 0.5), quantile (times->cpu, 0.95));
}

static void
print_floor (GString *json, const char *name, GArray *times)
{
  g_string_append_printf (json, ", \"%s\": {\"n\": %u, \"cpu_median_ms\": %.1f, \"cpu_p95_ms\": %.1f}", name, times->len,
                          quantile (times, 0.5), quantile (times, 0.95));
}

int
main (int argc, char **argv)
{
  gboolean as_json = FALSE;
  int n_pages = 1000, n_openings = 100, n_turns = 100, n_floor = 40;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON", NULL },
                                   { "pages", 0, 0, G_OPTION_ARG_INT, &n_pages, "Pages of the scan", "N" },
                                   { "openings", 0, 0, G_OPTION_ARG_INT, &n_openings, "How often it is opened", "N" },
                                   { "turns", 0, 0, G_OPTION_ARG_INT, &n_turns, "How many pages are turned", "N" },
                                   { "floor", 0, 0, G_OPTION_ARG_INT, &n_floor, "Pages for the floor", "N" },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) scan = NULL;
  g_autoptr (GBytes) words = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalId case_id, scan_id, words_id;
  Bench bench = { 0 };
  Times opening = times_new (), unprepared = times_new (), opened = times_new (), made = times_new (), turn = times_new (), paused = times_new (), born = times_new ();
  Scroll scroll = { 0 };
  gsize scan_size;
  double scale, start;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  adw_init ();
  jal_test_vault_open (&bench.vault);
  draft.title = "Republic v Nobody";
  g_assert_true (jal_cases_add (bench.vault.store, &draft, &case_id, &error));
  bench.court_case = jal_cases_get (bench.vault.store, case_id, &error);
  scan = scan_make ((guint)n_pages, 200000);
  scan_size = g_bytes_get_size (scan);
  words = make_words (120);
  start = now_ms ();
  scan_id = take_in (&bench, scan, "scan.pdf");
  words_id = take_in (&bench, words, "words.pdf");
  g_printerr ("  %.0f MB taken in within %.1f s\n", (double)scan_size / 1e6, (now_ms () - start) / 1000);

  bench.window = gtk_window_new ();
  /* Without a graphics card the shadow around a window costs more than all that is in it; it is not what is measured. */
  gtk_window_set_decorated (GTK_WINDOW (bench.window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1100, 720);
  bench.page = g_object_new (JAL_TYPE_READER_PAGE, NULL);
  gtk_window_set_child (GTK_WINDOW (bench.window), GTK_WIDGET (bench.page));
  gtk_widget_insert_action_group (bench.window, "reader", jal_case_page_get_actions (JAL_CASE_PAGE (bench.page)));
  gtk_window_present (GTK_WINDOW (bench.window));
  jal_case_page_set_store (JAL_CASE_PAGE (bench.page), bench.vault.store, bench.court_case);
  pause_for (300);

  /* The floor needs the file in memory, the memory of the window must not have it. */
  jal_reader_page_show (bench.page, scan_id, 1);
  wait_sharp (&bench, 1);
  scale = jal_page_view_get_zoom (bench.page->view);
  close_document (&bench);
  {
    g_autoptr (GArray) floor = measure_floor (scan, (guint)n_floor, (guint)n_pages, scale);
    g_autoptr (GArray) floor_words = measure_floor (words, (guint)n_floor, 120, scale);

    print_floor (json, "floor_scan", floor);
    print_floor (json, "floor_words", floor_words);
  }
  g_clear_pointer (&scan, g_bytes_unref);
  g_clear_pointer (&words, g_bytes_unref);
  bench.peak_mib = 0;
  g_printerr ("  window alone before reading: %.0f MiB\n", resident_mib ("self"));

  for (int i = 0; i < n_openings; i++)
    measure_opening (&bench, scan_id, (guint)(i * 97 + 1) % (guint)(n_pages - 1), &opening, &opened, &made);
  for (int i = 0; i < n_openings / 4; i++)
    {
      forget_reserve ();
      measure_opening (&bench, scan_id, (guint)(i * 89 + 1) % (guint)(n_pages - 1), &unprepared, &opened, &made);
    }
  measure_turns (&bench, scan_id, (guint)n_pages, (guint)n_turns, FALSE, &turn);
  measure_turns (&bench, scan_id, (guint)n_pages, (guint)n_turns, TRUE, &paused);
  measure_turns (&bench, words_id, 120, (guint)n_turns, FALSE, &born);
  measure_scrolling (&bench, scan_id, 300, &scroll);

  print_times (json, "open", &opening);
  print_times (json, "open_without_reserve", &unprepared);
  print_times (json, "open_until_opened", &opened);
  print_times (json, "open_until_made", &made);
  print_times (json, "turn_scan_at_once", &turn);
  print_times (json, "turn_scan_after_pause", &paused);
  print_times (json, "turn_words_at_once", &born);
  printf ("{\"bench\": \"open\", \"megabytes\": %.1f, \"pages\": %d, \"scale\": %.3f%s, \"scroll\": {\"frames\": %u, \"late\": %u, "
          "\"busy\": %u, \"worst_busy_ms\": %.1f}, \"peak_mib\": %.0f, \"peak_window_mib\": %.0f}\n",
          (double)scan_size / 1e6, n_pages, scale, json->str, scroll.n, scroll.late, scroll.busy, scroll.worst_busy,
          bench.peak_mib, bench.peak_own_mib);
  fflush (stdout);
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_clear_object (&bench.court_case);
  while (G_OBJECT (bench.vault.store)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  jal_test_vault_close (&bench.vault);
  return 0;
}
