/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of damage: what a check of the vault found, in the words of the register. */
#pragma once

#include "store/jal-check.h"

G_BEGIN_DECLS

/**
 * JalDamage:
 * @kind: what was found
 * @damage: FALSE when it is only worth knowing
 * @text: a translated sentence without any name
 * @case_id: of the case it belongs to, or JAL_ID_NONE
 * @case_number: (nullable): as the court writes it; NULL when the case has none, or none is concerned
 * @document_id: of the document that is concerned, or JAL_ID_NONE
 * @document: (nullable): its title
 * @exhibit: (nullable): its exhibit number
 * @first_page: from 1, in the document: the first page that comes from the damaged file
 * @n_pages: how many of the document's pages come from it
 *
 * One line of the list. A damaged stored file that several documents use has a line for each.
 */
typedef struct
{
  JalFindingKind kind;
  gboolean damage;
  char *text;
  JalId case_id;
  char *case_number;
  JalId document_id;
  char *document;
  char *exhibit;
  guint first_page;
  guint n_pages;
} JalDamage;

/* Returns (transfer full): an array of JalDamage in the order of @report. What the damage itself keeps from being named
   is listed without a name. NULL only when it was cancelled, or the store was closed. */
GPtrArray *jal_damage_list (JalStore *store, const JalCheckReport *report, GCancellable *cancellable, GError **error);
/* Returns (transfer full): the line as one sentence: "Case E001/2026, “Title”, pages 1–3: …". For lists and files that
   stay with the user; never for logs. */
char *jal_damage_to_text (const JalDamage *damage);
void jal_damage_free (JalDamage *damage);

G_END_DECLS
