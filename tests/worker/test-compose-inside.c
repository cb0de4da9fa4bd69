/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What received documents carry: what stays, what goes, what is shown. */
#include <string.h>

#include "compose-testing.h"

/* A catalogue and three pages that say "Page 1…3"; objects 10, 20, 30 are the pages, with @extra in each. Object 3 is a
   font. More objects and the catalogue's entries are the caller's. */
static TestPdf *
three_pages (const char *catalogue, const char *extra[3], const char *contents[3])
{
  TestPdf *pdf = test_pdf_new ();

  test_pdf_add (pdf, 1, "<< /Type /Catalog /Pages 2 0 R %s >>", catalogue);
  test_pdf_add (pdf, 2, "<< /Type /Pages /Kids [10 0 R 20 0 R 30 0 R] /Count 3 /MediaBox [0 0 400 400] >>");
  test_pdf_add (pdf, 3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *content = g_strdup_printf ("BT /F 20 Tf 40 200 Td (Page %u) Tj ET %s", i + 1, contents[i]);

      test_pdf_add (pdf, 10 * (i + 1), "<< /Type /Page /Parent 2 0 R /Contents %u 0 R /Resources << /Font << /F 3 0 R >> %s >>",
                    10 * (i + 1) + 1, extra[i]);
      test_pdf_add_stream (pdf, 10 * (i + 1) + 1, "", content);
    }
  return pdf;
}

static TestOutput *
run_one (const char *job, TestPdf *pdf, const char *trailer, guint n_pages)
{
  g_autoptr (TestBuild) build = test_build_new (job);
  guint input = test_build_input (build, "pdf", test_pdf_finish (pdf, 1, trailer));

  test_build_item (build, "Received", input, n_pages, 0);
  return test_build_run (build);
}

#define LINK "<< /Type /Annot /Subtype /Link /Rect [10 10 50 30] "

static void
test_links (void)
{
  static const char *const names = "/Names << /Dests << /Kids [40 0 R] >> >> /Dests << /old [30 0 R /FitH 300] >>";
  const char *extra[3] = {
    ">> /Annots [ " LINK "/Dest (third) >> " LINK "/A << /S /GoTo /D /old >> >> " LINK "/Dest [20 0 R /XYZ 5 77 3] >> " LINK
    "/A << /S /URI /URI (https://example.org/law) >> >> " LINK "/A << /S /URI /URI (file:///home/jane/secret.doc) >> >> " LINK
    "/A << /S /Launch /F (secret.exe) >> >> " LINK "/A << /S /Named /N /NextPage >> >> " LINK "/Dest (nowhere) >> " LINK
    "/A << /S /GoToR /F (secret.pdf) /D [0 /Fit] >> >> " LINK "/Dest [30 0 R /Fit] >> ]",
    ">>", ">>",
  };
  const char *contents[3] = { "", "", "" };
  static const guint targets[] = { 4, 4, 3, 0, 0, 4 };
  TestPdf *pdf = three_pages (names, extra, contents);
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autofree char *text = NULL;
  JsonArray *links;

  test_pdf_add (pdf, 40, "<< /Limits [(a) (z)] /Names [(third) << /D [30 0 R /XYZ 12 34 0] >>] >>");
  output = run_one ("bundle", pdf, "", 3);
  test_assert_clean (output->path);
  json = test_json (output->path);
  links = json_object_get_array_member (test_object (json, test_page (json, 2)), "/Annots");
  g_assert_cmpuint (json_array_get_length (links), ==, G_N_ELEMENTS (targets));
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      JsonObject *link = test_object (json, json_array_get_string_element (links, i));

      if (targets[i] > 0)
        {
          JsonArray *place = json_object_get_array_member (link, "/Dest");

          g_assert_cmpuint (test_page_number (json, json_array_get_string_element (place, 0)), ==, targets[i]);
          g_assert_cmpstr (json_array_get_string_element (place, 1), ==, "/XYZ");
          g_assert_true (json_array_get_null_element (place, 4));
          if (i == 2)
            g_assert_cmpint (json_array_get_int_element (place, 3), ==, 77);
        }
      else
        g_assert_true (json_object_has_member (link, "/A"));
    }
  text = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (text, "secret"));
}

