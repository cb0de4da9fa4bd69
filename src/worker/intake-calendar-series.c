/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The occurrences of an event that repeats. */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/intake-calendar-private.h"

/* Steps one series may take, and all of a file together. */
#define SERIES_STEPS 60000
#define ALL_STEPS 600000
/* Days by which an occurrence may be moved; more lies outside any calendar. */
#define SHIFT_MAX 200000

char *
jal_intake_series_key (icalcomponent *event, icaltimetype time)
{
  g_autofree char *name = jal_intake_time_name (time);

  return g_strdup_printf ("%s\n%s", icalcomponent_get_uid (event), name);
}

static gboolean
is_excepted (const JalIntakeSource *source, icaltimetype start, const char *name)
{
  char date[16];

  if (g_hash_table_contains (source->excepted, name))
    return TRUE;
  /* An exception of a day is one of every time on it, in the event's own zone. */
  g_snprintf (date, sizeof date, "%04d%02d%02d", start.year, start.month, start.day);
  return g_hash_table_contains (source->excepted, date);
}

/* The last change of the series that counts for an occurrence; NULL for none. */
static const JalIntakeFollowing *
find_following (JalIntakeReading *reading, const JalIntakeSource *source, icaltimetype start)
{
  GArray *all = g_hash_table_lookup (reading->following, icalcomponent_get_uid (source->component));
  const JalIntakeFollowing *found = NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const JalIntakeFollowing *one = &g_array_index (all, JalIntakeFollowing, i);

      if (one->from <= jal_intake_time_to_instant (start))
        found = one;
    }
  return found;
}

static void
add_as_it_goes_on (JalIntakeReading *reading, JalIntakeSource *source, icaltimetype start, const char *name)
{
  const JalIntakeFollowing *following = find_following (reading, source, start);
  JalIntakeSource changed = *source;

  if (following == NULL)
    {
      jal_intake_event_add_occurrence (reading, source, start, name);
      return;
    }
  if (icalcomponent_get_status (following->component) == ICAL_STATUS_CANCELLED)
    return;
  changed.component = following->component;
  changed.length = following->length;
  if (icaltime_is_date (start))
    icaltime_adjust (&start, (int)CLAMP (following->shift / JAL_INTAKE_DAY, -SHIFT_MAX, SHIFT_MAX), 0, 0, 0);
  else
    icaltime_adjust (&start, 0, 0, 0, (int)CLAMP (following->shift, -G_MAXINT32, G_MAXINT32));
  if (jal_intake_time_is_usable (start))
    jal_intake_event_add_occurrence (reading, &changed, start, name);
}

static void
give_occurrence (JalIntakeReading *reading, JalIntakeSource *source, icaltimetype start)
{
  g_autofree char *name = jal_intake_time_name (start);
  g_autofree char *key = jal_intake_series_key (source->component, start);

  if (g_hash_table_contains (source->done, name) || is_excepted (source, start, name)
      || g_hash_table_contains (reading->replaced, key))
    return;
  add_as_it_goes_on (reading, source, start, name);
  g_hash_table_add (source->done, g_steal_pointer (&name));
}

static void
except_occurrence (JalIntakeReading *reading, JalIntakeSource *source, icaltimetype start)
{
  g_hash_table_add (source->excepted, jal_intake_time_name (start));
}

/* How far into its week a weekday lies, where weeks begin on @rule's day. */
static int
days_into_week (const struct icalrecurrencetype *rule, int weekday)
{
  return (weekday - (int)rule->week_start + 7) % 7;
}

/* Where a rule of every nth week is to be counted from: the first of its weekdays in the week of @start, which may lie before
   it. From any other day libical 3.0 takes a Sunday for one of the week before, and is a week out for ever. */
