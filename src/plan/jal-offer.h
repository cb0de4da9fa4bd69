/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/jal-planner.h"

G_BEGIN_DECLS

/* What speaks against a date, in the order it is said. */
typedef enum
{
  JAL_OFFER_CLOSED = 1 << 0,       /* no court day; JalOffer.day says why */
  JAL_OFFER_PAST = 1 << 1,         /* before the earliest day of the request */
  JAL_OFFER_ORDER = 1 << 2,        /* not between the session before and the one after */
  JAL_OFFER_SHORT_GAP = 1 << 3,    /* too near one of them */
  JAL_OFFER_LONG_GAP = 1 << 4,     /* too far from one of them */
  JAL_OFFER_AWAY = 1 << 5,         /* somebody it needs cannot come; JalOffer.away says who */
  JAL_OFFER_FULL_DAY = 1 << 6,
  JAL_OFFER_FULL_WEEK = 1 << 7,
  JAL_OFFER_HORIZON = 1 << 8,      /* the last session, outside the months given */
} JalOfferClash;

/* What a date the court offers would mean, the other sessions staying where they are. */
typedef struct
{
  JalDate date;
  JalCourtDay day;
  guint clashes;          /* JalOfferClash bits; 0 when the date is clear */
  guint64 away;           /* the session's people who cannot come */
  gboolean case_away;     /* an absence of the case as a whole */
  guint64 rather_not;     /* those who could, but would rather not */
  int sessions_that_day;  /* of other cases */
  int sessions_that_week; /* of other cases, and the other ones of this case */
  int days_after_previous; /* 0 when there is none */
  int days_before_next;
  gint64 terms[JAL_PLAN_N_TERMS];
  gint64 cost;            /* points of this session there */
} JalOffer;

/* Judges @date for @session. @planned (array length = the sessions of @request) are the dates as they stand, with
   JAL_DATE_NONE for those that have none; the session's own is not looked at. */
void jal_offer_judge (const JalPlanRequest *request, const JalDate *planned, guint session, JalDate date,
                      JalOffer *offer);
/* Returns (transfer full) (element-type JalOffer): up to @n clear dates that are better than @date (any clear one when
   @date clashes, otherwise those that save at
   least what a week of distance costs), the nearest to @date first, the earlier of two as near. */
GArray *jal_offer_better (const JalPlanRequest *request, const JalDate *planned, guint session, JalDate date, guint n);

G_END_DECLS
