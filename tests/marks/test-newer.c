/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A newer version of a document: its marks are brought over by the words they quote, and nothing is lost. */
#include "jal-test-case.h"
#include "marks/jal-marks-anchor.h"
#include "marks/jal-marks.h"

static JalMark *
find_mark (JalTestVault *vault, JalId document_id, const char *text)
{
  g_autoptr (GListStore) marks = jal_marks_list (vault->store, document_id, NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (marks), i);

      if (g_str_equal (mark->text, text))
        return g_steal_pointer (&mark);
    }
  g_error ("no mark “%s”", text);
}

static void
assert_brought (JalTestVault *vault, JalId document_id, const char *text, int page, const char *quoted, const char *anchor)
{
  g_autoptr (JalMark) mark = find_mark (vault, document_id, text);

  g_assert_cmpint (mark->document_page, ==, page);
  g_assert_cmpstr (mark->quoted, ==, quoted);
  g_assert_cmpstr (mark->anchor, ==, anchor);
  g_assert_false (jal_id_is_none (mark->earlier_id));
}

static void
add_on_words (JalTestVault *vault, JalId document_id, guint page, const char *words, const char *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  JalMarkDraft look = { .kind = kind, .text = text, .audience = "team", .color = "pink" };
  g_autoptr (GArray) ids = jal_marks_add_by_words (vault->store, document_id, page, words, FALSE, &look, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
}

static guint
count_marks (JalTestVault *vault, JalId document_id)
{
  g_autoptr (GListStore) marks = jal_marks_list (vault->store, document_id, NULL, NULL);

  return g_list_model_get_n_items (G_LIST_MODEL (marks));
}

static void
test_newer (void)
{
  static const char *const old_lines[]
      = { "The watchman opened the gate at nine", "The receptionist wrote the name in the book",
          "The driver said nothing and the driver left", "Well. The child was seen at the gate", NULL };
  /* A page is new before all others; the gate is as it was; the book's line was mended; the driver is gone. */
  static const char *const new_lines[]
      = { "Corrected statement of the third of March", "The watchman opened the gate at nine",
          "The receptionist wrote the names in the blue book", "Nobody else was seen that night",
          /* Two lines: what is only like the quote begins with the second, not with the full stop of the first. */
          "Well.) Tj 0 -20 Td (A girl was seen at the gates, alone", NULL };
  static const JalMarkPoint line[] = { { 80, 600, 1 }, { 200, 640, 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalDocument) older = NULL;
  g_autoptr (JalDocument) now = NULL;
  g_autofree char *path = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft drawn = { .page = 0, .kind = "line", .points = line, .n_points = 2, .text = "drawn" };
  JalMarksNewer result;
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "old.pdf", old_lines);
  add_on_words (&vault, document_id, 0, "opened the gate", "highlight", "gate");
  add_on_words (&vault, document_id, 1, "wrote the name in the book", "underline", "book");
  add_on_words (&vault, document_id, 2, "said nothing", "highlight", "gone");
  add_on_words (&vault, document_id, 3, "The child was seen at the gate", "highlight", "girl");
  drawn.document_id = document_id;
  g_assert_true (jal_marks_add (vault.store, &drawn, NULL, &error));
  path = jal_test_write_pdf (vault.folder, "new.pdf", new_lines);

  g_assert_true (jal_marks_take_newer (vault.store, document_id, path, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_marks, ==, 5);
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 5);
  g_assert_cmpuint (count_marks (&vault, result.older_id), ==, 5);
  now = jal_evidence_get (vault.store, document_id, &error);
  older = jal_evidence_get (vault.store, result.older_id, &error);
  g_assert_cmpuint (now->n_pages, ==, 5);
  g_assert_cmpuint (older->n_pages, ==, 4);
  g_assert_true (jal_id_equal (older->newer_id, document_id));
  assert_brought (&vault, document_id, "gate", 1, "opened the gate", "sure");
  assert_brought (&vault, document_id, "girl", 4, "A girl was seen at the gates", "doubtful");
  {
    g_autoptr (JalMark) mended = find_mark (&vault, document_id, "book");
    g_autoptr (JalMark) gone = find_mark (&vault, document_id, "gone");
    g_autoptr (JalMark) line_mark = find_mark (&vault, document_id, "drawn");

    g_assert_cmpint (mended->document_page, ==, 2);
    g_assert_cmpstr (mended->quoted, ==, "wrote the names in the blue");
    g_assert_cmpstr (mended->anchor, ==, "doubtful");
    g_assert_cmpstr (mended->audience, ==, "team");
    g_assert_cmpstr (mended->color, ==, "pink");
    /* Words that are nowhere any more: kept, at their old place, to be looked at. */
    g_assert_cmpstr (gone->quoted, ==, "said nothing");
    g_assert_cmpstr (gone->anchor, ==, "doubtful");
    /* What is drawn follows its page. */
    g_assert_cmpint (line_mark->document_page, ==, 1);
    g_assert_cmpstr (line_mark->anchor, ==, "sure");
    g_assert_cmpfloat (line_mark->points[1].x, ==, 200);
    g_assert_true (jal_marks_settle (vault.store, gone->id, "left", &error));
  }
  g_assert_cmpuint (result.n_doubtful, ==, 3);
  /* An older version is not replaced, nor is a file by itself. */
  g_assert_false (jal_marks_take_newer (vault.store, result.older_id, path, &result, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_marks_take_newer (vault.store, document_id, path, &result, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_clear_object (&now);
  now = jal_evidence_get (vault.store, document_id, &error);
  g_assert_cmpuint (now->n_pages, ==, 4);
  {
    g_autoptr (JalMark) gate = find_mark (&vault, document_id, "gate");

    g_assert_cmpint (gate->document_page, ==, 0);
    g_assert_cmpstr (gate->anchor, ==, "sure");
  }
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 5);
  jal_test_vault_close (&vault);
}

/* Letters that nobody knows are like nothing: what was read as "Om\uFFFD\uFFFDo" is not found in "Ot\uFFFD\uFFFDo" by them, and even where
   the rest agrees somebody has to look. */
static void
test_unknown_letters (void)
{
  JalPageText first = { .text = (char *)"The name is \uFFFD\uFFFD\uFFFD\uFFFD in the book of the hotel" };
  JalPageText second = { .text = (char *)"It was Om\uFFFD\uFFFDo who paid the watchman" };
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  JalAnchor anchor;

  g_ptr_array_add (texts, &first);
  g_ptr_array_add (texts, &second);
  g_assert_false (jal_anchor_find (texts, "\uFFFD\uFFFD\uFFFD\uFFFD", "The name is ", " in the book", 0, &anchor));
  g_assert_true (jal_anchor_find (texts, "who paid the watchman", "It was Om\uFFFD\uFFFDo ", "", 1, &anchor));
  g_assert_true (anchor.sure);
  g_assert_true (jal_anchor_find (texts, "Om\uFFFD\uFFFDo who paid the watchman", "It was ", "", 1, &anchor));
  g_assert_cmpuint (anchor.page, ==, 1);
  g_assert_false (anchor.sure);
  /* A page that reads what the other does not is no proof either. */
  second.text = (char *)"It was Omondo who paid the watchman of the house";
  g_assert_true (jal_anchor_find (texts, "Omon\uFFFDo who paid the watchman of the house", "It was ", "", 1, &anchor));
  g_assert_false (anchor.sure);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/newer", test_newer);
  g_test_add_func ("/marks/unknown-letters", test_unknown_letters);
  return g_test_run ();
}