/* Only two of three pages are in the bundle, the second of them twice: links to the third are gone, the others lead to the
   page beside them. */
static void
test_links_of_parts (void)
{
  const char *extra[3] = { ">> /Annots [ " LINK "/Dest [20 0 R /Fit] >> " LINK "/Dest [30 0 R /Fit] >> ]", ">>", ">>" };
  const char *contents[3] = { "", "", "" };
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (JsonNode) json = NULL;

  test_build_input (build, "pdf", test_pdf_finish (three_pages ("", extra, contents), 1, ""));
  test_build_item (build, "First", 0, 2, 0);
  test_build_item (build, "Again", 0, 2, 0);
  output = test_build_run (build);
  test_assert_clean (output->path);
  json = test_json (output->path);
  for (guint page = 2; page <= 4; page += 2)
    {
      JsonArray *links = json_object_get_array_member (test_object (json, test_page (json, page)), "/Annots");
      JsonObject *link;

      g_assert_cmpuint (json_array_get_length (links), ==, 1);
      link = test_object (json, json_array_get_string_element (links, 0));
      g_assert_cmpuint (test_page_number (json, json_array_get_string_element (
                                                    json_object_get_array_member (link, "/Dest"), 0)), ==, page + 1);
    }
}

/* The word SECRET stands in every place of a file that is not drawn. */
static void
test_nothing_else (void)
{
  static const char *const catalogue
      = "/Metadata 50 0 R /Names << /JavaScript << /Names [(SECRET) << /S /JavaScript /JS (SECRET) >>] >> /EmbeddedFiles << "
        "/Names [(SECRET.doc) 51 0 R] >> >> /OpenAction << /S /JavaScript /JS (SECRET) >> /AA << /WC << /S /JavaScript /JS "
        "(SECRET) >> >> /Outlines 54 0 R /PieceInfo << /SECRET 1 >> /Lang (SECRET) /StructTreeRoot << /T (SECRET) >>";
  const char *extra[3] = {
    "/XObject << /I 55 0 R >> >> /Metadata 50 0 R /PieceInfo << /App << /Private (SECRET) >> >> /AA << /O << /S /JavaScript "
    "/JS (SECRET) >> >> /Thumb 56 0 R /LastModified (SECRET) /Annots [ << /Type /Annot /Subtype /Text /Rect [300 300 320 "
    "320] /Contents (SECRET) /T (SECRET) /AP << /N 57 0 R >> >> << /Type /Annot /Subtype /FileAttachment /Rect [250 300 270 "
    "320] /FS 51 0 R /AP << /N 57 0 R >> >> << /Type /Annot /Subtype /Popup /Rect [0 0 100 100] /Contents (SECRET) >> ]",
    ">>", ">>",
  };
  const char *contents[3] = { "q 50 0 0 50 100 100 cm /I Do Q", "", "" };
  TestPdf *pdf = three_pages (catalogue, extra, contents);
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (TestPicture) picture = NULL;
  g_autofree char *text = NULL;
  g_autofree char *info = NULL;

  test_pdf_add_stream (pdf, 50, "/Type /Metadata /Subtype /XML", "<x>SECRET</x>");
  test_pdf_add (pdf, 51, "<< /Type /Filespec /F (SECRET.doc) /UF (SECRET.doc) /EF << /F 52 0 R >> >>");
  test_pdf_add_stream (pdf, 52, "/Type /EmbeddedFile", "SECRET");
  test_pdf_add (pdf, 53, "<< /Title (SECRET) /Author (SECRET) /Producer (SECRET) /Creator (SECRET) >>");
  test_pdf_add (pdf, 54, "<< /Type /Outlines /First 58 0 R /Last 58 0 R /Count 1 >>");
  test_pdf_add_stream (pdf, 55,
                       "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
                       "/Metadata 50 0 R /OPI << /F (SECRET) >> /Name /I",
                       "@@@");
  test_pdf_add_stream (pdf, 56, "/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "S");
  test_pdf_add_stream (pdf, 57, "/Type /XObject /Subtype /Form /BBox [0 0 20 20] /PieceInfo << /SECRET 1 >>",
                       "1 0 0 rg 0 0 20 20 re f");
  test_pdf_add (pdf, 58, "<< /Title (SECRET) /Parent 54 0 R /Dest [10 0 R /Fit] >>");
  output = run_one ("bundle", pdf, "/Info 53 0 R", 3);
  test_assert_clean (output->path);
  text = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (text, "SECRET"));
  g_assert_null (strstr (text, "/JavaScript"));
  g_assert_null (strstr (text, "/EmbeddedFile"));
  info = test_run ("pdfinfo", output->path, NULL);
  g_assert_nonnull (strstr (info, "Bundle of the tests"));
  g_assert_null (strstr (info, "Author"));
  /* The note's and the attachment's pictures stay: two red squares of 20 × 20. */
  picture = test_draw ("mutool", output->path, 2);
  g_assert_cmpuint (test_count (picture, 255, 0, 0), ==, 800);
}

