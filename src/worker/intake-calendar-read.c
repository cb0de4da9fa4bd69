/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendar files in.
 *
 * 1. A file is taken whole or not at all: one that does not end as it should, or whose events were not all understood, is
 *    refused, not half read.
 * 2. An event becomes whole days in Nairobi, whatever zone it was written in: a session takes counsel's day. A time without
 *    a zone, or in one that neither the file nor this computer describes, is taken as Nairobi's, and that is said.
 * 3. A series gives its occurrences, less the excepted ones, less those that an event of their own replaces.
 * 4. What is asked of a series is bounded: in days, in occurrences, in all. One that repeats within a day is refused.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <libical/ical.h>
#include <string.h>

#include "worker/intake-calendar.h"

#define DAY 86400
#define NAIROBI_SECONDS (3 * 3600)
/* Courts sit within these hours. */
#define SITTING_FROM (8 * 3600)
#define SITTING_TO (17 * 3600)
#define FIRST_YEAR 1900
#define LAST_YEAR 2199
#define FIRST_DAY (-25567)
#define LAST_DAY 84005
/* Steps one series may take, and all of a file together. */
#define SERIES_STEPS 60000
#define ALL_STEPS 600000

typedef struct
{
  JalWireEvent *events; /* in the window */
  guint room;
  guint n, passed;
  JalWireFailure failure;
  guint steps;
  const JalWireCalendar *asked;
  gboolean cancels;        /* the file as a whole calls its events off */
  GHashTable *replaced;    /* "uid\ntime" of occurrences that have an event of their own */
} Reading;

/* One event of the file while its occurrences are made. */
typedef struct
{
  icalcomponent *component;
  icaltimetype start;
  gint64 length;           /* seconds; of days for an event of whole days */
  gboolean guessed;
  GHashTable *done;        /* times that were given already, as strings */
  GHashTable *excepted;    /* the same */
} Source;

void
jal_intake_calendar_prepare (void)
{
  /* Zones come from the file, or from this computer's own tables; an error in a file is no reason to abort. */
  icaltimezone_set_builtin_tzdata (0);
  icalerror_set_errors_are_fatal (0);
}

/* --- Time ---------------------------------------------------------------------------------------------------- */

static gboolean
is_usable (icaltimetype time)
{
  return !icaltime_is_null_time (time) && icaltime_is_valid_time (time) && time.year >= FIRST_YEAR && time.year <= LAST_YEAR;
}

static gint64
to_instant (icaltimetype time)
{
  const icaltimezone *zone = icaltime_get_timezone (time);

  if (!icaltime_is_utc (time) && zone == NULL)
    return icaltime_as_timet_with_zone (time, icaltimezone_get_utc_timezone ()) - NAIROBI_SECONDS;
  return icaltime_as_timet_with_zone (time, zone != NULL ? zone : icaltimezone_get_utc_timezone ());
}

static gint64
floor_days (gint64 seconds)
{
  return seconds / DAY - (seconds % DAY < 0);
}

/* The day in Nairobi. */
static gint64
day_of (icaltimetype time)
{
  if (!icaltime_is_date (time))
    return floor_days (to_instant (time) + NAIROBI_SECONDS);
  return floor_days (icaltime_as_timet_with_zone (time, icaltimezone_get_utc_timezone ()));
}

/* What an occurrence is called: its day, or its instant in UTC, whatever zone it was written in. */
static char *
name_of (icaltimetype time)
{
  g_autoptr (GDateTime) instant = NULL;

  if (icaltime_is_date (time))
    return g_strdup_printf ("%04d%02d%02d", time.year, time.month, time.day);
  instant = g_date_time_new_from_unix_utc (to_instant (time));
  return instant != NULL ? g_date_time_format (instant, "%Y%m%dT%H%M%SZ") : g_strdup ("?");
}

/* Another time of the file, as far as it has no zone of its own, is one in @start's. */
static icaltimetype
in_zone_of (icaltimetype time, icaltimetype start)
{
  if (!icaltime_is_utc (time) && icaltime_get_timezone (time) == NULL && icaltime_get_timezone (start) != NULL)
    icaltime_set_timezone (&time, icaltime_get_timezone (start));
  return time;
}

