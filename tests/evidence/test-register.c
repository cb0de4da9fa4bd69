/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "evidence/jal-evidence.h"
#include "jal-test-pdf.h"
#include "jal-test-vault.h"
#include "base/jal-text.h"
#include "record/jal-case-rows.h"
#include "record/jal-document-rows.h"

static JalId case_id;
static JalId documents[3];

static gboolean
insert_case (JalTx *tx, gpointer data, GError **error)
{
  g_autoptr (JalCase) value = g_object_new (JAL_TYPE_CASE, NULL);

  value->id = *(JalId *)data;
  return jal_case_rows_insert (tx, value, error);
}

/* A case with three documents: five pages, one, one. */
static void
open_vault (JalTestVault *vault)
{
  static const char *const five[] = { "One", "Two", "Three", "Four", "Five", NULL };
  static const char *const b[] = { "B", NULL };
  static const char *const c[] = { "C", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) results = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  JalAct act = { .verb = "test.case" };

  jal_test_vault_open (vault);
  case_id = jal_id_new ();
  jal_store_act (vault->store, &act, insert_case, &case_id, NULL, &error);
  g_assert_no_error (error);
  first = jal_test_write_pdf (vault->folder, "a.pdf", five);
  second = jal_test_write_pdf (vault->folder, "b.pdf", b);
  third = jal_test_write_pdf (vault->folder, "c.pdf", c);
  {
    const char *paths[] = { first, second, third, NULL };

    results = jal_evidence_import (vault->store, case_id, paths, NULL, NULL, NULL, &error);
  }
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalImportResult) result = g_list_model_get_item (G_LIST_MODEL (results), i);

      g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
      documents[i] = result->document_id;
    }
}

static void
assert_order (JalTestVault *vault, guint first, guint second, guint third)
{
  g_autoptr (GListStore) list = jal_evidence_list (vault->store, case_id, NULL, NULL);
  const guint expected[] = { first, second, third };

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (jal_id_equal (document->id, documents[expected[i]]));
    }
}

/* --- What pages say ------------------------------------------------------------------------------------------ */

typedef struct
{
  JalId original_id;
  guint page;
  const char *text;
  gint64 reading;
} Said;

static gboolean
write_said (JalTx *tx, gpointer data, GError **error)
{
  const Said *said = data;

  return jal_page_text_set (tx, said->original_id, said->page, said->text, error)
         && jal_tx_run (tx, error, "UPDATE page_text SET reading = ? WHERE original_id = ? AND page = ?", "iIi", said->reading, &said->original_id,
                        (gint64)said->page);
}

static void
set_said (JalTestVault *vault, JalId original_id, guint page, const char *text, gint64 reading)
{
  Said said = { original_id, page, text, reading };
  JalAct act = { .verb = "test.text" };
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_act (vault->store, &act, write_said, &said, NULL, &error));
  g_assert_no_error (error);
}

