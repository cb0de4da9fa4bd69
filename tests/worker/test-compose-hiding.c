/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people black out with. Each case is a page of 64 × 40 points with a green field of 44 × 20; a note lies over it. In a copy
 * without received notes what hid the field goes on hiding it, and what did not is gone, with the field whole. */
#include <string.h>

#include "compose-testing.h"

#define FIELD (44 * 20)
/* Of a field that counts as hidden no more is left. */
#define LEFT (FIELD / 4)
#define RECT "/Rect [10 10 54 30]"
#define QUADS RECT " /QuadPoints [10 30 54 30 10 10 54 10]"
/* Notes one can look through; the last of a case is written without its end. */
#define TINT "<< /Type /Annot /Subtype /Ink /CA 0.8 /C [0 0 0] /BS << /W 20 >> " RECT " /InkList [[10 20 54 20]] "
#define YELLOW "<< /Type /Annot /Subtype /Highlight /CA 0.8 /C [1 1 0] " QUADS " "
#define LINE_1 "<< /Type /Annot /Subtype /Ink /BS << /W 3 >> /C [0 0 0] /Rect [10 10 54 14] /InkList [[10 12 54 12]] >> "
#define LINE_2 "<< /Type /Annot /Subtype /Ink /BS << /W 3 >> /C [0 0 0] /Rect [10 14 54 18] /InkList [[10 16 54 16]] >> "
#define LINE_3 "<< /Type /Annot /Subtype /Ink /BS << /W 3 >> /C [0 0 0] /Rect [10 18 54 22] /InkList [[10 20 54 20]] >> "
#define LINE_4 "<< /Type /Annot /Subtype /Ink /BS << /W 3 >> /C [0 0 0] /Rect [10 22 54 26] /InkList [[10 24 54 24]] >> "
#define LINE_5 "<< /Type /Annot /Subtype /Ink /BS << /W 3 >> /C [0 0 0] /Rect [10 26 54 30] /InkList [[10 28 54 28]] "

typedef struct
{
  const char *what;
  gboolean hides;
  const char *note;    /* entries */
  const char *drawing; /* nullable: its appearance */
  const char *more;    /* nullable: of the appearance's dictionary; the box otherwise */
  guint left;          /* of the field, at most; 0: LEFT */
} Case;

#define UPRIGHT "short upright strokes of a note each"
#define DRAWN "strokes of a note each whose width stands in the appearance"

