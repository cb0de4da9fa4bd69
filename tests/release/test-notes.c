/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes that came with a file are left out of redacted copies on purpose: wherever they are drawn, that they are gone is no loss of the page. */
#include <string.h>

#include "jal-test-case.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-redactions.h"
#include "release/jal-redacted-copy-private.h"

/* Frames are too small for what they are round, as many programs write them; poppler draws what it is told. Each has a strip of the
   page to itself. */
static const char *const notes[]
    = { "/Subtype /Text /Rect [540 780 541 781] /Contents (Look) /C [1 0 0] /Name /Comment",
        "/Subtype /Highlight /Rect [560 700 570 710] /QuadPoints [72 730 400 730 72 650 400 650] /C [0.8 0.3 0.3]",
        "/Subtype /Underline /Rect [560 600 570 610] /QuadPoints [72 620 400 620 72 590 400 590] /C [0 0 0]",
        "/Subtype /Ink /Rect [560 500 570 510] /InkList [[72 510 200 540 400 510 450 560]] /C [0 0 0] /BS << /W 4 >>",
        "/Subtype /Line /Rect [560 440 570 450] /L [72 430 450 480] /C [0 0 0] /BS << /W 4 >> /LE [/OpenArrow /ClosedArrow]",
        "/Subtype /Line /Rect [72 350 450 390] /L [72 350 450 390] /C [0 0 0] /BS << /W 6 >> /LE [/OpenArrow /ClosedArrow]",
        "/Subtype /PolyLine /Rect [560 300 570 310] /Vertices [72 300 200 320 400 300] /C [0 0 0] /BS << /W 4 >>",
        "/Subtype /Polygon /Rect [560 200 570 210] /Vertices [72 160 200 210 400 160 450 200] /C [0 0 0] /BS << /W 4 >>",
        "/Subtype /FreeText /Rect [100 90 300 130] /DA (/Helv 24 Tf 0 g) /Contents (Words of a note here)",
        "/Subtype /Stamp /Rect [100 20 300 80] /Name /Approved" };

/* Of the first note's picture. */
static const char *picture_box = "0 0 595 842";

/* @appearance (nullable): of the first note. */
static char *
write_page (const char *folder, const char *words, const char *const *annotations, guint n_annotations, const char *appearance)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) pdf = g_string_new ("%PDF-1.7\n"), table = g_string_new (NULL), annots = g_string_new (NULL);
  gsize xref;

  for (guint i = 0; i < n_annotations; i++)
    g_string_append_printf (annots, "%u 0 R ", 6 + i);
  g_ptr_array_add (objects, g_strdup ("<< /Type /Catalog /Pages 2 0 R >>"));
  g_ptr_array_add (objects, g_strdup ("<< /Type /Pages /Count 1 /Kids [4 0 R] >>"));
  g_ptr_array_add (objects, g_strdup ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"));
  g_ptr_array_add (objects, g_strdup_printf ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> "
                                             "/Contents 5 0 R /Annots [%s] >>",
                                             annots->str));
  g_ptr_array_add (objects, g_strdup_printf ("<< /Length %zu >>\nstream\n%s\nendstream", strlen (words), words));
  for (guint i = 0; i < n_annotations; i++)
    {
      g_autofree char *drawn = i == 0 && appearance != NULL ? g_strdup_printf ("/AP << /N %u 0 R >>", 6 + n_annotations) : g_strdup ("");

      g_ptr_array_add (objects, g_strdup_printf ("<< /Type /Annot /F 4 /P 4 0 R %s %s >>", annotations[i], drawn));
    }
  if (appearance != NULL)
    g_ptr_array_add (objects, g_strdup_printf ("<< /Type /XObject /Subtype /Form /BBox [%s] /Length %zu >>\nstream\n%s\nendstream",
                                               picture_box, strlen (appearance), appearance));
  for (guint i = 0; i < objects->len; i++)
    {
      g_string_append_printf (table, "%010zu 00000 n \n", pdf->len);
      g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", i + 1, (const char *)objects->pdata[i]);
    }
  xref = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n0000000000 65535 f \n%strailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                          objects->len + 1, table->str, objects->len + 1, xref);
  return jal_test_write (folder, "notes.pdf", pdf->str, pdf->len);
}

