/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/jal-date.h"
#include "pages/jal-calendar-file.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* A calendar file as days on which somebody cannot come. Looked at first, then kept. */

typedef enum
{
  JAL_CALENDAR_IN_NEW,
  JAL_CALENDAR_IN_CHANGED, /* its dates, its title, or whether it could be arranged */
  JAL_CALENDAR_IN_SAME,
  JAL_CALENDAR_IN_GONE,    /* called off, free now, or no longer in the file */
  JAL_CALENDAR_IN_OLDER,   /* the file is older than what is there: nothing happens */
  JAL_CALENDAR_IN_ODD,     /* not understood: named, and what is there of it stays */
} JalCalendarInType;
#define JAL_CALENDAR_IN_N_TYPES 6

typedef struct
{
  JalCalendarInType type;
  JalId id;              /* of the days away; JAL_ID_NONE for new ones */
  char *uid, *instance;  /* of the event and its occurrence */
  guint sequence;
  char *title;           /* "" when none is to be kept */
  JalDate from, to;
  gboolean hard;         /* FALSE: short or tentative, it could be arranged */
  JalDate from_before, to_before; /* JAL_DATE_NONE for new ones */
  JalCalendarOdd odd;    /* of one that was not understood; its dates are JAL_DATE_NONE, its title is always there */
  gboolean zone_guessed; /* its time zone is not known: taken as Nairobi's */
} JalCalendarInItem;

typedef struct
{
  JalId case_id;    /* JAL_ID_NONE with no person: counsel, in every case */
  JalId person_id;  /* JAL_ID_NONE: counsel */
  gboolean no_titles; /* what the events are called is not taken over */
  gboolean keep_gone; /* what is no longer in the file stays */
} JalCalendarInRequest;

typedef struct
{
  JalCalendarInRequest request;
  GPtrArray *items; /* JalCalendarInItem, by date */
  guint counts[JAL_CALENDAR_IN_N_TYPES];  /* by JalCalendarInType */
  guint n_outside;  /* events that leave the sitting free (before eight, after five, weekends) */
  guint n_free;     /* events that are shown as free, or called off, and were not there before */
  guint n_guessed;  /* events in a time zone nobody knows, taken as Nairobi's */
} JalCalendarIn;

/* The span that is taken: from a month ago to six years ahead. */
#define JAL_CALENDAR_IN_DAYS_BACK 31
#define JAL_CALENDAR_IN_MONTHS_AHEAD 72
/* An event that takes less of a day's sitting could be arranged. */
#define JAL_CALENDAR_IN_HARD_MINUTES 180

/* Reads the file at @path in a walled-in process. Returns (transfer full): what keeping it would do; nothing is changed.
   What is missing in the file counts as gone only where the file shares an event with what is there: another calendar of
   the same person takes nothing out. Errors: JAL_PAGES_ERROR with a sentence, JAL_STORE_ERROR_REFUSED, G_FILE_ERROR. */
JalCalendarIn *jal_calendar_in_read (JalStore *store, const char *path, const JalCalendarInRequest *request,
                                     GCancellable *cancellable, GError **error);
/* One action with one undo. CONFLICT when the days away were changed since they were read. */
gboolean jal_calendar_in_keep (JalStore *store, const JalCalendarIn *in, GError **error);
void jal_calendar_in_free (JalCalendarIn *in);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalCalendarIn, jal_calendar_in_free)

G_END_DECLS
