/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "bundle/jal-bundle.h"
#include "jal-test-case.h"
#include "marks/jal-redactions.h"
#include "store/jal-tx.h"

static char *
run (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;
  va_list arguments;

  va_start (arguments, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (char *)argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return output;
}

static void
assert_page_has (const char *path, guint page, const char *words)
{
  g_autofree char *number = g_strdup_printf ("%u", page);
  g_autofree char *text = run ("pdftotext", "-f", number, "-l", number, path, "-", NULL);

  if (strstr (text, words) == NULL)
    g_error ("page %u of the bundle does not show “%s”", page, words);
}

static void
test_range_and_turn (void)
{
  static const char *const lines[] = { "Alpha", "Beta", "Gamma", "Delta", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) sections = NULL;
  g_autoptr (JalSection) section = NULL;
  g_autoptr (JalItem) item = NULL;
  g_auto (JalBundleResult) result = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *info = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, document_id, bundle_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "Charge sheet.pdf", lines);
  g_assert_true (jal_evidence_rotate (vault.store, document_id, 1, 1, 90, &error));
  g_assert_true (jal_bundle_ensure (vault.store, case_id, "kenya-trial", &bundle_id, &error));
  sections = jal_bundle_sections (vault.store, bundle_id, NULL, &error);
  section = g_list_model_get_item (G_LIST_MODEL (sections), 0);
  item = g_list_model_get_item (G_LIST_MODEL (section->items), 0);
  g_assert_true (jal_bundle_set_item_range (vault.store, item->id, 1, 2, &error));

  path = g_build_filename (vault.folder, "b.pdf", NULL);
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "counsel", path, FALSE, NULL, NULL, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.pages, ==, result.index_pages + 2);
  g_assert_null (result.warnings[0]);
  assert_page_has (path, result.index_pages + 1, "Beta");
  assert_page_has (path, result.index_pages + 2, "Gamma");
  info = run ("pdfinfo", "-f", "2", "-l", "3", path, NULL);
  g_assert_nonnull (strstr (info, "Page    2 rot:   90"));
  g_assert_nonnull (strstr (info, "Page    3 rot:   0"));
  jal_test_vault_close (&vault);
}

typedef struct
{
  JalId build_id;
  char *spec;
} Record;

static gboolean
read_record (JalTx *tx, gpointer data, GError **error)
{
  Record *record = data;
  g_autoptr (JalRows) rows
      = jal_tx_select_one (tx, error, "SELECT spec FROM bundle_build WHERE id = ?", "I", &record->build_id);

  return rows != NULL && (record->spec = jal_rows_dup_text (rows, 0)) != NULL;
}

static gboolean
write_record (JalTx *tx, gpointer data, GError **error)
{
  Record *record = data;

  return jal_tx_update (tx, "bundle_build", record->build_id, error, "spec", 's', record->spec, NULL);
}

