/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place that reads the time, so that tests can stop it. */
#include "base/jal-clock.h"

#include "base/jal-date.h"

static gint64 fake_now = -1;

gint64
jal_clock_now (void)
{
  gint64 fake = __atomic_load_n (&fake_now, __ATOMIC_RELAXED);

  return fake >= 0 ? fake : g_get_real_time ();
}

void
jal_clock_set_fake (gint64 microseconds)
{
  __atomic_store_n (&fake_now, microseconds, __ATOMIC_RELAXED);
}

void
jal_clock_init (void)
{
  const char *today = g_getenv ("JALADA_TEST_TODAY");
  JalDate date;

  if (today != NULL && g_getenv ("JALADA_UNINSTALLED") != NULL && jal_date_parse (today, &date))
    jal_clock_set_fake ((gint64)date * G_TIME_SPAN_DAY + 6 * G_TIME_SPAN_HOUR);
}
