/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "evidence/jal-evidence.h"
#include "jal-test-pdf.h"
#include "jal-test-vault.h"
#include "record/jal-case-rows.h"
#include "record/jal-mark-rows.h"

static JalId case_id;

static gboolean
insert_case (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalCase) value = g_object_new (JAL_TYPE_CASE, NULL);

  value->id = *(JalId *)data;
  return jal_case_rows_insert (tx, value, error);
}

static void
open_vault (JalTestVault *vault)
{
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "test.case" };

  jal_test_vault_open (vault);
  case_id = jal_id_new ();
  jal_store_act (vault->store, &act, insert_case, &case_id, NULL, &error);
  g_assert_no_error (error);
}

static GListStore *
import (JalTestVault *vault, const char *path, GCancellable *cancellable, JalImportProgressFunc progress)
{
  g_autoptr (GError) error = NULL;
  const char *paths[] = { path, NULL };
  GListStore *results = jal_evidence_import (vault->store, case_id, paths, progress, cancellable, cancellable, &error);

  g_assert_no_error (error);
  return results;
}

static guint64
count_blobs (JalTestVault *vault)
{
  JalStoreInfo info;

  g_assert_true (jal_store_get_info (vault->store, &info, NULL, NULL));
  return info.n_blobs;
}

static guint
count_documents (JalTestVault *vault)
{
  g_autoptr (GListStore) documents = jal_evidence_list (vault->store, case_id, NULL, NULL);

  return g_list_model_get_n_items (G_LIST_MODEL (documents));
}

/* --- A folder as it comes ------------------------------------------------------------------------------------ */

static void
test_folder (void)
{
  static const char *const two[] = { "Kwa heri", "Page two", NULL };
  static const char *const one[] = { "Another paper", NULL };
  static const struct
  {
    const char *name;
    JalImportOutcome outcome;
    guint n_pages;
  } expected[] = {
    { "in/.DS_Store", JAL_IMPORT_REFUSED, 0 },   { "in/1 first paper.pdf", JAL_IMPORT_TAKEN, 2 },
    { "in/2 cut.pdf", JAL_IMPORT_REFUSED, 0 },   { "in/3 empty.pdf", JAL_IMPORT_REFUSED, 0 },
    { "in/4 noise.pdf", JAL_IMPORT_REFUSED, 0 }, { "in/5 same.pdf", JAL_IMPORT_DUPLICATE, 0 },
    { "in/6 words.pdf", JAL_IMPORT_REFUSED, 0 }, { "in/7 not called pdf.txt", JAL_IMPORT_TAKEN, 1 },
  };
  g_autoptr (GBytes) pdf = jal_test_pdf (two, 0);
  g_autofree char *noise = g_malloc (5000);
  g_autoptr (GListStore) results = NULL;
  g_autoptr (GListStore) documents = NULL;
  g_autoptr (GListStore) custody = NULL;
  g_autoptr (JalDocument) first = NULL;
  g_autoptr (JalCustodyEvent) event = NULL;
  g_autoptr (JalImportResult) taken = NULL;
  g_autoptr (JalImportResult) same = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, pdf);
  JalTestVault vault = { 0 };
  char *written[8];

  open_vault (&vault);
  folder = g_build_filename (vault.folder, "in", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < 5000; i++)
    noise[i] = (char)(i * 7919 % 251);
  written[0] = jal_test_write (folder, ".DS_Store", "x", 1);
  written[1] = jal_test_write (folder, "1 first paper.pdf", g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
  written[2] = jal_test_write (folder, "2 cut.pdf", g_bytes_get_data (pdf, NULL), 60);
  written[3] = jal_test_write (folder, "3 empty.pdf", "", 0);
  written[4] = jal_test_write (folder, "4 noise.pdf", noise, 5000);
  written[5] = jal_test_write (folder, "5 same.pdf", g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
  written[6] = jal_test_write (folder, "6 words.pdf", "not a pdf at all", 16);
  written[7] = jal_test_write_pdf (folder, "7 not called pdf.txt", one);

  results = import (&vault, folder, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (results)), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (JalImportResult) result = g_list_model_get_item (G_LIST_MODEL (results), i);

      g_assert_cmpstr (result->name, ==, expected[i].name);
      g_assert_cmpint (result->outcome, ==, expected[i].outcome);
      g_assert_cmpuint (result->n_pages, ==, expected[i].n_pages);
      g_assert_cmpint (result->reason == NULL, ==, expected[i].outcome == JAL_IMPORT_TAKEN);
      g_assert_cmpint (jal_id_is_none (result->document_id), ==, expected[i].outcome == JAL_IMPORT_REFUSED);
    }
  taken = g_list_model_get_item (G_LIST_MODEL (results), 1);
  same = g_list_model_get_item (G_LIST_MODEL (results), 5);
  g_assert_true (jal_id_equal (same->document_id, taken->document_id));
  g_assert_nonnull (strstr (same->reason, "“First paper”"));

  documents = jal_evidence_list (vault.store, case_id, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (documents)), ==, 2);
  first = g_list_model_get_item (G_LIST_MODEL (documents), 0);
  g_assert_cmpstr (first->title, ==, "First paper");
  g_assert_cmpstr (first->sha256, ==, sha256);
  g_assert_cmpuint (first->size, ==, g_bytes_get_size (pdf));
  g_assert_cmpstr (first->media, ==, "pdf");
  g_assert_cmpstr (first->source_name, ==, "1 first paper.pdf");
  g_assert_cmpuint (first->n_pages, ==, 2);
  text = jal_evidence_dup_text (vault.store, first->id, NULL);
  g_strdelimit (text, "\n", ' ');
  g_assert_nonnull (strstr (text, "Kwa heri"));
  g_assert_nonnull (strstr (text, "Page two"));
  g_assert_cmpint (strchr (text, '\f') - text, <, strstr (text, "Page two") - text);

  custody = jal_evidence_custody (vault.store, first->id, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (custody)), ==, 1);
  event = g_list_model_get_item (G_LIST_MODEL (custody), 0);
  g_assert_cmpstr (event->verb, ==, "received");
  g_assert_cmpstr (event->actor, ==, "Tester");
  g_assert_nonnull (strstr (event->detail, sha256));
  /* What was refused or stood there already left nothing behind. */
  g_assert_cmpuint (count_blobs (&vault), ==, 2);

  for (guint i = 0; i < 8; i++)
    g_free (written[i]);
  jal_test_vault_close (&vault);
}

