/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* What is to be done before and after the sessions. Each session has the tasks that the law data name for its kind, counted
   back from its date, and whatever somebody added. */

typedef struct
{
  const char *title;   /* NULL: as it is; "": as the law data say */
  const char *owner;   /* NULL: as it is */
  const char *note;
  JalId owner_id;      /* used when @owner is not NULL */
  int days_before;     /* used when @set_days */
  JalDate due;         /* used when @set_due; JAL_DATE_NONE: counted from the session again */
  gboolean set_days;
  gboolean set_due;
} JalTaskDraft;

#define JAL_TASK_DRAFT_INIT ((JalTaskDraft){ .due = JAL_DATE_NONE })

/* Returns (transfer full): a GListStore of JalTask by day: of one session, of one case (@session_id JAL_ID_NONE), or of all
   (both JAL_ID_NONE). Those that are not needed are left out. */
GListStore *jal_tasks_list (JalStore *store, JalId case_id, JalId session_id, GCancellable *cancellable, GError **error);
/* The same inside a transaction. */
GListStore *jal_tasks_read (JalTx *tx, JalId case_id, JalId session_id, GError **error);
/* Adds a task of somebody's own, to a session or (JAL_ID_NONE) to the case. REFUSED without a title. */
gboolean jal_tasks_add (JalStore *store, JalId case_id, JalId session_id, const JalTaskDraft *draft, JalId *id, GError **error);
gboolean jal_tasks_update (JalStore *store, JalTask *task, const JalTaskDraft *draft, GError **error);
gboolean jal_tasks_set_done (JalStore *store, JalTask *task, gboolean done, GError **error);
/* Takes the task away; one that the law data name is marked as not needed for this session. */
gboolean jal_tasks_remove (JalStore *store, JalTask *task, GError **error);
/* Brings back what was marked as not needed for the session. @n (out, nullable): how many. */
gboolean jal_tasks_restore (JalStore *store, JalId session_id, guint *n, GError **error);

G_END_DECLS
