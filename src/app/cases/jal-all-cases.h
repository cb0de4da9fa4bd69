/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* All cases in one picture: who is where, and what clashes; by court, by counsel, by week up to all the years.
   Signals: "case-chosen" (hex); "session-chosen" (hex of the case, hex of the session). */
#define JAL_TYPE_ALL_CASES (jal_all_cases_get_type ())
G_DECLARE_FINAL_TYPE (JalAllCases, jal_all_cases, JAL, ALL_CASES, AdwBin)

/* @diary: of JalDiaryEntry, all there are, by date. @people: of JalPerson, of all cases. Both nullable: nothing. */
void jal_all_cases_set_diary (JalAllCases *self, GListModel *diary, GListModel *people);

G_END_DECLS