/* Rule 2: the zone that @property names is described in the file, or else it may be known to this computer. */
static icaltimetype
with_zone (icalcomponent *event, icalproperty *property, icaltimetype time, gboolean *guessed)
{
  icalparameter *parameter = property != NULL ? icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER) : NULL;
  icalcomponent *calendar = icalcomponent_get_parent (event);
  const char *name = parameter != NULL ? icalparameter_get_tzid (parameter) : NULL;
  icaltimezone *zone = NULL;

  if (icaltime_is_date (time) || icaltime_is_utc (time) || icaltime_get_timezone (time) != NULL || name == NULL)
    return time;
  if (calendar != NULL)
    zone = icalcomponent_get_timezone (calendar, name);
  if (zone == NULL)
    zone = icaltimezone_get_builtin_timezone (name);
  if (zone != NULL)
    icaltime_set_timezone (&time, zone);
  else
    *guessed = TRUE;
  return time;
}

static icaltimetype
find_zone (icalcomponent *event, icalproperty_kind kind, icaltimetype time, gboolean *guessed)
{
  return with_zone (event, icalcomponent_get_first_property (event, kind), time, guessed);
}

/* --- One event ----------------------------------------------------------------------------------------------- */

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

static JalWireEvent *
add_event (Reading *reading, const Source *source, const char *instance)
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
  put_uid (out->uid, sizeof out->uid, icalcomponent_get_uid (event));
  jal_wire_put_text (out->instance, sizeof out->instance, instance);
  jal_wire_put_text (out->summary, sizeof out->summary, icalcomponent_get_summary (event));
  return out;
}

static void
add_cancelled (Reading *reading, const Source *source, const char *instance)
{
  JalWireEvent *out = add_event (reading, source, instance);

  if (out != NULL)
    out->flags |= JAL_WIRE_EVENT_CANCELLED;
}

/* Minutes between @from and @to that fall into the sitting of @day. */
static guint
sitting_minutes (gint64 day, gint64 from, gint64 to)
{
  gint64 start = MAX (from, day * DAY - NAIROBI_SECONDS + SITTING_FROM);
  gint64 end = MIN (to, day * DAY - NAIROBI_SECONDS + SITTING_TO);

  return end > start ? (guint)((end - start + 59) / 60) : 0;
}

