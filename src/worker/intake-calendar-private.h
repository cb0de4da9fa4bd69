/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libical/ical.h>

#include "worker/intake-calendar.h"

/* What the files that read a calendar share. */

#define JAL_INTAKE_DAY 86400
#define JAL_INTAKE_NAIROBI_SECONDS (3 * 3600)

/* A file being read. */
typedef struct
{
  JalWireEvent *events; /* in the window */
  guint room;
  guint n, passed;
  JalWireFailure failure;
  guint steps;             /* that all its series took */
  const JalWireCalendar *asked;
  gboolean cancels;        /* the file as a whole calls its events off */
  GHashTable *replaced;    /* "uid\ntime" of occurrences that have an event of their own */
  GHashTable *series;      /* uids of those that repeat, in the calendar at hand */
  GHashTable *following;   /* uid → GArray of JalIntakeFollowing, by time */
} JalIntakeReading;

/* One event of the file while its occurrences are made. */
typedef struct
{
  icalcomponent *component;
  icaltimetype start;
  gint64 length;           /* seconds; of days for an event of whole days */
  gboolean guessed;
  JalWireOdd odd;          /* why it is not understood */
  GHashTable *done;        /* times that were given already, as strings */
  GHashTable *excepted;    /* the same */
} JalIntakeSource;

/* An event that says how a series goes on from one of its occurrences (RANGE=THISANDFUTURE). */
typedef struct
{
  gint64 from;             /* the instant of that occurrence */
  gint64 shift;            /* seconds by which it, and every later one, begins later */
  gint64 length;
  icalcomponent *component;
} JalIntakeFollowing;

/* --- Text (intake-calendar-text.c) --- */

/* Returns (transfer full) (nullable): a file's bytes as UTF-8, unfolded, without the properties that nobody reads; NULL when
   they are no text. */
char *jal_intake_text_prepare (const char *bytes, gsize length);

/* --- Time (intake-calendar-time.c) --- */

/* A day that there is, within the years the program knows. */
gboolean jal_intake_time_is_usable (icaltimetype time);
/* Seconds since 1970; a time without a zone is Nairobi's. */
gint64 jal_intake_time_to_instant (icaltimetype time);
/* The day in Nairobi. */
gint64 jal_intake_time_day (icaltimetype time);
/* Returns (transfer full): what an occurrence is called: its day, or its instant in UTC, whatever zone it was written in. */
char *jal_intake_time_name (icaltimetype time);
/* Another time of the file, as far as it has no zone of its own, is one in @start's. */
icaltimetype jal_intake_time_in_zone_of (icaltimetype time, icaltimetype start);
/* The zone that @property (nullable) names is described in the file, or else it may be known to this computer; otherwise
   @guessed is set. */
icaltimetype jal_intake_time_with_zone (icalcomponent *event, icalproperty *property, icaltimetype time, gboolean *guessed);
icaltimetype jal_intake_time_find_zone (icalcomponent *event, icalproperty_kind kind, icaltimetype time, gboolean *guessed);
gint64 jal_intake_time_floor_days (gint64 seconds);

/* --- Events (intake-calendar-event.c) --- */

/* Returns (transfer none) (nullable): the next free event of the window, filled with what @source's component says of itself;
   NULL, and a failure, when the window is full. */
JalWireEvent *jal_intake_event_add (JalIntakeReading *reading, const JalIntakeSource *source, const char *instance);
void jal_intake_event_add_cancelled (JalIntakeReading *reading, const JalIntakeSource *source, const char *instance);
/* An event that is named, with why, and not taken. */
void jal_intake_event_add_odd (JalIntakeReading *reading, const JalIntakeSource *source);
/* One occurrence beginning at @start. Days on which it leaves the whole sitting free are no days of it. */
void jal_intake_event_add_occurrence (JalIntakeReading *reading, const JalIntakeSource *source, icaltimetype start, const char *instance);
/* Seconds from @start to its end; below 0 when it ends before. */
gint64 jal_intake_event_length (icalcomponent *event, icaltimetype start);

/* --- Series (intake-calendar-series.c) --- */

/* Returns (transfer full): how an occurrence is known among all of the file. */
char *jal_intake_series_key (icalcomponent *event, icaltimetype time);
/* Gives the occurrences; @source->odd, or a failure, says why not all of them. */
void jal_intake_series_give (JalIntakeReading *reading, JalIntakeSource *source);
