/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redacted copies, read by programs that we did not write. The person in these files does not exist. */
#include <glib/gstdio.h>
#include <string.h>

#include "jal-test-case.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-redactions.h"
#include "release/jal-guard-told.h"
#include "release/jal-redacted-copy-private.h"

/* --- Files ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GString *text;
  GArray *offsets; /* of gsize */
} Pdf;

/* What somebody has decided. */
static const JalGuardTold parts_stay = { .parts_stay = TRUE };

static void
add (Pdf *pdf, const char *object)
{
  g_array_append_val (pdf->offsets, pdf->text->len);
  g_string_append_printf (pdf->text, "%u 0 obj\n%s\nendobj\n", pdf->offsets->len, object);
}

static void
add_stream (Pdf *pdf, const char *entries, const char *data)
{
  g_autofree char *object = g_strdup_printf ("<< /Length %zu %s >>\nstream\n%s\nendstream", strlen (data), entries, data);

  add (pdf, object);
}

/* Amina in every place where a name can be: in pieces of a TJ, over a line's end with and without hyphen, in capitals, with a
   ligature's letters, in a bookmark, in the information, in metadata, in a field's value and appearance, in a note, in an
   attached file, and on a page in a font of codes. */
static char *
write_torture (const char *folder)
{
  static const char page[] = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> ";
  Pdf pdf = { g_string_new ("%PDF-1.7\n"), g_array_new (FALSE, FALSE, sizeof (gsize)) };
  g_autofree char *first = g_strconcat (page, "/Contents 7 0 R >>", NULL);
  g_autofree char *second = g_strconcat (page, "/Contents 8 0 R >>", NULL);
  g_autofree char *third = g_strconcat (page, "/Contents 9 0 R /Annots [13 0 R 16 0 R] >>", NULL);
  gsize xref;
  char *path;

  add (&pdf, "<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R /AcroForm << /Fields [13 0 R] >> /Metadata 15 0 R /Names << "
             "/EmbeddedFiles << /Names [(Amina.txt) 17 0 R] >> >> >>");
  add (&pdf, "<< /Type /Pages /Count 3 /Kids [4 0 R 5 0 R 6 0 R] >>");
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  add (&pdf, first);
  add (&pdf, second);
  add (&pdf, third);
  add_stream (&pdf, "",
              "BT /F 14 Tf 72 760 Td (Statement of the complainant Amina Finwick) Tj 0 -30 Td [(The girl Am) 20 (in) -10 (a "
              "lives at the coast)] TJ 0 -30 Td (She met Ami-) Tj 0 -18 Td (na at the market, and AMINA) Tj 0 -18 Td "
              "(Finwick went home. Phone 0712 345 678.) Tj ET");
  add_stream (&pdf, "", "BT /F 14 Tf 72 760 Td (Second page without the person, code QGH7X8Y9Z0) Tj ET");
  add_stream (&pdf, "", "BT /F 14 Tf 72 760 Td (A form follows) Tj ET");
  add (&pdf, "<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>");
  add (&pdf, "<< /Title (Statement of Amina) /Parent 10 0 R /Dest [4 0 R /Fit] >>");
  add (&pdf, "<< /Title (Amina Finwick) /Author (Amina) >>");
  add (&pdf, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Amina Finwick) /Rect [72 650 300 680] /P 6 0 R /F 4 /DA "
             "(/F 12 Tf) /AP << /N 14 0 R >> >>");
  add_stream (&pdf, "/Type /XObject /Subtype /Form /BBox [0 0 228 30] /Resources << /Font << /F 3 0 R >> >>",
              "BT /F 16 Tf 2 8 Td (Amina Finwick) Tj ET");
  add_stream (&pdf, "/Type /Metadata /Subtype /XML", "<x:xmpmeta>Amina Finwick</x:xmpmeta>");
  add (&pdf, "<< /Type /Annot /Subtype /Text /Rect [400 700 420 720] /Contents (Amina said so) /P 6 0 R >>");
  add (&pdf, "<< /Type /Filespec /F (Amina.txt) /EF << /F 18 0 R >> >>");
  add_stream (&pdf, "/Type /EmbeddedFile", "Amina Finwick was here");
  xref = pdf.text->len;
  g_string_append_printf (pdf.text, "xref\n0 %u\n0000000000 65535 f \n", pdf.offsets->len + 1);
  for (guint i = 0; i < pdf.offsets->len; i++)
    g_string_append_printf (pdf.text, "%010zu 00000 n \n", g_array_index (pdf.offsets, gsize, i));
  g_string_append_printf (pdf.text, "trailer\n<< /Size %u /Root 1 0 R /Info 12 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                          pdf.offsets->len + 1, xref);
  path = jal_test_write (folder, "torture.pdf", pdf.text->str, pdf.text->len);
  g_string_free (pdf.text, TRUE);
  g_array_unref (pdf.offsets);
  return path;
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
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  return result->document_id;
}

/* --- Other programs ------------------------------------------------------------------------------------------- */

