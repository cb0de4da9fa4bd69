/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bundle/jal-bundle.h"
#include "jal-test-case.h"

typedef struct
{
  JalTestVault vault;
  JalId case_id;
  JalId documents[3];
  JalId bundle_id;
} Tree;

/* Three documents: a charge sheet, a statement, and one of no known kind. */
static void
open_tree (Tree *tree)
{
  static const char *const names[] = { "Charge sheet.pdf", "Statement of W.pdf", "Thing.pdf" };
  static const char *const pages[][4] = { { "C1", "C2", NULL }, { "S1", NULL }, { "T1", "T2", "T3", NULL } };
  g_autoptr (GError) error = NULL;

  jal_test_vault_open (&tree->vault);
  tree->case_id = jal_test_add_case (&tree->vault, "Case");
  for (guint i = 0; i < 3; i++)
    tree->documents[i] = jal_test_add_document (&tree->vault, tree->case_id, names[i], pages[i]);
  g_assert_true (jal_bundle_ensure (tree->vault.store, tree->case_id, "kenya-trial", &tree->bundle_id, &error));
  g_assert_no_error (error);
}

static GListStore *
sections_of (Tree *tree)
{
  g_autoptr (GError) error = NULL;
  GListStore *sections = jal_bundle_sections (tree->vault.store, tree->bundle_id, NULL, &error);

  g_assert_no_error (error);
  return sections;
}

static JalSection *
section_at (Tree *tree, guint i)
{
  g_autoptr (GListStore) sections = sections_of (tree);

  return g_list_model_get_item (G_LIST_MODEL (sections), i);
}

/* The whole tree on one line: "A:CS|C:S|K:T", sections without items left out. */
static char *
draw (Tree *tree)
{
  g_autoptr (GListStore) sections = sections_of (tree);
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);
      guint n = g_list_model_get_n_items (G_LIST_MODEL (section->items));

      if (n > 0)
        g_string_append_printf (line, "%s%s:", line->len > 0 ? "|" : "", section->code);
      for (guint j = 0; j < n; j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          g_string_append_c (line, item->title[0]);
        }
    }
  return g_string_free (line, FALSE);
}

static void
assert_tree (Tree *tree, const char *expected)
{
  g_autofree char *seen = draw (tree);

  g_assert_cmpstr (seen, ==, expected);
}

static JalId
item_of (Tree *tree, JalId document_id)
{
  g_autoptr (GListStore) sections = sections_of (tree);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          if (jal_id_equal (item->document_id, document_id))
            return item->id;
        }
    }
  g_assert_not_reached ();
}

