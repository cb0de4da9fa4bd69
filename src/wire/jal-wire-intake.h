/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of the intake worker, types 400…499; the rules are those of jal-wire.h. */
#pragma once

#include "wire/jal-wire.h"

G_BEGIN_DECLS

/*   program                                                                              intake
 *     | ------- WINDOW (JAL_WIRE_SLOT_CALENDAR): a calendar file, or events to write ---------------> |
 *     | ------- CALENDAR_READ, CALENDAR_WRITE -------------------------------------------------------> |
 *     | <------ CALENDAR_REPLY: the events, or the file, are in the same window --------------------- |   */
#define JAL_WIRE_SLOT_CALENDAR 2
#define JAL_WIRE_CALENDAR_MAX (8u * 1024u * 1024u)
#define JAL_WIRE_EVENTS_MAX 20000
/* Minutes between eight and five, when courts sit. */
#define JAL_WIRE_COURT_MINUTES 540

enum
{
  JAL_WIRE_CALENDAR_READ = 400,
  JAL_WIRE_CALENDAR_WRITE = 401,
  JAL_WIRE_CALENDAR_REPLY = 402,
};

#define JAL_WIRE_EVENT_CANCELLED (1u << 0) /* it is off; the dates may be anything then */
#define JAL_WIRE_EVENT_TENTATIVE (1u << 1)
#define JAL_WIRE_EVENT_ZONE_GUESSED (1u << 2) /* its zone is not known: taken as Nairobi's */

/* Why an event of a file was not understood. Nothing of it is taken; its dates are 0 then. */
typedef enum
{
  JAL_WIRE_ODD_NO_UID = 1,
  JAL_WIRE_ODD_NO_DATE,
  JAL_WIRE_ODD_DATE,        /* a date that does not exist, or lies outside 1900 to 2199 */
  JAL_WIRE_ODD_ENDS_BEFORE, /* it ends before it begins */
  JAL_WIRE_ODD_UNREAD,      /* one of its dates, or how it repeats, is no date and no rule */
  JAL_WIRE_ODD_REPEATS,     /* a day that never comes */
  JAL_WIRE_ODD_TOO_OFTEN,   /* every hour or oftener */
  JAL_WIRE_ODD_ENDLESS,     /* more occurrences than are followed */
  JAL_WIRE_ODD_FOLLOWING,   /* it changes the rest of a series that is not in the file */
  JAL_WIRE_ODD_WEEKS,       /* it repeats by numbers of weeks */
} JalWireOdd;
#define JAL_WIRE_ODD_MAX JAL_WIRE_ODD_WEEKS

/* An event in the window: whole days in Nairobi. */
typedef struct
{
  gint32 first;     /* days since 1970-01-01 */
  gint32 last;      /* included */
  guint32 sequence; /* the higher replaces the lower */
  guint32 flags;
  guint32 minutes;  /* READ: the most it takes of a day's sitting, 0…540 */
  guint32 odd;      /* READ: a JalWireOdd, or 0 */
  guint32 start;    /* WRITE: minutes of the one day at which it begins, in Nairobi; 0: whole days */
  guint32 unused;   /* 0 */
  char uid[256];
  char instance[32]; /* which occurrence of a series, "" for an event that comes once or a series as a whole */
  char summary[256];
  char location[256];    /* written only */
  char description[512]; /* written only */
} JalWireEvent;

/* READ: @count bytes of a file; occurrences outside @first…@last are not given. WRITE: @count events. */
typedef struct
{
  JalWireHeader header;
  guint32 count;
  guint32 private_class; /* WRITE: 1 when the events say nothing but that counsel is busy */
  gint32 first;
  gint32 last;
  gint64 stamp;          /* WRITE: seconds since 1970 at which the file was made */
} JalWireCalendar;

/* READ: @count events, and how many were @passed over since they take no time (shown as free). WRITE: @count bytes. */
typedef struct
{
  JalWireHeader header;
  guint32 count;
  guint32 passed;
} JalWireCalendarReply;

/* As jal_wire_size() and jal_wire_is_valid(), for these types alone (the header has been checked). */
gsize jal_wire_intake_size (guint type);
gboolean jal_wire_intake_is_valid (const JalWirePacket *packet);
/* Whether an event out of a window holds. */
gboolean jal_wire_event_is_valid (const JalWireEvent *event);

G_END_DECLS
