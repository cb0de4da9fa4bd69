/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place that reads the time, so that tests can stop it. */
#include "base/jal-clock.h"

#include <stdio.h>
#include <string.h>

#include "base/jal-date.h"

static gint64 fake_now = -1;
static gint64 ahead; /* of the wall clock; set before there are threads */

gint64
jal_clock_now (void)
{
  gint64 fake = __atomic_load_n (&fake_now, __ATOMIC_RELAXED);

  return fake >= 0 ? fake : g_get_real_time () + ahead;
}

void
jal_clock_set_fake (gint64 microseconds)
{
  __atomic_store_n (&fake_now, microseconds, __ATOMIC_RELAXED);
}

void
jal_clock_init (void)
{
  const char *said = g_getenv ("JALADA_TEST_TODAY");
  g_autofree char *day = NULL;
  JalDate date;
  int hour, minute, second;

  if (said == NULL || g_getenv ("JALADA_UNINSTALLED") == NULL)
    return;
  day = g_strndup (said, 10);
  if (!jal_date_parse (day, &date))
    return;
  if (sscanf (said + strlen (day), "T%2d:%2d:%2d", &hour, &minute, &second) == 3)
    ahead = (gint64)date * G_TIME_SPAN_DAY + (hour - 3) * G_TIME_SPAN_HOUR + minute * G_TIME_SPAN_MINUTE + second * G_TIME_SPAN_SECOND
            - g_get_real_time ();
  else if (strlen (said) == strlen (day))
    jal_clock_set_fake ((gint64)date * G_TIME_SPAN_DAY + 6 * G_TIME_SPAN_HOUR);
}
