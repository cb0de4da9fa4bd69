/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, stamps, index, outline: what every page of a bundle promises. */
#include <math.h>
#include <string.h>

#include "compose-testing.h"
#include "worker/compose.h"

#define N_SHAPES 64

/* Every rotation × an offset MediaBox × a CropBox × a UserUnit × contents that leave something open. */
static GBytes *
odd_pages (void)
{
  static const char *const leave_open[4] = {
    "",
    "q 3 0 0 3 100 100 cm q 0 0 10 10 re W n BT", /* scaled, clipped, inside a text object */
    "Q Q 0.2 0 0 0.2 40 40 cm Q",               /* more Q than q, and a scale that must not reach the stamp */
    "q q 1 0 0 rg BT /F 8 Tf (never closed",    /* an unfinished string */
  };
  TestPdf *pdf = test_pdf_new ();
  GString *kids = g_string_new (NULL);

  for (guint i = 0; i < N_SHAPES; i++)
    {
      double x = i & 4 ? -300 : 0;
      double y = i & 4 ? 150 : 0;
      double unit = i & 16 ? 2.5 : 1;
      g_autofree char *crop = i & 8 ? g_strdup_printf ("/CropBox [%g %g %g %g]", x + 60, y + 90, x + 420, y + 900)
                                    : g_strdup ("");
      g_autofree char *user = i & 16 ? g_strdup_printf ("/UserUnit %g", unit) : g_strdup ("");
      g_autofree char *content
          = g_strdup_printf ("BT /F 20 Tf %g %g Td (Shape %u) Tj ET %s", x + 100, y + 300, i, leave_open[i / 4 % 4]);

      test_pdf_add (pdf, 10 + 2 * i, "<< /Type /Page /Parent 2 0 R /Rotate %u /MediaBox [%g %g %g %g] %s %s /Contents %u 0 R >>",
                    90 * (i & 3), x, y, x + 500, y + (i & 32 ? 300 : 800), crop, user, 11 + 2 * i);
      test_pdf_add_stream (pdf, 11 + 2 * i, "", content);
      g_string_append_printf (kids, "%u 0 R ", 10 + 2 * i);
    }
  test_pdf_add (pdf, 1, "<< /Type /Catalog /Pages 2 0 R >>");
  test_pdf_add (pdf, 2, "<< /Type /Pages /Kids [ %s ] /Count %u /Resources << /Font << /F 3 0 R >> >> >>", kids->str, N_SHAPES);
  test_pdf_add (pdf, 3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  g_string_free (kids, TRUE);
  return test_pdf_finish (pdf, 1, "");
}

/* The size in points that the stamp has on the paper when the page is printed to fit A4, never enlarged. */
static double
printed_size (const TestLine *line)
{
  double w = MIN (line->page_width, line->page_height);
  double h = MAX (line->page_width, line->page_height);

  return line->size * MIN (1, MIN (595.276 / w, 841.89 / h));
}

static void
assert_stamped (GPtrArray *lines, guint page)
{
  g_autofree char *label = g_strdup_printf ("%u", page);
  const TestLine *stamp = test_find_stamp (lines, page, label);

  if (stamp == NULL)
    g_error ("page %u has not exactly one stamp", page);
  g_assert_cmpfloat_with_epsilon (stamp->dir[0], 1, 1e-3);
  g_assert_cmpfloat_with_epsilon (stamp->dir[1], 0, 1e-3);
  g_assert_cmpfloat (stamp->box[0], >=, stamp->page_width / 2);
  g_assert_cmpfloat (stamp->box[1], >=, 0);
  g_assert_cmpfloat (stamp->box[2], <=, stamp->page_width);
  g_assert_cmpfloat (stamp->box[3], <=, MAX (stamp->page_height / 2, 40));
  g_assert_cmpfloat (printed_size (stamp), >=, 12);
}

static void
test_shapes (void)
{
  static const int turns[] = { 0, 90, 180, 270 };

  for (guint t = 0; t < G_N_ELEMENTS (turns); t++)
    {
      g_autoptr (TestBuild) build = test_build_new ("bundle");
      g_autoptr (TestOutput) output = NULL;
      g_autoptr (GPtrArray) lines = NULL;

      test_build_item (build, "Odd pages", test_build_input (build, "pdf", odd_pages ()), N_SHAPES, turns[t]);
      output = test_build_run (build);
      test_assert_clean (output->path);
      g_assert_cmpint (test_result_int (output, "$.pages"), ==, N_SHAPES + 1);
      g_assert_cmpuint (test_result_n_warnings (output), ==, 0);
      lines = test_lines (output->path);
      for (guint page = 1; page <= N_SHAPES + 1; page++)
        assert_stamped (lines, page);
    }
}

/* What the pages themselves show must be where it was: the input and the bundle drawn side by side. */
static void
test_contents_stay (void)
{
  g_autoptr (TestBuild) build = test_build_new ("document");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (GBytes) input = odd_pages ();
  g_autofree char *path = test_path ("odd.pdf");

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (input, NULL), (gssize)g_bytes_get_size (input), NULL));
  test_build_item (build, "Odd pages", test_build_input (build, "pdf", g_bytes_ref (input)), N_SHAPES, 0);
  output = test_build_run (build);
  for (guint page = 1; page <= N_SHAPES; page += 5)
    {
      g_autoptr (TestPicture) before = test_draw ("pdftoppm", path, page);
      g_autoptr (TestPicture) after = test_draw ("pdftoppm", output->path, page);

      g_assert_cmpuint (before->width, ==, after->width);
      g_assert_cmpuint (before->height, ==, after->height);
      g_assert_cmpmem (before->rgb, 3 * before->width * before->height, after->rgb, 3 * after->width * after->height);
    }
}

