/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marked copies: what poppler, mupdf and ghostscript find and show. */
#include <string.h>

#include <poppler.h>

#include "compose-testing.h"

#define MARK "{\"input\":0,\"page\":%u,\"author\":\"A. Advocate\",\"modified\":\"2026-03-04T05:06:07Z\",\"id\":\"%s\","

static void
add_mark (TestBuild *build, guint page, const char *id, const char *rest)
{
  g_string_append_printf (build->marks, "%s" MARK "%s}", build->marks->len > 0 ? "," : "", page, id, rest);
}

static TestBuild *
marked_build (const char *job, const char *more)
{
  TestBuild *build = test_build_new (job);

  build->more = more;
  test_build_item (build, "Statement", test_build_input (build, "pdf", test_pdf_plain ("Statement", 3)), 2, 0);
  add_mark (build, 0, "00000000000000000000000000000001",
            "\"kind\":\"highlight\",\"quads\":[[72,520,172,520,72,495,172,495]],\"color\":[1,1,0],\"text\":\"Näheres\"");
  add_mark (build, 0, "00000000000000000000000000000002",
            "\"kind\":\"underline\",\"quads\":[[72,420,172,420,72,392,172,392]],\"color\":[1,0,0]");
  add_mark (build, 0, "00000000000000000000000000000003",
            "\"kind\":\"strikeout\",\"quads\":[[72,320,172,320,72,292,172,292]],\"color\":[0,0,1]");
  add_mark (build, 1, "00000000000000000000000000000004",
            "\"kind\":\"box\",\"rect\":[100,100,300,200],\"color\":[0,1,0]");
  add_mark (build, 1, "00000000000000000000000000000005",
            "\"kind\":\"note\",\"rect\":[400,600,420,620],\"color\":[1,0,1],\"text\":\"Ask about this\"");
  /* A mark on a page that is not in the document: it must not be in the file at all. */
  add_mark (build, 2, "00000000000000000000000000000006",
            "\"kind\":\"note\",\"rect\":[400,600,420,620],\"color\":[1,0,0],\"text\":\"Elsewhere\"");
  return build;
}

static void
test_listed (void)
{
  static const PopplerAnnotType types[2][3] = {
    { POPPLER_ANNOT_HIGHLIGHT, POPPLER_ANNOT_UNDERLINE, POPPLER_ANNOT_STRIKE_OUT },
    { POPPLER_ANNOT_SQUARE, POPPLER_ANNOT_TEXT, POPPLER_ANNOT_UNKNOWN },
  };
  g_autoptr (TestBuild) build = marked_build ("document", "");
  g_autoptr (TestOutput) output = test_build_run (build);
  g_autofree char *uri = g_strconcat ("file://", output->path, NULL);
  PopplerDocument *document;
  g_autofree char *raw = NULL;
  GError *error = NULL;

  test_assert_clean (output->path);
  document = poppler_document_new_from_file (uri, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 2);
  for (int number = 0; number < 2; number++)
    {
      PopplerPage *page = poppler_document_get_page (document, number);
      GList *list = poppler_page_get_annot_mapping (page);
      guint i = 0;

      g_assert_cmpuint (g_list_length (list), ==, number == 0 ? 3 : 2);
      for (GList *l = list; l != NULL; l = l->next)
        {
          PopplerAnnot *annot = ((PopplerAnnotMapping *)l->data)->annot;
          g_autofree char *author = poppler_annot_markup_get_label (POPPLER_ANNOT_MARKUP (annot));
          g_autofree char *name = poppler_annot_get_name (annot);
          g_autofree char *modified = poppler_annot_get_modified (annot);
          g_autofree char *text = poppler_annot_get_contents (annot);
          g_autofree char *id = g_strdup_printf ("%031d%u", 0, 3 * number + i + 1);

          g_assert_cmpint (poppler_annot_get_annot_type (annot), ==, types[number][i]);
          /* poppler itself adds to a note that it neither zooms nor turns. */
          g_assert_cmpint (poppler_annot_get_flags (annot)
                               & ~(POPPLER_ANNOT_FLAG_NO_ZOOM | POPPLER_ANNOT_FLAG_NO_ROTATE), ==, POPPLER_ANNOT_FLAG_PRINT);
          g_assert_cmpstr (author, ==, "A. Advocate");
          g_assert_cmpstr (name, ==, id);
          g_assert_cmpstr (modified, ==, "D:20260304050607Z");
          if (number == 0 && i == 0)
            {
              PopplerColor *color = poppler_annot_get_color (annot);

              g_assert_cmpstr (text, ==, "Näheres");
              g_assert_cmpint (color->red, ==, 65535);
              g_assert_cmpint (color->blue, ==, 0);
              g_free (color);
            }
          if (number == 1 && i == 1)
            g_assert_cmpstr (text, ==, "Ask about this");
          i++;
        }
      poppler_page_free_annot_mapping (list);
      g_object_unref (page);
    }
  g_object_unref (document);
  raw = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (raw, "Elsewhere"));
}

