/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a case: codes, hidden names, days away. */
#include "cases/jal-cases.h"
#include "cases/jal-people.h"
#include "jal-test-vault.h"

#include <string.h>

static JalId
add_case (JalStore *store)
{
  g_autoptr (GError) error = NULL;
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalId id = JAL_ID_NONE;

  draft.title = "Fictional";
  jal_cases_add (store, &draft, &id, &error);
  g_assert_no_error (error);
  return id;
}

static JalId
add_person (JalStore *store, JalId case_id, const char *role, const char *code, const char *name)
{
  g_autoptr (GError) error = NULL;
  JalPersonDraft draft = JAL_PERSON_DRAFT_INIT;
  JalId id = JAL_ID_NONE;

  draft.role = role;
  draft.code = code;
  draft.name = name;
  jal_people_add (store, case_id, &draft, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* A survivor is a code, also in a list of people, until the name is asked for; that is on record. */
static void
test_hidden (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalPersonDraft draft = JAL_PERSON_DRAFT_INIT;
  JalStoreInfo before, after;
  g_autoptr (GListStore) list = NULL;
  g_autoptr (JalPerson) survivor = NULL;
  g_autoptr (JalPerson) second = NULL;
  g_autoptr (JalPerson) revealed = NULL;
  g_autoptr (JalPerson) changed = NULL;
  g_autoptr (JalPerson) witness = NULL;
  JalId case_id, id;

  jal_test_vault_open (&vault);
  case_id = add_case (vault.store);
  id = add_person (vault.store, case_id, "survivor", NULL, "Fictional Name");
  add_person (vault.store, case_id, "survivor", "", NULL);
  add_person (vault.store, case_id, "witness", NULL, "Dr. Fictional");
  list = jal_people_list (vault.store, case_id, NULL, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  survivor = g_list_model_get_item (G_LIST_MODEL (list), 0);
  second = g_list_model_get_item (G_LIST_MODEL (list), 1);
  witness = g_list_model_get_item (G_LIST_MODEL (list), 2);
  g_assert_cmpstr (survivor->code, ==, "Survivor A");
  g_assert_cmpstr (survivor->name, ==, "");
  g_assert_true (survivor->hidden && survivor->named);
  g_assert_cmpstr (second->code, ==, "Survivor B");
  g_assert_false (second->named);
  g_assert_cmpstr (jal_person_get_label (witness), ==, "Dr. Fictional");

  /* No draft makes a survivor's name visible, and a change that says nothing of the name keeps it. */
  draft.hidden = FALSE;
  draft.note = "Examinations in November";
  g_assert_true (jal_people_update (vault.store, id, &draft, &error));
  changed = jal_people_get (vault.store, id, &error);
  g_assert_true (changed->hidden);
  g_assert_cmpstr (changed->name, ==, "");
  g_assert_true (jal_store_get_info (vault.store, &before, NULL, &error));
  revealed = jal_people_reveal (vault.store, id, &error);
  g_assert_cmpstr (revealed->name, ==, "Fictional Name");
  g_assert_true (jal_store_get_info (vault.store, &after, NULL, &error));
  while (after.audit_length == before.audit_length) /* the record is written after what is more urgent */
    g_assert_true (jal_store_get_info (vault.store, &after, NULL, &error));
  g_assert_cmpuint (after.audit_length, ==, before.audit_length + 1);
  jal_test_vault_close (&vault);
}

static void
test_refusals (void)
{
  JalTestVault vault = { 0 };
  const JalDate ahead = jal_date_today () + 1;
  const struct
  {
    JalPersonDraft draft;
  } bad[] = {
    { { .role = "witness", .hidden = FALSE } },
    { { .role = "bystander", .code = "X", .hidden = -1 } },
    { { .code = "X", .hidden = -1 } },
    { { .role = "survivor", .born = &ahead, .hidden = -1 } },
  };
  JalId case_id;

  jal_test_vault_open (&vault);
  case_id = add_case (vault.store);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (jal_people_add (vault.store, case_id, &bad[i].draft, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
    }
  jal_test_vault_close (&vault);
}

static guint
count_absences (JalStore *store, JalId case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) list = jal_people_list_absences (store, case_id, NULL, &error);

  g_assert_no_error (error);
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

/* Days away of a person, of a case, of counsel in every case; they go with the person and come back with undo. */
static void
test_absences (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalAbsenceDraft draft = JAL_ABSENCE_DRAFT_INIT;
  g_autoptr (GListStore) list = NULL;
  g_autoptr (JalAbsence) absence = NULL;
  JalId case_id, other, witness, id;

  jal_test_vault_open (&vault);
  case_id = add_case (vault.store);
  other = add_case (vault.store);
  witness = add_person (vault.store, case_id, "witness", "PW2", NULL);
  draft.from = jal_date_from_ymd (2028, 2, 29);
  draft.to = jal_date_from_ymd (2028, 3, 1);
  draft.reason = "Abroad";
  draft.person_id = witness;
  g_assert_true (jal_people_add_absence (vault.store, &draft, &id, &error));
  draft.person_id = JAL_ID_NONE;
  draft.case_id = case_id;
  g_assert_true (jal_people_add_absence (vault.store, &draft, NULL, &error));
  draft.case_id = JAL_ID_NONE;
  draft.hard = FALSE;
  g_assert_true (jal_people_add_absence (vault.store, &draft, NULL, &error));
  g_assert_cmpuint (count_absences (vault.store, case_id), ==, 3);
  g_assert_cmpuint (count_absences (vault.store, other), ==, 1);
  list = jal_people_list_absences (vault.store, case_id, NULL, &error);
  absence = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (jal_id_equal (absence->id, id));
  g_assert_cmpstr (absence->who, ==, "PW2");
  g_assert_cmpstr (absence->reason, ==, "Abroad");
  g_assert_true (absence->hard);

  g_assert_true (jal_people_remove (vault.store, witness, &error));
  g_assert_cmpuint (count_absences (vault.store, case_id), ==, 2);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_assert_cmpuint (count_absences (vault.store, case_id), ==, 3);

  draft.from = jal_date_from_ymd (2028, 3, 2);
  g_assert_false (jal_people_update_absence (vault.store, id, &draft, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cases/people/hidden", test_hidden);
  g_test_add_func ("/cases/people/refusals", test_refusals);
  g_test_add_func ("/cases/people/absences", test_absences);
  return g_test_run ();
}