static const Case cases[] = {
  { "ink that fills", TRUE, "/Subtype /Ink " RECT " /InkList [[10 10 54 30]]", "1 0 0 rg 0 0 44 20 re f", NULL },
  { "ink that strokes broadly", TRUE, "/Subtype /Ink " RECT " /InkList [[10 20 54 20]]", "1 0 0 RG 20 w 0 10 m 44 10 l S", NULL },
  { "a broad line by its state", TRUE, "/Subtype /Line " RECT " /L [10 20 54 20]", "1 0 0 RG /W gs 0 10 m 44 10 l S", NULL },
  { "a line that its matrix makes broad", TRUE, "/Subtype /Line " RECT " /L [10 20 54 20]", "q 1 0 0 20 0 0 cm 1 w 0 .5 m 44 .5 l S Q", NULL },
  { "a line that its box makes broad", TRUE, "/Subtype /Line " RECT " /L [10 20 54 20]", "2 w 0 1 m 4.4 1 l S", "/BBox [0 0 4.4 2]" },
  { "scribbling, without appearance", TRUE,
    "/Subtype /Ink /BS << /W 2 >> " RECT " /InkList [[10 11 54 11 54 13 10 13 10 15 54 15 54 17 10 17 10 19 54 19 54 21 10 21 10 23 54 23 "
    "54 25 10 25 10 27 54 27 54 29 10 29]]", NULL, NULL },
  { "many strokes of a note each", TRUE, LINE_5, NULL, NULL },
  { "two pens that are looked through, one over the other", TRUE, TINT ">> " TINT, NULL, NULL },
  { "a pen and a box that are looked through by their appearance", TRUE,
    TINT ">> << /Type /Annot /Subtype /Square " RECT, "/T8 gs 0 g 0 0 44 20 re f", NULL },
  { UPRIGHT, TRUE, "", NULL, NULL, FIELD - 40 * 7 },
  { DRAWN, TRUE, "", NULL, NULL },
  { "a dot", TRUE, "/Subtype /Ink /BS << /W 20 >> /C [0 0 0] " RECT " /InkList [[32 20]]", NULL, NULL, FIELD - 280 },
  { "a stroke whose round ends hide", TRUE, "/Subtype /Ink /BS << /W 20 >> /C [0 0 0] " RECT " /InkList [[20 20 44 20]]", NULL, NULL, 140 },
  { "a yellow highlight that is opaque", TRUE, "/Subtype /Highlight /C [1 1 0] " QUADS, "0 0 0 rg 0 0 44 20 re f", NULL },
  { "a highlight that multiplies with black", TRUE, "/Subtype /Highlight /C [1 1 0] " QUADS, "/M gs 0 g 0 0 44 20 re f", NULL },
  { "a highlight without a colour", TRUE, "/Subtype /Highlight " QUADS, NULL, NULL },
  { "a strikeout as a bar", TRUE, "/Subtype /StrikeOut /C [1 0 0] " QUADS, "0 g 0 0 44 20 re f", NULL },
  { "an underline of twelve points", TRUE, "/Subtype /Underline /C [1 0 0] " QUADS, "20 w 0 10 m 44 10 l S", NULL },
  { "a box that says it is thin, and fills", TRUE, "/Subtype /Square /CA 0.3 " RECT, "1 0 0 rg 0 0 44 20 re f", NULL },
  { "a box that is thin and then is not", TRUE, "/Subtype /Square " RECT, "q /T gs 0 0 9 9 re f Q 1 0 0 rg 0 0 44 20 re f", NULL },
  { "a state", TRUE, "/Subtype /Square /AS /On /AP << /N << /On 90 0 R /Off 91 0 R >> >> " RECT, NULL, NULL },
  { "a state nobody names", TRUE, "/Subtype /Ink /AP << /N << /On 90 0 R >> >> /InkList [[10 10 54 30]] " RECT, NULL, NULL },
  { "a form in a form in a form", TRUE, "/Subtype /Ink /InkList [[10 10 54 30]] " RECT, "/D1 Do", NULL },
  { "a picture", TRUE, "/Subtype /Square " RECT, "q 44 0 0 20 0 0 cm /I Do Q", NULL },
  { "a note larger than its sign", TRUE, "/Subtype /Text /Contents (x) " RECT, "1 0 0 rg 0 0 44 20 re f", NULL },
  { "letters that are blocks", TRUE, "/Subtype /FreeText /DA (/F 9 Tf) /Contents <FEFF258825882588> " RECT, "BT /F 20 Tf 0 0 Td (MMM) Tj ET", NULL },
  { "an operator hidden in words", TRUE, "/Subtype /Square " RECT, "BT /F 1 Tf (\\() Tj (/T gs) Tj ET 1 0 0 rg 0 0 44 20 re f", NULL },
  { "words that never end", TRUE, "/Subtype /Square " RECT, "1 0 0 rg (0 0 44 20 re f", NULL },

  { "handwriting", FALSE, "/Subtype /Ink " RECT " /InkList [[10 10 20 30 30 10 40 30 50 10]]", "1 0 0 RG 1 w 0 0 m 10 20 l 20 0 l 30 20 l 40 0 l S", NULL },
  { "handwriting without appearance", FALSE, "/Subtype /Ink /BS << /W 1.5 >> " RECT " /InkList [[10 10 20 30 30 10 40 30 50 10]]", NULL, NULL },
  { "a pen that is looked through and goes there and back", TRUE,
    "/Subtype /Ink /CA 0.6 /C [0 0 0] /BS << /W 20 >> " RECT " /InkList [[10 20 54 20] [54 20 10 20] [10 20 54 20]]", NULL, NULL },
  { "an appearance that paints three times", TRUE, "/Subtype /Ink " RECT " /InkList [[10 20 54 20]]",
    "/T8 gs 0 g 0 0 44 20 re f 0 0 44 20 re f 0 0 44 20 re f", NULL },
  { "a pen that is looked through, alone", FALSE, TINT, NULL, NULL },
  { "a pen that is looked through, stroke beside stroke", FALSE,
    "/Subtype /Ink /CA 0.6 /C [0 0 0] /BS << /W 5 >> " RECT " /InkList [[12 12 12 28] [22 12 22 28] [32 12 32 28] [42 12 42 28]]", NULL, NULL },
  { "a pen that is looked through, and a yellow highlight", FALSE, TINT ">> " YELLOW, NULL, NULL },
  { "two pens that are looked through, side by side", FALSE,
    "<< /Type /Annot /Subtype /Ink /CA 0.8 /C [0 0 0] /BS << /W 9 >> /Rect [10 10 54 19] /InkList [[10 15 54 15]] >> "
    "<< /Type /Annot /Subtype /Ink /CA 0.8 /C [0 0 0] /BS << /W 9 >> /Rect [10 20 54 30] /InkList [[10 25 54 25]] ", NULL, NULL },
  { "a stroke of three points", FALSE, LINE_5 "/F 0", NULL, NULL },
  { "a highlight that multiplies", FALSE, "/Subtype /Highlight /C [1 1 0] " QUADS, "/M gs 1 1 0 rg 0 0 44 20 re f", NULL },
  { "a highlight that is thin", FALSE, "/Subtype /Highlight /C [1 1 0] " QUADS, "/T gs 1 0 0 rg 0 0 44 20 re f", NULL },
  { "a highlight in a form", FALSE, "/Subtype /Highlight /C [1 1 0] " QUADS, "/M gs 1 1 0 rg /Y Do", NULL },
  { "a highlight of a reader", FALSE, "/Subtype /Highlight /C [1 1 0] " QUADS, NULL, NULL },
  { "a strikeout", FALSE, "/Subtype /StrikeOut /C [1 0 0] " QUADS, "1 0 0 RG 1 w 0 10 m 44 10 l S", NULL },
  { "an underline that is a thin box", FALSE, "/Subtype /Underline /C [1 0 0] " QUADS, "1 0 0 rg 0 1 44 1 re f", NULL },
  { "a frame", FALSE, "/Subtype /Square /BS << /W 2 >> " RECT, "1 0 0 RG 2 w 1 1 42 18 re S", NULL },
  { "a thin box", FALSE, "/Subtype /Square /CA 0.3 /IC [1 0 0] " RECT, NULL, NULL },
  { "a box that fills thinly", FALSE, "/Subtype /Square " RECT, "q /T gs 1 0 0 rg 0 0 44 20 re f Q", NULL },
  { "a pen that highlights", FALSE, "/Subtype /Ink /BS << /W 20 >> /CA 0.3 " RECT " /InkList [[10 20 54 20]]", "1 0 0 RG /T gs 20 w 0 10 m 44 10 l S", NULL },
  { "a sign", FALSE, "/Subtype /Text /Contents (x) /Rect [10 10 30 30]", "1 0 0 rg 0 0 44 20 re f", NULL },
  { "an arrow", FALSE, "/Subtype /Line /LE [/None /ClosedArrow] /L [10 20 54 20] " RECT, "1 0 0 RG 1 0 0 rg 1 w 0 10 m 40 10 l S 44 10 m 36 13 l 36 7 l h f", NULL },
};

