/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader on a real vault, a real worker and a PDF made here: what is pointed at, selected, found and marked is
   where it is on the page, also when the document turns its pages; nothing is lost or left behind when the vault locks.
 */
#include <adwaita.h>
#include <cairo-pdf.h>
#include <math.h>
#include <signal.h>
#include <unistd.h>

#include "app/evidence/jal-custody-verbs.h"
#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-page-source-private.h"
#include "app/reader/jal-page-view-private.h"
#include "app/reader/jal-reader-clipboard.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/shell/jal-task.h"
#include "cases/jal-cases.h"
#include "jal-test-vault.h"
#include "pages/jal-pages-error.h"
#include "record/jal-document-rows.h"

#define N_PAGES 12

typedef struct
{
  JalTestVault vault;
  JalCase *court_case;
  JalId document_id;
  GtkWidget *window;
  JalReaderPage *page;
} Fixture;

/* --- Waiting ------------------------------------------------------------------------------------------------------ */

static gboolean
too_long_cb (gpointer data)
{
  g_error ("waited too long for: %s", (const char *)data);
  return G_SOURCE_REMOVE;
}

#define WAIT_UNTIL(condition)                                                                                          \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    guint limit = g_timeout_add_seconds (30, too_long_cb, (gpointer) #condition);                                      \
    while (!(condition))                                                                                               \
      g_main_context_iteration (NULL, TRUE);                                                                           \
    g_source_remove (limit);                                                                                           \
  }                                                                                                                    \
  G_STMT_END

/* --- A document --------------------------------------------------------------------------------------------------- */

/* Twelve upright pages; the fifth lies. Each names itself and has two lines of words. */
static void
make_pdf (const char *path)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (path, 400, 600);
  cairo_t *cr = cairo_create (surface);

  for (int i = 0; i < N_PAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("This is sheet %d of the file.", i + 1);

      cairo_pdf_surface_set_size (surface, i == 4 ? 600 : 400, i == 4 ? 400 : 600);
      cairo_select_font_face (cr, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
      cairo_set_font_size (cr, 14);
      cairo_move_to (cr, 50, 80);
      cairo_show_text (cr, name);
      cairo_move_to (cr, 50, 110);
      cairo_show_text (cr, "The accused kept the child");
      cairo_move_to (cr, 50, 130);
      cairo_show_text (cr, "in room seven of the hotel.");
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
take_in (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->vault.folder, "file.pdf", NULL);
  const char *paths[] = { path, NULL };
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  g_autoptr (GListStore) results = NULL;
  g_autoptr (JalImportResult) result = NULL;
  JalId case_id;

  make_pdf (path);
  draft.title = "Republic v Nobody";
  g_assert_true (jal_cases_add (f->vault.store, &draft, &case_id, &error));
  g_assert_no_error (error);
  f->court_case = jal_cases_get (f->vault.store, case_id, &error);
  g_assert_no_error (error);
  results = jal_evidence_import (f->vault.store, case_id, paths, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  g_assert_cmpuint (result->n_pages, ==, N_PAGES);
  f->document_id = result->document_id;
}

static void
open_reader (Fixture *f)
{
  f->page = g_object_new (JAL_TYPE_READER_PAGE, NULL);
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 700, 600);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->page));
  gtk_widget_insert_action_group (f->window, "reader", jal_case_page_get_actions (JAL_CASE_PAGE (f->page)));
  gtk_window_present (GTK_WINDOW (f->window));
  jal_case_page_set_store (JAL_CASE_PAGE (f->page), f->vault.store, f->court_case);
  jal_reader_page_show (f->page, f->document_id, 0);
  WAIT_UNTIL (jal_page_source_get_text (f->page->source, 0) != NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  jal_test_vault_open (&f->vault);
  take_in (f);
  open_reader (f);
}

static void
close_reader (Fixture *f)
{
  gpointer gone = f->page;

  g_object_add_weak_pointer (G_OBJECT (f->page), &gone);
  gtk_window_destroy (GTK_WINDOW (f->window));
  WAIT_UNTIL (gone == NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->window != NULL)
    {
      jal_case_page_drop (JAL_CASE_PAGE (f->page));
      close_reader (f);
    }
  g_clear_object (&f->court_case);
  /* What was read when the lock came ends on its threads. */
  while (G_OBJECT (f->vault.store)->ref_count > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  jal_test_vault_close (&f->vault);
}

static void
act (Fixture *f, const char *verb)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (f->page->actions), verb));
  g_action_group_activate_action (G_ACTION_GROUP (f->page->actions), verb, NULL);
}

static guint
n_marks (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->page->marks));
}

static JalMark *
nth_mark (Fixture *f, guint n)
{
  g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (f->page->marks), n);

  g_assert_nonnull (mark);
  return mark; /* the list holds it */
}

/* Nothing but the store tells the page of changes made by its own verbs; here there is no frame to pass them on. */
static void
changed_cb (Fixture *f)
{
  jal_case_page_refresh (JAL_CASE_PAGE (f->page));
}

/* The point of the widget in the middle of the character. */
static void
point_of (Fixture *f, guint page, guint index, double *x, double *y)
{
  const JalPageInfo *info = jal_page_source_get_info (f->page->source, page);
  JalPageText *text = jal_page_source_get_text (f->page->source, page);
  graphene_rect_t rect
      = jal_page_view_place_box (f->page->view, page, jal_geometry_box_to_display (info, text->boxes[index]));

  *x = rect.origin.x + rect.size.width / 2;
  *y = rect.origin.y + rect.size.height / 2;
}

/* --- Pages -------------------------------------------------------------------------------------------------------- */