/* Notes that came with a file stay out of a copy that asks for it, in whatever form; fields, links and stamps stay, and what a note
   hides stays hidden. */
#define NOTE_AP "<< /N 57 0 R >>"

static TestPdf *
noted_pages (void)
{
  const char *extra[3] = {
    ">> /Annots [ " LINK "/A << /S /URI /URI (https://example.org/law) >> >> "
    "<< /Type /Annot /Subtype /Text /Rect [300 300 320 320] /Contents (SECRET) /T (SECRET) /Popup 60 0 R /AP " NOTE_AP " >> 60 0 R "
    "<< /Type /Annot /Subtype /Text /IRT 62 0 R /Rect [330 300 350 320] /Contents (SECRET) /AP " NOTE_AP " >> "
    "<< /Type /Annot /Subtype /FreeText /Rect [200 300 290 320] /Contents (SECRET) /RC (SECRET) /DA (/F 9 Tf) /AP << /N 58 0 R >> >> "
    "<< /Type /Annot /Subtype /Highlight /Rect [40 200 90 220] /QuadPoints [40 220 90 220 40 200 90 200] /C [1 1 0] /Contents "
    "(SECRET) >> << /Type /Annot /Subtype /Ink /Rect [10 300 60 320] /InkList [[10 300 60 320]] /AP " NOTE_AP " >> "
    "<< /Type /Annot /Subtype /Square /Rect [10 330 60 350] /Contents (SECRET) /AP << /N 59 0 R >> >> "
    "<< /Type /Annot /Subtype /Stamp /Rect [100 350 120 370] /Contents (SECRET) /AP " NOTE_AP " >> "
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (F) /V (Kept) /Rect [150 350 170 370] /AP " NOTE_AP " >> ]",
    /* Over "Page 2": a filled box, a dark highlight, a text on a white ground, a broad pen. */
    ">> /Annots [ << /Type /Annot /Subtype /Square /Rect [40 195 100 220] /IC [0 0 1] /AP << /N 61 0 R >> /Contents (SECRET) >> "
    "<< /Type /Annot /Subtype /Highlight /Rect [40 100 90 120] /QuadPoints [40 120 90 120 40 100 90 100] /C [0 0 0] >> "
    "<< /Type /Annot /Subtype /FreeText /Rect [40 40 140 60] /C [1 1 1] /DA (/F 9 Tf) /Contents (SECRET) /AP << /N 58 0 R >> >> "
    "<< /Type /Annot /Subtype /Ink /Rect [200 40 300 60] /BS << /W 20 >> /InkList [[200 50 300 50]] /Contents (SECRET) >> ]",
    ">>",
  };
  const char *contents[3] = { "", "0 1 0 rg 40 100 50 20 re 40 40 100 20 re 200 40 100 20 re f", "" };
  TestPdf *pdf = three_pages ("", extra, contents);

  test_pdf_add_stream (pdf, 57, "/Type /XObject /Subtype /Form /BBox [0 0 20 20]", "1 0 0 rg 0 0 20 20 re f");
  test_pdf_add_stream (pdf, 58, "/Type /XObject /Subtype /Form /BBox [0 0 90 20] /Resources << /Font << /F 3 0 R >> >>",
                       "BT /F 9 Tf 1 0 0 rg 2 5 Td (SECRET) Tj ET");
  test_pdf_add_stream (pdf, 59, "/Type /XObject /Subtype /Form /BBox [0 0 50 20]", "1 0 0 RG 2 w 1 1 48 18 re S");
  test_pdf_add (pdf, 60, "<< /Type /Annot /Subtype /Popup /Rect [0 0 100 100] /Contents (SECRET) >>");
  test_pdf_add_stream (pdf, 61, "/Type /XObject /Subtype /Form /BBox [0 0 60 25]", "0 0 1 rg 0 0 60 25 re f");
  test_pdf_add (pdf, 62, "<< >>");
  return pdf;
}