static void
test_large_and_small (void)
{
  static const double sizes[][2] = { { 3000, 4000 }, { 4000, 3000 }, { 842, 1191 }, { 300, 200 }, { 60, 60 }, { 14400, 14400 } };
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  TestPdf *pdf = test_pdf_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    test_pdf_add (pdf, 10 + i, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] >>", sizes[i][0], sizes[i][1]);
  test_pdf_add (pdf, 1, "<< /Type /Catalog /Pages 2 0 R >>");
  test_pdf_add (pdf, 2, "<< /Type /Pages /Kids [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R] /Count 6 >>");
  test_build_item (build, "Sizes", test_build_input (build, "pdf", test_pdf_finish (pdf, 1, "")), 6, 0);
  output = test_build_run (build);
  test_assert_clean (output->path);
  lines = test_lines (output->path);
  for (guint page = 1; page <= 7; page++)
    assert_stamped (lines, page);
}

static const char *
get_string (JsonObject *object, const char *name)
{
  return object != NULL && json_object_has_member (object, name) ? json_object_get_string_member (object, name) : "";
}

static guint
destination_page (JsonNode *json, JsonObject *object)
{
  JsonArray *array = json_object_get_array_member (object, "/Dest");

  g_assert_cmpstr (json_array_get_string_element (array, 1), ==, "/XYZ");
  g_assert_true (json_array_get_null_element (array, 4)); /* the zoom is the reader's */
  return test_page_number (json, json_array_get_string_element (array, 0));
}

static void
test_navigation (void)
{
  static const guint first[] = { 2, 4, 9 };
  static const guint pages[] = { 2, 5, 1 };
  static const char *const titles[] = { "u:Index (1)", "u:A. Section (2–9)" };
  static const char *const items[] = { "u:Charge (2–3)", "u:Statement (4–8)", "u:Letter (9)" };
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *text = NULL;
  JsonObject *root;
  JsonObject *line;
  JsonArray *links;

  test_build_item (build, "Charge", test_build_input (build, "pdf", test_pdf_plain ("Charge", 2)), 2, 0);
  test_build_item (build, "Statement", test_build_input (build, "pdf", test_pdf_plain ("Statement", 5)), 5, 90);
  test_build_item (build, "Letter", test_build_input (build, "pdf", test_pdf_plain ("Letter", 1)), 1, 0);
  output = test_build_run (build);
  test_assert_clean (output->path);
  json = test_json (output->path);
  root = test_catalogue (json);

  g_assert_cmpstr (get_string (root, "/PageMode"), ==, "/UseOutlines");
  g_assert_cmpstr (get_string (root, "/Lang"), ==, "u:en");
  links = json_object_get_array_member (root, "/OpenAction");
  g_assert_cmpuint (test_page_number (json, json_array_get_string_element (links, 0)), ==, 1);
  g_assert_cmpfloat (json_array_get_double_element (links, 4), ==, 1);

  line = test_object (json, get_string (test_object (json, get_string (root, "/Outlines")), "/First"));
  g_assert_cmpstr (get_string (line, "/Title"), ==, titles[0]);
  g_assert_cmpuint (destination_page (json, line), ==, 1);
  line = test_object (json, get_string (line, "/Next"));
  g_assert_cmpstr (get_string (line, "/Title"), ==, titles[1]);
  g_assert_cmpuint (destination_page (json, line), ==, 2);
  line = test_object (json, get_string (line, "/First"));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (get_string (line, "/Title"), ==, items[i]);
      g_assert_cmpuint (destination_page (json, line), ==, first[i]);
      line = test_object (json, get_string (line, "/Next"));
    }

  links = json_object_get_array_member (test_object (json, test_page (json, 1)), "/Annots");
  g_assert_cmpuint (json_array_get_length (links), ==, 4);
  g_assert_cmpuint (destination_page (json, test_object (json, json_array_get_string_element (links, 0))), ==, 2);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("$.sections[0].items[%u]", i);
      g_autofree char *path_first = g_strconcat (path, ".first", NULL);
      g_autofree char *path_last = g_strconcat (path, ".last", NULL);

      g_assert_cmpuint (destination_page (json, test_object (json, json_array_get_string_element (links, i + 1))), ==, first[i]);
      g_assert_cmpint (test_result_int (output, path_first), ==, first[i]);
      g_assert_cmpint (test_result_int (output, path_last), ==, first[i] + pages[i] - 1);
    }

  text = test_run ("pdftotext", "-layout", "-l", "1", output->path, "-", NULL);
  g_assert_nonnull (strstr (text, "IN THE COURT"));
  g_assert_true (g_regex_match_simple ("1 +Charge +2 January 2026 +2–3", text, 0, 0));
  g_assert_true (g_regex_match_simple ("2 +Statement +2 January 2026 +4–8", text, 0, 0));
  g_assert_true (g_regex_match_simple ("3 +Letter +2 January 2026 +9\n", text, 0, 0));
}

