/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody said of a page that no search can read counts for what was asked, and for nothing else. */
#include <string.h>

#include "base/jal-text.h"
#include "evidence/jal-evidence.h"
#include "jal-test-case.h"
#include "marks/jal-redactions.h"
#include "record/jal-document-rows.h"
#include "record/jal-redaction-rows.h"
#include "release/jal-release-looked.h"

/* A word of letters that nobody knows. */
#define UNREADABLE "Read \xee\x80\x80\xee\x80\x81\xee\x80\x82\xee\x80\x83 in Nairobi"

typedef struct
{
  JalId document_id;
  const char *text;
} Said;

static gboolean
write_said (JalTx *tx, gpointer data, GError **error)
{
  const Said *said = data;
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, said->document_id, error);

  return parts != NULL && jal_page_text_set (tx, g_array_index (parts, JalDocumentPart, 0).original_id, 0, said->text, error);
}

static void
set_said (JalTestVault *vault, JalId document_id, const char *text)
{
  Said said = { document_id, text };
  JalAct act = { .verb = "test.text" };
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_store_act (vault->store, &act, write_said, &said, NULL, &error));
  g_assert_no_error (error);
}

/* "unreadable open, unsaid looked". */
static char *
list_states (JalTestVault *vault, JalId case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pages = jal_looked_list (vault->store, case_id, JAL_ID_NONE, NULL, &error);
  GString *states = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < pages->len; i++)
    {
      const JalUnsearchedPage *page = pages->pdata[i];

      g_string_append_printf (states, "%s%s %s", i > 0 ? ", " : "", jal_unsearched_id (page->why), page->is_open ? "open" : "looked");
    }
  return g_string_free (states, FALSE);
}

static void
assert_states (JalTestVault *vault, JalId case_id, const char *expected)
{
  g_autofree char *states = list_states (vault, case_id);

  g_assert_cmpstr (states, ==, expected);
}

static void
test_kinds (void)
{
  static const char pdf[] = "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
                            "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >> endobj\ntrailer << /Root 1 0 R /Size 4 >>\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) results = NULL;
  g_autoptr (JalImportResult) result = NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autofree char *path = NULL;
  JalUnsearchedPage page = { 0 };
  JalTestVault vault = { 0 };
  JalId case_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  path = jal_test_write (vault.folder, "page.pdf", pdf, strlen (pdf));
  results = jal_evidence_import (vault.store, case_id, (const char *[]){ path, NULL }, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  g_assert_true (jal_protected_names_add (vault.store, case_id, "person", "Amina Finwick", NULL, &error));
  assert_states (&vault, case_id, "wordless open");

  page = (JalUnsearchedPage){ .document_id = result->document_id, .why = JAL_UNSEARCHED_WORDLESS };
  g_ptr_array_add (one, &page);
  g_assert_true (jal_looked_add (vault.store, one, &error));
  assert_states (&vault, case_id, "wordless looked");
  /* The same page, read anew, is asked other things. */
  set_said (&vault, result->document_id, UNREADABLE "\n" JAL_TEXT_UNSAID);
  assert_states (&vault, case_id, "unreadable open, unsaid open");
  page.why = JAL_UNSEARCHED_UNSAID;
  g_assert_true (jal_looked_add (vault.store, one, &error));
  assert_states (&vault, case_id, "unreadable open, unsaid looked");
  page.why = JAL_UNSEARCHED_UNREADABLE;
  g_assert_true (jal_looked_add (vault.store, one, &error));
  page.why = JAL_UNSEARCHED_UNSAID;
  g_assert_true (jal_looked_remove (vault.store, one, &error));
  assert_states (&vault, case_id, "unreadable looked, unsaid open");
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/looked/kinds", test_kinds);
  return g_test_run ();
}