static void
test_received (void)
{
  static const char *const programs[] = { "pdftoppm", "mutool", "gs" };
  g_autoptr (TestBuild) build = test_build_new ("document");
  guint input = test_build_input (build, "pdf", test_pdf_finish (noted_pages (), 1, ""));
  g_autoptr (TestOutput) kept = NULL;
  g_autoptr (TestOutput) output = NULL;
  g_autofree char *text = NULL;

  test_build_item (build, "Received", input, 3, 0);
  kept = test_build_run (build);
  g_assert_cmpint (test_result_int (kept, "$.received_left_out"), ==, 0);
  build->more = ",\"received\":\"dropped\"";
  output = test_build_run (build);
  test_assert_clean (output->path);
  text = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (text, "SECRET"));
  g_assert_nonnull (strstr (text, "https://example.org/law"));
  g_assert_true (test_result_has_warning (output, "received-left-out", 0, -1));
  /* Of the first page all but the ink that fills, and of the second those whose hiding place is a box of ours. */
  g_assert_cmpint (test_result_int (output, "$.received_left_out"), ==, 5 + 2);
  g_assert_true (test_result_has_warning (output, "covered", 0, 0));
  g_assert_true (test_result_has_warning (output, "covered", 0, 1));
  g_assert_false (test_result_has_warning (output, "covered", 0, 2));
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (TestPicture) before = test_draw (programs[i], kept->path, 1);
      g_autoptr (TestPicture) first = test_draw (programs[i], output->path, 1);
      g_autoptr (TestPicture) second = test_draw (programs[i], output->path, 2);

      /* Stamp and field: two red squares of 20 × 20; the ink that fills its rectangle; nothing yellow. */
      g_assert_cmpuint (test_count (before, 255, 0, 0), >, 1600);
      g_assert_cmpuint (test_count (before, 255, 255, 0), >, 500);
      g_assert_cmpuint (test_count (first, 255, 0, 0), ==, 800 + 50 * 20);
      g_assert_cmpuint (test_count (first, 255, 255, 0), ==, 0);
      /* The box and what lay under it: blue only, no letter of "Page 2"; and nothing of the three green fields. */
      g_assert_cmpuint (test_count (second, 0, 0, 255), ==, 60 * 25);
      g_assert_cmpuint (test_count (second, 0, 255, 0), ==, 0);
    }
}

static void
test_layers (void)
{
  const char *extra[3];
  const char *contents[3] = {
    "/OC /Hidden BDC 1 0 0 rg 100 100 100 100 re f EMC /OC /Shown BDC 0 0 1 rg 250 100 100 100 re f EMC",
    "/OC /Hidden BDC 1 0 0 rg 100 100 100 100 re f", /* never closed: the stamp must not be hidden with it */
    "",
  };
  TestPdf *pdf;
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  static const char *const programs[] = { "pdftoppm", "mutool", "gs" };
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3; i++)
    extra[i] = "/Properties << /Hidden 40 0 R /Shown 41 0 R >> >>";
  pdf = three_pages ("/OCProperties << /OCGs [40 0 R 41 0 R] /D << /OFF [40 0 R] /Order [40 0 R 41 0 R] >> >>", extra, contents);
  test_pdf_add (pdf, 40, "<< /Type /OCG /Name (drawing by J. Doe) >>");
  test_pdf_add (pdf, 41, "<< /Type /OCG /Name (plan) >>");
  output = run_one ("bundle", pdf, "", 3);
  test_assert_clean (output->path);
  g_assert_true (test_result_has_warning (output, "hidden-layer", 0, -1));
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (TestPicture) picture = test_draw (programs[i], output->path, 2);

      g_assert_cmpuint (test_count (picture, 255, 0, 0), ==, 0);
      g_assert_cmpuint (test_count (picture, 0, 0, 255), ==, 10000);
    }
  lines = test_lines (output->path);
  g_assert_nonnull (test_find_stamp (lines, 3, "3"));
  {
    g_autoptr (TestPicture) picture = test_draw ("pdftoppm", output->path, 3);

    g_assert_cmpuint (test_count (picture, 255, 0, 0), ==, 0);
    /* The number itself, upper right. */
    g_assert_cmpuint (test_count (picture, 0, 0, 0), >, 20);
  }
  text = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (text, "Doe"));
}

