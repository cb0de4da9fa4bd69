/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "jal-test-case.h"
#include "marks/jal-marks.h"
#include "release/jal-release.h"
#include "store/jal-tx.h"

static void
assert_same_files (const char *a, const char *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize n, m;

  g_assert_true (g_file_get_contents (a, &first, &n, NULL));
  g_assert_true (g_file_get_contents (b, &second, &m, NULL));
  g_assert_cmpmem (first, n, second, m);
}

static guint
count_exports (JalTestVault *vault, JalId document_id)
{
  g_autoptr (GListStore) events = jal_evidence_custody (vault->store, document_id, NULL);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (events)); i++)
    {
      g_autoptr (JalCustodyEvent) event = g_list_model_get_item (G_LIST_MODEL (events), i);

      n += g_str_equal (event->verb, "exported") ? 1 : 0;
    }
  return n;
}

/* Returns (transfer full): what the program says on standard output. */
static char *
run (const char *program, const char *argument, const char *path, const char *last)
{
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;
  const char *argv[] = { program, argument, path, last, NULL };

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return output;
}

static void
test_original (void)
{
  static const char *const lines[] = { "One", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *in = NULL;
  JalTestVault vault = { 0 };
  JalId document_id;

  jal_test_vault_open (&vault);
  document_id = jal_test_add_document (&vault, jal_test_add_case (&vault, "Case"), "a.pdf", lines);
  in = g_build_filename (vault.folder, "a.pdf", NULL);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_release_save_document (vault.store, document_id, out, FALSE, FALSE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_same_files (in, out);
  g_assert_cmpuint (count_exports (&vault, document_id), ==, 1);
  g_assert_false (jal_release_save_document (vault.store, document_id, out, FALSE, FALSE, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_EXISTS);
  g_assert_cmpuint (count_exports (&vault, document_id), ==, 1);
  jal_test_vault_close (&vault);
}

static void
test_marked (void)
{
  static const char *const lines[] = { "The buyer paid", "Second", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *objects = NULL;
  g_autofree char *text = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft court = { .kind = "highlight", .audience = "court", .text = "COURTNOTE" };
  JalMarkDraft team = { .kind = "highlight", .audience = "team", .text = "TEAMNOTE" };
  JalId document_id;

  jal_test_vault_open (&vault);
  document_id = jal_test_add_document (&vault, jal_test_add_case (&vault, "Case"), "a.pdf", lines);
  g_array_unref (jal_marks_add_by_words (vault.store, document_id, 0, "buyer", FALSE, &court, NULL, &error));
  g_assert_no_error (error);
  g_array_unref (jal_marks_add_by_words (vault.store, document_id, 1, "Second", FALSE, &team, NULL, &error));
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_true (jal_release_save_document (vault.store, document_id, out, TRUE, FALSE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_free (run ("qpdf", "--check", out, NULL));
  objects = run ("mutool", "show", out, "grep");
  g_assert_nonnull (strstr (objects, "COURTNOTE"));
  g_assert_null (strstr (objects, "TEAMNOTE"));
  text = run ("pdftotext", "-layout", out, "-");
  g_assert_nonnull (strstr (text, "The buyer paid"));
  g_assert_nonnull (strstr (text, "Second"));
  jal_test_vault_close (&vault);
}

static void
test_cancelled (void)
{
  static const char *const lines[] = { "One", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *out = NULL;
  JalTestVault vault = { 0 };
  JalId document_id;

  jal_test_vault_open (&vault);
  document_id = jal_test_add_document (&vault, jal_test_add_case (&vault, "Case"), "a.pdf", lines);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (
      jal_release_save_document (vault.store, document_id, out, FALSE, FALSE, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_exports (&vault, document_id), ==, 0);
  jal_test_vault_close (&vault);
}

static gboolean
change_hash (JalTx *tx, gpointer data, GError **error)
{
  JalId original_id;
  g_autoptr (JalRows) rows
      = jal_tx_select_one (tx, error, "SELECT original_id FROM document_part WHERE document_id = ?", "I", data);

  if (rows == NULL)
    return FALSE;
  original_id = jal_rows_id (rows, 0);
  g_clear_pointer (&rows, jal_rows_free);
  return jal_tx_update (tx, "original", original_id, error, "sha256", 's', "00", NULL);
}

/* Bytes that are not the ones that were taken in do not leave as if they were. */
static void
test_damaged (void)
{
  static const char *const lines[] = { "One", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  JalTestVault vault = { 0 };
  JalAct act = { .verb = "test.damage" };
  JalId document_id;

  jal_test_vault_open (&vault);
  document_id = jal_test_add_document (&vault, jal_test_add_case (&vault, "Case"), "a.pdf", lines);
  g_assert_true (jal_store_act (vault.store, &act, change_hash, &document_id, NULL, &error));
  g_assert_no_error (error);
  out = g_build_filename (vault.folder, "out.pdf", NULL);
  g_assert_false (jal_release_save_document (vault.store, document_id, out, FALSE, FALSE, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_exports (&vault, document_id), ==, 0);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/document/original", test_original);
  g_test_add_func ("/release/document/marked", test_marked);
  g_test_add_func ("/release/document/cancelled", test_cancelled);
  g_test_add_func ("/release/document/damaged", test_damaged);
  return g_test_run ();
}
