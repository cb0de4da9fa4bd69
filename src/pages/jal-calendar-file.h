/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar files (.ics), read and written by a walled-in worker. */
#pragma once

#include <gio/gio.h>

#include "base/jal-date.h"
#include "pages/jal-pages-error.h"

G_BEGIN_DECLS

/* Why an event of a file was not understood, in the order of wire/jal-wire-intake.h. */
typedef enum
{
  JAL_CALENDAR_ODD_NONE,
  JAL_CALENDAR_ODD_NO_UID,
  JAL_CALENDAR_ODD_NO_DATE,
  JAL_CALENDAR_ODD_DATE,
  JAL_CALENDAR_ODD_ENDS_BEFORE,
  JAL_CALENDAR_ODD_UNREAD,
  JAL_CALENDAR_ODD_REPEATS,
  JAL_CALENDAR_ODD_TOO_OFTEN,
  JAL_CALENDAR_ODD_ENDLESS,
  JAL_CALENDAR_ODD_FOLLOWING,
  JAL_CALENDAR_ODD_WEEKS,
} JalCalendarOdd;

/* Returns (transfer none): a sentence in the language of the screen. */
const char *jal_calendar_odd_text (JalCalendarOdd odd);
/* Returns (transfer none): the same as a word for other programs: "no_uid", "date"… */
const char *jal_calendar_odd_id (JalCalendarOdd odd);

/* An event as whole days in Nairobi, or written from an hour of one day on. */
typedef struct
{
  JalDate first, last;   /* both included; anything when it was called off or not understood */
  JalCalendarOdd odd;    /* read only: why it was not understood; such an event may have no uid */
  gboolean cancelled;
  gboolean tentative;
  gboolean zone_guessed; /* it names a time zone nobody knows: taken as Nairobi's */
  guint sequence;        /* the higher replaces the lower */
  guint minutes;         /* read only: the most it takes of a day's sitting (eight to five), 0…540 */
  guint start;           /* written only: minutes of its one day at which it begins; 0: the whole day */
  char *uid;
  char *instance;        /* which occurrence of a series, "" for an event that comes once or a series as a whole */
  char *summary;
  char *location;        /* written only; nullable */
  char *description;     /* written only; nullable */
} JalCalendarEvent;

/* The largest file that is looked at. */
#define JAL_CALENDAR_FILE_MAX (8u * 1024u * 1024u)

/* Returns (transfer full) (element-type JalCalendarEvent): the events of the file @bytes that fall between @first and @last,
   each occurrence of a series by itself, whatever was called off or is shown as free, and what was not understood.
   JAL_PAGES_ERROR with a sentence when the file is no whole calendar, too large, or takes too long or too much; nothing of it is taken then. */
GArray *jal_calendar_file_read (GBytes *bytes, JalDate first, JalDate last, GCancellable *cancellable, GError **error);
/* Returns (transfer full): a calendar file of @events (of JalCalendarEvent). @private_class marks each as private. */
GBytes *jal_calendar_file_write (GArray *events, gboolean private_class, GCancellable *cancellable, GError **error);
/* Returns (transfer full): an empty array that frees its elements. */
GArray *jal_calendar_events_new (void);

G_END_DECLS
