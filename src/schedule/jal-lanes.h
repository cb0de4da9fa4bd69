/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The picture of a case as data: what stands in which lane, and when. Window, print and jaladactl show the same. */

typedef enum
{
  JAL_LANE_SESSIONS,  /* counted ones, and those that are expected but not planned */
  JAL_LANE_MENTIONS,  /* light entries */
  JAL_LANE_GAPS,      /* from an adjournment to the session after it */
  JAL_LANE_DEADLINES, /* appeal, end of the years planned for, tasks of the next session */
  JAL_LANE_AWAY,      /* people who cannot come, and school */
  JAL_LANE_CHECKINS,  /* after the case */
} JalLane;
#define JAL_N_LANES 6

#define JAL_TYPE_LANE_ENTRY (jal_lane_entry_get_type ())
G_DECLARE_FINAL_TYPE (JalLaneEntry, jal_lane_entry, JAL, LANE_ENTRY, GObject)
struct _JalLaneEntry
{
  GObject parent_instance;

  JalLane lane;
  JalDate from;
  JalDate to;          /* the same as @from for a day */
  char *style;         /* "planned", "fixed", "held", "adjourned", "vacated", "expected", "gap", "deadline", "task", "overdue",
                          "away", "school", "checkin" */
  const char *what;    /* static, nullable: "appeal", "horizon", "task", "school", "counsel": for whoever has other words */
  char *label;         /* short: "3", "Appeal" */
  char *words;         /* all of it in one sentence, in the screen's language */
  JalSession *session; /* nullable */
};

/* Returns (transfer full): a GListStore of JalLaneEntry, lane by lane, each in order of date. */
GListStore *jal_lanes_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);
/* Returns (transfer none): the lane's name in the screen's language. */
const char *jal_lane_name (JalLane lane);
/* "sessions", "mentions", "gaps" …: for scripts. */
const char *jal_lane_id (JalLane lane);
/* Returns (transfer full): all that is known of the session in one sentence: "Session 3, Hearing, 14 March 2027, Planned". */
char *jal_lane_describe (JalSession *session);

/* --- Planned against real ------------------------------------------------------------------------------------ */

/* One session: when it was planned for at first, and when it is or was. */
typedef struct
{
  JalSession *session; /* borrowed from @sessions */
  int days;            /* later than planned at first; negative: earlier */
} JalDelayedSession;

typedef struct
{
  const char *reason; /* id of an outcome in the law data, or "" when none was recorded */
  guint count;   /* adjournments */
  guint vacated; /* dates vacated for it */
  int days; /* until the session that took place instead of what was adjourned */
} JalDelayReason;

typedef struct
{
  GListStore *sessions; /* of JalSession, all cases' when no case was named */
  GArray *entries;      /* JalDelayedSession: counted ones that stand, in order of date */
  GArray *reasons;      /* JalDelayReason: most days first */
  guint n_adjourned, n_vacated;
  int days_lost;        /* by adjournments */
  int last_slip;        /* of the last counted session of the case; of all cases together without one */
} JalDelays;

/* Returns (transfer full): of one case, or of all with JAL_ID_NONE. */
JalDelays *jal_delays_read (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);
void jal_delays_free (JalDelays *delays);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalDelays, jal_delays_free)
/* The first row of a lane in which there is room from @from on, and takes it up to @to. @ends: where each of @n_rows rows is free
   again. Where none has room the first one is taken all the same. */
guint jal_lanes_take_row (double *ends, guint n_rows, double from, double to);

G_END_DECLS
