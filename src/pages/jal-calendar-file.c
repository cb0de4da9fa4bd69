/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. One worker a file; what it says is copied first and checked then, event by event.
 * 2. A file that is no whole calendar is refused; an event that is not understood is given with the reason. */
#define G_LOG_DOMAIN "jal-pages"

#include "pages/jal-calendar-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-clock.h"
#include "pages/jal-link-private.h"
#include "wire/jal-wire-intake.h"

#define TIMEOUT_MS 20000
#define WINDOW_SIZE ((gsize)JAL_WIRE_EVENTS_MAX * sizeof (JalWireEvent))

G_STATIC_ASSERT (JAL_CALENDAR_FILE_MAX == JAL_WIRE_CALENDAR_MAX);
G_STATIC_ASSERT (WINDOW_SIZE >= JAL_WIRE_CALENDAR_MAX);

G_STATIC_ASSERT ((int)JAL_CALENDAR_ODD_NO_UID == JAL_WIRE_ODD_NO_UID);
G_STATIC_ASSERT ((int)JAL_CALENDAR_ODD_UNREAD == JAL_WIRE_ODD_UNREAD);
G_STATIC_ASSERT ((int)JAL_CALENDAR_ODD_WEEKS == JAL_WIRE_ODD_MAX);

const char *
jal_calendar_odd_text (JalCalendarOdd odd)
{
  switch (odd)
    {
    case JAL_CALENDAR_ODD_NO_UID:
      return _ ("It has no identifier (UID), so a later file could not change it.");
    case JAL_CALENDAR_ODD_NO_DATE:
      return _ ("It has no date.");
    case JAL_CALENDAR_ODD_DATE:
      return _ ("One of its dates does not exist, or lies outside the years 1900 to 2199.");
    case JAL_CALENDAR_ODD_ENDS_BEFORE:
      return _ ("It ends before it begins.");
    case JAL_CALENDAR_ODD_UNREAD:
      return _ ("One of its dates, or how it repeats, cannot be read.");
    case JAL_CALENDAR_ODD_REPEATS:
      return _ ("It repeats on a day that never comes.");
    case JAL_CALENDAR_ODD_TOO_OFTEN:
      return _ ("It repeats every hour or oftener, which no court day can go by.");
    case JAL_CALENDAR_ODD_ENDLESS:
      return _ ("It has more occurrences than can be followed.");
    case JAL_CALENDAR_ODD_FOLLOWING:
      return _ ("It changes the rest of a series that is not in this file.");
    case JAL_CALENDAR_ODD_WEEKS:
      return _ ("It repeats by numbers of weeks, which cannot be followed.");
    case JAL_CALENDAR_ODD_NONE:
    default:
      return "";
    }
}

const char *
jal_calendar_odd_id (JalCalendarOdd odd)
{
  static const char *const ids[] = { "", "no_uid", "no_date", "date", "ends_before", "unread", "repeats", "too_often", "endless", "following", "weeks" };

  return (guint)odd < G_N_ELEMENTS (ids) ? ids[odd] : "";
}

static void
clear_event (gpointer data)
{
  JalCalendarEvent *event = data;

  g_free (event->uid);
  g_free (event->instance);
  g_free (event->summary);
  g_free (event->location);
  g_free (event->description);
}

GArray *
jal_calendar_events_new (void)
{
  GArray *events = g_array_new (FALSE, TRUE, sizeof (JalCalendarEvent));

  g_array_set_clear_func (events, clear_event);
  return events;
}

/* The words for what the worker, or what became of it, says. */
static void
explain (guint failure, GError *trouble, GError **error)
{
  JalPagesError code = JAL_PAGES_ERROR_NOT_SUPPORTED;
  const char *words;

  if (g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_error_matches (trouble, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX))
    {
      g_propagate_error (error, trouble);
      return;
    }
  if (failure == JAL_WIRE_FAILURE_TOO_LARGE)
    words = _ ("This calendar has too many events to be taken in. Save a shorter span of it and try again.");
  else if (failure == JAL_WIRE_FAILURE_LIMIT || g_error_matches (trouble, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT))
    words = _ ("This calendar repeats events without end, more than can be taken in. Nothing of it was taken in; save a shorter "
               "span of it and try again.");
  else
    {
      code = JAL_PAGES_ERROR_DAMAGED;
      words = _ ("This is not a whole calendar file. Nothing of it was taken in; save it from your calendar again.");
    }
  g_error_free (trouble);
  g_set_error_literal (error, JAL_PAGES_ERROR, code, words);
}

/* Sends @packet about what stands in the window; FALSE with @error. */
static gboolean
ask (JalLink *link, JalWirePacket *packet, GCancellable *cancellable, GError **error)
{
  JalLinkCall call = { .timeout_ms = TIMEOUT_MS };
  JalWireFailed failed = { .failure = 0 };
  GError *trouble = NULL;

  if (jal_link_call (link, packet, JAL_WIRE_CALENDAR_REPLY, &call, &failed, cancellable, &trouble))
    return TRUE;
  explain (failed.failure, trouble, error);
  return FALSE;
}