static void
test_pages (Fixture *f, gconstpointer data)
{
  JalPageView *view = f->page->view;
  double scale, zoom = jal_page_view_get_zoom (view);
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  JalPagePlace place;

  g_assert_cmpint (factor, ==, g_getenv ("GDK_SCALE") != NULL ? atoi (g_getenv ("GDK_SCALE")) : 1);

  g_assert_cmpstr (gtk_stack_get_visible_child_name (f->page->stack), ==, "pages");
  g_assert_cmpstr (gtk_label_get_text (f->page->page_count), ==, "of 12");
  /* The lying page is the widest: it fills the width. */
  WAIT_UNTIL (jal_page_source_get_info (f->page->source, N_PAGES - 1) != NULL);
  g_assert_cmpfloat_with_epsilon (jal_page_view_get_rect (view, 4).width, gtk_widget_get_width (GTK_WIDGET (view)) - 24,
                                  1);
  zoom = jal_page_view_get_zoom (view);
  WAIT_UNTIL (jal_page_source_get_picture (f->page->source, 0, &scale) != NULL && fabs (scale - zoom * factor) < 1e-9);
  /* As many pixels as the screen has there: twice as many on a fine one. */
  g_assert_cmpint ((int)jal_page_picture_get_width (jal_page_source_get_picture (f->page->source, 0, &scale)), ==,
                   (int)ceil (jal_page_source_get_info (f->page->source, 0)->width * zoom * factor - 0.001));
  /* A page far away has no picture yet, its neighbour in view soon has. */
  g_assert_null (jal_page_source_get_picture (f->page->source, 9, &scale));
  act (f, "next-page");
  WAIT_UNTIL (jal_page_view_get_page (view) == 1);
  gtk_editable_set_text (GTK_EDITABLE (f->page->page_entry), "10");
  g_signal_emit_by_name (f->page->page_entry, "activate");
  WAIT_UNTIL (jal_page_view_get_page (view) == 9 && jal_page_source_get_picture (f->page->source, 9, &scale) != NULL);
  WAIT_UNTIL (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (f->page->page_entry)), "10"));
  /* Zooming keeps the page; so does leaving the document and coming back. */
  act (f, "zoom-in");
  g_assert_cmpfloat_with_epsilon (jal_page_view_get_zoom (view), zoom * 1.2, 1e-9);
  g_assert_cmpuint (jal_page_view_get_page (view), ==, 9);
  jal_page_view_get_place (view, &place);
  g_assert_cmpint (place.mode, ==, JAL_ZOOM_FREE);
  act (f, "fit-width");
  g_assert_cmpfloat_with_epsilon (jal_page_view_get_zoom (view), zoom, 1e-9);
  act (f, "first-page");
  WAIT_UNTIL (jal_page_view_get_page (view) == 0);
}

/* Usable in a window of 640 × 480 with the list of cases folded away and the frame above it. */
static void
test_small (Fixture *f, gconstpointer data)
{
  int width, height;

  gtk_widget_measure (GTK_WIDGET (f->page), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (f->page), GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  g_test_message ("the reader needs %d × %d", width, height);
  g_assert_cmpint (width, <=, 640);
  g_assert_cmpint (height, <=, 380);
}

static void
test_pointing (Fixture *f, gconstpointer data)
{
  JalPageView *view = f->page->view;
  JalPageText *text = jal_page_source_get_text (f->page->source, 0);
  const JalPageInfo *info = jal_page_source_get_info (f->page->source, 0);
  guint n_checked = 0;

  /* At three zooms, the middle of every letter points to that letter of that page. */
  for (int turn = 0; turn < 3; turn++)
    {
      for (guint i = 0; i < text->n_chars; i++)
        {
          double x, y;
          JalPoint point;
          guint page, index;

          if (text->boxes[i].x2 <= text->boxes[i].x1)
            continue;
          point_of (f, 0, i, &x, &y);
          g_assert_true (jal_page_view_find_point (view, x, y, TRUE, &page, &point));
          g_assert_cmpuint (page, ==, 0);
          g_assert_true (jal_geometry_find_char (info, text, point, &index));
          g_assert_cmpuint (index, ==, i);
          n_checked++;
        }
      act (f, "zoom-in");
    }
  g_assert_cmpuint (n_checked, >, 150);
}

/* --- Finding and marking ------------------------------------------------------------------------------------------ */

static void
find_words (Fixture *f, const char *words, guint n_hits)
{
  jal_reader_page_show_find (f->page);
  gtk_editable_set_text (GTK_EDITABLE (f->page->find_entry), words);
  WAIT_UNTIL (!jal_page_source_is_finding (f->page->source) && jal_page_source_get_hits (f->page->source)->len == n_hits
              && *gtk_label_get_text (f->page->find_count) != '\0');
}

static void
test_find (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) selected = NULL;
  g_autofree char *count = NULL;

  find_words (f, "room seven", N_PAGES);
  WAIT_UNTIL (jal_page_view_has_selection (f->page->view));
  selected = jal_page_view_dup_selected (f->page->view);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpstr (((JalSelectedText *)selected->pdata[0])->text, ==, "room seven");
  g_assert_cmpstr (gtk_label_get_text (f->page->find_count), ==, "1 of 12");
  act (f, "find-next");
  g_assert_cmpstr (gtk_label_get_text (f->page->find_count), ==, "2 of 12");
  act (f, "find-previous");
  act (f, "find-previous");
  g_assert_cmpstr (gtk_label_get_text (f->page->find_count), ==, "12 of 12");
  WAIT_UNTIL (jal_page_view_get_page (f->page->view) == N_PAGES - 1);
  find_words (f, "sheet 7 of", 1);
  WAIT_UNTIL (jal_page_view_get_page (f->page->view) == 6);
  find_words (f, "giraffe", 0);
  g_assert_cmpstr (gtk_label_get_text (f->page->find_count), ==, "Not found");
}

/* Writes or (NULL) removes what the vault holds of the text of the first original. */
typedef struct
{
  JalId original_id;
  guint page;
  const char *text;
} Said;

static gboolean
write_said (JalTx *tx, gpointer data, GError **error)
{
  const Said *said = data;

  return said->text != NULL ? jal_page_text_set (tx, said->original_id, said->page, said->text, error)
                            : jal_page_text_remove (tx, said->original_id, error);
}

static void
set_said (Fixture *f, guint page, const char *text)
{
  Said said = { .page = page, .text = text };
  JalAct act = { .verb = "document.text" };
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_document_reader_locate (f->page->source->reader, 0, &said.original_id, NULL, NULL));
  g_assert_true (jal_store_act (f->vault.store, &act, write_said, &said, NULL, &error));
  g_assert_no_error (error);
}

/* What the vault holds of the text answers at once: no page is read for it but those that are looked at, and where it stands is
   found out there. */