/* One occurrence beginning at @start. Days on which it leaves the whole sitting free are no days of it. */
static void
add_occurrence (Reading *reading, const Source *source, icaltimetype start, const char *instance)
{
  gint64 first = day_of (start), last, from = 0, to = 0;
  guint minutes = JAL_WIRE_COURT_MINUTES;
  JalWireEvent *out;

  if (icaltime_is_date (start))
    last = first + MAX (source->length / DAY, 1) - 1;
  else
    {
      from = to_instant (start);
      to = from + MAX (source->length, 0);
      last = floor_days (MAX (to - 1, from) + NAIROBI_SECONDS);
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
  out = add_event (reading, source, instance);
  if (out == NULL)
    return;
  out->first = (gint32)CLAMP (first, FIRST_DAY, LAST_DAY);
  out->last = (gint32)CLAMP (last, out->first, LAST_DAY);
  out->minutes = minutes;
}

/* --- Series -------------------------------------------------------------------------------------------------- */

static char *
occurrence_key (icalcomponent *event, icaltimetype time)
{
  g_autofree char *name = name_of (time);

  return g_strdup_printf ("%s\n%s", icalcomponent_get_uid (event), name);
}

static gboolean
is_excepted (const Source *source, icaltimetype start, const char *name)
{
  char date[16];

  if (g_hash_table_contains (source->excepted, name))
    return TRUE;
  /* An exception of a day is one of every time on it, in the event's own zone. */
  g_snprintf (date, sizeof date, "%04d%02d%02d", start.year, start.month, start.day);
  return g_hash_table_contains (source->excepted, date);
}

static void
give_occurrence (Reading *reading, Source *source, icaltimetype start)
{
  g_autofree char *name = name_of (start);
  g_autofree char *key = occurrence_key (source->component, start);

  if (g_hash_table_contains (source->done, name) || is_excepted (source, start, name)
      || g_hash_table_contains (reading->replaced, key))
    return;
  add_occurrence (reading, source, start, name);
  g_hash_table_add (source->done, g_steal_pointer (&name));
}

static void
except_occurrence (Reading *reading, Source *source, icaltimetype start)
{
  g_hash_table_add (source->excepted, name_of (start));
}

/* Rule 4. */
static void
follow_rule (Reading *reading, Source *source, struct icalrecurrencetype rule,
             void (*take) (Reading *reading, Source *source, icaltimetype start))
{
  icalrecur_iterator *iterator;
  icaltimetype next;
  guint steps = 0;

  if (rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE || rule.freq == ICAL_HOURLY_RECURRENCE)
    {
      reading->failure = JAL_WIRE_FAILURE_NOT_SUPPORTED;
      return;
    }
  iterator = icalrecur_iterator_new (rule, source->start);
  if (iterator == NULL)
    {
      reading->failure = JAL_WIRE_FAILURE_DAMAGED;
      return;
    }
  for (next = icalrecur_iterator_next (iterator); is_usable (next) && reading->failure == 0; next = icalrecur_iterator_next (iterator))
    {
      if (day_of (next) > reading->asked->last)
        break;
      if (++steps > SERIES_STEPS || ++reading->steps > ALL_STEPS)
        reading->failure = JAL_WIRE_FAILURE_LIMIT;
      else
        take (reading, source, next);
    }
  icalrecur_iterator_free (iterator);
}

/* Each kind of property is gone through before anything else is asked of the event: its list has one cursor. */
static GArray *
list_rules (icalcomponent *event, icalproperty_kind kind)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (struct icalrecurrencetype));

  for (icalproperty *property = icalcomponent_get_first_property (event, kind); property != NULL;
       property = icalcomponent_get_next_property (event, kind))
    {
      struct icalrecurrencetype rule = kind == ICAL_RRULE_PROPERTY ? icalproperty_get_rrule (property) : icalproperty_get_exrule (property);

      g_array_append_val (rules, rule);
    }
  return rules;
}

static GArray *
list_dates (icalcomponent *event, icalproperty_kind kind)
{
  GArray *dates = g_array_new (FALSE, FALSE, sizeof (icaltimetype));

  for (icalproperty *property = icalcomponent_get_first_property (event, kind); property != NULL;
       property = icalcomponent_get_next_property (event, kind))
    {
      struct icaldatetimeperiodtype date = { .time = icaltime_null_time () };
      gboolean ignored = FALSE;
      icaltimetype time;

      if (kind == ICAL_RDATE_PROPERTY)
        date = icalproperty_get_rdate (property);
      else
        date.time = icalproperty_get_exdate (property);
      time = with_zone (event, property, icaltime_is_null_time (date.time) ? date.period.start : date.time, &ignored);
      if (is_usable (time))
        g_array_append_val (dates, time);
    }
  return dates;
}

static void
follow_rules (Reading *reading, Source *source, icalproperty_kind kind,
              void (*take) (Reading *reading, Source *source, icaltimetype start))
{
  g_autoptr (GArray) rules = list_rules (source->component, kind);

  for (guint i = 0; i < rules->len && reading->failure == 0; i++)
    follow_rule (reading, source, g_array_index (rules, struct icalrecurrencetype, i), take);
}

static void
give_series (Reading *reading, Source *source)
{
  g_autoptr (GArray) added = list_dates (source->component, ICAL_RDATE_PROPERTY);
  g_autoptr (GArray) excepted = list_dates (source->component, ICAL_EXDATE_PROPERTY);

  for (guint i = 0; i < excepted->len; i++)
    except_occurrence (reading, source, in_zone_of (g_array_index (excepted, icaltimetype, i), source->start));
  follow_rules (reading, source, ICAL_EXRULE_PROPERTY, except_occurrence);
  /* The first one counts even where the rule leaves it out. */
  give_occurrence (reading, source, source->start);
  follow_rules (reading, source, ICAL_RRULE_PROPERTY, give_occurrence);
  for (guint i = 0; i < added->len && reading->failure == 0; i++)
    give_occurrence (reading, source, in_zone_of (g_array_index (added, icaltimetype, i), source->start));
}

