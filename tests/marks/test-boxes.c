/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that are redacted: put elsewhere they take the words under them, and are to be reviewed again. The person does not exist. */
#include "jal-test-case.h"
#include "marks/jal-redactions.h"

#define UPPER (JalBox){ 0, 0, 595, 420 }
#define LOWER (JalBox){ 10, 430, 590, 800 }

static JalRedaction *
get_only (JalTestVault *vault, JalId document_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) all = jal_redactions_list (vault->store, document_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all)), ==, 1);
  return g_list_model_get_item (G_LIST_MODEL (all), 0);
}

static void
assert_only (JalTestVault *vault, JalId document_id, const char *quoted, const char *state, double top)
{
  g_autoptr (JalRedaction) redaction = get_only (vault, document_id);

  g_assert_cmpstr (redaction->quoted, ==, quoted);
  g_assert_cmpstr (redaction->state, ==, state);
  g_assert_cmpfloat_with_epsilon (redaction->quads[0].y[0], top, 0.01);
  g_assert_true (jal_id_equal (redaction->document_id, document_id));
}

static void
test_elsewhere (void)
{
  static const char *const lines[] = { "Amina lives here", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalRedaction) made = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id, id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_true (jal_redactions_add_area (vault.store, document_id, 0, UPPER, NULL, &id, NULL, &error));
  g_assert_true (jal_redactions_update (vault.store, &id, 1, "accepted", NULL, NULL, &error));
  made = get_only (&vault, document_id);
  g_assert_true (jal_redaction_is_box (made));
  assert_only (&vault, document_id, "Amina lives here", "accepted", made->quads[0].y[0]);

  g_assert_true (jal_redactions_place_area (vault.store, id, document_id, 0, LOWER, NULL, &error));
  assert_only (&vault, document_id, "", "pending", made->quads[0].y[0] - 430);
  /* Beyond the page it would cover nothing; it stays where it is. */
  g_assert_false (jal_redactions_place_area (vault.store, id, document_id, 0, (JalBox){ 700, 900, 800, 950 }, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  assert_only (&vault, document_id, "", "pending", made->quads[0].y[0] - 430);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  assert_only (&vault, document_id, "Amina lives here", "accepted", made->quads[0].y[0]);
  jal_test_vault_close (&vault);
}

/* Words are redacted where they stand. */
static void
test_words_stay (void)
{
  static const char *const lines[] = { "Amina lives here", NULL };
  static const JalMarkQuad quad = { .x = { 72, 110, 72, 110 }, .y = { 780, 780, 760, 760 } };
  JalRedactionDraft draft = { .quads = &quad, .n_quads = 1, .quoted = "Amina", .origin = "text" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  JalTestVault vault = { 0 };
  JalId case_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  draft.document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  g_assert_true (jal_redactions_add (vault.store, &draft, 1, &ids, &error));
  g_assert_false (jal_redactions_place_area (vault.store, g_array_index (ids, JalId, 0), draft.document_id, 0, LOWER, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  assert_only (&vault, draft.document_id, "Amina", "pending", 780);
  jal_test_vault_close (&vault);
}

/* The review of a case has each of them once, with the document that it is on. */
static void
test_of_case (void)
{
  static const char *const lines[] = { "Amina lives here", "And here", NULL };
  static const struct
  {
    const char *document;
    int page;
  } wanted[] = { { "A", 0 }, { "A", 1 }, { "B", 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) all = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, other, documents[3];

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  other = jal_test_add_case (&vault, "Other");
  documents[0] = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  documents[1] = jal_test_add_document (&vault, case_id, "b.pdf", (const char *const[]){ "Another", NULL });
  documents[2] = jal_test_add_document (&vault, other, "c.pdf", lines);
  g_assert_true (jal_redactions_add_area (vault.store, documents[1], 0, UPPER, NULL, NULL, NULL, &error));
  g_assert_true (jal_redactions_add_area (vault.store, documents[0], 1, UPPER, NULL, NULL, NULL, &error));
  g_assert_true (jal_redactions_add_area (vault.store, documents[0], 0, LOWER, NULL, NULL, NULL, &error));
  g_assert_true (jal_redactions_add_area (vault.store, documents[2], 0, UPPER, NULL, NULL, NULL, &error));
  all = jal_redactions_list_case (vault.store, case_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all)), ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (G_LIST_MODEL (all), i);

      g_assert_cmpstr (redaction->document, ==, wanted[i].document);
      g_assert_cmpint (redaction->document_page, ==, wanted[i].page);
      g_assert_true (jal_id_equal (redaction->document_id, documents[*wanted[i].document == 'A' ? 0 : 1]));
    }
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/boxes/elsewhere", test_elsewhere);
  g_test_add_func ("/marks/boxes/words-stay", test_words_stay);
  g_test_add_func ("/marks/boxes/of-case", test_of_case);
  return g_test_run ();
}