static char *
run (const char *command)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;
  g_auto (GStrv) argv = NULL;

  g_shell_parse_argv (command, NULL, &argv, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

/* Whether the program's output says @word once white space and hyphens are gone. */
static gboolean
says (const char *output, const char *word)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *small = g_ascii_strdown (word, -1);

  for (const char *c = output; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (plain, g_ascii_tolower (*c));
  return strstr (plain->str, small) != NULL;
}

/* What three readers find in the file: as a text, as another's text, and as pictures. */
static guint
count_readers (const char *path, const char *folder, const char *word, guint n_pages)
{
  g_autofree char *text = g_strdup_printf ("pdftotext -enc UTF-8 '%s' -", path);
  g_autofree char *other = g_strdup_printf ("mutool draw -q -F txt '%s'", path);
  g_autofree char *first = run (text), *second = run (other);
  guint n = (says (first, word) ? 1 : 0) + (says (second, word) ? 1 : 0);
  gboolean seen = FALSE;

  for (guint page = 1; page <= n_pages; page++)
    {
      g_autofree char *draw = g_strdup_printf ("pdftoppm -r 150 -gray -singlefile -f %u -l %u '%s' '%s/seen'", page, page,
                                               path, folder);
      g_autofree char *drawn = run (draw);
      g_autofree char *read = g_strdup_printf ("env OMP_THREAD_LIMIT=1 tesseract '%s/seen.pgm' - --psm 6", folder);
      g_autofree char *words = run (read);

      seen = seen || says (words, word);
    }
  return n + (seen ? 1 : 0);
}

static char *
qdf (const char *path, const char *folder)
{
  g_autofree char *plain = g_build_filename (folder, "plain.qdf", NULL);
  g_autofree char *command
      = g_strdup_printf ("qpdf --qdf --stream-data=uncompress --object-streams=disable '%s' '%s'", path, plain);
  g_autofree char *said = run (command);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  g_file_get_contents (plain, &bytes, &length, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\0')
      bytes[i] = ' ';
  return bytes;
}

static void begin_pdf (Pdf *pdf);
static char *end_pdf (Pdf *pdf, const char *folder, const char *name);

/* --- Tests ---------------------------------------------------------------------------------------------------- */

static guint
redact (JalTestVault *vault, JalId case_id, JalId document_id, const char *words)
{
  g_autoptr (GError) error = NULL;
  JalRedactionQuery query = { .words = words, .document_id = document_id, .nears = JAL_NEAR_SAME };
  g_autoptr (GListStore) hits = jal_redactions_search (vault->store, case_id, &query, NULL, NULL, &error);
  g_autoptr (GArray) ids = NULL;

  g_assert_no_error (error);
  ids = jal_redactions_add_hits (vault->store, G_LIST_MODEL (hits), NULL, NULL, &error);
  g_assert_no_error (error);
  return ids->len;
}

static void
test_torture (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, unburnt = { 0 };
  JalTestVault vault = { 0 };
  g_autofree char *source = NULL, *clean = NULL, *leaky = NULL, *plain = NULL, *text = NULL, *command = NULL;
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  source = write_torture (vault.folder);
  document_id = take_in (&vault, case_id, source);
  /* Four on the page, one in the field, one in the note. */
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Amina"), ==, 6);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Finwick"), ==, 3);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Amina"), ==, 0); /* nothing twice */

  clean = g_build_filename (vault.folder, "clean.pdf", NULL);
  jal_redacted_copy_save (vault.store, document_id, clean, FALSE, &parts_stay, NULL, NULL, NULL, &copy, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (copy.n_pages, ==, 3);
  g_assert_cmpuint (copy.n_redacted_pages, ==, 2);
  g_assert_cmpuint (count_readers (clean, vault.folder, "amina", 3), ==, 0);
  g_assert_cmpuint (count_readers (clean, vault.folder, "finwick", 3), ==, 0);
  plain = qdf (clean, vault.folder);
  g_assert_null (strcasestr (plain, "amina"));
  g_assert_null (strcasestr (plain, "finwick"));
  for (guint i = 0; i < 3; i++)
    {
      static const char *const gone[] = { "/Metadata", "/EmbeddedFile", "/Outlines" };

      g_assert_null (strstr (plain, gone[i]));
    }
  /* What no box touches is there to be found. */
  command = g_strdup_printf ("pdftotext -layout '%s' -", clean);
  text = run (command);
  g_assert_nonnull (strstr (text, "Statement of the complainant"));
  g_assert_nonnull (strstr (text, "lives at the coast"));
  g_assert_nonnull (strstr (text, "QGH7X8Y9Z0"));

  /* Without the burning all three find the name: the test can fail. */
  leaky = g_build_filename (vault.folder, "leaky.pdf", NULL);
  jal_redacted_copy_set_burning (FALSE);
  jal_redacted_copy_save (vault.store, document_id, leaky, FALSE, &parts_stay, NULL, NULL, NULL, &unburnt, &error);
  jal_redacted_copy_set_burning (TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (leaky, vault.folder, "amina", 3), ==, 3);
  jal_test_vault_close (&vault);
}

/* A page that comes out blank, for whatever reason, does not go out without somebody who compared it; and who let pages go did not let
   others go. */
static void
test_lost (void)
{
  static const JalBox everywhere = { 0, 0, 1e5, 1e5 };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) whole = { 0 }, refused = { 0 }, other = { 0 }, kept = { 0 };
  g_auto (JalGuardTold) agreed = { 0 }, old = { .parts_stay = TRUE, .incomplete_stay = TRUE, .incomplete_agreed = g_strdup ("page 1") };
  JalTestVault vault = { 0 };
  g_autofree char *source = NULL, *out = NULL;
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  source = write_torture (vault.folder);
  document_id = take_in (&vault, case_id, source);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Amina"), ==, 6);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &whole, &error));
  g_assert_null (whole.told.incomplete);

  jal_redacted_copy_set_faded (&everywhere, 0);
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &parts_stay, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_nonnull (strstr (refused.told.incomplete, "pages 1, 3 of the redacted copy show less than the original"));
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &old, NULL, NULL, NULL, &other, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  jal_guard_told_agree (&agreed, &refused.told);
  agreed.parts_stay = TRUE;
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &agreed, NULL, NULL, NULL, &kept, &error));
  g_assert_nonnull (strstr (kept.told.incomplete, "pages 1, 3"));
  jal_redacted_copy_set_faded (NULL, 0);
  jal_test_vault_close (&vault);
}