/* The text that the vault holds is the one that the worker reads, or it is not told. */
static void
test_said (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalDocumentReader) reader = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GPtrArray) left_out = NULL;
  g_autofree char *much = NULL;
  JalTestVault vault = { 0 };
  JalId original_id;

  open_vault (&vault);
  reader = jal_document_reader_open (vault.store, documents[0], NULL, &error);
  g_assert_no_error (error);
  g_assert_true (jal_document_reader_locate (reader, 0, &original_id, NULL, NULL));
  all = jal_document_reader_dup_said (reader, 0, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (JalPageText) text = jal_document_reader_get_text (reader, i, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (all->pdata[i], ==, text->text);
    }
  set_said (&vault, original_id, 1, "Two, corrected", 1000);
  set_said (&vault, original_id, 2, "Thr", JAL_PAGE_TEXT_READING - 1);
  set_said (&vault, original_id, 3, "Four\n" JAL_TEXT_UNSAID, JAL_PAGE_TEXT_READING);
  set_said (&vault, original_id, 4, "", JAL_PAGE_TEXT_READING);
  some = jal_document_reader_dup_said (reader, 1, 4, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (some->pdata[0]);
  g_assert_null (some->pdata[1]);
  g_assert_cmpstr (some->pdata[2], ==, "Four");
  g_assert_cmpstr (some->pdata[3], ==, "");

  /* Behind so much text an empty one may be one that was left out. */
  much = g_strnfill (61 * 1024 * 1024, ' ');
  set_said (&vault, original_id, 0, much, JAL_PAGE_TEXT_READING);
  left_out = jal_document_reader_dup_said (reader, 3, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (left_out->pdata[0], ==, "Four");
  g_assert_null (left_out->pdata[1]);
  g_clear_object (&reader);
  jal_test_vault_close (&vault);
}

static void
test_update (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalDocument) changed = NULL;
  g_autoptr (JalDocument) cleared = NULL;
  g_autoptr (JalDocument) other = NULL;
  JalTestVault vault = { 0 };
  JalDocumentDraft draft = { .title = "  Charge\nsheet ",
                             .kind = "charge_sheet",
                             .exhibit = "P4",
                             .sensitivity = "protected",
                             .date = 20000,
                             .set_date = TRUE };
  JalDocumentDraft clear = { .exhibit = "", .date = JAL_DATE_NONE, .set_date = TRUE };
  JalDocumentDraft number = { .exhibit = "p4" };
  JalDocumentDraft wrong = { .sensitivity = "secret" };

  open_vault (&vault);
  g_assert_true (jal_evidence_update (vault.store, documents[0], &draft, &error));
  g_assert_true (jal_evidence_update (vault.store, documents[1], &number, &error));
  changed = jal_evidence_get (vault.store, documents[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (changed->title, ==, "Charge sheet");
  g_assert_cmpstr (changed->kind, ==, "charge_sheet");
  g_assert_cmpstr (changed->exhibit, ==, "P4");
  g_assert_cmpstr (changed->sensitivity, ==, "protected");
  g_assert_cmpint (changed->date, ==, 20000);
  g_assert_true (changed->exhibit_clash);

  g_assert_true (jal_evidence_update (vault.store, documents[0], &clear, &error));
  cleared = jal_evidence_get (vault.store, documents[0], &error);
  g_assert_null (cleared->exhibit);
  g_assert_cmpint (cleared->date, ==, JAL_DATE_NONE);
  g_assert_cmpstr (cleared->title, ==, "Charge sheet");
  other = jal_evidence_get (vault.store, documents[1], &error);
  g_assert_false (other->exhibit_clash);

  g_assert_false (jal_evidence_update (vault.store, documents[0], &wrong, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&vault);
}

static void
test_order (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };

  open_vault (&vault);
  assert_order (&vault, 0, 1, 2);
  g_assert_true (jal_evidence_move (vault.store, documents[2], JAL_ID_NONE, &error));
  assert_order (&vault, 2, 0, 1);
  g_assert_true (jal_evidence_move (vault.store, documents[2], documents[0], &error));
  assert_order (&vault, 0, 2, 1);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  assert_order (&vault, 2, 0, 1);
  g_assert_true (jal_evidence_remove (vault.store, documents[0], &error));
  g_assert_null (jal_evidence_get (vault.store, documents[0], &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  assert_order (&vault, 2, 0, 1);
  jal_test_vault_close (&vault);
}

static void
assert_page (JalTestVault *vault, guint page, const char *words, int rotation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalDocumentReader) reader = jal_document_reader_open (vault->store, documents[0], NULL, &error);
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (JalPixels) pixels = NULL;
  gboolean lies = rotation == 90 || rotation == 270;
  JalPageInfo info;
  JalId original_id;
  guint original_page;
  int found;

  g_assert_no_error (error);
  g_assert_cmpuint (jal_document_reader_get_n_pages (reader), ==, 5);
  g_assert_true (jal_document_reader_locate (reader, page, &original_id, &original_page, &found));
  g_assert_cmpint (found, ==, rotation);
  g_assert_cmpuint (original_page, ==, page);
  g_assert_true (jal_document_reader_get_page (reader, page, &info, NULL, &error));
  g_assert_cmpfloat_with_epsilon (info.width, lies ? 842 : 595, 0.01);
  g_assert_cmpfloat_with_epsilon (info.height, lies ? 595 : 842, 0.01);
  g_assert_cmpuint (info.rotate, ==, (guint)rotation);
  text = jal_document_reader_get_text (reader, page, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text->text, words));
  pixels = jal_document_reader_render (reader, page, 0.5, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pixels->width > pixels->height, ==, lies);
}

static void
test_rotate (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalDocument) document = NULL;
  g_autofree char *text = NULL;
  JalTestVault vault = { 0 };

  open_vault (&vault);
  assert_page (&vault, 1, "Two", 0);
  g_assert_true (jal_evidence_rotate (vault.store, documents[0], 1, 2, 90, &error));
  assert_page (&vault, 0, "One", 0);
  assert_page (&vault, 1, "Two", 90);
  assert_page (&vault, 2, "Three", 90);
  assert_page (&vault, 3, "Four", 0);
  g_assert_true (jal_evidence_rotate (vault.store, documents[0], 2, 3, 270, &error));
  assert_page (&vault, 1, "Two", 90);
  assert_page (&vault, 2, "Three", 0);
  assert_page (&vault, 4, "Five", 270);
  document = jal_evidence_get (vault.store, documents[0], &error);
  g_assert_cmpuint (document->n_pages, ==, 5);
  text = jal_evidence_dup_text (vault.store, documents[0], &error);
  g_assert_cmpint (strstr (text, "Two") - text, <, strstr (text, "Three") - text);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  assert_page (&vault, 2, "Three", 90);
  assert_page (&vault, 4, "Five", 0);

  g_assert_false (jal_evidence_rotate (vault.store, documents[0], 4, 2, 90, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_evidence_rotate (vault.store, documents[0], 0, 1, 45, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence/register/update", test_update);
  g_test_add_func ("/evidence/register/said", test_said);
  g_test_add_func ("/evidence/register/order", test_order);
  g_test_add_func ("/evidence/register/rotate", test_rotate);
  return g_test_run ();
}