#define FIELD "<< /Type /Annot /Subtype /Widget /Parent 60 0 R /DA (/Helv 12 Tf 0 g) "

static void
test_forms (void)
{
  const char *extra[3] = {
    ">> /Annots [61 0 R 62 0 R 63 0 R 64 0 R 65 0 R 66 0 R 67 0 R]", ">>", ">>",
  };
  const char *contents[3] = { "", "", "" };
  TestPdf *pdf = three_pages ("/AcroForm << /Fields [60 0 R] /DR << /Font << /Helv 3 0 R >> >> >>", extra, contents);
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (TestPicture) picture = NULL;
  g_autofree char *text = NULL;
  g_autofree char *names = NULL;

  test_pdf_add (pdf, 60, "<< /FT /Tx /T (form) /Kids [61 0 R 62 0 R 63 0 R 64 0 R 65 0 R 66 0 R 67 0 R] >>");
  test_pdf_add (pdf, 61, FIELD "/T (name_of_field) /Rect [20 340 220 360] /V (Typed without a picture) >>");
  test_pdf_add (pdf, 62, FIELD "/T (b) /Rect [20 310 220 330] /V (drawn by its maker) /AP << /N 70 0 R >> >>");
  test_pdf_add (pdf, 63, FIELD "/T (c) /FT /Ch /Rect [20 280 220 300] /V (two) /Opt [[(one) (First choice)] [(two) (Second choice)]] >>");
  test_pdf_add (pdf, 64, FIELD "/T (d) /FT /Btn /Rect [20 250 40 270] /AS /Yes /AP << /N << /Yes 71 0 R /Off 72 0 R >> >> >>");
  test_pdf_add (pdf, 65, FIELD "/T (e) /Ff 4096 /Rect [20 100 220 240] /V (A long statement that has to be broken into lines\rand a line of its own) >>");
  test_pdf_add (pdf, 66, FIELD "/T (f) /F 2 /Rect [20 60 220 80] /V (hidden value) >>");
  test_pdf_add (pdf, 67, FIELD "/T (g) /Ff 16777216 /MaxLen 8 /Rect [20 20 220 40] /V (12345678) >>");
  test_pdf_add_stream (pdf, 70, "/Subtype /Form /BBox [0 0 200 20]", "/Tx BMC BT /Helv 12 Tf 2 5 Td (Picture of the value) Tj ET EMC");
  test_pdf_add_stream (pdf, 71, "/Subtype /Form /BBox [0 0 20 20]", "0 1 0 rg 0 0 20 20 re f");
  test_pdf_add_stream (pdf, 72, "/Subtype /Form /BBox [0 0 20 20]", "1 0 0 rg 0 0 20 20 re f");
  output = run_one ("bundle", pdf, "", 3);
  test_assert_clean (output->path);
  text = test_run ("pdftotext", "-layout", "-f", "2", "-l", "2", output->path, "-", NULL);
  g_assert_nonnull (strstr (text, "Typed without a picture"));
  g_assert_nonnull (strstr (text, "Picture of the value"));
  g_assert_nonnull (strstr (text, "Second choice"));
  g_assert_nonnull (strstr (text, "and a line of its own"));
  g_assert_null (strstr (text, "hidden value"));
  g_assert_true (g_regex_match_simple ("1 *2 *3 *4 *5 *6 *7 *8", text, 0, 0));
  picture = test_draw ("pdftoppm", output->path, 2);
  g_assert_cmpuint (test_count (picture, 0, 255, 0), ==, 400);
  g_assert_cmpuint (test_count (picture, 255, 0, 0), ==, 0);
  names = test_run ("qpdf", "--qdf", "--object-streams=disable", output->path, "-", NULL);
  g_assert_null (strstr (names, "name_of_field"));
  g_assert_null (strstr (names, "/AcroForm"));
}