static JalId
take_in (JalTestVault *vault, JalId case_id, const char *path)
{
  g_autoptr (GError) error = NULL;
  const char *paths[] = { path, NULL };
  g_autoptr (GListStore) results = jal_evidence_import (vault->store, case_id, paths, NULL, NULL, NULL, &error);
  g_autoptr (JalImportResult) result = NULL;

  g_assert_no_error (error);
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  return result->document_id;
}

static void
test_beyond_frames (void)
{
  /* The lower line of words, which stays. */
  static const JalBox line = { 60, 565, 400, 590 };
  static const char *const words = "BT /F 14 Tf 72 800 Td (The complainant Amina lives here) Tj 0 -540 Td (And nothing else stands on it) Tj ET";
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, faded = { 0 };
  g_autofree char *path = NULL, *out = NULL;
  JalTestVault vault = { 0 };
  JalId document_id;

  jal_test_vault_open (&vault);
  path = write_page (vault.folder, words, notes, G_N_ELEMENTS (notes), NULL);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  document_id = take_in (&vault, jal_test_add_case (&vault, "Case"), path);
  g_assert_true (jal_redactions_add_area (vault.store, document_id, 0, (JalBox){ 60, 20, 400, 60 }, NULL, NULL, NULL, &error));
  jal_redacted_copy_save (vault.store, document_id, out, TRUE, NULL, NULL, NULL, NULL, &copy, &error);
  g_assert_no_error (error);
  g_assert_null (copy.told.incomplete);
  /* What the page itself shows is missed all the same. */
  jal_redacted_copy_set_faded (&line, 0);
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, NULL, NULL, NULL, NULL, &faded, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (faded.told.incomplete, "page 1 of the redacted copy shows less than the original"));
  jal_redacted_copy_set_faded (NULL, 0);
  jal_test_vault_close (&vault);
}

/* --- Pens that hide something ------------------------------------------------------------------------------------ */

#define THREE_LINES \
  "BT /F 14 Tf 72 700 Td (Upper words stay here) Tj 0 -50 Td (The complainant Amina lives here) Tj 0 -50 Td (Lower words stay here) Tj ET "

/* What is on the copy: its words, and whether it is black at points of the page. */
typedef struct
{
  char *text;
  gboolean black[4];
} Shown;

static void
copy_page (const char *words, const char *const *pens, guint n_pens, const char *appearance, const JalPoint points[4], Shown *shown)
{
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 };
  g_autofree char *path = NULL, *out = NULL;
  g_autoptr (JalReader) reader = NULL;
  g_autoptr (JalPixels) pixels = NULL;
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GBytes) file = NULL;
  JalTestVault vault = { 0 };
  JalId document_id;
  JalBytes bytes;
  gsize length;
  char *data;

  jal_test_vault_open (&vault);
  path = write_page (vault.folder, words, pens, n_pens, appearance);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  document_id = take_in (&vault, jal_test_add_case (&vault, "Case"), path);
  /* A corner without words: what else is burnt is burnt for the pens. */
  g_assert_true (jal_redactions_add_area (vault.store, document_id, 0, (JalBox){ 500, 800, 560, 820 }, NULL, NULL, NULL, &error));
  jal_redacted_copy_save (vault.store, document_id, out, TRUE, NULL, NULL, NULL, NULL, &copy, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (out, &data, &length, &error));
  file = g_bytes_new_take (data, length);
  bytes = jal_bytes_from_memory (file);
  reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, &error);
  g_assert_no_error (error);
  text = jal_reader_get_text (reader, 0, NULL, &error);
  pixels = jal_reader_render (reader, 0, 2, 0, NULL, &error);
  g_assert_no_error (error);
  shown->text = g_strdup (text->text);
  for (guint i = 0; i < 4; i++)
    {
      const guint8 *rows = g_bytes_get_data (pixels->bytes, NULL);
      const guint8 *pixel = rows + (gsize)(2 * (842 - points[i].y)) * pixels->stride + (gsize)(4 * 2 * points[i].x);

      shown->black[i] = pixel[0] < 40 && pixel[1] < 40 && pixel[2] < 40;
    }
  g_clear_pointer (&reader, jal_reader_unref);
  jal_test_vault_close (&vault);
}

