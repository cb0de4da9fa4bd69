/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-plan-weights.h"
#include "law/jal-session-kind.h"
#include "plan/jal-court-calendar.h"

G_BEGIN_DECLS

/* Errors of the plan room. The first nine are the rules a plan can break on; the code of an infeasible request is the
   rule without which it could be planned. */
typedef enum
{
  JAL_PLAN_ERROR_ABSENCE,       /* people a session needs are away */
  JAL_PLAN_ERROR_DAY_CAPACITY,  /* too many sessions of other cases that day */
  JAL_PLAN_ERROR_WEEK_CAPACITY, /* … that week */
  JAL_PLAN_ERROR_MIN_GAP,       /* least days between two sessions */
  JAL_PLAN_ERROR_MAX_GAP,       /* most days between two sessions */
  JAL_PLAN_ERROR_FIXED,         /* a date that was to be kept */
  JAL_PLAN_ERROR_EARLIEST,      /* nothing before this day */
  JAL_PLAN_ERROR_HORIZON,       /* where the last session has to fall */
  JAL_PLAN_ERROR_CLOSED_DAYS,   /* weekends, holidays, closures */
  JAL_PLAN_ERROR_COUNT,         /* more or fewer sessions than the template can be stretched to */
  JAL_PLAN_ERROR_RANGE,         /* dates outside the calendar, or a span no plan can have */
} JalPlanError;
#define JAL_PLAN_N_RULES 9

#define JAL_PLAN_ERROR (jal_plan_error_quark ())
GQuark jal_plan_error_quark (void);

/* One wanted session, in order. */
typedef struct
{
  const JalSessionKind *kind; /* of the law room */
  const char *purpose[JAL_N_LANGS]; /* nullable */
  JalDate ideal;              /* where it would best be */
  JalDate fixed;              /* a date that is kept, or JAL_DATE_NONE */
  gboolean held;              /* @fixed is a fact: it need not be an open day */
  int min_gap;                /* least days after the session before it; at least 1 is taken */
  int max_gap;                /* most days after it, 0 for no limit */
  gboolean announced;         /* people have been told that it is on @ideal: any other day is a change to them */
  gboolean survivor;          /* the survivor testifies: late costs more than early */
  guint64 people;             /* one bit for each person it needs; the caller says who is which */
} JalPlanSession;

/* Days on which people cannot come. */
typedef struct
{
  JalDate from, to; /* both included */
  guint64 people;   /* whose; 0 for the case as a whole */
  gboolean hard;    /* FALSE: it could be arranged, at a cost */
  gint64 points;    /* that cost for a session on such a day; 0 for the usual weight */
} JalPlanAbsence;

/* Sessions other cases have on a day. */
typedef struct
{
  JalDate date;
  int sessions;
  int demanding; /* how many of them examine witnesses */
} JalPlanLoad;

/* What is asked of the planner. Plain data: fill it with the functions below or by hand. */
typedef struct
{
  JalCourtCalendar *calendar;
  JalPlanWeights weights;
  GArray *sessions;          /* JalPlanSession */
  GArray *absences;          /* JalPlanAbsence */
  GArray *loads;             /* JalPlanLoad, in any order; several of a day add up */
  GStringChunk *texts;       /* the purposes */
  JalDate earliest;          /* no session that is not fixed falls before it; JAL_DATE_NONE for the first fixed one */
  JalDate last_from, last_to; /* where the last session has to fall, unless it is fixed */
  int day_capacity;          /* most sessions a day, other cases included; 0 for no limit */
  int week_capacity;         /* the same for Monday to Sunday */
} JalPlanRequest;

/* What a plan costs; src/plan/PLANNER.md. */
typedef enum
{
  JAL_PLAN_TERM_DISTANCE,
  JAL_PLAN_TERM_SURVIVOR_LATE,
  JAL_PLAN_TERM_RECESS,
  JAL_PLAN_TERM_NEAR_PROVISIONAL,
  JAL_PLAN_TERM_CROWDED_WEEK,
  JAL_PLAN_TERM_AWAY_IF_POSSIBLE,
  JAL_PLAN_TERM_MOVED,
} JalPlanTerm;
#define JAL_PLAN_N_TERMS 7

typedef struct
{
  JalDate date;
  gint64 terms[JAL_PLAN_N_TERMS];
} JalPlannedSession;

typedef struct
{
  GArray *sessions; /* JalPlannedSession, as many and in the same order as asked for */
  gint64 terms[JAL_PLAN_N_TERMS];
  gint64 cost;      /* their sum */
} JalPlan;

/* Why there is no plan. */
typedef struct
{
  JalPlanError rule; /* the same as the error's code */
  guint rules;       /* bits (1 << rule) that have to go together, when one alone would not do */
  int session;       /* index of the session whose gap or fixed date alone blocks; -1 */
  int absence;       /* index of the absence that alone blocks; -1 */
} JalPlanBlock;

/* Returns (transfer full): an empty request with the usual weights; keeps a reference to @calendar. */
JalPlanRequest *jal_plan_request_new (JalCourtCalendar *calendar);
/* Returns (transfer full): a copy to change. */
JalPlanRequest *jal_plan_request_copy (const JalPlanRequest *request);
void jal_plan_request_free (JalPlanRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPlanRequest, jal_plan_request_free)
/* Adds a free session with its kind's gap; returns it, to be changed before the next one is added. @purpose is copied
   (nullable label). */
JalPlanSession *jal_plan_request_add_session (JalPlanRequest *request, const JalSessionKind *kind,
                                              const JalLabel *purpose, JalDate ideal);

/* Returns (transfer full) (nullable): the dates that keep every rule and cost least; of several such plans the one
   whose first session is earliest, then the second, and so on. NULL with @error and @block (nullable out) when there is
   none. The same request always gives the same plan. */
JalPlan *jal_planner_solve (const JalPlanRequest *request, JalPlanBlock *block, GError **error);
void jal_plan_free (JalPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalPlan, jal_plan_free)

/* Returns (transfer none): what a term stands for, in the language of the screen. */
const char *jal_plan_term_describe (JalPlanTerm term);
/* Returns (transfer none): which rule is in the way and what can be done, in the language of the screen. */
const char *jal_plan_rule_describe (JalPlanError rule);

G_END_DECLS