static void
assert_drawn (const char *path)
{
  static const char *const programs[] = { "pdftoppm", "mutool", "gs" };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (TestPicture) first = test_draw (programs[i], path, 1);
      g_autoptr (TestPicture) second = test_draw (programs[i], path, 2);

      /* 100 × 25 points of highlight less the letters, which stay black beneath it. */
      g_assert_cmpuint (test_count (first, 255, 255, 0), >, 1800);
      g_assert_cmpuint (test_count (first, 0, 0, 0), >, 40);
      g_assert_cmpuint (test_count (first, 255, 0, 0), >=, 90);
      g_assert_cmpuint (test_count (first, 0, 0, 255), >=, 90);
      g_assert_cmpuint (test_count (second, 0, 255, 0), >=, 2 * (200 + 100) - 20);
      g_assert_cmpuint (test_count (second, 255, 0, 255), >=, 60);
    }
}

static void
test_shown (void)
{
  g_autoptr (TestBuild) build = marked_build ("document", "");
  g_autoptr (TestOutput) output = test_build_run (build);

  assert_drawn (output->path);
}

/* Drawn into the page: the same picture, and no annotation left to be moved or deleted. */
static void
test_drawn (void)
{
  g_autoptr (TestBuild) build = marked_build ("document", ",\"marks_as\":\"drawn\"");
  g_autoptr (TestOutput) output = test_build_run (build);
  g_autofree char *raw = NULL;

  test_assert_clean (output->path);
  assert_drawn (output->path);
  raw = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (raw, "/Annot"));
  g_assert_null (strstr (raw, "Advocate"));
}

/* A mark travels with its page into a bundle, twice when the page is there twice. */
static void
test_in_bundle (void)
{
  g_autoptr (TestBuild) build = marked_build ("bundle", "");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (JsonNode) json = NULL;

  test_build_item (build, "Again, turned", 0, 1, 270);
  output = test_build_run (build);
  test_assert_clean (output->path);
  json = test_json (output->path);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (test_object (json, test_page (json, 2)), "/Annots")), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (test_object (json, test_page (json, 4)), "/Annots")), ==, 3);
}

static void
test_unmarked (void)
{
  g_autoptr (TestBuild) build = test_build_new ("document");
  g_autoptr (TestOutput) output = NULL;
  g_autofree char *text = NULL;
  g_autofree char *raw = NULL;

  test_build_item (build, "Statement", test_build_input (build, "pdf", test_pdf_plain ("Statement", 3)), 3, 0);
  output = test_build_run (build);
  test_assert_clean (output->path);
  g_assert_cmpint (test_result_int (output, "$.pages"), ==, 3);
  g_assert_cmpint (test_result_int (output, "$.index_pages"), ==, 0);
  text = test_run ("pdftotext", output->path, "-", NULL);
  g_assert_cmpstr (g_strdelimit (g_strstrip (text), "\n\f", ' '), ==, "Statement 1   Statement 2   Statement 3");
  raw = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (raw, "/Outlines"));
  g_assert_null (strstr (raw, "/JalStamp"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/marks/listed", test_listed);
  g_test_add_func ("/compose/marks/shown", test_shown);
  g_test_add_func ("/compose/marks/drawn", test_drawn);
  g_test_add_func ("/compose/marks/in-bundle", test_in_bundle);
  g_test_add_func ("/compose/unmarked", test_unmarked);
  status = g_test_run ();
  test_tidy ();
  return status;
}