/* One line of forty close-set ones that is hardly there any more, one short word in the midst of them, and a small picture that is gone. */
static void
test_partly_lost (void)
{
  static const JalBox line = { 60, 230, 560, 246 }, word = { 153, 230, 180, 246 }, picture = { 440, 20, 560, 66 };
  static const struct
  {
    const JalBox *box;
    guint left;
  } faults[] = { { &line, 12 }, { &word, 0 }, { &picture, 0 } };
  g_autoptr (GString) content = g_string_new ("q 100 0 0 40 450 782 cm /I Do Q BT /F 14 Tf 16 TL 72 760 Td ");
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) whole = { 0 };
  g_autofree char *source = NULL, *out = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id;
  Pdf pdf;

  for (guint i = 0; i < 40; i++)
    g_string_append (content, i == 0 ? "(The girl Amina) Tj T* " : "(The landlord saw who came in that night and wrote it down) Tj T* ");
  g_string_append (content, "ET");
  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  begin_pdf (&pdf);
  add (&pdf, "<< /Type /Catalog /Pages 2 0 R >>");
  add (&pdf, "<< /Type /Pages /Count 1 /Kids [4 0 R] >>");
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  add (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> >> "
             "/Contents 5 0 R >>");
  add_stream (&pdf, "", content->str);
  add_stream (&pdf, "/Type /XObject /Subtype /Image /Width 4 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray", "0@P`p0@P");
  source = end_pdf (&pdf, vault.folder, "lines.pdf");
  document_id = take_in (&vault, case_id, source);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Amina"), ==, 1);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &whole, &error));
  g_assert_null (whole.told.incomplete);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (JalRedactedCopy) refused = { 0 };

      jal_redacted_copy_set_faded (faults[i].box, faults[i].left);
      g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &parts_stay, NULL, NULL, NULL, &refused, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      g_clear_error (&error);
      g_assert_nonnull (strstr (refused.told.incomplete, "page 1 of the redacted copy shows less than the original"));
    }
  jal_redacted_copy_set_faded (NULL, 0);
  jal_test_vault_close (&vault);
}

/* A name that only stands in a picture is burnt by area. */
static void
test_picture (void)
{
  static const char *const lines[] = { "The name is Amina Finwick here", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 };
  JalTestVault vault = { 0 };
  g_autofree char *pdf = NULL, *command = NULL, *said = NULL, *picture = NULL, *out = NULL, *sees = NULL, *words = NULL;
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  pdf = jal_test_write_pdf (vault.folder, "a.pdf", lines);
  command = g_strdup_printf ("pdftoppm -r 150 -jpeg -singlefile '%s' '%s/scan'", pdf, vault.folder);
  said = run (command);
  picture = g_build_filename (vault.folder, "scan.jpg", NULL);
  document_id = take_in (&vault, case_id, picture);
  /* The whole line but its first words, wherever the picture lies on its page. */
  g_assert_true (jal_redactions_add_area (vault.store, document_id, 0, (JalBox){ 140, 120, 420, 190 }, NULL, NULL, NULL,
                                          &error));
  g_assert_no_error (error);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &copy, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (out, vault.folder, "amina", 1), ==, 0);
  sees = g_strdup_printf ("tesseract '%s' - --psm 6", picture);
  words = run (sees);
  g_assert_true (says (words, "amina"));
  jal_test_vault_close (&vault);
}

/* A redacted phrase that stays on another page stops the copy, says where, and leaves nothing behind. */
static void
test_refused (void)
{
  static const char *const lines[] = { "Amina lives here", "Nothing", "Amina again", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) all = NULL;
  g_autoptr (JalRedaction) first = NULL, last = NULL;
  g_auto (JalRedactedCopy) refused = { 0 }, allowed = { 0 }, here = { 0 };
  JalTestVault vault = { 0 };
  g_autofree char *out = NULL;
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Amina"), ==, 2);
  all = jal_redactions_list (vault.store, document_id, NULL, &error);
  first = g_list_model_get_item (G_LIST_MODEL (all), 0);
  last = g_list_model_get_item (G_LIST_MODEL (all), 1);
  g_assert_cmpint (last->document_page, ==, 2);
  g_assert_true (jal_redactions_remove (vault.store, &last->id, 1, &error));

  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "page 3"));
  g_assert_null (strstr (error->message, "Amina"));
  g_assert_cmpuint (refused.leaks->len, ==, 1);
  g_assert_cmpint (g_array_index (refused.leaks, JalLeak, 0).page, ==, 2);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  /* Undo brings the second back; rejected, it is allowed to stay, and only there. */
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_assert_true (jal_redactions_update (vault.store, &last->id, 1, "rejected", NULL, NULL, &error));
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &allowed, &error));
  g_assert_no_error (error);
  g_assert_true (jal_redactions_remove (vault.store, &last->id, 1, &error));
  g_assert_true (jal_redactions_update (vault.store, &first->id, 1, NULL, NULL, "here", &error));
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &parts_stay, NULL, NULL, NULL, &here, &error));
  g_assert_no_error (error);
  jal_test_vault_close (&vault);
}

/* A name of three letters that longer words hold inside can be redacted; left where it is a word it stops the copy. */
static void
test_short (void)
{
  static const char *const lines[] = { "Here Ali says the alibi of quality", "The alibi, quality and AUSTRALIA", NULL };
  static const char *const left[] = { "Here Ali says the alibi", "And ALI once more", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, refused = { 0 };
  g_autofree char *out = NULL, *command = NULL, *text = NULL;
  g_autoptr (GListStore) all = NULL;
  g_autoptr (JalRedaction) last = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Ali"), ==, 1);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &copy, &error);
  g_assert_no_error (error);
  command = g_strdup_printf ("pdftotext '%s' -", out);
  text = run (command);
  g_assert_null (strstr (text, "Ali "));
  g_assert_nonnull (strstr (text, "alibi of quality"));

  document_id = jal_test_add_document (&vault, case_id, "b.pdf", left);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Ali"), ==, 2);
  all = jal_redactions_list (vault.store, document_id, NULL, &error);
  last = g_list_model_get_item (G_LIST_MODEL (all), 1);
  g_assert_true (jal_redactions_remove (vault.store, &last->id, 1, &error));
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &parts_stay, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "page 2"));
  jal_test_vault_close (&vault);
}

/* A protected name in a field's value or a received comment's box is no word of the page: burnt all the same. Left among the
   words of a page it stops the copy, though nobody searched for it. */