static void
test_find_said (Fixture *f, gconstpointer data)
{
  JalPageSource *source = f->page->source;
  JalPageHit *last;
  g_autoptr (GArray) there = NULL;

  WAIT_UNTIL (source->job == NULL && source->later == 0);
  find_words (f, "room seven", N_PAGES);
  g_assert_cmpuint (source->n_looked_up, ==, N_PAGES);
  g_assert_null (source->pages[6].text);
  g_assert_null (source->pages[6].read);
  last = &g_array_index (source->hits, JalPageHit, N_PAGES - 1);
  g_assert_cmpstr (last->line, ==, "…accused kept the child in room seven of the hotel.");

  jal_reader_page_show_hit (f->page, 8);
  WAIT_UNTIL (source->pages[8].text != NULL && source->pages[7].text != NULL && source->pages[9].text != NULL);
  there = jal_geometry_find (jal_page_source_get_info (source, 8), source->pages[8].text, "room seven");
  WAIT_UNTIL (!f->page->find_awaits && jal_page_view_get_page (f->page->view) == 8);
  g_assert_cmpmem (jal_page_source_get_quads (source, 8)->data, sizeof (JalQuad),
                   g_array_index (there, JalHit, 0).quads->data, sizeof (JalQuad));
  /* The step before is not kept for ever. */
  jal_reader_page_show_hit (f->page, 0);
  WAIT_UNTIL (source->pages[0].text != NULL && source->job == NULL && source->later == 0);
  g_assert_false (source->pages[8].text_wanted);
  jal_reader_page_close_find (f->page);

  source->hits_max = 3;
  jal_reader_page_show_find (f->page);
  WAIT_UNTIL (source->hits->len >= 3 && !jal_page_source_is_finding (source));
  g_assert_cmpuint (source->hits->len, ==, 3);
  g_assert_cmpstr (gtk_label_get_text (f->page->find_note), ==,
                   "There are too many hits to list them all. Write more of what you look for.");
}

/* Pages of which the vault holds no text are read, once for all words; and all are when it holds another text than they have. */
static void
test_find_unsaid (Fixture *f, gconstpointer data)
{
  JalPageSource *source = f->page->source;
  JalPageText *text;

  set_said (f, 0, NULL);
  find_words (f, "sheet 7 of", 1);
  g_assert_false (source->distrusts);
  for (guint i = 0; i < N_PAGES; i++)
    g_assert_cmpstr (source->pages[i].read, !=, NULL);
  find_words (f, "room seven", N_PAGES);
  g_assert_cmpuint (source->n_looked_up, ==, N_PAGES);

  jal_page_source_forget_read (source);
  for (guint i = 0; i < N_PAGES; i++)
    set_said (f, i, i % 2 == 0 ? "A giraffe." : "");
  text = jal_page_source_get_text (source, jal_page_view_get_page (f->page->view));
  g_assert_nonnull (text);
  find_words (f, "the hotel", N_PAGES);
  g_assert_true (source->distrusts);
  find_words (f, "giraffe", 0);
}

