/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marked copies of pages of ten geometries, every kind of mark on each, put where they are seen on the page: poppler, mupdf
   and ghostscript must show each in its place and colour, as annotations and drawn into the page. The figures are printed. */
#include <math.h>
#include <string.h>

#include "../pages/pdf-maker.h"
#include "jal-test-case.h"
#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"
#include "marks/jal-redactions.h"
#include "release/jal-release.h"

#define DPI 144
/* Points by which the edges of what is seen may lie beside where they belong. */
#define NEAR 1.6

static const PdfPage pages[] = {
  { "/MediaBox [ 0 0 400 420 ]", "" },
  { "/MediaBox [ 0 0 400 420 ] /Rotate 90", "" },
  { "/MediaBox [ 0 0 400 420 ] /Rotate 180", "" },
  { "/MediaBox [ 0 0 400 420 ] /Rotate 270", "" },
  { "/MediaBox [ -50 -20 500 480 ] /CropBox [ 10 30 410 450 ]", "" },
  { "/MediaBox [ -50 -20 500 480 ] /CropBox [ 10 30 410 450 ] /Rotate 90", "" },
  { "/MediaBox [ 0 0 200 210 ] /UserUnit 2", "" },
  { "/MediaBox [ -10 -10 300 300 ] /CropBox [ 5 20 205 230 ] /UserUnit 2 /Rotate 270", "" },
  { "/MediaBox [ 0 0 800 840 ] /UserUnit 0.5 /Rotate 180", "" },
  { "/MediaBox [ 500 480 -50 -20 ] /CropBox [ 10 30 410 450 ] /Rotate -90", "" },
};

/* Where a mark is put and what is seen of it: on the page as it is seen, in points from the top left. */
typedef struct
{
  const char *kind;
  const char *color;
  JalBox put;    /* of a line: from its first corner to its second */
  JalBox seen;
  guint8 rgb[3];
  guint least;   /* square points of that colour */
} Expected;

static const Expected marks[] = {
  { "highlight", "yellow", { 40, 40, 140, 60 }, { 40, 40, 140, 60 }, { 255, 240, 153 }, 1900 },
  { "underline", "green", { 40, 84, 140, 104 }, { 40, 102.1, 140, 103.5 }, { 33, 140, 51 }, 60 },
  { "strikeout", "pink", { 160, 84, 260, 104 }, { 160, 94.3, 260, 95.7 }, { 204, 38, 115 }, 60 },
  { "note", "blue", { 200, 40, 220, 60 }, { 201.5, 41.5, 218.5, 58.9 }, { 128, 191, 255 }, 80 },
  { "box", "orange", { 40, 125, 140, 175 }, { 40, 125, 140, 175 }, { 204, 97, 0 }, 300 },
  { "line", "blue", { 160, 125, 260, 175 }, { 159, 124, 261, 176 }, { 28, 102, 217 }, 120 },
  { "arrow", "pink", { 40, 200, 140, 200 }, { 39, 194.7, 141, 205.3 }, { 204, 38, 115 }, 120 },
  { "ink", "green", { 160, 195, 260, 235 }, { 159, 194, 261, 236 }, { 33, 140, 51 }, 150 },
  { "text", "orange", { 40, 250, 200, 290 }, { 40, 250, 200, 290 }, { 204, 97, 0 }, 200 },
};

typedef struct
{
  guint width;
  guint height;
  const guint8 *rgb;
  char *bytes;
} Picture;

static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return output;
}

static void
read_picture (const char *path, Picture *picture)
{
  gsize length;
  char *p;

  g_assert_true (g_file_get_contents (path, &picture->bytes, &length, NULL));
  g_assert_true (g_str_has_prefix (picture->bytes, "P6"));
  p = picture->bytes + 2;
  for (guint field = 0; field < 3;)
    {
      while (g_ascii_isspace (*p))
        p++;
      if (*p == '#')
        {
          p += strcspn (p, "\n");
          continue;
        }
      *(field == 0 ? &picture->width : field == 1 ? &picture->height : &(guint){ 0 }) = (guint)strtoul (p, &p, 10);
      field++;
    }
  picture->rgb = (const guint8 *)p + 1;
  g_assert_cmpuint (length - (gsize)(p + 1 - picture->bytes), >=, 3 * picture->width * picture->height);
}

