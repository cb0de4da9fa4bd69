/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and bounds of the intake worker's messages. */
#include "wire/jal-wire-intake.h"

G_STATIC_ASSERT (sizeof (JalWireEvent) == 32 + 256 + 32 + 256 + 256 + 512);
G_STATIC_ASSERT (sizeof (JalWireCalendar) == 40);
G_STATIC_ASSERT (sizeof (JalWireCalendarReply) == 24);

/* 1900 to 2199, as base/jal-date.h has it. */
#define FIRST_DAY (-25567)
#define LAST_DAY 84005
#define LAST_SECOND ((gint64)LAST_DAY * 86400)

gsize
jal_wire_intake_size (guint type)
{
  switch (type)
    {
    case JAL_WIRE_CALENDAR_READ:
    case JAL_WIRE_CALENDAR_WRITE:
      return sizeof (JalWireCalendar);
    case JAL_WIRE_CALENDAR_REPLY:
      return sizeof (JalWireCalendarReply);
    default:
      return 0;
    }
}

gboolean
jal_wire_intake_is_valid (const JalWirePacket *packet)
{
  const JalWireCalendar *calendar = (const JalWireCalendar *)packet;
  const JalWireCalendarReply *reply = (const JalWireCalendarReply *)packet;

  switch (packet->header.type)
    {
    case JAL_WIRE_CALENDAR_READ:
      return calendar->count > 0 && calendar->count <= JAL_WIRE_CALENDAR_MAX && calendar->private_class == 0
             && calendar->first >= FIRST_DAY && calendar->last <= LAST_DAY && calendar->first <= calendar->last
             && calendar->stamp == 0;
    case JAL_WIRE_CALENDAR_WRITE:
      return calendar->count <= JAL_WIRE_EVENTS_MAX && calendar->private_class <= 1 && calendar->first == 0
             && calendar->last == 0 && calendar->stamp >= 0 && calendar->stamp <= LAST_SECOND;
    case JAL_WIRE_CALENDAR_REPLY:
      return reply->count <= 16 * JAL_WIRE_CALENDAR_MAX;
    default:
      return FALSE;
    }
}

gboolean
jal_wire_event_is_valid (const JalWireEvent *event)
{
  return event->flags < 8 && event->sequence <= G_MAXINT32 && event->minutes <= JAL_WIRE_COURT_MINUTES && event->odd <= JAL_WIRE_ODD_MAX
         && event->start < 24 * 60 && (event->start == 0 || event->first == event->last) && event->unused == 0
         && event->first >= FIRST_DAY && event->last <= LAST_DAY && event->first <= event->last
         && jal_wire_text_is_valid (event->uid, sizeof event->uid)
         && jal_wire_text_is_valid (event->instance, sizeof event->instance)
         && jal_wire_text_is_valid (event->summary, sizeof event->summary)
         && jal_wire_text_is_valid (event->location, sizeof event->location)
         && jal_wire_text_is_valid (event->description, sizeof event->description);
}