/* What was given up for another page is looked at again; what could not be looked at is told. */
static void
test_find_all (Fixture *f, gconstpointer data)
{
  JalPageSource *source = f->page->source;

  source->distrusts = TRUE;
  WAIT_UNTIL (source->job == NULL && source->later == 0);
  jal_reader_page_show_find (f->page);
  jal_page_source_find (source, "room seven", 0);
  WAIT_UNTIL (source->job != NULL && source->job->kind == JAL_PAGE_JOB_FIND);
  jal_task_cancel (source, jal_page_source_work_on);
  WAIT_UNTIL (!jal_page_source_is_finding (source));
  g_assert_cmpuint (jal_page_source_get_hits (source)->len, ==, N_PAGES);
  g_assert_null (jal_page_source_dup_unsearched (source));

  /* So is one that ended with the worker, which need not be its fault; the second time it is. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GArray) none = jal_page_hits_new ();
      g_autoptr (GError) crashed = g_error_new_literal (JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED, "It stopped.");
      JalPageJob job = { .kind = JAL_PAGE_JOB_FIND, .page = 3, .serial = source->find_serial, .hits = none, .error = crashed };

      source->n_searched = 0;
      jal_page_source_take_hits (source, &job);
      g_assert_cmpuint (jal_page_source_get_n_searched (source), ==, i);
    }
  source->n_searched = N_PAGES;
  gtk_editable_set_text (GTK_EDITABLE (f->page->find_entry), "room seven");
  g_signal_emit_by_name (source, "hits");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f->page->find_note)));
  g_assert_cmpstr (gtk_label_get_text (f->page->find_note), ==, "1 page could not be read and was not searched.");
  jal_reader_page_close_find (f->page);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->page->find_note)));
}

/* The mark covers the words it quotes, and is found under the pointer there and nowhere else. */
static void
check_mark (Fixture *f, guint page, const char *words)
{
  const JalPageInfo *info = jal_page_source_get_info (f->page->source, page);
  JalPageText *text = jal_page_source_get_text (f->page->source, page);
  g_autoptr (GArray) hits = jal_geometry_find (info, text, words);
  JalMark *mark = nth_mark (f, 0);

  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpuint (mark->n_quads, ==, g_array_index (hits, JalHit, 0).quads->len);
  for (guint i = 0; i < mark->n_quads; i++)
    {
      JalQuad quad = jal_page_view_quad_of (&mark->quads[i]);
      JalBox mine = jal_geometry_quad_to_display (info, &quad);
      JalBox theirs
          = jal_geometry_quad_to_display (info, &g_array_index (g_array_index (hits, JalHit, 0).quads, JalQuad, i));
      JalPoint middle = { (mine.x1 + mine.x2) / 2, (mine.y1 + mine.y2) / 2 };
      JalPoint beside = { mine.x2 + 3, mine.y1 };

      g_assert_cmpfloat_with_epsilon (mine.x1, theirs.x1, 0.01);
      g_assert_cmpfloat_with_epsilon (mine.y1, theirs.y1, 0.01);
      g_assert_cmpfloat_with_epsilon (mine.x2, theirs.x2, 0.01);
      g_assert_cmpfloat_with_epsilon (mine.y2, theirs.y2, 0.01);
      g_assert_true (jal_page_view_find_mark (f->page->view, page, middle) == mark);
      g_assert_null (jal_page_view_find_mark (f->page->view, page, beside));
      g_assert_null (jal_page_view_find_mark (f->page->view, page + 1, middle));
    }
}

static void
test_highlight (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  JalMark *mark;

  g_signal_connect_swapped (f->vault.store, "changed", G_CALLBACK (changed_cb), f);
  /* Over the end of a line: two quads. */
  find_words (f, "child in room", N_PAGES);
  WAIT_UNTIL (jal_page_view_has_selection (f->page->view));
  act (f, "highlight");
  g_assert_false (jal_page_view_has_selection (f->page->view));
  WAIT_UNTIL (n_marks (f) == 1);
  mark = nth_mark (f, 0);
  g_assert_cmpstr (mark->kind, ==, "highlight");
  g_assert_cmpstr (mark->audience, ==, "private");
  g_assert_cmpstr (mark->color, ==, "yellow");
  g_assert_cmpstr (mark->quoted, ==, "child in room");
  g_assert_true (g_str_has_suffix (mark->context_before, "kept the "));
  g_assert_true (g_str_has_prefix (mark->context_after, " seven of"));
  g_assert_cmpuint (mark->n_quads, ==, 2);
  check_mark (f, 0, "child in room");

  /* The pages turn in the document, the mark turns with its words. */
  g_assert_true (jal_evidence_rotate (f->vault.store, f->document_id, 0, N_PAGES, 90, &error));
  g_assert_no_error (error);
  g_signal_handlers_disconnect_by_data (f->vault.store, f);
  jal_case_page_drop (JAL_CASE_PAGE (f->page));
  close_reader (f);
  open_reader (f);
  WAIT_UNTIL (n_marks (f) == 1);
  g_assert_cmpuint (jal_page_source_get_info (f->page->source, 0)->rotate, ==, 90);
  check_mark (f, 0, "child in room");
}

/* The pixels of the view as they would be shown: B, G, R, A. */
static guchar *
draw (GtkWidget *view, gsize *stride)
{
  int width = gtk_widget_get_width (view), height = gtk_widget_get_height (view);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guchar *pixels;

  jal_page_view_snapshot (view, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (view)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  *stride = (gsize)width * 4;
  pixels = g_malloc0 (*stride * (gsize)height);
  gdk_texture_download (texture, pixels, *stride);
  return pixels;
}

/* What is drawn is where the sums say: the words are dark inside their boxes, the colour is on the mark and nowhere
   else, and one reads the words through it. */
static void
test_drawn (Fixture *f, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (f->page->view);
  g_autofree guchar *pixels = NULL;
  gsize stride;
  double scale;
  JalBox box;
  graphene_rect_t rect;
  guint inside = 0, dark = 0, outside = 0, all = 0;

  g_signal_connect_swapped (f->vault.store, "changed", G_CALLBACK (changed_cb), f);
  find_words (f, "room seven", N_PAGES);
  WAIT_UNTIL (jal_page_view_has_selection (f->page->view));
  act (f, "highlight");
  jal_case_page_escape (JAL_CASE_PAGE (f->page));
  WAIT_UNTIL (n_marks (f) == 1 && jal_page_source_get_picture (f->page->source, 0, &scale) != NULL
              && fabs (scale - jal_page_view_get_zoom (f->page->view)) < 1e-9);
  g_assert_cmpuint (jal_page_source_get_hits (f->page->source)->len, ==, 0);
  g_assert_true (jal_page_view_get_mark_box (f->page->view, nth_mark (f, 0), &box));
  rect = jal_page_view_place_box (f->page->view, 0, box);
  pixels = draw (view, &stride);
  for (int y = 0; y < gtk_widget_get_height (view); y++)
    for (int x = 0; x < gtk_widget_get_width (view); x++)
      {
        const guchar *pixel = pixels + (gsize)y * stride + (gsize)x * 4;
        gboolean yellow = pixel[2] > 240 && pixel[1] > 210 && pixel[0] < 90;
        gboolean in = x >= rect.origin.x && x < rect.origin.x + rect.size.width && y >= rect.origin.y
                      && y < rect.origin.y + rect.size.height;

        all += in ? 1 : 0;
        inside += in && yellow ? 1 : 0;
        dark += in && pixel[1] < 60 ? 1 : 0;
        /* The edges of the box may share a pixel. */
        outside += yellow
                           && !graphene_rect_contains_point (&GRAPHENE_RECT_INIT (rect.origin.x - 1, rect.origin.y - 1,
                                                                                  rect.size.width + 2,
                                                                                  rect.size.height + 2),
                                                             &GRAPHENE_POINT_INIT ((float)x, (float)y))
                       ? 1
                       : 0;
      }
  g_test_message ("of %u pixels %u are yellow, %u dark; %u yellow ones outside", all, inside, dark, outside);
  g_assert_cmpuint (all, >, 500);
  g_assert_cmpuint (inside, >, all / 2);
  g_assert_cmpuint (dark, >, all / 20);
  g_assert_cmpuint (outside, ==, 0);
}

static double
luminance (const guchar *bgra)
{
  double linear[3];

  for (guint i = 0; i < 3; i++)
    {
      double c = bgra[2 - i] / 255.0;

      linear[i] = c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
    }
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/* Between the ground of a box on the screen, its most frequent pixel, and the one that differs most. */
static double
contrast_in (GtkWidget *view, const graphene_rect_t *rect)
{
  gsize stride;
  g_autofree guchar *pixels = draw (view, &stride);
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  const guchar *ground = NULL;
  double best = 1;
  guint most = 0;

  for (gboolean second = FALSE; second <= TRUE; second++)
    for (int y = (int)rect->origin.y + 1; y < rect->origin.y + rect->size.height - 1; y++)
      for (int x = (int)rect->origin.x + 1; x < rect->origin.x + rect->size.width - 1; x++)
        {
          const guchar *pixel = pixels + (gsize)y * stride + (gsize)x * 4;
          guint32 key;

          memcpy (&key, pixel, 4);
          if (second)
            {
              double a = luminance (pixel), b = luminance (ground);

              best = fmax (best, (fmax (a, b) + 0.05) / (fmin (a, b) + 0.05));
              continue;
            }
          g_hash_table_insert (counts, GUINT_TO_POINTER (key),
                               GUINT_TO_POINTER (1 + GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (key)))));
          if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (key))) > most)
            {
              most = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (key)));
              ground = pixel;
            }
        }
  return best;
}

/* The words under every colour can be read (WCAG AA, 4.5 : 1), by day and at night, also while they are found or selected. */
static void
test_colors (Fixture *f, gconstpointer data)
{
  static const char *const colors[] = { "yellow", "green", "blue", "pink", "orange" };
  JalPageView *view = f->page->view;
  double scale;

  g_signal_connect_swapped (f->vault.store, "changed", G_CALLBACK (changed_cb), f);
  jal_page_view_set_zoom (view, 2);
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (f->page->actions), "color", g_variant_new_string (colors[i]));
      find_words (f, "room seven", N_PAGES);
      WAIT_UNTIL (jal_page_view_has_selection (view));
      act (f, "highlight");
      jal_case_page_escape (JAL_CASE_PAGE (f->page));
      WAIT_UNTIL (n_marks (f) == 1);
      for (guint night = 0; night < 2; night++)
        for (guint over = 0; over < 2; over++)
          {
            graphene_rect_t rect;
            double contrast;
            JalBox box;

            jal_reader_page_set_night (f->page, night == 1);
            if (over == 1)
              {
                find_words (f, "room seven", N_PAGES);
                WAIT_UNTIL (jal_page_view_has_selection (view));
              }
            WAIT_UNTIL (jal_page_source_is_settled (f->page->source, 0));
            g_assert_nonnull (jal_page_source_get_picture (f->page->source, 0, &scale));
            g_assert_true (jal_page_view_get_mark_box (view, nth_mark (f, 0), &box));
            rect = jal_page_view_place_box (view, 0, box);
            contrast = contrast_in (GTK_WIDGET (view), &rect);
            g_test_message ("%s%s%s: %.2f", colors[i], night ? " at night" : "", over ? ", selected" : "", contrast);
            if (contrast < 4.5)
              g_test_fail ();
            while (jal_case_page_escape (JAL_CASE_PAGE (f->page)))
              continue;
          }
      jal_reader_page_set_night (f->page, FALSE);
      jal_marks_pane_choose (f->page->pane, nth_mark (f, 0)->id);
      jal_reader_page_update_actions (f->page);
      act (f, "mark-remove");
      WAIT_UNTIL (n_marks (f) == 0);
    }
}

