/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes that came with a file are left out of redacted copies on purpose: wherever they are drawn, that they are gone is no loss of the page. */
#include <glib/gstdio.h>

#include "jal-test-case.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-redactions.h"
#include "release/jal-redacted-copy-private.h"

static char *
write_page (const char *folder, const char *name, const char *note)
{
  static const char *const words = "BT /F 14 Tf 72 760 Td (The complainant Amina lives here) Tj 0 -500 Td (And nothing else stands on it) Tj ET";
  g_autofree char *content = g_strdup_printf ("<< /Length %zu >>\nstream\n%s\nendstream", strlen (words), words);
  g_autofree char *annotation = g_strdup_printf ("<< /Type /Annot /F 4 /P 4 0 R %s >>", note);
  const char *const objects[]
      = { "<< /Type /Catalog /Pages 2 0 R >>",
          "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
          "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
          "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents 5 0 R /Annots [6 0 R] >>",
          content,
          annotation };
  g_autoptr (GString) pdf = g_string_new ("%PDF-1.7\n"), table = g_string_new (NULL);
  gsize xref;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_string_append_printf (table, "%010zu 00000 n \n", pdf->len);
      g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
  xref = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %zu\n0000000000 65535 f \n%strailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                          G_N_ELEMENTS (objects) + 1, table->str, G_N_ELEMENTS (objects) + 1, xref);
  return jal_test_write (folder, name, pdf->str, pdf->len);
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

/* Frames are too small for what they are round, as many programs write them; poppler draws what it is told. */
static void
test_beyond_frames (void)
{
  static const char *const notes[]
      = { "/Subtype /Text /Rect [300 600 301 601] /Contents (Look) /C [1 0 0] /Name /Comment",
          "/Subtype /Highlight /Rect [300 600 310 610] /QuadPoints [72 500 400 500 72 420 400 420] /C [0.8 0.3 0.3]",
          "/Subtype /Underline /Rect [300 600 310 610] /QuadPoints [72 500 400 500 72 420 400 420] /C [0 0 0]",
          "/Subtype /Ink /Rect [300 600 310 610] /InkList [[72 400 200 450 400 400 450 480]] /C [0 0 0] /BS << /W 4 >>",
          "/Subtype /Line /Rect [300 600 310 610] /L [72 400 450 480] /C [0 0 0] /BS << /W 4 >> /LE [/OpenArrow /ClosedArrow]",
          "/Subtype /Line /Rect [72 400 450 480] /L [72 400 450 480] /C [0 0 0] /BS << /W 6 >> /LE [/OpenArrow /ClosedArrow]",
          "/Subtype /PolyLine /Rect [300 600 310 610] /Vertices [72 400 200 450 400 400 450 480] /C [0 0 0] /BS << /W 4 >>",
          "/Subtype /Polygon /Rect [300 600 310 610] /Vertices [72 400 200 450 400 400 450 480] /C [0 0 0] /BS << /W 4 >>",
          "/Subtype /FreeText /Rect [100 400 300 500] /DA (/Helv 24 Tf 0 g) /Contents (Words of a note here)",
          "/Subtype /Stamp /Rect [100 400 300 500] /Name /Approved" };
  /* The line of words below, which stays. */
  static const JalBox line = { 60, 560, 400, 600 };
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalId case_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_auto (JalRedactedCopy) copy = { 0 }, faded = { 0 };
      g_autofree char *name = g_strdup_printf ("%u.pdf", i), *path = write_page (vault.folder, name, notes[i]);
      g_autofree char *out = g_build_filename (vault.folder, "out.pdf", NULL);
      JalId document_id = take_in (&vault, case_id, path);

      g_test_message ("%s", notes[i]);
      g_assert_true (jal_redactions_add_area (vault.store, document_id, 0, (JalBox){ 60, 60, 400, 100 }, NULL, NULL, NULL, &error));
      jal_redacted_copy_save (vault.store, document_id, out, TRUE, NULL, NULL, NULL, NULL, &copy, &error);
      g_assert_no_error (error);
      g_assert_null (copy.told.incomplete);
      /* What the page itself shows is missed all the same. */
      jal_redacted_copy_set_faded (&line, 0);
      g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, NULL, NULL, NULL, NULL, &faded, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      g_assert_nonnull (strstr (faded.told.incomplete, "page 1 of the redacted copy shows less than the original"));
      jal_redacted_copy_set_faded (NULL, 0);
      g_clear_error (&error);
    }
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/notes/beyond-frames", test_beyond_frames);
  return g_test_run ();
}
