/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* The usual tasks of sessions, by their kind: those of the law data as the office has changed them, and its own. They belong to no
   case: every session, of every case, has them, except those of its own that are older than they are. */

typedef struct
{
  char *id;     /* "summons" as in the law data, or hex digits; what tasks call it */
  char *title;
  char *owner;  /* "" for nobody */
  int days_before;
  char **kinds; /* ids of session kinds */
  const char *legal_ref; /* nullable */
  gboolean survivor;     /* care for the survivor */
  gboolean own;     /* the office's; not in the law data */
  gboolean changed; /* otherwise than the law data have it */
  gboolean dropped; /* not usual any more */
  JalDate since;    /* own ones: sessions before that day do not have it */
} JalUsualTask;

/* What is to be changed; NULL leaves it as it is. */
typedef struct
{
  const char *title; /* "" : as the law data say */
  const char *owner;
  const char *const *kinds; /* (array zero-terminated=1): at least one */
  int days_before;          /* used when @set_days */
  gboolean set_days;
} JalUsualTaskDraft;

/* Returns (transfer full) (element-type JalUsualTask): those of the law data in their order, then its own in the order in which they
   were entered. @kind (nullable): of that kind of session alone. @all: also those that were taken away. */
GPtrArray *jal_usual_tasks_list (JalStore *store, const char *kind, gboolean all, GCancellable *cancellable, GError **error);
/* The same inside a transaction, all of them. */
GPtrArray *jal_usual_tasks_read (JalTx *tx, GError **error);
gboolean jal_usual_task_is_for (const JalUsualTask *task, const char *kind);

/* A task of the office's own; the draft needs a title and kinds. @id (out, nullable, transfer full): what it is called. */
gboolean jal_usual_tasks_add (JalStore *store, const JalUsualTaskDraft *draft, char **id, GError **error);
gboolean jal_usual_tasks_update (JalStore *store, const char *id, const JalUsualTaskDraft *draft, GError **error);
/* No session has it any more, except where somebody worked on it. */
gboolean jal_usual_tasks_remove (JalStore *store, const char *id, GError **error);
/* As the law data have it: a changed one, or one that was taken away. REFUSED for the office's own. */
gboolean jal_usual_tasks_reset (JalStore *store, const char *id, GError **error);

G_END_DECLS