/* Draws all pages of @path; the pictures are called STEM-1.ppm … or STEM-01.ppm …. */
static void
draw (const char *program, const char *path, const char *stem)
{
  g_autofree char *numbered = g_strdup_printf ("%s-%%02d.ppm", stem);
  g_autofree char *to = g_strdup_printf ("-sOutputFile=%s", numbered);
  const char *const pdftoppm[] = { "pdftoppm", "-cropbox", "-r", G_STRINGIFY (DPI), path, stem, NULL };
  const char *const mutool[]
      = { "mutool", "draw", "-q", "-r", G_STRINGIFY (DPI), "-c", "rgb", "-F", "ppm", "-o", numbered, path, NULL };
  const char *const gs[] = { "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dPrinted=true", "-dUseCropBox",
                             "-sDEVICE=ppmraw", "-r" G_STRINGIFY (DPI), "-dGraphicsAlphaBits=1", to, path, NULL };

  g_free (run (program[0] == 'p' ? pdftoppm : program[0] == 'm' ? mutool : gs));
}

static gboolean
is_ink (const guint8 *p)
{
  return p[0] < 246 || p[1] < 246 || p[2] < 246;
}

/* Looks at the surroundings of one mark; returns by how many points its edges are off. */
static double
measure (const Picture *picture, double scale, const Expected *mark, guint *found)
{
  const JalBox *seen = &mark->seen;
  JalBox edges = { G_MAXDOUBLE, G_MAXDOUBLE, -1, -1 };
  guint n = 0;
  double off;

  for (guint y = (guint)((seen->y1 - 8) * scale); y < (guint)((seen->y2 + 8) * scale); y++)
    for (guint x = (guint)((seen->x1 - 8) * scale); x < (guint)((seen->x2 + 8) * scale); x++)
      {
        const guint8 *p = picture->rgb + 3 * (y * picture->width + x);

        if (!is_ink (p))
          continue;
        edges.x1 = fmin (edges.x1, x / scale);
        edges.y1 = fmin (edges.y1, y / scale);
        edges.x2 = fmax (edges.x2, (x + 1) / scale);
        edges.y2 = fmax (edges.y2, (y + 1) / scale);
        n += ABS (p[0] - mark->rgb[0]) <= 20 && ABS (p[1] - mark->rgb[1]) <= 20 && ABS (p[2] - mark->rgb[2]) <= 20;
      }
  *found = (guint)(n / scale / scale);
  off = fmax (fmax (fabs (edges.x1 - seen->x1), fabs (edges.y1 - seen->y1)),
              fmax (fabs (edges.x2 - seen->x2), fabs (edges.y2 - seen->y2)));
  return off;
}

