/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of a calendar file as whole days in Nairobi. */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/intake-calendar-private.h"

/* Courts sit within these hours. */
#define SITTING_FROM (8 * 3600)
#define SITTING_TO (17 * 3600)
#define FIRST_DAY (-25567)
#define LAST_DAY 84005

static void
put_uid (char *field, gsize size, const char *uid)
{
  g_autofree char *hash = NULL;

  if (strlen (uid) < size)
    {
      jal_wire_put_text (field, size, uid);
      return;
    }
  /* Cut short, two of them might look the same. */
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uid, -1);
  jal_wire_put_text (field, size, hash);
}

static guint32
sequence_of (icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_SEQUENCE_PROPERTY);
  int sequence = property != NULL ? icalproperty_get_sequence (property) : 0;

  return (guint32)MAX (sequence, 0);
}

JalWireEvent *
jal_intake_event_add (JalIntakeReading *reading, const JalIntakeSource *source, const char *instance)
{
  icalcomponent *event = source->component;
  JalWireEvent *out;

  if (reading->n >= reading->room)
    {
      reading->failure = JAL_WIRE_FAILURE_TOO_LARGE;
      return NULL;
    }
  out = &reading->events[reading->n++];
  memset (out, 0, sizeof *out);
  out->sequence = sequence_of (event);
  if (source->guessed)
    out->flags |= JAL_WIRE_EVENT_ZONE_GUESSED;
  if (icalcomponent_get_status (event) == ICAL_STATUS_TENTATIVE)
    out->flags |= JAL_WIRE_EVENT_TENTATIVE;
  if (icalcomponent_get_uid (event) != NULL)
    put_uid (out->uid, sizeof out->uid, icalcomponent_get_uid (event));
  jal_wire_put_text (out->instance, sizeof out->instance, instance);
  jal_wire_put_text (out->summary, sizeof out->summary, icalcomponent_get_summary (event));
  return out;
}

void
jal_intake_event_add_cancelled (JalIntakeReading *reading, const JalIntakeSource *source, const char *instance)
{
  JalWireEvent *out = jal_intake_event_add (reading, source, instance);

  if (out != NULL)
    out->flags |= JAL_WIRE_EVENT_CANCELLED;
}

void
jal_intake_event_add_odd (JalIntakeReading *reading, const JalIntakeSource *source)
{
  JalWireEvent *out = jal_intake_event_add (reading, source, "");

  if (out != NULL)
    out->odd = source->odd;
}

/* Minutes between @from and @to that fall into the sitting of @day. */
static guint
sitting_minutes (gint64 day, gint64 from, gint64 to)
{
  gint64 start = MAX (from, day * JAL_INTAKE_DAY - JAL_INTAKE_NAIROBI_SECONDS + SITTING_FROM);
  gint64 end = MIN (to, day * JAL_INTAKE_DAY - JAL_INTAKE_NAIROBI_SECONDS + SITTING_TO);

  return end > start ? (guint)((end - start + 59) / 60) : 0;
}

void
jal_intake_event_add_occurrence (JalIntakeReading *reading, const JalIntakeSource *source, icaltimetype start, const char *instance)
{
  gint64 first = jal_intake_time_day (start), last, from = 0, to = 0;
  guint minutes = JAL_WIRE_COURT_MINUTES;
  JalWireEvent *out;

  if (icaltime_is_date (start))
    last = first + MAX (source->length / JAL_INTAKE_DAY, 1) - 1;
  else
    {
      from = jal_intake_time_to_instant (start);
      to = from + MAX (source->length, 0);
      last = jal_intake_time_floor_days (MAX (to - 1, from) + JAL_INTAKE_NAIROBI_SECONDS);
      while (first < last && sitting_minutes (first, from, to) == 0)
        first++;
      while (last > first && sitting_minutes (last, from, to) == 0)
        last--;
      minutes = sitting_minutes (first, from, to);
      if (last > first)
        minutes = MAX (minutes, last > first + 1 ? JAL_WIRE_COURT_MINUTES : sitting_minutes (last, from, to));
    }
  if (last < reading->asked->first || first > reading->asked->last)
    return;
  out = jal_intake_event_add (reading, source, instance);
  if (out == NULL)
    return;
  out->first = (gint32)CLAMP (first, FIRST_DAY, LAST_DAY);
  out->last = (gint32)CLAMP (last, out->first, LAST_DAY);
  out->minutes = minutes;
}

gint64
jal_intake_event_length (icalcomponent *event, icaltimetype start)
{
  icaltimetype end = icalcomponent_get_dtend (event);
  gboolean ignored = FALSE;

  if (icaltime_is_null_time (end))
    return icaltime_is_date (start) ? JAL_INTAKE_DAY : 0;
  if (icaltime_is_date (start))
    return (jal_intake_time_day (end) - jal_intake_time_day (start)) * JAL_INTAKE_DAY;
  end = jal_intake_time_in_zone_of (jal_intake_time_find_zone (event, ICAL_DTEND_PROPERTY, end, &ignored), start);
  return jal_intake_time_to_instant (end) - jal_intake_time_to_instant (start);
}