#define N_CASES G_N_ELEMENTS (cases)
#define RESOURCES                                                                                                                       \
  "/Resources << /Font << /F 3 0 R >> /XObject << /D1 92 0 R /I 95 0 R /Y 96 0 R >> /ExtGState << /M << /BM /Multiply >> /T << /ca 0.3 " \
  "/CA 0.3 >> /T8 << /ca 0.8 >> /W << /LW 20 >> >> >>"
#define FORM "/Type /XObject /Subtype /Form "

/* Notes that only together hide; empty for any other case. */
static char *
make_many (const Case *c)
{
  GString *out = g_string_new (NULL);

  if (strcmp (c->what, "many strokes of a note each") == 0)
    g_string_append (out, LINE_1 LINE_2 LINE_3 LINE_4);
  for (int x = 10; strcmp (c->what, UPRIGHT) == 0 && x < 54; x++)
    g_string_append_printf (out, "<< /Type /Annot /Subtype /Ink /BS << /W 1 >> /C [0 0 0] /Rect [%d 16 %d 24] /InkList [[%d.5 16 %d.5 24]] >> ",
                            x, x + 1, x, x);
  for (int y = 10; strcmp (c->what, DRAWN) == 0 && y < 30; y += 4)
    g_string_append_printf (out, "<< /Type /Annot /Subtype /Ink /CA 0.3 /C [0 0 0] /Rect [10 %d 54 %d] /InkList [[10 %d 54 %d]] /AP << /N 97 0 R >> >> ",
                            y, y + 4, y + 2, y + 2);
  return g_string_free (out, FALSE);
}

