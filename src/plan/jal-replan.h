/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/jal-planner.h"

G_BEGIN_DECLS

/* What a new plan does to one session. */
typedef struct
{
  guint session;  /* its index in the request */
  JalDate before; /* JAL_DATE_NONE when it had none */
  JalDate after;
  gboolean kept;  /* held or fixed: it could not move */
} JalReplanChange;

/* Plans the rest of a case again after session @adjourned was adjourned. @planned (array length = the sessions of
   @request) are the dates as they stand. Sessions before @adjourned have been held on their dates; @adjourned goes as
   early as the rules allow from @from on; later ones stay fixed when the request fixes them, otherwise they stay where
   they were planned unless they must move, or staying would cost more than a change does.
   Returns (transfer full) (nullable): the new plan, with one change for each session in @changes (out, transfer full,
   element-type JalReplanChange); nothing is changed by itself. Errors as of jal_planner_solve(). */
JalPlan *jal_replan_adjourned (const JalPlanRequest *request, const JalDate *planned, guint adjourned, JalDate from,
                               GArray **changes, JalPlanBlock *block, GError **error);

G_END_DECLS