static void
test_armed (Fixture *f, gconstpointer data)
{
  double x, y;
  JalTextSpot first = { 0, 0 }, last = { 0, 0 };
  JalPageText *text = jal_page_source_get_text (f->page->source, 0);

  g_signal_connect_swapped (f->vault.store, "changed", G_CALLBACK (changed_cb), f);
  /* Without a selection H arms, Escape disarms. */
  act (f, "highlight");
  g_assert_cmpstr (f->page->armed, ==, "highlight");
  g_assert_true (gtk_revealer_get_reveal_child (f->page->hint));
  g_assert_true (jal_case_page_escape (JAL_CASE_PAGE (f->page)));
  g_assert_null (f->page->armed);
  g_assert_false (jal_case_page_escape (JAL_CASE_PAGE (f->page)));

  /* Armed, letting a selection go makes the mark at once; it stays armed for the next. */
  act (f, "highlight");
  last.index = text->n_chars / 2;
  jal_page_view_select (f->page->view, 0, first.index, last.index);
  g_signal_emit_by_name (f->page->view, "selected");
  WAIT_UNTIL (n_marks (f) == 1);
  g_assert_cmpstr (f->page->armed, ==, "highlight");

  /* A note goes where the click was, and is armed once. */
  act (f, "note");
  g_assert_cmpstr (f->page->armed, ==, "note");
  point_of (f, 0, 3, &x, &y);
  jal_reader_page_place_note (f->page, 0, (JalPoint){ 120, 300 });
  WAIT_UNTIL (n_marks (f) == 2);
  g_assert_null (f->page->armed);
  for (guint i = 0; i < 2; i++)
    if (g_str_equal (nth_mark (f, i)->kind, "note"))
      {
        JalBox box;

        g_assert_true (jal_page_view_get_mark_box (f->page->view, nth_mark (f, i), &box));
        g_assert_cmpfloat_with_epsilon (box.x1, 120, 0.01);
        g_assert_cmpfloat_with_epsilon (box.y1, 600 - 300, 0.01);
        g_assert_cmpfloat_with_epsilon (box.x2 - box.x1, 20, 0.01);
        return;
      }
  g_assert_not_reached ();
}

/* --- The pane ----------------------------------------------------------------------------------------------------- */

static GtkTextView *
find_note (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget) && gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)))
    return GTK_TEXT_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkTextView *found = find_note (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static char *
read_text (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) marks = jal_marks_list (f->vault.store, f->document_id, NULL, &error);
  g_autoptr (JalMark) mark = NULL;

  g_assert_no_error (error);
  mark = g_list_model_get_item (G_LIST_MODEL (marks), 0);
  return g_strdup (mark->text);
}

static void
test_notes (Fixture *f, gconstpointer data)
{
  GtkTextBuffer *buffer;
  g_autofree char *kept = NULL;

  g_signal_connect_swapped (f->vault.store, "changed", G_CALLBACK (changed_cb), f);
  find_words (f, "sheet 1 of", 1);
  WAIT_UNTIL (jal_page_view_has_selection (f->page->view));
  act (f, "note");
  WAIT_UNTIL (n_marks (f) == 1 && find_note (GTK_WIDGET (f->page->pane)) != NULL);
  g_assert_cmpstr (nth_mark (f, 0)->quoted, ==, "sheet 1 of");
  /* The pane is shown once the note is kept; the list may know of it a moment before. */
  WAIT_UNTIL (jal_split_get_show_pane (f->page->split));
  buffer = gtk_text_view_get_buffer (find_note (GTK_WIDGET (f->page->pane)));

  /* Kept when the typing pauses, without a button. */
  gtk_text_buffer_set_text (buffer, "Ask who wrote this.", -1);
  WAIT_UNTIL (g_str_equal (nth_mark (f, 0)->text, "Ask who wrote this."));
  /* Who may see it, by the verb of the chosen mark; what is being typed meanwhile stays. */
  gtk_text_buffer_set_text (buffer, "Ask who wrote this, and when", -1);
  act (f, "mark-court");
  WAIT_UNTIL (g_str_equal (nth_mark (f, 0)->audience, "court"));
  {
    GtkTextIter start, end;
    g_autofree char *typed = NULL;

    gtk_text_buffer_get_bounds (buffer, &start, &end);
    typed = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
    g_assert_cmpstr (typed, ==, "Ask who wrote this, and when");
  }
  WAIT_UNTIL (g_str_equal (nth_mark (f, 0)->text, "Ask who wrote this, and when"));

  /* Locked in the middle of a word: the word is there afterwards. */
  gtk_text_buffer_set_text (buffer, "Ask who wrote this, and when, and wh", -1);
  g_signal_handlers_disconnect_by_data (f->vault.store, f);
  jal_case_page_drop (JAL_CASE_PAGE (f->page));
  kept = read_text (f);
  g_assert_cmpstr (kept, ==, "Ask who wrote this, and when, and wh");
}

static void
test_undo (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_signal_connect_swapped (f->vault.store, "changed", G_CALLBACK (changed_cb), f);
  find_words (f, "room seven", N_PAGES);
  WAIT_UNTIL (jal_page_view_has_selection (f->page->view));
  act (f, "highlight");
  WAIT_UNTIL (n_marks (f) == 1);
  WAIT_UNTIL (g_action_group_get_action_enabled (G_ACTION_GROUP (f->page->actions), "mark-remove"));
  act (f, "mark-remove");
  WAIT_UNTIL (n_marks (f) == 0);
  g_assert_true (jal_store_undo (f->vault.store, f->court_case->id, NULL, NULL, &error));
  g_assert_no_error (error);
  WAIT_UNTIL (n_marks (f) == 1);
  g_assert_true (jal_store_undo (f->vault.store, f->court_case->id, NULL, NULL, &error));
  g_assert_no_error (error);
  WAIT_UNTIL (n_marks (f) == 0);
}

