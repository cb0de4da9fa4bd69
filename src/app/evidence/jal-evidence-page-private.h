/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/evidence/jal-document-pane.h"
#include "app/evidence/jal-evidence-page.h"
#include "app/evidence/jal-import-card.h"
#include "app/shell/jal-split.h"
#include "evidence/jal-evidence.h"

struct _JalEvidencePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GSimpleActionGroup *actions;

  GListStore *documents; /* of JalDocument, in the case's order */
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;
  char *folded; /* what is searched for */

  JalSplit *split;
  GtkStack *stack;
  GtkSearchEntry *search;
  GtkColumnView *view;
  JalDocumentPane *pane;
  JalImportCard *card;
  GtkToggleButton *exhibits_chip;
  GtkToggleButton *undated_chip;
  GtkToggleButton *protected_chip;
  GtkToggleButton *marked_chip;
};

/* Returns (transfer none) (nullable): the chosen document. */
JalDocument *jal_evidence_page_get_chosen (JalEvidencePage *self);
void jal_evidence_page_add_columns (GtkColumnView *view);
void jal_evidence_page_add_actions (JalEvidencePage *self);
/* Enables what can be done with what is chosen. */
void jal_evidence_page_update_actions (JalEvidencePage *self);
const JalVerb *jal_evidence_page_get_verbs (JalCasePage *page, guint *n_verbs);
void jal_evidence_page_import (JalEvidencePage *self, const char *const *paths);