static gboolean
copy_events (const guint8 *window, gsize size, guint n, GArray *events)
{
  if (n > JAL_WIRE_EVENTS_MAX || (gsize)n * sizeof (JalWireEvent) > size)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JalWireEvent one;
      JalCalendarEvent event = { 0 };

      memcpy (&one, window + (gsize)i * sizeof one, sizeof one);
      if ((one.flags & JAL_WIRE_EVENT_CANCELLED) != 0 || one.odd != 0)
        one.first = one.last = 0;
      if (!jal_wire_event_is_valid (&one) || (one.uid[0] == '\0' && one.odd == 0))
        return FALSE;
      event.first = one.first;
      event.last = one.last;
      event.odd = one.odd;
      event.cancelled = (one.flags & JAL_WIRE_EVENT_CANCELLED) != 0;
      event.tentative = (one.flags & JAL_WIRE_EVENT_TENTATIVE) != 0;
      event.zone_guessed = (one.flags & JAL_WIRE_EVENT_ZONE_GUESSED) != 0;
      event.sequence = one.sequence;
      event.minutes = one.minutes;
      event.uid = g_strdup (one.uid);
      event.instance = g_strdup (one.instance);
      event.summary = g_strdup (one.summary);
      g_array_append_val (events, event);
    }
  return TRUE;
}

GArray *
jal_calendar_file_read (GBytes *bytes, JalDate first, JalDate last, GCancellable *cancellable, GError **error)
{
  gsize length, size;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JalLink) link = NULL;
  g_autoptr (GArray) events = jal_calendar_events_new ();
  JalWirePacket packet;

  if (length == 0 || length > JAL_CALENDAR_FILE_MAX)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED,
                           length == 0 ? _ ("This calendar file is empty.")
                                       : _ ("This calendar file is larger than 8 MB. Save a shorter span of it and try again."));
      return NULL;
    }
  link = jal_link_new (JAL_WIRE_ROLE_INTAKE, error);
  if (link == NULL || !jal_link_ensure_window (link, JAL_WIRE_SLOT_CALENDAR, WINDOW_SIZE, error))
    return NULL;
  memcpy (jal_link_get_writable_window (link, JAL_WIRE_SLOT_CALENDAR, &size), data, length);
  jal_wire_init (&packet, JAL_WIRE_CALENDAR_READ, 0);
  ((JalWireCalendar *)&packet)->count = (guint)length;
  ((JalWireCalendar *)&packet)->first = first;
  ((JalWireCalendar *)&packet)->last = last;
  if (!ask (link, &packet, cancellable, error))
    return NULL;
  if (!copy_events (jal_link_get_window (link, JAL_WIRE_SLOT_CALENDAR, &size), size, ((JalWireCalendarReply *)&packet)->count, events))
    {
      explain (JAL_WIRE_FAILURE_DAMAGED, g_error_new_literal (JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED, ""), error);
      return NULL;
    }
  return g_steal_pointer (&events);
}

static void
put_event (JalWireEvent *out, const JalCalendarEvent *event)
{
  out->first = event->first;
  out->last = event->last;
  out->sequence = event->sequence;
  out->start = event->start;
  out->flags = (event->cancelled ? JAL_WIRE_EVENT_CANCELLED : 0) | (event->tentative ? JAL_WIRE_EVENT_TENTATIVE : 0);
  jal_wire_put_text (out->uid, sizeof out->uid, event->uid);
  jal_wire_put_text (out->summary, sizeof out->summary, event->summary);
  jal_wire_put_text (out->location, sizeof out->location, event->location);
  jal_wire_put_text (out->description, sizeof out->description, event->description);
}

GBytes *
jal_calendar_file_write (GArray *events, gboolean private_class, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalLink) link = NULL;
  JalWirePacket packet;
  JalWireEvent *out;
  gsize size;

  if (events->len > JAL_WIRE_EVENTS_MAX / 2)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED, _ ("There are too many sessions for one calendar file."));
      return NULL;
    }
  link = jal_link_new (JAL_WIRE_ROLE_INTAKE, error);
  if (link == NULL || !jal_link_ensure_window (link, JAL_WIRE_SLOT_CALENDAR, WINDOW_SIZE, error))
    return NULL;
  out = (JalWireEvent *)(gpointer)jal_link_get_writable_window (link, JAL_WIRE_SLOT_CALENDAR, &size);
  memset (out, 0, (gsize)events->len * sizeof (JalWireEvent));
  for (guint i = 0; i < events->len; i++)
    put_event (&out[i], &g_array_index (events, JalCalendarEvent, i));
  jal_wire_init (&packet, JAL_WIRE_CALENDAR_WRITE, 0);
  ((JalWireCalendar *)&packet)->count = events->len;
  ((JalWireCalendar *)&packet)->private_class = private_class;
  ((JalWireCalendar *)&packet)->stamp = jal_clock_now () / G_USEC_PER_SEC;
  if (!ask (link, &packet, cancellable, error))
    return NULL;
  return g_bytes_new (jal_link_get_window (link, JAL_WIRE_SLOT_CALENDAR, &size),
                      MIN ((gsize)((JalWireCalendarReply *)&packet)->count, size));
}
