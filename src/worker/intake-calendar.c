/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar files out, and the conversation about both ways. */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/intake-calendar.h"

#include <libical/ical.h>
#include <string.h>

#define DAY 86400

/* --- Out ------------------------------------------------------------------------------------------------------ */

static icaltimetype
date_of (gint32 day)
{
  return icaltime_from_timet_with_zone ((time_t)day * DAY, 1, icaltimezone_get_utc_timezone ());
}

#define NAIROBI "Africa/Nairobi"
/* Courts rise at five; nobody knows when a session ends before it does. */
#define RISES (17 * 60)
#define SHORTEST 60

/* A time in Nairobi, @minutes into @day. */
static icalproperty *
new_time (icalproperty *(*new_property) (icaltimetype), gint32 day, guint minutes)
{
  icaltimetype time = icaltime_from_timet_with_zone ((time_t)day * DAY + (time_t)minutes * 60, 0, NULL);
  icalproperty *property = new_property (time);

  icalproperty_add_parameter (property, icalparameter_new_tzid (NAIROBI));
  return property;
}

/* Nairobi is three hours ahead all the year: said in the file, as RFC 5545 3.6.5 wants it, whoever reads it. */
static icalcomponent *
new_zone (void)
{
  return icalcomponent_new_from_string ("BEGIN:VTIMEZONE\r\nTZID:" NAIROBI "\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
                                        "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nTZNAME:EAT\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
}

static void
add_span (icalcomponent *component, const JalWireEvent *event)
{
  if (event->start == 0)
    {
      icalcomponent_add_property (component, icalproperty_new_dtstart (date_of (event->first)));
      icalcomponent_add_property (component, icalproperty_new_dtend (date_of (event->last + 1)));
      return;
    }
  icalcomponent_add_property (component, new_time (icalproperty_new_dtstart, event->first, event->start));
  icalcomponent_add_property (component, new_time (icalproperty_new_dtend, event->first, MAX (event->start + SHORTEST, RISES)));
}

static icalcomponent *
new_event (const JalWireEvent *event, const JalWireCalendar *asked)
{
  icalcomponent *component = icalcomponent_new (ICAL_VEVENT_COMPONENT);

  icalcomponent_add_property (component, icalproperty_new_uid (event->uid));
  icalcomponent_add_property (component, icalproperty_new_dtstamp (icaltime_from_timet_with_zone (
                                             (time_t)asked->stamp, 0, icaltimezone_get_utc_timezone ())));
  icalcomponent_add_property (component, icalproperty_new_sequence ((int)event->sequence));
  add_span (component, event);
  icalcomponent_add_property (component, icalproperty_new_summary (event->summary));
  if (event->location[0] != '\0')
    icalcomponent_add_property (component, icalproperty_new_location (event->location));
  if (event->description[0] != '\0')
    icalcomponent_add_property (component, icalproperty_new_description (event->description));
  icalcomponent_add_property (component, icalproperty_new_transp (ICAL_TRANSP_OPAQUE));
  if (asked->private_class != 0)
    icalcomponent_add_property (component, icalproperty_new_class (ICAL_CLASS_PRIVATE));
  if ((event->flags & JAL_WIRE_EVENT_CANCELLED) != 0)
    icalcomponent_add_property (component, icalproperty_new_status (ICAL_STATUS_CANCELLED));
  else if ((event->flags & JAL_WIRE_EVENT_TENTATIVE) != 0)
    icalcomponent_add_property (component, icalproperty_new_status (ICAL_STATUS_TENTATIVE));
  else
    icalcomponent_add_property (component, icalproperty_new_status (ICAL_STATUS_CONFIRMED));
  return component;
}

char *
jal_intake_calendar_write (const JalWireEvent *events, guint n, const JalWireCalendar *asked)
{
  icalcomponent *calendar = icalcomponent_new (ICAL_VCALENDAR_COMPONENT);
  gboolean timed = FALSE;
  char *text, *copy;

  icalcomponent_add_property (calendar, icalproperty_new_version ("2.0"));
  /* Which program it was says what its owner works on. */
  icalcomponent_add_property (calendar, icalproperty_new_prodid ("-//Calendar//EN"));
  icalcomponent_add_property (calendar, icalproperty_new_method (ICAL_METHOD_PUBLISH));
  for (guint i = 0; i < n; i++)
    timed = timed || events[i].start > 0;
  if (timed)
    icalcomponent_add_component (calendar, new_zone ());
  for (guint i = 0; i < n; i++)
    if (jal_wire_event_is_valid (&events[i]) && events[i].uid[0] != '\0')
      icalcomponent_add_component (calendar, new_event (&events[i], asked));
  text = icalcomponent_as_ical_string_r (calendar);
  copy = g_strdup (text);
  free (text);
  icalcomponent_free (calendar);
  return copy;
}

/* --- The conversation ----------------------------------------------------------------------------------------- */

static void
answer (JalWorker *worker, const JalWirePacket *request, guint count, guint passed)
{
  JalWirePacket packet;

  jal_worker_prepare (&packet, JAL_WIRE_CALENDAR_REPLY, request);
  ((JalWireCalendarReply *)&packet)->count = count;
  ((JalWireCalendarReply *)&packet)->passed = passed;
  jal_worker_reply (worker, &packet);
}

static void
handle_read (JalWorker *worker, const JalWirePacket *request, guint8 *window, gsize size)
{
  const JalWireCalendar *asked = (const JalWireCalendar *)request;
  g_autofree char *text = g_memdup2 (window, asked->count);
  guint room = (guint)MIN (size / sizeof (JalWireEvent), JAL_WIRE_EVENTS_MAX);
  g_autofree JalWireEvent *events = g_new0 (JalWireEvent, MAX (room, 1));
  guint n = 0, passed = 0;
  JalWireFailure failure = jal_intake_calendar_read (text, asked->count, asked, events, room, &n, &passed);

  if (failure != 0)
    {
      jal_worker_fail (worker, request, failure, 0);
      return;
    }
  memcpy (window, events, n * sizeof (JalWireEvent));
  answer (worker, request, n, passed);
}

static void
handle_write (JalWorker *worker, const JalWirePacket *request, guint8 *window, gsize size)
{
  const JalWireCalendar *asked = (const JalWireCalendar *)request;
  g_autofree JalWireEvent *events = g_memdup2 (window, (gsize)asked->count * sizeof (JalWireEvent));
  g_autofree char *text = jal_intake_calendar_write (events, asked->count, asked);
  gsize length = strlen (text);

  if (length > size)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_WINDOW, length);
      return;
    }
  memcpy (window, text, length);
  answer (worker, request, (guint)length, 0);
}

gboolean
jal_intake_calendar_handle (JalWorker *worker, const JalWirePacket *request, gpointer user_data)
{
  const JalWireCalendar *asked = (const JalWireCalendar *)request;
  gsize size;
  guint8 *window = jal_worker_window (worker, JAL_WIRE_SLOT_CALENDAR, &size);

  if (request->header.type == JAL_WIRE_CALENDAR_READ && window != NULL && asked->count <= size)
    handle_read (worker, request, window, size);
  else if (request->header.type == JAL_WIRE_CALENDAR_WRITE && window != NULL
           && (gsize)asked->count * sizeof (JalWireEvent) <= size)
    handle_write (worker, request, window, size);
  else
    return FALSE;
  return TRUE;
}