static void
test_protected (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, refused = { 0 };
  g_autofree char *source = NULL, *out = NULL, *plain = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  source = write_torture (vault.folder);
  document_id = take_in (&vault, case_id, source);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_cmpuint (redact (&vault, case_id, document_id, "QGH7X8Y9Z0"), ==, 1);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "page 1"));
  g_assert_null (strstr (error->message, "page 3")); /* the form: burnt */
  g_clear_error (&error);
  g_assert_cmpuint (redact (&vault, case_id, document_id, "Amina Finwick"), ==, 3); /* two on the page, one in the field */
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (out, vault.folder, "finwick", 3), ==, 0);
  plain = qdf (out, vault.folder);
  g_assert_null (strcasestr (plain, "finwick"));
  jal_test_vault_close (&vault);
}

/* --- Where names hide ----------------------------------------------------------------------------------------- */

static void
begin_pdf (Pdf *pdf)
{
  *pdf = (Pdf){ g_string_new ("%PDF-1.7\n"), g_array_new (FALSE, FALSE, sizeof (gsize)) };
}

/* @root is the number of the catalogue. */
static char *
end_pdf (Pdf *pdf, const char *folder, const char *name)
{
  gsize xref = pdf->text->len;
  char *path;

  g_string_append_printf (pdf->text, "xref\n0 %u\n0000000000 65535 f \n", pdf->offsets->len + 1);
  for (guint i = 0; i < pdf->offsets->len; i++)
    g_string_append_printf (pdf->text, "%010zu 00000 n \n", g_array_index (pdf->offsets, gsize, i));
  g_string_append_printf (pdf->text, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", pdf->offsets->len + 1,
                          xref);
  path = jal_test_write (folder, name, pdf->text->str, pdf->text->len);
  g_string_free (pdf->text, TRUE);
  g_array_unref (pdf->offsets);
  return path;
}

/* A comment box whose picture says another name than its contents, a popup note, a field that has its value from its parent, a
   choice with options, a button with a caption: each says the name once, and none of it is a word of the page. */
static char *
write_beside (const char *folder)
{
  Pdf pdf;

  begin_pdf (&pdf);
  add (&pdf, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [9 0 R 11 0 R 12 0 R] /DA (/F 12 Tf) >> >>");
  add (&pdf, "<< /Type /Pages /Count 2 /Kids [4 0 R 5 0 R] >>");
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  add (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents 6 0 R /Annots "
             "[7 0 R 8 0 R] >>");
  add (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents 6 0 R /Annots "
             "[10 0 R 11 0 R 12 0 R] >>");
  add_stream (&pdf, "", "BT /F 14 Tf 72 760 Td (A page with a comment) Tj ET");
  add (&pdf, "<< /Type /Annot /Subtype /FreeText /Rect [72 650 300 680] /Contents (See my comment) /DA (/F 12 Tf) /F 4 /AP << /N 13 0 "
             "R >> >>");
  add (&pdf, "<< /Type /Annot /Subtype /Text /Rect [400 700 420 720] /Contents <FEFF0041006D0069006E0061002000460069006E0077006900"
             "63006B> >>");
  add (&pdf, "<< /FT /Tx /T (name) /V (Amina Finwick) /Kids [10 0 R] >>");
  add (&pdf, "<< /Type /Annot /Subtype /Widget /Parent 9 0 R /Rect [72 650 300 680] /F 4 /AP << /N 14 0 R >> >>");
  add (&pdf, "<< /Type /Annot /Subtype /Widget /FT /Ch /T (who) /Ff 131072 /Opt [(Nobody) [(x) (Amina Finwick)]] /V (Nobody) /Rect "
             "[72 600 300 630] /F 4 >>");
  add (&pdf, "<< /Type /Annot /Subtype /Widget /FT /Btn /T (call) /Ff 65536 /MK << /CA (Call Amina Finwick) >> /Rect [72 550 300 "
             "580] /F 4 >>");
  add_stream (&pdf, "/Type /XObject /Subtype /Form /BBox [0 0 228 30] /Resources << /Font << /F 3 0 R >> >>",
              "BT /F 14 Tf 2 8 Td [(Am) 20 (ina Fin) -10 (wick) ] TJ ET");
  add_stream (&pdf, "/Type /XObject /Subtype /Form /BBox [0 0 228 30] /Resources << /Font << /F 3 0 R >> >>",
              "BT /F 14 Tf 2 8 Td (Amina Finwick) Tj ET");
  return end_pdf (&pdf, folder, "beside.pdf");
}

static guint
redact_names (JalTestVault *vault, JalId case_id, JalId document_id, guint *n_parts)
{
  g_autoptr (GError) error = NULL;
  JalRedactionQuery query = { .names = TRUE, .document_id = document_id };
  g_autoptr (GListStore) hits = jal_redactions_search (vault->store, case_id, &query, NULL, NULL, &error);
  g_autoptr (GArray) ids = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (hits)); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (hits), i);

      *n_parts += hit->near == JAL_NEAR_PART ? 1 : 0;
    }
  ids = jal_redactions_add_hits (vault->store, G_LIST_MODEL (hits), NULL, NULL, &error);
  g_assert_no_error (error);
  return ids->len;
}

/* A file whose tree of pages counts wrongly: by the counts its third page is the second, by the kids it is a page of its own. Both have
   a comment without a number, so the copy draws them from a file of their own. */
static char *
write_miscounted (const char *folder)
{
  static const char note[] = "[<< /Type /Annot /Subtype /Square /Rect [400 700 420 720] /F 4 /C [1 0 0] >>]";
  static const char line[] = "(The landlord saw who came in that night and wrote it down in the book) Tj T* ";
  g_autofree char *second = g_strdup_printf ("<< /Type /Page /Parent 4 0 R /Contents 9 0 R /Annots %s >>", note);
  g_autofree char *third = g_strdup_printf ("<< /Type /Page /Parent 4 0 R /Contents 10 0 R /Annots %s >>", note);
  g_autoptr (GString) shown = g_string_new ("BT /F 14 Tf 18 TL 72 720 Td "), last = g_string_new (shown->str);
  Pdf pdf;

  for (guint i = 0; i < 12; i++)
    {
      g_string_append (shown, i == 8 ? "(He said that Amina Finwick was there and that he knew her well before) Tj T* " : line);
      g_string_append (last, i == 2 ? "(He said that Amina Finwick was gone and that nobody knew where she was) Tj T* " : line);
    }
  g_string_append (shown, "ET");
  g_string_append (last, "ET");
  begin_pdf (&pdf);
  add (&pdf, "<< /Type /Catalog /Pages 2 0 R >>");
  add (&pdf, "<< /Type /Pages /Count 3 /Kids [3 0 R 4 0 R] /MediaBox [0 0 595 842] /Resources << /Font << /F 11 0 R >> >> >>");
  add (&pdf, "<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [5 0 R] >>");
  add (&pdf, "<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [6 0 R 7 0 R] >>");
  add (&pdf, "<< /Type /Page /Parent 3 0 R /Contents 8 0 R >>");
  add (&pdf, second);
  add (&pdf, third);
  add_stream (&pdf, "", "BT /F 14 Tf 72 720 Td (First page of the statement) Tj ET");
  add_stream (&pdf, "", shown->str);
  add_stream (&pdf, "", last->str);
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  return end_pdf (&pdf, folder, "miscounted.pdf");
}

