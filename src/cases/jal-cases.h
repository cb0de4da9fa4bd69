/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What the user fills in for a case. NULL strings leave a field empty (or, in an update, as it is). */
typedef struct
{
  const char *title; /* required for a new case: 1…200 characters */
  const char *number;
  const char *court;
  const char *capacity;
  const char *stage;
  const char *note;
  JalDate plea_date; /* JAL_DATE_NONE leaves it as it is */
  int in_custody;    /* -1 leaves it as it is */
} JalCaseDraft;

#define JAL_CASE_DRAFT_INIT ((JalCaseDraft){ .plea_date = JAL_DATE_NONE, .in_custody = -1 })

/* Opens a case file. Returns FALSE with JAL_STORE_ERROR_REFUSED when the title is empty or too long. */
gboolean jal_cases_add (JalStore *store, const JalCaseDraft *draft, JalId *id, GError **error);
gboolean jal_cases_update (JalStore *store, JalId id, const JalCaseDraft *draft, GError **error);
/* Puts the case aside as a tombstone; undo brings it back whole. */
gboolean jal_cases_remove (JalStore *store, JalId id, GError **error);
/* Returns (transfer full): a GListStore of JalCase, the next date first, cases without one last. */
GListStore *jal_cases_list (JalStore *store, GCancellable *cancellable, GError **error);
/* Returns (transfer full), or NULL with JAL_STORE_ERROR_NOT_FOUND. */
JalCase *jal_cases_get (JalStore *store, JalId id, GError **error);
/* Finds the one row of @noun ("case", "document", "mark", "session", "section", "item", "build", "person", "absence", "day") whose id begins with
   @prefix (6 to 32 hex digits); a case may also be named by its number. Errors: NOT_FOUND, AMBIGUOUS. */
gboolean jal_cases_resolve (JalStore *store, const char *noun, const char *prefix, JalId *id, GError **error);

G_END_DECLS