static TestPdf *
make_pages (void)
{
  TestPdf *pdf = test_pdf_new ();
  g_autoptr (GString) kids = g_string_new (NULL);

  test_pdf_add (pdf, 1, "<< /Type /Catalog /Pages 2 0 R >>");
  test_pdf_add (pdf, 3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  test_pdf_add_stream (pdf, 4, "", "0 1 0 rg 10 10 44 20 re f");
  test_pdf_add_stream (pdf, 90, FORM "/BBox [0 0 44 20]", "1 0 0 rg 0 0 44 20 re f");
  test_pdf_add_stream (pdf, 91, FORM "/BBox [0 0 44 20]", "");
  test_pdf_add_stream (pdf, 92, FORM "/BBox [0 0 44 20] /Resources << /XObject << /D2 93 0 R >> >>", "/D2 Do");
  test_pdf_add_stream (pdf, 93, FORM "/BBox [0 0 44 20] /Resources << /XObject << /D3 94 0 R >> >>", "/D3 Do");
  test_pdf_add_stream (pdf, 94, FORM "/BBox [0 0 44 20]", "1 0 0 rg 0 0 44 20 re f");
  test_pdf_add_stream (pdf, 95, "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x01");
  test_pdf_add_stream (pdf, 96, FORM "/BBox [0 0 44 20]", "0 0 44 20 re f");
  test_pdf_add_stream (pdf, 97, FORM "/BBox [0 0 44 4]", "3 w 0 2 m 44 2 l S");
  for (guint i = 0; i < N_CASES; i++)
    {
      const Case *c = &cases[i];
      gboolean raw = strstr (c->note, "<< /Type /Annot") != NULL, none = *c->note == '\0';
      g_autofree char *many = make_many (c);
      g_autofree char *appearance = c->drawing != NULL ? g_strdup_printf ("/AP << /N %u 0 R >>", 300 + i) : g_strdup ("");

      test_pdf_add (pdf, 100 + i, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [%s %s %s %s %s] >>",
                    many, raw || none ? "" : "<< /Type /Annot", c->note, appearance, none ? "" : ">>");
      if (c->drawing != NULL)
        {
          g_autofree char *entries = g_strdup_printf (FORM "%s " RESOURCES, c->more != NULL ? c->more : "/BBox [0 0 44 20]");

          test_pdf_add_stream (pdf, 300 + i, entries, c->drawing);
        }
      g_string_append_printf (kids, "%u 0 R ", 100 + i);
    }
  test_pdf_add (pdf, 2, "<< /Type /Pages /Kids [%s] /Count %u /MediaBox [0 0 64 40] >>", kids->str, (guint)N_CASES);
  return pdf;
}

static void
test_hiding (void)
{
  static const char *const programs[] = { "pdftoppm", "mutool" };
  g_autoptr (TestBuild) build = test_build_new ("document");
  guint input = test_build_input (build, "pdf", test_pdf_finish (make_pages (), 1, ""));
  g_autoptr (TestOutput) output = NULL;
  gboolean good = TRUE;

  test_build_item (build, "Received", input, N_CASES, 0);
  build->more = ",\"received\":\"dropped\"";
  output = test_build_run (build);
  test_assert_clean (output->path);
  for (guint i = 0; i < N_CASES; i++)
    {
      gboolean told = test_result_has_warning (output, "covered", (int)input, (int)i);

      if (told != cases[i].hides)
        g_test_message ("%s: told %d", cases[i].what, told);
      good = good && told == cases[i].hides;
      for (guint k = 0; k < G_N_ELEMENTS (programs); k++)
        {
          g_autoptr (TestPicture) picture = test_draw (programs[k], output->path, i + 1);
          guint green = test_count (picture, 0, 255, 0);

          if (cases[i].hides ? green <= (cases[i].left > 0 ? cases[i].left : LEFT) : green == FIELD && test_count (picture, 255, 0, 0) == 0)
            continue;
          g_test_message ("%s: of the field %u is seen (%s)", cases[i].what, green, programs[k]);
          good = FALSE;
        }
    }
  g_assert_true (good);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/hiding", test_hiding);
  status = g_test_run ();
  test_tidy ();
  return status;
}