/* A redacted page is never the picture of another one. */
static void
test_other_page (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) refused = { 0 }, copy = { 0 };
  const JalGuardTold looked = { .parts_stay = TRUE, .incomplete_stay = TRUE };
  JalTestVault vault = { 0 };
  g_autofree char *source = NULL, *out = NULL, *draw = NULL, *drawn = NULL, *read = NULL, *words = NULL;
  guint n_parts = 0;
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  source = write_miscounted (vault.folder);
  document_id = take_in (&vault, case_id, source);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 2);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  /* The two readers of the file disagree: somebody is asked. */
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (refused.told.incomplete);
  g_clear_error (&error);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &looked, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  draw = g_strdup_printf ("pdftoppm -r 150 -gray -singlefile -f 3 -l 3 '%s' '%s/third'", out, vault.folder);
  drawn = run (draw);
  read = g_strdup_printf ("env OMP_THREAD_LIMIT=1 tesseract '%s/third.pgm' - --psm 6", vault.folder);
  words = run (read);
  g_assert_true (says (words, "wasgoneandthatnobody"));
  g_assert_false (says (words, "wasthereandthatheknew"));
  g_assert_false (says (words, "finwick"));
  jal_test_vault_close (&vault);
}

/* Each place beside the text is listed with its page and box, and burnt. */
static void
test_beside (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, unburnt = { 0 };
  g_autofree char *source = NULL, *out = NULL, *plain = NULL, *leaky = NULL;
  g_autoptr (GListStore) all = NULL;
  JalTestVault vault = { 0 };
  guint n_parts = 0, pages[2] = { 0 };
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  source = write_beside (vault.folder);
  document_id = take_in (&vault, case_id, source);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 5);
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 0);
  all = jal_redactions_list (vault.store, document_id, NULL, &error);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (all), i);

      g_assert_cmpuint (redaction->document_page, <, 2);
      pages[redaction->document_page]++;
      g_assert_cmpfloat (redaction->quads[0].x[0], ==, redaction->quads[0].x[0] > 300 ? 400 : 72);
      g_assert_cmpstr (redaction->quoted, ==, "Amina Finwick");
    }
  g_assert_cmpuint (pages[0], ==, 2);
  g_assert_cmpuint (pages[1], ==, 3);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, NULL, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (out, vault.folder, "finwick", 2), ==, 0);
  plain = qdf (out, vault.folder);
  g_assert_null (strcasestr (plain, "finwick"));
  g_assert_null (strcasestr (plain, "00460069006e"));
  leaky = g_build_filename (vault.folder, "leaky.pdf", NULL);
  jal_redacted_copy_set_burning (FALSE);
  jal_redacted_copy_save (vault.store, document_id, leaky, FALSE, &parts_stay, NULL, NULL, NULL, &unburnt, &error);
  jal_redacted_copy_set_burning (TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (leaky, vault.folder, "finwick", 2), >=, 1);
  jal_test_vault_close (&vault);
}

/* A name broken over pages, with and without a hyphen, with and without running lines; each half is redacted, and a copy in which
   one of them was left is refused. */
static void
test_over_pages (void)
{
  static const char *const lines[]
      = { "He came with the child Amina", "Finwick at night, and then Amina Fin-", "wick went home with Amina",
          "Binti Juma Finwick and others", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, refused = { 0 }, unburnt = { 0 };
  g_autofree char *out = NULL, *leaky = NULL, *told = NULL;
  g_autoptr (GListStore) all = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id, halves[2];
  guint n_parts = 0, n_halves = 0;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 6);
  g_assert_cmpuint (n_parts, ==, 0);
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 0); /* nothing twice */
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, NULL, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (out, vault.folder, "amina", 4), ==, 0);
  g_assert_cmpuint (count_readers (out, vault.folder, "finwick", 4), ==, 0);
  /* Without the burning the readers find both halves: the test can fail. */
  leaky = g_build_filename (vault.folder, "leaky.pdf", NULL);
  jal_redacted_copy_set_burning (FALSE);
  jal_redacted_copy_save (vault.store, document_id, leaky, FALSE, &parts_stay, NULL, NULL, NULL, &unburnt, &error);
  jal_redacted_copy_set_burning (TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (leaky, vault.folder, "amina", 4), >=, 2);
  g_assert_cmpuint (count_readers (leaky, vault.folder, "finwick", 4), >=, 2);

  all = jal_redactions_list (vault.store, document_id, NULL, &error);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (all), i);

      g_assert_cmpstr (redaction->reach, ==, "here");
      if (redaction->document_page < 2 && !g_str_has_suffix (redaction->quoted, "Fin-"))
        halves[n_halves++] = redaction->id;
    }
  g_assert_cmpuint (n_halves, ==, 2); /* of the first name */
  g_assert_true (jal_redactions_remove (vault.store, halves, 2, &error));
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &parts_stay, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "page 1"));
  g_assert_null (strstr (error->message, "Amina"));
  told = jal_leak_tell (refused.leaks, (const char *const *)refused.phrases->pdata);
  g_assert_cmpstr (told, ==, "page 1: Amina Finwick");
  g_clear_error (&error);
  /* Both halves looked at and left: the name may stand there. */
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_assert_true (jal_redactions_update (vault.store, halves, 2, "rejected", NULL, NULL, &error));
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &parts_stay, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  jal_test_vault_close (&vault);
}

