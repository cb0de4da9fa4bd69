/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/jal-planner.h"
#include "record/jal-person-rows.h"
#include "schedule/jal-schedule.h"
#include "store/jal-tx.h"

/* All that is known about the dates of one case, read in one transaction: what plans, offers and warnings are made of. */

/* A counted session of another case. */
typedef struct
{
  JalDate date;
  JalId case_id;
  JalId session_id;
  gboolean demanding;
  gboolean elsewhere;  /* in another court: counsel cannot be in both, at whatever hour of the day */
  int minutes;         /* of the day; 0: no time was said */
  char *number;        /* what the case is called */
  char *court;         /* nullable */
} JalScheduleLoad;

typedef struct
{
  JalId case_id;
  JalCase *owner;
  JalCourtCalendar *calendar;
  GListStore *sessions; /* of JalSession by date */
  GListStore *people;   /* of JalPerson */
  GListStore *absences; /* of JalAbsence */
  GArray *called;       /* of JalCalled */
  GArray *loads;        /* of JalScheduleLoad, by date */
  JalPlanWeights weights;
  JalSchedulePrefs prefs;
  guint n_sessions, months_min, months_max; /* as the case was last planned */
  gboolean planned_before;
} JalScheduleCase;

/* Returns (transfer full): that the case of @load is in another court that day, and when, or that it is heard that day too. */
char *jal_schedule_load_text (const JalScheduleLoad *load);

gboolean jal_schedule_case_read (JalTx *tx, JalId case_id, JalScheduleCase *known, GError **error);
void jal_schedule_case_clear (JalScheduleCase *known);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalScheduleCase, jal_schedule_case_clear)

/* One accused, or all of them where they stand alike: the clear days of CPC s.205 run for each. */
typedef struct
{
  JalPerson *accused; /* nullable: all */
  gboolean in_custody;
  int limit; /* clear days */
} JalScheduleTrack;

/* Returns (transfer full) (element-type JalScheduleTrack): at least one, the least limit first. */
GPtrArray *jal_schedule_tracks (const JalScheduleCase *known);
/* Whether the session is for the accused of the track. */
gboolean jal_schedule_track_has (const JalScheduleCase *known, const JalScheduleTrack *track, JalSession *session);
/* Whether @called is of @session; of one that is not written yet and goes on with another: whether whoever was called there will be called
   to it. */
gboolean jal_schedule_is_called_to (const JalCalled *called, JalSession *session);
/* Whether some of the accused are called to the session by name: then it is for those alone. */
gboolean jal_schedule_calls_accused (const JalScheduleCase *known, JalSession *session);
/* Returns (transfer full): @sentence (transfer full) about the accused of the track, who is named where there are others. */
char *jal_schedule_track_text (const JalScheduleTrack *track, char *sentence);

/* Whether the survivor testifies in the session. */
gboolean jal_schedule_is_survivors (const JalScheduleCase *known, JalSession *session);
/* Whether somebody is in this role on that day. */
gboolean jal_schedule_serves (JalPerson *person, JalDate date);
/* Who a session needs: those called to it, or what the roles of the case say. */
gboolean jal_schedule_needs (const JalScheduleCase *known, JalSession *session, JalPerson *person);
/* Whether @person could be asked to come to the session without having been called: a witness to a hearing. */
gboolean jal_schedule_may_need (const JalScheduleCase *known, JalSession *session, JalPerson *person);
/* Puts weights, limits, other cases and absences into @request; then jal_schedule_case_add_people() for each of its
   sessions. */
void jal_schedule_case_fill (const JalScheduleCase *known, JalPlanRequest *request);
/* Whom @session of a request needs, as @like would (its kind, its entry, who is called to it). */
void jal_schedule_case_add_people (const JalScheduleCase *known, JalPlanSession *session, JalSession *like);
/* Returns (transfer full): a request of the counted sessions as they stand, in order of date: what was held or fixed is
   fixed, the others would best be where they are. @standing (out, transfer full): the JalSessions, in the same order. */
JalPlanRequest *jal_schedule_case_request (const JalScheduleCase *known, GPtrArray **standing);
/* The row of how a case is planned; NOT written when it says so already. */
/* Returns (transfer full): the sessions of the case with the automatic mentions that it has to have. */
GListStore *jal_schedule_refilled (const JalScheduleCase *known);
/* Whether court dates of @sessions, in order of date, lie further apart than CPC s.205 allows, and a mention can still mend it. */
gboolean jal_schedule_has_gaps (const JalScheduleCase *known, GListModel *sessions);
/* Makes the automatic mentions of @sessions, in order of date, what they have to be. */
void jal_schedule_fill_mentions (const JalScheduleCase *known, GListStore *sessions);
gboolean jal_schedule_write_plan (JalTx *tx, JalId case_id, guint sessions, guint months_min, guint months_max, GError **error);
/* Returns (transfer full) (nullable): that @person, a child today, would no longer be one when testifying on @date. */
char *jal_schedule_of_age_text (const JalScheduleCase *known, JalSession *session, JalPerson *person, JalDate date);
/* Returns (transfer full) (nullable): that @survivor (anybody: only a survivor counts) was heard before the open @session, or is to
   testify on another day too. */
char *jal_schedule_twice_text (const JalScheduleCase *known, GListModel *sessions, JalSession *session, JalPerson *survivor);
/* What is said about the dates of @sessions, which stand in order of date: closed days, gaps, days that may still move. */
void jal_schedule_fill_warnings (const JalScheduleCase *known, GListModel *sessions);
/* All warnings of @sessions, which stand in order of date: days, gaps, and what has to be watched over the years. */
void jal_schedule_fill_case_warnings (const JalScheduleCase *known, GListModel *sessions);
/* Writes @sessions over those of @known: new ones, changed ones, and takes out what is not there any more. */
gboolean jal_schedule_write_all (JalTx *tx, const JalScheduleCase *known, GListModel *sessions, GError **error);
/* After a change: lets the automatic mentions of a case that has any follow. */
gboolean jal_schedule_settle_mentions (JalTx *tx, JalId case_id, GError **error);