static void
test_ensure (void)
{
  static const char *const late[] = { "L1", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalSection) first = NULL;
  g_autoptr (JalSection) statements = NULL;
  Tree tree = { 0 };
  JalId again;
  guint n = 99;

  open_tree (&tree);
  assert_tree (&tree, "A:C|C:S|K:T");
  first = section_at (&tree, 0);
  statements = section_at (&tree, 2);
  g_assert_cmpstr (first->copies, ==, "counsel court");
  g_assert_cmpstr (statements->copies, ==, "counsel");
  g_assert_true (jal_bundle_ensure (tree.vault.store, tree.case_id, "kenya-trial", &again, &error));
  g_assert_true (jal_id_equal (again, tree.bundle_id));

  g_assert_true (jal_bundle_place_new (tree.vault.store, tree.bundle_id, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  jal_test_add_document (&tree.vault, tree.case_id, "Letter late.pdf", late);
  g_assert_true (jal_bundle_place_new (tree.vault.store, tree.bundle_id, &n, &error));
  g_assert_cmpuint (n, ==, 1);
  assert_tree (&tree, "A:C|C:S|K:TL");
  g_assert_true (jal_store_undo (tree.vault.store, tree.case_id, NULL, NULL, &error));
  assert_tree (&tree, "A:C|C:S|K:T");

  /* What was taken out on purpose does not come back by itself. */
  {
    g_autoptr (JalItem) taken_out = g_list_model_get_item (G_LIST_MODEL (statements->items), 0);

    g_assert_true (jal_bundle_remove_item (tree.vault.store, taken_out->id, &error));
    g_assert_true (jal_bundle_place_new (tree.vault.store, tree.bundle_id, &n, &error));
    g_assert_cmpuint (n, ==, 0); /* nor does the late letter, whose placing was taken back */
    assert_tree (&tree, "A:C|K:T");
  }
  jal_test_vault_close (&tree.vault);
}

static void
test_sections (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalSection) first = NULL;
  g_autoptr (JalSection) third = NULL;
  g_autoptr (JalSection) renamed = NULL;
  Tree tree = { 0 };
  JalId added;

  open_tree (&tree);
  first = section_at (&tree, 0);
  third = section_at (&tree, 2);
  g_assert_true (jal_bundle_move_section (tree.vault.store, third->id, JAL_ID_NONE, &error));
  assert_tree (&tree, "A:S|B:C|K:T");
  g_assert_true (jal_bundle_move_section (tree.vault.store, third->id, first->id, &error));
  assert_tree (&tree, "A:C|B:S|K:T");
  g_assert_true (jal_bundle_remove_section (tree.vault.store, first->id, &error));
  assert_tree (&tree, "A:S|J:T");
  g_assert_true (jal_store_undo (tree.vault.store, tree.case_id, NULL, NULL, &error));
  assert_tree (&tree, "A:C|B:S|K:T");

  g_assert_true (jal_bundle_add_section (tree.vault.store, tree.bundle_id, "Mine", "court", &added, &error));
  g_assert_true (jal_bundle_move_section (tree.vault.store, added, JAL_ID_NONE, &error));
  g_assert_true (jal_bundle_update_section (tree.vault.store, added, "Ours", NULL, &error));
  renamed = section_at (&tree, 0);
  g_assert_cmpstr (renamed->title, ==, "Ours");
  g_assert_cmpstr (renamed->copies, ==, "court");
  g_assert_cmpstr (renamed->code, ==, "A");
  g_assert_null (renamed->profile_section);
  assert_tree (&tree, "B:C|C:S|L:T");

  g_assert_false (jal_bundle_update_section (tree.vault.store, added, NULL, "press", &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_bundle_add_section (tree.vault.store, tree.bundle_id, " ", NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&tree.vault);
}

static void
test_items (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalSection) first = NULL;
  Tree tree = { 0 };
  JalId charge, thing, other_document, twice;
  static const char *const lines[] = { "X", NULL };

  open_tree (&tree);
  first = section_at (&tree, 0);
  charge = item_of (&tree, tree.documents[0]);
  thing = item_of (&tree, tree.documents[2]);
  g_assert_true (jal_bundle_move_item (tree.vault.store, thing, first->id, charge, &error));
  assert_tree (&tree, "A:CT|C:S");
  g_assert_true (jal_bundle_move_item (tree.vault.store, thing, first->id, JAL_ID_NONE, &error));
  assert_tree (&tree, "A:TC|C:S");
  g_assert_true (jal_bundle_add_item (tree.vault.store, first->id, tree.documents[1], thing, &twice, &error));
  assert_tree (&tree, "A:TSC|C:S");
  g_assert_true (jal_bundle_remove_item (tree.vault.store, twice, &error));
  assert_tree (&tree, "A:TC|C:S");

  g_assert_true (jal_bundle_set_item_range (tree.vault.store, thing, 1, 1, &error));
  {
    g_autoptr (JalSection) section = section_at (&tree, 0);
    g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), 0);

    g_assert_false (item->whole);
    g_assert_cmpuint (item->first_page, ==, 1);
    g_assert_cmpuint (item->n_pages, ==, 1);
    g_assert_cmpuint (item->document_pages, ==, 3);
  }
  g_assert_true (jal_bundle_set_item_range (tree.vault.store, thing, 1, 0, &error));
  {
    g_autoptr (JalSection) section = section_at (&tree, 0);
    g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), 0);

    g_assert_true (item->whole);
    g_assert_cmpuint (item->n_pages, ==, 2);
  }
  g_assert_false (jal_bundle_set_item_range (tree.vault.store, thing, 2, 2, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);

  other_document = jal_test_add_document (&tree.vault, jal_test_add_case (&tree.vault, "Other"), "x.pdf", lines);
  g_assert_false (jal_bundle_add_item (tree.vault.store, first->id, other_document, JAL_ID_NONE, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);

  /* What leaves the register leaves the bundle, and comes back with it. */
  g_assert_true (jal_evidence_remove (tree.vault.store, tree.documents[0], &error));
  assert_tree (&tree, "A:T|C:S");
  g_assert_true (jal_store_undo (tree.vault.store, tree.case_id, NULL, NULL, &error));
  assert_tree (&tree, "A:TC|C:S");
  jal_test_vault_close (&tree.vault);
}

static void
test_language (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalSection) english = NULL;
  g_autoptr (JalSection) swahili = NULL;
  g_autoptr (JalSection) own = NULL;
  g_autofree char *language = NULL;
  Tree tree = { 0 };

  open_tree (&tree);
  english = section_at (&tree, 0);
  g_assert_cmpstr (english->title, ==, "Charge sheet and court orders");
  {
    g_autoptr (JalSection) second = section_at (&tree, 1);

    g_assert_true (jal_bundle_update_section (tree.vault.store, second->id, "My own words", NULL, &error));
  }
  g_assert_true (jal_bundle_set_language (tree.vault.store, tree.bundle_id, "sw", &error));
  swahili = section_at (&tree, 0);
  own = section_at (&tree, 1);
  g_assert_cmpstr (swahili->title, ==, "Hati ya mashtaka na amri za mahakama");
  g_assert_cmpstr (own->title, ==, "My own words");
  g_assert_true (jal_bundle_get_language (tree.vault.store, tree.bundle_id, &language, &error));
  g_assert_cmpstr (language, ==, "sw");
  g_assert_false (jal_bundle_set_language (tree.vault.store, tree.bundle_id, "fr", &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&tree.vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle/tree/ensure", test_ensure);
  g_test_add_func ("/bundle/tree/sections", test_sections);
  g_test_add_func ("/bundle/tree/items", test_items);
  g_test_add_func ("/bundle/tree/language", test_language);
  return g_test_run ();
}