/* The reader was to draw all values anew: the pictures in the file are stale. */
static void
test_forms_drawn_anew (void)
{
  const char *extra[3] = { ">> /Annots [61 0 R]", ">>", ">>" };
  const char *contents[3] = { "", "", "" };
  TestPdf *pdf = three_pages ("/AcroForm << /Fields [61 0 R] /NeedAppearances true >>", extra, contents);
  g_autoptr (TestOutput) output = NULL;
  g_autofree char *text = NULL;

  test_pdf_add (pdf, 61, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [20 340 220 360] /V <FEFF004E006100EF0301> /AP << /N 70 0 R >> >>");
  test_pdf_add_stream (pdf, 70, "/Subtype /Form /BBox [0 0 200 20]", "BT /F 12 Tf 2 5 Td (stale) Tj ET");
  output = run_one ("document", pdf, "", 3);
  text = test_run ("pdftotext", "-l", "1", output->path, "-", NULL);
  g_assert_nonnull (strstr (text, "Naï"));
  g_assert_null (strstr (text, "stale"));
}

/* Notes of others: with an appearance as pictures, highlights without one as readers draw them, hidden ones not at all. */
static void
test_notes_of_others (void)
{
  const char *extra[3] = {
    ">> /Annots [ << /Type /Annot /Subtype /Highlight /Rect [40 300 140 320] /C [0 1 0] /QuadPoints [40 320 140 320 40 300 140 "
    "300] /Contents (their note) >> << /Type /Annot /Subtype /Square /F 2 /C [1 0 0] /Rect [200 200 300 300] /AP << /N 70 0 R >> "
    ">> << /Type /Annot /Subtype /Stamp /Rect [200 200 300 250] /AP << /N 71 0 R >> >> ]",
    ">> /Rotate 90 /Annots [ << /Type /Annot /Subtype /Text /F 24 /Rect [200 200 220 220] /AP << /N 72 0 R >> >> ]", ">>",
  };
  const char *contents[3] = { "", "", "" };
  TestPdf *pdf = three_pages ("", extra, contents);
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (TestPicture) picture = NULL;
  g_autoptr (TestPicture) turned = NULL;
  const guint8 *p;

  test_pdf_add_stream (pdf, 70, "/Subtype /Form /BBox [0 0 1 1]", "1 0 0 rg 0 0 1 1 re f");
  test_pdf_add_stream (pdf, 71, "/Subtype /Form /BBox [0 0 50 100] /Matrix [0 1 -1 0 0 0]", "0 0 1 rg 0 0 50 100 re f");
  test_pdf_add_stream (pdf, 72, "/Subtype /Form /BBox [0 0 20 20]", "1 0 1 rg 0 0 20 10 re f 0 1 1 rg 0 10 20 10 re f");
  output = run_one ("document", pdf, "", 3);
  test_assert_clean (output->path);
  picture = test_draw ("mutool", output->path, 1);
  g_assert_cmpuint (test_count (picture, 0, 255, 0), >=, 2000);
  g_assert_cmpuint (test_count (picture, 255, 0, 0), ==, 0);
  g_assert_cmpuint (test_count (picture, 0, 0, 255), ==, 5000);
  /* The note that does not turn with its page hangs upright from its upper left corner (200, 220), which is seen at 220
     from the left and 200 from the top: cyan above, magenta below. */
  turned = test_draw ("mutool", output->path, 2);
  p = turned->rgb + 3 * (205 * turned->width + 230);
  g_assert_cmpuint (p[0], ==, 0);
  g_assert_cmpuint (p[1], ==, 255);
  p = turned->rgb + 3 * (215 * turned->width + 230);
  g_assert_cmpuint (p[0], ==, 255);
  g_assert_cmpuint (p[1], ==, 0);
}

/* An object on which a reader gives up costs no page of another document, and no page at all where it is not needed. */
static void
test_poison (void)
{
  g_autofree char *digits = g_strnfill (2000, '7');
  g_autofree char *number = g_strconcat ("/Pi 3.", digits, " /ExtGState << /G << /X 3.", digits, " >> >> >>", NULL);
  const char *extra[3] = { number, ">>", ">>" };
  const char *contents[3] = { "", "", "" };
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  test_build_item (build, "Poison", test_build_input (build, "pdf", test_pdf_finish (three_pages ("", extra, contents), 1, "")), 3, 0);
  test_build_item (build, "Plain", test_build_input (build, "pdf", test_pdf_plain ("Plain", 3)), 3, 0);
  output = test_build_run (build);
  test_assert_clean (output->path);
  lines = test_lines (output->path);
  for (guint page = 1; page <= 7; page++)
    {
      g_autofree char *label = g_strdup_printf ("%u", page);

      if (page != 2)
        g_assert_nonnull (test_find_stamp (lines, page, label));
    }
}

static GBytes *
contents_of (const char *path)
{
  char *bytes;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_bytes_new_take (bytes, length);
}

/* A document that cannot be read leaves a page that says so, in its place; the others are all there. */
static void
test_broken (void)
{
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (GBytes) plain = test_pdf_plain ("Plain", 3);
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *path = test_path ("plain.pdf");
  g_autofree char *open_path = test_path ("open.pdf");
  g_autofree char *locked_path = test_path ("locked.pdf");
  g_autofree char *out = NULL;
  g_autofree char *out2 = NULL;
  g_autofree char *text = NULL;
  guint8 noise[4096];

  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (guint8)(i * 7919 % 251);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (plain, NULL), (gssize)g_bytes_get_size (plain), NULL));
  out = test_run ("qpdf", "--encrypt", "", "owner", "256", "--", path, open_path, NULL);
  out2 = test_run ("qpdf", "--encrypt", "user", "owner", "256", "--", path, locked_path, NULL);

  test_build_item (build, "Whole", test_build_input (build, "pdf", g_bytes_ref (plain)), 3, 0);
  test_build_item (build, "Noise", test_build_input (build, "pdf", g_bytes_new (noise, sizeof noise)), 1, 0);
  test_build_item (build, "Open lock", test_build_input (build, "pdf", contents_of (open_path)), 3, 0);
  test_build_item (build, "Locked", test_build_input (build, "pdf", contents_of (locked_path)), 2, 0);
  test_build_item (build, "Nothing", test_build_input (build, "pdf", g_bytes_new (NULL, 0)), 1, 0);
  test_build_item (build, "Half", test_build_input (build, "pdf", g_bytes_new_from_bytes (plain, 0, g_bytes_get_size (plain) * 6 / 10)), 3, 0);
  test_build_item (build, "Too short", test_build_input (build, "pdf", g_bytes_ref (plain)), 4, 0);
  test_build_item (build, "No pages", 0, 0, 0);
  output = test_build_run (build);
  test_assert_clean (output->path);
  g_assert_cmpint (test_result_int (output, "$.pages"), ==, 1 + 3 + 1 + 3 + 2 + 1 + 3 + 4 + 1);
  g_assert_true (test_result_has_warning (output, "unreadable", 1, -1));
  g_assert_true (test_result_has_warning (output, "password", 3, -1));
  g_assert_true (test_result_has_warning (output, "empty", 4, -1));
  g_assert_true (test_result_has_warning (output, "no-such-page", 6, 3));
  lines = test_lines (output->path);
  for (guint page = 1; page <= 19; page++)
    {
      g_autofree char *label = g_strdup_printf ("%u", page);

      g_assert_nonnull (test_find_stamp (lines, page, label));
    }
  text = test_run ("pdftotext", "-layout", "-f", "5", "-l", "5", output->path, "-", NULL);
  g_assert_nonnull (strstr (text, "Noise"));
  g_assert_nonnull (strstr (text, "This document could not be included."));
  g_clear_pointer (&text, g_free);
  text = test_run ("pdftotext", "-layout", "-f", "6", "-l", "8", output->path, "-", NULL);
  g_assert_nonnull (strstr (text, "Plain 1"));
  g_assert_nonnull (strstr (text, "Plain 3"));
  g_clear_pointer (&text, g_free);
  text = test_run ("pdftotext", "-layout", "-f", "19", "-l", "19", output->path, "-", NULL);
  g_assert_nonnull (strstr (text, "No pages"));
  g_clear_pointer (&text, g_free);
  text = test_run ("pdftotext", "-layout", "-f", "18", "-l", "18", output->path, "-", NULL);
  g_assert_nonnull (strstr (text, "This page could not be included."));
}

