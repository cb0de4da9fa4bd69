/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "jal-test-case.h"
#include "marks/jal-marks.h"

static const JalMarkQuad quad = { { 72, 172, 72, 172 }, { 712, 712, 698, 698 } };

static JalMarkDraft
draft_for (JalId document_id, guint page, const char *kind)
{
  JalMarkDraft draft = { .document_id = document_id, .page = page, .kind = kind, .quads = &quad, .n_quads = 1 };

  return draft;
}

static JalMark *
only_mark (JalTestVault *vault, JalId document_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) marks = jal_marks_list (vault->store, document_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (marks)), ==, 1);
  return g_list_model_get_item (G_LIST_MODEL (marks), 0);
}

static guint
count_marks (JalTestVault *vault, JalId document_id)
{
  g_autoptr (GListStore) marks = jal_marks_list (vault->store, document_id, NULL, NULL);

  return g_list_model_get_n_items (G_LIST_MODEL (marks));
}

static void
test_life (void)
{
  static const char *const lines[] = { "One", "Two", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalMark) added = NULL;
  g_autoptr (JalMark) changed = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft draft;
  JalId case_id, document_id, id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  draft = draft_for (document_id, 1, "highlight");
  g_assert_true (jal_marks_add (vault.store, &draft, &id, &error));
  added = only_mark (&vault, document_id);
  g_assert_true (jal_id_equal (added->id, id));
  g_assert_true (jal_id_equal (added->case_id, case_id));
  g_assert_cmpstr (added->audience, ==, "private");
  g_assert_cmpstr (added->color, ==, "yellow");
  g_assert_cmpstr (added->author, ==, "Tester");
  g_assert_cmpuint (added->page, ==, 1);
  g_assert_cmpint (added->document_page, ==, 1);
  g_assert_cmpmem (added->quads, sizeof quad, &quad, sizeof quad);

  g_assert_true (jal_marks_update (vault.store, id, "Seen", NULL, "pink", &error));
  changed = only_mark (&vault, document_id);
  g_assert_cmpstr (changed->text, ==, "Seen");
  g_assert_cmpstr (changed->color, ==, "pink");
  g_assert_cmpstr (changed->audience, ==, "private");

  g_assert_true (jal_marks_remove (vault.store, id, &error));
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 0);
  g_assert_false (jal_marks_remove (vault.store, id, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 1);
  jal_test_vault_close (&vault);
}

static void
test_refused (void)
{
  static const char *const lines[] = { "One", NULL };
  static const JalMarkQuad infinite = { { 0, 1, 0, INFINITY }, { 1, 1, 0, 0 } };
  static const JalMarkQuad far = { { 0, 1, 0, 2e6 }, { 1, 1, 0, 0 } };
  JalTestVault vault = { 0 };
  JalId case_id, document_id;
  JalMarkDraft drafts[7];

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    drafts[i] = draft_for (document_id, 0, "highlight");
  drafts[0].kind = "wiggle";
  drafts[1].n_quads = 0;
  drafts[2].quads = &infinite;
  drafts[3].quads = &far;
  drafts[4].audience = "press";
  drafts[5].color = "red";
  drafts[6].page = 1;
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (jal_marks_add (vault.store, &drafts[i], NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
    }
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 0);
  jal_test_vault_close (&vault);
}

/* The same bytes in another case bring no marks along. */
static void
test_other_case (void)
{
  static const char *const lines[] = { "The very same", NULL };
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft draft;
  JalId first, second;

  jal_test_vault_open (&vault);
  first = jal_test_add_document (&vault, jal_test_add_case (&vault, "First"), "a.pdf", lines);
  second = jal_test_add_document (&vault, jal_test_add_case (&vault, "Second"), "a.pdf", lines);
  draft = draft_for (first, 0, "note");
  g_assert_true (jal_marks_add (vault.store, &draft, NULL, &error));
  g_assert_cmpuint (count_marks (&vault, first), ==, 1);
  g_assert_cmpuint (count_marks (&vault, second), ==, 0);
  jal_test_vault_close (&vault);
}

static void
test_words (void)
{
  static const char *const lines[] = { "age and age again", "none here", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (JalMark) mark = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft look = { .kind = "underline", .audience = "team" };
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  one = jal_marks_add_by_words (vault.store, document_id, 0, "AND", FALSE, &look, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  mark = only_mark (&vault, document_id);
  g_assert_cmpstr (mark->quoted, ==, "and");
  g_assert_cmpstr (mark->context_before, ==, "age ");
  g_assert_true (g_str_has_prefix (mark->context_after, " age again"));
  /* Helvetica 14 from x = 72: "age " is 556+556+556+278 thousandths wide, "and" 556+556+556. */
  g_assert_cmpfloat_with_epsilon (mark->quads[0].x[0], 72 + 14 * 1.946, 1.5);
  g_assert_cmpfloat_with_epsilon (mark->quads[0].x[1], 72 + 14 * (1.946 + 1.668), 1.5);
  g_assert_cmpfloat (mark->quads[0].y[2], <, 700);
  g_assert_cmpfloat (mark->quads[0].y[0], >, 708);

  all = jal_marks_add_by_words (vault.store, document_id, 0, "age", TRUE, &look, NULL, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_null (jal_marks_add_by_words (vault.store, document_id, 1, "age", FALSE, &look, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A turned page keeps its marks where they are in its own space. */
  g_assert_true (jal_evidence_rotate (vault.store, document_id, 0, 1, 90, &error));
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 3);
  look.kind = "box";
  g_clear_pointer (&one, g_array_unref);
  one = jal_marks_add_by_words (vault.store, document_id, 0, "again", FALSE, &look, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GListStore) marks = jal_marks_list (vault.store, document_id, NULL, NULL);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (marks)); i++)
      {
        g_autoptr (JalMark) box = g_list_model_get_item (G_LIST_MODEL (marks), i);

        g_assert_cmpfloat (box->quads[0].y[2], >, 690);
        g_assert_cmpfloat (box->quads[0].y[0], <, 720);
      }
  }
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/life", test_life);
  g_test_add_func ("/marks/refused", test_refused);
  g_test_add_func ("/marks/other-case", test_other_case);
  g_test_add_func ("/marks/words", test_words);
  return g_test_run ();
}