/* --- Cancelling ---------------------------------------------------------------------------------------------- */

static void
cancel_in_second_cb (const JalImportProgress *progress, gpointer data)
{
  if (progress->file == 1 && progress->bytes_done > 1000000)
    g_cancellable_cancel (data);
}

static void
test_cancel (void)
{
  static const char *const lines[] = { "Small", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) large = jal_test_pdf (lines, 3 * 1024 * 1024);
  g_autoptr (GListStore) results = NULL;
  g_autoptr (GListStore) again = NULL;
  g_autofree char *folder = NULL;
  JalTestVault vault = { 0 };
  static const JalImportOutcome expected[] = { JAL_IMPORT_TAKEN, JAL_IMPORT_CANCELLED, JAL_IMPORT_CANCELLED };

  open_vault (&vault);
  folder = g_build_filename (vault.folder, "in", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  {
    g_autofree char *a = jal_test_write_pdf (folder, "1.pdf", lines);
    g_autofree char *b = jal_test_write (folder, "2.pdf", g_bytes_get_data (large, NULL), g_bytes_get_size (large));
    static const char *const others[] = { "Third", NULL };
    g_autofree char *c = jal_test_write_pdf (folder, "3.pdf", others);
  }
  results = import (&vault, folder, cancellable, cancel_in_second_cb);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalImportResult) result = g_list_model_get_item (G_LIST_MODEL (results), i);

      g_assert_cmpint (result->outcome, ==, expected[i]);
    }
  g_assert_cmpuint (count_documents (&vault), ==, 1);
  g_assert_cmpuint (count_blobs (&vault), ==, 1);

  again = import (&vault, folder, NULL, NULL);
  g_assert_cmpuint (count_documents (&vault), ==, 3);
  g_assert_cmpuint (count_blobs (&vault), ==, 3);
  jal_test_vault_close (&vault);
}

/* --- Undo ---------------------------------------------------------------------------------------------------- */

static void
test_undo (void)
{
  static const char *const lines[] = { "Once", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) first = NULL;
  g_autoptr (GListStore) second = NULL;
  g_autoptr (JalImportResult) result = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  JalTestVault vault = { 0 };

  open_vault (&vault);
  path = jal_test_write_pdf (vault.folder, "once.pdf", lines);
  first = import (&vault, path, NULL, NULL);
  g_assert_cmpuint (count_documents (&vault), ==, 1);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_documents (&vault), ==, 0);
  /* What was taken back does not count as being there already. */
  second = import (&vault, path, NULL, NULL);
  result = g_list_model_get_item (G_LIST_MODEL (second), 0);
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  text = jal_evidence_dup_text (vault.store, result->document_id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "Once"));
  jal_test_vault_close (&vault);
}