static void
add_mark (JalStore *store, JalId document_id, guint page, const JalPageInfo *info, const Expected *mark)
{
  g_autoptr (GError) error = NULL;
  JalMarkDraft look = { .kind = mark->kind, .color = mark->color, .audience = "court" };
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (JalMarkPoint));
  const JalBox *put = &mark->put;
  /* A zigzag for ink, lifted once. */
  const JalMarkPoint line[] = { { put->x1, put->y1, 1 }, { put->x2, put->y2, 0 } };
  const JalMarkPoint ink[] = { { put->x1, put->y1, 1 }, { put->x1 + 30, put->y2, 0 }, { put->x1 + 50, put->y1, 0 },
                               { put->x2 - 30, put->y2, 1 }, { put->x2, put->y1 + 5, 0 } };

  if (g_str_equal (mark->kind, "text"))
    look.text = "Mahakama ya Shanzu";
  if (g_str_equal (mark->kind, "ink"))
    g_array_append_vals (points, ink, G_N_ELEMENTS (ink));
  else
    g_array_append_vals (points, line, G_N_ELEMENTS (line));
  /* By measure as scripts do on some pages, as the window does, which knows the page already, on the others. */
  if (page % 5 != 1)
    {
      JalMarkQuad quad = jal_mark_shape_quad (info, *put);

      for (guint i = 0; i < points->len; i++)
        {
          JalMarkPoint *point = &g_array_index (points, JalMarkPoint, i);

          *point = jal_mark_shape_point (info, (JalPoint){ point->x, point->y }, point->begins > 0.5);
        }
      look.document_id = document_id;
      look.page = page;
      look.quads = &quad;
      look.n_quads = 1;
      look.points = (const JalMarkPoint *)(gpointer)points->data;
      look.n_points = points->len;
      jal_marks_add (store, &look, NULL, &error);
    }
  else if (jal_mark_kind_is_drawn (mark->kind))
    jal_marks_add_strokes (store, document_id, page, points, &look, NULL, NULL, &error);
  else
    jal_marks_add_area (store, document_id, page, *put, &look, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
check_copy (const char *folder, const char *path, const char *program, const char *how, const JalPageInfo *infos,
            guint n_pages)
{
  g_autofree char *stem = g_build_filename (folder, "seen", NULL);
  double worst_of_all = 0;

  draw (program, path, stem);
  for (guint page = 0; page < n_pages; page++)
    {
      g_autofree char *file = g_strdup_printf ("%s-%02u.ppm", stem, page + 1);
      Picture picture = { 0 };
      double worst = 0, scale;
      g_autoptr (GString) found = g_string_new (NULL);

      read_picture (file, &picture);
      scale = picture.width / infos[page].width;
      g_assert_cmpfloat_with_epsilon (scale, picture.height / infos[page].height, 0.02);
      for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
        {
          guint n;
          double off = measure (&picture, scale, &marks[i], &n);
          /* poppler's program draws a page with a large unit small: its thin lines are mostly edges. */
          guint least = scale > 1.5 ? marks[i].least : marks[i].least * 2 / 5;
          /* ghostscript turns a note with its page, against its flag: it lies beside its place by its own size, and is cut
             off by the edge of what is looked at. */
          gboolean turned = program[0] == 'g' && infos[page].rotate != 0 && g_str_equal (marks[i].kind, "note")
                            && g_str_equal (how, "annotations");

          if (turned)
            {
              g_assert_cmpfloat (off, <=, 20.5);
              continue;
            }

          g_string_append_printf (found, " %s %.2f/%u", marks[i].kind, off, n);
          if (off > NEAR + 0.5 / scale || n < least)
            g_test_message ("%s, %s, page %u: %s is off by %.2f points, %u square points of its colour (at least %u)",
                            program, how, page + 1, marks[i].kind, off, n, least);
          g_assert_cmpfloat (off, <=, NEAR + 0.5 / scale);
          g_assert_cmpuint (n, >=, least);
          worst = fmax (worst, off);
        }
      g_test_message ("%-8s %-11s page %2u: worst %.2f pt;%s", program, how, page + 1, worst, found->str);
      worst_of_all = fmax (worst_of_all, worst);
      g_free (picture.bytes);
    }
  g_test_message ("%-8s %-11s all: worst %.2f pt", program, how, worst_of_all);
}

static void
test_seen (void)
{
  static const char *const programs[] = { "pdftoppm", "mutool", "gs" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = pdf_make (pages, G_N_ELEMENTS (pages), NULL);
  g_autoptr (GListStore) results = NULL;
  g_autoptr (JalImportResult) result = NULL;
  g_autoptr (JalDocumentReader) reader = NULL;
  JalPageInfo infos[G_N_ELEMENTS (pages)];
  JalTestVault vault = { 0 };
  g_autofree char *in = NULL;
  const char *paths[2] = { 0 };
  JalId document_id;

  jal_test_vault_open (&vault);
  in = jal_test_write (vault.folder, "in.pdf", g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
  paths[0] = in;
  results = jal_evidence_import (vault.store, jal_test_add_case (&vault, "Case"), paths, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  document_id = result->document_id;
  /* And some that are turned by the document, too: a cropped one, one with a large unit, one with both the other way round. */
  g_assert_true (jal_evidence_rotate (vault.store, document_id, G_N_ELEMENTS (pages) - 1, 1, 90, &error));
  g_assert_true (jal_evidence_rotate (vault.store, document_id, 5, 1, 180, &error));
  g_assert_true (jal_evidence_rotate (vault.store, document_id, 6, 1, 270, &error));
  g_assert_true (jal_evidence_rotate (vault.store, document_id, 7, 1, 180, &error));
  reader = jal_document_reader_open (vault.store, document_id, NULL, &error);
  for (guint page = 0; page < G_N_ELEMENTS (pages); page++)
    {
      g_assert_true (jal_document_reader_get_page (reader, page, &infos[page], NULL, &error));
      for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
        add_mark (vault.store, document_id, page, &infos[page], &marks[i]);
    }
  /* At last with redactions on every page: the marks lie over the redacted copy, where they were. */
  for (guint flat = 0; flat < 3; flat++)
    {
      g_autofree char *out = g_build_filename (vault.folder, flat == 2 ? "redacted.pdf" : flat ? "flat.pdf" : "out.pdf", NULL);
      const JalReleaseLook look = { .marked = TRUE, .flatten = flat == 1 };
      const char *const check[] = { "qpdf", "--check", out, NULL };

      for (guint page = 0; flat == 2 && page < G_N_ELEMENTS (pages); page++)
        g_assert_true (jal_redactions_add_area (vault.store, document_id, page, (JalBox){ 300, 330, 380, 380 }, NULL, NULL, NULL,
                                                &error));
      g_assert_true (jal_release_save_copy (vault.store, document_id, out, &look, FALSE, NULL, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_free (run (check));
      for (guint i = 0; i < (flat == 2 ? 1 : G_N_ELEMENTS (programs)); i++)
        check_copy (vault.folder, out, programs[i], flat == 1 ? "drawn" : "annotations", infos, G_N_ELEMENTS (pages));
    }
  g_clear_object (&reader);
  jal_test_vault_close (&vault);
}

/* What goes to the court says neither what is redacted nor what the case protects: not on the page, not in a mark, not in a title.
   The person does not exist. */
static void
test_guarded (void)
{
  static const char *const lines[] = { "Statement of Amina Finwick", "Nothing here", NULL };
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalRedactionQuery query = { .names = TRUE };
  const JalReleaseLook court = { .marked = TRUE }, team = { .marked = TRUE, .audience = "team" };
  JalMarkDraft note = { .kind = "note", .color = "blue", .audience = "court", .text = "Amina W. Finwick says so" };
  JalDocumentDraft titled = { .title = "Statement of Amina Finwick" };
  g_autofree char *out = NULL, *xfdf = NULL, *text = NULL;
  g_autoptr (GListStore) hits = NULL;
  g_autoptr (GArray) made = NULL;
  JalId case_id, document_id, mark_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_true (jal_evidence_update (vault.store, document_id, &titled, &error));
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  xfdf = g_build_filename (vault.folder, "out.xfdf", NULL);
  g_assert_false (jal_release_save_copy (vault.store, document_id, out, &court, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "page 1"));
  g_assert_null (strstr (error->message, "Amina"));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  /* The team may read it. */
  g_assert_true (jal_release_save_copy (vault.store, document_id, out, &team, FALSE, NULL, NULL, NULL, NULL, &error));

  hits = jal_redactions_search (vault.store, case_id, &query, NULL, NULL, &error);
  made = jal_redactions_add_hits (vault.store, G_LIST_MODEL (hits), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->len, ==, 1);
  jal_marks_add_area (vault.store, document_id, 1, (JalBox){ 40, 40, 60, 60 }, &note, &mark_id, NULL, &error);
  g_assert_no_error (error);
  /* Redacted on the page, said in a note. */
  g_assert_false (jal_release_save_copy (vault.store, document_id, out, &court, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "on page 2"));
  g_clear_error (&error);
  g_assert_false (jal_release_save_xfdf (vault.store, document_id, xfdf, "court", FALSE, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "page 2"));
  g_clear_error (&error);
  g_assert_true (jal_marks_remove (vault.store, mark_id, &error));
  g_assert_true (jal_release_save_xfdf (vault.store, document_id, xfdf, "court", FALSE, NULL, NULL, &error));
  g_assert_true (jal_release_save_copy (vault.store, document_id, out, &court, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  {
    const char *const read[] = { "sh", "-c", "pdftotext \"$0\" -; pdfinfo \"$0\"; qpdf --qdf --object-streams=disable \"$0\" -", out, NULL };

    text = run (read);
    for (char *c = text; *c != '\0'; c++)
      g_assert_true (*c != 'F' || !g_str_has_prefix (c, "Finwick"));
    g_assert_nonnull (strstr (text, "Statement of"));
  }
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/marked/guarded", test_guarded);
  g_test_add_func ("/release/marked/seen", test_seen);
  return g_test_run ();
}
