/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/jal-cases.h"
#include "jal-test-vault.h"

#include <string.h>

static JalId
add_case (JalStore *store, const char *title, const char *number)
{
  g_autoptr (GError) error = NULL;
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalId id = JAL_ID_NONE;

  draft.title = title;
  draft.number = number;
  jal_cases_add (store, &draft, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_life (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  g_autoptr (JalCase) value = NULL;
  g_autoptr (JalCase) changed = NULL;
  g_autoptr (JalCase) back = NULL;
  g_autoptr (GListStore) list = NULL;
  JalId id;

  jal_test_vault_open (&vault);
  id = add_case (vault.store, "  Republic v\nAlpha ", "MCSO/E002/2023");
  value = jal_cases_get (vault.store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value->title, ==, "Republic v Alpha");
  g_assert_cmpstr (value->number, ==, "MCSO/E002/2023");
  g_assert_cmpstr (value->capacity, ==, "prosecutor");
  g_assert_cmpstr (value->stage, ==, "investigation");
  g_assert_null (value->court);
  g_assert_cmpint (value->plea_date, ==, JAL_DATE_NONE);
  g_assert_cmpint (value->next_date, ==, JAL_DATE_NONE);

  draft.number = "";
  draft.court = "shanzu-magistrates";
  draft.plea_date = jal_date_from_ymd (2027, 1, 18);
  draft.in_custody = TRUE;
  g_assert_true (jal_cases_update (vault.store, id, &draft, &error));
  changed = jal_cases_get (vault.store, id, &error);
  g_assert_cmpstr (changed->title, ==, "Republic v Alpha");
  g_assert_null (changed->number);
  g_assert_cmpstr (changed->court, ==, "shanzu-magistrates");
  g_assert_cmpint (changed->plea_date, ==, jal_date_from_ymd (2027, 1, 18));
  g_assert_true (changed->in_custody);

  g_assert_true (jal_cases_remove (vault.store, id, &error));
  list = jal_cases_list (vault.store, NULL, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (jal_cases_get (vault.store, id, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (jal_store_undo (vault.store, id, NULL, NULL, &error));
  g_assert_true (jal_store_undo (vault.store, id, NULL, NULL, &error));
  back = jal_cases_get (vault.store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->number, ==, "MCSO/E002/2023");
  g_assert_cmpint (back->plea_date, ==, JAL_DATE_NONE);
  jal_test_vault_close (&vault);
}

static void
test_refused (void)
{
  g_autofree char *long_title = g_strnfill (201, 'x');
  JalTestVault vault = { 0 };
  const struct
  {
    const char *title;
    const char *capacity;
  } drafts[]
      = { { NULL, NULL }, { "", NULL }, { " \n", NULL }, { long_title, NULL }, { "\xff", NULL }, { "Fine", "judge" } };
  g_autoptr (GListStore) list = NULL;

  jal_test_vault_open (&vault);
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      g_autoptr (GError) error = NULL;
      JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
      JalId id = JAL_ID_NONE;

      draft.title = drafts[i].title;
      draft.capacity = drafts[i].capacity;
      g_assert_false (jal_cases_add (vault.store, &draft, &id, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
      g_assert_true (jal_id_is_none (id));
    }
  list = jal_cases_list (vault.store, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  jal_test_vault_close (&vault);
}

static void
test_resolve (void)
{
  JalTestVault vault = { 0 };
  JalId a, b;
  char hex[JAL_ID_HEX_LENGTH + 1];
  const struct
  {
    const char *name;
    int code; /* -1: found */
  } names[] = { { hex, -1 },
                { "mcso/E002/2023", -1 },
                { "MCSO/E009/2023", JAL_STORE_ERROR_AMBIGUOUS },
                { "abcde", JAL_STORE_ERROR_NOT_FOUND },
                { "abcdef", JAL_STORE_ERROR_NOT_FOUND },
                { "\xff\xff", JAL_STORE_ERROR_NOT_FOUND },
                { "", JAL_STORE_ERROR_NOT_FOUND } };

  jal_test_vault_open (&vault);
  a = add_case (vault.store, "A", "MCSO/E002/2023");
  b = add_case (vault.store, "B", "MCSO/E009/2023");
  add_case (vault.store, "C", "MCSO/E009/2023");
  jal_id_to_hex (a, hex);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      JalId id = b;
      gboolean found = jal_cases_resolve (vault.store, "case", names[i].name, &id, &error);

      g_assert_cmpint (found, ==, names[i].code < 0);
      if (found)
        g_assert_true (jal_id_equal (id, a));
      else
        {
          g_assert_error (error, JAL_STORE_ERROR, names[i].code);
          g_assert_true (jal_id_equal (id, b));
        }
    }
  /* Both ids begin with the same hour: six digits are too few to tell them apart, all are enough. */
  hex[6] = '\0';
  {
    g_autoptr (GError) error = NULL;
    JalId id;

    g_assert_false (jal_cases_resolve (vault.store, "case", hex, &id, &error));
    g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_AMBIGUOUS);
  }
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cases/life", test_life);
  g_test_add_func ("/cases/refused", test_refused);
  g_test_add_func ("/cases/resolve", test_resolve);
  return g_test_run ();
}
