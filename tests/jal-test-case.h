/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vault with one case and documents in it, for the tests of the rooms above evidence. */
#pragma once

#include "cases/jal-cases.h"
#include "evidence/jal-evidence.h"
#include "jal-test-pdf.h"
#include "jal-test-vault.h"

static inline JalId
jal_test_add_case (JalTestVault *vault, const char *title)
{
  g_autoptr (GError) error = NULL;
  JalCaseDraft draft = JAL_CASE_DRAFT_INIT;
  JalId id = JAL_ID_NONE;

  draft.title = title;
  jal_cases_add (vault->store, &draft, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* Writes a PDF with one page for each of @lines and takes it in; returns the document. */
static inline JalId
jal_test_add_document (JalTestVault *vault, JalId case_id, const char *name, const char *const *lines)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = jal_test_write_pdf (vault->folder, name, lines);
  const char *paths[] = { path, NULL };
  g_autoptr (GListStore) results = jal_evidence_import (vault->store, case_id, paths, NULL, NULL, NULL, &error);
  g_autoptr (JalImportResult) result = NULL;

  g_assert_no_error (error);
  result = g_list_model_get_item (G_LIST_MODEL (results), 0);
  g_assert_cmpint (result->outcome, ==, JAL_IMPORT_TAKEN);
  return result->document_id;
}