/* What was looked at and may stay on a page is no leave for the same name broken over the end of that page. */
static void
test_spent_once (void)
{
  static const char *const lines[] = { "Amina Finwick was seen with Amina", "Finwick at night", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) refused = { 0 };
  g_autofree char *out = NULL;
  g_autoptr (GListStore) all = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id, halves[2];
  guint n_parts = 0, n_halves = 0;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 3);
  all = jal_redactions_list (vault.store, document_id, NULL, &error);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (all), i);

      if (g_str_equal (redaction->quoted, "Amina Finwick"))
        g_assert_true (jal_redactions_update (vault.store, &redaction->id, 1, "rejected", NULL, NULL, &error));
      else
        halves[n_halves++] = redaction->id;
    }
  g_assert_cmpuint (n_halves, ==, 2);
  g_assert_true (jal_redactions_remove (vault.store, halves, 2, &error));
  g_assert_cmpuint (redact (&vault, case_id, document_id, "night"), ==, 1);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "page 1"));
  g_clear_error (&error);
  jal_test_vault_close (&vault);
}

/* A name with another between is the name; a word of it alone is told and wants a decision. */
static void
test_parts (void)
{
  static const char *const lines[] = { "Amina W. Finwick and Amina binti Finwick", "Then AMINA N. FINWICK came", "Only Amina came here",
                                       "Finwick and Finwick", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) refused = { 0 }, copy = { 0 }, again = { 0 };
  g_autofree char *out = NULL, *pages = NULL;
  g_autoptr (GListStore) hits = NULL;
  g_autoptr (GArray) ids = NULL;
  JalTestVault vault = { 0 };
  JalRedactionQuery query = { .names = TRUE };
  guint n_parts = 0, n;
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 3);
  g_assert_cmpuint (n_parts, ==, 3);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_false (jal_redacted_copy_save (vault.store, document_id, out, FALSE, NULL, NULL, NULL, NULL, &refused, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "3 parts of protected names remain, on pages 3–4"));
  g_assert_cmpuint (refused.leaks->len, ==, 0);
  pages = jal_leak_list_pages (refused.parts, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (pages, ==, "3–4");
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  /* Decided: they may stay. */
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (copy.parts->len, ==, 2);
  /* Or redacted one by one, and one looked at and left: nothing to decide any more. */
  query.document_id = document_id;
  hits = jal_redactions_search (vault.store, case_id, &query, NULL, NULL, &error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (hits)); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (hits), i);

      hit->wanted = !hit->marked;
    }
  ids = jal_redactions_add_hits (vault.store, G_LIST_MODEL (hits), NULL, NULL, &error);
  g_assert_cmpuint (ids->len, ==, 3);
  g_assert_true (jal_redactions_update (vault.store, &g_array_index (ids, JalId, 0), 1, "rejected", NULL, NULL, &error));
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, TRUE, NULL, NULL, NULL, NULL, &again, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (again.parts->len, ==, 0);
  jal_test_vault_close (&vault);
}

/* Letters that are one glyph; and an invisible layer of words over a picture, as a scanner writes it. */
static void
test_glyphs (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, unburnt = { 0 };
  g_autofree char *source = NULL, *out = NULL, *leaky = NULL, *plain = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id;
  guint n_parts = 0;
  Pdf pdf;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  begin_pdf (&pdf);
  add (&pdf, "<< /Type /Catalog /Pages 2 0 R >>");
  add (&pdf, "<< /Type /Pages /Count 2 /Kids [4 0 R 5 0 R] >>");
  /* Code 1 is the ligature ffi, code 2 fi: drawn as three letters and two by a font of the file's own, known as one. */
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding "
             "/Differences [1 /f_f_i 2 /fi] >> /ToUnicode 8 0 R >>");
  add (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents 6 0 R >>");
  add (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> /XObject << /I 9 0 R >> >> "
             "/Contents 7 0 R >>");
  add_stream (&pdf, "", "BT /F 18 Tf 72 760 Td (The child Saf\002a Gri\001n was there) Tj ET");
  add_stream (&pdf, "", "q 400 0 0 60 72 700 cm /I Do Q BT 3 Tr /F 18 Tf 72 720 Td (Read by a machine: Sa\002a Gri\001n) Tj ET");
  add_stream (&pdf, "",
              "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /L def /CMapType 2 def 1 begincodespacerange "
              "<00> <FF> endcodespacerange 2 beginbfchar <01> <FB03> <02> <FB01> endbfchar 1 beginbfrange <20> <7E> <0020> endbfrange "
              "endcmap end end");
  add_stream (&pdf, "/Type /XObject /Subtype /Image /Width 8 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "abcdefgh");
  source = end_pdf (&pdf, vault.folder, "glyphs.pdf");
  document_id = take_in (&vault, case_id, source);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Safia Griffin", NULL, &error));
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Saffia Griffin", NULL, &error));
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Griffin", NULL, &error));
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 2);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (out, vault.folder, "griffin", 2), ==, 0);
  g_assert_cmpuint (count_readers (out, vault.folder, "gri\xef\xac\x83n", 2), ==, 0);
  plain = qdf (out, vault.folder);
  g_assert_null (strstr (plain, "Gri"));
  leaky = g_build_filename (vault.folder, "leaky.pdf", NULL);
  jal_redacted_copy_set_burning (FALSE);
  jal_redacted_copy_save (vault.store, document_id, leaky, FALSE, &parts_stay, NULL, NULL, NULL, &unburnt, &error);
  jal_redacted_copy_set_burning (TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (leaky, vault.folder, "gri", 2), >=, 2);
  jal_test_vault_close (&vault);
}

typedef struct
{
  JalId original_id;
  const char *text;
  gint64 reading;
} OldText;

static gboolean
set_old_text (JalTx *tx, gpointer data, GError **error)
{
  const OldText *old = data;

  return jal_page_text_set (tx, old->original_id, 0, old->text, error)
         && jal_tx_run (tx, error, "UPDATE page_text SET reading = ? WHERE original_id = ?", "iI", old->reading, &old->original_id);
}