/* --- The file ------------------------------------------------------------------------------------------------ */

static gint64
length_of (icalcomponent *event, icaltimetype start)
{
  icaltimetype end = icalcomponent_get_dtend (event);
  gboolean ignored = FALSE;

  if (icaltime_is_null_time (end) || !is_usable (end))
    return icaltime_is_date (start) ? DAY : 0;
  if (icaltime_is_date (start))
    return (day_of (end) - day_of (start)) * DAY;
  end = in_zone_of (find_zone (event, ICAL_DTEND_PROPERTY, end, &ignored), start);
  return to_instant (end) - to_instant (start);
}

static icaltimetype
replaced_time (icalcomponent *event)
{
  gboolean ignored = FALSE;

  return find_zone (event, ICAL_RECURRENCEID_PROPERTY, icalcomponent_get_recurrenceid (event), &ignored);
}

static gboolean
is_free (icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_TRANSP_PROPERTY);

  return property != NULL && (icalproperty_get_transp (property) == ICAL_TRANSP_TRANSPARENT
                              || icalproperty_get_transp (property) == ICAL_TRANSP_TRANSPARENTNOCONFLICT);
}

static void
take_event (Reading *reading, icalcomponent *event)
{
  Source source = { .component = event, .start = icalcomponent_get_dtstart (event) };
  gboolean cancelled = reading->cancels || icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED;
  g_autofree char *instance = NULL;

  if (icalcomponent_get_uid (event) == NULL || *icalcomponent_get_uid (event) == '\0'
      || (!cancelled && !is_usable (source.start)))
    {
      reading->failure = JAL_WIRE_FAILURE_DAMAGED;
      return;
    }
  if (icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY) != NULL)
    instance = name_of (replaced_time (event));
  if (cancelled || is_free (event))
    {
      reading->passed += !cancelled;
      /* One that was there before and is free now takes no time any more. */
      add_cancelled (reading, &source, instance != NULL ? instance : "");
      return;
    }
  source.start = find_zone (event, ICAL_DTSTART_PROPERTY, source.start, &source.guessed);
  source.length = length_of (event, source.start);
  if (instance != NULL)
    {
      add_occurrence (reading, &source, source.start, instance);
      return;
    }
  if (icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY) == NULL
      && icalcomponent_get_first_property (event, ICAL_RDATE_PROPERTY) == NULL)
    {
      add_occurrence (reading, &source, source.start, "");
      return;
    }
  source.done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  source.excepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  give_series (reading, &source);
  g_hash_table_unref (source.done);
  g_hash_table_unref (source.excepted);
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

static guint
take_calendar (Reading *reading, icalcomponent *calendar)
{
  g_autoptr (GPtrArray) events = list_events (calendar);

  reading->cancels = icalcomponent_get_method (calendar) == ICAL_METHOD_CANCEL;
  /* Rule 3. */
  for (guint i = 0; i < events->len; i++)
    if (icalcomponent_get_uid (g_ptr_array_index (events, i)) != NULL
        && icalcomponent_get_first_property (g_ptr_array_index (events, i), ICAL_RECURRENCEID_PROPERTY) != NULL)
      g_hash_table_add (reading->replaced,
                        occurrence_key (g_ptr_array_index (events, i), replaced_time (g_ptr_array_index (events, i))));
  for (guint i = 0; i < events->len && reading->failure == 0; i++)
    take_event (reading, g_ptr_array_index (events, i));
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
read_text (Reading *reading, const char *text)
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
  g_autofree char *valid = g_utf8_make_valid (text, (gssize)length);
  const char *start = g_str_has_prefix (valid, "\xef\xbb\xbf") ? valid + 3 : valid;
  Reading reading = { .events = events, .room = room, .asked = asked };
  JalWireFailure failure;

  if (memchr (text, 0, length) != NULL)
    return JAL_WIRE_FAILURE_DAMAGED;
  reading.replaced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  failure = read_text (&reading, start + strspn (start, " \t\r\n"));
  g_hash_table_unref (reading.replaced);
  *n = reading.n;
  *passed = reading.passed;
  return failure;
}
