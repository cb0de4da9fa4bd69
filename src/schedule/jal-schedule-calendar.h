/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plan/jal-court-calendar.h"
#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The court calendar of this vault: what the law's rules give (law/jal-holiday-rules.h), and what the user knows better. */

/* What the user knows better. */
typedef struct
{
  const char *type;  /* "closed", "holiday" (declared in the Gazette), "open" (the court sits all the same) */
  JalDate from, to;  /* both included; @to JAL_DATE_NONE for one day; at most a year */
  const char *name;
  const char *court; /* nullable: "closed" and "open" for this court alone, as it stands in cases */
} JalCalendarDraft;

/* A stretch of the calendar. */
typedef struct
{
  JalDate from, to;
  char *type;    /* "holiday", "closed", "open", "recess" (advice, criminal matters go on) */
  char *name;    /* in the screen's language */
  char *holiday; /* nullable: id of the rule it comes from */
  char *court;   /* nullable: for this court alone */
  gboolean observed;    /* in place of a Sunday */
  gboolean ceased;      /* the Sunday itself: its holiday has moved on */
  gboolean provisional; /* the date may still move, or is not gazetted yet */
  gboolean movable;     /* a feast or an election: jal_schedule_calendar_move() gives its day */
  GArray *ids;   /* JalId: the user's own rows behind it; empty for what the rules give */
} JalCalendarEntry;

/* Returns (transfer full): the calendar as the court of @case_id has it; JAL_ID_NONE: without what concerns one court alone. */
JalCourtCalendar *jal_schedule_calendar (JalStore *store, JalId case_id, GError **error);
/* Returns (transfer full) (element-type JalCalendarEntry): everything from @from to @to in order of date, the user's own
   entries of every court among it. */
GPtrArray *jal_schedule_calendar_list (JalStore *store, JalDate from, JalDate to, GCancellable *cancellable, GError **error);

/* All of these are one action with one undo, and count at once in every plan, offer and warning. */

/* @ids (out, transfer full) (nullable) (element-type JalId). REFUSED when a day has an entry of that court already. */
gboolean jal_schedule_calendar_add (JalStore *store, const JalCalendarDraft *draft, GArray **ids, GError **error);
/* Puts @draft in the place of the entries @ids. */
gboolean jal_schedule_calendar_change (JalStore *store, const JalId *ids, guint n, const JalCalendarDraft *draft, GError **error);
/* The feast @holiday (id of a rule) was declared for @date: certain from then on. A date given for the same feast before is
   replaced. REFUSED when it is more than twenty days from where the feast is expected. */
gboolean jal_schedule_calendar_move (JalStore *store, const char *holiday, JalDate date, GError **error);
/* A feast that had been given a date is expected where the rules say again. */
gboolean jal_schedule_calendar_remove (JalStore *store, const JalId *ids, guint n, GError **error);

G_END_DECLS