static gboolean
get_original (JalTx *tx, gpointer data, GError **error)
{
  JalId *id = data;
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, *id, error);

  if (parts != NULL)
    *id = g_array_index (parts, JalDocumentPart, 0).original_id;
  return parts != NULL;
}

static void
count_cb (gpointer data, guint done, guint total)
{
  g_assert_cmpuint (done, <, total);
  (*(guint *)data)++;
}

/* A page that an older version took in: the text has marks of direction, and lacks as many letters at its end. */
static void
test_read_again (void)
{
  static const char *const map
      = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def 1 begincodespacerange <00> <FF> "
        "endcodespacerange 9 beginbfchar <20> <0020> <61> <0641> <62> <0627> <63> <0637> <64> <0645> <65> <0629> <66> <0639> "
        "<67> <0644> <68> <064A> endbfchar endcmap end end";
  static const char cut[] = "The child \u202bفاطمة\u202c \u202bعلي\u202c met Amina Fin";
  static const JalAct act = { .verb = "document.text" };
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 };
  g_autofree char *source = NULL, *text = NULL, *out = NULL, *corrected = NULL;
  OldText old = { .text = cut };
  JalTestVault vault = { 0 };
  guint n = 0, n_steps = 0, n_parts = 0;
  JalId case_id, document_id;
  Pdf pdf;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  begin_pdf (&pdf);
  add (&pdf, "<< /Type /Catalog /Pages 2 0 R >>");
  add (&pdf, "<< /Type /Pages /Count 1 /Kids [4 0 R] >>");
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  add (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R /A 6 0 R >> >> /Contents 5 0 R >>");
  add_stream (&pdf, "", "BT /F 12 Tf 50 700 Td (The child ) Tj /A 12 Tf (hgf edcba) Tj /F 12 Tf ( met Amina Finwick) Tj ET");
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>");
  add_stream (&pdf, "", map);
  source = end_pdf (&pdf, vault.folder, "arabic.pdf");
  document_id = old.original_id = take_in (&vault, case_id, source);
  g_assert_true (jal_store_read (vault.store, get_original, &old.original_id, NULL, &error));
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  g_assert_true (jal_store_act (vault.store, &act, set_old_text, &old, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 0); /* lost */

  g_assert_true (jal_evidence_read_again (vault.store, count_cb, &n_steps, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (n_steps, ==, 1);
  text = jal_evidence_dup_text (vault.store, document_id, &error);
  g_assert_cmpstr (text, ==, "The child فاطمة علي met Amina Finwick");
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "فاطمة علي", NULL, &error));
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 2);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);

  /* Once; and what somebody corrected stays as it is. */
  old.reading = 1000;
  g_assert_true (jal_store_act (vault.store, &act, set_old_text, &old, NULL, &error));
  g_assert_true (jal_evidence_read_again (vault.store, count_cb, &n_steps, &n, NULL, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (n_steps, ==, 1);
  corrected = jal_evidence_dup_text (vault.store, document_id, &error);
  g_assert_cmpstr (corrected, ==, cut);
  jal_test_vault_close (&vault);
}

/* Marks of direction of the document's own: nobody can say which letter stands where. A name there takes all that is written along. */
static void
test_unpaired (void)
{
  static const char *const map
      = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def 1 begincodespacerange <00> <FF> "
        "endcodespacerange 1 beginbfchar <01> <202B> endbfchar 1 beginbfrange <20> <7E> <0020> endbfrange endcmap end end";
  g_autoptr (GError) error = NULL;
  g_auto (JalRedactedCopy) copy = { 0 }, area = { 0 };
  g_autofree char *source = NULL, *out = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id;
  guint n_parts = 0;
  Pdf pdf;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  begin_pdf (&pdf);
  add (&pdf, "<< /Type /Catalog /Pages 2 0 R >>");
  add (&pdf, "<< /Type /Pages /Count 1 /Kids [4 0 R] >>");
  add (&pdf, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>");
  add (&pdf, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents 5 0 R >>");
  add_stream (&pdf, "", "BT /F 18 Tf 72 760 Td (The child \001\001\001 Amina Finwick) Tj 0 -40 Td (She said no more) Tj ET");
  add_stream (&pdf, "", map);
  source = end_pdf (&pdf, vault.folder, "unpaired.pdf");
  document_id = take_in (&vault, case_id, source);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  /* Not redacted there: refused, wherever somebody drew a box. */
  g_assert_true (jal_redactions_add_area (vault.store, document_id, 0, (JalBox){ 500, 700, 540, 740 }, NULL, NULL, NULL, &error));
  jal_redacted_copy_save (vault.store, document_id, out, FALSE, &parts_stay, NULL, NULL, NULL, &area, &error);
  if (error == NULL)
    {
      g_assert_cmpuint (count_readers (out, vault.folder, "amina", 1), ==, 0);
      g_assert_cmpuint (count_readers (out, vault.folder, "finwick", 1), ==, 0);
    }
  g_clear_error (&error);
  g_assert_cmpuint (redact_names (&vault, case_id, document_id, &n_parts), ==, 1);
  g_assert_true (jal_redacted_copy_save (vault.store, document_id, out, TRUE, &parts_stay, NULL, NULL, NULL, &copy, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_readers (out, vault.folder, "amina", 1), ==, 0);
  g_assert_cmpuint (count_readers (out, vault.folder, "finwick", 1), ==, 0);
  jal_test_vault_close (&vault);
}

/* Somebody drew a black box over a name and left the name: told when the file is taken in. */
static void
test_bad_redaction (void)
{
  static const char *const lines[] = { "Nothing here", "The name is) Tj (Amina Finwick) Tj ET 0 g 130 690 200 30 re f BT (", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hidden = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  hidden = jal_redactions_hidden_words (vault.store, document_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hidden->len, ==, 1);
  g_assert_cmpuint (g_array_index (hidden, JalHiddenWords, 0).page, ==, 1);
  g_assert_cmpstr (g_array_index (hidden, JalHiddenWords, 0).kind, ==, "box");
  g_assert_true (says (g_array_index (hidden, JalHiddenWords, 0).words, "Finwick"));
  jal_test_vault_close (&vault);
}

/* The scanner alone: each place a phrase can hide in is named. */
/* Pages of no document that nobody has looked at, of which @last is the last one. */
static GPtrArray *
make_pages (guint first, guint last)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_unsearched_page_free);

  for (guint page = first; page <= last; page++)
    {
      JalUnsearchedPage *one = g_new0 (JalUnsearchedPage, 1);

      one->page = page;
      one->is_open = TRUE;
      g_ptr_array_add (pages, one);
    }
  return pages;
}

/* Who lets parts of names stand was not asked about what is hidden, nor about pages without words. */
static void
test_questions (void)
{
  g_auto (JalGuardTold) told = { .parts = g_strdup ("page 1: amina"), .covered = g_strdup ("page 2"), .unsearched_pages = make_pages (3, 3) };
  g_auto (JalGuardTold) second = { 0 };
  g_auto (JalGuardTold) next = { 0 }, last = { 0 };

  jal_guard_told_agree (&next, &told);
  g_assert_true (next.parts_stay);
  g_assert_false (next.covers_stay);
  g_assert_false (next.unsearched_stay);
  jal_guard_told_decided (&second, &next);
  second.covered = g_strdup ("page 2");
  second.unsearched_pages = make_pages (3, 3);
  jal_guard_told_agree (&last, &second);
  g_assert_true (last.parts_stay && last.covers_stay && last.unsearched_stay);
}

/* A list is shown as far as it goes; what is let go is all of it, and other pages behind its end are asked about. */
static void
test_questions_cut (void)
{
  g_auto (JalGuardTold) told = { .covered = g_strdup ("page 1\nand 1 more page"), .covered_whole = g_strdup ("page 1\npage 7"),
                                 .unsearched = g_strdup ("a\nand 1 more"), .unsearched_pages = make_pages (3, 20) };
  g_auto (JalGuardTold) next = { 0 };

  jal_guard_told_agree (&next, &told);
  next.covered = g_strdup (told.covered);
  next.covered_whole = g_strdup (told.covered_whole);
  next.unsearched = g_strdup (told.unsearched);
  next.unsearched_pages = make_pages (3, 20);
  g_assert_false (jal_guard_told_is_open (&next, JAL_GUARD_COVERED));
  g_assert_false (jal_guard_told_is_open (&next, JAL_GUARD_UNSEARCHED));
  g_free (next.covered_whole);
  next.covered_whole = g_strdup ("page 1\npage 8");
  g_assert_true (jal_guard_told_is_open (&next, JAL_GUARD_COVERED));
  /* Fewer pages were agreed to with the others; another one was not, nor what else the same page shows. */
  g_ptr_array_unref (next.unsearched_pages);
  next.unsearched_pages = make_pages (4, 5);
  g_assert_false (jal_guard_told_is_open (&next, JAL_GUARD_UNSEARCHED));
  ((JalUnsearchedPage *)next.unsearched_pages->pdata[0])->why = JAL_UNSEARCHED_UNSAID;
  g_assert_true (jal_guard_told_is_open (&next, JAL_GUARD_UNSEARCHED));
  g_ptr_array_unref (next.unsearched_pages);
  next.unsearched_pages = make_pages (20, 21);
  g_assert_true (jal_guard_told_is_open (&next, JAL_GUARD_UNSEARCHED));
  ((JalUnsearchedPage *)next.unsearched_pages->pdata[1])->is_open = FALSE;
  g_assert_false (jal_guard_told_is_open (&next, JAL_GUARD_UNSEARCHED));
}

static void
test_scanner (void)
{
  static const char *const phrases[] = { "Amina Finwick", "Amina", "Nobody Atall", NULL };
  const JalLeakQuery query = { phrases, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) leaks = NULL;
  JalTestVault vault = { 0 };
  g_autofree char *path = NULL, *words = NULL;
  GBytes *bytes;
  char *data;
  gsize length;
  JalBytes source;
  guint places = 0;

  jal_test_vault_open (&vault);
  path = write_torture (vault.folder);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new_take (data, length);
  source = jal_bytes_from_memory (bytes);
  leaks = jal_leak_scan (&source, &query, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < leaks->len; i++)
    {
      g_assert_cmpuint (g_array_index (leaks, JalLeak, i).phrase, !=, 2);
      places |= 1u << g_array_index (leaks, JalLeak, i).place;
    }
  g_assert_cmphex (places & 0x3f, ==, 0x3f);
  words = jal_leak_describe (leaks);
  g_assert_nonnull (strstr (words, "a bookmark"));
  g_assert_nonnull (strstr (words, "page 1"));
  g_assert_null (strstr (words, "Amina"));
  g_bytes_unref (bytes);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/redact/short", test_short);
  g_test_add_func ("/release/redact/protected", test_protected);
  g_test_add_func ("/release/redact/torture", test_torture);
  g_test_add_func ("/release/redact/lost", test_lost);
  g_test_add_func ("/release/redact/partly-lost", test_partly_lost);
  g_test_add_func ("/release/redact/other-page", test_other_page);
  g_test_add_func ("/release/redact/beside", test_beside);
  g_test_add_func ("/release/redact/over-pages", test_over_pages);
  g_test_add_func ("/release/redact/spent-once", test_spent_once);
  g_test_add_func ("/release/redact/parts", test_parts);
  g_test_add_func ("/release/redact/glyphs", test_glyphs);
  g_test_add_func ("/release/redact/picture", test_picture);
  g_test_add_func ("/release/redact/read-again", test_read_again);
  g_test_add_func ("/release/redact/unpaired", test_unpaired);
  g_test_add_func ("/release/redact/refused", test_refused);
  g_test_add_func ("/release/redact/bad-redaction", test_bad_redaction);
  g_test_add_func ("/release/redact/questions", test_questions);
  g_test_add_func ("/release/redact/questions-cut", test_questions_cut);
  g_test_add_func ("/release/redact/scanner", test_scanner);
  return g_test_run ();
}