/* A pen goes down across three lines, through words of the second and third. */
#define PEN "/Subtype /Ink /Rect [170 590 420 700] /InkList [[240 660 180 650 240 646 400 600]] /C [0 0 0] /BS << /W 14 >> "

/* On the second line's name, in the rectangle's empty corner, on a letter that the pen leaves free of a word that it touches, between two words. */
static const JalPoint points[4] = { { 200, 655 }, { 400, 690 }, { 102, 659 }, { 96, 655 } };

static void
test_strokes (void)
{
  static const char *const pens[] = { PEN };
  Shown shown;

  copy_page (THREE_LINES, pens, 1, NULL, points, &shown);
  g_test_message ("%s", shown.text);
  g_assert_null (strstr (shown.text, "Amina"));
  g_assert_nonnull (strstr (shown.text, "Upper words stay here"));
  g_assert_nonnull (strstr (shown.text, "Lower words stay here"));
  g_assert_true (shown.black[0]);
  g_assert_false (shown.black[1]);
  g_assert_true (shown.black[2]);
  g_assert_false (shown.black[3]);
  g_free (shown.text);
}

/* Where it cannot be told what else the pen hides, its rectangle is burnt. */
static void
test_doubt (void)
{
  static const struct
  {
    const char *words;
    const char *pens[2];
    guint n_pens;
    const char *appearance;
  } doubts[] = {
    /* Its picture draws more than the shape that the file gives it. */
    { THREE_LINES, { PEN }, 1, "14 w 240 660 m 180 650 l 240 646 l 400 600 l S 300 600 40 40 re f" },
    /* A drawing lies under it. */
    { THREE_LINES "0 0 1 rg 320 615 8 8 re f", { PEN }, 1, NULL },
    /* Another note lies in the rectangle. */
    { THREE_LINES, { PEN, "/Subtype /Underline /Rect [300 680 400 690] /QuadPoints [300 690 400 690 300 680 400 680] /C [1 0 0]" }, 2, NULL },
    /* The same, and its rectangle is elsewhere. */
    { THREE_LINES "0 0 1 rg 320 615 8 8 re f",
      { "/Subtype /Ink /Rect [560 500 570 510] /InkList [[240 660 180 650 240 646 400 600] [170 700 172 700]] /C [0 0 0] /BS << /W 14 >> " },
      1,
      NULL },
    /* It is printed only. */
    { THREE_LINES, { PEN "/F 36" }, 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (doubts); i++)
    {
      Shown shown;

      copy_page (doubts[i].words, doubts[i].pens, doubts[i].n_pens, doubts[i].appearance, points, &shown);
      g_test_message ("%u: %s", i, shown.text);
      g_assert_null (strstr (shown.text, "Amina"));
      g_assert_true (shown.black[0]);
      g_assert_true (shown.black[1]);
      g_free (shown.text);
    }
}

/* Drawn beyond its rectangle: what it hides there is hidden. */
static void
test_beyond (void)
{
  static const char *const pens[]
      = { "/Subtype /Ink /Rect [560 500 570 510] /InkList [[160 652 240 652 160 656 240 656]] /C [0 0 0] /BS << /W 14 >>" };
  Shown shown;

  copy_page (THREE_LINES, pens, 1, NULL, points, &shown);
  g_assert_null (strstr (shown.text, "Amina"));
  g_assert_nonnull (strstr (shown.text, "Lower words stay here"));
  g_assert_true (shown.black[0]);
  g_free (shown.text);
}

/* --- Notes that hide something together -------------------------------------------------------------------------- */

/* Each name has notes over it of which none hides it; what is over the words at the end leaves them to be read. */
static void
test_together (void)
{
  static const char *const names[] = { "Amina", "Baraka", "Chebet", "Dorcas", "Emali", "Fatuma", "Gathoni", "Halima", "Imara", "Jabali", "Kendi" };
  static const char *const kinds[] = { "/Subtype /StrikeOut /C [0 0 0]", "/Subtype /Underline /C [0 0 0]",
                                       "/Subtype /Square /IC [1 1 1] /C [1 1 1] /CA 0.6" };
  g_autoptr (GPtrArray) over = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) words = g_string_new ("BT /F 14 Tf "), drawn = g_string_new ("1 w ");
  Shown shown;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (words, "1 0 0 1 %u %u Tm (%s) Tj ", i == 5 || i > 8 ? 302 : 72, i == 8 ? 230 : 780 - 50 * (i % 9), names[i]);
  g_string_append (words, "1 0 0 1 72 380 Tm (Struck once) Tj 0 -50 Td (Marked twice) Tj 0 -50 Td (Framed) Tj 0 -100 Td (Noted) Tj ET");
  /* By its own picture: lines side by side, the first note's. */
  for (guint i = 0; i < 6; i++)
    g_string_append_printf (drawn, "70 %.1f m 130 %.1f l S ", 776 + 2.6 * i, 776 + 2.6 * i);
  g_ptr_array_add (
      over,
      g_strdup ("/Subtype /StrikeOut /Rect [70 774 130 794] /C [0 0 0] /QuadPoints [70 792 130 792 70 776 130 776]"));
  /* The other half of them: none of either notes hides the name. */
  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (over,
                     g_strdup_printf ("%s /Rect [70 776 130 792] /QuadPoints [70 %.1f 130 %.1f 70 %.1f 130 %.1f]",
                                      kinds[0], 778.3 + 2.6 * i, 778.3 + 2.6 * i, 776.3 + 2.6 * i, 776.3 + 2.6 * i));
  /* Twelve lines, of two kinds, of one note and of many. */
  for (guint k = 0; k < 2; k++)
    for (guint i = 0; i < 12; i++)
      g_ptr_array_add (over, g_strdup_printf ("%s /Rect [70 %u 130 %u] /QuadPoints [70 %.1f 130 %.1f 70 %.1f 130 %.1f]",
                                              kinds[k], 726 - 50 * k, 742 - 50 * k, 727 + 1.3 * i - 50 * k,
                                              727 + 1.3 * i - 50 * k, 726 + 1.3 * i - 50 * k, 726 + 1.3 * i - 50 * k));
  {
    g_autoptr (GString) quads = g_string_new (NULL);

    for (guint i = 0; i < 12; i++)
      g_string_append_printf (quads, "70 %.1f 130 %.1f 70 %.1f 130 %.1f ", 627 + 1.3 * i, 627 + 1.3 * i, 626 + 1.3 * i,
                              626 + 1.3 * i);
    g_ptr_array_add (over, g_strdup_printf ("%s /Rect [70 626 130 642] /QuadPoints [%s]", kinds[0], quads->str));
  }
  /* Small frames in rows, as broad as they are. */
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (over,
                     g_strdup_printf ("/Subtype /Square /C [0 0 0] /BS << /W 3 >> /Rect [%u %u %u %u]",
                                      70 + 6 * (i % 10), 576 + 6 * (i / 10), 76 + 6 * (i % 10), 582 + 6 * (i / 10)));
  /* Two things that are looked through, of which each lies over a small part of the other. */
  for (guint i = 0; i < 12; i++)
    g_ptr_array_add (over, g_strdup_printf ("%s /Rect [%u %u %u %u]", kinds[2], 300 + 6 * i, i % 2 == 0 ? 440 : 525,
                                            312 + 6 * i, i % 2 == 0 ? 545 : 640));
  /* Highlights of three colours that let none through together. */
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (
        over,
        g_strdup_printf (
            "/Subtype /Highlight /Rect [70 476 130 492] /QuadPoints [70 492 130 492 70 476 130 476] /C [%u %u %u]",
            i != 0, i != 1, i != 2));
  /* Signs in a row. */
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (over,
                     g_strdup_printf ("/Subtype /Text /Name /Comment /C [0 0 0] /Rect [%u 444 %u 445] /Contents (y)",
                                      64 + 24 * i, 65 + 24 * i));
  g_ptr_array_add (over,
                   g_strdup_printf ("%s /Rect [70 376 170 392] /QuadPoints [70 392 170 392 70 376 170 376]", kinds[0]));
  g_ptr_array_add (over,
                   g_strdup_printf ("%s /Rect [70 376 170 392] /QuadPoints [70 392 170 392 70 376 170 376]", kinds[1]));
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (
        over,
        g_strdup ("/Subtype /Highlight /Rect [70 326 170 342] /QuadPoints [70 342 170 342 70 326 170 326] /C [1 1 0]"));
  g_ptr_array_add (over, g_strdup ("/Subtype /Square /C [1 0 0] /BS << /W 5 >> /Rect [60 266 170 302]"));
  /* A frame that leaves no room, of one note; lines with as much between them as they are broad. */
  g_ptr_array_add (over, g_strdup ("/Subtype /Square /C [0 0 0] /BS << /W 6 >> /Rect [300 776 360 792]"));
  for (guint i = 0; i < 8; i++)
    g_ptr_array_add (over, g_strdup_printf ("%s /Rect [300 %u 360 %u] /QuadPoints [300 %u 360 %u 300 %u 360 %u]", kinds[0], 726, 744, 728 + 2 * i,
                                            728 + 2 * i, 727 + 2 * i, 727 + 2 * i));
  /* Letters typed over it. */
  g_ptr_array_add (over, g_strdup ("/Subtype /FreeText /Rect [66 222 140 248] /DA (/Helv 14 Tf 0 g) /Contents (XXX XXX)"));
  g_ptr_array_add (over, g_strdup ("/Subtype /FreeText /Rect [66 172 140 198] /DA (/Helv 14 Tf 0 g) /Contents (seen)"));
  picture_box = "70 774 130 794";
  copy_page (words->str, (const char *const *)over->pdata, over->len, drawn->str, points, &shown);
  picture_box = "0 0 595 842";
  g_test_message ("%s", shown.text);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_null (strstr (shown.text, names[i]));
    }
  g_assert_nonnull (strstr (shown.text, "Struck once"));
  g_assert_nonnull (strstr (shown.text, "Marked twice"));
  g_assert_nonnull (strstr (shown.text, "Framed"));
  g_assert_nonnull (strstr (shown.text, "Noted"));
  g_free (shown.text);
}