static void
test_labels (void)
{
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (JsonNode) json = NULL;
  JsonArray *labels;
  JsonObject *label;

  test_build_item (build, "Charge", test_build_input (build, "pdf", test_pdf_plain ("Charge", 12)), 12, 0);
  output = test_build_run (build);
  json = test_json (output->path);
  labels = json_object_get_array_member (json_node_get_object (json), "pagelabels");
  g_assert_cmpuint (json_array_get_length (labels), ==, 1);
  label = json_object_get_object_member (json_array_get_object_element (labels, 0), "label");
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (labels, 0), "index"), ==, 0);
  g_assert_cmpstr (get_string (label, "/S"), ==, "/D");
  g_assert_cmpint (json_object_get_int_member (label, "/St"), ==, 1);
}

/* An index of several pages counts itself, and every one of its rows is right. */
static void
test_long_index (void)
{
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *text = NULL;
  guint input = test_build_input (build, "pdf", test_pdf_plain ("Text", 3));
  guint index_pages;
  guint row = 0;

  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *title = g_strdup_printf ("Exhibit number %u", i + 1);

      test_build_item (build, title, input, 3, 0);
    }
  output = test_build_run (build);
  test_assert_clean (output->path);
  index_pages = (guint)test_result_int (output, "$.index_pages");
  g_assert_cmpuint (index_pages, >=, 3);
  g_assert_cmpint (test_result_int (output, "$.pages"), ==, index_pages + 360);
  json = test_json (output->path);
  for (guint page = 1; page <= index_pages; page++)
    {
      JsonArray *links = json_object_get_array_member (test_object (json, test_page (json, page)), "/Annots");

      for (guint i = 0; i < json_array_get_length (links); i++, row++)
        g_assert_cmpuint (destination_page (json, test_object (json, json_array_get_string_element (links, i))), ==,
                          index_pages + 1 + (row > 0 ? 3 * (row - 1) : 0));
    }
  g_assert_cmpuint (row, ==, 121);
  text = test_run ("pdftotext", "-layout", "-l", "9", output->path, "-", NULL);
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *pattern = g_strdup_printf ("\n *%u +Exhibit number %u +2 January 2026 +%u–%u\n", i + 1, i + 1,
                                                  index_pages + 1 + 3 * i, index_pages + 3 + 3 * i);

      g_assert_true (g_regex_match_simple (pattern, text, 0, 0));
    }
}

static void
test_same_bytes (void)
{
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) one = NULL;
  g_autoptr (TestOutput) two = NULL;

  test_build_item (build, "Odd pages", test_build_input (build, "pdf", odd_pages ()), N_SHAPES, 0);
  test_build_item (build, "Plain pages", test_build_input (build, "pdf", test_pdf_plain ("Plain", 3)), 3, 0);
  one = test_build_run (build);
  two = test_build_run (build);
  g_assert_true (g_bytes_equal (one->bytes, two->bytes));
  build->more = ",\"font\":\"DejaVu Sans\"";
  g_clear_pointer (&two, test_output_free);
  two = test_build_run (build);
  g_assert_false (g_bytes_equal (one->bytes, two->bytes));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/shapes", test_shapes);
  g_test_add_func ("/compose/contents-stay", test_contents_stay);
  g_test_add_func ("/compose/large-and-small", test_large_and_small);
  g_test_add_func ("/compose/navigation", test_navigation);
  g_test_add_func ("/compose/labels", test_labels);
  g_test_add_func ("/compose/long-index", test_long_index);
  g_test_add_func ("/compose/same-bytes", test_same_bytes);
  status = g_test_run ();
  test_tidy ();
  return status;
}
