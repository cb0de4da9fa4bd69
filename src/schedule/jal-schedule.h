/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-plan-weights.h"
#include "record/jal-record.h"
#include "schedule/jal-schedule-calendar.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

typedef struct
{
  const char *kind;     /* NULL: as it is */
  JalDate date;         /* JAL_DATE_NONE: as it is */
  const char *state;
  const char *purpose;
  const char *place;
  const char *reason;
  const char *note;
  gboolean add_note;    /* @note is added to what the session says, which is not written over */
  int minutes;          /* of the day; 0: none; -1: as it is, and none when the date is another: a time was said for its day */
  gboolean same_day;    /* keep it also where the same stands on that day already */
  gboolean past_day;    /* move it also to a day that has passed */
} JalSessionDraft;

#define JAL_SESSION_DRAFT_INIT ((JalSessionDraft){ .date = JAL_DATE_NONE, .minutes = -1 })

typedef struct
{
  JalDate from;        /* the plea */
  guint n_sessions;    /* counted ones: 4…20 */
  guint months_min;    /* 36 */
  guint months_max;    /* 48 */
  gboolean no_mentions; /* leave the gaps over the limit of CPC s.205 without the light entries that fill them */
} JalScheduleRequest;

/* Fills in @request for the case as one would ask for it by oneself: as it was planned last; otherwise from the plea, in 36 to 48
   months, the ten sessions of the template, or more where more people testify than its days of witnesses hold. @why (out): a
   translated sentence that says so. */
gboolean jal_schedule_suggest (JalStore *store, JalId case_id, JalScheduleRequest *request, char **why, GCancellable *cancellable,
                               GError **error);
/* Plans without keeping anything: fixed and held sessions stay, planned ones are proposed anew.
   Returns (transfer full): a GListStore of JalSession as it would be (new ones with an empty id), in order of date. When no
   plan keeps the rules the error names the rule that blocks it. */
GListStore *jal_schedule_propose (JalStore *store, JalId case_id, const JalScheduleRequest *request, GCancellable *cancellable, GError **error);
/* Returns (transfer full) (nullable): how many sessions of @before into which somebody wrote @proposal has no place for, as a translated
   sentence; NULL for none. */
char *jal_schedule_say_left_out (GListModel *before, GListModel *proposal);
/* Keeps such a proposal in one action with one undo. */
gboolean jal_schedule_accept (JalStore *store, JalId case_id, const JalScheduleRequest *request, GListModel *proposal, GError **error);

/* Returns (transfer full): a GListStore of JalSession in order of date, with ordinals and warnings. */
GListStore *jal_schedule_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);
/* UNCONFIRMED when the same stands on that day already, unless the draft says that it is meant; so is the next. */
gboolean jal_schedule_add (JalStore *store, JalId case_id, const JalSessionDraft *draft, JalId *id, GError **error);
/* Moving, fixing, recording: whatever the draft names. REFUSED, naming the day, when the court is closed on the new date; PAST when
   it would be to come on a day that has passed, unless the draft says that it is meant. */
gboolean jal_schedule_update (JalStore *store, JalId session_id, const JalSessionDraft *draft, GError **error);
gboolean jal_schedule_remove (JalStore *store, JalId session_id, GError **error);
/* What moving the session to @date would mean, as translated sentences (closed day, out of order, gap over the limit of
   CPC s.205 without a mention …), most serious first. Returns (transfer full): NULL-terminated, maybe empty.
   @blocked: whether the move would be refused. */
char **jal_schedule_consequences (JalStore *store, JalId session_id, JalDate date, gboolean *blocked, GError **error);

/* How sessions are planned, in this vault. */
typedef struct
{
  guint day_capacity;  /* most counted sessions a day, of all cases; 0 for no limit */
  guint week_capacity; /* the same from Monday to Sunday */
} JalSchedulePrefs;

gboolean jal_schedule_get_prefs (JalStore *store, JalSchedulePrefs *prefs, JalPlanWeights *weights, GError **error);
/* One action with one undo. REFUSED when a number is out of range. */
gboolean jal_schedule_set_prefs (JalStore *store, const JalSchedulePrefs *prefs, const JalPlanWeights *weights, GError **error);

/* The user's own days of the calendar: rows of JalCalendarDay by date (transfer full). More in jal-schedule-calendar.h. */
GListStore *jal_schedule_days (JalStore *store, GError **error);

G_END_DECLS