/* --- The panel of text, and the lock -------------------------------------------------------------------------------
 */

static void
test_text (Fixture *f, gconstpointer data)
{
  GtkTextIter start, end;
  g_autofree char *words = NULL;
  g_autoptr (GPtrArray) selected = NULL;

  act (f, "page-text");
  gtk_text_buffer_get_bounds (f->page->text, &start, &end);
  words = gtk_text_buffer_get_text (f->page->text, &start, &end, FALSE);
  g_assert_cmpstr (words, ==, jal_page_source_get_text (f->page->source, 0)->text);
  /* What is selected in the panel is selected on the page. */
  gtk_text_buffer_get_iter_at_offset (f->page->text, &start, 8);
  gtk_text_buffer_get_iter_at_offset (f->page->text, &end, 13);
  gtk_text_buffer_select_range (f->page->text, &start, &end);
  selected = jal_page_view_dup_selected (f->page->view);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpstr (((JalSelectedText *)selected->pdata[0])->text, ==, "sheet");
}

/* Of a page that cannot be read the panel says so, and does not go on reading for ever. */
static void
test_text_trouble (Fixture *f, gconstpointer data)
{
  JalPageEntry *page = &f->page->source->pages[0];
  GtkTextIter start, end;
  g_autofree char *words = NULL;

  WAIT_UNTIL (f->page->source->job == NULL && f->page->source->later == 0);
  g_clear_pointer (&page->text, jal_page_text_unref);
  page->text_failed = TRUE;
  page->text_trouble = g_strdup ("It cannot be read.");
  act (f, "page-text");
  gtk_text_buffer_get_bounds (f->page->text, &start, &end);
  words = gtk_text_buffer_get_text (f->page->text, &start, &end, FALSE);
  g_assert_cmpstr (words, ==, "It cannot be read.");
}

/* Emptied after its time, unless somebody has copied something else. */
static void
test_clipboard (Fixture *f, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (f->page);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentProvider *other;

  jal_reader_clipboard_copy (widget, "room seven", 1);
  g_assert_nonnull (gdk_clipboard_get_content (clipboard));
  WAIT_UNTIL (gdk_clipboard_get_content (clipboard) == NULL);
  g_assert_false (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING));
  jal_reader_clipboard_copy (widget, "room seven", 1);
  /* The X server has heard of one before the next comes. */
  for (gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 5; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  gdk_clipboard_set_text (clipboard, "something else");
  other = gdk_clipboard_get_content (clipboard);
  for (gint64 end = g_get_monotonic_time () + 2 * G_TIME_SPAN_SECOND; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (gdk_clipboard_get_content (clipboard) == other);
}

static void
test_lock (Fixture *f, gconstpointer data)
{
  gpointer source = f->page->source;

  g_object_add_weak_pointer (G_OBJECT (source), &source);
  act (f, "page-text");
  gtk_editable_set_text (GTK_EDITABLE (f->page->find_entry), "room seven");
  jal_case_page_drop (JAL_CASE_PAGE (f->page));
  g_assert_null (f->page->source);
  g_assert_null (f->page->view->source);
  g_assert_cmpint (gtk_text_buffer_get_char_count (f->page->text), ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (f->page->find_entry)), ==, "");
  g_assert_cmpstr (gtk_label_get_text (f->page->title), ==, "");
  g_assert_cmpuint (n_marks (f), ==, 0);
  g_assert_cmpuint (g_hash_table_size (f->page->places), ==, 0);
  /* With the source goes the document, with the document its worker. */
  WAIT_UNTIL (source == NULL);
}

/* Locked and unlocked, one reads on where one stopped: page, height, zoom, turn and night; without a word of it in the audit
   or the undo journal. */
static void
test_place (Fixture *f, gconstpointer data)
{
  JalStoreInfo before, after;
  JalPagePlace left, found;
  char *label = NULL;

  WAIT_UNTIL (jal_page_source_get_info (f->page->source, N_PAGES - 1) != NULL);
  jal_page_view_rotate (f->page->view, 90);
  act (f, "night");
  jal_page_view_set_zoom (f->page->view, 0.9);
  jal_page_view_show_page (f->page->view, 7);
  jal_page_view_scroll_by (f->page->view, 0, 111);
  jal_page_view_get_place (f->page->view, &left);
  g_assert_cmpuint (left.page, >, 0);
  g_assert_true (left.night);
  jal_case_page_drop (JAL_CASE_PAGE (f->page));
  act (f, "night");
  g_assert_true (jal_store_get_info (f->vault.store, &before, NULL, NULL));
  jal_case_page_set_store (JAL_CASE_PAGE (f->page), f->vault.store, f->court_case);
  g_assert_cmpuint (g_hash_table_size (f->page->places), ==, 0);
  jal_reader_page_show (f->page, f->document_id, 0);
  WAIT_UNTIL (f->page->source != NULL && jal_page_source_get_n_pages (f->page->source) == N_PAGES);
  jal_page_view_get_place (f->page->view, &found);
  g_assert_cmpuint (found.page, ==, left.page);
  g_assert_cmpfloat_with_epsilon (found.y, left.y, 1e-4);
  g_assert_cmpfloat (found.zoom, ==, left.zoom);
  g_assert_cmpint (found.mode, ==, JAL_ZOOM_FREE);
  g_assert_cmpuint (found.rotation, ==, 90);
  g_assert_true (found.night);
  g_assert_true (jal_store_get_info (f->vault.store, &after, NULL, NULL));
  g_assert_cmpuint (after.audit_length, <=, before.audit_length + 1); /* that it was opened, nothing else */
  g_assert_false (jal_store_can_undo (f->vault.store, f->court_case->id, &label) && strstr (label, "place") != NULL);
  g_free (label);
}

