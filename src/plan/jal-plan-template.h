/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/jal-planner.h"

G_BEGIN_DECLS

/* Fills the empty @request with @n_sessions sessions of the template of ten (law/jal-session-kind.h), for a last
   session @min_months to @max_months after the plea. When @plea_held the plea was on @plea whatever day that is;
   otherwise it is fixed on the first open day from @plea on. Ideal dates are the template's months stretched so that
   its end is in the middle of the horizon. For other counts than ten, part-heard hearings are left out (their purposes
   go to the ones that stay) or added (for further witnesses), spread along the template's curve between the survivor's
   evidence and the ruling.
   FALSE with JAL_PLAN_ERROR_COUNT or JAL_PLAN_ERROR_RANGE. */
gboolean jal_plan_template_fill (JalPlanRequest *request, JalDate plea, gboolean plea_held, guint n_sessions,
                                 int min_months, int max_months, GError **error);
/* Whether @purpose is made of the template's own, in either language; what somebody wrote is not. */
gboolean jal_plan_template_has_purpose (const char *purpose);

G_END_DECLS