/* A build record that no longer gives the bytes it gave is not passed off as the old bundle. */
static void
test_rebuild_differs (void)
{
  static const char *const lines[] = { "Alpha", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) spec = NULL;
  g_auto (JalBundleResult) result = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  g_autofree char *wrong = NULL;
  JalTestVault vault = { 0 };
  Record record = { 0 };
  JalAct act = { .verb = "test.change" };
  JalId case_id, bundle_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  jal_test_add_document (&vault, case_id, "Charge sheet.pdf", lines);
  g_assert_true (jal_bundle_ensure (vault.store, case_id, "kenya-trial", &bundle_id, &error));
  path = g_build_filename (vault.folder, "b.pdf", NULL);
  again = g_build_filename (vault.folder, "again.pdf", NULL);
  wrong = g_build_filename (vault.folder, "wrong.pdf", NULL);
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "counsel", path, FALSE, NULL, NULL, &result, NULL, &error));
  g_assert_true (jal_bundle_rebuild (vault.store, result.build_id, again, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  {
    g_autofree char *output = run ("cmp", path, again, NULL);

    g_assert_cmpstr (output, ==, "");
  }

  record.build_id = result.build_id;
  g_assert_true (jal_store_read (vault.store, read_record, &record, NULL, &error));
  /* The record prints the title, and knows neither the file's name nor any row but its own. */
  g_assert_nonnull (strstr (record.spec, "Charge sheet"));
  g_assert_null (strstr (record.spec, ".pdf"));
  spec = g_string_new (record.spec);
  g_string_replace (spec, "Charge sheet\"", "Charge shoot\"", 0);
  g_free (record.spec);
  record.spec = spec->str;
  g_assert_true (jal_store_act (vault.store, &act, write_record, &record, NULL, &error));
  g_assert_false (jal_bundle_rebuild (vault.store, result.build_id, wrong, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
  g_assert_false (g_file_test (wrong, G_FILE_TEST_EXISTS));
  jal_test_vault_close (&vault);
}

/* Which documents the court's copy shows, by sensitivity and exhibit number. */
static void
test_court_copy (void)
{
  static const struct
  {
    const char *name;
    const char *kind;
    const char *exhibit;
    const char *sensitivity;
    gboolean shown;
  } documents[] = {
    { "Aone.pdf", "charge_sheet", "", "normal", TRUE },
    { "Atwo.pdf", "charge_sheet", "", "privileged", FALSE },
    { "Bone.pdf", "witness_statement", "P9", "normal", FALSE },
    { "Cone.pdf", "photographs", "P1", "normal", TRUE },
    { "Ctwo.pdf", "photographs", "", "normal", FALSE },
    { "Cthree.pdf", "photographs", "MFI 3", "normal", FALSE },
    { "Done.pdf", "age_assessment", "P2", "protected", TRUE },
    { "Eone.pdf", "submissions", "", "normal", TRUE },
  };
  g_autoptr (GError) error = NULL;
  g_auto (JalBundleResult) result = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, bundle_id;
  guint shown = 0;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *words = g_strdup_printf ("Words of %s", documents[i].name);
      const char *lines[] = { words, NULL };
      JalId id = jal_test_add_document (&vault, case_id, documents[i].name, lines);
      JalDocumentDraft draft
          = { .kind = documents[i].kind, .exhibit = documents[i].exhibit, .sensitivity = documents[i].sensitivity };

      g_assert_true (jal_evidence_update (vault.store, id, &draft, &error));
      shown += documents[i].shown ? 1 : 0;
    }
  g_assert_true (jal_bundle_ensure (vault.store, case_id, "kenya-trial", &bundle_id, &error));
  path = g_build_filename (vault.folder, "b.pdf", NULL);
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "court", path, FALSE, NULL, NULL, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.pages, ==, result.index_pages + shown);
  /* The protected one is in it, and the user is told. */
  g_assert_cmpuint (g_strv_length (result.warnings), ==, 1);
  g_assert_nonnull (strstr (result.warnings[0], "Done"));
  text = run ("pdftotext", path, "-", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *words = g_strdup_printf ("Words of %s", documents[i].name);

      g_assert_cmpint (strstr (text, words) != NULL, ==, documents[i].shown);
    }
  g_assert_false (jal_bundle_build (vault.store, bundle_id, "press", path, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&vault);
}

/* What the case protects does not leave in the court's copy: what is redacted is burnt there too, what is not stops the copy
   and is named by document and page, what was rejected in the review is let go. The place does not exist. */
static void
test_protected (void)
{
  static const char *const first[] = { "Charge at Bahari Tisa", "Nothing", "Bahari Tisa again", NULL };
  static const char *const second[] = { "Second paper", "It names Bahari Tisa", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (JalBundleResult) result = { 0 };
  g_autofree char *path = NULL, *again = NULL, *counsel = NULL, *open = NULL, *text = NULL, *whole = NULL, *same = NULL;
  g_autoptr (GListStore) all = NULL;
  g_autoptr (JalRedaction) redaction = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, bundle_id, ids[2];
  JalRedactionQuery query = { .names = TRUE };

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  for (guint i = 0; i < 2; i++)
    {
      JalDocumentDraft draft = { .kind = "charge_sheet", .exhibit = "", .sensitivity = "normal" };

      ids[i] = jal_test_add_document (&vault, case_id, i == 0 ? "Aone.pdf" : "Atwo.pdf", i == 0 ? first : second);
      g_assert_true (jal_evidence_update (vault.store, ids[i], &draft, &error));
    }
  g_assert_true (jal_protected_names_add (vault.store, case_id, "place", "Bahari Tisa", NULL, &error));
  g_assert_true (jal_bundle_ensure (vault.store, case_id, "kenya-trial", &bundle_id, &error));
  path = g_build_filename (vault.folder, "court.pdf", NULL);
  again = g_build_filename (vault.folder, "again.pdf", NULL);
  counsel = g_build_filename (vault.folder, "counsel.pdf", NULL);
  open = g_build_filename (vault.folder, "open.pdf", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GListStore) hits = NULL;
      g_autoptr (GArray) made = NULL;

      g_assert_false (jal_bundle_build (vault.store, bundle_id, "court", path, FALSE, NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      g_assert_cmpint (strstr (error->message, "“Aone”, page 1; “Aone”, page 3") != NULL, ==, i == 0);
      g_assert_nonnull (strstr (error->message, "“Atwo”, page 2"));
      g_assert_null (strstr (error->message, "Bahari"));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      g_clear_error (&error);
      query.document_id = ids[i];
      hits = jal_redactions_search (vault.store, case_id, &query, NULL, NULL, &error);
      made = jal_redactions_add_hits (vault.store, G_LIST_MODEL (hits), NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (made->len, ==, i == 0 ? 2 : 1);
    }
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "court", path, FALSE, NULL, NULL, &result, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.pages, ==, result.index_pages + 5);
  text = run ("pdftotext", path, "-", NULL);
  g_assert_null (strstr (text, "Bahari"));
  g_assert_null (strstr (text, "Tisa"));
  g_assert_nonnull (strstr (text, "Charge at"));
  g_assert_nonnull (strstr (text, "It names"));
  {
    g_autofree char *bytes = run ("sh", "-c", "qpdf --qdf --object-streams=disable \"$0\" - | grep -a -i -c -e bahari -e tisa || :",
                                  path, NULL);

    g_assert_cmpstr (bytes, ==, "0\n");
  }
  /* The very same once more, and who got it stands with every original. */
  g_assert_true (jal_bundle_rebuild (vault.store, result.build_id, again, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  same = run ("cmp", path, again, NULL);
  g_assert_cmpstr (same, ==, "");
  g_assert_true (jal_bundle_disclose (vault.store, result.build_id, "Counsel for the accused", NULL, JAL_DATE_NONE, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GListStore) custody = jal_evidence_custody (vault.store, ids[i], &error);
      guint n = 0;

      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (custody)); k++)
        {
          g_autoptr (JalCustodyEvent) event = g_list_model_get_item (G_LIST_MODEL (custody), k);

          n += g_str_equal (event->verb, "disclosed") ? 1 : 0;
        }
      g_assert_cmpuint (n, ==, 1);
    }
  /* Counsel's own copy holds everything. */
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "counsel", counsel, FALSE, NULL, NULL, NULL, NULL, &error));
  whole = run ("pdftotext", counsel, "-", NULL);
  g_assert_nonnull (strstr (whole, "It names Bahari Tisa"));
  /* What somebody has looked at and let stand may be read, there alone. */
  all = jal_redactions_list (vault.store, ids[1], NULL, &error);
  redaction = g_list_model_get_item (G_LIST_MODEL (all), 0);
  g_assert_true (jal_redactions_update (vault.store, &redaction->id, 1, "rejected", NULL, NULL, &error));
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "court", open, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_free (text);
  text = run ("pdftotext", open, "-", NULL);
  g_assert_nonnull (strstr (text, "It names Bahari Tisa"));
  g_assert_null (strstr (text, "Charge at Bahari"));
  jal_test_vault_close (&vault);
}

/* A copy that was let go once does not go out again when its case protects or has redacted what it says since then. */
static void
test_rebuild_protected (void)
{
  static const char *const lines[] = { "Charge at Bahari Tisa", "Nothing", "Bahari Tisa again", NULL };
  JalDocumentDraft draft = { .kind = "charge_sheet", .exhibit = "", .sensitivity = "normal" };
  g_autoptr (GError) error = NULL;
  g_auto (JalBundleResult) court = { 0 }, counsel = { 0 };
  g_autofree char *path = NULL, *again = NULL, *own = NULL, *same = NULL;
  g_autoptr (GListStore) hits = NULL, all = NULL;
  g_autoptr (GArray) made = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, bundle_id, document_id, ids[2], name_id;
  JalRedactionQuery query = { .names = TRUE };

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "Aone.pdf", lines);
  g_assert_true (jal_evidence_update (vault.store, document_id, &draft, &error));
  g_assert_true (jal_bundle_ensure (vault.store, case_id, "kenya-trial", &bundle_id, &error));
  path = g_build_filename (vault.folder, "court.pdf", NULL);
  own = g_build_filename (vault.folder, "counsel.pdf", NULL);
  again = g_build_filename (vault.folder, "again.pdf", NULL);
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "court", path, FALSE, NULL, NULL, &court, NULL, &error));
  g_assert_true (jal_bundle_build (vault.store, bundle_id, "counsel", own, FALSE, NULL, NULL, &counsel, NULL, &error));
  g_assert_no_error (error);

  g_assert_true (jal_protected_names_add (vault.store, case_id, "place", "Bahari Tisa", &name_id, &error));
  g_assert_false (jal_bundle_rebuild (vault.store, court.build_id, again, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "“Aone”, page 1; “Aone”, page 3"));
  g_assert_null (strstr (error->message, "Bahari"));
  g_assert_false (g_file_test (again, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  /* Redacted since: the old copy has the words, so only a new one can go. */
  hits = jal_redactions_search (vault.store, case_id, &query, NULL, NULL, &error);
  made = jal_redactions_add_hits (vault.store, G_LIST_MODEL (hits), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (jal_bundle_rebuild (vault.store, court.build_id, again, FALSE, NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "redacted since"));
      g_assert_nonnull (strstr (error->message, "“Aone”, page 3"));
      g_clear_error (&error);
      /* Even when the list of names is empty again. */
      if (i == 0)
        g_assert_true (jal_protected_names_remove (vault.store, name_id, &error));
    }
  g_assert_true (jal_protected_names_add (vault.store, case_id, "place", "Bahari Tisa", NULL, &error));
  g_assert_true (jal_bundle_rebuild (vault.store, counsel.build_id, own, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  /* What was looked at and let stand may be read, in the old copy too. */
  memcpy (ids, made->data, sizeof ids);
  g_assert_true (jal_redactions_update (vault.store, ids, 2, "rejected", NULL, NULL, &error));
  g_assert_true (jal_bundle_rebuild (vault.store, court.build_id, again, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  same = run ("cmp", path, again, NULL);
  g_assert_cmpstr (same, ==, "");
  jal_test_vault_close (&vault);
}

static void
cancel_cb (guint64 done, guint64 total, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancelled (void)
{
  const char *lines[41] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GListStore) builds = NULL;
  g_autofree char *path = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, bundle_id;

  for (guint i = 0; i < 40; i++)
    lines[i] = "Page";
  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  jal_test_add_document (&vault, case_id, "Long.pdf", lines);
  g_assert_true (jal_bundle_ensure (vault.store, case_id, "kenya-trial", &bundle_id, &error));
  path = g_build_filename (vault.folder, "b.pdf", NULL);
  g_assert_false (jal_bundle_build (vault.store, bundle_id, "counsel", path, FALSE, cancel_cb, cancellable, NULL,
                                    cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  builds = jal_bundle_builds (vault.store, bundle_id, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (builds)), ==, 0);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle/build/range-and-turn", test_range_and_turn);
  g_test_add_func ("/bundle/build/rebuild-differs", test_rebuild_differs);
  g_test_add_func ("/bundle/build/court-copy", test_court_copy);
  g_test_add_func ("/bundle/build/protected", test_protected);
  g_test_add_func ("/bundle/build/rebuild-protected", test_rebuild_protected);
  g_test_add_func ("/bundle/build/cancelled", test_cancelled);
  return g_test_run ();
}