/* What is no place is not taken for one. */
static void
test_place_text (void)
{
  static const char *const bad[] = { NULL, "", "1", "1 0 0 1 0", "-1 0 0 1 0 0", "1 nan 0 1 0 0", "1 0 3 1 0 0", "1 0 0 0 0 0",
                                     "1 0 0 1 45 0", "1 0 0 1 0 0 0", "1 0 0 1e9 0 0", "x 0 0 1 0 0" };
  const JalPagePlace place = { 123, -0.25, JAL_ZOOM_FREE, 1.2345, 270, TRUE };
  g_autofree char *text = jal_page_place_to_text (&place);
  JalPagePlace read = { 0 };

  g_assert_true (jal_page_place_parse (text, &read));
  g_assert_cmpuint (read.page, ==, 123);
  g_assert_cmpfloat_with_epsilon (read.y, -0.25, 1e-5);
  g_assert_cmpfloat (read.zoom, ==, 1.2345);
  g_assert_cmpuint (read.rotation, ==, 270);
  g_assert_true (read.night);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (jal_page_place_parse (bad[i], &read));
}

/* --- Opening ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  Fixture *f;
  guint page;
  double scale; /* of the picture that was there when the document was open; 0: none */
  guint n;
} Opened;

static void
opened_cb (Opened *opened)
{
  opened->n++;
  if (jal_page_source_get_picture (opened->f->page->source, opened->page, &opened->scale) == NULL)
    opened->scale = 0;
}

/* Opens the document at @page; @asked 0: where it was left. */
static void
open_again (Fixture *f, guint asked, guint page, guint hold_ms, Opened *opened)
{
  *opened = (Opened){ f, page, 0, 0 };
  jal_case_page_drop (JAL_CASE_PAGE (f->page));
  jal_case_page_set_store (JAL_CASE_PAGE (f->page), f->vault.store, f->court_case);
  jal_reader_page_show (f->page, f->document_id, asked);
  f->page->source->hold_ms = hold_ms;
  g_assert_cmpuint (jal_page_source_get_n_pages (f->page->source), ==, 0);
  g_signal_connect_swapped (f->page->source, "opened", G_CALLBACK (opened_cb), opened);
  WAIT_UNTIL (jal_page_source_get_text (f->page->source, page) != NULL);
  g_assert_cmpuint (opened->n, ==, 1);
  g_assert_cmpuint (jal_page_source_get_n_pages (f->page->source), ==, N_PAGES);
  g_assert_cmpuint (jal_page_view_get_page (f->page->view), ==, page);
}

/* @foreseen: the same, unless 0. */
static void
assert_sharp (Fixture *f, guint page, double foreseen)
{
  double scale = 0;

  g_assert_nonnull (jal_page_source_get_picture (f->page->source, page, &scale));
  if (foreseen != 0)
    g_assert_cmpfloat_with_epsilon (scale, foreseen, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      scale, jal_page_view_get_zoom (f->page->view) * gtk_widget_get_scale_factor (GTK_WIDGET (f->page->view)), 1e-9);
}

/* The first picture is made before the window is laid out, and is the one that is wanted then; whoever waits no longer
   opens without it. */
static void
test_opening (Fixture *f, gconstpointer data)
{
  static const guint asked[] = { 7, 4, 0 };
  Opened opened;

  /* An upright page, the one that lies, and that one as it was left, turned and whole in the view. */
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      open_again (f, asked[i], i == 0 ? 7 : 4, 30000, &opened);
      g_assert_cmpfloat (opened.scale, >, 0);
      assert_sharp (f, opened.page, opened.scale);
      g_assert_cmpuint (jal_page_source_get_rotation (f->page->source), ==, i == 2 ? 90 : 0);
      if (i == 1)
        {
          jal_page_view_rotate (f->page->view, 90);
          jal_page_view_set_zoom_mode (f->page->view, JAL_ZOOM_PAGE);
          g_assert_cmpfloat (jal_page_source_get_info (f->page->source, 4)->width, ==, 400);
        }
    }
  open_again (f, 9, 9, 0, &opened);
  g_assert_cmpfloat (opened.scale, ==, 0);
  assert_sharp (f, 9, 0);
}

static void
count_page_cb (guint *n)
{
  (*n)++;
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

/* --- What is too large to be drawn whole ---------------------------------------------------------------------------- */

/* A page looked at closely: a small picture of the whole, and what is in view as sharp as any other page. */
static void
test_detail (Fixture *f, gconstpointer data)
{
  JalPageSource *source = f->page->source;
  JalPageArea area, before;
  double scale, zoom = JAL_PAGE_LAYOUT_ZOOM_MAX;
  guint n_pages = 0;

  jal_page_view_show_page (f->page->view, 3);
  jal_page_view_set_zoom (f->page->view, zoom);
  WAIT_UNTIL (jal_page_source_is_settled (source, 3) && jal_page_source_get_detail (source, 3, &scale, &area) != NULL
              && source->job == NULL && !jal_page_source_wants_detail (source, 3));
  g_assert_cmpfloat (scale, ==, zoom * gtk_widget_get_scale_factor (f->window));
  g_assert_cmpuint (area.width, >=, source->pages[3].seen.width);
  g_assert_cmpuint (area.x, <=, source->pages[3].seen.x);
  g_assert_cmpuint (area.y, <=, source->pages[3].seen.y);
  g_assert_cmpuint (area.x + area.width, <=, (guint)(400 * scale));
  g_assert_cmpuint (jal_page_picture_get_width (source->pages[3].detail), ==, area.width);
  g_assert_cmpuint (jal_page_picture_get_height (source->pages[3].detail), ==, area.height);
  for (guint i = 0; i < N_PAGES; i++)
    if (jal_page_source_get_picture (source, i, &scale) != NULL)
      {
        g_assert_cmpfloat (scale * scale * 400 * 600, <=, 2.1 * 1024 * 1024);
        n_pages++;
      }
  g_assert_cmpuint (n_pages, <=, 4);
  /* However large a page is, its pictures are bounded by the window. */
  g_assert_cmpuint (source->picture_bytes, <, 64u << 20);

  /* A small step is drawn with what is there, a large one is drawn anew. */
  before = area;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (f->page->scroller),
                            gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (f->page->scroller)) + 1200);
  WAIT_UNTIL (jal_page_source_get_detail (source, 3, &scale, &area) != NULL && area.y > before.y
              && !jal_page_source_wants_detail (source, 3));

  jal_page_view_set_zoom (f->page->view, 1);
  WAIT_UNTIL (jal_page_source_is_settled (source, 3) && source->job == NULL);
  for (guint i = 0; i < N_PAGES; i++)
    g_assert_null (source->pages[i].detail);
  assert_sharp (f, jal_page_view_get_page (f->page->view), 0);
}

/* The view rounds pages up to its own units, several pixels of a fine screen: the last of them are on no page. What lies there must
   not be waited for, whatever the size. */