/* What reading a file of an older program for its notes leaves in the vault: rows that its import knows nothing of. */
static gboolean
leave_note (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select_one (tx, error, "SELECT id FROM original WHERE deleted = 0", "");
  g_autoptr (JalMark) mark = g_object_new (JAL_TYPE_MARK, NULL);
  JalMarkQuad quad = { .x = { 10, 30, 10, 30 }, .y = { 30, 30, 10, 10 } };

  if (rows == NULL)
    return FALSE;
  mark->id = jal_id_new ();
  mark->original_id = jal_rows_id (rows, 0);
  mark->kind = g_strdup ("note");
  mark->color = g_strdup ("yellow");
  mark->author = g_strdup ("A. Clerk");
  mark->text = g_strdup ("whose?");
  mark->quoted = g_strdup ("");
  mark->quads = g_memdup2 (&quad, sizeof quad);
  mark->n_quads = 1;
  return jal_received_rows_insert (tx, mark, error);
}

/* The import can be taken back, and done again, although its notes were read meanwhile. */
static void
test_undo_after_notes (void)
{
  static const char *const lines[] = { "Once", NULL };
  JalAct act = { .verb = "mark.received" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) first = NULL;
  g_autofree char *path = NULL;
  JalTestVault vault = { 0 };

  open_vault (&vault);
  path = jal_test_write_pdf (vault.folder, "once.pdf", lines);
  first = import (&vault, path, NULL, NULL);
  act.case_id = case_id;
  jal_store_act (vault.store, &act, leave_note, NULL, NULL, &error);
  g_assert_no_error (error);
  jal_store_undo (vault.store, case_id, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_documents (&vault), ==, 0);
  jal_store_redo (vault.store, case_id, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_documents (&vault), ==, 1);
  jal_test_vault_close (&vault);
}

static void
test_no_such_case (void)
{
  g_autoptr (GError) error = NULL;
  const char *paths[] = { "/", NULL };
  JalTestVault vault = { 0 };

  open_vault (&vault);
  g_assert_null (jal_evidence_import (vault.store, jal_id_new (), paths, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  jal_test_vault_close (&vault);
}

/* --- Notes that came with a file ------------------------------------------------------------------------------- */

/* As a vault is in which the file was taken in before notes were kept. */
static gboolean
forget_notes (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select_one (tx, error, "SELECT id FROM received_mark", "");
  JalId id;

  if (rows == NULL)
    return FALSE;
  id = jal_rows_id (rows, 0);
  return jal_tx_delete (tx, "received_mark", id, error)
         && jal_tx_run (tx, error, "DELETE FROM local_setting WHERE name LIKE 'received.%'", "");
}

/* How many there are, and how many records of the history there are. */
static gboolean
count_notes (JalTx *tx, gpointer data, GError **error)
{
  gint64 *counts = data;

  return jal_tx_select_int (tx, &counts[0], error, "SELECT count (*) FROM received_mark WHERE deleted = 0 AND text = 'whose?'", "")
         && jal_tx_select_int (tx, &counts[1], error, "SELECT count (*) FROM audit WHERE verb = 'mark.received'", "");
}

static void
read_notes (JalTestVault *vault, JalId id, gint64 n_notes, gint64 n_reads)
{
  g_autoptr (GError) error = NULL;
  gint64 counts[2] = { 0 };
  gboolean more = TRUE;

  g_assert_true (jal_evidence_read_received (vault->store, id, &more, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (more);
  g_assert_true (jal_store_read (vault->store, count_notes, counts, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (counts[0], ==, n_notes);
  g_assert_cmpint (counts[1], ==, n_reads);
}

/* Such a file is read for them when it is looked at first, and never again. */
static void
test_received_later (void)
{
  static const char noted[]
      = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
        "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Annots [<< /Type /Annot /Subtype /Text "
        "/Rect [10 10 30 30] /T (A. Clerk) /Contents (whose?) >>] >>\nendobj\ntrailer\n<< /Size 4 /Root 1 0 R >>\n%%EOF\n";
  JalAct act = { .verb = "test.forget" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) results = NULL;
  g_autoptr (JalImportResult) result = NULL;
  g_autofree char *path = NULL;
  JalTestVault vault = { 0 };

  open_vault (&vault);
  path = jal_test_write (vault.folder, "noted.pdf", noted, strlen (noted));
  results = import (&vault, path, NULL, NULL);
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  read_notes (&vault, result->document_id, 1, 0); /* they were read with its pages */
  jal_store_act (vault.store, &act, forget_notes, NULL, NULL, &error);
  g_assert_no_error (error);
  read_notes (&vault, result->document_id, 1, 1);
  read_notes (&vault, result->document_id, 1, 1);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence/import/folder", test_folder);
  g_test_add_func ("/evidence/import/cancel", test_cancel);
  g_test_add_func ("/evidence/import/undo", test_undo);
  g_test_add_func ("/evidence/import/undo-after-notes", test_undo_after_notes);
  g_test_add_func ("/evidence/import/no-such-case", test_no_such_case);
  g_test_add_func ("/import/received-later", test_received_later);
  return g_test_run ();
}