/* --- Words that a program has read from a scan ------------------------------------------------------------------- */

/* A name that was read wrongly from the picture stops the copy until somebody has decided: the picture shows it. */
static void
test_misread (void)
{
  static const char *const words = "BT /F 14 Tf 72 700 Td (The child Amlna Finwlck slept there) Tj ET";
  const JalGuardTold stay = { .parts_stay = TRUE };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, agreed = { 0 };
  g_autofree char *path = NULL, *out = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  path = write_page (vault.folder, words, NULL, 0, NULL);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = take_in (&vault, case_id, path);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_true (jal_redactions_add_area (vault.store, document_id, 0, (JalBox){ 500, 800, 560, 820 }, NULL, NULL, NULL, &error));
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, NULL, NULL, NULL, NULL, &copy, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "2 parts of protected names remain, on page"));
  g_clear_error (&error);
  jal_redacted_copy_save (vault.store, document_id, out, TRUE, &stay, NULL, NULL, NULL, &agreed, &error);
  g_assert_no_error (error);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/notes/beyond-frames", test_beyond_frames);
  g_test_add_func ("/release/notes/strokes", test_strokes);
  g_test_add_func ("/release/notes/doubt", test_doubt);
  g_test_add_func ("/release/notes/beyond", test_beyond);
  g_test_add_func ("/release/notes/together", test_together);
  g_test_add_func ("/release/notes/misread", test_misread);
  return g_test_run ();
}
