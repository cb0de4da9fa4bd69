/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendar files in.
 *
 * 1. A file that does not end as it should is refused, not half read. An event that is not understood is named with the reason,
 *    and nothing of it is taken; the others are.
 * 2. An event becomes whole days in Nairobi, whatever zone it was written in: a session takes counsel's day. A time without
 *    a zone, or in one that neither the file nor this computer describes, is taken as Nairobi's, and that is said.
 * 3. A series gives its occurrences, less the excepted ones, less those that an event of their own replaces; from an event that
 *    speaks for it and all that follow it goes on as that one says.
 * 4. What is asked of a series is bounded: in days, in occurrences, in all. One that repeats within a day is not understood.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/intake-calendar-private.h"

void
jal_intake_calendar_prepare (void)
{
  /* Zones come from the file, or from this computer's own tables; an error in a file is no reason to abort. */
  icaltimezone_set_builtin_tzdata (0);
  icalerror_set_errors_are_fatal (0);
}

static icaltimetype
replaced_time (icalcomponent *event)
{
  gboolean ignored = FALSE;

  return jal_intake_time_find_zone (event, ICAL_RECURRENCEID_PROPERTY, icalcomponent_get_recurrenceid (event), &ignored);
}

static gboolean
is_free (icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_TRANSP_PROPERTY);

  return property != NULL && (icalproperty_get_transp (property) == ICAL_TRANSP_TRANSPARENT
                              || icalproperty_get_transp (property) == ICAL_TRANSP_TRANSPARENTNOCONFLICT);
}

