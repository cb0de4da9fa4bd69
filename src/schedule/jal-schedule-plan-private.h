/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "schedule/jal-schedule-case.h"

/* A plan of a case on its way: what is kept, and what is asked of the planner. */
typedef struct
{
  const JalScheduleCase *known;
  const JalScheduleRequest *request;
  JalPlanRequest *wanted;
  gboolean *taken;        /* by entry of @wanted: a session that is kept stands there */
  JalId *earlier;         /* by entry: the planned session that it goes on with, or JAL_ID_NONE */
  GListStore *proposal;   /* of JalSession: those that are kept */
} JalScheduleDraft;

/* FALSE with @error when the case cannot even be asked for. Clear it in every case. */
gboolean jal_schedule_draft_init (JalScheduleDraft *draft, const JalScheduleCase *known, const JalScheduleRequest *request, GError **error);
/* Nothing new before today, where that leaves a plan at all. */
void jal_schedule_draft_start_today (JalScheduleDraft *draft);
/* Returns (transfer full): the sessions with the dates of @plan. */
GListStore *jal_schedule_draft_finish (JalScheduleDraft *draft, const JalPlan *plan);
void jal_schedule_draft_clear (JalScheduleDraft *draft);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalScheduleDraft, jal_schedule_draft_clear)

/* Whether a plan may give the session another date. */
gboolean jal_schedule_is_planned_anew (JalSession *session);
/* Keeps @proposal inside a transaction. */
gboolean jal_schedule_write_proposal (JalTx *tx, JalId case_id, const JalScheduleRequest *request, GListModel *proposal, GError **error);