static void
test_edges (Fixture *f, gconstpointer data)
{
  static const double zooms[] = { 2.1111, 3.137, 3.3333, 4.0017, JAL_PAGE_LAYOUT_ZOOM_MAX };
  JalPageSource *source = f->page->source;

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      gboolean over = FALSE;
      guint n = 0;
      gulong handler;

      jal_page_view_set_zoom (f->page->view, zooms[i]);
      jal_page_view_show_page (f->page->view, N_PAGES - 1);
      jal_page_view_scroll_by (f->page->view, 1e6, 1e6);
      WAIT_UNTIL (jal_page_source_is_settled (source, N_PAGES - 1) && source->job == NULL && source->later == 0);
      handler = g_signal_connect_swapped (source, "page", G_CALLBACK (count_page_cb), &n);
      g_timeout_add (100, over_cb, &over);
      while (!over)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (source, handler);
      g_assert_cmpuint (n, ==, 0);
      g_assert_false (jal_page_source_wants_detail (source, N_PAGES - 1));
    }
}

/* --- Trouble ------------------------------------------------------------------------------------------------------ */

/* Ends the workers that this program has started. Returns how many. */
static guint
kill_workers (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *stat = NULL;
      int parent = 0;
      const char *end;

      if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &stat, NULL, NULL) || strstr (stat, "(jalada-reader)") == NULL
          || (end = strrchr (stat, ')')) == NULL || sscanf (end, ") %*c %d", &parent) != 1 || parent != getpid ())
        continue;
      kill (atoi (name), SIGKILL);
      n++;
    }
  return n;
}

/* A worker that is ended from outside costs nobody a page; a page that cannot be shown can be tried again. */
static void
test_again (Fixture *f, gconstpointer data)
{
  JalPageSource *source = f->page->source;
  GActionGroup *actions = jal_case_page_get_actions (JAL_CASE_PAGE (f->page));
  double scale;

  WAIT_UNTIL (source->job == NULL && source->later == 0);
  g_assert_cmpuint (kill_workers (), >, 0);
  jal_page_view_show_page (f->page->view, 9);
  WAIT_UNTIL (jal_page_source_is_settled (source, 9));
  g_assert_null (jal_page_source_get_trouble (source, 9));
  WAIT_UNTIL (jal_page_source_get_text (source, 9) != NULL && source->job == NULL && source->later == 0);
  g_assert_false (gtk_widget_get_visible (f->page->again));
  g_assert_false (g_action_group_get_action_enabled (actions, "try-again"));

  jal_page_source_forget_picture (source, 9);
  source->pages[9].trouble = g_strdup ("It cannot be shown.");
  g_signal_emit_by_name (source, "page", 9);
  g_assert_true (gtk_widget_get_visible (f->page->again));
  g_assert_true (g_action_group_get_action_enabled (actions, "try-again"));
  g_action_group_activate_action (actions, "try-again", NULL);
  WAIT_UNTIL (jal_page_source_get_picture (source, 9, &scale) != NULL);
  g_assert_null (jal_page_source_get_trouble (source, 9));
  WAIT_UNTIL (!gtk_widget_get_visible (f->page->again));
}

/* --- Whether it is still what was taken in ------------------------------------------------------------------------- */

/* Going through the whole file waits for the first sharp picture. */
static void
test_watch (Fixture *f, gconstpointer data)
{
  guint before = 0;

  jal_case_page_drop (JAL_CASE_PAGE (f->page));
  g_assert_cmpuint (f->page->watch_soon, ==, 0);
  jal_case_page_set_store (JAL_CASE_PAGE (f->page), f->vault.store, f->court_case);
  jal_reader_page_show (f->page, f->document_id, 6);
  f->page->source->hold_ms = 0;
  while (!jal_page_source_is_settled (f->page->source, 6))
    {
      g_assert_cmpuint (f->page->watch_soon, ==, 0);
      g_assert_false (jal_task_is_busy (f->page, jal_custody_verbs_watch));
      if (before++ == 1)
        g_signal_emit_by_name (f->page->source, "sizes");
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (before, >, 2);
  WAIT_UNTIL (f->page->watch_soon != 0);
  assert_sharp (f, 6, 0);
}

/* --- Room --------------------------------------------------------------------------------------------------------- */

/* Where there is room for what is in view only, neighbours are not made, thrown away and made again for ever. */
static void
test_room (Fixture *f, gconstpointer data)
{
  JalPageSource *source = f->page->source;
  gboolean over = FALSE;
  guint n = 0;
  double scale;

  source->pictures_max = 1;
  jal_page_view_show_page (f->page->view, 7);
  WAIT_UNTIL (source->job == NULL && source->later == 0 && jal_page_source_get_picture (source, 7, &scale) != NULL);
  g_assert_null (jal_page_source_get_picture (source, source->last + 1, &scale));
  g_signal_connect_swapped (source, "page", G_CALLBACK (count_page_cb), &n);
  g_timeout_add (200, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 0);

  source->pictures_max = 64u << 20;
  jal_page_view_show_page (f->page->view, 3);
  WAIT_UNTIL (source->job == NULL && source->later == 0 && jal_page_source_get_picture (source, source->last + 1, &scale) != NULL);
}

/* Contents that had to make way for a page are asked for again. */
static void
test_outline_again (Fixture *f, gconstpointer data)
{
  JalPageSource *source = f->page->source;

  WAIT_UNTIL (source->job == NULL && source->later == 0);
  g_clear_pointer (&source->outline, g_ptr_array_unref);
  jal_page_source_want_outline (source);
  WAIT_UNTIL (source->job != NULL && source->job->kind == JAL_PAGE_JOB_OUTLINE);
  jal_task_cancel (source, jal_page_source_work_on);
  WAIT_UNTIL (source->job == NULL);
  WAIT_UNTIL (jal_page_source_get_outline (source) != NULL);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "pages", test_pages },         { "small", test_small }, { "pointing", test_pointing }, { "find", test_find }, { "find-all", test_find_all },
    { "find-said", test_find_said }, { "find-unsaid", test_find_unsaid },
    { "text-trouble", test_text_trouble }, { "clipboard", test_clipboard },
    { "highlight", test_highlight }, { "drawn", test_drawn }, { "colors", test_colors }, { "armed", test_armed },       { "notes", test_notes },
    { "undo", test_undo },           { "text", test_text },   { "place", test_place },
    { "opening", test_opening },     { "room", test_room },   { "outline-again", test_outline_again },
    { "watch", test_watch },         { "detail", test_detail }, { "edges", test_edges }, { "again", test_again },
    { "lock", test_lock },
  };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/reader/place-text", test_place_text);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/app/reader/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
