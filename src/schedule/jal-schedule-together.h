/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "schedule/jal-schedule.h"

G_BEGIN_DECLS

/* All cases planned together: proposed, looked at, kept case by case or whole, with one undo. */

typedef struct
{
  JalId case_id;
  char *number;             /* what the case is called */
  char *trouble;            /* nullable: why it has no plan, as a translated sentence */
  JalScheduleRequest request; /* as the case was last planned */
  GListStore *before;       /* of JalSession: as they stand */
  GListStore *proposal;     /* of JalSession (nullable): as they would be */
  guint n_moved;            /* counted sessions that get another date, new ones among them */
  gint64 cost, alone;       /* points of its plan, and of the one it would have by itself; -1 for none */
} JalScheduleOfCase;

typedef struct
{
  GPtrArray *cases; /* JalScheduleOfCase, in order of priority */
  gint64 cost;      /* points of all plans together */
  gint64 greedy;    /* the same with one case after the other */
  gint64 alone;     /* the sum of what each would cost by itself */
} JalScheduleTogether;

/* @done of @total; FALSE stops the search with the best there is so far. */
typedef gboolean (*JalScheduleProgress) (guint done, guint total, gpointer data);

/* Returns (transfer full): what planning every case again together would mean; nothing is changed. Cases without a date of
   plea, or with nothing left to plan, are not among them. REFUSED when none is left. */
JalScheduleTogether *jal_schedule_propose_all (JalStore *store, JalScheduleProgress progress, gpointer data,
                                               GCancellable *cancellable, GError **error);
/* Keeps the plans of @chosen (array length=n, of cases in @together) in one action with one undo. CONFLICT when one of those
   cases has changed since. */
gboolean jal_schedule_accept_all (JalStore *store, const JalScheduleTogether *together, const JalId *chosen, guint n, GError **error);
void jal_schedule_together_free (JalScheduleTogether *together);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalScheduleTogether, jal_schedule_together_free)

G_END_DECLS
