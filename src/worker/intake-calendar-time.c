/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times of a calendar file, and their zones. */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/intake-calendar-private.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2199

gboolean
jal_intake_time_is_usable (icaltimetype time)
{
  /* libical takes the 31st of February for the 3rd of March. */
  return !icaltime_is_null_time (time) && time.year >= FIRST_YEAR && time.year <= LAST_YEAR && time.month >= 1 && time.month <= 12
         && time.day >= 1 && time.day <= 31 && g_date_valid_dmy ((GDateDay)time.day, (GDateMonth)time.month, (GDateYear)time.year)
         && time.hour >= 0 && time.hour <= 23 && time.minute >= 0 && time.minute <= 59 && time.second >= 0 && time.second <= 60;
}

gint64
jal_intake_time_to_instant (icaltimetype time)
{
  const icaltimezone *zone = icaltime_get_timezone (time);

  if (!icaltime_is_utc (time) && zone == NULL)
    return icaltime_as_timet_with_zone (time, icaltimezone_get_utc_timezone ()) - JAL_INTAKE_NAIROBI_SECONDS;
  return icaltime_as_timet_with_zone (time, zone != NULL ? zone : icaltimezone_get_utc_timezone ());
}

gint64
jal_intake_time_floor_days (gint64 seconds)
{
  return seconds / JAL_INTAKE_DAY - (seconds % JAL_INTAKE_DAY < 0);
}

gint64
jal_intake_time_day (icaltimetype time)
{
  if (!icaltime_is_date (time))
    return jal_intake_time_floor_days (jal_intake_time_to_instant (time) + JAL_INTAKE_NAIROBI_SECONDS);
  return jal_intake_time_floor_days (icaltime_as_timet_with_zone (time, icaltimezone_get_utc_timezone ()));
}

char *
jal_intake_time_name (icaltimetype time)
{
  g_autoptr (GDateTime) instant = NULL;

  if (icaltime_is_date (time))
    return g_strdup_printf ("%04d%02d%02d", time.year, time.month, time.day);
  instant = g_date_time_new_from_unix_utc (jal_intake_time_to_instant (time));
  return instant != NULL ? g_date_time_format (instant, "%Y%m%dT%H%M%SZ") : g_strdup ("?");
}

icaltimetype
jal_intake_time_in_zone_of (icaltimetype time, icaltimetype start)
{
  if (!icaltime_is_utc (time) && icaltime_get_timezone (time) == NULL && icaltime_get_timezone (start) != NULL)
    icaltime_set_timezone (&time, icaltime_get_timezone (start));
  return time;
}

icaltimetype
jal_intake_time_with_zone (icalcomponent *event, icalproperty *property, icaltimetype time, gboolean *guessed)
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

icaltimetype
jal_intake_time_find_zone (icalcomponent *event, icalproperty_kind kind, icaltimetype time, gboolean *guessed)
{
  return jal_intake_time_with_zone (event, icalcomponent_get_first_property (event, kind), time, guessed);
}
