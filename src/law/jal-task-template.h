/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-law.h"

G_BEGIN_DECLS

/* What is to be done before, or after, a session of certain kinds: data/law/tasks.json. */
typedef struct
{
  const char *id;        /* "summons": stored with tasks, never changes */
  JalLabel label;
  int days_before;       /* before the session; negative: after it */
  const char *const *kinds; /* (array zero-terminated=1): ids of session kinds */
  const char *legal_ref; /* nullable */
  gboolean survivor;     /* care for the survivor */
  JalLabel call_off;     /* what is to be done when it was done and the session is not held on its day; of NULLs where that is nothing */
  JalStanding standing;
} JalTaskTemplate;

/* A visit to the survivor after the case has ended. */
typedef struct
{
  int months; /* after the end of the case */
  JalLabel label;
  JalStanding standing;
} JalCheckin;

/* A part of the school year by its usual days. */
typedef struct
{
  const char *id;
  JalLabel label;
  int from_month, from_day, to_month, to_day;
  JalStanding standing;
} JalSchoolTerm;

/* What a day in court costs for one victim. */
typedef struct
{
  int amount; /* in hundredths of the currency */
  const char *currency;
  JalLabel label;
} JalCourtDayCost;

/* Returns (transfer none) (array length=n): all of them, in the order of the data. */
const JalTaskTemplate *jal_task_template_list (guint *n);
/* Returns (transfer none) (nullable): the template @id (nullable). */
const JalTaskTemplate *jal_task_template_find (const char *id);
/* Whether a session of @kind has the task. */
gboolean jal_task_template_is_for (const JalTaskTemplate *template, const char *kind);
const JalCheckin *jal_checkin_list (guint *n);
const JalSchoolTerm *jal_school_term_list (guint *n);
const JalCourtDayCost *jal_court_day_cost_get (void);

G_END_DECLS