/* A property that libical could not read is not there for it, and the event would be another one. */
static gboolean
has_unread (icalcomponent *event)
{
  static const char *const telling[] = { "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID" };

  for (icalproperty *property = icalcomponent_get_first_property (event, ICAL_XLICERROR_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (event, ICAL_XLICERROR_PROPERTY))
    {
      const char *said = icalproperty_get_xlicerror (property);

      for (guint i = 0; said != NULL && i < G_N_ELEMENTS (telling); i++)
        {
          g_autofree char *words = g_strdup_printf (" %s property", telling[i]);

          if (strstr (said, words) != NULL)
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
has (icalcomponent *event, icalproperty_kind kind)
{
  return icalcomponent_get_first_property (event, kind) != NULL;
}

static gboolean
is_series (icalcomponent *event)
{
  return has (event, ICAL_RRULE_PROPERTY) || has (event, ICAL_RDATE_PROPERTY);
}

static gboolean
is_following (icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY);
  icalparameter *range = property != NULL ? icalproperty_get_first_parameter (property, ICAL_RANGE_PARAMETER) : NULL;

  return range != NULL && icalparameter_get_range (range) == ICAL_RANGE_THISANDFUTURE;
}

static gboolean
has_uid (icalcomponent *event)
{
  return icalcomponent_get_uid (event) != NULL && *icalcomponent_get_uid (event) != '\0';
}

/* Rule 1: why an event is not understood, as far as that can be told before its occurrences are made. */
static JalWireOdd
find_odd (JalIntakeReading *reading, JalIntakeSource *source, gboolean cancelled)
{
  icalcomponent *event = source->component;

  if (!has_uid (event))
    return JAL_WIRE_ODD_NO_UID;
  if (has (event, ICAL_RECURRENCEID_PROPERTY) && !jal_intake_time_is_usable (icalcomponent_get_recurrenceid (event)))
    return JAL_WIRE_ODD_DATE;
  if (cancelled)
    return 0;
  if (has_unread (event))
    return JAL_WIRE_ODD_UNREAD;
  if (!has (event, ICAL_DTSTART_PROPERTY))
    return JAL_WIRE_ODD_NO_DATE;
  if (!jal_intake_time_is_usable (source->start) || (has (event, ICAL_DTEND_PROPERTY) && !jal_intake_time_is_usable (icalcomponent_get_dtend (event))))
    return JAL_WIRE_ODD_DATE;
  source->start = jal_intake_time_find_zone (event, ICAL_DTSTART_PROPERTY, source->start, &source->guessed);
  source->length = jal_intake_event_length (event, source->start);
  if (source->length < 0)
    return JAL_WIRE_ODD_ENDS_BEFORE;
  if (is_following (event) && !g_hash_table_contains (reading->series, icalcomponent_get_uid (event)))
    return JAL_WIRE_ODD_FOLLOWING;
  return 0;
}

static void
take_series (JalIntakeReading *reading, JalIntakeSource *source)
{
  guint before = reading->n;

  source->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  source->excepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  jal_intake_series_give (reading, source);
  g_hash_table_unref (source->done);
  g_hash_table_unref (source->excepted);
  if (source->odd == 0 || reading->failure != 0)
    return;
  /* Whole or not at all, an event too. */
  reading->n = before;
  jal_intake_event_add_odd (reading, source);
}

static void
take_event (JalIntakeReading *reading, icalcomponent *event)
{
  JalIntakeSource source = { .component = event, .start = icalcomponent_get_dtstart (event) };
  gboolean cancelled = reading->cancels || icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED;
  g_autofree char *instance = NULL;

  source.odd = find_odd (reading, &source, cancelled);
  if (source.odd != 0)
    {
      jal_intake_event_add_odd (reading, &source);
      return;
    }
  if (has (event, ICAL_RECURRENCEID_PROPERTY))
    instance = jal_intake_time_name (replaced_time (event));
  if (cancelled || is_free (event))
    {
      reading->passed += !cancelled;
      /* One that was there before and is free now takes no time any more. */
      jal_intake_event_add_cancelled (reading, &source, instance != NULL ? instance : "");
    }
  else if (instance != NULL || !is_series (event))
    jal_intake_event_add_occurrence (reading, &source, source.start, instance != NULL ? instance : "");
  else
    take_series (reading, &source);
}

static GPtrArray *
list_events (icalcomponent *calendar)
{
  GPtrArray *events = g_ptr_array_new ();

  for (icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT); event != NULL;
       event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    g_ptr_array_add (events, event);
  return events;
}

static int
compare_following (gconstpointer a, gconstpointer b)
{
  const JalIntakeFollowing *one = a, *other = b;

  return one->from < other->from ? -1 : one->from > other->from;
}

/* How a series goes on from one of its occurrences. */
static void
note_following (JalIntakeReading *reading, icalcomponent *event)
{
  const char *uid = icalcomponent_get_uid (event);
  gboolean cancelled = reading->cancels || icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED;
  GArray *all = g_hash_table_lookup (reading->following, uid);
  JalIntakeSource source = { .component = event, .start = icalcomponent_get_dtstart (event) };
  JalIntakeFollowing following = { .component = event };

  if (find_odd (reading, &source, cancelled) != 0)
    return;
  following.from = jal_intake_time_to_instant (replaced_time (event));
  following.shift = cancelled ? 0 : jal_intake_time_to_instant (source.start) - following.from;
  following.length = source.length;
  if (all == NULL)
    {
      all = g_array_new (FALSE, FALSE, sizeof (JalIntakeFollowing));
      g_hash_table_insert (reading->following, g_strdup (uid), all);
    }
  g_array_append_val (all, following);
  g_array_sort (all, compare_following);
}

/* Rule 3: what the events say of each other. */
static void
note_event (JalIntakeReading *reading, icalcomponent *event)
{
  g_hash_table_add (reading->replaced, jal_intake_series_key (event, replaced_time (event)));
  if (is_following (event))
    note_following (reading, event);
}

static guint
take_calendar (JalIntakeReading *reading, icalcomponent *calendar)
{
  g_autoptr (GPtrArray) events = list_events (calendar);

  reading->cancels = icalcomponent_get_method (calendar) == ICAL_METHOD_CANCEL;
  for (guint i = 0; i < events->len; i++)
    if (has_uid (g_ptr_array_index (events, i)) && is_series (g_ptr_array_index (events, i)))
      g_hash_table_add (reading->series, g_strdup (icalcomponent_get_uid (g_ptr_array_index (events, i))));
  for (guint i = 0; i < events->len; i++)
    if (has_uid (g_ptr_array_index (events, i)) && has (g_ptr_array_index (events, i), ICAL_RECURRENCEID_PROPERTY))
      note_event (reading, g_ptr_array_index (events, i));
  for (guint i = 0; i < events->len && reading->failure == 0; i++)
    take_event (reading, g_ptr_array_index (events, i));
  /* They point into the calendar, which goes. */
  g_hash_table_remove_all (reading->following);
  g_hash_table_remove_all (reading->series);
  return events->len;
}

static gboolean
is_line (const char *line, const char *words)
{
  gsize length = strlen (words);

  return g_ascii_strncasecmp (line, words, length) == 0 && strcspn (line + length, "\r\n") == strspn (line + length, " \t");
}

/* Rule 1: how many events the file says it has; -1 when it, or one of them, does not begin and end as it should. */
static int
count_begun (const char *text)
{
  g_autofree char *end = g_strdup (text + MAX ((gssize)strlen (text) - 64, 0));
  int n = 0, ended = 0;

  g_strstrip (end);
  if (g_ascii_strncasecmp (text, "BEGIN:VCALENDAR", 15) != 0 || !g_str_has_suffix (end, "END:VCALENDAR"))
    return -1;
  for (const char *line = text; line != NULL && *line != '\0'; line = strpbrk (line, "\r\n"))
    {
      line += strspn (line, "\r\n");
      n += is_line (line, "BEGIN:VEVENT");
      ended += is_line (line, "END:VEVENT");
      if (*line == '\0')
        break;
    }
  return n == ended ? n : -1;
}

static JalWireFailure
read_text (JalIntakeReading *reading, const char *text)
{
  int begun = count_begun (text);
  icalcomponent *root = begun >= 0 ? icalparser_parse_string (text) : NULL;
  guint taken = 0;

  if (root == NULL)
    return JAL_WIRE_FAILURE_DAMAGED;
  if (icalcomponent_isa (root) == ICAL_VCALENDAR_COMPONENT)
    taken = take_calendar (reading, root);
  else
    {
      g_autoptr (GPtrArray) calendars = g_ptr_array_new ();

      for (icalcomponent *calendar = icalcomponent_get_first_component (root, ICAL_VCALENDAR_COMPONENT); calendar != NULL;
           calendar = icalcomponent_get_next_component (root, ICAL_VCALENDAR_COMPONENT))
        g_ptr_array_add (calendars, calendar);
      for (guint i = 0; i < calendars->len && reading->failure == 0; i++)
        taken += take_calendar (reading, g_ptr_array_index (calendars, i));
    }
  icalcomponent_free (root);
  if (reading->failure == 0 && taken != (guint)begun)
    return JAL_WIRE_FAILURE_DAMAGED;
  return reading->failure;
}

JalWireFailure
jal_intake_calendar_read (const char *text, gsize length, const JalWireCalendar *asked, JalWireEvent *events, guint room,
                          guint *n, guint *passed)
{
  g_autofree char *prepared = jal_intake_text_prepare (text, length);
  JalIntakeReading reading = { .events = events, .room = room, .asked = asked };
  JalWireFailure failure;

  if (prepared == NULL)
    return JAL_WIRE_FAILURE_DAMAGED;
  reading.replaced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reading.series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reading.following = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  failure = read_text (&reading, prepared + strspn (prepared, " \t\r\n"));
  g_hash_table_unref (reading.replaced);
  g_hash_table_unref (reading.series);
  g_hash_table_unref (reading.following);
  *n = reading.n;
  *passed = reading.passed;
  return failure;
}