static icaltimetype
find_anchor (const struct icalrecurrencetype *rule, icaltimetype start)
{
  int first = 7;

  if (rule->freq != ICAL_WEEKLY_RECURRENCE || rule->by_day[0] == ICAL_RECURRENCE_ARRAY_MAX)
    return start;
  for (guint i = 0; i < ICAL_BY_DAY_SIZE && rule->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
    first = MIN (first, days_into_week (rule, (int)icalrecurrencetype_day_day_of_week (rule->by_day[i])));
  icaltime_adjust (&start, first - days_into_week (rule, icaltime_day_of_week (start)), 0, 0, 0);
  return start;
}

/* Why a rule is not followed at all, or 0. */
static JalWireOdd
find_odd_rule (const struct icalrecurrencetype *rule)
{
  if (rule->freq == ICAL_SECONDLY_RECURRENCE || rule->freq == ICAL_MINUTELY_RECURRENCE || rule->freq == ICAL_HOURLY_RECURRENCE)
    return JAL_WIRE_ODD_TOO_OFTEN;
  /* libical 3.0 gives days that the rule does not have. */
  if (rule->by_week_no[0] != ICAL_RECURRENCE_ARRAY_MAX)
    return JAL_WIRE_ODD_WEEKS;
  return 0;
}

/* Rule 4 of intake-calendar-read.c. */
static void
follow_rule (JalIntakeReading *reading, JalIntakeSource *source, struct icalrecurrencetype rule,
             void (*take) (JalIntakeReading *reading, JalIntakeSource *source, icaltimetype start))
{
  icalrecur_iterator *iterator;
  icaltimetype next;
  icaltimetype anchor = find_anchor (&rule, source->start);
  int left = rule.count;
  guint steps = 0;

  source->odd = find_odd_rule (&rule);
  if (source->odd != 0)
    return;
  /* Counted here, since what lies between the anchor and the start is not of the series. */
  rule.count = 0;
  iterator = icalrecur_iterator_new (rule, anchor);
  if (iterator == NULL)
    {
      source->odd = JAL_WIRE_ODD_REPEATS;
      return;
    }
  for (next = icalrecur_iterator_next (iterator); jal_intake_time_is_usable (next) && reading->failure == 0 && source->odd == 0; next = icalrecur_iterator_next (iterator))
    {
      if (jal_intake_time_day (next) > reading->asked->last)
        break;
      if (++steps > SERIES_STEPS)
        source->odd = JAL_WIRE_ODD_ENDLESS;
      else if (++reading->steps > ALL_STEPS)
        reading->failure = JAL_WIRE_FAILURE_LIMIT;
      else if (icaltime_compare (next, source->start) >= 0)
        {
          take (reading, source, next);
          if (left > 0 && --left == 0)
            break;
        }
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
list_dates (icalcomponent *event, icalproperty_kind kind, JalWireOdd *odd)
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
      time = jal_intake_time_with_zone (event, property, icaltime_is_null_time (date.time) ? date.period.start : date.time, &ignored);
      if (jal_intake_time_is_usable (time))
        g_array_append_val (dates, time);
      else
        *odd = JAL_WIRE_ODD_DATE;
    }
  return dates;
}

static void
follow_rules (JalIntakeReading *reading, JalIntakeSource *source, icalproperty_kind kind,
              void (*take) (JalIntakeReading *reading, JalIntakeSource *source, icaltimetype start))
{
  g_autoptr (GArray) rules = list_rules (source->component, kind);

  for (guint i = 0; i < rules->len && reading->failure == 0 && source->odd == 0; i++)
    follow_rule (reading, source, g_array_index (rules, struct icalrecurrencetype, i), take);
}

void
jal_intake_series_give (JalIntakeReading *reading, JalIntakeSource *source)
{
  g_autoptr (GArray) added = list_dates (source->component, ICAL_RDATE_PROPERTY, &source->odd);
  g_autoptr (GArray) excepted = list_dates (source->component, ICAL_EXDATE_PROPERTY, &source->odd);

  for (guint i = 0; i < excepted->len; i++)
    except_occurrence (reading, source, jal_intake_time_in_zone_of (g_array_index (excepted, icaltimetype, i), source->start));
  follow_rules (reading, source, ICAL_EXRULE_PROPERTY, except_occurrence);
  /* The first one counts even where the rule leaves it out. */
  give_occurrence (reading, source, source->start);
  follow_rules (reading, source, ICAL_RRULE_PROPERTY, give_occurrence);
  for (guint i = 0; i < added->len && reading->failure == 0; i++)
    give_occurrence (reading, source, jal_intake_time_in_zone_of (g_array_index (added, icaltimetype, i), source->start));
}
