/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/shell/jal-case-page.h"

G_BEGIN_DECLS

/**
 * JalCasesPane:
 *
 * The list of cases at the start of the window, with its search and "New Case".
 *
 * Signal "chosen" (JalCase, nullable): the user opened a case, the open case has been read again, or it is gone.
 */
#define JAL_TYPE_CASES_PANE (jal_cases_pane_get_type ())
G_DECLARE_FINAL_TYPE (JalCasesPane, jal_cases_pane, JAL, CASES_PANE, AdwBin)

void jal_cases_pane_set_store (JalCasesPane *self, JalStore *store);
void jal_cases_pane_refresh (JalCasesPane *self);
void jal_cases_pane_drop (JalCasesPane *self);
void jal_cases_pane_find (JalCasesPane *self);
/* Opens the case, as if it had been chosen in the list. */
void jal_cases_pane_open (JalCasesPane *self, JalId id);
/* Opens the dialog for a new case. */
/* Leaves the open case: what is next in all of them is shown again. */
void jal_cases_pane_leave (JalCasesPane *self);
void jal_cases_pane_new_case (JalCasesPane *self);
/* The dialogs for the case that is open. */
void jal_cases_pane_edit_case (JalCasesPane *self);
void jal_cases_pane_remove_case (JalCasesPane *self);

G_END_DECLS
