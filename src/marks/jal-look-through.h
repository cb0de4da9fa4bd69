/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person has to look through in a vault that was rescued with losses: how many protected names each case has, and how many
   redactions each of its documents. The counts only: whoever looks opens the lists themselves. */
#pragma once

#include "store/jal-store.h"

G_BEGIN_DECLS

/* A document with redactions. */
typedef struct
{
  JalId id;
  char *title;
  char *exhibit;      /* nullable */
  guint n_redactions; /* rejected ones too */
} JalLookDocument;

/* A case. */
typedef struct
{
  JalId id;
  char *title;
  char *number; /* nullable */
  guint n_names;
  guint n_redactions;
  guint n_documents;    /* all of them */
  GPtrArray *documents; /* of JalLookDocument, those that have redactions, by their order in the register */
} JalLookCase;

void jal_look_case_free (JalLookCase *look);
/* Returns (transfer full): an array of JalLookCase, by title. */
GPtrArray *jal_look_through_list (JalStore *store, GCancellable *cancellable, GError **error);

G_END_DECLS