/* Photographs: the picture's data is the photograph's own, what the camera wrote beside it is not there. */
static void
test_pictures (void)
{
  g_autoptr (TestBuild) build = test_build_new ("bundle");
  g_autoptr (TestOutput) output = NULL;
  g_autoptr (GBytes) plain = test_pdf_plain ("Picture", 1);
  g_autoptr (GByteArray) jpeg = g_byte_array_new ();
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *path = test_path ("picture.pdf");
  g_autofree char *stem = test_path ("picture");
  g_autofree char *jpeg_path = g_strconcat (stem, ".jpg", NULL);
  g_autofree char *png_path = g_strconcat (stem, ".png", NULL);
  g_autofree char *out = NULL;
  g_autofree char *out2 = NULL;
  g_autofree char *list = NULL;
  g_autoptr (GBytes) shot = NULL;
  static const guint8 exif[] = "\xff\xe1\x00\x1e" "Exif\0\0GPS-OF-THE-SHELTER!!";
  const guint8 *bytes;
  gsize size;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (plain, NULL), (gssize)g_bytes_get_size (plain), NULL));
  out = test_run ("pdftoppm", "-jpeg", "-r", "100", "-singlefile", path, stem, NULL);
  out2 = test_run ("pdftoppm", "-png", "-r", "100", "-singlefile", path, stem, NULL);
  shot = contents_of (jpeg_path);
  bytes = g_bytes_get_data (shot, &size);
  g_byte_array_append (jpeg, bytes, 2);
  g_byte_array_append (jpeg, exif, 32);
  g_byte_array_append (jpeg, bytes + 2, (guint)size - 2);
  test_build_item (build, "Photograph", test_build_input (build, "jpeg", g_bytes_new (jpeg->data, jpeg->len)), 1, 0);
  test_build_item (build, "Screenshot", test_build_input (build, "png", contents_of (png_path)), 1, 90);
  test_build_item (build, "Broken", test_build_input (build, "jpeg", g_bytes_new (jpeg->data, 300)), 1, 0);
  output = test_build_run (build);
  test_assert_clean (output->path);
  g_assert_true (test_result_has_warning (output, "unreadable", 2, -1));
  g_assert_cmpuint (test_result_n_warnings (output), ==, 1);
  lines = test_lines (output->path);
  for (guint page = 1; page <= 4; page++)
    {
      g_autofree char *label = g_strdup_printf ("%u", page);

      g_assert_nonnull (test_find_stamp (lines, page, label));
    }
  list = test_run ("pdfimages", "-list", output->path, NULL);
  g_assert_nonnull (strstr (list, "jpeg"));
  bytes = g_bytes_get_data (output->bytes, &size);
  g_assert_null (memmem (bytes, size, "GPS-OF-THE-SHELTER", 18));
  {
    /* The last half of the photograph is in the bundle byte for byte. */
    gsize half = jpeg->len / 2;

    g_assert_nonnull (memmem (bytes, size, jpeg->data + half, jpeg->len - half));
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/links", test_links);
  g_test_add_func ("/compose/links-of-parts", test_links_of_parts);
  g_test_add_func ("/compose/nothing-else", test_nothing_else);
  g_test_add_func ("/compose/received", test_received);
  g_test_add_func ("/compose/layers", test_layers);
  g_test_add_func ("/compose/forms", test_forms);
  g_test_add_func ("/compose/forms-drawn-anew", test_forms_drawn_anew);
  g_test_add_func ("/compose/notes-of-others", test_notes_of_others);
  g_test_add_func ("/compose/poison", test_poison);
  g_test_add_func ("/compose/broken", test_broken);
  g_test_add_func ("/compose/pictures", test_pictures);
  status = g_test_run ();
  test_tidy ();
  return status;
}
